use crate::metadata::packages;
use anyhow::{Result, bail};

/// Which crates of ours a crate may use: the table of `ARCHITECTURE.md`. Tests
/// may use more.
const MAY_USE: &[(&str, &[&str])] = &[
    ("demarche-event", &[]),
    ("demarche-text", &[]),
    ("demarche-lang", &[]),
    ("demarche-knowledge", &[]),
    ("demarche-models", &[]),
    ("demarche-reference", &[]),
    (
        "demarche-coder",
        &["demarche-event", "demarche-text", "demarche-lang"],
    ),
    ("demarche-store", &["demarche-event"]),
    ("demarche-analysis", &["demarche-event"]),
    (
        "demarche-server",
        &[
            "demarche-event",
            "demarche-store",
            "demarche-analysis",
            "demarche-coder",
            "demarche-text",
            "demarche-lang",
            "demarche-knowledge",
            "demarche-models",
        ],
    ),
    (
        "demarche",
        &[
            "demarche-event",
            "demarche-text",
            "demarche-lang",
            "demarche-coder",
            "demarche-store",
            "demarche-analysis",
            "demarche-server",
            "demarche-knowledge",
            "demarche-models",
            "demarche-reference",
        ],
    ),
    ("xtask", &[]),
];

/// Checks the table against the manifests.
pub(crate) fn check() -> Result<()> {
    let packages = packages()?;
    let ours: Vec<&str> = packages
        .iter()
        .filter(|package| package.is_ours)
        .map(|package| package.name.as_str())
        .collect();
    let mut wrong = Vec::new();
    for package in packages.iter().filter(|package| package.is_ours) {
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == package.name) else {
            wrong.push(format!(
                "{} stands in no row of the table in xtask/src/edges.rs",
                package.name
            ));
            continue;
        };
        for used in package
            .uses
            .iter()
            .filter(|used| ours.contains(&used.as_str()))
        {
            if !allowed.contains(&used.as_str()) {
                wrong.push(format!("{} may not use {used}", package.name));
            }
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    println!("{} crates of ours keep to the table", ours.len());
    Ok(())
}
