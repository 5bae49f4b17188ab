use crate::{CameoEntry, CameoTable, EventType, Sector};
use std::collections::HashMap;

/// The codes of other people's event data, and what they are in the record.
///
/// It is made of tables (tab-separated; `#` starts a comment line; the first
/// line names the columns): `countries.tsv`, `organisations.tsv`,
/// `regions.tsv`, `sectors.tsv`, `acts.tsv`, `cameo.tsv`.
#[derive(Debug, Clone, Default)]
pub struct Crosswalk {
    cameo: CameoTable,
    countries: Vec<Country>,
    organisations: Vec<Organisation>,
    by_code: HashMap<String, u16>,
    by_cameo: HashMap<String, u16>,
    by_numeric: HashMap<u16, u16>,
    by_state_number: HashMap<u16, u16>,
    by_fips: HashMap<String, u16>,
    by_name: HashMap<String, Named>,
    groups: HashMap<String, u16>,
    regions: Vec<String>,
    /// By scheme.
    sectors: [HashMap<String, (Sector, u8)>; 4],
    prefixes: Vec<(String, Sector)>,
    /// The first text of each sector, with its rank.
    icews_texts: Vec<(Sector, u8, String)>,
    /// By scheme.
    acts: [HashMap<String, Act>; 2],
}

#[derive(Debug, Clone)]
struct Country {
    code: String,
    cameo: String,
    fips: String,
    name: String,
}

#[derive(Debug, Clone)]
struct Organisation {
    code: String,
    actor: String,
    name: String,
}

#[derive(Debug, Clone, Copy)]
enum Named {
    Country(u16),
    Organisation(u16),
}

/// Whose words for sectors and roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectorScheme {
    /// Role blocks of CAMEO's actor codes.
    Cameo,
    /// PLOVER's sectors.
    Plover,
    /// ICEWS's texts.
    Icews,
    /// ACLED's kinds of actors, as numbers or texts.
    Acled,
}

/// Whose words for kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActScheme {
    /// ACLED's event and sub-event types, joined by `/`.
    Acled,
    /// UCDP's types of violence.
    Ucdp,
}

/// What a kind of event of another data set is in the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// PLOVER type; `None` if it is no political act by itself.
    pub event_type: Option<EventType>,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// The closest CAMEO code.
    pub cameo: Option<String>,
    /// Both sides act alike.
    pub reciprocal: bool,
}

/// What a CAMEO code of a country, group or region stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameoActor<'a> {
    /// A country or organisation, by its code in the record.
    Code(&'a str),
    /// A region: known, and no actor of the record.
    Region,
    /// Nothing that the tables have.
    Unknown,
}

