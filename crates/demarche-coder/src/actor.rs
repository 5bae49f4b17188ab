//! Which actor a noun phrase stands for: its country, sector, role and name.

use crate::discourse::{Discourse, Group};
use crate::lexicon::{AgentKind, CodeId, Gender, Lexicon, NameRef, OfficeHeld, Person};
use crate::mention::{Mention, Mentions};
use crate::tree::Tree;
use demarche_event::{Days, Sector};
use demarche_lang::{Dep, EntityKind, Pos, Tag};
use std::cell::Cell;
use std::ops::Range;

/// What sort of thing an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActorKind {
    State,
    /// A capital or seat that stands for its government.
    Seat,
    Place,
    Organisation,
    /// A body of states whose name also names its meetings.
    Forum,
    Person,
    Agent(AgentKind),
}

/// An actor as a noun phrase gives it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ActorPhrase {
    /// Where the words stand, in bytes of the document.
    pub bytes: Range<usize>,
    /// The head, as a token of the paragraph that is being read; for an actor
    /// taken from an earlier sentence, the token that refers to it.
    pub head: usize,
    pub name: Option<String>,
    pub country: Option<CodeId>,
    pub sector: Option<Sector>,
    pub role: Option<String>,
    pub family: Option<String>,
    pub lemma: String,
    pub office: Option<String>,
    pub kind: ActorKind,
    pub plural: bool,
    pub gender: Option<Gender>,
    /// Place number, for capitals and places.
    pub place: Option<u32>,
    /// Governed before: "the previous government", "his predecessor".
    pub former: bool,
    /// Taken from an earlier mention.
    pub anaphoric: bool,
    /// Its country is that where the account of its sentence is set.
    pub by_scene: bool,
}

impl ActorPhrase {
    pub(crate) fn is_single_person(&self) -> bool {
        match self.kind {
            ActorKind::Person => true,
            ActorKind::Agent(AgentKind::Person) => !self.plural,
            _ => false,
        }
    }

    pub(crate) fn is_body(&self) -> bool {
        match self.kind {
            ActorKind::State | ActorKind::Seat | ActorKind::Organisation => true,
            ActorKind::Agent(AgentKind::Institution | AgentKind::Group) => !self.plural,
            _ => false,
        }
    }

    /// Several people who are described, not named: "the miners".
    pub(crate) fn are_people(&self) -> bool {
        let described = matches!(
            self.kind,
            ActorKind::Agent(AgentKind::People | AgentKind::Person | AgentKind::Group)
        );
        described && self.plural
    }

    /// Journalists and scholars report and judge; they don't act in the record.
    /// Students do.
    pub(crate) fn only_comments(&self) -> bool {
        let crowd = self.kind == ActorKind::Agent(AgentKind::People);
        match self.sector {
            Some(Sector::Med) => true,
            Some(Sector::Edu) => !crowd,
            _ => false,
        }
    }
}

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

/// Phrases that the reading of one phrase may look into.
const BUDGET: u32 = 200;

/// No phrase of English nests deeper in earnest.
const MAX_DEPTH: u32 = 10;

