//! `demarche`: reads news reports and keeps the record of diplomacy.
//!
//! In: arguments, files, standard input. Out: data on standard output, what
//! there is to say about it on standard error, and one of four exit statuses.
//!
//! The command reads, calls the libraries and writes: it knows no politics, no
//! format and no SQL.

mod arguments; // what can be asked for
mod cases; // texts with the events that they hold
mod commands; // one file a command
mod dataset; // event data of others: inputs, crosswalk, what was left out
mod explain; // an event in words
mod inputs; // options of the commands that read reports
mod knowledge; // what is built in, and what the user adds
mod merging; // events of a store into happenings
mod output; // where data and talk go
mod pipeline; // documents through the coder, on several threads, in order
mod progress; // a line on the terminal while it takes time
mod runs; // which commands wrote to a store
mod status; // how a run ended

use arguments::Arguments;
use clap::Parser;
use output::{is_broken_pipe, tell};
use status::Status;
use std::process::ExitCode;

// Coding a document makes and drops many small things; this allocator takes a
// twentieth less of the time than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let status = match Arguments::parse().command.run() {
        Ok(status) => status,
        // Whoever reads our output has seen enough: `demarche code … | head`.
        Err(error) if is_broken_pipe(&error) => Status::Done,
        Err(error) => {
            tell(format_args!("{error:#}"));
            Status::CouldNotRun
        }
    };
    status.into()
}
