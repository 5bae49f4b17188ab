use super::measures;
use super::record::StoreOption;
use crate::inputs::Inputs;
use crate::merging::merge;
use crate::output::{Format, Output, RecordWriter, tell};
use crate::runs;
use crate::status::{Status, help};
use anyhow::Result;
use demarche_event::Record;
use demarche_store::store::{Added, EventFilter, EventOrder, Store, Versions};

/// Code reports and keep them in a store
///
/// A store is one file. It is made if there is none; a document that it holds
/// already is coded anew only if the knowledge has changed since.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Add {
    #[command(flatten)]
    inputs: Inputs,

    #[command(flatten)]
    store: StoreOption,

    /// Then print the latest events of the store, as `demarche record` does
    #[arg(long)]
    show: bool,
}

const HELP: &str = help!(
    "Examples:
  demarche add examples --store record.db --show
  demarche add --published 2025-01-20 dispatch.txt"
);

/// How many events `--show` prints.
const SHOWN: u64 = 30;

impl Add {
    pub(crate) fn run(self) -> Result<Status> {
        let mut store = Store::open_or_create(&self.store.path)?;
        let coder = self.inputs.coder()?;
        let versions = Versions {
            coder: env!("CARGO_PKG_VERSION").to_owned(),
            knowledge: coder.lexicon.version().to_owned(),
        };
        let run = runs::begin(&mut store, Some(&versions.knowledge))?;
        let measure_words = measures::words(&coder.lexicon);
        let (mut added, mut recoded, mut unchanged, mut refused) = (0u64, 0u64, 0u64, 0u64);
        let mut tally = self.inputs.code(coder, |documents| {
            let batch = store.batch()?;
            for document in &documents {
                let text = Some(document.text.as_str());
                match batch.add(&document.meta, text, &document.records, &versions) {
                    Ok(Added::Added) => added += 1,
                    Ok(Added::Recoded) => recoded += 1,
                    Ok(Added::Unchanged) => unchanged += 1,
                    Err(error @ demarche_store::store::StoreError::Refused { .. }) => {
                        refused += 1;
                        let place = document.meta.path.as_deref().unwrap_or("-");
                        tell(format_args!("{place}: {error}"));
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(batch.commit()?)
        })?;
        tally.left_out += refused;
        merge(&mut store, |_| ())?;
        runs::end(
            &mut store,
            run,
            &measure_words,
            &versions.knowledge,
            added + recoded,
        )?;
        let counts = store.counts()?;
        tell(format_args!(
            "{}: {added} documents added, {recoded} coded anew, {unchanged} known already; it holds {} documents, \
             {} events of {} happenings, {} claims",
            self.store.path.display(),
            counts.documents,
            counts.events,
            store.happening_counts()?.happenings,
            counts.claims
        ));
        if self.show {
            self.show(&store)?;
        }
        tally.status()
    }

    fn show(&self, store: &Store) -> Result<()> {
        let latest = EventFilter {
            order: EventOrder::LatestFirst,
            limit: Some(SHOWN),
            ..EventFilter::default()
        };
        let events = store.events(&latest)?;
        let total = store.count(&latest)?;
        let Some(first) = events.first() else {
            return Ok(());
        };
        let id = first.id.clone();
        let mut writer = RecordWriter::new(Format::Table, Output::open());
        writer.write(events.into_iter().map(Record::Event).collect())?;
        writer.finish()?;
        let program = std::env::args_os()
            .next()
            .unwrap_or_else(|| "demarche".into());
        let (program, path) = (program.display(), self.store.path.display());
        if total > SHOWN {
            tell(format_args!(
                "these are the latest {SHOWN} of {total} events"
            ));
        }
        tell(format_args!(
            "try next:\n  {program} show {id} --store {path}\n  {program} record --dyad USA-CHN --type CONSULT --store \
             {path}\n  {program} sql 'SELECT source, target, count(*) AS n FROM dyads GROUP BY 1, 2 ORDER BY n DESC \
             LIMIT 10' --store {path}"
        ));
        Ok(())
    }
}
