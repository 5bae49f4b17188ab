//! Checks knowledge files: what can't be loaded, and what loads but can't be
//! meant.
//!
//! In: the files in the order in which they are loaded. Out: a [`Finding`] for
//! each thing that is wrong or looks so, in the order of the files.

mod code; // codes, kinds, dates and numbers that there aren't
mod file; // entries with the lines on which they stand
mod key; // fields that an entry may have
mod name; // names that several entries claim
mod rule; // rules that can't match, and rules in each other's way
mod term; // terms of office

use crate::lexicon::Lexicon;
use file::{Entry, Parsed};
use std::collections::BTreeSet;
use std::fmt;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// The file can't be used, or says what can't be so.
    Error,
    /// It may be meant, but mostly isn't.
    Warning,
    /// Good to know.
    Info,
}

impl Gravity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Gravity::Error => "error",
            Gravity::Warning => "warning",
            Gravity::Info => "info",
        }
    }
}

impl fmt::Display for Gravity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Something about an entry of a knowledge file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, as the caller named it.
    pub path: String,
    /// The line, from 1, where known.
    pub line: Option<usize>,
    /// The entry: `person Rudolf Rassendyll`; empty if it concerns the file.
    pub entry: String,
    /// Name of the check, such as `unknown-code`.
    pub check: &'static str,
    /// How much it matters.
    pub gravity: Gravity,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// A file to check.
#[derive(Debug, Clone, Copy)]
pub struct LintFile<'a> {
    /// The name that findings carry. It says what kind of file it is, as in
    /// [`Lexicon::load`].
    pub path: &'a str,
    /// What is in it.
    pub text: &'a str,
    /// Whether its findings are wanted: the built-in files stand behind the
    /// user's, who didn't ask about them.
    pub wanted: bool,
}

/// Checks knowledge files.
///
/// `exercised` are the ids of the rules that cases exercise; without them no
/// rule is said to lack a case.
///
/// The checks: `syntax`, `unknown-key`, `missing-key`, `unknown-code`,
/// `bad-value`, `unknown-entry`, `unknown-set`, `stray-space`, `claimed-twice`,
/// `repeated`, `takes-place-of`, `term-ends-early`, `terms-overlap`,
/// `never-matches`, `unreachable`, `overlapping-rules`, `no-case`, and `load`
/// for whatever else keeps the files from being loaded.
pub fn lint(files: &[LintFile<'_>], exercised: Option<&BTreeSet<String>>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let parsed: Vec<Parsed<'_>> = files
        .iter()
        .filter_map(|file| match Parsed::of(file) {
            Ok(parsed) => parsed,
            Err(finding) => {
                findings.push(finding);
                None
            }
        })
        .collect();
    let all: Vec<Entry<'_>> = parsed.iter().flat_map(Parsed::entries).collect();
    let entries = standing(&all, &mut findings);
    for entry in &entries {
        key::check(entry, &mut findings);
    }
    code::check(&parsed, &entries, files, &mut findings);
    name::check(&entries, &mut findings);
    term::check(&parsed, &entries, &mut findings);
    match Lexicon::load(files.iter().map(|file| (file.path, file.text))) {
        Ok(lexicon) => rule::check(&lexicon, &entries, exercised, &mut findings),
        Err(error) => {
            // Most of what keeps files from loading has been found above, with
            // more to say about it.
            let told = findings
                .iter()
                .any(|f| f.gravity == Gravity::Error && f.path == error.path);
            if !told {
                findings.push(Finding {
                    path: error.path,
                    line: error.line,
                    entry: String::new(),
                    check: "load",
                    gravity: Gravity::Error,
                    message: error.kind.to_string(),
                });
            }
        }
    }
    let place = |finding: &Finding| files.iter().position(|file| file.path == finding.path);
    findings.retain(|finding| place(finding).is_none_or(|at| files[at].wanted));
    findings.sort_by_key(|finding| (place(finding), finding.line, finding.gravity));
    findings.dedup();
    findings
}

/// The entries that no later file takes the place of. Those that are wanted and
/// take another's place are told of.
fn standing<'a>(all: &[Entry<'a>], findings: &mut Vec<Finding>) -> Vec<Entry<'a>> {
    let mut standing: Vec<Entry<'a>> = Vec::new();
    let mut at: std::collections::BTreeMap<(&str, String), usize> =
        std::collections::BTreeMap::new();
    let mut stands = Vec::new();
    for entry in all {
        let Some(key) = entry.key() else {
            standing.push(*entry);
            stands.push(true);
            continue;
        };
        if let Some(before) = at.insert((entry.kind, key), standing.len()) {
            let earlier = standing[before];
            let same_file = earlier.file.path == entry.file.path;
            if same_file && matches!(entry.kind, "person" | "state" | "organisation" | "rule") {
                findings.push(entry.finding(
                    "repeated",
                    Gravity::Error,
                    format!(
                        "stands on line {} of this file too; keep one",
                        earlier.line.unwrap_or(0)
                    ),
                ));
            } else if !same_file {
                stands[before] = false;
                findings.push(entry.finding(
                    "takes-place-of",
                    Gravity::Info,
                    format!(
                        "takes the place of the one in {}",
                        earlier.file.place(&earlier)
                    ),
                ));
            }
        }
        standing.push(*entry);
        stands.push(true);
    }
    let mut stands = stands.into_iter();
    standing.retain(|_| stands.next().unwrap_or(true));
    standing
}

/// The known word that is closest to `word`, if one is close.
fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    known
        .into_iter()
        .map(|k| {
            (
                strsim::jaro_winkler(&word.to_lowercase(), &k.to_lowercase()),
                k,
            )
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness > 0.7)
        .map(|(_, k)| k)
}

/// "; the nearest is `x`", or the few words there are, or nothing.
fn instead<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("; the nearest is `{near}`"),
        None if known.len() <= 40 => format!("; it is one of {}", known.join(", ")),
        None => String::new(),
    }
}
