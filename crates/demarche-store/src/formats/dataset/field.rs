use super::{NoteKind, Notes, Reason, Rejection};
use demarche_event::{
    CameoActor, CameoEntry, Crosswalk, Days, EventRow, EventType, Sector, SectorScheme,
};
use jiff::civil::Date;
use std::ops::Range;

/// A column that the file doesn't have.
pub(super) const NONE: usize = usize::MAX;

/// The fields of one row.
pub(super) struct Fields<'a> {
    text: &'a str,
    ranges: &'a [Range<usize>],
}

impl<'a> Fields<'a> {
    pub(super) fn new(text: &'a str, ranges: &'a [Range<usize>]) -> Fields<'a> {
        Fields { text, ranges }
    }

    pub(super) fn len(&self) -> usize {
        self.ranges.len()
    }

    /// A field as it stands; empty if there is none.
    pub(super) fn get(&self, column: usize) -> &'a str {
        self.ranges
            .get(column)
            .and_then(|range| self.text.get(range.clone()))
            .unwrap_or_default()
    }

    /// A field without the blanks around it and the words that stand for
    /// nothing.
    pub(super) fn text(&self, column: usize) -> &'a str {
        let text = self.get(column).trim();
        if matches!(
            text,
            "NA" | "NULL" | "None" | "NaN" | "nan" | "null" | "\\N" | "---"
        ) {
            return "";
        }
        text
    }

    pub(super) fn number<T: std::str::FromStr>(&self, column: usize) -> Option<T> {
        self.text(column).parse().ok()
    }

    /// A number of things: `12`, and `12.0` as spreadsheets have it.
    pub(super) fn count(&self, column: usize) -> Option<u32> {
        let text = self.text(column);
        let text = text.strip_suffix(".0").unwrap_or(text);
        text.parse().ok()
    }

    /// Degrees, if both are there.
    pub(super) fn degrees(&self, lat: usize, lon: usize) -> (Option<f64>, Option<f64>) {
        let (lat, lon): (Option<f64>, Option<f64>) = (self.number(lat), self.number(lon));
        match (lat, lon) {
            (Some(lat), Some(lon)) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => {
                (Some(lat), Some(lon))
            }
            _ => (None, None),
        }
    }

    pub(super) fn day(&self, column: usize) -> Result<Date, Rejection> {
        day(self.text(column))
    }
}

/// `19950109`, `1995-01-09` with or without a time behind it, `09 January 1995`.
pub(super) fn day(text: &str) -> Result<Date, Rejection> {
    let wrong = || Rejection::new(Reason::Day, format!("`{text}`"));
    let bytes = text.as_bytes();
    let number = |range: Range<usize>| -> Option<i16> {
        let digits = bytes.get(range)?;
        let mut number = 0i16;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            number = number * 10 + i16::from(digit - b'0');
        }
        Some(number)
    };
    let parts = if bytes.len() == 8 {
        (number(0..4), number(4..6), number(6..8))
    } else if bytes.len() >= 10
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && bytes.get(10).is_none_or(|b| matches!(b, b'T' | b' '))
    {
        (number(0..4), number(5..7), number(8..10))
    } else {
        return Date::strptime("%d %B %Y", text)
            .or_else(|_| Date::strptime("%d %b %Y", text))
            .or_else(|_| Date::strptime("%d-%b-%Y", text))
            .map_err(|_| wrong());
    };
    let (Some(year), Some(month), Some(day)) = parts else {
        return Err(wrong());
    };
    let (month, day) = (
        i8::try_from(month).map_err(|_| wrong())?,
        i8::try_from(day).map_err(|_| wrong())?,
    );
    if year == 0 {
        return Err(wrong());
    }
    Date::new(year, month, day).map_err(|_| wrong())
}

/// The days from the first to the last, both included.
pub(super) fn days(first: Date, last: Option<Date>) -> Days {
    last.filter(|last| *last >= first)
        .and_then(|last| last.tomorrow().ok())
        .and_then(|until| Days::new(first, until))
        .unwrap_or_else(|| Days::day(first))
}

