use super::List;
use super::measure::{Finding, MadeUp, Measure};
use crate::explain::{headline, marked_sentence, shown};
use demarche_analysis::{Field, Share, Tally};
use demarche_event::{Certainty, Event, EventType};
use demarche_store::formats::table::{Cell, Table};
use std::io::{self, Write};

/// Totals of events, claims and figures, a line each for every set.
pub(super) fn totals(measures: &[&Measure]) -> Table {
    let mut table = table(&[
        "folder",
        "reports",
        "of",
        "marked",
        "coded",
        "found",
        "right",
        "precision",
        "recall",
        "F1",
    ]);
    for measure in measures {
        let rows = [
            ("events", measure.events.total),
            ("claims", measure.claims.total),
            ("claims, any in the sentence", measure.claims.by_sentence),
            ("figures", measure.figures.total),
            ("figures, any in the sentence", measure.figures.by_sentence),
        ];
        for (n, (of, tally)) in rows.into_iter().enumerate() {
            if n > 0 && tally.is_empty() {
                continue;
            }
            let (folder, reports) = match n {
                0 => (measure.folder.clone(), measure.documents.len().to_string()),
                _ => Default::default(),
            };
            let mut row = vec![
                Cell::Text(folder),
                Cell::Text(reports),
                Cell::Text(of.to_owned()),
            ];
            row.extend(counts(tally));
            table.rows.push(row);
        }
    }
    table
}

/// Of the events found, how many have each field right: a column a set.
pub(super) fn fields(measures: &[&Measure]) -> Table {
    let folders = measures.iter().map(|measure| measure.folder.as_str());
    let columns: Vec<&str> = ["field"].into_iter().chain(folders).collect();
    let mut table = table(&columns);
    let mut row = |name: &str, of: &dyn Fn(&Measure) -> Share| {
        if measures.iter().any(|measure| of(measure).of > 0) {
            let shares = measures
                .iter()
                .map(|measure| Cell::Text(share(of(measure))));
            let name = Cell::Text(name.to_owned());
            table.rows.push([name].into_iter().chain(shares).collect());
        }
    };
    for field in Field::ALL {
        row(field.as_str(), &|measure| measure.events.fields.of(field));
    }
    row("claim: direction", &|measure| measure.claims.direction);
    row("claim: speaker", &|measure| measure.claims.speaker);
    row("figure: value", &|measure| measure.figures.value);
    row("figure: unit", &|measure| measure.figures.unit);
    table
}

/// Events by type.
pub(super) fn types(measure: &Measure) -> Table {
    let rows = EventType::ALL.iter().filter_map(|event_type| {
        let tally = measure.events.by_type.get(event_type)?;
        Some((event_type.as_str(), *tally))
    });
    tallies("type", rows)
}

/// Events by report.
pub(super) fn documents(measure: &Measure) -> Table {
    tallies(
        "report",
        measure
            .documents
            .iter()
            .map(|d| (d.name.as_str(), d.events)),
    )
}

/// How often coded events are right at each confidence.
pub(super) fn reliability(measure: &Measure) -> Table {
    let mut table = table(&["confidence", "events", "mean", "right"]);
    let number = |n: Option<f64>| n.map_or(Cell::Null, |n| Cell::Text(format!("{n:.2}")));
    for (n, tenth) in measure.events.reliability.tenths().iter().enumerate() {
        if tenth.right.of > 0 {
            let (from, to) = (n as f64 / 10.0, (n + 1) as f64 / 10.0);
            table.rows.push(vec![
                Cell::Text(format!("{from:.1} to {to:.1}")),
                Cell::Integer(tenth.right.of.into()),
                number(tenth.mean()),
                number(tenth.right.value()),
            ]);
        }
    }
    table
}

/// What the variants lose against what they vary.
pub(super) fn losses(measures: &[Measure]) -> Table {
    let mut table = table(&[
        "folder",
        "variant",
        "reports",
        "precision",
        "recall",
        "F1",
        "F1 of the original",
        "points lost",
    ]);
    for measure in measures {
        let Some(original) = measure.original.map(|n| measures[n].events.total.f1()) else {
            continue;
        };
        let total = measure.events.total;
        table.rows.push(vec![
            Cell::Text(measure.folder.clone()),
            Cell::Text(measure.reading.clone()),
            Cell::Integer(measure.documents.len() as i64),
            percent(Some(total.precision())),
            percent(Some(total.recall())),
            percent(Some(total.f1())),
            percent(Some(original)),
            percent(Some(original - total.f1())),
        ]);
    }
    table
}

/// Of sentences with nothing to find, the share with an event.
pub(super) fn made_up(made_up: &[MadeUp]) -> Table {
    let mut table = table(&["nothing to find", "sentences", "with an event", "percent"]);
    for file in made_up {
        table.rows.push(vec![
            Cell::Text(file.path.display().to_string()),
            Cell::Integer(file.share.of.into()),
            Cell::Integer(file.share.right.into()),
            percent(file.share.value()),
        ]);
    }
    table
}

