//! Which way a judgement leans: the words of closeness and of quarrel in it, turned
//! round by what denies, ends, harms or doubts them.

use super::assess::{is, is_negated};
use crate::matcher::Matcher;
use demarche_event::ClaimDirection;
use demarche_lang::{Dep, Tag};

/// How deep in subordinate clauses words are still weighed.
const DEPTH: usize = 12;

/// A word that leans.
#[derive(Debug, Clone, Copy)]
struct Leaning {
    direction: ClaimDirection,
    /// Subordinate clauses around it.
    depth: usize,
}

/// Where the words of a judgement lean. What the main clause says outweighs what hangs
/// on it, and what follows a "but" outweighs what it contradicts. `doubted`: whoever
/// judges doubts what the words say.
pub(super) fn direction(
    matcher: &Matcher<'_, '_>,
    tokens: &[usize],
    doubted: bool,
) -> Option<ClaimDirection> {
    let any = |set: &str| {
        let mut found = tokens.iter().filter(|t| is(matcher, set, **t));
        found.any(|t| !is_negated(matcher, *t))
    };
    let is_tactical = tokens.iter().any(|t| is_tactical(matcher, *t));
    if is_tactical {
        return Some(ClaimDirection::Tactical);
    }
    let mut leanings: Vec<Leaning> = tokens.iter().filter_map(|t| leaning(matcher, *t)).collect();
    if let Some(but) = contradiction(matcher, tokens) {
        let after = tokens
            .iter()
            .filter(|t| **t > but)
            .filter_map(|t| leaning(matcher, *t));
        let after: Vec<Leaning> = after.collect();
        if !after.is_empty() {
            leanings = after;
        }
    }
    let depth = leanings.iter().map(|l| l.depth).min();
    let count = |direction| {
        let same = |l: &&Leaning| Some(l.depth) == depth && l.direction == direction;
        leanings.iter().filter(same).count()
    };
    let warm = count(ClaimDirection::Cooperative);
    let cold = count(ClaimDirection::Conflictual);
    let same = count(ClaimDirection::Unchanged);
    let leant = if same > 0 {
        Some(ClaimDirection::Unchanged)
    } else if cold > 0 && cold >= warm {
        Some(ClaimDirection::Conflictual)
    } else if warm > 0 {
        Some(ClaimDirection::Cooperative)
    } else {
        None
    };
    match leant {
        _ if !doubted => leant,
        Some(ClaimDirection::Cooperative) => Some(ClaimDirection::Conflictual),
        None if any("claim-stakes") => Some(ClaimDirection::Conflictual),
        _ => Some(ClaimDirection::Unchanged),
    }
}

/// Whether a word speaks of tactics: "woos", "plays A against B"; or of a quarrel that
/// somebody wants: "tries to pull allies away".
fn is_tactical(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    let told = is(matcher, "claim-tactical", t)
        || tree.is_nominal(t) && is(matcher, "claim-tactical-noun", t)
        || is_phrase(matcher, "claim-tactical-phrase", t);
    if told {
        // "The end of its isolation" is no means of isolating.
        let ended = || tree.is_nominal(t) && governor(matcher, t).is_some();
        return !is_negated(matcher, t) && !ended();
    }
    if !is(matcher, "claim-conflictual", t) || is_negated(matcher, t) {
        return false;
    }
    let mut up = t;
    for _ in 0..DEPTH {
        // What somebody wants to end is no means of theirs.
        let ends = up != t
            && (is(matcher, "claim-ends", up)
                || is(matcher, "claim-cooperative", up)
                || is_phrase(matcher, "claim-ends-phrase", up));
        if ends {
            return false;
        }
        if up != t && is(matcher, "claim-intent", up) {
            return !is_negated(matcher, up);
        }
        match tree.head(up) {
            Some(head) if !matches!(tree.dep(up), Dep::Relcl | Dep::Advcl) => up = head,
            _ => return false,
        }
    }
    false
}

