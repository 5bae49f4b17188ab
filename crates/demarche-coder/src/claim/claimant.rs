//! Who assesses in a sentence, and for whom they work.

use super::assess::{is, is_negated};
use super::said_by;
use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::CodeId;
use crate::matcher::Matcher;
use demarche_lang::{Dep, EntityKind, Pos};
use std::ops::Range;

/// How much of what somebody says is an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
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
pub(super) struct Claimant {
    /// The verb or preposition that gives them.
    pub verb: usize,
    /// The tokens that name the claimant.
    pub words: Range<usize>,
    /// The claimant, in the text's words.
    pub name: String,
    pub affiliation: Option<String>,
    pub standing: Standing,
    /// Whether the verb is one of judging: "believes", "fears".
    pub assesses: bool,
    /// Whether a pronoun names the claimant.
    pub pronoun: bool,
    /// The claimant's country, if it speaks for one.
    pub country: Option<CodeId>,
}

/// The claimants of a sentence, the main clause's first.
pub(super) fn claimant(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    discourse: &Discourse,
) -> Option<Claimant> {
    let tree = matcher.tree;
    let mut best: Option<(bool, Claimant)> = None;
    for t in tokens.clone() {
        let assesses = tree.is_verb(t) && is(matcher, "assess", t);
        let reports = tree.is_verb(t) && is(matcher, "report", t);
        let subject = if assesses || reports {
            let says = tree.clauses(t).next().is_some()
                || matches!(tree.dep(t), Dep::Parataxis | Dep::Ccomp)
                || (tree.head(t).is_none() && !(assesses && tree.has_child(t, Dep::Dobj)));
            // "..., believes the historian X"
            let inverted = t > tokens.start
                && tree.pos(t - 1) == Pos::Punct
                && name_after(matcher, t, &tokens).is_some();
            if !(says || inverted) || (tree.is_passive(t) && tree.agent(t).is_none()) {
                continue;
            }
            tree.actor_subject(t)
                .or_else(|| name_after(matcher, t, &tokens))
                .or_else(|| said_by(matcher, t))
        } else if is_not_found(matcher, t) {
            tree.actor_subject(t)
        } else if matcher.actors.set("according", tree.lemma(t)) && tree.dep(t) == Dep::Prep {
            tree.prepositional(t, "to").first().copied()
        } else if is(matcher, "view", t) && tree.dep(t) == Dep::Pobj {
            tree.prepositional(t, "of").first().copied()
        } else {
            None
        };
        let Some(subject) = subject.filter(|s| is_somebody(matcher, *s)) else {
            continue;
        };
        let main = tree.head(t).is_none();
        if best
            .as_ref()
            .is_some_and(|(was_main, _)| !main || *was_main)
        {
            continue;
        }
        let claimant = describe(matcher, t, subject, assesses, discourse);
        best = Some((main, claimant));
    }
    best.map(|(_, claimant)| claimant)
}

/// "Found no evidence that": what somebody couldn't find out is what they say.
pub(super) fn is_not_found(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    let no_sign = tree.object(t).is_some_and(|o| {
        is(matcher, "evidence", o)
            && tree
                .children(o)
                .any(|c| tree.dep(c) == Dep::Det && is(matcher, "adjective-negated", c))
    });
    let has = is(matcher, "have", t);
    tree.is_verb(t) && is(matcher, "finds-out", t) && (no_sign || !has && is_negated(matcher, t))
}

/// Not "few", "nobody", "which".
fn is_somebody(matcher: &Matcher<'_, '_>, subject: usize) -> bool {
    match matcher.tree.pos(subject) {
        Pos::Pron => ["pronoun-male", "pronoun-female", "pronoun-they"]
            .iter()
            .any(|set| is(matcher, set, subject)),
        Pos::Noun | Pos::Propn => true,
        _ => false,
    }
}

