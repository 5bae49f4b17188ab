use super::Swap;
use demarche_event::Quote;
use std::ops::Range;

/// From bytes of the text as it is read to the text as it is written, in code points.
pub(crate) struct Positions<'a> {
    text: &'a str,
    /// Code points before every 64th byte; empty for ASCII.
    marks: Vec<u32>,
    /// Words that are read as others, in order.
    swaps: &'a [Swap],
}

impl<'a> Positions<'a> {
    pub(crate) fn new(text: &'a str, swaps: &'a [Swap]) -> Positions<'a> {
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
        Positions { text, marks, swaps }
    }

    /// Code points before a byte of the text as written that starts a character.
    pub(crate) fn char_at(&self, byte: usize) -> usize {
        if self.marks.is_empty() {
            return byte;
        }
        let mark = (byte / 64).min(self.marks.len() - 1);
        let rest = &self.text.as_bytes()[mark * 64..byte];
        self.marks[mark] as usize + rest.iter().filter(|b| **b & 0xC0 != 0x80).count()
    }

    /// Where a byte of the text as written, which isn't inside words that are read as
    /// others, is in the text as read.
    pub(crate) fn read(&self, written: usize) -> usize {
        let before = self.swaps.partition_point(|s| s.written.end <= written);
        match before.checked_sub(1).map(|n| &self.swaps[n]) {
            Some(swap) => swap.read().end + (written - swap.written.end),
            None => written,
        }
    }

    /// The bytes of the text as written behind bytes of the text as read. Whoever takes a
    /// part of what is read for other words takes all of these.
    pub(crate) fn written(&self, read: Range<usize>) -> Range<usize> {
        let edge = |byte: usize, is_end: bool| {
            let before = self.swaps.partition_point(|s| s.read().end <= byte);
            if let Some(swap) = self.swaps.get(before)
                && swap.read < byte
            {
                return match is_end {
                    true => swap.written.end,
                    false => swap.written.start,
                };
            }
            match before.checked_sub(1).map(|n| &self.swaps[n]) {
                Some(swap) => swap.written.end + (byte - swap.read().end),
                None => byte,
            }
        };
        let start = edge(read.start, false);
        start..edge(read.end, true).max(start)
    }

    /// The words that are read as others among those read at some bytes.
    pub(crate) fn restored(&self, read: &Range<usize>) -> &'a [Swap] {
        let first = self.swaps.partition_point(|s| s.read().end <= read.start);
        let end = self.swaps.partition_point(|s| s.read < read.end);
        &self.swaps[first.min(end)..end]
    }

    /// The words that are read as others.
    pub(crate) fn as_written(&self, swap: &Swap) -> &'a str {
        &self.text[swap.written.clone()]
    }

    /// Whether words are read as others anywhere.
    pub(crate) fn is_restored(&self) -> bool {
        !self.swaps.is_empty()
    }

    /// The words as written behind bytes of the text as read.
    pub(crate) fn words(&self, read: Range<usize>) -> &'a str {
        &self.text[self.written(read)]
    }

    pub(crate) fn quote(&self, read: Range<usize>) -> Quote {
        let written = self.written(read);
        Quote {
            text: self.text[written.clone()].to_owned(),
            start_char: self.char_at(written.start),
            end_char: self.char_at(written.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::swap::place;
    use super::*;
    use crate::lexicon::Tells;

    /// The swaps of a text, each written word with what is read for it.
    fn swaps(text: &str, words: &[(&str, &str)]) -> Vec<Swap> {
        let mut from = 0;
        let mut swaps: Vec<Swap> = words
            .iter()
            .map(|(written, of)| {
                let start = from + text[from..].find(written).expect("a word of the text");
                from = start + written.len();
                Swap {
                    written: start..from,
                    of: (*of).to_owned(),
                    base: (*of).to_owned(),
                    read: 0,
                    tells: Tells::Much,
                    is_quoted: false,
                }
            })
            .collect();
        place(&mut swaps);
        swaps
    }

    /// The text as it is read.
    fn read(text: &str, swaps: &[Swap]) -> String {
        let mut read = String::new();
        let mut at = 0;
        for swap in swaps {
            read.push_str(&text[at..swap.written.start]);
            read.push_str(&swap.of);
            at = swap.written.end;
        }
        read + &text[at..]
    }

    #[test]
    fn words_read_are_found_as_written() {
        // Words read are longer or shorter than those written, with letters of several
        // bytes before, between and after them, and stand at both edges.
        for (text, words) in [
            (
                "Łódź: the remote serve held speaks in Chișinău",
                &[("remote serve", "foreign minister"), ("speaks", "talks")][..],
            ),
            (
                "joined together states – “unfamiliar” pastors",
                &[
                    ("joined together states", "US"),
                    ("unfamiliar", "foreign"),
                    ("pastors", "ministers"),
                ],
            ),
            ("Malé’s harmony", &[("harmony", "pėäce")]),
            ("nothing here", &[]),
        ] {
            let swaps = swaps(text, words);
            let positions = Positions::new(text, &swaps);
            let read = read(text, &swaps);
            for swap in &swaps {
                assert_eq!(read[swap.read()], swap.of);
                let quote = positions.quote(swap.read());
                assert_eq!(quote.text, text[swap.written.clone()]);
                let chars: Vec<char> = text.chars().collect();
                let there: String = chars[quote.start_char..quote.end_char].iter().collect();
                assert_eq!(there, quote.text);
                assert_eq!(positions.restored(&swap.read()), std::slice::from_ref(swap));
                // A part of the words stands for all of them.
                let part = swap.read + swap.of.chars().next().map_or(0, char::len_utf8);
                assert_eq!(positions.written(swap.read..part), swap.written);
                assert_eq!(positions.written(part..swap.read().end), swap.written);
            }
            assert_eq!(positions.quote(0..read.len()).text, text);
            let parts = || words.iter().flat_map(|(_, of)| of.split(' '));
            let as_written = |word: &&str| !parts().any(|part| word.contains(part));
            for word in read.split_whitespace().filter(as_written) {
                let start = word.as_ptr() as usize - read.as_ptr() as usize;
                assert_eq!(positions.words(start..start + word.len()), word);
                let written = positions.written(start..start + word.len());
                assert_eq!(positions.read(written.start), start);
            }
        }
    }

    #[test]
    fn nothing_is_restored_between_words() {
        let text = "the remote serve and the joint articulation";
        let words = [
            ("remote serve", "foreign minister"),
            ("joint articulation", "joint statement"),
        ];
        let swaps = swaps(text, &words);
        let positions = Positions::new(text, &swaps);
        assert!(positions.restored(&(0..4)).is_empty());
        let between = swaps[0].read().end..swaps[1].read;
        assert!(positions.restored(&between).is_empty());
        assert_eq!(positions.words(between), " and the ");
    }
}
