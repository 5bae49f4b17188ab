//! Runs `cases/*.md`: texts that demarche reads, and the events it should find.
//!
//! A case is a heading, a few words on what it shows, a block `news DAY` with
//! the text, and a block `events` with a line for each event in the order of
//! the text, or `none`:
//!
//! ```text
//! 1995-01-09..1995-01-16  GRA:GOV > RUR:GOV  CONSULT/visit  planned
//! ```
//!
//! `<>` stands between sides that act alike, `+` joins the actors of a side,
//! `?` is an actor whose country nobody knows and `-` a side without actors.
//! `unplaced` stands for days that can't be told.
//!
//! What is wrong today stands in the block all the same, so that a change is
//! noticed. A line `Known wrong:` under it says what is wrong, and a block
//! `right` gives the events that there should be. `UPDATE_CASES=1` writes what
//! is found today into the files, and takes away what says "wrong" where it no
//! longer is; look at each change before you keep it.

use demarche_coder::{Lexicon, code};
use demarche_event::{Actor, Event, EventType, Record};
use demarche_lang::Model;
use demarche_text::{Article, clean};
use jiff::civil::Date;
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A case and where its parts stand in its file.
struct Case {
    heading: String,
    /// Line of the heading, from 1.
    line: usize,
    published: Date,
    text: String,
    expected: Vec<String>,
    /// Lines of the `events` block without its fences, from 0.
    block: Range<usize>,
    /// The events that there should be, and the lines that say so.
    right: Option<(Vec<String>, Range<usize>)>,
}

#[test]
fn cases_give_the_events_they_list() {
    let model =
        Model::from_bytes(demarche_models::EN_CORE_WEB_SM).expect("the built-in model is whole");
    let lexicon = Lexicon::load(demarche_knowledge::FILES.iter().copied())
        .expect("the built-in knowledge loads");
    let mut session = model.session();
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let (mut n_cases, mut n_known_wrong, mut failures) = (0, 0, String::new());
    for path in case_files() {
        let content = read(&path);
        let mut lines: Vec<String> = content.lines().map(str::to_owned).collect();
        for case in cases(&path, &content).into_iter().rev() {
            n_cases += 1;
            let document = clean(Article::new(case.text.clone()), Some(case.published));
            let coded = code(&lexicon, &document, |paragraphs| {
                session.parse_batch(paragraphs)
            });
            let events = coded.records.iter().filter_map(|record| match record {
                Record::Event(event) => Some(event),
                _ => None,
            });
            let mut found: Vec<String> = events.map(line_of).collect();
            if found.is_empty() {
                found.push("none".to_owned());
            }
            let is_right = case.right.as_ref().is_none_or(|(right, _)| *right == found);
            if is_right
                && update
                && let Some((_, lines_of_right)) = case.right.clone()
            {
                lines.drain(lines_of_right);
            }
            n_known_wrong += usize::from(!is_right);
            if found == case.expected && (case.right.is_none() || !is_right) {
                continue;
            }
            if update {
                lines.splice(case.block, found);
                continue;
            }
            writeln!(
                failures,
                "\n{}:{}: {}",
                file_name(&path),
                case.line,
                case.heading
            )
            .unwrap();
            for line in case.text.lines() {
                writeln!(failures, "    | {line}").unwrap();
            }
            if case.right.is_some() && is_right {
                writeln!(failures, "    right now: take `Known wrong` away").unwrap();
            }
            for line in case.expected.iter().filter(|line| !found.contains(line)) {
                writeln!(failures, "    - {line}").unwrap();
            }
            for line in &found {
                let sign = if case.expected.contains(line) {
                    ' '
                } else {
                    '+'
                };
                writeln!(failures, "    {sign} {line}").unwrap();
            }
        }
        if update {
            fs::write(&path, lines.join("\n") + "\n").expect("the case file can be written");
        }
    }
    println!("{n_cases} cases, {n_known_wrong} of them known to be wrong");
    assert!(
        failures.is_empty(),
        "cases that give other events (- expected, + found); of {n_cases} cases:\n{failures}"
    );
}

