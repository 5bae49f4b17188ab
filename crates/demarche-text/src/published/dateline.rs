use super::Sight;
use super::mention::{Mentioned, day_of, mentions};
use crate::StatedDay;
use jiff::civil::Date;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Lines longer than this are sentences.
const MAX_LINE: usize = 160;

/// Words that announce a publication day, one a line, the most telling first.
const LABELS: &str = include_str!("../../data/date_labels.txt");

/// The day that a date line, a label such as "Last updated", or the dateline of
/// the report states in full.
pub(super) fn stated(sight: &Sight<'_>) -> Option<StatedDay> {
    let labelled = sight
        .around
        .iter()
        .filter_map(|line| labelled_day(&sight.text[line.clone()]));
    if let Some((_, stated)) = labelled.min_by_key(|(rank, _)| *rank) {
        return Some(stated);
    }
    let report = sight.report.first()?;
    let head = &sight.text[report.clone()];
    let line = head.get(..dateline(head)?)?;
    let day = day_of(line)?;
    Some(StatedDay {
        day,
        reason: format!("dateline: {}", line.trim()),
    })
}

/// The day of a line that is there to state it, and how telling the line is:
/// smaller is better.
fn labelled_day(line: &str) -> Option<(usize, StatedDay)> {
    let line = line.trim();
    // A day and a year have five digits together.
    let n_digits = line.bytes().filter(u8::is_ascii_digit).count();
    if line.len() > MAX_LINE || n_digits < 5 {
        return None;
    }
    let mention = mentions(line)
        .into_iter()
        .find(|m| matches!(m.date, Mentioned::Day(_)))?;
    let Mentioned::Day(day) = mention.date else {
        return None;
    };
    let before = line[..mention.bytes.start].to_lowercase();
    let after = &line[mention.bytes.end..];
    let rank = match label(&before) {
        Some(rank) if letters(after) <= 60 => rank,
        _ => {
            // A date with a weekday, a time zone or a name beside it, not a sentence.
            let n_letters = letters(&before) + letters(after);
            if n_letters > 40 || line.ends_with(['.', '?', '!']) && n_letters > 12 {
                return None;
            }
            usize::MAX
        }
    };
    Some((
        rank,
        StatedDay {
            day,
            reason: format!("date line: {line}"),
        },
    ))
}

/// Whether a line is there to state the publication day.
pub(crate) fn is_date_line(line: &str) -> bool {
    labelled_day(line).is_some()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// The rank of the label that the words before a date end with: it opens the
/// line or follows a separator, and little stands between it and the date.
fn label(before: &str) -> Option<usize> {
    const BETWEEN: usize = 16;
    let part = before
        .rsplit([
            '|', '\u{2022}', '\u{b7}', '\u{2013}', '\u{2014}', '/', '(', ';',
        ])
        .find(|part| letters(part) > 0)?
        .trim();
    labels()
        .enumerate()
        .filter(|(_, label)| {
            part.strip_prefix(label).is_some_and(|rest| {
                !rest.starts_with(char::is_alphanumeric) && letters(rest) <= BETWEEN
            })
        })
        .map(|(rank, _)| rank)
        .min()
}

fn labels() -> impl Iterator<Item = &'static str> {
    LABELS
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Bytes of the dateline that a report starts with, such as "STRELSAU, March 3
/// (Agency) - ", with the dash and the space after it; `None` if there is none.
pub(crate) fn dateline(report: &str) -> Option<usize> {
    static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
        let place = r"[A-Z][A-Z.'\x27-]+(?:[ ][A-Z][A-Z.'-]+){0,3}";
        let mixed = r"\p{Lu}[\p{L}.'’-]+(?:[ ](?:\p{Lu}[\p{L}.'’-]*|de|la|el|al|of|the)){0,3}";
        let region = r"(?:,[ ]\p{Lu}[\p{L}.'’]+(?:[ ]\p{Lu}[\p{L}.'’]+){0,2})?";
        let day = r"(?:[,;]?[ ](?:\p{Lu}[a-z]{2,8}\.?,?[ ])?(?:\p{Lu}\p{L}{2,8}\.?[ ][0-9]{1,2}|[0-9]{1,2}[ ]\p{Lu}\p{L}{2,8}\.?)(?:,?[ ][0-9]{4})?)?";
        let agency = r"[ ]?\([^()\n]{2,40}\)";
        let dash = r"[ ]{0,2}(?:[—–]|--?)[ ]{1,2}";
        Regex::new(&format!(
            "^(?:{place}{region}{day}(?:{agency})?{dash}|{mixed}{region}{day}{agency}{dash}|\
             {place}{region}{day}(?:{agency})?:[ ])"
        ))
        .expect("the pattern is well formed")
    });
    let end = report
        .char_indices()
        .nth(MAX_LINE)
        .map_or(report.len(), |(at, _)| at);
    DATELINE.find(&report[..end]).map(|found| found.end())
}

/// The day and month of a dateline without a year.
pub(super) fn yearless(sight: &Sight<'_>) -> Option<(i8, i8, Range<usize>)> {
    let report = sight.report.first()?;
    let head = &sight.text[report.clone()];
    let end = dateline(head)?;
    mentions(&head[..end])
        .into_iter()
        .find_map(|mention| match mention.date {
            Mentioned::DayOfYear { month, day } => {
                Some((month, day, report.start..report.start + end))
            }
            _ => None,
        })
}

/// The day in an address such as `https://example.org/2024/03/12/talks`.
pub(super) fn in_address(url: &str) -> Option<StatedDay> {
    static PATH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"/((?:19|20)[0-9]{2})[-/]?([01]?[0-9])[-/]?([0-3][0-9])(?:[/_-]|$)")
            .expect("the pattern is well formed")
    });
    let found = PATH.captures(url)?;
    let day = Date::new(
        found[1].parse().ok()?,
        found[2].parse().ok()?,
        found[3].parse().ok()?,
    );
    Some(StatedDay {
        day: day.ok()?,
        reason: format!("address: {url}"),
    })
}
