//! How much, and compared with what: numbers that belong to events, and "the first
//! in six years".

use crate::circumstance;
use crate::matcher::{Draft, Matcher};
use crate::when::quantity::{Bound, Quantity};
use crate::when::{Expression, Kind};
use demarche_event::{Comparison, EventType, Magnitude};
use demarche_lang::Dep;
use std::ops::Range;

/// The number that belongs to a measure, an aid or a loss: one under the trigger
/// or what it acts on.
pub(crate) fn magnitude(
    draft: &Draft,
    quantities: &[Quantity],
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Magnitude> {
    let tree = matcher.tree;
    let length = circumstance::length_of_talks(draft, times, matcher);
    if let Some((length, unit)) = length.and_then(Expression::hours) {
        let exact = length.start() == length.end();
        return Some(Magnitude {
            value: f64::from(length.start() + length.end()) / 2.0,
            unit: unit.to_owned(),
            of: Some(tree.lemma(draft.trigger).to_lowercase()),
            bound: if exact { Bound::Exact } else { Bound::About }
                .as_str()
                .to_owned(),
        });
    }
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    let counts = matches!(
        rule.event_type,
        EventType::Sanction
            | EventType::Retreat
            | EventType::Aid
            | EventType::Assault
            | EventType::Mobilize
            | EventType::Coerce
            | EventType::Cooperate
            | EventType::Agree
    );
    if !counts {
        return None;
    }
    let above = draft.carrier.unwrap_or(draft.trigger);
    let (_, quantity) = quantities
        .iter()
        .filter(|q| q.bound != Bound::Vague)
        .filter_map(|q| Some((tree.steps_up(q.tokens.start, above)?, q)))
        .filter(|(steps, _)| *steps <= 5)
        .min_by_key(|(steps, _)| *steps)?;
    let of = tree
        .object(above)
        .filter(|o| *o != above)
        .map(|o| tree.lemma(o).to_lowercase());
    Some(Magnitude {
        value: quantity.value?,
        unit: quantity.unit.clone(),
        of,
        bound: quantity.bound.as_str().to_owned(),
    })
}

/// "The first in six years", "the first since 2017", "his first trip abroad",
/// "the fourth round".
pub(crate) fn comparison(
    draft: &Draft,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Comparison> {
    let tree = matcher.tree;
    if let Some((number, word)) = edition(draft, matcher) {
        return Some(Comparison {
            kind: "nth".to_owned(),
            number: Some(number),
            years: None,
            since: None,
            text: tree.written(word..word + 1).to_owned(),
        });
    }
    let sentence = tree.token(draft.trigger).sentence().tokens();
    let clause = draft
        .carrier
        .or_else(|| tree.verb_above(draft.trigger))
        .unwrap_or(draft.trigger);
    let first = sentence.clone().find(|t| {
        matcher
            .actors
            .set("first", &tree.text(*t).to_ascii_lowercase())
            && (tree.is_under(*t, clause) || t.abs_diff(draft.trigger) <= 6)
    })?;
    let period = times
        .iter()
        .find(|e| e.kind == Kind::Period && e.tokens.start > first && e.tokens.start - first <= 14);
    let end = period.map_or(first + 1, |p| p.tokens.end);
    let text = tree.written(first..end).to_owned();
    match period {
        Some(period) => match (period.days, period.length_days()) {
            (Some(days), None) => Some(Comparison {
                kind: "first-since".to_owned(),
                number: None,
                years: None,
                since: Some(days.since.year()),
                text,
            }),
            (_, Some(length)) => {
                let days = (length.start() + length.end()) as f64 / 2.0;
                Some(Comparison {
                    kind: "first-in".to_owned(),
                    number: None,
                    years: Some((days / 365.25 * 10.0).round() / 10.0),
                    since: None,
                    text,
                })
            }
            _ => None,
        },
        None => {
            let text = of_tenure(first, sentence, matcher)?;
            Some(Comparison {
                kind: "first-of-tenure".to_owned(),
                number: None,
                years: None,
                since: None,
                text: tree.written(text).to_owned(),
            })
        }
    }
}

/// "The fourth consultations", "the 45th summit": the number of the talks in
/// their series, from 2, and its word.
fn edition(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<(u32, usize)> {
    let tree = matcher.tree;
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    if rule.event_type != EventType::Consult {
        return None;
    }
    let object = tree
        .object(draft.trigger)
        .filter(|o| matcher.actors.set("talks", tree.lemma(*o)));
    [Some(draft.trigger), object]
        .into_iter()
        .flatten()
        .filter(|noun| tree.is_nominal(*noun))
        .flat_map(|noun| tree.children(noun))
        .filter(|c| {
            matches!(
                tree.dep(*c),
                Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Nummod
            )
        })
        .find_map(|c| {
            let number = matcher.lexicon.quantity_words.ordinal(tree.text(c))?;
            (number > 1).then_some((number, c))
        })
}

/// "His first visit abroad", "the first trip since taking office": the words, if
/// it is a term of office that is counted from.
fn of_tenure(
    first: usize,
    sentence: Range<usize>,
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let noun = tree.head(first)?;
    let words = tree.base_phrase(noun);
    let is_owned = tree.children(noun).any(|c| {
        tree.dep(c) == Dep::Poss
            && ["pronoun-male", "pronoun-female"]
                .iter()
                .any(|set| matcher.actors.set(set, &tree.text(c).to_ascii_lowercase()))
    });
    if is_owned && tree.is_nominal(noun) {
        return Some(words);
    }
    // "since taking office", "since his inauguration"
    let tenure = (first..sentence.end.min(first + 12))
        .find(|t| matcher.actors.set("tenure", tree.lemma(*t)))?;
    let since = (first..tenure).rev().take(4).any(|t| {
        matcher
            .actors
            .set("since", &tree.text(t).to_ascii_lowercase())
    });
    since.then_some(first..tenure + 1)
}
