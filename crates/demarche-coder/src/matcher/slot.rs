//! Which actors stand in a place of a rule.

use super::fitness::same_country;
use super::{Matcher, TriggerKind};
use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::{AgentKind, Slot};
use demarche_event::Sector;
use demarche_lang::{Dep, Pos, Tag};

impl Matcher<'_, '_> {
    pub(crate) fn slot(
        &self,
        slot: &Slot,
        t: usize,
        kind: TriggerKind,
        carrier: Option<usize>,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let actors = |t: usize| self.actors.actors(t, discourse);
        match slot {
            Slot::Subject => self.subject_of(t, kind, carrier, discourse),
            Slot::Object => match kind {
                TriggerKind::Verb => tree
                    .object(t)
                    .map(|object| self.with_members(object, discourse))
                    .unwrap_or_default(),
                _ => Vec::new(),
            },
            Slot::Dative => tree
                .child(t, Dep::Dative)
                .map(|d| {
                    if tree.pos(d) == Pos::Adp {
                        tree.child(d, Dep::Pobj).unwrap_or(d)
                    } else {
                        d
                    }
                })
                .map(actors)
                .unwrap_or_default(),
            Slot::ObjectOwner => match tree.object(t) {
                Some(object) => self.owner_inside(object, source, discourse, 3),
                None => Vec::new(),
            },
            Slot::Addressee => self.addressee(t, source, discourse),
            Slot::ClauseActor => {
                for clause in self.clause_heads(t) {
                    let range = tree.left(clause)..tree.end(clause);
                    let found = self.first_other(range, source, discourse, true, |_| false);
                    if !found.is_empty() {
                        return found;
                    }
                }
                Vec::new()
            }
            Slot::ClauseSubject => {
                // "The premier said Ruritania needs to": a premier of nobody's speaks of his own.
                if !source.iter().any(|a| a.country.is_some()) {
                    return Vec::new();
                }
                let mut clauses = tree.clauses(t);
                let subject = clauses.find_map(|clause| tree.child(clause, Dep::Nsubj));
                subject.map(actors).unwrap_or_default()
            }
            Slot::ClausePartner => self.partner_wanted(t, discourse),
            Slot::Speaker => self
                .speaker_of(t)
                .map(|speaker| self.acting(speaker, discourse))
                .unwrap_or_default(),
            Slot::Owner => self.owner(t, carrier, discourse),
            Slot::Parties | Slot::SubjectParties | Slot::OfParties | Slot::Told => Vec::new(),
            Slot::OfInner => tree
                .prepositional(t, "of")
                .into_iter()
                .map(|o| self.owner_inside(o, source, discourse, 2))
                .find(|found| !found.is_empty())
                .unwrap_or_default(),
            Slot::ModifierPlace => self
                .modifier_actors(t, discourse)
                .into_iter()
                .filter(|a| {
                    matches!(
                        a.kind,
                        ActorKind::State | ActorKind::Seat | ActorKind::Place
                    ) && tree.dep(a.head) == Dep::Compound
                        && !same_country(a, source)
                })
                .collect(),
            Slot::Previous => self.previous(t, source, discourse),
            Slot::Opposite => {
                let found = discourse.opposite(source).cloned().into_iter();
                found
                    .map(|a| ActorPhrase {
                        head: t,
                        anaphoric: true,
                        ..a
                    })
                    .collect()
            }
            Slot::There => self.there(t, kind, source, discourse),
            Slot::ToldHost => {
                let told = discourse.told_host(source).cloned().into_iter();
                told.map(|a| ActorPhrase {
                    head: t,
                    anaphoric: true,
                    ..a
                })
                .collect()
            }
            Slot::Answered => self.answered(t, source, discourse),
            Slot::Other => self.other(t, carrier, source, discourse),
            Slot::Preposition(preposition) => {
                self.after_preposition(t, preposition, kind, carrier, source, discourse)
            }
        }
    }

