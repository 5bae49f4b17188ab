use super::filter::{EventFilter, Query};
use super::{Store, StoreError};
use crate::word;
use demarche_event::{
    Actor, Attribution, Circumstances, Claim, Comparison, Days, DocumentMeta, Event, EventLink,
    Explanation, Figure, InForce, Magnitude, Matter, Notice, Place, Published, Quote, Readout,
    Record, UnknownCode, When,
};
use jiff::civil::Date;
use rusqlite::types::{FromSql, Type};
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use std::collections::HashMap;
use std::sync::Arc;

/// A document with its text, as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDocument {
    /// What is known of it.
    pub meta: DocumentMeta,
    /// Its text; `None` if only its records are known.
    pub text: Option<String>,
}

/// How many documents' data are kept at hand while events are read.
const DOCUMENTS_KEPT: usize = 10_000;

impl Store {
    /// The events that a filter lets through.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn events(&self, filter: &EventFilter) -> Result<Vec<Event>, StoreError> {
        let mut events = Vec::new();
        self.each_event(filter, |event| {
            events.push(event);
            Ok::<(), StoreError>(())
        })?;
        Ok(events)
    }

    /// Hands the events that a filter lets through to `take`, one by one, until
    /// it says no. The store isn't held in memory.
    ///
    /// # Errors
    ///
    /// What `take` says, or [`StoreError`] when the store can't be read.
    pub fn each_event<E: From<StoreError>>(
        &self,
        filter: &EventFilter,
        mut take: impl FnMut(Event) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |e| E::from(StoreError::of(&self.path)(e));
        let Query {
            condition,
            order,
            values,
        } = filter.query();
        // Sorting keys is cheaper than sorting whole events. While this statement
        // runs, all others see the store as it sees it.
        let sql = format!("SELECT e.key {EVENT_TABLES} {condition} {order}");
        let mut statement = self.connection.prepare_cached(&sql).map_err(failed)?;
        let mut rows = statement.query(params_from_iter(values)).map_err(failed)?;
        let mut documents = Documents::default();
        while let Some(row) = rows.next().map_err(failed)? {
            let event = row
                .get(0)
                .and_then(|key| event_of(&self.connection, &mut documents, key));
            take(event.map_err(failed)?)?;
        }
        Ok(())
    }

    /// How many events a filter lets through, `limit` and `offset` aside.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn count(&self, filter: &EventFilter) -> Result<u64, StoreError> {
        let Query {
            condition, values, ..
        } = EventFilter {
            limit: None,
            offset: 0,
            ..filter.clone()
        }
        .query();
        let sql = format!("SELECT count(*) {EVENT_TABLES} {condition}");
        let count: i64 = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.query_row(params_from_iter(values), |row| row.get(0))
            })
            .map_err(StoreError::of(&self.path))?;
        Ok(count.unsigned_abs())
    }

    /// The event with this id, or the one whose id begins so; `None` if there
    /// is none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Ambiguous`] if several ids begin so.
    pub fn get(&self, id: &str) -> Result<Option<Event>, StoreError> {
        let Some(id) = self.whole_id("event", id)? else {
            return Ok(None);
        };
        let sql = format!("SELECT {EVENT_COLUMNS} {EVENT_TABLES} WHERE e.id = ?1");
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement
                    .query_row([id], |row| {
                        event(&self.connection, &mut Documents::default(), row)
                    })
                    .optional()
            })
            .map_err(StoreError::of(&self.path))
    }

    /// The document with this id, or the one whose id begins so, with its text;
    /// `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Ambiguous`] if several ids begin so.
    pub fn document(&self, id: &str) -> Result<Option<StoredDocument>, StoreError> {
        let Some(key) = self.document_key(id)? else {
            return Ok(None);
        };
        stored_document(&self.connection, key)
            .map(Some)
            .map_err(StoreError::of(&self.path))
    }

    /// All records of a document, in the order in which they were stored;
    /// `None` if there is no such document.
    ///
    /// # Errors
    ///
    /// [`StoreError::Ambiguous`] if several documents' ids begin so.
    pub fn records(&self, document: &str) -> Result<Option<Vec<Record>>, StoreError> {
        let Some(key) = self.document_key(document)? else {
            return Ok(None);
        };
        self.records_of(key)
            .map(Some)
            .map_err(StoreError::of(&self.path))
    }

    /// The notices of some kinds, in the order in which they were stored.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn notices(&self, kinds: &[&str]) -> Result<Vec<Notice>, StoreError> {
        let read = || {
            let marks = vec!["?"; kinds.len()].join(", ");
            let sql = format!(
                "SELECT document_key, kind, start_char, end_char, message, severity FROM notice \
                 WHERE kind IN ({marks}) ORDER BY document_key, position"
            );
            let mut documents = Documents::default();
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(kinds))?;
            let mut notices = Vec::new();
            while let Some(row) = rows.next()? {
                let mut columns = Columns::of(row);
                notices.push(Notice {
                    document: documents.get(&self.connection, columns.next()?)?,
                    kind: columns.next()?,
                    start_char: columns.offset()?,
                    end_char: columns.offset()?,
                    message: columns.next()?,
                    severity: columns.word(word::severity)?,
                });
            }
            Ok(notices)
        };
        read().map_err(StoreError::of(&self.path))
    }

    fn document_key(&self, id: &str) -> Result<Option<i64>, StoreError> {
        let Some(id) = self.whole_id("document", id)? else {
            return Ok(None);
        };
        self.connection
            .query_row("SELECT key FROM document WHERE id = ?1", [id], |row| {
                row.get(0)
            })
            .optional()
            .map_err(StoreError::of(&self.path))
    }

    /// The id that `prefix` is, or the only one that it begins.
    pub(super) fn whole_id(&self, table: &str, prefix: &str) -> Result<Option<String>, StoreError> {
        if prefix.is_empty() {
            return Ok(None);
        }
        // An id that is itself the start of others comes first.
        let sql = format!(
            "SELECT id FROM {table} WHERE id >= ?1 AND id < ?1 || char(0x10ffff) ORDER BY id LIMIT 2"
        );
        let mut found: Vec<String> = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_map([prefix], |row| row.get(0))?.collect())
            .map_err(StoreError::of(&self.path))?;
        match &mut found[..] {
            [] => Ok(None),
            [only] => Ok(Some(std::mem::take(only))),
            [first, ..] if first == prefix => Ok(Some(std::mem::take(first))),
            [first, second, ..] => Err(StoreError::Ambiguous {
                prefix: prefix.to_owned(),
                first: std::mem::take(first),
                second: std::mem::take(second),
            }),
        }
    }

    pub(super) fn records_of(&self, key: i64) -> rusqlite::Result<Vec<Record>> {
        let connection = &self.connection;
        let mut documents = Documents::default();
        let document = documents.get(connection, key)?;
        let mut records: Vec<(i64, Record)> = Vec::new();

        let sql =
            format!("SELECT {EVENT_COLUMNS}, e.position {EVENT_TABLES} WHERE e.document_key = ?1");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([key])?;
        while let Some(row) = rows.next()? {
            records.push((
                row.get("position")?,
                Record::Event(event(connection, &mut documents, row)?),
            ));
        }

        let mut statement = connection.prepare_cached(
            "SELECT c.position, c.key, c.id, s.text, s.start_char, s.end_char, c.speaker, c.affiliation, c.direction, \
             c.quoted, c.hedge, c.confidence, c.cause, c.motive, c.means, c.effect, c.period_basis, c.period_since, c.period_until, \
             c.period_text FROM claim c JOIN sentence s ON s.key = c.sentence_key WHERE c.document_key = ?1",
        )?;
        let mut rows = statement.query([key])?;
        while let Some(row) = rows.next()? {
            let mut columns = Columns::of(row);
            let position = columns.next()?;
            records.push((
                position,
                Record::Claim(claim(connection, Arc::clone(&document), &mut columns)?),
            ));
        }

        let mut statement = connection.prepare_cached(
            "SELECT f.position, f.key, f.id, s.text, s.start_char, s.end_char, f.quantity, f.value, f.unit, f.bound, \
             f.period, f.comparison_kind, f.comparison_years, f.comparison_since, f.comparison_text, \
             f.comparison_number FROM figure f JOIN sentence s ON s.key = f.sentence_key WHERE f.document_key = ?1",
        )?;
        let mut rows = statement.query([key])?;
        while let Some(row) = rows.next()? {
            let mut columns = Columns::of(row);
            let position = columns.next()?;
            records.push((
                position,
                Record::Figure(figure(connection, Arc::clone(&document), &mut columns)?),
            ));
        }

        let mut statement = connection.prepare_cached(
            "SELECT m.position, m.key, m.id, s.text, s.start_char, s.end_char, m.kind, m.name, m.date_basis, m.since, \
             m.until, m.date_text, m.in_force_from_basis, m.in_force_from_since, m.in_force_from_until, \
             m.in_force_from_text, m.in_force_to_basis, m.in_force_to_since, m.in_force_to_until, m.in_force_to_text, \
             m.condition FROM matter m JOIN sentence s ON s.key = m.sentence_key WHERE m.document_key = ?1",
        )?;
        let mut rows = statement.query([key])?;
        while let Some(row) = rows.next()? {
            let mut columns = Columns::of(row);
            let position = columns.next()?;
            records.push((
                position,
                Record::Matter(matter(connection, Arc::clone(&document), &mut columns)?),
            ));
        }

        let mut statement = connection.prepare_cached(
            "SELECT position, kind, start_char, end_char, message, severity FROM notice WHERE document_key = ?1",
        )?;
        let mut rows = statement.query([key])?;
        while let Some(row) = rows.next()? {
            let mut columns = Columns::of(row);
            let position = columns.next()?;
            let notice = Notice {
                document: Arc::clone(&document),
                kind: columns.next()?,
                start_char: columns.offset()?,
                end_char: columns.offset()?,
                message: columns.next()?,
                severity: columns.word(word::severity)?,
            };
            records.push((position, Record::Notice(notice)));
        }

        records.sort_by_key(|(position, _)| *position);
        Ok(records.into_iter().map(|(_, record)| record).collect())
    }
}

