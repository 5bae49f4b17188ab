//! Whether what a verb tells happened.

use super::{Frame, FrameReader};
use crate::when::Tense;
use demarche_event::Status;
use demarche_lang::{Dep, EntityKind, Pos, Tag};

/// What the words that belong to a verb make of it.
pub(super) struct Form {
    /// The word that negates it.
    negated_by: Option<usize>,
    /// What its auxiliary or conjunction says.
    pub(super) own: Option<Frame>,
    infinitive: bool,
    finite: bool,
    progressive: bool,
}

impl Form {
    pub(super) fn is_negated(&self) -> bool {
        self.negated_by.is_some()
    }

    fn negated(self, by: usize) -> Form {
        Form {
            negated_by: Some(by),
            ..self
        }
    }
}

impl FrameReader<'_, '_> {
    /// The status of what a verb says.
    pub(crate) fn of_verb(&self, verb: usize) -> Frame {
        let mut frame = self.of_verb_within(verb, 10);
        // "is in Strelsau": whoever is there now hasn't left.
        let is_now = self.tree.lemma(verb) == "be"
            && matches!(self.tree.tag(verb), Tag::Vbz | Tag::Vbp)
            && frame.because.is_none();
        if is_now && frame.status == Status::Happened {
            frame.status = Status::Ongoing;
        }
        frame
    }

    pub(super) fn of_verb_within(&self, verb: usize, steps: usize) -> Frame {
        let tree = self.tree;
        if steps == 0 {
            return Frame::plain(Status::Happened);
        }
        let form = self.form(verb);
        let not = form
            .negated_by
            .or_else(|| self.nor_before(verb))
            .or_else(|| self.nothing_of(verb));
        if let Some(not) = not {
            return Frame::by(Status::Negated, not);
        }
        if let Some(denial) = self.denial_of(verb) {
            return Frame {
                status: Status::Negated,
                because: Some(denial),
                absorbed: true,
                weighed: false,
            };
        }
        if let Some(own) = form.own {
            return own;
        }
        if form.finite {
            return self.of_finite(verb, form.progressive, steps);
        }
        // No finite form of its own: the clause above decides.
        let Some(head) = tree.head(verb) else {
            return Frame::plain(match tree.tag(verb) {
                Tag::Vbg => Status::Ongoing,
                // "Elphberg to visit Zenda", of a headline
                Tag::Vb if form.infinitive && tree.has_child(verb, Dep::Nsubj) => Status::Planned,
                Tag::Vb => Status::Proposed,
                _ => Status::Happened,
            });
        };
        if self.courteously_done(verb) {
            return Frame::plain(Status::Happened);
        }
        if let Some(doing) = self.carried_out(verb) {
            return self.of_verb_within(doing, steps - 1);
        }
        // "Meeting him on Monday, she urged": the meeting isn't urged. "Backed them, blaming
        // Graustark": nor is the blaming backed.
        let beside = tree.dep(verb) == Dep::Advcl && (verb < head || tree.tag(verb) == Tag::Vbg);
        // "The decision condemned by Graustark", "the brokered deal": nothing is decided or
        // agreed about the condemning or the brokering.
        let suffered = matches!(tree.dep(verb), Dep::Acl | Dep::Amod) && tree.tag(verb) == Tag::Vbn;
        // "Has urged calm and closed the port": the closing isn't urged.
        let joined = tree.dep(verb) == Dep::Conj && tree.tag(verb) != Tag::Vb;
        if matches!(tree.dep(verb), Dep::Acl | Dep::Relcl)
            && let Some(no) = self.pointless(verb)
        {
            return Frame::by(Status::Negated, no);
        }
        let embeds = !beside && !suffered && !joined && self.decreed(head).is_none();
        if embeds && let Some(frame) = self.embedded(head, verb, false) {
            return frame;
        }
        self.of_nonfinite(verb, head, form.infinitive, steps)
    }

