//! The day that the words of a sentence give an event.

use super::Narrative;
use super::dated::{Dated, future};
use crate::discourse::TalksTold;
use crate::explain::quoted;
use crate::lexicon::Slot;
use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Grain, Kind, Unit};
use crate::{day, putting_off, setting};
use demarche_event::{DateBasis, Days, EventType, Status, When};
use demarche_lang::Dep;

impl Narrative<'_, '_> {
    /// The day that the words give: the expression that stands closest, or that of
    /// the talks which these are.
    pub(super) fn own_date(
        &self,
        draft: &Draft,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Option<Dated> {
        let base = self.discourse.narrated.or(self.now());
        if let Some(days) = day::anniversary(draft, times, base, matcher) {
            return Some(Dated {
                when: When {
                    days: Some(days),
                    basis: DateBasis::Stated,
                    text: None,
                },
                step: format!(
                    "date: counted back from the anniversary: {} to {}, end excluded",
                    days.since, days.until
                ),
            });
        }
        // "Macron's visit eased tensions": the visit that was told of.
        // "His tour from May 2 to 8" says when.
        let of_words = times.iter().find(|e| {
            let is_day = e.kind == Kind::Date && e.grain == Grain::Day;
            let begins = |verb: &usize| {
                let lemma = matcher.tree.lemma(*verb);
                matcher.actors.set("begins", lemma) || matcher.actors.set("ends", lemma)
            };
            let own = draft.carrier.filter(|verb| !begins(verb));
            let own = own.unwrap_or(draft.trigger);
            is_day && matcher.tree.is_under(e.tokens.start, own)
        });
        if draft.target_slot == Some(Slot::ToldHost)
            && of_words.is_none_or(|_| matcher.tree.is_verb(draft.trigger))
            && let Some(told) = self.discourse.told_journey(&draft.source)
        {
            let under_way = told.status == Status::Ongoing;
            let dated = Dated::of_told(told);
            if let Some(dated) = dated.or_else(|| under_way.then(|| self.silent(draft, matcher))) {
                return Some(dated);
            }
        }
        if let Some(window) = putting_off::new_window(draft, times, matcher)
            && let Some(days) = putting_off::days(window)
        {
            let text = matcher.tree.written(window.tokens.clone()).to_owned();
            return Some(Dated::stated(
                days,
                format!(
                    "date: put off, {}: {} to {}, end excluded",
                    quoted(&text),
                    days.since,
                    days.until
                ),
                text,
            ));
        }
        if let Some((counted, days)) = day::counted_from_clause(draft, times, matcher) {
            let text = matcher.tree.written(counted.tokens.clone()).to_owned();
            return Some(Dated::stated(
                days,
                format!(
                    "date: {} what the clause tells is {} to {}, end excluded",
                    quoted(&text),
                    days.since,
                    days.until
                ),
                text,
            ));
        }
        // "Hours before they sit down, it emerges", on the day before the entry.
        let of_entry = |best: &&Expression| {
            best.kind != Kind::Relative
                || best.days.is_some()
                || self.scope.as_ref().is_none_or(|scope| !scope.is_entry)
        };
        let best = day::closest(draft, times, self.now(), matcher);
        if let Some(best) = best.filter(of_entry) {
            // "They also condemned the attack of March 4": in the talks told of.
            let told = self.told_day(draft, matcher).map(|(told, _)| told);
            let later = |told: &Dated| {
                let days = told.when.days.zip(best.days);
                days.is_some_and(|(told, days)| days.until <= told.since)
            };
            if day::is_of_what_is_named(draft, best, matcher)
                && let Some(told) = told.filter(later)
            {
                return Some(told);
            }
            return Some(self.day_of_expression(best, draft, times, matcher));
        }
        if let Some(counted) = day::counted_from_the_undated(draft, times, matcher) {
            return Some(self.day_of_expression(counted, draft, times, matcher));
        }
        // "Began right after the queen had ended her trip": in the weeks before.
        if let Some(words) = day::soon_followed(draft, matcher)
            && let Some(days) = self.now().and_then(day::fortnight_to)
        {
            let text = matcher.tree.written(words).to_owned();
            let step = format!(
                "date: {} the news: {} to {}, end excluded",
                quoted(&text),
                days.since,
                days.until
            );
            return Some(Dated::stated(days, step, text));
        }
        if self.lexicon.rules.rules[draft.rule].event_type != EventType::Consult {
            return None;
        }
        let told = setting::told_before(draft, &self.discourse, matcher)?;
        let of_entry = |told: &&TalksTold| told.sentence >= self.discourse.entry;
        let told = Some(told).filter(of_entry)?;
        // What is still to come isn't on a day that is over.
        let over = told.days.zip(self.meta.published.days);
        let over = over.is_some_and(|(days, published)| days.until <= published.since);
        if over && future(draft.frame.status) == 1 {
            return None;
        }
        Dated::of_told(told)
    }

    /// The day that an expression gives an event, counted from what it leans on.
    fn day_of_expression(
        &self,
        best: &Expression,
        draft: &Draft,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Dated {
        let text = matcher.tree.written(best.tokens.clone()).to_owned();
        let verb = draft.carrier.unwrap_or(draft.trigger);
        let leads_clause =
            || matcher.tree.is_verb(verb) && day::leads_clause_of(best, verb, matcher);
        // "A day after the summit": counted from the talks told of last.
        // "Six months after he came back": from no talks.
        let of_talks = day::is_counted_from_talks(best, matcher);
        let counted = || {
            let talks = self.discourse.latest_dated_talks(6).filter(|_| of_talks);
            best.counted_from(talks?)
        };
        // "..., a day after the crowd had stormed the house": counted back.
        let counted_back = || {
            let of_clause = leads_clause() && draft.frame.status == Status::Happened;
            let dated = || {
                let stated = times
                    .iter()
                    .find(|e| e.kind == Kind::Date && e.grain <= Grain::Day);
                let told = self.discourse.told.as_ref();
                let told = told.filter(|t| t.paragraph == self.discourse.paragraph);
                stated
                    .and_then(|e| e.days)
                    .or(told.map(|t| t.days))
                    .or(self.now())
            };
            of_clause
                .then(dated)
                .flatten()
                .and_then(|d| best.counted_to(d))
        };
        // "Met in November, a week after it had let them in": near the main clause's day.
        let near = || {
            let count = best.count?;
            let leads = leads_clause();
            let stated = times
                .iter()
                .filter(|e| e.kind == Kind::Date && e.grain <= Grain::Month)
                .filter(|e| e.tokens.end <= best.tokens.start)
                .find_map(|e| Some((e.grain, e.days?)));
            let (grain, days) = stated.filter(|_| leads && best.kind == Kind::Relative)?;
            match grain {
                Grain::Day => best.counted_to(days),
                _ if count.unit <= Unit::Day || count.unit == Unit::Week && count.most < 4 => {
                    Some(days)
                }
                _ => best.counted_to(days),
            }
        };
        let days = near()
            .or(best.days)
            .map(|days| day::lengthen(days, draft, times, matcher))
            .map(|days| day::within(days, best, draft, matcher))
            .map(|days| day::after_what(days, best, draft, self.now(), matcher))
            .map(|days| day::since(draft, best, days, self.now(), matcher))
            .map(|days| self.so_far(days, best, draft))
            .or_else(counted_back)
            .or_else(counted)
            // What has happened isn't to come.
            .filter(|days| {
                best.kind != Kind::Relative
                    || draft.frame.status != Status::Happened
                    || self.now().is_none_or(|p| days.since < p.until)
            });
        let step = match days {
            Some(days) => format!(
                "date: {} is {} to {}, end excluded",
                quoted(&text),
                days.since,
                days.until
            ),
            None => format!("date: {} can't be placed", quoted(&text)),
        };
        let basis = if days.is_some() {
            DateBasis::Stated
        } else {
            DateBasis::Unplaced
        };
        Dated {
            when: When {
                days,
                basis,
                text: Some(text),
            },
            step,
        }
    }

    /// "Visited India this year": what has happened in a time that still runs happened by
    /// the day of publication.
    fn so_far(&self, days: Days, best: &Expression, draft: &Draft) -> Days {
        let runs = best.kind == Kind::Date
            && best.grain > Grain::Week
            && draft.frame.status == Status::Happened;
        let now = self
            .now()
            .filter(|now| runs && days.since <= now.since && days.until > now.until);
        now.and_then(|now| Days::new(days.since, now.until))
            .unwrap_or(days)
    }

    /// "Travelled on Monday to mend ties": an aim is pursued on the day of the act
    /// that serves it.
    pub(super) fn under_dated(
        &self,
        drafts: &[Draft],
        dates: Vec<Option<Dated>>,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Vec<Option<Dated>> {
        let tree = matcher.tree;
        let above = |draft: &Draft| -> Option<Dated> {
            let mut up = draft.carrier.unwrap_or(draft.trigger);
            for _ in 0..12 {
                let (dep, below) = (tree.dep(up), up);
                up = tree.head(up)?;
                let at = drafts
                    .iter()
                    .position(|d| d.trigger == up || d.carrier == Some(up));
                if let Some(at) = at {
                    // "Began after he had left": not on the same day.
                    let before = day::follows(below, matcher);
                    return (!before && matches!(dep, Dep::Advcl | Dep::Relcl | Dep::Prep))
                        .then(|| dates[at].clone())
                        .flatten();
                }
            }
            None
        };
        let dates: Vec<Option<Dated>> = drafts
            .iter()
            .zip(&dates)
            .map(|(draft, date)| date.clone().or_else(|| above(draft)))
            .collect();
        // "Said on Tuesday that the visit helped them": in the days of the visit.
        let of_subject = |draft: &Draft| {
            let mut verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger))?;
            while tree.dep(verb) == Dep::Xcomp && !tree.has_child(verb, Dep::Nsubj) {
                verb = tree.head(verb)?;
            }
            let dated_anew = times.iter().any(|e| tree.is_under(e.tokens.start, verb));
            let subject = tree.child(verb, Dep::Nsubj).filter(|_| !dated_anew)?;
            let at = drafts.iter().position(|d| d.trigger == subject)?;
            let is_own = draft.trigger == subject || draft.frame.status != Status::Happened;
            dates[at].clone().filter(|_| !is_own)
        };
        drafts
            .iter()
            .zip(&dates)
            .map(|(draft, date)| of_subject(draft).or_else(|| date.clone()))
            .collect()
    }
}
