use super::{Finding, Gravity, LintFile};
use toml::{Table, Value};

/// A file as TOML, with its lines.
#[derive(Debug)]
pub(super) struct Parsed<'a> {
    pub path: &'a str,
    pub table: Table,
    lines: Vec<&'a str>,
}

/// The tables of entries that a knowledge file may have.
pub(super) const KINDS: &[&str] = &[
    "state",
    "place",
    "organisation",
    "agent",
    "person",
    "rule",
    "alteration",
    "restoration",
    "meeting",
    "alias",
    "remove",
];

impl<'a> Parsed<'a> {
    /// Reads a file of entries; files of other kinds give nothing.
    pub(super) fn of(file: &LintFile<'a>) -> Result<Option<Parsed<'a>>, Finding> {
        let name = file.path.rsplit(['/', '\\']).next().unwrap_or(file.path);
        if !name.ends_with(".toml") || matches!(name, "time.toml" | "quantity.toml") {
            return Ok(None);
        }
        match toml::from_str::<Table>(file.text) {
            Ok(table) => Ok(Some(Parsed {
                path: file.path,
                table,
                lines: file.text.lines().collect(),
            })),
            Err(error) => {
                let line = error.span().map(|span| {
                    let before = &file.text.as_bytes()[..span.start.min(file.text.len())];
                    before.iter().filter(|b| **b == b'\n').count() + 1
                });
                Err(Finding {
                    path: file.path.to_owned(),
                    line,
                    entry: String::new(),
                    check: "syntax",
                    gravity: Gravity::Error,
                    message: error.message().to_owned(),
                })
            }
        }
    }

    /// The entries of the file, kind by kind.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        KINDS.iter().flat_map(move |kind| {
            let headers = self.headers(kind);
            let all = self.table.get(*kind).and_then(Value::as_array);
            all.into_iter()
                .flatten()
                .enumerate()
                .filter_map(move |(n, value)| {
                    Some(Entry {
                        file: self,
                        kind,
                        table: value.as_table()?,
                        line: headers.get(n).copied(),
                    })
                })
        })
    }

    /// Lines of the headers `[[kind]]`, from 1: the nth belongs to the nth entry.
    fn headers(&self, kind: &str) -> Vec<usize> {
        let header = format!("[[{kind}]]");
        let lines = self.lines.iter().enumerate();
        lines
            .filter(|(_, line)| line.trim_start().starts_with(&header))
            .map(|(at, _)| at + 1)
            .collect()
    }

    /// The line of a table's key, from 1.
    pub(super) fn line_of_key(&self, key: &str) -> Option<usize> {
        let is_key = |line: &&str| {
            let line = line.trim_start().trim_start_matches('[');
            line.strip_prefix(key)
                .is_some_and(|rest| rest.trim_start().starts_with(['=', ']', '.']))
        };
        self.lines.iter().position(is_key).map(|at| at + 1)
    }

    /// The first line that holds the words in quotes.
    pub(super) fn line_of_value(&self, value: &str) -> Option<usize> {
        let quoted = format!("\"{value}\"");
        let at = self.lines.iter().position(|line| line.contains(&quoted));
        at.map(|at| at + 1)
    }

    /// Path and line of an entry.
    pub(super) fn place(&self, entry: &Entry<'_>) -> String {
        match entry.line {
            Some(line) => format!("{}:{line}", self.path),
            None => self.path.to_owned(),
        }
    }

    /// A finding about the file.
    pub(super) fn finding(
        &self,
        line: Option<usize>,
        check: &'static str,
        gravity: Gravity,
        message: String,
    ) -> Finding {
        Finding {
            path: self.path.to_owned(),
            line,
            entry: String::new(),
            check,
            gravity,
            message,
        }
    }
}

/// An entry and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'a> {
    pub file: &'a Parsed<'a>,
    pub kind: &'static str,
    pub table: &'a Table,
    /// Of its header, from 1.
    pub line: Option<usize>,
}

impl<'a> Entry<'a> {
    pub(super) fn str(&self, key: &str) -> Option<&'a str> {
        self.table.get(key).and_then(Value::as_str)
    }

    /// The words of a list; none for a missing one.
    pub(super) fn words(&self, key: &str) -> Vec<&'a str> {
        words_of(self.table.get(key))
    }

    pub(super) fn is(&self, key: &str) -> bool {
        self.table.get(key).and_then(Value::as_bool) == Some(true)
    }

    /// Tables of a list, or a single table.
    pub(super) fn tables(&self, key: &str) -> Vec<&'a Table> {
        match self.table.get(key) {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_table).collect(),
            Some(Value::Table(one)) => vec![one],
            _ => Vec::new(),
        }
    }

    /// What another entry must have alike to take its place.
    pub(super) fn key(&self) -> Option<String> {
        match self.kind {
            "state" => self.str("code").map(str::to_owned),
            "rule" => self.str("id").map(str::to_owned),
            "person" => {
                let country = self.str("country").unwrap_or("");
                self.str("name").map(|name| format!("{name} {country}"))
            }
            "organisation" | "place" => self.str("name").map(str::to_owned),
            _ => None,
        }
    }

    /// The name that findings call it by.
    pub(super) fn label(&self) -> String {
        let name = ["id", "name", "code", "of"]
            .iter()
            .find_map(|key| self.str(key))
            .or_else(|| self.words("words").first().copied())
            .or_else(|| self.table.values().find_map(Value::as_str))
            .unwrap_or("without a name");
        format!("{} {name}", self.kind)
    }

    /// The line on which a value or key of the entry stands, else its header.
    pub(super) fn line_of(&self, word: &str) -> Option<usize> {
        let start = self.line?;
        let rest = &self.file.lines[start.min(self.file.lines.len())..];
        let end = rest
            .iter()
            .position(|line| line.starts_with('['))
            .unwrap_or(rest.len());
        let quoted = format!("\"{word}\"");
        let holds = |line: &&str| {
            let is_key = line
                .trim_start()
                .strip_prefix(word)
                .is_some_and(|after| after.trim_start().starts_with('='));
            let has_key =
                line.contains(&format!(" {word} =")) || line.contains(&format!("{{{word} ="));
            line.contains(&quoted) || is_key || has_key
        };
        let at = rest[..end].iter().position(holds);
        Some(at.map_or(start, |at| start + at + 1))
    }

    pub(super) fn finding(
        &self,
        check: &'static str,
        gravity: Gravity,
        message: String,
    ) -> Finding {
        Finding {
            path: self.file.path.to_owned(),
            line: self.line,
            entry: self.label(),
            check,
            gravity,
            message,
        }
    }

    /// A finding at the line of a word or key.
    pub(super) fn finding_at(
        &self,
        word: &str,
        check: &'static str,
        gravity: Gravity,
        message: String,
    ) -> Finding {
        Finding {
            line: self.line_of(word),
            ..self.finding(check, gravity, message)
        }
    }
}

/// The strings of a list.
pub(super) fn words_of(value: Option<&Value>) -> Vec<&str> {
    let all = value.and_then(Value::as_array).into_iter().flatten();
    all.filter_map(Value::as_str).collect()
}
