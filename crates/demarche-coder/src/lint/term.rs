use super::file::{Entry, Parsed, words_of};
use super::{Finding, Gravity};
use crate::lexicon::day_of;
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// A term of somebody in an office that has one holder.
struct Term<'a> {
    entry: Entry<'a>,
    name: &'a str,
    since: Date,
    until: Date,
    /// Days by which the ends may be off: a month where only that is known.
    since_within: i32,
    until_within: i32,
}

/// Terms may touch by so many days: sources count the day of the oath for both.
const TOLERANCE_DAYS: i32 = 3;

/// Checks the terms of office: their dates, and that an office with one holder
/// has one at a time.
pub(super) fn check(parsed: &[Parsed<'_>], entries: &[Entry<'_>], findings: &mut Vec<Finding>) {
    let single = single_offices(parsed);
    let mut terms: BTreeMap<(&str, &str, &str), Vec<Term<'_>>> = BTreeMap::new();
    for entry in entries {
        for key in ["offices", "sectors"] {
            for held in entry.tables(key) {
                let Some((since, until)) = days(entry, held, findings) else {
                    continue;
                };
                let text = |key: &str| held.get(key).and_then(Value::as_str);
                let (Some(name), Some(office), Some(title)) =
                    (entry.str("name"), text("office"), text("title"))
                else {
                    continue;
                };
                let of = text("code")
                    .or(text("country"))
                    .or(entry.str("code"))
                    .or(entry.str("country"));
                let disputed = held.get("disputed").and_then(Value::as_bool) == Some(true);
                if let (Some(of), true) = (of, single.contains(&office) && !disputed) {
                    terms.entry((of, office, title)).or_default().push(Term {
                        entry: *entry,
                        name,
                        since: since.unwrap_or(Date::MIN),
                        until: until.unwrap_or(Date::MAX),
                        since_within: within(held.get("since")),
                        until_within: within(held.get("until")),
                    });
                }
            }
        }
    }
    for ((of, _, title), mut held) in terms {
        held.sort_by_key(|term| term.since);
        for (at, term) in held.iter().enumerate() {
            for earlier in &held[..at] {
                let both = earlier.until.min(term.until);
                let days = term
                    .since
                    .until(both)
                    .map_or(i32::MAX, |span| span.get_days());
                if earlier.name != term.name && days > term.since_within.max(earlier.until_within) {
                    findings.push(term.entry.finding_at(
                        title,
                        "terms-overlap",
                        Gravity::Warning,
                        format!(
                            "is {title} of {of} from {} while {} ({}) is until {}; one of the days is wrong, or the titles differ",
                            term.since,
                            earlier.name,
                            earlier.entry.file.place(&earlier.entry),
                            if earlier.until == Date::MAX {
                                "today".to_owned()
                            } else {
                                earlier.until.to_string()
                            }
                        ),
                    ));
                }
            }
        }
    }
}

/// How exact a day is, in days.
fn within(day: Option<&Value>) -> i32 {
    let parts = day
        .and_then(Value::as_str)
        .map(|day| day.split('-').count());
    match parts {
        Some(1) => 366,
        Some(2) => 31 + TOLERANCE_DAYS,
        _ => TOLERANCE_DAYS,
    }
}

/// Offices that one person holds at a time: a set of the knowledge.
fn single_offices<'a>(parsed: &'a [Parsed<'a>]) -> Vec<&'a str> {
    let sets = parsed
        .iter()
        .filter_map(|file| file.table.get("set")?.as_table());
    sets.flat_map(|set| words_of(set.get("single-office")))
        .collect()
}

/// The days of a term. What is wrong with them is told.
fn days(
    entry: &Entry<'_>,
    held: &Table,
    findings: &mut Vec<Finding>,
) -> Option<(Option<Date>, Option<Date>)> {
    let mut day = |key: &str, is_end: bool| match held.get(key) {
        None => Some(None),
        Some(value) => match day_of(value, is_end) {
            Ok(day) => Some(Some(day)),
            Err(kind) => {
                findings.push(entry.finding_at(key, "bad-value", Gravity::Error, kind.to_string()));
                None
            }
        },
    };
    let (since, until) = (day("since", false)?, day("until", true)?);
    if let (Some(since), Some(until)) = (since, until)
        && until <= since
    {
        let title = held
            .get("title")
            .or(held.get("office"))
            .or(held.get("sector"));
        let title = title.and_then(Value::as_str).unwrap_or("the term");
        findings.push(entry.finding_at(
            title,
            "term-ends-early",
            Gravity::Error,
            format!("{title} ends {until}, not after it begins, {since}; `until` is the day after the last"),
        ));
        return None;
    }
    Some((since, until))
}
