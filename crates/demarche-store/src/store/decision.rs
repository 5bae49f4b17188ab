use super::{Batch, Store, StoreError};
use demarche_event::Event;
use rusqlite::{Connection, OptionalExtension, ToSql, params};
use std::collections::BTreeSet;

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
    /// Events that the store no longer holds, nor others in their place: so far the
    /// decision says nothing.
    pub lost: Vec<LostEvent>,
}

/// An event of a decision that later coding doesn't give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostEvent {
    /// Its id when the decision was made.
    pub id: String,
    /// Id of its document.
    pub document: String,
    /// Its type then.
    pub event_type: String,
    /// Where its trigger began, in code points.
    pub trigger_start_char: i64,
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
                     sentence_start_char, trigger_start_char, type, parties) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                    params![
                        key,
                        position,
                        side,
                        event.id,
                        event.document.id,
                        i64::try_from(event.sentence.start_char).expect("no text is that long"),
                        i64::try_from(event.trigger.start_char).expect("no text is that long"),
                        event.event_type.as_str(),
                        parties(event),
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

/// The countries of both sides, as the column `parties` has them.
fn parties(event: &Event) -> String {
    let actors = event.source.iter().chain(&event.target);
    let countries: BTreeSet<&str> = actors
        .filter_map(|actor| actor.country.as_deref())
        .collect();
    countries.into_iter().collect::<Vec<_>>().join(",")
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
        let mut lost = Vec::new();
        decisions.push(StoredDecision {
            kind: if kind == "merge" {
                DecisionKind::Merge
            } else {
                DecisionKind::Split
            },
            made: row.get(2)?,
            because: row.get(3)?,
            these: events(connection, key, 0, &mut lost)?,
            those: events(connection, key, 1, &mut lost)?,
            lost,
        });
    }
    Ok(decisions)
}

/// Where an event of a decision is looked for, one after the other: by its id, by
/// trigger and type, then as the only event of its type in the sentence, of its
/// trigger, of its type in what is a sentence now around the old trigger, of that
/// sentence between the same parties, and of that sentence: other knowledge may see
/// another word, another type, or both, another coder other sentences. Of several that
/// would do none is taken: a decision that is lost is told, one about another event
/// wouldn't be seen.
const PLACES: [&str; 7] = [
    "SELECT id FROM event WHERE id = ?1",
    "SELECT e.id FROM event e JOIN document d ON d.key = e.document_key \
     WHERE d.id = ?2 AND e.trigger_start_char = ?4 AND e.type = ?5 ORDER BY e.id LIMIT 1",
    "SELECT min(e.id) FROM event e JOIN document d ON d.key = e.document_key \
     JOIN sentence s ON s.key = e.sentence_key \
     WHERE d.id = ?2 AND s.start_char = ?3 AND e.type = ?5 HAVING count(*) = 1",
    "SELECT min(e.id) FROM event e JOIN document d ON d.key = e.document_key \
     WHERE d.id = ?2 AND e.trigger_start_char = ?4 HAVING count(*) = 1",
    "SELECT min(e.id) FROM event e JOIN document d ON d.key = e.document_key \
     JOIN sentence s ON s.key = e.sentence_key \
     WHERE d.id = ?2 AND s.start_char <= ?4 AND s.end_char > ?4 AND e.type = ?5 HAVING count(*) = 1",
    "SELECT min(e.id) FROM event e JOIN document d ON d.key = e.document_key \
     JOIN sentence s ON s.key = e.sentence_key \
     WHERE d.id = ?2 AND s.start_char <= ?4 AND s.end_char > ?4 AND ?6 = coalesce(\
     (SELECT group_concat(country, ',') FROM (SELECT DISTINCT country FROM event_actor \
     WHERE event_key = e.key AND country IS NOT NULL ORDER BY country)), '') HAVING count(*) = 1",
    "SELECT min(e.id) FROM event e JOIN document d ON d.key = e.document_key \
     JOIN sentence s ON s.key = e.sentence_key \
     WHERE d.id = ?2 AND s.start_char <= ?4 AND s.end_char > ?4 HAVING count(*) = 1",
];

/// The events of one side, as they are called now.
fn events(
    connection: &Connection,
    key: i64,
    side: i64,
    lost: &mut Vec<LostEvent>,
) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT event_id, document_id, sentence_start_char, trigger_start_char, type, parties FROM decision_event \
         WHERE decision_key = ?1 AND side = ?2 ORDER BY position",
    )?;
    let mut rows = statement.query([key, side])?;
    let mut found = Vec::new();
    'events: while let Some(row) = rows.next()? {
        let event = LostEvent {
            id: row.get(0)?,
            document: row.get(1)?,
            event_type: row.get(4)?,
            trigger_start_char: row.get(3)?,
        };
        let sentence_start: i64 = row.get(2)?;
        let parties: Option<String> = row.get(5)?;
        let LostEvent {
            id,
            document,
            event_type,
            trigger_start_char,
        } = &event;
        let trigger = trigger_start_char;
        let place = [
            id as &dyn ToSql,
            document,
            &sentence_start,
            trigger,
            event_type,
            &parties,
        ];
        for sql in PLACES {
            let mut statement = connection.prepare_cached(sql)?;
            let parameters = &place[..statement.parameter_count()];
            let now: Option<Option<String>> = statement
                .query_row(parameters, |row| row.get(0))
                .optional()?;
            if let Some(now) = now.flatten() {
                found.push(now);
                continue 'events;
            }
        }
        lost.push(event);
    }
    Ok(found)
}
