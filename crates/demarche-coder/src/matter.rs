//! What a sentence names that is neither done to somebody nor judged: laws, papers,
//! projects, wars, votes, memberships, slogans.

mod law; // laws that are passed, and papers that lay down a policy
mod membership; // who belongs to an alliance, and whose ally somebody is
mod project; // what is to be built abroad, and what it waits for
mod slogan; // the names under which somebody acts
mod vote; // elections, and governments that change
mod war; // wars, and who began them

pub(crate) use law::force_told_later;
pub(crate) use project::permit_told_later;

use crate::actor::ActorPhrase;
use crate::circumstance::{named_phrase, words};
use crate::discourse::Discourse;
use crate::figure;
use crate::force;
use crate::identity;
use crate::matcher::Matcher;
use crate::reading::Positions;
use crate::when::{Expression, Kind};
use demarche_event::{DateBasis, Days, DocumentMeta, InForce, Matter, MatterKind, Sector, When};
use demarche_lang::{Dep, Tag};
use std::ops::Range;
use std::sync::Arc;

/// What the matters of a sentence are read with.
pub(crate) struct MatterReader<'r, 'a, 'l> {
    pub(crate) matcher: &'r Matcher<'a, 'l>,
    pub(crate) tokens: Range<usize>,
    pub(crate) times: &'r [Expression],
    pub(crate) discourse: &'r Discourse,
    /// The day of the reader.
    pub(crate) now: Option<Days>,
}

/// A matter as the words give it.
struct Named {
    kind: MatterKind,
    /// The word that names it.
    at: usize,
    name: Range<usize>,
    countries: Vec<String>,
    towards: Vec<String>,
    date: Option<When>,
    in_force: Option<InForce>,
    condition: Option<Range<usize>>,
}

impl Named {
    fn new(kind: MatterKind, at: usize, name: Range<usize>) -> Named {
        Named {
            kind,
            at,
            name,
            countries: Vec::new(),
            towards: Vec::new(),
            date: None,
            in_force: None,
            condition: None,
        }
    }

    /// Takes out of those whom it is aimed at those whose it is.
    fn apart(mut self) -> Named {
        self.towards.retain(|code| !self.countries.contains(code));
        self
    }
}

