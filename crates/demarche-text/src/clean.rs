mod biography; // who the author is
mod defect; // damaged characters, stops and endings
mod furniture; // words of the page
mod heading; // title, byline, captions, headings
mod paragraph; // paragraphs of a text
mod repeat; // what stands there twice
mod split; // parts of a paragraph
mod subtitle; // speech in the lines of a screen
mod summary; // the text in short, before it
mod words; // words for comparing

use crate::label;
use crate::published::{Sight, published};
use crate::{Article, Document, Notice, PublishedBasis, Zone, ZoneKind};
use jiff::civil::Date;
pub(crate) use paragraph::Paragraph;
use std::ops::Range;

/// Finds the zones of an article, its publication day and its defects.
/// `given` is the day that the user gives, if any; it overrides all else.
///
/// Never fails: odd text gives odd zones and notices. What is in doubt is body,
/// since a lost report costs more than a line of furniture. Takes time linear
/// in the length of the text.
pub fn clean(article: Article, given: Option<Date>) -> Document {
    let Article {
        path,
        title,
        publisher,
        url,
        published: stated,
        text,
        mut notices,
    } = article;
    // The id names what was read, before anything is concluded from it.
    let id = id(&url, &publisher, &title, &text);
    let mut paragraphs = paragraph::paragraphs(&text);
    furniture::mark(&text, &mut paragraphs);
    heading::mark_around(&text, &mut paragraphs);
    heading::mark_dates(&text, &mut paragraphs);
    let found = heading::mark_title(&text, &mut paragraphs, title.as_deref());
    // First, or bullets that repeat the lead would be taken for it.
    summary::mark(&text, &mut paragraphs, &mut notices);
    repeat::mark(&mut paragraphs, &mut notices);
    biography::mark(&text, &mut paragraphs, &mut notices);
    heading::mark_inside(&text, &mut paragraphs);
    mark_report(&text, &mut paragraphs);

    let labels = label::found(&text, &paragraphs);
    let zones = split::zones(&text, &paragraphs, &labels);
    let published = {
        let report: Vec<Range<usize>> = inner(&paragraphs, true).collect();
        let around: Vec<Range<usize>> = inner(&paragraphs, false).collect();
        let sight = Sight {
            text: &text,
            url: url.as_deref(),
            around: &around,
            report: &report,
        };
        published(given, stated, &sight)
    };
    furniture::report(&text, &zones, &mut notices);
    defect::report(&text, &zones, &mut notices);
    match published.basis {
        PublishedBasis::Unknown => notices.push(Notice::warning(
            Notice::NO_DATE_LINE,
            0..0,
            "nothing says when it was published",
        )),
        PublishedBasis::Inferred => {
            notices.push(Notice::warning(
                Notice::NO_DATE_LINE,
                0..0,
                "it has no date line",
            ));
            let reason = published.reason.as_deref().unwrap_or_default();
            let message = format!("the publication day is inferred: {reason}");
            notices.push(Notice::info(Notice::INFERRED_DATE, 0..0, message));
        }
        PublishedBasis::Given | PublishedBasis::Stated => {}
    }
    notices.sort_by_key(|notice| (notice.bytes.start, notice.bytes.end));
    let title = title.or(found);
    Document {
        id,
        path,
        title,
        publisher,
        url,
        published,
        text,
        zones,
        labels,
        notices,
    }
}

/// What no rule claimed is the report. If every rule together left nothing of a
/// text, they were wrong about its longest paragraph.
fn mark_report(text: &str, paragraphs: &mut [Paragraph]) {
    let has_report = paragraphs
        .iter()
        .any(|p| p.kind.is_none_or(ZoneKind::is_coded));
    if !has_report {
        let alphabetic = |p: &&mut Paragraph| text[p.inner.clone()].contains(char::is_alphabetic);
        let longest = paragraphs
            .iter_mut()
            .filter(alphabetic)
            .max_by_key(|p| (p.words.len(), p.inner.len()));
        if let Some(longest) = longest {
            // A lone line of furniture words is what it seems to be.
            if longest.kind != Some(ZoneKind::Furniture) {
                longest.kind = None;
            }
        }
    }
    let mut kind = ZoneKind::Lead;
    for paragraph in paragraphs.iter_mut().filter(|p| p.kind.is_none()) {
        paragraph.kind = Some(kind);
        kind = ZoneKind::Body;
    }
}

fn inner(paragraphs: &[Paragraph], coded: bool) -> impl Iterator<Item = Range<usize>> + '_ {
    paragraphs
        .iter()
        .filter(move |p| p.kind.is_some_and(ZoneKind::is_coded) == coded)
        .map(|p| p.inner.clone())
}

/// Bytes without white space, for how much of a text a rule takes.
fn length<'a>(paragraphs: impl IntoIterator<Item = &'a Paragraph>) -> usize {
    paragraphs
        .into_iter()
        .map(|paragraph| paragraph.inner.len())
        .sum()
}

/// The entries of a word list: lines that are neither empty nor comments.
fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Adjacent zones of one kind as one range.
fn runs(zones: &[Zone], kind: ZoneKind) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for zone in zones.iter().filter(|zone| zone.kind == kind) {
        match runs.last_mut() {
            Some(last) if last.end == zone.bytes.start => last.end = zone.bytes.end,
            _ => runs.push(zone.bytes.clone()),
        }
    }
    runs
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
