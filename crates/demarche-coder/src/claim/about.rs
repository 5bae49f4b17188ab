//! Which relations a sentence is about.

use super::assess::is;
use crate::discourse::Discourse;
use crate::figure::countries;
use crate::lexicon::CodeId;
use crate::matcher::Matcher;
use demarche_lang::{Dep, EntityKind, Pos};
use std::ops::Range;

/// The pairs of countries that a sentence is about: the first with each other; a
/// single one with that of an official who speaks, else with the document's other
/// leading one.
pub(super) fn pairs(
    matcher: &Matcher<'_, '_>,
    tokens: &Range<usize>,
    left_out: &Range<usize>,
    own: Option<CodeId>,
    leading: &[CodeId],
    discourse: &Discourse,
) -> Vec<(String, Option<String>)> {
    let outside = [
        tokens.start..left_out.start.clamp(tokens.start, tokens.end),
        left_out.end.clamp(tokens.start, tokens.end)..tokens.end,
    ];
    let mut named = Vec::new();
    let mut add = |codes: Vec<String>| {
        for code in codes {
            if !named.contains(&code) {
                named.push(code);
            }
        }
    };
    for part in outside.clone() {
        add(countries(matcher, part, &[]));
    }
    // "The talks in Vienna" are about those who talk.
    let mut elsewhere = Vec::new();
    for t in outside.clone().into_iter().flatten() {
        if is_place(matcher, t) {
            elsewhere.extend(countries(matcher, t..t + 1, &[]));
        }
    }
    let sides = named
        .iter()
        .filter(|code| !elsewhere.contains(code))
        .count();
    if sides > 1 {
        named.retain(|code| !elsewhere.contains(code));
    }
    let by_name = named.len();
    if named.len() < 2 {
        let meant = outside.into_iter().flatten();
        let meant = meant.filter_map(|t| meant_by(matcher, t, discourse));
        named.extend(meant.flatten().fold(Vec::new(), |mut all, code| {
            if !named.contains(&code) && !all.contains(&code) {
                all.push(code);
            }
            all
        }));
    }
    let own = own.map(|code| matcher.lexicon.code(code).to_owned());
    // "Our countries": whoever speaks comes first, also where "our" stands last.
    if let Some(at) = named.iter().position(|code| Some(code) == own.as_ref())
        && at >= by_name
    {
        named[..=at].rotate_right(1);
    }
    if named.len() == 1
        && let Some(own) = own.filter(|own| !named.contains(own))
    {
        named.insert(0, own);
    }
    if named.len() < 2 {
        for code in leading {
            let code = matcher.lexicon.code(*code).to_owned();
            if !named.contains(&code) {
                named.push(code);
            }
        }
        named.truncate(2);
    }
    match named.split_first() {
        None => Vec::new(),
        Some((only, [])) => vec![(only.clone(), None)],
        Some((first, others)) => others
            .iter()
            .map(|other| (first.clone(), Some(other.clone())))
            .collect(),
    }
}

/// Whether a sentence names a state or speaks of one: "it", "both capitals".
pub(super) fn speaks_of_states(
    matcher: &Matcher<'_, '_>,
    tokens: &Range<usize>,
    discourse: &Discourse,
) -> bool {
    let meant = |t| meant_by(matcher, t, discourse).is_some_and(|codes| !codes.is_empty());
    !countries(matcher, tokens.clone(), &[]).is_empty() || tokens.clone().any(meant)
}

/// "In Vienna", "at Geneva"
fn is_place(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    tree.dep(t) == Dep::Pobj
        && tree.token(t).entity_kind() == Some(EntityKind::Gpe)
        && tree.head(t).is_some_and(|head| is(matcher, "in", head))
}

/// The countries of "both sides" and "it", by what was spoken of before.
fn meant_by(matcher: &Matcher<'_, '_>, t: usize, discourse: &Discourse) -> Option<Vec<String>> {
    let tree = matcher.tree;
    let stands_for = matcher.actors.is_pair_word(t)
        || tree.pos(t) == Pos::Pron
            && matches!(
                tree.dep(t),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Poss
            );
    let actors = stands_for.then(|| matcher.actors.actors(t, discourse))?;
    let mut codes: Vec<String> = Vec::new();
    for actor in actors.into_iter().filter(|a| !a.only_comments()) {
        let code = actor.country.map(|c| matcher.lexicon.code(c).to_owned());
        if let Some(code) = code.filter(|c| !codes.contains(c)) {
            codes.push(code);
        }
    }
    Some(codes)
}
