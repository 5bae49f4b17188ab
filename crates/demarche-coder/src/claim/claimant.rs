//! Who assesses in a sentence, and for whom they work.

use super::affiliation::{affiliation, is_organisation};
use super::assess::is;
use super::view::{View, view};
use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::CodeId;
use crate::matcher::Matcher;
use demarche_event::Sector;
use demarche_lang::{Dep, EntityKind, Pos};
use std::ops::Range;

/// How much of what somebody says is an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A scholar or a writer: they judge for a living.
    Expert,
    /// Somebody unknown.
    Stranger,
    /// A state, an organisation, somebody in office.
    Official,
    /// A newspaper or an agency: it passes on.
    Press,
}

/// Somebody whose words or views a sentence gives.
#[derive(Debug, Clone)]
pub(crate) struct Claimant {
    /// The word that gives them: a verb, an adjective, a preposition.
    pub verb: usize,
    /// The tokens that name the claimant.
    pub words: Range<usize>,
    /// The claimant, in the text's words.
    pub name: String,
    pub affiliation: Option<String>,
    pub standing: Standing,
    /// Whether the verb is one of judging: "believes", "fears".
    pub assesses: bool,
    /// Whether the verb grants what one would rather not say: "admits".
    pub concedes: bool,
    /// Whether the word is one of conviction: "is sceptical that".
    pub believes: bool,
    /// Whether a pronoun names the claimant.
    pub pronoun: bool,
    /// Of a pronoun, the name of whom it stands for by what was told before.
    pub meant: Option<String>,
    /// The claimant's country, if it speaks for one.
    pub country: Option<CodeId>,
}

impl Claimant {
    /// Somebody who judges for a living, or whom a word of judging introduces
    /// without an office.
    pub(crate) fn only_judges(&self) -> bool {
        self.standing == Standing::Expert || self.standing == Standing::Stranger && self.assesses
    }
}

/// The claimants of a sentence, the main clause's first.
pub(crate) fn claimant(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    discourse: &Discourse,
) -> Option<Claimant> {
    let tree = matcher.tree;
    let mut best: Option<(u8, View)> = None;
    for t in tokens.clone() {
        let Some(view) = view(matcher, t, &tokens) else {
            continue;
        };
        // Who is named as saying it goes before a side that "sees" something in it.
        let rank = match tree.head(t) {
            Some(head) if tree.dep(t) == Dep::Prep && tree.head(head).is_none() => 3,
            None if is(matcher, "regards", t) => 2,
            None => 3,
            _ => 1,
        };
        if best.as_ref().is_none_or(|(was, _)| rank > *was) {
            best = Some((rank, view));
        }
    }
    best.map(|(_, view)| describe(matcher, view, discourse))
}

/// Who else speaks in a sentence, with the clauses that give their words: "…, while Y
/// said that", "… and Y told him that".
pub(super) fn beside(
    matcher: &Matcher<'_, '_>,
    first: &Claimant,
    tokens: &Range<usize>,
    discourse: &Discourse,
) -> Vec<(Claimant, Range<usize>)> {
    let tree = matcher.tree;
    if !tree.is_verb(first.verb) || !tree.is_main(first.verb) {
        return Vec::new();
    }
    let own_subject = |t: usize| tree.child(t, Dep::Nsubj).filter(|s| *s < t);
    tokens
        .clone()
        .filter(|t| *t != first.verb && tree.is_verb(*t))
        .filter(|t| match tree.dep(*t) {
            Dep::Conj => tree.is_main(*t),
            Dep::Advcl => tree.children(*t).any(|c| is(matcher, "while", c)),
            _ => false,
        })
        .filter_map(|t| {
            let subject = own_subject(t).filter(|s| tree.pos(*s) != Pos::Pron)?;
            let view = view(matcher, t, tokens).filter(|v| v.holder == subject)?;
            let part = tree.left(t).min(t)..tree.end(t);
            let found = describe(matcher, view, discourse);
            let other = found.name != first.name && !part.contains(&first.verb);
            other.then_some((found, part))
        })
        .collect()
}

