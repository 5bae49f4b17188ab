//! Knowledge files, in their order, become a lexicon.

use super::builder::{Builder, sector};
use super::error::{LexiconError, LexiconErrorKind, line_of};
use super::source::KnowledgeSource;
use super::{Alterations, Lexicon, layer};
use crate::when::TimeWords;
use crate::when::quantity::QuantityWords;
use demarche_event::CameoTable;
use sha2::{Digest, Sha256};

impl Lexicon {
    /// Makes a lexicon from knowledge files: [`KnowledgeSource`]s, or path and text.
    /// Which kind a file is shows in its path: `cameo.tsv`, `classes.tsv`, `time.toml`,
    /// `quantity.toml`, and all other `.toml`. Files of other kinds are passed over.
    ///
    /// # Errors
    ///
    /// [`LexiconError`] names the file, the line and what would be right.
    pub fn load<'a, Source: Into<KnowledgeSource<'a>>>(
        files: impl IntoIterator<Item = Source>,
    ) -> Result<Lexicon, LexiconError> {
        let mut builder = Builder::default();
        let mut digest = Sha256::new();
        let mut pending = Vec::new();
        for source in files {
            let source: KnowledgeSource<'a> = source.into();
            let KnowledgeSource { path, text, .. } = source;
            digest.update(path.as_bytes());
            digest.update([0]);
            digest.update(text.as_bytes());
            let fail = |line, kind| LexiconError {
                path: path.to_owned(),
                line,
                kind,
            };
            let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
            if name == "cameo.tsv" {
                builder.cameo = CameoTable::parse(text)
                    .map_err(|e| fail(Some(e.line), LexiconErrorKind::Cameo(e.reason)))?;
            } else if name == "classes.tsv" {
                builder.classes = super::class::parse(text)
                    .map_err(|(line, reason)| fail(Some(line), LexiconErrorKind::Class(reason)))?;
            } else if name == "time.toml" {
                builder.time_words = Some(
                    TimeWords::parse(text)
                        .map_err(|e| fail(None, LexiconErrorKind::Syntax(e.to_string())))?,
                );
            } else if name == "quantity.toml" {
                builder.quantity_words = Some(
                    QuantityWords::parse(text)
                        .map_err(|e| fail(None, LexiconErrorKind::Syntax(e.to_string())))?,
                );
            } else if name.ends_with(".toml") {
                pending.push((path, text, source.entries()?));
            }
        }
        for (path, text, file) in &pending {
            for (office, entry) in &file.office {
                if let Some(rank) = entry.rank {
                    builder.office_ranks.insert(office.clone(), rank);
                }
                match sector(&entry.sector) {
                    Ok(Some(sector)) => {
                        builder.office_sectors.insert(office.clone(), sector);
                    }
                    Ok(None) => {}
                    Err(kind) => {
                        let line = line_of(text, office);
                        return Err(LexiconError {
                            path: (*path).to_owned(),
                            line,
                            kind,
                        });
                    }
                }
            }
        }
        layer::settle(&mut pending)?;
        builder.sets(&pending)?;
        builder.alterations = Alterations::new(&builder.rules);
        for (path, text, file) in pending {
            builder.file(file).map_err(|(entry, kind)| LexiconError {
                path: path.to_owned(),
                line: entry.and_then(|entry| line_of(text, &entry)),
                kind,
            })?;
        }
        builder.finish(
            digest
                .finalize()
                .iter()
                .take(8)
                .map(|b| format!("{b:02x}"))
                .collect(),
        )
    }
}
