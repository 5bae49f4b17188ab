//! Whether what is told happened, goes on, or is still to come, by weights beside what rules
//! say of it.

use crate::classify::{Bag, Feature, plain_word};
use crate::frame::Frame;
use crate::matcher::{Draft, Matcher};
use demarche_event::{EventType, Status};
use demarche_lang::{Dep, EntityKind, Pos, Tag};
use std::ops::Range;

/// The share that another status than the rules' must have.
const MIN_SHARE_OF_STATUS: f64 = 0.5;

impl Matcher<'_, '_> {
    /// Gives acts the statuses that weights find likelier: what rules tell as a fact may go
    /// on, and what no rule reads may have any status that needs no word for it.
    pub(crate) fn weigh_statuses(&self, drafts: &mut [Draft], sentence: &Range<usize>) {
        for draft in drafts {
            let status = self.likelier(draft, sentence);
            let by_weights = self.lexicon.rules.by_classifier.contains(&Some(draft.rule));
            let goes_on = draft.frame.status == Status::Happened && status == Some(Status::Ongoing);
            let is_open = by_weights && status != Some(Status::Negated);
            // "Would meet": a word that decides outweighs weights.
            let is_decided = draft.frame.because.is_some();
            if let Some(status) = status
                && !is_decided
                && (goes_on || is_open)
            {
                draft.frame = draft.frame.weighed_as(status);
            }
        }
    }

    /// Another status than that of the rules, if it is likelier.
    fn likelier(&self, draft: &Draft, sentence: &Range<usize>) -> Option<Status> {
        let classifier = self.lexicon.act_classifier.as_ref()?;
        let event_type = self.lexicon.rules.rules[draft.rule].event_type;
        let word = draft.carrier.unwrap_or(draft.trigger);
        let frame = &draft.frame;
        let features = self.features_of_status(draft.trigger, word, event_type, frame, sentence);
        let shares = classifier.status.shares(&features);
        let (status, share) = Status::ALL
            .iter()
            .zip(shares)
            .max_by(|a, b| a.1.total_cmp(&b.1))?;
        (share >= MIN_SHARE_OF_STATUS && *status != frame.status).then_some(*status)
    }

    /// What is looked at to tell the status of an act: what rules say of it, its words, the
    /// verb that it hangs on with its auxiliaries, and what says how long or how often.
    pub(super) fn features_of_status(
        &self,
        trigger: usize,
        word: usize,
        event_type: EventType,
        frame: &Frame,
        sentence: &Range<usize>,
    ) -> Vec<Feature> {
        let tree = self.tree;
        let mut bag = Bag::default();
        let (of, status) = (event_type.as_str(), frame.status.as_str());
        let own = plain_word(tree, trigger);
        let form = tree.tag(trigger).as_str();
        bag.add(&["status", status], 1.0);
        bag.add(&["status-type", status, of], 0.7);
        bag.add(&["own", &own], 0.7);
        bag.add(&["own-form", &own, form], 0.7);
        bag.add(&["form-type", form, of], 0.7);
        bag.add(&["dep", tree.dep(trigger).as_str(), form], 0.7);
        let because = frame.because.map_or(String::new(), |t| plain_word(tree, t));
        bag.add(&["because", status, &because], 0.7);
        self.add_around(&mut bag, "own", trigger, &own);
        // The verb of its clause, with what says when.
        let verb = tree.verb_above(word);
        let own_verb = verb == Some(trigger);
        let mut up = verb;
        for step in ["verb", "above"] {
            let Some(verb) = up else {
                bag.add(&[step, "none"], 0.7);
                break;
            };
            let lemma = plain_word(tree, verb);
            let course = self.course(verb);
            bag.add(&[step, "course", &course], 0.8);
            bag.add(&[step, "course-type", &course, of], 0.8);
            bag.add(&[step, "course-status", &course, status], 0.8);
            bag.add(&[step, "lemma", &lemma], 0.5);
            bag.add(&[step, "lemma-course", &lemma, &course], 0.5);
            bag.add(&[step, "dep", tree.dep(verb).as_str()], 0.5);
            if step == "verb" {
                bag.add(&["course-noun", &course, &own_verb.to_string(), of], 0.7);
                bag.add(&["own-course", &own, &course], 0.7);
            }
            if verb != trigger {
                self.add_around(&mut bag, step, verb, &lemma);
            }
            up = tree.head(verb).and_then(|head| tree.verb_above(head));
        }
        let dated = sentence
            .clone()
            .any(|t| tree.token(t).entity_kind() == Some(EntityKind::Date));
        bag.add(&["dated", &dated.to_string()], 0.4);
        if sentence
            .clone()
            .any(|t| tree.text(t) == "\"" || tree.text(t) == "“")
        {
            bag.add(&["quoted"], 0.4);
        }
        bag.into_features()
    }

    /// The auxiliaries of a verb and its own form: "have been VBG".
    fn course(&self, verb: usize) -> String {
        let tree = self.tree;
        let mut course = String::new();
        for c in tree.children(verb) {
            if matches!(tree.dep(c), Dep::Aux | Dep::Auxpass | Dep::Neg) {
                course.push_str(&tree.text(c).to_ascii_lowercase());
                course.push(' ');
            }
        }
        course + tree.tag(verb).as_str()
    }

    /// What hangs on a word and says how often, how long, which or of when.
    fn add_around(&self, bag: &mut Bag, name: &str, word: usize, own: &str) {
        let tree = self.tree;
        for c in tree.children(word) {
            let dep = tree.dep(c);
            if matches!(tree.pos(c), Pos::Punct | Pos::Space) {
                continue;
            }
            let telling = matches!(
                dep,
                Dep::Advmod
                    | Dep::Det
                    | Dep::Amod
                    | Dep::Poss
                    | Dep::Nummod
                    | Dep::Prep
                    | Dep::Mark
                    | Dep::Npadvmod
                    | Dep::Prt
                    | Dep::Nsubj
                    | Dep::Nsubjpass
                    | Dep::Dobj
                    | Dep::Xcomp
                    | Dep::Cc
            );
            if !telling {
                continue;
            }
            let lemma = self.who_or_what(c);
            bag.add(&[name, dep.as_str(), &lemma], 0.6);
            bag.add(&[name, dep.as_str(), "of", own], 0.3);
            if dep == Dep::Prep
                && let Some(object) = tree.child(c, Dep::Pobj)
            {
                let kind = tree
                    .token(object)
                    .entity_kind()
                    .map_or("", EntityKind::as_str);
                bag.add(&[name, "prep", &lemma, kind], 0.6);
                bag.add(&[name, "prep", &lemma, &self.who_or_what(object)], 0.5);
            }
            if tree.tag(c) == Tag::Nns {
                bag.add(&[name, dep.as_str(), "several"], 0.4);
            }
        }
    }
}
