//! Names in reference records, resolved against the offices of their days.

use crate::lexicon::{Case, CodeId, Lexicon, NameRef, Person, plain};
use demarche_event::{Chronology, Days, Finding, FindingKind, Trip};
use std::collections::BTreeMap;

/// Finds the countries and known persons that the trips of a chronology name,
/// and reports what isn't known or is spelt otherwise.
///
/// A traveller is a known person if the whole name is there, or the family name
/// with an office that has one holder at a time and was held by that person on
/// those days. Names in the purpose that differ by a letter or two, in one word,
/// from somebody's who held an office of the two countries then are reported as
/// spelt otherwise; the words of the chronology stay as they are.
///
/// `country_names` gives the codes of names that this chronology alone uses.
pub fn resolve_reference(
    lexicon: &Lexicon,
    chronology: &mut Chronology,
    country_names: &BTreeMap<String, String>,
) -> Vec<Finding> {
    let resolver = Resolver::new(lexicon, country_names);
    let mut findings = Vec::new();
    for trip in &mut chronology.trips {
        for is_from in [true, false] {
            let words = if is_from {
                &trip.from_text
            } else {
                &trip.to_text
            };
            let code = resolver.country(words);
            if code.is_none() {
                findings.push(finding(FindingKind::CountryUnknown, trip, words, None));
            }
            if is_from {
                trip.from = code;
            } else {
                trip.to = code;
            }
        }
        match resolver.traveller(trip) {
            Some(Traveller { person, spelt_as }) => {
                if let Some(words) = spelt_as {
                    let taken_for = Some(person.name.clone());
                    findings.push(finding(
                        FindingKind::NameSpeltOtherwise,
                        trip,
                        &words,
                        taken_for,
                    ));
                }
                trip.name = Some(person.name.clone());
                if trip.office.is_none() {
                    let held = person.offices.iter().rev().find(|o| o.held(&trip.days));
                    trip.office = held.map(|held| held.office.clone());
                }
            }
            None => {
                let words = trip.person.clone();
                findings.push(finding(FindingKind::TravellerUnknown, trip, &words, None));
            }
        }
        for (words, taken_for) in resolver.spelt_otherwise(trip) {
            findings.push(finding(
                FindingKind::NameSpeltOtherwise,
                trip,
                &words,
                taken_for,
            ));
        }
    }
    findings
}

fn finding(kind: FindingKind, trip: &Trip, words: &str, taken_for: Option<String>) -> Finding {
    Finding {
        kind,
        trip: trip.id.clone(),
        words: words.to_owned(),
        taken_for,
    }
}

struct Traveller<'l> {
    person: &'l Person,
    /// The words, if the name is spelt otherwise.
    spelt_as: Option<String>,
}

struct Resolver<'l> {
    lexicon: &'l Lexicon,
    country_names: &'l BTreeMap<String, String>,
    /// The words of each person's name, folded.
    names: Vec<Vec<String>>,
    /// Persons by the countries whose they are and whose offices they held.
    by_country: BTreeMap<CodeId, Vec<u32>>,
}

