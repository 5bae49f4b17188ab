use super::read::stored_document;
use super::{Store, StoreError, StoredDocument};
use demarche_event::{
    Actor, Claim, DocumentMeta, Event, EventLink, Figure, Matter, Notice, Quote, Readout, Record,
    When,
};
use rusqlite::{
    CachedStatement, Connection, OptionalExtension, Transaction, TransactionBehavior, params,
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What made the records of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// Version of the coder.
    pub coder: String,
    /// Version of the knowledge it coded with.
    pub knowledge: String,
}

/// What became of a document that was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    Added,
    /// It was there, coded by the same versions: nothing was written.
    Unchanged,
    /// It was there, coded by other versions: the new records took the place
    /// of the old.
    Recoded,
}

/// Documents that are stored together or not at all: see [`Store::batch`].
#[derive(Debug)]
pub struct Batch<'a> {
    pub(super) transaction: Transaction<'a>,
    pub(super) path: &'a Path,
}

impl Store {
    /// Stores a document with its records, in a transaction of its own.
    ///
    /// `text` is `None` for a document of which only the records are known;
    /// such a document is never offered for recoding.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] if a record belongs to another document, has an
    /// id that is taken, or has no number where it must have one;
    /// [`StoreError::ReadOnly`], [`StoreError::Full`], [`StoreError::Locked`].
    /// After an error nothing of the document has been stored.
    pub fn add(
        &mut self,
        document: &DocumentMeta,
        text: Option<&str>,
        records: &[Record],
        versions: &Versions,
    ) -> Result<Added, StoreError> {
        let batch = self.batch()?;
        let added = batch.add(document, text, records, versions)?;
        batch.commit()?;
        Ok(added)
    }

    /// Begins a batch: many documents in one transaction, which is faster.
    /// Other programs can't write until it is committed or dropped.
    ///
    /// # Errors
    ///
    /// [`StoreError::Locked`] and [`StoreError::ReadOnly`].
    pub fn batch(&mut self) -> Result<Batch<'_>, StoreError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::of(&self.path))?;
        Ok(Batch {
            transaction,
            path: &self.path,
        })
    }

    /// The stored documents whose text was coded by other versions, in the
    /// order in which they came.
    ///
    /// The iterator reads through a connection of its own, one document at a
    /// time: the store can be written meanwhile, and documents that are recoded
    /// aren't offered again.
    ///
    /// # Errors
    ///
    /// As [`Store::open_read_only`].
    pub fn documents_to_recode(&self, versions: &Versions) -> Result<ToRecode, StoreError> {
        let connection = super::open::read_only(&self.path)?;
        Ok(ToRecode {
            connection,
            path: self.path.clone(),
            versions: versions.clone(),
            last: 0,
            ended: false,
        })
    }
}

/// Documents to code again: see [`Store::documents_to_recode`].
#[derive(Debug)]
pub struct ToRecode {
    connection: Connection,
    path: PathBuf,
    versions: Versions,
    /// Key of the document before.
    last: i64,
    ended: bool,
}

impl ToRecode {
    /// How many documents are left.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn left(&self) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM document WHERE key > ?1 AND text IS NOT NULL \
                   AND (coder_version <> ?2 OR knowledge_version <> ?3)";
        self.connection
            .query_row(
                sql,
                params![self.last, self.versions.coder, self.versions.knowledge],
                |row| row.get(0),
            )
            .map_err(StoreError::of(&self.path))
    }
}

impl Iterator for ToRecode {
    type Item = Result<StoredDocument, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let sql = "SELECT key FROM document WHERE key > ?1 AND text IS NOT NULL \
                   AND (coder_version <> ?2 OR knowledge_version <> ?3) ORDER BY key LIMIT 1";
        let failed = StoreError::of(&self.path);
        let next = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                let key: Option<i64> = statement
                    .query_row(
                        params![self.last, self.versions.coder, self.versions.knowledge],
                        |row| row.get(0),
                    )
                    .optional()?;
                key.map(|key| Ok((key, stored_document(&self.connection, key)?)))
                    .transpose()
            });
        match next.map_err(failed) {
            Ok(Some((key, document))) => {
                self.last = key;
                Some(Ok(document))
            }
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(error) => {
                self.ended = true;
                Some(Err(error))
            }
        }
    }
}

