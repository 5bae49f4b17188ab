//! Runs `cases/*.md`: texts that demarche reads, and the events it should find.
//! `src/cases.rs` says how a case is written.
//!
//! `UPDATE_CASES=1` writes what is found today into the files, and takes away
//! what says "wrong" where it no longer is; look at each change before you keep
//! it.

#[path = "../src/cases.rs"]
#[allow(dead_code)] // the command uses the rest
mod cases;

use cases::Case;
use demarche_coder::Lexicon;
use demarche_event::EventType;
use demarche_lang::Model;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

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
            let found = case.read(&lexicon, &mut session);
            let is_right = (case.right.as_ref()).is_none_or(|(right, _)| *right == found.events);
            if is_right
                && update
                && let Some((_, lines_of_right)) = case.right.clone()
            {
                lines.drain(lines_of_right);
            }
            n_known_wrong += usize::from(!is_right);
            let notices = case.notices.as_ref().map_or(&found.notices, |(n, _)| n);
            let details = case.details.as_ref().map_or(&found.details, |(d, _)| d);
            let same = found.events == case.expected
                && found.details == *details
                && found.notices == *notices;
            if same && (case.right.is_none() || !is_right) {
                continue;
            }
            if update {
                if let Some((_, block)) = case.notices {
                    lines.splice(block, found.notices);
                }
                if let Some((_, block)) = case.details {
                    lines.splice(block, found.details);
                }
                lines.splice(case.block, found.events);
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
            for (expected, found) in [
                (&case.expected, &found.events),
                (details, &found.details),
                (notices, &found.notices),
            ] {
                for line in expected.iter().filter(|line| !found.contains(line)) {
                    writeln!(failures, "    - {line}").unwrap();
                }
                for line in found {
                    let sign = if expected.contains(line) { ' ' } else { '+' };
                    writeln!(failures, "    {sign} {line}").unwrap();
                }
            }
        }
        if update {
            fs::write(&path, lines.join("\n") + "\n").expect("the case file can be written");
        }
    }
    println!("{n_cases} cases, {n_known_wrong} of them known to be wrong");
    assert!(
        failures.is_empty(),
        "cases that give others (- expected, + found); of {n_cases} cases:\n{failures}"
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
    cases::cases(&file_name(path), content).unwrap_or_else(|error| panic!("{error:#}"))
}
