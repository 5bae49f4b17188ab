use super::record::StoreOption;
use crate::output::{Format, Output, STANDARD_OUTPUT, tell};
use crate::status::{Status, help};
use anyhow::{Context, Result};
use demarche_analysis::happening::{PlanState, plan_state};
use demarche_event::{Announcer, EventType, Happening, Link, LinkKind, Status as EventStatus};
use demarche_store::formats::table::{Cell, Table, party, what};
use demarche_store::store::{HappeningFilter, Store};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What is announced, by whom, on what condition, and what became of it
///
/// Plans as they stand on a day: announced (one side or a report says so),
/// confirmed (both sides do), conditional, postponed, cancelled, fulfilled (with
/// the days by which it was late), lapsed (the window has been over for 30 days
/// and nothing tells that it took place).
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Agenda {
    #[command(flatten)]
    store: StoreOption,

    /// The day; if left out, today
    #[arg(long, value_name = "DAY", value_parser = crate::inputs::day)]
    on: Option<Date>,

    /// Takes part, on either side: a country's or organisation's code, or a name
    #[arg(long, value_name = "ACTOR", value_parser = super::record::actor)]
    country: Vec<String>,

    /// Event type, such as CONSULT
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = super::record::upper::<EventType>)]
    types: Vec<EventType>,

    /// Also what was over for more than 90 days
    #[arg(long)]
    all: bool,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const HELP: &str = help!(
    "Examples:
  demarche agenda --on 2024-06-01 --country CHN
  demarche agenda --type CONSULT --all --format csv > plans.csv"
);

/// For so long after its window what is over is still listed.
const SHOWN_DAYS: i32 = 90;

impl Agenda {
    pub(crate) fn run(self) -> Result<Status> {
        let store = Store::open_read_only(&self.store.path)?;
        let on = self.on.unwrap_or_else(|| {
            let now = jiff::Timestamp::now().to_zoned(TimeZone::UTC);
            now.date()
        });
        let filter = HappeningFilter {
            actors: self.country.clone(),
            types: self.types.clone(),
            statuses: vec![
                EventStatus::Planned,
                EventStatus::Proposed,
                EventStatus::Hypothetical,
            ],
            ..HappeningFilter::default()
        };
        let mut rows = Vec::new();
        for plan in store.happenings(&filter)? {
            // Nobody's plan is on nobody's agenda.
            if plan.source.is_empty() {
                continue;
            }
            let mut linked = Vec::new();
            for link in store.links(&plan.id)? {
                if link.to == plan.id
                    && let Some(other) = store.happening(&link.from)?
                {
                    linked.push((link, other));
                }
            }
            let Some(state) = plan_state(&plan, &linked, on) else {
                continue;
            };
            if self.all || !is_past(&plan, state, on) {
                rows.push(row(&plan, state, &linked));
            }
        }
        let n_plans = rows.len();
        let columns = [
            "window",
            "who",
            "whom",
            "what",
            "place",
            "announced",
            "by",
            "state",
            "condition",
            "fulfilled",
            "delay_days",
            "id",
        ];
        let table = Table {
            columns: columns.map(str::to_owned).into(),
            rows,
        };
        let mut out = Output::open();
        match self.format {
            Format::Jsonl => table.write_json_lines(&mut out),
            Format::Csv => table.write_csv(&mut out),
            Format::Table => table.write_text(&mut out, None),
            Format::Markdown => table.write_markdown(&mut out),
        }
        .context(STANDARD_OUTPUT)?;
        out.finish()?;
        if n_plans == 0 {
            tell(format_args!(
                "nothing is announced on {on}; --all lists what was over long before"
            ));
        }
        Ok(Status::Done)
    }
}

/// Over, and its window ended long ago.
fn is_past(plan: &Happening, state: PlanState, on: Date) -> bool {
    let over = matches!(
        state,
        PlanState::Cancelled | PlanState::Fulfilled | PlanState::Lapsed
    );
    let end = plan
        .date
        .days
        .map(|days| days.until)
        .or(plan.plan.as_ref().and_then(|plan| plan.announced));
    let long_ago = end
        .and_then(|end| end.checked_add(SHOWN_DAYS.days()).ok())
        .is_some_and(|day| day < on);
    over && long_ago
}

fn row(plan: &Happening, state: PlanState, links: &[(Link, Happening)]) -> Vec<Cell> {
    let text = |text: Option<String>| text.map_or(Cell::Null, Cell::Text);
    let announced = plan.plan.as_ref();
    let by = match announced.map(|plan| plan.announcer) {
        Some(Announcer::Source) => party(&plan.source),
        Some(Announcer::Target) => party(&plan.target),
        Some(Announcer::Both) => "both".to_owned(),
        Some(Announcer::ThirdParty) => "a third party".to_owned(),
        Some(Announcer::Unnamed) | None => String::new(),
    };
    let fulfilled = links
        .iter()
        .find(|(link, _)| link.kind == LinkKind::Fulfils && state == PlanState::Fulfilled);
    vec![
        text(plan.date.days.map(|days| match days.length() {
            1 => days.since.to_string(),
            _ => format!("{}..{}", days.since, days.until),
        })),
        Cell::Text(party(&plan.source)),
        Cell::Text(party(&plan.target)),
        Cell::Text(what(plan)),
        text(plan.place.as_ref().map(|place| place.text.clone())),
        text(
            announced
                .and_then(|plan| plan.announced)
                .map(|day| day.to_string()),
        ),
        Cell::Text(by),
        Cell::Text(state.as_str().to_owned()),
        text(announced.and_then(|plan| plan.condition.clone())),
        text(
            fulfilled
                .and_then(|(_, fact)| fact.date.days)
                .map(|days| days.since.to_string()),
        ),
        fulfilled
            .and_then(|(link, _)| link.delay_days)
            .map_or(Cell::Null, |days| Cell::Integer(days.into())),
        Cell::Text(plan.id.chars().take(12).collect()),
    ]
}
