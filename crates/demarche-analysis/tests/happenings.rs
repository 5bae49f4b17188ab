//! Merging doesn't depend on the order in which events come, nor on how many
//! come at a time; and what must not be one isn't.

use demarche_analysis::happening::{
    Decision, Mention, PlanState, divide, islands, likeness, links, plan_state, summarise,
};
use demarche_event::*;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a report tells.
#[derive(Debug, Clone)]
struct Told {
    document: u8,
    sentence: usize,
    guest: usize,
    host: usize,
    act: usize,
    day: i8,
    stated: bool,
    status: Status,
}

const STATES: [&str; 4] = ["RUR", "GRA", "ZEN", "BOR"];
const PERSONS: [&str; 4] = [
    "Rudolf Elphberg",
    "Ottokar Graustark",
    "Black Michael",
    "Flavia Strelsau",
];
const ACTS: [(EventType, Option<&str>, &str); 5] = [
    (
        EventType::Consult,
        Some("visit"),
        "arrived in the capital for two days of talks about the bridge",
    ),
    (
        EventType::Consult,
        None,
        "met his colleague about the bridge and the salt",
    ),
    (
        EventType::Sanction,
        Some("discontinue"),
        "put a duty on salt and on timber from across the river",
    ),
    (
        EventType::Accuse,
        Some("disapprove"),
        "protested against the seizure of three fishing boats",
    ),
    (
        EventType::Agree,
        None,
        "agreed to repair the bridge over the border river in spring",
    ),
];

fn event(told: &Told, n: usize) -> Event {
    let day = date(1995, 3, 10).saturating_add(jiff::Span::new().days(i64::from(told.day)));
    let (event_type, mode, words) = ACTS[told.act];
    let actor = |n: usize, named: bool| Actor {
        text: STATES[n].to_owned(),
        start_char: 0,
        end_char: 3,
        name: named.then(|| PERSONS[n].to_owned()),
        country: Some(STATES[n].to_owned()),
        sector: Some(Sector::Gov),
        role: None,
    };
    let quote = |text: &str, start_char| Quote {
        text: text.to_owned(),
        start_char,
        end_char: start_char + text.len(),
    };
    Event {
        id: format!("{:02}{n:03}", (n * 37) % 100),
        document: Arc::new(DocumentMeta {
            id: format!("d{}", told.document),
            path: None,
            title: None,
            publisher: None,
            url: None,
            published: Published {
                days: Some(Days::day(date(1995, 3, 15))),
                basis: PublishedBasis::Given,
                reason: None,
            },
        }),
        sentence: quote(
            &format!("On that day the minister {words}."),
            100 * told.sentence,
        ),
        trigger: quote(
            words.split(' ').next().expect("a word"),
            100 * told.sentence + 25,
        ),
        event_type,
        mode: mode.map(str::to_owned),
        cameo: None,
        goldstein: None,
        status: told.status,
        reciprocal: told.act == 4,
        source: vec![actor(told.guest, told.act < 2)],
        target: vec![actor(told.host, told.act == 1)],
        date: When {
            days: Some(Days::day(if told.stated { day } else { date(1995, 3, 15) })),
            basis: if told.stated {
                DateBasis::Stated
            } else {
                DateBasis::Published
            },
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
            rule: "told".to_owned(),
            steps: Vec::new(),
        },
    }
}

/// The happenings as sets of events.
fn happenings(mentions: &[&Mention], decisions: &[Decision]) -> BTreeSet<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for island in islands(mentions, decisions) {
        for set in divide(&island, decisions) {
            found.insert(set.into_iter().map(|n| island[n].event.clone()).collect());
        }
    }
    found
}

