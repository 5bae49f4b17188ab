//! What an act answers or follows from, where the text says so. That one came after the
//! other says so only of what moves to such acts: a row before talks are put off.

use crate::circumstance::{after_opener, belongs, clause_verb, named_phrase, opener};
use crate::link::{Opened, openings};
use crate::matcher::{Draft, Matcher};
use crate::when::Expression;
use demarche_event::{EventType, Quad, Status};
use demarche_lang::{Dep, Tag};
use std::ops::Range;

/// Causes longer than this tell a story of their own.
const MAX_WORDS: usize = 30;

/// The words that name what an event answers: "the tariffs", after "in response to".
pub(crate) fn cause(
    draft: &Draft,
    sentence: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    let found = opened(draft, sentence.clone(), times, matcher)
        .or_else(|| behind(draft, times, matcher))
        .or_else(|| moved_by(draft, times, matcher))
        .or_else(|| answered(draft, times, matcher))
        .or_else(|| blamed(draft, times, matcher))
        .or_else(|| moved_after(draft, sentence, times, matcher))?;
    let fits = !found.contains(&draft.trigger) && !found.is_empty() && found.len() <= MAX_WORDS;
    fits.then_some(found)
}

/// Words that the clause of the event is made of: what reports it and what carries that.
fn own(draft: &Draft, matcher: &Matcher<'_, '_>) -> [usize; 2] {
    [draft.trigger, clause_verb(draft, matcher)]
}

/// "In response to the tariffs", "because Strelsau had closed the border".
fn opened(
    draft: &Draft,
    sentence: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    sentence.clone().find_map(|first| {
        let opener = opener("cause-openers", first..sentence.end, matcher)?;
        let fits = belongs(first, draft, matcher);
        fits.then(|| after_opener(opener, times, matcher))?
    })
}

/// "The tariffs prompted Strelsau to ban beef", "the arrest provoked a protest".
fn behind(draft: &Draft, times: &[Expression], matcher: &Matcher<'_, '_>) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let under = own(draft, matcher).into_iter().find_map(|t| {
        let fits = matches!(tree.dep(t), Dep::Xcomp | Dep::Ccomp | Dep::Dobj);
        let verb = tree.head(t).filter(|v| fits && tree.is_verb(*v))?;
        let moves = matcher.actors.set("moves-to-act", tree.lemma(verb)) && !tree.is_passive(verb);
        moves.then_some(verb)
    })?;
    let subject = tree.surface_subject(under)?;
    let acts = draft.source.iter().any(|a| a.head == subject);
    named_phrase(subject, times, matcher).filter(|_| !acts)
}

/// "Angered by the tariffs, Strelsau banned beef", "a ban prompted by the tariffs".
fn moved_by(
    draft: &Draft,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let mut below = own(draft, matcher)
        .into_iter()
        .chain(draft.source.iter().map(|a| a.head))
        .flat_map(|t| tree.children(t).chain([t]));
    let moved = below.find(|c| {
        tree.tag(*c) == Tag::Vbn
            && tree.is_verb(*c)
            && matcher.actors.set("moves-to-act", tree.lemma(*c))
            && tree.agent(*c).is_some()
    })?;
    named_phrase(tree.agent(moved)?, times, matcher)
}

/// "Responded to the tariffs by banning beef", "retaliated for the arrest".
fn answered(
    draft: &Draft,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let answer = own(draft, matcher).into_iter().find_map(|t| {
        let above = tree
            .head(t)
            .filter(|_| matches!(tree.dep(t), Dep::Pcomp | Dep::Pobj));
        let chain = [Some(t), above.and_then(|p| tree.head(p))];
        let answers =
            |v: &usize| tree.is_verb(*v) && matcher.actors.set("answers-act", tree.lemma(*v));
        chain.into_iter().flatten().find(answers)
    })?;
    let to = ["to", "for"].map(|preposition| tree.prepositional(answer, preposition));
    let is_party = |noun: usize| draft.target.iter().any(|a| a.head == noun);
    let mut nouns = to.into_iter().flatten().filter(|noun| !is_party(*noun));
    named_phrase(nouns.next()?, times, matcher)
}

