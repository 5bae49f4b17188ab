use super::{Table, in_line};
use std::borrow::Cow;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Blanks between two columns.
const GAP: usize = 2;
/// No column is made narrower to fit a width, even if the line then breaks.
const NARROWEST: usize = 6;

impl Table {
    /// Writes aligned columns under a line of names. With a `width`, in columns
    /// of the terminal, the widest columns are cut with `…` until a line fits.
    /// Wide (East Asian) characters take two columns; numbers stand to the right.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write_text(&self, out: &mut impl Write, width: Option<usize>) -> io::Result<()> {
        let names: Vec<Cow<str>> = self
            .columns
            .iter()
            .map(|name| in_line(Cow::Borrowed(name)))
            .collect();
        let mut widths: Vec<usize> = names.iter().map(|name| name.width()).collect();
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(cell.line().width());
            }
        }
        if let Some(width) = width {
            shrink(&mut widths, width);
        }
        let right: Vec<bool> = (0..self.columns.len())
            .map(|column| self.is_number(column))
            .collect();
        line(out, &names, &widths, &right)?;
        for row in &self.rows {
            let cells: Vec<Cow<str>> = row.iter().map(|cell| cell.line()).collect();
            line(out, &cells, &widths, &right)?;
        }
        Ok(())
    }
}

/// Takes from the widest columns until the line fits.
fn shrink(widths: &mut [usize], width: usize) {
    let room = width.saturating_sub(GAP * widths.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => return,
        }
    }
}

fn line(
    out: &mut impl Write,
    cells: &[Cow<str>],
    widths: &[usize],
    right: &[bool],
) -> io::Result<()> {
    let mut text = String::new();
    for ((cell, width), right) in cells.iter().zip(widths).zip(right) {
        let cell = cut(cell, *width);
        let blanks = " ".repeat(width.saturating_sub(cell.width()));
        if *right {
            text.extend([&blanks, &*cell]);
        } else {
            text.extend([&*cell, &blanks]);
        }
        text.push_str(&" ".repeat(GAP));
    }
    writeln!(out, "{}", text.trim_end())
}

fn cut(cell: &str, width: usize) -> Cow<'_, str> {
    if cell.width() <= width {
        return Cow::Borrowed(cell);
    }
    let mut taken = 0;
    let kept = cell.chars().take_while(|c| {
        taken += c.width().unwrap_or(0);
        taken < width
    });
    Cow::Owned(kept.chain(['…']).collect())
}
