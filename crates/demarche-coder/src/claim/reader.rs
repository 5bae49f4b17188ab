//! Reads the claims of a document, sentence after sentence: whose words a quote
//! goes on with, who "he" is that added something, what nobody else says.

use super::about::pairs;
use super::assess::{Assessment, assess, is};
use super::claimant::{Claimant, Standing, beside, claimant};
use super::narrated::narrated;
use super::standing::Stand;
use super::verdict::{foretells_in_quotes, in_quotes, is_verdict, verdict_direction};
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
        let offset = matcher.actors.offset;
        let bytes = matcher.tree.parsed.bytes(tokens);
        let quote = positions.quote(bytes.start + offset..bytes.end + offset);
        let found = found.into_iter().flatten().enumerate();
        found
            .map(|(n, found)| {
                let start = quote.start_char.to_string();
                let number = n.to_string();
                let mut of = vec![&*meta.id, &*start, "claim"];
                of.extend((n > 0).then_some(&*number));
                let speaker = found.speaker;
                Claim {
                    id: identity::of(&of),
                    document: Arc::clone(meta),
                    sentence: quote.clone(),
                    quoted: found.quoted,
                    affiliation: speaker.as_ref().and_then(|s| s.affiliation.clone()),
                    speaker: speaker.map(|s| s.name),
                    about: found.about,
                    direction: found.direction,
                    hedge: found.hedge,
                }
            })
            .collect()
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

/// A sentence whose claims are read.
struct Told<'s, 'a, 'l> {
    matcher: &'s Matcher<'a, 'l>,
    tokens: Range<usize>,
    /// The words of the acts that it tells.
    words: &'s [usize],
    /// Whether it tells any, however unsure.
    acts: bool,
    discourse: &'s Discourse,
    leading: &'s [CodeId],
    quoted: Quoted,
}

/// A claim before it is known which of its sentence's it is.
struct Judged {
    quoted: bool,
    speaker: Option<Claimant>,
    about: Vec<(String, Option<String>)>,
    direction: Option<ClaimDirection>,
    hedge: Option<String>,
}