    /// What its auxiliaries, adverbs and conjunctions make of a verb.
    pub(super) fn form(&self, verb: usize) -> Form {
        let tree = self.tree;
        // "was to have visited"
        let infinitive = tree.children(verb).any(|c| tree.tag(c) == Tag::To);
        let mut form = Form {
            negated_by: None,
            own: None,
            infinitive,
            finite: !infinitive && matches!(tree.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp),
            progressive: false,
        };
        for c in tree.children(verb) {
            let word = tree.text(c).to_ascii_lowercase();
            match tree.dep(c) {
                Dep::Neg => return form.negated(c),
                Dep::Advmod if self.set("never", &word) => return form.negated(c),
                // "no longer recognises"
                Dep::Advmod if c > 0 && self.set("never", &self.pair_of_words(c - 1)) => {
                    return form.negated(c);
                }
                // "neither condemned nor endorsed", "nor did it condemn"
                Dep::Preconj | Dep::Cc if c < verb && self.set("nor", &word) => {
                    return form.negated(c);
                }
                // "rather than visit Strelsau, he"
                Dep::Mark if c > 0 && self.set("instead-of", &self.pair_of_words(c - 1)) => {
                    return form.negated(c);
                }
                Dep::Mark if self.set("if", &word) => {
                    form.own = Some(Frame::by(Status::Hypothetical, c));
                }
                Dep::Advmod if self.set("if", &word) && tree.dep(verb) == Dep::Advcl => {
                    form.own = Some(Frame::by(Status::Hypothetical, c));
                }
                Dep::Aux | Dep::Auxpass => {
                    if tree.tag(c) == Tag::To {
                        continue;
                    }
                    if !matches!(tree.tag(c), Tag::Vbg | Tag::Vbn | Tag::Vb) {
                        form.finite = true;
                    }
                    if form.own.is_none() {
                        if self.set("modal-future", &word) {
                            form.own = Some(Frame::by(Status::Planned, c));
                        } else if self.set("modal-would", &word) {
                            form.own = Some(Frame::by(self.would(verb), c));
                        } else if self.set("modal-possible", &word) {
                            form.own = Some(Frame::by(Status::Hypothetical, c));
                        } else if self.set("modal-ought", &word) {
                            // "should Graustark reject the plan": if it does.
                            let first = tree.dep(verb) == Dep::Advcl && c == tree.left(verb);
                            let status = match first {
                                true => Status::Hypothetical,
                                false => Status::Proposed,
                            };
                            form.own = Some(Frame::by(status, c));
                        }
                    }
                    // "is selling", "has been selling"
                    if tree.lemma(c) == "be" && tree.tag(verb) == Tag::Vbg {
                        let is_now = |c: usize| matches!(tree.tag(c), Tag::Vbz | Tag::Vbp);
                        let has = |c: usize| tree.dep(c) == Dep::Aux && is_now(c);
                        let been = tree.tag(c) == Tag::Vbn && tree.children(verb).any(has);
                        form.progressive = is_now(c) || been;
                    }
                }
                _ => {}
            }
        }
        form
    }

    /// A verb that has a finite form of its own.
    fn of_finite(&self, verb: usize, progressive: bool, steps: usize) -> Frame {
        let tree = self.tree;
        let is_now = matches!(tree.tag(verb), Tag::Vbz | Tag::Vbp);
        let status = match progressive || is_now && self.set("lasts", tree.lemma(verb)) {
            true => Status::Ongoing,
            false => Status::Happened,
        };
        // "on condition that X lifts": the lifting is demanded.
        if matches!(tree.dep(verb), Dep::Acl | Dep::Ccomp)
            && let Some(head) = tree.head(verb)
            && (self.set("provisos", tree.lemma(head)) && tree.is_nominal(head)
                || self.set("providing", &tree.text(head).to_ascii_lowercase())
                    && matches!(tree.dep(head), Dep::Acl | Dep::Advcl | Dep::Prep))
        {
            return Frame::by(Status::Demanded, head);
        }
        // "hopes that X lifts": the finite clause is still only hoped for.
        // "Insists that it is peaceful" hopes for nothing.
        let told = is_now && tree.lemma(verb) == "be";
        // "Graustark accused them, a charge Ruritania denies": the charge is denied.
        let beside = |head: usize| verb < head && tree.has_child(head, Dep::Dobj);
        if tree.dep(verb) == Dep::Ccomp
            && let Some(head) = tree.head(verb)
            && !(told && self.set("report", tree.lemma(head)))
            && !beside(head)
            && let Some(frame) = self.embedded(head, verb, true)
        {
            return frame;
        }
        if tree.dep(verb) == Dep::Conj
            && let Some(head) = tree.head(verb)
            && tree.is_verb(head)
            && !matches!(tree.tag(verb), Tag::Vbd)
        {
            let shared = self.of_verb_within(head, steps - 1);
            if shared.status != Status::Negated {
                return shared;
            }
        }
        Frame::plain(status)
    }

