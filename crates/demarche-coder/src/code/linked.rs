//! Which event the words mean that tie an act to another, and which events are one.

use super::Narrative;
use super::dated::future;
use crate::circumstance;
use crate::claim::Voice;
use crate::lexicon::Trigger;
use crate::link::{Tie, points_back, top};
use crate::matcher::{Draft, Matcher};
use crate::readout::readouts;
use crate::when::Expression;
use demarche_event::{
    Actor, DateBasis, Event, EventLink, EventLinkKind, EventType, Readout, Record, Status,
};
use demarche_lang::{Dep, Tag};
use std::collections::BTreeSet;
use std::ops::Range;

/// No word points back to an act over more sentences than these.
const WITHIN: usize = 40;
/// Nobody gives a readout of talks over more sentences than these.
const NEAR: usize = 3;
/// Days of a date that can tell two encounters apart.
const EXACT: i32 = 7;

/// An act that was told, by the words that may point back to it.
#[derive(Debug)]
pub(super) struct ToldAct {
    /// Its number among the records.
    record: usize,
    sentence: usize,
    /// What reports it, what carries that and its object, as lemmas.
    lemmas: Vec<String>,
    /// Whether the noun that reports it points back; "talks" alone may be any.
    points_back: bool,
    /// Whether it is a journey, and not talks of one who has come.
    journey: bool,
}

impl Narrative<'_, '_> {
    /// Ties the events of a sentence to others. `drafts` are what they were made of, each
    /// with its number among the records, and `ties` what each is tied to.
    pub(super) fn link(
        &mut self,
        drafts: &[(Draft, usize)],
        ties: Vec<Vec<Tie>>,
        matcher: &Matcher<'_, '_>,
    ) {
        for ((_, number), ties) in drafts.iter().zip(ties) {
            for tie in ties {
                let linked = within(*number, &tie, drafts, matcher)
                    .filter(|n| fits(tie.kind, self.event_at(*n)))
                    .or_else(|| self.told_before(*number, &tie, matcher));
                // What ends a measure that nobody told of ends it all the same.
                if linked.is_none() && tie.kind == EventLinkKind::Ends {
                    continue;
                }
                let link = EventLink {
                    kind: tie.kind,
                    text: circumstance::words(tie.words, matcher),
                    event: linked.map(|n| self.event_at(n).id.clone()),
                };
                if let Some(Record::Event(event)) = self.records.get_mut(*number) {
                    event.circumstances.links.push(link);
                }
            }
        }
        let sentence = self.discourse.sentence;
        self.told_acts
            .extend(drafts.iter().map(|(draft, record)| ToldAct {
                record: *record,
                sentence,
                lemmas: lemmas(draft, matcher),
                points_back: points_back(draft.trigger, matcher)
                    && matcher.tree.tag(draft.trigger) != Tag::Nns
                    || has_article(draft.trigger, matcher),
                journey: matcher.lexicon.rules.rules[draft.rule].mode == Some("visit"),
            }));
    }

    fn event_at(&self, number: usize) -> &Event {
        match &self.records[number] {
            Record::Event(event) => event,
            _ => unreachable!("the numbers are those of events"),
        }
    }

    /// The act of an earlier sentence that a noun means.
    fn told_before(&self, own: usize, tie: &Tie, matcher: &Matcher<'_, '_>) -> Option<usize> {
        let noun = tie.noun.filter(|noun| points_back(*noun, matcher))?;
        let own = self.event_at(own);
        let lemma = matcher.tree.lower_lemma(noun);
        let named = countries_named(tie.words.clone(), matcher);
        let near = self.told_acts.iter().rev();
        let near = near.take_while(|told| self.discourse.sentence - told.sentence <= WITHIN);
        let found: Vec<&ToldAct> = near
            .filter(|told| told.sentence < self.discourse.sentence)
            .filter(|told| {
                let act = self.event_at(told.record);
                fits(tie.kind, act)
                    && (told.lemmas.iter().any(|own| *own == lemma)
                        || is_word_for(&lemma, act, matcher))
                    && agree(own, act, &named, tie.kind)
            })
            .collect();
        let goods = |told: &&&ToldAct| {
            let act = self.event_at(told.record);
            act.about
                .as_deref()
                .is_some_and(|about| shares_words(about, &tie.words, noun, matcher))
        };
        if tie.kind != EventLinkKind::Ends {
            return found.first().map(|told| told.record);
        }
        // "The ban on fish" is the one on salmon, if no other was told of; "its ban on wine"
        // needn't be.
        let only = found.len() == 1 && has_article(noun, matcher);
        let names_goods = own.about.is_some() || has_goods(noun, matcher);
        let may_be =
            |told: &&&ToldAct| only || !names_goods || self.event_at(told.record).about.is_none();
        let same = found.iter().find(goods);
        same.or_else(|| found.iter().find(may_be))
            .map(|told| told.record)
    }