impl MatterReader<'_, '_, '_> {
    /// The matters of the sentence, in its order.
    pub(crate) fn matters(
        &self,
        meta: &Arc<DocumentMeta>,
        positions: &Positions<'_>,
    ) -> Vec<Matter> {
        let mut found: Vec<Named> = Vec::new();
        for t in self.tokens.clone() {
            let read = [
                self.law(t),
                self.paper(t),
                self.project(t),
                self.war(t),
                self.election(t),
                self.change_of_government(t),
                self.membership(t),
            ];
            found.extend(read.into_iter().flatten());
        }
        found.extend(self.slogans());
        let mut known: Vec<(MatterKind, Range<usize>)> = Vec::new();
        found.retain(|named| {
            let overlaps =
                |name: &Range<usize>| name.start < named.name.end && named.name.start < name.end;
            let is_new = !known
                .iter()
                .any(|(k, name)| *k == named.kind && overlaps(name));
            known.push((named.kind, named.name.clone()));
            is_new
        });
        let tree = self.matcher.tree;
        let offset = self.matcher.actors.offset;
        let bytes = tree.parsed.bytes(self.tokens.clone());
        let sentence = positions.quote(bytes.start + offset..bytes.end + offset);
        let start = sentence.start_char.to_string();
        found
            .into_iter()
            .map(|named| Matter {
                id: identity::of(&[
                    &meta.id,
                    &start,
                    named.kind.as_str(),
                    &(named.at - self.tokens.start).to_string(),
                ]),
                document: Arc::clone(meta),
                sentence: sentence.clone(),
                kind: named.kind,
                name: words(named.name, self.matcher),
                countries: named.countries,
                towards: named.towards,
                date: named.date,
                in_force: named.in_force,
                condition: named.condition.map(|clause| words(clause, self.matcher)),
            })
            .collect()
    }

    fn is(&self, set: &str, t: usize) -> bool {
        self.matcher
            .actors
            .set(set, &self.matcher.tree.lower_lemma(t))
    }

    /// Codes of the countries and organisations that a stretch names.
    fn countries(&self, words: Range<usize>) -> Vec<String> {
        figure::countries(self.matcher, words, &[])
    }

    /// Whether a code is that of a state.
    fn is_state(&self, code: &str) -> bool {
        let lexicon = self.matcher.lexicon;
        lexicon.states.iter().any(|s| lexicon.code(s.code) == code)
    }

    /// The words of a noun, before what is told of it.
    fn phrase(&self, noun: usize) -> Range<usize> {
        let tree = self.matcher.tree;
        let words = named_phrase(noun, self.times, self.matcher);
        let words = words.unwrap_or_else(|| tree.base_phrase(noun));
        // ", which": it may be read as told of a name inside the phrase.
        let told = |t: &usize| {
            let relative = matches!(tree.tag(*t), Tag::Wdt | Tag::Wp | Tag::Wps);
            *t > noun && relative && tree.text(*t - 1) == ","
        };
        let joins = |c: &usize| *c > noun && tree.dep(*c) == Dep::Cc;
        let another = tree.children(noun).find(joins);
        let end = words.clone().find(told).map(|t| t - 1).or(another);
        words.start..end.unwrap_or(words.end)
    }

    /// A state or somebody who speaks for one.
    fn official(&self, subject: usize) -> Option<ActorPhrase> {
        let found = self.matcher.actors.actors(subject, self.discourse);
        found.into_iter().find(|actor| {
            use Sector as S;
            let private = matches!(
                actor.sector,
                Some(S::Bus | S::Med | S::Edu | S::Ngo | S::Reb | S::Opp)
            );
            actor.country.is_some() && !private
        })
    }

    fn code_of(&self, actor: &ActorPhrase) -> Option<String> {
        Some(self.matcher.lexicon.code(actor.country?).to_owned())
    }

    /// The country in which the sentence is set, or the only one that it names.
    fn set_in(&self) -> Vec<String> {
        let tree = self.matcher.tree;
        let sentences = tree.parsed.sentences();
        let number = sentences
            .take_while(|s| s.tokens().start < self.tokens.start)
            .count();
        let scene = self.matcher.actors.scenes.get(number).copied().flatten();
        if let Some(code) = scene {
            return vec![self.matcher.lexicon.code(code).to_owned()];
        }
        let named = self.countries(self.tokens.clone());
        if named.len() == 1 { named } else { Vec::new() }
    }

    /// Whether a verb tells what was done: neither denied nor only wished for.
    fn is_done(&self, verb: usize) -> bool {
        let tree = self.matcher.tree;
        let is_open =
            |c: usize| tree.dep(c) == Dep::Neg || tree.tag(c) == Tag::Md || tree.tag(c) == Tag::To;
        tree.is_verb(verb) && tree.tag(verb) != Tag::Vb && !tree.children(verb).any(is_open)
    }

    /// The expressions of time that hang on one of some words.
    fn times_on(&self, words: &[usize]) -> Vec<&Expression> {
        let tree = self.matcher.tree;
        let hangs = |time: &&Expression| {
            let mut up = Some(force::hanging(time, self.matcher));
            for _ in 0..3 {
                let Some(at) = up else { return false };
                if words.contains(&at) && !time.tokens.contains(&at) {
                    return true;
                }
                let leads_on = time.tokens.contains(&at) || tree.dep(at) == Dep::Prep;
                up = tree.head(at).filter(|_| leads_on);
            }
            false
        };
        let times = self.times.iter().filter(|time| time.is_date());
        times.filter(hangs).collect()
    }

    /// When what hangs on some words takes place.
    fn date_on(&self, words: &[usize]) -> Option<When> {
        let mut times = self.times_on(words).into_iter();
        let time = times.find(|time| !matches!(time.kind, Kind::Since | Kind::Until))?;
        Some(force::when(time, time.days, self.matcher))
    }

    /// From when and until when something lasts, told beside some words.
    fn lasts(&self, words: &[usize]) -> Option<InForce> {
        let of = |kind: Kind| {
            self.times_on(words)
                .into_iter()
                .find(|time| time.kind == kind)
        };
        let from = of(Kind::Since).map(|time| {
            force::when(
                time,
                time.days.and_then(|d| force::first(d, time)),
                self.matcher,
            )
        });
        let to = of(Kind::Until).map(|time| {
            force::when(
                time,
                time.days.and_then(|d| force::last(d, time)),
                self.matcher,
            )
        });
        (from.is_some() || to.is_some()).then_some(InForce { from, to })
    }

    /// The day on which the document speaks.
    fn today(&self) -> Option<When> {
        self.now.map(|days| When {
            days: Some(days),
            basis: DateBasis::Published,
            text: None,
        })
    }

    /// What opens a noun's phrase and tells more of it: words before the noun.
    fn described_by(&self, noun: usize, set: &str) -> Option<usize> {
        self.opening(noun).find(|t| *t != noun && self.is(set, *t))
    }

    /// A noun with the words before it. Those before a noun that tells more of another may
    /// be read as the other's.
    fn opening(&self, noun: usize) -> Range<usize> {
        let tree = self.matcher.tree;
        let above = tree.head(noun).filter(|_| tree.dep(noun) == Dep::Compound);
        let first = above.map_or(noun, |above| tree.base_phrase(above).start);
        first.min(tree.base_phrase(noun).start)..noun + 1
    }

    /// The countries of the phrases that prepositions join to a word.
    fn joined(&self, t: usize, prepositions: &[&str]) -> Vec<String> {
        let tree = self.matcher.tree;
        let nouns = prepositions.iter().flat_map(|p| tree.prepositional(t, p));
        let mut found: Vec<String> = Vec::new();
        for noun in nouns.flat_map(|noun| tree.conjuncts(noun)) {
            for code in self.countries(self.phrase(noun)) {
                if !found.contains(&code) {
                    found.push(code);
                }
            }
        }
        found
    }
}
