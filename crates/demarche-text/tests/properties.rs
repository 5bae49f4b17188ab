//! What holds for any bytes.

use demarche_text::{Article, Document, Format, ReadOptions, clean, read_stream};
use proptest::prelude::*;
use std::io::Cursor;

fn check(document: &Document) {
    let mut at = 0;
    for zone in &document.zones {
        assert_eq!(zone.bytes.start, at, "zones tile the text");
        assert!(
            document.text.get(zone.bytes.clone()).is_some(),
            "on character boundaries"
        );
        at = zone.bytes.end;
    }
    assert_eq!(at, document.text.len());
    for bytes in document.coded_paragraphs() {
        let words = document.text_of(bytes);
        assert_eq!(words, words.trim());
        assert!(!words.is_empty());
    }
    for notice in &document.notices {
        assert!(
            document.text.get(notice.bytes.clone()).is_some(),
            "{notice:?}"
        );
    }
    if let Some((since, until)) = document.published.days {
        assert!(since < until);
    }
}

fn read_all(bytes: &[u8], format: Option<Format>) {
    let options = ReadOptions {
        format,
        max_bytes: 4096,
        ..ReadOptions::default()
    };
    for document in read_stream("input", Cursor::new(bytes.to_owned()), &options).flatten() {
        check(&document);
    }
}

/// Pieces that readers and rules look for, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Share this post",
        "STORY CONTINUES BELOW THIS AD",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        ". ",
        ".",
        "“",
        "\"",
        "► ",
        "• ",
        "STRELSAU, March 3, 2024 (Agency) — ",
        "12 March 2024",
        "March 3",
        "Published: ",
        "By Fritz",
        "About the author",
        "He is the author of",
        "Envoys met",
        "Dr. X is a professor at",
        "(Agency)",
        "é",
        "\u{2028}",
        "<p>",
        "</p>",
        "<article>",
        "{",
        "\"text\":",
        "}",
        ",",
        "text,title\n",
        "Photo: ",
        "…",
        "will",
        "said",
        "<rss>",
        "<item>",
        "the old town hall of Strelsau and Hentzau in the rain",
        "1. ",
        "?",
        "\u{301}",
        "ß",
        "İ",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

const FORMATS: [Option<Format>; 6] = [
    None,
    Some(Format::Plain),
    Some(Format::Html),
    Some(Format::Feed),
    Some(Format::JsonLines),
    Some(Format::Csv),
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        FORMATS.into_iter().for_each(|format| read_all(&bytes, format));
    }

    #[test]
    fn any_pieces(text in pieces()) {
        FORMATS.into_iter().for_each(|format| read_all(text.as_bytes(), format));
    }

    #[test]
    fn any_text(text in "\\PC{0,300}", title in proptest::option::of("\\PC{0,40}")) {
        let document = clean(Article { title, ..Article::new(text.clone()) }, None);
        prop_assert_eq!(&document.text, &text);
        check(&document);
    }

    #[test]
    fn the_same_text_cleans_the_same(text in pieces()) {
        let once = clean(Article::new(text.clone()), None);
        let twice = clean(Article::new(text), None);
        prop_assert_eq!(once, twice);
    }
}
