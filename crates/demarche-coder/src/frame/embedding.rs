//! What the word above makes of an act that hangs on it.

use super::{Frame, FrameReader};
use demarche_event::Status;
use demarche_lang::{Dep, Pos, Tag};

/// Sets of the knowledge files that give what hangs on their words a status.
const EMBEDDING: [(&str, Status); 5] = [
    ("embeds-planned", Status::Planned),
    ("embeds-demanded", Status::Demanded),
    ("embeds-proposed", Status::Proposed),
    ("embeds-hypothetical", Status::Hypothetical),
    ("embeds-negated", Status::Negated),
];

impl FrameReader<'_, '_> {
    /// What the word above makes of an act that hangs on it.
    pub(super) fn embedded(&self, above: usize, below: usize, finite: bool) -> Option<Frame> {
        let tree = self.tree;
        let mut lemma = tree.lemma(above).to_lowercase();
        // To call something off isn't to call for it.
        if let Some(particle) = tree.children(above).find(|c| tree.dep(*c) == Dep::Prt) {
            let phrase = format!("{lemma} {}", tree.lemma(particle).to_lowercase());
            if EMBEDDING.iter().any(|(set, _)| self.set(set, &phrase)) {
                lemma = phrase;
            }
        }
        // "Called the visit a mistake": nobody asks for it.
        if self.set("calls", &lemma) && self.is_described(above, below) {
            return None;
        }
        // "Supports the invasion", "discussed the war": they are there.
        if self.set("stands-already", tree.lemma(below)) && self.is_definite(below) {
            return None;
        }
        // "Offered an apology": that was one.
        if self.set("says", &lemma) && self.set("done-by-saying", tree.lemma(below)) {
            return None;
        }
        // "Negotiating a deal": the talks are told of.
        if self.set("negotiates-over", &lemma) && self.set("agreement", tree.lemma(below)) {
            return Some(Frame {
                status: Status::Hypothetical,
                because: Some(above),
                absorbed: true,
                weighed: false,
            });
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
                weighed: false,
            });
        }
        if let Some(frame) = self.without_delay(above) {
            return Some(frame);
        }
        for (set, status) in EMBEDDING {
            // "expected that it lifts" plans; "announced that it lifted" tells.
            if finite && !self.set("hopes", &lemma) {
                continue;
            }
            if self.set(set, &lemma) {
                // "Has no plans to visit": none is planned.
                let none = tree.children(above).find(|c| {
                    tree.dep(*c) == Dep::Det
                        && self.set("no-one", &tree.text(*c).to_ascii_lowercase())
                });
                if let Some(none) = none.filter(|_| status == Status::Planned) {
                    return Some(Frame::by(Status::Negated, none));
                }
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
                    weighed: false,
                });
            }
        }
        None
    }

    /// The verb that lays something on its subject: "has to" of "Graustark has to leave";
    /// "had to" only where another says so, since elsewhere it tells what was done.
    pub(crate) fn has_to(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let of_another = || {
            let saying = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Ccomp);
            let subject = tree.child(verb, Dep::Nsubj);
            saying.is_some_and(|saying| self.set("report", tree.lemma(saying)))
                && subject.is_some_and(|s| tree.pos(s) != Pos::Pron)
        };
        let to = |c: usize| {
            tree.dep(c) == Dep::Xcomp && tree.children(c).any(|a| tree.tag(a) == Tag::To)
        };
        (self.set("ought-verbs", tree.lemma(verb))
            && (matches!(tree.tag(verb), Tag::Vbz | Tag::Vbp)
                || tree.tag(verb) == Tag::Vbd && of_another())
            && tree.children(verb).any(to)
            && !self.form(verb).is_negated())
        .then_some(verb)
    }

    /// The "no" by which somebody sees nothing in doing what a preposition or verb below
    /// leads: "there is no point in talking to them", "no need to talk".
    pub(super) fn pointless(&self, below: usize) -> Option<usize> {
        let tree = self.tree;
        let point = tree
            .head(below)
            .filter(|noun| self.set("points-in-it", tree.lemma(*noun)))?;
        tree.children(point).find(|c| {
            matches!(tree.dep(*c), Dep::Det | Dep::Amod)
                && self.set("none-of-it", &tree.lower_text(*c))
        })
    }

    /// Whether what a verb calls something is known: "his visit", "the deal".
    fn is_described(&self, verb: usize, noun: usize) -> bool {
        let tree = self.tree;
        tree.is_verb(verb) && tree.child(verb, Dep::Dobj) == Some(noun) && self.is_definite(noun)
    }

    /// Whether a noun's thing is known: "his visit", "the deal".
    fn is_definite(&self, noun: usize) -> bool {
        let tree = self.tree;
        tree.children(noun).any(|c| match tree.dep(c) {
            Dep::Poss => true,
            Dep::Det => self.set("definite", &tree.text(c).to_ascii_lowercase()),
            _ => false,
        })
    }

    fn modality_only(&self, verb: usize) -> Option<Frame> {
        let tree = self.tree;
        // "Has yet to arrange a visit": nothing is arranged.
        let waits = tree.dep(verb) == Dep::Xcomp;
        let yet = || tree.head(verb).and_then(|head| self.yet(head));
        if let Some(yet) = waits.then(yet).flatten().filter(|yet| *yet < verb) {
            return Some(Frame::by(Status::Negated, yet));
        }
        // "If Graustark decides to close the border": nothing is decided.
        let is_condition = tree.dep(verb) == Dep::Advcl;
        tree.children(verb).find_map(|c| match tree.dep(c) {
            Dep::Neg => Some(Frame::by(Status::Negated, c)),
            Dep::Mark if is_condition && self.set("if", &tree.text(c).to_ascii_lowercase()) => {
                Some(Frame::by(Status::Hypothetical, c))
            }
            _ => None,
        })
    }
}
