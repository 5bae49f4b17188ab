//! Reads the claims of a document, sentence after sentence: whose words a quote
//! goes on with, who "he" is that added something, what nobody else says.

use super::claimant::{Claimant, beside, claimant};
use super::quoted::Quoted;
use super::standing::Stand;
use super::told::{Judged, Told};
use super::weighed::Weighed;
use crate::discourse::Discourse;
use crate::identity;
use crate::lexicon::CodeId;
use crate::matcher::Matcher;
use crate::reading::Positions;
use demarche_event::{Claim, DocumentMeta, Quote};
use hashbrown::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Sentences over which a quote or a pronoun reaches back.
const REACH: usize = 3;
/// The share from which the classifier is heard alone: what it finds at lower ones is wrong
/// as often as right.
const SURE: f64 = 0.5;
/// The same for sentences whose main clause tells an act.
const SURER: f64 = 0.6;

/// Who has assessed so far.
#[derive(Debug, Default)]
pub(crate) struct ClaimReader {
    /// Who spoke last, and in which sentence.
    last: Option<(usize, Claimant)>,
    /// By family name, the first with a description and the first of another name, for
    /// later mentions by that name.
    described: HashMap<String, Vec<Claimant>>,
}

impl ClaimReader {
    /// Who assesses in a sentence, as the sentences before describe them.
    pub(crate) fn claimant(
        &self,
        matcher: &Matcher<'_, '_>,
        tokens: Range<usize>,
        discourse: &Discourse,
    ) -> Option<Claimant> {
        claimant(matcher, tokens, discourse)
            .map(|claimant| self.identified(claimant, discourse.sentence))
    }

    /// The claims of a sentence in which `here` speaks, if it makes any. `standing` is
    /// the relation that it says something of, if it does; `told`: the words of the acts
    /// that it tells; `acts`: whether it tells any, however unsure.
    #[allow(clippy::too_many_arguments)] // all of it is what a sentence is read with
    pub(crate) fn read(
        &mut self,
        matcher: &Matcher<'_, '_>,
        tokens: Range<usize>,
        here: Option<Claimant>,
        standing: Option<&Stand>,
        told: &[usize],
        acts: bool,
        discourse: &Discourse,
        leading: &[CodeId],
        meta: &Arc<DocumentMeta>,
        positions: &Positions<'_>,
    ) -> Vec<Claim> {
        let quoted = Quoted::of(matcher, &tokens);
        let speaker = match &here {
            Some(claimant) => Some(claimant.clone()),
            None if quoted.whole => self
                .recent(discourse.sentence)
                .or_else(|| next_claimant(matcher, tokens.end, discourse)),
            None => None,
        };
        let others = here.as_ref().map(|first| {
            let others = beside(matcher, first, &tokens, discourse).into_iter();
            let named = others.map(|(c, part)| (self.identified(c, discourse.sentence), part));
            named.collect::<Vec<_>>()
        });
        let others = others.unwrap_or_default();
        if let Some(claimant) = &here {
            self.hear(claimant, discourse.sentence);
        }
        let sentence = Told {
            matcher,
            tokens: tokens.clone(),
            words: told,
            acts,
            discourse,
            leading,
            quoted,
        };
        let apart = |t: &usize| others.iter().all(|(_, part)| !part.contains(t));
        let first: Vec<usize> = tokens.clone().filter(apart).collect();
        let upto = others.iter().map(|(_, part)| part.start).min();
        let whole = tokens.start..upto.filter(|t| *t > tokens.start).unwrap_or(tokens.end);
        let mut found = vec![sentence.claim(speaker, here.as_ref(), first, whole, standing)];
        for (other, part) in others {
            let words = part.clone().collect();
            found.push(sentence.claim(Some(other.clone()), Some(&other), words, part, None));
        }
        let quote = quote(matcher, tokens, positions);
        let found = found.into_iter().flatten().enumerate();
        found
            .map(|(n, found)| record(n, found, quote.clone(), meta))
            .collect()
    }

    /// The claim of a sentence in whose words no turn of judging is known, if the
    /// classifier is sure that it makes one.
    #[allow(clippy::too_many_arguments)] // all of it is what a sentence is read with
    pub(crate) fn weighed(
        &self,
        matcher: &Matcher<'_, '_>,
        tokens: Range<usize>,
        here: Option<Claimant>,
        weighed: Weighed,
        told: &[usize],
        discourse: &Discourse,
        leading: &[CodeId],
        meta: &Arc<DocumentMeta>,
        positions: &Positions<'_>,
    ) -> Option<Claim> {
        // What tells an act mostly does no more.
        let acts = |t: &usize| matcher.tree.is_verb(*t) && matcher.tree.is_main(*t);
        let speaks = here.as_ref().map(|claimant| claimant.verb);
        let tells = told.iter().any(|t| Some(*t) != speaks && acts(t));
        if weighed.assesses < if tells { SURER } else { SURE } {
            return None;
        }
        let quoted = Quoted::of(matcher, &tokens);
        let speaker = match here.clone() {
            None if quoted.whole => self.recent(discourse.sentence),
            here => here,
        };
        let sentence = Told {
            matcher,
            tokens: tokens.clone(),
            words: &[],
            acts: false,
            discourse,
            leading,
            quoted,
        };
        let found = sentence.weighed(speaker, here.as_ref(), weighed)?;
        let mut claim = record(0, found, quote(matcher, tokens, positions), meta);
        claim.confidence = Some((100.0 * weighed.assesses).round() / 100.0);
        Some(claim)
    }

