//! What the embedded reader of words says is what the program that trained it says, which
//! computes in floats what is here computed in whole numbers.

#![allow(clippy::disallowed_methods, reason = "a test reads its data")]

use demarche_lang::{Kernel, ModelError, PairReader, WordAnswer, WordQuestion, WordReader};
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

/// The answers to some words of a text, with the roles of others beside all of them.
fn read(
    reader: &WordReader,
    text: &str,
    begin: &[usize],
    beside: &[usize],
) -> Vec<Option<WordAnswer>> {
    let question = WordQuestion {
        text,
        begin: begin.to_vec(),
        beside: beside.to_vec(),
    };
    let mut answers = reader.read(&[question], 0.0);
    answers.pop().expect("one question has one answer")
}

/// That a share isn't far from the trainer's; gives how far it is.
fn compare(found: f64, expected: &Value, of: &str) -> f64 {
    let expected = expected.as_f64().expect("a number");
    let off = (found - expected).abs();
    assert!(off < FARTHEST, "{of} has {found:.3}, not {expected:.3}");
    off
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
        let at = |word: &Value| word["at"].as_u64().expect("a byte") as usize;
        let begin: Vec<usize> = words.iter().map(at).collect();
        let beside = line["beside"].as_array().expect("words beside them");
        let beside: Vec<usize> = beside
            .iter()
            .map(|byte| byte.as_u64().expect("a byte") as usize)
            .collect();
        let answers = read(&reader, text, &begin, &beside);
        for (word, answer) in words.iter().zip(answers) {
            let answer = answer.expect("a word begins there");
            let shares: BTreeMap<&str, f64> = reader.labels().zip(answer.shares).collect();
            for (label, share) in word["shares"].as_object().expect("shares by label") {
                let of = format!("{text} at {}: {label}", word["at"]);
                off += compare(shares[label.as_str()], share, &of);
                seen += 1;
            }
            let roles = word["roles"].as_array().expect("roles of those beside it");
            assert_eq!(roles.len(), answer.roles.len(), "{text}");
            for ((shares, expected), at) in answer.roles.iter().zip(roles).zip(&beside) {
                let shares = shares.as_ref().expect("a word begins there");
                let expected = expected.as_array().expect("a share of each role");
                for ((role, share), expected) in reader.roles().zip(shares).zip(expected) {
                    let of = format!("{text} at {}: {at} as {role}", word["at"]);
                    off += compare(*share, expected, &of);
                    seen += 1;
                }
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
        .map(|reader| read(&reader, text, &[49, 3, 62], &[62, 14, 22]))
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
        for (at, answer) in begin.iter().zip(read(&reader, text, &begin, &begin)) {
            let Some(answer) = answer else { continue };
            assert!(text.is_char_boundary(*at), "{at}");
            let roles = answer.roles.iter().flatten();
            for shares in roles.chain([&answer.shares]) {
                let total: f64 = shares.iter().sum();
                assert!((total - 1.0).abs() < 1e-9, "{text:?}: {total}");
            }
        }
    }
    let answers = read(&reader, &long, &[0, 2, 14_995], &[0, 2]);
    let first = answers[0].as_ref().expect("the first word");
    assert!(first.roles[0].is_some() && first.roles[1].is_none());
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
        beside: vec![0, 20],
    };
    let questions: Vec<WordQuestion<'_>> = texts.into_iter().map(question).collect();
    let together = reader.read(&questions, 0.0);
    for (question, answer) in questions.iter().zip(&together) {
        let alone = read(&reader, question.text, &question.begin, &question.beside);
        assert_eq!(answer, &alone);
    }
    assert!(together[0][1].is_some());
}

#[test]
fn roles_are_told_of_words_that_say_something() {
    let reader = reader(Kernel::best()).expect("the best is there");
    let question = WordQuestion {
        text: "Tuvalu expelled the Maltese envoy on a rainy Monday.",
        begin: vec![7, 45],
        beside: vec![0, 28],
    };
    let answers = reader.read(&[question], 0.5);
    let answer = |at: usize| answers[0][at].as_ref().expect("a word begins there");
    assert!(answer(1).roles.is_empty());
    let roles: Vec<&str> = reader.roles().collect();
    let likeliest = |beside: usize| {
        let shares = answer(0).roles[beside].as_ref().expect("a word");
        let most = (0..roles.len()).max_by(|a, b| shares[*a].total_cmp(&shares[*b]));
        roles[most.expect("there are roles")]
    };
    assert_eq!([likeliest(0), likeliest(1)], ["source", "target"]);
}
