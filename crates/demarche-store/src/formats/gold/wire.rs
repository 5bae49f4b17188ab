use super::super::record::{RecordErrorKind, read_records};
use demarche_event::{
    Actor, Certainty, Claim, DateBasis, Days, DocumentMeta, Event, EventType, Explanation, Figure,
    GoldEvent, Published, Quote, Record, UnknownCode, When,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

/// A text and where its code points stand.
pub(super) struct Place<'t> {
    text: &'t str,
    /// Byte of every code point, and the text's length.
    bytes: Vec<usize>,
    document: Arc<DocumentMeta>,
}

/// What is wrong with a field.
pub(super) struct Slip {
    pub(super) field: &'static str,
    pub(super) reason: String,
}

fn slip(field: &'static str, reason: impl ToString) -> Slip {
    Slip {
        field,
        reason: reason.to_string(),
    }
}

impl<'t> Place<'t> {
    pub(super) fn new(text: &'t str) -> Place<'t> {
        let starts = text.char_indices().map(|(byte, _)| byte);
        Place {
            text,
            bytes: starts.chain([text.len()]).collect(),
            document: Arc::new(DocumentMeta {
                id: String::new(),
                path: None,
                title: None,
                publisher: None,
                url: None,
                published: Published::unknown(),
            }),
        }
    }

    fn words(&self, start: usize, end: usize) -> Option<&'t str> {
        let (start, end) = (self.bytes.get(start)?, self.bytes.get(end)?);
        self.text.get(*start..*end)
    }

    /// The words with their place, if they are what stands there.
    fn quote(
        &self,
        words: String,
        start: usize,
        end: usize,
        field: &'static str,
    ) -> Result<Quote, Slip> {
        match self.words(start, end) {
            Some(found) if found == words => Ok(Quote {
                text: words,
                start_char: start,
                end_char: end,
            }),
            Some(found) => Err(slip(
                field,
                format!("characters {start} to {end} of the text are `{found}` and not `{words}`"),
            )),
            None => Err(slip(
                field,
                format!(
                    "the text has no characters {start} to {end}, only {}",
                    self.bytes.len() - 1
                ),
            )),
        }
    }
}

/// A line in either of the two forms.
pub(super) enum EventMark {
    Flat(Box<FlatEvent>),
    Record(Box<Event>, Extras),
}

/// What a mark may say beside what a record says.
#[derive(Deserialize, Default)]
pub(super) struct Extras {
    #[serde(alias = "alt")]
    alt_types: Option<Vec<String>>,
    certainty: Option<u8>,
}

#[derive(Deserialize)]
pub(super) struct FlatEvent {
    #[serde(default)]
    id: String,
    sentence: String,
    start: usize,
    end: usize,
    trigger: Option<String>,
    trigger_start: Option<usize>,
    trigger_end: Option<usize>,
    #[serde(rename = "type")]
    event_type: String,
    mode: Option<String>,
    /// What the event is once it takes place.
    base_type: Option<String>,
    base_mode: Option<String>,
    future_of: Option<FutureOf>,
    status: String,
    source: Vec<FlatActor>,
    target: Vec<FlatActor>,
    #[serde(default, alias = "symmetric")]
    reciprocal: bool,
    date: Option<String>,
    place: Option<FlatPlace>,
    location: Option<FlatLocation>,
    #[serde(flatten)]
    extras: Extras,
}

#[derive(Deserialize)]
struct FutureOf {
    #[serde(rename = "type")]
    event_type: String,
    mode: Option<String>,
}

#[derive(Deserialize)]
struct FlatActor {
    text: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
    country: Option<String>,
    sector: Option<String>,
    role: Option<String>,
}

#[derive(Deserialize)]
struct FlatPlace {
    text: String,
    country: Option<String>,
}

#[derive(Deserialize)]
struct FlatLocation {
    place: Option<String>,
    country: Option<String>,
}

fn json<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, RecordErrorKind> {
    super::super::record::json(line)
}

/// The record on a line, if it has a record's form: its sentence is an object.
fn record(line: &[u8]) -> Result<Option<Record>, RecordErrorKind> {
    let value: Value = json(line)?;
    if !value.get("sentence").is_some_and(Value::is_object) {
        return Ok(None);
    }
    match read_records(line).next() {
        Some(Ok(record)) => Ok(Some(record)),
        Some(Err(error)) => Err(error.kind),
        None => Ok(None),
    }
}

fn no_such(what: &str) -> RecordErrorKind {
    slip("record", format!("this file holds {what} and nothing else")).into()
}

impl EventMark {
    pub(super) fn parse(line: &[u8]) -> Result<EventMark, RecordErrorKind> {
        match record(line)? {
            Some(Record::Event(event)) => Ok(EventMark::Record(Box::new(event), json(line)?)),
            Some(_) => Err(no_such("events")),
            None => Ok(EventMark::Flat(json(line)?)),
        }
    }

