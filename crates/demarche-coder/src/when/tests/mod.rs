//! Expressions of time, text in and intervals out.

mod cases;
mod quantities;
mod sentence;

use super::{Anchor, Expression, Kind, Tense, TimeWords, Unit, expressions};
use demarche_event::Days;
use jiff::civil::Date;
use sentence::sentence;

fn words() -> TimeWords {
    TimeWords::parse(include_str!("../../../../../knowledge/rules/time.toml"))
        .expect("the shipped words of time")
}

/// "2025-01-16", or "2025-01-13..2025-01-20" with the end excluded; "" is none.
fn days(text: &str) -> Option<Days> {
    let date = |text: &str| text.parse::<Date>().expect("a date in the case");
    match text.split_once("..") {
        _ if text.is_empty() => None,
        Some((since, until)) => {
            Some(Days::new(date(since), date(until)).expect("an interval in the case"))
        }
        None => Some(Days::day(date(text))),
    }
}

fn told(words: &str, expression: &Expression) -> String {
    let kind = match expression.kind {
        Kind::Date => "",
        Kind::Since => "since ",
        Kind::Until => "until ",
        Kind::Duration => "duration ",
        Kind::Frequency => "frequency ",
        Kind::Relative => "relative ",
        Kind::Vague => "vague ",
        Kind::Period => "period ",
    };
    let days = match expression.days {
        None => "-".to_owned(),
        Some(days) if days.length() == 1 => days.since.to_string(),
        Some(days) => format!("{}..{}", days.since, days.until),
    };
    format!("{words} = {kind}{days}")
}

fn read(words: &TimeWords, text: &str, anchor: &Anchor, tense: Tense) -> Vec<String> {
    let parsed = sentence(text);
    expressions(words, &parsed, 0..parsed.len(), anchor, |_| tense)
        .iter()
        .map(|expression| told(parsed.words(expression.tokens.clone()), expression))
        .collect()
}

