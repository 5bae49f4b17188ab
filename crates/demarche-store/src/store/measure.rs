use super::{Store, StoreError};
use demarche_event::Measure;
use rusqlite::{TransactionBehavior, params};

impl Store {
    /// Puts measures in the place of those that the store holds: all of them, or
    /// none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Locked`], [`StoreError::Full`] and what else the system says.
    pub fn write_measures(&mut self, measures: &[Measure]) -> Result<(), StoreError> {
        let write = |connection: &mut rusqlite::Connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute("DELETE FROM measure", [])?;
            for measure in measures {
                let rate = measure.rate.as_ref();
                transaction
                    .prepare_cached(
                        "INSERT INTO measure (id, kind, imposers, targets, goods, rate, rate_unit, rate_bound, \
                         legal_basis, since, until, announced, answer_text, answers, to_be_lifted) \
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                    )?
                    .execute(params![
                        measure.id,
                        measure.kind,
                        measure.imposers.join(","),
                        measure.targets.join(","),
                        measure.goods,
                        rate.map(|rate| rate.value),
                        rate.map(|rate| &rate.unit),
                        rate.map(|rate| &rate.bound),
                        measure.legal_basis,
                        measure.since.map(|day| day.to_string()),
                        measure.until.map(|day| day.to_string()),
                        measure.announced,
                        measure.answer_text,
                        measure.answers,
                        measure.to_be_lifted.map(|day| day.to_string()),
                    ])?;
                let key = transaction.last_insert_rowid();
                for (part, events) in [("imposes", &measure.events), ("lifts", &measure.lifted_by)]
                {
                    for event in events {
                        transaction
                            .prepare_cached("INSERT INTO measure_event VALUES (?1, ?2, ?3)")?
                            .execute(params![key, part, event])?;
                    }
                }
            }
            transaction.commit()
        };
        write(&mut self.connection).map_err(StoreError::of(&self.path))
    }
}
