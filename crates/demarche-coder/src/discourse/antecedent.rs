//! Whom a later mention means: "she", "the bloc", "the premier".

use super::{Description, Discourse, Remembered, family_key};
use crate::actor::{ActorKind, ActorPhrase};
use crate::lexicon::{CodeId, Gender};
use demarche_event::Sector;

impl Discourse {
    /// The persons that "he" or "she" may stand for, likeliest first.
    pub(crate) fn persons(&self, gender: Option<Gender>) -> impl Iterator<Item = &ActorPhrase> {
        let near = self.earlier().filter(|r| self.sentence - r.sentence <= 4);
        let mut near: Vec<&Remembered> = near.collect();
        // "He sat down with the premier, and the pair agreed": he goes on before either.
        let of_pair = |r: &Remembered| {
            let with = self.remembered.iter().rev().take(60);
            let mut with = with.filter(|o| o.sentence == r.sentence && o.phrase.anaphoric);
            r.phrase.anaphoric
                && with
                    .any(|o| o.phrase.head == r.phrase.head && o.phrase.country != r.phrase.country)
        };
        near.sort_by_cached_key(|r| (std::cmp::Reverse(r.sentence), of_pair(r)));
        near.into_iter().map(|r| &r.phrase).filter(move |p| {
            p.is_single_person() && (gender.is_none() || p.gender.is_none() || p.gender == gender)
        })
    }

    /// The state or body that "it" stands for.
    pub(crate) fn body(&self) -> Option<&ActorPhrase> {
        self.earlier()
            .filter(|r| self.sentence - r.sentence <= 2 && r.subject_of.is_some())
            .map(|r| &r.phrase)
            .find(|p| p.is_body())
    }

    /// Those that "they" stands for: the subjects that a verb of the sentence before had
    /// together, those that met in it, else several people or a body. Of one sentence,
    /// several people go before one body.
    pub(crate) fn several(&self) -> Vec<ActorPhrase> {
        let near = || {
            self.earlier()
                .take_while(|r| self.sentence - r.sentence <= 2)
        };
        let is_several = |r: &&Remembered| r.phrase.plural || r.phrase.is_body();
        let Some(latest) = near().next() else {
            return Vec::new();
        };
        let of_latest = || near().take_while(|r| r.sentence == latest.sentence);
        let joined = of_latest().filter(|r| {
            let together = |o: &Remembered| {
                o.subject_of == r.subject_of && o.phrase.country != r.phrase.country
            };
            r.subject_of.is_some() && of_latest().any(together)
        });
        let joined: Vec<ActorPhrase> = joined.map(|r| r.phrase.clone()).collect();
        if !joined.is_empty() {
            return joined;
        }
        let subjects_are_several = of_latest().any(|r| r.subject_of.is_some() && r.phrase.plural);
        if !subjects_are_several
            && let Some(talks) = self.latest_talks(false, 1)
            && let [one, other] = &talks.sides
            && !one.is_empty()
            && !other.is_empty()
        {
            return one.iter().chain(other).cloned().collect();
        }
        let Some(last) = near().find(is_several) else {
            return Vec::new();
        };
        let first = near()
            .filter(is_several)
            .take_while(|r| r.sentence == last.sentence)
            .find(|r| r.phrase.plural)
            .unwrap_or(last);
        vec![first.phrase.clone()]
    }

    /// The people spoken of last, at most two sentences ago.
    pub(crate) fn people(&self) -> Option<&ActorPhrase> {
        self.earlier()
            .take_while(|r| self.sentence - r.sentence <= 2)
            .map(|r| &r.phrase)
            .find(|p| p.are_people())
    }

    /// The last mention of somebody with the family name.
    pub(crate) fn by_family(&self, family: &str) -> Option<&ActorPhrase> {
        let number = self.index.by_family.get(&family_key(family))?;
        Some(&self.remembered[*number].phrase)
    }