pub(super) const EVENT_TABLES: &str = "FROM event e JOIN sentence s ON s.key = e.sentence_key JOIN document d ON d.key = e.document_key";

pub(super) fn event_of(
    connection: &Connection,
    documents: &mut Documents,
    key: i64,
) -> rusqlite::Result<Event> {
    let sql = format!("SELECT {EVENT_COLUMNS} {EVENT_TABLES} WHERE e.key = ?1");
    connection
        .prepare_cached(&sql)?
        .query_row([key], |row| event(connection, documents, row))
}

/// In the order in which [`event`] takes them.
pub(super) const EVENT_COLUMNS: &str = "e.key, e.document_key, e.id, s.text, s.start_char, s.end_char, e.trigger_text, \
    e.trigger_start_char, e.trigger_end_char, e.type, e.mode, e.cameo, e.goldstein, e.status, e.reciprocal, e.since, \
    e.until, e.date_basis, e.date_text, e.place_text, e.place_country, e.lat, e.lon, e.about, e.magnitude_value, \
    e.magnitude_unit, e.magnitude_of, e.magnitude_bound, e.attribution_text, e.attribution_start_char, \
    e.attribution_end_char, e.attribution_medium, e.attribution_via, e.comparison_kind, e.comparison_years, e.comparison_since, e.comparison_text, \
    e.comparison_number, e.condition, e.hedge, e.purpose, e.put_off, e.announced_by, \
    e.occasion, e.cause, e.agenda, e.in_force_from_basis, e.in_force_from_since, e.in_force_from_until, \
    e.in_force_from_text, e.in_force_to_basis, e.in_force_to_since, e.in_force_to_until, e.in_force_to_text, e.legal_basis, \
    e.confidence, e.rule, e.steps";

