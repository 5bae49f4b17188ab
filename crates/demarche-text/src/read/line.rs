use std::io::{self, BufRead};

/// What [`next`] found.
pub(super) enum Line {
    /// The line is in the buffer, with its line break.
    Whole,
    /// It was longer than allowed and skipped.
    TooLong,
    /// There are no more.
    End,
}

/// Reads a line of at most `max_bytes` into `buffer`; the rest of a longer one
/// is skipped without keeping it.
pub(super) fn next(
    reader: &mut impl BufRead,
    buffer: &mut Vec<u8>,
    max_bytes: u64,
) -> io::Result<Line> {
    buffer.clear();
    let mut length = 0u64;
    loop {
        let available = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if available.is_empty() {
            return Ok(match length {
                0 => Line::End,
                _ if length > max_bytes => Line::TooLong,
                _ => Line::Whole,
            });
        }
        let end = memchr::memchr(b'\n', available);
        let used = end.map_or(available.len(), |position| position + 1);
        length += used as u64;
        if length <= max_bytes {
            buffer.extend_from_slice(&available[..used]);
        } else {
            buffer.clear();
        }
        reader.consume(used);
        if end.is_some() {
            return Ok(if length > max_bytes {
                Line::TooLong
            } else {
                Line::Whole
            });
        }
    }
}
