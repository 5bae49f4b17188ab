//! Conflicts: what reports say differently of one thing, and what they say
//! otherwise than a reference record. Both readings are kept side by side, and
//! none is taken for right.

mod first; // "the first visit in six years", held against reference records
mod report; // reports of one happening
mod travel; // a report and a reference record

pub use first::first_claims;
pub use report::disagreements;
pub use travel::against_references;

/// What one side says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The value, as it is read.
    pub value: String,
    /// Ids of the events that say so, sorted.
    pub events: Vec<String>,
    /// The reference record that says so, with the id of its trip if it is one.
    pub reference: Option<(String, Option<String>)>,
}

/// Something on which the readings differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What they differ in: `date`, `place`, `status`, `magnitude`, `who`, `trip`
    /// or `comparison`.
    pub field: &'static str,
    /// The thing, in codes: `CONSULT/visit USA>CHN`.
    pub what: String,
    /// At least two, in the order of their values; of a comparison, the claim first.
    pub readings: Vec<Reading>,
    /// Of a comparison.
    pub verdict: Option<Verdict>,
}

/// What a reference record has to say to "the first in so many years".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// No closer trip, and the record means to be complete over the time.
    Supported,
    /// There was a closer trip.
    Contradicted,
    /// No closer trip, but the record doesn't cover the whole time.
    Consistent,
    /// The record doesn't cover such trips.
    CoverageGap,
    /// So for the person and otherwise for the office, or the reverse.
    DependsOnDefinition,
}

impl Verdict {
    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Supported => "supported",
            Verdict::Contradicted => "contradicted",
            Verdict::Consistent => "consistent, not proven",
            Verdict::CoverageGap => "coverage gap",
            Verdict::DependsOnDefinition => "depends on the definition",
        }
    }
}

/// The thing that an event tells of, in codes.
fn what(event: &demarche_event::Event) -> String {
    let codes = |actors: &[demarche_event::Actor]| {
        let mut codes: Vec<&str> = actors.iter().filter_map(|a| a.country.as_deref()).collect();
        codes.dedup();
        codes.join(",")
    };
    let mode = event.mode.as_ref().map(|mode| format!("/{mode}"));
    format!(
        "{}{} {}>{}",
        event.event_type,
        mode.unwrap_or_default(),
        codes(&event.source),
        codes(&event.target)
    )
}
