//! Subjects that the parser gave to the phrase before them.

use super::Links;
use demarche_lang::{Dep, Parsed, Pos};

impl Links {
    /// Gives verbs one subject where they have two or none: "Presidents Rudolf Elphberg
    /// and Flavia Rassendyll met", "By the government of Ruritania two envoys were expelled".
    pub(super) fn find_subjects(&mut self, parsed: &Parsed) {
        for token in 0..parsed.len() {
            if let Some(name) = self.named_title(parsed, token) {
                self.link(token, name, Dep::Compound);
            }
            if self.deps[token] == Dep::Auxpass {
                let verb = self.heads[token] as usize;
                if token < verb && !self.has_any_subject(verb) {
                    self.find_subject_of_passive(parsed, verb);
                }
            }
        }
    }

    /// The name right after a title that was taken for a subject beside it.
    fn named_title(&self, parsed: &Parsed, title: usize) -> Option<usize> {
        let is_subject = |t: usize| matches!(self.deps[t], Dep::Nsubj | Dep::Nsubjpass);
        if !is_subject(title) || parsed.token(title).pos() == Pos::Pron {
            return None;
        }
        let name = (title + 1..parsed.len().min(title + 8))
            .find(|t| self.heads[*t] == self.heads[title])
            .filter(|t| is_subject(*t) && parsed.token(*t).pos() == Pos::Propn)?;
        let between = title + 1..name;
        between
            .clone()
            .all(|t| self.heads[t] as usize == name && parsed.token(t).pos() == Pos::Propn)
            .then_some(name)
    }

    fn has_any_subject(&self, verb: usize) -> bool {
        let is_subject = |dep| {
            matches!(
                dep,
                Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj | Dep::Csubjpass | Dep::Dobj
            )
        };
        let near = verb.saturating_sub(60)..self.heads.len().min(verb + 60);
        near.into_iter()
            .any(|t| self.heads[t] as usize == verb && is_subject(self.deps[t]))
    }

    /// The noun right before a passive verb without a subject, which was taken for a part
    /// of the phrase that leads the clause.
    fn find_subject_of_passive(&mut self, parsed: &Parsed, verb: usize) {
        let Some(noun) = self.noun_before(parsed, verb) else {
            return;
        };
        let preposition = self.heads[noun] as usize;
        if self.deps[noun] != Dep::Pobj || preposition >= noun {
            return;
        }
        let words: Vec<usize> = (preposition + 1..noun)
            .filter(|t| self.heads[*t] as usize == noun)
            .collect();
        // "Around ten missiles were fired."
        if self.deps[preposition] == Dep::Advmod && self.heads[preposition] as usize == verb {
            let counted = words.iter().find(|t| self.deps[**t] == Dep::Nummod);
            if let Some(number) = counted {
                self.link(preposition, *number, Dep::Quantmod);
                self.link(noun, verb, Dep::Nsubjpass);
            }
            return;
        }
        if !self.leads_clause(verb, preposition) {
            return;
        }
        // Where a name ends and other words begin.
        let ends_name = |t: usize| {
            let (name, next) = (parsed.token(t), parsed.token(t + 1));
            let same = name.entity().is_some() && name.entity() == next.entity();
            name.pos() == Pos::Propn && next.pos() != Pos::Propn && !same
        };
        let Some(name) = words.iter().copied().find(|t| ends_name(*t)) else {
            return;
        };
        for word in words.into_iter().filter(|t| *t < name) {
            self.heads[word] = name as u32;
        }
        self.link(name, preposition, Dep::Pobj);
        self.link(noun, verb, Dep::Nsubjpass);
    }

    /// The noun before a verb and its auxiliaries.
    fn noun_before(&self, parsed: &Parsed, verb: usize) -> Option<usize> {
        let mut at = verb.checked_sub(1)?;
        while self.heads[at] as usize == verb
            && matches!(
                self.deps[at],
                Dep::Aux | Dep::Auxpass | Dep::Advmod | Dep::Neg
            )
        {
            at = at.checked_sub(1)?;
        }
        matches!(parsed.token(at).pos(), Pos::Noun | Pos::Propn).then_some(at)
    }

    /// Whether a preposition belongs to a phrase that hangs on a verb before it.
    fn leads_clause(&self, verb: usize, preposition: usize) -> bool {
        let mut up = preposition;
        for _ in 0..8 {
            let head = self.heads[up] as usize;
            if head == verb {
                return self.deps[up] == Dep::Prep;
            }
            if head == up {
                return false;
            }
            up = head;
        }
        false
    }
}
