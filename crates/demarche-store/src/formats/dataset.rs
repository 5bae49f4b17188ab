//! Event data that others have coded: GDELT, ICEWS, POLECAT, Phoenix, UCDP GED,
//! ACLED, PLOVER JSON, and our own JSON Lines.
//!
//! In: a stream of bytes and the [`Crosswalk`]. Out: one [`EventRow`] a row, or
//! the reason why it can't be one. One row is held at a time. Nothing is judged:
//! what a code is in the record stands in the crosswalk's tables, and what they
//! don't have is kept as the row has it and told in [`Notes`].

mod acled; // conflict and protest, by kinds of its own
mod detect; // which format a file has
mod field; // the fields of a row, and what stands in them
mod gdelt; // CAMEO, with places in FIPS
mod icews; // CAMEO, with countries and sectors in words
mod phoenix; // CAMEO, real-time and historical
mod plover; // PLOVER JSON
mod polecat; // PLOVER, as a table
mod record; // our own JSON Lines
mod report; // what became of the rows
mod rows; // bytes to rows of fields
mod stream; // files, gzip and zip archives to streams of bytes
mod ucdp; // armed conflict, by kinds of its own

pub use record::of_event;
pub use report::{Example, Report};
pub use stream::{StreamError, each_stream};

use detect::Layout;
use rows::Rows;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead};
use std::str::FromStr;

use demarche_event::{Crosswalk, EventRow};

/// A format of event data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataFormat {
    /// GDELT 1.0 events: 57 or 58 columns, tabs, no header.
    Gdelt1,
    /// GDELT 2.0 events: 61 columns, tabs, no header.
    Gdelt2,
    /// ICEWS coded events: tabs, header.
    Icews,
    /// POLECAT weekly files: tabs, header.
    Polecat,
    /// Phoenix, real-time files of the Open Event Data Alliance: 26 or 27
    /// columns, tabs, no header.
    Phoenix,
    /// Phoenix, historical files of the Cline Center: commas, header.
    PhoenixHistorical,
    /// UCDP's georeferenced event data: commas, header.
    Ucdp,
    /// ACLED: commas, header.
    Acled,
    /// PLOVER JSON, one object a line.
    Plover,
    /// Our own JSON Lines.
    Demarche,
}

impl DataFormat {
    /// All of them.
    pub const ALL: &'static [DataFormat] = &[
        DataFormat::Gdelt1,
        DataFormat::Gdelt2,
        DataFormat::Icews,
        DataFormat::Polecat,
        DataFormat::Phoenix,
        DataFormat::PhoenixHistorical,
        DataFormat::Ucdp,
        DataFormat::Acled,
        DataFormat::Plover,
        DataFormat::Demarche,
    ];

    /// Its name here.
    pub fn as_str(self) -> &'static str {
        match self {
            DataFormat::Gdelt1 => "gdelt1",
            DataFormat::Gdelt2 => "gdelt2",
            DataFormat::Icews => "icews",
            DataFormat::Polecat => "polecat",
            DataFormat::Phoenix => "phoenix",
            DataFormat::PhoenixHistorical => "phoenix-historical",
            DataFormat::Ucdp => "ucdp",
            DataFormat::Acled => "acled",
            DataFormat::Plover => "plover",
            DataFormat::Demarche => "demarche",
        }
    }
}

impl fmt::Display for DataFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for DataFormat {
    type Err = demarche_event::UnknownCode;
    fn from_str(name: &str) -> Result<DataFormat, Self::Err> {
        DataFormat::ALL
            .iter()
            .copied()
            .find(|format| format.as_str() == name)
            .ok_or_else(|| demarche_event::UnknownCode {
                code: name.to_owned(),
                what: "format of event data",
                known: DataFormat::ALL.iter().map(|f| f.as_str()).collect(),
            })
    }
}

/// A stream can't be read as event data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatasetError {
    /// It holds nothing.
    #[error("it is empty")]
    Empty,
    /// Its first line fits no format.
    #[error("its first line fits no format of event data: {found}; name the format if you know it")]
    Unknown {
        /// What the line looks like.
        found: String,
    },
    /// It isn't of the format it was said to have.
    #[error("it is no {format} file: {found}")]
    Other {
        /// What was asked for.
        format: DataFormat,
        /// What the first line looks like.
        found: String,
    },
    /// The bytes can't be had.
    #[error(transparent)]
    Read(#[from] io::Error),
}

/// Why a row was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It has too many or too few columns.
    Columns,
    /// Its day is missing or none of the calendar.
    Day,
    /// It doesn't say what was done.
    Code,
    /// It names nobody on either side.
    Actors,
    /// It is no JSON object.
    Json,
    /// A field that must be there isn't, or holds what it can't hold.
    Field,
    /// Its line is longer than any row.
    Long,
}

impl Reason {
    /// In a few words.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Columns => "wrong number of columns",
            Reason::Day => "no day",
            Reason::Code => "no code of what was done",
            Reason::Actors => "nobody named on either side",
            Reason::Json => "no JSON object",
            Reason::Field => "a field is wrong",
            Reason::Long => "line too long",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Why.
    pub reason: Reason,
    /// What was found instead.
    pub found: String,
}

impl Rejection {
    fn new(reason: Reason, found: impl Into<String>) -> Rejection {
        Rejection {
            reason,
            found: found.into(),
        }
    }
}

/// What a kept row holds that no table knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// An actor's country.
    Country,
    /// A code of what was done.
    Code,
    /// A mode, or one that its type doesn't have.
    Mode,
}

impl NoteKind {
    /// In a few words.
    pub fn as_str(self) -> &'static str {
        match self {
            NoteKind::Country => "unknown country",
            NoteKind::Code => "unknown code",
            NoteKind::Mode => "unknown mode",
        }
    }
}

