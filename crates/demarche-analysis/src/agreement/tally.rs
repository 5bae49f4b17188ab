use std::ops::AddAssign;

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Those that are right.
    pub right: u32,
    /// All that could be.
    pub of: u32,
}

impl Share {
    /// 0 to 1; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.right) / f64::from(self.of))
    }

    /// Counts one more.
    pub fn count(&mut self, right: bool) {
        self.right += u32::from(right);
        self.of += 1;
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Share) {
        self.right += other.right;
        self.of += other.of;
    }
}

/// What was marked and what was coded, and how much of either the other has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Of those marked, the ones that were found.
    pub found: Share,
    /// Of those coded, the ones that are marked.
    pub right: Share,
}

impl Tally {
    /// The share of what is coded that is marked. 0 if nothing is coded.
    pub fn precision(self) -> f64 {
        self.right.value().unwrap_or(0.0)
    }

    /// The share of what is marked that is coded. 0 if nothing is marked.
    pub fn recall(self) -> f64 {
        self.found.value().unwrap_or(0.0)
    }

    /// The harmonic mean of precision and recall (van Rijsbergen, 1979).
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        match precision + recall {
            0.0 => 0.0,
            sum => 2.0 * precision * recall / sum,
        }
    }

    /// Marked, and not coded.
    pub fn missed(self) -> u32 {
        self.found.of - self.found.right
    }

    /// Coded, and not marked.
    pub fn spurious(self) -> u32 {
        self.right.of - self.right.right
    }

    /// Whether there was anything, marked or coded.
    pub fn is_empty(self) -> bool {
        self.found.of + self.right.of == 0
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.found += other.found;
        self.right += other.right;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_nothing_are_no_numbers() {
        let tally = Tally::default();
        assert_eq!(
            (tally.precision(), tally.recall(), tally.f1()),
            (0.0, 0.0, 0.0)
        );
        assert_eq!(tally.found.value(), None);
    }

    #[test]
    fn f1_lies_between_precision_and_recall() {
        let tally = Tally {
            found: Share { right: 1, of: 4 },
            right: Share { right: 1, of: 1 },
        };
        assert_eq!(tally.f1(), 0.4);
        assert_eq!((tally.missed(), tally.spurious()), (3, 0));
    }
}
