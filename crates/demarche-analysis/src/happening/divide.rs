use super::block::blocks;
use super::decision::{Decision, Verdicts};
use super::likeness::likeness;
use super::mention::Mention;
use std::collections::BTreeMap;

/// The islands among these mentions: sets within which events share blocks and
/// are alike, or were merged by a decision, and between which they don't. Each
/// island is sorted by the ids of its events, and so are the islands.
pub fn islands<'a>(mentions: &[&'a Mention], decisions: &[Decision]) -> Vec<Vec<&'a Mention>> {
    let mut mentions = mentions.to_vec();
    mentions.sort_by(|a, b| a.event.cmp(&b.event));
    let mut sets = Sets::new(mentions.len());
    let mut blocked: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        for block in blocks(mention) {
            blocked.entry(block).or_default().push(index);
        }
    }
    for block in blocked.values() {
        for (n, &one) in block.iter().enumerate() {
            for &other in &block[..n] {
                if sets.root(one) != sets.root(other)
                    && likeness(mentions[one], mentions[other]).is_some_and(|l| l > 0.0)
                {
                    sets.join(one, other);
                }
            }
        }
    }
    let index = |event: &str| {
        mentions
            .binary_search_by(|m| m.event.as_str().cmp(event))
            .ok()
    };
    for (one, other) in Verdicts::of(decisions).merged() {
        if let (Some(one), Some(other)) = (index(one), index(other)) {
            sets.join(one, other);
        }
    }
    let mut islands: BTreeMap<usize, Vec<&Mention>> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        islands.entry(sets.root(index)).or_default().push(mention);
    }
    islands.into_values().collect()
}

/// Divides an island into happenings: sets of indices into `island`, which is
/// sorted by event. Each set is sorted, and so are the sets.
///
/// Pairs are taken from the most alike down; two sets become one if nothing
/// forbids it between any two of their events and they are alike on average.
/// What a user decided comes before all that.
///
/// # Source
///
/// Average-link clustering with constraints, after Davidson and Ravi (2005),
/// "Agglomerative Hierarchical Clustering with Constraints", PKDD.
pub fn divide(island: &[&Mention], decisions: &[Decision]) -> Vec<Vec<usize>> {
    let n = island.len();
    if n == 1 {
        return vec![vec![0]];
    }
    let verdicts = Verdicts::of(decisions);
    let mut table = Table {
        likenesses: vec![None; n * n],
        sets: (0..n).map(|index| vec![index]).collect(),
        set_of: (0..n).collect(),
    };
    let (mut pairs, mut decided) = (Vec::new(), Vec::new());
    for one in 0..n {
        for other in 0..one {
            let found = match verdicts.get(&island[one].event, &island[other].event) {
                Some(true) => {
                    decided.push((other, one));
                    Some(DECIDED)
                }
                Some(false) => None,
                None => likeness(island[one], island[other]),
            };
            table.likenesses[one * n + other] = found;
            table.likenesses[other * n + one] = found;
            if let Some(found) = found.filter(|l| *l > 0.0) {
                pairs.push((found, other, one));
            }
        }
    }
    decided.sort_unstable();
    for (one, other) in decided {
        // A later split outweighs an earlier merge of more.
        let parted = table.sets[table.set_of[one]].iter().any(|&a| {
            table.sets[table.set_of[other]]
                .iter()
                .any(|&b| verdicts.get(&island[a].event, &island[b].event) == Some(false))
        });
        if !parted {
            table.join(one, other);
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    for (_, one, other) in pairs {
        if table.set_of[one] != table.set_of[other] && table.alike(one, other) {
            table.join(one, other);
        }
    }
    let mut sets = table.sets;
    sets.retain(|set| !set.is_empty());
    for set in &mut sets {
        set.sort_unstable();
    }
    sets.sort();
    sets
}

/// What a decision weighs.
const DECIDED: f64 = 10.0;

/// An island while it is divided.
struct Table {
    /// Row by row; `None` is forbidden.
    likenesses: Vec<Option<f64>>,
    sets: Vec<Vec<usize>>,
    set_of: Vec<usize>,
}

impl Table {
    /// Whether the sets of the two are alike on average, and nothing forbids
    /// that they become one.
    fn alike(&self, one: usize, other: usize) -> bool {
        let n = self.set_of.len();
        let mut sum = 0.0;
        for &a in &self.sets[self.set_of[one]] {
            for &b in &self.sets[self.set_of[other]] {
                match self.likenesses[a * n + b] {
                    Some(likeness) => sum += likeness,
                    None => return false,
                }
            }
        }
        sum > 0.0
    }

    fn join(&mut self, one: usize, other: usize) {
        let (a, b) = (self.set_of[one], self.set_of[other]);
        if a == b {
            return;
        }
        let moved = std::mem::take(&mut self.sets[b]);
        for &index in &moved {
            self.set_of[index] = a;
        }
        self.sets[a].extend(moved);
    }
}

/// Disjoint sets of indices; the smallest index is the root.
struct Sets {
    parents: Vec<usize>,
}

impl Sets {
    fn new(n: usize) -> Sets {
        Sets {
            parents: (0..n).collect(),
        }
    }

    fn root(&mut self, mut index: usize) -> usize {
        while self.parents[index] != index {
            self.parents[index] = self.parents[self.parents[index]];
            index = self.parents[index];
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other);
    }
}
