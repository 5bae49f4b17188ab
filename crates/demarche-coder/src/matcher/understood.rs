//! Both sides of what a sentence leaves to be understood: in a report on two states,
//! "three agreements were signed" by these two.

use super::mutual::{TOLD_BEFORE, split};
use super::party::Trial;
use super::{Matcher, TriggerKind};
use crate::actor::ActorPhrase;
use crate::discourse::{Discourse, Group};
use demarche_event::EventType;
use demarche_lang::{Dep, Pos, Tag};

impl Matcher<'_, '_> {
    /// The two whom the document is about, as the sides of a mutual act whose sentence
    /// names nobody else and says nothing of who acts.
    pub(super) fn left_to_the_report(
        &self,
        trial: &Trial,
        by_one_word: bool,
    ) -> Option<[Vec<ActorPhrase>; 2]> {
        let Trial {
            rule,
            t,
            kind,
            carrier,
            discourse,
            ..
        } = *trial;
        let tree = self.tree;
        let sentence = tree.token(t).sentence().tokens();
        // "The agreements will allow": they were told of.
        let only_named = kind == TriggerKind::Noun && rule.event_type == EventType::Agree;
        if !rule.reciprocal
            || only_named
            || discourse.leading.len() != 2
            || !self.actors.names_only(sentence, &discourse.leading)
        {
            return None;
        }
        let is_silent = by_one_word
            || match kind {
                TriggerKind::Noun => self.is_noun_without_sides(t, carrier),
                TriggerKind::Verb => self.is_verb_without_sides(t, !rule.subject.is_empty()),
                TriggerKind::Adjective => false,
            };
        is_silent.then(|| self.leading_pair(t, discourse)).flatten()
    }

    /// "They" that stands for one state, where the act needs another.
    pub(super) fn are_one_of_them(&self, actors: &[ActorPhrase]) -> bool {
        let tree = self.tree;
        let [actor] = actors else { return false };
        actor.anaphoric
            && tree.pos(actor.head) == Pos::Pron
            && self.set("pronoun-they", &tree.lower_text(actor.head))
    }

    /// "Negotiators", "the joint commission": of both, where nobody says for whom.
    pub(super) fn are_envoys(&self, actors: &[ActorPhrase]) -> bool {
        !actors.is_empty()
            && actors
                .iter()
                .all(|a| a.country.is_none() && self.is_of_both(a.head))
    }

    fn is_of_both(&self, noun: usize) -> bool {
        let tree = self.tree;
        let shared = |c: usize| self.set("shared", &tree.lower_text(c));
        let lemma = tree.lemma(noun).to_lowercase();
        matches!(tree.tag(noun), Tag::Nns | Tag::Nnps) && self.set("envoys-of-both", &lemma)
            || self.set("bodies-of-both", &lemma) && tree.children(noun).any(shared)
    }

    /// "A second round of talks is planned", "the thaw has lasted".
    fn is_noun_without_sides(&self, noun: usize, carrier: Option<usize>) -> bool {
        let tree = self.tree;
        let mut top = noun;
        while tree.dep(top) == Dep::Pobj
            && let Some(of) = tree.head(top).filter(|of| tree.is(*of, "of"))
            && let Some(round) = tree.head(of)
            && self.set("partitive", tree.lemma(round))
        {
            top = round;
        }
        let is_subject = matches!(tree.dep(top), Dep::Nsubj | Dep::Nsubjpass);
        let verb = tree.head(top).filter(|verb| tree.is_verb(*verb));
        let names_sides = |c: usize| match tree.dep(c) {
            Dep::Poss | Dep::Relcl => true,
            Dep::Compound => tree.pos(c) == Pos::Propn,
            Dep::Det => self.set("indefinite-any", &tree.lower_text(c)),
            Dep::Prep => self.set("names-sides", &tree.lower_text(c)) && c != top,
            _ => false,
        };
        let acted_by = |verb: usize| tree.agent(verb).is_some();
        is_subject
            && carrier.is_none_or(|carrier| Some(carrier) == verb)
            && verb.is_some_and(|verb| !acted_by(verb))
            && !tree
                .children(noun)
                .any(|c| names_sides(c) && !tree.is_under(noun, c))
    }

