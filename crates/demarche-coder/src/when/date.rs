use super::calendar::Unit;
use super::grammar::{Read, Reader};
use super::term::{Term, Which};
use super::words::{Item, Role};
use super::{Count, Grain};

/// "late in the first week of the month of June 2022" is four deep.
const DEEPEST: u8 = 6;

impl Reader<'_> {
    /// A date, or two that a range or list joins. `led` says that a preposition
    /// stands before it, which lets a bare year or season be one.
    pub(super) fn date(&self, i: usize, led: bool) -> Read<Term> {
        let (end, term) = self.single(i, led)?;
        let (mut end, mut term) = self.ranged(end, term);
        // "June of last year", "Q3 this year", "early May this year".
        if let Some((after, which)) = self.of_year(end)
            && set_year(&mut term, which)
        {
            end = after;
        }
        Some((end, term))
    }

    pub(super) fn ranged(&self, end: usize, term: Term) -> (usize, Term) {
        let tight = self.is(end, Role::Dash) && self.is_tight(end) && self.is_tight(end + 1);
        let loose = self.is(end, Role::Dash) && !self.is_tight(end) && !self.is_tight(end + 1);
        let to = self.is(end, Role::To) || self.is(end, Role::Until);
        let and = self.is(end, Role::And) || self.is(end, Role::Slash);
        if !(tight || loose || to || and) {
            return (end, term);
        }
        let Some((after, other)) = self.single(end + 1, true) else {
            return (end, term);
        };
        if !alike(&term, &other) || and && !follows(&term, &other) {
            return (end, term);
        }
        match join(term.clone(), other) {
            Some(joined) => (after, joined),
            None => (end, term),
        }
    }

    /// "this year", "of last year", ", next year" after a month or quarter.
    pub(super) fn of_year(&self, i: usize) -> Read<Which> {
        let j = self.skip(self.skip(i, Role::Comma), Role::Of);
        let count = match self.item(j) {
            Item::Role(Role::Last) => -1,
            Item::Role(Role::This) => 0,
            Item::Role(Role::Next) => 1,
            _ => return None,
        };
        match self.item(j + 1) {
            Item::Unit {
                unit: Unit::Year,
                plural: false,
                ..
            } => Some((j + 2, Which::In(Unit::Year, count))),
            _ => None,
        }
    }

    /// One date.
    pub(super) fn single(&self, i: usize, led: bool) -> Read<Term> {
        let depth = self.depth.get();
        if depth == DEEPEST {
            return None;
        }
        self.depth.set(depth + 1);
        let read = self.longest(i, led);
        self.depth.set(depth);
        read
    }

    pub(super) fn longest(&self, i: usize, led: bool) -> Read<Term> {
        let readings = [
            self.part(i),
            self.nth(i),
            self.around(i),
            self.calendar(i),
            self.weekday(i),
            self.deictic(i),
            self.quarter(i),
            self.season(i, led),
            self.years(i, led),
            self.named(i),
            self.ago(i),
        ];
        readings
            .into_iter()
            .flatten()
            .reduce(|a, b| if b.0 > a.0 { b } else { a })
    }

    /// "early next week", "the end of May", "mid- to late 2021", "later this
    /// year", "year's end".
    pub(super) fn part(&self, i: usize) -> Read<Term> {
        let j = self.skip(i, Role::The);
        if let Item::Unit {
            unit,
            plural: false,
            times: 1,
            ..
        } = self.item(j)
        {
            let joined = self.is(j + 1, Role::Dash) || self.is(j + 1, Role::Possessive);
            let Item::Part(part) = self.item(j + 2) else {
                return None;
            };
            let part = self.words.part(part);
            let of = Term::Unit {
                unit,
                which: Which::This,
            };
            return (joined && unit > Unit::Day).then(|| {
                (
                    j + 3,
                    Term::Part {
                        first: part,
                        last: part,
                        of: Box::new(of),
                    },
                )
            });
        }
        let (mut k, parts) = match self.item(j) {
            Item::Part(first) => {
                let mut k = j + 1;
                let mut last = first;
                let m = self.skip(k, Role::Dash);
                if (self.is(m, Role::To) || self.is(m, Role::And))
                    && let Item::Part(other) = self.item(self.skip(m + 1, Role::Dash))
                {
                    last = other;
                    k = self.skip(m + 1, Role::Dash) + 1;
                }
                (k, Some((self.words.part(first), self.words.part(last))))
            }
            Item::Role(Role::Earlier | Role::Later) => (j + 1, None),
            _ => return None,
        };
        let dash = self.is(k, Role::Dash);
        k = self.skip(k, Role::Dash);
        let noun = parts.is_some_and(|(part, _)| part.noun);
        let linked = match self.item(k) {
            Item::Role(Role::Of) => true,
            Item::Role(Role::In | Role::On | Role::During) => !noun,
            _ => false,
        };
        if linked {
            k += 1;
        }
        let unit_at = match self.item(k) {
            Item::Role(Role::The) if linked => k + 1,
            _ if dash => k,
            _ => usize::MAX,
        };
        let unit = match self.item(unit_at) {
            Item::Unit {
                unit,
                plural: false,
                times: 1,
                ..
            } if unit > Unit::Day => Some(unit),
            Item::Unit {
                unit: Unit::Day,
                plural: false,
                ..
            } if noun => {
                return Some((unit_at + 1, Term::Today(0, 0)));
            }
            _ => None,
        };
        let (end, of) = match unit {
            Some(unit) => (
                unit_at + 1,
                Term::Unit {
                    unit,
                    which: Which::This,
                },
            ),
            None => self.single(k, true).filter(|(_, term)| match term {
                Term::Months { .. } => true,
                Term::Fixed(_, grain) => linked || !noun || *grain > Grain::Day,
                Term::Shift { .. } => linked,
                _ => linked || dash || !noun,
            })?,
        };
        let of = Box::new(of);
        let term = match parts {
            Some((first, last)) => Term::Part { first, last, of },
            None if self.is(j, Role::Earlier) => Term::Earlier(of),
            None => Term::Later(of),
        };
        Some((end, term))
    }

    /// "the first three months of 2024", "the last week of May".
    pub(super) fn nth(&self, i: usize) -> Read<Term> {
        let j = self.skip(i, Role::The);
        let (skip, back) = match self.item(j) {
            Item::Ordinal(n) => (n - 1, false),
            Item::Role(Role::Last) => (0, true),
            _ => return None,
        };
        let (k, count, unit) = match self.item(j + 1) {
            Item::Unit {
                unit,
                plural: false,
                times,
                ..
            } => (j + 2, times, unit),
            _ if skip == 0 => {
                let (end, quantity) = self.quantity(j + 1)?;
                let Count { most, unit, .. } = quantity.count;
                if quantity.bare {
                    return None;
                }
                (end, most, unit)
            }
            _ => return None,
        };
        if !self.is(k, Role::Of) || unit < Unit::Day {
            return None;
        }
        let (end, of) = self.single(k + 1, true)?;
        Some((
            end,
            Term::Nth {
                skip,
                count,
                unit,
                back,
                of: Box::new(of),
            },
        ))
    }

    /// "the week of March 4", "the month of June", "the year 2024", "the night
    /// of May 3".
    pub(super) fn around(&self, i: usize) -> Read<Term> {
        let j = self.skip(i, Role::The);
        match self.item(j) {
            Item::Unit {
                unit,
                plural: false,
                times: 1,
                ..
            } => {
                let k = self.skip(j + 1, Role::Of);
                let (end, of) = match unit {
                    Unit::Year | Unit::Month => {
                        return self.single(k, true).filter(|(_, term)| is_unit(term, unit));
                    }
                    Unit::Week if k > j + 1 || self.is(k, Role::From) => {
                        self.single(self.skip(k, Role::From), true)?
                    }
                    _ => return None,
                };
                matches!(of, Term::Days { .. } | Term::Fixed(_, Grain::Day))
                    .then(|| (end, Term::Around(unit, Box::new(of))))
            }
            Item::Role(Role::TimeOfDay) => {
                let k = self.skip(j + 1, Role::Of);
                let k = self.skip(k, Role::On);
                self.single(k, true).filter(|(_, term)| {
                    matches!(
                        term,
                        Term::Days { .. } | Term::Weekday { .. } | Term::Fixed(_, Grain::Day)
                    )
                })
            }
            _ => None,
        }
    }
}

