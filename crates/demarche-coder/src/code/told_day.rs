//! The day that an event has from what was told before.

use super::Narrative;
use super::dated::Dated;
use crate::actor::ActorKind;
use crate::day;
use crate::discourse::{TalksTold, Told};
use crate::matcher::{Draft, Matcher};
use crate::when::{Anchor, Expression, Tense};
use demarche_event::{DateBasis, Days, EventType, Quad, Status, When};
use demarche_lang::{Dep, Tag};
use std::ops::Range;

/// Sentences for which an account stays on the day told of last.
const NARRATED_FOR: usize = 2;

/// Days of talks beyond which words aren't dated by them: a fortnight and the day itself.
const TALKS_AT_MOST: i32 = 15;

/// Whether an event is told in the simple past, in its own clause or in that which its
/// clause without a tense hangs on: "retaliated, sending the consul home".
fn is_in_simple_past(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let mut verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
    for _ in 0..5 {
        let Some(at) = verb else { return false };
        let helps = |c: &usize| matches!(tree.dep(*c), Dep::Aux | Dep::Auxpass);
        let helpers = || tree.children(at).filter(helps);
        if tree.tag(at) == Tag::Vbd || helpers().any(|c| tree.tag(c) == Tag::Vbd) {
            return true;
        }
        let has_tense = matches!(tree.tag(at), Tag::Vbz | Tag::Vbp)
            || helpers().any(|c| matches!(tree.tag(c), Tag::Vbz | Tag::Vbp | Tag::Md));
        if has_tense {
            return false;
        }
        verb = tree.head(at).and_then(|head| tree.verb_above(head));
    }
    false
}

/// Whether an event is told beside what is so today: "sends them oil and praised the vote".
fn is_beside_the_present(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
    let first = verb.filter(|verb| tree.dep(*verb) == Dep::Conj);
    first.and_then(|verb| tree.head(verb)).is_some_and(|first| {
        tree.head(first).is_none() && matches!(tree.tag(first), Tag::Vbz | Tag::Vbp)
    })
}

/// Whether a noun tells what an act came after: "a day after the summit, she said".
fn is_followed(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let after = tree.head(draft.trigger).filter(|after| {
        tree.dep(draft.trigger) == Dep::Pobj
            && matcher.actors.set("in-the-wake", &tree.lower_text(*after))
    });
    tree.is_nominal(draft.trigger) && draft.carrier.is_none() && after.is_some()
}

impl Narrative<'_, '_> {
    /// Whether an event is words that were spoken.
    fn is_said(&self, draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
        if day::is_promise(draft, matcher) {
            return true;
        }
        let event_type = self.lexicon.rules.rules[draft.rule].event_type;
        let verbal = matches!(
            event_type.quad(),
            Quad::VerbalConflict | Quad::VerbalCooperation
        );
        verbal
            && event_type != EventType::Consult
            && matches!(
                draft.frame.status,
                Status::Happened | Status::Ongoing | Status::Proposed
            )
    }

    /// Words that follow the account of a dated meeting were said there, if one
    /// who took part says them.
    /// Gives the day and the sentence of the meeting.
    pub(super) fn told_day(
        &self,
        draft: &Draft,
        matcher: &Matcher<'_, '_>,
    ) -> Option<(Dated, usize)> {
        let own = draft.carrier.unwrap_or(draft.trigger);
        if !self.is_said(draft, matcher) || day::was_before(own, matcher) {
            return None;
        }
        let takes_part = |told: &TalksTold| {
            draft.source.iter().any(|a| match (&a.name, &a.family) {
                (None, None) => a.country == Some(told.visitor) || a.country == Some(told.host),
                // "They", where nobody was named: whoever holds the office.
                _ if told.names.is_empty() && a.anaphoric && draft.source.len() > 1 => {
                    a.country == Some(told.visitor) || a.country == Some(told.host)
                }
                (name, family) => told
                    .names
                    .iter()
                    .any(|n| Some(n) == name.as_ref() || Some(n) == family.as_ref()),
            })
        };
        // A read-out goes on, sentence after sentence.
        let goes_on = |talks: &TalksTold| {
            let said_in = self.discourse.said_in;
            said_in.is_some_and(|(of, last)| {
                of <= talks.sentence && self.discourse.sentence - last <= 2
            })
        };
        let told = self
            .discourse
            .talks
            .iter()
            .rev()
            .take_while(|t| self.discourse.sentence - t.sentence <= 4 || goes_on(t))
            .take_while(|t| t.sentence >= self.discourse.entry)
            .find(|t| {
                takes_part(t) && !t.lie_ahead && t.days.is_some_and(|d| d.length() <= TALKS_AT_MOST)
            })?;
        // The account has moved on since.
        let moved_on = self.discourse.told.as_ref().is_some_and(|last| {
            last.sentence > told.sentence
                && Self::is_of_account(draft, last)
                && told.days.is_some_and(|days| days.until <= last.days.since)
        });
        let dated = (!moved_on).then(|| Dated::of_told(told)).flatten()?;
        Some((dated, told.sentence))
    }

