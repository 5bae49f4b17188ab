use super::record::StoreOption;
use crate::knowledge::KnowledgeOptions;
use crate::output::{Format, tell, write_table};
use crate::runs;
use crate::status::{Status, help};
use anyhow::{Context, Result, bail};
use clap::Subcommand;
use demarche_analysis::duplicate_trips;
use demarche_coder::resolve_reference;
use demarche_event::{Coverage, Finding, FindingKind};
use demarche_reference::PACKAGES;
use demarche_store::formats::chronology::{ChronologyRead, DESCRIPTION, read_file, read_folder};
use demarche_store::formats::table::{Cell, Table};
use demarche_store::store::Store;
use std::path::{Path, PathBuf};

/// Keep reference records, to check reports against
///
/// A reference record is a list of trips: who travelled where, and when. One of
/// the official travels of the United States comes with demarche; your own is a
/// CSV file (docs/reference/chronology.md). Where a record is declared complete,
/// `demarche conflicts` can say that a "first visit in six years" was none.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Reference {
    #[command(subcommand)]
    command: ReferenceCommand,
}

const HELP: &str = help!(
    "Examples:
  demarche reference add --package official-travel --store record.db
  demarche reference add our-visits.csv --store record.db
  demarche reference list --store record.db"
);

#[derive(Subcommand)]
enum ReferenceCommand {
    Add(Add),
    List(List),
}

/// Import a chronology: resolve its names, report what is odd, keep it
///
/// What was resolved or found odd is written to standard output, a line each;
/// rows that can't be used are told of on standard error and left out. Importing
/// again under the same name replaces what was there.
#[derive(clap::Args)]
#[command(after_long_help = ADD_HELP)]
struct Add {
    /// CSV file, or folder with a chronology.toml
    #[arg(value_name = "PATH", required_unless_present = "package")]
    file: Option<PathBuf>,

    /// A chronology that comes with demarche: official-travel
    #[arg(long, value_name = "NAME", conflicts_with = "file")]
    package: Option<String>,

    /// Name in the store; else the file's, or what its description says
    #[arg(long)]
    name: Option<String>,

    /// List travellers that nobody knows too, not only count them
    #[arg(long)]
    unknown: bool,

    #[command(flatten)]
    store: StoreOption,

    #[command(flatten)]
    knowledge: KnowledgeOptions,

    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const ADD_HELP: &str = help!(
    "Examples:
  demarche reference add --package official-travel --store record.db
  demarche reference add our-visits.csv --store record.db --format csv > report.csv"
);

/// List the reference records of the store, and where each is complete
#[derive(clap::Args)]
#[command(after_long_help = LIST_HELP)]
struct List {
    #[command(flatten)]
    store: StoreOption,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const LIST_HELP: &str = help!(
    "Example:
  demarche reference list --store record.db"
);

impl Reference {
    pub(crate) fn run(self) -> Result<Status> {
        match self.command {
            ReferenceCommand::Add(add) => add.run(),
            ReferenceCommand::List(list) => list.run(),
        }
    }
}

impl Add {
    fn run(self) -> Result<Status> {
        let mut read = self.read()?;
        if let Some(name) = &self.name {
            read.chronology.name.clone_from(name);
        }
        let lexicon = self.knowledge.load()?;
        let mut store = Store::open_or_create(&self.store.path)?;
        let run = runs::begin(&mut store, Some(lexicon.version()))?;
        for left_out in &read.left_out {
            tell(format_args!("left out: {left_out}"));
        }
        let mut findings = duplicate_trips(&read.chronology.trips);
        findings.extend(resolve_reference(
            &lexicon,
            &mut read.chronology,
            &read.country_names,
        ));
        store.add_reference(&read.chronology, &findings, lexicon.version())?;
        store.end_run(run, 0)?;
        self.report(&read, &findings)?;
        let chronology = &read.chronology;
        let named = chronology.trips.iter().filter(|t| t.name.is_some()).count();
        let count = |kind| findings.iter().filter(|f| f.kind == kind).count();
        tell(format_args!(
            "{}: {} trips of `{}`, {named} of them by persons known; {} duplicates, {} names spelt otherwise, \
             {} travellers and {} countries unknown; complete for {} of its parts",
            self.store.path.display(),
            chronology.trips.len(),
            chronology.name,
            count(FindingKind::Duplicate),
            count(FindingKind::NameSpeltOtherwise),
            count(FindingKind::TravellerUnknown),
            count(FindingKind::CountryUnknown),
            chronology.coverage.len()
        ));
        for (prefix, trips) in by_file(&read) {
            tell(format_args!("  {prefix}: {trips}"));
        }
        Ok(if read.left_out.is_empty() {
            Status::Done
        } else {
            Status::LeftOut
        })
    }

