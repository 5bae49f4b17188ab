//! From bytes to code points.

use demarche_event::Quote;
use std::ops::Range;

/// From bytes to code points.
pub(crate) struct Positions<'a> {
    text: &'a str,
    /// Code points before every 64th byte; empty for ASCII.
    marks: Vec<u32>,
}

impl<'a> Positions<'a> {
    pub(crate) fn new(text: &'a str) -> Positions<'a> {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut count = 0u32;
            for (at, byte) in text.bytes().enumerate() {
                if at % 64 == 0 {
                    marks.push(count);
                }
                count += u32::from(byte & 0xC0 != 0x80);
            }
        }
        Positions { text, marks }
    }

    /// Code points before a byte that starts a character.
    pub(crate) fn char_at(&self, byte: usize) -> usize {
        if self.marks.is_empty() {
            return byte;
        }
        let mark = (byte / 64).min(self.marks.len() - 1);
        let rest = &self.text.as_bytes()[mark * 64..byte];
        self.marks[mark] as usize + rest.iter().filter(|b| **b & 0xC0 != 0x80).count()
    }

    pub(crate) fn quote(&self, bytes: Range<usize>) -> Quote {
        Quote {
            text: self.text[bytes.clone()].to_owned(),
            start_char: self.char_at(bytes.start),
            end_char: self.char_at(bytes.end),
        }
    }
}
