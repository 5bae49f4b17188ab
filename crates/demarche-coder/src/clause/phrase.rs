//! Phrases that are the subject of a finite verb, by their tags: a tree of words that run
//! on tells little.

use super::words::Words;
use demarche_lang::Tag;

impl Words<'_> {
    /// Where the finite verb is whose subject begins here.
    pub(super) fn subject(&self, n: usize) -> Option<usize> {
        let before = n.checked_sub(1);
        // "of Trump said", "the Trump said": no subject begins here.
        let goes_on = |at: usize| {
            matches!(
                self.tag_of(at),
                Tag::In
                    | Tag::Dt
                    | Tag::Prps
                    | Tag::Jj
                    | Tag::To
                    | Tag::Vbg
                    | Tag::Pos
                    | Tag::Pdt
                    | Tag::Wps
                    | Tag::Cd
                    | Tag::Hyph
            ) && !self.in_set("clause-conjunction", at)
        };
        if before.is_some_and(|at| goes_on(at) && !self.is_day(at)) {
            return None;
        }
        let mut end = if self.in_set("clause-pronoun", n) {
            n + 1
        } else {
            self.noun_phrase(n)?
        };
        let begins_with_name = self.is_capital(n);
        let after_verb = before.is_some_and(|at| self.is_verb(at));
        let governed = before.is_some_and(|at| self.is_verb(at) || self.tag_of(at) == Tag::Rp);
        if !governed && self.tag_at(end) == Some(Tag::Cc) {
            end = self.noun_phrase(end + 1).unwrap_or(end);
        }
        // "the commerce ministry in Beijing banned"
        if !begins_with_name
            && !after_verb
            && self.tag_at(end) == Some(Tag::In)
            && !self.in_set("clause-conjunction", end)
            && let Some(place) = self.noun_phrase(end + 1)
        {
            end = place;
        }
        while self.tag_at(end) == Some(Tag::Rb) {
            end += 1;
        }
        let finite = matches!(self.tag_at(end)?, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
        // "missiles fired by the north"
        let passive = self.tag_at(end) == Some(Tag::Vbd)
            && end + 1 < self.at.len()
            && self.in_set("clause-by", end + 1);
        (finite && !passive).then_some(end)
    }

    /// The end of a noun phrase of names, or with an article, that begins here.
    fn noun_phrase(&self, n: usize) -> Option<usize> {
        let first = self.tag_at(n)?;
        let determined = matches!(first, Tag::Dt | Tag::Prps | Tag::Pdt);
        let named = self.is_capital(n)
            && matches!(first, Tag::Nnp | Tag::Nnps | Tag::Jj | Tag::Nn | Tag::Nns);
        if (!determined && !named) || self.is_day(n) {
            return None;
        }
        let mut end = n + usize::from(determined);
        while let Some(tag) = self.tag_at(end)
            && matches!(
                tag,
                Tag::Jj
                    | Tag::Jjr
                    | Tag::Jjs
                    | Tag::Cd
                    | Tag::Nn
                    | Tag::Nns
                    | Tag::Nnp
                    | Tag::Nnps
                    | Tag::Pos
                    | Tag::Hyph
                    | Tag::Vbn
            )
            && !self.is_day(end)
        {
            end += 1;
        }
        let last = end.checked_sub(1).filter(|last| *last >= n)?;
        matches!(self.tag_of(last), Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps).then_some(end)
    }

    /// Where the words begin that open a clause before its subject: "and then", "so",
    /// "three days later".
    pub(super) fn opening(&self, n: usize, clause_first: usize) -> usize {
        let mut first = n;
        while first > clause_first + 1 {
            let before = first - 1;
            if self.in_set("clause-opener", before) {
                first = before;
            } else if self.in_set("clause-distance", before)
                && before >= clause_first + 3
                && matches!(self.tag_of(before - 1), Tag::Nn | Tag::Nns)
                && matches!(self.tag_of(before - 2), Tag::Cd | Tag::Dt)
            {
                first = before - 2;
            } else {
                break;
            }
        }
        first
    }

    /// "the ban Lee raised": a noun before, and no object of its own.
    pub(super) fn may_be_relative(&self, n: usize, verb: usize) -> bool {
        let before = n - 1;
        let noun = matches!(self.tag_of(before), Tag::Nn | Tag::Nns | Tag::Dt | Tag::Jjs)
            && !self.is_capital(before)
            && !self.in_set("clause-day", before);
        if !noun {
            return false;
        }
        let mut at = verb;
        let mut auxiliaries = 0;
        while let Some(tag) = self.tag_at(at + 1)
            && (self.is_verb(at + 1) || matches!(tag, Tag::Rb | Tag::Rp))
        {
            auxiliaries += usize::from(self.is_verb(at + 1));
            at += 1;
        }
        let is_be = |at: usize| self.parsed.token(self.at[at]).lemma() == "be";
        if auxiliaries > 0 && is_be(verb) && self.tag_of(at) == Tag::Vbn {
            return false;
        }
        if auxiliaries == 0 && is_be(verb) {
            return false;
        }
        let Some(next) = self.tag_at(at + 1) else {
            return true;
        };
        let object = matches!(
            next,
            Tag::Dt
                | Tag::Prp
                | Tag::Prps
                | Tag::Cd
                | Tag::Jj
                | Tag::Nn
                | Tag::Nns
                | Tag::Nnp
                | Tag::Nnps
                | Tag::Pdt
                | Tag::Wp
        ) || self.in_set("clause-that", at + 1);
        !object || self.is_day(at + 1) || self.in_set("clause-last", at + 1)
    }
}
