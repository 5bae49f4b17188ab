#![allow(clippy::disallowed_methods)] // a test may look at the clock
//! Documents of fictional countries, coded from text to records with a small
//! lexicon of their own and the project's rules.

use demarche_coder::{Lexicon, code, relate};
use demarche_event::{DateBasis, Event, EventType, Record, Status};
use demarche_lang::Model;
use demarche_text::{Article, clean};
use jiff::civil::date;
use proptest::prelude::*;
use std::sync::LazyLock;

const STATES: &str = r#"
[[state]]
code = "RUR"
name = "Ruritania"
adjectives = ["Ruritanian"]
people = ["Ruritanian"]
capital = { name = "Strelsau", lat = 50.1, lon = 14.4 }

[[state]]
code = "GRA"
name = "Graustark"
adjectives = ["Graustarkian"]
people = ["Graustarkian"]
capital = { name = "Edelweiss", lat = 47.0, lon = 10.0 }

[[person]]
name = "Rudolf Rassendyll"
family = "Rassendyll"
gender = "m"
country = "RUR"
offices = [{ office = "foreign-minister", since = 1993-01-01, until = 1996-01-01 }]

[[person]]
name = "Beverly Calhoun"
family = "Calhoun"
gender = "f"
country = "GRA"
offices = [{ office = "head-of-government", since = 1990-01-01, until = 1994-06-01 }]

[[agent]]
words = ["foreign minister"]
sector = "GOV"
kind = "person"
office = "foreign-minister"

[[agent]]
words = ["prime minister", "premier"]
sector = "GOV"
kind = "person"
office = "head-of-government"

[[agent]]
words = ["lawmaker"]
sector = "LEG"
kind = "person"

[[agent]]
words = ["delegation"]
kind = "group"
"#;

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(demarche_models::EN_CORE_WEB_SM).expect("the model is whole")
});

static LEXICON: LazyLock<Lexicon> = LazyLock::new(lexicon);

fn lexicon() -> Lexicon {
    Lexicon::load([
        (
            "ontology/cameo.tsv",
            include_str!("../../../knowledge/ontology/cameo.tsv"),
        ),
        (
            "ontology/classes.tsv",
            include_str!("../../../knowledge/ontology/classes.tsv"),
        ),
        (
            "ontology/offices.toml",
            include_str!("../../../knowledge/ontology/offices.toml"),
        ),
        (
            "ontology/contexts.toml",
            include_str!("../../../knowledge/ontology/contexts.toml"),
        ),
        (
            "rules/sets.toml",
            include_str!("../../../knowledge/rules/sets.toml"),
        ),
        (
            "rules/time.toml",
            include_str!("../../../knowledge/rules/time.toml"),
        ),
        (
            "rules/quantity.toml",
            include_str!("../../../knowledge/rules/quantity.toml"),
        ),
        (
            "rules/consult.toml",
            include_str!("../../../knowledge/rules/consult.toml"),
        ),
        (
            "rules/cooperation.toml",
            include_str!("../../../knowledge/rules/cooperation.toml"),
        ),
        (
            "rules/conflict.toml",
            include_str!("../../../knowledge/rules/conflict.toml"),
        ),
        ("actors/states.toml", STATES),
    ])
    .unwrap_or_else(|error| panic!("{error}"))
}

fn records(text: &str) -> Vec<Record> {
    let document = clean(Article::new(text), Some(date(1995, 1, 2)));
    let mut session = MODEL.session();
    code(&LEXICON, &document, |paragraphs| {
        session.parse_batch(paragraphs)
    })
    .records
}

fn events(text: &str) -> Vec<Event> {
    records(text)
        .into_iter()
        .filter_map(|r| match r {
            Record::Event(event) => Some(event),
            _ => None,
        })
        .collect()
}

fn only(text: &str) -> Event {
    let mut events = events(text);
    assert_eq!(events.len(), 1, "{events:#?}");
    events.remove(0)
}

fn country(actors: &[demarche_event::Actor]) -> Vec<&str> {
    actors.iter().filter_map(|a| a.country.as_deref()).collect()
}

#[test]
fn a_visit_announced_is_planned_and_dated() {
    let event = only("Graustark's foreign minister will visit Strelsau next week.");
    assert_eq!(event.event_type, EventType::Consult);
    assert_eq!(event.mode.as_deref(), Some("visit"));
    assert_eq!(event.status, Status::Planned);
    assert_eq!(country(&event.source), ["GRA"]);
    assert_eq!(country(&event.target), ["RUR"]);
    let days = event.date.days.expect("next week can be placed");
    assert_eq!(
        (days.since, days.until),
        (date(1995, 1, 9), date(1995, 1, 16))
    );
    assert_eq!(event.date.basis, DateBasis::Stated);
    assert_eq!(event.place.and_then(|p| p.country).as_deref(), Some("RUR"));
}

