//! Laws, wars, votes and the like that a sentence names, and what it adds to those that
//! were named before.

use super::Narrative;
use crate::matcher::Matcher;
use crate::matter::{MatterReader, force_told_later, permit_told_later};
use crate::when::Expression;
use demarche_event::{EventType, InForce, MatterKind, Record};
use std::ops::Range;

/// Sentences over which "the law" or "the plans" point back.
const REACH: usize = 2;

impl Narrative<'_, '_> {
    pub(super) fn matters(
        &mut self,
        tokens: &Range<usize>,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) {
        let reader = MatterReader {
            matcher,
            tokens: tokens.clone(),
            times,
            discourse: &self.discourse,
            now: self.now(),
        };
        let found = reader.matters(&self.meta, self.positions);
        let sentence = self.discourse.sentence;
        let near = |told: Option<(usize, usize)>| told.filter(|(_, at)| sentence - at <= REACH);
        let law = near(self.passed).and_then(|(n, _)| Some((n, force_told_later(&reader)?)));
        let project =
            near(self.projected).and_then(|(n, _)| Some((n, permit_told_later(&reader)?)));
        if let Some((number, in_force)) = law {
            self.add_force(number, &in_force);
        }
        if let Some((number, condition)) = project
            && let Some(Record::Matter(matter)) = self.records.get_mut(number)
            && matter.condition.is_none()
        {
            matter.condition = Some(condition);
        }
        for matter in found {
            let here = Some((self.records.len(), sentence));
            match matter.kind {
                MatterKind::Law => self.passed = here,
                MatterKind::Project => self.projected = here,
                _ => {}
            }
            self.records.push(Record::Matter(matter));
        }
    }

    /// When a law that was told of has force, and the act that a sentence tells of it.
    fn add_force(&mut self, number: usize, in_force: &InForce) {
        let Some(Record::Matter(law)) = self.records.get_mut(number) else {
            return;
        };
        let start = law.sentence.start_char;
        law.in_force.get_or_insert_with(|| in_force.clone());
        for record in &mut self.records {
            if let Record::Event(event) = record
                && event.sentence.start_char == start
                && event.event_type == EventType::Coerce
            {
                let known = &mut event.circumstances.in_force;
                known.get_or_insert_with(|| in_force.clone());
            }
        }
    }
}
