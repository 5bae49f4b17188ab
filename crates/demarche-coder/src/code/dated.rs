//! A day, and how it was found.

use super::Narrative;
use crate::day;
use crate::discourse::TalksTold;
use crate::explain::quoted;
use crate::matcher::{Draft, Matcher};
use crate::when::Expression;
use demarche_event::{DateBasis, Days, Status, When};

/// A day and how it was found.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    pub(super) when: When,
    pub(super) step: String,
}

impl Dated {
    pub(super) fn nowhere() -> Dated {
        Dated {
            when: When::unplaced(None),
            step: "date: talks that are only spoken of; the text doesn't say when".to_owned(),
        }
    }

    /// Through the days that the event's own words give it: "a five-day visit".
    pub(super) fn lengthened(
        mut self,
        draft: &Draft,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Dated {
        if let Some(days) = self.when.days {
            let longer = day::lengthen(days, draft, times, matcher);
            if longer != days {
                self.step = format!(
                    "{}; it lasts until {}, end excluded",
                    self.step, longer.until
                );
                self.when.days = Some(longer);
            }
        }
        self
    }

    /// Days that words of the text give.
    pub(super) fn stated(days: Days, step: String, text: String) -> Dated {
        Dated {
            when: When {
                days: Some(days),
                basis: DateBasis::Stated,
                text: Some(text),
            },
            step,
        }
    }

    pub(super) fn of_told(told: &TalksTold) -> Option<Dated> {
        let days = told.days?;
        Some(Dated {
            when: When {
                days: Some(days),
                basis: DateBasis::Stated,
                text: told.expression.clone(),
            },
            step: format!(
                "date: that of the talks told of before: {} to {}, end excluded",
                days.since, days.until
            ),
        })
    }
}

impl Narrative<'_, '_> {
    /// The time that stands over the paragraph.
    pub(super) fn of_scope(&self) -> Option<Dated> {
        let scope = self.scope.as_ref()?;
        let (days, text) = (scope.days, scope.text.clone());
        let step = format!(
            "date: under {}: {} to {}, end excluded",
            quoted(&text),
            days.since,
            days.until
        );
        Some(Dated::stated(days, step, text))
    }

    /// The day before an entry is that of all it tells without another, but for what is
    /// still to come or was over.
    pub(super) fn of_entry(&self, draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<Dated> {
        let is_entry = self.scope.as_ref().is_some_and(|scope| scope.is_entry);
        let own = draft.carrier.unwrap_or(draft.trigger);
        let apart = future(draft.frame.status) == 1 || day::had_happened(own, matcher);
        (is_entry && !apart).then(|| self.of_scope()).flatten()
    }

    /// The day of an event of which the text doesn't say when.
    pub(super) fn silent(&self, draft: &Draft, matcher: &Matcher<'_, '_>) -> Dated {
        let future = matches!(
            draft.frame.status,
            Status::Planned | Status::Proposed | Status::Demanded | Status::Hypothetical
        ) && !day::is_voiced(draft, matcher);
        let voiced = !future || day::is_promise(draft, matcher);
        if voiced && let Some(dated) = self.of_scope() {
            return dated;
        }
        let own = draft.carrier.unwrap_or(draft.trigger);
        if draft.frame.status == Status::Happened && day::was_before(own, matcher) {
            return Dated {
                when: When::unplaced(None),
                step: "date: before what is told; the text doesn't say when".to_owned(),
            };
        }
        let since_news = self.news.filter(|_| draft.frame.status != Status::Ongoing);
        let since_news = since_news.zip(self.meta.published.days);
        if !future
            && let Some((news, published)) = since_news
            && let Some(days) = Days::new(news.since.min(published.since), published.until)
            && days != published
        {
            return Dated {
                when: When {
                    days: Some(days),
                    basis: DateBasis::Published,
                    text: None,
                },
                step: format!(
                    "date: the text is silent; from the day of its news to the publication: {} to {}, end excluded",
                    days.since, days.until
                ),
            };
        }
        if self.news.is_none()
            && (matches!(draft.frame.status, Status::Happened | Status::Negated)
                || day::is_voiced(draft, matcher))
            && let Some(published) = self.meta.published.days.filter(|days| days.length() == 1)
            && let Ok(eve) = published.since.yesterday()
            && let Some(days) = Days::new(eve, published.until)
        {
            return Dated {
                when: When {
                    days: Some(days),
                    basis: DateBasis::Published,
                    text: None,
                },
                step: format!(
                    "date: the text is silent; the publication day or the day before: {} to {}, end excluded",
                    days.since, days.until
                ),
            };
        }
        let (when, step) = match self.meta.published.days {
            Some(days) if !future => (
                When {
                    days: Some(days),
                    basis: DateBasis::Published,
                    text: None,
                },
                "date: the text is silent; the publication day",
            ),
            Some(_) => (
                When::unplaced(None),
                "date: it lies ahead; the text doesn't say when",
            ),
            None => (
                When::unplaced(None),
                "date: neither the text nor a publication day tells",
            ),
        };
        Dated {
            when,
            step: step.to_owned(),
        }
    }
}

pub(super) fn future(status: Status) -> u8 {
    match status {
        Status::Happened | Status::Ongoing => 0,
        Status::Negated => 2,
        _ => 1,
    }
}
