//! What a rule takes for the two sides of its event, step by step.

use super::fitness::{can_act, fits, is_envoy, same_actor, same_country, source_fits};
use super::judgement::{judges, suffers};
use super::mutual::split;
use super::sides::{Sides, each_with_other};
use super::{Matcher, TriggerKind};
use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::{AgentKind, Need, Rule, Slot, TargetIs};
use demarche_event::{EventType, Quad, Sector};
use demarche_lang::Dep;

/// A rule as it is tried on a trigger.
pub(super) struct Trial<'r> {
    pub(super) rule: &'r Rule,
    pub(super) t: usize,
    pub(super) kind: TriggerKind,
    pub(super) carrier: Option<usize>,
    /// Whether one side will do, though the rule looks for both.
    pub(super) one_enough: bool,
    pub(super) discourse: &'r Discourse,
}

impl Matcher<'_, '_> {
    /// Who acts, of the places that the rule names; of some, the other side too.
    pub(super) fn find_source(&self, trial: &Trial, sides: &mut Sides) {
        let Trial {
            rule,
            t,
            kind,
            carrier,
            discourse,
            ..
        } = *trial;
        for slot in &rule.source {
            if *slot == Slot::Told
                && let Some(told) = self.told(t, discourse)
            {
                [sides.source, sides.target] = told;
                sides.source_slot = Some(Slot::Told);
                sides.target_slot = Some(Slot::Told);
                break;
            }
            let of_noun = match slot {
                Slot::SubjectParties => Some(self.tree.surface_subject(t)),
                Slot::OfParties => Some(self.tree.prepositional(t, "of").first().copied()),
                Slot::Parties => Some(None),
                _ => None,
            };
            if let Some(noun) = of_noun {
                let (one, other) = match noun {
                    Some(noun) => {
                        self.parties(self.content(noun), TriggerKind::Noun, None, discourse)
                    }
                    None if *slot == Slot::Parties => self.parties(t, kind, carrier, discourse),
                    None => continue,
                };
                if !one.is_empty() {
                    sides.source = one;
                    sides.target = other;
                    sides.source_slot = Some(slot.clone());
                    sides.target_slot = Some(slot.clone());
                    break;
                }
                continue;
            }
            let found = self.slot(slot, t, kind, carrier, &[], discourse);
            let found: Vec<ActorPhrase> = found
                .into_iter()
                .filter(|a| can_act(a) || is_verbal(rule) && self.speaks_for_state(a, t))
                .filter(|a| source_fits(a, rule.source_is))
                .collect();
            if !found.is_empty() {
                sides.source = found;
                sides.source_slot = Some(slot.clone());
                break;
            }
        }
    }

    /// Both sides of talks that the sentence leaves to be understood.
    pub(super) fn find_understood(&self, trial: &Trial, sides: &mut Sides) {
        let Trial {
            rule,
            t,
            kind,
            discourse,
            ..
        } = *trial;
        let nobody = sides.source.is_empty();
        let by_one_word = self.are_one_of_them(&sides.source) || self.are_envoys(&sides.source);
        let is_open = sides.target.is_empty() && (nobody || by_one_word);
        if !is_open || !rule.source.contains(&Slot::Parties) {
            return;
        }
        let understood = match kind {
            TriggerKind::Noun => self.understood(t, discourse),
            TriggerKind::Verb => self.of_bilateral_ties(t, discourse),
            TriggerKind::Adjective => None,
        };
        let understood = understood.or_else(|| self.left_to_the_report(trial, by_one_word));
        if let Some(understood) = understood {
            [sides.source, sides.target] = understood;
        }
    }

