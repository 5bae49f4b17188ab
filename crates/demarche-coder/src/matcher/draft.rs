//! An event of a rule: its parties, its status and how sure it is.

use super::fitness::{dedup, same_country};
use super::party::{Trial, set_body_of_account, unset_scene};
use super::sides::Sides;
use super::{Draft, Matcher, TriggerKind};
use crate::actor::ActorPhrase;
use crate::frame::Frame;
use crate::lexicon::{Slot, SourceIs};
use demarche_event::{EventType, Status};
use demarche_lang::{Dep, EntityKind};

impl Matcher<'_, '_> {
    /// The event that a rule, of a number, makes of a trigger, if it finds sides.
    pub(super) fn draft(&self, number: usize, trial: &Trial) -> Option<Draft> {
        let Trial {
            rule, t, carrier, ..
        } = *trial;
        let frame = self.frame(trial);
        if rule.source_is == SourceIs::Named
            && (frame.status == Status::Proposed || self.is_counted(t))
        {
            return None;
        }
        let mut sides = Sides::default();
        self.find_source(trial, &mut sides);
        self.find_target(trial, &mut sides);
        self.find_giver(trial, &mut sides);
        self.keep_fighters(trial, &mut sides);
        self.find_condemned(trial, &mut sides);
        self.find_understood(trial, &mut sides);
        unset_scene(rule.event_type, &mut sides.source, &sides.target);
        set_body_of_account(&mut sides.source, &sides.target, trial.discourse);
        self.find_imposers(trial, &mut sides);
        self.part_from_each_other(trial, &mut sides);
        self.find_target_at_home(trial, &mut sides);
        if self.is_force_of_nature(trial, &sides) {
            return None;
        }
        self.keep_envoys_and_workers(trial, &mut sides);
        let frame = self.frame_of_offer(trial, frame, &mut sides);
        dedup(&mut sides.source);
        dedup(&mut sides.target);
        if sides.target.is_empty() && self.answers_nobody(rule, t) {
            return None;
        }
        if !sides.are_enough(rule) && !self.is_one_enough(trial, &sides) {
            return None;
        }
        self.actors
            .set_in_scene(&mut sides.source, &mut sides.target);
        if !sides.are_known() || sides.are_one(rule) {
            return None;
        }
        let confidence = calibrated(sides.confidence(rule));
        Some(Draft {
            rule: number,
            trigger: t,
            carrier,
            source: sides.source,
            target: sides.target,
            frame,
            reciprocal: sides.reciprocal,
            mode: None,
            rule_mode: rule.mode,
            source_slot: sides.source_slot,
            target_slot: sides.target_slot,
            occasion: None,
            confidence,
        })
    }

    /// "Trade between the two reached four billion dollars": a figure, and no act.
    fn is_counted(&self, noun: usize) -> bool {
        let tree = self.tree;
        let is_money = |w: usize| tree.token(w).entity_kind() == Some(EntityKind::Money);
        let verb = tree.verb_above(noun);
        tree.token(noun)
            .sentence()
            .tokens()
            .any(|w| is_money(w) && verb.is_some_and(|verb| tree.is_under(w, verb)))
    }

    /// Whether the act happened, as its words and its rule say.
    fn frame(&self, trial: &Trial) -> Frame {
        let Trial { rule, t, kind, .. } = *trial;
        let frame = match kind {
            TriggerKind::Verb => self.frames.of_verb(t),
            TriggerKind::Noun => {
                let frame = self.frames.of_noun(t);
                // "Announced the closure of its ports": they are closed by that.
                let is_measure = rule.event_type == EventType::Sanction;
                let order = self.frames.ordered(t).filter(|_| is_measure);
                let order = order.filter(|order| frame.because.is_none_or(|word| word == *order));
                let frame = order.map_or(frame, |order| self.frames.of_verb(order));
                // "Agreed to renew the meetings": they are to be.
                let verb = self
                    .tree
                    .verb_above(t)
                    .filter(|_| rule.event_type == EventType::Consult)
                    .filter(|_| self.tree.dep(t) == Dep::Dobj);
                let planned = verb
                    .filter(|verb| self.tree.dep(*verb) == Dep::Xcomp)
                    .map(|verb| self.frames.of_verb(verb))
                    .filter(|above| above.status == Status::Planned);
                match planned {
                    Some(planned) if frame.status == Status::Happened => planned,
                    _ => frame,
                }
            }
            TriggerKind::Adjective => match self.tree.verb_above(t) {
                Some(verb) => self.frames.of_verb(verb),
                None => Frame {
                    status: Status::Happened,
                    because: None,
                    absorbed: false,
                    weighed: false,
                },
            },
        };
        let status = match rule.status {
            // "Does not recognise it": that is the act.
            _ if rule.negated && frame.status == Status::Negated => Status::Happened,
            // "Discussed the normalisation process": it goes on.
            Some(Status::Ongoing)
                if rule.reciprocal && frame.status != Status::Negated && self.is_known(t) =>
            {
                Status::Ongoing
            }
            // A ban that is asked for, or could come, isn't in force.
            Some(Status::Ongoing) if frame.status != Status::Happened => frame.status,
            // "The new sanctions" have just been imposed.
            Some(Status::Ongoing) if self.just_made(t) => Status::Happened,
            Some(status) if frame.status != Status::Negated => status,
            _ => frame.status,
        };
        Frame { status, ..frame }
    }

