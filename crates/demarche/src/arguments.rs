use crate::commands::{
    add::Add, agenda::Agenda, bundle::Bundle, code::Code, compare::Compare,
    completions::Completions, conflicts::Conflicts, evaluate::Evaluate, export::Export, gaps::Gaps,
    happenings::Happenings, import::Import, knowledge::Knowledge, lint::Lint, measures::Measures,
    merge::Merge, merge::Split, panel::Panel, recode::Recode, record::Record, reference::Reference,
    relate::Relate, search::Search, show::Show, sql::Sql, upgrade::Upgrade,
};
use crate::status::{Status, help};
use clap::{Parser, Subcommand};

/// Reads news reports and keeps the record of diplomacy
///
/// Who did what to whom, when, said or done, planned or happened, with the
/// sentence that says so. Nothing leaves this machine.
#[derive(Parser)]
#[command(version, max_term_width = 100, after_long_help = HELP, after_help = "More with --help.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const HELP: &str = help!(
    "Examples:
  demarche add examples --store record.db --show
  demarche record --store record.db --dyad USA-CHN
  demarche code report.txt > record.jsonl"
);

// There is one value a run.
#[allow(clippy::large_enum_variant)]
#[derive(Subcommand)]
pub(crate) enum Command {
    Code(Code),
    Relate(Relate),
    Add(Add),
    Recode(Recode),
    Record(Record),
    Show(Show),
    Happenings(Happenings),
    Agenda(Agenda),
    Merge(Merge),
    Split(Split),
    Search(Search),
    Sql(Sql),
    Measures(Measures),
    Conflicts(Conflicts),
    Bundle(Bundle),
    Reference(Reference),
    Import(Import),
    Export(Export),
    Panel(Panel),
    Upgrade(Upgrade),
    Evaluate(Evaluate),
    Compare(Compare),
    Knowledge(Knowledge),
    Lint(Lint),
    Gaps(Gaps),
    Completions(Completions),
}

impl Command {
    pub(crate) fn run(self) -> anyhow::Result<Status> {
        match self {
            Command::Code(code) => code.run(),
            Command::Relate(relate) => relate.run(),
            Command::Add(add) => add.run(),
            Command::Recode(recode) => recode.run(),
            Command::Record(record) => record.run(),
            Command::Show(show) => show.run(),
            Command::Happenings(happenings) => happenings.run(),
            Command::Agenda(agenda) => agenda.run(),
            Command::Merge(merge) => merge.run(),
            Command::Split(split) => split.run(),
            Command::Search(search) => search.run(),
            Command::Sql(sql) => sql.run(),
            Command::Measures(measures) => measures.run(),
            Command::Conflicts(conflicts) => conflicts.run(),
            Command::Bundle(bundle) => bundle.run(),
            Command::Reference(reference) => reference.run(),
            Command::Import(import) => import.run(),
            Command::Export(export) => export.run(),
            Command::Panel(panel) => panel.run(),
            Command::Upgrade(upgrade) => upgrade.run(),
            Command::Evaluate(evaluate) => evaluate.run(),
            Command::Compare(compare) => compare.run(),
            Command::Knowledge(knowledge) => knowledge.run(),
            Command::Lint(lint) => lint.run(),
            Command::Gaps(gaps) => gaps.run(),
            Command::Completions(completions) => completions.run(),
        }
    }
}