/// What no table knows, with how often it was met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes {
    counts: BTreeMap<NoteKind, BTreeMap<String, u64>>,
}

impl Notes {
    /// More different codes than that in one file are noise.
    const MOST: usize = 10_000;

    fn add(&mut self, kind: NoteKind, code: &str) {
        let codes = self.counts.entry(kind).or_default();
        if let Some(count) = codes.get_mut(code) {
            *count += 1;
        } else if codes.len() < Notes::MOST {
            codes.insert(code.to_owned(), 1);
        }
    }

    /// The codes, by kind and alphabet.
    pub fn iter(&self) -> impl Iterator<Item = (NoteKind, &str, u64)> {
        self.counts.iter().flat_map(|(kind, codes)| {
            codes
                .iter()
                .map(|(code, count)| (*kind, code.as_str(), *count))
        })
    }

    /// Adds another file's.
    pub fn merge(&mut self, other: &Notes) {
        for (kind, codes) in &other.counts {
            let ours = self.counts.entry(*kind).or_default();
            for (code, count) in codes {
                *ours.entry(code.clone()).or_default() += count;
            }
        }
    }
}

/// One row, read.
#[derive(Debug)]
pub struct ReadRow<'a> {
    /// Number of the row in the file, from 1, header and empty lines aside.
    pub number: u64,
    /// Line of the file on which it begins, from 1.
    pub line: u64,
    /// The row as it stands, without its line end.
    pub bytes: &'a [u8],
    /// What it says, or why it was left out.
    pub row: Result<EventRow<'a>, Rejection>,
}

/// Reads a stream of event data row by row.
///
/// # Examples
///
/// ```no_run
/// # fn f(crosswalk: &demarche_event::Crosswalk) -> Result<(), Box<dyn std::error::Error>> {
/// use demarche_store::formats::dataset::RowReader;
/// let file = std::io::BufReader::new(std::fs::File::open("events.tsv")?);
/// let mut rows = RowReader::new(file, None)?;
/// while let Some(row) = rows.next(crosswalk)? {
///     match row.row {
///         Ok(event) => println!("{} {:?}", event.days.since, event.event_type),
///         Err(rejection) => println!("line {}: {}", row.line, rejection.reason),
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct RowReader<R> {
    layout: Layout,
    rows: Rows<R>,
    notes: Notes,
    number: u64,
    /// Whether places, texts and figures are wanted, or actors, days and codes alone.
    details: bool,
    parsed: Parsed,
}

/// What the JSON of a row says, for as long as the row is borrowed.
#[derive(Debug)]
enum Parsed {
    Nothing,
    Plover(Box<plover::PloverObject>),
    Event(Box<demarche_event::Event>),
}

impl<R: BufRead> RowReader<R> {
    /// Looks at the first line, and reads a header if there is one.
    ///
    /// # Errors
    ///
    /// [`DatasetError`] when the stream is empty, fits no format, or isn't what
    /// `format` says.
    pub fn new(mut input: R, format: Option<DataFormat>) -> Result<RowReader<R>, DatasetError> {
        let first = rows::first_line(&mut input)?;
        let layout = detect::layout(&first, format)?;
        let rows = Rows::new(first, input, &layout)?;
        Ok(RowReader {
            layout,
            rows,
            notes: Notes::default(),
            number: 0,
            details: true,
            parsed: Parsed::Nothing,
        })
    }

    /// Leaves out places, texts and figures, for those who count.
    #[must_use]
    pub fn without_details(mut self) -> RowReader<R> {
        self.details = false;
        self
    }

    /// The format found, or the one given.
    pub fn format(&self) -> DataFormat {
        self.layout.format
    }

    /// What the rows so far held that no table knows.
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// Passes over so many rows without looking at them; fewer if there are
    /// fewer.
    ///
    /// # Errors
    ///
    /// What the stream says.
    pub fn skip(&mut self, rows: u64) -> io::Result<()> {
        while self.number < rows && self.rows.advance()? {
            self.number += 1;
        }
        Ok(())
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    ///
    /// What the stream says; a row that can't be used is no error.
    // It lends what it holds, which an `Iterator` can't.
    #[allow(clippy::should_implement_trait)]
    pub fn next<'a>(&'a mut self, crosswalk: &'a Crosswalk) -> io::Result<Option<ReadRow<'a>>> {
        if !self.rows.advance()? {
            return Ok(None);
        }
        self.number += 1;
        let (line, bytes) = (self.rows.line(), self.rows.bytes());
        let row = if self.rows.is_too_long() {
            Err(Rejection::new(
                Reason::Long,
                format!("more than {} bytes", rows::LONGEST),
            ))
        } else {
            match self.layout.format {
                DataFormat::Plover => plover::parse(bytes).map(|object| {
                    self.parsed = Parsed::Plover(Box::new(object));
                }),
                DataFormat::Demarche => record::parse(bytes).map(|event| {
                    self.parsed = Parsed::Event(Box::new(event));
                }),
                _ => Ok(()),
            }
        };
        let row = row.and_then(|()| match &self.parsed {
            Parsed::Plover(object) => plover::row(object, crosswalk, &mut self.notes),
            Parsed::Event(event) => record::row(event),
            Parsed::Nothing => {
                let fields = self.rows.fields();
                if !self.layout.allows(fields.len()) {
                    let found = format!("{}, not {}", fields.len(), self.layout.width());
                    return Err(Rejection::new(Reason::Columns, found));
                }
                self.layout
                    .row(&fields, crosswalk, &mut self.notes, self.details)
            }
        });
        Ok(Some(ReadRow {
            number: self.number,
            line,
            bytes,
            row,
        }))
    }
}
