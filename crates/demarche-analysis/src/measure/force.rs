use super::detail::{MeasureWords, share_goods};
use demarche_event::{Actor, DateBasis, Event, EventLinkKind, EventType, Measure, Status};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Two reports of one measure may date it this far apart.
const SAME_DAYS: i32 = 45;
/// A measure answers another that is at most this old.
const ANSWER_DAYS: i32 = 180;

/// Kind of a measure that no word of the knowledge names.
const UNNAMED: &str = "measure";

/// The measures that events impose, with what lifted them.
///
/// # What counts
///
/// Imposed by events of type SANCTION (but not expulsions, which are over in a
/// day) and by arrests, that happened, go on, or are announced. Lifted by events
/// of type RETREAT with the same imposer, and replaced by those that tell of a new
/// rate; of several open measures of that
/// imposer the one of the same goods, else of the same kind and target, else none.
/// Before all these goes the measure that the text itself says is ended, whatever its
/// goods are called there. A mention of a measure in the sentence that lifts it imposes
/// nothing, unless it has a day of its own.
/// Reports of one kind, imposer and target whose goods don't differ are one
/// measure if their days lie within 45 days or one has none of its own.
///
/// The result is in the order of the first days, the unknown first, then of ids;
/// it doesn't depend on the order of the events.
pub fn measures(events: &[Event], words: &MeasureWords) -> Vec<Measure> {
    let mut acts: Vec<&Event> = events.iter().filter(|e| imposes(e) || lifts(e)).collect();
    acts.sort_by_key(|event| (event.date.days.map(|days| days.since), &event.id));
    let mut found: Vec<Measure> = Vec::new();
    // Only measures of one kind and of the same imposers may be one.
    let mut alike: BTreeMap<(String, Vec<String>), Vec<usize>> = BTreeMap::new();
    let lifted_in: BTreeSet<(&str, usize)> = events
        .iter()
        .filter(|event| event.event_type == EventType::Retreat)
        .map(|event| (&*event.document.id, event.sentence.start_char))
        .collect();
    let ended: BTreeSet<&str> = events.iter().filter_map(ended_by).collect();
    for event in acts.iter().filter(|event| imposes(event)) {
        let sentence = (&*event.document.id, event.sentence.start_char);
        // "Lifted the ban that it had imposed in 2021" tells both.
        let dated = event.date.basis == DateBasis::Stated && ended.contains(&*event.id);
        if lifted_in.contains(&sentence) && !dated {
            continue;
        }
        let measure = of_event(event, words);
        let key = (measure.kind.clone(), measure.imposers.clone());
        let known = alike.entry(key).or_default();
        match known.iter().find(|n| is_same(&found[**n], &measure)) {
            Some(n) => join(&mut found[*n], measure),
            None => {
                known.push(found.len());
                found.push(measure);
            }
        }
    }
    let mut by_imposer: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut indexed = 0;
    for event in acts.iter().filter(|event| lifts(event)) {
        for (n, measure) in found.iter().enumerate().skip(indexed) {
            for code in &measure.imposers {
                by_imposer.entry(code.clone()).or_default().insert(n);
            }
        }
        indexed = found.len();
        lift(&mut found, &by_imposer, event, words);
    }
    for measure in &mut found {
        measure.events.sort();
        measure.lifted_by.sort();
    }
    settle(&mut found);
    found
}

/// Finds what each measure answers, and brings them into the order of
/// [`measures`]: for measures of which some were made anew.
pub fn settle(found: &mut [Measure]) {
    for index in 0..found.len() {
        found[index].answers = match found[index].answer_text {
            Some(_) => answered(found, &found[index]),
            None => None,
        };
    }
    found.sort_by(|a, b| (a.since, &a.id).cmp(&(b.since, &b.id)));
}

/// Whether an event imposes or lifts a measure. Measures depend on other events
/// only where a source of those is a source of theirs, through however many such
/// steps, or in the same sentence.
pub fn bears_on_measures(event: &Event) -> bool {
    imposes(event) || lifts(event)
}

