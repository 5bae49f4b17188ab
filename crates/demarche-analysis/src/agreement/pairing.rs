use demarche_event::{Actor, Certainty, Event, GoldEvent, Quote, Status};
use std::collections::BTreeSet;

/// A marked event and the coded event that answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Index of the marked event.
    pub gold: usize,
    /// Index of the coded event.
    pub coded: usize,
    /// Whether the countries stand on the same sides; events that both sides do
    /// alike always have them there.
    pub same_sides: bool,
}

/// Pairs the marked events of one document with the coded ones, one to one.
///
/// Two events may be paired if
/// - their sentences share a character,
/// - the coded type is the marked one or one that the mark accepts, and
/// - their countries agree: source with source and target with target, or
///   crosswise. Two sides agree if they share a country, or if one of them has
///   no known country; but if both events know some country, they share one.
///
/// Where an event may be paired with several, the pair that agrees in more goes
/// first: the sides (3 points), the words of the trigger (4), status, mode and
/// the type itself (2 each), statuses of one kind (1); optional marks come after
/// the others (-6). The pairing is greedy, in the order of these points, then of
/// the marks, then of the coded events. Pairs come in that order.
pub fn pairs(gold: &[GoldEvent], coded: &[Event]) -> Vec<Pair> {
    let mut candidates = Vec::new();
    for (g, mark) in gold.iter().enumerate() {
        for (c, event) in coded.iter().enumerate() {
            if let Some((points, same_sides)) = likeness(mark, event) {
                let pair = Pair {
                    gold: g,
                    coded: c,
                    same_sides,
                };
                candidates.push((points, pair));
            }
        }
    }
    candidates.sort_by_key(|(points, pair)| (-points, pair.gold, pair.coded));
    let (mut taken_gold, mut taken_coded) = (vec![false; gold.len()], vec![false; coded.len()]);
    candidates.retain(|(_, pair)| {
        let is_free = !taken_gold[pair.gold] && !taken_coded[pair.coded];
        if is_free {
            taken_gold[pair.gold] = true;
            taken_coded[pair.coded] = true;
        }
        is_free
    });
    candidates.into_iter().map(|(_, pair)| pair).collect()
}

/// In how much two events agree, and whether on the same sides; `None` if they
/// can't be the same.
fn likeness(mark: &GoldEvent, event: &Event) -> Option<(i32, bool)> {
    let gold = &mark.event;
    if !overlap(&gold.sentence, &event.sentence) || !mark.accepts(event.event_type) {
        return None;
    }
    let same_sides = sides(gold, event)? || gold.reciprocal;
    let points = |agrees: bool, points: i32| if agrees { points } else { 0 };
    let total = points(same_sides, 3)
        + points(share_a_word(&gold.trigger.text, &event.trigger.text), 4)
        + points(gold.status == event.status, 2)
        + points(
            StatusKind::of(gold.status) == StatusKind::of(event.status),
            1,
        )
        + points(
            event.mode.is_some() && mark.accepts_mode(event.mode.as_deref()) == Some(true),
            2,
        )
        + points(gold.event_type == event.event_type, 2)
        - points(mark.certainty == Certainty::Optional, 6);
    Some((total, same_sides))
}

/// Whether two quotes share a character.
pub(super) fn overlap(a: &Quote, b: &Quote) -> bool {
    a.start_char.max(b.start_char) < a.end_char.min(b.end_char)
}

/// What a status says at heart: it is so, it may come, it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StatusKind {
    Real,
    Foreseen,
    Negated,
}

impl StatusKind {
    pub(super) fn of(status: Status) -> StatusKind {
        match status {
            Status::Happened | Status::Ongoing => StatusKind::Real,
            Status::Planned | Status::Proposed | Status::Demanded | Status::Hypothetical => {
                StatusKind::Foreseen
            }
            Status::Negated => StatusKind::Negated,
        }
    }
}

