mod alteration; // texts altered so that the marks still fit
mod folder; // reports with their marks
mod json; // what was measured, for programs
mod measure; // scores and disagreements of a set of reports
mod scores; // scores written down, and what has fallen since
mod table; // what was measured, for the eye

use crate::inputs::workers;
use crate::knowledge::KnowledgeOptions;
use crate::output::{Output, STANDARD_OUTPUT, tell};
use crate::pipeline::{CodedDocument, Coder, Outcome, coded};
use crate::progress::Progress;
use crate::status::{Status, help};
use alteration::Alteration;
use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use demarche_lang::Model;
use demarche_store::formats::gold::read_nothing;
use demarche_store::formats::table::Table;
use demarche_text::{Article, Document, clean};
use folder::{Elsewhere, GoldDocument};
use jiff::civil::Date;
use measure::{Finding, MadeUp, Measure, Set};
use scores::Scores;
use std::collections::BTreeMap;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Measure the coder on reports that you have marked by hand
///
/// Codes the reports as `demarche code` does and compares: how many of the
/// marked events are found, how many of the coded ones are marked, and which
/// fields are right. docs/guide/measuring.md has the format of the marks.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Evaluate {
    /// Folders of marked reports (NAME.txt with NAME.jsonl), or a NAME.jsonl
    #[arg(value_name = "GOLD", required_unless_present = "nothing")]
    gold: Vec<PathBuf>,

    #[command(flatten)]
    elsewhere: Elsewhere,

    /// Table (.tsv) of sentences in which nothing is to be found, in a column `text`
    #[arg(long, value_name = "FILE")]
    nothing: Vec<PathBuf>,

    /// Tables to show, separated by commas
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "TABLE",
        default_value = "total,field,type"
    )]
    show: Vec<Show>,

    /// Disagreements to list with their sentences, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST")]
    list: Vec<List>,

    /// Measure altered texts too, and what they lose
    #[arg(
        long = "as",
        value_enum,
        value_delimiter = ',',
        value_name = "ALTERATION"
    )]
    alterations: Vec<Alteration>,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,

    /// Fail if a score is worse than in this file
    #[arg(long, value_name = "FILE")]
    least: Option<PathBuf>,

    /// Points (percent) that a score may fall before `--least` fails
    #[arg(long, value_name = "POINTS", default_value_t = 1.0)]
    fall: f64,

    /// Write the scores into this file; what it says of other folders stays
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,

    /// Worker threads; the output is the same for any number [default: number of cores]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    #[command(flatten)]
    knowledge: KnowledgeOptions,
}

const HELP: &str = help!(
    "Examples:
  demarche evaluate gold/development
  demarche evaluate our-reports --list missed,spurious --knowledge our-actors
  demarche evaluate our-reports --write scores.toml
  demarche evaluate our-reports --least scores.toml --show total"
);

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Show {
    /// Events, claims and figures of each folder
    Total,
    /// Of the events found, which fields are right
    Field,
    /// Events by type
    Type,
    /// Events by report
    Document,
    /// How often coded events are right at each confidence
    Confidence,
}

/// Kinds of disagreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum List {
    /// Events that are marked and not coded
    Missed,
    /// Events that are coded and not marked
    Spurious,
    /// Events that are found, with a field that is wrong
    Wrong,
    /// Claims that are marked and not coded
    MissedClaims,
    /// Claims that are coded and not marked
    SpuriousClaims,
    /// Figures that are marked and not coded
    MissedFigures,
    /// Figures that are coded and not marked
    SpuriousFigures,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Aligned columns, then the lists
    Table,
    /// One JSON object
    Json,
}

impl List {
    fn as_str(self) -> &'static str {
        match self {
            List::Missed => "missed",
            List::Spurious => "spurious",
            List::Wrong => "wrong",
            List::MissedClaims => "missed claims",
            List::SpuriousClaims => "spurious claims",
            List::MissedFigures => "missed figures",
            List::SpuriousFigures => "spurious figures",
        }
    }

    fn of(finding: &Finding) -> List {
        match finding {
            Finding::Missed(_) => List::Missed,
            Finding::Spurious(_) => List::Spurious,
            Finding::Wrong(..) => List::Wrong,
            Finding::MissedClaim(_) => List::MissedClaims,
            Finding::SpuriousClaim(_) => List::SpuriousClaims,
            Finding::MissedFigure(_) => List::MissedFigures,
            Finding::SpuriousFigure(_) => List::SpuriousFigures,
        }
    }
}

