//! Where a stretch says that relations go, and with which hedge.

use super::direction::direction;
use super::view::is_not_found;
use crate::matcher::Matcher;
use demarche_event::ClaimDirection;
use demarche_lang::{Dep, Pos};

/// What a stretch judges.
pub(super) struct Assessment {
    pub direction: Option<ClaimDirection>,
    /// The hedging word as it stands.
    pub hedge: Option<String>,
    /// Whether it speaks of relations between states.
    pub of_relations: bool,
    /// Whether it names a relation with its sides: "relations with Graustark".
    pub of_two_sides: bool,
    /// Whether it speaks of what may or will be.
    pub foresees: bool,
    /// Whether it says what talks, a visit or the like will do.
    pub foresees_effect: bool,
    /// Whether it hedges in a way that can't mean leave: not "may".
    pub hedges: bool,
    /// Whether it weighs how likely something is.
    pub weighs: bool,
    /// Whether it says what something shows, or how it is seen.
    pub signals: bool,
    /// Whether it judges in so many words.
    pub judges: bool,
    /// What could not be found out, in its words: "could not confirm".
    pub unknown: Option<String>,
}

/// Reads the judgement in some tokens.
pub(super) fn assess(matcher: &Matcher<'_, '_>, tokens: &[usize], doubted: bool) -> Assessment {
    let tree = matcher.tree;
    let any = |set: &str| tokens.iter().any(|t| is(matcher, set, *t));
    let hedge = tokens
        .iter()
        .find(|t| is_hedge(matcher, **t))
        .map(|t| tree.text(*t).to_owned());
    let unknown = tokens.iter().find_map(|t| not_found(matcher, *t));
    let leaves_open = tokens.iter().any(|t| is_open_question(matcher, *t));
    let signals = tokens.iter().any(|t| signals(matcher, *t));
    let direction = match leaves_open {
        true => Some(ClaimDirection::Unchanged),
        false => direction(matcher, tokens, doubted),
    };
    Assessment {
        direction: direction.filter(|_| unknown.is_none()),
        hedge,
        of_relations: any("relation-nouns"),
        of_two_sides: tokens.iter().any(|t| is_of_two_sides(matcher, *t)),
        foresees: any("modal-future") || any("modal-possible") || any("hedge"),
        foresees_effect: tokens.iter().any(|t| is_effect(matcher, *t)),
        hedges: tokens
            .iter()
            .any(|t| is_hedge(matcher, *t) && !is(matcher, "permits", *t)),
        weighs: any("outlook") || leaves_open,
        signals,
        judges: any("judgement") || leaves_open,
        unknown,
    }
}

/// A hedging word; not the month of May.
pub(super) fn is_hedge(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    is(matcher, "hedge", t) && matcher.tree.pos(t) != Pos::Propn
}

/// "Relations with Graustark", "the quarrel between the two".
fn is_of_two_sides(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    let of_sides = ["standing-relation", "standing-course", "standing-strain"];
    let theirs = |c: usize| tree.dep(c) == Dep::Poss && is(matcher, "pronoun-they", c);
    tree.is_nominal(t)
        && of_sides.iter().any(|set| is(matcher, set, t))
        && tree
            .children(t)
            .any(|c| theirs(c) || tree.dep(c) == Dep::Prep && is(matcher, "between-or-with", c))
}

/// "The move suggests that", "is seen as an attempt", "there are signs that", "did little
/// to ease": the narrator says what to think of it.
fn signals(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    let by_itself = || {
        is(matcher, "signals", t)
            && tree.clauses(t).next().is_some()
            && tree
                .surface_subject(t)
                .is_some_and(|s| is(matcher, "shows-itself", s))
    };
    let seen_as = || {
        is(matcher, "regards", t)
            && tree.is_passive(t)
            && tree
                .children(t)
                .any(|c| tree.dep(c) == Dep::Prep && tree.is(c, "as"))
    };
    let little_done = || {
        is(matcher, "does", t)
            && tree
                .child(t, Dep::Dobj)
                .is_some_and(|o| is(matcher, "claim-little", o) || is(matcher, "claim-denies", o))
    };
    match tree.is_verb(t) {
        true => by_itself() || seen_as() || little_done(),
        false => is(matcher, "evidence", t) && tree.has_child(t, Dep::Acl),
    }
}

/// "It remains to be seen whether", "is an open question", "there is no sign that".
pub(super) fn is_open_question(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    let asked = |t: usize| {
        tree.children(t).any(|c| {
            matches!(
                tree.dep(c),
                Dep::Ccomp | Dep::Csubj | Dep::Advcl | Dep::Acl | Dep::Nsubjpass | Dep::Csubjpass
            ) && tree
                .children(c)
                .any(|m| tree.dep(m) == Dep::Mark && is(matcher, "whether", m))
        })
    };
    let to_be_seen = is(matcher, "sees", t)
        && tree.has_child(t, Dep::Auxpass)
        && tree
            .head(t)
            .is_some_and(|head| is(matcher, "standing-verb", head));
    let unknown = to_be_seen
        || is(matcher, "not-known", t)
        || is(matcher, "known", t) && is_negated(matcher, t);
    if unknown {
        let head = tree.head(t).unwrap_or(t);
        return asked(t) || asked(head) || tree.head(head).is_some_and(asked);
    }
    let little = || {
        tree.children(t)
            .any(|c| is(matcher, "adjective-negated", c) || is(matcher, "claim-little", c))
    };
    is(matcher, "evidence", t) && little() && tree.has_child(t, Dep::Acl)
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
    Some(tree.written(first..last + 1).to_owned())
}

/// Whether one of a set's words stands at a token, by its lemma or as written.
pub(super) fn is(matcher: &Matcher<'_, '_>, set: &str, t: usize) -> bool {
    matcher.tree.is_in_set(t, set)
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
    // A clause under it denies something else.
    let in_clause = |c: usize| {
        matches!(
            tree.dep(c),
            Dep::Acl | Dep::Relcl | Dep::Xcomp | Dep::Ccomp | Dep::Advcl | Dep::Conj
        )
    };
    tree.children(t).any(|c| !in_clause(c) && denies(c))
        || tree.head(t).is_some_and(|head| {
            // "It is hedging, it isn't switching sides": the second denies nothing before it.
            let beside = tree.dep(t) == Dep::Ccomp && t < head;
            !beside
                && matches!(
                    tree.dep(t),
                    Dep::Xcomp | Dep::Ccomp | Dep::Acomp | Dep::Attr | Dep::Dobj
                )
                && (denies(head) || tree.children(head).any(|c| !in_clause(c) && denies(c)))
        })
}
