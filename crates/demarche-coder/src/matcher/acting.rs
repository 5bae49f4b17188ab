//! Who acts: the subject of a verb, or who stands for it.

use super::Matcher;
use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use demarche_event::Sector;
use demarche_lang::{Dep, Pos, Tag};

impl Matcher<'_, '_> {
    /// The verb that a phrase says when of: "during a visit to Strelsau, she urged".
    pub(super) fn set_beside(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let preposition = tree.head(noun).filter(|_| tree.dep(noun) == Dep::Pobj)?;
        let verb = tree.head(preposition)?;
        (tree.is_verb(verb)
            && ["during", "on-occasion"]
                .iter()
                .any(|set| self.set(set, &tree.lower_text(preposition))))
        .then_some(verb)
    }

    /// Whom a phrase set off by a comma tells to be on a visit: "the king, on a visit to
    /// Zenda, said", "the premier, in Zenda for a visit, said".
    pub(super) fn visitor_beside(&self, visit: usize) -> Option<usize> {
        let tree = self.tree;
        let preposition = tree.head(visit).filter(|_| tree.dep(visit) == Dep::Pobj)?;
        let visitor = tree.head(preposition)?;
        let opens = tree
            .children(visitor)
            .find(|c| *c > visitor && tree.dep(*c) == Dep::Prep)?;
        (self.set("visit", tree.lemma(visit))
            && tree.is_nominal(visitor)
            && matches!(tree.dep(visitor), Dep::Nsubj | Dep::Nsubjpass)
            && tree.text(opens - 1) == ","
            && ["during", "on-occasion", "meant-for"]
                .iter()
                .any(|set| self.set(set, &tree.lower_text(preposition))))
        .then_some(visitor)
    }

    /// Who acts in a passive clause that names nobody after "by", but somebody after
    /// "from": "was condemned from both governments".
    pub(super) fn agent_from(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let names_nobody = tree.is_passive(verb) && tree.agent(verb).is_none();
        (names_nobody && self.set("passive-from", tree.lemma(verb)))
            .then(|| tree.prepositional(verb, "from").first().copied())
            .flatten()
    }

    /// Whose decision it is to do what an infinitive says: "the Graustarkian decision to
    /// close the port".
    pub(super) fn owner_of_course(
        &self,
        verb: usize,
        discourse: &Discourse,
    ) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        let infinitive =
            tree.tag(verb) == Tag::Vb && tree.children(verb).any(|c| tree.tag(c) == Tag::To);
        let noun = tree
            .head(verb)
            .filter(|_| infinitive && matches!(tree.dep(verb), Dep::Acl | Dep::Relcl))
            .filter(|noun| self.set("own-courses", tree.lemma(*noun)))?;
        if tree.child(noun, Dep::Poss).is_some() {
            return None;
        }
        let by = ["by", "of"]
            .into_iter()
            .flat_map(|p| tree.prepositional(noun, p));
        let by = by.map(|owner| self.actors.actors(owner, discourse));
        let mut owners = by.chain([self.modifier_actors(noun, discourse)]);
        owners.find(|found| !found.is_empty())
    }

    /// Who says the clause to which a finite verb without a subject of its own is joined.
    pub(super) fn speaker_above(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let said = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Conj)?;
        let saying = tree.head(said).filter(|_| tree.dep(said) == Dep::Ccomp)?;
        let own = |c: usize| matches!(tree.dep(c), Dep::Nsubj | Dep::Nsubjpass | Dep::Aux);
        (matches!(tree.tag(verb), Tag::Vbd | Tag::Vbz)
            && !tree.children(verb).any(own)
            && self.set("report", tree.lemma(saying)))
        .then(|| tree.actor_subject(saying))
        .flatten()
    }

    /// Who says the clause of a verb: "Graustark has no right to it, Ruritania said".
    pub(super) fn speaker_of(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let mut clause = verb;
        while tree.dep(clause) == Dep::Conj {
            clause = tree.head(clause)?;
        }
        let saying = tree
            .head(clause)
            .filter(|_| tree.dep(clause) == Dep::Ccomp)?;
        self.set("report", tree.lemma(saying))
            .then(|| tree.actor_subject(saying))
            .flatten()
    }

    /// Who is "one of the members", of a relative clause about them: it does what they do.
    pub(super) fn single_of(&self, members: usize) -> Option<usize> {
        let tree = self.tree;
        let of = tree
            .head(members)
            .filter(|_| tree.dep(members) == Dep::Pobj)?;
        let single = tree
            .head(of)
            .filter(|one| self.set("single", tree.lemma(*one)))?;
        let verb = tree
            .head(single)
            .filter(|_| tree.dep(single) == Dep::Attr)?;
        tree.child(verb, Dep::Nsubj)
    }

    /// The actors of a subject; for a thing that belongs to one ("the Graustarkian
    /// decision"), its owner.
    pub(super) fn acting(&self, subject: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let mut found = self.with_members(subject, discourse);
        if !found.is_empty() {
            if self.governs(subject) {
                for place in found.iter_mut().filter(|a| a.kind == ActorKind::Place) {
                    place.kind = ActorKind::Seat;
                    place.sector = Some(Sector::Gov);
                }
            }
            return found;
        }
        // "Signed an order closing the ports": whoever signed it closes them.
        if self.set("decree", self.tree.lemma(subject))
            && let Some(verb) = self.tree.head(subject)
            && self.tree.dep(subject) == Dep::Dobj
            && self.set("enacts", self.tree.lemma(verb))
            && let Some(signer) = self.tree.actor_subject(verb)
        {
            return self.actors.actors(signer, discourse);
        }
        if self.set("speaks-for-owner", self.tree.lemma(subject))
            || self.set("partitive", self.tree.lemma(subject))
        {
            return self.owner_inside(subject, &[], discourse, 2);
        }
        // "Their visit would help" tells of the visit; strikes strike for somebody.
        if self.triggers_noun(subject) && !self.set("arms", self.tree.lemma(subject)) {
            return Vec::new();
        }
        let mut found = self.owner_inside(subject, &[], discourse, 0);
        // An adjective alone makes no owner but of arms: "Ruritanian missiles".
        if !self.set("arms", self.tree.lemma(subject)) {
            found.retain(|a| self.tree.dep(a.head) != Dep::Amod);
        }
        found
    }

    /// Whether the place that is a subject does something, so that its authorities are
    /// meant: "Zenda sued the ministry", not "Zenda saw storms".
    fn governs(&self, subject: usize) -> bool {
        let tree = self.tree;
        tree.dep(subject) == Dep::Nsubj
            && tree.head(subject).is_some_and(|verb| {
                let acts_on = |c| matches!(tree.dep(c), Dep::Dobj | Dep::Ccomp | Dep::Xcomp);
                tree.pos(verb) == Pos::Verb
                    && tree.children(verb).any(acts_on)
                    && !self.set("undergoes", tree.lemma(verb))
                    && !self.set("states", tree.lemma(verb))
            })
    }

    /// The nearest actor before a verb that seems to have no subject.
    pub(super) fn nearest_before(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let sentence = tree.token(t).sentence().tokens();
        let mut best = Vec::new();
        for at in sentence.start..t {
            if matches!(
                tree.dep(at),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Npadvmod | Dep::Root | Dep::Dep
            ) && tree.is_nominal(at)
            {
                let found = self.actors.actors(at, discourse);
                if !found.is_empty() {
                    best = found;
                }
            }
        }
        best
    }
}
