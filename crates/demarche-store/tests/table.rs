//! Tables for the eye and for other programs.

mod ruritania;

use demarche_event::{Days, Place};
use demarche_store::formats::table::{Cell, Table};
use jiff::civil::date;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("a vector takes all bytes");
    String::from_utf8(out).expect("text")
}

fn text(cell: &str) -> Cell {
    Cell::Text(cell.to_owned())
}

fn table(columns: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    Table {
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        rows,
    }
}

#[test]
fn events_in_columns() {
    let document = ruritania::meta("d1");
    let mut visit = ruritania::event(
        &document,
        "0123456789abcdef",
        "GRA",
        "RUR",
        Some(Days::day(date(1995, 1, 1))),
    );
    visit.place = Some(Place {
        text: "斯特雷尔绍".into(),
        country: None,
        lat: None,
        lon: None,
    });
    let mut talk = ruritania::event(
        &document,
        "fedcba",
        "ZEN",
        "RUR",
        Days::new(date(1995, 1, 1), date(1995, 1, 8)),
    );
    talk.source.push(ruritania::actor("BOR"));
    talk.mode = None;
    let table = Table::of_events(&[visit, talk]);
    let shown = written(|out| table.write_text(out, None));
    let expected = "\
date                    source            target   event          status    place       trigger  document                   id
1995-01-01              GRA GOV           RUR GOV  CONSULT/visit  happened  斯特雷尔绍  met      Strelsau receives the duke  0123456789ab
1995-01-01..1995-01-08  ZEN GOV, BOR GOV  RUR GOV  CONSULT        happened              met      Strelsau receives the duke  fedcba
";
    let squeezed = |text: &str| {
        text.lines()
            .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    assert_eq!(squeezed(&shown), squeezed(expected));
    let starts: Vec<_> = shown
        .lines()
        .map(|line| {
            line.find("met")
                .or(line.find("trigger"))
                .map(|at| line[..at].width())
        })
        .collect();
    assert_eq!(
        starts[0], starts[1],
        "wide characters take two columns:\n{shown}"
    );
    assert_eq!(starts[1], starts[2]);
    for line in written(|out| table.write_text(out, Some(80))).lines() {
        assert!(line.width() <= 80, "{line}");
    }
}

#[test]
fn facts_read_back_as_csv() {
    let document = ruritania::meta("d1");
    let mut event = ruritania::event(&document, "e1", "GRA", "RUR", None);
    event.sentence.text = "He said, \"No\",\nand left.".into();
    let shown = written(|out| Table::of_event_facts(&[event]).write_csv(out));
    let mut reader = csv::Reader::from_reader(shown.as_bytes());
    let names = reader.headers().expect("names").clone();
    let row = reader
        .records()
        .next()
        .expect("a row")
        .expect("as many cells as names");
    let cell = |name: &str| &row[names.iter().position(|n| n == name).expect("the column")];
    assert_eq!(
        (cell("sentence"), cell("since"), cell("reciprocal")),
        ("He said, \"No\",\nand left.", "", "0")
    );
    assert_eq!((cell("source_country"), cell("goldstein")), ("GRA", "1.9"));
}

#[test]
fn markdown_takes_no_orders_from_documents() {
    let sly = text("a|b *c* <b>d</b> [e](https://x.example) `f` \\ #g\nh &amp; @i ~j~");
    let shown = written(|out| {
        table(&["n", "what|ever"], vec![vec![Cell::Integer(-1), sly]]).write_markdown(out)
    });
    let expected = r"| n | what\|ever |
| --: | --- |
| -1 | a\|b \*c\* &lt;b&gt;d&lt;/b&gt; \[e\](https&#58;//x.example) \`f\` \\ \#g h &amp;amp; &#64;i \~j\~ |
";
    assert_eq!(shown, expected);
}

#[test]
fn json_rows_name_every_column() {
    let cells = vec![
        Cell::Null,
        Cell::Integer(1),
        Cell::Real(0.5),
        Cell::Bytes(vec![0, 255]),
    ];
    let shown = written(|out| table(&["n", "n", "n_2", "b"], vec![cells]).write_json_lines(out));
    assert_eq!(
        shown,
        "{\"n\":null,\"n_2\":1,\"n_2_2\":0.5,\"b\":\"00ff\"}\n"
    );
}

#[test]
fn a_row_of_one_empty_cell_stays_a_row_in_csv() {
    let shown =
        written(|out| table(&["a"], vec![vec![Cell::Null], vec![text("x")]]).write_csv(out));
    assert_eq!(
        csv::Reader::from_reader(shown.as_bytes()).records().count(),
        2,
        "{shown:?}"
    );
}

proptest! {
    #[test]
    fn no_control_character_reaches_a_terminal(name in any::<String>(), words in any::<String>(), width in proptest::option::of(0..40usize)) {
        let table = table(&[&name, "b"], vec![vec![text(&words), text("\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\r\n")]]);
        for shown in [
            written(|out| table.write_text(out, width)),
            written(|out| table.write_markdown(out)),
            written(|out| table.write_json_lines(out)),
        ] {
            prop_assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", shown);
            let turned = shown.contains('\u{202e}');
            prop_assert!(!turned);
        }
        let shown = written(|out| table.write_csv(out));
        prop_assert!(shown.chars().all(|c| "\n\t".contains(c) || !c.is_control()), "{:?}", shown);
        prop_assert_eq!(written(|out| table.write_text(out, width)).lines().count(), 2);
    }
}
