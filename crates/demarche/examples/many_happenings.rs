//! Makes a store of many happenings, to measure what one report more costs.
//!
//!     cargo run --release -p demarche --example many_happenings -- 100000 many.db
//!     demarche merge --store many.db            # all of them
//!     demarche add report.txt --store many.db   # one report more
//!
//! Made by rule: 60 states of which a few act much, five years, six reports for
//! every five happenings, twenty events a document.

#![allow(clippy::disallowed_methods, reason = "a program reads its arguments")]

use demarche_event::*;
use demarche_store::store::{Store, Versions};
use jiff::Span;
use jiff::civil::date;
use std::sync::Arc;

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    /// Small numbers more often.
    fn skewed(&mut self, n: usize) -> usize {
        let (a, b) = (self.below(n), self.below(n));
        a * b / n
    }
}

const ACTS: [(EventType, Option<&str>, &str); 8] = [
    (EventType::Consult, Some("visit"), "visited"),
    (EventType::Consult, None, "met"),
    (EventType::Consult, Some("phone"), "telephoned"),
    (EventType::Accuse, Some("disapprove"), "condemned"),
    (EventType::Request, None, "urged"),
    (EventType::Agree, None, "agreed"),
    (EventType::Sanction, Some("discontinue"), "banned"),
    (EventType::Support, None, "welcomed"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let n: usize = arguments.next().ok_or("how many?")?.parse()?;
    let mut store = Store::create(arguments.next().ok_or("in which file?")?)?;
    let versions = Versions {
        coder: "made".into(),
        knowledge: "made".into(),
    };
    let mut chance = Chance(1);
    let mut told: Vec<Event> = Vec::new();
    let (mut events, mut made) = (Vec::new(), 0);
    let mut batch = store.batch()?;
    let mut document = 0;
    while made < n {
        let published = date(2020, 1, 1).checked_add(Span::new().days((made * 1826 / n) as i64))?;
        let meta = Arc::new(DocumentMeta {
            id: format!("{document:016x}"),
            path: None,
            title: None,
            publisher: Some(format!("Paper {}", chance.below(200))),
            url: None,
            published: Published {
                days: Some(Days::day(published)),
                basis: PublishedBasis::Given,
                reason: None,
            },
        });
        for position in 0..20 {
            // One in six tells anew of something recent.
            let mut event = if told.len() > 500 && chance.below(6) == 0 {
                told[told.len() - 1 - chance.below(400)].clone()
            } else {
                made += 1;
                new(&mut chance, published)
            };
            event.id = format!("{:08x}{document:06x}{position:02x}", chance.below(1 << 30));
            event.document = Arc::clone(&meta);
            event.sentence.start_char = position * 200;
            event.sentence.end_char = position * 200 + event.sentence.text.chars().count();
            told.push(event.clone());
            events.push(Record::Event(event));
        }
        batch.add(&meta, None, &events, &versions)?;
        events.clear();
        document += 1;
        if document % 500 == 0 {
            batch.commit()?;
            batch = store.batch()?;
        }
    }
    batch.commit()?;
    println!("{} events of {made} happenings", told.len());
    Ok(())
}

fn new(chance: &mut Chance, published: jiff::civil::Date) -> Event {
    let source = chance.skewed(60);
    let target = (source + 1 + chance.skewed(59)) % 60;
    let (event_type, mode, verb) = ACTS[chance.below(ACTS.len())];
    let day = published.saturating_sub(Span::new().days(chance.below(5) as i64));
    let words: Vec<String> = (0..12).map(|_| word(chance.skewed(6000))).collect();
    let text = format!(
        "Minister {source} {verb} minister {target} about {}.",
        words.join(" ")
    );
    let actor = |n: usize, named: bool| Actor {
        text: format!("minister {n}"),
        start_char: 0,
        end_char: 0,
        name: named.then(|| format!("Person{n} Name{}", n * 7)),
        country: Some(format!(
            "{}{}{}",
            (b'A' + (n % 26) as u8) as char,
            (b'A' + (n / 26) as u8) as char,
            'X'
        )),
        sector: Some(Sector::Gov),
        role: None,
    };
    let named = chance.below(2) == 0;
    Event {
        id: String::new(),
        document: Arc::new(DocumentMeta {
            id: String::new(),
            path: None,
            title: None,
            publisher: None,
            url: None,
            published: Published::unknown(),
        }),
        trigger: Quote {
            text: verb.to_owned(),
            start_char: 0,
            end_char: 0,
        },
        sentence: Quote {
            text,
            start_char: 0,
            end_char: 0,
        },
        event_type,
        mode: mode.map(str::to_owned),
        cameo: None,
        goldstein: None,
        status: if chance.below(8) == 0 {
            Status::Planned
        } else {
            Status::Happened
        },
        reciprocal: event_type == EventType::Agree,
        source: vec![actor(source, named)],
        target: vec![actor(target, named && mode != Some("visit"))],
        date: When {
            days: Some(Days::day(day)),
            basis: if chance.below(3) == 0 {
                DateBasis::Published
            } else {
                DateBasis::Stated
            },
            text: None,
        },
        place: None,
        contexts: Vec::new(),
        about: None,
        magnitude: None,
        attribution: None,
        comparison: None,
        circumstances: demarche_event::Circumstances::default(),
        confidence: 1.0,
        explanation: Explanation {
            rule: "made".to_owned(),
            steps: Vec::new(),
        },
    }
}

/// A word of its own for each number, different from its first letters on.
fn word(n: usize) -> String {
    let letter = |n: usize| (b'a' + (n % 26) as u8) as char;
    let beginning = [n * 7, n / 26, n / 676 + n].map(letter);
    format!("{}{}ering", String::from_iter(beginning), letter(n / 11))
}
