use anyhow::{Context, Result};
use clap::ValueEnum;
use demarche_event::{Event, Record};
use demarche_store::formats::record::write_record;
use demarche_store::formats::table::Table;
use std::fmt;
use std::io::{self, BufWriter, StdoutLock, Write};

/// Says something about the run on standard error, on one line.
pub(crate) fn tell(message: fmt::Arguments<'_>) {
    let line = format!("demarche: {message}");
    // A path or a line of input may hold what a terminal would obey.
    let line = line.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}");
    // Without standard error there is nobody to tell that there is none.
    let _ = writeln!(io::stderr(), "{line}");
}

/// Whether the reader of our standard output has gone.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Standard output, with a buffer. Call [`Output::finish`] at the end: what a
/// full disk says at the last flush counts too.
pub(crate) struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    pub(crate) fn open() -> Output {
        Output(BufWriter::with_capacity(64 << 10, io::stdout().lock()))
    }

    pub(crate) fn finish(mut self) -> Result<()> {
        self.0.flush().context(STANDARD_OUTPUT)
    }
}

/// What an error of writing is said to be about.
pub(crate) const STANDARD_OUTPUT: &str = "standard output";

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The form in which data leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object a line, all fields
    Jsonl,
    /// Comma-separated, a column a fact (events only)
    Csv,
    /// Aligned columns for the eye (events only)
    Table,
    /// A Markdown table (events only)
    Markdown,
}

/// Writes a table to standard output.
pub(crate) fn write_table(table: &Table, format: Format) -> Result<()> {
    let mut out = Output::open();
    let written = match format {
        Format::Jsonl => table.write_json_lines(&mut out),
        Format::Csv => table.write_csv(&mut out),
        Format::Table => table.write_text(&mut out, None),
        Format::Markdown => table.write_markdown(&mut out),
    };
    written.context(STANDARD_OUTPUT)?;
    out.finish()
}

/// Records on their way out.
pub(crate) struct RecordWriter {
    format: Format,
    out: Output,
    /// For the forms whose columns depend on all rows.
    events: Vec<Event>,
    has_header: bool,
}

impl RecordWriter {
    pub(crate) fn new(format: Format, out: Output) -> RecordWriter {
        RecordWriter {
            format,
            out,
            events: Vec::new(),
            has_header: false,
        }
    }

    /// Takes the records of a document. JSON Lines and CSV leave at once.
    pub(crate) fn write(&mut self, records: Vec<Record>) -> Result<()> {
        if self.format == Format::Jsonl {
            for record in &records {
                write_record(&mut self.out, record).context(STANDARD_OUTPUT)?;
            }
            return Ok(());
        }
        let events = records.into_iter().filter_map(|record| match record {
            Record::Event(event) => Some(event),
            _ => None,
        });
        self.events.extend(events);
        match self.format {
            Format::Csv => self.csv(),
            _ => Ok(()),
        }
    }

    fn csv(&mut self) -> Result<()> {
        let mut bytes = Vec::new();
        Table::of_event_facts(&self.events).write_csv(&mut bytes)?;
        self.events.clear();
        // Our names of columns hold no line end, so the first one ends the header.
        let header_end = bytes
            .iter()
            .position(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        let start = if self.has_header { header_end } else { 0 };
        self.has_header = true;
        self.out.write_all(&bytes[start..]).context(STANDARD_OUTPUT)
    }

    /// Writes what is left.
    pub(crate) fn finish(mut self) -> Result<()> {
        match self.format {
            Format::Jsonl => {}
            Format::Csv if self.has_header => {}
            Format::Csv => self.csv()?,
            Format::Table => Table::of_events(&self.events)
                .write_text(&mut self.out, None)
                .context(STANDARD_OUTPUT)?,
            Format::Markdown => Table::of_events(&self.events)
                .write_markdown(&mut self.out)
                .context(STANDARD_OUTPUT)?,
        }
        self.out.finish()
    }
}
