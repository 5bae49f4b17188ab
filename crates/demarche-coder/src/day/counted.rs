//! Days counted from what a clause, a cause or an anniversary tells.

use super::beside::is_fresh;
use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Grain, Kind};
use demarche_event::{Days, EventType, Status};
use demarche_lang::{Dep, Pos, Tag};
use jiff::civil::Date;
use std::ops::Range;

/// Days within which an act follows what it answers, if nothing says more.
const SOON: i64 = 3;

/// Days within which something came right before the news.
const FORTNIGHT: i64 = 14;

pub(super) fn year_of(day: Date) -> Option<Days> {
    let next = Date::new(day.year().checked_add(1)?, 1, 1).ok()?;
    Days::new(day.first_of_year(), next)
}

pub(super) fn month_of(day: Date) -> Option<Days> {
    Days::new(day.first_of_month(), day.last_of_month().tomorrow().ok()?)
}

/// "The 50th anniversary of the opening": the opening was fifty years before the
/// anniversary, whose year the sentence or the narration gives.
pub(crate) fn anniversary(
    draft: &Draft,
    times: &[Expression],
    base: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> Option<Days> {
    let tree = matcher.tree;
    let mut up = draft.trigger;
    let noun = (0..6).find_map(|_| {
        up = tree.head(up)?;
        matcher
            .actors
            .set("anniversary", tree.lemma(up))
            .then_some(up)
    })?;
    let years: i16 = tree.base_phrase(noun).find_map(|t| {
        let digits: String = tree
            .text(t)
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().ok().filter(|n| (1..=500).contains(n))
    })?;
    let dated = times
        .iter()
        .filter(|e| e.is_date())
        .find_map(|e| e.days)
        .or(base)?;
    let year = dated.since.year().checked_sub(years)?;
    Days::new(Date::new(year, 1, 1).ok()?, Date::new(year + 1, 1, 1).ok()?)
}

/// Whether a token heads a clause that tells what something follows: "after he had left".
pub(crate) fn follows(clause: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let after = |m: usize| {
        tree.dep(m) == Dep::Mark
            && matcher
                .actors
                .set("after", &tree.text(m).to_ascii_lowercase())
    };
    tree.dep(clause) == Dep::Advcl && tree.children(clause).any(after)
}

/// The words that say that a clause tells what something else soon followed: "right after
/// he had left", of the act in that clause.
pub(crate) fn soon_followed(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger))?;
    let after = tree
        .child(verb, Dep::Mark)
        .filter(|_| follows(verb, matcher))?;
    let soon = after.checked_sub(1)?;
    let says_so = matcher.actors.set("soon-after", &tree.lower_text(soon));
    (draft.frame.status == Status::Happened && says_so).then_some(soon..after + 1)
}

/// The fortnight before a day.
pub(crate) fn fortnight_to(now: Days) -> Option<Days> {
    let since = now
        .since
        .checked_sub(jiff::Span::new().days(FORTNIGHT))
        .ok()?;
    Days::new(since, now.until)
}

/// Whether a date is that of what an act is said to follow: "the talks follow a visit in
/// May". Talks and visits of the last days may as well be part of what they bring.
pub(super) fn is_of_what_came_first(
    draft: &Draft,
    expression: &Expression,
    published: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    let own = [Some(draft.trigger), draft.carrier];
    let comes_after = |verb: usize| {
        matcher.actors.set("comes-after", tree.lemma(verb))
            && tree.child(verb, Dep::Nsubj).is_some_and(|subject| {
                draft.carrier == Some(verb) || tree.is_under(draft.trigger, subject)
            })
    };
    // "Follow his trip on May 2", in the present: of the trip, whatever it was taken to hang on.
    let is_behind = |verb: usize| {
        let first = tree.child(verb, Dep::Dobj);
        matches!(tree.tag(verb), Tag::Vbz | Tag::Vbp)
            && first.is_some_and(|first| first < expression.tokens.start)
    };
    let mut up = expression.tokens.start;
    for _ in 0..12 {
        let Some(head) = tree.head(up) else {
            return false;
        };
        let of_first = tree.dep(up) == Dep::Dobj || is_behind(head);
        if of_first && comes_after(head) && !own.contains(&Some(up)) {
            return published.is_some_and(|now| !is_fresh(expression, now));
        }
        up = head;
    }
    false
}

/// The day of a clause under an act that tells what it follows: "protested after a plane
/// had crossed the line on May 3".
pub(crate) fn of_its_reason(
    draft: &Draft,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Days> {
    let tree = matcher.tree;
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger))?;
    if draft.frame.status != Status::Happened {
        return None;
    }
    let clause = tree.children(verb).find(|c| follows(*c, matcher))?;
    let day = times
        .iter()
        .filter(|e| e.kind == Kind::Date && e.grain == Grain::Day)
        .find(|e| tree.is_under(e.tokens.start, clause))?
        .days?;
    let until = day.until.checked_add(jiff::Span::new().days(SOON)).ok()?;
    Days::new(day.since, until)
}

