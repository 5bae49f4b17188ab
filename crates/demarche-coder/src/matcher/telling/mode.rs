//! Which of its type's modes an act has, by weights, where neither its rule nor where it took
//! place says so.

use crate::classify::{Bag, Feature, plain_word};
use crate::matcher::{Draft, Matcher};
use demarche_event::EventType;
use demarche_lang::{Dep, EntityKind, Pos};
use std::ops::Range;

/// The share among the modes of its type, and of none, that a mode must have.
const MIN_SHARE_OF_MODE: f64 = 0.5;

/// How much what a word means by itself counts beside the word.
const MEANING: f32 = 4.0;

/// The classes of modes: each type that has modes, by itself for none of them, and with each.
pub(crate) fn classes() -> Vec<(EventType, Option<&'static str>)> {
    let with_modes = EventType::ALL.iter().filter(|e| !e.modes().is_empty());
    let of_type = |e: &EventType| {
        let e = *e;
        std::iter::once((e, None)).chain(e.modes().iter().map(move |mode| (e, Some(*mode))))
    };
    with_modes.flat_map(of_type).collect()
}

impl Matcher<'_, '_> {
    /// The mode of an act, if one is likelier than all else that its type may have.
    pub(crate) fn likely_mode(
        &self,
        draft: &Draft,
        sentence: &Range<usize>,
    ) -> Option<&'static str> {
        let classifier = self.lexicon.act_classifier.as_ref()?;
        let event_type = self.lexicon.rules.rules[draft.rule].event_type;
        if event_type.modes().is_empty() {
            return None;
        }
        let features = self.features_of_mode(draft.trigger, event_type, sentence);
        let shares = classifier.mode.shares(&features);
        let own = classes().into_iter().zip(shares);
        let own: Vec<_> = own.filter(|((of, _), _)| *of == event_type).collect();
        let all: f64 = own.iter().map(|(_, share)| share).sum();
        let ((_, mode), share) = own.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        mode.filter(|_| share >= MIN_SHARE_OF_MODE * all)
    }

    /// What is looked at to tell the mode of an act: its type, its words, what hangs on them
    /// and on what they hang, and what else the sentence names.
    pub(super) fn features_of_mode(
        &self,
        trigger: usize,
        event_type: EventType,
        sentence: &Range<usize>,
    ) -> Vec<Feature> {
        let tree = self.tree;
        let mut bag = Bag::default();
        let of = event_type.as_str();
        let own = plain_word(tree, trigger);
        bag.add(&["type", of], 1.0);
        bag.add(&["own", of, &own], 1.0);
        bag.add(&["dep", of, tree.dep(trigger).as_str()], 0.4);
        let mut around: Vec<usize> = tree.children(trigger).collect();
        around.extend(tree.head(trigger));
        let further: Vec<usize> = around
            .iter()
            .filter(|t| {
                matches!(
                    tree.dep(**t),
                    Dep::Prep | Dep::Dobj | Dep::Xcomp | Dep::Ccomp
                )
            })
            .flat_map(|t| tree.children(*t))
            .filter(|t| *t != trigger)
            .collect();
        let mut telling: Vec<usize> = Vec::new();
        for (name, words) in [("around", around), ("further", further)] {
            for t in words {
                if matches!(tree.pos(t), Pos::Punct | Pos::Space | Pos::Det) {
                    continue;
                }
                let lemma = self.who_or_what(t);
                bag.add(&[name, of, &lemma], 0.7);
                bag.add(&[name, of, &own, &lemma], 0.5);
                if matches!(tree.pos(t), Pos::Noun | Pos::Verb | Pos::Adj)
                    && tree.token(t).entity_kind().is_none()
                {
                    telling.push(t);
                }
            }
        }
        for t in sentence.clone() {
            if matches!(tree.pos(t), Pos::Noun | Pos::Verb | Pos::Adj | Pos::Adv) {
                bag.add(&["in", of, &plain_word(tree, t)], 0.25);
            }
        }
        let kinds = |kind: EntityKind| {
            let has = |t: &usize| tree.token(*t).entity_kind() == Some(kind);
            sentence.clone().filter(has).count().min(3).to_string()
        };
        bag.add(&["states", of, &kinds(EntityKind::Gpe)], 0.4);
        bag.add(&["people", of, &kinds(EntityKind::Person)], 0.4);
        let mut features = bag.into_features();
        if let Some(reader) = &self.lexicon.pair_reader {
            let mut mean = |words: &[usize], first: usize, weight: f32| {
                let meaning = reader.meaning(words.iter().map(|t| tree.lemma(*t)));
                let size = meaning.len();
                let numbered = meaning.into_iter().enumerate();
                features.extend(numbered.map(|(n, x)| ((first * size + n) as u32, weight * x)));
            };
            mean(&[trigger], 0, MEANING);
            if !telling.is_empty() {
                mean(&telling, 1, MEANING);
            }
        }
        features
    }
}
