use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program in an empty folder of its own.
pub(crate) struct Program {
    folder: tempfile::TempDir,
}

/// How a run ended.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Program {
    pub(crate) fn new() -> Program {
        Program {
            folder: tempfile::tempdir().expect("there is a folder for temporary files"),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).expect("the temporary folder can be written");
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("DEMARCHE_STORE")
            .env_remove("COLUMNS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(
            self.command(arguments)
                .output()
                .expect("the program can be run"),
        )
    }

    /// Runs it with chunks on standard input, as long as it wants them.
    pub(crate) fn run_with_input<'c>(
        &self,
        arguments: &[&str],
        chunks: impl Iterator<Item = &'c [u8]> + Send,
    ) -> Run {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .spawn()
            .expect("the program can be run");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for chunk in chunks {
                    if stdin.write_all(chunk).is_err() {
                        break;
                    }
                }
            });
            Run::of(child.wait_with_output().expect("the program ends"))
        })
    }
}

impl Run {
    fn of(output: std::process::Output) -> Run {
        Run {
            status: output.status.code().expect("the program isn't killed"),
            stdout: String::from_utf8(output.stdout).expect("the output is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("what it says is UTF-8"),
        }
    }

    /// The run, if it ended so.
    #[track_caller]
    pub(crate) fn ended(self, status: i32) -> Run {
        assert_eq!(
            self.status, status,
            "status; standard error says:\n{}",
            self.stderr
        );
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// The run, if standard error says this.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Run {
        assert!(
            self.stderr.contains(words),
            "`{words}` isn't in:\n{}",
            self.stderr
        );
        self
    }

    /// Standard output, a JSON object a line.
    #[track_caller]
    pub(crate) fn objects(&self) -> Vec<serde_json::Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line of output is JSON"))
            .collect()
    }
}

/// The reports that ship with the project.
pub(crate) fn examples() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    folder.to_str().expect("the path is UTF-8").to_owned()
}

/// A report with one event, published on 20 June 2024, a Thursday.
pub(crate) const VISIT: &str = "The foreign minister of Poland visited Moldova on Tuesday.\n";

/// The records of a kind that a report holds, published on a day of March 2025 and read from
/// standard input.
pub(crate) fn records_of(kind: &str, report: &str) -> Vec<serde_json::Value> {
    let arguments = ["code", "--records", kind, "--published", "2025-03-04", "-"];
    Program::new()
        .run_with_input(&arguments, [report.as_bytes()].into_iter())
        .ended(0)
        .objects()
}
