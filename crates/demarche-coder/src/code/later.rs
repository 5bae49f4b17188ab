//! What a later sentence adds to an event.

use super::Narrative;
use super::dated::future;
use crate::denial::denials;
use crate::lexicon::CLASSIFIER;
use crate::matcher::Matcher;
use crate::when::Expression;
use crate::{agenda, circumstance};
use demarche_event::{Actor, DateBasis, Days, Event, EventType, Record, Status, When};
use std::ops::Range;

/// Days for which what a later sentence dates may be the news that the text opens with.
const NEW_FOR: i64 = 4;

impl Narrative<'_, '_> {
    /// What a sentence says of the agenda of talks that the one before foresaw.
    pub(super) fn add_agenda(
        &mut self,
        tokens: &Range<usize>,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) {
        let Some((number, sentence)) = self.foreseen else {
            return;
        };
        let near = sentence < self.discourse.sentence && self.discourse.sentence - sentence <= 2;
        if !near {
            return;
        }
        let Some(agenda) = agenda::agenda(tokens.clone(), times, matcher) else {
            return;
        };
        if agenda.points_back(matcher)
            && let Some(Record::Event(event)) = self.records.get_mut(number)
            && event.circumstances.agenda.is_none()
        {
            let subjects = circumstance::words(agenda.subjects, matcher);
            event.circumstances.agenda = Some(subjects);
        }
    }

    /// Whoever is accused, in this sentence or the last, and denies it.
    pub(super) fn add_denials(&mut self, tokens: &Range<usize>, matcher: &Matcher<'_, '_>) {
        let sentence = self.discourse.sentence;
        self.accused.retain(|(_, told)| sentence - told <= 1);
        if self.accused.is_empty() {
            return;
        }
        for denier in denials(matcher, tokens.clone(), &self.discourse) {
            let actor = self.actor(&denier);
            for (number, _) in &self.accused {
                let Some(Record::Event(event)) = self.records.get_mut(*number) else {
                    continue;
                };
                let of = |side: &[Actor]| side.iter().any(|a| a.country == actor.country);
                let known = &mut event.circumstances.denied_by;
                let is_new = known.iter().all(|k| k.country != actor.country);
                if actor.country.is_some() && of(&event.target) && !of(&event.source) && is_new {
                    known.push(actor.clone());
                }
            }
        }
    }

    /// What a text told before it told the day of its news lies between that and the
    /// publication too.
    pub(super) fn share_news(&mut self) {
        let Some((news, published)) = self.news.zip(self.meta.published.days) else {
            return;
        };
        let Some(days) = Days::new(news.since.min(published.since), published.until) else {
            return;
        };
        let few = jiff::Span::new().days(NEW_FOR);
        let is_new = |until: jiff::civil::Date| until >= published.since;
        if !news.until.checked_add(few).is_ok_and(is_new) {
            return;
        }
        for number in std::mem::take(&mut self.before_news) {
            let Some(Record::Event(event)) = self.records.get_mut(number) else {
                continue;
            };
            event.date.days = Some(days);
            if let Some(step) = event.explanation.steps.last_mut() {
                *step = format!(
                    "date: the text is silent; from the day of its news to the publication: {} to {}, end excluded",
                    days.since, days.until
                );
            }
        }
    }

    /// Where one sentence says when, another that tells the same talks needn't:
    /// the lead sums up what the body dates.
    /// In a summary, `summary` in code points, that holds for every act; and where the body
    /// dates none such, its day isn't known.
    pub(super) fn share_dates(&mut self, summary: &[Range<usize>]) {
        let key = |e: &Event| {
            let mut countries: Vec<&str> = e
                .source
                .iter()
                .chain(&e.target)
                .filter_map(|a| a.country.as_deref())
                .collect();
            // Two delegations that go either way are on two trips.
            if e.mode.as_deref() != Some("visit") {
                countries.sort_unstable();
            }
            countries.dedup();
            (
                e.event_type,
                e.mode.clone(),
                future(e.status),
                countries.join(" "),
            )
        };
        let stated: Vec<(_, Days, Option<String>)> = self
            .records
            .iter()
            .filter_map(|r| match r {
                // What only weights tell dates nothing else.
                Record::Event(e)
                    if e.date.basis == DateBasis::Stated && e.explanation.rule != CLASSIFIER =>
                {
                    e.date.days.map(|d| (key(e), d, e.date.text.clone()))
                }
                _ => None,
            })
            .collect();
        for record in &mut self.records {
            let Record::Event(event) = record else {
                continue;
            };
            let silent = event.date.text.is_none() && event.date.basis != DateBasis::Stated;
            let at = event.sentence.start_char;
            let in_summary = summary.iter().any(|part| part.contains(&at));
            let is_named_contact = event.event_type == EventType::Consult && event.mode.is_some();
            if !silent || !is_named_contact && !in_summary {
                continue;
            }
            let own = key(event);
            let mut same = stated.iter().filter(|(k, _, _)| *k == own);
            let Some((_, days, text)) = same.next() else {
                if in_summary && event.status == Status::Happened {
                    event.date = When {
                        days: None,
                        basis: DateBasis::Unplaced,
                        text: None,
                    };
                    if let Some(step) = event.explanation.steps.last_mut() {
                        *step = "date: a summary of the text; no sentence of the text dates it"
                            .to_owned();
                    }
                }
                continue;
            };
            if same.all(|(_, other, _)| other.overlaps(days)) {
                event.date = When {
                    days: Some(*days),
                    basis: DateBasis::Stated,
                    text: text.clone(),
                };
                if let Some(step) = event.explanation.steps.last_mut() {
                    *step = format!(
                        "date: another sentence dates the same talks: {} to {}, end excluded",
                        days.since, days.until
                    );
                }
            }
        }
    }
}
