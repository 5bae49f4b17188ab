//! What is looked at of an actor to tell whether it is a side of an act.

use super::word::Telling;
use super::{ActClassifier, PARTY, SOURCE, TARGET};
use crate::actor::{ActorKind, ActorPhrase};
use crate::classify::{Bag, Feature, plain_word};
use crate::discourse::Discourse;
use crate::matcher::Matcher;
use crate::matcher::fitness::{can_act, one_government, same_actor};
use demarche_event::EventType;
use demarche_lang::{Dep, Pos};
use std::collections::BTreeSet;
use std::ops::Range;

/// Steps of a path beyond which it is only called long.
const LONG: usize = 7;

/// Sentences over which somebody who isn't named again may still be meant.
const MAX_AGO: usize = 3;

/// How many of those spoken of before are looked at.
const MAX_BEFORE: usize = 3;

/// What a side counts as the transformer reads it, beside the linear classifier.
const READ: f64 = 0.7;

/// Somebody who may be a side of an act.
pub(super) struct Party {
    pub(super) actor: ActorPhrase,
    /// Where, if the sentence itself names nobody of the country.
    pub(super) before: Option<Before>,
}

/// How somebody was spoken of before.
pub(super) struct Before {
    /// How many others of other countries were spoken of since.
    rank: usize,
    /// Sentences.
    ago: usize,
    as_subject: bool,
    /// Whether the document is about that country.
    leads: bool,
}

/// An act with the sides that it most likely has.
pub(super) struct Sided {
    pub(super) telling: Telling,
    pub(super) source: ActorPhrase,
    pub(super) target: ActorPhrase,
    pub(super) mutual: bool,
    /// The share of these sides.
    pub(super) share: f64,
    /// Who is surest to be a side.
    pub(super) surest: Lone,
    /// What passes between the two as the readers of pairs see it: the share of each class.
    pub(super) between: Vec<f64>,
}

/// Two parties as the sides of an act.
struct Pair {
    one: usize,
    other: usize,
    mutual: bool,
    share: f64,
}

impl Pair {
    /// The first as source and the other as target, or both as parties alike, by the shares
    /// of the three.
    fn likelier(shares: &[[f64; 3]], one: usize, other: usize) -> Pair {
        let acts = [shares[one][0], shares[other][1]];
        let alike = [shares[one][2], shares[other][2]];
        let mutual = alike[0] * alike[1] > acts[0] * acts[1];
        let [first, second] = if mutual { alike } else { acts };
        Pair {
            one,
            other,
            mutual,
            share: first * second,
        }
    }
}

/// One side of an act, as far as it can be told by itself.
#[derive(Clone)]
pub(super) struct Lone {
    pub(super) actor: ActorPhrase,
    /// Whether it acts; else it is acted upon.
    pub(super) acts: bool,
    /// Whether somebody of another country may be the other side.
    pub(super) has_others: bool,
}

impl Party {
    /// The actor as a side of what a word tells: at its own word, if it has one here.
    fn placed(&self, word: usize) -> ActorPhrase {
        let head = if self.before.is_some() {
            word
        } else {
            self.actor.head
        };
        ActorPhrase {
            head,
            ..self.actor.clone()
        }
    }
}

impl Matcher<'_, '_> {
    /// The actors that may be sides of an act: those of its sentence, each at its own word,
    /// and those last spoken of whose countries it doesn't name.
    pub(super) fn parties_of(&self, sentence: Range<usize>, discourse: &Discourse) -> Vec<Party> {
        let mut found: Vec<Party> = Vec::new();
        for t in sentence {
            if !matches!(
                self.tree.pos(t),
                Pos::Noun | Pos::Propn | Pos::Adj | Pos::Pron | Pos::Det
            ) {
                continue;
            }
            for actor in self.actors.actors(t, discourse) {
                let is_somebody = actor.country.is_some() || actor.sector.is_some();
                let again = |f: &Party| f.actor.head == t && f.actor.country == actor.country;
                if actor.head == t && is_somebody && can_act(&actor) && !found.iter().any(again) {
                    found.push(Party {
                        actor,
                        before: None,
                    });
                }
            }
        }
        let mut rank = 0;
        for remembered in discourse.earlier() {
            let ago = discourse.sentence - remembered.sentence;
            let phrase = &remembered.phrase;
            let known = found.iter().any(|f| f.actor.country == phrase.country);
            if phrase.country.is_none() || known || !can_act(phrase) || phrase.by_scene {
                continue;
            }
            let leads = phrase
                .country
                .is_some_and(|c| discourse.leading.contains(&c));
            if ago > MAX_AGO && !leads {
                continue;
            }
            found.push(Party {
                actor: ActorPhrase {
                    anaphoric: true,
                    ..phrase.clone()
                },
                before: Some(Before {
                    rank,
                    ago,
                    as_subject: remembered.subject_of.is_some(),
                    leads,
                }),
            });
            rank += 1;
            if rank == MAX_BEFORE {
                break;
            }
        }
        found
    }

