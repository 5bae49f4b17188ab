//! The numbers that a sentence states about actors: trade, growth, troops, rates,
//! votes, the dead, how long talks take.

use crate::code::Positions;
use crate::discourse::Discourse;
use crate::identity;
use crate::lexicon::CodeId;
use crate::matcher::Matcher;
use crate::when::quantity::{Bound, Quantity, bare_numbers, quantities};
use crate::when::{Expression, Kind, Unit};
use demarche_event::{DocumentMeta, Figure};
use demarche_lang::{Dep, Pos};
use std::ops::Range;
use std::sync::Arc;

/// The figures of a sentence. A sentence that names no country tells of the
/// document's leading ones.
pub(crate) fn figures(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    times: &[Expression],
    leading: &[CodeId],
    meta: &Arc<DocumentMeta>,
    positions: &Positions<'_>,
) -> Vec<Figure> {
    let tree = matcher.tree;
    let words = &matcher.lexicon.quantity_words;
    let mut found = quantities(words, tree.parsed, tokens.clone(), times);
    found.extend(bare_numbers(
        words,
        tree.parsed,
        tokens.clone(),
        times,
        &found,
    ));
    found.retain(|q| is_stated(matcher, q));
    found.extend(lengths(matcher, times));
    found.sort_by_key(|q| q.tokens.start);
    if found.is_empty() {
        return Vec::new();
    }
    let countries = countries(matcher, tokens.clone(), leading);
    if countries.is_empty() {
        return Vec::new();
    }
    let offset = matcher.actors.offset;
    let bytes = tree.parsed.bytes(tokens);
    let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
    let period = times
        .iter()
        .find(|e| e.is_date())
        .map(|e| tree.parsed.words(e.tokens.clone()).to_owned());
    found
        .into_iter()
        .map(|q| Figure {
            id: identity::of(&[
                &meta.id,
                &sentence.start_char.to_string(),
                tree.parsed.words(q.tokens.clone()),
                &q.tokens.start.to_string(),
            ]),
            document: Arc::clone(meta),
            sentence: sentence.clone(),
            quantity: measured(matcher, &q),
            value: q.value,
            unit: (!q.unit.is_empty()).then(|| q.unit.clone()),
            bound: q.bound.as_str().to_owned(),
            period: period.clone(),
            countries: countries.clone(),
        })
        .collect()
}

/// Codes of the countries that a stretch names, in order; without any, the
/// leading ones of the document.
pub(crate) fn countries(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    leading: &[CodeId],
) -> Vec<String> {
    let mut countries: Vec<String> = Vec::new();
    let alone = Discourse::default();
    for mention in matcher.actors.mentions.within(tokens) {
        for phrase in matcher.actors.phrase(mention.tokens.end - 1, &alone) {
            if let Some(code) = phrase.country.filter(|_| !phrase.only_comments()) {
                let code = matcher.lexicon.code(code).to_owned();
                if !countries.contains(&code) {
                    countries.push(code);
                }
            }
        }
    }
    if countries.is_empty() {
        countries.extend(
            leading
                .iter()
                .map(|code| matcher.lexicon.code(*code).to_owned()),
        );
    }
    countries
}

/// Whether a number says something: "the two sides" and "one thing" don't, nor
/// does "several reasons".
fn is_stated(matcher: &Matcher<'_, '_>, q: &Quantity) -> bool {
    let tree = matcher.tree;
    let set = |set: &str, t: usize| matcher.actors.set(set, &tree.lemma(t).to_lowercase());
    if q.value.is_none() {
        return q.bound == Bound::Vague && q.tokens.clone().any(|t| set("figure-vague", t));
    }
    let Some(value) = q.value else { return false };
    let before = q.tokens.start.checked_sub(1);
    let definite = before.is_some_and(|b| set("definite", b) || set("figure-again", b));
    if let Some(noun) = q.noun {
        return !set("figure-uncounted", noun) && value != 1.0 && !(definite && value <= 100.0);
    }
    if !q.unit.is_empty() {
        return true;
    }
    // A bare number counts somebody, or goes with a number that does.
    let last = q.tokens.end - 1;
    let next_is_of = tree.children(last).any(|c| c > last && tree.is(c, "of"));
    let counted = matches!(
        tree.dep(last),
        Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Attr | Dep::Appos | Dep::Conj
    );
    value != 1.0 && !definite && (value > 12.0 || next_is_of) && (counted || next_is_of)
}

/// How long talks and visits take, and how many years lie between them:
/// "a three-day visit", "the first in six years".
fn lengths(matcher: &Matcher<'_, '_>, times: &[Expression]) -> Vec<Quantity> {
    let tree = matcher.tree;
    times
        .iter()
        .filter_map(|time| {
            let count = time.count?;
            let of_talks = match time.kind {
                Kind::Duration => {
                    let mut up = time.tokens.end - 1;
                    (0..3).any(|_| match tree.head(up) {
                        Some(head) => {
                            up = head;
                            let lemma = tree.lemma(head);
                            tree.pos(head) == Pos::Noun
                                && (matcher.actors.set("talks", lemma)
                                    || matcher.actors.set("visit", lemma))
                        }
                        None => false,
                    })
                }
                Kind::Period => {
                    let since = time.tokens.start.saturating_sub(14);
                    (since..time.tokens.start).any(|t| {
                        matcher
                            .actors
                            .set("first", &tree.text(t).to_ascii_lowercase())
                    })
                }
                _ => false,
            };
            of_talks.then(|| Quantity {
                tokens: time.tokens.clone(),
                value: Some(count.least as f64),
                upper: None,
                unit: unit_name(count.unit).to_owned(),
                bound: Bound::Exact,
                noun: None,
            })
        })
        .collect()
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Minute => "minutes",
        Unit::Hour => "hours",
        Unit::Day => "days",
        Unit::Week => "weeks",
        Unit::Month => "months",
        Unit::Quarter => "quarters",
        Unit::Year => "years",
        Unit::Decade => "decades",
        Unit::Century => "centuries",
    }
}

/// What the number measures: the noun counted, the noun it hangs on ("trade of 5
/// billion"), the subject of its verb, at last its unit.
fn measured(matcher: &Matcher<'_, '_>, q: &Quantity) -> String {
    let tree = matcher.tree;
    let last = q.tokens.end - 1;
    let mut noun = q.noun;
    let mut up = last;
    for _ in 0..4 {
        if noun.is_some() {
            break;
        }
        let Some(head) = tree.head(up) else { break };
        up = head;
        let measures = tree.is_nominal(up) && tree.pos(up) != Pos::Num;
        if measures && !q.tokens.contains(&up) {
            noun = Some(up);
        } else if tree.is_verb(up) {
            noun = tree
                .surface_subject(up)
                .filter(|subject| !q.tokens.contains(subject));
        }
    }
    match noun {
        Some(noun) => tree.parsed.words(tree.base_phrase(noun)).to_owned(),
        None if q.unit.is_empty() => tree.parsed.words(q.tokens.clone()).to_owned(),
        None => q.unit.clone(),
    }
}
