//! Words that say that something did not happen.

use super::FrameReader;
use demarche_lang::{Dep, Tag};

impl FrameReader<'_, '_> {
    /// Whether a clause says outright that its verb isn't so: "does not recognise it", and
    /// not "may not", "if it does not" or "asked it not to".
    pub(crate) fn is_flatly_negated(&self, verb: usize) -> bool {
        let tree = self.tree;
        let doubted = |c: usize| match tree.dep(c) {
            Dep::Mark | Dep::Advmod => self.set("if", &tree.lower_text(c)),
            // "Announced that it would no longer recognise it": by that it doesn't.
            Dep::Aux if self.set("modal-would", &tree.lower_text(c)) => {
                let ends = |c: usize| {
                    tree.dep(c) == Dep::Advmod
                        && c > 0
                        && self.set("never", &self.pair_of_words(c - 1))
                };
                // "Said that it would not accept it" tells what "will not" says.
                let told = || {
                    let saying = tree.head(verb);
                    saying.is_some_and(|saying| self.set("report", tree.lemma(saying)))
                };
                tree.dep(verb) != Dep::Ccomp || !tree.children(verb).any(ends) && !told()
            }
            Dep::Aux => {
                let word = tree.lower_text(c);
                tree.tag(c) == Tag::To
                    || ["modal-possible", "modal-ought"]
                        .iter()
                        .any(|set| self.set(set, &word))
            }
            _ => false,
        };
        // Of "no state recognises it" nobody is told.
        let by_word = self.form(verb).is_negated()
            || self.nor_before(verb).is_some()
            || self.nothing_acted_on(verb);
        by_word && !tree.children(verb).any(doubted)
    }

    /// Whether a verb has "no" before its object: "accepts no mediation".
    fn nothing_acted_on(&self, verb: usize) -> bool {
        let tree = self.tree;
        let object = tree.child(verb, Dep::Dobj).filter(|o| *o > verb);
        let no = |c: usize| tree.dep(c) == Dep::Det && self.set("no-one", &tree.lower_text(c));
        object.is_some_and(|object| tree.children(object).any(no))
    }

    /// The word by which what a preposition leads wasn't done: "without a deal", "short of
    /// imposing", "instead of visiting".
    pub(super) fn undone_by(&self, preposition: usize) -> Option<usize> {
        let tree = self.tree;
        [Some(preposition), preposition.checked_sub(1)]
            .into_iter()
            .flatten()
            .find(|t| self.set("undone", &tree.text(*t).to_ascii_lowercase()))
    }

    /// The "nor" that joins a verb to the one before.
    pub(super) fn nor_before(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let head = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Conj)?;
        tree.children(head).find(|c| {
            let between = head < *c && *c < verb;
            between
                && tree.dep(*c) == Dep::Cc
                && self.set("nor", &tree.text(*c).to_ascii_lowercase())
        })
    }

    /// The "no" of "imposed no sanctions" and "no minister met him".
    pub(super) fn nothing_of(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let says_no = |t: usize| {
            let is_no = |t: usize| self.set("no-one", &tree.text(t).to_ascii_lowercase());
            let words = tree
                .children(t)
                .filter(|c| *c < t && matches!(tree.dep(*c), Dep::Det | Dep::Preconj | Dep::Cc));
            words.chain(std::iter::once(t)).find(|c| is_no(*c))
        };
        let object = tree.child(verb, Dep::Dobj).filter(|o| *o > verb);
        object
            .into_iter()
            .chain(tree.surface_subject(verb))
            .find_map(says_no)
    }

    /// The word that denies what a clause alleges: "rejected accusations that it tortured
    /// them".
    pub(super) fn denial_of(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let alleged = matches!(tree.dep(verb), Dep::Acl | Dep::Ccomp | Dep::Relcl);
        let noun = tree.head(verb).filter(|_| alleged)?;
        let denial = tree.head(noun)?;
        (tree.dep(noun) == Dep::Dobj
            && self.set("allegations", tree.lemma(noun))
            && self.set("denies", tree.lemma(denial)))
        .then_some(denial)
    }
}
