//! The turns of phrase by which a sentence gives somebody's view: "X says", "according
//! to X", "for X", "X is sceptical that", "X sees it as".

use super::assess::{is, is_negated};
use super::said_by;
use crate::matcher::Matcher;
use demarche_lang::{Dep, EntityKind, Pos, Tag};
use std::ops::Range;

/// Where a sentence gives somebody's view.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    /// The verb, adjective or preposition that gives it.
    pub at: usize,
    /// Whose view it is.
    pub holder: usize,
    /// Whether the word is one of judging: "believes", "fears", "is sceptical".
    pub assesses: bool,
}

/// The view that a token gives, if it does.
pub(super) fn view(matcher: &Matcher<'_, '_>, t: usize, tokens: &Range<usize>) -> Option<View> {
    let tree = matcher.tree;
    let given = if tree.is_verb(t) {
        said(matcher, t, tokens).or_else(|| regarded(matcher, t))
    } else {
        None
    };
    let (holder, assesses) = given
        .or_else(|| convinced(matcher, t))
        .or_else(|| Some((before_colon(matcher, t, tokens)?, false)))
        .or_else(|| Some((by_preposition(matcher, t, tokens)?, is(matcher, "view", t))))
        .or_else(|| {
            let finds_nothing = is_not_found(matcher, t);
            Some((finds_nothing.then(|| tree.actor_subject(t))??, false))
        })?;
    let holder = holder_named(matcher, holder, t);
    let holder = named_before(matcher, holder, t).unwrap_or(holder);
    is_somebody(matcher, holder, t).then_some(View {
        at: t,
        holder,
        assesses,
    })
}

/// "X accused them, and she told them": whom the first clause names.
fn named_before(matcher: &Matcher<'_, '_>, holder: usize, verb: usize) -> Option<usize> {
    let tree = matcher.tree;
    let single = is(matcher, "pronoun-male", holder) || is(matcher, "pronoun-female", holder);
    if !single || tree.dep(verb) != Dep::Conj {
        return None;
    }
    let subject = tree.child(tree.head(verb)?, Dep::Nsubj)?;
    (tree.pos(subject) == Pos::Propn
        && subject < holder
        && tree.token(subject).entity_kind() == Some(EntityKind::Person))
    .then_some(subject)
}

/// "X says that", "…, believes the historian X"
fn said(matcher: &Matcher<'_, '_>, t: usize, tokens: &Range<usize>) -> Option<(usize, bool)> {
    let tree = matcher.tree;
    let assesses = is(matcher, "assess", t);
    if !assesses && !is(matcher, "report", t) && !is(matcher, "comments", t) {
        return None;
    }
    // "Expect the critics to fall silent": nobody is said to.
    let bids = matches!(tree.tag(t), Tag::Vb | Tag::Vbp)
        && tree.head(t).is_none()
        && !tree.has_child(t, Dep::Aux);
    // "The two agreed to meet" gives nobody's words.
    let only_to = !assesses
        && tree.clauses(t).next().is_some()
        && tree.clauses(t).all(|c| {
            tree.dep(c) == Dep::Xcomp
                && tree
                    .children(c)
                    .any(|to| tree.dep(to) == Dep::Aux && tree.is(to, "to"))
        });
    if bids && tree.surface_subject(t).is_none() || only_to {
        return None;
    }
    let has_object = tree.has_child(t, Dep::Dobj);
    let closes = closing_speaker(matcher, t);
    let says = closes.is_some()
        || tree.clauses(t).next().is_some()
        || matches!(tree.dep(t), Dep::Parataxis | Dep::Ccomp)
        || (tree.head(t).is_none() && !(assesses && has_object));
    // "..., believes the historian X"
    let inverted = t > tokens.start
        && tree.pos(t - 1) == Pos::Punct
        && name_after(matcher, t, tokens).is_some();
    // "is convinced that": the parse takes it for a passive.
    let feels = is(matcher, "convinced", t);
    if !(says || inverted) || !feels && tree.is_passive(t) && tree.agent(t).is_none() {
        return None;
    }
    let holder = closes
        .or_else(|| tree.actor_subject(t))
        .or_else(|| asked_before(matcher, t))
        .or_else(|| name_after(matcher, t, tokens))
        .or_else(|| said_by(matcher, t))?;
    Some((holder, assesses))
}

/// "X, asked about the meeting, said that": the name may be read with the aside.
fn asked_before(matcher: &Matcher<'_, '_>, verb: usize) -> Option<usize> {
    let tree = matcher.tree;
    let aside = tree.children(verb).find(|c| {
        *c < verb && matches!(tree.dep(*c), Dep::Ccomp | Dep::Advcl) && tree.text(verb - 1) == ","
    })?;
    tree.child(aside, Dep::Nsubj)
        .filter(|s| s + 2 == aside && tree.text(s + 1) == ",")
}

