use super::pairing::overlap;
use demarche_event::{Actor, Event, EventLink, Readout, When};
use std::collections::BTreeMap;

/// What became of the events of one coding in another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference<'e> {
    /// Only in the new coding, in its order.
    pub new: Vec<&'e Event>,
    /// Only in the old coding, in its order.
    pub gone: Vec<&'e Event>,
    /// In both, and told otherwise.
    pub changed: Vec<Change<'e>>,
    /// In both, and the same in every field.
    pub same: Vec<&'e Event>,
}

/// An event that two codings tell differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Change<'e> {
    /// As it was.
    pub old: &'e Event,
    /// As it is.
    pub new: &'e Event,
    /// In what the two differ.
    pub fields: Vec<ChangedField>,
}

/// A field before and after, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedField {
    /// Its name in the record.
    pub name: &'static str,
    /// Before.
    pub old: String,
    /// After.
    pub new: String,
}

/// How many events of a rule are new, gone, changed, the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleCounts {
    /// New.
    pub new: u32,
    /// Gone.
    pub gone: u32,
    /// Changed, by the rule that now finds them.
    pub changed: u32,
    /// The same.
    pub same: u32,
}

/// Compares two codings of the same documents.
///
/// Within a document, events with one id are the same event. Of the others,
/// those are taken for one event whose triggers share a character, with the same
/// type first, then those with the same type and rule in the same sentence.
///
/// # Examples
///
/// ```
/// let difference = demarche_analysis::difference(&[], &[]);
/// assert!(difference.new.is_empty());
/// ```
pub fn difference<'e>(old: &'e [Event], new: &'e [Event]) -> Difference<'e> {
    let mut by_document: BTreeMap<&str, Sides<'e>> = BTreeMap::new();
    let mut order = Vec::new();
    for (is_new, event) in old
        .iter()
        .map(|e| (false, e))
        .chain(new.iter().map(|e| (true, e)))
    {
        let id = event.document.id.as_str();
        let sides = by_document.entry(id).or_insert_with(|| {
            order.push(id);
            Sides::default()
        });
        if is_new {
            &mut sides.new
        } else {
            &mut sides.old
        }
        .push(event);
    }
    let mut difference = Difference::default();
    for id in order {
        if let Some(sides) = by_document.remove(id) {
            sides.compare(&mut difference);
        }
    }
    difference
}

impl Difference<'_> {
    /// Counts by rule.
    pub fn by_rule(&self) -> BTreeMap<&str, RuleCounts> {
        let mut counts: BTreeMap<&str, RuleCounts> = BTreeMap::new();
        for event in &self.new {
            counts.entry(rule(event)).or_default().new += 1;
        }
        for event in &self.gone {
            counts.entry(rule(event)).or_default().gone += 1;
        }
        for change in &self.changed {
            counts.entry(rule(change.new)).or_default().changed += 1;
        }
        for event in &self.same {
            counts.entry(rule(event)).or_default().same += 1;
        }
        counts
    }

    /// Whether the codings are the same.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }
}

/// The rule by which an event was found.
fn rule(event: &Event) -> &str {
    &event.explanation.rule
}

/// Whether two events of different codings are the same one.
type IsSame = dyn Fn(&Event, &Event) -> bool;

/// The events of one document.
#[derive(Default)]
struct Sides<'e> {
    old: Vec<&'e Event>,
    new: Vec<&'e Event>,
}

impl<'e> Sides<'e> {
    fn compare(self, difference: &mut Difference<'e>) {
        let mut old: Vec<Option<&Event>> = self.old.into_iter().map(Some).collect();
        let mut new: Vec<Option<&Event>> = self.new.into_iter().map(Some).collect();
        let passes: [&IsSame; 4] = [
            &|a, b| a.id == b.id,
            &|a, b| has_same_trigger(a, b) && a.event_type == b.event_type,
            &has_same_trigger,
            &|a, b| {
                overlap(&a.sentence, &b.sentence)
                    && a.event_type == b.event_type
                    && rule(a) == rule(b)
            },
        ];
        let mut pairs = Vec::new();
        for is_same in passes {
            for was in &mut old {
                let Some(event) = *was else { continue };
                let answer = new
                    .iter_mut()
                    .find(|other| other.is_some_and(|other| is_same(event, other)));
                if let Some(other) = answer.and_then(Option::take) {
                    pairs.push((event, other));
                    *was = None;
                }
            }
        }
        pairs.sort_by_key(|(_, new)| (new.sentence.start_char, new.trigger.start_char));
        for (old, new) in pairs {
            let fields = changed_fields(old, new);
            if fields.is_empty() {
                difference.same.push(new);
            } else {
                difference.changed.push(Change { old, new, fields });
            }
        }
        difference.gone.extend(old.into_iter().flatten());
        difference.new.extend(new.into_iter().flatten());
    }
}

fn has_same_trigger(a: &Event, b: &Event) -> bool {
    overlap(&a.trigger, &b.trigger)
}

