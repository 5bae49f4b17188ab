use super::stream::{Body, Item, Layer, Reader, Stream, into_reader, io_kind, single};
use crate::{ReadError, ReadErrorKind};
use flate2::read::DeflateDecoder;
use flate2::{Crc, bufread::MultiGzDecoder};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex};
use zip::CompressionMethod;

/// The stream inside a gzip file, which keeps the file's place.
pub(super) fn gzip(place: String, name: String, reader: Reader, depth: usize) -> Layer {
    let decoder = MultiGzDecoder::new(BufReader::with_capacity(64 << 10, reader));
    let name = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.eq_ignore_ascii_case("tgz") => format!("{stem}.tar"),
        Some((stem, extension)) if extension.eq_ignore_ascii_case("gz") => stem.to_owned(),
        _ => name,
    };
    single(Stream {
        place,
        name,
        body: Body::Reader(Box::new(decoder)),
        depth: depth + 1,
    })
}

/// The members of a zip archive, by name. An archive that isn't a plain file
/// (standard input, or inside another archive) is copied to a temporary file
/// first, since its table of contents stands at its end.
pub(super) fn zip(place: String, body: Body, depth: usize) -> Result<Layer, ReadError> {
    let fail = |kind| ReadError::new(place.clone(), kind);
    let file = match body {
        Body::File(file) => file,
        body => spool(into_reader(body)).map_err(|error| fail(io_kind(error)))?,
    };
    let (members, mut errors) = contents(&file, &place).map_err(fail)?;
    if members.is_empty() && errors.is_empty() {
        return Err(fail(ReadErrorKind::NoFiles));
    }
    if members
        .iter()
        .any(|member| member.name == "[Content_Types].xml")
    {
        return Err(fail(ReadErrorKind::Binary {
            what: "an office document",
        }));
    }
    let file = Arc::new(Mutex::new(file));
    let mut members = members.into_iter();
    errors.reverse();
    Ok(Box::new(std::iter::from_fn(move || {
        if let Some(error) = errors.pop() {
            return Some(Err(error));
        }
        let member = members.next()?;
        let member_place = format!("{place}!{}", member.name);
        let slice = FileSlice {
            file: Arc::clone(&file),
            at: member.start,
            left: member.packed,
        };
        let unpacked: Reader = match member.method {
            CompressionMethod::Stored => Box::new(slice),
            _ => Box::new(DeflateDecoder::new(slice)),
        };
        let body = Checked {
            inner: unpacked,
            crc: Crc::new(),
            expected: member.crc,
        };
        Some(Ok(Item::Stream(Stream {
            name: member_place.clone(),
            place: member_place,
            body: Body::Reader(Box::new(body)),
            depth: depth + 1,
        })))
    })))
}

fn spool(mut reader: Reader) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    match io::copy(&mut reader, &mut file) {
        Ok(_) => {}
        // What came through may still hold the table of contents.
        Err(error) if file.stream_position()? == 0 => return Err(error),
        Err(_) => {}
    }
    file.rewind()?;
    Ok(file)
}

/// Where a member's bytes are.
struct Member {
    name: String,
    start: u64,
    packed: u64,
    method: CompressionMethod,
    crc: u32,
}

/// The readable members by name, and an error for each that isn't readable.
fn contents(file: &File, place: &str) -> Result<(Vec<Member>, Vec<ReadError>), ReadErrorKind> {
    let archive_error = |error: zip::result::ZipError| ReadErrorKind::Archive(error.to_string());
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(archive_error)?;
    let mut members = Vec::new();
    let mut errors = Vec::new();
    for index in 0..archive.len() {
        let entry = match archive.by_index_raw(index) {
            Ok(entry) => entry,
            Err(error) => {
                errors.push(ReadError::new(
                    format!("{place}!{index}"),
                    archive_error(error),
                ));
                continue;
            }
        };
        let name = entry.name().map_err(archive_error)?.into_owned();
        let hidden = name
            .split('/')
            .any(|part| part.starts_with('.') || part == "__MACOSX");
        if entry.is_dir() || hidden {
            continue;
        }
        let refusal = if entry.encrypted() {
            Some("it is encrypted".to_owned())
        } else if !matches!(
            entry.compression(),
            CompressionMethod::Stored | CompressionMethod::DEFLATE
        ) {
            Some(format!(
                "compressed with {}, only deflate is read",
                entry.compression()
            ))
        } else {
            None
        };
        match (refusal, entry.data_start()) {
            (None, Some(start)) => members.push(Member {
                name,
                start,
                packed: entry.compressed_size(),
                method: entry.compression(),
                crc: entry.crc32(),
            }),
            (refusal, _) => {
                let reason = refusal.unwrap_or_else(|| "its data can't be found".to_owned());
                let member_place = format!("{place}!{name}");
                errors.push(ReadError::new(member_place, ReadErrorKind::Archive(reason)));
            }
        }
    }
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((members, errors))
}

/// A part of a file that several readers share.
struct FileSlice {
    file: Arc<Mutex<File>>,
    at: u64,
    left: u64,
}

impl Read for FileSlice {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer
            .len()
            .min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 {
            return Ok(0);
        }
        // A reader that panicked left only a file position behind.
        let mut file = self
            .file
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        file.seek(SeekFrom::Start(self.at))?;
        let n_read = file.read(&mut buffer[..most])?;
        self.at += n_read as u64;
        self.left -= n_read as u64;
        Ok(n_read)
    }
}

/// Compares the checksum at the end.
struct Checked {
    inner: Reader,
    crc: Crc,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.inner.read(buffer)?;
        if n_read == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            self.expected = self.crc.sum();
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the checksum differs",
            ));
        }
        self.crc.update(&buffer[..n_read]);
        Ok(n_read)
    }
}
