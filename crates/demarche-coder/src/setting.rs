//! Where talks took place, which makes them a visit, a meeting in a third place
//! or one on the sidelines; and who was the visitor.

use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::{Discourse, TalksTold};
use crate::lexicon::{CodeId, NameRef};
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
                matches!(r, NameRef::Organisation(n)
                    if matcher.lexicon.organisations[*n as usize].is_forum)
            });
            // "during the G20 summit": the forum's meeting is the occasion.
            if is_forum
                && tree.head(head).is_some_and(|h| {
                    tree.dep(head) == Dep::Pobj
                        && matcher
                            .actors
                            .set("occasion", &tree.text(h).to_ascii_lowercase())
                })
            {
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
pub(crate) fn settle(
    draft: &mut Draft,
    setting: &Setting,
    visits: &[(CodeId, CodeId)],
    matcher: &Matcher<'_, '_>,
    discourse: &Discourse,
) {
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    if rule.event_type != EventType::Consult || rule.mode.is_some() || !rule.reciprocal {
        return;
    }
    if setting.forum {
        draft.mode = Some("multilateral");
        return;
    }
    let Some((one, other)) = pair_of(draft) else {
        return;
    };
    let in_sentence = visits.iter().find(|(visitor, host)| {
        (*visitor == one && *host == other) || (*visitor == other && *host == one)
    });
    // A visitor who leads talks at home contradicts the visit: the visit stands.
    let place = place_country(draft, matcher)
        .filter(|country| in_sentence.is_none_or(|(visitor, _)| visitor != country));
    if let Some(country) = place {
        if country == one || country == other {
            visit(draft, country);
        } else {
            draft.mode = Some("third-party");
        }
        return;
    }
    // A visit of the same sentence is where its meetings took place.
    if let Some((_, host)) = in_sentence {
        visit(draft, *host);
        return;
    }
    if let Some(host) = host_of_visiting(draft, matcher) {
        visit(draft, host);
        return;
    }
    let here = matches!(
        draft.frame.status,
        Status::Happened | Status::Ongoing | Status::Planned
    );
    if here && let Some(told) = told_before(draft, discourse, matcher) {
        match told.mode {
            Some("visit") => visit(draft, told.host),
            other => draft.mode = other,
        }
    }
}

/// Whom a party that is called a visitor talks with: "the visiting minister met the
/// premier".
fn host_of_visiting(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<CodeId> {
    let tree = matcher.tree;
    let is_visiting = |actors: &[ActorPhrase]| {
        actors.iter().any(|a| {
            let mut words = tree.base_phrase(a.head).chain(a.head..a.head + 1);
            let is = |w: usize| matcher.actors.set("visiting", &tree.lower_text(w));
            words.any(is)
                || tree.head(a.head).is_some_and(|title| {
                    tree.dep(a.head) == Dep::Appos && tree.base_phrase(title).any(is)
                })
        })
    };
    let (one, other) = pair_of(draft)?;
    match (is_visiting(&draft.source), is_visiting(&draft.target)) {
        (true, false) => Some(other),
        (false, true) => Some(one),
        _ => None,
    }
}

/// "Will visit several barracks": those of the state that the visitors were told to be
/// visiting.
pub(crate) fn call_at_host(draft: &mut Draft, discourse: &Discourse) {
    let unplaced = !draft.target.is_empty() && draft.target.iter().all(|a| a.country.is_none());
    if draft.rule_mode != Some("visit") || !unplaced {
        return;
    }
    let told = discourse.latest_talks(true, 2);
    let same = |visitor: &CodeId| draft.source.iter().any(|a| a.country == Some(*visitor));
    if let Some(told) = told.filter(|told| same(&told.visitor)) {
        for place in &mut draft.target {
            place.country = Some(told.host);
            place.by_scene = true;
        }
    }
}

/// The talks told of before that these are: between the same two, with the same
/// persons where both are named.
pub(crate) fn told_before<'d>(
    draft: &Draft,
    discourse: &'d Discourse,
    matcher: &Matcher<'_, '_>,
) -> Option<&'d TalksTold> {
    let (one, other) = pair_of(draft)?;
    let names = names_of(draft);
    let definite = is_definite(draft, matcher);
    discourse.talks_between(one, other, 8).find(|told| {
        let both_named = !names.is_empty() && !told.names.is_empty();
        let shared = names.iter().any(|n| told.names.contains(n));
        let near = discourse.sentence - told.sentence <= 3;
        let happened = matches!(draft.frame.status, Status::Happened | Status::Ongoing);
        if told.lie_ahead && happened {
            return false;
        }
        match told.mode {
            Some("visit") => shared || (!both_named && near),
            _ => definite && (shared || (!both_named && near)),
        }
    })
}

