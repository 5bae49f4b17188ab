//! An actor that a noun describes.

use super::ActorReader;
use super::phrase::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::{Agent, AgentKind, CodeId};
use demarche_event::Sector;
use demarche_lang::{Dep, Tag};
use std::ops::Range;

/// A noun for people or a body, as it is read: "delegation".
pub(super) struct AgentNoun<'n> {
    pub(super) t: usize,
    pub(super) agent: &'n Agent,
    pub(super) lemma: &'n str,
    pub(super) base: &'n Range<usize>,
    /// Says what somebody is to another: "ally", "counterpart".
    pub(super) relational: bool,
}

impl ActorReader<'_, '_> {
    /// An actor described by a noun: "the Graustarkian delegation".
    pub(super) fn described(&self, t: usize, discourse: &Discourse) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        let (number, first) = self.agent_at(t)?;
        // A state of emergency is no state.
        let of_condition = |o: &usize| self.set("conditions", self.tree.lemma(*o));
        if tree.prepositional(t, "of").iter().any(of_condition) {
            return None;
        }
        // "Thousands of miners" are miners.
        if self.set("partitive", tree.lemma(t)) && !tree.prepositional(t, "of").is_empty() {
            return None;
        }
        if let Some(person) = self.bearer(t, discourse) {
            return Some(vec![person]);
        }
        let agent = &self.lexicon.agents[number as usize];
        let base = tree.base_phrase(t);
        // Colleagues of whom no country is told are at home.
        let mut mentions = self.mentions.within(base.clone());
        if self.set("colleague", tree.lemma(t)) && mentions.all(|m| self.country_of(m).is_none()) {
            return None;
        }
        let lemma = agent.words.last().cloned().unwrap_or_default();
        let mut end = t + 1;
        let relational = self.set("relational", &lemma);
        let noun = AgentNoun {
            t,
            agent,
            lemma: &lemma,
            base: &base,
            relational,
        };
        let mut countries = self.named_countries(&noun, discourse);
        if countries.is_empty() && !relational {
            countries.extend(self.country_of_owner(t, discourse));
        }
        if countries.is_empty() && !relational {
            countries.extend(self.shared_country(t, discourse));
        }
        if countries.is_empty() && !relational {
            countries = self.countries_led(&noun, discourse, &mut end);
        }
        let mut phrase = self.new_phrase(
            base.start.min(first)..end.min(tree.parsed.len()),
            t,
            ActorKind::Agent(agent.kind),
        );
        phrase.lemma = lemma.clone();
        phrase.former = tree
            .children(t)
            .any(|c| self.set("former-own", &tree.text(c).to_ascii_lowercase()))
            || self.set("predecessor", &lemma);
        phrase.sector = agent.sector;
        phrase.office = agent.office.clone();
        phrase.role = Some(tree.written(first..t + 1).to_owned());
        if countries.is_empty() {
            return Some(vec![self.without_country(&noun, phrase, discourse)]);
        }
        // "A Ruritanian premier" is no one in particular.
        let is_any = tree.children(t).any(|c| {
            tree.dep(c) == Dep::Det && self.set("indefinite", &tree.text(c).to_ascii_lowercase())
        });
        let like = self
            .set("counterpart", &lemma)
            .then(|| self.whose_counterpart(t, discourse))
            .flatten();
        let mut all = Vec::new();
        for (country, sector) in countries {
            let mut one = phrase.clone();
            one.country = Some(country);
            if let Some(like) = &like {
                one.office = one.office.or_else(|| like.office.clone());
                one.sector = one.sector.or(like.sector);
            }
            // A party's secretary is of the party, a union's president of the union.
            if let Some(sector) = sector
                && !matches!(sector, Sector::Gov)
                && matches!(agent.kind, AgentKind::Person | AgentKind::Group)
                // Whoever sits in a parliament does so for any party.
                && agent.sector != Some(Sector::Leg)
            {
                one.sector = Some(sector);
            }
            if one.sector.is_none() {
                one.sector = sector;
            }
            // "the leaders of X" govern, whatever X is.
            if one.sector.is_none() && (agent.office.is_some() || self.set("leaders", &lemma)) {
                one.sector = Some(Sector::Gov);
            }
            if one.is_single_person() {
                self.name_holder(&noun, &mut one, country, is_any, discourse);
            }
            all.push(one);
        }
        Some(all)
    }

    /// Who is meant where no words say of which country: somebody known from before, or
    /// those of where the account is set.
    fn without_country(
        &self,
        noun: &AgentNoun<'_>,
        mut phrase: ActorPhrase,
        discourse: &Discourse,
    ) -> ActorPhrase {
        let AgentNoun {
            t,
            agent,
            lemma,
            relational,
            ..
        } = *noun;
        let tree = self.tree;
        if let Some(visitor) = self.visitor_told(t, discourse) {
            return visitor;
        }
        if relational && let Some(other) = self.other_of_two(t, discourse) {
            phrase.country = Some(other);
            phrase.anaphoric = true;
            return phrase;
        }
        // Known from before: "the delegation", "the premier".
        let definite = tree.children(t).any(|c| {
            tree.dep(c) == Dep::Det && self.set("definite", &tree.text(c).to_ascii_lowercase())
        }) || agent.office.is_some();
        if definite
            && !relational
            && !phrase.former
            && let Some(before) = discourse.by_description(lemma, phrase.plural, None)
        {
            return ActorPhrase {
                head: t,
                anaphoric: true,
                ..before.clone()
            };
        }
        // "The prime minister of Ruritania … The premier".
        let pointed = tree
            .children(t)
            .any(|c| tree.dep(c) == Dep::Det && self.set("definite", &tree.lower_text(c)));
        if pointed
            && !relational
            && !phrase.former
            && !phrase.plural
            && let Some(office) = agent.office.as_deref()
            && let Some(before) = discourse.by_office(office)
        {
            return ActorPhrase {
                head: t,
                anaphoric: true,
                ..before.clone()
            };
        }
        if definite && let Some(named) = self.named_inside(t, discourse) {
            return ActorPhrase {
                bytes: phrase.bytes,
                role: phrase.role,
                ..named
            };
        }
        // Where an account is set in one country, "the police" are its police.
        let local = agent.sector.is_some()
            && !relational
            && !self.set("abroad", lemma)
            && !self.set("arms", lemma)
            && !matches!(agent.sector, Some(Sector::Igo | Sector::Ngo));
        // "accused the previous government": it is that of the accuser's country.
        if phrase.former
            && agent.sector == Some(Sector::Gov)
            && let Some(own) = self.same_sentence(t, discourse, |p| p.country.is_some())
        {
            phrase.country = own.country;
            return phrase;
        }
        if local && let Some(home) = self.home(t) {
            phrase.country = Some(home);
            phrase.by_scene = true;
        }
        phrase
    }

    /// Gives a single person the name that stands beside it, that of the holder of its
    /// office, or that it had before.
    fn name_holder(
        &self,
        noun: &AgentNoun<'_>,
        one: &mut ActorPhrase,
        country: CodeId,
        is_any: bool,
        discourse: &Discourse,
    ) {
        let AgentNoun { t, lemma, .. } = *noun;
        if let Some(beside) = self.named_beside(t, country, discourse) {
            one.kind = ActorKind::Person;
            one.name = beside.name;
            one.gender = beside.gender;
            one.family = beside.family;
        } else if let Some(holder) = self.holder(one).filter(|_| !is_any) {
            one.name = Some(holder.name.clone());
            one.gender = holder.gender;
            one.family = holder.family.clone();
        } else if let Some(before) = discourse.by_description(lemma, one.plural, Some(country))
            && before.kind == ActorKind::Person
        {
            one.name = before.name.clone();
            one.gender = before.gender;
            one.family = before.family.clone();
        }
    }

    /// Whom a counterpart is like, in office and sector: "she met her Ruritanian
    /// counterpart".
    fn whose_counterpart(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        let owner = tree.child(t, Dep::Poss).or_else(|| {
            let verb = tree.verb_above(t)?;
            tree.surface_subject(verb).filter(|s| *s != t)
        })?;
        let owners = self.phrase_or_pronoun(owner, discourse);
        owners.into_iter().find(ActorPhrase::is_single_person)
    }

    /// "The visiting minister": who was told to be on a visit.
    fn visitor_told(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        let visiting = |c: usize| c < t && self.set("visiting", &tree.lower_text(c));
        let definite =
            |c: usize| tree.dep(c) == Dep::Det && self.set("definite", &tree.lower_text(c));
        if !tree.children(t).any(visiting) || !tree.children(t).any(definite) {
            return None;
        }
        let visit = discourse.latest_visit_made(6)?;
        let mut visitors = visit.sides[0].iter();
        let visitor = visitors.find(|a| a.country == Some(visit.visitor))?;
        Some(ActorPhrase {
            head: t,
            anaphoric: true,
            ..visitor.clone()
        })
    }

    /// "Its neighbour", "their rival": the other one of two that the sentence names, or that
    /// the report is about.
    fn other_of_two(&self, t: usize, discourse: &Discourse) -> Option<CodeId> {
        let tree = self.tree;
        let owner = tree.child(t, Dep::Poss)?;
        let mut named = self.mentions.within(tree.base_phrase(t));
        let is_one = !matches!(tree.tag(t), Tag::Nns | Tag::Nnps);
        if tree.tag(owner) != Tag::Prps || !is_one || named.any(|m| self.country_of(m).is_some()) {
            return None;
        }
        let owner = self.phrase_or_pronoun(owner, discourse);
        let [owner] = &owner[..] else { return None };
        let own = owner.country?;
        let other_than_own = |codes: &[CodeId]| match codes {
            [one, other] if own == *one => Some(*other),
            [one, other] if own == *other => Some(*one),
            _ => None,
        };
        let sentence = tree.token(t).sentence().tokens();
        let here = self.countries_in(sentence.start..t);
        other_than_own(&here).or_else(|| {
            let only_own = here.iter().all(|code| *code == own);
            let told = || {
                let last = discourse.last_other(std::slice::from_ref(owner))?;
                last.country.filter(|_| !last.is_single_person())
            };
            only_own
                .then(|| other_than_own(&discourse.leading).or_else(told))
                .flatten()
        })
    }
}
