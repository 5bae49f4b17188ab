use super::read::{Columns, Documents, event_of};
use super::{Batch, Store, StoreError};
use crate::word;
use demarche_event::{Actor, Days, Event, EventType, Happening, Link, Place, Plan, Status, When};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// An event with the number by which the store knows it; the number says
/// nothing in another file.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyedEvent {
    /// The number.
    pub key: i64,
    /// The event.
    pub event: Event,
}

/// A happening with the keys of its events, as it is to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct NewHappening {
    /// The happening.
    pub happening: Happening,
    /// Keys of the events that tell of it.
    pub event_keys: Vec<i64>,
}

impl Batch<'_> {
    /// Events that no happening holds yet, those of at most so many documents,
    /// in the order in which they came.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn unmerged_events(&self, documents: usize) -> Result<Vec<KeyedEvent>, StoreError> {
        // CROSS JOIN: SQLite would look through all events for the few unmerged ones.
        let sql = "SELECT e.key, e.document_key FROM event_unmerged u CROSS JOIN event e ON e.key = u.event_key \
                   ORDER BY u.event_key";
        let read = || {
            let mut keys = Vec::new();
            let mut seen = BTreeSet::new();
            let mut statement = self.transaction.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                seen.insert(row.get::<_, i64>(1)?);
                if seen.len() > documents {
                    break;
                }
                keys.push(row.get(0)?);
            }
            keyed(&self.transaction, &keys)
        };
        read().map_err(StoreError::of(self.path))
    }

    /// Islands that lost an event since they were divided.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn changed_islands(&self) -> Result<Vec<i64>, StoreError> {
        self.rows("SELECT island FROM island_changed ORDER BY island", &[])
    }

    /// Has the island of an event divided again.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`] and what else the system says.
    pub fn mark_changed(&self, event_key: i64) -> Result<(), StoreError> {
        self.execute(
            "INSERT OR IGNORE INTO island_changed (island) SELECT h.island FROM happening_event x \
             JOIN happening h ON h.key = x.happening_key WHERE x.event_key = ?1",
            [event_key],
        )
        .map_err(StoreError::of(self.path))
    }

    /// Keeps under which blocks an event is found.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`] and what else the system says.
    pub fn put_blocks(&self, event_key: i64, blocks: &BTreeSet<i64>) -> Result<(), StoreError> {
        let write = || {
            let mut insert = self.transaction.prepare_cached(
                "INSERT OR IGNORE INTO event_block (block, event_key) VALUES (?1, ?2)",
            )?;
            for block in blocks {
                insert.execute([*block, event_key])?;
            }
            Ok(())
        };
        write().map_err(StoreError::of(self.path))
    }

    /// The keys of the events in a block, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn events_in_block(&self, block: i64) -> Result<Vec<i64>, StoreError> {
        self.rows(
            "SELECT event_key FROM event_block WHERE block = ?1",
            &[block],
        )
    }

    /// The event with this key.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn keyed_events(&self, keys: &[i64]) -> Result<Vec<KeyedEvent>, StoreError> {
        keyed(&self.transaction, keys).map_err(StoreError::of(self.path))
    }

    /// The other events of the sentences of these.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn events_beside(&self, keys: &[i64]) -> Result<Vec<Event>, StoreError> {
        let mut beside = BTreeSet::new();
        for key in keys {
            beside.extend(self.rows(
                "SELECT o.key FROM event e JOIN event o ON o.sentence_key = e.sentence_key WHERE e.key = ?1",
                &[*key],
            )?);
        }
        let beside: Vec<i64> = beside
            .into_iter()
            .filter(|key| !keys.contains(key))
            .collect();
        let events = self.keyed_events(&beside)?;
        Ok(events.into_iter().map(|keyed| keyed.event).collect())
    }

    /// The key of the event with this id.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn event_key(&self, id: &str) -> Result<Option<i64>, StoreError> {
        self.transaction
            .prepare_cached("SELECT key FROM event WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([id], |row| row.get(0)).optional())
            .map_err(StoreError::of(self.path))
    }

    /// The island of an event that a happening holds.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn island_of(&self, event_key: i64) -> Result<Option<i64>, StoreError> {
        self.transaction
            .prepare_cached(
                "SELECT h.island FROM happening_event x JOIN happening h ON h.key = x.happening_key \
                 WHERE x.event_key = ?1",
            )
            .and_then(|mut statement| statement.query_row([event_key], |row| row.get(0)).optional())
            .map_err(StoreError::of(self.path))
    }

    /// The events of an island.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn events_of_island(&self, island: i64) -> Result<Vec<KeyedEvent>, StoreError> {
        let keys = self.rows(
            "SELECT x.event_key FROM happening h JOIN happening_event x ON x.happening_key = h.key \
             WHERE h.island = ?1 ORDER BY x.event_key",
            &[island],
        )?;
        self.keyed_events(&keys)
    }

    /// Puts new islands in the place of old ones. The events of the new are
    /// those of the old, less those that are gone, and with unmerged ones.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`] and what else the system says.
    pub fn replace_islands(
        &self,
        old: &BTreeSet<i64>,
        new: &[Vec<NewHappening>],
    ) -> Result<(), StoreError> {
        let write = || {
            for island in old {
                self.execute("DELETE FROM happening WHERE island = ?1", [*island])?;
            }
            for island in old {
                self.execute("DELETE FROM island_changed WHERE island = ?1", [*island])?;
            }
            let last: i64 = self.transaction.query_row(
                "SELECT coalesce(max(island), 0) FROM happening",
                [],
                |row| row.get(0),
            )?;
            for (island, happenings) in (last + 1..).zip(new) {
                for new in happenings {
                    self.insert_happening(island, new)?;
                }
            }
            Ok(())
        };
        write().map_err(StoreError::of(self.path))
    }

    fn insert_happening(&self, island: i64, new: &NewHappening) -> rusqlite::Result<()> {
        let happening = &new.happening;
        let place = happening.place.as_ref();
        let key = self
            .transaction
            .prepare_cached(
                "INSERT INTO happening (id, island, type, mode, quad, status, reciprocal, since, until, date_basis, \
                 date_text, place_text, place_country, lat, lon, events, documents, publishers, \
                 put_off) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .insert(params![
                happening.id,
                island,
                happening.event_type.as_str(),
                happening.mode,
                happening.quad().as_str(),
                happening.status.as_str(),
                happening.reciprocal,
                happening.date.days.map(|days| days.since.to_string()),
                happening.date.days.map(|days| days.until.to_string()),
                happening.date.basis.as_str(),
                happening.date.text,
                place.map(|p| &p.text),
                place.map(|p| &p.country),
                place.map(|p| p.lat),
                place.map(|p| p.lon),
                count(happening.events.len()),
                count(happening.documents),
                count(happening.publishers),
                happening.put_off,
            ])?;
        for (side, actors) in [("source", &happening.source), ("target", &happening.target)] {
            let mut insert = self.transaction.prepare_cached(
                "INSERT INTO happening_actor (happening_key, side, position, text, start_char, end_char, name, \
                 country, sector, role) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?;
            for (position, actor) in (0i64..).zip(actors) {
                insert.execute(params![
                    key,
                    side,
                    position,
                    actor.text,
                    count(actor.start_char),
                    count(actor.end_char),
                    actor.name,
                    actor.country,
                    actor.sector.map(|sector| sector.as_str()),
                    actor.role,
                ])?;
            }
        }
        for (one, other) in pairs(happening) {
            let since = happening.date.days.map(|days| days.since.to_string());
            self.execute(
                "INSERT INTO happening_pair (first, second, type, since, happening_key) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![one, other, happening.event_type.as_str(), since.unwrap_or_default(), key],
            )?;
        }
        if let Some(plan) = &happening.plan {
            self.transaction
                .prepare_cached(
                    "INSERT INTO plan (happening_key, announcer, conditional, condition, announced) \
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    key,
                    plan.announcer.as_str(),
                    plan.conditional,
                    plan.condition,
                    plan.announced.map(|day| day.to_string()),
                ])?;
        }
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO happening_event (event_key, happening_key) VALUES (?1, ?2)",
        )?;
        for event_key in &new.event_keys {
            insert.execute([*event_key, key])?;
            self.execute(
                "DELETE FROM event_unmerged WHERE event_key = ?1",
                [*event_key],
            )?;
        }
        Ok(())
    }

    /// The kept fingerprint of a document, and its text if there is none yet.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn fingerprint(
        &self,
        document_id: &str,
    ) -> Result<(Option<Vec<u8>>, Option<String>), StoreError> {
        self.transaction
            .prepare_cached(
                "SELECT f.fingerprint, CASE WHEN f.fingerprint IS NULL THEN d.text END FROM document d \
                 LEFT JOIN document_fingerprint f ON f.document_key = d.key WHERE d.id = ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([document_id], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()
            })
            .map(Option::unwrap_or_default)
            .map_err(StoreError::of(self.path))
    }

    /// Keeps the fingerprint of a document.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`] and what else the system says.
    pub fn put_fingerprint(&self, document_id: &str, fingerprint: &[u8]) -> Result<(), StoreError> {
        self.execute(
            "INSERT OR REPLACE INTO document_fingerprint (document_key, fingerprint) \
             SELECT key, ?2 FROM document WHERE id = ?1",
            params![document_id, fingerprint],
        )
        .map_err(StoreError::of(self.path))
    }

    /// Keys of the happenings of these types and statuses that have two states
    /// in common with this one, one on each side in whichever direction, and a
    /// day in the span; those without a day come too.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn happenings_near(
        &self,
        happening: &Happening,
        types: &[EventType],
        statuses: &[Status],
        span: Option<Days>,
    ) -> Result<BTreeSet<i64>, StoreError> {
        let statuses: Vec<String> = statuses
            .iter()
            .map(|status| format!("'{}'", status.as_str()))
            .collect();
        let sql = format!(
            "SELECT h.key FROM happening_pair p JOIN happening h ON h.key = p.happening_key \
             WHERE p.first = ?1 AND p.second = ?2 AND p.type = ?3 AND p.since >= ?4 AND p.since < ?5 \
             AND (?6 IS NULL OR h.until > ?6) AND h.status IN ({})",
            statuses.join(", ")
        );
        let read = || {
            let mut keys = BTreeSet::new();
            let mut statement = self.transaction.prepare_cached(&sql)?;
            let since = span.map(|span| span.since.to_string());
            // Whatever is longer than a year doesn't reach into a span by that.
            let first = span
                .and_then(|span| span.since.checked_sub(jiff::Span::new().days(370)).ok())
                .map_or("0".to_owned(), |day| day.to_string());
            let until = span.map_or("9999-12-32".to_owned(), |span| span.until.to_string());
            for (one, other) in pairs(happening) {
                for event_type in types {
                    let code = event_type.as_str();
                    let dated = statement
                        .query_map(params![one, other, code, first, until, since], |row| {
                            row.get(0)
                        })?;
                    keys.extend(dated.collect::<rusqlite::Result<Vec<i64>>>()?);
                    let none = None::<String>;
                    let undated = statement
                        .query_map(params![one, other, code, "", "0", none], |row| row.get(0))?;
                    keys.extend(undated.collect::<rusqlite::Result<Vec<i64>>>()?);
                }
            }
            Ok(keys)
        };
        read().map_err(StoreError::of(self.path))
    }

    /// The happening with this key.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn happening_with_key(&self, key: i64) -> Result<Happening, StoreError> {
        happening_of(&self.transaction, key).map_err(StoreError::of(self.path))
    }

    /// Keys of the happenings outside of these islands that are linked with one
    /// of them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn linked_with(&self, islands: &BTreeSet<i64>) -> Result<BTreeSet<i64>, StoreError> {
        let read = || {
            let mut keys = BTreeSet::new();
            let mut statement = self.transaction.prepare_cached(
                "SELECT l.to_key FROM happening h JOIN happening_link l ON l.from_key = h.key WHERE h.island = ?1 \
                 UNION SELECT l.from_key FROM happening h JOIN happening_link l ON l.to_key = h.key \
                 WHERE h.island = ?1",
            )?;
            for island in islands {
                let linked = statement.query_map([island], |row| row.get(0))?;
                keys.extend(linked.collect::<rusqlite::Result<Vec<i64>>>()?);
            }
            Ok(keys)
        };
        read().map_err(StoreError::of(self.path))
    }

    /// The key of the happening with this id.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn happening_key(&self, id: &str) -> Result<Option<i64>, StoreError> {
        self.transaction
            .prepare_cached("SELECT key FROM happening WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([id], |row| row.get(0)).optional())
            .map_err(StoreError::of(self.path))
    }

    /// Whether there is a happening with this key.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn has_happening(&self, key: i64) -> Result<bool, StoreError> {
        Ok(!self
            .rows("SELECT key FROM happening WHERE key = ?1", &[key])?
            .is_empty())
    }

    /// Puts these links in the place of those by which a happening is a part of
    /// another, or a plan that something became of.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`] and what else the system says.
    pub fn put_links(&self, id: &str, links: &[Link]) -> Result<(), StoreError> {
        let write = || {
            self.execute(
                "DELETE FROM happening_link WHERE from_key = (SELECT key FROM happening WHERE id = ?1) \
                 AND kind = 'part-of'",
                [id],
            )?;
            self.execute(
                "DELETE FROM happening_link WHERE to_key = (SELECT key FROM happening WHERE id = ?1) \
                 AND kind <> 'part-of'",
                [id],
            )?;
            for link in links {
                self.execute(
                    "INSERT OR REPLACE INTO happening_link (kind, from_key, to_key, delay_days) \
                     SELECT ?1, f.key, t.key, ?4 FROM happening f, happening t WHERE f.id = ?2 AND t.id = ?3",
                    params![link.kind.as_str(), link.from, link.to, link.delay_days],
                )?;
            }
            Ok(())
        };
        write().map_err(StoreError::of(self.path))
    }

    pub(super) fn execute(&self, sql: &str, values: impl rusqlite::Params) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(sql)?
            .execute(values)
            .map(|_| ())
    }

    fn rows(&self, sql: &str, values: &[i64]) -> Result<Vec<i64>, StoreError> {
        let read = |mut statement: CachedStatement| {
            statement
                .query_map(rusqlite::params_from_iter(values), |row| row.get(0))?
                .collect()
        };
        self.transaction
            .prepare_cached(sql)
            .and_then(read)
            .map_err(StoreError::of(self.path))
    }
}

