//! One file a command: its arguments and its `run`.

pub(crate) mod add; // reports into the store
pub(crate) mod agenda; // plans, and what became of them
pub(crate) mod bundle; // what a replication needs
pub(crate) mod code; // reports to records on standard output
pub(crate) mod compare; // two codings: what is new, gone, changed
pub(crate) mod completions; // for the shell
pub(crate) mod conflicts; // what reports disagree on
pub(crate) mod evaluate; // the coder against reports marked by hand
pub(crate) mod export; // events in the forms of others
pub(crate) mod gaps; // what the knowledge lacks
pub(crate) mod happenings; // what the events tell of, each once
pub(crate) mod import; // event data of others into the store
pub(crate) mod knowledge; // what is known, and whether it loads
pub(crate) mod lint; // what is wrong with knowledge files
pub(crate) mod measures; // what stays in force
pub(crate) mod merge; // happenings that a user says are one, or aren't
pub(crate) mod panel; // event data to counts by dyad and period
pub(crate) mod recode; // stored documents anew
pub(crate) mod record; // events of the store, by filter
pub(crate) mod reference; // chronologies to check reports against
pub(crate) mod relate; // what passes between two marked actors
pub(crate) mod search; // stored documents, by their words
pub(crate) mod show; // one event, and why
pub(crate) mod sql; // the store, asked in SQL
pub(crate) mod upgrade; // stores of earlier versions
