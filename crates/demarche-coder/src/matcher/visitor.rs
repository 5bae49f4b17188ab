//! Visitors whose host or verb the sentence leaves out.

use super::fitness::same_country;
use super::party::Trial;
use super::{Draft, Matcher, TriggerKind};
use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::Slot;
use crate::place::at_token;
use demarche_event::Status;
use demarche_lang::{Dep, EntityKind, Tag};

/// Sentences within which a visit says where others went.
const HOST_WITHIN: usize = 6;

/// Sentences within which a state that is named alone says where somebody went.
const NAMED_WITHIN: usize = 2;

/// Words that a line without a verb has at most before it is no line but a list.
const LINE: usize = 30;

impl Matcher<'_, '_> {
    /// Where a journey goes whose goal the clause leaves out: "is due next month", "has
    /// been three times", "was there in May".
    pub(super) fn there(
        &self,
        t: usize,
        kind: TriggerKind,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let is_wish = tree.tag(t) == Tag::Vb && tree.children(t).all(|c| tree.tag(c) != Tag::Md)
            || tree.dep(t) == Dep::Pcomp
            || self.frames.of_verb(t).status == Status::Negated;
        if kind == TriggerKind::Verb && is_wish {
            return Vec::new();
        }
        if self.is_there(t)
            && let Some(place) = self.place_before(t, source, discourse)
        {
            return vec![place];
        }
        let verb = match kind {
            TriggerKind::Adjective => tree.head(t).filter(|_| tree.dep(t) == Dep::Acomp),
            _ => Some(t),
        };
        let bare = |t| self.says_no_goal(t) || self.is_there(t);
        if !verb.is_some_and(bare) || !self.says_no_goal(t) && !self.is_there(t) {
            return Vec::new();
        }
        let host = discourse
            .last_host(source, HOST_WITHIN)
            .or_else(|| discourse.opposite(source))
            .cloned()
            .or_else(|| discourse.last_guest(source, HOST_WITHIN))
            .or_else(|| discourse.only_other(source, NAMED_WITHIN).cloned());
        let as_here = |host: ActorPhrase| ActorPhrase {
            head: t,
            anaphoric: true,
            ..host
        };
        host.map(as_here).into_iter().collect()
    }

