//! Whom a pronoun or "the bloc" means.

use super::ActorReader;
use super::phrase::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::{CodeId, Gender};
use demarche_lang::{Dep, Pos, Tag};

impl<'a, 'l> ActorReader<'a, 'l> {
    pub(super) fn pronoun(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        self.bounded(|| self.pronoun_inside(t, discourse))
    }

    fn pronoun_inside(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let word = tree.text(t).to_ascii_lowercase();
        let as_here = |p: ActorPhrase| ActorPhrase {
            head: t,
            anaphoric: true,
            ..p
        };
        // "It has done so, and it is doing more": the same.
        if let Some(first) = self.same_before(t) {
            let meant = self.pronoun_inside(first, discourse);
            return meant.into_iter().map(as_here).collect();
        }
        // "Graustark, whose premier will go to Zenda": Graustark's.
        if tree.tag(t) == Tag::Wps {
            let owned = tree.head(t).and_then(|owned| tree.verb_above(owned));
            let antecedent = owned.and_then(|verb| tree.antecedent(verb));
            let owner = antecedent.filter(|a| *a < t && tree.pos(*a) != Pos::Pron);
            let owner = owner.map(|owner| self.phrase(owner, discourse));
            return owner.into_iter().flatten().take(1).map(as_here).collect();
        }
        let gender = match () {
            () if self.set("pronoun-male", &word) => Some(Some(Gender::Male)),
            () if self.set("pronoun-female", &word) => Some(Some(Gender::Female)),
            () => None,
        };
        if let Some(gender) = gender {
            let other_side = self.other_side(t);
            let is_other_side = |p: &ActorPhrase| p.country.is_some() && p.country == other_side;
            let acting = self.acting_on(t, discourse);
            let is_beside = |p: &ActorPhrase| {
                acting
                    .iter()
                    .any(|a| a.head < p.head && p.head < t && tree.is_under(p.head, a.head))
            };
            let fits = |p: &ActorPhrase| {
                p.is_single_person()
                    && (p.gender.is_none() || p.gender == gender)
                    && !is_beside(p)
                    && !acting.iter().any(|a| {
                        let known = a.name.is_some() || p.name.is_some();
                        match known {
                            true => a.name == p.name,
                            false => a.family.is_some() && a.family == p.family,
                        }
                    })
            };
            let told = || {
                discourse
                    .persons(gender)
                    .find(|p| !is_other_side(p) && fits(p))
                    .cloned()
            };
            let found = self
                .same_sentence(t, discourse, |p| fits(p) && !is_other_side(p))
                .or_else(told);
            // Nobody else is there.
            let found = found.or_else(|| {
                let here = || self.same_sentence(t, discourse, fits);
                let told = || discourse.persons(gender).next().cloned();
                other_side.and_then(|_| here().or_else(told))
            });
            return found.map(as_here).into_iter().collect();
        }
        if self.set("pronoun-speaker", &word) {
            return discourse.speaker.clone().map(as_here).into_iter().collect();
        }
        if self.set("pronoun-it", &word) {
            if let Some(teller) = self.unknown_teller(t, discourse) {
                return teller.into_iter().map(as_here).collect();
            }
            // "Condemned Graustark and urged it": not whoever urged. "The charges against it"
            // may be against them.
            let of_noun = tree.dep(t) == Dep::Pobj
                && tree
                    .head(t)
                    .and_then(|leads| tree.head(leads))
                    .is_some_and(|above| !tree.is_verb(above));
            // "Saying it accepts nothing": the subject of what is said.
            let said = tree.head(t).is_some_and(|verb| {
                self.set("report", tree.lemma(verb)) && tree.dep(t) == Dep::Dobj
            });
            let acting = match of_noun || said {
                true => Vec::new(),
                false => self.acting_on(t, discourse),
            };
            let is_other = |p: &ActorPhrase| {
                p.is_body()
                    && acting
                        .iter()
                        .all(|a| a.country.is_none() || a.country != p.country)
            };
            if let Some(found) = self.same_sentence(t, discourse, is_other) {
                return vec![as_here(found)];
            }
            return discourse.body().cloned().map(as_here).into_iter().collect();
        }
        if self.set("pronoun-they", &word) {
            let spoke = self.who_spoke_when(t, discourse);
            if !spoke.is_empty() {
                return spoke.into_iter().map(as_here).collect();
            }
            // The subject of a clause above, with all that are joined to it.
            let mut up = self.beyond_own_clause(t);
            for _ in 0..12 {
                let Some(head) = tree.head(up) else { break };
                if tree.is_verb(head)
                    && let Some(subject) = tree.surface_subject(head)
                    && subject != t
                    && tree.pos(subject) != Pos::Pron
                    && !tree.is_under(t, subject)
                {
                    let actors = self.actors(subject, discourse);
                    if actors.len() > 1 || actors.iter().any(|a| a.plural || a.is_body()) {
                        return actors.into_iter().map(as_here).collect();
                    }
                }
                up = head;
            }
            let met = self.who_met_where(t, discourse);
            let met = if met.is_empty() {
                self.who_spoke(t, discourse)
            } else {
                met
            };
            if !met.is_empty() {
                return met.into_iter().map(as_here).collect();
            }
            // Tanks aren't endorsed, nor do they agree.
            let mut several = discourse.several();
            several.retain(|a| a.country.is_some() || !self.set("arms", &a.lemma));
            return several.into_iter().map(as_here).collect();
        }
        Vec::new()
    }

