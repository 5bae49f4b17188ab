use super::{Notes, Reason, Rejection};
use std::collections::BTreeMap;

/// What became of the rows of one or many files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Rows read.
    pub rows: u64,
    /// Rows left out, by reason, with the first of them.
    pub rejected: BTreeMap<Reason, (u64, Example)>,
    /// What the kept rows held that no table knows.
    pub notes: Notes,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The file, or the member of an archive.
    pub place: String,
    /// Line of it on which the row begins, from 1.
    pub line: u64,
    /// What was found.
    pub found: String,
}

impl Report {
    /// Counts a row that was left out.
    pub fn reject(&mut self, place: &str, line: u64, rejection: &Rejection) {
        self.rejected
            .entry(rejection.reason)
            .and_modify(|(count, _)| *count += 1)
            .or_insert_with(|| {
                let example = Example {
                    place: place.to_owned(),
                    line,
                    found: rejection.found.clone(),
                };
                (1, example)
            });
    }

    /// How many rows were left out.
    pub fn n_rejected(&self) -> u64 {
        self.rejected.values().map(|(count, _)| count).sum()
    }

    /// Adds another report; the examples of this one stay.
    pub fn merge(&mut self, other: Report) {
        self.rows += other.rows;
        for (reason, (count, example)) in other.rejected {
            self.rejected
                .entry(reason)
                .and_modify(|(ours, _)| *ours += count)
                .or_insert((count, example));
        }
        self.notes.merge(&other.notes);
    }
}
