use super::{Store, StoreError};
use rusqlite::params;

/// A run of a command that writes, as the store remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunKey(i64);

impl Store {
    /// Writes down that a command begins to write: its arguments as they were
    /// given, and with what it works. A run that is killed stays without an end.
    ///
    /// # Errors
    ///
    /// [`StoreError::Locked`], [`StoreError::Full`] and what else the system says.
    pub fn begin_run(
        &mut self,
        arguments: &[String],
        program: &str,
        knowledge: Option<&str>,
    ) -> Result<RunKey, StoreError> {
        let command = serde_json::to_string(arguments).expect("texts become JSON");
        self.connection
            .execute(
                "INSERT INTO run (command, program_version, knowledge_version, began) \
                 VALUES (?1, ?2, ?3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                params![command, program, knowledge],
            )
            .map_err(StoreError::of(&self.path))?;
        Ok(RunKey(self.connection.last_insert_rowid()))
    }

    /// Writes down that the run has ended, and how many documents it wrote.
    ///
    /// # Errors
    ///
    /// As [`Store::begin_run`].
    pub fn end_run(&mut self, run: RunKey, documents: u64) -> Result<(), StoreError> {
        let documents = i64::try_from(documents).unwrap_or(i64::MAX);
        self.connection
            .execute(
                "UPDATE run SET ended = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), documents = ?2 WHERE key = ?1",
                params![run.0, documents],
            )
            .map(|_| ())
            .map_err(StoreError::of(&self.path))
    }
}
