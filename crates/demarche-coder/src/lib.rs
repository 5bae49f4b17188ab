//! Turns documents and knowledge into political events.
//!
//! In: a document, a [`Lexicon`] and a way to parse English. Out: [`Coded`],
//! which holds the events, and a notice for each defect of the document.
//!
//! Nothing here reads a file, the clock or the environment: the same inputs give
//! the same events in the same order, on any machine, with any number of threads.

#![deny(missing_docs)]

mod actor; // which actor a noun phrase stands for
mod agenda; // what talks to come are to deal with
mod anniversary; // how long ago something between states began
mod announcer; // whose word it is that something is to come
mod attribution; // who says so, where, and from whom
mod cause; // what an act answers or follows from
mod circumstance; // under which condition, to what end, about what
mod claim; // who speaks, and what they claim
mod classify; // what passes between two marked actors, by weights
mod clause; // where clauses begin that no full stop divides
mod code; // a document to records: the one way in
mod companion; // who comes along
mod contact; // how often
mod context; // what it is about
mod day; // which expression belongs to which event
mod denial; // who denies what is alleged
mod detail; // how much, and compared with what
mod discourse; // who has been spoken of
mod explain; // why
mod figure; // the numbers that a sentence states about actors
mod force; // from when and until when a measure holds
mod forecast; // what somebody says will come
mod frame; // whether it happened
mod gaps; // what the lexicon lacks
mod identity; // ids made from content
mod lexicon; // what we know: actors, offices, rules, and when each holds
mod link; // how a sentence ties its acts to others
mod lint; // what is wrong with knowledge files
mod matcher; // which words report an event, and its parties
mod matter; // laws, wars, votes: what is named and neither done nor judged
mod mend; // slips of the parser, mended
mod mention; // which words name something known
mod notice; // what doesn't fit what is known
mod occasion; // for which ceremony or gathering
mod petrarch; // other people's dictionaries
mod place; // where
mod putting_off; // until when something is put off
mod reading; // words that a machine swapped are read as what they stand for
mod readout; // what one side of talks says that they dealt with
mod recase; // text in capitals, or without
mod reference; // names in reference records
mod relate; // a sentence with two marked actors
mod scene; // where an account takes place
mod setting; // where talks took place, and who visited whom
mod stand_in; // names parsed as others
mod tree; // questions of grammar
mod when; // which day an expression means

pub use claim::weighed::assesses;
pub use classify::{
    AssessmentExample, Classifier, ClassifierError, Example, Label, LabelError, sided_marks, train,
    train_acts, train_claims,
};
pub use code::{Coded, code};
pub use gaps::{Gap, GapKind, GapSentence, Gaps};
pub use lexicon::{KnowledgeSource, Lexicon, LexiconError, LexiconErrorKind};
pub use lint::{Finding, Gravity, LintFile, lint};
pub use matcher::{ActClassifier, Mark, MarkedSide, SidedMark};
pub use petrarch::{
    CountryCodes, Crosswalk, CrosswalkError, Imported, LeftOut, import_actors, import_agents,
};
pub use reading::Reading;
pub use recase::recased;
pub use reference::resolve_reference;
pub use relate::{Relation, relate};
pub use stand_in::parse;
