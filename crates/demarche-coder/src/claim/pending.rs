//! What one side announced and the other hasn't confirmed: neither true nor false.

use super::assess::{is, is_negated};
use crate::discourse::Discourse;
use crate::identity;
use crate::matcher::Matcher;
use crate::reading::Positions;
use demarche_event::{Claim, DocumentMeta};
use demarche_lang::{Dep, Pos};
use std::ops::Range;
use std::sync::Arc;

/// Sentences after which nobody speaks of the announcement any more.
const REACH: usize = 2;

/// "Strelsau has not confirmed the call": a claim without direction of the side that
/// keeps silent, about the talks that were told before.
pub(crate) fn claim(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    discourse: &Discourse,
    meta: &Arc<DocumentMeta>,
    positions: &Positions<'_>,
) -> Option<Claim> {
    let tree = matcher.tree;
    let told = discourse.latest_talks(false, REACH)?;
    let verb = tokens.clone().find(|t| {
        let of_talks = || tree.object(*t).is_some_and(|o| points_back(o, matcher));
        tree.is_verb(*t) && is(matcher, "confirms", *t) && of_talks()
    })?;
    // "has yet to confirm"
    let above = tree.head(verb).filter(|above| {
        tree.dep(verb) == Dep::Xcomp && tree.children(*above).any(|c| is(matcher, "yet", c))
    });
    if above.is_none() && !is_negated(matcher, verb) {
        return None;
    }
    let subject = tree.surface_subject(above.unwrap_or(verb))?;
    let silent = matcher.actors.actors(subject, discourse);
    let silent = silent
        .into_iter()
        .find(|actor| actor.country == Some(told.visitor) || actor.country == Some(told.host))?;
    let first = tree
        .children(verb)
        .filter(|c| matches!(tree.dep(*c), Dep::Aux | Dep::Neg))
        .chain(above)
        .fold(verb, usize::min);
    let code = |country| matcher.lexicon.code(country).to_owned();
    let bytes = tree.parsed.bytes(tokens);
    let offset = matcher.actors.offset;
    let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
    Some(Claim {
        id: identity::of(&[&meta.id, &sentence.start_char.to_string(), "pending"]),
        document: Arc::clone(meta),
        quoted: false,
        sentence,
        speaker: Some(positions.quote(silent.bytes).text),
        affiliation: None,
        about: vec![(code(told.visitor), Some(code(told.host)))],
        direction: None,
        hedge: Some(tree.written(first..verb + 1).to_owned()),
        cause: None,
        confidence: None,
        motive: None,
        means: None,
        effect: None,
        period: None,
    })
}

/// "the call", "that visit", "it"
fn points_back(noun: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    if tree.pos(noun) == Pos::Pron {
        return is(matcher, "pronoun-it", noun);
    }
    let encounter = ["talks", "visit", "calls-made", "plan-nouns"];
    let definite = |c| tree.dep(c) == Dep::Det && is(matcher, "definite", c);
    encounter.iter().any(|set| is(matcher, set, noun)) && tree.children(noun).any(definite)
}
