use crate::explain::explain;
use crate::inputs::Inputs;
use crate::output::{Format, Output, RecordWriter, STANDARD_OUTPUT};
use crate::status::{Status, help};
use anyhow::{Context, Result};
use clap::ValueEnum;
use demarche_event::Record;

/// Code reports: write down who did what to whom
///
/// Reads texts, web pages, feeds, JSON Lines, tables and archives, and writes
/// the events to standard output, in the order of the input. `--records all` also
/// writes claims, figures, matters (laws, wars, elections and the like that are named), and
/// notices about what is wrong with a document.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Code {
    #[command(flatten)]
    inputs: Inputs,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,

    /// Kinds of records to write, separated by commas
    #[arg(
        long,
        alias = "only",
        value_enum,
        value_delimiter = ',',
        value_name = "KIND",
        default_value = "events"
    )]
    records: Vec<Kind>,

    /// Tell each event in words: the sentence, what was read in it, and why
    #[arg(long, conflicts_with_all = ["format", "records"])]
    explain: bool,
}

const HELP: &str = help!(
    "Examples:
  demarche code examples/2024-05-harbin.txt
  demarche code --format table --published 2025-01-20 news/
  gzip -dc stories.jsonl.gz | demarche code --field text=body --records all
  demarche code --explain examples/2024-02-sweden-nato.txt"
);

/// What a document can yield.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Who did what to whom
    Events,
    /// Assessments that somebody makes
    Claims,
    /// Numbers that the text states about actors
    Figures,
    /// Laws, strategies, projects, wars, elections, memberships, slogans
    Matters,
    /// Defects of a document
    Notices,
    /// All of these
    All,
}

impl Kind {
    fn of(record: &Record) -> Kind {
        match record {
            Record::Event(_) => Kind::Events,
            Record::Claim(_) => Kind::Claims,
            Record::Figure(_) => Kind::Figures,
            Record::Matter(_) => Kind::Matters,
            Record::Notice(_) => Kind::Notices,
        }
    }
}

impl Code {
    pub(crate) fn run(self) -> Result<Status> {
        let coder = self.inputs.coder()?;
        let mut out = Output::open();
        let tally = if self.explain {
            let tally = self.inputs.code(coder, |documents| {
                for document in documents {
                    for record in &document.records {
                        if let Record::Event(event) = record {
                            explain(&mut out, event, None).context(STANDARD_OUTPUT)?;
                        }
                    }
                }
                Ok(())
            })?;
            out.finish()?;
            tally
        } else {
            let mut writer = RecordWriter::new(self.format, out);
            let tally = self.inputs.code(coder, |documents| {
                for mut document in documents {
                    if !self.records.contains(&Kind::All) {
                        document
                            .records
                            .retain(|record| self.records.contains(&Kind::of(record)));
                    }
                    writer.write(document.records)?;
                }
                Ok(())
            })?;
            writer.finish()?;
            tally
        };
        tally.status()
    }
}
