//! Reads expressions of time and places them as intervals of days.
//!
//! In: the vocabulary ([`TimeWords`]), a parsed sentence, and what to count
//! from ([`Anchor`], [`Tense`]). Out: an [`Expression`] for each stretch of
//! tokens that speaks of time, in order, without overlaps; the longest reading
//! wins. Whatever is vague is an interval as wide as it is vague, and what
//! nobody can place has no days. Counting from a publication interval counts
//! from both of its ends.

// Each stage has its tests; not every question is asked by the coder yet.

mod calendar; // units, intervals, parts of intervals
mod count; // numbers with units: durations, "ago", "every"
mod date; // dates, their parts and ranges
mod deictic; // "last October", "next week", "the same month"
mod grammar; // pieces to what an expression says
mod piece; // tokens to what they mean for the grammar
mod place; // what an expression says, placed in the calendar
pub(crate) mod quantity; // numbers with what they measure
mod term; // what an expression says
mod words; // the vocabulary
mod written; // dates as the calendar writes them

#[cfg(test)]
mod tests;

pub(crate) use calendar::Unit;
use demarche_event::Days;
use demarche_lang::Parsed;
use place::Setting;
pub(crate) use place::WEEKDAY_DIFFERS;
use std::ops::{Range, RangeInclusive};
use term::Term;
pub(crate) use words::TimeWords;

/// Tense of a clause, as far as it tells which Monday is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    /// The nearest before the publication.
    Past,
    /// As the past, but of the time before what is told, or of an aside: "had cut ties in
    /// 2016", "which it signed in 2015". Where it lies far back, the account goes on in
    /// its own time.
    Earlier,
    /// The nearest either way.
    Present,
    /// The nearest after the publication; also plans and demands.
    Future,
}

/// What a sentence's times are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Anchor {
    /// When the document was published: a day, or an interval that holds it.
    pub(crate) published: Option<Days>,
    /// The last stated and placed date before this sentence. It gives "the same
    /// month" and "a week later" their base, and a bare "in May" its year if it
    /// lies far before the publication.
    pub(crate) narrated: Option<Days>,
    /// The last date told before, be it a year, and in another paragraph: it gives "that
    /// June" its year.
    pub(crate) before: Option<Days>,
    /// Whether the date that `narrated` has was told in passing, of years long past, so that
    /// a bare "in May" is of the reader's time again.
    pub(crate) aside: bool,
    /// The month or year that stands over the text: a bare "in May" lies in it if it
    /// can.
    pub(crate) over: Option<Days>,
}

/// One stretch of tokens that speaks of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expression {
    /// Its tokens, with the preposition that leads it.
    pub(crate) tokens: Range<usize>,
    /// The days it may mean. For [`Kind::Since`] through the publication day,
    /// for [`Kind::Until`] from the publication day on if it lies ahead.
    pub(crate) days: Option<Days>,
    /// What it says.
    pub(crate) kind: Kind,
    /// How fine it is.
    pub(crate) grain: Grain,
    /// Length of a duration or period, or distance of a relative time.
    pub(crate) count: Option<Count>,
    /// What was assumed, or why it has no days.
    pub(crate) note: Option<&'static str>,
}

/// What an expression of time says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A point or stretch of the calendar: "on Monday", "in May 2023".
    Date,
    /// From then on: "since 2018", "from July 1", "after March 4".
    Since,
    /// Up to then: "by March", "until 2030", "before Friday".
    Until,
    /// How long: "three-day", "for five days".
    Duration,
    /// How often: "every year", "weekly".
    Frequency,
    /// Counted from something told: "a day later", "the same month", "two weeks
    /// before the vote".
    Relative,
    /// A time that nobody can place: "recently", "in due course".
    Vague,
    /// The stretch of a comparison or an age: "the first in six years",
    /// "13-year-old", "the first since 2018".
    Period,
}

/// How fine an expression of time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grain {
    /// Days, and parts of a day.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Seasons.
    Season,
    /// Quarters and halves of a year.
    Quarter,
    /// Years.
    Year,
    /// Decades.
    Decade,
    /// Centuries.
    Century,
}

/// So many units, from the least to the most that the words may mean; negative
/// before what it is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    /// At least so many.
    pub(crate) least: i32,
    /// At most so many.
    pub(crate) most: i32,
    /// Of these.
    pub(crate) unit: Unit,
}