    /// What sides of the talks that were told of last say that these dealt with.
    pub(super) fn add_readouts(
        &mut self,
        tokens: &Range<usize>,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
        voice: Option<&Voice>,
    ) {
        let near = |told: &&ToldAct| self.discourse.sentence - told.sentence <= NEAR;
        let talks = self.told_acts.iter().rev().take_while(near).find(|told| {
            let event = self.event_at(told.record);
            event.event_type == EventType::Consult && event.status == Status::Happened
        });
        let Some(talks) = talks.filter(|t| t.sentence < self.discourse.sentence) else {
            return;
        };
        let record = talks.record;
        for (speaker, words) in readouts(tokens.clone(), times, matcher, &self.discourse, voice) {
            let speaker = self.actor(&speaker);
            let about = circumstance::words(words, matcher);
            let Some(Record::Event(event)) = self.records.get_mut(record) else {
                continue;
            };
            let mut sides = event.source.iter().chain(&event.target);
            let readouts = &mut event.circumstances.readouts;
            let is_side = speaker.country.is_some() && sides.any(|a| a.country == speaker.country);
            if is_side && readouts.iter().all(|known| known.about != about) {
                readouts.push(Readout { speaker, about });
            }
        }
    }

    /// Ties encounters that the text tells of again to where it did first.
    pub(super) fn link_same(&mut self) {
        for n in 0..self.told_acts.len() {
            let later = &self.told_acts[n];
            let same = self.told_acts[..n].iter().find(|first| {
                first.sentence < later.sentence
                    && first.journey == later.journey
                    && is_same(
                        self.event_at(first.record),
                        self.event_at(later.record),
                        later,
                    )
            });
            let Some(id) = same.map(|first| self.event_at(first.record).id.clone()) else {
                continue;
            };
            if let Some(Record::Event(event)) = self.records.get_mut(later.record) {
                event.circumstances.links.push(EventLink {
                    kind: EventLinkKind::Same,
                    text: event.trigger.text.clone(),
                    event: Some(id),
                });
            }
        }
    }
}

/// The act of the same sentence that a tie's words tell.
fn within(
    own: usize,
    tie: &Tie,
    drafts: &[(Draft, usize)],
    matcher: &Matcher<'_, '_>,
) -> Option<usize> {
    let tree = matcher.tree;
    let top = tie.noun.or_else(|| top(&tie.clause, matcher))?;
    let told = drafts
        .iter()
        .filter(|(draft, n)| *n != own && tie.clause.contains(&draft.trigger));
    told.min_by_key(|(draft, _)| tree.steps_up(draft.trigger, top).unwrap_or(usize::MAX))
        .map(|(_, n)| *n)
}

/// The words by which a later sentence may name an act.
fn lemmas(draft: &Draft, matcher: &Matcher<'_, '_>) -> Vec<String> {
    let tree = matcher.tree;
    let objects = [Some(draft.trigger), draft.carrier]
        .into_iter()
        .flatten()
        .filter_map(|verb| tree.object(verb));
    [Some(draft.trigger), draft.carrier]
        .into_iter()
        .flatten()
        .chain(objects)
        .map(|t| tree.lower_lemma(t).into_owned())
        .collect()
}

/// Whether an act can be what a link of a kind leads to.
fn fits(kind: EventLinkKind, act: &Event) -> bool {
    let told = matches!(act.status, Status::Happened | Status::Ongoing);
    match kind {
        EventLinkKind::Ends => {
            told && matches!(act.event_type, EventType::Sanction | EventType::Coerce)
        }
        EventLinkKind::Before => act.status != Status::Negated,
        _ => told,
    }
}

/// Whether a noun is one of the words by which rules know acts such as this.
fn is_word_for(lemma: &str, act: &Event, matcher: &Matcher<'_, '_>) -> bool {
    let rules = &matcher.lexicon.rules;
    let is_act = |trigger: &Trigger| {
        let rule = &rules.rules[trigger.rule];
        let mode = rule.mode.is_none() || act.mode.is_none() || rule.mode == act.mode.as_deref();
        rule.event_type == act.event_type && mode
    };
    let of_noun = rules.nouns.get(lemma);
    of_noun.is_some_and(|triggers| triggers.iter().any(is_act))
}

