//! Why an event was written down, in words that need no knowledge of the rules.

use crate::actor::ActorPhrase;
use crate::lexicon::Slot;
use crate::matcher::{Draft, Matcher};
use crate::reading::Positions;
use demarche_event::{Explanation, Status};

pub(crate) fn quoted(words: &str) -> String {
    format!("\u{201c}{words}\u{201d}")
}

fn slot_words(slot: &Slot) -> String {
    match slot {
        Slot::Subject => "the subject".to_owned(),
        Slot::Object => "the object".to_owned(),
        Slot::Dative => "the indirect object".to_owned(),
        Slot::ObjectOwner => "whom the object belongs to or concerns".to_owned(),
        Slot::Addressee => "the one addressed".to_owned(),
        Slot::ClauseActor => "the one named in the clause".to_owned(),
        Slot::ClauseSubject => "the one who is to act in the clause".to_owned(),
        Slot::ClausePartner => "with whom the clause wants it done".to_owned(),
        Slot::Speaker => "the one who says so".to_owned(),
        Slot::Owner => "whose act the noun names".to_owned(),
        Slot::SubjectParties | Slot::OfParties | Slot::Parties => {
            "one of those who take part".to_owned()
        }
        Slot::Told => "one of those of whose talks the text told before".to_owned(),
        Slot::OfInner => "whom it concerns".to_owned(),
        Slot::ModifierPlace => "the state named before the noun".to_owned(),
        Slot::Previous => "the one spoken of before".to_owned(),
        Slot::ToldHost => "where the visit told of before was".to_owned(),
        Slot::There => "where the last visit told of went".to_owned(),
        Slot::Opposite => "the other state that the document is about".to_owned(),
        Slot::Answered => "whoever acted against the source before".to_owned(),
        Slot::Other => "the other actor of the sentence".to_owned(),
        Slot::Preposition(preposition) => format!("after {}", quoted(preposition)),
    }
}

pub(crate) fn explain(
    draft: &Draft,
    matcher: &Matcher<'_, '_>,
    positions: &Positions<'_>,
    date_step: String,
) -> Explanation {
    let lexicon = matcher.lexicon;
    let rule = &lexicon.rules.rules[draft.rule];
    let tree = matcher.tree;
    let mut steps = Vec::new();
    let carrier = match draft.carrier {
        Some(verb) => format!(", carried by {}", quoted(tree.text(verb))),
        None => String::new(),
    };
    if rule.id == "classifier" && draft.source_slot == Some(Slot::Other) {
        let sides = match draft.source.is_empty() || draft.target.is_empty() {
            true => "by one side or towards it",
            false => "between the two",
        };
        steps.push(format!(
            "the sentence is read as {} {sides}, told by {}: no rule finds its sides, but it is like sentences that report this type",
            rule.event_type,
            quoted(tree.text(draft.trigger))
        ));
    } else if rule.id == "classifier" {
        steps.push(format!(
            "{} is read as {}: no rule knows it, but it stands in words like those that report this type",
            quoted(tree.text(draft.trigger)),
            rule.event_type
        ));
    } else {
        steps.push(format!(
            "{}{carrier} reports {} by the rule {}",
            quoted(tree.text(draft.trigger)),
            rule.event_type,
            rule.id
        ));
    }
    let offset = matcher.actors.offset;
    let of_token = |t: usize| {
        let bytes = tree.parsed.bytes(t..t + 1);
        bytes.start + offset..bytes.end + offset
    };
    let triggers = [Some(draft.trigger), draft.carrier].into_iter().flatten();
    let parties = draft.source.iter().chain(&draft.target);
    let read = triggers
        .map(of_token)
        .chain(parties.map(|a| a.bytes.clone()));
    let mut told: Vec<usize> = Vec::new();
    for swap in read.flat_map(|bytes| positions.restored(&bytes)) {
        if !told.contains(&swap.read) {
            told.push(swap.read);
            let written = quoted(positions.as_written(swap));
            steps.push(format!("{written} is read as {}", quoted(&swap.of)));
        }
    }
    let describe = |side: &str, actors: &[ActorPhrase], slot: &Option<Slot>| {
        let slot = slot
            .as_ref()
            .map_or_else(String::new, |s| format!(" ({})", slot_words(s)));
        actors
            .iter()
            .map(|a| {
                let words = positions.quote(a.bytes.clone()).text;
                let country = a.country.map_or("country unknown", |c| lexicon.code(c));
                let country = if a.by_scene {
                    format!("{country}, where the account is set")
                } else {
                    country.to_owned()
                };
                let sector = a.sector.map_or(String::new(), |s| format!(" {s}"));
                let known = match &a.name {
                    Some(name) if *name != words => format!(", known as {name}"),
                    _ => String::new(),
                };
                let before = if a.anaphoric {
                    format!(", meant by {}", quoted(tree.text(a.head)))
                } else {
                    String::new()
                };
                format!(
                    "{side}: {}{slot}: {country}{sector}{known}{before}",
                    quoted(&words)
                )
            })
            .collect::<Vec<_>>()
    };
    steps.extend(describe("source", &draft.source, &draft.source_slot));
    steps.extend(describe("target", &draft.target, &draft.target_slot));
    let reason = match draft.frame.because {
        _ if draft.frame.weighed => ": by its words and tense".to_owned(),
        Some(t) => format!(": {}", quoted(tree.text(t))),
        None if draft.frame.status == Status::Happened => ": told as a fact".to_owned(),
        None => String::new(),
    };
    steps.push(format!("status {}{reason}", draft.frame.status));
    steps.push(date_step);
    Explanation {
        rule: rule.id.clone(),
        steps,
    }
}
