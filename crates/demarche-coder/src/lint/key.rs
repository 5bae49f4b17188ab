use super::file::{Entry, KINDS};
use super::{Finding, Gravity, instead};
use toml::{Table, Value};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Text,
    Words,
    Number,
    Flag,
    Day,
    /// A table, or a list of tables, with fields of its own.
    Tables(&'static [Field]),
    /// Lists of words under keys of the user's.
    Lists,
}

/// A field of an entry: its key, what it holds, whether it must be there.
type Field = (&'static str, Holds, bool);

const PLACE: &[Field] = &[
    ("name", Holds::Text, true),
    ("aliases", Holds::Words, false),
    ("country", Holds::Text, false),
    ("lat", Holds::Number, false),
    ("lon", Holds::Number, false),
    ("ambiguous", Holds::Flag, false),
    ("note", Holds::Text, false),
    ("cited", Holds::Text, false),
];

const STATE: &[Field] = &[
    ("code", Holds::Text, true),
    ("name", Holds::Text, true),
    ("aliases", Holds::Words, false),
    ("adjectives", Holds::Words, false),
    ("people", Holds::Words, false),
    ("capital", Holds::Tables(PLACE), false),
    ("capitals", Holds::Tables(PLACE), false),
    ("seats", Holds::Words, false),
    ("places", Holds::Tables(PLACE), false),
    ("ambiguous", Holds::Words, false),
    ("lat", Holds::Number, false),
    ("lon", Holds::Number, false),
    ("note", Holds::Text, false),
    ("cited", Holds::Text, false),
];

const SECTOR_TERM: &[Field] = &[
    ("sector", Holds::Text, true),
    ("since", Holds::Day, false),
    ("until", Holds::Day, false),
];

const ORGANISATION: &[Field] = &[
    ("name", Holds::Text, true),
    ("code", Holds::Text, false),
    ("country", Holds::Text, false),
    ("aliases", Holds::Words, false),
    ("sector", Holds::Text, true),
    ("sectors", Holds::Tables(SECTOR_TERM), false),
    ("seats", Holds::Words, false),
    ("members", Holds::Words, false),
    ("family", Holds::Text, false),
    ("ambiguous", Holds::Flag, false),
    ("note", Holds::Text, false),
    ("cited", Holds::Text, false),
];

const AGENT: &[Field] = &[
    ("words", Holds::Words, true),
    ("sector", Holds::Text, false),
    ("kind", Holds::Text, true),
    ("office", Holds::Text, false),
    ("note", Holds::Text, false),
    ("cited", Holds::Text, false),
];

const OFFICE: &[Field] = &[
    ("office", Holds::Text, true),
    ("title", Holds::Text, false),
    ("since", Holds::Day, false),
    ("until", Holds::Day, false),
    ("disputed", Holds::Flag, false),
    ("code", Holds::Text, false),
    ("country", Holds::Text, false),
    ("sector", Holds::Text, false),
    ("note", Holds::Text, false),
    ("cited", Holds::Text, false),
];

const PERSON: &[Field] = &[
    ("name", Holds::Text, true),
    ("aliases", Holds::Words, false),
    ("family", Holds::Text, false),
    ("gender", Holds::Text, false),
    ("country", Holds::Text, false),
    ("code", Holds::Text, false),
    ("sector", Holds::Text, false),
    ("cited", Holds::Text, false),
    ("offices", Holds::Tables(OFFICE), false),
    ("note", Holds::Text, false),
];

const RULE: &[Field] = &[
    ("id", Holds::Text, true),
    ("type", Holds::Text, true),
    ("mode", Holds::Text, false),
    ("cameo", Holds::Text, false),
    ("verb", Holds::Words, false),
    ("noun", Holds::Words, false),
    ("adjective", Holds::Words, false),
    ("object", Holds::Words, false),
    ("object_not", Holds::Words, false),
    ("subject", Holds::Words, false),
    ("with", Holds::Lists, false),
    ("clause", Holds::Words, false),
    ("clause_not", Holds::Words, false),
    ("clause_modal", Holds::Words, false),
    ("complement", Holds::Words, false),
    ("modifier", Holds::Words, false),
    ("modifier_not", Holds::Words, false),
    ("source", Holds::Words, false),
    ("target", Holds::Words, false),
    ("need", Holds::Text, false),
    ("target_is", Holds::Text, false),
    ("source_is", Holds::Text, false),
    ("reciprocal", Holds::Flag, false),
    ("status", Holds::Text, false),
    ("inner", Holds::Text, false),
    ("voice", Holds::Text, false),
    ("negated", Holds::Flag, false),
    ("confidence", Holds::Number, false),
];

const ALTERATION: &[Field] = &[
    ("of", Holds::Text, true),
    ("words", Holds::Words, true),
    ("verb", Holds::Flag, false),
    ("weak", Holds::Flag, false),
    ("translation", Holds::Flag, false),
    ("after", Holds::Words, false),
    ("before", Holds::Words, false),
    ("not_after", Holds::Words, false),
    ("not_before", Holds::Words, false),
];

const RESTORATION: &[Field] = &[
    ("of", Holds::Text, true),
    ("words", Holds::Words, true),
    ("verb", Holds::Flag, false),
    ("title", Holds::Flag, false),
    ("after", Holds::Words, false),
    ("before", Holds::Words, false),
    ("not_after", Holds::Words, false),
    ("not_before", Holds::Words, false),
    ("near", Holds::Words, false),
];

const MEETING: &[Field] = &[
    ("name", Holds::Text, true),
    ("aliases", Holds::Words, false),
];

const ALIAS: &[Field] = &[("of", Holds::Text, true), ("names", Holds::Words, true)];

const REMOVE: &[Field] = &[
    ("state", Holds::Text, false),
    ("place", Holds::Text, false),
    ("organisation", Holds::Text, false),
    ("person", Holds::Text, false),
    ("agent", Holds::Text, false),
    ("rule", Holds::Text, false),
];

/// Tables that hold no entries.
const OTHERS: &[&str] = &["set", "context", "office"];

/// Checks that an entry has the fields of its kind, and that they hold what
/// they should.
pub(super) fn check(entry: &Entry<'_>, findings: &mut Vec<Finding>) {
    let fields = match entry.kind {
        "state" => STATE,
        "place" => PLACE,
        "organisation" => ORGANISATION,
        "agent" => AGENT,
        "person" => PERSON,
        "rule" => RULE,
        "alteration" => ALTERATION,
        "restoration" => RESTORATION,
        "meeting" => MEETING,
        "alias" => ALIAS,
        _ => REMOVE,
    };
    table(entry, entry.table, fields, findings);
    if entry.kind == "remove" && entry.table.is_empty() {
        let message = "names nothing; write `person = \"…\"`, or another kind of entry".to_owned();
        findings.push(entry.finding("missing-key", Gravity::Error, message));
    }
}

/// Checks the names of a file's tables.
pub(super) fn tables(file: &super::file::Parsed<'_>, findings: &mut Vec<Finding>) {
    for key in file.table.keys() {
        let known = KINDS.iter().chain(OTHERS).copied();
        if !known.clone().any(|k| k == key) {
            findings.push(file.finding(
                file.line_of_key(key),
                "unknown-key",
                Gravity::Error,
                format!("no kind of entry is called `{key}`{}", instead(key, known)),
            ));
        }
    }
}

fn table(entry: &Entry<'_>, table: &Table, fields: &[Field], findings: &mut Vec<Finding>) {
    for (key, value) in table {
        let Some((_, holds, _)) = fields.iter().find(|(known, _, _)| known == key) else {
            let known = fields.iter().map(|(known, _, _)| *known);
            findings.push(entry.finding_at(
                key,
                "unknown-key",
                Gravity::Error,
                format!("`{key}` is no field of it{}", instead(key, known)),
            ));
            continue;
        };
        check_value(entry, key, value, *holds, findings);
    }
    for (key, _, needed) in fields {
        if *needed && !table.contains_key(*key) {
            let message = format!("lacks `{key}`");
            findings.push(entry.finding("missing-key", Gravity::Error, message));
        }
    }
}

fn check_value(
    entry: &Entry<'_>,
    key: &str,
    value: &Value,
    holds: Holds,
    findings: &mut Vec<Finding>,
) {
    let right = match (holds, value) {
        (Holds::Text, Value::String(text)) => {
            word(entry, key, text, findings);
            true
        }
        (Holds::Words, Value::Array(all)) => {
            let words: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            for (at, text) in words.iter().enumerate() {
                word(entry, key, text, findings);
                if words[..at].contains(text) {
                    let message = format!("`{key}` has \"{text}\" twice");
                    findings.push(entry.finding_at(text, "repeated", Gravity::Warning, message));
                }
            }
            words.len() == all.len()
        }
        (Holds::Number, Value::Float(_) | Value::Integer(_)) => true,
        (Holds::Flag, Value::Boolean(_)) => true,
        (Holds::Day, Value::Datetime(_) | Value::String(_)) => true,
        (Holds::Tables(fields), Value::Table(inner)) => {
            table(entry, inner, fields, findings);
            true
        }
        (Holds::Tables(fields), Value::Array(all)) => {
            for inner in all.iter().filter_map(Value::as_table) {
                table(entry, inner, fields, findings);
            }
            all.iter().all(Value::is_table)
        }
        (Holds::Lists, Value::Table(lists)) => {
            for (inner, list) in lists {
                check_value(entry, inner, list, Holds::Words, findings);
            }
            true
        }
        _ => false,
    };
    if !right {
        let should = match holds {
            Holds::Text => "a text in quotes",
            Holds::Words => "a list of texts: [\"…\", \"…\"]",
            Holds::Number => "a number",
            Holds::Flag => "true or false",
            Holds::Day => "a day: 2019-03-01, or \"2019-03\" or \"2019\" in quotes",
            Holds::Tables(_) => "tables: { name = \"…\" }",
            Holds::Lists => "lists under prepositions: { on = [\"…\"] }",
        };
        let message = format!("`{key}` should be {should}");
        findings.push(entry.finding_at(key, "bad-value", Gravity::Error, message));
    }
}

fn word(entry: &Entry<'_>, key: &str, text: &str, findings: &mut Vec<Finding>) {
    if text.is_empty() || text.trim() != text || text.contains("  ") {
        let message = if text.is_empty() {
            format!("`{key}` has an empty text; take it away")
        } else {
            format!(
                "`{key}` has stray spaces in \"{text}\"; write \"{}\"",
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            )
        };
        findings.push(entry.finding_at(text, "stray-space", Gravity::Error, message));
    }
}