/// A row's columns, one after the other.
pub(super) struct Columns<'a> {
    row: &'a Row<'a>,
    next: usize,
}

impl<'a> Columns<'a> {
    pub(super) fn of(row: &'a Row<'a>) -> Columns<'a> {
        Columns { row, next: 0 }
    }

    pub(super) fn next<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        self.next += 1;
        self.row.get(self.next - 1)
    }

    pub(super) fn offset(&mut self) -> rusqlite::Result<usize> {
        let chars: i64 = self.next()?;
        usize::try_from(chars).map_err(|e| self.bad(e))
    }

    pub(super) fn quote(&mut self) -> rusqlite::Result<Quote> {
        Ok(Quote {
            text: self.next()?,
            start_char: self.offset()?,
            end_char: self.offset()?,
        })
    }

    pub(super) fn word<T>(
        &mut self,
        read: impl FnOnce(&str) -> Result<T, UnknownCode>,
    ) -> rusqlite::Result<T> {
        let word: String = self.next()?;
        read(&word).map_err(|e| self.bad(e))
    }

    pub(super) fn days(&mut self) -> rusqlite::Result<Option<Days>> {
        let since: Option<String> = self.next()?;
        let until: Option<String> = self.next()?;
        let (Some(since), Some(until)) = (since, until) else {
            return Ok(None);
        };
        let since: Date = since.parse().map_err(|e: jiff::Error| self.bad(e))?;
        let until: Date = until.parse().map_err(|e: jiff::Error| self.bad(e))?;
        Ok(Days::new(since, until))
    }

    /// A basis, two days and the words: a day that may not be told of at all.
    fn optional_when(&mut self) -> rusqlite::Result<Option<When>> {
        let basis: Option<String> = self.next()?;
        let basis = basis.map(|word| word::date_basis(&word)).transpose();
        let basis = basis.map_err(|e| self.bad(e))?;
        let (days, text) = (self.days()?, self.next()?);
        Ok(basis.map(|basis| When { days, basis, text }))
    }

    fn in_force(&mut self) -> rusqlite::Result<Option<InForce>> {
        let (from, to) = (self.optional_when()?, self.optional_when()?);
        Ok((from.is_some() || to.is_some()).then_some(InForce { from, to }))
    }

    fn comparison(&mut self) -> rusqlite::Result<Option<Comparison>> {
        let (kind, years): (Option<String>, Option<f64>) = (self.next()?, self.next()?);
        let (since, text): (Option<i16>, Option<String>) = (self.next()?, self.next()?);
        let number: Option<u32> = self.next()?;
        Ok(kind.zip(text).map(|(kind, text)| Comparison {
            kind,
            number,
            years,
            since,
            text,
        }))
    }

    /// What the last column holds isn't what the schema promises.
    pub(super) fn day(&mut self) -> rusqlite::Result<Option<Date>> {
        let day: Option<String> = self.next()?;
        day.map(|day| day.parse())
            .transpose()
            .map_err(|e: jiff::Error| self.bad(e))
    }

    pub(super) fn bad(
        &self,
        error: impl std::error::Error + Send + Sync + 'static,
    ) -> rusqlite::Error {
        rusqlite::Error::FromSqlConversionFailure(self.next - 1, Type::Text, Box::new(error))
    }
}

