//! The day, month or year that an account has come to.

use super::Narrative;
use crate::actor::ActorPhrase;
use crate::day;
use crate::discourse::Told;
use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Grain, Kind};
use demarche_event::Days;
use demarche_lang::Dep;

/// Days within which a report tells what is new.
const RECENT: i64 = 7;

/// Sentences with which a report opens: they tell its news.
const OPENS_WITH: usize = 5;

impl Narrative<'_> {
    /// Goes to the dates of a sentence that speaks of some actors. Gives its days.
    pub(super) fn follow(
        &mut self,
        actors: &[(ActorPhrase, Option<usize>)],
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Vec<Days> {
        let now = self.now();
        let dates: Vec<&Expression> = times
            .iter()
            .filter(|e| matches!(e.kind, Kind::Date | Kind::Relative) && e.grain <= Grain::Year)
            .collect();
        if let Some(last) = dates.iter().rev().find_map(|e| e.days) {
            self.discourse.before = Some(last);
        }
        let own: Vec<&Expression> = dates
            .into_iter()
            .filter(|e| e.days.is_some() && !day::is_aside(e, now, matcher))
            .collect();
        self.hear_news(&own, matcher);
        let told = |days: Days| Told {
            days,
            doers: actors
                .iter()
                .filter(|(_, subject_of)| subject_of.is_some())
                .filter_map(|(a, _)| a.country)
                .collect(),
            countries: actors.iter().filter_map(|(a, _)| a.country).collect(),
            sentence: self.discourse.sentence,
            paragraph: self.discourse.paragraph,
        };
        if let Some(last) = own.last().and_then(|e| e.days) {
            let is_past = now.is_some_and(|now| !is_recent(last, now));
            self.discourse.past = is_past.then(|| told(last));
        }
        let days: Vec<Days> = own
            .iter()
            .filter(|e| e.grain == Grain::Day)
            .filter_map(|e| e.days)
            .collect();
        let is_over =
            |days: &Days| now.is_none_or(|now| days.since < now.until && days.until != now.until);
        match days[..] {
            [] => {
                if let Some(days) = come_to(&own, now, matcher) {
                    self.discourse.told = Some(told(days));
                }
            }
            [days] if is_over(&days) => self.discourse.told = Some(told(days)),
            _ => self.discourse.told = None,
        }
        days
    }

    /// Keeps the day or week of the news: the first recent one that the text tells, in one of
    /// its first sentences.
    fn hear_news(&mut self, dates: &[&Expression], matcher: &Matcher<'_, '_>) {
        let Some(now) = self.now() else { return };
        if self.news.is_some() || self.discourse.sentence > OPENS_WITH || self.is_running {
            return;
        }
        let week = jiff::Span::new().days(2 * RECENT);
        let is_recent = |days: &Days| {
            let late = days.until.checked_add(week);
            days.since < now.until && late.is_ok_and(|late| late >= now.since)
        };
        self.news = dates
            .iter()
            .filter(|e| e.kind == Kind::Date && e.grain <= Grain::Week)
            .filter(|e| {
                let head = e.tokens.start;
                !day::is_of_the_background(head, matcher) || day::is_of_the_news(head, matcher)
            })
            .filter_map(|e| e.days)
            .find(is_recent);
    }

    /// Whether an event may be of an account: who acts, or is acted on, stands there.
    pub(super) fn is_of_account(draft: &Draft, told: &Told) -> bool {
        let sides = draft.source.iter().chain(&draft.target);
        let mut countries = sides.filter_map(|a| a.country);
        countries.any(|country| told.countries.contains(&country))
    }
}

/// "In April 2023 she went to Strelsau": the account has moved on, if not to a day.
fn come_to(dates: &[&Expression], now: Option<Days>, matcher: &Matcher<'_, '_>) -> Option<Days> {
    let tree = matcher.tree;
    // "Jailed him in May, after it had let her go in June": that of the main clause.
    let is_main = |e: &Expression| {
        let verb = tree.verb_above(e.tokens.start);
        verb.is_some_and(|verb| matches!(tree.dep(verb), Dep::Root | Dep::Conj))
    };
    let over = |days: &Days| now.is_none_or(|now| days.until <= now.since);
    let past: Vec<(bool, Days)> = dates
        .iter()
        .filter(|e| !day::is_of_the_background(e.tokens.start, matcher))
        .filter_map(|e| Some((is_main(e), e.days.filter(over)?)))
        .collect();
    let main = past.iter().rfind(|(is_main, _)| *is_main);
    main.or(past.last()).map(|(_, days)| *days)
}

/// Whether days are those just before a day, or after it.
fn is_recent(days: Days, now: Days) -> bool {
    let week = jiff::Span::new().days(RECENT);
    days.until
        .checked_add(week)
        .is_ok_and(|until| until >= now.since)
}
