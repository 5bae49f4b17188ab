//! Each reader, each defect of its bytes.

use demarche_text::{
    Document, FieldMapping, Format, Notice, PublishedBasis, ReadError, ReadErrorKind, ReadOptions,
    read_paths, read_stream,
};
use flate2::{Compression, write::GzEncoder};
use jiff::civil::date;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(data(name)).expect("the test data are there")
}

type Reads = Vec<Result<Document, ReadError>>;

fn read_with(name: &str, bytes: impl Into<Vec<u8>>, options: &ReadOptions) -> Reads {
    read_stream(name, Cursor::new(bytes.into()), options).collect()
}

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Reads {
    read_with(name, bytes, &ReadOptions::default())
}

fn mapped(mapping: &str) -> ReadOptions {
    let mapping: FieldMapping = mapping.parse().expect("a good mapping");
    ReadOptions {
        mapping,
        ..ReadOptions::default()
    }
}

#[track_caller]
fn one(reads: Reads) -> Document {
    assert_eq!(reads.len(), 1, "{reads:?}");
    reads.into_iter().next().expect("one").expect("a document")
}

fn errors(reads: &Reads) -> Vec<String> {
    reads
        .iter()
        .filter_map(|read| read.as_ref().err())
        .map(ToString::to_string)
        .collect()
}

fn texts(reads: &Reads) -> Vec<&str> {
    reads
        .iter()
        .filter_map(|read| read.as_ref().ok())
        .map(|d| d.text.as_str())
        .collect()
}