fn told() -> impl Strategy<Value = Told> {
    let status = prop_oneof![4 => Just(Status::Happened), 1 => Just(Status::Planned)];
    (
        0u8..6,
        0usize..6,
        0usize..4,
        1usize..4,
        0usize..5,
        -6i8..7,
        any::<bool>(),
        status,
    )
        .prop_map(
            |(document, sentence, guest, other, act, day, stated, status)| Told {
                document,
                sentence,
                guest,
                host: (guest + other) % 4,
                act,
                day,
                stated,
                status,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn ten_orders_give_the_same_happenings(
        reports in prop::collection::vec(told(), 1..60),
        seeds in prop::collection::vec(any::<u64>(), 10),
    ) {
        let mentions: Vec<Mention> =
            reports.iter().enumerate().map(|(n, told)| Mention::of(&event(told, n))).collect();
        let mentions: Vec<&Mention> = mentions.iter().collect();
        let expected = happenings(&mentions, &[]);
        for seed in seeds {
            let mut order = mentions.clone();
            // Fisher and Yates, with a generator of our own that needs no crate.
            let mut state = seed | 1;
            for n in (1..order.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                order.swap(n, (state >> 33) as usize % (n + 1));
            }
            prop_assert_eq!(&happenings(&order, &[]), &expected);
        }
    }

    /// Islands are divided each for itself: dividing only those that a new event
    /// touches, as the store does, gives what dividing everything gives.
    #[test]
    fn an_event_more_leaves_other_islands_alone(reports in prop::collection::vec(told(), 2..60)) {
        let mentions: Vec<Mention> =
            reports.iter().enumerate().map(|(n, told)| Mention::of(&event(told, n))).collect();
        let all: Vec<&Mention> = mentions.iter().collect();
        let (last, before) = all.split_last().expect("two reports");
        let mut found = BTreeSet::new();
        let mut touched = vec![*last];
        for island in islands(before, &[]) {
            if island.iter().any(|other| likeness(last, other).is_some_and(|l| l > 0.0)) {
                touched.extend(island);
            } else {
                found.extend(happenings(&island, &[]));
            }
        }
        found.extend(happenings(&touched, &[]));
        prop_assert_eq!(found, happenings(&all, &[]));
    }

    #[test]
    fn likeness_is_the_same_both_ways(one in told(), other in told()) {
        let (one, other) = (Mention::of(&event(&one, 1)), Mention::of(&event(&other, 2)));
        prop_assert_eq!(likeness(&one, &other), likeness(&other, &one));
    }
}

fn visit(document: u8, day: i8) -> Told {
    Told {
        document,
        sentence: usize::from(document),
        guest: 0,
        host: 1,
        act: 0,
        day,
        stated: true,
        status: Status::Happened,
    }
}

fn number_of_happenings(reports: &[Told]) -> usize {
    let mentions: Vec<Mention> = reports
        .iter()
        .enumerate()
        .map(|(n, told)| Mention::of(&event(told, n)))
        .collect();
    happenings(&mentions.iter().collect::<Vec<_>>(), &[]).len()
}

#[test]
fn one_trip_is_one_trip() {
    assert_eq!(
        number_of_happenings(&[visit(1, 0), visit(2, 0), visit(3, 1)]),
        1
    );
    let silent = Told {
        stated: false,
        ..visit(2, 0)
    };
    assert_eq!(number_of_happenings(&[visit(1, 3), silent]), 1);
}

#[test]
fn a_heading_that_names_no_host_tells_of_the_journey_below_it() {
    let own_people = |sentence| Told {
        sentence,
        host: 0,
        stated: false,
        ..visit(1, 0)
    };
    let arrival = Told {
        sentence: 3,
        ..visit(1, 4)
    };
    assert_eq!(
        number_of_happenings(&[own_people(0), arrival.clone()]),
        1,
        "\"Envoy calms traders\" heads it"
    );
    assert_eq!(
        number_of_happenings(&[own_people(2), arrival]),
        2,
        "a sentence that isn't the heading tells something else"
    );
}

#[test]
fn what_is_not_one_trip() {
    let back = Told {
        guest: 1,
        host: 0,
        ..visit(2, 0)
    };
    assert_eq!(
        number_of_happenings(&[visit(1, 0), back]),
        2,
        "the return visit"
    );
    let meeting = Told {
        act: 1,
        ..visit(2, 0)
    };
    assert_eq!(
        number_of_happenings(&[visit(1, 0), meeting]),
        2,
        "a meeting is a part"
    );
    let plan = Told {
        status: Status::Planned,
        ..visit(2, 0)
    };
    assert_eq!(number_of_happenings(&[visit(1, 0), plan]), 2, "a plan");
    assert_eq!(
        number_of_happenings(&[visit(1, -5), visit(2, 4)]),
        2,
        "two trips of a month"
    );
    let other_guest = Told {
        guest: 2,
        ..visit(2, 0)
    };
    assert_eq!(
        number_of_happenings(&[visit(1, 0), other_guest]),
        2,
        "another guest"
    );
}

#[test]
fn a_decision_outweighs_the_weights_and_the_last_one_counts() {
    let reports = [
        visit(1, 0),
        visit(2, 0),
        Told {
            act: 1,
            ..visit(3, 0)
        },
    ];
    let mentions: Vec<Mention> = reports
        .iter()
        .enumerate()
        .map(|(n, told)| Mention::of(&event(told, n)))
        .collect();
    let mentions: Vec<&Mention> = mentions.iter().collect();
    let id = |n: usize| mentions[n].event.clone();
    let split = Decision::Split([id(0)].into(), [id(1)].into());
    assert_eq!(happenings(&mentions, std::slice::from_ref(&split)).len(), 3);
    let merge = Decision::Merge([id(0), id(1), id(2)].into());
    assert_eq!(happenings(&mentions, std::slice::from_ref(&merge)).len(), 1);
    assert_eq!(happenings(&mentions, &[merge, split]).len(), 2);
}

fn happening(told: &Told, n: usize) -> Happening {
    summarise(&[&event(told, n)], &[])
}

#[test]
fn a_meeting_is_a_part_of_the_visit_around_it() {
    let (journey, meeting) = (
        happening(&visit(1, 0), 1),
        happening(
            &Told {
                act: 1,
                ..visit(1, 0)
            },
            2,
        ),
    );
    let found = links(&meeting, std::slice::from_ref(&journey));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kind, &found[0].to),
        (LinkKind::PartOf, &journey.id)
    );
    let later = happening(&visit(1, 6), 3);
    assert!(links(&meeting, std::slice::from_ref(&later)).is_empty());
}

