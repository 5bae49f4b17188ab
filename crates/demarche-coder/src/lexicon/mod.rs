//! What the coder knows: states, places, organisations, agents, persons and
//! the offices they held, and which words report which event.
//!
//! A lexicon is a value. Two of them in one process just work. It is made from
//! the texts of knowledge files; later files add to earlier ones, and an entry
//! with the same name takes the earlier one's place.

mod alteration;
mod builder;
mod class;
mod day;
mod entry;
mod error;
mod holding;
mod inflection;
mod layer;
mod load;
mod meeting;
mod names;
mod office;
mod rule;
mod source;

pub(crate) use alteration::{Alteration, Alterations, Tells};
pub(crate) use class::ClassKnown;
pub(crate) use day::day_of;
pub use error::{LexiconError, LexiconErrorKind};
pub(crate) use holding::{Held, Holdings};
pub(crate) use meeting::Meeting;
pub(crate) use names::plain;
pub(crate) use names::{Case, Names, first_word};
pub(crate) use office::{Gender, OfficeHeld, Person};
pub(crate) use rule::{
    CLASSIFIER, Inner, Need, Rule, Rules, Slot, SourceIs, TargetIs, Trigger, Voice, Words,
};
pub use source::KnowledgeSource;

use crate::classify::Classifier;
use crate::matcher::ActClassifier;
use crate::when::TimeWords;
use crate::when::quantity::QuantityWords;
use demarche_event::{CameoTable, Sector};
use demarche_lang::{PairReader, WordReader};
use hashbrown::HashMap;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

/// A code that goes into an actor's `country`, by its number in the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct CodeId(pub u16);

/// What a name may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameRef {
    /// The state itself.
    State(u32),
    /// Its adjective.
    Adjective(u32),
    /// Its people.
    People(u32),
    /// Its capital: a place, and a word for its government.
    Capital(u32, u32),
    /// A word for its government.
    Seat(u32),
    /// A place.
    Place(u32),
    /// An organisation.
    Organisation(u32),
    /// A word that stands for an organisation.
    OrganisationSeat(u32),
    /// A person's full name.
    Person(u32),
    /// A person's family name.
    Family(u32),
}

#[derive(Debug, Clone)]
pub(crate) struct State {
    pub code: CodeId,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

#[derive(Debug, Clone)]
pub(crate) struct PlaceKnown {
    pub country: Option<CodeId>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

#[derive(Debug, Clone)]
pub(crate) struct Organisation {
    pub name: String,
    pub country: Option<CodeId>,
    pub sector: Option<Sector>,
    /// The name also names a meeting, as with forums of states.
    pub is_forum: bool,
}

/// What a noun for a kind of actor stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AgentKind {
    Person,
    Group,
    Institution,
    People,
}

#[derive(Debug, Clone)]
pub(crate) struct Agent {
    pub words: Vec<String>,
    pub sector: Option<Sector>,
    pub kind: AgentKind,
    pub office: Option<String>,
}

/// What the coder knows, ready to be used.
pub struct Lexicon {
    pub(crate) codes: Vec<String>,
    pub(crate) states: Vec<State>,
    pub(crate) places: Vec<PlaceKnown>,
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) persons: Vec<Person>,
    pub(crate) agents: Vec<Agent>,
    /// Agents by their last word, longest first.
    pub(crate) agents_by_head: HashMap<String, Vec<u32>>,
    pub(crate) names: Names,
    /// Persons by family name.
    pub(crate) families: HashMap<String, Vec<u32>>,
    pub(crate) rules: Rules,
    pub(crate) contexts: Vec<(String, Vec<String>)>,
    /// First word of a context's phrase, to the rest of it and the context.
    pub(crate) context_words: HashMap<String, Vec<(Vec<String>, usize)>>,
    pub(crate) cameo: CameoTable,
    pub(crate) classes: Vec<ClassKnown>,
    pub(crate) time_words: TimeWords,
    pub(crate) quantity_words: QuantityWords,
    pub(crate) alterations: Alterations,
    pub(crate) meetings: Vec<Meeting>,
    pub(crate) classifier: Option<Classifier>,
    pub(crate) pair_reader: Option<Arc<PairReader>>,
    pub(crate) claim_classifier: Option<Classifier>,
    pub(crate) act_classifier: Option<ActClassifier>,
    pub(crate) word_reader: Option<WordReader>,
    version: String,
}

impl Lexicon {
    /// Gives the lexicon a classifier: it weighs the rules for marked pairs, and
    /// names clear acts in documents whose words no rule knows.
    #[must_use]
    pub fn with_classifier(mut self, classifier: Classifier) -> Lexicon {
        self.add_to_version(&classifier.checksum().to_le_bytes());
        self.rules
            .add_classifier(&self.classes, classifier.classes());
        self.classifier = Some(classifier);
        self
    }

    /// Gives the lexicon a transformer, whose shares are mixed with the classifier's:
    /// always by `relate`, in documents where the classifier finds an act possible.
    /// Without a classifier it isn't asked.
    #[must_use]
    pub fn with_pair_reader(mut self, reader: impl Into<Arc<PairReader>>) -> Lexicon {
        let reader = reader.into();
        self.add_to_version(&reader.checksum().to_le_bytes());
        self.pair_reader = Some(reader);
        self
    }

