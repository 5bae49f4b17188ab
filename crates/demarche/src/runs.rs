use crate::commands::measures::of_changed;
use demarche_analysis::MeasureWords;
use demarche_store::store::{RunKey, Store, StoreError};

/// Writes down in the store that this run begins to write.
pub(crate) fn begin(store: &mut Store, knowledge: Option<&str>) -> Result<RunKey, StoreError> {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    store.begin_run(&arguments, env!("CARGO_PKG_VERSION"), knowledge)
}

/// Ends a run that may have changed events: the measures that they concern are made
/// anew, with the words of `knowledge`.
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
        let measures = of_changed(store, words, &changes)?;
        store.write_measures(&measures, &changes, knowledge)?;
    }
    store.end_run(run, documents)
}