impl Evaluate {
    pub(crate) fn run(self) -> Result<Status> {
        ensure!(
            self.fall >= 0.0,
            "--fall {}: a fall is 0 or more",
            self.fall
        );
        let least = self.least.as_deref().map(Scores::read).transpose()?;
        let mut left_out = Vec::new();
        let sets = self.sets(&mut left_out)?;
        for path in &left_out {
            tell(format_args!(
                "{}: left out, as there is no .jsonl with its marks; an empty one says that it holds no event",
                path.display()
            ));
        }
        let mut nothing = Vec::new();
        for path in &self.nothing {
            nothing.push(sentences(path).with_context(|| path.display().to_string())?);
        }
        let documents: Vec<Document> = sets
            .iter()
            .flat_map(|set| &set.documents)
            .map(|document| {
                cleaned(
                    document.path.display().to_string(),
                    document.text.clone(),
                    document.published,
                )
            })
            .chain(nothing.iter().flatten().cloned())
            .collect();
        let mut coded = self.code(documents)?.into_iter();
        let measures: Vec<Measure> = sets
            .iter()
            .map(|set| Measure::of(set, coded.by_ref().take(set.documents.len()).collect()))
            .collect();
        let made_up: Vec<MadeUp> = self
            .nothing
            .iter()
            .zip(&nothing)
            .map(|(path, sentences)| {
                MadeUp::of(path.clone(), coded.by_ref().take(sentences.len()).collect())
            })
            .collect();
        match self.format {
            Form::Table => self.tables(&measures, &made_up)?,
            Form::Json => {
                let mut out = Output::open();
                let object = json::object(&measures, &made_up, &self.list);
                serde_json::to_writer_pretty(&mut out, &object)
                    .map_err(std::io::Error::from)
                    .context(STANDARD_OUTPUT)?;
                writeln!(out).context(STANDARD_OUTPUT)?;
                out.finish()?;
            }
        }
        let asked_for: Vec<&Measure> = measures
            .iter()
            .filter(|measure| measure.is_asked_for)
            .collect();
        if let Some(file) = &self.write {
            Scores::of(&asked_for, &made_up, file).write(file)?;
        }
        let status = match (&self.least, least) {
            (Some(file), Some(least)) => {
                self.check(&Scores::of(&asked_for, &made_up, file), &least, file)?
            }
            _ => Status::Done,
        };
        Ok(match status {
            Status::Done if !left_out.is_empty() => Status::LeftOut,
            status => status,
        })
    }

    /// What is to be coded: the folders, what their variants vary, and the
    /// altered texts.
    fn sets(&self, left_out: &mut Vec<PathBuf>) -> Result<Vec<Set>> {
        let mut sets = Vec::new();
        for given in &self.gold {
            let documents = folder::read(given, &self.elsewhere, left_out)?;
            let documents: Vec<Arc<GoldDocument>> = documents.into_iter().map(Arc::new).collect();
            let set = |reading: &str, documents, original| Set {
                folder: given.display().to_string(),
                reading: reading.to_owned(),
                documents,
                original,
                is_asked_for: false,
            };
            let asked_for = sets.len();
            sets.push(Set {
                is_asked_for: true,
                ..set("as given", documents.clone(), None)
            });
            for alteration in &self.alterations {
                let altered = documents.iter().map(|document| {
                    Arc::new(GoldDocument {
                        text: alteration.of(&document.text),
                        ..(**document).clone()
                    })
                });
                sets.push(set(alteration.as_str(), altered.collect(), Some(asked_for)));
            }
            let mut variants: BTreeMap<&str, (Vec<_>, Vec<_>)> = BTreeMap::new();
            for document in &documents {
                let (Some(variant), Some(original)) = (&document.variant, &document.original)
                else {
                    continue;
                };
                let original = folder::read_one(original)
                    .with_context(|| format!("the original of {}", document.path.display()))?;
                let (these, originals) = variants.entry(variant).or_default();
                these.push(Arc::clone(document));
                originals.push(Arc::new(original));
            }
            for (variant, (these, originals)) in variants {
                sets.push(set("original", originals, None));
                sets.push(set(variant, these, Some(sets.len() - 1)));
            }
        }
        Ok(sets)
    }