    /// Whom it is done to, of the places that the rule names.
    pub(super) fn find_target(&self, trial: &Trial, sides: &mut Sides) {
        let Trial {
            rule,
            t,
            kind,
            carrier,
            discourse,
            ..
        } = *trial;
        if sides.target.is_empty()
            && judges(rule)
            && kind == TriggerKind::Verb
            && let Some(judged) = self.judged_by_which(t, &sides.source, discourse)
        {
            sides.target = judged;
            sides.target_slot = Some(Slot::Previous);
        } else if sides.target.is_empty() {
            let together = are_together(&sides.source);
            let matter = self
                .tree
                .object(t)
                .filter(|_| rule.reciprocal && kind == TriggerKind::Verb);
            let is_matter_of_talks = |other: bool, head: usize| {
                other && matter.is_some_and(|matter| self.tree.is_under(head, matter))
            };
            for slot in &rule.target {
                // "In Zenda, where both promised": to each other, not to Zenda.
                if *slot == Slot::Other && together {
                    continue;
                }
                let mut found = self.slot(slot, t, kind, carrier, &sides.source, discourse);
                if let Some(speaker) = self.speaks_of_own(trial, slot, &found, &sides.source) {
                    found = speaker;
                }
                if rule.target_is == TargetIs::Place
                    && !found.iter().any(|a| fits(a, rule.target_is))
                {
                    found.extend(self.place_of_base(slot, t, &sides.source, discourse));
                }
                let found: Vec<ActorPhrase> = found
                    .into_iter()
                    .filter(|a| !same_actor(a, &sides.source))
                    // "Rang her to discuss the coup in Zenda": not with Zenda.
                    .filter(|a| !is_matter_of_talks(*slot == Slot::Other, a.head))
                    .filter(|a| fits(a, rule.target_is) || suffers(a, rule, slot))
                    .filter(|a| !judges(rule) || !self.suffers_inside(a, t))
                    .collect();
                let found = match slot {
                    Slot::Previous if judges(rule) => self.blamed(found, &sides.source, discourse),
                    _ => found,
                };
                // A later mention that comes out as the source's own side was
                // taken for the wrong one.
                let mistaken = !found.is_empty()
                    && found.iter().all(|a| {
                        a.anaphoric
                            && same_country(a, &sides.source)
                            && sides.source.iter().any(|s| s.sector == a.sector)
                    });
                if !found.is_empty() && !mistaken {
                    sides.target = found;
                    sides.target_slot = Some(slot.clone());
                    break;
                }
            }
        } else if rule.target_is == TargetIs::Place {
            sides.target.retain(|a| fits(a, rule.target_is));
        }
    }

    /// "Graustark was attacked on Monday. Ruritania condemned the attack on Graustark":
    /// whoever attacked it is condemned.
    pub(super) fn find_condemned(&self, trial: &Trial, sides: &mut Sides) {
        let Trial {
            rule, t, discourse, ..
        } = *trial;
        if sides.target.is_empty()
            && judges(rule)
            && !sides.source.is_empty()
            && let Some(victims) = self.victims_under(t, discourse)
        {
            sides.target = discourse
                .last_against(&victims)
                .iter()
                .filter(|a| !same_country(a, &sides.source))
                .map(|a| ActorPhrase {
                    head: t,
                    anaphoric: true,
                    ..a.clone()
                })
                .collect();
            sides.target_slot = (!sides.target.is_empty()).then_some(Slot::Previous);
        }
    }

    /// "Hopes for an easing of the Graustarkian embargo": its owner is to ease it.
    pub(super) fn find_imposers(&self, trial: &Trial, sides: &mut Sides) {
        let Trial {
            rule, t, discourse, ..
        } = *trial;
        if sides.source.is_empty()
            && sides.target_slot == Some(Slot::OfInner)
            && rule.event_type == EventType::Retreat
            && let Some((imposers, bearers)) = self.imposed(t, discourse)
        {
            (sides.source, sides.target) = (imposers, bearers);
            sides.source_slot = Some(Slot::OfInner);
        }
    }