    /// A verb without a finite form, by how it hangs on the word above.
    fn of_nonfinite(&self, verb: usize, head: usize, infinitive: bool, steps: usize) -> Frame {
        let tree = self.tree;
        match tree.dep(verb) {
            Dep::Conj if tree.is_verb(head) => {
                let shared = self.of_verb_within(head, steps - 1);
                // "came to hold talks and mend ties": the second is still an aim.
                let aim = tree.dep(head) == Dep::Advcl
                    && tree.children(head).any(|c| tree.tag(c) == Tag::To);
                if aim
                    && matches!(shared.status, Status::Happened | Status::Ongoing)
                    && !self.done_by_going(verb)
                {
                    return Frame::plain(Status::Planned);
                }
                shared
            }
            // "has yet to approve": it hasn't.
            Dep::Xcomp if let Some(yet) = self.yet(head).filter(|yet| *yet < verb) => {
                Frame::by(Status::Negated, yet)
            }
            // "is to visit"
            Dep::Xcomp if tree.lemma(head) == "be" && (tree.tag(verb) == Tag::Vb || infinitive) => {
                Frame::by(Status::Planned, head)
            }
            Dep::Xcomp if let Some(has) = self.has_to(head) => Frame::by(Status::Proposed, has),
            Dep::Xcomp | Dep::Ccomp if tree.is_verb(head) => self.of_verb_within(head, steps - 1),
            Dep::Xcomp if tree.pos(head) == Pos::Adj => Frame::plain(Status::Hypothetical),
            Dep::Advcl if tree.is_verb(head) => {
                let infinitive = tree.children(verb).any(|c| tree.tag(c) == Tag::To);
                let above = self.of_verb_within(head, steps - 1);
                // "Became the third state to open a mission": it has.
                let place = tree.child(head, Dep::Attr);
                let place = place.filter(|_| infinitive && !self.done_by_going(verb));
                if let Some(rank) = place.and_then(|noun| self.rank_of(noun)) {
                    return Frame::by(above.status, rank);
                }
                if infinitive && matches!(above.status, Status::Happened | Status::Ongoing) {
                    // "is in Strelsau to hold talks"
                    let is_there =
                        tree.lemma(head) == "be" && matches!(tree.tag(head), Tag::Vbz | Tag::Vbp);
                    return Frame::plain(if self.done_by_going(verb) {
                        if is_there {
                            Status::Ongoing
                        } else {
                            above.status
                        }
                    } else {
                        Status::Planned
                    });
                }
                if infinitive {
                    Frame::plain(Status::Planned)
                } else {
                    above
                }
            }
            Dep::Acl if let Some(signed) = self.decreed(head) => {
                self.of_verb_within(signed, steps - 1)
            }
            Dep::Acl | Dep::Relcl if tree.is_nominal(head) => {
                if matches!(tree.tag(verb), Tag::Vbn | Tag::Vbg) {
                    let status = if tree.tag(verb) == Tag::Vbg {
                        Status::Ongoing
                    } else {
                        Status::Happened
                    };
                    return Frame::plain(status);
                }
                // "the first leader to visit" has visited.
                if let Some(ordinal) = self.rank_of(head) {
                    let above = match tree.verb_above(head) {
                        Some(up) if up != verb => self.of_verb_within(up, steps - 1).status,
                        _ => Status::Happened,
                    };
                    return Frame::by(above, ordinal);
                }
                // "Its move to suspend the treaty": that was the move.
                if self.set("moves-made", tree.lemma(head)) && tree.has_child(head, Dep::Poss) {
                    return Frame::by(Status::Happened, head);
                }
                if self.set("effort", tree.lemma(head)) && !self.done_by_going(verb) {
                    return Frame::by(Status::Ongoing, head);
                }
                // "His visit to Zenda to meet her": when he went they met.
                if self.set("visit", tree.lemma(head)) && self.done_by_going(verb) {
                    return self.of_noun_within(head, steps - 1);
                }
                Frame::plain(Status::Planned)
            }
            Dep::Pcomp => {
                let Some(up) = tree.head(head) else {
                    return Frame::plain(Status::Happened);
                };
                if let Some(undone) = self.undone_by(head).or_else(|| self.pointless(head)) {
                    return Frame::by(Status::Negated, undone);
                }
                if let Some(frame) = self.nearly(head) {
                    return frame;
                }
                if let Some(frame) = self.embedded(up, verb, false) {
                    return frame;
                }
                if self.set("before", &tree.text(head).to_ascii_lowercase()) {
                    // "Toured a dam before meeting her": both are over.
                    let past = tree.is(head, "before")
                        && tree.is_verb(up)
                        && self.tense(up) == Tense::Past
                        && self.of_verb_within(up, steps - 1).status == Status::Happened;
                    return match past {
                        true => Frame::plain(Status::Happened),
                        false => Frame::by(Status::Planned, head),
                    };
                }
                let decided = if tree.is_verb(up) {
                    self.of_verb_within(up, steps - 1)
                } else {
                    self.of_noun_within(up, steps - 1)
                };
                if decided.status == Status::Negated {
                    Frame::plain(Status::Happened)
                } else {
                    decided
                }
            }
            _ => Frame::plain(match tree.tag(verb) {
                Tag::Vb => Status::Planned,
                Tag::Vbg => Status::Ongoing,
                _ => Status::Happened,
            }),
        }
    }

