//! Whom a word for several means: "both sides", "the two foreign ministers".

use super::Discourse;
use super::told::TalksTold;
use crate::actor::{ActorKind, ActorPhrase};
use crate::lexicon::CodeId;
use demarche_event::Sector;
use std::collections::BTreeSet;

/// Words for several who were spoken of: "the two foreign ministers".
#[derive(Debug)]
pub(crate) struct Group<'a> {
    /// What each of them is called, in lower case.
    pub title: &'a str,
    /// The office that the title means.
    pub office: Option<&'a str>,
    pub are_persons: bool,
    /// The word is for those who talk with each other, whoever they are: "both sides".
    pub negotiates: bool,
    pub number: usize,
}

impl Group<'_> {
    /// Whether somebody holds the office, or has the title where it means none.
    pub(crate) fn is_of(&self, person: &ActorPhrase) -> bool {
        let has_title = || {
            let role = person.role.as_deref();
            role.is_some_and(|r| r.to_lowercase().ends_with(self.title))
        };
        let has_office = match self.office {
            Some(office) => person.office.as_deref() == Some(office),
            None => has_title(),
        };
        person.kind == ActorKind::Person && has_office
    }
}

impl Discourse {
    /// The two or three that "the two leaders" or "both sides" stands for: those of the
    /// sentence, those whose talks were told of last, else the last of different
    /// countries, where the two that the document is about go first. In the order of the
    /// text. For "the two presidents", those called so come first.
    pub(crate) fn pair(&self, group: &Group<'_>, here: &[ActorPhrase]) -> Vec<ActorPhrase> {
        let number = group.number;
        let is_called = |p: &ActorPhrase| group.is_of(p);
        let is_person =
            |p: &ActorPhrase| p.kind == ActorKind::Person && p.sector != Some(Sector::Igo);
        // "The two leaders" are of states, not of an alliance.
        let is_state = |p: &ActorPhrase| {
            matches!(p.kind, ActorKind::State | ActorKind::Seat) || p.is_single_person()
        };
        let any = |p: &ActorPhrase| !group.are_persons || p.is_single_person() || p.is_body();
        let kinds: [&dyn Fn(&ActorPhrase) -> bool; 4] = [&is_called, &is_person, &is_state, &any];
        let kinds = if group.are_persons {
            &kinds[..]
        } else {
            &kinds[3..]
        };
        let of = |fits: &dyn Fn(&ActorPhrase) -> bool, only: Option<&[CodeId]>, within: usize| {
            self.sides_of(number, within, here, |p| {
                fits(p) && only.is_none_or(|only| p.country.is_some_and(|c| only.contains(&c)))
            })
        };
        let found = |only: Option<&[CodeId]>, within: usize| {
            kinds
                .iter()
                .map(|fits| of(fits, only, within))
                .find(|pair| !pair.is_empty())
        };
        let two_here = here
            .iter()
            .filter_map(|p| p.country)
            .collect::<BTreeSet<_>>()
            .len()
            >= number;
        // Those whom the sentence itself names, before anybody of another.
        let single = |p: &ActorPhrase| p.is_single_person();
        let own: [&dyn Fn(&ActorPhrase) -> bool; 3] = match group.are_persons {
            true => [&is_person, &single, &is_state],
            false => [&any, &any, &any],
        };
        if two_here
            && let Some(named) = own
                .iter()
                .map(|fits| of(fits, None, 0))
                .find(|pair| !pair.is_empty())
        {
            return named;
        }
        // A heading ends what was told of others than those that the document is about.
        let leads = |talks: &&TalksTold| {
            let own = |code: CodeId| self.leading.contains(&code);
            talks.sentence >= self.section || own(talks.visitor) && own(talks.host)
        };
        let met = self
            .latest_talks_held(false, 4)
            .filter(leads)
            .filter(|_| number == 2 && !two_here);
        let countries_of = |side: &[ActorPhrase]| {
            let countries: BTreeSet<CodeId> = side.iter().filter_map(|a| a.country).collect();
            countries.into_iter().collect::<Vec<CodeId>>()
        };
        // Of a host and his two guests, the guests.
        let guests = met.and_then(|talks| {
            let mut sides = talks.sides.iter();
            sides.find(|side| countries_of(side).len() == number)
        });
        let countries = met.map(|talks| match guests {
            Some(guests) => countries_of(guests),
            None => vec![talks.visitor, talks.host],
        });
        // An office that two of them hold says whom it means, before all else.
        if group.office.is_some() {
            let met = countries.as_deref();
            let met = met.map(|met| of(&is_called, Some(met), 6));
            let called = met.filter(|pair| !pair.is_empty());
            let headed = self.section + 2 > self.sentence && self.leading.len() == 2;
            let leading = || {
                let leading = headed.then(|| of(&is_called, Some(&self.leading), 60));
                leading.filter(|pair| !pair.is_empty())
            };
            let called = called
                .or_else(leading)
                .unwrap_or_else(|| of(&is_called, None, 6));
            if !called.is_empty() {
                return called;
            }
        }
        if number == 2 && !two_here {
            // Rebels who talked are a side, and no more their country's capital.
            if let Some(met) = met
                && group.negotiates
                && met.sides.iter().all(|side| !side.is_empty())
            {
                return guests.map_or_else(|| met.sides.concat(), Clone::clone);
            }
            if let Some(pair) = countries.and_then(|met| found(Some(&met), 6)) {
                return pair;
            }
            if self.leading.len() == 2
                && let Some(pair) = found(Some(&self.leading), 60)
            {
                return pair;
            }
        }
        if number > 2
            && !two_here
            && let Some(summit) = self.summit(number)
        {
            return summit;
        }
        found(None, 6).unwrap_or_default()
    }

