use super::record::StoreOption;
use crate::explain::{explain, field};
use crate::output::{Output, STANDARD_OUTPUT};
use crate::status::{Status, help};
use anyhow::{Context, Result, bail};
use demarche_store::formats::record::write_event;
use demarche_store::store::Store;

/// Show an event in its paragraph, and why it was written down
///
/// The word that reports the event stands between » and «.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Show {
    /// The event's id, or its first characters
    id: String,

    #[command(flatten)]
    store: StoreOption,

    /// Write the event as one JSON object instead
    #[arg(long)]
    json: bool,
}

const HELP: &str = help!(
    "Example:
  demarche show 9f3c21 --store record.db"
);

impl Show {
    pub(crate) fn run(self) -> Result<Status> {
        let store = Store::open_read_only(&self.store.path)?;
        let Some(event) = store.get(&self.id)? else {
            bail!(
                "{}: no event's id begins with `{}`",
                self.store.path.display(),
                self.id
            );
        };
        let mut out = Output::open();
        if self.json {
            write_event(&mut out, &event).context(STANDARD_OUTPUT)?;
        } else {
            let paragraph = store.paragraph(&event)?;
            explain(&mut out, &event, paragraph.as_ref()).context(STANDARD_OUTPUT)?;
            if let Some(happening) = store.happening(&event.id)? {
                let told = format!(
                    "{}, told {} times in {} documents",
                    happening.id,
                    happening.events.len(),
                    happening.documents
                );
                field(&mut out, "happening", &told).context(STANDARD_OUTPUT)?;
            }
        }
        out.finish()?;
        Ok(Status::Done)
    }
}
