use super::mention::{Kind, Stage, number};
use super::people::{Likeness, compare, name};
use demarche_event::{Actor, DateBasis, Days, EventType, Happening, Link, LinkKind, Status};
use jiff::Span;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Days by which reports of one day may differ.
const SLACK: i32 = 3;
/// A plan without a window may be fulfilled so many days after it was announced,
/// and one with a window so many days after its end. Visits have come more than
/// four months late.
const PATIENCE: i32 = 400;
/// Acts other than talks are so many that a later one is rather another.
const PATIENCE_WITH_ACTS: i32 = 45;
/// A plan whose window is rough may be fulfilled so many days before it.
const EARLY: i32 = 45;

/// How happenings belong together, as far as `happening` is the part, or the
/// plan: what it is a part of, and what became of it. `others` are those that
/// may be the other end; at most one is taken for each kind of link, the same
/// for any order of `others`.
pub fn links(happening: &Happening, others: &[Happening]) -> Vec<Link> {
    let stage = Stage::of(happening.status);
    let mut links = Vec::new();
    if matches!(Kind::of(happening), Kind::Meeting | Kind::Call) {
        let wholes = others
            .iter()
            .filter(|other| is_part(happening, other))
            .map(|whole| (span(whole), whole));
        // Of several journeys the shortest is told of most exactly.
        if let Some((_, whole)) = wholes.min_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id))) {
            links.push(Link {
                kind: LinkKind::PartOf,
                from: happening.id.clone(),
                to: whole.id.clone(),
                delay_days: None,
            });
        }
    }
    if stage != Stage::Foreseen {
        return links;
    }
    let fulfilled = others
        .iter()
        .filter(|other| other.id != happening.id && Stage::of(other.status) == Stage::Fact)
        .filter(|other| same_act(happening, other))
        .filter_map(|fact| Some((delay(happening, fact)?, fact)));
    let kind = Kind::of(happening);
    let fulfilled = fulfilled.min_by(|(a, one), (b, other)| {
        let rank = |delay: &Delay, fact: &Happening| {
            let days = delay.days.map_or(PATIENCE, i32::abs);
            (Kind::of(fact) != kind, days, delay.after)
        };
        (rank(a, one), &one.id).cmp(&(rank(b, other), &other.id))
    });
    if let Some((delay, fact)) = &fulfilled {
        links.push(Link {
            kind: LinkKind::Fulfils,
            from: fact.id.clone(),
            to: happening.id.clone(),
            delay_days: delay.days,
        });
    }
    for kind in [LinkKind::Postpones, LinkKind::Cancels] {
        let undone = others.iter().filter(|other| undoes(other, happening));
        // What was called off and took place after all was put off.
        let undone = undone.filter(|other| {
            (other.put_off || fulfilled.is_some()) == (kind == LinkKind::Postpones)
        });
        // The last word counts.
        if let Some(undone) = undone.max_by_key(|other| (other.date.days, Reverse(&other.id))) {
            links.push(Link {
                kind,
                from: undone.id.clone(),
                to: happening.id.clone(),
                delay_days: None,
            });
        }
    }
    links
}

/// Where the other ends of a happening's links are to be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Types that they may have.
    pub types: Vec<EventType>,
    /// Statuses that they may have.
    pub statuses: Vec<Status>,
    /// Days of which they must share one, if they have days.
    pub span: Option<Days>,
}

/// Where to look for what [`links`] takes as `others`; `None` if the happening
/// can be neither part nor plan.
pub fn reach(happening: &Happening) -> Option<Reach> {
    let mut types = vec![happening.event_type];
    if Stage::of(happening.status) == Stage::Foreseen {
        if happening.event_type != EventType::Reject {
            types.push(EventType::Reject);
        }
        let announced = happening.plan.as_ref().and_then(|plan| plan.announced);
        let window = happening.date.days;
        let since = [announced, window.map(|days| days.since)]
            .into_iter()
            .flatten()
            .min();
        let until = [announced, window.map(|days| days.until)]
            .into_iter()
            .flatten()
            .max();
        let patience = patience(happening.event_type);
        return Some(Reach {
            types,
            statuses: Status::ALL.to_vec(),
            span: since
                .zip(until)
                .and_then(|(a, b)| widened(a, b, EARLY + SLACK, patience + SLACK)),
        });
    }
    matches!(Kind::of(happening), Kind::Meeting | Kind::Call).then(|| Reach {
        types,
        statuses: of_stage(Stage::of(happening.status)),
        span: happening
            .date
            .days
            .and_then(|days| widened(days.since, days.until, SLACK, SLACK)),
    })
}