    /// Remembers who spoke, and how they were described.
    fn hear(&mut self, claimant: &Claimant, sentence: usize) {
        self.last = Some((sentence, claimant.clone()));
        if claimant.pronoun {
            return;
        }
        // Of a Chinese or Korean name the first part is the family's.
        for part in parts(&claimant.name) {
            let known = self.described.entry_ref(part).or_default();
            if known.len() < 2 && known.iter().all(|k| k.name != claimant.name) {
                known.push(claimant.clone());
            }
        }
    }

    /// Who spoke a few sentences ago.
    fn recent(&self, sentence: usize) -> Option<Claimant> {
        self.last
            .as_ref()
            .filter(|(then, _)| sentence - then <= REACH)
            .map(|(_, claimant)| Claimant {
                assesses: false,
                concedes: false,
                believes: false,
                ..claimant.clone()
            })
    }

    /// "He" and "Professor Nagy" are whom an earlier sentence described.
    fn identified(&self, claimant: Claimant, sentence: usize) -> Claimant {
        let before = if claimant.pronoun {
            // Somebody else may have been named since.
            let other = |before: &Claimant| {
                claimant
                    .meant
                    .as_ref()
                    .is_some_and(|meant| parts(&before.name).all(|part| !meant.contains(part)))
            };
            let since = self.last.as_ref().map_or(0, |(then, _)| sentence - then);
            let before = self.recent(sentence);
            match before.filter(|b| since < 2 || !other(b)) {
                Some(before) => Some(before),
                None => {
                    let name = claimant.meant.clone();
                    let name = name.unwrap_or_else(|| claimant.name.clone());
                    return Claimant { name, ..claimant };
                }
            }
        } else {
            // The last word of "Professor Nagy" is the name; "Stephen Nagy" is whole.
            let family = claimant.name.rsplit(' ').next().unwrap_or_default();
            let known = self.described.get(family);
            let mut known = known.into_iter().flatten();
            let shorter = |k: &&Claimant| {
                k.name != claimant.name
                    && (claimant.affiliation.is_none() || !names_more(&claimant.name, &k.name))
            };
            known.find(shorter).cloned()
        };
        match before {
            Some(before) => Claimant {
                verb: claimant.verb,
                words: claimant.words,
                assesses: claimant.assesses,
                concedes: claimant.concedes,
                believes: claimant.believes,
                pronoun: claimant.pronoun,
                ..before
            },
            None => claimant,
        }
    }
}

/// The words of a sentence.
fn quote(matcher: &Matcher<'_, '_>, tokens: Range<usize>, positions: &Positions<'_>) -> Quote {
    let offset = matcher.actors.offset;
    let bytes = matcher.tree.parsed.bytes(tokens);
    positions.quote(bytes.start + offset..bytes.end + offset)
}

/// The claim that is the `n`th of its sentence, from 0.
fn record(n: usize, found: Judged, sentence: Quote, meta: &Arc<DocumentMeta>) -> Claim {
    let start = sentence.start_char.to_string();
    let number = n.to_string();
    let mut of = vec![&*meta.id, &*start, "claim"];
    of.extend((n > 0).then_some(&*number));
    let speaker = found.speaker;
    Claim {
        id: identity::of(&of),
        document: Arc::clone(meta),
        sentence,
        quoted: found.quoted,
        affiliation: speaker.as_ref().and_then(|s| s.affiliation.clone()),
        speaker: speaker.map(|s| s.name),
        about: found.about,
        direction: found.direction,
        hedge: found.hedge,
        confidence: None,
        cause: None,
        motive: None,
        means: None,
        effect: None,
        period: None,
    }
}

/// The parts of a name under which it may come again: the first and the last.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let last = name.rsplit(' ').next();
    let first = name.split(' ').next().filter(|first| Some(*first) != last);
    last.into_iter().chain(first)
}

/// Whether a name has parts that another lacks.
fn names_more(name: &str, other: &str) -> bool {
    name.split(' ')
        .any(|part| other.split(' ').all(|o| o != part))
}

/// Who is named as the speaker after a quote that has begun.
fn next_claimant(matcher: &Matcher<'_, '_>, end: usize, discourse: &Discourse) -> Option<Claimant> {
    let sentences = matcher.tree.parsed.sentences();
    let next = sentences.map(|s| s.tokens()).find(|s| s.start >= end)?;
    claimant(matcher, next, discourse)
}
