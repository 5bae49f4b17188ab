//! How much, and compared with what: numbers that belong to events, and "the first
//! in six years".

use crate::matcher::{Draft, Matcher};
use crate::when::quantity::{Bound, Quantity};
use crate::when::{Expression, Kind};
use demarche_event::{Comparison, EventType, Magnitude};

/// The number that belongs to a measure, an aid or a loss: one under the trigger
/// or what it acts on.
pub(crate) fn magnitude(
    draft: &Draft,
    quantities: &[Quantity],
    matcher: &Matcher<'_, '_>,
) -> Option<Magnitude> {
    let tree = matcher.tree;
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

/// "The first in six years", "the first since 2017".
pub(crate) fn comparison(
    draft: &Draft,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Comparison> {
    let tree = matcher.tree;
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
    let text = tree.parsed.words(first..end).to_owned();
    match period {
        Some(period) => match (period.days, period.length_days()) {
            (Some(days), None) => Some(Comparison {
                kind: "first-since".to_owned(),
                years: None,
                since: Some(days.since.year()),
                text,
            }),
            (_, Some(length)) => {
                let days = (length.start() + length.end()) as f64 / 2.0;
                Some(Comparison {
                    kind: "first-in".to_owned(),
                    years: Some((days / 365.25 * 10.0).round() / 10.0),
                    since: None,
                    text,
                })
            }
            _ => None,
        },
        None => None,
    }
}
