//! How well events are merged into happenings.
//!
//!     cargo run -p demarche-analysis --example merging -- EVENTS.jsonl… \
//!         [--truth LABELS.tsv] [--same PAIRS.tsv] [--errors] [--apart]
//!
//! Events are those that `demarche code` writes, or of marked reports as in
//! `gold/`. What belongs together is what has one label: `coref` of the marked
//! reports (an event without one is alone), joined by the pairs of `--same`; for
//! coded events the happening in the lines `file, place of the trigger, trigger,
//! happening` of `--truth`. `--apart` merges and scores each file alone; files of
//! claims and figures beside marked events are passed over. What the guide to
//! happenings states:
//!
//!     demarche code examples --format jsonl > coded.jsonl
//!     … --example merging -- coded.jsonl --truth cases/happenings-of-examples.tsv
//!     … --example merging -- gold/development/*.jsonl gold/test/shared-subjects/*.jsonl \
//!         --same gold/shared-happenings.tsv
//!     … --example merging -- gold/development/*.jsonl --apart

#![allow(
    clippy::disallowed_methods,
    reason = "a program reads files; the library doesn't"
)]

use demarche_analysis::b_cubed;
use demarche_analysis::happening::{Kind, Mention, Stage, divide, islands, likeness};
use demarche_event::{
    Actor, DateBasis, Days, DocumentMeta, Event, Explanation, Magnitude, Place, Published,
    PublishedBasis, Quote, When,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const USAGE: &str = "give files of events, such as gold/development/*.jsonl or what `demarche code \
                     examples --format jsonl` wrote, and what belongs together with --truth or --same";

struct Item {
    event: Event,
    mention: Mention,
    label: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut files, mut truth, mut same) = (Vec::new(), BTreeMap::new(), Vec::new());
    let (mut errors, mut apart) = (false, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut rows = || -> Result<Vec<Vec<String>>, Box<dyn std::error::Error>> {
            let path = arguments.next().ok_or("a file is missing")?;
            let text = std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            Ok(lines
                .map(|line| line.split('\t').map(str::to_owned).collect())
                .collect())
        };
        match argument.as_str() {
            "--truth" => {
                for row in rows()? {
                    truth.insert((row[0].clone(), row[1].clone()), row[3].clone());
                }
            }
            "--same" => same = rows()?,
            "--errors" => errors = true,
            "--apart" => apart = true,
            unknown if unknown.starts_with("--") => {
                return Err(format!("there is no option {unknown}; {USAGE}").into());
            }
            _ => files.push(argument),
        }
    }
    files.retain(|file| !file.ends_with(".claims.jsonl") && !file.ends_with(".figures.jsonl"));
    if files.is_empty() {
        return Err(USAGE.into());
    }
    let mut sets: Vec<Vec<Item>> = Vec::new();
    for file in &files {
        sets.push(read(file, &truth)?);
    }
    if !apart {
        sets = vec![sets.into_iter().flatten().collect()];
    }
    for items in &mut sets {
        join(items, &same);
    }
    let (mut labels, mut found, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for (n, items) in sets.iter().enumerate() {
        let by_event: BTreeMap<&str, &Item> = items
            .iter()
            .map(|item| (item.event.id.as_str(), item))
            .collect();
        let mentions: Vec<&Mention> = items.iter().map(|item| &item.mention).collect();
        let mut set_of = BTreeMap::new();
        for island in islands(&mentions, &[]) {
            for (set, members) in divide(&island, &[]).into_iter().enumerate() {
                for member in members {
                    set_of.insert(
                        island[member].event.as_str(),
                        format!("{} {set}", island[0].event),
                    );
                }
            }
        }
        if errors {
            tell(items, &set_of);
        }
        let mut visits: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (event, set) in &set_of {
            let item = by_event[event];
            labels.push(format!("{n} {}", item.label));
            found.push(format!("{n} {set}"));
            alone.push(format!("{n} {event}"));
            if item.mention.kind == Kind::Visit && item.mention.stage == Stage::Fact {
                visits.entry(&item.label).or_default().insert(set);
            }
        }
        let twice: Vec<&&str> = visits
            .iter()
            .filter(|(_, sets)| sets.len() > 1)
            .map(|(l, _)| l)
            .collect();
        if !twice.is_empty() {
            println!("visits counted more than once: {twice:?}");
        }
    }
    let distinct = |labels: &[String]| labels.iter().collect::<BTreeSet<_>>().len();
    println!(
        "{} events, {} happenings, {} found",
        labels.len(),
        distinct(&labels),
        distinct(&found)
    );
    for (name, sets) in [("merged", &found), ("all alone", &alone)] {
        let scores = b_cubed(&labels, sets).ok_or("no events")?;
        println!(
            "{name:10} B-cubed precision {:.3} recall {:.3} F1 {:.3}",
            scores.precision,
            scores.recall,
            scores.f1()
        );
    }
    let pairs = |sets: &[String], other: &[String]| {
        let mut sizes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (a, b) in sets.iter().zip(other) {
            *sizes.entry((a, b)).or_default() += 1;
        }
        sizes.values().map(|n| n * (n - 1) / 2).sum::<usize>()
    };
    println!(
        "pairs: {} to find, {} found, {} of them right",
        pairs(&labels, &labels),
        pairs(&found, &found),
        pairs(&labels, &found)
    );
    Ok(())
}

/// Joins labels of events that are said to be the same.
fn join(items: &mut [Item], same: &[Vec<String>]) {
    for row in same {
        let label = |id: &str, items: &[Item]| {
            items
                .iter()
                .find(|item| item.event.id == id)
                .map(|item| item.label.clone())
        };
        if let (Some(one), Some(other)) = (label(&row[0], items), label(&row[1], items)) {
            for item in items.iter_mut().filter(|item| item.label == other) {
                item.label = one.clone();
            }
        }
    }
}

/// What was merged wrongly or missed.
fn tell(items: &[Item], set_of: &BTreeMap<&str, String>) {
    let line = |item: &Item| {
        let side = |actors: &[Actor]| {
            let names = actors.iter().map(|a| {
                format!(
                    "{}/{}",
                    a.name.as_deref().unwrap_or(&a.text),
                    a.country.as_deref().unwrap_or("-")
                )
            });
            names.collect::<Vec<_>>().join("+")
        };
        let e = &item.event;
        let days = e
            .date
            .days
            .map_or("-".to_owned(), |d| format!("{}..{}", d.since, d.until));
        format!(
            "{} [{}] {}/{} {} {} > {} {days} {} | {}",
            item.label,
            e.trigger.text,
            e.event_type.as_str(),
            e.mode.as_deref().unwrap_or("-"),
            e.status.as_str(),
            side(&e.source),
            side(&e.target),
            e.date.basis.as_str(),
            e.document.id
        )
    };
    for (n, one) in items.iter().enumerate() {
        for other in &items[..n] {
            let truly = one.label == other.label;
            let found = set_of[one.event.id.as_str()] == set_of[other.event.id.as_str()];
            if truly != found {
                let likeness = likeness(&one.mention, &other.mention);
                println!(
                    "{} {likeness:.2?}\n    {}\n    {}",
                    if found { "WRONG" } else { "MISSED" },
                    line(one),
                    line(other)
                );
            }
        }
    }
}

fn read(
    file: &str,
    truth: &BTreeMap<(String, String), String>,
) -> Result<Vec<Item>, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    let name = file
        .rsplit('/')
        .next()
        .unwrap_or(file)
        .trim_end_matches(".jsonl");
    let folder = file.rsplit_once('/').map_or(".", |(folder, _)| folder);
    let published = std::fs::read_to_string(format!("{folder}/documents.tsv"))
        .ok()
        .and_then(|table| {
            let row = table.lines().find(|line| {
                line.split('\t')
                    .any(|cell| cell == name || cell == format!("{name}.txt"))
            })?;
            row.split('\t').find_map(|cell| cell.parse().ok())
        });
    let mut items = Vec::new();
    for line in text.lines() {
        let value: Value = serde_json::from_str(line)?;
        let event = event(&value, name, published).ok_or_else(|| format!("{file}: {line}"))?;
        let label = match value["coref"].as_str() {
            Some(label) => format!("{name} {label}"),
            // Some annotators give the first mention's id as the label.
            None if value["coref"].is_null() && value["document"].is_null() => {
                format!("{name} {}", event.id)
            }
            None => {
                let path = value["document"]["path"].as_str().unwrap_or(name);
                let path = path.rsplit('/').next().unwrap_or(path).to_owned();
                let place = value["trigger"]["start_char"].to_string();
                match truth.get(&(path, place)).filter(|label| *label != "-") {
                    Some(label) => label.clone(),
                    None => event.id.clone(),
                }
            }
        };
        let mention = Mention::of(&event);
        items.push(Item {
            event,
            mention,
            label,
        });
    }
    Ok(items)
}

