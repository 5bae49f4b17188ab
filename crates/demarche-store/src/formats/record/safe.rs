use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Compact JSON in which every control character of a text is escaped.
///
/// JSON itself asks for that below U+0020 only. The rest (delete, the C1 set
/// with its one-character escape sequences, the marks that turn the direction
/// of writing) would reach the terminal of whoever looks at the lines.
pub(crate) struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut written = 0;
        for (start, character) in fragment.char_indices().filter(|(_, c)| must_hide(*c)) {
            out.write_all(&fragment.as_bytes()[written..start])?;
            write!(out, "\\u{:04x}", u32::from(character))?;
            written = start + character.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[written..])
    }
}

/// Whether a terminal would obey a character rather than show it.
pub(crate) fn must_hide(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{061c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
