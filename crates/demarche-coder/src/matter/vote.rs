//! Elections, and one government that takes over from another.

use super::{MatterReader, Named};
use demarche_event::{MatterKind, When};
use demarche_lang::{Dep, Tag};

impl MatterReader<'_, '_, '_> {
    /// "Ghana's presidential election in December", "a snap election".
    pub(super) fn election(&self, noun: usize) -> Option<Named> {
        let tree = self.matcher.tree;
        if !tree.is_nominal(noun) || !self.is("election-nouns", noun) {
            return None;
        }
        let of_state = self.described_by(noun, "election-kinds").is_some();
        // "The election campaign", "the presidential election campaign"
        let name = match tree.dep(noun) {
            Dep::Compound | Dep::Amod if of_state => self.opening(noun),
            Dep::Compound | Dep::Amod => return None,
            _ => self.phrase(noun),
        };
        let mut countries = self.countries(name.clone());
        countries.retain(|code| self.is_state(code));
        if countries.is_empty() {
            countries = self.joined(noun, &["in"]);
        }
        let of_body = name.clone().any(|t| self.is("election-bodies", t));
        if of_body || countries.is_empty() && !of_state {
            return None;
        }
        if countries.is_empty() {
            countries = self.set_in();
        }
        if countries.is_empty() {
            countries = self.owner();
        }
        let date = self
            .date_on(&self.verb_of(noun))
            .or_else(|| self.ahead(noun));
        Some(Named {
            countries,
            date,
            ..Named::new(MatterKind::Election, noun, name)
        })
    }

    /// "The inauguration of the president-elect", "a change of power in Strelsau", "takes
    /// office in July".
    pub(super) fn change_of_government(&self, t: usize) -> Option<Named> {
        let tree = self.matcher.tree;
        if tree.is_verb(t) {
            return self.takes_office(t);
        }
        if !tree.is_nominal(t) {
            return None;
        }
        let name = self.phrase(t);
        let countries = if self.is("inaugurations", t) {
            let of = tree.prepositional(t, "of").into_iter();
            let whose = of.chain(tree.child(t, Dep::Poss));
            let of_person: Vec<String> = whose.filter_map(|who| self.governs(who)).collect();
            match of_person.is_empty() && self.described_by(t, "election-kinds").is_some() {
                true => self.country_of_phrase(t),
                false => of_person,
            }
        } else if self.is("handovers", t)
            && tree
                .prepositional(t, "of")
                .iter()
                .any(|of| self.is("powers-handed-over", *of))
        {
            self.country_of_phrase(t)
        } else {
            return None;
        };
        if countries.is_empty() {
            return None;
        }
        let date = self.date_on(&self.verb_of(t)).or_else(|| self.ahead(t));
        Some(Named {
            countries,
            date,
            ..Named::new(MatterKind::ChangeOfGovernment, t, name)
        })
    }

    fn takes_office(&self, verb: usize) -> Option<Named> {
        let tree = self.matcher.tree;
        let office = tree
            .child(verb, Dep::Dobj)
            .filter(|o| self.is("takes-office", verb) && self.is("offices-taken", *o));
        let sworn_in = || {
            let is_in = |c: &usize| tree.is(*c, "in") && *c > verb;
            tree.children(verb)
                .find(is_in)
                .filter(|_| self.is("swears", verb) && tree.is_passive(verb))
        };
        let end = office.or_else(sworn_in)?;
        // "Since taking office" tells when something else was done.
        let subject = tree
            .surface_subject(verb)
            .filter(|_| tree.tag(verb) != Tag::Vbg)?;
        let country = self.governs(subject).or_else(|| {
            // "Was sworn in as president of Graustark"
            let office = *tree.prepositional(verb, "as").first()?;
            self.governs(office)
        })?;
        let start = tree.base_phrase(subject).start;
        let near = start < verb && verb - subject <= 4;
        let name = if near { start..end + 1 } else { verb..end + 1 };
        Some(Named {
            countries: vec![country],
            date: self.date_on(&[verb, end]),
            ..Named::new(MatterKind::ChangeOfGovernment, verb, name)
        })
    }

    /// The country of a head of state or government, in office or elected, or of a
    /// government.
    fn governs(&self, who: usize) -> Option<String> {
        let actors = self.matcher.actors.actors(who, self.discourse);
        let office = |office: &str| self.matcher.actors.set("offices-of-power", office);
        let actor = actors.into_iter().find(|actor| {
            actor.office.as_deref().is_some_and(office) || self.is("powers-handed-over", who)
        })?;
        self.code_of(&actor)
    }

    fn country_of_phrase(&self, noun: usize) -> Vec<String> {
        let mut countries = self.countries(self.phrase(noun));
        if countries.is_empty() {
            countries = self.joined(noun, &["in"]);
        }
        if countries.is_empty() {
            countries = self.set_in();
        }
        countries
    }

    /// The noun, and the verb of which it is the subject or object.
    fn verb_of(&self, noun: usize) -> Vec<usize> {
        let tree = self.matcher.tree;
        let mut words = vec![noun];
        let takes_place = matches!(tree.dep(noun), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj);
        let verb = tree
            .head(noun)
            .filter(|verb| takes_place && tree.is_verb(*verb));
        words.extend(verb.filter(|verb| self.is("takes-place", *verb)));
        words
    }

    /// "Upcoming": ahead, on a day that nobody tells.
    fn ahead(&self, noun: usize) -> Option<When> {
        let word = self.described_by(noun, "lies-ahead")?;
        let text = self.matcher.tree.written(word..word + 1).to_owned();
        Some(When::unplaced(Some(text)))
    }

    /// The only country that owns something in the sentence.
    fn owner(&self) -> Vec<String> {
        let tree = self.matcher.tree;
        let owners = self.tokens.clone().filter(|t| tree.dep(*t) == Dep::Poss);
        let mut countries: Vec<String> = owners.flat_map(|t| self.countries(t..t + 1)).collect();
        countries.dedup();
        if countries.len() > 1 {
            countries.clear();
        }
        countries
    }
}
