use rusqlite::ffi::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// A store can't do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file is something else; it was left as it is.
    #[error("{} is not a demarche store: {reason}", path.display())]
    NotAStore {
        /// The file, as the caller named it.
        path: PathBuf,
        /// What it is instead, as far as can be told.
        reason: String,
    },
    /// There is no such file.
    #[error("there is no store {}", path.display())]
    Missing {
        /// The file, as the caller named it.
        path: PathBuf,
    },
    /// A new store can't take the place of a file.
    #[error("{} exists already; a new store needs a name of its own", path.display())]
    Exists {
        /// The file, as the caller named it.
        path: PathBuf,
    },
    /// A later version of demarche made the store.
    #[error("{} has schema version {found}, and this version of demarche knows up to {known}: a newer one can open it", path.display())]
    NewerSchema {
        /// The file, as the caller named it.
        path: PathBuf,
        /// Version of the file's schema.
        found: i32,
        /// Newest version that we know.
        known: i32,
    },
    /// An earlier version of demarche made the store, and it was opened to read
    /// alone.
    #[error("{0} has schema version {found}, and this version of demarche reads {known}: `demarche upgrade --store {0}` brings it up to date and loses nothing", path.display())]
    OlderSchema {
        /// The file, as the caller named it.
        path: PathBuf,
        /// Version of the file's schema.
        found: i32,
        /// The version that we read.
        known: i32,
    },
    /// Neither file nor folder may be written.
    #[error("{} can't be written: the file or its folder is read-only", path.display())]
    ReadOnly {
        /// The file, as the caller named it.
        path: PathBuf,
    },
    /// No room is left; what was stored before is intact.
    #[error("{} can't grow: the disk is full", path.display())]
    Full {
        /// The file, as the caller named it.
        path: PathBuf,
    },
    /// Somebody else is writing, for longer than we wait.
    #[error("{} is being written by another program; try again when it has finished", path.display())]
    Locked {
        /// The file, as the caller named it.
        path: PathBuf,
    },
    /// The file holds what no version of demarche writes.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file, as the caller named it.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// Two records claim one id: nothing of the document was stored.
    #[error("{}: document {document}: {reason}", path.display())]
    Refused {
        /// The file, as the caller named it.
        path: PathBuf,
        /// The document's id.
        document: String,
        /// What is wrong with its records.
        reason: String,
    },
    /// The first characters of an id fit several records.
    #[error("`{prefix}` begins several ids, among them {first} and {second}; give more of it")]
    Ambiguous {
        /// As given.
        prefix: String,
        /// An id that fits.
        first: String,
        /// Another.
        second: String,
    },
    /// A question in SQL can't be answered.
    #[error("the SQL can't be answered: {reason}")]
    Sql {
        /// What is wrong with it.
        reason: String,
    },
    /// A question in SQL took too long.
    #[error("the SQL took longer than {seconds} seconds and was stopped")]
    Slow {
        /// The limit.
        seconds: f64,
    },
    /// The system says no.
    #[error("{}: {source}", path.display())]
    File {
        /// The file, as the caller named it.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Anything else that SQLite says.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The file, as the caller named it.
        path: PathBuf,
        /// What it says.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// The error that SQLite's stands for.
    pub(super) fn of(path: &Path) -> impl Fn(rusqlite::Error) -> StoreError {
        move |source| {
            let path = path.to_owned();
            match source.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => StoreError::NotAStore {
                    path,
                    reason: "it is no SQLite file".to_owned(),
                },
                Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                    StoreError::ReadOnly { path }
                }
                Some(ErrorCode::DiskFull) => StoreError::Full { path },
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                    StoreError::Locked { path }
                }
                Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged {
                    path,
                    reason: source.to_string(),
                },
                _ => match source {
                    rusqlite::Error::FromSqlConversionFailure(..)
                    | rusqlite::Error::InvalidColumnType(..) => StoreError::Damaged {
                        path,
                        reason: source.to_string(),
                    },
                    source => StoreError::Sqlite { path, source },
                },
            }
        }
    }
}
