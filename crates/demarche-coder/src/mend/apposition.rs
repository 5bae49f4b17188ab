//! Names that explain a title, and names that only follow it in a list.

use super::Links;
use demarche_lang::{Dep, EntityKind, Parsed, Pos, Tag};

impl Links {
    /// Parts appositions from lists: "Rudolf Elphberg, the king of Ruritania, and Flavia
    /// Rassendyll", "The premier, Elphberg and Rassendyll met", "the leaders of Graustark
    /// and Ruritania, Elphberg and Rassendyll".
    pub(super) fn part_appositions(&mut self, parsed: &Parsed) {
        for token in 0..parsed.len() {
            if self.deps[token] == Dep::Conj {
                self.join_beyond_apposition(parsed, token);
                self.explain_title_of_several(parsed, token);
            } else if self.deps[token] == Dep::Appos {
                self.join_list(parsed, token);
            }
        }
    }

    /// What a comma and "and" join to an apposition is joined to the noun that this
    /// explains, and takes the apposition that follows it.
    fn join_beyond_apposition(&mut self, parsed: &Parsed, token: usize) {
        let apposition = self.heads[token] as usize;
        let noun = self.heads[apposition] as usize;
        let is_comma = |t: usize| parsed.token(t).text() == ",";
        let joining = (apposition + 1..token)
            .rev()
            .find(|t| self.deps[*t] == Dep::Cc && self.heads[*t] as usize == apposition);
        let Some(joining) = joining.filter(|joining| is_comma(joining - 1)) else {
            return;
        };
        let is_one = |t: usize| matches!(parsed.token(t).tag(), Tag::Nn | Tag::Nnp);
        if self.deps[apposition] != Dep::Appos || noun >= apposition || !is_one(noun) {
            return;
        }
        self.link(token, noun, Dep::Conj);
        self.link(joining, noun, Dep::Cc);
        let next = (token + 2..parsed.len().min(token + 12))
            .find(|t| self.deps[*t] == Dep::Appos && self.heads[*t] as usize == noun);
        if let Some(next) = next.filter(|_| is_comma(token + 1)) {
            self.link(next, token, Dep::Appos);
        }
    }

    /// Two names explain no single title: they follow it in a list.
    fn join_list(&mut self, parsed: &Parsed, token: usize) {
        let noun = self.heads[token] as usize;
        let is_name = |t: usize| parsed.token(t).pos() == Pos::Propn;
        if noun >= token || parsed.token(noun).tag() != Tag::Nn || !is_name(token) {
            return;
        }
        let other = (token + 1..parsed.len().min(token + 12))
            .find(|t| self.deps[*t] == Dep::Conj && self.heads[*t] as usize == token);
        let Some(other) = other.filter(|other| is_name(*other)) else {
            return;
        };
        let is_person =
            |t: usize| parsed.token(t).entity_kind() == Some(EntityKind::Person) || is_name(t);
        let closed = parsed.len() > other + 1 && parsed.token(other + 1).text() == ",";
        let parted = (token + 1..other).any(|t| parsed.token(t).text() == ",");
        if !closed && !parted && is_person(token) && is_person(other) {
            self.link(token, noun, Dep::Conj);
        }
    }

    /// Two persons after "the leaders of Graustark and Ruritania," are those leaders.
    fn explain_title_of_several(&mut self, parsed: &Parsed, token: usize) {
        let state = self.heads[token] as usize;
        let preposition = self.heads[state] as usize;
        let title = self.heads[preposition] as usize;
        let is_title = self.deps[state] == Dep::Pobj
            && self.deps[preposition] == Dep::Prep
            && matches!(parsed.token(title).tag(), Tag::Nns | Tag::Nnps);
        let is_person = parsed.token(token).entity_kind() == Some(EntityKind::Person);
        let first = (state..token)
            .find(|t| self.heads[*t] as usize == token)
            .unwrap_or(token);
        let other = (state + 1..first)
            .find(|t| self.deps[*t] == Dep::Conj && self.heads[*t] as usize == state);
        let after_comma = first > 0 && parsed.token(first - 1).text() == ",";
        if is_title && is_person && after_comma && title < state && other.is_some() {
            self.link(token, title, Dep::Appos);
        }
    }
}
