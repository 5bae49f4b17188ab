use crate::Notice;
use crate::format::wide_encoding;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// More places than this in one document are counted rather than listed.
const LISTED: usize = 20;

/// Turns bytes into characters.
///
/// The encoding is the byte order mark's, else UTF-8 if the bytes are valid,
/// else the one that is `declared` inside the file, else a guess from the bytes.
/// UTF-8 with some foreign bytes is read as UTF-8 in which those bytes are
/// windows-1252, the usual result of pasting two files together.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> (String, Vec<Notice>) {
    if let Some(wide) = wide_encoding(bytes).filter(|encoding| *encoding != UTF_8) {
        return with(bytes, wide);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Err(error) = std::str::from_utf8(bytes) else {
        let text = std::str::from_utf8(bytes)
            .expect("checked above")
            .to_owned();
        return (text, Vec::new());
    };
    let whole = bytes.len() - error.valid_up_to();
    if whole < 4 && error.error_len().is_none() {
        return patched(bytes); // Cut inside the last character.
    }
    let (good, bad) = multibyte(bytes);
    if good >= bad && good > 0 {
        return patched(bytes);
    }
    match declared {
        Some(encoding) if encoding != UTF_8 => with(bytes, encoding),
        _ => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            with(bytes, detector.guess(None, Utf8Detection::Deny))
        }
    }
}

fn with(bytes: &[u8], encoding: &'static Encoding) -> (String, Vec<Notice>) {
    let (text, _, broken) = encoding.decode(bytes);
    let mut places = Places::default();
    if broken {
        for (start, character) in text.match_indices('\u{fffd}') {
            places.add(start..start + character.len(), String::new());
        }
    }
    let name = encoding.name();
    let notices = places.notices(Notice::UNDECODABLE_BYTES, |_| {
        format!("bytes that stand for no character in {name}")
    });
    (text.into_owned(), notices)
}

/// Valid sequences of two bytes or more, and invalid ones.
fn multibyte(bytes: &[u8]) -> (usize, usize) {
    let mut good = 0;
    let mut bad = 0;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

/// UTF-8 with foreign bytes.
fn patched(bytes: &[u8]) -> (String, Vec<Notice>) {
    let mut text = String::with_capacity(bytes.len());
    let mut foreign = Places::default();
    let mut lost = Places::default();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let invalid = chunk.invalid();
        if invalid.is_empty() {
            continue;
        }
        let start = text.len();
        let single = match invalid {
            [byte] => WINDOWS_1252
                .decode_without_bom_handling_and_without_replacement(std::slice::from_ref(byte))
                .filter(|read| !read.chars().any(char::is_control))
                .map(|read| read.into_owned()),
            _ => None,
        };
        let shown: Vec<String> = invalid.iter().map(|byte| format!("{byte:02X}")).collect();
        match single {
            Some(read) => {
                text.push_str(&read);
                foreign.add(start..text.len(), shown.join(" "));
            }
            None => {
                text.push('\u{fffd}');
                lost.add(start..text.len(), shown.join(" "));
            }
        }
    }
    let mut notices = foreign.notices(Notice::MIXED_ENCODING, |shown| {
        format!("byte {shown} isn't UTF-8 like the rest; read as windows-1252")
    });
    notices.extend(lost.notices(Notice::UNDECODABLE_BYTES, |shown| {
        format!("bytes {shown} stand for no character")
    }));
    (text, notices)
}

/// Places of one kind of damage.
#[derive(Default)]
struct Places {
    listed: Vec<(std::ops::Range<usize>, String)>,
    more: usize,
    last: usize,
}

impl Places {
    fn add(&mut self, bytes: std::ops::Range<usize>, shown: String) {
        self.last = bytes.end;
        if self.listed.len() < LISTED {
            self.listed.push((bytes, shown));
        } else {
            self.more += 1;
        }
    }

    fn notices(self, kind: &'static str, message: impl Fn(&str) -> String) -> Vec<Notice> {
        let end = self.listed.last().map_or(0, |(bytes, _)| bytes.end);
        let mut notices: Vec<Notice> = self
            .listed
            .into_iter()
            .map(|(bytes, shown)| Notice::warning(kind, bytes, message(&shown)))
            .collect();
        if self.more > 0 {
            let message = format!("the same at {} more places", self.more);
            notices.push(Notice::warning(kind, end..self.last, message));
        }
        notices
    }
}
