//! Expressions that tell of something else than the event beside them.

use super::background::had_happened;
use super::{head_of, is_told_with_when};
use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Grain, Kind};
use demarche_event::{Days, EventType, Quad, Status};
use demarche_lang::{Dep, Pos, Tag};

/// Days within which words are reported after they fell.
const FRESH: i64 = 7;

/// Whether a token stands in a clause that describes somebody or something.
pub(super) fn is_in_aside(token: usize, matcher: &Matcher<'_, '_>) -> bool {
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
pub(super) fn is_of_a_name(
    draft: &Draft,
    expression: &Expression,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    // "the 1960" of "the 1960 treaty" is one expression, and so is "of 1960".
    let year = expression.tokens.end - 1;
    if expression.tokens.len() > 2 || expression.grain != Grain::Year {
        return false;
    }
    // "Expo Strelsau 2020", "Zenda 2020".
    let before = year.checked_sub(1).filter(|_| expression.tokens.len() == 1);
    let is_last_of_name = before.is_some_and(|before| {
        tree.pos(before) == Pos::Propn && tree.head(year) == Some(before)
            || tree.pos(before) == Pos::Propn && tree.pos(year) == Pos::Propn
    });
    if is_last_of_name {
        return true;
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

/// Whether a time owns a thing that is neither the act nor holds it: "sent a ship for this
/// year's drill".
pub(super) fn is_of_another_noun(
    draft: &Draft,
    expression: &Expression,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    let head = head_of(expression, matcher);
    // "Monday's remarks were made during the visit" on the day of the remarks.
    let is_occasion = |noun: usize| {
        let during = tree.head(draft.trigger).filter(|p| {
            tree.dep(draft.trigger) == Dep::Pobj
                && matcher.actors.set("in-the-course", &tree.lower_text(*p))
        });
        let verb = tree.subject_of(noun);
        during.is_some_and(|p| verb.is_some_and(|verb| tree.is_under(p, verb)))
    };
    tree.dep(head) == Dep::Poss
        && tree.head(head).is_some_and(|noun| !is_occasion(noun))
        && tree.head(head).is_some_and(|noun| {
            noun != draft.trigger
                && draft.carrier != Some(noun)
                && !tree.is_under(draft.trigger, noun)
        })
}

/// Whether a date is that of another clause, which tells of the time before: "the first
/// visit in years; he was last there in May".
pub(super) fn is_of_the_time_before(
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
pub(super) fn is_of_the_matter(
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
    let told_of = draft.frame.status == Status::Happened;
    if !words
        || !told_of
        // "Lodged a protest the following day": when it is told of, whatever that hangs on.
        || expression.kind == Kind::Relative && expression.days.is_some()
        || is_fresh(expression, published)
        || is_of_since(draft, expression, matcher)
        || is_told_with_when(draft, expression, matcher)
    {
        return false;
    }
    let tree = matcher.tree;
    let own = |t: usize| t == draft.trigger || draft.carrier == Some(t);
    // "Last September Ruritania condemned it": whatever it was taken to hang on.
    let sentence = tree.token(draft.trigger).sentence().tokens();
    let opens = (sentence.start..expression.tokens.start).all(|t| tree.pos(t) == Pos::Space);
    if opens && tree.head(draft.carrier.unwrap_or(draft.trigger)).is_none() {
        return false;
    }
    let mut up = head_of(expression, matcher);
    for _ in 0..30 {
        match tree.head(up) {
            Some(head) if own(head) => return false,
            Some(head) => up = head,
            None => return false,
        }
        // "During his tour in May he was pressed", "In a statement on May 3 she condemned
        // it", "raised it when he came on May 3": that is when.
        let own_clause = tree.head(up).is_some_and(own);
        if is_when(up, matcher) && own_clause
            || tree.dep(up) == Dep::Pobj && is_occasion(up, own, matcher)
        {
            return false;
        }
        if tree.is_nominal(up) || tree.is_verb(up) {
            // "Threatened to send its army in May": what has passed isn't that of an aim.
            let is_aim = tree.is_verb(up)
                && tree.dep(up) == Dep::Xcomp
                && tree.children(up).any(|to| tree.tag(to) == Tag::To);
            if is_aim && expression.grain <= Grain::Month {
                return false;
            }
            return tree.is_under(up, draft.trigger)
                || draft.carrier.is_some_and(|c| tree.is_under(up, c));
        }
    }
    false
}

/// Whether a date hangs on a thing that an event's verb names: "condemned the attack of
/// March 4".
pub(crate) fn is_of_what_is_named(
    draft: &Draft,
    expression: &Expression,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    let own = draft.carrier.unwrap_or(draft.trigger);
    let mut up = head_of(expression, matcher);
    for _ in 0..12 {
        match tree.head(up) {
            Some(head) => up = head,
            None => return false,
        }
        if tree.is_verb(up) || tree.is_nominal(up) {
            break;
        }
    }
    let is_on_noun = tree.is_nominal(up) && up != draft.trigger && tree.is_under(up, own);
    is_on_noun || names_act_before(expression, matcher).is_some_and(|act| act > own)
}

/// Whether a date is that of an act which a noun names.
pub(crate) fn names_act(expression: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    names_act_before(expression, matcher).is_some()
}

/// The act that a noun between the last verb and a date names: "condemned the attack in
/// Zenda on March 4", whatever the day was taken to hang on.
fn names_act_before(expression: &Expression, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    let sentence = tree.token(expression.tokens.start).sentence().tokens();
    let before = (sentence.start..expression.tokens.start).rev();
    let mut before = before.take_while(|t| !tree.is_verb(*t));
    before.find(|t| {
        tree.is_nominal(*t)
            && matches!(tree.dep(*t), Dep::Dobj | Dep::Pobj)
            && matcher.triggers(*t).is_some()
    })
}

/// Whether a clause tells when the clause above it took place: "when he came".
pub(super) fn is_when(clause: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let when = |c: usize| {
        matches!(tree.dep(c), Dep::Advmod | Dep::Mark)
            && matcher
                .actors
                .set("when", &tree.text(c).to_ascii_lowercase())
    };
    tree.dep(clause) == Dep::Advcl && tree.children(clause).any(when)
}

/// Whether what hangs on a preposition is the occasion of words: what they were said
/// during, what opens their sentence, or what held them.
fn is_occasion(noun: usize, own: impl Fn(usize) -> bool, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let Some(preposition) = tree.head(noun) else {
        return false;
    };
    let Some(verb) = tree.head(preposition).filter(|head| own(*head)) else {
        return false;
    };
    let word = tree.text(preposition).to_ascii_lowercase();
    let of_words = || {
        ["statement", "utterances", "talks"]
            .iter()
            .any(|set| matcher.actors.set(set, tree.lemma(noun)))
    };
    matcher.actors.set("during", &word)
        || matcher.actors.set("inside", &word) && (noun < verb || of_words())
        || matcher.actors.set("upon", &word) && noun < verb
}

/// Whether a date is that since which something has been so or is the first, not of its
/// own: "the first visit since she took office in May".
pub(super) fn is_of_since(
    draft: &Draft,
    expression: &Expression,
    matcher: &Matcher<'_, '_>,
) -> bool {
    let tree = matcher.tree;
    let own = |t: usize| t == draft.trigger || draft.carrier == Some(t);
    let head = head_of(expression, matcher);
    let Some(since) = since_above(head, matcher) else {
        return false;
    };
    let top = match tree.dep(since) {
        Dep::Mark => tree.head(since).unwrap_or(since),
        _ => since,
    };
    let mut up = head;
    while up != top {
        if own(up) {
            return false;
        }
        match tree.head(up) {
            Some(head) => up = head,
            None => break,
        }
    }
    !own(top) && !tree.is_under(draft.trigger, top)
}

/// The word over a token that says since when: "since the war of 2022", "since she took
/// office in May".
pub(super) fn since_above(token: usize, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    let is_since = |c: usize| {
        matcher
            .actors
            .set("since-clause", &tree.text(c).to_ascii_lowercase())
    };
    let mut up = token;
    for _ in 0..12 {
        let mark = tree.children(up).find(|c| tree.dep(*c) == Dep::Mark);
        if tree.dep(up) == Dep::Advcl
            && let Some(mark) = mark.filter(|mark| is_since(*mark))
        {
            return Some(mark);
        }
        let head = tree.head(up)?;
        if tree.dep(up) == Dep::Pobj && is_since(head) {
            return Some(head);
        }
        up = head;
    }
    None
}

/// Whether an expression's days ended at most a week before the publication, or are unknown.
pub(super) fn is_fresh(expression: &Expression, published: Days) -> bool {
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

/// Whether a date stands with a noun or in an aside, though a recent one.
pub(crate) fn points_back(expression: &Expression, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let head = head_of(expression, matcher);
    let is_object =
        |noun: usize| tree.is_nominal(noun) && matches!(tree.dep(noun), Dep::Dobj | Dep::Pobj);
    let hangs_on = |p: usize| tree.dep(p) == Dep::Prep && tree.head(p).is_some_and(is_object);
    tree.head(head).is_some_and(|t| is_object(t) || hangs_on(t))
        || is_in_aside(head, matcher)
        || had_happened(head, matcher)
        || names_act_before(expression, matcher).is_some()
}

/// Whether a token stands between quotation marks.
pub(crate) fn is_quoted(token: usize, matcher: &Matcher<'_, '_>) -> bool {
    let parsed = matcher.tree.parsed;
    let before = &parsed.text()[..parsed.bytes(token..token + 1).start];
    before.matches('"').count() % 2 == 1
        || before.matches('“').count() > before.matches('”').count()
}

/// Whether a token tells the day of talks during which something was agreed, though it was
/// taken to hang on what was agreed: "agreed to build it during talks on Monday".
pub(crate) fn is_of_told_talks(token: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let is_during = |preposition: usize| {
        matcher.actors.set(
            "in-the-course",
            &tree.text(preposition).to_ascii_lowercase(),
        )
    };
    let mut up = token;
    for _ in 0..8 {
        let Some(head) = tree.head(up) else {
            return false;
        };
        if tree.dep(up) == Dep::Pobj && is_during(head) {
            let verb = tree.verb_above(head);
            let above = verb.and_then(|verb| tree.verb_above(tree.head(verb)?));
            return above.is_some_and(|above| tree.tag(above) == Tag::Vbd);
        }
        up = head;
    }
    false
}
