use crate::arguments::Arguments;
use crate::output::{Output, STANDARD_OUTPUT};
use crate::status::{Status, help};
use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;

/// Write completions for a shell
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Completions {
    shell: Shell,
}

const HELP: &str = help!(
    "Example:
  demarche completions bash > ~/.local/share/bash-completion/completions/demarche"
);

impl Completions {
    pub(crate) fn run(self) -> Result<Status> {
        // The generator panics when it can't write, so it writes into memory.
        let mut script = Vec::new();
        clap_complete::generate(
            self.shell,
            &mut Arguments::command(),
            "demarche",
            &mut script,
        );
        let mut out = Output::open();
        out.write_all(&script).context(STANDARD_OUTPUT)?;
        out.finish()?;
        Ok(Status::Done)
    }
}
