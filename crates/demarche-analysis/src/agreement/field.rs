use super::pairing::{Pair, StatusKind, countries, overlap};
use super::tally::Share;
use demarche_event::{Actor, Days, Event, GoldEvent, Quote, Sector};
use std::collections::{BTreeMap, BTreeSet};

/// A field of an event, as far as it can be right or wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The type is the marked one, and not only one that the mark accepts.
    Type,
    /// The countries stand on the right sides. Of marks that aren't reciprocal.
    Direction,
    /// The status is the marked one.
    Status,
    /// It is said to be so (happened, ongoing), to be foreseen (planned,
    /// proposed, demanded, hypothetical), or not to be (negated), as marked.
    StatusKind,
    /// The intervals share at least half of the days that either holds. Of marks
    /// with a day; a coded event without one is wrong.
    Date,
    /// The mode is one that the mark accepts. Of marks with a mode.
    Mode,
    /// The two sides have exactly the marked countries. Of marks with a country;
    /// the sides of a reciprocal one may be exchanged.
    Countries,
    /// The same, with sectors. Of marks whose named actors all have a sector.
    Sectors,
    /// Every actor that is marked with its words was found: by a character in
    /// common, or by the same words. Of marks with such an actor.
    Actors,
    /// The place's words, whole or in part. Of marks with a place.
    Place,
    /// A character in common with the words that report the event. Of marks
    /// with such words.
    Trigger,
    /// Both sides act alike, as marked.
    Reciprocal,
}

impl Field {
    /// All, in the order in which they are shown.
    pub const ALL: [Field; 12] = [
        Field::Type,
        Field::Direction,
        Field::Status,
        Field::StatusKind,
        Field::Date,
        Field::Mode,
        Field::Countries,
        Field::Sectors,
        Field::Actors,
        Field::Place,
        Field::Trigger,
        Field::Reciprocal,
    ];

    /// Its name in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Type => "type",
            Field::Direction => "direction",
            Field::Status => "status",
            Field::StatusKind => "status-kind",
            Field::Date => "date",
            Field::Mode => "mode",
            Field::Countries => "countries",
            Field::Sectors => "sectors",
            Field::Actors => "actors",
            Field::Place => "place",
            Field::Trigger => "trigger",
            Field::Reciprocal => "reciprocal",
        }
    }

    /// Whether the field is right in a pair; `None` if the mark doesn't say.
    pub fn is_right(self, mark: &GoldEvent, event: &Event, pair: Pair) -> Option<bool> {
        let gold = &mark.event;
        match self {
            Field::Type => Some(gold.event_type == event.event_type),
            Field::Direction => (!gold.reciprocal).then_some(pair.same_sides),
            Field::Status => Some(gold.status == event.status),
            Field::StatusKind => Some(StatusKind::of(gold.status) == StatusKind::of(event.status)),
            Field::Date => {
                let days = gold.date.days?;
                Some(event.date.days.is_some_and(|coded| is_near(days, coded)))
            }
            Field::Mode => mark.accepts_mode(event.mode.as_deref()),
            Field::Countries => {
                let (gold_sides, coded) = (sides(gold, countries), sides(event, countries));
                gold_sides
                    .iter()
                    .any(|side| !side.is_empty())
                    .then_some(())?;
                Some(is_same(gold_sides, coded, gold.reciprocal))
            }
            Field::Sectors => {
                let mut actors = gold.source.iter().chain(&gold.target).peekable();
                actors.peek()?;
                actors.all(|actor| actor.sector.is_some()).then_some(())?;
                let (gold_sides, coded) = (sides(gold, sectors), sides(event, sectors));
                Some(is_same(gold_sides, coded, gold.reciprocal))
            }
            Field::Actors => {
                let named = |actor: &&Actor| !actor.text.is_empty();
                let mut actors = gold
                    .source
                    .iter()
                    .chain(&gold.target)
                    .filter(named)
                    .peekable();
                actors.peek()?;
                let coded: Vec<&Actor> = event.source.iter().chain(&event.target).collect();
                Some(actors.all(|actor| coded.iter().any(|other| is_same_actor(actor, other))))
            }
            Field::Place => {
                let place = gold.place.as_ref()?.text.to_lowercase();
                let coded = event.place.as_ref().map(|place| place.text.to_lowercase());
                Some(coded.is_some_and(|coded| place.contains(&coded) || coded.contains(&place)))
            }
            Field::Trigger => {
                let has_place = gold.trigger.start_char < gold.trigger.end_char;
                has_place.then(|| overlap(&gold.trigger, &event.trigger))
            }
            Field::Reciprocal => Some(gold.reciprocal == event.reciprocal),
        }
    }
}

/// Of paired events: how many have each field right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldScores(BTreeMap<Field, Share>);

