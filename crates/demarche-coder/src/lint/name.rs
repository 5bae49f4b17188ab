use super::file::Entry;
use super::{Finding, Gravity};
use crate::lexicon::day_of;
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::Value;

/// A name that an entry gives itself.
struct Claim<'a> {
    entry: Entry<'a>,
    /// What the name then stands for.
    holder: String,
    /// It is known to mean something else often.
    ambiguous: bool,
}

/// Checks that no two entries claim a name without saying that it is ambiguous.
pub(super) fn check(entries: &[Entry<'_>], findings: &mut Vec<Finding>) {
    let mut actors: BTreeMap<&str, Vec<Claim<'_>>> = BTreeMap::new();
    let mut places: BTreeMap<&str, Vec<Claim<'_>>> = BTreeMap::new();
    let mut persons: BTreeMap<&str, Vec<Claim<'_>>> = BTreeMap::new();
    let mut agents: BTreeMap<String, Vec<Claim<'_>>> = BTreeMap::new();
    let mut aliases: Vec<Entry<'_>> = Vec::new();
    for entry in entries {
        match entry.kind {
            "state" => state(entry, &mut actors, &mut places, findings),
            "place" => {
                for name in own_names(entry) {
                    let country = entry.str("country").unwrap_or(name);
                    places.entry(name).or_default().push(Claim {
                        entry: *entry,
                        holder: country.to_owned(),
                        ambiguous: entry.is("ambiguous"),
                    });
                }
            }
            "organisation" => {
                for name in own_names(entry).into_iter().chain(entry.words("seats")) {
                    actors.entry(name).or_default().push(Claim {
                        entry: *entry,
                        holder: entry.str("name").unwrap_or(name).to_owned(),
                        ambiguous: entry.is("ambiguous"),
                    });
                }
            }
            "person" => {
                // A single word is a family name, and those are shared.
                let full = |name: &&str| name.contains([' ', '-']);
                for name in own_names(entry).into_iter().filter(full) {
                    persons.entry(name).or_default().push(Claim {
                        entry: *entry,
                        holder: entry.key().unwrap_or_default(),
                        ambiguous: false,
                    });
                }
            }
            "agent" => {
                for word in entry.words("words") {
                    agents
                        .entry(word.replace('-', " "))
                        .or_default()
                        .push(Claim {
                            entry: *entry,
                            holder: entry.label(),
                            ambiguous: false,
                        });
                }
            }
            "alias" => aliases.push(*entry),
            _ => {}
        }
    }
    for entry in &aliases {
        for name in entry.words("names") {
            let of = entry.str("of").unwrap_or_default();
            let known = actors.get(name).into_iter().flatten();
            if let Some(other) = known.into_iter().find(|claim| claim.holder != of) {
                findings.push(claimed(*entry, name, other));
            }
        }
    }
    for (name, claims) in &actors {
        shared(name, claims, findings);
    }
    for (name, claims) in &places {
        shared(name, claims, findings);
    }
    for (name, claims) in &persons {
        same_person(name, claims, findings);
    }
    for (word, claims) in &agents {
        // A later file's word takes the place of the earlier one.
        for (at, claim) in claims.iter().enumerate().skip(1) {
            let earlier = &claims[at - 1];
            if earlier.entry.file.path == claim.entry.file.path {
                findings.push(claimed(claim.entry, word, earlier));
            }
        }
    }
}

fn own_names<'a>(entry: &Entry<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = entry.str("name").into_iter().collect();
    names.extend(entry.words("aliases"));
    names
}

fn state<'a>(
    entry: &Entry<'a>,
    actors: &mut BTreeMap<&'a str, Vec<Claim<'a>>>,
    places: &mut BTreeMap<&'a str, Vec<Claim<'a>>>,
    findings: &mut Vec<Finding>,
) {
    let code = entry.str("code").unwrap_or_default();
    let vague = entry.words("ambiguous");
    let mut forms = own_names(entry);
    for key in ["adjectives", "people", "seats"] {
        forms.extend(entry.words(key));
    }
    for key in ["capital", "capitals", "places"] {
        for place in entry.tables(key) {
            let mut names: Vec<&str> = place
                .get("name")
                .and_then(Value::as_str)
                .into_iter()
                .collect();
            names.extend(super::file::words_of(place.get("aliases")));
            let marked = place.get("ambiguous").and_then(Value::as_bool) == Some(true);
            for name in names {
                if key != "places" {
                    forms.push(name);
                }
                places.entry(name).or_default().push(Claim {
                    entry: *entry,
                    holder: code.to_owned(),
                    ambiguous: marked || vague.contains(&name),
                });
            }
        }
    }
    for name in &vague {
        if !forms.contains(name) {
            findings.push(entry.finding_at(
                name,
                "never-matches",
                Gravity::Error,
                format!("\"{name}\" is called ambiguous, but is no name, adjective, capital or seat of it"),
            ));
        }
    }
    forms.sort_unstable();
    forms.dedup();
    for name in forms {
        actors.entry(name).or_default().push(Claim {
            entry: *entry,
            holder: code.to_owned(),
            ambiguous: vague.contains(&name),
        });
    }
}

/// A name of several holders, none of whom says that it is ambiguous.
fn shared(name: &str, claims: &[Claim<'_>], findings: &mut Vec<Finding>) {
    if claims.iter().any(|claim| claim.ambiguous) {
        return;
    }
    for (at, claim) in claims.iter().enumerate() {
        if let Some(other) = claims[..at].iter().find(|c| c.holder != claim.holder) {
            findings.push(claimed(claim.entry, name, other));
        }
    }
}

fn claimed(entry: Entry<'_>, name: &str, other: &Claim<'_>) -> Finding {
    entry.finding_at(
        name,
        "claimed-twice",
        Gravity::Error,
        format!(
            "\"{name}\" is claimed by {} ({}) too; take it from one, or mark it ambiguous",
            other.entry.label(),
            other.entry.file.place(&other.entry)
        ),
    )
}

/// Two persons of one name are told apart by the days of their offices.
fn same_person(name: &str, claims: &[Claim<'_>], findings: &mut Vec<Finding>) {
    for (at, claim) in claims.iter().enumerate() {
        for other in &claims[..at] {
            if claim.holder == other.holder {
                continue;
            }
            let (mine, theirs) = (terms(&claim.entry), terms(&other.entry));
            let together = mine
                .iter()
                .any(|a| theirs.iter().any(|b| a.0 < b.1 && b.0 < a.1));
            if together {
                findings.push(Finding {
                    gravity: Gravity::Warning,
                    message: format!(
                        "\"{name}\" is {} ({}) too, in office at the same time; the first known is taken",
                        other.entry.label(),
                        other.entry.file.place(&other.entry)
                    ),
                    ..claimed(claim.entry, name, other)
                });
            }
        }
    }
}

fn terms(entry: &Entry<'_>) -> Vec<(Date, Date)> {
    let days = |table: &toml::Table| {
        let day = |key: &str, is_end| table.get(key).and_then(|v| day_of(v, is_end).ok());
        let since = day("since", false).unwrap_or(Date::MIN);
        (since, day("until", true).unwrap_or(Date::MAX))
    };
    entry.tables("offices").into_iter().map(days).collect()
}
