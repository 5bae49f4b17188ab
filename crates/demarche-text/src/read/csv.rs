use super::ReadOptions;
use super::html::{fragment_text, looks_like_html};
use super::jsonl::narrow;
use super::stream::{Item, Layer, Reader, io_kind};
use crate::decode::decode;
use crate::published::day_of;
use crate::{Article, Field, FieldMapping, Notice, ReadError, ReadErrorKind, StatedDay};
use csv::ByteRecord;
use std::io::{self, BufRead};

/// Each row under the column names as a document.
pub(super) fn read(place: String, reader: Reader, head: &[u8], options: &ReadOptions) -> Layer {
    let delimiter = delimiter(head);
    let max_bytes = options.max_bytes;
    let mut rows = Rows {
        reader: narrow(reader, head),
        delimiter,
        max_bytes,
        n_lines: 0,
    };
    let mut columns: Option<Columns> = None;
    let mapping = options.mapping.clone();
    let mut n_rows = 0u64;
    let mut ended = false;
    Box::new(std::iter::from_fn(move || {
        while !ended {
            let first_line = rows.n_lines + 1;
            let fail = |kind| Some(Err(ReadError::new(format!("{place}:{first_line}"), kind)));
            let record = match rows.next() {
                Row::End => {
                    ended = true;
                    continue;
                }
                Row::Broken(kind) => {
                    ended = matches!(kind, ReadErrorKind::Io(_) | ReadErrorKind::Damaged(_));
                    n_rows += u64::from(columns.is_some());
                    return fail(kind);
                }
                Row::Record(record) if record.iter().all(|field| field.is_empty()) => continue,
                Row::Record(record) => record,
            };
            let Some(columns) = &columns else {
                match Columns::find(&record, &mapping) {
                    Ok(found) => columns = Some(found),
                    Err(kind) => {
                        ended = true;
                        return fail(kind);
                    }
                }
                continue;
            };
            n_rows += 1;
            return match columns.article(&record) {
                Ok(article) => {
                    let path = Some(format!("{place}#{n_rows}"));
                    Some(Ok(Item::Article(Article { path, ..article })))
                }
                Err(kind) => fail(kind),
            };
        }
        None
    }))
}

/// The names that would do for `field`.
pub(super) fn mapped(mapping: &FieldMapping, field: Field) -> Vec<String> {
    match mapping.named(field) {
        Some(name) => vec![name.to_owned()],
        // The first few of the usual names are enough to get the idea.
        None => field
            .usual_names()
            .iter()
            .take(3)
            .map(|name| (*name).to_owned())
            .collect(),
    }
}

/// The separator that stands most often in the line of column names.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let wide = crate::format::wide_encoding(head);
    let head = match wide {
        Some(encoding) => encoding.decode(head).0,
        None => String::from_utf8_lossy(head),
    };
    let mut quoted = false;
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0), (b'|', 0)];
    for byte in head.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                counts
                    .iter_mut()
                    .filter(|(d, _)| *d == byte)
                    .for_each(|(_, n)| *n += 1);
            }
            _ => {}
        }
    }
    // The first of equals, so that a single column counts as commas.
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, n)| *n)
        .map_or(b',', |(delimiter, _)| delimiter)
}

/// Where the fields stand.
struct Columns {
    text: usize,
    title: Option<usize>,
    publisher: Option<usize>,
    url: Option<usize>,
    published: Option<(usize, String)>,
}

impl Columns {
    fn find(header: &ByteRecord, mapping: &FieldMapping) -> Result<Columns, ReadErrorKind> {
        let names: Vec<String> = header
            .iter()
            .map(|name| decode(name, None).0.trim().to_owned())
            .collect();
        let column = |field| {
            mapping.candidates(field).into_iter().find_map(|wanted| {
                names
                    .iter()
                    .position(|name| name.eq_ignore_ascii_case(wanted))
            })
        };
        let Some(text) = column(Field::Text) else {
            return Err(ReadErrorKind::NoTextField {
                what: "column",
                wanted: mapped(mapping, Field::Text),
                there_are: names,
            });
        };
        Ok(Columns {
            text,
            title: column(Field::Title),
            publisher: column(Field::Publisher),
            url: column(Field::Url),
            published: column(Field::Published).map(|index| (index, names[index].clone())),
        })
    }