    /// The word that says which of several a noun is: "the first", "the latest", "the seventh".
    fn rank_of(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        tree.children(noun).find(|c| {
            self.set("ordinal", &tree.text(*c).to_ascii_lowercase())
                || tree.token(*c).entity_kind() == Some(EntityKind::Ordinal)
                || self.is_superlative(*c)
        })
    }

    /// "The most senior official to visit", "the highest-ranking one".
    fn is_superlative(&self, modifier: usize) -> bool {
        let tree = self.tree;
        let is_most = |t: usize| matches!(tree.tag(t), Tag::Jjs | Tag::Rbs);
        matches!(tree.dep(modifier), Dep::Amod | Dep::Compound | Dep::Nmod)
            && (is_most(modifier) || tree.children(modifier).any(is_most))
    }

    /// The verb that puts a decree into force: "signed" of "signed an order closing ports".
    fn decreed(&self, decree: usize) -> Option<usize> {
        let tree = self.tree;
        let verb = tree
            .head(decree)
            .filter(|_| tree.dep(decree) == Dep::Dobj)?;
        (self.set("decree", tree.lemma(decree)) && self.set("enacts", tree.lemma(verb)))
            .then_some(verb)
    }

    /// The "yet" of "has yet to" and "is yet to".
    pub(super) fn yet(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let waits = self.set("have", tree.lemma(verb)) || tree.lemma(verb) == "be";
        tree.children(verb)
            .filter(|_| waits)
            .find(|c| self.set("yet", &tree.text(*c).to_ascii_lowercase()))
    }

    /// An aim that is reached by going there: "travelled to hold talks".
    fn done_by_going(&self, verb: usize) -> bool {
        self.set("light", self.tree.lemma(verb)) || self.set("talk-verbs", self.tree.lemma(verb))
    }
}
