//! A knowledge file, and what it holds.

use super::entry::KnowledgeFile;
use super::error::{LexiconError, LexiconErrorKind};

/// A knowledge file.
#[derive(Debug, Clone, Copy)]
pub struct KnowledgeSource<'a> {
    /// Path, as errors name it.
    pub path: &'a str,
    /// What the file holds.
    pub text: &'a str,
    /// The same as JSON, days as strings, if somebody has prepared it: of 2 MB of TOML
    /// reading that takes a sixth of the time.
    pub json: Option<&'a str>,
}

impl<'a> From<(&'a str, &'a str)> for KnowledgeSource<'a> {
    fn from((path, text): (&'a str, &'a str)) -> KnowledgeSource<'a> {
        KnowledgeSource {
            path,
            text,
            json: None,
        }
    }
}

impl<'a> From<(&'a str, &'a str, Option<&'a str>)> for KnowledgeSource<'a> {
    fn from((path, text, json): (&'a str, &'a str, Option<&'a str>)) -> KnowledgeSource<'a> {
        KnowledgeSource { path, text, json }
    }
}

impl KnowledgeSource<'_> {
    /// What the file holds: from its JSON, else from its text, which also says where
    /// something is wrong.
    pub(super) fn entries(&self) -> Result<KnowledgeFile, LexiconError> {
        if let Some(file) = self.json.and_then(|json| serde_json::from_str(json).ok()) {
            return Ok(file);
        }
        toml::from_str(self.text).map_err(|e| LexiconError {
            path: self.path.to_owned(),
            line: e.span().map(|span| {
                let before = &self.text[..span.start.min(self.text.len())];
                before.lines().count().max(1)
            }),
            kind: LexiconErrorKind::Syntax(e.message().to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_prepared_is_what_is_written() {
        let mut n = 0;
        for (path, text, json) in demarche_knowledge::PREPARED.iter().copied() {
            let special = ["time.toml", "quantity.toml"];
            if !path.ends_with(".toml") || special.iter().any(|s| path.ends_with(s)) {
                continue;
            }
            let written = KnowledgeSource::from((path, text)).entries();
            let prepared: KnowledgeFile =
                serde_json::from_str(json.expect("TOML is prepared")).expect("JSON of the form");
            assert!(written.expect("TOML of the form") == prepared, "{path}");
            n += 1;
        }
        assert!(n > 10);
    }
}