impl Store {
    /// The happening with this id, or the one whose id begins so, or the one
    /// that an event with this id tells of; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Ambiguous`] if several ids begin so.
    pub fn happening(&self, id: &str) -> Result<Option<Happening>, StoreError> {
        let sql = match self.whole_id("happening", id)? {
            Some(id) => Some(("SELECT key FROM happening WHERE id = ?1", id)),
            None => self.whole_id("event", id)?.map(|id| {
                let sql = "SELECT x.happening_key FROM happening_event x JOIN event e ON e.key = x.event_key \
                           WHERE e.id = ?1";
                (sql, id)
            }),
        };
        let Some((sql, id)) = sql else {
            return Ok(None);
        };
        let key: Option<i64> = self
            .connection
            .query_row(sql, [id], |row| row.get(0))
            .optional()
            .map_err(StoreError::of(&self.path))?;
        key.map(|key| happening_of(&self.connection, key))
            .transpose()
            .map_err(StoreError::of(&self.path))
    }

    /// The links from and to a happening.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn links(&self, id: &str) -> Result<Vec<Link>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let mut statement = self.connection.prepare_cached(
                "SELECT kind, from_id, to_id, delay_days FROM happening_links WHERE from_id = ?1 OR to_id = ?1 \
                 ORDER BY kind, from_id, to_id",
            )?;
            let mut rows = statement.query([id])?;
            let mut links = Vec::new();
            while let Some(row) = rows.next()? {
                let mut columns = Columns::of(row);
                links.push(Link {
                    kind: columns.word(word::link_kind)?,
                    from: columns.next()?,
                    to: columns.next()?,
                    delay_days: columns.next()?,
                });
            }
            Ok(links)
        };
        read().map_err(StoreError::of(&self.path))
    }

    /// How many happenings there are, and how many events wait to be merged.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn happening_counts(&self) -> Result<HappeningCounts, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM happening), (SELECT count(*) FROM event_unmerged)";
        self.connection
            .query_row(sql, [], |row| {
                Ok(HappeningCounts {
                    happenings: row.get(0)?,
                    unmerged: row.get(1)?,
                })
            })
            .map_err(StoreError::of(&self.path))
    }
}

