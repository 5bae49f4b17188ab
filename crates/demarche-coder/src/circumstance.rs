//! Under which condition, with what doubt, to what end and about what: words that
//! belong to an event beside its parties and days.

use crate::matcher::{Draft, Matcher};
use crate::when::{Expression, Kind};
use crate::{agenda, cause, force, occasion, putting_off};
use demarche_event::{Circumstances, EventType, Status};
use demarche_lang::{Dep, Tag};
use std::ops::Range;

/// Clauses longer than this say more than a condition or an aim.
const MAX_WORDS: usize = 40;

/// The condition, hedge and purpose that a sentence gives an event.
pub(crate) fn circumstances(
    draft: &Draft,
    sentence: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Circumstances {
    let condition = opened_by("condition-openers", draft, sentence.clone(), matcher)
        .or_else(|| inverted(draft, matcher));
    let purpose = opened_by("purpose-openers", draft, sentence.clone(), matcher)
        .or_else(|| infinitive(draft, matcher));
    Circumstances {
        condition: condition.map(|tokens| words(tokens, matcher)),
        hedge: hedge(draft, matcher).map(|t| matcher.tree.text(t).to_lowercase()),
        purpose: purpose.map(|tokens| words(tokens, matcher)),
        put_off: puts_off(draft, matcher),
        cause: cause::cause(draft, sentence.clone(), times, matcher)
            .map(|tokens| words(tokens, matcher)),
        occasion: occasion::occasion(draft, sentence.clone(), times, matcher)
            .map(|tokens| words(tokens, matcher)),
        agenda: agenda::agenda(sentence.clone(), times, matcher)
            .filter(|agenda| agenda.is_of(draft, matcher))
            .map(|agenda| words(agenda.subjects, matcher)),
        legal_basis: legal_basis(draft, sentence, times, matcher)
            .map(|tokens| words(tokens, matcher)),
        ..Circumstances::default()
    }
}

/// "Under its Mining Act": the law or treaty on which a measure rests.
fn legal_basis(
    draft: &Draft,
    mut sentence: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    let end = sentence.end;
    let rests = |noun: usize| {
        let lemma = matcher.tree.lower_lemma(noun);
        matcher.actors.set("legal-bases", &lemma)
    };
    let restricts = force::decides(draft, matcher);
    sentence.find_map(|first| {
        let opener = opener("legal-basis-openers", first..end, matcher)?;
        let fits = restricts && belongs(first, draft, matcher);
        let words = fits.then(|| after_opener(opener, times, matcher))??;
        words.clone().any(rests).then_some(words)
    })
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
    if rule.event_type == EventType::Accuse && rule.mode == Some("allege") {
        return operation(draft, matcher);
    }
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
            && !matcher.actors.set("no-topics", tree.lemma(t))
    };
    // "Proclaimed a partnership without limits": what it is called.
    if rule.event_type == EventType::Agree
        && matcher.actors.set("proclaims", tree.lemma(verb))
        && let Some(object) = tree.object(verb)
        && is_called(object, matcher)
    {
        let end = phrase_end(object, times, matcher);
        return Some(words(tree.left(object)..end, matcher));
    }
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
        nodes.extend(tree.prepositional(draft.trigger, "with"));
        // "put up tariffs on wheat": the goods may hang on the verb.
        nodes.extend(below);
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

/// What somebody who was found out did: "uncovered a ring that filmed depots".
fn operation(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<String> {
    let tree = matcher.tree;
    let verb = clause_verb(draft, matcher);
    let found = match tree.is_passive(verb) {
        true => tree.surface_subject(verb),
        false => tree.object(verb),
    }?;
    let secret = |t: usize| matcher.actors.set("espionage", &tree.lower_lemma(t));
    if !(tree.left(found)..=found).any(secret) {
        return None;
    }
    let clause = tree
        .children(found)
        .find(|c| *c > found && matches!(tree.dep(*c), Dep::Relcl | Dep::Acl))?;
    let first = tree.left(clause);
    let is_relative = first < clause && tree.dep(first) == Dep::Nsubj;
    let words_of = first + usize::from(is_relative)..tree.end(clause);
    (words_of.len() <= MAX_WORDS).then(|| words(words_of, matcher))
}

/// Whether words beside a noun tell what sort of thing it is, and not only whose.
fn is_called(noun: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    tree.children(noun).any(|c| match tree.dep(c) {
        Dep::Amod | Dep::Compound => matcher.actors.mentions.at(c).is_none(),
        Dep::Prep => matcher.actors.set("without", &tree.lower_text(c)),
        _ => false,
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
pub(crate) fn clause_verb(draft: &Draft, matcher: &Matcher<'_, '_>) -> usize {
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
    let verb = clause_verb(draft, matcher);
    for first in sentence.clone() {
        if opener(set, first..sentence.end, matcher).is_none() {
            continue;
        }
        let top = top_of_phrase(first, matcher);
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

/// The noun that a set's opener leads to, or the words after it where it leads to a clause.
pub(crate) fn after_opener(
    opener: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let top = top_of_phrase(opener.start, matcher);
    let noun = (opener.end..tree.end(top)).find(|t| {
        matches!(tree.dep(*t), Dep::Pobj | Dep::Dobj)
            && tree.head(*t).is_some_and(|above| opener.contains(&above))
    });
    match noun {
        Some(noun) => named_phrase(noun, times, matcher),
        None => Some(opener.end..tree.end(top)),
    }
}

/// The phrase of a noun without times and asides; none for a pronoun, which names nothing.
pub(crate) fn named_phrase(
    noun: usize,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    use demarche_lang::Pos;
    let tree = matcher.tree;
    let names = tree.is_nominal(noun) && !matches!(tree.pos(noun), Pos::Pron | Pos::Num);
    let is_time = || times.iter().any(|e| e.tokens.contains(&noun));
    (names && !is_time()).then(|| tree.left(noun)..phrase_end(noun, times, matcher))
}

/// Whether the phrase that an opener begins belongs to the clause of the event.
pub(crate) fn belongs(first: usize, draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let verb = clause_verb(draft, matcher);
    tree.head(top_of_phrase(first, matcher))
        .is_some_and(|head| {
            head == draft.trigger
                || head == verb
                || tree.object(verb) == Some(head)
                || matches!(tree.dep(verb), Dep::Xcomp | Dep::Conj) && tree.head(verb) == Some(head)
        })
}

/// "Should Strelsau refuse": a condition without a word that opens it.
fn inverted(draft: &Draft, matcher: &Matcher<'_, '_>) -> Option<Range<usize>> {
    let tree = matcher.tree;
    let is_condition = |c: &usize| {
        let first = tree.left(*c);
        tree.dep(*c) == Dep::Advcl
            && tree.dep(first) == Dep::Aux
            && tree.head(first) == Some(*c)
            && matcher.actors.set("inverts", &tree.lower_text(first))
            && tree.has_child(*c, Dep::Nsubj)
    };
    tree.children(clause_verb(draft, matcher))
        .find(is_condition)
        .map(|c| tree.left(c)..tree.end(c))
        .filter(|tokens| !tokens.contains(&draft.trigger) && tokens.len() <= MAX_WORDS)
}

/// The words of a set's longest phrase that the tokens begin with.
pub(crate) fn opener(
    set: &str,
    tokens: Range<usize>,
    matcher: &Matcher<'_, '_>,
) -> Option<Range<usize>> {
    let phrases = matcher.lexicon.rules.sets.get(set)?;
    let mut end = tokens.start;
    if tokens.is_empty() {
        return None;
    }
    for phrase in phrases.beginning_with(&matcher.tree.lower_text(tokens.start)) {
        let mut at = tokens.start;
        let fits = phrase.split(' ').all(|word| {
            let fits = at < tokens.end && matcher.tree.is(at, word);
            at += 1;
            fits
        });
        if fits {
            end = end.max(at);
        }
    }
    (end > tokens.start).then_some(tokens.start..end)
}

/// The highest word of the phrase or clause that begins with a token.
pub(crate) fn top_of_phrase(first: usize, matcher: &Matcher<'_, '_>) -> usize {
    let tree = matcher.tree;
    let mut top = first;
    while !matches!(tree.dep(top), Dep::Prep | Dep::Advcl | Dep::Acl)
        && let Some(head) = tree.head(top).filter(|h| tree.left(*h) == first)
    {
        top = head;
    }
    top
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
pub(crate) fn phrase_end(noun: usize, times: &[Expression], matcher: &Matcher<'_, '_>) -> usize {
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
pub(crate) fn words(mut tokens: Range<usize>, matcher: &Matcher<'_, '_>) -> String {
    let tree = matcher.tree;
    let is_mark = |t: usize| {
        matches!(
            tree.pos(t),
            demarche_lang::Pos::Punct | demarche_lang::Pos::Space
        )
    };
    // A mark that closes a quotation stays with the one that opens it.
    let quotes = |tokens: Range<usize>| {
        let words = tree.written(tokens);
        words.contains('“') && words.ends_with('”')
            || words.ends_with('"') && words.matches('"').count().is_multiple_of(2)
    };
    while tokens.len() > 1 && is_mark(tokens.end - 1) && !quotes(tokens.clone()) {
        tokens.end -= 1;
    }
    tree.written(tokens).to_owned()
}
