//! Which words report an event, and who its parties are.

use crate::actor::{ActorKind, ActorPhrase, ActorReader};
use crate::discourse::Discourse;
use crate::frame::{Frame, FrameReader};
use crate::lexicon::{
    AgentKind, Inner, Lexicon, Need, Rule, Slot, SourceIs, TargetIs, Trigger, Voice, Words,
};
use crate::tree::Tree;
use demarche_event::{EventType, Quad, Sector, Status};
use demarche_lang::{Dep, EntityKind, Pos, Question, Tag};

/// An event as the words give it, before dates and places.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub rule: usize,
    /// The word that reports it.
    pub trigger: usize,
    /// The verb that carries the trigger, if the trigger is a noun.
    pub carrier: Option<usize>,
    pub source: Vec<ActorPhrase>,
    pub target: Vec<ActorPhrase>,
    pub frame: Frame,
    pub reciprocal: bool,
    /// The mode that the setting gives, beside the rule's own.
    pub mode: Option<&'static str>,
    pub rule_mode: Option<&'static str>,
    pub source_slot: Option<Slot>,
    pub target_slot: Option<Slot>,
    /// 0 to 1.
    pub confidence: f64,
}

/// A verb with its actors whose act no rule knows, as far as the linear classifier
/// reads it.
struct Unknown {
    verb: usize,
    source: Vec<ActorPhrase>,
    target: Vec<ActorPhrase>,
    target_slot: Option<Slot>,
    /// The share of each class.
    shares: Vec<f64>,
    /// The share that a type must have to be written down.
    least: f64,
    /// Whether the transformer is to be heard as well.
    asks: bool,
}

/// What sort of word a trigger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TriggerKind {
    Verb,
    Noun,
    Adjective,
}

pub(crate) struct Matcher<'a, 'l> {
    pub lexicon: &'l Lexicon,
    pub tree: &'a Tree<'a>,
    pub actors: &'a ActorReader<'a, 'l>,
    pub frames: &'a FrameReader<'a, 'l>,
}

impl Matcher<'_, '_> {
    fn set(&self, set: &str, lemma: &str) -> bool {
        self.lexicon.rules.in_set(set, lemma)
    }

    /// The rules that a word may set off.
    pub(crate) fn triggers(&self, t: usize) -> Option<(TriggerKind, &[Trigger])> {
        let tree = self.tree;
        let rules = &self.lexicon.rules;
        let token = tree.token(t);
        match token.pos() {
            Pos::Verb if self.is_noun_of_act(t) => rules
                .nouns
                .get(token.text().to_lowercase().as_str())
                .map(|found| (TriggerKind::Noun, found.as_slice())),
            Pos::Verb | Pos::Aux => rules
                .verbs
                .get(token.lemma())
                .map(|found| (TriggerKind::Verb, found.as_slice())),
            Pos::Noun => rules
                .nouns
                .get(token.lemma())
                .map(|found| (TriggerKind::Noun, found.as_slice())),
            Pos::Propn => {
                if matches!(
                    token.entity_kind(),
                    Some(EntityKind::Date | EntityKind::Person)
                ) {
                    return None;
                }
                let lower = token.text().to_lowercase();
                rules
                    .nouns
                    .get(lower.as_str())
                    .or_else(|| {
                        lower
                            .strip_suffix('s')
                            .and_then(|singular| rules.nouns.get(singular))
                    })
                    .map(|found| (TriggerKind::Noun, found.as_slice()))
            }
            Pos::Adj => rules
                .adjectives
                .get(token.lemma())
                .map(|found| (TriggerKind::Adjective, found.as_slice())),
            _ => None,
        }
    }

    /// "Meeting between the two was held": a noun that was taken for a participle.
    fn is_noun_of_act(&self, t: usize) -> bool {
        let tree = self.tree;
        tree.tag(t) == Tag::Vbg
            && matches!(
                tree.dep(t),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj | Dep::Csubjpass
            )
            && tree.head(t).is_some_and(|verb| verb > t)
            && !tree
                .children(t)
                .any(|c| matches!(tree.dep(c), Dep::Dobj | Dep::Nsubj | Dep::Aux | Dep::Ccomp))
            && ["between", "with", "of"]
                .iter()
                .any(|p| !tree.prepositional(t, p).is_empty())
    }

    /// The events that a word reports: at most one, by the most specific rule
    /// that fits.
    pub(crate) fn at(&self, t: usize, discourse: &Discourse) -> Option<Draft> {
        let (kind, triggers) = self.triggers(t)?;
        if kind == TriggerKind::Noun && self.is_inside_name(t) {
            return None;
        }
        triggers
            .iter()
            .find_map(|trigger| self.try_rule(trigger, t, kind, discourse))
    }

    /// Acts between two actors whose verbs, of one sentence, no rule knows, where the
    /// classifier is sure of them. The transformer is asked about all at once.
    pub(crate) fn by_classifier(
        &self,
        verbs: impl Iterator<Item = usize>,
        sentence: std::ops::Range<usize>,
        discourse: &Discourse,
    ) -> Vec<Draft> {
        let mut found: Vec<Unknown> = verbs
            .filter_map(|verb| self.unknown(verb, sentence.clone(), discourse))
            .collect();
        if let (Some(classifier), Some(reader)) =
            (&self.lexicon.classifier, &self.lexicon.pair_reader)
        {
            let asked = || found.iter().filter(|unknown| unknown.asks);
            let questions: Vec<Question<'_>> = asked().map(|u| self.question(u)).collect();
            let answers = reader.quick_shares(&questions);
            let asked = found.iter_mut().filter(|unknown| unknown.asks);
            for (unknown, read) in asked.zip(answers) {
                let read = reader.labels().zip(read);
                classifier.hear(&mut unknown.shares, WEIGHT_OF_QUICK, read);
            }
        }
        let drafts = found.into_iter().filter_map(|u| self.settled(u, discourse));
        drafts.collect()
    }

    /// The actors of a verb and what the linear classifier makes of them, if it may be
    /// an act.
    fn unknown(
        &self,
        verb: usize,
        sentence: std::ops::Range<usize>,
        discourse: &Discourse,
    ) -> Option<Unknown> {
        let classifier = self.lexicon.classifier.as_ref()?;
        let tree = self.tree;
        if !self.is_clear_act(verb) {
            return None;
        }
        let passive = tree.is_passive(verb);
        let mut source = self.slot(
            &Slot::Subject,
            verb,
            TriggerKind::Verb,
            None,
            &[],
            discourse,
        );
        // "The Ruritanian decree outlaws rallies."
        if source.is_empty()
            && let Some(subject) = tree.actor_subject(verb)
        {
            source = self.owner_inside(subject, &[], discourse, 0);
            // An adjective alone makes no owner: "the Ruritanian crown gained".
            source.retain(|a| tree.dep(a.head) != Dep::Amod);
        }
        source.retain(can_act);
        if source.is_empty() && !passive {
            return None;
        }
        let slots = [Slot::Dative, Slot::Object, Slot::ObjectOwner]
            .into_iter()
            .chain(
                [
                    "with",
                    "to",
                    "against",
                    "on",
                    "from",
                    "for",
                    "at",
                    "into",
                    "of",
                    "alongside",
                ]
                .map(|p| Slot::Preposition(p.to_owned())),
            );
        let mut target = Vec::new();
        let mut target_slot = None;
        for slot in slots {
            target = self.slot(&slot, verb, TriggerKind::Verb, None, &source, discourse);
            // Journalists are arrested, and towns shelled, though neither acts.
            let direct = matches!(&slot, Slot::Object) && !self.set("report", tree.lemma(verb))
                || matches!(&slot, Slot::Preposition(p) if p == "on" || p == "against");
            let with = matches!(&slot, Slot::Preposition(p) if p == "with");
            target.retain(|a| {
                (can_act(a) || direct && a.country.is_some())
                    && !(with && self.are_means(a))
                    && !self.is_its_own(a, &source)
                    && !same_actor(a, &source)
                    && !one_government(a, &source)
            });
            if !target.is_empty() {
                target_slot = Some(slot);
                break;
            }
        }
        if source.is_empty() {
            // "The Ruritanian cakes were banned from the hall."
            target.retain(|a| !matches!(tree.dep(a.head), Dep::Compound | Dep::Amod));
        }
        self.actors.set_in_scene(&mut source, &mut target);
        let known = |actors: &[ActorPhrase]| actors.iter().any(|a| a.country.is_some());
        if !known(&source) && !known(&target) {
            return None;
        }
        // Thieves that harm nobody who is named are no matter of the record.
        if target.is_empty() && source.iter().all(|a| a.sector == Some(Sector::Crm)) {
            return None;
        }
        let span = |actors: &[ActorPhrase]| actors.first().map(|a| a.head..a.head + 1);
        let (one, other) = (span(&source), span(&target));
        let (scores, _) =
            crate::relate::scores_within(self, sentence.clone(), one.as_ref(), other.as_ref());
        let features = crate::classify::features(
            tree,
            sentence.clone(),
            one.as_ref(),
            other.as_ref(),
            &scores,
        );
        let mut parties = source.iter().chain(&target);
        let trades = |a: &ActorPhrase| a.sector == Some(Sector::Bus) || a.kind == ActorKind::Seat;
        let least = if source.iter().any(|a| a.sector == Some(Sector::Bus)) && parties.all(trades) {
            MIN_SHARE_OF_BUSINESS
        } else if one.is_some() && other.is_some() {
            MIN_SHARE
        } else {
            MIN_SHARE_OF_ONE
        };
        let shares = classifier.shares(&features);
        let mut asks = false;
        if self.lexicon.pair_reader.is_some() {
            let (_, share) = self.likeliest(&shares)?;
            let may_become = share + (1.0 - share) * WEIGHT_OF_QUICK;
            if share < MIN_SHARE_TO_ASK || may_become < least {
                return None;
            }
            asks = share < SURE_SHARE;
        }
        Some(Unknown {
            verb,
            source,
            target,
            target_slot,
            shares,
            least,
            asks,
        })
    }

