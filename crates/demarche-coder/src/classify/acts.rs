use super::train::{Row, fit, fit_within};
use super::{Classifier, ClassifierError, NOTHING};
use crate::code::learn;
use crate::lexicon::Lexicon;
use crate::matcher::{ActClassifier, Mark, SIDES, SidedMark, modes};
use demarche_event::{EventType, Status};
use demarche_lang::Parsed;
use demarche_text::Document;

const EPOCHS: usize = 20;
/// The same for the statuses, of which two make up nearly all.
const EPOCHS_OF_STATUS: usize = 10;
const DECAY: f32 = 3e-3;

/// Hash buckets of the modes, which are many, each with few marks.
const BUCKETS_OF_MODES: usize = 1 << 14;

/// Parts of the documents that are left out in turn, to see how sure those may be who
/// learned from the others (Wolpert 1992).
const PARTS: usize = 4;

/// The class of what is right.
const RIGHT: &str = "right";

/// Trains the classifiers of what the rules leave, on documents whose acts are marked: the
/// words that tell an act, the sides of it, and whether what comes of both is right. As
/// [`super::train`]; the same documents in the same order give the same bytes. Ask for it
/// with a lexicon that has the other classifiers: what they read isn't left.
pub fn train_acts(
    lexicon: &Lexicon,
    documents: &[(Document, Vec<Mark>)],
    mut parse: impl FnMut(&[&str]) -> Vec<Parsed>,
) -> ActClassifier {
    // For each part, what is learned from it of words, and of sides.
    let mut words: Vec<Vec<Row>> = vec![Vec::new(); PARTS];
    let mut sides: Vec<Vec<Row>> = vec![Vec::new(); PARTS];
    let mut statuses: Vec<Vec<Row>> = vec![Vec::new(); PARTS];
    let mut modes: Vec<Vec<Row>> = vec![Vec::new(); PARTS];
    for (number, (document, marks)) in documents.iter().enumerate() {
        let learned = learn(lexicon, document, marks, None, &mut parse);
        words[number % PARTS].extend(learned.words);
        sides[number % PARTS].extend(learned.sides);
        statuses[number % PARTS].extend(learned.statuses);
        modes[number % PARTS].extend(learned.modes);
    }
    let judgement = || vec![RIGHT.to_owned(), NOTHING.to_owned()];
    // Before anything is known of it, whatever is found may be right.
    let always = fit(&[], judgement(), 0, DECAY);
    let trained = |left_out: Option<usize>| {
        let of = |parts: &[Vec<Row>]| -> Vec<Row> {
            let kept = parts.iter().enumerate();
            let kept = kept.filter(|(n, _)| Some(*n) != left_out);
            kept.flat_map(|(_, part)| part.iter().cloned()).collect()
        };
        let types = EventType::ALL.iter().map(|e| e.as_str());
        let types = types.chain([NOTHING]).map(str::to_owned).collect();
        let names = SIDES.iter().map(|s| (*s).to_owned()).collect();
        ActClassifier {
            words: fit(&of(&words), types, EPOCHS, DECAY),
            sides: fit(&of(&sides), names, EPOCHS, DECAY),
            likely: always.clone(),
            status: fit(&of(&statuses), all_statuses(), EPOCHS_OF_STATUS, DECAY),
            mode: fit_within(BUCKETS_OF_MODES, &of(&modes), all_modes(), EPOCHS, DECAY),
        }
    };
    let mut likely: Vec<Row> = Vec::new();
    for part in 0..PARTS {
        let others = trained(Some(part));
        let own = documents.iter().enumerate();
        for (_, (document, marks)) in own.filter(|(n, _)| n % PARTS == part) {
            let learned = learn(lexicon, document, marks, Some(&others), &mut parse);
            likely.extend(learned.likely);
        }
    }
    ActClassifier {
        likely: fit(&likely, judgement(), EPOCHS, DECAY),
        ..trained(None)
    }
}

/// Which actors are the sides of a document's marked acts, for a reader of words to learn from.
pub fn sided_marks(
    lexicon: &Lexicon,
    document: &Document,
    marks: &[Mark],
    parse: impl FnMut(&[&str]) -> Vec<Parsed>,
) -> Vec<SidedMark> {
    learn(lexicon, document, marks, None, parse).sided
}

/// The statuses, in their order.
fn all_statuses() -> Vec<String> {
    Status::ALL.iter().map(|s| s.as_str().to_owned()).collect()
}

/// The modes, each after its type.
fn all_modes() -> Vec<String> {
    let name = |(of, mode): &(EventType, Option<&str>)| match mode {
        Some(mode) => format!("{of}/{mode}"),
        None => of.to_string(),
    };
    modes().iter().map(name).collect()
}

impl ActClassifier {
    /// Reads classifiers that [`ActClassifier::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// [`ClassifierError`] if the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<ActClassifier, ClassifierError> {
        let mut rest = bytes;
        let mut next = || {
            let length = rest
                .first_chunk::<8>()
                .map_or(0, |n| u64::from_le_bytes(*n));
            let body = rest.get(8..).unwrap_or_default();
            let (own, after) = body.split_at(body.len().min(length as usize));
            rest = after;
            Classifier::from_bytes(own)
        };
        Ok(ActClassifier {
            words: next()?,
            sides: next()?,
            likely: next()?,
            status: next()?,
            mode: next()?,
        })
    }

    fn all(&self) -> [&Classifier; 5] {
        [
            &self.words,
            &self.sides,
            &self.likely,
            &self.status,
            &self.mode,
        ]
    }

    /// The classifiers as bytes, the length of each before it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for classifier in self.all() {
            let own = classifier.to_bytes();
            bytes.extend((own.len() as u64).to_le_bytes());
            bytes.extend(own);
        }
        bytes
    }

    /// Tells these classifiers from others.
    pub(crate) fn checksum(&self) -> u64 {
        self.all().iter().fold(0u64, |all, classifier| {
            all.wrapping_mul(3).wrapping_add(classifier.checksum())
        })
    }
}
