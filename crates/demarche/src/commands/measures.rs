use super::record::{StoreOption, actor};
use crate::inputs::day;
use crate::knowledge::KnowledgeOptions;
use crate::output::{Format, tell, write_table};
use crate::status::{Status, help};
use anyhow::Result;
use demarche_analysis::{MeasureWords, bears_on_measures, measures, settle};
use demarche_coder::Lexicon;
use demarche_event::{EventType, Measure};
use demarche_store::formats::table::{Cell, Table};
use demarche_store::store::{EventFilter, MeasureChanges, Store, StoreError};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// List what stays in force: tariffs, bans, listings, controls
///
/// Each measure with its days in force, who imposes it on whom, the goods or
/// entities, rate and legal basis as the reports have them, what it answers, and
/// what lifted it. Without --on, all that the record knows of.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Measures {
    #[command(flatten)]
    store: StoreOption,

    /// In force on this day, as far as the reports tell
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<Date>,

    /// Imposed by this country or organisation
    #[arg(long, value_name = "ACTOR", value_parser = actor)]
    imposer: Vec<String>,

    /// Meant for this one
    #[arg(long, value_name = "ACTOR", value_parser = actor)]
    target: Vec<String>,

    /// Of this kind, such as tariff
    #[arg(long)]
    kind: Vec<String>,

    #[command(flatten)]
    knowledge: KnowledgeOptions,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const HELP: &str = help!(
    "Examples:
  demarche measures --on 2024-12-31 --store record.db
  demarche measures --imposer CHN --target JPN --format csv > bans.csv"
);

impl Measures {
    pub(crate) fn run(self) -> Result<Status> {
        let store = Store::open_read_only(&self.store.path)?;
        let lexicon = self.knowledge.load()?;
        let all = of_store(&store, &words(&lexicon))?;
        let any = |asked: &[String], given: &[String]| {
            asked.is_empty() || given.iter().any(|code| asked.contains(code))
        };
        let found: Vec<&Measure> = all
            .iter()
            .filter(|measure| self.on.is_none_or(|day| measure.in_force(day)))
            .filter(|measure| any(&self.imposer, &measure.imposers))
            .filter(|measure| any(&self.target, &measure.targets))
            .filter(|measure| self.kind.is_empty() || self.kind.contains(&measure.kind))
            .collect();
        write_table(&table(&found, self.format), self.format)?;
        if found.is_empty() {
            tell(format_args!(
                "no measure fits, of {} in {}",
                all.len(),
                store.path().display()
            ));
        }
        Ok(Status::Done)
    }
}

/// Measures that take the place of others in a store.
pub(crate) struct Remade {
    pub(crate) measures: Vec<Measure>,
    /// Of these countries and organisations, as imposers or targets; `None`: of all.
    pub(crate) codes: Option<BTreeSet<String>>,
}

/// What becomes of a store's measures after its events have changed: those of whoever
/// the changes concern are made anew, and what theirs and others' answer is found.
pub(crate) fn of_changed(
    store: &Store,
    words: &MeasureWords,
    changes: &MeasureChanges,
) -> Result<Remade, StoreError> {
    let Some(imposers) = &changes.imposers else {
        return Ok(Remade {
            measures: of_store(store, words)?,
            codes: None,
        });
    };
    let mut concerned = imposers.clone();
    // Whoever acts together with them is concerned too.
    let events = loop {
        let events = store.measure_events(&concerned)?;
        let before = concerned.len();
        for event in events.iter().filter(|event| bears_on_measures(event)) {
            let codes: Vec<&String> = event
                .source
                .iter()
                .filter_map(|a| a.country.as_ref())
                .collect();
            if codes.iter().any(|code| concerned.contains(*code)) {
                concerned.extend(codes.into_iter().cloned());
            }
        }
        if concerned.len() == before {
            break events;
        }
    };
    let has = |codes: &[String], of: &BTreeSet<String>| codes.iter().any(|code| of.contains(code));
    let is_concerned = |measure: &Measure| has(&measure.imposers, &concerned);
    let mut all = store.measures(Some(&concerned))?;
    all.retain(|measure| !is_concerned(measure));
    all.extend(measures(&events, words).into_iter().filter(is_concerned));
    // A measure on one of them and on others may answer a measure of these others.
    let answering = all.iter().filter(|measure| measure.answer_text.is_some());
    let asked: BTreeSet<String> = answering
        .flat_map(|measure| measure.targets.iter().cloned())
        .filter(|code| !concerned.contains(code))
        .collect();
    let is_near = |measure: &Measure| is_concerned(measure) || has(&measure.targets, &concerned);
    if !asked.is_empty() {
        let others = store.measures(Some(&asked))?;
        all.extend(others.into_iter().filter(|measure| !is_near(measure)));
    }
    settle(&mut all);
    all.retain(is_near);
    Ok(Remade {
        measures: all,
        codes: Some(concerned),
    })
}

