use super::line;
use demarche_event::{Actor, Happening};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct HappeningObject<'a> {
    record: &'static str,
    id: &'a str,
    #[serde(rename = "type")]
    event_type: &'static str,
    mode: Option<&'a str>,
    quad: &'static str,
    status: &'static str,
    reciprocal: bool,
    source: Vec<ActorObject<'a>>,
    target: Vec<ActorObject<'a>>,
    date: DateObject<'a>,
    place: Option<PlaceObject<'a>>,
    events: &'a [String],
    documents: usize,
    publishers: usize,
    plan: Option<PlanObject<'a>>,
}

#[derive(Serialize)]
struct ActorObject<'a> {
    text: &'a str,
    name: Option<&'a str>,
    country: Option<&'a str>,
    sector: Option<&'static str>,
    role: Option<&'a str>,
}

#[derive(Serialize)]
struct DateObject<'a> {
    since: Option<String>,
    until: Option<String>,
    basis: &'static str,
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct PlaceObject<'a> {
    text: &'a str,
    country: Option<&'a str>,
    lat: Option<f64>,
    lon: Option<f64>,
}

#[derive(Serialize)]
struct PlanObject<'a> {
    announcer: &'static str,
    conditional: bool,
    condition: Option<&'a str>,
    announced: Option<String>,
}

/// Writes a happening and a line feed.
///
/// # Errors
///
/// What the writer says.
pub fn write_happening(out: &mut impl Write, happening: &Happening) -> io::Result<()> {
    let date = &happening.date;
    line(
        out,
        &HappeningObject {
            record: "happening",
            id: &happening.id,
            event_type: happening.event_type.as_str(),
            mode: happening.mode.as_deref(),
            quad: happening.quad().as_str(),
            status: happening.status.as_str(),
            reciprocal: happening.reciprocal,
            source: actors(&happening.source),
            target: actors(&happening.target),
            date: DateObject {
                since: date.days.map(|days| days.since.to_string()),
                until: date.days.map(|days| days.until.to_string()),
                basis: date.basis.as_str(),
                text: date.text.as_deref(),
            },
            place: happening.place.as_ref().map(|place| PlaceObject {
                text: &place.text,
                country: place.country.as_deref(),
                lat: place.lat,
                lon: place.lon,
            }),
            events: &happening.events,
            documents: happening.documents,
            publishers: happening.publishers,
            plan: happening.plan.as_ref().map(|plan| PlanObject {
                announcer: plan.announcer.as_str(),
                conditional: plan.conditional,
                condition: plan.condition.as_deref(),
                announced: plan.announced.map(|day| day.to_string()),
            }),
        },
    )
}

fn actors(actors: &[Actor]) -> Vec<ActorObject<'_>> {
    actors.iter().map(ActorObject::of).collect()
}

impl<'a> ActorObject<'a> {
    fn of(actor: &'a Actor) -> ActorObject<'a> {
        ActorObject {
            text: &actor.text,
            name: actor.name.as_deref(),
            country: actor.country.as_deref(),
            sector: actor.sector.map(|sector| sector.as_str()),
            role: actor.role.as_deref(),
        }
    }
}
