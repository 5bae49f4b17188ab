//! What sides have with each other: "share warm ties", "is a strategic partner".

use super::assess::{is, is_negated};
use super::standing::{Stand, between};
use crate::discourse::Discourse;
use crate::figure::countries;
use crate::matcher::Matcher;
use demarche_event::ClaimDirection;
use demarche_lang::{Dep, Tag};

/// "The two share warm ties", "Graustark has strong cooperation with Ruritania".
pub(super) fn held(noun: usize, matcher: &Matcher<'_, '_>, discourse: &Discourse) -> Option<Stand> {
    let tree = matcher.tree;
    let relation =
        is(matcher, "standing-relation", noun) || is(matcher, "standing-held-only", noun);
    if !relation || tree.dep(noun) != Dep::Dobj {
        return None;
    }
    let verb = tree.head(noun)?;
    // "Should share close ties", "to share close ties": they don't yet.
    let unreal = tree.tag(verb) == Tag::Vb
        || tree
            .children(verb)
            .any(|c| tree.dep(c) == Dep::Aux && tree.tag(c) == Tag::Md);
    if !is(matcher, "standing-holds", verb) || unreal || is_negated(matcher, verb) {
        return None;
    }
    let any = |set: &str| tree.base_phrase(noun).any(|t| is(matcher, set, t));
    let direction = match (any("standing-warmer"), any("standing-colder")) {
        (true, false) => ClaimDirection::Cooperative,
        (false, true) => ClaimDirection::Conflictual,
        _ => return None,
    };
    let about = between(matcher, noun, verb, discourse)?;
    Some(Stand {
        noun,
        about: vec![about],
        direction: Some(direction),
    })
}

/// "Graustark is a strategic partner", "remains Ruritania's fiercest rival".
pub(super) fn sided(
    noun: usize,
    matcher: &Matcher<'_, '_>,
    discourse: &Discourse,
) -> Option<Stand> {
    let tree = matcher.tree;
    if !is(matcher, "label-side", noun) || tree.dep(noun) != Dep::Attr {
        return None;
    }
    let verb = tree.head(noun)?;
    let weighed = tree.children(noun).any(|c| {
        matches!(tree.dep(c), Dep::Amod | Dep::Compound) && is(matcher, "standing-degree", c)
    });
    if !is(matcher, "standing-verb", verb) || !weighed || is_negated(matcher, verb) {
        return None;
    }
    let subject = tree.surface_subject(verb)?;
    let named = countries(matcher, tree.base_phrase(subject), &[]);
    let [one] = &named[..] else { return None };
    let of = countries(matcher, tree.left(noun)..tree.end(noun), &[]);
    let leading = discourse.leading.iter();
    let leading = leading.map(|c| matcher.lexicon.code(*c).to_owned());
    let other = of.into_iter().chain(leading).find(|code| code != one)?;
    let direction = match is(matcher, "label-foe", noun) {
        true => ClaimDirection::Conflictual,
        false => ClaimDirection::Cooperative,
    };
    Some(Stand {
        noun,
        about: vec![(one.clone(), Some(other))],
        direction: Some(direction),
    })
}

/// "France's largest trading partner", "the biggest buyer of Peruvian copper".
pub(super) fn ranked(noun: usize, matcher: &Matcher<'_, '_>) -> Option<Stand> {
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
    Some(Stand {
        noun,
        about: vec![(one, Some(other))],
        direction: None,
    })
}
