use super::entry::{KnowledgeFile, OfficeHeldEntry, PlaceEntry};
use super::layer;
use super::office::{Gender, OfficeHeld, Person};
use super::rule::Rules;
use super::{
    Agent, AgentKind, Alterations, ClassKnown, CodeId, Lexicon, Meeting, NameRef, Names,
    Organisation, PlaceKnown, State,
};
use crate::when::TimeWords;
use crate::when::quantity::QuantityWords;
use demarche_event::{CameoTable, Sector, UnknownCode};
use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};
use jiff::civil::{Date, date};
use sha2::{Digest, Sha256};
use std::hash::BuildHasher;
use unicode_normalization::UnicodeNormalization;

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

/// A knowledge file.
#[derive(Debug, Clone, Copy)]
pub struct KnowledgeSource<'a> {
    /// Path, as errors name it.
    pub path: &'a str,
    /// What the file holds.
    pub text: &'a str,
    /// The same as JSON, days as strings, if somebody has prepared it: of 2 MB of TOML
    /// reading that takes a sixth of the time.
    pub json: Option<&'a str>,
}

impl<'a> From<(&'a str, &'a str)> for KnowledgeSource<'a> {
    fn from((path, text): (&'a str, &'a str)) -> KnowledgeSource<'a> {
        KnowledgeSource {
            path,
            text,
            json: None,
        }
    }
}

impl<'a> From<(&'a str, &'a str, Option<&'a str>)> for KnowledgeSource<'a> {
    fn from((path, text, json): (&'a str, &'a str, Option<&'a str>)) -> KnowledgeSource<'a> {
        KnowledgeSource { path, text, json }
    }
}

impl KnowledgeSource<'_> {
    /// What the file holds: from its JSON, else from its text, which also says where
    /// something is wrong.
    fn entries(&self) -> Result<KnowledgeFile, LexiconError> {
        if let Some(file) = self.json.and_then(|json| serde_json::from_str(json).ok()) {
            return Ok(file);
        }
        toml::from_str(self.text).map_err(|e| LexiconError {
            path: self.path.to_owned(),
            line: e.span().map(|span| {
                let before = &self.text[..span.start.min(self.text.len())];
                before.lines().count().max(1)
            }),
            kind: LexiconErrorKind::Syntax(e.message().to_owned()),
        })
    }
}

impl Lexicon {
    /// Makes a lexicon from knowledge files: [`KnowledgeSource`]s, or path and text.
    /// Which kind a file is shows in its path: `cameo.tsv`, `classes.tsv`, `time.toml`,
    /// `quantity.toml`, and all other `.toml`. Files of other kinds are passed over.
    ///
    /// # Errors
    ///
    /// [`LexiconError`] names the file, the line and what would be right.
    pub fn load<'a, Source: Into<KnowledgeSource<'a>>>(
        files: impl IntoIterator<Item = Source>,
    ) -> Result<Lexicon, LexiconError> {
        let mut builder = Builder::default();
        let mut digest = Sha256::new();
        let mut pending = Vec::new();
        for source in files {
            let source: KnowledgeSource<'a> = source.into();
            let KnowledgeSource { path, text, .. } = source;
            digest.update(path.as_bytes());
            digest.update([0]);
            digest.update(text.as_bytes());
            let fail = |line, kind| LexiconError {
                path: path.to_owned(),
                line,
                kind,
            };
            let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
            if name == "cameo.tsv" {
                builder.cameo = CameoTable::parse(text)
                    .map_err(|e| fail(Some(e.line), LexiconErrorKind::Cameo(e.reason)))?;
            } else if name == "classes.tsv" {
                builder.classes = super::class::parse(text)
                    .map_err(|(line, reason)| fail(Some(line), LexiconErrorKind::Class(reason)))?;
            } else if name == "time.toml" {
                builder.time_words = Some(
                    TimeWords::parse(text)
                        .map_err(|e| fail(None, LexiconErrorKind::Syntax(e.to_string())))?,
                );
            } else if name == "quantity.toml" {
                builder.quantity_words = Some(
                    QuantityWords::parse(text)
                        .map_err(|e| fail(None, LexiconErrorKind::Syntax(e.to_string())))?,
                );
            } else if name.ends_with(".toml") {
                pending.push((path, text, source.entries()?));
            }
        }
        for (path, text, file) in &pending {
            for (office, entry) in &file.office {
                if let Some(rank) = entry.rank {
                    builder.office_ranks.insert(office.clone(), rank);
                }
                match sector(&entry.sector) {
                    Ok(Some(sector)) => {
                        builder.office_sectors.insert(office.clone(), sector);
                    }
                    Ok(None) => {}
                    Err(kind) => {
                        let line = line_of(text, office);
                        return Err(LexiconError {
                            path: (*path).to_owned(),
                            line,
                            kind,
                        });
                    }
                }
            }
        }
        layer::settle(&mut pending)?;
        builder.sets(&pending)?;
        builder.alterations = Alterations::new(&builder.rules);
        for (path, text, file) in pending {
            builder.file(file).map_err(|(entry, kind)| LexiconError {
                path: path.to_owned(),
                line: entry.and_then(|entry| line_of(text, &entry)),
                kind,
            })?;
        }
        builder.finish(
            digest
                .finalize()
                .iter()
                .take(8)
                .map(|b| format!("{b:02x}"))
                .collect(),
        )
    }
}