    pub(super) fn into_gold(self, place: &Place) -> Result<GoldEvent, RecordErrorKind> {
        match self {
            EventMark::Record(mut event, extras) => {
                let sentence = std::mem::replace(&mut event.sentence, nothing());
                let Quote {
                    text,
                    start_char,
                    end_char,
                } = sentence;
                event.sentence = place.quote(text, start_char, end_char, "sentence")?;
                Ok(GoldEvent {
                    other_types: extras.types()?,
                    other_modes: Vec::new(),
                    certainty: extras.certainty()?,
                    event: *event,
                })
            }
            EventMark::Flat(flat) => Ok(flat.into_gold(place)?),
        }
    }
}

impl Extras {
    fn types(&self) -> Result<Vec<EventType>, Slip> {
        let types = self.alt_types.iter().flatten();
        types
            .map(|code| code.parse().map_err(|error| slip("alt_types", error)))
            .collect()
    }

    fn certainty(&self) -> Result<Certainty, Slip> {
        match self.certainty {
            None | Some(3) => Ok(Certainty::Clear),
            Some(2) => Ok(Certainty::Judged),
            Some(1) => Ok(Certainty::Optional),
            Some(other) => Err(slip(
                "certainty",
                format!("{other} is none; it is 3 (clear), 2 (takes judgement) or 1 (optional)"),
            )),
        }
    }
}

impl FlatEvent {
    fn into_gold(self, place: &Place) -> Result<GoldEvent, Slip> {
        let event_type =
            |code: &str| -> Result<EventType, Slip> { code.parse().map_err(|e| slip("type", e)) };
        let marked = event_type(&self.event_type)?;
        let base = match (&self.base_type, &self.future_of) {
            (Some(base), _) => Some(event_type(base)?),
            (None, Some(future)) => Some(event_type(&future.event_type)?),
            (None, None) => None,
        };
        let mut other_types = self.extras.types()?;
        other_types.extend(base.is_some().then_some(marked));
        // A base type is what it will be; of the other annotators' "future of"
        // only the words differ, yet there the marked type leads.
        let (kind, other) = match self.base_type {
            Some(_) => (base.unwrap_or(marked), marked),
            None => (marked, base.unwrap_or(marked)),
        };
        other_types.push(other);
        other_types.retain(|other| *other != kind);
        other_types.sort();
        other_types.dedup();
        let base_mode = self.base_mode.or(self.future_of.and_then(|f| f.mode));
        let (mode, other_modes) = match self.mode {
            Some(mode) => (Some(mode), base_mode.into_iter().collect()),
            None => (base_mode, Vec::new()),
        };
        let trigger = match (self.trigger, self.trigger_start, self.trigger_end) {
            (Some(words), Some(start), Some(end)) => place.quote(words, start, end, "trigger")?,
            (Some(words), ..) => Quote {
                text: words,
                start_char: self.start,
                end_char: self.start,
            },
            (None, ..) => nothing(),
        };
        let location = self.location.and_then(|location| {
            Some(FlatPlace {
                text: location.place?,
                country: location.country,
            })
        });
        let event = Event {
            id: self.id,
            document: Arc::clone(&place.document),
            sentence: place.quote(self.sentence, self.start, self.end, "start")?,
            trigger,
            event_type: kind,
            mode,
            cameo: None,
            goldstein: None,
            status: self.status.parse().map_err(|e| slip("status", e))?,
            reciprocal: self.reciprocal,
            source: actors(self.source, "source")?,
            target: actors(self.target, "target")?,
            date: when(self.date)?,
            place: self.place.or(location).map(|at| demarche_event::Place {
                text: at.text,
                country: at.country,
                lat: None,
                lon: None,
            }),
            contexts: Vec::new(),
            about: None,
            magnitude: None,
            attribution: None,
            comparison: None,
            circumstances: demarche_event::Circumstances::default(),
            confidence: 1.0,
            explanation: Explanation {
                rule: "by-hand".to_owned(),
                steps: Vec::new(),
            },
        };
        Ok(GoldEvent {
            event,
            other_types,
            other_modes,
            certainty: self.extras.certainty()?,
        })
    }
}

fn nothing() -> Quote {
    Quote {
        text: String::new(),
        start_char: 0,
        end_char: 0,
    }
}

fn actors(actors: Vec<FlatActor>, field: &'static str) -> Result<Vec<Actor>, Slip> {
    let actor = |actor: FlatActor| {
        let sector = actor.sector.map(|code| code.parse());
        Ok(Actor {
            text: actor.text.unwrap_or_default(),
            start_char: actor.start.unwrap_or_default(),
            end_char: actor.end.unwrap_or_default(),
            name: None,
            country: actor.country,
            sector: sector
                .transpose()
                .map_err(|error: UnknownCode| slip(field, error))?,
            role: actor.role,
        })
    };
    actors.into_iter().map(actor).collect()
}