#[test]
fn expressions_fall_on_their_days() {
    let words = words();
    let mut wrong = String::new();
    let mut count = 0;
    for case in cases::CASES {
        let anchor = Anchor {
            published: days(case.published),
            narrated: days(case.narrated),
            ..Anchor::default()
        };
        let found = read(&words, case.text, &anchor, case.tense);
        count += case.expected.len().max(1);
        if found != case.expected {
            wrong += &format!(
                "{} [{}]\n  expected {:?}\n  found    {:?}\n",
                case.text, case.published, case.expected, found
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 150, "{count} expressions");
}

#[test]
fn lengths_are_bounded() {
    let words = words();
    for (text, unit, days) in [
        ("The talks ran for five days.", Unit::Day, 5..=5),
        ("They held a 90-minute call.", Unit::Minute, 0..=0),
        ("He paid a three-day visit.", Unit::Day, 3..=3),
        ("The siege lasted several weeks.", Unit::Week, 21..=63),
        (
            "The siege lasted nearly four months.",
            Unit::Month,
            91..=121,
        ),
        ("The siege lasted half a year.", Unit::Month, 182..=182),
        (
            "It was the first visit in six years.",
            Unit::Year,
            2191..=2191,
        ),
        (
            "It was the first visit in half a century.",
            Unit::Year,
            18262..=18262,
        ),
        (
            "It was the first visit in more than a decade.",
            Unit::Decade,
            3652..=7305,
        ),
        (
            "It was the first visit in twenty-five years.",
            Unit::Year,
            9131..=9131,
        ),
        (
            "The siege lasted a year and a half.",
            Unit::Month,
            547..=547,
        ),
        (
            "The protest entered a fifth straight day.",
            Unit::Day,
            5..=5,
        ),
    ] {
        let parsed = sentence(text);
        let found = expressions(&words, &parsed, 0..parsed.len(), &Anchor::default(), |_| {
            Tense::Past
        });
        let [expression] = found.as_slice() else {
            panic!("{text}: {found:?}")
        };
        assert_eq!(
            expression.count.map(|count| count.unit),
            Some(unit),
            "{text}"
        );
        assert_eq!(expression.length_days(), Some(days), "{text}");
        assert!(!expression.is_date(), "{text}");
    }
}

#[test]
fn relative_times_count_from_the_event() {
    let words = words();
    let event = days("2025-03-10").expect("a day");
    for (text, expected) in [
        ("The envoy left a day after the summit.", "2025-03-11"),
        ("The envoy left two days before the vote.", "2025-03-08"),
        (
            "The envoy left a week after the summit.",
            "2025-03-17..2025-03-18",
        ),
        ("They met on the eve of the summit.", "2025-03-09"),
    ] {
        let parsed = sentence(text);
        let found = expressions(&words, &parsed, 0..parsed.len(), &Anchor::default(), |_| {
            Tense::Past
        });
        let [expression] = found.as_slice() else {
            panic!("{text}: {found:?}")
        };
        assert_eq!(expression.kind, Kind::Relative, "{text}");
        assert_eq!(expression.counted_from(event), days(expected), "{text}");
    }
}

#[test]
fn what_was_assumed_is_said() {
    let words = words();
    let parsed = sentence("The envoy left on May 25.");
    let note = |anchor: &Anchor| {
        expressions(&words, &parsed, 0..parsed.len(), anchor, |_| Tense::Past)[0]
            .note
            .unwrap_or_default()
    };
    let published = days("2025-01-16");
    assert!(
        note(&Anchor {
            published,
            narrated: None,
            ..Anchor::default()
        })
        .contains("publication")
    );
    assert!(
        note(&Anchor {
            published,
            narrated: days("2022-03-01"),
            ..Anchor::default()
        })
        .contains("told before")
    );
    assert!(note(&Anchor::default()).contains("nothing to count from"));
}

#[test]
fn a_publication_interval_widens() {
    let words = words();
    let anchor = Anchor {
        published: days("2025-01-13..2025-01-18"),
        narrated: None,
        ..Anchor::default()
    };
    for (text, expected) in [
        ("They met yesterday.", "yesterday = 2025-01-12..2025-01-17"),
        (
            "They met last month.",
            "last month = 2024-12-01..2025-01-01",
        ),
        (
            "They met on Wednesday.",
            "on Wednesday = 2025-01-08..2025-01-16",
        ),
        (
            "They met on March 3, 2022.",
            "on March 3, 2022 = 2022-03-03",
        ),
    ] {
        assert_eq!(
            read(&words, text, &anchor, Tense::Past),
            [expected],
            "{text}"
        );
    }
}

#[test]
fn odd_words_do_no_harm() {
    // Random sentences of words that the grammar knows and some it doesn't.
    let vocabulary = "the a of in on at during over within for by until before after since from to and between last past \
        previous next coming following this same that recent earlier later ago hence every twice old long straight more \
        half time night weekend fiscal about nearly only 's ' , - – / ( ) early mid late end first second third one two \
        few several 0 1 2 12 29 31 32 99 1899 1999 2024 2100 9999 10000 999999999999 12th 31st 0th 1990s 90s 0s Q3 Q9 H1 \
        FY2024 FY24 2024-02-30 29/02/2023 31/12/2024 10:30 5pm today tomorrow yesterday overnight Christmas recently daily \
        annual minute hours day days week weeks fortnight month months quarter year years decades century centuries spring \
        winter fall Monday Sundays Sun. May March February Feb. mid-2023 18–19 post-2014 Feb.12 - -- é日本 eve summit \
        that day the next day ruled Strelsau $ %";
    let vocabulary: Vec<&str> = vocabulary.split_whitespace().collect();
    let words = words();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let edges = [
        "",
        "2025-01-16",
        "-9999-01-01",
        "9999-12-29",
        "0001-01-01..0001-03-01",
        "2023-01-01..2024-01-01",
        "9990-01-01..9999-12-31",
    ];
    for _ in 0..30_000 {
        let length = 1 + next(12);
        let text: Vec<&str> = (0..length)
            .map(|_| vocabulary[next(vocabulary.len())])
            .collect();
        let text = text.join(if next(4) == 0 { "" } else { " " });
        let tense = [Tense::Past, Tense::Present, Tense::Future][next(3)];
        let edge = |text: &str| match text.strip_prefix('-') {
            Some(_) => Some(Days::day(Date::MIN)),
            None => days(text),
        };
        let anchor = Anchor {
            published: edge(edges[next(edges.len())]),
            narrated: edge(edges[next(edges.len())]),
            ..Anchor::default()
        };
        let parsed = sentence(&text);
        let from = next(3).min(parsed.len());
        let found = expressions(&words, &parsed, from..parsed.len(), &anchor, |_| tense);
        let mut end = from;
        for expression in &found {
            assert!(
                expression.tokens.start >= end && expression.tokens.start < expression.tokens.end,
                "{text}: {found:?}"
            );
            assert!(
                expression.days.is_none_or(|days| days.since < days.until),
                "{text}: {found:?}"
            );
            end = expression.tokens.end;
            let _ = (
                expression.length_days(),
                expression.counted_from(Days::day(Date::MAX)),
            );
        }
        assert!(end <= parsed.len(), "{text}: {found:?}");
    }
}

#[test]
fn long_repetitions_end() {
    let words = words();
    let published = days("2025-01-16");
    for text in [
        "early ",
        "a week after ",
        "the first day of ",
        "the night of ",
        "the year of ",
        "a day before May and ",
        "May - ",
        "the ",
    ] {
        let text = text.repeat(4000) + "Monday";
        let parsed = sentence(&text);
        let anchor = Anchor {
            published,
            narrated: published,
            ..Anchor::default()
        };
        expressions(&words, &parsed, 0..parsed.len(), &anchor, |_| Tense::Future);
    }
}

#[test]
fn a_word_has_one_meaning() {
    let text = include_str!("../../../../../knowledge/rules/time.toml");
    let twice = text.replacen(
        "words = [\"tomorrow\"]",
        "words = [\"tomorrow\", \"january\"]",
        1,
    );
    let error = TimeWords::parse(&twice)
        .err()
        .expect("a word that stands twice")
        .to_string();
    assert!(error.contains("`january` stands in two places"), "{error}");
    let far = text.replacen("number = 12", "number = 13", 1);
    let error = TimeWords::parse(&far)
        .err()
        .expect("a month out of range")
        .to_string();
    assert!(error.contains("1..=12"), "{error}");
    assert!(TimeWords::parse("month = 3").is_err());
}
