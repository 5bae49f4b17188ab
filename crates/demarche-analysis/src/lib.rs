//! Events to numbers: who acted towards whom, how often, in which way.
//!
//! In: events, whoever coded them. Out: counts by directed dyad, month and quad
//! class. Nothing here reads a file, the clock or the environment, and nothing
//! asks which coder wrote an event down.

#![deny(missing_docs)]

mod count; // events by dyad, month and quad class

pub use count::{Counts, Dyad, DyadMonth, Month, count};
