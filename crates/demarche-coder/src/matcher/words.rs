//! Whether the words around a trigger are those that its rule asks for.

use super::{Matcher, TriggerKind};
use crate::lexicon::{Trigger, Voice};
use demarche_event::EventType;
use demarche_lang::{Dep, EntityKind, Pos, Tag};

impl Matcher<'_, '_> {
    fn any_in(&self, words: &impl Fn(&str) -> bool, noun: usize) -> Option<usize> {
        self.tree
            .conjuncts(self.content(noun))
            .into_iter()
            .find(|c| {
                let lemma = self.tree.lemma(*c);
                words(lemma) || (self.tree.pos(*c) == Pos::Propn && words(&lemma.to_lowercase()))
            })
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
            && tree.children(t).any(|c| match tree.dep(c) {
                // "Has been three times."
                Dep::Attr => !self.set("times", tree.lemma(c)),
                dep => matches!(dep, Dep::Acomp | Dep::Xcomp),
            });
        if kind == TriggerKind::Verb && copula && rule.complement.is_empty() {
            return None;
        }
        // "Called the premier a coward" is no call.
        if rule.mode == Some("phone") && self.calls_it_something(t) {
            return None;
        }
        let passive = kind == TriggerKind::Verb && tree.is_passive(t);
        match rule.voice {
            Some(Voice::Active) if passive => return None,
            Some(Voice::Passive) if !passive => return None,
            _ => {}
        }
        if rule.negated && (kind != TriggerKind::Verb || !self.frames.is_flatly_negated(t)) {
            return None;
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
                let content = self.content(object);
                if content != object {
                    places.extend(tree.prepositional(content, preposition));
                }
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
            let asks = rule.event_type == EventType::Request && kind == TriggerKind::Verb;
            let fits = self.clause_heads(t).into_iter().any(|c| {
                if asks && self.is_told_as_fact(c) {
                    return false;
                }
                rule.clause.has(tree.lemma(c))
                    || tree.object(c).is_some_and(|o| {
                        o != t && self.any_in(&|w| rule.clause.has(w), o).is_some()
                    })
            });
            if !fits {
                return None;
            }
        }
        if !rule.clause_modal.is_empty() && self.modal_clause(t, &rule.clause_modal).is_none() {
            return None;
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
}
