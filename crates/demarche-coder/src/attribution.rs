//! Who says so, through which network or paper, and from whom they have it.

use crate::actor::ActorPhrase;
use crate::claim::Voice;
use crate::discourse::Discourse;
use crate::matcher::Matcher;
use crate::reading::Positions;
use demarche_event::{Attribution, Sector};
use demarche_lang::{Dep, Pos};
use std::ops::Range;

/// The attribution of what a token tells to the one who says it in a sentence.
pub(crate) fn attribution(
    voice: &Voice,
    trigger: usize,
    sentence: Range<usize>,
    matcher: &Matcher<'_, '_>,
    positions: &Positions<'_>,
) -> Attribution {
    let tree = matcher.tree;
    let offset = matcher.actors.offset;
    let bytes = tree.parsed.bytes(voice.words.clone());
    let words = positions.quote(bytes.start + offset..bytes.end + offset);
    Attribution {
        text: words.text,
        start_char: words.start_char,
        end_char: words.end_char,
        medium: medium(voice, matcher),
        via: sources(voice, trigger, sentence, matcher),
    }
}

/// "Wrote on X", "told the Herald", "said on state television", "in an interview with
/// the Herald", "officials quoted by the Herald".
fn medium(voice: &Voice, matcher: &Matcher<'_, '_>) -> Option<String> {
    let tree = matcher.tree;
    let verb = voice.verb;
    let told = [Dep::Dobj, Dep::Dative]
        .into_iter()
        .filter_map(|dep| tree.child(verb, dep));
    let quoted_by = voice.words.clone().flat_map(|t| {
        tree.children(t)
            .filter(|c| is(matcher, "cites", *c) && tree.is_passive(*c))
            .filter_map(|c| tree.agent(c))
    });
    let at = ["on", "to", "in", "over", "via", "through"];
    let at = at.iter().flat_map(|p| tree.prepositional(verb, p));
    // "in a post on X", "in an interview with the Herald"
    let given_in = ["in", "during"]
        .iter()
        .flat_map(|p| tree.prepositional(verb, p))
        .filter(|noun| is(matcher, "utterances", *noun));
    let in_words = given_in.flat_map(|noun| {
        let at = ["on", "with", "to", "for", "in"].into_iter();
        at.flat_map(move |p| tree.prepositional(noun, p))
    });
    told.chain(quoted_by)
        .chain(at)
        .chain(in_words)
        .find(|noun| is_medium(*noun, matcher))
        .map(|noun| phrase(noun, matcher))
}

/// Whether a noun names a network, a paper, an agency or a station.
fn is_medium(noun: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let alone = Discourse::default();
    let of_press = |a: &ActorPhrase| a.sector == Some(Sector::Med);
    matches!(tree.pos(noun), Pos::Noun | Pos::Propn)
        && (matcher.actors.set("networks", tree.text(noun))
            || is(matcher, "medium-nouns", noun)
            || !is(matcher, "journalists", noun)
                && matcher.actors.phrase(noun, &alone).iter().any(of_press))
}

/// From whom the speaker has it, nearest first: who is said to have said it, then whom
/// the speaker cites.
fn sources(
    voice: &Voice,
    trigger: usize,
    sentence: Range<usize>,
    matcher: &Matcher<'_, '_>,
) -> Vec<String> {
    let tree = matcher.tree;
    let mut said: Vec<usize> = Vec::new();
    let mut up = trigger;
    for _ in 0..60 {
        let Some(head) = tree.head(up).filter(|h| *h != voice.verb) else {
            break;
        };
        up = head;
        let says = tree.is_verb(up)
            && is(matcher, "report", up)
            && up != trigger
            && tree.is_under(trigger, up)
            && tree.is_under(up, voice.verb);
        if says
            && let Some(speaker) = tree
                .actor_subject(up)
                .filter(|s| names_somebody(*s, matcher))
        {
            said.insert(0, speaker);
        }
    }
    let cited = sentence
        .filter(|t| tree.is_verb(*t) && is(matcher, "cites", *t) && !tree.is_passive(*t))
        .filter(|t| {
            let speaker = tree.head(*t);
            *t == voice.verb
                || tree.is_under(*t, voice.verb)
                || speaker.is_some_and(|s| voice.words.contains(&s))
        })
        .filter_map(|t| tree.object(t))
        .flat_map(|object| tree.conjuncts(object));
    let mut all: Vec<String> = Vec::new();
    for noun in said.into_iter().chain(cited) {
        let words = phrase(noun, matcher);
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all
}

fn names_somebody(t: usize, matcher: &Matcher<'_, '_>) -> bool {
    matches!(matcher.tree.pos(t), Pos::Noun | Pos::Propn)
}

fn is(matcher: &Matcher<'_, '_>, set: &str, t: usize) -> bool {
    matcher.actors.set(set, &matcher.tree.lower_lemma(t))
}

/// The words of a noun with what says more of it, before clauses, others joined to it
/// and marks.
fn phrase(noun: usize, matcher: &Matcher<'_, '_>) -> String {
    let tree = matcher.tree;
    let end = tree
        .children(noun)
        .filter(|c| *c > noun)
        .filter(|c| {
            matches!(
                tree.dep(*c),
                Dep::Relcl | Dep::Acl | Dep::Conj | Dep::Cc | Dep::Punct
            )
        })
        .map(|c| tree.left(c))
        .min();
    let tokens = tree.left(noun)..end.unwrap_or(tree.end(noun)).max(noun + 1);
    tree.written(tokens).to_owned()
}
