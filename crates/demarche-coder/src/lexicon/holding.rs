//! Which sets hold a word, looked up once for each word of a text.

use super::Words;
use hashbrown::HashMap;

/// The sets that hold one word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Held(u32);

impl Held {
    /// Of a word that no set holds.
    pub(crate) const NOWHERE: Held = Held(0);
}

/// A table of words and sets: one bit for each pair.
#[derive(Debug, Default)]
pub(crate) struct Holdings {
    sets: HashMap<String, usize>,
    words: HashMap<String, Held>,
    /// A row for each word, after an empty one.
    bits: Vec<u64>,
    /// Numbers of a row.
    width: usize,
}

impl Holdings {
    pub(super) fn of(all: &HashMap<String, Words>) -> Holdings {
        let mut names: Vec<&String> = all.keys().collect();
        names.sort_unstable();
        let width = names.len().div_ceil(64);
        let mut holdings = Holdings {
            sets: HashMap::with_capacity(names.len()),
            words: HashMap::new(),
            bits: vec![0; width],
            width,
        };
        for (number, name) in names.into_iter().enumerate() {
            holdings.sets.insert(name.clone(), number);
            let words = all[name].iter_sorted().into_iter();
            // A token is one word.
            for word in words.filter(|word| !word.contains(' ')) {
                let next = Held((holdings.bits.len() / width) as u32);
                let held = *holdings.words.entry_ref(word).or_insert(next);
                if held == next {
                    holdings.bits.resize(holdings.bits.len() + width, 0);
                }
                holdings.bits[held.0 as usize * width + number / 64] |= 1 << (number % 64);
            }
        }
        holdings
    }

    /// The sets that hold a word.
    pub(crate) fn of_word(&self, word: &str) -> Held {
        self.words.get(word).copied().unwrap_or(Held::NOWHERE)
    }

    /// The number of a set; `None` for one that no file defines.
    pub(crate) fn set(&self, name: &str) -> Option<usize> {
        self.sets.get(name).copied()
    }

    /// Whether the set of a number holds a word.
    pub(crate) fn holds(&self, set: usize, word: Held) -> bool {
        self.bits[word.0 as usize * self.width + set / 64] >> (set % 64) & 1 == 1
    }
}