/// "Recalled its envoy over the cartoon", "expelled two clerks for spying": what a
/// hostile act holds against somebody.
fn blamed(draft: &Draft, times: &[Expression], matcher: &Matcher<'_, '_>) -> Option<Range<usize>> {
    use EventType as E;
    let tree = matcher.tree;
    let event_type = matcher.lexicon.rules.rules[draft.rule].event_type;
    let hostile = matches!(
        event_type,
        E::Sanction | E::Coerce | E::Protest | E::Reject | E::Threaten | E::Accuse
    );
    let punishes = matches!(event_type, E::Sanction | E::Coerce);
    let is_party = |noun: usize| {
        draft
            .source
            .iter()
            .chain(&draft.target)
            .any(|a| a.head == noun)
    };
    if !hostile {
        return None;
    }
    let object = tree.object(draft.trigger);
    let over = own(draft, matcher).into_iter().chain(object).find_map(|t| {
        let over = tree.prepositional(t, "over").into_iter();
        over.filter(|noun| !is_party(*noun) && tree.dep(*noun) == Dep::Pobj)
            .find_map(|noun| named_phrase(noun, times, matcher))
    });
    over.or_else(|| {
        let deed = deeds(draft, matcher).next().filter(|_| punishes)?;
        Some(tree.left(deed)..tree.end(deed))
    })
}

/// "Put off its trip after a row", "resumed talks after the change of power".
fn moved_after(
    draft: &Draft,
    sentence: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let own = own(draft, matcher);
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    let undone = draft.frame.status == Status::Negated;
    let turns_against = undone
        || matches!(
            rule.event_type.quad(),
            Quad::VerbalConflict | Quad::MaterialConflict
        );
    let turns = |t: &usize| matcher.actors.set("changes-course", &tree.lower_lemma(*t));
    let near = |under: usize| {
        own.iter()
            .any(|t| tree.steps_up(under, *t).is_some_and(|n| n <= 3))
    };
    openings("after-openers", sentence, times, matcher)
        .into_iter()
        .filter(|o| near(o.under) && !o.words.contains(&draft.trigger))
        .find(|o| {
            let provoked = || turns_against && o.noun.is_some_and(|n| brings_on(n, matcher));
            let anew = || (turns_against || own.iter().any(turns)) && is_turn_of_power(o, matcher);
            provoked() || anew()
        })
        .map(|o| o.words)
}

/// Whether a noun names what turns one state against another: a row, an arrest.
pub(crate) fn brings_on(noun: usize, matcher: &Matcher<'_, '_>) -> bool {
    matcher
        .actors
        .set("provocations", &matcher.tree.lower_lemma(noun))
}

/// "The change of power in Strelsau", "a coup"
fn is_turn_of_power(opened: &Opened, matcher: &Matcher<'_, '_>) -> bool {
    let words = &opened.words;
    words
        .clone()
        .any(|t| opener("turns-of-power", t..words.end, matcher).is_some())
}

/// What is held against somebody: "selling" in "listed a firm for selling arms".
pub(crate) fn deeds<'m>(
    draft: &'m Draft,
    matcher: &'m Matcher<'_, '_>,
) -> impl Iterator<Item = usize> + 'm {
    let tree = matcher.tree;
    let own = own(draft, matcher);
    let below = tree.left(own[1])..tree.end(own[1]);
    let near = move |preposition: usize| {
        let mut up = preposition;
        for _ in 0..4 {
            match tree.head(up) {
                Some(head) if own.contains(&head) => return true,
                Some(head) if !tree.is_verb(head) => up = head,
                _ => return false,
            }
        }
        false
    };
    below.filter(move |verb| {
        tree.tag(*verb) == Tag::Vbg
            && matches!(tree.dep(*verb), Dep::Pcomp | Dep::Pobj)
            && tree
                .head(*verb)
                .is_some_and(|p| tree.is(p, "for") && near(p))
    })
}
