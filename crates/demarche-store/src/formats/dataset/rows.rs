use super::DatasetError;
use super::detect::{Layout, Shape};
use super::field::Fields;
use encoding_rs::WINDOWS_1252;
use memchr::memchr_iter;
use std::fmt;
use std::io::{self, BufRead, Chain, Cursor, Read};
use std::ops::Range;

/// No row of any format is longer, and a file that isn't made of lines mustn't
/// fill the memory.
pub(super) const LONGEST: usize = 16 << 20;
/// Within so many bytes the first line ends.
const FIRST_LINE: u64 = 1 << 20;

type Input<R> = Chain<Cursor<Vec<u8>>, R>;

/// Bytes to rows of fields, one row at a time.
pub(super) struct Rows<R> {
    source: Source<R>,
    buffer: Vec<u8>,
    /// The row in UTF-8, where it isn't so in the file.
    decoded: Option<String>,
    fields: Vec<Range<usize>>,
    line: u64,
    too_long: bool,
}

enum Source<R> {
    /// A row a line, fields apart by tabs.
    Tabs(Input<R>),
    /// Fields may be quoted, and then hold line ends.
    Quoted(Box<csv::Reader<Input<R>>>, csv::ByteRecord),
    /// A JSON object a line.
    Json(Input<R>),
}

impl<R> fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

/// The first line that isn't empty, with its line end.
pub(super) fn first_line(input: &mut impl BufRead) -> Result<Vec<u8>, DatasetError> {
    let mut first = Vec::new();
    loop {
        let before = first.len();
        let mut start = input.take(FIRST_LINE);
        start.read_until(b'\n', &mut first)?;
        if first.len() == before {
            return Err(DatasetError::Empty);
        }
        if !first[before..].trim_ascii().is_empty() {
            return Ok(first);
        }
    }
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(first: Vec<u8>, input: R, layout: &Layout) -> io::Result<Rows<R>> {
        let bom = "\u{feff}".as_bytes();
        let first = match first.strip_prefix(bom) {
            Some(rest) => rest.to_vec(),
            None => first,
        };
        let input = Cursor::new(first).chain(input);
        let quoted = |input, delimiter| {
            csv::ReaderBuilder::new()
                .delimiter(delimiter)
                .has_headers(false)
                .flexible(true)
                .buffer_capacity(256 << 10)
                .from_reader(input)
        };
        let source = match layout.shape {
            Shape::Json => Source::Json(input),
            Shape::Tabs => Source::Tabs(input),
            Shape::Quoted(delimiter) => {
                Source::Quoted(Box::new(quoted(input, delimiter)), csv::ByteRecord::new())
            }
        };
        let mut rows = Rows {
            source,
            buffer: Vec::new(),
            decoded: None,
            fields: Vec::new(),
            line: 0,
            too_long: false,
        };
        if layout.has_header {
            rows.advance()?;
        }
        Ok(rows)
    }

    /// Goes to the next row that isn't empty; no at the end.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        self.decoded = None;
        self.fields.clear();
        self.too_long = false;
        match &mut self.source {
            Source::Quoted(reader, record) => {
                if !reader.read_byte_record(record).map_err(io_error)? {
                    return Ok(false);
                }
                self.line = record.position().map_or(0, csv::Position::line);
                self.too_long = record.as_slice().len() > LONGEST;
                self.fields
                    .extend((0..record.len()).filter_map(|at| record.range(at)));
            }
            Source::Tabs(input) | Source::Json(input) => loop {
                self.buffer.clear();
                self.line += 1;
                let limit = LONGEST as u64 + 1;
                if input
                    .by_ref()
                    .take(limit)
                    .read_until(b'\n', &mut self.buffer)?
                    == 0
                {
                    return Ok(false);
                }
                if self.buffer.len() > LONGEST && !self.buffer.ends_with(b"\n") {
                    self.too_long = true;
                    self.buffer.truncate(1 << 10);
                    skip_line(input)?;
                    break;
                }
                while let [.., b'\n' | b'\r'] = self.buffer[..] {
                    self.buffer.pop();
                }
                if !self.buffer.trim_ascii().is_empty() {
                    break;
                }
            },
        }
        if let Source::Tabs(_) = self.source {
            let mut start = 0;
            for tab in memchr_iter(b'\t', &self.buffer) {
                self.fields.push(start..tab);
                start = tab + 1;
            }
            self.fields.push(start..self.buffer.len());
        }
        self.decode();
        Ok(true)
    }

    /// Rows that aren't UTF-8 are taken for Windows' Western code page, the
    /// commonest of the others.
    fn decode(&mut self) {
        if matches!(self.source, Source::Json(_)) || std::str::from_utf8(self.bytes()).is_ok() {
            return;
        }
        let mut text = String::with_capacity(self.bytes().len() * 2);
        let mut fields = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let start = text.len();
            let bytes = &self.bytes()[field.clone()];
            match std::str::from_utf8(bytes) {
                Ok(right) => text.push_str(right),
                Err(_) => text.push_str(&WINDOWS_1252.decode_without_bom_handling(bytes).0),
            }
            fields.push(start..text.len());
        }
        self.decoded = Some(text);
        self.fields = fields;
    }

    /// The row as it stands in the file; of quoted fields, their contents.
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.source {
            Source::Quoted(_, record) => record.as_slice(),
            Source::Tabs(_) | Source::Json(_) => &self.buffer,
        }
    }

    pub(super) fn fields(&self) -> Fields<'_> {
        let text = match &self.decoded {
            Some(text) => text,
            None => std::str::from_utf8(self.bytes()).unwrap_or_default(),
        };
        Fields::new(text, &self.fields)
    }

    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn is_too_long(&self) -> bool {
        self.too_long
    }
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, ended) = match memchr::memchr(b'\n', buffer) {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if ended {
            return Ok(());
        }
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
