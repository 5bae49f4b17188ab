use crate::ModelError;
use crate::file::{File, damaged};
use fancy_regex::{Regex, RegexBuilder};
use std::ops::Range;

/// The patterns that cut a run of characters into tokens.
///
/// The patterns look ahead and behind, which makes them slow; most words are
/// plain enough to tell by a glance at their ASCII characters what the pattern
/// would say. A property test holds each glance against its pattern.
pub(crate) struct Affixes {
    prefix: Regex,
    suffix: Regex,
    infix: Regex,
    url: Regex,
}

impl Affixes {
    pub(crate) fn load(file: &File) -> Result<Affixes, ModelError> {
        let patterns: Vec<&str> = file.strings("token.patterns")?.iter().collect();
        let [prefix, suffix, infix, url] = patterns[..] else {
            return Err(damaged("token.patterns", "doesn't hold four patterns"));
        };
        let regex = |pattern: &str| {
            let regex = RegexBuilder::new(pattern)
                .backtrack_limit(usize::MAX)
                .build();
            regex.map_err(|_| damaged("token.patterns", "has a pattern that can't be read"))
        };
        Ok(Affixes {
            prefix: regex(prefix)?,
            suffix: regex(suffix)?,
            infix: regex(infix)?,
            url: regex(url)?,
        })
    }

    /// Bytes of the prefix to strip, 0 if there is none.
    pub(crate) fn prefix(&self, word: &str) -> usize {
        plain_prefix(word).unwrap_or_else(|| length(&self.prefix, word))
    }

    /// Bytes of the suffix to strip, 0 if there is none.
    pub(crate) fn suffix(&self, word: &str) -> usize {
        plain_suffix(word).unwrap_or_else(|| length(&self.suffix, word))
    }

    /// Where a word is to be split.
    pub(crate) fn infixes(&self, word: &str) -> Vec<Range<usize>> {
        plain_infixes(word).unwrap_or_else(|| {
            let found = self.infix.find_iter(word).map_while(Result::ok);
            found.map(|found| found.start()..found.end()).collect()
        })
    }

    /// Whether a word is a web address, which stays whole.
    pub(crate) fn is_url(&self, word: &str) -> bool {
        !is_no_url(word) && matches!(self.url.is_match(word), Ok(true))
    }
}

/// Length of the first match.
fn length(regex: &Regex, text: &str) -> usize {
    regex
        .find(text)
        .ok()
        .flatten()
        .map_or(0, |found| found.end() - found.start())
}

/// No prefix begins with an ASCII letter or digit but some currencies with `$`.
fn plain_prefix(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    (bytes.first()?.is_ascii_alphanumeric() && !bytes.contains(&b'$')).then_some(0)
}

fn plain_suffix(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    match *bytes.last()? {
        b'0'..=b'9' => Some(0),
        // A possessive has an apostrophe, a unit follows a digit.
        b'a'..=b'z' | b'A'..=b'Z' => {
            let plain = |byte: &u8| byte.is_ascii() && !byte.is_ascii_digit() && *byte != b'\'';
            bytes.iter().all(plain).then_some(0)
        }
        b',' | b':' | b';' | b'!' | b'?' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<'
        | b'>' => Some(1),
        b'_' | b'#' | b'*' | b'&' | b'\'' | b'"' | b'`' => Some(1),
        // After one capital the stop belongs to an abbreviation.
        b'.' => match bytes[..bytes.len() - 1] {
            [.., b'a'..=b'z' | b'0'..=b'9'] => Some(1),
            [.., b'A'..=b'Z', b'A'..=b'Z'] => Some(1),
            [.., b'a'..=b'z' | b'0'..=b'9' | b'.', b'A'..=b'Z'] | [b'A'..=b'Z'] => Some(0),
            _ => None,
        },
        _ => None,
    }
}

