use super::{Cell, Table};
use crate::formats::record::must_hide;
use std::borrow::Cow;
use std::io::{self, Write};

impl Table {
    /// Writes comma-separated values (RFC 4180, but lines end in a line feed
    /// alone) under a line of names. Nothing known is an empty cell.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write_csv(&self, out: &mut impl Write) -> io::Result<()> {
        let mut writer = ::csv::Writer::from_writer(out);
        writer.write_record(
            self.columns
                .iter()
                .map(|name| shown(Cow::Borrowed(name)).into_owned()),
        )?;
        for row in &self.rows {
            for cell in row {
                writer.write_field(shown(Cell::words(cell)).as_bytes())?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
        writer.flush()
    }
}

/// Line ends and tabs belong to the words; a lone carriage return would let a
/// terminal write over them.
fn shown(words: Cow<'_, str>) -> Cow<'_, str> {
    let bad = |c: char| must_hide(c) && !matches!(c, '\n' | '\t');
    if !words.contains(bad) {
        return words;
    }
    Cow::Owned(
        words
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace(bad, "\u{fffd}"),
    )
}
