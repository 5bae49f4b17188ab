//! What a text says of a relation itself, without an act: how it stands, who is
//! whose largest partner, what is disputed, what a people feels.

use super::Voice;
use super::assess::{is, is_hedge, is_negated};
use super::direction::is_phrase;
use super::held::{held, ranked, sided};
use crate::discourse::Discourse;
use crate::figure::countries;
use crate::identity;
use crate::matcher::Matcher;
use crate::reading::Positions;
use demarche_event::{Claim, ClaimDirection, DocumentMeta};
use demarche_lang::{Dep, Pos, Tag};
use std::ops::Range;
use std::sync::Arc;

/// A relation and where it is said to stand.
#[derive(Debug, Clone)]
pub(crate) struct Stand {
    /// The noun that names it, or the verb or adjective that says how sides stand.
    pub noun: usize,
    pub about: Vec<(String, Option<String>)>,
    pub direction: Option<ClaimDirection>,
}

/// How the sentence says that a relation stands, if none of the words in `told`,
/// those of its acts, says as much.
pub(crate) fn find(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    told: &[usize],
    discourse: &Discourse,
) -> Option<Stand> {
    tokens
        .filter(|t| !is_told(*t, told, matcher))
        .find_map(|t| {
            assessed(t, matcher, discourse)
                .or_else(|| held(t, matcher, discourse))
                .or_else(|| sided(t, matcher, discourse))
                .or_else(|| taken(t, matcher, discourse))
                .or_else(|| ranked(t, matcher))
                .or_else(|| felt(t, matcher))
        })
}

/// The claim that a sentence makes about how a relation stands. The narrator makes it
/// unless somebody is quoted.
pub(crate) fn claim(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    standing: Stand,
    voice: Option<&Voice>,
    meta: &Arc<DocumentMeta>,
    positions: &Positions<'_>,
) -> Claim {
    let tree = matcher.tree;
    let voice = voice.filter(|v| v.covers(matcher, standing.noun));
    let offset = matcher.actors.offset;
    let bytes = tree.parsed.bytes(tokens.clone());
    let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
    let hedge = tokens
        .clone()
        .find(|t| is_hedge(matcher, *t))
        .map(|t| tree.text(t).to_owned());
    Claim {
        id: identity::of(&[&meta.id, &sentence.start_char.to_string(), "standing"]),
        document: Arc::clone(meta),
        quoted: sentence.text.contains(['"', '“', '”']),
        sentence,
        speaker: voice.map(|v| tree.written(v.words.clone()).to_owned()),
        affiliation: None,
        about: standing.about,
        direction: standing.direction,
        hedge,
        cause: None,
        confidence: None,
        motive: None,
        means: None,
        effect: None,
        period: None,
    }
}

/// Whether a noun names how a relation goes, "the thaw", and no verb but "is" carries it.
pub(crate) fn is_course(matcher: &Matcher<'_, '_>, noun: usize, carrier: Option<usize>) -> bool {
    matcher.tree.is_nominal(noun)
        && is(matcher, "standing-course", noun)
        && carrier.is_none_or(|c| is(matcher, "standing-verb", c))
}

/// Whether an act that was read already holds the word: "resumed relations".
fn is_told(t: usize, told: &[usize], matcher: &Matcher<'_, '_>) -> bool {
    let verb = matcher.tree.verb_above(t);
    told.iter().any(|d| *d == t || Some(*d) == verb)
}

/// "Relations between the two are at their lowest", "a dispute over the islands",
/// "the thaw is fragile", "poisoned relations".
fn assessed(noun: usize, matcher: &Matcher<'_, '_>, discourse: &Discourse) -> Option<Stand> {
    let tree = matcher.tree;
    let strained = is(matcher, "standing-strain", noun);
    let quarrels = is(matcher, "standing-quarrel", noun);
    let course = is(matcher, "standing-course", noun);
    let relation = is(matcher, "standing-relation", noun);
    if tree.is_verb(noun) || !strained && !quarrels && !course && !relation {
        return None;
    }
    if (strained || quarrels)
        && let Some(verb) = widening(matcher, noun)
    {
        return Some(Stand {
            noun,
            about: vec![between(matcher, noun, verb, discourse)?],
            direction: goes(matcher, verb, true),
        });
    }
    // What is said of it: the verb over it, and what that verb adds.
    let clause = tree.verb_above(noun)?;
    let is_subject = tree
        .steps_up(noun, clause)
        .is_some_and(|_| under_subject(matcher, noun, clause));
    let direction = if is(matcher, "standing-strains", clause) && !is_subject {
        does_to(matcher, noun, clause)?
    } else if (course || quarrels) && !is_subject {
        return None;
    } else if quarrels {
        goes(matcher, clause, true)?
    } else {
        stands(matcher, noun, clause, strained, is_subject)?
    };
    let about = between(matcher, noun, clause, discourse)?;
    Some(Stand {
        noun,
        about: vec![about],
        direction: Some(direction),
    })
}

