//! Where a stretch says that relations go, and with which hedge.

use super::claimant::is_not_found;
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
    /// Whether it says what talks, a visit or the like will do.
    pub foresees_effect: bool,
    /// Whether it hedges in a way that can't mean leave: not "may".
    pub hedges: bool,
    /// Whether it weighs how likely something is.
    pub weighs: bool,
    /// Whether it judges in so many words.
    pub judges: bool,
    /// What could not be found out, in its words: "could not confirm".
    pub unknown: Option<String>,
    /// Whether nature, of which nobody is the doer, is what it judges.
    pub of_nature: bool,
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
    // "There are no disputes": none of what divides.
    let none_of = |set: &str| {
        tokens.iter().any(|t| {
            tree.is_nominal(*t)
                && is(matcher, set, *t)
                && tree
                    .children(*t)
                    .any(|c| tree.dep(c) == Dep::Det && is(matcher, "adjective-negated", c))
        })
    };
    let direction = if any("claim-tactical") {
        Some(ClaimDirection::Tactical)
    } else if none_of("claim-conflictual") && !any("claim-unchanged") {
        Some(ClaimDirection::Cooperative)
    } else if any("claim-unchanged") || negated("claim-change") || negated("claim-conflictual") {
        Some(ClaimDirection::Unchanged)
    } else if negated("claim-stakes") {
        Some(ClaimDirection::Conflictual)
    } else if any("claim-conflictual") && !draws_closer(matcher, tokens) {
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
    let unknown = tokens.iter().find_map(|t| not_found(matcher, *t));
    Assessment {
        direction: direction.filter(|_| unknown.is_none()),
        hedge,
        of_relations: any("relation-nouns"),
        foresees: any("modal-future") || any("modal-possible") || any("hedge"),
        foresees_effect: tokens.iter().any(|t| is_effect(matcher, *t)),
        hedges: tokens
            .iter()
            .any(|t| is(matcher, "hedge", *t) && !is(matcher, "permits", *t)),
        weighs: any("outlook"),
        judges: any("judgement"),
        unknown,
        of_nature: is_of_nature(matcher, tokens),
    }
}

/// "Rain may fall": the subject of the hedged or judging verb is no party's doing.
fn is_of_nature(matcher: &Matcher<'_, '_>, tokens: &[usize]) -> bool {
    let tree = matcher.tree;
    let judged = |t: usize| {
        let verb = match tree.dep(t) {
            Dep::Aux => tree.head(t)?,
            _ => tree.verb_above(t)?,
        };
        tree.actor_subject(verb)
            .or_else(|| tree.surface_subject(verb))
    };
    let mut subjects = tokens
        .iter()
        .filter(|t| is(matcher, "hedge", **t) || is(matcher, "outlook", **t))
        .filter_map(|t| judged(*t))
        .peekable();
    subjects.peek().is_some() && subjects.all(|s| is(matcher, "nature", s))
}

/// "Pulls closer to them": what divides elsewhere brings together here.
fn draws_closer(matcher: &Matcher<'_, '_>, tokens: &[usize]) -> bool {
    let tree = matcher.tree;
    let mut divides = tokens
        .iter()
        .filter(|t| is(matcher, "claim-conflictual", **t));
    divides.all(|t| {
        let near = |c: usize| {
            matches!(tree.dep(c), Dep::Advmod | Dep::Acomp) && is(matcher, "claim-cooperative", c)
        };
        tree.is_verb(*t) && tree.children(*t).any(near)
    })
}

/// "The visit would deepen": the modal verb of what something between states does.
fn is_effect(matcher: &Matcher<'_, '_>, modal: usize) -> bool {
    let tree = matcher.tree;
    let ahead = is(matcher, "modal-future", modal) || is(matcher, "modal-would", modal);
    let subject = || tree.surface_subject(tree.head(modal)?);
    ahead
        && tree.dep(modal) == Dep::Aux
        && subject().is_some_and(|s| is(matcher, "relation-nouns", s))
}

/// "could not confirm", "found no evidence": neither true nor false.
fn not_found(matcher: &Matcher<'_, '_>, verb: usize) -> Option<String> {
    if !is_not_found(matcher, verb) {
        return None;
    }
    let tree = matcher.tree;
    // What isn't known must be somebody's act: a clause says so.
    tree.clauses(verb)
        .chain(tree.object(verb).into_iter().flat_map(|o| tree.children(o)))
        .find(|c| matches!(tree.dep(*c), Dep::Ccomp | Dep::Acl | Dep::Relcl))?;
    let first = tree
        .children(verb)
        .filter(|c| matches!(tree.dep(*c), Dep::Aux | Dep::Neg))
        .fold(verb, usize::min);
    let last = tree
        .object(verb)
        .filter(|o| is(matcher, "evidence", *o))
        .unwrap_or(verb);
    Some(tree.parsed.words(first..last + 1).to_owned())
}

/// Whether one of a set's words stands at a token, by its lemma or as written.
pub(super) fn is(matcher: &Matcher<'_, '_>, set: &str, t: usize) -> bool {
    let tree = matcher.tree;
    let Some(words) = matcher.lexicon.rules.sets.get(set) else {
        return false;
    };
    words.has(&tree.lower_lemma(t)) || {
        let text = tree.text(t);
        let has_capitals = text.bytes().any(|b| b.is_ascii_uppercase());
        if has_capitals {
            words.has(&text.to_ascii_lowercase())
        } else {
            words.has(text)
        }
    }
}

/// "will not change", "is unlikely to soften", "no shift", "can hardly last"
pub(super) fn is_negated(matcher: &Matcher<'_, '_>, t: usize) -> bool {
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