    /// The actors of a noun; for a group of nobody's, those who make it up: "a team of
    /// Graustarkian officials", "a delegation of lawmakers from Zenda".
    pub(super) fn with_members(&self, noun: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let found = self.actors.actors(noun, discourse);
        let is_group = |a: &ActorPhrase| {
            a.country.is_none() && matches!(a.kind, ActorKind::Agent(AgentKind::Group))
        };
        if !self.set("groups-of", self.tree.lemma(noun)) || !found.iter().all(is_group) {
            return found;
        }
        let mut members = self.tree.prepositional(noun, "of").into_iter();
        let members = members.find_map(|of| {
            let mut inner = self.actors.actors(of, discourse);
            inner.retain(|a| a.country.is_some());
            (!inner.is_empty()).then_some(inner)
        });
        members.unwrap_or(found)
    }

    /// Who does what a trigger tells, by the subject of its verb.
    fn subject_of(
        &self,
        t: usize,
        kind: TriggerKind,
        carrier: Option<usize>,
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let actors = |t: usize| self.actors.actors(t, discourse);
        match kind {
            TriggerKind::Verb if !tree.is_verb(t) => self.acting(t, discourse),
            TriggerKind::Verb => {
                if let Some(owner) = self.owner_of_course(t, discourse) {
                    return owner;
                }
                let used = self.frames.user_of_occasion(t);
                let subject = tree.actor_subject(used.unwrap_or(t));
                let subject = subject.map(|s| self.single_of(s).unwrap_or(s));
                let mut found = subject
                    .map(|s| self.acting(s, discourse))
                    .unwrap_or_default();
                if found.is_empty()
                    && let Some(agent) = self.agent_from(t)
                {
                    found = self.acting(agent, discourse);
                }
                // "said the probe was a mistake and threatened duties": the speaker did.
                if found.is_empty()
                    && let Some(speaker) = self.speaker_above(t)
                {
                    found = self.acting(speaker, discourse);
                }
                if found.is_empty()
                    && subject.is_none()
                    && !tree.is_passive(t)
                    && tree.tag(t) != Tag::Vbg
                {
                    found = self.nearest_before(t, discourse);
                }
                found
            }
            TriggerKind::Noun => carrier
                .or_else(|| self.set_beside(t))
                .and_then(|v| tree.actor_subject(v))
                .or_else(|| self.visitor_beside(t))
                .map(|s| self.acting(s, discourse))
                .unwrap_or_default(),
            TriggerKind::Adjective => tree
                .verb_above(t)
                .and_then(|v| tree.surface_subject(v))
                .map(actors)
                .unwrap_or_default(),
        }
    }

