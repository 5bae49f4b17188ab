use super::entry::RuleEntry;
use super::{ClassKnown, Holdings, LexiconErrorKind};
use demarche_event::{EventType, Status};
use hashbrown::{HashMap, HashSet};
use std::sync::OnceLock;

/// Where an argument of an event is looked for, seen from the trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Who does it: the subject, or "by X" under a passive verb; for a noun,
    /// the subject of the verb that carries it.
    Subject,
    /// What is acted on: the object, or the subject of a passive verb.
    Object,
    /// The indirect object.
    Dative,
    /// The actor inside the object: "X's invasion", "the Graustarkian decision".
    ObjectOwner,
    /// Whom the words are addressed to: the object, or the subject of the
    /// clause under a verb of asking.
    Addressee,
    /// An actor inside the clause under the verb.
    ClauseActor,
    /// Whoever is to act in the clause under the verb: "said that Graustark should".
    ClauseSubject,
    /// With whom that is to be done which the clause under the verb calls for: "said that
    /// talks with Graustark should be held".
    ClausePartner,
    /// Whoever says the clause: "Graustark has no right to it, Ruritania said".
    Speaker,
    /// The noun's owner: possessor, adjective of a state, "of X", "by X".
    Owner,
    /// All that take part: the owner, the subject, "between", "with", "and".
    Parties,
    /// The parties of the noun that is the subject: "talks between X and Y".
    SubjectParties,
    /// The parties of the noun after "of": "establishment of ties between".
    OfParties,
    /// Those of the talks told of before, where the subject only points back to them:
    /// "the trip was called off".
    Told,
    /// Whom the noun after "of" concerns: "lifting of sanctions on X".
    OfInner,
    /// A state named before the noun: "his Graustark visit".
    ModifierPlace,
    /// The last actor of another country in the sentences before, where the
    /// object only points back: "condemned the act", "rejected this".
    Previous,
    /// Whoever was last told to have turned against the source's side, where the words
    /// answer: "denied it", "threatened countermeasures".
    Answered,
    /// Where the source was last told to be on a visit: "his visit eased tensions".
    ToldHost,
    /// The other of the two states that the document is about.
    Opposite,
    /// Where the last visit told of went, whoever made it, else as `Opposite`: of a
    /// journey whose goal the clause leaves out, "is due next month".
    There,
    /// The next actor of another country in the sentence.
    Other,
    /// In a phrase with this preposition.
    Preposition(String),
}

impl Slot {
    /// The places that have names of their own; all others are prepositions.
    pub(crate) const NAMES: &[&str] = &[
        "subject",
        "object",
        "dative",
        "object-owner",
        "addressee",
        "clause-actor",
        "clause-subject",
        "clause-partner",
        "speaker",
        "owner",
        "parties",
        "subject-owner",
        "of-parties",
        "told",
        "of-inner",
        "modifier-place",
        "previous",
        "answered",
        "told-host",
        "opposite",
        "there",
        "other",
    ];

    pub(crate) fn parse(word: &str) -> Slot {
        match word {
            "subject" => Slot::Subject,
            "object" => Slot::Object,
            "dative" => Slot::Dative,
            "object-owner" => Slot::ObjectOwner,
            "addressee" => Slot::Addressee,
            "clause-actor" => Slot::ClauseActor,
            "clause-subject" => Slot::ClauseSubject,
            "clause-partner" => Slot::ClausePartner,
            "speaker" => Slot::Speaker,
            "owner" => Slot::Owner,
            "parties" => Slot::Parties,
            "subject-owner" => Slot::SubjectParties,
            "of-parties" => Slot::OfParties,
            "told" => Slot::Told,
            "of-inner" => Slot::OfInner,
            "modifier-place" => Slot::ModifierPlace,
            "previous" => Slot::Previous,
            "answered" => Slot::Answered,
            "told-host" => Slot::ToldHost,
            "opposite" => Slot::Opposite,
            "there" => Slot::There,
            "other" => Slot::Other,
            preposition => Slot::Preposition(preposition.to_owned()),
        }
    }
}

/// Which arguments an event can't do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Both, or else a state alone that surely acts or is hit.
    Usual,
    Both,
    Source,
    Target,
    Either,
}

/// What a target must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TargetIs {
    Any,
    Place,
    Person,
}

