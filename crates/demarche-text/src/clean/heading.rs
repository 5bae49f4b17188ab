use super::entries;
use super::paragraph::Paragraph;
use super::words::{self, begins_with, has_phrase, phrase, share, shingles};
use crate::ZoneKind;
use crate::label;
use crate::published::is_date_line;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// Longest byline, caption and heading, in words.
const MAX_BYLINE: usize = 14;
const MAX_CAPTION: usize = 45;
const MAX_HEADING: usize = 14;
const MAX_NUMBERED_HEADING: usize = 24;
/// Longest title, in words.
const MAX_TITLE: usize = 30;
/// Where a title may stand, counted in paragraphs that aren't furniture.
const TITLE_AMONG: usize = 4;

/// Marks bylines, date lines and captions.
pub(super) fn mark_around(text: &str, paragraphs: &mut [Paragraph]) {
    for paragraph in paragraphs.iter_mut().filter(|p| p.is_open()) {
        let line = &text[paragraph.inner.clone()];
        let n_words = paragraph.words.len();
        if n_words <= MAX_BYLINE && (is_byline(line) || is_date_line(line)) {
            paragraph.kind = Some(ZoneKind::Byline);
        } else if n_words <= MAX_CAPTION && is_caption(line, n_words) {
            paragraph.kind = Some(ZoneKind::Caption);
        }
    }
}

/// Marks lines that are nothing but a day, a month or a year: headings of chronologies.
pub(super) fn mark_dates(text: &str, paragraphs: &mut [Paragraph]) {
    for paragraph in paragraphs.iter_mut().filter(|p| p.is_open()) {
        if label::heading(&text[paragraph.inner.clone()]).is_some() {
            paragraph.kind = Some(ZoneKind::Heading);
        }
    }
}

/// Words in lower case between names.
const PARTICLES: [&str; 12] = [
    "and", "in", "for", "of", "the", "at", "with", "de", "von", "van", "al", "bin",
];

fn is_byline(line: &str) -> bool {
    if super::paragraph::ends_sentence(line) {
        return false;
    }
    static OPENINGS: LazyLock<Vec<&str>> =
        LazyLock::new(|| entries(include_str!("../../data/byline.txt")).collect());
    let begins = |opening: &&str| {
        line.get(..opening.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(opening))
    };
    if !OPENINGS.iter().any(begins) {
        return false;
    }
    let words = phrase(line);
    OPENINGS.iter().any(|opening| {
        // "By Monday, talks had" goes on in lower case; a byline is names.
        begins_with(&words, opening)
            && line
                .split_whitespace()
                .skip(opening.split(' ').count())
                .filter(|word| word.starts_with(char::is_alphabetic))
                .all(|word| word.starts_with(char::is_uppercase) || PARTICLES.contains(&word))
    })
}

fn is_caption(line: &str, n_words: usize) -> bool {
    static SIGNS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
        entries(include_str!("../../data/caption.txt"))
            .map(|entry| {
                entry
                    .split_once(' ')
                    .expect("the list has a mark on each line")
            })
            .collect()
    });
    static ANY: LazyLock<AhoCorasick> = LazyLock::new(|| {
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(SIGNS.iter().map(|(_, sign)| *sign))
            .expect("the list is short")
    });
    if !ANY.is_match(line) {
        return false;
    }
    let lower = line.to_lowercase();
    let words = phrase(line);
    SIGNS.iter().any(|(mark, sign)| {
        match *mark {
            // "Photos of the meeting showed": a sentence, not a label.
            "^" => lower.strip_prefix(sign).is_some_and(|rest| {
                rest.trim_start()
                    .starts_with([':', '/', '|', ')', ']', '-'])
                    || !sign.ends_with(char::is_alphanumeric)
                    || (sign.contains(' ') || sign.starts_with(['(', '[']))
                        && rest.starts_with(|c: char| !c.is_alphanumeric())
            }),
            _ => n_words <= 30 && has_phrase(&words, sign),
        }
    })
}

