use super::html::{fragment_text, looks_like_html};
use super::line::{self, Line};
use super::stream::{Item, Layer, Reader, io_kind};
use super::{ReadOptions, csv::mapped};
use crate::decode::decode;
use crate::format::wide_encoding;
use crate::published::day_of;
use crate::{Article, Field, FieldMapping, ReadError, ReadErrorKind, StatedDay};
use encoding_rs_io::DecodeReaderBytesBuilder;
use serde_json::{Map, Value};
use std::io::{BufRead, BufReader, Read};

/// Each line as an object, each object as a document.
pub(super) fn read(place: String, reader: Reader, head: &[u8], options: &ReadOptions) -> Layer {
    let mut reader = narrow(reader, head);
    let ReadOptions {
        mapping, max_bytes, ..
    } = options.clone();
    let mut buffer = Vec::new();
    let mut n_lines = 0u64;
    let mut ended = false;
    Box::new(std::iter::from_fn(move || {
        while !ended {
            let line = line::next(&mut reader, &mut buffer, max_bytes);
            n_lines += 1;
            let fail = |kind| Some(Err(ReadError::new(format!("{place}:{n_lines}"), kind)));
            match line {
                Err(error) => {
                    ended = true;
                    return fail(io_kind(error));
                }
                Ok(Line::End) => ended = true,
                Ok(Line::TooLong) => return fail(ReadErrorKind::TooLong { limit: max_bytes }),
                Ok(Line::Whole) if buffer.trim_ascii().is_empty() => {}
                Ok(Line::Whole) => {
                    return match article(&buffer, &mapping) {
                        Ok(article) => {
                            let path = Some(format!("{place}#{n_lines}"));
                            Some(Ok(Item::Article(Article { path, ..article })))
                        }
                        Err(kind) => fail(kind),
                    };
                }
            }
        }
        None
    }))
}

/// UTF-16 becomes UTF-8 and a byte order mark goes; other bytes stay.
pub(super) fn narrow(reader: Reader, head: &[u8]) -> Box<dyn BufRead + Send> {
    let Some(encoding) = wide_encoding(head) else {
        return Box::new(BufReader::with_capacity(64 << 10, reader));
    };
    let decoder = DecodeReaderBytesBuilder::new()
        .encoding(Some(encoding))
        .build(reader);
    let reader: Box<dyn Read + Send> = Box::new(decoder);
    Box::new(BufReader::with_capacity(64 << 10, reader))
}

fn article(line: &[u8], mapping: &FieldMapping) -> Result<Article, ReadErrorKind> {
    let (line, mut notices) = decode(line, None);
    // Offsets in the line mean nothing in the text.
    notices.iter_mut().for_each(|notice| notice.bytes = 0..0);
    let value: Value =
        serde_json::from_str(line.trim()).map_err(|error| ReadErrorKind::Json(message(&error)))?;
    let Value::Object(object) = value else {
        return Err(ReadErrorKind::Json(
            "it is another kind of value".to_owned(),
        ));
    };
    let Some(text) = find(&object, mapping, Field::Text).and_then(as_text) else {
        return Err(ReadErrorKind::NoTextField {
            what: "key",
            wanted: mapped(mapping, Field::Text),
            there_are: object.keys().take(20).cloned().collect(),
        });
    };
    let text = if looks_like_html(&text) {
        fragment_text(&text)
    } else {
        text
    };
    if text.trim().is_empty() {
        return Err(ReadErrorKind::NoText);
    }
    let short = |field| {
        find(&object, mapping, field)
            .and_then(as_text)
            .filter(|text| !text.trim().is_empty())
    };
    let published = mapping
        .candidates(Field::Published)
        .into_iter()
        .find_map(|name| {
            let stated = as_text(lookup(&object, name)?)?;
            Some(StatedDay {
                day: day_of(&stated)?,
                reason: format!("key {name}"),
            })
        });
    Ok(Article {
        title: short(Field::Title),
        publisher: short(Field::Publisher),
        url: short(Field::Url),
        published,
        notices,
        ..Article::new(text)
    })
}

/// Without "at line 1": the caller knows the line of the file.
fn message(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let reason = whole.split(" at line ").next().unwrap_or_default();
    format!("{reason} at column {}", error.column())
}

fn find<'a>(
    object: &'a Map<String, Value>,
    mapping: &FieldMapping,
    field: Field,
) -> Option<&'a Value> {
    mapping
        .candidates(field)
        .into_iter()
        .filter_map(|name| lookup(object, name))
        .find(|value| as_text(value).is_some())
}

/// The value of a key, as written or whatever its case; else a path with dots.
fn lookup<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    if let Some(value) = object.get(name) {
        return Some(value);
    }
    if let Some((_, value)) = object
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
    {
        return Some(value);
    }
    let (first, rest) = name.split_once('.')?;
    lookup(object.get(first)?.as_object()?, rest)
}

/// Words, numbers, a list of paragraphs, or an object with a name.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(parts) => {
            let parts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            parts
                .filter(|parts| !parts.is_empty())
                .map(|parts| parts.join("\n\n"))
        }
        Value::Object(object) => object.get("name")?.as_str().map(str::to_owned),
        _ => None,
    }
}
