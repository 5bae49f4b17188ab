//! Questions in SQL: answered, or refused with a reason; never a change.

mod ruritania;

use demarche_store::formats::table::Cell;
use demarche_store::store::{SqlLimits, Store, StoreError, Versions};
use std::time::{Duration, Instant};

fn filled() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::create(folder.path().join("record.db")).expect("a new store");
    for n in 0..20 {
        let (meta, text, records) = ruritania::document(n, 5);
        store
            .add(
                &meta,
                Some(&text),
                &records,
                &Versions {
                    coder: "1".into(),
                    knowledge: "1".into(),
                },
            )
            .expect("stored");
    }
    (folder, store)
}

fn ask(store: &Store, query: &str) -> Vec<Vec<Cell>> {
    store
        .sql(query, &SqlLimits::default())
        .unwrap_or_else(|e| panic!("{query}: {e}"))
        .table
        .rows
}

#[test]
fn views_and_searches_answer() {
    let (_folder, store) = filled();
    for (query, expected) in [
        ("SELECT count(*) FROM events", 100),
        ("SELECT count(*) FROM documents", 20),
        ("SELECT sum(events) FROM documents", 100),
        ("SELECT count(*) FROM dyads", 100),
        ("SELECT sum(events) FROM dyad_months", 100),
        (
            "SELECT sum(verbal_cooperation + material_cooperation + verbal_conflict + material_conflict) FROM dyad_months",
            100,
        ),
        ("SELECT count(*) FROM visits", 0),
        ("SELECT count(*) FROM claims", 0),
        ("SELECT count(*) FROM figures", 0),
        ("SELECT count(*) FROM matters", 0),
        (
            "SELECT count(*) FROM sentence_search WHERE sentence_search MATCH 'railway AND tariff'",
            100,
        ),
        ("SELECT count(*) FROM document_search('salt')", 20),
        ("SELECT count(*) FROM event, json_each(event.steps)", 100),
        (
            "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT sum(i) FROM n",
            55,
        ),
        (
            "SELECT count(*) FROM (SELECT row_number() OVER (PARTITION BY type ORDER BY since) FROM event)",
            100,
        ),
        (
            "SELECT count(*) FROM event WHERE strftime('%Y', since) >= '1990' -- a comment\n;",
            100,
        ),
        ("SELECT count(*) > 20 FROM pragma_table_info('event')", 1),
    ] {
        assert_eq!(ask(&store, query), [[Cell::Integer(expected)]], "{query}");
    }
    let marked = ask(
        &store,
        "SELECT snippet(sentence_search, 0, '[', ']', '…', 4) FROM sentence_search('railway') LIMIT 1",
    );
    assert!(
        matches!(&marked[0][0], Cell::Text(text) if text.contains("[railway]")),
        "{marked:?}"
    );
    let row = ask(&store, "SELECT NULL, 1, 1.5, 'x', x'00ff'");
    assert_eq!(
        row,
        [[
            Cell::Null,
            Cell::Integer(1),
            Cell::Real(1.5),
            Cell::Text("x".into()),
            Cell::Bytes(vec![0, 255])
        ]]
    );
    assert_eq!(
        ask(
            &store,
            "SELECT DISTINCT source_countries FROM events WHERE source_countries = 'RUR'"
        )
        .len(),
        1
    );
}

#[test]
fn nothing_but_reading_is_allowed() {
    let (folder, store) = filled();
    let bytes = || std::fs::read(store.path()).expect("the file");
    let before = bytes();
    let target = folder.path().join("stolen.db");
    for query in [
        "DELETE FROM event".to_owned(),
        "UPDATE document SET title = 'x'".to_owned(),
        "INSERT INTO meta VALUES ('a', 'b')".to_owned(),
        "DROP TABLE event".to_owned(),
        "CREATE TABLE t (x)".to_owned(),
        "CREATE TEMP TABLE t (x)".to_owned(),
        "CREATE TEMP VIEW v AS SELECT 1".to_owned(),
        "ATTACH ':memory:' AS other".to_owned(),
        format!("ATTACH '{}' AS other", target.display()),
        format!("VACUUM INTO '{}'", target.display()),
        "VACUUM".to_owned(),
        "REINDEX".to_owned(),
        "ANALYZE".to_owned(),
        "PRAGMA user_version = 7".to_owned(),
        "PRAGMA query_only = 0".to_owned(),
        "PRAGMA journal_mode = DELETE".to_owned(),
        "PRAGMA writable_schema = 1".to_owned(),
        "BEGIN".to_owned(),
        "SAVEPOINT s".to_owned(),
        "SELECT load_extension('x')".to_owned(),
        "SELECT fts3_tokenizer('x')".to_owned(),
        "SELECT randomblob(10)".to_owned(),
        "SELECT readfile('/etc/hostname')".to_owned(),
        "INSERT INTO sentence_search (sentence_search) VALUES ('rebuild')".to_owned(),
        "SELECT 1; DELETE FROM event".to_owned(),
    ] {
        let error = store.sql(&query, &SqlLimits::default()).expect_err(&query);
        assert!(
            matches!(error, StoreError::Sql { .. }),
            "{query}: {error:?}"
        );
    }
    assert!(!target.exists());
    assert_eq!(bytes(), before);
    assert_eq!(
        ask(&store, "SELECT count(*) FROM event"),
        [[Cell::Integer(100)]]
    );
}

#[test]
fn errors_say_what_is_wrong() {
    let (_folder, store) = filled();
    let error = |query| {
        store
            .sql(query, &SqlLimits::default())
            .expect_err("an error")
            .to_string()
    };
    assert_eq!(
        error("SELECT colour FROM events"),
        "the SQL can't be answered: no such column: colour (at `colour FROM events`)"
    );
    assert!(
        error("SELECT * FORM events")
            .starts_with("the SQL can't be answered: near \"FORM\": syntax error")
    );
    assert_eq!(
        error("SELECT 1; SELECT 2"),
        "the SQL can't be answered: it holds more than one statement; ask one at a time"
    );
    assert!(
        error("DELETE FROM event")
            .starts_with("the SQL can't be answered: it may only read: SELECT")
    );
    assert!(error("SELECT ?").contains("question marks"));
    assert!(error("SELECT * FROM sentence_search('\"')").contains("unterminated string"));
    assert!(
        error("").starts_with("the SQL can't be answered: "),
        "{}",
        error("")
    );
}

#[test]
fn limits_hold() {
    let (_folder, store) = filled();
    let endless = "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) SELECT";
    let limits = SqlLimits {
        time: Duration::from_millis(100),
        rows: 10,
        bytes: 1_000,
    };
    let begun = Instant::now();
    let error = store
        .sql(&format!("{endless} count(*) FROM n"), &limits)
        .expect_err("endless");
    assert!(matches!(error, StoreError::Slow { .. }), "{error:?}");
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(
        error.to_string(),
        "the SQL took longer than 0.1 seconds and was stopped"
    );

    let answer = store
        .sql(&format!("{endless} i FROM n"), &limits)
        .expect("cut by rows");
    assert_eq!((answer.table.rows.len(), answer.cut), (10, true));
    let answer = store
        .sql("SELECT text FROM document", &limits)
        .expect("cut by bytes");
    assert!(answer.cut && answer.table.rows.len() < 10);
    assert!(!store.sql("SELECT 1", &limits).expect("short").cut);
    let huge = store
        .sql("SELECT hex(zeroblob(2000000000))", &SqlLimits::default())
        .expect_err("too big");
    assert!(matches!(huge, StoreError::Sql { .. }), "{huge:?}");
}
