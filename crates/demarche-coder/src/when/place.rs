use super::calendar::{self, Unit, about, containing, counted, hull, months, shifted, through};
use super::term::{Term, Which};
use super::{Anchor, Grain, Tense};
use demarche_event::Days;
use jiff::civil::Date;

/// What to count from.
pub(super) struct Setting<'a> {
    pub(super) anchor: &'a Anchor,
    pub(super) tense: Tense,
}

/// An expression placed in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) days: Days,
    pub(super) grain: Grain,
    pub(super) note: Option<&'static str>,
}

const YEAR_FROM_NARRATION: &str = "the year is that of the date told before";
const YEAR_FROM_HEADING: &str = "the year is that of the heading";
const YEAR_FROM_PUBLICATION: &str = "the year is the nearest to the publication day";
const TWO_WEEKS: &str = "may be either of two weeks";
const TWO_WINTERS: &str = "may be either of two winters";
pub(crate) const WEEKDAY_DIFFERS: &str = "the weekday isn't that of the date";

/// A narration this many days before the publication runs in a time of its own:
/// a bare "in May" belongs to its year rather than to the reader's.
const FAR: i32 = 300;

/// Days that an account that runs forward may go back, of which nothing says the year.
const BACK: i32 = 45;

impl Anchor {
    /// Whether days lie so far before the publication that what is told of them runs in a
    /// time of its own.
    pub(crate) fn is_far(&self, days: Days) -> bool {
        // From the earliest day on which it may have been published: a year of doubt about
        // that doesn't make a narration old.
        self.published
            .is_some_and(|published| (published.since - days.last()).get_days() > FAR)
    }
}

