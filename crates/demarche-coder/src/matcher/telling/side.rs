//! What is looked at of an actor to tell whether it is a side of an act.

use super::super::Matcher;
use super::Party;
use crate::actor::{ActorKind, ActorPhrase};
use crate::classify::{Bag, Feature, plain_word};
use demarche_event::EventType;
use demarche_lang::{Dep, Pos};
use std::collections::BTreeSet;
use std::ops::Range;

/// Steps of a path beyond which it is only called long.
const LONG: usize = 7;

impl Matcher<'_, '_> {
    /// The features of an actor among those of a sentence, beside a word that tells an act
    /// of a type.
    pub(super) fn features_of_side(
        &self,
        party: &Party,
        parties: &[Party],
        word: usize,
        event_type: EventType,
        sentence: &Range<usize>,
    ) -> Vec<Feature> {
        let tree = self.tree;
        let mut bag = Bag::default();
        let actor = &party.actor;
        let head = party.before.as_ref().map_or(actor.head, |_| word);
        let own = plain_word(tree, word);
        let of = event_type.as_str();
        let sort = if tree.pos(word) == Pos::Noun {
            "n"
        } else {
            "v"
        };
        let passive = if sort == "v" && tree.is_passive(word) {
            "p"
        } else {
            "a"
        };
        let (path, prepositions) = self.path(head, word);
        let order = if head < word { "before" } else { "after" };
        let mut add = |parts: &[&str], weight: f32| {
            bag.add(parts, weight);
            bag.add_of(of, parts, weight);
        };
        let here = || parties.iter().filter(|p| p.before.is_none());
        let named: Vec<&ActorPhrase> = here().map(|p| &p.actor).collect();
        if let Some(before) = &party.before {
            let rank = before.rank.to_string();
            let ago = before.ago.min(4).to_string();
            let countries: BTreeSet<_> = named.iter().filter_map(|a| a.country).collect();
            let countries = countries.len().min(3).to_string();
            let leads = if before.leads { "leads" } else { "no" };
            let role = if before.as_subject {
                "subject"
            } else {
                "other"
            };
            add(&["before"], 1.0);
            add(&["before-rank", &rank, &countries], 0.7);
            add(&["before-ago", &ago, role], 0.7);
            add(&["before-leads", leads, &rank, &countries], 0.7);
            add(&["before-own", &own], 0.5);
            let subject = match tree.pos(word) {
                Pos::Noun => None,
                _ => tree.surface_subject(word),
            };
            let subject = subject.map_or_else(|| "none".to_owned(), |s| self.who_or_what(s));
            add(&["before-subject", sort, passive, &subject], 0.7);
            for child in tree.children(word) {
                if matches!(tree.dep(child), Dep::Det | Dep::Poss | Dep::Prep) {
                    add(&["before-below", sort, &tree.lower_text(child)], 0.4);
                }
            }
            let kind = if actor.is_single_person() {
                "person"
            } else {
                "other"
            };
            add(&["before-kind", kind], 0.4);
            return bag.into_features();
        }
        let actors = named;
        add(&["path", sort, passive, &path], 1.0);
        add(&["path-own", &path, &own], 0.7);
        add(&["prep", sort, &prepositions], 0.7);
        add(&["prep-own", &prepositions, &own], 0.7);
        add(&["order", sort, order], 0.5);
        let far = match head.abs_diff(word) {
            0..=2 => "0",
            3..=5 => "1",
            6..=10 => "2",
            11..=18 => "3",
            _ => "4",
        };
        add(&["far", order, far], 0.5);
        let between = actors
            .iter()
            .filter(|a| a.country != actor.country)
            .filter(|a| (a.head > word) == (head > word))
            .filter(|a| a.head.abs_diff(word) < head.abs_diff(word))
            .count()
            .min(3)
            .to_string();
        add(&["between", order, &between], 0.5);
        let first = actors.iter().map(|a| a.head).min() == Some(head);
        add(&["first", if first { "y" } else { "n" }], 0.5);
        let dep = tree.dep(head).as_str();
        add(&["dep", dep], 0.5);
        if let Some(above) = tree.head(head) {
            add(&["above", dep, &plain_word(tree, above)], 0.5);
        }
        let verb = tree.verb_above(word).filter(|_| sort == "n");
        let verb = verb.unwrap_or(word);
        let is = |t: Option<usize>| t.is_some_and(|t| tree.conjuncts(t).contains(&head));
        let mut main = word;
        while let Some(above) = tree.head(main).filter(|a| sentence.contains(a)) {
            main = above;
        }
        let places = [
            ("subject", is(tree.actor_subject(verb))),
            ("surface", is(tree.surface_subject(verb))),
            ("object", is(tree.object(verb))),
            ("agent", is(tree.agent(verb))),
            ("own-object", is(tree.object(word))),
            ("main-subject", is(tree.actor_subject(main))),
            ("under", tree.is_under(head, word)),
            ("above-word", tree.is_under(word, head)),
        ];
        for (name, _) in places.iter().filter(|(_, is)| *is) {
            add(&["is", name, sort, passive], 1.0);
        }
        let kind = match actor.kind {
            ActorKind::State => "state",
            ActorKind::Seat => "seat",
            ActorKind::Place => "place",
            ActorKind::Organisation => "body",
            ActorKind::Forum => "forum",
            ActorKind::Person => "person",
            ActorKind::Agent(_) => "agent",
        };
        add(&["kind", kind], 0.5);
        add(&["kind-dep", kind, dep, order], 0.5);
        if let Some(sector) = actor.sector {
            add(&["sector", sector.as_str()], 0.3);
        }
        let pronoun = tree.pos(head) == Pos::Pron;
        if pronoun {
            add(&["pronoun", &tree.lower_text(head)], 0.5);
        }
        let again = actors
            .iter()
            .any(|a| a.head != head && a.country == actor.country);
        add(&["again", if again { "y" } else { "n" }], 0.4);
        let number = actors
            .iter()
            .filter(|a| a.country != actor.country)
            .count()
            .min(4)
            .to_string();
        add(&["others", &number, order], 0.4);
        bag.into_features()
    }

