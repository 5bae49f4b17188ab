//! The store: one SQLite file that holds documents and their records.

mod bundle; // what it takes to check a record or make it anew
mod context; // the paragraph around a sentence
mod decision; // what a user decided about events
mod error; // what can go wrong, each with the file's name
mod evidence; // which events tell of one happening
mod filter; // which events are asked for
mod happening; // events merged, with plans and links
mod happening_filter; // which happenings are asked for
mod import; // event data of others, in
mod imported; // and out again
mod measure; // what stays in force
mod migrate; // older files to the schema of today
mod open; // files that are stores, and files that aren't
mod read; // rows to records
mod reference; // chronologies to check reports against
mod run; // which commands wrote
mod search; // documents by their words
mod sql; // questions in SQL, with limits
mod write; // documents and records to rows

pub use bundle::{BundleFile, BundleOptions};
pub use context::Paragraph;
pub use decision::{DecisionKind, LostEvent, StoredDecision};
pub use error::StoreError;
pub use filter::{Dyad, EventFilter, EventOrder};
pub use happening::{HappeningCounts, KeyedEvent, NewHappening};
pub use happening_filter::HappeningFilter;
pub use import::{ImportError, Imported};
pub use measure::MeasureChanges;
pub use open::Upgrade;
pub use read::StoredDocument;
pub use reference::StoredReference;
pub use run::RunKey;
pub use search::{Hit, SearchFilter};
pub use sql::{Answer, SqlLimits};
pub use write::{Added, Batch, ToRecode, Versions};

use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// A file of documents with their records.
///
/// Writing and reading go on side by side: readers see the last finished
/// transaction. A program that is killed leaves the store as it was after its
/// last transaction, and the next one carries on from there.
///
/// A `Store` belongs to one thread at a time; each thread may open its own.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// The file, as the caller named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many documents, events, claims, figures, matters and notices there are.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the file can't be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM event), \
                   (SELECT count(*) FROM claim), (SELECT count(*) FROM figure), (SELECT count(*) FROM notice), \
                   (SELECT count(*) FROM matter)";
        self.connection
            .query_row(sql, [], |row| {
                Ok(Counts {
                    documents: row.get(0)?,
                    events: row.get(1)?,
                    claims: row.get(2)?,
                    figures: row.get(3)?,
                    notices: row.get(4)?,
                    matters: row.get(5)?,
                })
            })
            .map_err(StoreError::of(&self.path))
    }
}

/// What a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Documents.
    pub documents: i64,
    /// Events.
    pub events: i64,
    /// Claims.
    pub claims: i64,
    /// Figures.
    pub figures: i64,
    /// Notices.
    pub notices: i64,
    /// Matters.
    pub matters: i64,
}
