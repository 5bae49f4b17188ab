use super::detect::Header;
use super::field::{Fields, days};
use super::{NoteKind, Notes, Reason, Rejection};
use demarche_event::{ActScheme, Crosswalk, EventRow, Participant, RowPlace, Sector};

/// The columns, for releases that came without a header.
pub(super) const NAMES: &[&str] = &[
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// Where the columns of UCDP's georeferenced event data stand.
#[derive(Debug)]
pub(super) struct Columns {
    id: usize,
    kind: usize,
    since: usize,
    last: usize,
    /// Name, state number.
    sides: [[usize; 2]; 2],
    sources: usize,
    office: usize,
    headline: usize,
    place: usize,
    country: usize,
    country_number: usize,
    lat: usize,
    lon: usize,
    deaths: usize,
}

impl Columns {
    pub(super) fn of(header: &Header) -> Columns {
        Columns {
            id: header.find(&["id"]),
            kind: header.find(&["typeofviolence"]),
            since: header.find(&["datestart"]),
            last: header.find(&["dateend"]),
            sides: [["sidea", "gwnoa"], ["sideb", "gwnob"]]
                .map(|side| side.map(|column| header.find(&[column]))),
            sources: header.find(&["numberofsources"]),
            office: header.find(&["sourceoffice"]),
            headline: header.find(&["sourceheadline"]),
            place: header.find(&["wherecoordinates"]),
            country: header.find(&["country"]),
            country_number: header.find(&["countryid"]),
            lat: header.find(&["latitude"]),
            lon: header.find(&["longitude"]),
            deaths: header.find(&["best", "bestest"]),
        }
    }

    pub(super) fn row<'a>(
        &self,
        fields: &Fields<'a>,
        crosswalk: &'a Crosswalk,
        notes: &mut Notes,
        details: bool,
    ) -> Result<EventRow<'a>, Rejection> {
        let mut row = EventRow::on(days(fields.day(self.since)?, fields.day(self.last).ok()));
        row.id = fields.text(self.id);
        let kind = fields.text(self.kind);
        let Some((code, act)) = crosswalk.act(ActScheme::Ucdp, kind) else {
            return Err(Rejection::new(
                Reason::Code,
                format!("type of violence `{kind}`"),
            ));
        };
        row.code = code;
        row.event_type = act.event_type;
        row.mode = act.mode;
        row.reciprocal = act.reciprocal;
        row.cameo = act.cameo.as_deref();
        row.goldstein = row.cameo.and_then(|code| crosswalk.cameo(code)?.goldstein);
        // A side that is no state: rebels against one, an armed group against
        // another, or those whom one-sided violence is done to.
        let others = match code {
            "1" => [Sector::Gov, Sector::Reb],
            "2" => [Sector::Uaf, Sector::Uaf],
            _ => [Sector::Uaf, Sector::Cvl],
        };
        for (at, side) in self.sides.iter().enumerate() {
            let of = parties(fields, *side, others[at], crosswalk, notes);
            if at == 0 {
                row.source = of
            } else {
                row.target = of
            }
        }
        if row.source.is_empty() && row.target.is_empty() {
            return Err(Rejection::new(Reason::Actors, "both sides are empty"));
        }
        row.deaths = fields.count(self.deaths);
        if details {
            row.sources = fields.count(self.sources);
            row.publisher = fields.text(self.office);
            row.text = fields.text(self.headline);
            let (lat, lon) = fields.degrees(self.lat, self.lon);
            let country = fields
                .count(self.country_number)
                .and_then(|number| crosswalk.numbered_state(number.try_into().ok()?))
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

/// The parties of a side: one for each state number, or the one that is named.
fn parties<'a>(
    fields: &Fields<'a>,
    [name, numbers]: [usize; 2],
    other: Sector,
    crosswalk: &'a Crosswalk,
    notes: &mut Notes,
) -> Vec<Participant<'a>> {
    let name = fields.text(name);
    let numbers = fields.text(numbers).split([',', ';']).map(str::trim);
    let states: Vec<Participant> = numbers
        .filter(|number| !number.is_empty())
        .map(|number| {
            let country = number
                .split('.')
                .next()
                .and_then(|number| crosswalk.numbered_state(number.parse().ok()?));
            if country.is_none() {
                notes.add(NoteKind::Country, number);
            }
            Participant {
                name,
                code: number,
                country,
                sector: Some(Sector::Gov),
            }
        })
        .collect();
    if !states.is_empty() || name.is_empty() {
        return states;
    }
    let (country, sector) = crosswalk.told_by_name(name);
    vec![Participant {
        name,
        code: "",
        country,
        sector: sector.or(Some(other)),
    }]
}
