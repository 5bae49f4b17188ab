use super::tally::Share;

/// How often events are right at each confidence: a reliability table (DeGroot and
/// Fienberg 1983).
///
/// A coder is calibrated if the share that is right is the mean confidence, tenth by
/// tenth.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reliability {
    tenths: [Tenth; 10],
}

/// Events whose confidence lies in the same tenth of 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tenth {
    /// Those that are right, of all.
    pub right: Share,
    sum: f64,
}

impl Reliability {
    /// Counts one more event. A confidence outside 0 to 1 counts as the nearest within.
    pub fn count(&mut self, confidence: f64, right: bool) {
        let last = self.tenths.len() - 1;
        let tenth = &mut self.tenths[((confidence.max(0.0) * 10.0) as usize).min(last)];
        tenth.right.count(right);
        tenth.sum += confidence;
    }

    /// The tenths in order, the first from 0 to below 0.1.
    pub fn tenths(&self) -> &[Tenth; 10] {
        &self.tenths
    }

    /// The mean distance between confidence and the share that is right, 0 to 1, each
    /// tenth weighing as much as it has events (Naeini, Cooper and Hauskrecht 2015);
    /// `None` of nothing.
    pub fn expected_error(&self) -> Option<f64> {
        let all: u32 = self.tenths.iter().map(|tenth| tenth.right.of).sum();
        let off = self.tenths.iter().map(|tenth| {
            let right = f64::from(tenth.right.right);
            (tenth.sum - right).abs()
        });
        (all > 0).then(|| off.sum::<f64>() / f64::from(all))
    }
}

impl Tenth {
    /// Mean confidence; `None` of nothing.
    pub fn mean(self) -> Option<f64> {
        (self.right.of > 0).then(|| self.sum / f64::from(self.right.of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_of_one_stands_in_the_last_tenth() {
        let mut reliability = Reliability::default();
        reliability.count(1.0, true);
        reliability.count(0.95, false);
        let last = reliability.tenths()[9];
        assert_eq!((last.right.right, last.right.of), (1, 2));
        assert_eq!(last.mean(), Some(0.975));
        assert_eq!(reliability.tenths()[0].mean(), None);
    }

    #[test]
    fn the_expected_error_weighs_tenths_by_their_events() {
        let mut reliability = Reliability::default();
        assert_eq!(reliability.expected_error(), None);
        // Three of four right at 0.75 are as many as they should be; one wrong at 0.5 is not.
        for right in [true, true, true, false] {
            reliability.count(0.75, right);
        }
        assert_eq!(reliability.expected_error(), Some(0.0));
        reliability.count(0.5, false);
        assert_eq!(reliability.expected_error(), Some(0.1));
    }
}
