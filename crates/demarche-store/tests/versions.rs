//! Files of earlier schema versions open, and hold what they held.
//!
//! `tests/versions` keeps a small store of each past version as the program of
//! its day wrote it, and the events it listed.

mod ruritania;

use demarche_event::Record;
use demarche_store::formats::record::write_record;
use demarche_store::store::{EventFilter, SqlLimits, Store, StoreError, Versions};
use std::path::{Path, PathBuf};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/versions");
/// The versions of which a file is kept.
const KEPT: &[i32] = &[1];

/// A copy of the kept store of a version, in a folder that goes away with it.
fn copy(version: i32) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("record.db");
    std::fs::copy(format!("{FOLDER}/schema-{version}.db"), &path).expect("the kept store");
    (folder, path)
}

fn pragma(path: &Path, question: &str) -> String {
    rusqlite::Connection::open(path)
        .expect("an SQLite file")
        .query_row(question, [], |row| row.get::<_, rusqlite::types::Value>(0))
        .map(|value| format!("{value:?}"))
        .expect("an answer")
}

/// The whole schema, without the white space that SQLite keeps of its text.
fn schema(path: &Path) -> Vec<(String, String, String)> {
    let connection = rusqlite::Connection::open(path).expect("an SQLite file");
    let mut statement = connection
        .prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name")
        .expect("SQL");
    statement
        .query_map([], |row| {
            let sql: String = row.get(2)?;
            let sql: Vec<&str> = sql.split_whitespace().collect();
            Ok((row.get(0)?, row.get(1)?, sql.join(" ")))
        })
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("rows")
}

#[test]
fn older_files_come_up_to_date_and_keep_everything() {
    for &version in KEPT {
        let (_folder, path) = copy(version);
        let mut store = Store::open(&path).expect("it opens");
        let mut listed = Vec::new();
        for event in store.events(&EventFilter::default()).expect("events") {
            write_record(&mut listed, &Record::Event(event)).expect("JSON");
        }
        let then = std::fs::read_to_string(format!("{FOLDER}/schema-{version}.jsonl"))
            .expect("the kept list");
        assert_eq!(String::from_utf8(listed).expect("JSON"), then);

        let new = path.with_file_name("new.db");
        drop(Store::create(&new).expect("a new store"));
        assert_eq!(
            pragma(&path, "PRAGMA user_version"),
            pragma(&new, "PRAGMA user_version")
        );
        assert_eq!(
            schema(&path),
            schema(&new),
            "an upgraded file and a new one"
        );
        assert_eq!(
            pragma(&path, "PRAGMA integrity_check"),
            pragma(&new, "PRAGMA integrity_check")
        );

        let (meta, text, records) = ruritania::document(0, 5);
        let versions = Versions {
            coder: "1".into(),
            knowledge: "1".into(),
        };
        store
            .add(&meta, Some(&text), &records, &versions)
            .expect("it takes new documents");
        let steps = store
            .sql(
                "SELECT version FROM schema_step ORDER BY version",
                &SqlLimits::default(),
            )
            .expect("an answer");
        assert_eq!(
            steps.table.rows.len().to_string(),
            pragma(&path, "PRAGMA user_version").replace(|c: char| !c.is_ascii_digit(), "")
        );
    }
}

#[test]
fn reading_alone_changes_no_older_file() {
    let (_folder, path) = copy(1);
    let before = std::fs::read(&path).expect("the file");
    let error = Store::open_read_only(&path).expect_err("it is of an older schema");
    assert!(
        matches!(error, StoreError::OlderSchema { found: 1, .. }),
        "{error}"
    );
    assert!(
        error.to_string().contains("demarche upgrade --store"),
        "{error}"
    );
    assert_eq!(std::fs::read(&path).expect("the file"), before);
}

#[test]
fn upgrading_tells_what_it_did_and_does_it_once() {
    let (_folder, path) = copy(1);
    let upgrade = Store::upgrade(&path).expect("upgraded");
    assert_eq!(upgrade.found, 1);
    assert!(upgrade.now > 1);
    let again = Store::upgrade(&path).expect("nothing to do");
    assert_eq!((again.found, again.now), (upgrade.now, upgrade.now));
    Store::open_read_only(&path).expect("readers open it now");
}

/// A file whose rows contradict each other stays what it was: the step that
/// finds out is undone as a whole.
#[test]
fn a_step_that_fails_leaves_the_file_at_its_version() {
    let (_folder, path) = copy(1);
    let connection = rusqlite::Connection::open(&path).expect("an SQLite file");
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM document WHERE key = 1")
        .expect("a document goes, its events stay");
    drop(connection);
    let error = Store::open(&path).expect_err("events without a document");
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_eq!(pragma(&path, "PRAGMA user_version"), "Integer(1)");
    assert_eq!(
        pragma(
            &path,
            "SELECT count(*) FROM sqlite_master WHERE name = 'schema_step'"
        ),
        "Integer(0)"
    );
}
