//! What talks to come are expected to deal with: no acts yet, but the subjects of some.

use crate::circumstance::named_phrase;
use crate::matcher::{Draft, Matcher};
use crate::when::Expression;
use demarche_event::{EventType, Status};
use demarche_lang::Dep;
use std::ops::Range;

/// The subjects that a sentence names for talks to come.
#[derive(Debug, Clone)]
pub(crate) struct Agenda {
    /// The words for them.
    pub subjects: Range<usize>,
    /// Who is to bring them up, or the talks that are to deal with them.
    pub of: usize,
    /// The verb that says so.
    verb: usize,
}

/// "Is expected to push for trade", "the talks will focus on fish", "fish will top the
/// agenda".
pub(crate) fn agenda(
    sentence: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Agenda> {
    let tree = matcher.tree;
    sentence.into_iter().find_map(|verb| {
        let lemma = tree.is_verb(verb).then(|| tree.lower_lemma(verb))?;
        let deals = matcher.actors.set("deals-with", &lemma);
        let fills = matcher.actors.set("fills-talks", &lemma);
        if !deals && !fills {
            return None;
        }
        let subject = tree.surface_subject(verb)?;
        let prepositions = ["on", "for", "with", "around", "about"];
        let mut after = tree.object(verb).into_iter().chain(
            prepositions
                .into_iter()
                .flat_map(|preposition| tree.prepositional(verb, preposition)),
        );
        let is_talks = |t: usize| {
            ["talks", "agenda"]
                .iter()
                .any(|set| matcher.actors.set(set, &tree.lower_lemma(t)))
        };
        if fills {
            let on_agenda = after
                .chain(tree.prepositional(verb, "at"))
                .find(|t| is_talks(*t))?;
            let subjects = named_phrase(subject, times, matcher)?;
            let ahead = is_ahead(verb, matcher) && !is_talks(subject);
            return ahead.then_some(Agenda {
                subjects,
                of: on_agenda,
                verb,
            });
        }
        let subjects = named_phrase(after.find(|t| tree.dep(*t) != Dep::Pcomp)?, times, matcher)?;
        is_ahead(verb, matcher).then_some(Agenda {
            subjects,
            of: subject,
            verb,
        })
    })
}

/// Whether what a verb says is to come.
fn is_ahead(verb: usize, matcher: &Matcher<'_, '_>) -> bool {
    let frame = matcher.frames.of_verb(verb);
    matches!(frame.status, Status::Planned | Status::Hypothetical) && frame.because.is_some()
}

impl Agenda {
    /// Whether the subjects are those of the talks that a draft foresees.
    pub(crate) fn is_of(&self, draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
        let tree = matcher.tree;
        let is_talks = matcher.actors.set("talks", &tree.lower_lemma(self.of));
        let parties = || draft.source.iter().chain(&draft.target);
        is_foreseen(draft, matcher)
            && draft.trigger != self.verb
            && (is_talks || parties().any(|a| a.head == self.of))
    }

    /// Whether it may be that of talks told of before: who is to bring the subjects up
    /// isn't named anew.
    pub(crate) fn points_back(&self, matcher: &Matcher<'_, '_>) -> bool {
        let tree = matcher.tree;
        let definite = |c| {
            matches!(tree.dep(c), Dep::Det | Dep::Poss)
                && matcher.actors.set("definite", &tree.lower_text(c))
        };
        tree.pos(self.of) == demarche_lang::Pos::Pron
            || matcher.actors.is_pair_word(self.of)
            || tree.children(self.of).any(definite)
    }
}

/// Whether a draft tells of talks to come.
pub(crate) fn is_foreseen(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let consult = matcher.lexicon.rules.rules[draft.rule].event_type == EventType::Consult;
    let status = draft.frame.status;
    consult
        && matches!(
            status,
            Status::Planned | Status::Proposed | Status::Hypothetical
        )
}
