//! What lies ahead of an act: what it promises, plans or asks for.

use super::head_of;
use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Grain, Kind};
use demarche_event::{Days, EventType, Quad, Status};
use demarche_lang::{Dep, Tag};

/// Whether a date lies ahead of what has happened: "agreed to meet before the end of
/// the year", "announced duties for April".
pub(super) fn is_ahead_of(
    draft: &Draft,
    expression: &Expression,
    published: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let (Some(days), Some(published)) = (expression.days, published) else {
        return false;
    };
    let first = matcher.tree.text(expression.tokens.start);
    let meant_for = matcher.actors.set("meant-for", &first.to_ascii_lowercase());
    let event_type = matcher.lexicon.rules.rules[draft.rule].event_type;
    let words = matches!(
        event_type.quad(),
        Quad::VerbalConflict | Quad::VerbalCooperation
    ) && event_type != EventType::Consult;
    // "Promised a deal by autumn", "undertook to cut them within two months".
    let is_term = days.until > published.until
        && (expression.kind == Kind::Until
            || expression.count.is_some() && days.since >= published.since);
    draft.frame.status == Status::Happened
        && (meant_for
            || words && days.since >= published.until && !is_scheduled(draft, expression, matcher)
            || is_term
            || is_deadline(draft, expression, matcher))
}

/// Whether the verb of an act has a day in the present tense: "they sign it on Friday".
fn is_scheduled(draft: &Draft, expression: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
    let preposition = tree.head(head_of(expression, matcher));
    let on = |p: usize| tree.dep(p) == Dep::Prep && tree.head(p) == verb;
    let hangs_on = tree.head(expression.tokens.start) == verb || preposition.is_some_and(on);
    let is_present = |verb: usize| matches!(tree.tag(verb), Tag::Vbz | Tag::Vbp);
    expression.grain == Grain::Day
        && expression.kind == Kind::Date
        && hangs_on
        && verb.is_some_and(is_present)
}

/// Whether an expression tells until when others are to do what an act asks of them:
/// "ordered them to leave by April 30".
fn is_deadline(draft: &Draft, expression: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let is_term = expression.kind == Kind::Until
        || expression.kind == Kind::Relative && expression.count.is_some_and(|c| c.least == 0);
    let own = draft.carrier.unwrap_or(draft.trigger).max(draft.trigger);
    let asked = own + 1..expression.tokens.start;
    let is_aim = |t: usize| {
        tree.is_verb(t)
            && tree.children(t).any(|to| tree.tag(to) == Tag::To)
            && !tree.children(t).any(|c| tree.tag(c) == Tag::Vbd)
    };
    let ends = |t: usize| tree.text(t) == ";";
    is_term && asked.clone().any(is_aim) && !asked.clone().any(ends)
}

/// Whether an event is goodwill that is voiced, not yet shown: "stands ready to work with
/// them", "would lift the ban".
pub(crate) fn is_promise(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let event_type = matcher.lexicon.rules.rules[draft.rule].event_type;
    matches!(draft.frame.status, Status::Planned | Status::Proposed)
        && matches!(
            event_type,
            EventType::Agree | EventType::Support | EventType::Cooperate | EventType::Retreat
        )
}

/// Whether a promise is no more than its words, so that it was made when it was voiced.
pub(crate) fn is_voiced(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let event_type = matcher.lexicon.rules.rules[draft.rule].event_type;
    is_promise(draft, matcher) && event_type != EventType::Retreat
}

/// Whether a day that is over is that on which something to come was agreed on or
/// announced: "agreed on Monday to hold talks".
pub(super) fn is_of_the_plan(
    draft: &Draft,
    expression: &Expression,
    published: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    let (Some(days), Some(published)) = (expression.days, published) else {
        return false;
    };
    let over = days.until <= published.since;
    let own = |t: usize| t == draft.trigger || draft.carrier == Some(t);
    // What is promised is promised on the day of the words.
    if is_promise(draft, matcher) {
        return false;
    }
    let on = tree.verb_above(head_of(expression, matcher));
    let said = on.is_some_and(|verb| {
        let is_past = tree.tag(verb) == Tag::Vbd;
        is_past && !own(verb) && tree.is_under(draft.trigger, verb)
    });
    draft.frame.status == Status::Planned && over && said
}

/// Whether a weekday is that of what is on the calendar: "arrives on Monday", "begins a
/// visit on Friday", said in the present on another day, tell of the Monday to come.
pub(crate) fn is_on_the_calendar(time: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let set = |set: &str, t: usize| matcher.actors.set(set, tree.lemma(t));
    let sentence = tree.token(time).sentence().tokens();
    let words = &matcher.lexicon.time_words;
    let near = time..sentence.end.min(time + 3);
    if !near.clone().any(|t| words.is_weekday(&tree.lower_text(t))) {
        return false;
    }
    let mut at = time;
    for _ in 0..4 {
        let is_of_time = matches!(
            tree.dep(at),
            Dep::Pobj | Dep::Npadvmod | Dep::Prep | Dep::Compound | Dep::Advmod | Dep::Nmod
        );
        let Some(head) = tree.head(at).filter(|_| is_of_time) else {
            return false;
        };
        at = head;
        if tree.is_verb(at) {
            break;
        }
        if (set("visit", at) || set("talks", at)) && tree.dep(at) == Dep::Dobj {
            at = tree.head(at).unwrap_or(at);
            break;
        }
    }
    let is_aux = |c: usize| matches!(tree.dep(c), Dep::Aux | Dep::Auxpass | Dep::Neg);
    let is_present = |t: usize| matches!(tree.tag(t), Tag::Vbz | Tag::Vbp);
    let plain = is_present(at) && !tree.children(at).any(is_aux);
    let under_way = tree.tag(at) == Tag::Vbg
        && tree
            .children(at)
            .any(|c| tree.dep(c) == Dep::Aux && tree.lemma(c) == "be" && is_present(c));
    tree.is_verb(at) && set("scheduled", at) && (plain || under_way)
}