/// The line on which a quoted value first stands.
pub(super) fn line_of(text: &str, value: &str) -> Option<usize> {
    let quoted = format!("\"{value}\"");
    text.lines()
        .position(|line| line.contains(&quoted))
        .map(|n| n + 1)
}

type EntryError = (Option<String>, LexiconErrorKind);

#[derive(Default)]
struct Builder {
    codes: Vec<String>,
    code_ids: HashMap<String, CodeId>,
    states: Vec<State>,
    places: Vec<PlaceKnown>,
    organisations: Vec<Organisation>,
    persons: Vec<Person>,
    agents: Vec<Agent>,
    names: Vec<String>,
    /// Numbers of names, by their hash.
    name_ids: HashTable<u32>,
    name_hash: DefaultHashBuilder,
    name_refs: Vec<Vec<NameRef>>,
    rules: Rules,
    contexts: Vec<(String, Vec<String>)>,
    office_sectors: HashMap<String, Sector>,
    office_ranks: HashMap<String, f32>,
    cameo: CameoTable,
    classes: Vec<ClassKnown>,
    time_words: Option<TimeWords>,
    quantity_words: Option<QuantityWords>,
    ambiguous: HashSet<String>,
    alterations: Alterations,
    meetings: Vec<Meeting>,
}

impl Builder {
    fn code(&mut self, code: &str) -> CodeId {
        if let Some(id) = self.code_ids.get(code) {
            return *id;
        }
        let id = CodeId(u16::try_from(self.codes.len()).expect("fewer than 65,536 codes"));
        self.codes.push(code.to_owned());
        self.code_ids.insert(code.to_owned(), id);
        id
    }

    fn name(&mut self, name: &str, name_ref: NameRef) {
        if name.trim().is_empty() {
            return;
        }
        let hash = self.name_hash.hash_one(name);
        let names = &self.names;
        let known = self
            .name_ids
            .find(hash, |id| names[*id as usize] == name)
            .copied();
        let id = known.unwrap_or_else(|| {
            let id = self.names.len() as u32;
            self.names.push(name.to_owned());
            self.name_refs.push(Vec::new());
            let (hasher, names) = (&self.name_hash, &self.names);
            let rehash = |id: &u32| hasher.hash_one(names[*id as usize].as_str());
            self.name_ids.insert_unique(hash, id, rehash);
            id
        }) as usize;
        if !self.name_refs[id].contains(&name_ref) {
            self.name_refs[id].push(name_ref);
        }
        // Typesetters use the curly apostrophe and the straight one alike.
        if name.contains('\'') {
            self.name(&name.replace('\'', "’"), name_ref);
        }
    }

