//! Whether something happened: tense, modality, negation, and the verbs that
//! plan, demand, fear or deny what hangs on them.

mod carried_out; // words that say that the act below them was done
mod embedding; // what the word above makes of an act that hangs on it
mod listed; // acts that a list names among the steps that somebody took
mod negation; // words that say that something did not happen
mod noun; // whether what a noun stands for happened
mod tense; // the tense of a clause
mod verb; // whether what a verb tells happened

use crate::lexicon::Lexicon;
use crate::tree::Tree;
use demarche_event::Status;
use demarche_lang::Dep;

/// A status and the words that tell it.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub status: Status,
    /// The token that decided, if one did.
    pub because: Option<usize>,
    /// The act is part of another: a threat's content, a refusal's object.
    pub absorbed: bool,
    /// Weights decided, not a word.
    pub weighed: bool,
}

impl Frame {
    fn plain(status: Status) -> Frame {
        Frame {
            status,
            because: None,
            absorbed: false,
            weighed: false,
        }
    }

    /// The same with a status that weights give it.
    pub(crate) fn weighed_as(&self, status: Status) -> Frame {
        Frame {
            status,
            weighed: true,
            ..self.clone()
        }
    }

    fn by(status: Status, token: usize) -> Frame {
        Frame {
            status,
            because: Some(token),
            absorbed: false,
            weighed: false,
        }
    }
}

pub(crate) struct FrameReader<'a, 'l> {
    pub lexicon: &'l Lexicon,
    pub tree: &'a Tree<'a>,
}

impl FrameReader<'_, '_> {
    fn set(&self, set: &str, lemma: &str) -> bool {
        self.lexicon.rules.in_set(set, lemma)
    }

    /// The verb that carries an event noun: "held" in "held talks".
    pub(crate) fn carrier(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let mut up = noun;
        // "a round of talks": the round is held.
        for _ in 0..3 {
            let of = tree
                .head(up)
                .filter(|p| tree.dep(*p) == Dep::Prep && tree.is(*p, "of"));
            match of.and_then(|p| tree.head(p)) {
                Some(h) if self.set("partitive", tree.lemma(h)) => up = h,
                _ => break,
            }
        }
        let up = self.first_of_list(up);
        let head = tree.head(up)?;
        match tree.dep(up) {
            Dep::Dobj | Dep::Nsubjpass | Dep::Attr if tree.is_verb(head) => {
                self.set("light", tree.lemma(head)).then_some(head)
            }
            Dep::Nsubj if tree.is_verb(head) => {
                self.set("happen", tree.lemma(head)).then_some(head)
            }
            Dep::Pobj => {
                let verb = tree.head(head)?;
                (tree.is_verb(verb) && self.set("light-prepositional", tree.lemma(verb)))
                    .then_some(verb)
            }
            _ => None,
        }
    }
}
