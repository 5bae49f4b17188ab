//! Words that say that the act below them was done: "went on to accuse", "was quick to
//! condemn", "took the opportunity to invite".

use super::{Frame, FrameReader};
use crate::when::Tense;
use demarche_event::Status;
use demarche_lang::{Dep, Pos, Tag};

impl FrameReader<'_, '_> {
    /// The verb whose status an infinitive has, since it says that the act was done.
    pub(crate) fn carried_out(&self, infinitive: usize) -> Option<usize> {
        let tree = self.tree;
        if !tree.children(infinitive).any(|c| tree.tag(c) == Tag::To) {
            return None;
        }
        let head = tree.head(infinitive)?;
        if tree.is_verb(head) {
            return self.says_done(head).then_some(head);
        }
        let above = tree.head(head).filter(|above| tree.is_verb(*above))?;
        let found = match tree.pos(head) {
            // "took the chance to", "had the courage to"
            Pos::Noun => self.uses_occasion(above, head) || self.has_nerve(above, head),
            // "was quick to", "was the first to"
            Pos::Adj => {
                let would = |c: usize| self.set("modal-would", &self.lower(c));
                tree.lemma(above) == "be"
                    && self.set("judged-done", &self.lower(head))
                    && !tree.children(above).any(would)
            }
            // "went so far as to"
            Pos::Adv => self.set("as-far", &self.lower(head)),
            _ => false,
        };
        found.then_some(above)
    }

    /// The verb of which an infinitive tells the purpose, with the same doer: "used the
    /// meeting to urge".
    pub(crate) fn user_of_occasion(&self, infinitive: usize) -> Option<usize> {
        let tree = self.tree;
        let head = tree
            .head(infinitive)
            .filter(|_| matches!(tree.dep(infinitive), Dep::Xcomp | Dep::Advcl))?;
        let occasion = tree.child(head, Dep::Dobj)?;
        (occasion < infinitive && self.uses_occasion(head, occasion)).then_some(head)
    }

    /// What not having hesitated makes of the act that hangs on it: it is done.
    pub(super) fn without_delay(&self, above: usize) -> Option<Frame> {
        let tree = self.tree;
        let not = tree.child(above, Dep::Neg)?;
        if !self.set("hesitates", tree.lemma(above)) {
            return None;
        }
        let own = self.form(above).own;
        Some(own.unwrap_or_else(|| Frame::by(Status::Happened, not)))
    }

    /// "I would like to welcome": that is the welcome.
    pub(super) fn courteously_done(&self, verb: usize) -> bool {
        let tree = self.tree;
        let would = |c: usize| self.set("modal-would", &self.lower(c));
        self.set("done-by-saying", tree.lemma(verb))
            && tree.dep(verb) == Dep::Xcomp
            && tree.head(verb).is_some_and(|likes| {
                self.set("likes-to", tree.lemma(likes)) && tree.children(likes).any(would)
            })
    }

    /// "Came close to signing": it hasn't; "is close to signing": it may.
    pub(super) fn nearly(&self, preposition: usize) -> Option<Frame> {
        let tree = self.tree;
        let close = tree.head(preposition)?;
        if !self.set("nearly", &self.lower(close)) {
            return None;
        }
        let verb = tree.head(close).filter(|verb| tree.is_verb(*verb))?;
        let status = match self.tense(verb) {
            Tense::Past => Status::Negated,
            _ => Status::Hypothetical,
        };
        Some(Frame::by(status, close))
    }

    /// "Went on", "stepped in"; "used the meeting"; "their answer was".
    fn says_done(&self, verb: usize) -> bool {
        let tree = self.tree;
        let lemma = tree.lemma(verb);
        if self.set("does-what-follows", lemma) {
            return true;
        }
        let with_particle = tree.children(verb).any(|c| {
            matches!(tree.dep(c), Dep::Prt | Dep::Advmod)
                && self.set("does-what-follows", &format!("{lemma} {}", self.lower(c)))
        });
        let occasion = tree.child(verb, Dep::Dobj);
        let answer = tree.child(verb, Dep::Nsubj).filter(|_| lemma == "be");
        with_particle
            || occasion.is_some_and(|noun| self.uses_occasion(verb, noun))
            || answer.is_some_and(|noun| self.set("answers-by", tree.lemma(noun)))
    }

    fn uses_occasion(&self, verb: usize, noun: usize) -> bool {
        let tree = self.tree;
        tree.dep(noun) == Dep::Dobj
            && self.set("uses", tree.lemma(verb))
            && self.set("occasions-used", tree.lemma(noun))
    }

    fn has_nerve(&self, verb: usize, noun: usize) -> bool {
        let tree = self.tree;
        tree.dep(noun) == Dep::Dobj
            && self.set("shows-nerve", tree.lemma(verb))
            && self.set("nerve", tree.lemma(noun))
    }

    /// A word and the next.
    pub(super) fn pair_of_words(&self, t: usize) -> String {
        format!("{} {}", self.lower(t), self.lower(t + 1))
    }

    fn lower(&self, t: usize) -> String {
        self.tree.text(t).to_ascii_lowercase()
    }
}
