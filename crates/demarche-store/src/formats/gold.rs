//! Reports marked by hand, to measure a coder on: JSON Lines beside a text.
//!
//! A line is either an object of the marks' own form (`gold/README.md`: flat,
//! `start` and `end` of the sentence, the day as `"FIRST/LAST"`, both included)
//! or a record as [`super::record`] writes it, put right by hand; both may carry
//! `certainty` and `alt_types`. All offsets are code points of the text, and the
//! sentence that they give must be the one that the line quotes: a mark that has
//! slipped would count as missed and nobody would know why.

mod listing; // which reports a folder holds; sentences without an event
mod wire; // the objects, field by field

pub use listing::{GoldListing, NothingSentence, read_listing, read_nothing};

use super::record::{RecordError, RecordErrorKind};
use demarche_event::{Claim, Figure, GoldEvent};
use std::io::BufRead;
use wire::{ClaimMark, EventMark, FigureMark, Place, Slip};

/// Reads the events that were marked in `text`.
///
/// # Errors
///
/// [`RecordError`] names the first line that is no mark, or whose offsets don't
/// give its words.
pub fn read_gold_events(input: impl BufRead, text: &str) -> Result<Vec<GoldEvent>, RecordError> {
    read(input, text, |line, place| {
        EventMark::parse(line)?.into_gold(place)
    })
}

/// Reads the claims that were marked in `text`.
///
/// # Errors
///
/// As [`read_gold_events`].
pub fn read_gold_claims(input: impl BufRead, text: &str) -> Result<Vec<Claim>, RecordError> {
    read(input, text, |line, place| {
        ClaimMark::parse(line)?.into_claim(place)
    })
}

/// Reads the figures that were marked in `text`.
///
/// # Errors
///
/// As [`read_gold_events`].
pub fn read_gold_figures(input: impl BufRead, text: &str) -> Result<Vec<Figure>, RecordError> {
    read(input, text, |line, place| {
        FigureMark::parse(line)?.into_figure(place)
    })
}

fn read<T>(
    input: impl BufRead,
    text: &str,
    mut mark: impl FnMut(&[u8], &Place) -> Result<T, RecordErrorKind>,
) -> Result<Vec<T>, RecordError> {
    let place = Place::new(text);
    let mut marks = Vec::new();
    for (line, bytes) in (1..).zip(input.split(b'\n')) {
        let at = |kind| RecordError { line, kind };
        let bytes = bytes.map_err(|error| at(error.into()))?;
        let bytes = bytes.trim_ascii();
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        if !bytes.is_empty() {
            marks.push(mark(bytes, &place).map_err(at)?);
        }
    }
    Ok(marks)
}

impl From<Slip> for RecordErrorKind {
    fn from(slip: Slip) -> RecordErrorKind {
        RecordErrorKind::Field {
            field: slip.field,
            reason: slip.reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_event::{Certainty, EventType, Sector, Status};
    use jiff::civil::date;

    const TEXT: &str = "Envoys of Graustark visited Strelsau on Monday.";

    fn event(fields: &str) -> String {
        format!(
            r#"{{"sentence":"{TEXT}","start":0,"end":47,"trigger":"visited","trigger_start":20,
            "trigger_end":27,"type":"CONSULT","mode":"visit","status":"happened","source":[{{"text":"Envoys",
            "start":0,"end":6,"country":"GRA","sector":"GOV"}}],"target":[]{fields}}}"#
        )
        .replace('\n', " ")
    }

    fn one(line: &str) -> Result<GoldEvent, String> {
        let events = read_gold_events(line.as_bytes(), TEXT).map_err(|error| error.to_string())?;
        Ok(events.into_iter().next().expect("there is a line"))
    }

    #[test]
    fn a_mark_is_read_with_its_days_and_its_certainty() {
        let line = event(r#","date":"1994-05-02/1994-05-03","certainty":2,"alt_types":["AGREE"]"#);
        let gold = one(&line).expect("the line is whole");
        let days = gold.event.date.days.expect("days are given");
        assert_eq!(
            (days.since, days.until),
            (date(1994, 5, 2), date(1994, 5, 4))
        );
        assert_eq!(gold.certainty, Certainty::Judged);
        assert!(gold.accepts(EventType::Agree) && !gold.accepts(EventType::Aid));
        assert_eq!(gold.event.status, Status::Happened);
        assert_eq!(gold.event.source[0].sector, Some(Sector::Gov));
    }

    #[test]
    fn what_a_foreseen_act_will_be_is_its_type() {
        let line = event(r#","base_type":"CONSULT","base_mode":"visit""#).replace(
            r#""type":"CONSULT","mode":"visit""#,
            r#""type":"AGREE","mode":null"#,
        );
        let gold = one(&line).expect("the line is whole");
        assert_eq!(gold.event.event_type, EventType::Consult);
        assert!(gold.accepts(EventType::Agree));
        assert_eq!(gold.accepts_mode(Some("visit")), Some(true));
    }

    #[test]
    fn a_slipped_mark_is_an_error_that_says_what_stands_there() {
        let error = one(&event("").replace(r#""start":0,"end":47"#, r#""start":1,"end":47"#));
        let error = error.expect_err("the offsets are wrong");
        assert!(error.starts_with("line 1: start: "), "{error}");
        assert!(error.contains("nvoys of Graustark"), "{error}");
        let error = one(&event(r#","certainty":4"#)).expect_err("there are three");
        assert!(error.contains("certainty: 4"), "{error}");
    }

    #[test]
    fn a_record_put_right_by_hand_is_a_mark() {
        let line = format!(
            r#"{{"id":"e1","document":{{"id":"d1"}},"sentence":{{"start_char":0,"end_char":47,"text":"{TEXT}"}},"trigger":{{"start_char":20,"end_char":27,"text":"visited"}},"type":"CONSULT","mode":null,"cameo":null,"status":"happened","source":[],"target":[],"date":{{"since":null,"until":null,"basis":"unplaced"}},"confidence":1,"explanation":{{"rule":"r"}},"certainty":1}}"#
        );
        let gold = one(&line).expect("the line is whole");
        assert_eq!(gold.certainty, Certainty::Optional);
        assert_eq!(gold.event.trigger.text, "visited");
        assert_eq!(gold.accepts_mode(Some("visit")), None);
    }
}
