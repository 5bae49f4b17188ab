//! Runs an English language model over text: tokens, tags, lemmas, heads,
//! entities.
//!
//! In: the bytes of a converted model and some text. Out: [`Parsed`]. Nothing
//! here knows news or politics, and nothing touches a file, the clock or the
//! environment; the crate is useful alone.

#![deny(missing_docs)]

mod label; // closed sets: tags, parts of speech, relations, entity kinds
mod parsed; // one text with its tokens, as parallel arrays

mod stage; // names of the stages
mod model; // the model's parts, from a file
mod file; // sections of the file
mod session; // one thread's batches, buffers and caches

mod character; // character classes
mod hash; // strings to numbers, numbers to rows
mod lexeme; // what is known of a word alone
mod token; // text into tokens
mod embed; // words into vectors
mod encode; // vectors that know their neighbours
mod tag; // vectors into tags
mod transition; // scores of a transition system's moves
mod parse; // heads and relations, by transitions
mod tree; // heads made whole, sentences
mod ruler; // parts of speech and morphology, by rule
mod lemma; // base forms
mod entity; // named entities, by transitions
mod kernel; // dense layers for several instruction sets

pub use kernel::Kernel;
pub use label::{Dep, EntityKind, Pos, Tag, UnknownLabel};
pub use model::{Model, ModelError};
pub use parsed::{Entity, Parsed, ParsedError, Sentence, Token, TokenData};
pub use session::Session;
pub use stage::Stage;
