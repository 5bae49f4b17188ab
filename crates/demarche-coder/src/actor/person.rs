//! Which known person a name means.

use super::ActorReader;
use super::phrase::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::{CodeId, NameRef, OfficeHeld, Person};
use crate::mention::Mention;
use demarche_event::Sector;
use demarche_lang::{Dep, Pos, Tag};

impl<'a, 'l> ActorReader<'a, 'l> {
    /// The known person whose full name follows a noun that isn't known, without a comma:
    /// "the premier's predecessor Rudolf Rassendyll"; the state that explains what it is to
    /// another: "Graustark's rival, Ruritania".
    pub(super) fn explained_by_name(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        let name = tree
            .children(t)
            .find(|c| *c > t && tree.dep(*c) == Dep::Appos)?;
        let mention = self.mentions.at(name)?;
        let is_state = |r: &NameRef| matches!(r, NameRef::State(_));
        if self.set("relational", tree.lemma(t)) && mention.refs.iter().any(is_state) {
            return self.named(name, mention, discourse);
        }
        let mention = Some(mention).filter(|m| m.tokens.start == t + 1)?;
        let person = mention.refs.iter().find_map(|r| match r {
            NameRef::Person(n) => Some(*n),
            _ => None,
        })?;
        (tree.pos(t) == Pos::Noun).then(|| self.known_person(name, mention, person, discourse))
    }

    /// Whether a name that is a state's or a capital's too means the person: after a title, or
    /// when the person was spoken of before.
    pub(super) fn is_person(
        &self,
        mention: &Mention<'_>,
        person: u32,
        discourse: &Discourse,
    ) -> bool {
        let of_state = |r: &NameRef| {
            matches!(
                r,
                NameRef::State(_)
                    | NameRef::Adjective(_)
                    | NameRef::People(_)
                    | NameRef::Capital(..)
            )
        };
        let full = |r: &NameRef| matches!(r, NameRef::Person(_));
        if !mention.refs.iter().any(of_state) || mention.refs.iter().any(full) {
            return true;
        }
        let name = &self.lexicon.persons[person as usize].name;
        let titled = mention.tokens.start > 0 && self.agent_at(mention.tokens.start - 1).is_some();
        titled || discourse.has_name(name)
    }

    /// Which of the persons that share a name is meant: one already spoken of,
    /// one whose country or title stands beside the name, one in office.
    pub(super) fn person_of(&self, mention: &Mention<'_>, discourse: &Discourse) -> Option<u32> {
        let full = mention.refs.iter().find_map(|r| match r {
            NameRef::Person(n) => Some(*n),
            _ => None,
        });
        let candidates: Vec<u32> = mention
            .refs
            .iter()
            .filter_map(|r| match r {
                NameRef::Person(n) => Some(*n),
                NameRef::Family(n) if full.is_none() => Some(*n),
                _ => None,
            })
            .collect();
        let persons = &self.lexicon.persons;
        let person = |n: u32| &persons[n as usize];
        if let [only] = candidates[..]
            && full.is_some()
        {
            return Some(only);
        }
        let base = self.tree.base_phrase(self.mention_head(mention));
        let countries: Vec<CodeId> = self.countries_in(base.start..mention.tokens.start);
        let rank = |n: u32| person(n).rank_on(self.on_day().as_ref());
        let known = candidates
            .iter()
            .copied()
            .filter(|n| discourse.has_name(&person(*n).name))
            .filter(|n| {
                let country = person(*n).country;
                countries.is_empty() || country.is_none_or(|c| countries.contains(&c))
            });
        // The one who was called so before, else the highest.
        let word = &self.tree.parsed.text()[mention.bytes.clone()];
        let called = |n: u32| discourse.is_called(word, &person(n).name);
        let known = known.max_by(|a, b| {
            let called = called(*a).cmp(&called(*b));
            called.then(rank(*a).total_cmp(&rank(*b))).then(b.cmp(a))
        });
        if let Some(n) = known {
            return Some(n);
        }
        // Somebody unknown of that name was introduced before.
        if full.is_none() {
            let word = &self.tree.parsed.text()[mention.bytes.clone()];
            if discourse.by_family(word).is_some_and(|p| p.name.is_none()) {
                return None;
            }
        }
        let title = self.title_before(mention.tokens.start, base.start);
        let title_office =
            title.and_then(|(agent, _)| self.lexicon.agents[agent as usize].office.clone());
        let leads = |n: u32| {
            let top = ["head-of-state", "head-of-government", "president-elect"];
            person(n)
                .office_on(self.on_day().as_ref())
                .is_some_and(|o| top.contains(&o.office.as_str()))
        };
        let score = |n: u32| {
            let p = person(n);
            let mut score = 0;
            if p.country.is_some_and(|c| countries.contains(&c)) {
                score += 4;
            } else if !countries.is_empty() {
                score -= 4;
            }
            if let Some(office) = &title_office
                && p.offices.iter().any(|o| o.office == *office)
            {
                score += 2;
                let on_day = |o: &OfficeHeld| {
                    o.office == *office && self.on_day().is_none_or(|d| o.held(&d))
                };
                if p.offices.iter().any(on_day) {
                    score += 2;
                }
            }
            if p.in_office(self.on_day().as_ref()) {
                score += 2;
                if leads(n) {
                    score += 1;
                }
            }
            if p.country.is_some_and(|c| discourse.has_country(c)) {
                score += 1;
            }
            score
        };
        let best = candidates.iter().copied().max_by(|a, b| {
            let ranks = rank(*a).total_cmp(&rank(*b));
            score(*a).cmp(&score(*b)).then(ranks).then(b.cmp(a))
        })?;
        let best_score = score(best);
        let tied = candidates
            .iter()
            .filter(|n| score(**n) == best_score)
            // Of a leader and others of the name, the leader needs no more words.
            .filter(|n| !leads(best) || rank(**n) >= rank(best))
            .count();
        let enough = if full.is_some() { i32::MIN } else { 2 };
        (best_score >= enough && (tied == 1 || full.is_some() || best_score >= 4)).then_some(best)
    }

