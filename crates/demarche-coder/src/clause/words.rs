//! The words of a paragraph that runs on, and what each of them is.

use crate::lexicon::Lexicon;
use demarche_lang::{Parsed, Pos, Tag};

/// The words of a paragraph, without the blanks between them.
pub(super) struct Words<'p> {
    pub(super) lexicon: &'p Lexicon,
    pub(super) parsed: &'p Parsed,
    pub(super) at: Vec<usize>,
}

impl<'p> Words<'p> {
    pub(super) fn of(lexicon: &'p Lexicon, parsed: &'p Parsed) -> Words<'p> {
        let at = (0..parsed.len())
            .filter(|t| parsed.token(*t).pos() != Pos::Space)
            .collect();
        Words {
            lexicon,
            parsed,
            at,
        }
    }

    pub(super) fn is_verb(&self, n: usize) -> bool {
        matches!(
            self.tag_of(n),
            Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz | Tag::Md
        )
    }

    /// A day of the week or a month, a number after it, or a word such as "yesterday".
    pub(super) fn is_day(&self, n: usize) -> bool {
        let named = |n: usize| {
            self.in_set("recase-proper", n) && self.tag_of(n) != Tag::Prp
                || self.in_set("clause-day", n)
        };
        named(n) || (n > 0 && self.tag_of(n) == Tag::Cd && named(n - 1))
    }

    pub(super) fn is_capital(&self, n: usize) -> bool {
        self.word(self.at[n]).starts_with(char::is_uppercase)
    }

    pub(super) fn ends_sentence(&self, token: usize) -> bool {
        matches!(self.word(token), "." | "!" | "?")
    }

    pub(super) fn is_sign(&self, token: usize) -> bool {
        matches!(self.word(token), "." | "!" | "?" | "," | ";" | ":")
    }

    pub(super) fn word(&self, token: usize) -> &'p str {
        self.parsed.token(token).text()
    }

    pub(super) fn tag(&self, token: usize) -> Tag {
        self.parsed.token(token).tag()
    }

    pub(super) fn tag_of(&self, n: usize) -> Tag {
        self.tag(self.at[n])
    }

    pub(super) fn tag_at(&self, n: usize) -> Option<Tag> {
        self.at.get(n).map(|t| self.tag(*t))
    }

    pub(super) fn in_set(&self, set: &str, n: usize) -> bool {
        let word = self.word(self.at[n]).to_lowercase();
        self.lexicon.rules.in_set(set, &word)
    }
}
