use super::{Cell, Table, in_line};
use std::borrow::Cow;
use std::io::{self, Write};

impl Table {
    /// Writes a Markdown table, with every sign escaped that Markdown or HTML
    /// would take for more than a sign. Numbers stand to the right.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write_markdown(&self, out: &mut impl Write) -> io::Result<()> {
        let names = self
            .columns
            .iter()
            .map(|name| escaped(in_line(Cow::Borrowed(name))));
        writeln!(
            out,
            "|{}",
            names.map(|name| format!(" {name} |")).collect::<String>()
        )?;
        let rules = (0..self.columns.len()).map(|column| {
            if self.is_number(column) {
                " --: |"
            } else {
                " --- |"
            }
        });
        writeln!(out, "|{}", rules.collect::<String>())?;
        for row in &self.rows {
            writeln!(
                out,
                "|{}",
                row.iter()
                    .map(|cell| format!(" {} |", escaped(cell.line())))
                    .collect::<String>()
            )?;
        }
        Ok(())
    }

    /// Whether a column holds numbers alone, and at least one.
    pub(super) fn is_number(&self, column: usize) -> bool {
        let mut known = self
            .rows
            .iter()
            .filter_map(|row| row.get(column))
            .filter(|cell| **cell != Cell::Null)
            .peekable();
        known.peek().is_some() && known.all(|cell| matches!(cell, Cell::Integer(_) | Cell::Real(_)))
    }
}

fn escaped(words: Cow<'_, str>) -> String {
    let mut out = String::with_capacity(words.len());
    for character in words.trim().chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '#' | '!' | '$' => {
                out.extend(['\\', character])
            }
            // A bare address or a name after @ would become a link.
            '@' => out.push_str("&#64;"),
            ':' if out.ends_with("http") || out.ends_with("https") => out.push_str("&#58;"),
            other => out.push(other),
        }
    }
    out
}
