use super::filter::Dyad;
use super::happening::happening_of;
use super::{Store, StoreError};
use demarche_event::{EventType, Happening, Status};
use jiff::civil::Date;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// Which happenings are asked for. One comes if every field that is set lets it
/// through; an empty field lets all through, and one with several values asks
/// for any of them. Actors are asked for as in
/// [`EventFilter`](super::EventFilter).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HappeningFilter {
    /// Takes part, on either side.
    pub actors: Vec<String>,
    /// The two are on different sides of it.
    pub dyad: Option<Dyad>,
    /// Event type.
    pub types: Vec<EventType>,
    /// Mode, of whatever type.
    pub modes: Vec<String>,
    /// Status.
    pub statuses: Vec<Status>,
    /// Not wholly before this day; those without a day don't pass.
    pub since: Option<Date>,
    /// Begins before this day; those without a day don't pass.
    pub until: Option<Date>,
    /// At least so many independent publishers tell of it.
    pub publishers: u64,
    /// No more than so many.
    pub limit: Option<u64>,
}

impl Store {
    /// The happenings that a filter lets through, by day and id; those without
    /// a day come last.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn happenings(&self, filter: &HappeningFilter) -> Result<Vec<Happening>, StoreError> {
        let (conditions, mut values) = conditions(filter);
        values.push(filter.limit.map_or(Value::Integer(-1), number));
        let sql = format!(
            "SELECT h.key FROM happening h {conditions} ORDER BY h.since IS NULL, h.since, h.until, h.id LIMIT ?"
        );
        let read = || -> rusqlite::Result<_> {
            let mut statement = self.connection.prepare_cached(&sql)?;
            let keys: Vec<i64> = statement
                .query_map(params_from_iter(values), |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            keys.into_iter()
                .map(|key| happening_of(&self.connection, key))
                .collect()
        };
        read().map_err(StoreError::of(&self.path))
    }
}

fn number(n: u64) -> Value {
    Value::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

fn conditions(filter: &HappeningFilter) -> (String, Vec<Value>) {
    let (mut all, mut values) = (Vec::new(), Vec::new());
    let text = |value: &str| Value::Text(value.to_owned());
    let mut any_of = |column: &str, words: Vec<&str>| {
        if !words.is_empty() {
            all.push(format!("h.{column} IN ({})", marks(words.len())));
            values.extend(words.into_iter().map(text));
        }
    };
    any_of("type", filter.types.iter().map(|t| t.as_str()).collect());
    any_of("mode", filter.modes.iter().map(String::as_str).collect());
    any_of(
        "status",
        filter.statuses.iter().map(|s| s.as_str()).collect(),
    );
    if !filter.actors.is_empty() {
        let marks = marks(filter.actors.len());
        all.push(format!(
            "h.key IN (SELECT happening_key FROM happening_actor WHERE country IN ({marks}) OR name IN ({marks}))"
        ));
        for _ in 0..2 {
            values.extend(filter.actors.iter().map(|actor| text(actor)));
        }
    }
    if let Some(dyad) = &filter.dyad {
        let (source, target, sides) = match dyad {
            Dyad::Ordered(source, target) => (source, target, "a.side = 'source'"),
            Dyad::Unordered(one, other) => (one, other, "TRUE"),
        };
        all.push(format!(
            "h.key IN (SELECT a.happening_key FROM happening_actor a JOIN happening_actor b \
             ON b.happening_key = a.happening_key AND b.side <> a.side \
             WHERE {sides} AND ? IN (a.country, a.name) AND ? IN (b.country, b.name))"
        ));
        values.extend([text(source), text(target)]);
    }
    if let Some(day) = filter.since {
        all.push("h.until > ?".to_owned());
        values.push(Value::Text(day.to_string()));
    }
    if let Some(day) = filter.until {
        all.push("h.since < ?".to_owned());
        values.push(Value::Text(day.to_string()));
    }
    if filter.publishers > 1 {
        all.push("h.publishers >= ?".to_owned());
        values.push(number(filter.publishers));
    }
    if all.is_empty() {
        return (String::new(), values);
    }
    (format!("WHERE {}", all.join(" AND ")), values)
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}
