//! What a state calls something, the slogans under which it acts, and the strategies
//! that it publishes: claims about a relation, made by a name or a paper.

use super::assess::is;
use crate::actor::ActorPhrase;
use crate::discourse::Discourse;
use crate::figure::countries;
use crate::identity;
use crate::matcher::Matcher;
use crate::reading::Positions;
use demarche_event::{Claim, ClaimDirection, DocumentMeta};
use demarche_lang::{Dep, Pos};
use std::ops::Range;
use std::sync::Arc;

/// A name or paper by which somebody judges a relation.
struct Label {
    /// The verb, or the noun of a slogan.
    at: usize,
    by: ActorPhrase,
    other: Option<String>,
    direction: Option<ClaimDirection>,
}

/// The claims that labels, slogans and papers of a sentence make, but for those
/// whose verb is among the words in `told`, which tell of acts.
pub(crate) fn claims(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    told: &[usize],
    discourse: &Discourse,
    meta: &Arc<DocumentMeta>,
    positions: &Positions<'_>,
) -> Vec<Claim> {
    let tree = matcher.tree;
    let offset = matcher.actors.offset;
    let bytes = tree.parsed.bytes(tokens.clone());
    let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
    // One name alone is mostly a word of praise or blame; two that clash are frames.
    let mut labels: Vec<Label> = tokens
        .clone()
        .filter_map(|t| called(t, &tokens, matcher, discourse))
        .collect();
    let clash = labels
        .iter()
        .any(|l| l.by.country != labels[0].by.country && l.direction != labels[0].direction);
    if !clash {
        labels.clear();
    }
    labels.extend(
        tokens
            .clone()
            .filter_map(|t| slogan(t, matcher, discourse).or_else(|| paper(t, matcher, discourse))),
    );
    labels
        .into_iter()
        .filter(|label| !told.contains(&label.at))
        .filter_map(|label| {
            let own = matcher.lexicon.code(label.by.country?).to_owned();
            let at = (label.at - tokens.start).to_string();
            Some(Claim {
                id: identity::of(&[&meta.id, &sentence.start_char.to_string(), "label", &at]),
                document: Arc::clone(meta),
                quoted: sentence.text.contains(['"', '“', '”']),
                sentence: sentence.clone(),
                speaker: Some(positions.quote(label.by.bytes.clone()).text),
                affiliation: label.by.role.clone(),
                about: vec![(own, label.other)],
                direction: label.direction,
                hedge: None,
                cause: None,
                confidence: None,
                motive: None,
                means: None,
                effect: None,
                period: None,
            })
        })
        .collect()
}

/// "Calls it a provocation", "describes the canal as a gift".
fn called(
    verb: usize,
    sentence: &Range<usize>,
    matcher: &Matcher<'_, '_>,
    discourse: &Discourse,
) -> Option<Label> {
    let tree = matcher.tree;
    if !tree.is_verb(verb) || !is(matcher, "calls", verb) || tree.has_child(verb, Dep::Neg) {
        return None;
    }
    let object = tree.object(verb)?;
    let name = tree
        .child(verb, Dep::Oprd)
        .or_else(|| tree.prepositional(verb, "as").first().copied())
        .or_else(|| {
            // "Branded it an act": the name may be read as the object.
            tree.children(verb)
                .rfind(|c| tree.dep(*c) == Dep::Dobj && *c > object)
        })?;
    let direction = direction_of(tree.left(name)..tree.end(name), matcher)?;
    let by = official(tree.actor_subject(verb)?, matcher, discourse)?;
    let own = matcher.lexicon.code(by.country?);
    let other = |tokens: Range<usize>| {
        countries(matcher, tokens, &[])
            .into_iter()
            .find(|code| code != own)
    };
    let other = other(tree.left(object)..tree.end(object)).or_else(|| other(sentence.clone()))?;
    Some(Label {
        at: verb,
        by,
        other: Some(other),
        direction: Some(direction),
    })
}