    /// "Raised the war in Zenda with Graustark": neither is at war. Those who fight are
    /// named by the noun's own words, or wage it.
    fn keep_fighters(&self, trial: &Trial, sides: &mut Sides) {
        let Trial {
            rule,
            t,
            kind,
            carrier,
            ..
        } = *trial;
        let is_war = kind == TriggerKind::Noun
            && rule.event_type == EventType::Assault
            && rule.source.contains(&Slot::Parties);
        if !is_war {
            return;
        }
        let tree = self.tree;
        let verb = carrier.or_else(|| tree.verb_above(t));
        let waged = verb.is_some_and(|verb| {
            let lemma = tree.lemma(verb);
            // "Is at war with", "was drawn into clashes with"
            carrier.is_some() && self.set("wages", lemma)
                || tree.dep(t) == Dep::Pobj && self.set("is-at-war", lemma)
                || tree.dep(t) == Dep::Nsubj
        });
        let named = |a: &ActorPhrase| tree.is_under(a.head, t) || waged;
        sides.source.retain(named);
        sides.target.retain(named);
    }

    /// "Graustark received a warning from Ruritania": Ruritania warned it.
    fn find_giver(&self, trial: &Trial, sides: &mut Sides) {
        let Trial {
            rule,
            t,
            kind,
            discourse,
            ..
        } = *trial;
        let tree = self.tree;
        let gets = tree.head(t).filter(|verb| {
            tree.dep(t) == Dep::Dobj
                && tree.is_verb(*verb)
                && self.set("gets-from", tree.lemma(*verb))
        });
        let Some(verb) = gets.filter(|_| kind == TriggerKind::Noun && !rule.reciprocal) else {
            return;
        };
        let leads = (t + 1..tree.end(verb)).filter(|c| tree.is(*c, "from"));
        let giver = leads
            .filter_map(|from| tree.child(from, Dep::Pobj))
            .map(|giver| self.actors.actors(giver, discourse))
            .find(|found| found.iter().any(|a| a.country.is_some()));
        let subject = tree.actor_subject(verb);
        if let Some((giver, subject)) = giver.zip(subject) {
            let getter = self.acting(subject, discourse);
            if !getter.is_empty() && !getter.iter().any(|a| same_country(a, &giver)) {
                (sides.source, sides.target) = (giver, getter);
                sides.source_slot = Some(Slot::Preposition("from".to_owned()));
                sides.target_slot = Some(Slot::Subject);
            }
        }
    }

    fn just_made(&self, noun: usize) -> bool {
        let tree = self.tree;
        tree.children(noun).any(|c| {
            tree.dep(c) == Dep::Amod
                && self
                    .actors
                    .set("just-made", &tree.text(c).to_ascii_lowercase())
        })
    }

    /// Whether a noun is told of as known: "the process", "their process".
    fn is_known(&self, noun: usize) -> bool {
        let tree = self.tree;
        tree.is_nominal(noun)
            && tree.children(noun).any(|c| {
                matches!(tree.dep(c), Dep::Det | Dep::Poss)
                    && self.set("definite", &tree.lower_text(c))
            })
    }

    /// The same, for what is a condition of an offer: it is demanded of the other side.
    fn frame_of_offer(&self, trial: &Trial, mut frame: Frame, sides: &mut Sides) -> Frame {
        let Trial {
            t, kind, discourse, ..
        } = *trial;
        if kind == TriggerKind::Verb
            && let Some((mark, offering)) = self.condition_of_offer(t)
        {
            let side = self
                .tree
                .actor_subject(offering)
                .map(|s| self.acting(s, discourse));
            let side = side.unwrap_or_default();
            if !side.is_empty() && !side.iter().any(|a| same_country(a, &sides.source)) {
                frame = Frame {
                    status: Status::Demanded,
                    because: Some(mark),
                    absorbed: frame.absorbed,
                    weighed: false,
                };
                if sides.target.iter().all(|a| same_country(a, &sides.source)) {
                    sides.target = side;
                    sides.target_slot = Some(Slot::Other);
                }
            }
        }
        frame
    }
}

/// The share of events of such a confidence, set by rules or mixed by the classifier,
/// that are right: a line through those of the development half of `gold/`. Events of
/// reports that nobody has tuned to are right more alike than rules believe.
pub(super) fn calibrated(confidence: f64) -> f64 {
    (0.44 + 0.4 * confidence).clamp(0.0, 1.0)
}
