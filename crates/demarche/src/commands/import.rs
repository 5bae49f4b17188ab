use super::record::StoreOption;
use crate::dataset::{DatasetInputs, Rejected, crosswalk, tell_report};
use crate::output::tell;
use crate::progress::Progress;
use crate::status::{Status, help};
use anyhow::Result;
use demarche_store::formats::dataset::Report;
use demarche_store::store::Store;

/// Put event data of others into a store
///
/// Reads GDELT 1.0 and 2.0, ICEWS, POLECAT, Phoenix, UCDP, ACLED and PLOVER JSON,
/// plain, gzip or zip. Codes become the record's; every row keeps its data set,
/// file, row and id. A file that was broken off goes on where it stopped, and one
/// that is in the store already adds nothing. Ask for the rows with `demarche sql`:
/// imported_events, imported_dyad_months, and all_events beside our own.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Import {
    #[command(flatten)]
    inputs: DatasetInputs,

    #[command(flatten)]
    store: StoreOption,
}

const HELP: &str = help!(
    "Examples:
  demarche import 20240101.export.CSV.zip --store record.db
  demarche import icews/*.tab --store record.db --rejected left-out.tsv
  demarche sql --store record.db \"SELECT * FROM imported_dyad_months WHERE source = 'USA' AND target = 'CHN'\""
);

/// Rows between two looks at the terminal.
const SHOWN: u64 = 10_000;

impl Import {
    pub(crate) fn run(self) -> Result<Status> {
        let crosswalk = crosswalk()?;
        let mut store = Store::open_or_create(&self.store.path)?;
        let mut rejected = self
            .inputs
            .rejected
            .as_deref()
            .map(Rejected::create)
            .transpose()?;
        let progress = Progress::start();
        let mut report = Report::default();
        for path in &self.inputs.files {
            let mut failed = None;
            let imported = store.import(path, self.inputs.from, &crosswalk, |place, row| {
                if row.number % SHOWN == 0 {
                    progress.show_rows(row.number, place);
                }
                if let Some(rejected) = &mut rejected
                    && let Err(error) = rejected.write(place, row)
                {
                    failed.get_or_insert(error);
                }
            })?;
            if let Some(error) = failed {
                return Err(error);
            }
            let before = match imported.done_before {
                0 => String::new(),
                n => format!(", {n} done before"),
            };
            let present = match imported.present {
                0 => String::new(),
                n => format!(", {n} there already"),
            };
            progress.aside(|| {
                tell(format_args!(
                    "{}: {} events added{present}{before}",
                    path.display(),
                    imported.added
                ));
            });
            report.merge(imported.report);
        }
        drop(progress);
        if let Some(rejected) = rejected {
            rejected.finish()?;
        }
        Ok(tell_report(&report))
    }
}
