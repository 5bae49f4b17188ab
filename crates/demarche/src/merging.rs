//! Events of the store into happenings: only what new or changed events concern
//! is looked at, and the result is that of looking at everything.

use anyhow::Result;
use demarche_analysis::happening::{
    Decision, Mention, Reach, Stage, blocks, divide, islands, likeness, links, reach, reached_from,
    summarise,
};
use demarche_analysis::{Fingerprint, Printed, independent};
use demarche_event::{Event, Happening};
use demarche_store::store::{
    Batch, DecisionKind, KeyedEvent, NewHappening, Store, StoreError, StoredDecision,
};
use std::collections::{BTreeMap, BTreeSet};

/// Documents in a transaction.
const DOCUMENTS: usize = 128;

/// Brings the happenings of a store up to date with its events, in steps that
/// each last. `told` hears after each how many events have been merged.
pub(crate) fn merge(store: &mut Store, mut told: impl FnMut(u64)) -> Result<u64> {
    let mut merged = 0;
    loop {
        let batch = store.batch()?;
        let fresh = batch.unmerged_events(DOCUMENTS)?;
        let changed = batch.changed_islands()?;
        if fresh.is_empty() && changed.is_empty() {
            return Ok(merged);
        }
        merged += fresh.len() as u64;
        Merging::new(&batch, fresh, changed)?.run()?;
        batch.commit()?;
        told(merged);
    }
}

/// One step.
struct Merging<'a> {
    batch: &'a Batch<'a>,
    decisions: Vec<Decision>,
    /// All events of this step.
    events: BTreeMap<i64, (Event, Mention)>,
    fresh: Vec<i64>,
    touched: BTreeSet<i64>,
}

