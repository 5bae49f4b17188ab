use super::record::StoreOption;
use crate::output::tell;
use crate::status::{Status, help};
use anyhow::Result;
use demarche_store::store::{BundleOptions, Store};
use std::path::{Path, PathBuf};

/// Write everything that a replication needs into a folder
///
/// The store itself, the documents with their texts, all records with sentences
/// and reasons, the commands that made them, the versions of program and
/// knowledge, and SHA-256 sums over all files. The same store gives the same bytes.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Bundle {
    /// A folder that is empty, or isn't there yet
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    #[command(flatten)]
    store: StoreOption,

    /// Leave the texts out, and the store that holds them; their hashes stay
    #[arg(long)]
    without_texts: bool,
}

const HELP: &str = help!(
    "Examples:
  demarche bundle replication --store record.db
  demarche bundle to-publish --without-texts --store record.db"
);

impl Bundle {
    pub(crate) fn run(self) -> Result<Status> {
        let store = Store::open_read_only(&self.store.path)?;
        write(&store, &self.folder, !self.without_texts)
    }
}

/// Writes the folder and tells what is in it.
pub(crate) fn write(store: &Store, folder: &Path, texts: bool) -> Result<Status> {
    let files = store.write_bundle(folder, BundleOptions { texts })?;
    for file in &files {
        tell(format_args!(
            "{}: {} rows",
            folder.join(&file.name).display(),
            file.rows
        ));
    }
    tell(format_args!(
        "check it with: cd {} && sha256sum -c SHA256SUMS",
        folder.display()
    ));
    Ok(Status::Done)
}