    /// Gives the lexicon a classifier of sentences, which finds claims in whose words no
    /// turn of judging is known. Without a pair reader it isn't asked.
    #[must_use]
    pub fn with_claim_classifier(mut self, classifier: Classifier) -> Lexicon {
        self.add_to_version(&classifier.checksum().to_le_bytes());
        self.claim_classifier = Some(classifier);
        self
    }

    /// Gives the lexicon classifiers of what the rules leave in documents: which words
    /// tell an act, who its sides are, and whether both are right. They need the classifier of
    /// pairs and a pair reader beside them, and aren't asked without.
    #[must_use]
    pub fn with_act_classifier(mut self, classifier: ActClassifier) -> Lexicon {
        self.add_to_version(&classifier.checksum().to_le_bytes());
        self.act_classifier = Some(classifier);
        self
    }

    /// Gives the lexicon a transformer that says of each word which act it tells; it is heard
    /// beside the classifiers of what the rules leave, and isn't without them.
    #[must_use]
    pub fn with_word_reader(mut self, reader: WordReader) -> Lexicon {
        self.add_to_version(&reader.checksum().to_le_bytes());
        self.word_reader = Some(reader);
        self
    }

    fn add_to_version(&mut self, bytes: &[u8]) {
        let mut digest = Sha256::new();
        digest.update(self.version.as_bytes());
        digest.update(bytes);
        self.version = digest
            .finalize()
            .iter()
            .take(8)
            .map(|b| format!("{b:02x}"))
            .collect();
    }

    /// Where names stand in a text whose case says nothing, and how they are
    /// spelt: whole words, the longest first, in order; none overlap.
    pub(crate) fn spelt(&self, text: &str) -> Vec<(Range<usize>, &str)> {
        let found = self.names_spelt(text).into_iter();
        found
            .map(|(bytes, number)| (bytes, self.names.spelling(number)))
            .collect()
    }

    /// The same, with the number of each name.
    pub(crate) fn names_spelt(&self, text: &str) -> Vec<(Range<usize>, u32)> {
        let mut found = self.names.within(text, Case::Ignored);
        found.sort_by_key(|(number, bytes)| (bytes.start, Reverse(bytes.end), *number));
        let mut end = 0;
        found.retain(|(_, bytes)| {
            let free = bytes.start >= end;
            if free {
                end = bytes.end;
            }
            free
        });
        found
            .into_iter()
            .map(|(number, bytes)| (bytes, number))
            .collect()
    }

    /// A hash of everything the lexicon was made from: 16 hexadecimal digits.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// A known person whose name differs from the words by a letter or two in
    /// the given name: "Rudlof Rassendyll".
    pub(crate) fn nearly_named(&self, given: &str, family: &str) -> Option<u32> {
        if given.chars().count() < 4 {
            return None;
        }
        let mut near = self.families.get(family)?.iter().copied().filter(|n| {
            let known = &self.persons[*n as usize].name;
            known
                .strip_suffix(family)
                .map(str::trim)
                .is_some_and(|known| {
                    known != given
                        && known.chars().next() == given.chars().next()
                        && strsim::damerau_levenshtein(known, given) <= 1
                })
        });
        let first = near.next()?;
        near.next().is_none().then_some(first)
    }

    /// The state, or organisation, that a name belongs to; none if it has several
    /// readings of different states.
    pub(crate) fn country_of_name(&self, refs: &[NameRef]) -> Option<CodeId> {
        let country = |r: &NameRef| match *r {
            NameRef::State(n)
            | NameRef::Adjective(n)
            | NameRef::People(n)
            | NameRef::Seat(n)
            | NameRef::Capital(n, _) => Some(self.states[n as usize].code),
            NameRef::Place(n) => self.places[n as usize].country,
            NameRef::Organisation(n) | NameRef::OrganisationSeat(n) => {
                let organisation = &self.organisations[n as usize];
                organisation
                    .country
                    .filter(|_| !matches!(organisation.sector, Some(Sector::Med | Sector::Igo)))
            }
            NameRef::Person(n) => self.persons[n as usize].country,
            NameRef::Family(_) => None,
        };
        let first = refs.iter().find_map(country)?;
        refs.iter()
            .filter_map(country)
            .all(|c| c == first)
            .then_some(first)
    }

    /// Whether a code is that of a state, not of an organisation.
    pub(crate) fn is_state(&self, code: CodeId) -> bool {
        self.states.iter().any(|s| s.code == code)
    }

    /// The code behind a number.
    pub(crate) fn code(&self, code: CodeId) -> &str {
        &self.codes[usize::from(code.0)]
    }

    /// The words of a set of the knowledge, sorted; none if there is no such set.
    pub fn words_of(&self, set: &str) -> Vec<&str> {
        self.rules
            .sets
            .get(set)
            .map(|words| words.iter_sorted())
            .unwrap_or_default()
    }

    /// The names of sets that begin so, sorted.
    pub fn sets_named<'l>(&'l self, prefix: &'l str) -> impl Iterator<Item = &'l str> {
        let names = self.rules.set_names().into_iter();
        names.filter(move |name| name.starts_with(prefix))
    }

    /// Number of states, organisations, persons, agents and rules, for reports.
    pub fn counts(&self) -> [(&'static str, usize); 5] {
        [
            ("states", self.states.len()),
            ("organisations", self.organisations.len()),
            ("persons", self.persons.len()),
            ("agents", self.agents.len()),
            ("rules", self.rules.rules.len()),
        ]
    }
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon")
            .field("version", &self.version)
            .field("counts", &self.counts())
            .finish()
    }
}