/// What a source must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceIs {
    Any,
    /// Persons and groups of them, not states.
    Human,
    /// The same, of another country than the target.
    OfficialAbroad,
    /// Armed, or a state.
    Force,
    /// Citizens and their associations.
    Crowd,
    /// Anyone who can act on another: all but things.
    Able,
    /// A body of states.
    Body,
    /// Anyone whom the sentence itself names; so is the other side.
    Named,
}

impl SourceIs {
    const ALL: [SourceIs; 8] = [
        SourceIs::Any,
        SourceIs::Human,
        SourceIs::OfficialAbroad,
        SourceIs::Force,
        SourceIs::Crowd,
        SourceIs::Able,
        SourceIs::Body,
        SourceIs::Named,
    ];

    /// The words of the rules for each, in the order of `ALL`.
    pub(crate) const NAMES: &[&str] = &[
        "any",
        "human",
        "official-abroad",
        "force",
        "crowd",
        "able",
        "body",
        "named",
    ];
}

/// What becomes of the words inside a rule's object or clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inner {
    /// They are read as events of their own.
    Keep,
    /// They belong to this event.
    Absorb,
}

/// What stands for a rule where only weights tell an act.
pub(crate) const CLASSIFIER: &str = "classifier";

/// Words of a test, with sets spelt out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    words: HashSet<String>,
    /// The phrases by their first word, once somebody asks for them so.
    by_first: OnceLock<HashMap<String, Vec<String>>>,
}

impl Words {
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(crate) fn has(&self, lemma: &str) -> bool {
        self.words.contains(lemma)
    }

    /// The phrases whose first word this is, in whatever order.
    pub(crate) fn beginning_with(&self, first: &str) -> &[String] {
        let by_first = self.by_first.get_or_init(|| {
            let mut by_first: HashMap<String, Vec<String>> = HashMap::new();
            for phrase in &self.words {
                let first = phrase.split(' ').next().unwrap_or(phrase);
                let list = by_first.entry(first.to_lowercase()).or_default();
                list.push(phrase.clone());
            }
            by_first
        });
        by_first.get(first).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn iter_sorted(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::with_capacity(self.words.len());
        all.extend(self.words.iter().map(String::as_str));
        all.sort_unstable();
        all
    }
}

/// Which words report which event, and where its parties stand.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub id: String,
    pub event_type: EventType,
    pub mode: Option<&'static str>,
    pub cameo: Option<String>,
    pub object: Words,
    pub object_not: Words,
    pub subject: Words,
    pub with: Vec<(String, Words)>,
    pub clause: Words,
    pub clause_not: Words,
    pub clause_modal: Words,
    pub complement: Words,
    pub modifier: Words,
    pub modifier_not: Words,
    pub source: Vec<Slot>,
    pub target: Vec<Slot>,
    pub need: Need,
    pub target_is: TargetIs,
    pub source_is: SourceIs,
    pub reciprocal: bool,
    pub status: Option<Status>,
    pub inner: Inner,
    pub voice: Option<Voice>,
    /// Not doing it is the act.
    pub negated: bool,
    pub confidence: f64,
}

impl Rule {
    /// How much the rule asks for: those that ask for more are tried first.
    pub(crate) fn specificity(&self) -> usize {
        2 * usize::from(!self.object.is_empty())
            + 2 * usize::from(!self.subject.is_empty())
            + 2 * usize::from(!self.clause.is_empty())
            + usize::from(!self.clause_modal.is_empty())
            + 2 * usize::from(!self.complement.is_empty())
            + 2 * self.with.len()
            + 2 * usize::from(!self.modifier.is_empty())
            + usize::from(self.voice.is_some())
            + 2 * usize::from(self.negated)
    }
}

/// The voice that a rule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    Active,
    Passive,
}

/// A rule under a trigger word.
#[derive(Debug, Clone)]
pub(crate) struct Trigger {
    pub rule: usize,
    /// "off" in "call off".
    pub particle: Option<String>,
}

/// All rules, by the lemma that sets them off. The most specific come first.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    pub rules: Vec<Rule>,
    pub verbs: HashMap<String, Vec<Trigger>>,
    pub nouns: HashMap<String, Vec<Trigger>>,
    pub adjectives: HashMap<String, Vec<Trigger>>,
    pub sets: HashMap<String, Words>,
    /// Which of the sets hold which words.
    pub holdings: Holdings,
    /// For each event type, the rule that stands for the classifier.
    pub by_classifier: Vec<Option<usize>>,
}

