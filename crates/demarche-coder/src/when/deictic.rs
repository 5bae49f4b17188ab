use super::calendar::Unit;
use super::grammar::{Read, Reader};
use super::term::{Term, Which};
use super::words::{Item, Role};
use super::{Count, Grain};

impl Reader<'_> {
    /// "last October", "next week", "the same month", "the past two days".
    pub(super) fn deictic(&self, i: usize) -> Read<Term> {
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
        // The conjunction "that" may stand before a month or a Monday.
        let points = role != Role::That || self.is_determiner(j);
        let that = j;
        let j = j + 1;
        match self.item(j) {
            Item::Month { number, .. } if points || self.is_that_month(that) => {
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
                let Count { most, unit, .. } = quantity.count;
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
                Some((end, term))
            }
        }
    }

    pub(super) fn deictic_unit(
        &self,
        end: usize,
        unit: Unit,
        which: Which,
        the: bool,
    ) -> Read<Term> {
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
}
