//! Texts with the events that they hold, written in Markdown.
//!
//! A case is a heading, a few words on what it shows, a block `news DAY` with
//! the text, and a block `events` with a line for each event in the order of
//! the text, or `none`:
//!
//! ```text
//! 1995-01-09..1995-01-16  GRA:GOV > RUR:GOV  CONSULT/visit  planned
//! ```
//!
//! `<>` stands between sides that act alike, `+` joins the actors of a side,
//! `?` is an actor whose country nobody knows and `-` a side without actors.
//! `unplaced` stands for days that can't be told. `news undated` is a text
//! without a publication day.
//!
//! A block `details` after it lists what else is read: `1  …` the fields of the
//! first event that only some events have, then the claims, figures and
//! matters, or `none`; where there is none, they aren't looked at.
//!
//! ```text
//! 1  magnitude 90 minutes exact; comparison first-in 6
//! claim  Ms Berg  GRA>RUR  cooperative  hedge might
//! figure  45 percent about  trade  GRA+RUR  in 1994
//! matter  election  a general election  RUR  1995-03-01..1995-04-01
//! ```
//!
//! A block `notices` after it has a line for each notice of the text, its kind
//! and its words, or `none`; where there is none, no notice is looked at.
//!
//! What is wrong today stands in the block all the same, so that a change is
//! noticed. A line `Known wrong:` under it says what is wrong, and a block
//! `right` gives the events that there should be; for details the line alone
//! says it.

use anyhow::{Result, bail};
use demarche_coder::{Coded, Lexicon, code, parse};
use demarche_event::{Actor, Claim, Event, Figure, InForce, Matter, Record, When};
use demarche_lang::Session;
use demarche_text::{Article, clean};
use jiff::civil::Date;
use std::ops::Range;

/// A case and where its parts stand in its file.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) heading: String,
    /// Line of the heading, from 1.
    pub(crate) line: usize,
    pub(crate) published: Option<Date>,
    pub(crate) text: String,
    pub(crate) expected: Vec<String>,
    /// Lines of the `events` block without its fences, from 0.
    pub(crate) block: Range<usize>,
    /// What else there is, and the lines of its block.
    pub(crate) details: Option<(Vec<String>, Range<usize>)>,
    /// The notices, and the lines of their block.
    pub(crate) notices: Option<(Vec<String>, Range<usize>)>,
    /// The events that there should be, and the lines that say so.
    pub(crate) right: Option<(Vec<String>, Range<usize>)>,
}

/// What was found in the text of a case.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) events: Vec<String>,
    pub(crate) details: Vec<String>,
    pub(crate) notices: Vec<String>,
    /// The rules that gave the events, or had a part in them.
    pub(crate) rules: Vec<String>,
}

impl Case {
    /// Reads the text.
    pub(crate) fn read(&self, lexicon: &Lexicon, session: &mut Session<'_>) -> Found {
        let document = clean(Article::new(self.text.clone()), self.published);
        let coded: Coded = code(lexicon, &document, |paragraphs| {
            parse(lexicon, session, paragraphs)
        });
        let mut found = Found {
            events: Vec::new(),
            details: Vec::new(),
            notices: Vec::new(),
            rules: Vec::new(),
        };
        let events = coded.records.iter().filter_map(|record| match record {
            Record::Event(event) => Some(event.id.as_str()),
            _ => None,
        });
        let ids: Vec<&str> = events.collect();
        for record in &coded.records {
            match record {
                Record::Event(event) => {
                    found.events.push(line_of(event));
                    let fields = fields_of(event, &ids);
                    if !fields.is_empty() {
                        let line = format!("{}  {}", found.events.len(), fields.join("; "));
                        found.details.push(line);
                    }
                    found.rules.push(event.explanation.rule.clone());
                }
                Record::Notice(notice) => {
                    let words = in_brief(&document.text, notice.start_char..notice.end_char);
                    found
                        .notices
                        .push(format!("{}  {words}", notice.kind).trim_end().to_owned());
                }
                Record::Claim(claim) => found.details.push(line_of_claim(claim)),
                Record::Figure(figure) => found.details.push(line_of_figure(figure)),
                Record::Matter(matter) => found.details.push(line_of_matter(matter)),
            }
        }
        for list in [&mut found.events, &mut found.details, &mut found.notices] {
            if list.is_empty() {
                list.push("none".to_owned());
            }
        }
        found
    }
}

/// An event as a line of a case.
pub(crate) fn line_of(event: &Event) -> String {
    let days = days_of(&event.date);
    let arrow = if event.reciprocal { "<>" } else { ">" };
    let mode = event
        .mode
        .as_ref()
        .map(|mode| format!("/{mode}"))
        .unwrap_or_default();
    format!(
        "{days}  {} {arrow} {}  {}{mode}  {}",
        side(&event.source),
        side(&event.target),
        event.event_type,
        event.status
    )
}