    fn code(&self, documents: Vec<Document>) -> Result<Vec<CodedDocument>> {
        let model = Model::from_bytes(demarche_models::EN_CORE_WEB_SM)
            .context("could not load the language model")?;
        let coder = Coder {
            model,
            lexicon: self.knowledge.load()?,
        };
        let progress = Progress::start();
        let mut all = Vec::with_capacity(documents.len());
        let (mut n_documents, mut n_events) = (0, 0);
        for outcomes in coded(coder, documents.into_iter().map(Ok), workers(self.threads)) {
            for outcome in outcomes {
                match outcome {
                    Outcome::Coded(coded) => {
                        n_documents += 1;
                        n_events += coded.n_events();
                        all.push(coded);
                    }
                    Outcome::LeftOut(error) => return Err(error.into()),
                }
            }
            progress.show(n_documents, n_events);
        }
        Ok(all)
    }

    fn tables(&self, measures: &[Measure], made_up: &[MadeUp]) -> Result<()> {
        let asked_for: Vec<&Measure> = measures
            .iter()
            .filter(|measure| measure.is_asked_for)
            .collect();
        let shows = |show| self.show.contains(&show) && !asked_for.is_empty();
        let mut tables = Vec::new();
        if shows(Show::Total) {
            tables.push((None, table::totals(&asked_for)));
        }
        if shows(Show::Field) {
            let heading = "Of the events found, percent with the field right".to_owned();
            tables.push((Some(heading), table::fields(&asked_for)));
        }
        for measure in &asked_for {
            if shows(Show::Type) {
                tables.push((
                    Some(format!("{}, events by type", measure.folder)),
                    table::types(measure),
                ));
            }
            if shows(Show::Document) {
                tables.push((
                    Some(format!("{}, events by report", measure.folder)),
                    table::documents(measure),
                ));
            }
            if shows(Show::Confidence) {
                tables.push((
                    Some(format!("{}, events by confidence", measure.folder)),
                    table::reliability(measure),
                ));
            }
        }
        if measures.iter().any(|measure| measure.original.is_some()) {
            let heading = "Events in variants of the reports".to_owned();
            tables.push((Some(heading), table::losses(measures)));
        }
        if !made_up.is_empty() {
            tables.push((None, table::made_up(made_up)));
        }
        self.print(&tables, &asked_for, made_up)
    }

    fn print(
        &self,
        tables: &[(Option<String>, Table)],
        measures: &[&Measure],
        made_up: &[MadeUp],
    ) -> Result<()> {
        let mut out = Output::open();
        for (n, (heading, table)) in tables.iter().enumerate() {
            if n > 0 {
                writeln!(out).context(STANDARD_OUTPUT)?;
            }
            if let Some(heading) = heading {
                writeln!(out, "{heading}").context(STANDARD_OUTPUT)?;
            }
            table.write_text(&mut out, None).context(STANDARD_OUTPUT)?;
        }
        if !self.list.is_empty() {
            writeln!(out).context(STANDARD_OUTPUT)?;
        }
        for measure in measures {
            table::findings(&mut out, measure, &self.list).context(STANDARD_OUTPUT)?;
        }
        if self.list.contains(&List::Spurious) {
            for file in made_up {
                table::made_up_events(&mut out, file).context(STANDARD_OUTPUT)?;
            }
        }
        out.finish()
    }

    fn check(&self, scores: &Scores, least: &Scores, file: &Path) -> Result<Status> {
        let falls = scores.falls(least, file, self.fall)?;
        for fall in &falls {
            tell(format_args!(
                "{}: {} is {:.1} and was {:.1}",
                fall.of, fall.score, fall.is, fall.was
            ));
        }
        if falls.is_empty() {
            return Ok(Status::Done);
        }
        tell(format_args!(
            "{} of the scores in {} are worse by more than {} points; `--write {}` in place of `--least` accepts that",
            falls.len(),
            file.display(),
            self.fall,
            file.display()
        ));
        Ok(Status::CheckFailed)
    }
}

fn cleaned(path: String, text: String, published: Option<Date>) -> Document {
    let article = Article {
        path: Some(path),
        ..Article::new(text)
    };
    clean(article, published)
}

fn sentences(path: &Path) -> Result<Vec<Document>> {
    let sentences = read_nothing(std::fs::File::open(path)?)?;
    ensure!(!sentences.is_empty(), "no sentence in it");
    let rows = (2..).zip(sentences);
    let documents = rows
        .map(|(row, sentence)| cleaned(format!("{}#{row}", path.display()), sentence.text, None));
    Ok(documents.collect())
}