/// Where a word leans with what stands around it.
fn leaning(matcher: &Matcher<'_, '_>, t: usize) -> Option<Leaning> {
    let tree = matcher.tree;
    // "Uses its friendship to block": the friendship is a means.
    let is_means = tree.dep(t) == Dep::Dobj
        && tree.head(t).is_some_and(|head| {
            is(matcher, "claim-uses", head) && tree.has_child(head, Dep::Xcomp)
        });
    if is_means {
        return None;
    }
    let towards = |direction| {
        let depth = depth(matcher, t);
        Some(Leaning { direction, depth })
    };
    let stays = is(matcher, "claim-unchanged", t)
        || is_phrase(matcher, "claim-unchanged-phrase", t)
        || is(matcher, "claim-change", t) && is_denied(matcher, t);
    if stays {
        return towards(ClaimDirection::Unchanged);
    }
    let warm = is(matcher, "claim-cooperative", t)
        || is_phrase(matcher, "claim-near-phrase", t)
        || is_qualified(matcher, "claim-near-qualified", t);
    let cold = is(matcher, "claim-conflictual", t)
        || is_phrase(matcher, "claim-apart-phrase", t)
        || is_qualified(matcher, "claim-apart-qualified", t);
    // "Pulls closer to them": what divides elsewhere brings together here.
    let draws = cold
        && tree.is_verb(t)
        && tree.children(t).any(|c| {
            matches!(tree.dep(c), Dep::Advmod | Dep::Acomp) && is(matcher, "claim-cooperative", c)
        });
    let cold = cold && !draws;
    let ends = is(matcher, "claim-ends", t) || is_phrase(matcher, "claim-ends-phrase", t);
    if !warm && !cold && !ends {
        let fails = is(matcher, "claim-stakes", t) && is_denied(matcher, t);
        return fails
            .then(|| towards(ClaimDirection::Conflictual))
            .flatten();
    }
    if (warm || cold)
        && let Some(over) = governor(matcher, t)
    {
        // The verb over it says what becomes of it; it's weighed there.
        let harmed = warm && is(matcher, "claim-harms", over);
        let direction = match (harmed, cold, is_denied(matcher, over)) {
            (true, _, false) => ClaimDirection::Conflictual,
            (true, _, true) | (false, true, true) => ClaimDirection::Unchanged,
            (false, true, false) => ClaimDirection::Cooperative,
            (false, false, false) => ClaimDirection::Conflictual,
            (false, false, true) => ClaimDirection::Cooperative,
        };
        return Some(Leaning {
            direction,
            depth: depth(matcher, over),
        });
    }
    // "Tensions under control"
    let contained = cold
        && tree
            .prepositional(t, "under")
            .iter()
            .any(|c| is(matcher, "claim-ends", *c));
    if contained {
        return towards(ClaimDirection::Cooperative);
    }
    let denied = is_denied(matcher, t);
    let none = tree
        .children(t)
        .any(|c| tree.dep(c) == Dep::Det && is(matcher, "adjective-negated", c));
    match (cold, denied) {
        (false, false) if warm || is_object_less(matcher, t) => {
            towards(ClaimDirection::Cooperative)
        }
        (false, false) => None,
        (false, true) if warm => towards(ClaimDirection::Conflictual),
        (false, true) => towards(ClaimDirection::Unchanged),
        (true, false) => towards(ClaimDirection::Conflictual),
        (true, true) if none || is_unwanted(matcher, t) => towards(ClaimDirection::Cooperative),
        (true, true) => towards(ClaimDirection::Unchanged),
    }
}

/// A verb of ending whose object doesn't lean, or that has none: "mends fences".
fn is_object_less(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    matcher.tree.is_verb(t) && is(matcher, "claim-mends", t)
}

/// "Does not want a quarrel": the verb is denied, not the quarrel.
fn is_unwanted(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    tree.dep(t) == Dep::Dobj
        && tree
            .head(t)
            .is_some_and(|head| is(matcher, "claim-intent", head))
}

/// The verb or noun over a word that ends or harms what the word names.
fn governor(matcher: &Matcher<'_, '_>, t: usize) -> Option<usize> {
    let tree = matcher.tree;
    let mut up = t;
    for _ in 0..4 {
        let dep = tree.dep(up);
        let head = tree.head(up)?;
        let acts_on = matches!(
            dep,
            Dep::Dobj | Dep::Nsubjpass | Dep::Pobj | Dep::Pcomp | Dep::Prep
        );
        let rules = ["claim-ends", "claim-harms"]
            .iter()
            .any(|set| is(matcher, set, head))
            || is_phrase(matcher, "claim-ends-phrase", head)
            // "The quarrel is over"
            || dep == Dep::Nsubj
                && tree
                    .children(head)
                    .any(|c| is(matcher, "claim-over", c) && c > head);
        if rules && (acts_on || dep == Dep::Nsubj && !is(matcher, "claim-harms", head)) {
            let moves = tree.is_verb(head) || tree.dep(up) == Dep::Prep;
            return moves.then_some(head);
        }
        let passes = matches!(
            dep,
            Dep::Pobj | Dep::Prep | Dep::Conj | Dep::Compound | Dep::Amod | Dep::Dobj | Dep::Xcomp
        );
        if !passes || tree.is_verb(head) && dep != Dep::Xcomp && dep != Dep::Conj {
            return None;
        }
        up = head;
    }
    None
}

