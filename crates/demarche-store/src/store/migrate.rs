use super::StoreError;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;

/// A step from one version of the schema to the next.
///
/// A step that has been released is never changed: files that took it wouldn't
/// take it again. What it got wrong is put right by a later one.
struct Step {
    /// What it brings, as the file is called.
    name: &'static str,
    /// SQL that runs as a whole, in one transaction.
    sql: &'static str,
}

/// All steps in order; the first makes version 1 out of an empty file, and the
/// number of steps is the version that this program reads and writes.
const STEPS: &[Step] = &[
    Step {
        name: "record",
        sql: include_str!("schema/0001-record.sql"),
    },
    Step {
        name: "history",
        sql: include_str!("schema/0002-history.sql"),
    },
    Step {
        name: "reference",
        sql: include_str!("schema/0003-reference.sql"),
    },
    Step {
        name: "happenings",
        sql: include_str!("schema/0004-happenings.sql"),
    },
    Step {
        name: "measures",
        sql: include_str!("schema/0005-measures.sql"),
    },
    Step {
        name: "imported",
        sql: include_str!("schema/0006-imported.sql"),
    },
    Step {
        name: "pairs",
        sql: include_str!("schema/0007-pairs.sql"),
    },
    Step {
        name: "circumstances",
        sql: include_str!("schema/0008-circumstances.sql"),
    },
    Step {
        name: "put-off",
        sql: include_str!("schema/0009-put-off.sql"),
    },
    Step {
        name: "measure-changes",
        sql: include_str!("schema/0010-measure-changes.sql"),
    },
    Step {
        name: "announcers",
        sql: include_str!("schema/0011-announcers.sql"),
    },
    Step {
        name: "bystanders",
        sql: include_str!("schema/0012-bystanders.sql"),
    },
    Step {
        name: "links",
        sql: include_str!("schema/0013-links.sql"),
    },
    Step {
        name: "matters",
        sql: include_str!("schema/0014-matters.sql"),
    },
    Step {
        name: "weighed-claims",
        sql: include_str!("schema/0015-weighed-claims.sql"),
    },
];

/// The first version with the table `schema_step`.
const HISTORY: usize = 2;

/// Version of the schema that this program reads and writes.
pub(super) const SCHEMA_VERSION: i32 = STEPS.len() as i32;

/// Takes all steps that a file of version `found` still lacks, each in a
/// transaction of its own: whoever is killed in between leaves a sound file of
/// one of the versions.
pub(super) fn migrate(
    path: &Path,
    connection: &mut Connection,
    found: i32,
) -> Result<(), StoreError> {
    let failed = StoreError::of(path);
    let mut version = found;
    if version == SCHEMA_VERSION {
        return Ok(());
    }
    // A step may have to make a table anew, and rows that refer to it must
    // survive that. `take` looks at the references before it commits.
    connection
        .pragma_update(None, "foreign_keys", false)
        .map_err(&failed)?;
    while version < SCHEMA_VERSION {
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Exclusive)
            .map_err(&failed)?;
        // Another program may have been faster.
        version = transaction
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(&failed)?;
        if version < SCHEMA_VERSION {
            take(path, &transaction, version)?;
            version += 1;
        }
        transaction.commit().map_err(&failed)?;
    }
    connection
        .pragma_update(None, "foreign_keys", true)
        .map_err(&failed)
}

/// Takes all steps in an empty file, within the transaction that makes it.
pub(super) fn make(path: &Path, transaction: &Transaction) -> Result<(), StoreError> {
    (0..SCHEMA_VERSION).try_for_each(|version| take(path, transaction, version))
}

/// Takes the step from `version` to the next.
fn take(path: &Path, transaction: &Transaction, version: i32) -> Result<(), StoreError> {
    let failed = StoreError::of(path);
    let index = usize::try_from(version).expect("versions below the first are refused");
    let step = &STEPS[index];
    let next = version + 1;
    transaction.execute_batch(step.sql).map_err(&failed)?;
    let broken: Option<String> = {
        let mut check = transaction
            .prepare("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")
            .map_err(&failed)?;
        let mut rows = check.query([]).map_err(&failed)?;
        let row = rows.next().map_err(&failed)?;
        row.map(|row| row.get(0)).transpose().map_err(&failed)?
    };
    if let Some(table) = broken {
        return Err(StoreError::Damaged {
            path: path.to_owned(),
            reason: format!(
                "it can't be brought to schema version {next}: rows of `{table}` refer to rows that aren't there"
            ),
        });
    }
    if index + 1 >= HISTORY {
        transaction
            .execute(
                "INSERT INTO schema_step (version, name, taken) VALUES (?1, ?2, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                (next, step.name),
            )
            .map_err(&failed)?;
    }
    transaction
        .pragma_update(None, "user_version", next)
        .map_err(&failed)
}

#[cfg(test)]
mod tests {
    use super::STEPS;

    #[test]
    fn steps_are_numbered_as_their_files() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/schema");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().into_string())
            .collect::<Result<_, _>>()
            .expect("plain names");
        files.sort();
        let names: Vec<String> = (1..)
            .zip(STEPS)
            .map(|(version, step)| format!("{version:04}-{}.sql", step.name))
            .collect();
        assert_eq!(files, names);
    }
}
