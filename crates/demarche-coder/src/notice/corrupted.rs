//! Days, years and minutes that no calendar and no clock has.

use crate::matcher::Matcher;
use crate::when::{Expression, Grain, Kind};
use demarche_lang::{Dep, Pos};
use std::ops::Range;

/// The last year that a report may speak of without a doubt.
const LAST_YEAR: u32 = 2100;

/// "August 72", "in 2202", "an hour and 400 minutes", "31 February": numbers that a
/// program that rewrote the text has damaged.
pub(super) fn numbers(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    times: &[Expression],
    add: &mut impl FnMut(&str, Range<usize>, String),
) {
    let tree = matcher.tree;
    let number = |t: usize| {
        tree.text(t)
            .parse::<u32>()
            .ok()
            .filter(|_| tree.pos(t) == Pos::Num)
    };
    let mut tell = |words: Range<usize>, what: &str| {
        let text = tree.written(words.clone());
        add("contradictory-date", words, format!("“{text}”: {what}"));
    };
    for expression in times {
        let is_day = expression.kind == Kind::Date && expression.grain == Grain::Day;
        if is_day
            && expression.days.is_none()
            && expression.tokens.clone().any(|t| number(t).is_some())
        {
            tell(expression.tokens.clone(), "no month has this day");
        }
        // "August 72" is read as the month alone.
        let after = expression.tokens.end;
        if expression.grain == Grain::Month
            && expression.kind == Kind::Date
            && after < tokens.end
            && number(after).is_some_and(|n| (32..100).contains(&n))
            && matches!(tree.dep(after), Dep::Nummod | Dep::Npadvmod)
        {
            tell(expression.tokens.start..after + 1, "no month has this day");
        }
    }
    for t in tokens.clone() {
        let Some(n) = number(t) else { continue };
        let is_year = tree.text(t).len() == 4
            && n > LAST_YEAR
            && n < 3000
            && tree.dep(t) == Dep::Pobj
            && tree.head(t).is_some_and(|p| tree.is(p, "in"));
        let after_month = times
            .iter()
            .any(|e| e.grain == Grain::Month && e.kind == Kind::Date && e.tokens.end == t);
        if is_year || after_month && tree.text(t).len() == 4 && n > LAST_YEAR {
            tell(t..t + 1, "a year too far ahead");
        }
        let is_minutes = n >= 60
            && tree.head(t).is_some_and(|unit| {
                matcher.actors.set("minutes", tree.lemma(unit))
                    && tree.dep(unit) == Dep::Conj
                    && tree
                        .head(unit)
                        .is_some_and(|hour| matcher.actors.set("hours", tree.lemma(hour)))
            });
        if is_minutes {
            tell(t..t + 2.min(tokens.end - t), "an hour has sixty minutes");
        }
    }
}
