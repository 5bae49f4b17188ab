//! Whose word it is that something is to come: the countries whose officials
//! announce it.

use crate::actor::ActorPhrase;
use crate::discourse::Discourse;
use crate::matcher::{Draft, Matcher};
use demarche_event::{Sector, Status};
use demarche_lang::Dep;

/// The codes of the countries whose officials give their word for what a draft
/// foresees, sorted; none if it foresees nothing, or if only the press says so.
///
/// Verbs of saying are looked for from the words of the event upwards, and what the
/// closest of them has for a subject speaks. "Both sides" are those of the draft.
pub(crate) fn announced_by(
    draft: &Draft,
    matcher: &Matcher<'_, '_>,
    discourse: &Discourse,
) -> Vec<String> {
    let foreseen = matches!(
        draft.frame.status,
        Status::Planned | Status::Proposed | Status::Hypothetical
    );
    let Some(speaker) = foreseen.then(|| speaker(draft.trigger, matcher)).flatten() else {
        return Vec::new();
    };
    let read;
    let speakers: Vec<&ActorPhrase> = if matcher.actors.is_pair_word(speaker) {
        draft.source.iter().chain(&draft.target).collect()
    } else {
        read = matcher.actors.actors(speaker, discourse);
        read.iter().filter(|actor| is_official(actor)).collect()
    };
    let mut countries: Vec<String> = speakers
        .iter()
        .filter_map(|actor| Some(matcher.lexicon.code(actor.country?).to_owned()))
        .collect();
    countries.sort();
    countries.dedup();
    countries
}

/// Papers pass on what others announce, and of whom it isn't said whose they are it is
/// only guessed.
fn is_official(actor: &ActorPhrase) -> bool {
    let speaks_for_state = matches!(
        actor.sector,
        None | Some(Sector::Gov | Sector::Mil | Sector::Leg | Sector::Igo)
    );
    speaks_for_state && !actor.only_comments() && !actor.by_scene
}

/// Who says what a token says, as a token.
fn speaker(trigger: usize, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    let says = |t: usize| tree.is_verb(t) && matcher.actors.set("gives-word", tree.lemma(t));
    let mut up = trigger;
    for _ in 0..60 {
        if says(up)
            && let Some(subject) = tree.actor_subject(up)
        {
            return Some(subject);
        }
        // "X will come, Y said", "according to Y, X will come".
        for child in tree.children(up) {
            let beside = matches!(tree.dep(child), Dep::Parataxis | Dep::Ccomp | Dep::Advcl);
            if beside
                && says(child)
                && !tree.is_under(trigger, child)
                && tree.clauses(child).next().is_none()
                && let Some(subject) = tree.actor_subject(child)
            {
                return Some(subject);
            }
            let source =
                tree.dep(child) == Dep::Prep && matcher.actors.set("according", tree.lemma(child));
            if source && let Some(subject) = tree.prepositional(child, "to").first() {
                return Some(*subject);
            }
        }
        up = tree.head(up)?;
    }
    None
}
