use super::stream::{Item, Layer, Reader, read_whole};
use crate::decode::decode;
use crate::{Article, Notice, ReadError, ReadErrorKind};

/// The whole stream as one text.
pub(super) fn read(place: String, reader: Reader, max_bytes: u64) -> Layer {
    let mut items = Vec::new();
    match read_whole(reader, max_bytes) {
        Err(kind) => items.push(Err(ReadError::new(place, kind))),
        Ok((bytes, damage)) => {
            let (text, mut notices) = decode(&bytes, None);
            if text.trim().is_empty() {
                items.push(Err(ReadError::new(place.clone(), ReadErrorKind::NoText)));
            } else {
                if damage.is_some() {
                    let end = text.len()..text.len();
                    notices.push(Notice::warning(
                        Notice::TRUNCATED,
                        end,
                        "the file breaks off here: its compressed data are damaged",
                    ));
                }
                let article = Article {
                    path: Some(place.clone()),
                    notices,
                    ..Article::new(text)
                };
                items.push(Ok(Item::Article(article)));
            }
            items.extend(damage.map(|kind| Err(ReadError::new(place, kind))));
        }
    }
    Box::new(items.into_iter())
}
