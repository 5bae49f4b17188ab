//! Whom a pronoun or "the bloc" means.

use super::ActorReader;
use super::phrase::ActorPhrase;
use crate::discourse::Discourse;
use crate::lexicon::Gender;
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
            if let Some(found) = self.same_sentence(t, discourse, |p| {
                p.is_single_person() && (p.gender.is_none() || p.gender == gender)
            }) {
                return vec![as_here(found)];
            }
            return discourse
                .person(gender)
                .cloned()
                .map(as_here)
                .into_iter()
                .collect();
        }
        if self.set("pronoun-speaker", &word) {
            return discourse.speaker.clone().map(as_here).into_iter().collect();
        }
        if self.set("pronoun-it", &word) {
            if let Some(found) = self.same_sentence(t, discourse, ActorPhrase::is_body) {
                return vec![as_here(found)];
            }
            return discourse.body().cloned().map(as_here).into_iter().collect();
        }
        if self.set("pronoun-they", &word) {
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
            // Tanks aren't endorsed, nor do they agree.
            let mut several = discourse.several();
            several.retain(|a| a.country.is_some() || !self.set("arms", &a.lemma));
            return several.into_iter().map(as_here).collect();
        }
        Vec::new()
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
                && tree.pos(subject) != Pos::Pron
                && !tree.is_under(t, subject)
                && let Some(found) = self
                    .phrase(subject, discourse)
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
                && let Some(phrase) = self.phrase(head, discourse).into_iter().find(|p| fits(p))
            {
                found = Some(phrase);
            }
        }
        found
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
        let bare = tree.children(t).all(|c| {
            c > t
                || tree.dep(c) == Dep::Det
                    && self.set("definite", &tree.text(c).to_ascii_lowercase())
        }) && tree.children(t).any(|c| tree.dep(c) == Dep::Det)
            && matches!(tree.tag(t), Tag::Nn);
        if !bare {
            return None;
        }
        let before = if of_people {
            discourse.last_group()?
        } else {
            discourse.last_body(of_states)?
        };
        Some(ActorPhrase {
            head: t,
            anaphoric: true,
            ..before.clone()
        })
    }
}
