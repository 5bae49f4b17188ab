use super::TextWords;
use crate::lexicon::{Alteration, Lexicon, Tells};
use std::ops::Range;

/// Words that are read as others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Swap {
    /// Where they stand: bytes of the text as it is written.
    pub written: Range<usize>,
    /// What is read there.
    pub of: String,
    /// The same in its first form and without capitals: one alteration has one.
    pub base: String,
    /// Where that begins in the text as it is read.
    pub read: usize,
    pub tells: Tells,
    /// They stand in quotation marks.
    pub is_quoted: bool,
}

impl Swap {
    /// Bytes of the text as it is read.
    pub(crate) fn read(&self) -> Range<usize> {
        self.read..self.read + self.of.len()
    }
}

/// The wanted expressions of a paragraph, in order; none overlap.
pub(super) fn found(
    lexicon: &Lexicon,
    words: &TextWords<'_>,
    text: &str,
    offset: usize,
    wanted: &dyn Fn(&Alteration) -> bool,
) -> Vec<Swap> {
    let mut found = Vec::new();
    let mut quoted = None;
    let mut at = 0;
    while at < words.len() {
        let Some(known) = lexicon.alterations.at(words, at, wanted) else {
            at += 1;
            continue;
        };
        let bytes = words.bytes(at..at + known.n_words);
        let written = &text[bytes.clone()];
        let is_name = written.starts_with(char::is_uppercase) && !words.starts_sentence(at);
        if is_name && !known.alteration.is_title && !is_in_capitals(written) {
            at += 1;
            continue;
        }
        let quoted = quoted.get_or_insert_with(|| quoted_bytes(text));
        let is_quoted = (quoted.iter()).any(|q| q.start <= bytes.start && bytes.end <= q.end);
        found.push(Swap {
            of: in_case_of(written, &known.of, is_name),
            base: known.alteration.of.clone(),
            written: bytes.start + offset..bytes.end + offset,
            read: 0,
            tells: known.alteration.tells,
            is_quoted,
        });
        at += known.n_words;
    }
    found
}

/// Says of each where it stands in the text as it is read.
pub(super) fn place(swaps: &mut [Swap]) {
    let (mut longer, mut shorter) = (0, 0);
    for swap in swaps {
        swap.read = swap.written.start + longer - shorter;
        longer += swap.of.len();
        shorter += swap.written.len();
    }
}

/// The words with capitals where those that they are put for have them: in a name all, at
/// the head of a sentence the first.
fn in_case_of(written: &str, of: &str, is_name: bool) -> String {
    if is_in_capitals(written) {
        return of.to_uppercase();
    }
    let mut parts = written.split([' ', '-']);
    if !parts.next().is_some_and(is_capital) {
        return of.to_owned();
    }
    let all = is_name && !written.contains([' ', '-']) || parts.any(is_capital);
    let words: Vec<String> = of
        .split(' ')
        .enumerate()
        .map(|(n, word)| match word.chars().next() {
            Some(first) if n == 0 || (all && !is_small(word)) => {
                first.to_uppercase().collect::<String>() + &word[first.len_utf8()..]
            }
            _ => word.to_owned(),
        })
        .collect();
    words.join(" ")
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Words of three letters at the most have no capital in a name, unless they have one
/// everywhere.
fn is_small(word: &str) -> bool {
    word.len() <= 3
}

fn is_in_capitals(words: &str) -> bool {
    let mut letters = words.chars().filter(|c| c.is_alphabetic());
    let is_long = words.chars().filter(|c| c.is_alphabetic()).count() > 1;
    is_long && letters.all(char::is_uppercase)
}

/// The stretches of a paragraph between quotation marks; the last may have no
/// end, since a quotation can go on in the next paragraph.
fn quoted_bytes(text: &str) -> Vec<Range<usize>> {
    let mut quoted = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('“', _) | ('"', None) => open = Some(at),
            ('”' | '"', Some(start)) => {
                quoted.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    quoted.extend(open.map(|start| start..text.len()));
    quoted
}