#[test]
fn a_known_minister_keeps_name_and_role() {
    let event = only("Foreign Minister Rudolf Rassendyll travelled to Edelweiss on Sunday.");
    assert_eq!(event.source[0].name.as_deref(), Some("Rudolf Rassendyll"));
    assert_eq!(event.source[0].role.as_deref(), Some("Foreign Minister"));
    assert_eq!(country(&event.target), ["GRA"]);
    assert_eq!(event.date.days.map(|d| d.since), Some(date(1995, 1, 1)));
}

#[test]
fn a_pronoun_stands_for_the_one_before() {
    let events = events(
        "Rudolf Rassendyll arrived in Edelweiss on Sunday. He condemned Graustark's tariffs.",
    );
    let accusation = events
        .iter()
        .find(|e| e.event_type == EventType::Accuse)
        .expect("the criticism is read");
    assert_eq!(
        accusation.source[0].name.as_deref(),
        Some("Rudolf Rassendyll")
    );
    assert_eq!(accusation.source[0].text, "Rudolf Rassendyll");
    assert_eq!(country(&accusation.target), ["GRA"]);
}

#[test]
fn who_suffers_a_passive_is_the_target() {
    let event = only("Three Graustarkian lawmakers were expelled by Ruritania.");
    assert_eq!(event.event_type, EventType::Sanction);
    assert_eq!(
        (country(&event.source), country(&event.target)),
        (vec!["RUR"], vec!["GRA"])
    );
}

#[test]
fn a_refused_act_is_not_the_act() {
    let events = events("Ruritania refused to lift its sanctions on Graustark.");
    assert!(
        events.iter().all(|e| e.event_type != EventType::Retreat),
        "{events:#?}"
    );
    assert!(events.iter().any(|e| e.event_type == EventType::Reject));
}

#[test]
fn a_title_held_no_more_raises_a_notice() {
    let found =
        records("Ruritania's foreign minister met Premier Beverly Calhoun in Strelsau on Sunday.");
    let kinds: Vec<&str> = found
        .iter()
        .filter_map(|r| match r {
            Record::Notice(notice) => Some(notice.kind.as_str()),
            _ => None,
        })
        .collect();
    assert!(kinds.contains(&"wrong-office-for-date"), "{kinds:?}");
}

#[test]
fn weather_is_no_politics() {
    assert!(events("Heavy rain struck the coast of Ruritania on Tuesday.").is_empty());
}

#[test]
fn every_event_explains_itself() {
    let event = only("Graustark imposed sanctions on Ruritania on Sunday.");
    assert_eq!(event.explanation.rule, "imposes-restriction");
    let steps = event.explanation.steps.join("\n");
    for words in [
        "imposed",
        "the subject",
        "Ruritania",
        "status happened",
        "1995-01-01",
    ] {
        assert!(steps.contains(words), "{words} isn't in {steps}");
    }
}

#[test]
fn a_marked_pair_always_gets_a_type() {
    let mut session = MODEL.session();
    for (text, source, target) in [
        (
            "Ruritania accused Graustark of espionage.",
            Some(0..9),
            Some(18..27),
        ),
        ("Nothing is said of Graustark.", None, Some(19..28)),
        ("", None, None),
    ] {
        let parsed = session.parse(text);
        let relation = relate(&LEXICON, &parsed, source, target);
        let total: f64 = relation.scores.iter().map(|(_, share)| share).sum();
        assert_eq!(relation.scores.len(), 16);
        assert!((total - 1.0).abs() < 1e-9);
    }
    let parsed = session.parse("Ruritania accused Graustark of espionage.");
    assert_eq!(
        relate(&LEXICON, &parsed, Some(0..9), Some(18..27)).event_type,
        EventType::Accuse
    );
}

