//! Which words report an event, and who its parties are.

mod acting; // who acts: the subject of a verb, or who stands for it
mod concern; // whom what a verb says concerns, beside its rule's own places
mod draft; // an event of a rule: its parties, its status and how sure it is
mod fitness; // which actors may be a side of an event
mod judgement; // whom a verb judges, and who only suffers what it judges
mod mutual; // both sides of what two do alike
mod own; // whose what an act is done to is
mod owner; // to whom a noun belongs
mod party; // what a rule takes for the two sides of its event
mod sides; // the two sides of a rule's event
mod slot; // which actors stand in a place of a rule
mod telling; // acts that the rules leave, by weights
mod understood; // both sides of what a sentence leaves to be understood
mod unknown; // acts between two actors whose verbs no rule knows
mod verb; // what sort of thing a verb says: an act, or what carries one
mod visitor; // visitors whose host or verb the sentence leaves out
mod weights; // what weights say is an act, in the terms of rules
mod words; // whether the words around a trigger are those that its rule asks for

pub(crate) use fitness::can_act;
pub(crate) use mutual::split;
pub use telling::{ActClassifier, Mark, MarkedSide, SidedMark};
pub(crate) use telling::{Heard, SIDES, Teacher, modes};

use crate::actor::{ActorPhrase, ActorReader};
use crate::discourse::Discourse;
use crate::frame::{Frame, FrameReader};
use crate::lexicon::{Inner, Lexicon, Need, Rule, Slot, Trigger};
use crate::tree::Tree;
use demarche_event::EventType;
use demarche_lang::{Dep, EntityKind, Pos, Tag};
use party::Trial;

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
    /// Which of several encounters it is, after the first: "met in May and in June".
    pub occasion: Option<Occasion>,
    /// How often acts of the kind are right, 0 to 1.
    pub confidence: f64,
}

/// One of several encounters that a verb tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occasion {
    /// How many were told of before it.
    pub number: usize,
    /// The word for where it took place.
    pub place: Option<usize>,
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
    /// What the transformer says of the words.
    pub heard: &'a Heard,
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
            // "Met the visiting premier": he visits, and isn't visited.
            Pos::Verb if tree.dep(t) == Dep::Amod && self.set("visiting", &tree.lower_text(t)) => {
                None
            }
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
    /// that fits and finds its sides, else by one that finds a side.
    pub(crate) fn at(&self, t: usize, discourse: &Discourse) -> Option<Draft> {
        if let Some(present) = self.present(t, discourse) {
            return Some(present);
        }
        let (kind, triggers) = self.triggers(t)?;
        if kind == TriggerKind::Noun && self.is_inside_name(t) {
            return None;
        }
        let tried = |one_enough: bool| {
            triggers
                .iter()
                .find_map(|trigger| self.try_rule(trigger, t, kind, one_enough, discourse))
        };
        tried(false).or_else(|| tried(true))
    }

    /// Whether a rule knows the words of a refusal but asks for both sides, and didn't
    /// find them: "denied any wrongdoing" answers nobody.
    pub(crate) fn lacks_a_side(&self, t: usize) -> bool {
        let asks_for_both = |trigger: &Trigger| {
            let rule = &self.lexicon.rules.rules[trigger.rule];
            rule.event_type == EventType::Reject
                && (rule.need == Need::Both || self.answers_nobody(rule, t))
        };
        self.triggers(t).is_some_and(|(kind, triggers)| {
            let mut strict = triggers.iter().filter(|trigger| asks_for_both(trigger));
            strict.any(|trigger| self.words_fit(trigger, t, kind).is_some())
        })
    }

    /// "Denied charges of fraud" answers nobody, if nobody is found to have made them;
    /// "rejected the charge" answers whoever made it, named or not.
    pub(crate) fn answers_nobody(&self, rule: &Rule, t: usize) -> bool {
        let tree = self.tree;
        let points_back = |c| {
            matches!(tree.dep(c), Dep::Det | Dep::Poss) && self.set("definite", &tree.lower_text(c))
        };
        rule.event_type == EventType::Reject
            && tree.object(t).is_some_and(|object| {
                self.set("allegations", tree.lemma(object))
                    && !tree.children(object).any(points_back)
            })
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

    fn try_rule(
        &self,
        trigger: &Trigger,
        t: usize,
        kind: TriggerKind,
        one_enough: bool,
        discourse: &Discourse,
    ) -> Option<Draft> {
        let rule = &self.lexicon.rules.rules[trigger.rule];
        if one_enough && (rule.need != Need::Usual || kind == TriggerKind::Adjective) {
            return None;
        }
        self.words_fit(trigger, t, kind)?;
        let carrier = match kind {
            TriggerKind::Noun => self.frames.carrier(t),
            _ => None,
        };
        let trial = Trial {
            rule,
            t,
            kind,
            carrier,
            one_enough,
            discourse,
        };
        self.draft(trigger.rule, &trial)
    }
}

/// Whether a rule takes the words in its object or clause for itself.
pub(crate) fn absorbs(rule: &Rule) -> bool {
    rule.inner == Inner::Absorb
}