/// The fields of an event that only some events have; `ids` are those of all events, in
/// order, by whose numbers links name them.
fn fields_of(event: &Event, ids: &[&str]) -> Vec<String> {
    let mut fields = Vec::new();
    if let Some(magnitude) = &event.magnitude {
        fields.push(format!(
            "magnitude {} {} {}",
            magnitude.value, magnitude.unit, magnitude.bound
        ));
    }
    if let Some(comparison) = &event.comparison {
        let years = comparison.years.map(|years| format!(" {years}"));
        let since = comparison.since.map(|year| format!(" {year}"));
        let number = comparison.number.map(|number| format!(" {number}"));
        let number = years.or(since).or(number).unwrap_or_default();
        fields.push(format!("comparison {}{number}", comparison.kind));
    }
    if let Some(about) = &event.about {
        fields.push(format!("about {about}"));
    }
    let circumstances = &event.circumstances;
    for (name, words) in [
        ("condition", &circumstances.condition),
        ("hedge", &circumstances.hedge),
        ("purpose", &circumstances.purpose),
    ] {
        fields.extend(words.as_ref().map(|words| format!("{name} {words}")));
    }
    if circumstances.put_off {
        fields.push("put off".to_owned());
    }
    if !circumstances.announced_by.is_empty() {
        fields.push(format!(
            "announced by {}",
            circumstances.announced_by.join(" ")
        ));
    }
    for (name, actors) in [
        ("with", &circumstances.companions),
        ("denied by", &circumstances.denied_by),
    ] {
        if !actors.is_empty() {
            let words: Vec<&str> = actors.iter().map(|actor| actor.text.as_str()).collect();
            fields.push(format!("{name} {} ({})", words.join(" + "), side(actors)));
        }
    }
    for (name, words) in [
        ("occasion", &circumstances.occasion),
        ("cause", &circumstances.cause),
        ("agenda", &circumstances.agenda),
        ("legal basis", &circumstances.legal_basis),
    ] {
        fields.extend(words.as_ref().map(|words| format!("{name} {words}")));
    }
    for link in &circumstances.links {
        let linked = ids.iter().position(|id| Some(*id) == link.event.as_deref());
        let number = linked.map(|n| format!(" {}", n + 1)).unwrap_or_default();
        fields.push(format!("{}{number} \"{}\"", link.kind.as_str(), link.text));
    }
    for readout in &circumstances.readouts {
        let speaker = side(std::slice::from_ref(&readout.speaker));
        fields.push(format!("readout of {speaker} {}", readout.about));
    }
    fields.extend(circumstances.in_force.iter().flat_map(fields_of_force));
    if let Some(attribution) = &event.attribution {
        let medium = attribution.medium.as_ref();
        fields.extend(medium.map(|medium| format!("medium {medium}")));
        if !attribution.via.is_empty() {
            fields.push(format!("via {}", attribution.via.join(" + ")));
        }
    }
    fields
}

fn days_of(when: &When) -> String {
    match when.days {
        Some(days) => format!("{}..{}", days.since, days.until),
        None => "unplaced".to_owned(),
    }
}

fn fields_of_force(days: &InForce) -> Vec<String> {
    let told = [("from", &days.from), ("to", &days.to)].into_iter();
    told.filter_map(|(name, when)| {
        let when = when.as_ref()?;
        Some(format!("in force {name} {}", days_of(when)))
    })
    .collect()
}

fn line_of_matter(matter: &Matter) -> String {
    let towards = match &matter.towards[..] {
        [] => String::new(),
        codes => format!(">{}", codes.join("+")),
    };
    let countries = match &matter.countries[..] {
        [] => "-".to_owned(),
        codes => codes.join("+"),
    };
    let mut fields = vec![
        "matter".to_owned(),
        matter.kind.as_str().to_owned(),
        matter.name.clone(),
        countries + &towards,
    ];
    fields.extend(matter.date.as_ref().map(days_of));
    fields.extend(matter.in_force.iter().flat_map(fields_of_force));
    let condition = matter.condition.as_ref();
    fields.extend(condition.map(|words| format!("condition {words}")));
    fields.join("  ")
}

fn line_of_claim(claim: &Claim) -> String {
    let pairs: Vec<String> = claim
        .about
        .iter()
        .map(|(one, other)| match other {
            Some(other) => format!("{one}>{other}"),
            None => one.clone(),
        })
        .collect();
    let mut line = format!(
        "claim  {}  {}  {}",
        claim.speaker.as_deref().unwrap_or("-"),
        pairs.join("+"),
        claim.direction.map_or("-", |direction| direction.as_str()),
    );
    for (name, words) in [
        ("hedge", &claim.hedge),
        ("cause", &claim.cause),
        ("motive", &claim.motive),
        ("means", &claim.means),
        ("effect", &claim.effect),
    ] {
        line.extend(words.as_ref().map(|words| format!("  {name} {words}")));
    }
    line.extend((claim.period.as_ref()).map(|when| format!("  period {}", days_of(when))));
    if claim.confidence.is_some() {
        line.push_str("  by the classifier");
    }
    line
}

