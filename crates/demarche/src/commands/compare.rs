use crate::explain::{headline, marked_sentence, shown};
use crate::output::{Output, STANDARD_OUTPUT, tell};
use crate::status::{Status, help};
use anyhow::{Context, Result};
use clap::ValueEnum;
use demarche_analysis::{Change, Difference, difference};
use demarche_event::{Event, Record};
use demarche_store::formats::record::read_records;
use demarche_store::formats::table::{Cell, Table};
use demarche_store::store::{EventFilter, Store};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// Compare two codings of the same reports
///
/// Tells which events are new, gone or changed, by rule: what a change of the
/// knowledge does. Either side is a file of records, as `demarche code` writes
/// it, or a store.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Compare {
    /// Records or store of before; `-` is standard input
    old: PathBuf,

    /// Records or store of after; `-` is standard input
    new: PathBuf,

    /// Only these rules, separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    rule: Vec<String>,

    /// Only the counts, without the events
    #[arg(long)]
    counts: bool,

    /// Fail if there is any difference
    #[arg(long)]
    check: bool,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

const HELP: &str = help!(
    "Examples:
  demarche code reports > old.jsonl
  demarche code reports --knowledge our-rules > new.jsonl
  demarche compare old.jsonl new.jsonl"
);

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Counts by rule, then the events with their sentences
    Table,
    /// One JSON object
    Json,
}

impl Compare {
    pub(crate) fn run(self) -> Result<Status> {
        let (old, new) = (events(&self.old)?, events(&self.new)?);
        let mut difference = difference(&old, &new);
        if !self.rule.is_empty() {
            let is_asked_for = |event: &Event| self.rule.contains(&event.explanation.rule);
            difference.new.retain(|event| is_asked_for(event));
            difference.gone.retain(|event| is_asked_for(event));
            difference.same.retain(|event| is_asked_for(event));
            difference
                .changed
                .retain(|change| is_asked_for(change.old) || is_asked_for(change.new));
        }
        let mut out = Output::open();
        match self.format {
            Form::Table => {
                counts(&difference)
                    .write_text(&mut out, None)
                    .context(STANDARD_OUTPUT)?;
                if !self.counts {
                    events_by_rule(&mut out, &difference).context(STANDARD_OUTPUT)?;
                }
            }
            Form::Json => {
                serde_json::to_writer_pretty(&mut out, &object(&difference, self.counts))
                    .map_err(std::io::Error::from)
                    .context(STANDARD_OUTPUT)?;
                writeln!(out).context(STANDARD_OUTPUT)?;
            }
        }
        out.finish()?;
        if self.check && !difference.is_empty() {
            tell(format_args!("the two codings differ"));
            return Ok(Status::CheckFailed);
        }
        Ok(Status::Done)
    }
}

/// The events of a file of records or of a store.
fn events(path: &Path) -> Result<Vec<Event>> {
    let place = || path.display().to_string();
    if path.as_os_str() == "-" {
        return records(std::io::stdin().lock()).with_context(place);
    }
    let mut start = Vec::new();
    File::open(path)
        .and_then(|file| file.take(SQLITE.len() as u64).read_to_end(&mut start))
        .with_context(place)?;
    if start == SQLITE {
        return Ok(Store::open_read_only(path)?.events(&EventFilter::default())?);
    }
    let file = File::open(path).with_context(place)?;
    records(BufReader::new(file)).with_context(place)
}

/// How a file of SQLite begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

fn records(input: impl std::io::BufRead) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    for record in read_records(input) {
        if let Record::Event(event) = record? {
            events.push(event);
        }
    }
    Ok(events)
}

fn rule(event: &Event) -> &str {
    &event.explanation.rule
}

/// Counts by rule, those with most differences first, and all of them.
fn counts(difference: &Difference) -> Table {
    let by_rule = difference.by_rule();
    let mut rules: Vec<_> = by_rule.iter().collect();
    rules.sort_by_key(|(name, n)| (std::cmp::Reverse(n.new + n.gone + n.changed), **name));
    let rows = rules
        .iter()
        .filter(|(_, n)| n.new + n.gone + n.changed > 0)
        .map(|(name, n)| {
            (
                (**name).to_owned(),
                [n.new, n.gone, n.changed, n.same].map(i64::from),
            )
        });
    let all = [
        difference.new.len(),
        difference.gone.len(),
        difference.changed.len(),
        difference.same.len(),
    ];
    let rows = rows.chain([("all rules".to_owned(), all.map(|n| n as i64))]);
    let rows = rows.map(|(name, counts)| {
        let counts = counts.into_iter().map(Cell::Integer);
        [Cell::Text(name)].into_iter().chain(counts).collect()
    });
    Table {
        columns: ["rule", "new", "gone", "changed", "same"]
            .map(str::to_owned)
            .into(),
        rows: rows.collect(),
    }
}

fn events_by_rule(out: &mut impl Write, difference: &Difference) -> std::io::Result<()> {
    for name in difference.by_rule().keys() {
        let new = difference.new.iter().filter(|event| rule(event) == *name);
        let gone = difference.gone.iter().filter(|event| rule(event) == *name);
        let changed = difference
            .changed
            .iter()
            .filter(|change| rule(change.new) == *name);
        let (mut new, mut gone, mut changed) =
            (new.peekable(), gone.peekable(), changed.peekable());
        if new.peek().is_none() && gone.peek().is_none() && changed.peek().is_none() {
            continue;
        }
        writeln!(out, "\n{}", shown(name))?;
        for event in new {
            one(out, "new", event)?;
        }
        for event in gone {
            one(out, "gone", event)?;
        }
        for change in changed {
            one(out, "changed", change.new)?;
            for field in &change.fields {
                writeln!(
                    out,
                    "    {}: {} => {}",
                    field.name,
                    shown(&field.old),
                    shown(&field.new)
                )?;
            }
        }
    }
    Ok(())
}

fn one(out: &mut impl Write, what: &str, event: &Event) -> std::io::Result<()> {
    let document = &event.document;
    let document = document
        .path
        .as_ref()
        .or(document.title.as_ref())
        .unwrap_or(&document.id);
    writeln!(out, "  {what}: {} ({})", headline(event), shown(document))?;
    writeln!(out, "    {}", marked_sentence(event))
}

fn object(difference: &Difference, only_counts: bool) -> Value {
    let by_rule = difference.by_rule();
    let rules = by_rule.iter().map(|(name, n)| {
        let counts = json!({"new": n.new, "gone": n.gone, "changed": n.changed, "same": n.same});
        ((*name).to_owned(), counts)
    });
    let mut object = json!({ "rules": rules.collect::<serde_json::Map<_, _>>() });
    if !only_counts {
        let event = |event: &&Event| {
            json!({
                "id": event.id,
                "document": event.document.path.as_ref().unwrap_or(&event.document.id),
                "rule": rule(event),
                "event": headline(event),
                "sentence": event.sentence.text,
            })
        };
        let change = |change: &Change| {
            let fields = change.fields.iter();
            let fields = fields.map(|f| (f.name.to_owned(), json!({"old": f.old, "new": f.new})));
            let mut object = event(&change.new);
            object["fields"] = Value::Object(fields.collect());
            object
        };
        object["new"] = difference.new.iter().map(event).collect();
        object["gone"] = difference.gone.iter().map(event).collect();
        object["changed"] = difference.changed.iter().map(change).collect();
    }
    object
}
