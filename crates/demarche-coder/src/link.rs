//! How a sentence ties its acts to others: words before what they came after, what they
//! answer, what stood in their way, and the measure that they end. The words are found
//! here; which event they mean is known once all of a document are.

use crate::cause;
use crate::circumstance::{named_phrase, opener};
use crate::matcher::{Draft, Matcher};
use crate::when::Expression;
use demarche_event::{EventLinkKind, EventType};
use demarche_lang::{Dep, Pos, Tag};
use std::ops::Range;

/// Words for an act that take longer than this tell a story of their own.
const MAX_WORDS: usize = 30;

/// Words that tie an act to another.
#[derive(Debug, Clone)]
pub(crate) struct Tie {
    /// How the act stands to the other.
    pub kind: EventLinkKind,
    /// The words for the other.
    pub words: Range<usize>,
    /// The words with the clauses that describe it, where it may be told of.
    pub clause: Range<usize>,
    /// The noun that names it; none where a clause tells it.
    pub noun: Option<usize>,
}

/// What stands after an opener.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    /// What the opener's phrase hangs on.
    pub under: usize,
    /// The words after it.
    pub words: Range<usize>,
    clause: Range<usize>,
    /// The noun that it leads to.
    pub noun: Option<usize>,
}

/// The sets of openers, and how what follows them stands to the act.
const OPENERS: [(&str, EventLinkKind); 3] = [
    ("after-openers", EventLinkKind::After),
    ("before-openers", EventLinkKind::Before),
    ("in-spite-openers", EventLinkKind::InSpiteOf),
];

/// What each of a sentence's drafts is tied to, in the order of the words.
pub(crate) fn ties(
    drafts: &[Draft],
    sentence: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Vec<Vec<Tie>> {
    let opened: Vec<(EventLinkKind, Opened)> = OPENERS
        .iter()
        .flat_map(|(set, kind)| {
            let found = openings(set, sentence.clone(), times, matcher);
            found.into_iter().map(|opened| (*kind, opened))
        })
        .collect();
    let tied = drafts.iter().map(|draft| {
        let cause = cause::cause(draft, sentence.clone(), times, matcher);
        let mut ties: Vec<Tie> = opened
            .iter()
            .filter(|(_, o)| !o.clause.contains(&draft.trigger))
            .filter(|(_, o)| is_own(o.under, draft, drafts, matcher))
            .filter(|(_, o)| cause.as_ref().is_none_or(|c| !overlap(c, &o.words)))
            .map(|(kind, o)| Tie {
                kind: *kind,
                words: o.words.clone(),
                clause: o.clause.clone(),
                noun: o.noun,
            })
            .collect();
        ties.extend(cause.map(|words| {
            let noun = top(&words, matcher).filter(|t| matcher.tree.is_nominal(*t));
            Tie {
                kind: EventLinkKind::CausedBy,
                clause: noun.map_or(words.clone(), |n| matcher.tree.left(n)..matcher.tree.end(n)),
                words,
                noun,
            }
        }));
        ties.extend(ended(draft, times, matcher));
        ties.retain(|tie| tie.words.len() <= MAX_WORDS);
        ties.sort_by_key(|tie| (tie.words.start, tie.kind));
        ties
    });
    tied.collect()
}

/// What stands after the openers of a set in a sentence; times and names of actors aren't
/// what they are looked for.
pub(crate) fn openings(
    set: &str,
    sentence: Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Vec<Opened> {
    let mut found = Vec::new();
    let mut first = sentence.start;
    while first < sentence.end {
        let Some(words) = opener(set, first..sentence.end, matcher) else {
            first += 1;
            continue;
        };
        found.extend(opened_by(&words, times, matcher));
        first = words.end;
    }
    found
}

fn opened_by(
    opener: &Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) -> Option<Opened> {
    let tree = matcher.tree;
    let last = opener.end - 1;
    // "After Strelsau had closed the border"
    if tree.dep(last) == Dep::Mark {
        let verb = tree.head(last)?;
        let words = opener.end..tree.end(verb);
        return (tree.is_verb(verb) && words.len() > 1).then_some(Opened {
            under: tree.head(verb)?,
            clause: words.clone(),
            words,
            noun: None,
        });
    }
    let mut top = last;
    while let Some(head) = tree.head(top).filter(|head| opener.contains(head)) {
        top = head;
    }
    let under = tree.head(top)?;
    let below = tree
        .children(last)
        .find(|c| *c > last && matches!(tree.dep(*c), Dep::Pobj | Dep::Dobj | Dep::Pcomp))?;
    if tree.is_verb(below) && !tree.is_nominal(below) {
        let words = opener.end..tree.end(below);
        return Some(Opened {
            under,
            clause: words.clone(),
            words,
            noun: None,
        });
    }
    let names_act = tree.pos(below) != Pos::Propn
        && !matcher.actors.set("no-acts", tree.lemma(below))
        && matcher.actors.mentions.at(below).is_none();
    let words = named_phrase(below, times, matcher).filter(|_| names_act)?;
    Some(Opened {
        under,
        words,
        clause: tree.left(below)..tree.end(below),
        noun: Some(below),
    })
}

/// Whether words hang on what a draft tells, and on no other act below it.
fn is_own(under: usize, draft: &Draft, drafts: &[Draft], matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let tells = |draft: &Draft, t: usize| draft.trigger == t || draft.carrier == Some(t);
    let mut up = Some(under);
    while let Some(t) = up {
        if drafts.iter().any(|d| tells(d, t)) {
            return tells(draft, t);
        }
        up = tree.head(t);
    }
    // "Its trip was put off after the row", where the trip alone tells of it.
    tree.verb_above(draft.trigger) == Some(under)
}

/// The measure that an act ends: "lifted the ban", "removal of the tariffs".
fn ended(draft: &Draft, times: &[Expression], matcher: &Matcher<'_, '_>) -> Option<Tie> {
    let tree = matcher.tree;
    if matcher.lexicon.rules.rules[draft.rule].event_type != EventType::Retreat {
        return None;
    }
    let of = || tree.prepositional(draft.trigger, "of").first().copied();
    let subject = || {
        let passive = tree.is_passive(draft.trigger);
        passive.then(|| tree.surface_subject(draft.trigger))?
    };
    let carried = || draft.carrier.and_then(|verb| tree.object(verb));
    let noun = subject()
        .or_else(|| tree.object(draft.trigger))
        .or_else(of)
        .or_else(carried)?;
    let words = named_phrase(noun, times, matcher)?;
    let clause = words.clone().find(|t| tree.dep(*t) == Dep::Relcl);
    let end = clause.map_or(words.end, |clause| tree.left(clause));
    Some(Tie {
        kind: EventLinkKind::Ends,
        words: words.start..end,
        clause: tree.left(noun)..tree.end(noun),
        noun: Some(noun),
    })
}

/// Whether a noun means something that was told before: "the ban", "its move", or, of
/// many that need no article, "sanctions".
pub(crate) fn points_back(noun: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let mut determiners = tree
        .children(noun)
        .filter(|c| matches!(tree.dep(*c), Dep::Det | Dep::Poss) && *c < noun);
    match determiners.next() {
        Some(word) => {
            tree.dep(word) == Dep::Poss || matcher.actors.set("definite", &tree.lower_text(word))
        }
        None => tree.tag(noun) == Tag::Nns,
    }
}

/// The word of a stretch on which the others hang.
pub(crate) fn top(words: &Range<usize>, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let above = |t: &usize| matcher.tree.head(*t).is_none_or(|h| !words.contains(&h));
    words.clone().find(above)
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}