    /// Whom words are addressed to: the object, or the subject of the clause.
    fn addressee(
        &self,
        t: usize,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let actors = |t: usize| self.actors.actors(t, discourse);
        if let Some(object) = tree.object(t) {
            let found = actors(object);
            if !found.is_empty() {
                return found;
            }
        }
        for clause in tree.clauses(t) {
            let subject = tree
                .children(clause)
                .find(|c| matches!(tree.dep(*c), Dep::Nsubj | Dep::Nsubjpass));
            if let Some(subject) = subject {
                let found = actors(subject);
                if !found.is_empty() {
                    return found;
                }
                let found = self.owner_inside(subject, source, discourse, 2);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// Whom a word that points back means.
    fn previous(
        &self,
        t: usize,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let definite = |o: usize| {
            tree.children(o).any(|c| {
                tree.dep(c) == Dep::Det && self.set("definite", &tree.text(c).to_ascii_lowercase())
            })
        };
        // "The decision drew criticism from Graustark."
        let act = tree
            .surface_subject(t)
            .filter(|s| !tree.is_passive(t) && self.set("acts-told", tree.lemma(*s)))
            .filter(|_| !source.is_empty());
        let points_back = tree
            .object(t)
            .is_some_and(|o| tree.pos(o) == Pos::Pron || definite(o))
            || act.is_some_and(definite);
        if !points_back {
            return Vec::new();
        }
        // "sent a launcher, which Graustark condemned": whoever sent it.
        if let Some(doer) = self.doer_of_main_clause(t, discourse) {
            return doer;
        }
        // Who last turned against them is meant before others: "denounced the statement".
        let against = discourse.last_against(source).iter();
        let against: Vec<ActorPhrase> = against
            .filter(|_| act.is_none())
            .map(|a| ActorPhrase {
                head: t,
                anaphoric: true,
                ..a.clone()
            })
            .collect();
        if !against.is_empty() {
            return against;
        }
        discourse
            .last_other(source)
            .map(|a| {
                vec![ActorPhrase {
                    head: t,
                    anaphoric: true,
                    ..a
                }]
            })
            .unwrap_or_default()
    }

    /// Who acted before against whoever answers now.
    fn answered(
        &self,
        t: usize,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let answers = |t: usize| self.set("answers", tree.lemma(t));
        let object = tree.object(t).into_iter();
        if !std::iter::once(t)
            .chain(object)
            .chain(self.clause_heads(t))
            .any(answers)
        {
            return Vec::new();
        }
        let found = discourse.last_against(source).iter();
        found
            .map(|a| ActorPhrase {
                head: t,
                anaphoric: true,
                ..a.clone()
            })
            .collect()
    }

    /// Somebody of another side in the same sentence.
    fn other(
        &self,
        t: usize,
        carrier: Option<usize>,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let sentence = tree.token(t).sentence().tokens();
        let verb = carrier.unwrap_or(t);
        let provoker = self.provoker(verb, source, discourse);
        if !provoker.is_empty() {
            return provoker;
        }
        let beside = |at: usize| {
            self.is_in_clause_beside(at, verb)
                || self.is_joined_to_own(at, verb, source, discourse)
                || self.is_after_semicolon(at, verb)
                || self.is_on_own_side(at)
                || self.suffered(at, verb).is_some()
                || self.is_venue(at, discourse)
        };
        // "Has warned Graustark, banned its timber and gone to the council": those that a
        // later verb names come last.
        let joined = tree.dep(verb) == Dep::Conj;
        let later = |at: usize| {
            let mut verbs = tree
                .children(verb)
                .filter(|c| *c > verb && tree.is_verb(*c));
            joined && verbs.any(|c| tree.dep(c) == Dep::Conj && tree.is_under(at, c))
        };
        let by_later = |at: usize| beside(at) || later(at);
        let (before, after) = (sentence.start..t, t..sentence.end);
        let mut found = self.first_other(after.clone(), source, discourse, false, by_later);
        if found.is_empty() {
            found = self.first_other(before, source, discourse, false, beside);
        }
        if found.is_empty() && joined {
            found = self.first_other(after, source, discourse, false, beside);
        }
        found
    }

    /// "Ruritania and Graustark objected, with Zenda recalling its envoy": Graustark, with
    /// which Ruritania acts, is no other side.
    fn is_joined_to_own(
        &self,
        at: usize,
        verb: usize,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> bool {
        let tree = self.tree;
        let all = tree.conjuncts(self.first_joined(at));
        tree.is_verb(verb)
            && tree.subject_of(at).is_some()
            && all.len() > 1
            && all.iter().filter(|c| **c != at).any(|c| {
                let joined = self.actors.phrase(*c, discourse);
                joined.iter().any(|a| same_country(a, source))
            })
    }

    /// "In solidarity with Graustark": for it, and not against it.
    fn is_on_own_side(&self, at: usize) -> bool {
        let tree = self.tree;
        let with = tree.head(at).filter(|with| tree.is(*with, "with"));
        let noun = with.and_then(|with| tree.head(with));
        noun.is_some_and(|noun| {
            tree.dep(noun) == Dep::Pobj && self.set("on-its-side", tree.lemma(noun))
        })
    }

    /// "Ruritania recalled its envoy; Graustark did the same": a semicolon parts what others
    /// do from the verb before it.
    fn is_after_semicolon(&self, at: usize, verb: usize) -> bool {
        (verb..at).any(|t| self.tree.text(t) == ";")
    }

    /// "Filed a complaint with the organisation", "at the council": where states act, and
    /// not against whom.
    fn is_venue(&self, at: usize, discourse: &Discourse) -> bool {
        let tree = self.tree;
        let leads = tree.head(at).filter(|_| tree.dep(at) == Dep::Pobj);
        leads.is_some_and(|leads| self.set("venue-prepositions", &tree.lower_text(leads)))
            && self.actors.phrase(at, discourse).iter().any(|a| {
                matches!(a.kind, ActorKind::Organisation | ActorKind::Forum)
                    && a.sector == Some(Sector::Igo)
            })
    }

    /// Whom a preposition leads.
    fn after_preposition(
        &self,
        t: usize,
        preposition: &str,
        kind: TriggerKind,
        carrier: Option<usize>,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let actors = |t: usize| self.actors.actors(t, discourse);
        let mut at = vec![t];
        at.extend(carrier);
        if kind == TriggerKind::Verb {
            // "The ban on Graustark was lifted."
            let of_what = tree.is_passive(t) && self.set("on-another", preposition);
            let object = tree.object(t).filter(|o| *o > t || of_what);
            at.extend(object);
            at.extend(
                object
                    .map(|o| self.content(o))
                    .filter(|o| Some(*o) != object),
            );
            // "talks in Strelsau with": the phrase may hang on one before.
            let of_deal = ["between", "with"].contains(&preposition);
            at.extend(tree.agent(t).filter(|_| of_deal && tree.is_passive(t)));
            // "Is a critic of Graustark."
            at.extend(tree.child(t, Dep::Attr));
        } else if self.set("from-of-act", preposition) {
            // "The withdrawal of troops from Zenda", "the visit of the king to Strelsau"
            at.extend(tree.prepositional(t, "of"));
            at.extend(self.visitor_beside(t));
        }
        for place in at {
            for object in tree.prepositional(place, preposition) {
                let found = actors(object);
                if !found.is_empty() {
                    return found;
                }
                // Who is at his lowest point is nowhere.
                if preposition == "at" && tree.lemma(t) == "be" {
                    continue;
                }
                let found = self.owner_inside(object, source, discourse, 2);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// Whom "sent a launcher, which Graustark called reckless" judges: who owns the thing,
    /// else who did what the clause before tells.
    pub(super) fn judged_by_which(
        &self,
        verb: usize,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        let thing = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Relcl)?;
        let which = tree
            .children(verb)
            .find(|c| tree.dep(*c) == Dep::Dobj && tree.tag(*c) == Tag::Wdt)?;
        if which == 0 || tree.text(which - 1) != "," {
            return None;
        }
        let other = |found: &Vec<ActorPhrase>| {
            !found.is_empty() && !found.iter().any(|a| same_country(a, source))
        };
        let owned = match tree.child(thing, Dep::Poss) {
            Some(owner) => self.actors.actors(owner, discourse),
            None => self.modifier_actors(thing, discourse),
        };
        if other(&owned)
            && tree.is_nominal(thing)
            && self.actors.phrase(thing, discourse).is_empty()
        {
            return Some(owned);
        }
        self.doer_of_main_clause(verb, discourse).filter(other)
    }

    /// Who does what the clause tells that a verb with "which" for its object comments on.
    fn doer_of_main_clause(&self, verb: usize, discourse: &Discourse) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        let is_which = |c: usize| tree.dep(c) == Dep::Dobj && tree.tag(c) == Tag::Wdt;
        let noun = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Relcl)?;
        let main = tree.verb_above(noun)?;
        let subject = tree.actor_subject(main).filter(|s| *s != noun)?;
        if !tree.children(verb).any(is_which) {
            return None;
        }
        let found = self.acting(subject, discourse);
        (!found.is_empty()).then_some(found)
    }
}
