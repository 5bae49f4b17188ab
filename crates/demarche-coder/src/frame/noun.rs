//! Whether what a noun stands for happened.

use super::{Frame, FrameReader};
use crate::when::Tense;
use demarche_event::Status;
use demarche_lang::{Dep, EntityKind, Pos, Tag};

impl FrameReader<'_, '_> {
    /// What a noun's act is to do, or has yet to: "talks are to resume", "a meeting has yet
    /// to take place".
    fn aim_of_subject(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let verb = tree
            .head(noun)
            .filter(|_| matches!(tree.dep(noun), Dep::Nsubj | Dep::Nsubjpass))?;
        let waits = tree.lemma(verb) == "be" || self.yet(verb).is_some();
        tree.children(verb).filter(|_| waits).find(|c| {
            tree.dep(*c) == Dep::Xcomp
                && *c > verb
                && tree.children(*c).any(|to| tree.tag(to) == Tag::To)
        })
    }

    /// "A blockade could draw in Graustark": nobody has blockaded anything. "Monday's
    /// blockade could": it is there.
    fn only_imagined(&self, noun: usize, verb: usize) -> Option<Frame> {
        let tree = self.tree;
        if tree.dep(noun) != Dep::Nsubj {
            return None;
        }
        // "The visit looks unlikely."
        let doubt = tree.children(verb).find(|c| {
            tree.dep(*c) == Dep::Acomp && self.set("embeds-hypothetical", tree.lemma(*c))
        });
        if let Some(doubt) = doubt {
            return Some(Frame::by(Status::Hypothetical, doubt));
        }
        let known = |c: usize| match tree.dep(c) {
            Dep::Poss => true,
            Dep::Det => !self.set("indefinite", &tree.text(c).to_ascii_lowercase()),
            _ => false,
        };
        let dated = |c: usize| matches!(tree.token(c).entity_kind(), Some(EntityKind::Date));
        let (from, to) = (tree.left(noun), tree.end(noun));
        if tree.children(noun).any(known) || (from..to).any(dated) {
            return None;
        }
        let modal = tree.children(verb).find(|c| {
            let word = tree.text(*c).to_ascii_lowercase();
            tree.dep(*c) == Dep::Aux
                && (self.set("modal-possible", &word) || self.set("modal-would", &word))
        })?;
        let over = tree
            .children(verb)
            .any(|c| self.set("have", &tree.text(c).to_ascii_lowercase()));
        (!over).then(|| Frame::by(Status::Hypothetical, modal))
    }

    /// The status of what a noun stands for.
    pub(crate) fn of_noun(&self, noun: usize) -> Frame {
        self.of_noun_within(noun, 8)
    }

