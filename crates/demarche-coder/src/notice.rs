//! What a document says that doesn't fit what is known: a title that its bearer
//! no longer held, a meeting at the wrong end of a visit, a year left out.

mod agent; // who by the grammar acts against themselves
pub(crate) mod altered; // expressions and names in other words than theirs
mod contradiction; // dates and titles that contradict what stands around them
mod corrupted; // days, years and minutes that there aren't
mod enumeration; // numbers that contradict the list beside them
pub(crate) mod lost; // capitals and full stops that the text has lost

use crate::actor::ActorKind;
use crate::discourse::Discourse;
use crate::lexicon::NameRef;
use crate::matcher::Matcher;
use crate::reading::Positions;
use crate::when::{Expression, Kind};
use demarche_event::{Days, DocumentMeta, Notice, Severity};
use demarche_lang::{Dep, Pos, Tag};
use jiff::ToSpan;
use std::ops::Range;
use std::sync::Arc;

/// The notices of a sentence.
pub(crate) fn notices(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    times: &[Expression],
    discourse: &Discourse,
    meta: &Arc<DocumentMeta>,
    positions: &Positions<'_>,
) -> Vec<Notice> {
    let mut found = Vec::new();
    let offset = matcher.actors.offset;
    let tree = matcher.tree;
    let mut add = |kind: &str, words: Range<usize>, message: String| {
        let bytes = tree.parsed.bytes(words);
        let words = positions.quote(bytes.start + offset..bytes.end + offset);
        found.push(Notice {
            document: Arc::clone(meta),
            kind: kind.to_owned(),
            start_char: words.start_char,
            end_char: words.end_char,
            message,
            severity: Severity::Warning,
        });
    };
    offices(matcher, tokens.clone(), times, discourse, meta, &mut add);
    leftovers(matcher, tokens.clone(), &mut add);
    places(matcher, tokens.clone(), &mut add);
    altered::meetings(matcher, tokens.clone(), &mut add);
    enumeration::counts(matcher, tokens.clone(), times, &mut add);
    agent::turned_on_themselves(matcher, tokens.clone(), &mut add);
    contradiction::dates(matcher, times, meta, &mut add);
    corrupted::numbers(matcher, tokens.clone(), times, &mut add);
    contradiction::titles(matcher, tokens.clone(), discourse, meta, &mut add);
    for t in tokens.clone() {
        if matcher
            .actors
            .mentions
            .at(t)
            .is_none_or(|m| m.tokens.len() == 1)
            && let Some(number) = matcher.actors.nearly_named(t)
        {
            let known = &matcher.lexicon.persons[number as usize].name;
            let words = tree.written(t - 1..t + 1);
            add(
                "name-spelt-otherwise",
                t - 1..t + 1,
                format!("{words} is taken for {known}"),
            );
        }
    }
    let uncertain_day = meta.published.days.is_none_or(|d| d.length() > 45);
    for expression in times.iter().filter(|e| e.kind == Kind::Date) {
        if let (Some(note), Some(days)) = (expression.note, expression.days)
            && note.contains("year")
            && (uncertain_day || note.contains("told before"))
        {
            add(
                "missing-year",
                expression.tokens.clone(),
                format!(
                    "the year is left out: taken for {} to {} ({note})",
                    days.since, days.until
                ),
            );
        }
    }
    found
}

/// Days for which news go on calling somebody by an office that is over.
const COURTESY_DAYS: i64 = 60;

/// A title before the name of a known person who had left that office, or had
/// not yet entered it.
fn offices(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    times: &[Expression],
    discourse: &Discourse,
    meta: &DocumentMeta,
    add: &mut impl FnMut(&str, Range<usize>, String),
) {
    let Some(published) = meta.published.days.filter(|d| d.length() <= 400) else {
        return;
    };
    // A report of earlier days uses the titles of those days.
    let told: Vec<Days> = times
        .iter()
        .filter(|e| e.is_date())
        .filter_map(|e| e.days)
        .chain(discourse.narrated)
        .chain([published])
        .collect();
    let lexicon = matcher.lexicon;
    let tree = matcher.tree;
    for mention in matcher.actors.mentions.within(tokens.clone()) {
        if !mention
            .refs
            .iter()
            .any(|r| matches!(r, NameRef::Person(_) | NameRef::Family(_)))
        {
            continue;
        }
        let head = matcher.actors.mention_head(mention);
        let Some(phrase) = matcher
            .actors
            .phrase(head, discourse)
            .into_iter()
            .find(|p| p.kind == ActorKind::Person && p.name.is_some() && p.role.is_some())
        else {
            continue;
        };
        let Some(office) = phrase
            .office
            .as_deref()
            .filter(|o| matcher.actors.set("single-office", o))
        else {
            continue;
        };
        let Some(person) = lexicon.persons.iter().find(|p| {
            Some(&p.name) == phrase.name.as_ref() && p.offices.iter().any(|o| o.office == office)
        }) else {
            continue;
        };
        let first = mention.tokens.start.saturating_sub(7).max(tokens.start);
        let former = (first..mention.tokens.start).any(|t| {
            let word = tree.text(t).to_ascii_lowercase();
            matcher.actors.set("former", &word)
                || word.starts_with("then-")
                || word.starts_with("ex-")
        });
        let held = person
            .offices
            .iter()
            .any(|o| o.office == office && told.iter().any(|days| o.held(days)));
        // "Prime minister-designate", "president-elect": not in office yet.
        let not_yet = phrase.role.as_deref().is_some_and(|role| {
            let mut words = role.split([' ', '-']);
            words.any(|word| matcher.actors.set("not-yet", &word.to_lowercase()))
        });
        // News call somebody by an office for a while after it.
        let lately = person.offices.iter().any(|o| {
            o.office == office
                && o.until.is_some_and(|until| {
                    let courtesy = until.checked_add(COURTESY_DAYS.days());
                    until <= published.until && courtesy.is_ok_and(|end| published.since <= end)
                })
        });
        if former || held || not_yet || lately {
            continue;
        }
        let terms: Vec<String> = person
            .offices
            .iter()
            .filter(|o| o.office == office)
            .map(|o| {
                let day = |d: Option<jiff::civil::Date>, open: &str| {
                    d.map_or(open.to_owned(), |d| d.to_string())
                };
                format!("{} to {}", day(o.since, "?"), day(o.until, "now"))
            })
            .collect();
        add(
            "wrong-office-for-date",
            first.max(mention.tokens.start.saturating_sub(3))..mention.tokens.end,
            format!(
                "{} is called {}, but held that office from {}",
                person.name,
                phrase.role.as_deref().unwrap_or(office),
                terms.join(" and ")
            ),
        );
    }
}

