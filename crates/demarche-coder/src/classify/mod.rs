//! A linear classifier of what passes between two marked actors: it names a type
//! where no rule does, and weighs the rules where several do.
//!
//! Multinomial logistic regression over hashed features of the words between and
//! around the actors, trained on the project's own sentences (`training/`). Its
//! classes are CAMEO codes, finer than the types: what a type may look like differs
//! more within it than a line can hold.

mod acts; // weights of which words tell an act, from marked passages
mod assessment; // weights of what is a claim, from sentences
mod feature; // what is looked at
mod train; // weights from sentences

pub use acts::{sided_marks, train_acts};
pub(crate) use assessment::direction_of;
pub use assessment::{AssessmentExample, train_claims};
pub(crate) use feature::{Bag, features, plain_word};
pub(crate) use train::Row;
pub use train::{Example, Label, LabelError, train};

use demarche_event::EventType;

/// Number of hash buckets of most classifiers.
const BUCKETS: usize = 1 << 16;
/// The class of sentences that report no act, or assess nothing; always the last.
pub(crate) const NOTHING: &str = "none";
/// Bytes of a cache line, or fewer.
const LINE: usize = 64;
const MAGIC: &[u8; 8] = b"DMRCLS03";

/// A hashed feature and its weight.
pub(crate) type Feature = (u32, f32);

/// A trained classifier.
#[derive(Debug, Clone)]
pub struct Classifier {
    classes: Vec<String>,
    bias: Vec<f32>,
    scale: Vec<f32>,
    /// One row of classes a bucket.
    weights: Box<[i8]>,
}

/// Bytes that are no classifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClassifierError {
    /// They don't begin as one.
    #[error(
        "no classifier of this version: the file doesn't begin with {}",
        String::from_utf8_lossy(MAGIC)
    )]
    Magic,
    /// They end too early, or too late.
    #[error(
        "a classifier of {classes} classes has {expected} bytes, if as large as most; these are {found}"
    )]
    Length {
        /// Classes that the bytes name.
        classes: usize,
        /// Bytes there should be.
        expected: usize,
        /// Bytes there are.
        found: usize,
    },
}

impl Classifier {
    /// Reads a classifier that [`Classifier::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// [`ClassifierError`] if the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Classifier, ClassifierError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ClassifierError::Magic)?;
        let wrong = |classes: usize, expected: usize| ClassifierError::Length {
            classes,
            expected,
            found: bytes.len(),
        };
        // The names, one a line, an empty line after the last.
        let end = rest
            .windows(2)
            .position(|two| two == b"\n\n")
            .ok_or_else(|| wrong(0, bytes.len() + 1))?;
        let names = String::from_utf8_lossy(&rest[..end]);
        let classes: Vec<String> = names.split('\n').map(str::to_owned).collect();
        let n = classes.len();
        let body = &rest[end + 2..];
        let buckets = (body.len() / n).saturating_sub(8);
        if body.len() != 8 * n + buckets * n || !buckets.is_power_of_two() {
            return Err(wrong(n, bytes.len() - body.len() + 8 * n + BUCKETS * n));
        }
        let numbers: Vec<f32> = body[..8 * n]
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .collect();
        Ok(Classifier {
            bias: numbers[..n].to_vec(),
            scale: numbers[n..].to_vec(),
            weights: body[8 * n..].iter().map(|b| *b as i8).collect(),
            classes,
        })
    }

    /// The classifier as bytes, little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.classes.join("\n").bytes());
        bytes.extend(b"\n\n");
        for number in self.bias.iter().chain(&self.scale) {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.weights.iter().map(|w| *w as u8));
        bytes
    }

    /// Tells this classifier from others: the sum of its numbers, each times its odd
    /// weight.
    pub(crate) fn checksum(&self) -> u64 {
        let floats = self.bias.iter().chain(&self.scale);
        let floats = floats.map(|number| u64::from(number.to_bits()));
        // The buckets are a multiple of eight, and so are the weights.
        let (eights, _) = self.weights.as_chunks::<8>();
        let rows = eights
            .iter()
            .map(|eight| u64::from_le_bytes(eight.map(i8::cast_unsigned)));
        let mut sum = 0u64;
        for (n, word) in floats.chain(rows).enumerate() {
            sum = sum.wrapping_add(word.wrapping_mul(2 * n as u64 + 1));
        }
        sum
    }

    /// The names of its classes, CAMEO codes and that of nothing, in their order.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// Mixes the shares of its classes with those that another reader gives them, who
    /// has the weight (0 to 1). Those of both are together 1.
    pub(crate) fn hear<'a>(
        &self,
        shares: &mut [f64],
        weight: f64,
        others: impl Iterator<Item = (&'a str, f64)>,
    ) {
        shares.iter_mut().for_each(|s| *s *= 1.0 - weight);
        for (at, (name, share)) in others.enumerate() {
            // Mostly they have the same classes in the same order.
            let same = self.classes.get(at).is_some_and(|c| c == name);
            let class = || self.classes.iter().position(|c| c == name);
            if let Some(n) = same.then_some(at).or_else(class) {
                shares[n] += weight * share;
            }
        }
    }

    /// The share of each class, in their order; together 1.
    pub(crate) fn shares(&self, features: &[Feature]) -> Vec<f64> {
        let n = self.classes.len();
        let buckets = self.weights.len() / n;
        let row = |bucket: u32| &self.weights[bucket as usize % buckets * n..][..n];
        // The rows lie far apart in megabytes: asked for ahead, without waiting for one
        // before the next, they come several at a time.
        for (bucket, _) in features {
            let row = row(*bucket);
            let lines = row.iter().step_by(LINE).chain(row.last());
            std::hint::black_box(lines.fold(0, |all, w| all | w));
        }
        let mut sums = vec![0f32; n];
        for (bucket, weight) in features {
            for (sum, w) in sums.iter_mut().zip(row(*bucket)) {
                *sum += weight * f32::from(*w);
            }
        }
        let mut shares: Vec<f64> = sums
            .iter()
            .zip(&self.scale)
            .zip(&self.bias)
            .map(|((sum, scale), bias)| f64::from(sum * scale + bias))
            .collect();
        let top = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        shares.iter_mut().for_each(|s| *s = (*s - top).exp());
        let total: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|s| *s /= total);
        shares
    }
}

/// Position of a type among the types.
pub(crate) fn number_of(event_type: EventType) -> usize {
    EventType::ALL
        .iter()
        .position(|e| *e == event_type)
        .expect("all types are listed")
}
