//! JSON Lines: what is written reads back equal, and bad lines are named.

mod arbitrary;

use demarche_event::Record;
use demarche_store::formats::record::{read_records, write_record};
use proptest::prelude::*;
use std::io::BufReader;

fn lines(records: &[Record]) -> Vec<u8> {
    let mut out = Vec::new();
    for record in records {
        write_record(&mut out, record).expect("numbers are finite and a vector takes all bytes");
    }
    out
}

fn error(line: &str) -> String {
    let mut records = read_records(line.as_bytes());
    records
        .next()
        .expect("one line")
        .expect_err("no record")
        .to_string()
}

/// A whole event, as the contract has it.
const EVENT: &str = concat!(
    r#"{"id":"e1","document":{"id":"d1","path":"reports/strelsau.txt","title":null,"publisher":null,"url":null,"#,
    r#""published":{"since":"1995-01-02","until":"1995-01-03","basis":"given","reason":null}},"#,
    r#""sentence":{"start_char":0,"end_char":34,"text":"The duke of Graustark saw Strelsau."},"#,
    r#""trigger":{"start_char":22,"end_char":25,"text":"saw"},"#,
    r#""type":"CONSULT","mode":"visit","cameo":"042","quad":"verbal-cooperation","goldstein":1.9,"#,
    r#""status":"happened","reciprocal":false,"#,
    r#""source":[{"text":"The duke of Graustark","start_char":0,"end_char":21,"name":null,"country":"GRA","sector":"GOV","role":"duke"}],"#,
    r#""target":[{"text":"Strelsau","start_char":26,"end_char":34,"name":null,"country":"RUR","sector":"GOV","role":null}],"#,
    r#""date":{"since":"1995-01-01","until":"1995-01-02","basis":"stated","text":"on Sunday"},"#,
    r#""place":{"text":"Strelsau","country":"RUR","lat":50.25,"lon":15.0},"#,
    r#""contexts":["diplomatic"],"about":null,"magnitude":{"value":45.3,"unit":"percent","of":"tariff","bound":"at-most"},"#,
    r#""attribution":null,"comparison":{"kind":"first-in","years":5.0,"since":null,"text":"the first in five years"},"#,
    r#""confidence":0.93,"explanation":{"rule":"traveller-to-capital","steps":["saw: visit"]}}"#,
);

#[test]
fn a_whole_event_keeps_its_bytes() {
    let records: Vec<Record> = read_records(EVENT.as_bytes())
        .collect::<Result<_, _>>()
        .expect("an event");
    assert_eq!(
        String::from_utf8(lines(&records)).expect("JSON is text"),
        format!("{EVENT}\n")
    );
}

#[test]
fn a_lean_event_is_enough() {
    let lean = r#"{"record":"event","id":"e","document":{"id":"d"},"sentence":{"start_char":0,"end_char":1,"text":"x"},
        "trigger":{"start_char":0,"end_char":1,"text":"x"},"type":"AID","status":"planned","source":[],"target":[],
        "date":{"basis":"unplaced"},"confidence":1,"explanation":{"rule":"hand"},"colour":"red"}"#
        .replace('\n', " ");
    let Some(Ok(Record::Event(event))) = read_records(lean.as_bytes()).next() else {
        panic!("an event")
    };
    assert_eq!(
        (event.mode, event.date.days, event.contexts.len()),
        (None, None, 0)
    );
}

#[test]
fn byte_order_mark_carriage_returns_and_empty_lines_are_passed_over() {
    let text = format!("\u{feff}{EVENT}\r\n\r\n   \n{EVENT}");
    assert_eq!(
        read_records(text.as_bytes()).filter(Result::is_ok).count(),
        2
    );
}

#[test]
fn errors_name_the_line_and_the_field() {
    let second = format!("{EVENT}\n{{\"id\":3}}\n{EVENT}\n");
    let read: Vec<_> = read_records(BufReader::with_capacity(7, second.as_bytes())).collect();
    assert!(
        read[0].is_ok() && read[2].is_ok(),
        "one bad line leaves the others"
    );
    let message = read[1].as_ref().expect_err("no event").to_string();
    assert_eq!(
        message,
        "line 2: column 7: invalid type: integer `3`, expected a string"
    );

    let with = |from: &str, to: &str| error(&EVENT.replace(from, to));
    assert!(
        with("CONSULT", "CONSLT")
            .starts_with("line 1: type: `CONSLT` is no event type; it is one of AGREE, CONSULT")
    );
    assert!(
        with("\"1995-01-01\"", "\"1 Jan\"").starts_with("line 1: date.since: `1 Jan` is no day")
    );
    assert!(with("\"1995-01-01\"", "null").starts_with("line 1: date.since: null, although"));
    assert!(
        with("\"1995-01-01\"", "\"1995-01-02\"")
            .contains("date.until: 1995-01-02 isn't after `since`")
    );
    assert!(with("\"GOV\"", "\"KING\"").contains("`KING` is no sector"));
    assert!(
        with("\"end_char\":25", "\"end_char\":2")
            .contains("trigger: start_char 22 is after end_char 2")
    );
    assert_eq!(
        error(r#"{"record":"poem"}"#),
        "line 1: record: `poem` is no kind of record; it is one of event, claim, figure, matter, notice"
    );
    assert!(error("\u{fffd}").starts_with("line 1: column 1: "));
}

#[test]
fn no_control_character_leaves() {
    let sly = EVENT.replace("on Sunday", r"\u001b[2J\u009b2J\u007f\u202e");
    let records: Vec<Record> = read_records(sly.as_bytes())
        .collect::<Result<_, _>>()
        .expect("an event");
    let text = String::from_utf8(lines(&records)).expect("JSON is text");
    assert!(
        text.trim_end()
            .chars()
            .all(|c| !c.is_control() && c != '\u{202e}'),
        "{text}"
    );
    assert!(text.contains(r"\u001b[2J\u009b2J\u007f\u202e"));
}

#[test]
fn a_confidence_that_is_no_number_is_refused() {
    let Some(Ok(Record::Event(mut event))) = read_records(EVENT.as_bytes()).next() else {
        panic!("an event")
    };
    event.confidence = f64::NAN;
    let refused = write_record(&mut Vec::new(), &Record::Event(event)).expect_err("no number");
    assert_eq!(
        refused.to_string(),
        "event e1: confidence is no finite number"
    );
}

proptest! {
    #[test]
    fn written_records_read_back_equal((_, _, records) in arbitrary::coded("d1")) {
        let bytes = lines(&records);
        let back: Vec<Record> = read_records(&bytes[..]).collect::<Result<_, _>>().expect("our own lines");
        prop_assert_eq!(&back, &records);
        prop_assert_eq!(lines(&back), bytes);
    }

    #[test]
    fn foreign_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for record in read_records(&bytes[..]) {
            let _ = record;
        }
    }
}
