use super::detect::Header;
use super::field::{Fields, cameo, cameo_actor};
use super::icews::place;
use super::{Notes, Reason, Rejection};
use demarche_event::{Crosswalk, Days, EventRow, Participant};

/// The columns of a real-time file, which has no header.
pub(super) const NAMES: &[&str] = &[
    "EventID",
    "Date",
    "Year",
    "Month",
    "Day",
    "SourceActorFull",
    "SourceActorEntity",
    "SourceActorRole",
    "SourceActorAttribute",
    "TargetActorFull",
    "TargetActorEntity",
    "TargetActorRole",
    "TargetActorAttribute",
    "EventCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScore",
    "Issues",
    "Lat",
    "Lon",
    "LocationName",
    "StateName",
    "CountryName",
    "SentenceID",
    "URLs",
    "NewsSources",
];

/// Where the columns of a Phoenix file stand.
#[derive(Debug)]
pub(super) struct Columns {
    id: usize,
    day: usize,
    source: usize,
    target: usize,
    code: usize,
    intensity: usize,
    issues: usize,
    places: [usize; 2],
    place_country: usize,
    lat: usize,
    lon: usize,
    report: usize,
    publisher: usize,
}

impl Columns {
    pub(super) fn of(header: &Header) -> Columns {
        Columns {
            id: header.find(&["eventid", "eid"]),
            day: header.find(&["date", "storydate"]),
            source: header.find(&["sourceactorfull", "source"]),
            target: header.find(&["targetactorfull", "target"]),
            code: header.find(&["eventcode", "code"]),
            intensity: header.find(&["goldsteinscore", "goldstein"]),
            issues: header.find(&["issues", "joinedissues"]),
            places: [
                header.find(&["locationname", "placename"]),
                header.find(&["statename"]),
            ],
            place_country: header.find(&["countryname"]),
            lat: header.find(&["lat"]),
            lon: header.find(&["lon"]),
            report: header.find(&["urls", "aid"]),
            publisher: header.find(&["newssources"]),
        }
    }

    pub(super) fn row<'a>(
        &self,
        fields: &Fields<'a>,
        crosswalk: &'a Crosswalk,
        notes: &mut Notes,
        details: bool,
    ) -> Result<EventRow<'a>, Rejection> {
        let day = match fields.day(self.day) {
            // The historical files have month/day/year.
            Err(rejection) => american_day(fields.text(self.day)).ok_or(rejection)?,
            Ok(day) => day,
        };
        let mut row = EventRow::on(Days::day(day));
        row.id = fields.text(self.id);
        cameo(&mut row, fields.text(self.code), crosswalk, notes)?;
        row.source
            .extend(actor(fields.text(self.source), crosswalk, notes));
        row.target
            .extend(actor(fields.text(self.target), crosswalk, notes));
        if row.source.is_empty() && row.target.is_empty() {
            return Err(Rejection::new(Reason::Actors, "both actor codes are empty"));
        }
        if details {
            row.intensity = fields.number(self.intensity);
            row.contexts = fields.text(self.issues);
            row.report = fields.text(self.report);
            row.publisher = fields.text(self.publisher);
            row.place = place(
                fields,
                &self.places,
                self.place_country,
                self.lat,
                self.lon,
                crosswalk,
            );
        }
        Ok(row)
    }
}

fn american_day(text: &str) -> Option<jiff::civil::Date> {
    let mut parts = text.split('/').map(|part| part.parse::<i16>().ok());
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    jiff::civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

fn actor<'a>(
    code: &'a str,
    crosswalk: &'a Crosswalk,
    notes: &mut Notes,
) -> Option<Participant<'a>> {
    if code.is_empty() {
        return None;
    }
    let (country, sector) = cameo_actor(code, crosswalk, notes);
    Some(Participant {
        name: "",
        code,
        country,
        sector,
    })
}
