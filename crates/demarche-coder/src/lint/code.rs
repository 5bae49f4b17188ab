use super::file::{Entry, Parsed, words_of};
use super::{Finding, Gravity, LintFile, instead, key};
use crate::lexicon::{Slot, SourceIs};
use demarche_event::{CameoTable, EventType, Sector, Status};
use std::collections::BTreeSet;
use toml::Value;

/// What the files define that entries may refer to.
struct Known<'a> {
    states: BTreeSet<&'a str>,
    offices: BTreeSet<&'a str>,
    sets: BTreeSet<&'a str>,
    contexts: BTreeSet<&'a str>,
    prepositions: BTreeSet<&'a str>,
    cameo: CameoTable,
}

/// Checks that what entries refer to is there: codes, sectors, offices, sets,
/// and the words that some fields are limited to.
pub(super) fn check(
    parsed: &[Parsed<'_>],
    entries: &[Entry<'_>],
    files: &[LintFile<'_>],
    findings: &mut Vec<Finding>,
) {
    let known = Known::of(parsed, entries, files, findings);
    for file in parsed {
        key::tables(file, findings);
        sets(file, &known, findings);
    }
    for entry in entries {
        countries(entry, &known, findings);
        sectors(entry, findings);
        position(entry, findings);
        match entry.kind {
            "agent" => {
                one_of(
                    entry,
                    "kind",
                    &["person", "group", "institution", "people"],
                    findings,
                );
                office(entry, entry.str("office"), &known, findings);
                for word in entry.words("words") {
                    if word != word.to_lowercase() {
                        findings.push(never(
                            entry,
                            word,
                            format!("\"{word}\" should be lower case"),
                        ));
                    }
                }
            }
            "person" => {
                one_of(entry, "gender", &["m", "f"], findings);
                for held in entry.tables("offices") {
                    office(
                        entry,
                        held.get("office").and_then(Value::as_str),
                        &known,
                        findings,
                    );
                }
            }
            "organisation" => one_of(entry, "family", &["forum", "summit"], findings),
            "rule" => rule(entry, &known, findings),
            "alias" => alias(entry, entries, findings),
            "remove" => removal(entry, parsed, findings),
            _ => {}
        }
    }
}

impl<'a> Known<'a> {
    fn of(
        parsed: &'a [Parsed<'a>],
        entries: &[Entry<'a>],
        files: &[LintFile<'_>],
        findings: &mut Vec<Finding>,
    ) -> Known<'a> {
        let keys = |table: &str| -> BTreeSet<&'a str> {
            parsed
                .iter()
                .filter_map(|file| file.table.get(table)?.as_table())
                .flat_map(|table| table.keys().map(String::as_str))
                .collect()
        };
        let states = entries.iter().filter(|entry| entry.kind == "state");
        let prepositions = parsed
            .iter()
            .filter_map(|file| file.table.get("set")?.as_table()?.get("slot-prepositions"))
            .flat_map(|set| words_of(Some(set)))
            .collect();
        let mut cameo = CameoTable::default();
        for file in files {
            if file.path.rsplit(['/', '\\']).next() != Some("cameo.tsv") {
                continue;
            }
            match CameoTable::parse(file.text) {
                Ok(table) => cameo = table,
                Err(error) => findings.push(Finding {
                    path: file.path.to_owned(),
                    line: Some(error.line),
                    entry: String::new(),
                    check: "syntax",
                    gravity: Gravity::Error,
                    message: error.reason,
                }),
            }
        }
        // The contexts are those of the first file that has any: the ontology.
        let contexts = parsed
            .iter()
            .find_map(|file| file.table.get("context")?.as_table())
            .into_iter()
            .flat_map(|table| table.keys().map(String::as_str))
            .collect();
        Known {
            states: states.filter_map(|entry| entry.str("code")).collect(),
            offices: keys("office"),
            sets: keys("set"),
            contexts,
            prepositions,
            cameo,
        }
    }
}

fn unknown(entry: &Entry<'_>, value: &str, message: String) -> Finding {
    entry.finding_at(value, "unknown-code", Gravity::Error, message)
}

fn never(entry: &Entry<'_>, word: &str, message: String) -> Finding {
    entry.finding_at(word, "never-matches", Gravity::Error, message)
}

fn countries(entry: &Entry<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) {
    let mut codes: Vec<&str> = entry.str("country").into_iter().collect();
    codes.extend(entry.words("members"));
    for key in ["offices", "places", "capital", "capitals"] {
        let tables = entry.tables(key).into_iter();
        codes.extend(tables.filter_map(|t| t.get("country").and_then(Value::as_str)));
    }
    for code in codes {
        if !code.is_empty() && !known.states.contains(code) {
            let near = instead(code, known.states.iter().copied());
            let message = format!("`{code}` is the code of no state{near}");
            findings.push(unknown(entry, code, message));
        }
    }
    let mut codes: Vec<&str> = Vec::new();
    if entry.kind != "state" {
        codes.extend(entry.str("code"));
    } else if let Some(code) = entry.str("code")
        && !(code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()))
    {
        let message = format!("`{code}` should be three capital letters, as in ISO 3166");
        findings.push(unknown(entry, code, message));
    }
    let tables = entry.tables("offices").into_iter();
    codes.extend(tables.filter_map(|t| t.get("code").and_then(Value::as_str)));
    for code in codes {
        let of_body = matches!(code.len(), 3 | 6)
            && code
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !of_body {
            let message = format!(
                "`{code}` should be three or six capital letters, such as EUE, NAT or IGOUNO"
            );
            findings.push(unknown(entry, code, message));
        }
    }
}

fn sectors(entry: &Entry<'_>, findings: &mut Vec<Finding>) {
    let mut all: Vec<&str> = entry.str("sector").into_iter().collect();
    for key in ["offices", "sectors"] {
        let tables = entry.tables(key).into_iter();
        all.extend(tables.filter_map(|t| t.get("sector").and_then(Value::as_str)));
    }
    for sector in all {
        if !sector.is_empty() && sector.parse::<Sector>().is_err() {
            let near = instead(sector, Sector::ALL.iter().map(|s| s.as_str()));
            findings.push(unknown(
                entry,
                sector,
                format!("`{sector}` is no sector{near}"),
            ));
        }
    }
}

fn position(entry: &Entry<'_>, findings: &mut Vec<Finding>) {
    let mut tables = vec![entry.table];
    for key in ["capital", "capitals", "places"] {
        tables.extend(entry.tables(key));
    }
    for table in tables {
        for (key, limit) in [("lat", 90.0), ("lon", 180.0)] {
            let value = match table.get(key) {
                Some(Value::Float(value)) => *value,
                Some(Value::Integer(value)) => *value as f64,
                _ => continue,
            };
            if !(-limit..=limit).contains(&value) {
                let name = table.get("name").and_then(Value::as_str).unwrap_or(key);
                let message =
                    format!("{key} {value} of {name} lies off the globe: {limit} at most");
                findings.push(entry.finding_at(name, "bad-value", Gravity::Error, message));
            }
        }
    }
}

/// A field that holds one of a few words.
fn one_of(entry: &Entry<'_>, key: &str, known: &[&str], findings: &mut Vec<Finding>) {
    if let Some(value) = entry.str(key)
        && !known.contains(&value)
    {
        let near = instead(value, known.iter().copied());
        let message = format!("`{value}` is no {key}{near}");
        findings.push(entry.finding_at(value, "bad-value", Gravity::Error, message));
    }
}

fn office(entry: &Entry<'_>, office: Option<&str>, known: &Known<'_>, findings: &mut Vec<Finding>) {
    if let Some(office) = office
        && !known.offices.contains(office)
    {
        let near = instead(office, known.offices.iter().copied());
        findings.push(unknown(
            entry,
            office,
            format!("`{office}` is no office{near}"),
        ));
    }
}

fn sets(file: &Parsed<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) {
    let set_of = |value: &str| value.strip_prefix('@').map(str::to_owned);
    let sets = file.table.get("set").and_then(Value::as_table);
    for words in sets.into_iter().flat_map(|sets| sets.values()) {
        for set in words_of(Some(words)).into_iter().filter_map(set_of) {
            if !known.sets.contains(set.as_str()) {
                let near = instead(&set, known.sets.iter().copied());
                findings.push(file.finding(
                    file.line_of_value(&format!("@{set}")),
                    "unknown-set",
                    Gravity::Error,
                    format!("no set is called `{set}`{near}"),
                ));
            }
        }
    }
    let contexts = file.table.get("context").and_then(Value::as_table);
    for (context, words) in contexts.into_iter().flatten() {
        if !known.contexts.contains(context.as_str()) {
            let near = instead(context, known.contexts.iter().copied());
            findings.push(file.finding(
                file.line_of_key(context),
                "unknown-code",
                Gravity::Error,
                format!("`{context}` is no context{near}"),
            ));
        }
        for word in words_of(Some(words)) {
            if word != word.to_lowercase() {
                findings.push(file.finding(
                    file.line_of_value(word),
                    "never-matches",
                    Gravity::Error,
                    format!("\"{word}\" of context {context} should be lower case"),
                ));
            }
        }
    }
}

/// Fields of a rule that hold words to compare with lemmas.
const LEMMAS: &[&str] = &[
    "object",
    "object_not",
    "subject",
    "clause",
    "clause_not",
    "clause_modal",
    "complement",
    "modifier",
    "modifier_not",
];

fn rule(entry: &Entry<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) {
    let event_type = entry.str("type").and_then(|t| t.parse::<EventType>().ok());
    if let (None, Some(given)) = (event_type, entry.str("type")) {
        let near = instead(given, EventType::ALL.iter().map(|t| t.as_str()));
        findings.push(unknown(
            entry,
            given,
            format!("`{given}` is no event type{near}"),
        ));
    }
    if let (Some(event_type), Some(mode)) = (event_type, entry.str("mode"))
        && event_type.check_mode(mode).is_err()
    {
        let near = match event_type.modes() {
            [] => "; it has none".to_owned(),
            modes => instead(mode, modes.iter().copied()),
        };
        let message = format!("`{mode}` is no mode of {event_type}{near}");
        findings.push(unknown(entry, mode, message));
    }
    if let Some(code) = entry.str("cameo") {
        match known.cameo.get(code) {
            None => {
                let near = instead(code, known.cameo.iter().map(|c| c.code.as_str()));
                findings.push(unknown(
                    entry,
                    code,
                    format!("`{code}` is no CAMEO code{near}"),
                ));
            }
            Some(cameo) if cameo.event_type.is_some() && cameo.event_type != event_type => {
                let other = cameo.event_type.map_or("", EventType::as_str);
                findings.push(entry.finding_at(
                    code,
                    "bad-value",
                    Gravity::Warning,
                    format!("CAMEO {code} belongs to {other}, and the rule is of another type"),
                ));
            }
            Some(_) => {}
        }
    }
    if let Some(status) = entry.str("status")
        && status.parse::<Status>().is_err()
    {
        let near = instead(status, Status::ALL.iter().map(|s| s.as_str()));
        findings.push(unknown(
            entry,
            status,
            format!("`{status}` is no status{near}"),
        ));
    }
    one_of(
        entry,
        "need",
        &["both", "source", "target", "either"],
        findings,
    );
    one_of(entry, "target_is", &["any", "place", "person"], findings);
    one_of(entry, "source_is", SourceIs::NAMES, findings);
    one_of(entry, "inner", &["keep", "absorb"], findings);
    one_of(entry, "voice", &["active", "passive"], findings);
    let confidence = match entry.table.get("confidence") {
        Some(Value::Float(value)) => Some(*value),
        Some(Value::Integer(value)) => Some(*value as f64),
        _ => None,
    };
    if let Some(value) = confidence
        && !(0.0..=1.0).contains(&value)
    {
        let message = format!("confidence {value} should lie between 0 and 1");
        findings.push(entry.finding_at("confidence", "bad-value", Gravity::Error, message));
    }
    rule_words(entry, known, findings);
    for key in ["source", "target"] {
        for word in entry.words(key) {
            let is_preposition = matches!(Slot::parse(word), Slot::Preposition(_));
            if is_preposition && !known.prepositions.contains(word) {
                let all = Slot::NAMES.iter().chain(&known.prepositions).copied();
                let message = format!("`{word}` is no place of an actor{}", instead(word, all));
                findings.push(entry.finding_at(word, "bad-value", Gravity::Error, message));
            }
        }
    }
}

fn rule_words(entry: &Entry<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) {
    let triggers = ["verb", "noun", "adjective"];
    if triggers.iter().all(|key| entry.words(key).is_empty()) {
        let message = "has no trigger: give it a `verb`, a `noun` or an `adjective`".to_owned();
        findings.push(entry.finding("missing-key", Gravity::Error, message));
    }
    let with = entry.table.get("with").and_then(Value::as_table);
    let with = with.into_iter().flat_map(|lists| lists.values());
    let lists = triggers
        .iter()
        .chain(LEMMAS)
        .map(|key| (*key, entry.words(key)))
        .chain(with.map(|list| ("with", words_of(Some(list)))));
    for (key, words) in lists {
        for word in words {
            if let Some(set) = word.strip_prefix('@') {
                if !known.sets.contains(set) {
                    let near = instead(set, known.sets.iter().copied());
                    let message = format!("no set is called `{set}`{near}");
                    findings.push(entry.finding_at(word, "unknown-set", Gravity::Error, message));
                }
                continue;
            }
            let spaces = word.matches(' ').count();
            let allowed = usize::from(triggers.contains(&key));
            if word != word.to_lowercase() {
                let message = format!("\"{word}\" in `{key}` should be lower case, as lemmas are");
                findings.push(never(entry, word, message));
            } else if spaces > allowed && word.trim() == word {
                let right = if allowed == 1 {
                    "one word, or a verb and its particle"
                } else {
                    "one word; say the rest in `modifier` or `with`"
                };
                findings.push(never(
                    entry,
                    word,
                    format!("\"{word}\" in `{key}` should be {right}"),
                ));
            }
        }
    }
}

fn alias(entry: &Entry<'_>, entries: &[Entry<'_>], findings: &mut Vec<Finding>) {
    let Some(of) = entry.str("of") else { return };
    let named = |e: &&Entry<'_>| matches!(e.kind, "state" | "organisation" | "person");
    let holders = entries.iter().filter(named);
    let names: BTreeSet<&str> = holders
        .flat_map(|e| {
            e.str("name")
                .into_iter()
                .chain(e.str("code").filter(|_| e.kind == "state"))
        })
        .collect();
    if !names.contains(of) {
        let near = instead(of, names);
        let message = format!("no state, organisation or person is called `{of}`{near}");
        findings.push(entry.finding_at(of, "unknown-entry", Gravity::Error, message));
    }
}

fn removal(entry: &Entry<'_>, parsed: &[Parsed<'_>], findings: &mut Vec<Finding>) {
    let earlier = parsed
        .iter()
        .take_while(|file| file.path != entry.file.path);
    let earlier: Vec<Entry<'_>> = earlier.flat_map(Parsed::entries).collect();
    for (kind, name) in entry.table {
        let Some(name) = name.as_str() else { continue };
        let of_kind = earlier.iter().filter(|e| e.kind == kind.as_str());
        let names: BTreeSet<&str> = match kind.as_str() {
            "agent" => of_kind.flat_map(|e| e.words("words")).collect(),
            "rule" => of_kind.filter_map(|e| e.str("id")).collect(),
            "state" => of_kind
                .flat_map(|e| e.str("name").into_iter().chain(e.str("code")))
                .collect(),
            _ => of_kind.filter_map(|e| e.str("name")).collect(),
        };
        if !names.contains(name) {
            let near = instead(name, names);
            let message = format!("no {kind} of an earlier file is called `{name}`{near}");
            findings.push(entry.finding_at(name, "unknown-entry", Gravity::Error, message));
        }
    }
}