#[test]
fn a_plan_is_fulfilled_with_a_delay_and_lapses_without() {
    let plan = happening(
        &Told {
            status: Status::Planned,
            ..visit(1, 5)
        },
        1,
    );
    let trip = happening(&visit(2, 6), 2);
    let found = links(&plan, std::slice::from_ref(&trip));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kind, found[0].delay_days),
        (LinkKind::Fulfils, Some(1))
    );
    let with = [(found[0].clone(), trip)];
    let state = |links, on: Date| plan_state(&plan, links, on);
    assert_eq!(
        state(&with, date(1995, 3, 15)),
        Some(PlanState::Announced),
        "not yet"
    );
    assert_eq!(state(&with, date(1995, 3, 16)), Some(PlanState::Fulfilled));
    assert_eq!(state(&[], date(1995, 4, 10)), Some(PlanState::Announced));
    assert_eq!(state(&[], date(1995, 5, 1)), Some(PlanState::Lapsed));
    assert_eq!(state(&[], date(1995, 3, 1)), None, "before anybody knew");
}

#[test]
fn what_is_put_off_is_postponed_until_its_window_is_over_and_what_is_called_off_cancelled() {
    let plan = happening(
        &Told {
            status: Status::Planned,
            ..visit(1, 5)
        },
        1,
    );
    let denied = |n: usize, day: i8, put_off: bool| {
        let mut event = event(
            &Told {
                status: Status::Negated,
                ..visit(1, day)
            },
            n,
        );
        event.circumstances.put_off = put_off;
        summarise(&[&event], &[])
    };
    let state = |others: &[Happening], on: Date| {
        let linked: Vec<(Link, Happening)> = links(&plan, others)
            .into_iter()
            .map(|link| {
                let from = others.iter().find(|other| other.id == link.from);
                (link, from.expect("one of the others").clone())
            })
            .collect();
        plan_state(&plan, &linked, on)
    };
    let (put_off, called_off) = (denied(2, 6, true), denied(3, 7, false));
    let only = std::slice::from_ref(&put_off);
    let on = date(1995, 4, 1);
    assert_eq!(state(only, on), Some(PlanState::Postponed));
    assert_eq!(state(only, date(1995, 5, 1)), Some(PlanState::Lapsed));
    let called = std::slice::from_ref(&called_off);
    assert_eq!(state(called, date(1995, 5, 1)), Some(PlanState::Cancelled));
    // The last word counts.
    let both = [put_off.clone(), called_off];
    assert_eq!(state(&both, on), Some(PlanState::Cancelled));
    let both = [denied(4, 7, true), denied(5, 6, false)];
    assert_eq!(state(&both, on), Some(PlanState::Postponed));
    // Put off, and come true all the same.
    let fulfilled = [put_off, happening(&visit(1, 8), 6)];
    assert_eq!(state(&fulfilled, on), Some(PlanState::Fulfilled));
}

#[test]
fn a_plan_names_its_condition() {
    let mut promise = event(
        &Told {
            status: Status::Planned,
            ..visit(1, 5)
        },
        1,
    );
    promise.circumstances.condition = Some("if the bridge is mended".to_owned());
    let plan = summarise(&[&promise], &[]).plan.expect("a plan");
    assert!(plan.conditional);
    assert_eq!(plan.condition.as_deref(), Some("if the bridge is mended"));
    let plain = event(
        &Told {
            status: Status::Planned,
            ..visit(2, 5)
        },
        2,
    );
    // One report that knows of no condition makes it a plan without.
    let plan = summarise(&[&promise, &plain], &[]).plan.expect("a plan");
    assert!(!plan.conditional && plan.condition.is_some());
}

