use std::collections::BTreeMap;

/// Precision, recall and their harmonic mean, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BCubed {
    /// Of what shares a set with an item, the share that belongs with it.
    pub precision: f64,
    /// Of what belongs with an item, the share that shares its set.
    pub recall: f64,
}

impl BCubed {
    /// The harmonic mean of both; 0 if both are.
    pub fn f1(&self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 {
            2.0 * self.precision * self.recall / sum
        } else {
            0.0
        }
    }
}

/// Compares two divisions of the same items. `true_sets` and `found_sets` have
/// one label an item, in the same order: items with equal labels share a set.
/// `None` if there are no items.
///
/// # Panics
///
/// If the two aren't of one length.
///
/// # Source
///
/// Bagga and Baldwin (1998), "Entity-Based Cross-Document Coreferencing Using
/// the Vector Space Model", COLING-ACL.
///
/// # Examples
///
/// ```
/// let found = demarche_analysis::b_cubed(&["a", "a", "b"], &[1, 2, 2]).unwrap();
/// assert_eq!((found.precision, found.recall), (2.0 / 3.0, 2.0 / 3.0));
/// ```
pub fn b_cubed<T: Ord, F: Ord>(true_sets: &[T], found_sets: &[F]) -> Option<BCubed> {
    assert_eq!(true_sets.len(), found_sets.len(), "one label an item");
    let n = true_sets.len();
    if n == 0 {
        return None;
    }
    let mut both: BTreeMap<(&T, &F), f64> = BTreeMap::new();
    let (mut truth, mut found) = (BTreeMap::new(), BTreeMap::new());
    for (t, f) in true_sets.iter().zip(found_sets) {
        *both.entry((t, f)).or_default() += 1.0;
        *truth.entry(t).or_insert(0.0) += 1.0;
        *found.entry(f).or_insert(0.0) += 1.0;
    }
    let mean = |size: &dyn Fn(&T, &F) -> f64| {
        both.iter()
            .map(|((t, f), n)| n * n / size(t, f))
            .sum::<f64>()
            / n as f64
    };
    Some(BCubed {
        precision: mean(&|_, f| found[f]),
        recall: mean(&|t, _| truth[t]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_division_is_perfect() {
        let scores = b_cubed(&[1, 1, 2], &["x", "x", "y"]).expect("there are items");
        assert_eq!(scores.f1(), 1.0);
    }

    #[test]
    fn one_set_for_all_costs_precision_and_many_cost_recall() {
        let lumped = b_cubed(&[1, 1, 2, 3], &[0; 4]).expect("there are items");
        assert_eq!((lumped.precision, lumped.recall), (6.0 / 16.0, 1.0));
        let alone = b_cubed(&[1, 1, 2, 3], &[0, 1, 2, 3]).expect("there are items");
        assert_eq!((alone.precision, alone.recall), (1.0, 0.75));
    }
}
