//! How long an event lasts, and whether it is over on its day.

use super::counted::{month_of, year_of};
use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Grain, Kind};
use demarche_event::{Days, EventType, Status};
use demarche_lang::{Dep, Tag};

/// "Since Thursday, when the premier resigned": he resigned on that day, whatever has
/// gone on since.
pub(crate) fn within(
    days: Days,
    expression: &Expression,
    draft: &Draft,
    matcher: &Matcher<'_, '_>,
) -> Days {
    let tree = matcher.tree;
    let clause = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
    let mut up = clause;
    let of_the_day = (0..8).any(|_| {
        let Some(at) = up else { return false };
        up = tree.head(at);
        tree.dep(at) == Dep::Relcl && up.is_some_and(|h| expression.tokens.contains(&h))
    });
    // Whatever that clause was taken to hang on.
    let behind = || {
        let end = expression.tokens.end;
        let when = (end..clause?).find(|t| tree.text(*t) != ",")?;
        let is_when = matcher.actors.set("when", &tree.lower_text(when));
        (is_when && tree.head(when) == clause).then_some(())
    };
    if !of_the_day && behind().is_none() || expression.kind != Kind::Since {
        return days;
    }
    let whole = match expression.grain {
        Grain::Day => Some(Days::day(days.since)),
        Grain::Month => month_of(days.since),
        // "Since 2018, when it detained two": in that year.
        Grain::Year => year_of(days.since),
        _ => None,
    };
    whole.unwrap_or(days)
}

/// Whether a journey that had begun lasts beyond the publication: "began a five-day visit
/// on Monday", told on Wednesday.
pub(crate) fn is_under_way(
    draft: &Draft,
    days: Option<Days>,
    times: &[Expression],
    published: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let (Some(days), Some(published)) = (days, published) else {
        return false;
    };
    let begins = draft
        .carrier
        .is_some_and(|c| matcher.actors.set("begins", matcher.tree.lemma(c)));
    begins
        && draft.frame.status == Status::Happened
        && draft.mode_is_visit(matcher)
        && days.since < published.until
        && lengthen(days, draft, times, matcher).until > published.until
}

/// Whether a journey has just begun or is being made: "began a five-day visit", "is on a
/// five-day visit".
pub(crate) fn is_going_on(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let carrier = draft.carrier.or_else(|| tree.verb_above(draft.trigger));
    let begins = carrier.is_some_and(|c| matcher.actors.set("begins", tree.lemma(c)));
    let is = carrier.is_some_and(|c| matches!(tree.tag(c), Tag::Vbz | Tag::Vbp));
    draft.mode_is_visit(matcher)
        && matches!(draft.frame.status, Status::Happened | Status::Ongoing)
        && (begins || is)
}

/// Whether what stands in the present tense is on a day after the publication: "on May 8
/// she flies to Strelsau".
pub(crate) fn is_foreseen(
    draft: &Draft,
    days: Option<Days>,
    published: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    let present = |t: usize| matches!(tree.tag(t), Tag::Vbz | Tag::Vbp);
    let ahead = days.zip(published).is_some_and(|(d, p)| d.since >= p.until);
    let told = matches!(draft.frame.status, Status::Happened | Status::Ongoing);
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
    ahead
        && told
        && verb.is_some_and(|verb| {
            let helps = |c: usize| matches!(tree.dep(c), Dep::Aux | Dep::Auxpass);
            let progressive =
                tree.tag(verb) == Tag::Vbg && tree.children(verb).any(|c| helps(c) && present(c));
            present(verb) && !tree.children(verb).any(helps) || progressive
        })
}

/// The length of a journey that somebody left or returned after: "left Strelsau on Monday
/// after a three-day visit", "came home from a six-day tour".
fn left_after<'e>(
    draft: &Draft,
    times: &'e [Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<&'e Expression> {
    let tree = matcher.tree;
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger))?;
    if !matcher.actors.set("departs", tree.lemma(verb)) {
        return None;
    }
    times.iter().find(|e| {
        let noun = (e.tokens.start..e.tokens.end + 4)
            .take_while(|t| *t < tree.parsed.len())
            .find(|t| tree.dep(*t) == Dep::Pobj && tree.base_phrase(*t).contains(&e.tokens.start));
        let over = noun.filter(|noun| {
            let is_own = *noun == draft.trigger || verb == draft.trigger;
            is_own && matcher.actors.set("visit", tree.lemma(*noun))
        });
        let after = over.and_then(|noun| tree.head(noun)).is_some_and(|p| {
            matcher
                .actors
                .set("back-from", &tree.text(p).to_ascii_lowercase())
        });
        e.kind == Kind::Duration && after
    })
}

/// "began a three-day visit on Monday" lasts three days, and so does one that ended then.
pub(crate) fn lengthen(
    days: Days,
    draft: &Draft,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Days {
    let lasts = |length: std::ops::RangeInclusive<i64>| {
        (*length.start() > 1 && *length.end() < 60).then_some(*length.end())
    };
    let span = |days: i64| jiff::Span::new().days(days);
    // "spent five days there from April 4"
    if let Some(from) = times
        .iter()
        .find(|e| e.kind == Kind::Since && e.days == Some(days) && e.grain == Grain::Day)
        && let Some(length) = times
            .iter()
            .filter(|e| e.kind == Kind::Duration && e.tokens.end <= from.tokens.start)
            .find_map(|e| lasts(e.length_days()?))
    {
        let first = days.since;
        let until = first.checked_add(span(length)).ok();
        return until
            .and_then(|until| Days::new(first, until))
            .unwrap_or(days);
    }
    let lasts_long = matches!(
        matcher.lexicon.rules.rules[draft.rule].event_type,
        EventType::Consult | EventType::Mobilize | EventType::Cooperate | EventType::Protest
    );
    if days.length() != 1 || !lasts_long {
        return days;
    }
    let base = matcher.tree.base_phrase(draft.trigger);
    let length = times
        .iter()
        .filter(|e| e.kind == Kind::Duration && base.contains(&e.tokens.start))
        .find_map(|e| lasts(e.length_days()?));
    let left = left_after(draft, times, matcher).and_then(|e| lasts(e.length_days()?));
    if let Some(length) = left {
        let first = days.until.checked_sub(span(length)).ok();
        return first
            .and_then(|first| Days::new(first, days.until))
            .unwrap_or(days);
    }
    let ends = draft
        .carrier
        .is_some_and(|carrier| matcher.actors.set("ends", matcher.tree.lemma(carrier)));
    let (since, until) = match length {
        Some(length) if ends => (days.until.checked_sub(span(length)), Ok(days.until)),
        Some(length) => (Ok(days.since), days.since.checked_add(span(length))),
        None => return days,
    };
    match (since, until) {
        (Ok(since), Ok(until)) => Days::new(since, until).unwrap_or(days),
        _ => days,
    }
}
