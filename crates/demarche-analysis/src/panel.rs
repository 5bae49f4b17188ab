use demarche_event::{EventRow, EventType, Quad, Status};
use std::collections::HashMap;

/// The length of a panel's steps in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Months of the calendar.
    Month,
    /// Years of the calendar.
    Year,
}

/// Events counted by directed dyad and period, row by row, in memory that
/// depends on the number of dyads and periods alone.
///
/// # What counts
///
/// Rows that happened or are under way, with different countries or
/// organisations on their sides ([`EventRow::each_dyad`]). An interval of days
/// counts in the period of its first day. Rows are reports: two that tell of one
/// event count twice.
///
/// The result doesn't depend on the order of the rows, nor on how they were
/// spread over panels that were merged.
#[derive(Debug, Clone)]
pub struct Panel {
    period: Period,
    codes: Vec<String>,
    by_code: HashMap<String, u16>,
    cells: HashMap<(u16, u16, i32), Cell>,
    tally: PanelTally,
}

/// How many rows a panel has seen, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PanelTally {
    /// Rows that count in at least one dyad.
    pub counted: u64,
    /// Planned, proposed, demanded, hypothetical or negated.
    pub not_happened: u64,
    /// Without two different countries or organisations.
    pub no_dyad: u64,
}

/// The counts of one dyad in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    types: [u32; 16],
    untyped: u32,
    /// In tenths, so that the sum is the same in any order.
    goldstein_tenths: i64,
    n_goldstein: u32,
    /// Mentions that the data set counted, where it did.
    pub mentions: u64,
    /// Deaths, by the data set's best estimates.
    pub deaths: u64,
}

/// A dyad in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PanelRow<'a> {
    /// Who.
    pub source: &'a str,
    /// Towards whom.
    pub target: &'a str,
    /// Year.
    pub year: i16,
    /// 1 to 12; `None` in a panel of years.
    pub month: Option<i8>,
    /// What was counted; all zero for a period without events.
    pub cell: Cell,
}

impl Cell {
    /// All events.
    pub fn events(&self) -> u64 {
        self.types.iter().map(|n| u64::from(*n)).sum::<u64>() + u64::from(self.untyped)
    }

    /// Events of a type.
    pub fn of_type(&self, event_type: EventType) -> u32 {
        self.types[event_type as usize]
    }

    /// Events of a quad class.
    pub fn of_quad(&self, quad: Quad) -> u64 {
        EventType::ALL
            .iter()
            .filter(|event_type| event_type.quad() == quad)
            .map(|event_type| u64::from(self.of_type(*event_type)))
            .sum()
    }

    /// Events that PLOVER has no type for: statements, appeals, and codes that
    /// nobody knows.
    pub fn untyped(&self) -> u32 {
        self.untyped
    }

    /// Mean Goldstein value of the events that have one, -10 to +10; `None` if
    /// none has.
    pub fn mean_goldstein(&self) -> Option<f64> {
        (self.n_goldstein > 0)
            .then(|| self.goldstein_tenths as f64 / 10.0 / f64::from(self.n_goldstein))
    }

    fn add(&mut self, row: &EventRow<'_>) {
        match row.event_type {
            Some(event_type) => self.types[event_type as usize] += 1,
            None => self.untyped += 1,
        }
        if let Some(goldstein) = row.goldstein {
            self.goldstein_tenths += (goldstein * 10.0).round() as i64;
            self.n_goldstein += 1;
        }
        self.mentions += u64::from(row.mentions.unwrap_or_default());
        self.deaths += u64::from(row.deaths.unwrap_or_default());
    }

    fn merge(&mut self, other: &Cell) {
        for (ours, theirs) in self.types.iter_mut().zip(other.types) {
            *ours += theirs;
        }
        self.untyped += other.untyped;
        self.goldstein_tenths += other.goldstein_tenths;
        self.n_goldstein += other.n_goldstein;
        self.mentions += other.mentions;
        self.deaths += other.deaths;
    }
}

impl Panel {
    /// A panel without rows.
    pub fn new(period: Period) -> Panel {
        Panel {
            period,
            codes: Vec::new(),
            by_code: HashMap::new(),
            cells: HashMap::new(),
            tally: PanelTally::default(),
        }
    }

