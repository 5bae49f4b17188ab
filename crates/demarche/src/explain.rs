use demarche_event::{Actor, Event};
use demarche_store::store::Paragraph;
use std::io::{self, Write};

/// Writes an event in words: what, where it stands, and why it was written
/// down. The trigger stands between `»` and `«`.
pub(crate) fn explain(
    out: &mut impl Write,
    event: &Event,
    paragraph: Option<&Paragraph>,
) -> io::Result<()> {
    writeln!(out, "{}", headline(event))?;
    field(out, "id", &event.id)?;
    field(out, "when", &when(event))?;
    if let Some(place) = &event.place {
        let country = place
            .country
            .as_ref()
            .map(|c| format!(" ({c})"))
            .unwrap_or_default();
        field(out, "where", &format!("{}{country}", place.text))?;
    }
    let cameo = event.cameo.as_deref().unwrap_or("none");
    let goldstein = event
        .goldstein
        .map(|g| format!(", Goldstein {g:+.1}"))
        .unwrap_or_default();
    field(
        out,
        "codes",
        &format!("{}, CAMEO {cameo}{goldstein}", event.quad()),
    )?;
    if !event.contexts.is_empty() {
        field(out, "contexts", &event.contexts.join(", "))?;
    }
    let beside = &event.circumstances;
    for (name, actors) in [
        ("with", &beside.companions),
        ("denied by", &beside.denied_by),
    ] {
        if !actors.is_empty() {
            let words: Vec<&str> = actors.iter().map(|actor| actor.text.as_str()).collect();
            field(out, name, &words.join(", "))?;
        }
    }
    for (name, words) in [
        ("occasion", &beside.occasion),
        ("cause", &beside.cause),
        ("agenda", &beside.agenda),
    ] {
        if let Some(words) = words {
            field(out, name, words)?;
        }
    }
    for link in &beside.links {
        let event = link.event.as_ref().map(|id| format!(" ({id})"));
        let words = format!("{}{}", link.text, event.unwrap_or_default());
        field(out, &link.kind.as_str().replace('-', " "), &words)?;
    }
    for readout in &beside.readouts {
        let words = format!("{}: {}", readout.speaker.text, readout.about);
        field(out, "readout", &words)?;
    }
    if let Some(days) = &beside.in_force {
        for (name, when) in [("from", &days.from), ("to", &days.to)] {
            if let Some(text) = when.as_ref().and_then(|when| when.text.as_ref()) {
                field(out, "in force", &format!("{name} {text}"))?;
            }
        }
    }
    if let Some(by) = &event.attribution {
        let medium = by.medium.as_ref().map(|medium| format!(", {medium}"));
        let via: String = by.via.iter().map(|from| format!(", from {from}")).collect();
        let words = format!("{}{}{via}", by.text, medium.unwrap_or_default());
        field(out, "says so", &words)?;
    }
    field(out, "document", &document(event))?;
    let (text, start_char) = match paragraph {
        Some(paragraph) => (&paragraph.text, paragraph.start_char),
        None => (&event.sentence.text, event.sentence.start_char),
    };
    field(
        out,
        if paragraph.is_some() {
            "paragraph"
        } else {
            "sentence"
        },
        &marked(event, text, start_char),
    )?;
    field(
        out,
        "because",
        &format!(
            "rule {}, confidence {:.2}",
            event.explanation.rule, event.confidence
        ),
    )?;
    for step in &event.explanation.steps {
        field(out, "", step)?;
    }
    writeln!(out)
}

/// What an event is, on a line: type, status and sides.
pub(crate) fn headline(event: &Event) -> String {
    let mode = event
        .mode
        .as_ref()
        .map(|mode| format!("/{mode}"))
        .unwrap_or_default();
    let arrow = if event.reciprocal { "<>" } else { "->" };
    let (source, target) = (side(&event.source), side(&event.target));
    shown(&format!(
        "{}{mode} {}: {source} {arrow} {target}",
        event.event_type, event.status
    ))
}

/// The sentence of an event on a line, its trigger between `»` and `«`.
pub(crate) fn marked_sentence(event: &Event) -> String {
    shown(&marked(
        event,
        &event.sentence.text,
        event.sentence.start_char,
    ))
}

/// A line, or several: the words are broken to fit.
pub(crate) fn field(out: &mut impl Write, name: &str, words: &str) -> io::Result<()> {
    const WIDTH: usize = 84;
    let mut line = String::new();
    let mut name = name;
    for word in shown(words).split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            writeln!(out, "  {name:<10} {line}")?;
            name = "";
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(out, "  {name:<10} {line}")
}

fn side(actors: &[Actor]) -> String {
    if actors.is_empty() {
        return "nobody named".to_owned();
    }
    let all: Vec<String> = actors
        .iter()
        .map(|actor| {
            let country = actor.country.as_deref().unwrap_or("?");
            let sector = actor.sector.map(|s| format!(":{s}")).unwrap_or_default();
            let words = match actor.name.as_deref().unwrap_or(&actor.text) {
                "" => "(implied)",
                words => words,
            };
            format!("{words} [{country}{sector}]")
        })
        .collect();
    all.join(" and ")
}

fn when(event: &Event) -> String {
    let days = match event.date.days {
        None => "no day known".to_owned(),
        Some(days) if days.length() == 1 => days.since.to_string(),
        Some(days) => format!("{} to {}", days.since, days.last()),
    };
    match &event.date.text {
        Some(text) => format!("{days} ({}: {text})", event.date.basis.as_str()),
        None => format!("{days} ({})", event.date.basis.as_str()),
    }
}

fn document(event: &Event) -> String {
    let meta = &event.document;
    let mut parts: Vec<String> = [&meta.title, &meta.publisher, &meta.path]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    if parts.is_empty() {
        parts.push(meta.id.clone());
    }
    if let Some(days) = meta.published.days {
        parts.push(format!(
            "{} ({})",
            days.since,
            meta.published.basis.as_str()
        ));
    }
    parts.join("; ")
}

/// The text with the trigger marked; unmarked if the trigger stands elsewhere.
fn marked(event: &Event, text: &str, start_char: usize) -> String {
    let byte = |char: usize| {
        let char = char.checked_sub(start_char)?;
        let ends = std::iter::once((text.len(), ' '));
        text.char_indices()
            .chain(ends)
            .nth(char)
            .map(|(byte, _)| byte)
    };
    match (byte(event.trigger.start_char), byte(event.trigger.end_char)) {
        (Some(start), Some(end)) if start < end => {
            format!("{}»{}«{}", &text[..start], &text[start..end], &text[end..])
        }
        _ => text.to_owned(),
    }
}

/// Without a character that a terminal would obey.
pub(crate) fn shown(words: &str) -> String {
    words
        .chars()
        .map(|c| match c {
            c if c.is_whitespace() => ' ',
            c if c.is_control() || is_direction(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Marks of writing direction can show a text in another order than it has.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
