//! Several who are meant by one phrase: "both sides", "the three leaders", "thirty".

use super::ActorReader;
use super::phrase::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::AgentKind;
use demarche_event::Sector;
use demarche_lang::{Dep, EntityKind, Pos, Tag};

impl<'a, 'l> ActorReader<'a, 'l> {
    /// "The two countries' generals": those of each.
    pub(super) fn of_both(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let Some(owners) = tree
            .child(t, Dep::Poss)
            .filter(|owners| self.is_pair_word(*owners))
        else {
            return Vec::new();
        };
        let Some(people) = self.phrase(t, discourse).into_iter().next() else {
            return Vec::new();
        };
        let owners = self.actors(owners, discourse).into_iter();
        owners
            .filter(|owner| owner.country.is_some())
            .map(|owner| ActorPhrase {
                country: owner.country,
                name: None,
                by_scene: false,
                ..people.clone()
            })
            .collect()
    }

    /// "Rassendyll met the premier in Zenda, where both agreed": those who met there.
    pub(super) fn who_met_where(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let Some(verb) = tree.subject_of(t) else {
            return Vec::new();
        };
        let mut opening = tree.left(verb)..t;
        if !matches!(tree.dep(verb), Dep::Relcl | Dep::Advcl)
            || !opening.any(|w| self.set("where", &tree.lower_text(w)))
        {
            return Vec::new();
        }
        let main = tree.head(verb).and_then(|place| tree.verb_above(place));
        main.map(|main| self.both_of(main, discourse))
            .unwrap_or_default()
    }

    /// "He sat down with the premier, and the pair agreed": those two.
    pub(super) fn who_met_before(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let verb = tree
            .subject_of(t)
            .filter(|verb| tree.dep(*verb) == Dep::Conj);
        let Some(met) = verb.and_then(|verb| tree.head(verb)).filter(|met| *met < t) else {
            return Vec::new();
        };
        if !self.set("brings-together", tree.lemma(met)) {
            return Vec::new();
        }
        let both = self.both_of(met, discourse);
        let persons = both.iter().all(ActorPhrase::is_single_person);
        if both.len() == 2 && persons {
            both
        } else {
            Vec::new()
        }
    }

    /// "Raised it with the premier when they spoke", "hours before they met": the two
    /// persons that the sentence names.
    pub(super) fn who_spoke_when(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let Some(verb) = tree.subject_of(t) else {
            return Vec::new();
        };
        let together = tree.lemma(verb) == "meet" || self.set("talks-together", tree.lemma(verb));
        if tree.dep(verb) != Dep::Advcl || !together || tree.child(verb, Dep::Dobj).is_some() {
            return Vec::new();
        }
        let first = tree.token(t).sentence().tokens().start;
        let mut both: Vec<ActorPhrase> = Vec::new();
        for w in (first..t).filter(|w| tree.is_nominal(*w) && tree.pos(*w) != Pos::Pron) {
            if matches!(tree.dep(w), Dep::Compound | Dep::Amod | Dep::Nmod) {
                continue;
            }
            for person in self.phrase(w, discourse) {
                let counts = person.country.is_some() && person.is_single_person();
                if counts && !both.iter().any(|b| b.country == person.country) {
                    both.push(person);
                }
            }
        }
        if both.len() != 2 {
            both.clear();
        }
        both
    }

    /// Those of different countries whom a verb brings together: its subject, and its
    /// object or whom "with" or "by" leads.
    pub(super) fn both_of(&self, verb: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let object = tree.child(verb, Dep::Dobj);
        let with = [Some(verb), object].into_iter().flatten();
        let with = with.flat_map(|head| tree.prepositional(head, "with"));
        let words = tree.surface_subject(verb).into_iter();
        let words = words.chain(object).chain(tree.agent(verb)).chain(with);
        let mut both: Vec<ActorPhrase> = Vec::new();
        for word in words {
            for actor in self.actors(word, discourse) {
                let takes_part = actor.country.is_some() && actor.kind != ActorKind::Place;
                if takes_part && !both.iter().any(|b| b.country == actor.country) {
                    both.push(actor);
                }
            }
        }
        if both.len() < 2 {
            both.clear();
        }
        both
    }

