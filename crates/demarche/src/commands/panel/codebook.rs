use super::{By, Counted, Measure, Panel};
use demarche_event::{EventType, Quad};
use std::fmt::Write;

/// A column of the panel.
pub(super) struct Column {
    pub(super) name: String,
    meaning: String,
}

impl Panel {
    /// The columns, in order.
    pub(super) fn columns(&self) -> Vec<Column> {
        let column = |name: &str, meaning: &str| Column {
            name: name.to_owned(),
            meaning: meaning.to_owned(),
        };
        let mut columns = vec![
            match self.by {
                By::Month => column("month", "month of the calendar, `YYYY-MM`"),
                By::Year => column("year", "year of the calendar"),
            },
            column(
                "source",
                "who acted: ISO 3166 alpha-3, or the code of an organisation",
            ),
            column("target", "towards whom, likewise"),
            column(
                "events",
                "number of rows that count, those without a type included",
            ),
        ];
        for measure in &self.measure {
            match measure {
                Measure::Quad => columns.extend(Quad::ALL.iter().map(|quad| {
                    let types: Vec<&str> = EventType::ALL
                        .iter()
                        .filter(|event_type| event_type.quad() == *quad)
                        .map(|event_type| event_type.as_str())
                        .collect();
                    column(&quad.as_str().replace('-', "_"), &format!("rows of the types {}", types.join(", ")))
                })),
                Measure::Type => {
                    columns.extend(EventType::ALL.iter().map(|event_type| {
                        let name = event_type.as_str();
                        column(&name.to_ascii_lowercase(), &format!("rows of PLOVER's type {name}"))
                    }));
                    columns.push(column(
                        "untyped",
                        "rows that PLOVER has no type for: statements, appeals, unknown codes",
                    ));
                }
                Measure::Goldstein => columns.push(column(
                    "mean_goldstein",
                    "mean Goldstein (1992) value of the rows' CAMEO codes, -10 to +10; empty where no row has one",
                )),
                Measure::Mentions => {
                    columns.push(column("mentions", "sum of the mentions that the data count"));
                }
                Measure::Deaths => {
                    columns.push(column("deaths", "sum of the deaths that the data estimate"));
                }
            }
        }
        columns
    }
}

/// What the panel is, in Markdown: the same inputs and options give the same
/// bytes.
pub(super) fn write(panel: &Panel, counted: &Counted) -> String {
    let mut text = String::new();
    let mut line = |words: std::fmt::Arguments<'_>| {
        text.write_fmt(words).expect("a string takes all writes");
        text.push('\n');
    };
    let step = match panel.by {
        By::Month => "month",
        By::Year => "year",
    };
    line(format_args!("# Codebook of a dyad-{step} panel\n"));
    line(format_args!(
        "Made by demarche {} with the crosswalk of that version.\n",
        env!("CARGO_PKG_VERSION")
    ));
    line(format_args!(
        "## Columns\n\n| column | meaning |\n| --- | --- |"
    ));
    for column in panel.columns() {
        line(format_args!("| `{}` | {} |", column.name, column.meaning));
    }
    line(format_args!("\n## Rules\n"));
    line(format_args!(
        "- A row of the data counts once for each ordered pair of different countries or organisations of its \
         source and target; in both directions where both sides act alike."
    ));
    line(format_args!(
        "- It counts in the {step} of its first day. Planned, demanded, possible and denied events don't count."
    ));
    line(format_args!(
        "- Rows are reports. Two that tell of one event count twice, and so do two data sets."
    ));
    line(format_args!(
        "- Types follow from the codes by the crosswalk (CAMEO 01 and 02 have none), and quad classes from the \
         types: CAMEO 081 to 083 are verbal and 084 to 087 material cooperation, other than in GDELT's QuadClass."
    ));
    line(format_args!(
        "- {}",
        if panel.complete {
            format!(
                "Every pair that has an event has a row for each {step} from the panel's first to its last; a zero says that the data have no event."
            )
        } else {
            format!("A {step} without events has no row.")
        }
    ));
    let tally = counted.panel.tally();
    line(format_args!(
        "\n## Inputs\n\n| file | format | rows | left out |\n| --- | --- | --- | --- |"
    ));
    for input in &counted.inputs {
        let place = input.place.replace('|', "\\|");
        line(format_args!(
            "| {place} | {} | {} | {} |",
            input.format, input.rows, input.rejected
        ));
    }
    line(format_args!(
        "\nCounted: {}. Without two different countries or organisations: {}. Not happened: {}.",
        tally.counted, tally.no_dyad, tally.not_happened
    ));
    for (reason, (count, example)) in &counted.report.rejected {
        line(format_args!(
            "Left out, {reason}: {count} (first: {} line {}).",
            example.place, example.line
        ));
    }
    text
}
