use super::{Store, StoreError};

impl Store {
    /// The ids of the events of each happening that has several, by the ids of the
    /// happenings.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store can't be read.
    pub fn events_of_happenings(&self) -> Result<Vec<Vec<String>>, StoreError> {
        let read = || {
            let mut statement = self.connection.prepare_cached(
                "SELECT h.key, e.id FROM happening h JOIN happening_event x ON x.happening_key = h.key \
                 JOIN event e ON e.key = x.event_key WHERE h.events > 1 ORDER BY h.id, e.id",
            )?;
            let mut rows = statement.query([])?;
            let mut groups: Vec<Vec<String>> = Vec::new();
            let mut last = None;
            while let Some(row) = rows.next()? {
                let (key, event): (i64, String) = (row.get(0)?, row.get(1)?);
                if last != Some(key) {
                    groups.push(Vec::new());
                    last = Some(key);
                }
                groups.last_mut().expect("one was begun").push(event);
            }
            Ok(groups)
        };
        read().map_err(StoreError::of(&self.path))
    }
}
