//! From when and until when a law or measure has force, where the words tell it apart
//! from the day of the act: "which took effect on 3 May", "effective 1 April",
//! "extended until June", "remain in force".

use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Grain, Kind};
use demarche_event::{DateBasis, Days, EventType, InForce, Status, When};
use demarche_lang::Dep;
use jiff::civil::Date;

/// What is decided: by a verb, or a noun and the verb that carries it.
pub(crate) struct Decision {
    pub trigger: usize,
    pub carrier: Option<usize>,
    /// Told as done, not wished for.
    pub told: bool,
}

/// When what an event, of a date, decides takes effect and when it ends.
pub(crate) fn in_force(
    draft: &Draft,
    date: &When,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<InForce> {
    decision(draft, matcher)?.in_force(Some(date), times, matcher)
}

/// Whether an expression tells when what the event decides has force, and not when it
/// was decided.
pub(crate) fn is_of_force(draft: &Draft, time: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    decision(draft, matcher).is_some_and(|decision| decision.is_of_force(time, matcher))
}

/// What an expression says, placed on some days.
pub(crate) fn when(time: &Expression, days: Option<Days>, matcher: &Matcher<'_, '_>) -> When {
    let words = matcher.tree.written(time.tokens.clone()).to_owned();
    match days {
        Some(days) => When {
            days: Some(days),
            basis: DateBasis::Stated,
            text: Some(words),
        },
        None => When::unplaced(Some(words)),
    }
}

impl Decision {
    /// When it takes effect and when it ends, if it was decided on a date.
    pub(crate) fn in_force(
        &self,
        date: Option<&When>,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Option<InForce> {
        let mut told = InForce {
            from: None,
            to: None,
        };
        for time in times {
            match role_of(self, time, matcher) {
                Some(Role::From) if told.from.is_none() => {
                    told.from = Some(when(time, time.days.and_then(|d| first(d, time)), matcher));
                }
                Some(Role::To) if told.to.is_none() => {
                    told.to = Some(when(time, time.days.and_then(|d| last(d, time)), matcher));
                }
                _ => {}
            }
        }
        if told.from.is_none()
            && told.to.is_none()
            && let Some(verb) = verb_of_force(self, matcher)
            && stays(verb, matcher)
        {
            // "Remain in force": since the act, whenever that was.
            let words = matcher.tree.written(verb..verb + 1).to_owned();
            let stated = date.filter(|date| date.basis == DateBasis::Stated);
            told.from = Some(
                stated
                    .cloned()
                    .unwrap_or_else(|| When::unplaced(Some(words))),
            );
        }
        (told.from.is_some() || told.to.is_some()).then_some(told)
    }

    /// Whether an expression tells when it has force, and not when it was decided.
    pub(crate) fn is_of_force(&self, time: &Expression, matcher: &Matcher<'_, '_>) -> bool {
        role_of(self, time, matcher).is_some()
    }
}

/// Whether a token stands where a date of effect lies ahead of what is told: "effective
/// 1 April", "with effect from Monday".
pub(crate) fn lies_ahead(t: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let first = tree.token(t).sentence().tokens().start;
    let mut before = (first..=t).rev().take(4);
    let decides_ahead = || {
        let verb = tree.verb_above(t)?;
        // "Announced a ban on goods from Zenda on Friday" doesn't begin then.
        let mut near = (first..=t).rev().take(4);
        let leads = near.find(|w| tree.dep(*w) == Dep::Prep || tree.is_verb(*w));
        let starts = |w: usize| matcher.actors.set("starts-from", &tree.lower_lemma(w));
        (leads.is_some_and(starts) && matcher.actors.set("decides-ahead", tree.lemma(verb)))
            .then_some(verb)
    };
    before.any(|w| is_effective(w, matcher)) || decides_ahead().is_some()
}

/// The word before a date of effect: "effective", "with effect".
fn is_effective(t: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    if tree.is_verb(t) || !matcher.actors.set("effective", &tree.lower_lemma(t)) {
        return false;
    }
    tree.dep(t) != Dep::Pobj && tree.dep(t) != Dep::Dobj || t > 0 && tree.is(t - 1, "with")
}

enum Role {
    From,
    To,
}

/// Whether an event is an act that stays in force: measures, laws, agreements, and what
/// ends them.
pub(crate) fn decides(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    matches!(
        matcher.lexicon.rules.rules[draft.rule].event_type,
        EventType::Sanction
            | EventType::Coerce
            | EventType::Retreat
            | EventType::Agree
            | EventType::Support
    )
}

fn decision(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<Decision> {
    decides(draft, matcher).then_some(Decision {
        trigger: draft.trigger,
        carrier: draft.carrier,
        told: matches!(draft.frame.status, Status::Happened | Status::Ongoing),
    })
}

fn role_of(decision: &Decision, time: &Expression, matcher: &Matcher<'_, '_>) -> Option<Role> {
    let tree = matcher.tree;
    let set = |set: &str, t: usize| matcher.actors.set(set, &tree.lower_lemma(t));
    let opens = tree.text(time.tokens.start).to_ascii_lowercase();
    let until = time.kind == Kind::Until && matcher.actors.set("put-off-until", &opens);
    let verb = tree.verb_above(hanging(time, matcher))?;
    // "…, effective 1 April", "with effect from Monday"
    let mut near = time.tokens.start.saturating_sub(2)..time.tokens.end;
    if near.any(|t| is_effective(t, matcher)) && belongs(verb, decision, matcher) {
        return Some(Role::From);
    }
    if let Some(force) = verb_of_force(decision, matcher)
        && force == verb
    {
        if until {
            return Some(Role::To);
        }
        let own = decision.trigger == verb || is_told_of(decision, verb, matcher);
        return (!own).then_some(Role::From);
    }
    // "Extended the sanctions until June"
    let decided = decision.carrier.unwrap_or(decision.trigger);
    let is_told = verb == decided || tree.object(verb) == Some(decision.trigger);
    if until && is_told && set("prolongs", verb) {
        return Some(Role::To);
    }
    // "Announced duties from 1 May"
    let starts = matcher.actors.set("starts-from", &opens) && time.kind != Kind::Until;
    (starts && decision.told && is_told && set("decides-ahead", verb)).then_some(Role::From)
}

/// The token of an expression that hangs on something outside of it.
pub(crate) fn hanging(time: &Expression, matcher: &Matcher<'_, '_>) -> usize {
    let tree = matcher.tree;
    let outside = |t: &usize| tree.head(*t).is_none_or(|h| !time.tokens.contains(&h));
    time.tokens
        .clone()
        .find(outside)
        .unwrap_or(time.tokens.start)
}

/// The verb by which what the event decides is said to have force: "took effect",
/// "remains in force".
fn verb_of_force(decision: &Decision, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    let sentence = tree.token(decision.trigger).sentence().tokens();
    sentence
        .filter(|t| tree.is_verb(*t) && has_force(*t, matcher))
        .find(|t| belongs(*t, decision, matcher))
}

/// "Takes effect", "comes into force", "is in force".
pub(crate) fn has_force(verb: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let bare = |noun: usize| {
        matcher.actors.set("force-nouns", &tree.lower_lemma(noun))
            && tree.children(noun).all(|c| c > noun)
    };
    let enters = matcher.actors.set("enters-force", tree.lemma(verb));
    let object = tree.child(verb, Dep::Dobj).is_some_and(bare);
    let phrases = ["in", "into"].iter();
    let mut phrases = phrases.flat_map(|p| tree.prepositional(verb, p));
    enters && (object || phrases.any(bare))
}

/// "Remains in force", "is still in force".
fn stays(verb: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let still = |c| tree.dep(c) == Dep::Advmod && matcher.actors.set("still", tree.lemma(c));
    matcher.actors.set("stays", tree.lemma(verb)) || tree.children(verb).any(still)
}

/// Whether a verb says more of what the event decides.
fn belongs(verb: usize, decision: &Decision, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let decided = decision.carrier.unwrap_or(decision.trigger);
    verb == decided
        || tree.is_under(verb, decided)
        || tree.is_under(verb, decision.trigger)
        || is_told_of(decision, verb, matcher)
        || tree.is_under(decided, verb) && tree.dep(decided) == Dep::Relcl
}

/// Whether the noun that tells the event is itself the subject: "the ban took effect".
fn is_told_of(decision: &Decision, verb: usize, matcher: &Matcher<'_, '_>) -> bool {
    matcher.tree.surface_subject(verb) == Some(decision.trigger)
}

/// The days on which force may begin: those of the calendar that an expression names.
pub(crate) fn first(days: Days, time: &Expression) -> Option<Days> {
    match time.kind {
        Kind::Since => whole(days.since, time.grain),
        _ => Some(days),
    }
}

/// The days on which force may end: the last that an expression holds.
pub(crate) fn last(days: Days, time: &Expression) -> Option<Days> {
    let day = days.until.yesterday().ok()?;
    whole(day, time.grain)
}

/// The day, month or year that a day belongs to.
fn whole(day: Date, grain: Grain) -> Option<Days> {
    match grain {
        Grain::Day => Some(Days::day(day)),
        Grain::Month => Days::new(day.first_of_month(), day.last_of_month().tomorrow().ok()?),
        Grain::Year => Days::new(day.first_of_year(), day.last_of_year().tomorrow().ok()?),
        _ => None,
    }
}
