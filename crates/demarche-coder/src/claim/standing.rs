//! What a text says of a relation itself, without an act: how it stands, who is
//! whose largest partner, what is disputed, what a people feels.

use super::Voice;
use crate::code::Positions;
use crate::figure::countries;
use crate::identity;
use crate::matcher::Matcher;
use demarche_event::{Claim, ClaimDirection, DocumentMeta};
use demarche_lang::{Dep, Tag};
use std::ops::Range;
use std::sync::Arc;

/// A relation and where it is said to stand.
struct Standing {
    /// The noun that names it.
    noun: usize,
    about: Vec<(String, Option<String>)>,
    direction: Option<ClaimDirection>,
}

/// The claim that a sentence makes about how a relation stands, if none of the
/// words in `told`, those of its acts, says as much. The narrator makes it
/// unless somebody is quoted.
pub(crate) fn claim(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    told: &[usize],
    voice: Option<&Voice>,
    meta: &Arc<DocumentMeta>,
    positions: &Positions<'_>,
) -> Option<Claim> {
    let tree = matcher.tree;
    let standing = tokens
        .clone()
        .filter(|t| !is_told(*t, told, matcher))
        .find_map(|t| {
            assessed(t, matcher)
                .or_else(|| ranked(t, matcher))
                .or_else(|| felt(t, matcher))
        })?;
    let voice = voice.filter(|v| v.covers(matcher, standing.noun));
    let offset = matcher.actors.offset;
    let bytes = tree.parsed.bytes(tokens.clone());
    let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
    let hedge = tokens
        .clone()
        .find(|t| matcher.actors.set("hedge", &tree.lemma(*t).to_lowercase()))
        .map(|t| tree.text(t).to_owned());
    Some(Claim {
        id: identity::of(&[&meta.id, &sentence.start_char.to_string(), "standing"]),
        document: Arc::clone(meta),
        quoted: sentence.text.contains(['"', '“', '”']),
        sentence,
        speaker: voice.map(|v| tree.parsed.words(v.words.clone()).to_owned()),
        affiliation: voice.and_then(|v| v.actor.as_ref()?.role.clone()),
        about: standing.about,
        direction: standing.direction,
        hedge,
    })
}

/// Whether an act that was read already holds the word: "resumed relations".
fn is_told(t: usize, told: &[usize], matcher: &Matcher<'_, '_>) -> bool {
    let verb = matcher.tree.verb_above(t);
    told.iter().any(|d| *d == t || Some(*d) == verb)
}

/// "Relations between the two are at their lowest", "a dispute over the islands".
fn assessed(noun: usize, matcher: &Matcher<'_, '_>) -> Option<Standing> {
    let tree = matcher.tree;
    let is_one_of = |t: usize, set: &str| matcher.actors.set(set, &tree.lemma(t).to_lowercase());
    let strained = is_one_of(noun, "standing-strain");
    if tree.is_verb(noun) || !strained && !is_one_of(noun, "standing-relation") {
        return None;
    }
    // What is said of it: the verb over it, and what that verb adds.
    let clause = tree.verb_above(noun)?;
    if !is_one_of(clause, "standing-verb") {
        return None;
    }
    let added = tree
        .children(clause)
        .filter(|c| {
            matches!(
                tree.dep(*c),
                Dep::Acomp | Dep::Attr | Dep::Prep | Dep::Oprd | Dep::Advmod
            )
        })
        .flat_map(|c| tree.left(c)..tree.end(c));
    let said: Vec<usize> = added.chain(tree.base_phrase(noun)).collect();
    let denied = tree.has_child(clause, Dep::Neg);
    let any = |set: &str| {
        said.iter().any(|t| {
            is_one_of(*t, set) || matcher.actors.set(set, &tree.text(*t).to_ascii_lowercase())
        })
    };
    let direction = match (any("standing-warmer"), any("standing-colder")) {
        _ if denied => return None,
        (true, false) => ClaimDirection::Cooperative,
        (false, true) => ClaimDirection::Conflictual,
        (false, false) if strained => ClaimDirection::Conflictual,
        _ => return None,
    };
    let mut between = countries(matcher, tree.left(noun)..tree.end(noun), &[]);
    if between.len() < 2 {
        let subject = tree.actor_subject(clause);
        let named = subject.map(|s| countries(matcher, tree.left(s)..tree.end(s), &[]));
        let mut all = named.unwrap_or_default();
        all.extend(
            between
                .into_iter()
                .filter(|code| !all.contains(code))
                .collect::<Vec<_>>(),
        );
        between = all;
    }
    let [one, other, ..] = &between[..] else {
        return None;
    };
    Some(Standing {
        noun,
        about: vec![(one.clone(), Some(other.clone()))],
        direction: Some(direction),
    })
}

/// "France's largest trading partner", "the biggest buyer of Peruvian copper".
fn ranked(noun: usize, matcher: &Matcher<'_, '_>) -> Option<Standing> {
    let tree = matcher.tree;
    if !matcher
        .actors
        .set("standing-partner", &tree.lemma(noun).to_lowercase())
    {
        return None;
    }
    let superlative = tree.children(noun).any(|c| {
        tree.tag(c) == Tag::Jjs
            || matcher
                .actors
                .set("standing-rank", &tree.text(c).to_ascii_lowercase())
    });
    if !superlative {
        return None;
    }
    let of = countries(matcher, tree.left(noun)..tree.end(noun), &[]);
    // The one that is ranked: the subject, or the noun that this one explains.
    let ranked = match tree.dep(noun) {
        Dep::Attr => tree.head(noun).and_then(|verb| tree.actor_subject(verb)),
        Dep::Appos => tree.head(noun),
        _ => None,
    };
    let who = match ranked {
        Some(t) if tree.dep(noun) == Dep::Appos => countries(matcher, tree.base_phrase(t), &[]),
        Some(t) => countries(matcher, tree.left(t)..tree.end(t), &[]),
        None => Vec::new(),
    };
    let one = who.into_iter().next()?;
    let other = of.into_iter().find(|code| *code != one)?;
    Some(Standing {
        noun,
        about: vec![(one, Some(other))],
        direction: None,
    })
}

/// "Anti-French sentiment in Niger": what a people feels for another.
fn felt(noun: usize, matcher: &Matcher<'_, '_>) -> Option<Standing> {
    let tree = matcher.tree;
    if !matcher
        .actors
        .set("standing-feeling", &tree.lemma(noun).to_lowercase())
    {
        return None;
    }
    let words = tree.left(noun)..noun;
    let begins = |set: &str| {
        words.clone().any(|t| {
            let word = tree.text(t).to_lowercase();
            let prefix = word.split('-').next().unwrap_or(&word);
            matcher.actors.set(set, prefix)
        })
    };
    let direction = if begins("standing-against") {
        ClaimDirection::Conflictual
    } else if begins("standing-for") {
        ClaimDirection::Cooperative
    } else {
        return None;
    };
    let felt_for = countries(matcher, words, &[]).into_iter().next()?;
    let clause = tree.verb_above(noun).unwrap_or(noun);
    let by = countries(matcher, noun + 1..tree.end(clause).max(noun + 1), &[])
        .into_iter()
        .find(|code| *code != felt_for);
    let about = match by {
        Some(by) => (by, Some(felt_for)),
        None => (felt_for, None),
    };
    Some(Standing {
        noun,
        about: vec![about],
        direction: Some(direction),
    })
}
