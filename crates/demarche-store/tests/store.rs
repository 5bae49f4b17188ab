//! The store: what goes in comes out, once, whole, and found.

mod arbitrary;
mod ruritania;

use demarche_event::*;
use demarche_store::store::*;
use jiff::civil::date;
use proptest::prelude::*;
use ruritania::{event, meta};
use std::sync::Arc;
use std::time::Duration;

fn versions(coder: &str) -> Versions {
    Versions {
        coder: coder.to_owned(),
        knowledge: "2026-01".to_owned(),
    }
}

/// A store in a folder that goes away with it.
fn fresh() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path().join("record.db")).expect("a new store");
    (folder, store)
}

/// Checks the whole file, full-text indexes included, as any SQLite would.
fn assert_sound(store: &Store) {
    let connection = rusqlite::Connection::open(store.path()).expect("an SQLite file");
    let verdict: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("a verdict");
    assert_eq!(verdict, "ok");
    let broken: i64 = connection
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .expect("a count");
    assert_eq!(broken, 0);
    for index in ["document_search", "sentence_search"] {
        connection
            .execute(
                &format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)"),
                [],
            )
            .expect("the index agrees with its table");
    }
}

fn ids(store: &Store, filter: EventFilter) -> Vec<String> {
    let events = store.events(&filter).expect("an answer");
    assert_eq!(
        store
            .count(&EventFilter {
                limit: None,
                offset: 0,
                ..filter.clone()
            })
            .expect("a count") as usize,
        store
            .events(&EventFilter {
                limit: None,
                offset: 0,
                ..filter
            })
            .expect("an answer")
            .len()
    );
    events.into_iter().map(|event| event.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_stored_reads_back_equal(
        (meta, text, records) in arbitrary::coded("d1"),
        (other, other_text, later) in arbitrary::coded("d1"),
    ) {
        let mut seen = std::collections::BTreeSet::new();
        let mut unique = |record: &Record| match record {
            Record::Event(Event { id, .. }) | Record::Claim(Claim { id, .. }) | Record::Figure(Figure { id, .. }) | Record::Matter(Matter { id, .. }) => seen.insert(id.clone()),
            Record::Notice(_) => true,
        };
        let records: Vec<Record> = records.into_iter().filter(&mut unique).collect();
        let later: Vec<Record> = later.into_iter().filter(&mut unique).collect();
        let (_folder, mut store) = fresh();
        prop_assert_eq!(store.add(&meta, Some(&text), &records, &versions("1")).expect("stored"), Added::Added);
        prop_assert_eq!(store.records("d1").expect("read"), Some(records.clone()));
        let document = store.document("d1").expect("read").expect("the document");
        prop_assert_eq!((&document.meta, document.text.as_ref()), (&*meta, Some(&text)));
        let events: Vec<Event> = records.iter().filter_map(|r| match r { Record::Event(e) => Some(e.clone()), _ => None }).collect();
        let stored = EventFilter { order: EventOrder::Stored, ..EventFilter::default() };
        prop_assert_eq!(store.events(&stored).expect("read"), events);

        prop_assert_eq!(store.add(&other, Some(&other_text), &later, &versions("2")).expect("stored"), Added::Recoded);
        prop_assert_eq!(store.records("d1").expect("read"), Some(later));
        assert_sound(&store);
    }

    #[test]
    fn any_search_is_answered(text in arbitrary::words()) {
        let (_folder, mut store) = fresh();
        let document = meta("d1");
        let records = [Record::Event(event(&document, "e1", "GRA", "RUR", None))];
        store.add(&document, Some("x"), &records, &versions("1")).expect("stored");
        store.events(&EventFilter { text: Some(text), ..EventFilter::default() }).expect("an answer");
    }
}

#[test]
fn a_document_is_stored_once() {
    let (_folder, mut store) = fresh();
    let document = meta("d1");
    let records = [Record::Event(event(&document, "e1", "GRA", "RUR", None))];
    let mut add = |version: &str| {
        store
            .add(&document, Some("The text."), &records, &versions(version))
            .expect("stored")
    };
    assert_eq!(
        [add("1"), add("1"), add("2"), add("2")],
        [
            Added::Added,
            Added::Unchanged,
            Added::Recoded,
            Added::Unchanged
        ]
    );
    let counts = store.counts().expect("counts");
    assert_eq!((counts.documents, counts.events), (1, 1));
    assert_sound(&store);
}

#[test]
fn documents_of_other_versions_are_offered_for_recoding_while_the_store_is_written() {
    let (_folder, mut store) = fresh();
    for n in 0..5 {
        let (meta, text, records) = ruritania::document(n, 2);
        store
            .add(
                &meta,
                Some(&text),
                &records,
                &versions(if n == 3 { "2" } else { "1" }),
            )
            .expect("stored");
    }
    store
        .add(&meta("textless"), None, &[], &versions("1"))
        .expect("stored");
    let to_recode = store
        .documents_to_recode(&versions("2"))
        .expect("an iterator");
    assert_eq!(to_recode.left().expect("a count"), 4);
    let mut recoded = 0;
    for document in to_recode {
        let StoredDocument { meta, text } = document.expect("a document");
        assert_eq!(
            store
                .add(&meta, text.as_deref(), &[], &versions("2"))
                .expect("stored"),
            Added::Recoded
        );
        recoded += 1;
    }
    assert_eq!(recoded, 4);
    assert_eq!(
        store
            .documents_to_recode(&versions("2"))
            .expect("an iterator")
            .count(),
        0
    );
    assert_eq!(store.counts().expect("counts").events, 2);
    assert_sound(&store);
}

#[test]
fn a_bad_document_leaves_the_rest_of_its_batch() {
    let (_folder, mut store) = fresh();
    let (one, two, three) = (meta("d1"), meta("d2"), meta("d3"));
    let batch = store.batch().expect("a batch");
    let mine = |id| [Record::Event(event(&one, id, "GRA", "RUR", None))];
    batch
        .add(&one, Some("One."), &mine("e1"), &versions("1"))
        .expect("stored");
    let taken = [
        Record::Event(event(&two, "e2", "GRA", "RUR", None)),
        Record::Event(event(&two, "e1", "GRA", "RUR", None)),
    ];
    let refused = batch
        .add(&two, Some("Two."), &taken, &versions("1"))
        .expect_err("the id is taken")
        .to_string();
    assert!(
        refused.contains("record.db: document d2: its records don't fit the store"),
        "{refused}"
    );
    let refused = batch
        .add(&three, None, &mine("e3"), &versions("1"))
        .expect_err("another's record")
        .to_string();
    assert!(
        refused.ends_with("document d3: a record among its own belongs to document d1"),
        "{refused}"
    );
    let twice = [mine("e4"), mine("e4")].concat();
    let refused = batch
        .add(&one, None, &twice, &versions("1"))
        .expect_err("twice the same id")
        .to_string();
    assert!(
        refused.ends_with("document d1: two records have the id e4; each needs its own"),
        "{refused}"
    );
    batch.commit().expect("committed");
    assert_eq!(ids(&store, EventFilter::default()), ["e1"]);
    assert_eq!(store.counts().expect("counts").documents, 1);
    assert_sound(&store);
}

#[test]
fn a_dropped_batch_leaves_nothing() {
    let (_folder, mut store) = fresh();
    let batch = store.batch().expect("a batch");
    batch
        .add(&meta("d1"), Some("One."), &[], &versions("1"))
        .expect("in the batch");
    drop(batch);
    assert_eq!(store.counts().expect("counts"), Counts::default());
}

#[test]
fn readers_see_the_last_finished_transaction() {
    let (_folder, mut store) = fresh();
    store
        .add(&meta("d1"), Some("One."), &[], &versions("1"))
        .expect("stored");
    let reader = Store::open_read_only(store.path()).expect("a reader");
    let path = store.path().to_owned();
    let batch = store.batch().expect("a batch");
    batch
        .add(&meta("d2"), Some("Two."), &[], &versions("1"))
        .expect("in the batch");
    assert_eq!(reader.counts().expect("counts").documents, 1);
    assert_eq!(
        Store::open_read_only(&path)
            .expect("another")
            .counts()
            .expect("counts")
            .documents,
        1
    );
    batch.commit().expect("committed");
    assert_eq!(reader.counts().expect("counts").documents, 2);
}

#[test]
fn filters_let_through_what_they_say() {
    let (_folder, mut store) = fresh();
    let document = meta("d1");
    let day = |d| Some(Days::day(date(1995, 1, d)));
    let mut visit = event(&document, "visit", "GRA", "RUR", day(3));
    visit.source[0].name = Some("Duke Michael".to_owned());
    let mut ban = event(&document, "ban", "RUR", "GRA", day(5));
    (ban.event_type, ban.mode, ban.status) =
        (EventType::Coerce, Some("ban".into()), Status::Planned);
    ban.sentence.text =
        "Strelsau will ban Graustark's \"sweet\" salt over the façade tariffs.".to_owned();
    let mut league = event(&document, "league", "ZEN", "GRA", None);
    league.source.push(ruritania::actor("RUR"));
    let other = event(
        &meta("d2"),
        "other",
        "ZEN",
        "BOR",
        Days::new(date(1994, 12, 1), date(1995, 1, 4)),
    );
    let records = [visit, ban, league].map(Record::Event);
    store
        .add(&document, Some("x"), &records, &versions("1"))
        .expect("stored");
    let mut elsewhere = (*meta("d2")).clone();
    elsewhere.publisher = Some("Zenda Post".to_owned());
    store
        .add(
            &elsewhere,
            Some("y"),
            &[Record::Event(other)],
            &versions("1"),
        )
        .expect("stored");

    let all = EventFilter::default();
    let some = |codes: &[&str]| {
        codes
            .iter()
            .map(|code| (*code).to_owned())
            .collect::<Vec<_>>()
    };
    let check = |filter: EventFilter, expected: &[&str]| {
        assert_eq!(ids(&store, filter.clone()), expected, "{filter:?}")
    };
    check(all.clone(), &["other", "visit", "ban", "league"]);
    check(
        EventFilter {
            order: EventOrder::LatestFirst,
            ..all.clone()
        },
        &["ban", "visit", "other", "league"],
    );
    check(
        EventFilter {
            order: EventOrder::Stored,
            ..all.clone()
        },
        &["visit", "ban", "league", "other"],
    );
    check(
        EventFilter {
            limit: Some(2),
            offset: 1,
            ..all.clone()
        },
        &["visit", "ban"],
    );
    check(
        EventFilter {
            offset: 3,
            ..all.clone()
        },
        &["league"],
    );
    check(
        EventFilter {
            actors: some(&["RUR"]),
            ..all.clone()
        },
        &["visit", "ban", "league"],
    );
    check(
        EventFilter {
            actors: some(&["BOR", "Duke Michael"]),
            ..all.clone()
        },
        &["other", "visit"],
    );
    check(
        EventFilter {
            source: some(&["RUR"]),
            ..all.clone()
        },
        &["ban", "league"],
    );
    check(
        EventFilter {
            target: some(&["RUR", "BOR"]),
            ..all.clone()
        },
        &["other", "visit"],
    );
    check(
        EventFilter {
            dyad: Some(Dyad::Ordered("RUR".into(), "GRA".into())),
            ..all.clone()
        },
        &["ban", "league"],
    );
    check(
        EventFilter {
            dyad: Some(Dyad::Unordered("RUR".into(), "GRA".into())),
            ..all.clone()
        },
        &["visit", "ban", "league"],
    );
    check(
        EventFilter {
            dyad: Some(Dyad::Unordered("ZEN".into(), "RUR".into())),
            ..all.clone()
        },
        &[],
    );
    check(
        EventFilter {
            types: vec![EventType::Coerce, EventType::Aid],
            ..all.clone()
        },
        &["ban"],
    );
    check(
        EventFilter {
            modes: some(&["ban"]),
            ..all.clone()
        },
        &["ban"],
    );
    check(
        EventFilter {
            statuses: vec![Status::Happened],
            ..all.clone()
        },
        &["other", "visit", "league"],
    );
    check(
        EventFilter {
            quads: vec![Quad::MaterialConflict],
            ..all.clone()
        },
        &["ban"],
    );
    check(
        EventFilter {
            since: Some(date(1995, 1, 3)),
            ..all.clone()
        },
        &["other", "visit", "ban"],
    );
    check(
        EventFilter {
            since: Some(date(1995, 1, 4)),
            ..all.clone()
        },
        &["ban"],
    );
    check(
        EventFilter {
            until: Some(date(1995, 1, 3)),
            ..all.clone()
        },
        &["other"],
    );
    check(
        EventFilter {
            publisher: Some("zenda post".into()),
            ..all.clone()
        },
        &["other"],
    );
    check(
        EventFilter {
            document: Some("d2".into()),
            ..all.clone()
        },
        &["other"],
    );
    check(
        EventFilter {
            document: Some("d2' OR '1'='1".into()),
            ..all.clone()
        },
        &[],
    );
    for (text, expected) in [
        ("SALT facade", &["ban"][..]),
        ("tariff", &[]),
        ("tariff*", &["ban"]),
        ("\"salt over\"", &["ban"]),
        ("\"over salt\"", &[]),
        ("\"sweet", &["ban"]),
        ("salt NOT ban", &[]),
        ("", &[]),
        ("- * \"\" (", &[]),
    ] {
        check(
            EventFilter {
                text: Some(text.into()),
                ..all.clone()
            },
            expected,
        );
    }
}

#[test]
fn an_id_may_be_cut_short() {
    let (_folder, mut store) = fresh();
    let document = meta("d1");
    let records = ["ab12", "ab12cd", "ab99"]
        .map(|id| Record::Event(event(&document, id, "GRA", "RUR", None)));
    store
        .add(
            &document,
            Some("One.\n\nThe duke spoke. Two."),
            &records,
            &versions("1"),
        )
        .expect("stored");
    let get = |id| store.get(id).map(|found| found.map(|event| event.id));
    assert_eq!(get("ab12").expect("whole"), Some("ab12".to_owned()));
    assert_eq!(get("ab9").expect("unique"), Some("ab99".to_owned()));
    assert_eq!(get("zz").expect("none"), None);
    assert_eq!(get("").expect("none"), None);
    assert_eq!(get("%").expect("none"), None);
    let error = get("ab").expect_err("several").to_string();
    assert_eq!(
        error,
        "`ab` begins several ids, among them ab12 and ab12cd; give more of it"
    );
}

#[test]
fn an_event_has_its_paragraph() {
    let (_folder, mut store) = fresh();
    let document = meta("d1");
    let mut told = event(&document, "e1", "GRA", "RUR", None);
    told.sentence = Quote {
        text: "Two.".into(),
        start_char: 22,
        end_char: 26,
    };
    let (text, records) = (
        "Öne.\n\nThe duke spoke. Two. Three.\n\nFour.",
        [Record::Event(told.clone())],
    );
    store
        .add(&document, Some(text), &records, &versions("1"))
        .expect("stored");
    let paragraph = store.paragraph(&told).expect("read").expect("a text");
    assert_eq!(
        paragraph,
        Paragraph {
            text: "The duke spoke. Two. Three.".into(),
            start_char: 6,
            end_char: 33
        }
    );
    store
        .add(&document, None, &records, &versions("2"))
        .expect("stored");
    assert_eq!(store.paragraph(&told).expect("read"), None);
}

#[test]
fn another_writer_is_waited_for_and_then_named() {
    let (_folder, mut store) = fresh();
    let mut second = Store::open(store.path()).expect("opened twice");
    second.set_patience(Duration::from_millis(50)).expect("set");
    let batch = store.batch().expect("a batch");
    let error = second
        .add(&meta("d1"), None, &[], &versions("1"))
        .expect_err("locked");
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    assert!(error.to_string().ends_with(
        "record.db is being written by another program; try again when it has finished"
    ));
    drop(batch);
    second
        .add(&meta("d1"), None, &[], &versions("1"))
        .expect("free again");
}

/// A report whose three sentences tell of a meeting each, coded by another version.
fn coded(
    triggers: &[(&str, usize, EventType, &str, &str)],
) -> (Arc<DocumentMeta>, String, Vec<Record>) {
    let meta = meta("decided");
    let text = "x".repeat(120);
    let records = triggers
        .iter()
        .map(|(id, trigger, event_type, source, target)| {
            let mut event = event(&meta, id, source, target, None);
            let sentence = trigger / 40 * 40;
            event.sentence = Quote {
                start_char: sentence,
                end_char: sentence + 40,
                text: text[sentence..sentence + 40].to_owned(),
            };
            event.trigger.start_char = *trigger;
            event.trigger.end_char = trigger + 3;
            event.event_type = *event_type;
            event.mode = None;
            Record::Event(event)
        });
    let records = records.collect();
    (meta, text, records)
}

#[test]
fn events_of_a_decision_are_found_by_their_sentence_when_trigger_and_type_change() {
    use EventType::*;
    let (_folder, mut store) = fresh();
    let (meta, text, records) = coded(&[
        ("a1", 10, Consult, "GRA", "RUR"),
        ("b1", 50, Consult, "GRA", "RUR"),
        ("c1", 90, Consult, "ZEN", "RUR"),
    ]);
    store
        .add(&meta, Some(&text), &records, &versions("1"))
        .expect("stored");
    let decided: Vec<Event> = records
        .iter()
        .filter_map(|record| match record {
            Record::Event(event) => Some(event.clone()),
            _ => None,
        })
        .collect();
    let batch = store.batch().expect("a batch");
    batch
        .put_decision(
            DecisionKind::Split,
            &decided[..2],
            &decided[2..],
            Some("two trips"),
        )
        .expect("kept");
    batch.commit().expect("committed");

    // Another version sees other words and types, and in two sentences something more.
    let (meta, text, records) = coded(&[
        ("a2", 20, Agree, "GRA", "RUR"),
        ("b2", 60, Agree, "GRA", "RUR"),
        ("b3", 70, Accuse, "BOR", "GRA"),
        ("c2", 100, Agree, "ZEN", "RUR"),
        ("c3", 110, Accuse, "RUR", "ZEN"),
    ]);
    store
        .add(&meta, Some(&text), &records, &versions("2"))
        .expect("stored");
    let [decision] = &store.decisions().expect("an answer")[..] else {
        panic!("one decision");
    };
    // The only event of its sentence, and the only one there between its parties.
    assert_eq!(decision.these, ["a2", "b2"]);
    // Two would do for the third: it is told to be lost rather than guessed.
    assert_eq!(decision.those, [""; 0]);
    assert_eq!(decision.lost.len(), 1);
    assert_eq!(decision.lost[0].id, "c1");
}
