//! Who is speaking, and what they claim.

mod about; // which relations a sentence is about
mod affiliation; // for whom somebody works
mod assess; // what a stretch judges, with which hedge
pub(crate) mod cause; // what brought about what a claim judges
pub(crate) mod claimant; // who assesses
mod direction; // which way a judgement leans
pub(crate) mod ground; // why, by what means and over which years
mod held; // what sides have with each other
pub(crate) mod judged; // acts that are only judged
pub(crate) mod label; // what somebody calls it, slogans, strategies
mod meaning; // what an act is said to mean
mod narrated; // what the narrator judges without a word of judgement
pub(crate) mod pending; // what the other side has not confirmed
mod quoted; // what somebody is quoted with
pub(crate) mod reader; // the claims of a document, sentence after sentence
pub(crate) mod standing; // how relations stand, without an act
mod stated; // what officials judge, and what they only tell
mod told; // what is judged in a sentence
mod verdict; // what is said to be what
mod view;
pub(crate) mod weighed; // what a classifier makes of a sentence // the turns of phrase that give somebody's view

use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::matcher::{Draft, Matcher};
use demarche_lang::Dep;
use std::ops::Range;

/// Somebody whose words a sentence gives.
#[derive(Debug, Clone)]
pub(crate) struct Voice {
    /// The verb: "said".
    pub verb: usize,
    /// The words that name the speaker.
    pub words: Range<usize>,
    /// The speaker, if an actor.
    pub actor: Option<ActorPhrase>,
    /// A scholar, an analyst, a paper: they judge, they don't act.
    pub only_comments: bool,
}

/// The verb that charges somebody with an act: "accused" for "arming" in "accused them of
/// arming the rebels".
pub(crate) fn charge(act: usize, matcher: &Matcher<'_, '_>) -> Option<usize> {
    let tree = matcher.tree;
    let set = |set: &str, word: &str| matcher.actors.set(set, word);
    let of = tree
        .head(act)
        .filter(|of| tree.dep(act) == Dep::Pcomp && set("charged-with", &tree.lower_text(*of)))?;
    let above = tree.head(of)?;
    let verb = match tree.is_verb(above) {
        true => above,
        false => tree.head(above)?,
    };
    set("charges", tree.lemma(verb)).then_some(verb)
}

/// Who charges somebody with an act.
pub(crate) fn accuser(
    act: usize,
    matcher: &Matcher<'_, '_>,
    discourse: &Discourse,
) -> Option<Voice> {
    let verb = charge(act, matcher)?;
    let subject = matcher.tree.actor_subject(verb)?;
    let accusers = matcher.actors.actors(subject, discourse);
    Some(Voice {
        verb,
        words: matcher.tree.base_phrase(subject),
        actor: accusers.into_iter().next(),
        only_comments: false,
    })
}

impl Voice {
    /// Whether the speaker says what a token says.
    pub(crate) fn covers(&self, matcher: &Matcher<'_, '_>, token: usize) -> bool {
        let tree = matcher.tree;
        if self.words.contains(&token) {
            return false;
        }
        let mut up = token;
        for _ in 0..60 {
            if let Some(head) = tree.head(up) {
                if head == self.verb {
                    return matches!(
                        tree.dep(up),
                        Dep::Ccomp | Dep::Xcomp | Dep::Parataxis | Dep::Dobj
                    ) || (tree.dep(up) == Dep::Prep && self.is_source_phrase(matcher));
                }
                up = head;
            } else {
                // "X did Y, Z said": the saying hangs on what is said.
                return tree.is_under(self.verb, up)
                    && matches!(
                        tree.dep(self.verb),
                        Dep::Parataxis | Dep::Advcl | Dep::Prep | Dep::Ccomp
                    );
            }
        }
        false
    }

    fn is_source_phrase(&self, matcher: &Matcher<'_, '_>) -> bool {
        matcher.tree.dep(self.verb) == Dep::Prep
    }
}

/// The speaker of a sentence, if it reports somebody's words.
pub(crate) fn speaker(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    discourse: &Discourse,
) -> Option<Voice> {
    let tree = matcher.tree;
    let mut best: Option<(bool, Voice)> = None;
    for t in tokens {
        let lemma = tree.lemma(t);
        let subject = if tree.is_verb(t) && matcher.actors.set("report", lemma) {
            let says = tree.clauses(t).next().is_some()
                || matches!(tree.dep(t), Dep::Parataxis)
                || tree.head(t).is_none();
            if !says {
                continue;
            }
            tree.actor_subject(t).or_else(|| said_by(matcher, t))
        } else if matcher.actors.set("according", lemma) && tree.dep(t) == Dep::Prep {
            tree.prepositional(t, "to").first().copied()
        } else {
            None
        };
        let Some(subject) = subject else { continue };
        let actors = matcher.actors.actors(subject, discourse);
        let actor = actors.into_iter().next();
        let words = tree.base_phrase(subject);
        let unnamed = matcher.actors.set("commentator", tree.lemma(subject));
        let stranger = actor.as_ref().is_some_and(|a| {
            a.kind == ActorKind::Person && a.name.is_none() && a.country.is_none()
        });
        let only_comments =
            unnamed || stranger || actor.as_ref().is_some_and(ActorPhrase::only_comments);
        let voice = Voice {
            verb: t,
            words,
            actor,
            only_comments,
        };
        let main = tree.head(t).is_none();
        if best.as_ref().is_none_or(|(was_main, _)| main && !was_main) {
            best = Some((main, voice));
        }
    }
    best.map(|(_, voice)| voice)
}

/// Whoever stands between the comma and the verb that closes a sentence: "…, an
/// expert in Strelsau said", where the name is read as explaining the word before.
pub(crate) fn said_by(matcher: &Matcher<'_, '_>, verb: usize) -> Option<usize> {
    let tree = matcher.tree;
    let first = tree.token(verb).sentence().tokens().start;
    let closes = tree.dep(verb) == Dep::Root && tree.clauses(verb).next().is_some();
    if !closes {
        return None;
    }
    (first..verb).rev().find(|t| {
        tree.dep(*t) == Dep::Appos && tree.end(*t) == verb && tree.is_nominal(*t) && {
            let start = tree.left(*t);
            start > first && tree.text(start - 1) == ","
        }
    })
}

/// What an analyst says of states' intentions is a claim, not an event. Facts
/// that an analyst or a paper mentions stay events.
pub(crate) fn is_only_opinion(matcher: &Matcher<'_, '_>, draft: &Draft, voice: &Voice) -> bool {
    if !voice.covers(matcher, draft.trigger) {
        return false;
    }
    let media = voice
        .actor
        .as_ref()
        .is_some_and(|a| a.sector == Some(demarche_event::Sector::Med));
    !media && !judged::is_fact(matcher, draft) && !is_since(matcher, draft.trigger, voice.verb)
}

/// "Analysts note that ties have cooled since Graustark closed the bridge": it did.
fn is_since(matcher: &Matcher<'_, '_>, t: usize, saying: usize) -> bool {
    let tree = matcher.tree;
    let mut up = t;
    for _ in 0..20 {
        let led = |c: usize| {
            matches!(tree.dep(c), Dep::Mark | Dep::Advmod)
                && matcher
                    .actors
                    .set("tells-when", &tree.text(c).to_ascii_lowercase())
        };
        if tree.dep(up) == Dep::Advcl && tree.children(up).any(led) {
            return true;
        }
        match tree.head(up) {
            Some(head) if head != saying => up = head,
            _ => return false,
        }
    }
    false
}