pub(super) fn countries(actors: &[Actor]) -> BTreeSet<&str> {
    actors
        .iter()
        .filter_map(|actor| actor.country.as_deref())
        .collect()
}

/// Whether the countries agree side by side (`true`) or crosswise (`false`).
fn sides(gold: &Event, event: &Event) -> Option<bool> {
    let gold = [countries(&gold.source), countries(&gold.target)];
    let coded = [countries(&event.source), countries(&event.target)];
    let all = |sides: &[BTreeSet<&'_ str>; 2]| sides.iter().flatten().count();
    let shared = gold
        .iter()
        .flatten()
        .any(|country| coded.iter().any(|side| side.contains(country)));
    if all(&gold) > 0 && !shared {
        return None;
    }
    let fits =
        |a: &BTreeSet<&str>, b: &BTreeSet<&str>| a.is_empty() || b.is_empty() || !a.is_disjoint(b);
    if fits(&gold[0], &coded[0]) && fits(&gold[1], &coded[1]) {
        Some(true)
    } else if fits(&gold[0], &coded[1]) && fits(&gold[1], &coded[0]) {
        Some(false)
    } else {
        None
    }
}

fn share_a_word(a: &str, b: &str) -> bool {
    let b = b.to_lowercase();
    let words: BTreeSet<&str> = b.split_whitespace().collect();
    a.to_lowercase()
        .split_whitespace()
        .any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::super::event::tests::{coded, marked};
    use super::*;
    use demarche_event::EventType;

    fn paired(gold: &[GoldEvent], coded: &[Event]) -> Vec<(usize, usize, bool)> {
        let pairs = pairs(gold, coded);
        pairs
            .iter()
            .map(|pair| (pair.gold, pair.coded, pair.same_sides))
            .collect()
    }

    #[test]
    fn sentences_types_and_countries_must_agree() {
        let gold = [marked("RUR > GRA ACCUSE 0..40")];
        for (event, expected) in [
            ("RUR > GRA ACCUSE 0..40", Some(true)),
            ("RUR > GRA ACCUSE 39..80", Some(true)),
            ("RUR > GRA ACCUSE 40..80", None),
            ("RUR > GRA REJECT 0..40", None),
            ("GRA > RUR ACCUSE 0..40", Some(false)),
            ("RUR > ZEN ACCUSE 0..40", None),
            ("RUR > - ACCUSE 0..40", Some(true)),
            ("- > - ACCUSE 0..40", None),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|same| (0, 0, same)).collect();
            assert_eq!(paired(&gold, &[coded(event)]), expected, "{event}");
        }
    }

    #[test]
    fn a_mark_without_countries_fits_any() {
        let gold = [marked("- > - PROTEST 0..40")];
        assert_eq!(
            paired(&gold, &[coded("RUR > RUR PROTEST 0..40")]),
            [(0, 0, true)]
        );
    }

    #[test]
    fn an_accepted_type_counts_and_the_marked_one_goes_first() {
        let mut gold = marked("RUR > GRA CONSULT 0..40");
        gold.other_types = vec![EventType::Agree];
        let events = [
            coded("RUR > GRA AGREE 0..40"),
            coded("RUR > GRA CONSULT 0..40"),
        ];
        assert_eq!(paired(&[gold], &events), [(0, 1, true)]);
    }

    #[test]
    fn each_event_answers_one_mark_and_an_optional_one_last() {
        let mut optional = marked("RUR > GRA ACCUSE 0..40");
        optional.certainty = Certainty::Optional;
        let gold = [optional, marked("RUR > GRA ACCUSE 0..40")];
        assert_eq!(
            paired(&gold, &[coded("RUR > GRA ACCUSE 0..40")]),
            [(1, 0, true)]
        );
    }

    #[test]
    fn what_both_do_has_no_direction() {
        let mut gold = marked("RUR > GRA CONSULT 0..40");
        gold.event.reciprocal = true;
        assert_eq!(
            paired(&[gold], &[coded("GRA > RUR CONSULT 0..40")]),
            [(0, 0, true)]
        );
    }
}
