//! What is looked at of an act with its sides to tell whether it is right.

use super::side::{Lone, Sided};
use crate::actor::ActorPhrase;
use crate::classify::{Bag, Feature};
use crate::matcher::fitness::same_country;
use crate::matcher::{Draft, Matcher};
use demarche_event::EventType;
use demarche_lang::Pos;
use std::cmp::Ordering;
use std::ops::Range;

/// What no reader is surer of than this counts as if one were.
const FLOOR: f64 = 0.02;

/// An act with its sides as the classifiers see it.
pub(super) struct Weighed {
    pub(super) word: usize,
    pub(super) source: ActorPhrase,
    pub(super) target: ActorPhrase,
    pub(super) mutual: bool,
    /// Who is surest to be a side.
    pub(super) surest: Lone,
    /// The share of all acts as the transformer reads the word.
    pub(super) read: Option<f64>,
    pub(super) event_type: EventType,
    /// What is looked at of it.
    pub(super) features: Vec<Feature>,
    /// The share of acts so likely that are right, 0 to 1.
    pub(super) share: f64,
    /// The same if only the surest side is told of, where the other can't be told.
    pub(super) share_of_one: Option<f64>,
    pub(super) rule: usize,
}

/// What shares count in the odds that an act is right: a logistic regression over acts of
/// marked reports.
struct Odds {
    even: f64,
    likely: f64,
    read: f64,
}

/// That of an act with both its sides.
const OF_BOTH: Odds = Odds {
    even: 0.6,
    likely: 0.6,
    read: 0.15,
};

/// That of an act with its surest side, whoever is the other.
const OF_ONE: Odds = Odds {
    even: 1.7,
    likely: 0.75,
    read: 0.25,
};

impl Odds {
    fn share(&self, likely: f64, read: f64) -> f64 {
        let odds = self.even + self.likely * log_odds(likely) + self.read * log_odds(read);
        1.0 / (1.0 + (-odds).exp())
    }
}

impl Weighed {
    /// Says how sure it is, by the share that the linear classifiers give it and that of all
    /// acts as the transformer reads the word, if it does.
    pub(super) fn judge(&mut self, likely: f64) {
        let Some(read) = self.read else {
            self.share = likely;
            return;
        };
        self.share = OF_BOTH.share(likely, read);
        let is_open = self.surest.has_others;
        self.share_of_one = is_open.then(|| OF_ONE.share(likely, read));
    }
}

/// The logarithm of the odds of a share, within bounds.
fn log_odds(share: f64) -> f64 {
    let share = share.clamp(0.005, 0.995);
    (share / (1.0 - share)).ln()
}

impl Matcher<'_, '_> {
    /// An act of the type that the readers of words and of pairs together find likeliest.
    pub(super) fn weigh(
        &self,
        sided: &Sided,
        known: &[Draft],
        sentence: &Range<usize>,
    ) -> Option<Weighed> {
        let of_pair = self.shares_of_types(&sided.between);
        let weight = |n: usize| sided.telling.types[n] * (of_pair[n] + FLOOR);
        let most = (0..EventType::ALL.len()).max_by(|a, b| weight(*a).total_cmp(&weight(*b)))?;
        let event_type = EventType::ALL[most];
        let rule = self.rule_of(event_type, &sided.between)?;
        let word = sided.telling.word;
        let mut bag = Bag::default();
        add_shares(&mut bag, sided, most, of_pair[most]);
        self.add_places(&mut bag, sided, event_type, known, sentence);
        Some(Weighed {
            word,
            source: sided.source.clone(),
            target: sided.target.clone(),
            mutual: sided.mutual,
            surest: sided.surest.clone(),
            read: sided.telling.read,
            event_type,
            rule,
            features: bag.into_features(),
            share: 0.0,
            share_of_one: None,
        })
    }