/// `FIRST/LAST`, both included, or one day.
fn when(date: Option<String>) -> Result<When, Slip> {
    let Some(given) = date else {
        return Ok(When::unplaced(None));
    };
    let wrong = || {
        let reason =
            format!("`{given}` is no interval; write FIRST/LAST, such as 2024-05-01/2024-05-31");
        slip("date", reason)
    };
    let (first, last) = given.split_once('/').unwrap_or((&given, &given));
    let day = |day: &str| day.parse::<Date>().map_err(|_| wrong());
    let (first, last) = (day(first)?, day(last)?);
    let until = last.tomorrow().map_err(|_| wrong())?;
    Ok(When {
        days: Some(Days::new(first, until).ok_or_else(wrong)?),
        basis: DateBasis::Stated,
        text: None,
    })
}

/// A claim in either form.
pub(super) enum ClaimMark {
    Flat(Box<FlatClaim>),
    Record(Box<Claim>),
}

#[derive(Deserialize)]
pub(super) struct FlatClaim {
    #[serde(default)]
    id: String,
    sentence: String,
    start: usize,
    end: usize,
    speaker: Option<String>,
    affiliation: Option<String>,
    #[serde(default)]
    about: Vec<About>,
    direction: Option<String>,
    #[serde(default)]
    quoted: bool,
    hedge: Option<String>,
    cause: Option<String>,
}

/// A pair, the second perhaps null, or a country alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum About {
    Alone(String),
    Listed(String, Option<String>),
}

impl ClaimMark {
    pub(super) fn parse(line: &[u8]) -> Result<ClaimMark, RecordErrorKind> {
        match record(line)? {
            Some(Record::Claim(claim)) => Ok(ClaimMark::Record(Box::new(claim))),
            Some(_) => Err(no_such("claims")),
            None => Ok(ClaimMark::Flat(json(line)?)),
        }
    }

    pub(super) fn into_claim(self, place: &Place) -> Result<Claim, RecordErrorKind> {
        let flat = match self {
            ClaimMark::Record(claim) => return Ok(*claim),
            ClaimMark::Flat(flat) => flat,
        };
        let direction = flat.direction.as_deref().map(crate::word::claim_direction);
        let about = flat.about.into_iter().map(|about| match about {
            About::Alone(country) => (country, None),
            About::Listed(one, other) => (one, other),
        });
        Ok(Claim {
            id: flat.id,
            document: Arc::clone(&place.document),
            sentence: place.quote(flat.sentence, flat.start, flat.end, "start")?,
            speaker: flat.speaker,
            affiliation: flat.affiliation,
            about: about.collect(),
            direction: direction
                .transpose()
                .map_err(|error| slip("direction", error))?,
            quoted: flat.quoted,
            hedge: flat.hedge,
            cause: flat.cause,
            confidence: None,
            motive: None,
            means: None,
            effect: None,
            period: None,
        })
    }
}

/// A figure in either form.
pub(super) enum FigureMark {
    Flat(Box<FlatFigure>),
    Record(Box<Figure>),
}

#[derive(Deserialize)]
pub(super) struct FlatFigure {
    #[serde(default)]
    id: String,
    sentence: String,
    start: usize,
    end: usize,
    #[serde(default)]
    quantity: String,
    value: Option<f64>,
    unit: Option<String>,
    bound: Option<String>,
    period: Option<String>,
    #[serde(default, alias = "actors")]
    countries: Vec<String>,
}

impl FigureMark {
    pub(super) fn parse(line: &[u8]) -> Result<FigureMark, RecordErrorKind> {
        match record(line)? {
            Some(Record::Figure(figure)) => Ok(FigureMark::Record(Box::new(figure))),
            Some(_) => Err(no_such("figures")),
            None => Ok(FigureMark::Flat(json(line)?)),
        }
    }

    pub(super) fn into_figure(self, place: &Place) -> Result<Figure, RecordErrorKind> {
        let flat = match self {
            FigureMark::Record(figure) => return Ok(*figure),
            FigureMark::Flat(flat) => flat,
        };
        Ok(Figure {
            id: flat.id,
            document: Arc::clone(&place.document),
            sentence: place.quote(flat.sentence, flat.start, flat.end, "start")?,
            quantity: flat.quantity,
            value: flat.value,
            unit: flat.unit,
            bound: flat.bound.unwrap_or_else(|| "exact".to_owned()),
            period: flat.period,
            countries: flat.countries,
            comparison: None,
        })
    }
}