    /// "Agreements were signed", "negotiators met again"; "flights resume", where the rule
    /// knows the subject.
    fn is_verb_without_sides(&self, verb: usize, subject_known: bool) -> bool {
        let tree = self.tree;
        if tree.agent(verb).is_some() {
            return false;
        }
        let Some(subject) = tree.surface_subject(verb) else {
            return false;
        };
        // "A hotline was set up between the coast guards": those of both.
        let is_named = |c: usize| {
            tree.child(c, Dep::Pobj)
                .is_none_or(|named| !self.is_of_both(named))
        };
        let names_sides = |c: usize| match tree.dep(c) {
            Dep::Poss | Dep::Relcl => true,
            Dep::Det => self.set("indefinite-any", &tree.lower_text(c)),
            Dep::Prep => self.set("names-sides", &tree.lower_text(c)) && is_named(c),
            _ => false,
        };
        let bare = !tree.children(subject).any(names_sides);
        bare && (subject_known || tree.is_passive(verb) || self.is_of_both(subject))
    }

    /// Those who talk, where the sentence doesn't say who: the two whom the document is
    /// about, in "contacts are being restored".
    pub(super) fn understood(
        &self,
        talks: usize,
        discourse: &Discourse,
    ) -> Option<[Vec<ActorPhrase>; 2]> {
        let tree = self.tree;
        let is_subject = matches!(tree.dep(talks), Dep::Nsubj | Dep::Nsubjpass);
        if !is_subject || !self.set("talks", tree.lemma(talks)) {
            return None;
        }
        // "Contacts to resolve the dispute"
        let aim = |c: usize| tree.children(c).any(|to| tree.tag(to) == Tag::To);
        let says_who = |c: usize| match tree.dep(c) {
            Dep::Poss => true,
            Dep::Relcl => !aim(c),
            Dep::Prep => self.set("names-sides", &tree.lower_text(c)),
            _ => false,
        };
        if tree.children(talks).any(says_who) {
            return None;
        }
        // "The meeting also dealt with fish": the one told of just before.
        if let Some(told) = self.talks_before(talks, discourse) {
            return Some(told);
        }
        if !self.set("going-talks", tree.lemma(talks)) {
            return None;
        }
        self.leading_pair(talks, discourse)
    }

    /// The two whom the document is about, where a clause tells of "bilateral ties" and of
    /// nobody.
    pub(super) fn of_bilateral_ties(
        &self,
        verb: usize,
        discourse: &Discourse,
    ) -> Option<[Vec<ActorPhrase>; 2]> {
        let tree = self.tree;
        let ties = tree
            .object(verb)
            .filter(|noun| self.set("relations", tree.lemma(*noun)))?;
        let is_bilateral = |c| self.set("bilateral", &tree.lower_text(c));
        tree.children(ties).any(is_bilateral).then_some(())?;
        self.leading_pair(ties, discourse)
    }

    /// The two whom the document is about, if they are the two last told of.
    fn leading_pair(&self, at: usize, discourse: &Discourse) -> Option<[Vec<ActorPhrase>; 2]> {
        let group = Group {
            title: "",
            office: None,
            are_persons: false,
            negotiates: true,
            number: 2,
        };
        let pair = discourse.pair(&group, &[]);
        let leads = |p: &ActorPhrase| p.country.is_some_and(|c| discourse.leading.contains(&c));
        if !pair.iter().all(leads) {
            return None;
        }
        let as_here = |p: ActorPhrase| ActorPhrase {
            head: at,
            anaphoric: true,
            ..p
        };
        let (one, other) = split(pair.into_iter().map(as_here).collect());
        (!other.is_empty()).then_some([one, other])
    }

    /// The sides of the talks told of last, if a noun points back to them.
    fn talks_before(&self, noun: usize, discourse: &Discourse) -> Option<[Vec<ActorPhrase>; 2]> {
        let tree = self.tree;
        let points_back = |c| tree.dep(c) == Dep::Det && self.set("definite", &tree.lower_text(c));
        // "The Zenda meeting", "the next summit": perhaps another.
        let says_which = |c| {
            matches!(tree.dep(c), Dep::Compound | Dep::Nmod | Dep::Appos)
                || tree.token(c).entity_kind().is_some()
                || self.set("journey-order", tree.lemma(c))
        };
        if !tree.children(noun).any(points_back) || tree.children(noun).any(says_which) {
            return None;
        }
        let told = discourse.latest_talks_held(false, TOLD_BEFORE)?;
        let mut sides = told.sides.clone();
        for actor in sides.iter_mut().flatten() {
            (actor.head, actor.anaphoric) = (noun, true);
        }
        sides.iter().all(|side| !side.is_empty()).then_some(sides)
    }
}
