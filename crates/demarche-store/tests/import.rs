//! Event data of others in the store: whole batches, whoever is killed; nothing
//! twice; counts that agree with the rows.

mod samples;

use demarche_store::store::Store;
use samples::{crosswalk, gdelt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Tells the child which folder to work in.
const FOLDER: &str = "DEMARCHE_TEST_FOLDER";
/// Rows: several batches, the last not full.
const ROWS: u64 = 130_000;
/// Rows of a batch, as `import` promises.
const BATCH: u64 = 20_000;
const KILLS: u32 = 50;

fn number(path: &Path, sql: &str) -> i64 {
    rusqlite::Connection::open(path)
        .expect("an SQLite file")
        .query_row(sql, [], |row| row.get(0))
        .expect("a number")
}

fn write(path: &Path, rows: u64) {
    let countries = ["FRA", "DEU", "ROM", "USA", "CHN", "RUS", "JPN"];
    let codes = ["010", "042", "0841", "111", "190", "061"];
    let mut text = String::new();
    for n in 0..rows {
        let of = |k: u64| countries[(k % 7) as usize];
        let day = format!("2015{:02}{:02}", n / 1_000 % 12 + 1, n % 28 + 1);
        let (source, target) = (of(n), of(n / 7));
        let code = codes[(n % 6) as usize];
        text.push_str(&gdelt(
            2,
            &(n + 1).to_string(),
            &day,
            [source, source, "", ""],
            [target, target, "", "GOV"],
            code,
        ));
        text.push('\n');
    }
    std::fs::write(path, text).expect("written");
}

fn import(folder: &Path) -> demarche_store::store::Imported {
    let mut store =
        Store::open_or_create(folder.join("record.db")).expect("a store, whatever happened before");
    store
        .import(&folder.join("events.tsv"), None, &crosswalk(), |_, _| {})
        .expect("imported")
}

/// The part of the child.
#[test]
#[ignore = "run by the test below, as a program of its own"]
fn child_imports() {
    import(&PathBuf::from(
        std::env::var_os(FOLDER).expect("the parent names the folder"),
    ));
}

#[test]
fn killed_at_any_moment_an_import_leaves_whole_batches_and_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("record.db");
    write(&folder.path().join("events.tsv"), ROWS);
    let (mut kills, mut seen) = (0, std::collections::BTreeSet::new());
    // On a quick machine many are done before they are killed: they don't count.
    for round in 0..KILLS * 8 {
        if kills == KILLS {
            break;
        }
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "child_imports", "--ignored"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a child");
        std::thread::sleep(Duration::from_micros(
            u64::from((round + 1) * 7_919 % 900 * 1_000) + 500,
        ));
        kills += u32::from(child.try_wait().expect("a state").is_none());
        child.kill().expect("killed");
        child.wait().expect("gone");
        seen.insert(check(&path));
        // Once all is there, nothing is left to be killed at: from the start again.
        if seen.contains(&ROWS) {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(folder.path().join(format!("record.db{end}")));
            }
            seen.remove(&ROWS);
        }
    }
    assert!(
        kills >= KILLS / 2,
        "{kills} children were killed at work, not {KILLS}"
    );
    let before = check(&path);
    let imported = import(folder.path());
    assert_eq!(
        (imported.done_before, imported.added),
        (before, ROWS - before)
    );
    assert_eq!(check(&path), ROWS);
    let again = import(folder.path());
    assert_eq!(
        (again.done_before, again.added, again.report.rows),
        (ROWS, 0, 0)
    );
    assert_eq!(check(&path), ROWS);
    println!("{kills} kills, stores of {seen:?} rows");
}

/// Checks that the file is sound, holds whole batches, and that its counts are
/// those of its rows; how many there are.
fn check(path: &Path) -> u64 {
    if !path.exists() || std::fs::metadata(path).expect("a file").len() == 0 {
        return 0;
    }
    drop(Store::open_or_create(path).expect("a store"));
    assert_eq!(
        number(
            path,
            "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"
        ),
        1
    );
    assert_eq!(
        number(path, "SELECT count(*) FROM pragma_foreign_key_check"),
        0
    );
    let rows = number(path, "SELECT count(*) FROM imported_event").unsigned_abs();
    assert!(
        rows.is_multiple_of(BATCH) || rows == ROWS,
        "{rows} rows are no whole batches"
    );
    assert_eq!(
        number(
            path,
            "SELECT coalesce(sum(rows_done), 0) FROM imported_file"
        )
        .unsigned_abs(),
        rows
    );
    let counted = number(
        path,
        "SELECT coalesce(sum(events), 0) FROM imported_dyad_month",
    );
    let there = number(
        path,
        "SELECT count(*) FROM imported_events WHERE source_countries <> target_countries",
    );
    assert_eq!(counted, there);
    rows
}