    /// Counts a row.
    pub fn add(&mut self, row: &EventRow<'_>) {
        if !matches!(row.status, Status::Happened | Status::Ongoing) {
            self.tally.not_happened += 1;
            return;
        }
        let day = row.days.since;
        let period = match self.period {
            Period::Month => i32::from(day.year()) * 12 + i32::from(day.month()) - 1,
            Period::Year => i32::from(day.year()),
        };
        let mut counted = false;
        row.each_dyad(|source, target| {
            counted = true;
            let key = (self.key(source), self.key(target), period);
            self.cells.entry(key).or_default().add(row);
        });
        if counted {
            self.tally.counted += 1;
        } else {
            self.tally.no_dyad += 1;
        }
    }

    /// Adds the counts of another panel of the same period.
    ///
    /// # Panics
    ///
    /// When the periods differ.
    pub fn merge(&mut self, other: &Panel) {
        assert_eq!(self.period, other.period, "panels of one period are merged");
        for (source, target, period, cell) in other.sorted() {
            let key = (
                self.key(&other.codes[usize::from(source)]),
                self.key(&other.codes[usize::from(target)]),
                period,
            );
            self.cells.entry(key).or_default().merge(&cell);
        }
        self.tally.counted += other.tally.counted;
        self.tally.not_happened += other.tally.not_happened;
        self.tally.no_dyad += other.tally.no_dyad;
    }

    /// What became of the rows.
    pub fn tally(&self) -> PanelTally {
        self.tally
    }

    /// Hands out the dyads and periods, by source, target and time. With
    /// `complete`, every dyad that has an event has a row for each period from
    /// the panel's first to its last; otherwise periods without events have
    /// none.
    ///
    /// # Errors
    ///
    /// What `take` says.
    pub fn each_row<E>(
        &self,
        complete: bool,
        mut take: impl FnMut(PanelRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let cells = self.sorted();
        let Some(first) = cells.iter().map(|cell| cell.2).min() else {
            return Ok(());
        };
        let last = cells.iter().map(|cell| cell.2).max().unwrap_or(first);
        for dyad in cells.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (source, target) = (dyad[0].0, dyad[0].1);
            let mut row = |period: i32, cell: Cell| {
                let (year, month) = match self.period {
                    Period::Month => (period.div_euclid(12), Some(period.rem_euclid(12) as i8 + 1)),
                    Period::Year => (period, None),
                };
                take(PanelRow {
                    source: &self.codes[usize::from(source)],
                    target: &self.codes[usize::from(target)],
                    year: year as i16,
                    month,
                    cell,
                })
            };
            if complete {
                let mut counted = dyad.iter().peekable();
                for period in first..=last {
                    let cell = counted.next_if(|cell| cell.2 == period);
                    row(period, cell.map(|cell| cell.3).unwrap_or_default())?;
                }
            } else {
                for (_, _, period, cell) in dyad {
                    row(*period, *cell)?;
                }
            }
        }
        Ok(())
    }

    /// The cells by the codes of source and target, then by period.
    fn sorted(&self) -> Vec<(u16, u16, i32, Cell)> {
        let mut rank: Vec<u16> = (0..).take(self.codes.len()).collect();
        rank.sort_by_key(|key| &self.codes[usize::from(*key)]);
        let mut place = vec![0u16; rank.len()];
        for (at, key) in (0u16..).zip(&rank) {
            place[usize::from(*key)] = at;
        }
        let mut cells: Vec<_> = self
            .cells
            .iter()
            .map(|((source, target, period), cell)| (*source, *target, *period, *cell))
            .collect();
        cells.sort_unstable_by_key(|(source, target, period, _)| {
            (
                place[usize::from(*source)],
                place[usize::from(*target)],
                *period,
            )
        });
        cells
    }

