use super::is_agreement;
use crate::formats::record::Safe;
use demarche_event::{EventRow, EventType, Participant, Quad, Sector, Status};
use serde::Serialize;
use std::io::{self, Write};

/// An event as the PLOVER manual has it (draft 1.3, 2022).
#[derive(Serialize)]
struct Object<'a> {
    id: &'a str,
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    enddate: Option<String>,
    actor: Vec<ActorObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recipient: Vec<ActorObject<'a>>,
    event: [&'a str; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mode: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    context: Vec<&'a str>,
    quad_code: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_scale: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_loc: Option<PlaceObject<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
    cite_info: CiteObject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<SizeObject>,
}

#[derive(Serialize)]
struct ActorObject<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'static str>,
    actor_text: &'a str,
}

#[derive(Serialize)]
struct PlaceObject<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cc3: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    longitude: Option<f64>,
}

#[derive(Serialize)]
struct CiteObject<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    publication: &'a str,
    coder: &'static str,
    codebook: &'static str,
}

#[derive(Serialize)]
struct SizeObject {
    dead: u32,
}

/// Writes an event; no if PLOVER has no type for it.
pub(super) fn write(out: &mut impl Write, row: &EventRow<'_>) -> io::Result<bool> {
    let Some(own_type) = row.event_type else {
        return Ok(false);
    };
    let agreement = is_agreement(row);
    let event_type = if agreement {
        EventType::Agree
    } else {
        own_type
    };
    let mut mode: Vec<&str> = Vec::new();
    if !agreement {
        mode.extend(row.mode);
        mode.extend(match row.status {
            Status::Happened | Status::Ongoing => None,
            Status::Planned => Some("future"),
            Status::Proposed | Status::Demanded | Status::Hypothetical => Some("hypothetical"),
            Status::Negated => Some("negation"),
        });
    }
    let mut actor: Vec<_> = row.source.iter().map(actor_object).collect();
    let mut recipient: Vec<_> = row.target.iter().map(actor_object).collect();
    // All parties to what is mutual are actors, except in a fight of two clear sides.
    if row.reciprocal && row.mode != Some("sideAB") {
        actor.append(&mut recipient);
    }
    let object = Object {
        id: row.id,
        date: row.days.since.to_string(),
        enddate: (row.days.length() > 1).then(|| row.days.last().to_string()),
        actor,
        recipient,
        event: [event_type.as_str()],
        mode,
        context: row
            .contexts
            .split([',', ';'])
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .collect(),
        quad_code: match event_type.quad() {
            Quad::VerbalCooperation => 1,
            Quad::MaterialCooperation => 2,
            Quad::VerbalConflict => 3,
            Quad::MaterialConflict => 4,
        },
        event_scale: if agreement {
            None
        } else {
            row.intensity.or(row.goldstein)
        },
        event_loc: row.place.map(|place| PlaceObject {
            name: place.name,
            cc3: place.country,
            latitude: place.lat,
            longitude: place.lon,
        }),
        text: row.text,
        cite_info: CiteObject {
            url: row.report,
            publication: row.publisher,
            coder: "demarche",
            codebook: "plover-base-1.3",
        },
        size: row.deaths.map(|dead| SizeObject { dead }),
    };
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Safe);
    object.serialize(&mut serializer).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(true)
}

fn actor_object<'a>(participant: &Participant<'a>) -> ActorObject<'a> {
    ActorObject {
        code: participant.country,
        sector: participant.sector.map(|sector| match sector {
            // In PLOVER journalists are JRN, and MED is medicine.
            Sector::Med => "JRN",
            Sector::Hea => "MED",
            other => other.as_str(),
        }),
        actor_text: if participant.name.is_empty() {
            participant.code
        } else {
            participant.name
        },
    }
}
