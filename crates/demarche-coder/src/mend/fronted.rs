//! Subjects that the parser joined to the phrase before them, as no comma parts the two:
//! "In December Elphberg visited Strelsau", "At a summit in Zenda Ruritania signed".

use super::Links;
use crate::lexicon::{Case, Lexicon, NameRef, first_word};
use demarche_lang::{Dep, Parsed, Pos, Tag};
use std::ops::Range;

/// Words of a phrase that is looked through.
const MAX_WORDS: usize = 12;

/// A noun phrase that holds the end of the phrase before the clause as well.
struct Fused {
    /// Its words.
    words: Range<usize>,
    /// Its head.
    head: usize,
    /// The preposition right before it.
    preposition: usize,
}

impl Links {
    /// Gives a finite verb the subject that stands right before its first word, and the
    /// preposition in front the place or the time that it was written for.
    pub(super) fn part_fronted(
        &mut self,
        parsed: &Parsed,
        lexicon: &Lexicon,
        leading: &[Option<usize>],
    ) {
        for (verb, first) in leading.iter().enumerate() {
            let Some(first) = *first else { continue };
            let Some(fused) = self.fused(parsed, verb, first) else {
                self.part_from_place(parsed, lexicon, verb, first);
                continue;
            };
            if let Some(subject) = self.where_subject_begins(parsed, lexicon, verb, &fused) {
                self.split(parsed, verb, &fused, subject);
            }
        }
    }

    /// A known name right before a verb's first word that was taken to explain the place
    /// before it.
    fn part_from_place(&mut self, parsed: &Parsed, lexicon: &Lexicon, verb: usize, first: usize) {
        let mut name = first;
        for _ in 0..MAX_WORDS {
            name = match name == first {
                true => name.saturating_sub(1),
                false => self.heads[name] as usize,
            };
            if name >= first || self.deps[name] == Dep::Appos {
                break;
            }
        }
        let place = self.heads[name] as usize;
        if name >= first || self.deps[name] != Dep::Appos || self.deps[place] != Dep::Pobj {
            return;
        }
        let preposition = self.heads[place] as usize;
        let mut start = place;
        while start > preposition && self.heads[start - 1] as usize == place {
            start -= 1;
        }
        let is_place = known_name(parsed, lexicon, start)
            .is_some_and(|(end, kind)| kind == Named::Place && end == place + 1);
        let is_name = known_name(parsed, lexicon, place + 1)
            .is_some_and(|(end, kind)| kind != Named::Else && end == name + 1);
        if is_place
            && is_name
            && self.leads(verb, preposition)
            && !self.has_own_subject(verb, preposition)
        {
            self.link(name, verb, self.subject_of(verb, first));
        }
    }

    /// How a verb's subject hangs on it, by the auxiliaries from `first` on.
    fn subject_of(&self, verb: usize, first: usize) -> Dep {
        let is_passive = |t: usize| self.deps[t] == Dep::Auxpass && self.heads[t] as usize == verb;
        match (first..verb).any(is_passive) {
            true => Dep::Nsubjpass,
            false => Dep::Nsubj,
        }
    }

    /// The phrase right before a verb's first word that a preposition governs, though
    /// the verb has no subject, or has this one.
    fn fused(&self, parsed: &Parsed, verb: usize, first: usize) -> Option<Fused> {
        let mut head = first.checked_sub(1)?;
        for _ in 0..MAX_WORDS {
            let governor = self.heads[head] as usize;
            let is_subject =
                governor == verb && matches!(self.deps[head], Dep::Nsubj | Dep::Nsubjpass);
            let is_governed = self.deps[head] == Dep::Pobj && governor < head;
            if (is_subject || is_governed)
                && let Some(fused) = self.phrase_of(parsed, head)
            {
                let preposition = fused.preposition;
                let fits = match is_subject {
                    true => self.is_bare(preposition, &fused) && self.leads(verb, preposition),
                    false => {
                        governor == preposition
                            && self.leads(verb, preposition)
                            && !self.has_own_subject(verb, preposition)
                    }
                };
                if fits {
                    return Some(fused);
                }
            }
            if governor == head || governor >= first {
                return None;
            }
            head = governor;
        }
        None
    }

