//! Acts that a list names among the steps that somebody took.

use super::FrameReader;
use demarche_lang::Dep;

impl FrameReader<'_, '_> {
    /// The verb that puts a measure into force: "announced" in "announced the closure of
    /// its ports and the suspension of trade".
    pub(crate) fn ordered(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let first = self.first_of_list(noun);
        let verb = tree
            .head(first)
            .filter(|_| matches!(tree.dep(first), Dep::Dobj | Dep::Nsubjpass))?;
        (tree.is_verb(verb) && self.set("orders-measures", tree.lemma(verb))).then_some(verb)
    }

    /// The steps of which a noun is one: "steps" for "ban" in "the steps taken by Graustark
    /// included a ban", "among the steps were a ban".
    pub(crate) fn taken_with(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let first = self.first_of_list(noun);
        let head = tree.head(first)?;
        // "took several steps, including a ban"
        if tree.dep(first) == Dep::Pobj && self.set("including", &tree.lower_text(head)) {
            let steps = tree.head(head)?;
            return self.set("steps-taken", tree.lemma(steps)).then_some(steps);
        }
        let verb = Some(head).filter(|verb| tree.is_verb(*verb))?;
        let lists = tree.lemma(verb) == "be" || self.set("including", tree.lemma(verb));
        let fits = matches!(tree.dep(first), Dep::Dobj | Dep::Attr | Dep::Nsubj);
        if !lists || !fits {
            return None;
        }
        let is_step = |t: &usize| *t != first && self.set("steps-taken", tree.lemma(*t));
        let among = tree
            .children(verb)
            .filter(|c| tree.dep(*c) == Dep::Prep && self.set("among", &tree.lower_text(*c)));
        among
            .filter_map(|c| tree.child(c, Dep::Pobj))
            .chain(tree.child(verb, Dep::Nsubj))
            .chain(tree.child(verb, Dep::Attr))
            .find(is_step)
    }

    /// Whether a list of measures names both, each with what it is of.
    pub(crate) fn are_listed(&self, one: usize, other: usize) -> bool {
        let tree = self.tree;
        let is_measure = |noun: usize| {
            tree.is_nominal(noun)
                && self.set("measure-nouns", tree.lemma(noun))
                && !tree.prepositional(noun, "of").is_empty()
        };
        one != other
            && is_measure(one)
            && is_measure(other)
            && self.first_of_list(one) == self.first_of_list(other)
    }

    /// The noun to which others are joined: "closure" in "the closure, the ban and the
    /// suspension", for each of them.
    pub(super) fn first_of_list(&self, noun: usize) -> usize {
        let tree = self.tree;
        let is_measure = self.set("measure-nouns", tree.lemma(noun));
        let is_joined = matches!(tree.dep(noun), Dep::Conj | Dep::Appos);
        if is_measure
            && is_joined
            && let Some(before) = self.measure_before(noun)
        {
            return self.first_of_list(before);
        }
        let mut first = noun;
        while tree.dep(first) == Dep::Conj {
            match tree.head(first) {
                Some(head) if tree.is_nominal(head) => first = head,
                _ => break,
            }
        }
        first
    }

    /// The measure that a list begins with, where the next was joined to a word inside it:
    /// "suspension" for "closure" in "the suspension of a treaty with Graustark, the closure
    /// of the border".
    fn measure_before(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let is_measure = |t: usize| self.set("measure-nouns", tree.lemma(t));
        let mut up = noun;
        let mut found = None;
        for _ in 0..12 {
            if !matches!(tree.dep(up), Dep::Conj | Dep::Appos | Dep::Pobj | Dep::Prep) {
                break;
            }
            up = tree.head(up)?;
            if is_measure(up) {
                found = Some(up);
            }
        }
        found
    }
}
