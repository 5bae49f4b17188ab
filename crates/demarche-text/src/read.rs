mod archive; // gzip and zip
mod csv; // rows of a table
mod feed; // RSS and Atom
mod html; // web pages
mod jsonl; // JSON objects
mod line; // lines of bounded length
mod plain; // one text
mod stream; // bytes with a place; what they are

use crate::{Document, FieldMapping, Format, ReadError, ReadErrorKind, clean};
use jiff::civil::Date;
use std::io::Read;
use std::path::{Path, PathBuf};
use stream::{Body, Item, Layer, Stream};

/// How to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// Publication day of every document, overriding what they say.
    pub published: Option<Date>,
    /// Format of every file; found from the content, then the name, if `None`.
    pub format: Option<Format>,
    /// Which columns or keys hold what.
    pub mapping: FieldMapping,
    /// Most bytes of one document, after decompression.
    pub max_bytes: u64,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions {
            published: None,
            format: None,
            mapping: FieldMapping::default(),
            max_bytes: 16 << 20,
        }
    }
}

/// Reads files and folders, in the order given; `-` is `stdin`.
///
/// A folder is walked in the order of its file names, hidden files are skipped.
/// What can't be read is an error with its place, and the rest is read. At most
/// one document, and the start of its file, is in memory at a time.
pub fn read_paths(
    paths: &[PathBuf],
    options: &ReadOptions,
    stdin: impl Read + Send + 'static,
) -> Documents {
    let mut stdin: Option<Box<dyn Read + Send>> = Some(Box::new(stdin));
    let mut layers: Vec<Layer> = Vec::new();
    for path in paths.iter().rev() {
        if path.as_os_str() == "-" {
            // Standard input can be read once; a second `-` finds it at its end.
            let reader = stdin.take().unwrap_or_else(|| Box::new(std::io::empty()));
            layers.push(stream::single(Stream::new("-", Body::Reader(reader))));
        } else {
            layers.push(walk(path));
        }
    }
    Documents {
        layers,
        options: options.clone(),
    }
}

/// Reads one stream, called `place` in paths and errors.
pub fn read_stream(
    place: &str,
    reader: impl Read + Send + 'static,
    options: &ReadOptions,
) -> Documents {
    let stream = Stream::new(place, Body::Reader(Box::new(reader)));
    Documents {
        layers: vec![stream::single(stream)],
        options: options.clone(),
    }
}

/// Documents, one at a time, and what could not be read. See [`read_paths`].
pub struct Documents {
    /// What is being read, the innermost last: a folder, an archive in it, a
    /// table in that.
    layers: Vec<Layer>,
    options: ReadOptions,
}

impl Iterator for Documents {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.layers.last_mut()?.next() {
                None => {
                    self.layers.pop();
                }
                Some(Ok(Item::Article(article))) => {
                    return Some(Ok(clean(article, self.options.published)));
                }
                Some(Ok(Item::Stream(stream))) => match stream.open(&self.options) {
                    Ok(layer) => self.layers.push(layer),
                    Err(error) => return Some(Err(error)),
                },
                Some(Err(error)) => return Some(Err(error)),
            }
        }
    }
}

/// The files at or below `path`.
fn walk(path: &Path) -> Layer {
    let root = path.to_owned();
    let mut found = 0usize;
    let mut failed = false;
    let mut entries = walkdir::WalkDir::new(path)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()));
    let mut done = false;
    Box::new(std::iter::from_fn(move || {
        while !done {
            match entries.next() {
                Some(Ok(entry)) if entry.file_type().is_dir() => {}
                Some(Ok(entry)) => {
                    found += 1;
                    let place = entry.path().display().to_string();
                    return Some(match std::fs::File::open(entry.path()) {
                        Ok(file) => Ok(Item::Stream(Stream::new(place, Body::File(file)))),
                        Err(error) => Err(ReadError::new(place, ReadErrorKind::Io(error))),
                    });
                }
                Some(Err(error)) => {
                    failed = true;
                    let place = error.path().unwrap_or(&root).display().to_string();
                    let message = error.to_string();
                    let error = error
                        .into_io_error()
                        .unwrap_or_else(|| std::io::Error::other(message));
                    return Some(Err(ReadError::new(place, ReadErrorKind::Io(error))));
                }
                None => {
                    done = true;
                    if found == 0 && !failed {
                        let place = root.display().to_string();
                        return Some(Err(ReadError::new(place, ReadErrorKind::NoFiles)));
                    }
                }
            }
        }
        None
    }))
}

fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}
