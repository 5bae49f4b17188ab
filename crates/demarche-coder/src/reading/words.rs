//! The words of a paragraph before anything is known of its grammar.

use crate::lexicon::{Case, Lexicon, NameRef};
use crate::recase::lowered;
use std::cell::OnceCell;
use std::ops::Range;

/// The words of a paragraph, in order. A hyphen or an apostrophe ends a word.
pub(crate) struct TextWords<'t> {
    lexicon: &'t Lexicon,
    text: &'t str,
    /// The text in lower case, byte for byte.
    lower: String,
    words: Vec<Word>,
    /// Where names of states, places and organisations stand, once somebody asks.
    names: OnceCell<Vec<Name>>,
}

struct Word {
    bytes: Range<usize>,
    /// Nothing but a blank or a hyphen is between it and the next.
    is_joined: bool,
    /// The next begins another sentence.
    ends_sentence: bool,
}

struct Name {
    bytes: Range<usize>,
    /// Not an adjective or a people.
    is_noun: bool,
}

impl<'t> TextWords<'t> {
    pub(crate) fn of(lexicon: &'t Lexicon, text: &'t str) -> TextWords<'t> {
        let mut words: Vec<Word> = Vec::new();
        let mut start = None;
        let mut close = |start: usize, end: usize| {
            if let Some(last) = words.last_mut() {
                let between = &text[last.bytes.end..start];
                last.is_joined = matches!(between, " " | "-" | "\n" | "\r\n" | "\u{a0}");
                last.ends_sentence = ends_sentence(&text[last.bytes.clone()], between);
            }
            words.push(Word {
                bytes: start..end,
                is_joined: false,
                ends_sentence: true,
            });
        };
        for (at, c) in text.char_indices() {
            match (start, c.is_alphanumeric()) {
                (None, true) => start = Some(at),
                (Some(from), false) => {
                    close(from, at);
                    start = None;
                }
                _ => {}
            }
        }
        if let Some(from) = start {
            close(from, text.len());
        }
        TextWords {
            lexicon,
            text,
            lower: lowered(text),
            words,
            names: OnceCell::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The nth word in lower case.
    pub(crate) fn word(&self, n: usize) -> Option<&str> {
        self.words
            .get(n)
            .map(|word| &self.lower[word.bytes.clone()])
    }

    /// The bytes of some words and what stands between them.
    pub(crate) fn bytes(&self, words: Range<usize>) -> Range<usize> {
        self.words[words.start].bytes.start..self.words[words.end - 1].bytes.end
    }

    /// Whether nothing but a blank or a hyphen stands between the nth word and the next.
    pub(crate) fn is_joined(&self, n: usize) -> bool {
        self.words.get(n).is_some_and(|word| word.is_joined)
    }

    pub(crate) fn ends_sentence(&self, n: usize) -> bool {
        self.words.get(n).is_none_or(|word| word.ends_sentence)
    }

    pub(crate) fn starts_sentence(&self, n: usize) -> bool {
        n.checked_sub(1).is_none_or(|n| self.ends_sentence(n))
    }

    /// Whether the nth word belongs to a name of a state, place or organisation; `by_noun`
    /// leaves adjectives and peoples out.
    pub(crate) fn is_named(&self, n: usize, by_noun: bool) -> bool {
        let names = self.names.get_or_init(|| self.find_names());
        self.words.get(n).is_some_and(|word| {
            let within = |name: &Name| {
                name.bytes.start <= word.bytes.start && word.bytes.end <= name.bytes.end
            };
            names
                .iter()
                .any(|name| within(name) && (name.is_noun || !by_noun))
        })
    }

    fn find_names(&self) -> Vec<Name> {
        let known = &self.lexicon.names;
        let found = known.within(self.text, Case::Exact).into_iter();
        found
            .filter_map(|(name, bytes)| {
                let refs = known.refs(name);
                let is_adjective =
                    |r: &NameRef| matches!(r, NameRef::Adjective(_) | NameRef::People(_));
                let is_person = |r: &NameRef| matches!(r, NameRef::Person(_) | NameRef::Family(_));
                let is_noun = |r: &NameRef| !is_adjective(r) && !is_person(r);
                (!refs.iter().all(is_person)).then(|| Name {
                    bytes,
                    is_noun: refs.iter().any(is_noun),
                })
            })
            .collect()
    }
}

/// Whether a sentence ends between two words, as far as that can be told.
fn ends_sentence(before: &str, between: &str) -> bool {
    between.contains(['!', '?', ';', '“', '”', '"', ':'])
        || (between.starts_with('.')
            && between.len() > 1
            && !(before.chars().count() == 1 && before.starts_with(char::is_uppercase)))
}
