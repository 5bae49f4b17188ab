//! Acts that the rules leave, by weights: which words tell one, and who its sides are.
//!
//! Linear classifiers that were trained on passages of our own, every act of which is marked.
//! The first names the type of what a word tells, if it tells an act; the second says for
//! each actor of the sentence, and those spoken of before, whether it acts, is acted upon,
//! takes part, or is only mentioned beside that word. Two more say whether what comes of both
//! is right, the last of them when the transformer is heard as well.

mod marked; // what the classifiers learn from
mod side; // who may be a side of an act, and what is looked at to tell
mod weigh; // whether an act with its sides is right
mod word; // which words may tell an act, and what is looked at to tell

pub use marked::{Mark, MarkedSide};
pub(crate) use marked::{SIDES, Teacher};

use super::fitness::{can_act, is_envoy};
use super::{Draft, Matcher, TriggerKind};
use crate::actor::ActorPhrase;
use crate::classify::{Classifier, Feature};
use crate::discourse::Discourse;
use crate::lexicon::Slot;
use demarche_event::{EventType, Quad, Status};
use demarche_lang::{Pos, Question};
use side::Sided;
use std::ops::Range;
use weigh::{Weighed, is_of_pair};
use word::Telling;

/// The classes of the sides of an act.
pub(crate) const SOURCE: &str = "source";
pub(crate) const TARGET: &str = "target";
pub(crate) const PARTY: &str = "party";

/// The share of all acts that a word must have to be looked into.
const MIN_SHARE_OF_WORD: f64 = 0.28;

/// The share of what is right that an act must have to be written down.
const MIN_SHARE: f64 = 0.5;

/// The shares of what may be right at which the transformer, which takes longer, is asked.
const IN_DOUBT: Range<f64> = 0.38..0.5;

/// The acts of a sentence that it is asked about at the most.
const MAX_ASKED: usize = 1;

/// The classifiers of what the rules leave.
#[derive(Debug, Clone)]
pub struct ActClassifier {
    /// Which type of act a word tells.
    pub words: Classifier,
    /// Which side of it an actor is.
    pub sides: Classifier,
    /// Whether what comes of both may be right.
    pub likely: Classifier,
    /// Whether it is, when the transformer is heard too.
    pub right: Classifier,
}

impl ActClassifier {
    /// The share of what is right, for an act as the linear classifiers see it.
    fn likely(&self, features: &[Feature]) -> f64 {
        1.0 - self.likely.shares(features).last().copied().unwrap_or(1.0)
    }

    /// The same for an act as the transformer sees it too.
    fn right(&self, features: &[Feature]) -> f64 {
        1.0 - self.right.shares(features).last().copied().unwrap_or(1.0)
    }
}