/// What is known of the documents met so far.
#[derive(Default)]
pub(super) struct Documents {
    by_key: HashMap<i64, Arc<DocumentMeta>>,
}

impl Documents {
    fn get(&mut self, connection: &Connection, key: i64) -> rusqlite::Result<Arc<DocumentMeta>> {
        if let Some(meta) = self.by_key.get(&key) {
            return Ok(Arc::clone(meta));
        }
        let sql = format!("SELECT {DOCUMENT_COLUMNS} FROM document WHERE key = ?1");
        let meta = connection
            .prepare_cached(&sql)?
            .query_row([key], |row| document_meta(&mut Columns::of(row)))?;
        let meta = Arc::new(meta);
        if self.by_key.len() >= DOCUMENTS_KEPT {
            self.by_key.clear();
        }
        self.by_key.insert(key, Arc::clone(&meta));
        Ok(meta)
    }
}

const DOCUMENT_COLUMNS: &str = "id, path, title, publisher, url, published_since, published_until, published_basis, \
    published_reason";

fn document_meta(columns: &mut Columns) -> rusqlite::Result<DocumentMeta> {
    Ok(DocumentMeta {
        id: columns.next()?,
        path: columns.next()?,
        title: columns.next()?,
        publisher: columns.next()?,
        url: columns.next()?,
        published: Published {
            days: columns.days()?,
            basis: columns.word(word::published_basis)?,
            reason: columns.next()?,
        },
    })
}

