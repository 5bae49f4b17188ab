//! What goes out in a form comes in again the same, as far as the form holds it.

mod samples;

use demarche_event::{Crosswalk, Days, EventRow, EventType, Participant, RowPlace, Sector, Status};
use demarche_store::formats::dataset::{DataFormat, RowReader};
use demarche_store::formats::export::{ExportFormat, Exporter};
use demarche_store::store::{Store, StoreError};
use jiff::civil::date;
use samples::crosswalk;

fn party(
    name: &'static str,
    country: Option<&'static str>,
    sector: Option<Sector>,
) -> Participant<'static> {
    Participant {
        name,
        code: "",
        country,
        sector,
    }
}

/// Events of all kinds that a form may trip over.
fn events() -> Vec<EventRow<'static>> {
    let days = Days::day(date(2021, 2, 3));
    let base = EventRow {
        id: "101",
        source: vec![party("First Envoy", Some("FRA"), Some(Sector::Gov))],
        target: vec![party("Second Envoy", Some("ROU"), Some(Sector::Mil))],
        code: "042",
        event_type: Some(EventType::Consult),
        mode: Some("visit"),
        cameo: Some("042"),
        goldstein: Some(1.9),
        place: Some(RowPlace {
            name: "Zenda",
            country: Some("ROU"),
            lat: Some(44.5),
            lon: Some(26.25),
        }),
        publisher: "The \"Zenda\" Courier, <daily> & more",
        report: "https://example.org/a?b=1&c=2",
        contexts: "diplomatic,economic",
        ..EventRow::on(days)
    };
    vec![
        base.clone(),
        EventRow {
            id: "102",
            target: vec![
                party("", Some("DEU"), None),
                party("Somebody", Some("IGOUNO"), Some(Sector::Igo)),
            ],
            reciprocal: true,
            days: Days::new(date(2021, 2, 3), date(2021, 2, 6)).expect("three days"),
            ..base.clone()
        },
        EventRow {
            id: "103",
            status: Status::Planned,
            ..base.clone()
        },
        EventRow {
            id: "104",
            status: Status::Negated,
            event_type: Some(EventType::Accuse),
            mode: Some("disapprove"),
            cameo: Some("110"),
            code: "110",
            ..base.clone()
        },
        EventRow {
            id: "105",
            event_type: None,
            mode: None,
            cameo: Some("010"),
            code: "010",
            target: Vec::new(),
            place: None,
            ..base
        },
    ]
}

fn export(format: ExportFormat, crosswalk: &Crosswalk) -> (Vec<u8>, u64) {
    let mut exporter = Exporter::new(format, Vec::new(), crosswalk).expect("memory takes all");
    for event in events() {
        exporter.write(&event).expect("memory takes all");
    }
    exporter.finish().expect("memory takes all")
}

type Side = Vec<(Option<String>, Option<Sector>)>;

/// What a round trip keeps of a row: type, days, both sides, status, whether both act alike.
type Kept = (String, Days, Side, Side, String, bool);

/// What a form holds of a row.
fn read(bytes: &[u8], crosswalk: &Crosswalk) -> (DataFormat, Vec<Kept>) {
    let side = |side: &[Participant<'_>]| {
        side.iter()
            .map(|p| (p.country.map(str::to_owned), p.sector))
            .collect()
    };
    let mut reader = RowReader::new(bytes, None).expect("a format of event data");
    let mut rows = Vec::new();
    while let Some(read) = reader.next(crosswalk).expect("read") {
        let row = read.row.expect("what we write we read");
        let what = format!(
            "{}/{} {} {} {}",
            row.event_type.map_or("-", EventType::as_str),
            row.mode.unwrap_or("-"),
            row.status,
            row.place.and_then(|place| place.country).unwrap_or("-"),
            row.publisher
        );
        rows.push((
            row.id.to_owned(),
            row.days,
            side(&row.source),
            side(&row.target),
            what,
            row.reciprocal,
        ));
    }
    (reader.format(), rows)
}

