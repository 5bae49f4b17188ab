//! What somebody in office judges in so many words, and what they only tell.

use super::assess::{is, is_negated};
use super::claimant::Claimant;
use super::meaning::meaning;
use crate::matcher::Matcher;
use demarche_event::ClaimDirection;
use demarche_lang::{Dep, Pos, Tag};

/// Where a verb of what is said leans that says what ties are good for, what a side is
/// ready for, what an act means: "keeping ties is essential", "we are ready to talk".
pub(super) fn stated(matcher: &Matcher<'_, '_>, verb: usize) -> Option<Option<ClaimDirection>> {
    let tree = matcher.tree;
    if !tree.is_verb(verb) || is_negated(matcher, verb) {
        return None;
    }
    if is(matcher, "standing-verb", verb)
        && let Some(subject) = tree.surface_subject(verb)
    {
        let said = |set: &str| {
            tree.children(verb)
                .find(|c| matches!(tree.dep(*c), Dep::Acomp | Dep::Attr) && is(matcher, set, *c))
        };
        let of_relations =
            || (tree.left(subject)..tree.end(subject)).any(|t| is(matcher, "needed-ties", t));
        let ready = said("view-ready")
            .and_then(|c| tree.child(c, Dep::Xcomp))
            .is_some_and(|goal| is(matcher, "view-ready-to", goal));
        let side = || {
            matcher.actors.mentions.at(subject).is_some()
                || is(matcher, "pronoun-plural-speaker", subject)
        };
        if said("view-necessary").is_some() && of_relations() || ready && side() {
            return Some(Some(ClaimDirection::Cooperative));
        }
    }
    meaning(matcher, verb)
}

/// Whether a verb gives the speaker's own hope or belief: "said he hopes that it lasts".
pub(super) fn hopes(matcher: &Matcher<'_, '_>, verb: usize, speaker: usize) -> bool {
    let tree = matcher.tree;
    let own = |s: usize| {
        tree.pos(s) == Pos::Pron && !is(matcher, "pronoun-plural-speaker", s) || s < speaker
    };
    verb != speaker
        && tree.is_verb(verb)
        && is(matcher, "view-hopes", verb)
        && tree.dep(verb) == Dep::Ccomp
        && tree.head(verb) == Some(speaker)
        && tree.surface_subject(verb).is_none_or(own)
        && tree.clauses(verb).any(|c| tree.dep(c) == Dep::Ccomp)
}

/// Whether somebody in office only announces or tells what was or will be done: one of
/// the acts in `told`.
pub(super) fn only_tells(matcher: &Matcher<'_, '_>, claimant: &Claimant, told: &[usize]) -> bool {
    let tree = matcher.tree;
    let saying = claimant.verb;
    if is(matcher, "announces", saying) {
        return tree.tag(saying) != Tag::Vb;
    }
    let above = tree
        .head(saying)
        .filter(|_| matches!(tree.dep(saying), Dep::Parataxis | Dep::Prep | Dep::Ccomp));
    let below = tree.clauses(saying).find(|c| tree.dep(*c) == Dep::Ccomp);
    let ahead = |c: usize| tree.dep(c) == Dep::Aux && is(matcher, "modal-future", c);
    below.or(above).is_some_and(|said| {
        let done = tree.tag(said) == Tag::Vbd || tree.children(said).any(ahead);
        // "He had a “frank” talk": what he calls it, he judges.
        let named = is(matcher, "standing-verb", said);
        // "Said that they posed a risk": what others are is judged.
        let own = tree.surface_subject(said).is_some_and(|s| {
            is(matcher, "pronoun-it", s) || matcher.actors.mentions.at(s).is_some()
        });
        done && own && !named && told.contains(&said)
    })
}

/// "Welcome, and thank you", "I would like to welcome them": whoever greets judges nothing.
pub(super) fn greets(matcher: &Matcher<'_, '_>, said: &[usize]) -> bool {
    let tree = matcher.tree;
    let first = said.iter().find(|t| tree.pos(**t) != Pos::Punct);
    let opens = first.is_some_and(|t| is(matcher, "greets", *t));
    let would_like = |t: usize| {
        tree.dep(t) == Dep::Xcomp
            && tree.head(t).is_some_and(|head| {
                tree.surface_subject(head)
                    .is_some_and(|s| is(matcher, "pronoun-speaker", s))
            })
    };
    opens
        || said
            .iter()
            .any(|t| is(matcher, "greets", *t) && would_like(*t))
}
