//! Names by their first word.
//!
//! Tens of thousands of names are known, and a run may read a single report: an
//! automaton over all of them takes longer to build than the report to code. Names
//! begin and end where words do, so a table by first word finds them as well.

use super::NameRef;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// The names that the lexicon knows, by number.
#[derive(Debug, Default)]
pub(crate) struct Names {
    spellings: Vec<String>,
    refs: Vec<Vec<NameRef>>,
    ambiguous: Vec<bool>,
    /// Where the names of a bucket begin in `members`; one more than there are buckets.
    starts: Vec<u32>,
    /// Numbers of names, bucket after bucket.
    members: Vec<u32>,
}

/// How the letters of a name are compared with a text's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Exact,
    /// Letters A to Z are as good as a to z.
    Ignored,
}

impl Names {
    /// Names that differ, with what each stands for and whether it often means
    /// something else.
    pub(super) fn new(
        spellings: Vec<String>,
        refs: Vec<Vec<NameRef>>,
        ambiguous: Vec<bool>,
    ) -> Names {
        let buckets = spellings.len().next_power_of_two();
        let bucket = |name: &String| bucket_of(first_word(name), buckets);
        let mut starts = vec![0u32; buckets + 1];
        for name in &spellings {
            starts[bucket(name) + 1] += 1;
        }
        for n in 1..starts.len() {
            starts[n] += starts[n - 1];
        }
        let mut next = starts.clone();
        let mut members = vec![0; spellings.len()];
        for (number, name) in spellings.iter().enumerate() {
            let place = &mut next[bucket(name)];
            members[*place as usize] = number as u32;
            *place += 1;
        }
        Names {
            spellings,
            refs,
            ambiguous,
            starts,
            members,
        }
    }

    pub(crate) fn spelling(&self, number: u32) -> &str {
        &self.spellings[number as usize]
    }

    /// What a name may stand for.
    pub(crate) fn refs(&self, number: u32) -> &[NameRef] {
        &self.refs[number as usize]
    }

    /// Whether a name often means something else.
    pub(crate) fn is_ambiguous(&self, number: u32) -> bool {
        self.ambiguous[number as usize]
    }

    /// The name that is spelt so.
    pub(crate) fn whole(&self, text: &str) -> Option<u32> {
        self.bucket(first_word(text))
            .find(|number| self.spelling(*number) == text)
    }

    /// Names that stand where the first word stands in the text and have it as
    /// their own first word, in no order, each with the byte where it ends.
    pub(crate) fn beginning<'n>(
        &'n self,
        text: &'n str,
        first_word: Range<usize>,
        case: Case,
    ) -> impl Iterator<Item = (u32, usize)> + 'n {
        let rest = &text.as_bytes()[first_word.start..];
        self.bucket(&text[first_word.clone()])
            .filter_map(move |number| {
                let name = self.spelling(number).as_bytes();
                let there = rest.get(..name.len())?;
                let same = match case {
                    Case::Exact => there == name,
                    Case::Ignored => there.eq_ignore_ascii_case(name),
                };
                same.then_some((number, first_word.start + name.len()))
            })
    }

    /// Names that stand in the text as whole words: in the order of their ends,
    /// longer ones first.
    pub(crate) fn within(&self, text: &str, case: Case) -> Vec<(u32, Range<usize>)> {
        let mut found = Vec::new();
        let mut before = None;
        for (start, c) in text.char_indices() {
            if !before.is_some_and(char::is_alphanumeric) {
                let word = start..start + first_word(&text[start..]).len();
                found.extend(
                    self.beginning(text, word, case)
                        .filter(|(_, end)| !text[*end..].starts_with(char::is_alphanumeric))
                        .map(|(number, end)| (number, start..end)),
                );
            }
            before = Some(c);
        }
        found.sort_by_key(|(_, bytes)| (bytes.end, bytes.start));
        found
    }

    fn bucket(&self, word: &str) -> impl Iterator<Item = u32> {
        let buckets = self.starts.len().saturating_sub(1);
        let members = if buckets == 0 {
            0..0
        } else {
            let bucket = bucket_of(word, buckets);
            self.starts[bucket] as usize..self.starts[bucket + 1] as usize
        };
        self.members[members].iter().copied()
    }
}

/// The letters and digits that a name or text begins with, which may be none.
pub(crate) fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

/// FNV-1a (Fowler, Noll, Vo) over the word without the case of its letters A to Z.
/// `buckets` is a power of two.
fn bucket_of(word: &str, buckets: usize) -> usize {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash ^ hash >> 32) as usize & (buckets - 1)
}

/// A name without its diacritics, as wires without them spell it.
pub(crate) fn plain(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    name.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| match c {
            'ł' => 'l',
            'Ł' => 'L',
            'đ' => 'd',
            'Đ' => 'D',
            'ø' => 'o',
            'Ø' => 'O',
            'ı' => 'i',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(spellings: &[&str]) -> Names {
        let spellings: Vec<String> = spellings.iter().map(|name| (*name).to_owned()).collect();
        let n = spellings.len();
        Names::new(spellings, vec![Vec::new(); n], vec![false; n])
    }

    fn found(names: &Names, text: &str, case: Case) -> Vec<String> {
        let found = names.within(text, case);
        found
            .into_iter()
            .map(|(number, bytes)| format!("{}@{}", names.spelling(number), bytes.start))
            .collect()
    }

    #[test]
    fn finds_whole_words_that_begin_alike() {
        let names = names(&[
            "Ruritania",
            "Ruritania Today",
            "Rur",
            "’s-Strelsau",
            "Émile Roc",
        ]);
        let text = "In Ruritania Today, Ruritanian ’s-Strelsau; Émile Roc";
        let there = [
            "Ruritania@3",
            "Ruritania Today@3",
            "’s-Strelsau@31",
            "Émile Roc@46",
        ];
        assert_eq!(found(&names, text, Case::Exact), there);
        assert_eq!(found(&names, "RURITANIA TODAY", Case::Exact), [""; 0]);
        let there = ["Ruritania@0", "Ruritania Today@0"];
        assert_eq!(found(&names, "RURITANIA TODAY", Case::Ignored), there);
        assert_eq!(names.whole("Rur"), Some(2));
        assert_eq!(names.whole("Ruri"), None);
    }

    #[test]
    fn a_lexicon_without_names_finds_none() {
        assert_eq!(found(&Names::default(), "Ruritania", Case::Exact), [""; 0]);
        assert_eq!(found(&names(&[]), "Ruritania", Case::Exact), [""; 0]);
    }
}
