use super::field::{day, days, mode, plover, sector};
use super::polecat::part_the_parties;
use super::{NoteKind, Notes, Reason, Rejection};
use demarche_event::{Crosswalk, EventRow, EventType, Participant, RowPlace, SectorScheme, Status};
use serde::Deserialize;

/// An event as the PLOVER manual has it (draft 1.3, 2022), with the names of
/// earlier drafts beside. Fields that aren't here are passed over.
#[derive(Debug, Deserialize)]
pub(super) struct PloverObject {
    #[serde(default)]
    id: Word,
    date: Option<String>,
    enddate: Option<String>,
    #[serde(default)]
    actor: Vec<ActorObject>,
    /// What `actor` was called in drafts before 1.0; others put a publisher here.
    #[serde(default)]
    source: Source,
    #[serde(default)]
    recipient: Vec<ActorObject>,
    #[serde(default)]
    event: Words,
    #[serde(default)]
    mode: Words,
    #[serde(default)]
    context: Words,
    event_scale: Option<f64>,
    #[serde(default)]
    event_loc: Option<PlaceObject>,
    text: Option<String>,
    #[serde(default)]
    cite_info: Option<CiteObject>,
    size: Option<SizeObject>,
    /// The contexts, joined.
    #[serde(skip)]
    contexts: String,
}

/// Actors, or anything else.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Source {
    Actors(Vec<ActorObject>),
    Other(serde::de::IgnoredAny),
}

impl Default for Source {
    fn default() -> Source {
        Source::Actors(Vec::new())
    }
}

/// A text or a number.
#[derive(Debug, Deserialize, Default)]
#[serde(untagged)]
enum Word {
    Text(String),
    Number(serde_json::Number),
    #[default]
    Nothing,
}

/// One text or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Words {
    One(Option<String>),
    Several(Vec<String>),
}

impl Default for Words {
    fn default() -> Words {
        Words::One(None)
    }
}

impl Words {
    fn iter(&self) -> impl Iterator<Item = &str> {
        let words = match self {
            Words::One(word) => word.as_slice(),
            Words::Several(words) => words,
        };
        words
            .iter()
            .map(|word| word.trim())
            .filter(|word| !word.is_empty())
    }
}

#[derive(Debug, Deserialize, Default)]
#[serde(default)]
struct ActorObject {
    code: Option<String>,
    entity: Option<String>,
    country: Option<String>,
    country_code: Option<String>,
    sector: Words,
    primary_sector: Words,
    actor_text: Option<String>,
    id_text: Option<String>,
    identifier_text: Option<String>,
    name: Option<String>,
}

impl ActorObject {
    fn name(&self) -> &str {
        first([
            &self.id_text,
            &self.identifier_text,
            &self.name,
            &self.actor_text,
        ])
    }
}

#[derive(Debug, Deserialize, Default)]
#[serde(default)]
struct PlaceObject {
    resolved_place: Option<String>,
    extracted_place: Option<String>,
    name: Option<String>,
    country: Option<String>,
    country_code: Option<String>,
    cc3: Option<String>,
    lat: Option<f64>,
    latitude: Option<f64>,
    lon: Option<f64>,
    longitude: Option<f64>,
}

/// The first that is there and not empty.
fn first<const N: usize>(words: [&Option<String>; N]) -> &str {
    words
        .into_iter()
        .filter_map(|word| word.as_deref())
        .find(|word| !word.is_empty())
        .unwrap_or_default()
}

#[derive(Debug, Deserialize)]
struct CiteObject {
    url: Option<String>,
    citation: Option<String>,
    publication: Option<String>,
}

#[derive(Debug, Deserialize)]
struct SizeObject {
    dead: Option<u32>,
}