#[test]
fn plover_json_comes_back_and_a_planned_meeting_is_an_agreement() {
    let crosswalk = crosswalk();
    let (bytes, left_out) = export(ExportFormat::Plover, &crosswalk);
    let (format, rows) = read(&bytes, &crosswalk);
    assert_eq!((format, rows.len(), left_out), (DataFormat::Plover, 4, 1));
    let events = events();
    for ((id, days, source, target, what, reciprocal), event) in rows.iter().zip(&events) {
        let side = |side: &[Participant<'_>]| -> Side {
            side.iter()
                .map(|p| (p.country.map(str::to_owned), p.sector))
                .collect()
        };
        assert_eq!(
            (id.as_str(), *days, *reciprocal),
            (event.id, event.days, event.reciprocal)
        );
        assert_eq!(
            (source, target),
            (&side(&event.source), &side(&event.target)),
            "{id}"
        );
        let expected = match id.as_str() {
            "103" => "AGREE/- happened ROU".to_owned(),
            _ => format!(
                "{}/{} {} ROU",
                event.event_type.map_or("-", EventType::as_str),
                event.mode.unwrap_or("-"),
                event.status
            ),
        };
        assert_eq!(*what, format!("{expected} {}", event.publisher));
    }
}

#[test]
fn icews_and_gdelt_come_back_pair_by_pair() {
    let crosswalk = crosswalk();
    for (form, expected) in [
        (ExportFormat::Icews, DataFormat::Icews),
        (ExportFormat::Gdelt, DataFormat::Gdelt2),
    ] {
        let (bytes, left_out) = export(form, &crosswalk);
        let (format, rows) = read(&bytes, &crosswalk);
        assert_eq!(
            (format, left_out),
            (expected, 1),
            "what is denied has no code"
        );
        let ids: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
        assert_eq!(ids, ["101", "102", "102", "102", "102", "103", "105"]);
        let gov = (Some("FRA".to_owned()), Some(Sector::Gov));
        assert_eq!(rows[0].2, std::slice::from_ref(&gov));
        assert_eq!(rows[0].3, [(Some("ROU".to_owned()), Some(Sector::Mil))]);
        // Back again: the second of a pair is the source.
        assert_eq!(
            (&rows[2].2, &rows[2].3),
            (&vec![(Some("DEU".to_owned()), None)], &vec![gov])
        );
        assert_eq!(rows[3].3, [(Some("IGOUNO".to_owned()), Some(Sector::Igo))]);
        assert!(
            rows[0].4.starts_with("CONSULT/visit happened ROU"),
            "{}",
            rows[0].4
        );
        assert!(rows[5].4.starts_with("AGREE/- happened"), "{}", rows[5].4);
        assert!(rows[6].4.starts_with("-/- happened -"), "{}", rows[6].4);
        assert!(rows[6].3.is_empty());
    }
}

#[test]
fn cameo_dyads_have_a_line_a_pair() {
    let (bytes, left_out) = export(ExportFormat::CameoDyads, &crosswalk());
    let text = String::from_utf8(bytes).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(left_out, 1);
    assert_eq!(lines[0], "date\tsource\ttarget\tcameo\tgoldstein\tid");
    assert_eq!(lines[1], "2021-02-03\tFRAGOV\tROMMIL\t042\t1.9\t101");
    assert_eq!(lines[4], "2021-02-03\tFRAGOV\tIGOUNO\t042\t1.9\t102");
    assert_eq!(lines[6], "2021-02-03\tFRAGOV\tROMMIL\t030\t1.9\t103");
    assert_eq!(lines[7], "2021-02-03\tFRAGOV\t---\t010\t1.9\t105");
}

