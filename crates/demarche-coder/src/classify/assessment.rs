use super::train::{Row, fit};
use super::{Classifier, NOTHING};
use crate::claim::weighed;
use crate::lexicon::Lexicon;
use demarche_event::ClaimDirection;
use demarche_lang::Parsed;

/// A sentence, and whether it assesses how states stand to each other or what they are
/// after.
#[derive(Debug, Clone)]
pub struct AssessmentExample {
    /// The sentence.
    pub parsed: Parsed,
    /// `None`: it assesses nothing. Within: where the assessment leans, if anywhere.
    pub assesses: Option<Option<ClaimDirection>>,
}

/// The class of assessments that lean nowhere.
const OTHER: &str = "other";
const EPOCHS: usize = 25;
const DECAY: f32 = 3e-3;

/// Trains a classifier of sentences: whether they assess, and where the assessment leans.
/// As [`super::train`]; the same examples in the same order give the same bytes. Ask for
/// it with a lexicon that has a pair reader: what words mean by themselves is among the
/// features.
pub fn train_claims(lexicon: &Lexicon, examples: &[AssessmentExample]) -> Classifier {
    let directions = ClaimDirection::ALL.into_iter().map(ClaimDirection::as_str);
    let classes: Vec<String> = directions
        .chain([OTHER, NOTHING])
        .map(str::to_owned)
        .collect();
    let rows: Vec<Row> = examples
        .iter()
        .map(|example| {
            let class = match example.assesses {
                None => NOTHING,
                Some(None) => OTHER,
                Some(Some(direction)) => direction.as_str(),
            };
            let place = classes.iter().position(|c| c == class);
            Row {
                features: weighed::question(lexicon, &example.parsed),
                allowed: vec![place.expect("all classes are listed")],
                weight: 1.0,
            }
        })
        .collect();
    fit(&rows, classes, EPOCHS, DECAY)
}

/// The direction that a class stands for.
pub(crate) fn direction_of(class: &str) -> Option<ClaimDirection> {
    ClaimDirection::ALL
        .into_iter()
        .find(|direction| direction.as_str() == class)
}
