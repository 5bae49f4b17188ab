use crate::ModelError;
use crate::file::{File, Strings, damaged};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest word, in letters, that is looked up.
const LONGEST: usize = 100;
/// What a piece that goes on a word begins with.
const GOES_ON: &str = "##";

/// Cuts words into the pieces of a vocabulary, each as long as can be, in lower case
/// and without accents (Wu et al. 2016; Devlin et al. 2019).
pub(super) struct WordPieces {
    /// In the order of their bytes.
    pieces: Strings,
    pub(super) first: u32,
    pub(super) last: u32,
    unknown: u32,
}

impl WordPieces {
    pub(super) fn load(file: &File) -> Result<WordPieces, ModelError> {
        let pieces = file.strings("pieces")?;
        let sorted = (1..pieces.len()).all(|n| pieces.get(n - 1) < pieces.get(n));
        if !sorted {
            return Err(damaged("pieces", "isn't in order"));
        }
        let special = |piece: &str| {
            find(&pieces, piece).ok_or_else(|| damaged("pieces", "lacks a special piece"))
        };
        Ok(WordPieces {
            first: special("[CLS]")?,
            last: special("[SEP]")?,
            unknown: special("[UNK]")?,
            pieces,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    #[cfg(test)]
    pub(super) fn name(&self, piece: u32) -> &'static str {
        self.pieces.get(piece as usize)
    }

    /// Adds the pieces of a word.
    pub(super) fn split(&self, word: &str, to: &mut Vec<u32>) {
        let plain: String = word
            .chars()
            .flat_map(char::to_lowercase)
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .collect();
        let before = to.len();
        let mut key = String::with_capacity(plain.len() + GOES_ON.len());
        let mut rest = plain.as_str();
        if plain.chars().count() > LONGEST {
            to.push(self.unknown);
            return;
        }
        while !rest.is_empty() {
            key.clear();
            if rest.len() < plain.len() {
                key.push_str(GOES_ON);
            }
            let prefix = key.len();
            key.push_str(rest);
            let found = loop {
                if key.len() == prefix {
                    break None;
                }
                if let Some(piece) = find(&self.pieces, &key) {
                    break Some(piece);
                }
                key.pop();
            };
            let Some(piece) = found else {
                to.truncate(before);
                to.push(self.unknown);
                return;
            };
            to.push(piece);
            rest = &rest[key.len() - prefix..];
        }
    }
}

/// Where the words of a text stand: runs without spaces, each sign of punctuation
/// alone.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = rest.by_ref().find(|(_, c)| !c.is_whitespace())?;
        let mut end = start + first.len_utf8();
        if !is_sign(first) {
            while let Some((at, c)) = rest.next_if(|(_, c)| !c.is_whitespace() && !is_sign(*c)) {
                end = at + c.len_utf8();
            }
        }
        Some(start..end)
    })
}

fn find(pieces: &Strings, key: &str) -> Option<u32> {
    let (mut low, mut high) = (0, pieces.len());
    while low < high {
        let middle = low.midpoint(high);
        match pieces.get(middle).cmp(key) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return u32::try_from(middle).ok(),
        }
    }
    None
}

/// Punctuation of Latin texts, and the signs of ASCII.
fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿')
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}')
        || matches!(c, '\u{2053}'..='\u{205e}')
}
