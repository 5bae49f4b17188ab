//! Names that the language model can't know, to be parsed as ones that it does: a family
//! name that is a verb as well, a politician of later years.

use crate::lexicon::{Case, Lexicon, NameRef, first_word};
use demarche_lang::{Parsed, Session, StandIn};
use std::ops::Range;

/// Parses paragraphs, the names of persons in them as those that stand in for them: these
/// are knowledge, in the sets `stand-in-family` and `stand-in-given`.
pub fn parse(lexicon: &Lexicon, session: &mut Session<'_>, paragraphs: &[&str]) -> Vec<Parsed> {
    let first = |set: &str| lexicon.words_of(set).first().copied();
    match (first("stand-in-given"), first("stand-in-family")) {
        (Some(given), Some(family)) => session.parse_batch_with(paragraphs, |paragraph| {
            stand_ins(lexicon, paragraph, given, family)
        }),
        _ => session.parse_batch(paragraphs),
    }
}

fn stand_ins<'l>(
    lexicon: &'l Lexicon,
    paragraph: &str,
    given: &'l str,
    family: &'l str,
) -> Vec<StandIn<'l>> {
    let mut found = Vec::new();
    for bytes in persons(lexicon, paragraph) {
        let name = &paragraph[bytes.clone()];
        if !name.contains(' ') && may_be_word(lexicon, name) {
            continue;
        }
        let mut start = bytes.start;
        for word in name.split(' ') {
            let end = start + word.len();
            // "van" and "bin" stay as they are.
            if word.starts_with(char::is_uppercase) {
                found.push(StandIn {
                    bytes: start..end,
                    word: if end == bytes.end { family } else { given },
                });
            }
            start = end + 1;
        }
    }
    found.extend(platforms(lexicon, paragraph));
    found.sort_by_key(|stand_in| stand_in.bytes.start);
    found
}

/// Platforms with a letter for a name that ends a sentence, where it looks like somebody's
/// initial: "wrote on X. Ruritania".
fn platforms<'l>(lexicon: &'l Lexicon, text: &str) -> Vec<StandIn<'l>> {
    let Some(word) = lexicon.words_of("stand-in-platform").first().copied() else {
        return Vec::new();
    };
    let letters = lexicon.words_of("platform-letter");
    let mut found = Vec::new();
    for (at, letter) in letters
        .iter()
        .flat_map(|letter| text.match_indices(*letter))
    {
        let (before, end) = (&text[..at], at + letter.len());
        let stops = text[end..].starts_with(". ") || &text[end..] == ".";
        if !stops || !before.ends_with(' ') {
            continue;
        }
        let preposition = before.trim_end().rsplit(' ').next().unwrap_or_default();
        if lexicon
            .rules
            .in_set("on-platform", &preposition.to_lowercase())
        {
            found.push(StandIn {
                bytes: at..end,
                word,
            });
        }
    }
    found
}

/// Whether a family name is a common word that begins a sentence as well.
fn may_be_word(lexicon: &Lexicon, name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_time = lexicon.time_words.is_month_or_weekday(&lower);
    is_time || lexicon.rules.in_set("family-or-word", &lower)
}

/// Where names stand that are those of persons alone, the longest first.
fn persons(lexicon: &Lexicon, text: &str) -> Vec<Range<usize>> {
    let is_person = |r: &NameRef| matches!(r, NameRef::Person(_) | NameRef::Family(_));
    let mut found = Vec::new();
    let mut end = 0;
    let mut before = None;
    for (start, c) in text.char_indices() {
        let begins = c.is_uppercase() && !before.is_some_and(char::is_alphanumeric);
        before = Some(c);
        if !begins || start < end {
            continue;
        }
        let word = start..start + first_word(&text[start..]).len();
        let names = lexicon.names.beginning(text, word, Case::Exact);
        let longest = names
            .filter(|(_, end)| !text[*end..].starts_with(char::is_alphanumeric))
            .max_by_key(|(_, end)| *end);
        if let Some((name, longest)) = longest {
            end = longest;
            if lexicon.names.refs(name).iter().all(is_person) {
                found.push(start..end);
            }
        }
    }
    found
}
