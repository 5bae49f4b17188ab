//! Who has been spoken of so far, for later mentions: "the premier", "she",
//! "both sides".

use crate::actor::{ActorKind, ActorPhrase};
use crate::lexicon::{CodeId, Gender};
use demarche_event::{Days, Sector, Status};
use hashbrown::{HashMap, HashSet};
use std::collections::{BTreeMap, BTreeSet};

/// An actor as it was mentioned somewhere before.
#[derive(Debug, Clone)]
pub(crate) struct Remembered {
    pub phrase: ActorPhrase,
    /// Number of the sentence in the document.
    pub sentence: usize,
    /// The verb whose subject it was, alone or joined to others.
    pub subject_of: Option<usize>,
    /// Somebody between the sides, as a mediator is.
    pub is_between: bool,
}

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

/// Talks that the narration has told of.
#[derive(Debug, Clone)]
pub(crate) struct TalksTold {
    pub mode: Option<&'static str>,
    /// Whether a journey was told of, not only talks of one who has come.
    pub journey: bool,
    pub status: Status,
    /// For a visit, the visitor's country.
    pub visitor: CodeId,
    /// For a visit, the host's country.
    pub host: CodeId,
    /// Named persons who took part.
    pub names: Vec<String>,
    pub days: Option<Days>,
    pub expression: Option<String>,
    pub sentence: usize,
    /// Visitor and host, or both sides in the order of the text.
    pub sides: [Vec<ActorPhrase>; 2],
    /// They are on a day after the publication.
    pub lie_ahead: bool,
}

/// What somebody was told to have done to somebody else, or asked of them.
#[derive(Debug, Clone)]
pub(crate) struct Affront {
    pub source: Vec<ActorPhrase>,
    pub target: Vec<ActorPhrase>,
    /// Whether more than words.
    pub material: bool,
    pub sentence: usize,
}

/// A day on which somebody did or said something.
#[derive(Debug, Clone)]
pub(crate) struct Spoken {
    pub family: Option<String>,
    pub days: Days,
    pub sentence: usize,
}

/// A day of which an account told last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    pub days: Days,
    pub sentence: usize,
    pub paragraph: usize,
}

/// What the narration has said up to here.
#[derive(Debug, Default)]
pub(crate) struct Discourse {
    remembered: Vec<Remembered>,
    index: Index,
    /// The two countries that the document names most.
    pub leading: Vec<CodeId>,
    pub talks: Vec<TalksTold>,
    /// Latest last.
    pub affronts: Vec<Affront>,
    /// The talks that were broken off last.
    pub halted: Option<TalksTold>,
    pub speaker: Option<ActorPhrase>,
    pub spoken: Option<Spoken>,
    pub narrated: Option<Days>,
    pub told: Option<Told>,
    pub sentence: usize,
    pub paragraph: usize,
}

/// Where to look among the mentions, which are many in a long text.
#[derive(Debug, Default)]
struct Index {
    names: HashSet<String>,
    countries: HashSet<CodeId>,
    offices: HashSet<String>,
    /// Who was last called by each family name alone.
    called: HashMap<String, String>,
    /// The last mention of a person with each family name.
    by_family: HashMap<String, usize>,
    /// The last mention of each country's actors by number, lemma and role, the latter
    /// in lower case.
    described: BTreeMap<Description, usize>,
}

/// Country, whether several, lemma and role.
type Description = (CodeId, bool, String, Option<String>);

impl Index {
    /// Adds mention `number`.
    fn add(&mut self, phrase: &ActorPhrase, number: usize) {
        let known = |set: &mut HashSet<String>, name: &Option<String>| {
            if let Some(name) = name
                && !set.contains(name)
            {
                set.insert(name.clone());
            }
        };
        known(&mut self.names, &phrase.name);
        known(&mut self.offices, &phrase.office);
        if phrase.kind == ActorKind::Person
            && let Some(family) = &phrase.family
        {
            self.by_family.insert(family.clone(), number);
            let title = phrase.role.as_ref().map_or(0, |role| role.len() + 1);
            if let Some(name) = &phrase.name
                && phrase.bytes.len() <= family.len() + title
            {
                self.called.insert(family.clone(), name.clone());
            }
        }
        if let Some(country) = phrase.country {
            self.countries.insert(country);
            let role = phrase.role.as_ref().map(|role| role.to_lowercase());
            let description = (country, phrase.plural, phrase.lemma.clone(), role);
            self.described.insert(description, number);
        }
    }
}

