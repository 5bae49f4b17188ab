//! Sentences whose agent can't be who the text means: by its grammar somebody acts
//! against themselves.

use crate::actor::ActorKind;
use crate::discourse::Discourse;
use crate::matcher::Matcher;
use std::ops::Range;

/// "X can weaken the efforts to rally others and put pressure on X": the words make
/// X press itself.
pub(super) fn turned_on_themselves(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    add: &mut impl FnMut(&str, Range<usize>, String),
) {
    let tree = matcher.tree;
    let alone = Discourse::default();
    let state = |t: usize| {
        let found = matcher.actors.phrase(t, &alone).into_iter().next()?;
        let named = matches!(found.kind, ActorKind::State | ActorKind::Seat);
        found.country.filter(|_| named && !found.anaphoric)
    };
    for verb in tokens.clone().filter(|t| tree.is_verb(*t)) {
        // "Pressure on X" under its verb, or X as what a hostile verb acts on.
        let Some(object) = tree.object(verb).filter(|o| *o > verb) else {
            continue;
        };
        let hostile = matcher.actors.set("against-others", tree.lemma(object));
        let target = if hostile {
            ["on", "against"].iter().find_map(|preposition| {
                let mut found = tree.prepositional(object, preposition);
                found.extend(tree.prepositional(verb, preposition));
                found.into_iter().find(|t| *t > object)
            })
        } else if matcher.actors.set("against-others", tree.lemma(verb)) {
            Some(object)
        } else {
            None
        };
        let Some(target) = target else { continue };
        let Some(subject) = tree.actor_subject(verb).filter(|s| *s < verb) else {
            continue;
        };
        if let (Some(by), Some(on)) = (state(subject), state(target))
            && by == on
        {
            add(
                "doubtful-agent",
                verb..target + 1,
                format!(
                    "by its grammar {} acts against itself; somebody else must be meant",
                    tree.text(target)
                ),
            );
        }
    }
}
