//! What an act is said to mean: "the visit marks the end of a feud", "the deal
//! underlines how close they are".

use super::assess::{is, is_negated};
use crate::matcher::Matcher;
use demarche_event::ClaimDirection;
use demarche_lang::{Dep, Pos};

/// What a verb says that an act means for relations, and where that leans, if anywhere.
pub(super) fn meaning(matcher: &Matcher<'_, '_>, verb: usize) -> Option<Option<ClaimDirection>> {
    let tree = matcher.tree;
    if !tree.is_verb(verb) || !is(matcher, "means", verb) || is_negated(matcher, verb) {
        return None;
    }
    let subject = tree.surface_subject(verb)?;
    let pointed = tree.pos(subject) == Pos::Pron && is(matcher, "meant-by-pronoun", subject);
    if !pointed && !is(matcher, "meant-by", subject) && !tree.is_verb(subject) {
        return None;
    }
    let object = tree.child(verb, Dep::Dobj)?;
    // "Marks the start of a visit", "the end of the talks": a day, and no judgement.
    let of = tree.prepositional(object, "of");
    let encounter = |o: &usize| {
        is(matcher, "talks", *o) || is(matcher, "visit", *o) || is(matcher, "of-days", *o)
    };
    if is(matcher, "meaning-bounds", object) && of.iter().any(encounter) {
        return None;
    }
    let any = |set: &str| {
        tree.base_phrase(object)
            .any(|t| !tree.is_verb(t) && is(matcher, set, t))
    };
    let warm = any("meaning-warm");
    let cold = any("meaning-cold");
    if !warm && !cold && !any("meaning") {
        return None;
    }
    Some(match (warm, cold) {
        (true, false) => Some(ClaimDirection::Cooperative),
        (false, true) => Some(ClaimDirection::Conflictual),
        _ => None,
    })
}
