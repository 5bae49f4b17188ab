//! Slips of the parser that the words around them give away, mended before anybody asks
//! who does what.

mod apposition; // names that explain a title, or follow it in a list
mod beside; // company, doers far behind their verb, subjects behind it
mod fronted; // subjects that no comma parts from the phrase in front
mod subject; // subjects that were given to the phrase before them

pub(crate) use fronted::{Named, is_time, known_name};

use crate::lexicon::Lexicon;
use demarche_lang::{Dep, Parsed, Pos, Tag};

/// The head of each token, itself for a root, how it hangs on it, and its tag.
pub(crate) struct Links {
    pub heads: Vec<u32>,
    pub deps: Vec<Dep>,
    pub tags: Vec<Tag>,
}

impl Links {
    /// The links as they were parsed.
    pub(crate) fn of(parsed: &Parsed) -> Links {
        Links {
            heads: parsed.tokens().map(|t| t.head().number() as u32).collect(),
            deps: parsed.tokens().map(|t| t.dep()).collect(),
            tags: parsed.tokens().map(|t| t.tag()).collect(),
        }
    }

    /// Parts clauses that a semicolon parts: "Ruritania did one thing; Graustark did
    /// another", where the first was taken for what the second says.
    fn part(&mut self, parsed: &Parsed) {
        for at in (0..parsed.len()).filter(|t| parsed.token(*t).text() == ";") {
            let sentence = parsed.token(at).sentence().tokens();
            for verb in sentence.start..at {
                let head = self.heads[verb] as usize;
                if self.deps[verb] == Dep::Ccomp && head > at {
                    self.link(verb, verb, Dep::Root);
                }
            }
        }
    }

    /// Gives a clause that "and" joins to another its own subject back, which was taken
    /// for part of the object before: "Ruritania recalled its envoy and Graustark closed
    /// a bridge".
    pub(crate) fn mend(&mut self, parsed: &Parsed, lexicon: &Lexicon) {
        let says = |lemma: &str| lexicon.rules.in_set("report", lemma);
        self.part(parsed);
        self.tell_presents();
        self.join_listed(parsed);
        self.join_finite();
        let first_of_clause = self.leading_words(parsed);
        self.part_fronted(parsed, lexicon, &first_of_clause);
        self.find_subjects(parsed, &first_of_clause);
        self.join_names(parsed, lexicon, &first_of_clause);
        self.part_appositions(parsed, lexicon);
        self.mend_beside(parsed, lexicon);
        for (verb, first) in first_of_clause.into_iter().enumerate() {
            let Some(subject) = first.and_then(|first| self.joined_before(parsed, first)) else {
                continue;
            };
            let Some((noun, joining)) = self.joined_to(parsed, subject) else {
                continue;
            };
            if let Some(other) = self.verb_of_object(parsed, verb, noun) {
                self.link(subject, verb, Dep::Nsubj);
                self.link(joining, other, Dep::Cc);
            } else if let Some(other) = self.verb_of_lost_object(parsed, verb, noun)
                && !says(parsed.token(other).lemma())
            {
                if self.heads[other] as usize == verb {
                    let (head, dep) = (self.heads[verb] as usize, self.deps[verb]);
                    self.link(other, if head == verb { other } else { head }, dep);
                }
                self.link(verb, other, Dep::Conj);
                self.link(noun, other, Dep::Dobj);
                self.link(subject, verb, Dep::Nsubj);
                self.link(joining, other, Dep::Cc);
            }
        }
    }

    /// "Graustark and Ruritania sign a treaty": with a subject, and without "to" or a modal
    /// verb, what was read as an infinitive is a present.
    fn tell_presents(&mut self) {
        for verb in 0..self.heads.len() {
            let is_main = self.tags[verb] == Tag::Vb && self.deps[verb] == Dep::Root;
            if !is_main {
                continue;
            }
            let before =
                || (verb.saturating_sub(60)..verb).filter(|t| self.heads[*t] as usize == verb);
            let is_subject = |t: usize| self.deps[t] == Dep::Nsubj;
            let is_plain = |t: usize| !matches!(self.deps[t], Dep::Aux | Dep::Auxpass | Dep::Expl);
            if before().any(is_subject) && before().all(is_plain) {
                self.tags[verb] = Tag::Vbp;
            }
        }
    }