    fn read(&self) -> Result<ChronologyRead> {
        if let Some(name) = &self.package {
            let Some(package) = PACKAGES.iter().find(|package| package.name == name) else {
                let known: Vec<&str> = PACKAGES.iter().map(|package| package.name).collect();
                bail!(
                    "there is no package `{name}`; there is {}",
                    known.join(", ")
                );
            };
            let file = |wanted: &str| {
                let found = package.files.iter().find(|(name, _)| *name == wanted);
                found
                    .map(|(_, text)| (*text).to_owned())
                    .ok_or_else(|| "the package has no such file".to_owned())
            };
            let description = file(DESCRIPTION).map_err(anyhow::Error::msg)?;
            return Ok(read_folder(DESCRIPTION, &description, file)?);
        }
        let path = self.file.as_deref().expect("clap asks for one of the two");
        let text =
            |path: &Path| std::fs::read_to_string(path).with_context(|| path.display().to_string());
        if path.is_dir() {
            let description = path.join(DESCRIPTION);
            let name = description.display().to_string();
            return Ok(read_folder(&name, &text(&description)?, |file| {
                std::fs::read_to_string(path.join(file)).map_err(|e| e.to_string())
            })?);
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        Ok(read_file(&path.display().to_string(), &name, &text(path)?)?)
    }

    fn report(&self, read: &ChronologyRead, findings: &[Finding]) -> Result<()> {
        let columns = [
            "finding",
            "trip",
            "since",
            "words",
            "taken_for",
            "person",
            "to",
        ];
        let trip = |id: &str| read.chronology.trips.iter().find(|trip| trip.id == id);
        let text = |text: &str| Cell::Text(text.to_owned());
        let rows = findings
            .iter()
            .filter(|finding| self.unknown || finding.kind != FindingKind::TravellerUnknown)
            .map(|finding| {
                let trip = trip(&finding.trip);
                vec![
                    text(finding.kind.as_str()),
                    text(&finding.trip),
                    trip.map_or(Cell::Null, |t| text(&t.days.since.to_string())),
                    text(&finding.words),
                    finding.taken_for.as_deref().map_or(Cell::Null, text),
                    trip.map_or(Cell::Null, |t| text(&t.person)),
                    trip.map_or(Cell::Null, |t| text(&t.to_text)),
                ]
            })
            .collect();
        let columns = columns.map(str::to_owned).to_vec();
        write_table(&Table { columns, rows }, self.format)
    }
}

impl List {
    fn run(self) -> Result<Status> {
        let store = Store::open_read_only(&self.store.path)?;
        let references = store.references()?;
        let columns = ["name", "trips", "publisher", "licence", "complete for"];
        let cell = |text: &Option<String>| text.clone().map_or(Cell::Null, Cell::Text);
        let rows = references
            .iter()
            .map(|reference| {
                let coverage: Vec<String> = reference.coverage.iter().map(covered).collect();
                vec![
                    Cell::Text(reference.name.clone()),
                    Cell::Integer(reference.trips),
                    cell(&reference.publisher),
                    cell(&reference.licence),
                    Cell::Text(coverage.join("; ")),
                ]
            })
            .collect();
        let columns = columns.map(str::to_owned).to_vec();
        write_table(&Table { columns, rows }, self.format)?;
        if references.is_empty() {
            tell(format_args!(
                "no reference record is in {}; `demarche reference add` brings one",
                self.store.path.display()
            ));
        }
        Ok(Status::Done)
    }
}

/// A coverage in a few words: `foreign-minister USA>* 1866-01-01 to 2025-02-20`.
fn covered(coverage: &Coverage) -> String {
    let any = |code: &Option<String>| code.clone().unwrap_or_else(|| "*".to_owned());
    format!(
        "{} {}>{} {} to {}",
        any(&coverage.office),
        any(&coverage.from),
        any(&coverage.to),
        coverage.days.since,
        coverage.days.until
    )
}

/// How many trips come from each file of a chronology with several.
fn by_file(read: &ChronologyRead) -> Vec<(&str, usize)> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for trip in &read.chronology.trips {
        let Some((file, _)) = trip.id.split_once('/') else {
            continue;
        };
        match counts.last_mut() {
            Some((last, count)) if *last == file => *count += 1,
            _ => counts.push((file, 1)),
        }
    }
    counts
}
