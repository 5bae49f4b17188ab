use crate::knowledge::KnowledgeOptions;
use crate::output::tell;
use crate::pipeline::{CodedDocument, Coder, Outcome, coded};
use crate::progress::Progress;
use crate::status::Status;
use anyhow::{Context, Result};
use demarche_lang::Model;
use demarche_text::{Documents, FieldMapping, Format, ReadOptions, read_paths};
use jiff::civil::Date;
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread::available_parallelism;

/// Which reports are read, and how.
#[derive(clap::Args)]
pub(crate) struct Inputs {
    /// Files, folders, archives; `-` is standard input
    #[arg(value_name = "PATH", default_value = "-")]
    paths: Vec<PathBuf>,

    /// Publication day of all documents, whatever they say (YYYY-MM-DD)
    #[arg(long, value_name = "DAY", value_parser = day)]
    published: Option<Date>,

    /// Format of all inputs instead of a guess: plain, html, feed, jsonl, csv
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<Format>,

    /// Column or key that holds a field, such as text=body or published=date
    #[arg(long = "field", value_name = "FIELD=NAME")]
    fields: Vec<String>,

    /// Worker threads; the output is the same for any number [default: number of cores]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    #[command(flatten)]
    knowledge: KnowledgeOptions,
}

/// Says what we are waiting for, if somebody has to type it.
pub(crate) fn tell_if_typed() {
    if io::stdin().is_terminal() {
        tell(format_args!("reading from standard input; ctrl-D ends it"));
    }
}

/// So many workers, or as many as there are cores.
pub(crate) fn workers(given: Option<NonZeroUsize>) -> NonZeroUsize {
    given
        .or(available_parallelism().ok())
        .unwrap_or(NonZeroUsize::MIN)
}

/// A day on the command line.
pub(crate) fn day(given: &str) -> Result<Date, String> {
    given
        .parse()
        .map_err(|_| format!("`{given}` is no day; write YYYY-MM-DD, such as 2024-05-31"))
}

/// What became of the inputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) documents: u64,
    pub(crate) events: u64,
    pub(crate) left_out: u64,
}

impl Inputs {
    /// Loads model and knowledge.
    pub(crate) fn coder(&self) -> Result<Coder> {
        // Each takes a tenth of a second: for one report, most of the time.
        std::thread::scope(|scope| {
            let model = scope.spawn(|| Model::from_bytes(demarche_models::EN_CORE_WEB_SM));
            let lexicon = self.knowledge.load();
            let model = model.join().expect("loading a model doesn't panic");
            Ok(Coder {
                model: model.context("could not load the language model")?,
                lexicon: lexicon?,
            })
        })
    }

    /// Reads and codes all documents and hands them to `take` in the order of
    /// the input, in groups. What can't be read is told and counted.
    pub(crate) fn code(
        &self,
        coder: Coder,
        mut take: impl FnMut(Vec<CodedDocument>) -> Result<()>,
    ) -> Result<Tally> {
        let documents = self.documents()?;
        let progress = Progress::start();
        let mut tally = Tally::default();
        for outcomes in coded(coder, documents, workers(self.threads)) {
            let mut group = Vec::new();
            for outcome in outcomes {
                match outcome {
                    Outcome::Coded(coded) => {
                        tally.documents += 1;
                        tally.events += coded.n_events();
                        group.push(coded);
                    }
                    Outcome::LeftOut(error) => {
                        tally.left_out += 1;
                        progress.aside(|| tell(format_args!("{error}")));
                    }
                }
            }
            take(group)?;
            progress.show(tally.documents, tally.events);
        }
        Ok(tally)
    }

    /// The documents of the paths, one after the other.
    pub(crate) fn documents(&self) -> Result<Documents> {
        let mut mapping = FieldMapping::default();
        for given in &self.fields {
            mapping.add(given).context("--field")?;
        }
        let options = ReadOptions {
            published: self.published,
            format: self.input_format,
            mapping,
            ..ReadOptions::default()
        };
        if self.paths.iter().any(|path| path.as_os_str() == "-") {
            tell_if_typed();
        }
        Ok(read_paths(&self.paths, &options, io::stdin()))
    }
}

impl Tally {
    /// The exit status, and what there is to say about it.
    pub(crate) fn status(self) -> Result<Status> {
        if self.documents == 0 {
            anyhow::bail!("there was nothing to read");
        }
        if self.left_out == 0 {
            return Ok(Status::Done);
        }
        let inputs = if self.left_out == 1 {
            "input was"
        } else {
            "inputs were"
        };
        tell(format_args!(
            "{} {inputs} left out; the rest is done",
            self.left_out
        ));
        Ok(Status::LeftOut)
    }
}
