use super::report::{EXACT_DAYS, differs, span};
use super::{Conflict, Reading, what};
use demarche_event::{Chronology, DateBasis, Days, Event, EventType, Status, Trip};
use jiff::ToSpan;
use std::collections::BTreeSet;

/// A trip and a report this far apart may still mean the same.
const SAME_TRIP_DAYS: i32 = 10;

/// What reports of visits say otherwise than reference records.
///
/// A visit that happened, of a traveller known by name, is held against the trips
/// of that name to that country around its days:
///
/// - `date`: the stated days differ from the trip's; a day within it agrees.
/// - `place`: the report names a city of the host that the record knows from some
///   trip, and the trips around its days name cities too, but not that one.
/// - `trip`: no such trip, though the record means to be complete there and has
///   trips of that traveller, in that office, before and after.
pub fn against_references(events: &[Event], references: &[Chronology]) -> Vec<Conflict> {
    let mut found = Vec::new();
    let known_cities: Vec<BTreeSet<(&str, String)>> = references.iter().map(known).collect();
    for event in events.iter().filter(|event| is_visit(event)) {
        let Some(days) = event.date.days.filter(|days| days.length() <= EXACT_DAYS) else {
            continue;
        };
        if event.date.basis != DateBasis::Stated {
            continue;
        }
        for (reference, known) in references.iter().zip(&known_cities) {
            for (name, to) in travels(event) {
                let trips: Vec<&Trip> = reference
                    .trips
                    .iter()
                    .filter(|trip| trip.name.as_deref() == Some(name))
                    .collect();
                let near: Vec<&&Trip> = trips
                    .iter()
                    .filter(|trip| trip.to.as_deref() == Some(to))
                    .filter(|trip| widened(&trip.days).is_some_and(|wide| wide.overlaps(&days)))
                    .collect();
                let told = Reading {
                    value: span(&days),
                    events: vec![event.id.clone()],
                    reference: None,
                };
                if near.is_empty() {
                    if is_covered(&trips, to, &days, reference) {
                        found.push(Conflict {
                            field: "trip",
                            what: what(event),
                            readings: vec![
                                told,
                                Reading {
                                    value: format!("no trip of {name} to {to} then"),
                                    events: Vec::new(),
                                    reference: Some((reference.name.clone(), None)),
                                },
                            ],
                            verdict: None,
                        });
                    }
                } else if near.iter().all(|trip| differs(&trip.days, &days)) {
                    let mut readings = vec![told];
                    readings.extend(near.iter().map(|trip| of_trip(trip, reference)));
                    found.push(Conflict {
                        field: "date",
                        what: what(event),
                        readings,
                        verdict: None,
                    });
                } else if let Some(city) = city(event, to, known)
                    && near.iter().all(|trip| trip.place.is_some())
                    && !near.iter().any(|trip| cities(trip).any(|one| one == city))
                {
                    let place = event.place.as_ref().map(|place| place.text.clone());
                    let mut readings = vec![Reading {
                        value: format!("{}, {}", span(&days), place.unwrap_or_default()),
                        ..told
                    }];
                    readings.extend(near.iter().map(|trip| of_trip(trip, reference)));
                    found.push(Conflict {
                        field: "place",
                        what: what(event),
                        readings,
                        verdict: None,
                    });
                }
            }
        }
    }
    found
}

/// The cities that a trip names, in lower case: "Kiev, Lviv" and "Kiev and Lviv".
fn cities(trip: &Trip) -> impl Iterator<Item = String> {
    let place = trip.place.as_deref().unwrap_or_default();
    let names = place.split([',', ';', '(', ')']);
    let names = names.flat_map(|part| part.split(" and "));
    names
        .map(|name| name.trim().to_lowercase())
        .filter(|name| !name.is_empty())
}

/// All cities of a reference record with their countries.
fn known<'a>(reference: &'a Chronology) -> BTreeSet<(&'a str, String)> {
    let of_trip = |trip: &'a Trip| cities(trip).map(|city| (trip.to.as_deref(), city));
    let all = reference.trips.iter().flat_map(of_trip);
    all.filter_map(|(to, city)| Some((to?, city))).collect()
}

/// Where a report says that a visit to a country took place, if that is one of its
/// cities that the record knows: "Graustark" is none.
fn city(event: &Event, to: &str, known: &BTreeSet<(&str, String)>) -> Option<String> {
    let place = event.place.as_ref()?;
    let city = place.text.to_lowercase();
    (place.country.as_deref() == Some(to) && known.contains(&(to, city.clone()))).then_some(city)
}

pub(super) fn is_visit(event: &Event) -> bool {
    event.event_type == EventType::Consult
        && event.mode.as_deref() == Some("visit")
        && matches!(event.status, Status::Happened | Status::Ongoing)
}

/// Who goes where: the names of the visitors, with the country of the hosts.
pub(super) fn travels(event: &Event) -> Vec<(&str, &str)> {
    let mut travels: Vec<(&str, &str)> = Vec::new();
    for visitor in &event.source {
        for host in &event.target {
            if let (Some(name), Some(from), Some(to)) =
                (&visitor.name, &visitor.country, &host.country)
                && from != to
                && !travels.contains(&(name, to))
            {
                travels.push((name, to));
            }
        }
    }
    travels
}

pub(super) fn of_trip(trip: &Trip, reference: &Chronology) -> Reading {
    let place = trip.place.as_ref().map(|place| format!(", {place}"));
    Reading {
        value: format!("{}{}", span(&trip.days), place.unwrap_or_default()),
        events: Vec::new(),
        reference: Some((reference.name.clone(), Some(trip.id.clone()))),
    }
}

/// The days of a trip and some around them.
pub(super) fn widened(days: &Days) -> Option<Days> {
    Days::new(
        days.since.checked_sub(SAME_TRIP_DAYS.days()).ok()?,
        days.until.checked_add(SAME_TRIP_DAYS.days()).ok()?,
    )
}

/// Whether the record would have a trip of the traveller then: it covers the
/// office in which it has trips of theirs both before and after.
fn is_covered(trips: &[&Trip], to: &str, days: &Days, reference: &Chronology) -> bool {
    trips.iter().any(|before| {
        before.days.until <= days.since
            && trips
                .iter()
                .any(|after| after.office == before.office && after.days.since >= days.until)
            && reference.coverage.iter().any(|covered| {
                covered.days.since <= days.since
                    && days.until <= covered.days.until
                    && fits(&covered.from, before.from.as_deref())
                    && fits(&covered.to, Some(to))
                    && fits(&covered.office, before.office.as_deref())
            })
    })
}

/// Whether a coverage that asks for this, or for nothing, holds for that.
pub(super) fn fits(asked: &Option<String>, given: Option<&str>) -> bool {
    asked.is_none() || asked.as_deref() == given
}
