use super::{BUCKETS, CLASSES, Classifier, Feature, NOTHING, class_of};
use crate::lexicon::Lexicon;
use crate::relate::question;
use demarche_event::EventType;
use demarche_lang::Parsed;
use std::ops::Range;

/// A sentence with two marked actors and what passes between them.
#[derive(Debug, Clone)]
pub struct Example {
    /// The sentence.
    pub parsed: Parsed,
    /// Bytes of the source.
    pub source: Option<Range<usize>>,
    /// Bytes of the target.
    pub target: Option<Range<usize>>,
    /// The right type; `None` where no act is reported.
    pub event_type: Option<EventType>,
}

/// Passes over the examples.
const EPOCHS: usize = 25;
const RATE: f32 = 0.1;
/// L2 penalty on each step.
const DECAY: f32 = 2e-3;

/// Trains a classifier: multinomial logistic regression by AdaGrad (Duchi, Hazan
/// and Singer 2011), classes weighted to count alike, weights rounded to 8 bits.
/// The same examples in the same order give the same bytes.
pub fn train(lexicon: &Lexicon, examples: &[Example]) -> Classifier {
    let rows: Vec<(Vec<Feature>, usize)> = examples
        .iter()
        .map(|e| {
            let features = question(lexicon, &e.parsed, e.source.clone(), e.target.clone());
            (features, e.event_type.map_or(NOTHING, class_of))
        })
        .collect();
    let mut counts = [0usize; CLASSES];
    for (_, class) in &rows {
        counts[*class] += 1;
    }
    let share = rows.len() as f32 / CLASSES as f32;
    let importance = counts.map(|n| (share / n.max(1) as f32).sqrt().min(3.0));
    let mut weights = vec![0f32; BUCKETS * CLASSES];
    let mut squares = vec![1e-6f32; BUCKETS * CLASSES];
    let mut bias = [0f32; CLASSES];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed: u64 = 0x5eed;
    for _ in 0..EPOCHS {
        // Fisher-Yates with a linear congruential generator (Knuth's constants).
        for i in (1..order.len()).rev() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(i, (seed >> 33) as usize % (i + 1));
        }
        for row in &order {
            let (features, class) = &rows[*row];
            let mut scores = bias;
            for (bucket, value) in features {
                let at = *bucket as usize % BUCKETS * CLASSES;
                for (score, weight) in scores.iter_mut().zip(&weights[at..at + CLASSES]) {
                    *score += value * weight;
                }
            }
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let mut shares = scores.map(|s| (s - top).exp());
            let total: f32 = shares.iter().sum();
            shares.iter_mut().for_each(|s| *s /= total);
            let step: [f32; CLASSES] = std::array::from_fn(|c| {
                (shares[c] - f32::from(u8::from(c == *class))) * importance[*class]
            });
            for c in 0..CLASSES {
                bias[c] -= 0.01 * step[c];
            }
            for (bucket, value) in features {
                let at = *bucket as usize % BUCKETS * CLASSES;
                for c in 0..CLASSES {
                    let gradient = step[c] * value + DECAY * weights[at + c];
                    squares[at + c] += gradient * gradient;
                    weights[at + c] -= RATE * gradient / squares[at + c].sqrt();
                }
            }
        }
    }
    let mut scale = [0f32; CLASSES];
    for row in weights.chunks_exact(CLASSES) {
        for (largest, weight) in scale.iter_mut().zip(row) {
            *largest = largest.max(weight.abs());
        }
    }
    for s in &mut scale {
        *s = (*s / 127.0).max(f32::MIN_POSITIVE);
    }
    let rounded = weights
        .iter()
        .enumerate()
        .map(|(at, weight)| (weight / scale[at % CLASSES]).round().clamp(-127.0, 127.0) as i8)
        .collect();
    Classifier {
        bias,
        scale,
        weights: rounded,
    }
}
