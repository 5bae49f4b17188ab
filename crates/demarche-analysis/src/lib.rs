//! Events to happenings and to numbers: what took place, and who acted towards
//! whom, how often, in which way.
//!
//! In: events, whoever coded them, or rows of event data. Out: happenings with their
//! evidence, and counts by directed dyad, month or year, type and quad class. Nothing
//! here reads a file, the clock or the environment, and nothing
//! asks which coder wrote an event down.

#![deny(missing_docs)]

mod agreement; // two codings of one text: by hand and by a coder, old and new
mod b_cubed; // two divisions of the same events compared
mod conflict; // what reports and records disagree on
mod copies; // texts that are copies of one another
mod count; // events by dyad, month and quad class
pub mod happening; // which events tell of the same thing
mod measure; // what stays in force
mod panel; // rows by dyad and period, in one pass
mod reference; // trips of reference records

pub use agreement::{
    Change, ChangedField, ClaimScore, Difference, EventAgreement, EventScore, Field, FieldScores,
    FigureScore, Pair, Reliability, RuleCounts, Share, Tally, Tenth, difference, pairs,
};
pub use b_cubed::{BCubed, b_cubed};
pub use conflict::{Conflict, Reading, Verdict, against_references, disagreements, first_claims};
pub use copies::{Fingerprint, Printed, independent};
pub use count::{Counts, Dyad, DyadMonth, Month, count};
pub use measure::{MeasureWords, bears_on_measures, measures, settle};
pub use panel::{Cell, Panel, PanelRow, PanelTally, Period};
pub use reference::duplicate_trips;
