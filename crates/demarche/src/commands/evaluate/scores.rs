use super::measure::{MadeUp, Measure};
use anyhow::{Context, Result, ensure};
use demarche_analysis::{Field, Share};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Scores in percent: of a folder or file, by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Scores(BTreeMap<String, BTreeMap<String, f64>>);

/// A score that is worse than one written down, or that isn't there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fall {
    pub(super) of: String,
    pub(super) score: String,
    pub(super) was: f64,
    pub(super) is: f64,
}

/// Below so many cases one of them is more than a point, and the score says
/// more about chance than about the coder.
const FEWEST: u32 = 100;
/// The only score of which less is better.
const MADE_UP: &str = "made-up";

const HEAD: &str =
    "# Measured scores in percent, each over at least 100 cases. A check against them:
#   demarche evaluate GOLD --least THIS-FILE
# The same command with --write in place of --least writes them anew.
";

impl Scores {
    /// The scores of what was measured, named by paths from the folder of `file`.
    pub(super) fn of(measures: &[&Measure], made_up: &[MadeUp], file: &Path) -> Scores {
        let mut scores = BTreeMap::new();
        for measure in measures {
            let of = scores
                .entry(name(Path::new(&measure.folder), file))
                .or_insert_with(BTreeMap::new);
            let mut put = |score: String, value: f64, cases: u32| {
                if cases >= FEWEST {
                    of.insert(score, (value * 1000.0).round() / 10.0);
                }
            };
            let events = measure.events.total;
            put(
                "events-precision".to_owned(),
                events.precision(),
                events.right.of,
            );
            put("events-recall".to_owned(), events.recall(), events.found.of);
            put("events-f1".to_owned(), events.f1(), events.found.of);
            for field in Field::ALL {
                let Share { of, .. } = measure.events.fields.of(field);
                let value = measure.events.fields.of(field).value().unwrap_or_default();
                put(field.as_str().to_owned(), value, of);
            }
            let (claims, figures) = (measure.claims.total, measure.figures.total);
            put("claims-f1".to_owned(), claims.f1(), claims.found.of);
            put("figures-f1".to_owned(), figures.f1(), figures.found.of);
        }
        for file_of_nothing in made_up {
            let share = file_of_nothing.share;
            let value = share.value().unwrap_or_default();
            let value = BTreeMap::from([(MADE_UP.to_owned(), (value * 1000.0).round() / 10.0)]);
            scores.insert(name(&file_of_nothing.path, file), value);
        }
        Scores(scores)
    }

    /// Reads what [`Scores::write`] has written.
    pub(super) fn read(file: &Path) -> Result<Scores> {
        let place = || file.display().to_string();
        let text = fs::read_to_string(file).with_context(place)?;
        let tables: BTreeMap<String, BTreeMap<String, f64>> =
            toml::from_str(&text).with_context(place)?;
        Ok(Scores(tables))
    }

    /// Writes these into `file`; what it says of other folders stays.
    pub(super) fn write(self, file: &Path) -> Result<()> {
        let mut all = if file.is_file() {
            Scores::read(file)?
        } else {
            Scores::default()
        };
        all.0.extend(self.0);
        let mut text = HEAD.to_owned();
        for (of, scores) in &all.0 {
            let of = toml::Value::from(of.as_str());
            write!(text, "\n[{of}]\n").expect("text can be written");
            for (score, value) in scores {
                writeln!(text, "{score} = {value:.1}").expect("text can be written");
            }
        }
        fs::write(file, text).with_context(|| file.display().to_string())
    }

    /// The scores that are worse than those of `least` by more than so many points.
    ///
    /// # Errors
    ///
    /// If `least` says nothing of a folder that was measured.
    pub(super) fn falls(&self, least: &Scores, file: &Path, points: f64) -> Result<Vec<Fall>> {
        let mut falls = Vec::new();
        for (of, scores) in &self.0 {
            let written = least.0.get(of);
            ensure!(
                written.is_some(),
                "{}: it has no scores of `{of}`; `--write {}` adds them",
                file.display(),
                file.display()
            );
            for (score, was) in written.into_iter().flatten() {
                let Some(is) = scores.get(score) else {
                    continue;
                };
                let fall = if score == MADE_UP { is - was } else { was - is };
                // Tenths of percents aren't exact in binary.
                if fall > points + 1e-6 {
                    falls.push(Fall {
                        of: of.clone(),
                        score: score.clone(),
                        was: *was,
                        is: *is,
                    });
                }
            }
        }
        Ok(falls)
    }
}

/// `path` from the folder of `file`, if it lies below it, with `/`.
fn name(path: &Path, file: &Path) -> String {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let below = folder
        .unwrap_or(Path::new("."))
        .canonicalize()
        .ok()
        .zip(path.canonicalize().ok())
        .and_then(|(folder, path)| Some(path.strip_prefix(folder).ok()?.to_owned()));
    let parts = below.as_deref().unwrap_or(path).components();
    let parts: Vec<_> = parts
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(of: &str, pairs: &[(&str, f64)]) -> Scores {
        let pairs = pairs
            .iter()
            .map(|(score, value)| ((*score).to_owned(), *value));
        Scores(BTreeMap::from([(of.to_owned(), pairs.collect())]))
    }

    #[test]
    fn a_fall_of_more_than_the_points_is_told() {
        let file = Path::new("scores.toml");
        let least = scores(
            "zenda",
            &[("events-f1", 50.0), ("made-up", 2.0), ("date", 90.0)],
        );
        let now = scores("zenda", &[("events-f1", 49.0), ("made-up", 3.1)]);
        let falls = now.falls(&least, file, 1.0).expect("zenda is there");
        assert_eq!(falls.len(), 1);
        assert_eq!(falls[0].score, "made-up");
        assert_eq!(
            now.falls(&least, file, 0.5).expect("zenda is there").len(),
            2
        );
        let error = scores("hentzau", &[]).falls(&least, file, 1.0);
        assert!(
            error
                .expect_err("it isn't there")
                .to_string()
                .contains("hentzau")
        );
    }
}