#[test]
fn csv_and_parquet_hold_the_same_facts() {
    let crosswalk = crosswalk();
    let (csv, _) = export(ExportFormat::Csv, &crosswalk);
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let header = reader.headers().expect("a header").clone();
    let lines: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    let (bytes, left_out) = export(ExportFormat::Parquet, &crosswalk);
    assert_eq!((lines.len(), left_out), (5, 0));

    use parquet::file::reader::{FileReader, SerializedFileReader};
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("events.parquet");
    std::fs::write(&path, bytes).expect("written");
    let file =
        SerializedFileReader::new(std::fs::File::open(&path).expect("a file")).expect("Parquet");
    let rows: Vec<_> = file
        .get_row_iter(None)
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("rows");
    assert_eq!(rows.len(), 5);
    for (row, line) in rows.iter().zip(&lines) {
        for ((name, field), (column, cell)) in row.get_column_iter().zip(header.iter().zip(line)) {
            use parquet::record::Field;
            assert_eq!(name, column);
            let words = match field {
                Field::Null => String::new(),
                Field::Str(text) => text.clone(),
                Field::Bool(truth) => u8::from(*truth).to_string(),
                Field::Double(number) => number.to_string(),
                Field::Int(number) => number.to_string(),
                other => panic!("{name}: {other:?}"),
            };
            assert_eq!(words, cell, "{name}");
        }
    }
    let countries = |line: &csv::StringRecord| (line[4].to_owned(), line[7].to_owned());
    assert_eq!(
        countries(&lines[1]),
        ("FRA".to_owned(), "DEU; IGOUNO".to_owned())
    );
}

#[test]
fn networks_name_their_actors_and_weigh_their_dyads() {
    let crosswalk = crosswalk();
    let (bytes, left_out) = export(ExportFormat::GraphMl, &crosswalk);
    let graphml = String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(left_out, 3, "planned, denied, and without a target");
    assert!(
        graphml.contains("<node id=\"FRA\"><data key=\"label\">France</data>"),
        "{graphml}"
    );
    assert_eq!(graphml.matches("<edge ").count(), 5);
    let (bytes, _) = export(ExportFormat::Gexf, &crosswalk);
    let gexf = String::from_utf8(bytes).expect("UTF-8");
    assert!(
        gexf.contains(
            "source=\"FRA\" target=\"ROU\" weight=\"1\" start=\"2021-02-03\" end=\"2021-02-03\""
        ),
        "{gexf}"
    );
}

#[test]
fn an_empty_export_is_a_file_of_its_form() {
    let crosswalk = crosswalk();
    for (format, name) in ExportFormat::ALL {
        let exporter = Exporter::new(*format, Vec::new(), &crosswalk).expect("memory takes all");
        let (bytes, left_out) = exporter.finish().expect("memory takes all");
        assert_eq!(left_out, 0);
        assert_eq!(
            bytes.is_empty(),
            matches!(*name, "plover" | "gdelt"),
            "{name}"
        );
        assert_eq!(name.parse::<ExportFormat>().expect("its own name"), *format);
    }
}

#[test]
fn what_was_imported_goes_out_as_it_came_in() {
    let crosswalk = crosswalk();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("events.jsonl");
    let (bytes, _) = export(ExportFormat::Plover, &crosswalk);
    std::fs::write(&path, &bytes).expect("written");
    let mut store = Store::open_or_create(folder.path().join("record.db")).expect("a store");
    store
        .import(&path, None, &crosswalk, |_, _| {})
        .expect("imported");
    let mut exporter =
        Exporter::new(ExportFormat::Plover, Vec::new(), &crosswalk).expect("memory takes all");
    store
        .each_imported(None, None, |row| -> Result<(), StoreError> {
            exporter.write(row).expect("memory takes all");
            Ok(())
        })
        .expect("read");
    let (again, _) = exporter.finish().expect("memory takes all");
    assert_eq!(read(&again, &crosswalk), read(&bytes, &crosswalk));
}