/// Words without accents and capitals.
fn folded(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| plain(word.trim_matches(|c: char| !c.is_alphanumeric())).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

impl<'l> Resolver<'l> {
    fn new(lexicon: &'l Lexicon, country_names: &'l BTreeMap<String, String>) -> Resolver<'l> {
        let mut by_country: BTreeMap<CodeId, Vec<u32>> = BTreeMap::new();
        for (number, person) in (0u32..).zip(&lexicon.persons) {
            let codes = person.offices.iter().map(|office| office.code);
            let mut codes: Vec<CodeId> = codes.chain([person.country]).flatten().collect();
            codes.sort();
            codes.dedup();
            for code in codes {
                by_country.entry(code).or_default().push(number);
            }
        }
        Resolver {
            lexicon,
            country_names,
            names: lexicon.persons.iter().map(|p| folded(&p.name)).collect(),
            by_country,
        }
    }

    /// What a name of the lexicon stands for, as a whole.
    fn known(&self, name: &str) -> impl Iterator<Item = NameRef> + '_ {
        let names = &self.lexicon.names;
        let whole = names.whole(name);
        whole
            .into_iter()
            .flat_map(|name| names.refs(name).iter().copied())
    }

    /// The state that a name of a list means: "Korea, South", "Burma (Myanmar)".
    fn country(&self, words: &str) -> Option<String> {
        if let Some(code) = self.country_names.get(words) {
            return Some(code.clone());
        }
        if self.lexicon.codes.iter().any(|code| code == words) {
            return Some(words.to_owned());
        }
        let (outside, inside) = match words.split_once('(') {
            Some((outside, inside)) => (outside.trim(), inside.trim_end_matches([')', ' '])),
            None => (words.trim(), ""),
        };
        let mut forms = vec![words.to_owned(), outside.to_owned()];
        if let Some((last, first)) = outside.split_once(',') {
            forms.push(format!("{} {}", first.trim(), last.trim()));
            forms.push(last.trim().to_owned());
        }
        forms.push(inside.to_owned());
        forms.iter().find_map(|form| {
            self.known(form).find_map(|name| match name {
                NameRef::State(n) => Some(
                    self.lexicon
                        .code(self.lexicon.states[n as usize].code)
                        .to_owned(),
                ),
                _ => None,
            })
        })
    }

    fn of_country<'s>(&'s self, code: Option<&str>) -> impl Iterator<Item = u32> + use<'s, 'l> {
        let code = code.and_then(|code| self.lexicon.codes.iter().position(|known| known == code));
        let code = code.map(|number| CodeId(number as u16));
        let persons = code.and_then(|code| self.by_country.get(&code));
        persons.into_iter().flatten().copied()
    }

    fn traveller(&self, trip: &Trip) -> Option<Traveller<'l>> {
        let words = folded(&trip.person);
        let exact = |person| Traveller {
            person,
            spelt_as: None,
        };
        let lexicon = self.lexicon;
        let mut whole: Vec<u32> = lexicon
            .names
            .within(&trip.person, Case::Exact)
            .into_iter()
            .flat_map(|(name, _)| lexicon.names.refs(name))
            .filter_map(|name| match name {
                NameRef::Person(n) => Some(*n),
                _ => None,
            })
            .collect();
        let of_country: Vec<u32> = self.of_country(trip.from.as_deref()).collect();
        whole.retain(|n| of_country.contains(n));
        whole.extend(of_country.iter().filter(|n| {
            let name = &self.names[**n as usize];
            name.len() > 1 && follows(&words, name)
        }));
        let person = |n: u32| &lexicon.persons[n as usize];
        let in_office = |n: &u32| person(*n).in_office(Some(&trip.days));
        if let Some(n) = whole
            .iter()
            .copied()
            .find(in_office)
            .or(whole.first().copied())
        {
            return Some(exact(person(n)));
        }
        // The family name, and an office that one person holds at a time.
        let office = trip
            .office
            .as_deref()
            .or_else(|| (1..=words.len()).find_map(|end| self.office_before(&words[..end])));
        if let Some(office) = office.filter(|o| lexicon.rules.in_set("single-office", o)) {
            let mut holders = of_country.iter().copied().filter(|n| {
                let family = person(*n).family.as_deref().map(folded).unwrap_or_default();
                let held =
                    |o: &crate::lexicon::OfficeHeld| o.office == office && o.held(&trip.days);
                !family.is_empty()
                    && follows(&words, &family)
                    && person(*n).offices.iter().any(held)
            });
            if let Some(first) = holders.next()
                && holders.all(|other| person(other).name == person(first).name)
            {
                return Some(exact(person(first)));
            }
        }
        let near = self.near(&words, &of_country, &trip.days, office);
        match near[..] {
            [n] => Some(Traveller {
                person: person(n),
                spelt_as: Some(trip.person.clone()),
            }),
            _ => None,
        }
    }

    /// Names in the purpose that are nearly those of office-holders.
    fn spelt_otherwise(&self, trip: &Trip) -> Vec<(String, Option<String>)> {
        let Some(purpose) = &trip.purpose else {
            return Vec::new();
        };
        let mut persons: Vec<u32> = self.of_country(trip.from.as_deref()).collect();
        persons.extend(self.of_country(trip.to.as_deref()));
        persons.sort_unstable();
        persons.dedup();
        persons.retain(|n| {
            self.lexicon.persons[*n as usize].in_office(Some(&trip.days))
                && self.names[*n as usize].len() > 1
        });
        let mut found = Vec::new();
        // Names end at punctuation.
        for run in purpose.split([',', ';', ':', '(', ')', '"', '“', '”']) {
            let words: Vec<&str> = run.split_whitespace().collect();
            for length in [3, 2] {
                for (start, window) in words.windows(length).enumerate() {
                    let is_name = |(n, word): (usize, &&str)| {
                        word.chars().next().is_some_and(char::is_uppercase)
                            && (n + 1 == length || !word.ends_with('.') || word.len() == 2)
                    };
                    if !window.iter().enumerate().all(is_name) {
                        continue;
                    }
                    let name = window.join(" ");
                    let name = name
                        .trim_end_matches(['.', '’', '\''])
                        .trim_end_matches("’s");
                    if self.known(name).next().is_some() {
                        continue;
                    }
                    let before = folded(&words[..start].join(" "));
                    let office = self.office_before(&before);
                    let near = self.near(&folded(name), &persons, &trip.days, office);
                    let taken_for = match near[..] {
                        [] => continue,
                        [n] => Some(self.lexicon.persons[n as usize].name.clone()),
                        _ => None,
                    };
                    found.push((name.to_owned(), taken_for));
                }
            }
        }
        found
    }

    /// The persons whose names have as many words, all but one the same and that
    /// one nearly; if some of them hold the office, those alone.
    fn near(
        &self,
        words: &[String],
        persons: &[u32],
        days: &Days,
        office: Option<&str>,
    ) -> Vec<u32> {
        let mut near: Vec<(usize, u32)> = persons
            .iter()
            .copied()
            .filter_map(|n| {
                let name = &self.names[n as usize];
                if name.len() != words.len() || name == words {
                    return None;
                }
                let mut differing = name.iter().zip(words).filter(|(a, b)| a != b);
                let (known, given) = differing.next()?;
                if differing.next().is_some() {
                    return None;
                }
                let letters = known.chars().count().min(given.chars().count());
                let distance = strsim::damerau_levenshtein(known, given);
                let allowed = if letters < 5 { 1 } else { 2 };
                (letters > 1 && distance <= allowed).then_some((distance, n))
            })
            .collect();
        let holds = |n: u32| {
            let offices = &self.lexicon.persons[n as usize].offices;
            offices
                .iter()
                .any(|o| Some(&*o.office) == office && o.held(days))
        };
        if near.iter().any(|(_, n)| holds(*n)) {
            near.retain(|(_, n)| holds(*n));
        }
        let least = near.iter().map(|(distance, _)| *distance).min();
        near.retain(|(distance, _)| Some(*distance) == least);
        near.into_iter().map(|(_, n)| n).collect()
    }

    /// The office that the last words name: "foreign minister".
    fn office_before(&self, words: &[String]) -> Option<&'l str> {
        let lexicon = self.lexicon;
        let agents = lexicon.agents_by_head.get(words.last()?)?;
        agents.iter().find_map(|n| {
            let agent = &lexicon.agents[*n as usize];
            words.ends_with(&agent.words).then_some(())?;
            agent.office.as_deref()
        })
    }
}

/// Whether the words of a name come in this order, others perhaps between them.
fn follows(words: &[String], name: &[String]) -> bool {
    let mut words = words.iter();
    name.iter().all(|part| words.any(|word| word == part))
}