#[test]
fn a_bad_entry_is_named_with_its_place() {
    let load = |rules: &str| {
        Lexicon::load([
            (
                "time.toml",
                include_str!("../../../knowledge/rules/time.toml"),
            ),
            (
                "quantity.toml",
                include_str!("../../../knowledge/rules/quantity.toml"),
            ),
            ("rules/own.toml", rules),
        ])
        .map(|_| ())
        .expect_err("the rule is wrong")
        .to_string()
    };
    let unknown_type = load("\n[[rule]]\nid = \"greets\"\ntype = \"GREET\"\nverb = [\"greet\"]\n");
    assert!(
        unknown_type.starts_with("rules/own.toml:3: `GREET` is no event type; it is one of AGREE"),
        "{unknown_type}"
    );
    let unknown_set = load("[[rule]]\nid = \"greets\"\ntype = \"SUPPORT\"\nverb = [\"@greet\"]\n");
    assert!(
        unknown_set.contains("no set is called `greet`"),
        "{unknown_set}"
    );
    let unknown_field =
        load("[[rule]]\nid = \"greets\"\ntype = \"SUPPORT\"\nverbs = [\"greet\"]\n");
    assert!(
        unknown_field.starts_with("rules/own.toml:"),
        "{unknown_field}"
    );
    let unknown_place = load(
        "[set]\nslot-prepositions = [\"to\"]\n[[rule]]\nid = \"greets\"\ntype = \"SUPPORT\"\nverb = [\"greet\"]\nsource = [\"subjct\"]\n",
    );
    assert!(
        unknown_place.starts_with("rules/own.toml:4: `subjct` is no place of an actor"),
        "{unknown_place}"
    );
    let no_trigger = load("[[rule]]\nid = \"greets\"\ntype = \"SUPPORT\"\n");
    assert!(no_trigger.contains("has no trigger"), "{no_trigger}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Words of the field in any order, with punctuation and odd characters.
    #[test]
    fn coding_never_fails(words in proptest::collection::vec(
        prop_oneof![
            Just("Ruritania"), Just("Graustark's"), Just("its"), Just("he"), Just("both sides"), Just("met"),
            Just("visit"), Just("to"), Just("with"), Just("between"), Just("and"), Just("said"), Just("that"),
            Just("sanctions"), Just("lifted"), Just("by"), Just("the leaders"), Just("who"), Just("on Monday"),
            Just("\u{201c}"), Just("\""), Just("."), Just(","), Just("\u{1F600}"), Just("été"), Just("\n"), Just("the two countries"),
            Just("premier Beverly Calhoun"), Just("of"), Just("its ally"), Just("the delegation"), Just("2,023"), Just("é́"),
        ], 0..60)) {
        let text = words.join(" ");
        let characters: Vec<char> = text.chars().collect();
        for record in records(&text) {
            if let Record::Event(event) = record {
                let slice: String = characters[event.trigger.start_char..event.trigger.end_char].iter().collect();
                prop_assert_eq!(&slice, &event.trigger.text);
                prop_assert!(event.sentence.start_char <= event.trigger.start_char);
                prop_assert!(event.trigger.end_char <= event.sentence.end_char);
                for actor in event.source.iter().chain(&event.target) {
                    let slice: String = characters[actor.start_char..actor.end_char].iter().collect();
                    prop_assert_eq!(&slice, &actor.text);
                }
                prop_assert!((0.0..=1.0).contains(&event.confidence));
            }
        }
        prop_assert_eq!(records(&text), records(&text));
    }
}

#[test]
fn a_classifier_learns_what_it_is_shown_and_survives_its_bytes() {
    let mut session = MODEL.session();
    let mut examples = Vec::new();
    for (verb, event_type) in [
        ("lambasted", EventType::Accuse),
        ("bankrolled", EventType::Aid),
    ] {
        for other in ["Graustark", "the mill owners", "its neighbours"] {
            let text = format!("Ruritania {verb} {other} on Sunday.");
            let target = text.find(other).map(|at| at..at + other.len());
            let parsed = session.parse(&text);
            examples.push(demarche_coder::Example {
                parsed,
                source: Some(0..9),
                target,
                label: demarche_coder::Label::Type {
                    event_type,
                    mode: None,
                    also: None,
                },
            });
        }
    }
    let train = || demarche_coder::train(&LEXICON, &examples).expect("the classes are known");
    let classifier = train();
    let bytes = classifier.to_bytes();
    assert_eq!(train().to_bytes(), bytes);
    let read =
        demarche_coder::Classifier::from_bytes(&bytes).expect("what was written can be read");
    let parsed = session.parse("Graustark bankrolled Ruritania in May.");
    let relation = relate(
        &lexicon().with_classifier(read),
        &parsed,
        Some(0..9),
        Some(21..30),
    );
    assert_eq!(relation.event_type, EventType::Aid);
    assert!(demarche_coder::Classifier::from_bytes(&bytes[1..]).is_err());
    let cut = demarche_coder::Classifier::from_bytes(&bytes[..100]).expect_err("it is cut");
    assert!(cut.to_string().contains("100"), "{cut}");
}

#[test]
fn a_hundred_owners_do_not_take_a_day() {
    let text = format!(
        "The premier met {}his premier.",
        "his premier of her government and ".repeat(100)
    );
    let started = std::time::Instant::now();
    records(&text);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn ministers_of_two_states_are_two_sides() {
    let event = only("The foreign ministers of Ruritania and Graustark met on Sunday.");
    assert_eq!(
        (country(&event.source), country(&event.target)),
        (vec!["RUR"], vec!["GRA"])
    );
    assert!(event.reciprocal);
}

#[test]
fn a_text_in_capitals_is_read_as_in_print() {
    let print = "The foreign minister of Graustark visited Strelsau on Monday.";
    let capitals = print.to_uppercase();
    assert_eq!(demarche_coder::recased(&LEXICON, &capitals), print);
    assert_eq!(demarche_coder::recased(&LEXICON, print), print);
    let abbreviation = "THE WTO";
    assert_eq!(
        demarche_coder::recased(&LEXICON, abbreviation),
        abbreviation
    );
}
