//! What is put off until later: the putting off falls when it is reported, and the
//! words for until when give the plan its new window.

use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Grain, Kind};
use demarche_event::{Days, EventType, Status};
use demarche_lang::Dep;
use jiff::ToSpan;

/// The verb that leaves what a draft tells of for later, if one does: "postponed the
/// talks", "put the trip off". It reports the event, or makes it a thing not done.
pub(crate) fn verb(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<usize> {
    [Some(draft.trigger), draft.frame.because]
        .into_iter()
        .flatten()
        .find(|verb| puts_off(*verb, matcher))
}

/// Whether a date is the one until which a verb puts something off: "until autumn", "to
/// September". What was to be "in May", or is put off "on Friday", isn't.
pub(crate) fn is_new_window(token: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let is_until = |t: usize| {
        let word = tree.text(t).to_ascii_lowercase();
        matcher.actors.set("put-off-until", &word)
    };
    let mut up = token;
    let mut until = is_until(up);
    for _ in 0..30 {
        let Some(head) = tree.head(up) else {
            return false;
        };
        up = head;
        if tree.is_verb(up) {
            return until && puts_off(up, matcher);
        }
        until |= is_until(up);
    }
    false
}

/// Makes plans of what is put off to a time that is told: it is still to come.
pub(crate) fn keep_plans(drafts: &mut [Draft], times: &[Expression], matcher: &Matcher<'_, '_>) {
    for draft in drafts {
        if new_window(draft, times, matcher).is_some() {
            draft.frame.status = Status::Planned;
            draft.frame.absorbed = false;
        }
    }
}

/// The time to which what a draft tells of is put off; `None` for the putting off.
pub(crate) fn new_window<'e>(
    draft: &Draft,
    times: &'e [Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<&'e Expression> {
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    let status = draft.frame.status;
    if rule.event_type == EventType::Reject || !matches!(status, Status::Negated | Status::Planned)
    {
        return None;
    }
    let verb = draft.frame.because.filter(|v| puts_off(*v, matcher))?;
    times.iter().find(|e| {
        e.days.is_some()
            && is_new_window(e.tokens.end - 1, matcher)
            && matcher.tree.verb_above(e.tokens.end - 1) == Some(verb)
    })
}

/// The days of a new window: "until next year" is next year, not all the time till then.
pub(crate) fn days(window: &Expression) -> Option<Days> {
    let days = window.days?;
    if window.kind != Kind::Until {
        return Some(days);
    }
    let span = match window.grain {
        Grain::Day => 1.day(),
        Grain::Week => 1.week(),
        Grain::Month => 1.month(),
        Grain::Season | Grain::Quarter => 3.months(),
        Grain::Year => 1.year(),
        Grain::Decade | Grain::Century => return Some(days),
    };
    let since = days.until.checked_sub(span).ok()?;
    Days::new(since.max(days.since), days.until)
}

fn puts_off(verb: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let lemma = tree.lemma(verb).to_lowercase();
    let with_particle = |c: usize| {
        tree.dep(c) == Dep::Prt
            && matcher.actors.set(
                "puts-off",
                &format!("{lemma} {}", tree.lemma(c).to_lowercase()),
            )
    };
    matcher.actors.set("puts-off", &lemma) || tree.children(verb).any(with_particle)
}
