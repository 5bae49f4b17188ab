//! Which events tell of the same thing.
//!
//! In: events, whoever coded them, and what a user decided about some of them.
//! Out: happenings, each with all its events as evidence.
//!
//! Two events are compared by their content alone ([`likeness`]), never by what
//! else is known. Events that share a [`block`](blocks) and are alike form an
//! island; an island is divided into happenings without a look at any other.
//! So the order in which events come doesn't matter, and a new event concerns
//! only the islands that it touches: adding and clustering anew agree.

mod block; // which events are compared at all
mod decision; // what a user decided otherwise
mod divide; // islands, and what becomes of them
mod likeness; // how alike two events are, and what forbids that they are one
mod link; // parts of visits; plans and what became of them
mod mention; // what of an event is compared
mod people; // names, and whether they are one person's
mod plan; // how a plan stands on a day
mod summary; // the happening that events tell of
mod words; // shared wording, without knowing the language

pub use block::blocks;
pub use decision::Decision;
pub use divide::{divide, islands};
pub use likeness::likeness;
pub use link::{Reach, links, reach, reached_from};
pub use mention::{Kind, Mention, Stage};
pub use plan::{GRACE_DAYS, PlanState, plan_state};
pub use summary::summarise;
