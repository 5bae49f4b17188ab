//! Acts between two actors whose verbs no rule knows.

use super::draft::calibrated;
use super::fitness::{can_act, is_envoy, one_government, same_actor, same_country};
use super::judgement::judges;
use super::party::{set_body_of_account, unset_scene};
use super::sides::each_with_other;
use super::{Draft, Matcher, TriggerKind};
use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::frame::Frame;
use crate::lexicon::Slot;
use demarche_event::{EventType, Quad, Sector, Status};
use demarche_lang::{Dep, Question, Tag};

/// The share that the linear classifier gives the likeliest type from which on the
/// transformer, which takes longer, is asked as well.
const MIN_SHARE_TO_ASK: f64 = 0.12;

/// The share of all acts that the verb must have by the linear classifier of words for the
/// transformer of pairs to be asked.
const MIN_SHARE_TO_HEAR: f64 = 0.2;

/// The share from which the linear classifier is sure without it.
const SURE_SHARE: f64 = 0.74;

/// The weight of the transformer's quick layers against the linear classifier's.
const WEIGHT_OF_QUICK: f64 = 0.56;

/// The share from which the classifier alone writes an event down.
const MIN_SHARE: f64 = 0.30;

/// The same for verbs that report words.
const MIN_SHARE_OF_WORDS: f64 = 0.48;

/// The same where only one side is named.
const MIN_SHARE_OF_ONE: f64 = 0.32;

/// The same for a refusal that is told by "not" and meets nobody who is named.
const MIN_SHARE_OF_REFUSAL: f64 = 0.55;

/// The same for companies, towards nobody else than companies and cities: mostly trade.
const MIN_SHARE_OF_BUSINESS: f64 = 0.8;

/// A verb with its actors whose act no rule knows, as far as the linear classifier
/// reads it.
struct Unknown {
    verb: usize,
    source: Vec<ActorPhrase>,
    target: Vec<ActorPhrase>,
    target_slot: Option<Slot>,
    /// The share of each class.
    shares: Vec<f64>,
    /// The share that a type must have to be written down.
    least: f64,
    /// Whether the transformer is to be heard as well.
    asks: bool,
}

impl Matcher<'_, '_> {
    /// Acts between two actors whose verbs, of one sentence, no rule knows, where the
    /// classifier is sure of them. The transformer is asked about all at once.
    pub(crate) fn by_classifier(
        &self,
        verbs: impl Iterator<Item = usize>,
        sentence: std::ops::Range<usize>,
        known: &[Draft],
        discourse: &Discourse,
    ) -> Vec<Draft> {
        let says_more = |unknown: &Unknown| {
            let mut known = known.iter();
            !known.any(|known| self.only_leads_to(unknown, known))
        };
        let mut found: Vec<Unknown> = verbs
            .filter_map(|verb| self.unknown(verb, sentence.clone(), known, discourse))
            .filter(says_more)
            .collect();
        if let (Some(classifier), Some(reader)) =
            (&self.lexicon.classifier, &self.lexicon.pair_reader)
        {
            let asked = || found.iter().filter(|unknown| unknown.asks);
            let questions: Vec<Question<'_>> = asked()
                .map(|u| self.question(u.verb, u.source.first(), u.target.first()))
                .collect();
            let answers = reader.quick_shares(&questions);
            let asked = found.iter_mut().filter(|unknown| unknown.asks);
            for (unknown, read) in asked.zip(answers) {
                let read = reader.labels().zip(read);
                classifier.hear(&mut unknown.shares, WEIGHT_OF_QUICK, read);
            }
        }
        let drafts = found.into_iter().filter_map(|u| self.settled(u, discourse));
        drafts.collect()
    }