#[test]
fn counts_agree_with_the_rows_dyad_by_dyad() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("events.tsv"), 5_000);
    import(folder.path());
    let path = folder.path().join("record.db");
    let wrong = number(
        &path,
        "SELECT count(*) FROM (
           SELECT substr(since, 1, 7) AS month, source_countries AS source, target_countries AS target,
             count(*) AS events, sum(quad IS NULL) AS untyped, sum(quad = 'verbal-conflict') AS conflict,
             round(avg(goldstein), 6) AS mean, sum(mentions) AS mentions
           FROM imported_events WHERE source_countries <> target_countries GROUP BY 1, 2, 3) a
         LEFT JOIN imported_dyad_months b USING (month, source, target)
         WHERE b.events IS NOT a.events OR b.untyped IS NOT a.untyped OR b.mentions IS NOT a.mentions
           OR b.verbal_conflict IS NOT coalesce(a.conflict, 0) OR round(b.mean_goldstein, 6) IS NOT a.mean",
    );
    assert_eq!(wrong, 0);
    assert!(number(&path, "SELECT count(*) FROM imported_dyad_months") > 100);
}

#[test]
fn the_same_event_in_another_file_is_not_added_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("events.tsv");
    write(&path, 10);
    assert_eq!(import(folder.path()).added, 10);
    write(&path, 15);
    let imported = import(folder.path());
    assert_eq!((imported.added, imported.present), (5, 10));
    assert_eq!(
        number(
            &folder.path().join("record.db"),
            "SELECT sum(events) FROM imported_dyad_month"
        ),
        number(
            &folder.path().join("record.db"),
            "SELECT count(*) FROM imported_events WHERE source_countries <> target_countries"
        )
    );
}

#[test]
fn what_is_left_out_is_reported_and_the_rest_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("events.tsv");
    std::fs::write(&path, samples::ICEWS).expect("written");
    let mut store = Store::open_or_create(folder.path().join("record.db")).expect("a store");
    let mut lines = Vec::new();
    let imported = store
        .import(&path, None, &crosswalk(), |_, row| {
            if row.row.is_err() {
                lines.push(row.line);
            }
        })
        .expect("imported");
    assert_eq!(
        (
            imported.added,
            imported.report.n_rejected(),
            imported.report.rows
        ),
        (3, 2, 5)
    );
    assert_eq!(lines, [5, 6]);
    let db = folder.path().join("record.db");
    assert_eq!(number(&db, "SELECT rejected FROM imported_file"), 2);
    // What the row said is there, and where it came from.
    let origin: String = rusqlite::Connection::open(&db)
        .expect("an SQLite file")
        .query_row(
            "SELECT dataset || ' ' || id || ' ' || row || ' ' || since || ' ' || source_actors || ' ' || publisher \
             || ' ' || place_text || ' ' || (file LIKE '%events.tsv') FROM imported_events WHERE type = 'CONSULT'",
            [],
            |row| row.get(0),
        )
        .expect("one row");
    assert_eq!(
        origin,
        "icews 7001 1 2018-06-01 Trade Envoy (Bangladesh) The Zenda Courier Hanoi 1"
    );
    assert_eq!(
        number(
            &db,
            "SELECT count(*) FROM all_events WHERE dataset = 'icews'"
        ),
        3
    );
    assert_eq!(number(&db, "SELECT count(*) FROM all_dyad_months"), 2);
}

#[test]
fn gzip_and_zip_are_read_through_and_zip_members_are_files_of_their_own() {
    use std::io::Write;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("events.tsv");
    write(&path, 10);
    let bytes = std::fs::read(&path).expect("written");
    let packed = folder.path().join("events.tsv.gz");
    let mut gzip = flate2::write::GzEncoder::new(
        std::fs::File::create(&packed).expect("a file"),
        flate2::Compression::fast(),
    );
    gzip.write_all(&bytes).expect("written");
    gzip.finish().expect("written");
    let mut store = Store::open_or_create(folder.path().join("record.db")).expect("a store");
    let imported = store
        .import(&packed, None, &crosswalk(), |_, _| {})
        .expect("imported");
    assert_eq!(imported.added, 10);
    // Cut short, it is told as what it is.
    let cut = folder.path().join("cut.tsv.gz");
    let packed = std::fs::read(&packed).expect("written");
    std::fs::write(&cut, &packed[..packed.len() - 12]).expect("written");
    assert!(store.import(&cut, None, &crosswalk(), |_, _| {}).is_err());

    let zipped = folder.path().join("events.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&zipped).expect("a file"));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, from) in [("a.tsv", 100), ("b.tsv", 200)] {
        let row = gdelt(
            2,
            &from.to_string(),
            "20160101",
            ["FRA", "FRA", "", ""],
            ["DEU", "DEU", "", ""],
            "042",
        );
        zip.start_file(name, stored).expect("a member");
        zip.write_all(row.as_bytes()).expect("written");
    }
    zip.finish().expect("written");
    let imported = store
        .import(&zipped, None, &crosswalk(), |_, _| {})
        .expect("imported");
    assert_eq!(imported.added, 2);
    let members = number(
        &folder.path().join("record.db"),
        "SELECT count(*) FROM imported_file WHERE member LIKE '!_.tsv' AND finished",
    );
    assert_eq!(members, 2);
}
