//! What a political event is: the narrow waist of the project.
//!
//! In: nothing but values. Out: the types that the coder fills, the store keeps
//! and the analyses read: [`Event`], [`Claim`], [`Figure`], [`Matter`], [`Notice`],
//! the ontology of types and modes, days and intervals of days.
//!
//! Nothing here knows text, files, a language model or a serialisation. All
//! offsets are Unicode code points in the document's text as it was given, the
//! end excluded. All intervals of days include `since` and exclude `until`.

#![deny(missing_docs)]

mod actor; // who: country, sector, role
mod cameo; // CAMEO codes with their PLOVER type and Goldstein value
mod crosswalk; // codes of other people's event data, and what they are here
mod document; // what was read, and when it was published
mod event; // who did what to whom, when, in which words
mod event_link; // how a text ties one act to another
mod gold; // what somebody marked by hand, to measure on
mod happening; // what events tell of alike, plans, and how they belong together
mod matter; // laws, papers, wars, votes: what is named and neither done nor judged
mod measure; // what stays in force: tariffs, bans, listings
mod ontology; // PLOVER's types, modes, statuses, sectors
mod record; // claims, figures, notices: what a document yields beside events
mod reference; // trips of reference records, to check reports against
mod row; // an event as one row of somebody's event data
mod when; // intervals of days

pub use actor::Actor;
pub use cameo::{CameoEntry, CameoTable, CameoTableError};
pub use crosswalk::{Act, ActScheme, CameoActor, Crosswalk, CrosswalkError, SectorScheme};
pub use document::{DocumentMeta, Published, PublishedBasis};
pub use event::{
    Attribution, Circumstances, Comparison, Event, Explanation, InForce, Magnitude, Place, Quote,
    Readout,
};
pub use event_link::{EventLink, EventLinkKind};
pub use gold::{Certainty, Gold, GoldEvent};
pub use happening::{Announcer, Happening, Link, LinkKind, Plan};
pub use matter::{Matter, MatterKind};
pub use measure::Measure;
pub use ontology::{EventType, Quad, Sector, Status, UnknownCode};
pub use record::{Claim, ClaimDirection, Figure, Notice, Record, Severity};
pub use reference::{Chronology, Coverage, Finding, FindingKind, Trip};
pub use row::{EventRow, Participant, RowPlace};
pub use when::{DateBasis, Days, When};