    /// The actors of a verb and what the linear classifier makes of them, if it may be
    /// an act.
    fn unknown(
        &self,
        verb: usize,
        sentence: std::ops::Range<usize>,
        told: &[Draft],
        discourse: &Discourse,
    ) -> Option<Unknown> {
        let classifier = self.lexicon.classifier.as_ref()?;
        let tree = self.tree;
        if !self.is_clear_act(verb) || self.lacks_a_side(verb) {
            return None;
        }
        let passive = tree.is_passive(verb);
        let mut source = self.slot(
            &Slot::Subject,
            verb,
            TriggerKind::Verb,
            None,
            &[],
            discourse,
        );
        // "The Ruritanian decree outlaws rallies."
        if source.is_empty()
            && let Some(subject) = tree.actor_subject(verb)
        {
            source = self.owner_inside(subject, &[], discourse, 0);
            // An adjective alone makes no owner: "the Ruritanian crown gained".
            source.retain(|a| tree.dep(a.head) != Dep::Amod);
        }
        source.retain(can_act);
        if source.is_empty() && !passive {
            return None;
        }
        let slots = [Slot::Dative, Slot::Object, Slot::ObjectOwner]
            .into_iter()
            .chain(
                [
                    "with",
                    "to",
                    "against",
                    "on",
                    "from",
                    "for",
                    "at",
                    "into",
                    "of",
                    "alongside",
                ]
                .map(|p| Slot::Preposition(p.to_owned())),
            );
        let mut target = Vec::new();
        let mut target_slot = None;
        for slot in slots {
            target = self.slot(&slot, verb, TriggerKind::Verb, None, &source, discourse);
            // Journalists are arrested, and towns shelled, though neither acts.
            let direct = matches!(&slot, Slot::Object) && !self.set("report", tree.lemma(verb))
                || matches!(&slot, Slot::Preposition(p) if p == "on" || p == "against");
            let with = matches!(&slot, Slot::Preposition(p) if p == "with");
            target.retain(|a| {
                (can_act(a) || direct && a.country.is_some())
                    && !(with && self.are_means(a))
                    && !self.is_its_own(a, &source)
                    && !same_actor(a, &source)
                    && !one_government(a, &source)
            });
            if !target.is_empty() {
                target_slot = Some(slot);
                break;
            }
        }
        if source.is_empty() {
            // "The Ruritanian cakes were banned from the hall."
            target.retain(|a| !matches!(tree.dep(a.head), Dep::Compound | Dep::Amod));
        }
        self.actors.set_in_scene(&mut source, &mut target);
        let known = |actors: &[ActorPhrase]| actors.iter().any(|a| a.country.is_some());
        if !known(&source) && !known(&target) {
            return None;
        }
        // Thieves that harm nobody who is named are no matter of the record.
        if target.is_empty() && source.iter().all(|a| a.sector == Some(Sector::Crm)) {
            return None;
        }
        let span = |actors: &[ActorPhrase]| actors.first().map(|a| a.head..a.head + 1);
        let (one, other) = (span(&source), span(&target));
        let (scores, _) =
            crate::relate::scores_within(self, sentence.clone(), one.as_ref(), other.as_ref());
        let features = crate::classify::features(
            tree,
            sentence.clone(),
            one.as_ref(),
            other.as_ref(),
            &scores,
        );
        let mut parties = source.iter().chain(&target);
        let trades = |a: &ActorPhrase| a.sector == Some(Sector::Bus) || a.kind == ActorKind::Seat;
        let least = if source.iter().any(|a| a.sector == Some(Sector::Bus)) && parties.all(trades) {
            MIN_SHARE_OF_BUSINESS
        } else if one.is_some() && other.is_some() {
            MIN_SHARE
        } else {
            MIN_SHARE_OF_ONE
        };
        let shares = classifier.shares(&features);
        let mut asks = false;
        if self.lexicon.pair_reader.is_some() {
            let (_, share) = self.likeliest(&shares)?;
            let may_become = share + (1.0 - share) * WEIGHT_OF_QUICK;
            if share < MIN_SHARE_TO_ASK || may_become < least {
                return None;
            }
            asks = share < SURE_SHARE;
            if asks && let Some(classifier) = &self.lexicon.act_classifier {
                let countries = crate::figure::countries(self, sentence.clone(), &[]).len();
                let telling = self.telling(classifier, verb, &sentence, countries, told);
                if telling.share < MIN_SHARE_TO_HEAR {
                    return None;
                }
            }
        }
        Some(Unknown {
            verb,
            source,
            target,
            target_slot,
            shares,
            least,
            asks,
        })
    }

    /// Whether an act that no rule knows only leads to one that a rule read: "told him
    /// that Graustark was ready", "angered it by closing the port".
    fn only_leads_to(&self, unknown: &Unknown, known: &Draft) -> bool {
        let tree = self.tree;
        let one_doer = known
            .source
            .iter()
            .any(|a| same_country(a, &unknown.source));
        let leads = |c: usize| match tree.dep(c) {
            Dep::Ccomp | Dep::Xcomp => true,
            Dep::Prep => tree.is(c, "by"),
            _ => false,
        };
        let clauses = tree.children(unknown.verb).filter(|c| *c > unknown.verb);
        if one_doer && self.frames.carried_out(known.trigger) == Some(unknown.verb) {
            return true;
        }
        one_doer
            && clauses
                .filter(|c| leads(*c))
                .any(|c| tree.is_under(known.trigger, c))
    }

