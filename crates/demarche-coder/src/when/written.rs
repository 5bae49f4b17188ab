use super::Grain;
use super::calendar::{self, Unit, YEARS};
use super::grammar::{Read, Reader};
use super::term::{Term, Which};
use super::words::{Item, Role};
use demarche_event::Days;
use demarche_lang::{Dep, EntityKind, Pos, Tag};

impl Reader<'_> {
    pub(super) fn year(&self, i: usize) -> Option<i16> {
        match self.item(i) {
            Item::Digits { value, digits: 4 } => i16::try_from(value)
                .ok()
                .filter(|year| YEARS.contains(year)),
            _ => None,
        }
    }

    pub(super) fn day(&self, i: usize) -> Option<i8> {
        match self.item(i) {
            Item::Digits {
                value: value @ 1..=31,
                digits: 1..=2,
            } => Some(value as i8),
            Item::Ordinal(value @ 1..=31) if self.is_figure(i) => Some(value as i8),
            _ => None,
        }
    }

    /// A month, with or without days and year, in any order; a date in digits.
    pub(super) fn calendar(&self, i: usize) -> Read<Term> {
        if let Item::Numeric(Some((year, month, day))) = self.item(i) {
            return Some((
                i + 1,
                Term::Fixed(Days::day(calendar::new(year, month, day)?), Grain::Day),
            ));
        }
        if let (
            Some(year),
            Item::Digits {
                value: month,
                digits: 2,
            },
            Item::Digits {
                value: day,
                digits: 2,
            },
        ) = (self.year(i), self.item(i + 2), self.item(i + 4))
            && self.is(i + 1, Role::Dash)
            && self.is(i + 3, Role::Dash)
        {
            let day = calendar::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
            return Some((i + 5, Term::Fixed(Days::day(day), Grain::Day)));
        }
        if let Item::Month { number, .. } = self.item(i) {
            return Some(self.after_month(i + 1, number, Which::Bare));
        }
        let mut j = self.skip(i, Role::The);
        let first = match self.item(j) {
            Item::Ordinal(day @ 1..=31) if self.is(j + 1, Role::Of) => day as i8,
            _ => self.day(j)?,
        };
        let mut last = first;
        j += 1;
        if matches!(
            self.item(j),
            Item::Role(Role::Dash | Role::To | Role::And | Role::Until | Role::Slash)
        ) && let Some(day) = self
            .day(self.skip(j + 1, Role::The))
            .filter(|day| *day > first)
        {
            last = day;
            j = self.skip(j + 1, Role::The) + 1;
        }
        let of = self.skip(j, Role::Of);
        // "the seventh of this April"
        let j = if of > j {
            self.skip(of, Role::This)
        } else {
            of
        };
        let Item::Month { number, .. } = self.item(j) else {
            return None;
        };
        let (end, year) = self.year_after(j + 1);
        let which = match year {
            Which::Bare if j > of => Which::This,
            year => year,
        };
        Some((
            end,
            Term::Days {
                month: number,
                first,
                last,
                which,
                weekday: None,
            },
        ))
    }

    /// Days and year that follow a month.
    pub(super) fn after_month(&self, i: usize, month: i8, which: Which) -> (usize, Term) {
        let j = self.skip(i, Role::The);
        let Some(first) = self.day(j) else {
            let (end, year) = self.year_after(i);
            let which = if year == Which::Bare { which } else { year };
            return (
                end,
                Term::Months {
                    first: month,
                    last: month,
                    which,
                    grain: Grain::Month,
                },
            );
        };
        let mut last = first;
        let mut end = j + 1;
        // "June 9, 18 and 20"
        if self.is(end, Role::Comma)
            && self.is(end + 2, Role::And)
            && let Some(between) = self.day(end + 1).filter(|day| *day > first)
            && let Some(day) = self.day(end + 3).filter(|day| *day > between)
            && self.is_free(end + 4)
        {
            last = day;
            end += 4;
        }
        let list = matches!(self.item(end), Item::Role(Role::And | Role::Slash));
        if list
            || matches!(
                self.item(end),
                Item::Role(Role::Dash | Role::To | Role::Until)
            )
        {
            let k = self.skip(end + 1, Role::The);
            let month_follows = matches!(self.item(self.skip(k + 1, Role::Of)), Item::Month { .. });
            let day = self
                .day(k)
                .filter(|day| *day > first && !month_follows && (!list || self.is_free(k + 1)));
            if let Some(day) = day {
                last = day;
                end = k + 1;
            }
        }
        let (end, year) = self.year_after(end);
        let which = if year == Which::Bare { which } else { year };
        (
            end,
            Term::Days {
                month,
                first,
                last,
                which,
                weekday: None,
            },
        )
    }

    /// A year after a month or day.
    pub(super) fn year_after(&self, i: usize) -> (usize, Which) {
        // "in June of that year"
        let points = matches!(self.item(i + 1), Item::Role(Role::That | Role::Same));
        let is_year = matches!(
            self.item(i + 2),
            Item::Unit {
                unit: Unit::Year,
                plural: false,
                times: 1,
                ..
            }
        );
        if self.is(i, Role::Of) && points && is_year {
            return (i + 3, Which::Told(0));
        }
        let j = self.skip(i, Role::Comma);
        let k = if j == i { self.skip(i, Role::Of) } else { j };
        match self.year(k) {
            Some(year) if !matches!(self.item(k + 1), Item::Unit { .. }) => {
                (k + 1, Which::Year(year))
            }
            _ => (i, Which::Bare),
        }
    }

    /// "Monday", "Monday night", "Monday, March 4", "Monday last week".
    pub(super) fn weekday(&self, i: usize) -> Read<Term> {
        let Item::Weekday { number, .. } = self.item(i) else {
            return None;
        };
        Some(self.after_weekday(i + 1, number, Which::Bare))
    }

    pub(super) fn after_weekday(&self, i: usize, number: i8, which: Which) -> (usize, Term) {
        let i = self.skip(i, Role::TimeOfDay);
        for j in [
            i,
            self.skip(i, Role::Comma),
            self.skip(self.skip(i, Role::Comma), Role::On),
            self.skip(i, Role::Open),
        ] {
            let dated = self.calendar(j).filter(|_| {
                !matches!(self.item(j), Item::Month { .. }) || self.day(j + 1).is_some()
            });
            if let Some((
                end,
                Term::Days {
                    month,
                    first,
                    last,
                    which,
                    ..
                },
            )) = dated
            {
                let end = if self.is(i, Role::Open) {
                    self.skip(end, Role::Close)
                } else {
                    end
                };
                return (
                    end,
                    Term::Days {
                        month,
                        first,
                        last,
                        which,
                        weekday: Some(number),
                    },
                );
            }
        }
        let j = self.skip(self.skip(i, Role::Comma), Role::Of);
        let week = matches!(
            self.item(j + 1),
            Item::Unit {
                unit: Unit::Week,
                plural: false,
                times: 1,
                ..
            }
        );
        let count = match self.item(j) {
            Item::Role(Role::Last) => Some(-1),
            Item::Role(Role::This) => Some(0),
            Item::Role(Role::Next) => Some(1),
            _ => None,
        };
        match count {
            Some(count) if week => (
                j + 2,
                Term::Weekday {
                    number,
                    length: 1,
                    which: Which::In(Unit::Week, count),
                },
            ),
            _ => (
                i,
                Term::Weekday {
                    number,
                    length: 1,
                    which,
                },
            ),
        }
    }

    /// "Q3 2025", "the third quarter of last year", "H1 2024".
    pub(super) fn quarter(&self, i: usize) -> Read<Term> {
        let j = self.skip(i, Role::The);
        let (end, first, last, half) = match (self.item(j), self.item(j + 1)) {
            (Item::QuarterOf(n), _) => (j + 1, 3 * n - 2, 3 * n, false),
            (Item::HalfOf(n), _) => (j + 1, 6 * n - 5, 6 * n, true),
            (
                Item::Ordinal(n @ 1..=4),
                Item::Unit {
                    unit: Unit::Quarter,
                    plural: false,
                    ..
                },
            ) => (j + 2, 3 * n as i8 - 2, 3 * n as i8, false),
            _ => return None,
        };
        let (end, which) = self.year_after(end);
        if half && which == Which::Bare && self.of_year(end).is_none() {
            return None;
        }
        Some((
            end,
            Term::Months {
                first,
                last,
                which,
                grain: Grain::Quarter,
            },
        ))
    }

    /// "the summer of 2023", "in spring".
    pub(super) fn season(&self, i: usize, led: bool) -> Read<Term> {
        let j = self.skip(i, Role::The);
        let Item::Season(first) = self.item(j) else {
            return None;
        };
        let last = (first + 1) % 12 + 1;
        let grain = Grain::Season;
        // "winter 2023-24"
        if let (Some(year), Item::Digits { digits: 2, value }) = (
            self.year(self.skip(j + 1, Role::Of)),
            self.item(self.skip(j + 1, Role::Of) + 2),
        ) {
            let k = self.skip(j + 1, Role::Of);
            let joined = self.is(k + 1, Role::Dash) || self.is(k + 1, Role::Slash);
            if joined && i32::from(year + 1) % 100 == value {
                return Some((
                    k + 3,
                    Term::Fixed(calendar::months(year, first, last)?, grain),
                ));
            }
        }
        let (end, which) = self.year_after(j + 1);
        let term = Term::Months {
            first,
            last,
            which,
            grain,
        };
        if which != Which::Bare || self.of_year(end).is_some() {
            return Some((end, term));
        }
        let noun = matches!(
            self.parsed.token(self.pieces[j].first as usize).tag(),
            Tag::Nn | Tag::Nnp | Tag::Xx
        );
        (led && noun && !self.is(end, Role::Of) && self.is_free(end)).then_some((end, term))
    }

    /// Years, decades, centuries, fiscal years.
    pub(super) fn years(&self, i: usize, led: bool) -> Read<Term> {
        let j = self.skip(i, Role::The);
        match self.item(j) {
            Item::Decade { year, short } => {
                if short
                    && !matches!(
                        self.before(j),
                        Item::Role(Role::Apostrophe | Role::Possessive)
                    )
                {
                    return None;
                }
                let days = Days::new(calendar::new(year, 1, 1)?, calendar::new(year + 10, 1, 1)?)?;
                return Some((j + 1, Term::Fixed(days, Grain::Decade)));
            }
            Item::Role(Role::Apostrophe) => {
                return match self.item(j + 1) {
                    Item::Decade { short: true, .. } => self.years(j + 1, led),
                    _ => None,
                };
            }
            Item::Ordinal(n @ 16..=21) => {
                let k = self.skip(j + 1, Role::Dash);
                let Item::Unit {
                    unit: Unit::Century,
                    plural: false,
                    ..
                } = self.item(k)
                else {
                    return None;
                };
                let year = (n as i16 - 1) * 100 + 1;
                let days = Days::new(calendar::new(year, 1, 1)?, calendar::new(year + 100, 1, 1)?)?;
                return Some((k + 1, Term::Fixed(days, Grain::Century)));
            }
            Item::Fiscal(year) => return Some((j + 1, fiscal(year)?)),
            Item::Role(Role::Fiscal) => return Some((j + 2, fiscal(self.year(j + 1)?)?)),
            _ => {}
        }
        let year = self.year(j)?;
        if !self.is_year(j, year, led) {
            return None;
        }
        let mut end = j + 1;
        let mut last = year;
        if self.is(end, Role::Dash) || self.is(end, Role::Slash) {
            let other = match self.item(end + 1) {
                Item::Digits { value, digits: 2 } => i16::try_from(value)
                    .ok()
                    .map(|value| year / 100 * 100 + value),
                Item::Digits { digits: 4, .. } => self.year(end + 1),
                _ => None,
            };
            if let Some(other) = other.filter(|other| *other > year && *other <= year + 100) {
                last = other;
                end += 2;
            }
        }
        let days = calendar::hull(calendar::year(year)?, calendar::year(last)?);
        Some((end, Term::Fixed(days, Grain::Year)))
    }

    /// Whether four digits are a year here.
    pub(super) fn is_year(&self, i: usize, year: i16, led: bool) -> bool {
        let token = self.parsed.token(self.pieces[i].first as usize);
        let dated = token.entity_kind() == Some(EntityKind::Date);
        let counted = matches!(
            token.entity_kind(),
            Some(
                EntityKind::Money
                    | EntityKind::Quantity
                    | EntityKind::Percent
                    | EntityKind::Cardinal
            )
        );
        if counted
            || matches!(
                self.item(i + 1),
                Item::Unit { .. }
                    | Item::Number(..)
                    | Item::Digits { .. }
                    | Item::Role(Role::Weekend)
            )
        {
            return false;
        }
        let start = self.pieces[i].first as usize;
        if start > self.sentence.start && self.parsed.token(start - 1).tag() == Tag::Dollar {
            return false;
        }
        let next = self
            .pieces
            .get(i + 1)
            .map(|piece| self.parsed.token(piece.first as usize));
        let percent =
            next.is_some_and(|next| next.text() == "%" || next.pos() == Pos::Num && !dated);
        if percent {
            return false;
        }
        if dated {
            return YEARS.contains(&year);
        }
        let plural = next.is_some_and(|next| matches!(next.tag(), Tag::Nns | Tag::Nnps));
        let counts = plural && token.dep() == Dep::Nummod;
        let likely = (1900..=2100).contains(&year);
        match self.before(i) {
            _ if counts => false,
            Item::Role(Role::The | Role::A | Role::Possessive) => {
                likely
                    && !plural
                    && year % 100 != 0
                    && matches!(self.pos(i + 1), Some(Pos::Noun | Pos::Propn | Pos::Adj))
            }
            Item::Role(Role::Open) => likely && self.is(i + 1, Role::Close),
            _ => led && (likely || !plural && self.is_free(i + 1)),
        }
    }

    /// "today", "New Year's Day".
    pub(super) fn named(&self, i: usize) -> Read<Term> {
        match self.item(i) {
            Item::Today(from, to) => Some((i + 1, Term::Today(from, to))),
            Item::Holiday(month, day) => {
                let (end, which) = self.year_after(i + 1);
                Some((
                    end,
                    Term::Days {
                        month,
                        first: day,
                        last: day,
                        which,
                        weekday: None,
                    },
                ))
            }
            _ => None,
        }
    }

    /// "on the 12th", "the 12th of last month".
    pub(super) fn day_of_month(&self, i: usize) -> Read<Term> {
        let Item::Ordinal(first @ 1..=31) = self.item(i + 1) else {
            return None;
        };
        if !self.is(i, Role::The) || !self.is_figure(i + 1) {
            return None;
        }
        let (first, mut last, mut end) = (first as i8, first as i8, i + 2);
        if matches!(
            self.item(end),
            Item::Role(Role::Dash | Role::To | Role::And)
        ) && let Item::Ordinal(other @ 1..=31) = self.item(self.skip(end + 1, Role::The))
            && other as i8 > first
        {
            (last, end) = (other as i8, self.skip(end + 1, Role::The) + 1);
        }
        let j = self.skip(end, Role::Of);
        let count = match self.item(j) {
            Item::Role(Role::Last) => Some(-1),
            Item::Role(Role::This) => Some(0),
            Item::Role(Role::Next) => Some(1),
            _ => None,
        };
        if let (
            Some(count),
            Item::Unit {
                unit: Unit::Month,
                plural: false,
                ..
            },
        ) = (count, self.item(j + 1))
        {
            return Some((
                j + 2,
                Term::OfMonth {
                    first,
                    last,
                    which: Which::In(Unit::Month, count),
                },
            ));
        }
        let plain = self.is_free(end)
            && j == end
            && !matches!(
                self.item(end),
                Item::Unit { .. }
                    | Item::Part(_)
                    | Item::Role(Role::Straight | Role::Half | Role::Weekend)
            );
        plain.then_some((
            end,
            Term::OfMonth {
                first,
                last,
                which: Which::Bare,
            },
        ))
    }
}

/// Fiscal years begin between the April before and the April of the year that
/// names them, by country.
fn fiscal(year: i16) -> Option<Term> {
    let days = Days::new(
        calendar::new(year - 1, 4, 1)?,
        calendar::new(year + 1, 4, 1)?,
    )?;
    Some(Term::Fixed(days, Grain::Year))
}