/// "the talks", "his meeting": one spoken of before.
fn is_definite(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    tree.children(draft.trigger).any(|c| {
        matches!(tree.dep(c), Dep::Det | Dep::Poss)
            && matcher
                .actors
                .set("definite", &tree.text(c).to_ascii_lowercase())
    })
}

/// The names of the persons who take part.
pub(crate) fn names_of(draft: &Draft) -> Vec<String> {
    draft
        .source
        .iter()
        .chain(&draft.target)
        .filter(|a| a.kind == ActorKind::Person)
        .filter_map(|a| a.name.clone().or_else(|| a.family.clone()))
        .collect()
}

/// Gives the mode to one of several encounters, by its own place.
pub(crate) fn settle_at(draft: &mut Draft, matcher: &Matcher<'_, '_>) {
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    if rule.mode.is_some() || !rule.reciprocal {
        return;
    }
    let place = draft.occasion.and_then(|o| o.place);
    let country = place.and_then(|t| at_token(t, matcher)?.1.country);
    let Some((country, (one, other))) = country.zip(pair_of(draft)) else {
        if draft.mode == Some("third-party") {
            draft.mode = None;
        }
        return;
    };
    if country == one || country == other {
        visit(draft, country);
    } else {
        draft.mode = Some("third-party");
        draft.reciprocal = rule.reciprocal;
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
    pair(&draft.source, &draft.target)
}

/// The first countries of two sides, if they differ.
pub(crate) fn pair(one: &[ActorPhrase], other: &[ActorPhrase]) -> Option<(CodeId, CodeId)> {
    let first = |actors: &[ActorPhrase]| actors.iter().find_map(|a| a.country);
    let (one, other) = (first(one)?, first(other)?);
    (one != other).then_some((one, other))
}

/// The country in which the words place the talks: a phrase of place in their
/// clause that isn't one of the parties.
pub(crate) fn place_country(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<CodeId> {
    let tree = matcher.tree;
    let verb = draft
        .carrier
        .or_else(|| tree.verb_above(draft.trigger))
        .unwrap_or(draft.trigger);
    let parties: Vec<usize> = draft
        .source
        .iter()
        .chain(&draft.target)
        .filter(|a| !a.anaphoric)
        .map(|a| a.head)
        .collect();
    let mut found: Option<(usize, CodeId)> = None;
    for c in tree.left(verb)..tree.end(verb) {
        if tree.dep(c) != Dep::Prep
            || !matcher
                .actors
                .set("place-prepositions", &tree.text(c).to_ascii_lowercase())
        {
            continue;
        }
        // Another clause's place isn't this one's.
        let mut up = c;
        let mut inside = false;
        for _ in 0..20 {
            let Some(head) = tree.head(up) else { break };
            let of_another = up != c
                && tree.dep(up) != Dep::Pobj
                && matcher
                    .actors
                    .set("elsewhere", &tree.text(up).to_ascii_lowercase());
            if of_another {
                break;
            }
            if head == verb || head == draft.trigger {
                inside = true;
                break;
            }
            if tree.is_verb(head) {
                break;
            }
            up = head;
        }
        if !inside && c != verb {
            continue;
        }
        for object in tree
            .children(c)
            .filter(|o| tree.dep(*o) == Dep::Pobj && !parties.contains(o))
        {
            let Some((_, place)) = at_token(object, matcher) else {
                continue;
            };
            let Some(country) = place.country else {
                continue;
            };
            let distance = c.abs_diff(draft.trigger);
            if found.is_none_or(|(d, _)| distance < d) {
                found = Some((distance, country));
            }
        }
    }
    let of_noun = || seat_before(draft.trigger, &parties, matcher);
    found.map(|(_, country)| country).or_else(of_noun)
}

/// The seat of government that a noun for talks bears: "his White House meeting".
fn seat_before(talks: usize, parties: &[usize], matcher: &Matcher<'_, '_>) -> Option<CodeId> {
    let tree = matcher.tree;
    if !tree.is_nominal(talks) {
        return None;
    }
    let mut before = tree.children(talks).filter(|c| {
        *c < talks && matches!(tree.dep(*c), Dep::Compound | Dep::Nmod) && !parties.contains(c)
    });
    before.find_map(|c| {
        let mention = matcher.actors.mentions.at(c)?;
        mention.refs.iter().find_map(|r| match *r {
            NameRef::Seat(n) => Some(matcher.lexicon.states[n as usize].code),
            _ => None,
        })
    })
}
