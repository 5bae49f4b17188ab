//! What somebody says will come: "she expected a thaw with Graustark" is a claim
//! of hers, and no event.

use crate::discourse::Discourse;
use crate::identity;
use crate::matcher::{Draft, Matcher};
use crate::reading::Positions;
use demarche_event::{Claim, ClaimDirection, DocumentMeta, EventType, Quad};
use demarche_lang::Dep;
use std::ops::Range;
use std::sync::Arc;

/// The verb of foretelling over a draft. Talks that somebody expects are planned,
/// and stay.
pub(crate) fn verb(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    if rule.event_type == EventType::Consult {
        return None;
    }
    let mut up = draft.trigger;
    for _ in 0..5 {
        let dep = tree.dep(up);
        let head = tree.head(up)?;
        if tree.is_verb(head)
            && matcher.actors.set("forecast", tree.lemma(head))
            && !tree.is_passive(head)
        {
            let will = tree.children(up).any(|c| {
                tree.dep(c) == Dep::Aux
                    && ["modal-future", "modal-would"]
                        .iter()
                        .any(|set| matcher.actors.set(set, &tree.text(c).to_ascii_lowercase()))
            });
            return (dep == Dep::Dobj || dep == Dep::Ccomp && will).then_some(head);
        }
        up = head;
    }
    None
}

/// What talks are expected to be about is no act: "is expected to push for trade".
pub(crate) fn is_agenda(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    rule.event_type == EventType::Request
        && draft.frame.because.is_some_and(|verb| {
            matcher.actors.set("forecast", tree.lemma(verb)) && tree.is_passive(verb)
        })
}

/// The claim that a foretold act is.
pub(crate) fn claim(
    draft: &Draft,
    verb: usize,
    tokens: Range<usize>,
    matcher: &Matcher<'_, '_>,
    discourse: &Discourse,
    meta: &Arc<DocumentMeta>,
    positions: &Positions<'_>,
) -> Option<Claim> {
    let tree = matcher.tree;
    let subject = tree.actor_subject(verb)?;
    let speaker = match matcher.actors.actors(subject, discourse).first() {
        Some(actor) => positions.quote(actor.bytes.clone()).text,
        None => tree.written(tree.base_phrase(subject)).to_owned(),
    };
    let code = |actors: &[crate::actor::ActorPhrase]| {
        actors
            .iter()
            .find_map(|a| a.country)
            .map(|c| matcher.lexicon.code(c).to_owned())
    };
    let one = code(&draft.source)?;
    let other = code(&draft.target).filter(|other| *other != one);
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    let direction = match rule.event_type.quad() {
        Quad::VerbalCooperation | Quad::MaterialCooperation => ClaimDirection::Cooperative,
        Quad::VerbalConflict | Quad::MaterialConflict => ClaimDirection::Conflictual,
    };
    let offset = matcher.actors.offset;
    let bytes = tree.parsed.bytes(tokens);
    let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
    let trigger = draft.trigger.to_string();
    Some(Claim {
        id: identity::of(&[
            &meta.id,
            &sentence.start_char.to_string(),
            &trigger,
            "forecast",
        ]),
        document: Arc::clone(meta),
        quoted: sentence.text.contains(['"', '“', '”']),
        sentence,
        speaker: Some(speaker),
        affiliation: None,
        about: vec![(one, other)],
        direction: Some(direction),
        hedge: Some(tree.text(verb).to_lowercase()),
        cause: None,
        confidence: None,
        motive: None,
        means: None,
        effect: None,
        period: None,
    })
}
