use crate::commands::measures::of_store;
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

/// Ends a run that changed events: the measures are made of them anew.
pub(crate) fn end(
    store: &mut Store,
    run: RunKey,
    words: &MeasureWords,
    documents: u64,
) -> Result<(), StoreError> {
    if documents > 0 {
        let measures = of_store(store, words)?;
        store.write_measures(&measures)?;
    }
    store.end_run(run, documents)
}
