//! Measures how many megabytes a second are cleaned: usual reports, and texts
//! made to be slow, of the largest size that is read.

use demarche_text::{Article, clean};
use std::time::Instant;

fn main() {
    let report = report(6_000);
    let n_reports = 2000;
    let start = Instant::now();
    for n in 0..n_reports {
        let document = clean(Article::new(format!("{n} {report}")), None);
        assert!(document.zones.len() > 10);
    }
    show("reports of 6 kB", n_reports * report.len(), start);
    let whole = 16 << 20;
    for (name, piece) in [
        ("one long report", self::report(whole)),
        ("one line", "word ".repeat(whole / 5)),
        ("full stops", ". ".repeat(whole / 2)),
        ("quotation marks", "\"".repeat(whole)),
        ("short lines", "Ab\n".repeat(whole / 3)),
        ("different short lines", lines(whole)),
        ("dates", "12 March 2024 was, ".repeat(whole / 19)),
        ("dates of plans", "to meet 12 March and ".repeat(whole / 21)),
        ("bullets", "► Envoys met in Strelsau\n".repeat(whole / 27)),
        (
            "advertisements",
            "Story continues below ".repeat(whole / 22),
        ),
        ("brackets", "(Agency".repeat(whole / 7) + ")"),
        ("capitals", "STRELSAU ".repeat(whole / 9)),
        ("empty lines", "\n".repeat(whole)),
        ("mojibake", "â€™".repeat(whole / 8)),
    ] {
        let n_bytes = piece.len();
        let start = Instant::now();
        clean(Article::new(piece), None);
        show(name, n_bytes, start);
    }
}

fn show(name: &str, n_bytes: usize, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{name:24} {:8.1} MB/s", n_bytes as f64 / 1e6 / seconds);
}

/// Sentences of made-up words, no two paragraphs alike.
fn report(n_bytes: usize) -> String {
    let mut text = String::new();
    let mut state = 1u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    while text.len() < n_bytes {
        text.push_str("The envoys");
        for _ in 0..12 + next(40) {
            text.push(' ');
            for _ in 0..1 + next(4) {
                text.push(char::from(b"bcdfgklmnprst"[next(13) as usize]));
                text.push(char::from(b"aeiou"[next(5) as usize]));
            }
        }
        text.push_str(if next(4) == 0 {
            " in May 2023.\n\n"
        } else {
            ". "
        });
    }
    text
}

fn lines(n_bytes: usize) -> String {
    (0..n_bytes / 12)
        .map(|n| format!("Share {n:05}\n"))
        .collect()
}
