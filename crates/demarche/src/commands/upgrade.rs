use super::record::StoreOption;
use crate::output::tell;
use crate::status::{Status, help};
use anyhow::Result;
use demarche_store::store::Store;

/// Bring a store of an earlier version to the schema of today
///
/// Nothing in it is lost. Commands that write do the same by themselves;
/// commands that only read ask for it, since the file changes.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Upgrade {
    #[command(flatten)]
    store: StoreOption,
}

const HELP: &str = help!(
    "Example:
  demarche upgrade --store record.db"
);

impl Upgrade {
    pub(crate) fn run(self) -> Result<Status> {
        let upgrade = Store::upgrade(&self.store.path)?;
        let path = self.store.path.display();
        if upgrade.found == upgrade.now {
            tell(format_args!(
                "{path}: schema version {} already",
                upgrade.now
            ));
        } else {
            tell(format_args!(
                "{path}: schema version {} is now {}",
                upgrade.found, upgrade.now
            ));
        }
        Ok(Status::Done)
    }
}
