mod line; // paragraphs of a text

use crate::{Article, Document, Zone, ZoneKind, published};
use jiff::civil::Date;

/// Finds the zones of an article, its publication day and its defects.
/// `published` is the day that the user gives, if any; it overrides all else.
///
/// Never fails: odd text gives odd zones and notices.
pub fn clean(article: Article, published: Option<Date>) -> Document {
    let Article {
        path,
        title,
        publisher,
        url,
        published: stated,
        text,
        notices,
    } = article;
    let mut first = true;
    let zones: Vec<Zone> = line::paragraphs(&text)
        .into_iter()
        .map(|bytes| {
            let kind = if std::mem::take(&mut first) {
                ZoneKind::Lead
            } else {
                ZoneKind::Body
            };
            Zone { kind, bytes }
        })
        .collect();
    let id = id(&url, &publisher, &title, &text);
    let published = published::published(published, stated);
    Document {
        id,
        path,
        title,
        publisher,
        url,
        published,
        text,
        zones,
        notices,
    }
}

/// 16 hexadecimal digits over what a reader sees of a document.
fn id(
    url: &Option<String>,
    publisher: &Option<String>,
    title: &Option<String>,
    text: &str,
) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [url, publisher, title] {
        // The length keeps "ab" + "c" apart from "a" + "bc".
        let part = part.as_deref().unwrap_or_default();
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.update(text.as_bytes());
    hasher.finalize().to_hex()[..16].to_owned()
}
