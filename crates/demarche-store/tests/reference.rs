//! The reference page says what the store has.

mod ruritania;

use demarche_store::formats::table::Cell;
use demarche_store::store::{SqlLimits, Store, Versions};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/store.md");

fn texts(store: &Store, query: &str) -> Vec<String> {
    let answer = store
        .sql(query, &SqlLimits::default())
        .unwrap_or_else(|e| panic!("{query}: {e}"));
    let text = |cell| {
        if let Cell::Text(text) = cell {
            text
        } else {
            panic!("{query}: no text")
        }
    };
    answer.table.rows.into_iter().flatten().map(text).collect()
}

#[test]
fn every_view_column_and_table_is_on_the_page() {
    let page = std::fs::read_to_string(PAGE).expect("the page");
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path().join("record.db")).expect("a store");
    let columns = texts(
        &store,
        "SELECT c.name FROM sqlite_master v, pragma_table_info(v.name) c WHERE v.type = 'view'",
    );
    assert!(columns.len() > 80, "{}", columns.len());
    let tables = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%\\_search\\_%' ESCAPE '\\'";
    for name in columns.into_iter().chain(texts(&store, tables)) {
        assert!(
            page.contains(&format!("`{name}`")),
            "`{name}` isn't on the page"
        );
    }
}

#[test]
fn the_search_on_the_page_finds() {
    let page = std::fs::read_to_string(PAGE).expect("the page");
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::create(folder.path().join("record.db")).expect("a store");
    let (meta, text, records) = ruritania::document(0, 20);
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
    let query = page
        .split("```sql\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("the page has SQL");
    assert_eq!(
        store
            .sql(query, &SqlLimits::default())
            .expect("an answer")
            .table
            .rows
            .len(),
        10
    );
}
