use super::{BUCKETS, Classifier, Feature, NOTHING, number_of};
use crate::lexicon::{ClassKnown, Lexicon};
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
    /// What is right.
    pub label: Label,
}

/// What passes between two actors, as precisely as somebody has said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    /// An act of this CAMEO code.
    Cameo(String),
    /// An act of this type, whatever its code.
    Type {
        /// The type.
        event_type: EventType,
        /// PLOVER's mode, if it was given.
        mode: Option<String>,
        /// A second type that a crosswalk gives.
        also: Option<EventType>,
    },
    /// No act.
    Nothing,
}

/// A label that no class of the lexicon has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("example {number}: no class is of {label:?}; the classes stand in ontology/classes.tsv")]
pub struct LabelError {
    /// Number of the example, from 0.
    pub number: usize,
    /// The label.
    pub label: Label,
}

impl Label {
    /// The types that `relate` may answer with: those of the label's classes, by
    /// the crosswalk from CAMEO.
    pub fn types(&self, lexicon: &Lexicon) -> Vec<EventType> {
        self.classes(&lexicon.classes)
            .into_iter()
            .filter_map(|n| lexicon.classes.get(n).map(|c| c.crosswalk))
            .collect()
    }

    /// The classes that the label allows.
    fn classes(&self, known: &[ClassKnown]) -> Vec<usize> {
        let of = |fits: &dyn Fn(&ClassKnown) -> bool| -> Vec<usize> {
            (0..known.len()).filter(|n| fits(&known[*n])).collect()
        };
        match self {
            Label::Nothing => vec![known.len()],
            // "0812" is read as "081" where the table has no finer class.
            Label::Cameo(code) => {
                let exact = of(&|c| c.name == *code);
                if exact.is_empty() && code.len() > 3 && code.is_char_boundary(3) {
                    of(&|c| c.name == code[..3])
                } else {
                    exact
                }
            }
            Label::Type {
                event_type,
                mode,
                also,
            } => {
                let by_both = of(&|c| {
                    c.event_type == *event_type
                        && also.is_some_and(|a| c.crosswalk == a && a != *event_type)
                });
                if !by_both.is_empty() {
                    return by_both;
                }
                let by_mode = of(&|c| {
                    c.event_type == *event_type && mode.is_some() && c.mode == mode.as_deref()
                });
                // Modes of three types decide between classes that the crosswalk
                // tells apart; elsewhere they cut across them.
                let decides = matches!(event_type, EventType::Sanction | EventType::Coerce);
                if decides && !by_mode.is_empty() {
                    return by_mode;
                }
                of(&|c| {
                    c.crosswalk == *event_type
                        || c.event_type == *event_type && c.crosswalk.quad() == c.event_type.quad()
                })
            }
        }
    }
}

/// Passes over the examples.
const EPOCHS: usize = 25;
const RATE: f32 = 0.1;
/// L2 penalty on each step.
const DECAY: f32 = 8e-3;

/// Trains a classifier: multinomial logistic regression by AdaGrad (Duchi, Hazan
/// and Singer 2011), types weighted to count alike, weights rounded to 8 bits. A
/// label of several classes asks that their shares together be 1 (Jin and
/// Ghahramani 2002). The same examples in the same order give the same bytes.
///
/// # Errors
///
/// [`LabelError`] for a label that no class has.
pub fn train(lexicon: &Lexicon, examples: &[Example]) -> Result<Classifier, LabelError> {
    let known = &lexicon.classes;
    let mut rows: Vec<(Vec<Feature>, Vec<usize>)> = Vec::with_capacity(examples.len());
    for (number, e) in examples.iter().enumerate() {
        let allowed = e.label.classes(known);
        if allowed.is_empty() {
            return Err(LabelError {
                number,
                label: e.label.clone(),
            });
        }
        let features = question(lexicon, &e.parsed, e.source.clone(), e.target.clone());
        rows.push((features, allowed));
    }
    // Types count alike, whatever the number of their classes and examples.
    let kinds = EventType::ALL.len() + 1;
    let kind = |allowed: &[usize]| {
        known
            .get(allowed[0])
            .map_or(kinds - 1, |c| number_of(c.crosswalk))
    };
    let mut counts = vec![0usize; kinds];
    for (_, allowed) in &rows {
        counts[kind(allowed)] += 1;
    }
    let share = rows.len() as f32 / kinds as f32;
    let importance: Vec<f32> = counts
        .iter()
        .map(|count| (share / (*count).max(1) as f32).sqrt().min(3.0))
        .collect();
    let weighted: Vec<Row> = rows
        .into_iter()
        .map(|(features, allowed)| Row {
            weight: importance[kind(&allowed)],
            features,
            allowed,
        })
        .collect();
    let names = known.iter().map(|c| c.name.clone());
    let classes = names.chain([NOTHING.to_owned()]).collect();
    Ok(fit(&weighted, classes, EPOCHS, DECAY))
}

/// What is looked at of an example, the classes that are right for it, and how much it
/// counts.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub features: Vec<Feature>,
    pub allowed: Vec<usize>,
    pub weight: f32,
}

/// Weights of multinomial logistic regression for rows of features, after some passes over
/// them, with an L2 penalty of `decay` on each step.
pub(super) fn fit(rows: &[Row], classes: Vec<String>, epochs: usize, decay: f32) -> Classifier {
    fit_within(BUCKETS, rows, classes, epochs, decay)
}

/// The same in so many hash buckets, a power of two.
pub(super) fn fit_within(
    buckets: usize,
    rows: &[Row],
    classes: Vec<String>,
    epochs: usize,
    decay: f32,
) -> Classifier {
    let n = classes.len();
    let mut weights = vec![0f32; buckets * n];
    let mut squares = vec![1e-6f32; buckets * n];
    let mut bias = vec![0f32; n];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed: u64 = 0x5eed;
    for _ in 0..epochs {
        // Fisher-Yates with a linear congruential generator (Knuth's constants).
        for i in (1..order.len()).rev() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(i, (seed >> 33) as usize % (i + 1));
        }
        for row in &order {
            let Row {
                features,
                allowed,
                weight: importance,
            } = &rows[*row];
            let mut scores = bias.clone();
            for (bucket, value) in features {
                let at = *bucket as usize % buckets * n;
                for (score, weight) in scores.iter_mut().zip(&weights[at..at + n]) {
                    *score += value * weight;
                }
            }
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let mut step: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
            let total: f32 = step.iter().sum();
            step.iter_mut().for_each(|s| *s /= total);
            let right: f32 = allowed.iter().map(|c| step[*c]).sum::<f32>().max(1e-6);
            for c in allowed {
                step[*c] -= step[*c] / right;
            }
            step.iter_mut().for_each(|s| *s *= importance);
            for (b, s) in bias.iter_mut().zip(&step) {
                *b -= 0.01 * s;
            }
            for (bucket, value) in features {
                let at = *bucket as usize % buckets * n;
                let row = weights[at..at + n].iter_mut().zip(&mut squares[at..at + n]);
                for ((weight, square), step) in row.zip(&step) {
                    let gradient = step * value + decay * *weight;
                    *square += gradient * gradient;
                    *weight -= RATE * gradient / square.sqrt();
                }
            }
        }
    }
    let mut scale = vec![0f32; n];
    for row in weights.chunks_exact(n) {
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
        .map(|(at, weight)| (weight / scale[at % n]).round().clamp(-127.0, 127.0) as i8)
        .collect();
    Classifier {
        classes,
        bias,
        scale,
        weights: rounded,
    }
}
