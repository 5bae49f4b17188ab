use crate::program::Program;

const COMMANDS: &[&str] = &[
    "code",
    "relate",
    "add",
    "record",
    "show",
    "sql",
    "knowledge",
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