    /// The likeliest sides of an act, of two countries.
    pub(super) fn sided(
        &self,
        classifier: &ActClassifier,
        telling: Telling,
        parties: &[Party],
        sentence: &Range<usize>,
    ) -> Option<Sided> {
        let most = (0..telling.types.len())
            .max_by(|a, b| telling.types[*a].total_cmp(&telling.types[*b]))?;
        let event_type = EventType::ALL[most];
        let class = |name: &str| classifier.sides.classes().iter().position(|c| c == name);
        let (source, target, party) = (class(SOURCE)?, class(TARGET)?, class(PARTY)?);
        let shares: Vec<[f64; 3]> = parties
            .iter()
            .map(|one| {
                let features =
                    self.features_of_side(one, parties, telling.word, event_type, sentence);
                let seen = classifier.sides.shares(&features);
                let seen = [seen[source], seen[target], seen[party]];
                let here = one.before.is_none().then_some(one.actor.head);
                let read = here.and_then(|head| self.heard.side(telling.word, head));
                read.map_or(seen, |read| {
                    [0, 1, 2].map(|n| READ * read[n] + (1.0 - READ) * seen[n])
                })
            })
            .collect();
        // A country that surely acts is hardly the one acted upon, though another mention of it
        // looks so.
        let most = |one: usize, class: usize| {
            let country = parties[one].actor.country;
            let mentions = parties.iter().zip(&shares);
            mentions
                .filter(|(p, _)| country.is_some() && p.actor.country == country)
                .map(|(_, shares)| shares[class])
                .fold(0.0, f64::max)
        };
        let mut best: Option<(f64, Pair)> = None;
        for one in 0..parties.len() {
            for other in 0..parties.len() {
                if one == other || !self.are_apart(&parties[one].actor, &parties[other].actor) {
                    continue;
                }
                let pair = Pair::likelier(&shares, one, other);
                let fit = match pair.mutual {
                    true => pair.share,
                    false => pair.share * (1.0 - most(one, 1)) * (1.0 - most(other, 0)),
                };
                if best.as_ref().is_none_or(|(most, _)| fit > *most) {
                    best = Some((fit, pair));
                }
            }
        }
        let (_, pair) = best?;
        let known = parties.iter().zip(&shares);
        let known = known.filter(|(party, _)| party.actor.country.is_some());
        let (surest, acts, _) = known
            .map(|(party, [source, target, alike])| {
                let acts = source + alike;
                (party, acts >= *target, acts.max(*target))
            })
            .max_by(|a, b| a.2.total_cmp(&b.2))?;
        let country = surest.actor.country;
        let is_other = |p: &Party| p.actor.country.is_some() && p.actor.country != country;
        let surest = Lone {
            actor: surest.placed(telling.word),
            acts,
            has_others: parties.iter().any(is_other),
        };
        let source = parties[pair.one].placed(telling.word);
        let target = parties[pair.other].placed(telling.word);
        let between = self.shares_between(&source, &target, sentence.clone())?;
        Some(Sided {
            share: pair.share,
            surest,
            source,
            target,
            between,
            mutual: pair.mutual,
            telling,
        })
    }

    /// Whether one may act on the other: they are of two countries, or of two sorts in one.
    pub(super) fn are_apart(&self, one: &ActorPhrase, other: &ActorPhrase) -> bool {
        let others = std::slice::from_ref(other);
        let known = one.country.is_some() || other.country.is_some();
        known
            && !same_actor(one, others)
            && !one_government(one, others)
            && (one.country != other.country || one.sector != other.sector)
    }

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
        let (one, other) = (tree.ancestry(from), tree.ancestry(to));
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
