use super::html::{declared_encoding, fragment_text, looks_like_html};
use super::stream::{Item, Layer, Reader, read_whole};
use crate::decode::decode;
use crate::published::day_of;
use crate::{Article, ReadError, ReadErrorKind, StatedDay};
use feed_rs::model::{Entry, Feed};
use jiff::civil::{Date, date};

/// Each entry of a feed as a document. The feed itself may have as many bytes
/// as one document.
pub(super) fn read(place: String, reader: Reader, max_bytes: u64) -> Layer {
    let (bytes, damage) = match read_whole(reader, max_bytes) {
        Ok(read) => read,
        Err(kind) => return Box::new(std::iter::once(Err(ReadError::new(place, kind)))),
    };
    let (xml, _) = decode(&bytes, declared_encoding(&bytes));
    let (feed, mut errors) = match parse(&xml) {
        Ok(feed) => (feed, Vec::new()),
        Err(reason) => {
            let error = ReadError::new(place.clone(), ReadErrorKind::Feed(reason));
            match repaired(&xml).and_then(|xml| parse(&xml).ok()) {
                Some(feed) => (feed, vec![error]),
                None => return Box::new(std::iter::once(Err(error))),
            }
        }
    };
    errors.extend(damage.map(|kind| ReadError::new(place.clone(), kind)));
    if feed.entries.is_empty() && errors.is_empty() {
        let reason = "it has no entries".to_owned();
        errors.push(ReadError::new(place.clone(), ReadErrorKind::Feed(reason)));
    }
    let publisher = feed.title.as_ref().map(|title| plain(&title.content));
    let entries = feed
        .entries
        .into_iter()
        .enumerate()
        .map(move |(index, entry)| {
            let place = format!("{place}#{}", index + 1);
            match article(entry, publisher.clone()) {
                Some(article) => Ok(Item::Article(Article {
                    path: Some(place),
                    ..article
                })),
                None => Err(ReadError::new(place, ReadErrorKind::NoText)),
            }
        });
    Box::new(entries.chain(errors.into_iter().map(Err)))
}

fn parse(xml: &str) -> Result<Feed, String> {
    // The text is decoded already, whatever the first line declares.
    let xml = match (xml.trim_start().strip_prefix("<?xml"), xml.find("?>")) {
        (Some(_), Some(end)) => &xml[end + 2..],
        _ => xml,
    };
    feed_rs::parser::Builder::new()
        .timestamp_parser(|stated| day_of(stated).and_then(as_instant))
        .sanitize_content(false)
        .build()
        .parse(xml.as_bytes())
        .map_err(|error| error.to_string())
}

// A day goes through the feed parser as its midnight in UTC, so that it stays
// the day on the publisher's own calendar, whatever the offset it was given in.
fn as_instant(day: Date) -> Option<chrono::DateTime<chrono::Utc>> {
    let days = (day - date(1970, 1, 1)).get_days();
    chrono::DateTime::from_timestamp(i64::from(days) * 86_400, 0)
}

fn as_day(instant: chrono::DateTime<chrono::Utc>) -> Option<Date> {
    let days = i32::try_from(instant.timestamp().div_euclid(86_400)).ok()?;
    date(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

/// A feed that breaks off, closed after its last whole entry.
fn repaired(xml: &str) -> Option<String> {
    let (end, closing) = match (xml.rfind("</item>"), xml.rfind("</entry>")) {
        (Some(item), _) => (item + "</item>".len(), "</channel></rss>"),
        (None, Some(entry)) => (entry + "</entry>".len(), "</feed>"),
        (None, None) => return None,
    };
    Some(format!("{}{closing}", &xml[..end]))
}

fn article(entry: Entry, publisher: Option<String>) -> Option<Article> {
    let content = entry.content.and_then(|content| content.body);
    let summary = entry.summary.map(|summary| summary.content);
    let text = [content, summary]
        .into_iter()
        .flatten()
        .map(|text| plain(&text))
        .find(|text| !text.trim().is_empty())?;
    let published = match (entry.published, entry.updated) {
        (Some(instant), _) => as_day(instant).map(|day| (day, "publication day of the entry")),
        (None, Some(instant)) => as_day(instant).map(|day| (day, "last update of the entry")),
        (None, None) => None,
    };
    Some(Article {
        title: entry
            .title
            .map(|title| plain(&title.content))
            .filter(|title| !title.is_empty()),
        publisher,
        url: entry
            .links
            .into_iter()
            .map(|link| link.href)
            .find(|href| !href.is_empty()),
        published: published.map(|(day, reason)| StatedDay {
            day,
            reason: reason.to_owned(),
        }),
        ..Article::new(text)
    })
}

fn plain(text: &str) -> String {
    if looks_like_html(text) || text.contains('&') {
        fragment_text(text)
    } else {
        text.trim().to_owned()
    }
}