/// A line of a crosswalk table can't be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: line {line}: {reason}")]
pub struct CrosswalkError {
    /// Name of the table.
    pub file: String,
    /// From 1; 0 stands for the whole file.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl Crosswalk {
    /// Makes a crosswalk of tables, given as path and text; the last part of
    /// the path says which table it is. Tables of other names are passed over;
    /// a table that comes again takes the place of the one before.
    ///
    /// # Errors
    ///
    /// [`CrosswalkError`] names the file, the line, and what is wrong; a table
    /// that never comes is an error too.
    pub fn load<'f>(
        files: impl IntoIterator<Item = (&'f str, &'f str)>,
    ) -> Result<Crosswalk, CrosswalkError> {
        let names = [
            "cameo.tsv",
            "countries.tsv",
            "organisations.tsv",
            "regions.tsv",
            "sectors.tsv",
            "acts.tsv",
        ];
        let mut texts = [None; 6];
        for (path, text) in files {
            let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
            if let Some(at) = names.iter().position(|known| *known == name) {
                texts[at] = Some((path, text));
            }
        }
        let mut crosswalk = Crosswalk::default();
        for (name, text) in names.into_iter().zip(texts) {
            let Some((path, text)) = text else {
                return Err(CrosswalkError {
                    file: name.to_owned(),
                    line: 0,
                    reason: "the table is missing".to_owned(),
                });
            };
            let fail = |(line, reason): (usize, String)| CrosswalkError {
                file: path.to_owned(),
                line,
                reason,
            };
            match name {
                "cameo.tsv" => {
                    crosswalk.cameo =
                        CameoTable::parse(text).map_err(|e| fail((e.line, e.reason)))?;
                }
                "countries.tsv" => crosswalk.countries(text).map_err(fail)?,
                "organisations.tsv" => crosswalk.organisations(text).map_err(fail)?,
                "regions.tsv" => {
                    for (_, [code]) in rows(text)
                        .map(columns)
                        .collect::<Result<Vec<_>, _>>()
                        .map_err(fail)?
                    {
                        crosswalk.regions.push(code.to_owned());
                    }
                    crosswalk.regions.sort();
                }
                "sectors.tsv" => crosswalk.sectors(text).map_err(fail)?,
                _ => crosswalk.acts(text).map_err(fail)?,
            }
        }
        Ok(crosswalk)
    }

    fn countries(&mut self, text: &str) -> Result<(), (usize, String)> {
        for row in rows(text) {
            let (line, [code, numeric, cameo, numbers, fips, names]) = columns(row)?;
            let at = u16::try_from(self.countries.len())
                .map_err(|_| (line, "there are more than 65,536 countries".to_owned()))?;
            let twice = |what: &str| (line, format!("`{what}` stands twice"));
            let number = |word: &str| {
                word.parse::<u16>()
                    .map_err(|_| (line, format!("`{word}` is no number")))
            };
            if self.by_code.insert(code.to_owned(), at).is_some() {
                return Err(twice(code));
            }
            for word in list(numeric, ',') {
                if self.by_numeric.insert(number(word)?, at).is_some() {
                    return Err(twice(word));
                }
            }
            for word in list(cameo, ',') {
                if self.by_cameo.insert(word.to_owned(), at).is_some() {
                    return Err(twice(word));
                }
            }
            for word in list(numbers, ',') {
                if self.by_state_number.insert(number(word)?, at).is_some() {
                    return Err(twice(word));
                }
            }
            for word in list(fips, ',') {
                if self.by_fips.insert(word.to_owned(), at).is_some() {
                    return Err(twice(word));
                }
            }
            for word in list(names, ';') {
                if self
                    .by_name
                    .insert(word.to_lowercase(), Named::Country(at))
                    .is_some()
                {
                    return Err(twice(word));
                }
            }
            let first = |words, separator| list(words, separator).next().unwrap_or(code).to_owned();
            self.countries.push(Country {
                code: code.to_owned(),
                cameo: first(cameo, ','),
                fips: list(fips, ',').next().unwrap_or_default().to_owned(),
                name: first(names, ';'),
            });
        }
        Ok(())
    }

    fn organisations(&mut self, text: &str) -> Result<(), (usize, String)> {
        for row in rows(text) {
            let (line, [code, cameo, actor, names]) = columns(row)?;
            let at = u16::try_from(self.organisations.len())
                .map_err(|_| (line, "there are more than 65,536 organisations".to_owned()))?;
            let twice = |what: &str| (line, format!("`{what}` stands twice"));
            for word in list(cameo, ',') {
                if self.groups.insert(word.to_owned(), at).is_some() {
                    return Err(twice(word));
                }
            }
            for word in list(names, ';') {
                if self
                    .by_name
                    .insert(word.to_lowercase(), Named::Organisation(at))
                    .is_some()
                {
                    return Err(twice(word));
                }
            }
            self.organisations.push(Organisation {
                code: code.to_owned(),
                actor: actor.to_owned(),
                name: list(names, ';').next().unwrap_or(code).to_owned(),
            });
        }
        Ok(())
    }

    fn sectors(&mut self, text: &str) -> Result<(), (usize, String)> {
        for row in rows(text) {
            let (line, [scheme, code, sector, rank]) = columns(row)?;
            let sector: Sector = sector.parse().map_err(|e| (line, format!("{e}")))?;
            let rank: u8 = rank
                .parse()
                .map_err(|_| (line, format!("`{rank}` is no rank from 0 to 255")))?;
            let scheme = match scheme {
                "cameo" => SectorScheme::Cameo,
                "plover" => SectorScheme::Plover,
                "icews" => SectorScheme::Icews,
                "acled" => SectorScheme::Acled,
                "prefix" => {
                    self.prefixes.push((format!("{code} "), sector));
                    continue;
                }
                other => return Err((line, format!("`{other}` is no scheme of sectors"))),
            };
            if scheme == SectorScheme::Icews {
                self.icews_texts.push((sector, rank, code.to_owned()));
            }
            self.sectors[scheme as usize].insert(code.to_owned(), (sector, rank));
        }
        Ok(())
    }

    fn acts(&mut self, text: &str) -> Result<(), (usize, String)> {
        for row in rows(text) {
            let (line, [scheme, code, event_type, mode, cameo, reciprocal]) = columns(row)?;
            let scheme = match scheme {
                "acled" => ActScheme::Acled,
                "ucdp" => ActScheme::Ucdp,
                other => return Err((line, format!("`{other}` is no scheme of events"))),
            };
            let event_type = match event_type {
                "" => None,
                word => Some(
                    word.parse::<EventType>()
                        .map_err(|e| (line, e.to_string()))?,
                ),
            };
            let mode = match (event_type, mode) {
                (_, "") => None,
                (Some(event_type), word) => Some(
                    event_type
                        .check_mode(word)
                        .map_err(|e| (line, e.to_string()))?,
                ),
                (None, word) => return Err((line, format!("mode `{word}` without a type"))),
            };
            if !cameo.is_empty() && self.cameo.get(cameo).is_none() {
                return Err((line, format!("`{cameo}` is no CAMEO code of cameo.tsv")));
            }
            let act = Act {
                event_type,
                mode,
                cameo: Some(cameo)
                    .filter(|code| !code.is_empty())
                    .map(str::to_owned),
                reciprocal: reciprocal == "1",
            };
            self.acts[scheme as usize].insert(code.to_owned(), act);
        }
        Ok(())
    }
}