    /// The last mention of somebody whose title or description ends with the
    /// word, in the country if one is given.
    pub(crate) fn by_description(
        &self,
        lemma: &str,
        plural: bool,
        country: Option<CodeId>,
    ) -> Option<&ActorPhrase> {
        let described = &self.index.described;
        let fits = |(_, several, last, role): &Description| {
            *several == plural
                && (last == lemma || role.as_ref().is_some_and(|role| role.ends_with(lemma)))
        };
        let all = match country {
            Some(country) => described.range((country, plural, String::new(), None)..),
            None => described.range::<Description, _>(..),
        };
        let number = all
            .take_while(|(of, _)| country.is_none_or(|country| of.0 == country))
            .filter(|(of, _)| fits(of))
            .map(|(_, number)| *number)
            .max()?;
        Some(&self.remembered[number].phrase)
    }

    /// The last mention of a person who holds an office, in the last sentences, if no other
    /// country's holder was spoken of as well.
    pub(crate) fn by_office(&self, office: &str) -> Option<&ActorPhrase> {
        let near = self.remembered.iter().rev();
        let near = near.take_while(|r| self.sentence - r.sentence <= 8);
        let mut holders = near.map(|r| &r.phrase).filter(|p| {
            p.is_single_person() && p.country.is_some() && p.office.as_deref() == Some(office)
        });
        let last = holders.next()?;
        holders
            .all(|other| other.country == last.country)
            .then_some(last)
    }

    /// The last actor of another country in the two sentences before, subjects
    /// first.
    pub(crate) fn last_other(&self, than: &[ActorPhrase]) -> Option<ActorPhrase> {
        let others = || {
            let near = self.earlier().filter(|r| self.sentence - r.sentence <= 2);
            near.map(|r| &r.phrase).filter(|p| {
                p.country.is_some()
                    && than.iter().all(|o| o.country != p.country)
                    && !p.only_comments()
                    && p.kind != ActorKind::Place
                    && !matches!(p.kind, ActorKind::Forum)
            })
        };
        // Whom the document is about is meant before those it names by the way.
        let leads = |p: &&ActorPhrase| p.country.is_some_and(|c| self.leading.contains(&c));
        let about_two = self.leading.len() == 2;
        let leading = others().find(|p| about_two && leads(p));
        leading.or_else(|| others().next()).cloned()
    }

    /// The last mention of a movement, a party or an armed group by its name, for "the
    /// group".
    pub(crate) fn last_group(&self) -> Option<&ActorPhrase> {
        use Sector as S;
        self.remembered
            .iter()
            .rev()
            .take(30)
            .map(|r| &r.phrase)
            .find(|p| {
                p.kind == ActorKind::Organisation
                    && p.country.is_some()
                    && matches!(
                        p.sector,
                        Some(S::Reb | S::Uaf | S::Prm | S::Pty | S::Opp | S::Soc | S::Ngo | S::Crm)
                    )
            })
    }

    /// The last mention of a body of states, for "the bloc".
    pub(crate) fn last_bloc(&self) -> Option<&ActorPhrase> {
        let mut near = self.remembered.iter().rev().take(30).map(|r| &r.phrase);
        near.find(|p| {
            p.country.is_some()
                && p.sector == Some(Sector::Igo)
                && p.kind == ActorKind::Organisation
        })
    }

    /// The state named last that is none of `others`, for "the country"; where `others`
    /// are all that were named, that of the last who governs another.
    pub(crate) fn last_state(&self, others: &[CodeId]) -> Option<ActorPhrase> {
        let near = || {
            let near = self.remembered.iter().rev().take(30).map(|r| &r.phrase);
            near.filter(|p| p.country.is_some_and(|country| !others.contains(&country)))
        };
        let named = || near().find(|p| p.kind == ActorKind::State).cloned();
        let governed = || {
            let governs = near().find(|p| p.sector == Some(Sector::Gov))?;
            Some(ActorPhrase {
                kind: ActorKind::State,
                name: None,
                family: None,
                gender: None,
                office: None,
                role: None,
                plural: false,
                ..governs.clone()
            })
        };
        named().or_else(|| (!others.is_empty()).then(governed).flatten())
    }
}
