use super::record::StoreOption;
use crate::merging::merge;
use crate::output::tell;
use crate::status::{Status, help};
use anyhow::{Result, bail};
use demarche_event::Event;
use demarche_store::store::{DecisionKind, Store};

/// Decide that happenings are one
///
/// The decision is kept with its time and reason, outweighs what the program
/// would say, and holds after documents are coded anew. Without IDs, events that
/// no happening holds yet are merged, as `add` does after each run.
#[derive(clap::Args)]
#[command(after_long_help = MERGE_HELP)]
pub(crate) struct Merge {
    /// Happenings' or events' ids, or their first characters
    #[arg(value_name = "ID")]
    ids: Vec<String>,

    /// Why, in your words
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,

    #[command(flatten)]
    store: StoreOption,
}

const MERGE_HELP: &str = help!(
    "Example:
  demarche merge h9f3c21 h77ab01 --because 'the radio names the host, the agency the guest'"
);

impl Merge {
    pub(crate) fn run(self) -> Result<Status> {
        let mut store = Store::open(&self.store.path)?;
        if self.ids.len() == 1 {
            bail!("one id isn't enough: name the happenings that are one");
        }
        let mut events = Vec::new();
        for id in &self.ids {
            for event in evidence(&store, id)? {
                if !events.contains(&event) {
                    events.push(event);
                }
            }
        }
        if !events.is_empty() {
            decide(
                &mut store,
                DecisionKind::Merge,
                &events,
                &[],
                self.because.as_deref(),
            )?;
        }
        let merged = merge(&mut store, |_| ())?;
        match events.first() {
            Some(first) => tell_of(&store, std::slice::from_ref(first)),
            None => {
                tell(format_args!("{merged} events merged"));
                Ok(Status::Done)
            }
        }
    }
}

/// Decide that events aren't of one happening
///
/// The EVENTS leave the happening of that ID and become one of their own. The
/// decision is kept with its time and reason, outweighs what the program would
/// say, and holds after documents are coded anew.
#[derive(clap::Args)]
#[command(after_long_help = SPLIT_HELP)]
pub(crate) struct Split {
    /// The happening's id, or its first characters
    id: String,

    /// The events that leave it, by id or its first characters
    #[arg(value_name = "EVENT", required = true)]
    events: Vec<String>,

    /// Why, in your words
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,

    #[command(flatten)]
    store: StoreOption,
}

const SPLIT_HELP: &str = help!(
    "Example:
  demarche split h9f3c21 77ab01 --because 'that was the visit of the year before'"
);

impl Split {
    pub(crate) fn run(self) -> Result<Status> {
        let mut store = Store::open(&self.store.path)?;
        let all = evidence(&store, &self.id)?;
        let (these, those): (Vec<Event>, Vec<Event>) = all
            .into_iter()
            .partition(|event| self.events.iter().any(|id| event.id.starts_with(id)));
        if let Some(strange) = self
            .events
            .iter()
            .find(|id| !these.iter().any(|event| event.id.starts_with(*id)))
        {
            bail!("no event of that happening begins with `{strange}`");
        }
        if those.is_empty() {
            bail!("all events of the happening are named: none would be left");
        }
        decide(
            &mut store,
            DecisionKind::Split,
            &these,
            &those,
            self.because.as_deref(),
        )?;
        // Those that leave stay together.
        if these.len() > 1 {
            decide(
                &mut store,
                DecisionKind::Merge,
                &these,
                &[],
                self.because.as_deref(),
            )?;
        }
        merge(&mut store, |_| ())?;
        tell_of(&store, &[these[0].clone(), those[0].clone()])
    }
}

/// The events of the happening with this id.
fn evidence(store: &Store, id: &str) -> Result<Vec<Event>> {
    let Some(happening) = store.happening(id)? else {
        bail!(
            "{}: no happening's or event's id begins with `{id}`",
            store.path().display()
        );
    };
    let mut events = Vec::new();
    for id in &happening.events {
        events.extend(store.get(id)?);
    }
    Ok(events)
}

fn decide(
    store: &mut Store,
    kind: DecisionKind,
    these: &[Event],
    those: &[Event],
    because: Option<&str>,
) -> Result<()> {
    let batch = store.batch()?;
    batch.put_decision(kind, these, those, because)?;
    for event in these.iter().chain(those) {
        if let Some(key) = batch.event_key(&event.id)? {
            batch.mark_changed(key)?;
        }
    }
    Ok(batch.commit()?)
}

fn tell_of(store: &Store, events: &[Event]) -> Result<Status> {
    for event in events {
        if let Some(happening) = store.happening(&event.id)? {
            tell(format_args!(
                "{}: {} events of {} documents",
                happening.id,
                happening.events.len(),
                happening.documents
            ));
        }
    }
    Ok(Status::Done)
}
