//! What a sentence leaves behind for the next.

use super::Narrative;
use crate::actor::{ActorKind, ActorPhrase};
use crate::day;
use crate::discourse::{Remembered, Spoken};
use crate::matcher::Matcher;
use crate::when::{Anchor, Expression, Grain, Kind};
use demarche_lang::Dep;
use std::ops::Range;

impl Narrative<'_> {
    pub(super) fn remember(
        &mut self,
        tokens: Range<usize>,
        matcher: &Matcher<'_, '_>,
        times: &[Expression],
    ) {
        let tree = matcher.tree;
        let mut found: Vec<(ActorPhrase, Option<usize>)> = Vec::new();
        for t in tokens {
            // Of whom the account goes on to tell as "he" stays its subject.
            let goes_on = || {
                let word = tree.lower_text(t);
                let is_person = ["pronoun-male", "pronoun-female"];
                is_person.iter().any(|set| matcher.actors.set(set, &word))
                    && tree.subject_of(t).is_some()
            };
            let counts = tree.is_nominal(t)
                && (tree.pos(t) != demarche_lang::Pos::Pron || goes_on())
                && !matches!(
                    tree.dep(t),
                    Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Nummod
                );
            if !counts {
                continue;
            }
            let subject = tree.subject_of(t);
            let means_another = tree.pos(t) == demarche_lang::Pos::Pron
                || subject.is_some() && matcher.actors.is_pair_word(t);
            let actors = match means_another {
                true => matcher.actors.actors(t, &self.discourse),
                false => matcher.actors.phrase(t, &self.discourse),
            };
            for phrase in actors {
                if phrase.kind != ActorKind::Place {
                    found.push((phrase, subject));
                }
            }
        }
        for (phrase, subject) in &found {
            let is_between = is_between(phrase, *subject, matcher);
            self.discourse.remember(Remembered {
                phrase: phrase.clone(),
                sentence: self.discourse.sentence,
                subject_of: *subject,
                is_main: subject.is_some_and(|verb| tree.is_main(verb)),
                is_between,
            });
        }
        let days = self.follow(&found, times, matcher);
        if let [days] = days[..]
            && self.now().is_none_or(|p| days.since < p.until)
            && let Some((speaker, _)) = found
                .iter()
                .find(|(p, subject)| subject.is_some() && p.kind == ActorKind::Person)
            && let Some(family) = speaker.family.clone()
        {
            self.discourse.spoken = Some(Spoken {
                family: Some(family),
                days,
                sentence: self.discourse.sentence,
            });
        }
        // The last of the finest: "met on Saturday, for the first time since he took
        // office in June".
        let anchor = Anchor {
            published: self.now(),
            ..Anchor::default()
        };
        let last = times
            .iter()
            .filter(|e| matches!(e.kind, Kind::Date | Kind::Relative) && e.grain <= Grain::Month)
            .filter_map(|e| Some((e, e.days?)))
            .filter(|(e, days)| {
                !anchor.is_far(*days) || !day::is_of_the_background(e.tokens.start, matcher)
            })
            .map(|(e, days)| (e.grain, days))
            .rev()
            .min_by_key(|(grain, _)| *grain)
            .map(|(_, days)| days);
        if last.is_some() {
            self.discourse.narrated = last;
        }
    }
}

/// Whether somebody stands between the sides: a mediator, or who mediates.
fn is_between(phrase: &ActorPhrase, subject: Option<usize>, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let mediates = |verb: usize| matcher.actors.set("mediates", tree.lemma(verb));
    let agent_of = || {
        let preposition = tree.head(phrase.head)?;
        (tree.dep(phrase.head) == Dep::Pobj && tree.is(preposition, "by"))
            .then(|| tree.head(preposition))
            .flatten()
    };
    matcher.actors.set("mediators", &phrase.lemma)
        || subject.is_some_and(|verb| mediates(verb) && !tree.is_passive(verb))
        || agent_of().is_some_and(mediates)
}
