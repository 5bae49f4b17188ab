//! Which expression of time belongs to which event.

mod ahead; // what lies ahead of an act: what it promises, plans or asks for
mod background; // what lies before the time that a text tells of
mod beside; // expressions that tell of something else than the event beside them
mod counted; // days counted from what a clause, a cause or an anniversary tells
mod course; // how long an event lasts, and whether it is over on its day

pub(crate) use ahead::{is_on_the_calendar, is_promise, is_voiced};
pub(crate) use background::{had_happened, is_of_the_background, is_of_the_news, was_before};
pub(crate) use beside::{
    is_aside, is_of_told_talks, is_of_what_is_named, is_quoted, names_act, points_back,
};
pub(crate) use counted::{
    after_what, anniversary, counted_from_clause, counted_from_the_undated, follows, fortnight_to,
    is_counted_from_talks, leads_clause_of, of_its_reason, soon_followed,
};
pub(crate) use course::{is_foreseen, is_going_on, is_under_way, lengthen, within};

use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Kind};
use crate::{force, putting_off};
use ahead::{is_ahead_of, is_of_the_plan};
use beside::{
    is_in_aside, is_of_a_name, is_of_another_noun, is_of_since, is_of_the_matter,
    is_of_the_time_before, is_when, since_above,
};
use counted::is_of_what_came_first;
use demarche_event::{Days, Status};
use demarche_lang::{Dep, Pos, Tag};

/// How far a date that opens a sentence is from what its main verb tells.
const OPENING: usize = 2;

/// How far a date is at most from the words of a verb beside that which it hangs on.
const NEAR: usize = 4;

/// The date that stands closest to an event's words: one that hangs on the
/// trigger or its verb, else one of a clause above, else the only one of the
/// sentence. A date that hangs on another event's words isn't taken.
pub(crate) fn closest<'e>(
    draft: &Draft,
    times: &'e [Expression],
    published: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> Option<&'e Expression> {
    let mut found: Vec<(usize, &Expression)> = times
        .iter()
        .filter(|e| e.is_date() && !is_of_the_time_before(draft, e, matcher))
        .filter(|e| !is_of_a_name(draft, e, matcher))
        .filter(|e| !is_of_another_noun(draft, e, matcher))
        .filter(|e| !is_of_what_came_first(draft, e, published, matcher))
        .filter(|e| !is_of_since(draft, e, matcher) || is_since(draft, matcher))
        .filter(|e| !force::is_of_force(draft, e, matcher))
        // What is put off is so from the day that it is put off.
        .filter(|e| !putting_off::is_new_window(e.tokens.end - 1, matcher))
        .filter_map(|e| {
            let steps = distance(draft, e, matcher);
            let opens = opens_for(draft, e, matcher)
                || leads_clause(draft, e, matcher)
                || is_told_with_when(draft, e, matcher);
            let opens = opens.then_some(OPENING);
            Some((steps.into_iter().chain(opens).min()?, e))
        })
        // A vague word far off says nothing of this event.
        .filter(|(distance, e)| e.days.is_some() || *distance <= 3)
        .filter(|(_, e)| {
            !is_of_the_matter(draft, e, published, matcher)
                && !is_ahead_of(draft, e, published, matcher)
                && !is_of_the_plan(draft, e, published, matcher)
        })
        .collect();
    // "For months" farther off gives way to a day that the sentence names, and "repeatedly"
    // to the years of which its clause tells.
    let is_dated = |(distance, e): &(usize, &Expression)| {
        *distance <= NEAR && e.kind != Kind::Vague && e.days.is_some()
    };
    let told = matches!(draft.frame.status, Status::Happened | Status::Ongoing);
    let dated_near = told && found.iter().any(is_dated);
    let is_vague =
        |distance: usize, e: &Expression| (distance > 1 || dated_near) && e.kind == Kind::Vague;
    found.sort_by_key(|(distance, e)| (is_vague(*distance, e), *distance, e.days.is_none()));
    let (nearest, first) = *found.first()?;
    // "In May it planned a visit for July": what lies ahead is on the later day.
    let ahead = matches!(
        draft.frame.status,
        Status::Planned | Status::Proposed | Status::Demanded
    );
    if ahead && let Some(days) = first.days {
        let later = found
            .iter()
            .filter(|(distance, e)| {
                *distance <= nearest + 4 && e.days.is_some_and(|d| d.since > days.since)
            })
            .max_by_key(|(_, e)| e.days.map(|d| d.since));
        if let Some((_, later)) = later {
            return Some(later);
        }
    }
    Some(first)
}

