//! Records of every shape the types allow, sense or no sense.

use demarche_event::*;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::sync::Arc;

/// Words with what breaks writers: quotes, line ends, control and wide characters.
pub fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z ]{1,12}",
        1 => Just("\"Strelsau\"\r\n\t\\ \u{1b}[31m \u{9b}2J \u{202e}斯特雷尔绍 é".to_owned()),
        1 => any::<String>(),
    ]
}

fn place_in_text() -> impl Strategy<Value = (usize, usize)> {
    (0..100_000usize, 0..500usize).prop_map(|(start, length)| (start, start + length))
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        -10.0..10.0f64,
        proptest::num::f64::NORMAL | proptest::num::f64::ZERO
    ]
}

pub fn days() -> impl Strategy<Value = Days> {
    (1..20_000i32, 1..400i32).prop_map(|(start, length)| {
        let since: Date = date(1980, 1, 1)
            .checked_add(jiff::Span::new().days(start))
            .expect("in the calendar");
        let until = since
            .checked_add(jiff::Span::new().days(length))
            .expect("in the calendar");
        Days::new(since, until).expect("at least a day")
    })
}

fn quote() -> impl Strategy<Value = Quote> {
    (words(), place_in_text()).prop_map(|(text, (start_char, end_char))| Quote {
        text,
        start_char,
        end_char,
    })
}

pub fn document(id: String) -> impl Strategy<Value = Arc<DocumentMeta>> {
    use PublishedBasis::*;
    let published = (
        option::of(days()),
        prop::sample::select(vec![Given, Stated, Inferred, Unknown]),
        option::of(words()),
    )
        .prop_map(|(days, basis, reason)| Published {
            days,
            basis,
            reason,
        });
    (
        option::of(words()),
        option::of(words()),
        option::of(words()),
        option::of(words()),
        published,
    )
        .prop_map(move |(path, title, publisher, url, published)| {
            Arc::new(DocumentMeta {
                id: id.clone(),
                path,
                title,
                publisher,
                url,
                published,
            })
        })
}

fn country() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["RUR", "GRA", "ZEN", "IGOLEA"]).prop_map(str::to_owned)
}

fn actor() -> impl Strategy<Value = Actor> {
    (
        words(),
        place_in_text(),
        option::of(words()),
        option::of(country()),
        option::of(prop::sample::select(Sector::ALL)),
        option::of(words()),
    )
        .prop_map(
            |(text, (start_char, end_char), name, country, sector, role)| Actor {
                text,
                start_char,
                end_char,
                name,
                country,
                sector,
                role,
            },
        )
}

fn link() -> impl Strategy<Value = EventLink> {
    (
        prop::sample::select(&EventLinkKind::ALL[..]),
        words(),
        option::of("[0-9a-f]{16}"),
    )
        .prop_map(|(kind, text, event)| EventLink { kind, text, event })
}

fn readout() -> impl Strategy<Value = Readout> {
    (actor(), words()).prop_map(|(speaker, about)| Readout { speaker, about })
}

fn when() -> impl Strategy<Value = When> {
    use DateBasis::*;
    (
        option::of(days()),
        prop::sample::select(vec![Stated, Published, Unplaced]),
        option::of(words()),
    )
        .prop_map(|(days, basis, text)| When { days, basis, text })
}

fn in_force() -> impl Strategy<Value = Option<InForce>> {
    prop_oneof![
        2 => Just(None),
        1 => when().prop_map(|from| Some(InForce { from: Some(from), to: None })),
        1 => (option::of(when()), when()).prop_map(|(from, to)| Some(InForce { from, to: Some(to) })),
    ]
}

fn comparison() -> impl Strategy<Value = Comparison> {
    (
        words(),
        option::of(number()),
        option::of(any::<i16>()),
        words(),
        option::of(any::<u32>()),
    )
        .prop_map(|(kind, years, since, text, number)| Comparison {
            kind,
            number,
            years,
            since,
            text,
        })
}

