//! Where a stretch says that relations go, and with which hedge.

use crate::matcher::Matcher;
use demarche_event::ClaimDirection;
use demarche_lang::Dep;
use std::ops::Range;

/// What a stretch judges.
pub(super) struct Assessment {
    pub direction: Option<ClaimDirection>,
    /// The hedging word as it stands.
    pub hedge: Option<String>,
    /// Whether it speaks of relations between states.
    pub of_relations: bool,
    /// Whether it speaks of what may or will be.
    pub foresees: bool,
    /// Whether it hedges in a way that can't mean leave: not "may".
    pub hedges: bool,
    /// Whether it weighs how likely something is.
    pub weighs: bool,
    /// Whether it judges in so many words.
    pub judges: bool,
}

/// Reads the judgement in some tokens.
pub(super) fn assess(matcher: &Matcher<'_, '_>, tokens: &[usize]) -> Assessment {
    let tree = matcher.tree;
    let any = |set: &str| tokens.iter().any(|t| is(matcher, set, *t));
    let hedge = tokens
        .iter()
        .find(|t| is(matcher, "hedge", **t))
        .map(|t| tree.text(*t).to_owned());
    let negated = |set: &str| {
        tokens
            .iter()
            .any(|t| is(matcher, set, *t) && is_negated(matcher, *t))
    };
    let direction = if any("claim-tactical") {
        Some(ClaimDirection::Tactical)
    } else if any("claim-unchanged") || negated("claim-change") || negated("claim-conflictual") {
        Some(ClaimDirection::Unchanged)
    } else if negated("claim-stakes") {
        Some(ClaimDirection::Conflictual)
    } else if any("claim-conflictual") {
        let intended = any("claim-intent");
        Some(if intended {
            ClaimDirection::Tactical
        } else {
            ClaimDirection::Conflictual
        })
    } else if any("claim-cooperative") {
        Some(if negated("claim-cooperative") {
            ClaimDirection::Conflictual
        } else {
            ClaimDirection::Cooperative
        })
    } else {
        None
    };
    Assessment {
        direction,
        hedge,
        of_relations: any("relation-nouns"),
        foresees: any("modal-future") || any("modal-possible") || any("hedge"),
        hedges: tokens
            .iter()
            .any(|t| is(matcher, "hedge", *t) && !is(matcher, "permits", *t)),
        weighs: any("outlook"),
        judges: any("judgement"),
    }
}

/// Whether one of a set's words stands at a token, by its lemma or as written.
pub(super) fn is(matcher: &Matcher<'_, '_>, set: &str, t: usize) -> bool {
    let tree = matcher.tree;
    let lemma = tree.lemma(t).to_lowercase();
    matcher.actors.set(set, &lemma) || matcher.actors.set(set, &tree.text(t).to_ascii_lowercase())
}

/// "will not change", "is unlikely to soften", "no shift", "can hardly last"
fn is_negated(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    let denies = |word: usize| {
        tree.dep(word) == Dep::Neg
            || is(matcher, "never", word)
            || is(matcher, "adjective-negated", word)
            || is(matcher, "embeds-negated", word)
            || is(matcher, "claim-denies", word)
    };
    tree.children(t).any(denies)
        || tree.head(t).is_some_and(|head| {
            matches!(
                tree.dep(t),
                Dep::Xcomp | Dep::Ccomp | Dep::Acomp | Dep::Attr | Dep::Dobj
            ) && (denies(head) || tree.children(head).any(denies))
        })
}

/// The tokens of a stretch without some others.
pub(super) fn without(tokens: Range<usize>, left_out: &Range<usize>) -> Vec<usize> {
    tokens.filter(|t| !left_out.contains(t)).collect()
}
