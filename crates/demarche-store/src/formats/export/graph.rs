use super::took_place;
use demarche_event::{Crosswalk, EventRow, Quad};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::io::{self, Write};

/// Countries and organisations, and what passed between them.
#[derive(Debug, Default)]
pub(super) struct Graph {
    actors: BTreeMap<String, usize>,
    dyads: BTreeMap<(String, String), Dyad>,
}

#[derive(Debug)]
struct Dyad {
    events: u64,
    quads: [u64; 4],
    first: Date,
    last: Date,
}

impl Graph {
    /// Counts an event that took place; no if it has no two different
    /// countries or organisations, or didn't take place.
    pub(super) fn add(&mut self, row: &EventRow<'_>) -> bool {
        let mut counted = false;
        if !took_place(row) {
            return counted;
        }
        row.each_dyad(|source, target| {
            counted = true;
            let dyad = self
                .dyads
                .entry((source.to_owned(), target.to_owned()))
                .or_insert_with(|| Dyad {
                    events: 0,
                    quads: [0; 4],
                    first: row.days.since,
                    last: row.days.since,
                });
            dyad.events += 1;
            if let Some(quad) = row.quad() {
                dyad.quads[quad as usize] += 1;
            }
            dyad.first = dyad.first.min(row.days.since);
            dyad.last = dyad.last.max(row.days.since);
            for actor in [source, target] {
                *self.actors.entry(actor.to_owned()).or_default() += 1;
            }
        });
        counted
    }

    pub(super) fn graphml(&self, out: &mut impl Write, crosswalk: &Crosswalk) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
        )?;
        let key = |of: &str, name: &str, kind: &str| {
            format!(
                "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n"
            )
        };
        let mut keys = key("node", "label", "string")
            + &key("node", "events", "long")
            + &key("edge", "weight", "long");
        for quad in Quad::ALL {
            keys += &key("edge", &column(*quad), "long");
        }
        keys += &key("edge", "first", "string");
        keys += &key("edge", "last", "string");
        out.write_all(keys.as_bytes())?;
        writeln!(out, "  <graph id=\"events\" edgedefault=\"directed\">")?;
        for (code, events) in &self.actors {
            let label = crosswalk.name(code).unwrap_or(code);
            writeln!(
                out,
                "    <node id=\"{}\"><data key=\"label\">{}</data><data key=\"events\">{events}</data></node>",
                Xml(code),
                Xml(label)
            )?;
        }
        for ((source, target), dyad) in &self.dyads {
            let mut data = format!("<data key=\"weight\">{}</data>", dyad.events);
            for quad in Quad::ALL {
                write!(
                    data,
                    "<data key=\"{}\">{}</data>",
                    column(*quad),
                    dyad.quads[*quad as usize]
                )
                .expect("a string takes all writes");
            }
            writeln!(
                out,
                "    <edge source=\"{}\" target=\"{}\">{data}<data key=\"first\">{}</data><data key=\"last\">{}</data></edge>",
                Xml(source),
                Xml(target),
                dyad.first,
                dyad.last
            )?;
        }
        writeln!(out, "  </graph>\n</graphml>")
    }

    pub(super) fn gexf(&self, out: &mut impl Write, crosswalk: &Crosswalk) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">")?;
        writeln!(
            out,
            "  <graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\" timerepresentation=\"interval\">"
        )?;
        writeln!(out, "    <attributes class=\"edge\" mode=\"static\">")?;
        for (at, quad) in Quad::ALL.iter().enumerate() {
            writeln!(
                out,
                "      <attribute id=\"{at}\" title=\"{}\" type=\"long\"/>",
                column(*quad)
            )?;
        }
        writeln!(out, "    </attributes>\n    <nodes>")?;
        for code in self.actors.keys() {
            let label = crosswalk.name(code).unwrap_or(code);
            writeln!(
                out,
                "      <node id=\"{}\" label=\"{}\"/>",
                Xml(code),
                Xml(label)
            )?;
        }
        writeln!(out, "    </nodes>\n    <edges>")?;
        for (id, ((source, target), dyad)) in self.dyads.iter().enumerate() {
            write!(
                out,
                "      <edge id=\"{id}\" source=\"{}\" target=\"{}\" weight=\"{}\" start=\"{}\" end=\"{}\"><attvalues>",
                Xml(source),
                Xml(target),
                dyad.events,
                dyad.first,
                dyad.last
            )?;
            for (at, quad) in Quad::ALL.iter().enumerate() {
                write!(
                    out,
                    "<attvalue for=\"{at}\" value=\"{}\"/>",
                    dyad.quads[*quad as usize]
                )?;
            }
            writeln!(out, "</attvalues></edge>")?;
        }
        writeln!(out, "    </edges>\n  </graph>\n</gexf>")
    }
}

fn column(quad: Quad) -> String {
    quad.as_str().replace('-', "_")
}

/// A text inside XML.
struct Xml<'a>(&'a str);

impl fmt::Display for Xml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                // XML 1.0 has no way to write them.
                c if c.is_control() => f.write_char('\u{fffd}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
