/// The lines of a dictionary without their comments, with numbers from 1: `#`
/// and `;` to the end of the line, and `<!-- -->` over several.
pub(super) fn lines(text: &str) -> Vec<(usize, String)> {
    let mut inside = false;
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mut kept = String::new();
        let mut rest = line;
        loop {
            if inside {
                let Some(end) = rest.find("-->") else { break };
                rest = &rest[end + 3..];
                inside = false;
            }
            let Some(start) = rest.find("<!--") else {
                kept.push_str(rest);
                break;
            };
            kept.push_str(&rest[..start]);
            rest = &rest[start + 4..];
            inside = true;
        }
        let end = kept.find(['#', ';']).unwrap_or(kept.len());
        let kept = kept[..end].trim_end();
        if !kept.trim().is_empty() {
            lines.push((at + 1, kept.to_owned()));
        }
    }
    lines
}

/// Words that stay small inside a name.
const SMALL: &[&str] = &[
    "of", "the", "and", "for", "in", "on", "to", "de", "la", "del", "da", "di", "du",
];

/// A name as print has it: `UNITED_STATES_OF_ZENDA_` is "United States of
/// Zenda". One that isn't all capitals is kept. Short names may be initials or
/// not ("ETA", "Iran"): both are given.
pub(super) fn names(given: &str) -> Vec<String> {
    // "(ETA)" behind a name is a name of its own.
    let (outer, inner) = match (given.find('('), given.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            (given[..open].to_owned(), Some(&given[open + 1..close]))
        }
        _ => (given.to_owned(), None),
    };
    let mut all = Vec::new();
    for (part, is_initials) in [(outer.as_str(), false), (inner.unwrap_or_default(), true)] {
        let words: Vec<&str> = part.split(['_', ' ']).filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            continue;
        }
        let plain = words.join(" ");
        if is_initials || plain.chars().any(char::is_lowercase) {
            all.push(plain);
            continue;
        }
        let printed: Vec<String> = words
            .iter()
            .enumerate()
            .map(|(at, word)| {
                let lower = word.to_lowercase();
                if at > 0 && SMALL.contains(&lower.as_str()) {
                    lower
                } else {
                    capitalised(&lower)
                }
            })
            .collect();
        all.push(printed.join(" "));
        if words.len() == 1 && plain.chars().count() <= 5 {
            all.push(plain);
        }
    }
    all
}

/// Each part of a word with a capital: "al-qassam" is "Al-Qassam".
fn capitalised(word: &str) -> String {
    let mut start = true;
    word.chars()
        .map(|c| {
            let shown = if start {
                c.to_uppercase().next().unwrap_or(c)
            } else {
                c
            };
            start = matches!(c, '-' | '/' | '.');
            shown
        })
        .collect()
}
