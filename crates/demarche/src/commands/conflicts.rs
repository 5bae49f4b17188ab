use super::record::{StoreOption, actor};
use crate::output::{Format, tell, write_table};
use crate::status::{Status, help};
use anyhow::Result;
use demarche_analysis::{
    Conflict, Reading, Verdict, against_references, disagreements, first_claims,
};
use demarche_event::{Chronology, Event, Notice};
use demarche_store::formats::table::{Cell, Table};
use demarche_store::store::{EventFilter, Store, StoreError};
use std::collections::BTreeMap;

/// Show where reports disagree, with each other or with what is known
///
/// Both readings stand side by side, each with its sentence and document; none is
/// taken for right. Compared are the events of a happening (date, place, status,
/// number, person), reports of visits and the reference records of the store
/// (`demarche reference add`), and titles, names and places that can't be.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Conflicts {
    #[command(flatten)]
    store: StoreOption,

    /// In which this country takes part
    #[arg(long, value_name = "ACTOR", value_parser = actor)]
    actor: Vec<String>,

    /// date, place, status, magnitude, who, trip, comparison, wrong-office-for-date,
    /// impossible-place, name-spelt-otherwise
    #[arg(long, value_delimiter = ',')]
    field: Vec<String>,

    /// Show comparisons too that the reference records support or say nothing of
    #[arg(long)]
    all: bool,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const HELP: &str = help!(
    "Examples:
  demarche conflicts --store record.db
  demarche conflicts --field comparison --all --store record.db
  demarche conflicts --actor CHN --format csv > conflicts.csv"
);

/// Kinds of notices that say that the text can't be right.
const NOTICES: [&str; 3] = [
    "wrong-office-for-date",
    "impossible-place",
    "name-spelt-otherwise",
];

impl Conflicts {
    pub(crate) fn run(self) -> Result<Status> {
        let store = Store::open_read_only(&self.store.path)?;
        let events = store.events(&EventFilter {
            actors: self.actor.clone(),
            ..EventFilter::default()
        })?;
        let references = references(&store)?;
        let mut found = Vec::new();
        for group in groups(&store, &events)? {
            found.extend(disagreements(&group));
        }
        found.extend(against_references(&events, &references));
        found.extend(
            first_claims(&events, &references)
                .into_iter()
                .filter(|conflict| {
                    self.all
                        || matches!(
                            conflict.verdict,
                            Some(Verdict::Contradicted | Verdict::DependsOnDefinition)
                        )
                }),
        );
        let asked = |field: &str| self.field.is_empty() || self.field.iter().any(|f| f == field);
        found.retain(|conflict| asked(conflict.field));
        let by_id = events.iter().map(|event| (&*event.id, event)).collect();
        let mut rows = Vec::new();
        for (number, conflict) in (1i64..).zip(&found) {
            for reading in &conflict.readings {
                rows.extend(reading_rows(number, conflict, reading, &by_id));
            }
        }
        // A document without an event of the actors is none of theirs.
        let documents: Vec<&str> = events.iter().map(|event| &*event.document.id).collect();
        let kinds: Vec<&str> = NOTICES.into_iter().filter(|kind| asked(kind)).collect();
        let notices = store.notices(&kinds)?;
        let notices: Vec<&Notice> = notices
            .iter()
            .filter(|notice| self.actor.is_empty() || documents.contains(&&*notice.document.id))
            .collect();
        let mut number = found.len() as i64;
        for notice in &notices {
            number += 1;
            rows.extend(notice_rows(number, notice, &store)?);
        }
        let columns = [
            "conflict", "field", "what", "reading", "told_by", "sentence", "event",
        ];
        let columns = columns.map(str::to_owned).to_vec();
        write_table(&Table { columns, rows }, self.format)?;
        tell(format_args!(
            "{}: {} conflicts between readings, {} titles, names and places that don't fit; {} reference records",
            store.path().display(),
            found.len(),
            notices.len(),
            references.len()
        ));
        Ok(Status::Done)
    }
}

fn references(store: &Store) -> Result<Vec<Chronology>, StoreError> {
    let mut references = Vec::new();
    for stored in store.references()? {
        references.push(Chronology {
            trips: store.reference_trips(&stored.name)?,
            name: stored.name,
            title: stored.title,
            publisher: stored.publisher,
            licence: stored.licence,
            coverage: stored.coverage,
        });
    }
    Ok(references)
}

fn text(text: impl Into<String>) -> Cell {
    let text: String = text.into();
    if text.is_empty() {
        Cell::Null
    } else {
        Cell::Text(text)
    }
}

/// A reading: a row for each event that gives it, or one for the reference record.
fn reading_rows(
    number: i64,
    conflict: &Conflict,
    reading: &Reading,
    events: &BTreeMap<&str, &Event>,
) -> Vec<Vec<Cell>> {
    let row = |told_by: String, sentence: &str, event: &str| {
        let field = match conflict.verdict {
            Some(verdict) => format!("{}: {}", conflict.field, verdict.as_str()),
            None => conflict.field.to_owned(),
        };
        vec![
            Cell::Integer(number),
            text(field),
            text(conflict.what.clone()),
            text(reading.value.clone()),
            text(told_by),
            text(sentence.split_whitespace().collect::<Vec<_>>().join(" ")),
            text(event.chars().take(12).collect::<String>()),
        ]
    };
    if let Some((name, trip)) = &reading.reference {
        let trip = trip.as_ref().map(|trip| format!(" {trip}"));
        return vec![row(format!("{name}{}", trip.unwrap_or_default()), "", "")];
    }
    let told = reading.events.iter().filter_map(|id| events.get(&**id));
    told.map(|event| row(document(event), &event.sentence.text, &event.id))
        .collect()
}

fn document(event: &Event) -> String {
    let meta = &event.document;
    let name = meta.title.as_ref().or(meta.path.as_ref());
    let name = name.unwrap_or(&meta.id).clone();
    match &meta.publisher {
        Some(publisher) => format!("{name}; {publisher}"),
        None => name,
    }
}

/// What the text says, and what is known instead.
fn notice_rows(number: i64, notice: &Notice, store: &Store) -> Result<[Vec<Cell>; 2], StoreError> {
    let meta = &notice.document;
    let stored = store.document(&meta.id)?.and_then(|stored| stored.text);
    let words: String = stored
        .unwrap_or_default()
        .chars()
        .skip(notice.start_char)
        .take(notice.end_char - notice.start_char)
        .collect();
    let name = meta.title.as_ref().or(meta.path.as_ref());
    let name = name.unwrap_or(&meta.id).clone();
    let row = |reading: String, told_by: String| {
        vec![
            Cell::Integer(number),
            text(notice.kind.clone()),
            Cell::Null,
            text(reading),
            text(told_by),
            Cell::Null,
            Cell::Null,
        ]
    };
    Ok([
        row(words.split_whitespace().collect::<Vec<_>>().join(" "), name),
        row(notice.message.clone(), "the knowledge".to_owned()),
    ])
}

/// The events that tell of one happening, together.
fn groups<'e>(store: &Store, events: &'e [Event]) -> Result<Vec<Vec<&'e Event>>, StoreError> {
    let by_id: BTreeMap<&str, &Event> = events.iter().map(|event| (&*event.id, event)).collect();
    let groups = store.events_of_happenings()?.into_iter().map(|ids| {
        let events = ids.iter().filter_map(|id| by_id.get(&**id).copied());
        events.collect()
    });
    Ok(groups.collect())
}
