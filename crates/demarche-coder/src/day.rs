//! Which expression of time belongs to which event.

use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Kind};
use demarche_event::Days;

/// The date that stands closest to an event's words: one that hangs on the
/// trigger or its verb, else one of a clause above, else the only one of the
/// sentence. A date that hangs on another event's words isn't taken.
pub(crate) fn closest<'e>(
    draft: &Draft,
    times: &'e [Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<&'e Expression> {
    let mut best: Option<(usize, &Expression)> = None;
    for expression in times.iter().filter(|e| e.is_date()) {
        let head = head_of(expression, matcher);
        let distance = distance(draft, head, matcher);
        let Some(distance) = distance else { continue };
        let better = match best {
            None => true,
            Some((d, b)) => {
                distance < d || (distance == d && b.days.is_none() && expression.days.is_some())
            }
        };
        if better {
            best = Some((distance, expression));
        }
    }
    best.map(|(_, e)| e)
}

/// The token of an expression that hangs on something outside of it.
fn head_of(expression: &Expression, matcher: &Matcher<'_, '_>) -> usize {
    let tree = matcher.tree;
    expression
        .tokens
        .clone()
        .find(|t| {
            tree.head(*t)
                .is_none_or(|h| !expression.tokens.contains(&h))
        })
        .unwrap_or(expression.tokens.start)
}

/// Steps between an event's words and a date; `None` if the date belongs to
/// something else.
fn distance(draft: &Draft, date: usize, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    // What the date hangs on: the first verb, or noun that reports an event.
    let mut at = date;
    let mut owner = None;
    for _ in 0..30 {
        let Some(head) = tree.head(at) else { break };
        at = head;
        let is_word = tree.is_verb(at) || matcher.triggers(at).is_some();
        if is_word {
            owner = Some(at);
            break;
        }
    }
    let owner = owner.unwrap_or(at);
    if owner == draft.trigger {
        return Some(0);
    }
    if draft.carrier == Some(owner) {
        return Some(1);
    }
    // On a clause that the event's clause hangs on, or is joined to.
    if let Some(steps) = tree.steps_up(draft.trigger, owner) {
        return Some(2 + steps);
    }
    // On a clause under the event's: "met after arriving on Monday".
    if let Some(steps) = tree.steps_up(owner, draft.carrier.unwrap_or(draft.trigger)) {
        let joined = tree.conjuncts(draft.trigger).contains(&owner);
        return Some(if joined { 16 } else { 12 + steps });
    }
    // On a neighbour: "the talks ... which took place on Monday".
    let common = (0..20)
        .scan(owner, |up, _| {
            *up = tree.head(*up)?;
            Some(*up)
        })
        .position(|up| tree.is_under(draft.trigger, up));
    common.map(|steps| 25 + steps).filter(|d| *d < 30)
}

/// "began a three-day visit on Monday" lasts three days.
pub(crate) fn lengthen(
    days: Days,
    draft: &Draft,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Days {
    if days.length() != 1 {
        return days;
    }
    let base = matcher.tree.base_phrase(draft.trigger);
    let length = times
        .iter()
        .filter(|e| e.kind == Kind::Duration && base.contains(&e.tokens.start))
        .find_map(|e| e.length_days());
    match length {
        Some(length) if *length.start() > 1 && *length.end() < 60 => days
            .since
            .checked_add(jiff::Span::new().days(*length.end()))
            .ok()
            .and_then(|until| Days::new(days.since, until))
            .unwrap_or(days),
        _ => days,
    }
}