/// "Has poisoned relations", "did little to ease mistrust".
fn does_to(matcher: &Matcher<'_, '_>, noun: usize, verb: usize) -> Option<ClaimDirection> {
    let tree = matcher.tree;
    let acted_on = tree.object(verb) == Some(noun);
    let warm = !is(matcher, "standing-strain", noun);
    (acted_on && warm && !is_negated(matcher, verb)).then_some(ClaimDirection::Conflictual)
}

/// What the verb and its complements say of a relation.
fn stands(
    matcher: &Matcher<'_, '_>,
    noun: usize,
    clause: usize,
    strained: bool,
    is_subject: bool,
) -> Option<ClaimDirection> {
    let tree = matcher.tree;
    if let Some(direction) = goes(matcher, clause, strained).filter(|_| is_subject) {
        return Some(direction);
    }
    if let Some(direction) = meets(matcher, clause).filter(|_| is_subject && !strained) {
        return Some(direction);
    }
    let falls = is_subject && is(matcher, "standing-falls", clause);
    let moves = is_subject && is(matcher, "standing-moves", clause);
    if !falls && !moves && !is(matcher, "standing-verb", clause) {
        return None;
    }
    let added = tree
        .children(clause)
        .filter(|c| {
            matches!(
                tree.dep(*c),
                Dep::Acomp | Dep::Attr | Dep::Prep | Dep::Oprd | Dep::Advmod
            ) || *c > clause && moves && tree.dep(*c) == Dep::Dobj
        })
        .flat_map(|c| tree.left(c)..tree.end(c))
        .filter(|t| !tree.is_verb(*t) || tree.tag(*t) == Tag::Vbn);
    let said: Vec<usize> = added.chain(tree.base_phrase(noun)).collect();
    let denied = tree.has_child(clause, Dep::Neg);
    let any = |set: &str| said.iter().any(|t| is(matcher, set, *t));
    let warm = any("standing-warmer");
    let cold = any("standing-colder") || falls || any("claim-remote") && !strained;
    let over = any("standing-over");
    Some(match (warm, cold) {
        _ if over && strained => match denied || any("claim-remote") {
            true => ClaimDirection::Conflictual,
            false => ClaimDirection::Cooperative,
        },
        _ if over => ClaimDirection::Conflictual,
        _ if denied && any("standing-seen") => ClaimDirection::Conflictual,
        _ if denied => return None,
        (true, false) => ClaimDirection::Cooperative,
        (false, true) => ClaimDirection::Conflictual,
        (false, false) if strained => ClaimDirection::Conflictual,
        _ => return None,
    })
}

/// What a verb says that needs nothing else: "relations soured", "the thaw began",
/// "tensions flared", "the quarrel has not ended".
fn goes(matcher: &Matcher<'_, '_>, verb: usize, strained: bool) -> Option<ClaimDirection> {
    let tree = matcher.tree;
    // "Tensions began to mount"
    let starts = is(matcher, "standing-starts", verb);
    let started = tree.child(verb, Dep::Xcomp).filter(|_| starts);
    if let Some(started) = started {
        return goes(matcher, started, strained).filter(|_| !is_negated(matcher, verb));
    }
    let denied = is_negated(matcher, verb);
    let [better, worse] = match strained {
        true => ["strain-eases", "strain-lives"],
        false => ["standing-rises", "standing-falls"],
    };
    match (is(matcher, better, verb), is(matcher, worse, verb), denied) {
        (true, false, false) | (false, true, true) => Some(ClaimDirection::Cooperative),
        (true, false, true) if strained => Some(ClaimDirection::Unchanged),
        (false, true, false) | (true, false, true) => Some(ClaimDirection::Conflictual),
        _ => None,
    }
}

/// What befalls a relation: "ties gained momentum", "relations hit a snag".
fn meets(matcher: &Matcher<'_, '_>, verb: usize) -> Option<ClaimDirection> {
    let tree = matcher.tree;
    if !is(matcher, "standing-meets", verb) || is_negated(matcher, verb) {
        return None;
    }
    let into = tree.prepositional(verb, "into");
    let object = tree.child(verb, Dep::Dobj).or(into.first().copied())?;
    let any = |set: &str| tree.base_phrase(object).any(|t| is(matcher, set, t));
    match (any("standing-upturn"), any("standing-downturn")) {
        (true, false) => Some(ClaimDirection::Cooperative),
        (false, true) => Some(ClaimDirection::Conflictual),
        _ => None,
    }
}

/// The verb of "the breach widened", where it is read as a breach that was widened.
fn widening(matcher: &Matcher<'_, '_>, noun: usize) -> Option<usize> {
    let tree = matcher.tree;
    let verb = tree.child(noun, Dep::Acl)?;
    let lives = tree.tag(verb) == Tag::Vbn && is(matcher, "strain-lives", verb);
    (lives && tree.head(noun).is_none()).then_some(verb)
}

/// Whether a noun is a verb's subject, or stands in the phrase that is.
fn under_subject(matcher: &Matcher<'_, '_>, noun: usize, verb: usize) -> bool {
    let tree = matcher.tree;
    let mut up = noun;
    for _ in 0..6 {
        if tree.head(up) == Some(verb) {
            return matches!(tree.dep(up), Dep::Nsubj | Dep::Nsubjpass);
        }
        match tree.head(up) {
            Some(head) => up = head,
            None => return false,
        }
    }
    false
}

