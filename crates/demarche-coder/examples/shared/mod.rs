//! What the programs that train have in common.
#![allow(dead_code)] // not each of them needs all

use demarche_coder::Lexicon;
use demarche_lang::PairReader;
use std::path::{Path, PathBuf};

/// The built-in knowledge, without any classifier.
pub fn lexicon() -> Lexicon {
    Lexicon::load(demarche_knowledge::FILES.iter().copied()).expect("the knowledge loads")
}

/// The built-in transformer of marked pairs.
pub fn pair_reader() -> PairReader {
    PairReader::from_bytes(demarche_models::PAIRS).expect("the model is whole")
}

/// The `*.tsv` files of a folder, in the order of their names, each with its text.
#[allow(clippy::disallowed_methods)] // an example reads files; the library doesn't
pub fn tables(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .flatten()
        .map(|e| e.path())
        .filter(|f| f.extension().is_some_and(|e| e == "tsv"))
        .collect();
    files.sort();
    let read = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).expect("the file can be read");
        (file, text)
    };
    files.into_iter().map(read).collect()
}
