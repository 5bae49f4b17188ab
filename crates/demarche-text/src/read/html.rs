use super::stream::{Item, Layer, Reader, read_whole};
use crate::decode::decode;
use crate::{Article, Notice, ReadError, ReadErrorKind};
use dom_query::{Document as Page, NodeRef};
use dom_smoothie::{Config, Readability};
use encoding_rs::Encoding;

mod metadata; // title, publisher, day and address of a page
mod tags; // what the tags alone tell

/// A page with more elements than this is read without looking for its main
/// text, which takes more than linear time.
const MAX_ELEMENTS: usize = 100_000;

/// The whole stream as one page.
pub(super) fn read(place: String, reader: Reader, max_bytes: u64) -> Layer {
    let mut items = Vec::new();
    match read_whole(reader, max_bytes) {
        Err(kind) => items.push(Err(ReadError::new(place, kind))),
        Ok((bytes, damage)) => {
            let (page, decoding) = decode(&bytes, declared_encoding(&bytes));
            match article(&page) {
                Some(article) => {
                    let mut notices = article.notices;
                    // Offsets in the page mean nothing in the extracted text.
                    notices.extend(decoding.into_iter().map(|n| Notice { bytes: 0..0, ..n }));
                    let path = Some(place.clone());
                    items.push(Ok(Item::Article(Article {
                        path,
                        notices,
                        ..article
                    })));
                }
                None => items.push(Err(ReadError::new(
                    place.clone(),
                    ReadErrorKind::NoMainText,
                ))),
            }
            items.extend(damage.map(|kind| Err(ReadError::new(place, kind))));
        }
    }
    Box::new(items.into_iter())
}

/// The encoding that a page or an XML file names in its first bytes.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let label = ["charset=", "encoding="].iter().find_map(|key| {
        let value = &head[head.find(key)? + key.len()..];
        let value = value.trim_start_matches(['"', '\'', ' ']);
        let end = value
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':'))
            .unwrap_or(value.len());
        Some(&value[..end])
    })?;
    // A declaration in ASCII letters can't be in UTF-16.
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| *encoding != encoding_rs::UTF_16LE && *encoding != encoding_rs::UTF_16BE)
}

/// The main text of a page, with what its metadata say. `None` without text.
fn article(html: &str) -> Option<Article> {
    if tags::is_too_deep(html) {
        let text = tags::without_tags(html);
        return text
            .contains(char::is_alphabetic)
            .then(|| Article::new(text));
    }
    let page = Page::from(html);
    let metadata = metadata::metadata(&page);
    // What the page itself marks as its article, for when the guess is poor.
    let marked = marked_text(&page);
    let n_elements = page
        .root()
        .descendants_it()
        .filter(|node| node.is_element())
        .count();
    let guessed = if n_elements <= MAX_ELEMENTS {
        main_text(page)
    } else {
        None
    };
    let text = match (guessed, marked) {
        (Some(guessed), Some((marked, true))) if marked.len() > guessed.len() * 3 / 2 => marked,
        (Some(guessed), _) => guessed,
        (None, marked) => marked?.0,
    };
    if !text.chars().any(char::is_alphabetic) {
        return None;
    }
    Some(Article {
        title: metadata.title,
        publisher: metadata.publisher,
        url: metadata.url,
        published: metadata.published,
        ..Article::new(text)
    })
}