    /// The country of those whom the subject of a verb meets, urges or accuses: nobody
    /// urges himself, so "he" in "he urged Graustark" is no Graustarkian. `None` if there
    /// are several, or the verb isn't one that is done to another.
    fn other_side(&self, t: usize) -> Option<CodeId> {
        let tree = self.tree;
        let mut verb = tree.subject_of(t)?;
        if tree.is_passive(verb) {
            return None;
        }
        // "He wants to meet the premier."
        for _ in 0..3 {
            if self.set("toward-another", tree.lemma(verb)) {
                break;
            }
            verb = tree.child(verb, Dep::Xcomp)?;
        }
        if !self.set("toward-another", tree.lemma(verb)) {
            return None;
        }
        let object = tree.child(verb, Dep::Dobj);
        let led = [Some(verb), object].into_iter().flatten().flat_map(|head| {
            let leads = |c: &usize| {
                tree.dep(*c) == Dep::Prep && self.set("leads-another", &tree.lower_text(*c))
            };
            tree.children(head).filter(leads)
        });
        let led = led.filter_map(|preposition| tree.child(preposition, Dep::Pobj));
        let mut countries: Vec<CodeId> = Vec::new();
        for noun in object.into_iter().chain(led) {
            countries.extend(self.countries_in(tree.base_phrase(noun)));
        }
        countries.dedup();
        match countries[..] {
            [country] => Some(country),
            _ => None,
        }
    }

    /// Whether a word stands in the phrase that opens the clause whose subject is a
    /// pronoun: in "after calls with the premier, he halted them", he isn't the premier.
    fn opens_clause_of(&self, word: usize, pronoun: usize) -> bool {
        let tree = self.tree;
        if tree.pos(pronoun) != Pos::Pron || tree.dep(word) == Dep::Poss {
            return false;
        }
        let Some(verb) = tree.subject_of(pronoun) else {
            return false;
        };
        let mut up = word;
        for _ in 0..8 {
            let Some(head) = tree.head(up) else { break };
            if head == verb {
                return up < pronoun && tree.dep(up) == Dep::Prep;
            }
            if tree.is_verb(head) {
                break;
            }
            up = head;
        }
        false
    }

