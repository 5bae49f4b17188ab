//! A linear classifier of what passes between two marked actors: it names a type
//! where no rule does, and weighs the rules where several do.
//!
//! Multinomial logistic regression over hashed features of the words between and
//! around the actors, trained on the project's own sentences (`training/`).

mod feature; // what is looked at
mod train; // weights from sentences

pub(crate) use feature::features;
pub use train::{Example, train};

use demarche_event::EventType;

/// Number of hash buckets of a classifier.
const BUCKETS: usize = 1 << 16;
/// Classes: the event types, in their order, and "nothing".
const CLASSES: usize = 17;
/// The class of sentences that report no act.
pub(crate) const NOTHING: usize = 16;
const MAGIC: &[u8; 8] = b"DMRCLS02";

/// A hashed feature and its weight.
pub(crate) type Feature = (u32, f32);

/// A trained classifier.
#[derive(Debug, Clone)]
pub struct Classifier {
    bias: [f32; CLASSES],
    scale: [f32; CLASSES],
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
    #[error("a classifier has {expected} bytes; these are {found}")]
    Length {
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
        let expected = MAGIC.len() + 8 * CLASSES + BUCKETS * CLASSES;
        if !bytes.starts_with(MAGIC) {
            return Err(ClassifierError::Magic);
        }
        if bytes.len() != expected {
            return Err(ClassifierError::Length {
                expected,
                found: bytes.len(),
            });
        }
        let mut numbers = bytes[MAGIC.len()..]
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        let mut row = || std::array::from_fn(|_| numbers.next().unwrap_or(0.0));
        let bias = row();
        let scale = row();
        let weights = bytes[MAGIC.len() + 8 * CLASSES..]
            .iter()
            .map(|b| *b as i8)
            .collect();
        Ok(Classifier {
            bias,
            scale,
            weights,
        })
    }

    /// The classifier as bytes, little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for number in self.bias.iter().chain(&self.scale) {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.weights.iter().map(|w| *w as u8));
        bytes
    }

    /// The share of each type, in the order of [`EventType::ALL`], then that of
    /// nothing; together 1.
    pub(crate) fn shares(&self, features: &[Feature]) -> [f64; CLASSES] {
        let mut scores: [f64; CLASSES] = [0.0; CLASSES];
        for (bucket, weight) in features {
            let row = *bucket as usize % BUCKETS * CLASSES;
            for (class, score) in scores.iter_mut().enumerate() {
                *score += f64::from(*weight) * f64::from(self.weights[row + class]);
            }
        }
        for (class, score) in scores.iter_mut().enumerate() {
            *score = *score * f64::from(self.scale[class]) + f64::from(self.bias[class]);
        }
        let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut shares = scores.map(|score| (score - top).exp());
        let total: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= total);
        shares
    }
}

/// Position of a type among the classes.
pub(crate) fn class_of(event_type: EventType) -> usize {
    EventType::ALL
        .iter()
        .position(|e| *e == event_type)
        .expect("all types are listed")
}