pub(super) fn stored_document(
    connection: &Connection,
    key: i64,
) -> rusqlite::Result<StoredDocument> {
    let sql = format!("SELECT {DOCUMENT_COLUMNS}, text FROM document WHERE key = ?1");
    connection.prepare_cached(&sql)?.query_row([key], |row| {
        let mut columns = Columns::of(row);
        Ok(StoredDocument {
            meta: document_meta(&mut columns)?,
            text: columns.next()?,
        })
    })
}

fn event(connection: &Connection, documents: &mut Documents, row: &Row) -> rusqlite::Result<Event> {
    let mut columns = Columns::of(row);
    let key: i64 = columns.next()?;
    let document = documents.get(connection, columns.next()?)?;
    let [source, target] = sides(connection, "event_actor", ["source", "target"], key)?;
    let [companions, denied_by] =
        sides(connection, "event_bystander", ["companion", "denier"], key)?;
    Ok(Event {
        id: columns.next()?,
        document,
        sentence: columns.quote()?,
        trigger: columns.quote()?,
        event_type: columns.word(str::parse)?,
        mode: columns.next()?,
        cameo: columns.next()?,
        goldstein: columns.next()?,
        status: columns.word(str::parse)?,
        reciprocal: columns.next()?,
        source,
        target,
        date: When {
            days: columns.days()?,
            basis: columns.word(word::date_basis)?,
            text: columns.next()?,
        },
        place: {
            let (text, country, lat, lon) = (
                columns.next()?,
                columns.next()?,
                columns.next()?,
                columns.next()?,
            );
            Option::map(text, |text| Place {
                text,
                country,
                lat,
                lon,
            })
        },
        contexts: list(
            connection,
            "SELECT context FROM event_context WHERE event_key = ?1 ORDER BY position",
            key,
        )?,
        about: columns.next()?,
        magnitude: {
            let (value, unit): (Option<f64>, Option<String>) = (columns.next()?, columns.next()?);
            let (of, bound): (Option<String>, Option<String>) = (columns.next()?, columns.next()?);
            match (value, unit, bound) {
                (Some(value), Some(unit), Some(bound)) => Some(Magnitude {
                    value,
                    unit,
                    of,
                    bound,
                }),
                _ => None,
            }
        },
        attribution: {
            let text: Option<String> = columns.next()?;
            let (start, end): (Option<i64>, Option<i64>) = (columns.next()?, columns.next()?);
            let medium: Option<String> = columns.next()?;
            let via: Option<String> = columns.next()?;
            text.map(|text| {
                let offset = |chars: Option<i64>| {
                    usize::try_from(chars.unwrap_or_default()).map_err(|e| columns.bad(e))
                };
                let via = via.as_deref().map(serde_json::from_str).transpose();
                Ok::<_, rusqlite::Error>(Attribution {
                    text,
                    start_char: offset(start)?,
                    end_char: offset(end)?,
                    medium,
                    via: via.map_err(|e| columns.bad(e))?.unwrap_or_default(),
                })
            })
            .transpose()?
        },
        comparison: columns.comparison()?,
        circumstances: Circumstances {
            condition: columns.next()?,
            hedge: columns.next()?,
            purpose: columns.next()?,
            put_off: columns.next()?,
            announced_by: {
                let codes: Option<String> = columns.next()?;
                let codes = codes.iter().flat_map(|codes| codes.split(','));
                codes.map(str::to_owned).collect()
            },
            companions,
            occasion: columns.next()?,
            cause: columns.next()?,
            agenda: columns.next()?,
            in_force: columns.in_force()?,
            denied_by,
            links: links(connection, key)?,
            readouts: readouts(connection, key)?,
            legal_basis: columns.next()?,
        },
        confidence: columns.next()?,
        explanation: Explanation {
            rule: columns.next()?,
            steps: {
                let steps: String = columns.next()?;
                serde_json::from_str(&steps).map_err(|e| columns.bad(e))?
            },
        },
    })
}

/// The actors that a table has for an event, on two sides.
fn sides(
    connection: &Connection,
    table: &str,
    sides: [&str; 2],
    key: i64,
) -> rusqlite::Result<[Vec<Actor>; 2]> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT side, text, start_char, end_char, name, country, sector, role FROM {table} WHERE event_key = ?1 \
         ORDER BY side, position",
    ))?;
    let mut rows = statement.query([key])?;
    let mut actors = [Vec::new(), Vec::new()];
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row);
        let side: String = columns.next()?;
        let actor = actor(&mut columns)?;
        actors[usize::from(side != sides[0])].push(actor);
    }
    Ok(actors)
}