impl Rules {
    /// Adds word sets; a set of the same name grows.
    pub(super) fn add_set(&mut self, name: &str, words: &[String]) -> Result<(), LexiconErrorKind> {
        let spelt = self.spell(words)?;
        self.sets
            .entry(name.to_owned())
            .or_default()
            .words
            .extend(spelt);
        Ok(())
    }

    /// The words, with those of a set in place of `@name`.
    pub(super) fn spell(&self, words: &[String]) -> Result<Vec<String>, LexiconErrorKind> {
        let mut spelt = Vec::new();
        for word in words {
            match word.strip_prefix('@') {
                Some(set) => match self.sets.get(set) {
                    Some(known) => spelt.extend(known.iter_sorted().into_iter().map(str::to_owned)),
                    None => {
                        return Err(LexiconErrorKind::UnknownSet {
                            set: set.to_owned(),
                            nearest: nearest(set, self.set_names().into_iter()),
                        });
                    }
                },
                None => spelt.push(word.clone()),
            }
        }
        Ok(spelt)
    }

    fn words(&self, words: &[String]) -> Result<Words, LexiconErrorKind> {
        Ok(Words {
            words: self.spell(words)?.into_iter().collect(),
            by_first: OnceLock::new(),
        })
    }

    /// The places that a rule looks at. A word that is none of ours must be a
    /// preposition of the set `slot-prepositions`, where there is one.
    fn slots(&self, words: &[String]) -> Result<Vec<Slot>, LexiconErrorKind> {
        let prepositions = self.sets.get("slot-prepositions");
        words
            .iter()
            .map(|word| match (Slot::parse(word), prepositions) {
                (Slot::Preposition(word), Some(known)) if !known.has(&word) => {
                    Err(LexiconErrorKind::BadWord {
                        field: "place of an actor",
                        known: format!(
                            "subject, object, owner, parties, ... or {}",
                            known.iter_sorted().join(", ")
                        ),
                        value: word,
                    })
                }
                (slot, _) => Ok(slot),
            })
            .collect()
    }