/// Whether a date opens the sentence whose main clause reports the event, whatever it was
/// taken to hang on: "A week later leaders gathered in Strelsau accused him".
fn opens_for(draft: &Draft, expression: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let sentence = tree.token(draft.trigger).sentence().tokens();
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
    let words = sentence.start..expression.tokens.start;
    words.into_iter().all(|t| tree.pos(t) == Pos::Space)
        && expression.kind != Kind::Since
        && verb.is_some_and(|verb| tree.head(verb).is_none())
        && !tree.is_under(expression.tokens.start, draft.trigger)
}

/// Whether a date stands right behind the word that opens the event's clause, whatever it
/// was taken to hang on: "it recalled that in July he went to Strelsau".
fn leads_clause(draft: &Draft, expression: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let own = draft.carrier.unwrap_or(draft.trigger).min(draft.trigger);
    let sentence = tree.token(draft.trigger).sentence().tokens();
    let opener = expression.tokens.start.checked_sub(1);
    opener.is_some_and(|opener| sentence.contains(&opener) && tree.is(opener, "that"))
        && expression.tokens.end <= own
        && !(expression.tokens.end..own).any(|t| tree.is_verb(t))
}

/// Whether a clause behind a date says what went on as the main clause took place: "refused
/// their call to recognise the rebels in June, when he was in Strelsau".
fn is_told_with_when(draft: &Draft, expression: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let sentence = tree.token(draft.trigger).sentence().tokens();
    let after = (expression.tokens.end..sentence.end).find(|t| tree.text(*t) != ",");
    let when = after.is_some_and(|t| matcher.actors.set("when", &tree.lower_text(t)));
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
    when && draft.trigger < expression.tokens.start
        && verb.is_some_and(|verb| tree.head(verb).is_none())
}

/// Whether an event is told in the perfect: "has urged them not to travel".
fn is_since(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let has = |verb: usize| {
        tree.children(verb).any(|c| {
            tree.dep(c) == Dep::Aux
                && matches!(tree.tag(c), Tag::Vbz | Tag::Vbp)
                && matcher.actors.set("have", tree.lemma(c))
        })
    };
    let mut verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
    for _ in 0..5 {
        let Some(at) = verb else { return false };
        if has(at) {
            return true;
        }
        // "Has warned them and reimposed the ban".
        let goes_on = tree.dep(at) == Dep::Conj && tree.tag(at) == Tag::Vbn;
        verb = tree.head(at).filter(|_| goes_on);
    }
    false
}