    fn key(&mut self, code: &str) -> u16 {
        if let Some(key) = self.by_code.get(code) {
            return *key;
        }
        // Countries and organisations are a few hundred.
        let key = u16::try_from(self.codes.len()).expect("no ontology has so many actors");
        self.codes.push(code.to_owned());
        self.by_code.insert(code.to_owned(), key);
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_event::{Days, Participant};
    use jiff::civil::date;

    fn row(
        source: &'static str,
        target: &'static str,
        month: i8,
        event_type: EventType,
    ) -> EventRow<'static> {
        let side = |code| {
            vec![Participant {
                country: Some(code),
                ..Participant::default()
            }]
        };
        EventRow {
            source: side(source),
            target: side(target),
            event_type: Some(event_type),
            goldstein: Some(-2.0),
            mentions: Some(3),
            ..EventRow::on(Days::day(date(1995, month, 9)))
        }
    }

    fn rows(panel: &Panel, complete: bool) -> Vec<String> {
        let mut rows = Vec::new();
        let done: Result<(), ()> = panel.each_row(complete, |row| {
            let month = row
                .month
                .map_or(String::new(), |month| format!("-{month:02}"));
            let mean = row.cell.mean_goldstein();
            rows.push(format!(
                "{}{month} {}>{} {} {mean:?}",
                row.year,
                row.source,
                row.target,
                row.cell.events()
            ));
            Ok(())
        });
        assert!(done.is_ok());
        rows
    }

    #[test]
    fn dyads_come_by_code_whatever_the_order_of_the_rows() {
        let all = [
            row("ZEN", "RUR", 3, EventType::Accuse),
            row("GRA", "RUR", 1, EventType::Consult),
            row("GRA", "RUR", 1, EventType::Accuse),
        ];
        let mut forward = Panel::new(Period::Month);
        all.iter().for_each(|row| forward.add(row));
        let mut parts = [Panel::new(Period::Month), Panel::new(Period::Month)];
        all.iter()
            .rev()
            .enumerate()
            .for_each(|(n, row)| parts[n % 2].add(row));
        let mut merged = Panel::new(Period::Month);
        parts.iter().for_each(|part| merged.merge(part));
        let expected = [
            "1995-01 GRA>RUR 2 Some(-2.0)",
            "1995-03 ZEN>RUR 1 Some(-2.0)",
        ];
        assert_eq!(rows(&forward, false), expected);
        assert_eq!(rows(&merged, false), expected);
        assert_eq!(merged.tally(), forward.tally());
    }

    #[test]
    fn a_complete_panel_has_zeros_between() {
        let mut panel = Panel::new(Period::Month);
        panel.add(&row("GRA", "RUR", 1, EventType::Consult));
        panel.add(&row("ZEN", "RUR", 3, EventType::Accuse));
        let rows = rows(&panel, true);
        assert_eq!(rows.len(), 6);
        assert_eq!(rows[1], "1995-02 GRA>RUR 0 None");
        assert_eq!(rows[5], "1995-03 ZEN>RUR 1 Some(-2.0)");
    }

    #[test]
    fn plans_and_rows_without_two_actors_are_told_apart() {
        let mut panel = Panel::new(Period::Year);
        let consult = row("GRA", "RUR", 1, EventType::Consult);
        panel.add(&EventRow {
            status: Status::Planned,
            ..consult.clone()
        });
        panel.add(&row("GRA", "GRA", 1, EventType::Consult));
        panel.add(&EventRow {
            reciprocal: true,
            ..consult
        });
        assert_eq!(
            panel.tally(),
            PanelTally {
                counted: 1,
                not_happened: 1,
                no_dyad: 1
            }
        );
        assert_eq!(
            rows(&panel, false),
            ["1995 GRA>RUR 1 Some(-2.0)", "1995 RUR>GRA 1 Some(-2.0)"]
        );
    }

    #[test]
    fn quads_follow_the_types() {
        let mut panel = Panel::new(Period::Year);
        panel.add(&row("GRA", "RUR", 1, EventType::Consult));
        panel.add(&EventRow {
            event_type: None,
            ..row("GRA", "RUR", 2, EventType::Consult)
        });
        let done: Result<(), ()> = panel.each_row(false, |row| {
            assert_eq!(row.cell.of_quad(Quad::VerbalCooperation), 1);
            assert_eq!(row.cell.of_quad(Quad::VerbalConflict), 0);
            assert_eq!((row.cell.untyped(), row.cell.mentions), (1, 6));
            Ok(())
        });
        assert!(done.is_ok());
    }
}
