//! Which countries the words around a noun lend it.

use super::ActorReader;
use super::country::Lent;
use super::described::AgentNoun;
use super::phrase::ActorKind;
use crate::discourse::Discourse;
use crate::lexicon::NameRef;
use demarche_event::Sector;
use demarche_lang::{Dep, Tag};

impl ActorReader<'_, '_> {
    /// The countries that names in front of a noun lend it.
    pub(super) fn named_countries(&self, noun: &AgentNoun<'_>, discourse: &Discourse) -> Vec<Lent> {
        let AgentNoun {
            t,
            lemma,
            base,
            relational,
            ..
        } = *noun;
        let tree = self.tree;
        let mut countries: Vec<Lent> = Vec::new();
        if !relational {
            for mention in self.mentions.within(base.clone()) {
                if mention.tokens.end > t + 1 || mention.tokens.contains(&t) {
                    continue;
                }
                if let Some(found) = self.country_of(mention)
                    && !countries.iter().any(|c| c.0 == found.0)
                {
                    countries.push(found);
                }
            }
            // Only a plural with "and" stands for several countries.
            let several = matches!(tree.tag(t), Tag::Nns | Tag::Nnps)
                && base
                    .clone()
                    .any(|w| tree.dep(w) == Dep::Cc || tree.text(w) == "," || tree.text(w) == "-");
            if !several {
                countries.truncate(1);
            }
        } else if self.set("counterpart", lemma) {
            for mention in self.mentions.within(base.clone()) {
                let adjective = mention
                    .refs
                    .iter()
                    .any(|r| matches!(r, NameRef::Adjective(_)));
                if adjective && let Some(found) = self.country_of(mention) {
                    countries.push(found);
                }
            }
            // "his counterpart from Graustark"
            let several = matches!(tree.tag(t), Tag::Nns | Tag::Nnps);
            if countries.is_empty()
                && let Some(from) = tree.prepositional(t, "from").first()
            {
                let all = match several {
                    true => tree.conjuncts(*from),
                    false => vec![*from],
                };
                let all = all.into_iter();
                countries.extend(all.filter_map(|from| self.country_under(from, discourse, 1)));
            }
        }
        countries
    }

    /// That of a pronoun that owns: "its foreign minister".
    pub(super) fn country_of_owner(&self, t: usize, discourse: &Discourse) -> Vec<Lent> {
        let tree = self.tree;
        let mut countries = Vec::new();
        // "Their ministers" are of all of them.
        let are_several = matches!(tree.tag(t), Tag::Nns | Tag::Nnps);
        for c in tree.children(t).filter(|c| tree.dep(*c) == Dep::Poss) {
            let of_all = are_several && tree.tag(c) == Tag::Prps;
            for owner in self.phrase_or_pronoun(c, discourse) {
                if let Some(country) = owner.country {
                    // "The ruling party's secretary general" is of the party.
                    let of_party = owner
                        .sector
                        .filter(|s| matches!(s, Sector::Pty | Sector::Opp | Sector::Lab));
                    if !countries.iter().any(|c: &Lent| c.0 == country) {
                        countries.push((country, of_party));
                    }
                    if !of_all {
                        break;
                    }
                }
            }
        }
        countries
    }

    /// "Ruritania's government and rebels": both are Ruritania's.
    pub(super) fn shared_country(&self, t: usize, discourse: &Discourse) -> Option<Lent> {
        let tree = self.tree;
        let bare = |c| matches!(tree.dep(c), Dep::Det | Dep::Poss | Dep::Amod);
        if tree.dep(t) != Dep::Conj || tree.children(t).any(bare) {
            return None;
        }
        let head = tree.head(t).filter(|h| tree.is_nominal(*h))?;
        let shared = self.phrase(head, discourse);
        let mut shared = shared
            .iter()
            .filter(|p| matches!(p.kind, ActorKind::Agent(_)) && !p.by_scene && !p.anaphoric);
        shared.find_map(|p| p.country).map(|c| (c, None))
    }

    /// Those that a preposition leads: "the leaders of X and Y". What belongs to the noun
    /// may end with them.
    pub(super) fn countries_led(
        &self,
        noun: &AgentNoun<'_>,
        discourse: &Discourse,
        end: &mut usize,
    ) -> Vec<Lent> {
        let AgentNoun { t, lemma, .. } = *noun;
        let tree = self.tree;
        let mut countries: Vec<Lent> = Vec::new();
        // An adviser to a minister is of the minister's country; an envoy to one isn't.
        let serves = self.set("serves", lemma);
        let at = ["of", "from", "for", "at", "in"].into_iter();
        for preposition in at.chain(serves.then_some("to")) {
            let mut objects = tree.prepositional(t, preposition);
            // "lawmakers from the ruling party": the phrase may hang on a word before.
            // "accused the government of neglecting Graustark" doesn't say whose it is.
            objects.retain(|o| *o > t && !tree.is_verb(*o));
            for object in objects {
                // "the leaders of X and Y" are of both.
                let several = matches!(tree.tag(t), Tag::Nns | Tag::Nnps);
                let all = if several {
                    tree.conjuncts(object)
                } else {
                    vec![object]
                };
                for object in all {
                    if several && self.is_pair_word(object) {
                        let mut pair = Vec::new();
                        self.add_phrase(object, discourse, &mut pair);
                        let armed = self.armed(object);
                        let owners = pair.iter().filter_map(|p| Some((p.country?, armed)));
                        countries.extend(owners);
                        continue;
                    }
                    // "officers of the Graustarkian and Ruritanian navies"
                    let armed = self.armed(object).filter(|_| several);
                    if armed.is_some() {
                        let forces = self.phrase(object, discourse);
                        countries.extend(forces.iter().filter_map(|p| Some((p.country?, armed))));
                        continue;
                    }
                    if let Some(found) = self.country_under(object, discourse, 3)
                        && !countries.iter().any(|c| c.0 == found.0)
                    {
                        if preposition != "in" && preposition != "at" {
                            *end = (*end).max(self.tree.base_phrase(object).end);
                        }
                        countries.push(found);
                    }
                }
                if !countries.is_empty() {
                    break;
                }
            }
            if !countries.is_empty() {
                break;
            }
        }
        countries
    }
}