/// Marks the title: the line that the metadata call so, or a first line that
/// doesn't end like a sentence, before longer text. Gives the words of the latter.
pub(super) fn mark_title(
    text: &str,
    paragraphs: &mut [Paragraph],
    given: Option<&str>,
) -> Option<String> {
    let open: Vec<usize> = (0..paragraphs.len())
        .filter(|i| paragraphs[*i].is_open())
        .take(TITLE_AMONG + 1)
        .collect();
    if let Some(given) = given {
        let given_words = words::words(given);
        let known = shingles(&given_words);
        // Publishers add their name to the title of a page, or don't.
        let same = open.iter().take(TITLE_AMONG).find(|i| {
            let own = &paragraphs[**i].words;
            own.len() <= MAX_TITLE
                && (share(own, &known) >= 0.8 || share(&given_words, &shingles(own)) >= 0.8)
                && own.len() * 2 >= given_words.len()
                && own.len() <= given_words.len() * 2
        });
        if let Some(i) = same {
            // A text that is nothing but its title is a report of one line.
            if open.len() > 1 {
                paragraphs[*i].kind = Some(ZoneKind::Title);
                return None;
            }
        }
        return None;
    }
    let first = *open.first()?;
    let title = &paragraphs[first];
    let line = &text[title.inner.clone()];
    // A title that is printed twice is followed by itself.
    let next = open[1..]
        .iter()
        .find(|i| paragraphs[**i].words != title.words)?;
    let next = &paragraphs[*next];
    let fits = (2..=MAX_TITLE).contains(&title.words.len())
        && !line.ends_with(['.', ',', ';', ':', '!'])
        && !super::paragraph::ends_sentence(line.trim_end_matches('?'))
        && line.starts_with(|c: char| !c.is_lowercase())
        && !super::summary::is_bullet(line)
        && next.words.len() * 2 > title.words.len() * 3
        && (next.ends_sentence(text) || next.words.len() > MAX_TITLE);
    if !fits {
        return None;
    }
    let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    paragraphs[first].kind = Some(ZoneKind::Title);
    Some(words)
}

/// Marks headings between paragraphs: short lines that don't end like a
/// sentence, before a longer paragraph that does.
pub(super) fn mark_inside(text: &str, paragraphs: &mut [Paragraph]) {
    let mut next: Option<usize> = None;
    for i in (0..paragraphs.len()).rev() {
        let this = &paragraphs[i];
        if next.is_some_and(|next| this.is_open() && heads(text, this, &paragraphs[next])) {
            paragraphs[i].kind = Some(ZoneKind::Heading);
        }
        if paragraphs[i].kind != Some(ZoneKind::Furniture) {
            next = Some(i);
        }
    }
}

/// Whether one paragraph looks like the heading of the next.
fn heads(text: &str, this: &Paragraph, next: &Paragraph) -> bool {
    let before_text = match next.kind {
        // Two headings may follow each other.
        Some(ZoneKind::Heading) => true,
        None => {
            next.words.len() * 2 > this.words.len() * 3
                && next.words.len() >= 8
                && next.ends_sentence(text)
        }
        Some(_) => false,
    };
    let line = &text[this.inner.clone()];
    let after_digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = after_digits.len() < line.len() && after_digits.starts_with(['.', ')']);
    let longest = if numbered {
        MAX_NUMBERED_HEADING
    } else {
        MAX_HEADING
    };
    // A long question inside an interview is a sentence: it has an answer.
    let question = line.ends_with('?') && this.words.len() <= 8;
    before_text
        && this.words.len() <= longest
        && line.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || is_quote(c))
        && (question || !super::paragraph::ends_sentence(line))
        && !line.ends_with([',', ';'])
        && !super::summary::is_bullet(line)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{201c}' | '\u{2018}' | '\u{ab}')
}