impl Told<'_, '_, '_> {
    /// What `speaker`, or the narrator, judges in some words of a part of the sentence.
    fn claim(
        &self,
        speaker: Option<Claimant>,
        here: Option<&Claimant>,
        words: Vec<usize>,
        part: Range<usize>,
        standing: Option<&Stand>,
    ) -> Option<Judged> {
        let matcher = self.matcher;
        let left_out = here.map_or(0..0, |claimant| claimant.words.clone());
        // "Ties are strained, and X announced a trip": the first is the narrator's.
        let elsewhere = |c: &Claimant| {
            let tree = matcher.tree;
            standing.is_some_and(|s| {
                tree.is_verb(c.verb) && tree.is_main(c.verb) && !tree.is_under(s.noun, c.verb)
            })
        };
        let (speaker, here) = match here.is_some_and(elsewhere) {
            true => (None, None),
            false => (speaker, here),
        };
        let doubted = here.is_some_and(|c| doubts(matcher, c));
        let mut said = words;
        said.retain(|t| !left_out.contains(t));
        if doubted {
            said.retain(|t| here.is_none_or(|c| c.verb != *t));
        }
        let assessment = assess(matcher, &said, doubted);
        let between_two = countries(matcher, self.tokens.clone(), &[]).len() > 1;
        let claims = speaker.as_ref().is_some_and(|claimant| {
            standing.is_some() && claimant.standing != Standing::Press
                || counts(claimant, &assessment, &self.quoted, between_two, self.acts)
                || matches!(claimant.standing, Standing::Official | Standing::Stranger)
                    && self.says_what_is(here, &said)
                || claimant.standing == Standing::Official
                    && self.quoted.whole
                    && !self.acts
                    && self.is_of_states(&said)
        });
        // Beside what somebody says the narrator may judge too.
        let verb = here.map(|claimant| claimant.verb);
        let narrated = match speaker.is_none() || here.is_some() && !claims {
            true if !self.quoted.whole => narrated(
                matcher,
                self.tokens.clone(),
                verb,
                self.words,
                self.discourse,
            ),
            _ => None,
        };
        // "…, which he called a gift": what stands before is the narrator's.
        let aside = here.is_some_and(|c| matcher.tree.dep(c.verb) == Dep::Relcl) && !claims;
        let judges = match speaker {
            Some(_) if !aside => claims,
            _ => !self.quoted.whole && self.judges(&assessment, between_two),
        };
        if !judges && narrated.is_none()
            || is_of_other_things(matcher, &self.tokens, &assessment, between_two)
        {
            return None;
        }
        let speaker = speaker.filter(|_| claims);
        // Whose act is unknown stands alone.
        let own = speaker.as_ref().and_then(|s| s.country);
        let own = own.filter(|_| assessment.unknown.is_none());
        let about = match standing {
            Some(standing) => standing.about.clone(),
            None => pairs(matcher, &part, &left_out, own, self.leading, self.discourse),
        };
        if about.is_empty() {
            return None;
        }
        let verdict = || verdict_direction(matcher, &said);
        let in_so_many_words = speaker
            .as_ref()
            .is_some_and(|s| s.standing != Standing::Expert)
            && assessment.direction != Some(ClaimDirection::Tactical)
            && self.says_what_is(here, &said);
        let direction = standing
            .filter(|_| !doubted)
            .and_then(|s| s.direction)
            .or_else(|| verdict().filter(|_| in_so_many_words))
            .or(assessment.direction)
            .or_else(|| narrated.and_then(|n| n.direction))
            .or_else(verdict)
            .or_else(|| {
                let verb = here?.verb;
                is(matcher, "embeds-hypothetical", verb).then_some(ClaimDirection::Conflictual)
            });
        let hedge = assessment.unknown.or(assessment.hedge).or_else(|| {
            here.filter(|claimant| claimant.assesses && claims)
                .map(|claimant| matcher.tree.text(claimant.verb).to_owned())
        });
        Some(Judged {
            quoted: self.quoted.any,
            speaker,
            about,
            direction,
            hedge,
        })
    }

    /// Whether the narrator judges in so many words.
    fn judges(&self, assessment: &Assessment, between_two: bool) -> bool {
        let matcher = self.matcher;
        let tactical = assessment.direction == Some(ClaimDirection::Tactical);
        let leans = assessment.direction.is_some();
        let weighs =
            assessment.weighs || (assessment.of_relations || between_two && tactical) && leans;
        let verb = |t: usize| matcher.tree.is_verb(t) || hidden_verb(matcher, t);
        (assessment.judges && weighs || assessment.signals && between_two && leans)
            && self.tokens.clone().any(verb)
    }

    /// Whether somebody says what something is, in a word of verdict or in words that
    /// are quoted.
    fn says_what_is(&self, here: Option<&Claimant>, said: &[usize]) -> bool {
        let matcher = self.matcher;
        let quoted = in_quotes(matcher, self.tokens.clone(), self.quoted.goes_on);
        let speaker = here.map(|claimant| claimant.verb);
        // What an act is called is an accusation; what a relation is called, a judgement.
        let of_relation = |t: usize| {
            let object = matcher.tree.child(t, Dep::Dobj);
            is(matcher, "calls", t)
                && (is(matcher, "praises-as", t)
                    || object.is_some_and(|o| {
                        matcher.tree.pos(o) == Pos::Pron || is(matcher, "relation-nouns", o)
                    }))
        };
        let free = |t: &&usize| !self.words.contains(*t) || of_relation(**t);
        let verdict = |t: &usize| {
            is_verdict(matcher, *t, &quoted)
                || speaker.is_some_and(|s| foretells_in_quotes(matcher, *t, s, &quoted))
        };
        said.iter().filter(free).any(verdict)
    }

    /// Whether what is said speaks of states or of "us", and announces nothing.
    fn is_of_states(&self, said: &[usize]) -> bool {
        let matcher = self.matcher;
        let tree = matcher.tree;
        let ours = |t: usize| is(matcher, "pronoun-plural-speaker", t);
        let named = |t: usize| matcher.actors.mentions.at(t).is_some();
        let of_states = said
            .iter()
            .any(|t| ours(*t) || named(*t) || is(matcher, "narrated-course", *t));
        let ahead = |t: usize| is(matcher, "modal-future", t) && tree.dep(t) == Dep::Aux;
        of_states && !said.iter().any(|t| ahead(*t))
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
    /// Whether the quotation began before the sentence.
    goes_on: bool,
}

impl Quoted {
    fn of(matcher: &Matcher<'_, '_>, tokens: &Range<usize>) -> Quoted {
        let parsed = matcher.tree.parsed;
        let bytes = parsed.bytes(tokens.clone());
        let before = &parsed.text()[..bytes.start];
        let sentence = &parsed.text()[bytes];
        let straight = before.matches('"').count() % 2 == 1;
        let curly = before.matches('“').count() > before.matches('”').count();
        let any = sentence.contains(['"', '“', '”', '‘']);
        let opens = sentence.trim_start().starts_with(['"', '“']);
        Quoted {
            any: any || straight || curly,
            whole: opens || straight || curly,
            goes_on: straight || curly,
        }
    }
}
