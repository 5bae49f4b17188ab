//! Trains the classifier of `relate` on the project's own sentences:
//!
//!     cargo run --release -p demarche-coder --example train -- training/sentences models/relation.bin
//!
//! With `--fifths` it trains five times on four fifths and tells how many of the
//! sentences left out it names rightly, instead of writing anything.

use demarche_coder::{Classifier, Example, Lexicon, relate, train};
use demarche_event::EventType;
use demarche_lang::Model;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[allow(clippy::disallowed_methods)] // an example reads files; the library doesn't
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, out) = match &arguments[..] {
        [folder, out] => (folder, out),
        _ => {
            eprintln!("usage: train FOLDER OUT|--fifths");
            return ExitCode::from(2);
        }
    };
    let lexicon = load();
    let model = Model::from_bytes(demarche_models::EN_CORE_WEB_SM).expect("the model is whole");
    let mut session = model.session();
    let mut files: Vec<PathBuf> = std::fs::read_dir(Path::new(folder))
        .expect("the folder can be read")
        .flatten()
        .map(|e| e.path())
        .collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "tsv"));
    files.sort();
    let mut examples = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("the file can be read");
        for line in text.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let event_type = match columns.first() {
                Some(&"NONE") => None,
                Some(code) => match code.parse::<EventType>() {
                    Ok(event_type) => Some(event_type),
                    Err(error) => {
                        eprintln!("{}: {error}; the line is left out", file.display());
                        continue;
                    }
                },
                None => continue,
            };
            let Some((text, source, target)) = columns.get(4).map(|marked| unmark(marked)) else {
                continue;
            };
            examples.push(Example {
                parsed: session.parse(&text),
                source,
                target,
                event_type,
            });
        }
    }
    eprintln!("{} sentences", examples.len());
    if out == "--fifths" {
        let mut right = 0;
        for fifth in 0..5 {
            let rest: Vec<Example> = examples
                .iter()
                .enumerate()
                .filter(|(n, _)| n % 5 != fifth)
                .map(|(_, e)| e.clone())
                .collect();
            let lexicon = load().with_classifier(train(&lexicon, &rest));
            right += examples
                .iter()
                .enumerate()
                .filter(|(n, e)| n % 5 == fifth && e.event_type.is_some())
                .filter(|(_, e)| {
                    let relation = relate(&lexicon, &e.parsed, e.source.clone(), e.target.clone());
                    Some(relation.event_type) == e.event_type
                })
                .count();
        }
        let acts = examples.iter().filter(|e| e.event_type.is_some()).count();
        println!("{right} of {acts} right");
        return ExitCode::SUCCESS;
    }
    let classifier = train(&lexicon, &examples);
    let bytes = classifier.to_bytes();
    Classifier::from_bytes(&bytes).expect("what was written can be read");
    std::fs::write(out, bytes).expect("the file can be written");
    ExitCode::SUCCESS
}

fn load() -> Lexicon {
    Lexicon::load(demarche_knowledge::FILES.iter().copied()).expect("the knowledge loads")
}

type Span = Option<Range<usize>>;

/// The text without its marks, and where they stood.
fn unmark(marked: &str) -> (String, Span, Span) {
    let mut text = String::new();
    let (mut source, mut target) = (None, None);
    let mut open: Vec<usize> = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let mark = ["<s>", "<t>", "</s>", "</t>"]
            .into_iter()
            .find(|m| rest.starts_with(m));
        match mark {
            Some("<s>" | "<t>") => open.push(text.len()),
            Some(end) => {
                let span = open.pop().map(|start| start..text.len());
                if end == "</s>" {
                    source = source.or(span)
                } else {
                    target = target.or(span)
                }
            }
            None => {
                text.push('<');
                rest = &rest[1..];
                continue;
            }
        }
        rest = &rest[mark.map_or(0, str::len)..];
    }
    text.push_str(rest);
    (text, source, target)
}
