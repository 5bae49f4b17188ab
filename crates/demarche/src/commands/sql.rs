use super::record::StoreOption;
use crate::output::{Format, tell, write_table};
use crate::status::{Status, help};
use anyhow::Result;
use demarche_store::store::{SqlLimits, Store};
use std::time::Duration;

/// Ask the store in SQL
///
/// One SELECT over the views documents, events, dyads, dyad_months, visits,
/// claims, figures, matters, measures and reference_trips, or the tables under
/// them (docs/reference/store.md). The question can't write, and is stopped when
/// it takes too long.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Sql {
    /// The question
    query: String,

    #[command(flatten)]
    store: StoreOption,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,

    /// Stop after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    timeout: u64,
}

const HELP: &str = help!(
    "Examples:
  demarche sql 'SELECT type, count(*) FROM events GROUP BY type'
  demarche sql --format csv 'SELECT * FROM dyad_months' > months.csv"
);

impl Sql {
    pub(crate) fn run(self) -> Result<Status> {
        let store = Store::open_read_only(&self.store.path)?;
        let limits = SqlLimits {
            time: Duration::from_secs(self.timeout),
            ..SqlLimits::default()
        };
        let answer = store.sql(&self.query, &limits)?;
        write_table(&answer.table, self.format)?;
        if answer.cut {
            tell(format_args!(
                "the answer is longer; only its first {} rows were written",
                answer.table.rows.len()
            ));
            return Ok(Status::LeftOut);
        }
        Ok(Status::Done)
    }
}