#[test]
fn an_agreement_in_the_same_sentence_says_whose_plan_it_is() {
    let plan = event(
        &Told {
            status: Status::Planned,
            ..visit(1, 5)
        },
        1,
    );
    let agreement = event(
        &Told {
            act: 4,
            ..visit(1, 0)
        },
        2,
    );
    let announcer = |beside: &[Event]| {
        let happening = summarise(&[&plan], beside);
        happening.plan.expect("a plan").announcer
    };
    assert_eq!(announcer(&[]), Announcer::Unnamed);
    assert_eq!(announcer(std::slice::from_ref(&agreement)), Announcer::Both);
    let promise = Event {
        reciprocal: false,
        ..agreement.clone()
    };
    assert_eq!(announcer(&[promise]), Announcer::Source);
    let elsewhere = Event {
        sentence: Quote {
            start_char: 900,
            ..agreement.sentence.clone()
        },
        ..agreement
    };
    assert_eq!(announcer(&[elsewhere]), Announcer::Unnamed);
}

#[test]
fn a_misnamed_visitor_of_the_same_office_and_days_is_one_visitor_and_a_conflict() {
    let told = |n: usize, name: &str, office: &str, day: i8| {
        let mut event = event(&visit(n as u8, day), n);
        event.source[0].name = Some(name.to_owned());
        event.source[0].role = Some(office.to_owned());
        event
    };
    let number = |events: &[&Event]| {
        let mentions: Vec<Mention> = events.iter().map(|event| Mention::of(event)).collect();
        happenings(&mentions.iter().collect::<Vec<_>>(), &[]).len()
    };
    let right = told(0, "Rudolf Elphberg", "Premier", 0);
    let wrong = told(1, "Michael Elphberg", "premier", 0);
    assert_eq!(number(&[&right, &wrong]), 1);
    let conflicts = demarche_analysis::disagreements(&[&right, &wrong]);
    let who: Vec<&str> = conflicts
        .iter()
        .filter(|conflict| conflict.field == "who")
        .flat_map(|conflict| {
            conflict
                .readings
                .iter()
                .map(|reading| reading.value.as_str())
        })
        .collect();
    assert_eq!(who, ["Michael Elphberg", "Rudolf Elphberg"]);
    // Another office, another day, or nothing in common: two visitors.
    assert_eq!(
        number(&[&right, &told(1, "Michael Elphberg", "envoy", 0)]),
        2
    );
    assert_eq!(
        number(&[&right, &told(1, "Michael Elphberg", "premier", 1)]),
        2
    );
    assert_eq!(
        number(&[&right, &told(1, "Michael Tarlenheim", "premier", 0)]),
        2
    );
}

#[test]
fn days_of_one_of_two_years_are_days() {
    let told = visit(0, 0);
    let known = event(&told, 0);
    let mut doubted = event(&visit(1, 0), 1);
    doubted.document = Arc::new(DocumentMeta {
        published: Published {
            days: Days::new(date(1994, 6, 1), date(1995, 6, 1)),
            basis: PublishedBasis::Inferred,
            reason: None,
        },
        ..(*doubted.document).clone()
    });
    doubted.date = When {
        days: Days::new(date(1994, 3, 8), date(1995, 3, 11)),
        basis: DateBasis::Stated,
        text: Some("between 8 and 10 March".to_owned()),
    };
    let number = |events: [&Event; 2]| {
        let mentions = events.map(Mention::of);
        happenings(&[&mentions[0], &mentions[1]], &[]).len()
    };
    assert_eq!(number([&known, &doubted]), 1);
    // In May it was another journey, whatever the year.
    let later = event(&visit(0, 60), 0);
    assert_eq!(number([&later, &doubted]), 2);
}

#[test]
fn what_the_text_says_is_the_same_is_one_happening() {
    let place = |country: &str| {
        Some(Place {
            text: country.to_owned(),
            country: Some(country.to_owned()),
            lat: None,
            lon: None,
        })
    };
    let mut first = event(&visit(1, 0), 0);
    first.place = place("GRA");
    let again = Told {
        sentence: 4,
        stated: false,
        ..visit(1, 0)
    };
    let mut later = event(&again, 1);
    later.place = place("ZEN");
    later.source[0].name = None;
    later.sentence.text = "Then came a summit.".to_owned();
    later.trigger.text = "summit".to_owned();
    let number = |later: &Event| {
        let mentions = [Mention::of(&first), Mention::of(later)];
        happenings(&mentions.iter().collect::<Vec<_>>(), &[]).len()
    };
    assert_eq!(number(&later), 2, "another place");
    later.circumstances.links.push(EventLink {
        kind: EventLinkKind::Same,
        text: "summit".to_owned(),
        event: Some(first.id.clone()),
    });
    assert_eq!(number(&later), 1);
}