    /// The words before a noun that belong to it, if a preposition stands before them.
    fn phrase_of(&self, parsed: &Parsed, head: usize) -> Option<Fused> {
        let mut start = head;
        while let Some(before) = start.checked_sub(1) {
            let word = parsed.token(before);
            let ends = matches!(word.pos(), Pos::Adp | Pos::Punct | Pos::Verb | Pos::Aux);
            if ends || head - before > MAX_WORDS || !self.leads_up(before, head) {
                break;
            }
            start = before;
        }
        let mut preposition = start.checked_sub(1)?;
        // "On 14 May Elphberg", where the day was read as a phrase of its own.
        if parsed.token(preposition).tag() == Tag::Cd
            && preposition > 0
            && self.heads[preposition] as usize == preposition - 1
        {
            start = preposition;
            preposition -= 1;
        }
        let is_preposition =
            parsed.token(preposition).pos() == Pos::Adp && self.deps[preposition] == Dep::Prep;
        (is_preposition && start < head).then_some(Fused {
            words: start..head + 1,
            head,
            preposition,
        })
    }

    /// Whether a word before a noun hangs on it, at most by a few others.
    fn leads_up(&self, word: usize, noun: usize) -> bool {
        let mut up = word;
        for _ in 0..4 {
            up = self.heads[up] as usize;
            if up == noun {
                return true;
            }
            if up > noun {
                return false;
            }
        }
        false
    }

    /// Whether a preposition governs nothing but what lies in the phrase.
    fn is_bare(&self, preposition: usize, fused: &Fused) -> bool {
        let after = preposition + 1..self.heads.len().min(preposition + 60);
        after
            .filter(|t| self.heads[*t] as usize == preposition)
            .all(|t| fused.words.contains(&t))
    }

    /// Whether a preposition belongs to a phrase before a verb that hangs on it, be it as
    /// its subject: "After talks in Strelsau Elphberg said". That of a second clause may
    /// hang on the verb of the first.
    fn leads(&self, verb: usize, preposition: usize) -> bool {
        let mut up = preposition;
        let first = self.heads[verb] as usize;
        let joined = |t: usize| {
            let is_cc = |t: usize| self.deps[t] == Dep::Cc && self.heads[t] as usize == first;
            self.deps[verb] == Dep::Conj && t > 0 && is_cc(t - 1)
        };
        for _ in 0..8 {
            let head = self.heads[up] as usize;
            if head == verb && up < verb || head == first && joined(up) {
                return matches!(self.deps[up], Dep::Prep | Dep::Advmod | Dep::Nsubj);
            }
            if head == up {
                return false;
            }
            up = head;
        }
        false
    }

    /// Whether a verb has a subject other than the phrase that a preposition lies in.
    fn has_own_subject(&self, verb: usize, preposition: usize) -> bool {
        let near = verb.saturating_sub(60)..self.heads.len().min(verb + 60);
        near.into_iter()
            .filter(|t| self.heads[*t] as usize == verb)
            .filter(|t| matches!(self.deps[*t], Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj))
            .any(|t| self.lost_preposition(verb, t).is_none() || t > preposition)
    }

    /// The "after" right before a noun that was taken for a subject and not for what the
    /// "after" governs.
    fn lost_preposition(&self, verb: usize, noun: usize) -> Option<usize> {
        let mut start = noun;
        while start > 0 && self.heads[start - 1] as usize == noun {
            start -= 1;
        }
        let before = start.checked_sub(1)?;
        let governs = |t: usize| self.heads[t] as usize == before;
        let is_free = !(before + 1..self.heads.len().min(before + 30)).any(governs);
        (self.heads[before] as usize == verb
            && matches!(self.deps[before], Dep::Prep | Dep::Mark)
            && is_free)
            .then_some(before)
    }

    /// Where, in a phrase, a place or a time ends and who acts begins.
    fn where_subject_begins(
        &self,
        parsed: &Parsed,
        lexicon: &Lexicon,
        verb: usize,
        fused: &Fused,
    ) -> Option<usize> {
        let Range { start, end } = fused.words;
        let mut ended: Option<usize> = None;
        let mut at = start;
        let alone = self.deps[verb] != Dep::Conj;
        while at < end {
            let word = parsed.token(at);
            let known = known_name(parsed, lexicon, at);
            let is_name = known.as_ref().is_some_and(|(_, kind)| *kind != Named::Else);
            let is_title = word.tag() == Tag::Nnp && is_title(lexicon, word.text());
            if ended == Some(at)
                && (is_name || is_title || alone && self.is_plain_noun(parsed, at..end))
            {
                return Some(at);
            }
            let is_end = match known {
                _ if is_time(parsed, lexicon, at) => {
                    at += 1;
                    true
                }
                Some((end, kind)) => {
                    at = end;
                    kind == Named::Place
                }
                None => {
                    at += 1;
                    false
                }
            };
            ended = is_end.then_some(at);
        }
        None
    }