    /// "Urged it to apologise and suspended the talks": a past form isn't joined to an
    /// infinitive, but to the verb above that has its form.
    fn join_finite(&mut self) {
        let child = |links: &Links, of: usize, is: &dyn Fn(usize) -> bool| {
            let near = of.saturating_sub(8)..(of + 8).min(links.heads.len());
            near.clone()
                .any(|t| t != of && links.heads[t] as usize == of && is(t))
        };
        for verb in 0..self.heads.len() {
            let joined = matches!(self.deps[verb], Dep::Conj | Dep::Xcomp);
            if self.tags[verb] != Tag::Vbd || !joined {
                continue;
            }
            let has_subject = |links: &Links| {
                child(links, verb, &|t| {
                    matches!(
                        links.deps[t],
                        Dep::Nsubj | Dep::Nsubjpass | Dep::Aux | Dep::Auxpass
                    )
                })
            };
            let mut above = self.heads[verb] as usize;
            let under_infinitive =
                self.tags[above] == Tag::Vb && child(self, above, &|t| self.tags[t] == Tag::To);
            let misread = self.deps[verb] == Dep::Xcomp && self.tags[above] == Tag::Vbd;
            if has_subject(self) || !under_infinitive && !misread {
                continue;
            }
            for _ in 0..4 {
                if self.tags[above] == Tag::Vbd && above < verb {
                    self.link(verb, above, Dep::Conj);
                    break;
                }
                above = self.heads[above] as usize;
            }
        }
    }

    /// "Has halted the talks, barred its lorries, and recalled its envoy": a past form with an
    /// object and without a subject, after a comma, is joined to the verb before, even where
    /// the parser couldn't say how it hangs on it.
    fn join_listed(&mut self, parsed: &Parsed) {
        let children = |links: &Links, verb: usize| -> Vec<usize> {
            let sentence = parsed.token(verb).sentence().tokens();
            let own = |t: &usize| *t != verb && links.heads[*t] as usize == verb;
            sentence.filter(own).collect()
        };
        for verb in 0..self.heads.len() {
            let above = self.heads[verb] as usize;
            let loose = self.deps[verb] == Dep::Dep && self.tags[verb] == Tag::Vbd && above < verb;
            if !loose || !matches!(self.tags[above], Tag::Vbd | Tag::Vbn) {
                continue;
            }
            let own = children(self, verb);
            let has = |dep: Dep| own.iter().any(|t| self.deps[*t] == dep);
            let subjects = [Dep::Nsubj, Dep::Nsubjpass, Dep::Auxpass];
            let is_adverb = |t: &&usize| **t < verb && self.deps[**t] == Dep::Advmod;
            let first = own.iter().find(is_adverb).copied().unwrap_or(verb);
            let after_comma = first > 0 && parsed.token(first - 1).text() == ",";
            let leads = children(self, above)
                .iter()
                .any(|t| *t < above && self.deps[*t] == Dep::Nsubj);
            if after_comma && leads && has(Dep::Dobj) && !subjects.into_iter().any(has) {
                self.link(verb, above, Dep::Conj);
            }
        }
    }

    fn link(&mut self, token: usize, head: usize, dep: Dep) {
        self.heads[token] = head as u32;
        self.deps[token] = dep;
    }

