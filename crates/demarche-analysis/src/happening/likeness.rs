use super::mention::{Kind, Mention, Side, Stage, Time};
use super::people::{Likeness, Name, compare};
use super::words::shared;
use demarche_event::{DateBasis, EventType};
use std::collections::BTreeSet;

/// How alike two events are: above 0, they are rather one happening than two.
/// `None` if something forbids it, whatever else they share.
///
/// A sum of hand-set weights, the same for either order of the two. What
/// forbids: a visit is no meeting and a plan is no fact; two events of one
/// sentence are two acts, or it would have one; the sides share no state; the
/// visitor is the host of the other; days that can't be one day; two persons of
/// different name who visit or meet, unless they share a part of their names, their
/// office and the very days: then one report misnames the other's.
pub fn likeness(one: &Mention, other: &Mention) -> Option<f64> {
    if one.stage != other.stage {
        return None;
    }
    let same_document = one.document == other.document;
    if same_document && one.sentence_start == other.sentence_start {
        return None;
    }
    let mut sum = PRIOR + kinds(one.kind, other.kind)?;
    // What heads a report is what the report goes on to tell, in vaguer words.
    let headed = same_document && (one.sentence_start == 0) != (other.sentence_start == 0);
    if headed {
        sum += HEADED;
    }
    let names = if !is_talk(one.kind) {
        Names::MayDiffer
    } else if same_days(one.when, other.when) {
        Names::MayBeWrong
    } else {
        Names::Agree
    };
    sum += actors(one, other, names, headed)?;
    sum += days(one, other, same_document)?;
    sum += places(one, other);
    sum += WORDING * shared(&one.words, &other.words);
    if !one.trigger.is_disjoint(&other.trigger) {
        sum += TRIGGER;
    }
    let says_same = |a: &Mention, b: &Mention| a.same.as_ref() == Some(&b.event);
    if same_document && (says_same(one, other) || says_same(other, one)) {
        sum += SAID_SAME;
    }
    // A report seldom tells the same act twice; of visits and talks it goes on.
    if same_document && !is_talk(one.kind) {
        sum -= RETOLD;
    }
    sum += match (&one.mode, &other.mode) {
        (Some(a), Some(b)) if a == b => 0.3,
        (Some(_), Some(_)) if !is_talk(one.kind) => -1.0,
        _ => 0.0,
    };
    sum += match (&one.magnitude, &other.magnitude) {
        (Some(a), Some(b)) if a == b => 0.8,
        (Some((a, unit)), Some((b, other)))
            if unit == other && (a - b).abs() > 0.1 * a.abs().max(b.abs()) =>
        {
            -0.5
        }
        _ => 0.0,
    };
    Some(sum)
}

const PRIOR: f64 = -3.3;
const WORDING: f64 = 3.0;
const TRIGGER: f64 = 0.6;
const RETOLD: f64 = 1.2;
const SAID_SAME: f64 = 2.0;
const HEADED: f64 = 1.2;
const ELSEWHERE: f64 = 0.3;

fn is_talk(kind: Kind) -> bool {
    matches!(kind, Kind::Visit | Kind::Meeting | Kind::Call)
}

/// Types that reports use for one act.
const NEIGHBOURS: [(EventType, EventType); 6] = [
    (EventType::Agree, EventType::Support),
    (EventType::Agree, EventType::Concede),
    (EventType::Agree, EventType::Cooperate),
    (EventType::Concede, EventType::Retreat),
    (EventType::Sanction, EventType::Coerce),
    (EventType::Coerce, EventType::Assault),
];

fn kinds(one: Kind, other: Kind) -> Option<f64> {
    if one == other {
        return Some(if is_talk(one) { 1.2 } else { 1.0 });
    }
    match (one, other) {
        (Kind::Act(a), Kind::Act(b))
            if NEIGHBOURS.contains(&(a, b)) || NEIGHBOURS.contains(&(b, a)) =>
        {
            Some(-1.2)
        }
        _ => None,
    }
}

/// What the names of persons on two sides must be.
#[derive(Clone, Copy, PartialEq)]
enum Names {
    /// Others, too: they weigh against.
    MayDiffer,
    /// One may be a slip for the other.
    MayBeWrong,
    /// Those of one person.
    Agree,
}

fn actors(one: &Mention, other: &Mention, names: Names, headed: bool) -> Option<f64> {
    // "Envoy calms traders": whom of their own a visitor sees, not where.
    if headed && one.kind == Kind::Visit && (one.stays_home() || other.stays_home()) {
        return sides(&one.source, &other.source, names).map(|sum| sum - ELSEWHERE);
    }
    let straight = sides(&one.source, &other.source, names)
        .zip(sides(&one.target, &other.target, names))
        .map(|(a, b)| a + b);
    let turned = || {
        sides(&one.source, &other.target, names)
            .zip(sides(&one.target, &other.source, names))
            .map(|(a, b)| a + b)
    };
    // Who meets and who is met is a matter of grammar; who travels isn't.
    let mutual =
        one.reciprocal || other.reciprocal || matches!(one.kind, Kind::Meeting | Kind::Call);
    match (straight, mutual.then(turned).flatten()) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    }
}

