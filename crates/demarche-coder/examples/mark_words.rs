//! Writes which word of a sentence tells which act, for `training/words.py`:
//!
//!     cargo run --release -p demarche-coder --example mark_words -- training/passages training/reports > words.tsv
//!
//! A sentence a line: its words, a tab, and for each verb and noun where it begins (bytes of
//! the sentence), a colon and the types that it may be said to tell, parted by commas; `-`
//! for none, `?` for one that may as well be left out. After a second tab its acts, parted by
//! blanks: where the word begins that tells it; a colon; and where the words of actors begin,
//! each with `=` and whether it acts (0), is acted upon (1), takes part (2) or is none of these
//! (3), parted by commas.

mod shared;

use demarche_coder::{Classifier, Lexicon, Mark, SidedMark, parse, sided_marks};
use demarche_lang::{Model, Parsed, Pos};
use shared::{lexicon, pair_reader, passages};
use std::ops::Range;
use std::process::ExitCode;

#[allow(clippy::disallowed_methods)] // an example reads files; the library doesn't
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.is_empty() {
        eprintln!("usage: mark_words FOLDER...");
        return ExitCode::from(2);
    }
    let pairs = Classifier::from_bytes(demarche_models::RELATION).expect("the model is whole");
    let lexicon: Lexicon = lexicon()
        .with_classifier(pairs)
        .with_pair_reader(pair_reader());
    let model = Model::from_bytes(demarche_models::EN_CORE_WEB_SM).expect("the model is whole");
    let mut session = model.session();
    for (document, marks) in passages(&arguments) {
        let sided = sided_marks(&lexicon, &document, &marks, |paragraphs| {
            parse(&lexicon, &mut session, paragraphs)
        });
        for range in document.coded_paragraphs() {
            let paragraph = &document.text[range.clone()];
            for parsed in parse(&lexicon, &mut session, &[paragraph]) {
                for sentence in parsed.sentences() {
                    println!(
                        "{}",
                        line(&parsed, sentence.tokens(), range.start, &marks, &sided)
                    );
                }
            }
        }
    }
    ExitCode::SUCCESS
}

fn line(
    parsed: &Parsed,
    sentence: Range<usize>,
    offset: usize,
    marks: &[Mark],
    sided: &[SidedMark],
) -> String {
    let start = parsed.bytes(sentence.clone()).start;
    let tells = |t: &usize| matches!(parsed.token(*t).pos(), Pos::Verb | Pos::Noun);
    let told: Vec<(Vec<usize>, &Mark)> = marks
        .iter()
        .map(|mark| {
            let inside = |t: &usize| {
                let own = parsed.bytes(*t..*t + 1);
                own.start + offset < mark.trigger.end && mark.trigger.start < own.end + offset
            };
            (sentence.clone().filter(inside).collect(), mark)
        })
        .collect();
    // The word of each mark on which its others hang.
    let top = |words: &[usize]| {
        let hangs = |t: &usize| words.contains(&parsed.token(*t).head().number());
        let mut able = words.iter().copied().filter(tells);
        able.clone()
            .find(|t| !hangs(t) || parsed.token(*t).head().number() == *t)
            .or_else(|| able.next())
    };
    let labels = sentence.clone().filter(tells).map(|t| {
        let at = parsed.bytes(t..t + 1).start - start;
        let mut own = told.iter().filter(|(words, _)| top(words) == Some(t));
        let label = match own.clone().find(|(_, mark)| !mark.optional) {
            Some((_, mark)) => {
                let types: Vec<&str> = mark.types.iter().map(|of| of.as_str()).collect();
                types.join(",")
            }
            None if own.next().is_some() => "?".to_owned(),
            None => "-".to_owned(),
        };
        format!("{at}:{label}")
    });
    let labels: Vec<String> = labels.collect();
    let words = &parsed.text()[parsed.bytes(sentence)];
    let sides = sided.iter().filter(|mark| mark.sentence == words);
    let sides: Vec<String> = sides.map(sides_of).collect();
    let words = words.replace(['\t', '\n'], " ");
    format!("{words}\t{}\t{}", labels.join(" "), sides.join(" "))
}

fn sides_of(mark: &SidedMark) -> String {
    let actors = mark.actors.iter().map(|(at, role)| format!("{at}={role}"));
    let actors: Vec<String> = actors.collect();
    format!("{}:{}", mark.word, actors.join(","))
}
