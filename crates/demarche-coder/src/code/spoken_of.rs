//! Talks that are only spoken of, and took place on some other day.

use crate::claim;
use crate::matcher::{Draft, Matcher};
use demarche_event::Status;
use demarche_lang::Dep;

/// "Declined to comment on the talks": what is spoken of took place on some other day.
pub(super) fn commented_on(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let told = matches!(draft.frame.status, Status::Happened | Status::Ongoing);
    let definite = || {
        tree.children(draft.trigger).any(|c| {
            tree.dep(c) == Dep::Det
                && matcher
                    .actors
                    .set("definite", &tree.text(c).to_ascii_lowercase())
        })
    };
    told && draft.carrier.is_none()
        && tree.is_nominal(draft.trigger)
        && tree.dep(draft.trigger) == Dep::Pobj
        && tree
            .head(draft.trigger)
            .and_then(|preposition| tree.head(preposition))
            .is_some_and(|verb| {
                tree.is_verb(verb) && matcher.actors.set("speaks-of", tree.lemma(verb))
            })
        && definite()
}

/// "The summit was good optics, a scholar said": what somebody who took no part looks
/// back on took place on some other day.
pub(super) fn is_judged(draft: &Draft, voice: &claim::Voice, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let noun = draft.trigger;
    let copula = tree.head(noun).is_some_and(|verb| {
        tree.lemma(verb) == "be"
            && tree
                .children(verb)
                .any(|c| matches!(tree.dep(c), Dep::Attr | Dep::Acomp))
    });
    tree.is_nominal(noun)
        && tree.dep(noun) == Dep::Nsubj
        && copula
        && (voice.covers(matcher, noun) || tree.dep(voice.verb) == Dep::Conj)
}
