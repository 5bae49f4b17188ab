use std::borrow::Cow;

/// Pages nest a few dozen deep. The parser takes time and stack with depth, so
/// that a page made for the purpose could stop the program.
const MAX_DEPTH: usize = 1000;

/// Elements without an end, or which the next of their kind ends.
const ENDED_BY_OTHERS: [&str; 30] = [
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "source", "tbody",
    "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Whether elements may nest too deep to be parsed; too often rather than too
/// seldom, since it only counts the tags.
pub(super) fn is_too_deep(html: &str) -> bool {
    let mut depth = 0usize;
    // Inside drawings and formulas nothing ends by itself.
    let mut foreign = false;
    for tag in tags(html) {
        let name = tag.name.as_ref();
        foreign |= matches!(name, "svg" | "math");
        if !foreign && ENDED_BY_OTHERS.contains(&name) {
            continue;
        }
        if tag.closes {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            if depth > MAX_DEPTH {
                return true;
            }
        }
    }
    false
}

/// The text between the tags, with a blank line for each.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut at = 0;
    let mut skipped: Option<String> = None;
    let mut push = |words: &str| {
        let words = words.trim();
        if !words.is_empty() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(words);
        }
    };
    for tag in tags(html) {
        match &skipped {
            Some(name) if tag.closes && *name == tag.name => skipped = None,
            Some(_) => {}
            None => {
                push(&html[at..tag.start]);
                if !tag.closes && matches!(tag.name.as_ref(), "script" | "style") {
                    skipped = Some(tag.name.into_owned());
                }
            }
        }
        at = tag.end;
    }
    if skipped.is_none() {
        push(&html[at..]);
    }
    text
}

struct Tag<'a> {
    start: usize,
    end: usize,
    /// In lower case.
    name: Cow<'a, str>,
    closes: bool,
}

fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr::memchr(b'<', html.as_bytes().get(at..)?)?;
            let rest = &html[start + 1..];
            let closes = rest.starts_with('/');
            let rest = rest.strip_prefix('/').unwrap_or(rest);
            let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            if length == 0 || !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                at = start + 1;
                continue;
            }
            let name = &rest[..length];
            let after = html.len() - rest.len() + length;
            let end = memchr::memchr(b'>', &html.as_bytes()[after..])
                .map_or(html.len(), |found| after + found + 1);
            at = end;
            let name = match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                true => Cow::Owned(name.to_ascii_lowercase()),
                false => Cow::Borrowed(name),
            };
            return Some(Tag {
                start,
                end,
                name,
                closes,
            });
        }
    })
}