/// The text that Mozilla's Readability method takes for the main one.
fn main_text(page: Page) -> Option<String> {
    // JSON-LD is read in `metadata`, with a parser that checks its input.
    let config = Config {
        disable_json_ld: true,
        ..Config::default()
    };
    let mut readability = Readability::with_document(page, None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    let text = fragment_text(&article.content);
    (!text.trim().is_empty()).then_some(text)
}

/// The text of `<article>` or `<main>`, and true; else of the page, and false.
fn marked_text(page: &Page) -> Option<(String, bool)> {
    for selector in ["[itemprop=articleBody]", "article", "main"] {
        let selection = page.select(selector);
        // Several articles are a list of teasers.
        if let [node] = selection.nodes() {
            let text = block_text(node);
            if text.len() > 200 {
                return Some((text, true));
            }
        }
    }
    let text = block_text(&page.body()?);
    (!text.is_empty()).then_some((text, false))
}

/// The text of a piece of HTML, such as the content of a feed entry.
pub(super) fn fragment_text(html: &str) -> String {
    if tags::is_too_deep(html) {
        return tags::without_tags(html);
    }
    block_text(&Page::fragment(html).root())
}

/// Whether a text has tags that only HTML would have.
pub(super) fn looks_like_html(text: &str) -> bool {
    const TAGS: [&str; 8] = [
        "</p>", "<br", "</div>", "</a>", "</span>", "<p>", "</li>", "</h2>",
    ];
    text.contains('<') && TAGS.iter().any(|tag| text.contains(tag))
}

/// The text below `root`: blocks separated by blank lines, white space as a
/// browser shows it, without scripts, forms and navigation.
fn block_text(root: &NodeRef<'_>) -> String {
    let mut text = String::new();
    let mut pending = Pending::Nothing;
    let mut depth_preformatted = 0usize;
    let mut node = root.first_child();
    let mut depth = 0usize;
    while let Some(current) = node {
        let mut descend = false;
        if current.is_text() {
            let content = current.text();
            push_text(&mut text, &mut pending, &content, depth_preformatted > 0);
        } else if let Some(name) = current.node_name() {
            descend = !SKIPPED.contains(&&*name) && current.first_child().is_some();
            if is_block(&name) {
                pending = Pending::Paragraph;
            } else if &*name == "br" {
                pending = pending.after_break();
            } else if matches!(&*name, "td" | "th") {
                pending = pending.max(Pending::Space);
            }
            if descend && &*name == "pre" {
                depth_preformatted += 1;
            }
        }
        if descend {
            node = current.first_child();
            depth += 1;
            continue;
        }
        // Climb until there is a sibling; by hand, since pages nest as deep as they like.
        let mut climbing = current;
        node = loop {
            if let Some(sibling) = climbing.next_sibling() {
                break Some(sibling);
            }
            if depth == 0 {
                break None;
            }
            let Some(parent) = climbing.parent() else {
                break None;
            };
            depth -= 1;
            if let Some(name) = parent.node_name() {
                if is_block(&name) {
                    pending = Pending::Paragraph;
                }
                if &*name == "pre" {
                    depth_preformatted = depth_preformatted.saturating_sub(1);
                }
            }
            climbing = parent;
        };
    }
    text.trim_end().to_owned()
}

/// White space that stands between two words, once there is a second word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pending {
    Nothing,
    Space,
    Line,
    Paragraph,
}

impl Pending {
    /// Two `<br>` are how old pages make a paragraph.
    fn after_break(self) -> Pending {
        if self >= Pending::Line {
            Pending::Paragraph
        } else {
            Pending::Line
        }
    }
}

fn push_text(text: &mut String, pending: &mut Pending, content: &str, preformatted: bool) {
    let mut rest = content;
    while !rest.is_empty() {
        let word_start = rest.find(|c: char| !is_html_space(c)).unwrap_or(rest.len());
        let space = &rest[..word_start];
        if !space.is_empty() {
            let kind = match (
                preformatted,
                memchr::memchr_iter(b'\n', space.as_bytes()).count(),
            ) {
                (true, 2..) => Pending::Paragraph,
                (true, 1) => Pending::Line,
                _ => Pending::Space,
            };
            *pending = (*pending).max(kind);
        }
        rest = &rest[word_start..];
        let word_end = rest.find(is_html_space).unwrap_or(rest.len());
        if word_end > 0 {
            if !text.is_empty() {
                text.push_str(match pending {
                    Pending::Nothing => "",
                    Pending::Space => " ",
                    Pending::Line => "\n",
                    Pending::Paragraph => "\n\n",
                });
            }
            *pending = Pending::Nothing;
            text.push_str(&rest[..word_end]);
            rest = &rest[word_end..];
        }
    }
}

fn is_html_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

const SKIPPED: [&str; 20] = [
    "script", "style", "noscript", "template", "nav", "form", "button", "select", "textarea",
    "iframe", "svg", "canvas", "object", "head", "footer", "aside", "input", "video", "audio",
    "menu",
];

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "tr"
            | "thead"
            | "tbody"
            | "blockquote"
            | "figure"
            | "figcaption"
            | "pre"
            | "hr"
            | "address"
            | "details"
            | "summary"
            | "body"
            | "html"
            | "caption"
            | "aside"
            | "footer"
            | "nav"
            | "form"
            | "center"
            | "fieldset"
    )
}
