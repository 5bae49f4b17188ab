use super::migrate::{self, SCHEMA_VERSION};
use super::{Store, StoreError};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf, absolute};
use std::time::Duration;

/// "DMRC": what SQLite's header says of a file that is ours.
const APPLICATION_ID: i32 = 0x444d_5243;
/// How long we wait for another program that is writing.
const PATIENCE: Duration = Duration::from_secs(10);
/// SQLite's cache, in kibibytes by its minus sign; its own default of 2 MB makes
/// the indexes of a few thousand documents travel through the system again and again.
const CACHE: i32 = -65_536;
/// Pages that the log holds before they are moved to their places, 32 MB. The ids
/// are spread at random over the indexes: moved more often, each page would travel
/// for nearly every document.
const LOG_PAGES: i32 = 8_192;

/// What [`Store::upgrade`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upgrade {
    /// Version of the schema that the file had.
    pub found: i32,
    /// The version it has now; the same if there was nothing to do.
    pub now: i32,
}

/// What the first bytes of a file say.
enum Header {
    Missing,
    Empty,
    Ours,
}

impl Store {
    /// Makes a new store.
    ///
    /// # Errors
    ///
    /// [`StoreError::Exists`] if there is a file of that name, unless it is
    /// empty; else as [`Store::open`].
    pub fn create(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        match inspect(path) {
            Ok(Header::Missing | Header::Empty) => make(path),
            Ok(Header::Ours) | Err(StoreError::NotAStore { .. }) => Err(StoreError::Exists {
                path: path.to_owned(),
            }),
            Err(error) => Err(error),
        }
    }

    /// Opens a store to read and write. One that an earlier version of demarche
    /// made is brought to the schema of today; nothing in it is lost.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`], [`StoreError::NotAStore`] (the file is left as
    /// it is), [`StoreError::NewerSchema`], [`StoreError::ReadOnly`],
    /// [`StoreError::Locked`] and what else the system says.
    pub fn open(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        match inspect(path)? {
            Header::Missing => Err(StoreError::Missing {
                path: path.to_owned(),
            }),
            Header::Empty => Err(not_a_store(path, "it is empty")),
            Header::Ours => open_ours(path),
        }
    }

    /// Opens a store to read and write, and makes it if there is none.
    ///
    /// # Errors
    ///
    /// As [`Store::open`], except [`StoreError::Missing`].
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        match inspect(path)? {
            Header::Missing | Header::Empty => make(path),
            // Whoever was making it may have been killed: SQLite then undoes
            // the half, and the file is empty after all.
            Header::Ours if beside(path, "-journal").exists() => make(path),
            Header::Ours => open_ours(path),
        }
    }

    /// Brings a store to the schema of today, and says what it found. Opening a
    /// store to write does the same without a word.
    ///
    /// # Errors
    ///
    /// As [`Store::open`].
    pub fn upgrade(path: impl AsRef<Path>) -> Result<Upgrade, StoreError> {
        let path = path.as_ref();
        match inspect(path)? {
            Header::Missing => Err(StoreError::Missing {
                path: path.to_owned(),
            }),
            Header::Empty => Err(not_a_store(path, "it is empty")),
            Header::Ours => {
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = connect(path, &full(path)?, flags)?;
                let found = version(path, &connection)?;
                prepare(path, connection)?;
                Ok(Upgrade {
                    found,
                    now: SCHEMA_VERSION,
                })
            }
        }
    }

    /// Opens a store to read alone; a store on read-only media will do.
    ///
    /// # Errors
    ///
    /// As [`Store::open`], and [`StoreError::OlderSchema`]: to bring the file to
    /// the schema of today is to write.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        match inspect(path)? {
            Header::Missing => Err(StoreError::Missing {
                path: path.to_owned(),
            }),
            Header::Empty => Err(not_a_store(path, "it is empty")),
            Header::Ours => Ok(Store {
                connection: read_only(path)?,
                path: path.to_owned(),
            }),
        }
    }

    /// Sets how long to wait for another program that is writing; at first it
    /// is ten seconds.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when SQLite refuses.
    pub fn set_patience(&self, patience: Duration) -> Result<(), StoreError> {
        self.connection
            .busy_timeout(patience)
            .map_err(StoreError::of(&self.path))
    }
}

#[doc(hidden)]
impl Store {
    /// For tests: a ceiling on the file's size gives the error of a full disk.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        let sql = format!("PRAGMA max_page_count = {pages}");
        self.connection
            .query_row(&sql, [], |_| Ok(()))
            .map_err(StoreError::of(&self.path))
    }
}

/// A connection that can't write.
pub(super) fn read_only(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut plain = connect(path, &full(path)?, flags);
    if matches!(plain, Err(StoreError::ReadOnly { .. })) && beside(path, "-journal").exists() {
        undo_half(path)?;
        plain = connect(path, &full(path)?, flags);
    }
    let connection = match plain {
        // A reader too must write beside the file, to say that it reads. Where
        // it can't, and no log shows that somebody is writing, nobody is.
        Err(StoreError::ReadOnly { .. })
            if !["-wal", "-journal"]
                .iter()
                .any(|log| beside(path, log).exists()) =>
        {
            connect(path, &immutable(path)?, flags | OpenFlags::SQLITE_OPEN_URI)?
        }
        other => other?,
    };
    match version(path, &connection)? {
        SCHEMA_VERSION => Ok(connection),
        found => Err(StoreError::OlderSchema {
            path: path.to_owned(),
            found,
            known: SCHEMA_VERSION,
        }),
    }
}

