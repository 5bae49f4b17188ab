//! Rows of our own invention, with the true columns of each format.

use demarche_event::{Crosswalk, EventRow, EventType, Sector, Status};
use demarche_store::formats::dataset::{DataFormat, DatasetError, NoteKind, Reason, RowReader};

mod samples;

use samples::{crosswalk, gdelt};

/// What a row says, in a line.
fn line(row: &EventRow<'_>) -> String {
    let side = |side: &[demarche_event::Participant<'_>]| {
        let one = |p: &demarche_event::Participant<'_>| {
            format!(
                "{}:{}",
                p.country.unwrap_or("-"),
                p.sector.map_or("-", Sector::as_str)
            )
        };
        side.iter().map(one).collect::<Vec<_>>().join("+")
    };
    format!(
        "{}..{} {} {} {} {} {} {}",
        row.days.since,
        row.days.until,
        side(&row.source),
        if row.reciprocal { "=" } else { ">" },
        side(&row.target),
        row.event_type.map_or("-", EventType::as_str),
        row.mode.unwrap_or("-"),
        row.cameo.unwrap_or("-"),
    )
}

/// The format found, and each row as a line or the reason why it isn't one.
fn read(
    text: &[u8],
    format: Option<DataFormat>,
    crosswalk: &Crosswalk,
) -> (DataFormat, Vec<String>) {
    let mut reader = RowReader::new(text, format).expect("event data");
    let mut lines = Vec::new();
    while let Some(read) = reader.next(crosswalk).expect("bytes in memory can be read") {
        lines.push(match &read.row {
            Ok(row) => line(row),
            Err(rejection) => format!("{} {}: {}", read.line, rejection.reason, rejection.found),
        });
    }
    (reader.format(), lines)
}

fn all(text: &str, crosswalk: &Crosswalk) -> (DataFormat, Vec<String>) {
    read(text.as_bytes(), None, crosswalk)
}

#[test]
fn gdelt_of_both_versions() {
    let crosswalk = crosswalk();
    for (version, format) in [(1, DataFormat::Gdelt1), (2, DataFormat::Gdelt2)] {
        let text = [
            gdelt(
                version,
                "1",
                "20150109",
                ["FRAGOV", "FRA", "", "GOV"],
                ["ROM", "ROM", "", ""],
                "042",
            ),
            gdelt(
                version,
                "2",
                "20150109",
                ["IGOUNO", "", "UNO", "IGO"],
                ["REB", "", "", "REB"],
                "0841",
            ),
            gdelt(
                version,
                "3",
                "20150110",
                ["EUR", "EUR", "", ""],
                ["", "", "", ""],
                "010",
            ),
            gdelt(
                version,
                "4",
                "20150230",
                ["FRA", "FRA", "", ""],
                ["", "", "", ""],
                "010",
            ),
            gdelt(
                version,
                "5",
                "20150110",
                ["FRA", "FRA", "", ""],
                ["", "", "", ""],
                "---",
            ),
            gdelt(
                version,
                "6",
                "20150110",
                ["", "", "", ""],
                ["", "", "", ""],
                "010",
            ),
            gdelt(
                version,
                "7",
                "20150110",
                ["QQQ", "QQQ", "", ""],
                ["FRA", "FRA", "", ""],
                "999",
            ),
            "8\t20150110\tFRA".to_owned(),
        ]
        .join("\n");
        let (found, lines) = all(&text, &crosswalk);
        assert_eq!(found, format);
        let width = if version == 1 { "58" } else { "61" };
        assert_eq!(
            lines,
            [
                "2015-01-09..2015-01-10 FRA:GOV > ROU:- CONSULT visit 042".to_owned(),
                "2015-01-09..2015-01-10 IGOUNO:IGO > -:REB RETREAT release 0841".to_owned(),
                "2015-01-10..2015-01-11 -:- >  - - 010".to_owned(),
                "4 no day: `20150230`".to_owned(),
                "5 no code of what was done: ``".to_owned(),
                "6 nobody named on either side: both actor codes are empty".to_owned(),
                "2015-01-10..2015-01-11 -:- > FRA:- - - -".to_owned(),
                format!("8 wrong number of columns: 3, not {width}"),
            ]
        );
    }
}

#[test]
fn what_no_table_knows_is_told_and_kept() {
    let crosswalk = crosswalk();
    let text = gdelt(
        2,
        "7",
        "20150110",
        ["QQQ", "QQQ", "", ""],
        ["FRA", "FRA", "", ""],
        "999",
    );
    let mut reader = RowReader::new(text.as_bytes(), None).expect("event data");
    {
        let read = reader.next(&crosswalk).expect("read").expect("a row");
        let row = read.row.expect("kept");
        assert_eq!(
            (row.code, row.source[0].code, row.event_type),
            ("999", "QQQ", None)
        );
    }
    let notes: Vec<_> = reader.notes().iter().collect();
    assert_eq!(
        notes,
        [(NoteKind::Country, "QQQ", 1), (NoteKind::Code, "999", 1)]
    );
}

