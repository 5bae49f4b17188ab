use std::ops::Range;

/// Longest line of a screen, in characters.
const COLUMNS: usize = 60;

/// Columns that the longest of its lines has at least.
const LEAST_COLUMNS: usize = 24;

/// So many lines of words make a run of subtitles.
const LINES: usize = 4;

/// Lines after which a paragraph of subtitles ends.
const LONGEST_RUN: usize = 60;

/// What a line may be among subtitles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A few words without a capital or a full stop, and their columns.
    Words(usize),
    /// The minute, alone.
    Minute,
    Other,
}

/// Whether each line goes on with the subtitles of the line before: words in small letters,
/// broken where the screen ends, with or without the minute between them.
pub(super) fn continued(text: &str, lines: impl Iterator<Item = Range<usize>>) -> Vec<bool> {
    let lines: Vec<&str> = lines.map(|line| text[line].trim()).collect();
    let kinds: Vec<Kind> = lines.iter().map(|line| kind(line)).collect();
    let mut continued = vec![false; lines.len()];
    let mut at = 0;
    for run in kinds.chunk_by(|one, other| (*one == Kind::Other) == (*other == Kind::Other)) {
        let of_run = &lines[at..at + run.len()];
        if are_subtitles(of_run, run) {
            for n in (1..run.len()).filter(|n| n % LONGEST_RUN != 0) {
                continued[at + n] = true;
            }
        }
        at += run.len();
    }
    continued
}

fn kind(line: &str) -> Kind {
    let columns = line.chars().take(COLUMNS + 1).count();
    if line.is_empty() || columns > COLUMNS {
        Kind::Other
    } else if is_minute(line) {
        Kind::Minute
    } else if line.contains(char::is_lowercase)
        && !line.contains(char::is_uppercase)
        && !line.ends_with(['.', '!', '?', ':', ';', ','])
        && line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '>'))
    {
        Kind::Words(columns)
    } else {
        Kind::Other
    }
}

/// Whether minutes stand between the lines, or the next word never fitted on a line.
fn are_subtitles(lines: &[&str], kinds: &[Kind]) -> bool {
    let words: Vec<(&str, usize)> = lines
        .iter()
        .zip(kinds)
        .filter_map(|(line, kind)| match kind {
            Kind::Words(columns) => Some((*line, *columns)),
            _ => None,
        })
        .collect();
    let minutes = kinds.iter().filter(|kind| **kind == Kind::Minute).count();
    let longest = words.iter().map(|(_, columns)| *columns).max().unwrap_or(0);
    let full = words
        .windows(2)
        .filter(|pair| {
            let next = pair[1].0.split_whitespace().next().unwrap_or_default();
            pair[0].1 + 1 + next.chars().count() > longest
        })
        .count();
    let broken = longest >= LEAST_COLUMNS && full * 10 >= (words.len() - 1) * 8;
    words.len() >= LINES && (minutes * 2 >= words.len() || broken)
}

/// `4:40` or `1:04:40`.
fn is_minute(line: &str) -> bool {
    let parts: Vec<&str> = line.split(':').collect();
    matches!(parts.len(), 2 | 3)
        && parts
            .iter()
            .all(|part| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn continued_lines(text: &str) -> Vec<bool> {
        let mut at = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            at += line.len();
            at - line.len()..at
        });
        let lines: Vec<Range<usize>> = lines.collect();
        continued(text, lines.into_iter())
    }

    #[test]
    fn subtitles_go_on_from_line_to_line() {
        let text = "Transcript\n0:00\nso the premier of ruritania\n0:03\nwent to graustark\n\
                    0:05\nand he met\n0:07\nthe king there\n\nThe End";
        let expected = [
            false, false, true, true, true, true, true, true, true, false, false,
        ];
        assert_eq!(continued_lines(text), expected);
    }

    #[test]
    fn lists_and_verses_keep_their_lines() {
        let text = "bread\na bottle of milk and the paper\neggs\nsomething for the cat";
        assert_eq!(continued_lines(text), [false; 4]);
        let text = "So the premier of Ruritania went\nto Graustark on Monday where he met\n\
                    the king and they agreed to put\nan end to the row over the bridge";
        assert!(continued_lines(text).iter().filter(|c| **c).count() == 0);
    }
}
