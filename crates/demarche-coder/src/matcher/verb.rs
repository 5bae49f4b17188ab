//! What sort of thing a verb says: an act, or what carries one.

use super::Matcher;
use crate::actor::ActorPhrase;
use crate::discourse::Discourse;
use crate::lexicon::Words;
use demarche_lang::{Dep, Pos};

impl Matcher<'_, '_> {
    /// A verb with a subject of its own that says what is done: it neither
    /// carries a noun nor reports what others say. Aims and asides are no clear
    /// acts.
    pub(crate) fn is_clear_act(&self, verb: usize) -> bool {
        let tree = self.tree;
        // Or it shares that of the verb it is joined to.
        let own_subject = tree
            .children(verb)
            .any(|c| matches!(tree.dep(c), Dep::Nsubj | Dep::Nsubjpass))
            || tree.dep(verb) == Dep::Conj
            || self.shares_subject(verb);
        let no_act = ["have", "thinks", "states", "no-verbs", "moves-feelings"]
            .iter()
            .any(|set| self.set(set, tree.lemma(verb)));
        // "70 trillion won" are money.
        let is_money = verb > 0
            && tree.pos(verb - 1) == Pos::Num
            && self.set("moneys", &tree.text(verb).to_ascii_lowercase());
        tree.pos(verb) == Pos::Verb
            && !no_act
            && !is_money
            && own_subject
            && !self.only_quotes(verb)
            && !self.only_foretells(verb)
    }

    /// "Is set to open a port": the opening is the act.
    fn only_foretells(&self, verb: usize) -> bool {
        let tree = self.tree;
        tree.is_passive(verb)
            && self.set("embeds-planned", tree.lemma(verb))
            && tree.child(verb, Dep::Xcomp).is_some()
    }

    /// Whether a verb without a subject tells an act of somebody named beside it: "ports
    /// closed by the junta", "answered by closing ports", "began to close ports".
    fn shares_subject(&self, verb: usize) -> bool {
        let tree = self.tree;
        match tree.dep(verb) {
            Dep::Acl => {
                tree.is_passive(verb)
                    && tree.agent(verb).is_some()
                    && !self.set("tells-who", tree.lemma(verb))
            }
            Dep::Pcomp => tree.head(verb).is_some_and(|by| {
                tree.is(by, "by") && tree.head(by).is_some_and(|up| tree.is_verb(up))
            }),
            Dep::Xcomp => tree
                .head(verb)
                .is_some_and(|up| self.set("begins", tree.lemma(up))),
            _ => false,
        }
    }

    /// "issued a statement urging …": what counts is what it says. "Expressed condolences":
    /// a feeling is said, and nothing done.
    fn only_quotes(&self, verb: usize) -> bool {
        let tree = self.tree;
        tree.object(verb).is_some_and(|object| {
            self.set("feelings-said", tree.lemma(object))
                || self.set("statement", tree.lemma(object))
                    && tree
                        .children(object)
                        .any(|c| tree.dep(c) == Dep::Acl && tree.is_verb(c))
        })
    }

    /// Whether a verb mostly carries a noun or a clause that is the act: "hold",
    /// "say", "refuse".
    pub(crate) fn carries(&self, verb: usize) -> bool {
        ["light", "report", "happen", "absorbs"]
            .iter()
            .any(|set| self.set(set, self.tree.lemma(verb)))
    }

    /// Whether a verb says that its object is one of some words: "called the drill a
    /// provocation", "described it as illegal", "branded him a traitor".
    pub(super) fn says_it_is(&self, verb: usize, words: &Words) -> bool {
        let tree = self.tree;
        let mut said: Vec<usize> = tree
            .children(verb)
            .filter(|c| {
                *c > verb
                    && matches!(
                        tree.dep(*c),
                        Dep::Oprd | Dep::Attr | Dep::Acomp | Dep::Ccomp | Dep::Xcomp
                    )
            })
            .collect();
        said.extend(tree.prepositional(verb, "as"));
        if let Some(object) = tree.object(verb).filter(|o| *o > verb) {
            said.extend(tree.prepositional(object, "as"));
            // "called it illegal": the word is read as describing "it".
            let after = tree.children(object).filter(|c| *c > object);
            said.extend(
                after.filter(|c| matches!(tree.dep(*c), Dep::Amod | Dep::Oprd | Dep::Appos)),
            );
        }
        said.into_iter().flat_map(|t| tree.conjuncts(t)).any(|t| {
            let parts = tree.children(t).filter(|c| {
                matches!(
                    tree.dep(*c),
                    Dep::Amod | Dep::Compound | Dep::Attr | Dep::Acomp
                )
            });
            parts
                .chain(std::iter::once(t))
                .any(|w| words.has(tree.lemma(w)) || words.has(&tree.text(w).to_ascii_lowercase()))
        })
    }