    /// What stands where, and what is known.
    fn add_places(
        &self,
        bag: &mut Bag,
        sided: &Sided,
        event_type: EventType,
        known: &[Draft],
        sentence: &Range<usize>,
    ) {
        let word = sided.telling.word;
        let kind = match self.tree.pos(word) {
            Pos::Noun => "noun",
            _ => "verb",
        };
        bag.add(&["of", event_type.as_str()], 1.0);
        bag.add(&["of", event_type.as_str(), kind], 1.0);
        let home = sided.source.country.is_some() && sided.source.country == sided.target.country;
        bag.add(&["home", if home { "y" } else { "n" }], 1.0);
        let known_sides =
            [&sided.source, &sided.target].map(|a| match (a.country.is_some(), a.head == word) {
                (_, true) => "before",
                (true, _) => "here",
                (false, _) => "nobody",
            });
        bag.add(&["source", known_sides[0]], 1.0);
        bag.add(&["target", known_sides[1]], 1.0);
        bag.add(&["mutual", if sided.mutual { "y" } else { "n" }], 1.0);
        bag.add(&["known", &known.len().min(3).to_string()], 1.0);
        let rules = &self.lexicon.rules.rules;
        for draft in known {
            let of = rules[draft.rule].event_type;
            if is_of_pair(draft, &sided.source, &sided.target) {
                let quad = if of.quad() == event_type.quad() {
                    "same"
                } else {
                    "other"
                };
                bag.add(&["pair-known"], 1.0);
                bag.add(&["pair-known", quad], 1.0);
                if self.tree.is_under(word, draft.trigger) {
                    bag.add(&["pair-known-under"], 1.0);
                }
            }
            if of == event_type {
                bag.add(&["type-known"], 1.0);
            }
        }
        let frame = match self.tree.pos(word) {
            Pos::Noun => self.frames.of_noun(word),
            _ => self.frames.of_verb(word),
        };
        bag.add(&["status", frame.status.as_str()], 1.0);
        bag.add(&["absorbed", if frame.absorbed { "y" } else { "n" }], 1.0);
        if let Some((_, triggers)) = self.triggers(word) {
            let of_type = triggers
                .iter()
                .any(|t| rules[t.rule].event_type == event_type);
            bag.add(&["rules-know", if of_type { "y" } else { "n" }], 1.0);
        }
        let order = |a: &ActorPhrase| match a.head.cmp(&word) {
            Ordering::Less => "before",
            Ordering::Equal => "at",
            Ordering::Greater => "after",
        };
        bag.add(
            &["order", order(&sided.source), order(&sided.target), kind],
            1.0,
        );
        let steps = |a: &ActorPhrase| {
            let steps = self.steps_between(a.head, word);
            steps.min(8).to_string()
        };
        bag.add(&["steps-source", &steps(&sided.source)], 1.0);
        bag.add(&["steps-target", &steps(&sided.target)], 1.0);
        bag.add(&["dep", self.tree.dep(word).as_str(), kind], 1.0);
        let long = match sentence.len() {
            0..=15 => "0",
            16..=30 => "1",
            31..=45 => "2",
            _ => "3",
        };
        bag.add(&["long", long], 1.0);
    }
}

/// How large the shares are, each by itself and two by two.
fn add_shares(bag: &mut Bag, sided: &Sided, most: usize, of_pair: f64) {
    let odds = |share: f64| log_odds(share) as f32;
    let log = |share: f64| (share + FLOOR).ln() as f32;
    let types = &sided.telling.types;
    let nothing = sided.between.last().copied().unwrap_or(0.0);
    bag.add(&["word"], odds(sided.telling.share));
    bag.add(&["sides"], odds(sided.share));
    bag.add(&["type"], log(types[most] / types.iter().sum::<f64>()));
    bag.add(&["pair"], log(of_pair));
    bag.add(&["pair-nothing"], odds(nothing));
    let bin = |share: f64| ((share * 6.0) as usize).min(5).to_string();
    let bins = [
        ("word", bin(sided.telling.share)),
        ("sides", bin(sided.share.sqrt())),
        ("pair", bin(of_pair)),
        ("pair-nothing", bin(nothing)),
    ];
    for (n, (name, value)) in bins.iter().enumerate() {
        bag.add(&["bin", name, value], 1.0);
        for (other, its) in &bins[n + 1..] {
            bag.add(&["bins", name, value, other, its], 0.7);
        }
        bag.add(&["bin-of", name, value, EventType::ALL[most].as_str()], 0.7);
    }
}

/// Whether a draft is of the same two, whichever way.
pub(super) fn is_of_pair(draft: &Draft, one: &ActorPhrase, other: &ActorPhrase) -> bool {
    let has = |side: &[ActorPhrase], actor: &ActorPhrase| {
        side.iter().any(|a| same_actor_or_country(a, actor))
    };
    has(&draft.source, one) && has(&draft.target, other)
        || has(&draft.source, other) && has(&draft.target, one)
}

fn same_actor_or_country(one: &ActorPhrase, other: &ActorPhrase) -> bool {
    one.head == other.head || same_country(one, std::slice::from_ref(other))
}
