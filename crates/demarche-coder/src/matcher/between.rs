//! Acts between two actors of a sentence whose words are no rule's and whose places in
//! it are no side's: "Moscow cannot hold out without Beijing's support".

use super::draft::calibrated;
use super::fitness::{can_act, is_envoy};
use super::{Draft, Matcher, TriggerKind};
use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::Slot;
use demarche_event::{EventType, Quad, Status};
use demarche_lang::{Dep, Pos, Question};
use std::ops::Range;

/// The share that an act between two actors must have of all that could pass between them.
const MIN_SHARE: f64 = 0.45;

/// The share that the linear classifier must expect of it for the transformer to be asked.
const MIN_SHARE_TO_ASK: f64 = 0.4;

/// The pairs of a sentence that the transformer is asked about at the most.
const MAX_ASKED: usize = 2;

/// The weight of the transformer's quick layers against the linear classifier.
const WEIGHT_OF_QUICK: f64 = 0.5;

/// How much surer the reader must be that the actor named second acts.
const WEIGHT_OF_ORDER: f64 = 1.15;

/// No more countries of a sentence are paired.
const MAX_COUNTRIES: usize = 4;

/// Two actors of a sentence and what may pass between them.
struct Between<'a> {
    source: &'a ActorPhrase,
    target: &'a ActorPhrase,
    event_type: EventType,
    /// The share of the type.
    share: f64,
    /// The share of each class.
    shares: Vec<f64>,
}

impl Between<'_> {
    /// Who is named first mostly acts, unless the readers are much surer of the other.
    fn weight(&self) -> f64 {
        let in_order = self.source.head < self.target.head;
        self.share * if in_order { WEIGHT_OF_ORDER } else { 1.0 }
    }
}

