use super::recode::document;
use crate::inputs::Inputs;
use crate::output::{Output, STANDARD_OUTPUT, tell};
use crate::progress::Progress;
use crate::status::{Status, help};
use anyhow::{Context, Result};
use clap::ValueEnum;
use demarche_coder::{Gap, GapKind, Gaps as Tally, parse};
use demarche_store::store::{Store, Versions};
use serde::Serialize;
use std::io::{self, Write};
use std::path::PathBuf;

/// List the frequent names and verbs that the knowledge lacks
///
/// Names of persons, bodies, places and groups that no entry has, and verbs
/// that join two actors, or an actor and such a name, though no rule reads
/// them. Each with its count, sentences that show it, and an entry to start
/// from, in which `?` stands for what you have to fill in.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Gaps {
    #[command(flatten)]
    inputs: Inputs,

    /// Read the texts of a store instead
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    store: Option<PathBuf>,

    /// Leave out what is seen less often
    #[arg(long, value_name = "N", default_value_t = 2)]
    at_least: usize,

    /// Most names, and most verbs, that are listed
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,

    /// Sentences for each
    #[arg(long, value_name = "N", default_value_t = 2)]
    sentences: usize,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

const HELP: &str = help!(
    "Examples:
  demarche gaps news/
  demarche gaps --store record.db --limit 5 --sentences 3
  demarche gaps news/ --knowledge my-actors --format json"
);

/// The form in which gaps leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For the eye: counts, sentences, an entry to start from
    Table,
    /// One JSON array
    Json,
}

#[derive(Serialize)]
struct Line<'a> {
    kind: &'static str,
    words: &'a str,
    what: &'a str,
    count: usize,
    documents: usize,
    sentences: Vec<Sentence<'a>>,
    entry: &'a str,
}

#[derive(Serialize)]
struct Sentence<'a> {
    document: &'a str,
    text: &'a str,
}

impl Gaps {
    pub(crate) fn run(self) -> Result<Status> {
        let coder = self.inputs.coder()?;
        let mut session = coder.model.session();
        let mut tally = Tally::new(self.sentences);
        let progress = Progress::start();
        let (mut documents, mut left_out) = (0u64, 0u64);
        if let Some(path) = &self.store {
            let store = Store::open_read_only(path)?;
            // All texts, whatever they were coded with.
            let any = Versions {
                coder: String::new(),
                knowledge: String::new(),
            };
            for stored in store.documents_to_recode(&any)? {
                let stored = stored?;
                let Some(text) = stored.text else { continue };
                let document = document(&stored.meta, text);
                tally.read(&coder.lexicon, &document, |texts| {
                    parse(&coder.lexicon, &mut session, texts)
                });
                documents += 1;
                progress.show(documents, 0);
            }
        } else {
            for document in self.inputs.documents()? {
                match document {
                    Ok(document) => {
                        tally.read(&coder.lexicon, &document, |texts| {
                            parse(&coder.lexicon, &mut session, texts)
                        });
                        documents += 1;
                        progress.show(documents, 0);
                    }
                    Err(error) => {
                        left_out += 1;
                        progress.aside(|| tell(format_args!("{error}")));
                    }
                }
            }
        }
        drop(progress);
        anyhow::ensure!(documents > 0, "there was nothing to read");
        let gaps = tally.list(self.at_least);
        let mut shown: Vec<&Gap> = Vec::new();
        for kind in [GapKind::Name, GapKind::Verb] {
            shown.extend(gaps.iter().filter(|gap| gap.kind == kind).take(self.limit));
        }
        let mut out = Output::open();
        match self.format {
            Form::Table => table(&mut out, &shown),
            Form::Json => json(&mut out, &shown),
        }
        .context(STANDARD_OUTPUT)?;
        out.finish()?;
        tell(format_args!(
            "{documents} documents: {} gaps seen {} times or more, {} shown",
            gaps.len(),
            self.at_least,
            shown.len()
        ));
        if left_out > 0 {
            tell(format_args!(
                "{left_out} inputs were left out; the rest is done"
            ));
            return Ok(Status::LeftOut);
        }
        Ok(Status::Done)
    }
}

fn table(out: &mut Output, gaps: &[&Gap]) -> io::Result<()> {
    for (at, gap) in gaps.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        writeln!(
            out,
            "{} {} ({}): {} times in {} documents",
            gap.kind.as_str(),
            gap.words,
            gap.what,
            gap.count,
            gap.documents
        )?;
        for sentence in &gap.sentences {
            writeln!(out, "  {}  [{}]", sentence.text, sentence.document)?;
        }
        for line in gap.snippet.lines() {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}

fn json(out: &mut Output, gaps: &[&Gap]) -> io::Result<()> {
    let lines: Vec<Line<'_>> = gaps
        .iter()
        .map(|gap| Line {
            kind: gap.kind.as_str(),
            words: &gap.words,
            what: &gap.what,
            count: gap.count,
            documents: gap.documents,
            sentences: gap
                .sentences
                .iter()
                .map(|s| Sentence {
                    document: &s.document,
                    text: &s.text,
                })
                .collect(),
            entry: &gap.snippet,
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &lines)?;
    out.write_all(b"\n")
}
