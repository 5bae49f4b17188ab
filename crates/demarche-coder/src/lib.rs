//! Turns documents and knowledge into political events.

mod when; // which day an event belongs to
