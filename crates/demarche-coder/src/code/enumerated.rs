//! Encounters that one verb tells of several times: "met in Zenda in May, in Strelsau in
//! June and again on Friday".

use super::Narrative;
use super::dated::Dated;
use crate::explain::quoted;
use crate::matcher::{Draft, Matcher, Occasion};
use crate::place::at_token;
use crate::setting;
use crate::when::{Expression, Grain, Kind};
use demarche_event::{EventType, Status};
use demarche_lang::{Dep, EntityKind, Pos};
use std::ops::Range;

impl Narrative<'_, '_> {
    /// The encounters told of beside a draft's own, each with its day. Keeps for the draft
    /// what is its own.
    pub(super) fn enumerated(
        &self,
        draft: &mut Draft,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Vec<(Draft, Dated)> {
        let rule = &self.lexicon.rules.rules[draft.rule];
        if rule.event_type != EventType::Consult {
            return Vec::new();
        }
        let earlier = earlier(draft, times, matcher);
        let several = occasions(draft, times, matcher);
        if several.is_none() && earlier.is_empty() {
            return Vec::new();
        }
        let (first, mut others) = several.unwrap_or((usize::MAX, Vec::new()));
        others.extend(earlier);
        let mut found = Vec::new();
        for (number, (time, place)) in others.into_iter().enumerate() {
            let Some(days) = time.days else { continue };
            let mut other = draft.clone();
            let number = number + 1;
            other.occasion = Some(Occasion { number, place });
            match place {
                Some(place) if draft.rule_mode == Some("visit") => {
                    let host = matcher.actors.phrase(place, &self.discourse);
                    if host.iter().all(|h| h.country.is_none()) {
                        continue;
                    }
                    other.target = host;
                }
                _ => setting::settle_at(&mut other, matcher),
            }
            let text = matcher.tree.written(time.tokens.clone()).to_owned();
            let step = format!(
                "date: one of several times, {}: {} to {}, end excluded",
                quoted(&text),
                days.since,
                days.until
            );
            found.push((other, Dated::stated(days, step, text)));
        }
        let visits_several = found
            .iter()
            .any(|(other, _)| other.target != draft.target && draft.rule_mode == Some("visit"));
        if visits_several {
            draft.target.retain(|a| a.anaphoric || a.head < first);
        }
        found
    }
}

/// Where the first time of an enumeration ends, and the other times with their places.
type Occasions<'t> = (usize, Vec<(&'t Expression, Option<usize>)>);

fn occasions<'t>(
    draft: &Draft,
    times: &'t [Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Occasions<'t>> {
    let tree = matcher.tree;
    let verb = draft
        .carrier
        .or_else(|| tree.verb_above(draft.trigger))
        .unwrap_or(draft.trigger);
    let is_point = |e: &&Expression| {
        matches!(e.kind, Kind::Date | Kind::Relative) && e.grain <= Grain::Year && e.days.is_some()
    };
    let mut points = times.iter().filter(is_point).filter(|e| {
        e.tokens.start > draft.trigger && tree.verb_above(e.tokens.start) == Some(verb)
    });
    let first = points.next()?;
    let mut before = first;
    let mut others = Vec::new();
    for time in points {
        let between = before.tokens.end..time.tokens.start;
        if !joins(&between, time, matcher) {
            break;
        }
        let ends = between.clone().rev().find(|t| tree.text(*t) == ";");
        let between = ends.unwrap_or(between.start)..between.end;
        let place = place_in(between, matcher).or_else(|| place_after(time, matcher));
        others.push((time, place));
        before = time;
    }
    (!others.is_empty()).then_some((first.tokens.end, others))
}

/// The encounters that a later one is counted after: "their third meeting after Zenda in
/// May and Strelsau in June".
fn earlier<'t>(
    draft: &Draft,
    times: &'t [Expression],
    matcher: &Matcher<'_, '_>,
) -> Vec<(&'t Expression, Option<usize>)> {
    let tree = matcher.tree;
    let told = matches!(draft.frame.status, Status::Happened | Status::Ongoing);
    let counted = |noun: usize| {
        let is_encounter = ["talks", "visit"]
            .iter()
            .any(|set| matcher.actors.set(set, tree.lemma(noun)));
        let ordinal = |c| tree.token(c).entity_kind() == Some(EntityKind::Ordinal);
        is_encounter && tree.children(noun).any(ordinal)
    };
    let beside = tree.children(draft.trigger).filter(|c| {
        matches!(
            tree.dep(*c),
            Dep::Npadvmod | Dep::Appos | Dep::Attr | Dep::Dobj
        )
    });
    let after = std::iter::once(draft.trigger)
        .chain(beside)
        .filter(|noun| told && tree.is_nominal(*noun) && counted(*noun))
        .find_map(|noun| {
            let after = |c: &usize| *c > noun && tree.is(*c, "after");
            tree.children(noun).find(after)
        });
    let Some(after) = after else {
        return Vec::new();
    };
    let mut from = after + 1;
    let mut found = Vec::new();
    for time in times.iter().filter(|time| time.tokens.start > after) {
        let lists = |t: usize| {
            matches!(tree.pos(t), Pos::Propn | Pos::Adp | Pos::Cconj | Pos::Det)
                || tree.text(t) == ","
        };
        let place = place_in(from..time.tokens.start, matcher);
        if !(from..time.tokens.start).all(lists) || place.is_none() {
            break;
        }
        found.push((time, place));
        from = time.tokens.end;
    }
    found
}

/// Whether the words between two times only join them: ", in Strelsau", "and again".
fn joins(between: &Range<usize>, time: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    // "In Zenda in May, where both agreed; in Strelsau in June"
    let ends = between.clone().rev().find(|t| tree.text(*t) == ";");
    let between = &(ends.unwrap_or(between.start)..between.end);
    let is_joint = |t: usize| matches!(tree.text(t), "," | ";") || tree.pos(t) == Pos::Cconj;
    let is_place = |t: usize| {
        let mention = matcher.actors.mentions.at(t);
        mention.is_some_and(|m| m.tokens.contains(&t)) && at_token(t, matcher).is_some()
    };
    let links = |t: usize| {
        is_joint(t) || matches!(tree.pos(t), Pos::Adp | Pos::Adv | Pos::Det) || is_place(t)
    };
    // "On Monday and Tuesday" is one encounter; "in 2015 and 2019" are two.
    let anew = between.clone().any(|t| !is_joint(t))
        || time.grain == Grain::Year
        || tree.pos(time.tokens.start) == Pos::Adp
        || matcher
            .actors
            .set("anew", &tree.lower_text(time.tokens.start));
    between.len() <= 8 && between.clone().any(is_joint) && between.clone().all(links) && anew
}

fn place_in(tokens: Range<usize>, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let mut tokens = tokens.rev();
    tokens.find(|t| at_token(*t, matcher).is_some())
}

/// The place right behind a time: "last week in Strelsau".
fn place_after(time: &Expression, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    let preposition = time.tokens.end;
    let sentence = tree.token(time.tokens.start).sentence().tokens();
    let leads = preposition + 1 < sentence.end
        && matcher
            .actors
            .set("place-prepositions", &tree.lower_text(preposition));
    if !leads {
        return None;
    }
    let mention = matcher.actors.mentions.at(preposition + 1)?;
    let last = mention.tokens.end - 1;
    at_token(last, matcher).map(|_| last)
}
