//! What a name known to the lexicon stands for.

use super::ActorReader;
use super::phrase::{ActorKind, ActorPhrase};
use crate::discourse::Discourse;
use crate::lexicon::{AgentKind, NameRef};
use crate::mention::Mention;
use demarche_event::Sector;
use demarche_lang::{Dep, Tag};

impl<'a, 'l> ActorReader<'a, 'l> {
    /// The head of the noun phrase that a mention belongs to: "Graustarkian" in
    /// "the Graustarkian premier" belongs to "premier".
    pub(crate) fn mention_head(&self, mention: &Mention<'_>) -> usize {
        let tree = self.tree;
        let mut head = mention.tokens.end - 1;
        for _ in 0..10 {
            let inside = tree.head(head).filter(|h| mention.tokens.contains(h));
            match inside {
                Some(up) => head = up,
                None => break,
            }
        }
        for _ in 0..6 {
            if !matches!(tree.dep(head), Dep::Compound | Dep::Amod | Dep::Nmod) {
                break;
            }
            match tree.head(head) {
                Some(up) if tree.is_nominal(up) && up > head => head = up,
                _ => break,
            }
        }
        head
    }

    /// Whether a name that is a common noun as well is here that of another state's body:
    /// "Graustark's Senate", where one of Ruritania is called so.
    pub(super) fn is_anothers_body(&self, t: usize, mention: &Mention<'_>) -> bool {
        let organisation = mention.refs.iter().find_map(|r| match r {
            NameRef::Organisation(n) => Some(&self.lexicon.organisations[*n as usize]),
            _ => None,
        });
        let Some(organisation) = organisation.filter(|_| mention.tokens.len() == 1) else {
            return false;
        };
        let tree = self.tree;
        let lends = |c: &usize| {
            matches!(
                tree.dep(*c),
                Dep::Poss | Dep::Amod | Dep::Compound | Dep::Nmod
            )
        };
        let owners = tree.children(t).filter(|c| *c < t).filter(lends);
        let countries = owners.filter_map(|c| self.country_of(self.mentions.at(c)?));
        let mut others = countries.filter(|(country, _)| organisation.country != Some(*country));
        others.next().is_some() && self.agent_at(t).is_some()
    }

    /// "the town of Zenda", "the port city of Zenda": the place that is named.
    pub(super) fn place_called(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        if !self.set("place-nouns", tree.lemma(t)) {
            return None;
        }
        if let Some(place) = self.capital_of(t, discourse) {
            return Some(place);
        }
        let named = *tree.prepositional(t, "of").first()?;
        let mention = self.mentions.at(named)?;
        let is_place = |r: &NameRef| matches!(r, NameRef::Place(_) | NameRef::Capital(..));
        if !mention.refs.iter().any(is_place) {
            return None;
        }
        let country = self.lexicon.country_of_name(mention.refs)?;
        let phrase = self.named(named, mention, discourse)?;
        Some(ActorPhrase {
            head: t,
            kind: ActorKind::Place,
            country: Some(country),
            ..phrase
        })
    }

    /// "In the Ruritanian capital": a place there.
    fn capital_of(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        let preposition = tree.head(t).filter(|_| tree.dep(t) == Dep::Pobj)?;
        if !self.set("place-prepositions", &tree.lower_text(preposition)) {
            return None;
        }
        let adjective = tree
            .children(t)
            .find(|c| tree.dep(*c) == Dep::Amod && *c < t)?;
        let mention = self.mentions.at(adjective)?;
        let country = self.lexicon.country_of_name(mention.refs)?;
        let phrase = self.named(adjective, mention, discourse)?;
        Some(ActorPhrase {
            head: t,
            kind: ActorKind::Place,
            country: Some(country),
            ..phrase
        })
    }

    /// An actor that a mention names.
    pub(super) fn named(
        &self,
        t: usize,
        mention: &Mention<'_>,
        discourse: &Discourse,
    ) -> Option<ActorPhrase> {
        let lexicon = self.lexicon;
        let tokens = mention.tokens.clone();
        let state = |number: u32, kind| ActorPhrase {
            country: Some(lexicon.states[number as usize].code),
            sector: Some(Sector::Gov),
            plural: false,
            ..self.new_phrase(tokens.clone(), t, kind)
        };
        let has = |pick: &dyn Fn(&NameRef) -> bool| mention.refs.iter().copied().find(|r| pick(r));
        if has(&|r| matches!(r, NameRef::Person(_) | NameRef::Family(_))).is_some()
            && let Some(person) = self.person_of(mention, discourse)
            && self.is_person(mention, person, discourse)
        {
            return Some(self.known_person(t, mention, person, discourse));
        }
        if let Some(NameRef::State(n)) = has(&|r| matches!(r, NameRef::State(_))) {
            return Some(state(n, ActorKind::State));
        }
        if let Some(NameRef::Organisation(n)) = has(&|r| matches!(r, NameRef::Organisation(_))) {
            let organisation = &lexicon.organisations[n as usize];
            let mut phrase = self.new_phrase(
                tokens,
                t,
                if organisation.is_forum {
                    ActorKind::Forum
                } else {
                    ActorKind::Organisation
                },
            );
            phrase.name = Some(organisation.name.clone());
            phrase.country = organisation.country;
            phrase.sector = organisation.sector;
            phrase.plural = false;
            return Some(phrase);
        }
        if let Some(NameRef::OrganisationSeat(n)) =
            has(&|r| matches!(r, NameRef::OrganisationSeat(_)))
        {
            let organisation = &lexicon.organisations[n as usize];
            let mut phrase = self.new_phrase(tokens, t, ActorKind::Seat);
            phrase.country = organisation.country;
            phrase.sector = organisation.sector;
            if let Some(NameRef::Capital(_, place)) = has(&|r| matches!(r, NameRef::Capital(..))) {
                phrase.place = Some(place);
            }
            return Some(phrase);
        }
        for r in mention.refs {
            match *r {
                NameRef::Capital(n, place) => {
                    return Some(ActorPhrase {
                        place: Some(place),
                        ..state(n, ActorKind::Seat)
                    });
                }
                NameRef::Seat(n) => return Some(state(n, ActorKind::Seat)),
                _ => {}
            }
        }
        for r in mention.refs {
            match *r {
                NameRef::People(n) | NameRef::Adjective(n) => {
                    let mut phrase = state(n, ActorKind::Agent(AgentKind::People));
                    phrase.plural = matches!(self.tree.tag(t), Tag::Nns | Tag::Nnps);
                    if self.tree.is_nominal(t)
                        && mention.refs.iter().any(|r| matches!(r, NameRef::People(_)))
                    {
                        phrase.sector = Some(if phrase.plural {
                            Sector::Cvl
                        } else {
                            Sector::Gov
                        });
                    }
                    return Some(phrase);
                }
                NameRef::Place(n) => {
                    let mut phrase = self.new_phrase(tokens, t, ActorKind::Place);
                    phrase.country = lexicon.places[n as usize].country;
                    phrase.sector = None;
                    phrase.place = Some(n);
                    phrase.plural = false;
                    return Some(phrase);
                }
                _ => {}
            }
        }
        None
    }
}
