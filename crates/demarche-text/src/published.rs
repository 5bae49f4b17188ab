mod dateline; // date lines and labels
mod infer; // what the mentions allow
mod mention; // dates in a text

use crate::{Published, PublishedBasis, StatedDay};
use jiff::civil::Date;
use std::ops::Range;

pub(crate) use dateline::{dateline, is_date_line};
pub(crate) use mention::day_of;

/// The text as the search for its publication day sees it.
pub(crate) struct Sight<'a> {
    pub text: &'a str,
    /// Address, which often holds the day.
    pub url: Option<&'a str>,
    /// Lines that aren't the report: headings, bylines, furniture.
    pub around: &'a [Range<usize>],
    /// Paragraphs of the report, with a dateline before the first.
    pub report: &'a [Range<usize>],
}

/// The publication day: what the user gives, else what metadata state, else
/// what the text states, else what it allows to conclude, else unknown.
pub(crate) fn published(
    given: Option<Date>,
    stated: Option<StatedDay>,
    sight: &Sight<'_>,
) -> Published {
    if let Some(day) = given {
        let days = Some(single(day));
        return Published {
            days,
            basis: PublishedBasis::Given,
            reason: None,
        };
    }
    let in_text = || dateline::stated(sight).or_else(|| sight.url.and_then(dateline::in_address));
    if let Some(StatedDay { day, reason }) = stated.or_else(in_text) {
        let days = Some(single(day));
        return Published {
            days,
            basis: PublishedBasis::Stated,
            reason: Some(reason),
        };
    }
    match infer::infer(sight) {
        Some((days, reason)) => Published {
            days: Some(days),
            basis: PublishedBasis::Inferred,
            reason: Some(reason),
        },
        None => Published::unknown(),
    }
}

/// The interval of one day.
pub(crate) fn single(day: Date) -> (Date, Date) {
    match day.tomorrow() {
        Ok(next) => (day, next),
        Err(_) => (day.yesterday().unwrap_or(day), day),
    }
}
