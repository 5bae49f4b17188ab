//! Text without capitals, as subtitles and machines that write down speech
//! leave it, with the capitals of its names.

use super::{each_word, first_letter};
use crate::lexicon::{CodeId, Lexicon, NameRef};
use demarche_text::Document;
use std::collections::BTreeSet;
use std::ops::Range;

/// Letters of a paragraph below which the paragraphs around it say what it is.
const LEAST_LETTERS: usize = 40;

/// Letters of a family name that nobody takes for another word.
const PLAIN_FAMILY: usize = 5;

/// Words that a title before a name has at most.
const LONGEST_TITLE: usize = 4;

/// The paragraphs of a document that have no capitals, and whom it speaks of.
#[derive(Debug, Clone, Default)]
pub(super) struct LowerCase {
    paragraphs: Vec<Range<usize>>,
    /// Family names of those that it names in full or with a title.
    families: BTreeSet<u32>,
    /// Codes of what it names beyond doubt.
    codes: BTreeSet<CodeId>,
}

impl LowerCase {
    /// Paragraphs without capitals that name something known, alone or in the
    /// paragraphs without capitals that they stand among.
    pub(super) fn of(lexicon: &Lexicon, document: &Document) -> LowerCase {
        let paragraphs: Vec<Range<usize>> = document.coded_paragraphs().collect();
        let lower = without_capitals(document, &paragraphs);
        if !lower.contains(&true) {
            return LowerCase::default();
        }
        let mut found = LowerCase::default();
        found.learn(lexicon, &document.text);
        let mut at = 0;
        for run in lower.chunk_by(|one, other| one == other) {
            let of_run = &paragraphs[at..at + run.len()];
            at += run.len();
            let names = |p: &Range<usize>| {
                let text = document.text_of(p.clone());
                !found.names(lexicon, text).is_empty()
            };
            if run[0] && of_run.iter().any(names) {
                found.paragraphs.extend(of_run.iter().cloned());
            }
        }
        found
    }

    pub(super) fn holds(&self, paragraph: &Range<usize>) -> bool {
        let by_start = self
            .paragraphs
            .binary_search_by_key(&paragraph.start, |p| p.start);
        by_start.is_ok()
    }

    /// The paragraph with capitals where names, months and sentences begin, and blanks
    /// in place of what a machine put between the words.
    pub(super) fn restored(&self, lexicon: &Lexicon, paragraph: &str) -> String {
        let mut bytes = paragraph.as_bytes().to_vec();
        for mark in marks(paragraph) {
            bytes[mark].fill(b' ');
        }
        let spoken = String::from_utf8(bytes).expect("marks are whole characters");
        let mut bytes = spoken.clone().into_bytes();
        let mut before: Vec<Range<usize>> = Vec::new();
        each_word(&spoken, |word, starts| {
            let text = &spoken[word.clone()];
            let is_month = lexicon.rules.in_set("recase-month", text)
                && (before.last().is_some_and(|w| {
                    let before = &spoken[w.clone()];
                    lexicon.rules.in_set("recase-before-month", before)
                }) || begins_with_day(&spoken[word.end..]));
            let proper = lexicon.rules.in_set("recase-proper", text) || is_month;
            // "i.e."
            let abbreviates = text.len() == 1
                && spoken[word.end..].starts_with('.')
                && spoken[word.end + 1..].starts_with(char::is_alphanumeric);
            if (proper && !abbreviates) || (starts && is_start(&spoken[..word.start])) {
                capitalize(&mut bytes, &spoken, word.start);
            }
            before.push(word);
        });
        for (range, number) in self.names(lexicon, &spoken) {
            bytes[range.clone()].copy_from_slice(lexicon.names.spelling(number).as_bytes());
            let refs = lexicon.names.refs(number);
            if refs.iter().any(is_person) {
                let until = before.partition_point(|word| word.end <= range.start);
                for word in title(lexicon, &spoken, &before[..until], range.start) {
                    capitalize(&mut bytes, &spoken, word.start);
                }
            }
        }
        String::from_utf8(bytes).expect("names and words are whole characters")
    }