/// "..., opines the economist Pablo Lucio": the name that follows the verb.
fn name_after(matcher: &Matcher<'_, '_>, verb: usize, tokens: &Range<usize>) -> Option<usize> {
    let tree = matcher.tree;
    let end = tokens.end.min(verb + 8);
    let first = (verb + 1..end).find(|t| {
        tree.token(*t).entity_kind() == Some(EntityKind::Person) || tree.pos(*t) == Pos::Propn
    })?;
    let entity = tree.token(first).entity()?;
    let last = tree.parsed.entities()[entity].end as usize - 1;
    let plain = (verb + 1..first).all(|t| {
        matches!(
            tree.pos(t),
            Pos::Det | Pos::Adj | Pos::Noun | Pos::Propn | Pos::Pron
        )
    });
    plain.then_some(last)
}

fn describe(
    matcher: &Matcher<'_, '_>,
    verb: usize,
    subject: usize,
    assesses: bool,
    discourse: &Discourse,
) -> Claimant {
    let tree = matcher.tree;
    let words = tree.base_phrase(subject);
    let whole = tree.left(subject)..tree.end(subject).max(subject + 1);
    let actor = matcher.actors.actors(subject, discourse).into_iter().next();
    let pronoun = tree.pos(subject) == Pos::Pron;
    // "a professor of X", whether it stands before the name or after it.
    let described = words
        .clone()
        .chain(
            tree.children(subject)
                .filter(|c| tree.dep(*c) == Dep::Appos),
        )
        .any(|t| is(matcher, "profession", t))
        || whole.clone().any(|t| {
            t > subject
                && is(matcher, "scholarly-body", t)
                && tree.token(t).entity_kind() == Some(EntityKind::Org)
        })
        || tree
            .children(subject)
            .any(|c| tree.dep(c) == Dep::Relcl && is(matcher, "lecture", c));
    let standing = match &actor {
        Some(actor) if actor.sector == Some(demarche_event::Sector::Med) && !described => {
            Standing::Press
        }
        _ if described => Standing::Expert,
        Some(actor) if actor.only_comments() => Standing::Expert,
        Some(actor) if is_known(actor) => Standing::Official,
        _ => Standing::Stranger,
    };
    let name = words
        .clone()
        .filter_map(|t| tree.token(t).entity())
        .map(|entity| &tree.parsed.entities()[entity])
        .find(|entity| entity.kind == EntityKind::Person)
        .map_or(words.clone(), |entity| {
            entity.first as usize..entity.end as usize
        });
    Claimant {
        verb,
        name: tree.parsed.words(name).to_owned(),
        affiliation: affiliation(matcher, subject, whole.clone())
            .or_else(|| actor.as_ref().and_then(|a| a.role.clone())),
        words: if whole.contains(&verb) { words } else { whole },
        standing,
        assesses,
        pronoun,
        country: actor
            .as_ref()
            .filter(|_| standing == Standing::Official)
            .and_then(|a| a.country),
    }
}

fn is_known(actor: &ActorPhrase) -> bool {
    actor.kind != ActorKind::Person || actor.name.is_some() || actor.country.is_some()
}

/// "a professor of politics at Z", "of the Z Institute", "who teaches at Z"
fn affiliation(matcher: &Matcher<'_, '_>, subject: usize, whole: Range<usize>) -> Option<String> {
    let tree = matcher.tree;
    let organisation = whole
        .clone()
        .filter(|t| *t > subject)
        .filter_map(|t| tree.token(t).entity())
        .map(|entity| &tree.parsed.entities()[entity])
        .find(|entity| entity.kind == EntityKind::Org);
    if let Some(entity) = organisation {
        let words = entity.first as usize..entity.end as usize;
        return Some(tree.parsed.words(words).to_owned());
    }
    let after = |preposition: &str| {
        whole
            .clone()
            .filter(|t| *t >= subject)
            .find_map(|t| tree.prepositional(t, preposition).first().copied())
    };
    let place = after("at")
        .or_else(|| after("of"))
        .or_else(|| after("from"))?;
    Some(tree.parsed.words(tree.base_phrase(place)).to_owned())
}