/// Writes what a CAMEO code stands for into the row. A code that the table
/// doesn't have stays as it is.
pub(super) fn cameo<'a>(
    row: &mut EventRow<'a>,
    code: &'a str,
    crosswalk: &'a Crosswalk,
    notes: &mut Notes,
) -> Result<(), Rejection> {
    if code.is_empty() || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Rejection::new(Reason::Code, format!("`{code}`")));
    }
    row.code = code;
    match crosswalk.cameo(code) {
        Some(entry) => {
            row.event_type = entry.event_type;
            row.mode = entry.mode.as_deref();
            row.cameo = Some(&entry.code);
            row.goldstein = entry.goldstein;
        }
        None => notes.add(NoteKind::Code, code),
    }
    Ok(())
}

/// Writes a PLOVER type and mode into the row, and the closest CAMEO code.
pub(super) fn plover<'a>(
    row: &mut EventRow<'a>,
    event_type: EventType,
    mode: Option<&'static str>,
    crosswalk: &'a Crosswalk,
) {
    row.event_type = Some(event_type);
    row.mode = mode;
    let entry: Option<&'a CameoEntry> = crosswalk.cameo_table().closest(event_type, mode);
    row.cameo = entry.map(|entry| entry.code.as_str());
    row.goldstein = entry.and_then(|entry| entry.goldstein);
}

/// A mode as PLOVER writes it: `heavy-weapons` for `Heavy_weapons`.
pub(super) fn mode(event_type: EventType, given: &str) -> Option<&'static str> {
    let same = |a: &str| {
        a.len() == given.len()
            && a.bytes().zip(given.bytes()).all(|(a, b)| {
                let b = if matches!(b, b'_' | b' ') { b'-' } else { b };
                a.eq_ignore_ascii_case(&b)
            })
    };
    event_type.modes().iter().copied().find(|mode| same(mode))
}

/// Of the sectors of several words the one of lowest rank, and of equals the
/// first.
pub(super) fn sector<'w>(
    crosswalk: &Crosswalk,
    scheme: SectorScheme,
    words: impl Iterator<Item = &'w str>,
) -> Option<Sector> {
    words
        .filter(|word| !word.is_empty())
        .filter_map(|word| crosswalk.sector(scheme, word))
        .min_by_key(|(_, rank)| *rank)
        .map(|(sector, _)| sector)
}

/// The country or organisation, and the sector, of a CAMEO actor code: blocks
/// of three letters, the country or kind first.
pub(super) fn cameo_actor<'a>(
    code: &str,
    crosswalk: &'a Crosswalk,
    notes: &mut Notes,
) -> (Option<&'a str>, Option<Sector>) {
    let blocks = || {
        (0..code.len())
            .step_by(3)
            .filter_map(|at| code.get(at..at + 3))
    };
    let mut country = None;
    if let Some(first) = blocks().next() {
        country = match crosswalk.cameo_country(first) {
            CameoActor::Code(code) => Some(code),
            CameoActor::Region => None,
            CameoActor::Unknown => {
                let known = crosswalk.sector(SectorScheme::Cameo, first).is_some()
                    || crosswalk.cameo_group(first).is_some();
                if !known {
                    notes.add(NoteKind::Country, first);
                }
                None
            }
        };
    }
    if country.is_none() {
        country = blocks().find_map(|block| crosswalk.cameo_group(block));
    }
    (country, sector(crosswalk, SectorScheme::Cameo, blocks()))
}

/// The country of a name or code, whichever the file has.
pub(super) fn country<'a>(
    given: &str,
    crosswalk: &'a Crosswalk,
    notes: &mut Notes,
) -> Option<&'a str> {
    if given.is_empty() {
        return None;
    }
    let found = crosswalk.code(given).or_else(|| crosswalk.named(given));
    if found.is_none() {
        notes.add(NoteKind::Country, given);
    }
    found
}
