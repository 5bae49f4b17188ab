//! Dates and titles that contradict what stands around them.

use crate::actor::ActorKind;
use crate::discourse::Discourse;
use crate::lexicon::{AgentKind, CodeId, Person};
use crate::matcher::Matcher;
use crate::when::{Expression, Grain, Kind, Tense, WEEKDAY_DIFFERS};
use demarche_event::{Days, DocumentMeta, PublishedBasis};
use demarche_lang::{Dep, Tag};
use std::ops::Range;

/// Dates that can't be: another weekday than that of the date, a day told in
/// the past tense that lies after the publication, a distance in time that
/// leads elsewhere than the date beside it.
pub(super) fn dates(
    matcher: &Matcher<'_, '_>,
    times: &[Expression],
    meta: &DocumentMeta,
    add: &mut impl FnMut(&str, Range<usize>, String),
) {
    let tree = matcher.tree;
    let known = matches!(
        meta.published.basis,
        PublishedBasis::Given | PublishedBasis::Stated
    );
    let published = meta.published.days.filter(|_| known);
    for (n, expression) in times.iter().enumerate() {
        let Some(days) = expression.days else {
            continue;
        };
        let words = tree.written(expression.tokens.clone());
        let mut tell = |message: String| {
            add("contradictory-date", expression.tokens.clone(), message);
        };
        if expression.kind == Kind::Date
            && expression.note == Some(WEEKDAY_DIFFERS)
            && (has_year(matcher, expression) || published.is_some_and(|p| near(&p, &days)))
        {
            tell(format!(
                "“{words}” is taken for {}, which has another weekday",
                days.since
            ));
        } else if expression.kind == Kind::Date
            && has_year(matcher, expression)
            && let Some(published) = published
            && days.since > published.until
            && (told_as_past(matcher, expression.tokens.start)
                || is_years_ahead(&published, &days)
                    && crate::day::had_happened(expression.tokens.start, matcher))
        {
            tell(format!(
                "“{words}” is told in the past tense, but lies after the publication, {}",
                published.since
            ));
        } else if let Some(before) = n.checked_sub(1).map(|before| &times[before])
            && before.kind == Kind::Relative
            && expression.kind == Kind::Date
            && has_year(matcher, expression)
            && beside(matcher, before, expression)
            && let (Some(counted), Some(count)) = (before.days, before.count)
        {
            // "A year later" is no more exact than half a year.
            let slack = count.unit.days(1).max(7);
            let apart = counted
                .since
                .max(days.since)
                .until(counted.until.min(days.until));
            if apart.is_ok_and(|apart| i64::from(apart.get_days()) < -slack) {
                tell(format!(
                    "“{}” leads to {}, not to “{words}”",
                    tree.written(before.tokens.clone()),
                    counted.since
                ));
            }
        }
    }
}

/// Whether a day lies so near the publication that its year needs no word.
fn near(published: &Days, days: &Days) -> bool {
    let apart = published.since.until(days.since);
    apart.is_ok_and(|apart| apart.get_days().abs() < 100)
}

/// Whether days lie so far after the publication that hardly anything is foreseen for
/// them.
fn is_years_ahead(published: &Days, days: &Days) -> bool {
    days.since.year() > published.until.year() + 1
}

/// Whether the words give the year themselves.
fn has_year(matcher: &Matcher<'_, '_>, expression: &Expression) -> bool {
    expression.grain <= Grain::Year
        && expression.tokens.clone().any(|t| {
            let word = matcher.tree.text(t);
            word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
        })
}

/// Whether the clause is told as done: a past tense without a modal verb, and
/// under nothing that foresees.
fn told_as_past(matcher: &Matcher<'_, '_>, token: usize) -> bool {
    let tree = matcher.tree;
    let attached = tree.head(token).and_then(|h| tree.verb_above(h));
    let Some(verb) = attached.or_else(|| tree.verb_above(token)) else {
        return false;
    };
    let modal = tree
        .children(verb)
        .any(|c| matches!(tree.dep(c), Dep::Aux | Dep::Auxpass) && tree.tag(c) == Tag::Md);
    let direct = tree.child(verb, Dep::Prep).is_some_and(|_| true)
        && (tree.head(token) == Some(verb)
            || tree
                .head(token)
                .and_then(|h| tree.head(h))
                .is_some_and(|h| h == verb));
    let reports = matcher.triggers(verb).is_some_and(|(_, triggers)| {
        triggers.iter().any(|t| {
            matcher.lexicon.rules.rules[t.rule].event_type == demarche_event::EventType::Consult
        })
    });
    tree.tag(verb) == Tag::Vbd
        && !modal
        && direct
        && reports
        && matcher.frames.tense(token) == Tense::Past
}

/// Whether nothing but a comma stands between two expressions.
fn beside(matcher: &Matcher<'_, '_>, before: &Expression, after: &Expression) -> bool {
    (before.tokens.end..after.tokens.start).all(|t| matcher.tree.text(t) == ",")
}

/// A title with which a speaker goes on who has another: "the foreign minister
/// added", after words of the finance minister.
pub(super) fn titles(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    discourse: &Discourse,
    meta: &DocumentMeta,
    add: &mut impl FnMut(&str, Range<usize>, String),
) {
    let Some(published) = meta.published.days.filter(|d| d.length() <= 400) else {
        return;
    };
    let tree = matcher.tree;
    let goes_on = |t: usize| tree.is_verb(t) && matcher.actors.set("goes-on", tree.lemma(t));
    for verb in tokens.filter(|t| goes_on(*t)) {
        let Some(subject) = tree.surface_subject(verb) else {
            continue;
        };
        let alone = Discourse::default();
        let Some(phrase) = matcher.actors.phrase(subject, &alone).into_iter().next() else {
            continue;
        };
        let titled = phrase.kind == ActorKind::Agent(AgentKind::Person) && phrase.name.is_none();
        let Some(office) = phrase.office.as_deref() else {
            continue;
        };
        if !titled || !matcher.actors.set("single-office", office) {
            continue;
        }
        let Some(speaker) = last_person(matcher, discourse) else {
            continue;
        };
        // Somebody of that office was spoken of before: he goes on.
        if discourse.has_office(office) {
            continue;
        }
        let held: Vec<_> = (speaker.offices.iter())
            .filter(|o| o.held(&published))
            .collect();
        let same_body = |code: Option<CodeId>| {
            phrase.country.is_none()
                || phrase.by_scene
                || code.or(speaker.country) == phrase.country
        };
        let other_office = !held.is_empty() && held.iter().all(|o| o.office != office);
        if other_office && held.iter().any(|o| same_body(o.code)) {
            let words = tree.base_phrase(subject);
            let message = format!(
                "“{}” goes on with what {} said, who has another office",
                tree.written(words.clone()),
                speaker.name
            );
            add("contradictory-title", words, message);
        }
    }
}

/// The known person who was the subject of a sentence just before.
fn last_person<'l>(matcher: &Matcher<'_, 'l>, discourse: &Discourse) -> Option<&'l Person> {
    let last = (discourse.mentions().iter().rev())
        .filter(|r| r.sentence < discourse.sentence && discourse.sentence - r.sentence <= 2)
        .find(|r| r.subject_of.is_some() && r.phrase.is_single_person())?;
    let name = last.phrase.name.as_ref()?;
    let country: Option<CodeId> = last.phrase.country;
    let mut persons = matcher.lexicon.persons.iter();
    persons.find(|p| {
        p.name == *name && (p.country == country || p.offices.iter().any(|o| o.code == country))
    })
}
