use crate::commands::measures::{Remade, of_changed};
use crate::output::tell;
use demarche_analysis::MeasureWords;
use demarche_store::store::{DecisionKind, RunKey, Store, StoreError};

/// Writes down in the store that this run begins to write.
pub(crate) fn begin(store: &mut Store, knowledge: Option<&str>) -> Result<RunKey, StoreError> {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    store.begin_run(&arguments, env!("CARGO_PKG_VERSION"), knowledge)
}

/// Ends a run that may have changed events: the measures that they concern are made
/// anew, with the words of `knowledge`, and decisions whose events are gone are told.
pub(crate) fn end(
    store: &mut Store,
    run: RunKey,
    words: &MeasureWords,
    knowledge: &str,
    documents: u64,
) -> Result<(), StoreError> {
    let changes = store.measure_changes(knowledge)?;
    if changes
        .imposers
        .as_ref()
        .is_none_or(|imposers| !imposers.is_empty())
    {
        let Remade { measures, codes } = of_changed(store, words, &changes)?;
        store.write_measures(&measures, codes.as_ref(), &changes, knowledge)?;
    }
    store.end_run(run, documents)?;
    tell_lost(store)
}

/// Tells of decisions that later coding has left without some of their events.
fn tell_lost(store: &Store) -> Result<(), StoreError> {
    for decision in store.decisions()? {
        for event in &decision.lost {
            let because = decision.because.as_deref().unwrap_or("no reason given");
            tell(format_args!(
                "the {} of {} ({because}) no longer finds its event {} ({}, at character {} of document {}): no \
                 event stands there now",
                match decision.kind {
                    DecisionKind::Merge => "merge",
                    DecisionKind::Split => "split",
                },
                decision.made,
                event.id.chars().take(12).collect::<String>(),
                event.event_type,
                event.trigger_start_char,
                event.document
            ));
        }
    }
    Ok(())
}
