//! What the programs that train have in common.
#![allow(dead_code)] // not each of them needs all

use demarche_coder::{Lexicon, Mark, MarkedSide};
use demarche_event::EventType;
use demarche_lang::PairReader;
use demarche_text::{Article, Document, clean};
use std::ops::Range;
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

/// The passages of folders, each with the acts that are marked in it. What can't be read is
/// told on standard error and left out.
pub fn passages(folders: &[String]) -> Vec<(Document, Vec<Mark>)> {
    let mut documents = Vec::new();
    let files = folders.iter().flat_map(|folder| tables(Path::new(folder)));
    for (file, text) in files {
        let mut passage = Passage::default();
        // The last passage of a file may lack its end.
        let lines = text.lines().chain(["#"]).enumerate();
        for (number, line) in lines {
            if line == "#" {
                if !passage.text.is_empty() {
                    documents.push(std::mem::take(&mut passage).document());
                }
            } else if let Err(wrong) = passage.add(line) {
                eprintln!(
                    "{}:{}: {wrong}; the line is left out",
                    file.display(),
                    number + 1
                );
            }
        }
    }
    documents
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
            status,
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
            mode: event_type.split_once('/').map(|(_, mode)| mode.to_owned()),
            status: status.parse().map_err(|_| format!("no status {status}"))?,
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