/// Where the happenings are that may be a part of this one, or a plan that it
/// did something to.
pub fn reached_from(happening: &Happening) -> Vec<Reach> {
    let mut reaches = Vec::new();
    let stage = Stage::of(happening.status);
    let around = |before, after| {
        happening
            .date
            .days
            .and_then(|days| widened(days.since, days.until, before, after))
    };
    if Kind::of(happening) == Kind::Visit && happening.date.days.is_some() {
        reaches.push(Reach {
            types: vec![EventType::Consult],
            statuses: of_stage(stage),
            span: around(SLACK, SLACK),
        });
    }
    if stage != Stage::Foreseen || happening.event_type == EventType::Reject {
        let mut types = vec![happening.event_type];
        if happening.event_type == EventType::Reject {
            types.push(EventType::Consult);
        }
        let patience = types
            .iter()
            .map(|code| patience(*code))
            .max()
            .unwrap_or(PATIENCE);
        reaches.push(Reach {
            types,
            statuses: of_stage(Stage::Foreseen),
            span: around(patience + SLACK, EARLY + SLACK),
        });
    }
    reaches
}

fn of_stage(stage: Stage) -> Vec<Status> {
    Status::ALL
        .iter()
        .copied()
        .filter(|status| Stage::of(*status) == stage)
        .collect()
}

/// For so many days a plan may still be fulfilled.
fn patience(event_type: EventType) -> i32 {
    match event_type {
        EventType::Consult => PATIENCE,
        _ => PATIENCE_WITH_ACTS,
    }
}

fn widened(since: Date, until: Date, before: i32, after: i32) -> Option<Days> {
    let since = since.checked_sub(Span::new().days(before)).ok()?;
    let until = until.checked_add(Span::new().days(after)).ok()?;
    Days::new(since, until)
}

/// When a fact came after a plan.
struct Delay {
    /// Days after the window's last day, 0 within it.
    days: Option<i32>,
    /// Days after the announcement.
    after: i32,
}

/// `None` if the fact can't be what was announced.
fn delay(plan: &Happening, fact: &Happening) -> Option<Delay> {
    let (since, until) = fact
        .date
        .days
        .map(|days| (number(days.since), number(days.until)))?;
    let announced = plan
        .plan
        .as_ref()
        .and_then(|plan| plan.announced)
        .map(number);
    // What was announced was still to come.
    if announced.is_some_and(|day| since <= day) {
        return None;
    }
    let patience = patience(plan.event_type);
    let Some(window) = plan
        .date
        .days
        .filter(|_| plan.date.basis == DateBasis::Stated)
    else {
        let after = since - announced?;
        return (after <= patience).then_some(Delay { days: None, after });
    };
    let (first, end) = (number(window.since), number(window.until));
    let days = if since >= end {
        since - end + 1
    } else if until <= first {
        until - 1 - first
    } else {
        0
    };
    let early = if window.length() > 7 { EARLY } else { 14 };
    (-early..=patience).contains(&days).then_some(Delay {
        days: Some(days),
        after: since - announced.unwrap_or(since),
    })
}