    /// Word sets may use each other in any order, over all files.
    fn sets(&mut self, files: &[(&str, &str, KnowledgeFile)]) -> Result<(), LexiconError> {
        let mut waiting: Vec<(&str, &str, &String, &Vec<String>)> = Vec::new();
        for (path, text, file) in files {
            waiting.extend(
                file.set
                    .iter()
                    .map(|(name, words)| (*path, *text, name, words)),
            );
        }
        loop {
            let mut failed = Vec::new();
            let mut last = None;
            for (path, text, name, words) in &waiting {
                let needs_later = words.iter().any(|w| {
                    w.strip_prefix('@').is_some_and(|set| {
                        waiting.iter().any(|(_, _, n, _)| *n == set && n != name)
                    })
                });
                let result = if needs_later {
                    failed.push((*path, *text, *name, *words));
                    continue;
                } else {
                    self.rules.add_set(name, words)
                };
                if let Err(kind) = result {
                    last = Some(LexiconError {
                        path: (*path).to_owned(),
                        line: line_of(text, name),
                        kind,
                    });
                }
            }
            if let Some(error) = last {
                return Err(error);
            }
            if failed.is_empty() {
                return Ok(());
            }
            if failed.len() == waiting.len() {
                let (path, text, name, _) = failed[0];
                return Err(LexiconError {
                    path: path.to_owned(),
                    line: line_of(text, name),
                    kind: LexiconErrorKind::Syntax(format!("set `{name}` uses itself in a circle")),
                });
            }
            waiting = failed;
        }
    }

    fn file(&mut self, file: KnowledgeFile) -> Result<(), EntryError> {
        for (context, words) in file.context {
            self.contexts.push((context, words));
        }
        for entry in file.state {
            let code = self.code(&entry.code);
            let number = self.states.len() as u32;
            self.states.push(State {
                code,
                lat: entry.lat,
                lon: entry.lon,
            });
            self.ambiguous.extend(entry.ambiguous.iter().cloned());
            self.name(&entry.name, NameRef::State(number));
            for alias in &entry.aliases {
                self.name(alias, NameRef::State(number));
            }
            for adjective in &entry.adjectives {
                self.name(adjective, NameRef::Adjective(number));
            }
            for people in &entry.people {
                self.name(people, NameRef::People(number));
                let has_plural = people.ends_with(['s', 'h']) || people.ends_with("ese");
                if !has_plural {
                    self.name(&format!("{people}s"), NameRef::People(number));
                }
            }
            for capital in entry.capital.iter().chain(&entry.capitals) {
                let place = self.place(capital, Some(code));
                self.name(&capital.name, NameRef::Capital(number, place));
                for alias in &capital.aliases {
                    self.name(alias, NameRef::Capital(number, place));
                }
            }
            for seat in &entry.seats {
                self.name(seat, NameRef::Seat(number));
            }
            for place in &entry.places {
                let id = self.place(place, Some(code));
                self.name_place(place, id);
            }
        }
        for entry in file.place {
            let country = entry
                .country
                .as_deref()
                .filter(|c| !c.is_empty())
                .map(|c| self.code(c));
            let id = self.place(&entry, country);
            self.name_place(&entry, id);
        }
        for entry in file.organisation {
            let country = entry
                .code
                .as_deref()
                .or(entry.country.as_deref())
                .map(|c| self.code(c));
            let number = self.organisations.len() as u32;
            let sector =
                sector(&Some(entry.sector.clone())).map_err(|k| (Some(entry.name.clone()), k))?;
            self.organisations.push(Organisation {
                name: entry.name.clone(),
                country,
                sector,
                is_forum: entry.family.is_some(),
            });
            if entry.ambiguous {
                self.ambiguous.insert(entry.name.clone());
                self.ambiguous.extend(entry.aliases.iter().cloned());
            }
            self.name(&entry.name, NameRef::Organisation(number));
            for alias in &entry.aliases {
                self.name(alias, NameRef::Organisation(number));
            }
            for seat in &entry.seats {
                self.name(seat, NameRef::OrganisationSeat(number));
            }
        }
        for entry in file.agent {
            let first = entry.words.first().cloned();
            let sector = sector(&entry.sector).map_err(|k| (first.clone(), k))?;
            let kind = match entry.kind.as_str() {
                "person" => AgentKind::Person,
                "group" => AgentKind::Group,
                "institution" => AgentKind::Institution,
                "people" => AgentKind::People,
                other => {
                    return Err((
                        first,
                        LexiconErrorKind::BadWord {
                            field: "kind",
                            value: other.to_owned(),
                            known: "person, group, institution, people".to_owned(),
                        },
                    ));
                }
            };
            for words in &entry.words {
                self.agents.push(Agent {
                    words: words.split([' ', '-']).map(str::to_owned).collect(),
                    sector,
                    kind,
                    office: entry.office.clone(),
                });
            }
        }
        for entry in file.person {
            let fail = |kind| (Some(entry.name.clone()), kind);
            let country = entry
                .code
                .as_deref()
                .or(entry.country.as_deref())
                .map(|c| self.code(c));
            let number = self.persons.len() as u32;
            let mut offices = Vec::new();
            for held in &entry.offices {
                offices.push(self.office(held).map_err(fail)?);
            }
            self.name(&entry.name, NameRef::Person(number));
            for alias in &entry.aliases {
                let is_full = alias.contains(' ') || alias.contains('-');
                self.name(
                    alias,
                    if is_full {
                        NameRef::Person(number)
                    } else {
                        NameRef::Family(number)
                    },
                );
            }
            if let Some(family) = &entry.family
                && *family != entry.name
            {
                self.name(family, NameRef::Family(number));
                self.name(&plain(family), NameRef::Family(number));
                // Spelt otherwise in an alias: the last word of both names.
                for alias in &entry.aliases {
                    let last = alias.rsplit(' ').next().unwrap_or(alias);
                    if alias.contains(' ')
                        && entry.name.ends_with(family.as_str())
                        && plain(last) == plain(family)
                    {
                        self.name(last, NameRef::Family(number));
                    }
                }
            }
            self.name(&plain(&entry.name), NameRef::Person(number));
            self.persons.push(Person {
                name: entry.name.clone(),
                family: entry.family.clone(),
                gender: match entry.gender.as_deref() {
                    Some("m") => Some(Gender::Male),
                    Some("f") => Some(Gender::Female),
                    _ => None,
                },
                country,
                sector: sector(&entry.sector).map_err(fail)?,
                offices,
            });
        }
        for entry in file.alteration {
            self.alterations
                .add_alteration(&entry, &self.rules)
                .map_err(|k| (Some(entry.of.clone()), k))?;
        }
        for entry in file.restoration {
            self.alterations
                .add_restoration(&entry, &self.rules)
                .map_err(|k| (Some(entry.of.clone()), k))?;
        }
        for entry in file.meeting {
            let spellings = std::iter::once(&entry.name).chain(&entry.aliases);
            let spellings = spellings.map(|name| Meeting::words(name.split(' ')));
            self.meetings.push(Meeting {
                spellings: spellings.collect(),
                name: entry.name,
            });
        }
        for entry in file.rule {
            self.rules
                .add(&entry)
                .map_err(|k| (Some(entry.id.clone()), k))?;
        }
        Ok(())
    }

