//! JSON Lines: one object a record, one record a line.
//!
//! An event has no `record` field; claims, figures, matters and notices say
//! what they are in `record`. Every field is always there, `null` where nothing is known,
//! and the same records give the same bytes. `quad` follows from `type`: it is
//! written for the reader's sake and not read back. Fields that we don't know
//! are passed over, so that later versions and other programs may add some.

mod happening; // happenings and their links
mod safe; // no byte that a terminal would obey
mod wire; // the objects, field by field

pub(crate) use safe::{Safe, must_hide};

pub use happening::write_happening;

use demarche_event::{DocumentMeta, Event, Record};
use serde::Serialize;
use std::io::{self, BufRead, Write};
use std::sync::Arc;
use wire::{ClaimObject, EventObject, FigureObject, MatterObject, NoticeObject};

/// A line that is no record.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct RecordError {
    /// From 1.
    pub line: u64,
    /// What is wrong with it.
    pub kind: RecordErrorKind,
}

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordErrorKind {
    /// It can't be read at all.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// It is no JSON object with the fields of a record.
    #[error("column {column}: {reason}")]
    Json {
        /// From 1, in bytes.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// A field holds what it can't hold.
    #[error("{field}: {reason}")]
    Field {
        /// Path of the field, such as `date.since`.
        field: &'static str,
        /// What is wrong, and what would be right.
        reason: String,
    },
}

/// Writes a record and a line feed.
///
/// # Errors
///
/// What the writer says; [`io::ErrorKind::InvalidData`] for a number that is
/// infinite or none, where the record must have one.
pub fn write_record(out: &mut impl Write, record: &Record) -> io::Result<()> {
    match record {
        Record::Event(event) => write_event(out, event),
        Record::Claim(claim) => line(out, &ClaimObject::from(claim)),
        Record::Figure(figure) => line(out, &FigureObject::from(figure)),
        Record::Matter(matter) => line(out, &MatterObject::from(matter)),
        Record::Notice(notice) => line(out, &NoticeObject::from(notice)),
    }
}

/// Writes an event and a line feed.
///
/// # Errors
///
/// As [`write_record`].
pub fn write_event(out: &mut impl Write, event: &Event) -> io::Result<()> {
    let numbers = [
        ("confidence", Some(event.confidence)),
        ("magnitude.value", event.magnitude.as_ref().map(|m| m.value)),
    ];
    for (field, number) in numbers {
        if number.is_some_and(|n| !n.is_finite()) {
            let reason = format!("event {}: {field} is no finite number", event.id);
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
    }
    line(out, &EventObject::from(event))
}

fn line(out: &mut impl Write, object: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, safe::Safe);
    object.serialize(&mut serializer).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// Reads records, a line each, in order. Empty lines are passed over.
///
/// After a line that is no record the iterator goes on with the next, so that
/// the caller decides whether one bad line ends the reading; after an input
/// error it ends.
///
/// # Examples
///
/// ```
/// use demarche_store::formats::record::{read_records, write_record};
///
/// let line = r#"{"record":"notice","document":{"id":"d1"},"kind":"no-date-line","start_char":0,"end_char":4,"message":"no day is given","severity":"warning"}"#;
/// let records: Vec<_> = read_records(line.as_bytes()).collect::<Result<_, _>>()?;
/// let mut out = Vec::new();
/// write_record(&mut out, &records[0])?;
/// assert_eq!(read_records(&out[..]).next().unwrap()?, records[0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_records<R: BufRead>(input: R) -> ReadRecords<R> {
    ReadRecords {
        input,
        buffer: Vec::new(),
        line: 0,
        document: None,
        ended: false,
    }
}

/// The records of an input: see [`read_records`].
#[derive(Debug)]
pub struct ReadRecords<R> {
    input: R,
    buffer: Vec<u8>,
    line: u64,
    /// Records of one document follow each other: they share what is known of it.
    document: Option<Arc<DocumentMeta>>,
    ended: bool,
}

impl<R: BufRead> Iterator for ReadRecords<R> {
    type Item = Result<Record, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.buffer.clear();
            self.line += 1;
            match self.input.read_until(b'\n', &mut self.buffer) {
                Err(e) => {
                    self.ended = true;
                    return Some(Err(RecordError {
                        line: self.line,
                        kind: e.into(),
                    }));
                }
                Ok(0) => self.ended = true,
                Ok(_) => {
                    let mut text = self.buffer.trim_ascii();
                    if self.line == 1 {
                        text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
                    }
                    if !text.is_empty() {
                        let record = parse(text, &mut self.document);
                        return Some(record.map_err(|kind| RecordError {
                            line: self.line,
                            kind,
                        }));
                    }
                }
            }
        }
        None
    }
}

fn parse(text: &[u8], document: &mut Option<Arc<DocumentMeta>>) -> Result<Record, RecordErrorKind> {
    let kind: wire::Kind = json(text)?;
    match kind.record.as_deref() {
        None | Some("event") => Ok(Record::Event(
            json::<EventObject>(text)?.into_event(document)?,
        )),
        Some("claim") => Ok(Record::Claim(
            json::<ClaimObject>(text)?.into_claim(document)?,
        )),
        Some("figure") => Ok(Record::Figure(
            json::<FigureObject>(text)?.into_figure(document)?,
        )),
        Some("matter") => Ok(Record::Matter(
            json::<MatterObject>(text)?.into_matter(document)?,
        )),
        Some("notice") => Ok(Record::Notice(
            json::<NoticeObject>(text)?.into_notice(document)?,
        )),
        Some(other) => Err(RecordErrorKind::Field {
            field: "record",
            reason: format!(
                "`{other}` is no kind of record; it is one of event, claim, figure, matter, notice"
            ),
        }),
    }
}

pub(super) fn json<'a, T: serde::Deserialize<'a>>(text: &'a [u8]) -> Result<T, RecordErrorKind> {
    serde_json::from_slice(text).map_err(|e| {
        // The parser sees one line at a time and would call each of them line 1.
        let said = e.to_string();
        let reason = said
            .rsplit_once(" at line ")
            .map_or(said.as_str(), |(reason, _)| reason);
        RecordErrorKind::Json {
            column: e.column(),
            reason: reason.to_owned(),
        }
    })
}
