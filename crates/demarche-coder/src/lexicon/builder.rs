//! The entries of knowledge files, in tables.

use super::day::day_written;
use super::entry::{
    AgentEntry, KnowledgeFile, OfficeHeldEntry, OrganisationEntry, PersonEntry, PlaceEntry,
    StateEntry,
};
use super::error::{LexiconError, LexiconErrorKind, line_of};
use super::names::plain;
use super::office::{Gender, OfficeHeld, Person};
use super::rule::Rules;
use super::{
    Agent, AgentKind, Alterations, ClassKnown, CodeId, Lexicon, Meeting, NameRef, Names,
    Organisation, PlaceKnown, State,
};
use crate::when::TimeWords;
use crate::when::quantity::QuantityWords;
use demarche_event::{CameoTable, Sector};
use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};
use std::hash::BuildHasher;

/// The entry that something is wrong with, if one is, and what.
pub(super) type EntryError = (Option<String>, LexiconErrorKind);

/// The tables of a lexicon while files are read.
#[derive(Default)]
pub(super) struct Builder {
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
    pub(super) rules: Rules,
    contexts: Vec<(String, Vec<String>)>,
    pub(super) office_sectors: HashMap<String, Sector>,
    pub(super) office_ranks: HashMap<String, f32>,
    pub(super) cameo: CameoTable,
    pub(super) classes: Vec<ClassKnown>,
    pub(super) time_words: Option<TimeWords>,
    pub(super) quantity_words: Option<QuantityWords>,
    ambiguous: HashSet<String>,
    pub(super) alterations: Alterations,
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
    pub(super) fn sets(
        &mut self,
        files: &[(&str, &str, KnowledgeFile)],
    ) -> Result<(), LexiconError> {
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

    pub(super) fn file(&mut self, file: KnowledgeFile) -> Result<(), EntryError> {
        for (context, words) in file.context {
            self.contexts.push((context, words));
        }
        for entry in &file.state {
            self.state(entry);
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
        for entry in &file.organisation {
            self.organisation(entry)
                .map_err(|kind| (Some(entry.name.clone()), kind))?;
        }
        for entry in &file.agent {
            self.agent(entry)
                .map_err(|kind| (entry.words.first().cloned(), kind))?;
        }
        for entry in &file.person {
            self.person(entry)
                .map_err(|kind| (Some(entry.name.clone()), kind))?;
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

    fn state(&mut self, entry: &StateEntry) {
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
            self.name_as_capital(entry, NameRef::Capital(number, place));
        }
        for seat in &entry.seats {
            self.name(seat, NameRef::Seat(number));
        }
        for place in &entry.places {
            let id = self.place(place, Some(code));
            self.name_place(place, id);
        }
    }

    fn organisation(&mut self, entry: &OrganisationEntry) -> Result<(), LexiconErrorKind> {
        let country = entry
            .code
            .as_deref()
            .or(entry.country.as_deref())
            .map(|c| self.code(c));
        let number = self.organisations.len() as u32;
        let sector = sector(&Some(entry.sector.clone()))?;
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
        Ok(())
    }

    fn agent(&mut self, entry: &AgentEntry) -> Result<(), LexiconErrorKind> {
        let sector = sector(&entry.sector)?;
        let kind = match entry.kind.as_str() {
            "person" => AgentKind::Person,
            "group" => AgentKind::Group,
            "institution" => AgentKind::Institution,
            "people" => AgentKind::People,
            other => {
                return Err(LexiconErrorKind::BadWord {
                    field: "kind",
                    value: other.to_owned(),
                    known: "person, group, institution, people".to_owned(),
                });
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
        Ok(())
    }

    fn person(&mut self, entry: &PersonEntry) -> Result<(), LexiconErrorKind> {
        let country = entry
            .code
            .as_deref()
            .or(entry.country.as_deref())
            .map(|c| self.code(c));
        let number = self.persons.len() as u32;
        let mut offices = Vec::new();
        for held in &entry.offices {
            offices.push(self.office(held)?);
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
            sector: sector(&entry.sector)?,
            offices,
        });
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

    /// "The Graustarkian capital": of a state with several, any of them.
    fn name_as_capital(&mut self, state: &StateEntry, capital: NameRef) {
        for adjective in &state.adjectives {
            for article in ["the", "The"] {
                self.name(&format!("{article} {adjective} capital"), capital);
            }
        }
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

    pub(super) fn finish(mut self, version: String) -> Result<Lexicon, LexiconError> {
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
            word_reader: None,
            claim_classifier: None,
            act_classifier: None,
            version,
        })
    }
}

/// The sector of a code, if one is given.
pub(super) fn sector(code: &Option<String>) -> Result<Option<Sector>, LexiconErrorKind> {
    match code.as_deref() {
        None | Some("") => Ok(None),
        Some(code) => code.parse().map(Some).map_err(LexiconErrorKind::Code),
    }
}