/// "Her policy of “small steps” towards Graustark".
fn slogan(noun: usize, matcher: &Matcher<'_, '_>, discourse: &Discourse) -> Option<Label> {
    let tree = matcher.tree;
    if !tree.is_nominal(noun) || !is(matcher, "course", noun) {
        return None;
    }
    let words = tree.left(noun)..tree.end(noun);
    let marks: Vec<usize> = words
        .clone()
        .filter(|t| matches!(tree.text(*t), "“" | "”" | "\"" | "‘" | "’"))
        .collect();
    let [open, close] = marks[..] else {
        return None;
    };
    let plain = open + 1 < close && close - open <= 6 && !(open..close).contains(&noun);
    let towards = words
        .clone()
        .find(|t| tree.pos(*t) == Pos::Adp && is(matcher, "towards", *t) && *t > open)?;
    let owner = tree.child(noun, Dep::Poss).or_else(|| {
        let verb = tree.verb_above(noun)?;
        tree.actor_subject(verb).filter(|s| *s != noun)
    })?;
    let by = official(owner, matcher, discourse).filter(|_| plain)?;
    let own = matcher.lexicon.code(by.country?);
    let other = countries(matcher, towards + 1..words.end, &[])
        .into_iter()
        .find(|code| code != own)?;
    Some(Label {
        at: noun,
        by,
        other: Some(other),
        direction: direction_of(open + 1..close, matcher),
    })
}

/// "Published its strategy on Graustark".
fn paper(verb: usize, matcher: &Matcher<'_, '_>, discourse: &Discourse) -> Option<Label> {
    let tree = matcher.tree;
    if !tree.is_verb(verb) || !is(matcher, "publishes", verb) || tree.has_child(verb, Dep::Neg) {
        return None;
    }
    let object = tree.object(verb)?;
    if !is(matcher, "policy-paper", object) {
        return None;
    }
    let by = official(tree.actor_subject(verb)?, matcher, discourse)?;
    let own = matcher.lexicon.code(by.country?);
    // What it is on may hang on the paper or on the verb.
    let on = [object, verb].into_iter().find_map(|at| {
        tree.children(at)
            .filter(|c| tree.dep(*c) == Dep::Prep && *c > object && is(matcher, "towards", *c))
            .find_map(|c| tree.child(c, Dep::Pobj))
    })?;
    let other = countries(matcher, tree.left(on)..tree.end(on), &[])
        .into_iter()
        .find(|code| code != own);
    let abroad = other.is_some() || matcher.actors.mentions.at(on).is_some();
    let sentence = tree.token(verb).sentence().tokens();
    abroad.then(|| Label {
        at: verb,
        by,
        other,
        direction: direction_of(on + 1..sentence.end, matcher),
    })
}

/// A state or somebody who speaks for one.
fn official(
    subject: usize,
    matcher: &Matcher<'_, '_>,
    discourse: &Discourse,
) -> Option<ActorPhrase> {
    use demarche_event::Sector as S;
    let found = matcher.actors.actors(subject, discourse);
    found.into_iter().find(|a| {
        let speaks = matches!(
            a.sector,
            Some(S::Gov | S::Mil | S::Leg | S::Igo | S::Jud | S::Spy) | None
        );
        a.country.is_some() && speaks
    })
}

/// Where some words lean, unless they lean both ways.
fn direction_of(words: Range<usize>, matcher: &Matcher<'_, '_>) -> Option<ClaimDirection> {
    let any = |set: &str| words.clone().any(|t| is(matcher, set, t));
    let warm = any("claim-cooperative") || any("label-friendly");
    let cold = any("claim-conflictual") || any("label-hostile");
    match (warm, cold) {
        (true, false) => Some(ClaimDirection::Cooperative),
        (false, true) => Some(ClaimDirection::Conflictual),
        _ => None,
    }
}
