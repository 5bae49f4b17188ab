//! What is said to be what: "it would be a mistake", "the deal is “very good news”",
//! "calls it a dark day".

use super::assess::{is, is_negated};
use crate::matcher::Matcher;
use demarche_event::ClaimDirection;
use demarche_lang::{Dep, Pos};
use std::ops::Range;

/// The tokens of a sentence that stand between marks of quotation.
pub(super) fn in_quotes(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    inside: bool,
) -> Vec<usize> {
    let tree = matcher.tree;
    let mut inside = inside;
    let mut quoted = Vec::new();
    for t in tokens {
        match tree.text(t) {
            "\"" | "''" | "``" => inside = !inside,
            "“" | "‘" => inside = true,
            "”" => inside = false,
            "’" if inside => inside = false,
            _ if inside => quoted.push(t),
            _ => {}
        }
    }
    quoted
}

/// Whether a verb says what something is, in a word of verdict or in words that are
/// quoted.
pub(super) fn is_verdict(matcher: &Matcher<'_, '_>, verb: usize, quoted: &[usize]) -> bool {
    let tree = matcher.tree;
    if !tree.is_verb(verb) {
        return false;
    }
    let equates = is(matcher, "standing-verb", verb) || is(matcher, "verdict-verb", verb);
    let calls = is(matcher, "calls", verb) && (!quoted.is_empty() || tree.is_passive(verb));
    if !equates && !calls {
        return false;
    }
    // "The irony is that"
    let subject = tree
        .child(verb, Dep::Nsubj)
        .is_some_and(|s| is(matcher, "verdict-words", s));
    if equates && subject && tree.clauses(verb).next().is_some() {
        return true;
    }
    let said = tree.children(verb).filter(|c| {
        *c > verb
            && (matches!(tree.dep(*c), Dep::Attr | Dep::Acomp | Dep::Oprd)
                || tree.dep(*c) == Dep::Prep && is(matcher, "verdict-like", *c)
                || tree.dep(*c) == Dep::Dobj && (calls || is(matcher, "verdict-verb", verb)))
    });
    let mut said = said.flat_map(|c| {
        let object = tree
            .child(c, Dep::Pobj)
            .filter(|_| tree.dep(c) == Dep::Prep);
        [Some(c), object].into_iter().flatten()
    });
    said.any(|c| {
        is(matcher, "verdict-words", c)
            || tree.children(c).any(|m| {
                matches!(tree.dep(m), Dep::Amod | Dep::Compound) && is(matcher, "verdict-words", m)
            })
            || (tree.left(c)..tree.end(c)).any(|t| quoted.contains(&t))
    })
}

/// Whether a verb of speech has words in quotes for its object, or what it has
/// somebody say would come about in words that are quoted: "would “ratify conquest”".
pub(super) fn foretells_in_quotes(
    matcher: &Matcher<'_, '_>,
    verb: usize,
    speaker: usize,
    quoted: &[usize],
) -> bool {
    let tree = matcher.tree;
    if verb == speaker {
        return tree
            .children(verb)
            .any(|c| matches!(tree.dep(c), Dep::Dobj | Dep::Oprd) && quoted.contains(&c));
    }
    let foretells = |c: usize| tree.dep(c) == Dep::Aux && is(matcher, "modal-would", c);
    let own = || {
        tree.surface_subject(verb)
            .is_none_or(|s| tree.pos(s) == Pos::Pron)
    };
    quoted.contains(&verb) && tree.is_verb(verb) && tree.children(verb).any(foretells) && !own()
}

/// Where the words of verdict in a judgement lean, if not both ways.
pub(super) fn verdict_direction(
    matcher: &Matcher<'_, '_>,
    said: &[usize],
) -> Option<ClaimDirection> {
    let any = |set: &str| {
        said.iter()
            .any(|t| is(matcher, set, *t) && !is_negated(matcher, *t))
    };
    match (any("verdict-good"), any("verdict-bad")) {
        (true, false) => Some(ClaimDirection::Cooperative),
        (false, true) => Some(ClaimDirection::Conflictual),
        _ => None,
    }
}
