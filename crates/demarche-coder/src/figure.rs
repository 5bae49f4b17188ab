//! The numbers that a sentence states about actors: trade, growth, troops, rates,
//! votes, the dead, how long talks take.

use crate::actor::ActorKind;
use crate::circumstance::opener;
use crate::claim::Voice;
use crate::discourse::Discourse;
use crate::identity;
use crate::lexicon::CodeId;
use crate::matcher::Matcher;
use crate::reading::Positions;
use crate::when::quantity::{Bound, Quantity, bare_numbers, quantities};
use crate::when::{Expression, Kind, Unit};
use demarche_event::{Comparison, DocumentMeta, Figure};
use demarche_lang::{Dep, EntityKind, Pos};
use std::ops::Range;
use std::sync::Arc;

/// What else a sentence tells, which decides whether its numbers are of relations
/// and whose they are.
pub(crate) struct Telling<'a> {
    /// The one or two countries that the document names most.
    pub(crate) leading: &'a [CodeId],
    /// Whether the sentence tells an act.
    pub(crate) acts: bool,
    /// Who says so.
    pub(crate) voice: Option<&'a Voice>,
}

/// The figures of a sentence. A sentence that names no country tells of the
/// document's leading ones.
pub(crate) fn figures(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    times: &[Expression],
    telling: &Telling<'_>,
    meta: &Arc<DocumentMeta>,
    positions: &Positions<'_>,
) -> Vec<Figure> {
    let tree = matcher.tree;
    let words = &matcher.lexicon.quantity_words;
    let mut found = quantities(words, tree.parsed, tokens.clone(), times);
    found.extend(bare_numbers(
        words,
        tree.parsed,
        tokens.clone(),
        times,
        &found,
    ));
    found.retain(|q| is_stated(matcher, q) || telling.acts && are_some_people(matcher, q));
    found.extend(lengths(matcher, times));
    found.sort_by_key(|q| q.tokens.start);
    if found.is_empty() {
        return Vec::new();
    }
    let named = parties(matcher, tokens.clone(), telling.voice);
    let about = |q: &Quantity| -> Vec<String> {
        let own = named.iter().filter(|p| !p.is_aside_of(q, matcher));
        let mut countries: Vec<String> = Vec::new();
        for code in own.map(|p| matcher.lexicon.code(p.country).to_owned()) {
            if !countries.contains(&code) {
                countries.push(code);
            }
        }
        // Things that lie in a country, or that a state has at home, are of no relation.
        let one_alone = countries.len() == 1 && !telling.acts && !named.iter().any(|p| p.is_group);
        if one_alone && q.noun.is_some_and(|noun| !matters(matcher, noun)) {
            return Vec::new();
        }
        if countries.is_empty() {
            let leading = telling.leading.iter();
            countries.extend(leading.map(|code| matcher.lexicon.code(*code).to_owned()));
        }
        countries
    };
    let offset = matcher.actors.offset;
    let bytes = tree.parsed.bytes(tokens);
    let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
    let period = times
        .iter()
        .find(|e| e.is_date())
        .map(|e| tree.written(e.tokens.clone()).to_owned());
    found
        .into_iter()
        .map(|q| (about(&q), q))
        .filter(|(countries, _)| !countries.is_empty())
        .map(|(countries, q)| Figure {
            id: identity::of(&[
                &meta.id,
                &sentence.start_char.to_string(),
                tree.written(q.tokens.clone()),
                &q.tokens.start.to_string(),
            ]),
            document: Arc::clone(meta),
            sentence: sentence.clone(),
            quantity: measured(matcher, &q),
            value: q.value,
            unit: (!q.unit.is_empty()).then(|| q.unit.clone()),
            bound: q.bound.as_str().to_owned(),
            period: period.clone(),
            countries,
            comparison: record_of(matcher, &q),
        })
        .collect()
}

/// "A record 4 billion", "an all-time high of 4 billion": the word that says so.
fn record_of(matcher: &Matcher<'_, '_>, q: &Quantity) -> Option<Comparison> {
    let tree = matcher.tree;
    let last = q.tokens.end - 1;
    let is_sum = |t: usize| tree.token(t).entity_kind() == Some(EntityKind::Money);
    // The number, and what it hangs on; a second sum is of the same thing.
    let leads_on = |t: &usize| tree.is_nominal(*t) || is_sum(*t) || tree.dep(*t) == Dep::Prep;
    let up = std::iter::successors(Some(last), |t| tree.head(*t));
    let mut near = up.take(6).take_while(leads_on);
    let words = near.find_map(|t| {
        let mut before = tree.left(t)..t + 1;
        before.find_map(|first| opener("figure-record", first..last, matcher))
    })?;
    Some(Comparison {
        kind: "record".to_owned(),
        number: None,
        years: None,
        since: None,
        text: tree.written(words).to_owned(),
    })
}

/// A country named in a sentence that tells a figure, by a word that acts or belongs.
struct Party {
    country: CodeId,
    /// The last token of its name.
    at: usize,
    /// Whether people or a body that belong to it are spoken of, not the state alone.
    is_group: bool,
}