/// How alike two sides are; `None` if they are others.
fn sides(one: &Side, other: &Side, names: Names) -> Option<f64> {
    let strict = names != Names::MayDiffer;
    let mut sum = 0.0;
    if one.countries.is_empty() || other.countries.is_empty() {
        if one.countries != other.countries {
            sum -= 0.3;
        }
    } else {
        let both = one.countries.intersection(&other.countries).count();
        if both == 0 {
            return None;
        }
        let share = both as f64 / one.countries.union(&other.countries).count() as f64;
        // "The five allies" is rarely what one of them did.
        sum += 0.9 * share - if share < 0.5 { 0.6 } else { 0.0 };
    }
    let mut likeness = None;
    for name in &one.names {
        for other in &other.names {
            likeness = likeness.max(Some(match compare(name, other) {
                Likeness::Same => 2,
                Likeness::Near => 1,
                Likeness::Different => 0,
            }));
        }
    }
    sum += match likeness {
        Some(2) => 1.2,
        Some(1) => 0.6,
        Some(_) if names == Names::MayBeWrong && misnamed(one, other) => -0.3,
        Some(_) if strict => return None,
        Some(_) => -1.5,
        None if !one.called.is_disjoint(&other.called) => 0.5,
        None if strict && one.names.is_empty() != other.names.is_empty() => -0.4,
        None => 0.0,
    };
    let sectors = !one.sectors.is_empty() && !other.sectors.is_empty();
    if sectors && one.sectors.is_disjoint(&other.sectors) {
        sum -= 0.5;
    }
    Some(sum)
}

/// Whether one side may be the other under a wrong name: an office and a part of the
/// name are the same, and no other office is told.
fn misnamed(one: &Side, other: &Side) -> bool {
    let alike = |a: &BTreeSet<(String, Name)>, b: &BTreeSet<(String, Name)>| {
        let same = |(office, name): &(String, Name)| {
            b.iter().any(|(its_office, its_name)| {
                office == its_office && name.iter().any(|part| its_name.contains(part))
            })
        };
        a.iter().all(same)
    };
    !one.offices.is_empty()
        && alike(&one.offices, &other.offices)
        && alike(&other.offices, &one.offices)
}

/// Days that an interval may have and still tell of days.
const EXACT: i32 = 7;
const ROUGH: i32 = 45;
/// What it weighs that both tell of the same day.
const ON_THE_DAY: f64 = 1.6;

fn days(one: &Mention, other: &Mention, same_document: bool) -> Option<f64> {
    let (a, b) = (one.when, other.when);
    match (stated(a), stated(b)) {
        (Some(_), Some(_)) => both_days(a, b, is_talk(one.kind)),
        (Some(x), None) => Some(against_silence(x, b, one.stage)),
        (None, Some(y)) => Some(against_silence(y, a, one.stage)),
        (None, None) if same_document => Some(0.1),
        (None, None) => Some(both_silent(a, b)),
    }
}

/// Whether both tell of days, and of one that is the same, in whatever year.
fn same_days(one: Time, other: Time) -> bool {
    let exact = |time| stated(time).is_some_and(|days| days.1 - days.0 <= EXACT);
    exact(one) && exact(other) && both_days(one, other, true) == Some(ON_THE_DAY)
}

fn stated(time: Time) -> Option<(i32, i32)> {
    time.days.filter(|_| time.basis == DateBasis::Stated)
}

fn both_days(a: Time, b: Time, talk: bool) -> Option<f64> {
    let (x, y) = stated(a).zip(stated(b))?;
    let shifts: &[i32] = if a.year_guessed || b.year_guessed {
        &[0, 365, 366, -365, -366]
    } else {
        &[0]
    };
    let tries = shifts
        .iter()
        .map(|shift| both_stated((x.0 + shift, x.1 + shift), y, talk));
    // `None` is less than any number.
    tries.fold(None, |best, found| if found > best { found } else { best })
}

/// Days between two intervals; 0 if they share one.
fn gap(x: (i32, i32), y: (i32, i32)) -> i32 {
    (x.0.max(y.0) - x.1.min(y.1) + 1).max(0)
}

fn both_stated(x: (i32, i32), y: (i32, i32), talk: bool) -> Option<f64> {
    let longer = (x.1 - x.0).max(y.1 - y.0);
    match gap(x, y) {
        0 if longer <= EXACT => Some(ON_THE_DAY),
        0 if longer <= ROUGH => Some(0.9),
        0 => Some(-0.1),
        1 => Some(0.6),
        2..=3 => Some(-0.6),
        4..=10 if !talk => Some(-1.2),
        _ => None,
    }
}

/// One report gives the day, the other none: it may tell of what is fresh, or
/// look back.
fn against_silence(x: (i32, i32), silent: Time, stage: Stage) -> f64 {
    let Some(published) = silent.published.filter(|days| days.1 - days.0 <= ROUGH) else {
        return -0.2;
    };
    let before = published.0 - x.1;
    let after = x.0 - published.1;
    if stage == Stage::Foreseen {
        return if before > 30 { -0.6 } else { 0.2 };
    }
    match (before, after) {
        (_, 2..) => -1.5,
        (..=4, _) => 0.6,
        (5..=14, _) => 0.2,
        (15..=60, _) => -0.2,
        _ => -0.6,
    }
}

fn both_silent(a: Time, b: Time) -> f64 {
    let (Some(x), Some(y)) = (a.published, b.published) else {
        return -0.2;
    };
    if (x.1 - x.0).max(y.1 - y.0) > ROUGH {
        return -0.2;
    }
    match gap(x, y) {
        0..=2 => 0.5,
        3..=7 => 0.2,
        8..=30 => -0.2,
        _ => -0.6,
    }
}

fn places(one: &Mention, other: &Mention) -> f64 {
    let (Some((a, country)), Some((b, other_country))) = (&one.place, &other.place) else {
        return 0.0;
    };
    if a == b {
        return 0.5;
    }
    match (country, other_country) {
        (Some(a), Some(b)) if a == b => 0.2,
        (Some(_), Some(_)) => -1.0,
        _ => 0.0,
    }
}
