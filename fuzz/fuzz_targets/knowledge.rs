//! The loader of rules and actors on a file of arbitrary bytes: an error that
//! names the file, or a lexicon, never a panic.

#![no_main]

use demarche_coder::Lexicon;
use libfuzzer_sys::fuzz_target;

/// The least that a lexicon needs beside the file under test.
const TIME: &str = include_str!("../../knowledge/rules/time.toml");
const QUANTITY: &str = include_str!("../../knowledge/rules/quantity.toml");

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // The first byte chooses which kind of file it is.
    let name = match bytes.first() {
        Some(byte) if byte % 4 == 0 => "ontology/cameo.tsv",
        Some(byte) if byte % 4 == 1 => "actors/states.toml",
        _ => "rules/rules.toml",
    };
    let files = [("rules/time.toml", TIME), ("rules/quantity.toml", QUANTITY), (name, text)];
    if let Err(error) = Lexicon::load(files) {
        assert!(!error.to_string().is_empty());
    }
});
