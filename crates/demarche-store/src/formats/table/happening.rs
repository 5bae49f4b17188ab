use super::{Cell, Table, side, start};
use demarche_event::{Actor, Happening};

impl Table {
    /// Happenings for the eye: the day or days, actors by country and sector and
    /// name, type and mode in one column, how many events, documents and
    /// independent publishers tell of it, and of the ids the first 12 characters.
    pub fn of_happenings(happenings: &[Happening]) -> Table {
        let columns = [
            "date",
            "source",
            "target",
            "what",
            "status",
            "place",
            "events",
            "documents",
            "publishers",
            "id",
        ];
        let rows = happenings.iter().map(|happening| {
            vec![
                Cell::optional(days(happening)),
                Cell::Text(party(&happening.source)),
                Cell::Text(party(&happening.target)),
                Cell::Text(what(happening)),
                Cell::Text(happening.status.to_string()),
                Cell::optional(happening.place.as_ref().map(|place| place.text.clone())),
                count(happening.events.len()),
                count(happening.documents),
                count(happening.publishers),
                Cell::Text(start(&happening.id)),
            ]
        });
        Table {
            columns: columns.map(str::to_owned).into(),
            rows: rows.collect(),
        }
    }

    /// Happenings for other programs: a column a fact, whole ids; several actors
    /// of a side and several events are joined by `; `.
    pub fn of_happening_facts(happenings: &[Happening]) -> Table {
        let columns = [
            "id",
            "since",
            "until",
            "date_basis",
            "source",
            "source_country",
            "target",
            "target_country",
            "type",
            "mode",
            "quad",
            "status",
            "reciprocal",
            "place",
            "place_country",
            "n_events",
            "n_documents",
            "n_publishers",
            "announcer",
            "conditional",
            "announced",
            "events",
        ];
        let joined = |actors: &[Actor], of: fn(&Actor) -> &str| {
            Cell::Text(actors.iter().map(of).collect::<Vec<_>>().join("; "))
        };
        let name: fn(&Actor) -> &str = |actor| actor.name.as_deref().unwrap_or(&actor.text);
        let country: fn(&Actor) -> &str = |actor| actor.country.as_deref().unwrap_or_default();
        let rows = happenings.iter().map(|happening| {
            let (place, plan) = (happening.place.as_ref(), happening.plan.as_ref());
            vec![
                Cell::Text(happening.id.clone()),
                Cell::optional(happening.date.days.map(|days| days.since.to_string())),
                Cell::optional(happening.date.days.map(|days| days.until.to_string())),
                Cell::Text(happening.date.basis.as_str().to_owned()),
                joined(&happening.source, name),
                joined(&happening.source, country),
                joined(&happening.target, name),
                joined(&happening.target, country),
                Cell::Text(happening.event_type.to_string()),
                Cell::optional(happening.mode.clone()),
                Cell::Text(happening.quad().to_string()),
                Cell::Text(happening.status.to_string()),
                Cell::Integer(happening.reciprocal.into()),
                Cell::optional(place.map(|place| place.text.clone())),
                Cell::optional(place.and_then(|place| place.country.clone())),
                count(happening.events.len()),
                count(happening.documents),
                count(happening.publishers),
                Cell::optional(plan.map(|plan| plan.announcer.as_str().to_owned())),
                plan.map_or(Cell::Null, |plan| Cell::Integer(plan.conditional.into())),
                Cell::optional(
                    plan.and_then(|plan| plan.announced)
                        .map(|day| day.to_string()),
                ),
                Cell::Text(happening.events.join("; ")),
            ]
        });
        Table {
            columns: columns.map(str::to_owned).into(),
            rows: rows.collect(),
        }
    }
}

/// `1995-01-09`, or `1995-01-09..1995-01-16` with the end excluded.
fn days(happening: &Happening) -> Option<String> {
    happening.date.days.map(|days| match days.length() {
        1 => days.since.to_string(),
        _ => format!("{}..{}", days.since, days.until),
    })
}

/// Type and mode, as `CONSULT/visit`.
pub fn what(happening: &Happening) -> String {
    match &happening.mode {
        Some(mode) => format!("{}/{mode}", happening.event_type),
        None => happening.event_type.to_string(),
    }
}

/// A side by the names of its persons, or by country and sector.
pub fn party(actors: &[Actor]) -> String {
    let named: Vec<String> = actors
        .iter()
        .filter_map(|actor| {
            let country = actor.country.as_deref().map(|code| format!(" ({code})"));
            Some(format!(
                "{}{}",
                actor.name.as_ref()?,
                country.unwrap_or_default()
            ))
        })
        .collect();
    if named.len() == actors.len() {
        named.join(", ")
    } else {
        side(actors)
    }
}

fn count(n: usize) -> Cell {
    Cell::Integer(i64::try_from(n).expect("nothing is that many"))
}
