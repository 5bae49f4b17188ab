//! Trains the classifiers of what the rules leave on the project's own passages:
//!
//!     cargo run --release -p demarche-coder --example train_acts -- training/passages training/reports models/acts.bin
//!
//! Each FOLDER holds `*.tsv`: passages parted by `#`; a label and a sentence a line, and below it,
//! each after a tab, the acts that it tells. `training/README.md` tells their fields.

mod shared;

use demarche_coder::{ActClassifier, Classifier, Lexicon, parse, train_acts};
use demarche_lang::Model;
use shared::{lexicon, pair_reader, passages};
use std::process::ExitCode;

#[allow(clippy::disallowed_methods)] // an example reads files; the library doesn't
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((out, folders)) = arguments.split_last().filter(|(_, f)| !f.is_empty()) else {
        eprintln!("usage: train_acts FOLDER... OUT");
        return ExitCode::from(2);
    };
    let lexicon = load();
    let model = Model::from_bytes(demarche_models::EN_CORE_WEB_SM).expect("the model is whole");
    let mut session = model.session();
    let documents = passages(folders);
    let acts: usize = documents.iter().map(|(_, marks)| marks.len()).sum();
    eprintln!("{acts} acts in {} passages", documents.len());
    let trained = train_acts(&lexicon, &documents, |paragraphs| {
        parse(&lexicon, &mut session, paragraphs)
    });
    let bytes = trained.to_bytes();
    ActClassifier::from_bytes(&bytes).expect("what was written can be read");
    std::fs::write(out, bytes).expect("the file can be written");
    ExitCode::SUCCESS
}

fn load() -> Lexicon {
    let pairs = Classifier::from_bytes(demarche_models::RELATION).expect("the model is whole");
    lexicon()
        .with_classifier(pairs)
        .with_pair_reader(pair_reader())
}