/// The measures that the events of a store make.
pub(crate) fn of_store(store: &Store, words: &MeasureWords) -> Result<Vec<Measure>, StoreError> {
    let filter = EventFilter {
        types: vec![EventType::Sanction, EventType::Coerce, EventType::Retreat],
        ..EventFilter::default()
    };
    Ok(measures(&store.events(&filter)?, words))
}

/// Prefix of the sets whose words name a kind of measure.
const KIND: &str = "measure-";
/// Sets of the same prefix that name none.
const OTHERS: [&str; 6] = [
    "measure-goods-before",
    "measure-goods-end",
    "measure-goods-skip",
    "measure-answer",
    "measure-legal-basis",
    "measure-goods-list",
];

/// The words of the knowledge that tell what a measure is.
pub(crate) fn words(lexicon: &Lexicon) -> MeasureWords {
    let list = |set: &str| {
        let words = lexicon.words_of(set).into_iter();
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let kinds = lexicon
        .sets_named(KIND)
        .filter(|set| !OTHERS.contains(set))
        .map(|set| (set[KIND.len()..].to_owned(), list(set)));
    MeasureWords {
        kinds: kinds.collect(),
        goods_before: list(OTHERS[0]),
        goods_end: list(OTHERS[1]),
        goods_skip: list(OTHERS[2]),
        answers: list(OTHERS[3]),
        legal_basis: list(OTHERS[4]),
        goods_list: list(OTHERS[5]),
    }
}

fn table(measures: &[&Measure], format: Format) -> Table {
    let columns = [
        "since",
        "until",
        "kind",
        "imposer",
        "target",
        "goods",
        "rate",
        "legal_basis",
        "state",
        "answers",
        "lifted_by",
        "events",
        "id",
    ];
    let text = |text: String| {
        if text.is_empty() {
            Cell::Null
        } else {
            Cell::Text(text)
        }
    };
    // On the screen the first letters of an id are enough to ask for it.
    let short = |id: &str| match format {
        Format::Table | Format::Markdown => id.chars().take(13).collect::<String>(),
        _ => id.to_owned(),
    };
    let ids = |ids: &[String]| {
        let ids: Vec<String> = ids.iter().map(|id| short(id)).collect();
        text(ids.join(","))
    };
    let day = |day: Option<Date>| day.map_or(Cell::Null, |day| Cell::Text(day.to_string()));
    let rows = measures
        .iter()
        .map(|measure| {
            let rate = measure.rate.as_ref().map(|rate| {
                let bound = match rate.bound.as_str() {
                    "at-most" => "≤ ",
                    "at-least" => "≥ ",
                    "about" => "≈ ",
                    _ => "",
                };
                format!("{bound}{} {}", rate.value, rate.unit)
            });
            let state = match (measure.announced, measure.to_be_lifted, measure.until) {
                (_, Some(day), None) => format!("to be lifted {day}"),
                (_, _, Some(_)) => "lifted".to_owned(),
                (true, ..) => "announced".to_owned(),
                (false, ..) if measure.lifted_by.is_empty() => "in force".to_owned(),
                (false, ..) => "to be lifted".to_owned(),
            };
            let answers = measure.answers.as_deref().map(short);
            let answers = match (&measure.answer_text, answers) {
                (Some(words), Some(id)) => format!("{words}: {id}"),
                (Some(words), None) => words.clone(),
                (None, id) => id.unwrap_or_default(),
            };
            vec![
                day(measure.since),
                day(measure.until),
                Cell::Text(measure.kind.clone()),
                text(measure.imposers.join(",")),
                text(measure.targets.join(",")),
                text(measure.goods.clone().unwrap_or_default()),
                text(rate.unwrap_or_default()),
                text(measure.legal_basis.clone().unwrap_or_default()),
                Cell::Text(state),
                text(answers),
                ids(&measure.lifted_by),
                ids(&measure.events),
                Cell::Text(short(&measure.id)),
            ]
        })
        .collect();
    Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows,
    }
}
