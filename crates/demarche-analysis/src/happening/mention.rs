use super::people::{Name, name};
use super::words::{Words, stem, tokens, words};
use demarche_event::{
    Actor, DateBasis, Days, Event, EventLinkKind, EventType, PublishedBasis, Sector, Status,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

/// What kind of thing an event tells of. A visit, its meetings and its calls
/// are parts of one another, not the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Somebody goes to a state.
    Visit,
    /// Persons or states talk, wherever.
    Meeting,
    /// They talk from afar.
    Call,
    /// Any other type of act.
    Act(EventType),
}

/// Whether an event tells what is, what is to come, or what isn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// It happened, or goes on.
    Fact,
    /// It is planned, proposed, demanded or thought of.
    Foreseen,
    /// It didn't, or doesn't, take place.
    Negated,
}

impl Stage {
    /// The stage of a status.
    pub fn of(status: Status) -> Stage {
        match status {
            Status::Happened | Status::Ongoing => Stage::Fact,
            Status::Planned | Status::Proposed | Status::Demanded | Status::Hypothetical => {
                Stage::Foreseen
            }
            Status::Negated => Stage::Negated,
        }
    }
}

/// What of an event is compared with others.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Id of the event.
    pub event: String,
    /// Id of its document.
    pub document: String,
    /// What kind of thing it tells of.
    pub kind: Kind,
    /// Whether it is a fact.
    pub stage: Stage,
    pub(super) mode: Option<String>,
    pub(super) reciprocal: bool,
    pub(super) source: Side,
    pub(super) target: Side,
    pub(super) when: Time,
    pub(super) place: Option<(String, Option<String>)>,
    pub(super) sentence_start: usize,
    pub(super) words: Words,
    pub(super) trigger: BTreeSet<String>,
    /// The event of its document of which its text says that it is the same.
    pub(super) same: Option<String>,
    pub(super) magnitude: Option<(f64, String)>,
}

/// One side of an event.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Side {
    pub(super) countries: BTreeSet<String>,
    pub(super) sectors: BTreeSet<Sector>,
    /// Known persons and organisations.
    pub(super) names: Vec<Name>,
    /// The names of those whose office is told, each with its office.
    pub(super) offices: BTreeSet<(String, Name)>,
    /// What the others are called: words of their texts and offices.
    pub(super) called: BTreeSet<String>,
}

/// When, in days since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    /// First day and the day after the last. Of days in one of two years, those of
    /// the later.
    pub(super) days: Option<(i32, i32)>,
    pub(super) basis: DateBasis,
    /// Publication of the document, likewise.
    pub(super) published: Option<(i32, i32)>,
    /// The expression names no year, and the document's was inferred.
    pub(super) year_guessed: bool,
}

impl Mention {
    /// What of this event is compared.
    pub fn of(event: &Event) -> Mention {
        let texts: Vec<&str> = event
            .source
            .iter()
            .chain(&event.target)
            .flat_map(|actor| [Some(actor.text.as_str()), actor.name.as_deref()])
            .flatten()
            .collect();
        Mention {
            event: event.id.clone(),
            document: event.document.id.clone(),
            kind: kind(event.event_type, event.mode.as_deref(), &event.target),
            stage: Stage::of(event.status),
            mode: event.mode.clone(),
            reciprocal: event.reciprocal,
            source: side(&event.source),
            target: side(&event.target),
            when: Time {
                days: days_told(event),
                basis: event.date.basis,
                published: event.document.published.days.map(numbers),
                year_guessed: year_guessed(event),
            },
            place: event
                .place
                .as_ref()
                .map(|place| (place.text.to_lowercase(), place.country.clone())),
            sentence_start: event.sentence.start_char,
            words: words(&event.sentence.text, &texts),
            trigger: tokens(&event.trigger.text)
                .map(|token| stem(&token))
                .collect(),
            same: (event.circumstances.links.iter())
                .find(|link| link.kind == EventLinkKind::Same)
                .and_then(|link| link.event.clone()),
            magnitude: event
                .magnitude
                .as_ref()
                .map(|magnitude| (magnitude.value, magnitude.unit.clone())),
        }
    }

    /// Whether it names no state but its source's: of a visit, whom somebody sees, and
    /// not where.
    pub(super) fn stays_home(&self) -> bool {
        self.target.countries.is_subset(&self.source.countries)
    }
}

/// A visit goes to a state; who is met there by name is met.
pub(super) fn kind(event_type: EventType, mode: Option<&str>, target: &[Actor]) -> Kind {
    if event_type != EventType::Consult {
        return Kind::Act(event_type);
    }
    match mode {
        Some("phone") => Kind::Call,
        Some("visit") if !target.iter().any(is_named) => Kind::Visit,
        _ => Kind::Meeting,
    }
}

/// The days of an event. "Between 15 and 18 June" of one of two years is dated from
/// the first of them to the last of the other: that isn't a year, but four days whose
/// year is guessed.
fn days_told(event: &Event) -> Option<(i32, i32)> {
    /// Days that an expression without a year may name.
    const NAMED: std::ops::RangeInclusive<i32> = 1..=31;
    let days = event.date.days?;
    let (since, until) = numbers(days);
    let later = days.since.checked_add(1.year()).ok().map(number);
    match later.filter(|_| year_guessed(event)) {
        Some(later) if NAMED.contains(&(until - later)) => Some((later, until)),
        _ => Some((since, until)),
    }
}

fn year_guessed(event: &Event) -> bool {
    let names_year = |text: &String| {
        text.split(|c: char| !c.is_ascii_digit())
            .any(|digits| digits.len() == 4)
    };
    event.date.basis == DateBasis::Stated
        && event.document.published.basis == PublishedBasis::Inferred
        && !event.date.text.as_ref().is_some_and(names_year)
}

fn is_named(actor: &Actor) -> bool {
    actor.name.is_some() || actor.role.is_some()
}

fn side(actors: &[Actor]) -> Side {
    let mut side = Side::default();
    for actor in actors {
        side.countries.extend(actor.country.clone());
        side.sectors.extend(actor.sector);
        match &actor.name {
            Some(known) => {
                if let Some(office) = &actor.role {
                    side.offices.insert((office.to_lowercase(), name(known)));
                }
                side.names.push(name(known));
            }
            None => side.called.extend(
                tokens(&actor.text)
                    .filter(|token| token.chars().count() > 3)
                    .map(|token| stem(&token)),
            ),
        }
    }
    side.names.sort();
    side.names.dedup();
    side
}

fn numbers(days: Days) -> (i32, i32) {
    (number(days.since), number(days.until))
}

/// Days since 1970.
pub(super) fn number(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}
