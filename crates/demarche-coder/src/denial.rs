//! Who denies what others allege: "which Graustark denies", "a charge that Strelsau
//! dismissed", "called the claim baseless".

use crate::actor::ActorPhrase;
use crate::discourse::Discourse;
use crate::matcher::{Matcher, can_act};
use demarche_lang::{Dep, Pos};
use std::ops::Range;

/// The actors of a sentence who deny an allegation, each as often as they do.
pub(crate) fn denials(
    matcher: &Matcher<'_, '_>,
    sentence: Range<usize>,
    discourse: &Discourse,
) -> Vec<ActorPhrase> {
    let tree = matcher.tree;
    let mut found: Vec<ActorPhrase> = Vec::new();
    for verb in sentence.filter(|t| tree.is_verb(*t)) {
        if tree.has_child(verb, Dep::Neg) || !denies(verb, matcher) {
            continue;
        }
        let Some(who) = who_denies(verb, matcher) else {
            continue;
        };
        let actors = matcher.actors.actors(who, discourse);
        found.extend(actors.into_iter().filter(can_act));
    }
    found
}

/// Whether a verb denies what somebody is said to have done.
fn denies(verb: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let is = |set: &str, t: usize| matcher.actors.set(set, &tree.lower_lemma(t));
    let object = match tree.is_passive(verb) {
        true => tree.surface_subject(verb),
        false => tree.child(verb, Dep::Dobj),
    };
    let alleged = |t: usize| is("allegations", t) || is("blame-nouns", t);
    // "denies it", "which it denies"
    let points_back = |t: usize| matches!(tree.pos(t), Pos::Pron | Pos::Det);
    // "a charge that it dismissed"
    let of_charge = tree.dep(verb) == Dep::Relcl && tree.head(verb).is_some_and(alleged);
    if is("calls", verb) {
        let name = tree
            .child(verb, Dep::Oprd)
            .or_else(|| tree.prepositional(verb, "as").first().copied())
            .or_else(|| tree.clauses(verb).next());
        let untrue =
            name.is_some_and(|name| (tree.left(name)..tree.end(name)).any(|t| is("untrue", t)));
        return untrue || tree.children(verb).any(|c| is("untrue", c) && c > verb);
    }
    if !is("denies", verb) {
        return false;
    }
    let nothing_else = object.is_none() && is("denies-alone", verb);
    of_charge || nothing_else || object.is_some_and(|o| alleged(o) || points_back(o))
}

/// The subject, the agent under the passive, or who a clause describes.
fn who_denies(verb: usize, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    if tree.is_passive(verb) {
        return tree.agent(verb);
    }
    let subject = tree.actor_subject(verb)?;
    // "Graustark, which denies it, …"
    let relative = tree.dep(verb) == Dep::Relcl && tree.pos(subject) == Pos::Pron;
    match tree.head(verb).filter(|_| relative) {
        Some(described) => Some(described),
        None => Some(subject),
    }
}
