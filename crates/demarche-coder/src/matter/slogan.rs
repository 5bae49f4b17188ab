//! Names under which somebody acts: in quotation marks, or known as such.

use super::{MatterReader, Named};
use crate::circumstance::opener;
use demarche_event::MatterKind;
use demarche_lang::{Dep, Pos, Tag};
use std::ops::Range;

/// Longer ones are sentences that somebody said.
const MAX_WORDS: usize = 6;

impl MatterReader<'_, '_, '_> {
    /// "Her policy of “small steps”", "under the slogan “one road”".
    pub(super) fn slogans(&self) -> Vec<Named> {
        let quoted = self.quoted().into_iter().filter_map(|words| {
            let by_word = self.bearer(&words, false);
            by_word.map(|(at, user)| (words, at, user))
        });
        let known = self.tokens.clone().filter_map(|t| {
            let words = opener("slogans-known", t..self.tokens.end, self.matcher)?;
            let (at, user) = self.bearer(&words, true)?;
            Some((words, at, user))
        });
        let all: Vec<(Range<usize>, usize, usize)> = quoted.chain(known).collect();
        all.into_iter()
            .filter_map(|(words, at, user)| {
                let by = self.official(user)?;
                let tree = self.matcher.tree;
                let towards =
                    |c: &usize| *c > at && tree.pos(*c) == Pos::Adp && self.is("towards", *c);
                let verb = tree.verb_above(at).unwrap_or(at);
                let near = (tree.left(at)..tree.end(at)).chain(words.end..tree.end(verb));
                let towards = near.clone().find(towards).map(|c| c + 1..tree.end(c));
                Some(Named {
                    countries: vec![self.code_of(&by)?],
                    towards: towards
                        .map(|words| self.countries(words))
                        .unwrap_or_default(),
                    ..Named::new(MatterKind::Slogan, words.start, words)
                })
            })
            .map(Named::apart)
            .collect()
    }

    /// The words between two quotation marks, where they are few and no sentence.
    fn quoted(&self) -> Vec<Range<usize>> {
        let tree = self.matcher.tree;
        let is_mark =
            |t: &usize| matches!(tree.text(*t), "“" | "”" | "\"" | "‘" | "’" | "``" | "''");
        let marks: Vec<usize> = self.tokens.clone().filter(is_mark).collect();
        let pairs = marks.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]);
        pairs
            .filter(|words| {
                let told = |t: usize| matches!(tree.tag(t), Tag::Vbd | Tag::Vbz | Tag::Md);
                let inside = words.clone();
                !words.is_empty() && words.len() <= MAX_WORDS && !inside.clone().any(told)
            })
            .collect()
    }

    /// The word by which some words are called a slogan, and who uses it.
    fn bearer(&self, words: &Range<usize>, known: bool) -> Option<(usize, usize)> {
        let tree = self.matcher.tree;
        let outside = |t: &usize| tree.head(*t).is_none_or(|h| !words.contains(&h));
        let top = words.clone().find(outside)?;
        let is_bearer = |t: usize| {
            let by_noun = self.is("slogan-nouns", t) || self.is("course", t);
            tree.is_nominal(t) && by_noun
        };
        let owned = |noun: usize| {
            let owner = tree.child(noun, Dep::Poss).or_else(|| {
                let verb = tree.verb_above(noun)?;
                tree.actor_subject(verb).filter(|s| *s != noun)
            });
            Some((noun, owner?))
        };
        // "The slogan “friends first”": the word right before the mark.
        let before = words.start.checked_sub(2);
        let before = before.filter(|t| *t >= self.tokens.start);
        if let Some(noun) = before.filter(|t| is_bearer(*t)) {
            return owned(noun);
        }
        let mut up = top;
        for _ in 0..4 {
            let head = tree.head(up)?;
            if is_bearer(head) {
                return owned(head);
            }
            if tree.is_verb(head) {
                let uses = self.is("slogan-verbs", head);
                let takes = matches!(tree.dep(up), Dep::Dobj | Dep::Prep | Dep::Oprd);
                let user = tree.actor_subject(head)?;
                return (uses && takes && !words.contains(&user)).then_some((top, user));
            }
            if known && let Some(owner) = tree.child(top, Dep::Poss) {
                return Some((top, owner));
            }
            up = head;
        }
        None
    }
}
