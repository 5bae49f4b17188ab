//! spaCy's output on our sentences, token by token. `bench/lang/golden.py` writes
//! it anew.

use demarche_lang::{Kernel, Model, Parsed};
use serde_json::Value;

const SENTENCES: &str = include_str!("data/sentences.txt");
const GOLDEN: &str = include_str!("data/golden.jsonl");

/// The sentences, and all of them as one text.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = SENTENCES.lines().map(str::to_owned).collect();
    assert!(texts.len() >= 320);
    texts.push(texts.join(" "));
    texts
}

fn model(kernel: Kernel) -> Model {
    Model::with_kernel(demarche_models::EN_CORE_WEB_SM, kernel)
        .expect("the embedded model is whole")
}

fn kernels() -> impl Iterator<Item = Kernel> {
    Kernel::ALL
        .into_iter()
        .filter(|kernel| kernel.is_available())
}

fn words(values: &Value, column: &str) -> Vec<String> {
    let words = values[column].as_str().expect("a column is a string");
    words
        .split_terminator(' ')
        .map(|word| if word == "_" { "" } else { word }.to_owned())
        .collect()
}

/// Holds one text against its golden line, column by column.
fn check(parsed: &Parsed, golden: &Value) {
    let text = parsed.text();
    let column = |column: &str, value: &dyn Fn(usize) -> String| {
        let ours: Vec<String> = (0..parsed.len()).map(value).collect();
        assert_eq!(
            ours,
            words(golden, column),
            "{column} of {:?}",
            text.chars().take(200).collect::<String>()
        );
    };
    let characters = |bytes: usize| text[..bytes].chars().count().to_string();
    if text.len() < 10_000 {
        column("start", &|at| characters(parsed.token(at).start()));
        column("end", &|at| characters(parsed.token(at).end()));
    }
    column("tag", &|at| parsed.token(at).tag().to_string());
    column("pos", &|at| parsed.token(at).pos().to_string());
    column("morph", &|at| parsed.token(at).morph().to_owned());
    column("lemma", &|at| parsed.token(at).lemma().to_owned());
    column("dep", &|at| parsed.token(at).dep().to_string());
    column("head", &|at| {
        (parsed.token(at).head().number() as i64 - at as i64).to_string()
    });
    let starts = parsed
        .sentences()
        .map(|sentence| sentence.tokens().start.to_string());
    assert_eq!(starts.collect::<Vec<_>>(), words(golden, "sentences"));
    let entities = parsed
        .entities()
        .iter()
        .map(|e| format!("{}:{}-{}", e.kind, e.first, e.end));
    assert_eq!(entities.collect::<Vec<_>>(), words(golden, "entities"));
}

fn golden() -> Vec<Value> {
    GOLDEN
        .lines()
        .map(|line| serde_json::from_str(line).expect("golden lines are JSON"))
        .collect()
}

#[test]
fn every_kernel_decides_as_spacy_does_in_a_batch() {
    let (texts, golden) = (texts(), golden());
    assert_eq!(texts.len(), golden.len());
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for kernel in kernels() {
        for (parsed, golden) in model(kernel).parse_batch(&texts).iter().zip(&golden) {
            check(parsed, golden);
        }
    }
}

#[test]
fn every_kernel_decides_as_spacy_does_one_by_one() {
    for kernel in kernels() {
        let model = model(kernel);
        for (text, golden) in texts().iter().zip(&golden()) {
            check(&model.parse(text), golden);
        }
    }
}

#[test]
fn threads_share_a_model() {
    let model = model(Kernel::best());
    let texts = texts();
    let texts: Vec<&str> = texts.iter().map(String::as_str).take(60).collect();
    let alone = model.parse_batch(&texts);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| model.parse_batch(&texts)))
            .collect();
        for thread in threads {
            assert!(thread.join().expect("no thread fails") == alone);
        }
    });
}
