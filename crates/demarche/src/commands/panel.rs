mod codebook; // what each column is

use crate::dataset::{DatasetInputs, Rejected, crosswalk, tell_report};
use crate::output::{Output, STANDARD_OUTPUT, tell};
use crate::status::{Status, help};
use anyhow::{Context, Result};
use clap::ValueEnum;
use demarche_analysis::{PanelRow, Period};
use demarche_event::{Crosswalk, EventType, Quad};
use demarche_store::formats::dataset::{
    DataFormat, DatasetError, Report, RowReader, StreamError, each_stream,
};
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

/// Count event data by dyad and month, in one pass
///
/// Reads GDELT, ICEWS, POLECAT, Phoenix, UCDP, ACLED, PLOVER JSON and our own
/// JSON Lines, whatever their size, and writes CSV: one row for each ordered pair
/// of countries or organisations and each month in which the one acted towards
/// the other. No store is needed.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Panel {
    #[command(flatten)]
    inputs: DatasetInputs,

    /// Length of a step in time
    #[arg(long, value_enum, default_value_t = By::Month)]
    by: By,

    /// What is counted beside the number of events
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Measure::Quad, Measure::Goldstein])]
    measure: Vec<Measure>,

    /// A row for every month from the first to the last, zeros included
    #[arg(long)]
    complete: bool,

    /// Write what each column is, the rules and the inputs to this file (Markdown)
    #[arg(long, value_name = "FILE")]
    codebook: Option<PathBuf>,

    /// Worker threads, one file each at a time; the output is the same for any number
    /// [default: number of cores]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

