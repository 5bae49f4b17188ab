use super::subtitle;
use super::words::{self, Words};
use crate::ZoneKind;
use crate::document::trimmed;
use std::ops::Range;

/// A paragraph, and what it is taken for.
pub(crate) struct Paragraph {
    /// With the line break and the blank lines after it; paragraphs tile the text.
    pub bytes: Range<usize>,
    /// Without white space around it.
    pub inner: Range<usize>,
    pub words: Words,
    /// `None` until a rule claims it.
    pub kind: Option<ZoneKind>,
}

impl Paragraph {
    /// Whether it ends like a sentence, perhaps inside quotes or brackets.
    pub(super) fn ends_sentence(&self, text: &str) -> bool {
        ends_sentence(&text[self.inner.clone()])
    }

    pub(super) fn is_open(&self) -> bool {
        self.kind.is_none()
    }
}

/// Whether a text ends like a sentence.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| {
        matches!(
            c,
            '"' | '\'' | '\u{201d}' | '\u{2019}' | '\u{bb}' | ')' | ']'
        ) || c.is_whitespace()
    })
    .ends_with(['.', '!', '?', '\u{2026}'])
}

/// Cuts a text at its line breaks; at its blank lines if it has hard line breaks. The
/// subtitles of a film are one paragraph, whatever breaks their lines.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let wrapped = is_hard_wrapped(text);
    let subtitles = subtitle::continued(text, lines(text));
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut after_blank = true;
    for (line, subtitle) in lines(text).zip(subtitles) {
        let content = &text[line.clone()];
        let blank = content.trim().is_empty();
        let continues = subtitle || wrapped && !after_blank && !content.starts_with([' ', '\t']);
        match ranges.last_mut() {
            Some(last) if blank || continues => last.end = line.end,
            _ => ranges.push(line),
        }
        after_blank = blank;
    }
    ranges
        .into_iter()
        .map(|bytes| {
            let inner = trimmed(text, bytes.clone());
            let words = words::words(&text[inner.clone()]);
            Paragraph {
                bytes,
                inner,
                words,
                kind: None,
            }
        })
        .collect()
}

/// The lines with their line breaks: `\n`, `\r\n`, `\r`, form feeds and the
/// separators of Unicode.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let found = rest.char_indices().find(|(_, c)| {
            matches!(
                c,
                '\n' | '\r' | '\x0b' | '\x0c' | '\u{85}' | '\u{2028}' | '\u{2029}'
            )
        });
        let end = match found {
            None => text.len(),
            Some((at, '\r')) if rest[at + 1..].starts_with('\n') => start + at + 2,
            Some((at, c)) => start + at + c.len_utf8(),
        };
        let line = start..end;
        start = end;
        Some(line)
    })
}

/// Longest line, in characters, that a text with hard line breaks has.
const WRAP_COLUMNS: usize = 120;

/// Whether most lines end because the margin came, not because the paragraph
/// did: they are of one length, and don't end sentences.
fn is_hard_wrapped(text: &str) -> bool {
    let mut previous: Option<(usize, bool)> = None;
    let mut joined: Vec<(usize, bool)> = Vec::new();
    for line in lines(text) {
        let content = text[line].trim();
        if content.is_empty() {
            previous = None;
            continue;
        }
        joined.extend(previous);
        let columns = content.chars().take(WRAP_COLUMNS + 1).count();
        if columns > WRAP_COLUMNS {
            return false;
        }
        previous = Some((columns, ends_sentence(content)));
    }
    let longest = joined
        .iter()
        .map(|(columns, _)| *columns)
        .max()
        .unwrap_or(0);
    let full = joined
        .iter()
        .filter(|(columns, _)| columns * 10 >= longest * 7)
        .count();
    let running = joined.iter().filter(|(_, ends)| !ends).count();
    joined.len() >= 3
        && longest >= 40
        && full * 10 >= joined.len() * 8
        && running * 10 >= joined.len() * 6
}