    /// What is written down of an act that no rule knows.
    fn settled(&self, unknown: Unknown, discourse: &Discourse) -> Option<Draft> {
        let Unknown {
            verb,
            source,
            mut target,
            mut target_slot,
            shares,
            least,
            ..
        } = unknown;
        let (event_type, share) = self.likeliest(&shares)?;
        let rules = &self.lexicon.rules;
        let (rule, _) = rules
            .by_classifier
            .iter()
            .zip(&shares)
            .filter_map(|(rule, share)| Some(((*rule)?, share)))
            .filter(|(rule, _)| rules.rules[*rule].event_type == event_type)
            .max_by(|a, b| a.1.total_cmp(b.1))?;
        // What is only said is seldom an act.
        let is_said = self.set("report", self.tree.lemma(verb));
        if is_said && share < MIN_SHARE_OF_WORDS {
            return None;
        }
        // Talks need somebody to talk to.
        let alone = source.len() + target.len() < 2;
        if share < least || alone && event_type == EventType::Consult {
            return None;
        }
        if event_type == EventType::Consult && !source.iter().any(is_envoy) {
            return None;
        }
        let frame = self.frames.of_verb(verb);
        let status = match rules.rules[rule].status {
            Some(status) if frame.status == Status::Happened => status,
            _ => frame.status,
        };
        // "demanded that she take it back": the words of the demand, at the wrong verb.
        let is_told = matches!(status, Status::Happened | Status::Ongoing | Status::Negated);
        if event_type.quad() == Quad::VerbalConflict && !is_told {
            return None;
        }
        // Nor is what somebody is asked to do, or may do, his word for it.
        if event_type == EventType::Agree && !is_told && status != Status::Planned {
            return None;
        }
        let frame = Frame { status, ..frame };
        if judges(&rules.rules[rule]) {
            target.retain(|a| !self.suffers_inside(a, verb));
        }
        if target.is_empty() && !source.is_empty() {
            target = self.concerned(verb, discourse, |a| {
                let only_suffers = judges(&rules.rules[rule]) && self.suffers_inside(a, verb);
                !same_actor(a, &source)
                    && !one_government(a, &source)
                    && !self.is_its_own(a, &source)
                    && !only_suffers
                    && (a.country.is_none()
                        || same_country(a, &source)
                        || self.is_spoken_of(a.head, verb))
            });
            target_slot = (!target.is_empty()).then_some(Slot::Other);
        }
        Some(Draft {
            rule,
            trigger: verb,
            carrier: None,
            source,
            target,
            frame,
            reciprocal: false,
            mode: None,
            rule_mode: rules.rules[rule].mode,
            source_slot: Some(Slot::Subject),
            target_slot,
            confidence: (share * 0.7 * 100.0).round() / 100.0,
        })
    }

    /// "withdrew its soldiers": they are of the side that acts, not acted upon.
    fn is_its_own(&self, actor: &ActorPhrase, source: &[ActorPhrase]) -> bool {
        let owned = |c| self.tree.dep(c) == Dep::Poss && self.tree.tag(c) == Tag::Prps;
        !actor.anaphoric && same_country(actor, source) && self.tree.children(actor.head).any(owned)
    }

