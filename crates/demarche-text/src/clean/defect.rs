use super::entries;
use super::paragraph::ends_sentence;
use crate::document::trimmed;
use crate::{Notice, Zone};
use aho_corasick::AhoCorasick;
use regex::Regex;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// More places than this of one defect are counted rather than listed.
const LISTED: usize = 30;

/// Notices damaged characters, full stops and endings in the report.
pub(super) fn report(text: &str, zones: &[Zone], notices: &mut Vec<Notice>) {
    let report: Vec<Range<usize>> = zones
        .iter()
        .filter(|zone| zone.kind.is_coded())
        .map(|zone| trimmed(text, zone.bytes.clone()))
        .filter(|bytes| !bytes.is_empty())
        .collect();
    let mut stops = Listed::new(Notice::SPURIOUS_FULL_STOP);
    let mut damage = Listed::new(Notice::DAMAGED_PUNCTUATION);
    for (i, bytes) in report.iter().enumerate() {
        let paragraph = &text[bytes.clone()];
        full_stops(paragraph, bytes.start, &mut stops, &mut damage);
        mojibake(paragraph, bytes.start, &mut damage);
        let next = report.get(i + 1).map(|next| &text[next.clone()]);
        quotation_marks(paragraph, next, bytes.clone(), &mut damage);
    }
    stops.finish(notices);
    damage.finish(notices);
    if let Some(last) = report.last() {
        truncated(&text[last.clone()], last.clone(), notices);
    }
}

/// Notices of one kind, up to a number.
struct Listed {
    kind: &'static str,
    notices: Vec<Notice>,
    more: Option<(Range<usize>, usize)>,
}

impl Listed {
    fn new(kind: &'static str) -> Listed {
        Listed {
            kind,
            notices: Vec::new(),
            more: None,
        }
    }

    fn add(&mut self, bytes: Range<usize>, message: impl Into<String>) {
        if self.notices.len() < LISTED {
            self.notices
                .push(Notice::warning(self.kind, bytes, message));
            return;
        }
        match &mut self.more {
            Some((place, count)) => {
                // Paragraph by paragraph each check comes anew from the start.
                place.start = place.start.min(bytes.start);
                place.end = place.end.max(bytes.end);
                *count += 1;
            }
            None => self.more = Some((bytes, 1)),
        }
    }

    fn finish(self, notices: &mut Vec<Notice>) {
        notices.extend(self.notices);
        if let Some((bytes, count)) = self.more {
            let message = format!("the same kind of damage at {count} more places");
            notices.push(Notice::warning(self.kind, bytes, message));
        }
    }
}

/// Full stops before lower case, without the space after them, or with a space
/// before them.
fn full_stops(paragraph: &str, base: usize, stops: &mut Listed, damage: &mut Listed) {
    for at in memchr::memchr_iter(b'.', paragraph.as_bytes()) {
        let before = &paragraph[..at];
        let after = &paragraph[at + 1..];
        let place = |n_bytes: usize| base + at..base + at + n_bytes;
        let mut following = after.chars();
        // The end of the paragraph is as good as a space.
        let next = following.next().unwrap_or(' ');
        if before.ends_with(' ') && !before.ends_with(". ") && next.is_whitespace() {
            damage.add(base + at - 1..base + at + 1, "a space before the full stop");
        } else if next == ' '
            && after
                .get(1..)
                .is_some_and(|rest| rest.starts_with(char::is_lowercase))
        {
            if ends_word(before) && !is_abbreviation(before) {
                stops.add(place(1), "a full stop before a word in lower case");
            }
        } else if next.is_uppercase()
            && following.next().is_some_and(char::is_lowercase)
            && ends_word(before)
            && !is_name_on_the_web(before, after)
        {
            damage.add(place(1), "no space after the full stop");
        }
    }
}

/// Whether a word of at least two letters in lower case, or a closing mark, ends here.
fn ends_word(before: &str) -> bool {
    let mut chars = before.chars().rev();
    match chars.next() {
        Some(c) if c.is_lowercase() => chars.next().is_some_and(char::is_alphabetic),
        Some(')' | '"' | '\u{201d}' | '%') => true,
        _ => false,
    }
}