pub fn event(document: Arc<DocumentMeta>) -> impl Strategy<Value = Event> {
    let what = (
        prop::sample::select(EventType::ALL),
        option::of(words()),
        option::of("[0-9]{3,4}"),
        option::of(number()),
        prop::sample::select(Status::ALL),
        any::<bool>(),
    );
    let who = (vec(actor(), 0..4), vec(actor(), 0..3));
    let place = (
        words(),
        option::of(country()),
        option::of(number()),
        option::of(number()),
    )
        .prop_map(|(text, country, lat, lon)| Place {
            text,
            country,
            lat,
            lon,
        });
    let magnitude =
        (number(), words(), option::of(words()), words()).prop_map(|(value, unit, of, bound)| {
            Magnitude {
                value,
                unit,
                of,
                bound,
            }
        });
    let beside = (
        vec(actor(), 0..3),
        option::of(words()),
        option::of(words()),
        option::of(words()),
        in_force(),
        vec(actor(), 0..2),
        (vec(link(), 0..3), vec(readout(), 0..3), option::of(words())),
    );
    let circumstances = (
        option::of(words()),
        option::of(words()),
        option::of(words()),
        any::<bool>(),
        vec("[A-Z]{3}", 0..3),
        beside,
    )
        .prop_map(
            |(condition, hedge, purpose, put_off, announced_by, beside)| {
                let (companions, occasion, cause, agenda, in_force, denied_by, told) = beside;
                let (links, readouts, legal_basis) = told;
                Circumstances {
                    condition,
                    hedge,
                    purpose,
                    put_off,
                    announced_by,
                    companions,
                    occasion,
                    cause,
                    agenda,
                    in_force,
                    denied_by,
                    links,
                    readouts,
                    legal_basis,
                }
            },
        );
    let attribution =
        (quote(), option::of(words()), vec(words(), 0..3)).prop_map(|(quote, medium, via)| {
            Attribution {
                text: quote.text,
                start_char: quote.start_char,
                end_char: quote.end_char,
                medium,
                via,
            }
        });
    let rest = (
        option::of(place),
        vec(words(), 0..3),
        option::of(words()),
        option::of(magnitude),
        option::of(attribution),
        option::of(comparison()),
        circumstances,
        0.0..=1.0f64,
        words(),
        vec(words(), 0..4),
    );
    ("[0-9a-f]{16}", quote(), quote(), what, who, when(), rest).prop_map(
        move |(
            id,
            sentence,
            trigger,
            (event_type, mode, cameo, goldstein, status, reciprocal),
            (source, target),
            date,
            rest,
        )| {
            let (
                place,
                contexts,
                about,
                magnitude,
                attribution,
                comparison,
                circumstances,
                confidence,
                rule,
                steps,
            ) = rest;
            Event {
                id,
                document: Arc::clone(&document),
                sentence,
                trigger,
                event_type,
                mode,
                cameo,
                goldstein,
                status,
                reciprocal,
                source,
                target,
                date,
                place,
                contexts,
                about,
                magnitude,
                attribution,
                comparison,
                circumstances,
                confidence,
                explanation: Explanation { rule, steps },
            }
        },
    )
}

pub fn record(document: Arc<DocumentMeta>) -> impl Strategy<Value = Record> {
    use ClaimDirection::*;
    let (for_claim, for_figure, for_matter, for_notice) = (
        Arc::clone(&document),
        Arc::clone(&document),
        Arc::clone(&document),
        Arc::clone(&document),
    );
    let claim = (
        "[0-9a-f]{16}",
        quote(),
        (
            option::of(words()),
            option::of(words()),
            option::of(words()),
            option::of(words()),
        ),
        vec((country(), option::of(country())), 0..3),
        option::of(prop::sample::select(vec![
            Cooperative,
            Conflictual,
            Unchanged,
            Tactical,
        ])),
        any::<bool>(),
        (
            option::of(words()),
            option::of(words()),
            option::of(words()),
            option::of(when()),
            option::of(number()),
        ),
    )
        .prop_map(move |(id, sentence, who, about, direction, quoted, why)| {
            let (speaker, affiliation, hedge, cause) = who;
            let (motive, means, effect, period, confidence) = why;
            let document = Arc::clone(&for_claim);
            Record::Claim(Claim {
                id,
                document,
                sentence,
                speaker,
                affiliation,
                about,
                direction,
                quoted,
                hedge,
                confidence,
                cause,
                motive,
                means,
                effect,
                period,
            })
        });
    let figure = (
        "[0-9a-f]{16}",
        quote(),
        (
            words(),
            option::of(number()),
            option::of(words()),
            words(),
            option::of(words()),
        ),
        vec(country(), 0..3),
        option::of(comparison()),
    )
        .prop_map(
            move |(id, sentence, (quantity, value, unit, bound, period), countries, comparison)| {
                let document = Arc::clone(&for_figure);
                Record::Figure(Figure {
                    id,
                    document,
                    sentence,
                    quantity,
                    value,
                    unit,
                    bound,
                    period,
                    countries,
                    comparison,
                })
            },
        );
    let matter = (
        "[0-9a-f]{16}",
        quote(),
        prop::sample::select(MatterKind::ALL.to_vec()),
        words(),
        (vec(country(), 0..3), vec(country(), 0..3)),
        (option::of(when()), in_force(), option::of(words())),
    )
        .prop_map(
            move |(id, sentence, kind, name, (countries, towards), (date, in_force, condition))| {
                let document = Arc::clone(&for_matter);
                Record::Matter(Matter {
                    id,
                    document,
                    sentence,
                    kind,
                    name,
                    countries,
                    towards,
                    date,
                    in_force,
                    condition,
                })
            },
        );
    let notice = (
        words(),
        place_in_text(),
        words(),
        prop::sample::select(vec![Severity::Info, Severity::Warning]),
    )
        .prop_map(move |(kind, (start_char, end_char), message, severity)| {
            let document = Arc::clone(&for_notice);
            Record::Notice(Notice {
                document,
                kind,
                start_char,
                end_char,
                message,
                severity,
            })
        });
    prop_oneof![4 => event(document).prop_map(Record::Event), 1 => claim, 1 => figure, 1 => matter, 1 => notice]
}

/// A document with its text and records.
pub fn coded(id: &str) -> impl Strategy<Value = (Arc<DocumentMeta>, String, Vec<Record>)> {
    document(id.to_owned())
        .prop_flat_map(|meta| (Just(Arc::clone(&meta)), words(), vec(record(meta), 0..8)))
}