impl<'a> Merging<'a> {
    fn new(batch: &'a Batch<'a>, fresh: Vec<KeyedEvent>, changed: Vec<i64>) -> Result<Merging<'a>> {
        let mut merging = Merging {
            batch,
            decisions: batch.decisions()?.into_iter().map(decision).collect(),
            events: BTreeMap::new(),
            fresh: fresh.iter().map(|event| event.key).collect(),
            touched: changed.into_iter().collect(),
        };
        merging.take(fresh);
        Ok(merging)
    }

    fn take(&mut self, events: Vec<KeyedEvent>) {
        for KeyedEvent { key, event } in events {
            let mention = Mention::of(&event);
            self.events.insert(key, (event, mention));
        }
    }

    fn run(mut self) -> Result<()> {
        self.touch_alike()?;
        self.touch_decided()?;
        for island in &self.touched.clone() {
            let members = self.batch.events_of_island(*island)?;
            self.take(members);
        }
        let by_id: BTreeMap<&str, (i64, &Event)> = self
            .events
            .iter()
            .map(|(key, (event, _))| (event.id.as_str(), (*key, event)))
            .collect();
        let mentions: Vec<&Mention> = self.events.values().map(|(_, mention)| mention).collect();
        let mut new = Vec::new();
        for island in islands(&mentions, &self.decisions) {
            let mut happenings = Vec::new();
            for members in divide(&island, &self.decisions) {
                let (keys, events): (Vec<i64>, Vec<&Event>) = members
                    .into_iter()
                    .map(|member| by_id[island[member].event.as_str()])
                    .unzip();
                let foreseen = events
                    .iter()
                    .any(|event| Stage::of(event.status) == Stage::Foreseen);
                let beside = if foreseen {
                    self.batch.events_beside(&keys)?
                } else {
                    Vec::new()
                };
                let mut happening = summarise(&events, &beside);
                happening.publishers = self.publishers(&events)?;
                happenings.push(NewHappening {
                    happening,
                    event_keys: keys,
                });
            }
            new.push(happenings);
        }
        let mut affected = self.batch.linked_with(&self.touched)?;
        self.batch.replace_islands(&self.touched, &new)?;
        for happening in new.iter().flatten().map(|new| &new.happening) {
            affected.extend(self.batch.happening_key(&happening.id)?);
            for reach in reached_from(happening) {
                affected.extend(self.near(happening, &reach)?);
            }
        }
        for key in affected {
            if self.batch.has_happening(key)? {
                self.link(&self.batch.happening_with_key(key)?)?;
            }
        }
        Ok(())
    }

    /// Links a part with its whole, a plan with what became of it.
    fn link(&self, happening: &Happening) -> Result<(), StoreError> {
        let Some(reach) = reach(happening) else {
            return Ok(());
        };
        let others = self.near(happening, &reach)?;
        let others = others
            .into_iter()
            .map(|key| self.batch.happening_with_key(key))
            .collect::<Result<Vec<_>, _>>()?;
        self.batch
            .put_links(&happening.id, &links(happening, &others))
    }

    fn near(&self, happening: &Happening, reach: &Reach) -> Result<BTreeSet<i64>, StoreError> {
        self.batch
            .happenings_near(happening, &reach.types, &reach.statuses, reach.span)
    }

    /// Islands with an event that is like a fresh one.
    fn touch_alike(&mut self) -> Result<(), StoreError> {
        let mut strangers: BTreeMap<i64, (Mention, Option<i64>)> = BTreeMap::new();
        for fresh in &self.fresh {
            let mention = &self.events[fresh].1;
            let found = blocks(mention);
            for block in &found {
                for key in self.batch.events_in_block(*block)? {
                    if self.events.contains_key(&key) {
                        continue;
                    }
                    let (stranger, island) = match strangers.entry(key) {
                        std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
                        std::collections::btree_map::Entry::Vacant(entry) => {
                            let mut keyed = self.batch.keyed_events(&[key])?;
                            let event = keyed.remove(0).event;
                            entry.insert((Mention::of(&event), self.batch.island_of(key)?))
                        }
                    };
                    let Some(island) = *island else { continue };
                    if !self.touched.contains(&island)
                        && likeness(mention, stranger).is_some_and(|likeness| likeness > 0.0)
                    {
                        self.touched.insert(island);
                    }
                }
            }
            self.batch.put_blocks(*fresh, &found)?;
        }
        Ok(())
    }

    /// Islands whose events were merged with fresh ones by a decision.
    fn touch_decided(&mut self) -> Result<(), StoreError> {
        let fresh: BTreeSet<&str> = self
            .fresh
            .iter()
            .map(|key| self.events[key].0.id.as_str())
            .collect();
        for decision in &self.decisions {
            let Decision::Merge(events) = decision else {
                continue;
            };
            if !events.iter().any(|event| fresh.contains(event.as_str())) {
                continue;
            }
            for event in events {
                if let Some(key) = self.batch.event_key(event)?
                    && let Some(island) = self.batch.island_of(key)?
                {
                    self.touched.insert(island);
                }
            }
        }
        Ok(())
    }

    fn publishers(&self, events: &[&Event]) -> Result<usize, StoreError> {
        let documents: BTreeMap<&str, &Event> = events
            .iter()
            .map(|event| (event.document.id.as_str(), *event))
            .collect();
        if documents.len() < 2 {
            return Ok(documents.len());
        }
        let mut printed = Vec::new();
        for (id, event) in documents {
            let (kept, text) = self.batch.fingerprint(id)?;
            let mut fingerprint = kept.as_deref().and_then(Fingerprint::from_bytes);
            if let (None, Some(text)) = (&fingerprint, text) {
                let made = Fingerprint::of(&text);
                self.batch.put_fingerprint(id, &made.to_bytes())?;
                fingerprint = Some(made);
            }
            printed.push(Printed {
                publisher: event.document.publisher.clone(),
                fingerprint,
            });
        }
        Ok(independent(&printed))
    }
}

fn decision(stored: StoredDecision) -> Decision {
    let these = stored.these.into_iter().collect();
    match stored.kind {
        DecisionKind::Merge => Decision::Merge(these),
        DecisionKind::Split => Decision::Split(these, stored.those.into_iter().collect()),
    }
}