impl Matcher<'_, '_> {
    /// What the transformer is sure of between two actors of a sentence in which nothing
    /// else was read: at most one act. It is asked about the pairs of whom the linear
    /// classifier expects most.
    pub(crate) fn between(&self, sentence: Range<usize>, discourse: &Discourse) -> Option<Draft> {
        let classifier = self.lexicon.classifier.as_ref()?;
        let reader = self.lexicon.pair_reader.as_ref()?;
        let actors = self.one_of_each_country(sentence.clone(), discourse);
        let pairs = actors.iter().flat_map(|source| {
            let others = actors.iter().filter(|a| a.country != source.country);
            others.map(move |target| (source, target))
        });
        let mut expected: Vec<Between<'_>> = pairs
            .filter_map(|(source, target)| self.expected(sentence.clone(), source, target))
            .filter(|b| b.share >= MIN_SHARE_TO_ASK)
            .collect();
        let by_share = |a: &Between<'_>, b: &Between<'_>| b.weight().total_cmp(&a.weight());
        expected.sort_by(by_share);
        expected.truncate(MAX_ASKED);
        let parsed = self.tree.parsed;
        let within = parsed.bytes(sentence.clone());
        let inside = |actor: &ActorPhrase| {
            let bytes = parsed.bytes(actor.head..actor.head + 1);
            Some(bytes.start - within.start..bytes.end - within.start)
        };
        let question = |b: &Between<'_>| Question {
            text: &parsed.text()[within.clone()],
            first: inside(b.source),
            second: inside(b.target),
        };
        let questions: Vec<Question<'_>> = expected.iter().map(question).collect();
        let answers = reader.quick_shares(&questions);
        for (between, read) in expected.iter_mut().zip(answers) {
            classifier.hear(
                &mut between.shares,
                WEIGHT_OF_QUICK,
                reader.labels().zip(read),
            );
            (between.event_type, between.share) = self.likeliest(&between.shares)?;
        }
        expected.retain(|b| b.share >= MIN_SHARE);
        expected.sort_by(by_share);
        expected
            .iter()
            .find_map(|b| self.drafted(b, sentence.clone()))
    }

    /// The first actor of each country in a sentence, as it is spoken of there; one that
    /// only describes something, or says where it is, if there is no other.
    fn one_of_each_country(
        &self,
        sentence: Range<usize>,
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let mut found: Vec<ActorPhrase> = Vec::new();
        for t in sentence {
            if !matches!(
                self.tree.pos(t),
                Pos::Noun | Pos::Propn | Pos::Adj | Pos::Pron
            ) {
                continue;
            }
            for actor in self.actors.actors(t, discourse) {
                if actor.head != t || actor.country.is_none() || actor.by_scene || !can_act(&actor)
                {
                    continue;
                }
                match found.iter_mut().find(|f| f.country == actor.country) {
                    None => found.push(actor),
                    Some(first) if self.only_describes(first) => *first = actor,
                    Some(_) => {}
                }
            }
        }
        found.truncate(MAX_COUNTRIES);
        found
    }

    /// The likeliest type of what one actor does to another, as the linear classifier
    /// expects it.
    fn expected<'a>(
        &self,
        sentence: Range<usize>,
        source: &'a ActorPhrase,
        target: &'a ActorPhrase,
    ) -> Option<Between<'a>> {
        let classifier = self.lexicon.classifier.as_ref()?;
        let span = |actor: &ActorPhrase| actor.head..actor.head + 1;
        let (one, other) = (span(source), span(target));
        let (scores, _) =
            crate::relate::scores_within(self, sentence.clone(), Some(&one), Some(&other));
        let features =
            crate::classify::features(self.tree, sentence, Some(&one), Some(&other), &scores);
        let shares = classifier.shares(&features);
        let (event_type, share) = self.likeliest(&shares)?;
        Some(Between {
            source,
            target,
            event_type,
            share,
            shares,
        })
    }

    /// The share of each class of what may pass between two actors, as the linear
    /// classifier expects it.
    pub(super) fn shares_between(
        &self,
        source: &ActorPhrase,
        target: &ActorPhrase,
        sentence: Range<usize>,
    ) -> Option<Vec<f64>> {
        let between = self.expected(sentence, source, target)?;
        Some(between.shares)
    }

    fn drafted(&self, between: &Between<'_>, sentence: Range<usize>) -> Option<Draft> {
        let Between {
            source,
            target,
            event_type,
            share,
            ref shares,
        } = *between;
        let rule = self.rule_of(event_type, shares)?;
        if event_type == EventType::Consult && !is_envoy(source) {
            return None;
        }
        let (trigger, kind) = self.word_for(event_type, source.head, target.head, sentence)?;
        let takes_part = |a: &ActorPhrase, does: bool| {
            // "Swedish chemists" are no state; in "Swedish sanctions" it imposes them.
            let of_act = || self.tree.head(a.head) == Some(trigger);
            let meets_there = !does && event_type == EventType::Consult;
            (of_act() || !self.modifies(a)) && (meets_there || !self.is_where(a))
        };
        // "A team from Chile and Peru": one phrase, and no act between the two.
        let nested = |one: &ActorPhrase, other: &ActorPhrase| {
            self.tree.is_under(one.head, other.head) && !self.tree.is_under(trigger, other.head)
        };
        if nested(source, target) || nested(target, source) {
            return None;
        }
        if !takes_part(source, true) || !takes_part(target, false) {
            return None;
        }
        let frame = self.frame_by_weights(rule, trigger, kind);
        let is_told = matches!(frame.status, Status::Happened | Status::Ongoing);
        if event_type.quad() == Quad::VerbalConflict && !is_told {
            return None;
        }
        Some(Draft {
            rule,
            trigger,
            carrier: None,
            source: vec![source.clone()],
            target: vec![target.clone()],
            frame,
            reciprocal: false,
            mode: None,
            rule_mode: self.lexicon.rules.rules[rule].mode,
            source_slot: Some(Slot::Other),
            target_slot: Some(Slot::Other),
            occasion: None,
            confidence: calibrated((share * 0.7 * 100.0).round() / 100.0),
        })
    }

    fn only_describes(&self, actor: &ActorPhrase) -> bool {
        self.modifies(actor) || self.is_where(actor)
    }

    pub(super) fn modifies(&self, actor: &ActorPhrase) -> bool {
        matches!(
            self.tree.dep(actor.head),
            Dep::Amod | Dep::Compound | Dep::Nmod
        )
    }

    /// Whether a state or its seat only says where something is: "in Oslo".
    fn is_where(&self, actor: &ActorPhrase) -> bool {
        let tree = self.tree;
        let is_place = matches!(
            actor.kind,
            ActorKind::State | ActorKind::Seat | ActorKind::Place
        );
        let leads = tree
            .head(actor.head)
            .filter(|_| tree.dep(actor.head) == Dep::Pobj);
        is_place && leads.is_some_and(|p| self.set("place-prepositions", &tree.lower_text(p)))
    }

    /// The word of a sentence that tells an act of a type: one that some rule of the type
    /// knows, the nearest to both actors, else the verb above both.
    fn word_for(
        &self,
        event_type: EventType,
        one: usize,
        other: usize,
        sentence: Range<usize>,
    ) -> Option<(usize, TriggerKind)> {
        let tree = self.tree;
        let knows = |t: usize| {
            let (kind, triggers) = self.triggers(t)?;
            let is_of_type = |trigger: &&crate::lexicon::Trigger| {
                self.lexicon.rules.rules[trigger.rule].event_type == event_type
            };
            let known = triggers.iter().filter(is_of_type);
            let mut known = known.filter(|trigger| self.words_fit(trigger, t, kind).is_some());
            known.next().map(|_| (t, kind))
        };
        let distance = |t: usize| t.abs_diff(one) + t.abs_diff(other);
        let known = sentence.filter_map(knows);
        let known = known.filter(|(t, _)| !self.is_inside_name(*t));
        known.min_by_key(|(t, _)| distance(*t)).or_else(|| {
            let mut verb = tree.verb_above(one)?;
            for _ in 0..20 {
                if tree.is_under(other, verb) {
                    return Some((verb, TriggerKind::Verb));
                }
                verb = tree.verb_above(verb)?;
            }
            None
        })
    }
}
