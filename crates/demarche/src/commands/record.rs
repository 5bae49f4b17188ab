use crate::inputs::day;
use crate::output::{Format, Output, RecordWriter, tell};
use crate::status::{Status, help};
use anyhow::Result;
use demarche_event::{EventType, Quad, Status as EventStatus};
use demarche_store::store::{Dyad, EventFilter, EventOrder, Store};
use jiff::civil::Date;
use std::path::PathBuf;
use std::str::FromStr;

/// The file that holds the record.
#[derive(clap::Args)]
pub(crate) struct StoreOption {
    /// The store's file
    #[arg(
        long = "store",
        value_name = "FILE",
        env = "DEMARCHE_STORE",
        hide_env_values = true,
        default_value = "demarche.db"
    )]
    pub(crate) path: PathBuf,
}

/// List events of the store
///
/// Every option narrows the list; an option that is given several times, or
/// with several values, asks for any of them. An actor is a country (ISO 3166,
/// such as CHN), an organisation's code (such as NAT), or a person's or
/// organisation's name as the record has it.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Record {
    #[command(flatten)]
    store: StoreOption,

    /// Takes part, on either side
    #[arg(long, value_name = "ACTOR", value_parser = actor)]
    actor: Vec<String>,

    /// Did it
    #[arg(long, value_name = "ACTOR", value_parser = actor)]
    source: Vec<String>,

    /// Received it
    #[arg(long, value_name = "ACTOR", value_parser = actor)]
    target: Vec<String>,

    /// On different sides: USA-CHN either way, 'USA>CHN' from the first to the second
    #[arg(long, value_name = "A-B", value_parser = dyad)]
    dyad: Option<Dyad>,

    /// Event type, such as CONSULT
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = upper::<EventType>)]
    types: Vec<EventType>,

    /// Mode, such as visit
    #[arg(long, value_delimiter = ',')]
    mode: Vec<String>,

    /// happened, ongoing, planned, proposed, demanded, hypothetical, negated
    #[arg(long, value_delimiter = ',', hide_possible_values = true)]
    status: Vec<EventStatus>,

    /// Quad class, such as material-conflict
    #[arg(long, value_delimiter = ',')]
    quad: Vec<Quad>,

    /// Not wholly before this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<Date>,

    /// Begins before this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Date>,

    /// Who printed it
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,

    /// Words of the sentence: all of them; "in quotes" together; tariff* begins so
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,

    /// No more than so many
    #[arg(long, value_name = "N")]
    limit: Option<u64>,

    /// The latest first instead of the earliest
    #[arg(long)]
    latest: bool,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const HELP: &str = help!(
    "Examples:
  demarche record --dyad USA-CHN --type CONSULT --since 2023-06-01 --until 2023-07-01
  demarche record --actor 'Antony Blinken' --status planned
  demarche record --text 'tariff*' --format csv > tariffs.csv"
);

impl Record {
    pub(crate) fn run(self) -> Result<Status> {
        let store = Store::open_read_only(&self.store.path)?;
        let filter = EventFilter {
            actors: self.actor,
            source: self.source,
            target: self.target,
            dyad: self.dyad,
            types: self.types,
            modes: self.mode,
            statuses: self.status,
            quads: self.quad,
            since: self.since,
            until: self.until,
            publisher: self.publisher,
            text: self.text,
            document: None,
            limit: self.limit,
            offset: 0,
            order: if self.latest {
                EventOrder::LatestFirst
            } else {
                EventOrder::Date
            },
        };
        let mut writer = RecordWriter::new(self.format, Output::open());
        let mut n_events = 0u64;
        store.each_event(&filter, |event| {
            n_events += 1;
            writer.write(vec![demarche_event::Record::Event(event)])
        })?;
        writer.finish()?;
        if n_events == 0 {
            tell(format_args!(
                "no event fits, of {} in {}",
                store.counts()?.events,
                store.path().display()
            ));
        }
        Ok(Status::Done)
    }
}

/// Codes are upper case; names are as they are.
pub(super) fn actor(given: &str) -> Result<String, String> {
    match given.trim() {
        "" => Err("an actor has a code or a name".to_owned()),
        code if code.len() == 3 && code.is_ascii() => Ok(code.to_ascii_uppercase()),
        name => Ok(name.to_owned()),
    }
}

pub(super) fn dyad(given: &str) -> Result<Dyad, String> {
    let error =
        || format!("`{given}` is no dyad; write USA-CHN for either way, or 'USA>CHN' for one way");
    if let Some((source, target)) = given.split_once('>') {
        return Ok(Dyad::Ordered(actor(source)?, actor(target)?));
    }
    match given.split('-').collect::<Vec<_>>()[..] {
        [one, other] => Ok(Dyad::Unordered(actor(one)?, actor(other)?)),
        _ => Err(error()),
    }
}

pub(super) fn upper<T: FromStr>(given: &str) -> Result<T, T::Err> {
    given.to_ascii_uppercase().parse()
}
