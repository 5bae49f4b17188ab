//! Whom what a verb says concerns, beside its rule's own places.

use super::Matcher;
use super::fitness::{can_act, same_country};
use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use demarche_lang::{Dep, Pos, Tag};

impl Matcher<'_, '_> {
    /// The first actors after a verb that what it says may concern: inside its object, its
    /// phrases or the clause that it reports, but in no aside of time or cause.
    pub(super) fn concerned(
        &self,
        verb: usize,
        discourse: &Discourse,
        fits: impl Fn(&ActorPhrase) -> bool,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        for t in verb + 1..tree.end(verb) {
            let is_head = tree.is_nominal(t)
                && tree.tag(t) != Tag::Prps
                && !matches!(
                    tree.dep(t),
                    Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Nummod | Dep::Conj
                );
            let is_where = tree.dep(t) == Dep::Pobj
                && tree
                    .head(t)
                    .is_some_and(|p| self.set("scene-prepositions", tree.lemma(p)));
            if !is_head || is_where || self.is_aside(t, verb) {
                continue;
            }
            let mut found = self.actors.actors(t, discourse);
            found.retain(|a| can_act(a) && fits(a) && !self.are_means(a));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Whether a token belongs to the verb's object or to what its clause reports, not to
    /// a phrase beside them.
    pub(super) fn is_spoken_of(&self, t: usize, verb: usize) -> bool {
        let tree = self.tree;
        let mut up = t;
        for _ in 0..20 {
            match tree.head(up) {
                Some(head) if head == verb => {
                    return matches!(
                        tree.dep(up),
                        Dep::Dobj | Dep::Dative | Dep::Ccomp | Dep::Xcomp
                    );
                }
                Some(head) => up = head,
                None => return false,
            }
        }
        false
    }

    /// Whether a token stands in another clause with a subject of its own, which tells when
    /// or why, goes on with another act or describes somebody.
    pub(super) fn is_in_clause_beside(&self, t: usize, verb: usize) -> bool {
        let tree = self.tree;
        let mut up = t;
        for _ in 0..20 {
            if tree.is_verb(up) {
                let beside = matches!(tree.dep(up), Dep::Advcl | Dep::Conj | Dep::Relcl)
                    && tree
                        .children(up)
                        .any(|c| matches!(tree.dep(c), Dep::Nsubj | Dep::Nsubjpass))
                    && !tree.is_under(verb, up);
                if beside {
                    return true;
                }
            }
            match tree.head(up) {
                Some(head) if head != verb => up = head,
                _ => return false,
            }
        }
        false
    }

    /// Whether a token under a verb stands in a clause of its own that tells when or why,
    /// or that describes somebody.
    fn is_aside(&self, t: usize, verb: usize) -> bool {
        let tree = self.tree;
        let mut up = t;
        for _ in 0..20 {
            if matches!(tree.dep(up), Dep::Advcl | Dep::Relcl | Dep::Conj) && up != t {
                return true;
            }
            match tree.head(up) {
                Some(head) if head != verb => up = head,
                _ => return false,
            }
        }
        false
    }

    /// "An exercise with 900 soldiers": a number of people whom nobody says to be of
    /// another side are what it is done with.
    pub(super) fn are_means(&self, actor: &ActorPhrase) -> bool {
        let tree = self.tree;
        let counted = tree
            .children(actor.head)
            .any(|c| tree.dep(c) == Dep::Nummod || tree.pos(c) == Pos::Num);
        let several = matches!(actor.kind, ActorKind::Agent(_)) && actor.plural;
        several && counted && (actor.country.is_none() || actor.by_scene)
    }

    /// Whose act another act answers: "recalled its envoy over Graustarkian arms sales to
    /// Ruritania".
    pub(super) fn provoker(
        &self,
        verb: usize,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let leads = |c: &usize| {
            tree.dep(*c) == Dep::Prep && *c > verb && self.set("provokes", &tree.lower_text(*c))
        };
        let acts = tree
            .children(verb)
            .filter(leads)
            .flat_map(|p| tree.child(p, Dep::Pobj));
        for act in acts.filter(|act| self.triggers_noun(*act)) {
            let mut found = self.owner(act, None, discourse);
            found.retain(|a| a.country.is_some() && !same_country(a, source));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The first actor in the tokens that isn't of the source's country.
    pub(super) fn first_other(
        &self,
        tokens: std::ops::Range<usize>,
        source: &[ActorPhrase],
        discourse: &Discourse,
        through_things: bool,
        left_out: impl Fn(usize) -> bool,
    ) -> Vec<ActorPhrase> {
        for mention in self.actors.mentions.within(tokens.clone()) {
            if mention.tokens.start < tokens.start {
                continue;
            }
            let head = self.actors.mention_head(mention);
            if left_out(head) {
                continue;
            }
            let mut found = if tokens.contains(&head) {
                self.actors.phrase(head, discourse)
            } else {
                Vec::new()
            };
            // "Graustarkian cars" are no actor, but concern one.
            if found.is_empty() && (through_things || head == mention.tokens.end - 1) {
                found = self.actors.phrase(mention.tokens.end - 1, discourse);
            }
            found.retain(|a| {
                a.country.is_some()
                    && !same_country(a, source)
                    && a.kind != ActorKind::Place
                    && !a.only_comments()
            });
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}