fn imposes(event: &Event) -> bool {
    let told = matches!(
        event.status,
        Status::Happened | Status::Ongoing | Status::Planned
    );
    let stays = match event.event_type {
        EventType::Sanction => event.mode.as_deref() != Some("expel"),
        EventType::Coerce => event.mode.as_deref() == Some("arrest"),
        _ => false,
    };
    told && stays && event.source.iter().any(|actor| actor.country.is_some())
}

fn lifts(event: &Event) -> bool {
    let told = matches!(
        event.status,
        Status::Happened | Status::Ongoing | Status::Planned
    );
    told && event.event_type == EventType::Retreat
        && event.source.iter().any(|actor| actor.country.is_some())
}

/// Id of the event whose measure an event ends, as the text says.
fn ended_by(event: &Event) -> Option<&str> {
    let mut links = event.circumstances.links.iter();
    let ends = links.find(|link| link.kind == EventLinkKind::Ends)?;
    ends.event.as_deref()
}

fn codes(actors: &[Actor]) -> Vec<String> {
    let mut codes: Vec<String> = actors.iter().filter_map(|a| a.country.clone()).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// The first day of an event: stated, or that of its report, which isn't after it.
fn first_day(event: &Event) -> Option<Date> {
    let announced_late = event.status == Status::Planned && event.date.basis != DateBasis::Stated;
    event
        .date
        .days
        .filter(|_| !announced_late)
        .map(|days| days.since)
}

fn of_event(event: &Event, words: &MeasureWords) -> Measure {
    let kind = words.kind(event, false);
    Measure {
        id: format!("m{}", event.id),
        kind: kind.map_or(UNNAMED, |(kind, _)| kind).to_owned(),
        imposers: codes(&event.source),
        targets: codes(&event.target),
        goods: kind.and_then(|(_, end)| words.goods(event, end)),
        rate: event
            .magnitude
            .clone()
            .filter(|magnitude| magnitude.unit == "percent"),
        legal_basis: words.legal_basis(event),
        since: first_day(event),
        until: None,
        announced: event.status == Status::Planned,
        answer_text: words.answer(event),
        answers: None,
        events: vec![event.id.clone()],
        lifted_by: Vec::new(),
        to_be_lifted: None,
    }
}

/// Whether two measures are one, told of twice.
fn is_same(one: &Measure, other: &Measure) -> bool {
    let near = match (one.since, other.since) {
        (Some(a), Some(b)) => (a - b).get_days().abs() <= SAME_DAYS,
        _ => true,
    };
    let goods = match (&one.goods, &other.goods) {
        (Some(a), Some(b)) => share_goods(a, b),
        _ => true,
    };
    let targets = one.targets == other.targets
        || one.targets.is_empty()
        || other.targets.is_empty()
        || one.targets.iter().any(|code| other.targets.contains(code));
    // Of what has no name, only the same is the same.
    let named = one.kind != UNNAMED || (one.since == other.since && one.targets == other.targets);
    named && one.kind == other.kind && one.imposers == other.imposers && targets && near && goods
}

/// Takes over what a further report tells; the earlier one has precedence, but a
/// fact goes before an announcement.
fn join(known: &mut Measure, other: Measure) {
    if known.announced && !other.announced {
        known.since = other.since.or(known.since);
    }
    known.announced &= other.announced;
    known.id = known.id.clone().min(other.id);
    known.since = known.since.or(other.since);
    known.goods = known.goods.take().or(other.goods);
    known.rate = known.rate.take().or(other.rate);
    known.legal_basis = known.legal_basis.take().or(other.legal_basis);
    known.answer_text = known.answer_text.take().or(other.answer_text);
    for code in other.targets {
        if !known.targets.contains(&code) {
            known.targets.push(code);
        }
    }
    known.targets.sort();
    known.events.extend(other.events);
}

fn lift(
    found: &mut Vec<Measure>,
    by_imposer: &BTreeMap<String, BTreeSet<usize>>,
    event: &Event,
    words: &MeasureWords,
) {
    let (imposers, targets) = (codes(&event.source), codes(&event.target));
    let kind = words.kind(event, true);
    let goods = kind.and_then(|(_, end)| words.goods(event, end));
    let day = event.date.days.map(|days| days.since);
    let fits = |measure: &Measure| {
        (targets.is_empty()
            || measure.targets.is_empty()
            || measure.targets.iter().any(|code| targets.contains(code)))
            && match (measure.since, day) {
                (Some(since), Some(day)) => since < day,
                _ => true,
            }
            // Lifted once is lifted, unless it is the same lifting, told again.
            && match (measure.until, day) {
                (Some(until), Some(day)) => (until - day).get_days().abs() <= SAME_DAYS,
                (Some(_), None) => false,
                (None, _) => true,
            }
    };
    let same_goods = |measure: &Measure| match (&measure.goods, &goods) {
        (Some(a), Some(b)) => share_goods(a, b),
        _ => false,
    };
    let same_kind = |measure: &Measure| kind.is_some_and(|(kind, _)| measure.kind == kind);
    let of_imposers: BTreeSet<usize> = imposers
        .iter()
        .filter_map(|code| by_imposer.get(code))
        .flatten()
        .copied()
        .collect();
    let open: Vec<usize> = of_imposers
        .into_iter()
        .filter(|n| fits(&found[*n]))
        .collect();
    let told = ended_by(event);
    let is_told = |measure: &Measure| {
        told.is_some_and(|id| measure.events.iter().any(|imposing| imposing == id))
    };
    let chosen = [
        open.iter()
            .copied()
            .filter(|n| is_told(&found[*n]))
            .collect::<Vec<_>>(),
        open.iter()
            .copied()
            .filter(|n| same_goods(&found[*n]) && same_kind(&found[*n]))
            .collect(),
        open.iter()
            .copied()
            .filter(|n| same_goods(&found[*n]))
            .collect(),
        open.iter()
            .copied()
            .filter(|n| same_kind(&found[*n]) && !targets.is_empty())
            .collect(),
    ];
    // The latest of several: an older one would have been lifted before.
    let chosen = chosen.iter().find_map(|fit| fit.last().copied());
    let is_done = event.status != Status::Planned;
    match chosen {
        Some(n) => {
            let measure = &mut found[n];
            if is_done {
                measure.until = measure.until.or(day);
            } else if measure.until.is_none() {
                measure.to_be_lifted = day;
            }
            measure.lifted_by.push(event.id.clone());
            let lower = event
                .magnitude
                .clone()
                .filter(|m| m.unit == "percent" && m.value > 0.0);
            if let (Some(rate), Some(_)) = (lower, day) {
                let successor = Measure {
                    id: format!("m{}", event.id),
                    rate: Some(rate),
                    goods: goods.or(measure.goods.clone()),
                    since: day,
                    until: None,
                    announced: !is_done,
                    answer_text: None,
                    answers: None,
                    events: vec![event.id.clone()],
                    lifted_by: Vec::new(),
                    to_be_lifted: None,
                    ..measure.clone()
                };
                found.push(successor);
            }
        }
        // Told of only when it ended.
        None if is_done && kind.is_some() && day.is_some() => found.push(Measure {
            id: format!("m{}", event.id),
            kind: kind.map_or(UNNAMED, |(kind, _)| kind).to_owned(),
            imposers,
            targets,
            goods,
            rate: None,
            legal_basis: words.legal_basis(event),
            since: None,
            until: day,
            announced: false,
            answer_text: None,
            answers: None,
            events: Vec::new(),
            lifted_by: vec![event.id.clone()],
            to_be_lifted: None,
        }),
        None => {}
    }
}

/// The latest measure of a target against the imposer, before this one.
fn answered(all: &[Measure], measure: &Measure) -> Option<String> {
    let since = measure.since?;
    let oldest = since.checked_sub(ANSWER_DAYS.days()).ok()?;
    all.iter()
        .filter(|other| {
            other.id != measure.id
                && other
                    .imposers
                    .iter()
                    .any(|code| measure.targets.contains(code))
                && other
                    .targets
                    .iter()
                    .any(|code| measure.imposers.contains(code))
                && other
                    .since
                    .is_some_and(|day| (oldest..=since).contains(&day))
        })
        .max_by_key(|other| (other.since, &other.id))
        .map(|other| other.id.clone())
}