    pub(super) fn of_noun_within(&self, noun: usize, steps: usize) -> Frame {
        let tree = self.tree;
        if steps == 0 {
            return Frame::plain(Status::Happened);
        }
        // "Postponed a trip planned for May": it was planned, and isn't any more.
        let is_undone = matches!(tree.dep(noun), Dep::Dobj | Dep::Nsubjpass)
            && tree
                .head(noun)
                .is_some_and(|head| self.set("embeds-negated", tree.lemma(head)));
        for c in tree.children(noun) {
            if is_undone && tree.dep(c) == Dep::Acl {
                continue;
            }
            if matches!(
                tree.dep(c),
                Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Det | Dep::Acl
            ) {
                let word = tree.text(c).to_ascii_lowercase();
                if self.set("adjective-planned", &word) {
                    return Frame::by(Status::Planned, c);
                }
                if self.set("adjective-proposed", &word) {
                    return Frame::by(Status::Proposed, c);
                }
                if self.set("adjective-hypothetical", &word) {
                    return Frame::by(Status::Hypothetical, c);
                }
                if self.set("adjective-negated", &word) {
                    return Frame::by(Status::Negated, c);
                }
                if self.set("adjective-ongoing", &word) {
                    return Frame::by(Status::Ongoing, c);
                }
            }
        }
        if let Some(aim) = self.aim_of_subject(noun) {
            return self.of_verb_within(aim, steps - 1);
        }
        if let Some(taken) = self.taken_with(noun) {
            return self.of_noun_within(taken, steps - 1);
        }
        if let Some(carrier) = self.carrier(noun) {
            let mut frame = self.of_verb_within(carrier, steps - 1);
            // "Is on a visit": whoever is hasn't left.
            let is_now = tree.lemma(carrier) == "be"
                && matches!(tree.tag(carrier), Tag::Vbz | Tag::Vbp)
                && tree.dep(noun) == Dep::Pobj;
            if is_now && frame.because.is_none() && frame.status == Status::Happened {
                frame.status = Status::Ongoing;
            }
            return frame;
        }
        let Some(head) = tree.head(noun) else {
            return Frame::plain(Status::Happened);
        };
        match tree.dep(noun) {
            Dep::Dobj | Dep::Nsubjpass | Dep::Oprd | Dep::Attr | Dep::Nsubj
                if tree.is_verb(head) =>
            {
                if tree.dep(noun) != Dep::Nsubj
                    && let Some(frame) = self.embedded(head, noun, false)
                {
                    return frame;
                }
                if let Some(frame) = self.only_imagined(noun, head) {
                    return frame;
                }
                // "is a visit", "there were talks"
                if tree.lemma(head) == "be" {
                    return self.of_verb_within(head, steps - 1);
                }
                // "Will propose a deal": there is none yet.
                let is_new = tree.children(noun).any(|c| {
                    tree.dep(c) == Dep::Det
                        && self.set("indefinite", &tree.text(c).to_ascii_lowercase())
                });
                if is_new && tree.dep(noun) == Dep::Dobj {
                    let made = self.of_verb_within(head, steps - 1);
                    if !matches!(made.status, Status::Happened | Status::Ongoing) {
                        return made;
                    }
                }
                Frame::plain(Status::Happened)
            }
            Dep::Conj if tree.is_nominal(head) => self.of_noun_within(head, steps - 1),
            Dep::Pobj => {
                // "ahead of the visit"
                let leads = |up: &usize| {
                    tree.dep(*up) == Dep::Advmod && self.set("before", &tree.lower_text(*up))
                };
                let ahead = tree.head(head).filter(|_| tree.is(head, "of"));
                let head = ahead.filter(leads).unwrap_or(head);
                let preposition = tree.text(head).to_ascii_lowercase();
                // "called for a truce and for talks"
                let first = tree
                    .head(head)
                    .filter(|up| tree.dep(head) == Dep::Conj && tree.pos(*up) == Pos::Adp);
                let Some(up) = tree.head(first.unwrap_or(head)) else {
                    return Frame::plain(Status::Happened);
                };
                if let Some(undone) = self.undone_by(head).or_else(|| self.pointless(head)) {
                    return Frame::by(Status::Negated, undone);
                }
                if self.set("before", &preposition) {
                    let past = tree.is_verb(up)
                        && self.tense(up) == Tense::Past
                        && preposition == "before";
                    return Frame::by(
                        if past {
                            Status::Happened
                        } else {
                            Status::Planned
                        },
                        head,
                    );
                }
                // "The value of talks": they are wished for, at the most.
                if tree.is_nominal(up)
                    && self.set("toward", &preposition)
                    && self.set("worth", tree.lemma(up))
                {
                    return Frame {
                        status: Status::Hypothetical,
                        because: Some(up),
                        absorbed: true,
                        weighed: false,
                    };
                }
                // "hopes for the lifting": it hasn't come.
                if tree.is_verb(up)
                    && self.set("meant-for", &preposition)
                    && self.set("hopes-for", tree.lemma(up))
                {
                    return Frame::by(Status::Planned, up);
                }
                // "The first stop of her trip": the trip isn't stopped.
                let is_journey = |t| self.set("visit", tree.lemma(t));
                if tree.is_nominal(up) && is_journey(up) && is_journey(noun) {
                    return self.of_noun_within(up, steps - 1);
                }
                // "On a visit to Zenda she promised aid": the visit isn't promised.
                if head > up
                    && let Some(frame) = self.embedded(up, noun, false)
                    && self.set("toward", &preposition)
                {
                    return frame;
                }
                if self.set("effort", tree.lemma(up)) || self.set("partitive", tree.lemma(up)) {
                    return self.of_noun_within(up, steps - 1);
                }
                Frame::plain(Status::Happened)
            }
            _ => Frame::plain(Status::Happened),
        }
    }
}