/// "Will not", "is unlikely to", "no", "nobody believes", "is far from"; not "have
/// never been so close".
fn is_denied(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    if surpasses(matcher, t) {
        return false;
    }
    if is_negated(matcher, t) {
        return true;
    }
    let far = |t: usize| {
        tree.children(t).any(|c| {
            let nobody = |t: usize| is(matcher, "claim-nobody", t);
            nobody(c)
                || tree.dep(c) == Dep::Nsubj && tree.children(c).any(nobody)
                || is(matcher, "claim-remote", c)
                    && (!tree.is_verb(t) || is(matcher, "claim-stands", t))
        })
    };
    if far(t) {
        return true;
    }
    let mut up = t;
    for _ in 0..4 {
        let dep = tree.dep(up);
        let Some(head) = tree.head(up) else {
            return false;
        };
        let seen = match dep {
            // "A thaw is not in sight", "looks further away than ever"
            Dep::Nsubj | Dep::Nsubjpass => {
                let stands = is(matcher, "claim-stands", head) || is(matcher, "claim-lasts", head);
                return stands && (far(head) || tree.has_child(head, Dep::Neg));
            }
            Dep::Dobj
            | Dep::Xcomp
            | Dep::Ccomp
            | Dep::Acomp
            | Dep::Attr
            | Dep::Pobj
            | Dep::Prep
            | Dep::Conj
            | Dep::Acl
            | Dep::Relcl => {
                far(head)
                    || is(matcher, "claim-little", head)
                    || is_negated(matcher, head) && !surpasses(matcher, head)
            }
            Dep::Amod | Dep::Compound => false,
            _ => return false,
        };
        if seen {
            return true;
        }
        up = head;
    }
    false
}

/// "Never so close", "never better".
fn surpasses(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    let compares =
        |t: usize| matches!(tree.tag(t), Tag::Jjr | Tag::Rbr) || is(matcher, "claim-so", t);
    let never = |t: usize| tree.children(t).any(|c| is(matcher, "never", c));
    let here = compares(t) || tree.children(t).any(compares);
    here && (never(t) || tree.head(t).is_some_and(never))
}

/// Clauses that a word stands in below the main one.
fn depth(matcher: &Matcher<'_, '_>, t: usize) -> usize {
    let tree = matcher.tree;
    let mut up = t;
    let mut depth = 0;
    for _ in 0..40 {
        let Some(head) = tree.head(up) else { break };
        let subordinate = match tree.dep(up) {
            Dep::Advcl | Dep::Relcl => true,
            Dep::Acl => tree.is_verb(up) && matches!(tree.tag(up), Tag::Vbg | Tag::Vbn),
            // "despite the quarrel", "over the war"
            Dep::Prep => is(matcher, "claim-despite", up),
            _ => false,
        };
        depth += usize::from(subordinate);
        up = head;
    }
    depth
}

/// The last "but" that joins clauses or what is said of a thing.
fn contradiction(matcher: &Matcher<'_, '_>, tokens: &[usize]) -> Option<usize> {
    let tree = matcher.tree;
    let but = |t: &&usize| {
        is(matcher, "claim-but", **t)
            && tree.dep(**t) == Dep::Cc
            && tree.head(**t).is_some_and(|head| {
                tree.children(head)
                    .any(|c| tree.dep(c) == Dep::Conj && c > **t)
            })
    };
    tokens.iter().rfind(but).copied()
}

/// Whether a noun and an adjective before it make one of a set's pairs: "new chapter".
fn is_qualified(matcher: &Matcher<'_, '_>, set: &str, noun: usize) -> bool {
    let tree = matcher.tree;
    let pair = |c: usize| {
        let pair = format!("{} {}", tree.lower_lemma(c), tree.lower_lemma(noun));
        matcher.actors.set(set, &pair)
    };
    tree.is_nominal(noun)
        && tree
            .children(noun)
            .any(|c| c < noun && tree.dep(c) == Dep::Amod && pair(c))
}

/// Whether a word and what hangs on it make one of a set's pairs: "keep out", "play
/// against", "need other".
pub(super) fn is_phrase(matcher: &Matcher<'_, '_>, set: &str, t: usize) -> bool {
    let tree = matcher.tree;
    let Some(words) = matcher.lexicon.rules.sets.get(set) else {
        return false;
    };
    let lemma = tree.lower_lemma(t);
    if words.beginning_with(&lemma).is_empty() {
        return false;
    }
    let pair = |c: usize| {
        let mut pair = String::with_capacity(24);
        pair.push_str(&lemma);
        pair.push(' ');
        let start = pair.len();
        pair.push_str(&tree.lower_text(c));
        words.has(&pair) || {
            pair.truncate(start);
            pair.push_str(&tree.lower_lemma(c));
            words.has(&pair)
        }
    };
    tree.children(t)
        .filter(|c| *c > t)
        .any(|c| pair(c) || tree.dep(c) == Dep::Prep && tree.child(c, Dep::Pobj).is_some_and(pair))
}
