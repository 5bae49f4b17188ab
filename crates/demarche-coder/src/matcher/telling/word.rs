//! What is looked at of a word to tell whether it tells an act.

use super::ActClassifier;
use super::heard::tells;
use crate::classify::{Bag, Feature, plain_word};
use crate::matcher::{Draft, Matcher};
use demarche_event::EventType;
use demarche_lang::{Dep, Pos};
use std::ops::Range;

/// The share of all acts that a word must have by itself for what is around it to be looked
/// at.
const MIN_SHARE_TO_LOOK: f64 = 0.1;

/// How much what a word means by itself counts beside the word.
const MEANING: f32 = 4.0;
/// The same for the words that depend on it.
const MEANING_BELOW: f32 = 2.0;

/// A word that may tell an act.
pub(in crate::matcher) struct Telling {
    pub(super) word: usize,
    /// The share of each type, as the transformer reads the word if it is heard.
    pub(super) types: Vec<f64>,
    /// The share of all acts as the linear classifier sees it.
    pub(in crate::matcher) share: f64,
    /// The same as the transformer reads it.
    pub(super) read: Option<f64>,
}

impl Telling {
    /// The same with the types that the transformer says.
    pub(super) fn read_as(self, types: Vec<f64>) -> Telling {
        Telling {
            read: Some(types.iter().sum()),
            types,
            ..self
        }
    }
}

impl Matcher<'_, '_> {
    /// The words that may tell an act and report none yet.
    pub(super) fn words_left(&self, sentence: &Range<usize>, known: &[Draft]) -> Vec<usize> {
        let tree = self.tree;
        let taken = |t: usize| {
            known.iter().any(|d| {
                d.trigger == t
                    || d.carrier == Some(t)
                    || tree.dep(d.trigger) == Dep::Dobj && tree.head(d.trigger) == Some(t)
            })
        };
        sentence
            .clone()
            .filter(|t| tells(tree, *t) && !self.is_inside_name(*t) && !taken(*t))
            .collect()
    }

    /// What a word tells, as far as it and what is around it say.
    pub(in crate::matcher) fn telling(
        &self,
        classifier: &ActClassifier,
        word: usize,
        sentence: &Range<usize>,
        countries: usize,
        known: &[Draft],
    ) -> Telling {
        let mut features = self.first_features_of_word(word, countries);
        let mut shares = classifier.words.shares(&features);
        if 1.0 - shares[EventType::ALL.len()] >= MIN_SHARE_TO_LOOK {
            features.extend(self.further_features_of_word(word, sentence, known));
            shares = classifier.words.shares(&features);
        }
        // Nothing is always the last class; before it stand the types in their order.
        let (types, nothing) = shares.split_at(EventType::ALL.len());
        let share = 1.0 - nothing[0];
        Telling {
            word,
            types: types.to_vec(),
            share,
            read: None,
        }
    }

    /// The share of all acts that a word has by itself, in a sentence that names so many
    /// countries.
    pub(super) fn share_by_itself(
        &self,
        classifier: &ActClassifier,
        word: usize,
        countries: usize,
    ) -> f64 {
        let features = self.first_features_of_word(word, countries);
        1.0 - classifier.words.shares(&features)[EventType::ALL.len()]
    }

    /// All features of a word that may tell an act, `known` being told already.
    pub(super) fn features_of_word(
        &self,
        word: usize,
        sentence: &Range<usize>,
        countries: usize,
        known: &[Draft],
    ) -> Vec<Feature> {
        let mut features = self.first_features_of_word(word, countries);
        features.extend(self.further_features_of_word(word, sentence, known));
        features
    }

    /// What is looked at first of a word that may tell an act: the word itself. Most words
    /// tell none, and need no second look.
    fn first_features_of_word(&self, word: usize, countries: usize) -> Vec<Feature> {
        let tree = self.tree;
        let mut bag = Bag::default();
        let own = plain_word(tree, word);
        let form = tree.tag(word).as_str();
        let dep = tree.dep(word).as_str();
        bag.add(&["own", &own], 1.0);
        bag.add(&["form", form], 0.5);
        bag.add(&["dep", dep, form], 0.5);
        bag.add(&["own-dep", &own, dep], 0.7);
        self.add_rules(&mut bag, word);
        bag.add(&["countries", &countries.min(4).to_string()], 0.7);
        bag.into_features()
    }

