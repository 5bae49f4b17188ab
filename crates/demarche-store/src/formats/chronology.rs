//! Reference records as their makers write them: a CSV file of trips, or a folder
//! with several and a `chronology.toml` that says what they are and where they
//! are complete. The columns are told in `docs/reference/chronology.md`.

use demarche_event::{Chronology, Coverage, Days, Trip};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Name of the file that describes a folder.
pub const DESCRIPTION: &str = "chronology.toml";

/// A chronology that can't be read, or a row of it.
#[derive(Debug, thiserror::Error)]
#[error("{path}{}: {reason}", line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct ChronologyError {
    /// The file, as the caller named it.
    pub path: String,
    /// Line, from 1.
    pub line: Option<u64>,
    /// What is wrong, and what would be right.
    pub reason: String,
}

/// What was read.
#[derive(Debug)]
pub struct ChronologyRead {
    /// The chronology.
    pub chronology: Chronology,
    /// Codes of countries by the names that only this chronology uses.
    pub country_names: BTreeMap<String, String>,
    /// Rows that were left out, each with its reason.
    pub left_out: Vec<ChronologyError>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    name: String,
    title: Option<String>,
    publisher: Option<String>,
    licence: Option<String>,
    file: Vec<FileEntry>,
    #[serde(default)]
    coverage: Vec<CoverageEntry>,
    #[serde(default)]
    country: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    path: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CoverageEntry {
    from: Option<String>,
    to: Option<String>,
    office: Option<String>,
    since: toml::value::Datetime,
    until: toml::value::Datetime,
}

/// Reads a chronology from its `chronology.toml` and the texts of the files that
/// it names, which `file` fetches by name.
///
/// Rows that can't be used are left out and told of; the rest is kept.
///
/// # Errors
///
/// [`ChronologyError`] if the description can't be used, a file can't be had or
/// lacks a column.
pub fn read_folder(
    path: &str,
    description: &str,
    mut file: impl FnMut(&str) -> Result<String, String>,
) -> Result<ChronologyRead, ChronologyError> {
    let failed = |reason: String| ChronologyError {
        path: path.to_owned(),
        line: None,
        reason,
    };
    let described: Description =
        toml::from_str(description).map_err(|e| failed(e.message().to_owned()))?;
    let mut coverage = Vec::new();
    for entry in described.coverage {
        let day = |day: &toml::value::Datetime| {
            day.to_string()
                .parse::<Date>()
                .map_err(|_| failed(format!("`{day}` is no day; write 1995-01-31")))
        };
        let (since, until) = (day(&entry.since)?, day(&entry.until)?);
        let days = Days::new(since, until).ok_or_else(|| {
            failed(format!(
                "a coverage from {since} to {until} holds no day; `until` is the day after the last"
            ))
        })?;
        coverage.push(Coverage {
            from: entry.from,
            to: entry.to,
            office: entry.office,
            days,
        });
    }
    let mut read = ChronologyRead {
        chronology: Chronology {
            name: described.name,
            title: described.title,
            publisher: described.publisher,
            licence: described.licence,
            trips: Vec::new(),
            coverage,
        },
        country_names: described.country,
        left_out: Vec::new(),
    };
    let many = described.file.len() > 1;
    for entry in described.file {
        let text = file(&entry.path).map_err(|reason| ChronologyError {
            path: entry.path.clone(),
            line: None,
            reason,
        })?;
        // Files may number their rows alike.
        let stem = entry.path.rsplit_once('.').map_or(&*entry.path, |p| p.0);
        let prefix = if many {
            format!("{stem}/")
        } else {
            String::new()
        };
        rows(&entry.path, &text, &prefix, &mut read)?;
    }
    Ok(read)
}

/// Reads a chronology of one CSV file. Nothing is declared complete.
///
/// # Errors
///
/// As [`read_folder`].
pub fn read_file(path: &str, name: &str, text: &str) -> Result<ChronologyRead, ChronologyError> {
    let mut read = ChronologyRead {
        chronology: Chronology {
            name: name.to_owned(),
            title: None,
            publisher: None,
            licence: None,
            trips: Vec::new(),
            coverage: Vec::new(),
        },
        country_names: BTreeMap::new(),
        left_out: Vec::new(),
    };
    rows(path, text, "", &mut read)?;
    Ok(read)
}

const COLUMNS: [&str; 10] = [
    "id", "person", "office", "from", "to", "place", "since", "last", "until", "purpose",
];
const NEEDED: [&str; 4] = ["person", "from", "to", "since"];

fn rows(
    path: &str,
    text: &str,
    prefix: &str,
    read: &mut ChronologyRead,
) -> Result<(), ChronologyError> {
    let error = |line: Option<u64>, reason: String| ChronologyError {
        path: path.to_owned(),
        line,
        reason,
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains('\t') { b'\t' } else { b',' };
    let mut table = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = table
        .headers()
        .map_err(|e| error(Some(1), e.to_string()))?
        .clone();
    for name in &header {
        if !COLUMNS.contains(&name) {
            return Err(error(
                Some(1),
                format!(
                    "`{name}` is no column of a chronology; they are {}",
                    COLUMNS.join(", ")
                ),
            ));
        }
    }
    let place = |name: &str| header.iter().position(|column| column == name);
    if let Some(lacking) = NEEDED.iter().find(|name| place(name).is_none()) {
        return Err(error(Some(1), format!("it lacks the column `{lacking}`")));
    }
    let mut seen = BTreeSet::new();
    for (number, row) in (1u64..).zip(table.records()) {
        let row = match row {
            Ok(row) => row,
            Err(e) => {
                let line = e.position().map(csv::Position::line);
                read.left_out.push(error(line, e.to_string()));
                continue;
            }
        };
        let line = row.position().map(csv::Position::line);
        let cell = |name: &str| {
            place(name)
                .and_then(|column| row.get(column))
                .filter(|cell| !cell.is_empty())
        };
        let made = days(cell("since"), cell("last"), cell("until")).and_then(|days| {
            let needed = |name: &str| {
                cell(name)
                    .map(str::to_owned)
                    .ok_or_else(|| format!("the column `{name}` is empty"))
            };
            let id = cell("id").map_or_else(|| number.to_string(), str::to_owned);
            if !seen.insert(id.clone()) {
                return Err(format!("the id `{id}` stands in an earlier row too"));
            }
            Ok(Trip {
                id: format!("{prefix}{id}"),
                person: needed("person")?,
                name: None,
                office: cell("office").map(str::to_owned),
                from_text: needed("from")?,
                from: None,
                to_text: needed("to")?,
                to: None,
                place: cell("place").map(str::to_owned),
                days,
                purpose: cell("purpose").map(str::to_owned),
            })
        });
        match made {
            Ok(trip) => read.chronology.trips.push(trip),
            Err(reason) => read.left_out.push(error(line, reason)),
        }
    }
    Ok(())
}

fn days(since: Option<&str>, last: Option<&str>, until: Option<&str>) -> Result<Days, String> {
    let day = |cell: &str| {
        cell.parse::<Date>()
            .map_err(|_| format!("`{cell}` is no day; write 1995-01-31"))
    };
    let since = day(since.ok_or("the column `since` is empty")?)?;
    let until = match (last, until) {
        (Some(_), Some(_)) => {
            return Err("it has both `last` and `until`; one of them is enough".to_owned());
        }
        (Some(last), None) => Days::day(day(last)?).until,
        (None, Some(until)) => day(until)?,
        (None, None) => Days::day(since).until,
    };
    Days::new(since, until).ok_or_else(|| format!("it ends before {since}, where it begins"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_file_alone_is_a_chronology() {
        let text = "person,from,to,since,last,place\n\
                    Rudolf Elphberg,Ruritania,Graustark,1995-01-02,1995-01-04,Edelweiss\n\
                    Rudolf Elphberg,Ruritania,Graustark,1995-02-31,,\n\
                    Rudolf Elphberg,Ruritania,Graustark,1995-03-05,1995-03-04,\n\
                    Rudolf Elphberg,Ruritania,Graustark,1995-04-01,,\n";
        let read = read_file("own.csv", "own", text).expect("it has all columns");
        let days: Vec<Days> = read.chronology.trips.iter().map(|t| t.days).collect();
        let expected = [
            Days::new(date(1995, 1, 2), date(1995, 1, 5)),
            Days::new(date(1995, 4, 1), date(1995, 4, 2)),
        ];
        assert_eq!(days.into_iter().map(Some).collect::<Vec<_>>(), expected);
        assert_eq!(read.chronology.trips[1].id, "4");
        let errors: Vec<String> = read.left_out.iter().map(ToString::to_string).collect();
        assert_eq!(
            errors,
            [
                "own.csv:3: `1995-02-31` is no day; write 1995-01-31",
                "own.csv:4: it ends before 1995-03-05, where it begins"
            ]
        );
    }

    #[test]
    fn columns_that_lack_or_mean_nothing_are_errors() {
        let error = |text| {
            read_file("own.csv", "own", text)
                .expect_err("it can't be read")
                .to_string()
        };
        assert_eq!(
            error("person,from,since\n"),
            "own.csv:1: it lacks the column `to`"
        );
        assert!(
            error("person,from,to,since,visitor\n")
                .starts_with("own.csv:1: `visitor` is no column of a chronology; they are id,")
        );
    }

    #[test]
    fn a_folder_declares_its_coverage() {
        let toml = "name = 'own'\n[[file]]\npath = 'a.csv'\n[[file]]\npath = 'b.csv'\n\
                    [[coverage]]\nfrom = 'RUR'\nsince = 1995-01-01\nuntil = 1996-01-01\n";
        let rows = "id\tperson\tfrom\tto\tsince\n1\tFlavia\tRuritania\tGraustark\t1995-01-02\n";
        let read = read_folder("chronology.toml", toml, |_| Ok(rows.to_owned())).expect("read");
        let ids: Vec<&str> = read.chronology.trips.iter().map(|t| &*t.id).collect();
        assert_eq!(ids, ["a/1", "b/1"]);
        assert_eq!(read.chronology.coverage[0].from.as_deref(), Some("RUR"));

        let error = read_folder("chronology.toml", "name = 'own'\nfiles = 1\n", |_| {
            Ok(String::new())
        })
        .expect_err("an unknown word");
        assert!(error.to_string().contains("files"), "{error}");
    }
}
