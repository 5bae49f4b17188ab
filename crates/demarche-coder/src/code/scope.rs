//! The time that a heading, or the label of an entry, gives what stands below it.

use demarche_event::Days;
use demarche_text::{Document, Label, WrittenDate};
use jiff::Span;
use jiff::civil::Date;
use std::ops::Range;

/// Days after the publication that a label without a year may mean: those of a programme;
/// a chronology's are over.
const AHEAD: i64 = 14;

/// The time that stands over a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope {
    /// When what is told there took place, unless it says otherwise.
    pub days: Days,
    /// The words that say so.
    pub text: String,
    /// Which label of the document it is.
    pub number: usize,
    /// Whether it stands before an entry; else over several paragraphs.
    pub is_entry: bool,
    /// Whether it says the day: what is told is counted from there.
    pub is_day: bool,
}

/// The time over each of some ranges of a document, which are in order.
pub(super) fn scopes(
    document: &Document,
    ranges: &[Range<usize>],
    published: Option<Days>,
) -> Vec<Option<Scope>> {
    let bounds = latest_days(&document.labels, published);
    let mut labels = document.labels.iter().enumerate().peekable();
    let mut heading: Option<(Scope, &Label)> = None;
    let mut entry: Option<(Scope, &Label)> = None;
    let mut over = Vec::with_capacity(ranges.len());
    for range in ranges {
        while let Some((number, label)) = labels.next_if(|(_, l)| l.bytes.start < range.start) {
            let years = heading.as_ref().map(|(scope, _)| scope.days);
            let latest = bounds[number];
            let scope = placed(&label.date, years, published, latest).map(|days| {
                let text = document.text_of(label.bytes.clone());
                let is_edge = |c: char| !c.is_alphanumeric();
                Scope {
                    days,
                    text: text.trim_matches(is_edge).to_owned(),
                    number,
                    is_entry: !label.is_heading,
                    is_day: label.date.day.is_some() || label.date.weekday.is_some(),
                }
            });
            match label.is_heading {
                true => (heading, entry) = (scope.map(|scope| (scope, label)), None),
                false => entry = scope.map(|scope| (scope, label)),
            }
        }
        let covers = |scope: &&(Scope, &Label)| scope.1.covers.contains(&range.start);
        let nearest = entry
            .as_ref()
            .filter(covers)
            .or(heading.as_ref().filter(covers));
        over.push(nearest.map(|(scope, _)| scope.clone()));
    }
    over
}

/// The last day on which what stands below each label may begin: for one without a year that
/// day of the next such label, if most of them run forward, else soon after the publication.
fn latest_days(labels: &[Label], published: Option<Days>) -> Vec<Option<Date>> {
    let soon = published.and_then(|days| days.last().checked_add(Span::new().days(AHEAD)).ok());
    let mut latest = vec![soon; labels.len()];
    let lacks_year = |label: &Label| {
        !label.is_heading && label.date.year.is_none() && label.date.month.is_some()
    };
    let mut from = 0;
    for run in labels.chunk_by(|a, b| lacks_year(a) && lacks_year(b)) {
        let day_of = |label: &Label, latest| {
            placed(&label.date, None, published, latest).map(|days| days.since)
        };
        let days: Vec<Option<Date>> = run.iter().map(|label| day_of(label, soon)).collect();
        let forward = days.windows(2).filter(|pair| pair[0] < pair[1]).count();
        let backward = days.windows(2).filter(|pair| pair[0] > pair[1]).count();
        let ends_later = days.first() < days.last();
        if forward > backward || forward == backward && ends_later {
            let mut next = soon;
            for (number, label) in run.iter().enumerate().rev() {
                latest[from + number] = next;
                next = day_of(label, next).or(next);
            }
        }
        from += run.len();
    }
    latest
}

/// The days of a label. One without a year lies in the years of the heading above, else as
/// late as it may begin.
fn placed(
    date: &WrittenDate,
    above: Option<Days>,
    published: Option<Days>,
    latest: Option<Date>,
) -> Option<Days> {
    let Some(month) = date.month else {
        if let Some(year) = date.year {
            let until = date.last_year.unwrap_or(year).checked_add(1)?;
            return Days::new(Date::new(year, 1, 1).ok()?, Date::new(until, 1, 1).ok()?);
        }
        let last = published?.last();
        let weekday = date.weekday?;
        let back = (last.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
        return last.checked_sub(Span::new().days(back)).ok().map(Days::day);
    };
    let of_year = |year: i16| {
        let since = Date::new(year, month, date.day.unwrap_or(1)).ok()?;
        let end = date.last_month.unwrap_or(month);
        let year = match date.last_year {
            Some(last) => last,
            None if end < month => year.checked_add(1)?,
            None => year,
        };
        let last = match date.last_day.or(date.day) {
            Some(day) => Date::new(year, end, day).ok()?,
            None => Date::new(year, end, 1).ok()?.last_of_month(),
        };
        Days::new(since, last.tomorrow().ok()?)
    };
    if let Some(year) = date.year {
        return of_year(year);
    }
    if let Some(above) = above.filter(|days| days.length() > 1) {
        let mut years = (above.since.year()..=above.last().year()).filter_map(of_year);
        return years.find(|days| days.overlaps(&above));
    }
    let latest = latest?;
    let years = latest.year().checked_sub(1)?..=latest.year();
    years.filter_map(of_year).rfind(|days| days.since <= latest)
}