/// Undoes what a killed program left half-written in the file itself: to read
/// alone isn't enough for that. Without the right to write, the next look at the
/// file says what is the matter.
fn undo_half(path: &Path) -> Result<(), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if let Ok(connection) = Connection::open_with_flags(full(path)?, flags) {
        let _ = connection
            .busy_timeout(PATIENCE)
            .and_then(|()| tables(&connection));
    }
    Ok(())
}

/// Looks at a file without SQLite, which may roll back or finish what other
/// programs left in files of theirs.
fn inspect(path: &Path) -> Result<Header, StoreError> {
    let failed = |source| StoreError::File {
        path: path.to_owned(),
        source,
    };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Header::Missing),
        Err(e) => return Err(failed(e)),
    };
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(not_a_store(path, "it is a folder"));
    }
    let mut header = Vec::with_capacity(100);
    file.by_ref()
        .take(100)
        .read_to_end(&mut header)
        .map_err(failed)?;
    if header.is_empty() {
        return Ok(Header::Empty);
    }
    if header.len() < 100 || !header.starts_with(b"SQLite format 3\0") {
        return Err(not_a_store(path, "it is no SQLite file"));
    }
    // https://www.sqlite.org/fileformat2.html#database_header
    let number = |at: usize| {
        i32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    match number(68) {
        APPLICATION_ID => Ok(Header::Ours),
        _ => Err(not_a_store(path, "it is an SQLite file of another program")),
    }
}

fn make(path: &Path) -> Result<Store, StoreError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder
        && !folder.is_dir()
    {
        let source = std::io::Error::new(
            ErrorKind::NotFound,
            format!("there is no folder {}", folder.display()),
        );
        return Err(StoreError::File {
            path: path.to_owned(),
            source,
        });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let failed = StoreError::of(path);
    let mut connection = Connection::open_with_flags(full(path)?, flags).map_err(&failed)?;
    connection.busy_timeout(PATIENCE).map_err(&failed)?;
    // The whole schema in one transaction, before the journal changes to the
    // log: whoever is killed in between leaves an empty file.
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Exclusive)
        .map_err(&failed)?;
    // Another program may have been faster.
    if tables(&transaction).map_err(&failed)? == 0 {
        migrate::make(path, &transaction)?;
        transaction
            .pragma_update(None, "application_id", APPLICATION_ID)
            .map_err(&failed)?;
    }
    transaction.commit().map_err(&failed)?;
    prepare(path, connection)
}

fn open_ours(path: &Path) -> Result<Store, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    prepare(path, connect(path, &full(path)?, flags)?)
}

/// Opens a file and asks what it is, now through SQLite.
fn connect(path: &Path, name: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let failed = StoreError::of(path);
    let connection = Connection::open_with_flags(name, flags).map_err(&failed)?;
    connection.busy_timeout(PATIENCE).map_err(&failed)?;
    connection
        .pragma_update(None, "cache_size", CACHE)
        .map_err(&failed)?;
    version(path, &connection)?;
    Ok(connection)
}

/// The version of a file's schema, if we know it and what came before.
fn version(path: &Path, connection: &Connection) -> Result<i32, StoreError> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let application_id = number("application_id").map_err(StoreError::of(path))?;
    let version = number("user_version").map_err(StoreError::of(path))?;
    if application_id == 0 && version == 0 && tables(connection).map_err(StoreError::of(path))? == 0
    {
        return Err(not_a_store(path, "it is empty"));
    }
    if application_id != APPLICATION_ID {
        return Err(not_a_store(path, "it is an SQLite file of another program"));
    }
    match version {
        1..=SCHEMA_VERSION => Ok(version),
        found if found > SCHEMA_VERSION => Err(StoreError::NewerSchema {
            path: path.to_owned(),
            found,
            known: SCHEMA_VERSION,
        }),
        found => {
            let reason = format!("its schema version is {found}; the first one is 1");
            Err(StoreError::Damaged {
                path: path.to_owned(),
                reason,
            })
        }
    }
}

fn tables(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
}

/// Settings of a connection that writes.
fn prepare(path: &Path, mut connection: Connection) -> Result<Store, StoreError> {
    let found = version(path, &connection)?;
    let failed = StoreError::of(path);
    connection
        .pragma_update(None, "cache_size", CACHE)
        .map_err(&failed)?;
    if connection.is_readonly("main").map_err(&failed)? {
        return Err(StoreError::ReadOnly {
            path: path.to_owned(),
        });
    }
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .map_err(&failed)?;
    // With the log, this can lose the last transactions when the power fails,
    // but never leaves one half-written.
    connection
        .pragma_update(None, "synchronous", "NORMAL")
        .map_err(&failed)?;
    connection
        .pragma_update(None, "wal_autocheckpoint", LOG_PAGES)
        .map_err(&failed)?;
    connection
        .pragma_update(None, "foreign_keys", true)
        .map_err(&failed)?;
    migrate::migrate(path, &mut connection, found)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(Store {
        connection,
        path: path.to_owned(),
    })
}

fn not_a_store(path: &Path, reason: &str) -> StoreError {
    StoreError::NotAStore {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}

/// An absolute name: SQLite takes one that begins with `file:` for an address.
pub(super) fn full(path: &Path) -> Result<PathBuf, StoreError> {
    absolute(path).map_err(|source| StoreError::File {
        path: path.to_owned(),
        source,
    })
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The address under which SQLite opens a file that nobody changes.
fn immutable(path: &Path) -> Result<PathBuf, StoreError> {
    let full = full(path)?;
    let mut address = String::from("file://");
    let name = full.to_string_lossy().replace('\\', "/");
    if !name.starts_with('/') {
        address.push('/');
    }
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b':' => {
                address.push(byte.into())
            }
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address.push_str("?immutable=1");
    Ok(PathBuf::from(address))
}