/// All infixes but dots and dashes in a row depend on one character before and
/// one after.
fn plain_infixes(word: &str) -> Option<Vec<Range<usize>>> {
    let bytes = word.as_bytes();
    let mut found = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        if !byte.is_ascii() {
            return None;
        }
        if !b".,-~+*^:<>=/".contains(byte) {
            continue;
        }
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let (Some(before), Some(after)) = (before, bytes.get(at + 1).copied()) else {
            // Nothing to look at on one side; but a dot or a dash may have company.
            let neighbour = bytes.get(at + 1).or(bytes.get(at.wrapping_sub(1)));
            if neighbour.is_some_and(|other| !other.is_ascii_alphanumeric()) {
                return None;
            }
            continue;
        };
        if !before.is_ascii_alphanumeric() || !after.is_ascii_alphanumeric() {
            return None;
        }
        let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
        let digits = before.is_ascii_digit() && after.is_ascii_digit();
        let splits = match byte {
            b'.' => before.is_ascii_lowercase() && after.is_ascii_uppercase(),
            b',' => letters,
            b'-' => after.is_ascii_alphabetic() || digits,
            b'+' | b'*' | b'^' => digits,
            _ => after.is_ascii_alphabetic(),
        };
        if splits {
            found.push(at..at + 1);
        }
    }
    Some(found)
}

/// Whether an ASCII word lacks what every address has: a dot, and after the last
/// one two small letters, or else digits and three dots.
fn is_no_url(word: &str) -> bool {
    let bytes = word.as_bytes();
    if !word.is_ascii() {
        return false;
    }
    let Some(dot) = bytes.iter().rposition(|byte| *byte == b'.') else {
        return true;
    };
    if bytes.iter().any(|byte| b":/?#@".contains(byte)) {
        return false;
    }
    let end = &bytes[dot + 1..];
    let is_name = end.len() >= 2 && end.iter().all(u8::is_ascii_lowercase);
    let is_number = !end.is_empty() && end.iter().all(u8::is_ascii_digit);
    let dots = bytes.iter().filter(|byte| **byte == b'.').count();
    !(is_name || is_number && dots == 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static AFFIXES: LazyLock<Affixes> = LazyLock::new(|| {
        let file =
            File::open(demarche_models::EN_CORE_WEB_SM).expect("the embedded model is whole");
        Affixes::load(&file).expect("the embedded model has the patterns")
    });

    fn check(word: &str) {
        let affixes = &*AFFIXES;
        if let Some(found) = plain_prefix(word) {
            assert_eq!(found, length(&affixes.prefix, word), "prefix of {word:?}");
        }
        if let Some(found) = plain_suffix(word) {
            assert_eq!(found, length(&affixes.suffix, word), "suffix of {word:?}");
        }
        if let Some(found) = plain_infixes(word) {
            let matches = affixes
                .infix
                .find_iter(word)
                .map(|found| found.expect("no limit is set"));
            let matches: Vec<_> = matches.map(|found| found.start()..found.end()).collect();
            assert_eq!(found, matches, "infixes of {word:?}");
        }
        if is_no_url(word) {
            assert!(
                !affixes.url.is_match(word).expect("no limit is set"),
                "address in {word:?}"
            );
        }
    }

    #[test]
    fn short_words_of_telling_characters_agree_with_the_patterns() {
        let alphabet: Vec<char> = "aSkm09.,-'$/:\"\u{2019}\u{e9}".chars().collect();
        let n = alphabet.len();
        for code in 0..n * n * n * n {
            let word: String = (0..4)
                .map(|place| alphabet[code / n.pow(place) % n])
                .collect();
            check(&word);
            check(&word[word.chars().next().map_or(0, char::len_utf8)..]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_word_agrees_with_the_patterns(word in r#"[a-zA-Z0-9.,:;!?'"()\[\]{}<>_#*&$%@/+^=~|`\\-]{1,12}"#) {
            check(&word);
        }

        #[test]
        fn addresses_agree_with_the_patterns(word in "(www\\.)?[a-z0-9.]{1,8}\\.[a-zA-Z0-9]{1,4}(\\.[0-9]{1,3}){0,3}") {
            check(&word);
        }
    }
}
