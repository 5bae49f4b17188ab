//! For whom somebody who is quoted works: "a fellow at the Center for Z Studies".

use super::assess::is;
use crate::matcher::Matcher;
use demarche_lang::{Dep, EntityKind, Pos};
use std::ops::Range;

/// The organisation that the words after a speaker's name give.
pub(super) fn affiliation(
    matcher: &Matcher<'_, '_>,
    subject: usize,
    described: Range<usize>,
) -> Option<String> {
    let organisation = described
        .clone()
        .filter(|t| *t > subject)
        .find(|t| is_organisation(matcher, *t));
    let words = match organisation {
        Some(t) => match seated(matcher, subject, t) {
            Some(body) => matcher.tree.base_phrase(body).start..t + 1,
            None => name_around(matcher, t, &described),
        },
        None => workplace(matcher, subject, described)?,
    };
    let named = matcher.tree.written(words);
    let bare = match named.split_once(' ') {
        Some((article, name)) if article.eq_ignore_ascii_case("the") => name,
        _ => named,
    };
    Some(bare.to_owned())
}

/// Whether a token belongs to the name of an organisation, as the recogniser of names
/// has it or by the noun that such names end with.
pub(super) fn is_organisation(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    let by_noun = || {
        tree.pos(t) == Pos::Propn
            && (is(matcher, "think-tank", t) || is(matcher, "scholarly-body", t))
    };
    tree.token(t).entity_kind() == Some(EntityKind::Org) && tree.pos(t) == Pos::Propn || by_noun()
}

/// "A university in Lyon": the body that has its seat where a name says.
fn seated(matcher: &Matcher<'_, '_>, subject: usize, name: usize) -> Option<usize> {
    let tree = matcher.tree;
    let place = tree.head(name).filter(|p| tree.is(*p, "in"))?;
    let body = tree.head(place).filter(|body| *body > subject)?;
    let of_thought = is(matcher, "scholarly-body", body) || is(matcher, "think-tank", body);
    (tree.pos(body) == Pos::Noun && of_thought).then_some(body)
}

/// The whole name: recognisers cut "the Center for Z Studies" short.
fn name_around(matcher: &Matcher<'_, '_>, t: usize, within: &Range<usize>) -> Range<usize> {
    let tree = matcher.tree;
    let capital = |t: usize| tree.text(t).starts_with(char::is_uppercase);
    let in_name = |t: usize| capital(t) || tree.text(t) == "-";
    let mut first = t;
    while first > within.start && in_name(first - 1) {
        first -= 1;
    }
    let mut end = t + 1;
    loop {
        while end < within.end && in_name(end) {
            end += 1;
        }
        // "for a", "and", "of the": part of the name if capitals follow.
        let joined = (end..within.end.min(end + 3))
            .take_while(|j| is(matcher, "joins-name", *j))
            .count();
        let next = end + joined;
        let goes_on = joined > 0 && next < within.end && capital(next);
        if !goes_on {
            return first..end;
        }
        end = next + 1;
    }
}

/// "Lectures at the university", "from the laboratory".
fn workplace(
    matcher: &Matcher<'_, '_>,
    subject: usize,
    described: Range<usize>,
) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let after = |preposition: &str| {
        described
            .clone()
            .filter(|t| *t >= subject)
            .flat_map(|t| tree.prepositional(t, preposition))
            .find(|place| {
                tree.dep(*place) == Dep::Pobj
                    && tree.is_nominal(*place)
                    && (preposition == "at"
                        || is(matcher, "think-tank", *place)
                        || is(matcher, "scholarly-body", *place))
            })
    };
    let place = ["at", "of", "from", "for"].into_iter().find_map(after)?;
    // "The consultancy Z"
    let named = tree
        .children(place)
        .find(|c| tree.dep(*c) == Dep::Appos && tree.pos(*c) == Pos::Propn && *c == place + 1);
    Some(tree.base_phrase(named.unwrap_or(place)))
}
