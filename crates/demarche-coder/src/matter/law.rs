//! Laws that are passed or amended, and papers in which a government lays down a policy.

use super::{MatterReader, Named};
use crate::circumstance::phrase_end;
use crate::force::{self, Decision};
use crate::when::Kind;
use demarche_event::{InForce, MatterKind};
use demarche_lang::{Dep, Pos};
use std::ops::Range;

impl MatterReader<'_, '_, '_> {
    /// "Passed a law on beekeeping", "the act was amended in April".
    pub(super) fn law(&self, verb: usize) -> Option<Named> {
        let tree = self.matcher.tree;
        if !self.is_done(verb) || !self.is("passes-law", verb) {
            return None;
        }
        let object = tree.object(verb).filter(|o| self.is("laws", *o))?;
        let name = self.with_subject(object, verb);
        let by = tree.actor_subject(verb).filter(|by| *by != object);
        let by = by.and_then(|by| self.official(by));
        let mut countries: Vec<String> = by.and_then(|by| self.code_of(&by)).into_iter().collect();
        if countries.is_empty() {
            // "Hungary's law on foreign agents was passed"
            countries = self.countries(tree.left(object)..object);
        }
        if countries.is_empty() && tree.is_passive(verb) {
            countries = self.set_in();
        }
        if countries.is_empty() {
            return None;
        }
        let decision = Decision {
            trigger: verb,
            carrier: None,
            told: true,
        };
        let near: Vec<usize> = name.clone().chain([verb]).collect();
        let mut of_act = self
            .times_on(&near)
            .into_iter()
            .filter(|time| !decision.is_of_force(time, self.matcher));
        let date = of_act
            .next()
            .map(|time| force::when(time, time.days, self.matcher));
        let in_force = decision.in_force(date.as_ref(), self.times, self.matcher);
        Some(Named {
            countries,
            date,
            in_force,
            ..Named::new(MatterKind::Law, verb, name)
        })
    }

    /// The words of a law, with "on beekeeping" though that may be read as told of the verb.
    fn with_subject(&self, law: usize, verb: usize) -> Range<usize> {
        let tree = self.matcher.tree;
        let name = self.phrase(law);
        let follows = |c: &usize| tree.left(*c) == name.end && tree.dep(*c) == Dep::Prep;
        let on = tree.children(verb).find(follows);
        let of = on.filter(|on| self.is("subject-of-law", *on));
        let subject = of.and_then(|on| {
            tree.child(on, Dep::Pobj)
                .or_else(|| tree.child(on, Dep::Pcomp))
        });
        let is_time = |noun: &usize| self.times.iter().any(|time| time.tokens.contains(noun));
        match subject.filter(|noun| !is_time(noun)) {
            Some(noun) => name.start..phrase_end(noun, self.times, self.matcher),
            None => name,
        }
    }

    /// "Published its strategy on Graustark".
    pub(super) fn paper(&self, verb: usize) -> Option<Named> {
        let tree = self.matcher.tree;
        if !self.is_done(verb) || !self.is("publishes", verb) {
            return None;
        }
        let object = tree.object(verb).filter(|o| self.is("policy-paper", *o))?;
        let by = tree.actor_subject(verb).filter(|by| *by != object)?;
        let by = self.official(by)?;
        let name = self.phrase(object);
        let mut towards = self.countries(name.clone());
        let aims = |c: &usize| tree.dep(*c) == Dep::Prep && *c > object && self.is("towards", *c);
        // What it is on may hang on the verb.
        for at in tree.children(verb).filter(aims) {
            towards.extend(self.countries(tree.left(at)..tree.end(at)));
        }
        let named = Named {
            countries: vec![self.code_of(&by)?],
            towards,
            date: self.date_on(&[verb, object]),
            ..Named::new(MatterKind::Strategy, verb, name)
        };
        Some(named.apart())
    }
}

/// What a later sentence says of a law that was told of: "The law takes effect in July."
pub(crate) fn force_told_later(reader: &MatterReader<'_, '_, '_>) -> Option<InForce> {
    let tree = reader.matcher.tree;
    let verb = reader
        .tokens
        .clone()
        .find(|t| tree.is_verb(*t) && tree.is_main(*t) && force::has_force(*t, reader.matcher))?;
    let subject = tree.surface_subject(verb)?;
    let points_back = match tree.pos(subject) {
        Pos::Pron => reader.is("pronoun-it", subject),
        _ => {
            let definite = |c| tree.dep(c) == Dep::Det && reader.is("definite", c);
            reader.is("laws", subject) && tree.children(subject).any(definite)
        }
    };
    let told: Vec<usize> = tree.children(verb).chain([verb]).collect();
    let times = reader.times_on(&told);
    let time = times.first().filter(|_| points_back)?;
    let days = time.days;
    Some(match time.kind {
        Kind::Until => InForce {
            from: None,
            to: Some(force::when(
                time,
                days.and_then(|d| force::last(d, time)),
                reader.matcher,
            )),
        },
        _ => InForce {
            from: Some(force::when(
                time,
                days.and_then(|d| force::first(d, time)),
                reader.matcher,
            )),
            to: None,
        },
    })
}