    /// "Each side blamed the other", "the two countries broke off relations": both acted.
    pub(super) fn part_from_each_other(&self, trial: &Trial, sides: &mut Sides) {
        let Trial {
            rule,
            t,
            kind,
            discourse,
            ..
        } = *trial;
        // "Each side blamed the other."
        sides.reciprocal = rule.reciprocal;
        if kind == TriggerKind::Verb
            && let Some(object) = self.tree.object(t)
            && self.is_each_other(object)
        {
            let (one, others) = split(sides.source.clone());
            let of_two = others.iter().any(|a| a.country != one[0].country);
            let nobody = sides.target.iter().all(|a| a.country.is_none());
            if of_two || nobody && !others.is_empty() {
                (sides.source, sides.target) = (one, others);
                sides.reciprocal = true;
            } else if nobody && !one.is_empty() {
                // "Condemned the other side": whoever it is at odds with.
                let other = discourse.last_other(&one).into_iter();
                sides.target = other.map(|a| self.pointed_to(object, a)).collect();
            }
        }
        // "Both promised to trade": each other.
        if sides.target.is_empty()
            && kind == TriggerKind::Verb
            && rule.event_type == EventType::Agree
            && are_together(&sides.source)
        {
            (sides.source, sides.target) = split(std::mem::take(&mut sides.source));
            sides.reciprocal = true;
        }
        // "Graustark and Ruritania exchanged prisoners": with each other.
        let nobody = sides.target.iter().all(|a| a.country.is_none());
        if rule.reciprocal && nobody && rule.need == Need::Source && kind == TriggerKind::Verb {
            let (one, other) = split(sides.source.clone());
            let of_two = other.iter().any(|a| a.country != one[0].country);
            if of_two {
                (sides.source, sides.target) = (one, other);
                sides.target_slot = sides.source_slot.clone();
            }
        }
        // "Graustark and Ruritania take part in a drill": each with the other.
        let with_each_other = rule.event_type == EventType::Cooperate
            || rule.event_type == EventType::Support && self.is_their_own_object(t);
        if kind == TriggerKind::Verb
            && with_each_other
            && rule.need != Need::Both
            && let Some(both) = each_with_other(&sides.source, &sides.target)
        {
            (sides.source, sides.target) = both;
            sides.target_slot = sides.source_slot.clone();
            sides.reciprocal = true;
        }
        // "The two countries broke off relations": with each other.
        let ends_openness = rule.event_type == EventType::Sanction && rule.need == Need::Source;
        if sides.target.is_empty()
            && kind == TriggerKind::Verb
            && sides.source.len() == 2
            && sides.source[0].country != sides.source[1].country
            && let Some(subject) = self.tree.actor_subject(t)
            && ((matches!(rule.need, Need::Both | Need::Usual) || ends_openness)
                && self.actors.is_pair_word(subject)
                || self.is_between_both(t, &sides.source))
        {
            (sides.source, sides.target) = split(std::mem::take(&mut sides.source));
            sides.target_slot = sides.source_slot.clone();
            sides.reciprocal = true;
        }
    }

    /// "Ruritanian" of "Ruritanian grain"
    fn modifies(&self, actor: &ActorPhrase) -> bool {
        matches!(
            self.tree.dep(actor.head),
            Dep::Amod | Dep::Compound | Dep::Nmod
        )
    }

    /// Somebody told of before, at a word that points back.
    fn pointed_to(&self, head: usize, actor: ActorPhrase) -> ActorPhrase {
        ActorPhrase {
            head,
            anaphoric: true,
            ..actor
        }
    }

    /// "The other", "the other side", "each other", "one another"
    fn is_each_other(&self, object: usize) -> bool {
        let is = |t: usize| self.set("each-other", &self.tree.lower_text(t));
        is(object)
            || self.set("sides", self.tree.lemma(object)) && self.tree.children(object).any(is)
            || self.tree.is(object, "one") && self.tree.children(object).any(is)
            || (self.tree.child(object, Dep::Poss)).is_some_and(|owner| self.is_each_other(owner))
    }

    /// "Reopened their embassies"
    fn is_their_own_object(&self, verb: usize) -> bool {
        let owner = self.tree.object(verb);
        let owner = owner.and_then(|object| self.tree.child(object, Dep::Poss));
        owner.is_some_and(|owner| self.set("theirs", &self.tree.lower_text(owner)))
    }

    /// Inside a state: "the police tore up the strikers' banners".
    pub(super) fn find_target_at_home(&self, trial: &Trial, sides: &mut Sides) {
        let Trial {
            rule,
            t,
            kind,
            discourse,
            ..
        } = *trial;
        let takes_any =
            rule.target_is == TargetIs::Any && !rule.target.is_empty() && rule.need == Need::Source;
        if sides.target.is_empty()
            && kind == TriggerKind::Verb
            && !sides.source.is_empty()
            && takes_any
        {
            sides.target = self.concerned(t, discourse, |a| {
                let at_home = a.country.is_none() || same_country(a, &sides.source);
                // What a rule takes no target from is none.
                at_home
                    && self.tree.object(t) != Some(a.head)
                    && !same_actor(a, &sides.source)
                    && sides.source.iter().any(|s| s.sector != a.sector)
            });
            sides.target_slot = (!sides.target.is_empty()).then_some(Slot::Other);
        }
    }

