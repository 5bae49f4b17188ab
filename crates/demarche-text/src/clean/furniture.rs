use super::paragraph::Paragraph;
use super::words::{begins_with, has_phrase, phrase};
use super::{entries, runs};
use crate::document::trimmed;
use crate::{Notice, Zone, ZoneKind};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// The phrases of `data/furniture.txt`, by how they match.
struct Phrases {
    whole: HashSet<&'static str>,
    /// Openings by their first word, as lines are many.
    opening: HashMap<&'static str, Vec<&'static str>>,
    held: Vec<&'static str>,
    inline: AhoCorasick,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases {
        whole: HashSet::new(),
        opening: HashMap::new(),
        held: Vec::new(),
        inline: AhoCorasick::new([""; 0]).expect("no pattern is too many"),
    };
    let mut inline = Vec::new();
    for entry in entries(include_str!("../../data/furniture.txt")) {
        let (mark, words) = entry
            .split_once(' ')
            .expect("the list has a mark on each line");
        match mark {
            "=" => {
                phrases.whole.insert(words);
            }
            "^" => phrases.open_with(words),
            "*" => phrases.held.push(words),
            "~" => {
                phrases.open_with(words);
                inline.push(words);
            }
            _ => unreachable!("the list has four marks"),
        }
    }
    phrases.inline = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(inline)
        .expect("the list is short");
    phrases
});

impl Phrases {
    fn open_with(&mut self, words: &'static str) {
        let first = words.split(' ').next().unwrap_or_default();
        self.opening.entry(first).or_default().push(words);
    }
}

/// A line with more words than this is a sentence, whatever it begins with.
const MAX_WORDS: usize = 14;

/// Marks the lines that belong to the page.
pub(super) fn mark(text: &str, paragraphs: &mut [Paragraph]) {
    let mut continues = false;
    for paragraph in paragraphs.iter_mut() {
        let line = &text[paragraph.inner.clone()];
        let before = std::mem::take(&mut continues);
        let starts_low = line.starts_with(|c: char| c.is_lowercase());
        let short = paragraph.words.len() <= MAX_WORDS;
        let is_furniture = if line.is_empty() {
            false
        } else if paragraph.words.is_empty() {
            // Rules, bullets, emoji.
            true
        } else {
            short && (is_furniture(line) || (before && starts_low && !line.ends_with('.')))
        };
        if is_furniture {
            paragraph.kind = Some(ZoneKind::Furniture);
            continues = line.ends_with([',', '&', ':']) || before;
        }
    }
}

/// Whether a short line belongs to the page.
pub(super) fn is_furniture(line: &str) -> bool {
    let words = phrase(line);
    if PHRASES.whole.contains(words.as_str()) {
        return true;
    }
    // A sentence may begin with "follow us" but then it tells of somebody else.
    let quoted = line.contains(['"', '\u{201c}']);
    let first = words.split(' ').next().unwrap_or_default();
    !quoted
        && (PHRASES
            .opening
            .get(first)
            .is_some_and(|openings| openings.iter().any(|opening| begins_with(&words, opening)))
            || PHRASES.held.iter().any(|held| has_phrase(&words, held)))
        || is_address(line)
}

/// An address alone on its line.
fn is_address(line: &str) -> bool {
    let line = line.trim();
    (line.starts_with("http://") || line.starts_with("https://") || line.starts_with("www."))
        && !line.contains(char::is_whitespace)
}

/// The furniture inside a paragraph of the report. A phrase counts if it begins
/// with a capital letter; it takes the rest of the paragraph with it if that is
/// short and holds no sentence.
pub(super) fn inside(paragraph: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for hit in PHRASES.inline.find_iter(paragraph) {
        let words = &paragraph[hit.range()];
        let before = paragraph[..hit.start()].chars().next_back();
        let after = paragraph[hit.end()..].chars().next();
        if !words.starts_with(|c: char| c.is_uppercase())
            || before.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase())
            || after.is_some_and(char::is_alphanumeric)
            // In the middle of a sentence only capitals are a foreign body.
            || (!words.chars().all(|c| !c.is_lowercase())
                && !is_boundary(&paragraph[..hit.start()]))
        {
            continue;
        }
        let rest = &paragraph[hit.end()..];
        let ends_paragraph =
            rest.split_whitespace().count() <= 8 && !rest.trim_end().ends_with('.');
        let end = if ends_paragraph {
            paragraph.len()
        } else {
            hit.end()
        };
        match found.last_mut() {
            Some(last) if last.end >= hit.start() => last.end = last.end.max(end),
            _ => found.push(hit.start()..end),
        }
    }
    found
}

/// Whether a sentence ends here, or a bracket closes.
fn is_boundary(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty()
        || before.ends_with([
            '.', '!', '?', ')', ']', '"', '\u{201d}', ':', '|', '\u{2026}',
        ])
}

/// One notice for each run of furniture.
pub(super) fn report(text: &str, zones: &[Zone], notices: &mut Vec<Notice>) {
    for run in runs(zones, ZoneKind::Furniture) {
        let bytes = trimmed(text, run);
        if bytes.is_empty() {
            continue;
        }
        let shown: String = text[bytes.clone()].chars().take(60).collect();
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = format!("words of the page, not of the report: {shown}");
        notices.push(Notice::info(Notice::PAGE_FURNITURE, bytes, message));
    }
}