    /// The further features of a word that may tell an act, `known` being told already.
    fn further_features_of_word(
        &self,
        word: usize,
        sentence: &Range<usize>,
        known: &[Draft],
    ) -> Vec<Feature> {
        let tree = self.tree;
        let mut bag = Bag::default();
        let own = plain_word(tree, word);
        let form = tree.tag(word).as_str();
        let dep = tree.dep(word).as_str();
        if let Some(above) = tree.head(word) {
            let lemma = plain_word(tree, above);
            bag.add(&["above", dep, &lemma], 0.7);
            bag.add(&["own-above", &own, &lemma], 0.7);
            bag.add(&["above-form", dep, tree.tag(above).as_str()], 0.5);
            if tree.dep(above) == Dep::Prep
                && let Some(over) = tree.head(above)
            {
                bag.add(&["over", &lemma, &plain_word(tree, over)], 0.7);
                bag.add(&["over-form", &lemma, tree.tag(over).as_str()], 0.5);
            }
        }
        let mut below: Vec<usize> = Vec::new();
        for child in tree.children(word).filter(|c| sentence.contains(c)) {
            let dep = tree.dep(child).as_str();
            if matches!(tree.pos(child), Pos::Punct | Pos::Space) {
                continue;
            }
            let lemma = self.who_or_what(child);
            bag.add(&["below", dep, &lemma], 0.6);
            bag.add(&["own-below", &own, dep, &lemma], 0.6);
            bag.add(&["below-dep", dep], 0.4);
            below.push(child);
            if tree.dep(child) == Dep::Prep
                && let Some(object) = tree.child(child, Dep::Pobj)
            {
                let inner = self.who_or_what(object);
                bag.add(&["below-prep", &lemma, &inner], 0.6);
                bag.add(&["own-prep", &own, &lemma, &inner], 0.6);
                below.push(object);
            }
        }
        for (name, at) in [("before", word.checked_sub(1)), ("after", Some(word + 1))] {
            if let Some(at) = at.filter(|at| sentence.contains(at)) {
                bag.add(&[name, &self.who_or_what(at)], 0.4);
            }
        }
        if let Some((kind, triggers)) = self.triggers(word) {
            let fits = triggers
                .iter()
                .filter(|trigger| self.words_fit(trigger, word, kind).is_some());
            for trigger in fits {
                let of = self.lexicon.rules.rules[trigger.rule].event_type.as_str();
                bag.add(&["rule-fits", of], 1.0);
            }
        }
        self.add_known(&mut bag, word, known);
        let frame = match tree.pos(word) {
            Pos::Noun => self.frames.of_noun(word),
            _ => self.frames.of_verb(word),
        };
        bag.add(&["status", frame.status.as_str(), form], 0.7);
        bag.add(&["absorbed", &frame.absorbed.to_string()], 0.4);
        let mut features = bag.into_features();
        if let Some(reader) = &self.lexicon.pair_reader {
            let meaning = reader.meaning(std::iter::once(tree.lemma(word)));
            let size = meaning.len();
            features.extend(
                meaning
                    .into_iter()
                    .enumerate()
                    .map(|(n, x)| (n as u32, MEANING * x)),
            );
            below.retain(|t| matches!(tree.pos(*t), Pos::Noun | Pos::Verb | Pos::Adj));
            if !below.is_empty() {
                let meaning = reader.meaning(below.iter().map(|t| tree.lemma(*t)));
                features.extend(
                    meaning
                        .into_iter()
                        .enumerate()
                        .map(|(n, x)| ((size + n) as u32, MEANING_BELOW * x)),
                );
            }
        }
        features
    }

    /// A word by its lemma, a name of somebody by what it names.
    pub(super) fn who_or_what(&self, t: usize) -> String {
        let named = self.actors.mentions.within(t..t + 1).next();
        match named {
            Some(mention) if mention.tokens.contains(&t) => {
                match self.lexicon.country_of_name(mention.refs) {
                    Some(_) => "<state>".to_owned(),
                    None => "<body>".to_owned(),
                }
            }
            _ => plain_word(self.tree, t),
        }
    }

    /// Of which types rules know the word.
    fn add_rules(&self, bag: &mut Bag, word: usize) {
        let Some((_, triggers)) = self.triggers(word) else {
            bag.add(&["rules", "none"], 0.5);
            return;
        };
        for trigger in triggers {
            let of = self.lexicon.rules.rules[trigger.rule].event_type.as_str();
            bag.add(&["rule", of], 0.7);
        }
    }

    /// What the sentence is known to tell, and how the word stands to it.
    fn add_known(&self, bag: &mut Bag, word: usize, known: &[Draft]) {
        let tree = self.tree;
        if known.is_empty() {
            bag.add(&["known", "none"], 0.7);
        }
        for draft in known {
            let of = self.lexicon.rules.rules[draft.rule].event_type.as_str();
            bag.add(&["known", of], 0.5);
            if tree.is_under(word, draft.trigger) {
                bag.add(&["under", of], 0.7);
                bag.add(&["under-known"], 0.7);
            }
            if tree.is_under(draft.trigger, word) {
                bag.add(&["over", of], 0.7);
                bag.add(&["over-known"], 0.7);
            }
        }
    }
}