/// How far merging has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HappeningCounts {
    /// Happenings.
    pub happenings: i64,
    /// Events that no happening holds yet.
    pub unmerged: i64,
}

fn keyed(connection: &Connection, keys: &[i64]) -> rusqlite::Result<Vec<KeyedEvent>> {
    let mut documents = Documents::default();
    keys.iter()
        .map(|key| {
            Ok(KeyedEvent {
                key: *key,
                event: event_of(connection, &mut documents, *key)?,
            })
        })
        .collect()
}

pub(super) fn happening_of(connection: &Connection, key: i64) -> rusqlite::Result<Happening> {
    let mut statement = connection.prepare_cached(
        "SELECT h.id, h.type, h.mode, h.status, h.reciprocal, h.since, h.until, h.date_basis, h.date_text, \
         h.place_text, h.place_country, h.lat, h.lon, h.documents, h.publishers, h.put_off, p.announcer, p.conditional, \
         p.condition, p.announced FROM happening h LEFT JOIN plan p ON p.happening_key = h.key WHERE h.key = ?1",
    )?;
    statement.query_row([key], |row| {
        let mut columns = Columns::of(row);
        Ok(Happening {
            id: columns.next()?,
            event_type: columns.word(str::parse)?,
            mode: columns.next()?,
            status: columns.word(str::parse)?,
            reciprocal: columns.next()?,
            source: actors(connection, key, "source")?,
            target: actors(connection, key, "target")?,
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
            events: event_ids(connection, key)?,
            documents: columns.offset()?,
            publishers: columns.offset()?,
            put_off: columns.next()?,
            plan: {
                let announcer: Option<String> = columns.next()?;
                let announcer = announcer
                    .map(|word| word::announcer(&word))
                    .transpose()
                    .map_err(|e| columns.bad(e))?;
                let conditional: Option<bool> = columns.next()?;
                let condition = columns.next()?;
                let announced: Option<String> = columns.next()?;
                let announced = announced
                    .map(|day| day.parse())
                    .transpose()
                    .map_err(|e: jiff::Error| columns.bad(e))?;
                announcer.map(|announcer| Plan {
                    announcer,
                    conditional: conditional.unwrap_or_default(),
                    condition,
                    announced,
                })
            },
        })
    })
}

