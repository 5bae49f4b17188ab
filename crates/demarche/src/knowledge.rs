use anyhow::{Context, Result};
use demarche_coder::{ActClassifier, Classifier, Lexicon};
use demarche_lang::{PairReader, WordReader};
use std::path::PathBuf;
use std::sync::Arc;

/// Knowledge that the user adds to what is built in.
#[derive(clap::Args)]
pub(crate) struct KnowledgeOptions {
    /// Folder of knowledge files (.toml, cameo.tsv) to add; later ones take precedence
    #[arg(long = "knowledge", value_name = "DIR")]
    folders: Vec<PathBuf>,
}

impl KnowledgeOptions {
    /// The built-in files, then those of the folders in the order of their names.
    pub(crate) fn load(&self) -> Result<Lexicon> {
        let added = files_of(&self.folders)?;
        let added = added
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str(), None));
        let files = demarche_knowledge::PREPARED.iter().copied().chain(added);
        let (lexicon, models) = std::thread::scope(|scope| {
            let models = scope.spawn(load_models);
            let lexicon = Lexicon::load(files).context("could not load the knowledge");
            (lexicon, models.join().expect("loading doesn't panic"))
        });
        let (lexicon, models) = (lexicon?, models?);
        let lexicon = lexicon.with_classifier(models.acts);
        let lexicon = lexicon.with_claim_classifier(models.claims);
        let lexicon = lexicon.with_act_classifier(models.left);
        let lexicon = lexicon.with_pair_reader(models.pairs);
        Ok(lexicon.with_word_reader(models.words))
    }
}

/// What reads marked actor pairs, claims, acts that the rules leave, and words.
struct Models {
    acts: Classifier,
    claims: Classifier,
    left: ActClassifier,
    pairs: Arc<PairReader>,
    words: WordReader,
}

fn load_models() -> Result<Models> {
    let pairs = PairReader::from_bytes(demarche_models::PAIRS)
        .context("could not load the transformer of actor pairs")?;
    let pairs = Arc::new(pairs);
    let words = WordReader::from_bytes(demarche_models::WORDS, &pairs)
        .context("could not load the transformer of words")?;
    Ok(Models {
        acts: Classifier::from_bytes(demarche_models::RELATION)
            .context("could not load the classifier of acts")?,
        claims: Classifier::from_bytes(demarche_models::CLAIMS)
            .context("could not load the classifier of claims")?,
        left: ActClassifier::from_bytes(demarche_models::ACTS)
            .context("could not load the classifiers of what the rules leave")?,
        pairs,
        words,
    })
}

/// The knowledge files of the folders, in the order of their names: path and
/// text.
pub(crate) fn files_of(folders: &[PathBuf]) -> Result<Vec<(String, String)>> {
    let mut files: Vec<(String, String)> = Vec::new();
    for folder in folders {
        let before = files.len();
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let entry = entry.with_context(|| format!("knowledge {}", folder.display()))?;
            let path = entry.path();
            let is_knowledge = path.extension().is_some_and(|e| e == "toml" || e == "tsv");
            if entry.file_type().is_file() && is_knowledge {
                let text =
                    std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
                files.push((path.display().to_string(), text));
            }
        }
        anyhow::ensure!(
            files.len() > before,
            "knowledge {}: no .toml or .tsv file in it",
            folder.display()
        );
    }
    Ok(files)
}
