//! Which actor a noun phrase stands for: its country, sector, role and name.

mod antecedent; // whom a pronoun or "the bloc" means
mod apposition; // what stands beside a name and tells more of it
mod country; // of which country somebody is
mod described; // an actor that a noun describes
mod lent; // which countries the words around a noun lend it
mod named; // what a name known to the lexicon stands for
mod person; // which known person a name means
mod phrase; // an actor as a noun phrase gives it
mod several; // several who are meant by one phrase: "both sides", "the three leaders", "thirty"
mod stranger; // somebody whom the lexicon doesn't know, or knows by another spelling
mod title; // titles and offices, and who holds them

pub(crate) use phrase::{ActorKind, ActorPhrase};

use crate::discourse::{Discourse, Group};
use crate::lexicon::{CodeId, Lexicon, NameRef};
use crate::mention::{Mention, Mentions};
use crate::tree::Tree;
use demarche_event::Days;
use demarche_lang::{Dep, Pos, Tag};
use std::cell::Cell;

/// Phrases that the reading of one phrase may look into.
const BUDGET: u32 = 200;

/// No phrase of English nests deeper in earnest.
const MAX_DEPTH: u32 = 10;

/// Reads the actors of one paragraph.
pub(crate) struct ActorReader<'a, 'l> {
    pub lexicon: &'l Lexicon,
    pub tree: &'a Tree<'a>,
    pub mentions: &'a Mentions<'l>,
    /// First byte of the paragraph in the document.
    pub offset: usize,
    /// The publication day, to know who held which office.
    pub published: Option<Days>,
    /// The only past day that the sentence being read names.
    pub dated: Cell<Option<Days>>,
    /// Where the account of each sentence is set, if that is clear.
    pub scenes: &'a [Option<CodeId>],
    /// How deep the reading of one phrase has gone into others. Phrases refer to
    /// each other ("its ally's leader"); a circle must end.
    pub depth: Cell<u32>,
    /// How many phrases the reading of one phrase may still look into: nesting
    /// branches, and a sentence of a hundred owners must not take a day.
    pub budget: Cell<u32>,
}

impl<'a, 'l> ActorReader<'a, 'l> {
    /// A reader of a paragraph by itself, that begins at `offset`, without a day or a scene.
    pub(crate) fn alone(
        lexicon: &'l Lexicon,
        tree: &'a Tree<'a>,
        mentions: &'a Mentions<'l>,
        offset: usize,
    ) -> ActorReader<'a, 'l> {
        ActorReader {
            lexicon,
            tree,
            mentions,
            offset,
            published: None,
            dated: Cell::new(None),
            scenes: &[],
            depth: Cell::new(0),
            budget: Cell::new(0),
        }
    }

    /// All actors that the phrase headed by `t` names, with those joined to it.
    pub(crate) fn actors(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let mut all = Vec::new();
        for conjunct in self.tree.conjuncts(t) {
            if self.tree.is_verb(conjunct) && conjunct != t {
                continue;
            }
            self.add_phrase(conjunct, discourse, &mut all);
        }
        all
    }

    fn add_phrase(&self, t: usize, discourse: &Discourse, all: &mut Vec<ActorPhrase>) {
        let tree = self.tree;
        let both = self.set("both", &tree.text(t).to_ascii_lowercase());
        let meant = |party: ActorPhrase| ActorPhrase {
            head: t,
            anaphoric: true,
            ..party
        };
        let so_many = self.are_so_many(t);
        if both || so_many.is_some() || self.is_pair_word(t) {
            let mut met = self.who_met_where(t, discourse);
            if met.is_empty() {
                met = self.who_met_before(t, discourse);
            }
            if !met.is_empty() {
                all.extend(met.into_iter().map(meant));
                return;
            }
        }
        if let Some(number) = so_many {
            let here = self.named_before(t, discourse);
            let group = Group {
                title: "",
                office: None,
                are_persons: false,
                negotiates: true,
                number,
            };
            let pair = discourse.pair(&group, &here);
            if !pair.is_empty() {
                all.extend(pair.into_iter().map(meant));
                return;
            }
        }
        if self.is_bare_count(t)
            && let Some(people) = self.counted(t, discourse)
        {
            all.push(people);
            return;
        }
        if !both && (tree.pos(t) == Pos::Pron || matches!(tree.tag(t), Tag::Prps | Tag::Wps)) {
            all.extend(self.pronoun(t, discourse));
            return;
        }
        if let Some(named) = self.listed(t, discourse) {
            all.extend(named);
            return;
        }
        let alone = self.is_bare_side(t);
        if alone || self.is_pair_word(t) {
            let here = self.named_before(t, discourse);
            let side = self.side_word(t);
            let agent = self
                .agent_at(t)
                .map(|(n, _)| &self.lexicon.agents[n as usize]);
            let title = agent.map_or_else(|| side.clone(), |agent| agent.words.join(" "));
            let group = Group {
                title: &title,
                office: agent.and_then(|agent| agent.office.as_deref()),
                are_persons: self.set("leaders", &side),
                negotiates: self.set("negotiates", &side),
                number: if self.are_three(t) { 3 } else { 2 },
            };
            let pair = discourse.pair(&group, &here);
            if !pair.is_empty() {
                let as_here = |p| ActorPhrase {
                    head: t,
                    anaphoric: true,
                    ..p
                };
                let pair = pair.into_iter().map(|p| self.in_office(p, &group));
                all.extend(pair.map(as_here));
                return;
            }
            if !alone {
                return;
            }
        }
        if let Some(states) = self.listed_states(t, discourse) {
            all.extend(states);
            return;
        }
        let of_both = self.of_both(t, discourse);
        if !of_both.is_empty() {
            all.extend(of_both);
            return;
        }
        let before = all.len();
        all.extend(self.phrase(t, discourse));
        // "leaders, including X and Y": the named ones are meant too.
        if all.len() > before || tree.is_nominal(t) {
            for including in tree.children(t).filter(|c| {
                *c > t
                    && matches!(tree.dep(*c), Dep::Prep | Dep::Acl)
                    && self.set("including", tree.lemma(*c))
            }) {
                let listed = tree
                    .children(including)
                    .find(|c| matches!(tree.dep(*c), Dep::Pobj | Dep::Dobj));
                if let Some(listed) = listed {
                    for conjunct in tree.conjuncts(listed) {
                        all.extend(self.phrase(conjunct, discourse));
                    }
                }
            }
        }
    }

