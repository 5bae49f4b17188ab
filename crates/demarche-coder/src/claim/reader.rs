//! Reads the claims of a document, sentence after sentence: whose words a quote
//! goes on with, who "he" is that added something, what nobody else says.

use super::assess::{assess, is, without};
use super::claimant::{Claimant, Standing, claimant};
use crate::code::Positions;
use crate::discourse::Discourse;
use crate::figure::countries;
use crate::identity;
use crate::lexicon::CodeId;
use crate::matcher::Matcher;
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
    /// The claim of a sentence, if it makes one.
    pub(crate) fn read(
        &mut self,
        matcher: &Matcher<'_, '_>,
        tokens: Range<usize>,
        discourse: &Discourse,
        leading: &[CodeId],
        meta: &Arc<DocumentMeta>,
        positions: &Positions<'_>,
    ) -> Option<Claim> {
        let tree = matcher.tree;
        let here = claimant(matcher, tokens.clone(), discourse)
            .map(|claimant| self.identified(claimant, discourse.sentence));
        let quoted = Quoted::of(matcher, &tokens);
        let speaker = match &here {
            Some(claimant) => Some(claimant.clone()),
            None if quoted.whole => self
                .recent(discourse.sentence)
                .or_else(|| next_claimant(matcher, tokens.end, discourse)),
            None => None,
        };
        if let Some(claimant) = &here {
            self.last = Some((discourse.sentence, claimant.clone()));
            if !claimant.pronoun {
                let family = family(&claimant.name);
                let known = self.described.entry_ref(family).or_default();
                if known.len() < 2 && known.iter().all(|k| k.name != claimant.name) {
                    known.push(claimant.clone());
                }
            }
        }
        let left_out = match &here {
            Some(claimant) => claimant.words.clone(),
            None => 0..0,
        };
        let said = without(tokens.clone(), &left_out);
        let assessment = assess(matcher, &said);
        let is_claim = match &speaker {
            Some(claimant) => match claimant.standing {
                Standing::Expert => true,
                Standing::Stranger => {
                    claimant.assesses
                        || assessment.foresees
                        || (quoted.any && assessment.of_relations)
                }
                Standing::Official => {
                    let moves = assessment.of_relations && assessment.direction.is_some();
                    assessment.hedges
                        || assessment.unknown.is_some()
                        || (assessment.foresees_effect && assessment.direction.is_some())
                        || (claimant.assesses && assessment.direction.is_some())
                        || (quoted.any && moves)
                }
                Standing::Press => false,
            },
            None => {
                !quoted.whole
                    && assessment.judges
                    && (assessment.weighs
                        || (assessment.of_relations && assessment.direction.is_some()))
                    && tokens
                        .clone()
                        .any(|t| tree.is_verb(t) || hidden_verb(matcher, t))
            }
        };
        if !is_claim || assessment.of_nature && !assessment.of_relations {
            return None;
        }
        // Whose act is unknown stands alone.
        let own = speaker.as_ref().and_then(|s| s.country);
        let own = own.filter(|_| assessment.unknown.is_none());
        let about = pairs(matcher, &tokens, &left_out, own, leading);
        if about.is_empty() {
            return None;
        }
        let direction = assessment.direction.or_else(|| {
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

    /// Who spoke a few sentences ago.
    fn recent(&self, sentence: usize) -> Option<Claimant> {
        self.last
            .as_ref()
            .filter(|(then, _)| sentence - then <= REACH)
            .map(|(_, claimant)| claimant.clone())
    }

    /// "He" and "Professor Nagy" are whom an earlier sentence described.
    fn identified(&self, claimant: Claimant, sentence: usize) -> Claimant {
        let before = if claimant.pronoun {
            self.recent(sentence)
        } else {
            let known = self.described.get(family(&claimant.name));
            let mut known = known.into_iter().flatten();
            known.find(|k| k.name != claimant.name).cloned()
        };
        match before {
            Some(before) => Claimant {
                verb: claimant.verb,
                words: claimant.words,
                assesses: claimant.assesses,
                pronoun: claimant.pronoun,
                ..before
            },
            None => claimant,
        }
    }
}

/// The last of a name's words.
fn family(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or_default()
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

/// The pairs of countries that a sentence is about: the first with each other; a
/// single one with that of an official who speaks, else with the document's other
/// leading one.
fn pairs(
    matcher: &Matcher<'_, '_>,
    tokens: &Range<usize>,
    left_out: &Range<usize>,
    own: Option<CodeId>,
    leading: &[CodeId],
) -> Vec<(String, Option<String>)> {
    let mut named = Vec::new();
    let outside = [
        tokens.start..left_out.start.clamp(tokens.start, tokens.end),
        left_out.end.clamp(tokens.start, tokens.end)..tokens.end,
    ];
    for part in outside {
        for code in countries(matcher, part, &[]) {
            if !named.contains(&code) {
                named.push(code);
            }
        }
    }
    let own = own.map(|code| matcher.lexicon.code(code).to_owned());
    if named.len() == 1
        && let Some(own) = own.filter(|own| !named.contains(own))
    {
        named.insert(0, own);
    }
    if named.len() < 2 {
        for code in leading {
            let code = matcher.lexicon.code(*code).to_owned();
            if !named.contains(&code) {
                named.push(code);
            }
        }
        named.truncate(2);
    }
    match named.split_first() {
        None => Vec::new(),
        Some((only, [])) => vec![(only.clone(), None)],
        Some((first, others)) => others
            .iter()
            .map(|other| (first.clone(), Some(other.clone())))
            .collect(),
    }
}