impl Batch<'_> {
    /// Adds a document with its records: see [`Store::add`]. After an error
    /// nothing of this document is in the batch; the others are.
    ///
    /// # Errors
    ///
    /// As [`Store::add`].
    pub fn add(
        &self,
        document: &DocumentMeta,
        text: Option<&str>,
        records: &[Record],
        versions: &Versions,
    ) -> Result<Added, StoreError> {
        let refused = |reason: String| StoreError::Refused {
            path: self.path.to_owned(),
            document: document.id.clone(),
            reason,
        };
        check(document, records).map_err(refused)?;
        let added = self.savepoint(|| self.write(document, text, records, versions));
        added.map_err(|e| match e.sqlite_error() {
            Some(error) if error.code == rusqlite::ffi::ErrorCode::ConstraintViolation => {
                refused(format!("its records don't fit the store: {e}"))
            }
            _ => StoreError::of(self.path)(e),
        })
    }

    /// Makes the batch last.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`] and what else the system says; then nothing of the
    /// batch has been stored.
    pub fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().map_err(StoreError::of(self.path))
    }

    /// Runs a piece of the batch, and undoes it alone if it fails.
    fn savepoint<T>(&self, write: impl FnOnce() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        self.transaction
            .prepare_cached("SAVEPOINT document")?
            .execute([])?;
        match write() {
            Ok(done) => {
                self.transaction
                    .prepare_cached("RELEASE document")?
                    .execute([])?;
                Ok(done)
            }
            Err(error) => {
                // A full disk has already ended the transaction, and with it the savepoint.
                if !self.transaction.is_autocommit() {
                    self.transaction
                        .execute_batch("ROLLBACK TO document; RELEASE document")?;
                }
                Err(error)
            }
        }
    }

    fn write(
        &self,
        document: &DocumentMeta,
        text: Option<&str>,
        records: &[Record],
        versions: &Versions,
    ) -> rusqlite::Result<Added> {
        let hash = text.map(text_hash);
        let there: Option<(i64, String, String, Option<String>)> = self
            .statement("SELECT key, coder_version, knowledge_version, text_hash FROM document WHERE id = ?1")?
            .query_row([&document.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?;
        let (document_key, added) = match there {
            Some((_, coder, knowledge, same))
                if coder == versions.coder && knowledge == versions.knowledge && same == hash =>
            {
                return Ok(Added::Unchanged);
            }
            Some((key, ..)) => {
                for table in ["event", "claim", "figure", "matter", "notice", "sentence"] {
                    self.statement(&format!("DELETE FROM {table} WHERE document_key = ?1"))?
                        .execute([key])?;
                }
                let sql = "UPDATE document SET id = ?1, path = ?2, title = ?3, publisher = ?4, url = ?5, \
                           published_since = ?6, published_until = ?7, published_basis = ?8, published_reason = ?9, \
                           coder_version = ?10, knowledge_version = ?11, text_hash = ?12, text = ?13 WHERE key = ?14";
                self.document(sql, document, text, hash.as_deref(), versions, Some(key))?;
                (key, Added::Recoded)
            }
            None => {
                let sql = "INSERT INTO document (id, path, title, publisher, url, published_since, published_until, \
                           published_basis, published_reason, coder_version, knowledge_version, text_hash, text, key, \
                           added) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, \
                           strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))";
                self.document(sql, document, text, hash.as_deref(), versions, None)?;
                (self.transaction.last_insert_rowid(), Added::Added)
            }
        };
        let mut rows = Rows {
            batch: self,
            document_key,
            sentences: HashMap::new(),
        };
        for (position, record) in (0i64..).zip(records) {
            match record {
                Record::Event(event) => rows.event(position, event)?,
                Record::Claim(claim) => rows.claim(position, claim)?,
                Record::Figure(figure) => rows.figure(position, figure)?,
                Record::Matter(matter) => rows.matter(position, matter)?,
                Record::Notice(notice) => rows.notice(position, notice)?,
            }
        }
        Ok(added)
    }

    fn document(
        &self,
        sql: &str,
        document: &DocumentMeta,
        text: Option<&str>,
        hash: Option<&str>,
        versions: &Versions,
        key: Option<i64>,
    ) -> rusqlite::Result<usize> {
        let published = &document.published;
        self.statement(sql)?.execute(params![
            document.id,
            document.path,
            document.title,
            document.publisher,
            document.url,
            published.days.map(|days| days.since.to_string()),
            published.days.map(|days| days.until.to_string()),
            published.basis.as_str(),
            published.reason,
            versions.coder,
            versions.knowledge,
            hash,
            text,
            key,
        ])
    }

    fn statement(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        self.transaction.prepare_cached(sql)
    }
}

/// Writes the records of one document.
struct Rows<'a> {
    batch: &'a Batch<'a>,
    document_key: i64,
    /// Keys of the sentences written so far, by place and words.
    sentences: HashMap<(usize, usize, &'a str), i64>,
}

impl<'a> Rows<'a> {
    fn sentence(&mut self, sentence: &'a Quote) -> rusqlite::Result<i64> {
        let place = (
            sentence.start_char,
            sentence.end_char,
            sentence.text.as_str(),
        );
        if let Some(key) = self.sentences.get(&place) {
            return Ok(*key);
        }
        let key = self
            .batch
            .statement("INSERT INTO sentence (document_key, start_char, end_char, text) VALUES (?1, ?2, ?3, ?4)")?
            .insert(params![self.document_key, offset(place.0), offset(place.1), place.2])?;
        self.sentences.insert(place, key);
        Ok(key)
    }

    fn event(&mut self, position: i64, event: &'a Event) -> rusqlite::Result<()> {
        let sentence_key = self.sentence(&event.sentence)?;
        let (place, magnitude) = (event.place.as_ref(), event.magnitude.as_ref());
        let (attribution, comparison) = (event.attribution.as_ref(), event.comparison.as_ref());
        let via = (attribution.map(|a| &a.via))
            .filter(|via| !via.is_empty())
            .map(|via| serde_json::to_string(via).expect("texts become JSON"));
        let in_force = event.circumstances.in_force.as_ref();
        let from = in_force.and_then(|days| days.from.as_ref());
        let to = in_force.and_then(|days| days.to.as_ref());
        let steps = serde_json::to_string(&event.explanation.steps).expect("texts become JSON");
        let key = self
            .batch
            .statement(
                "INSERT INTO event (id, document_key, sentence_key, position, since, until, date_basis, date_text, \
                 type, mode, cameo, quad, goldstein, status, reciprocal, trigger_text, trigger_start_char, \
                 trigger_end_char, place_text, place_country, lat, lon, about, magnitude_value, magnitude_unit, \
                 magnitude_of, magnitude_bound, attribution_text, attribution_start_char, attribution_end_char, \
                 comparison_kind, comparison_years, comparison_since, comparison_text, confidence, rule, steps, \
                 comparison_number, condition, hedge, purpose, put_off, \
                 announced_by, occasion, cause, agenda, attribution_medium, attribution_via, \
                 in_force_from_since, in_force_from_until, in_force_from_basis, in_force_from_text, \
                 in_force_to_since, in_force_to_until, in_force_to_basis, in_force_to_text, legal_basis) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, \
                 ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, \
                 ?39, ?40, ?41, ?42, ?43, ?44, ?45, ?46, ?47, ?48, ?49, ?50, ?51, ?52, ?53, ?54, ?55, ?56, ?57)",
            )?
            .insert(params![
                event.id,
                self.document_key,
                sentence_key,
                position,
                event.date.days.map(|days| days.since.to_string()),
                event.date.days.map(|days| days.until.to_string()),
                event.date.basis.as_str(),
                event.date.text,
                event.event_type.as_str(),
                event.mode,
                event.cameo,
                event.quad().as_str(),
                event.goldstein,
                event.status.as_str(),
                event.reciprocal,
                event.trigger.text,
                offset(event.trigger.start_char),
                offset(event.trigger.end_char),
                place.map(|p| &p.text),
                place.map(|p| &p.country),
                place.map(|p| p.lat),
                place.map(|p| p.lon),
                event.about,
                magnitude.map(|m| m.value),
                magnitude.map(|m| &m.unit),
                magnitude.map(|m| &m.of),
                magnitude.map(|m| &m.bound),
                attribution.map(|a| &a.text),
                attribution.map(|a| offset(a.start_char)),
                attribution.map(|a| offset(a.end_char)),
                comparison.map(|c| &c.kind),
                comparison.map(|c| c.years),
                comparison.map(|c| c.since),
                comparison.map(|c| &c.text),
                event.confidence,
                event.explanation.rule,
                steps,
                comparison.map(|c| c.number),
                event.circumstances.condition,
                event.circumstances.hedge,
                event.circumstances.purpose,
                event.circumstances.put_off,
                Some(event.circumstances.announced_by.join(",")).filter(|codes| !codes.is_empty()),
                event.circumstances.occasion,
                event.circumstances.cause,
                event.circumstances.agenda,
                attribution.and_then(|a| a.medium.as_ref()),
                via,
                from.and_then(|when| when.days).map(|days| days.since.to_string()),
                from.and_then(|when| when.days).map(|days| days.until.to_string()),
                from.map(|when| when.basis.as_str()),
                from.and_then(|when| when.text.as_ref()),
                to.and_then(|when| when.days).map(|days| days.since.to_string()),
                to.and_then(|when| when.days).map(|days| days.until.to_string()),
                to.map(|when| when.basis.as_str()),
                to.and_then(|when| when.text.as_ref()),
                event.circumstances.legal_basis,
            ])?;
        self.actors("event_actor", key, "source", &event.source)?;
        self.actors("event_actor", key, "target", &event.target)?;
        let circumstances = &event.circumstances;
        self.actors(
            "event_bystander",
            key,
            "companion",
            &circumstances.companions,
        )?;
        self.actors("event_bystander", key, "denier", &circumstances.denied_by)?;
        self.links(key, &circumstances.links)?;
        self.readouts(key, &circumstances.readouts)?;
        let sql = "INSERT INTO event_context (event_key, position, context) VALUES (?1, ?2, ?3)";
        self.list(sql, key, &event.contexts)
    }

    fn actors(
        &self,
        table: &str,
        event_key: i64,
        side: &str,
        actors: &[Actor],
    ) -> rusqlite::Result<()> {
        if actors.is_empty() {
            return Ok(());
        }
        let mut statement = self.batch.statement(&format!(
            "INSERT INTO {table} (event_key, side, position, text, start_char, end_char, name, country, sector, \
             role) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        ))?;
        for (position, actor) in (0i64..).zip(actors) {
            statement.execute(params![
                event_key,
                side,
                position,
                actor.text,
                offset(actor.start_char),
                offset(actor.end_char),
                actor.name,
                actor.country,
                actor.sector.map(|sector| sector.as_str()),
                actor.role,
            ])?;
        }
        Ok(())
    }

    fn links(&self, event_key: i64, links: &[EventLink]) -> rusqlite::Result<()> {
        if links.is_empty() {
            return Ok(());
        }
        let mut statement = self.batch.statement(
            "INSERT INTO event_link (event_key, position, kind, text, linked_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (position, link) in (0i64..).zip(links) {
            let kind = link.kind.as_str();
            statement.execute(params![event_key, position, kind, link.text, link.event])?;
        }
        Ok(())
    }

    fn readouts(&self, event_key: i64, readouts: &[Readout]) -> rusqlite::Result<()> {
        if readouts.is_empty() {
            return Ok(());
        }
        let mut statement = self.batch.statement(
            "INSERT INTO event_readout (event_key, position, text, start_char, end_char, name, country, sector, \
             role, about) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for (position, readout) in (0i64..).zip(readouts) {
            let speaker = &readout.speaker;
            statement.execute(params![
                event_key,
                position,
                speaker.text,
                offset(speaker.start_char),
                offset(speaker.end_char),
                speaker.name,
                speaker.country,
                speaker.sector.map(|sector| sector.as_str()),
                speaker.role,
                readout.about,
            ])?;
        }
        Ok(())
    }

    fn list(&self, sql: &str, key: i64, values: &[String]) -> rusqlite::Result<()> {
        let mut statement = self.batch.statement(sql)?;
        for (position, value) in (0i64..).zip(values) {
            statement.execute(params![key, position, value])?;
        }
        Ok(())
    }

    fn claim(&mut self, position: i64, claim: &'a Claim) -> rusqlite::Result<()> {
        let sentence_key = self.sentence(&claim.sentence)?;
        let period = claim.period.as_ref();
        let key = self
            .batch
            .statement(
                "INSERT INTO claim (id, document_key, sentence_key, position, speaker, affiliation, direction, quoted, \
                 hedge, confidence, cause, motive, means, effect, period_since, period_until, period_basis, \
                 period_text) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )?
            .insert(params![
                claim.id,
                self.document_key,
                sentence_key,
                position,
                claim.speaker,
                claim.affiliation,
                claim.direction.map(|direction| direction.as_str()),
                claim.quoted,
                claim.hedge,
                claim.confidence,
                claim.cause,
                claim.motive,
                claim.means,
                claim.effect,
                period.and_then(|when| when.days).map(|days| days.since.to_string()),
                period.and_then(|when| when.days).map(|days| days.until.to_string()),
                period.map(|when| when.basis.as_str()),
                period.and_then(|when| when.text.as_ref()),
            ])?;
        let mut statement = self
            .batch
            .statement("INSERT INTO claim_pair (claim_key, position, country, towards) VALUES (?1, ?2, ?3, ?4)")?;
        for (position, (country, towards)) in (0i64..).zip(&claim.about) {
            statement.execute(params![key, position, country, towards])?;
        }
        Ok(())
    }

    fn figure(&mut self, position: i64, figure: &'a Figure) -> rusqlite::Result<()> {
        let sentence_key = self.sentence(&figure.sentence)?;
        let comparison = figure.comparison.as_ref();
        let key = self
            .batch
            .statement(
                "INSERT INTO figure (id, document_key, sentence_key, position, quantity, value, unit, bound, period, \
                 comparison_kind, comparison_number, comparison_years, comparison_since, comparison_text) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .insert(params![
                figure.id,
                self.document_key,
                sentence_key,
                position,
                figure.quantity,
                figure.value,
                figure.unit,
                figure.bound,
                figure.period,
                comparison.map(|c| &c.kind),
                comparison.map(|c| c.number),
                comparison.map(|c| c.years),
                comparison.map(|c| c.since),
                comparison.map(|c| &c.text),
            ])?;
        let sql = "INSERT INTO figure_country (figure_key, position, country) VALUES (?1, ?2, ?3)";
        self.list(sql, key, &figure.countries)
    }

    fn matter(&mut self, position: i64, matter: &'a Matter) -> rusqlite::Result<()> {
        let sentence_key = self.sentence(&matter.sentence)?;
        let in_force = matter.in_force.as_ref();
        let date = matter.date.as_ref();
        let from = in_force.and_then(|days| days.from.as_ref());
        let to = in_force.and_then(|days| days.to.as_ref());
        let since = |when: Option<&When>| when.and_then(|w| w.days).map(|d| d.since.to_string());
        let until = |when: Option<&When>| when.and_then(|w| w.days).map(|d| d.until.to_string());
        let key = self
            .batch
            .statement(
                "INSERT INTO matter (id, document_key, sentence_key, position, kind, name, since, until, date_basis, \
                 date_text, in_force_from_since, in_force_from_until, in_force_from_basis, in_force_from_text, \
                 in_force_to_since, in_force_to_until, in_force_to_basis, in_force_to_text, condition) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .insert(params![
                matter.id,
                self.document_key,
                sentence_key,
                position,
                matter.kind.as_str(),
                matter.name,
                since(date),
                until(date),
                date.map(|when| when.basis.as_str()),
                date.and_then(|when| when.text.as_ref()),
                since(from),
                until(from),
                from.map(|when| when.basis.as_str()),
                from.and_then(|when| when.text.as_ref()),
                since(to),
                until(to),
                to.map(|when| when.basis.as_str()),
                to.and_then(|when| when.text.as_ref()),
                matter.condition,
            ])?;
        let sql = "INSERT INTO matter_country (matter_key, side, position, country) \
                   VALUES (?1, 'own', ?2, ?3)";
        self.list(sql, key, &matter.countries)?;
        let sql = "INSERT INTO matter_country (matter_key, side, position, country) \
                   VALUES (?1, 'towards', ?2, ?3)";
        self.list(sql, key, &matter.towards)
    }

    fn notice(&mut self, position: i64, notice: &Notice) -> rusqlite::Result<()> {
        self.batch
            .statement(
                "INSERT INTO notice (document_key, position, kind, start_char, end_char, message, severity) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                self.document_key,
                position,
                notice.kind,
                offset(notice.start_char),
                offset(notice.end_char),
                notice.message,
                notice.severity.as_str(),
            ])?;
        Ok(())
    }
}

/// What SQLite's constraints would refuse with less to say.
fn check(document: &DocumentMeta, records: &[Record]) -> Result<(), String> {
    let mut seen = HashMap::new();
    for record in records {
        let (kind, id, of) = match record {
            Record::Event(event) => ("event", Some(&event.id), &event.document),
            Record::Claim(claim) => ("claim", Some(&claim.id), &claim.document),
            Record::Figure(figure) => ("figure", Some(&figure.id), &figure.document),
            Record::Matter(matter) => ("matter", Some(&matter.id), &matter.document),
            Record::Notice(notice) => ("notice", None, &notice.document),
        };
        if of.id != document.id {
            return Err(format!(
                "a record among its own belongs to document {}",
                of.id
            ));
        }
        if let Some(id) = id
            && seen.insert((kind, id), ()).is_some()
        {
            return Err(format!("two records have the id {id}; each needs its own"));
        }
        if let Record::Event(event) = record {
            let value = event
                .magnitude
                .as_ref()
                .map_or(0.0, |magnitude| magnitude.value);
            if event.confidence.is_nan() || value.is_nan() {
                return Err(format!(
                    "event {}: its confidence or magnitude is no number",
                    event.id
                ));
            }
        }
    }
    Ok(())
}

fn text_hash(text: &str) -> String {
    let mut hash = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        write!(hash, "{byte:02x}").expect("a string takes all writes");
    }
    hash
}

fn offset(chars: usize) -> i64 {
    i64::try_from(chars).expect("no text is that long")
}