/// The acts that an event is tied to.
fn links(connection: &Connection, key: i64) -> rusqlite::Result<Vec<EventLink>> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, text, linked_id FROM event_link WHERE event_key = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([key])?;
    let mut links = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row);
        links.push(EventLink {
            kind: columns.word(word::event_link_kind)?,
            text: columns.next()?,
            event: columns.next()?,
        });
    }
    Ok(links)
}

/// What the sides of talks say that they dealt with.
fn readouts(connection: &Connection, key: i64) -> rusqlite::Result<Vec<Readout>> {
    let mut statement = connection.prepare_cached(
        "SELECT text, start_char, end_char, name, country, sector, role, about FROM event_readout \
         WHERE event_key = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([key])?;
    let mut readouts = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row);
        readouts.push(Readout {
            speaker: actor(&mut columns)?,
            about: columns.next()?,
        });
    }
    Ok(readouts)
}

pub(super) fn actor(columns: &mut Columns) -> rusqlite::Result<Actor> {
    Ok(Actor {
        text: columns.next()?,
        start_char: columns.offset()?,
        end_char: columns.offset()?,
        name: columns.next()?,
        country: columns.next()?,
        sector: {
            let code: Option<String> = columns.next()?;
            code.map(|code| code.parse())
                .transpose()
                .map_err(|e: UnknownCode| columns.bad(e))?
        },
        role: columns.next()?,
    })
}

fn claim(
    connection: &Connection,
    document: Arc<DocumentMeta>,
    columns: &mut Columns,
) -> rusqlite::Result<Claim> {
    let key: i64 = columns.next()?;
    let mut pairs = connection.prepare_cached(
        "SELECT country, towards FROM claim_pair WHERE claim_key = ?1 ORDER BY position",
    )?;
    let about = pairs
        .query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Claim {
        id: columns.next()?,
        document,
        sentence: columns.quote()?,
        speaker: columns.next()?,
        affiliation: columns.next()?,
        about,
        direction: {
            let direction: Option<String> = columns.next()?;
            direction
                .map(|word| word::claim_direction(&word))
                .transpose()
                .map_err(|e| columns.bad(e))?
        },
        quoted: columns.next()?,
        hedge: columns.next()?,
        confidence: columns.next()?,
        cause: columns.next()?,
        motive: columns.next()?,
        means: columns.next()?,
        effect: columns.next()?,
        period: columns.optional_when()?,
    })
}

fn matter(
    connection: &Connection,
    document: Arc<DocumentMeta>,
    columns: &mut Columns,
) -> rusqlite::Result<Matter> {
    let key: i64 = columns.next()?;
    let countries = |side: &str| -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT country FROM matter_country WHERE matter_key = ?1 AND side = ?2 ORDER BY position";
        connection
            .prepare_cached(sql)?
            .query_map(params![key, side], |row| row.get(0))?
            .collect()
    };
    Ok(Matter {
        id: columns.next()?,
        document,
        sentence: columns.quote()?,
        kind: columns.word(word::matter_kind)?,
        name: columns.next()?,
        countries: countries("own")?,
        towards: countries("towards")?,
        date: columns.optional_when()?,
        in_force: columns.in_force()?,
        condition: columns.next()?,
    })
}

fn figure(
    connection: &Connection,
    document: Arc<DocumentMeta>,
    columns: &mut Columns,
) -> rusqlite::Result<Figure> {
    let key: i64 = columns.next()?;
    let sql = "SELECT country FROM figure_country WHERE figure_key = ?1 ORDER BY position";
    Ok(Figure {
        id: columns.next()?,
        document,
        sentence: columns.quote()?,
        quantity: columns.next()?,
        value: columns.next()?,
        unit: columns.next()?,
        bound: columns.next()?,
        period: columns.next()?,
        comparison: columns.comparison()?,
        countries: list(connection, sql, key)?,
    })
}

fn list(connection: &Connection, sql: &str, key: i64) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(sql)?
        .query_map([key], |row| row.get(0))?
        .collect()
}
