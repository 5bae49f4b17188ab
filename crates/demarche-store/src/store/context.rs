use super::{Store, StoreError};
use demarche_event::Event;

/// The paragraph in which an event stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its words.
    pub text: String,
    /// Where it begins in the document, in code points.
    pub start_char: usize,
    /// Where it ends, excluded.
    pub end_char: usize,
}

impl Store {
    /// The paragraph around an event's sentence; `None` if the document's text
    /// isn't stored.
    ///
    /// Paragraphs end at empty lines; in a text without any, at line ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn paragraph(&self, event: &Event) -> Result<Option<Paragraph>, StoreError> {
        let text = self
            .document(&event.document.id)?
            .and_then(|document| document.text);
        Ok(text.map(|text| around(&text, event.sentence.start_char, event.sentence.end_char)))
    }
}

fn around(text: &str, start_char: usize, end_char: usize) -> Paragraph {
    let byte = |chars: usize| {
        text.char_indices()
            .nth(chars)
            .map_or(text.len(), |(byte, _)| byte)
    };
    let (start, end) = (byte(start_char), byte(end_char.max(start_char)));
    let breaks = breaks(text);
    let first = breaks
        .iter()
        .rev()
        .find(|(_, end)| *end <= start)
        .map_or(0, |(_, end)| *end);
    let last = breaks
        .iter()
        .find(|(start, _)| *start >= end)
        .map_or(text.len(), |(start, _)| *start);
    let words = text[first..last].trim();
    let first = first + (text[first..last].len() - text[first..last].trim_start().len());
    let start_char = text[..first].chars().count();
    Paragraph {
        text: words.to_owned(),
        start_char,
        end_char: start_char + words.chars().count(),
    }
}

/// Where one paragraph ends and the next begins, in bytes.
fn breaks(text: &str) -> Vec<(usize, usize)> {
    // A break at the very end would part nothing from nothing.
    let text = text.trim_end();
    let mut empty = Vec::new();
    let mut ends = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if line.ends_with('\n') {
            ends.push((end, end));
        }
        if line.trim().is_empty() {
            empty.push((at, end));
        }
        at = end;
    }
    if empty.is_empty() { ends } else { empty }
}

#[cfg(test)]
mod tests {
    use super::around;

    /// The paragraph around `words`.
    fn paragraph(text: &str, words: &str) -> String {
        let start = text[..text.find(words).expect("the words are there")]
            .chars()
            .count();
        let paragraph = around(text, start, start + words.chars().count());
        let again: String = text
            .chars()
            .skip(paragraph.start_char)
            .take(paragraph.end_char - paragraph.start_char)
            .collect();
        assert_eq!(paragraph.text, again);
        paragraph.text
    }

    #[test]
    fn empty_lines_part_paragraphs() {
        let text = "Ünheard.\n\nThe king\nleft. He\r\nsmiled. Then?\n \nEnd.";
        assert_eq!(
            paragraph(text, "He\r\nsmiled."),
            "The king\nleft. He\r\nsmiled. Then?"
        );
        assert_eq!(paragraph(text, "Ünheard."), "Ünheard.");
        assert_eq!(paragraph(text, "End."), "End.");
    }

    #[test]
    fn without_empty_lines_every_line_is_one() {
        assert_eq!(
            paragraph("One. Two.\nThree. Four.\nFive.", "Four."),
            "Three. Four."
        );
        assert_eq!(
            paragraph(
                "One.\nA sentence\nin two lines. More.\nLast.",
                "A sentence\nin two lines."
            ),
            "A sentence\nin two lines. More."
        );
    }

    #[test]
    fn offsets_beyond_the_text_give_its_end() {
        assert_eq!(around("One. Two.", 90, 95).text, "One. Two.");
        assert_eq!(around("", 0, 0).text, "");
    }
}
