//! Documents of a small world, made by rule.

use demarche_event::*;
use jiff::civil::date;
use std::sync::Arc;

pub const COUNTRIES: [&str; 8] = ["RUR", "GRA", "ZEN", "BOR", "SYL", "FRE", "KRA", "IGOLEA"];

pub fn meta(id: &str) -> Arc<DocumentMeta> {
    Arc::new(DocumentMeta {
        id: id.to_owned(),
        path: Some(format!("reports/{id}.txt")),
        title: Some("Strelsau receives the duke".to_owned()),
        publisher: Some("Strelsau Courier".to_owned()),
        url: None,
        published: Published {
            days: Some(Days::day(date(1995, 1, 2))),
            basis: PublishedBasis::Given,
            reason: None,
        },
    })
}

pub fn actor(country: &str) -> Actor {
    Actor {
        text: format!("the duke of {country}"),
        start_char: 0,
        end_char: 15,
        name: None,
        country: Some(country.to_owned()),
        sector: Some(Sector::Gov),
        role: Some("duke".to_owned()),
    }
}

/// An event of `document`: the source meets the target on the day.
pub fn event(
    document: &Arc<DocumentMeta>,
    id: &str,
    source: &str,
    target: &str,
    days: Option<Days>,
) -> Event {
    let text = format!("The duke of {source} met the king of {target} ({id}).");
    Event {
        id: id.to_owned(),
        document: Arc::clone(document),
        sentence: Quote {
            start_char: 0,
            end_char: text.chars().count(),
            text,
        },
        trigger: Quote {
            text: "met".to_owned(),
            start_char: 16,
            end_char: 19,
        },
        event_type: EventType::Consult,
        mode: Some("visit".to_owned()),
        cameo: Some("042".to_owned()),
        goldstein: Some(1.9),
        status: Status::Happened,
        reciprocal: false,
        source: vec![actor(source)],
        target: vec![actor(target)],
        date: When {
            days,
            basis: DateBasis::Stated,
            text: Some("on Sunday".to_owned()),
        },
        place: None,
        contexts: vec!["diplomatic".to_owned()],
        about: None,
        magnitude: None,
        attribution: None,
        comparison: None,
        circumstances: demarche_event::Circumstances::default(),
        confidence: 0.9,
        explanation: Explanation {
            rule: "traveller-to-capital".to_owned(),
            steps: vec!["met".to_owned()],
        },
    }
}

/// Document number `n` with its text and `events` events, over twenty years.
#[allow(dead_code, reason = "not every test makes many")]
pub fn document(n: u32, events: u32) -> (Arc<DocumentMeta>, String, Vec<Record>) {
    let mut meta = (*meta(&format!("{n:016x}"))).clone();
    meta.publisher =
        Some(["Strelsau Courier", "Zenda Post", "Graustark Gazette"][n as usize % 3].to_owned());
    let meta = Arc::new(meta);
    let mut text = String::new();
    let mut records = Vec::new();
    for m in 0..events {
        // Spread without a random number: large odd factors.
        let mix = (n * 31 + m).wrapping_mul(2_654_435_761) >> 8;
        let source = COUNTRIES[mix as usize % 8];
        let target = COUNTRIES[(mix as usize / 8 + 1 + mix as usize % 8) % 8];
        let day = date(1990, 1, 1)
            .checked_add(jiff::Span::new().days(i64::from(mix % 7_300)))
            .expect("in the calendar");
        let mut event = event(
            &meta,
            &format!("{n:08x}{m:08x}"),
            source,
            target,
            Some(Days::day(day)),
        );
        event.event_type = EventType::ALL[mix as usize % 16];
        event.mode = None;
        let start = text.chars().count();
        event.sentence.text = format!(
            "On {day} the duke of {source} told the parliament of {target} that the tariff on salt number {mix} would \
             stay, and that talks about the railway from Zenda to Strelsau went on."
        );
        text.push_str(&event.sentence.text);
        event.sentence.start_char = start;
        event.sentence.end_char = text.chars().count();
        text.push_str("\n\n");
        records.push(Record::Event(event));
    }
    (meta, text, records)
}
