//! What is wrong with a knowledge file, and where.

use demarche_event::UnknownCode;

/// A knowledge file can't be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}{}: {kind}", .line.map(|l| format!(":{l}")).unwrap_or_default())]
#[non_exhaustive]
pub struct LexiconError {
    /// The file, as the caller named it.
    pub path: String,
    /// Line of the entry, from 1, where known.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub kind: LexiconErrorKind,
}

/// What is wrong with an entry.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LexiconErrorKind {
    /// Not TOML, or not the fields that the file should have.
    #[error("{0}")]
    Syntax(String),
    /// A code that the ontology doesn't have.
    #[error("{0}")]
    Code(UnknownCode),
    /// A word that the field doesn't take.
    #[error("`{value}` is no {field}; it is one of {known}")]
    BadWord {
        /// The field.
        field: &'static str,
        /// The word as given.
        value: String,
        /// What would be right.
        known: String,
    },
    /// A rule uses a word set that no file defines.
    #[error("no set is called `{set}`; the nearest is `{nearest}`")]
    UnknownSet {
        /// The set as written.
        set: String,
        /// The closest name there is.
        nearest: String,
    },
    /// A rule names no verb, noun or adjective.
    #[error("rule `{0}` has no trigger: give it a verb, a noun or an adjective")]
    NoTrigger(String),
    /// A date that is none.
    #[error("`{0}` is no date; write 2019-03-01, or \"2019-03\" or \"2019\" in quotes")]
    BadDate(String),
    /// `[[alias]]` or `[[remove]]` names nothing that earlier files know.
    #[error("no {kind} is called `{name}`; the nearest is `{nearest}`")]
    UnknownEntry {
        /// What sort of entry was looked for.
        kind: &'static str,
        /// The name as written.
        name: String,
        /// The closest name there is.
        nearest: String,
    },
    /// The table of CAMEO codes.
    #[error("{0}")]
    Cameo(String),
    /// The table of the classifier's classes.
    #[error("{0}")]
    Class(String),
}

/// The line on which a quoted value first stands.
pub(super) fn line_of(text: &str, value: &str) -> Option<usize> {
    let quoted = format!("\"{value}\"");
    text.lines()
        .position(|line| line.contains(&quoted))
        .map(|n| n + 1)
}