/// About which acts the transformer is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hear {
    Nobody,
    Everybody,
    WhereInDoubt,
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
        let weighed = self.weighed(
            classifier,
            &sentence,
            known,
            MIN_SHARE_OF_WORD,
            Hear::WhereInDoubt,
            discourse,
        );
        let mut found: Vec<Weighed> = weighed
            .into_iter()
            .filter(|weighed| weighed.share >= MIN_SHARE)
            .collect();
        found.sort_by(|a, b| b.share.total_cmp(&a.share));
        let mut drafts: Vec<Draft> = Vec::new();
        for weighed in found {
            if !self.is_read(&weighed, &drafts)
                && let Some(draft) = self.draft_of(weighed, discourse)
            {
                drafts.push(draft);
            }
        }
        drafts
    }

    /// What may be told beside `known`, as all who are heard see it.
    fn weighed(
        &self,
        classifier: &ActClassifier,
        sentence: &Range<usize>,
        known: &[Draft],
        least: f64,
        hear: Hear,
        discourse: &Discourse,
    ) -> Vec<Weighed> {
        let lexicon = self.lexicon;
        if lexicon.classifier.is_none() || lexicon.pair_reader.is_none() || !self.may_tell(sentence)
        {
            return Vec::new();
        }
        let countries = crate::figure::countries(self, sentence.clone(), &[]).len();
        let telling: Vec<Telling> = self
            .words_left(sentence, known)
            .into_iter()
            .map(|t| self.telling(classifier, t, sentence, countries, known))
            .filter(|telling| telling.share >= least)
            .collect();
        if telling.is_empty() {
            return Vec::new();
        }
        let parties = self.parties_of(sentence.clone(), discourse);
        let sided: Vec<Sided> = telling
            .into_iter()
            .filter_map(|telling| self.sided(classifier, telling, &parties, sentence))
            .collect();
        let mut heard: Vec<Weighed> = Vec::new();
        let mut asked: Vec<(f64, Sided)> = Vec::new();
        for sided in sided {
            let Some(mut weighed) = self.weigh(&sided, None, known, sentence) else {
                continue;
            };
            weighed.share = classifier.likely(&weighed.features);
            match hear {
                Hear::Everybody => asked.push((weighed.share, sided)),
                Hear::WhereInDoubt if IN_DOUBT.contains(&weighed.share) => {
                    asked.push((weighed.share, sided));
                }
                _ => heard.push(weighed),
            }
        }
        if hear == Hear::WhereInDoubt {
            asked.sort_by(|a, b| b.0.total_cmp(&a.0));
            asked.truncate(MAX_ASKED);
        }
        let asked: Vec<Sided> = asked.into_iter().map(|(_, sided)| sided).collect();
        let read = self.read_between(&asked);
        for (sided, read) in asked.iter().zip(read) {
            if let Some(mut weighed) = self.weigh(sided, Some(&read), known, sentence) {
                weighed.share = classifier.right(&weighed.features);
                heard.push(weighed);
            }
        }
        heard.retain(|weighed| !self.is_read(weighed, known));
        heard
    }

    /// What the quick layers of the transformer read between the sides of each act.
    fn read_between(&self, sided: &[Sided]) -> Vec<Vec<f64>> {
        let (Some(classifier), Some(reader)) =
            (&self.lexicon.classifier, &self.lexicon.pair_reader)
        else {
            return vec![Vec::new(); sided.len()];
        };
        // Who was named before has no words here.
        let question = |s: &Sided| {
            let here = |actor: &ActorPhrase| actor.head != s.telling.word;
            let (source, target) = (Some(&s.source), Some(&s.target));
            self.question(
                s.telling.word,
                source.filter(|a| here(a)),
                target.filter(|a| here(a)),
            )
        };
        let questions: Vec<Question<'_>> = sided.iter().map(question).collect();
        let answers = reader.quick_shares(&questions).into_iter();
        answers
            .map(|answer| {
                let mut shares = vec![0.0; classifier.classes().len()];
                classifier.hear(&mut shares, 1.0, reader.labels().zip(answer));
                shares
            })
            .collect()
    }

    /// Whether an act of the same type between the same two is read already.
    fn is_read(&self, weighed: &Weighed, known: &[Draft]) -> bool {
        let rules = &self.lexicon.rules.rules;
        known.iter().any(|d| {
            rules[d.rule].event_type == weighed.event_type
                && is_of_pair(d, &weighed.source, &weighed.target)
        })
    }

    fn draft_of(&self, weighed: Weighed, discourse: &Discourse) -> Option<Draft> {
        let Weighed {
            word,
            source,
            target,
            mutual,
            event_type,
            rule,
            share,
            ..
        } = weighed;
        if event_type == EventType::Consult && !is_envoy(&source) {
            return None;
        }
        let kind = match self.tree.pos(word) {
            Pos::Noun => TriggerKind::Noun,
            _ => TriggerKind::Verb,
        };
        let frame = self.frame_by_weights(rule, word, kind);
        let is_told = matches!(frame.status, Status::Happened | Status::Ongoing);
        if event_type.quad() == Quad::VerbalConflict && !is_told {
            return None;
        }
        let all = |actor: ActorPhrase, apart: &ActorPhrase| {
            if actor.head == word {
                return vec![actor];
            }
            let mut all = self.actors.actors(actor.head, discourse);
            all.retain(|a| can_act(a) && self.are_apart(a, apart));
            if all.iter().any(|a| a.head == actor.head) {
                all
            } else {
                vec![actor]
            }
        };
        let mut sources = all(source.clone(), &target);
        let mut targets = all(target, &source);
        self.actors.set_in_scene(&mut sources, &mut targets);
        Some(Draft {
            rule,
            trigger: word,
            carrier: None,
            source: sources,
            target: targets,
            frame,
            reciprocal: mutual,
            mode: None,
            rule_mode: self.lexicon.rules.rules[rule].mode,
            source_slot: Some(Slot::Other),
            target_slot: Some(Slot::Other),
            occasion: None,
            confidence: share,
        })
    }
}
