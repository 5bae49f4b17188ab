//! What does it cost to store a document, and to find its events again?
//!
//! `cargo bench -p demarche-store [-- DOCUMENTS]`: documents of 20 events each,
//! first one transaction a document, then a hundred; then questions, the best
//! of five. The cache is the system's, as for a user who asks twice.

#[path = "../tests/ruritania/mod.rs"]
mod ruritania;

use demarche_event::EventType;
use demarche_store::store::{Dyad, EventFilter, EventOrder, SqlLimits, Store, Versions};
use jiff::civil::date;
use std::time::{Duration, Instant};

fn main() {
    let documents = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .next()
        .unwrap_or(10_000u32);
    let folder = tempfile::tempdir().expect("a folder");
    let versions = Versions {
        coder: "1".into(),
        knowledge: "1".into(),
    };
    let made: Vec<_> = (0..documents).map(|n| ruritania::document(n, 20)).collect();

    let few = (documents / 10) as usize;
    let mut store = Store::create(folder.path().join("alone.db")).expect("a store");
    let begun = Instant::now();
    for (meta, text, records) in &made[..few] {
        store
            .add(meta, Some(text), records, &versions)
            .expect("stored");
    }
    told(
        "add, a transaction each",
        begun.elapsed() / few as u32,
        "a document",
    );

    let path = folder.path().join("batches.db");
    let mut store = Store::create(&path).expect("a store");
    let begun = Instant::now();
    for hundred in made.chunks(100) {
        let batch = store.batch().expect("a batch");
        for (meta, text, records) in hundred {
            batch
                .add(meta, Some(text), records, &versions)
                .expect("stored");
        }
        batch.commit().expect("committed");
    }
    told(
        "add, a hundred a transaction",
        begun.elapsed() / documents,
        "a document",
    );

    let begun = Instant::now();
    let batch = store.batch().expect("a batch");
    for (meta, text, records) in &made {
        batch
            .add(meta, Some(text), records, &versions)
            .expect("there already");
    }
    batch.commit().expect("committed");
    told(
        "add again, unchanged",
        begun.elapsed() / documents,
        "a document",
    );
    drop(store);
    let size = std::fs::metadata(&path).expect("the file").len();
    println!(
        "{:<34} {:>9.1} kB a document",
        "size",
        size as f64 / 1_000.0 / f64::from(documents)
    );

    best("open", || drop(Store::open(&path).expect("opened")));
    let store = Store::open(&path).expect("opened");
    let page = EventFilter {
        limit: Some(50),
        ..EventFilter::default()
    };
    let dyad = Some(Dyad::Unordered("RUR".into(), "GRA".into()));
    let year = (Some(date(1995, 1, 1)), Some(date(1996, 1, 1)));
    let filters = [
        ("first 50", page.clone()),
        (
            "latest 50",
            EventFilter {
                order: EventOrder::LatestFirst,
                ..page.clone()
            },
        ),
        (
            "dyad, 50",
            EventFilter {
                dyad: dyad.clone(),
                ..page.clone()
            },
        ),
        (
            "dyad in a year, 50",
            EventFilter {
                dyad,
                since: year.0,
                until: year.1,
                ..page.clone()
            },
        ),
        (
            "type, 50",
            EventFilter {
                types: vec![EventType::Aid],
                ..page.clone()
            },
        ),
        (
            "type in a year, 50",
            EventFilter {
                types: vec![EventType::Aid],
                since: year.0,
                until: year.1,
                ..page.clone()
            },
        ),
        (
            "words, 50",
            EventFilter {
                text: Some("\"salt number\" 1995*".into()),
                ..page.clone()
            },
        ),
        (
            "year, all",
            EventFilter {
                since: year.0,
                until: year.1,
                ..EventFilter::default()
            },
        ),
    ];
    for (name, filter) in &filters {
        let found = store.events(filter).expect("an answer").len();
        best(&format!("events: {name} ({found})"), || {
            drop(store.events(filter).expect("an answer"))
        });
        best(&format!("count: {name}"), || {
            _ = store.count(filter).expect("an answer")
        });
    }
    best("get by the start of an id", || {
        _ = store.get("0000000100000002").expect("an answer")
    });
    let limits = SqlLimits::default();
    for query in [
        "SELECT count(*) FROM events",
        "SELECT * FROM dyad_months WHERE source = 'RUR'",
        "SELECT * FROM events LIMIT 100",
    ] {
        best(query, || {
            drop(store.sql(query, &limits).expect("an answer"))
        });
    }
}

fn best(name: &str, mut run: impl FnMut()) {
    let times = (0..5).map(|_| {
        let begun = Instant::now();
        run();
        begun.elapsed()
    });
    told(name, times.min().expect("five runs"), "");
}

fn told(name: &str, time: Duration, unit: &str) {
    println!("{name:<44} {:>9.3} ms {unit}", time.as_secs_f64() * 1_000.0);
}
