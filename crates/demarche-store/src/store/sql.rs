use super::{Store, StoreError};
use crate::formats::table::{Cell, Table};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, ffi};
use std::time::{Duration, Instant};

/// How much a question in SQL may cost.
#[derive(Debug, Clone, PartialEq)]
pub struct SqlLimits {
    /// Time until it is stopped.
    pub time: Duration,
    /// Rows; what comes after them is left out, and the answer says so.
    pub rows: usize,
    /// Bytes of texts in the answer; likewise.
    pub bytes: usize,
}

impl Default for SqlLimits {
    /// Ten seconds, 100,000 rows, 100 MB.
    fn default() -> SqlLimits {
        SqlLimits {
            time: Duration::from_secs(10),
            rows: 100_000,
            bytes: 100_000_000,
        }
    }
}

/// What a question in SQL gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The rows.
    pub table: Table,
    /// Whether a limit cut the rows short.
    pub cut: bool,
}

impl Store {
    /// Answers a question in SQL: one `SELECT` (or `WITH`, `VALUES`, `EXPLAIN`)
    /// over the tables and views that `docs/reference/store.md` describes.
    ///
    /// The question gets a connection of its own that can't write, reach other
    /// files, or call functions beyond those of SQLite's core, dates, JSON and
    /// full-text search.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`] says what is wrong with the question;
    /// [`StoreError::Slow`] that it took too long.
    pub fn sql(&self, query: &str, limits: &SqlLimits) -> Result<Answer, StoreError> {
        let mut connection = super::open::read_only(&self.path)?;
        confine(&mut connection, limits).map_err(StoreError::of(&self.path))?;
        answer(&connection, query, limits).map_err(|error| match error.sqlite_error_code() {
            Some(ffi::ErrorCode::OperationInterrupted) => StoreError::Slow {
                seconds: limits.time.as_secs_f64(),
            },
            Some(
                ffi::ErrorCode::DatabaseBusy
                | ffi::ErrorCode::DatabaseLocked
                | ffi::ErrorCode::DatabaseCorrupt
                | ffi::ErrorCode::DiskFull
                | ffi::ErrorCode::SystemIoFailure,
            ) => StoreError::of(&self.path)(error),
            _ => StoreError::Sql {
                reason: reason(&error),
            },
        })
    }
}

fn answer(connection: &Connection, query: &str, limits: &SqlLimits) -> Result<Answer, Error> {
    let mut statement = connection.prepare(query)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let (mut rows, mut bytes, mut cut) = (Vec::new(), 0, false);
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        if rows.len() == limits.rows || bytes > limits.bytes {
            cut = true;
            break;
        }
        let cells = (0..columns.len())
            .map(|column| row.get_ref(column).map(cell))
            .collect::<Result<Vec<_>, _>>()?;
        bytes += cells.iter().map(Cell::bytes).sum::<usize>();
        rows.push(cells);
    }
    Ok(Answer {
        table: Table { columns, rows },
        cut,
    })
}

fn cell(value: ValueRef) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    }
}

/// Longest text or list of bytes that a question may build.
const MAX_LENGTH: i32 = 100_000_000;
const MAX_SQL_LENGTH: i32 = 1_000_000;
/// Steps of SQLite's machine between two looks at the clock: well under a
/// millisecond's work.
const STEPS: i32 = 10_000;

fn confine(connection: &mut Connection, limits: &SqlLimits) -> Result<(), Error> {
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_LENGTH)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, MAX_SQL_LENGTH)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.authorizer(Some(authorize))?;
    let (begun, time) = (Instant::now(), limits.time);
    connection.progress_handler(STEPS, Some(move || begun.elapsed() > time))
}

/// `PRAGMA`s that tell and change nothing. The last is what full-text search
/// asks SQLite itself.
const PRAGMAS: &[&str] = &[
    "table_list",
    "table_info",
    "table_xinfo",
    "index_list",
    "index_info",
    "data_version",
];

fn authorize(context: AuthContext) -> Authorization {
    let allowed = match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => true,
        AuthAction::Function { function_name } => FUNCTIONS
            .binary_search(&function_name.to_ascii_lowercase().as_str())
            .is_ok(),
        AuthAction::Pragma { pragma_name, .. } => PRAGMAS.contains(&pragma_name),
        _ => false,
    };
    if allowed {
        Authorization::Allow
    } else {
        Authorization::Deny
    }
}

/// In the order of their bytes.
const FUNCTIONS: &[&str] = &[
    "->",
    "->>",
    "abs",
    "avg",
    "bm25",
    "char",
    "coalesce",
    "concat",
    "concat_ws",
    "count",
    "cume_dist",
    "current_date",
    "current_time",
    "current_timestamp",
    "date",
    "datetime",
    "dense_rank",
    "first_value",
    "format",
    "glob",
    "group_concat",
    "hex",
    "highlight",
    "if",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_each",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_object",
    "json_quote",
    "json_tree",
    "json_type",
    "json_valid",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "likelihood",
    "likely",
    "lower",
    "ltrim",
    "match",
    "max",
    "min",
    "nth_value",
    "ntile",
    "nullif",
    "octet_length",
    "percent_rank",
    "printf",
    "quote",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "snippet",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "sum",
    "time",
    "timediff",
    "total",
    "trim",
    "typeof",
    "unhex",
    "unicode",
    "unistr",
    "unixepoch",
    "unlikely",
    "upper",
];

/// What SQLite says, in a fragment that a reader can use.
fn reason(error: &Error) -> String {
    if error.sqlite_error_code() == Some(ffi::ErrorCode::AuthorizationForStatementDenied) {
        return "it may only read: SELECT, and functions of SQLite's core, dates, JSON and full-text search".to_owned();
    }
    match error {
        Error::MultipleStatement => {
            "it holds more than one statement; ask one at a time".to_owned()
        }
        Error::SqlInputError {
            msg, sql, offset, ..
        } => {
            let near = usize::try_from(*offset)
                .ok()
                .and_then(|offset| sql.get(offset..))
                .unwrap_or_default();
            let near: String = near.chars().take(20).collect();
            if near.is_empty() {
                msg.clone()
            } else {
                format!("{msg} (at `{near}`)")
            }
        }
        Error::SqliteFailure(_, Some(message)) => message.clone(),
        Error::InvalidParameterCount(..) => {
            "it has question marks or names for values that nobody gives".to_owned()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn functions_are_in_order() {
        assert!(super::FUNCTIONS.is_sorted());
    }
}
