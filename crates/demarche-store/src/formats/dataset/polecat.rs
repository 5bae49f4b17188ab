use super::detect::Header;
use super::field::{Fields, country, mode, plover, sector};
use super::icews::place;
use super::{NoteKind, Notes, Reason, Rejection};
use demarche_event::{Crosswalk, Days, EventRow, EventType, Participant, SectorScheme};

/// Where the columns of a POLECAT file stand.
#[derive(Debug)]
pub(super) struct Columns {
    id: usize,
    day: usize,
    event_type: usize,
    mode: usize,
    intensity: usize,
    contexts: usize,
    actor: Side,
    recipient: Side,
    places: [usize; 4],
    place_country: usize,
    lat: usize,
    lon: usize,
    publisher: usize,
}

#[derive(Debug)]
struct Side {
    name: usize,
    country: usize,
    number: usize,
    sectors: [usize; 2],
}

impl Columns {
    pub(super) fn of(header: &Header) -> Columns {
        let side = |of: &str| Side {
            name: header.find(&[&format!("{of}name")]),
            country: header.find(&[&format!("{of}country")]),
            number: header.find(&[&format!("{of}cow")]),
            sectors: [
                header.find(&[&format!("primary{of}sector")]),
                header.find(&[&format!("{of}sectors")]),
            ],
        };
        Columns {
            id: header.find(&["eventid"]),
            day: header.find(&["eventdate"]),
            event_type: header.find(&["eventtype"]),
            mode: header.find(&["eventmode", "mode"]),
            intensity: header.find(&["intensity", "eventintensity"]),
            contexts: header.find(&["contexts", "context"]),
            actor: side("actor"),
            recipient: side("recipient"),
            places: ["placename", "city", "district", "province"].map(|c| header.find(&[c])),
            place_country: header.find(&["country"]),
            lat: header.find(&["latitude"]),
            lon: header.find(&["longitude"]),
            publisher: header.find(&["source"]),
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
        row.code = fields.text(self.event_type);
        let event_type: EventType = row
            .code
            .parse()
            .map_err(|_| Rejection::new(Reason::Code, format!("`{}`", row.code)))?;
        let given = several(fields.text(self.mode)).next().unwrap_or_default();
        let mode = mode(event_type, given);
        if mode.is_none() && !given.is_empty() {
            notes.add(NoteKind::Mode, given);
        }
        plover(&mut row, event_type, mode, crosswalk);
        self.actor.fill(&mut row.source, fields, crosswalk, notes);
        self.recipient
            .fill(&mut row.target, fields, crosswalk, notes);
        if row.source.is_empty() && row.target.is_empty() {
            return Err(Rejection::new(
                Reason::Actors,
                "actor and recipient are empty",
            ));
        }
        part_the_parties(&mut row);
        row.intensity = fields.number(self.intensity);
        if details {
            row.contexts = fields.text(self.contexts);
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

/// PLOVER names all parties to a meeting or a fight as actors, with no
/// recipient; in the record the first is the source and both sides act alike.
pub(super) fn part_the_parties(row: &mut EventRow<'_>) {
    let alike = matches!(
        row.event_type,
        Some(EventType::Agree | EventType::Consult | EventType::Cooperate | EventType::Assault)
    );
    if alike && row.target.is_empty() && row.source.len() > 1 {
        row.target = row.source.split_off(1);
        row.reciprocal = true;
    } else if row.mode == Some("sideAB") {
        row.reciprocal = true;
    }
}

fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';')
        .map(str::trim)
        .filter(|one| !matches!(*one, "" | "None"))
}

impl Side {
    /// Several actors share a cell, each list in the same order; lists of
    /// different lengths can't be paired, and then each country is an actor.
    fn fill<'a>(
        &self,
        side: &mut Vec<Participant<'a>>,
        fields: &Fields<'a>,
        crosswalk: &'a Crosswalk,
        notes: &mut Notes,
    ) {
        let cell = |column| -> Vec<&'a str> {
            fields
                .text(column)
                .split(';')
                .map(str::trim)
                .filter(|one| !one.is_empty())
                .collect()
        };
        let (names, countries) = (cell(self.name), cell(self.country));
        let (numbers, primary) = (cell(self.number), cell(self.sectors[0]));
        let all = several(fields.text(self.sectors[1])).flat_map(|one| one.split(','));
        let of_side = sector(crosswalk, SectorScheme::Plover, primary.iter().copied())
            .or_else(|| sector(crosswalk, SectorScheme::Plover, all.map(str::trim)));
        let n_actors = match countries.len() {
            0 => names.len().max(numbers.len()),
            n => n,
        };
        for at in 0..n_actors.max(usize::from(!names.is_empty())) {
            let paired = names.len() == n_actors;
            let name = match paired {
                true => names.get(at).copied(),
                false => names.first().copied().filter(|_| at == 0),
            };
            let none = |word: &&str| *word != "None";
            let named = countries
                .get(at)
                .copied()
                .filter(none)
                .and_then(|given| country(given, crosswalk, notes));
            let numbered = || {
                let number = numbers.get(at)?.split('.').next()?.parse().ok()?;
                crosswalk.numbered_state(number)
            };
            let own = (primary.len() == n_actors)
                .then(|| crosswalk.sector(SectorScheme::Plover, primary[at]))
                .flatten()
                .map(|(sector, _)| sector);
            side.push(Participant {
                name: name.filter(none).unwrap_or_default(),
                code: "",
                country: named.or_else(numbered),
                sector: own.or(of_side),
            });
        }
    }
}
