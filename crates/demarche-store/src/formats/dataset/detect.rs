use super::field::Fields;
use super::{
    DataFormat, DatasetError, Notes, Rejection, acled, gdelt, icews, phoenix, polecat, ucdp,
};
use demarche_event::{Crosswalk, EventRow};

/// How a file is laid out.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) format: DataFormat,
    pub(super) shape: Shape,
    pub(super) has_header: bool,
    width: usize,
    columns: Columns,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Tabs,
    Quoted(u8),
    Json,
}

#[derive(Debug)]
enum Columns {
    Gdelt(gdelt::Columns),
    Icews(icews::Columns),
    Polecat(polecat::Columns),
    Phoenix(phoenix::Columns),
    Ucdp(ucdp::Columns),
    Acled(acled::Columns),
    Json,
}

impl Layout {
    /// Whether a row may have so many columns.
    pub(super) fn allows(&self, columns: usize) -> bool {
        if columns == self.width {
            return true;
        }
        match self.format {
            // Before April 2013 there is no address.
            DataFormat::Gdelt1 => columns == 57 || columns == 58,
            // One branch of the writer has an empty column more.
            DataFormat::Phoenix => columns == 26 || columns == 27,
            _ => false,
        }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn row<'a>(
        &self,
        fields: &Fields<'a>,
        crosswalk: &'a Crosswalk,
        notes: &mut Notes,
        details: bool,
    ) -> Result<EventRow<'a>, Rejection> {
        match &self.columns {
            Columns::Gdelt(columns) => columns.row(fields, crosswalk, notes, details),
            Columns::Icews(columns) => columns.row(fields, crosswalk, notes, details),
            Columns::Polecat(columns) => columns.row(fields, crosswalk, notes, details),
            Columns::Phoenix(columns) => columns.row(fields, crosswalk, notes, details),
            Columns::Ucdp(columns) => columns.row(fields, crosswalk, notes, details),
            Columns::Acled(columns) => columns.row(fields, crosswalk, notes, details),
            Columns::Json => unreachable!("rows of JSON have no columns"),
        }
    }
}

/// Names of columns in order, without blanks, capitals and signs, and the
/// answer to where one of several names stands.
pub(super) struct Header(Vec<String>);

impl Header {
    fn of(names: impl Iterator<Item = String>) -> Header {
        Header(names.map(|name| plain(&name)).collect())
    }

    /// Where the first of these names stands that is there at all.
    pub(super) fn find(&self, names: &[&str]) -> usize {
        names
            .iter()
            .find_map(|name| self.0.iter().position(|column| column == name))
            .unwrap_or(super::field::NONE)
    }

