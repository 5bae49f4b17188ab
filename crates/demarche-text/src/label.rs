//! Days, months and years that stand over what a text tells, or before it: the headings
//! of chronologies and live blogs, and the labels of their entries.

mod written; // a date as a line has it

pub use written::WrittenDate;

use crate::ZoneKind;
use crate::clean::Paragraph;
use std::ops::Range;
use written::read;

/// A date that a text puts over some of its paragraphs, or before some sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its words: bytes of the text.
    pub bytes: Range<usize>,
    /// What it dates: bytes of the text, after it.
    pub covers: Range<usize>,
    /// What it says.
    pub date: WrittenDate,
    /// Whether it stands alone on its line, over entries that may have days of their own.
    pub is_heading: bool,
}

/// What may stand before a label on its line.
const BULLETS: [char; 11] = ['•', '●', '▪', '■', '►', '‣', '*', '–', '—', '-', '#'];

/// The date that is all of a line: "2019", "March 2018:", "FRIDAY 31 OCTOBER".
pub(crate) fn heading(line: &str) -> Option<WrittenDate> {
    let line = line.trim_start_matches(|c: char| BULLETS.contains(&c) || c.is_whitespace());
    let (date, end) = read(line)?;
    let rest =
        line[end..].trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '*' | '.'));
    rest.is_empty().then_some(date)
}

/// The labels inside a paragraph: each with the bytes of its words, its dash or colon
/// included.
pub(crate) fn labels(paragraph: &str) -> Vec<(Range<usize>, WrittenDate)> {
    let mut found = Vec::new();
    let indent = paragraph.len()
        - paragraph
            .trim_start_matches(|c: char| BULLETS.contains(&c) || c.is_whitespace())
            .len();
    found.extend(label_at(paragraph, indent).map(|(end, date)| (0..end, date)));
    let mut before = [' ', ' '];
    for (at, c) in paragraph.char_indices() {
        let bulleted = BULLETS.contains(&before[0]);
        let opens = before[1].is_whitespace()
            && (matches!(before[0], '.' | '!' | '?' | ')' | '"' | '”' | '’') || bulleted)
            && at > indent;
        before = [before[1], c];
        if !opens || !(c.is_ascii_digit() || c.is_ascii_uppercase()) {
            continue;
        }
        let label = label_at(paragraph, at).filter(|(_, date)| {
            date.month.is_some() && (bulleted || date.day.is_some() || date.year.is_some())
        });
        found.extend(label.map(|(end, date)| (at..end, date)));
    }
    found
}

/// The end of a label that begins at a byte, and what it says. What follows it is a
/// sentence.
fn label_at(paragraph: &str, at: usize) -> Option<(usize, WrittenDate)> {
    let text = &paragraph[at..];
    let (date, length) = read(text)?;
    if date.month.is_none() && date.year.is_none() {
        return None;
    }
    let rest = &text[length..];
    let spaced = rest.starts_with(char::is_whitespace);
    let trimmed = rest.trim_start_matches([' ', '\u{a0}', '\t']);
    let mut chars = trimmed.chars();
    let separator = chars.next()?;
    let after = chars.as_str();
    let separates = match separator {
        ':' => after.starts_with(char::is_whitespace),
        '—' => true,
        '–' | '-' | '|' => spaced && after.starts_with(char::is_whitespace),
        _ => false,
    };
    let sentence = after.trim_start();
    let begins = sentence.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '‘' | '\'')
    });
    // "2019 - 2020" and "10-11 March - 2 April" are spans.
    let is_span = separator != ':' && read(sentence).is_some();
    (separates && begins && !is_span).then(|| (paragraph.len() - sentence.len(), date))
}

/// The labels of a text, in order, with what each dates.
///
/// What a heading says holds until the next heading with a date, or, unless it is a day, a
/// heading without one; what an entry's label says holds to the next label or heading, but
/// not beyond a blank line.
pub(crate) fn found(text: &str, paragraphs: &[Paragraph]) -> Vec<Label> {
    let mut all: Vec<Label> = Vec::new();
    let mut heading_at: Option<usize> = None;
    let mut entry_at: Option<usize> = None;
    let mut told = false;
    let close = |labels: &mut Vec<Label>, which: &mut Option<usize>, at: usize| {
        if let Some(open) = which.take() {
            let label: &mut Label = &mut labels[open];
            label.covers.end = at.max(label.covers.start);
        }
    };
    for paragraph in paragraphs {
        let inner = paragraph.inner.clone();
        let line = &text[inner.clone()];
        let coded = paragraph.kind.is_some_and(ZoneKind::is_coded);
        let entries = if coded { labels(line) } else { Vec::new() };
        if let Some(date) = heading(line) {
            close(&mut all, &mut entry_at, inner.start);
            // A whole day over the report is the day of the report.
            if told || date.year.is_none() || date.day.is_none() {
                close(&mut all, &mut heading_at, inner.start);
                heading_at = Some(all.len());
                all.push(Label {
                    bytes: inner.clone(),
                    covers: inner.end..text.len(),
                    date,
                    is_heading: true,
                });
            }
        } else if paragraph.kind == Some(ZoneKind::Heading) {
            let is_day = |open: usize| all[open].date.day.is_some();
            if heading_at.is_some_and(|open| !is_day(open)) {
                close(&mut all, &mut heading_at, inner.start);
            }
            close(&mut all, &mut entry_at, inner.start);
        }
        for (bytes, date) in entries {
            let bytes = inner.start + bytes.start..inner.start + bytes.end;
            close(&mut all, &mut entry_at, bytes.start);
            entry_at = Some(all.len());
            all.push(Label {
                covers: bytes.end..text.len(),
                bytes,
                date,
                is_heading: false,
            });
        }
        told |= coded;
        let after = &text[inner.end..paragraph.bytes.end];
        if after.matches('\n').count() > 1 {
            close(&mut all, &mut entry_at, inner.end);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::labels;

    fn cut(paragraph: &str) -> Vec<&str> {
        let found = labels(paragraph).into_iter();
        found.map(|(bytes, _)| &paragraph[bytes]).collect()
    }

    #[test]
    fn entries_begin_with_their_day() {
        assert_eq!(cut("1 April – Ruritania protests."), ["1 April – "]);
        assert_eq!(cut("• December 2024: Envoys leave."), ["• December 2024: "]);
        assert_eq!(cut("28 Nov. — “Never,” they say."), ["28 Nov. — "]);
        assert_eq!(
            cut("1 April – Ruritania protests. Zenda answers. 3 May – Envoys leave."),
            ["1 April – ", "3 May – "]
        );
    }

    #[test]
    fn what_merely_holds_a_date_has_no_label() {
        for text in [
            "On 1 April Ruritania protested - and Zenda answered.",
            "May 3 was the day - a Monday.",
            "They met in 2019: Zenda paid.",
            "2019 - 2020 was quiet.",
            "Mayor Rassendyll: Zenda pays.",
        ] {
            assert_eq!(cut(text), [""; 0], "{text}");
        }
    }
}
