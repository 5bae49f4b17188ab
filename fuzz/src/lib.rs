//! What every target checks: reading never panics, and what it gives keeps its
//! promises.

use demarche_text::{Document, Format, ReadOptions, read_stream};

/// Reads `bytes` as a stream called `name` and checks each document.
pub fn read_all(name: &str, bytes: &[u8], format: Option<Format>) {
    let options = ReadOptions { format, max_bytes: 1 << 20, ..ReadOptions::default() };
    let stream = std::io::Cursor::new(bytes.to_owned());
    for read in read_stream(name, stream, &options) {
        match read {
            Ok(document) => check(&document),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// Zones tile the text, and all ranges lie on character boundaries inside it.
pub fn check(document: &Document) {
    let mut at = 0;
    for zone in &document.zones {
        assert_eq!(zone.bytes.start, at, "zones tile the text");
        assert!(document.text.get(zone.bytes.clone()).is_some());
        at = zone.bytes.end;
    }
    assert_eq!(at, document.text.len(), "zones reach the end");
    for bytes in document.coded_paragraphs() {
        assert!(!document.text_of(bytes).is_empty());
    }
    for notice in &document.notices {
        assert!(document.text.get(notice.bytes.clone()).is_some(), "{notice:?}");
    }
    if let Some((since, until)) = document.published.days {
        assert!(since < until);
    }
}
