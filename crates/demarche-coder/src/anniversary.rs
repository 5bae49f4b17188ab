//! How long ago something between states began: "the 50th anniversary of their
//! diplomatic relations".

use crate::figure::countries;
use crate::identity;
use crate::matcher::Matcher;
use crate::reading::Positions;

use crate::when::Expression;
use demarche_event::{DocumentMeta, Figure};
use std::ops::Range;
use std::sync::Arc;

/// The anniversaries of a sentence that concern states, in years.
pub(crate) fn figures(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    times: &[Expression],
    meta: &Arc<DocumentMeta>,
    positions: &Positions<'_>,
) -> Vec<Figure> {
    let tree = matcher.tree;
    let is_one_of = |t: usize, set: &str| matcher.actors.set(set, &tree.lemma(t).to_lowercase());
    let countries = countries(matcher, tokens.clone(), &[]);
    if countries.is_empty() {
        return Vec::new();
    }
    let offset = matcher.actors.offset;
    let bytes = tree.parsed.bytes(tokens.clone());
    let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
    let period = times
        .iter()
        .find(|e| e.is_date())
        .map(|e| tree.written(e.tokens.clone()).to_owned());
    tokens
        .filter(|noun| tree.is_nominal(*noun) && is_one_of(*noun, "anniversary"))
        .filter_map(|noun| {
            let years = tree
                .base_phrase(noun)
                .find_map(|t| matcher.lexicon.quantity_words.ordinal(tree.text(t)))?;
            // A shop has anniversaries too: what began must lie between states.
            let of = tree.prepositional(noun, "of").into_iter().find(|of| {
                (tree.left(*of)..tree.end(*of)).any(|t| is_one_of(t, "standing-began"))
            })?;
            let phrase = of_phrase(noun, of, times, matcher);
            Some(Figure {
                id: identity::of(&[
                    &meta.id,
                    &sentence.start_char.to_string(),
                    "anniversary",
                    &noun.to_string(),
                ]),
                document: Arc::clone(meta),
                sentence: sentence.clone(),
                quantity: tree.written(phrase).to_owned(),
                value: Some(f64::from(years)),
                unit: Some("years".to_owned()),
                bound: "exact".to_owned(),
                period: period.clone(),
                countries: countries.clone(),
                comparison: None,
            })
        })
        .collect()
}

/// From the noun to the end of what it is the anniversary of, without the day on
/// which it was kept.
fn of_phrase(
    noun: usize,
    of: usize,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Range<usize> {
    let tree = matcher.tree;
    let end = times
        .iter()
        .map(|e| e.tokens.start)
        .filter(|start| *start > of)
        .fold(tree.end(of), usize::min);
    // "… on 14 November": the day's preposition goes with the day.
    let cut = end < tree.end(of) && tree.dep(end - 1) == demarche_lang::Dep::Prep && end - 1 > of;
    noun..end - usize::from(cut)
}
