use std::collections::HashSet;

/// The words of a paragraph as hashes, so that long texts compare quickly.
/// Case, punctuation and apostrophes don't count.
pub(super) type Words = Vec<u64>;

/// Words in a row that are compared as one.
const SHINGLE: usize = 3;

pub(super) fn words(text: &str) -> Words {
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut word = FNV_OFFSET;
    let mut inside = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            inside = true;
            for lower in c.to_lowercase() {
                word = (word ^ u64::from(u32::from(lower))).wrapping_mul(FNV_PRIME);
            }
        } else if inside && !is_apostrophe(c) {
            words.push(word);
            word = FNV_OFFSET;
            inside = false;
        }
    }
    if inside {
        words.push(word);
    }
    words
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`')
}

/// Runs of words; a paragraph of one or two words is one run.
pub(super) fn shingles(words: &[u64]) -> HashSet<u64> {
    if words.len() < SHINGLE {
        return std::iter::once(mix(words)).collect();
    }
    words.windows(SHINGLE).map(mix).collect()
}

/// How many of the runs of `words` are in `known`.
pub(super) fn n_common(words: &[u64], known: &HashSet<u64>) -> usize {
    if words.len() < SHINGLE {
        return usize::from(known.contains(&mix(words)));
    }
    words
        .windows(SHINGLE)
        .filter(|run| known.contains(&mix(run)))
        .count()
}

/// How many runs `words` have.
pub(super) fn n_runs(words: &[u64]) -> usize {
    (words.len() + 1).saturating_sub(SHINGLE).max(1)
}

/// The share of the runs of `words` that are in `known`, from 0 to 1.
pub(super) fn share(words: &[u64], known: &HashSet<u64>) -> f64 {
    n_common(words, known) as f64 / n_runs(words) as f64
}

/// One number for a sequence of words.
pub(super) fn mix(words: &[u64]) -> u64 {
    words.iter().fold(FNV_OFFSET, |hash, word| {
        (hash.rotate_left(5) ^ word).wrapping_mul(FNV_PRIME)
    })
}

/// A text in lower case with single spaces between its words, for looking up
/// phrases: `Don't miss:` becomes `dont miss`.
pub(super) fn phrase(text: &str) -> String {
    let mut phrase = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            phrase.extend(c.to_lowercase());
        } else if !is_apostrophe(c) && !phrase.is_empty() && !phrase.ends_with(' ') {
            phrase.push(' ');
        }
    }
    phrase.truncate(phrase.trim_end().len());
    phrase
}

/// Whether `phrase` holds `wanted` as whole words.
pub(super) fn has_phrase(phrase: &str, wanted: &str) -> bool {
    phrase.match_indices(wanted).any(|(at, _)| {
        let end = at + wanted.len();
        (at == 0 || phrase.as_bytes()[at - 1] == b' ')
            && (end == phrase.len() || phrase.as_bytes()[end] == b' ')
    })
}

/// Whether `phrase` begins with `wanted` as whole words.
pub(super) fn begins_with(phrase: &str, wanted: &str) -> bool {
    phrase
        .strip_prefix(wanted)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
