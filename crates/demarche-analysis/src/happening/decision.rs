use std::collections::{BTreeMap, BTreeSet};

/// What a user decided about events, by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// All of them are one happening.
    Merge(BTreeSet<String>),
    /// The first aren't of one happening with the second.
    Split(BTreeSet<String>, BTreeSet<String>),
}

/// What the decisions say of two events: that they are one, that they aren't,
/// or nothing. A later decision outweighs an earlier one.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    by_pair: BTreeMap<(String, String), bool>,
}

impl Verdicts {
    pub(super) fn of(decisions: &[Decision]) -> Verdicts {
        let mut verdicts = Verdicts::default();
        for decision in decisions {
            let (these, those, one) = match decision {
                Decision::Merge(events) => (events, events, true),
                Decision::Split(these, those) => (these, those, false),
            };
            for this in these {
                for that in those.iter().filter(|that| *that != this) {
                    verdicts.by_pair.insert(pair(this, that), one);
                }
            }
        }
        verdicts
    }

    pub(super) fn get(&self, one: &str, other: &str) -> Option<bool> {
        if self.by_pair.is_empty() {
            return None;
        }
        self.by_pair.get(&pair(one, other)).copied()
    }

    /// The pairs that are one.
    pub(super) fn merged(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_pair
            .iter()
            .filter(|(_, one)| **one)
            .map(|((a, b), _)| (a.as_str(), b.as_str()))
    }
}

fn pair(one: &str, other: &str) -> (String, String) {
    (one.min(other).to_owned(), one.max(other).to_owned())
}
