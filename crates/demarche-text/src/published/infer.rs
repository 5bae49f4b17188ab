use super::mention::{Mention, Mentioned, mentions};
use super::{Sight, dateline, single};
use aho_corasick::{AhoCorasick, MatchKind};
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;
use std::sync::LazyLock;

/// What a text without a date line allows to conclude: an interval and why.
///
/// The text is at least as young as the latest day it tells of in the past
/// tense, and at most as old as the day after the earliest plan it still looks
/// forward to. A bound that the text doesn't give is set a year away from the
/// other, since reports seldom name nothing younger; the reason says so. Days
/// without a year count only against a year that the text gives. `None` if
/// nothing is dated, or if the bounds contradict each other.
pub(super) fn infer(sight: &Sight<'_>) -> Option<((Date, Date), String)> {
    let dated = dated(sight);
    let past = dated.iter().filter(|d| d.tense == Tense::Past);
    let mut since: Option<(Date, String)> = past
        .filter_map(|dated| {
            let (first, after) = dated.mention.date.days()?;
            Some((
                first,
                after,
                sight.text[dated.mention.bytes.clone()].to_owned(),
            ))
        })
        .max_by_key(|(since, after, _)| (*since, *after))
        .map(|(since, _, words)| (since, words));
    if let Some((month, day, _)) = dateline::yearless(sight) {
        return from_yearless_dateline(month, day, since, &dated);
    }
    // "On 25 December" after "12 June 2024" is the next such day: had it been
    // an earlier one, the year would have been worth a word.
    // A chronicle, with many dates, leaves the year out where the one before holds.
    let n_with_year = dated
        .iter()
        .filter(|d| d.mention.date.days().is_some())
        .count();
    if let Some((latest, _)) = since.as_ref().filter(|_| n_with_year <= CHRONICLE) {
        let latest = *latest;
        let next = dated
            .iter()
            .filter(|dated| dated.tense == Tense::Past)
            .filter_map(|dated| match dated.mention.date {
                Mentioned::DayOfYear { month, day } => {
                    let words = sight.text[dated.mention.bytes.clone()].to_owned();
                    Some((on_or_after(latest, month, day)?, words))
                }
                _ => None,
            })
            // Half a year on, the day may as well be one before.
            .filter(|(day, _)| (*day - latest).get_days() <= 200)
            .max_by_key(|(day, _)| *day);
        since = next.or(since);
    }
    let until = dated
        .iter()
        .filter(|dated| dated.tense == Tense::Future)
        .filter_map(|dated| {
            let (_, after) = dated.mention.date.days()?;
            Some((after, sight.text[dated.mention.bytes.clone()].to_owned()))
        })
        .filter(|(until, _)| since.as_ref().is_none_or(|(since, _)| since < until))
        .min_by_key(|(until, _)| *until);
    let year = 1.year();
    match (since, until) {
        (Some((since, told)), Some((until, planned))) => {
            // A plan for many years ahead bounds nothing.
            let near = since.checked_add(year).ok()?;
            if until <= near {
                let reason = format!("tells of {told}, and looks forward to {planned}");
                Some(((since, until), reason))
            } else {
                Some((
                    (since, near),
                    format!("the latest day told of is {told}; {WITHIN_A_YEAR}"),
                ))
            }
        }
        (Some((since, told)), None) => {
            let until = since.checked_add(year).ok()?;
            Some((
                (since, until),
                format!("the latest day told of is {told}; {WITHIN_A_YEAR}"),
            ))
        }
        (None, Some((until, planned))) => {
            let since = until.checked_sub(year).ok()?;
            Some((
                (since, until),
                format!("looks forward to {planned}, at most a year ahead"),
            ))
        }
        (None, None) => None,
    }
}

/// A text with more dates than this is a table; its last ones are left out.
const MAX_DATES: usize = 2000;

/// A text with more dates than this tells a history.
const CHRONICLE: usize = 3;

const WITHIN_A_YEAR: &str = "taken to be written within a year of it";

/// A dateline such as "March 3" with the year that the rest of the text allows.
fn from_yearless_dateline(
    month: i8,
    day: i8,
    latest_told: Option<(Date, String)>,
    dated: &[Dated],
) -> Option<((Date, Date), String)> {
    if let Some((latest, words)) = latest_told {
        let found = on_or_after(latest, month, day)?;
        let reason = format!("dateline without a year; the latest day told of is {words}");
        return Some((single(found), reason));
    }
    let (first, _) = dated
        .iter()
        .filter(|dated| dated.tense == Tense::Future)
        .filter_map(|dated| dated.mention.date.days())
        .min()?;
    let found = on_or_before(first, month, day)?;
    let reason = "dateline without a year; the year is that of the nearest plan".to_owned();
    Some((single(found), reason))
}

fn on_or_after(start: Date, month: i8, day: i8) -> Option<Date> {
    (0..=4).find_map(|n| {
        Date::new(start.year() + n, month, day)
            .ok()
            .filter(|found| *found >= start)
    })
}

