//! The forms in which records leave and enter.

pub mod chronology; // reference records: CSV, with a description
pub mod dataset; // event data that others have coded, row by row
pub mod export; // events in the forms of others
pub mod gold; // reports marked by hand, to measure on
pub mod record; // JSON Lines, one object a record: the form that loses nothing
pub mod table; // text, CSV, Markdown: the forms for the eye and for spreadsheets
