//! The two sides of a rule's event.

use super::fitness::same_country;
use super::mutual::split;
use crate::actor::ActorPhrase;
use crate::lexicon::{Need, Rule, Slot, SourceIs};

/// The two sides of an event, and the places of the rule where they stand.
#[derive(Default)]
pub(super) struct Sides {
    pub(super) source: Vec<ActorPhrase>,
    pub(super) target: Vec<ActorPhrase>,
    pub(super) source_slot: Option<Slot>,
    pub(super) target_slot: Option<Slot>,
    pub(super) reciprocal: bool,
}

impl Sides {
    fn all(&self) -> impl Iterator<Item = &ActorPhrase> {
        self.source.iter().chain(&self.target)
    }

    /// Whether the country of one side at least is known.
    pub(super) fn are_known(&self) -> bool {
        is_known(&self.source) || is_known(&self.target)
    }

    /// Whether as many are named as the rule needs.
    pub(super) fn are_enough(&self, rule: &Rule) -> bool {
        if rule.source_is == SourceIs::OfficialAbroad
            && !self
                .source
                .iter()
                .any(|a| a.country.is_some() && !same_country(a, &self.target))
        {
            return false;
        }
        if rule.source_is == SourceIs::Named && self.all().any(|a| a.anaphoric) {
            return false;
        }
        match rule.need {
            Need::Both | Need::Usual => !self.source.is_empty() && !self.target.is_empty(),
            Need::Source => !self.source.is_empty(),
            Need::Target => !self.target.is_empty(),
            Need::Either => !self.source.is_empty() || !self.target.is_empty(),
        }
    }

    /// Two words for one government don't act on each other.
    pub(super) fn are_one(&self, rule: &Rule) -> bool {
        let domestic = !self.source.is_empty()
            && !self.target.is_empty()
            && self
                .target
                .iter()
                .all(|b| b.country.is_some() && self.source.iter().all(|a| a.country == b.country));
        let distinct = || {
            self.source.iter().any(|a| {
                self.target.iter().all(|b| {
                    a.former != b.former || a.sector != b.sector || !a.is_body() && !b.is_body()
                })
            })
        };
        // A president who looks at a dam of his own calls on nobody.
        domestic && (!distinct() || rule.mode == Some("visit"))
    }

    /// How sure an event of a rule is with these sides.
    pub(super) fn confidence(&self, rule: &Rule) -> f64 {
        let mut confidence = rule.confidence;
        if !is_known(&self.source) || !is_known(&self.target) {
            confidence *= 0.75;
        }
        if self.all().any(|a| a.anaphoric) {
            confidence *= 0.9;
        }
        if self.all().any(|a| a.by_scene) {
            confidence *= 0.85;
        }
        if matches!(self.target_slot, Some(Slot::Other)) {
            confidence *= 0.8;
        }
        confidence
    }
}

fn is_known(actors: &[ActorPhrase]) -> bool {
    actors.iter().any(|a| a.country.is_some())
}

/// Both sides of what states do together and to nobody else: "Ruritania and Graustark
/// launched a fund".
pub(super) fn each_with_other(
    doers: &[ActorPhrase],
    done_to: &[ActorPhrase],
) -> Option<(Vec<ActorPhrase>, Vec<ActorPhrase>)> {
    if is_known(done_to) {
        return None;
    }
    let (one, other) = split(Vec::from(doers));
    let country = one.first()?.country?;
    let abroad = |a: &ActorPhrase| a.country.is_some_and(|c| c != country);
    (!other.is_empty() && other.iter().all(abroad)).then_some((one, other))
}