/// From other people's codes to ours.
impl Crosswalk {
    /// The table of CAMEO codes.
    pub fn cameo_table(&self) -> &CameoTable {
        &self.cameo
    }

    /// The entry of a CAMEO code. Codes that lost their leading zero in a
    /// spreadsheet, and roots of two digits, are taken for what they were: `40`
    /// and `04` are `040`.
    pub fn cameo(&self, code: &str) -> Option<&CameoEntry> {
        let digits = code.len();
        if (digits == 3 || digits == 4)
            && let Some(entry) = self.cameo.get(code)
        {
            return Some(entry);
        }
        match digits {
            2 if code.starts_with('0') => self.cameo.get(&format!("{code}0")),
            1..=3 if !code.starts_with('0') => self
                .cameo
                .get(&format!("{code:0>width$}", width = (digits + 1).max(3))),
            _ => None,
        }
    }

    /// A country or organisation by its code in the record.
    pub fn code(&self, code: &str) -> Option<&str> {
        match self.by_code.get(code) {
            Some(at) => Some(&self.countries[usize::from(*at)].code),
            None => self
                .organisations
                .iter()
                .map(|o| o.code.as_str())
                .find(|known| *known == code),
        }
    }

    /// What a CAMEO code of a country or region stands for.
    pub fn cameo_country(&self, code: &str) -> CameoActor<'_> {
        match self.by_cameo.get(code) {
            Some(at) => CameoActor::Code(&self.countries[usize::from(*at)].code),
            None if self
                .regions
                .binary_search_by(|known| known.as_str().cmp(code))
                .is_ok() =>
            {
                CameoActor::Region
            }
            None => CameoActor::Unknown,
        }
    }

    /// The organisation of a CAMEO code of a known group.
    pub fn cameo_group(&self, code: &str) -> Option<&str> {
        self.groups
            .get(code)
            .map(|at| self.organisations[usize::from(*at)].code.as_str())
    }

    /// The country of an ISO 3166 number.
    pub fn numeric_country(&self, number: u16) -> Option<&str> {
        self.by_numeric
            .get(&number)
            .map(|at| self.countries[usize::from(*at)].code.as_str())
    }

    /// The country of a state number of the Correlates of War project, or of
    /// Gleditsch and Ward.
    pub fn numbered_state(&self, number: u16) -> Option<&str> {
        self.by_state_number
            .get(&number)
            .map(|at| self.countries[usize::from(*at)].code.as_str())
    }

    /// The country of a FIPS 10-4 code.
    pub fn fips_country(&self, code: &str) -> Option<&str> {
        self.by_fips
            .get(code)
            .map(|at| self.countries[usize::from(*at)].code.as_str())
    }

    /// The country or organisation of this name, in upper or lower case.
    pub fn named(&self, name: &str) -> Option<&str> {
        let named = match self.by_name.get(name) {
            Some(named) => Some(named),
            None => self.by_name.get(&name.to_lowercase()),
        };
        named.map(|named| match named {
            Named::Country(at) => self.countries[usize::from(*at)].code.as_str(),
            Named::Organisation(at) => self.organisations[usize::from(*at)].code.as_str(),
        })
    }

    /// The country and sector that a name tells by itself: `Police Forces of
    /// Ruritania (1990-)`, `Protesters (Ruritania)`.
    pub fn told_by_name(&self, name: &str) -> (Option<&str>, Option<Sector>) {
        if let Some(code) = self.named(name) {
            return (Some(code), None);
        }
        let (stem, bracket) = match name
            .strip_suffix(')')
            .and_then(|name| name.rsplit_once('('))
        {
            Some((stem, bracket)) => (stem.trim_end(), bracket),
            None => (name, ""),
        };
        for (prefix, sector) in &self.prefixes {
            if let Some(rest) = stem.strip_prefix(prefix.as_str()) {
                // With the bracket first: it may belong to the country's name.
                let whole = name.strip_prefix(prefix.as_str()).unwrap_or(rest);
                return (
                    self.named(whole).or_else(|| self.named(rest)),
                    Some(*sector),
                );
            }
        }
        (self.named(bracket), None)
    }

    /// The sector of a role, and its rank: of several, the lowest wins.
    pub fn sector(&self, scheme: SectorScheme, code: &str) -> Option<(Sector, u8)> {
        self.sectors[scheme as usize].get(code).copied()
    }

    /// What a kind of event of another data set is, with the table's own copy
    /// of its code.
    pub fn act(&self, scheme: ActScheme, code: &str) -> Option<(&str, &Act)> {
        self.acts[scheme as usize]
            .get_key_value(code)
            .map(|(code, act)| (code.as_str(), act))
    }
}

