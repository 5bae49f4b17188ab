//! What is said to have brought about what a claim judges: "the dam strained relations",
//! "ties soured over the dam".

use crate::cause::brings_on;
use crate::circumstance::{named_phrase, words};
use crate::link::openings;
use crate::matcher::Matcher;
use crate::when::Expression;
use demarche_lang::{Dep, Pos};
use std::ops::Range;

/// The words of a sentence for what changed a relation, if it names that.
pub(crate) fn cause(
    sentence: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<String> {
    let tree = matcher.tree;
    let mut verbs = sentence.clone().filter(|t| tree.is_verb(*t));
    let found = verbs.find_map(|verb| {
        acted(verb, times, matcher).or_else(|| went(verb, &sentence, times, matcher))
    })?;
    Some(words(found, matcher))
}

fn is(matcher: &Matcher<'_, '_>, set: &str, t: usize) -> bool {
    matcher.actors.set(set, &matcher.tree.lower_lemma(t))
}

fn is_relation(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    ["standing-relation", "standing-course", "standing-feeling"]
        .iter()
        .any(|set| is(matcher, set, t))
}

/// "The filling of the dam strained relations", "ties were strained by the arrest"
fn acted(verb: usize, times: &[Expression], matcher: &Matcher<'_, '_>) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let changes = ["standing-strains", "changes-relation"];
    if !changes.iter().any(|set| is(matcher, set, verb)) || tree.has_child(verb, Dep::Neg) {
        return None;
    }
    let (cause, changed) = match tree.is_passive(verb) {
        true => (tree.agent(verb), tree.surface_subject(verb)),
        false => (tree.surface_subject(verb), tree.object(verb)),
    };
    let (cause, _) = cause.zip(changed.filter(|t| is_relation(matcher, *t)))?;
    // A state that strains relations is who does it, and no cause.
    let names = tree.pos(cause) == Pos::Propn || matcher.actors.mentions.at(cause).is_some();
    if names {
        return None;
    }
    match tree.is_verb(cause) {
        true => Some(tree.left(cause)..tree.end(cause)),
        false => named_phrase(cause, times, matcher),
    }
}

/// "Ties soured because of the dam", "relations cooled over the arrest"
fn went(
    verb: usize,
    sentence: &Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let goes = ["standing-falls", "standing-rises", "standing-moves"];
    let subject = tree.surface_subject(verb)?;
    if !goes.iter().any(|set| is(matcher, set, verb)) || !is_relation(matcher, subject) {
        return None;
    }
    let open = |set: &str| {
        let found = openings(set, sentence.clone(), times, matcher);
        found
            .into_iter()
            .filter(|o| o.under == verb)
            .collect::<Vec<_>>()
    };
    let after = || {
        let brings = |o: &crate::link::Opened| o.noun.is_some_and(|n| brings_on(n, matcher));
        open("after-openers").into_iter().find(brings)
    };
    let opened = open("cause-openers").into_iter().next().or_else(after);
    opened.map(|o| o.words).or_else(|| {
        let over = tree.prepositional(verb, "over").into_iter();
        over.filter(|noun| tree.dep(*noun) == Dep::Pobj)
            .find_map(|noun| named_phrase(noun, times, matcher))
    })
}
