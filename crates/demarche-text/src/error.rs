use crate::Format;
use std::io;

/// Something could not be read; the rest is read nevertheless.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {kind}")]
pub struct ReadError {
    /// Where: a path as the user named it, a member `archive.zip!member`, a
    /// line `stories.jsonl:12`, an entry `feed.xml#3`.
    pub place: String,
    /// What is wrong.
    pub kind: ReadErrorKind,
}

/// What is wrong with an input.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The system refused.
    #[error("can't be read: {0}")]
    Io(io::Error),
    /// No characters but white space.
    #[error("no text")]
    NoText,
    /// A page without a main text.
    #[error("an HTML page without text to read")]
    NoMainText,
    /// A folder without files.
    #[error("a folder without files to read (hidden files are skipped)")]
    NoFiles,
    /// Not text.
    #[error("{what} rather than text; convert it to plain text or HTML first")]
    Binary {
        /// What it is, with its article: `a PDF file`.
        what: &'static str,
    },
    /// More bytes than [`crate::ReadOptions::max_bytes`], after decompression.
    #[error("longer than {limit} bytes, the limit for one document")]
    TooLong {
        /// The limit.
        limit: u64,
    },
    /// Compressed data that end early or don't fit their checksum.
    #[error("damaged or cut short: {0}; what came before was read")]
    Damaged(String),
    /// A line that isn't a JSON object.
    #[error("not a JSON object: {0}")]
    Json(String),
    /// XML that neither RSS nor Atom explains.
    #[error("not a feed that can be read: {0}")]
    Feed(String),
    /// A row that breaks the rules of CSV.
    #[error("not a row of the table: {0}")]
    Row(String),
    /// No column or key holds the text.
    #[error(
        "no {what} named {}; there are {}; name one with text=NAME",
        wanted.join(" or "), there_are.join(", ")
    )]
    NoTextField {
        /// `column` or `key`.
        what: &'static str,
        /// The names that would have been right.
        wanted: Vec<String>,
        /// The names there are.
        there_are: Vec<String>,
    },
    /// An archive inside an archive inside an archive.
    #[error("archives nested more than {limit} deep")]
    Nested {
        /// How deep is allowed.
        limit: usize,
    },
    /// A member that can't be unpacked.
    #[error("can't be unpacked: {0}")]
    Archive(String),
    /// The bytes aren't in the format that was asked for.
    #[error("not {asked}, which was asked for: {reason}")]
    WrongFormat {
        /// The format asked for.
        asked: Format,
        /// What they are.
        reason: String,
    },
}

impl ReadError {
    pub(crate) fn new(place: impl Into<String>, kind: ReadErrorKind) -> ReadError {
        ReadError {
            place: place.into(),
            kind,
        }
    }
}
