//! Runs the cases of `cases/happenings.md`: several reports, and what the store then
//! knows of them.
//!
//! A case is a heading, a few words on what it shows, a block `report DAY PUBLISHER`
//! with the text of each report, and after them a block `happenings` with a numbered
//! line for each happening in the order of their days: days, sides, type and status as
//! in other cases, then how many events, documents and independent publishers tell of
//! it; last, how they belong together (`2 part-of 1`). A block `agenda DAY` lists how
//! plans stand on that day, a block `conflicts` what the reports disagree about.
//!
//! `UPDATE_CASES=1` writes what is found today into the file; look at each change
//! before you keep it.

use super::program::Program;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A block that the program should answer with, and where it stands.
struct Block<'a> {
    /// The words after the fence.
    fence: &'a str,
    /// Its lines without the fences, from 0.
    lines: std::ops::Range<usize>,
}

#[test]
fn reports_together_give_the_happenings_of_their_case() {
    let path = file();
    let content = std::fs::read_to_string(&path).expect("the cases can be read");
    let lines: Vec<&str> = content.lines().collect();
    let blocks = blocks(&lines);
    let mut answers: Vec<Vec<String>> = Vec::new();
    let mut program = None;
    let mut reports = Vec::new();
    for block in &blocks {
        if let Some(report) = block.fence.strip_prefix("report ") {
            // A report after an answer begins the next case.
            program = None;
            let (day, publisher) = report.split_once(' ').unwrap_or((report, ""));
            let text = lines[block.lines.clone()].join("\n");
            let mut report = json!({"published": day, "text": text});
            if !publisher.is_empty() {
                report["publisher"] = publisher.into();
            }
            reports.push(report.to_string());
            answers.push(Vec::new());
            continue;
        }
        let program = program.get_or_insert_with(|| {
            let program = Program::new();
            program.write("reports.jsonl", reports.join("\n") + "\n");
            program
                .run(&["add", "reports.jsonl", "--store", "r.db"])
                .ended(0);
            reports.clear();
            program
        });
        answers.push(match block.fence.split_once(' ') {
            None if block.fence == "happenings" => happenings(program),
            None if block.fence == "conflicts" => conflicts(program),
            Some(("agenda", day)) => agenda(program, day),
            _ => panic!(
                "{}: no block of a case is called `{}`",
                path.display(),
                block.fence
            ),
        });
    }
    let mut updated: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    let mut failures = String::new();
    for (block, answer) in blocks.iter().zip(answers).rev() {
        if block.fence.starts_with("report ") || lines[block.lines.clone()] == answer[..] {
            continue;
        }
        let expected = lines[block.lines.clone()].join("\n");
        failures = format!(
            "line {}, {}:\n{expected}\nfound:\n{}\n\n{failures}",
            block.lines.start,
            block.fence,
            answer.join("\n")
        );
        updated.splice(block.lines.clone(), answer);
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, updated.join("\n") + "\n").expect("the cases can be written");
        return;
    }
    assert!(failures.is_empty(), "cases/happenings.md:\n{failures}");
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/happenings.md")
}

fn blocks<'a>(lines: &[&'a str]) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let fence = lines[at].strip_prefix("```").filter(|f| !f.is_empty());
        if let Some(fence) = fence {
            let length = lines[at + 1..].iter().position(|line| *line == "```");
            let end = at + 1 + length.unwrap_or_else(|| panic!("line {}: no end", at + 1));
            blocks.push(Block {
                fence,
                lines: at + 1..end,
            });
            at = end;
        }
        at += 1;
    }
    blocks
}

/// The happenings' ids in the order in which they are listed.
fn listed(program: &Program) -> Vec<Value> {
    let run = program.run(&["happenings", "--format", "jsonl", "--store", "r.db"]);
    let mut all = run.ended(0).objects();
    all.sort_by_cached_key(|h| (h["date"]["since"].to_string(), line(h)));
    all
}

fn numbers(all: &[Value]) -> BTreeMap<String, usize> {
    let ids = all.iter().map(|h| text(&h["id"]).to_owned());
    ids.zip(1..).collect()
}

