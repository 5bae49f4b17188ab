//! Events in the forms of others: PLOVER JSON, CAMEO dyads, tables like those of
//! ICEWS and GDELT, CSV, Parquet, networks.
//!
//! In: [`EventRow`]s, coded here or elsewhere, one by one. Out: bytes. Nothing is
//! held but what the form needs: Parquet some thousand rows, a network its edges.

mod graph; // networks: GraphML, GEXF
mod parquet; // columns, for statistics and databases
mod plover; // PLOVER JSON
mod table; // CAMEO dyads, ICEWS, GDELT, CSV

use demarche_event::{Crosswalk, EventRow, EventType, Status, UnknownCode};
use std::io::{self, Write};
use std::str::FromStr;

/// A form in which events leave for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// PLOVER JSON, one object a line.
    Plover,
    /// Day, source, target, CAMEO code; a line for each pair.
    CameoDyads,
    /// The 20 columns of ICEWS; a line for each pair.
    Icews,
    /// The 61 columns of GDELT 2.0; a line for each pair.
    Gdelt,
    /// Comma-separated, a column a fact.
    Csv,
    /// Parquet with the columns of the CSV.
    Parquet,
    /// GraphML: actors and weighted dyads.
    GraphMl,
    /// GEXF: the same, with the days from the first event to the last.
    Gexf,
}

impl ExportFormat {
    /// All of them, with their names.
    pub const ALL: &'static [(ExportFormat, &'static str)] = &[
        (ExportFormat::Plover, "plover"),
        (ExportFormat::CameoDyads, "cameo-dyads"),
        (ExportFormat::Icews, "icews"),
        (ExportFormat::Gdelt, "gdelt"),
        (ExportFormat::Csv, "csv"),
        (ExportFormat::Parquet, "parquet"),
        (ExportFormat::GraphMl, "graphml"),
        (ExportFormat::Gexf, "gexf"),
    ];
}

impl FromStr for ExportFormat {
    type Err = UnknownCode;
    fn from_str(name: &str) -> Result<ExportFormat, UnknownCode> {
        ExportFormat::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(format, _)| *format)
            .ok_or_else(|| UnknownCode {
                code: name.to_owned(),
                what: "form of export",
                known: ExportFormat::ALL.iter().map(|(_, name)| *name).collect(),
            })
    }
}

/// Writes events in one form. Call [`Exporter::finish`] at the end.
///
/// # Examples
///
/// ```
/// use demarche_event::{Crosswalk, Days, EventRow, EventType};
/// use demarche_store::formats::export::{ExportFormat, Exporter};
///
/// let crosswalk = Crosswalk::default();
/// let row = EventRow { event_type: Some(EventType::Agree), ..EventRow::on(Days::day(jiff::civil::date(1995, 1, 9))) };
/// let mut exporter = Exporter::new(ExportFormat::Plover, Vec::new(), &crosswalk)?;
/// exporter.write(&row)?;
/// let (bytes, left_out) = exporter.finish()?;
/// assert!(bytes.starts_with(b"{\"id\":\"\",\"date\":\"1995-01-09\""));
/// assert_eq!(left_out, 0);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Exporter<'c, W: Write + Send> {
    crosswalk: &'c Crosswalk,
    form: Form<W>,
    left_out: u64,
}

enum Form<W: Write + Send> {
    Plover(W),
    Table(Box<table::Table<W>>),
    Parquet(Box<parquet::ParquetWriter<W>>),
    Graph(graph::Graph, ExportFormat, W),
}

impl<'c, W: Write + Send> Exporter<'c, W> {
    /// Writes the header, if the form has one.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn new(
        format: ExportFormat,
        out: W,
        crosswalk: &'c Crosswalk,
    ) -> io::Result<Exporter<'c, W>> {
        let form = match format {
            ExportFormat::Plover => Form::Plover(out),
            ExportFormat::CameoDyads => {
                Form::Table(Box::new(table::Table::new(table::Kind::CameoDyads, out)?))
            }
            ExportFormat::Icews => {
                Form::Table(Box::new(table::Table::new(table::Kind::Icews, out)?))
            }
            ExportFormat::Gdelt => {
                Form::Table(Box::new(table::Table::new(table::Kind::Gdelt, out)?))
            }
            ExportFormat::Csv => Form::Table(Box::new(table::Table::new(table::Kind::Facts, out)?)),
            ExportFormat::Parquet => Form::Parquet(Box::new(parquet::ParquetWriter::new(out)?)),
            ExportFormat::GraphMl | ExportFormat::Gexf => {
                Form::Graph(graph::Graph::default(), format, out)
            }
        };
        Ok(Exporter {
            crosswalk,
            form,
            left_out: 0,
        })
    }

    /// Writes an event. One that the form has no place for is left out and
    /// counted.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write(&mut self, row: &EventRow<'_>) -> io::Result<()> {
        let written = match &mut self.form {
            Form::Plover(out) => plover::write(out, row)?,
            Form::Table(table) => table.write(row, self.crosswalk)?,
            Form::Parquet(parquet) => {
                parquet.write(row)?;
                true
            }
            Form::Graph(graph, ..) => graph.add(row),
        };
        self.left_out += u64::from(!written);
        Ok(())
    }

    /// Writes what is left; gives the writer back, and how many events were
    /// left out.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn finish(self) -> io::Result<(W, u64)> {
        let out = match self.form {
            Form::Plover(mut out) => {
                out.flush()?;
                out
            }
            Form::Table(table) => table.finish()?,
            Form::Parquet(parquet) => parquet.finish()?,
            Form::Graph(graph, format, mut out) => {
                match format {
                    ExportFormat::GraphMl => graph.graphml(&mut out, self.crosswalk)?,
                    _ => graph.gexf(&mut out, self.crosswalk)?,
                }
                out.flush()?;
                out
            }
        };
        Ok((out, self.left_out))
    }
}

/// Whether the event took place.
fn took_place(row: &EventRow<'_>) -> bool {
    matches!(row.status, Status::Happened | Status::Ongoing)
}

/// A plan to cooperate or to meet is an agreement, as the PLOVER manual has it
/// (section 3.1): to consult, support, cooperate or aid.
fn is_agreement(row: &EventRow<'_>) -> bool {
    row.status == Status::Planned
        && matches!(
            row.event_type,
            Some(EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid)
        )
}

/// The CAMEO code of an event as the coders of CAMEO data would have it: its
/// own if it took place, that of an agreement if it is a plan to cooperate;
/// `None` for what CAMEO doesn't code: other plans, demands, denials.
fn cameo_of<'a>(row: &EventRow<'a>, crosswalk: &'a Crosswalk) -> Option<&'a str> {
    if took_place(row) {
        return row.cameo.or(Some(row.code)
            .filter(|code| code.bytes().all(|b| b.is_ascii_digit()) && !code.is_empty()));
    }
    is_agreement(row)
        .then(|| crosswalk.cameo_table().closest(EventType::Agree, None))
        .flatten()
        .map(|entry| entry.code.as_str())
}