    /// Steps from a word to another through what both hang on.
    pub(super) fn steps_between(&self, from: usize, to: usize) -> usize {
        let tree = self.tree;
        let mut at = from;
        for rise in 0..40 {
            if let Some(fall) = tree.steps_up(to, at) {
                return rise + fall;
            }
            match tree.head(at) {
                Some(head) => at = head,
                None => break,
            }
        }
        40
    }

    /// The way from an actor to a word through what both hang on, and the prepositions
    /// on it.
    fn path(&self, from: usize, to: usize) -> (String, String) {
        let tree = self.tree;
        let up = |t: usize| {
            let mut chain = vec![t];
            let mut at = t;
            while let Some(head) = tree.head(at).filter(|_| chain.len() < 40) {
                chain.push(head);
                at = head;
            }
            chain
        };
        let (one, other) = (up(from), up(to));
        let Some(common) = one.iter().copied().find(|x| other.contains(x)) else {
            return ("none".to_owned(), String::new());
        };
        let rise: Vec<usize> = one.iter().copied().take_while(|x| *x != common).collect();
        let fall: Vec<usize> = other.iter().copied().take_while(|x| *x != common).collect();
        let words = rise.iter().filter(|x| tree.dep(**x) == Dep::Prep);
        let mut prepositions: Vec<String> =
            words.map(|x| tree.lower_text(*x).into_owned()).collect();
        prepositions.push("/".to_owned());
        let words = fall.iter().filter(|x| tree.dep(**x) == Dep::Prep);
        prepositions.extend(words.map(|x| tree.lower_text(*x).into_owned()));
        let prepositions = prepositions.join(" ");
        if rise.len() + fall.len() > LONG {
            return ("long".to_owned(), prepositions);
        }
        let names = |steps: &[usize]| {
            let names: Vec<&str> = steps.iter().map(|x| tree.dep(*x).as_str()).collect();
            names.join("/")
        };
        (format!("{}^{}", names(&rise), names(&fall)), prepositions)
    }
}
