//! Who is speaking, and what they claim.

use crate::actor::{ActorKind, ActorPhrase};
use crate::code::Positions;
use crate::discourse::Discourse;
use crate::identity;
use crate::matcher::{Draft, Matcher};
use demarche_event::{Claim, ClaimDirection, DocumentMeta, EventType, Quad};
use demarche_lang::Dep;
use std::ops::Range;
use std::sync::Arc;

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
            tree.actor_subject(t)
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
    let rule = &matcher.lexicon.rules.rules[draft.rule];
    let fact = matches!(rule.event_type, EventType::Consult)
        || matches!(
            rule.event_type.quad(),
            Quad::MaterialConflict | Quad::MaterialCooperation
        ) && draft.frame.status == demarche_event::Status::Happened;
    !media && !fact
}

/// The claim of an analyst about states, if the sentence makes one.
pub(crate) fn claim(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    voice: &Voice,
    meta: &Arc<DocumentMeta>,
    positions: &Positions<'_>,
    _discourse: &Discourse,
) -> Option<Claim> {
    if !voice.only_comments {
        return None;
    }
    let is_paper = voice
        .actor
        .as_ref()
        .is_some_and(|a| a.sector == Some(demarche_event::Sector::Med));
    if is_paper {
        return None;
    }
    let tree = matcher.tree;
    let mut countries: Vec<String> = Vec::new();
    for mention in matcher.actors.mentions.within(tokens.clone()) {
        if voice.words.contains(&mention.tokens.start) {
            continue;
        }
        let head = matcher.actors.mention_head(mention);
        let empty = Discourse::default();
        for phrase in matcher.actors.phrase(head, &empty) {
            if let Some(code) = phrase.country
                && !phrase.only_comments()
            {
                let code = matcher.lexicon.code(code).to_owned();
                if !countries.contains(&code) {
                    countries.push(code);
                }
            }
        }
    }
    let first = countries.first()?.clone();
    let about: Vec<(String, Option<String>)> = if countries.len() == 1 {
        vec![(first, None)]
    } else {
        countries[1..]
            .iter()
            .map(|other| (first.clone(), Some(other.clone())))
            .collect()
    };
    let has = |set: &str| {
        tokens
            .clone()
            .any(|t| matcher.actors.set(set, &tree.lemma(t).to_lowercase()))
    };
    let direction = if has("claim-tactical") {
        Some(ClaimDirection::Tactical)
    } else if has("claim-unchanged") {
        Some(ClaimDirection::Unchanged)
    } else if has("claim-conflictual") {
        Some(ClaimDirection::Conflictual)
    } else if has("claim-cooperative") {
        Some(ClaimDirection::Cooperative)
    } else {
        None
    };
    let offset = matcher.actors.offset;
    let bytes = tree.parsed.bytes(tokens.clone());
    let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
    let hedge = tokens
        .clone()
        .find(|t| matcher.actors.set("hedge", &tree.lemma(*t).to_lowercase()))
        .map(|t| tree.text(t).to_owned());
    let affiliation = voice.actor.as_ref().and_then(|a| a.role.clone());
    Some(Claim {
        id: identity::of(&[&meta.id, &sentence.start_char.to_string(), "claim"]),
        document: Arc::clone(meta),
        quoted: sentence.text.contains(['"', '“', '”']),
        sentence,
        speaker: Some(tree.parsed.words(voice.words.clone()).to_owned()),
        affiliation,
        about,
        direction,
        hedge,
    })
}