#[test]
fn an_old_gdelt_row_has_no_address_and_counts_and_places_are_kept() {
    let crosswalk = crosswalk();
    let row = gdelt(
        1,
        "1",
        "20150109",
        ["FRA", "FRA", "", ""],
        ["DEU", "DEU", "", ""],
        "036",
    );
    let without_address = row.rsplit_once('\t').expect("tabs").0.to_owned();
    let text = format!("{row}\n{without_address}\r\n");
    let mut reader = RowReader::new(text.as_bytes(), None).expect("event data");
    {
        let read = reader.next(&crosswalk).expect("read").expect("a row");
        let row = read.row.expect("kept");
        assert_eq!(
            (row.mentions, row.sources, row.articles),
            (Some(6), Some(1), Some(4))
        );
        assert_eq!((row.tone, row.intensity), (Some(-1.25), Some(4.0)));
        let place = row.place.expect("a place");
        // GM is Germany in FIPS, and the Gambia in ISO.
        assert_eq!(
            (place.name, place.country, place.lat),
            ("Zenda, Germany", Some("DEU"), Some(50.5))
        );
        assert_eq!(row.report, "https://example.org/1");
    }
    let read = reader.next(&crosswalk).expect("read").expect("a row");
    assert_eq!((read.line, read.number), (2, 2));
    assert_eq!(read.row.expect("kept").report, "");
}

#[test]
fn icews() {
    let (found, lines) = all(samples::ICEWS, &crosswalk());
    assert_eq!(found, DataFormat::Icews);
    assert_eq!(
        lines,
        [
            "2018-06-01..2018-06-02 BGD:GOV > VNM:MIL CONSULT - 040",
            "2018-06-01..2018-06-02 IGOUNO:IGO > PRK:- REQUEST change 1042",
            "2018-06-02..2018-06-03 CIV:COP > -:CRM COERCE arrest 173",
            "5 wrong number of columns: 4, not 20",
            "6 no day: ``",
        ]
    );
}

#[test]
fn polecat_in_another_encoding_with_several_actors_a_cell() {
    let (found, lines) = read(samples::polecat().as_slice(), None, &crosswalk());
    assert_eq!(found, DataFormat::Polecat);
    assert_eq!(
        lines,
        [
            "2023-01-05..2023-01-06 FRA:GOV+DEU:GOV > RUS:MIL ACCUSE disapprove 110",
            "2023-01-05..2023-01-06 TUR:GOV = SYR:GOV CONSULT multilateral 040",
            "2023-01-06..2023-01-07 AFG:REB > AFG:CVL ASSAULT heavy-weapons 194",
            "5 no code of what was done: `DEMAND`",
        ]
    );
}

#[test]
fn phoenix_with_and_without_header() {
    let crosswalk = crosswalk();
    let (found, lines) = all(&samples::phoenix(), &crosswalk);
    assert_eq!(found, DataFormat::Phoenix);
    assert_eq!(
        lines,
        [
            "2016-03-01..2016-03-02 USA:GOV > RUS:MIL THREATEN violence 138",
            "2016-03-01..2016-03-02 IGOUNO:IGO > ROU:- SUPPORT - 051",
        ]
    );
    let (found, lines) = all(samples::PHOENIX_HISTORICAL, &crosswalk);
    assert_eq!(found, DataFormat::PhoenixHistorical);
    assert_eq!(
        lines,
        [
            "1979-01-05..1979-01-06 USA:GOV > SUN:- CONSULT - 040",
            "1979-12-31..1980-01-01 SUN:MIL > AFG:REB ASSAULT - 190",
        ]
    );
}

#[test]
fn ucdp_with_and_without_header() {
    let crosswalk = crosswalk();
    let expected = [
        "2013-01-03..2013-01-05 SYR:GOV = -:REB ASSAULT sideAB 190",
        "2001-11-01..2001-11-02 USA:GOV+GBR:GOV = AFG:GOV ASSAULT sideAB 190",
        "2010-05-01..2010-05-02 -:UAF > -:CVL ASSAULT - 180",
        "2010-05-01..2010-05-02 COD:GOV > -:CVL ASSAULT - 180",
    ];
    let text = samples::ucdp();
    assert_eq!(
        all(&text, &crosswalk),
        (DataFormat::Ucdp, expected.map(str::to_owned).to_vec())
    );
    // Without a header the first row tells the format, and must be one line.
    let (_, rows) = text.split_once('\n').expect("a header");
    let rows = rows.replace("comma\nand", "comma and");
    assert_eq!(
        all(&rows, &crosswalk),
        (DataFormat::Ucdp, expected.map(str::to_owned).to_vec())
    );
}

#[test]
fn acled_of_old_and_new_exports() {
    let crosswalk = crosswalk();
    let (found, lines) = all(samples::ACLED, &crosswalk);
    assert_eq!(found, DataFormat::Acled);
    assert_eq!(
        lines,
        [
            "2023-04-02..2023-04-03 MMR:MIL > -:REB ASSAULT aerial 195",
            "2023-04-03..2023-04-04 KEN:CVL+-:- > KEN:COP PROTEST demo 141",
            "2023-04-04..2023-04-05 SDN:MIL = SDN:PRM SUPPORT - 057",
            "2023-04-05..2023-04-06 -:UAF >  - - -",
            "7 no code of what was done: no event type",
        ]
    );
}

