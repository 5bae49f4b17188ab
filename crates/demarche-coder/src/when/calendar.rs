use super::words::Part;
use demarche_event::Days;
use jiff::Span;
use jiff::civil::Date;
use serde::Deserialize;

/// A unit of time, shortest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The next shorter unit that halves it evenly, and how many make a half.
    pub(super) fn half(self) -> (i32, Unit) {
        match self {
            Unit::Minute => (1, Unit::Minute),
            Unit::Hour => (30, Unit::Minute),
            Unit::Day => (12, Unit::Hour),
            Unit::Week => (84, Unit::Hour),
            Unit::Month => (15, Unit::Day),
            Unit::Quarter => (45, Unit::Day),
            Unit::Year => (6, Unit::Month),
            Unit::Decade => (5, Unit::Year),
            Unit::Century => (50, Unit::Year),
        }
    }

    /// About how many days `count` of it are; part days count as none.
    pub(crate) fn days(self, count: i32) -> i64 {
        let count = i64::from(count);
        match self {
            Unit::Minute => count / (24 * 60),
            Unit::Hour => count / 24,
            Unit::Day => count,
            Unit::Week => count * 7,
            Unit::Month => count * 3044 / 100,
            Unit::Quarter => count * 9131 / 100,
            Unit::Year => count * 36_525 / 100,
            Unit::Decade => count * 36_525 / 10,
            Unit::Century => count * 36_525,
        }
    }

    /// How far off a count of such units may be when somebody says "ago", in days.
    fn slack(self) -> i32 {
        match self {
            Unit::Minute | Unit::Hour | Unit::Day => 0,
            Unit::Week => 3,
            Unit::Month => 15,
            Unit::Quarter => 45,
            Unit::Year => 183,
            Unit::Decade => 1826,
            Unit::Century => 18_262,
        }
    }
}

/// The day `count` units later, or earlier if it is negative; part days are
/// rounded up to a whole day.
pub(super) fn shifted(day: Date, unit: Unit, count: i32) -> Option<Date> {
    let up = |per: i32| {
        if count < 0 {
            (count - per + 1) / per
        } else {
            (count + per - 1) / per
        }
    };
    let span = Span::new();
    let span = match unit {
        Unit::Minute => span.try_days(up(24 * 60)),
        Unit::Hour => span.try_days(up(24)),
        Unit::Day => span.try_days(count),
        Unit::Week => span.try_weeks(count),
        Unit::Month => span.try_months(count),
        Unit::Quarter => span.try_months(3 * i64::from(count)),
        Unit::Year => span.try_years(count),
        Unit::Decade => span.try_years(10 * i64::from(count)),
        Unit::Century => span.try_years(100 * i64::from(count)),
    };
    day.checked_add(span.ok()?).ok()
}

/// The interval from `least` to `most` units away from `base`, as wide as such
/// a phrase is vague. Negative counts lie before.
pub(super) fn about(base: Days, unit: Unit, least: i32, most: i32) -> Option<Days> {
    if unit == Unit::Decade && least == most && least.abs() == 1 {
        return about(base, Unit::Year, 10 * least, 10 * most);
    }
    let (first, last) = (least.min(most), least.max(most));
    let slack = unit.slack();
    let since = shifted(shifted(base.since, unit, first)?, Unit::Day, -slack)?;
    let until = shifted(shifted(base.last(), unit, last)?, Unit::Day, slack + 1)?;
    Days::new(since, until)
}

