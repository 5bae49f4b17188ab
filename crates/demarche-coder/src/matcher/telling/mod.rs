//! Acts that the rules leave, by weights: which words tell one, and who its sides are.
//!
//! Linear classifiers that were trained on passages of our own, every act of which is marked.
//! The first names the type of what a word tells, if it tells an act; the second says for
//! each actor of the sentence, and those spoken of before, whether it acts, is acted upon,
//! takes part, or is only mentioned beside that word; a third whether what comes of both is
//! likely. A transformer says of each word what it tells where it stands; both are heard
//! together.

mod heard; // what the transformer says of the words
mod marked; // what the classifiers learn from
mod mode; // which of its type's modes an act has
mod side; // who may be a side of an act, and what is looked at to tell
mod status; // whether what is told happened or goes on
mod weigh; // whether an act with its sides is right
mod word; // which words may tell an act, and what is looked at to tell

pub(crate) use heard::Heard;
pub use marked::{Mark, MarkedSide, SidedMark};
pub(crate) use marked::{SIDES, Teacher};
pub(crate) use mode::classes as modes;

use super::fitness::{can_act, is_envoy, same_country};
use super::{Draft, Matcher, TriggerKind};
use crate::actor::ActorPhrase;
use crate::classify::{Classifier, Feature};
use crate::discourse::Discourse;
use crate::lexicon::Slot;
use demarche_event::{EventType, Quad, Status};
use demarche_lang::Pos;
use heard::may_tell;
use std::ops::Range;
use weigh::{Weighed, is_of_pair};
use word::Telling;

/// The classes of the sides of an act.
pub(crate) const SOURCE: &str = "source";
pub(crate) const TARGET: &str = "target";
pub(crate) const PARTY: &str = "party";

/// The share of all acts that a word must have as the transformer reads it.
const MIN_SHARE_READ: f64 = 0.35;

/// The same as the linear classifier sees it, where there is no transformer.
const MIN_SHARE_OF_WORD: f64 = 0.28;

/// The share of what is right that an act must have to be written down.
const MIN_SHARE: f64 = 0.65;

/// The share of what is right that an act must have of which only one side is told.
const MIN_SHARE_OF_ONE: f64 = 0.7;

/// The same share where there is no transformer.
const MIN_SHARE_UNREAD: f64 = 0.5;

/// The classifiers of what the rules leave.
#[derive(Debug, Clone)]
pub struct ActClassifier {
    /// Which type of act a word tells.
    pub words: Classifier,
    /// Which side of it an actor is.
    pub sides: Classifier,
    /// Whether what comes of both is likely.
    pub likely: Classifier,
    /// Which status an act has.
    pub status: Classifier,
    /// Which mode of its type.
    pub mode: Classifier,
}

impl ActClassifier {
    /// The share of what is right, for an act as the linear classifiers see it.
    fn likely(&self, features: &[Feature]) -> f64 {
        1.0 - self.likely.shares(features).last().copied().unwrap_or(1.0)
    }
}

impl Matcher<'_, '_> {
    /// The acts of a sentence that `known` leaves.
    pub(crate) fn left(
        &self,
        sentence: Range<usize>,
        known: &[Draft],
        discourse: &Discourse,
    ) -> Vec<Draft> {
        let Some(classifier) = &self.lexicon.act_classifier else {
            return Vec::new();
        };
        let (heard, of_word, least) = match &self.lexicon.word_reader {
            Some(_) => (Some(self.heard), MIN_SHARE_READ, MIN_SHARE),
            None => (None, MIN_SHARE_OF_WORD, MIN_SHARE_UNREAD),
        };
        let weighed = self.weighed(classifier, heard, &sentence, known, of_word, discourse);
        let (mut found, one_sided): (Vec<Weighed>, Vec<Weighed>) =
            weighed.into_iter().partition(|one| one.share >= least);
        found.sort_by(|a, b| b.share.total_cmp(&a.share));
        let mut drafts: Vec<Draft> = Vec::new();
        for weighed in found {
            if !self.is_read(&weighed, &drafts) {
                let sides = [Some(weighed.source), Some(weighed.target)];
                let told = (weighed.word, weighed.event_type, weighed.rule);
                drafts.extend(self.draft_of(told, sides, weighed.mutual, weighed.share, discourse));
            }
        }
        for weighed in one_sided {
            let Some(share) = weighed.share_of_one else {
                continue;
            };
            let (one, of) = (weighed.surest.actor, weighed.event_type);
            if share < MIN_SHARE_OF_ONE || self.is_known_of(&one, of, known.iter().chain(&drafts)) {
                continue;
            }
            let sides = match weighed.surest.acts {
                true => [Some(one), None],
                false => [None, Some(one)],
            };
            let told = (weighed.word, of, weighed.rule);
            drafts.extend(self.draft_of(told, sides, false, share, discourse));
        }
        drafts
    }

