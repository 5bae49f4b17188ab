use super::read::{Columns, Documents, event_of};
use super::{Store, StoreError};
use demarche_event::{Event, Magnitude, Measure};
use rusqlite::{OptionalExtension, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet};

/// The name under which `meta` keeps with what knowledge measures were made.
const KNOWLEDGE: &str = "measures_knowledge";

/// Whose measures may have changed since measures were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureChanges {
    /// Codes of the countries and organisations; `None` is anybody's.
    pub imposers: Option<BTreeSet<String>>,
    /// The last mark that was read.
    last: i64,
}

impl Store {
    /// Whose measures may have changed since [`Store::write_measures`], as the
    /// sources of the events that came and went tell. Anybody's, if they were made
    /// with other knowledge.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn measure_changes(&self, knowledge: &str) -> Result<MeasureChanges, StoreError> {
        let read = || {
            let made_with: Option<String> = self
                .connection
                .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
                .query_row([KNOWLEDGE], |row| row.get(0))
                .optional()?;
            let mut imposers = BTreeSet::new();
            let mut last = 0;
            let mut statement = self
                .connection
                .prepare_cached("SELECT key, country FROM measure_change ORDER BY key")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                last = row.get(0)?;
                imposers.insert(row.get(1)?);
            }
            Ok(MeasureChanges {
                imposers: (made_with.as_deref() == Some(knowledge)).then_some(imposers),
                last,
            })
        };
        read().map_err(StoreError::of(&self.path))
    }

    /// The events by which one of these imposes or lifts measures, as far as their
    /// types tell, and what else lifts something in the same sentences.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn measure_events(&self, imposers: &BTreeSet<String>) -> Result<Vec<Event>, StoreError> {
        let codes = serde_json::to_string(imposers).expect("texts become JSON");
        let read = || {
            let mut statement = self.connection.prepare_cached(
                "WITH act AS (SELECT e.key, e.sentence_key FROM event_actor a JOIN event e ON e.key = a.event_key \
                 WHERE a.country IN (SELECT value FROM json_each(?1)) AND a.side = 'source' \
                 AND e.type IN ('SANCTION', 'COERCE', 'RETREAT')) \
                 SELECT key FROM act UNION SELECT e.key FROM act JOIN event e USING (sentence_key) \
                 WHERE e.type = 'RETREAT' ORDER BY 1",
            )?;
            let keys = statement.query_map([codes], |row| row.get(0))?;
            let keys: Vec<i64> = keys.collect::<rusqlite::Result<_>>()?;
            let mut documents = Documents::default();
            keys.into_iter()
                .map(|key| event_of(&self.connection, &mut documents, key))
                .collect::<rusqlite::Result<Vec<Event>>>()
        };
        read().map_err(StoreError::of(&self.path))
    }

    /// The measures that the store holds, in the order of their ids: all, or those
    /// with one of these codes among imposers or targets. What a rate is said of isn't
    /// kept.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn measures(&self, codes: Option<&BTreeSet<String>>) -> Result<Vec<Measure>, StoreError> {
        let measures = keyed(&self.connection, codes).map_err(StoreError::of(&self.path))?;
        Ok(measures.into_values().map(|(_, measure)| measure).collect())
    }

    /// Puts measures in the place of those that [`Store::measures`] gives for the
    /// codes: all of them, or none. Rows of measures that are as they were stay
    /// untouched.
    ///
    /// # Errors
    ///
    /// [`StoreError::Locked`], [`StoreError::Full`] and what else the system says.
    pub fn write_measures(
        &mut self,
        measures: &[Measure],
        codes: Option<&BTreeSet<String>>,
        changes: &MeasureChanges,
        knowledge: &str,
    ) -> Result<(), StoreError> {
        let write = |connection: &mut rusqlite::Connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut kept = keyed(&transaction, codes)?;
            let mut new = Vec::new();
            for measure in measures {
                match kept.remove(&measure.id) {
                    Some((_, known)) if known == as_kept(measure) => {}
                    Some((key, _)) => {
                        transaction.execute("DELETE FROM measure WHERE key = ?1", [key])?;
                        new.push(measure);
                    }
                    None => new.push(measure),
                }
            }
            for (key, _) in kept.values() {
                transaction.execute("DELETE FROM measure WHERE key = ?1", [key])?;
            }
            for measure in new {
                insert(&transaction, measure)?;
            }
            transaction.execute("DELETE FROM measure_change WHERE key <= ?1", [changes.last])?;
            transaction.execute(
                "INSERT INTO meta (name, value) VALUES (?1, ?2) \
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [KNOWLEDGE, knowledge],
            )?;
            transaction.commit()
        };
        write(&mut self.connection).map_err(StoreError::of(&self.path))
    }
}

