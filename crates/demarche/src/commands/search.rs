use super::record::StoreOption;
use crate::inputs::day;
use crate::output::{Format, tell, write_table};
use crate::status::{Status, help};
use anyhow::Result;
use demarche_store::formats::table::{Cell, Table};
use demarche_store::store::{SearchFilter, Store};
use jiff::civil::Date;

/// Search the texts of the stored documents
///
/// All words must be there, in title or text, in any order and case, accents
/// aside; "in quotes" together; tariff* begins so. The best fit comes first, with
/// the piece of text that holds most of the words.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Search {
    /// The words
    #[arg(required = true)]
    words: Vec<String>,

    #[command(flatten)]
    store: StoreOption,

    /// Takes part in an event of the document: a country's code or a name
    #[arg(long, value_name = "ACTOR", value_parser = super::record::actor)]
    actor: Vec<String>,

    /// Who printed it
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,

    /// Published on this day or later
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<Date>,

    /// Published before this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Date>,

    /// No more than so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u64,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const HELP: &str = help!(
    "Examples:
  demarche search 'rare earths' --store record.db
  demarche search '\"electric cars\" dut*' --actor CHN --since 2024-01-01 --format csv"
);

impl Search {
    pub(crate) fn run(self) -> Result<Status> {
        let store = Store::open_read_only(&self.store.path)?;
        let hits = store.search(&SearchFilter {
            words: self.words.join(" "),
            actors: self.actor,
            publisher: self.publisher,
            since: self.since,
            until: self.until,
            limit: Some(self.limit),
        })?;
        let cell = |text: &Option<String>| text.clone().map_or(Cell::Null, Cell::Text);
        let columns = [
            "score",
            "published",
            "publisher",
            "title",
            "events",
            "snippet",
            "document",
        ];
        let rows = hits
            .iter()
            .map(|hit| {
                // The lines of the text would break those of the table.
                let snippet = hit.snippet.split_whitespace().collect::<Vec<_>>().join(" ");
                vec![
                    Cell::Real((hit.score * 1000.0).round() / 1000.0),
                    cell(&hit.published),
                    cell(&hit.publisher),
                    cell(&hit.title.clone().or(hit.path.clone())),
                    Cell::Integer(hit.events),
                    Cell::Text(snippet),
                    Cell::Text(hit.id.clone()),
                ]
            })
            .collect();
        let columns = columns.map(str::to_owned).to_vec();
        write_table(&Table { columns, rows }, self.format)?;
        if hits.is_empty() {
            tell(format_args!(
                "no document of {} holds these words",
                store.path().display()
            ));
        }
        Ok(Status::Done)
    }
}
