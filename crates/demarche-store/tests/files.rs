//! Files that aren't stores stay as they are, and errors name them.

mod ruritania;

use demarche_store::store::{Added, Store, StoreError, Versions};
use std::fs;
use std::path::Path;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn versions() -> Versions {
    Versions {
        coder: "1".into(),
        knowledge: "1".into(),
    }
}

/// Every way of opening refuses the file, says why, and changes nothing beside it.
fn assert_refused(path: &Path, reason: &str) {
    let before = fs::read(path).expect("the file");
    let listing = || {
        fs::read_dir(path.parent().expect("a folder"))
            .expect("a folder")
            .count()
    };
    let files = listing();
    for opened in [
        Store::open(path),
        Store::open_or_create(path),
        Store::open_read_only(path),
    ] {
        let error = opened.expect_err("no store").to_string();
        assert_eq!(
            error,
            format!("{} is not a demarche store: {reason}", path.display())
        );
    }
    let error = Store::create(path)
        .expect_err("the name is taken")
        .to_string();
    assert_eq!(
        error,
        format!(
            "{} exists already; a new store needs a name of its own",
            path.display()
        )
    );
    assert_eq!(fs::read(path).expect("the file"), before);
    assert_eq!(listing(), files);
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = folder();
    let text = folder.path().join("letter.txt");
    fs::write(&text, "Dear Rudolf, ".repeat(40)).expect("written");
    assert_refused(&text, "it is no SQLite file");
    fs::write(&text, "short").expect("written");
    assert_refused(&text, "it is no SQLite file");
    fs::write(&text, b"SQLite format 3\0").expect("written");
    assert_refused(&text, "it is no SQLite file");

    let foreign = folder.path().join("accounts.db");
    let connection = rusqlite::Connection::open(&foreign).expect("made");
    connection
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)")
        .expect("filled");
    connection.close().expect("closed");
    assert_refused(&foreign, "it is an SQLite file of another program");
}

#[test]
fn folders_and_missing_files_are_named() {
    let folder = folder();
    let error = Store::open(folder.path())
        .expect_err("a folder")
        .to_string();
    assert!(
        error.ends_with("is not a demarche store: it is a folder") || error.contains("directory"),
        "{error}"
    );
    let path = folder.path().join("none.db");
    for opened in [Store::open(&path), Store::open_read_only(&path)] {
        assert_eq!(
            opened.expect_err("nothing there").to_string(),
            format!("there is no store {}", path.display())
        );
    }
    assert!(!path.exists(), "looking makes no file");
    let deep = folder.path().join("no/such/place.db");
    let error = Store::create(&deep).expect_err("no folder").to_string();
    assert!(
        error.contains("place.db: there is no folder") && error.ends_with("no/such"),
        "{error}"
    );
}

#[test]
fn an_empty_file_may_become_a_store() {
    let folder = folder();
    let path = folder.path().join("empty.db");
    fs::write(&path, "").expect("written");
    let error = Store::open(&path).expect_err("empty").to_string();
    assert!(
        error.ends_with("is not a demarche store: it is empty"),
        "{error}"
    );
    Store::open_or_create(&path).expect("made");
    Store::open(&path).expect("a store now");
}

#[test]
fn a_name_that_looks_like_an_address_is_a_name() {
    let folder = folder();
    let path = folder.path().join("file:a?mode=memory#%41 é.db");
    Store::create(&path)
        .expect("made")
        .add(&ruritania::meta("d1"), None, &[], &versions())
        .expect("stored");
    assert!(path.exists());
    assert_eq!(
        Store::open_read_only(&path)
            .expect("opened")
            .counts()
            .expect("counts")
            .documents,
        1
    );
}

#[test]
fn a_store_of_a_later_version_is_refused() {
    let folder = folder();
    let path = folder.path().join("later.db");
    drop(Store::create(&path).expect("made"));
    let connection = rusqlite::Connection::open(&path).expect("opened");
    connection
        .pragma_update(None, "user_version", 99)
        .expect("set");
    connection.close().expect("closed");
    for opened in [
        Store::open(&path),
        Store::open_or_create(&path),
        Store::open_read_only(&path),
    ] {
        let error = opened.expect_err("too new");
        assert!(
            matches!(error, StoreError::NewerSchema { found: 99, .. }),
            "{error}"
        );
    }
}

#[test]
fn a_damaged_store_is_called_so() {
    let folder = folder();
    let path = folder.path().join("damaged.db");
    let mut store = Store::create(&path).expect("made");
    for n in 0..50 {
        let (meta, text, records) = ruritania::document(n, 10);
        store
            .add(&meta, Some(&text), &records, &versions())
            .expect("stored");
    }
    drop(store);
    let mut bytes = fs::read(&path).expect("the file");
    let half = bytes.len() / 2;
    bytes[4096..half].fill(0xA5);
    fs::write(&path, bytes).expect("written");
    let error = Store::open(&path)
        .and_then(|store| store.events(&Default::default()))
        .expect_err("damaged");
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert!(error.to_string().contains("damaged.db is damaged: "));
}

#[test]
fn a_full_disk_loses_only_the_document_at_hand() {
    let folder = folder();
    let path = folder.path().join("full.db");
    let mut store = Store::create(&path).expect("made");
    let (meta, text, records) = ruritania::document(0, 5);
    store
        .add(&meta, Some(&text), &records, &versions())
        .expect("stored");
    // SQLite's own ceiling on a file's size gives the error of a full disk.
    store.limit_pages(200).expect("set");
    let mut n = 1;
    let error = loop {
        let (meta, text, records) = ruritania::document(n, 20);
        match store.add(&meta, Some(&text), &records, &versions()) {
            Ok(_) => n += 1,
            Err(error) => break error,
        }
        assert!(n < 10_000, "200 pages must fill");
    };
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        format!("{} can't grow: the disk is full", path.display())
    );
    assert_eq!(
        store.counts().expect("still readable").documents,
        i64::from(n)
    );
    drop(store);
    let (meta, text, records) = ruritania::document(n, 20);
    let mut store = Store::open(&path).expect("room again");
    assert_eq!(
        store
            .add(&meta, Some(&text), &records, &versions())
            .expect("stored"),
        Added::Added
    );
}

#[test]
#[cfg(unix)]
fn a_read_only_store_can_be_read_and_says_so_when_written() {
    let folder = folder();
    let path = folder.path().join("record.db");
    Store::create(&path)
        .expect("made")
        .add(&ruritania::meta("d1"), None, &[], &versions())
        .expect("stored");
    let mut store = Store::open_read_only(&path).expect("opened");
    assert_eq!(store.counts().expect("counts").documents, 1);
    let error = store
        .add(&ruritania::meta("d2"), None, &[], &versions())
        .expect_err("read-only");
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
    assert!(
        error
            .to_string()
            .ends_with("record.db can't be written: the file or its folder is read-only")
    );
}
