//! Names that explain a title, and names that only follow it in a list.

use super::Links;
use super::fronted::{Named, is_title, known_name};
use crate::lexicon::Lexicon;
use demarche_lang::{Dep, EntityKind, Parsed, Pos, Tag};

impl Links {
    /// Parts appositions from lists: "Rudolf Elphberg, the king of Ruritania, and Flavia
    /// Rassendyll", "The premier, Elphberg and Rassendyll met", "the leaders of Graustark
    /// and Ruritania, Elphberg and Rassendyll".
    pub(super) fn part_appositions(&mut self, parsed: &Parsed, lexicon: &Lexicon) {
        for token in 0..parsed.len() {
            if self.deps[token] == Dep::Appos
                && let Some(title) = self.title_right_before(parsed, lexicon, token)
            {
                self.take_place_of(token, title);
            }
            if self.deps[token] == Dep::Conj {
                self.join_beyond_apposition(parsed, token);
                self.explain_title_of_several(parsed, token);
            } else if self.deps[token] == Dep::Prt {
                self.part_particle_of_relative(parsed, token);
            } else if self.deps[token] == Dep::Appos {
                self.join_list(parsed, token);
                self.join_list_of_places(parsed, token);
            }
        }
    }

    /// The title that stands before a name, with nothing between: "Vice Premier Flavia
    /// Rassendyll".
    fn title_right_before(&self, parsed: &Parsed, lexicon: &Lexicon, name: usize) -> Option<usize> {
        let mut first = name;
        while first > 0
            && self.heads[first - 1] as usize == name
            && self.deps[first - 1] == Dep::Compound
        {
            first -= 1;
        }
        let title = first.checked_sub(1)?;
        let word = parsed.token(title);
        let is_title = word.tag() == Tag::Nnp && is_title(lexicon, word.text());
        let (end, kind) = known_name(parsed, lexicon, first)?;
        let is_name = kind == Named::Person && end == name + 1;
        let governor = self.heads[name] as usize;
        let explains = governor == title || self.heads[title] as usize == governor;
        (is_title && is_name && explains && governor != name).then_some(title)
    }

    /// Makes a name the head of the phrase that a title before it was taken for.
    fn take_place_of(&mut self, name: usize, title: usize) {
        let (head, dep) = (self.heads[title] as usize, self.deps[title]);
        let head = if head == title { name } else { head };
        self.link(name, head, dep);
        let near = title.saturating_sub(12)..self.heads.len().min(name + 30);
        for t in near.filter(|t| *t != name && *t != title) {
            if self.heads[t] as usize == title {
                self.heads[t] = name as u32;
            }
        }
        self.link(title, name, Dep::Compound);
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

    /// "The duties it had put on Graustark": Graustark is what they were put on, and the
    /// duties are what was put.
    fn part_particle_of_relative(&mut self, parsed: &Parsed, particle: usize) {
        let verb = self.heads[particle] as usize;
        let noun = self.heads[verb] as usize;
        let next = parsed.len().min(particle + 12);
        let is_slip = self.deps[particle] == Dep::Prt
            && self.deps[verb] == Dep::Relcl
            && particle == verb + 1
            && noun < verb
            && parsed.token(particle).text() == "on"
            && parsed.token(noun).tag() == Tag::Nns;
        let relative = |t: usize| {
            matches!(parsed.token(t).tag(), Tag::Wdt | Tag::Wp) || parsed.token(t).text() == "that"
        };
        if !is_slip || !self.has_subject(verb) || (noun + 1..verb).any(relative) {
            return;
        }
        let object = (particle + 1..next)
            .find(|t| self.deps[*t] == Dep::Dobj && self.heads[*t] as usize == verb);
        if let Some(object) = object {
            self.link(particle, verb, Dep::Prep);
            self.link(object, particle, Dep::Pobj);
        }
    }

    /// "Ruritania, Graustark, Illyria and Zenda": the second explains the first no more
    /// than the others do.
    fn join_list_of_places(&mut self, parsed: &Parsed, token: usize) {
        let first = self.heads[token] as usize;
        let is_place = |t: usize| parsed.token(t).entity_kind() == Some(EntityKind::Gpe);
        if first >= token || !is_place(first) || !is_place(token) {
            return;
        }
        let next_of = |above: usize| {
            (above + 1..parsed.len().min(above + 8))
                .find(|t| self.deps[*t] == Dep::Conj && self.heads[*t] as usize == above)
        };
        let Some(next) = next_of(token).filter(|next| is_place(*next)) else {
            return;
        };
        let after_comma = (token + 1..next).any(|t| parsed.token(t).text() == ",");
        if after_comma && next_of(next).is_some() {
            self.link(token, first, Dep::Conj);
        }
    }

    /// Two persons after "the leaders of Graustark and Ruritania," are those leaders.
    fn explain_title_of_several(&mut self, parsed: &Parsed, token: usize) {
        let state = self.heads[token] as usize;
        if let Some(title) = self.title_of_list(parsed, token) {
            self.link(token, title, Dep::Appos);
            return;
        }
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

    /// The plural title that a list of persons was joined to, where it explains the title:
    /// "the trade ministers of Graustark and Ruritania, Elphberg and Rassendyll".
    fn title_of_list(&self, parsed: &Parsed, token: usize) -> Option<usize> {
        let title = self.heads[token] as usize;
        let name = |t: usize| parsed.token(t).pos() == Pos::Propn;
        let several = matches!(parsed.token(title).tag(), Tag::Nns) && title < token;
        let near = title + 1..self.heads.len().min(token + 16);
        let under = |head: usize, dep: Dep| {
            let mut found = near.clone();
            found.find(|t| self.heads[*t] as usize == head && self.deps[*t] == dep)
        };
        let of = under(title, Dep::Prep).filter(|of| *of < token)?;
        let state = under(of, Dep::Pobj)?;
        let two_states = under(state, Dep::Conj).is_some();
        // "The ministers and Elphberg" are in a list.
        let parted = under(title, Dep::Cc).is_none();
        let other = under(token, Dep::Conj)?;
        let first = (state + 1..token)
            .rev()
            .take_while(|t| self.heads[*t] as usize == token);
        let first = first.last().unwrap_or(token);
        let after_comma = parsed.token(first - 1).text() == ",";
        let closed = other + 1 < parsed.len() && parsed.token(other + 1).text() == ",";
        let explains = several && two_states && parted && after_comma && closed;
        (explains && name(token) && name(other)).then_some(title)
    }
}
