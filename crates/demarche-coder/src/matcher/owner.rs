//! To whom a noun belongs.

use super::Matcher;
use super::fitness::{can_act, same_country};
use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use demarche_lang::Dep;

impl Matcher<'_, '_> {
    /// Who owns a noun that is an act: its possessor, the state whose adjective
    /// it bears, "by X", "of X", or the subject of the verb that carries it.
    pub(crate) fn owner(
        &self,
        noun: usize,
        carrier: Option<usize>,
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        if let Some(owner) = tree.child(noun, Dep::Poss) {
            let found = self.actors.actors(owner, discourse);
            if !found.is_empty() {
                return found;
            }
        }
        // "The expulsion of the envoy by Graustark": the envoy isn't by Graustark.
        let mut inner = tree.prepositional(noun, "of");
        inner.retain(|of| !self.set("restriction", tree.lemma(*of)));
        let by = |of: usize| tree.prepositional(of, "by");
        for object in by(noun).into_iter().chain(inner.into_iter().flat_map(by)) {
            let found = self.actors.actors(object, discourse);
            if !found.is_empty() {
                return found;
            }
        }
        // "Came at the invitation of the king"
        if self.set("at-whose", tree.lemma(noun)) && tree.dep(noun) == Dep::Pobj {
            for object in tree.prepositional(noun, "of") {
                let found = self.actors.actors(object, discourse);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        let planner = || {
            let head = tree.head(noun)?;
            (tree.dep(noun) == Dep::Dobj
                && tree.is_verb(head)
                && self.set("owner-verbs", tree.lemma(head)))
            .then_some(head)
        };
        let doer = carrier
            .or_else(planner)
            .or_else(|| self.frames.ordered(noun));
        if let Some(subject) = doer.and_then(|v| tree.actor_subject(v))
            && subject != noun
        {
            let found = self.acting(subject, discourse);
            if !found.is_empty() {
                return found;
            }
        }
        if let Some(taken) = self.frames.taken_with(noun) {
            let by_agent = tree
                .children(taken)
                .filter(|c| tree.dep(*c) == Dep::Acl)
                .find_map(|taking| tree.agent(taking));
            let found = match by_agent {
                Some(agent) => self.actors.actors(agent, discourse),
                None => self.owner(taken, self.frames.carrier(taken), discourse),
            };
            if !found.is_empty() {
                return found;
            }
        }
        let modifiers = self.modifier_actors(noun, discourse);
        if !modifiers.is_empty() {
            return modifiers;
        }
        // "The withdrawal of troops from Zenda": Zenda withdraws nobody.
        let leaves = self.set("leavings", tree.lemma(noun));
        for preposition in ["from", "of"] {
            if leaves && preposition == "from" {
                continue;
            }
            for object in tree.prepositional(noun, preposition) {
                let found = self.actors.actors(object, discourse);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// States and persons named in front of a noun: "the Graustark-Ruritania talks".
    pub(super) fn modifier_actors(&self, noun: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let base = tree.base_phrase(noun);
        let mut found: Vec<ActorPhrase> = Vec::new();
        for mention in self.actors.mentions.within(base.clone()) {
            let last = mention.tokens.end - 1;
            if mention.tokens.start < base.start || last >= noun && !mention.tokens.contains(&noun)
            {
                continue;
            }
            if mention.tokens.contains(&noun) && mention.tokens.len() > 1 {
                continue;
            }
            for phrase in self.actors.phrase(last, discourse) {
                if phrase.country.is_some() && !found.iter().any(|f| f.bytes == phrase.bytes) {
                    found.push(phrase);
                }
            }
        }
        found
    }

    /// An actor that a thing belongs to or is about: possessor, adjective, "of",
    /// "by", "from", and so on inwards.
    pub(super) fn owner_inside(
        &self,
        noun: usize,
        source: &[ActorPhrase],
        discourse: &Discourse,
        depth: usize,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let other = |found: Vec<ActorPhrase>| -> Vec<ActorPhrase> {
            found
                .into_iter()
                .filter(|a| a.country.is_none() || !same_country(a, source))
                .collect()
        };
        for noun in tree.conjuncts(noun) {
            if let Some(owner) = tree.child(noun, Dep::Poss) {
                let found = other(self.actors.actors(owner, discourse));
                if !found.is_empty() {
                    return found;
                }
            }
            let found = other(self.modifier_actors(noun, discourse));
            if !found.is_empty() {
                return found;
            }
            for preposition in [
                "by", "of", "with", "between", "against", "from", "on", "to", "for", "toward",
                "towards", "about", "over", "into", "in",
            ] {
                for object in tree.prepositional(noun, preposition) {
                    let found = other(self.actors.actors(object, discourse));
                    let found: Vec<ActorPhrase> = found
                        .into_iter()
                        .filter(|a| a.kind != ActorKind::Place || preposition == "in")
                        .collect();
                    if !found.is_empty() {
                        return found;
                    }
                    if depth > 0 {
                        let found = self.owner_inside(object, source, discourse, depth - 1);
                        if !found.is_empty() {
                            return found;
                        }
                    }
                }
            }
            for c in tree
                .children(noun)
                .filter(|c| matches!(tree.dep(*c), Dep::Acl | Dep::Relcl | Dep::Appos))
            {
                if depth > 0 {
                    let range = tree.left(c)..tree.end(c);
                    let found = self.first_other(range, source, discourse, true, |_| false);
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
        Vec::new()
    }

    /// Whose the measure is whose end a noun tells of, and who bears it: those it is on,
    /// or who wants its end. `None` if nobody is said to have imposed it.
    pub(super) fn imposed(
        &self,
        lifting: usize,
        discourse: &Discourse,
    ) -> Option<(Vec<ActorPhrase>, Vec<ActorPhrase>)> {
        let tree = self.tree;
        let measure = *tree.prepositional(lifting, "of").first()?;
        let mut imposers = match tree.child(measure, Dep::Poss) {
            Some(owner) => self.actors.actors(owner, discourse),
            None => self.modifier_actors(measure, discourse),
        };
        if imposers.is_empty() {
            let by = tree.prepositional(measure, "by").into_iter();
            imposers.extend(by.flat_map(|noun| self.actors.actors(noun, discourse)));
        }
        imposers.retain(can_act);
        if imposers.is_empty() {
            return None;
        }
        let mut bearers = self.owner_inside(measure, &imposers, discourse, 2);
        if bearers.is_empty()
            && let Some(verb) = tree.verb_above(lifting)
            && let Some(subject) = tree.actor_subject(verb)
        {
            bearers = self.actors.actors(subject, discourse);
            bearers.retain(|a| can_act(a) && !same_country(a, &imposers));
        }
        Some((imposers, bearers))
    }
}