    /// Learns from the whole text who and what is spoken of.
    fn learn(&mut self, lexicon: &Lexicon, text: &str) {
        let mut words: Vec<Range<usize>> = Vec::new();
        each_word(text, |word, _| words.push(word));
        let mut families = BTreeSet::new();
        for (range, number) in lexicon.names_spelt(text) {
            let spelling = lexicon.names.spelling(number);
            let refs = lexicon.names.refs(number);
            if is_common(lexicon, spelling) {
                continue;
            }
            if spelling.contains(' ') {
                families.extend(refs.iter().filter_map(|r| match r {
                    NameRef::Person(n) => lexicon.persons[*n as usize].family.as_deref(),
                    _ => None,
                }));
            } else if refs.iter().all(|r| matches!(r, NameRef::Family(_))) {
                let until = words.partition_point(|word| word.end <= range.start);
                if !title(lexicon, text, &words[..until], range.start).is_empty() {
                    self.families.insert(number);
                }
                continue;
            } else if lexicon.names.is_ambiguous(number) || is_doubtful(lexicon, spelling) {
                continue;
            }
            self.codes.extend(lexicon.country_of_name(refs));
        }
        let numbers = families
            .into_iter()
            .filter_map(|family| lexicon.names.whole(family));
        self.families.extend(numbers);
    }

    /// The names in a text of this document, surely meant as names.
    fn names(&self, lexicon: &Lexicon, text: &str) -> Vec<(Range<usize>, u32)> {
        let mut found = lexicon.names_spelt(text);
        found.retain(|(range, number)| {
            !is_in_address(text, range) && self.is_name(lexicon, text, range, *number)
        });
        found
    }

    fn is_name(&self, lexicon: &Lexicon, text: &str, range: &Range<usize>, number: u32) -> bool {
        let spelling = lexicon.names.spelling(number);
        let refs = lexicon.names.refs(number);
        if is_common(lexicon, spelling) {
            let lower = spelling.to_lowercase();
            return lexicon.rules.in_set("recase-after-article", &lower)
                && follows_article(lexicon, &text[..range.start]);
        }
        if spelling.contains(' ') {
            return true;
        }
        if refs.iter().all(|r| matches!(r, NameRef::Family(_))) {
            let plain = spelling.chars().count() >= PLAIN_FAMILY && !is_doubtful(lexicon, spelling);
            return plain || self.families.contains(&number);
        }
        if lexicon.names.is_ambiguous(number) || is_doubtful(lexicon, spelling) {
            let code = lexicon.country_of_name(refs);
            return code.is_some_and(|code| self.codes.contains(&code));
        }
        spelling.chars().count() > 2
            || self.families.contains(&number)
            || lexicon
                .rules
                .in_set("recase-short", &spelling.to_lowercase())
    }
}

/// Whether each paragraph has no capitals, or one in a hundred letters; a short one
/// is as the paragraph before or after it.
fn without_capitals(document: &Document, paragraphs: &[Range<usize>]) -> Vec<bool> {
    let mut short = vec![false; paragraphs.len()];
    let mut lower = vec![false; paragraphs.len()];
    for (n, paragraph) in paragraphs.iter().enumerate() {
        let (mut small, mut capitals) = (0, 0);
        for c in document.text_of(paragraph.clone()).chars() {
            small += usize::from(c.is_lowercase());
            capitals += usize::from(c.is_uppercase());
        }
        lower[n] = small >= LEAST_LETTERS && capitals * 100 < small;
        short[n] = small < LEAST_LETTERS && capitals == 0;
    }
    for n in 1..lower.len() {
        lower[n] |= short[n] && lower[n - 1];
    }
    for n in (1..lower.len()).rev() {
        lower[n - 1] |= short[n - 1] && lower[n];
    }
    lower
}

/// Whether a name in lower case is mostly the common word.
fn is_common(lexicon: &Lexicon, spelling: &str) -> bool {
    let lower = spelling.to_lowercase();
    let sets = ["recase-common", "recase-word"];
    sets.iter().any(|set| lexicon.rules.in_set(set, &lower))
}

/// Whether a name in lower case may be another word, so that another name must stand
/// by it.
fn is_doubtful(lexicon: &Lexicon, spelling: &str) -> bool {
    lexicon
        .rules
        .in_set("recase-doubtful", &spelling.to_lowercase())
}

fn is_person(name_ref: &NameRef) -> bool {
    matches!(name_ref, NameRef::Person(_) | NameRef::Family(_))
}

/// Whether a sentence may start after these words: nothing, or a stop that closes no
/// abbreviation, and a blank.
fn is_start(before: &str) -> bool {
    let words = before.trim_end();
    let Some(stopped) = words.strip_suffix('.') else {
        return true;
    };
    let mut last = stopped.chars().rev().take(2);
    words.len() < before.len() && last.clone().count() == 2 && last.all(char::is_alphanumeric)
}