fn kinds(document: &Document) -> Vec<&str> {
    document.notices.iter().map(|notice| notice.kind).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// A zip archive of stored members, written by hand: header, data, directory.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, data) in members {
        let mut crc = flate2::Crc::new();
        crc.update(data);
        let length = u32::try_from(data.len()).expect("small");
        let mut fields = Vec::new();
        fields.extend([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
        fields.extend(crc.sum().to_le_bytes());
        fields.extend(length.to_le_bytes());
        fields.extend(length.to_le_bytes());
        fields.extend(u16::try_from(name.len()).expect("short").to_le_bytes());
        fields.extend([0, 0]);
        let start = u32::try_from(archive.len()).expect("small");
        archive.extend(b"PK\x03\x04");
        archive.extend(&fields);
        archive.extend(name.as_bytes());
        archive.extend(*data);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&fields);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = u32::try_from(archive.len()).expect("small");
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    let n_members = u16::try_from(members.len()).expect("few").to_le_bytes();
    archive.extend(n_members.iter().chain(&n_members));
    archive.extend(u32::try_from(directory.len()).expect("small").to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

#[test]
fn plain_text_stays_as_given() {
    let document = one(read("a.txt", "Envoys met.\r\n\r\nThey parted.\r\n"));
    assert_eq!(document.text, "Envoys met.\r\n\r\nThey parted.\r\n");
    assert_eq!(document.path.as_deref(), Some("a.txt"));
    let paragraphs: Vec<&str> = document
        .coded_paragraphs()
        .map(|bytes| document.text_of(bytes))
        .collect();
    assert_eq!(paragraphs, ["Envoys met.", "They parted."]);
}

#[test]
fn the_id_is_that_of_the_content() {
    let here = one(read("a.txt", "Envoys met."));
    let there = one(read("b.txt", "Envoys met."));
    let other = one(read("a.txt", "Envoys parted."));
    assert_eq!(here.id, there.id);
    assert_ne!(here.id, other.id);
    assert_eq!(here.id.len(), 16);
    assert!(here.id.bytes().all(|b| b.is_ascii_hexdigit()));
}

#[test]
fn encodings() {
    let text = "Zwölf Räte aus Krönstadt „grüßen“ — überall.";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(
        one(read("le", utf16.clone())).text,
        text,
        "UTF-16 without a mark"
    );
    let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16).collect();
    assert_eq!(one(read("le", marked)).text, text);
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(one(read("utf8", marked)).text, text);
    let (western, _, lossy) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!lossy);
    let document = one(read("western", western.into_owned()));
    assert_eq!(document.text, text);
    assert!(!kinds(&document).contains(&Notice::UNDECODABLE_BYTES));
}

#[test]
fn foreign_and_lost_bytes_are_noticed_in_their_place() {
    let document = one(read(
        "mixed",
        b"Caf\xc3\xa9 and caf\xe9 in Strelsau.".to_vec(),
    ));
    assert_eq!(document.text, "Café and café in Strelsau.");
    let notice = &document
        .notices
        .iter()
        .find(|n| n.kind == Notice::MIXED_ENCODING)
        .expect("one");
    assert_eq!(document.text_of(notice.bytes.clone()), "é");
    assert!(notice.message.contains("E9"), "{}", notice.message);

    let document = one(read(
        "lost",
        b"Caf\xc3\xa9 costs 3 \xe2\x82 in Strelsau.".to_vec(),
    ));
    assert_eq!(document.text, "Café costs 3 \u{fffd} in Strelsau.");
    assert!(kinds(&document).contains(&Notice::UNDECODABLE_BYTES));
}

#[test]
fn empty_and_binary_files_are_errors() {
    assert_eq!(errors(&read("e", "")), ["e: no text"]);
    assert_eq!(errors(&read("e", " \n\t ")), ["e: no text"]);
    let pdf = errors(&read("e", "%PDF-1.7 ..."));
    assert!(
        pdf[0].starts_with("e: a PDF file rather than text"),
        "{pdf:?}"
    );
    let binary = read("e", [0u8, 1, 2, 3, 0, 0, 9].repeat(50));
    assert!(matches!(
        binary[0],
        Err(ReadError {
            kind: ReadErrorKind::Binary { .. },
            ..
        })
    ));
}

#[test]
fn a_page_gives_its_main_text_and_metadata() {
    let document = one(read("page", bytes("page.html")));
    assert_eq!(
        document.title.as_deref(),
        Some("Envoys agree on the river border")
    );
    assert_eq!(document.publisher.as_deref(), Some("The Strelsau Gazette"));
    assert_eq!(
        document.url.as_deref(),
        Some("https://gazette.example/river-border")
    );
    // The day on the publisher's calendar, not in UTC.
    assert_eq!(
        document.published.days,
        Some((date(2024, 3, 12), date(2024, 3, 13)))
    );
    assert_eq!(document.published.basis, PublishedBasis::Stated);
    let paragraphs: Vec<&str> = document
        .coded_paragraphs()
        .map(|bytes| document.text_of(bytes))
        .collect();
    assert_eq!(paragraphs.len(), 5, "{paragraphs:#?}");
    assert!(paragraphs[0].starts_with("Ruritania and Graustark agreed on Monday to mark their border along the river Eider, ending"));
    assert!(paragraphs[1].contains("Strelsau’s") && paragraphs[1].contains("“We leave"));
    assert!(
        document.text.contains("divides.\n\nIt meets"),
        "{}",
        document.text
    );
    for noise in [
        "tracker",
        "Home",
        "cookies",
        "Copyright",
        "color",
        "Related",
    ] {
        assert!(
            !document.text.contains(noise),
            "{noise} in {}",
            document.text
        );
    }
}

#[test]
fn json_ld_wins() {
    let document = one(read("page", bytes("page-jsonld.html")));
    assert_eq!(document.title.as_deref(), Some("Talks resume"));
    assert_eq!(document.publisher.as_deref(), Some("Graustark Wire"));
    assert_eq!(document.url.as_deref(), Some("https://wire.example/talks"));
    assert_eq!(
        document.published.reason.as_deref(),
        Some("JSON-LD datePublished")
    );
    assert_eq!(
        document.published.days.map(|days| days.0),
        Some(date(2023, 11, 5))
    );
}

#[test]
fn a_page_may_declare_its_encoding_and_may_be_empty() {
    let page = "<html><head><meta charset=iso-8859-2></head><body><p>Špión z Hentzau: ".to_owned()
        + &"Vyslanci se sešli. ".repeat(20)
        + "</p></body></html>";
    let (latin2, _, _) = encoding_rs::ISO_8859_2.encode(&page);
    assert!(
        one(read("l2.html", latin2.into_owned()))
            .text
            .starts_with("Špión z Hentzau")
    );
    let empty = "<!doctype html><html><head><title>Nothing</title></head><body><script>x</script></body></html>";
    assert_eq!(
        errors(&read("e.html", empty)),
        ["e.html: an HTML page without text to read"]
    );
}

#[test]
fn pages_that_nest_without_end_are_read_without_their_tags() {
    for tag in ["div", "B", "font", "svg><td", "blockquote"] {
        let page = format!(
            "<html><body>{}Envoys met.",
            format!("<{tag}>").repeat(50_000)
        );
        assert_eq!(
            one(read("deep.html", page.clone())).text,
            "Envoys met.",
            "{tag}"
        );
        let line = serde_json::json!({ "text": format!("{page}</p>") }).to_string();
        assert_eq!(one(read("deep.jsonl", line)).text, "Envoys met.", "{tag}");
    }
    let flat = format!("<html><body>{}", "<p>Envoys met in Strelsau.".repeat(3000));
    assert_eq!(
        one(read("flat.html", flat))
            .text
            .lines()
            .filter(|l| !l.is_empty())
            .count(),
        3000
    );
}

#[test]
fn feeds_give_their_entries() {
    let reads = read("feed.xml", bytes("feed.xml"));
    assert_eq!(
        texts(&reads),
        [
            "Graustark recalled its ambassador.\n\nRuritania regretted the step.",
            "The port of Hentzau opened to ships of Ruritania & Graustark."
        ]
    );
    assert_eq!(errors(&reads), ["feed.xml#2: no text"]);
    let first = reads[0].as_ref().expect("a document");
    assert_eq!(first.path.as_deref(), Some("feed.xml#1"));
    assert_eq!(first.publisher.as_deref(), Some("Graustark Wire"));
    assert_eq!(first.url.as_deref(), Some("https://wire.example/1"));
    assert_eq!(
        first.published.days.map(|days| days.0),
        Some(date(2024, 3, 5))
    );

    let atom = one(read("atom.xml", bytes("atom.xml")));
    assert_eq!(atom.text, "The king of Ruritania arrived in Edelweiss.");
    assert_eq!(
        atom.published.days.map(|days| days.0),
        Some(date(2024, 1, 2))
    );
}

#[test]
fn a_feed_that_breaks_off_gives_its_whole_entries() {
    let whole = String::from_utf8(bytes("feed.xml")).expect("UTF-8");
    let cut = &whole[..whole.find("The port of").expect("there")];
    let reads = read("feed.xml", cut);
    assert_eq!(texts(&reads).len(), 1, "{reads:?}");
    assert!(
        errors(&reads).iter().any(|e| e.contains("not a feed")),
        "{:?}",
        errors(&reads)
    );
    let other = errors(&read(
        "x.xml",
        "<?xml version='1.0'?><urlset><url/></urlset>",
    ));
    assert!(other[0].starts_with("x.xml: not a feed"), "{other:?}");
}

#[test]
fn json_lines_go_on_after_a_bad_line() {
    let reads = read("s.jsonl", bytes("stories.jsonl"));
    assert_eq!(
        texts(&reads),
        [
            "Envoys met in Strelsau.",
            "First paragraph.\n\nSecond paragraph."
        ]
    );
    let errors = errors(&reads);
    assert!(
        errors[0].starts_with("s.jsonl:2: not a JSON object: EOF"),
        "{errors:?}"
    );
    assert_eq!(
        errors[1],
        "s.jsonl:3: no key named text or body or content; there are headline; name one with \
         text=NAME"
    );
    assert!(
        errors[2].starts_with("s.jsonl:6: not a JSON object"),
        "{errors:?}"
    );
    let first = reads[0].as_ref().expect("a document");
    assert_eq!(first.path.as_deref(), Some("s.jsonl#1"));
    assert_eq!(first.publisher.as_deref(), Some("Gazette"));
    assert_eq!(first.url.as_deref(), Some("https://g.example/1"));
    assert_eq!(first.published.reason.as_deref(), Some("key date"));
    let fourth = reads.iter().flatten().last().expect("a document");
    assert_eq!(fourth.title.as_deref(), Some("Four"));
    assert_eq!(
        fourth.published.days.map(|days| days.0),
        Some(date(2024, 2, 1))
    );
}

#[test]
fn keys_may_be_named_and_nested() {
    let line = r#"{"meta":{"when":"3 May 2024"},"article":{"words":"Envoys met."}}"#;
    let document = one(read_with(
        "s.jsonl",
        line,
        &mapped("text=article.words,published=meta.when"),
    ));
    assert_eq!(document.text, "Envoys met.");
    assert_eq!(
        document.published.days.map(|days| days.0),
        Some(date(2024, 5, 3))
    );
    assert!("text".parse::<FieldMapping>().is_err());
    let error = "story=body"
        .parse::<FieldMapping>()
        .expect_err("no such field")
        .to_string();
    assert!(
        error.contains("`story=body`") && error.contains("FIELD=NAME"),
        "{error}"
    );
}

#[test]
fn rows_of_a_table() {
    let reads = read_with(
        "r.csv",
        bytes("rows.csv"),
        &mapped("text=story,title=headline,published=Published on"),
    );
    assert_eq!(
        texts(&reads),
        ["Ruritania signed the treaty.\nGraustark did too."]
    );
    assert_eq!(errors(&reads), ["r.csv:5: no text"]);
    let row = reads[0].as_ref().expect("a document");
    assert_eq!(row.title.as_deref(), Some("Treaty; signed"));
    assert_eq!(row.path.as_deref(), Some("r.csv#1"));
    assert_eq!(
        row.published.days.map(|days| days.0),
        Some(date(2024, 3, 12))
    );
}

#[test]
fn a_missing_column_lists_those_there_are() {
    let reads = read_with("r.csv", "id,words\n1,Envoys met.\n", &mapped("text=body"));
    assert_eq!(
        errors(&reads),
        ["r.csv:1: no column named body; there are id, words; name one with text=NAME"]
    );
}

#[test]
fn tabs_and_wide_characters() {
    let table = "title\ttext\nRäte\tEnvoys met in „Strelsau“.\n";
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(table.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let document = one(read("t.tsv", wide));
    assert_eq!(document.text, "Envoys met in „Strelsau“.");
    assert_eq!(document.title.as_deref(), Some("Räte"));
}

#[test]
fn long_lines_are_errors_and_the_rest_goes_on() {
    let options = ReadOptions {
        max_bytes: 1000,
        ..ReadOptions::default()
    };
    let long = "x".repeat(3_000_000);
    let json = format!("{{\"text\":\"One.\"}}\n{{\"text\":\"{long}\"}}\n{{\"text\":\"Three.\"}}\n");
    let reads = read_with("s.jsonl", json, &options);
    assert_eq!(texts(&reads), ["One.", "Three."]);
    assert_eq!(
        errors(&reads),
        ["s.jsonl:2: longer than 1000 bytes, the limit for one document"]
    );
    let csv = format!("text\nOne.\n{long}\nThree.\n\"{long}\nFour.\n");
    let reads = read_with("s.csv", csv, &options);
    assert_eq!(texts(&reads), ["One.", "Three.", "Four."]);
    assert_eq!(errors(&reads).len(), 2, "{:?}", errors(&reads));
    assert_eq!(errors(&read_with("a.txt", long, &options)).len(), 1);
}

#[test]
fn an_unclosed_quotation_mark_is_named() {
    let reads = read("r.csv", "text\nOne.\n\"Two, and no end\nThree.\n");
    assert_eq!(texts(&reads), ["One."]);
    assert_eq!(
        errors(&reads),
        ["r.csv:3: not a row of the table: a quotation mark is opened and never closed"]
    );
}

#[test]
fn gzip_hides_nothing() {
    let reads = read("s.jsonl.gz", gzip(&bytes("stories.jsonl")));
    assert_eq!(texts(&reads).len(), 2);
    let document = one(read("a.txt.gz", gzip(&gzip(b"Envoys met."))));
    assert_eq!(document.path.as_deref(), Some("a.txt.gz"));
    let bomb = gzip(&vec![b'a'; 40 << 20]);
    assert_eq!(
        errors(&read("bomb.gz", bomb)),
        ["bomb.gz: longer than 16777216 bytes, the limit for one document"]
    );
    let mut nested = b"Envoys met.".to_vec();
    for _ in 0..5 {
        nested = gzip(&nested);
    }
    assert_eq!(
        errors(&read("n.gz", nested)),
        ["n.gz: archives nested more than 3 deep"]
    );
}

#[test]
fn a_truncated_gzip_gives_what_is_whole() {
    let lines: String = (0..5000)
        .map(|n| format!("{{\"text\":\"Report {n} of {}.\"}}\n", n * 7919))
        .collect();
    let packed = gzip(lines.as_bytes());
    let reads = read("s.jsonl.gz", &packed[..packed.len() / 2]);
    assert!(texts(&reads).len() > 1000, "{}", texts(&reads).len());
    let errors = errors(&reads);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("damaged or cut short"), "{errors:?}");

    let text: String = (0..5000)
        .map(|n| format!("Envoy {} met envoy {n}. ", n * 7919))
        .collect();
    let packed = gzip(text.as_bytes());
    let reads = read("a.txt.gz", &packed[..packed.len() / 2]);
    assert_eq!(reads.len(), 2, "{reads:?}");
    assert!(kinds(reads[0].as_ref().expect("a document")).contains(&Notice::TRUNCATED));
    assert!(reads[1].is_err());
}

#[test]
fn members_of_a_zip() {
    let table = gzip(b"text\nA row.\n");
    let archive = zip(&[
        ("b/two.txt", b"The second report."),
        ("a.csv.gz", &table),
        ("__MACOSX/x", b"rubbish"),
        ("c.bin", &[0, 1, 0, 2, 0, 3]),
    ]);
    let reads = read("all.zip", archive.clone());
    assert_eq!(texts(&reads), ["A row.", "The second report."]);
    let paths: Vec<_> = reads.iter().flatten().map(|d| d.path.as_deref()).collect();
    assert_eq!(
        paths,
        [Some("all.zip!a.csv.gz#1"), Some("all.zip!b/two.txt")]
    );
    assert!(
        errors(&reads)[0].starts_with("all.zip!c.bin: "),
        "{:?}",
        errors(&reads)
    );

    let mut damaged = archive.clone();
    let at = damaged
        .windows(10)
        .position(|w| w == b"The second")
        .expect("stored");
    damaged[at] = b't';
    let reads = read("all.zip", damaged);
    assert!(
        errors(&reads).iter().any(|e| e.contains("checksum")),
        "{:?}",
        errors(&reads)
    );
    let cut = errors(&read("all.zip", &archive[..archive.len() / 2]));
    assert!(cut[0].starts_with("all.zip: can't be unpacked"), "{cut:?}");
    let office = errors(&read("a.docx", zip(&[("[Content_Types].xml", b"<x/>")])));
    assert!(office[0].contains("an office document"), "{office:?}");
}

#[test]
fn folders_are_walked_in_order() {
    let reads: Reads =
        read_paths(&[data("folder")], &ReadOptions::default(), std::io::empty()).collect();
    assert_eq!(
        texts(&reads),
        [
            "A report from A.\n",
            "The first report.\n",
            "The second report.\n"
        ]
    );
    assert!(errors(&reads).is_empty());
}

#[test]
fn standard_input_stands_among_paths() {
    let paths = [
        data("folder/b.txt"),
        PathBuf::from("-"),
        data("no-such-file"),
    ];
    let reads: Reads =
        read_paths(&paths, &ReadOptions::default(), Cursor::new("From a pipe.")).collect();
    assert_eq!(texts(&reads), ["The first report.\n", "From a pipe."]);
    assert_eq!(
        reads[1].as_ref().expect("a document").path.as_deref(),
        Some("-")
    );
    assert!(
        errors(&reads)[0].contains("no-such-file: can't be read"),
        "{:?}",
        errors(&reads)
    );
}

#[test]
fn the_format_may_be_forced_and_the_day_given() {
    let options = ReadOptions {
        format: Some(Format::Plain),
        published: Some(date(2024, 5, 1)),
        ..ReadOptions::default()
    };
    let document = one(read_with("x.html", "<p>Not a page.</p>", &options));
    assert_eq!(document.text, "<p>Not a page.</p>");
    assert_eq!(document.published.basis, PublishedBasis::Given);
    assert_eq!(
        document.published.days,
        Some((date(2024, 5, 1), date(2024, 5, 2)))
    );
    assert!(!kinds(&document).contains(&Notice::NO_DATE_LINE));
}

/// The same line for ever, counted.
struct Endless(std::sync::Arc<std::sync::atomic::AtomicUsize>);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let line = b"{\"text\":\"Envoys met in Strelsau.\"}\n";
        let start = self
            .0
            .fetch_add(buffer.len(), std::sync::atomic::Ordering::Relaxed);
        for (at, byte) in buffer.iter_mut().enumerate() {
            *byte = line[(start + at) % line.len()];
        }
        Ok(buffer.len())
    }
}

#[test]
fn streams_are_read_as_they_come() {
    let n_bytes = std::sync::Arc::default();
    let endless = Endless(std::sync::Arc::clone(&n_bytes));
    let documents = read_stream("pipe", endless, &ReadOptions::default());
    assert_eq!(documents.take(100).filter(Result::is_ok).count(), 100);
    assert!(n_bytes.load(std::sync::atomic::Ordering::Relaxed) < 300_000);
}
