//! Titles and offices, and who holds them.

use super::ActorReader;
use super::phrase::{ActorKind, ActorPhrase};
use crate::discourse::Group;
use crate::lexicon::{AgentKind, OfficeHeld, Person};
use demarche_event::Sector;
use demarche_lang::{Dep, Pos, Tag};

impl<'a, 'l> ActorReader<'a, 'l> {
    /// The holder of an office of somebody's country, where that one has another: "the two
    /// foreign ministers" of states whose premiers met.
    pub(super) fn in_office(&self, phrase: ActorPhrase, group: &Group<'_>) -> ActorPhrase {
        let top = ["head-of-state", "head-of-government"];
        let Some(office) = group.office else {
            return phrase;
        };
        let fits = match phrase.office.as_deref() {
            Some(own) => own == office || top.contains(&own) && top.contains(&office),
            None => phrase.kind == ActorKind::Person,
        };
        if fits || !self.set("single-office", office) {
            return phrase;
        }
        let mut one = ActorPhrase {
            kind: ActorKind::Agent(AgentKind::Person),
            name: None,
            family: None,
            gender: None,
            sector: Some(Sector::Gov),
            office: Some(office.to_owned()),
            role: Some(group.title.to_owned()),
            plural: false,
            ..phrase
        };
        if let Some(holder) = self.holder(&one) {
            one.kind = ActorKind::Person;
            one.name = Some(holder.name.clone());
            one.family = holder.family.clone();
            one.gender = holder.gender;
        }
        one
    }

    /// The holder of an office of a state, for a title that names neither: "the premier",
    /// where somebody visits Graustark.
    pub(crate) fn office_holder_of(&self, noun: usize, state: &ActorPhrase) -> Option<ActorPhrase> {
        let tree = self.tree;
        let (number, first) = self.agent_at(noun)?;
        let agent = &self.lexicon.agents[number as usize];
        let is_bare = |c: usize| match tree.dep(c) {
            Dep::Det => self.set("definite", &tree.lower_text(c)),
            Dep::Compound | Dep::Amod => c >= first,
            Dep::Punct | Dep::Cc | Dep::Conj => true,
            _ => false,
        };
        let single = matches!(tree.tag(noun), Tag::Nn | Tag::Nnp);
        let has_article = tree.children(noun).any(|c| tree.dep(c) == Dep::Det);
        let joined = tree.dep(noun) == Dep::Conj;
        if !single || !(has_article || joined) || !tree.children(noun).all(is_bare) {
            return None;
        }
        let title = agent.words.join(" ");
        let group = Group {
            title: &title,
            office: Some(agent.office.as_deref()?),
            are_persons: true,
            negotiates: false,
            number: 1,
        };
        let holder = self.in_office(state.clone(), &group);
        (holder.office.is_some()).then_some(ActorPhrase {
            head: noun,
            anaphoric: true,
            ..holder
        })
    }

    /// The title that stands before a name.
    pub(super) fn title_before(&self, name: usize, first: usize) -> Option<(u32, usize)> {
        (first.max(name.saturating_sub(8))..name)
            .rev()
            .find_map(|t| self.agent_at(t))
    }

    /// The longest agent noun that ends at a token: its number and first token.
    pub(crate) fn agent_at(&self, t: usize) -> Option<(u32, usize)> {
        let tree = self.tree;
        if !matches!(
            tree.pos(t),
            Pos::Noun | Pos::Propn | Pos::Adj | Pos::X | Pos::Verb
        ) {
            return None;
        }
        let lower = tree.text(t).to_lowercase();
        let lemma = tree.lemma(t);
        let singular = lower.strip_suffix('s').unwrap_or(&lower);
        let agents = [lemma, lower.as_str(), singular]
            .into_iter()
            .find_map(|word| self.lexicon.agents_by_head.get(word))?;
        if tree.pos(t) == Pos::Verb && self.lexicon.agents[agents[0] as usize].words.len() < 2 {
            return None;
        }
        'agents: for number in agents {
            let agent = &self.lexicon.agents[*number as usize];
            let mut at = t;
            for word in agent.words.iter().rev().skip(1) {
                if at == 0 {
                    continue 'agents;
                }
                at -= 1;
                while at > 0 && matches!(tree.text(at), "-" | "–") {
                    at -= 1;
                }
                if !tree.text(at).eq_ignore_ascii_case(word) && tree.lemma(at) != word {
                    continue 'agents;
                }
            }
            return Some((*number, at));
        }
        None
    }

    /// The words of a title, from its first token to the name.
    pub(super) fn words_of_agent(&self, first: usize, end: usize) -> String {
        self.tree
            .parsed
            .words(first..end.max(first + 1))
            .trim_end_matches([',', ' '])
            .to_owned()
    }

    /// The sector of armed forces, for their officers.
    pub(super) fn armed(&self, t: usize) -> Option<Sector> {
        let (agent, _) = self.agent_at(t)?;
        let sector = self.lexicon.agents[agent as usize].sector;
        sector.filter(|sector| *sector == Sector::Mil)
    }

    /// Who holds the single office of a country on the day of what is told.
    pub(super) fn holder(&self, phrase: &ActorPhrase) -> Option<&'l Person> {
        let office = phrase.office.as_deref()?;
        if !self.set("single-office", office) {
            return None;
        }
        let days = &self.on_day().filter(|d| d.length() <= 45)?;
        let only = |fits: &dyn Fn(&OfficeHeld) -> bool| {
            let mut holders = self.lexicon.persons.iter().filter(|p| {
                p.offices
                    .iter()
                    .any(|o| o.code.or(p.country) == phrase.country && o.held(days) && fits(o))
            });
            let first = holders.next()?;
            holders.next().is_none().then_some(first)
        };
        // Whoever is called so, before whoever has an office of that rank.
        let role = phrase.role.as_deref().unwrap_or_default();
        let is_called = |o: &OfficeHeld| {
            let title = o.title.as_deref();
            title.is_some_and(|title| title.eq_ignore_ascii_case(role))
        };
        only(&is_called).or_else(|| only(&|o| o.office == office))
    }
}
