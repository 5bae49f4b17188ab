//! Subjects that the parser gave to the phrase before them.

use super::{Links, Named, known_name};
use crate::lexicon::Lexicon;
use demarche_lang::{Dep, Parsed, Pos};

impl Links {
    /// Gives verbs one subject where they have two or none: "Presidents Rudolf Elphberg
    /// and Flavia Rassendyll met", "By the government of Ruritania two envoys were expelled",
    /// "After talks with Elphberg, the premier of Graustark thanked him". `leading` has the
    /// first of the words that belong to each finite verb.
    pub(super) fn find_subjects(&mut self, parsed: &Parsed, leading: &[Option<usize>]) {
        for (token, first) in leading.iter().enumerate() {
            if let Some(first) = *first {
                self.find_subject_in_apposition(parsed, token, first);
            }
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

    /// Two names that only a comma parts before the verb of a headline: "Graustark, Ruritania
    /// hold talks" has both for its subject.
    pub(super) fn join_names(
        &mut self,
        parsed: &Parsed,
        lexicon: &Lexicon,
        leading: &[Option<usize>],
    ) {
        for (verb, first) in leading.iter().enumerate() {
            let Some(first) = *first else { continue };
            let start = parsed.token(verb).sentence().tokens().start;
            let is_name = |kind: Named| kind != Named::Else;
            let Some((comma, one)) = known_name(parsed, lexicon, start) else {
                continue;
            };
            if comma + 1 >= first || parsed.token(comma).text() != "," {
                continue;
            }
            let Some((end, other)) = known_name(parsed, lexicon, comma + 1) else {
                continue;
            };
            let hangs = |t: usize, dep: &dyn Fn(Dep) -> bool| {
                self.heads[t] as usize == verb && dep(self.deps[t])
            };
            if end == first
                && is_name(one)
                && is_name(other)
                && hangs(end - 1, &|dep| dep == Dep::Nsubj)
                && hangs(comma - 1, &|dep| matches!(dep, Dep::Npadvmod | Dep::Dep))
            {
                self.link(comma - 1, verb, Dep::Nsubj);
                self.link(end - 1, comma - 1, Dep::Conj);
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

    /// The noun right before a verb without a subject, which was taken to explain the last
    /// word of the phrase that leads the clause.
    fn find_subject_in_apposition(&mut self, parsed: &Parsed, verb: usize, first: usize) {
        if matches!(
            self.deps[verb],
            Dep::Conj | Dep::Relcl | Dep::Acl | Dep::Xcomp
        ) {
            return;
        }
        let Some(noun) = self.apposition_before(parsed, first) else {
            return;
        };
        let explained = self.heads[noun] as usize;
        let is_comma = |t: usize| parsed.token(t).text() == ",";
        let parted = (explained + 1..noun).any(is_comma) && !(noun + 1..first).any(is_comma);
        if !parted {
            return;
        }
        let is_passive = (first..verb).any(|t| self.deps[t] == Dep::Auxpass);
        let dep = if is_passive {
            Dep::Nsubjpass
        } else {
            Dep::Nsubj
        };
        if !self.has_subject(verb) && self.leads_clause(verb, explained) {
            self.link(noun, verb, dep);
        } else if let Some((after, talks)) = self.phrase_taken_for_clause(verb, explained) {
            // "After talks with him" is no clause.
            self.link(after, verb, Dep::Prep);
            self.link(talks, after, Dep::Pobj);
            self.link(noun, verb, dep);
        }
    }

    /// The noun before a token that hangs on another as what explains it, with what hangs
    /// on it.
    fn apposition_before(&self, parsed: &Parsed, token: usize) -> Option<usize> {
        let mut up = token.checked_sub(1)?;
        for _ in 0..6 {
            let is_word = matches!(
                parsed.token(up).pos(),
                Pos::Noun | Pos::Propn | Pos::Adp | Pos::Adj
            );
            if !is_word || up >= token {
                return None;
            }
            if self.deps[up] == Dep::Appos {
                return ((self.heads[up] as usize) < up).then_some(up);
            }
            up = self.heads[up] as usize;
        }
        None
    }

    /// The "after" and the noun of a phrase that leads a main clause and was taken for its
    /// subject, if it holds a token.
    fn phrase_taken_for_clause(&self, verb: usize, token: usize) -> Option<(usize, usize)> {
        let mut up = token;
        for _ in 0..8 {
            let head = self.heads[up] as usize;
            if head == verb {
                break;
            }
            up = head;
        }
        let is_subject = self.heads[up] as usize == verb && self.deps[up] == Dep::Nsubj;
        let marks = |t: &usize| self.deps[*t] == Dep::Mark && self.heads[*t] as usize == verb;
        let mark = (up.saturating_sub(4)..up).find(marks)?;
        (is_subject && self.heads[verb] as usize == verb).then_some((mark, up))
    }
}