/// The disagreements that were asked for, each with its sentence.
pub(super) fn findings(out: &mut impl Write, measure: &Measure, lists: &[List]) -> io::Result<()> {
    for list in lists {
        let of_list = |finding: &&Finding| List::of(finding) == *list;
        let n = measure
            .documents
            .iter()
            .flat_map(|d| &d.findings)
            .filter(of_list)
            .count();
        if n == 0 {
            continue;
        }
        writeln!(out, "{}, {}: {n}\n", measure.folder, list.as_str())?;
        for document in &measure.documents {
            for finding in document.findings.iter().filter(of_list) {
                write!(out, "{}: ", shown(&document.name))?;
                tell(out, finding)?;
            }
        }
    }
    Ok(())
}

/// The events in sentences that hold none.
pub(super) fn made_up_events(out: &mut impl Write, file: &MadeUp) -> io::Result<()> {
    if !file.events.is_empty() {
        writeln!(
            out,
            "{}, {}: {}\n",
            file.path.display(),
            List::Spurious.as_str(),
            file.events.len()
        )?;
    }
    for event in &file.events {
        coded(out, event)?;
    }
    Ok(())
}

fn tell(out: &mut impl Write, finding: &Finding) -> io::Result<()> {
    match finding {
        Finding::Missed(mark) => {
            let judged = match mark.certainty {
                Certainty::Judged => " (takes judgement)",
                _ => "",
            };
            writeln!(out, "{}{judged}", headline(&mark.event))?;
            writeln!(out, "  {}\n", marked_sentence(&mark.event))
        }
        Finding::Spurious(event) => coded(out, event),
        Finding::Wrong(mark, event, fields) => {
            let fields: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
            writeln!(out, "{}", fields.join(", "))?;
            writeln!(out, "  marked {}", with_day(&mark.event))?;
            writeln!(
                out,
                "  coded  {} by {}",
                with_day(event),
                event.explanation.rule
            )?;
            writeln!(out, "  {}\n", marked_sentence(&mark.event))
        }
        Finding::MissedClaim(claim) | Finding::SpuriousClaim(claim) => {
            let speaker = claim.speaker.as_deref().unwrap_or("the narrator");
            let direction = claim.direction.map_or("no direction", |d| d.as_str());
            writeln!(out, "{}: {direction}", shown(speaker))?;
            writeln!(out, "  {}\n", shown(&claim.sentence.text))
        }
        Finding::MissedFigure(figure) | Finding::SpuriousFigure(figure) => {
            let value = figure
                .value
                .map_or_else(|| figure.bound.clone(), |value| value.to_string());
            let unit = figure.unit.as_deref().unwrap_or("-");
            writeln!(
                out,
                "{value} {} of {}",
                shown(unit),
                shown(&figure.quantity)
            )?;
            writeln!(out, "  {}\n", shown(&figure.sentence.text))
        }
    }
}

fn coded(out: &mut impl Write, event: &Event) -> io::Result<()> {
    writeln!(out, "{} by {}", headline(event), event.explanation.rule)?;
    writeln!(out, "  {}\n", marked_sentence(event))
}

fn with_day(event: &Event) -> String {
    let days = event.date.days.map_or_else(
        || "no day".to_owned(),
        |days| match days.length() {
            1 => days.since.to_string(),
            _ => format!("{} to {}", days.since, days.last()),
        },
    );
    let place = event
        .place
        .as_ref()
        .map(|place| format!(", in {}", shown(&place.text)));
    format!("{}, {days}{}", headline(event), place.unwrap_or_default())
}

fn table(columns: &[&str]) -> Table {
    Table {
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        rows: Vec::new(),
    }
}

fn tallies<'a>(of: &str, rows: impl Iterator<Item = (&'a str, Tally)>) -> Table {
    let mut table = table(&[
        of,
        "marked",
        "coded",
        "found",
        "right",
        "precision",
        "recall",
        "F1",
    ]);
    for (name, tally) in rows {
        let row = [Cell::Text(name.to_owned())]
            .into_iter()
            .chain(counts(tally));
        table.rows.push(row.collect());
    }
    table
}

fn counts(tally: Tally) -> [Cell; 7] {
    let (found, right) = (tally.found, tally.right);
    [
        Cell::Integer(found.of.into()),
        Cell::Integer(right.of.into()),
        Cell::Integer(found.right.into()),
        Cell::Integer(right.right.into()),
        percent(right.value()),
        percent(found.value()),
        percent((!tally.is_empty()).then(|| tally.f1())),
    ]
}

/// In percent, with a decimal.
fn percent(share: Option<f64>) -> Cell {
    // A loss of nothing is no negative one.
    share.map_or(Cell::Null, |share| {
        Cell::Text(format!("{:.1}", share * 100.0 + 0.0))
    })
}

fn share(share: Share) -> String {
    match share.value() {
        Some(value) => format!("{:.1} ({} of {})", value * 100.0, share.right, share.of),
        None => "-".to_owned(),
    }
}
