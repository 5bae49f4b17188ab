use crate::formats::dataset::DataFormat;
use demarche_event::{EventRow, Participant, RowPlace, Status};
use jiff::civil::{Date, date};
use rusqlite::types::ToSqlOutput;
use rusqlite::{CachedStatement, Connection, ToSql, Transaction, params};
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

const EPOCH: Date = date(1970, 1, 1);
/// How many reports are remembered, so that events of one report share it. What
/// is forgotten is written twice, which costs room and nothing else.
const REPORTS: usize = 500_000;
/// The same for sides and places, should data have that many.
const MOST: usize = 2_000_000;

/// Keys of the acts, sides, places and reports in the store, by a hash of their
/// content: 64 bits, so that a million of them collide once in tens of millions
/// of imports.
#[derive(Debug, Default)]
pub(super) struct Keys {
    acts: HashMap<u64, i64>,
    sides: HashMap<u64, i64>,
    places: HashMap<u64, i64>,
    reports: HashMap<u64, i64>,
    text: String,
}

impl Keys {
    /// Reads what the store has; of the reports nothing, they are too many.
    pub(super) fn load(connection: &Connection) -> rusqlite::Result<Keys> {
        let mut keys = Keys::default();
        type Text = Option<String>;
        let mut statement = connection.prepare(
            "SELECT key, code, type, mode, cameo, intensity, status, reciprocal FROM imported_act",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let hash = act_hash(
                row.get::<_, Text>(1)?.as_deref(),
                row.get::<_, Text>(2)?.as_deref(),
                row.get::<_, Text>(3)?.as_deref(),
                row.get::<_, Text>(4)?.as_deref(),
                row.get(5)?,
                &row.get::<_, String>(6)?,
                row.get(7)?,
            );
            keys.acts.insert(hash, row.get(0)?);
        }
        let mut statement = connection
            .prepare("SELECT key, names, codes, countries, sectors, parties FROM imported_side")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let texts: [Text; 5] = [
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            ];
            let joined: Vec<&str> = texts
                .iter()
                .map(|text| text.as_deref().unwrap_or_default())
                .collect();
            keys.sides.insert(hash(&joined.join("\u{1f}")), row.get(0)?);
        }
        let mut statement =
            connection.prepare("SELECT key, name, country, lat, lon FROM imported_place")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (name, country): (Text, Text) = (row.get(1)?, row.get(2)?);
            let place = RowPlace {
                name: name.as_deref().unwrap_or_default(),
                country: country.as_deref(),
                lat: row.get(3)?,
                lon: row.get(4)?,
            };
            keys.places.insert(place_hash(&place), row.get(0)?);
        }
        Ok(keys)
    }

    /// Begins a batch of rows of one file.
    pub(super) fn batch<'a>(
        &'a mut self,
        transaction: &'a Transaction<'_>,
        file_key: i64,
        format: DataFormat,
    ) -> rusqlite::Result<Batch<'a>> {
        let dataset_key = transaction.query_row(
            "SELECT key FROM imported_dataset WHERE name = ?1",
            [format.as_str()],
            |row| row.get(0),
        )?;
        let insert = transaction.prepare_cached(
            "INSERT INTO imported_event (dataset_key, id, day, days, source_key, target_key, act_key, place_key, \
             report_key, file_key, row, mentions, sources, articles, tone, deaths) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) ON CONFLICT DO NOTHING",
        )?;
        Ok(Batch {
            keys: self,
            transaction,
            insert,
            dataset_key,
            file_key,
            counts: BTreeMap::new(),
            added: 0,
            present: 0,
        })
    }
}

/// Rows that are stored together or not at all.
pub(super) struct Batch<'a> {
    keys: &'a mut Keys,
    transaction: &'a Transaction<'a>,
    insert: CachedStatement<'a>,
    dataset_key: i64,
    file_key: i64,
    /// By source and target.
    counts: BTreeMap<(String, String), ByPeriod>,
    added: u64,
    present: u64,
}

/// Counts of a dyad by month and type.
type ByPeriod = BTreeMap<(i32, &'static str), Count>;

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    events: i64,
    goldstein_tenths: i64,
    n_goldstein: i64,
    mentions: i64,
    deaths: i64,
}

