//! Turns documents and knowledge into political events.
//!
//! In: a document, a [`Lexicon`] and a way to parse English. Out: [`Coded`],
//! which holds the events, and a notice for each defect of the document.
//!
//! Nothing here reads a file, the clock or the environment: the same inputs give
//! the same events in the same order, on any machine, with any number of threads.

#![deny(missing_docs)]

mod lexicon; // what we know: actors, offices, rules, and when each holds
mod tree; // questions of grammar
mod mention; // which words name something known
mod actor; // which actor a noun phrase stands for
mod discourse; // who has been spoken of
mod frame; // whether it happened
mod matcher; // which words report an event, and its parties
mod setting; // where talks took place, and who visited whom
mod when; // which day an expression means
mod day; // which expression belongs to which event
mod place; // where
mod context; // what it is about
mod claim; // who speaks, and what they claim
mod explain; // why
mod identity; // ids made from content
mod relate; // a sentence with two marked actors
mod code; // all of the above, in order

pub use code::{Coded, code};
pub use relate::{Relation, relate};
pub use lexicon::{Lexicon, LexiconError, LexiconErrorKind};