/// The two countries of a relation.
pub(super) fn between(
    matcher: &Matcher<'_, '_>,
    noun: usize,
    clause: usize,
    discourse: &Discourse,
) -> Option<(String, Option<String>)> {
    let tree = matcher.tree;
    let mut between = countries(matcher, tree.left(noun)..tree.end(noun), &[]);
    if between.len() < 2 {
        let subject = tree.actor_subject(clause);
        let named = subject.map(|s| countries(matcher, tree.left(s)..tree.end(s), &[]));
        let mut all = named.unwrap_or_default();
        all.extend(
            between
                .into_iter()
                .filter(|code| !all.contains(code))
                .collect::<Vec<_>>(),
        );
        between = all;
    }
    if between.is_empty() {
        // "Relations between the two": those spoken of before.
        let meant = (tree.left(noun)..tree.end(noun))
            .filter(|t| matcher.actors.is_pair_word(*t))
            .flat_map(|t| matcher.actors.actors(t, discourse));
        for actor in meant {
            let code = actor.country.map(|c| matcher.lexicon.code(c).to_owned());
            between.extend(code.filter(|c| !between.contains(c)));
        }
    }
    // "Mistrust runs deep": between those that the text is about.
    if between.len() < 2 && discourse.leading.len() == 2 {
        let leading = discourse.leading.iter();
        let leading = leading.map(|c| matcher.lexicon.code(*c).to_owned());
        let other: Vec<String> = leading.filter(|code| !between.contains(code)).collect();
        between.extend(other);
    }
    let mut between = between.into_iter();
    Some((between.next()?, Some(between.next()?)))
}

/// "Graustark and Ruritania remain wary of each other", "the two need each other",
/// "Graustark doesn't trust Ruritania".
fn taken(t: usize, matcher: &Matcher<'_, '_>, discourse: &Discourse) -> Option<Stand> {
    let tree = matcher.tree;
    let warm = is(matcher, "stance-warm", t) || is_phrase(matcher, "stance-warm", t);
    let cold = is(matcher, "stance-cold", t) || is_phrase(matcher, "stance-cold", t);
    if !warm && !cold {
        return None;
    }
    let clause = match tree.pos(t) {
        Pos::Verb => t,
        _ => tree
            .verb_above(t)
            .filter(|verb| is(matcher, "standing-verb", *verb))?,
    };
    let subject = tree.surface_subject(clause)?;
    let other = tree
        .children(t)
        .chain(tree.children(clause))
        .filter(|c| *c > clause && matches!(tree.dep(*c), Dep::Prep | Dep::Dobj))
        .find(|c| (tree.left(*c)..tree.end(*c)).any(|w| is(matcher, "each-other", w)));
    let mut sides = countries(
        matcher,
        tree.left(subject)..tree.end(subject).max(subject + 1),
        &[],
    );
    if sides.is_empty() && matcher.actors.is_pair_word(subject) {
        for actor in matcher.actors.actors(subject, discourse) {
            let code = actor.country.map(|c| matcher.lexicon.code(c).to_owned());
            sides.extend(code.filter(|c| !sides.contains(c)));
        }
    }
    let mutual = other.is_some()
        || is(matcher, "stance-mutual", t)
        || is_phrase(matcher, "stance-mutual", t);
    if sides.len() < 2 || !mutual {
        return None;
    }
    let denied = is_negated(matcher, clause) || is_negated(matcher, t);
    let direction = match warm != denied {
        true => ClaimDirection::Cooperative,
        false if denied && !warm => return None,
        false => ClaimDirection::Conflictual,
    };
    let mut sides = sides.into_iter();
    Some(Stand {
        noun: t,
        about: vec![(sides.next()?, sides.next())],
        direction: Some(direction),
    })
}

/// "Anti-French sentiment in Niger": what a people feels for another.
fn felt(noun: usize, matcher: &Matcher<'_, '_>) -> Option<Stand> {
    let tree = matcher.tree;
    if !matcher
        .actors
        .set("standing-feeling", &tree.lemma(noun).to_lowercase())
    {
        return None;
    }
    let words = tree.left(noun)..noun;
    let begins = |set: &str| {
        words.clone().any(|t| {
            let word = tree.text(t).to_lowercase();
            let prefix = word.split('-').next().unwrap_or(&word);
            matcher.actors.set(set, prefix)
        })
    };
    let direction = if begins("standing-against") {
        ClaimDirection::Conflictual
    } else if begins("standing-for") {
        ClaimDirection::Cooperative
    } else {
        return None;
    };
    let felt_for = countries(matcher, words, &[]).into_iter().next()?;
    let clause = tree.verb_above(noun).unwrap_or(noun);
    let by = countries(matcher, noun + 1..tree.end(clause).max(noun + 1), &[])
        .into_iter()
        .find(|code| *code != felt_for);
    let about = match by {
        Some(by) => (by, Some(felt_for)),
        None => (felt_for, None),
    };
    Some(Stand {
        noun,
        about: vec![about],
        direction: Some(direction),
    })
}