impl Discourse {
    pub(crate) fn remember(
        &mut self,
        phrase: &ActorPhrase,
        subject_of: Option<usize>,
        is_between: bool,
    ) {
        self.index.add(phrase, self.remembered.len());
        self.remembered.push(Remembered {
            phrase: phrase.clone(),
            sentence: self.sentence,
            subject_of,
            is_between,
        });
    }

    /// All mentions so far, in order.
    pub(crate) fn mentions(&self) -> &[Remembered] {
        &self.remembered
    }

    /// Whether somebody of the name was mentioned.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.index.names.contains(name)
    }

    /// Whether somebody was the last to be called by the family name alone.
    pub(crate) fn is_called(&self, family: &str, name: &str) -> bool {
        self.index.called.get(family).is_some_and(|n| n == name)
    }

    /// Whether somebody of the country was mentioned.
    pub(crate) fn has_country(&self, country: CodeId) -> bool {
        self.index.countries.contains(&country)
    }

    /// Whether somebody who has the office was mentioned.
    pub(crate) fn has_office(&self, office: &str) -> bool {
        self.index.offices.contains(office)
    }

    /// Mentions of earlier sentences, latest sentence first; in a sentence,
    /// subjects first, then in order.
    fn earlier(&self) -> impl Iterator<Item = &Remembered> {
        let mut list: Vec<&Remembered> = self
            .remembered
            .iter()
            .rev()
            .take(60)
            .filter(|r| r.sentence < self.sentence)
            .collect();
        list.sort_by_key(|r| (std::cmp::Reverse(r.sentence), r.subject_of.is_none()));
        list.into_iter()
    }

    /// The person that "he" or "she" stands for.
    pub(crate) fn person(&self, gender: Option<Gender>) -> Option<&ActorPhrase> {
        self.earlier()
            .filter(|r| self.sentence - r.sentence <= 4)
            .map(|r| &r.phrase)
            .find(|p| {
                p.is_single_person()
                    && (gender.is_none() || p.gender.is_none() || p.gender == gender)
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
        let number = self.index.by_family.get(family)?;
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
        let met = self
            .latest_talks_held(false, 4)
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
            let called = called.unwrap_or_else(|| of(&is_called, None, 6));
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
                && !matches!(p.sector, Some(Sector::Med | Sector::Edu))
        };
        let mut pair: Vec<ActorPhrase> = Vec::new();
        let earlier = self
            .remembered
            .iter()
            .rev()
            .filter(|r| r.sentence < self.sentence && !r.is_between);
        let candidates = here
            .iter()
            .rev()
            .chain(
                earlier
                    .filter(|r| self.sentence - r.sentence <= within)
                    .map(|r| &r.phrase),
            )
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

    /// The latest talks told of in the last sentences that don't lie ahead.
    pub(crate) fn latest_talks_held(&self, visits: bool, within: usize) -> Option<&TalksTold> {
        self.talks
            .iter()
            .rev()
            .take_while(|t| self.sentence - t.sentence <= within)
            .find(|t| !t.lie_ahead && (!visits || t.mode == Some("visit")))
    }

    /// The latest talks told of in the last sentences.
    pub(crate) fn latest_talks(&self, visits: bool, within: usize) -> Option<&TalksTold> {
        self.talks
            .iter()
            .rev()
            .take_while(|t| self.sentence - t.sentence <= within)
            .find(|t| !visits || t.mode == Some("visit"))
    }

    /// The last actor of another country in the two sentences before, subjects
    /// first.
    pub(crate) fn last_other(&self, than: &[ActorPhrase]) -> Option<ActorPhrase> {
        self.earlier()
            .filter(|r| self.sentence - r.sentence <= 2)
            .map(|r| &r.phrase)
            .find(|p| {
                p.country.is_some()
                    && than.iter().all(|o| o.country != p.country)
                    && !p.only_comments()
                    && p.kind != ActorKind::Place
                    && !matches!(p.kind, ActorKind::Forum)
            })
            .cloned()
    }

    /// Who last turned against the countries of some actors, or asked them for something,
    /// at most three sentences ago.
    pub(crate) fn last_against(&self, actors: &[ActorPhrase]) -> &[ActorPhrase] {
        let is_one =
            |a: &ActorPhrase| a.country.is_some() && actors.iter().any(|b| a.country == b.country);
        self.affronts
            .iter()
            .rev()
            .take_while(|act| self.sentence - act.sentence <= 3)
            .find(|act| act.target.iter().any(is_one) && !act.source.iter().any(is_one))
            .map_or(&[], |act| &act.source)
    }

    /// The journey that somebody was told to make, in the last sentences.
    pub(crate) fn told_journey(&self, visitor: &[ActorPhrase]) -> Option<&TalksTold> {
        let is_visitor = |talks: &&TalksTold| {
            visitor.iter().any(|a| {
                let name = a.name.as_ref().or(a.family.as_ref());
                a.country == Some(talks.visitor)
                    && (talks.names.is_empty() || name.is_none_or(|n| talks.names.contains(n)))
            })
        };
        let near = self.talks.iter().rev();
        let visits = near
            .take_while(|talks| self.sentence - talks.sentence <= 12)
            .filter(|talks| talks.mode == Some("visit"))
            .filter(is_visitor)
            .collect::<Vec<_>>();
        let is_on = |talks: &&&TalksTold| talks.journey && talks.status == Status::Ongoing;
        let journey = visits
            .iter()
            .find(is_on)
            .or_else(|| visits.iter().find(|talks| talks.journey));
        journey.or(visits.first()).copied()
    }

    /// The state or place that somebody was told to visit.
    pub(crate) fn told_host(&self, visitor: &[ActorPhrase]) -> Option<&ActorPhrase> {
        let talks = self.told_journey(visitor)?;
        talks.sides.iter().flatten().find(|a| {
            a.country == Some(talks.host)
                && matches!(
                    a.kind,
                    ActorKind::State | ActorKind::Seat | ActorKind::Place
                )
        })
    }

    /// The state that the document is about beside that of some actors.
    pub(crate) fn opposite(&self, actors: &[ActorPhrase]) -> Option<&ActorPhrase> {
        let ours = |code: &CodeId| actors.iter().any(|a| a.country == Some(*code));
        let [one, other] = self.leading[..] else {
            return None;
        };
        let code = match (ours(&one), ours(&other)) {
            (true, false) => other,
            (false, true) => one,
            _ => return None,
        };
        let mentions = self.remembered.iter().rev().map(|r| &r.phrase);
        mentions
            .filter(|a| a.country == Some(code))
            .find(|a| matches!(a.kind, ActorKind::State | ActorKind::Seat))
    }

    /// Who last did, or else said, something against somebody, at most two sentences ago.
    pub(crate) fn last_affront(&self, material: bool) -> Option<&Affront> {
        self.affronts
            .iter()
            .rev()
            .take_while(|act| self.sentence - act.sentence <= 2)
            .find(|act| act.material == material)
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

    /// The last mention of a body of states, or of a state, for "the bloc" and
    /// "the country".
    pub(crate) fn last_body(&self, of_states: bool) -> Option<&ActorPhrase> {
        self.remembered
            .iter()
            .rev()
            .take(30)
            .map(|r| &r.phrase)
            .find(|p| {
                p.country.is_some()
                    && if of_states {
                        p.sector == Some(Sector::Igo) && p.kind == ActorKind::Organisation
                    } else {
                        p.kind == ActorKind::State
                    }
            })
    }
}
