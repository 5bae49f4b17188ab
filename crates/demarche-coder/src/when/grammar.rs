use super::calendar::{self, Unit, YEARS};
use super::piece::Piece;
use super::term::{Term, Which};
use super::words::{Item, Role, TimeWords};
use super::{Count, Draft, Grain, Kind, Tense};
use demarche_event::Days;
use demarche_lang::{Dep, EntityKind, Parsed, Pos, Tag};
use std::ops::Range;

/// Reads the pieces of a sentence, left to right. A method that reads takes the
/// number of a piece, and answers with the end of what it read.
pub(super) struct Reader<'a> {
    pub(super) words: &'a TimeWords,
    pub(super) parsed: &'a Parsed,
    pub(super) pieces: &'a [Piece],
    pub(super) sentence: Range<usize>,
    pub(super) tense: &'a dyn Fn(usize) -> Tense,
}

type Read<T> = Option<(usize, T)>;

/// So many units, in words.
#[derive(Debug, Clone, Copy)]
struct Quantity {
    count: Count,
    /// A plural without a number: "days".
    bare: bool,
    /// A plural that can't even be bounded: "years".
    open: bool,
}

impl Reader<'_> {
    /// All expressions of the sentence.
    pub(super) fn read(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let mut i = 0;
        while i < self.pieces.len() {
            match self.expression(i) {
                Some((end, mut draft)) if end > i && self.is_apart(end, &draft, drafts.last()) => {
                    draft.tokens.end = self.pieces[end - 1].end as usize;
                    drafts.push(draft);
                    i = end;
                }
                _ => i += 1,
            }
        }
        drafts
    }

    /// Whether an expression ends with a token, and begins after the one before;
    /// a token may be several pieces.
    fn is_apart(&self, end: usize, draft: &Draft, before: Option<&Draft>) -> bool {
        let last = self.pieces[end - 1].end;
        self.pieces.get(end).is_none_or(|next| next.first >= last)
            && before.is_none_or(|before| before.tokens.end <= draft.tokens.start)
    }

    fn expression(&self, i: usize) -> Read<Draft> {
        let draft = |kind| self.draft(i, kind);
        match self.item(i) {
            Item::Other | Item::Clock | Item::Name => None,
            Item::Vague => Some((i + 1, draft(Kind::Vague))),
            Item::Told(offset) => {
                let count = offset.map(|(least, most)| Count {
                    least,
                    most,
                    unit: Unit::Day,
                });
                let term = count.map(|count| Term::Told {
                    least: count.least,
                    most: count.most,
                    unit: count.unit,
                });
                Some((
                    i + 1,
                    Draft {
                        term,
                        count,
                        ..draft(Kind::Relative)
                    },
                ))
            }
            Item::Often(unit) => Some((
                i + 1,
                Draft {
                    grain: Grain::of(unit),
                    ..draft(Kind::Frequency)
                },
            )),
            Item::Weekdays => Some((
                i + 1,
                Draft {
                    grain: Grain::Week,
                    ..draft(Kind::Frequency)
                },
            )),
            Item::Numeric(None) => Some((
                i + 1,
                Draft {
                    note: Some("day and month can't be told apart"),
                    ..draft(Kind::Vague)
                },
            )),
            Item::Role(role) => self.led(i, role).or_else(|| self.bare(i)),
            _ => self.bare(i),
        }
    }

    /// An expression without a preposition.
    fn bare(&self, i: usize) -> Read<Draft> {
        let date = self
            .date(i, false)
            .map(|(end, term)| (end, self.dated(i, term)));
        let counted = self.counted(i, None);
        let often = self.often(i);
        [date, counted, often]
            .into_iter()
            .flatten()
            .reduce(|a, b| if b.0 > a.0 { b } else { a })
    }

    /// An expression that begins with a small word.
    fn led(&self, i: usize, role: Role) -> Read<Draft> {
        let j = i + 1;
        let j = if matches!(self.item(j), Item::Role(Role::Only | Role::About))
            && self.date(j + 1, true).is_some()
        {
            j + 1
        } else {
            j
        };
        let kind = match role {
            Role::Every | Role::Times => return self.often(i),
            Role::Between => {
                let (middle, from) = self.single(j, true)?;
                // "between July 6 and 9"
                if is_stretch(&from) {
                    return Some((middle, self.dated(i, from)));
                }
                if !self.is(middle, Role::And) {
                    return None;
                }
                let (end, to) = self.single(middle + 1, true)?;
                return Some((end, self.dated(i, join(from, to)?)));
            }
            Role::In
            | Role::On
            | Role::At
            | Role::During
            | Role::Over
            | Role::Within
            | Role::For => Kind::Date,
            Role::Since | Role::From | Role::After => Kind::Since,
            Role::By | Role::Until | Role::Before => Kind::Until,
            _ => return None,
        };
        if role == Role::On && self.item(j) == Item::Weekdays {
            return Some((
                j + 1,
                Draft {
                    grain: Grain::Week,
                    ..self.draft(i, Kind::Frequency)
                },
            ));
        }
        if matches!(self.item(j), Item::Vague) && kind == Kind::Date {
            return Some((j + 1, self.draft(i, Kind::Vague)));
        }
        if matches!(self.item(j), Item::Told(_)) {
            return self.expression(j).map(|(end, mut draft)| {
                draft.tokens.start = self.pieces[i].first as usize;
                (end, draft)
            });
        }
        let date = self.date(j, true).or_else(|| self.day_of_month(j));
        let counted = match role {
            Role::In | Role::For | Role::Within | Role::Over | Role::During | Role::After => {
                self.counted(i, Some(role))
            }
            _ => None,
        };
        let date = date.filter(|(end, _)| counted.as_ref().is_none_or(|(other, _)| end >= other));
        let Some((end, term)) = date else {
            return counted;
        };
        // In "after Monday's talks" and "by the 2018 summit" the preposition
        // leads the noun; the date belongs to that.
        if self.is_attached(end) {
            return Some((end, self.dated(j, term)));
        }
        let kind = match kind {
            Kind::Since if role == Role::From && is_stretch(&term) => Kind::Date,
            Kind::Since if role == Role::Since && self.compares(i) => Kind::Period,
            kind => kind,
        };
        let mut draft = self.dated(i, term);
        if kind != Kind::Date {
            draft.kind = kind;
        }
        draft.after = role == Role::After;
        Some((end, draft))
    }

    fn draft(&self, i: usize, kind: Kind) -> Draft {
        let first = self.pieces[i].first as usize;
        Draft {
            tokens: first..first + 1,
            kind,
            term: None,
            after: false,
            grain: Grain::Day,
            count: None,
            note: None,
        }
    }

    fn dated(&self, i: usize, term: Term) -> Draft {
        let kind = if term.is_told() {
            Kind::Relative
        } else {
            Kind::Date
        };
        let count = match term {
            Term::Told { least, most, unit } => Some(Count { least, most, unit }),
            _ => None,
        };
        Draft {
            term: Some(term),
            count,
            ..self.draft(i, kind)
        }
    }

    // Small questions.

    fn item(&self, i: usize) -> Item {
        self.pieces.get(i).map_or(Item::Other, |piece| piece.item)
    }

    fn is(&self, i: usize, role: Role) -> bool {
        self.item(i) == Item::Role(role)
    }

    fn skip(&self, i: usize, role: Role) -> usize {
        if self.is(i, role) { i + 1 } else { i }
    }

    fn before(&self, i: usize) -> Item {
        i.checked_sub(1).map_or(Item::Other, |i| self.item(i))
    }

    /// Part of speech of the token where a piece begins.
    fn pos(&self, i: usize) -> Option<Pos> {
        self.pieces
            .get(i)
            .map(|piece| self.parsed.token(piece.first as usize).pos())
    }

    /// Whether no noun follows that the words before may belong to.
    fn is_free(&self, i: usize) -> bool {
        !matches!(
            self.pos(i),
            Some(Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::Sym)
        )
    }

    /// Whether what ends here is an attribute of what follows.
    fn is_attached(&self, end: usize) -> bool {
        if self.is(end, Role::Possessive) {
            return true;
        }
        let last = self.parsed.token(self.pieces[end - 1].end as usize - 1);
        last.head().number() > last.number()
            && matches!(
                last.dep(),
                Dep::Compound | Dep::Nummod | Dep::Poss | Dep::Amod | Dep::Nmod
            )
    }

    /// Whether a piece follows the one before without a space.
    fn is_tight(&self, i: usize) -> bool {
        let (Some(before), Some(piece)) = (
            i.checked_sub(1).and_then(|i| self.pieces.get(i)),
            self.pieces.get(i),
        ) else {
            return false;
        };
        let token = |number: u32| self.parsed.token(number as usize);
        piece.first < before.end || token(piece.first).start() == token(before.end - 1).end()
    }

    /// Whether a word a little before makes this a comparison.
    fn compares(&self, i: usize) -> bool {
        let token = self.pieces[i].first as usize;
        let from = token.saturating_sub(12).max(self.sentence.start);
        (from..token).any(|token| {
            self.words
                .compares(&self.parsed.token(token).text().to_ascii_lowercase())
        })
    }

    fn year(&self, i: usize) -> Option<i16> {
        match self.item(i) {
            Item::Digits { value, digits: 4 } => i16::try_from(value)
                .ok()
                .filter(|year| YEARS.contains(year)),
            _ => None,
        }
    }

    fn day(&self, i: usize) -> Option<i8> {
        match self.item(i) {
            Item::Digits {
                value: value @ 1..=31,
                digits: 1..=2,
            } => Some(value as i8),
            Item::Ordinal(value @ 1..=31) => Some(value as i8),
            _ => None,
        }
    }

    // Dates.

    /// A date, or two that a range or list joins. `led` says that a preposition
    /// stands before it, which lets a bare year or season be one.
    fn date(&self, i: usize, led: bool) -> Read<Term> {
        let (end, term) = self.single(i, led)?;
        let (mut end, mut term) = self.ranged(end, term);
        // "June of last year", "Q3 this year", "early May this year".
        if let Some((after, which)) = self.of_year(end) {
            if set_year(&mut term, which) {
                end = after;
            }
        }
        Some((end, term))
    }

    fn ranged(&self, end: usize, term: Term) -> (usize, Term) {
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
    fn of_year(&self, i: usize) -> Read<Which> {
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
    fn single(&self, i: usize, led: bool) -> Read<Term> {
        let readings = [
            self.part(i, led),
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
    fn part(&self, i: usize, led: bool) -> Read<Term> {
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
                if self.is(m, Role::To) || self.is(m, Role::And) {
                    if let Item::Part(other) = self.item(self.skip(m + 1, Role::Dash)) {
                        last = other;
                        k = self.skip(m + 1, Role::Dash) + 1;
                    }
                }
                (k, Some((self.words.part(first), self.words.part(last))))
            }
            Item::Role(Role::Earlier | Role::Later) => (j + 1, None),
            _ => return None,
        };
        let dash = self.is(k, Role::Dash);
        k = self.skip(k, Role::Dash);
        let linked = matches!(
            self.item(k),
            Item::Role(Role::Of | Role::In | Role::On | Role::During)
        );
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
            None => self
                .single(k, true)
                .filter(|(_, term)| linked || !matches!(term, Term::Shift { .. }))?,
        };
        let of = Box::new(of);
        let term = match parts {
            Some((first, last)) => Term::Part { first, last, of },
            None if self.is(j, Role::Earlier) => Term::Earlier(of),
            None => Term::Later(of),
        };
        let _ = led;
        Some((end, term))
    }

    /// "the first three months of 2024", "the last week of May".
    fn nth(&self, i: usize) -> Read<Term> {
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
    fn around(&self, i: usize) -> Read<Term> {
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

    /// A month, with or without days and year, in any order; a date in digits.
    fn calendar(&self, i: usize) -> Read<Term> {
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
        {
            if self.is(i + 1, Role::Dash) && self.is(i + 3, Role::Dash) {
                let day = calendar::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
                return Some((i + 5, Term::Fixed(Days::day(day), Grain::Day)));
            }
        }
        if let Item::Month { number, .. } = self.item(i) {
            return Some(self.after_month(i + 1, number, Which::Bare));
        }
        let mut j = self.skip(i, Role::The);
        let first = self.day(j)?;
        let mut last = first;
        j += 1;
        if matches!(
            self.item(j),
            Item::Role(Role::Dash | Role::To | Role::And | Role::Until | Role::Slash)
        ) {
            if let Some(day) = self
                .day(self.skip(j + 1, Role::The))
                .filter(|day| *day > first)
            {
                last = day;
                j = self.skip(j + 1, Role::The) + 1;
            }
        }
        let j = self.skip(j, Role::Of);
        let Item::Month { number, .. } = self.item(j) else {
            return None;
        };
        let (end, which) = self.year_after(j + 1);
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
    fn after_month(&self, i: usize, month: i8, which: Which) -> (usize, Term) {
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
    fn year_after(&self, i: usize) -> (usize, Which) {
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
    fn weekday(&self, i: usize) -> Read<Term> {
        let Item::Weekday { number, .. } = self.item(i) else {
            return None;
        };
        Some(self.after_weekday(i + 1, number, Which::Bare))
    }

    fn after_weekday(&self, i: usize, number: i8, which: Which) -> (usize, Term) {
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

    /// "last October", "next week", "the same month", "the past two days".
    fn deictic(&self, i: usize) -> Read<Term> {
        let j = self.skip(i, Role::The);
        let the = j > i;
        if let Item::Role(Role::Weekend) = self.item(j) {
            return the.then_some((
                j + 1,
                Term::Weekday {
                    number: 6,
                    length: 2,
                    which: Which::Bare,
                },
            ));
        }
        // "the week before last"
        if let Item::Unit {
            unit,
            plural: false,
            times: 1,
            ..
        } = self.item(j)
        {
            let count = match (self.item(j + 1), self.item(j + 2)) {
                (Item::Role(Role::Before), Item::Role(Role::Last)) => -2,
                (Item::Role(Role::After), Item::Role(Role::Next)) => 2,
                _ => return None,
            };
            let unit_follows = matches!(
                self.item(j + 3),
                Item::Unit { .. } | Item::Month { .. } | Item::Weekday { .. }
            );
            return (the && !unit_follows).then_some((
                j + 3,
                Term::Unit {
                    unit,
                    which: Which::In(unit, count),
                },
            ));
        }
        let Item::Role(role) = self.item(j) else {
            return None;
        };
        let which = match role {
            Role::This => Which::This,
            Role::Last => Which::Last,
            Role::Past => Which::Past,
            Role::Next => Which::Next,
            Role::Coming => Which::Coming,
            Role::Previous => Which::Told(-1),
            Role::Following => Which::Told(1),
            Role::Same => Which::Told(0),
            Role::That => Which::Told(0),
            _ => return None,
        };
        let j = j + 1;
        match self.item(j) {
            // The conjunction "that" may stand before a month or a Monday.
            Item::Month { number, .. } if role != Role::That => {
                Some(self.after_month(j + 1, number, which))
            }
            Item::Weekday { number, .. } if role != Role::That => {
                Some(self.after_weekday(j + 1, number, which))
            }
            Item::Role(Role::Weekend) => {
                let end = self.skip(j + 1, Role::TimeOfDay);
                Some((
                    end,
                    Term::Weekday {
                        number: 6,
                        length: 2,
                        which,
                    },
                ))
            }
            Item::Season(first) => {
                let last = (first + 1) % 12 + 1;
                Some((
                    j + 1,
                    Term::Months {
                        first,
                        last,
                        which,
                        grain: Grain::Season,
                    },
                ))
            }
            Item::Unit {
                unit,
                plural: false,
                times: 1,
                ..
            } => self.deictic_unit(j + 1, unit, which, the),
            _ => {
                let (end, quantity) = self.quantity(j)?;
                let Count { least, most, unit } = quantity.count;
                if quantity.bare || most > 1000 {
                    return None;
                }
                let term = match role {
                    Role::Last | Role::Past => Term::Span { count: -most, unit },
                    Role::Next | Role::Coming => Term::Span { count: most, unit },
                    Role::Previous => Term::Told {
                        least: -most,
                        most: 0,
                        unit,
                    },
                    Role::Following => Term::Told {
                        least: 0,
                        most,
                        unit,
                    },
                    _ => return None,
                };
                let _ = least;
                Some((end, term))
            }
        }
    }

    fn deictic_unit(&self, end: usize, unit: Unit, which: Which, the: bool) -> Read<Term> {
        let term = |which| Term::Unit { unit, which };
        match which {
            Which::Told(_) if unit >= Unit::Day => return Some((end, term(which))),
            _ if unit < Unit::Day => return None,
            Which::Next if unit == Unit::Day => return the.then_some((end, term(Which::Told(1)))),
            _ if unit == Unit::Day => return None,
            // "over the last year" reaches to the present; "last year" doesn't.
            Which::Last if the || unit == Unit::Decade => {
                let both = Term::Between(Box::new(term(Which::Last)), Box::new(term(Which::This)));
                return Some((end, Term::Earlier(Box::new(both))));
            }
            Which::Next if the || unit == Unit::Decade => return Some((end, term(Which::Coming))),
            _ => {}
        }
        let count = match which {
            Which::Last => -1,
            Which::This => 0,
            Which::Next => 1,
            _ => return Some((end, term(which))),
        };
        // "last year in December", "next week on Wednesday"
        let j = self.skip(end, Role::Comma);
        let linked = match unit {
            Unit::Year => self.is(j, Role::In) || self.is(j, Role::On),
            Unit::Week => self.is(j, Role::On),
            _ => false,
        };
        if linked {
            let inner = match (unit, self.item(j + 1)) {
                (Unit::Year, Item::Month { number, .. }) => {
                    Some(self.after_month(j + 2, number, Which::In(unit, count)))
                }
                (Unit::Week, Item::Weekday { number, .. }) => {
                    Some(self.after_weekday(j + 2, number, Which::In(unit, count)))
                }
                _ => None,
            };
            if inner.is_some() {
                return inner;
            }
        }
        Some((end, term(which)))
    }

    /// "Q3 2025", "the third quarter of last year", "H1 2024".
    fn quarter(&self, i: usize) -> Read<Term> {
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
    fn season(&self, i: usize, led: bool) -> Read<Term> {
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
    fn years(&self, i: usize, led: bool) -> Read<Term> {
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
    fn is_year(&self, i: usize, year: i16, led: bool) -> bool {
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
            _ => led && (likely || self.is_free(i + 1)) && !(plural && !likely),
        }
    }

    /// "today", "New Year's Day".
    fn named(&self, i: usize) -> Read<Term> {
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
    fn day_of_month(&self, i: usize) -> Read<Term> {
        let Item::Ordinal(first @ 1..=31) = self.item(i + 1) else {
            return None;
        };
        if !self.is(i, Role::The) {
            return None;
        }
        let (first, mut last, mut end) = (first as i8, first as i8, i + 2);
        if matches!(
            self.item(end),
            Item::Role(Role::Dash | Role::To | Role::And)
        ) {
            if let Item::Ordinal(other @ 1..=31) = self.item(self.skip(end + 1, Role::The)) {
                if other as i8 > first {
                    (last, end) = (other as i8, self.skip(end + 1, Role::The) + 1);
                }
            }
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

    /// "two weeks ago", "three months from now".
    fn ago(&self, i: usize) -> Read<Term> {
        let (end, quantity) = self.quantity(i)?;
        let Count { least, most, unit } = quantity.count;
        if quantity.open {
            return None;
        }
        match self.item(end) {
            Item::Role(Role::Ago) => Some((
                end + 1,
                Term::Shift {
                    least: -most,
                    most: -least,
                    unit,
                    from: None,
                },
            )),
            Item::Role(Role::Hence) => Some((
                end + 1,
                Term::Shift {
                    least,
                    most,
                    unit,
                    from: None,
                },
            )),
            Item::Role(role @ (Role::After | Role::Before)) => {
                let (after, from) = self.single(end + 1, true)?;
                if self.is_attached(after) {
                    return None;
                }
                let (least, most) = if role == Role::After {
                    (least, most)
                } else {
                    (-most, -least)
                };
                Some((
                    after,
                    Term::Shift {
                        least,
                        most,
                        unit,
                        from: Some(Box::new(from)),
                    },
                ))
            }
            _ => None,
        }
    }

    // Counts.

    /// Numbers with units: durations, periods, and what is counted from an event.
    fn counted(&self, i: usize, lead: Option<Role>) -> Read<Draft> {
        let j = if lead.is_some() { i + 1 } else { i };
        let k = self.skip(j, Role::The);
        // "in recent months", "the coming weeks", "in the past"
        if let Item::Role(
            Role::Recent | Role::Coming | Role::Past | Role::Last | Role::Next | Role::Previous,
        ) = self.item(k)
        {
            let recent = self.is(k, Role::Recent);
            return match self.quantity(self.skip(k + 1, Role::Only)) {
                Some((end, quantity)) if quantity.bare || recent => Some((
                    end,
                    Draft {
                        grain: Grain::of(quantity.count.unit),
                        ..self.draft(i, Kind::Vague)
                    },
                )),
                None if self.is(k, Role::Past)
                    && k > j
                    && lead == Some(Role::In)
                    && self.is_free(k + 1) =>
                {
                    Some((k + 1, self.draft(i, Kind::Vague)))
                }
                _ => None,
            };
        }
        let l = self.skip(k, Role::A);
        if let (Item::Ordinal(n), Item::Role(Role::Straight)) = (self.item(l), self.item(l + 1)) {
            if let Item::Unit {
                unit,
                plural: false,
                ..
            } = self.item(l + 2)
            {
                let count = Some(Count {
                    least: n,
                    most: n,
                    unit,
                });
                return Some((
                    l + 3,
                    Draft {
                        count,
                        grain: Grain::of(unit),
                        ..self.draft(i, Kind::Duration)
                    },
                ));
            }
        }
        let (end, quantity) = self.quantity(j).or_else(|| self.quantity(k))?;
        let Count { least, most, unit } = quantity.count;
        let draft = |kind, term: Option<Term>, count| Draft {
            term,
            count: Some(count),
            grain: Grain::of(unit),
            ..self.draft(i, kind)
        };
        let ahead = quantity.count;
        let back = Count {
            least: -most,
            most: -least,
            unit,
        };
        let told = |count: Count| {
            (!quantity.open).then_some(Term::Told {
                least: count.least,
                most: count.most,
                unit,
            })
        };
        if quantity.open {
            return match self.item(end) {
                Item::Role(
                    Role::Ago | Role::Earlier | Role::Later | Role::After | Role::Before,
                ) => Some((
                    end + 1,
                    Draft {
                        count: None,
                        ..draft(Kind::Vague, None, ahead)
                    },
                )),
                _ if self.is(end, Role::Dash)
                    && matches!(self.item(end + 1), Item::Role(Role::Old | Role::Long)) =>
                {
                    Some((
                        end + 2,
                        Draft {
                            count: None,
                            ..draft(Kind::Duration, None, ahead)
                        },
                    ))
                }
                _ if matches!(lead, Some(Role::For | Role::After | Role::In | Role::Over)) => {
                    Some((
                        end,
                        Draft {
                            count: None,
                            ..draft(Kind::Duration, None, ahead)
                        },
                    ))
                }
                _ => None,
            };
        }
        match self.item(end) {
            Item::Role(Role::Earlier) => {
                return Some((end + 1, draft(Kind::Relative, told(back), back)));
            }
            Item::Role(Role::Later) => {
                return Some((end + 1, draft(Kind::Relative, told(ahead), ahead)));
            }
            // "a day after the summit": the event is the caller's to find.
            Item::Role(role @ (Role::After | Role::Before)) if lead != Some(Role::For) => {
                let count = if role == Role::After { ahead } else { back };
                return Some((end + 1, draft(Kind::Relative, None, count)));
            }
            _ => {}
        }
        let dash = self.skip(end, Role::Dash);
        if self.is(dash, Role::Old) {
            return Some((dash + 1, draft(Kind::Period, None, ahead)));
        }
        if self.is(dash, Role::Long) {
            return Some((dash + 1, draft(Kind::Duration, None, ahead)));
        }
        let possessive = matches!(
            self.item(end),
            Item::Role(Role::Possessive | Role::Apostrophe)
        );
        if lead == Some(Role::In) && possessive && self.is(end + 1, Role::Time) {
            return Some((
                end + 2,
                draft(
                    Kind::Date,
                    Some(Term::Shift {
                        least,
                        most,
                        unit,
                        from: None,
                    }),
                    ahead,
                ),
            ));
        }
        let tense = (self.tense)(self.pieces[i].first as usize);
        match lead {
            Some(Role::Within) if tense == Tense::Future => Some((
                end,
                draft(Kind::Date, Some(Term::Span { count: most, unit }), ahead),
            )),
            Some(Role::Within) => Some((
                end,
                draft(
                    Kind::Relative,
                    Some(Term::Told {
                        least: 0,
                        most,
                        unit,
                    }),
                    Count { least: 0, ..ahead },
                ),
            )),
            Some(Role::In) if tense == Tense::Future && !quantity.bare && !self.compares(i) => {
                Some((
                    end,
                    draft(
                        Kind::Date,
                        Some(Term::Shift {
                            least,
                            most,
                            unit,
                            from: None,
                        }),
                        ahead,
                    ),
                ))
            }
            Some(Role::In) => Some((end, draft(Kind::Period, None, ahead))),
            _ if quantity.bare && lead.is_none() => None,
            _ => Some((end, draft(Kind::Duration, None, ahead))),
        }
    }

    /// "every year", "twice a week", "five times a day".
    fn often(&self, i: usize) -> Read<Draft> {
        let mut j = i;
        if matches!(self.item(j), Item::Number(..) | Item::Digits { .. })
            && self.is(j + 1, Role::Times)
        {
            j += 1;
        }
        let grain = |unit| Draft {
            grain: Grain::of(unit),
            ..self.draft(i, Kind::Frequency)
        };
        match self.item(j) {
            Item::Role(Role::Times) => match (self.item(j + 1), self.item(j + 2)) {
                (
                    Item::Role(Role::A | Role::Every),
                    Item::Unit {
                        unit,
                        plural: false,
                        ..
                    },
                ) => Some((j + 3, grain(unit))),
                _ => None,
            },
            Item::Role(Role::Every) => {
                let k = if matches!(self.item(j + 1), Item::Ordinal(_)) {
                    j + 2
                } else {
                    j + 1
                };
                match self.item(k) {
                    Item::Unit { unit, .. } => Some((k + 1, grain(unit))),
                    Item::Weekday { .. } | Item::Role(Role::Weekend) => {
                        Some((k + 1, grain(Unit::Week)))
                    }
                    Item::Month { .. } | Item::Season(_) => Some((k + 1, grain(Unit::Year))),
                    _ => self
                        .quantity(k)
                        .map(|(end, quantity)| (end, grain(quantity.count.unit))),
                }
            }
            _ => None,
        }
    }

    /// A number with a unit of time.
    fn quantity(&self, i: usize) -> Read<Quantity> {
        let (mut above, mut below) = (false, false);
        let mut j = i;
        while let Item::Role(role) = self.item(j) {
            match role {
                Role::About => (above, below) = (true, true),
                Role::Above | Role::Over => above = true,
                Role::Below | Role::Until => below = true,
                Role::Only | Role::More => {}
                _ => break,
            }
            j += 1;
            if j > i + 3 {
                return None;
            }
        }
        let mut half = false;
        let mut number = None;
        match self.item(j) {
            Item::Role(Role::A) => {
                (j, number) = (j + 1, Some((1, 1)));
                if self.is(j, Role::Half) {
                    (j, half, number) = (j + 1, true, Some((0, 0)));
                }
            }
            Item::Role(Role::Half) => {
                (j, half, number) = (self.skip(j + 1, Role::A), true, Some((0, 0)))
            }
            Item::Digits { value, .. } if value <= 10_000 => {
                (j, number) = (j + 1, Some((value, value)))
            }
            Item::Number(least, most) => {
                (j, number) = (j + 1, Some((least, most)));
                if let (true, Item::Number(ones @ 1..=9, _)) = (
                    least >= 20 && least % 10 == 0 && self.is(j, Role::Dash),
                    self.item(j + 1),
                ) {
                    (j, number) = (j + 2, Some((least + ones, most + ones)));
                }
            }
            _ => {}
        }
        if number.is_some()
            && self.is(j, Role::And)
            && self.is(j + 1, Role::A)
            && self.is(j + 2, Role::Half)
        {
            (j, half) = (j + 3, true);
        }
        while number.is_some()
            && matches!(
                self.item(j),
                Item::Role(Role::More | Role::Straight | Role::Dash)
            )
        {
            j += 1;
        }
        let Item::Unit {
            unit,
            times,
            several,
            plural,
        } = self.item(j)
        else {
            return None;
        };
        let mut end = j + 1;
        let bare = number.is_none();
        let (mut least, mut most) = match (number, several) {
            (Some((least, most)), _) => (least * times, most * times),
            (None, _) if !plural => return None,
            (None, Some(several)) => several,
            (None, None) => (1, 1),
        };
        if !bare
            && self.is(end, Role::And)
            && self.is(end + 1, Role::A)
            && self.is(end + 2, Role::Half)
        {
            (end, half) = (end + 3, true);
        }
        let mut unit = unit;
        if half {
            let (size, smaller) = unit.half();
            (least, most, unit) = (least * 2 * size + size, most * 2 * size + size, smaller);
        }
        // Round numbers are rounded by about a quarter.
        let margin = (most / 4).max(1);
        if above {
            most += margin;
        }
        if below {
            least = (least - margin).max(0);
        }
        Some((
            end,
            Quantity {
                count: Count { least, most, unit },
                bare,
                open: bare && several.is_none(),
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

/// Whether a term names a beginning and an end.
fn is_stretch(term: &Term) -> bool {
    match term {
        Term::Between(..) => true,
        Term::Days { first, last, .. } | Term::OfMonth { first, last, .. } => first < last,
        _ => false,
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

/// The two as a range; the year of one counts for the other.
fn join(mut from: Term, mut to: Term) -> Option<Term> {
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