    pub(crate) fn set(&self, set: &str, lemma: &str) -> bool {
        self.lexicon.rules.in_set(set, lemma)
    }

    /// Reads a phrase within the bounds of depth and budget.
    fn bounded(&self, read: impl FnOnce() -> Vec<ActorPhrase>) -> Vec<ActorPhrase> {
        let depth = self.depth.get();
        if depth == 0 {
            self.budget.set(BUDGET);
        }
        if depth >= MAX_DEPTH || self.budget.get() == 0 {
            return Vec::new();
        }
        self.budget.set(self.budget.get() - 1);
        self.depth.set(depth + 1);
        let found = read();
        self.depth.set(depth);
        found
    }

    /// The actor of the phrase headed by `t` alone; several if it has several
    /// countries ("the Graustarkian and Ruritanian governments").
    pub(crate) fn phrase(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        self.bounded(|| self.phrase_inside(t, discourse))
    }

    fn phrase_inside(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        if let Some(mention) = self.mentions.at(t).filter(|m| m.tokens.contains(&t)) {
            let touching: Vec<&Mention<'l>> = self
                .mentions
                .within(t..t + 1)
                .filter(|m| m.tokens.contains(&t))
                .collect();
            if touching.len() > 1 {
                // "Graustark-Ruritania": a token of two names
                return touching
                    .iter()
                    .filter_map(|m| self.named(t, m, discourse))
                    .collect();
            }
            let is_modifier = mention
                .refs
                .iter()
                .all(|r| matches!(r, NameRef::Adjective(_)))
                && tree.pos(t) == Pos::Adj
                && tree.head(t).is_some_and(|h| tree.is_nominal(h) && h > t)
                && !matches!(tree.dep(t), Dep::Nsubj | Dep::Dobj | Dep::Pobj | Dep::Poss);
            let is_another = self.is_anothers_body(t, mention);
            if !is_modifier
                && !is_another
                && let Some(named) = self.named(t, mention, discourse)
            {
                return vec![self.with_apposition(named, t, discourse)];
            }
            if is_modifier && let Some(named) = self.named(t, mention, discourse) {
                return vec![named];
            }
        }
        if let Some(body) = self.generic_body(t, discourse) {
            return vec![body];
        }
        if let Some(party) = self.guest_or_host(t, discourse) {
            return party;
        }
        if let Some(place) = self.place_called(t, discourse) {
            return vec![place];
        }
        if tree.pos(t) == Pos::Num
            && let Some(of) = tree.prepositional(t, "of").first()
        {
            return self.phrase_or_pronoun(*of, discourse);
        }
        if let Some(described) = self.described(t, discourse) {
            return described
                .into_iter()
                .map(|d| self.with_apposition(d, t, discourse))
                .collect();
        }
        self.unknown_person(t, discourse)
            .map(|p| self.with_apposition(p, t, discourse))
            .or_else(|| self.explained_by_name(t, discourse))
            .into_iter()
            .collect()
    }

    /// The day on which those who hold an office are looked for: that of what is told.
    fn on_day(&self) -> Option<Days> {
        self.dated.get().or(self.published)
    }

    fn phrase_or_pronoun(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        if matches!(self.tree.tag(t), Tag::Prps | Tag::Wps) {
            self.pronoun(t, discourse)
        } else {
            self.phrase(t, discourse)
        }
    }

    fn bare_phrase(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        if let Some(mention) = self.mentions.at(t)
            && let Some(named) = self.named(t, mention, discourse)
        {
            return Some(named);
        }
        if let Some(described) = self.described(t, discourse) {
            return described.into_iter().next();
        }
        self.unknown_person(t, discourse)
    }
}
