//! Events to numbers: who acted towards whom, how often, in which way.
//!
//! In: events, whoever coded them. Out: counts by directed dyad, month and quad
//! class. Nothing here reads a file, the clock or the environment, and nothing
//! asks which coder wrote an event down.

#![deny(missing_docs)]

mod agreement; // two codings of one text: by hand and by a coder, old and new
mod count; // events by dyad, month and quad class
mod reference; // trips of reference records

pub use agreement::{
    Change, ChangedField, ClaimScore, Difference, EventAgreement, EventScore, Field, FieldScores,
    FigureScore, Pair, RuleCounts, Share, Tally, difference, pairs,
};
pub use count::{Counts, Dyad, DyadMonth, Month, count};
pub use reference::duplicate_trips;
