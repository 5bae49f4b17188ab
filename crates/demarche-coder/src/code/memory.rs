//! What a sentence leaves behind for the next.

use super::Narrative;
use crate::actor::{ActorKind, ActorPhrase};
use crate::day;
use crate::discourse::{Occasion, Remembered, Spoken};
use crate::matcher::Matcher;
use crate::when::{Anchor, Expression, Grain, Kind};
use demarche_event::Days;
use demarche_lang::{Dep, Tag};
use std::ops::Range;

/// Days after which a report that names the month of something in passing needn't go on from
/// there.
const LONG_PAST: i32 = 730;

impl Narrative<'_, '_> {
    pub(super) fn remember(
        &mut self,
        tokens: Range<usize>,
        matcher: &Matcher<'_, '_>,
        times: &[Expression],
    ) {
        let tree = matcher.tree;
        let start = tokens.start;
        self.keep_occasion(&tokens, matcher, times);
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
            .filter(|e| {
                // "By July only two were left. Then ...".
                let by_then = e.kind == Kind::Until
                    && e.tokens.start == start
                    && self
                        .now()
                        .zip(e.days)
                        .is_some_and(|(now, d)| d.until <= now.since);
                matches!(e.kind, Kind::Date | Kind::Relative) || by_then
            })
            .filter(|e| e.grain <= Grain::Month)
            .filter_map(|e| Some((e, e.days?)))
            .filter(|(e, days)| {
                !anchor.is_far(*days) || !day::is_of_the_background(e.tokens.start, matcher)
            })
            // "Two days earlier it had shelled them. The next day ...": from where it was.
            .filter(|(e, days)| {
                let later = |told: Days| !anchor.is_far(told) && days.since < told.since;
                !self.discourse.narrated.is_some_and(later)
                    || !day::had_happened(e.tokens.start, matcher)
            })
            .map(|(e, days)| (e.grain, days))
            .rev()
            .min_by_key(|(grain, _)| *grain)
            .map(|(_, days)| days);
        let before = self.discourse.narrated;
        if let Some(days) = last {
            let was_far = before.is_some_and(|before| anchor.is_far(before));
            let fronted = times
                .iter()
                .any(|e| e.days == last && e.tokens.start == start);
            self.discourse.aside = match fronted || was_far {
                true => was_far && self.discourse.aside && !fronted,
                false => self.now().is_some_and(|now| is_long_past(days, now)),
            };
            self.discourse.narrated = last;
        }
        // "It asked for help in 2015. Now it is sending ships": the reader's time again.
        if last.is_none() && goes_on_now(start, matcher) {
            self.discourse.aside = true;
        }
        // "The tide turned in 2025": the account goes on there.
        let of_year = |e: &&Expression| {
            e.kind == Kind::Date
                && e.grain == Grain::Year
                && !day::is_of_the_background(e.tokens.start, matcher)
                && day::is_of_main_clause(e, matcher)
        };
        let goes_on = |e: &&Expression| {
            let later = e
                .days
                .zip(before)
                .is_some_and(|(year, before)| anchor.is_far(before) && year.since > before.since);
            later || e.tokens.start == start
        };
        if last.is_none()
            && let Some(year) = times.iter().rfind(of_year).filter(goes_on)
            && let Some(year) = year.days
            && before.is_some_and(|before| !before.overlaps(&year))
        {
            self.discourse.narrated = Some(year);
            self.discourse.aside = false;
        }
    }
}

/// Whether days are years before the reader's.
fn is_long_past(days: Days, now: Days) -> bool {
    (now.since - days.last()).get_days() > LONG_PAST
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

impl Narrative<'_, '_> {
    /// Keeps the days of "the visit from May 3 to 5", whoever made it.
    fn keep_occasion(
        &mut self,
        tokens: &Range<usize>,
        matcher: &Matcher<'_, '_>,
        times: &[Expression],
    ) {
        let tree = matcher.tree;
        let is_visit = |t: usize| matcher.actors.set("visit", tree.lemma(t));
        let nouns = tokens.clone().filter(|t| {
            tree.is_nominal(*t) && (is_visit(*t) || matcher.actors.set("talks", tree.lemma(*t)))
        });
        let dated = |noun: usize| {
            let of_noun = |e: &&Expression| {
                e.kind == Kind::Date
                    && e.grain == Grain::Day
                    && e.tokens.start > noun
                    && tree.is_under(e.tokens.start, noun)
            };
            let time = times.iter().find(of_noun)?;
            Some(Occasion {
                is_visit: is_visit(noun),
                days: time.days?,
                text: tree.written(time.tokens.clone()).to_owned(),
                sentence: self.discourse.sentence,
            })
        };
        if let Some(occasion) = nouns.into_iter().find_map(dated) {
            self.discourse.occasion = Some(occasion);
        }
    }
}

/// Whether the main clause of a sentence tells what is going on: "is sending ships".
fn goes_on_now(first: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let mut tokens = tree.token(first).sentence().tokens();
    let main = tokens.find(|t| tree.is_verb(*t) && tree.head(*t).is_none());
    main.is_some_and(|verb| {
        let is = |c: usize| {
            tree.dep(c) == Dep::Aux
                && tree.lemma(c) == "be"
                && matches!(tree.tag(c), Tag::Vbz | Tag::Vbp)
        };
        tree.tag(verb) == Tag::Vbg && tree.children(verb).any(is)
    })
}
