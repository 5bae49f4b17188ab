//! Reference records: trips abroad that others have written down.

mod duplicate; // two rows that tell of one trip

pub use duplicate::duplicate_trips;
