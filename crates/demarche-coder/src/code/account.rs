//! The day, month or year that an account has come to.

use super::Narrative;
use crate::actor::ActorPhrase;
use crate::day;
use crate::discourse::Told;
use crate::matcher::{Draft, Matcher};
use crate::when::{Anchor, Expression, Grain, Kind, Tense};
use demarche_event::Days;
use demarche_lang::{Dep, Pos};

/// Days within which a report tells what is new.
const RECENT: i64 = 7;

/// Sentences with which a report opens: they tell its news.
const OPENS_WITH: usize = 5;

impl Narrative<'_, '_> {
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
            // "In 2018 you helped our enemies", he said: the account stays where it is.
            .filter(|e| {
                let is_recent = |now| e.days.is_some_and(|days| is_recent(days, now));
                now.is_none_or(is_recent) || !day::is_quoted(e.tokens.start, matcher)
            })
            .collect();
        self.hear_news(&own, matcher);
        let fronted = own.last().is_some_and(|e| {
            let tokens = matcher.tree.token(e.tokens.start).sentence().tokens();
            let mut before = tokens.start..e.tokens.start;
            before.all(|t| matches!(matcher.tree.pos(t), Pos::Space | Pos::Adp))
        });
        let told = |days: Days| Told {
            days,
            fronted,
            doers: actors
                .iter()
                .filter(|(_, subject_of)| subject_of.is_some())
                .filter_map(|(a, _)| a.country)
                .collect(),
            countries: actors.iter().filter_map(|(a, _)| a.country).collect(),
            sentence: self.discourse.sentence,
            paragraph: self.discourse.paragraph,
        };
        let anchor = Anchor {
            published: now,
            ..Anchor::default()
        };
        // "Ten days earlier it had let them in": the account stays where it is.
        let is_background = |e: &&&Expression| {
            e.days.is_some_and(|days| {
                !anchor.is_far(days) && self.is_before_the_account(days, &[**e], matcher)
            })
        };
        if let Some(last) = own.iter().rfind(|e| !is_background(e)).and_then(|e| e.days) {
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
                } else if let Some(running) = running(&own, now, matcher) {
                    self.discourse.told = running.map(told);
                } else if let Some(counted) = opens_undated(times, matcher) {
                    let of_talks = day::is_counted_from_talks(counted, matcher);
                    let days = self.discourse.latest_dated_talks(6).filter(|_| of_talks);
                    let days = days.and_then(|days| counted.counted_from(days));
                    let days = days.filter(|days| now.is_none_or(|now| days.until <= now.until));
                    self.discourse.told = days.map(told);
                }
            }
            // "They condemned the attack of March 4": the account doesn't go back there.
            [days] if self.is_before_the_account(days, &own, matcher) => {}
            [days] if is_over(&days) => self.discourse.told = Some(told(days)),
            _ => {
                // "Announced on Monday that they would meet on May 18": it is at the first.
                let ahead = |days: &Days| now.is_some_and(|now| days.since >= now.until);
                let mut told_of = days.iter().filter(|days| !ahead(days));
                let only = told_of.next().filter(|_| told_of.next().is_none());
                let only = only.filter(|days| is_over(days));
                self.discourse.told = only.map(|days| told(*days));
            }
        }
        days
    }

    /// Whether the only day of a sentence is that of something it names, before the day that
    /// the account has come to.
    fn is_before_the_account(
        &self,
        days: Days,
        dates: &[&Expression],
        matcher: &Matcher<'_, '_>,
    ) -> bool {
        let is_before = |account: Days| account.length() <= 7 && days.until <= account.since;
        let told = self.discourse.told.as_ref();
        let told = told.filter(|told| told.paragraph == self.discourse.paragraph);
        let talks = || self.discourse.latest_dated_talks(4);
        let of_day = || dates.iter().filter(|e| e.days == Some(days));
        match told {
            Some(told) => is_before(told.days) && of_day().all(|e| day::points_back(e, matcher)),
            None => talks().is_some_and(is_before) && of_day().all(|e| day::names_act(e, matcher)),
        }
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

/// The week or month that still runs, as far as it is over, if the main clause is of it:
/// "it accused them this week". Of a year that runs nothing is known.
fn running(
    dates: &[&Expression],
    now: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> Option<Option<Days>> {
    let now = now?;
    let runs = |e: &&&Expression| {
        e.kind == Kind::Date
            && e.count.is_none()
            && !day::is_of_the_background(e.tokens.start, matcher)
            && e.days
                .is_some_and(|d| d.since < now.until && d.until >= now.until)
    };
    let running = dates.iter().rfind(runs)?;
    let is_past = matcher.frames.tense(running.tokens.start) == Tense::Past;
    let is_main = day::is_of_main_clause(running, matcher);
    let days = running
        .days
        .filter(|_| is_past && is_main && running.grain <= Grain::Month);
    Some(days.and_then(|days| Days::new(days.since, now.until)))
}

/// Whether a sentence opens with a time that is counted from what no word dates: "six months
/// after he came back".
fn opens_undated<'e>(times: &'e [Expression], matcher: &Matcher<'_, '_>) -> Option<&'e Expression> {
    times.first().filter(|e| {
        let first = matcher.tree.token(e.tokens.start).sentence().tokens().start;
        e.kind == Kind::Relative && e.days.is_none() && e.tokens.start == first
    })
}

/// Whether days are those just before a day, or after it.
fn is_recent(days: Days, now: Days) -> bool {
    let week = jiff::Span::new().days(RECENT);
    days.until
        .checked_add(week)
        .is_ok_and(|until| until >= now.since)
}
