use demarche_event::{EventType, Quad, Status};
use jiff::civil::Date;
use rusqlite::types::Value;

/// Two actors between whom something takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dyad {
    /// The first does it to the second.
    Ordered(String, String),
    /// Either does it to the other.
    Unordered(String, String),
}

/// The order in which events come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EventOrder {
    /// By first day, the unplaced last; events of a day as they were stored.
    #[default]
    Date,
    /// The latest first, the unplaced last; of one day, the last stored first.
    LatestFirst,
    /// As documents were stored, and as events stand in them.
    Stored,
}

/// Which events are asked for. An event comes if every field that is set lets
/// it through; a field that is empty lets all through, and one with several
/// values asks for any of them.
///
/// An actor is asked for by country, as an ISO 3166 alpha-3 or CAMEO
/// organisation code, or by canonical name, as it is written.
///
/// # Examples
///
/// ```
/// use demarche_event::EventType;
/// use demarche_store::store::{Dyad, EventFilter};
///
/// let visits_and_talks = EventFilter {
///     dyad: Some(Dyad::Unordered("RUR".into(), "GRA".into())),
///     types: vec![EventType::Consult],
///     limit: Some(50),
///     ..EventFilter::default()
/// };
/// # let _ = visits_and_talks;
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventFilter {
    /// Takes part, on either side.
    pub actors: Vec<String>,
    /// Is among those who did it.
    pub source: Vec<String>,
    /// Is among those to whom it was done.
    pub target: Vec<String>,
    /// The two are on different sides of it.
    pub dyad: Option<Dyad>,
    /// Event type.
    pub types: Vec<EventType>,
    /// Mode, of whatever type.
    pub modes: Vec<String>,
    /// Status.
    pub statuses: Vec<Status>,
    /// Quad class.
    pub quads: Vec<Quad>,
    /// Not wholly before this day. Unplaced events don't pass.
    pub since: Option<Date>,
    /// Begins before this day. Unplaced events don't pass.
    pub until: Option<Date>,
    /// Who printed it, in upper or lower case.
    pub publisher: Option<String>,
    /// Words of the sentence: all of them, in any order and case, accents
    /// aside. Words in double quotes stand together; `tariff*` is any word
    /// that begins so.
    pub text: Option<String>,
    /// Id of the document.
    pub document: Option<String>,
    /// No more than so many.
    pub limit: Option<u64>,
    /// Passes over so many.
    pub offset: u64,
    /// In which order.
    pub order: EventOrder,
}

/// A filter as SQL, over the tables `event e`, `document d`.
pub(super) struct Query {
    pub(super) condition: String,
    pub(super) order: String,
    pub(super) values: Vec<Value>,
}

