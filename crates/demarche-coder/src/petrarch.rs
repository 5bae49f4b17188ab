//! Actor and agent dictionaries of PETRARCH, as our knowledge files.
//!
//! The formats are those that TABARI, PETRARCH and PETRARCH2 read (Schrodt,
//! Beieler and Idris, 2014): upper case with `_` between words, codes in
//! brackets, synonyms under `+`, terms such as `[USAGOV 930120-010120]`, and in
//! agents' files plurals in braces and sets such as `!PERSON!`.

mod actors; // who has which code, and when
mod agents; // nouns with a role
mod line; // comments and names, as all of them have them

pub use actors::import_actors;
pub use agents::import_agents;

use crate::lexicon::Lexicon;
use demarche_event::Sector;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Which country codes a dictionary has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountryCodes {
    /// CAMEO's, which are mostly ISO's.
    Cameo,
    /// Those of the Correlates of War.
    Cow,
}

/// What foreign codes are called here.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    cameo: BTreeMap<String, String>,
    cow: BTreeMap<String, String>,
    sector: BTreeMap<String, String>,
    nowhere: BTreeMap<String, String>,
}

/// The table of foreign codes can't be read.
#[derive(Debug, thiserror::Error)]
#[error("the table of foreign codes: {0}")]
pub struct CrosswalkError(String);

impl Crosswalk {
    /// Reads the table: TOML with `cameo`, `cow`, `sector` and `nowhere`, each
    /// from their code to ours.
    ///
    /// # Errors
    ///
    /// [`CrosswalkError`] if a table is missing or holds something else.
    pub fn parse(text: &str) -> Result<Crosswalk, CrosswalkError> {
        toml::from_str(text).map_err(|e| CrosswalkError(e.message().to_owned()))
    }
}

/// A line that couldn't be taken over, or not as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// From 1.
    pub line: usize,
    /// What is missing, and why.
    pub reason: String,
}

/// A dictionary as a knowledge file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The knowledge file, in TOML.
    pub toml: String,
    /// Number of its entries.
    pub entries: usize,
    /// What isn't in it.
    pub left_out: Vec<LeftOut>,
}

/// An actor's code taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Code {
    country: Option<String>,
    sector: Option<Sector>,
    /// The end of the code that has no counterpart.
    rest: Option<String>,
}

/// What codes mean.
struct Codes<'a> {
    lexicon: &'a Lexicon,
    crosswalk: &'a Crosswalk,
    which: CountryCodes,
}

impl Codes<'_> {
    /// A code such as `USAGOV`: a country, then roles; the first role counts.
    fn actor(&self, code: &str) -> Result<Code, String> {
        let first = code
            .get(..3)
            .ok_or_else(|| format!("`{code}` is too short for a code"))?;
        let rest = code.get(3..).unwrap_or_default();
        let table = match self.which {
            CountryCodes::Cameo => &self.crosswalk.cameo,
            CountryCodes::Cow => &self.crosswalk.cow,
        };
        let country = table.get(first).map_or(first, String::as_str);
        let is_state =
            (self.lexicon.states.iter()).any(|state| self.lexicon.code(state.code) == country);
        let (sector, rest) = self.roles(rest);
        if is_state {
            return Ok(Code {
                country: Some(country.to_owned()),
                sector,
                rest,
            });
        }
        match self.crosswalk.nowhere.get(first) {
            Some(own) => Ok(Code {
                country: None,
                sector: sector.or_else(|| own.parse().ok()),
                rest,
            }),
            None => Err(format!(
                "`{first}` of `{code}` is the code of no state that is known"
            )),
        }
    }

    /// Roles, three letters each: the first that is known, and what isn't.
    fn roles(&self, roles: &str) -> (Option<Sector>, Option<String>) {
        let mut sector = None;
        let mut rest = String::new();
        let mut at = 0;
        while at < roles.len() {
            let role = roles
                .get(at..at + 3)
                .or(roles.get(at..))
                .unwrap_or_default();
            if role.is_empty() {
                break;
            }
            let ours = self.crosswalk.sector.get(role).map_or(role, String::as_str);
            match ours.parse::<Sector>() {
                Ok(found) => sector = sector.or(Some(found)),
                Err(_) => rest.push_str(role),
            }
            at += role.len();
        }
        (sector, Some(rest).filter(|rest| !rest.is_empty()))
    }
}

/// A text in quotes, as TOML has it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(words: &[String]) -> String {
    let all: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("[{}]", all.join(", "))
}
