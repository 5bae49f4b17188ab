//! Both sides of what two do alike.

use super::fitness::{can_act, same_actor, same_country};
use super::{Matcher, TriggerKind};
use crate::actor::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::Slot;
use demarche_event::Status;
use demarche_lang::{Dep, Pos, Tag};

/// Sentences within which "the trip" or "the meeting" is one told of.
pub(super) const TOLD_BEFORE: usize = 3;

/// Talks at which something was done.
struct Occasion {
    /// What was done.
    verb: usize,
    /// The talks are told of here for the first time: "at a meeting".
    is_new: bool,
}

impl Matcher<'_, '_> {
    /// The sides of the talks told of before, if the verb's subject points back to them.
    pub(super) fn told(&self, verb: usize, discourse: &Discourse) -> Option<[Vec<ActorPhrase>; 2]> {
        let tree = self.tree;
        let noun = tree.surface_subject(verb)?;
        if self.set("resumes", tree.lemma(verb)) {
            return self.halted(noun, discourse);
        }
        let points_back = tree.children(noun).any(|c| {
            matches!(tree.dep(c), Dep::Det | Dep::Poss)
                && self.set("definite", &tree.text(c).to_ascii_lowercase())
        });
        let is_visit = !self.set("talks", tree.lemma(noun));
        let told = discourse
            .latest_talks(is_visit, TOLD_BEFORE)
            .filter(|_| points_back)?;
        let mut sides = told.sides.clone();
        for actor in sides.iter_mut().flatten() {
            actor.anaphoric = true;
        }
        Some(sides)
    }

