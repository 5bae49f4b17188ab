//! Prints one JSON line a text with all that the model says of its tokens.
//!
//!     dump [--kernel portable|avx2|avx512] [--one-by-one] < texts.json
//!
//! Each line of the input is a text as a JSON string.

#![allow(clippy::disallowed_methods)] // an example has arguments and streams

use demarche_lang::{Kernel, Model, Parsed};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut kernel = Kernel::best();
    let mut one_by_one = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--one-by-one" => one_by_one = true,
            "--kernel" => {
                let name = arguments.next().unwrap_or_default();
                let known = Kernel::ALL
                    .into_iter()
                    .find(|kernel| kernel.to_string() == name);
                kernel = known.ok_or(format!("`{name}` is no kernel: portable, avx2, avx512"))?;
            }
            other => return Err(format!("`{other}` is no option").into()),
        }
    }
    let model = Model::with_kernel(demarche_models::EN_CORE_WEB_SM, kernel)?;
    let mut texts = Vec::new();
    for line in std::io::stdin().lock().lines() {
        texts.push(serde_json::from_str::<String>(&line?)?);
    }
    let mut session = model.session();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for texts in texts.chunks(if one_by_one { 1 } else { 256 }) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for parsed in session.parse_batch(&texts) {
            writeln!(out, "{}", lines(&parsed))?;
        }
    }
    Ok(())
}

/// Columns of a text: offsets count characters.
fn lines(parsed: &Parsed) -> Value {
    let text = parsed.text();
    let (mut bytes, mut characters) = (0, 0);
    let mut count = |to: usize| {
        characters += text[bytes..to].chars().count();
        bytes = to;
        characters
    };
    let tokens = parsed.tokens().map(|token| {
        let entity = token.entity().map(|number| &parsed.entities()[number]);
        let begins = entity.map(|entity| {
            if entity.first as usize == token.number() {
                "B"
            } else {
                "I"
            }
        });
        json!([
            count(token.start()),
            count(token.end()),
            token.tag().as_str(),
            token.pos().as_str(),
            token.morph(),
            token.lemma(),
            token.head().number(),
            token.dep().as_str(),
            token.sentence().tokens().start == token.number(),
            begins.unwrap_or("O"),
            entity.map_or("", |entity| entity.kind.as_str()),
        ])
    });
    tokens.collect()
}
