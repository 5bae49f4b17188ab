use super::filter::search_words;
use super::{Store, StoreError};
use jiff::civil::Date;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// Which documents are searched for: see [`Store::search`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchFilter {
    /// Words of title and text: all of them, in any order and case, accents
    /// aside. Words in double quotes stand together; `tariff*` is any word that
    /// begins so.
    pub words: String,
    /// Takes part in an event of the document: country or name.
    pub actors: Vec<String>,
    /// Who printed it, in upper or lower case.
    pub publisher: Option<String>,
    /// Published on this day or later. Documents without a day don't pass.
    pub since: Option<Date>,
    /// Published before this day. Documents without a day don't pass.
    pub until: Option<Date>,
    /// No more than so many.
    pub limit: Option<u64>,
}

/// A document that holds the words.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The document's id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// Where it was read.
    pub path: Option<String>,
    /// First day on which it may have been published.
    pub published: Option<String>,
    /// The piece of it that holds most of the words, each of them between » and «.
    pub snippet: String,
    /// How many events it reports.
    pub events: i64,
    /// How well it fits: Okapi BM25 (Robertson and others, 1994), a word of the
    /// title counting as four of the text; higher fits better.
    pub score: f64,
}

/// Words around those that are searched for, in a snippet.
const SNIPPET_WORDS: u32 = 24;

impl Store {
    /// The documents that hold the words, the best first; equals by id.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn search(&self, filter: &SearchFilter) -> Result<Vec<Hit>, StoreError> {
        let mut conditions = vec!["document_search MATCH ?".to_owned()];
        let mut values = vec![Value::Text(search_words(&filter.words))];
        let text = |value: &str| Value::Text(value.to_owned());
        if !filter.actors.is_empty() {
            let marks = vec!["?"; filter.actors.len()].join(", ");
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM event e JOIN event_actor a ON a.event_key = e.key WHERE \
                 e.document_key = d.key AND (a.country IN ({marks}) OR a.name IN ({marks})))"
            ));
            for _ in 0..2 {
                values.extend(filter.actors.iter().map(|actor| text(actor)));
            }
        }
        if let Some(publisher) = &filter.publisher {
            conditions.push("d.publisher = ? COLLATE NOCASE".to_owned());
            values.push(text(publisher));
        }
        if let Some(day) = filter.since {
            conditions.push("d.published_until > ?".to_owned());
            values.push(text(&day.to_string()));
        }
        if let Some(day) = filter.until {
            conditions.push("d.published_since < ?".to_owned());
            values.push(text(&day.to_string()));
        }
        let limit = filter.limit.and_then(|n| i64::try_from(n).ok());
        values.push(Value::Integer(limit.unwrap_or(-1)));
        let sql = format!(
            "SELECT d.id, d.title, d.publisher, d.path, d.published_since, \
             snippet(document_search, -1, '»', '«', '…', {SNIPPET_WORDS}), \
             (SELECT count(*) FROM event e WHERE e.document_key = d.key), -bm25(document_search, 4.0, 1.0) AS score \
             FROM document_search JOIN document d ON d.key = document_search.rowid \
             WHERE {} ORDER BY score DESC, d.id LIMIT ?",
            conditions.join(" AND ")
        );
        let read = || {
            self.connection
                .prepare_cached(&sql)?
                .query_map(params_from_iter(values), |row| {
                    Ok(Hit {
                        id: row.get(0)?,
                        title: row.get(1)?,
                        publisher: row.get(2)?,
                        path: row.get(3)?,
                        published: row.get(4)?,
                        snippet: row.get(5)?,
                        events: row.get(6)?,
                        score: row.get(7)?,
                    })
                })?
                .collect::<rusqlite::Result<Vec<Hit>>>()
        };
        read().map_err(StoreError::of(&self.path))
    }
}
