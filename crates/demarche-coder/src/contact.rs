//! How often states were in contact: "have met four times since May" is a number
//! about a period, not four meetings.

use crate::identity;
use crate::matcher::{Draft, Matcher};
use crate::reading::Positions;
use crate::when::Expression;
use crate::when::quantity::Quantity;
use demarche_event::{DocumentMeta, EventType, Figure};
use std::ops::Range;
use std::sync::Arc;

/// The number of times that talks took place, if a draft tells of several.
pub(crate) fn times_of<'q>(
    draft: &Draft,
    quantities: &'q [Quantity],
    matcher: &Matcher<'_, '_>,
) -> Option<&'q Quantity> {
    let tree = matcher.tree;
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    if rule.event_type != EventType::Consult {
        return None;
    }
    let verb = draft.carrier.unwrap_or(draft.trigger);
    quantities.iter().find(|quantity| {
        let last = quantity.tokens.end - 1;
        matcher.actors.set("times", tree.lemma(last))
            && quantity.value.is_none_or(|value| value > 1.0)
            && tree.steps_up(last, verb).is_some_and(|steps| steps <= 2)
    })
}

/// The figure that a draft with a number of times becomes.
pub(crate) fn figure(
    draft: &Draft,
    quantity: &Quantity,
    tokens: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
    meta: &Arc<DocumentMeta>,
    positions: &Positions<'_>,
) -> Figure {
    let tree = matcher.tree;
    let offset = matcher.actors.offset;
    let bytes = tree.parsed.bytes(tokens);
    let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
    let mut countries: Vec<String> = Vec::new();
    for code in draft
        .source
        .iter()
        .chain(&draft.target)
        .filter_map(|a| a.country)
    {
        let code = matcher.lexicon.code(code).to_owned();
        if !countries.contains(&code) {
            countries.push(code);
        }
    }
    let words = tree.written(quantity.tokens.clone());
    let period = times
        .iter()
        .find(|e| e.is_date())
        .map(|e| tree.written(e.tokens.clone()).to_owned());
    Figure {
        id: identity::of(&[
            &meta.id,
            &sentence.start_char.to_string(),
            words,
            "contacts",
        ]),
        document: Arc::clone(meta),
        sentence,
        quantity: tree.text(draft.trigger).to_owned(),
        value: quantity.value,
        unit: Some("times".to_owned()),
        bound: quantity.bound.as_str().to_owned(),
        period,
        countries,
        comparison: None,
    }
}