fn is_unit(term: &Term, unit: Unit) -> bool {
    match term {
        Term::Fixed(_, grain) => unit == Unit::Year && *grain == Grain::Year,
        Term::Months { .. } => unit == Unit::Month,
        _ => false,
    }
}

/// Whether a range may lead from one to the other.
fn alike(a: &Term, b: &Term) -> bool {
    let class = |term: &Term| match term {
        Term::Part { of, .. } => match **of {
            Term::Fixed(..) => 1,
            Term::Months { .. } => 2,
            _ => 0,
        },
        Term::Fixed(_, Grain::Day) | Term::Days { .. } => 2,
        Term::Fixed(..) => 1,
        Term::Months { .. } => 2,
        Term::Weekday { .. } => 3,
        Term::Today(..) => 3,
        _ => 0,
    };
    class(a) != 0 && class(a) == class(b)
}

/// Whether a list of two may be read as one stretch: neighbouring months, days
/// or years.
fn follows(a: &Term, b: &Term) -> bool {
    match (a, b) {
        (Term::Months { last, .. }, Term::Months { first, .. }) => *first == last % 12 + 1,
        (
            Term::Weekday {
                number, length: 1, ..
            },
            Term::Weekday {
                number: next,
                which: Which::Bare,
                ..
            },
        ) => *next == number + 1,
        (Term::Fixed(a, x), Term::Fixed(b, y)) => x == y && a.until == b.since,
        (
            Term::Days { month, last, .. },
            Term::Days {
                month: other,
                first,
                ..
            },
        ) => {
            (month == other && *first == last + 1)
                || (*other == month % 12 + 1 && *first == 1 && *last >= 28)
        }
        _ => false,
    }
}

