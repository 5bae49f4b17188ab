//! Under which condition, with what doubt, to what end and about what: words that
//! belong to an event beside its parties and days.

use crate::matcher::{Draft, Matcher};
use crate::putting_off;
use crate::when::{Expression, Kind};
use demarche_event::{Circumstances, EventType, Status};
use demarche_lang::{Dep, Tag};
use std::ops::Range;

/// Clauses longer than this say more than a condition or an aim.
const MAX_WORDS: usize = 40;

/// The condition, hedge and purpose that a sentence gives an event.
pub(crate) fn circumstances(
    draft: &Draft,
    sentence: Range<usize>,
    matcher: &Matcher<'_, '_>,
) -> Circumstances {
    let condition = opened_by("condition-openers", draft, sentence.clone(), matcher);
    let purpose = opened_by("purpose-openers", draft, sentence, matcher)
        .or_else(|| infinitive(draft, matcher));
    Circumstances {
        condition: condition.map(|tokens| words(tokens, matcher)),
        hedge: hedge(draft, matcher).map(|t| matcher.tree.text(t).to_lowercase()),
        purpose: purpose.map(|tokens| words(tokens, matcher)),
        put_off: puts_off(draft, matcher),
        ..Circumstances::default()
    }
}

/// Whether the verb that reports the event, or that makes it a thing not done,
/// leaves it for later: "postponed the talks", "put the trip off".
fn puts_off(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    let undone = rule.event_type == EventType::Reject || draft.frame.status == Status::Negated;
    // What is put off to a time that is told is still planned.
    let moved = draft.frame.status == Status::Planned
        && (draft.frame.because).is_some_and(|verb| verb != draft.trigger);
    (undone || moved) && putting_off::verb(draft, matcher).is_some()
}