impl<'a, 'l> ActorReader<'a, 'l> {
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
        if self.is_bare_count(t)
            && let Some(people) = self.counted(t, discourse)
        {
            all.push(people);
            return;
        }
        if !both && (tree.pos(t) == Pos::Pron || matches!(tree.tag(t), Tag::Prps)) {
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

    /// "The two countries' generals": those of each.
    fn of_both(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let Some(owners) = tree
            .child(t, Dep::Poss)
            .filter(|owners| self.is_pair_word(*owners))
        else {
            return Vec::new();
        };
        let Some(people) = self.phrase(t, discourse).into_iter().next() else {
            return Vec::new();
        };
        let owners = self.actors(owners, discourse).into_iter();
        owners
            .filter(|owner| owner.country.is_some())
            .map(|owner| ActorPhrase {
                country: owner.country,
                name: None,
                by_scene: false,
                ..people.clone()
            })
            .collect()
    }

    /// The persons whose names explain a plural title, as many as there are: "the two
    /// premiers, Rudolf Rassendyll and Flavia Elphberg". The title is each one's, and so
    /// is each of its countries, where they are as many.
    fn listed(&self, t: usize, discourse: &Discourse) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        if !matches!(tree.tag(t), Tag::Nns | Tag::Nnps) {
            return None;
        }
        let title = self.agent_at(t);
        if title.is_none() && !self.set("sides", &self.side_word(t)) {
            return None;
        }
        let first = tree
            .children(t)
            .find(|c| *c > t && tree.dep(*c) == Dep::Appos && tree.pos(*c) == Pos::Propn)?;
        let names = tree.conjuncts(first);
        let mut persons = Vec::new();
        for name in &names {
            let person = self.phrase(*name, discourse).pop()?;
            if person.kind != ActorKind::Person {
                return None;
            }
            persons.push(person);
        }
        if persons.len() < 2 {
            return None;
        }
        let described = self.described(t, discourse).unwrap_or_default();
        for (number, person) in persons.iter_mut().enumerate() {
            if described.len() == names.len() {
                person.country = person.country.or(described[number].country);
            }
            if let Some((agent, first)) = title {
                let agent = &self.lexicon.agents[agent as usize];
                person.sector = person.sector.or(agent.sector);
                person.office = person.office.take().or_else(|| agent.office.clone());
                let role = || tree.parsed.words(first..t + 1).to_owned();
                person.role.get_or_insert_with(role);
            }
        }
        Some(persons)
    }

    pub(crate) fn set(&self, set: &str, lemma: &str) -> bool {
        self.lexicon.rules.in_set(set, lemma)
    }

    /// "both sides", "the two countries", "each government", "the pair", "both"
    pub(crate) fn is_pair_word(&self, t: usize) -> bool {
        let tree = self.tree;
        let word = tree.text(t).to_ascii_lowercase();
        if self.set("both", &word) {
            return matches!(
                tree.dep(t),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj
            );
        }
        let lemma = self.side_word(t);
        if !self.set("sides", &lemma) {
            return false;
        }
        // "Two Ruritanian officials" are no two sides.
        let base = tree.base_phrase(t);
        let of_one = self
            .mentions
            .within(base.clone())
            .any(|m| !m.tokens.contains(&t) && self.country_of(m).is_some());
        let two = || {
            base.clone()
                .any(|w| w != t && self.set("two", &tree.text(w).to_ascii_lowercase()))
        };
        !of_one && (two() || self.are_three(t) || self.set("pair", &lemma))
    }