/// "Sees the talks as a step", "calls it a strategy", "sees little chance of peace".
fn regarded(matcher: &Matcher<'_, '_>, t: usize) -> Option<(usize, bool)> {
    let tree = matcher.tree;
    if !is(matcher, "regards", t) || tree.is_passive(t) {
        return None;
    }
    let object = tree.child(t, Dep::Dobj);
    let as_what = || {
        let after = tree
            .children(t)
            .chain(object.into_iter().flat_map(|o| tree.children(o)));
        let mut after = after.filter(|c| *c > t && tree.dep(*c) == Dep::Prep);
        tree.has_child(t, Dep::Oprd)
            || tree.clauses(t).next().is_some()
            || after.any(|c| tree.is(c, "as"))
    };
    let weighs = is(matcher, "sees", t) && object.is_some_and(|o| is(matcher, "chance", o));
    let subject = tree.actor_subject(t)?;
    // What officials call something is what they say; what they call a relation, they judge.
    let calls = is(matcher, "calls", t);
    let of_relation = object.is_some_and(|o| {
        let side = || {
            let mut named = (t + 1..tree.end(t)).filter(|n| is(matcher, "label-side", *n));
            matcher.actors.mentions.at(o).is_some() && named.any(|n| tree.dep(n) != Dep::Pobj)
        };
        is(matcher, "standing-relation", o) || is(matcher, "standing-course", o) || side()
    });
    let judges = match calls {
        true => {
            of_relation
                || as_what() && (is(matcher, "commentator", subject) || in_marks(matcher, t))
        }
        false => weighs || as_what(),
    };
    judges.then_some((subject, true))
}

/// Whether a verb's complement stands between marks of quotation: "calls it “a trap”".
pub(super) fn in_marks(matcher: &Matcher<'_, '_>, verb: usize) -> bool {
    let tree = matcher.tree;
    let opens = |t: usize| matches!(tree.text(t), "\"" | "“" | "‘");
    let mut after = tree.children(verb).filter(|c| *c > verb);
    after.any(|c| {
        matches!(tree.dep(c), Dep::Oprd | Dep::Prep | Dep::Dobj | Dep::Punct)
            && (tree.left(c)..tree.end(c)).take(4).any(opens)
    })
}

/// "Is sceptical that", "is convinced that".
fn convinced(matcher: &Matcher<'_, '_>, t: usize) -> Option<(usize, bool)> {
    let tree = matcher.tree;
    let states_feeling = is(matcher, "convinced", t)
        && (matches!(tree.dep(t), Dep::Acomp | Dep::Root | Dep::Ccomp))
        && tree
            .children(t)
            .any(|c| matches!(tree.dep(c), Dep::Ccomp | Dep::Prep));
    if !states_feeling {
        return None;
    }
    let verb = if tree.is_verb(t) { t } else { tree.head(t)? };
    Some((tree.surface_subject(verb)?, true))
}

/// "New Strelsau's line: the bridge stays", "his verdict, posted on Friday: …"
fn before_colon(matcher: &Matcher<'_, '_>, t: usize, tokens: &Range<usize>) -> Option<usize> {
    let tree = matcher.tree;
    let given = tree.is_nominal(t) && (is(matcher, "view", t) || is(matcher, "view-in-brief", t));
    let holder = tree.child(t, Dep::Poss).filter(|_| given)?;
    let opens = holder < t && tree.left(holder) == tokens.start;
    let end = tokens.end.min(t + 9);
    let colon = (t + 1..end).find(|c| tree.text(*c) == ":")?;
    let verb = (t..colon).any(|c| tree.is_verb(c) && !matches!(tree.dep(c), Dep::Acl | Dep::Relcl));
    (opens && colon + 2 < tokens.end && !verb).then_some(holder)
}

/// "According to X", "in the view of X", "for X, the pact shows".
fn by_preposition(matcher: &Matcher<'_, '_>, t: usize, tokens: &Range<usize>) -> Option<usize> {
    let tree = matcher.tree;
    if matcher.actors.set("according", tree.lemma(t)) && tree.dep(t) == Dep::Prep {
        return tree.prepositional(t, "to").first().copied();
    }
    if is(matcher, "view", t) && tree.dep(t) == Dep::Pobj {
        return tree.prepositional(t, "of").first().copied();
    }
    // "For X," opens a sentence, and X is a person.
    let opens = t == tokens.start && tree.dep(t) == Dep::Prep && is(matcher, "to-the-mind", t);
    let holder = tree.child(t, Dep::Pobj).filter(|_| opens)?;
    let person = tree.token(holder).entity_kind() == Some(EntityKind::Person)
        && tree.children(holder).any(|c| tree.dep(c) == Dep::Appos)
        || is(matcher, "commentator", holder);
    person.then_some(holder)
}