fn event_ids(connection: &Connection, key: i64) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(
            "SELECT e.id FROM happening_event x JOIN event e ON e.key = x.event_key WHERE x.happening_key = ?1 \
             ORDER BY e.id",
        )?
        .query_map([key], |row| row.get(0))?
        .collect()
}

fn actors(connection: &Connection, key: i64, side: &str) -> rusqlite::Result<Vec<Actor>> {
    let mut statement = connection.prepare_cached(
        "SELECT text, start_char, end_char, name, country, sector, role FROM happening_actor \
         WHERE happening_key = ?1 AND side = ?2 ORDER BY position",
    )?;
    let mut rows = statement.query(params![key, side])?;
    let mut actors = Vec::new();
    while let Some(row) = rows.next()? {
        actors.push(super::read::actor(&mut Columns::of(row))?);
    }
    Ok(actors)
}

/// Pairs of states on different sides, the smaller code first.
fn pairs(happening: &Happening) -> BTreeSet<(&str, &str)> {
    let mut pairs = BTreeSet::new();
    for source in happening
        .source
        .iter()
        .filter_map(|actor| actor.country.as_deref())
    {
        for target in happening
            .target
            .iter()
            .filter_map(|actor| actor.country.as_deref())
        {
            pairs.insert((source.min(target), source.max(target)));
        }
    }
    pairs
}

fn count(n: usize) -> i64 {
    i64::try_from(n).expect("nothing is that many")
}
