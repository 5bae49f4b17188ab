//! The language model, embedded. How it was made is told in `README.md` beside
//! this crate; it comes under its own licence, `en_core_web_sm.LICENSE`.

#![deny(missing_docs)]

#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("../en_core_web_sm.bin"));

/// A small English pipeline for `demarche_lang::Model::from_bytes`, aligned to 64
/// bytes.
pub static EN_CORE_WEB_SM: &[u8] = &FILE.0;

/// Weights of the classifier of marked actor pairs, for
/// `demarche_coder::Classifier::from_bytes`; trained on the sentences of
/// `training/`.
pub static RELATION: &[u8] = include_bytes!("../relation.bin");

/// Weights of the classifier of claims, for `demarche_coder::Classifier::from_bytes`;
/// trained on the passages of `training/passages`.
pub static CLAIMS: &[u8] = include_bytes!("../claims.bin");

/// Weights of the classifiers of what the rules leave, for
/// `demarche_coder::ActClassifier::from_bytes`; trained on the acts marked in
/// `training/passages` and `training/reports`.
pub static ACTS: &[u8] = include_bytes!("../acts.bin");

static PAIRS_FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("../pairs.bin"));

/// A transformer that names what passes between two marked actors, for
/// `demarche_lang::PairReader::from_bytes`; trained on the sentences of `training/`.
pub static PAIRS: &[u8] = &PAIRS_FILE.0;

static WORDS_FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("../words.bin"));

/// A transformer that says of each word which act it tells, for
/// `demarche_lang::WordReader::from_bytes`; trained on the acts marked in
/// `training/passages` and `training/reports`, over the pieces of [`PAIRS`].
pub static WORDS: &[u8] = &WORDS_FILE.0;
