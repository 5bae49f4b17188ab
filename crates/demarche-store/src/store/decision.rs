use super::{Batch, Store, StoreError};
use demarche_event::Event;
use rusqlite::{Connection, OptionalExtension, params};

/// What a user decided about events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionKind {
    /// All are one happening.
    Merge,
    /// The first aren't of one happening with the second.
    Split,
}

/// A decision as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDecision {
    /// What was decided.
    pub kind: DecisionKind,
    /// When (UTC).
    pub made: String,
    /// Why, in the user's words.
    pub because: Option<String>,
    /// Ids of the events that the store holds now: those of a merge, or the
    /// first of a split.
    pub these: Vec<String>,
    /// The second of a split.
    pub those: Vec<String>,
}

impl Batch<'_> {
    /// Keeps a decision. Its events are remembered by their document, sentence,
    /// trigger and type too, so that it holds after the document was coded anew.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`] and what else the system says.
    pub fn put_decision(
        &self,
        kind: DecisionKind,
        these: &[Event],
        those: &[Event],
        because: Option<&str>,
    ) -> Result<(), StoreError> {
        let write = || {
            let key = self
                .transaction
                .prepare_cached(
                    "INSERT INTO decision (kind, made, because) \
                     VALUES (?1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?2)",
                )?
                .insert(params![word(kind), because])?;
            let events = these.iter().map(|event| (0, event));
            let events = events.chain(those.iter().map(|event| (1, event)));
            for (position, (side, event)) in (0i64..).zip(events) {
                self.execute(
                    "INSERT INTO decision_event (decision_key, position, side, event_id, document_id, \
                     sentence_start_char, trigger_start_char, type) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    params![
                        key,
                        position,
                        side,
                        event.id,
                        event.document.id,
                        i64::try_from(event.sentence.start_char).expect("no text is that long"),
                        i64::try_from(event.trigger.start_char).expect("no text is that long"),
                        event.event_type.as_str(),
                    ],
                )?;
            }
            Ok(())
        };
        write().map_err(StoreError::of(self.path))
    }

    /// All decisions, the earliest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn decisions(&self) -> Result<Vec<StoredDecision>, StoreError> {
        decisions(&self.transaction).map_err(StoreError::of(self.path))
    }
}

impl Store {
    /// All decisions, the earliest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn decisions(&self) -> Result<Vec<StoredDecision>, StoreError> {
        decisions(&self.connection).map_err(StoreError::of(&self.path))
    }
}

fn word(kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::Merge => "merge",
        DecisionKind::Split => "split",
    }
}

fn decisions(connection: &Connection) -> rusqlite::Result<Vec<StoredDecision>> {
    let mut statement =
        connection.prepare_cached("SELECT key, kind, made, because FROM decision ORDER BY key")?;
    let mut rows = statement.query([])?;
    let mut decisions = Vec::new();
    while let Some(row) = rows.next()? {
        let key: i64 = row.get(0)?;
        let kind: String = row.get(1)?;
        decisions.push(StoredDecision {
            kind: if kind == "merge" {
                DecisionKind::Merge
            } else {
                DecisionKind::Split
            },
            made: row.get(2)?,
            because: row.get(3)?,
            these: events(connection, key, 0)?,
            those: events(connection, key, 1)?,
        });
    }
    Ok(decisions)
}

/// The events of one side, as they are called now.
fn events(connection: &Connection, key: i64, side: i64) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT event_id, document_id, sentence_start_char, trigger_start_char, type FROM decision_event \
         WHERE decision_key = ?1 AND side = ?2 ORDER BY position",
    )?;
    // The same id, else the same trigger and type, else the only event of the
    // type in the sentence, else the only one of the trigger: other knowledge may
    // see another word, or another type.
    let mut same = connection.prepare_cached("SELECT id FROM event WHERE id = ?1")?;
    let mut trigger = connection.prepare_cached(
        "SELECT e.id FROM event e JOIN document d ON d.key = e.document_key \
         WHERE d.id = ?1 AND e.trigger_start_char = ?2 AND e.type = ?3 ORDER BY e.id LIMIT 1",
    )?;
    let mut sentence = connection.prepare_cached(
        "SELECT min(e.id) FROM event e JOIN document d ON d.key = e.document_key \
         JOIN sentence s ON s.key = e.sentence_key \
         WHERE d.id = ?1 AND s.start_char = ?2 AND e.type = ?3 HAVING count(*) = 1",
    )?;
    let mut retyped = connection.prepare_cached(
        "SELECT min(e.id) FROM event e JOIN document d ON d.key = e.document_key \
         WHERE d.id = ?1 AND e.trigger_start_char = ?2 HAVING count(*) = 1",
    )?;
    let mut rows = statement.query([key, side])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, document, event_type): (String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(4)?);
        let (sentence_start, trigger_start): (i64, i64) = (row.get(2)?, row.get(3)?);
        let mut event: Option<String> = same.query_row([id], |row| row.get(0)).optional()?;
        if event.is_none() {
            event = trigger
                .query_row(params![document, trigger_start, event_type], |row| {
                    row.get(0)
                })
                .optional()?;
        }
        if event.is_none() {
            event = sentence
                .query_row(params![document, sentence_start, event_type], |row| {
                    row.get(0)
                })
                .optional()?;
        }
        if event.is_none() {
            event = retyped
                .query_row(params![document, trigger_start], |row| row.get(0))
                .optional()?;
        }
        found.extend(event);
    }
    Ok(found)
}