    /// The sides of the last talks that so many countries held.
    fn summit(&self, number: usize) -> Option<Vec<ActorPhrase>> {
        let near = self
            .talks
            .iter()
            .rev()
            .take_while(|t| self.sentence - t.sentence <= 6);
        near.map(|t| t.sides.concat()).find(|sides| {
            let countries: BTreeSet<CodeId> = sides.iter().filter_map(|a| a.country).collect();
            countries.len() == number
        })
    }

    fn sides_of(
        &self,
        number: usize,
        within: usize,
        here: &[ActorPhrase],
        fits: impl Fn(&ActorPhrase) -> bool,
    ) -> Vec<ActorPhrase> {
        let takes_part = |p: &&ActorPhrase| {
            p.country.is_some()
                && p.kind != ActorKind::Place
                && !matches!(p.sector, Some(Sector::Med | Sector::Edu | Sector::Bus))
        };
        let mut pair: Vec<ActorPhrase> = Vec::new();
        let near = self.remembered.iter().rev();
        let earlier = near
            .take_while(|r| self.sentence - r.sentence <= within)
            .filter(|r| r.sentence < self.sentence && !r.is_between);
        let candidates = here
            .iter()
            .rev()
            .chain(earlier.map(|r| &r.phrase))
            .filter(takes_part);
        for candidate in candidates {
            if pair.iter().any(|p| p.country == candidate.country) {
                continue;
            }
            if !fits(candidate) {
                continue;
            }
            pair.push(candidate.clone());
            if pair.len() == number {
                break;
            }
        }
        pair.reverse();
        if pair.len() == number {
            pair
        } else {
            Vec::new()
        }
    }

    /// The talks told of between the two in the last sentences, latest first.
    pub(crate) fn talks_between(
        &self,
        one: CodeId,
        other: CodeId,
        within: usize,
    ) -> impl Iterator<Item = &TalksTold> {
        self.talks
            .iter()
            .rev()
            .take_while(move |v| self.sentence - v.sentence <= within)
            .filter(move |v| {
                (v.visitor == one && v.host == other) || (v.visitor == other && v.host == one)
            })
    }
}