    /// Adds a rule; one with the same id takes the earlier one's place.
    pub(super) fn add(&mut self, entry: &RuleEntry) -> Result<(), LexiconErrorKind> {
        let event_type: EventType = entry.event_type.parse().map_err(LexiconErrorKind::Code)?;
        let mode = match &entry.mode {
            Some(mode) => Some(
                event_type
                    .check_mode(mode)
                    .map_err(LexiconErrorKind::Code)?,
            ),
            None => None,
        };
        let word = |field: &'static str, value: &Option<String>, known: &[&'static str]| match value
        {
            None => Ok(None),
            Some(value) => match known.iter().position(|k| k == value) {
                Some(position) => Ok(Some(position)),
                None => Err(LexiconErrorKind::BadWord {
                    field,
                    value: value.clone(),
                    known: known.join(", "),
                }),
            },
        };
        let needs = [Need::Both, Need::Source, Need::Target, Need::Either];
        let need = word("need", &entry.need, &["both", "source", "target", "either"])?;
        let need = need.map_or(Need::Usual, |number| needs[number]);
        let target_is = [TargetIs::Any, TargetIs::Place, TargetIs::Person]
            [word("target_is", &entry.target_is, &["any", "place", "person"])?.unwrap_or(0)];
        let source_is = word("source_is", &entry.source_is, SourceIs::NAMES)?;
        let source_is = SourceIs::ALL[source_is.unwrap_or(0)];
        let inner = [Inner::Keep, Inner::Absorb]
            [word("inner", &entry.inner, &["keep", "absorb"])?.unwrap_or(0)];
        let voice = word("voice", &entry.voice, &["active", "passive"])?
            .map(|v| [Voice::Active, Voice::Passive][v]);
        let status = match &entry.status {
            Some(status) => Some(status.parse().map_err(LexiconErrorKind::Code)?),
            None => None,
        };
        if entry.verb.is_empty() && entry.noun.is_empty() && entry.adjective.is_empty() {
            return Err(LexiconErrorKind::NoTrigger(entry.id.clone()));
        }
        let mut with = Vec::new();
        for (preposition, words) in &entry.with {
            with.push((preposition.clone(), self.words(words)?));
        }
        let rule = Rule {
            id: entry.id.clone(),
            event_type,
            mode,
            cameo: entry.cameo.clone(),
            object: self.words(&entry.object)?,
            object_not: self.words(&entry.object_not)?,
            subject: self.words(&entry.subject)?,
            with,
            clause: self.words(&entry.clause)?,
            clause_not: self.words(&entry.clause_not)?,
            clause_modal: self.words(&entry.clause_modal)?,
            complement: self.words(&entry.complement)?,
            modifier: self.words(&entry.modifier)?,
            modifier_not: self.words(&entry.modifier_not)?,
            source: self.slots(&entry.source)?,
            target: self.slots(&entry.target)?,
            need,
            target_is,
            source_is,
            reciprocal: entry.reciprocal,
            status,
            inner,
            voice,
            negated: entry.negated,
            confidence: entry.confidence.unwrap_or(0.8),
        };
        let number = self.rules.len();
        let verbs = self.spell(&entry.verb)?;
        let nouns = self.spell(&entry.noun)?;
        let adjectives = self.spell(&entry.adjective)?;
        self.rules.push(rule);
        for (words, index) in [
            (verbs, &mut self.verbs),
            (nouns, &mut self.nouns),
            (adjectives, &mut self.adjectives),
        ] {
            for word in words {
                let (lemma, particle) = match word.split_once(' ') {
                    Some((lemma, particle)) => (lemma.to_owned(), Some(particle.to_owned())),
                    None => (word, None),
                };
                index.entry(lemma).or_default().push(Trigger {
                    rule: number,
                    particle,
                });
            }
        }
        Ok(())
    }

    /// Adds the rules that stand for the classes of a classifier, in their order:
    /// no word sets them off. A class that the table of classes doesn't have
    /// names nothing.
    pub(super) fn add_classifier(&mut self, known: &[ClassKnown], classes: &[String]) {
        self.by_classifier.clear();
        for name in classes {
            let Some(class) = known.iter().find(|c| c.name == *name) else {
                self.by_classifier.push(None);
                continue;
            };
            self.by_classifier.push(Some(self.rules.len()));
            self.rules.push(Rule {
                id: CLASSIFIER.to_owned(),
                event_type: class.event_type,
                mode: class.mode,
                cameo: Some(class.name.clone()),
                object: Words::default(),
                object_not: Words::default(),
                subject: Words::default(),
                with: Vec::new(),
                clause: Words::default(),
                clause_not: Words::default(),
                clause_modal: Words::default(),
                complement: Words::default(),
                modifier: Words::default(),
                modifier_not: Words::default(),
                source: vec![Slot::Subject],
                target: vec![Slot::Object, Slot::ObjectOwner],
                need: Need::Usual,
                target_is: TargetIs::Any,
                source_is: SourceIs::Any,
                reciprocal: false,
                status: class.status,
                inner: Inner::Keep,
                voice: None,
                negated: false,
                confidence: 0.5,
            });
        }
    }

    /// Puts the most specific rule of each trigger first and lets the last rule
    /// of an id stand for all.
    pub(super) fn finish(&mut self) {
        self.holdings = Holdings::of(&self.sets);
        let mut last: HashMap<String, usize> = HashMap::new();
        for (number, rule) in self.rules.iter().enumerate() {
            last.insert(rule.id.clone(), number);
        }
        let rules = &self.rules;
        let specific = |trigger: &Trigger| {
            rules[trigger.rule].specificity() + 3 * usize::from(trigger.particle.is_some())
        };
        for index in [&mut self.verbs, &mut self.nouns, &mut self.adjectives] {
            #[allow(clippy::iter_over_hash_type)] // each list is put in order on its own
            for triggers in index.values_mut() {
                triggers.retain(|t| last[&rules[t.rule].id] == t.rule);
                triggers.sort_by_key(|t| std::cmp::Reverse(specific(t)));
            }
        }
    }

    /// The names of all sets, sorted.
    pub(crate) fn set_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.sets.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// Whether a set holds a lemma; `false` for a set that no file defines.
    pub(crate) fn in_set(&self, set: &str, lemma: &str) -> bool {
        self.sets.get(set).is_some_and(|words| words.has(lemma))
    }
}

/// The known word closest to `word`, by shared letters at both ends.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let likeness = |other: &str| {
        let front = word
            .chars()
            .zip(other.chars())
            .take_while(|(a, b)| a == b)
            .count();
        let back = word
            .chars()
            .rev()
            .zip(other.chars().rev())
            .take_while(|(a, b)| a == b)
            .count();
        front + back
    };
    known
        .max_by_key(|other| likeness(other))
        .unwrap_or("none")
        .to_owned()
}
