use crate::{EventType, UnknownCode};

/// One CAMEO code.
#[derive(Debug, Clone, PartialEq)]
pub struct CameoEntry {
    /// Two to four digits, such as `042`.
    pub code: String,
    /// What it stands for, in a few words of ours.
    pub name: String,
    /// PLOVER type; `None` for the statements and appeals that PLOVER drops.
    pub event_type: Option<EventType>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Goldstein (1992) value, -10 to +10; `None` where no table has one.
    pub goldstein: Option<f64>,
}

/// The CAMEO codes, from a table (columns `code`, `name`, `type`, `mode`,
/// `goldstein`; tab-separated; `#` starts a comment line; first line a header).
#[derive(Debug, Clone, Default)]
pub struct CameoTable {
    entries: Vec<CameoEntry>,
}

/// A line of the table can't be used.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct CameoTableError {
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl CameoTable {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// [`CameoTableError`] for a line without five columns, an unknown type or
    /// mode, or a value that is no number.
    pub fn parse(table: &str) -> Result<CameoTable, CameoTableError> {
        let mut entries = Vec::new();
        let mut header = true;
        for (index, text) in table.lines().enumerate() {
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            if std::mem::take(&mut header) {
                continue;
            }
            let error = |reason: String| CameoTableError {
                line: index + 1,
                reason,
            };
            let columns: Vec<&str> = text.split('\t').collect();
            let [code, name, event_type, mode, goldstein] = columns[..] else {
                return Err(error(format!("{} columns, not 5", columns.len())));
            };
            let unknown = |e: UnknownCode| error(e.to_string());
            let event_type: Option<EventType> = if event_type.is_empty() {
                None
            } else {
                Some(event_type.parse().map_err(unknown)?)
            };
            let mode = match (event_type, mode) {
                (_, "") => None,
                (Some(event_type), mode) => {
                    Some(event_type.check_mode(mode).map_err(unknown)?.to_owned())
                }
                (None, mode) => return Err(error(format!("mode `{mode}` without a type"))),
            };
            let goldstein = match goldstein {
                "" => None,
                value => Some(
                    value
                        .parse()
                        .map_err(|_| error(format!("`{value}` is no number")))?,
                ),
            };
            entries.push(CameoEntry {
                code: code.to_owned(),
                name: name.to_owned(),
                event_type,
                mode,
                goldstein,
            });
        }
        entries.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(CameoTable { entries })
    }

    /// The entry of a code.
    pub fn get(&self, code: &str) -> Option<&CameoEntry> {
        self.entries
            .binary_search_by(|e| e.code.as_str().cmp(code))
            .ok()
            .map(|i| &self.entries[i])
    }

    /// All entries, by code.
    pub fn iter(&self) -> impl Iterator<Item = &CameoEntry> {
        self.entries.iter()
    }

    /// The most general code of a PLOVER type and mode: the shortest, then the
    /// lowest.
    pub fn closest(&self, event_type: EventType, mode: Option<&str>) -> Option<&CameoEntry> {
        let of = |with_mode: bool| {
            self.entries
                .iter()
                .filter(move |e| {
                    e.event_type == Some(event_type) && (!with_mode || e.mode.as_deref() == mode)
                })
                .min_by_key(|e| (e.code.len(), e.code.as_str()))
        };
        of(true).or_else(|| of(false))
    }
}
