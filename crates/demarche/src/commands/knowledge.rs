use crate::knowledge::KnowledgeOptions;
use crate::output::{Output, STANDARD_OUTPUT, tell};
use crate::status::{Status, help};
use anyhow::{Context, Result};
use std::io::Write;

/// Check the knowledge, and count what is in it
///
/// Loads the built-in knowledge files and those of --knowledge. The version is
/// a hash of all of them: records carry it, so that one can tell what they were
/// coded with. Exit status 1 if a file can't be used.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Knowledge {
    #[command(flatten)]
    knowledge: KnowledgeOptions,
}

const HELP: &str = help!(
    "Example:
  demarche knowledge --knowledge my-actors/"
);

impl Knowledge {
    pub(crate) fn run(self) -> Result<Status> {
        let lexicon = match self.knowledge.load() {
            Ok(lexicon) => lexicon,
            Err(error) => {
                tell(format_args!("{error:#}"));
                return Ok(Status::CheckFailed);
            }
        };
        let mut out = Output::open();
        writeln!(out, "version        {}", lexicon.version()).context(STANDARD_OUTPUT)?;
        for (what, count) in lexicon.counts() {
            writeln!(out, "{what:<14} {count}").context(STANDARD_OUTPUT)?;
        }
        out.finish()?;
        Ok(Status::Done)
    }
}
