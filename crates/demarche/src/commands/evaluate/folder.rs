use anyhow::{Context, Result, bail, ensure};
use demarche_event::Gold;
use demarche_store::formats::gold::{
    GoldListing, read_gold_claims, read_gold_events, read_gold_figures, read_listing,
};
use jiff::civil::Date;
use std::fs;
use std::path::{Path, PathBuf};

/// A report with what was marked in it.
#[derive(Debug, Clone)]
pub(super) struct GoldDocument {
    /// Name of its files, without an ending.
    pub(super) name: String,
    /// Where the text lies.
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) published: Option<Date>,
    pub(super) gold: Gold,
    /// In which way it tells what `original` tells.
    pub(super) variant: Option<String>,
    /// Another report's files, without an ending.
    pub(super) original: Option<PathBuf>,
}

/// Endings of files that belong to `NAME.jsonl`.
const CLAIMS: &[&str] = &["claims"];
const FIGURES: &[&str] = &["figures", "metrics"];

/// What lies elsewhere than beside the marks.
#[derive(clap::Args)]
pub(super) struct Elsewhere {
    /// Folder of the texts, if they don't lie beside the marks
    #[arg(long, value_name = "DIR")]
    texts: Option<PathBuf>,

    /// Table (.tsv) of reports and days, if it isn't the documents.tsv beside the marks
    #[arg(long, value_name = "FILE")]
    documents: Option<PathBuf>,
}

/// Reads the marked reports of a folder, or one given by its `NAME.jsonl`, in
/// the order of their names. Texts without marks go to `left_out`.
pub(super) fn read(
    given: &Path,
    elsewhere: &Elsewhere,
    left_out: &mut Vec<PathBuf>,
) -> Result<Vec<GoldDocument>> {
    let at = || given.display().to_string();
    let texts = elsewhere.texts.as_deref();
    if given.is_file() {
        ensure!(
            given.extension().is_some_and(|e| e == "jsonl"),
            "{}: give a folder, or the .jsonl with a report's events",
            at()
        );
        let folder = given.parent().unwrap_or(Path::new("."));
        return Ok(vec![document(given, texts, &listing(folder, elsewhere)?)?]);
    }
    let (mut marks, mut texts_without) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(given).with_context(at)? {
        let path = entry.with_context(at)?.path();
        if path.extension().is_some_and(|e| e == "jsonl") && !belongs_to_another(&path) {
            marks.push(path);
        } else if path.extension().is_some_and(|e| e == "txt")
            && !path.with_extension("jsonl").is_file()
        {
            texts_without.push(path);
        }
    }
    texts_without.sort();
    left_out.extend(texts_without);
    marks.sort();
    if marks.is_empty() {
        bail!(
            "{}: no marked report in it: a NAME.txt with its NAME.jsonl",
            at()
        );
    }
    let listing = listing(given, elsewhere)?;
    marks
        .iter()
        .map(|marks| document(marks, texts, &listing))
        .collect()
}

/// Reads a report by the path of its files without an ending.
pub(super) fn read_one(path: &Path) -> Result<GoldDocument> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let beside = Elsewhere {
        texts: None,
        documents: None,
    };
    document(
        &with_ending(path, ".jsonl"),
        None,
        &listing(folder, &beside)?,
    )
}

/// Whether there is a `NAME.jsonl` to this `NAME.part.jsonl`.
fn belongs_to_another(path: &Path) -> bool {
    let stem = path.with_extension("");
    stem.extension().is_some() && stem.with_extension("jsonl").is_file()
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

/// The table of a folder's reports; without one nothing is known of them.
fn listing(folder: &Path, elsewhere: &Elsewhere) -> Result<Vec<GoldListing>> {
    let beside = folder.join("documents.tsv");
    let path = match &elsewhere.documents {
        Some(given) => given,
        None if beside.is_file() => &beside,
        None => return Ok(Vec::new()),
    };
    let file = fs::File::open(path).with_context(|| path.display().to_string())?;
    read_listing(file).with_context(|| path.display().to_string())
}

fn document(marks: &Path, texts: Option<&Path>, listing: &[GoldListing]) -> Result<GoldDocument> {
    let base = marks.with_extension("");
    let name = base
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let folder = base.parent().unwrap_or(Path::new("."));
    let path = with_ending(&texts.unwrap_or(folder).join(&name), ".txt");
    let text = fs::read_to_string(&path)
        .with_context(|| format!("{}: the text of {}", path.display(), marks.display()))?;
    let listed = listing.iter().find(|row| row.name == name);
    let gold = Gold {
        events: marked(marks, |file| read_gold_events(file, &text))?,
        claims: part(&base, CLAIMS, |file| read_gold_claims(file, &text))?,
        figures: part(&base, FIGURES, |file| read_gold_figures(file, &text))?,
    };
    Ok(GoldDocument {
        path,
        published: listed.and_then(|row| row.published),
        variant: listed.and_then(|row| row.variant.clone()),
        original: listed
            .and_then(|row| row.original.as_ref())
            .map(|original| folder.join(original)),
        name,
        text,
        gold,
    })
}

type Reader = std::io::BufReader<fs::File>;

fn marked<T, E: std::error::Error + Send + Sync + 'static>(
    path: &Path,
    read: impl FnOnce(Reader) -> Result<T, E>,
) -> Result<T> {
    let file = fs::File::open(path).with_context(|| path.display().to_string())?;
    read(Reader::new(file)).with_context(|| path.display().to_string())
}

/// What the file with one of these endings holds, if there is one.
fn part<T, E: std::error::Error + Send + Sync + 'static>(
    base: &Path,
    endings: &[&str],
    read: impl FnOnce(Reader) -> Result<T, E>,
) -> Result<Option<T>> {
    let mut paths = endings
        .iter()
        .map(|ending| with_ending(base, &format!(".{ending}.jsonl")));
    match paths.find(|path| path.is_file()) {
        Some(path) => marked(&path, read).map(Some),
        None => Ok(None),
    }
}
