//! Lines that divide the stories of a page that is written as things happen: "18:42 KST".

/// Whether a paragraph is a time of day and no more.
pub(super) fn is_time_of_day(paragraph: &str) -> bool {
    let line = paragraph.trim();
    if line.len() > 24 {
        return false;
    }
    let Some((hour, rest)) = number(line) else {
        return false;
    };
    let Some(rest) = rest.strip_prefix([':', '.', 'h']) else {
        return false;
    };
    // "2.5" is no time.
    let Some((minute, rest)) = number(rest).filter(|(_, after)| rest.len() - after.len() == 2)
    else {
        return false;
    };
    let half = rest.trim_start().to_ascii_lowercase();
    let halves = ["a.m.", "p.m.", "am", "pm"];
    let half = halves.iter().find(|h| half.starts_with(**h));
    let zone = rest.trim_start();
    let zone = half.map_or(zone, |half| zone[half.len()..].trim_start());
    let is_zone = |c: char| c.is_ascii_uppercase() || matches!(c, '+' | '-' | '(' | ')');
    hour < 24 && minute < 60 && zone.len() <= 6 && zone.chars().all(is_zone)
}

/// One or two digits at the head of a text, and what follows.
fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..digits)?.parse().ok()?;
    (1..=2).contains(&digits).then(|| (number, &text[digits..]))
}

#[cfg(test)]
mod tests {
    use super::is_time_of_day;

    #[test]
    fn stamps_are_times_alone() {
        for stamp in ["18:42 KST", "11.05 GMT", "3.15pm", "09:00", "7:30 a.m. EST"] {
            assert!(is_time_of_day(stamp), "{stamp}");
        }
        for text in [
            "18:42 they met",
            "27:10",
            "2.5",
            "1,200",
            "12:00 noon",
            "3.15 billion",
        ] {
            assert!(!is_time_of_day(text), "{text}");
        }
    }
}
