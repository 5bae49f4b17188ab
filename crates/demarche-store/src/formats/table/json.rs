use super::{Cell, Table};
use crate::formats::record::Safe;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::HashSet;
use std::io::{self, Write};

impl Table {
    /// Writes one JSON object a row. A name that comes twice gets a number:
    /// `n`, `n_2`.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write_json_lines(&self, out: &mut impl Write) -> io::Result<()> {
        let names = self.names();
        for row in &self.rows {
            let object = RowObject { names: &names, row };
            object
                .serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Safe))
                .map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn names(&self) -> Vec<String> {
        let mut taken: HashSet<String> = HashSet::new();
        let mut names = Vec::new();
        for name in &self.columns {
            let free = (1..)
                .map(|n| {
                    if n == 1 {
                        name.clone()
                    } else {
                        format!("{name}_{n}")
                    }
                })
                .find(|name| !taken.contains(name))
                .expect("numbers don't end");
            taken.insert(free.clone());
            names.push(free);
        }
        names
    }
}

struct RowObject<'a> {
    names: &'a [String],
    row: &'a [Cell],
}

impl Serialize for RowObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.row.len()))?;
        for (name, cell) in self.names.iter().zip(self.row) {
            object.serialize_key(name)?;
            match cell {
                Cell::Null => object.serialize_value(&()),
                Cell::Integer(number) => object.serialize_value(number),
                Cell::Real(number) => object.serialize_value(number),
                Cell::Text(text) => object.serialize_value(text),
                Cell::Bytes(_) => object.serialize_value(&cell.words()),
            }?;
        }
        object.end()
    }
}
