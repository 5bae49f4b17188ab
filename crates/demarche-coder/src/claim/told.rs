//! What somebody, or the narrator, judges in a sentence: whether it is an assessment, of
//! which relations, and where it leans.

use super::about::{pairs, speaks_of_states};
use super::assess::{Assessment, assess, is};
use super::claimant::{Claimant, Standing};
use super::narrated::narrated;
use super::quoted::Quoted;
use super::standing::Stand;
use super::stated::{greets, hopes, only_tells, stated};
use super::verdict::{foretells_in_quotes, in_quotes, is_verdict, verdict_direction};
use super::weighed::Weighed;
use crate::discourse::Discourse;
use crate::figure::countries;
use crate::lexicon::CodeId;
use crate::matcher::Matcher;
use demarche_event::ClaimDirection;
use demarche_lang::{Dep, Pos};
use std::ops::Range;

/// A sentence whose claims are read.
pub(super) struct Told<'s, 'a, 'l> {
    pub matcher: &'s Matcher<'a, 'l>,
    pub tokens: Range<usize>,
    /// The words of the acts that it tells.
    pub words: &'s [usize],
    /// Whether it tells any, however unsure.
    pub acts: bool,
    pub discourse: &'s Discourse,
    pub leading: &'s [CodeId],
    pub quoted: Quoted,
}

/// A claim before it is known which of its sentence's it is.
pub(super) struct Judged {
    pub quoted: bool,
    pub speaker: Option<Claimant>,
    pub about: Vec<(String, Option<String>)>,
    pub direction: Option<ClaimDirection>,
    pub hedge: Option<String>,
}

impl Told<'_, '_, '_> {
    /// What `speaker`, or the narrator, judges in some words of a part of the sentence.
    pub(super) fn claim(
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
        let stated = said.iter().find_map(|t| stated(matcher, *t));
        let claims = speaker.as_ref().is_some_and(|claimant| {
            standing.is_some() && claimant.standing != Standing::Press
                || counts(claimant, &assessment, &self.quoted, between_two, self.acts)
                || matches!(claimant.standing, Standing::Official | Standing::Stranger)
                    && self.says_what_is(here, &said)
                || claimant.standing == Standing::Official
                    && self.quoted.whole
                    && !self.acts
                    && self.is_of_states(&said)
                || claimant.standing == Standing::Official && stated.is_some()
                || assessment.direction.is_some() && self.hopes(here)
        });
        let passes_on = speaker.as_ref().is_some_and(|claimant| {
            matches!(claimant.standing, Standing::Official | Standing::Stranger)
        });
        let tells = passes_on
            && standing.is_none()
            && !assessment.hedges
            && assessment.unknown.is_none()
            && (here.is_some_and(|c| only_tells(matcher, c, self.words))
                || self.quoted.whole && greets(matcher, &said));
        let claims = claims && !tells;
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
        let by = narrated.and_then(|n| n.by).filter(|_| !claims);
        let about = match by {
            Some(by) if standing.is_none() => self.led_by(by, about),
            _ => about,
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
            .or_else(|| stated.flatten().filter(|_| claims))
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

    /// What the classifier takes for a judgement, of `speaker` or the narrator.
    pub(super) fn weighed(
        &self,
        speaker: Option<Claimant>,
        here: Option<&Claimant>,
        weighed: Weighed,
    ) -> Option<Judged> {
        let matcher = self.matcher;
        let left_out = here.map_or(0..0, |claimant| claimant.words.clone());
        let speaker = speaker.filter(|s| s.standing != Standing::Press);
        let mut said: Vec<usize> = self.tokens.clone().collect();
        said.retain(|t| !left_out.contains(t));
        let assessment = assess(matcher, &said, false);
        let between_two = countries(matcher, self.tokens.clone(), &[]).len() > 1;
        let of_states = || speaks_of_states(matcher, &self.tokens, self.discourse);
        if is_of_other_things(matcher, &self.tokens, &assessment, between_two)
            || !self.tokens.clone().any(|t| matcher.tree.is_verb(t))
            || !assessment.of_relations && !of_states()
        {
            return None;
        }
        let own = speaker.as_ref().and_then(|s| s.country);
        let part = self.tokens.clone();
        let about = pairs(matcher, &part, &left_out, own, self.leading, self.discourse);
        let between = about.iter().any(|(_, other)| other.is_some());
        between.then_some(Judged {
            quoted: self.quoted.any,
            speaker,
            about,
            direction: weighed.direction,
            hedge: assessment.hedge,
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

    /// The pairs of a judgement, those of whoever is after something first.
    fn led_by(
        &self,
        side: usize,
        about: Vec<(String, Option<String>)>,
    ) -> Vec<(String, Option<String>)> {
        let matcher = self.matcher;
        let mut codes: Vec<String> = Vec::new();
        for (one, other) in &about {
            for code in [Some(one), other.as_ref()].into_iter().flatten() {
                if !codes.contains(code) {
                    codes.push(code.clone());
                }
            }
        }
        let actors = matcher.actors.actors(side, self.discourse);
        let sides: Vec<&str> = actors
            .iter()
            .filter_map(|a| a.country)
            .map(|c| matcher.lexicon.code(c))
            .collect();
        let [side] = sides[..] else { return about };
        let Some(at) = codes.iter().position(|code| code == side) else {
            return about;
        };
        let first = codes.remove(at);
        match codes.is_empty() {
            true => about,
            false => codes
                .into_iter()
                .map(|other| (first.clone(), Some(other)))
                .collect(),
        }
    }

    /// Whether somebody says what they hope or believe.
    fn hopes(&self, here: Option<&Claimant>) -> bool {
        let mut verbs = self.tokens.clone();
        here.is_some_and(|c| verbs.any(|t| hopes(self.matcher, t, c.verb)))
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
