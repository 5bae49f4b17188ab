//! Who comes along to an encounter without being a side of it.

use crate::actor::{ActorKind, ActorPhrase};
use crate::circumstance::clause_verb;
use crate::discourse::Discourse;
use crate::lexicon::AgentKind;
use crate::matcher::{Draft, Matcher, can_act};
use demarche_event::EventType;
use demarche_lang::Tag;

/// Those who come along: "with a group of shipowners", "accompanied by his wife".
pub(crate) fn companions(
    draft: &Draft,
    discourse: &Discourse,
    matcher: &Matcher<'_, '_>,
) -> Vec<ActorPhrase> {
    let tree = matcher.tree;
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    if rule.event_type != EventType::Consult {
        return Vec::new();
    }
    let verb = clause_verb(draft, matcher);
    let visitors = draft.source.iter().filter(|a| !a.anaphoric).map(|a| a.head);
    let own: Vec<usize> = [draft.trigger, verb].into_iter().chain(visitors).collect();
    let mut found: Vec<(usize, bool)> = Vec::new();
    for t in own.iter().flat_map(|t| tree.children(*t).chain([*t])) {
        if !tree.is_verb(t) || t == draft.trigger {
            continue;
        }
        let lemma = tree.lemma(t);
        let accompanies = matcher.actors.set("accompanies", lemma);
        if accompanies && tree.is_passive(t) {
            found.extend(tree.agent(t).map(|noun| (noun, true)));
        } else if accompanies && t == verb {
            found.extend(tree.surface_subject(t).map(|noun| (noun, true)));
        } else if matcher.actors.set("brings-along", lemma) && tree.tag(t) == Tag::Vbg {
            found.extend(tree.object(t).map(|noun| (noun, false)));
        }
    }
    for t in &own {
        for preposition in ["alongside", "with"] {
            // Where talks are told of, "with" leads to the other side.
            if preposition == "alongside" || rule.mode == Some("visit") {
                let nouns = tree.prepositional(*t, preposition).into_iter();
                found.extend(nouns.map(|noun| (noun, false)));
            }
        }
        for head in tree.prepositional(*t, "at") {
            if matcher.actors.set("at-the-head", tree.lemma(head)) {
                found.extend(
                    tree.prepositional(head, "of")
                        .into_iter()
                        .map(|n| (n, false)),
                );
            }
        }
    }
    let mut companions: Vec<ActorPhrase> = Vec::new();
    for (noun, is_somebody) in found {
        let group = matcher.actors.set("company", tree.lemma(noun));
        let named = tree.conjuncts(noun).into_iter().flat_map(|noun| {
            let mut named = matcher.actors.phrase(noun, discourse);
            if named.is_empty() && (is_somebody || group) && tree.is_nominal(noun) {
                named.push(matcher.actors.somebody(noun));
            }
            // Members tell what a group is of.
            let members = matcher.content(noun);
            let members = matcher.actors.phrase(members, discourse).into_iter().next();
            for actor in named
                .iter_mut()
                .filter(|a| !a.anaphoric && a.name.is_none())
            {
                let of = members.as_ref();
                actor.country = actor.country.or(of.and_then(|m| m.country));
                actor.sector = actor.sector.or(of.and_then(|m| m.sector));
                actor.bytes = matcher.actors.somebody(noun).bytes;
            }
            named
        });
        companions.extend(named.filter(|a| {
            let of_host =
                a.country.is_some() && draft.target.iter().any(|b| b.country == a.country);
            let is_side = draft.source.iter().any(|s| s.bytes == a.bytes);
            let human = matches!(
                a.kind,
                ActorKind::Person
                    | ActorKind::Agent(AgentKind::Person | AgentKind::Group | AgentKind::People)
            );
            human && can_act(a) && !of_host && !is_side && !a.anaphoric
        }));
    }
    companions.sort_by_key(|a| a.bytes.start);
    companions.dedup_by(|a, b| a.bytes == b.bytes);
    companions
}