fn on_or_before(end: Date, month: i8, day: i8) -> Option<Date> {
    (0..=4).find_map(|n| {
        Date::new(end.year() - n, month, day)
            .ok()
            .filter(|found| *found <= end)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tense {
    Past,
    Future,
    Unclear,
}

struct Dated {
    mention: Mention,
    tense: Tense,
}

/// The dates of the report with the tense of the clause around each.
fn dated(sight: &Sight<'_>) -> Vec<Dated> {
    let mut dated = Vec::new();
    for paragraph in sight.report {
        if dated.len() > MAX_DATES {
            break;
        }
        let text = &sight.text[paragraph.clone()];
        let mut known: Option<Range<usize>> = None;
        for mention in mentions(text).into_iter().take(MAX_DATES) {
            let sentence = match known.take() {
                Some(sentence) if sentence.contains(&mention.bytes.start) => sentence,
                _ => sentence_around(text, &mention.bytes),
            };
            let before = &text[sentence.start.min(mention.bytes.start)..mention.bytes.start];
            // "Said on 3 March that it will": the words before a date rule it.
            let tense = match self::tense(before) {
                Some(Tense::Past) if is_aim(before) => Tense::Unclear,
                Some(tense) => tense,
                None => self::tense(&text[sentence.clone()]).unwrap_or(Tense::Unclear),
            };
            known = Some(sentence);
            let start = paragraph.start + mention.bytes.start;
            let bytes = start..start + mention.bytes.len();
            dated.push(Dated {
                mention: Mention { bytes, ..mention },
                tense,
            });
        }
    }
    dated
}

/// The sentence around a date, cut at the nearest full stops; a date itself
/// may hold one. At most a few hundred bytes to either side.
fn sentence_around(text: &str, date: &Range<usize>) -> Range<usize> {
    const REACH: usize = 400;
    let mut low = date.start.saturating_sub(REACH);
    while !text.is_char_boundary(low) {
        low += 1;
    }
    let mut high = (date.end + REACH).min(text.len());
    while !text.is_char_boundary(high) {
        high -= 1;
    }
    let stop = |at: usize| {
        let rest = &text[at..];
        rest.starts_with(". ") || rest.starts_with("? ") || rest.starts_with(".\u{201d} ")
    };
    let low = low.min(date.start);
    let mut before = text[low..date.start].char_indices().map(|(at, _)| low + at);
    let start = before.rfind(|at| stop(*at)).map_or(low, |at| at + 1);
    let after = text[date.end..high.max(date.end)]
        .char_indices()
        .map(|(at, _)| date.end + at);
    let end = after
        .into_iter()
        .find(|at| stop(*at))
        .unwrap_or(high.max(date.end));
    start..end
}

const FUTURE: &str = include_str!("../../data/future_words.txt");
const PAST: &str = include_str!("../../data/past_words.txt");

/// Words of both kinds tell nothing reliable; `None` without any.
fn tense(sentence: &str) -> Option<Tense> {
    static FUTURE_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| automaton(FUTURE));
    static PAST_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| automaton(PAST));
    let future = has_word(&FUTURE_WORDS, sentence);
    let past = has_word(&PAST_WORDS, sentence)
        || sentence
            .split(|c: char| !c.is_alphabetic())
            .any(|word| word.len() > 4 && word.ends_with("ed") && !is_plan(word));
    match (past, future) {
        (true, false) => Some(Tense::Past),
        (false, true) => Some(Tense::Future),
        (true, true) => Some(Tense::Unclear),
        (false, false) => None,
    }
}

/// Whether the words before a date make it an aim in a sentence about the past:
/// "agreed to meet on", "a deadline was set for".
fn is_aim(before: &str) -> bool {
    const TOWARDS: [&str; 5] = ["by", "until", "before", "for", "till"];
    const DETERMINERS: [&str; 8] = ["the", "a", "an", "his", "her", "its", "their", "at"];
    let words: Vec<&str> = before.split_whitespace().collect();
    if words.last().is_some_and(|word| TOWARDS.contains(word)) {
        return true;
    }
    let infinitive = words.windows(2).rposition(|pair| {
        pair[0] == "to"
            && pair[1].starts_with(char::is_lowercase)
            && !DETERMINERS.contains(&pair[1])
    });
    infinitive.is_some_and(|at| tense(&words[at + 1..].join(" ")) != Some(Tense::Past))
}

/// Whether a word in -ed looks forward, such as "scheduled".
fn is_plan(word: &str) -> bool {
    words(FUTURE).any(|plan| plan.eq_ignore_ascii_case(word))
}

fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Lower case only: "May" is a month.
fn automaton(list: &'static str) -> AhoCorasick {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(words(list))
        .expect("the list is short")
}

fn has_word(automaton: &AhoCorasick, sentence: &str) -> bool {
    automaton.find_iter(sentence).any(|found| {
        let before = sentence[..found.start()].chars().next_back();
        let after = sentence[found.end()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
