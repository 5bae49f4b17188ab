use crate::cases::{Case, cases};
use crate::knowledge::files_of;
use crate::output::{Output, STANDARD_OUTPUT, tell};
use crate::status::{Status, help};
use anyhow::{Context, Result};
use clap::ValueEnum;
use demarche_coder::{Finding, Gravity, Lexicon, LintFile, lint};
use demarche_lang::Model;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

/// Check knowledge files for what can't be meant
///
/// Unknown codes and fields with the nearest right one, terms of office that
/// overlap, names that two entries claim, rules that can't match or stand in
/// each other's way. The folders are checked on top of what is built in;
/// without a folder the built-in knowledge itself is. With --cases, cases that
/// don't hold are told too, and rules that none exercises. Exit status 1 if
/// there are errors.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Lint {
    /// Folders of knowledge files (.toml, cameo.tsv); later ones take precedence
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,

    /// Folder of cases (.md) to run
    #[arg(long, value_name = "DIR")]
    cases: Vec<PathBuf>,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

const HELP: &str = help!(
    "Examples:
  demarche lint my-actors/
  demarche lint my-actors/ --cases my-actors/cases --format jsonl"
);

/// The form in which findings leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A line each: file, line, gravity, check, what is wrong
    Text,
    /// One JSON object a line
    Jsonl,
}

/// A finding as JSON.
#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    line: Option<usize>,
    entry: Option<&'a str>,
    severity: &'static str,
    check: &'static str,
    message: &'a str,
}

impl Lint {
    pub(crate) fn run(self) -> Result<Status> {
        let own = files_of(&self.folders)?;
        let built_in = demarche_knowledge::FILES
            .iter()
            .map(|(path, text)| LintFile {
                path,
                text,
                wanted: own.is_empty(),
            });
        let added = own.iter().map(|(path, text)| LintFile {
            path,
            text,
            wanted: true,
        });
        let files: Vec<LintFile<'_>> = built_in.chain(added).collect();
        let (mut findings, exercised) = if self.cases.is_empty() {
            (Vec::new(), None)
        } else {
            self.run_cases(&files)?
        };
        findings.extend(lint(&files, exercised.as_ref()));
        let mut out = Output::open();
        for finding in &findings {
            self.write(&mut out, finding).context(STANDARD_OUTPUT)?;
        }
        out.finish()?;
        let count = |gravity| findings.iter().filter(|f| f.gravity == gravity).count();
        let errors = count(Gravity::Error);
        tell(format_args!(
            "{} checked: {errors} errors, {} warnings",
            if own.is_empty() {
                "the built-in knowledge".to_owned()
            } else {
                format!("{} files", own.len())
            },
            count(Gravity::Warning)
        ));
        Ok(if errors > 0 {
            Status::CheckFailed
        } else {
            Status::Done
        })
    }

    fn write(&self, out: &mut Output, finding: &Finding) -> io::Result<()> {
        if self.format == Form::Jsonl {
            let line = Line {
                path: &finding.path,
                line: finding.line,
                entry: Some(finding.entry.as_str()).filter(|entry| !entry.is_empty()),
                severity: finding.gravity.as_str(),
                check: finding.check,
                message: &finding.message,
            };
            serde_json::to_writer(&mut *out, &line)?;
            return out.write_all(b"\n");
        }
        write!(out, "{}", finding.path)?;
        if let Some(line) = finding.line {
            write!(out, ":{line}")?;
        }
        write!(out, ": {} [{}] ", finding.gravity, finding.check)?;
        if !finding.entry.is_empty() {
            write!(out, "{}: ", finding.entry)?;
        }
        writeln!(out, "{}", finding.message)
    }

    /// Runs the cases: those that don't hold, and the rules that they exercise.
    /// Knowledge that doesn't load exercises nothing. Cases are about rules: the
    /// classifier, which speaks where none knows the words, is left out.
    fn run_cases(
        &self,
        files: &[LintFile<'_>],
    ) -> Result<(Vec<Finding>, Option<BTreeSet<String>>)> {
        let Ok(lexicon) = Lexicon::load(files.iter().map(|file| (file.path, file.text))) else {
            return Ok((Vec::new(), None));
        };
        let model = Model::from_bytes(demarche_models::EN_CORE_WEB_SM)
            .context("could not load the language model")?;
        let mut session = model.session();
        let (mut findings, mut exercised, mut n_cases) = (Vec::new(), BTreeSet::new(), 0);
        for folder in &self.cases {
            for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
                let entry = entry.with_context(|| format!("--cases {}", folder.display()))?;
                let path = entry.path();
                if !entry.file_type().is_file() || path.extension().is_none_or(|e| e != "md") {
                    continue;
                }
                let name = path.display().to_string();
                let content = std::fs::read_to_string(path).with_context(|| name.clone())?;
                if !content.contains("```news ") {
                    continue;
                }
                for case in cases(&name, &content)? {
                    n_cases += 1;
                    let found = case.read(&lexicon, &mut session);
                    if found.events != case.expected {
                        findings.push(fails(&name, &case, &found.events, &case.expected));
                    }
                    if let Some((expected, _)) = &case.notices
                        && *expected != found.notices
                    {
                        findings.push(fails(&name, &case, &found.notices, expected));
                    }
                    exercised.extend(found.rules);
                }
            }
        }
        anyhow::ensure!(
            n_cases > 0,
            "--cases: no case in these folders; a case has a block ```news DAY and one ```events"
        );
        Ok((findings, Some(exercised)))
    }
}

/// A case that doesn't hold.
fn fails(path: &str, case: &Case, found: &[String], expected: &[String]) -> Finding {
    let but = |list: &[String], other: &[String]| {
        let all: Vec<&str> = list
            .iter()
            .filter(|line| !other.contains(line))
            .map(String::as_str)
            .collect();
        if all.is_empty() {
            "the same lines in another order".to_owned()
        } else {
            all.join(" | ")
        }
    };
    Finding {
        path: path.to_owned(),
        line: Some(case.line),
        entry: format!("case {}", case.heading),
        check: "case-fails",
        gravity: Gravity::Error,
        message: format!(
            "found: {}; the case says: {}",
            but(found, expected),
            but(expected, found)
        ),
    }
}