/// From our codes to other people's.
impl Crosswalk {
    fn country(&self, code: &str) -> Option<&Country> {
        self.by_code
            .get(code)
            .map(|at| &self.countries[usize::from(*at)])
    }

    fn organisation(&self, code: &str) -> Option<&Organisation> {
        self.organisations
            .iter()
            .find(|organisation| organisation.code == code)
    }

    /// A country's or organisation's CAMEO code: `ROM` for `ROU`.
    pub fn to_cameo<'a>(&'a self, code: &'a str) -> &'a str {
        match (self.country(code), self.organisation(code)) {
            (Some(country), _) => &country.cameo,
            (None, Some(organisation)) => &organisation.actor,
            (None, None) => code,
        }
    }

    /// A country's FIPS 10-4 code.
    pub fn to_fips(&self, code: &str) -> Option<&str> {
        self.country(code)
            .map(|country| country.fips.as_str())
            .filter(|fips| !fips.is_empty())
    }

    /// The English name of a country or organisation.
    pub fn name(&self, code: &str) -> Option<&str> {
        self.country(code)
            .map(|country| country.name.as_str())
            .or_else(|| {
                self.organisation(code)
                    .map(|organisation| organisation.name.as_str())
            })
    }

    /// ICEWS's text for a sector: the one of highest rank number, which is the
    /// most general.
    pub fn to_icews_sector(&self, sector: Sector) -> Option<&str> {
        let mut texts = self.icews_texts.iter().filter(|(of, ..)| *of == sector);
        let mut best = texts.next()?;
        for text in texts {
            if text.1 > best.1 {
                best = text;
            }
        }
        Some(&best.2)
    }

    /// The CAMEO role of a sector: `HLH` for health.
    pub fn to_cameo_role(&self, sector: Sector) -> &'static str {
        match sector {
            Sector::Hea => "HLH",
            Sector::Soc => "CVL",
            Sector::Prm | Sector::Unk => "UAF",
            Sector::Pty => "PTY",
            other => other.as_str(),
        }
    }
}

fn list(words: &str, separator: char) -> impl Iterator<Item = &str> {
    words
        .split(separator)
        .map(str::trim)
        .filter(|word| !word.is_empty())
}

/// The lines that are rows: number from 1, and words.
fn rows(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .skip(1)
}

fn columns<const N: usize>(
    (line, text): (usize, &str),
) -> Result<(usize, [&str; N]), (usize, String)> {
    let columns: Vec<&str> = text.split('\t').collect();
    match <[&str; N]>::try_from(columns) {
        Ok(columns) => Ok((line, columns)),
        Err(columns) => Err((line, format!("{} columns, not {N}", columns.len()))),
    }
}