    /// The first actors after a verb that what it says may concern: inside its object, its
    /// phrases or the clause that it reports, but in no aside of time or cause.
    fn concerned(
        &self,
        verb: usize,
        discourse: &Discourse,
        fits: impl Fn(&ActorPhrase) -> bool,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        for t in verb + 1..tree.end(verb) {
            let is_head = tree.is_nominal(t)
                && tree.tag(t) != Tag::Prps
                && !matches!(
                    tree.dep(t),
                    Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Nummod | Dep::Conj
                );
            let is_where = tree.dep(t) == Dep::Pobj
                && tree
                    .head(t)
                    .is_some_and(|p| self.set("scene-prepositions", tree.lemma(p)));
            if !is_head || is_where || self.is_aside(t, verb) {
                continue;
            }
            let mut found = self.actors.actors(t, discourse);
            found.retain(|a| can_act(a) && fits(a) && !self.are_means(a));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Whether a token belongs to the verb's object or to what its clause reports, not to
    /// a phrase beside them.
    fn is_spoken_of(&self, t: usize, verb: usize) -> bool {
        let tree = self.tree;
        let mut up = t;
        for _ in 0..20 {
            match tree.head(up) {
                Some(head) if head == verb => {
                    return matches!(
                        tree.dep(up),
                        Dep::Dobj | Dep::Dative | Dep::Ccomp | Dep::Xcomp
                    );
                }
                Some(head) => up = head,
                None => return false,
            }
        }
        false
    }

    /// Whether a token stands in another clause with a subject of its own, which tells when
    /// or why, goes on with another act or describes somebody.
    fn is_in_clause_beside(&self, t: usize, verb: usize) -> bool {
        let tree = self.tree;
        let mut up = t;
        for _ in 0..20 {
            if tree.is_verb(up) {
                let beside = matches!(tree.dep(up), Dep::Advcl | Dep::Conj | Dep::Relcl)
                    && tree
                        .children(up)
                        .any(|c| matches!(tree.dep(c), Dep::Nsubj | Dep::Nsubjpass))
                    && !tree.is_under(verb, up);
                if beside {
                    return true;
                }
            }
            match tree.head(up) {
                Some(head) if head != verb => up = head,
                _ => return false,
            }
        }
        false
    }

    /// Whether a token under a verb stands in a clause of its own that tells when or why,
    /// or that describes somebody.
    fn is_aside(&self, t: usize, verb: usize) -> bool {
        let tree = self.tree;
        let mut up = t;
        for _ in 0..20 {
            if matches!(tree.dep(up), Dep::Advcl | Dep::Relcl | Dep::Conj) && up != t {
                return true;
            }
            match tree.head(up) {
                Some(head) if head != verb => up = head,
                _ => return false,
            }
        }
        false
    }

    /// "An exercise with 900 soldiers": a number of people whom nobody says to be of
    /// another side are what it is done with.
    fn are_means(&self, actor: &ActorPhrase) -> bool {
        let tree = self.tree;
        let counted = tree
            .children(actor.head)
            .any(|c| tree.dep(c) == Dep::Nummod || tree.pos(c) == Pos::Num);
        let several = matches!(actor.kind, ActorKind::Agent(_)) && actor.plural;
        several && counted && (actor.country.is_none() || actor.by_scene)
    }

    /// The type that has the largest part of the shares of all classes, and how much.
    fn likeliest(&self, shares: &[f64]) -> Option<(EventType, f64)> {
        let rules = &self.lexicon.rules;
        let mut of_types = vec![0.0; EventType::ALL.len()];
        for (rule, share) in rules.by_classifier.iter().zip(shares) {
            if let Some(rule) = rule {
                of_types[crate::classify::number_of(rules.rules[*rule].event_type)] += share;
            }
        }
        let types = EventType::ALL.iter().copied().zip(of_types);
        types.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// What the transformer is asked: the words around a verb and its two actors.
    fn question(&self, unknown: &Unknown) -> Question<'_> {
        let verb = unknown.verb;
        let (source, target) = (unknown.source.first(), unknown.target.first());
        let parsed = self.tree.parsed;
        let sentence = self.tree.token(verb).sentence().tokens();
        let heads = || [source, target].into_iter().flatten().map(|a| a.head);
        let first = heads().fold(verb, usize::min).saturating_sub(WORDS_BEFORE);
        let last = heads().fold(verb, usize::max) + WORDS_AFTER;
        let within = parsed.bytes(first.max(sentence.start)..last.min(sentence.end));
        let offset = self.actors.offset + within.start;
        let span = |actor: &ActorPhrase| {
            let named = actor.bytes.start.checked_sub(offset);
            let named = named.map(|start| start..start + actor.bytes.len());
            named.filter(|b| b.end <= within.len()).or_else(|| {
                let head = parsed.bytes(actor.head..actor.head + 1);
                let start = head.start.checked_sub(within.start)?;
                Some(start..start + head.len())
            })
        };
        let (first, second) = (source.and_then(span), target.and_then(span));
        Question {
            text: &parsed.text()[within],
            first,
            second,
        }
    }

    /// A verb with a subject of its own that says what is done: it neither
    /// carries a noun nor reports what others say. Aims and asides are no clear
    /// acts.
    pub(crate) fn is_clear_act(&self, verb: usize) -> bool {
        let tree = self.tree;
        // Or it shares that of the verb it is joined to.
        let own_subject = tree
            .children(verb)
            .any(|c| matches!(tree.dep(c), Dep::Nsubj | Dep::Nsubjpass))
            || tree.dep(verb) == Dep::Conj;
        let no_act = ["have", "thinks", "states"]
            .iter()
            .any(|set| self.set(set, tree.lemma(verb)));
        // "70 trillion won" are money.
        let is_money = verb > 0
            && tree.pos(verb - 1) == Pos::Num
            && self.set("moneys", &tree.text(verb).to_ascii_lowercase());
        tree.pos(verb) == Pos::Verb
            && !no_act
            && !is_money
            && own_subject
            && !self.only_quotes(verb)
    }

    /// "issued a statement urging …": what counts is what it says.
    fn only_quotes(&self, verb: usize) -> bool {
        let tree = self.tree;
        tree.object(verb).is_some_and(|object| {
            self.set("statement", tree.lemma(object))
                && tree
                    .children(object)
                    .any(|c| tree.dep(c) == Dep::Acl && tree.is_verb(c))
        })
    }

    /// Whether a verb mostly carries a noun or a clause that is the act: "hold",
    /// "say", "refuse".
    pub(crate) fn carries(&self, verb: usize) -> bool {
        ["light", "report", "happen", "absorbs"]
            .iter()
            .any(|set| self.set(set, self.tree.lemma(verb)))
    }

    /// "Summit" in the name of a body isn't a meeting; nor is a noun that only
    /// modifies the next ("visit plans").
    pub(crate) fn is_inside_name(&self, t: usize) -> bool {
        let tree = self.tree;
        let in_mention = self
            .actors
            .mentions
            .at(t)
            .is_some_and(|m| m.tokens.contains(&t));
        in_mention
            || (tree.dep(t) == Dep::Compound
                && tree.head(t).is_some_and(|h| !self.triggers_noun(h)))
    }

    fn triggers_noun(&self, t: usize) -> bool {
        self.lexicon.rules.nouns.contains_key(self.tree.lemma(t))
    }

    /// The noun that says what a phrase is about: "talks" in "a round of talks".
    pub(crate) fn content(&self, noun: usize) -> usize {
        let mut at = noun;
        for _ in 0..3 {
            if !self.set("partitive", self.tree.lemma(at)) {
                break;
            }
            match self.tree.prepositional(at, "of").first() {
                Some(inner) => at = *inner,
                None => break,
            }
        }
        at
    }

    fn any_in(&self, words: &impl Fn(&str) -> bool, noun: usize) -> Option<usize> {
        self.tree
            .conjuncts(self.content(noun))
            .into_iter()
            .find(|c| {
                let lemma = self.tree.lemma(*c);
                words(lemma) || (self.tree.pos(*c) == Pos::Propn && words(&lemma.to_lowercase()))
            })
    }

    fn try_rule(
        &self,
        trigger: &Trigger,
        t: usize,
        kind: TriggerKind,
        discourse: &Discourse,
    ) -> Option<Draft> {
        let rule = &self.lexicon.rules.rules[trigger.rule];
        self.words_fit(trigger, t, kind)?;
        self.draft(trigger.rule, rule, t, kind, discourse)
    }

    /// Whether the words around a trigger are those that its rule asks for,
    /// whoever the parties are.
    pub(crate) fn words_fit(&self, trigger: &Trigger, t: usize, kind: TriggerKind) -> Option<()> {
        let tree = self.tree;
        let rule = &self.lexicon.rules.rules[trigger.rule];
        if let Some(particle) = &trigger.particle {
            let has = tree.children(t).any(|c| {
                if !tree.is(c, particle) {
                    return false;
                }
                match tree.dep(c) {
                    Dep::Prt | Dep::Advmod | Dep::Dative => true,
                    // "called her on Tuesday" calls on nobody.
                    Dep::Prep => {
                        let timed = tree.child(c, Dep::Pobj).is_some_and(|o| {
                            matches!(
                                tree.token(o).entity_kind(),
                                Some(EntityKind::Date | EntityKind::Time)
                            )
                        });
                        !timed && tree.child(t, Dep::Dobj).is_none_or(|o| o > c)
                    }
                    _ => false,
                }
            });
            if !has {
                return None;
            }
        }
        // "is due in", "is a guest in": something else than being there is said.
        let copula = tree.lemma(t) == "be"
            && tree
                .children(t)
                .any(|c| matches!(tree.dep(c), Dep::Acomp | Dep::Attr | Dep::Xcomp));
        if kind == TriggerKind::Verb && copula {
            return None;
        }
        let passive = kind == TriggerKind::Verb && tree.is_passive(t);
        match rule.voice {
            Some(Voice::Active) if passive => return None,
            Some(Voice::Passive) if !passive => return None,
            _ => {}
        }
        let object = match kind {
            TriggerKind::Verb => tree.object(t),
            _ => None,
        };
        if !rule.object.is_empty() {
            let object = object?;
            self.any_in(&|w| rule.object.has(w), object)?;
        }
        if let Some(object) = object
            && !rule.object_not.is_empty()
            && self.any_in(&|w| rule.object_not.has(w), object).is_some()
        {
            return None;
        }
        if !rule.subject.is_empty() {
            let subject = tree.surface_subject(t)?;
            self.any_in(&|w| rule.subject.has(w), subject)?;
        }
        for (preposition, words) in &rule.with {
            let mut places = tree.prepositional(t, preposition);
            if let Some(object) = object {
                places.extend(tree.prepositional(object, preposition));
            }
            if preposition == "to" {
                let infinitive = |c: &usize| tree.children(*c).any(|a| tree.tag(a) == Tag::To);
                places.extend(tree.clauses(t).filter(infinitive));
            }
            let fits = places
                .iter()
                .any(|p| words.is_empty() || self.any_in(&|w| words.has(w), *p).is_some());
            if !fits {
                return None;
            }
        }
        if !rule.clause.is_empty() {
            let fits = self.clause_heads(t).into_iter().any(|c| {
                rule.clause.has(tree.lemma(c))
                    || tree.object(c).is_some_and(|o| {
                        o != t && self.any_in(&|w| rule.clause.has(w), o).is_some()
                    })
            });
            if !fits {
                return None;
            }
        }
        if !rule.clause_not.is_empty()
            && self
                .clause_heads(t)
                .into_iter()
                .any(|c| rule.clause_not.has(tree.lemma(c)))
        {
            return None;
        }
        if !rule.complement.is_empty() && !self.says_it_is(t, &rule.complement) {
            return None;
        }
        if !rule.modifier.is_empty() || !rule.modifier_not.is_empty() {
            let modifiers: Vec<usize> = tree
                .children(t)
                .filter(|c| {
                    matches!(
                        tree.dep(*c),
                        Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Nummod | Dep::Advmod
                    )
                })
                .collect();
            let has = |words: &dyn Fn(&str) -> bool| {
                modifiers.iter().any(|m| {
                    words(tree.lemma(*m))
                        || words(&tree.text(*m).to_ascii_lowercase())
                        || tree
                            .children(*m)
                            .any(|c| words(&tree.text(c).to_ascii_lowercase()))
                })
            };
            if !rule.modifier.is_empty() && !has(&|w| rule.modifier.has(w)) {
                return None;
            }
            if has(&|w| rule.modifier_not.has(w)) {
                return None;
            }
        }
        Some(())
    }

    /// Whom "condemned the act" means: whoever acted against somebody, if that was told,
    /// not somebody who has just condemned it as well.
    fn blamed(
        &self,
        found: Vec<ActorPhrase>,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let Some(head) = found.first().map(|a| a.head) else {
            return found;
        };
        if let Some(act) = discourse.last_affront(true)
            && !act.source.is_empty()
            && !act.source.iter().any(|a| same_country(a, source))
        {
            let there = |a: &ActorPhrase| ActorPhrase {
                head,
                anaphoric: true,
                ..a.clone()
            };
            return act.source.iter().map(there).collect();
        }
        let judged = discourse.last_affront(false);
        let has_judged = |a: &ActorPhrase| {
            judged.is_some_and(|act| {
                act.source.iter().any(|b| b.country == a.country)
                    && !act.target.iter().any(|b| same_country(b, source))
            })
        };
        found.into_iter().filter(|a| !has_judged(a)).collect()
    }

    /// The preposition and the noun of an attack, a ban, an arrest … by which a token is
    /// said to suffer it: "the attack on Graustark".
    fn suffered(&self, t: usize, verb: usize) -> Option<(usize, usize)> {
        let tree = self.tree;
        let mut up = t;
        for _ in 0..12 {
            if up == verb {
                return None;
            }
            let above = tree.head(up)?;
            if tree.dep(above) == Dep::Prep
                && let Some(noun) = tree
                    .head(above)
                    .filter(|n| *n != verb && tree.is_nominal(*n))
                && self.is_suffered_by(noun, &tree.text(above).to_ascii_lowercase())
            {
                return Some((above, noun));
            }
            up = above;
        }
        None
    }

    /// Whether what a preposition leads after a noun suffers the act of the noun.
    fn is_suffered_by(&self, noun: usize, preposition: &str) -> bool {
        let triggers = self.lexicon.rules.nouns.get(self.tree.lemma(noun));
        triggers.into_iter().flatten().any(|trigger| {
            let rule = &self.lexicon.rules.rules[trigger.rule];
            rule.event_type.quad() == Quad::MaterialConflict
                && rule.event_type != EventType::Protest
                && rule
                    .target
                    .iter()
                    .any(|slot| matches!(slot, Slot::Preposition(p) if p == preposition))
        })
    }

    /// Whether an actor only suffers what a verb judges.
    fn suffers_inside(&self, actor: &ActorPhrase, verb: usize) -> bool {
        !actor.anaphoric && self.suffered(actor.head, verb).is_some()
    }

    /// Those who suffer what a verb judges.
    fn victims_under(&self, verb: usize, discourse: &Discourse) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        (verb + 1..tree.end(verb)).find_map(|t| {
            let suffers = tree.dep(t) == Dep::Pobj && self.suffered(t, verb).is_some();
            let found = suffers.then(|| self.actors.actors(t, discourse))?;
            (!found.is_empty()).then_some(found)
        })
    }

    /// Whether a verb says that its object is one of some words: "called the drill a
    /// provocation", "described it as illegal", "branded him a traitor".
    fn says_it_is(&self, verb: usize, words: &Words) -> bool {
        let tree = self.tree;
        let mut said: Vec<usize> = tree
            .children(verb)
            .filter(|c| {
                *c > verb
                    && matches!(
                        tree.dep(*c),
                        Dep::Oprd | Dep::Attr | Dep::Acomp | Dep::Ccomp | Dep::Xcomp
                    )
            })
            .collect();
        said.extend(tree.prepositional(verb, "as"));
        if let Some(object) = tree.object(verb).filter(|o| *o > verb) {
            said.extend(tree.prepositional(object, "as"));
            // "called it illegal": the word is read as describing "it".
            let after = tree.children(object).filter(|c| *c > object);
            said.extend(
                after.filter(|c| matches!(tree.dep(*c), Dep::Amod | Dep::Oprd | Dep::Appos)),
            );
        }
        said.into_iter().flat_map(|t| tree.conjuncts(t)).any(|t| {
            let parts = tree.children(t).filter(|c| {
                matches!(
                    tree.dep(*c),
                    Dep::Amod | Dep::Compound | Dep::Attr | Dep::Acomp
                )
            });
            parts
                .chain(std::iter::once(t))
                .any(|w| words.has(tree.lemma(w)) || words.has(&tree.text(w).to_ascii_lowercase()))
        })
    }

    /// The heads of the clauses, infinitives and "for doing" under a verb.
    fn clause_heads(&self, t: usize) -> Vec<usize> {
        let tree = self.tree;
        let mut heads: Vec<usize> = tree
            .children(t)
            .filter(|c| {
                matches!(
                    tree.dep(*c),
                    Dep::Ccomp | Dep::Xcomp | Dep::Advcl | Dep::Acl
                )
            })
            .collect();
        // What leads the clause says when or where: "at the talks it asked for a bridge".
        let after = |c: &usize| tree.dep(*c) == Dep::Prep && *c > t;
        for c in tree.children(t).filter(after) {
            heads.extend(
                tree.children(c)
                    .filter(|p| matches!(tree.dep(*p), Dep::Pcomp | Dep::Pobj)),
            );
        }
        if let Some(object) = tree.child(t, Dep::Dobj) {
            heads.extend(
                tree.children(object)
                    .filter(|c| matches!(tree.dep(*c), Dep::Acl | Dep::Relcl)),
            );
        }
        let all: Vec<usize> = heads.iter().flat_map(|h| tree.conjuncts(*h)).collect();
        all
    }

    fn draft(
        &self,
        number: usize,
        rule: &Rule,
        t: usize,
        kind: TriggerKind,
        discourse: &Discourse,
    ) -> Option<Draft> {
        let carrier = match kind {
            TriggerKind::Noun => self.frames.carrier(t),
            _ => None,
        };
        let frame = match kind {
            TriggerKind::Verb => self.frames.of_verb(t),
            TriggerKind::Noun => self.frames.of_noun(t),
            TriggerKind::Adjective => match self.tree.verb_above(t) {
                Some(verb) => self.frames.of_verb(verb),
                None => Frame {
                    status: Status::Happened,
                    because: None,
                    absorbed: false,
                },
            },
        };
        let status = match rule.status {
            // A ban that is asked for, or could come, isn't in force.
            Some(Status::Ongoing) if frame.status != Status::Happened => frame.status,
            Some(status) if frame.status != Status::Negated => status,
            _ => frame.status,
        };
        let frame = Frame { status, ..frame };
        let mut source = Vec::new();
        let mut target = Vec::new();
        let mut source_slot = None;
        let mut target_slot = None;
        for slot in &rule.source {
            if *slot == Slot::Told
                && let Some(sides) = self.told(t, discourse)
            {
                [source, target] = sides;
                source_slot = Some(Slot::Told);
                target_slot = Some(Slot::Told);
                break;
            }
            let of_noun = match slot {
                Slot::SubjectParties => Some(self.tree.surface_subject(t)),
                Slot::OfParties => Some(self.tree.prepositional(t, "of").first().copied()),
                Slot::Parties => Some(None),
                _ => None,
            };
            if let Some(noun) = of_noun {
                let (one, other) = match noun {
                    Some(noun) => {
                        self.parties(self.content(noun), TriggerKind::Noun, None, discourse)
                    }
                    None if *slot == Slot::Parties => self.parties(t, kind, carrier, discourse),
                    None => continue,
                };
                if !one.is_empty() {
                    source = one;
                    target = other;
                    source_slot = Some(slot.clone());
                    target_slot = Some(slot.clone());
                    break;
                }
                continue;
            }
            let found = self.slot(slot, t, kind, carrier, &[], discourse);
            let found: Vec<ActorPhrase> = found
                .into_iter()
                .filter(|a| can_act(a) || is_verbal(rule) && self.speaks_for_state(a, t))
                .filter(|a| source_fits(a, rule.source_is))
                .collect();
            if !found.is_empty() {
                source = found;
                source_slot = Some(slot.clone());
                break;
            }
        }
        if target.is_empty() {
            for slot in &rule.target {
                let found = self.slot(slot, t, kind, carrier, &source, discourse);
                let found: Vec<ActorPhrase> = found
                    .into_iter()
                    .filter(|a| !same_actor(a, &source))
                    .filter(|a| fits(a, rule.target_is) || suffers(a, rule, slot))
                    .filter(|a| !judges(rule) || !self.suffers_inside(a, t))
                    .collect();
                let found = match slot {
                    Slot::Previous if judges(rule) => self.blamed(found, &source, discourse),
                    _ => found,
                };
                // A later mention that comes out as the source's own side was
                // taken for the wrong one.
                let mistaken = !found.is_empty()
                    && found.iter().all(|a| {
                        a.anaphoric
                            && same_country(a, &source)
                            && source.iter().any(|s| s.sector == a.sector)
                    });
                if !found.is_empty() && !mistaken {
                    target = found;
                    target_slot = Some(slot.clone());
                    break;
                }
            }
        } else if rule.target_is == TargetIs::Place {
            target.retain(|a| fits(a, rule.target_is));
        }
        // "Graustark was attacked on Monday. Ruritania condemned the attack on Graustark":
        // whoever attacked it is condemned.
        if target.is_empty()
            && judges(rule)
            && !source.is_empty()
            && let Some(victims) = self.victims_under(t, discourse)
        {
            target = discourse
                .last_against(&victims)
                .iter()
                .filter(|a| !same_country(a, &source))
                .map(|a| ActorPhrase {
                    head: t,
                    anaphoric: true,
                    ..a.clone()
                })
                .collect();
            target_slot = (!target.is_empty()).then_some(Slot::Previous);
        }
        // "The president warned Graustark": not Graustark's.
        for actor in source.iter_mut().filter(|a| a.by_scene) {
            let is_against = |b: &ActorPhrase| {
                b.country == actor.country
                    && !b.by_scene
                    && actor.sector == Some(Sector::Gov)
                    && (matches!(b.kind, ActorKind::State | ActorKind::Seat)
                        || rule.event_type == EventType::Sanction)
            };
            if target.iter().any(is_against) {
                actor.country = None;
                actor.by_scene = false;
            }
        }
        // "Hopes for an easing of the Graustarkian embargo": its owner is to ease it.
        if source.is_empty()
            && target_slot == Some(Slot::OfInner)
            && rule.event_type == EventType::Retreat
            && let Some((imposers, bearers)) = self.imposed(t, discourse)
        {
            (source, target) = (imposers, bearers);
            source_slot = Some(Slot::OfInner);
        }
        // "Each side blamed the other."
        let mut reciprocal = rule.reciprocal;
        if target.is_empty()
            && kind == TriggerKind::Verb
            && let Some(object) = self.tree.object(t)
            && self.set("each-other", &self.tree.text(object).to_ascii_lowercase())
        {
            (source, target) = split(source);
            reciprocal = true;
        }
        // "The two countries broke off relations": with each other.
        if target.is_empty()
            && kind == TriggerKind::Verb
            && rule.need == Need::Both
            && source.len() == 2
            && source[0].country != source[1].country
            && let Some(subject) = self.tree.actor_subject(t)
            && self.actors.is_pair_word(subject)
        {
            (source, target) = split(source);
            target_slot = source_slot.clone();
            reciprocal = true;
        }
        // Inside a state: "the police tore up the strikers' banners".
        let takes_any =
            rule.target_is == TargetIs::Any && !rule.target.is_empty() && rule.need == Need::Source;
        if target.is_empty() && kind == TriggerKind::Verb && !source.is_empty() && takes_any {
            target = self.concerned(t, discourse, |a| {
                let at_home = a.country.is_none() || same_country(a, &source);
                // What a rule takes no target from is none.
                at_home
                    && self.tree.object(t) != Some(a.head)
                    && !same_actor(a, &source)
                    && source.iter().any(|s| s.sector != a.sector)
            });
            target_slot = (!target.is_empty()).then_some(Slot::Other);
        }
        // Rain that strikes a coast attacks nobody; a missile does.
        if kind == TriggerKind::Verb
            && source.is_empty()
            && !self.tree.is_passive(t)
            && rule.source.contains(&Slot::Subject)
            && let Some(subject) = self.tree.surface_subject(t)
            && !self.set("instrument", self.tree.lemma(self.content(subject)))
        {
            return None;
        }
        // Pilgrims and tourists visit a state without a political act.
        if rule.mode == Some("visit") {
            source.retain(is_envoy);
        }
        // Pilots who strike are workers, whatever pilots are otherwise.
        if rule.mode == Some("strike") {
            let armed = |a: &&mut ActorPhrase| a.sector == Some(Sector::Mil);
            for pilot in source.iter_mut().filter(armed) {
                if self.set("workers", &pilot.lemma) {
                    pilot.sector = Some(Sector::Lab);
                }
            }
        }
        let mut frame = frame;
        if kind == TriggerKind::Verb
            && let Some((mark, offering)) = self.condition_of_offer(t)
        {
            let side = self
                .tree
                .actor_subject(offering)
                .map(|s| self.acting(s, discourse));
            let side = side.unwrap_or_default();
            if !side.is_empty() && !side.iter().any(|a| same_country(a, &source)) {
                frame = Frame {
                    status: Status::Demanded,
                    because: Some(mark),
                    absorbed: frame.absorbed,
                };
                if target.iter().all(|a| same_country(a, &source)) {
                    target = side;
                    target_slot = Some(Slot::Other);
                }
            }
        }
        dedup(&mut source);
        dedup(&mut target);
        if rule.source_is == SourceIs::OfficialAbroad
            && !source
                .iter()
                .any(|a| a.country.is_some() && !same_country(a, &target))
        {
            return None;
        }
        let enough = match rule.need {
            Need::Both => !source.is_empty() && !target.is_empty(),
            Need::Source => !source.is_empty(),
            Need::Target => !target.is_empty(),
            Need::Either => !source.is_empty() || !target.is_empty(),
        };
        if !enough {
            return None;
        }
        self.actors.set_in_scene(&mut source, &mut target);
        let known = |actors: &[ActorPhrase]| actors.iter().any(|a| a.country.is_some());
        if !known(&source) && !known(&target) {
            return None;
        }
        // Two words for one government don't act on each other.
        let domestic = !source.is_empty()
            && !target.is_empty()
            && target
                .iter()
                .all(|b| b.country.is_some() && source.iter().all(|a| a.country == b.country));
        if domestic {
            let distinct = source.iter().any(|a| {
                target.iter().all(|b| {
                    a.former != b.former || a.sector != b.sector || !a.is_body() && !b.is_body()
                })
            });
            // A president who looks at a dam of his own calls on nobody.
            if !distinct || rule.mode == Some("visit") {
                return None;
            }
        }
        let mut confidence = rule.confidence;
        if !known(&source) || !known(&target) {
            confidence *= 0.75;
        }
        if source.iter().chain(&target).any(|a| a.anaphoric) {
            confidence *= 0.9;
        }
        if source.iter().chain(&target).any(|a| a.by_scene) {
            confidence *= 0.85;
        }
        if matches!(target_slot, Some(Slot::Other)) {
            confidence *= 0.8;
        }
        Some(Draft {
            rule: number,
            trigger: t,
            carrier,
            source,
            target,
            frame,
            reciprocal,
            mode: None,
            rule_mode: rule.mode,
            source_slot,
            target_slot,
            confidence,
        })
    }

    /// The "if" of a clause that is the condition of an offer, and the verb that offers:
    /// "offered a truce if Ruritania withdrew its troops".
    fn condition_of_offer(&self, verb: usize) -> Option<(usize, usize)> {
        let tree = self.tree;
        let offered = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Advcl)?;
        let mark = tree.children(verb).find(|c| {
            tree.dep(*c) == Dep::Mark && self.set("if", &tree.text(*c).to_ascii_lowercase())
        })?;
        let offers = |t: usize| self.set("offers", tree.lemma(t));
        if offers(offered) {
            return Some((mark, offered));
        }
        let above = tree
            .head(offered)
            .filter(|_| tree.dep(offered) == Dep::Xcomp)?;
        offers(above).then_some((mark, above))
    }

