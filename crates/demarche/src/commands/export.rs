use super::bundle;
use super::record::StoreOption;
use crate::dataset::crosswalk;
use crate::inputs::day;
use crate::output::{STANDARD_OUTPUT, tell};
use crate::status::{Status, help};
use anyhow::{Context, Result};
use clap::ValueEnum;
use demarche_store::formats::dataset::of_event;
use demarche_store::formats::export::{ExportFormat, Exporter};
use demarche_store::store::{EventFilter, Store, StoreError};
use jiff::civil::Date;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Write events in the forms of other programs
///
/// plover (JSON Lines; a planned meeting is AGREE, as its manual wants),
/// cameo-dyads, icews, gdelt (tables), csv, parquet, graphml, gexf (networks).
/// What a form can't hold is left out and told. For all fields of our own events
/// take `demarche record --format jsonl`; for everything that a replication
/// needs, with hashes, --bundle, which is `demarche bundle`.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Export {
    #[command(flatten)]
    store: StoreOption,

    /// Form: plover, cameo-dyads, icews, gdelt, csv, parquet, graphml, gexf
    #[arg(long = "as", value_name = "FORM", required_unless_present = "bundle")]
    form: Option<ExportFormat>,

    /// Write everything that a replication needs into this folder instead: store,
    /// texts, records, commands, versions and SHA-256 sums
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with_all = ["form", "out", "events", "since", "until"]
    )]
    bundle: Option<PathBuf>,

    /// File to write instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Which events: coded here, imported, or both
    #[arg(long, value_enum, default_value_t = Which::Coded)]
    events: Which,

    /// Not wholly before this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<Date>,

    /// Begins before this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    Coded,
    Imported,
    Both,
}

const HELP: &str = help!(
    "Examples:
  demarche export --store record.db --as plover --out events.jsonl
  demarche export --store record.db --as gexf --events both --since 2024-01-01 > network.gexf
  demarche export --store record.db --bundle replication"
);

impl Export {
    pub(crate) fn run(self) -> Result<Status> {
        let store = Store::open_read_only(&self.store.path)?;
        if let Some(folder) = &self.bundle {
            return bundle::write(&store, folder, true);
        }
        let form = self.form.expect("without a bundle there is a form");
        let crosswalk = crosswalk()?;
        let (out, place): (Box<dyn Write + Send>, String) = match &self.out {
            None => {
                let out = BufWriter::with_capacity(64 << 10, io::stdout());
                (Box::new(out), STANDARD_OUTPUT.to_owned())
            }
            Some(path) => {
                let place = path.display().to_string();
                let file = File::create(path).with_context(|| place.clone())?;
                (Box::new(BufWriter::with_capacity(64 << 10, file)), place)
            }
        };
        let mut exporter = Exporter::new(form, out, &crosswalk).with_context(|| place.clone())?;
        let (mut n_events, mut unplaced) = (0u64, 0u64);
        if self.events != Which::Imported {
            let filter = EventFilter {
                since: self.since,
                until: self.until,
                ..EventFilter::default()
            };
            store.each_event(&filter, |event| -> Result<()> {
                match of_event(&event) {
                    None => unplaced += 1,
                    Some(mut row) => {
                        n_events += 1;
                        let contexts = event.contexts.join(",");
                        row.contexts = &contexts;
                        exporter.write(&row).with_context(|| place.clone())?;
                    }
                }
                Ok(())
            })?;
        }
        if self.events != Which::Coded {
            store
                .each_imported(self.since, self.until, |row| -> Result<(), Failure> {
                    n_events += 1;
                    exporter
                        .write(row)
                        .with_context(|| place.clone())
                        .map_err(Failure)
                })
                .map_err(|failure| failure.0)?;
        }
        let (_, left_out) = exporter.finish().with_context(|| place.clone())?;
        let name = |count: u64| if count == 1 { "event" } else { "events" };
        if unplaced > 0 {
            tell(format_args!(
                "{unplaced} {} left out: nothing places them in time",
                name(unplaced)
            ));
        }
        if left_out > 0 {
            tell(format_args!(
                "{left_out} of {n_events} {} left out: the form has no place for them \
                 (no type or code in it, no two parties, or not happened)",
                name(n_events)
            ));
        }
        Ok(match left_out + unplaced {
            0 => Status::Done,
            _ => Status::LeftOut,
        })
    }
}

struct Failure(anyhow::Error);

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure(error.into())
    }
}
