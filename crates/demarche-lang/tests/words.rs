//! What the embedded reader of words says is what the program that trained it says, which
//! computes in floats what is here computed in whole numbers.

#![allow(clippy::disallowed_methods, reason = "a test reads its data")]

use demarche_lang::{Kernel, ModelError, PairReader, WordQuestion, WordReader};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How far a share may lie from the trainer's: numbers that round to their other
/// neighbour, in one of three layers, move it so much.
const FARTHEST: f64 = 0.1;
/// How far shares may lie from the trainer's in the mean.
const MEAN: f64 = 0.01;

fn reader(kernel: Kernel) -> Option<WordReader> {
    let pairs = match PairReader::with_kernel(demarche_models::PAIRS, kernel) {
        Ok(pairs) => pairs,
        Err(ModelError::Kernel { .. }) => return None,
        Err(error) => panic!("the embedded model is whole: {error}"),
    };
    let words = WordReader::from_bytes(demarche_models::WORDS, &Arc::new(pairs));
    Some(words.expect("the embedded model is whole"))
}

/// The shares of some words of a text.
fn shares(reader: &WordReader, text: &str, begin: &[usize]) -> Vec<Option<Vec<f64>>> {
    let begin = begin.to_vec();
    let mut answers = reader.shares(&[WordQuestion { text, begin }]);
    answers.pop().expect("one question has one answer")
}

#[test]
fn shares_are_those_of_the_trainer() {
    let reader = reader(Kernel::best()).expect("the best is there");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/words.jsonl");
    let lines = std::fs::read_to_string(path).expect("the data are there");
    let (mut seen, mut off) = (0, 0.0);
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).expect("each line is an object");
        let text = line["text"].as_str().expect("a text");
        let words = line["words"].as_array().expect("words");
        let begin = |word: &Value| word["at"].as_u64().expect("a byte") as usize;
        let begin: Vec<usize> = words.iter().map(begin).collect();
        let answers = shares(&reader, text, &begin);
        for (word, answer) in words.iter().zip(answers) {
            let shares = answer.expect("a word begins there");
            let shares: BTreeMap<&str, f64> = reader.labels().zip(shares).collect();
            for (label, share) in word["shares"].as_object().expect("shares by label") {
                let expected = share.as_f64().expect("a number");
                let found = shares[label.as_str()];
                assert!(
                    (found - expected).abs() < FARTHEST,
                    "{text} at {}: {label} has {found:.3}, not {expected:.3}",
                    word["at"]
                );
                off += (found - expected).abs();
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "{seen}");
    assert!(off / f64::from(seen) < MEAN, "{}", off / f64::from(seen));
}

#[test]
fn kernels_give_the_same_bits() {
    let text = "On Monday the Maltese envoy, a former judge, was expelled by Tuvalu.";
    let answers: Vec<_> = Kernel::ALL
        .into_iter()
        .filter_map(reader)
        .map(|reader| shares(&reader, text, &[49, 3, 62]))
        .collect();
    for others in &answers[1..] {
        assert_eq!(&answers[0], others);
    }
}

#[test]
fn any_text_has_shares_where_words_begin() {
    let reader = reader(Kernel::best()).expect("the best is there");
    let long = "word ".repeat(3_000);
    let strange = "\u{0}\u{fffd}e\u{301}\u{4e2d}\u{200d}🇲🇹 ".repeat(5);
    for text in ["", " ", "?", "a", &long, &strange, &"x".repeat(500)] {
        let begin = [0, 1, 5, 14_995, usize::MAX];
        for (begin, answer) in begin.iter().zip(shares(&reader, text, &begin)) {
            let Some(shares) = answer else { continue };
            assert!(text.is_char_boundary(*begin), "{begin}");
            let total: f64 = shares.iter().sum();
            assert!((total - 1.0).abs() < 1e-9, "{text:?}: {total}");
        }
    }
    let answers = shares(&reader, &long, &[0, 2, 14_995]);
    assert!(answers[0].is_some(), "the first word");
    assert!(answers[1].is_none(), "no word begins inside one");
    assert!(answers[2].is_none(), "too far into the text");
}

#[test]
fn what_is_asked_together_is_answered_as_if_alone() {
    let reader = reader(Kernel::best()).expect("the best is there");
    let long = "Tuvalu expelled the Maltese envoy. ".repeat(40);
    let texts = [
        "Malta protested.",
        "",
        &long,
        "Tuvalu signed nothing on Monday.",
        "A",
    ];
    let question = |text| WordQuestion {
        text,
        begin: vec![0, 6, 7, 20],
    };
    let questions: Vec<WordQuestion<'_>> = texts.into_iter().map(question).collect();
    let together = reader.shares(&questions);
    for (question, answer) in questions.iter().zip(&together) {
        assert_eq!(answer, &shares(&reader, question.text, &question.begin));
    }
    assert!(together[0][1].is_some());
}