fn follows_article(lexicon: &Lexicon, before: &str) -> bool {
    let word = before.trim_end_matches(' ');
    let start = word.rfind(|c: char| !c.is_alphanumeric());
    let word = &word[start.map_or(0, |at| at + 1)..];
    word.len() + 1 == before.len() - start.map_or(0, |at| at + 1)
        && lexicon.rules.in_set("recase-article", &word.to_lowercase())
}

/// Whether a day of the month follows: "may 5".
fn begins_with_day(after: &str) -> bool {
    let digits = after.strip_prefix(' ').unwrap_or_default();
    let end = digits.find(|c: char| !c.is_ascii_digit());
    let (day, rest) = digits.split_at(end.unwrap_or(digits.len()));
    let is_day = day.parse().is_ok_and(|day: u32| (1..=31).contains(&day));
    is_day && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '%')
}

/// The words of a known title that end where a name starts: "prime minister".
fn title(lexicon: &Lexicon, text: &str, before: &[Range<usize>], name: usize) -> Vec<Range<usize>> {
    let Some(last) = before.last() else {
        return Vec::new();
    };
    if &text[last.end..name] != " " {
        return Vec::new();
    }
    let lower = |word: &Range<usize>| text[word.clone()].to_lowercase();
    let agents = lexicon.agents_by_head.get(&lower(last));
    let longest = agents.into_iter().flatten().find_map(|number| {
        let words = &lexicon.agents[*number as usize].words;
        let first = before.len().checked_sub(words.len())?;
        let same = words.len() <= LONGEST_TITLE
            && before[first..].iter().map(lower).eq(words.iter().cloned());
        same.then_some(first)
    });
    longest.map_or_else(Vec::new, |first| before[first..].to_vec())
}

/// Whether the words lie in a mail or web address.
fn is_in_address(text: &str, range: &Range<usize>) -> bool {
    let start = text[..range.start].rfind(char::is_whitespace);
    let end = text[range.end..].find(char::is_whitespace);
    let run = &text[start.map_or(0, |at| at + 1)..end.map_or(text.len(), |at| range.end + at)];
    let run = run.trim_end_matches(|c: char| !c.is_alphanumeric());
    run.contains(['@', '/'])
        || run.split('.').skip(1).any(|part| part.len() > 1) && run.starts_with("www.")
        || run.split('.').count() > 1 && run.split('.').all(|part| part.len() > 1)
}

/// What machines put between spoken words: `[Music]`, the minute at the start or after
/// such a mark, `>>` for another speaker.
pub(super) fn marks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut free = true;
    while let Some(start) = text[at..].find(|c: char| !c.is_whitespace()) {
        let start = at + start;
        let line_starts = text[at..start].contains('\n');
        let rest = &text[start..];
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let run = &rest[..end];
        let length = if let Some(inside) = rest.strip_prefix('[') {
            inside
                .find(']')
                .filter(|end| {
                    let words = inside[..*end].trim();
                    words.len() <= 30
                        && words
                            .chars()
                            .all(|c| c.is_alphabetic() || c == ' ' || c == '_')
                })
                .map(|end| end + 2)
        } else if (free || line_starts) && is_minute(run) {
            Some(run.len())
        } else if run.starts_with(">>") {
            Some(run.len() - run.trim_start_matches('>').len())
        } else {
            None
        };
        free = length.is_some();
        at = start + length.unwrap_or(end);
        found.extend(length.map(|length| start..start + length));
    }
    found
}

/// `4:40` or `1:04:40`.
fn is_minute(run: &str) -> bool {
    let parts: Vec<&str> = run.split(':').collect();
    matches!(parts.len(), 2 | 3)
        && parts.iter().enumerate().all(|(n, part)| {
            part.bytes().all(|b| b.is_ascii_digit())
                && (part.len() == 2 || (n == 0 && part.len() == 1))
        })
}

fn capitalize(bytes: &mut [u8], text: &str, at: usize) {
    let length = first_letter(&text[at..]);
    let mut capital = text[at..at + length].chars().flat_map(char::to_uppercase);
    if let (Some(c), None) = (capital.next(), capital.next())
        && c.len_utf8() == length
    {
        c.encode_utf8(&mut bytes[at..at + length]);
    }
}
