//! Trains the classifiers of what the rules leave on the project's own passages:
//!
//!     cargo run --release -p demarche-coder --example train_acts -- training/passages models/acts.bin
//!
//! FOLDER holds `*.tsv`: passages parted by `#`; a label and a sentence a line, and below it,
//! each after a tab, the acts that it tells. `training/README.md` tells their fields.

mod shared;

use demarche_coder::{ActClassifier, Classifier, Lexicon, Mark, MarkedSide, parse, train_acts};
use demarche_event::EventType;
use demarche_lang::Model;
use demarche_text::{Article, Document, clean};
use shared::{lexicon, pair_reader, tables};
use std::ops::Range;
use std::path::Path;
use std::process::ExitCode;

#[allow(clippy::disallowed_methods)] // an example reads files; the library doesn't
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out] = &arguments[..] else {
        eprintln!("usage: train_acts FOLDER OUT");
        return ExitCode::from(2);
    };
    let lexicon = load();
    let model = Model::from_bytes(demarche_models::EN_CORE_WEB_SM).expect("the model is whole");
    let mut session = model.session();
    let mut documents: Vec<(Document, Vec<Mark>)> = Vec::new();
    let (mut acts, mut passages) = (0, 0);
    for (file, text) in tables(Path::new(folder)) {
        let mut passage = Passage::default();
        // The last passage of a file may lack its end.
        let lines = text.lines().chain(["#"]).enumerate();
        for (number, line) in lines {
            if line == "#" {
                if passage.text.is_empty() {
                    continue;
                }
                passages += 1;
                acts += passage.marks.len();
                documents.push(std::mem::take(&mut passage).document());
            } else if let Err(wrong) = passage.add(line) {
                eprintln!(
                    "{}:{}: {wrong}; the line is left out",
                    file.display(),
                    number + 1
                );
            }
        }
    }
    eprintln!("{acts} acts in {passages} passages");
    let trained = train_acts(&lexicon, &documents, |paragraphs| {
        parse(&lexicon, &mut session, paragraphs)
    });
    let bytes = trained.to_bytes();
    ActClassifier::from_bytes(&bytes).expect("what was written can be read");
    std::fs::write(out, bytes).expect("the file can be written");
    ExitCode::SUCCESS
}

/// A passage as far as it is read.
#[derive(Default)]
struct Passage {
    text: String,
    /// Bytes of the last sentence.
    last: Range<usize>,
    marks: Vec<Mark>,
}

impl Passage {
    fn add(&mut self, line: &str) -> Result<(), String> {
        match line.strip_prefix('\t') {
            None => {
                if !self.text.is_empty() {
                    self.text.push(' ');
                }
                let start = self.text.len();
                let sentence = line.split_once('\t').map_or(line, |(_, sentence)| sentence);
                self.text.push_str(sentence);
                self.last = start..self.text.len();
            }
            Some(act) => {
                let mark = self.mark(act)?;
                self.marks.push(mark);
            }
        }
        Ok(())
    }

    /// `trigger  type  status  source  target  certainty  other types  flags`.
    fn mark(&self, act: &str) -> Result<Mark, String> {
        let fields: Vec<&str> = act.split('\t').collect();
        let [
            trigger,
            event_type,
            _,
            source,
            target,
            certainty,
            others,
            flags,
        ] = fields[..]
        else {
            return Err(format!("eight fields wanted, {} found", fields.len()));
        };
        let types = std::iter::once(event_type)
            .chain(others.split(',').filter(|o| *o != "-"))
            .map(|name| {
                let name = name.split('/').next().unwrap_or(name);
                let known = EventType::ALL.iter().find(|e| e.as_str() == name);
                known.copied().ok_or_else(|| format!("no type {name}"))
            })
            .collect::<Result<_, _>>()?;
        let sides = |field: &str| -> Result<Vec<MarkedSide>, String> {
            if field == "-" {
                return Ok(Vec::new());
            }
            field.split(';').map(|side| self.side(side)).collect()
        };
        Ok(Mark {
            trigger: self.find(trigger)?,
            types,
            source: sides(source)?,
            target: sides(target)?,
            mutual: flags.contains('r'),
            optional: certainty == "1",
        })
    }

    /// `words=CODE` or `words=CODE:SECTOR`; `^` for words elsewhere.
    fn side(&self, side: &str) -> Result<MarkedSide, String> {
        let (words, code) = side
            .rsplit_once('=')
            .ok_or_else(|| format!("no `words=CODE`: {side}"))?;
        let code = code.split(':').next().unwrap_or(code);
        Ok(MarkedSide {
            bytes: (words != "^").then(|| self.find(words)).transpose()?,
            country: (code != "-").then(|| code.to_owned()),
        })
    }

    fn find(&self, words: &str) -> Result<Range<usize>, String> {
        let sentence = &self.text[self.last.clone()];
        let whole = |at: &usize| {
            let before = sentence[..*at].chars().next_back();
            let after = sentence[at + words.len()..].chars().next();
            let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            apart(before) && apart(after)
        };
        let found = sentence.match_indices(words).map(|(at, _)| at);
        let at = found.clone().find(whole).or_else(|| found.clone().next());
        let at = at.ok_or_else(|| format!("`{words}` isn't in the sentence"))?;
        let start = self.last.start + at;
        Ok(start..start + words.len())
    }

    fn document(self) -> (Document, Vec<Mark>) {
        (clean(Article::new(self.text), None), self.marks)
    }
}

fn load() -> Lexicon {
    let pairs = Classifier::from_bytes(demarche_models::RELATION).expect("the model is whole");
    lexicon()
        .with_classifier(pairs)
        .with_pair_reader(pair_reader())
}
