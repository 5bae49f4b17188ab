//! How far two sets of records of the same documents agree: a coder's with
//! marks made by hand, or a coder's with those of an earlier version.

mod claim; // claims and figures, by the sentences they stand in
mod difference; // two codings: what is new, gone, changed
mod event; // events found, missed, made up
mod field; // of the events found: which of their fields are right
mod pairing; // which coded event answers which marked one
mod reliability; // how often events are right at each confidence
mod tally; // counts, and the shares made of them

pub use claim::{ClaimScore, FigureScore};
pub use difference::{Change, ChangedField, Difference, RuleCounts, difference};
pub use event::{EventAgreement, EventScore};
pub use field::{Field, FieldScores};
pub use pairing::{Pair, pairs};
pub use reliability::{Reliability, Tenth};
pub use tally::{Share, Tally};