impl EventFilter {
    pub(super) fn query(&self) -> Query {
        let mut conditions = Conditions::default();
        if !self.actors.is_empty() {
            let actors = conditions.actor(&self.actors, None);
            conditions.all.push(actors);
        }
        for (side, actors) in [("source", &self.source), ("target", &self.target)] {
            if !actors.is_empty() {
                let actors = conditions.actor(actors, Some(side));
                conditions.all.push(actors);
            }
        }
        match &self.dyad {
            None => {}
            Some(Dyad::Ordered(source, target)) => conditions.dyads(&[[source, target]]),
            Some(Dyad::Unordered(one, other)) => conditions.dyads(&[[one, other], [other, one]]),
        }
        conditions.any_of("e.type", self.types.iter().map(|code| code.as_str()));
        conditions.any_of("e.mode", self.modes.iter().map(String::as_str));
        conditions.any_of("e.status", self.statuses.iter().map(|code| code.as_str()));
        conditions.any_of("e.quad", self.quads.iter().map(|code| code.as_str()));
        if let Some(day) = self.since {
            conditions.compare("e.until > ?", day.to_string());
        }
        if let Some(day) = self.until {
            conditions.compare("e.since < ?", day.to_string());
        }
        if let Some(publisher) = &self.publisher {
            conditions.compare("d.publisher = ? COLLATE NOCASE", publisher.clone());
        }
        if let Some(document) = &self.document {
            conditions.compare("d.id = ?", document.clone());
        }
        if let Some(text) = &self.text {
            let search = "e.sentence_key IN (SELECT rowid FROM sentence_search WHERE sentence_search MATCH ?)";
            conditions.compare(search, search_words(text));
        }
        let by = match self.order {
            EventOrder::Date => "e.since NULLS LAST, e.document_key, e.position",
            EventOrder::LatestFirst => "e.since DESC, e.document_key DESC, e.position DESC",
            EventOrder::Stored => "e.document_key, e.position",
        };
        let mut order = format!("ORDER BY {by}");
        if self.limit.is_some() || self.offset > 0 {
            order.push_str(" LIMIT ? OFFSET ?");
            let number = |n: u64| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
            conditions
                .values
                .push(self.limit.map_or(Value::Integer(-1), number));
            conditions.values.push(number(self.offset));
        }
        let condition = if conditions.all.is_empty() {
            String::new()
        } else {
            format!("WHERE {}", conditions.all.join(" AND "))
        };
        Query {
            condition,
            order,
            values: conditions.values,
        }
    }
}

/// Conditions, and the values of their question marks in order.
#[derive(Default)]
struct Conditions {
    all: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn compare(&mut self, condition: &str, value: String) {
        self.all.push(condition.to_owned());
        self.values.push(Value::Text(value));
    }

    fn any_of<'a>(&mut self, column: &str, values: impl Iterator<Item = &'a str>) {
        let before = self.values.len();
        self.values
            .extend(values.map(|value| Value::Text(value.to_owned())));
        if self.values.len() > before {
            self.all.push(format!(
                "{column} IN ({})",
                marks(self.values.len() - before)
            ));
        }
    }

    /// One of the actors takes part.
    fn actor(&mut self, actors: &[String], side: Option<&str>) -> String {
        let side = side
            .map(|side| format!(" AND side = '{side}'"))
            .unwrap_or_default();
        let select = ["country", "name"].map(|column| {
            self.values
                .extend(actors.iter().map(|actor| Value::Text(actor.clone())));
            format!(
                "SELECT event_key FROM event_actor WHERE {column} IN ({}){side}",
                marks(actors.len())
            )
        });
        format!("e.key IN ({})", select.join(" UNION ALL "))
    }

    /// The first of each pair does it to the second.
    fn dyads(&mut self, pairs: &[[&String; 2]]) {
        let mut selects = Vec::new();
        for [source, target] in pairs {
            for column in ["country", "name"] {
                self.values
                    .extend([source, target, target].map(|actor| Value::Text((*actor).clone())));
                selects.push(format!(
                    "SELECT event_key FROM event_actor s WHERE {column} = ? AND side = 'source' AND EXISTS (SELECT 1 \
                     FROM event_actor t WHERE t.event_key = s.event_key AND t.side = 'target' \
                     AND (t.country = ? OR t.name = ?))"
                ));
            }
        }
        self.all
            .push(format!("e.key IN ({})", selects.join(" UNION ALL ")));
    }
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// The words that a user types, as a search that is never a syntax error.
pub(super) fn search_words(text: &str) -> String {
    let mut words = Vec::new();
    let text = text.replace(char::is_control, " ");
    for (position, part) in text.split('"').enumerate() {
        if position % 2 == 1 {
            words.push(format!("\"{part}\""));
            continue;
        }
        for word in part.split_whitespace() {
            let stem = word.trim_end_matches('*');
            if !stem.is_empty() {
                let star = if stem.len() < word.len() { " *" } else { "" };
                words.push(format!("\"{stem}\"{star}"));
            }
        }
    }
    // No word at all asks for nothing in particular, and finds nothing.
    if words.is_empty() {
        "\"\"".to_owned()
    } else {
        words.join(" ")
    }
}
