use super::{Store, StoreError};
use demarche_event::{Chronology, Coverage, Days, Finding, Trip};
use rusqlite::{Row, TransactionBehavior, params};

/// A chronology of the store, without its trips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReference {
    /// What it is called.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Who made it.
    pub publisher: Option<String>,
    /// Under which terms.
    pub licence: Option<String>,
    /// How many trips it holds.
    pub trips: i64,
    /// Where it means to be complete.
    pub coverage: Vec<Coverage>,
}

impl Store {
    /// Stores a chronology; one of the same name gives way. All of it goes in, or
    /// nothing.
    ///
    /// `knowledge` is the version of the knowledge that resolved its names.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] if two of its trips have one id; what the system
    /// says.
    pub fn add_reference(
        &mut self,
        chronology: &Chronology,
        findings: &[Finding],
        knowledge: &str,
    ) -> Result<(), StoreError> {
        let write = |connection: &mut rusqlite::Connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute("DELETE FROM reference WHERE name = ?1", [&chronology.name])?;
            transaction.execute(
                "INSERT INTO reference (name, title, publisher, licence, knowledge_version, added) \
                 VALUES (?1, ?2, ?3, ?4, ?5, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                params![
                    chronology.name,
                    chronology.title,
                    chronology.publisher,
                    chronology.licence,
                    knowledge
                ],
            )?;
            let key = transaction.last_insert_rowid();
            for (position, covered) in (0i64..).zip(&chronology.coverage) {
                transaction.execute(
                    "INSERT INTO reference_coverage VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    params![
                        key,
                        position,
                        covered.from,
                        covered.to,
                        covered.office,
                        covered.days.since.to_string(),
                        covered.days.until.to_string()
                    ],
                )?;
            }
            for (position, trip) in (0i64..).zip(&chronology.trips) {
                transaction
                    .prepare_cached(
                        "INSERT INTO reference_trip (reference_key, position, id, person, name, office, from_text, \
                         from_country, to_text, to_country, place, since, until, purpose) \
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                    )?
                    .execute(params![
                        key,
                        position,
                        trip.id,
                        trip.person,
                        trip.name,
                        trip.office,
                        trip.from_text,
                        trip.from,
                        trip.to_text,
                        trip.to,
                        trip.place,
                        trip.days.since.to_string(),
                        trip.days.until.to_string(),
                        trip.purpose
                    ])?;
            }
            for (position, finding) in (0i64..).zip(findings) {
                transaction
                    .prepare_cached(
                        "INSERT INTO reference_finding VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    )?
                    .execute(params![
                        key,
                        position,
                        finding.kind.as_str(),
                        finding.trip,
                        finding.words,
                        finding.taken_for
                    ])?;
            }
            transaction.commit()
        };
        write(&mut self.connection).map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ffi::ErrorCode::ConstraintViolation) => StoreError::Refused {
                path: self.path.clone(),
                document: chronology.name.clone(),
                reason: format!("its trips don't fit the store: {error}"),
            },
            _ => StoreError::of(&self.path)(error),
        })
    }

    /// The chronologies of the store, by name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn references(&self) -> Result<Vec<StoredReference>, StoreError> {
        let read = || {
            let mut statement = self.connection.prepare_cached(
                "SELECT name, title, publisher, licence, \
                 (SELECT count(*) FROM reference_trip t WHERE t.reference_key = r.key), key FROM reference r ORDER BY name",
            )?;
            let mut coverage = self.connection.prepare_cached(
                "SELECT from_country, to_country, office, since, until FROM reference_coverage \
                 WHERE reference_key = ?1 ORDER BY position",
            )?;
            let mut found = Vec::new();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let key: i64 = row.get(5)?;
                found.push(StoredReference {
                    name: row.get(0)?,
                    title: row.get(1)?,
                    publisher: row.get(2)?,
                    licence: row.get(3)?,
                    trips: row.get(4)?,
                    coverage: coverage
                        .query_map([key], |row| {
                            Ok(Coverage {
                                from: row.get(0)?,
                                to: row.get(1)?,
                                office: row.get(2)?,
                                days: days(row, 3)?,
                            })
                        })?
                        .collect::<rusqlite::Result<_>>()?,
                });
            }
            Ok(found)
        };
        read().map_err(StoreError::of(&self.path))
    }

    /// The trips of a chronology, in its order.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn reference_trips(&self, name: &str) -> Result<Vec<Trip>, StoreError> {
        let read = || {
            let mut statement = self.connection.prepare_cached(
                "SELECT t.id, person, t.name, office, from_text, from_country, to_text, to_country, place, since, \
                 until, purpose FROM reference_trip t JOIN reference r ON r.key = t.reference_key WHERE r.name = ?1 \
                 ORDER BY position",
            )?;
            statement
                .query_map([name], |row| {
                    Ok(Trip {
                        id: row.get(0)?,
                        person: row.get(1)?,
                        name: row.get(2)?,
                        office: row.get(3)?,
                        from_text: row.get(4)?,
                        from: row.get(5)?,
                        to_text: row.get(6)?,
                        to: row.get(7)?,
                        place: row.get(8)?,
                        days: days(row, 9)?,
                        purpose: row.get(11)?,
                    })
                })?
                .collect::<rusqlite::Result<_>>()
        };
        read().map_err(StoreError::of(&self.path))
    }
}

/// An interval of two columns, the second after the first.
fn days(row: &Row, column: usize) -> rusqlite::Result<Days> {
    let day = |column| {
        let text: String = row.get(column)?;
        text.parse().map_err(|e: jiff::Error| bad(column, e))
    };
    Days::new(day(column)?, day(column + 1)?)
        .ok_or_else(|| bad(column, "an interval without a day"))
}

fn bad(
    column: usize,
    reason: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, reason.into())
}
