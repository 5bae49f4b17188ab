use super::field::{Field, FieldScores};
use super::pairing::{Pair, pairs};
use super::reliability::Reliability;
use super::tally::Tally;
use demarche_event::{Certainty, Event, EventType, GoldEvent};
use std::collections::BTreeMap;

/// How well coded events answer marked ones, over any number of documents.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventScore {
    /// All events.
    pub total: Tally,
    /// By type: what was found by the marked type, what is right by the coded.
    pub by_type: BTreeMap<EventType, Tally>,
    /// Of the events found, the fields that are right.
    pub fields: FieldScores,
    /// Of the coded ones, how many are right at each confidence.
    pub reliability: Reliability,
}

/// Which events of one document answer each other, by index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventAgreement {
    /// Marked and coded, with the fields that are wrong.
    pub found: Vec<(Pair, Vec<Field>)>,
    /// Marked, and not coded; without those that are optional.
    pub missed: Vec<usize>,
    /// Coded, and not marked.
    pub spurious: Vec<usize>,
}

impl EventScore {
    /// Counts the events of one document, by the rule of [`pairs`].
    ///
    /// An event that answers an optional mark counts neither way.
    pub fn count(&mut self, gold: &[GoldEvent], coded: &[Event]) -> EventAgreement {
        let mut agreement = EventAgreement::default();
        let (mut found, mut answered) = (vec![false; gold.len()], vec![false; coded.len()]);
        for pair in pairs(gold, coded) {
            let (mark, event) = (&gold[pair.gold], &coded[pair.coded]);
            found[pair.gold] = true;
            answered[pair.coded] = true;
            if mark.certainty > Certainty::Optional {
                let wrong = self.fields.count(mark, event, pair);
                agreement.found.push((pair, wrong));
                self.total.right.count(true);
                self.of(event.event_type).right.count(true);
                self.reliability.count(event.confidence, true);
            }
        }
        agreement.found.sort_by_key(|(pair, _)| pair.gold);
        for (n, mark) in gold.iter().enumerate() {
            if mark.certainty > Certainty::Optional {
                self.total.found.count(found[n]);
                self.of(mark.event.event_type).found.count(found[n]);
                agreement.missed.extend((!found[n]).then_some(n));
            }
        }
        for (n, event) in coded.iter().enumerate() {
            if !answered[n] {
                self.total.right.count(false);
                self.of(event.event_type).right.count(false);
                self.reliability.count(event.confidence, false);
                agreement.spurious.push(n);
            }
        }
        agreement
    }

    fn of(&mut self, event_type: EventType) -> &mut Tally {
        self.by_type.entry(event_type).or_default()
    }
}

#[cfg(test)]
pub(in crate::agreement) mod tests {
    use super::*;
    use demarche_event::{Actor, DocumentMeta, Explanation, Published, Quote, Status, When};
    use std::sync::Arc;

    /// An event written as `RUR+ZEN > GRA ACCUSE 0..40`: sides, type, sentence.
    pub(in crate::agreement) fn coded(written: &str) -> Event {
        let (source, rest) = written.split_once(" > ").expect("sides stand first");
        let parts: Vec<&str> = rest.split(' ').collect();
        let (start, end) = parts[2].split_once("..").expect("a range");
        let sentence = Quote {
            text: String::new(),
            start_char: start.parse().expect("a number"),
            end_char: end.parse().expect("a number"),
        };
        Event {
            id: written.to_owned(),
            document: Arc::new(DocumentMeta {
                id: "d".to_owned(),
                path: None,
                title: None,
                publisher: None,
                url: None,
                published: Published::unknown(),
            }),
            trigger: Quote {
                text: String::new(),
                ..sentence.clone()
            },
            sentence,
            event_type: parts[1].parse().expect("a type"),
            mode: None,
            cameo: None,
            goldstein: None,
            status: Status::Happened,
            reciprocal: false,
            source: actors(source),
            target: actors(parts[0]),
            date: When::unplaced(None),
            place: None,
            contexts: Vec::new(),
            about: None,
            magnitude: None,
            attribution: None,
            comparison: None,
            circumstances: demarche_event::Circumstances::default(),
            confidence: 1.0,
            explanation: Explanation {
                rule: "some-rule".to_owned(),
                steps: Vec::new(),
            },
        }
    }

    fn actors(side: &str) -> Vec<Actor> {
        let codes = side.split('+').filter(|code| *code != "-");
        let actor = |code: &str| Actor {
            text: code.to_owned(),
            start_char: 0,
            end_char: 0,
            name: None,
            country: Some(code.to_owned()),
            sector: None,
            role: None,
        };
        codes.map(actor).collect()
    }

    pub(in crate::agreement) fn marked(written: &str) -> GoldEvent {
        GoldEvent {
            event: coded(written),
            other_types: Vec::new(),
            other_modes: Vec::new(),
            certainty: Certainty::Clear,
        }
    }

    #[test]
    fn found_missed_and_spurious_add_up() {
        let mut score = EventScore::default();
        let gold = [
            marked("RUR > GRA ACCUSE 0..40"),
            marked("RUR > GRA REJECT 0..40"),
        ];
        let events = [
            coded("RUR > GRA ACCUSE 0..40"),
            coded("RUR > GRA ACCUSE 50..60"),
            coded("GRA > RUR AID 0..40"),
        ];
        let agreement = score.count(&gold, &events);
        assert_eq!(agreement.missed, [1]);
        assert_eq!(agreement.spurious, [1, 2]);
        assert_eq!(score.total.precision(), 1.0 / 3.0);
        assert_eq!(score.total.recall(), 0.5);
        assert_eq!(score.by_type[&EventType::Accuse].recall(), 1.0);
        assert_eq!(score.by_type[&EventType::Accuse].precision(), 0.5);
        assert_eq!(score.by_type[&EventType::Reject].missed(), 1);
    }

    #[test]
    fn an_optional_mark_counts_neither_way() {
        let mut optional = marked("RUR > GRA ACCUSE 0..40");
        optional.certainty = Certainty::Optional;
        let mut score = EventScore::default();
        let agreement = score.count(
            std::slice::from_ref(&optional),
            &[coded("RUR > GRA ACCUSE 0..40")],
        );
        assert_eq!(agreement, EventAgreement::default());
        score.count(&[optional], &[]);
        assert!(score.total.is_empty());
    }
}
