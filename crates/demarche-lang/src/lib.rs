//! Runs an English language model over text: tokens, tags, lemmas, heads,
//! entities.
//!
//! In: the bytes of a converted model and some text. Out: [`Parsed`]. Nothing
//! here knows news or politics, and nothing touches a file, the clock or the
//! environment; the crate is useful alone.

#![deny(missing_docs)]

mod label; // closed sets: tags, parts of speech, relations, entity kinds
mod parsed; // one text with its tokens, as parallel arrays

pub use label::{Dep, EntityKind, Pos, Tag};
pub use parsed::{Entity, Parsed, ParsedError, Sentence, Token, TokenData};