    /// "The watchdog said it had": whose country nobody knows is meant, and no other.
    fn unknown_teller(&self, t: usize, discourse: &Discourse) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        let clause = tree
            .subject_of(t)
            .filter(|verb| tree.dep(*verb) == Dep::Ccomp)?;
        let verb = tree
            .head(clause)
            .filter(|verb| self.set("report", tree.lemma(*verb)))?;
        let teller = tree
            .surface_subject(verb)
            .filter(|teller| *teller < t && matches!(tree.tag(*teller), Tag::Nn | Tag::Nnp))?;
        let mut phrases = self.phrase(teller, discourse);
        let known = |p: &ActorPhrase| p.country.is_some() || p.is_single_person();
        let unknown = !phrases.iter().any(known);
        phrases.truncate(1);
        unknown.then_some(phrases)
    }

    /// The one state that a teller's words name, for "the country" in what he tells:
    /// "Ruritanian papers say that the country".
    fn state_of_teller(&self, t: usize) -> Option<ActorPhrase> {
        let tree = self.tree;
        let clause = tree
            .verb_above(t)
            .filter(|verb| tree.dep(*verb) == Dep::Ccomp)?;
        let teller = tree.surface_subject(tree.head(clause)?)?;
        let named = tree.base_phrase(teller);
        match self.countries_in(named.clone())[..] {
            [country] if teller < t => Some(ActorPhrase {
                country: Some(country),
                ..self.new_phrase(named, teller, ActorKind::State)
            }),
            _ => None,
        }
    }

    /// The same pronoun as the subject of the clause that its own is joined to.
    fn same_before(&self, t: usize) -> Option<usize> {
        let tree = self.tree;
        let is_subject = |c: usize| matches!(tree.dep(c), Dep::Nsubj | Dep::Nsubjpass);
        let verb = tree
            .head(t)
            .filter(|verb| is_subject(t) && tree.dep(*verb) == Dep::Conj)?;
        let first = tree.head(verb).filter(|first| *first < verb)?;
        let word = tree.lower_text(t);
        tree.children(first).find(|c| {
            is_subject(*c) && *c < t && tree.pos(*c) == Pos::Pron && tree.lower_text(*c) == word
        })
    }

    /// Those who act on a pronoun that is an object, and whom it doesn't mean: in "the
    /// premier promised him a loan", he isn't the premier.
    fn acting_on(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let is_object = matches!(tree.dep(t), Dep::Dobj | Dep::Pobj | Dep::Dative);
        let verb = tree
            .head(t)
            .filter(|_| is_object)
            .and_then(|head| tree.verb_above(head));
        let subject = verb.and_then(|verb| tree.actor_subject(verb));
        let subject = subject.filter(|s| *s < t && tree.pos(*s) != Pos::Pron);
        subject
            .map(|s| self.phrase(s, discourse))
            .unwrap_or_default()
    }

    /// Where the search for an antecedent begins: "them" in "the police shot at them" is
    /// somebody else than the subject of its own clause; "their" may be it.
    fn beyond_own_clause(&self, t: usize) -> usize {
        let tree = self.tree;
        let is_object = matches!(tree.dep(t), Dep::Dobj | Dep::Pobj | Dep::Dative);
        let verb = tree.head(t).and_then(|head| tree.verb_above(head));
        match verb {
            Some(verb) if is_object && tree.surface_subject(verb).is_some() => verb,
            _ => t,
        }
    }

    /// An antecedent in the same sentence: the subject of a clause above first,
    /// then the nearest before.
    pub(super) fn same_sentence(
        &self,
        t: usize,
        discourse: &Discourse,
        fits: impl Fn(&ActorPhrase) -> bool,
    ) -> Option<ActorPhrase> {
        let tree = self.tree;
        let mut up = self.beyond_own_clause(t);
        for _ in 0..12 {
            let Some(head) = tree.head(up) else { break };
            if tree.is_verb(head)
                && let Some(subject) = tree.surface_subject(head)
                && subject != t
                && (tree.pos(subject) != Pos::Pron || self.is_asked(subject, head, t))
                && !tree.is_under(t, subject)
                && let Some(found) = self
                    .meant_by(subject, discourse)
                    .into_iter()
                    .find(|p| fits(p))
            {
                return Some(found);
            }
            up = head;
        }
        let sentence = tree.token(t).sentence().tokens();
        let mut found = None;
        for head in sentence.start..t {
            if tree.is_nominal(head)
                && tree.pos(head) != Pos::Pron
                && !matches!(tree.dep(head), Dep::Compound | Dep::Amod | Dep::Nmod)
                // "blamed Graustark for Ruritania's war": Ruritania is meant last.
                && (found.is_none() || tree.dep(head) != Dep::Poss)
                && !self.opens_clause_of(head, t)
                && let Some(phrase) = self.phrase(head, discourse).into_iter().find(|p| fits(p))
            {
                found = Some(phrase);
            }
        }
        found
    }

    /// Whom a word means, a pronoun or not.
    fn meant_by(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        match self.tree.pos(t) {
            Pos::Pron => self.pronoun(t, discourse),
            _ => self.phrase(t, discourse),
        }
    }

    /// Whether a pronoun is whom a verb asks to do what an infinitive says, to which a
    /// possessive belongs: in "urged it to open its port", the port is of whom it urged.
    fn is_asked(&self, pronoun: usize, verb: usize, owner: usize) -> bool {
        let tree = self.tree;
        tree.dep(pronoun) == Dep::Dobj
            && tree.dep(verb) == Dep::Xcomp
            && tree.head(pronoun) == tree.head(verb)
            && tree.dep(owner) == Dep::Poss
    }

    /// "Rang the premier and said they would meet": the two persons of the sentence.
    fn who_spoke(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let mut verb = t;
        while let Some(above) = tree.head(verb) {
            verb = above;
        }
        if !self.set("speaks-with", tree.lemma(verb)) || tree.is_under(t, verb) && verb > t {
            return Vec::new();
        }
        self.both_of(verb, discourse)
            .into_iter()
            .filter(|_| tree.subject_of(t) != Some(verb))
            .filter(ActorPhrase::is_single_person)
            .collect()
    }

    /// "Told his guest", "urged her hosts": those of the visit told of last.
    pub(super) fn guest_or_host(
        &self,
        t: usize,
        discourse: &Discourse,
    ) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        let lemma = tree.lemma(t);
        let side = match () {
            () if self.set("guests", lemma) => 0,
            () if self.set("hosts", lemma) => 1,
            () => return None,
        };
        let owned = |c: usize| {
            tree.dep(c) == Dep::Poss && tree.tag(c) == Tag::Prps
                || tree.dep(c) == Dep::Det && self.set("definite", &tree.lower_text(c))
        };
        let bare = tree.children(t).any(owned)
            && tree
                .children(t)
                .all(|c| owned(c) || matches!(tree.dep(c), Dep::Punct | Dep::Amod));
        let visit = discourse.latest_visit_made(4);
        let visit = visit
            .or_else(|| discourse.latest_talks(true, 4))
            .filter(|_| bare)?;
        let mut party = visit.sides[side].clone();
        party.retain(|a| a.country.is_some());
        party.truncate(1);
        for actor in &mut party {
            actor.head = t;
            actor.anaphoric = true;
        }
        (!party.is_empty()).then_some(party)
    }

    /// The state that acts in a clause before, of the same sentence.
    fn state_above(
        &self,
        t: usize,
        discourse: &Discourse,
        fits: impl Fn(&ActorPhrase) -> bool,
    ) -> Option<ActorPhrase> {
        let tree = self.tree;
        let sentence = tree.token(t).sentence().tokens();
        let mut subjects = (sentence.start..t).rev().filter(|s| {
            let acts = |verb: usize| !matches!(tree.dep(verb), Dep::Ccomp | Dep::Xcomp);
            matches!(tree.dep(*s), Dep::Nsubj | Dep::Nsubjpass)
                && tree.head(*s).is_some_and(acts)
                && self.mentions.at(*s).is_some()
        });
        subjects.find_map(|s| self.phrase(s, discourse).into_iter().find(|p| fits(p)))
    }

    /// "On his first visit to the country", in a report on two states: the other one's.
    fn state_visited(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        let to = tree.head(t).filter(|to| tree.is(*to, "to"))?;
        let visit = tree
            .head(to)
            .filter(|visit| self.set("visit", tree.lemma(*visit)))?;
        let owner = tree.child(visit, Dep::Poss)?;
        let visitors = match tree.tag(owner) {
            Tag::Prps => self.pronoun(owner, discourse),
            _ => self.phrase(owner, discourse),
        };
        discourse.opposite(&visitors).cloned()
    }

    /// The countries that the subject of a word's clause names or, for the subject itself,
    /// whatever else stands in the clause.
    fn beside_in_clause(&self, t: usize) -> Vec<CodeId> {
        let tree = self.tree;
        let Some(verb) = tree.verb_above(t) else {
            return Vec::new();
        };
        let subject = tree.surface_subject(verb);
        if subject == Some(t) {
            return self.countries_in(t + 1..tree.end(verb));
        }
        let before = subject.filter(|s| *s < t);
        before
            .map(|s| self.countries_in(tree.base_phrase(s)))
            .unwrap_or_default()
    }

    /// "the bloc", "the country", "the group": the one spoken of last.
    pub(super) fn generic_body(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        let lemma = tree.lemma(t);
        let of_states = self.set("generic-bloc", lemma);
        let of_people = self.set("generic-group", lemma);
        if !of_states && !of_people && !self.set("generic-state", lemma) {
            return None;
        }
        let is_article = |c: usize| {
            tree.dep(c) == Dep::Det && self.set("definite", &tree.text(c).to_ascii_lowercase())
        };
        // "The landlocked country", not "the neighbouring country"
        let describes = |c: usize| {
            let named = self.mentions.at(c).and_then(|m| self.country_of(m));
            matches!(tree.dep(c), Dep::Amod | Dep::Compound | Dep::Nummod)
                && named.is_none()
                && !self.set("of-another", &tree.lower_text(c))
        };
        let said_of_one = |c: usize| c > t || is_article(c) || !of_people && describes(c);
        let bare = tree.children(t).all(said_of_one)
            && tree.children(t).any(|c| tree.dep(c) == Dep::Det)
            && matches!(tree.tag(t), Tag::Nn);
        if !bare {
            return None;
        }
        let before = if of_people {
            discourse.last_group()?.clone()
        } else {
            // "When Graustark did so, Ruritania shut the country out": a state of the same
            // sentence that doesn't act in the clause.
            let acting = match of_states {
                true => Vec::new(),
                false => self.beside_in_clause(t),
            };
            let other = |p: &ActorPhrase| {
                p.kind == ActorKind::State && p.country.is_some_and(|c| !acting.contains(&c))
            };
            let here = || {
                (!of_states && !acting.is_empty())
                    .then(|| self.state_above(t, discourse, other))
                    .flatten()
            };
            let told = || (!of_states).then(|| self.state_of_teller(t)).flatten();
            let host = || {
                (!of_states)
                    .then(|| self.state_visited(t, discourse))
                    .flatten()
            };
            match host().or_else(here).or_else(told) {
                Some(state) => state,
                None if of_states => discourse.last_bloc()?.clone(),
                None => discourse.last_state(&acting)?,
            }
        };
        Some(ActorPhrase {
            head: t,
            anaphoric: true,
            ..before
        })
    }
}
