//! Who belongs to an alliance or union, and whose ally somebody is said to be.

use super::{MatterReader, Named};
use crate::force;
use demarche_event::{InForce, MatterKind, When};
use demarche_lang::{Dep, Tag};
use std::ops::Range;

impl MatterReader<'_, '_, '_> {
    /// "Albania, a NATO member", "which belongs to the union", "Finland joined NATO".
    pub(super) fn membership(&self, t: usize) -> Option<Named> {
        if self.matcher.tree.is_verb(t) {
            self.belongs(t).or_else(|| self.joins(t))
        } else {
            self.member(t)
        }
    }

    fn member(&self, noun: usize) -> Option<Named> {
        let tree = self.matcher.tree;
        let ally = self.is("allies", noun);
        if !tree.is_nominal(noun) || !ally && !self.is("members", noun) {
            return None;
        }
        let (who, words) = self.who_is(noun)?;
        let base = tree.base_phrase(noun);
        let mut group = self.countries(base.clone());
        group.extend(self.joined(noun, &["of", "in", "to"]));
        let group = self.groups(group, ally);
        let mut countries = Vec::new();
        for who in tree.conjuncts(who) {
            countries.extend(self.countries(tree.base_phrase(who)));
        }
        let mut named = Named {
            countries,
            towards: group,
            in_force: self.lasts(&[noun]),
            ..Named::new(MatterKind::Membership, noun, words)
        };
        named
            .countries
            .retain(|code| self.is_state(code) && !named.towards.contains(code));
        if let Some(word) = self.described_by(noun, "no-longer") {
            let text = tree.written(word..word + 1).to_owned();
            let ended = When::unplaced(Some(text));
            let from = named.in_force.take().and_then(|days| days.from);
            named.in_force = Some(InForce {
                from,
                to: Some(ended),
            });
        } else {
            named.date = self.today();
        }
        (!named.countries.is_empty() && !named.towards.is_empty()).then_some(named)
    }

    /// Of whom a noun says what they are, and its words.
    fn who_is(&self, noun: usize) -> Option<(usize, Range<usize>)> {
        let tree = self.matcher.tree;
        let head = tree.head(noun);
        let own = self.phrase(noun);
        match tree.dep(noun) {
            Dep::Appos => Some((head?, own)),
            Dep::Attr => Some((tree.surface_subject(head?)?, own)),
            // "NATO member Albania"
            Dep::Compound | Dep::Nmod | Dep::Amod => {
                let head = head.filter(|h| *h > noun)?;
                Some((head, tree.left(noun)..noun + 1))
            }
            _ => {
                let named = tree
                    .children(noun)
                    .find(|c| *c > noun && tree.dep(*c) == Dep::Appos)?;
                Some((named, tree.base_phrase(noun)))
            }
        }
    }

    /// To whom members belong: to bodies of states. Allies are bound to states too.
    fn groups(&self, codes: Vec<String>, ally: bool) -> Vec<String> {
        codes
            .into_iter()
            .filter(|code| ally || !self.is_state(code))
            .collect()
    }

    fn belongs(&self, verb: usize) -> Option<Named> {
        let tree = self.matcher.tree;
        if !self.is("belongs", verb) || !self.is_done(verb) {
            return None;
        }
        let who = self.official(tree.surface_subject(verb)?)?;
        let to = *tree.prepositional(verb, "to").first()?;
        let mut towards = Vec::new();
        for to in tree.conjuncts(to) {
            towards.extend(self.countries(tree.base_phrase(to)));
        }
        let named = Named {
            countries: vec![self.code_of(&who)?],
            towards: self.groups(towards, false),
            date: self.today(),
            in_force: self.lasts(&[verb]),
            ..Named::new(MatterKind::Membership, verb, verb..tree.end(to))
        };
        (!named.towards.is_empty() && self.is_state(&named.countries[0])).then_some(named)
    }

    fn joins(&self, verb: usize) -> Option<Named> {
        let tree = self.matcher.tree;
        let joins = self.is("joins", verb);
        let past = matches!(tree.tag(verb), Tag::Vbd | Tag::Vbn | Tag::Vbg);
        if !past || !joins && !self.is("leaves", verb) || !self.is_done(verb) {
            return None;
        }
        let object = tree.child(verb, Dep::Dobj)?;
        let who = self.official(tree.surface_subject(verb)?)?;
        // The body itself, not its talks.
        let mention = self.matcher.actors.mentions.at(object)?;
        let towards = self.groups(self.countries(mention.tokens.clone()), false);
        let time = self.times_on(&[verb]).first().copied();
        let when = time.map(|time| {
            let days = time.days.and_then(|days| force::first(days, time));
            force::when(time, days, self.matcher)
        });
        let when =
            when.unwrap_or_else(|| When::unplaced(Some(tree.written(verb..verb + 1).to_owned())));
        let (from, to) = if joins {
            (Some(when), None)
        } else {
            (None, Some(when))
        };
        let named = Named {
            countries: vec![self.code_of(&who)?],
            towards,
            in_force: Some(InForce { from, to }),
            ..Named::new(MatterKind::Membership, verb, verb..object + 1)
        };
        (!named.towards.is_empty() && self.is_state(&named.countries[0])).then_some(named)
    }
}
