//! The tense of a clause.

use super::FrameReader;
use crate::when::Tense;
use demarche_event::Status;
use demarche_lang::{Dep, Tag};

impl FrameReader<'_, '_> {
    /// The tense of the clause that holds a token.
    pub(crate) fn tense(&self, token: usize) -> Tense {
        let tree = self.tree;
        let Some(mut verb) = tree.verb_above(token) else {
            return Tense::Past;
        };
        for _ in 0..10 {
            if self.was_planned(verb, token) {
                return Tense::Present;
            }
            if self.is_planned_for(verb, token) {
                let was = |c: usize| tree.tag(c) == Tag::Vbd && tree.dep(c) == Dep::Auxpass;
                return match tree.children(verb).any(was) {
                    true => Tense::Present,
                    false => Tense::Future,
                };
            }
            // "announced a visit in May": what is announced is to come.
            // Likewise what is agreed to: "agreed to his visit in autumn".
            let planned = |c: usize| {
                let visit = |noun: usize| self.set("visit", tree.lemma(noun));
                let to = tree.dep(c) == Dep::Prep && tree.is(c, "to");
                tree.dep(c) == Dep::Dobj || to && tree.child(c, Dep::Pobj).is_some_and(visit)
            };
            let of_plan = |c: usize| planned(c) && tree.is_under(token, c);
            if self.set("embeds-planned", tree.lemma(verb)) && tree.children(verb).any(of_plan) {
                return Tense::Future;
            }
            for c in tree.children(verb) {
                if matches!(tree.dep(c), Dep::Aux | Dep::Auxpass) {
                    let word = tree.text(c).to_ascii_lowercase();
                    let announced =
                        self.set("modal-would", &word) && self.would(verb) == Status::Planned;
                    if self.set("modal-future", &word) || announced {
                        return Tense::Future;
                    }
                    if matches!(tree.tag(c), Tag::Vbd) {
                        return Tense::Past;
                    }
                    if self.set("have", tree.lemma(c)) {
                        return Tense::Past;
                    }
                    // "may meet in May", "is expected by May"
                    let may = self.set("modal-possible", &word);
                    let is = matches!(tree.tag(c), Tag::Vbz | Tag::Vbp);
                    if may || is && !tree.children(verb).any(|c| self.set("have", tree.lemma(c))) {
                        return match self.set("embeds-planned", tree.lemma(verb)) {
                            true => Tense::Future,
                            false => Tense::Present,
                        };
                    }
                }
            }
            if self.set("embeds-planned", tree.lemma(verb))
                && tree.clauses(verb).any(|c| tree.is_under(token, c))
            {
                return Tense::Future;
            }
            // "accepted an invitation to come in May"
            let is_aim =
                tree.dep(verb) == Dep::Acl && tree.children(verb).any(|to| tree.tag(to) == Tag::To);
            if is_aim
                && tree.head(verb).is_some_and(|noun| {
                    ["embeds-planned", "embeds-demanded", "embeds-proposed"]
                        .iter()
                        .any(|set| self.set(set, tree.lemma(noun)))
                })
            {
                return Tense::Future;
            }
            // "is due in May", "are to resume in May"
            let ahead = |c: usize| {
                let due = tree.dep(c) == Dep::Acomp && self.set("embeds-planned", tree.lemma(c));
                let aim =
                    tree.dep(c) == Dep::Xcomp && tree.children(c).any(|to| tree.tag(to) == Tag::To);
                due || aim && tree.is_under(token, c)
            };
            let is_now = matches!(tree.tag(verb), Tag::Vbz | Tag::Vbp);
            if is_now && tree.lemma(verb) == "be" && tree.children(verb).any(ahead) {
                return Tense::Future;
            }
            // "It follows a trip in January": what comes after another.
            let names_other = || {
                tree.child(verb, Dep::Dobj)
                    .is_some_and(|other| token > other)
            };
            if self.set("comes-after", tree.lemma(verb)) && names_other() {
                return Tense::Past;
            }
            match tree.tag(verb) {
                Tag::Vbd => return Tense::Past,
                Tag::Vbz | Tag::Vbp => return Tense::Present,
                _ => {}
            }
            // "The accord signed on March 10 will help": a participle tells what was done.
            let is_done = tree.tag(verb) == Tag::Vbn && tree.dep(verb) == Dep::Acl;
            if is_done && !self.set("embeds-planned", tree.lemma(verb)) {
                return Tense::Past;
            }
            match tree.head(verb).and_then(|h| tree.verb_above(h)) {
                Some(up) if up != verb => verb = up,
                _ => break,
            }
        }
        match tree.tag(verb) {
            Tag::Vbn | Tag::Vbd => Tense::Past,
            _ => Tense::Present,
        }
    }

    /// Whether a token tells for when something is planned, not when it was planned: "is
    /// planned for May".
    fn is_planned_for(&self, verb: usize, token: usize) -> bool {
        let tree = self.tree;
        let mut up = token;
        for _ in 0..6 {
            if tree.dep(up) == Dep::Prep {
                let meant_for = self.set("meant-for", &tree.text(up).to_ascii_lowercase());
                return meant_for
                    && tree.head(up) == Some(verb)
                    && self.set("embeds-planned", tree.lemma(verb));
            }
            match tree.head(up) {
                Some(head) if head != verb => up = head,
                _ => return false,
            }
        }
        false
    }

    /// Whether a token belongs to what a verb tells was planned: "was to come", "was due
    /// to come", "had planned to come". It may lie ahead or not.
    fn was_planned(&self, verb: usize, token: usize) -> bool {
        let tree = self.tree;
        let is_past = |t: usize| tree.tag(t) == Tag::Vbd;
        let past = is_past(verb) && tree.lemma(verb) == "be"
            || tree
                .children(verb)
                .any(|c| matches!(tree.dep(c), Dep::Aux | Dep::Auxpass) && is_past(c));
        let planned = |t: usize| self.set("embeds-planned", tree.lemma(t));
        let aim = |c: usize| {
            tree.dep(c) == Dep::Xcomp
                && tree.is_under(token, c)
                && tree.children(c).any(|to| tree.tag(to) == Tag::To)
        };
        past && (tree.lemma(verb) == "be" || planned(verb)) && tree.children(verb).any(aim)
            || past
                && tree
                    .children(verb)
                    .any(|c| planned(c) && tree.children(c).any(aim))
    }

    /// "said it would": announced. "it would": imagined.
    pub(super) fn would(&self, verb: usize) -> Status {
        let tree = self.tree;
        let mut up = verb;
        for _ in 0..6 {
            let Some(head) = tree.head(up) else { break };
            if matches!(tree.dep(up), Dep::Ccomp)
                && tree.is_verb(head)
                && tree.tag(head) == Tag::Vbd
            {
                return Status::Planned;
            }
            up = head;
        }
        if tree.children(verb).any(|c| tree.dep(c) == Dep::Advcl) {
            Status::Hypothetical
        } else {
            Status::Planned
        }
    }
}