impl Batch<'_> {
    pub(super) fn add(&mut self, number: u64, row: &EventRow<'_>) -> rusqlite::Result<()> {
        let act = self.act(row)?;
        let source = self.side(&row.source)?;
        let target = self.side(&row.target)?;
        let place = match &row.place {
            Some(place) => Some(self.place(place)?),
            None => None,
        };
        let report = self.report(row)?;
        let since = row.days.since;
        let day = days_between(EPOCH, since);
        let length = days_between(since, row.days.until);
        let tone = row
            .tone
            .filter(|tone| tone.is_finite())
            .map(|tone| (tone * 10_000.0).round() as i64);
        let changed = self.insert.execute(params![
            self.dataset_key,
            Id(row.id),
            day,
            Some(length).filter(|length| *length != 1),
            source,
            target,
            act,
            place,
            report,
            self.file_key,
            i64::try_from(number).expect("no file has that many rows"),
            row.mentions,
            row.sources,
            row.articles,
            tone,
            row.deaths,
        ])?;
        if changed == 0 {
            self.present += 1;
            return Ok(());
        }
        self.added += 1;
        if matches!(row.status, Status::Happened | Status::Ongoing) {
            self.count(row);
        }
        Ok(())
    }

    fn count(&mut self, row: &EventRow<'_>) {
        let since = row.days.since;
        let month = i32::from(since.year()) * 12 + i32::from(since.month()) - 1;
        let key = (
            month,
            row.event_type.map_or("", |event_type| event_type.as_str()),
        );
        row.each_dyad(|source, target| {
            let dyad = (source.to_owned(), target.to_owned());
            let count = self.counts.entry(dyad).or_default().entry(key).or_default();
            count.events += 1;
            if let Some(goldstein) = row.goldstein {
                count.goldstein_tenths += (goldstein * 10.0).round() as i64;
                count.n_goldstein += 1;
            }
            count.mentions += i64::from(row.mentions.unwrap_or_default());
            count.deaths += i64::from(row.deaths.unwrap_or_default());
        });
    }

    /// Writes the counts of the batch; how many rows were added, and how many
    /// were there.
    pub(super) fn finish(self) -> rusqlite::Result<(u64, u64)> {
        let mut upsert = self.transaction.prepare_cached(
            "INSERT INTO imported_dyad_month (source, target, dataset_key, month, type, events, goldstein_tenths, \
             n_goldstein, mentions, deaths) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
             ON CONFLICT DO UPDATE SET events = events + excluded.events, \
             goldstein_tenths = goldstein_tenths + excluded.goldstein_tenths, \
             n_goldstein = n_goldstein + excluded.n_goldstein, mentions = mentions + excluded.mentions, \
             deaths = deaths + excluded.deaths",
        )?;
        for ((source, target), counts) in &self.counts {
            for ((month, event_type), count) in counts {
                upsert.execute(params![
                    source,
                    target,
                    self.dataset_key,
                    month,
                    event_type,
                    count.events,
                    count.goldstein_tenths,
                    count.n_goldstein,
                    count.mentions,
                    count.deaths,
                ])?;
            }
        }
        Ok((self.added, self.present))
    }

    fn act(&mut self, row: &EventRow<'_>) -> rusqlite::Result<i64> {
        let event_type = row.event_type.map(|event_type| event_type.as_str());
        let code = some(row.code);
        let hash = act_hash(
            code,
            event_type,
            row.mode,
            row.cameo,
            row.intensity,
            row.status.as_str(),
            row.reciprocal,
        );
        if let Some(key) = self.keys.acts.get(&hash) {
            return Ok(*key);
        }
        let key = self
            .transaction
            .prepare_cached(
                "INSERT INTO imported_act (code, type, mode, cameo, quad, goldstein, intensity, status, reciprocal) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .insert(params![
                code,
                event_type,
                row.mode,
                row.cameo,
                row.quad().map(|quad| quad.as_str()),
                row.goldstein,
                row.intensity,
                row.status.as_str(),
                row.reciprocal,
            ])?;
        self.keys.acts.insert(hash, key);
        Ok(key)
    }

    fn side(&mut self, side: &[Participant<'_>]) -> rusqlite::Result<Option<i64>> {
        if side.is_empty() {
            return Ok(None);
        }
        let text = &mut self.keys.text;
        text.clear();
        let mut ends = [0; 5];
        join(text, "; ", false, side.iter().map(|p| p.name));
        ends[0] = text.len();
        text.push('\u{1f}');
        join(text, ",", false, side.iter().map(|p| p.code));
        ends[1] = text.len();
        text.push('\u{1f}');
        join(
            text,
            ",",
            true,
            side.iter().map(|p| p.country.unwrap_or_default()),
        );
        ends[2] = text.len();
        text.push('\u{1f}');
        join(
            text,
            ",",
            true,
            side.iter()
                .map(|p| p.sector.map_or("", |sector| sector.as_str())),
        );
        ends[3] = text.len();
        text.push('\u{1f}');
        if side.len() > 1 {
            text.push_str(&parties(side));
        }
        ends[4] = text.len();
        let hash = hash(text.as_str());
        if let Some(key) = self.keys.sides.get(&hash) {
            return Ok(Some(*key));
        }
        let key = self
            .transaction
            .prepare_cached(
                "INSERT INTO imported_side (names, codes, countries, sectors, parties) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .insert(params![
                some(&text[..ends[0]]),
                some(&text[ends[0] + 1..ends[1]]),
                some(&text[ends[1] + 1..ends[2]]),
                some(&text[ends[2] + 1..ends[3]]),
                some(&text[ends[3] + 1..ends[4]]),
            ])?;
        remember(&mut self.keys.sides, MOST, hash, key);
        Ok(Some(key))
    }

    fn place(&mut self, place: &RowPlace<'_>) -> rusqlite::Result<i64> {
        let hash = place_hash(place);
        if let Some(key) = self.keys.places.get(&hash) {
            return Ok(*key);
        }
        let key = self
            .transaction
            .prepare_cached(
                "INSERT INTO imported_place (name, country, lat, lon) VALUES (?1, ?2, ?3, ?4)",
            )?
            .insert(params![
                some(place.name),
                place.country,
                place.lat,
                place.lon
            ])?;
        remember(&mut self.keys.places, MOST, hash, key);
        Ok(key)
    }

    fn report(&mut self, row: &EventRow<'_>) -> rusqlite::Result<Option<i64>> {
        let texts = [row.publisher, row.report, row.contexts, row.text];
        if texts.iter().all(|text| text.is_empty()) {
            return Ok(None);
        }
        let hash = hash(&texts);
        if let Some(key) = self.keys.reports.get(&hash) {
            return Ok(Some(*key));
        }
        let key = self
            .transaction
            .prepare_cached(
                "INSERT INTO imported_report (publisher, address, contexts, text) VALUES (?1, ?2, ?3, ?4)",
            )?
            .insert(params![some(texts[0]), some(texts[1]), some(texts[2]), some(texts[3])])?;
        remember(&mut self.keys.reports, REPORTS, hash, key);
        Ok(Some(key))
    }
}

