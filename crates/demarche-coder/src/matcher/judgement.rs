//! Whom a verb judges, and who only suffers what it judges.

use super::Matcher;
use super::fitness::same_country;
use crate::actor::ActorPhrase;
use crate::discourse::Discourse;
use crate::lexicon::{Rule, Slot, TargetIs};
use demarche_event::{EventType, Quad};
use demarche_lang::Dep;

impl Matcher<'_, '_> {
    /// Whom "condemned the act" means: whoever acted against somebody, if that was told,
    /// not somebody who has just condemned it as well.
    pub(super) fn blamed(
        &self,
        found: Vec<ActorPhrase>,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let Some(head) = found.first().map(|a| a.head) else {
            return found;
        };
        if let Some(act) = discourse.last_affront(true)
            && !act.source.is_empty()
            && !act.source.iter().any(|a| same_country(a, source))
        {
            let there = |a: &ActorPhrase| ActorPhrase {
                head,
                anaphoric: true,
                ..a.clone()
            };
            return act.source.iter().map(there).collect();
        }
        let judged = discourse.last_affront(false);
        let has_judged = |a: &ActorPhrase| {
            judged.is_some_and(|act| {
                act.source.iter().any(|b| b.country == a.country)
                    && !act.target.iter().any(|b| same_country(b, source))
            })
        };
        found.into_iter().filter(|a| !has_judged(a)).collect()
    }

    /// The preposition and the noun of an attack, a ban, an arrest … by which a token is
    /// said to suffer it: "the attack on Graustark".
    pub(super) fn suffered(&self, t: usize, verb: usize) -> Option<(usize, usize)> {
        let tree = self.tree;
        let mut up = t;
        for _ in 0..12 {
            if up == verb {
                return None;
            }
            let above = tree.head(up)?;
            if tree.dep(above) == Dep::Prep
                && let Some(noun) = tree
                    .head(above)
                    .filter(|n| *n != verb && tree.is_nominal(*n))
                && self.is_suffered_by(noun, &tree.text(above).to_ascii_lowercase())
            {
                return Some((above, noun));
            }
            up = above;
        }
        None
    }

    /// Whether what a preposition leads after a noun suffers the act of the noun.
    fn is_suffered_by(&self, noun: usize, preposition: &str) -> bool {
        let triggers = self.lexicon.rules.nouns.get(self.tree.lemma(noun));
        triggers.into_iter().flatten().any(|trigger| {
            let rule = &self.lexicon.rules.rules[trigger.rule];
            rule.event_type.quad() == Quad::MaterialConflict
                && rule.event_type != EventType::Protest
                && rule
                    .target
                    .iter()
                    .any(|slot| matches!(slot, Slot::Preposition(p) if p == preposition))
        })
    }

    /// Whether an actor only suffers what a verb judges.
    pub(super) fn suffers_inside(&self, actor: &ActorPhrase, verb: usize) -> bool {
        !actor.anaphoric && self.suffered(actor.head, verb).is_some()
    }

    /// Those who suffer what a verb judges.
    pub(super) fn victims_under(
        &self,
        verb: usize,
        discourse: &Discourse,
    ) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        (verb + 1..tree.end(verb)).find_map(|t| {
            let suffers = tree.dep(t) == Dep::Pobj && self.suffered(t, verb).is_some();
            let found = suffers.then(|| self.actors.actors(t, discourse))?;
            (!found.is_empty()).then_some(found)
        })
    }
}

/// Whether a rule's verbs judge what others did; not those of "lodged a protest".
pub(super) fn judges(rule: &Rule) -> bool {
    matches!(rule.event_type, EventType::Accuse | EventType::Support) && rule.object.is_empty()
}

/// Journalists and scholars are whom a conflict is with where they are its object:
/// "jailed three editors".
pub(super) fn suffers(actor: &ActorPhrase, rule: &Rule, slot: &Slot) -> bool {
    actor.only_comments()
        && *slot == Slot::Object
        && rule.target_is == TargetIs::Any
        && matches!(
            rule.event_type.quad(),
            Quad::VerbalConflict | Quad::MaterialConflict
        )
}
