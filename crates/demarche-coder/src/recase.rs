//! Text in capitals or without any, in the letters that the language model and the
//! names expect. A title in capitals has lost what tells "US" from "us": what is read
//! from it is less sure than from print.

mod lower; // text without capitals

use crate::lexicon::Lexicon;
use demarche_text::Document;
use lower::LowerCase;
use std::borrow::Cow;
use std::ops::Range;

/// Letters of a paragraph below which nothing can be said about its case.
const LEAST_LETTERS: usize = 12;

/// The letters of a document: which paragraphs have the case of print, and which must
/// be given it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Letters {
    lower: LowerCase,
}

impl Letters {
    /// Looks through a document once.
    pub(crate) fn of(lexicon: &Lexicon, document: &Document) -> Letters {
        Letters {
            lower: LowerCase::of(lexicon, document),
        }
    }

    /// What is read of a paragraph as it would stand in print: [`recased`] from capitals, or
    /// with the capitals of names if it has none. Every character keeps its place, in bytes
    /// too.
    pub(crate) fn recased<'t>(
        &self,
        lexicon: &Lexicon,
        paragraph: &Range<usize>,
        text: &'t str,
    ) -> Cow<'t, str> {
        if self.lower.holds(paragraph) {
            return Cow::Owned(self.lower.restored(lexicon, text));
        }
        recased(lexicon, text)
    }

    /// Whether a paragraph has no capitals, and names something known.
    pub(crate) fn lacks_capitals(&self, paragraph: &Range<usize>) -> bool {
        self.lower.holds(paragraph)
    }
}

/// A paragraph with the case that its words would have in print, if it is written
/// in capitals throughout; else the paragraph itself. Every character keeps its
/// place, in bytes too.
///
/// What the lexicon names is spelt as there; so are the words of the set
/// `recase-proper`, such as months. The rest is lower case, but for the first
/// letter of a sentence.
pub fn recased<'t>(lexicon: &Lexicon, paragraph: &'t str) -> Cow<'t, str> {
    if !is_in_capitals(paragraph) {
        return Cow::Borrowed(paragraph);
    }
    let mut bytes = lowered(paragraph).into_bytes();
    each_word(paragraph, |word, starts| {
        let text = &paragraph[word.clone()];
        if starts || lexicon.rules.in_set("recase-proper", &text.to_lowercase()) {
            restore(&mut bytes, paragraph, word.start, first_letter(text));
        }
    });
    for (range, spelling) in lexicon.spelt(paragraph) {
        let common = lexicon
            .rules
            .in_set("recase-common", &spelling.to_lowercase());
        if !common && spelling.len() == range.len() {
            bytes[range].copy_from_slice(spelling.as_bytes());
        }
    }
    Cow::Owned(String::from_utf8(bytes).expect("names and words are whole characters"))
}

/// Calls `seen` with each word, without what stands behind an apostrophe, and whether a
/// sentence starts with it.
fn each_word(text: &str, mut seen: impl FnMut(Range<usize>, bool)) {
    let mut sentence_starts = true;
    let mut at = 0;
    for word in text.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let stem = bare.split(['\'', '’']).next().unwrap_or(bare);
        if !stem.is_empty() {
            seen(at..at + stem.len(), sentence_starts);
        }
        if !bare.is_empty() {
            sentence_starts = false;
        }
        if word.ends_with(['.', '!', '?', '"', '“']) {
            sentence_starts = true;
        }
        at += word.len();
    }
}

/// Whether nine in ten letters are capitals.
fn is_in_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    letters >= LEAST_LETTERS && capitals * 10 >= letters * 9
}

/// Lower case, except for letters whose lower case has other bytes.
pub(crate) fn lowered(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(l), None) if l.len_utf8() == c.len_utf8() => l,
                _ => c,
            }
        })
        .collect()
}

fn first_letter(word: &str) -> usize {
    word.chars().next().map_or(0, char::len_utf8)
}

fn restore(bytes: &mut [u8], from: &str, at: usize, length: usize) {
    bytes[at..at + length].copy_from_slice(&from.as_bytes()[at..at + length]);
}