/// Whether two happenings tell of one act, planned and done.
fn same_act(plan: &Happening, fact: &Happening) -> bool {
    let (a, b) = (Kind::of(plan), Kind::of(fact));
    let kinds = a == b
        || matches!(
            (a, b),
            (Kind::Meeting, Kind::Visit) | (Kind::Visit, Kind::Meeting)
        ) && plan.mode == fact.mode;
    if !kinds {
        return false;
    }
    let straight =
        sides_agree(&plan.source, &fact.source) && sides_agree(&plan.target, &fact.target);
    // Who travels is the guest; only talks have two equal sides.
    let mutual = a != Kind::Visit
        && b != Kind::Visit
        && (plan.reciprocal || fact.reciprocal || matches!(a, Kind::Meeting | Kind::Call));
    let turned = sides_agree(&plan.source, &fact.target) && sides_agree(&plan.target, &fact.source);
    straight || (mutual && turned)
}

/// Whether a happening says that a plan came to nothing: a meeting that one side
/// refuses or puts off, or the same act denied.
fn undoes(other: &Happening, plan: &Happening) -> bool {
    // "Could be postponed" puts nothing off.
    let refused = other.event_type == EventType::Reject
        && other.mode.as_deref() == Some("meet")
        && Stage::of(other.status) == Stage::Fact;
    let talks = !matches!(Kind::of(plan), Kind::Act(_));
    let announced = plan
        .plan
        .as_ref()
        .and_then(|plan| plan.announced)
        .map(number);
    let since = other.date.days.map(|days| number(days.since));
    // What the announcement itself says not to be done is something else.
    let denied = Stage::of(other.status) == Stage::Negated
        && other.event_type == plan.event_type
        && announced.zip(since).is_some_and(|(day, since)| since > day);
    if !((refused && talks) || denied) {
        return false;
    }
    let straight =
        sides_agree(&plan.source, &other.source) && sides_agree(&plan.target, &other.target);
    let turned =
        sides_agree(&plan.source, &other.target) && sides_agree(&plan.target, &other.source);
    let announced = plan
        .plan
        .as_ref()
        .and_then(|plan| plan.announced)
        .map(number);
    let late = other.date.days.map(|days| number(days.until));
    // The word that put it off to its window doesn't put it off from there.
    let slack = if plan.put_off { -1 } else { SLACK };
    let after = announced
        .zip(late)
        .is_none_or(|(day, end)| end > day - slack);
    let window = plan
        .date
        .days
        .map(|days| number(days.until) + patience(plan.event_type));
    let before = window
        .zip(other.date.days)
        .is_none_or(|(end, days)| number(days.since) <= end);
    (straight || turned) && after && before
}

/// Whether a meeting or call falls into a visit of one of its persons.
fn is_part(part: &Happening, whole: &Happening) -> bool {
    if Kind::of(whole) != Kind::Visit || Stage::of(part.status) != Stage::of(whole.status) {
        return false;
    }
    let (Some(days), Some(journey)) = (part.date.days, whole.date.days) else {
        return false;
    };
    let inside = number(days.since) >= number(journey.since) - 1
        && number(days.until) <= number(journey.until) + 1;
    let straight =
        sides_agree(&part.source, &whole.source) && sides_agree(&part.target, &whole.target);
    let turned =
        sides_agree(&part.source, &whole.target) && sides_agree(&part.target, &whole.source);
    inside && (straight || turned)
}

fn span(happening: &Happening) -> i32 {
    happening.date.days.map_or(i32::MAX, |days| days.length())
}

/// Whether two sides may be one: a state in common, and no other person.
fn sides_agree(one: &[Actor], other: &[Actor]) -> bool {
    let countries = |actors: &[Actor]| -> BTreeSet<String> {
        actors
            .iter()
            .filter_map(|actor| actor.country.clone())
            .collect()
    };
    if countries(one).is_disjoint(&countries(other)) {
        return false;
    }
    let names = |actors: &[Actor]| -> Vec<_> {
        actors
            .iter()
            .filter_map(|actor| actor.name.as_deref())
            .map(name)
            .collect()
    };
    let (one, other) = (names(one), names(other));
    one.is_empty()
        || other.is_empty()
        || one
            .iter()
            .any(|a| other.iter().any(|b| compare(a, b) != Likeness::Different))
}
