use super::cameo_of;
use demarche_event::{Crosswalk, EventRow, Participant, Sector};
use std::io::{self, Write};

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    CameoDyads,
    Icews,
    Gdelt,
    Facts,
}

/// A table on its way out.
pub(super) struct Table<W: Write> {
    kind: Kind,
    out: Out<W>,
}

enum Out<W: Write> {
    Tabs(W),
    Csv(Box<csv::Writer<W>>),
}

const CAMEO_DYADS: &[&str] = &["date", "source", "target", "cameo", "goldstein", "id"];

const ICEWS: &[&str] = &[
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// The columns of CSV and Parquet: text, then numbers.
pub(super) const FACTS: &[&str] = &[
    "id",
    "since",
    "until",
    "source",
    "source_country",
    "source_sector",
    "target",
    "target_country",
    "target_sector",
    "type",
    "mode",
    "cameo",
    "quad",
    "status",
    "place",
    "place_country",
    "contexts",
    "publisher",
    "report",
    "text",
    "reciprocal",
    "goldstein",
    "intensity",
    "lat",
    "lon",
    "mentions",
    "sources",
    "articles",
    "tone",
    "deaths",
];
/// How many of them are texts.
pub(super) const N_TEXTS: usize = 20;

impl<W: Write> Table<W> {
    pub(super) fn new(kind: Kind, out: W) -> io::Result<Table<W>> {
        let mut table = Table {
            kind,
            out: match kind {
                Kind::Facts => Out::Csv(Box::new(csv::Writer::from_writer(out))),
                _ => Out::Tabs(out),
            },
        };
        match kind {
            Kind::CameoDyads => table.line(CAMEO_DYADS)?,
            Kind::Icews => table.line(ICEWS)?,
            Kind::Gdelt => {}
            Kind::Facts => table.line(FACTS)?,
        }
        Ok(table)
    }

    /// Writes an event; no if the table has no place for it.
    pub(super) fn write(&mut self, row: &EventRow<'_>, crosswalk: &Crosswalk) -> io::Result<bool> {
        if self.kind == Kind::Facts {
            let mut cells: Vec<String> = texts(row).into();
            let number = |number: Option<f64>| number.map_or(String::new(), |n| n.to_string());
            cells.push(u8::from(row.reciprocal).to_string());
            cells.extend(numbers(row).map(number));
            self.line(&cells)?;
            return Ok(true);
        }
        let Some(code) = cameo_of(row, crosswalk) else {
            return Ok(false);
        };
        let pairs = pairs(row);
        for (source, target) in &pairs {
            match self.kind {
                Kind::CameoDyads => self.line(&[
                    row.days.since.to_string(),
                    actor_code(*source, crosswalk),
                    actor_code(*target, crosswalk),
                    code.to_owned(),
                    row.goldstein
                        .map_or(String::new(), |value| value.to_string()),
                    row.id.to_owned(),
                ])?,
                Kind::Icews => self.line(&icews(row, code, *source, *target, crosswalk))?,
                _ => self.line(&gdelt(row, code, *source, *target, crosswalk))?,
            }
        }
        Ok(!pairs.is_empty())
    }

    fn line<S: AsRef<str>>(&mut self, cells: &[S]) -> io::Result<()> {
        match &mut self.out {
            Out::Csv(writer) => writer
                .write_record(cells.iter().map(AsRef::as_ref))
                .map_err(io::Error::other),
            Out::Tabs(out) => {
                for (at, cell) in cells.iter().enumerate() {
                    if at > 0 {
                        out.write_all(b"\t")?;
                    }
                    // These tables know no quotes: what would part cells or lines is a blank.
                    let cell = cell.as_ref();
                    if cell.contains(char::is_control) {
                        out.write_all(cell.replace(char::is_control, " ").as_bytes())?;
                    } else {
                        out.write_all(cell.as_bytes())?;
                    }
                }
                out.write_all(b"\n")
            }
        }
    }

    pub(super) fn finish(self) -> io::Result<W> {
        match self.out {
            Out::Tabs(mut out) => {
                out.flush()?;
                Ok(out)
            }
            Out::Csv(writer) => writer.into_inner().map_err(|e| e.into_error()),
        }
    }
}

type Party<'r, 'a> = Option<&'r Participant<'a>>;

/// Each source with each target, as CAMEO's tables have it; back again where
/// both act alike.
fn pairs<'r, 'a>(row: &'r EventRow<'a>) -> Vec<(Party<'r, 'a>, Party<'r, 'a>)> {
    fn side<'r, 'a>(side: &'r [Participant<'a>]) -> Vec<Party<'r, 'a>> {
        if side.is_empty() {
            vec![None]
        } else {
            side.iter().map(Some).collect()
        }
    }
    let (sources, targets) = (side(&row.source), side(&row.target));
    let mut pairs = Vec::new();
    for source in &sources {
        for target in &targets {
            if source.is_none() && target.is_none() {
                continue;
            }
            pairs.push((*source, *target));
            if row.reciprocal && target.is_some() {
                pairs.push((*target, *source));
            }
        }
    }
    pairs
}

