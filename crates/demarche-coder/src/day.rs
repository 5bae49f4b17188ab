//! Which expression of time belongs to which event.

use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Grain, Kind};
use crate::{force, putting_off};
use demarche_event::{Days, EventType, Quad, Status};
use demarche_lang::{Dep, Pos, Tag};
use jiff::civil::Date;

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
        .filter(|e| !force::is_of_force(draft, e, matcher))
        // What is put off is so from the day that it is put off.
        .filter(|e| !putting_off::is_new_window(e.tokens.end - 1, matcher))
        .filter_map(|e| {
            let steps = distance(draft, head_of(e, matcher), matcher);
            let opens = opens_for(draft, e, matcher).then_some(OPENING);
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
    found.sort_by_key(|(distance, e)| (*distance, e.days.is_none()));
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

/// How far a date that opens a sentence is from what its main verb tells.
const OPENING: usize = 2;

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

/// Whether a token stands in a clause that describes somebody or something.
fn is_in_aside(token: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let mut up = token;
    for _ in 0..30 {
        if matches!(tree.dep(up), Dep::Relcl | Dep::Acl) {
            return true;
        }
        match tree.head(up) {
            Some(head) => up = head,
            None => return false,
        }
    }
    false
}

/// Whether a year belongs to the name of a thing that the act is done to: "left the 2015
/// nuclear deal", "the treaty of 1960". That of the deal itself is its date.
fn is_of_a_name(draft: &Draft, expression: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    // "the 1960" of "the 1960 treaty" is one expression, and so is "of 1960".
    let year = expression.tokens.end - 1;
    if expression.tokens.len() > 2 || expression.grain != Grain::Year {
        return false;
    }
    let noun = match tree.dep(year) {
        Dep::Nummod | Dep::Compound | Dep::Nmod | Dep::Amod => {
            tree.head(year).filter(|noun| *noun > year)
        }
        Dep::Pobj => tree
            .head(year)
            .filter(|preposition| tree.is(*preposition, "of"))
            .and_then(|preposition| tree.head(preposition)),
        _ => None,
    };
    noun.is_some_and(|noun| {
        tree.is_nominal(noun) && noun != draft.trigger && draft.carrier != Some(noun)
    })
}

/// Whether a date is that of another clause, which tells of the time before: "the first
/// visit in years; he was last there in May".
fn is_of_the_time_before(
    draft: &Draft,
    expression: &Expression,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    let Some(verb) = tree.verb_above(head_of(expression, matcher)) else {
        return false;
    };
    let own = [Some(draft.trigger), draft.carrier].into_iter().flatten();
    let mut own = own.map(|t| tree.verb_above(t));
    let says_so = |c: usize| {
        matches!(tree.dep(c), Dep::Advmod | Dep::Acomp)
            && matcher.actors.set("time-before", tree.lemma(c))
    };
    !own.any(|above| above == Some(verb)) && tree.children(verb).any(says_so)
}

/// Whether a date is that of what is spoken of, not of the words: "thanked them for
/// the sailing in April", "called for it to withdraw, as it promised in 1999". Words are
/// reported in the days after they fall, so that an older date on another noun or verb
/// below theirs is of the matter.
fn is_of_the_matter(
    draft: &Draft,
    expression: &Expression,
    published: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let event_type = matcher.lexicon.rules.rules[draft.rule].event_type;
    let words = matches!(
        event_type.quad(),
        Quad::VerbalConflict | Quad::VerbalCooperation
    ) && !matches!(event_type, EventType::Consult | EventType::Agree);
    let Some(published) = published else {
        return false;
    };
    if !words || is_fresh(expression, published) || draft.frame.status != Status::Happened {
        return false;
    }
    let tree = matcher.tree;
    let own = |t: usize| t == draft.trigger || draft.carrier == Some(t);
    let mut up = head_of(expression, matcher);
    for _ in 0..30 {
        match tree.head(up) {
            Some(head) if own(head) => return false,
            Some(head) => up = head,
            None => return false,
        }
        // "During his tour in May he was pressed": that is when.
        let is_occasion = tree.head(up).is_some_and(|preposition| {
            tree.dep(up) == Dep::Pobj
                && tree.head(preposition).is_some_and(own)
                && matcher
                    .actors
                    .set("during", &tree.text(preposition).to_ascii_lowercase())
        });
        if is_occasion {
            return false;
        }
        if tree.is_nominal(up) || tree.is_verb(up) {
            return tree.is_under(up, draft.trigger)
                || draft.carrier.is_some_and(|c| tree.is_under(up, c));
        }
    }
    false
}

/// Days within which words are reported after they fell.
const FRESH: i64 = 7;

fn is_fresh(expression: &Expression, published: Days) -> bool {
    let Some(days) = expression.days else {
        return true;
    };
    let end = match expression.kind {
        Kind::Since => days.since,
        _ => days.until,
    };
    end.checked_add(jiff::Span::new().days(FRESH))
        .is_ok_and(|day| day >= published.since)
}

/// Whether a date lies ahead of what has happened: "agreed to meet before the end of
/// the year", "announced duties for April".
fn is_ahead_of(
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
    draft.frame.status == Status::Happened && (meant_for || words && days.since >= published.until)
}

/// Whether a day that is over is that on which something to come was agreed on or
/// announced: "agreed on Monday to hold talks".
fn is_of_the_plan(
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
    let on = tree.verb_above(head_of(expression, matcher));
    let said = on.is_some_and(|verb| {
        let is_past = tree.tag(verb) == demarche_lang::Tag::Vbd;
        is_past && !own(verb) && tree.is_under(draft.trigger, verb)
    });
    draft.frame.status == Status::Planned && over && said
}

/// Whether an older date stands with a noun or an aside rather than with what a
/// sentence tells: "grave concern over the clash of June 17", "the gas that was cut off
/// on January 1 flows again".
pub(crate) fn is_aside(
    expression: &Expression,
    published: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    let Some(published) = published else {
        return false;
    };
    if is_fresh(expression, published) {
        return false;
    }
    let head = head_of(expression, matcher);
    if tree.head(head).is_some_and(|t| tree.is_nominal(t)) {
        return true;
    }
    is_in_aside(head, matcher)
}

/// Whether a token stands in a clause of the time before what is told, or in one that
/// describes or explains: "had cut ties in 2016", "the pact, which was signed in 2015".
pub(crate) fn is_of_the_background(token: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let mut up = token;
    for _ in 0..30 {
        if matches!(
            tree.dep(up),
            Dep::Relcl | Dep::Acl | Dep::Advcl | Dep::Appos
        ) || tree.is_verb(up) && is_pluperfect(up, matcher)
        {
            return true;
        }
        match tree.head(up) {
            Some(head) => up = head,
            None => return false,
        }
    }
    false
}

/// Whether the clause of a token is in the past perfect.
pub(crate) fn had_happened(token: usize, matcher: &Matcher<'_, '_>) -> bool {
    let verb = matcher.tree.verb_above(token);
    verb.is_some_and(|verb| is_pluperfect(verb, matcher))
}

fn is_pluperfect(verb: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    tree.children(verb).any(|c| {
        tree.dep(c) == Dep::Aux
            && tree.tag(c) == Tag::Vbd
            && matcher.actors.set("have", tree.lemma(c))
    })
}

/// "Since Thursday, when the premier resigned": he resigned on that day, whatever has
/// gone on since.
pub(crate) fn within(
    days: Days,
    expression: &Expression,
    draft: &Draft,
    matcher: &Matcher<'_, '_>,
) -> Days {
    let tree = matcher.tree;
    let clause = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
    let mut up = clause;
    let of_the_day = (0..8).any(|_| {
        let Some(at) = up else { return false };
        up = tree.head(at);
        tree.dep(at) == Dep::Relcl && up.is_some_and(|h| expression.tokens.contains(&h))
    });
    if !of_the_day || expression.kind != Kind::Since {
        return days;
    }
    let whole = match expression.grain {
        Grain::Day => Some(Days::day(days.since)),
        // "Since 2018, when it detained two": in that year.
        Grain::Year => year_of(days.since),
        _ => None,
    };
    whole.unwrap_or(days)
}

fn year_of(day: Date) -> Option<Days> {
    let next = Date::new(day.year().checked_add(1)?, 1, 1).ok()?;
    Days::new(day.first_of_year(), next)
}

/// "The 50th anniversary of the opening": the opening was fifty years before the
/// anniversary, whose year the sentence or the narration gives.
pub(crate) fn anniversary(
    draft: &Draft,
    times: &[Expression],
    base: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> Option<Days> {
    let tree = matcher.tree;
    let mut up = draft.trigger;
    let noun = (0..6).find_map(|_| {
        up = tree.head(up)?;
        matcher
            .actors
            .set("anniversary", tree.lemma(up))
            .then_some(up)
    })?;
    let years: i16 = tree.base_phrase(noun).find_map(|t| {
        let digits: String = tree
            .text(t)
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().ok().filter(|n| (1..=500).contains(n))
    })?;
    let dated = times
        .iter()
        .filter(|e| e.is_date())
        .find_map(|e| e.days)
        .or(base)?;
    let year = dated.since.year().checked_sub(years)?;
    Days::new(Date::new(year, 1, 1).ok()?, Date::new(year + 1, 1, 1).ok()?)
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
fn distance(draft: &Draft, date: usize, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    // What the date hangs on: the first verb, or noun that reports an event.
    let mut at = date;
    let mut owner = None;
    for _ in 0..30 {
        let Some(head) = tree.head(at) else { break };
        at = head;
        let is_word = tree.is_verb(at) || matcher.triggers(at).is_some();
        if is_word {
            owner = Some(at);
            break;
        }
    }
    let owner = owner.unwrap_or(at);
    if owner == draft.trigger {
        return Some(0);
    }
    if draft.carrier == Some(owner) {
        return Some(1);
    }
    // On a clause that the event's clause hangs on, or is joined to.
    if let Some(steps) = tree.steps_up(draft.trigger, owner) {
        return Some(2 + steps);
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
        return (!apart(owner, verb)).then_some(if joined { 16 } else { 12 + steps });
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

/// Whether a token heads a clause that tells what something follows: "after he had left".
pub(crate) fn follows(clause: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let after = |m: usize| {
        tree.dep(m) == Dep::Mark
            && matcher
                .actors
                .set("after", &tree.text(m).to_ascii_lowercase())
    };
    tree.dep(clause) == Dep::Advcl && tree.children(clause).any(after)
}

/// Whether a journey that had begun lasts beyond the publication: "began a five-day visit
/// on Monday", told on Wednesday.
pub(crate) fn is_under_way(
    draft: &Draft,
    days: Option<Days>,
    times: &[Expression],
    published: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let (Some(days), Some(published)) = (days, published) else {
        return false;
    };
    let begins = draft
        .carrier
        .is_some_and(|c| matcher.actors.set("begins", matcher.tree.lemma(c)));
    begins
        && draft.frame.status == Status::Happened
        && draft.mode_is_visit(matcher)
        && days.since < published.until
        && lengthen(days, draft, times, matcher).until > published.until
}

/// Days within which an act follows what it answers, if nothing says more.
const SOON: i64 = 3;

/// The day of a clause under an act that tells what it follows: "protested after a plane
/// had crossed the line on May 3".
pub(crate) fn of_its_reason(
    draft: &Draft,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Days> {
    let tree = matcher.tree;
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger))?;
    if draft.frame.status != Status::Happened {
        return None;
    }
    let clause = tree.children(verb).find(|c| follows(*c, matcher))?;
    let day = times
        .iter()
        .filter(|e| e.kind == Kind::Date && e.grain == Grain::Day)
        .find(|e| tree.is_under(e.tokens.start, clause))?
        .days?;
    let until = day.until.checked_add(jiff::Span::new().days(SOON)).ok()?;
    Days::new(day.since, until)
}

/// Whether an expression leads the clause that holds a token: "a day after police shot
/// them".
pub(crate) fn leads_clause_of(
    expression: &Expression,
    token: usize,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    let after = expression.tokens.end - 1;
    token > after
        && (tree.is_under(token, after)
            || tree.dep(after) == Dep::Mark
                && tree
                    .head(after)
                    .is_some_and(|verb| tree.is_under(token, verb)))
}

/// "Three weeks after the premier came on May 2, they condemned it": what is counted, and
/// the days that it gives what the main clause tells.
pub(crate) fn counted_from_clause<'e>(
    draft: &Draft,
    times: &'e [Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<(&'e Expression, Days)> {
    let tree = matcher.tree;
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger))?;
    let clauses = tree.children(verb).filter(|c| tree.dep(*c) == Dep::Advcl);
    for clause in clauses.filter(|c| tree.is_verb(*c)) {
        let leads = |e: &&Expression| {
            let after = e.tokens.end - 1;
            tree.dep(after) == Dep::Mark && tree.head(after) == Some(clause)
        };
        let Some(counted) = times.iter().find(leads) else {
            continue;
        };
        let of_clause = |e: &&Expression| {
            e.kind == Kind::Date && e.tokens.start > clause && e.tokens.end <= tree.end(clause)
        };
        let days = times.iter().find(of_clause).and_then(|e| e.days);
        if let Some(days) = days.and_then(|days| counted.counted_from(days)) {
            return Some((counted, days));
        }
    }
    None
}

/// Whether what stands in the present tense is on a day after the publication: "on May 8
/// she flies to Strelsau".
pub(crate) fn is_foreseen(
    draft: &Draft,
    days: Option<Days>,
    published: Option<Days>,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    let present = |t: usize| matches!(tree.tag(t), Tag::Vbz | Tag::Vbp);
    let ahead = days.zip(published).is_some_and(|(d, p)| d.since >= p.until);
    let told = matches!(draft.frame.status, Status::Happened | Status::Ongoing);
    let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger));
    ahead
        && told
        && verb.is_some_and(|verb| {
            let helps = |c: usize| matches!(tree.dep(c), Dep::Aux | Dep::Auxpass);
            let progressive =
                tree.tag(verb) == Tag::Vbg && tree.children(verb).any(|c| helps(c) && present(c));
            present(verb) && !tree.children(verb).any(helps) || progressive
        })
}