    fn place(&mut self, entry: &PlaceEntry, country: Option<CodeId>) -> u32 {
        self.places.push(PlaceKnown {
            country,
            lat: entry.lat,
            lon: entry.lon,
        });
        self.places.len() as u32 - 1
    }

    fn name_place(&mut self, entry: &PlaceEntry, id: u32) {
        if entry.ambiguous {
            self.ambiguous.insert(entry.name.clone());
        }
        self.name(&entry.name, NameRef::Place(id));
        for alias in &entry.aliases {
            self.name(alias, NameRef::Place(id));
        }
    }

    fn office(&mut self, entry: &OfficeHeldEntry) -> Result<OfficeHeld, LexiconErrorKind> {
        let code = entry
            .code
            .as_deref()
            .or(entry.country.as_deref())
            .map(|c| self.code(c));
        Ok(OfficeHeld {
            office: entry.office.clone(),
            title: entry.title.clone(),
            code,
            sector: match sector(&entry.sector)? {
                Some(sector) => Some(sector),
                None => self.office_sectors.get(&entry.office).copied(),
            },
            since: entry
                .since
                .as_ref()
                .map(|v| day_written(v, false))
                .transpose()?,
            until: entry
                .until
                .as_ref()
                .map(|v| day_written(v, true))
                .transpose()?,
            rank: self
                .office_ranks
                .get(&entry.office)
                .copied()
                .unwrap_or_default(),
        })
    }

