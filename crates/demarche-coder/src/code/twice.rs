//! One record for an act that a sentence tells twice.

use super::dated::future;
use crate::actor::{ActorKind, ActorPhrase};
use crate::lexicon::CodeId;
use crate::matcher::{Draft, Matcher};
use crate::setting;
use demarche_event::EventType;
use demarche_lang::Dep;

/// One record for an act that a sentence tells twice: "held talks" under "met
/// for talks".
pub(super) fn merge(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    let rules = &matcher.lexicon.rules.rules;
    let key = |d: &Draft| {
        let countries = |actors: &[ActorPhrase]| {
            let mut all: Vec<Option<CodeId>> = actors.iter().map(|a| a.country).collect();
            all.sort();
            all.dedup();
            all
        };
        let to_place = !d.target.is_empty()
            && d.target.iter().all(|a| {
                matches!(
                    a.kind,
                    ActorKind::State | ActorKind::Seat | ActorKind::Place
                )
            });
        // "Flew to Zenda for the first meeting of both governments": a visit and a meeting.
        let journey = to_place && rules[d.rule].mode == Some("visit");
        let mut sides = [countries(&d.source), countries(&d.target)];
        let mutual = matches!(
            rules[d.rule].event_type,
            EventType::Cooperate | EventType::Support | EventType::Agree
        );
        if d.reciprocal || mutual {
            sides.sort();
        }
        (
            rules[d.rule].event_type,
            sides,
            to_place,
            journey,
            future(d.frame.status),
        )
    };
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts.drain(..) {
        let same = kept.iter().position(|k| {
            key(k) == key(&draft) && !other_persons(k, &draft) && !told_apart(k, &draft, matcher)
        });
        match same {
            Some(at) if kept[at].confidence < draft.confidence => kept[at] = draft,
            Some(_) => {}
            None => kept.push(draft),
        }
    }
    *drafts = kept;
}

/// Whether two verbs that "and" joins each have an object of their own: "expelled the
/// envoy and closed two consulates".
fn told_apart(one: &Draft, other: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let (one, other) = (one.trigger, other.trigger);
    // "the closure of the border and the suspension of trade"
    if matcher.frames.are_listed(one, other) {
        return true;
    }
    // "called the step hostile"
    let its = |c: &usize| matches!(tree.dep(*c), Dep::Dobj | Dep::Ccomp | Dep::Oprd);
    let object = |verb: usize| tree.children(verb).filter(its).find(|o| *o > verb);
    tree.is_verb(one)
        && tree.is_verb(other)
        && tree.lemma(one) != tree.lemma(other)
        && (tree.conjuncts(one).contains(&other) || tree.conjuncts(other).contains(&one))
        && object(one).is_some()
        && object(other).is_some()
}

/// Whether two drafts name different persons as those who act, or as those whom they meet.
fn other_persons(one: &Draft, other: &Draft) -> bool {
    let differ = |side: &dyn Fn(&Draft) -> Vec<ActorPhrase>| {
        let names = |draft: &Draft| {
            setting::names_of(&Draft {
                source: side(draft),
                target: Vec::new(),
                ..draft.clone()
            })
        };
        let (one, other) = (names(one), names(other));
        !one.is_empty() && !other.is_empty() && !one.iter().any(|n| other.contains(n))
    };
    differ(&|draft| draft.source.clone()) || differ(&|draft| draft.target.clone())
}
