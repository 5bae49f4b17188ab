//! Somebody whom the lexicon doesn't know, or knows by another spelling.

use super::ActorReader;
use super::country::Lent;
use super::phrase::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::NameRef;
use demarche_event::Sector;
use demarche_lang::{Dep, EntityKind, Pos};

impl<'a, 'l> ActorReader<'a, 'l> {
    /// Somebody whom the lexicon doesn't know, by name.
    pub(super) fn unknown_person(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        self.stranger(t, false, discourse)
    }

    /// The same, of a name that may stand beside a title: "the trade minister, Rudolf
    /// Rassendyll".
    pub(super) fn stranger(
        &self,
        t: usize,
        beside_title: bool,
        discourse: &Discourse,
    ) -> Option<ActorPhrase> {
        let tree = self.tree;
        let token = tree.token(t);
        let titled = tree.children(t).any(|c| {
            tree.dep(c) == Dep::Compound
                && self.set("courtesy-title", tree.text(c).trim_end_matches('.'))
        });
        let entity = token.entity().map(|e| &tree.parsed.entities()[e]);
        let is_person = entity.is_some_and(|e| e.kind == EntityKind::Person) || titled;
        let base = tree.base_phrase(t);
        let title = self.title_before(t, base.start);
        let family = token.text();
        // Or the family name of somebody introduced before.
        let is_known = || {
            discourse
                .by_family(family)
                .is_some_and(|p| p.name.is_none())
        };
        let is_name = token.pos() == Pos::Propn && (title.is_some() || beside_title || is_known());
        if !is_person && !is_name {
            return None;
        }
        if let Some(number) = self.nearly_named(t) {
            let person = &self.lexicon.persons[number as usize];
            let office = person.office_on(self.on_day().as_ref());
            let mut phrase = self.new_phrase(base.clone(), t, ActorKind::Person);
            phrase.name = Some(person.name.clone());
            phrase.family = person.family.clone();
            phrase.gender = person.gender;
            phrase.plural = false;
            phrase.country = office.and_then(|o| o.code).or(person.country);
            phrase.sector = office
                .and_then(|o| o.sector)
                .or(person.sector)
                .or(Some(Sector::Gov));
            phrase.office = office.map(|o| o.office.clone());
            return Some(phrase);
        }
        let is_place = self.mentions.at(t).is_some_and(|m| {
            m.refs.iter().any(|r| {
                matches!(
                    r,
                    NameRef::Place(_) | NameRef::Capital(..) | NameRef::State(_)
                )
            })
        });
        if is_place {
            return None;
        }
        if let Some(before) = discourse.by_family(family) {
            return Some(ActorPhrase {
                bytes: self.new_phrase(base.clone(), t, ActorKind::Person).bytes,
                head: t,
                ..before.clone()
            });
        }
        let mut phrase = self.new_phrase(base.clone(), t, ActorKind::Person);
        phrase.plural = false;
        phrase.family = Some(family.to_owned());
        let before = self.mentions.within(base.clone());
        let before = before.filter(|mention| mention.tokens.end <= t);
        let lent = before
            .filter_map(|mention| self.country_of(mention))
            .next()
            .or_else(|| self.lent_behind(t));
        if let Some((agent, first)) = title {
            let agent = &self.lexicon.agents[agent as usize];
            phrase.sector = agent.sector;
            phrase.office = agent.office.clone();
            let name_start = entity.map_or(t, |e| (e.first as usize).max(first + 1).min(t));
            phrase.role = Some(self.words_of_agent(first, name_start));
        }
        if let Some((country, sector)) = lent {
            phrase.country = Some(country);
            if let Some(sector) = sector.filter(|s| *s != Sector::Gov) {
                phrase.sector = Some(sector);
            }
        }
        Some(phrase)
    }

    /// The country or organisation named behind a name: "Foreign Minister Rudolf Rassendyll
    /// of Ruritania", "Rudolf Rassendyll (Ruritania)".
    fn lent_behind(&self, name: usize) -> Option<Lent> {
        let tree = self.tree;
        let lends = |t: usize| self.mentions.at(t).and_then(|m| self.country_of(m));
        let of = tree.children(name).find(|c| {
            *c > name && tree.dep(*c) == Dep::Prep && self.set("origin", &tree.lower_text(*c))
        });
        if let Some(of) = of {
            return tree.child(of, Dep::Pobj).and_then(lends);
        }
        // "Rudolf Rassendyll (Ruritania)"
        let is = |t: usize, mark: &str| t < tree.parsed.len() && tree.text(t) == mark;
        let opens = is(name + 1, "(") && name + 2 < tree.parsed.len();
        let mention = opens.then(|| self.mentions.at(name + 2)).flatten()?;
        is(mention.tokens.end, ")")
            .then(|| self.country_of(mention))
            .flatten()
    }

    /// A known person whose given name stands here with a letter or two wrong.
    pub(crate) fn nearly_named(&self, t: usize) -> Option<u32> {
        if t == 0 || self.tree.pos(t) != Pos::Propn || self.tree.pos(t - 1) != Pos::Propn {
            return None;
        }
        self.lexicon
            .nearly_named(self.tree.text(t - 1), self.tree.text(t))
    }
}