    /// For each finite verb, the first of the words before it that belong to it: "has
    /// now closed".
    fn leading_words(&self, parsed: &Parsed) -> Vec<Option<usize>> {
        let finite = |t: usize| matches!(self.tags[t], Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
        (0..parsed.len())
            .map(|verb| {
                if !matches!(parsed.token(verb).pos(), Pos::Verb | Pos::Aux) {
                    return None;
                }
                let mut first = verb;
                let mut is_finite = finite(verb);
                while let Some(before) = first.checked_sub(1) {
                    let belongs = self.heads[before] as usize == verb
                        && matches!(
                            self.deps[before],
                            Dep::Aux | Dep::Auxpass | Dep::Advmod | Dep::Neg
                        );
                    if !belongs {
                        break;
                    }
                    is_finite |= finite(before);
                    first = before;
                }
                is_finite.then_some(first)
            })
            .collect()
    }

    /// The noun that ends right before a token and is joined to another.
    fn joined_before(&self, parsed: &Parsed, first: usize) -> Option<usize> {
        let mut noun = first.checked_sub(1)?;
        for _ in 0..6 {
            let is_nominal = matches!(parsed.token(noun).pos(), Pos::Noun | Pos::Propn | Pos::Pron);
            if !is_nominal {
                return None;
            }
            if self.deps[noun] == Dep::Conj {
                return Some(noun);
            }
            // "the army of Graustark"
            noun = self.heads[noun] as usize;
            if parsed.token(noun).pos() == Pos::Adp {
                noun = self.heads[noun] as usize;
            }
            if noun >= first {
                return None;
            }
        }
        None
    }

    /// The noun that another is joined to, and the word that joins them.
    fn joined_to(&self, parsed: &Parsed, noun: usize) -> Option<(usize, usize)> {
        let head = self.heads[noun] as usize;
        let joining = (head + 1..noun)
            .rev()
            .find(|t| self.deps[*t] == Dep::Cc && self.heads[*t] as usize == head)?;
        let is_nominal = matches!(parsed.token(head).pos(), Pos::Noun | Pos::Propn | Pos::Pron);
        (is_nominal && self.deps[head] != Dep::Conj).then_some((head, joining))
    }

    fn has_subject(&self, verb: usize) -> bool {
        (0..self.heads.len())
            .skip(verb.saturating_sub(60))
            .take(120)
            .any(|t| {
                self.heads[t] as usize == verb
                    && t != verb
                    && matches!(self.deps[t], Dep::Nsubj | Dep::Nsubjpass)
            })
    }

    /// The verb before, which a verb without a subject is joined to, whose object or
    /// phrase holds the noun.
    fn verb_of_object(&self, parsed: &Parsed, verb: usize, noun: usize) -> Option<usize> {
        let other = self.heads[verb] as usize;
        let joined = self.deps[verb] == Dep::Conj
            && other < noun
            && matches!(parsed.token(other).pos(), Pos::Verb | Pos::Aux);
        if !joined || self.has_subject(verb) {
            return None;
        }
        let mut up = noun;
        for _ in 0..6 {
            up = self.heads[up] as usize;
            if up == other {
                return Some(other);
            }
        }
        None
    }

    /// The verb right before a noun that was taken for the subject of the verb after it.
    fn verb_of_lost_object(&self, parsed: &Parsed, verb: usize, noun: usize) -> Option<usize> {
        let is_subject = self.heads[noun] as usize == verb && self.deps[noun] == Dep::Nsubj;
        let mut before = noun.checked_sub(1)?;
        while self.heads[before] as usize == noun {
            before = before.checked_sub(1)?;
        }
        let linked = self.heads[verb] as usize == before && self.deps[verb] == Dep::Ccomp
            || self.heads[before] as usize == verb && self.deps[before] == Dep::Ccomp;
        let has_object = (before + 1..self.heads.len().min(before + 60))
            .any(|t| self.heads[t] as usize == before && self.deps[t] == Dep::Dobj);
        (is_subject
            && linked
            && !has_object
            && parsed.token(before).pos() == Pos::Verb
            && self.has_subject(before))
        .then_some(before)
    }
}