    /// Whom somebody spoke to: "asked the premier", "told his guest".
    fn addressed(
        &self,
        verb: usize,
        speaker: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        if !self.set("addresses", self.tree.lemma(verb)) {
            return Vec::new();
        }
        let to = Slot::Preposition("to".to_owned());
        for slot in [Slot::Dative, Slot::Object, to] {
            let mut found = self.slot(&slot, verb, TriggerKind::Verb, None, speaker, discourse);
            found.retain(|a| can_act(a) && a.country.is_some() && !same_country(a, speaker));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The verb of what was done at talks: "agreed" in "at the talks they agreed", "in
    /// talks on Monday, they agreed".
    fn occasion_of(&self, talks: usize) -> Option<Occasion> {
        let tree = self.tree;
        let preposition = tree.head(talks).filter(|_| tree.dep(talks) == Dep::Pobj)?;
        let verb = tree.head(preposition)?;
        let has = |set: &str| {
            let is_in = |c| tree.dep(c) == Dep::Det && self.set(set, &tree.lower_text(c));
            tree.children(talks).any(is_in)
        };
        let word = tree.lower_text(preposition);
        if !tree.is_verb(verb) {
            return None;
        }
        if self.set("during", &word) && self.set("talks", tree.lemma(talks)) && has("definite") {
            return Some(Occasion {
                verb,
                is_new: false,
            });
        }
        let alone = |c| {
            let modifies = matches!(
                tree.dep(c),
                Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss | Dep::Det
            );
            !modifies
                || self.set("of-a-meeting", tree.lemma(c))
                || self.set("article", &tree.lower_text(c))
                || tree.dep(c) == Dep::Det && self.set("told-by-way", tree.lemma(talks))
        };
        let several = matches!(tree.tag(talks), Tag::Nns | Tag::Nnps);
        // "Invited her by telephone", "told her on the sidelines"
        let by_way = self.set("told-by-way", tree.lemma(talks))
            && ["addresses", "agrees"]
                .iter()
                .any(|set| self.set(set, tree.lemma(verb)))
            && ["by", "on", "over"].contains(&&*word);
        let at_talks = self.set("meets-at", &word) && self.set("met-at", tree.lemma(talks));
        let is_new = (by_way || at_talks)
            && (by_way || several || has("article"))
            && tree.children(talks).all(alone)
            && self.is_told_to_have_been(verb);
        is_new.then_some(Occasion { verb, is_new })
    }

    /// The sides of an agreement to do what a verb says.
    fn agreed_above(
        &self,
        verb: usize,
        discourse: &Discourse,
    ) -> Option<(Vec<ActorPhrase>, Vec<ActorPhrase>)> {
        let tree = self.tree;
        let mut at = verb;
        while tree.dep(at) == Dep::Conj {
            at = tree.head(at).filter(|above| *above < at)?;
        }
        let agreed = tree.head(at).filter(|_| tree.dep(at) == Dep::Xcomp)?;
        if !self.set("agrees", tree.lemma(agreed)) {
            return None;
        }
        let mut sides = self.acting(tree.actor_subject(agreed)?, discourse);
        sides.retain(can_act);
        let (one, other) = split(sides);
        (!other.is_empty()).then_some((one, other))
    }

    /// Whether the clause tells of what was, and not of what is to be or is asked.
    fn is_told_to_have_been(&self, verb: usize) -> bool {
        let tree = self.tree;
        let mut at = verb;
        while tree.dep(at) == Dep::Xcomp
            && let Some(above) = tree.head(at).filter(|above| tree.is_verb(*above))
        {
            at = above;
        }
        self.frames.of_verb(at).status == Status::Happened
    }

    /// The sides of talks that were broken off, if a noun points back to them: "they were
    /// resumed".
    fn halted(&self, noun: usize, discourse: &Discourse) -> Option<[Vec<ActorPhrase>; 2]> {
        let tree = self.tree;
        let definite = |c| {
            matches!(tree.dep(c), Dep::Det | Dep::Poss) && self.set("definite", &tree.lower_text(c))
        };
        let points_back = match tree.pos(noun) {
            Pos::Pron => {
                let word = tree.lower_text(noun);
                self.set("pronoun-it", &word) || self.set("pronoun-they", &word)
            }
            _ => self.set("talks", tree.lemma(noun)) && tree.children(noun).any(definite),
        };
        let told = discourse.halted.as_ref().filter(|_| points_back)?;
        let near = discourse.sentence - told.sentence <= TOLD_BEFORE;
        let mut sides = near.then(|| told.sides.clone())?;
        for actor in sides.iter_mut().flatten() {
            actor.anaphoric = true;
        }
        Some(sides)
    }

    /// Both sides of an act that both do alike: the first named, and the rest.
    pub(super) fn parties(
        &self,
        t: usize,
        kind: TriggerKind,
        carrier: Option<usize>,
        discourse: &Discourse,
    ) -> (Vec<ActorPhrase>, Vec<ActorPhrase>) {
        let tree = self.tree;
        let act = |found: Vec<ActorPhrase>| -> Vec<ActorPhrase> {
            found.into_iter().filter(can_act).collect()
        };
        let mut places = vec![t];
        places.extend(carrier);
        // "Agreed with the premier to begin a dialogue"
        let agreed = carrier.filter(|verb| tree.dep(*verb) == Dep::Xcomp);
        let agreed = agreed.and_then(|verb| tree.head(verb));
        places.extend(agreed.filter(|verb| self.set("agrees", tree.lemma(*verb))));
        if kind == TriggerKind::Verb {
            places.extend(tree.object(t).filter(|o| *o > t));
            // "Engaged in talks with Graustark."
            let talks = tree.prepositional(t, "in").into_iter();
            places.extend(talks.filter(|noun| self.set("talks", tree.lemma(*noun))));
        }
        if kind == TriggerKind::Noun {
            // "An exchange of prisoners between the two."
            let traded = tree.prepositional(t, "of").into_iter();
            places.extend(traded.filter(|_| self.set("exchanges", tree.lemma(t))));
            // "A thaw in ties between the two."
            let ties = tree.prepositional(t, "in").into_iter();
            places.extend(ties.filter(|noun| self.set("relations", tree.lemma(*noun))));
        }
        for place in &places {
            for preposition in ["between", "among"] {
                for object in tree.prepositional(*place, preposition) {
                    // "X and Y resumed flights between the two countries": their own.
                    let own = tree
                        .actor_subject(t)
                        .filter(|_| kind == TriggerKind::Verb && self.actors.is_pair_word(object));
                    let own = own.map(|subject| self.acting(subject, discourse));
                    let (one, other) = split(act(own.unwrap_or_default()));
                    if !other.is_empty() {
                        return (one, other);
                    }
                    let found = act(self.actors.actors(object, discourse));
                    let (one, other) = split(found);
                    if !other.is_empty() {
                        return (one, other);
                    }
                }
            }
        }
        // "Agreements on trade between Graustark and Ruritania were signed."
        for place in places.iter().filter(|place| tree.is_nominal(**place)) {
            let (one, other) = split(act(self.between_inside(*place, discourse)));
            if !other.is_empty() {
                return (one, other);
            }
        }
        if kind == TriggerKind::Noun {
            let (one, other) = split(act(self.modifier_actors(t, discourse)));
            if !other.is_empty() && tree.child(t, Dep::Poss).is_none() {
                return (one, other);
            }
        }
        let mut with = Vec::new();
        'with: for place in &places {
            for preposition in ["with", "alongside", "opposite"] {
                for object in tree.prepositional(*place, preposition) {
                    let mut found = act(self.actors.actors(object, discourse));
                    found.retain(|a| !self.are_means(a));
                    if !found.is_empty() {
                        with = found;
                        break 'with;
                    }
                }
            }
        }
        let discusses = kind == TriggerKind::Verb && self.set("discusses", tree.lemma(t));
        // "Both discussed ties with Graustark": with each other.
        if discusses && let Some(subject) = tree.actor_subject(t) {
            let (one, other) = split(act(self.acting(subject, discourse)));
            let abroad = |a: &ActorPhrase| one.iter().all(|o| o.country != a.country);
            if other.iter().any(abroad) {
                return (one, other);
            }
        }
        if with.is_empty()
            && kind == TriggerKind::Verb
            && !discusses
            && !tree.is_passive(t)
            && let Some(object) = tree.child(t, Dep::Dobj)
        {
            // What is proclaimed or held is no party to it.
            let is_thing = ["agreement", "relations", "talks"]
                .iter()
                .any(|set| self.set(set, tree.lemma(object)))
                || tree
                    .children(object)
                    .any(|c| tree.dep(c) == Dep::Amod && self.set("joint", tree.lemma(c)));
            if !is_thing {
                with = act(self.actors.actors(object, discourse));
            }
        }
        if with.is_empty() && kind == TriggerKind::Verb {
            with = act(self.partner_before(t, discourse));
        }
        let mut first = match kind {
            TriggerKind::Verb => {
                let subject = if tree.is_passive(t) {
                    tree.surface_subject(t)
                } else {
                    tree.actor_subject(t)
                };
                let mut found = subject
                    .map(|s| self.acting(s, discourse))
                    .unwrap_or_default();
                // "A treaty was signed by both."
                if found.is_empty()
                    && tree.is_passive(t)
                    && let Some(agent) = tree.agent(t).or_else(|| self.agent_from(t))
                {
                    found = self.acting(agent, discourse);
                }
                if found.is_empty() && subject.is_none() {
                    found = self.nearest_before(t, discourse);
                }
                found
            }
            TriggerKind::Noun => {
                let mut found = self.owner(t, carrier, discourse);
                if found.is_empty() && !with.is_empty() {
                    // "in talks with X, Y said": whoever acts in the clause above.
                    // "Y is expected in Graustark for talks with X": whoever is expected.
                    let does = |verb| {
                        let surface = tree.surface_subject(verb);
                        let surface = surface.filter(|_| tree.agent(verb).is_none());
                        tree.actor_subject(verb).or(surface)
                    };
                    found = tree
                        .verb_above(t)
                        .and_then(does)
                        .map(|s| self.actors.actors(s, discourse))
                        .unwrap_or_default();
                    // "was received by the premier after talks with his counterpart": those
                    // of the one who was received.
                    let above = tree.verb_above(t).filter(|v| tree.is_passive(*v));
                    if let Some(verb) = above
                        && !found.is_empty()
                        && found.iter().all(|a| same_country(a, &with))
                    {
                        let subject = tree.surface_subject(verb);
                        found = subject
                            .map(|s| self.actors.actors(s, discourse))
                            .unwrap_or_default();
                    }
                }
                found
            }
            TriggerKind::Adjective => self.slot(&Slot::Subject, t, kind, carrier, &[], discourse),
        };
        // "Ties between the two have grown through high-level visits."
        if first.is_empty()
            && with.is_empty()
            && kind == TriggerKind::Noun
            && let Some(verb) = tree.verb_above(t)
            && let Some(ties) = tree.surface_subject(verb).filter(|ties| *ties != t)
            && self.set("relations", tree.lemma(ties))
        {
            let between = tree.prepositional(ties, "between").into_iter();
            first = between
                .flat_map(|object| self.actors.actors(object, discourse))
                .collect();
        }
        // "The Zenda talks" took place in Zenda.
        let is_where = |a: &ActorPhrase| {
            matches!(a.kind, ActorKind::Seat | ActorKind::Place)
                && tree.dep(a.head) == Dep::Compound
                && tree.head(a.head) == Some(t)
        };
        if with.is_empty() && kind == TriggerKind::Noun && first.iter().all(is_where) {
            first.clear();
        }
        // "The two agreed to keep up their contacts": with each other.
        if with.is_empty()
            && kind == TriggerKind::Noun
            && self.set("talks", tree.lemma(t))
            && split(first.clone()).1.is_empty()
            && let Some(verb) = tree.verb_above(t)
            && let Some(both) = self.agreed_above(verb, discourse)
        {
            return both;
        }
        // "At the summit, the presidents of X and Y agreed": those who agreed met.
        if first.is_empty()
            && with.is_empty()
            && kind == TriggerKind::Noun
            && let Some(Occasion { verb, is_new }) = self.occasion_of(t)
            && let Some(subject) = tree.actor_subject(verb)
        {
            first = self.actors.actors(subject, discourse);
            first.retain(|a| is_new || !a.anaphoric);
            // "At the summit, the president asked the premier": they met.
            if !first.is_empty() && split(first.clone()).1.is_empty() {
                with = self.addressed(verb, &first, discourse);
                with.retain(|a| !is_new || a.is_single_person());
            }
        }
        let hosts = self.hosts_met(t, kind, &places, &first, &with, discourse);
        if !hosts.is_empty() {
            with = hosts;
        }
        let first: Vec<ActorPhrase> = act(first)
            .into_iter()
            .filter(|a| !same_actor(a, &with))
            .collect();
        if !with.is_empty() {
            if first.is_empty() {
                return (Vec::new(), Vec::new());
            }
            return (first, with);
        }
        split(first)
    }
}

impl Matcher<'_, '_> {
    /// Those between whom the subject of an agreement or talks is said to be, where this
    /// is no act itself: "an agreement on trade between Graustark and Ruritania".
    fn between_inside(&self, noun: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let leads = |c: &usize| {
            *c > noun
                && tree.dep(*c) == Dep::Prep
                && self.set("leads-subject", &tree.lower_text(*c))
        };
        let subjects = tree.children(noun).filter(leads);
        let subjects = subjects.filter_map(|c| tree.child(c, Dep::Pobj));
        let subjects = subjects.flat_map(|subject| tree.conjuncts(subject));
        let mut plain = subjects.filter(|subject| !self.triggers_noun(*subject));
        plain
            .find_map(|subject| tree.prepositional(subject, "between").first().copied())
            .map(|object| self.actors.actors(object, discourse))
            .unwrap_or_default()
    }
}

/// Those of the first country, and the rest; inside one country, those of the first
/// sector and the rest: "the government and the rebels".
pub(crate) fn split(actors: Vec<ActorPhrase>) -> (Vec<ActorPhrase>, Vec<ActorPhrase>) {
    let Some((country, sector)) = actors.first().map(|a| (a.country, a.sector)) else {
        return (Vec::new(), Vec::new());
    };
    if actors.iter().any(|a| a.country != country) {
        return actors.into_iter().partition(|a| a.country == country);
    }
    actors.into_iter().partition(|a| a.sector == sector)
}