    /// What is written down of an act that no rule knows.
    fn settled(&self, unknown: Unknown, discourse: &Discourse) -> Option<Draft> {
        let Unknown {
            verb,
            mut source,
            mut target,
            mut target_slot,
            shares,
            least,
            ..
        } = unknown;
        let (event_type, share) = self.likeliest(&shares)?;
        let rules = &self.lexicon.rules;
        let rule = self.rule_of(event_type, &shares)?;
        if self.only_names(verb, event_type) {
            return None;
        }
        // What is only said is seldom an act.
        let is_said = self.set("report", self.tree.lemma(verb));
        if is_said && share < MIN_SHARE_OF_WORDS {
            return None;
        }
        // Talks need somebody to talk to.
        let alone = source.len() + target.len() < 2;
        if share < least || alone && event_type == EventType::Consult {
            return None;
        }
        if event_type == EventType::Consult && !source.iter().any(is_envoy) {
            return None;
        }
        // A government doesn't act on its own forces or citizens in words like these.
        let is_gov = |a: &ActorPhrase| matches!(a.sector, Some(Sector::Gov | Sector::Mil));
        let within = |a: &ActorPhrase| is_gov(a) && same_country(a, &source);
        if source.iter().all(is_gov) && !target.is_empty() && target.iter().all(within) {
            return None;
        }
        let frame = self.frame_by_weights(rule, verb, TriggerKind::Verb);
        let status = frame.status;
        // "demanded that she take it back": the words of the demand, at the wrong verb.
        let is_told = matches!(status, Status::Happened | Status::Ongoing | Status::Negated);
        if event_type.quad() == Quad::VerbalConflict && !is_told {
            return None;
        }
        // Nor is what somebody is asked to do, or may do, his word for it.
        if event_type == EventType::Agree && !is_told && status != Status::Planned {
            return None;
        }
        // "Would not accept the ports' closing" refuses; what didn't arrive refuses nothing.
        let refuses = event_type == EventType::Reject && status == Status::Negated;
        if refuses && target.is_empty() && share < MIN_SHARE_OF_REFUSAL {
            return None;
        }
        let status = if refuses { Status::Happened } else { status };
        let frame = Frame { status, ..frame };
        unset_scene(event_type, &mut source, &target);
        set_body_of_account(&mut source, &target, discourse);
        if judges(&rules.rules[rule]) {
            target.retain(|a| !self.suffers_inside(a, verb));
        }
        if target.is_empty() && !source.is_empty() {
            target = self.concerned(verb, discourse, |a| {
                let only_suffers = judges(&rules.rules[rule]) && self.suffers_inside(a, verb);
                !same_actor(a, &source)
                    && !one_government(a, &source)
                    && !self.is_its_own(a, &source)
                    && !only_suffers
                    && (a.country.is_none()
                        || same_country(a, &source)
                        || self.is_spoken_of(a.head, verb))
            });
            target_slot = (!target.is_empty()).then_some(Slot::Other);
        }
        let mut reciprocal = false;
        if event_type == EventType::Cooperate
            && let Some(sides) = each_with_other(&source, &target)
        {
            (source, target) = sides;
            target_slot = Some(Slot::Parties);
            reciprocal = true;
        }
        Some(Draft {
            rule,
            trigger: verb,
            carrier: None,
            source,
            target,
            frame,
            reciprocal,
            mode: None,
            rule_mode: rules.rules[rule].mode,
            source_slot: Some(Slot::Subject),
            target_slot,
            occasion: None,
            confidence: calibrated((share * 0.7 * 100.0).round() / 100.0),
        })
    }

    /// Whether a verb only says what something is called, which isn't what is done: who calls
    /// talks candid has met nobody by that, but may have judged.
    pub(super) fn only_names(&self, verb: usize, event_type: EventType) -> bool {
        let judges = matches!(
            event_type,
            EventType::Accuse | EventType::Support | EventType::Reject | EventType::Threaten
        );
        !judges && self.set("names-what", self.tree.lemma(verb)) && self.calls_it_something(verb)
    }

    /// "withdrew its soldiers": they are of the side that acts, not acted upon.
    fn is_its_own(&self, actor: &ActorPhrase, source: &[ActorPhrase]) -> bool {
        let owned = |c| self.tree.dep(c) == Dep::Poss && self.tree.tag(c) == Tag::Prps;
        !actor.anaphoric && same_country(actor, source) && self.tree.children(actor.head).any(owned)
    }
}
