use super::Grain;
use super::calendar::Unit;
use super::words::Part;
use demarche_event::Days;

/// What an expression says, before anything is counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Term {
    /// Fixed in the calendar.
    Fixed(Days, Grain),
    /// Days of a month; `weekday` as the text gives it beside.
    Days {
        month: i8,
        first: i8,
        last: i8,
        which: Which,
        weekday: Option<i8>,
    },
    /// Days of a month that isn't named: "the 12th".
    OfMonth { first: i8, last: i8, which: Which },
    /// Whole months of a year; `last` before `first` lies in the next year.
    Months {
        first: i8,
        last: i8,
        which: Which,
        grain: Grain,
    },
    /// A weekday and the days after it; the weekend is two days from Saturday.
    Weekday {
        number: i8,
        length: i32,
        which: Which,
    },
    /// A calendar unit.
    Unit { unit: Unit, which: Which },
    /// Days from the publication day.
    Today(i32, i32),
    /// So many units from a day, or from the publication day.
    Shift {
        least: i32,
        most: i32,
        unit: Unit,
        from: Option<Box<Term>>,
    },
    /// So many units from what was told before.
    Told { least: i32, most: i32, unit: Unit },
    /// From now on, or up to now: `count` is negative for the past.
    Span { count: i32, unit: Unit },
    /// Early, mid, late; the hull if there are two.
    Part {
        first: Part,
        last: Part,
        of: Box<Term>,
    },
    /// As much of it as lies before the publication day, that day included.
    Earlier(Box<Term>),
    /// As much of it as lies after the publication day, that day included.
    Later(Box<Term>),
    /// From one to the other.
    Between(Box<Term>, Box<Term>),
    /// The n-th unit in a longer time, from 0, and how many; counted from its
    /// end if `back`.
    Nth {
        skip: i32,
        count: i32,
        unit: Unit,
        back: bool,
        of: Box<Term>,
    },
    /// The unit that holds it: "the week of March 4".
    Around(Unit, Box<Term>),
}

/// Which of the many Mays or Mondays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Not said: the tense decides.
    Bare,
    /// "this May".
    This,
    /// "last May".
    Last,
    /// "next May".
    Next,
    /// "the past Monday": the nearest before.
    Past,
    /// "the coming Monday": the nearest after.
    Coming,
    /// In a given year.
    Year(i16),
    /// In the n-th unit from the present one: "Monday last week" is (Week, -1).
    In(Unit, i32),
    /// Counted from what was told before: "the following Monday" is 1.
    Told(i32),
}

impl Term {
    /// Whether the year or week isn't said.
    pub(super) fn is_bare(&self) -> bool {
        match self {
            Term::Days { which, .. } | Term::Months { which, .. } | Term::Weekday { which, .. } => {
                *which == Which::Bare
            }
            Term::Part { of, .. } => of.is_bare(),
            _ => false,
        }
    }

    /// Whether it rests on what was told before.
    pub(super) fn is_told(&self) -> bool {
        match self {
            Term::Told { .. } => true,
            Term::Days { which, .. }
            | Term::OfMonth { which, .. }
            | Term::Months { which, .. }
            | Term::Weekday { which, .. }
            | Term::Unit { which, .. } => matches!(which, Which::Told(_)),
            Term::Part { of, .. }
            | Term::Earlier(of)
            | Term::Later(of)
            | Term::Nth { of, .. }
            | Term::Around(_, of) => of.is_told(),
            Term::Between(a, b) => a.is_told() || b.is_told(),
            Term::Fixed(..) | Term::Today(..) | Term::Shift { .. } | Term::Span { .. } => false,
        }
    }
}
