use std::ops::Range;

/// Cuts a text into paragraphs that tile it: each is a line with the line break
/// and the blank lines after it.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        match paragraphs.last_mut() {
            Some(last) if line.trim().is_empty() => last.end = end,
            _ => paragraphs.push(start..end),
        }
        start = end;
    }
    paragraphs
}
