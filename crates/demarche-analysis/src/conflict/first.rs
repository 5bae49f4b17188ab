use super::travel::{fits, is_visit, of_trip, travels, widened};
use super::{Conflict, Reading, Verdict, what};
use demarche_event::{Chronology, Days, Event, Trip};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Days in a year, for "so many years ago".
const YEAR_DAYS: f64 = 365.25;

/// Holds each visit called the first in so many years, or since a year, against
/// the reference records that know the traveller.
///
/// Counted are trips of holders of the traveller's office from the same country to
/// the same country, and, beside them, the traveller's own; the reported trip and
/// those within ten days of it aside. A year more or less is no contradiction:
/// reports round. The readings are the claim, then the latest earlier trips.
pub fn first_claims(events: &[Event], references: &[Chronology]) -> Vec<Conflict> {
    let mut found = Vec::new();
    for event in events.iter().filter(|event| is_visit(event)) {
        let Some(comparison) = &event.comparison else {
            continue;
        };
        let Some(anchor) = anchor(event) else {
            continue;
        };
        let Some(begin) = begin(anchor, comparison.years, comparison.since) else {
            continue;
        };
        for (name, to) in travels(event) {
            let claim = Reading {
                value: comparison.text.clone(),
                events: vec![event.id.clone()],
                reference: None,
            };
            let answers = references.iter().filter_map(|reference| {
                let (verdict, trips) = verdict(reference, name, to, anchor, begin)?;
                let mut readings = vec![claim.clone()];
                readings.extend(trips.iter().map(|trip| {
                    let mut reading = of_trip(trip, reference);
                    let who = trip.name.as_deref().unwrap_or(&trip.person);
                    reading.value = format!("{who}, {}", reading.value);
                    reading
                }));
                Some((verdict, readings))
            });
            let mut answers: Vec<(Verdict, Vec<Reading>)> = answers.collect();
            if answers.is_empty() {
                answers.push((Verdict::CoverageGap, vec![claim]));
            }
            for (verdict, readings) in answers {
                found.push(Conflict {
                    field: "comparison",
                    what: what(event),
                    readings,
                    verdict: Some(verdict),
                });
            }
        }
    }
    found
}

/// The day that a claim counts from: the event's, or the report's if the event
/// stands at the day of the earlier visit that it speaks of.
fn anchor(event: &Event) -> Option<Date> {
    let published = event.document.published.days.map(|days| days.since);
    let day = event.date.days.map(|days| days.since);
    match (day, published) {
        (Some(day), Some(published)) if (published - day).get_days() > 365 => Some(published),
        (Some(day), _) => Some(day),
        (None, published) => published,
    }
}

/// The first day of the time in which there was no such visit, a year's rounding
/// taken off.
fn begin(anchor: Date, years: Option<f64>, since: Option<i16>) -> Option<Date> {
    match (years, since) {
        (Some(years), _) => {
            let days = ((years - 1.0).max(0.0) * YEAR_DAYS) as i32;
            anchor.checked_sub(days.days()).ok()
        }
        // The earlier visit was in that year.
        (None, Some(year)) if year < anchor.year() => Some(date(year + 1, 1, 1)),
        _ => None,
    }
}

/// `None` if the record doesn't know the traveller.
fn verdict<'r>(
    reference: &'r Chronology,
    name: &str,
    to: &str,
    anchor: Date,
    begin: Date,
) -> Option<(Verdict, Vec<&'r Trip>)> {
    let own = |trip: &&Trip| trip.name.as_deref() == Some(name);
    // The office that the traveller held, as the trip nearest to the day has it.
    let known = reference
        .trips
        .iter()
        .filter(own)
        .min_by_key(|trip| (trip.days.since - anchor).get_days().abs())?;
    let reported = widened(&Days::day(anchor))?;
    let earlier = |trip: &&Trip| {
        trip.to.as_deref() == Some(to) && trip.days.since < anchor && !trip.days.overlaps(&reported)
    };
    let of_office = |trip: &&Trip| {
        trip.from == known.from && trip.office.is_some() && trip.office == known.office
    };
    let last = |trips: Vec<&'r Trip>| trips.into_iter().max_by_key(|trip| trip.days.since);
    let by_office = last(
        reference
            .trips
            .iter()
            .filter(earlier)
            .filter(of_office)
            .collect(),
    );
    let by_person = last(reference.trips.iter().filter(earlier).filter(own).collect());
    let closer = |trip: &Option<&Trip>| trip.is_some_and(|trip| trip.days.since >= begin);
    let covered = reference.coverage.iter().filter(|covered| {
        fits(&covered.from, known.from.as_deref())
            && fits(&covered.to, Some(to))
            && fits(&covered.office, known.office.as_deref())
    });
    let covered: Vec<&Days> = covered.map(|covered| &covered.days).collect();
    let verdict = match (closer(&by_office), closer(&by_person)) {
        (true, true) => Verdict::Contradicted,
        // Somebody else in that office went; the words may mean the person.
        (true, false) => Verdict::DependsOnDefinition,
        // In another office.
        (false, true) => Verdict::DependsOnDefinition,
        (false, false) => {
            if covered
                .iter()
                .any(|days| days.since <= begin && anchor <= days.until)
            {
                Verdict::Supported
            } else if covered
                .iter()
                .any(|days| days.since < anchor && begin < days.until)
            {
                Verdict::Consistent
            } else {
                Verdict::CoverageGap
            }
        }
    };
    let mut trips: Vec<&Trip> = by_office.into_iter().chain(by_person).collect();
    trips.sort_by_key(|trip| std::cmp::Reverse(trip.days.since));
    trips.dedup();
    Some((verdict, trips))
}