/// The days of an act that follows something else which a date is of: "recalled him after
/// the clash of May 3" on that day or soon after. Talks and visits end in what they bring.
pub(crate) fn after_what(
    days: Days,
    expression: &Expression,
    draft: &Draft,
    now: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> Days {
    let tree = matcher.tree;
    let is_point = expression.kind == Kind::Date && expression.grain <= Grain::Week;
    if draft.frame.status != Status::Happened || !is_point {
        return days;
    }
    let own = draft.carrier.unwrap_or(draft.trigger).max(draft.trigger);
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
    let follows = (own + 1..expression.tokens.start).any(|p| {
        let noun = tree.child(p, Dep::Pobj).or(tree.child(p, Dep::Dobj));
        let is_matter = |noun: usize| {
            !expression.tokens.contains(&noun)
                && noun < expression.tokens.start
                && tree.pos(noun) != Pos::Propn
                && !["talks", "visit"]
                    .iter()
                    .any(|set| matcher.actors.set(set, tree.lemma(noun)))
        };
        matcher.actors.set("in-the-wake", &tree.lower_text(p))
            && noun.is_some_and(is_matter)
            && tree.is_under(expression.tokens.start, p)
            && tree.head(p).and_then(|head| tree.verb_above(head)) == verb
    });
    let late = days.until.checked_add(jiff::Span::new().days(SOON)).ok();
    let until = late.map(|late| now.map_or(late, |now| late.min(now.until.max(days.until))));
    match until.filter(|_| follows) {
        Some(until) => Days::new(days.since, until).unwrap_or(days),
        None => days,
    }
}

/// Whether an expression leads the clause that holds a token: "a day after police shot
/// them".
pub(crate) fn leads_clause_of(
    expression: &Expression,
    token: usize,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    let after = expression.tokens.end - 1;
    token > after
        && (tree.is_under(token, after)
            || tree.dep(after) == Dep::Mark
                && tree
                    .head(after)
                    .is_some_and(|verb| tree.is_under(token, verb)))
}

/// Whether an expression opens a clause that tells from what it counts: "three weeks after
/// the premier came".
fn leads(expression: &Expression, clause: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let after = expression.tokens.end - 1;
    tree.dep(after) == Dep::Mark && tree.head(after) == Some(clause)
}

/// Whether what an expression counts from may be talks: no clause that tells of something
/// else follows.
pub(crate) fn is_counted_from_talks(expression: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let after = expression.tokens.end - 1;
    let clause = tree.head(after).filter(|_| tree.dep(after) == Dep::Mark);
    let Some(told) = clause.or(tree.child(after, Dep::Pobj)) else {
        return clause_behind(after, matcher).is_none();
    };
    let is_one = |set: &str| matcher.actors.set(set, tree.lemma(told));
    let rules = &matcher.lexicon.rules.rules;
    let reports_talks = matcher.triggers(told).is_some_and(|(_, found)| {
        let mut types = found.iter().map(|trigger| rules[trigger.rule].event_type);
        types.any(|of| of == EventType::Consult)
    });
    reports_talks || is_one("talks") || is_one("visit") || tree.pos(told) == Pos::Pron
}

/// The verb that stands behind a word before the next comma, if any does.
fn clause_behind(word: usize, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    let sentence = tree.token(word).sentence().tokens();
    let behind = (word + 1..sentence.end).take_while(|t| tree.text(*t) != ",");
    behind.into_iter().find(|t| tree.is_verb(*t))
}

/// "Six months after he came back, they met again": what is counted before the main clause
/// from something that no word dates.
pub(crate) fn counted_from_the_undated<'e>(
    draft: &Draft,
    times: &'e [Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<&'e Expression> {
    let tree = matcher.tree;
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger))?;
    let mut clauses = tree
        .children(verb)
        .filter(|c| *c < verb && tree.dep(*c) == Dep::Advcl);
    clauses.find_map(|clause| {
        times
            .iter()
            .find(|e| e.kind == Kind::Relative && e.days.is_none() && leads(e, clause, matcher))
    })
}

/// "Three weeks after the premier came on May 2, they condemned it": what is counted, and
/// the days that it gives what the main clause tells.
pub(crate) fn counted_from_clause<'e>(
    draft: &Draft,
    times: &'e [Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<(&'e Expression, Days)> {
    let tree = matcher.tree;
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger))?;
    let clauses = tree.children(verb).filter(|c| tree.dep(*c) == Dep::Advcl);
    for clause in clauses.filter(|c| tree.is_verb(*c)) {
        let Some(counted) = times.iter().find(|e| leads(e, clause, matcher)) else {
            continue;
        };
        let of_clause = |e: &&Expression| {
            e.kind == Kind::Date && e.tokens.start > clause && e.tokens.end <= tree.end(clause)
        };
        let days = times.iter().find(of_clause).and_then(|e| e.days);
        if let Some(days) = days.and_then(|days| counted.counted_from(days)) {
            return Some((counted, days));
        }
    }
    None
}