/// The fields in which two events differ. Ids and the steps of the explanation
/// follow from others.
fn changed_fields(old: &Event, new: &Event) -> Vec<ChangedField> {
    let mut changed = Vec::new();
    let mut compare = |name: &'static str, of: fn(&Event) -> String| {
        let (old, new) = (of(old), of(new));
        if old != new {
            changed.push(ChangedField { name, old, new });
        }
    };
    compare("type", |e| match &e.mode {
        Some(mode) => format!("{}/{mode}", e.event_type),
        None => e.event_type.to_string(),
    });
    compare("status", |e| e.status.to_string());
    compare("source", |e| side(&e.source));
    compare("target", |e| side(&e.target));
    compare("reciprocal", |e| e.reciprocal.to_string());
    compare("date", |e| match e.date.days {
        Some(days) if days.length() == 1 => format!("{} {}", days.since, e.date.basis.as_str()),
        Some(days) => format!("{}..{} {}", days.since, days.until, e.date.basis.as_str()),
        None => e.date.basis.as_str().to_owned(),
    });
    compare("place", |e| match &e.place {
        Some(place) => {
            let country = place.country.as_deref().unwrap_or("-");
            let degrees = |d: Option<f64>| d.map_or_else(|| "-".to_owned(), |d| format!("{d:.2}"));
            format!(
                "{} {country} {} {}",
                place.text,
                degrees(place.lat),
                degrees(place.lon)
            )
        }
        None => "-".to_owned(),
    });
    compare("cameo", |e| {
        e.cameo.clone().unwrap_or_else(|| "-".to_owned())
    });
    compare("contexts", |e| e.contexts.join(", "));
    compare("about", |e| e.about.clone().unwrap_or_default());
    compare("magnitude", |e| match &e.magnitude {
        Some(m) => format!(
            "{} {} {} {}",
            m.bound,
            m.value,
            m.unit,
            m.of.as_deref().unwrap_or("-")
        ),
        None => "-".to_owned(),
    });
    compare("attribution", |e| match &e.attribution {
        Some(attribution) => {
            let medium = attribution.medium.iter();
            let others = medium
                .chain(&attribution.via)
                .map(|words| format!(", {words}"));
            attribution.text.clone() + &others.collect::<String>()
        }
        None => "-".to_owned(),
    });
    compare("companions", |e| side(&e.circumstances.companions));
    compare("denied_by", |e| side(&e.circumstances.denied_by));
    compare("occasion", |e| words(&e.circumstances.occasion));
    compare("cause", |e| words(&e.circumstances.cause));
    compare("links", |e| {
        let link = |link: &EventLink| {
            let event = link.event.as_deref().unwrap_or("-");
            format!("{} {event}: {}", link.kind.as_str(), link.text)
        };
        let links: Vec<String> = e.circumstances.links.iter().map(link).collect();
        links.join("; ")
    });
    compare("readouts", |e| {
        let readout = |readout: &Readout| {
            let speaker = side(std::slice::from_ref(&readout.speaker));
            format!("{speaker}: {}", readout.about)
        };
        let readouts: Vec<String> = e.circumstances.readouts.iter().map(readout).collect();
        readouts.join("; ")
    });
    compare("agenda", |e| words(&e.circumstances.agenda));
    compare("in_force", |e| {
        let days = |when: Option<&When>| match when.and_then(|when| when.days) {
            Some(days) => format!("{}..{}", days.since, days.until),
            None => "-".to_owned(),
        };
        let in_force = e.circumstances.in_force.as_ref();
        let from = days(in_force.and_then(|i| i.from.as_ref()));
        let to = days(in_force.and_then(|i| i.to.as_ref()));
        format!("{from} to {to}")
    });
    compare("comparison", |e| {
        e.comparison
            .as_ref()
            .map_or_else(|| "-".to_owned(), |c| format!("{} {}", c.kind, c.text))
    });
    compare("trigger", |e| e.trigger.text.clone());
    compare("sentence", |e| {
        format!("{}..{}", e.sentence.start_char, e.sentence.end_char)
    });
    compare("confidence", |e| format!("{:.2}", e.confidence));
    compare("rule", |e| rule(e).to_owned());
    changed
}

fn words(words: &Option<String>) -> String {
    words.clone().unwrap_or_else(|| "-".to_owned())
}

fn side(actors: &[Actor]) -> String {
    let actor = |actor: &Actor| {
        let country = actor.country.as_deref().unwrap_or("?");
        let sector = actor.sector.map(|s| format!(":{s}")).unwrap_or_default();
        let words = actor.name.as_deref().unwrap_or(&actor.text);
        format!("{words} [{country}{sector}]")
    };
    match actors {
        [] => "-".to_owned(),
        _ => actors.iter().map(actor).collect::<Vec<_>>().join(" + "),
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::tests::coded;
    use super::*;
    use demarche_event::Status;

    #[test]
    fn the_same_id_told_otherwise_has_changed() {
        let old = [coded("RUR > GRA AID 0..40")];
        let mut new = old.clone();
        new[0].status = Status::Planned;
        let difference = difference(&old, &new);
        let fields: Vec<_> = difference.changed[0]
            .fields
            .iter()
            .map(|f| f.name)
            .collect();
        assert_eq!(fields, ["status"]);
        assert_eq!(difference.changed[0].fields[0].new, "planned");
    }

    #[test]
    fn another_type_for_the_same_words_is_a_change_and_not_two_events() {
        let old = [
            coded("RUR > GRA AID 0..40"),
            coded("GRA > RUR ACCUSE 50..60"),
        ];
        let new = [
            coded("RUR > GRA COOPERATE 0..40"),
            coded("ZEN > RUR AID 70..80"),
        ];
        let difference = difference(&old, &new);
        assert_eq!(difference.changed[0].fields[0].name, "type");
        assert_eq!(difference.gone, [&old[1]]);
        assert_eq!(difference.new, [&new[1]]);
        let counts = difference.by_rule()["some-rule"];
        assert_eq!(
            (counts.new, counts.gone, counts.changed, counts.same),
            (1, 1, 1, 0)
        );
    }

    #[test]
    fn the_same_events_in_another_order_are_the_same() {
        let old = [
            coded("RUR > GRA AID 0..40"),
            coded("GRA > RUR ACCUSE 0..40"),
        ];
        let new = [old[1].clone(), old[0].clone()];
        let difference = difference(&old, &new);
        assert!(difference.is_empty());
        assert_eq!(difference.same.len(), 2);
    }
}