fn line_of_figure(figure: &Figure) -> String {
    let value = figure.value.map(|value| value.to_string());
    let period = figure.period.as_ref().map(|period| format!("  {period}"));
    let comparison = figure.comparison.as_ref().map(|c| format!("  {}", c.kind));
    format!(
        "figure  {} {} {}  {}  {}{}{}",
        value.as_deref().unwrap_or("?"),
        figure.unit.as_deref().unwrap_or("-"),
        figure.bound,
        figure.quantity,
        figure.countries.join("+"),
        period.unwrap_or_default(),
        comparison.unwrap_or_default()
    )
}

fn side(actors: &[Actor]) -> String {
    let mut names: Vec<String> = actors
        .iter()
        .map(|actor| {
            let country = actor.country.as_deref().unwrap_or("?");
            match actor.sector {
                Some(sector) => format!("{country}:{sector}"),
                None => country.to_owned(),
            }
        })
        .collect();
    names.dedup();
    if names.is_empty() {
        "-".to_owned()
    } else {
        names.join("+")
    }
}

/// The cases of a file; `name` is what errors call it.
///
/// # Errors
///
/// The file and line of what can't be understood, and what would be right.
pub(crate) fn cases(name: &str, content: &str) -> Result<Vec<Case>> {
    let lines: Vec<&str> = content.lines().collect();
    let mut cases: Vec<Case> = Vec::new();
    let mut heading: Option<(usize, &str)> = None;
    let mut news: Option<(Option<Date>, String)> = None;
    let mut at = 0;
    while at < lines.len() {
        macro_rules! wrong {
            ($what:literal) => {
                bail!(concat!("{}:{}: ", $what), name, at + 1)
            };
        }
        if let Some(title) = lines[at].strip_prefix("## ") {
            if news.is_some() {
                wrong!("the case before this one has no block of events");
            }
            heading = Some((at + 1, title));
        }
        let Some(fence) = lines[at]
            .strip_prefix("```")
            .filter(|fence| !fence.is_empty())
        else {
            at += 1;
            continue;
        };
        let Some(length) = lines[at + 1..].iter().position(|line| *line == "```") else {
            wrong!("this block doesn't end");
        };
        let end = at + 1 + length;
        let block = at + 1..end;
        let content = || {
            lines[block.clone()]
                .iter()
                .map(|line| (*line).to_owned())
                .collect()
        };
        if let Some(day) = fence.strip_prefix("news ") {
            let day = match (day.trim(), day.trim().parse()) {
                ("undated", _) => None,
                (_, Ok(day)) => Some(day),
                _ => wrong!("no day: write ```news 1995-01-02, or ```news undated"),
            };
            news = Some((day, lines[block].join("\n")));
        } else if fence == "events" {
            let Some((published, text)) = news.take() else {
                wrong!("events without news");
            };
            let Some((line, title)) = heading else {
                wrong!("a case without a heading");
            };
            cases.push(Case {
                heading: title.to_owned(),
                line,
                published,
                text,
                expected: content(),
                block,
                details: None,
                notices: None,
                right: None,
            });
        } else if fence == "details" {
            match cases.last_mut().filter(|_| news.is_none()) {
                Some(case) if case.details.is_none() && case.notices.is_none() => {
                    case.details = Some((content(), block));
                }
                _ => wrong!("the details stand under the events, before the notices, once"),
            }
        } else if fence == "notices" {
            match cases.last_mut().filter(|_| news.is_none()) {
                Some(case) if case.notices.is_none() => case.notices = Some((content(), block)),
                _ => wrong!("the notices stand under the events, once"),
            }
        } else if fence == "right" {
            let Some(case) = cases.last_mut().filter(|_| news.is_none()) else {
                wrong!("what is right stands under the events");
            };
            // From the fence that ends the events to the one that ends this block.
            let last = case.notices.as_ref().or(case.details.as_ref());
            let after = last.map_or(case.block.end, |(_, n)| n.end);
            let says_so = after + 1..end + 1;
            let known = lines[says_so.clone()]
                .iter()
                .any(|line| line.starts_with("Known wrong: "));
            if !known || case.right.is_some() {
                wrong!("a line `Known wrong: …` says what is wrong, once");
            }
            case.right = Some((content(), says_so));
        } else if heading.is_some() || news.is_some() {
            wrong!(
                "a block of a case is ```news DAY, ```events, ```details, ```notices or ```right"
            );
        }
        at = end + 1;
    }
    if news.is_some() {
        bail!("{name}: the last case has no block of events");
    }
    Ok(cases)
}

/// The words of a notice on one line; none if it concerns the whole.
fn in_brief(text: &str, chars: Range<usize>) -> String {
    let words: String = text.chars().skip(chars.start).take(chars.len()).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= 60 {
        return words;
    }
    let start: String = words.chars().take(57).collect();
    format!("{}...", start.trim_end())
}