    /// Whether a verb says what its object is called: "called him a friend", "called the
    /// premier, Rudolf Rassendyll, a friend".
    pub(super) fn calls_it_something(&self, verb: usize) -> bool {
        let tree = self.tree;
        let Some(object) = tree.child(verb, Dep::Dobj).filter(|o| *o > verb) else {
            return tree.has_child(verb, Dep::Oprd);
        };
        let beside = |t: usize| tree.children(t).filter(move |c| *c > t);
        let explains = |t: usize| beside(t).filter(|c| tree.dep(*c) == Dep::Appos);
        let any = |t: usize| {
            let article =
                |c: usize| tree.dep(c) == Dep::Det && self.set("indefinite", &tree.lower_text(c));
            tree.pos(t) == Pos::Noun && tree.children(t).any(article)
        };
        tree.has_child(verb, Dep::Oprd)
            || explains(object).any(|name| {
                tree.pos(name) == Pos::Propn && explains(name).chain(explains(object)).any(any)
            })
    }

    /// Whether a clause says what is or will be, and so asks for nothing: "told her that it
    /// would lift the ban".
    pub(super) fn is_told_as_fact(&self, clause: usize) -> bool {
        let tree = self.tree;
        if tree.dep(clause) != Dep::Ccomp {
            return false;
        }
        let words = tree.children(clause).filter(|c| tree.dep(*c) == Dep::Aux);
        let mut words = words.map(|c| tree.lower_text(c));
        words.any(|w| self.set("modal-future", &w) || self.set("modal-would", &w))
    }

    /// The heads of the clauses, infinitives and "for doing" under a verb.
    pub(super) fn clause_heads(&self, t: usize) -> Vec<usize> {
        let tree = self.tree;
        let mut heads: Vec<usize> = tree
            .children(t)
            .filter(|c| {
                matches!(
                    tree.dep(*c),
                    Dep::Ccomp | Dep::Xcomp | Dep::Advcl | Dep::Acl
                )
            })
            .collect();
        // What leads the clause says when or where: "at the talks it asked for a bridge".
        let after = |c: &usize| tree.dep(*c) == Dep::Prep && *c > t;
        for c in tree.children(t).filter(after) {
            heads.extend(
                tree.children(c)
                    .filter(|p| matches!(tree.dep(*p), Dep::Pcomp | Dep::Pobj)),
            );
        }
        if let Some(object) = tree.child(t, Dep::Dobj) {
            heads.extend(
                tree.children(object)
                    .filter(|c| matches!(tree.dep(*c), Dep::Acl | Dep::Relcl)),
            );
        }
        let all: Vec<usize> = heads.iter().flat_map(|h| tree.conjuncts(*h)).collect();
        all
    }

    /// The clause under a verb that has one of these auxiliaries, or says that somebody has
    /// to, and a subject of its own: "said that Graustark should stay out".
    pub(super) fn modal_clause(&self, t: usize, modals: &Words) -> Option<usize> {
        let tree = self.tree;
        tree.clauses(t).find(|clause| {
            let is_modal = |c: usize| {
                tree.dep(c) == Dep::Aux && modals.has(&tree.text(c).to_ascii_lowercase())
            };
            let has_subject = [Dep::Nsubj, Dep::Nsubjpass]
                .iter()
                .any(|dep| tree.has_child(*clause, *dep));
            has_subject
                && (tree.children(*clause).any(is_modal) || self.frames.has_to(*clause).is_some())
        })
    }

    /// With whom talks are wanted, or a quarrel is to be settled: "said that talks with
    /// Graustark should be held".
    pub(super) fn partner_wanted(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let subject = |clause| {
            tree.children(clause)
                .find(|c| matches!(tree.dep(*c), Dep::Nsubj | Dep::Nsubjpass))
        };
        let wanted = tree.clauses(t).filter_map(subject);
        let wanted = wanted.filter(|noun| self.set("settled-by-talks", tree.lemma(*noun)));
        wanted
            .flat_map(|noun| tree.prepositional(noun, "with"))
            .map(|with| self.actors.actors(with, discourse))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// The "if" of a clause that is the condition of an offer, and the verb that offers:
    /// "offered a truce if Ruritania withdrew its troops".
    pub(super) fn condition_of_offer(&self, verb: usize) -> Option<(usize, usize)> {
        let tree = self.tree;
        let offered = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Advcl)?;
        let mark = tree.children(verb).find(|c| {
            tree.dep(*c) == Dep::Mark && self.set("if", &tree.text(*c).to_ascii_lowercase())
        })?;
        let offers = |t: usize| self.set("offers", tree.lemma(t));
        if offers(offered) {
            return Some((mark, offered));
        }
        let above = tree
            .head(offered)
            .filter(|_| tree.dep(offered) == Dep::Xcomp)?;
        offers(above).then_some((mark, above))
    }
}
