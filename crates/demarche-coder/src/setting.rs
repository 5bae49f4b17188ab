//! Where talks took place, which makes them a visit, a meeting in a third place
//! or one on the sidelines; and who was the visitor.

use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::CodeId;
use crate::matcher::{Draft, Matcher};
use crate::place::at_token;
use demarche_event::{EventType, Status};
use demarche_lang::Dep;
use std::ops::Range;

/// What a sentence says about where things took place.
#[derive(Debug, Default)]
pub(crate) struct Setting {
    /// A gathering of several states is named as the occasion.
    forum: bool,
}

impl Setting {
    pub(crate) fn read(matcher: &Matcher<'_, '_>, tokens: Range<usize>) -> Setting {
        let tree = matcher.tree;
        let mut forum = false;
        for t in tokens.clone() {
            if matcher.actors.set("sidelines", tree.lemma(t)) {
                forum = true;
            }
        }
        for mention in matcher.actors.mentions.within(tokens) {
            let head = matcher.actors.mention_head(mention);
            let is_forum = mention.refs.iter().any(|r| {
                matches!(r, crate::lexicon::NameRef::Organisation(n)
                    if matcher.lexicon.organisations[*n as usize].is_forum)
            });
            // "during the G20 summit": the forum's meeting is the occasion.
            if is_forum && tree.head(head).is_some_and(|h| tree.dep(head) == Dep::Pobj && matcher.actors.set("occasion", &tree.text(h).to_ascii_lowercase())) {
                forum = true;
            }
        }
        Setting { forum }
    }
}

impl Draft {
    pub(crate) fn mode_is_visit(&self, matcher: &Matcher<'_, '_>) -> bool {
        self.mode.or(matcher.lexicon.rules.rules[self.rule].mode) == Some("visit")
    }
}

/// Gives a meeting its mode and puts the visitor first.
pub(crate) fn settle(draft: &mut Draft, setting: &Setting, matcher: &Matcher<'_, '_>, discourse: &Discourse) {
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    if rule.event_type != EventType::Consult || rule.mode.is_some() || !rule.reciprocal {
        return;
    }
    if setting.forum {
        draft.mode = Some("multilateral");
        return;
    }
    let Some((one, other)) = pair_of(draft) else { return };
    if let Some(country) = place_country(draft, matcher) {
        if country == one || country == other {
            visit(draft, country);
        } else {
            draft.mode = Some("third-party");
        }
        return;
    }
    let here = matches!(draft.frame.status, Status::Happened | Status::Ongoing | Status::Planned);
    if here && let Some(told) = discourse.visit_between(one, other, 8) {
        let host = told.host;
        visit(draft, host);
    }
}

/// A visit of the same sentence is where its meetings took place.
pub(crate) fn place_in_visit(draft: &mut Draft, visits: &[(CodeId, CodeId)]) {
    if draft.mode.is_some() || !draft.reciprocal {
        return;
    }
    let Some((one, other)) = pair_of(draft) else { return };
    let told = visits
        .iter()
        .find(|(visitor, host)| (*visitor == one && *host == other) || (*visitor == other && *host == one));
    if let Some((_, host)) = told {
        visit(draft, *host);
    }
}

fn visit(draft: &mut Draft, host: CodeId) {
    draft.mode = Some("visit");
    draft.reciprocal = false;
    let hosts_first = draft.source.iter().any(|a| a.country == Some(host))
        && draft.target.iter().all(|a| a.country != Some(host));
    if hosts_first {
        std::mem::swap(&mut draft.source, &mut draft.target);
        std::mem::swap(&mut draft.source_slot, &mut draft.target_slot);
    }
}

/// Visitor and host of a visit.
pub(crate) fn visit_of(draft: &Draft) -> Option<(CodeId, CodeId)> {
    let is_visit = draft.mode == Some("visit") || draft.rule_mode == Some("visit");
    is_visit.then(|| pair_of(draft)).flatten()
}

/// The countries of both sides.
pub(crate) fn pair_of(draft: &Draft) -> Option<(CodeId, CodeId)> {
    let first = |actors: &[ActorPhrase]| actors.iter().find_map(|a| a.country);
    let one = first(&draft.source)?;
    let other = first(&draft.target)?;
    (one != other).then_some((one, other))
}

/// The country in which the words place the talks.
fn place_country(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<CodeId> {
    let tree = matcher.tree;
    let mut at = vec![draft.trigger];
    at.extend(draft.carrier);
    // "arrived in Strelsau for talks": the verb above says where.
    if draft.carrier.is_none() {
        at.extend(tree.verb_above(draft.trigger));
    }
    let parties: Vec<usize> =
        draft.source.iter().chain(&draft.target).filter(|a| !a.anaphoric).map(|a| a.head).collect();
    for t in at {
        for c in tree.children(t) {
            if tree.dep(c) != Dep::Prep || !matcher.actors.set("place-prepositions", &tree.text(c).to_ascii_lowercase()) {
                continue;
            }
            for object in tree.children(c).filter(|o| tree.dep(*o) == Dep::Pobj && !parties.contains(o)) {
                let phrase = matcher.actors.phrase(object, &Discourse::default());
                let is_place = phrase.iter().any(|p| {
                    matches!(p.kind, ActorKind::Place | ActorKind::Seat | ActorKind::State)
                });
                if is_place && let Some((_, place)) = at_token(object, matcher) {
                    return place.country;
                }
            }
        }
    }
    None
}
