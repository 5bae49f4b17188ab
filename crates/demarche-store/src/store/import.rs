//! Event data of others into the store: batches of rows, each with how far the
//! file has come.

mod batch; // rows to tables, and the counts kept with them

use super::{Store, StoreError};
use crate::formats::dataset::{
    DataFormat, DatasetError, ReadRow, Report, RowReader, StreamError, each_stream,
};
use batch::Keys;
use demarche_event::Crosswalk;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;

/// Rows of a batch: what is lost at most when the program is killed, and what
/// others wait for who want to write.
const BATCH: u64 = 20_000;

/// What became of a file's rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Rows read, left out, and not understood in part, in this run.
    pub report: Report,
    /// Rows that became events in this run.
    pub added: u64,
    /// Rows whose event was there already, from another file of the data set.
    pub present: u64,
    /// Rows that an earlier run had dealt with.
    pub done_before: u64,
}

/// A file can't be imported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file can't be opened.
    #[error(transparent)]
    Stream(#[from] StreamError),
    /// It isn't event data, or its bytes end before they should.
    #[error("{place}: {reason}")]
    Dataset {
        /// The file, or the member of an archive.
        place: String,
        /// Why.
        reason: DatasetError,
    },
}

/// What is known of the import of a file.
struct Progress {
    file_key: i64,
    rows_done: u64,
    finished: bool,
}

impl Store {
    /// Imports a file of event data: plain, gzip, or each member of a zip
    /// archive. `from` says which format it has; otherwise it is told by its
    /// first line. Each row goes to `watch`, kept or left out.
    ///
    /// Rows go in batches, each in one transaction together with the counts by
    /// dyad and month and with how far the file has come. Whoever is killed
    /// leaves whole batches, and the next import of the same bytes, whatever the
    /// file is called then, goes on behind them; a file that was finished adds
    /// nothing. An event that came from another file of its data set (by id and
    /// day) isn't added again.
    ///
    /// # Errors
    ///
    /// [`ImportError`]; the batches before it stay.
    pub fn import(
        &mut self,
        path: &Path,
        from: Option<DataFormat>,
        crosswalk: &Crosswalk,
        mut watch: impl FnMut(&str, &ReadRow<'_>),
    ) -> Result<Imported, ImportError> {
        let hash = hash_of(path)?;
        let mut all = Imported::default();
        let mut keys = Keys::load(&self.connection).map_err(StoreError::of(&self.path))?;
        each_stream(path, |place, stream| -> Result<(), ImportError> {
            let member = place
                .strip_prefix(&path.display().to_string())
                .unwrap_or_default();
            let one = Source {
                place,
                member,
                hash: &hash,
                from,
            };
            let imported = self.import_stream(&one, stream, crosswalk, &mut keys, &mut watch)?;
            all.report.merge(imported.report);
            all.added += imported.added;
            all.present += imported.present;
            all.done_before += imported.done_before;
            Ok(())
        })?;
        Ok(all)
    }

    fn import_stream(
        &mut self,
        source: &Source<'_>,
        stream: Box<dyn BufRead>,
        crosswalk: &Crosswalk,
        keys: &mut Keys,
        watch: &mut impl FnMut(&str, &ReadRow<'_>),
    ) -> Result<Imported, ImportError> {
        let failed = |reason: DatasetError| ImportError::Dataset {
            place: source.place.to_owned(),
            reason,
        };
        let mut rows = RowReader::new(stream, source.from).map_err(failed)?;
        let progress = self.begin(source, rows.format())?;
        let mut imported = Imported {
            done_before: progress.rows_done,
            ..Imported::default()
        };
        if progress.finished {
            return Ok(imported);
        }
        rows.skip(progress.rows_done)
            .map_err(|e| failed(e.into()))?;
        let mut ended = false;
        while !ended {
            let sqlite = StoreError::of(&self.path);
            let transaction = self
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(&sqlite)?;
            let mut batch = keys
                .batch(&transaction, progress.file_key, rows.format())
                .map_err(&sqlite)?;
            let mut rejected = 0;
            for _ in 0..BATCH {
                let Some(read) = rows.next(crosswalk).map_err(|e| failed(e.into()))? else {
                    ended = true;
                    break;
                };
                imported.report.rows += 1;
                match &read.row {
                    Ok(row) => batch.add(read.number, row).map_err(&sqlite)?,
                    Err(rejection) => {
                        rejected += 1;
                        imported.report.reject(source.place, read.line, rejection);
                    }
                }
                watch(source.place, &read);
            }
            let (added, present) = batch.finish().map_err(&sqlite)?;
            imported.added += added;
            imported.present += present;
            transaction
                .execute(
                    "UPDATE imported_file SET rows_done = ?2, added = added + ?3, present = present + ?4, \
                     rejected = rejected + ?5, finished = ?6 WHERE key = ?1",
                    params![
                        progress.file_key,
                        whole(imported.done_before + imported.report.rows),
                        whole(added),
                        whole(present),
                        whole(rejected),
                        ended
                    ],
                )
                .and_then(|_| transaction.commit())
                .map_err(&sqlite)?;
        }
        imported.report.notes = rows.notes().clone();
        Ok(imported)
    }

    /// Finds the file among those known by its bytes, or writes it down.
    fn begin(&mut self, source: &Source<'_>, format: DataFormat) -> Result<Progress, StoreError> {
        let sqlite = StoreError::of(&self.path);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(&sqlite)?;
        begin(&transaction, source, format)
            .and_then(|progress| transaction.commit().map(|()| progress))
            .map_err(&sqlite)
    }
}

/// A stream, and how it is known again.
struct Source<'a> {
    place: &'a str,
    member: &'a str,
    hash: &'a str,
    from: Option<DataFormat>,
}

fn begin(
    transaction: &Transaction<'_>,
    source: &Source<'_>,
    format: DataFormat,
) -> rusqlite::Result<Progress> {
    let known = transaction
        .query_row(
            "SELECT key, rows_done, finished FROM imported_file WHERE hash = ?1 AND member = ?2",
            [source.hash, source.member],
            |row| {
                Ok(Progress {
                    file_key: row.get(0)?,
                    rows_done: row.get::<_, i64>(1)?.unsigned_abs(),
                    finished: row.get(2)?,
                })
            },
        )
        .optional()?;
    if let Some(progress) = known {
        return Ok(progress);
    }
    transaction.execute(
        "INSERT INTO imported_dataset (name) VALUES (?1) ON CONFLICT DO NOTHING",
        [format.as_str()],
    )?;
    transaction.execute(
        "INSERT INTO imported_file (dataset_key, place, hash, member, begun, rows_done, added, present, rejected, \
         finished) VALUES ((SELECT key FROM imported_dataset WHERE name = ?1), ?2, ?3, ?4, \
         strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 0, 0, 0, 0, 0)",
        [format.as_str(), source.place, source.hash, source.member],
    )?;
    Ok(Progress {
        file_key: transaction.last_insert_rowid(),
        rows_done: 0,
        finished: false,
    })
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).expect("no file has that many rows")
}

fn hash_of(path: &Path) -> Result<String, StreamError> {
    let failed = |reason: io::Error| StreamError {
        place: path.display().to_string(),
        reason,
    };
    let mut file = File::open(path).map_err(failed)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => digest.update(&buffer[..read]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(failed(e)),
        }
    }
    let mut hash = String::with_capacity(64);
    for byte in digest.finalize() {
        write!(hash, "{byte:02x}").expect("a string takes all writes");
    }
    Ok(hash)
}