/// Finds the expressions of time in a sentence, in order. `sentence` is a range
/// of tokens of `parsed`; `tense` gives the tense of the clause that holds a
/// token.
pub(crate) fn expressions(
    words: &TimeWords,
    parsed: &Parsed,
    sentence: Range<usize>,
    anchor: &Anchor,
    tense: impl Fn(usize) -> Tense,
) -> Vec<Expression> {
    let sentence = sentence.start..sentence.end.min(parsed.len());
    let Some(pieces) = piece::pieces(words, parsed, sentence.clone()) else {
        return Vec::new();
    };
    let reader = grammar::Reader {
        words,
        parsed,
        pieces: &pieces,
        sentence,
        tense: &tense,
        depth: std::cell::Cell::new(0),
    };
    let mut anchor = *anchor;
    let mut told_here: Option<Days> = None;
    let mut said_here: Option<Days> = None;
    let place = |draft: Draft| {
        // "Which opened it in May 2023, closed it a year later": counted within the sentence.
        let counts = matches!(draft.term, Some(Term::Told { .. }));
        let anchor_here = Anchor {
            narrated: said_here.filter(|_| counts).or(anchor.narrated),
            ..anchor
        };
        let setting = Setting {
            anchor: &anchor_here,
            tense: tense(draft.tokens.start),
        };
        // "Announced on May 3 that it would open within two months": from the announcement.
        let is_term = matches!(draft.term, Some(Term::Span { count, .. }) if count > 0);
        let within = draft.count.filter(|_| is_term && draft.kind == Kind::Date);
        let announced = told_here.filter(|told| setting.is_over(*told));
        let mut expression = draft.placed(&setting);
        if let Some((count, told)) = within.zip(announced)
            && let Some(last) = calendar::shifted(told.last(), count.unit, count.most)
        {
            expression.days = calendar::through(told.since, last);
        }
        let month = expression.grain == Grain::Month;
        let is_date = expression.kind == Kind::Date || expression.kind == Kind::Relative && month;
        let goes_on = is_date
            && expression
                .days
                .is_some_and(|days| setting.goes_on_from(days));
        if is_date && expression.grain <= Grain::Year && expression.days.is_some() {
            anchor.before = expression.days;
        }
        if is_date && expression.grain <= Grain::Month && expression.days.is_some() {
            said_here = expression.days;
        }
        // "on May 3 ... a day later" within a sentence.
        if goes_on && expression.grain <= Grain::Month {
            anchor.narrated = expression.days;
            anchor.aside = false;
            told_here = expression.days;
        }
        expression
    };
    reader.read().into_iter().map(place).collect()
}

impl Expression {
    /// Whether it says when something takes place; without days if nothing can
    /// place it. Lengths, habits and the stretches of comparisons don't.
    pub(crate) fn is_date(&self) -> bool {
        matches!(
            self.kind,
            Kind::Date | Kind::Since | Kind::Until | Kind::Relative | Kind::Vague
        )
    }

    /// Length of a duration or period in days, from the least to the most; part
    /// days count as none.
    pub(crate) fn length_days(&self) -> Option<RangeInclusive<i64>> {
        let count = self.count?;
        matches!(self.kind, Kind::Duration | Kind::Period)
            .then(|| count.unit.days(count.least)..=count.unit.days(count.most))
    }

    /// Length of a duration that is told in minutes or hours, from the least to
    /// the most, with the unit's name.
    pub(crate) fn hours(&self) -> Option<(RangeInclusive<i32>, &'static str)> {
        let count = self.count?;
        let unit = match count.unit {
            Unit::Minute => "minutes",
            Unit::Hour => "hours",
            _ => return None,
        };
        (self.kind == Kind::Duration).then_some((count.least..=count.most, unit))
    }

    /// The days of a relative expression, counted from the event it refers to:
    /// "a day after the summit", given the summit's days.
    pub(crate) fn counted_from(&self, event: Days) -> Option<Days> {
        let count = self.count?;
        if self.kind != Kind::Relative {
            return None;
        }
        calendar::counted(event, count.unit, count.least, count.most)
    }

    /// The days of what a relative expression is counted from, given those of what
    /// it dates: the summit's, of "left a day after the summit".
    pub(crate) fn counted_to(&self, dated: Days) -> Option<Days> {
        let count = self.count?;
        if self.kind != Kind::Relative {
            return None;
        }
        calendar::counted(dated, count.unit, -count.most, -count.least)
    }
}

impl Grain {
    fn of(unit: Unit) -> Grain {
        match unit {
            Unit::Minute | Unit::Hour | Unit::Day => Grain::Day,
            Unit::Week => Grain::Week,
            Unit::Month => Grain::Month,
            Unit::Quarter => Grain::Quarter,
            Unit::Year => Grain::Year,
            Unit::Decade => Grain::Decade,
            Unit::Century => Grain::Century,
        }
    }
}

/// An expression that is read but not placed.
struct Draft {
    tokens: Range<usize>,
    kind: Kind,
    term: Option<Term>,
    /// For [`Kind::Since`]: whether it begins after the term rather than in it.
    after: bool,
    grain: Grain,
    count: Option<Count>,
    note: Option<&'static str>,
}

impl Draft {
    fn placed(self, setting: &Setting<'_>) -> Expression {
        let placed = self.term.as_ref().and_then(|term| setting.place(term));
        let mut expression = Expression {
            tokens: self.tokens,
            days: placed.map(|placed| placed.days),
            kind: self.kind,
            grain: placed.map_or(self.grain, |placed| placed.grain),
            count: self.count,
            note: placed.and_then(|placed| placed.note).or(self.note),
        };
        let Some(days) = expression.days else {
            if self.term.is_some() && expression.note.is_none() {
                expression.note = Some("nothing to count from");
            }
            return expression;
        };
        let published = setting.anchor.published;
        expression.days = match self.kind {
            Kind::Since if self.after => {
                published.and_then(|published| Days::new(days.until, published.until))
            }
            Kind::Since => Some(
                published
                    .and_then(|published| Days::new(days.since, published.until))
                    .unwrap_or(days),
            ),
            Kind::Until => match published {
                Some(published) if days.until > published.until => Some(Days {
                    since: published.since.min(days.since),
                    until: days.until,
                }),
                _ => Some(days),
            },
            _ => Some(days),
        };
        expression
    }
}