/// `ROMGOV`: the country's CAMEO code and the sector's role; what the data had
/// where neither is known.
fn actor_code(party: Party<'_, '_>, crosswalk: &Crosswalk) -> String {
    let Some(party) = party else {
        return "---".to_owned();
    };
    let country = party.country.map_or("", |code| crosswalk.to_cameo(code));
    let role = match party.sector {
        // An organisation's code says that it is one.
        Some(Sector::Igo) if country.starts_with("IGO") => "",
        Some(sector) => crosswalk.to_cameo_role(sector),
        None => "",
    };
    match (country, role) {
        ("", "") if party.code.is_empty() => "---".to_owned(),
        ("", "") => party.code.to_owned(),
        (country, role) => format!("{country}{role}"),
    }
}

fn name<'a>(party: &Participant<'a>, crosswalk: &'a Crosswalk) -> &'a str {
    match (party.name, party.country) {
        ("", Some(code)) => crosswalk.name(code).unwrap_or(code),
        ("", None) => party.code,
        (name, _) => name,
    }
}

fn icews(
    row: &EventRow<'_>,
    code: &str,
    source: Party<'_, '_>,
    target: Party<'_, '_>,
    crosswalk: &Crosswalk,
) -> [String; 20] {
    let na = || "NA".to_owned();
    let text = |text: &str| {
        if text.is_empty() {
            na()
        } else {
            text.to_owned()
        }
    };
    let party = |party: Party<'_, '_>| -> [String; 3] {
        let Some(party) = party else {
            return [na(), na(), na()];
        };
        let sector = party
            .sector
            .and_then(|sector| crosswalk.to_icews_sector(sector));
        let country = party.country.and_then(|code| crosswalk.name(code));
        [
            text(name(party, crosswalk)),
            text(sector.unwrap_or_default()),
            text(country.unwrap_or_default()),
        ]
    };
    let entry = crosswalk.cameo(code);
    let degrees = |degrees: Option<f64>| degrees.map_or_else(na, |degrees| degrees.to_string());
    let place = row.place.unwrap_or_default();
    let country = place
        .country
        .and_then(|code| crosswalk.name(code))
        .unwrap_or_default();
    let [source_name, source_sectors, source_country] = party(source);
    let [target_name, target_sectors, target_country] = party(target);
    [
        text(row.id),
        row.days.since.to_string(),
        source_name,
        source_sectors,
        source_country,
        text(entry.map_or("", |entry| &entry.name)),
        code.to_owned(),
        entry
            .and_then(|entry| entry.goldstein)
            .map_or_else(na, |value| value.to_string()),
        target_name,
        target_sectors,
        target_country,
        text(row.report),
        na(),
        text(row.publisher),
        text(if place.name == country {
            ""
        } else {
            place.name
        }),
        na(),
        na(),
        text(country),
        degrees(place.lat),
        degrees(place.lon),
    ]
}

