use super::detect::Header;
use super::field::{Fields, days};
use super::{NoteKind, Notes, Reason, Rejection};
use demarche_event::{ActScheme, Crosswalk, EventRow, Participant, RowPlace, SectorScheme};

/// Where the columns of an ACLED export stand.
#[derive(Debug)]
pub(super) struct Columns {
    id: usize,
    day: usize,
    event_type: usize,
    sub_event_type: usize,
    /// Actor, those at its side, kind.
    sides: [[usize; 3]; 2],
    place: usize,
    country: usize,
    country_number: usize,
    lat: usize,
    lon: usize,
    publisher: usize,
    notes: usize,
    deaths: usize,
}

impl Columns {
    pub(super) fn of(header: &Header) -> Columns {
        Columns {
            id: header.find(&["eventidcnty"]),
            day: header.find(&["eventdate"]),
            event_type: header.find(&["eventtype"]),
            sub_event_type: header.find(&["subeventtype"]),
            sides: [
                ["actor1", "assocactor1", "inter1"],
                ["actor2", "assocactor2", "inter2"],
            ]
            .map(|side| side.map(|column| header.find(&[column]))),
            place: header.find(&["location"]),
            country: header.find(&["country"]),
            country_number: header.find(&["iso"]),
            lat: header.find(&["latitude"]),
            lon: header.find(&["longitude"]),
            publisher: header.find(&["source"]),
            notes: header.find(&["notes"]),
            deaths: header.find(&["fatalities"]),
        }
    }

    pub(super) fn row<'a>(
        &self,
        fields: &Fields<'a>,
        crosswalk: &'a Crosswalk,
        notes: &mut Notes,
        details: bool,
    ) -> Result<EventRow<'a>, Rejection> {
        let mut row = EventRow::on(days(fields.day(self.day)?, None));
        row.id = fields.text(self.id);
        let (kind, part) = (
            fields.text(self.event_type),
            fields.text(self.sub_event_type),
        );
        if kind.is_empty() {
            return Err(Rejection::new(Reason::Code, "no event type"));
        }
        let act = crosswalk
            .act(ActScheme::Acled, &format!("{kind}/{part}"))
            .or_else(|| {
                notes.add(NoteKind::Code, &format!("{kind}/{part}"));
                crosswalk.act(ActScheme::Acled, kind)
            });
        row.code = kind;
        if let Some((code, act)) = act {
            row.code = code;
            row.event_type = act.event_type;
            row.mode = act.mode;
            row.reciprocal = act.reciprocal;
            row.cameo = act.cameo.as_deref();
            row.goldstein = row.cameo.and_then(|code| crosswalk.cameo(code)?.goldstein);
        }
        row.source = parties(fields, self.sides[0], crosswalk);
        row.target = parties(fields, self.sides[1], crosswalk);
        if row.source.is_empty() && row.target.is_empty() {
            return Err(Rejection::new(
                Reason::Actors,
                "actor1 and actor2 are empty",
            ));
        }
        row.deaths = fields.count(self.deaths);
        if details {
            row.publisher = fields.text(self.publisher);
            row.text = fields.text(self.notes);
            let (lat, lon) = fields.degrees(self.lat, self.lon);
            let country = fields
                .count(self.country_number)
                .and_then(|number| crosswalk.numeric_country(number.try_into().ok()?))
                .or_else(|| crosswalk.named(fields.text(self.country)));
            row.place = Some(RowPlace {
                name: fields.text(self.place),
                country,
                lat,
                lon,
            });
        }
        Ok(row)
    }
}

/// The actor, and those at its side, of whom only names are known.
fn parties<'a>(
    fields: &Fields<'a>,
    [actor, associates, kind]: [usize; 3],
    crosswalk: &'a Crosswalk,
) -> Vec<Participant<'a>> {
    let name = fields.text(actor);
    if name.is_empty() {
        return Vec::new();
    }
    let kind = crosswalk.sector(SectorScheme::Acled, fields.text(kind));
    let party = |name: &'a str, kind| {
        let (country, sector) = crosswalk.told_by_name(name);
        Participant {
            name,
            code: "",
            country,
            sector: sector.or(kind),
        }
    };
    let mut parties = vec![party(name, kind.map(|(sector, _)| sector))];
    let associates = fields.text(associates).split(';').map(str::trim);
    parties.extend(
        associates
            .filter(|name| !name.is_empty())
            .map(|name| party(name, None)),
    );
    parties
}
