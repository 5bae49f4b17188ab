use super::mention::{Kind, Stage, kind};
use demarche_event::{
    Actor, Announcer, DateBasis, Event, EventType, Happening, Place, Plan, Status, When,
};
use std::collections::{BTreeMap, BTreeSet};

/// The happening that these events tell of; `events` may come in any order.
/// `beside` are other events of the same sentences: an agreement that a sentence
/// tells of along with a plan says whose word the plan is.
///
/// `publishers` is set to the number of documents: whoever knows their texts
/// counts the copies with [`independent`](crate::independent).
///
/// # Panics
///
/// If there are no events.
pub fn summarise(events: &[&Event], beside: &[Event]) -> Happening {
    let mut events = events.to_vec();
    events.sort_by(|a, b| a.id.cmp(&b.id));
    let first = *events.first().expect("a happening has an event");
    // Who says most of the actors speaks for the others.
    let speaker = events
        .iter()
        .rev()
        .max_by_key(|event| (known(&event.source) + known(&event.target), stated(event)))
        .expect("a happening has an event");
    let documents: BTreeSet<&str> = events.iter().map(|e| e.document.id.as_str()).collect();
    let status =
        most(events.iter().map(|event| Ranked(event.status))).map_or(first.status, |s| s.0);
    Happening {
        id: format!("h{}", first.id),
        event_type: most(events.iter().map(|event| event.event_type)).unwrap_or(first.event_type),
        mode: most(events.iter().filter_map(|event| event.mode.clone())),
        status,
        reciprocal: speaker.reciprocal,
        source: speaker.source.clone(),
        target: speaker.target.clone(),
        date: date(&events),
        place: place(&events),
        events: events.iter().map(|event| event.id.clone()).collect(),
        documents: documents.len(),
        publishers: documents.len(),
        put_off: events.iter().any(|event| event.circumstances.put_off),
        plan: (Stage::of(status) == Stage::Foreseen).then(|| plan(&events, beside)),
    }
}

impl Kind {
    /// The kind of a happening.
    pub fn of(happening: &Happening) -> Kind {
        kind(
            happening.event_type,
            happening.mode.as_deref(),
            &happening.target,
        )
    }
}

/// A status, the surer one the greater.
#[derive(PartialEq, Eq, Clone)]
struct Ranked(Status);

impl Ord for Ranked {
    fn cmp(&self, other: &Ranked) -> std::cmp::Ordering {
        let rank = |status| match status {
            Status::Happened => 6,
            Status::Ongoing => 5,
            Status::Planned => 4,
            Status::Proposed => 3,
            Status::Demanded => 2,
            Status::Hypothetical => 1,
            Status::Negated => 0,
        };
        rank(self.0).cmp(&rank(other.0))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The most frequent value; the greatest of those that are even.
fn most<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, n)| *n)
        .map(|(value, _)| value)
}

fn known(actors: &[Actor]) -> usize {
    actors
        .iter()
        .map(|actor| usize::from(actor.country.is_some()) + 2 * usize::from(actor.name.is_some()))
        .sum()
}

fn stated(event: &Event) -> bool {
    event.date.basis == DateBasis::Stated
}

fn date(events: &[&Event]) -> When {
    let of = |basis: DateBasis| {
        let days = events
            .iter()
            .filter(|event| event.date.basis == basis)
            .filter_map(|event| event.date.days);
        most(days.map(|days| (std::cmp::Reverse(days.length()), std::cmp::Reverse(days))))
            .map(|(_, days)| days.0)
    };
    let (days, basis) = match (of(DateBasis::Stated), of(DateBasis::Published)) {
        (Some(days), _) => (Some(days), DateBasis::Stated),
        // Of several publication days the first is the closest.
        (None, Some(_)) => (
            events.iter().filter_map(|event| event.date.days).min(),
            DateBasis::Published,
        ),
        (None, None) => (None, DateBasis::Unplaced),
    };
    let text = events
        .iter()
        .find(|event| event.date.days == days && event.date.basis == basis)
        .and_then(|event| event.date.text.clone());
    When { days, basis, text }
}

fn place(events: &[&Event]) -> Option<Place> {
    let text = most(
        events
            .iter()
            .filter_map(|event| event.place.as_ref())
            .map(|place| &place.text),
    )?;
    events
        .iter()
        .filter_map(|event| event.place.as_ref())
        .find(|place| place.text == *text)
        .cloned()
}

fn plan(events: &[&Event], beside: &[Event]) -> Plan {
    let words = |event: &&Event| event.circumstances.condition.clone();
    let depends = |event: &&Event| event.status == Status::Hypothetical || words(event).is_some();
    Plan {
        announcer: announcer(events, beside),
        conditional: events.iter().all(depends),
        condition: events.iter().find_map(words).or_else(|| {
            events
                .iter()
                .find(|event| depends(event))
                .map(|event| event.sentence.text.clone())
        }),
        announced: events
            .iter()
            .filter_map(|event| event.document.published.days)
            .map(|days| days.since)
            .min(),
    }
}

/// Whose word a plan is: that of a side which says so or undertakes it, or of
/// both if they agreed on it. A third state's word counts where neither side gives it.
fn announcer(events: &[&Event], beside: &[Event]) -> Announcer {
    let (mut source, mut target, mut third) = (false, false, false);
    for event in events {
        for country in &event.circumstances.announced_by {
            let acts = |side: &[Actor]| side.iter().any(|a| a.country.as_ref() == Some(country));
            source |= acts(&event.source);
            target |= acts(&event.target);
            third |= !acts(&event.source) && !acts(&event.target);
        }
        if let Some(voice) = &event.attribution {
            source |= event.source.iter().any(|actor| speaks(&voice.text, actor));
            target |= event.target.iter().any(|actor| speaks(&voice.text, actor));
        }
        let agreements = beside.iter().filter(|other| {
            other.event_type == EventType::Agree
                && Stage::of(other.status) == Stage::Fact
                && other.document.id == event.document.id
                && other.sentence.start_char == event.sentence.start_char
        });
        for agreement in agreements {
            let by = |side: &[Actor]| share_a_state(&agreement.source, side);
            source |= agreement.reciprocal || by(&event.source);
            target |= agreement.reciprocal || by(&event.target);
        }
    }
    match (source, target) {
        (true, true) => Announcer::Both,
        (true, false) => Announcer::Source,
        (false, true) => Announcer::Target,
        (false, false) if third => Announcer::ThirdParty,
        (false, false) => Announcer::Unnamed,
    }
}

fn share_a_state(one: &[Actor], other: &[Actor]) -> bool {
    one.iter()
        .any(|a| a.country.is_some() && other.iter().any(|b| a.country == b.country))
}

/// Whether the words for who says so name this actor.
fn speaks(voice: &str, actor: &Actor) -> bool {
    use super::words::tokens;
    let voice: BTreeSet<String> = tokens(voice).filter(|token| token.len() > 2).collect();
    let names = [Some(actor.text.as_str()), actor.name.as_deref()];
    names
        .into_iter()
        .flatten()
        .flat_map(tokens)
        .any(|token| voice.contains(&token))
}
