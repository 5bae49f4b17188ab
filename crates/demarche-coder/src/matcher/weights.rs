//! What weights say is an act, in the terms of rules: its type, its rule, its status; and
//! what the transformer is asked.

use super::{Matcher, TriggerKind};
use crate::actor::ActorPhrase;
use crate::classify::number_of;
use crate::frame::Frame;
use demarche_event::{EventType, Status};
use demarche_lang::Question;
use std::ops::Range;

/// Words before the first and after the last of a word and its actors that the
/// transformer reads.
const WORDS_BEFORE: usize = 4;

const WORDS_AFTER: usize = 8;

impl Matcher<'_, '_> {
    /// The share of each class of what may pass between two actors, as the linear
    /// classifier expects it.
    pub(super) fn shares_between(
        &self,
        source: &ActorPhrase,
        target: &ActorPhrase,
        sentence: Range<usize>,
    ) -> Option<Vec<f64>> {
        let classifier = self.lexicon.classifier.as_ref()?;
        let span = |actor: &ActorPhrase| actor.head..actor.head + 1;
        let (one, other) = (span(source), span(target));
        let (scores, _) =
            crate::relate::scores_within(self, sentence.clone(), Some(&one), Some(&other));
        let features =
            crate::classify::features(self.tree, sentence, Some(&one), Some(&other), &scores);
        Some(classifier.shares(&features))
    }

    /// The rule that stands for the class of a type that has the largest share.
    pub(super) fn rule_of(&self, event_type: EventType, shares: &[f64]) -> Option<usize> {
        let rules = &self.lexicon.rules;
        let of_classes = rules.by_classifier.iter().zip(shares);
        of_classes
            .filter_map(|(rule, share)| Some(((*rule)?, share)))
            .filter(|(rule, _)| rules.rules[*rule].event_type == event_type)
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(rule, _)| rule)
    }

    /// The share of each type among those of classes.
    pub(super) fn shares_of_types(&self, shares: &[f64]) -> Vec<f64> {
        let rules = &self.lexicon.rules;
        let mut of_types = vec![0.0; EventType::ALL.len()];
        for (rule, share) in rules.by_classifier.iter().zip(shares) {
            if let Some(rule) = rule {
                of_types[number_of(rules.rules[*rule].event_type)] += share;
            }
        }
        of_types
    }

    /// The type that has the largest part of the shares of all classes, and how much.
    pub(super) fn likeliest(&self, shares: &[f64]) -> Option<(EventType, f64)> {
        let of_types = self.shares_of_types(shares);
        let types = EventType::ALL.iter().copied().zip(of_types);
        types.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Whether what a word tells happened, by its words and the rule of its class.
    pub(super) fn frame_by_weights(&self, rule: usize, word: usize, kind: TriggerKind) -> Frame {
        let frame = match kind {
            TriggerKind::Noun => self.frames.of_noun(word),
            _ => self.frames.of_verb(word),
        };
        let status = match self.lexicon.rules.rules[rule].status {
            Some(status) if frame.status == Status::Happened => status,
            _ => frame.status,
        };
        Frame { status, ..frame }
    }

    /// What the transformer is asked: the words around one and two actors, as far as they
    /// are named there.
    pub(super) fn question(
        &self,
        word: usize,
        source: Option<&ActorPhrase>,
        target: Option<&ActorPhrase>,
    ) -> Question<'_> {
        let parsed = self.tree.parsed;
        let sentence = self.tree.token(word).sentence().tokens();
        let heads = || [source, target].into_iter().flatten().map(|a| a.head);
        let first = heads().fold(word, usize::min).saturating_sub(WORDS_BEFORE);
        let last = heads().fold(word, usize::max) + WORDS_AFTER;
        let within = parsed.bytes(first.max(sentence.start)..last.min(sentence.end));
        let offset = self.actors.offset + within.start;
        let span = |actor: &ActorPhrase| {
            let named = actor.bytes.start.checked_sub(offset);
            let named = named.map(|start| start..start + actor.bytes.len());
            named.filter(|b| b.end <= within.len()).or_else(|| {
                let head = parsed.bytes(actor.head..actor.head + 1);
                let start = head.start.checked_sub(within.start)?;
                Some(start..start + head.len())
            })
        };
        let (first, second) = (source.and_then(span), target.and_then(span));
        Question {
            text: &parsed.text()[within],
            first,
            second,
        }
    }
}
