//! What stands beside a name and tells more of it.

use super::ActorReader;
use super::phrase::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use demarche_lang::{Dep, Tag};

impl<'a, 'l> ActorReader<'a, 'l> {
    /// Adds what an apposition tells: "Rassendyll, Graustark's envoy,".
    pub(super) fn with_apposition(
        &self,
        mut phrase: ActorPhrase,
        t: usize,
        discourse: &Discourse,
    ) -> ActorPhrase {
        let tree = self.tree;
        if phrase.country.is_some() && phrase.name.is_some() {
            return phrase;
        }
        if phrase.country.is_none() && phrase.is_single_person() {
            phrase.country = self.led(t).and_then(|group| {
                let of = tree.prepositional(group, "of").into_iter().take(1);
                let members = std::iter::once(group).chain(of);
                let members: Vec<ActorPhrase> =
                    members.flat_map(|m| self.phrase(m, discourse)).collect();
                let members = members.iter().filter(|p| !p.by_scene && !p.anaphoric);
                members.filter_map(|p| p.country).next()
            });
        }
        if phrase.country.is_none()
            && phrase.is_single_person()
            && let Some(title) = self.title_of_listed(t, discourse)
        {
            phrase.country = title.country;
            phrase.sector = title.sector.or(phrase.sector);
            phrase.office = phrase.office.or(title.office);
            phrase.role = phrase.role.or(title.role);
        }
        let mut others: Vec<usize> = tree
            .children(t)
            .filter(|c| tree.dep(*c) == Dep::Appos)
            .collect();
        if tree.dep(t) == Dep::Appos {
            others.extend(tree.head(t));
            // "The trade minister of Graustark, Rudolf Rassendyll"
            let of = tree.head(t).and_then(|owner| tree.head(owner));
            let of = of.filter(|of| tree.is(*of, "of"));
            others.extend(of.and_then(|of| tree.head(of)));
        }
        for other in others {
            let described = if tree.dep(other) == Dep::Appos && tree.head(other) == Some(t) {
                self.bare_phrase(other, discourse)
            } else if phrase.country.is_none() && phrase.kind == ActorKind::Person {
                // "The trade minister of Graustark, Rudolf Rassendyll": he is Graustark's.
                self.described(other, discourse)
                    .filter(|described| described.len() == 1)
                    .and_then(|described| described.into_iter().next())
            } else {
                None
            };
            let Some(described) = described else { continue };
            // "Graustark's closest ally, Ruritania": Ruritania.
            let of_state = matches!(described.kind, ActorKind::State | ActorKind::Seat);
            if of_state && self.set("relational", &phrase.lemma) {
                return described;
            }
            let person = phrase.is_single_person() && described.is_single_person();
            if !person {
                continue;
            }
            if phrase.country.is_none() || described.name.is_some() {
                phrase.country = described.country.or(phrase.country);
            }
            phrase.name = phrase.name.or(described.name);
            phrase.family = phrase.family.or(described.family);
            phrase.gender = phrase.gender.or(described.gender);
            if phrase.role.is_none() {
                phrase.role = described.role;
            }
            if phrase.sector.is_none() || described.sector.is_some() && phrase.office.is_none() {
                phrase.sector = described.sector.or(phrase.sector);
            }
            phrase.office = phrase.office.or(described.office);
            if described.kind == ActorKind::Person {
                phrase.kind = ActorKind::Person;
            }
        }
        phrase
    }

    /// What the title of several says of the one of them whose name is a word: in "the
    /// premiers of Graustark and Ruritania, Elphberg and Rassendyll", Rassendyll is
    /// Ruritania's.
    fn title_of_listed(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        let mut first = t;
        for _ in 0..6 {
            if tree.dep(first) != Dep::Conj {
                break;
            }
            first = tree.head(first).filter(|head| *head < first)?;
        }
        let title = tree.head(first).filter(|title| *title < first)?;
        let several = matches!(tree.tag(title), Tag::Nns | Tag::Nnps);
        if tree.dep(first) != Dep::Appos || !several {
            return None;
        }
        let names = tree.conjuncts(first);
        let described = self.described(title, discourse)?;
        let number = names.iter().position(|name| *name == t)?;
        (names.len() > 1 && described.len() == names.len())
            .then(|| described.into_iter().nth(number))
            .flatten()
    }

    /// The delegation that somebody leads, who is then of its country: "led a group of
    /// Graustarkian lawmakers", "a Graustarkian team led by her".
    fn led(&self, t: usize) -> Option<usize> {
        let tree = self.tree;
        let leads = |v: usize| tree.is_verb(v) && self.set("leads", tree.lemma(v));
        let above = tree.head(t)?;
        if tree.dep(t) == Dep::Pobj && tree.is(above, "by") {
            let verb = tree
                .head(above)
                .filter(|v| leads(*v) && tree.is_passive(*v))?;
            return tree
                .object(verb)
                .filter(|o| self.set("company", tree.lemma(*o)));
        }
        let beside = tree
            .children(t)
            .filter(|c| matches!(tree.dep(*c), Dep::Relcl | Dep::Acl));
        let own = (tree.dep(t) == Dep::Nsubj).then_some(above);
        let clauses = own.into_iter().flat_map(|v| {
            let joined = tree.children(v);
            joined
                .filter(|c| matches!(tree.dep(*c), Dep::Advcl | Dep::Conj))
                .chain([v])
        });
        let verb = clauses
            .chain(beside)
            .find(|v| leads(*v) && !tree.is_passive(*v))?;
        tree.child(verb, Dep::Dobj)
            .filter(|o| self.set("company", tree.lemma(*o)))
    }
}
