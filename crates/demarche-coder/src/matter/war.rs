//! Wars as a whole: who began them, against whom, since when.

use super::{MatterReader, Named};
use crate::force;
use demarche_event::{InForce, MatterKind, When};
use demarche_lang::{Dep, Tag};

impl MatterReader<'_, '_, '_> {
    /// "Graustark's war against Ruritania", "since Graustark invaded Ruritania".
    pub(super) fn war(&self, t: usize) -> Option<Named> {
        let tree = self.matcher.tree;
        if tree.is_verb(t) {
            return self.invades(t);
        }
        let heads = tree.is_nominal(t) && !matches!(tree.dep(t), Dep::Compound | Dep::Amod);
        let invasion = self.is("invasions", t);
        if !heads || !invasion && !self.is("wars", t) {
            return None;
        }
        if self.described_by(t, "no-wars").is_some() {
            return None;
        }
        let before: Vec<String> = self.countries(tree.left(t)..t);
        let against = match invasion {
            true => self.joined(t, &["of"]),
            false => {
                // "A war of aggression against Graustark"
                let of = tree.prepositional(t, "of").into_iter();
                let at = of.chain([t]);
                at.flat_map(|noun| self.joined(noun, &["against", "on", "in"]))
                    .collect()
            }
        };
        let with = self.joined(t, &["between", "with"]);
        // "A war on drugs"
        let other_aim = ["against", "on"]
            .iter()
            .any(|p| !tree.prepositional(t, p).is_empty());
        let mut named = Named::new(MatterKind::War, t, self.phrase(t));
        if !against.is_empty() {
            (named.countries, named.towards) = (before, against);
        } else if other_aim {
            return None;
        } else if !with.is_empty() {
            // "A war between them" may be one that nobody wages.
            let is_some = |c: usize| tree.dep(c) == Dep::Det && self.is("indefinite", c);
            if tree.children(t).any(is_some) {
                return None;
            }
            named.countries = before;
            named.countries.extend(with);
        } else if invasion || before.len() > 1 {
            named.countries = before;
        } else if tree.has_child(t, Dep::Poss) {
            // "Graustark's war": on whom isn't told, nor whether it began it.
            return None;
        } else {
            named.towards = before;
        }
        if named.countries.is_empty() && named.towards.is_empty() {
            return None;
        }
        named.in_force = self.lasts_of_war(t, invasion);
        Some(named.apart())
    }

    fn invades(&self, verb: usize) -> Option<Named> {
        let tree = self.matcher.tree;
        let told = self.is("invades", verb) && self.is_done(verb);
        let (by, whom) = (tree.actor_subject(verb)?, tree.object(verb)?);
        if !told || by == whom {
            return None;
        }
        let by = self.official(by)?;
        let countries = vec![self.code_of(&by)?];
        let towards = self.countries(self.phrase(whom));
        let name = tree.base_phrase(by.head).start..tree.base_phrase(whom).end;
        let name = if name.contains(&verb) && name.len() <= 12 {
            name
        } else {
            verb..verb + 1
        };
        let named = Named {
            countries,
            towards,
            in_force: self.began_on(&[verb]),
            ..Named::new(MatterKind::War, verb, name)
        }
        .apart();
        (!named.towards.is_empty()).then_some(named)
    }

    /// Since when, or from when until when, a war is said to last.
    fn lasts_of_war(&self, noun: usize, invasion: bool) -> Option<InForce> {
        let tree = self.matcher.tree;
        let verbs = self.tokens.clone().filter(|v| {
            let told = tree.is_verb(*v) && tree.tag(*v) != Tag::Vb;
            // "Which began" may be read as told of a name inside the phrase.
            let of_it = |s: usize| s == noun || tree.is_under(s, noun);
            told && tree.surface_subject(*v).is_some_and(of_it)
        });
        let (mut from, mut to) = (None, None);
        for verb in verbs {
            if self.is("war-begins", verb) {
                from = from.or(self.day_on(&[verb]));
            } else if self.is("war-ends", verb) {
                to = to.or(self.day_on(&[verb]));
            }
        }
        let lasts = self.lasts(&[noun]);
        let (since, until) = lasts.map_or((None, None), |days| (days.from, days.to));
        let day = || self.day_on(&[noun]).filter(|_| invasion);
        let (from, to) = (from.or(since).or_else(day), to.or(until));
        (from.is_some() || to.is_some()).then_some(InForce { from, to })
    }

    fn began_on(&self, words: &[usize]) -> Option<InForce> {
        let from = self.day_on(words)?;
        Some(InForce {
            from: Some(from),
            to: None,
        })
    }

    /// The day, month or year told beside some words.
    fn day_on(&self, words: &[usize]) -> Option<When> {
        let time = *self.times_on(words).first()?;
        let days = time.days.and_then(|days| force::first(days, time));
        Some(force::when(time, days, self.matcher))
    }
}
