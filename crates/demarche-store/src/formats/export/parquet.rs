use super::table::{FACTS, N_TEXTS, numbers, texts};
use demarche_event::EventRow;
use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::io::{self, Write};
use std::sync::Arc;

/// Rows of a group: what is held in memory.
const GROUP: usize = 50_000;
/// Which of the numbers are real, in the order of `table::numbers`.
const REAL: [bool; 9] = [true, true, true, true, false, false, false, true, false];

/// Events as columns.
pub(super) struct ParquetWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    texts: Vec<Column<ByteArray>>,
    reciprocal: Vec<bool>,
    numbers: Vec<Column<f64>>,
}

/// The values of a column that are there, and for each row whether one is.
struct Column<T> {
    values: Vec<T>,
    there: Vec<i16>,
}

impl<T> Column<T> {
    fn new() -> Column<T> {
        Column {
            values: Vec::new(),
            there: Vec::new(),
        }
    }

    fn push(&mut self, value: Option<T>) {
        self.there.push(i16::from(value.is_some()));
        self.values.extend(value);
    }
}

impl<W: Write + Send> ParquetWriter<W> {
    pub(super) fn new(out: W) -> io::Result<ParquetWriter<W>> {
        let mut schema = String::from("message events {\n");
        for (at, name) in FACTS.iter().enumerate() {
            let field = match at {
                0..N_TEXTS if matches!(*name, "id" | "since" | "until" | "status") => {
                    format!("required binary {name} (UTF8);\n")
                }
                0..N_TEXTS => format!("optional binary {name} (UTF8);\n"),
                N_TEXTS => format!("required boolean {name};\n"),
                _ if REAL[at - N_TEXTS - 1] => format!("optional double {name};\n"),
                _ => format!("optional int32 {name};\n"),
            };
            schema.push_str(&field);
        }
        schema.push('}');
        let schema = parse_message_type(&schema).map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("demarche ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))
            .map_err(failed)?;
        Ok(ParquetWriter {
            file,
            texts: (0..N_TEXTS).map(|_| Column::new()).collect(),
            reciprocal: Vec::new(),
            numbers: REAL.iter().map(|_| Column::new()).collect(),
        })
    }

    pub(super) fn write(&mut self, row: &EventRow<'_>) -> io::Result<()> {
        for (column, text) in self.texts.iter_mut().zip(texts(row)) {
            column.push(
                Some(text)
                    .filter(|text| !text.is_empty())
                    .map(|text| text.into_bytes().into()),
            );
        }
        // The columns that must be there have a value even if it is empty.
        if row.id.is_empty() {
            let id = &mut self.texts[0];
            id.there.pop();
            id.push(Some(ByteArray::from(Vec::new())));
        }
        self.reciprocal.push(row.reciprocal);
        for (column, number) in self.numbers.iter_mut().zip(numbers(row)) {
            column.push(number);
        }
        if self.reciprocal.len() >= GROUP {
            self.group()?;
        }
        Ok(())
    }

    fn group(&mut self) -> io::Result<()> {
        let mut group = self.file.next_row_group().map_err(failed)?;
        let mut at = 0;
        while let Some(mut column) = group.next_column().map_err(failed)? {
            match at {
                0..N_TEXTS => {
                    let Column { values, there } = &self.texts[at];
                    column
                        .typed::<ByteArrayType>()
                        .write_batch(values, Some(there), None)
                        .map_err(failed)?;
                }
                N_TEXTS => {
                    column
                        .typed::<BoolType>()
                        .write_batch(&self.reciprocal, None, None)
                        .map_err(failed)?;
                }
                _ if REAL[at - N_TEXTS - 1] => {
                    let Column { values, there } = &self.numbers[at - N_TEXTS - 1];
                    column
                        .typed::<DoubleType>()
                        .write_batch(values, Some(there), None)
                        .map_err(failed)?;
                }
                _ => {
                    let Column { values, there } = &self.numbers[at - N_TEXTS - 1];
                    let values: Vec<i32> = values.iter().map(|value| *value as i32).collect();
                    column
                        .typed::<Int32Type>()
                        .write_batch(&values, Some(there), None)
                        .map_err(failed)?;
                }
            }
            column.close().map_err(failed)?;
            at += 1;
        }
        group.close().map_err(failed)?;
        self.texts
            .iter_mut()
            .for_each(|column| *column = Column::new());
        self.reciprocal.clear();
        self.numbers
            .iter_mut()
            .for_each(|column| *column = Column::new());
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        if !self.reciprocal.is_empty() {
            self.group()?;
        }
        let mut out = self.file.into_inner().map_err(failed)?;
        out.flush()?;
        Ok(out)
    }
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(other),
    }
}
