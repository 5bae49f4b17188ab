use super::{Store, StoreError};
use demarche_event::{Days, EventRow, Participant, RowPlace, Sector};
use jiff::civil::{Date, date};
use rusqlite::{Row, params};

const EPOCH: Date = date(1970, 1, 1);

impl Store {
    /// Hands the imported events that begin within some days to `take`, in the
    /// order in which they were imported, until it says no. `since` is included,
    /// `until` excluded.
    ///
    /// # Errors
    ///
    /// What `take` says, or [`StoreError`] when the store can't be read.
    pub fn each_imported<E: From<StoreError>>(
        &self,
        since: Option<Date>,
        until: Option<Date>,
        mut take: impl FnMut(&EventRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |e| E::from(StoreError::of(&self.path)(e));
        let day = |day: Date| i64::from((day - EPOCH).get_days());
        let sql = "SELECT e.id, e.day, coalesce(e.days, 1), s.names, s.codes, s.countries, s.sectors, t.names, t.codes, \
                   t.countries, t.sectors, a.code, a.type, a.mode, a.cameo, a.goldstein, a.intensity, a.status, \
                   a.reciprocal, p.name, p.country, p.lat, p.lon, r.publisher, r.address, r.contexts, r.text, \
                   e.mentions, e.sources, e.articles, e.tone / 10000.0, e.deaths, e.place_key IS NOT NULL, s.parties, t.parties \
                   FROM imported_event e JOIN imported_act a ON a.key = e.act_key \
                   LEFT JOIN imported_side s ON s.key = e.source_key LEFT JOIN imported_side t ON t.key = e.target_key \
                   LEFT JOIN imported_place p ON p.key = e.place_key LEFT JOIN imported_report r ON r.key = e.report_key \
                   WHERE e.day >= ?1 AND e.day < ?2 ORDER BY e.key";
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let mut rows = statement
            .query(params![
                since.map_or(i64::MIN, day),
                until.map_or(i64::MAX, day)
            ])
            .map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let stored = Stored::of(row).map_err(failed)?;
            take(&stored.row().map_err(failed)?)?;
        }
        Ok(())
    }
}

/// A row's columns, for as long as the event borrows them.
struct Stored {
    texts: Vec<String>,
    days: Days,
    numbers: [Option<f64>; 5],
    counts: [Option<u32>; 4],
    reciprocal: bool,
    has_place: bool,
    parties: [Vec<Party>; 2],
}

/// Name, code, country, sector.
type Party = [Option<String>; 4];

/// Columns that are texts, in the order in which `Stored` keeps them.
const TEXTS: [usize; 20] = [
    0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 19, 20, 23, 24, 25, 26,
];

impl Stored {
    fn of(row: &Row<'_>) -> rusqlite::Result<Stored> {
        let text = |column: usize| {
            use rusqlite::types::ValueRef;
            Ok::<_, rusqlite::Error>(match row.get_ref(column)? {
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Integer(number) => number.to_string(),
                _ => String::new(),
            })
        };
        let (day, length): (i32, i32) = (row.get(1)?, row.get(2)?);
        let wrong = |e: jiff::Error| {
            rusqlite::Error::FromSqlConversionFailure(
                1,
                rusqlite::types::Type::Integer,
                Box::new(e),
            )
        };
        let span = |days: i32| jiff::Span::new().try_days(days);
        let since = span(day)
            .and_then(|span| EPOCH.checked_add(span))
            .map_err(wrong)?;
        let until = span(length)
            .and_then(|span| since.checked_add(span))
            .map_err(wrong)?;
        Ok(Stored {
            texts: TEXTS
                .iter()
                .map(|column| text(*column))
                .collect::<Result<_, _>>()?,
            days: Days::new(since, until).unwrap_or_else(|| Days::day(since)),
            numbers: [
                row.get(15)?,
                row.get(16)?,
                row.get(21)?,
                row.get(22)?,
                row.get(30)?,
            ],
            counts: [row.get(27)?, row.get(28)?, row.get(29)?, row.get(31)?],
            reciprocal: row.get(18)?,
            has_place: row.get(32)?,
            parties: [parties(row, 33)?, parties(row, 34)?],
        })
    }

    fn row(&self) -> rusqlite::Result<EventRow<'_>> {
        let wrong = |column, e: demarche_event::UnknownCode| {
            rusqlite::Error::FromSqlConversionFailure(
                column,
                rusqlite::types::Type::Text,
                Box::new(e),
            )
        };
        let text = |at: usize| self.texts[at].as_str();
        let some = |at: usize| Some(text(at)).filter(|text| !text.is_empty());
        let mut row = EventRow::on(self.days);
        row.id = text(0);
        row.source = side([1, 2, 3, 4].map(text), &self.parties[0]).map_err(|e| wrong(6, e))?;
        row.target = side([5, 6, 7, 8].map(text), &self.parties[1]).map_err(|e| wrong(10, e))?;
        row.code = text(9);
        row.event_type = some(10)
            .map(str::parse)
            .transpose()
            .map_err(|e| wrong(12, e))?;
        row.mode = some(11);
        row.cameo = some(12);
        row.status = text(13).parse().map_err(|e| wrong(17, e))?;
        [row.goldstein, row.intensity] = [self.numbers[0], self.numbers[1]];
        row.reciprocal = self.reciprocal;
        row.place = self.has_place.then(|| RowPlace {
            name: text(14),
            country: some(15),
            lat: self.numbers[2],
            lon: self.numbers[3],
        });
        row.publisher = text(16);
        row.report = text(17);
        row.contexts = text(18);
        row.text = text(19);
        [row.mentions, row.sources, row.articles, row.deaths] = self.counts;
        row.tone = self.numbers[4];
        Ok(row)
    }
}

fn parties(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<Party>> {
    let Some(json) = row.get::<_, Option<String>>(column)? else {
        return Ok(Vec::new());
    };
    serde_json::from_str(&json).map_err(|e| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(e))
    })
}

/// The parties of a side: several one by one, or the one of whom the columns
/// tell.
fn side<'a>(
    [name, code, country, sector]: [&'a str; 4],
    parties: &'a [Party],
) -> Result<Vec<Participant<'a>>, demarche_event::UnknownCode> {
    let some = |text: &'a str| Some(text).filter(|text| !text.is_empty());
    let party = |[name, code, country, sector]: [Option<&'a str>; 4]| {
        Ok(Participant {
            name: name.unwrap_or_default(),
            code: code.unwrap_or_default(),
            country,
            sector: sector.map(str::parse::<Sector>).transpose()?,
        })
    };
    let one = [some(name), some(code), some(country), some(sector)];
    if parties.is_empty() {
        return match one {
            [None, None, None, None] => Ok(Vec::new()),
            one => Ok(vec![party(one)?]),
        };
    }
    parties
        .iter()
        .map(|[name, code, country, sector]| {
            party([
                name.as_deref(),
                code.as_deref(),
                country.as_deref(),
                sector.as_deref(),
            ])
        })
        .collect()
}