const HELP: &str = help!(
    "Examples:
  demarche panel 20240101.export.CSV.zip > panel.csv
  demarche panel icews/*.tab --by year --measure type --complete --codebook panel.md > panel.csv"
);

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// Events of each quad class
    Quad,
    /// Events of each PLOVER type
    Type,
    /// Mean Goldstein value
    Goldstein,
    /// Mentions, where the data count them
    Mentions,
    /// Deaths, where the data estimate them
    Deaths,
}

/// What one file, or one member of an archive, gave.
struct Counted {
    panel: demarche_analysis::Panel,
    report: Report,
    inputs: Vec<Input>,
}

/// A stream that was read.
struct Input {
    place: String,
    format: DataFormat,
    rows: u64,
    rejected: u64,
}

impl Panel {
    pub(crate) fn run(self) -> Result<Status> {
        let crosswalk = crosswalk()?;
        let period = match self.by {
            By::Month => Period::Month,
            By::Year => Period::Year,
        };
        let rejected = self
            .inputs
            .rejected
            .as_deref()
            .map(Rejected::create)
            .transpose()?;
        let rejected = rejected.map(Mutex::new);
        let counted = self.count(&crosswalk, period, rejected.as_ref())?;
        if let Some(rejected) = rejected {
            rejected.into_inner().expect("no writer panics").finish()?;
        }
        let mut out = Output::open();
        self.write(&counted.panel, &mut out)
            .context(STANDARD_OUTPUT)?;
        out.finish()?;
        if let Some(path) = &self.codebook {
            let text = codebook::write(&self, &counted);
            std::fs::write(path, text).with_context(|| path.display().to_string())?;
        }
        let tally = counted.panel.tally();
        tell(format_args!(
            "{} rows counted; {} name no two different countries or organisations, {} have not happened",
            tally.counted, tally.no_dyad, tally.not_happened
        ));
        Ok(tell_report(&counted.report))
    }

    /// Counts all files, and merges them in their order.
    fn count(
        &self,
        crosswalk: &Crosswalk,
        period: Period,
        rejected: Option<&Mutex<Rejected>>,
    ) -> Result<Counted> {
        let files = &self.inputs.files;
        let threads = self
            .threads
            .or(available_parallelism().ok())
            .map_or(1, NonZeroUsize::get)
            .min(files.len());
        let next = AtomicUsize::new(0);
        let mut done: Vec<(usize, Result<Counted>)> = std::thread::scope(|scope| {
            let work = || {
                let mut done = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = files.get(at) else {
                        return done;
                    };
                    let counted = self.count_file(path, crosswalk, period, rejected);
                    let failed = counted.is_err();
                    done.push((at, counted));
                    if failed {
                        next.store(files.len(), Ordering::Relaxed);
                    }
                }
            };
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .flat_map(|worker| worker.join().expect("a worker doesn't panic"))
                .collect()
        });
        done.sort_by_key(|(at, _)| *at);
        let mut all = Counted {
            panel: demarche_analysis::Panel::new(period),
            report: Report::default(),
            inputs: Vec::new(),
        };
        for (_, counted) in done {
            let counted = counted?;
            all.panel.merge(&counted.panel);
            all.report.merge(counted.report);
            all.inputs.extend(counted.inputs);
        }
        Ok(all)
    }

    fn count_file(
        &self,
        path: &Path,
        crosswalk: &Crosswalk,
        period: Period,
        rejected: Option<&Mutex<Rejected>>,
    ) -> Result<Counted> {
        let mut counted = Counted {
            panel: demarche_analysis::Panel::new(period),
            report: Report::default(),
            inputs: Vec::new(),
        };
        each_stream(path, |place, stream| -> Result<(), Failure> {
            let failed =
                |error: DatasetError| Failure(anyhow::Error::new(error).context(place.to_owned()));
            let mut rows = RowReader::new(stream, self.inputs.from)
                .map_err(failed)?
                .without_details();
            let mut report = Report::default();
            while let Some(read) = rows.next(crosswalk).map_err(|e| failed(e.into()))? {
                report.rows += 1;
                match &read.row {
                    Ok(row) => counted.panel.add(row),
                    Err(rejection) => {
                        report.reject(place, read.line, rejection);
                        if let Some(rejected) = rejected {
                            let mut rejected = rejected.lock().expect("no writer panics");
                            rejected.write(place, &read).map_err(Failure)?;
                        }
                    }
                }
            }
            report.notes = rows.notes().clone();
            counted.inputs.push(Input {
                place: place.to_owned(),
                format: rows.format(),
                rows: report.rows,
                rejected: report.n_rejected(),
            });
            counted.report.merge(report);
            Ok(())
        })
        .map_err(|failure| failure.0)?;
        Ok(counted)
    }

    fn write(&self, panel: &demarche_analysis::Panel, out: &mut impl Write) -> std::io::Result<()> {
        let columns: Vec<String> = self
            .columns()
            .into_iter()
            .map(|column| column.name)
            .collect();
        writeln!(out, "{}", columns.join(","))?;
        let mut line = String::new();
        panel.each_row(self.complete, |row| {
            use std::fmt::Write as _;
            line.clear();
            let field = |line: &mut String, value: std::fmt::Arguments<'_>| {
                line.push(',');
                line.write_fmt(value).expect("a string takes all writes");
            };
            line.push_str(&period(&row));
            field(&mut line, format_args!("{}", row.source));
            field(&mut line, format_args!("{}", row.target));
            field(&mut line, format_args!("{}", row.cell.events()));
            for measure in &self.measure {
                match measure {
                    Measure::Quad => Quad::ALL.iter().for_each(|quad| {
                        field(&mut line, format_args!("{}", row.cell.of_quad(*quad)))
                    }),
                    Measure::Type => {
                        for event_type in EventType::ALL {
                            field(&mut line, format_args!("{}", row.cell.of_type(*event_type)));
                        }
                        field(&mut line, format_args!("{}", row.cell.untyped()));
                    }
                    Measure::Goldstein => match row.cell.mean_goldstein() {
                        Some(mean) => field(&mut line, format_args!("{mean:.4}")),
                        None => line.push(','),
                    },
                    Measure::Mentions => field(&mut line, format_args!("{}", row.cell.mentions)),
                    Measure::Deaths => field(&mut line, format_args!("{}", row.cell.deaths)),
                }
            }
            line.push('\n');
            out.write_all(line.as_bytes())
        })
    }
}

fn period(row: &PanelRow<'_>) -> String {
    match row.month {
        Some(month) => format!("{:04}-{month:02}", row.year),
        None => format!("{:04}", row.year),
    }
}

/// An error of ours, or of a stream.
struct Failure(anyhow::Error);

impl From<StreamError> for Failure {
    fn from(error: StreamError) -> Failure {
        Failure(error.into())
    }
}