    pub(super) fn known_person(
        &self,
        t: usize,
        mention: &Mention<'_>,
        number: u32,
        _: &Discourse,
    ) -> ActorPhrase {
        let person: &Person = &self.lexicon.persons[number as usize];
        let base = self.tree.base_phrase(self.mention_head(mention));
        let title = self.title_before(mention.tokens.start, base.start);
        let mut first = base.start.min(mention.tokens.start);
        // A possessor in front is another actor: "Graustark's Rassendyll".
        if self.tree.tag(first) == Tag::Dt {
            first += 1;
        }
        let mut phrase = self.new_phrase(
            first.min(mention.tokens.start)..mention.tokens.end,
            t,
            ActorKind::Person,
        );
        phrase.name = Some(person.name.clone());
        phrase.family = person.family.clone();
        phrase.gender = person.gender;
        phrase.plural = false;
        let office = person.office_on(self.on_day().as_ref());
        phrase.country = office.and_then(|o| o.code).or(person.country);
        phrase.sector = office
            .and_then(|o| o.sector)
            .or(person.sector)
            .or(Some(Sector::Gov));
        phrase.office = office.map(|o| o.office.clone());
        if let Some((agent, start)) = title {
            let agent_known = &self.lexicon.agents[agent as usize];
            let end = start + 1;
            phrase.role = Some(self.words_of_agent(start, mention.tokens.start.max(end)));
            if let Some(office) = &agent_known.office {
                phrase.office = Some(office.clone());
            }
            if let Some(sector) = agent_known.sector
                && phrase.sector != Some(Sector::Igo)
            {
                phrase.sector = Some(sector);
            }
        }
        phrase
    }

    /// The person whose name stands beside a title, as what explains it or is explained
    /// by it: "her Ruritanian counterpart Rudolf Rassendyll". A known person of another
    /// country is the next of a list.
    pub(super) fn named_beside(
        &self,
        t: usize,
        country: CodeId,
        discourse: &Discourse,
    ) -> Option<ActorPhrase> {
        let tree = self.tree;
        let name = tree
            .children(t)
            .find(|c| *c > t && tree.dep(*c) == Dep::Appos && tree.pos(*c) != Pos::Num)?;
        if let Some(mention) = self.mentions.at(name) {
            // A family name that a known person bears, under another given name.
            let of_family = |r: &NameRef| matches!(r, NameRef::Family(_));
            let with_given = name > 0
                && mention.tokens.start == name
                && tree.dep(name - 1) == Dep::Compound
                && tree.pos(name - 1) == Pos::Propn;
            match self.person_of(mention, discourse) {
                Some(person) => {
                    let known = &self.lexicon.persons[person as usize];
                    let is_of = known.country == Some(country)
                        || known.offices.iter().any(|o| o.code == Some(country));
                    return (is_of && self.is_person(mention, person, discourse))
                        .then(|| self.known_person(name, mention, person, discourse));
                }
                None if with_given && mention.refs.iter().all(of_family) => {}
                None => return None,
            }
        }
        let is_full = tree.dep(name - 1) == Dep::Compound && tree.pos(name - 1) == Pos::Propn;
        let named = self.stranger(name, is_full, discourse)?;
        named
            .country
            .is_none_or(|c| c == country)
            .then_some(named)
            .filter(|p| p.kind == ActorKind::Person)
    }

    /// The person whose name follows a title and its country without a comma:
    /// "Minister of Commerce of Ruritania Rudolf Rassendyll".
    pub(super) fn bearer(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        let full = |r: &NameRef| matches!(r, NameRef::Person(_));
        let mut mentions = self.mentions.within(t + 1..tree.end(t));
        let mention = mentions.find(|m| m.refs.iter().any(full))?;
        let name = mention.tokens.start;
        let before = self.mentions.at(name - 1)?;
        let (country, _) = self.country_of(before)?;
        let leads_there = (t + 1..name).all(|w| {
            matches!(
                tree.pos(w),
                Pos::Adp | Pos::Propn | Pos::Noun | Pos::Adj | Pos::Det | Pos::Cconj
            )
        });
        let person = self.person_of(mention, discourse)?;
        let known = &self.lexicon.persons[person as usize];
        (leads_there && before.tokens.start > t && known.country == Some(country))
            .then(|| self.known_person(t, mention, person, discourse))
    }

    /// A known person named inside a longer title: "the Minister of Mines of
    /// Graustark Rudolf Rassendyll".
    pub(super) fn named_inside(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let window = t + 1..(t + 9).min(self.tree.end(t));
        if window.is_empty() {
            return None;
        }
        let mention = self.mentions.within(window.clone()).find(|m| {
            window.contains(&m.tokens.start)
                && m.refs.iter().any(|r| matches!(r, NameRef::Person(_)))
        })?;
        let between = t + 1..mention.tokens.start;
        if between.clone().any(|w| self.tree.text(w) == ",") {
            return None;
        }
        let person = self.person_of(mention, discourse)?;
        Some(self.known_person(t, mention, person, discourse))
    }
}