/// Who belongs to what, which the lists of a side don't tell.
fn parties(side: &[Participant<'_>]) -> String {
    let parties: Vec<_> = side
        .iter()
        .map(|p| {
            (
                some(p.name),
                some(p.code),
                p.country,
                p.sector.map(|sector| sector.as_str()),
            )
        })
        .collect();
    serde_json::to_string(&parties).expect("texts become JSON")
}

fn remember(keys: &mut HashMap<u64, i64>, most: usize, hash: u64, key: i64) {
    if keys.len() >= most {
        keys.clear();
    }
    keys.insert(hash, key);
}

fn join<'w>(
    text: &mut String,
    between: &str,
    each_once: bool,
    words: impl Iterator<Item = &'w str>,
) {
    let start = text.len();
    for word in words {
        let there = &text[start..];
        if word.is_empty() || (each_once && there.split(between).any(|other| other == word)) {
            continue;
        }
        if !there.is_empty() {
            text.push_str(between);
        }
        text.push_str(word);
    }
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn hash(content: &(impl Hash + ?Sized)) -> u64 {
    // Its keys are fixed: the same content has the same hash in every run.
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

fn act_hash(
    code: Option<&str>,
    event_type: Option<&str>,
    mode: Option<&str>,
    cameo: Option<&str>,
    intensity: Option<f64>,
    status: &str,
    reciprocal: bool,
) -> u64 {
    let intensity = intensity.map(f64::to_bits);
    hash(&(code, event_type, mode, cameo, intensity, status, reciprocal))
}

fn place_hash(place: &RowPlace<'_>) -> u64 {
    let (lat, lon) = (place.lat.map(f64::to_bits), place.lon.map(f64::to_bits));
    hash(&(place.name, place.country, lat, lon))
}

fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// An id as SQLite keeps it in the least room: a number where the text is one,
/// digit for digit.
struct Id<'a>(&'a str);

impl ToSql for Id<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let number = || {
            self.0
                .parse::<i64>()
                .ok()
                .filter(|_| self.0.len() <= 18 && !self.0.starts_with(['0', '+', '-']))
        };
        match (self.0, number()) {
            ("", _) => Ok(ToSqlOutput::from(rusqlite::types::Null)),
            (_, Some(number)) => Ok(ToSqlOutput::from(number)),
            (text, None) => Ok(ToSqlOutput::from(text)),
        }
    }
}
