use crate::{Published, PublishedBasis, StatedDay};
use jiff::civil::Date;

/// The publication day: what the user gives, else what metadata state.
pub(crate) fn published(given: Option<Date>, stated: Option<StatedDay>) -> Published {
    if let Some(day) = given {
        return Published {
            days: Some(single(day)),
            basis: PublishedBasis::Given,
            reason: None,
        };
    }
    match stated {
        Some(StatedDay { day, reason }) => Published {
            days: Some(single(day)),
            basis: PublishedBasis::Stated,
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
