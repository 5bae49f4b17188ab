use super::paragraph::Paragraph;
use super::words::{phrase, share, shingles};
use super::{entries, length};
use crate::{Notice, ZoneKind};
use std::collections::HashSet;

/// The share of a summary's words that the text must have, to say that the
/// summary restates it.
const RESTATED: f64 = 0.6;

/// Marks bullets before the text, if the text says the same at greater length.
pub(super) fn mark(text: &str, paragraphs: &mut [Paragraph], notices: &mut Vec<Notice>) {
    let open: Vec<usize> = (0..paragraphs.len())
        .filter(|i| paragraphs[*i].is_open())
        .collect();
    let Some((heading, bullets)) = bullets(text, paragraphs, &open) else {
        return;
    };
    let after = bullets.last().map_or(0, |last| last + 1);
    let n_bullet_bytes = length(bullets.iter().map(|i| &paragraphs[*i]));
    let n_text_bytes = length(paragraphs[after..].iter().filter(|p| p.is_open()));
    // Points that stand in the text word for word restate it however short it is.
    let is_repeated = |bullet: &Paragraph| {
        let mut later = paragraphs[after..].iter().filter(|p| p.is_open());
        later.any(|p| share(&bullet.words, &shingles(&p.words)) == 1.0)
    };
    let verbatim = bullets.iter().all(|i| is_repeated(&paragraphs[*i]));
    if n_text_bytes < n_bullet_bytes * if verbatim { 1 } else { 2 } {
        return;
    }
    let known: HashSet<u64> = paragraphs[after..]
        .iter()
        .filter(|p| p.is_open())
        .flat_map(|p| p.words.iter().copied())
        .collect();
    let of_bullets: Vec<u64> = bullets
        .iter()
        .flat_map(|i| paragraphs[*i].words.iter().copied())
        .collect();
    let common = of_bullets
        .iter()
        .filter(|word| known.contains(word))
        .count();
    let restated = common as f64 / of_bullets.len().max(1) as f64;
    if restated < RESTATED {
        return;
    }
    let (Some(first), Some(last)) = (bullets.first(), bullets.last()) else {
        return;
    };
    let bytes = paragraphs[*first].inner.start..paragraphs[*last].inner.end;
    let message = format!(
        "a summary; the text has {:.0}% of its words",
        restated * 100.0
    );
    notices.push(Notice::info(Notice::SUMMARY_REPEATS_TEXT, bytes, message));
    let repeats: Vec<bool> = bullets
        .iter()
        .map(|i| is_repeated(&paragraphs[*i]))
        .collect();
    if let Some(heading) = heading {
        paragraphs[heading].kind = Some(ZoneKind::Heading);
    }
    for (i, repeats) in bullets.into_iter().zip(repeats) {
        paragraphs[i].kind = Some(match repeats {
            true => ZoneKind::DuplicatedLead,
            false => ZoneKind::Summary,
        });
    }
}

/// The heading, if any, and the bullets that the report starts with.
fn bullets(
    text: &str,
    paragraphs: &[Paragraph],
    open: &[usize],
) -> Option<(Option<usize>, Vec<usize>)> {
    let line = |i: usize| &text[paragraphs[i].inner.clone()];
    // One paragraph of prose may come first.
    for start in 0..open.len().min(3) {
        let heading = is_summary_heading(line(open[start]));
        let from = start + usize::from(heading);
        let bullets: Vec<usize> = open[from..]
            .iter()
            .copied()
            .take_while(|i| is_bullet(line(*i)))
            .collect();
        if bullets.len() >= 2 || (heading && !bullets.is_empty()) {
            return Some((heading.then(|| open[start]), bullets));
        }
    }
    None
}

fn is_summary_heading(line: &str) -> bool {
    // Headings are short, so that long lines needn't be taken apart.
    line.len() < 40 && {
        let words = phrase(line);
        entries(include_str!("../../data/summary_headings.txt")).any(|heading| heading == words)
    }
}

/// Whether a line begins with a bullet.
pub(super) fn is_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some(
            '\u{2022}' | '\u{2023}' | '\u{25aa}' | '\u{25ab}' | '\u{25cf}' | '\u{25cb}'
            | '\u{25a0}' | '\u{25a1}' | '\u{25b6}' | '\u{25b8}' | '\u{25ba}' | '\u{25c6}'
            | '\u{25e6}' | '\u{2043}' | '\u{2219}' | '\u{27a4}' | '\u{27a2}' | '\u{2714}'
            | '\u{2713}' | '\u{b7}' | '\u{f0b7}',
        ) => true,
        Some('*' | '-' | '\u{2013}' | '>' | '+') => chars.next().is_some_and(char::is_whitespace),
        _ => false,
    }
}