pub(super) fn parse(line: &[u8]) -> Result<PloverObject, Rejection> {
    let mut object: PloverObject = serde_json::from_slice(line).map_err(|e| {
        let said = e.to_string();
        let said = said
            .rsplit_once(" at line ")
            .map_or(said.as_str(), |(said, _)| said);
        Rejection::new(Reason::Json, format!("column {}: {said}", e.column()))
    })?;
    object.contexts = object.context.iter().collect::<Vec<_>>().join(",");
    if let Word::Number(id) = &object.id {
        object.id = Word::Text(id.to_string());
    }
    Ok(object)
}

pub(super) fn row<'a>(
    object: &'a PloverObject,
    crosswalk: &'a Crosswalk,
    notes: &mut Notes,
) -> Result<EventRow<'a>, Rejection> {
    let since = day(object.date.as_deref().unwrap_or_default())?;
    let last = match object.enddate.as_deref() {
        None | Some("") => None,
        Some(text) => Some(day(text)?),
    };
    let mut row = EventRow::on(days(since, last));
    if let Word::Text(id) = &object.id {
        row.id = id;
    }
    row.code = object.event.iter().next().unwrap_or_default();
    let event_type: EventType = row
        .code
        .to_ascii_uppercase()
        .parse()
        .map_err(|_| Rejection::new(Reason::Code, format!("`{}`", row.code)))?;
    let mut of_type = None;
    for given in object.mode.iter() {
        match given {
            // The auxiliary modes of the manual.
            "historical" => {}
            "future" => row.status = Status::Planned,
            "hypothetical" => row.status = Status::Hypothetical,
            "negation" => row.status = Status::Negated,
            given => match mode(event_type, given) {
                Some(known) => of_type = of_type.or(Some(known)),
                None => notes.add(NoteKind::Mode, given),
            },
        }
    }
    plover(&mut row, event_type, of_type, crosswalk);
    row.source = match &object.source {
        Source::Actors(actors) if object.actor.is_empty() => side(actors, crosswalk, notes),
        _ => side(&object.actor, crosswalk, notes),
    };
    row.target = side(&object.recipient, crosswalk, notes);
    if row.source.is_empty() && row.target.is_empty() {
        return Err(Rejection::new(Reason::Actors, "no actor and no recipient"));
    }
    part_the_parties(&mut row);
    row.intensity = object.event_scale;
    row.contexts = &object.contexts;
    row.text = object.text.as_deref().unwrap_or_default();
    row.deaths = object.size.as_ref().and_then(|size| size.dead);
    if let Some(cite) = &object.cite_info {
        row.report = first([&cite.url, &cite.citation]);
        row.publisher = cite.publication.as_deref().unwrap_or_default();
    }
    row.place = object.event_loc.as_ref().map(|place| {
        let code = first([&place.country_code, &place.cc3]);
        RowPlace {
            name: first([
                &place.resolved_place,
                &place.extracted_place,
                &place.name,
                &place.country,
            ]),
            country: crosswalk
                .code(code)
                .or_else(|| crosswalk.named(first([&place.country]))),
            lat: place.lat.or(place.latitude),
            lon: place.lon.or(place.longitude),
        }
    });
    Ok(row)
}

fn side<'a>(
    objects: &'a [ActorObject],
    crosswalk: &'a Crosswalk,
    notes: &mut Notes,
) -> Vec<Participant<'a>> {
    let actor = |object: &'a ActorObject| {
        let code = first([&object.code, &object.entity]);
        let given = first([&object.country_code, &object.country]);
        // An organisation's own code says more than a country's.
        let country = crosswalk
            .code(code)
            .or_else(|| crosswalk.cameo_group(code))
            .or_else(|| crosswalk.code(given))
            .or_else(|| crosswalk.named(given));
        let unknown = if given.is_empty() { code } else { given };
        if country.is_none()
            && !unknown.is_empty()
            && crosswalk.sector(SectorScheme::Plover, unknown).is_none()
        {
            notes.add(NoteKind::Country, unknown);
        }
        Participant {
            name: object.name(),
            code,
            country,
            sector: sector(
                crosswalk,
                SectorScheme::Plover,
                object.sector.iter().chain(object.primary_sector.iter()),
            ),
        }
    };
    objects.iter().map(actor).collect()
}
