//! The built program in empty folders: arguments, input, output, status.

mod checking; // conflicts, measures, search, bundles
mod coding; // reports to records
mod damaged; // input and places that can't be used
mod help; // what the program says about itself
mod judging; // claims that the classifier finds
mod killing; // stores that were cut short
mod knowing; // knowledge checked, and what it lacks
mod measuring; // the coder against marked reports, two codings
mod merging; // happenings, plans, decisions
mod pages; // the pages keep their word
mod program; // runs the program
mod referring; // reference records
mod relating; // a sentence with two marked actors
mod storing; // the record in a file
mod telling; // what several reports tell together
mod weighing; // acts that weights find where no rule reads any
