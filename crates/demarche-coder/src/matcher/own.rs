//! Whose what an act is done to is: the speaker's, or that of both who act.

use super::Matcher;
use super::fitness::same_country;
use super::party::Trial;
use crate::actor::ActorPhrase;
use crate::lexicon::Slot;
use demarche_event::EventType;
use demarche_lang::{Dep, Tag};

impl Matcher<'_, '_> {
    /// "Graustark said Ruritania had seized its boats": not Ruritania's own, but those of
    /// the speaker.
    pub(super) fn speaks_of_own(
        &self,
        trial: &Trial,
        slot: &Slot,
        found: &[ActorPhrase],
        source: &[ActorPhrase],
    ) -> Option<Vec<ActorPhrase>> {
        let tree = self.tree;
        let Trial {
            rule, t, discourse, ..
        } = *trial;
        let hits = matches!(rule.event_type, EventType::Coerce | EventType::Assault);
        let of_object = matches!(slot, Slot::Object | Slot::ObjectOwner);
        let saying = tree
            .head(t)
            .filter(|_| tree.dep(t) == Dep::Ccomp && hits && of_object)
            .filter(|saying| self.set("report", tree.lemma(*saying)))?;
        // "three of its boats"
        let object = tree.object(t)?;
        let object = tree
            .prepositional(object, "of")
            .first()
            .copied()
            .unwrap_or(object);
        let own = |c: usize| tree.dep(c) == Dep::Poss && tree.tag(c) == Tag::Prps;
        let speaker = self.acting(tree.actor_subject(saying)?, discourse);
        let known = |a: &ActorPhrase| a.country.is_some() && !same_country(a, source);
        (tree.children(object).any(own)
            && found.iter().all(|a| same_country(a, source))
            && !speaker.is_empty()
            && speaker.iter().all(known))
        .then_some(speaker)
    }

    /// Whether what two act on lies between them: "exchanged envoys", "reopened their border".
    pub(super) fn is_between_both(&self, verb: usize, both: &[ActorPhrase]) -> bool {
        let tree = self.tree;
        let Some(object) = tree.object(verb) else {
            return false;
        };
        let theirs = |c: usize| tree.dep(c) == Dep::Poss && self.set("theirs", &tree.lower_text(c));
        let one = tree.tag(object) == Tag::Nn || self.set("relations", tree.lemma(object));
        let of_both = self.set("exchanges", tree.lemma(verb))
            || self.set("stop", tree.lemma(verb)) && self.set("relations", tree.lemma(object));
        both.iter().all(|a| a.country.is_some())
            && (of_both || one && tree.children(object).any(theirs))
    }
}
