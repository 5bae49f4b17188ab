use demarche_event::{Event, Quad, Status};
use std::collections::BTreeMap;
use std::fmt;

/// An ordered pair of countries or organisations: the one that acts, and the one
/// acted on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dyad {
    /// Code of the source, such as `RUR`.
    pub source: String,
    /// Code of the target.
    pub target: String,
}

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Year of the common era.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A dyad in a month.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DyadMonth {
    /// Who towards whom.
    pub dyad: Dyad,
    /// When.
    pub month: Month,
}

/// How many events of each quad class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Verbal cooperation.
    pub verbal_cooperation: u32,
    /// Material cooperation.
    pub material_cooperation: u32,
    /// Verbal conflict.
    pub verbal_conflict: u32,
    /// Material conflict.
    pub material_conflict: u32,
}

impl Counts {
    /// The count of one class.
    pub fn of(&self, quad: Quad) -> u32 {
        match quad {
            Quad::VerbalCooperation => self.verbal_cooperation,
            Quad::MaterialCooperation => self.material_cooperation,
            Quad::VerbalConflict => self.verbal_conflict,
            Quad::MaterialConflict => self.material_conflict,
        }
    }

    /// All events.
    pub fn total(&self) -> u32 {
        Quad::ALL.iter().map(|quad| self.of(*quad)).sum()
    }

    fn add(&mut self, quad: Quad) {
        let count = match quad {
            Quad::VerbalCooperation => &mut self.verbal_cooperation,
            Quad::MaterialCooperation => &mut self.material_cooperation,
            Quad::VerbalConflict => &mut self.verbal_conflict,
            Quad::MaterialConflict => &mut self.material_conflict,
        };
        *count += 1;
    }
}

/// Counts events by directed dyad, month and quad class.
///
/// # What counts
///
/// Events that happened or are under way, with a day and a country on both
/// sides. An event with several countries on a side counts once for each pair; a
/// reciprocal one counts in both directions. An interval of days counts in the
/// month of its first day. These are reports, not happenings: two sentences that
/// tell of one visit count twice.
///
/// # Examples
///
/// ```
/// assert!(demarche_analysis::count(&[]).is_empty());
/// ```
pub fn count(events: &[Event]) -> BTreeMap<DyadMonth, Counts> {
    let mut counts: BTreeMap<DyadMonth, Counts> = BTreeMap::new();
    for event in events {
        if !matches!(event.status, Status::Happened | Status::Ongoing) {
            continue;
        }
        let Some(days) = event.date.days else {
            continue;
        };
        let month = Month {
            year: days.since.year(),
            month: days.since.month(),
        };
        let codes = |actors: &[demarche_event::Actor]| {
            let mut codes: Vec<String> = actors.iter().filter_map(|a| a.country.clone()).collect();
            codes.sort();
            codes.dedup();
            codes
        };
        let (sources, targets) = (codes(&event.source), codes(&event.target));
        for source in &sources {
            for target in targets.iter().filter(|target| *target != source) {
                let mut add = |source: &String, target: &String| {
                    let dyad = Dyad {
                        source: source.clone(),
                        target: target.clone(),
                    };
                    counts
                        .entry(DyadMonth { dyad, month })
                        .or_default()
                        .add(event.quad());
                };
                add(source, target);
                if event.reciprocal {
                    add(target, source);
                }
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_event::{
        Actor, DateBasis, Days, DocumentMeta, EventType, Explanation, Published, Quote, When,
    };
    use jiff::civil::date;
    use std::sync::Arc;

    fn quote() -> Quote {
        Quote {
            text: String::new(),
            start_char: 0,
            end_char: 0,
        }
    }

    fn actors(codes: &[&str]) -> Vec<Actor> {
        codes
            .iter()
            .map(|code| Actor {
                text: (*code).to_owned(),
                start_char: 0,
                end_char: 0,
                name: None,
                country: Some((*code).to_owned()),
                sector: None,
                role: None,
            })
            .collect()
    }

    fn event(event_type: EventType, status: Status, source: &[&str], target: &[&str]) -> Event {
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
            sentence: quote(),
            trigger: quote(),
            event_type,
            mode: None,
            cameo: None,
            goldstein: None,
            status,
            reciprocal: false,
            source: actors(source),
            target: actors(target),
            date: When {
                days: Some(Days::day(date(1995, 1, 9))),
                basis: DateBasis::Stated,
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
                rule: String::new(),
                steps: Vec::new(),
            },
        }
    }

    fn of(counts: &BTreeMap<DyadMonth, Counts>, source: &str, target: &str) -> Counts {
        let dyad = Dyad {
            source: source.to_owned(),
            target: target.to_owned(),
        };
        let month = Month {
            year: 1995,
            month: 1,
        };
        counts
            .get(&DyadMonth { dyad, month })
            .copied()
            .unwrap_or_default()
    }

    #[test]
    fn each_pair_of_countries_counts_once() {
        let counts = count(&[event(
            EventType::Accuse,
            Status::Happened,
            &["RUR", "GRA"],
            &["ZEN"],
        )]);
        assert_eq!(of(&counts, "RUR", "ZEN").verbal_conflict, 1);
        assert_eq!(of(&counts, "GRA", "ZEN").verbal_conflict, 1);
        assert_eq!(of(&counts, "ZEN", "RUR").total(), 0);
    }

    #[test]
    fn what_both_do_counts_in_both_directions() {
        let meeting = Event {
            reciprocal: true,
            ..event(EventType::Consult, Status::Happened, &["RUR"], &["GRA"])
        };
        let counts = count(&[meeting]);
        assert_eq!(of(&counts, "RUR", "GRA").verbal_cooperation, 1);
        assert_eq!(of(&counts, "GRA", "RUR").verbal_cooperation, 1);
    }

    #[test]
    fn plans_and_undated_events_do_not_count() {
        let undated = Event {
            date: When::unplaced(None),
            ..event(EventType::Consult, Status::Happened, &["RUR"], &["GRA"])
        };
        let planned = event(EventType::Consult, Status::Planned, &["RUR"], &["GRA"]);
        assert!(count(&[undated, planned]).is_empty());
    }
}