#[test]
fn every_type_has_a_case() {
    let expected: Vec<String> = case_files()
        .iter()
        .flat_map(|path| cases(path, &read(path)))
        .flat_map(|case| case.expected)
        .collect();
    let missing: Vec<&str> = EventType::ALL
        .iter()
        .map(|event_type| event_type.as_str())
        .filter(|name| {
            !expected.iter().any(|line| {
                line.split_whitespace()
                    .any(|word| word.split('/').next() == Some(name))
            })
        })
        .collect();
    assert!(
        missing.is_empty(),
        "no case has an event of type {}",
        missing.join(", ")
    );
}

/// An event as a line of a case.
fn line_of(event: &Event) -> String {
    let days = match event.date.days {
        Some(days) => format!("{}..{}", days.since, days.until),
        None => "unplaced".to_owned(),
    };
    let arrow = if event.reciprocal { "<>" } else { ">" };
    let mode = event
        .mode
        .as_ref()
        .map(|mode| format!("/{mode}"))
        .unwrap_or_default();
    format!(
        "{days}  {} {arrow} {}  {}{mode}  {}",
        side(&event.source),
        side(&event.target),
        event.event_type,
        event.status
    )
}

fn side(actors: &[Actor]) -> String {
    let mut names: Vec<String> = actors
        .iter()
        .map(|actor| {
            let country = actor.country.as_deref().unwrap_or("?");
            match actor.sector {
                Some(sector) => format!("{country}:{sector}"),
                None => country.to_owned(),
            }
        })
        .collect();
    names.dedup();
    if names.is_empty() {
        "-".to_owned()
    } else {
        names.join("+")
    }
}

/// The files that hold cases; other pages may stand beside them.
fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the folder of cases is there")
        .map(|entry| entry.expect("the folder of cases can be read").path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .filter(|path| read(path).contains("\n```news "))
        .collect();
    files.sort();
    assert!(
        !files.is_empty(),
        "no file in {} holds a case",
        folder.display()
    );
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a case file can be read")
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().expect("a case file has a name");
    format!("cases/{}", name.to_string_lossy())
}

/// The cases of a file. A file that can't be understood fails the test.
fn cases(path: &Path, content: &str) -> Vec<Case> {
    let lines: Vec<&str> = content.lines().collect();
    let mut cases: Vec<Case> = Vec::new();
    let mut heading: Option<(usize, &str)> = None;
    let mut news: Option<(Date, String)> = None;
    let mut at = 0;
    while at < lines.len() {
        let wrong = |what: &str| -> ! { panic!("{}:{}: {what}", file_name(path), at + 1) };
        if let Some(title) = lines[at].strip_prefix("## ") {
            if news.is_some() {
                wrong("the case before this one has no block of events");
            }
            heading = Some((at + 1, title));
        }
        let Some(fence) = lines[at]
            .strip_prefix("```")
            .filter(|fence| !fence.is_empty())
        else {
            at += 1;
            continue;
        };
        let end = match lines[at + 1..].iter().position(|line| *line == "```") {
            Some(length) => at + 1 + length,
            None => wrong("this block doesn't end"),
        };
        let block = at + 1..end;
        if let Some(day) = fence.strip_prefix("news ") {
            let day = day
                .trim()
                .parse()
                .unwrap_or_else(|_| wrong("no day: write ```news 1995-01-02"));
            news = Some((day, lines[block].join("\n")));
        } else if fence == "events" {
            let Some((published, text)) = news.take() else {
                wrong("events without news")
            };
            let Some((line, title)) = heading else {
                wrong("a case without a heading")
            };
            cases.push(Case {
                heading: title.to_owned(),
                line,
                published,
                text,
                expected: lines[block.clone()]
                    .iter()
                    .map(|line| (*line).to_owned())
                    .collect(),
                block,
                right: None,
            });
        } else if fence == "right" {
            let case = cases.last_mut().filter(|_| news.is_none());
            let Some(case) = case else {
                wrong("what is right stands under the events")
            };
            // From the fence that ends the events to the one that ends this block.
            let says_so = case.block.end + 1..end + 1;
            let known = lines[says_so.clone()]
                .iter()
                .any(|line| line.starts_with("Known wrong: "));
            if !known || case.right.is_some() {
                wrong("a line `Known wrong: …` says what is wrong, once");
            }
            case.right = Some((
                lines[block].iter().map(|line| (*line).to_owned()).collect(),
                says_so,
            ));
        } else {
            wrong("a block of a case is ```news DAY, ```events or ```right");
        }
        at = end + 1;
    }
    assert!(
        news.is_none(),
        "{}: the last case has no block of events",
        file_name(path)
    );
    cases
}
