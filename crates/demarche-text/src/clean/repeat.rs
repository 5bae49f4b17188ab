use super::paragraph::Paragraph;
use super::words::{mix, n_common, n_runs, shingles};
use crate::{Notice, ZoneKind};
use std::collections::{HashMap, HashSet};

/// A paragraph is repeated if the other has this share of its runs of words.
const SAME: f64 = 0.8;
/// Shorter paragraphs are alike by chance.
const MIN_WORDS: usize = 7;
/// Paragraphs of the report that later ones are compared with.
const EARLY: usize = 3;
/// A line that stands this often is furniture.
const OFTEN: usize = 3;

/// Marks the title and the lead where they stand again, other paragraphs that
/// are repeated word for word, and short lines that keep coming back.
pub(super) fn mark(paragraphs: &mut [Paragraph], notices: &mut Vec<Notice>) {
    mark_often(paragraphs);
    mark_title_again(paragraphs, notices);
    mark_lead_again(paragraphs, notices);
    mark_word_for_word(paragraphs, notices);
}

fn mark_often(paragraphs: &mut [Paragraph]) {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    let short = |p: &Paragraph| p.is_open() && (1..=8).contains(&p.words.len());
    for paragraph in paragraphs.iter().filter(|p| short(p)) {
        *counts.entry(mix(&paragraph.words)).or_default() += 1;
    }
    for paragraph in paragraphs.iter_mut().filter(|p| short(p)) {
        if counts
            .get(&mix(&paragraph.words))
            .is_some_and(|count| *count >= OFTEN)
        {
            paragraph.kind = Some(ZoneKind::Furniture);
        }
    }
}

fn mark_title_again(paragraphs: &mut [Paragraph], notices: &mut Vec<Notice>) {
    let Some(title) = paragraphs
        .iter()
        .position(|p| p.kind == Some(ZoneKind::Title))
    else {
        return;
    };
    let words = paragraphs[title].words.clone();
    for paragraph in paragraphs[title + 1..].iter_mut() {
        if paragraph.is_open() && paragraph.words == words {
            again(paragraph, "the title stands here once more", notices);
        }
    }
}

fn mark_lead_again(paragraphs: &mut [Paragraph], notices: &mut Vec<Notice>) {
    let early: Vec<usize> = (0..paragraphs.len())
        .filter(|i| paragraphs[*i].is_open() && paragraphs[*i].words.len() >= MIN_WORDS)
        .take(EARLY)
        .collect();
    for first in early {
        if !paragraphs[first].is_open() {
            continue;
        }
        let words = paragraphs[first].words.clone();
        let known = shingles(&words);
        for later in first + 1..paragraphs.len() {
            let paragraph = &mut paragraphs[later];
            if !paragraph.is_open() || paragraph.words.len() < MIN_WORDS {
                continue;
            }
            let common = n_common(&paragraph.words, &known) as f64;
            if common >= SAME * n_runs(&paragraph.words) as f64 {
                again(paragraph, "this repeats an earlier paragraph", notices);
            } else if paragraph.words.len() > words.len()
                && paragraph.words.len() <= words.len() * 4
                && common >= SAME * known.len() as f64
            {
                // The later and longer one says it all.
                let message = "a later paragraph says this again, and more";
                again(&mut paragraphs[first], message, notices);
                break;
            }
        }
    }
}

fn mark_word_for_word(paragraphs: &mut [Paragraph], notices: &mut Vec<Notice>) {
    let mut seen: HashSet<u64> = HashSet::new();
    for paragraph in paragraphs.iter_mut() {
        if paragraph.is_open()
            && paragraph.words.len() > MIN_WORDS
            && !seen.insert(mix(&paragraph.words))
        {
            again(
                paragraph,
                "this repeats an earlier paragraph word for word",
                notices,
            );
        }
    }
}

fn again(paragraph: &mut Paragraph, message: &str, notices: &mut Vec<Notice>) {
    paragraph.kind = Some(ZoneKind::DuplicatedLead);
    notices.push(Notice::info(
        Notice::DUPLICATED_LEAD,
        paragraph.inner.clone(),
        message,
    ));
}