fn gdelt(
    row: &EventRow<'_>,
    code: &str,
    source: Party<'_, '_>,
    target: Party<'_, '_>,
    crosswalk: &Crosswalk,
) -> Vec<String> {
    let since = row.days.since;
    let month = format!("{:04}{:02}", since.year(), since.month());
    let day = format!("{month}{:02}", since.day());
    let fraction = f64::from(since.year()) + f64::from(since.day_of_year()) / 365.0;
    let mut cells = vec![
        row.id.to_owned(),
        day.clone(),
        month,
        since.year().to_string(),
        format!("{fraction:.4}"),
    ];
    for party in [source, target] {
        let Some(party) = party else {
            cells.extend(std::iter::repeat_n(String::new(), 10));
            continue;
        };
        let whole = party.country.map_or("", |code| crosswalk.to_cameo(code));
        let (country, group) = match whole.len() {
            0..=3 => (whole, ""),
            n => ("", &whole[n - 3..]),
        };
        let role = party
            .sector
            .map_or("", |sector| crosswalk.to_cameo_role(sector));
        cells.push(actor_code(Some(party), crosswalk).replace("---", "UAF"));
        cells.push(name(party, crosswalk).to_uppercase());
        cells.extend([country, group, "", "", "", role, "", ""].map(str::to_owned));
    }
    let root = code.get(..2).unwrap_or(code);
    // GDELT's own classes, which follow the root alone.
    let quad = match root {
        "01" | "02" | "03" | "04" | "05" => "1",
        "06" | "07" | "08" => "2",
        "09" | "10" | "11" | "12" | "13" => "3",
        _ => "4",
    };
    let count = |count: Option<u32>| count.unwrap_or(1).to_string();
    cells.extend(["1", code, code.get(..3).unwrap_or(code), root, quad].map(str::to_owned));
    let goldstein = crosswalk.cameo(code).and_then(|entry| entry.goldstein);
    cells.push(goldstein.map_or(String::new(), |value| format!("{value:.1}")));
    cells.extend([count(row.mentions), count(row.sources), count(row.articles)]);
    cells.push(row.tone.map_or(String::new(), |tone| tone.to_string()));
    for _ in 0..2 {
        cells.push("0".to_owned());
        cells.extend(std::iter::repeat_n(String::new(), 7));
    }
    let place = row.place.unwrap_or_default();
    let kind = match (place.name, place.country) {
        ("", None) => "0",
        (_, Some(code)) if crosswalk.name(code) == Some(place.name) => "1",
        _ => "4",
    };
    let fips = place
        .country
        .and_then(|code| crosswalk.to_fips(code))
        .unwrap_or_default();
    let degrees =
        |degrees: Option<f64>| degrees.map_or(String::new(), |degrees| degrees.to_string());
    cells.extend([kind, place.name, fips, fips, ""].map(str::to_owned));
    cells.extend([degrees(place.lat), degrees(place.lon), String::new()]);
    cells.extend([format!("{day}000000"), row.report.to_owned()]);
    cells
}

/// The texts of an event, in the order of [`FACTS`].
pub(super) fn texts(row: &EventRow<'_>) -> [String; N_TEXTS] {
    fn joined<'w>(between: &str, words: impl Iterator<Item = &'w str>) -> String {
        words.collect::<Vec<_>>().join(between)
    }
    fn name<'a>(party: &Participant<'a>) -> &'a str {
        if party.name.is_empty() {
            party.code
        } else {
            party.name
        }
    }
    let side = |side: &[Participant<'_>]| {
        [
            joined("; ", side.iter().map(name)),
            joined(
                "; ",
                side.iter().map(|party| party.country.unwrap_or_default()),
            ),
            joined(
                "; ",
                side.iter()
                    .map(|party| party.sector.map_or("", |sector| sector.as_str())),
            ),
        ]
    };
    let [source, source_country, source_sector] = side(&row.source);
    let [target, target_country, target_sector] = side(&row.target);
    let place = row.place.unwrap_or_default();
    [
        row.id.to_owned(),
        row.days.since.to_string(),
        row.days.until.to_string(),
        source,
        source_country,
        source_sector,
        target,
        target_country,
        target_sector,
        row.event_type
            .map_or("", |event_type| event_type.as_str())
            .to_owned(),
        row.mode.unwrap_or_default().to_owned(),
        row.cameo.unwrap_or_default().to_owned(),
        row.quad().map_or("", |quad| quad.as_str()).to_owned(),
        row.status.as_str().to_owned(),
        place.name.to_owned(),
        place.country.unwrap_or_default().to_owned(),
        row.contexts.to_owned(),
        row.publisher.to_owned(),
        row.report.to_owned(),
        row.text.to_owned(),
    ]
}

/// The numbers of an event, in the order of [`FACTS`], `reciprocal` aside.
pub(super) fn numbers(row: &EventRow<'_>) -> [Option<f64>; 9] {
    let place = row.place.unwrap_or_default();
    let count = |count: Option<u32>| count.map(f64::from);
    [
        row.goldstein,
        row.intensity,
        place.lat,
        place.lon,
        count(row.mentions),
        count(row.sources),
        count(row.articles),
        row.tone,
        count(row.deaths),
    ]
}