#[test]
fn plover_json() {
    let (found, lines) = all(samples::PLOVER, &crosswalk());
    assert_eq!(found, DataFormat::Plover);
    assert_eq!(
        lines,
        [
            "2021-02-03..2021-02-06 FRA:GOV > DEU:GOV CONSULT visit 042",
            "2021-02-03..2021-02-04 FRA:GOV = DEU:GOV AGREE - 030",
            "2021-02-04..2021-02-05 NAT:IGO > RUS:MIL ACCUSE allege 114",
            "4 no JSON object: column 2: expected ident",
            "5 no code of what was done: `DEMAND`",
            "6 no day: ``",
        ]
    );
}

#[test]
fn auxiliary_modes_are_statuses() {
    let crosswalk = crosswalk();
    let of = |mode: &str| {
        let text = format!(
            r#"{{"id":"1","date":"2021-02-03","actor":[{{"code":"FRA"}}],"event":["RETREAT"],"mode":["withdraw",{mode:?}]}}"#
        );
        let mut reader = RowReader::new(text.as_bytes(), None).expect("event data");
        let read = reader.next(&crosswalk).expect("read").expect("a row");
        read.row.expect("kept").status
    };
    assert_eq!(of("future"), Status::Planned);
    assert_eq!(of("negation"), Status::Negated);
    assert_eq!(of("hypothetical"), Status::Hypothetical);
    assert_eq!(of("historical"), Status::Happened);
}

#[test]
fn what_is_no_event_data_is_an_error_that_says_what_was_found() {
    let error = |text: &str, format| match RowReader::new(text.as_bytes(), format) {
        Err(error) => error.to_string(),
        Ok(reader) => panic!("taken for {}", reader.format()),
    };
    assert!(matches!(
        RowReader::new(&b""[..], None),
        Err(DatasetError::Empty)
    ));
    assert!(matches!(
        RowReader::new(&b"\n \n"[..], None),
        Err(DatasetError::Empty)
    ));
    assert_eq!(
        error("a,b,c\n1,2,3\n", None),
        "its first line fits no format of event data: 3 columns apart by commas, beginning `a,b,c`; name the format if you know it"
    );
    assert_eq!(
        error(samples::ICEWS, Some(DataFormat::Acled)),
        "it is no acled file: 20 columns apart by tabs, beginning `Event ID\tEvent Date\tSource Name\tSource S`"
    );
    assert!(error("{}", Some(DataFormat::Gdelt1)).contains("JSON"));
}

#[test]
fn codes_that_lost_their_zero_are_understood() {
    let crosswalk = crosswalk();
    for (given, code) in [
        ("40", "040"),
        ("04", "040"),
        ("841", "0841"),
        ("190", "190"),
        ("1823", "1823"),
    ] {
        assert_eq!(
            crosswalk.cameo(given).map(|entry| entry.code.as_str()),
            Some(code),
            "{given}"
        );
    }
    for given in ["", "0", "21", "x", "00000", "999"] {
        let found = crosswalk.cameo(given).map(|entry| entry.code.as_str());
        assert!(
            found.is_none() || given == "21" && found == Some("021"),
            "{given}: {found:?}"
        );
    }
}

#[test]
fn reading_bytes_of_any_kind_never_panics() {
    let crosswalk = crosswalk();
    let seeds: Vec<Vec<u8>> = vec![
        samples::ICEWS.into(),
        samples::polecat(),
        samples::phoenix().into(),
        samples::ucdp().into(),
        samples::ACLED.into(),
        samples::PLOVER.into(),
        gdelt(
            2,
            "1",
            "20150109",
            ["FRA", "FRA", "", ""],
            ["DEU", "DEU", "", ""],
            "036",
        )
        .into(),
    ];
    let mut state = 1u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut rejected = 0u64;
    for seed in &seeds {
        for _ in 0..300 {
            let mut bytes = seed.clone();
            for _ in 0..=next(4) {
                let at = next(bytes.len());
                match next(4) {
                    0 => bytes[at] = next(256) as u8,
                    1 => bytes.truncate(at.max(1)),
                    2 => bytes.insert(at, b"\t,\n\"{};"[next(7)]),
                    _ => drop(bytes.remove(at)),
                }
                if bytes.is_empty() {
                    bytes.push(b'x');
                }
            }
            let Ok(mut reader) = RowReader::new(&bytes[..], None) else {
                continue;
            };
            while let Some(read) = reader.next(&crosswalk).expect("memory can be read") {
                rejected += u64::from(read.row.is_err());
            }
        }
    }
    assert!(rejected > 50, "the damage is seen: {rejected}");
}

#[test]
fn reasons_have_words_of_their_own() {
    let words = [
        Reason::Columns,
        Reason::Day,
        Reason::Code,
        Reason::Actors,
        Reason::Json,
        Reason::Field,
        Reason::Long,
    ];
    let mut texts: Vec<&str> = words.iter().map(|reason| reason.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), words.len());
}
