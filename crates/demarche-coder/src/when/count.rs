use super::calendar::Unit;
use super::grammar::{Read, Reader};
use super::term::Term;
use super::words::{Item, Role};
use super::{Count, Draft, Grain, Kind, Tense};

/// So many units, in words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quantity {
    pub(super) count: Count,
    /// A plural without a number: "days".
    pub(super) bare: bool,
    /// A plural that can't even be bounded: "years".
    pub(super) open: bool,
}

impl Reader<'_> {
    /// "two weeks ago", "three months from now".
    pub(super) fn ago(&self, i: usize) -> Read<Term> {
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

    /// Numbers with units: durations, periods, and what is counted from an event.
    pub(super) fn counted(&self, i: usize, lead: Option<Role>) -> Read<Draft> {
        let j = if lead.is_some() { i + 1 } else { i };
        let k = self.skip(j, Role::The);
        // "in recent months", "the coming weeks", "in the past"
        if let Item::Role(
            Role::Recent
            | Role::Coming
            | Role::Past
            | Role::Last
            | Role::Next
            | Role::Previous
            | Role::This,
        ) = self.item(k)
        {
            if self.is(k + 1, Role::Fiscal) {
                return Some((
                    k + 2,
                    Draft {
                        grain: Grain::Year,
                        ..self.draft(i, Kind::Vague)
                    },
                ));
            }
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
        // "The month before, ...", "the year after.": from what was told.
        if let (
            Item::Unit {
                unit,
                plural: false,
                ..
            },
            Item::Role(role @ (Role::Before | Role::After | Role::Earlier | Role::Later)),
        ) = (self.item(k), self.item(k + 1))
            && k > j
            && (self.is(k + 2, Role::Comma) || self.ends(k + 2))
        {
            let back = matches!(role, Role::Before | Role::Earlier);
            let one = if back { -1 } else { 1 };
            let (least, most) = (one, one);
            return Some((
                k + 2,
                Draft {
                    term: Some(Term::Told { least, most, unit }),
                    count: Some(Count { least, most, unit }),
                    grain: Grain::of(unit),
                    ..self.draft(i, Kind::Relative)
                },
            ));
        }
        let l = self.skip(k, Role::A);
        if let (Item::Ordinal(n), Item::Role(Role::Straight)) = (self.item(l), self.item(l + 1))
            && let Item::Unit {
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
        let (end, quantity) = self.quantity(j).or_else(|| self.quantity(k))?;
        // "in the nine-year war"
        if lead.is_some() && self.is(end - 2, Role::Dash) {
            return self.counted(k, None);
        }
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
                // "Two years after that, ...", "three days before, ...", "a week before.": what
                // was told.
                let points = self.is(end + 1, Role::That) && self.stands_alone(end + 1);
                if points || self.is(end + 1, Role::Comma) || self.ends(end + 1) {
                    let end = if points { end + 2 } else { end + 1 };
                    return Some((end, draft(Kind::Relative, told(count), count)));
                }
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
    pub(super) fn often(&self, i: usize) -> Read<Draft> {
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

    /// "and a half", with or without hyphens.
    pub(super) fn and_a_half(&self, i: usize) -> Option<usize> {
        let mut j = self.skip(i, Role::Dash);
        for role in [Role::And, Role::A, Role::Half] {
            if !self.is(j, role) {
                return None;
            }
            j = if role == Role::Half {
                j + 1
            } else {
                self.skip(j + 1, Role::Dash)
            };
        }
        Some(j)
    }

    /// A number with a unit of time.
    pub(super) fn quantity(&self, i: usize) -> Read<Quantity> {
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
        if let Some(end) = number.and_then(|_| self.and_a_half(j)) {
            (j, half) = (end, true);
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
        if let Some(after) = number.and_then(|_| self.and_a_half(end)) {
            (end, half) = (after, true);
        }
        if plural && number == Some((0, 0)) {
            return None;
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