fn happenings(program: &Program) -> Vec<String> {
    let all = listed(program);
    let numbers = numbers(&all);
    let mut lines: Vec<String> = all.iter().map(line).collect();
    for (n, line) in lines.iter_mut().enumerate() {
        *line = format!("{}  {line}", n + 1);
    }
    let query = "SELECT kind, from_id, to_id, delay_days FROM happening_links";
    let run = program.run(&["sql", query, "--format", "jsonl", "--store", "r.db"]);
    let mut links: Vec<String> = run
        .ended(0)
        .objects()
        .iter()
        .map(|link| {
            let number = |key: &str| numbers[text(&link[key])];
            let (from, to) = (number("from_id"), number("to_id"));
            let late = link["delay_days"].as_i64().filter(|days| *days != 0);
            let late = late.map(|days| format!(", {days} days late"));
            let kind = text(&link["kind"]);
            format!("{from} {kind} {to}{}", late.unwrap_or_default())
        })
        .collect();
    links.sort();
    lines.extend(links);
    or_none(lines)
}

fn line(happening: &Value) -> String {
    let day = |key: &str| happening["date"][key].as_str();
    let days = match (day("since"), day("until")) {
        (Some(since), Some(until)) => format!("{since}..{until}"),
        _ => "unplaced".to_owned(),
    };
    let arrow = if happening["reciprocal"] == true {
        "<>"
    } else {
        ">"
    };
    let mode = happening["mode"].as_str().map(|mode| format!("/{mode}"));
    format!(
        "{days}  {} {arrow} {}  {}{}  {}  told {}, {}, {}",
        side(&happening["source"]),
        side(&happening["target"]),
        text(&happening["type"]),
        mode.unwrap_or_default(),
        text(&happening["status"]),
        count(
            happening["events"].as_array().map_or(0, Vec::len) as u64,
            "time"
        ),
        count(happening["documents"].as_u64().unwrap_or(0), "report"),
        count(happening["publishers"].as_u64().unwrap_or(0), "publisher"),
    )
}

fn count(n: u64, of: &str) -> String {
    format!("{n} {of}{}", if n == 1 { "" } else { "s" })
}

fn side(actors: &Value) -> String {
    let actors = actors.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut names: Vec<String> = actors
        .iter()
        .map(|actor| {
            let country = actor["country"].as_str().unwrap_or("?");
            let sector = actor["sector"].as_str().map(|sector| format!(":{sector}"));
            format!("{country}{}", sector.unwrap_or_default())
        })
        .collect();
    names.dedup();
    if names.is_empty() {
        names.push("-".to_owned());
    }
    names.join("+")
}

fn agenda(program: &Program, day: &str) -> Vec<String> {
    let numbers = numbers(&listed(program));
    let arguments = ["agenda", "--all", "--on", day, "--format", "jsonl"];
    let run = program.run(&[&arguments[..], &["--store", "r.db"]].concat());
    let plans = run.ended(0).objects();
    let mut lines: Vec<String> = plans
        .iter()
        .map(|plan| {
            let short = text(&plan["id"]);
            let number = numbers.iter().find(|(id, _)| id.starts_with(short));
            let number = number.expect("a plan is a happening").1;
            let mut line = format!("{number}  {}", text(&plan["state"]));
            for (words, key) in [("by", "by"), ("if", "condition")] {
                if let Some(value) = plan[key].as_str().filter(|value| !value.is_empty()) {
                    line.push_str(&format!("  {words} {value}"));
                }
            }
            if let Some(days) = plan["delay_days"].as_i64() {
                line.push_str(&format!("  {days} days late"));
            }
            line
        })
        .collect();
    lines.sort();
    or_none(lines)
}

fn conflicts(program: &Program) -> Vec<String> {
    let run = program.run(&["conflicts", "--format", "jsonl", "--store", "r.db"]);
    let readings = run.ended(0).objects();
    let lines = readings.iter().map(|reading| {
        format!(
            "{}  {}  {}: {}",
            reading["conflict"],
            text(&reading["what"]),
            text(&reading["field"]),
            text(&reading["reading"])
        )
    });
    or_none(lines.collect())
}

fn or_none(lines: Vec<String>) -> Vec<String> {
    if lines.is_empty() {
        vec!["none".to_owned()]
    } else {
        lines
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
