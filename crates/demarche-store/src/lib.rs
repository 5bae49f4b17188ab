//! The record on disk, and the formats in which it comes and goes.
//!
//! In: documents, and the [`Record`](demarche_event::Record)s that a coder made
//! of them. Out: the same records, by filter, as JSON Lines, tables, or rows of
//! SQL. Reading back what was written gives equal records.
//!
//! Nothing here knows how a record came about: no text is parsed and no event
//! judged.

#![deny(missing_docs)]

pub mod formats; // records as JSON Lines, text, CSV, Markdown
pub mod store; // documents and records in one SQLite file
mod word; // the record's words, back to the types they stand for
