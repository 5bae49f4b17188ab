use demarche_event::{Finding, FindingKind, Trip};
use std::collections::BTreeMap;

/// Rows that tell of the same trip as an earlier one: same traveller, same days,
/// same country, same place. Where no place is told, the purpose must be the same
/// too, since a guest may come for two things on the same days.
///
/// Each finding names the later row, and in its words the earlier one.
pub fn duplicate_trips(trips: &[Trip]) -> Vec<Finding> {
    let mut seen: BTreeMap<_, &Trip> = BTreeMap::new();
    let mut found = Vec::new();
    for trip in trips {
        let place = match &trip.place {
            Some(place) => (Some(place), None),
            None => (None, trip.purpose.as_ref()),
        };
        let same = (
            &trip.person,
            &trip.from_text,
            &trip.to_text,
            trip.days,
            place,
        );
        match seen.get(&same) {
            Some(earlier) => found.push(Finding {
                kind: FindingKind::Duplicate,
                trip: trip.id.clone(),
                words: earlier.id.clone(),
                taken_for: None,
            }),
            None => {
                seen.insert(same, trip);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_event::Days;
    use jiff::civil::date;

    fn trip(id: &str, place: Option<&str>, purpose: &str) -> Trip {
        Trip {
            id: id.to_owned(),
            person: "King Rudolf".to_owned(),
            name: None,
            office: None,
            from_text: "Ruritania".to_owned(),
            from: None,
            to_text: "Graustark".to_owned(),
            to: None,
            place: place.map(str::to_owned),
            days: Days::day(date(1995, 1, 2)),
            purpose: Some(purpose.to_owned()),
        }
    }

    #[test]
    fn the_same_place_makes_a_duplicate_and_two_purposes_without_one_do_not() {
        let trips = [
            trip("1", Some("Edelweiss"), "Signed a treaty."),
            trip("2", Some("Edelweiss"), "Signed the salt treaty."),
            trip("3", Some("Ganlook"), "Signed a treaty."),
            trip("4", None, "Attended a wedding."),
            trip("5", None, "Opened a bridge."),
            trip("6", None, "Opened a bridge."),
        ];
        let found: Vec<(String, String)> = duplicate_trips(&trips)
            .into_iter()
            .map(|finding| (finding.trip, finding.words))
            .collect();
        assert_eq!(
            found,
            [
                ("2".to_owned(), "1".to_owned()),
                ("6".to_owned(), "5".to_owned())
            ]
        );
    }
}