fn insert(connection: &rusqlite::Connection, measure: &Measure) -> rusqlite::Result<()> {
    let rate = measure.rate.as_ref();
    let key = connection
        .prepare_cached(
            "INSERT INTO measure (id, kind, imposers, targets, goods, rate, rate_unit, rate_bound, \
             legal_basis, since, until, announced, answer_text, answers, to_be_lifted) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .insert(params![
            measure.id,
            measure.kind,
            measure.imposers.join(","),
            measure.targets.join(","),
            measure.goods,
            rate.map(|rate| rate.value),
            rate.map(|rate| &rate.unit),
            rate.map(|rate| &rate.bound),
            measure.legal_basis,
            measure.since.map(|day| day.to_string()),
            measure.until.map(|day| day.to_string()),
            measure.announced,
            measure.answer_text,
            measure.answers,
            measure.to_be_lifted.map(|day| day.to_string()),
        ])?;
    for (part, events) in [("imposes", &measure.events), ("lifts", &measure.lifted_by)] {
        for event in events {
            connection
                .prepare_cached("INSERT INTO measure_event VALUES (?1, ?2, ?3)")?
                .execute(params![key, part, event])?;
        }
    }
    Ok(())
}

/// A measure as the store gives it back.
fn as_kept(measure: &Measure) -> Measure {
    let mut measure = measure.clone();
    if let Some(rate) = &mut measure.rate {
        rate.of = None;
    }
    measure
}

/// Measures with their keys, by id: all, or those with one of the codes.
fn keyed(
    connection: &rusqlite::Connection,
    codes: Option<&BTreeSet<String>>,
) -> rusqlite::Result<BTreeMap<String, (i64, Measure)>> {
    let mut found = BTreeMap::new();
    let mut statement = connection.prepare_cached("SELECT key, imposers, targets FROM measure")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let has =
            |joined: &str| codes.is_none_or(|codes| joined.split(',').any(|c| codes.contains(c)));
        if has(row.get_ref(1)?.as_str()?) || has(row.get_ref(2)?.as_str()?) {
            let key = row.get(0)?;
            let measure = with_key(connection, key)?;
            found.insert(measure.id.clone(), (key, measure));
        }
    }
    Ok(found)
}

fn with_key(connection: &rusqlite::Connection, key: i64) -> rusqlite::Result<Measure> {
    let mut statement = connection.prepare_cached(
        "SELECT id, kind, imposers, targets, goods, rate, rate_unit, rate_bound, legal_basis, since, \
         until, announced, answer_text, answers, to_be_lifted FROM measure WHERE key = ?1",
    )?;
    let mut measure = statement.query_row([key], |row| {
        let mut columns = Columns::of(row);
        Ok(Measure {
            id: columns.next()?,
            kind: columns.next()?,
            imposers: codes(&columns.next::<String>()?),
            targets: codes(&columns.next::<String>()?),
            goods: columns.next()?,
            rate: {
                let value: Option<f64> = columns.next()?;
                let (unit, bound): (Option<String>, Option<String>) =
                    (columns.next()?, columns.next()?);
                value.map(|value| Magnitude {
                    value,
                    unit: unit.unwrap_or_default(),
                    of: None,
                    bound: bound.unwrap_or_default(),
                })
            },
            legal_basis: columns.next()?,
            since: columns.day()?,
            until: columns.day()?,
            announced: columns.next()?,
            answer_text: columns.next()?,
            answers: columns.next()?,
            events: Vec::new(),
            lifted_by: Vec::new(),
            to_be_lifted: columns.day()?,
        })
    })?;
    let mut statement = connection.prepare_cached(
        "SELECT part = 'imposes', event_id FROM measure_event WHERE measure_key = ?1 ORDER BY 1, 2",
    )?;
    let mut rows = statement.query([key])?;
    while let Some(row) = rows.next()? {
        let events = match row.get(0)? {
            true => &mut measure.events,
            false => &mut measure.lifted_by,
        };
        events.push(row.get(1)?);
    }
    Ok(measure)
}

fn codes(joined: &str) -> Vec<String> {
    let codes = joined.split(',').filter(|code| !code.is_empty());
    codes.map(str::to_owned).collect()
}
