#![no_main]

use demarche_text::{Article, clean};

// Dates in the places where they are looked for: an address, a date line, a
// dateline, the report.
libfuzzer_sys::fuzz_target!(|text: &str| {
    let line: String = text.chars().take_while(|c| *c != '\n').collect();
    let url = Some(format!("https://example.org/{line}"));
    let report = format!("Published: {line}\n\nSTRELSAU, {line} (Agency) - Envoys met. {text}");
    for text in [report, text.to_owned()] {
        demarche_fuzz::check(&clean(Article { url: url.clone(), ..Article::new(text) }, None));
    }
});
