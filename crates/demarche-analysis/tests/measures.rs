//! Measures: what events impose, how long it stays in force, and what lifts it.

use demarche_analysis::{MeasureWords, measures};
use demarche_event::*;
use jiff::civil::{Date, date};
use std::sync::Arc;

fn actor(code: &str) -> Actor {
    Actor {
        text: code.to_owned(),
        start_char: 0,
        end_char: 0,
        name: None,
        country: Some(code.to_owned()),
        sector: None,
        role: None,
    }
}

/// An event whose trigger is marked in the sentence: "banned" in "GRA *banned* salt".
fn event(
    id: &str,
    event_type: EventType,
    sides: [&str; 2],
    day: Option<Date>,
    marked: &str,
) -> Event {
    let (before, rest) = marked.split_once('*').expect("a trigger");
    let (trigger, after) = rest.split_once('*').expect("its end");
    let start_char = before.chars().count();
    Event {
        id: id.to_owned(),
        document: Arc::new(DocumentMeta {
            id: format!("of {id}"),
            path: None,
            title: None,
            publisher: None,
            url: None,
            published: Published::unknown(),
        }),
        sentence: Quote {
            text: format!("{before}{trigger}{after}"),
            start_char: 0,
            end_char: marked.chars().count() - 2,
        },
        trigger: Quote {
            text: trigger.to_owned(),
            start_char,
            end_char: start_char + trigger.chars().count(),
        },
        event_type,
        mode: None,
        cameo: None,
        goldstein: None,
        status: Status::Happened,
        reciprocal: false,
        source: vec![actor(sides[0])],
        target: vec![actor(sides[1])],
        date: match day {
            Some(day) => When {
                days: Some(Days::day(day)),
                basis: DateBasis::Stated,
                text: None,
            },
            None => When::unplaced(None),
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

fn words() -> MeasureWords {
    let list = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
    MeasureWords {
        kinds: vec![
            ("ban".to_owned(), list("ban banned")),
            ("tariff".to_owned(), list("tariff duty duties")),
            ("cut".to_owned(), list("suspended")),
        ],
        goods_before: list("on of"),
        goods_end: list("from to after until in"),
        goods_skip: list("all imports the its up of"),
        goods_list: list("and"),
        answers: vec!["in answer to".to_owned()],
        legal_basis: list("act section"),
    }
}

fn percent(value: f64) -> Option<Magnitude> {
    Some(Magnitude {
        value,
        unit: "percent".to_owned(),
        of: None,
        bound: "exact".to_owned(),
    })
}

#[test]
fn a_ban_holds_from_its_day_until_it_is_lifted() {
    let events = [
        event(
            "b",
            EventType::Retreat,
            ["RUR", "GRA"],
            Some(date(1995, 6, 29)),
            "RUR *lifted* its ban on Graustark salt.",
        ),
        event(
            "a",
            EventType::Sanction,
            ["RUR", "GRA"],
            Some(date(1993, 8, 24)),
            "RUR *banned* all imports of salt from GRA.",
        ),
        event(
            "c",
            EventType::Sanction,
            ["RUR", "GRA"],
            Some(date(1995, 6, 29)),
            "RUR lifted its *ban* on Graustark salt.",
        ),
    ];
    let events = events.map(|mut event| {
        // The mention stands in the sentence that lifts it.
        if event.id == "c" {
            event.document = Arc::new(DocumentMeta {
                id: "of b".to_owned(),
                ..(*event.document).clone()
            });
        }
        event
    });
    let found = measures(&events, &words());
    assert_eq!(found.len(), 1, "{found:#?}");
    let ban = &found[0];
    assert_eq!((&*ban.kind, ban.goods.as_deref()), ("ban", Some("salt")));
    assert_eq!(
        (ban.since, ban.until),
        (Some(date(1993, 8, 24)), Some(date(1995, 6, 29)))
    );
    assert_eq!(ban.lifted_by, ["b"]);
    assert!(ban.in_force(date(1993, 8, 24)) && ban.in_force(date(1995, 6, 28)));
    assert!(!ban.in_force(date(1993, 8, 23)) && !ban.in_force(date(1995, 6, 29)));
}

#[test]
fn the_word_that_lifts_is_no_kind() {
    let events = [
        event(
            "a",
            EventType::Sanction,
            ["RUR", "GRA"],
            Some(date(1994, 12, 3)),
            "RUR *banned* all imports of salt.",
        ),
        event(
            "b",
            EventType::Retreat,
            ["RUR", "GRA"],
            Some(date(1995, 11, 10)),
            "RUR *suspended* its ban on salt.",
        ),
    ];
    let found = measures(&events, &words());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].until, Some(date(1995, 11, 10)));
}

#[test]
fn two_reports_of_one_measure_are_one_and_other_goods_another() {
    let tariff = "RUR put *duties* of up to 45% on glass and clocks from GRA.";
    let mut one = event(
        "b",
        EventType::Sanction,
        ["RUR", "GRA"],
        Some(date(1995, 3, 1)),
        tariff,
    );
    one.magnitude = percent(45.0);
    let mut announced = event(
        "a",
        EventType::Sanction,
        ["RUR", "GRA"],
        Some(date(1995, 2, 20)),
        tariff,
    );
    announced.status = Status::Planned;
    let salt = event(
        "c",
        EventType::Sanction,
        ["RUR", "GRA"],
        Some(date(1995, 3, 1)),
        "RUR put *duties* on salt.",
    );
    let found = measures(&[one, announced, salt], &words());
    assert_eq!(found.len(), 2, "{found:#?}");
    let glass = &found[0];
    assert_eq!(glass.goods.as_deref(), Some("glass and clocks"));
    assert_eq!(glass.id, "ma");
    assert!(!glass.announced);
    assert_eq!(
        glass.since,
        Some(date(1995, 3, 1)),
        "the fact goes before the announcement"
    );
    assert_eq!(glass.rate.as_ref().map(|rate| rate.value), Some(45.0));
    assert_eq!(found[1].goods.as_deref(), Some("salt"));
}

#[test]
fn an_answer_names_what_it_answers_and_its_basis() {
    let events = [
        event(
            "a",
            EventType::Sanction,
            ["GRA", "RUR"],
            Some(date(1995, 1, 2)),
            "GRA put *duties* on wine.",
        ),
        event(
            "b",
            EventType::Sanction,
            ["RUR", "GRA"],
            Some(date(1995, 2, 2)),
            "RUR put *duties* on salt in answer to GRA, under Section 7 of the Salt Act.",
        ),
        event(
            "c",
            EventType::Sanction,
            ["RUR", "ZEN"],
            Some(date(1995, 2, 3)),
            "RUR put *duties* on tea in answer to ZEN.",
        ),
    ];
    let found = measures(&events, &words());
    assert_eq!(found[1].answers.as_deref(), Some("ma"));
    assert_eq!(
        found[1].legal_basis.as_deref(),
        Some("Section 7 of the Salt Act")
    );
    assert_eq!(found[2].answer_text.as_deref(), Some("in answer to"));
    assert_eq!(
        found[2].answers, None,
        "nothing is known that it could answer"
    );
}

#[test]
fn a_lower_rate_takes_the_place_of_the_higher() {
    let mut high = event(
        "a",
        EventType::Sanction,
        ["RUR", "GRA"],
        Some(date(1995, 1, 2)),
        "RUR put *duties* on salt.",
    );
    high.magnitude = percent(100.0);
    let mut low = event(
        "b",
        EventType::Retreat,
        ["RUR", "GRA"],
        Some(date(1995, 5, 2)),
        "RUR *cut* its duties on salt to 15%.",
    );
    low.magnitude = percent(15.0);
    let found = measures(&[high, low], &words());
    let rates: Vec<_> = found
        .iter()
        .map(|m| (m.since, m.until, m.rate.as_ref().map(|rate| rate.value)))
        .collect();
    let (january, may) = (Some(date(1995, 1, 2)), Some(date(1995, 5, 2)));
    assert_eq!(
        rates,
        [(january, may, Some(100.0)), (may, None, Some(15.0))]
    );
}

#[test]
fn expulsions_and_what_was_not_done_are_no_measures() {
    let mut expelled = event(
        "a",
        EventType::Sanction,
        ["RUR", "GRA"],
        Some(date(1995, 1, 2)),
        "RUR *expelled* six.",
    );
    expelled.mode = Some("expel".to_owned());
    let mut denied = event(
        "b",
        EventType::Sanction,
        ["RUR", "GRA"],
        Some(date(1995, 1, 2)),
        "RUR *banned* nothing.",
    );
    denied.status = Status::Negated;
    assert!(measures(&[expelled, denied], &words()).is_empty());
}

#[test]
fn the_order_of_the_events_does_not_matter() {
    let mut events = vec![
        event(
            "a",
            EventType::Sanction,
            ["GRA", "RUR"],
            Some(date(1995, 1, 2)),
            "GRA put *duties* on wine.",
        ),
        event(
            "b",
            EventType::Sanction,
            ["RUR", "GRA"],
            Some(date(1995, 2, 2)),
            "RUR *banned* all imports of salt.",
        ),
        event(
            "c",
            EventType::Sanction,
            ["RUR", "GRA"],
            None,
            "The *ban* of RUR on salt hurts.",
        ),
        event(
            "d",
            EventType::Retreat,
            ["RUR", "GRA"],
            Some(date(1995, 9, 2)),
            "RUR *lifted* its ban on salt.",
        ),
    ];
    let forward = measures(&events, &words());
    events.reverse();
    assert_eq!(measures(&events, &words()), forward);
    assert_eq!(forward.len(), 2);
}

#[test]
fn what_the_text_says_is_ended_goes_before_goods() {
    use EventType::*;
    let ban = |id, day, marked| event(id, Sanction, ["GRA", "RUR"], Some(day), marked);
    let mut end = event(
        "c",
        Retreat,
        ["GRA", "RUR"],
        Some(date(2024, 5, 1)),
        "GRA *lifted* the ban on food.",
    );
    let events = [
        ban("a", date(2024, 1, 1), "GRA *banned* imports of salt."),
        ban("b", date(2024, 3, 1), "GRA *banned* imports of wine."),
    ];
    let lifted = |end: &Event| {
        let all = [events[0].clone(), events[1].clone(), end.clone()];
        let found = measures(&all, &words()).into_iter();
        let ended = found.filter(|m| m.until.is_some() && !m.events.is_empty());
        ended.flat_map(|m| m.events).collect::<Vec<_>>()
    };
    assert_eq!(lifted(&end), ["b"], "without a word of it, the latest");
    end.circumstances.links.push(EventLink {
        kind: EventLinkKind::Ends,
        text: "the ban".into(),
        event: Some("a".into()),
    });
    assert_eq!(lifted(&end), ["a"]);
}
