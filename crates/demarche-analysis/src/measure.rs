//! Measures: what events impose, what stays in force, what lifts it.

mod detail; // kind, goods and legal basis, from the sentence
mod force; // events to intervals

pub use detail::MeasureWords;
pub use force::{bears_on_measures, measures, settle};
