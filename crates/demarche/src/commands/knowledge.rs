use crate::knowledge::KnowledgeOptions;
use crate::output::{Output, STANDARD_OUTPUT, tell};
use crate::status::{Status, help};
use anyhow::{Context, Result};
use clap::ValueEnum;
use demarche_coder::{CountryCodes, Crosswalk, Imported, import_actors, import_agents};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Check the knowledge, and count what is in it
///
/// Loads the built-in knowledge files and those of --knowledge. The version is
/// a hash of all of them: records carry it, so that one can tell what they were
/// coded with. Exit status 1 if a file can't be used.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Knowledge {
    #[command(flatten)]
    knowledge: KnowledgeOptions,

    #[command(subcommand)]
    action: Option<Action>,
}

const HELP: &str = help!(
    "Examples:
  demarche knowledge --knowledge my-actors/
  demarche knowledge import Phoenix.agents.txt --as agents --out my-actors"
);

#[derive(clap::Subcommand)]
enum Action {
    Import(Import),
}

/// Make knowledge files from PETRARCH's actor and agent dictionaries
///
/// Writes TOML to standard output, or a file for each dictionary to --out. What
/// can't be taken over is told with file, line and reason; then the exit status
/// is 3. Roles become PLOVER's sectors, countries ISO's codes.
#[derive(clap::Args)]
struct Import {
    /// Dictionaries, such as Phoenix.Countries.actors.txt
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// What they hold
    #[arg(long = "as", value_enum, value_name = "KIND")]
    kind: Kind,

    /// Country codes of the actors
    #[arg(long, value_enum, default_value_t = Codes::Cameo)]
    codes: Codes,

    /// Folder to write to; a file that exists is not overwritten
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Names with codes and terms
    Actors,
    /// Nouns with roles
    Agents,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Codes {
    /// CAMEO's, mostly ISO 3166 alpha-3
    Cameo,
    /// The Correlates of War's
    Cow,
}

impl Knowledge {
    pub(crate) fn run(self) -> Result<Status> {
        if let Some(Action::Import(import)) = self.action {
            return import.run(&self.knowledge);
        }
        let lexicon = match self.knowledge.load() {
            Ok(lexicon) => lexicon,
            Err(error) => {
                tell(format_args!("{error:#}"));
                return Ok(Status::CheckFailed);
            }
        };
        let mut out = Output::open();
        writeln!(out, "version        {}", lexicon.version()).context(STANDARD_OUTPUT)?;
        for (what, count) in lexicon.counts() {
            writeln!(out, "{what:<14} {count}").context(STANDARD_OUTPUT)?;
        }
        out.finish()?;
        Ok(Status::Done)
    }
}

impl Import {
    fn run(self, knowledge: &KnowledgeOptions) -> Result<Status> {
        let lexicon = knowledge.load()?;
        let crosswalk = Crosswalk::parse(demarche_knowledge::PETRARCH)?;
        let codes = match self.codes {
            Codes::Cameo => CountryCodes::Cameo,
            Codes::Cow => CountryCodes::Cow,
        };
        let mut n_left_out = 0;
        let mut out = Output::open();
        for file in &self.files {
            let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
            // The older dictionaries are Latin-1 in places.
            let text = String::from_utf8_lossy(&bytes);
            let imported: Imported = match self.kind {
                Kind::Actors => import_actors(&text, codes, &lexicon, &crosswalk),
                Kind::Agents => import_agents(&text, &lexicon, &crosswalk),
            };
            for left in &imported.left_out {
                tell(format_args!(
                    "{}:{}: {}",
                    file.display(),
                    left.line,
                    left.reason
                ));
            }
            n_left_out += imported.left_out.len();
            match &self.out {
                None => writeln!(out, "{}", imported.toml).context(STANDARD_OUTPUT)?,
                Some(folder) => {
                    let path = write(folder, file, &imported.toml)?;
                    tell(format_args!(
                        "{}: {} entries",
                        path.display(),
                        imported.entries
                    ));
                }
            }
        }
        out.finish()?;
        if n_left_out > 0 {
            tell(format_args!(
                "{n_left_out} places of the dictionaries were left out"
            ));
            return Ok(Status::LeftOut);
        }
        Ok(Status::Done)
    }
}

/// Writes a knowledge file that is called as its dictionary.
fn write(folder: &Path, dictionary: &Path, toml: &str) -> Result<PathBuf> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let name = dictionary.file_stem().unwrap_or_default().to_string_lossy();
    let path = folder.join(format!("{name}.toml"));
    let file = std::fs::File::create_new(&path);
    let written = file.and_then(|mut file| file.write_all(toml.as_bytes()));
    written.with_context(|| path.display().to_string())?;
    Ok(path)
}