    /// Where the sentence itself says that somebody went: "during his visit to Zenda",
    /// "travelled to Zenda and".
    fn journey_beside(
        &self,
        at: usize,
        visitor: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Option<ActorPhrase> {
        let tree = self.tree;
        let sentence = tree.token(at).sentence().tokens();
        let goes = |w: usize| {
            self.set("journeys", tree.lemma(w)) && tree.is_verb(w)
                || self.set("visit", tree.lemma(w)) && tree.is_nominal(w)
        };
        let leads = |w: usize| match tree.dep(w) {
            Dep::Dobj => tree.head(w),
            Dep::Pobj => {
                let to = tree.head(w);
                let to = to.filter(|to| self.set("from-of-act", &tree.lower_text(*to)));
                let to = to.filter(|to| !tree.is(*to, "from"));
                to.and_then(|to| tree.head(to))
            }
            _ => None,
        };
        let mut places = sentence.filter(|w| leads(*w).is_some_and(goes));
        places.find_map(|w| {
            let mut found = self.actors.phrase(w, discourse).into_iter();
            found.find(|a| {
                matches!(
                    a.kind,
                    ActorKind::State | ActorKind::Seat | ActorKind::Place
                ) && a.country.is_some()
                    && !same_country(a, visitor)
            })
        })
    }

    /// Whom a visitor met, where only the office is named and nobody of another state.
    pub(super) fn hosts_met(
        &self,
        t: usize,
        kind: TriggerKind,
        places: &[usize],
        visitor: &[ActorPhrase],
        with: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let is_own = |a: &ActorPhrase| a.country.is_none() || same_country(a, visitor);
        // "Back in Strelsau", "home from Zenda he met the premier": his own.
        let sentence = tree.token(t).sentence().tokens();
        let at_home = |w: usize| {
            tree.dep(w) == Dep::Pobj && at_token(w, self).is_some() && {
                let places = self.actors.phrase(w, discourse);
                let is_back = tree.head(w).is_some_and(|from| tree.is(from, "from"));
                is_back || places.iter().any(|a| same_country(a, visitor))
            }
        };
        if !with.iter().all(is_own) || sentence.into_iter().any(at_home) {
            return Vec::new();
        }
        let object = tree.child(t, Dep::Dobj);
        let object = object.filter(|_| kind == TriggerKind::Verb && !tree.is_passive(t));
        let partners = places
            .iter()
            .flat_map(|place| tree.prepositional(*place, "with"));
        let met = object.into_iter().chain(partners);
        met.map(|noun| self.hosts_in_office(noun, visitor, discourse))
            .find(|hosts: &Vec<ActorPhrase>| !hosts.is_empty())
            .unwrap_or_default()
    }

    /// Those who hold bare offices where a visitor was told to be: "arrived in Zenda and met
    /// the premier" is met by the premier of that state, not by his own.
    pub(super) fn hosts_in_office(
        &self,
        noun: usize,
        visitor: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let [one] = visitor else {
            return Vec::new();
        };
        let here = self.journey_beside(noun, visitor, discourse);
        let Some(host) = here.as_ref().or_else(|| discourse.told_host(visitor)) else {
            return Vec::new();
        };
        if !one.is_single_person() || same_country(host, visitor) {
            return Vec::new();
        }
        let holders = self.tree.conjuncts(noun).into_iter();
        holders
            .filter_map(|c| self.actors.office_holder_of(c, host))
            .collect()
    }

    /// The state in which a base is that somebody went to: "landed at an air base in
    /// Graustark".
    pub(super) fn place_of_base(
        &self,
        slot: &Slot,
        t: usize,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let Slot::Preposition(preposition) = slot else {
            return Vec::new();
        };
        let bases = tree.prepositional(t, preposition).into_iter();
        let mut bases =
            bases.filter(|noun| self.set("base-nouns", &tree.lemma(*noun).to_lowercase()));
        let place = bases.find_map(|base| tree.prepositional(base, "in").first().copied());
        let mut found = place
            .map(|place| self.actors.phrase(place, discourse))
            .unwrap_or_default();
        found.retain(|a| !same_country(a, source));
        found
    }

    /// Whether a verb of motion is all that is said of a journey, but for its time, its
    /// company and its purpose. "To be" needs a word more: "there", "three times".
    fn says_no_goal(&self, t: usize) -> bool {
        let tree = self.tree;
        let is_time = |c: usize| {
            let kind = tree.token(c).entity_kind();
            matches!(
                kind,
                Some(EntityKind::Date | EntityKind::Time | EntityKind::Ordinal)
            )
        };
        let times = |c: usize| self.set("times", tree.lemma(c));
        let alone = |c: usize| match tree.dep(c) {
            Dep::Dobj | Dep::Ccomp | Dep::Xcomp | Dep::Prt | Dep::Oprd | Dep::Agent => false,
            Dep::Acomp => {
                self.set("journey-order", tree.lemma(c)) || self.set("due", tree.lemma(c))
            }
            Dep::Attr => times(c),
            Dep::Advmod => {
                let bare = tree.children(c).all(|p| tree.dep(p) != Dep::Prep);
                self.set("journey-order", &tree.lower_text(c)) && bare || is_time(c)
            }
            Dep::Prep => {
                let leads_time = tree.child(c, Dep::Pobj).is_some_and(is_time);
                leads_time || self.set("journey-beside", &tree.lower_text(c))
            }
            _ => true,
        };
        let says_so = tree.lemma(t) != "be"
            || tree.children(t).any(|c| match tree.dep(c) {
                Dep::Attr => times(c),
                Dep::Acomp => true,
                _ => false,
            });
        says_so && tree.children(t).all(alone)
    }

    /// The place named last in the sentence before "there".
    fn place_before(
        &self,
        t: usize,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Option<ActorPhrase> {
        let first = self.tree.token(t).sentence().tokens().start;
        let places = (first..t)
            .rev()
            .filter(|w| self.tree.dep(*w) == Dep::Pobj && at_token(*w, self).is_some());
        let found = places.flat_map(|w| self.actors.phrase(w, discourse));
        let mut abroad = found.filter(|a| a.country.is_some() && !same_country(a, source));
        abroad.next().map(|a| ActorPhrase {
            head: t,
            anaphoric: true,
            ..a
        })
    }

    /// "Was there in May"
    fn is_there(&self, t: usize) -> bool {
        let tree = self.tree;
        tree.children(t)
            .any(|c| tree.dep(c) == Dep::Advmod && self.set("over-there", &tree.lower_text(c)))
    }

    /// Somebody who is told to be somewhere by a line without a verb: "Rassendyll in
    /// Zenda for talks".
    pub(super) fn present(&self, t: usize, discourse: &Discourse) -> Option<Draft> {
        let tree = self.tree;
        if tree.dep(t) != Dep::Root || !matches!(tree.tag(t), Tag::Nnp | Tag::Nnps) {
            return None;
        }
        let stays_at = |c: usize| {
            let leads = c == t + 1 && self.set("is-at", &tree.lower_text(c));
            leads
                && tree
                    .child(c, Dep::Pobj)
                    .is_some_and(|o| at_token(o, self).is_some())
        };
        let sentence = tree.token(t).sentence().tokens();
        if !tree.children(t).any(stays_at)
            || sentence.len() > LINE
            || sentence.clone().any(|w| tree.is_verb(w))
        {
            return None;
        }
        let rules = &self.lexicon.rules;
        let mut visits = rules.verbs.get("be")?.iter().filter(|trigger| {
            trigger.particle.is_none() && rules.rules[trigger.rule].mode == Some("visit")
        });
        visits.find_map(|trigger| {
            let rule = &rules.rules[trigger.rule];
            self.words_fit(trigger, t, TriggerKind::Verb)?;
            let trial = Trial {
                rule,
                t,
                kind: TriggerKind::Verb,
                carrier: None,
                one_enough: false,
                discourse,
            };
            self.draft(trigger.rule, &trial)
        })
    }

    /// Whom somebody talked with who was told to do something else with him before:
    /// "hugged the premier, rode with him and talked for an hour".
    pub(super) fn partner_before(&self, verb: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let own = |c: usize| matches!(tree.dep(c), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj);
        if !self.set("talks-together", tree.lemma(verb)) || tree.children(verb).any(own) {
            return Vec::new();
        }
        let mut at = verb;
        for _ in 0..3 {
            if !matches!(tree.dep(at), Dep::Conj | Dep::Advcl) {
                break;
            }
            let Some(above) = tree
                .head(at)
                .filter(|above| *above < at && tree.is_verb(*above))
            else {
                break;
            };
            at = above;
            let object = tree.child(at, Dep::Dobj);
            let with = object.into_iter().chain(tree.prepositional(at, "with"));
            let mut found: Vec<ActorPhrase> = with
                .flat_map(|noun| self.actors.actors(noun, discourse))
                .collect();
            found.retain(|a| a.country.is_some() && a.is_single_person());
            if !found.is_empty() {
                return found;
            }
            if tree.children(at).any(own) {
                break;
            }
        }
        Vec::new()
    }
}
