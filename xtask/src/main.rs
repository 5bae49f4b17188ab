//! `cargo xtask ci`: everything that must hold before a change is sent, and
//! exactly what the machines run. `cargo xtask` alone lists the parts.

mod edges; // which crate of ours may use which
mod licences; // what other people's code asks of us
mod metadata; // what cargo knows of the packages

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;
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
        what: "the knowledge files hold together (Python 3.11)",
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
];

fn main() -> Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let steps: Vec<&Step> = match wanted.as_slice() {
        [all] if all == "ci" => STEPS.iter().collect(),
        names if !names.is_empty() => names.iter().map(|name| step(name)).collect::<Result<_>>()?,
        _ => {
            println!("cargo xtask ci, or some of its steps:");
            for step in STEPS {
                println!("  {:<10} {}", step.name, step.what);
            }
            return Ok(());
        }
    };
    for step in steps {
        println!("== {}: {}", step.name, step.what);
        let begun = Instant::now();
        (step.run)().with_context(|| format!("step `{}`", step.name))?;
        println!(
            "== {}: ok, {:.0} s",
            step.name,
            begun.elapsed().as_secs_f64()
        );
    }
    Ok(())
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
    run("cargo", &["fmt", "--all", "--check"])
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
    run("cargo", &["test", "--workspace"])
}

fn knowledge() -> Result<()> {
    run("python3", &["knowledge/check/check.py"])
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
