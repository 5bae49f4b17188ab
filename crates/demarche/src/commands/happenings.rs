use super::record::StoreOption;
use crate::explain::explain;
use crate::output::{Format, Output, STANDARD_OUTPUT, tell};
use crate::status::{Status, help};
use anyhow::{Context, Result, bail};
use demarche_event::{EventType, Happening, Status as EventStatus};
use demarche_store::formats::record::write_happening;
use demarche_store::formats::table::Table;
use demarche_store::store::{Dyad, HappeningFilter, Store};
use jiff::civil::Date;
use std::io::Write;

/// List happenings: what the events of all documents tell of, each once
///
/// With an ID, one happening with all its evidence. An event's id will do: it
/// names the happening that the event tells of.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Happenings {
    /// A happening's id, or an event's, or its first characters
    id: Option<String>,

    #[command(flatten)]
    store: StoreOption,

    /// Takes part, on either side
    #[arg(long, value_name = "ACTOR", value_parser = super::record::actor)]
    actor: Vec<String>,

    /// On different sides: USA-CHN either way, 'USA>CHN' from the first to the second
    #[arg(long, value_name = "A-B", value_parser = super::record::dyad)]
    dyad: Option<Dyad>,

    /// Event type, such as CONSULT
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = super::record::upper::<EventType>)]
    types: Vec<EventType>,

    /// Mode, such as visit
    #[arg(long, value_delimiter = ',')]
    mode: Vec<String>,

    /// happened, ongoing, planned, proposed, demanded, hypothetical, negated
    #[arg(long, value_delimiter = ',', hide_possible_values = true)]
    status: Vec<EventStatus>,

    /// Not wholly before this day
    #[arg(long, value_name = "DAY", value_parser = crate::inputs::day)]
    since: Option<Date>,

    /// Begins before this day
    #[arg(long, value_name = "DAY", value_parser = crate::inputs::day)]
    until: Option<Date>,

    /// Told by at least so many independent publishers
    #[arg(long, value_name = "N", default_value_t = 1)]
    publishers: u64,

    /// No more than so many
    #[arg(long, value_name = "N")]
    limit: Option<u64>,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const HELP: &str = help!(
    "Examples:
  demarche happenings --dyad USA-CHN --mode visit
  demarche happenings --publishers 2 --format csv > confirmed.csv
  demarche happenings h9f3c21"
);

impl Happenings {
    pub(crate) fn run(self) -> Result<Status> {
        let store = Store::open_read_only(&self.store.path)?;
        if let Some(id) = &self.id {
            return self.show(&store, id);
        }
        let filter = HappeningFilter {
            actors: self.actor,
            dyad: self.dyad,
            types: self.types,
            modes: self.mode,
            statuses: self.status,
            since: self.since,
            until: self.until,
            publishers: self.publishers,
            limit: self.limit,
        };
        let happenings = store.happenings(&filter)?;
        write(self.format, &happenings)?;
        let counts = store.happening_counts()?;
        if happenings.is_empty() {
            tell(format_args!(
                "no happening fits, of {} in {}",
                counts.happenings,
                store.path().display()
            ));
        }
        if counts.unmerged > 0 {
            tell(format_args!(
                "{} events haven't been merged yet: `demarche merge --store {}` does it",
                counts.unmerged,
                store.path().display()
            ));
        }
        Ok(Status::Done)
    }

    fn show(&self, store: &Store, id: &str) -> Result<Status> {
        let Some(happening) = store.happening(id)? else {
            bail!(
                "{}: no happening's or event's id begins with `{id}`",
                store.path().display()
            );
        };
        if self.format != Format::Table {
            write(self.format, std::slice::from_ref(&happening))?;
            return Ok(Status::Done);
        }
        let mut out = Output::open();
        let told = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        Table::of_happenings(std::slice::from_ref(&happening))
            .write_text(&mut out, None)
            .context(STANDARD_OUTPUT)?;
        writeln!(
            out,
            "\n{} in {} of {}",
            told(happening.events.len(), "event"),
            told(happening.documents, "document"),
            told(happening.publishers, "independent publisher"),
        )
        .context(STANDARD_OUTPUT)?;
        for id in &happening.events {
            if let Some(event) = store.get(id)? {
                let paragraph = store.paragraph(&event)?;
                writeln!(out).context(STANDARD_OUTPUT)?;
                explain(&mut out, &event, paragraph.as_ref()).context(STANDARD_OUTPUT)?;
            }
        }
        out.finish()?;
        Ok(Status::Done)
    }
}

fn write(format: Format, happenings: &[Happening]) -> Result<()> {
    let mut out = Output::open();
    match format {
        Format::Jsonl => happenings
            .iter()
            .try_for_each(|happening| write_happening(&mut out, happening)),
        Format::Csv => Table::of_happening_facts(happenings).write_csv(&mut out),
        Format::Table => Table::of_happenings(happenings).write_text(&mut out, None),
        Format::Markdown => Table::of_happenings(happenings).write_markdown(&mut out),
    }
    .context(STANDARD_OUTPUT)?;
    out.finish()
}
