//! Where an event took place.

use crate::lexicon::{NameRef, PlaceKnown};
use crate::matcher::{Draft, Matcher};
use demarche_lang::Dep;

/// The place that the words give: "in Strelsau" under the trigger, its verb or
/// the clause; for a visit, where it leads.
pub(crate) fn place_of<'t>(
    draft: &Draft,
    matcher: &Matcher<'t, '_>,
) -> Option<(&'t str, PlaceKnown)> {
    if let Some(occasion) = draft.occasion {
        return at_token(occasion.place?, matcher);
    }
    let tree = matcher.tree;
    let mut at = vec![draft.trigger];
    at.extend(draft.carrier);
    at.extend(tree.verb_above(draft.trigger));
    for t in at {
        for c in tree.children(t) {
            if tree.dep(c) != Dep::Prep
                || !matcher
                    .actors
                    .set("place-prepositions", &tree.text(c).to_ascii_lowercase())
            {
                continue;
            }
            for object in tree.children(c).filter(|o| tree.dep(*o) == Dep::Pobj) {
                if let Some(found) = at_token(object, matcher) {
                    return Some(found);
                }
            }
        }
    }
    if draft.mode_is_visit(matcher) {
        for actor in &draft.target {
            if !actor.anaphoric
                && let Some(found) = at_token(actor.head, matcher)
            {
                return Some(found);
            }
        }
    }
    None
}

/// The known place that a token names.
pub(crate) fn at_token<'t>(t: usize, matcher: &Matcher<'t, '_>) -> Option<(&'t str, PlaceKnown)> {
    let mention = matcher.actors.mentions.at(t)?;
    let lexicon = matcher.lexicon;
    let words = matcher.tree.written(mention.tokens.clone());
    mention.refs.iter().find_map(|r| match *r {
        NameRef::Place(n) | NameRef::Capital(_, n) => {
            Some((words, lexicon.places[n as usize].clone()))
        }
        // What is done at the seat of a government is done in its state.
        NameRef::Seat(n) => {
            let country = Some(lexicon.states[n as usize].code);
            let (lat, lon) = (None, None);
            Some((words, PlaceKnown { country, lat, lon }))
        }
        NameRef::State(n) => {
            let state = &lexicon.states[n as usize];
            Some((
                words,
                PlaceKnown {
                    country: Some(state.code),
                    lat: state.lat,
                    lon: state.lon,
                },
            ))
        }
        _ => None,
    })
}