/// The countries that words name.
fn countries_named(words: Range<usize>, matcher: &Matcher<'_, '_>) -> Vec<String> {
    crate::figure::countries(matcher, words, &[])
}

fn countries(actors: &[Actor]) -> BTreeSet<&str> {
    actors.iter().filter_map(|a| a.country.as_deref()).collect()
}

/// Whether the parties of an act can be those of what words mean beside another act.
fn agree(own: &Event, act: &Event, named: &[String], kind: EventLinkKind) -> bool {
    let all = |event: &Event| -> BTreeSet<String> {
        let actors = event.source.iter().chain(&event.target);
        actors.filter_map(|a| a.country.clone()).collect()
    };
    let parties = all(act);
    if kind == EventLinkKind::Ends {
        let targets = [countries(&own.target), countries(&act.target)];
        let [one, other] = &targets;
        return !countries(&own.source).is_disjoint(&countries(&act.source))
            && (one.is_empty() || other.is_empty() || !one.is_disjoint(other));
    }
    match named {
        [] => !parties.is_disjoint(&all(own)),
        _ => named.iter().all(|code| parties.contains(code)),
    }
}

/// Whether a noun has the article of what is known: "the ban", not "its ban".
fn has_article(noun: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    tree.children(noun)
        .any(|c| tree.dep(c) == Dep::Det && matcher.actors.set("definite", &tree.lower_text(c)))
}

/// Whether a noun says which goods it is about: "the ban on beef".
fn has_goods(noun: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let on = |c: usize| {
        matcher
            .actors
            .set("goods-prepositions", &tree.lower_text(c))
    };
    tree.children(noun).any(|c| c > noun && on(c))
}

/// Whether words beside a noun are words of what an act is about.
fn shares_words(about: &str, words: &Range<usize>, noun: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let about = about.to_lowercase();
    let others = words.clone().filter(|t| *t != noun && tree.is_nominal(*t));
    let stems: Vec<_> = others.map(|t| tree.lower_lemma(t)).collect();
    about.split(|c: char| !c.is_alphanumeric()).any(|word| {
        stems
            .iter()
            .any(|stem| stem.len() > 3 && word.starts_with(&**stem))
    })
}

/// Whether a text tells one encounter twice.
fn is_same(first: &Event, later: &Event, told: &ToldAct) -> bool {
    let key = |e: &Event| (e.event_type, future(e.status), e.reciprocal);
    if first.event_type != EventType::Consult
        || key(first) != key(later)
        || first.mode != later.mode
    {
        return false;
    }
    let undone = |e: &Event| e.status == Status::Negated;
    let number = |e: &Event| e.comparison.as_ref().and_then(|c| c.number);
    let numbered_apart = number(first)
        .zip(number(later))
        .is_some_and(|(a, b)| a != b);
    if undone(first) || undone(later) || numbered_apart {
        return false;
    }
    let (Some(a), Some(b)) = (first.date.days, later.date.days) else {
        return false;
    };
    let exact = a.length().max(b.length()) <= EXACT;
    let stated = |e: &Event| e.date.basis == DateBasis::Stated;
    let sure = told.points_back || stated(first) && stated(later);
    let places = match (&first.place, &later.place) {
        (Some(a), Some(b)) => a.country == b.country,
        _ => true,
    };
    if !(a.overlaps(&b) && (exact || a == b) && sure && places) {
        return false;
    }
    let straight = one_side(&first.source, &later.source) && one_side(&first.target, &later.target);
    let turned = first.reciprocal
        && one_side(&first.source, &later.target)
        && one_side(&first.target, &later.source);
    straight || turned
}

/// Whether two sides can be one: the same countries, and no other persons.
fn one_side(one: &[Actor], other: &[Actor]) -> bool {
    let clash = |a: &Actor, b: &Actor| {
        let names = a.name.as_ref().zip(b.name.as_ref());
        let roles = a.role.as_ref().zip(b.role.as_ref());
        let sectors = a.sector.zip(b.sector);
        a.country == b.country
            && match names {
                Some((a, b)) => a != b,
                None => {
                    roles.is_some_and(|(a, b)| !alike(a, b)) || sectors.is_some_and(|(a, b)| a != b)
                }
            }
    };
    let any = one.iter().any(|a| other.iter().any(|b| clash(a, b)));
    countries(one) == countries(other) && !any
}

/// Whether two offices are one, in other words: "president", "the two presidents".
fn alike(one: &str, other: &str) -> bool {
    let last = |role: &str| {
        let word = role
            .to_lowercase()
            .split_whitespace()
            .last()
            .map(str::to_owned);
        word.map(|word| word.trim_end_matches('s').to_owned())
    };
    last(one) == last(other)
}