    fn has(&self, names: &[&str]) -> bool {
        names
            .iter()
            .all(|name| self.0.iter().any(|column| column == name))
    }
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Names that a header of each format has, and no header of another. The more
/// particular come first.
const MARKS: &[(DataFormat, &[&str])] = &[
    (
        DataFormat::Gdelt2,
        &["globaleventid", "eventcode", "actiongeoadm2code"],
    ),
    (DataFormat::Gdelt1, &["globaleventid", "eventcode"]),
    (
        DataFormat::Polecat,
        &["eventtype", "actorname", "recipientname", "eventdate"],
    ),
    (
        DataFormat::Icews,
        &["cameocode", "sourcename", "targetname", "eventdate"],
    ),
    (
        DataFormat::Ucdp,
        &["typeofviolence", "sidea", "sideb", "datestart"],
    ),
    (
        DataFormat::Acled,
        &["eventidcnty", "eventtype", "subeventtype", "actor1"],
    ),
    (
        DataFormat::PhoenixHistorical,
        &["eid", "storydate", "sourceroot", "code"],
    ),
    (
        DataFormat::Phoenix,
        &["eventid", "sourceactorfull", "eventcode"],
    ),
];

/// The layout that a first line shows.
pub(super) fn layout(first: &[u8], wanted: Option<DataFormat>) -> Result<Layout, DatasetError> {
    let text = String::from_utf8_lossy(first);
    let line = text
        .trim_start_matches('\u{feff}')
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    if line.trim_start().starts_with('{') {
        return json(line, wanted);
    }
    let tabs = line.contains('\t');
    let separator = if tabs { b'\t' } else { b',' };
    let names = split(line, separator);
    let width = names.len();
    let header = Header::of(names.into_iter());
    let found = || {
        let separator = if tabs { "tabs" } else { "commas" };
        let start: String = line.chars().take(40).collect();
        format!("{width} columns apart by {separator}, beginning `{start}`")
    };
    let marked = MARKS
        .iter()
        .find(|(format, marks)| wanted.is_none_or(|w| w == *format) && header.has(marks))
        .map(|(format, _)| *format);
    if let Some(format) = marked {
        let shape = match tabs {
            // Tab-separated files quote their fields or don't, all alike.
            true if !line.starts_with('"') => Shape::Tabs,
            _ => Shape::Quoted(separator),
        };
        return Ok(of(format, shape, &header, width, true));
    }
    let by_width = match (tabs, width) {
        (true, 57 | 58) => Some(DataFormat::Gdelt1),
        (true, 61) => Some(DataFormat::Gdelt2),
        (true, 26 | 27) => Some(DataFormat::Phoenix),
        (false, 49) => Some(DataFormat::Ucdp),
        _ => None,
    };
    let format = match (by_width, wanted) {
        (Some(format), None) => format,
        (Some(format), Some(wanted)) if format == wanted => format,
        (_, Some(format)) => {
            return Err(DatasetError::Other {
                format,
                found: found(),
            });
        }
        (None, None) => return Err(DatasetError::Unknown { found: found() }),
    };
    let names = match format {
        DataFormat::Gdelt1 => gdelt::names(1),
        DataFormat::Gdelt2 => gdelt::names(2),
        DataFormat::Phoenix => phoenix::NAMES
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        _ => ucdp::NAMES.iter().map(|name| (*name).to_owned()).collect(),
    };
    let shape = if tabs {
        Shape::Tabs
    } else {
        Shape::Quoted(separator)
    };
    let header = Header::of(names.into_iter());
    Ok(of(format, shape, &header, width, false))
}

fn json(line: &str, wanted: Option<DataFormat>) -> Result<Layout, DatasetError> {
    let format = match wanted {
        Some(format @ (DataFormat::Plover | DataFormat::Demarche)) => format,
        Some(format) => {
            let found = "it begins with a JSON object".to_owned();
            return Err(DatasetError::Other { format, found });
        }
        // Only ours names a trigger and the document as an object; a claim or
        // notice may come first.
        None if line.contains("\"record\":") || line.contains("\"trigger\":") => {
            DataFormat::Demarche
        }
        None => DataFormat::Plover,
    };
    Ok(Layout {
        format,
        shape: Shape::Json,
        has_header: false,
        width: 1,
        columns: Columns::Json,
    })
}

fn of(format: DataFormat, shape: Shape, header: &Header, width: usize, has_header: bool) -> Layout {
    let columns = match format {
        DataFormat::Gdelt1 | DataFormat::Gdelt2 => Columns::Gdelt(gdelt::Columns::of(header)),
        DataFormat::Icews => Columns::Icews(icews::Columns::of(header)),
        DataFormat::Polecat => Columns::Polecat(polecat::Columns::of(header)),
        DataFormat::Phoenix | DataFormat::PhoenixHistorical => {
            Columns::Phoenix(phoenix::Columns::of(header))
        }
        DataFormat::Ucdp => Columns::Ucdp(ucdp::Columns::of(header)),
        DataFormat::Acled => Columns::Acled(acled::Columns::of(header)),
        DataFormat::Plover | DataFormat::Demarche => Columns::Json,
    };
    Layout {
        format,
        shape,
        has_header,
        width,
        columns,
    }
}

/// The fields of a header line, quoted or not.
fn split(line: &str, separator: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .quoting(line.contains('"') && separator == b',' || line.starts_with('"'))
        .from_reader(line.as_bytes());
    let mut record = csv::ByteRecord::new();
    // A slice is always readable, and a line is one record.
    let _ = reader.read_byte_record(&mut record);
    record
        .iter()
        .map(|field| String::from_utf8_lossy(field).into_owned())
        .collect()
}