    /// A paper of the state or of the ruling party, in an editorial of its own.
    fn speaks_for_state(&self, actor: &ActorPhrase, t: usize) -> bool {
        let tree = self.tree;
        let owned = || {
            let known = (actor.name.as_ref()).is_some_and(|name| self.set("state-press", name));
            let words = tree.base_phrase(actor.head);
            known
                || words
                    .clone()
                    .any(|w| self.set("state-owned", &tree.text(w).to_ascii_lowercase()))
                || self
                    .actors
                    .mentions
                    .within(words)
                    .any(|m| self.set("state-press", &tree.parsed.text()[m.bytes.clone()]))
        };
        actor.sector == Some(Sector::Med)
            && actor.country.is_some()
            && tree
                .token(t)
                .sentence()
                .tokens()
                .any(|w| self.set("editorial", tree.lemma(w)))
            && owned()
    }

    pub(crate) fn slot(
        &self,
        slot: &Slot,
        t: usize,
        kind: TriggerKind,
        carrier: Option<usize>,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let actors = |t: usize| self.actors.actors(t, discourse);
        match slot {
            Slot::Subject => match kind {
                TriggerKind::Verb => {
                    let subject = tree.actor_subject(t);
                    let mut found = subject
                        .map(|s| self.acting(s, discourse))
                        .unwrap_or_default();
                    if found.is_empty()
                        && let Some(agent) = self.agent_from(t)
                    {
                        found = self.acting(agent, discourse);
                    }
                    // "said the probe was a mistake and threatened duties": the speaker did.
                    if found.is_empty()
                        && let Some(speaker) = self.speaker_above(t)
                    {
                        found = self.acting(speaker, discourse);
                    }
                    if found.is_empty()
                        && subject.is_none()
                        && !tree.is_passive(t)
                        && tree.tag(t) != Tag::Vbg
                    {
                        found = self.nearest_before(t, discourse);
                    }
                    found
                }
                TriggerKind::Noun => carrier
                    .or_else(|| self.set_beside(t))
                    .and_then(|v| tree.actor_subject(v))
                    .map(|s| self.acting(s, discourse))
                    .unwrap_or_default(),
                TriggerKind::Adjective => tree
                    .verb_above(t)
                    .and_then(|v| tree.surface_subject(v))
                    .map(actors)
                    .unwrap_or_default(),
            },
            Slot::Object => match kind {
                TriggerKind::Verb => tree.object(t).map(actors).unwrap_or_default(),
                _ => Vec::new(),
            },
            Slot::Dative => tree
                .child(t, Dep::Dative)
                .map(|d| {
                    if tree.pos(d) == Pos::Adp {
                        tree.child(d, Dep::Pobj).unwrap_or(d)
                    } else {
                        d
                    }
                })
                .map(actors)
                .unwrap_or_default(),
            Slot::ObjectOwner => match tree.object(t) {
                Some(object) => self.owner_inside(object, source, discourse, 3),
                None => Vec::new(),
            },
            Slot::Addressee => {
                if let Some(object) = tree.object(t) {
                    let found = actors(object);
                    if !found.is_empty() {
                        return found;
                    }
                }
                for clause in tree.clauses(t) {
                    let subject = tree
                        .children(clause)
                        .find(|c| matches!(tree.dep(*c), Dep::Nsubj | Dep::Nsubjpass));
                    if let Some(subject) = subject {
                        let found = actors(subject);
                        if !found.is_empty() {
                            return found;
                        }
                        let found = self.owner_inside(subject, source, discourse, 2);
                        if !found.is_empty() {
                            return found;
                        }
                    }
                }
                Vec::new()
            }
            Slot::ClauseActor => {
                for clause in self.clause_heads(t) {
                    let range = tree.left(clause)..tree.end(clause);
                    let found = self.first_other(range, source, discourse, true, |_| false);
                    if !found.is_empty() {
                        return found;
                    }
                }
                Vec::new()
            }
            Slot::Owner => self.owner(t, carrier, discourse),
            Slot::Parties | Slot::SubjectParties | Slot::OfParties | Slot::Told => Vec::new(),
            Slot::OfInner => tree
                .prepositional(t, "of")
                .into_iter()
                .map(|o| self.owner_inside(o, source, discourse, 2))
                .find(|found| !found.is_empty())
                .unwrap_or_default(),
            Slot::ModifierPlace => self
                .modifier_actors(t, discourse)
                .into_iter()
                .filter(|a| {
                    matches!(
                        a.kind,
                        ActorKind::State | ActorKind::Seat | ActorKind::Place
                    ) && tree.dep(a.head) == Dep::Compound
                        && !same_country(a, source)
                })
                .collect(),
            Slot::Previous => {
                let points_back = tree.object(t).is_some_and(|o| {
                    tree.pos(o) == Pos::Pron
                        || tree.children(o).any(|c| {
                            tree.dep(c) == Dep::Det
                                && self.set("definite", &tree.text(c).to_ascii_lowercase())
                        })
                });
                if !points_back {
                    return Vec::new();
                }
                // "sent a launcher, which Graustark condemned": whoever sent it.
                if let Some(doer) = self.doer_of_main_clause(t, discourse) {
                    return doer;
                }
                discourse
                    .last_other(source)
                    .map(|a| {
                        vec![ActorPhrase {
                            head: t,
                            anaphoric: true,
                            ..a
                        }]
                    })
                    .unwrap_or_default()
            }
            Slot::Opposite => {
                let found = discourse.opposite(source).cloned().into_iter();
                found
                    .map(|a| ActorPhrase {
                        head: t,
                        anaphoric: true,
                        ..a
                    })
                    .collect()
            }
            Slot::ToldHost => {
                let told = discourse.told_host(source).cloned().into_iter();
                told.map(|a| ActorPhrase {
                    head: t,
                    anaphoric: true,
                    ..a
                })
                .collect()
            }
            Slot::Answered => {
                let answers = |t: usize| self.set("answers", tree.lemma(t));
                let object = tree.object(t).into_iter();
                if !std::iter::once(t)
                    .chain(object)
                    .chain(self.clause_heads(t))
                    .any(answers)
                {
                    return Vec::new();
                }
                let found = discourse.last_against(source).iter();
                found
                    .map(|a| ActorPhrase {
                        head: t,
                        anaphoric: true,
                        ..a.clone()
                    })
                    .collect()
            }
            Slot::Other => {
                let sentence = tree.token(t).sentence().tokens();
                let verb = carrier.unwrap_or(t);
                let provoker = self.provoker(verb, source, discourse);
                if !provoker.is_empty() {
                    return provoker;
                }
                let beside = |at: usize| {
                    self.is_in_clause_beside(at, verb) || self.suffered(at, verb).is_some()
                };
                let after = self.first_other(t..sentence.end, source, discourse, false, beside);
                if !after.is_empty() {
                    return after;
                }
                self.first_other(sentence.start..t, source, discourse, false, beside)
            }
            Slot::Preposition(preposition) => {
                let mut at = vec![t];
                at.extend(carrier);
                if kind == TriggerKind::Verb {
                    at.extend(tree.object(t).filter(|o| *o > t));
                    // "talks in Strelsau with": the phrase may hang on one before.
                    let of_deal = ["between", "with"].contains(&preposition.as_str());
                    at.extend(tree.agent(t).filter(|_| of_deal && tree.is_passive(t)));
                }
                for place in at {
                    for object in tree.prepositional(place, preposition) {
                        let found = actors(object);
                        if !found.is_empty() {
                            return found;
                        }
                        let found = self.owner_inside(object, source, discourse, 2);
                        if !found.is_empty() {
                            return found;
                        }
                    }
                }
                Vec::new()
            }
        }
    }

