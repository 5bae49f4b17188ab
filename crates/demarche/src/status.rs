use std::process::ExitCode;

/// How a run ended, as the shell sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// All was done.
    Done = 0,
    /// A check that the user asked for failed.
    CheckFailed = 1,
    /// The command couldn't run.
    CouldNotRun = 2,
    /// Some input couldn't be read; the rest was done.
    LeftOut = 3,
}

/// Examples for the end of a `--help`, with the statuses under them.
macro_rules! help {
    ($examples:literal) => {
        concat!(
            $examples,
            "

Exit status:
  0  done
  1  a check that was asked for failed
  2  couldn't run: the reason is on standard error
  3  some input couldn't be read, and the rest was done"
        )
    };
}

pub(crate) use help;

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}