/// An event of either form.
fn event(value: &Value, name: &str, published: Option<jiff::civil::Date>) -> Option<Event> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let days = |value: &Value| {
        if let Some((since, last)) = value.as_str().and_then(|days| days.split_once('/')) {
            return Days::new(
                since.parse().ok()?,
                last.parse::<jiff::civil::Date>().ok()?.tomorrow().ok()?,
            );
        }
        Days::new(
            value["since"].as_str()?.parse().ok()?,
            value["until"].as_str()?.parse().ok()?,
        )
    };
    let quote = |value: &Value, start: &Value| Quote {
        text: text(&value["text"]).or(text(value)).unwrap_or_default(),
        start_char: value["start_char"].as_u64().or(start.as_u64()).unwrap_or(0) as usize,
        end_char: 0,
    };
    let actors = |side: &Value| {
        let actors = side.as_array().map(Vec::as_slice).unwrap_or_default();
        let actor = |actor: &Value| Actor {
            text: text(&actor["text"]).unwrap_or_default(),
            start_char: 0,
            end_char: 0,
            name: text(&actor["name"]),
            country: text(&actor["country"]),
            sector: actor["sector"]
                .as_str()
                .and_then(|sector| sector.parse().ok()),
            role: text(&actor["role"]),
        };
        actors.iter().map(actor).collect::<Vec<_>>()
    };
    let document = &value["document"];
    let basis = match value["date"]["basis"].as_str() {
        Some("published") => DateBasis::Published,
        Some("unplaced") => DateBasis::Unplaced,
        None if days(&value["date"]).is_none() => DateBasis::Published,
        _ => DateBasis::Stated,
    };
    let place = [&value["place"], &value["location"]]
        .into_iter()
        .find_map(|place| {
            Some(Place {
                text: text(&place["text"]).or(text(&place["place"]))?,
                country: text(&place["country"]),
                lat: None,
                lon: None,
            })
        });
    let kind = if value["base_type"].is_string() {
        ["base_type", "base_mode"]
    } else {
        ["type", "mode"]
    };
    Some(Event {
        id: text(&value["id"])?,
        document: Arc::new(DocumentMeta {
            id: text(&document["id"]).unwrap_or(name.to_owned()),
            path: None,
            title: None,
            publisher: None,
            url: None,
            published: Published {
                days: days(&document["published"]).or(published.map(Days::day)),
                basis: match document["published"]["basis"].as_str() {
                    Some("inferred") => PublishedBasis::Inferred,
                    _ => PublishedBasis::Given,
                },
                reason: None,
            },
        }),
        sentence: quote(&value["sentence"], &value["start"]),
        trigger: quote(&value["trigger"], &value["trigger_start"]),
        event_type: value[kind[0]].as_str()?.parse().ok()?,
        mode: text(&value[kind[1]]),
        cameo: None,
        goldstein: None,
        status: value["status"].as_str()?.parse().ok()?,
        reciprocal: value["reciprocal"].as_bool().unwrap_or(false),
        source: actors(&value["source"]),
        target: actors(&value["target"]),
        date: When {
            days: days(&value["date"]),
            basis,
            text: text(&value["date"]["text"]),
        },
        place,
        contexts: Vec::new(),
        about: None,
        magnitude: Some(&value["magnitude"])
            .filter(|m| m.is_object())
            .and_then(|m| {
                Some(Magnitude {
                    value: m["value"].as_f64()?,
                    unit: text(&m["unit"])?,
                    of: None,
                    bound: String::new(),
                })
            }),
        attribution: None,
        comparison: None,
        circumstances: demarche_event::Circumstances::default(),
        confidence: 1.0,
        explanation: Explanation {
            rule: String::new(),
            steps: Vec::new(),
        },
    })
}
