//! The day that the words of a sentence give an event.

use super::Narrative;
use super::dated::{Dated, future};
use crate::explain::quoted;
use crate::lexicon::Slot;
use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Grain, Kind};
use crate::{day, putting_off, setting};
use demarche_event::{DateBasis, EventType, Status, When};
use demarche_lang::Dep;

impl Narrative<'_> {
    /// The day that the words give: the expression that stands closest, or that of
    /// the talks which these are.
    pub(super) fn own_date(
        &self,
        draft: &Draft,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Option<Dated> {
        let base = self.discourse.narrated.or(self.meta.published.days);
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
        if draft.target_slot == Some(Slot::ToldHost)
            && let Some(told) = self.discourse.told_journey(&draft.source)
        {
            let under_way = told.status == Status::Ongoing;
            let dated = Dated::of_told(told);
            if let Some(dated) = dated.or_else(|| under_way.then(|| self.silent(draft))) {
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
        if let Some(best) = day::closest(draft, times, self.meta.published.days, matcher) {
            return Some(self.day_of_expression(best, draft, times, matcher));
        }
        if self.lexicon.rules.rules[draft.rule].event_type != EventType::Consult {
            return None;
        }
        let told = setting::told_before(draft, &self.discourse, matcher)?;
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
        // "A day after the summit": counted from the talks told of last.
        let counted = || best.counted_from(self.discourse.latest_talks(false, 6)?.days?);
        // "..., a day after the crowd had stormed the house": counted back.
        let counted_back = || {
            let of_clause = matcher.tree.is_verb(draft.trigger)
                && day::leads_clause_of(best, draft.trigger, matcher)
                && draft.frame.status == Status::Happened;
            let dated = || {
                let stated = times
                    .iter()
                    .find(|e| e.kind == Kind::Date && e.grain <= Grain::Day);
                let told = self.discourse.told.as_ref();
                let told = told.filter(|t| t.paragraph == self.discourse.paragraph);
                stated
                    .and_then(|e| e.days)
                    .or(told.map(|t| t.days))
                    .or(self.meta.published.days)
            };
            of_clause
                .then(dated)
                .flatten()
                .and_then(|d| best.counted_to(d))
        };
        let days = best
            .days
            .map(|days| day::lengthen(days, draft, times, matcher))
            .map(|days| day::within(days, best, draft, matcher))
            .or_else(counted_back)
            .or_else(counted)
            // What has happened isn't to come.
            .filter(|days| {
                best.kind != Kind::Relative
                    || draft.frame.status != Status::Happened
                    || (self.meta.published.days).is_none_or(|p| days.since < p.until)
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

    /// "Travelled on Monday to mend ties": an aim is pursued on the day of the act
    /// that serves it.
    pub(super) fn under_dated(
        &self,
        drafts: &[Draft],
        dates: Vec<Option<Dated>>,
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
        drafts
            .iter()
            .zip(&dates)
            .map(|(draft, date)| date.clone().or_else(|| above(draft)))
            .collect()
    }
}
