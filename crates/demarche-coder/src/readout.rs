//! What one side of talks says that they dealt with: "Strelsau said the call had been about
//! grain", "she stressed the war", "the Graustarkian readout spoke of trade".

use crate::actor::ActorPhrase;
use crate::circumstance::named_phrase;
use crate::claim::Voice;
use crate::discourse::Discourse;
use crate::matcher::Matcher;
use crate::when::Expression;
use demarche_lang::{Dep, Pos};
use std::ops::Range;

/// Words longer than this are a speech.
const MAX_WORDS: usize = 30;

/// Whose readout it is, and the words for what the talks dealt with.
pub(crate) type Found = (ActorPhrase, Range<usize>);

/// What a sentence says that sides of talks told of them.
pub(crate) fn readouts(
    sentence: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
    discourse: &Discourse,
    voice: Option<&Voice>,
) -> Vec<Found> {
    let tree = matcher.tree;
    let found = sentence.filter(|t| tree.is_verb(*t)).filter_map(|verb| {
        if tree.has_child(verb, Dep::Neg) {
            return None;
        }
        of_paper(verb, times, matcher, discourse)
            .or_else(|| said(verb, times, matcher, voice))
            .or_else(|| stressed(verb, times, matcher, discourse))
    });
    found
        .filter(|(_, words)| words.len() <= MAX_WORDS)
        .collect()
}

/// "The Graustarkian readout spoke of trade"
fn of_paper(
    verb: usize,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
    discourse: &Discourse,
) -> Option<Found> {
    let tree = matcher.tree;
    let subject = tree.surface_subject(verb)?;
    if !matcher
        .actors
        .set("readout-nouns", &tree.lower_lemma(subject))
        || !matcher.actors.set("readout-tells", &tree.lower_lemma(verb))
    {
        return None;
    }
    let who = matcher.owner(subject, None, discourse).into_iter().next()?;
    let topic = tree.object(verb).or_else(|| {
        let of = tree.children(verb).filter(|c| tree.dep(*c) == Dep::Prep);
        of.filter_map(|c| tree.child(c, Dep::Pobj)).next()
    });
    Some((who, topic_words(topic?, times, matcher)?))
}

/// "Said that the call had been about grain", "according to her it dealt with grain"
fn said(
    verb: usize,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
    voice: Option<&Voice>,
) -> Option<Found> {
    let tree = matcher.tree;
    let voice = voice.filter(|voice| voice.covers(matcher, verb))?;
    let who = voice.actor.clone()?;
    let subject = tree.surface_subject(verb)?;
    let is = |set: &str, t: usize| matcher.actors.set(set, &tree.lower_lemma(t));
    let is_talks = tree.pos(subject) == Pos::Pron
        || ["talks", "visit", "calls-made"]
            .iter()
            .any(|set| is(set, subject));
    if !is_talks {
        return None;
    }
    let deals = is("deals-with", verb) || is("readout-is", verb);
    let about = || {
        let prepositions = tree.children(verb).filter(|c| tree.dep(*c) == Dep::Prep);
        let mut topics = prepositions
            .filter(|c| deals && is("readout-prepositions", *c))
            .filter_map(|c| tree.child(c, Dep::Pobj));
        topics.next()
    };
    let object = || {
        tree.object(verb)
            .filter(|_| is("topic-verbs", verb) || is("raises", verb))
    };
    let topic = about().or_else(object)?;
    Some((who, topic_words(topic, times, matcher)?))
}

/// "She stressed how the war threatened peace"
fn stressed(
    verb: usize,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
    discourse: &Discourse,
) -> Option<Found> {
    let tree = matcher.tree;
    if !matcher.actors.set("raises", &tree.lower_lemma(verb)) || tree.is_passive(verb) {
        return None;
    }
    let subject = tree.actor_subject(verb)?;
    let who = matcher
        .actors
        .actors(subject, discourse)
        .into_iter()
        .next()?;
    let clause = tree.child(verb, Dep::Ccomp).filter(|c| *c > verb);
    let words = match clause {
        // What the talks are said to have dealt with is read as such.
        Some(clause)
            if tree
                .surface_subject(clause)
                .is_some_and(|s| is_encounter(s, matcher)) =>
        {
            return None;
        }
        Some(clause) => {
            let first = tree.left(clause);
            let mark = tree.dep(first) == Dep::Mark && tree.head(first) == Some(clause);
            first + usize::from(mark)..tree.end(clause)
        }
        None => topic_words(tree.object(verb)?, times, matcher)?,
    };
    Some((who, words))
}

fn is_encounter(noun: usize, matcher: &Matcher<'_, '_>) -> bool {
    let lemma = matcher.tree.lower_lemma(noun);
    let sets = ["talks", "visit", "calls-made"];
    sets.iter().any(|set| matcher.actors.set(set, &lemma))
}

/// The phrase of a noun, up to what it is said not to be: "security, not trade".
fn topic_words(
    noun: usize,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    let words = named_phrase(noun, times, matcher)?;
    let denied = (noun..words.end).find(|t| matcher.tree.dep(*t) == Dep::Neg);
    Some(words.start..denied.unwrap_or(words.end))
}
