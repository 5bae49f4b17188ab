use super::detect::Header;
use super::field::{Fields, cameo, country, sector};
use super::{Notes, Reason, Rejection};
use demarche_event::{Crosswalk, Days, EventRow, Participant, RowPlace, SectorScheme};

/// Where the columns of an ICEWS file stand.
#[derive(Debug)]
pub(super) struct Columns {
    id: usize,
    day: usize,
    /// Name, sectors, country.
    source: [usize; 3],
    target: [usize; 3],
    code: usize,
    intensity: usize,
    story: usize,
    publisher: usize,
    /// From the narrowest to the widest but the country.
    places: [usize; 3],
    place_country: usize,
    lat: usize,
    lon: usize,
}

impl Columns {
    pub(super) fn of(header: &Header) -> Columns {
        Columns {
            id: header.find(&["eventid"]),
            day: header.find(&["eventdate"]),
            source: ["sourcename", "sourcesectors", "sourcecountry"].map(|c| header.find(&[c])),
            target: ["targetname", "targetsectors", "targetcountry"].map(|c| header.find(&[c])),
            code: header.find(&["cameocode"]),
            intensity: header.find(&["intensity"]),
            story: header.find(&["storyid"]),
            publisher: header.find(&["publisher"]),
            places: ["city", "district", "province"].map(|c| header.find(&[c])),
            place_country: header.find(&["country"]),
            lat: header.find(&["latitude"]),
            lon: header.find(&["longitude"]),
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
        row.id = fields.text(self.id);
        cameo(&mut row, fields.text(self.code), crosswalk, notes)?;
        row.source
            .extend(actor(fields, self.source, crosswalk, notes));
        row.target
            .extend(actor(fields, self.target, crosswalk, notes));
        if row.source.is_empty() && row.target.is_empty() {
            return Err(Rejection::new(Reason::Actors, "both names are empty"));
        }
        if details {
            row.intensity = fields.number(self.intensity);
            row.publisher = fields.text(self.publisher);
            row.report = fields.text(self.story);
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

fn actor<'a>(
    fields: &Fields<'a>,
    [name, sectors, of]: [usize; 3],
    crosswalk: &'a Crosswalk,
    notes: &mut Notes,
) -> Option<Participant<'a>> {
    let name = fields.text(name);
    let country = match fields.text(of) {
        "" if name.is_empty() => return None,
        "" => crosswalk.named(name),
        given => country(given, crosswalk, notes),
    };
    let sectors = fields.text(sectors).split(',').map(str::trim);
    let sector = sector(crosswalk, SectorScheme::Icews, sectors);
    Some(Participant {
        name,
        code: "",
        country,
        sector,
    })
}

/// The narrowest name that is there, with country and degrees.
pub(super) fn place<'a>(
    fields: &Fields<'a>,
    names: &[usize],
    country: usize,
    lat: usize,
    lon: usize,
    crosswalk: &'a Crosswalk,
) -> Option<RowPlace<'a>> {
    let (lat, lon) = fields.degrees(lat, lon);
    let of = fields.text(country);
    let name = names
        .iter()
        .map(|column| fields.text(*column))
        .find(|name| !name.is_empty())
        .unwrap_or(of);
    let country = crosswalk.code(of).or_else(|| crosswalk.named(of));
    (!name.is_empty() || lat.is_some()).then_some(RowPlace {
        name,
        country,
        lat,
        lon,
    })
}
