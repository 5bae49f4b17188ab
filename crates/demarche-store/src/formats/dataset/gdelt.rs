use super::detect::Header;
use super::field::{Fields, cameo, sector};
use super::{NoteKind, Notes, Reason, Rejection};
use demarche_event::{
    CameoActor, Crosswalk, Days, EventRow, Participant, RowPlace, Sector, SectorScheme,
};

/// Where the columns of a GDELT event file stand.
#[derive(Debug)]
pub(super) struct Columns {
    id: usize,
    day: usize,
    actors: [Actor; 2],
    code: usize,
    intensity: usize,
    mentions: usize,
    sources: usize,
    articles: usize,
    tone: usize,
    place: usize,
    place_country: usize,
    lat: usize,
    lon: usize,
    url: usize,
}

#[derive(Debug)]
struct Actor {
    code: usize,
    name: usize,
    country: usize,
    group: usize,
    types: [usize; 3],
}

/// The columns in order, of version 1 or 2.
pub(super) fn names(version: u8) -> Vec<String> {
    let mut names: Vec<String> = [
        "GLOBALEVENTID",
        "SQLDATE",
        "MonthYear",
        "Year",
        "FractionDate",
    ]
    .map(str::to_owned)
    .into();
    for actor in ["Actor1", "Actor2"] {
        let parts = [
            "Code",
            "Name",
            "CountryCode",
            "KnownGroupCode",
            "EthnicCode",
            "Religion1Code",
            "Religion2Code",
            "Type1Code",
            "Type2Code",
            "Type3Code",
        ];
        names.extend(parts.iter().map(|part| format!("{actor}{part}")));
    }
    let middle = [
        "IsRootEvent",
        "EventCode",
        "EventBaseCode",
        "EventRootCode",
        "QuadClass",
        "GoldsteinScale",
        "NumMentions",
        "NumSources",
        "NumArticles",
        "AvgTone",
    ];
    names.extend(middle.map(str::to_owned));
    for place in ["Actor1Geo", "Actor2Geo", "ActionGeo"] {
        let parts = [
            "Type",
            "FullName",
            "CountryCode",
            "ADM1Code",
            "ADM2Code",
            "Lat",
            "Long",
            "FeatureID",
        ];
        let parts = parts
            .iter()
            .filter(|part| version == 2 || **part != "ADM2Code");
        names.extend(parts.map(|part| format!("{place}_{part}")));
    }
    names.extend(["DATEADDED", "SOURCEURL"].map(str::to_owned));
    names
}

impl Columns {
    pub(super) fn of(header: &Header) -> Columns {
        let actor = |of: &str| Actor {
            code: header.find(&[&format!("{of}code")]),
            name: header.find(&[&format!("{of}name")]),
            country: header.find(&[&format!("{of}countrycode")]),
            group: header.find(&[&format!("{of}knowngroupcode")]),
            types: ["type1code", "type2code", "type3code"]
                .map(|column| header.find(&[&format!("{of}{column}")])),
        };
        Columns {
            id: header.find(&["globaleventid"]),
            day: header.find(&["sqldate", "day"]),
            actors: [actor("actor1"), actor("actor2")],
            code: header.find(&["eventcode"]),
            intensity: header.find(&["goldsteinscale"]),
            mentions: header.find(&["nummentions"]),
            sources: header.find(&["numsources"]),
            articles: header.find(&["numarticles"]),
            tone: header.find(&["avgtone"]),
            place: header.find(&["actiongeofullname"]),
            place_country: header.find(&["actiongeocountrycode"]),
            lat: header.find(&["actiongeolat"]),
            lon: header.find(&["actiongeolong"]),
            url: header.find(&["sourceurl"]),
        }
    }

    pub(super) fn row<'a>(
        &self,
        fields: &Fields<'a>,
        crosswalk: &'a Crosswalk,
        notes: &mut Notes,
        details: bool,
    ) -> Result<EventRow<'a>, Rejection> {
        let mut row = EventRow::on(Days::day(fields.day(self.day)?));
        row.id = fields.get(self.id);
        cameo(&mut row, fields.text(self.code), crosswalk, notes)?;
        row.source
            .extend(self.actors[0].of(fields, crosswalk, notes));
        row.target
            .extend(self.actors[1].of(fields, crosswalk, notes));
        if row.source.is_empty() && row.target.is_empty() {
            return Err(Rejection::new(Reason::Actors, "both actor codes are empty"));
        }
        row.mentions = fields.count(self.mentions);
        if details {
            row.intensity = fields.number(self.intensity);
            row.sources = fields.count(self.sources);
            row.articles = fields.count(self.articles);
            row.tone = fields.number(self.tone);
            let (lat, lon) = fields.degrees(self.lat, self.lon);
            let name = fields.get(self.place);
            if !name.is_empty() || lat.is_some() {
                let country = crosswalk.fips_country(fields.get(self.place_country));
                row.place = Some(RowPlace {
                    name,
                    country,
                    lat,
                    lon,
                });
            }
            row.report = fields.get(self.url);
        }
        Ok(row)
    }
}

impl Actor {
    fn of<'a>(
        &self,
        fields: &Fields<'a>,
        crosswalk: &'a Crosswalk,
        notes: &mut Notes,
    ) -> Option<Participant<'a>> {
        let (code, name) = (fields.get(self.code), fields.get(self.name));
        if code.is_empty() && name.is_empty() {
            return None;
        }
        let group = fields.get(self.group);
        let organisation = match group {
            "" => None,
            group => crosswalk.cameo_group(group),
        };
        let country = organisation.or_else(|| match fields.get(self.country) {
            "" => None,
            given => match crosswalk.cameo_country(given) {
                CameoActor::Code(code) => Some(code),
                CameoActor::Region => None,
                CameoActor::Unknown => {
                    notes.add(NoteKind::Country, given);
                    None
                }
            },
        });
        let types = self.types.iter().map(|column| fields.get(*column));
        let sector =
            sector(crosswalk, SectorScheme::Cameo, types).or(organisation.map(|_| Sector::Igo));
        Some(Participant {
            name,
            code,
            country,
            sector,
        })
    }
}