/// The interval from `least` to `most` units away from days that an account told: what it
/// counts in weeks from a day is on a day, what it counts in months in a month.
pub(super) fn counted(base: Days, unit: Unit, least: i32, most: i32) -> Option<Days> {
    let short = base.length() <= 31;
    match unit {
        // "Hours after they met": on the day, or the day beside it.
        Unit::Minute | Unit::Hour => {
            let next = shifted(base.since, Unit::Day, (least + most).signum())?;
            Some(hull(base, through(next, next)?))
        }
        Unit::Week if least == most && base.length() == 1 => {
            let day = shifted(base.since, unit, least)?;
            through(day, day)
        }
        // "A year later", of a whole year: the next.
        Unit::Year | Unit::Decade
            if least == most && containing(base.since, Unit::Year)? == base =>
        {
            containing(shifted(base.since, unit, least)?, Unit::Year)
        }
        Unit::Month if least == most && short => Some(hull(
            containing(shifted(base.since, unit, least)?, unit)?,
            containing(shifted(base.last(), unit, least)?, unit)?,
        )),
        // "Less than a week after": not before it.
        _ => {
            let days = about(base, unit, least, most)?;
            let since = if least >= 0 {
                days.since.max(base.since)
            } else {
                days.since
            };
            let until = if most <= 0 {
                days.until.min(base.until)
            } else {
                days.until
            };
            Days::new(since, until)
        }
    }
}

/// The calendar unit that holds a day; weeks begin on Monday, decades in a year
/// that ends in 0, centuries in one that ends in 01.
pub(super) fn containing(day: Date, unit: Unit) -> Option<Days> {
    let (year, month) = (day.year(), day.month());
    let since = match unit {
        Unit::Minute | Unit::Hour | Unit::Day => day,
        Unit::Week => {
            let past = i32::from(day.weekday().to_monday_zero_offset());
            shifted(day, Unit::Day, -past)?
        }
        Unit::Month => day.first_of_month(),
        Unit::Quarter => new(year, (month - 1) / 3 * 3 + 1, 1)?,
        Unit::Year => new(year, 1, 1)?,
        Unit::Decade => new(year.div_euclid(10) * 10, 1, 1)?,
        Unit::Century => new((year - 1).div_euclid(100) * 100 + 1, 1, 1)?,
    };
    let unit = unit.max(Unit::Day);
    Days::new(since, shifted(since, unit, 1)?)
}

/// A date, if there is such a day.
pub(super) fn new(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// Whole months of a year; `last` before `first` lies in the year after.
pub(super) fn months(year: i16, first: i8, last: i8) -> Option<Days> {
    let since = new(year, first, 1)?;
    let end = new(
        if last < first {
            year.checked_add(1)?
        } else {
            year
        },
        last,
        1,
    )?;
    Days::new(since, shifted(end, Unit::Month, 1)?)
}

/// A whole year.
pub(super) fn year(year: i16) -> Option<Days> {
    months(year, 1, 12)
}

/// From the earlier beginning to the later end.
pub(super) fn hull(a: Days, b: Days) -> Days {
    Days {
        since: a.since.min(b.since),
        until: a.until.max(b.until),
    }
}

/// From `since` through the day `last`.
pub(super) fn through(since: Date, last: Date) -> Option<Days> {
    Days::new(since, last.tomorrow().ok()?)
}

/// A part of an interval, by the interval's length.
pub(super) fn part_of(days: Days, part: Part) -> Option<Days> {
    let length = days.length();
    if length <= 1 {
        return Some(days);
    }
    if length <= 7 {
        return cut(days, i32::from(part.week.0) - 1, i32::from(part.week.1));
    }
    if length <= 31 {
        return cut(days, i32::from(part.month.0) - 1, i32::from(part.month.1));
    }
    // A longer time is cut as a year is, in whole months, outwards; decades
    // and centuries in whole years.
    let months = (length + 15) * 100 / 3044;
    let (unit, whole) = if months <= 24 {
        (Unit::Month, months)
    } else {
        (Unit::Year, months / 12)
    };
    let first = (i32::from(part.year.0) - 1) * whole / 12;
    let end = (i32::from(part.year.1) * whole + 11) / 12;
    let since = shifted(days.since, unit, first)?;
    let until = shifted(days.since, unit, end)?.min(days.until);
    Days::new(since, until)
}

/// Days number `first..end` of an interval, as far as it has them.
fn cut(days: Days, first: i32, end: i32) -> Option<Days> {
    let since = shifted(days.since, Unit::Day, first)?;
    let until = shifted(days.since, Unit::Day, end)?.min(days.until);
    Days::new(since, until)
}

/// Years that news may name.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1500..=2100;