/// Gives a year to a term that has none; false if it can't have one.
fn set_year(term: &mut Term, year: Which) -> bool {
    match term {
        Term::Days { which, .. } | Term::Months { which, .. } if *which == Which::Bare => {
            *which = year;
            true
        }
        Term::Part { of, .. } => set_year(of, year),
        Term::Between(a, b) => set_year(b, year) && set_year(a, year),
        _ => false,
    }
}

/// The two as a range; the year of one counts for the other.
pub(super) fn join(mut from: Term, mut to: Term) -> Option<Term> {
    let month = |term: &Term| match term {
        Term::Days { month, .. } => Some(*month),
        Term::Months { first, .. } => Some(*first),
        _ => None,
    };
    let which = |term: &Term| match term {
        Term::Days { which, .. } | Term::Months { which, .. } | Term::Weekday { which, .. } => {
            Some(*which)
        }
        _ => None,
    };
    if let (Some(a), Some(b)) = (month(&from), month(&to)) {
        match (which(&from)?, which(&to)?) {
            (Which::Bare, Which::Year(year)) => {
                set_year(&mut from, Which::Year(if a > b { year - 1 } else { year }));
            }
            (Which::Year(year), Which::Bare) => {
                set_year(&mut to, Which::Year(if a > b { year + 1 } else { year }));
            }
            _ => {}
        }
    }
    if let (
        Term::Weekday {
            which: a @ Which::In(..),
            ..
        },
        Term::Weekday {
            which: Which::Bare,
            number,
            length,
        },
    ) = (&from, &to)
    {
        to = Term::Weekday {
            number: *number,
            length: *length,
            which: *a,
        };
    }
    Some(Term::Between(Box::new(from), Box::new(to)))
}
