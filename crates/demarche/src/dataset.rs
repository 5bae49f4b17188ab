use crate::output::tell;
use crate::status::Status;
use anyhow::{Context, Result};
use demarche_event::Crosswalk;
use demarche_store::formats::dataset::{DataFormat, ReadRow, Report};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Which files of event data are read, and how.
#[derive(clap::Args)]
pub(crate) struct DatasetInputs {
    /// Files of event data: plain, gzip or zip
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,

    /// Format of all files instead of a guess: gdelt1, gdelt2, icews, polecat, phoenix,
    /// phoenix-historical, ucdp, acled, plover, demarche
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<DataFormat>,

    /// Write the rows that were left out to this file: place, line, reason, row
    #[arg(long, value_name = "FILE")]
    pub(crate) rejected: Option<PathBuf>,
}

/// What codes of other people's event data are in the record.
pub(crate) fn crosswalk() -> Result<Crosswalk> {
    let files = demarche_knowledge::FILES
        .iter()
        .chain(demarche_knowledge::CROSSWALK);
    Crosswalk::load(files.copied()).context("could not load the crosswalk")
}

/// The file of `--rejected`.
pub(crate) struct Rejected {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Rejected {
    pub(crate) fn create(path: &Path) -> Result<Rejected> {
        let file = File::create(path).with_context(|| path.display().to_string())?;
        let mut out = BufWriter::new(file);
        writeln!(out, "place\tline\treason\tfound\trow")
            .with_context(|| path.display().to_string())?;
        Ok(Rejected {
            path: path.to_owned(),
            out,
        })
    }

    /// Writes a row that was left out, as one line.
    pub(crate) fn write(&mut self, place: &str, row: &ReadRow<'_>) -> Result<()> {
        let Err(rejection) = &row.row else {
            return Ok(());
        };
        let line = |text: &str| text.replace(['\n', '\r', '\t'], " ");
        let mut written = format!(
            "{}\t{}\t{}\t{}\t",
            line(place),
            row.line,
            rejection.reason,
            line(&rejection.found)
        )
        .into_bytes();
        // The row's own tabs stay: it is the rest of the line.
        written.extend(row.bytes.iter().map(|byte| match byte {
            b'\n' | b'\r' => b' ',
            other => *other,
        }));
        written.push(b'\n');
        self.out
            .write_all(&written)
            .with_context(|| self.path.display().to_string())
    }

    pub(crate) fn finish(mut self) -> Result<()> {
        self.out
            .flush()
            .with_context(|| self.path.display().to_string())
    }
}

/// Different codes of a kind that are told by name.
const TOLD: usize = 8;

/// Says on standard error what was left out and what was not understood, and
/// gives the exit status.
pub(crate) fn tell_report(report: &Report) -> Status {
    let mut kinds: Vec<_> = report.notes.iter().map(|(kind, ..)| kind).collect();
    kinds.dedup();
    for kind in kinds {
        let mut codes: Vec<(u64, &str)> = report
            .notes
            .iter()
            .filter(|(of, ..)| *of == kind)
            .map(|(_, code, count)| (count, code))
            .collect();
        codes.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let more = codes.len().saturating_sub(TOLD);
        let listed: Vec<String> = codes
            .iter()
            .take(TOLD)
            .map(|(count, code)| format!("`{code}` {count}"))
            .collect();
        let rest = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let total: u64 = codes.iter().map(|(count, _)| count).sum();
        tell(format_args!(
            "kept as they are, {}: {total} times: {}{rest}",
            kind.as_str(),
            listed.join(", ")
        ));
    }
    for (reason, (count, example)) in &report.rejected {
        tell(format_args!(
            "left out, {reason}: {count} rows, the first in {} line {}: {}",
            example.place, example.line, example.found
        ));
    }
    if report.n_rejected() == 0 {
        return Status::Done;
    }
    tell(format_args!(
        "{} of {} rows were left out; the rest is done",
        report.n_rejected(),
        report.rows
    ));
    Status::LeftOut
}
