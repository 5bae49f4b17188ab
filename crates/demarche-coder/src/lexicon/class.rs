use demarche_event::{EventType, Status};

/// A kind of act that the classifier can name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ClassKnown {
    /// A CAMEO code.
    pub name: String,
    /// The type by the crosswalk from CAMEO.
    pub crosswalk: EventType,
    /// The type in the record, with its mode and status where the class gives them.
    pub event_type: EventType,
    pub mode: Option<&'static str>,
    pub status: Option<Status>,
}

/// Reads the table of classes: `class`, `crosswalk`, `type`, `mode`, `status`,
/// tab-separated; `#` starts a comment line; first line a header. The error is a
/// line and what is wrong with it.
pub(super) fn parse(table: &str) -> Result<Vec<ClassKnown>, (usize, String)> {
    let mut classes: Vec<ClassKnown> = Vec::new();
    let lines = table
        .lines()
        .enumerate()
        .filter(|(_, text)| !text.is_empty() && !text.starts_with('#'));
    for (index, text) in lines.skip(1) {
        let error = |reason: String| (index + 1, reason);
        let columns: Vec<&str> = text.split('\t').collect();
        let [name, crosswalk, event_type, mode, status] = columns[..] else {
            return Err(error(format!("{} columns, not 5", columns.len())));
        };
        let named = |code: &str| code.parse::<EventType>().map_err(|e| error(e.to_string()));
        let event_type = named(event_type)?;
        if classes.iter().any(|c| c.name == name) {
            return Err(error(format!("class `{name}` stands twice")));
        }
        classes.push(ClassKnown {
            name: name.to_owned(),
            crosswalk: named(crosswalk)?,
            event_type,
            mode: match mode {
                "" => None,
                mode => Some(
                    event_type
                        .check_mode(mode)
                        .map_err(|e| error(e.to_string()))?,
                ),
            },
            status: match status {
                "" => None,
                status => Some(
                    status
                        .parse()
                        .map_err(|_| error(format!("unknown status `{status}`")))?,
                ),
            },
        });
    }
    Ok(classes)
}
