//! Reads the claims of a document, sentence after sentence: whose words a quote
//! goes on with, who "he" is that added something, what nobody else says.

use super::about::pairs;
use super::assess::{Assessment, assess, is, without};
use super::claimant::{Claimant, Standing, claimant};
use super::standing::Stand;
use crate::discourse::Discourse;
use crate::figure::countries;
use crate::identity;
use crate::lexicon::CodeId;
use crate::matcher::Matcher;
use crate::reading::Positions;
use demarche_event::{Claim, ClaimDirection, DocumentMeta};
use demarche_lang::{Dep, Pos};
use hashbrown::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Sentences over which a quote or a pronoun reaches back.
const REACH: usize = 3;

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

    /// The claim of a sentence in which `here` speaks, if it makes one. `standing` is
    /// the relation that it says something of, if it does; `acts`: whether it tells of acts.
    #[allow(clippy::too_many_arguments)] // all of it is what a sentence is read with
    pub(crate) fn read(
        &mut self,
        matcher: &Matcher<'_, '_>,
        tokens: Range<usize>,
        here: Option<Claimant>,
        standing: Option<&Stand>,
        acts: bool,
        discourse: &Discourse,
        leading: &[CodeId],
        meta: &Arc<DocumentMeta>,
        positions: &Positions<'_>,
    ) -> Option<Claim> {
        let tree = matcher.tree;
        let quoted = Quoted::of(matcher, &tokens);
        let speaker = match &here {
            Some(claimant) => Some(claimant.clone()),
            None if quoted.whole => self
                .recent(discourse.sentence)
                .or_else(|| next_claimant(matcher, tokens.end, discourse)),
            None => None,
        };
        if let Some(claimant) = &here {
            self.hear(claimant, discourse.sentence);
        }
        let left_out = match &here {
            Some(claimant) => claimant.words.clone(),
            None => 0..0,
        };
        let doubted = here.as_ref().is_some_and(|c| doubts(matcher, c));
        let mut said = without(tokens.clone(), &left_out);
        if doubted {
            said.retain(|t| here.as_ref().is_none_or(|c| c.verb != *t));
        }
        let assessment = assess(matcher, &said, doubted);
        let between_two = countries(matcher, tokens.clone(), &[]).len() > 1;
        let is_claim = match &speaker {
            Some(claimant) => {
                standing.is_some() && claimant.standing != Standing::Press
                    || counts(claimant, &assessment, &quoted, between_two, acts)
            }
            None => {
                let tactical = assessment.direction == Some(ClaimDirection::Tactical);
                let leans = assessment.direction.is_some();
                !quoted.whole
                    && (assessment.judges
                        && (assessment.weighs
                            || (assessment.of_relations || between_two && tactical) && leans)
                        || assessment.signals && between_two && leans)
                    && tokens
                        .clone()
                        .any(|t| tree.is_verb(t) || hidden_verb(matcher, t))
            }
        };
        if !is_claim || is_of_other_things(matcher, &tokens, &assessment, between_two) {
            return None;
        }
        // Whose act is unknown stands alone.
        let own = speaker.as_ref().and_then(|s| s.country);
        let own = own.filter(|_| assessment.unknown.is_none());
        let about = match standing {
            Some(standing) => standing.about.clone(),
            None => pairs(matcher, &tokens, &left_out, own, leading, discourse),
        };
        if about.is_empty() {
            return None;
        }
        let direction = standing
            .filter(|_| !doubted)
            .and_then(|s| s.direction)
            .or(assessment.direction)
            .or_else(|| {
                let verb = here.as_ref()?.verb;
                is(matcher, "embeds-hypothetical", verb).then_some(ClaimDirection::Conflictual)
            });
        let offset = matcher.actors.offset;
        let bytes = tree.parsed.bytes(tokens);
        let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
        let hedge = assessment.unknown.or(assessment.hedge).or_else(|| {
            here.as_ref()
                .filter(|claimant| claimant.assesses)
                .map(|claimant| tree.text(claimant.verb).to_owned())
        });
        Some(Claim {
            id: identity::of(&[&meta.id, &sentence.start_char.to_string(), "claim"]),
            document: Arc::clone(meta),
            quoted: quoted.any,
            sentence,
            affiliation: speaker.as_ref().and_then(|s| s.affiliation.clone()),
            speaker: speaker.map(|s| s.name),
            about,
            direction,
            hedge,
        })
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
            self.recent(sentence)
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

/// Whether what a claimant says is an assessment.
fn counts(
    claimant: &Claimant,
    assessment: &Assessment,
    quoted: &Quoted,
    between_two: bool,
    acts: bool,
) -> bool {
    let leans = assessment.direction.is_some();
    let moves = assessment.of_relations && leans;
    // An unnamed diplomat speaks for no state.
    let believes = between_two && (claimant.believes || leans && claimant.country.is_none());
    match claimant.standing {
        Standing::Expert => true,
        Standing::Stranger => {
            let vouched = leans && claimant.affiliation.is_some();
            claimant.assesses
                || assessment.foresees
                || quoted.any && assessment.of_relations
                || moves
                || vouched
                || between_two && leans
        }
        Standing::Official => {
            assessment.hedges
                || assessment.unknown.is_some()
                || believes
                || leans && (assessment.foresees_effect || claimant.assesses || claimant.concedes)
                || quoted.any && moves
                || !acts && moves && between_two
                || leans && assessment.of_two_sides && (between_two || claimant.country.is_some())
        }
        Standing::Press => false,
    }
}

/// Whether a claimant doubts what the sentence says: "is sceptical that", "sees little
/// chance of", "few expect".
fn doubts(matcher: &Matcher<'_, '_>, claimant: &Claimant) -> bool {
    let tree = matcher.tree;
    let little = |t: usize| is(matcher, "claim-little", t) || is(matcher, "adjective-negated", t);
    let no_chance = tree
        .object(claimant.verb)
        .is_some_and(|o| is(matcher, "chance", o) && tree.children(o).any(little));
    let few = claimant
        .words
        .clone()
        .next()
        .is_some_and(|t| is(matcher, "claim-little", t));
    is(matcher, "claim-doubts", claimant.verb) || no_chance || few
}

/// Whether a sentence is of matches, the weather or markets, and of no relation
/// between states.
fn is_of_other_things(
    matcher: &Matcher<'_, '_>,
    tokens: &Range<usize>,
    assessment: &Assessment,
    between_two: bool,
) -> bool {
    let tree = matcher.tree;
    let is_other = |t: usize| {
        is(matcher, "of-sport", t)
            || is(matcher, "other-matters", t)
                && matches!(tree.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)
            || is(matcher, "nature", t) && matches!(tree.dep(t), Dep::Nsubj | Dep::Nsubjpass)
    };
    let of_relations = assessment.of_relations && between_two;
    !of_relations && tokens.clone().any(is_other)
}

/// "Its “blunt diplomacy” strained relations": after a quotation a verb may be read
/// as an adjective of what it does something to.
fn hidden_verb(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let tree = matcher.tree;
    tree.dep(t) == Dep::Amod
        && t > 0
        && tree.pos(t - 1) == Pos::Punct
        && tree.text(t).ends_with("ed")
        && is(matcher, "relation-nouns", t + 1)
        && tree.head(t) == Some(t + 1)
}

/// Who is named as the speaker after a quote that has begun.
fn next_claimant(matcher: &Matcher<'_, '_>, end: usize, discourse: &Discourse) -> Option<Claimant> {
    let sentences = matcher.tree.parsed.sentences();
    let next = sentences.map(|s| s.tokens()).find(|s| s.start >= end)?;
    claimant(matcher, next, discourse)
}

/// What of a sentence stands between quotation marks.
struct Quoted {
    /// Some words.
    any: bool,
    /// The sentence itself.
    whole: bool,
}

impl Quoted {
    fn of(matcher: &Matcher<'_, '_>, tokens: &Range<usize>) -> Quoted {
        let parsed = matcher.tree.parsed;
        let bytes = parsed.bytes(tokens.clone());
        let before = &parsed.text()[..bytes.start];
        let sentence = &parsed.text()[bytes];
        let straight = before.matches('"').count() % 2 == 1;
        let curly = before.matches('“').count() > before.matches('”').count();
        let any = sentence.contains(['"', '“', '”']);
        let opens = sentence.trim_start().starts_with(['"', '“']);
        Quoted {
            any: any || straight || curly,
            whole: opens || straight || curly,
        }
    }
}