/// "began a three-day visit on Monday" lasts three days, and so does one that ended then.
pub(crate) fn lengthen(
    days: Days,
    draft: &Draft,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Days {
    let lasts = |length: std::ops::RangeInclusive<i64>| {
        (*length.start() > 1 && *length.end() < 60).then_some(*length.end())
    };
    let span = |days: i64| jiff::Span::new().days(days);
    // "spent five days there from April 4"
    if let Some(from) = times
        .iter()
        .find(|e| e.kind == Kind::Since && e.days == Some(days) && e.grain == Grain::Day)
        && let Some(length) = times
            .iter()
            .filter(|e| e.kind == Kind::Duration && e.tokens.end <= from.tokens.start)
            .find_map(|e| lasts(e.length_days()?))
    {
        let first = days.since;
        let until = first.checked_add(span(length)).ok();
        return until
            .and_then(|until| Days::new(first, until))
            .unwrap_or(days);
    }
    let lasts_long = matches!(
        matcher.lexicon.rules.rules[draft.rule].event_type,
        EventType::Consult | EventType::Mobilize | EventType::Cooperate | EventType::Protest
    );
    if days.length() != 1 || !lasts_long {
        return days;
    }
    let base = matcher.tree.base_phrase(draft.trigger);
    let length = times
        .iter()
        .filter(|e| e.kind == Kind::Duration && base.contains(&e.tokens.start))
        .find_map(|e| lasts(e.length_days()?));
    let ends = draft
        .carrier
        .is_some_and(|carrier| matcher.actors.set("ends", matcher.tree.lemma(carrier)));
    let (since, until) = match length {
        Some(length) if ends => (days.until.checked_sub(span(length)), Ok(days.until)),
        Some(length) => (Ok(days.since), days.since.checked_add(span(length))),
        None => return days,
    };
    match (since, until) {
        (Ok(since), Ok(until)) => Days::new(since, until).unwrap_or(days),
        _ => days,
    }
}