/// Words that an edit left behind: a verb that opens the sentence without a
/// subject and comes again later, a small word that stands twice.
fn leftovers(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    add: &mut impl FnMut(&str, Range<usize>, String),
) {
    let tree = matcher.tree;
    let finite = |t: usize| matches!(tree.tag(t), Tag::Vbz | Tag::Vbd);
    let first = tokens
        .clone()
        .find(|t| !matches!(tree.pos(*t), Pos::Space | Pos::Punct));
    if let Some(first) = first
        && matches!(tree.pos(first), Pos::Verb)
        && finite(first)
        && !tree.has_child(first, Dep::Nsubj)
    {
        let lemma = tree.lemma(first);
        let again = (first + 1..tokens.end)
            .find(|t| finite(*t) && tree.pos(*t) == Pos::Verb && tree.lemma(*t) == lemma);
        if let Some(again) = again {
            add(
                "editing-leftover",
                first..again + 1,
                format!(
                    "{} opens the sentence without a subject, and {} comes again",
                    tree.text(first),
                    tree.text(again)
                ),
            );
        }
    }
    for t in tokens.start..tokens.end.saturating_sub(1) {
        let word = tree.text(t);
        let small = matches!(tree.pos(t), Pos::Det | Pos::Adp | Pos::Cconj);
        if small
            && word.eq_ignore_ascii_case(tree.text(t + 1))
            && word.len() > 1
            && matches!(tree.pos(t + 1), Pos::Det | Pos::Adp | Pos::Cconj)
            && !matcher.actors.set("may-repeat", &word.to_ascii_lowercase())
        {
            add(
                "editing-leftover",
                t..t + 2,
                format!("\"{word}\" stands twice"),
            );
        }
    }
}

/// Talks that the words put at the visitor's end of a visit.
fn places(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    add: &mut impl FnMut(&str, Range<usize>, String),
) {
    let tree = matcher.tree;
    let alone = Discourse::default();
    for t in tokens.clone() {
        let Some((_, triggers)) = matcher.triggers(t) else {
            continue;
        };
        let visits = triggers
            .iter()
            .any(|trigger| matcher.lexicon.rules.rules[trigger.rule].mode == Some("visit"));
        if !visits || !tree.is_verb(t) {
            continue;
        }
        // Whoever receives somebody is the host, and whoever is received the visitor.
        let Some((visitor, host)) = matcher
            .at(t, &alone)
            .as_ref()
            .and_then(crate::setting::visit_of)
        else {
            continue;
        };
        for c in tree.left(t)..tree.end(t) {
            if tree.dep(c) != Dep::Prep
                || !matcher.actors.set("in", &tree.text(c).to_ascii_lowercase())
            {
                continue;
            }
            let under_talks = tree.head(c).is_some_and(|h| h == t || !tree.is_verb(h));
            let Some(object) = tree.child(c, Dep::Pobj) else {
                continue;
            };
            let Some((words, place)) = crate::place::at_token(object, matcher) else {
                continue;
            };
            let is_city = place.lat.is_some()
                && matcher.actors.mentions.at(object).is_some_and(|m| {
                    m.refs
                        .iter()
                        .any(|r| matches!(r, NameRef::Capital(..) | NameRef::Place(_)))
                });
            if under_talks && is_city && place.country == Some(visitor) {
                add(
                    "impossible-place",
                    object..object + 1,
                    format!(
                        "a visit to {} is said to have had talks in {words}, which is in the visitor's own country",
                        matcher.lexicon.code(host)
                    ),
                );
            }
        }
    }
}
