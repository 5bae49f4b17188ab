//! Trains the classifier of claims on the project's own sentences:
//!
//!     cargo run --release -p demarche-coder --example train_claims -- training/passages models/claims.bin
//!
//! FOLDER holds `*.tsv`: passages parted by `#`, a sentence a line, its label before it:
//! `none`, a direction, or `other`. Lines that begin with a tab mark acts.
//!
//! With `--fifths` it trains five times on four fifths of the passages and tells how it
//! reads those left out, instead of writing anything.

mod shared;

use demarche_coder::{AssessmentExample, Classifier, Lexicon, assesses, train_claims};
use demarche_event::ClaimDirection;
use demarche_lang::Model;
use shared::{lexicon, pair_reader, tables};
use std::path::Path;
use std::process::ExitCode;

#[allow(clippy::disallowed_methods)] // an example reads files; the library doesn't
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out] = &arguments[..] else {
        eprintln!("usage: train_claims FOLDER OUT|--fifths");
        return ExitCode::from(2);
    };
    let lexicon = load();
    let model = Model::from_bytes(demarche_models::EN_CORE_WEB_SM).expect("the model is whole");
    let mut session = model.session();
    // With the number of the passage.
    let mut examples: Vec<(usize, AssessmentExample)> = Vec::new();
    let mut passage = 0;
    for (file, text) in tables(Path::new(folder)) {
        for (number, line) in text.lines().enumerate() {
            if line == "#" {
                passage += 1;
                continue;
            }
            if line.starts_with('\t') {
                continue;
            }
            match read(line) {
                Some((assesses, text)) => {
                    let parsed = session.parse(text);
                    examples.push((passage, AssessmentExample { parsed, assesses }));
                }
                None => eprintln!(
                    "{}:{}: no `label<tab>sentence`, with none, other, cooperative, \
                     conflictual, unchanged or tactical as label; the line is left out",
                    file.display(),
                    number + 1
                ),
            }
        }
    }
    eprintln!("{} sentences in {passage} passages", examples.len());
    if out == "--fifths" {
        fifths(&examples);
        return ExitCode::SUCCESS;
    }
    let all: Vec<AssessmentExample> = examples.into_iter().map(|(_, e)| e).collect();
    let bytes = train_claims(&lexicon, &all).to_bytes();
    Classifier::from_bytes(&bytes).expect("what was written can be read");
    std::fs::write(out, bytes).expect("the file can be written");
    ExitCode::SUCCESS
}

/// How passages are read by a classifier that was trained on the others.
fn fifths(examples: &[(usize, AssessmentExample)]) {
    // By tenths of the share: sentences, sum of their shares, those that assess.
    let mut tenths = [(0usize, 0.0f64, 0usize); 10];
    let (mut leans, mut both) = (0, 0);
    for fifth in 0..5 {
        let rest: Vec<AssessmentExample> = examples
            .iter()
            .filter(|(passage, _)| passage % 5 != fifth)
            .map(|(_, e)| e.clone())
            .collect();
        let lexicon = load();
        let classifier = train_claims(&lexicon, &rest);
        let lexicon = lexicon.with_claim_classifier(classifier);
        for (_, e) in examples.iter().filter(|(passage, _)| passage % 5 == fifth) {
            let (share, direction) = assesses(&lexicon, &e.parsed);
            let tenth = &mut tenths[((share * 10.0) as usize).min(9)];
            tenth.0 += 1;
            tenth.1 += share;
            tenth.2 += usize::from(e.assesses.is_some());
            if let Some(right) = e.assesses {
                both += 1;
                leans += usize::from(direction == right);
            }
        }
    }
    println!("{leans} of {both} lean as they are said to");
    println!("share       sentences  mean  that assess  from here on: precision  recall");
    let all: usize = tenths.iter().map(|t| t.2).sum();
    for (n, (sentences, sum, hits)) in tenths.iter().enumerate().filter(|(_, t)| t.0 > 0) {
        let (found, right) = tenths[n..]
            .iter()
            .fold((0, 0), |(found, right), t| (found + t.0, right + t.2));
        println!(
            "{:.1} to {:.1}  {sentences:>9}  {:.2}  {:>11.2}  {:>23.2}  {:>6.2}",
            n as f64 / 10.0,
            (n + 1) as f64 / 10.0,
            sum / *sentences as f64,
            *hits as f64 / *sentences as f64,
            right as f64 / found as f64,
            right as f64 / all as f64
        );
    }
}

fn load() -> Lexicon {
    lexicon().with_pair_reader(pair_reader())
}

fn read(line: &str) -> Option<(Option<Option<ClaimDirection>>, &str)> {
    let (label, text) = line.split_once('\t')?;
    let assesses = match label {
        "none" => None,
        "other" => Some(None),
        label => {
            let mut all = ClaimDirection::ALL.into_iter();
            Some(Some(all.find(|d| d.as_str() == label)?))
        }
    };
    Some((assesses, text))
}