    fn article(&self, record: &ByteRecord) -> Result<Article, ReadErrorKind> {
        let (text, mut notices) = decode(record.get(self.text).unwrap_or_default(), None);
        let text = if looks_like_html(&text) {
            notices
                .iter_mut()
                .for_each(|notice: &mut Notice| notice.bytes = 0..0);
            fragment_text(&text)
        } else {
            text
        };
        if text.trim().is_empty() {
            return Err(ReadErrorKind::NoText);
        }
        let short = |column: Option<usize>| {
            let (text, _) = decode(record.get(column?)?, None);
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let published = self.published.as_ref().and_then(|(index, name)| {
            let day = day_of(&short(Some(*index))?)?;
            Some(StatedDay {
                day,
                reason: format!("column {name}"),
            })
        });
        Ok(Article {
            title: short(self.title),
            publisher: short(self.publisher),
            url: short(self.url),
            published,
            notices,
            ..Article::new(text)
        })
    }
}

enum Row {
    Record(ByteRecord),
    Broken(ReadErrorKind),
    End,
}

/// Cuts a table into rows of bounded length. The csv crate alone would take a
/// quotation mark that is never closed for a field as long as the file.
struct Rows {
    reader: Box<dyn BufRead + Send>,
    delimiter: u8,
    max_bytes: u64,
    /// Lines read, which may be several a row.
    n_lines: u64,
}

impl Rows {
    fn next(&mut self) -> Row {
        let mut bytes = Vec::new();
        let mut length = 0u64;
        let mut state = State::FieldStart;
        loop {
            let available = match self.reader.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Row::Broken(io_kind(error)),
            };
            if available.is_empty() {
                break;
            }
            let mut used = 0;
            let mut done = false;
            for byte in available {
                used += 1;
                self.n_lines += u64::from(*byte == b'\n');
                // Once the row is too long, the next line break ends it.
                if *byte == b'\n' && (state != State::Quoted || length > self.max_bytes) {
                    done = true;
                    break;
                }
                state = state.after(*byte, self.delimiter);
                length += 1;
            }
            if length <= self.max_bytes {
                bytes.extend_from_slice(&available[..used]);
            } else {
                bytes = Vec::new();
            }
            self.reader.consume(used);
            if done {
                return self.row(&bytes, length, false);
            }
        }
        if length == 0 {
            Row::End
        } else {
            self.row(&bytes, length, state == State::Quoted)
        }
    }

    fn row(&self, bytes: &[u8], length: u64, unclosed: bool) -> Row {
        if length > self.max_bytes {
            return Row::Broken(ReadErrorKind::TooLong {
                limit: self.max_bytes,
            });
        }
        if unclosed {
            let reason = "a quotation mark is opened and never closed".to_owned();
            return Row::Broken(ReadErrorKind::Row(reason));
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .buffer_capacity(bytes.len().clamp(64, 64 << 10))
            .from_reader(bytes);
        let mut record = ByteRecord::new();
        match reader.read_byte_record(&mut record) {
            Ok(_) => Row::Record(record),
            Err(error) => Row::Broken(ReadErrorKind::Row(error.to_string())),
        }
    }
}

/// Where in a row a byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Bare,
    Quoted,
    /// After a quotation mark inside quotes: the end, or the first of a pair.
    QuoteSeen,
}

impl State {
    fn after(self, byte: u8, delimiter: u8) -> State {
        match (self, byte) {
            (State::FieldStart, b'"') | (State::QuoteSeen, b'"') => State::Quoted,
            (State::Quoted, b'"') => State::QuoteSeen,
            (State::Quoted, _) => State::Quoted,
            (_, byte) if byte == delimiter || byte == b'\r' => State::FieldStart,
            _ => State::Bare,
        }
    }
}
