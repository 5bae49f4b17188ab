//! Trains the classifier of `relate` on the project's own sentences:
//!
//!     cargo run --release -p demarche-coder --example train -- training models/relation.bin
//!
//! FOLDER holds `sentences/*.tsv`, labelled with types, and `codes/*.tsv`, labelled
//! with CAMEO codes.
//!
//! With `--fifths` it trains five times on four fifths and tells how many of the
//! sentences left out it names rightly, instead of writing anything.

mod shared;

use demarche_coder::{Classifier, Example, Label, relate, train};
use demarche_event::EventType;
use demarche_lang::Model;
use shared::{lexicon, tables};
use std::ops::Range;
use std::path::Path;
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
    let known = lexicon();
    let model = Model::from_bytes(demarche_models::EN_CORE_WEB_SM).expect("the model is whole");
    let mut session = model.session();
    let mut examples = Vec::new();
    for (part, coded) in [("sentences", false), ("codes", true)] {
        let folder = Path::new(folder).join(part);
        for (file, text) in tables(&folder) {
            for (number, line) in text.lines().enumerate().skip(1) {
                let columns: Vec<&str> = line.split('\t').collect();
                let read = if coded {
                    read_code(&columns)
                } else {
                    read_type(&columns)
                };
                match read {
                    Ok((label, marked)) => {
                        let (text, source, target) = unmark(marked);
                        examples.push(Example {
                            parsed: session.parse(&text),
                            source,
                            target,
                            label,
                        });
                    }
                    Err(error) => eprintln!(
                        "{}:{}: {error}; the line is left out",
                        file.display(),
                        number + 1
                    ),
                }
            }
        }
    }
    eprintln!("{} sentences", examples.len());
    if out == "--fifths" {
        // By tenths of the confidence: answers, sum of their confidence, those right.
        let mut tenths = [(0usize, 0.0f64, 0usize); 10];
        let (mut right, mut all) = (0, 0);
        for fifth in 0..5 {
            let rest: Vec<Example> = examples
                .iter()
                .enumerate()
                .filter(|(n, _)| n % 5 != fifth)
                .map(|(_, e)| e.clone())
                .collect();
            let classifier = train(&known, &rest).expect("the labels are known");
            let others = lexicon().with_classifier(classifier);
            for (_, e) in examples.iter().enumerate().filter(|(n, _)| n % 5 == fifth) {
                if e.label == Label::Nothing {
                    continue;
                }
                let relation = relate(&others, &e.parsed, e.source.clone(), e.target.clone());
                let hit = e.label.types(&others).contains(&relation.event_type);
                all += 1;
                right += usize::from(hit);
                let tenth = &mut tenths[((relation.confidence * 10.0) as usize).min(9)];
                tenth.0 += 1;
                tenth.1 += relation.confidence;
                tenth.2 += usize::from(hit);
            }
        }
        println!("{right} of {all} right");
        println!("confidence  answers  mean  right");
        for (n, (answers, sum, hits)) in tenths.iter().enumerate().filter(|(_, t)| t.0 > 0) {
            println!(
                "{:.1} to {:.1}  {answers:>7}  {:.2}  {:.2}",
                n as f64 / 10.0,
                (n + 1) as f64 / 10.0,
                sum / *answers as f64,
                *hits as f64 / *answers as f64
            );
        }
        return ExitCode::SUCCESS;
    }
    let classifier = match train(&known, &examples) {
        Ok(classifier) => classifier,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let bytes = classifier.to_bytes();
    Classifier::from_bytes(&bytes).expect("what was written can be read");
    std::fs::write(out, bytes).expect("the file can be written");
    ExitCode::SUCCESS
}

/// The label and the marked sentence of a line labelled with a type: `type`,
/// `mode`, `status`, `voice`, `text`, `also`.
fn read_type<'a>(columns: &[&'a str]) -> Result<(Label, &'a str), String> {
    let [event_type, mode, _, _, text, rest @ ..] = columns else {
        return Err(format!("{} columns, not 6", columns.len()));
    };
    if *event_type == "NONE" {
        return Ok((Label::Nothing, text));
    }
    let named = |code: &str| code.parse::<EventType>().map_err(|e| e.to_string());
    let label = Label::Type {
        event_type: named(event_type)?,
        mode: Some((*mode).to_owned()).filter(|m| !m.is_empty()),
        also: match rest.first() {
            Some(&"") | None => None,
            Some(also) => Some(named(also)?),
        },
    };
    Ok((label, text))
}

/// The same for a line labelled with a CAMEO code: `cameo`, `text`.
fn read_code<'a>(columns: &[&'a str]) -> Result<(Label, &'a str), String> {
    let [code, text] = columns else {
        return Err(format!("{} columns, not 2", columns.len()));
    };
    let label = if *code == "none" || code.starts_with("01") || code.starts_with("02") {
        Label::Nothing
    } else {
        Label::Cameo((*code).to_owned())
    };
    Ok((label, text))
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
