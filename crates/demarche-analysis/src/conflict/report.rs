use super::{Conflict, Reading, what};
use demarche_event::{DateBasis, Days, Event, Status};
use std::collections::BTreeMap;

/// The fields on which events of one happening disagree.
///
/// - `date`: two stated intervals that share no day, or two stays of some days that
///   differ; a single day agrees with an interval that holds it, and so does a stay
///   with a month.
/// - `place`: in different countries.
/// - `status`: it happened, and it didn't.
/// - `magnitude`: different exact numbers of the same unit, said of the same.
/// - `who`: different known persons in the same role for the same country.
pub fn disagreements(group: &[&Event]) -> Vec<Conflict> {
    let Some(first) = group.first() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut add = |field, values: BTreeMap<String, Vec<String>>| {
        let readings = values.into_iter().map(|(value, mut events)| {
            events.sort();
            events.dedup();
            Reading {
                value,
                events,
                reference: None,
            }
        });
        found.push(Conflict {
            field,
            what: what(first),
            readings: readings.collect(),
            verdict: None,
        });
    };

    let dated: Vec<(Days, &Event)> = group
        .iter()
        .filter(|event| event.date.basis == DateBasis::Stated)
        .filter_map(|event| Some((event.date.days?, *event)))
        .collect();
    let differ = dated
        .iter()
        .any(|(one, _)| dated.iter().any(|(other, _)| differs(one, other)));
    if differ {
        add(
            "date",
            collect(dated.iter().map(|(days, event)| (span(days), *event))),
        );
    }

    let places = collect(group.iter().filter_map(|event| {
        let country = event.place.as_ref()?.country.clone()?;
        Some((country, *event))
    }));
    if places.len() > 1 {
        add("place", places);
    }

    let statuses = collect(group.iter().filter_map(|event| match event.status {
        Status::Happened | Status::Ongoing => Some(("happened".to_owned(), *event)),
        Status::Negated => Some(("negated".to_owned(), *event)),
        _ => None,
    }));
    if statuses.len() > 1 {
        add("status", statuses);
    }

    let mut magnitudes: BTreeMap<_, Vec<(String, &Event)>> = BTreeMap::new();
    for event in group {
        if let Some(magnitude) = event.magnitude.as_ref().filter(|m| m.bound == "exact") {
            let value = format!("{} {}", magnitude.value, magnitude.unit);
            let of = (&magnitude.unit, &magnitude.of);
            magnitudes.entry(of).or_default().push((value, event));
        }
    }
    for values in magnitudes.into_values() {
        let values = collect(values.into_iter());
        if values.len() > 1 {
            add("magnitude", values);
        }
    }

    let mut roles: BTreeMap<_, Vec<(String, &Event)>> = BTreeMap::new();
    for event in group {
        for actor in event.source.iter().chain(&event.target) {
            if let (Some(name), Some(country), Some(role)) =
                (&actor.name, &actor.country, &actor.role)
            {
                let role = (country, role.to_lowercase());
                roles.entry(role).or_default().push((name.clone(), event));
            }
        }
    }
    for values in roles.into_values() {
        let values = collect(values.into_iter());
        if values.len() > 1 {
            add("who", values);
        }
    }
    found
}

/// Ids of events by the value that they give.
fn collect<'e>(values: impl Iterator<Item = (String, &'e Event)>) -> BTreeMap<String, Vec<String>> {
    let mut by_value: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (value, event) in values {
        by_value.entry(value).or_default().push(event.id.clone());
    }
    by_value
}

/// A stay that is longer than this is told of as a whole ("in March").
pub(super) const EXACT_DAYS: i32 = 21;

pub(super) fn differs(one: &Days, other: &Days) -> bool {
    let is_stay = |days: &Days| (2..=EXACT_DAYS).contains(&days.length());
    !one.overlaps(other) || (one != other && is_stay(one) && is_stay(other))
}

/// An interval as people write it: the last day included.
pub(super) fn span(days: &Days) -> String {
    if days.length() == 1 {
        days.since.to_string()
    } else {
        format!("{} to {}", days.since, days.last())
    }
}