impl FieldScores {
    /// The share of a field.
    pub fn of(&self, field: Field) -> Share {
        self.0.get(&field).copied().unwrap_or_default()
    }

    /// Counts all fields of a pair and gives those that are wrong.
    pub fn count(&mut self, mark: &GoldEvent, event: &Event, pair: Pair) -> Vec<Field> {
        let mut wrong = Vec::new();
        for field in Field::ALL {
            if let Some(right) = field.is_right(mark, event, pair) {
                self.0.entry(field).or_default().count(right);
                wrong.extend((!right).then_some(field));
            }
        }
        wrong
    }
}

fn is_near(gold: Days, coded: Days) -> bool {
    let days = |since: jiff::civil::Date, until: jiff::civil::Date| (until - since).get_days();
    let shared = days(gold.since.max(coded.since), gold.until.min(coded.until));
    let either = days(gold.since.min(coded.since), gold.until.max(coded.until));
    shared > 0 && shared * 2 >= either
}

fn sides<'e, T>(event: &'e Event, of: fn(&'e [Actor]) -> T) -> [T; 2] {
    [of(&event.source), of(&event.target)]
}

fn is_same<T: PartialEq>(gold: [T; 2], [source, target]: [T; 2], reciprocal: bool) -> bool {
    let [gold_source, gold_target] = gold;
    (gold_source == source && gold_target == target)
        || (reciprocal && gold_source == target && gold_target == source)
}

fn sectors(actors: &[Actor]) -> BTreeSet<(Option<&str>, Option<Sector>)> {
    actors
        .iter()
        .map(|actor| (actor.country.as_deref(), actor.sector))
        .collect()
}

fn is_same_actor(gold: &Actor, coded: &Actor) -> bool {
    let quote = |actor: &Actor| Quote {
        text: String::new(),
        start_char: actor.start_char,
        end_char: actor.end_char,
    };
    overlap(&quote(gold), &quote(coded)) || gold.text.to_lowercase() == coded.text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::event::tests::{coded, marked};
    use super::super::pairs;
    use super::*;
    use demarche_event::{Place, Status};
    use jiff::civil::date;

    /// The one pair of two events, and whether the field is right.
    fn right(field: Field, mark: &GoldEvent, event: &Event) -> Option<bool> {
        let pairs = pairs(std::slice::from_ref(mark), std::slice::from_ref(event));
        field.is_right(mark, event, pairs[0])
    }

    fn days(since: i8, until: i8) -> Option<Days> {
        Days::new(date(1994, 5, since), date(1994, 5, until))
    }

    #[test]
    fn half_of_the_days_make_a_date_right() {
        let (mut mark, mut event) = (marked("RUR > GRA AID 0..9"), coded("RUR > GRA AID 0..9"));
        assert_eq!(right(Field::Date, &mark, &event), None);
        mark.event.date.days = days(2, 4);
        for (coded, expected) in [
            (None, false),
            (days(2, 4), true),
            (days(3, 4), true),
            (days(2, 6), true),
            (days(2, 7), false),
            (days(4, 5), false),
        ] {
            event.date.days = coded;
            assert_eq!(
                right(Field::Date, &mark, &event),
                Some(expected),
                "{coded:?}"
            );
        }
    }

    #[test]
    fn a_status_of_the_same_kind_is_half_right() {
        let mut mark = marked("RUR > GRA AID 0..9");
        mark.event.status = Status::Planned;
        let mut event = coded("RUR > GRA AID 0..9");
        event.status = Status::Proposed;
        assert_eq!(right(Field::Status, &mark, &event), Some(false));
        assert_eq!(right(Field::StatusKind, &mark, &event), Some(true));
    }

    #[test]
    fn countries_are_all_or_nothing() {
        let mark = marked("RUR+ZEN > GRA AID 0..9");
        assert_eq!(
            right(Field::Countries, &mark, &coded("RUR > GRA AID 0..9")),
            Some(false)
        );
        assert_eq!(
            right(Field::Countries, &mark, &coded("ZEN+RUR > GRA AID 0..9")),
            Some(true)
        );
    }

    #[test]
    fn a_place_may_be_told_in_part() {
        let place = |text: &str| {
            Some(Place {
                text: text.to_owned(),
                country: None,
                lat: None,
                lon: None,
            })
        };
        let (mut mark, mut event) = (marked("RUR > GRA AID 0..9"), coded("RUR > GRA AID 0..9"));
        assert_eq!(right(Field::Place, &mark, &event), None);
        mark.event.place = place("the old Strelsau");
        assert_eq!(right(Field::Place, &mark, &event), Some(false));
        event.place = place("Strelsau");
        assert_eq!(right(Field::Place, &mark, &event), Some(true));
    }
}
