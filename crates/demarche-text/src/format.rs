use std::fmt;

/// How documents are laid out in some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The whole file is one text.
    Plain,
    /// A web page.
    Html,
    /// RSS or Atom; each entry is a document.
    Feed,
    /// One JSON object a line; each is a document.
    JsonLines,
    /// Comma-, semicolon- or tab-separated rows under a line of column names.
    Csv,
}

impl Format {
    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Html => "html",
            Format::Feed => "feed",
            Format::JsonLines => "jsonl",
            Format::Csv => "csv",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl std::str::FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Format, UnknownFormat> {
        match word {
            "plain" | "text" | "txt" => Ok(Format::Plain),
            "html" => Ok(Format::Html),
            "feed" | "rss" | "atom" => Ok(Format::Feed),
            "jsonl" | "ndjson" => Ok(Format::JsonLines),
            "csv" | "tsv" => Ok(Format::Csv),
            _ => Err(UnknownFormat {
                given: word.to_owned(),
            }),
        }
    }
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown format `{given}`; there are plain, html, feed, jsonl and csv")]
pub struct UnknownFormat {
    /// The word.
    pub given: String,
}

/// What the first bytes of a stream are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sniffed {
    Documents(Format),
    Gzip,
    Zip,
    Binary(&'static str),
}

/// Says what a stream is from its first bytes, and from its name where the
/// bytes don't tell. `head` holds at least a few kilobytes if there are as many.
pub(crate) fn sniff(head: &[u8], name: &str) -> Sniffed {
    if head.starts_with(&[0x1f, 0x8b]) {
        return Sniffed::Gzip;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Sniffed::Zip;
    }
    for (magic, what) in MAGIC {
        if head.starts_with(magic) {
            return Sniffed::Binary(what);
        }
    }
    let text = start_as_text(head);
    let Some(text) = text else {
        return Sniffed::Binary("binary data");
    };
    Sniffed::Documents(from_content(&text).unwrap_or_else(|| from_name(name)))
}

const MAGIC: [(&[u8], &str); 12] = [
    (b"%PDF-", "a PDF file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"BZh", "bzip2-compressed data"),
    (b"\xfd7zXZ\0", "xz-compressed data"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
];

/// The encoding that null bytes betray, for files without a byte order mark.
pub(crate) fn wide_encoding(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(head) {
        return Some(encoding);
    }
    let pairs = head.len().min(4096) / 2;
    if pairs == 0 {
        return None;
    }
    let nulls = |parity: usize| {
        head[..pairs * 2]
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (nulls(0), nulls(1));
    if odd * 10 > pairs * 4 && even * 20 < pairs {
        Some(encoding_rs::UTF_16LE)
    } else if even * 10 > pairs * 4 && odd * 20 < pairs {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

fn start_as_text(head: &[u8]) -> Option<String> {
    let text = match wide_encoding(head) {
        Some(encoding) => encoding.decode(head).0.into_owned(),
        None => String::from_utf8_lossy(head).into_owned(),
    };
    let controls = text
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\t'..='\r' | '\x1b'))
        .count();
    // One stray control character in a thousand bytes is a scar of conversion;
    // C1 controls are bytes of a single-byte encoding.
    let legacy = text
        .chars()
        .filter(|c| ('\u{80}'..='\u{9f}').contains(c))
        .count();
    let n_bytes = head.len();
    (!text.contains('\0') && (controls - legacy) * 1000 <= n_bytes.max(1000)).then_some(text)
}

fn from_content(text: &str) -> Option<Format> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.starts_with('{') {
        let line = text.lines().next().unwrap_or_default();
        // A line longer than the head can't be checked; it starts like JSON.
        let whole = line.len() < text.trim_end().len();
        if serde_json::from_str::<serde_json::Value>(line.trim_end()).is_ok_and(|v| v.is_object())
            || (line[1..].trim_start().starts_with('"') && line.contains("\":"))
            || (whole && line.trim_end() == "{")
        {
            return Some(Format::JsonLines);
        }
    }
    if let Some(format) = markup(text) {
        return Some(format);
    }
    None
}

/// The format that the first tags name.
fn markup(text: &str) -> Option<Format> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let tag = rest.strip_prefix('<')?;
        let lower: String = tag
            .chars()
            .take(16)
            .collect::<String>()
            .to_ascii_lowercase();
        if lower.starts_with("!--") {
            rest = &tag[tag.find("-->")? + 3..];
        } else if lower.starts_with('?') {
            rest = &tag[tag.find('>')? + 1..];
        } else if lower.starts_with("!doctype") {
            if lower.starts_with("!doctype html") {
                return Some(Format::Html);
            }
            rest = &tag[tag.find('>')? + 1..];
        } else {
            let name: String = lower
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '-'))
                .collect();
            let local = name.rsplit(':').next().unwrap_or_default();
            return match local {
                "rss" | "feed" | "rdf" => Some(Format::Feed),
                "html" | "head" | "body" | "title" | "meta" | "article" | "div" | "p" | "main"
                | "section" | "script" | "style" | "link" | "h1" | "header" | "span" | "table" => {
                    Some(Format::Html)
                }
                _ => None,
            };
        }
    }
}

fn from_name(name: &str) -> Format {
    let extension = name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" | "xhtml" | "mhtml" => Format::Html,
        "rss" | "atom" | "xml" | "rdf" => Format::Feed,
        "jsonl" | "ndjson" | "json" => Format::JsonLines,
        "csv" | "tsv" | "tab" => Format::Csv,
        _ => Format::Plain,
    }
}
