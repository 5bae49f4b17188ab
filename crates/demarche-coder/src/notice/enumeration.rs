//! Numbers that contradict the list beside them: "three countries: A, B, C and D".

use crate::matcher::Matcher;
use crate::when::Expression;
use crate::when::quantity::{Bound, Quantity, quantities};
use demarche_lang::{Pos, Tag};
use std::ops::Range;

/// Lists longer than this aren't counted.
const MAX_ITEMS: usize = 40;

/// Exact numbers of something that names follow, more or fewer than the number says.
pub(super) fn counts(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    times: &[Expression],
    add: &mut impl FnMut(&str, Range<usize>, String),
) {
    let tree = matcher.tree;
    let words = &matcher.lexicon.quantity_words;
    let found = quantities(words, tree.parsed, tokens.clone(), times);
    for quantity in &found {
        let Some((number, noun)) = exact(quantity) else {
            continue;
        };
        if !matches!(tree.tag(noun), Tag::Nns | Tag::Nnps) {
            continue;
        }
        // "Three countries signed: A, B and C": the list may come after the clause.
        let late = || {
            let by_name = matcher.actors.set("listed-by-name", tree.lemma(noun));
            let colon = (noun + 1..tokens.end).find(|t| tree.text(*t) == ":")?;
            let sole = !found
                .iter()
                .any(|q| (noun..colon).contains(&q.tokens.start));
            (by_name && sole).then(|| listed(colon, tokens.end, noun, matcher))?
        };
        let list = listed(noun + 1, tokens.end, noun, matcher).or_else(late);
        let Some((items, end)) = list else {
            continue;
        };
        if items != number {
            let counted = tree.written(quantity.tokens.start..noun + 1);
            add(
                "contradictory-number",
                quantity.tokens.start..end,
                format!("“{counted}”, but {items} are listed"),
            );
        }
    }
}

/// The number and what is counted, if it is exact and small enough for a list.
fn exact(quantity: &Quantity) -> Option<(usize, usize)> {
    let value = quantity.value.filter(|_| quantity.bound == Bound::Exact)?;
    let whole = value.fract() == 0.0 && quantity.upper.is_none();
    (whole && (2.0..=MAX_ITEMS as f64).contains(&value)).then_some((value as usize, quantity.noun?))
}

/// How many names the list holds that opens at a token, and where it ends. Only a
/// whole list of plain names counts: "A, B and C", up to what closes it.
fn listed(
    opens: usize,
    end: usize,
    noun: usize,
    matcher: &Matcher<'_, '_>,
) -> Option<(usize, usize)> {
    let tree = matcher.tree;
    let by_comma = match (opens < end).then(|| tree.text(opens))? {
        ":" | "(" | "–" | "—" | "-" => false,
        "," => true,
        _ => return None,
    };
    // After a comma the sentence may go on with anything else.
    if by_comma && !matcher.actors.set("listed-by-name", tree.lemma(noun)) {
        return None;
    }
    let mut items = 0;
    let mut joined = false;
    let mut at = opens + 1;
    loop {
        let next = name_end(at, end, matcher)?;
        items += 1;
        at = next;
        if joined || items > MAX_ITEMS {
            break;
        }
        let mut separated = false;
        if at < end && tree.text(at) == "," {
            separated = true;
            at += 1;
        }
        if at < end && tree.pos(at) == Pos::Cconj && tree.is(at, "and") {
            joined = true;
            separated = true;
            at += 1;
        }
        if !separated {
            break;
        }
    }
    let closes =
        at >= end || matches!(tree.text(at), "." | ")" | ";" | "–" | "—" | "," | "-" | "!");
    (joined && closes && items <= MAX_ITEMS).then_some((items, at))
}

/// Where the name ends that begins at a token: known, or written with capitals.
fn name_end(start: usize, end: usize, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    let mut at = start;
    if at < end && tree.pos(at) == Pos::Det {
        at += 1;
    }
    let first = at;
    while at < end {
        let known = matcher
            .actors
            .mentions
            .at(at)
            .filter(|m| m.tokens.start >= first);
        match known {
            Some(mention) => at = mention.tokens.end,
            None if tree.pos(at) == Pos::Propn => at += 1,
            None => break,
        }
    }
    (at > first).then_some(at)
}