impl Party {
    /// Whether it stands only in words that describe another, which don't hold the
    /// number: "Graustark, a member of the union, expelled two diplomats".
    fn is_aside_of(&self, q: &Quantity, matcher: &Matcher<'_, '_>) -> bool {
        let tree = matcher.tree;
        let mut up = self.at;
        for _ in 0..30 {
            let Some(head) = tree.head(up) else {
                return false;
            };
            // The head of an apposition may be one more of a list of names.
            let describes = match tree.dep(up) {
                Dep::Appos => up != self.at,
                Dep::Relcl | Dep::Acl => true,
                _ => false,
            };
            if describes
                && tree.is_nominal(head)
                && !tree.is_under(q.tokens.end - 1, up)
                && matcher.actors.mentions.at(head).is_some()
            {
                return true;
            }
            up = head;
        }
        false
    }
}

/// The countries named in a sentence, in order, without the organisation or paper that
/// gives the figure and has no part in it.
fn parties(matcher: &Matcher<'_, '_>, tokens: Range<usize>, voice: Option<&Voice>) -> Vec<Party> {
    let tree = matcher.tree;
    let alone = Discourse::default();
    let only_says = voice.filter(|voice| {
        let passes_on = |sector| {
            use demarche_event::Sector as S;
            matches!(sector, S::Igo | S::Ngo | S::Med | S::Edu)
        };
        let actor = voice.actor.as_ref();
        // "The alliance said it sent 500 soldiers": it acts.
        let acts_too = tokens.clone().any(|t| {
            matcher
                .actors
                .set("pronoun-it", &tree.text(t).to_lowercase())
                && !voice.words.contains(&t)
        });
        !acts_too && actor.and_then(|a| a.sector).is_some_and(passes_on)
    });
    let says = only_says.map_or(0..0, |voice| voice.words.clone());
    let mut found = Vec::new();
    let mut only_saying = Vec::new();
    for mention in matcher.actors.mentions.within(tokens) {
        let at = mention.tokens.end - 1;
        let list = match says.contains(&at) {
            true => &mut only_saying,
            false => &mut found,
        };
        let head = matcher.actors.mention_head(mention);
        let is_group = matcher.actors.phrase(head, &alone).iter().any(|a| {
            matches!(a.kind, ActorKind::Agent(_) | ActorKind::Organisation) && a.sector.is_some()
        });
        for phrase in matcher.actors.phrase(at, &alone) {
            if let Some(country) = phrase.country.filter(|_| !phrase.only_comments()) {
                list.push(Party {
                    country,
                    at,
                    is_group,
                });
            }
        }
    }
    if found.is_empty() { only_saying } else { found }
}

/// Whether what is counted matters where a sentence names one country and no act:
/// people of some standing, arms, aid and losses; not lockers.
fn matters(matcher: &Matcher<'_, '_>, noun: usize) -> bool {
    let tree = matcher.tree;
    let agent = matcher.actors.agent_at(noun);
    let of_standing = agent.is_some_and(|(number, _)| {
        let agent = &matcher.lexicon.agents[number as usize];
        agent.sector.is_some()
    });
    let lemma = tree.lower_lemma(noun);
    of_standing || matcher.actors.set("figure-matters", &lemma)
}

/// Codes of the countries that a stretch names, in order; without any, the
/// leading ones of the document.
pub(crate) fn countries(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    leading: &[CodeId],
) -> Vec<String> {
    let mut countries: Vec<String> = Vec::new();
    let alone = Discourse::default();
    for mention in matcher.actors.mentions.within(tokens) {
        for phrase in matcher.actors.phrase(mention.tokens.end - 1, &alone) {
            if let Some(code) = phrase.country.filter(|_| !phrase.only_comments()) {
                let code = matcher.lexicon.code(code).to_owned();
                if !countries.contains(&code) {
                    countries.push(code);
                }
            }
        }
    }
    if countries.is_empty() {
        countries.extend(
            leading
                .iter()
                .map(|code| matcher.lexicon.code(*code).to_owned()),
        );
    }
    countries
}

/// Whether a number says something: "the two sides" and "one thing" don't, nor
/// does "several reasons".
fn is_stated(matcher: &Matcher<'_, '_>, q: &Quantity) -> bool {
    let tree = matcher.tree;
    let set = |set: &str, t: usize| matcher.actors.set(set, &tree.lemma(t).to_lowercase());
    if q.value.is_none() {
        return q.bound == Bound::Vague && q.tokens.clone().any(|t| set("figure-vague", t));
    }
    let Some(value) = q.value else { return false };
    let before = q.tokens.start.checked_sub(1);
    let definite = before.is_some_and(|b| set("definite", b) || set("figure-again", b));
    if q.noun.is_some_and(|noun| is_source(matcher, noun)) {
        return false;
    }
    if let Some(noun) = q.noun {
        return !set("figure-uncounted", noun) && value != 1.0 && !(definite && value <= 100.0);
    }
    if !q.unit.is_empty() {
        return true;
    }
    // A bare number counts somebody, or goes with a number that does.
    let last = q.tokens.end - 1;
    let next_is_of = tree.children(last).any(|c| c > last && tree.is(c, "of"));
    let counted = matches!(
        tree.dep(last),
        Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Attr | Dep::Appos | Dep::Conj
    );
    value != 1.0 && !definite && (value > 12.0 || next_is_of) && (counted || next_is_of)
}