    /// Whether words are a noun with what describes it, and no name.
    fn is_plain_noun(&self, parsed: &Parsed, words: Range<usize>) -> bool {
        words
            .clone()
            .all(|t| matches!(parsed.token(t).pos(), Pos::Noun | Pos::Adj))
            && matches!(parsed.token(words.end - 1).tag(), Tag::Nns | Tag::Nn)
            && !words.clone().any(|t| parsed.token(t).entity().is_some())
            && self.heads[words.start] as usize >= words.start
    }

    /// Parts a phrase before the word with which the subject begins.
    fn split(&mut self, parsed: &Parsed, verb: usize, fused: &Fused, subject: usize) {
        let front = fused.words.start..subject;
        let is_outside = |links: &Links, t: usize| !front.contains(&(links.heads[t] as usize));
        let outside: Vec<usize> = front.clone().filter(|t| is_outside(self, *t)).collect();
        let top = match outside[..] {
            [only] => only,
            _ => subject - 1,
        };
        for word in outside.into_iter().filter(|t| *t != top) {
            let dep = match (parsed.token(word).tag(), self.deps[word]) {
                (Tag::Cd, _) => Dep::Nummod,
                (_, dep @ (Dep::Det | Dep::Amod | Dep::Poss | Dep::Nummod)) => dep,
                _ => Dep::Compound,
            };
            self.link(word, top, dep);
        }
        self.link(top, fused.preposition, Dep::Pobj);
        if self.deps[verb] == Dep::Conj && self.heads[fused.preposition] == self.heads[verb] {
            self.link(fused.preposition, verb, Dep::Prep);
        }
        let lost = (0..fused.preposition)
            .rev()
            .take(MAX_WORDS)
            .find(|t| self.heads[*t] as usize == verb && self.deps[*t] == Dep::Nsubj);
        if let Some(noun) = lost
            && let Some(before) = self.lost_preposition(verb, noun)
        {
            self.link(before, verb, Dep::Prep);
            self.link(noun, before, Dep::Pobj);
        }
        let dep = self.subject_of(verb, subject);
        self.link(fused.head, verb, dep);
    }
}

/// What a known name is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// A state, a town, a seat of government: where something may take place.
    Place,
    /// A person, by the full name or the family's.
    Person,
    /// An organisation.
    Organisation,
    /// An adjective, or several of these.
    Else,
}

/// The longest known name that begins with a token: the token after it, and what it names.
pub(crate) fn known_name(
    parsed: &Parsed,
    lexicon: &Lexicon,
    token: usize,
) -> Option<(usize, Named)> {
    let text = parsed.text();
    let start = parsed.token(token).start();
    if !text[start..].starts_with(char::is_uppercase) {
        return None;
    }
    let word = start..start + first_word(&text[start..]).len();
    let names = lexicon.names.beginning(text, word, Case::Exact);
    let ends = names.filter_map(|(name, end)| {
        let last = (token..parsed.len()).take_while(|t| parsed.token(*t).start() < end);
        let last = last.last().filter(|t| parsed.token(*t).end() == end)?;
        Some((last + 1, name))
    });
    let (end, name) = ends.max_by_key(|(end, _)| *end)?;
    let kinds = lexicon.names.refs(name).iter().map(|r| match r {
        NameRef::State(_) | NameRef::Capital(..) | NameRef::Seat(_) | NameRef::Place(_) => {
            Named::Place
        }
        NameRef::Organisation(_) | NameRef::OrganisationSeat(_) => Named::Organisation,
        NameRef::Person(_) | NameRef::Family(_) => Named::Person,
        NameRef::Adjective(_) | NameRef::People(_) => Named::Else,
    });
    // A capital may be the seat of an organisation as well, and a state a family.
    let reduced = kinds.reduce(|one, other| match (one, other) {
        (one, other) if one == other => one,
        (Named::Else, _) | (_, Named::Else) => Named::Else,
        (Named::Place, _) | (_, Named::Place) => Named::Place,
        _ => Named::Else,
    });
    reduced.map(|kind| (end, kind))
}

/// Whether a word is a title such as "Premier".
pub(super) fn is_title(lexicon: &Lexicon, word: &str) -> bool {
    lexicon.agents_by_head.contains_key(&word.to_lowercase())
}

/// Whether a word is a month, a weekday, a day of the month or a year.
pub(crate) fn is_time(parsed: &Parsed, lexicon: &Lexicon, token: usize) -> bool {
    let word = parsed.token(token);
    match word.tag() {
        Tag::Cd => word.text().len() <= 4 && word.text().bytes().all(|b| b.is_ascii_digit()),
        _ => lexicon
            .time_words
            .is_month_or_weekday(&word.text().to_lowercase()),
    }
}
