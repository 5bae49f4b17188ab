use super::entries;
use super::paragraph::Paragraph;
use super::words::{has_phrase, phrase};
use crate::{Notice, ZoneKind};

/// Paragraphs at the end among which a biography is looked for.
const LAST: usize = 4;
/// Bytes of a paragraph that are looked at: it introduces its subject at once.
const LOOKED_AT: usize = 3000;

/// Marks paragraphs about the author at the end of the text.
///
/// A biography begins with a name that is something, and has two signs of a
/// career, one of them strong; or it stands under a heading that says so. A
/// paragraph in which somebody speaks is the report.
pub(super) fn mark(text: &str, paragraphs: &mut [Paragraph], notices: &mut Vec<Notice>) {
    let last: Vec<usize> = (0..paragraphs.len())
        .rev()
        .filter(|i| paragraphs[*i].is_open() && !paragraphs[*i].words.is_empty())
        .take(LAST)
        .collect();
    let under = last
        .iter()
        .copied()
        .filter(|i| is_heading(line(text, &paragraphs[*i])))
        .min();
    let n_open = paragraphs.iter().filter(|p| p.is_open()).count();
    for i in last {
        let paragraph = &mut paragraphs[i];
        let headed = under.is_some_and(|heading| i >= heading);
        // The only paragraph of a text is what the text is about.
        if !headed && (n_open < 2 || !is_biography(line(text, paragraph))) {
            if under.is_none() {
                break;
            }
            continue;
        }
        paragraph.kind = Some(ZoneKind::Biography);
        let message = "about the author, not part of the report";
        notices.push(Notice::info(
            Notice::BIOGRAPHY,
            paragraph.inner.clone(),
            message,
        ));
    }
}

fn line<'a>(text: &'a str, paragraph: &Paragraph) -> &'a str {
    let whole = &text[paragraph.inner.clone()];
    let end = whole
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| *at >= LOOKED_AT);
    &whole[..end.unwrap_or(whole.len())]
}

fn is_heading(line: &str) -> bool {
    line.len() < 40 && {
        let words = phrase(line);
        signs("=").any(|heading| heading == words)
    }
}

fn signs(mark: &'static str) -> impl Iterator<Item = &'static str> {
    entries(include_str!("../../data/biography.txt"))
        .filter_map(|entry| entry.split_once(' '))
        .filter(move |(known, _)| *known == mark)
        .map(|(_, sign)| sign)
}

fn is_biography(line: &str) -> bool {
    let bare = line.trim_start_matches(['(', '[', '*', '-', '\u{2013}', '\u{2014}', ' ']);
    if !bare.starts_with(char::is_uppercase) {
        return false;
    }
    let words = phrase(bare);
    // Speech, or news about the person.
    let mut speech = entries(include_str!("../../data/speech_words.txt"));
    if speech.any(|verb| has_phrase(&words, verb)) {
        return false;
    }
    let strong = signs("!").filter(|sign| has_phrase(&words, sign)).count();
    let weak = signs("*").filter(|sign| has_phrase(&words, sign)).count();
    let introduced = introduces(bare);
    match (strong, weak) {
        (2.., _) => introduced || weak > 0,
        (1, 1..) => introduced,
        (1, 0) => introduced && words.len() < 300,
        (0, 2..) => introduced && words.len() < 400,
        _ => false,
    }
}

/// Whether the paragraph begins with a name that is something: up to seven
/// words, most of them capitalised, before "is".
fn introduces(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(8).collect();
    let Some(verb) = words.iter().position(|word| {
        matches!(
            *word,
            "is" | "was" | "has" | "holds" | "covers" | "teaches" | "writes"
        )
    }) else {
        return false;
    };
    let subject = &words[..verb];
    let capitalised = subject
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    // "The minister is" introduces nobody.
    !subject.is_empty()
        && capitalised * 4 >= subject.len() * 3
        && (capitalised >= 2 || matches!(subject, ["He" | "She" | "They"]))
        && !matches!(
            subject.first(),
            Some(&"The" | &"This" | &"It" | &"There" | &"But")
        )
}