/// "Several citizens", "a handful of envoys": people, of whom an act is told, though
/// nobody says how many.
fn are_some_people(matcher: &Matcher<'_, '_>, q: &Quantity) -> bool {
    let tree = matcher.tree;
    let people = |noun: usize| {
        let lemma = tree.lower_lemma(noun);
        let set = |set: &str| matcher.actors.set(set, &lemma);
        // Whom it is done to, and not who does it.
        let done_to = matches!(
            tree.dep(noun),
            Dep::Dobj | Dep::Nsubjpass | Dep::Pobj | Dep::Conj
        );
        done_to && (set("people-held") || set("diplomats")) && !is_source(matcher, noun)
    };
    q.bound == Bound::Vague && q.value.is_none() && q.noun.is_some_and(people)
}

/// Whether what is counted is who says so: "citing two officials", "five witnesses
/// said".
fn is_source(matcher: &Matcher<'_, '_>, noun: usize) -> bool {
    let tree = matcher.tree;
    let Some(head) = tree.head(noun) else {
        return false;
    };
    match tree.dep(noun) {
        Dep::Dobj => tree.is_verb(head) && matcher.actors.set("cites", tree.lemma(head)),
        Dep::Nsubj => {
            tree.is_verb(head)
                && matcher.actors.set("report", tree.lemma(head))
                && tree.clauses(head).next().is_some()
        }
        Dep::Pobj => {
            matcher.actors.set("according", tree.lemma(head))
                || tree
                    .head(head)
                    .is_some_and(|up| matcher.actors.set("according", tree.lemma(up)))
        }
        _ => false,
    }
}

/// How long talks and visits take, and how many years lie between them:
/// "a three-day visit", "the first in six years".
fn lengths(matcher: &Matcher<'_, '_>, times: &[Expression]) -> Vec<Quantity> {
    let tree = matcher.tree;
    times
        .iter()
        .filter_map(|time| {
            let count = time.count?;
            let of_talks = match time.kind {
                Kind::Duration => {
                    let mut up = time.tokens.end - 1;
                    (0..3).any(|_| match tree.head(up) {
                        Some(head) => {
                            up = head;
                            let lemma = tree.lemma(head);
                            tree.pos(head) == Pos::Noun
                                && (matcher.actors.set("talks", lemma)
                                    || matcher.actors.set("visit", lemma))
                        }
                        None => false,
                    })
                }
                Kind::Period => {
                    let since = time.tokens.start.saturating_sub(14);
                    (since..time.tokens.start).any(|t| {
                        matcher
                            .actors
                            .set("first", &tree.text(t).to_ascii_lowercase())
                    })
                }
                _ => false,
            };
            of_talks.then(|| Quantity {
                tokens: time.tokens.clone(),
                value: Some(count.least as f64),
                upper: None,
                unit: unit_name(count.unit).to_owned(),
                bound: Bound::Exact,
                noun: None,
            })
        })
        .collect()
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Minute => "minutes",
        Unit::Hour => "hours",
        Unit::Day => "days",
        Unit::Week => "weeks",
        Unit::Month => "months",
        Unit::Quarter => "quarters",
        Unit::Year => "years",
        Unit::Decade => "decades",
        Unit::Century => "centuries",
    }
}

/// What the number measures: the noun counted, the noun it hangs on ("trade of 5
/// billion"), the subject of its verb, at last its unit.
fn measured(matcher: &Matcher<'_, '_>, q: &Quantity) -> String {
    let tree = matcher.tree;
    let last = q.tokens.end - 1;
    if q.value.is_none() && q.noun.is_none() {
        return tree.written(q.tokens.clone()).to_owned();
    }
    let mut noun = q.noun;
    let mut up = last;
    for _ in 0..5 {
        if noun.is_some() {
            break;
        }
        let Some(head) = tree.head(up) else { break };
        up = head;
        // A sum in another currency is of the same thing as the first.
        let is_sum = tree.token(up).entity_kind() == Some(EntityKind::Money);
        let measures = tree.is_nominal(up) && tree.pos(up) != Pos::Num && !is_sum;
        if measures && !q.tokens.contains(&up) {
            noun = Some(up);
        } else if tree.is_verb(up) {
            noun = tree
                .surface_subject(up)
                .filter(|subject| !q.tokens.contains(subject));
        }
    }
    match noun {
        Some(noun) => tree.written(tree.base_phrase(noun)).to_owned(),
        None if q.unit.is_empty() => tree.written(q.tokens.clone()).to_owned(),
        None => q.unit.clone(),
    }
}