    /// The holder of an office of somebody's country, where that one has another: "the two
    /// foreign ministers" of states whose premiers met.
    fn in_office(&self, phrase: ActorPhrase, group: &Group<'_>) -> ActorPhrase {
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

    /// "Two were led away", "arrested 30", "several were beaten": a number of people
    /// without a word for them.
    fn is_bare_count(&self, t: usize) -> bool {
        let tree = self.tree;
        let token = tree.token(t);
        let word = token.text().to_ascii_lowercase();
        let counts = token.pos() == Pos::Num && !word.contains(['.', ':', '/', '%', '$', '€', '£'])
            || self.set("counts-people", &word);
        let measures = matches!(
            token.entity_kind(),
            Some(
                EntityKind::Date
                    | EntityKind::Time
                    | EntityKind::Money
                    | EntityKind::Percent
                    | EntityKind::Quantity
                    | EntityKind::Ordinal
            )
        );
        counts
            && !measures
            && matches!(tree.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)
            && tree.children(t).all(|c| {
                matches!(
                    tree.dep(c),
                    Dep::Det | Dep::Advmod | Dep::Quantmod | Dep::Amod | Dep::Punct | Dep::Cc
                ) || tree.dep(c) == Dep::Prep && tree.is(c, "at") && c < t
            })
    }

    /// Whom a bare number counts: the people spoken of last; those that something is done
    /// to, of the same sentence or civilians of where the account is set.
    fn counted(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let done_to = self.tree.dep(t) == Dep::Dobj;
        let mut before = self.same_sentence(t, discourse, ActorPhrase::are_people);
        if !done_to {
            before = before.or_else(|| discourse.people().cloned());
        }
        if let Some(before) = before {
            return Some(ActorPhrase {
                head: t,
                anaphoric: true,
                ..before
            });
        }
        // Of things as of people one says that there are thirty.
        if !done_to {
            return None;
        }
        let kind = ActorKind::Agent(AgentKind::People);
        let mut phrase = self.new_phrase(self.tree.base_phrase(t), t, kind);
        phrase.sector = Some(Sector::Cvl);
        phrase.plural = true;
        Some(phrase)
    }

    /// "the three leaders"
    fn are_three(&self, t: usize) -> bool {
        let tree = self.tree;
        tree.base_phrase(t)
            .any(|w| w != t && self.set("three", &tree.text(w).to_ascii_lowercase()))
    }

    /// "the parties", "the ministers": several, without a word of whose they are.
    fn is_bare_side(&self, t: usize) -> bool {
        let tree = self.tree;
        let definite =
            |c| tree.dep(c) == Dep::Det && self.set("definite", &tree.text(c).to_ascii_lowercase());
        matches!(tree.tag(t), Tag::Nns | Tag::Nnps)
            && self.set("sides-alone", &self.side_word(t))
            && tree.children(t).any(definite)
            && tree
                .children(t)
                .all(|c| definite(c) || matches!(tree.dep(c), Dep::Punct | Dep::Case))
    }

    /// The dictionary form of a word for a side; "Ministers" of capital letter is
    /// taken for a name and keeps its plural.
    fn side_word(&self, t: usize) -> String {
        let lower = self.tree.lemma(t).to_lowercase();
        match lower.strip_suffix('s') {
            Some(singular) if self.set("sides", singular) => singular.to_owned(),
            _ => lower,
        }
    }

    fn named_before(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let sentence = self.tree.token(t).sentence().tokens();
        let mut here = Vec::new();
        for mention in self.mentions.within(sentence.start..t) {
            let head = self.mention_head(mention);
            if head < t && !self.is_pair_word(head) {
                let before = here.len();
                here.extend(self.phrase(head, discourse));
                if here.len() == before {
                    here.extend(self.phrase(mention.tokens.end - 1, discourse));
                }
            }
        }
        here
    }

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

    fn pronoun(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
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
    fn same_sentence(
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
            if !is_modifier && let Some(named) = self.named(t, mention, discourse) {
                return vec![self.with_apposition(named, t, discourse)];
            }
            if is_modifier && let Some(named) = self.named(t, mention, discourse) {
                return vec![named];
            }
        }
        if let Some(body) = self.generic_body(t, discourse) {
            return vec![body];
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

    /// The known person whose full name follows a noun that isn't known, without a comma:
    /// "the premier's predecessor Rudolf Rassendyll".
    fn explained_by_name(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        let name = tree
            .children(t)
            .find(|c| *c > t && tree.dep(*c) == Dep::Appos)?;
        let mention = self.mentions.at(name).filter(|m| m.tokens.start == t + 1)?;
        let person = mention.refs.iter().find_map(|r| match r {
            NameRef::Person(n) => Some(*n),
            _ => None,
        })?;
        (tree.pos(t) == Pos::Noun).then(|| self.known_person(name, mention, person, discourse))
    }

    /// "the town of Zenda", "the port city of Zenda": the place that is named.
    fn place_called(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        if !self.set("place-nouns", tree.lemma(t)) {
            return None;
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

    /// "the bloc", "the country", "the group": the one spoken of last.
    fn generic_body(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
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

    /// People of whom nothing but the words is known: "a team of engineers".
    pub(crate) fn somebody(&self, t: usize) -> ActorPhrase {
        let tree = self.tree;
        // Up to who else is named or what else is told of them.
        let beside = |c: &usize| {
            let other = matches!(tree.dep(*c), Dep::Conj | Dep::Cc | Dep::Relcl | Dep::Acl);
            *c > t && (other || matches!(tree.dep(*c), Dep::Appos | Dep::Punct))
        };
        let end = tree.children(t).find(beside).map(|c| tree.left(c));
        let tokens = tree.left(t)..end.unwrap_or(tree.end(t));
        self.new_phrase(tokens, t, ActorKind::Agent(AgentKind::People))
    }

    fn new_phrase(&self, tokens: Range<usize>, head: usize, kind: ActorKind) -> ActorPhrase {
        let tree = self.tree;
        let mut tokens = tokens;
        while tokens.len() > 1
            && (tree.pos(tokens.start) == Pos::Punct || tree.tag(tokens.start) == Tag::Pos)
        {
            tokens.start += 1;
        }
        while tokens.len() > 1
            && (tree.pos(tokens.end - 1) == Pos::Punct || tree.tag(tokens.end - 1) == Tag::Pos)
        {
            tokens.end -= 1;
        }
        let bytes = tree.parsed.bytes(tokens);
        ActorPhrase {
            bytes: bytes.start + self.offset..bytes.end + self.offset,
            head,
            name: None,
            country: None,
            sector: None,
            role: None,
            family: None,
            lemma: tree.lemma(head).to_lowercase(),
            office: None,
            kind,
            plural: matches!(tree.tag(head), Tag::Nns | Tag::Nnps),
            gender: None,
            place: None,
            former: false,
            anaphoric: false,
            by_scene: false,
        }
    }

    /// An actor that a mention names.
    fn named(&self, t: usize, mention: &Mention<'_>, discourse: &Discourse) -> Option<ActorPhrase> {
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

    /// Whether a name that is a state's or a capital's too means the person: after a title, or
    /// when the person was spoken of before.
    fn is_person(&self, mention: &Mention<'_>, person: u32, discourse: &Discourse) -> bool {
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
    fn person_of(&self, mention: &Mention<'_>, discourse: &Discourse) -> Option<u32> {
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

    /// Countries and organisations named in the tokens, in order.
    fn countries_in(&self, tokens: Range<usize>) -> Vec<CodeId> {
        let mut found = Vec::new();
        for mention in self.mentions.within(tokens.clone()) {
            if !tokens.contains(&mention.tokens.start) || mention.tokens.end > tokens.end {
                continue;
            }
            if let Some((code, _)) = self.country_of(mention)
                && !found.contains(&code)
            {
                found.push(code);
            }
        }
        found
    }

    /// The country that a mention lends to the noun it modifies, and the sector
    /// where it is an organisation.
    fn country_of(&self, mention: &Mention<'_>) -> Option<(CodeId, Option<Sector>)> {
        for r in mention.refs {
            match *r {
                NameRef::State(n)
                | NameRef::Adjective(n)
                | NameRef::People(n)
                | NameRef::Seat(n) => {
                    return Some((self.lexicon.states[n as usize].code, None));
                }
                NameRef::Organisation(n) | NameRef::OrganisationSeat(n) => {
                    let organisation = &self.lexicon.organisations[n as usize];
                    return Some((organisation.country?, organisation.sector));
                }
                NameRef::Capital(n, _) => {
                    return Some((self.lexicon.states[n as usize].code, None));
                }
                NameRef::Person(n) => {
                    return Some((self.lexicon.persons[n as usize].country?, None));
                }
                NameRef::Place(n) => return Some((self.lexicon.places[n as usize].country?, None)),
                NameRef::Family(_) => {}
            }
        }
        None
    }

    /// The title that stands before a name.
    fn title_before(&self, name: usize, first: usize) -> Option<(u32, usize)> {
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

    fn known_person(
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

    /// The words of a title, from its first token to the name.
    fn words_of_agent(&self, first: usize, end: usize) -> String {
        self.tree
            .parsed
            .words(first..end.max(first + 1))
            .trim_end_matches([',', ' '])
            .to_owned()
    }

    /// An actor described by a noun: "the Graustarkian delegation".
    fn described(&self, t: usize, discourse: &Discourse) -> Option<Vec<ActorPhrase>> {
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
        let mut countries: Vec<(CodeId, Option<Sector>)> = Vec::new();
        let relational = self.set("relational", &lemma);
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
        } else if self.set("counterpart", &lemma) {
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
            if countries.is_empty()
                && let Some(from) = tree.prepositional(t, "from").first()
            {
                countries.extend(self.country_under(*from, discourse, 1));
            }
        }
        if countries.is_empty() && !relational {
            // A pronoun that owns: "its foreign minister".
            for c in tree.children(t).filter(|c| tree.dep(*c) == Dep::Poss) {
                for owner in self.phrase_or_pronoun(c, discourse) {
                    if let Some(country) = owner.country {
                        // "The ruling party's secretary general" is of the party.
                        let of_party = owner
                            .sector
                            .filter(|s| matches!(s, Sector::Pty | Sector::Opp | Sector::Lab));
                        countries.push((country, of_party));
                        break;
                    }
                }
            }
        }
        // "Ruritania's government and rebels": both are Ruritania's.
        let bare = |c| matches!(tree.dep(c), Dep::Det | Dep::Poss | Dep::Amod);
        if countries.is_empty()
            && !relational
            && tree.dep(t) == Dep::Conj
            && !tree.children(t).any(bare)
            && let Some(head) = tree.head(t).filter(|h| tree.is_nominal(*h))
        {
            let shared = self.phrase(head, discourse);
            let mut shared = shared
                .iter()
                .filter(|p| matches!(p.kind, ActorKind::Agent(_)) && !p.by_scene && !p.anaphoric);
            countries.extend(shared.find_map(|p| p.country).map(|c| (c, None)));
        }
        if countries.is_empty() && !relational {
            // An adviser to a minister is of the minister's country; an envoy to one isn't.
            let serves = self.set("serves", &lemma);
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
                            countries
                                .extend(forces.iter().filter_map(|p| Some((p.country?, armed))));
                            continue;
                        }
                        if let Some(found) = self.country_under(object, discourse, 3)
                            && !countries.iter().any(|c| c.0 == found.0)
                        {
                            if preposition != "in" && preposition != "at" {
                                end = end.max(self.tree.base_phrase(object).end);
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
        phrase.role = Some(tree.parsed.words(first..t + 1).to_owned());
        if countries.is_empty() {
            // Known from before: "the delegation", "the premier".
            let definite = tree.children(t).any(|c| {
                tree.dep(c) == Dep::Det && self.set("definite", &tree.text(c).to_ascii_lowercase())
            }) || agent.office.is_some();
            if definite
                && !relational
                && !phrase.former
                && let Some(before) = discourse.by_description(&lemma, phrase.plural, None)
            {
                return Some(vec![ActorPhrase {
                    head: t,
                    anaphoric: true,
                    ..before.clone()
                }]);
            }
            if definite && let Some(named) = self.named_inside(t, discourse) {
                return Some(vec![ActorPhrase {
                    bytes: phrase.bytes,
                    role: phrase.role,
                    ..named
                }]);
            }
            // Where an account is set in one country, "the police" are its police.
            let local = agent.sector.is_some()
                && !relational
                && !self.set("abroad", &lemma)
                && !self.set("arms", &lemma)
                && !matches!(agent.sector, Some(Sector::Igo | Sector::Ngo));
            // "accused the previous government": it is that of the accuser's country.
            if phrase.former
                && agent.sector == Some(Sector::Gov)
                && let Some(own) = self.same_sentence(t, discourse, |p| p.country.is_some())
            {
                phrase.country = own.country;
                return Some(vec![phrase]);
            }
            if local && let Some(home) = self.home(t) {
                phrase.country = Some(home);
                phrase.by_scene = true;
            }
            return Some(vec![phrase]);
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
                if let Some(beside) = self.named_beside(t, country, discourse) {
                    one.kind = ActorKind::Person;
                    one.name = beside.name;
                    one.gender = beside.gender;
                    one.family = beside.family;
                } else if let Some(holder) = self.holder(&one).filter(|_| !is_any) {
                    one.name = Some(holder.name.clone());
                    one.gender = holder.gender;
                    one.family = holder.family.clone();
                } else if let Some(before) =
                    discourse.by_description(&lemma, phrase.plural, Some(country))
                    && before.kind == ActorKind::Person
                {
                    one.name = before.name.clone();
                    one.gender = before.gender;
                    one.family = before.family.clone();
                }
            }
            all.push(one);
        }
        Some(all)
    }

    /// The person whose name stands beside a title, as what explains it or is explained
    /// by it: "her Ruritanian counterpart Rudolf Rassendyll". A known person of another
    /// country is the next of a list.
    fn named_beside(
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
            let person = self.person_of(mention, discourse)?;
            let known = &self.lexicon.persons[person as usize];
            let is_of = known.country == Some(country)
                || known.offices.iter().any(|o| o.code == Some(country));
            return (is_of && self.is_person(mention, person, discourse))
                .then(|| self.known_person(name, mention, person, discourse));
        }
        let named = self.unknown_person(name, discourse)?;
        named
            .country
            .is_none_or(|c| c == country)
            .then_some(named)
            .filter(|p| p.kind == ActorKind::Person)
    }

    /// The sector of armed forces, for their officers.
    fn armed(&self, t: usize) -> Option<Sector> {
        let (agent, _) = self.agent_at(t)?;
        let sector = self.lexicon.agents[agent as usize].sector;
        sector.filter(|sector| *sector == Sector::Mil)
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

    /// The person whose name follows a title and its country without a comma:
    /// "Minister of Commerce of Ruritania Rudolf Rassendyll".
    fn bearer(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
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

    /// The country that police, a parliament or a crowd without a country belong to:
    /// that in which the sentence is set.
    fn home(&self, t: usize) -> Option<CodeId> {
        let sentence = self.tree.token(t).sentence().number();
        self.scenes.get(sentence).copied().flatten()
    }

    /// Where no side of an act has a country, both are of where the act is set: those
    /// whose words say what they are, and persons by their names.
    pub(crate) fn set_in_scene(&self, source: &mut [ActorPhrase], target: &mut [ActorPhrase]) {
        if source.iter().chain(&*target).any(|a| a.country.is_some()) {
            return;
        }
        for actor in source.iter_mut().chain(target) {
            let local = match actor.kind {
                ActorKind::Person => true,
                ActorKind::Agent(kind) => kind == AgentKind::Person || actor.sector.is_some(),
                _ => false,
            };
            let abroad = self.set("abroad", &actor.lemma)
                || matches!(actor.sector, Some(Sector::Igo | Sector::Ngo));
            if local
                && !abroad
                && let Some(home) = self.home(actor.head)
            {
                actor.country = Some(home);
                actor.by_scene = true;
            }
        }
    }

    /// A known person named inside a longer title: "the Minister of Mines of
    /// Graustark Rudolf Rassendyll".
    fn named_inside(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
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

    /// The day on which those who hold an office are looked for: that of what is told.
    fn on_day(&self) -> Option<Days> {
        self.dated.get().or(self.published)
    }

    /// Who holds the single office of a country on the day of what is told.
    fn holder(&self, phrase: &ActorPhrase) -> Option<&'l Person> {
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

    fn phrase_or_pronoun(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        if self.tree.tag(t) == Tag::Prps {
            self.pronoun(t, discourse)
        } else {
            self.phrase(t, discourse)
        }
    }

    /// The country of the actor at or inside a phrase.
    fn country_under(
        &self,
        t: usize,
        discourse: &Discourse,
        depth: usize,
    ) -> Option<(CodeId, Option<Sector>)> {
        if let Some(mention) = self.mentions.at(t)
            && let Some(found) = self.country_of(mention)
        {
            return Some(found);
        }
        if let Some(phrase) = self.phrase(t, discourse).into_iter().next()
            && let Some(country) = phrase.country
        {
            let sector = phrase.sector.filter(|s| !matches!(s, Sector::Gov));
            return Some((country, sector));
        }
        for c in self.tree.base_phrase(t) {
            if c != t
                && let Some(mention) = self.mentions.at(c)
                && let Some(found) = self.country_of(mention)
            {
                return Some(found);
            }
        }
        if depth == 0 {
            return None;
        }
        for preposition in ["of", "from", "for", "in"] {
            for object in self.tree.prepositional(t, preposition) {
                if let Some(found) = self.country_under(object, discourse, depth - 1) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Somebody whom the lexicon doesn't know, by name.
    fn unknown_person(&self, t: usize, discourse: &Discourse) -> Option<ActorPhrase> {
        let tree = self.tree;
        let token = tree.token(t);
        let titled = tree.children(t).any(|c| {
            tree.dep(c) == Dep::Compound
                && self.set("courtesy-title", tree.text(c).trim_end_matches('.'))
        });
        let entity = token.entity().map(|e| &tree.parsed.entities()[e]);
        let is_person = entity.is_some_and(|e| e.kind == EntityKind::Person) || titled;
        let base = tree.base_phrase(t);
        let title = self.title_before(t, base.start);
        let capitalised = token.pos() == Pos::Propn && title.is_some();
        if !is_person && !capitalised {
            return None;
        }
        let family = token.text();
        if let Some(number) = self.nearly_named(t) {
            let person = &self.lexicon.persons[number as usize];
            let office = person.office_on(self.on_day().as_ref());
            let mut phrase = self.new_phrase(base.clone(), t, ActorKind::Person);
            phrase.name = Some(person.name.clone());
            phrase.family = person.family.clone();
            phrase.gender = person.gender;
            phrase.plural = false;
            phrase.country = office.and_then(|o| o.code).or(person.country);
            phrase.sector = office
                .and_then(|o| o.sector)
                .or(person.sector)
                .or(Some(Sector::Gov));
            phrase.office = office.map(|o| o.office.clone());
            return Some(phrase);
        }
        let is_place = self.mentions.at(t).is_some_and(|m| {
            m.refs.iter().any(|r| {
                matches!(
                    r,
                    NameRef::Place(_) | NameRef::Capital(..) | NameRef::State(_)
                )
            })
        });
        if is_place {
            return None;
        }
        if let Some(before) = discourse.by_family(family) {
            return Some(ActorPhrase {
                bytes: self.new_phrase(base.clone(), t, ActorKind::Person).bytes,
                head: t,
                ..before.clone()
            });
        }
        let mut phrase = self.new_phrase(base.clone(), t, ActorKind::Person);
        phrase.plural = false;
        phrase.family = Some(family.to_owned());
        let mut lent: Option<(CodeId, Option<Sector>)> = None;
        for mention in self.mentions.within(base.clone()) {
            if mention.tokens.end <= t {
                lent = self.country_of(mention);
                if lent.is_some() {
                    break;
                }
            }
        }
        if let Some((agent, first)) = title {
            let agent = &self.lexicon.agents[agent as usize];
            phrase.sector = agent.sector;
            phrase.office = agent.office.clone();
            let name_start = entity.map_or(t, |e| (e.first as usize).max(first + 1).min(t));
            phrase.role = Some(self.words_of_agent(first, name_start));
        }
        if let Some((country, sector)) = lent {
            phrase.country = Some(country);
            if let Some(sector) = sector.filter(|s| *s != Sector::Gov) {
                phrase.sector = Some(sector);
            }
        }
        Some(phrase)
    }

    /// A known person whose given name stands here with a letter or two wrong.
    pub(crate) fn nearly_named(&self, t: usize) -> Option<u32> {
        if t == 0 || self.tree.pos(t) != Pos::Propn || self.tree.pos(t - 1) != Pos::Propn {
            return None;
        }
        self.lexicon
            .nearly_named(self.tree.text(t - 1), self.tree.text(t))
    }

    /// Adds what an apposition tells: "Rassendyll, Graustark's envoy,".
    fn with_apposition(
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
        let mut others: Vec<usize> = tree
            .children(t)
            .filter(|c| tree.dep(*c) == Dep::Appos)
            .collect();
        if tree.dep(t) == Dep::Appos {
            others.extend(tree.head(t));
        }
        for other in others {
            let described = if tree.dep(other) == Dep::Appos && tree.head(other) == Some(t) {
                self.bare_phrase(other, discourse)
            } else {
                None
            };
            let Some(described) = described else { continue };
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
