//! What lies before the time that a text tells of, or stands beside it.

use crate::matcher::Matcher;
use demarche_lang::{Dep, Tag};

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

/// Whether a token, though of the background, tells the day of the news: what was done after
/// something, or of "the accords, signed on Monday".
pub(crate) fn is_of_the_news(token: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let mut up = token;
    for _ in 0..30 {
        let Some(head) = tree.head(up) else {
            return false;
        };
        if tree.dep(up) == Dep::Advcl {
            return super::follows(up, matcher) && tree.head(head).is_none();
        }
        if tree.dep(up) == Dep::Acl {
            let definite = |c: usize| matcher.actors.set("definite", &tree.lower_text(c));
            let named = tree.children(head).any(definite);
            return named && tree.tag(up) == Tag::Vbn && tree.subject_of(head).is_some();
        }
        if matches!(tree.dep(up), Dep::Relcl | Dep::Appos | Dep::Ccomp) {
            return false;
        }
        up = head;
    }
    false
}

/// Whether the clause of a token is in the past perfect.
pub(crate) fn had_happened(token: usize, matcher: &Matcher<'_, '_>) -> bool {
    let verb = matcher.tree.verb_above(token);
    verb.is_some_and(|verb| is_pluperfect(verb, matcher))
}

/// Whether what a token reports had happened before what the narrator tells: not where
/// somebody is said to have told of it, as "said that it had let them go".
pub(crate) fn was_before(token: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let Some(mut verb) = tree.verb_above(token) else {
        return false;
    };
    if !is_pluperfect(verb, matcher) {
        return false;
    }
    let says = |t: usize| {
        tree.dep(t) == Dep::Ccomp
            && tree.lemma(t) != "be"
            && matcher.actors.set("report", tree.lemma(t))
    };
    for _ in 0..20 {
        if tree.dep(verb) == Dep::Ccomp || tree.children(verb).any(says) {
            return false;
        }
        match tree.head(verb) {
            Some(head) => verb = head,
            None => break,
        }
    }
    true
}

fn is_pluperfect(verb: usize, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let helps = |c: &usize| matches!(tree.dep(*c), Dep::Aux | Dep::Auxpass);
    let had = |verb: usize| {
        tree.children(verb)
            .filter(helps)
            .any(|c| tree.tag(c) == Tag::Vbd && matcher.actors.set("have", tree.lemma(c)))
    };
    // "Had sent soldiers in May and handed over the men in June".
    let goes_on = |verb: usize| {
        tree.dep(verb) == Dep::Conj
            && matches!(tree.tag(verb), Tag::Vbn | Tag::Vbd)
            && !tree.has_child(verb, Dep::Nsubj)
            && !tree.children(verb).any(|c| helps(&c))
    };
    let mut verb = verb;
    for _ in 0..4 {
        match tree.head(verb) {
            Some(first) if goes_on(verb) && tree.is_verb(first) => verb = first,
            _ => break,
        }
    }
    had(verb)
}