fn describe(matcher: &Matcher<'_, '_>, view: View, discourse: &Discourse) -> Claimant {
    let tree = matcher.tree;
    let subject = view.holder;
    let words = tree.base_phrase(subject);
    let whole = whole_phrase(matcher, subject);
    let actor = matcher.actors.actors(subject, discourse).into_iter().next();
    let pronoun = tree.pos(subject) == Pos::Pron && !is(matcher, "unnamed", subject);
    // "a professor of X", whether it stands before the name or after it.
    let professes = words
        .clone()
        .chain(
            tree.children(subject)
                .filter(|c| tree.dep(*c) == Dep::Appos),
        )
        .any(|t| is(matcher, "profession", t));
    let described = whole.clone().any(|t| {
        t > subject
            && (is(matcher, "scholarly-body", t) || is(matcher, "think-tank", t))
            && is_organisation(matcher, t)
    }) || whole
        .clone()
        .any(|t| is(matcher, "thinks-for-hire", t) && tree.is_nominal(t))
        || whole
            .clone()
            .any(|c| tree.dep(c) == Dep::Relcl && is(matcher, "lecture", c));
    // "The president's adviser on security" serves a state, and no science.
    let serves = actor.as_ref().is_some_and(|a| {
        matches!(
            a.sector,
            Some(Sector::Gov | Sector::Mil | Sector::Leg | Sector::Igo)
        ) && !whole.clone().any(|t| is(matcher, "scholarly-body", t))
            && !is(matcher, "commentator", subject)
    });
    let described = described || professes && !serves;
    // "The paper wrote in an editorial": it judges there, and doesn't pass on.
    let opines =
        || (tree.left(view.at)..tree.end(view.at)).any(|t| is(matcher, "opinion-piece", t));
    let press = |actor: &ActorPhrase| actor.sector == Some(Sector::Med) && !described;
    let standing = match &actor {
        Some(actor) if press(actor) && !opines() => Standing::Press,
        _ if described => Standing::Expert,
        Some(actor) if actor.only_comments() => Standing::Expert,
        _ if is(matcher, "unnamed", subject) => Standing::Stranger,
        // Who once held an office speaks for nobody now.
        Some(actor) if actor.sector == Some(Sector::Eli) => Standing::Stranger,
        Some(actor) if is_known(actor) => Standing::Official,
        _ => Standing::Stranger,
    };
    Claimant {
        verb: view.at,
        name: tree.written(name(matcher, subject)).to_owned(),
        affiliation: affiliation(matcher, subject, whole.clone()),
        words: if whole.contains(&view.at) {
            words
        } else {
            whole
        },
        standing,
        assesses: view.assesses,
        concedes: is(matcher, "concedes", view.at),
        believes: is(matcher, "convinced", view.at),
        pronoun,
        meant: actor
            .as_ref()
            .filter(|_| pronoun)
            .and_then(|a| a.name.clone()),
        country: actor
            .as_ref()
            .filter(|_| standing == Standing::Official)
            .and_then(|a| a.country)
            .or_else(|| seat(matcher, subject, discourse)),
    }
}

/// The country of "some in Zenda".
fn seat(matcher: &Matcher<'_, '_>, subject: usize, discourse: &Discourse) -> Option<CodeId> {
    let tree = matcher.tree;
    if !is(matcher, "unnamed", subject) {
        return None;
    }
    let place = tree.prepositional(subject, "in").first().copied()?;
    let named = matcher.actors.actors(place, discourse);
    named.into_iter().find_map(|a| a.country)
}

/// The name within the words for somebody, also where it explains an office: "the
/// former envoy, X".
fn name(matcher: &Matcher<'_, '_>, subject: usize) -> Range<usize> {
    let tree = matcher.tree;
    let words = tree.base_phrase(subject);
    let explains = tree
        .children(subject)
        .filter(|c| tree.dep(*c) == Dep::Appos)
        .map(|c| tree.base_phrase(c));
    let person = |words: Range<usize>| {
        let words_start = words.start;
        let last = words.end.saturating_sub(1);
        words
            .filter_map(|t| tree.token(t).entity())
            .map(|entity| &tree.parsed.entities()[entity])
            .find(|entity| entity.kind == EntityKind::Person)
            .map(|entity| {
                // "Anna Holm of the Z Institute" may be taken for one name.
                // Of "Yun-ju Hsieh" the recogniser may see the first syllable alone.
                let cut = entity.first as usize == words_start
                    && (entity.end as usize..=last)
                        .all(|t| tree.pos(t) == Pos::Propn || tree.text(t) == "-");
                let end = if cut { last + 1 } else { entity.end as usize };
                let words = entity.first as usize..end;
                let of = (words.start + 1..words.end).find(|t| tree.is(*t, "of"));
                words.start..of.unwrap_or(words.end)
            })
    };
    let unnamed = is(matcher, "unnamed", subject);
    let place = tree
        .children(subject)
        .filter(|c| unnamed && tree.dep(*c) == Dep::Prep && *c > subject)
        .map(|c| words.start..tree.end(c))
        .next();
    // "The president of Graustark"
    let of = tree
        .children(subject)
        .find(|c| tree.dep(*c) == Dep::Prep && *c == subject + 1 && tree.is(*c, "of"))
        .and_then(|c| tree.child(c, Dep::Pobj))
        .filter(|o| matcher.actors.mentions.at(*o).is_some())
        .map(|o| words.start..o + 1);
    std::iter::once(words.clone())
        .chain(explains)
        .find_map(person)
        .or(place)
        .or(of)
        .unwrap_or(words)
}

/// The words that name and describe somebody, up to a colon or a mark of quotation.
fn whole_phrase(matcher: &Matcher<'_, '_>, subject: usize) -> Range<usize> {
    let tree = matcher.tree;
    let end = tree.end(subject).max(subject + 1);
    let stops = |t: &usize| matches!(tree.text(*t), ":" | ";" | "\"" | "“" | "”");
    let end = (subject + 1..end).find(stops).unwrap_or(end);
    let start = (tree.left(subject)..subject)
        .rfind(stops)
        .map_or(tree.left(subject), |t| t + 1);
    start..end
}

fn is_known(actor: &ActorPhrase) -> bool {
    actor.kind != ActorKind::Person || actor.name.is_some() || actor.country.is_some()
}