/// "Found no evidence that": what somebody couldn't find out is what they say.
pub(super) fn is_not_found(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    let no_sign = tree.object(t).is_some_and(|o| {
        is(matcher, "evidence", o)
            && tree
                .children(o)
                .any(|c| tree.dep(c) == Dep::Det && is(matcher, "adjective-negated", c))
    });
    let has = is(matcher, "have", t);
    tree.is_verb(t) && is(matcher, "finds-out", t) && (no_sign || !has && is_negated(matcher, t))
}

/// The person whose name, with what describes it, ends right before a verb of speech
/// that closes a sentence: "…, X of the Z Institute told the paper".
fn closing_speaker(matcher: &Matcher<'_, '_>, verb: usize) -> Option<usize> {
    let tree = matcher.tree;
    let first = tree.token(verb).sentence().tokens().start;
    let is_person = |t: usize| tree.token(t).entity_kind() == Some(EntityKind::Person);
    if verb == first
        || tree
            .children(verb)
            .any(|c| c < verb && tree.dep(c) == Dep::Nsubj && is_person(c))
    {
        return None;
    }
    let comma = tree.text(verb - 1) == ",";
    (first + 1..verb).rev().find(|t| {
        let ends = tree.end(*t) == verb || comma && tree.end(*t) + 1 == verb;
        let start = tree.base_phrase(*t).start;
        ends && is_person(*t)
            && start > first
            && tree.text(start - 1) == ","
            && matches!(
                tree.dep(*t),
                Dep::Appos | Dep::Conj | Dep::Npadvmod | Dep::Nsubj
            )
    })
}

/// A person who is named between commas before the verb, where the parse takes
/// another noun of the sentence for the one who speaks.
fn holder_named(matcher: &Matcher<'_, '_>, holder: usize, verb: usize) -> usize {
    let tree = matcher.tree;
    let is_person = |t: usize| tree.token(t).entity_kind() == Some(EntityKind::Person);
    let speaks = is_person(holder)
        || tree.pos(holder) == Pos::Pron
        || is(matcher, "commentator", holder)
        || is(matcher, "profession", holder)
        || matcher.actors.mentions.at(holder).is_some()
        || matcher.actors.agent_at(holder).is_some()
        || super::affiliation::is_organisation(matcher, holder);
    if speaks || holder > verb {
        return holder;
    }
    closing_speaker(matcher, verb).unwrap_or(holder)
}

/// Not "nobody", "which"; but "many in New Delhi", and "many" who see it as something.
fn is_somebody(matcher: &Matcher<'_, '_>, holder: usize, at: usize) -> bool {
    let tree = matcher.tree;
    let unnamed = || {
        is(matcher, "unnamed", holder)
            && (is(matcher, "regards", at)
                || tree
                    .children(holder)
                    .any(|c| tree.dep(c) == Dep::Prep && c > holder))
    };
    match tree.pos(holder) {
        Pos::Pron if unnamed() => true,
        Pos::Pron => ["pronoun-male", "pronoun-female", "pronoun-they"]
            .iter()
            .any(|set| is(matcher, set, holder)),
        Pos::Noun | Pos::Propn => !is(matcher, "shows-itself", holder),
        Pos::Adj | Pos::Det => unnamed(),
        _ => false,
    }
}

/// "..., opines the economist Pablo Lucio": the name that follows the verb.
fn name_after(matcher: &Matcher<'_, '_>, verb: usize, tokens: &Range<usize>) -> Option<usize> {
    let tree = matcher.tree;
    // "…, fears a Graustarkian deputy."
    let closing = tree.children(verb).find(|c| {
        *c > verb
            && matches!(tree.dep(*c), Dep::Nsubj | Dep::Dobj)
            && tree.is_nominal(*c)
            && tree.pos(*c) != Pos::Pron
            && tree.end(*c) + 1 >= tokens.end
    });
    if closing.is_some() {
        return closing;
    }
    let end = tokens.end.min(verb + 8);
    let first = (verb + 1..end).find(|t| {
        tree.token(*t).entity_kind() == Some(EntityKind::Person) || tree.pos(*t) == Pos::Propn
    })?;
    let entity = tree.token(first).entity()?;
    let last = tree.parsed.entities()[entity].end as usize - 1;
    let plain = (verb + 1..first).all(|t| {
        matches!(
            tree.pos(t),
            Pos::Det | Pos::Adj | Pos::Noun | Pos::Propn | Pos::Pron
        )
    });
    plain.then_some(last)
}
