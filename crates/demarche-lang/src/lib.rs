//! Runs an English language model over text: tokens, tags, lemmas, heads,
//! entities.
//!
//! In: the bytes of a converted model and some text. Out: [`Parsed`]. Nothing
//! here knows news or politics, and nothing touches a file, the clock or the
//! environment; the crate is useful alone.
//!
//! The model is spaCy's `en_core_web_sm` 3.8.0, and the decisions are spaCy's,
//! all of them: a test holds them equal, token by token, and `bench/lang` compares
//! on any text. Only the arithmetic is our own: 10 to 15 times as many tokens a
//! second as spaCy on a core with AVX-512, 7 to 10 times with AVX2
//! (`bench/runs`).
//!
//! ```
//! use demarche_lang::{Dep, EntityKind, Model};
//!
//! let model = Model::from_bytes(demarche_models::EN_CORE_WEB_SM)?;
//! let parsed = model.parse("The Swiss envoy met rebels in Geneva on Monday. They didn't talk.");
//!
//! assert_eq!(parsed.sentences().len(), 2);
//! let met = parsed.token(3);
//! assert_eq!((met.text(), met.lemma(), met.is_root()), ("met", "meet", true));
//! let envoy = parsed.token(2);
//! assert_eq!((envoy.dep(), envoy.head().text()), (Dep::Nsubj, "met"));
//! let geneva = &parsed.entities()[1];
//! assert_eq!(geneva.kind, EntityKind::Gpe);
//! # Ok::<(), demarche_lang::ModelError>(())
//! ```
//!
//! Texts in batches are faster than texts alone, as the weights are larger than
//! the nearest caches. A [`Session`] keeps what was learnt of words between
//! batches; a [`Model`] hands out sessions to any number of threads:
//!
//! ```
//! # let model = demarche_lang::Model::from_bytes(demarche_models::EN_CORE_WEB_SM)?;
//! let mut session = model.session();
//! let parsed = session.parse_batch(&["Talks began.", "", "Talks ended."]);
//! assert_eq!(parsed.len(), 3);
//! assert_eq!(parsed[2].token(0).text(), "Talks");
//! # Ok::<(), demarche_lang::ModelError>(())
//! ```
//!
//! A name that the model can't know may be parsed as one that it does: see [`StandIn`].
//!
//! What a text gives depends on nothing but the text and its stand-ins: not on its batch, on the
//! texts before it, on the thread or on the [`Kernel`].

#![deny(missing_docs)]

mod label; // closed sets: tags, parts of speech, relations, entity kinds
mod parsed; // one text with its tokens, as parallel arrays

mod file; // sections of a model file
mod model; // the model's parts, from a file
mod session; // one thread's batches, buffers and caches
mod stage; // names of the stages

mod affix; // what to cut off a run of characters
mod character; // character classes
mod embed; // words into vectors
mod encode; // vectors that know their neighbours
mod entity; // named entities, by transitions
mod hash; // strings to numbers, numbers to rows
mod kernel; // dense layers for several instruction sets
mod lemma; // base forms
mod lexeme; // what is known of a word alone
mod parse; // heads and relations, by transitions
mod ruler; // parts of speech and morphology, by rule
mod tag; // vectors into tags
mod token; // text into tokens
mod transformer; // what a text says of two marked spans
mod transition; // scores of a transition system's moves
mod tree; // heads made whole, sentences

pub use kernel::Kernel;
pub use label::{Dep, EntityKind, Pos, Tag, UnknownLabel};
pub use model::{Model, ModelError};
pub use parsed::{Entity, Parsed, ParsedError, Sentence, Token, TokenData};
pub use session::{Session, StandIn};
pub use stage::Stage;
pub use transformer::{PairReader, Question, WordAnswer, WordQuestion, WordReader};