/// What talks, agreements and measures are about: "talks on fishing rights", "a
/// ban on beef".
pub(crate) fn about(
    draft: &Draft,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<String> {
    let tree = matcher.tree;
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    let is_measure = matches!(rule.event_type, EventType::Sanction | EventType::Retreat)
        || rule.mode == Some("restrict");
    let has_topic = matches!(rule.event_type, EventType::Consult | EventType::Agree);
    if !is_measure && !has_topic {
        return None;
    }
    let verb = clause_verb(draft, matcher);
    let is_party = |t: usize| {
        draft
            .source
            .iter()
            .chain(&draft.target)
            .any(|a| a.head == t)
    };
    let fits = |t: usize| {
        // What is bought and talked of is a thing: names are parties and places.
        tree.pos(t) == demarche_lang::Pos::Noun
            && tree.text(t).chars().all(|c| c.is_alphabetic() || c == '-')
            && (!is_party(t) || is_measure && !acts(t, matcher))
            && !times.iter().any(|e| e.tokens.contains(&t))
            && !matcher.actors.set("talks", tree.lemma(t))
            && !matcher.actors.set("visit", tree.lemma(t))
            && !matcher.actors.set("sides", tree.lemma(t))
    };
    if has_topic
        && matcher.actors.set("topic-verbs", tree.lemma(verb))
        && let Some(object) = tree.object(verb).filter(|o| fits(*o))
    {
        return Some(words(
            tree.left(object)..phrase_end(object, times, matcher),
            matcher,
        ));
    }
    let set = if is_measure {
        "goods-prepositions"
    } else {
        "topic-prepositions"
    };
    let mut nodes = vec![draft.trigger];
    nodes.extend(tree.object(draft.trigger));
    if is_measure {
        // "threatened to raise tariffs on wheat", "banned imports of coal"
        let below: Vec<usize> = tree.clauses(draft.trigger).collect();
        nodes.extend(below.iter().filter_map(|c| tree.object(*c)));
    }
    nodes.extend((verb != draft.trigger).then_some(verb));
    nodes
        .into_iter()
        .flat_map(|node| tree.children(node))
        .filter(|c| {
            tree.dep(*c) == Dep::Prep
                && matcher.actors.set(set, &tree.text(*c).to_ascii_lowercase())
        })
        .filter_map(|c| tree.child(c, Dep::Pobj))
        .find(|object| fits(*object))
        .map(|object| {
            words(
                tree.left(object)..phrase_end(object, times, matcher),
                matcher,
            )
        })
}

/// How long talks lasted, in the unit of the text: minutes or hours.
pub(crate) fn length_of_talks<'e>(
    draft: &Draft,
    times: &'e [Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<&'e Expression> {
    let tree = matcher.tree;
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    if rule.event_type != EventType::Consult {
        return None;
    }
    let above = draft.carrier.unwrap_or(draft.trigger);
    times
        .iter()
        .filter(|e| e.kind == Kind::Duration && e.hours().is_some())
        .find(|e| {
            // The last word of the length hangs on the talks or on their verb, at
            // most through a preposition and its unit.
            e.tokens.clone().any(|t| {
                [draft.trigger, above]
                    .iter()
                    .any(|top| tree.steps_up(t, *top).is_some_and(|steps| steps <= 3))
            }) && !e.tokens.clone().any(|t| {
                tree.head(t).is_some_and(|h| {
                    tree.is_nominal(h) && h != draft.trigger && !e.tokens.contains(&h)
                })
            })
        })
}

/// The verb of the clause that reports the event.
fn clause_verb(draft: &Draft, matcher: &Matcher<'_, '_>) -> usize {
    draft
        .carrier
        .or_else(|| matcher.tree.verb_above(draft.trigger))
        .unwrap_or(draft.trigger)
}

/// Somebody named or of an office, who can't be goods.
fn acts(t: usize, matcher: &Matcher<'_, '_>) -> bool {
    let alone = crate::discourse::Discourse::default();
    matcher
        .actors
        .phrase(t, &alone)
        .iter()
        .any(|a| a.sector.is_some() || a.name.is_some())
}

/// The subtree that a phrase of a set opens, if it belongs to the event's clause.
fn opened_by(
    set: &str,
    draft: &Draft,
    sentence: Range<usize>,
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let phrases = matcher.lexicon.rules.sets.get(set)?;
    let verb = clause_verb(draft, matcher);
    for first in sentence.clone() {
        let opens = phrases.any(|phrase| {
            let mut at = first;
            phrase.split(' ').all(|word| {
                let fits = at < sentence.end && tree.is(at, word);
                at += 1;
                fits
            })
        });
        if !opens {
            continue;
        }
        // The highest word whose subtree begins here.
        let mut top = first;
        while let Some(head) = tree.head(top).filter(|h| tree.left(*h) == first) {
            top = head;
        }
        let tokens = first..tree.end(top);
        let Some(head) = tree.head(top) else { continue };
        // "asked whether" and "if" under a verb of asking are what is asked.
        let is_content = matches!(tree.dep(top), Dep::Ccomp | Dep::Csubj);
        let joined = head == verb
            || tree.is_under(head, verb)
            || tree.steps_up(verb, head).is_some_and(|steps| steps <= 2)
                && matches!(tree.dep(verb), Dep::Xcomp | Dep::Conj);
        if !is_content && joined && !tokens.contains(&draft.trigger) && tokens.len() <= MAX_WORDS {
            return Some(tokens);
        }
    }
    None
}

/// "Travelled to Strelsau to mend ties": the infinitive after the verb.
fn infinitive(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let verb = clause_verb(draft, matcher);
    tree.children(verb)
        .find(|c| {
            *c > verb
                && tree.dep(*c) == Dep::Advcl
                && tree.tag(*c) == Tag::Vb
                && tree.children(*c).any(|a| tree.tag(a) == Tag::To)
        })
        .map(|c| tree.left(c)..tree.end(c))
        .filter(|tokens| !tokens.contains(&draft.trigger) && tokens.len() <= MAX_WORDS)
}

/// The word that makes the event uncertain: beside its verb, or what decided its
/// status.
fn hedge(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    let is_hedge = |t: &usize| matcher.actors.set("hedge", &tree.text(*t).to_lowercase());
    let mut nodes = vec![draft.trigger];
    let verb = clause_verb(draft, matcher);
    nodes.extend((verb != draft.trigger && draft.carrier.is_some()).then_some(verb));
    nodes
        .into_iter()
        .flat_map(|node| tree.children(node))
        .find(|c| matches!(tree.dep(*c), Dep::Aux | Dep::Advmod | Dep::Amod) && is_hedge(c))
        .or_else(|| draft.frame.because.filter(is_hedge))
}

/// The end of a noun's phrase, before a time or a clause that follows it.
fn phrase_end(noun: usize, times: &[Expression], matcher: &Matcher<'_, '_>) -> usize {
    let tree = matcher.tree;
    let end = tree.end(noun);
    let clause = tree
        .children(noun)
        .filter(|c| *c > noun && matches!(tree.dep(*c), Dep::Relcl | Dep::Advcl | Dep::Appos))
        .map(|c| tree.left(c))
        .min();
    let time = times.iter().map(|e| e.tokens.start).filter(|t| *t > noun);
    time.chain(clause).min().map_or(end, |stop| stop.min(end))
}

/// The words of a stretch, without the marks that end it.
fn words(mut tokens: Range<usize>, matcher: &Matcher<'_, '_>) -> String {
    let tree = matcher.tree;
    while tokens.len() > 1
        && matches!(
            tree.pos(tokens.end - 1),
            demarche_lang::Pos::Punct | demarche_lang::Pos::Space
        )
    {
        tokens.end -= 1;
    }
    tree.parsed.words(tokens).to_owned()
}
