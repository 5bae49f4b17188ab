//! Killed at any moment, a store holds whole documents alone, and the next run
//! carries on.

mod ruritania;

use demarche_event::Record;
use demarche_store::store::{Added, Store, Versions};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

const DOCUMENTS: u32 = 1_500;
const EVENTS: u32 = 6;
const KILLS: u32 = 40;
/// Tells the child which store to fill.
const STORE: &str = "DEMARCHE_TEST_STORE";

fn versions() -> Versions {
    Versions {
        coder: "1".into(),
        knowledge: "1".into(),
    }
}

/// The part of the child: fills the store from the first document on, some in
/// batches and some alone, as if it didn't know that it was ever killed.
#[test]
#[ignore = "run by the test below, as a program of its own"]
fn child_fills_the_store() {
    let path = PathBuf::from(std::env::var_os(STORE).expect("the parent names the store"));
    let mut store = Store::open_or_create(path).expect("a store, whatever happened before");
    for first in (0..DOCUMENTS).step_by(7) {
        let batch = store.batch().expect("a batch");
        for n in first..(first + 6).min(DOCUMENTS) {
            let (meta, text, records) = ruritania::document(n, EVENTS);
            batch
                .add(&meta, Some(&text), &records, &versions())
                .expect("added");
        }
        batch.commit().expect("committed");
        if first + 6 < DOCUMENTS {
            let (meta, text, records) = ruritania::document(first + 6, EVENTS);
            store
                .add(&meta, Some(&text), &records, &versions())
                .expect("added");
        }
    }
}

#[test]
fn killed_at_any_moment_a_store_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("record.db");
    let (mut kills, mut grown, mut before) = (0, 0, 0);
    // A machine that is busy with other things gets less far in the same time.
    let mut patience = 1;
    for round in 0.. {
        if round > 0 && round % KILLS == 0 {
            if kills >= 20 && grown >= 5 {
                break;
            }
            patience *= 2;
            assert!(
                patience <= 64,
                "of {round} children {kills} were killed at work, and {grown} got to write"
            );
        }
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "child_fills_the_store", "--ignored"])
            .env(STORE, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a child");
        // From the making of the file to well into the filling, at no even step.
        std::thread::sleep(Duration::from_micros(
            patience * (u64::from((round + 1) * 7_919 % 61_000) + 500),
        ));
        kills += u32::from(child.try_wait().expect("a state").is_none());
        child.kill().expect("killed");
        child.wait().expect("gone");
        let documents = check(&path);
        assert!(documents >= before, "what was committed stays");
        grown += u32::from(documents > before);
        before = documents;
    }
    let mut store = Store::open_or_create(&path).expect("a store");
    let mut added = 0;
    for n in 0..DOCUMENTS {
        let (meta, text, records) = ruritania::document(n, EVENTS);
        let result = store
            .add(&meta, Some(&text), &records, &versions())
            .expect("added");
        added += i64::from(result == Added::Added);
    }
    drop(store);
    assert_eq!(check(&path), i64::from(DOCUMENTS));
    assert_eq!(
        added,
        i64::from(DOCUMENTS) - before,
        "only what was missing was written"
    );
    println!("{kills} kills, {grown} runs that wrote, {before} documents before the last run");
}

/// Checks that the file is sound and every document in it whole; counts them.
fn check(path: &PathBuf) -> i64 {
    if !path.exists() || std::fs::metadata(path).expect("a file").len() == 0 {
        return 0;
    }
    let store = Store::open_or_create(path).expect("a store");
    let connection = rusqlite::Connection::open(path).expect("an SQLite file");
    let verdict: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("a verdict");
    assert_eq!(verdict, "ok");
    for index in ["document_search", "sentence_search"] {
        connection
            .execute(
                &format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)"),
                [],
            )
            .expect("the index agrees with its table");
    }
    let counts = store.counts().expect("counts");
    assert_eq!(counts.events, counts.documents * i64::from(EVENTS));
    // Among the last ones written, record by record.
    for n in (0..DOCUMENTS)
        .rev()
        .filter(|n| i64::from(*n) < counts.documents)
        .take(8)
    {
        let (meta, text, records) = ruritania::document(n, EVENTS);
        assert_eq!(
            store.document(&meta.id).expect("read").and_then(|d| d.text),
            Some(text)
        );
        assert_eq!(
            store.records(&meta.id).expect("read"),
            Some::<Vec<Record>>(records)
        );
    }
    counts.documents
}
