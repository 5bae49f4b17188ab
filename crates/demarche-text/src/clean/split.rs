use super::furniture;
use super::paragraph::{Paragraph, ends_sentence};
use crate::published::dateline;
use crate::{Label, Zone, ZoneKind};
use std::ops::Range;

/// The zones: paragraphs, with datelines, labels of entries, furniture and the publisher's name
/// cut off those of the report.
pub(super) fn zones(text: &str, paragraphs: &[Paragraph], labels: &[Label]) -> Vec<Zone> {
    let mut zones = Vec::with_capacity(paragraphs.len() + 8);
    let last = paragraphs
        .iter()
        .rposition(|p| p.kind.is_some_and(ZoneKind::is_coded));
    for (i, paragraph) in paragraphs.iter().enumerate() {
        let kind = paragraph.kind.unwrap_or(ZoneKind::Body);
        if !kind.is_coded() {
            zones.push(Zone {
                kind,
                bytes: paragraph.bytes.clone(),
            });
            continue;
        }
        let line = &text[paragraph.inner.clone()];
        let mut cuts: Vec<(ZoneKind, Range<usize>)> = Vec::new();
        if kind == ZoneKind::Lead {
            cuts.extend(dateline(line).map(|end| (ZoneKind::Dateline, 0..end)));
        }
        let inner = &paragraph.inner;
        let first = labels.partition_point(|label| label.bytes.start < inner.start);
        let of_entries = labels[first..].iter().filter(|label| !label.is_heading);
        let of_entries = of_entries.take_while(|label| label.bytes.end <= inner.end);
        cuts.extend(of_entries.map(|label| {
            let label = label.bytes.start - inner.start..label.bytes.end - inner.start;
            (ZoneKind::Dateline, label)
        }));
        let inline = furniture::inside(line);
        let report_end = match inline.last() {
            Some(cut) if cut.end == line.len() => cut.start,
            _ => line.len(),
        };
        cuts.extend(inline.into_iter().map(|cut| (ZoneKind::Furniture, cut)));
        if last == Some(i) || report_end < line.len() {
            let tail = publisher_tail(&line[..report_end]);
            cuts.extend(tail.map(|start| (ZoneKind::Furniture, start..report_end)));
        }
        cuts.sort_by_key(|(_, cut)| (cut.start, cut.end));
        push_parts(&mut zones, paragraph, kind, &cuts);
    }
    zones
}

/// Adds a paragraph with `cuts` of other kinds, in order. Cuts count from the
/// paragraph's first word; one that begins inside the one before is dropped.
fn push_parts(
    zones: &mut Vec<Zone>,
    paragraph: &Paragraph,
    kind: ZoneKind,
    cuts: &[(ZoneKind, Range<usize>)],
) {
    let first = zones.len();
    let inner = paragraph.inner.clone();
    let mut at = inner.start;
    for (cut_kind, cut) in cuts {
        let cut = inner.start + cut.start..inner.start + cut.end;
        if cut.start < at || cut.is_empty() {
            continue;
        }
        if cut.start > at {
            zones.push(Zone {
                kind,
                bytes: at..cut.start,
            });
        }
        zones.push(Zone {
            kind: *cut_kind,
            bytes: cut.clone(),
        });
        at = cut.end;
    }
    if at < inner.end || zones.len() == first {
        zones.push(Zone {
            kind,
            bytes: at..inner.end,
        });
    }
    // The white space around the paragraph goes to its first and last parts.
    if let [begin, ..] = &mut zones[first..] {
        begin.bytes.start = paragraph.bytes.start;
    }
    if let [.., end] = &mut zones[first..] {
        end.bytes.end = paragraph.bytes.end;
    }
}

/// Where the name of the publisher begins that closes a report: `(Agency)`
/// after the last sentence.
fn publisher_tail(report: &str) -> Option<usize> {
    let name = report.trim_end().strip_suffix(')')?;
    let start = name.rfind('(')?;
    let name = &name[start + 1..];
    let named = name.len() <= 50
        && (1..=5).contains(&name.split_whitespace().count())
        && name
            .split_whitespace()
            .all(|word| word.starts_with(|c: char| c.is_uppercase()));
    (named && start > 0 && ends_sentence(&report[..start])).then_some(start)
}
