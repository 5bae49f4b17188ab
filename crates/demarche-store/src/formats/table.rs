//! Tables: rows of cells as aligned text, CSV, Markdown or JSON Lines.
//!
//! Texts come from documents that nobody vouches for. No form lets a control
//! character through: [`Table::write_text`] and [`Table::write_markdown`] put a
//! blank for line ends and tabs and `�` for the rest; CSV keeps line ends and
//! tabs, which belong to the words; JSON escapes all of them.

mod csv; // for spreadsheets and statistics
mod happening; // happenings as rows
mod json; // one object a row
mod markdown; // for issues and notes
mod text; // for the eye, aligned

pub use happening::{party, what};

use super::record::must_hide;
use demarche_event::{Actor, Event};
use std::borrow::Cow;

/// Rows of cells under named columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Names, in order; two columns may have one name.
    pub columns: Vec<String>,
    /// As many cells a row as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing known.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Words.
    Text(String),
    /// Bytes that are no text, shown in hexadecimal.
    Bytes(Vec<u8>),
}

impl Table {
    /// Events for the eye: the day or days, actors by country and sector, type
    /// and mode in one column, the words that report the event, and of the ids
    /// the first 12 characters.
    pub fn of_events(events: &[Event]) -> Table {
        let columns = [
            "date", "source", "target", "event", "status", "place", "trigger", "document", "id",
        ];
        let rows = events.iter().map(|event| {
            let days = event.date.days.map(|days| match days.length() {
                1 => days.since.to_string(),
                _ => format!("{}..{}", days.since, days.until),
            });
            let what = match &event.mode {
                Some(mode) => format!("{}/{mode}", event.event_type),
                None => event.event_type.to_string(),
            };
            let document = event
                .document
                .title
                .clone()
                .or_else(|| event.document.path.clone());
            vec![
                Cell::optional(days),
                Cell::Text(side(&event.source)),
                Cell::Text(side(&event.target)),
                Cell::Text(what),
                Cell::Text(event.status.to_string()),
                Cell::optional(event.place.as_ref().map(|place| place.text.clone())),
                Cell::Text(event.trigger.text.clone()),
                Cell::Text(document.unwrap_or_else(|| start(&event.document.id))),
                Cell::Text(start(&event.id)),
            ]
        });
        Table {
            columns: columns.map(str::to_owned).into(),
            rows: rows.collect(),
        }
    }

    /// Events for other programs: a column a fact, whole ids, the sentence;
    /// several actors of a side are joined by `; `.
    pub fn of_event_facts(events: &[Event]) -> Table {
        let columns = [
            "id",
            "since",
            "until",
            "date_basis",
            "source",
            "source_country",
            "source_sector",
            "target",
            "target_country",
            "target_sector",
            "type",
            "mode",
            "cameo",
            "quad",
            "goldstein",
            "status",
            "reciprocal",
            "place",
            "place_country",
            "lat",
            "lon",
            "confidence",
            "rule",
            "trigger",
            "sentence",
            "document",
            "publisher",
            "title",
            "url",
            "published_since",
            "published_until",
        ];
        let joined = |actors: &[Actor], of: fn(&Actor) -> &str| {
            Cell::Text(actors.iter().map(of).collect::<Vec<_>>().join("; "))
        };
        let name: fn(&Actor) -> &str = |actor| actor.name.as_deref().unwrap_or(&actor.text);
        let country: fn(&Actor) -> &str = |actor| actor.country.as_deref().unwrap_or_default();
        let sector: fn(&Actor) -> &str = |actor| actor.sector.map_or("", |sector| sector.as_str());
        let rows = events.iter().map(|event| {
            let (place, document) = (event.place.as_ref(), &event.document);
            vec![
                Cell::Text(event.id.clone()),
                Cell::optional(event.date.days.map(|days| days.since.to_string())),
                Cell::optional(event.date.days.map(|days| days.until.to_string())),
                Cell::Text(event.date.basis.as_str().to_owned()),
                joined(&event.source, name),
                joined(&event.source, country),
                joined(&event.source, sector),
                joined(&event.target, name),
                joined(&event.target, country),
                joined(&event.target, sector),
                Cell::Text(event.event_type.to_string()),
                Cell::optional(event.mode.clone()),
                Cell::optional(event.cameo.clone()),
                Cell::Text(event.quad().to_string()),
                event.goldstein.map_or(Cell::Null, Cell::Real),
                Cell::Text(event.status.to_string()),
                Cell::Integer(event.reciprocal.into()),
                Cell::optional(place.map(|place| place.text.clone())),
                Cell::optional(place.and_then(|place| place.country.clone())),
                place
                    .and_then(|place| place.lat)
                    .map_or(Cell::Null, Cell::Real),
                place
                    .and_then(|place| place.lon)
                    .map_or(Cell::Null, Cell::Real),
                Cell::Real(event.confidence),
                Cell::Text(event.explanation.rule.clone()),
                Cell::Text(event.trigger.text.clone()),
                Cell::Text(event.sentence.text.clone()),
                Cell::Text(document.id.clone()),
                Cell::optional(document.publisher.clone()),
                Cell::optional(document.title.clone()),
                Cell::optional(document.url.clone()),
                Cell::optional(document.published.days.map(|days| days.since.to_string())),
                Cell::optional(document.published.days.map(|days| days.until.to_string())),
            ]
        });
        Table {
            columns: columns.map(str::to_owned).into(),
            rows: rows.collect(),
        }
    }
}

impl Cell {
    pub(crate) fn optional(text: Option<String>) -> Cell {
        text.map_or(Cell::Null, Cell::Text)
    }

    /// Bytes of memory that its content takes.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Cell::Null | Cell::Integer(_) | Cell::Real(_) => 8,
            Cell::Text(text) => text.len(),
            Cell::Bytes(bytes) => bytes.len(),
        }
    }

    /// The cell as words; nothing is the empty text.
    fn words(&self) -> Cow<'_, str> {
        match self {
            Cell::Null => Cow::Borrowed(""),
            Cell::Integer(number) => Cow::Owned(number.to_string()),
            Cell::Real(number) => Cow::Owned(number.to_string()),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Bytes(bytes) => {
                Cow::Owned(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
            }
        }
    }

    /// The cell on one line, without a character that a terminal would obey.
    fn line(&self) -> Cow<'_, str> {
        in_line(self.words())
    }
}

fn in_line(words: Cow<'_, str>) -> Cow<'_, str> {
    if !words.contains(must_hide) {
        return words;
    }
    let words = words.replace("\r\n", " ");
    Cow::Owned(
        words
            .chars()
            .map(|c| match c {
                '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
                c if must_hide(c) => '\u{fffd}',
                c => c,
            })
            .collect(),
    )
}

/// The actors of a side, as `RUR GOV, Leader of the Zenda League`.
fn side(actors: &[Actor]) -> String {
    let labels = actors
        .iter()
        .map(|actor| match (&actor.country, actor.sector) {
            (Some(country), Some(sector)) => format!("{country} {sector}"),
            (Some(country), None) => country.clone(),
            (None, _) => actor.name.as_ref().unwrap_or(&actor.text).clone(),
        });
    labels.collect::<Vec<_>>().join(", ")
}

fn start(id: &str) -> String {
    id.chars().take(12).collect()
}