    /// Whether one side tells enough though the rule looks for both: whom "Ottawa imposed
    /// tariffs" hits is not said, and so unknown. Talks need both.
    pub(super) fn is_one_enough(&self, trial: &Trial, sides: &Sides) -> bool {
        let event_type = trial.rule.event_type;
        let (named, acts) = match (&sides.source[..], &sides.target[..]) {
            (named, []) => (named, true),
            ([], named) => (named, false),
            _ => return false,
        };
        let is_hit = matches!(
            event_type,
            EventType::Sanction
                | EventType::Coerce
                | EventType::Assault
                | EventType::Accuse
                | EventType::Threaten
                | EventType::Retreat
        );
        let stands_for_state = |a: &ActorPhrase| {
            let acts_itself = || {
                let first = self.first_joined(a.head);
                let by = self
                    .tree
                    .head(first)
                    .filter(|_| self.tree.dep(first) == Dep::Pobj);
                matches!(
                    self.tree.dep(first),
                    Dep::Nsubj | Dep::Nsubjpass | Dep::Poss | Dep::Appos
                ) || by.is_some_and(|by| self.tree.is(by, "by"))
            };
            a.country.is_some()
                && !a.by_scene
                && matches!(
                    a.sector,
                    Some(Sector::Gov | Sector::Leg | Sector::Mil | Sector::Igo | Sector::Spy)
                )
                && !self.modifies(a)
                && (!acts || acts_itself())
        };
        trial.one_enough
            && event_type != EventType::Consult
            && !trial.rule.reciprocal
            && (acts || is_hit)
            && !named.is_empty()
            && named.iter().all(stands_for_state)
    }

    /// The first of those that a word is joined to: "Graustark" for the second of
    /// "Graustark and Ruritania".
    pub(super) fn first_joined(&self, t: usize) -> usize {
        let mut first = t;
        for _ in 0..20 {
            match self.tree.head(first) {
                Some(head) if self.tree.dep(first) == Dep::Conj => first = head,
                _ => break,
            }
        }
        first
    }

    /// Rain that strikes a coast attacks nobody; a missile does.
    pub(super) fn is_force_of_nature(&self, trial: &Trial, sides: &Sides) -> bool {
        let Trial { rule, t, kind, .. } = *trial;
        kind == TriggerKind::Verb
            && sides.source.is_empty()
            && !self.tree.is_passive(t)
            && rule.source.contains(&Slot::Subject)
            && self.tree.surface_subject(t).is_some_and(|subject| {
                !self.set("instrument", self.tree.lemma(self.content(subject)))
            })
    }

    /// Keeps those who may do what the rule says, and calls workers workers.
    pub(super) fn keep_envoys_and_workers(&self, trial: &Trial, sides: &mut Sides) {
        let rule = trial.rule;
        // Pilgrims and tourists visit a state without a political act.
        if rule.mode == Some("visit") {
            sides.source.retain(is_envoy);
        }
        // Pilots who strike are workers, whatever pilots are otherwise.
        if rule.mode == Some("strike") {
            let armed = |a: &&mut ActorPhrase| a.sector == Some(Sector::Mil);
            for pilot in sides.source.iter_mut().filter(armed) {
                if self.set("workers", &pilot.lemma) {
                    pilot.sector = Some(Sector::Lab);
                }
            }
        }
    }
}

/// Whether two of different countries are meant by one word: "both", "they".
fn are_together(actors: &[ActorPhrase]) -> bool {
    let [one, other] = actors else { return false };
    one.anaphoric && other.anaphoric && one.head == other.head && one.country != other.country
}

/// "The regent spoke in Zenda. The commission barred Graustarkian firms": a body without a
/// country of its own is of whoever was told of before, and not of those it acts upon.
pub(super) fn set_body_of_account(
    source: &mut [ActorPhrase],
    target: &[ActorPhrase],
    discourse: &Discourse,
) {
    if target.iter().all(|a| a.country.is_none()) {
        return;
    }
    for actor in source {
        let is_body = matches!(
            actor.kind,
            ActorKind::Agent(AgentKind::Institution | AgentKind::Group)
        ) && matches!(actor.sector, Some(Sector::Gov | Sector::Igo));
        if actor.country.is_none()
            && is_body
            && !actor.plural
            && let Some(other) = discourse.last_other(target)
        {
            actor.country = other.country;
            actor.by_scene = true;
        }
    }
}

/// "The president warned Graustark": not Graustark's.
pub(super) fn unset_scene(
    event_type: EventType,
    source: &mut [ActorPhrase],
    target: &[ActorPhrase],
) {
    let sanctions = event_type == EventType::Sanction;
    for actor in source.iter_mut().filter(|a| a.by_scene) {
        let is_against = |b: &ActorPhrase| {
            b.country == actor.country
                && !b.by_scene
                && (actor.sector == Some(Sector::Gov) || sanctions)
                && (matches!(b.kind, ActorKind::State | ActorKind::Seat) || sanctions)
        };
        if target.iter().any(is_against) {
            actor.country = None;
            actor.by_scene = false;
        }
    }
}

fn is_verbal(rule: &Rule) -> bool {
    matches!(
        rule.event_type.quad(),
        Quad::VerbalConflict | Quad::VerbalCooperation
    )
}
