//! The ceremony, anniversary or gathering that an encounter takes place for.

use crate::circumstance::{after_opener, belongs, clause_verb, named_phrase, opener};
use crate::matcher::{Draft, Matcher};
use crate::when::Expression;
use demarche_event::EventType;
use demarche_lang::Dep;
use std::ops::Range;

/// The words that name the occasion of an encounter.
pub(crate) fn occasion(
    draft: &Draft,
    sentence: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    if matcher.lexicon.rules.rules[draft.rule].event_type != EventType::Consult {
        return None;
    }
    let opened = || {
        sentence.clone().find_map(|first| {
            let opener = opener("occasion-openers", first..sentence.end, matcher)?;
            let fits = belongs(first, draft, matcher) || is_near(first, draft, matcher);
            fits.then(|| after_opener(opener, times, matcher))?
        })
    };
    let noun = || named_phrase(ceremony(draft, matcher)?, times, matcher);
    opened().or_else(noun)
}

/// Whether a word hangs on what reports the event, through phrases alone.
fn is_near(t: usize, draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let verb = clause_verb(draft, matcher);
    let mut up = t;
    for _ in 0..6 {
        match tree.head(up) {
            Some(head) if head == verb || head == draft.trigger => return true,
            Some(head) if !tree.is_verb(head) => up = head,
            _ => return false,
        }
    }
    false
}

/// "Attended a parade", "flew in to watch the parade", "visited Strelsau for the parade":
/// the noun for what somebody comes to.
fn ceremony(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    let is = |set: &str, noun: usize| {
        let content = matcher.content(noun);
        let word = tree.lower_lemma(content);
        matcher.actors.set(set, &word) || matcher.actors.set(set, &tree.lower_text(content))
    };
    let verb = clause_verb(draft, matcher);
    let aims = tree.children(verb).filter(|c| {
        tree.is_verb(*c) && matches!(tree.dep(*c), Dep::Xcomp | Dep::Advcl | Dep::Conj)
    });
    let attended = [draft.trigger, verb].into_iter().chain(aims).find_map(|v| {
        let attends = tree.is_verb(v) && matcher.actors.set("attends", tree.lemma(v));
        let object = tree.object(v).filter(|_| attends)?;
        (is("ceremony", object) || is("gathering", object)).then_some(object)
    });
    attended.or_else(|| {
        [draft.trigger, verb].into_iter().find_map(|t| {
            let places = ["for", "at", "during"].into_iter();
            let mut nouns = places.flat_map(|preposition| tree.prepositional(t, preposition));
            nouns.find(|noun| tree.dep(*noun) == Dep::Pobj && is("ceremony", *noun))
        })
    })
}