    /// What may be told beside `known`, with its share of what is right: by words with
    /// `least` of all acts, as the transformer has them if it is heard.
    fn weighed(
        &self,
        classifier: &ActClassifier,
        heard: Option<&Heard>,
        sentence: &Range<usize>,
        known: &[Draft],
        least: f64,
        discourse: &Discourse,
    ) -> Vec<Weighed> {
        if self.lexicon.classifier.is_none() || !may_tell(self.tree, sentence) {
            return Vec::new();
        }
        let countries = crate::figure::countries(self, sentence.clone(), &[]).len();
        let mut words = self.words_left(sentence, known);
        if let Some(heard) = heard {
            words.retain(|t| heard.types(*t).is_some());
        }
        let mut telling: Vec<Telling> = words
            .into_iter()
            .map(|t| {
                let told = self.telling(classifier, t, sentence, countries, known);
                match heard.and_then(|heard| heard.types(t)) {
                    Some(types) => told.read_as(types),
                    None => told,
                }
            })
            .collect();
        telling.retain(|told| told.read.unwrap_or(told.share) >= least);
        if telling.is_empty() {
            return Vec::new();
        }
        let parties = self.parties_of(sentence.clone(), discourse);
        let mut found: Vec<Weighed> = Vec::new();
        for told in telling {
            let Some(sided) = self.sided(classifier, told, &parties, sentence) else {
                continue;
            };
            let Some(mut weighed) = self.weigh(&sided, known, sentence) else {
                continue;
            };
            weighed.judge(classifier.likely(&weighed.features));
            found.push(weighed);
        }
        found.retain(|weighed| !self.is_read(weighed, known));
        found
    }

    /// Whether an act of the same type between the same two is read already.
    fn is_read(&self, weighed: &Weighed, known: &[Draft]) -> bool {
        let rules = &self.lexicon.rules.rules;
        known.iter().any(|d| {
            rules[d.rule].event_type == weighed.event_type
                && is_of_pair(d, &weighed.source, &weighed.target)
        })
    }

    /// Whether an act of a type that somebody has a part in is known.
    fn is_known_of<'k>(
        &self,
        one: &ActorPhrase,
        event_type: EventType,
        mut known: impl Iterator<Item = &'k Draft>,
    ) -> bool {
        let rules = &self.lexicon.rules.rules;
        known.any(|d| {
            rules[d.rule].event_type == event_type
                && (same_country(one, &d.source) || same_country(one, &d.target))
        })
    }

    /// Whether a noun with a capital goes on with a name: "the Leaders' Meeting", which is
    /// spoken of, not told.
    fn ends_a_title(&self, noun: usize) -> bool {
        let capital = |t: usize| self.tree.text(t).starts_with(char::is_uppercase);
        let word = |t: &usize| self.tree.text(*t).starts_with(char::is_alphanumeric);
        let before = (noun.saturating_sub(2)..noun).rev().find(word);
        capital(noun) && before.is_some_and(capital)
    }

    /// What is written down of an act: its word, type and rule, its source and target as far as
    /// they are known, and its share.
    fn draft_of(
        &self,
        (word, event_type, rule): (usize, EventType, usize),
        [source, target]: [Option<ActorPhrase>; 2],
        mutual: bool,
        share: f64,
        discourse: &Discourse,
    ) -> Option<Draft> {
        let first = source.as_ref().or(target.as_ref())?;
        if event_type == EventType::Consult && !is_envoy(first) {
            return None;
        }
        let kind = match self.tree.pos(word) {
            Pos::Noun => TriggerKind::Noun,
            _ => TriggerKind::Verb,
        };
        let is_name = match kind {
            TriggerKind::Verb => self.only_names(word, event_type),
            _ => self.ends_a_title(word),
        };
        if is_name {
            return None;
        }
        let frame = self.frame_by_weights(rule, word, kind);
        let is_told = matches!(frame.status, Status::Happened | Status::Ongoing);
        if event_type.quad() == Quad::VerbalConflict && !is_told {
            return None;
        }
        // Those named beside it are of its side, unless they are of the other.
        let all = |actor: &Option<ActorPhrase>, other: &Option<ActorPhrase>| {
            let Some(actor) = actor else {
                return Vec::new();
            };
            if actor.head == word {
                return vec![actor.clone()];
            }
            let mut all = self.actors.actors(actor.head, discourse);
            all.retain(|a| {
                can_act(a) && other.as_ref().is_none_or(|other| self.are_apart(a, other))
            });
            if all.iter().any(|a| a.head == actor.head) {
                all
            } else {
                vec![actor.clone()]
            }
        };
        let mut sources = all(&source, &target);
        let mut targets = all(&target, &source);
        self.actors.set_in_scene(&mut sources, &mut targets);
        Some(Draft {
            rule,
            trigger: word,
            carrier: None,
            source_slot: Some(Slot::Other),
            target_slot: (!targets.is_empty()).then_some(Slot::Other),
            source: sources,
            target: targets,
            frame,
            reciprocal: mutual,
            mode: None,
            rule_mode: self.lexicon.rules.rules[rule].mode,
            occasion: None,
            confidence: match (source.is_some(), target.is_some()) {
                (true, true) => calibrated(share),
                _ => calibrated(share) - LESS_FOR_ONE,
            },
        })
    }
}

/// How much less often acts are right that are told of one side.
const LESS_FOR_ONE: f64 = 0.13;

/// The share of acts of such a share that are right, by a line through those of the
/// development half of `gold/`.
fn calibrated(share: f64) -> f64 {
    0.35 + 0.35 * share
}
