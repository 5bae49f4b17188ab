use crate::program::Program;
use std::path::Path;

const COMMANDS: &[&str] = &[
    "code",
    "relate",
    "add",
    "recode",
    "record",
    "show",
    "happenings",
    "agenda",
    "merge",
    "split",
    "search",
    "sql",
    "measures",
    "conflicts",
    "bundle",
    "reference",
    "import",
    "export",
    "panel",
    "upgrade",
    "evaluate",
    "compare",
    "knowledge",
    "lint",
    "gaps",
    "completions",
];

#[test]
fn long_help_has_an_example_and_the_statuses() {
    let program = Program::new();
    let main = program.run(&["--help"]).ended(0).stdout;
    for command in COMMANDS {
        assert!(
            main.contains(&format!("\n  {command} ")),
            "{command} isn't listed in:\n{main}"
        );
        let help = program.run(&[command, "--help"]).ended(0).stdout;
        for words in [
            "Example",
            &format!("demarche {command}"),
            "Exit status:",
            "  3  ",
        ] {
            assert!(
                help.contains(words),
                "`{words}` isn't in the help of {command}:\n{help}"
            );
        }
    }
}

#[test]
fn short_help_fits_a_screen() {
    let program = Program::new();
    for command in COMMANDS {
        let help = program.run(&[command, "-h"]).ended(0).stdout;
        assert!(
            help.lines().count() <= 40,
            "{} lines:\n{help}",
            help.lines().count()
        );
    }
}

#[test]
fn every_shell_gets_completions() {
    let program = Program::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = program.run(&["completions", shell]).ended(0).stdout;
        assert!(
            script.contains("demarche") && script.contains("published"),
            "{shell}: {script}"
        );
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let run = Program::new().run(&["--version"]).ended(0);
    assert_eq!(
        run.stdout,
        format!("demarche {}\n", env!("CARGO_PKG_VERSION"))
    );
}

/// `UPDATE_REFERENCE=1` writes the page.
#[test]
fn the_reference_page_says_what_the_help_says() {
    let program = Program::new();
    let mut page = String::from(
        "# The command\n\nMade from `--help`; `UPDATE_REFERENCE=1 cargo test -p demarche --test command` writes it anew.\n",
    );
    for command in std::iter::once(&"").chain(COMMANDS) {
        let arguments: Vec<&str> = [*command, "--help"]
            .into_iter()
            .filter(|a| !a.is_empty())
            .collect();
        let help = program.run(&arguments).ended(0).stdout;
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        let name = format!("demarche {command}");
        page.push_str(&format!(
            "\n## {}\n\n```text\n{}\n```\n",
            name.trim_end(),
            help.join("\n").trim_end()
        ));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/command.md");
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/reference/command.md isn't what --help says; see its first lines"
    );
}
