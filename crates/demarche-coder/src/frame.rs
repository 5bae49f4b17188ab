//! Whether something happened: tense, modality, negation, and the verbs that
//! plan, demand, fear or deny what hangs on them.

use crate::lexicon::Lexicon;
use crate::tree::Tree;
use crate::when::Tense;
use demarche_event::Status;
use demarche_lang::{Dep, Pos, Tag};

/// A status and the words that tell it.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub status: Status,
    /// The token that decided, if one did.
    pub because: Option<usize>,
    /// The act is part of another: a threat's content, a refusal's object.
    pub absorbed: bool,
}

/// Sets of the knowledge files that give what hangs on their words a status.
const EMBEDDING: [(&str, Status); 5] = [
    ("embeds-planned", Status::Planned),
    ("embeds-demanded", Status::Demanded),
    ("embeds-proposed", Status::Proposed),
    ("embeds-hypothetical", Status::Hypothetical),
    ("embeds-negated", Status::Negated),
];

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
        while tree.dep(up) == Dep::Conj {
            match tree.head(up) {
                Some(h) if tree.is_nominal(h) => up = h,
                _ => break,
            }
        }
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
            match tree.tag(verb) {
                Tag::Vbd => return Tense::Past,
                Tag::Vbz | Tag::Vbp => return Tense::Present,
                _ => {}
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

    fn of_verb_within(&self, verb: usize, steps: usize) -> Frame {
        let tree = self.tree;
        let plain = |status| Frame {
            status,
            because: None,
            absorbed: false,
        };
        let by = |status, t| Frame {
            status,
            because: Some(t),
            absorbed: false,
        };
        if steps == 0 {
            return plain(Status::Happened);
        }
        let mut own: Option<Frame> = None;
        // "was to have visited"
        let infinitive = tree.children(verb).any(|c| tree.tag(c) == Tag::To);
        let mut finite = !infinitive && matches!(tree.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp);
        let mut progressive = false;
        for c in tree.children(verb) {
            let word = tree.text(c).to_ascii_lowercase();
            match tree.dep(c) {
                Dep::Neg => return by(Status::Negated, c),
                Dep::Advmod if self.set("never", &word) => return by(Status::Negated, c),
                // "neither condemned nor endorsed", "nor did it condemn"
                Dep::Preconj | Dep::Cc if c < verb && self.set("nor", &word) => {
                    return by(Status::Negated, c);
                }
                Dep::Mark if self.set("if", &word) => own = Some(by(Status::Hypothetical, c)),
                Dep::Advmod if self.set("if", &word) && tree.dep(verb) == Dep::Advcl => {
                    own = Some(by(Status::Hypothetical, c));
                }
                Dep::Aux | Dep::Auxpass => {
                    if tree.tag(c) == Tag::To {
                        continue;
                    }
                    if !matches!(tree.tag(c), Tag::Vbg | Tag::Vbn | Tag::Vb) {
                        finite = true;
                    }
                    if own.is_none() {
                        if self.set("modal-future", &word) {
                            own = Some(by(Status::Planned, c));
                        } else if self.set("modal-would", &word) {
                            own = Some(by(self.would(verb), c));
                        } else if self.set("modal-possible", &word) {
                            own = Some(by(Status::Hypothetical, c));
                        } else if self.set("modal-ought", &word) {
                            // "should Graustark reject the plan": if it does.
                            let first = tree.dep(verb) == Dep::Advcl && c == tree.left(verb);
                            let status = match first {
                                true => Status::Hypothetical,
                                false => Status::Proposed,
                            };
                            own = Some(by(status, c));
                        }
                    }
                    if tree.lemma(c) == "be" && tree.tag(verb) == Tag::Vbg {
                        progressive = matches!(tree.tag(c), Tag::Vbz | Tag::Vbp);
                    }
                }
                _ => {}
            }
        }
        if let Some(nor) = self.nor_before(verb) {
            return by(Status::Negated, nor);
        }
        if let Some(nothing) = self.nothing_of(verb) {
            return by(Status::Negated, nothing);
        }
        if let Some(denial) = self.denial_of(verb) {
            return Frame {
                status: Status::Negated,
                because: Some(denial),
                absorbed: true,
            };
        }
        if let Some(own) = own {
            return own;
        }
        if finite {
            let status = if progressive {
                Status::Ongoing
            } else {
                Status::Happened
            };
            // "on condition that X lifts": the lifting is demanded.
            if matches!(tree.dep(verb), Dep::Acl | Dep::Ccomp)
                && let Some(head) = tree.head(verb)
                && (self.set("provisos", tree.lemma(head)) && tree.is_nominal(head)
                    || self.set("providing", &tree.text(head).to_ascii_lowercase())
                        && matches!(tree.dep(head), Dep::Acl | Dep::Advcl | Dep::Prep))
            {
                return by(Status::Demanded, head);
            }
            // "hopes that X lifts": the finite clause is still only hoped for.
            if tree.dep(verb) == Dep::Ccomp
                && let Some(head) = tree.head(verb)
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
            return plain(status);
        }
        // No finite form of its own: the clause above decides.
        let Some(head) = tree.head(verb) else {
            return plain(match tree.tag(verb) {
                Tag::Vbg => Status::Ongoing,
                Tag::Vb => Status::Proposed,
                _ => Status::Happened,
            });
        };
        // "Meeting him on Monday, she urged": the meeting isn't urged.
        let fronted = tree.dep(verb) == Dep::Advcl && verb < head;
        if !fronted && let Some(frame) = self.embedded(head, verb, false) {
            return frame;
        }
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
                    return plain(Status::Planned);
                }
                shared
            }
            // "has yet to approve": it hasn't.
            Dep::Xcomp if let Some(yet) = self.yet(head).filter(|yet| *yet < verb) => {
                by(Status::Negated, yet)
            }
            // "is to visit"
            Dep::Xcomp if tree.lemma(head) == "be" && (tree.tag(verb) == Tag::Vb || infinitive) => {
                by(Status::Planned, head)
            }
            Dep::Xcomp | Dep::Ccomp if tree.is_verb(head) => self.of_verb_within(head, steps - 1),
            Dep::Xcomp if tree.pos(head) == Pos::Adj => plain(Status::Hypothetical),
            Dep::Advcl if tree.is_verb(head) => {
                let infinitive = tree.children(verb).any(|c| tree.tag(c) == Tag::To);
                let above = self.of_verb_within(head, steps - 1);
                if infinitive && matches!(above.status, Status::Happened | Status::Ongoing) {
                    // "is in Strelsau to hold talks"
                    let is_there =
                        tree.lemma(head) == "be" && matches!(tree.tag(head), Tag::Vbz | Tag::Vbp);
                    return plain(if self.done_by_going(verb) {
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
                    plain(Status::Planned)
                } else {
                    above
                }
            }
            Dep::Acl | Dep::Relcl if tree.is_nominal(head) => {
                if matches!(tree.tag(verb), Tag::Vbn | Tag::Vbg) {
                    let status = if tree.tag(verb) == Tag::Vbg {
                        Status::Ongoing
                    } else {
                        Status::Happened
                    };
                    return plain(status);
                }
                // "the first leader to visit" has visited.
                let ordinal = tree
                    .children(head)
                    .find(|c| self.set("ordinal", &tree.text(*c).to_ascii_lowercase()));
                if let Some(ordinal) = ordinal {
                    let above = match tree.verb_above(head) {
                        Some(up) if up != verb => self.of_verb_within(up, steps - 1).status,
                        _ => Status::Happened,
                    };
                    return by(above, ordinal);
                }
                if self.set("effort", tree.lemma(head)) && !self.done_by_going(verb) {
                    return by(Status::Ongoing, head);
                }
                plain(Status::Planned)
            }
            Dep::Pcomp => {
                let Some(up) = tree.head(head) else {
                    return plain(Status::Happened);
                };
                if let Some(undone) = self.undone_by(head) {
                    return by(Status::Negated, undone);
                }
                if let Some(frame) = self.embedded(up, verb, false) {
                    return frame;
                }
                if self.set("before", &tree.text(head).to_ascii_lowercase()) {
                    return by(Status::Planned, head);
                }
                let decided = if tree.is_verb(up) {
                    self.of_verb_within(up, steps - 1)
                } else {
                    self.of_noun_within(up, steps - 1)
                };
                if decided.status == Status::Negated {
                    plain(Status::Happened)
                } else {
                    decided
                }
            }
            _ => plain(match tree.tag(verb) {
                Tag::Vb => Status::Planned,
                Tag::Vbg => Status::Ongoing,
                _ => Status::Happened,
            }),
        }
    }

    /// The "yet" of "has yet to" and "is yet to".
    fn yet(&self, verb: usize) -> Option<usize> {
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

    /// The word by which what a preposition leads wasn't done: "without a deal", "short of
    /// imposing", "instead of visiting".
    fn undone_by(&self, preposition: usize) -> Option<usize> {
        let tree = self.tree;
        [Some(preposition), preposition.checked_sub(1)]
            .into_iter()
            .flatten()
            .find(|t| self.set("undone", &tree.text(*t).to_ascii_lowercase()))
    }

    /// The "nor" that joins a verb to the one before.
    fn nor_before(&self, verb: usize) -> Option<usize> {
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
    fn nothing_of(&self, verb: usize) -> Option<usize> {
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
    fn denial_of(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let alleged = matches!(tree.dep(verb), Dep::Acl | Dep::Ccomp | Dep::Relcl);
        let noun = tree.head(verb).filter(|_| alleged)?;
        let denial = tree.head(noun)?;
        (tree.dep(noun) == Dep::Dobj
            && self.set("allegations", tree.lemma(noun))
            && self.set("denies", tree.lemma(denial)))
        .then_some(denial)
    }

    /// "said it would": announced. "it would": imagined.
    fn would(&self, verb: usize) -> Status {
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

    /// What the word above makes of an act that hangs on it.
    fn embedded(&self, above: usize, below: usize, finite: bool) -> Option<Frame> {
        let tree = self.tree;
        let mut lemma = tree.lemma(above).to_lowercase();
        // To call something off isn't to call for it.
        if let Some(particle) = tree.children(above).find(|c| tree.dep(*c) == Dep::Prt) {
            let phrase = format!("{lemma} {}", tree.lemma(particle).to_lowercase());
            if EMBEDDING.iter().any(|(set, _)| self.set(set, &phrase)) {
                lemma = phrase;
            }
        }
        if self.set("absorbs", &lemma) {
            let status = if self.set("embeds-negated", &lemma) {
                Status::Negated
            } else {
                Status::Hypothetical
            };
            return Some(Frame {
                status,
                because: Some(above),
                absorbed: true,
            });
        }
        for (set, status) in EMBEDDING {
            // "expected that it lifts" plans; "announced that it lifted" tells.
            if finite && !self.set("hopes", &lemma) {
                continue;
            }
            if self.set(set, &lemma) {
                // Somebody who may plan, or didn't ask, hasn't.
                if tree.is_verb(above) && above != below {
                    let outer = self.modality_only(above);
                    if let Some(outer) = outer {
                        return Some(outer);
                    }
                }
                return Some(Frame {
                    status,
                    because: Some(above),
                    absorbed: false,
                });
            }
        }
        None
    }

    fn modality_only(&self, verb: usize) -> Option<Frame> {
        let tree = self.tree;
        let by = |status, c| Frame {
            status,
            because: Some(c),
            absorbed: false,
        };
        // "Has yet to arrange a visit": nothing is arranged.
        let waits = tree.dep(verb) == Dep::Xcomp;
        let yet = || tree.head(verb).and_then(|head| self.yet(head));
        if let Some(yet) = waits.then(yet).flatten().filter(|yet| *yet < verb) {
            return Some(by(Status::Negated, yet));
        }
        // "If Graustark decides to close the border": nothing is decided.
        let is_condition = tree.dep(verb) == Dep::Advcl;
        tree.children(verb).find_map(|c| match tree.dep(c) {
            Dep::Neg => Some(by(Status::Negated, c)),
            Dep::Mark if is_condition && self.set("if", &tree.text(c).to_ascii_lowercase()) => {
                Some(by(Status::Hypothetical, c))
            }
            _ => None,
        })
    }

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

    /// The status of what a noun stands for.
    pub(crate) fn of_noun(&self, noun: usize) -> Frame {
        self.of_noun_within(noun, 8)
    }

    fn of_noun_within(&self, noun: usize, steps: usize) -> Frame {
        let tree = self.tree;
        let by = |status, t| Frame {
            status,
            because: Some(t),
            absorbed: false,
        };
        let plain = |status| Frame {
            status,
            because: None,
            absorbed: false,
        };
        if steps == 0 {
            return plain(Status::Happened);
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
                    return by(Status::Planned, c);
                }
                if self.set("adjective-proposed", &word) {
                    return by(Status::Proposed, c);
                }
                if self.set("adjective-hypothetical", &word) {
                    return by(Status::Hypothetical, c);
                }
                if self.set("adjective-negated", &word) {
                    return by(Status::Negated, c);
                }
                if self.set("adjective-ongoing", &word) {
                    return by(Status::Ongoing, c);
                }
            }
        }
        if let Some(aim) = self.aim_of_subject(noun) {
            return self.of_verb_within(aim, steps - 1);
        }
        if let Some(carrier) = self.carrier(noun) {
            return self.of_verb_within(carrier, steps - 1);
        }
        let Some(head) = tree.head(noun) else {
            return plain(Status::Happened);
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
                // "is a visit", "there were talks"
                if tree.lemma(head) == "be" {
                    return self.of_verb_within(head, steps - 1);
                }
                plain(Status::Happened)
            }
            Dep::Conj if tree.is_nominal(head) => self.of_noun_within(head, steps - 1),
            Dep::Pobj => {
                let preposition = tree.text(head).to_ascii_lowercase();
                // "called for a truce and for talks"
                let first = tree
                    .head(head)
                    .filter(|up| tree.dep(head) == Dep::Conj && tree.pos(*up) == Pos::Adp);
                let Some(up) = tree.head(first.unwrap_or(head)) else {
                    return plain(Status::Happened);
                };
                if let Some(undone) = self.undone_by(head) {
                    return by(Status::Negated, undone);
                }
                if self.set("before", &preposition) {
                    let past = tree.is_verb(up)
                        && self.tense(up) == Tense::Past
                        && preposition == "before";
                    return by(
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
                    };
                }
                // "hopes for the lifting": it hasn't come.
                if tree.is_verb(up)
                    && self.set("meant-for", &preposition)
                    && self.set("hopes-for", tree.lemma(up))
                {
                    return by(Status::Planned, up);
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
                plain(Status::Happened)
            }
            _ => plain(Status::Happened),
        }
    }
}