/// The letters and stops before a full stop; no word is longer.
fn last_word(before: &str) -> &str {
    let mut start = before.len();
    for (at, c) in before.char_indices().rev().take(24) {
        if !c.is_alphanumeric() && !matches!(c, '.' | '-' | '@' | '/') {
            break;
        }
        start = at;
    }
    &before[start..]
}

fn is_abbreviation(before: &str) -> bool {
    static ABBREVIATIONS: LazyLock<HashSet<&'static str>> =
        LazyLock::new(|| entries(include_str!("../../data/abbreviations.txt")).collect());
    let word = last_word(before);
    // "e.g" and "a.m" have stops of their own; "..." ends nothing.
    word.contains('.') || ABBREVIATIONS.contains(word.to_lowercase().as_str())
}

fn is_name_on_the_web(before: &str, after: &str) -> bool {
    let word = last_word(before);
    let next = after
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    word == "www"
        || word.contains(['@', '/', '.'])
        || ["Com", "Org", "Net", "Js", "Io"].contains(&next)
}

/// UTF-8 that was read as windows-1252 and saved.
fn mojibake(paragraph: &str, base: usize, damage: &mut Listed) {
    static SEQUENCES: LazyLock<AhoCorasick> = LazyLock::new(|| {
        // What quotation marks, dashes and accented letters become.
        let mut sequences: Vec<String> = Vec::new();
        let wrong = |c: char| {
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).as_bytes().to_owned();
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(&bytes)
                .0
                .into_owned()
        };
        sequences.extend(
            "\u{2018}\u{2019}\u{201c}\u{201d}\u{2013}\u{2014}\u{2026}\u{2022}"
                .chars()
                .map(wrong),
        );
        sequences.extend(('\u{c0}'..='\u{ff}').map(wrong));
        sequences.push(wrong('\u{a0}'));
        AhoCorasick::new(sequences).expect("the list is short")
    });
    for found in SEQUENCES.find_iter(paragraph) {
        let bytes = base + found.start()..base + found.end();
        damage.add(bytes, "characters that were read in the wrong encoding");
    }
}

/// Quotation marks without a partner. A quotation that goes on in the next
/// paragraph isn't closed, and opened there anew.
fn quotation_marks(paragraph: &str, next: Option<&str>, bytes: Range<usize>, damage: &mut Listed) {
    let (mut opening, mut closing, mut straight) = (0usize, 0usize, 0usize);
    for c in paragraph.chars() {
        match c {
            '\u{201c}' => opening += 1,
            '\u{201d}' => closing += 1,
            '"' => straight += 1,
            _ => {}
        }
    }
    let goes_on = next.is_some_and(|next| next.starts_with(['"', '\u{201c}']));
    let even = straight % 2 == 0;
    let balanced = opening == closing && even;
    let unclosed = (opening == closing + 1 && even) || (opening == closing && !even);
    // A quotation that one kind of mark opens and the other closes.
    let mixed = opening + closing + straight > 1 && (opening + closing + straight) % 2 == 0;
    if balanced || (unclosed && goes_on) {
        return;
    }
    let message = if mixed && opening != closing {
        "a quotation mark is closed with one of another kind"
    } else {
        "a quotation mark without a partner"
    };
    damage.add(bytes, message);
}

/// A text that breaks off.
fn truncated(paragraph: &str, bytes: Range<usize>, notices: &mut Vec<Notice>) {
    static CUT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:\[(?:\.\.\.|\u{2026}|\+\d+ chars)\]|\[\+\d+|\.\.\.|\u{2026})\s*$")
            .expect("the pattern is well formed")
    });
    let tail = paragraph
        .char_indices()
        .rev()
        .nth(20)
        .map_or(0, |(at, _)| at);
    let n_words = paragraph.split_whitespace().take(9).count();
    let ends = ends_sentence(paragraph);
    let cut = CUT.is_match(&paragraph[tail..]);
    let open_end = !ends
        && n_words > 8
        && paragraph.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | ';'));
    if cut || open_end {
        let end = bytes.end..bytes.end;
        notices.push(Notice::warning(
            Notice::TRUNCATED,
            end,
            "the text ends inside a sentence",
        ));
    }
}