    /// Who does what the clause tells that a verb with "which" for its object comments on.
    fn doer_of_main_clause(&self, verb: usize, discourse: &Discourse) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        let is_which = |c: usize| tree.dep(c) == Dep::Dobj && tree.tag(c) == Tag::Wdt;
        let noun = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Relcl)?;
        let main = tree.verb_above(noun)?;
        let subject = tree.actor_subject(main).filter(|s| *s != noun)?;
        if !tree.children(verb).any(is_which) {
            return None;
        }
        let found = self.acting(subject, discourse);
        (!found.is_empty()).then_some(found)
    }

    /// The verb that a phrase says when of: "during a visit to Strelsau, she urged".
    fn set_beside(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let preposition = tree.head(noun).filter(|_| tree.dep(noun) == Dep::Pobj)?;
        let verb = tree.head(preposition)?;
        (tree.is_verb(verb)
            && ["during", "on-occasion"]
                .iter()
                .any(|set| self.set(set, &tree.lower_text(preposition))))
        .then_some(verb)
    }

    /// Whose act another act answers: "recalled its envoy over Graustarkian arms sales to
    /// Ruritania".
    fn provoker(
        &self,
        verb: usize,
        source: &[ActorPhrase],
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let leads = |c: &usize| {
            tree.dep(*c) == Dep::Prep && *c > verb && self.set("provokes", &tree.lower_text(*c))
        };
        let acts = tree
            .children(verb)
            .filter(leads)
            .flat_map(|p| tree.child(p, Dep::Pobj));
        for act in acts.filter(|act| self.triggers_noun(*act)) {
            let mut found = self.owner(act, None, discourse);
            found.retain(|a| a.country.is_some() && !same_country(a, source));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Who acts in a passive clause that names nobody after "by", but somebody after
    /// "from": "was condemned from both governments".
    fn agent_from(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let names_nobody = tree.is_passive(verb) && tree.agent(verb).is_none();
        (names_nobody && self.set("passive-from", tree.lemma(verb)))
            .then(|| tree.prepositional(verb, "from").first().copied())
            .flatten()
    }

    /// Who says the clause to which a finite verb without a subject of its own is joined.
    fn speaker_above(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let said = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Conj)?;
        let saying = tree.head(said).filter(|_| tree.dep(said) == Dep::Ccomp)?;
        let own = |c: usize| matches!(tree.dep(c), Dep::Nsubj | Dep::Nsubjpass | Dep::Aux);
        (matches!(tree.tag(verb), Tag::Vbd | Tag::Vbz)
            && !tree.children(verb).any(own)
            && self.set("report", tree.lemma(saying)))
        .then(|| tree.actor_subject(saying))
        .flatten()
    }

    /// The actors of a subject; for a thing that belongs to one ("the Graustarkian
    /// decision"), its owner.
    fn acting(&self, subject: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let mut found = self.actors.actors(subject, discourse);
        if !found.is_empty() {
            if self.governs(subject) {
                for place in found.iter_mut().filter(|a| a.kind == ActorKind::Place) {
                    place.kind = ActorKind::Seat;
                    place.sector = Some(Sector::Gov);
                }
            }
            return found;
        }
        if self.set("speaks-for-owner", self.tree.lemma(subject))
            || self.set("partitive", self.tree.lemma(subject))
        {
            return self.owner_inside(subject, &[], discourse, 2);
        }
        // "Their visit would help" tells of the visit; strikes strike for somebody.
        if self.triggers_noun(subject) && !self.set("arms", self.tree.lemma(subject)) {
            return Vec::new();
        }
        let mut found = self.owner_inside(subject, &[], discourse, 0);
        // An adjective alone makes no owner but of arms: "Ruritanian missiles".
        if !self.set("arms", self.tree.lemma(subject)) {
            found.retain(|a| self.tree.dep(a.head) != Dep::Amod);
        }
        found
    }

    /// Whether the place that is a subject does something, so that its authorities are
    /// meant: "Zenda sued the ministry", not "Zenda saw storms".
    fn governs(&self, subject: usize) -> bool {
        let tree = self.tree;
        tree.dep(subject) == Dep::Nsubj
            && tree.head(subject).is_some_and(|verb| {
                let acts_on = |c| matches!(tree.dep(c), Dep::Dobj | Dep::Ccomp | Dep::Xcomp);
                tree.pos(verb) == Pos::Verb
                    && tree.children(verb).any(acts_on)
                    && !self.set("undergoes", tree.lemma(verb))
                    && !self.set("states", tree.lemma(verb))
            })
    }

    /// The nearest actor before a verb that seems to have no subject.
    fn nearest_before(&self, t: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let sentence = tree.token(t).sentence().tokens();
        let mut best = Vec::new();
        for at in sentence.start..t {
            if matches!(
                tree.dep(at),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Npadvmod | Dep::Root | Dep::Dep
            ) && tree.is_nominal(at)
            {
                let found = self.actors.actors(at, discourse);
                if !found.is_empty() {
                    best = found;
                }
            }
        }
        best
    }

    /// Who owns a noun that is an act: its possessor, the state whose adjective
    /// it bears, "by X", "of X", or the subject of the verb that carries it.
    fn owner(
        &self,
        noun: usize,
        carrier: Option<usize>,
        discourse: &Discourse,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        if let Some(owner) = tree.child(noun, Dep::Poss) {
            let found = self.actors.actors(owner, discourse);
            if !found.is_empty() {
                return found;
            }
        }
        for object in tree.prepositional(noun, "by") {
            let found = self.actors.actors(object, discourse);
            if !found.is_empty() {
                return found;
            }
        }
        let planner = || {
            let head = tree.head(noun)?;
            (tree.dep(noun) == Dep::Dobj
                && tree.is_verb(head)
                && self.set("owner-verbs", tree.lemma(head)))
            .then_some(head)
        };
        if let Some(subject) = carrier.or_else(planner).and_then(|v| tree.actor_subject(v))
            && subject != noun
        {
            let found = self.acting(subject, discourse);
            if !found.is_empty() {
                return found;
            }
        }
        let modifiers = self.modifier_actors(noun, discourse);
        if !modifiers.is_empty() {
            return modifiers;
        }
        for preposition in ["from", "of"] {
            for object in tree.prepositional(noun, preposition) {
                let found = self.actors.actors(object, discourse);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// States and persons named in front of a noun: "the Graustark-Ruritania talks".
    fn modifier_actors(&self, noun: usize, discourse: &Discourse) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let base = tree.base_phrase(noun);
        let mut found: Vec<ActorPhrase> = Vec::new();
        for mention in self.actors.mentions.within(base.clone()) {
            let last = mention.tokens.end - 1;
            if mention.tokens.start < base.start || last >= noun && !mention.tokens.contains(&noun)
            {
                continue;
            }
            if mention.tokens.contains(&noun) && mention.tokens.len() > 1 {
                continue;
            }
            for phrase in self.actors.phrase(last, discourse) {
                if phrase.country.is_some() && !found.iter().any(|f| f.bytes == phrase.bytes) {
                    found.push(phrase);
                }
            }
        }
        found
    }

    /// An actor that a thing belongs to or is about: possessor, adjective, "of",
    /// "by", "from", and so on inwards.
    fn owner_inside(
        &self,
        noun: usize,
        source: &[ActorPhrase],
        discourse: &Discourse,
        depth: usize,
    ) -> Vec<ActorPhrase> {
        let tree = self.tree;
        let other = |found: Vec<ActorPhrase>| -> Vec<ActorPhrase> {
            found
                .into_iter()
                .filter(|a| a.country.is_none() || !same_country(a, source))
                .collect()
        };
        for noun in tree.conjuncts(noun) {
            if let Some(owner) = tree.child(noun, Dep::Poss) {
                let found = other(self.actors.actors(owner, discourse));
                if !found.is_empty() {
                    return found;
                }
            }
            let found = other(self.modifier_actors(noun, discourse));
            if !found.is_empty() {
                return found;
            }
            for preposition in [
                "by", "of", "with", "between", "against", "from", "on", "to", "for", "toward",
                "towards", "about", "over", "into", "in",
            ] {
                for object in tree.prepositional(noun, preposition) {
                    let found = other(self.actors.actors(object, discourse));
                    let found: Vec<ActorPhrase> = found
                        .into_iter()
                        .filter(|a| a.kind != ActorKind::Place || preposition == "in")
                        .collect();
                    if !found.is_empty() {
                        return found;
                    }
                    if depth > 0 {
                        let found = self.owner_inside(object, source, discourse, depth - 1);
                        if !found.is_empty() {
                            return found;
                        }
                    }
                }
            }
            for c in tree
                .children(noun)
                .filter(|c| matches!(tree.dep(*c), Dep::Acl | Dep::Relcl | Dep::Appos))
            {
                if depth > 0 {
                    let range = tree.left(c)..tree.end(c);
                    let found = self.first_other(range, source, discourse, true, |_| false);
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
        Vec::new()
    }

    /// The first actor in the tokens that isn't of the source's country.
    fn first_other(
        &self,
        tokens: std::ops::Range<usize>,
        source: &[ActorPhrase],
        discourse: &Discourse,
        through_things: bool,
        left_out: impl Fn(usize) -> bool,
    ) -> Vec<ActorPhrase> {
        for mention in self.actors.mentions.within(tokens.clone()) {
            if mention.tokens.start < tokens.start {
                continue;
            }
            let head = self.actors.mention_head(mention);
            if left_out(head) {
                continue;
            }
            let mut found = if tokens.contains(&head) {
                self.actors.phrase(head, discourse)
            } else {
                Vec::new()
            };
            // "Graustarkian cars" are no actor, but concern one.
            if found.is_empty() && (through_things || head == mention.tokens.end - 1) {
                found = self.actors.phrase(mention.tokens.end - 1, discourse);
            }
            found.retain(|a| {
                a.country.is_some()
                    && !same_country(a, source)
                    && a.kind != ActorKind::Place
                    && !a.only_comments()
            });
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The sides of the talks told of before, if the verb's subject points back to them.
    fn told(&self, verb: usize, discourse: &Discourse) -> Option<[Vec<ActorPhrase>; 2]> {
        let tree = self.tree;
        let noun = tree.surface_subject(verb)?;
        if self.set("resumes", tree.lemma(verb)) {
            return self.halted(noun, discourse);
        }
        let points_back = tree.children(noun).any(|c| {
            matches!(tree.dep(c), Dep::Det | Dep::Poss)
                && self.set("definite", &tree.text(c).to_ascii_lowercase())
        });
        let is_visit = !self.set("talks", tree.lemma(noun));
        let told = discourse
            .latest_talks(is_visit, TOLD_BEFORE)
            .filter(|_| points_back)?;
        let mut sides = told.sides.clone();
        for actor in sides.iter_mut().flatten() {
            actor.anaphoric = true;
        }
        Some(sides)
    }

    /// Whose the measure is whose end a noun tells of, and who bears it: those it is on,
    /// or who wants its end. `None` if nobody is said to have imposed it.
    fn imposed(
        &self,
        lifting: usize,
        discourse: &Discourse,
    ) -> Option<(Vec<ActorPhrase>, Vec<ActorPhrase>)> {
        let tree = self.tree;
        let measure = *tree.prepositional(lifting, "of").first()?;
        let mut imposers = match tree.child(measure, Dep::Poss) {
            Some(owner) => self.actors.actors(owner, discourse),
            None => self.modifier_actors(measure, discourse),
        };
        if imposers.is_empty() {
            let by = tree.prepositional(measure, "by").into_iter();
            imposers.extend(by.flat_map(|noun| self.actors.actors(noun, discourse)));
        }
        imposers.retain(can_act);
        if imposers.is_empty() {
            return None;
        }
        let mut bearers = self.owner_inside(measure, &imposers, discourse, 2);
        if bearers.is_empty()
            && let Some(verb) = tree.verb_above(lifting)
            && let Some(subject) = tree.actor_subject(verb)
        {
            bearers = self.actors.actors(subject, discourse);
            bearers.retain(|a| can_act(a) && !same_country(a, &imposers));
        }
        Some((imposers, bearers))
    }

    /// The verb of what was done at talks: "agreed" in "at the talks they agreed".
    fn occasion_of(&self, talks: usize) -> Option<usize> {
        let tree = self.tree;
        let preposition = tree.head(talks).filter(|_| tree.dep(talks) == Dep::Pobj)?;
        let verb = tree.head(preposition)?;
        let definite = |c| tree.dep(c) == Dep::Det && self.set("definite", &tree.lower_text(c));
        (tree.is_verb(verb)
            && self.set("during", &tree.lower_text(preposition))
            && self.set("talks", tree.lemma(talks))
            && tree.children(talks).any(definite))
        .then_some(verb)
    }

    /// The sides of talks that were broken off, if a noun points back to them: "they were
    /// resumed".
    fn halted(&self, noun: usize, discourse: &Discourse) -> Option<[Vec<ActorPhrase>; 2]> {
        let tree = self.tree;
        let definite = |c| {
            matches!(tree.dep(c), Dep::Det | Dep::Poss) && self.set("definite", &tree.lower_text(c))
        };
        let points_back = match tree.pos(noun) {
            Pos::Pron => {
                let word = tree.lower_text(noun);
                self.set("pronoun-it", &word) || self.set("pronoun-they", &word)
            }
            _ => self.set("talks", tree.lemma(noun)) && tree.children(noun).any(definite),
        };
        let told = discourse.halted.as_ref().filter(|_| points_back)?;
        let near = discourse.sentence - told.sentence <= TOLD_BEFORE;
        let mut sides = near.then(|| told.sides.clone())?;
        for actor in sides.iter_mut().flatten() {
            actor.anaphoric = true;
        }
        Some(sides)
    }

    /// Both sides of an act that both do alike: the first named, and the rest.
    fn parties(
        &self,
        t: usize,
        kind: TriggerKind,
        carrier: Option<usize>,
        discourse: &Discourse,
    ) -> (Vec<ActorPhrase>, Vec<ActorPhrase>) {
        let tree = self.tree;
        let act = |found: Vec<ActorPhrase>| -> Vec<ActorPhrase> {
            found.into_iter().filter(can_act).collect()
        };
        let mut places = vec![t];
        places.extend(carrier);
        if kind == TriggerKind::Verb {
            places.extend(tree.object(t).filter(|o| *o > t));
        }
        for place in &places {
            for preposition in ["between", "among"] {
                for object in tree.prepositional(*place, preposition) {
                    let found = act(self.actors.actors(object, discourse));
                    let (one, other) = split(found);
                    if !other.is_empty() {
                        return (one, other);
                    }
                }
            }
        }
        if kind == TriggerKind::Noun {
            let (one, other) = split(act(self.modifier_actors(t, discourse)));
            if !other.is_empty() && tree.child(t, Dep::Poss).is_none() {
                return (one, other);
            }
        }
        let mut with = Vec::new();
        'with: for place in &places {
            for preposition in ["with", "alongside", "opposite"] {
                for object in tree.prepositional(*place, preposition) {
                    let mut found = act(self.actors.actors(object, discourse));
                    found.retain(|a| !self.are_means(a));
                    if !found.is_empty() {
                        with = found;
                        break 'with;
                    }
                }
            }
        }
        if with.is_empty()
            && kind == TriggerKind::Verb
            && !tree.is_passive(t)
            && let Some(object) = tree.child(t, Dep::Dobj)
        {
            // What is proclaimed or held is no party to it.
            let is_thing = ["agreement", "relations", "talks"]
                .iter()
                .any(|set| self.set(set, tree.lemma(object)));
            if !is_thing {
                with = act(self.actors.actors(object, discourse));
            }
        }
        let mut first = match kind {
            TriggerKind::Verb => {
                let subject = if tree.is_passive(t) {
                    tree.surface_subject(t)
                } else {
                    tree.actor_subject(t)
                };
                let mut found = subject
                    .map(|s| self.acting(s, discourse))
                    .unwrap_or_default();
                // "A treaty was signed by both."
                if found.is_empty()
                    && tree.is_passive(t)
                    && let Some(agent) = tree.agent(t).or_else(|| self.agent_from(t))
                {
                    found = self.acting(agent, discourse);
                }
                if found.is_empty() && subject.is_none() {
                    found = self.nearest_before(t, discourse);
                }
                found
            }
            TriggerKind::Noun => {
                let mut found = self.owner(t, carrier, discourse);
                if found.is_empty() && !with.is_empty() {
                    // "in talks with X, Y said": whoever acts in the clause above.
                    found = tree
                        .verb_above(t)
                        .and_then(|v| tree.actor_subject(v))
                        .map(|s| self.actors.actors(s, discourse))
                        .unwrap_or_default();
                    // "was received by the premier after talks with his counterpart": those
                    // of the one who was received.
                    let above = tree.verb_above(t).filter(|v| tree.is_passive(*v));
                    if let Some(verb) = above
                        && !found.is_empty()
                        && found.iter().all(|a| same_country(a, &with))
                    {
                        let subject = tree.surface_subject(verb);
                        found = subject
                            .map(|s| self.actors.actors(s, discourse))
                            .unwrap_or_default();
                    }
                }
                found
            }
            TriggerKind::Adjective => self.slot(&Slot::Subject, t, kind, carrier, &[], discourse),
        };
        // "At the summit, the presidents of X and Y agreed": those who agreed met.
        if first.is_empty()
            && with.is_empty()
            && kind == TriggerKind::Noun
            && let Some(verb) = self.occasion_of(t)
            && let Some(subject) = tree.actor_subject(verb)
        {
            first = self.actors.actors(subject, discourse);
            first.retain(|a| !a.anaphoric);
        }
        let first: Vec<ActorPhrase> = act(first)
            .into_iter()
            .filter(|a| !same_actor(a, &with))
            .collect();
        if !with.is_empty() {
            if first.is_empty() {
                return (Vec::new(), Vec::new());
            }
            return (first, with);
        }
        split(first)
    }
}

/// The share that the linear classifier gives the likeliest type from which on the
/// transformer, which takes longer, is asked as well.
const MIN_SHARE_TO_ASK: f64 = 0.12;
/// The share from which the linear classifier is sure without it.
const SURE_SHARE: f64 = 0.74;

/// The weight of the transformer's quick layers against the linear classifier's.
const WEIGHT_OF_QUICK: f64 = 0.5;

/// The share from which the classifier alone writes an event down.
const MIN_SHARE: f64 = 0.32;

/// The same for verbs that report words.
const MIN_SHARE_OF_WORDS: f64 = 0.48;

/// The same where only one side is named.
const MIN_SHARE_OF_ONE: f64 = 0.34;

/// The same for companies, towards nobody else than companies and cities: mostly trade.
const MIN_SHARE_OF_BUSINESS: f64 = 0.8;

/// Words before the first and after the last of a verb and its actors that the
/// transformer reads.
const WORDS_BEFORE: usize = 4;
const WORDS_AFTER: usize = 8;

/// Sentences within which "the trip" is one told of.
const TOLD_BEFORE: usize = 3;

/// Whether a rule takes the words in its object or clause for itself.
pub(crate) fn absorbs(rule: &Rule) -> bool {
    rule.inner == Inner::Absorb
}

fn is_verbal(rule: &Rule) -> bool {
    matches!(
        rule.event_type.quad(),
        Quad::VerbalConflict | Quad::VerbalCooperation
    )
}

/// Whether a rule's verbs judge what others did; not those of "lodged a protest".
fn judges(rule: &Rule) -> bool {
    matches!(rule.event_type, EventType::Accuse | EventType::Support) && rule.object.is_empty()
}

pub(crate) fn can_act(actor: &ActorPhrase) -> bool {
    !actor.only_comments() && actor.kind != ActorKind::Place
}

/// Somebody whose journey is a political act: not a private person or a crowd.
fn is_envoy(actor: &ActorPhrase) -> bool {
    use demarche_event::Sector as S;
    let private = matches!(
        actor.sector,
        Some(S::Cvl | S::Soc | S::Rel | S::Ref | S::Crm | S::Edu | S::Lab | S::Agr | S::Hea)
    );
    !private && (actor.country.is_some() || actor.sector.is_some_and(|s| s != S::Unk))
}

fn source_fits(actor: &ActorPhrase, source_is: SourceIs) -> bool {
    use demarche_event::Sector as S;
    let human = matches!(
        actor.kind,
        ActorKind::Person
            | ActorKind::Agent(AgentKind::Person | AgentKind::Group | AgentKind::People)
    );
    let at_work = matches!(
        actor.sector,
        Some(S::Lab | S::Hea | S::Edu | S::Agr | S::Rel | S::Med)
    );
    match source_is {
        SourceIs::Any => true,
        SourceIs::Human | SourceIs::OfficialAbroad => human,
        SourceIs::Force => {
            matches!(
                actor.sector,
                Some(S::Mil | S::Reb | S::Prm | S::Uaf | S::Cop)
            ) || !human && !at_work
                // "The Ruritanian drill"
                || actor.sector == Some(S::Gov)
        }
        SourceIs::Crowd => {
            matches!(
                actor.sector,
                Some(
                    S::Cvl
                        | S::Soc
                        | S::Lab
                        | S::Rel
                        | S::Opp
                        | S::Agr
                        | S::Hea
                        | S::Edu
                        | S::Ref
                        | S::Bus
                        | S::Ngo
                        | S::Pty
                        | S::Unk
                )
            ) || matches!(
                actor.kind,
                ActorKind::Agent(AgentKind::People | AgentKind::Group)
            )
        }
        SourceIs::Able => actor.country.is_some() || human || actor.sector.is_some(),
    }
}

fn fits(actor: &ActorPhrase, target_is: TargetIs) -> bool {
    match target_is {
        TargetIs::Any => !actor.only_comments(),
        TargetIs::Place => {
            actor.country.is_some()
                && matches!(
                    actor.kind,
                    ActorKind::State | ActorKind::Seat | ActorKind::Place
                )
        }
        TargetIs::Person => {
            !actor.only_comments() && actor.is_single_person() && actor.country.is_some()
        }
    }
}

/// Bodies of one country and sector, such as its ministries.
fn one_government(actor: &ActorPhrase, others: &[ActorPhrase]) -> bool {
    same_country(actor, others)
        && actor.is_body()
        && others.iter().all(|o| o.former == actor.former)
        && others
            .iter()
            .all(|o| o.is_body() && o.sector == actor.sector)
}

/// Journalists and scholars are whom a conflict is with where they are its object:
/// "jailed three editors".
fn suffers(actor: &ActorPhrase, rule: &Rule, slot: &Slot) -> bool {
    actor.only_comments()
        && *slot == Slot::Object
        && rule.target_is == TargetIs::Any
        && matches!(
            rule.event_type.quad(),
            Quad::VerbalConflict | Quad::MaterialConflict
        )
}

fn same_country(actor: &ActorPhrase, others: &[ActorPhrase]) -> bool {
    others
        .iter()
        .any(|o| o.country.is_some() && o.country == actor.country)
}

fn same_actor(actor: &ActorPhrase, others: &[ActorPhrase]) -> bool {
    others.iter().any(|o| {
        o.bytes == actor.bytes
            || (o.name.is_some() && o.name == actor.name)
            || (o.country.is_some()
                && o.country == actor.country
                && o.sector == actor.sector
                && o.sector == Some(Sector::Gov)
                && o.former == actor.former
                && (o.kind != ActorKind::Person || actor.kind != ActorKind::Person))
    })
}

fn dedup(actors: &mut Vec<ActorPhrase>) {
    let mut kept: Vec<ActorPhrase> = Vec::new();
    for actor in actors.drain(..) {
        let twice = kept.iter().any(|k| {
            k.bytes == actor.bytes && k.country == actor.country
                || (k.name.is_some() && k.name == actor.name)
        });
        if !twice {
            kept.push(actor);
        }
    }
    *actors = kept;
}

/// Those of the first country, and the rest; inside one country, those of the first
/// sector and the rest: "the government and the rebels".
pub(crate) fn split(actors: Vec<ActorPhrase>) -> (Vec<ActorPhrase>, Vec<ActorPhrase>) {
    let Some((country, sector)) = actors.first().map(|a| (a.country, a.sector)) else {
        return (Vec::new(), Vec::new());
    };
    if actors.iter().any(|a| a.country != country) {
        return actors.into_iter().partition(|a| a.country == country);
    }
    actors.into_iter().partition(|a| a.sector == sector)
}
