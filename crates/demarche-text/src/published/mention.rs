use jiff::civil::Date;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// A date as a text has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mentioned {
    /// 12 March 2024
    Day(Date),
    /// March 2024
    Month { year: i16, month: i8 },
    /// 12 March
    DayOfYear { month: i8, day: i8 },
}

/// A date and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub bytes: Range<usize>,
    pub date: Mentioned,
}

impl Mentioned {
    /// First day and the day after the last, for a date with a year.
    pub(super) fn days(self) -> Option<(Date, Date)> {
        match self {
            Mentioned::Day(day) => Some(super::single(day)),
            Mentioned::Month { year, month } => {
                let first = Date::new(year, month, 1).ok()?;
                Some((first, first.last_of_month().tomorrow().ok()?))
            }
            Mentioned::DayOfYear { .. } => None,
        }
    }
}

/// Months in the two forms that stand in texts; "may" and "march" in lower
/// case are verbs.
const MONTH: &str = "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|\
     Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|\
     JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|\
     AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?";

// For a span of days ("10-11 May 2023", "May 10-11, 2023") the last one counts.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?x)
        (?-u:\b)(?P<iso_year>[0-9]{{4}})[-/](?P<iso_month>[0-9]{{1,2}})[-/](?P<iso_day>[0-9]{{1,2}})
            (?:T[0-9:.]+(?:Z|[-+][0-9:]+)?)?
        | (?-u:\b)(?P<first>[0-9]{{1,2}})[./](?P<second>[0-9]{{1,2}})[./](?P<last>[0-9]{{4}})(?-u:\b)
        | (?-u:\b)(?P<day_before>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\x20of)?[\s-]{{1,3}}
            (?P<month_after>{MONTH})(?-u:\b)(?:\.?,?[\s-]{{1,3}}(?P<year_after>[0-9]{{4}})(?-u:\b))?
        | (?-u:\b)(?P<month_before>{MONTH})(?-u:\b)\.?\s{{1,2}}(?P<day_after>[0-9]{{1,2}})(?:st|nd|rd|th)?
            (?:\s?(?:-|\x{{2013}}|and|to)\s?(?P<day_to>[0-9]{{1,2}})(?:st|nd|rd|th)?)?(?-u:\b)
            (?:,?\s{{1,2}}(?P<year_last>[0-9]{{4}})(?-u:\b))?
        | (?-u:\b)(?P<month>{MONTH})(?-u:\b)\.?,?\s{{1,2}}(?:of\x20)?(?P<year>[0-9]{{4}})(?-u:\b)
        "
    ))
    .expect("the pattern is well formed")
});

/// All dates of a text, in order.
pub(super) fn mentions(text: &str) -> Vec<Mention> {
    DATE.captures_iter(text)
        .filter_map(|captures| {
            let whole = captures.get(0)?;
            Some(Mention {
                bytes: whole.range(),
                date: mentioned(&captures)?,
            })
        })
        .collect()
}

/// Years of living print and of plans; others are numbers that look like years.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

fn mentioned(captures: &Captures<'_>) -> Option<Mentioned> {
    let number = |name: &str| captures.name(name)?.as_str().parse::<i16>().ok();
    let small = |name: &str| i8::try_from(number(name)?).ok();
    let full = |year: i16, month: i8, day: i8| {
        let day = Date::new(year, month, day).ok()?;
        YEARS.contains(&year).then_some(Mentioned::Day(day))
    };
    if let Some(year) = number("iso_year") {
        return full(year, small("iso_month")?, small("iso_day")?);
    }
    if let Some(year) = number("last") {
        let (first, second) = (small("first")?, small("second")?);
        // 3/4/2024 is March in one country and April in another; dots are European.
        let dotted = captures.get(0)?.as_str().contains('.');
        return match (first, second) {
            (1..=12, 13..=31) => full(year, first, second),
            (13..=31, 1..=12) => full(year, second, first),
            _ if dotted || first == second => full(year, second, first),
            _ => None,
        };
    }
    let (month, day, year) = if let Some(month) = captures.name("month_after") {
        (month, small("day_before")?, number("year_after"))
    } else if let Some(month) = captures.name("month_before") {
        let day = small("day_to").or_else(|| small("day_after"))?;
        (month, day, number("year_last"))
    } else {
        let month = month_number(captures.name("month")?.as_str())?;
        let year = number("year").filter(|year| YEARS.contains(year))?;
        return Some(Mentioned::Month { year, month });
    };
    let month = month_number(month.as_str())?;
    match year {
        Some(year) => full(year, month, day),
        // 2024 is a leap year: every day that some year has.
        None => Date::new(2024, month, day)
            .ok()
            .map(|_| Mentioned::DayOfYear { month, day }),
    }
}

fn month_number(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = word.get(..3)?.to_ascii_lowercase();
    let index = MONTHS.iter().position(|month| *month == start)?;
    i8::try_from(index + 1).ok()
}

/// The day that a metadata field states: ISO 8601, RFC 2822, a date in words,
/// `YYYYMMDD`, or seconds or milliseconds since 1970. The day is the one on the
/// publisher's calendar: an offset isn't applied.
pub(crate) fn day_of(stated: &str) -> Option<Date> {
    let stated = stated.trim();
    if !stated.is_empty() && stated.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = stated.parse().ok()?;
        return match stated.len() {
            8 => {
                let year = i16::try_from(number / 10_000).ok()?;
                let month = i8::try_from(number / 100 % 100).ok()?;
                let day = i8::try_from(number % 100).ok()?;
                Date::new(year, month, day)
                    .ok()
                    .filter(|_| YEARS.contains(&year))
            }
            9..=10 => from_seconds(number),
            12..=13 => from_seconds(number / 1000),
            _ => None,
        };
    }
    // A field this long isn't a date.
    let stated = stated.get(..stated.len().min(200)).unwrap_or_default();
    mentions(stated)
        .into_iter()
        .find_map(|mention| match mention.date {
            Mentioned::Day(day) => Some(day),
            _ => None,
        })
}

fn from_seconds(seconds: i64) -> Option<Date> {
    let instant = jiff::Timestamp::from_second(seconds).ok()?;
    let day = jiff::tz::TimeZone::UTC.to_datetime(instant).date();
    YEARS.contains(&day.year()).then_some(day)
}
