use super::{Reason, Rejection};
use crate::formats::record::read_records;
use demarche_event::{Actor, Event, EventRow, Participant, Record, RowPlace};

/// The event of a line of ours.
pub(super) fn parse(line: &[u8]) -> Result<Event, Rejection> {
    match read_records(line).next() {
        Some(Ok(Record::Event(event))) => Ok(event),
        Some(Ok(_)) => Err(Rejection::new(
            Reason::Field,
            "a claim, figure or notice, no event",
        )),
        Some(Err(error)) => Err(Rejection::new(Reason::Json, error.kind.to_string())),
        None => Err(Rejection::new(Reason::Json, "nothing")),
    }
}

/// An event of ours as a row.
pub(super) fn row(event: &Event) -> Result<EventRow<'_>, Rejection> {
    of_event(event)
        .ok_or_else(|| Rejection::new(Reason::Day, "an event that nothing places in time"))
}

/// An event of ours as a row; `None` if nothing places it in time.
pub fn of_event(event: &Event) -> Option<EventRow<'_>> {
    let mut row = EventRow::on(event.date.days?);
    row.id = &event.id;
    row.source = side(&event.source);
    row.target = side(&event.target);
    row.code = event.cameo.as_deref().unwrap_or_default();
    row.event_type = Some(event.event_type);
    row.mode = event.mode.as_deref();
    row.cameo = event.cameo.as_deref();
    row.goldstein = event.goldstein;
    row.status = event.status;
    row.reciprocal = event.reciprocal;
    row.place = event.place.as_ref().map(|place| RowPlace {
        name: &place.text,
        country: place.country.as_deref(),
        lat: place.lat,
        lon: place.lon,
    });
    row.publisher = event.document.publisher.as_deref().unwrap_or_default();
    row.report = event.document.url.as_deref().unwrap_or_default();
    row.text = &event.sentence.text;
    Some(row)
}

fn side(actors: &[Actor]) -> Vec<Participant<'_>> {
    actors
        .iter()
        .map(|actor| Participant {
            name: actor.name.as_deref().unwrap_or(&actor.text),
            code: "",
            country: actor.country.as_deref(),
            sector: actor.sector,
        })
        .collect()
}
