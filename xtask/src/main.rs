//! `cargo xtask ci`: everything that must hold before a change is sent, and
//! exactly what the machines run. `cargo xtask` alone lists the parts.

mod edges; // which crate of ours may use which
mod licences; // what other people's code asks of us
mod metadata; // what cargo knows of the packages

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// A part of `ci`: its name, what it holds, and how it is run.
struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<()>,
}

const STEPS: &[Step] = &[
    Step {
        name: "format",
        what: "the code has rustfmt's form",
        run: format,
    },
    Step {
        name: "edges",
        what: "our crates use only those they may",
        run: edges::check,
    },
    Step {
        name: "licences",
        what: "all dependencies may be used as we use them",
        run: licences::check,
    },
    Step {
        name: "knowledge",
        what: "the knowledge files hold together (Python 3.11, demarche lint)",
        run: knowledge,
    },
    Step {
        name: "lint",
        what: "clippy has nothing to say",
        run: lint,
    },
    Step {
        name: "test",
        what: "units, documentation, cases and the built program",
        run: test,
    },
    Step {
        name: "accuracy",
        what: "no score on our own gold has fallen by more than a point",
        run: accuracy,
    },
];

fn main() -> ExitCode {
    match steps() {
        Ok(steps) if steps.is_empty() => {
            println!("cargo xtask ci, or some of its steps:");
            for step in STEPS {
                println!("  {:<10} {}", step.name, step.what);
            }
            ExitCode::SUCCESS
        }
        Ok(steps) => run_all(&steps),
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// The steps that are asked for, in order.
fn steps() -> Result<Vec<&'static Step>> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    match wanted.as_slice() {
        [all] if all == "ci" => Ok(STEPS.iter().collect()),
        names => names.iter().map(|name| step(name)).collect(),
    }
}

/// Runs all steps, whatever the others say, and tells which failed.
fn run_all(steps: &[&Step]) -> ExitCode {
    let mut failed = Vec::new();
    for step in steps {
        println!("== {}: {}", step.name, step.what);
        let begun = Instant::now();
        let result = (step.run)();
        let seconds = begun.elapsed().as_secs_f64();
        match result {
            Ok(()) => println!("== {}: ok, {seconds:.0} s", step.name),
            Err(error) => {
                println!("== {}: FAILED, {seconds:.0} s: {error:#}", step.name);
                failed.push(step.name);
            }
        }
    }
    if failed.is_empty() {
        println!("== all {} steps are ok", steps.len());
        return ExitCode::SUCCESS;
    }
    println!("== failed: {}", failed.join(", "));
    ExitCode::FAILURE
}

fn step(name: &str) -> Result<&'static Step> {
    let found = STEPS.iter().find(|step| step.name == name);
    found.with_context(|| {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        format!(
            "no step is called `{name}`; there are ci, {}",
            names.join(", ")
        )
    })
}

fn format() -> Result<()> {
    run("cargo", &["fmt", "--all", "--", "--check", "--color=never"])
}

fn lint() -> Result<()> {
    run(
        "cargo",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    )
}

fn test() -> Result<()> {
    run("cargo", &["test", "--workspace", "--no-fail-fast"])
}

/// The coder on `gold/`, with the program that the tests have built. Nobody
/// tunes on the test half: of it only totals are told.
fn accuracy() -> Result<()> {
    const SHOWN: &[(&str, &[&str])] = &[
        ("total,field", &["gold/development", "gold/variants"]),
        ("total", &["gold/test", "gold/test/shared-subjects"]),
    ];
    let built = ["gold/build.py", "--check"].into_iter();
    let folders = SHOWN
        .iter()
        .flat_map(|(_, folders)| folders.iter().copied());
    python(&built.chain(folders).collect::<Vec<_>>())?;
    let program = built_program()?;
    for (tables, folders) in SHOWN {
        let mut arguments = vec!["evaluate", "--show", tables, "--least", "gold/scores.toml"];
        if folders.contains(&"gold/development") {
            arguments.extend(["--nothing", "gold/nothing/sentences.tsv"]);
        }
        arguments.extend(*folders);
        run(&program, &arguments)?;
    }
    Ok(())
}

/// The program as `cargo test` builds it: asked for alone it would be built
/// with other features of its dependencies, and so a second time.
fn built_program() -> Result<String> {
    let arguments = "test --workspace --no-run --message-format=json-render-diagnostics";
    println!("$ cargo {arguments}");
    let output = Command::new("cargo")
        .args(arguments.split(' '))
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .context("cargo can't be run")?;
    if !output.status.success() {
        bail!("`cargo {arguments}` failed ({})", output.status);
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let artifacts = messages
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    let mut programs = artifacts.filter(|artifact: &serde_json::Value| {
        artifact["target"]["name"] == "demarche"
            && artifact["target"]["kind"][0] == "bin"
            && artifact["profile"]["test"] == false
    });
    let program = programs.find_map(|artifact| artifact["executable"].as_str().map(str::to_owned));
    program.context("cargo doesn't say where it has put `demarche`")
}

/// The files of `knowledge/` against their schemas. Loading them is tested in
/// Rust; this check goes further, and a newcomer without Python may go without.
fn knowledge() -> Result<()> {
    python(&["knowledge/check/check.py"])?;
    let lint = "run --quiet --package demarche -- lint --cases cases";
    run("cargo", &lint.split(' ').collect::<Vec<_>>())
}

/// Runs one of our Python programs; without Python only a machine complains.
fn python(arguments: &[&str]) -> Result<()> {
    let has_python = Command::new("python3")
        .arg("--version")
        .output()
        .is_ok_and(|o| o.status.success());
    if !has_python && std::env::var_os("CI").is_none() {
        println!("left out: {}, as there is no python3", arguments[0]);
        return Ok(());
    }
    run("python3", arguments)
}

/// Runs a program at the root of the tree.
fn run(program: &str, arguments: &[&str]) -> Result<()> {
    let line = format!("{program} {}", arguments.join(" "));
    println!("$ {line}");
    let status = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .status()
        .with_context(|| format!("{program} can't be run"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the tree")
}
