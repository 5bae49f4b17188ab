//! Capitals and full stops that a text has lost, as when speech is written down.

use crate::reading::Positions;
use demarche_event::{DocumentMeta, Notice, Severity};
use std::ops::Range;
use std::sync::Arc;

/// A notice for each run of paragraphs without capitals, and for each without full stops.
/// `divided` has the numbers of the paragraphs whose clauses ran on, in order.
pub(crate) fn of(
    paragraphs: &[Range<usize>],
    without_capitals: &[bool],
    divided: &[usize],
    positions: &Positions<'_>,
    meta: &Arc<DocumentMeta>,
) -> Vec<Notice> {
    let mut ran_on = vec![false; paragraphs.len()];
    for number in divided {
        ran_on[*number] = true;
    }
    let mut notices = Vec::new();
    let mut add = |kind: &str, lost: &[bool], message: &str| {
        let mut at = 0;
        for run in lost.chunk_by(|one, other| one == other) {
            let (first, last) = (&paragraphs[at], &paragraphs[at + run.len() - 1]);
            at += run.len();
            if run[0] {
                notices.push(Notice {
                    document: Arc::clone(meta),
                    kind: kind.to_owned(),
                    start_char: positions.char_at(first.start),
                    end_char: positions.char_at(last.end),
                    message: message.to_owned(),
                    severity: Severity::Warning,
                });
            }
        }
    };
    add(
        "no-capitals",
        without_capitals,
        "there are no capitals: names that aren't known, or are common words too, are not seen",
    );
    add(
        "no-full-stops",
        &ran_on,
        "sentences run on without full stops: they are read clause by clause",
    );
    notices
}
