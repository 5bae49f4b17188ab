//! How the paragraphs of a document are read: as they are written, but for words that a
//! machine swapped in a text where it swapped many, and for capitals that are too many or
//! none.
//!
//! Source: Cabanac, Labbé and Magazinov (2021), "Tortured phrases: A dubious writing style
//! emerging in science", arXiv 2107.06751: fixed expressions with their words swapped give a
//! paraphrased text away.

mod positions; // from the text as read to the text as written
mod swap; // words that are read as others
mod words; // the words of a paragraph

pub(crate) use positions::Positions;
pub(crate) use swap::Swap;
pub(crate) use words::TextWords;

use crate::lexicon::{Alteration, Lexicon, Tells};
use crate::recase::Letters;
use demarche_text::Document;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How a document is read. Of one that nobody paraphrased: as it is written.
///
/// What it finds is shown: a notice for each place, and a step in the explanation of what
/// is read from it. The text and the records keep the words as written.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    letters: Letters,
    /// The words that are read as others, in order.
    swaps: Vec<Swap>,
    /// Altered expressions in quotation marks that are read as they are written, in order.
    quotations: Vec<Swap>,
}

/// What an expression that nobody writes tells of a text, once, and one that few write,
/// twice at the most; and how much makes it a paraphrase: one alone may be meant.
const MUCH: usize = 2;
const LITTLE: usize = 1;
const PARAPHRASED: usize = 4;

/// Of how many words at the most one belongs to an altered expression.
const WORDS_TO_ONE: usize = 500;

impl Reading {
    /// How a document is read.
    pub fn of(lexicon: &Lexicon, document: &Document) -> Reading {
        let paragraphs: Vec<Range<usize>> = document.coded_paragraphs().collect();
        let texts: Vec<(usize, TextWords<'_>)> = paragraphs
            .iter()
            .map(|bytes| {
                let text = document.text_of(bytes.clone());
                (bytes.start, TextWords::of(lexicon, text))
            })
            .collect();
        let find = |wanted: &dyn Fn(&Alteration) -> bool| {
            let found = texts.iter().zip(&paragraphs);
            found
                .flat_map(|((offset, words), bytes)| {
                    let text = document.text_of(bytes.clone());
                    swap::found(lexicon, words, text, *offset, wanted)
                })
                .collect::<Vec<Swap>>()
        };
        let mut found = find(&|known| known.tells != Tells::Nothing);
        let n_words: usize = texts.iter().map(|(_, words)| words.len()).sum();
        if is_paraphrased(&found, n_words) {
            let mut swaps = find(&|known| known.tells != Tells::Translation);
            swap::place(&mut swaps);
            found.retain(|swap| swap.is_quoted && swap.tells == Tells::Translation);
            return Reading {
                letters: Letters::of(lexicon, document),
                swaps,
                quotations: found,
            };
        }
        found.retain(|swap| swap.is_quoted && swap.tells != Tells::Little);
        Reading {
            letters: Letters::of(lexicon, document),
            swaps: Vec::new(),
            quotations: found,
        }
    }

    /// A paragraph of the document as it is read, in the letters of print.
    pub fn paragraph<'t>(
        &self,
        lexicon: &Lexicon,
        document: &'t Document,
        bytes: Range<usize>,
    ) -> Cow<'t, str> {
        let written = document.text_of(bytes.clone());
        let within = self.within(&bytes);
        if within.is_empty() {
            return self.letters.recased(lexicon, &bytes, written);
        }
        let mut read = String::with_capacity(written.len() + 64);
        let mut at = 0;
        for swap in within {
            read.push_str(&written[at..swap.written.start - bytes.start]);
            read.push_str(&swap.of);
            at = swap.written.end - bytes.start;
        }
        read.push_str(&written[at..]);
        Cow::Owned(self.letters.recased(lexicon, &bytes, &read).into_owned())
    }

    /// Whether a paragraph has no capitals, and names something known.
    pub(crate) fn lacks_capitals(&self, paragraph: &Range<usize>) -> bool {
        self.letters.lacks_capitals(paragraph)
    }

    /// The words that are read as others, in order.
    pub(crate) fn swaps(&self) -> &[Swap] {
        &self.swaps
    }

    /// Altered expressions in quotation marks that are read as they are written, in order.
    pub(crate) fn quotations(&self) -> &[Swap] {
        &self.quotations
    }

    fn within(&self, bytes: &Range<usize>) -> &[Swap] {
        let first = self
            .swaps
            .partition_point(|s| s.written.start < bytes.start);
        let end = self.swaps.partition_point(|s| s.written.start < bytes.end);
        &self.swaps[first..end]
    }
}

fn is_paraphrased(found: &[Swap], n_words: usize) -> bool {
    let told = || {
        found
            .iter()
            .filter(|swap| !swap.is_quoted && swap.tells != Tells::Translation)
    };
    let mut much: BTreeSet<&str> = BTreeSet::new();
    let mut little: BTreeMap<&str, usize> = BTreeMap::new();
    for swap in told() {
        match swap.tells {
            Tells::Much => drop(much.insert(&swap.base)),
            _ => *little.entry(&swap.base).or_default() += LITTLE,
        }
    }
    let little: usize = little.values().map(|weight| MUCH.min(*weight)).sum();
    MUCH * much.len() + little >= PARAPHRASED && told().count() * WORDS_TO_ONE >= n_words
}
