use flate2::Crc;
use flate2::bufread::MultiGzDecoder;
use flate2::read::DeflateDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;
use zip::{CompressionMethod, ZipArchive};

const BUFFER: usize = 256 << 10;

/// A file can't be opened as a stream of event data.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct StreamError {
    /// The file, or the member of an archive.
    pub place: String,
    /// Why.
    pub reason: io::Error,
}

/// Hands the streams inside a file to `take`: the file itself, what a gzip file
/// holds, or each member of a zip archive in the order of its table. Which it
/// is shows in the first bytes. `place` names it: `events.zip!events.tsv`.
///
/// # Errors
///
/// What `take` says, or [`StreamError`].
pub fn each_stream<E: From<StreamError>>(
    path: &Path,
    mut take: impl FnMut(&str, Box<dyn BufRead>) -> Result<(), E>,
) -> Result<(), E> {
    let place = path.display().to_string();
    let failed = |reason| StreamError {
        place: place.clone(),
        reason,
    };
    let mut file = File::open(path).map_err(failed)?;
    let mut magic = Vec::new();
    file.by_ref()
        .take(4)
        .read_to_end(&mut magic)
        .map_err(failed)?;
    file.rewind().map_err(failed)?;
    match magic[..] {
        [0x1f, 0x8b, ..] => {
            let packed = BufReader::with_capacity(BUFFER, file);
            take(
                &place,
                Box::new(BufReader::with_capacity(
                    BUFFER,
                    MultiGzDecoder::new(packed),
                )),
            )
        }
        [b'P', b'K', 3, 4] => {
            let mut archive =
                ZipArchive::new(BufReader::new(file)).map_err(|e| failed(e.into()))?;
            for at in 0..archive.len() {
                let member = archive.by_index_raw(at).map_err(|e| failed(e.into()))?;
                if member.is_dir() {
                    continue;
                }
                let inside = format!("{place}!{}", member.name().map_err(|e| failed(e.into()))?);
                let fail = |reason| StreamError {
                    place: inside.clone(),
                    reason,
                };
                let (start, left) = (member.data_start(), member.compressed_size());
                let (expected, method) = (member.crc32(), member.compression());
                drop(member);
                let mut file = File::open(path).map_err(fail)?;
                let start = start.ok_or_else(|| fail(io::ErrorKind::InvalidData.into()))?;
                file.seek(io::SeekFrom::Start(start)).map_err(fail)?;
                let packed = BufReader::with_capacity(BUFFER, file.take(left));
                let inner: Box<dyn Read> = match method {
                    CompressionMethod::Stored => Box::new(packed),
                    CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(packed)),
                    other => {
                        let what = format!("compressed by {other}, which isn't read here");
                        return Err(fail(io::Error::new(io::ErrorKind::Unsupported, what)).into());
                    }
                };
                let checked = Checked {
                    inner,
                    crc: Crc::new(),
                    expected,
                };
                take(&inside, Box::new(BufReader::with_capacity(BUFFER, checked)))?;
            }
            Ok(())
        }
        _ => take(&place, Box::new(BufReader::with_capacity(BUFFER, file))),
    }
}

/// The bytes of an archive's member, held against its checksum at the end.
struct Checked {
    inner: Box<dyn Read>,
    crc: Crc,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.crc.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            let reason = "damaged: its checksum is wrong";
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(read)
    }
}
