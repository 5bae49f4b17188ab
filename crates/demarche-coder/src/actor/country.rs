//! Of which country somebody is.

use super::ActorReader;
use super::phrase::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::{AgentKind, CodeId, NameRef};
use crate::mention::Mention;
use demarche_event::Sector;
use std::ops::Range;

/// A country that a phrase lends to another, and the sector where it is an organisation.
pub(super) type Lent = (CodeId, Option<Sector>);

impl<'a, 'l> ActorReader<'a, 'l> {
    /// Countries and organisations named in the tokens, in order.
    pub(super) fn countries_in(&self, tokens: Range<usize>) -> Vec<CodeId> {
        let mut found = Vec::new();
        for mention in self.mentions.within(tokens.clone()) {
            if !tokens.contains(&mention.tokens.start) || mention.tokens.end > tokens.end {
                continue;
            }
            if let Some((code, _)) = self.country_of(mention)
                && !found.contains(&code)
            {
                found.push(code);
            }
        }
        found
    }

    /// Whether all names of a range are of the given countries, or of no actor.
    pub(crate) fn names_only(&self, tokens: Range<usize>, countries: &[CodeId]) -> bool {
        self.mentions.within(tokens).all(|mention| {
            let is_actor = !mention.refs.is_empty();
            !is_actor
                || self
                    .country_of(mention)
                    .is_some_and(|(code, _)| countries.contains(&code))
        })
    }

    /// The country that a mention lends to the noun it modifies, and the sector
    /// where it is an organisation.
    pub(super) fn country_of(&self, mention: &Mention<'_>) -> Option<Lent> {
        for r in mention.refs {
            match *r {
                NameRef::State(n)
                | NameRef::Adjective(n)
                | NameRef::People(n)
                | NameRef::Seat(n) => {
                    return Some((self.lexicon.states[n as usize].code, None));
                }
                NameRef::Organisation(n) | NameRef::OrganisationSeat(n) => {
                    let organisation = &self.lexicon.organisations[n as usize];
                    return Some((organisation.country?, organisation.sector));
                }
                NameRef::Capital(n, _) => {
                    return Some((self.lexicon.states[n as usize].code, None));
                }
                NameRef::Person(n) => {
                    return Some((self.lexicon.persons[n as usize].country?, None));
                }
                NameRef::Place(n) => return Some((self.lexicon.places[n as usize].country?, None)),
                NameRef::Family(_) => {}
            }
        }
        None
    }

    /// The country that police, a parliament or a crowd without a country belong to:
    /// that in which the sentence is set.
    pub(super) fn home(&self, t: usize) -> Option<CodeId> {
        let sentence = self.tree.token(t).sentence().number();
        self.scenes.get(sentence).copied().flatten()
    }

    /// Where no side of an act has a country, both are of where the act is set: those
    /// whose words say what they are, and persons by their names.
    pub(crate) fn set_in_scene(&self, source: &mut [ActorPhrase], target: &mut [ActorPhrase]) {
        if source.iter().chain(&*target).any(|a| a.country.is_some()) {
            return;
        }
        for actor in source.iter_mut().chain(target) {
            let local = match actor.kind {
                ActorKind::Person => true,
                ActorKind::Agent(kind) => kind == AgentKind::Person || actor.sector.is_some(),
                _ => false,
            };
            let abroad = self.set("abroad", &actor.lemma)
                || matches!(actor.sector, Some(Sector::Igo | Sector::Ngo));
            if local
                && !abroad
                && let Some(home) = self.home(actor.head)
            {
                actor.country = Some(home);
                actor.by_scene = true;
            }
        }
    }

    /// The country of the actor at or inside a phrase.
    pub(super) fn country_under(
        &self,
        t: usize,
        discourse: &Discourse,
        depth: usize,
    ) -> Option<Lent> {
        if let Some(mention) = self.mentions.at(t)
            && let Some(found) = self.country_of(mention)
        {
            return Some(found);
        }
        if let Some(phrase) = self.phrase(t, discourse).into_iter().next()
            && let Some(country) = phrase.country
        {
            let sector = phrase.sector.filter(|s| !matches!(s, Sector::Gov));
            return Some((country, sector));
        }
        for c in self.tree.base_phrase(t) {
            if c != t
                && let Some(mention) = self.mentions.at(c)
                && let Some(found) = self.country_of(mention)
            {
                return Some(found);
            }
        }
        if depth == 0 {
            return None;
        }
        for preposition in ["of", "from", "for", "in"] {
            for object in self.tree.prepositional(t, preposition) {
                if let Some(found) = self.country_under(object, discourse, depth - 1) {
                    return Some(found);
                }
            }
        }
        None
    }
}
