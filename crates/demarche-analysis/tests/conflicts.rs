//! Conflicts: both readings side by side, and nothing where readings agree.

use demarche_analysis::{Conflict, Verdict, against_references, disagreements, first_claims};
use demarche_event::*;
use jiff::civil::{Date, date};
use std::sync::Arc;

fn days(since: Date, last: Date) -> Days {
    Days::new(since, last.tomorrow().expect("a day")).expect("an interval")
}

fn actor(name: Option<&str>, country: &str, role: Option<&str>) -> Actor {
    Actor {
        text: country.to_owned(),
        start_char: 0,
        end_char: 0,
        name: name.map(str::to_owned),
        country: Some(country.to_owned()),
        sector: None,
        role: role.map(str::to_owned),
    }
}

/// Rudolf Elphberg of Ruritania visits Graustark.
fn visit(id: &str, when: Days) -> Event {
    let quote = Quote {
        text: String::new(),
        start_char: 0,
        end_char: 0,
    };
    Event {
        id: id.to_owned(),
        document: Arc::new(DocumentMeta {
            id: String::new(),
            path: None,
            title: None,
            publisher: None,
            url: None,
            published: Published::unknown(),
        }),
        sentence: quote.clone(),
        trigger: quote,
        event_type: EventType::Consult,
        mode: Some("visit".to_owned()),
        cameo: None,
        goldstein: None,
        status: Status::Happened,
        reciprocal: false,
        source: vec![actor(Some("Rudolf Elphberg"), "RUR", Some("premier"))],
        target: vec![actor(None, "GRA", None)],
        date: When {
            days: Some(when),
            basis: DateBasis::Stated,
            text: None,
        },
        place: None,
        contexts: Vec::new(),
        about: None,
        magnitude: None,
        attribution: None,
        comparison: None,
        circumstances: demarche_event::Circumstances::default(),
        confidence: 1.0,
        explanation: Explanation {
            rule: String::new(),
            steps: Vec::new(),
        },
    }
}

fn fields(conflicts: &[Conflict]) -> Vec<&str> {
    conflicts.iter().map(|conflict| conflict.field).collect()
}

#[test]
fn reports_that_differ_stand_side_by_side() {
    let one = visit("a", days(date(1995, 6, 18), date(1995, 6, 19)));
    let mut other = visit("b", days(date(1995, 6, 17), date(1995, 6, 19)));
    other.source[0].name = Some("Michael Elphberg".to_owned());
    other.place = Some(Place {
        text: "Strelsau".to_owned(),
        country: Some("RUR".to_owned()),
        lat: None,
        lon: None,
    });
    let found = disagreements(&[&one, &other]);
    assert_eq!(fields(&found), ["date", "who"]);
    let readings: Vec<(&str, &str)> = found[0]
        .readings
        .iter()
        .map(|reading| (&*reading.value, &*reading.events[0]))
        .collect();
    assert_eq!(
        readings,
        [
            ("1995-06-17 to 1995-06-19", "b"),
            ("1995-06-18 to 1995-06-19", "a")
        ]
    );
}

#[test]
fn a_day_within_the_stay_and_a_silent_report_agree() {
    let stay = visit("a", days(date(1995, 6, 17), date(1995, 6, 19)));
    let day = visit("b", Days::day(date(1995, 6, 18)));
    let mut silent = visit("c", Days::day(date(1995, 6, 30)));
    silent.date.basis = DateBasis::Published;
    assert_eq!(fields(&disagreements(&[&stay, &day, &silent])), [""; 0]);
    let month = visit("m", days(date(1995, 6, 1), date(1995, 6, 30)));
    assert_eq!(fields(&disagreements(&[&stay, &month])), [""; 0]);
    let elsewhere = visit("d", Days::day(date(1995, 6, 20)));
    assert_eq!(fields(&disagreements(&[&stay, &elsewhere])), ["date"]);
}

#[test]
fn done_and_not_done_and_two_numbers_are_conflicts() {
    let when = Days::day(date(1995, 6, 18));
    let number = |id: &str, value, bound: &str| Event {
        magnitude: Some(Magnitude {
            value,
            unit: "minutes".to_owned(),
            of: None,
            bound: bound.to_owned(),
        }),
        ..visit(id, when)
    };
    let denied = Event {
        status: Status::Negated,
        ..visit("c", when)
    };
    let (one, other) = (number("a", 35.0, "exact"), number("b", 30.0, "exact"));
    assert_eq!(
        fields(&disagreements(&[&one, &other, &denied])),
        ["status", "magnitude"]
    );
    let about = number("d", 40.0, "about");
    assert_eq!(fields(&disagreements(&[&one, &about])), [""; 0]);
}

fn trip(id: &str, name: &str, since: Date, last: Date) -> Trip {
    Trip {
        id: id.to_owned(),
        person: name.to_owned(),
        name: Some(name.to_owned()),
        office: Some("head-of-government".to_owned()),
        from_text: "Ruritania".to_owned(),
        from: Some("RUR".to_owned()),
        to_text: "Graustark".to_owned(),
        to: Some("GRA".to_owned()),
        place: Some("Edelweiss".to_owned()),
        days: days(since, last),
        purpose: None,
    }
}