    /// "He also warned": what somebody goes on to say is said on the day that the
    /// sentences before give for his words.
    pub(super) fn spoken_day(&self, draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<Dated> {
        if !self.is_said(draft, matcher) {
            return None;
        }
        let spoken = self.discourse.spoken.as_ref()?;
        let near = self.discourse.sentence - spoken.sentence <= 2;
        let same = draft.source.iter().any(|a| {
            a.kind == ActorKind::Person && a.family.is_some() && a.family == spoken.family
        });
        (near && same).then(|| Dated {
            when: When {
                days: Some(spoken.days),
                basis: DateBasis::Stated,
                text: None,
            },
            step: format!(
                "date: that of what the same person said before: {} to {}, end excluded",
                spoken.days.since, spoken.days.until
            ),
        })
    }

    /// In an account that goes on in the past tense, what isn't dated anew happened
    /// on the day told of last.
    pub(super) fn narrated_day(
        &self,
        draft: &Draft,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Option<Dated> {
        // "Protested after a plane had crossed the line on May 3": on that day or soon after,
        // not on the day told before.
        if let Some(days) = day::of_its_reason(draft, times, matcher) {
            return Some(Dated {
                when: When {
                    days: Some(days),
                    basis: DateBasis::Stated,
                    text: None,
                },
                step: format!(
                    "date: soon after what it follows: {} to {}, end excluded",
                    days.since, days.until
                ),
            });
        }
        let told = self.discourse.told.as_ref()?;
        let tree = matcher.tree;
        // What is vowed in answer is vowed after it, though in the same month or year.
        let answers = tree
            .clauses(draft.trigger)
            .any(|c| matcher.actors.set("answers", tree.lemma(c)));
        if answers && told.days.length() < 28 {
            return None;
        }
        // "Responded by holding drills"
        let mut up = Some(draft.trigger);
        let responds = (0..5).any(|_| {
            up = up.and_then(|at| tree.head(at));
            up.is_some_and(|at| tree.is_verb(at) && matcher.actors.set("answers", tree.lemma(at)))
        });
        let simple_past = is_in_simple_past(draft, matcher);
        // "Strelsau responded", "They discussed": the next paragraph goes on.
        let goes_on = self.discourse.sentence - told.sentence == 1
            && (responds
                || !draft.source.is_empty()
                    && draft.source.iter().all(|a| a.anaphoric)
                    && Self::is_of_account(draft, told));
        let near = self.discourse.sentence - told.sentence <= NARRATED_FOR
            && told.paragraph == self.discourse.paragraph
            || goes_on;
        let told_of = matches!(draft.frame.status, Status::Happened | Status::Proposed);
        // A month or year holds only what those do of whom it was told.
        let of_it = told.days.length() < 28
            || responds && told.days.length() <= 31
            || self.opens_account(told)
            || Self::is_of_account(draft, told);
        if !(told_of && simple_past && near && of_it) || is_beside_the_present(draft, matcher) {
            return None;
        }
        let followed = is_followed(draft, matcher).then(|| self.later_in_month(told));
        let followed = followed.flatten();
        let answered = self.answered_in(draft, told);
        let days = followed.or(answered).unwrap_or(told.days);
        let step = match (followed, answered) {
            (Some(_), _) => "date: what the next act followed: on the day told of or later",
            (None, Some(_)) => {
                "date: somebody else's answer to what was told: on that day or later in the month"
            }
            (None, None) => "date: the account is of",
        };
        Some(Dated {
            when: When {
                days: Some(days),
                basis: DateBasis::Stated,
                text: None,
            },
            step: format!("{step}: {} to {}, end excluded", days.since, days.until)
                .replacen("of: ", "of ", 1),
        })
    }

    /// "In 1974 the army took Zenda": a time long past that opens a sentence holds the next
    /// one too, whoever acts there.
    fn opens_account(&self, told: &Told) -> bool {
        let anchor = Anchor {
            published: self.now(),
            ..Anchor::default()
        };
        told.fronted
            && told.paragraph == self.discourse.paragraph
            && self.discourse.sentence - told.sentence <= 1
            && anchor.is_far(told.days)
    }

    /// What others than those of whom a day was told say of it without a day of their own,
    /// they may say later in the month, but not after the publication.
    fn answered_in(&self, draft: &Draft, told: &Told) -> Option<Days> {
        let others = draft.source.iter().all(|a| {
            a.country
                .is_some_and(|country| !told.doers.contains(&country))
        });
        // Who took part in talks that day spoke there.
        let took_part = |talks: &&TalksTold| {
            let sides = talks.sides.iter().flatten();
            let mut sides = sides.filter_map(|a| a.country);
            talks.sentence == told.sentence
                && sides.any(|country| draft.source.iter().any(|a| a.country == Some(country)))
        };
        let talks = self.discourse.talks.iter().rev().take(8);
        if talks.clone().any(|talks| took_part(&talks)) {
            return None;
        }
        // Whom the day is told of has to be known, to tell others.
        let is_day = !told.doers.is_empty()
            && told.days.length() == 1
            && told.sentence < self.discourse.sentence;
        let event_type = self.lexicon.rules.rules[draft.rule].event_type;
        if !others || !is_day || event_type == EventType::Consult || draft.source.is_empty() {
            return None;
        }
        self.later_in_month(told)
    }

    /// From a day told of to the end of its month, or to the publication.
    fn later_in_month(&self, told: &Told) -> Option<Days> {
        let end = told.days.since.last_of_month().tomorrow().ok()?;
        let until = self.now().map_or(end, |now| now.until.min(end));
        Days::new(told.days.since, until)
    }

    /// What an account of long ago goes on to tell, without a day, isn't of the day of
    /// publication.
    pub(super) fn past_day(&self, draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<Dated> {
        let past = self.discourse.past.as_ref().is_some_and(|past| {
            past.paragraph == self.discourse.paragraph
                && (past.fronted || Self::is_of_account(draft, past))
        });
        let told_of = draft.frame.status == Status::Happened && is_in_simple_past(draft, matcher);
        (past && told_of).then(|| Dated {
            when: When::unplaced(None),
            step: "date: an account of days past; the text doesn't say which".to_owned(),
        })
    }

    /// "The trip could be put off": what may come of a foreseen visit has the
    /// days of the visit.
    pub(super) fn planned_day(
        &self,
        draft: &Draft,
        tokens: &Range<usize>,
        matcher: &Matcher<'_, '_>,
    ) -> Option<Dated> {
        let tree = matcher.tree;
        let ahead = matches!(
            draft.frame.status,
            Status::Planned | Status::Proposed | Status::Hypothetical
        );
        let published = self.now()?;
        let of_visit = |t: usize| {
            matcher.actors.set("visit", tree.lemma(t))
                && tree.children(t).any(|c| {
                    matches!(tree.dep(c), Dep::Det | Dep::Poss)
                        && matcher
                            .actors
                            .set("definite", &tree.text(c).to_ascii_lowercase())
                })
        };
        if !ahead || !tokens.clone().any(of_visit) {
            return None;
        }
        let told = self.discourse.latest_talks(true, 2)?;
        told.days
            .filter(|days| days.until > published.until)
            .and_then(|_| Dated::of_told(told))
    }

    /// "During the visit", "at their meeting": the day of what the sentence is
    /// set in.
    pub(super) fn occasion(
        &self,
        drafts: &[Draft],
        dates: &[Option<Dated>],
        tokens: &Range<usize>,
        matcher: &Matcher<'_, '_>,
    ) -> Option<Dated> {
        let tree = matcher.tree;
        // "In conjunction with the visit"
        let is_beside = |p: usize| {
            let noun = tree.head(p);
            noun.is_some_and(|noun| matcher.actors.set("conjunction", tree.lemma(noun)))
        };
        let set_in = |t: usize| {
            tree.dep(t) == Dep::Pobj
                && tree.head(t).is_some_and(|p| {
                    matcher.actors.set("during", &tree.lower_text(p)) || is_beside(p)
                })
        };
        if let Some(at) = drafts.iter().position(|d| set_in(d.trigger)) {
            return dates[at].clone();
        }
        let noun = tokens.clone().find(|t| {
            set_in(*t)
                && (matcher.actors.set("visit", tree.lemma(*t))
                    || matcher.actors.set("talks", tree.lemma(*t)))
        })?;
        let is_visit = matcher.actors.set("visit", tree.lemma(noun));
        // What is told of as past wasn't at talks to come.
        let told = match matcher.frames.tense(noun) {
            Tense::Past | Tense::Earlier => self.discourse.latest_talks_held(is_visit, 4),
            _ => self.discourse.latest_talks(is_visit, 4),
        };
        match told {
            Some(told) => Dated::of_told(told),
            None => self.of_occasion(is_visit),
        }
    }

    /// The days of the last visit or talks of which the text told when, though nothing else.
    fn of_occasion(&self, is_visit: bool) -> Option<Dated> {
        let told = self.discourse.occasion.as_ref()?;
        let near = self.discourse.sentence - told.sentence <= 4;
        (near && told.is_visit == is_visit).then(|| {
            let step = format!(
                "date: that of what was told before: {} to {}, end excluded",
                told.days.since, told.days.until
            );
            Dated::stated(told.days, step, told.text.clone())
        })
    }
}
