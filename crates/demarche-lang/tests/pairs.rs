//! Shares of the embedded model are those of the program that trained it, which
//! computes in floats what is here computed in whole numbers.

#![allow(clippy::disallowed_methods, reason = "a test reads its data")]

use demarche_lang::{PairReader, Question};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// How far a share may lie from the trainer's: numbers that round to their other
/// neighbour, in one of six layers, move it so much.
const FARTHEST: f64 = 0.05;
/// How far shares may lie from the trainer's in the mean.
const MEAN: f64 = 0.005;

#[test]
fn shares_are_those_of_the_trainer() {
    let reader =
        PairReader::from_bytes(demarche_models::PAIRS).expect("the embedded model is whole");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/pairs.jsonl");
    let lines = std::fs::read_to_string(path).expect("the data are there");
    let (mut seen, mut off) = (0, 0.0);
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).expect("each line is an object");
        let text = line["text"].as_str().expect("a text");
        let span = |which: &str| bytes(text, &line[which]);
        let (source, target) = (span("source"), span("target"));
        let whole = reader.shares(text, source.as_ref(), target.as_ref());
        let question = Question {
            text,
            first: source,
            second: target,
        };
        let quick = reader.quick_shares(&[question]).remove(0);
        for (depth, shares) in [("shares", whole), ("quick", quick)] {
            let shares: BTreeMap<&str, f64> = reader.labels().zip(shares).collect();
            for (label, share) in line[depth].as_object().expect("shares by label") {
                let expected = share.as_f64().expect("a number");
                let found = shares[label.as_str()];
                assert!(
                    (found - expected).abs() < FARTHEST,
                    "{text}: {label} has {found:.3}, not {expected:.3} ({depth})"
                );
                off += (found - expected).abs();
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 200);
    assert!(off / 200.0 < MEAN, "{}", off / 200.0);
}

/// A span counted in characters, as bytes.
fn bytes(text: &str, span: &Value) -> Option<Range<usize>> {
    let at = |key: &str| {
        let char = usize::try_from(span[key].as_u64()?).ok()?;
        let starts = text.char_indices().map(|(at, _)| at);
        starts.chain([text.len()]).nth(char)
    };
    Some(at("start_char")?..at("end_char")?)
}

#[test]
fn words_that_mean_the_same_lie_near_each_other() {
    let reader =
        PairReader::from_bytes(demarche_models::PAIRS).expect("the embedded model is whole");
    let meaning = |words: &[&str]| reader.meaning(words.iter().copied());
    let near =
        |one: &[f32], other: &[f32]| -> f32 { one.iter().zip(other).map(|(a, b)| a * b).sum() };
    let (quarrel, dispute, kettle) = (
        meaning(&["quarrel"]),
        meaning(&["dispute"]),
        meaning(&["kettle"]),
    );
    assert!((near(&quarrel, &quarrel) - 1.0).abs() < 1e-5);
    assert!(near(&quarrel, &dispute) > near(&quarrel, &kettle));
    assert_eq!(meaning(&["Quarrel"]), quarrel);
    assert!(meaning(&[]).iter().all(|x| *x == 0.0));
}