fn record(trips: Vec<Trip>) -> Chronology {
    Chronology {
        name: "travels".to_owned(),
        title: None,
        publisher: None,
        licence: None,
        trips,
        coverage: vec![Coverage {
            from: Some("RUR".to_owned()),
            to: None,
            office: Some("head-of-government".to_owned()),
            days: days(date(1980, 1, 1), date(1996, 12, 31)),
        }],
    }
}

const RUDOLF: &str = "Rudolf Elphberg";

#[test]
fn a_report_and_the_record_may_differ_in_days_or_in_the_trip_itself() {
    let record = record(vec![
        trip("1", RUDOLF, date(1994, 1, 1), date(1994, 1, 2)),
        trip("2", RUDOLF, date(1995, 6, 17), date(1995, 6, 19)),
        trip("3", RUDOLF, date(1996, 1, 1), date(1996, 1, 2)),
    ]);
    let references = [record];
    let against = |event| against_references(&[event], &references);
    let found = against(visit("a", days(date(1995, 6, 18), date(1995, 6, 19))));
    assert_eq!(fields(&found), ["date"]);
    assert_eq!(
        found[0].readings[1].value,
        "1995-06-17 to 1995-06-19, Edelweiss"
    );
    assert_eq!(
        found[0].readings[1].reference,
        Some(("travels".to_owned(), Some("2".to_owned())))
    );
    assert_eq!(
        fields(&against(visit("b", Days::day(date(1995, 6, 18))))),
        [""; 0]
    );
    assert_eq!(
        fields(&against(visit("c", Days::day(date(1995, 10, 1))))),
        ["trip"]
    );
    // Beyond the last trip that is known of, the office may have passed on.
    assert_eq!(
        fields(&against(visit("d", Days::day(date(1996, 10, 1))))),
        [""; 0]
    );
}

#[test]
fn a_report_and_the_record_may_name_different_cities() {
    let elsewhere = Trip {
        place: Some("Strelitz, Hentzau and Zenda".to_owned()),
        ..trip("2", RUDOLF, date(1995, 6, 17), date(1995, 6, 19))
    };
    let earlier = trip("1", RUDOLF, date(1990, 1, 1), date(1990, 1, 2));
    let references = [record(vec![earlier.clone(), elsewhere.clone()])];
    let at = |place: &str| {
        let event = Event {
            place: Some(Place {
                text: place.to_owned(),
                country: Some("GRA".to_owned()),
                lat: None,
                lon: None,
            }),
            ..visit("a", Days::day(date(1995, 6, 18)))
        };
        against_references(&[event], &references)
    };
    let found = at("Edelweiss");
    assert_eq!(fields(&found), ["place"]);
    let values: Vec<&str> = found[0].readings.iter().map(|r| &*r.value).collect();
    assert_eq!(
        values,
        [
            "1995-06-18, Edelweiss",
            "1995-06-17 to 1995-06-19, Strelitz, Hentzau and Zenda"
        ]
    );
    assert_eq!(fields(&at("Zenda")), [""; 0], "one of several");
    assert_eq!(fields(&at("Graustark")), [""; 0], "no city");
    let silent = [record(vec![
        earlier,
        Trip {
            place: None,
            ..elsewhere
        },
    ])];
    let event = Event {
        place: Some(Place {
            text: "Edelweiss".to_owned(),
            country: Some("GRA".to_owned()),
            lat: None,
            lon: None,
        }),
        ..visit("a", Days::day(date(1995, 6, 18)))
    };
    assert_eq!(fields(&against_references(&[event], &silent)), [""; 0]);
}

fn verdict(trips: Vec<Trip>, day: Date, years: Option<f64>, since: Option<i16>) -> Verdict {
    let claim = Event {
        comparison: Some(Comparison {
            kind: "first-in".to_owned(),
            number: None,
            years,
            since,
            text: "first".to_owned(),
        }),
        ..visit("a", Days::day(day))
    };
    let found = first_claims(&[claim], &[record(trips)]);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].verdict.expect("a comparison has one")
}

#[test]
fn the_first_in_years_is_held_against_the_record_as_far_as_it_reaches() {
    let of =
        |name: &str, year: i16| trip(&year.to_string(), name, date(year, 3, 1), date(year, 3, 2));
    let now = || trip("now", RUDOLF, date(1995, 6, 17), date(1995, 6, 18));
    let day = date(1995, 6, 17);
    let five = Some(5.0);
    assert_eq!(
        verdict(vec![of(RUDOLF, 1990), now()], day, five, None),
        Verdict::Supported
    );
    assert_eq!(
        verdict(vec![of(RUDOLF, 1993), now()], day, five, None),
        Verdict::Contradicted
    );
    assert_eq!(
        verdict(vec![of("Michael Elphberg", 1993), now()], day, five, None),
        Verdict::DependsOnDefinition
    );
    assert_eq!(
        verdict(vec![now()], day, Some(30.0), None),
        Verdict::Consistent
    );
    let later = || trip("later", RUDOLF, date(1999, 6, 17), date(1999, 6, 18));
    assert_eq!(
        verdict(vec![later()], date(1999, 6, 17), Some(2.0), None),
        Verdict::CoverageGap
    );
    assert_eq!(
        verdict(vec![of(RUDOLF, 1990), now()], day, None, Some(1990)),
        Verdict::Supported
    );
    assert_eq!(
        verdict(vec![of(RUDOLF, 1991), now()], day, None, Some(1990)),
        Verdict::Contradicted
    );
}