impl Setting<'_> {
    /// Whether days are over on the day of publication.
    pub(super) fn is_over(&self, days: Days) -> bool {
        let published = self.anchor.published;
        published.is_some_and(|published| days.until <= published.since)
    }

    /// Whether an account goes on from these days: not from far back in an aside.
    pub(super) fn goes_on_from(&self, days: Days) -> bool {
        self.tense != Tense::Earlier || !self.anchor.is_far(days)
    }

    /// Places a term, counting from each end of the publication interval.
    pub(super) fn place(&self, term: &Term) -> Option<Placed> {
        let Some(published) = self.anchor.published else {
            return self.on(term, None);
        };
        let first = self.on(term, Some(published.since))?;
        let last = published.last();
        if last == published.since {
            return Some(first);
        }
        let second = self.on(term, Some(last))?;
        Some(Placed {
            days: hull(first.days, second.days),
            grain: first.grain,
            note: first.note.or(second.note),
        })
    }

    fn on(&self, term: &Term, now: Option<Date>) -> Option<Placed> {
        let plain = |days: Days, grain: Grain| {
            Some(Placed {
                days,
                grain,
                note: None,
            })
        };
        match term {
            Term::Fixed(days, grain) => plain(*days, *grain),
            Term::Days {
                month,
                first,
                last,
                which,
                weekday,
            } => {
                let occurrence = |year| {
                    let since = calendar::new(year, *month, *first)?;
                    through(since, calendar::new(year, *month, *last)?)
                };
                self.day_of_year(occurrence, *which, *weekday, now)
            }
            Term::OfMonth { first, last, which } => {
                let (days, note) = self.day_of_month(*first, *last, *which, now)?;
                Some(Placed {
                    days,
                    grain: Grain::Day,
                    note,
                })
            }
            Term::Months {
                first,
                last,
                which,
                grain,
            } => {
                let (days, note) = self.yearly(|year| months(year, *first, *last), *which, now)?;
                // A winter lies in two years, and its name says one.
                if last < first && matches!(which, Which::Year(_)) {
                    let days = hull(shift_years(days, -1)?, days);
                    let since = calendar::new(days.until.year() - 1, 1, 1)?;
                    return Some(Placed {
                        days: Days::new(since, days.until)?,
                        grain: *grain,
                        note: Some(TWO_WINTERS),
                    });
                }
                Some(Placed {
                    days,
                    grain: *grain,
                    note,
                })
            }
            Term::Weekday {
                number,
                length,
                which,
            } => {
                let (days, note) = self.weekday(*number, *length, *which, now)?;
                Some(Placed {
                    days,
                    grain: Grain::Day,
                    note,
                })
            }
            Term::Unit { unit, which } => plain(self.unit(*unit, *which, now)?, Grain::of(*unit)),
            Term::Today(from, to) => {
                let now = now?;
                plain(
                    through(
                        shifted(now, Unit::Day, *from)?,
                        shifted(now, Unit::Day, *to)?,
                    )?,
                    Grain::Day,
                )
            }
            Term::Shift {
                least,
                most,
                unit,
                from,
            } => {
                let base = match from {
                    Some(term) => self.on(term, now)?.days,
                    None => Days::day(now?),
                };
                plain(about(base, *unit, *least, *most)?, Grain::of(*unit))
            }
            Term::Told { least, most, unit } => {
                // A day after something in a whole year says nothing.
                // "A decade later": from the year told last.
                let year = self.anchor.before.filter(|_| *unit >= Unit::Year);
                let told = year.or(self.anchor.narrated)?;
                let longest = if *unit < Unit::Month { 31 } else { 366 };
                if told.length() > longest {
                    return None;
                }
                plain(counted(told, *unit, *least, *most)?, Grain::of(*unit))
            }
            Term::Span { count, unit } => {
                let now = now?;
                let other = shifted(now, *unit, *count)?;
                plain(through(now.min(other), now.max(other))?, Grain::of(*unit))
            }
            Term::Part { first, last, of } => {
                let placed = self.on(of, now)?;
                if placed.grain == Grain::Day {
                    return Some(placed);
                }
                let days = hull(
                    calendar::part_of(placed.days, *first)?,
                    calendar::part_of(placed.days, *last)?,
                );
                Some(Placed { days, ..placed })
            }
            Term::Earlier(of) => {
                let placed = self.on(of, now)?;
                let until = now?.tomorrow().ok()?.min(placed.days.until);
                Some(Placed {
                    days: Days::new(placed.days.since, until).unwrap_or(placed.days),
                    ..placed
                })
            }
            Term::Later(of) => {
                let placed = self.on(of, now)?;
                let since = now?.max(placed.days.since);
                Some(Placed {
                    days: Days::new(since, placed.days.until).unwrap_or(placed.days),
                    ..placed
                })
            }
            Term::Between(from, to) => self.between(from, to, now),
            Term::Nth {
                skip,
                count,
                unit,
                back,
                of,
            } => {
                let placed = self.on(of, now)?;
                let (first, end) = (*skip, skip + count);
                let (since, until) = if *back {
                    (
                        shifted(placed.days.until, *unit, -end)?,
                        shifted(placed.days.until, *unit, -first)?,
                    )
                } else {
                    (
                        shifted(placed.days.since, *unit, first)?,
                        shifted(placed.days.since, *unit, end)?,
                    )
                };
                let days = Days::new(since.max(placed.days.since), until.min(placed.days.until))?;
                Some(Placed {
                    days,
                    grain: Grain::of(*unit),
                    note: placed.note,
                })
            }
            Term::Around(unit, of) => {
                let placed = self.on(of, now)?;
                let days = hull(
                    containing(placed.days.since, *unit)?,
                    containing(placed.days.last(), *unit)?,
                );
                Some(Placed {
                    days,
                    grain: Grain::of(*unit),
                    note: placed.note,
                })
            }
        }
    }

    /// Days of the year, with the weekday that the text may give beside.
    fn day_of_year(
        &self,
        occurrence: impl Fn(i16) -> Option<Days>,
        which: Which,
        weekday: Option<i8>,
        now: Option<Date>,
    ) -> Option<Placed> {
        let (days, note) = self.yearly(&occurrence, which, now)?;
        let fits = |days: Days| {
            weekday.is_none_or(|number| days.since.weekday().to_monday_one_offset() == number)
        };
        let placed = |days, note| {
            Some(Placed {
                days,
                grain: Grain::Day,
                note,
            })
        };
        if fits(days) {
            return placed(days, note);
        }
        if which == Which::Bare {
            let year = days.since.year();
            let other = [year - 1, year + 1]
                .into_iter()
                .filter_map(&occurrence)
                .find(|days| fits(*days));
            if let Some(days) = other {
                return placed(days, note);
            }
        }
        placed(days, Some(WEEKDAY_DIFFERS))
    }

    /// What comes once a year.
    fn yearly(
        &self,
        occurrence: impl Fn(i16) -> Option<Days>,
        which: Which,
        now: Option<Date>,
    ) -> Option<(Days, Option<&'static str>)> {
        let around = |now: Date| {
            [-8, -4, -3, -2, -1, 0, 1, 2, 3, 4, 8]
                .map(|n| now.year() + n)
                .into_iter()
                .filter_map(&occurrence)
        };
        let before = |now: Date| around(now).filter(|days| days.until <= now).last();
        let after = |now: Date| around(now).find(|days| days.since > now);
        let days = match which {
            Which::Year(year) => occurrence(year)?,
            Which::In(unit, count) => {
                let unit = self.unit(unit, Which::In(unit, count), now)?;
                occurrence(unit.since.year())?
            }
            Which::This => {
                let now = now?;
                around(now)
                    .filter(|days| days.until > now)
                    .find(|days| days.since <= now)
                    .or_else(|| occurrence(now.year()))?
            }
            Which::Last | Which::Past => before(now?)?,
            Which::Next | Which::Coming => after(now?)?,
            Which::Told(count) => {
                let told = self.anchor.before.or(self.anchor.narrated)?;
                match count.signum() {
                    -1 => around(told.since)
                        .filter(|days| days.until <= told.since)
                        .last()?,
                    0 => occurrence(told.since.year())?,
                    _ => around(told.since).find(|days| days.since >= told.until)?,
                }
            }
            Which::Bare => return self.bare(occurrence, now),
        };
        Some((days, None))
    }

    /// What comes once a year, when nothing says which year.
    fn bare(
        &self,
        occurrence: impl Fn(i16) -> Option<Days>,
        now: Option<Date>,
    ) -> Option<(Days, Option<&'static str>)> {
        if let Some(over) = self.anchor.over.filter(|days| days.length() > 31) {
            let years = over.since.year()..=over.last().year();
            let within = |days: &Days| over.since <= days.since && days.until <= over.until;
            if let Some(days) = years.filter_map(&occurrence).find(within) {
                return Some((days, Some(YEAR_FROM_HEADING)));
            }
        }
        let far = match (now, self.anchor.narrated) {
            (None, told) => told,
            (Some(_), Some(told)) => {
                let far =
                    self.anchor.is_far(told) && self.tense != Tense::Future && !self.anchor.aside;
                far.then_some(told)
            }
            (Some(_), None) => None,
        };
        if let Some(told) = far {
            let year = told.since.year();
            let (here, next) = (occurrence(year)?, occurrence(year + 1)?);
            // Narration mostly runs forward: after December comes January of
            // the year after, not the one that has passed.
            let crosses = told.length() < 120
                && (told.since - here.until).get_days() > BACK
                && self.tense != Tense::Earlier
                && now.is_none_or(|now| next.since <= now);
            return Some((if crosses { next } else { here }, Some(YEAR_FROM_NARRATION)));
        }
        let now = now?;
        let around = || {
            [-8, -4, -3, -2, -1, 0, 1, 2, 3, 4, 8]
                .map(|n| now.year() + n)
                .into_iter()
                .filter_map(&occurrence)
        };
        let past = around().filter(|days| days.since <= now).last();
        let future = around().find(|days| days.until > now);
        let days = match self.tense {
            Tense::Past | Tense::Earlier => past?,
            Tense::Future => future?,
            Tense::Present => nearer(now, past, future)?,
        };
        Some((days, Some(YEAR_FROM_PUBLICATION)))
    }

    fn day_of_month(
        &self,
        first: i8,
        last: i8,
        which: Which,
        now: Option<Date>,
    ) -> Option<(Days, Option<&'static str>)> {
        let occurrence = |month: Date| {
            let since = calendar::new(month.year(), month.month(), first)?;
            through(since, calendar::new(month.year(), month.month(), last)?)
        };
        let near = |base: Date, count: i32| shifted(base.first_of_month(), Unit::Month, count);
        match which {
            Which::In(unit, count) => {
                let unit = self.unit(unit, Which::In(unit, count), now)?;
                Some((occurrence(unit.since)?, None))
            }
            Which::Bare => {
                let told = self.anchor.narrated;
                let far = match (now, told) {
                    (Some(now), Some(told)) => {
                        (now - told.last()).get_days() > 45
                            && matches!(self.tense, Tense::Past | Tense::Earlier)
                    }
                    (None, _) => true,
                    _ => false,
                };
                if far {
                    let told = told?;
                    let same_month = told.since.first_of_month() == told.last().first_of_month();
                    return if same_month {
                        Some((
                            occurrence(told.since)?,
                            Some("the month is that of the date told before"),
                        ))
                    } else {
                        None
                    };
                }
                let now = now?;
                let around = || {
                    [-2, -1, 0, 1, 2]
                        .into_iter()
                        .filter_map(|n| occurrence(near(now, n)?))
                };
                let past = around().rfind(|days| days.since <= now);
                let future = around().find(|days| days.until > now);
                let days = match self.tense {
                    Tense::Past | Tense::Earlier => past?,
                    Tense::Future => future?,
                    Tense::Present => nearer(now, past, future)?,
                };
                Some((days, None))
            }
            _ => None,
        }
    }

    fn weekday(
        &self,
        number: i8,
        length: i32,
        which: Which,
        now: Option<Date>,
    ) -> Option<(Days, Option<&'static str>)> {
        let base = match which {
            Which::Told(_) => {
                let told = self.anchor.narrated?;
                if told.length() > 7 {
                    return None;
                }
                told.last()
            }
            _ => now?,
        };
        let monday = containing(base, Unit::Week)?.since;
        let in_week = |week: i32| {
            let since = shifted(monday, Unit::Day, week * 7 + i32::from(number) - 1)?;
            Days::new(since, shifted(since, Unit::Day, length)?)
        };
        let weeks = || [-3, -2, -1, 0, 1, 2, 3].into_iter().filter_map(in_week);
        // The nearest that has begun, today included; before, and after, today.
        let begun = weeks().rfind(|days| days.since <= base);
        let before = weeks().rfind(|days| days.until <= base);
        let after = weeks().find(|days| days.since > base);
        let open = weeks().find(|days| days.until > base);
        let days = match which {
            Which::Bare => match self.tense {
                Tense::Past | Tense::Earlier => begun?,
                Tense::Future => open?,
                Tense::Present => nearer(base, begun, open)?,
            },
            Which::This => match self.tense {
                Tense::Past | Tense::Earlier => begun?,
                Tense::Future => open?,
                Tense::Present => in_week(0)?,
            },
            Which::Past => before?,
            Which::Coming => after?,
            // "last Friday" said on a Sunday may be either of two.
            Which::Last => {
                let days = before?;
                if days.since >= monday && i32::from(base.weekday().to_monday_one_offset()) < 7 {
                    return Some((hull(in_week(-1)?, days), Some(TWO_WEEKS)));
                }
                days
            }
            Which::Next => {
                let days = after?;
                if days.since < shifted(monday, Unit::Week, 1)? {
                    return Some((hull(days, in_week(1)?), Some(TWO_WEEKS)));
                }
                days
            }
            Which::In(Unit::Week, count) => in_week(count)?,
            Which::Told(count) if count < 0 => before?,
            Which::Told(0) => in_week(0)?,
            Which::Told(_) => after?,
            Which::In(..) | Which::Year(_) => return None,
        };
        Some((days, None))
    }

    fn unit(&self, unit: Unit, which: Which, now: Option<Date>) -> Option<Days> {
        let from = |base: Date, count: i32| containing(shifted(base, unit, count)?, unit);
        match which {
            Which::Bare | Which::This => containing(now?, unit),
            Which::In(_, count) => from(containing(now?, unit)?.since, count),
            Which::Last => from(containing(now?, unit)?.since, -1),
            Which::Next => from(containing(now?, unit)?.since, 1),
            Which::Past => {
                let now = now?;
                through(shifted(now, unit, -1)?, now)
            }
            Which::Coming => {
                let now = now?;
                Days::new(now, from(containing(now, unit)?.since, 1)?.until)
            }
            Which::Told(count) => {
                let year = self.anchor.before.filter(|_| unit == Unit::Year);
                let told = year.or(self.anchor.narrated)?;
                let (first, last) = (
                    containing(told.since, unit)?,
                    containing(told.last(), unit)?,
                );
                // Of a whole year, "the same month" could be any.
                if unit < Unit::Year && first != last {
                    return None;
                }
                Some(hull(from(first.since, count)?, from(last.since, count)?))
            }
            Which::Year(year) if unit == Unit::Year => calendar::year(year),
            Which::Year(_) => None,
        }
    }

    fn between(&self, from: &Term, to: &Term, now: Option<Date>) -> Option<Placed> {
        let (a, b) = (self.on(from, now)?, self.on(to, now)?);
        let join = |a: Days, b: Days| Placed {
            days: hull(a, b),
            grain: self.on(to, now).map_or(Grain::Day, |placed| placed.grain),
            note: None,
        };
        let note = a.note.or(b.note);
        if a.days.since <= b.days.since {
            let far = weekly(from) && weekly(to) && (b.days.since - a.days.since).get_days() > 7;
            return (!far).then(|| Placed {
                note,
                ..join(a.days, b.days)
            });
        }
        // "between December and February", "from Friday to Monday": one of the
        // two lies a round further.
        let turn = |days: Days, count: i32| {
            if weekly(from) {
                shift_days(days, 7 * count)
            } else {
                shift_years(days, count)
            }
        };
        let open = now.is_some_and(|now| b.days.until > now) && self.tense != Tense::Past;
        let (first, last) = match (open, from.is_bare(), to.is_bare()) {
            (true, _, true) | (_, false, true) => (a.days, turn(b.days, 1)?),
            (false, true, _) => (turn(a.days, -1)?, b.days),
            _ => return None,
        };
        (first.since <= last.since).then(|| Placed {
            note,
            ..join(first, last)
        })
    }
}

fn nearer(now: Date, past: Option<Days>, future: Option<Days>) -> Option<Days> {
    let (Some(past), Some(future)) = (past, future) else {
        return past.or(future);
    };
    let behind = (now - past.last()).get_days().max(0);
    let ahead = (future.since - now).get_days().max(0);
    Some(if behind <= ahead { past } else { future })
}

fn shift_days(days: Days, count: i32) -> Option<Days> {
    Days::new(
        shifted(days.since, Unit::Day, count)?,
        shifted(days.until, Unit::Day, count)?,
    )
}

fn shift_years(days: Days, count: i32) -> Option<Days> {
    Days::new(
        shifted(days.since, Unit::Year, count)?,
        shifted(days.until, Unit::Year, count)?,
    )
}

fn weekly(term: &Term) -> bool {
    matches!(term, Term::Weekday { .. })
}
