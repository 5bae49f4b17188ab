//! Days as knowledge files write them.

use super::error::LexiconErrorKind;
use jiff::civil::{Date, date};

/// A date of the knowledge files. One known only to the month or year counts
/// from its first day, or, as an end, to its last.
pub(crate) fn day_of(value: &toml::Value, is_end: bool) -> Result<Date, LexiconErrorKind> {
    day_written(&written(value), is_end)
}

/// A date as it stands in a knowledge file, quoted or not.
pub(super) fn written(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub(super) fn day_written(text: &str, is_end: bool) -> Result<Date, LexiconErrorKind> {
    let bad = || LexiconErrorKind::BadDate(text.to_owned());
    let mut parts = text.splitn(3, '-');
    let year: i16 = parts.next().and_then(|p| p.parse().ok()).ok_or_else(bad)?;
    let month: Option<i8> = parts
        .next()
        .map(|p| p.parse().map_err(|_| bad()))
        .transpose()?;
    let day: Option<i8> = parts
        .next()
        .map(|p| p.parse().map_err(|_| bad()))
        .transpose()?;
    let checked = |y, m, d| Date::new(y, m, d).map_err(|_| bad());
    match (month, day) {
        (Some(month), Some(day)) => checked(year, month, day),
        (Some(12), None) if is_end => checked(year + 1, 1, 1),
        (Some(month), None) => checked(year, month + i8::from(is_end), 1),
        (None, _) if !(-9000..9000).contains(&year) => Err(bad()),
        (None, _) => Ok(date(year + i16::from(is_end), 1, 1)),
    }
}