    fn finish(mut self, version: String) -> Result<Lexicon, LexiconError> {
        self.rules.finish();
        let mut agents_by_head: HashMap<String, Vec<u32>> = HashMap::new();
        for (number, agent) in self.agents.iter().enumerate() {
            if let Some(head) = agent.words.last() {
                agents_by_head
                    .entry(head.clone())
                    .or_default()
                    .push(number as u32);
            }
        }
        #[allow(clippy::iter_over_hash_type)] // each list is put in order on its own
        for list in agents_by_head.values_mut() {
            list.sort_by_key(|n| std::cmp::Reverse(self.agents[*n as usize].words.len()));
        }
        let mut context_words: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        for (number, (_, phrases)) in self.contexts.iter().enumerate() {
            for phrase in phrases {
                let mut words = phrase.split_whitespace().map(str::to_owned);
                if let Some(first) = words.next() {
                    context_words
                        .entry(first)
                        .or_default()
                        .push((words.collect(), number));
                }
            }
        }
        let fail = |kind| LexiconError {
            path: "knowledge".to_owned(),
            line: None,
            kind,
        };
        let missing = |what: &str, file: &str| {
            fail(LexiconErrorKind::Syntax(format!(
                "the words of {what} are missing: a file called {file}"
            )))
        };
        let time_words = self
            .time_words
            .ok_or_else(|| missing("time", "time.toml"))?;
        let quantity_words = self
            .quantity_words
            .ok_or_else(|| missing("number", "quantity.toml"))?;
        let name_ambiguous = self
            .names
            .iter()
            .map(|n| self.ambiguous.contains(n))
            .collect();
        let mut families: HashMap<String, Vec<u32>> = HashMap::new();
        for (number, person) in self.persons.iter().enumerate() {
            if let Some(family) = &person.family {
                families
                    .entry(family.clone())
                    .or_default()
                    .push(number as u32);
            }
        }
        Ok(Lexicon {
            codes: self.codes,
            states: self.states,
            places: self.places,
            organisations: self.organisations,
            persons: self.persons,
            agents: self.agents,
            agents_by_head,
            names: Names::new(self.names, self.name_refs, name_ambiguous),
            families,
            rules: self.rules,
            contexts: self.contexts,
            context_words,
            cameo: self.cameo,
            classes: self.classes,
            time_words,
            quantity_words,
            alterations: self.alterations,
            meetings: self.meetings,
            classifier: None,
            pair_reader: None,
            version,
        })
    }
}

/// A name without its diacritics, as wires without them spell it.
pub(crate) fn plain(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    name.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| match c {
            'ł' => 'l',
            'Ł' => 'L',
            'đ' => 'd',
            'Đ' => 'D',
            'ø' => 'o',
            'Ø' => 'O',
            'ı' => 'i',
            other => other,
        })
        .collect()
}

fn sector(code: &Option<String>) -> Result<Option<Sector>, LexiconErrorKind> {
    match code.as_deref() {
        None | Some("") => Ok(None),
        Some(code) => code.parse().map(Some).map_err(LexiconErrorKind::Code),
    }
}

/// A date of the knowledge files. One known only to the month or year counts
/// from its first day, or, as an end, to its last.
pub(crate) fn day_of(value: &toml::Value, is_end: bool) -> Result<Date, LexiconErrorKind> {
    day_written(&written(value), is_end)
}

/// A date as it stands in a knowledge file, quoted or not.
pub(super) fn written(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn day_written(text: &str, is_end: bool) -> Result<Date, LexiconErrorKind> {
    let bad = || LexiconErrorKind::BadDate(text.to_owned());
    let mut parts = text.splitn(3, '-');
    let year: i16 = parts.next().and_then(|p| p.parse().ok()).ok_or_else(bad)?;
    let month: Option<i8> = parts
        .next()
        .map(|p| p.parse().map_err(|_| bad()))
        .transpose()?;
    let day: Option<i8> = parts
        .next()
        .map(|p| p.parse().map_err(|_| bad()))
        .transpose()?;
    let checked = |y, m, d| Date::new(y, m, d).map_err(|_| bad());
    match (month, day) {
        (Some(month), Some(day)) => checked(year, month, day),
        (Some(12), None) if is_end => checked(year + 1, 1, 1),
        (Some(month), None) => checked(year, month + i8::from(is_end), 1),
        (None, _) if !(-9000..9000).contains(&year) => Err(bad()),
        (None, _) => Ok(date(year + i16::from(is_end), 1, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_prepared_is_what_is_written() {
        let mut n = 0;
        for (path, text, json) in demarche_knowledge::PREPARED.iter().copied() {
            let special = ["time.toml", "quantity.toml"];
            if !path.ends_with(".toml") || special.iter().any(|s| path.ends_with(s)) {
                continue;
            }
            let written = KnowledgeSource::from((path, text)).entries();
            let prepared: KnowledgeFile =
                serde_json::from_str(json.expect("TOML is prepared")).expect("JSON of the form");
            assert!(written.expect("TOML of the form") == prepared, "{path}");
            n += 1;
        }
        assert!(n > 10);
    }
}
