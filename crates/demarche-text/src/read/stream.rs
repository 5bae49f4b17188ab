use super::{ReadOptions, archive, csv, feed, html, jsonl, plain};
use crate::format::{Sniffed, sniff};
use crate::{Article, Format, ReadError, ReadErrorKind};
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};

/// Enough of a stream to say what it is.
const HEAD_BYTES: u64 = 16 << 10;

/// Archives inside archives.
const MAX_DEPTH: usize = 3;

/// What a folder, an archive or a file holds, in order.
pub(super) type Layer = Box<dyn Iterator<Item = Result<Item, ReadError>> + Send>;

pub(super) type Reader = Box<dyn Read + Send>;

pub(super) enum Item {
    Article(Article),
    Stream(Stream),
}

/// Bytes with a place, not yet looked at.
pub(super) struct Stream {
    /// As the user knows it.
    pub place: String,
    /// Tells the format if the bytes don't: the place without `.gz`.
    pub name: String,
    pub body: Body,
    /// Archives around it.
    pub depth: usize,
}

pub(super) enum Body {
    File(File),
    Reader(Reader),
}

impl Stream {
    pub(super) fn new(place: impl Into<String>, body: Body) -> Stream {
        let place = place.into();
        Stream {
            name: place.clone(),
            place,
            body,
            depth: 0,
        }
    }

    /// Finds out what it is, and gives the documents or the streams inside.
    pub(super) fn open(self, options: &ReadOptions) -> Result<Layer, ReadError> {
        let Stream {
            place,
            name,
            body,
            depth,
        } = self;
        let fail = |kind| Err(ReadError::new(place.clone(), kind));
        let (head, body) = match peek(body) {
            Ok(peeked) => peeked,
            Err(error) => return fail(io_kind(error)),
        };
        if head.is_empty() {
            return fail(ReadErrorKind::NoText);
        }
        let sniffed = sniff(&head, &name);
        if matches!(sniffed, Sniffed::Gzip | Sniffed::Zip) && depth >= MAX_DEPTH {
            return fail(ReadErrorKind::Nested { limit: MAX_DEPTH });
        }
        let format = match sniffed {
            Sniffed::Gzip => return Ok(archive::gzip(place, name, into_reader(body), depth)),
            Sniffed::Zip => return archive::zip(place, body, depth),
            Sniffed::Binary(what) => return fail(ReadErrorKind::Binary { what }),
            Sniffed::Documents(format) => options.format.unwrap_or(format),
        };
        let reader = into_reader(body);
        let max_bytes = options.max_bytes;
        Ok(match format {
            Format::Plain => plain::read(place, reader, max_bytes),
            Format::Html => html::read(place, reader, max_bytes),
            Format::Feed => feed::read(place, reader, max_bytes),
            Format::JsonLines => jsonl::read(place, reader, &head, options),
            Format::Csv => csv::read(place, reader, &head, options),
        })
    }
}

/// A layer of one stream.
pub(super) fn single(stream: Stream) -> Layer {
    Box::new(std::iter::once(Ok(Item::Stream(stream))))
}

fn peek(body: Body) -> io::Result<(Vec<u8>, Body)> {
    let mut head = Vec::new();
    match body {
        Body::File(mut file) => {
            let seekable = file.metadata()?.is_file();
            (&mut file).take(HEAD_BYTES).read_to_end(&mut head)?;
            if seekable {
                file.rewind()?;
                return Ok((head, Body::File(file)));
            }
            let rest = Cursor::new(head.clone()).chain(file);
            Ok((head, Body::Reader(Box::new(rest))))
        }
        Body::Reader(mut reader) => {
            let ended = (&mut reader).take(HEAD_BYTES).read_to_end(&mut head);
            match ended {
                Ok(_) => {
                    let rest = Cursor::new(head.clone()).chain(reader);
                    Ok((head, Body::Reader(Box::new(rest))))
                }
                Err(error) if head.is_empty() => Err(error),
                // Damage after some bytes: the reader of the format gives what
                // it can make of them, then meets the error again.
                Err(error) => {
                    let rest = Cursor::new(head.clone()).chain(Failing(Some(error)));
                    Ok((head, Body::Reader(Box::new(rest))))
                }
            }
        }
    }
}

/// Gives its error once.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

pub(super) fn into_reader(body: Body) -> Reader {
    match body {
        Body::File(file) => Box::new(io::BufReader::with_capacity(64 << 10, file)),
        Body::Reader(reader) => reader,
    }
}

/// Compressed data that end early are damaged; anything else is the system's.
pub(super) fn io_kind(error: io::Error) -> ReadErrorKind {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            ReadErrorKind::Damaged(error.to_string())
        }
        _ => ReadErrorKind::Io(error),
    }
}

/// All bytes of a document with the error that ended them, if one did.
pub(super) fn read_whole(
    reader: Reader,
    max_bytes: u64,
) -> Result<(Vec<u8>, Option<ReadErrorKind>), ReadErrorKind> {
    let mut bytes = Vec::new();
    let ended = reader
        .take(max_bytes.saturating_add(1))
        .read_to_end(&mut bytes);
    if bytes.len() as u64 > max_bytes {
        return Err(ReadErrorKind::TooLong { limit: max_bytes });
    }
    match ended {
        Ok(_) => Ok((bytes, None)),
        Err(error) if bytes.is_empty() => Err(io_kind(error)),
        Err(error) => Ok((bytes, Some(io_kind(error)))),
    }
}