    /// "The two", "all three": as many of those named, without a word for what they are.
    pub(super) fn are_so_many(&self, t: usize) -> Option<usize> {
        let tree = self.tree;
        let word = tree.lower_text(t);
        let number = match () {
            () if self.set("two", &word) => 2,
            () if self.set("three", &word) => 3,
            () => return None,
        };
        let all = |c| {
            let word = tree.lower_text(c);
            tree.dep(c) == Dep::Det && (word == "the" || self.set("all", &word))
        };
        // "Accused all three of cheating", not "all three of the ministers"
        let is_alone = tree.children(t).all(|c| match tree.dep(c) {
            Dep::Det | Dep::Punct | Dep::Cc => true,
            Dep::Prep => tree.children(c).all(|o| !tree.has_child(o, Dep::Det)),
            _ => false,
        });
        let stands_for_them = matches!(
            tree.dep(t),
            Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj
        );
        (tree.pos(t) == Pos::Num && tree.children(t).any(all) && is_alone && stands_for_them)
            .then_some(number)
    }

    /// The persons whose names explain a plural title, as many as there are: "the two
    /// premiers, Rudolf Rassendyll and Flavia Elphberg". The title is each one's, and so
    /// is each of its countries, where they are as many.
    pub(super) fn listed(&self, t: usize, discourse: &Discourse) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        if !matches!(tree.tag(t), Tag::Nns | Tag::Nnps) {
            return None;
        }
        let title = self.agent_at(t);
        if title.is_none() && !self.set("sides", &self.side_word(t)) {
            return None;
        }
        let first = tree
            .children(t)
            .find(|c| *c > t && tree.dep(*c) == Dep::Appos && tree.pos(*c) == Pos::Propn)?;
        let names = tree.conjuncts(first);
        let mut persons = Vec::new();
        for name in &names {
            let person = self.phrase(*name, discourse).pop()?;
            if person.kind != ActorKind::Person {
                return None;
            }
            persons.push(person);
        }
        if persons.len() < 2 {
            return None;
        }
        let described = self.described(t, discourse).unwrap_or_default();
        for (number, person) in persons.iter_mut().enumerate() {
            if described.len() == names.len() {
                person.country = person.country.or(described[number].country);
            }
            if let Some((agent, first)) = title {
                let agent = &self.lexicon.agents[agent as usize];
                person.sector = person.sector.or(agent.sector);
                person.office = person.office.take().or_else(|| agent.office.clone());
                let role = || tree.written(first..t + 1).to_owned();
                person.role.get_or_insert_with(role);
            }
        }
        Some(persons)
    }

    /// The states whose names say who "its allies" are: "its allies Ruritania and Graustark".
    pub(super) fn listed_states(
        &self,
        t: usize,
        discourse: &Discourse,
    ) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        let several = matches!(tree.tag(t), Tag::Nns | Tag::Nnps);
        if !several || !self.set("relational", tree.lemma(t)) {
            return None;
        }
        let first = tree
            .children(t)
            .find(|c| *c > t && tree.dep(*c) == Dep::Appos)?;
        let names = tree.conjuncts(first);
        let read = |name: &usize| self.phrase(*name, discourse).into_iter().next();
        let states: Vec<ActorPhrase> = names.iter().filter_map(read).collect();
        let are_states = states
            .iter()
            .all(|a| matches!(a.kind, ActorKind::State | ActorKind::Seat));
        (are_states && states.len() == names.len()).then_some(states)
    }

    /// "both sides", "the two countries", "each government", "the pair", "both"
    pub(crate) fn is_pair_word(&self, t: usize) -> bool {
        let tree = self.tree;
        let word = tree.text(t).to_ascii_lowercase();
        if self.set("both", &word) {
            return matches!(
                tree.dep(t),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj
            );
        }
        let lemma = self.side_word(t);
        if !self.set("sides", &lemma) {
            return false;
        }
        // "Two Ruritanian officials" are no two sides.
        let base = tree.base_phrase(t);
        let of_one = self
            .mentions
            .within(base.clone())
            .any(|m| !m.tokens.contains(&t) && self.country_of(m).is_some());
        let two = || {
            base.clone()
                .any(|w| w != t && self.set("two", &tree.text(w).to_ascii_lowercase()))
        };
        !of_one && (two() || self.are_three(t) || self.set("pair", &lemma))
    }

    /// "Two were led away", "arrested 30", "several were beaten": a number of people
    /// without a word for them.
    pub(super) fn is_bare_count(&self, t: usize) -> bool {
        let tree = self.tree;
        let token = tree.token(t);
        let word = token.text().to_ascii_lowercase();
        let counts = token.pos() == Pos::Num && !word.contains(['.', ':', '/', '%', '$', '€', '£'])
            || self.set("counts-people", &word);
        let measures = matches!(
            token.entity_kind(),
            Some(
                EntityKind::Date
                    | EntityKind::Time
                    | EntityKind::Money
                    | EntityKind::Percent
                    | EntityKind::Quantity
                    | EntityKind::Ordinal
            )
        );
        counts
            && !measures
            && matches!(tree.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)
            && tree.children(t).all(|c| {
                matches!(
                    tree.dep(c),
                    Dep::Det | Dep::Advmod | Dep::Quantmod | Dep::Amod | Dep::Punct | Dep::Cc
                ) || tree.dep(c) == Dep::Prep && tree.is(c, "at") && c < t
            })
    }

    /// Whom a bare number counts: the people spoken of last; those that something is done
    /// to, of the same sentence or civilians of where the account is set.
    pub(super) fn counted(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let done_to = self.tree.dep(t) == Dep::Dobj;
        let mut before = self.same_sentence(t, discourse, ActorPhrase::are_people);
        if !done_to {
            before = before.or_else(|| discourse.people().cloned());
        }
        if let Some(before) = before {
            return Some(ActorPhrase {
                head: t,
                anaphoric: true,
                ..before
            });
        }
        // Of things as of people one says that there are thirty.
        if !done_to {
            return None;
        }
        let kind = ActorKind::Agent(AgentKind::People);
        let mut phrase = self.new_phrase(self.tree.base_phrase(t), t, kind);
        phrase.sector = Some(Sector::Cvl);
        phrase.plural = true;
        Some(phrase)
    }

    /// "the three leaders"
    pub(super) fn are_three(&self, t: usize) -> bool {
        let tree = self.tree;
        tree.base_phrase(t)
            .any(|w| w != t && self.set("three", &tree.text(w).to_ascii_lowercase()))
    }

    /// "the parties", "the foreign ministers": several, without a word of whose they are.
    pub(super) fn is_bare_side(&self, t: usize) -> bool {
        let tree = self.tree;
        let definite =
            |c| tree.dep(c) == Dep::Det && self.set("definite", &tree.text(c).to_ascii_lowercase());
        let title = self.agent_at(t).map_or(t, |(_, first)| first);
        matches!(tree.tag(t), Tag::Nns | Tag::Nnps)
            && self.set("sides-alone", &self.side_word(t))
            && tree.children(t).any(definite)
            && tree.children(t).all(|c| {
                definite(c)
                    || matches!(tree.dep(c), Dep::Punct | Dep::Case)
                    || (title..t).contains(&c)
            })
    }

    /// The dictionary form of a word for a side; "Ministers" of capital letter is
    /// taken for a name and keeps its plural.
    pub(super) fn side_word(&self, t: usize) -> String {
        let lower = self.tree.lemma(t).to_lowercase();
        match lower.strip_suffix('s') {
            Some(singular) if self.set("sides", singular) => singular.to_owned(),
            _ => lower,
        }
    }

    pub(super) fn named_before(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let sentence = self.tree.token(t).sentence().tokens();
        // Who pressed both men is neither of them.
        let is_object = matches!(self.tree.dep(t), Dep::Dobj | Dep::Dative | Dep::Pobj);
        let verb = self.tree.verb_above(t).filter(|_| is_object);
        let doer = verb.and_then(|verb| self.tree.surface_subject(verb));
        let does = |head| doer.is_some_and(|doer| self.tree.is_under(head, doer));
        let mut here = Vec::new();
        for mention in self.mentions.within(sentence.start..t) {
            let head = self.mention_head(mention);
            if head < t && !self.is_pair_word(head) && !does(head) {
                let before = here.len();
                here.extend(self.phrase(head, discourse));
                if here.len() == before {
                    here.extend(self.phrase(mention.tokens.end - 1, discourse));
                }
            }
        }
        here
    }
}