/// The days of what has been so since an expression's, through those of publication.
pub(crate) fn since(
    draft: &Draft,
    expression: &Expression,
    days: Days,
    now: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> Days {
    let through = || Days::new(days.since, now?.until);
    match is_of_since(draft, expression, matcher) {
        true => through().unwrap_or(days),
        false => days,
    }
}

/// The only day, month or longer time before the publication that a sentence names, and
/// not in an aside: its persons hold the offices of that time.
pub(crate) fn only_past(
    times: &[Expression],
    published: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> Option<Days> {
    let published = published?;
    let named = times
        .iter()
        .filter(|e| e.is_date() && matches!(e.kind, Kind::Date | Kind::Relative));
    let mut named = named.filter(|e| e.days.is_some());
    let (only, none) = (named.next()?, named.next());
    let days = only.days.filter(|d| d.until <= published.since)?;
    (none.is_none() && !is_in_aside(head_of(only, matcher), matcher)).then_some(days)
}

/// Whether an expression hangs on the main verb of its sentence, or on a verb beside it.
pub(crate) fn is_of_main_clause(expression: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let preposition = tree.head(head_of(expression, matcher));
    let direct = preposition.is_some_and(|p| tree.is_verb(p))
        || tree
            .head(expression.tokens.start)
            .is_some_and(|v| tree.is_verb(v));
    let verb = tree.verb_above(expression.tokens.start);
    direct && verb.is_some_and(|verb| matches!(tree.dep(verb), Dep::Root | Dep::Conj))
}

/// Whether a word stands in a clause with a doer of its own that is joined to the clause of
/// a verb and stands behind it.
fn is_told_of_others(word: usize, verb: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let mut up = word;
    for _ in 0..20 {
        if up == verb {
            return false;
        }
        let has_doer = || tree.has_child(up, Dep::Nsubj) || tree.has_child(up, Dep::Nsubjpass);
        let says = || matcher.actors.set("report", tree.lemma(up));
        if tree.dep(up) == Dep::Conj && tree.is_verb(up) && up > verb && has_doer() && !says() {
            return true;
        }
        match tree.head(up) {
            Some(head) => up = head,
            None => return false,
        }
    }
    false
}

/// The token of an expression that hangs on something outside of it.
fn head_of(expression: &Expression, matcher: &Matcher<'_, '_>) -> usize {
    let tree = matcher.tree;
    expression
        .tokens
        .clone()
        .find(|t| {
            tree.head(*t)
                .is_none_or(|h| !expression.tokens.contains(&h))
        })
        .unwrap_or(expression.tokens.start)
}

/// Steps between an event's words and a date; `None` if the date belongs to
/// something else.
fn distance(draft: &Draft, date: &Expression, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    // "Lodged a protest the following day": that is when somebody did so.
    let is_counted = date.kind == Kind::Relative && date.days.is_some();
    let date = head_of(date, matcher);
    // What the date hangs on: the first verb, or noun that reports an event.
    let mut at = date;
    let mut owner = None;
    for _ in 0..30 {
        let Some(head) = tree.head(at) else { break };
        at = head;
        let is_word = tree.is_verb(at) || !is_counted && matcher.triggers(at).is_some();
        if is_word {
            owner = Some(at);
            break;
        }
    }
    let owner = owner.unwrap_or(at);
    // "Since the start of the war in 2022 it has kept in touch".
    let since = since_above(date, matcher).and_then(|since| tree.head(since));
    if let Some(steps) = since.and_then(|verb| tree.steps_up(draft.trigger, verb))
        && is_since(draft, matcher)
    {
        return Some(OPENING + steps);
    }
    // "The visit made on May 3".
    let makes = tree.dep(owner) == Dep::Acl
        && tree.tag(owner) == Tag::Vbn
        && tree.head(owner) == Some(draft.trigger)
        && matcher.actors.set("makes", tree.lemma(owner));
    if owner == draft.trigger || makes {
        return Some(0);
    }
    if draft.carrier == Some(owner) {
        return Some(1);
    }
    // On a clause that the event's clause hangs on, or is joined to.
    if let Some(steps) = tree.steps_up(draft.trigger, owner) {
        // "He met her on May 3, and she lodged a protest on May 4".
        let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
        let apart = verb.is_some_and(|verb| {
            let first = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Conj);
            let is_joined = first.is_some_and(|first| owner != first || first < date);
            is_joined
                && tree.has_child(verb, Dep::Nsubj)
                && tree.steps_up(verb, owner).is_some()
                && owner != verb
        });
        return Some(if apart { 14 } else { 2 } + steps);
    }
    // "Raised it when he came on Monday".
    let when = tree.head(owner);
    let own = when == Some(draft.trigger) || when.is_some() && when == draft.carrier;
    if own && is_when(owner, matcher) {
        return Some(2);
    }
    // What another clause tells keeps its own day: "the ban that it imposed last
    // May", "said that it met on Monday".
    let apart = |from: usize, to: usize| {
        let mut up = from;
        for _ in 0..20 {
            if up == to {
                return false;
            }
            // "flew to Zenda, where he met him on Monday": the day of the journey too.
            let is_there = || {
                tree.dep(up) == Dep::Relcl
                    && draft.mode_is_visit(matcher)
                    && tree.children(up).any(|c| {
                        tree.dep(c) == Dep::Advmod
                            && matcher
                                .actors
                                .set("where", &tree.text(c).to_ascii_lowercase())
                    })
            };
            if matches!(tree.dep(up), Dep::Relcl | Dep::Acl | Dep::Ccomp) && !is_there() {
                return true;
            }
            match tree.head(up) {
                Some(head) => up = head,
                None => return false,
            }
        }
        true
    };
    // On a clause under the event's: "met after arriving on Monday".
    let verb = draft.carrier.unwrap_or(draft.trigger);
    if let Some(steps) = tree.steps_up(owner, verb) {
        let joined = tree.conjuncts(draft.trigger).contains(&owner);
        // "It vowed to reply, and he spoke with her on Sunday".
        let of_others = || tree.is_verb(verb) && is_told_of_others(owner, verb, matcher);
        return (!apart(owner, verb) && !of_others()).then_some(if joined {
            16
        } else {
            12 + steps
        });
    }
    // On a neighbour: "went on a visit and met him on Monday".
    let mut up = owner;
    for steps in 0..4 {
        if tree.is_under(draft.trigger, up) {
            return (!apart(owner, up)).then_some(25 + steps);
        }
        up = tree.head(up)?;
    }
    None
}
