//! Those who stand beside the subject or far behind the verb: company, doers after "by",
//! subjects that follow their verb.

use super::Links;
use crate::lexicon::Lexicon;
use demarche_lang::{Dep, EntityKind, Parsed, Pos, Tag};

impl Links {
    /// Gives words that were given to others back to the clause that they belong to.
    pub(super) fn mend_beside(&mut self, parsed: &Parsed, lexicon: &Lexicon) {
        for token in 0..parsed.len() {
            self.raise_main_verb(parsed, token);
            self.join_visiting(parsed, lexicon, token);
            match self.deps[token] {
                Dep::Prep => {
                    self.join_company(parsed, lexicon, token);
                    self.find_doer(parsed, lexicon, token);
                }
                Dep::Attr => self.find_subject_behind(parsed, token),
                Dep::Oprd => self.find_lost_object(parsed, token),
                Dep::Dobj => self.tell_what_it_is_called(parsed, lexicon, token),
                _ => {}
            }
        }
    }

    /// "Ruritania, together with Graustark, sent a note": both sent it.
    fn join_company(&mut self, parsed: &Parsed, lexicon: &Lexicon, with: usize) {
        let mut subject = self.heads[with] as usize;
        let along = parsed.token(subject);
        if subject + 1 == with
            && lexicon
                .rules
                .in_set("in-company", &along.text().to_lowercase())
        {
            subject = self.heads[subject] as usize;
        }
        let together = with.checked_sub(1).filter(|t| {
            lexicon
                .rules
                .in_set("in-company", &parsed.token(*t).text().to_lowercase())
        });
        let word = parsed.token(with).text().to_lowercase();
        let opens = together.unwrap_or(with);
        let after_comma = opens > 0 && parsed.token(opens - 1).text() == ",";
        let is_company = after_comma
            && (together.is_some() && word == "with"
                || lexicon.rules.in_set("company-prepositions", &word));
        let is_subject = matches!(self.deps[subject], Dep::Nsubj | Dep::Nsubjpass);
        let of_verb = (together.is_some() && word == "with" && !after_comma)
            .then(|| self.subject_with_place(parsed, subject))
            .flatten();
        let set_off = || (is_company && !is_subject).then(|| self.subject_before(subject, with));
        let subject = match of_verb.or_else(|| set_off().flatten()) {
            Some(subject) => subject,
            None if is_company && is_subject => subject,
            None => return,
        };
        if subject >= with {
            return;
        }
        let object = (with + 1..self.heads.len().min(with + 16))
            .find(|t| self.heads[*t] as usize == with && self.deps[*t] == Dep::Pobj);
        if let Some(object) = object {
            self.link(object, subject, Dep::Conj);
            self.link(with, object, Dep::Cc);
        }
    }

    /// The subject of a verb that stands before a word, where the verb comes after it: "the
    /// premier, along with others, left".
    fn subject_before(&self, verb: usize, word: usize) -> Option<usize> {
        let mut before = verb.saturating_sub(40)..word.min(verb);
        before.rfind(|t| {
            self.heads[*t] as usize == verb && matches!(self.deps[*t], Dep::Nsubj | Dep::Nsubjpass)
        })
    }

    /// The subject of an active verb whose object is a name: "visited Zenda together with".
    fn subject_with_place(&self, parsed: &Parsed, verb: usize) -> Option<usize> {
        let near = verb.saturating_sub(30)..self.heads.len().min(verb + 30);
        let under = |dep: Dep| {
            let mut near = near.clone();
            near.find(|t| *t != verb && self.heads[*t] as usize == verb && self.deps[*t] == dep)
        };
        let active = under(Dep::Auxpass).is_none()
            && under(Dep::Dobj).is_some_and(|o| parsed.token(o).pos() == Pos::Propn);
        under(Dep::Nsubj).filter(|_| active)
    }

    /// "A note was handed to the Graustarkian envoy by Ruritania's ministry": the ministry
    /// handed it.
    fn find_doer(&mut self, parsed: &Parsed, lexicon: &Lexicon, by: usize) {
        let noun = self.heads[by] as usize;
        let is_nominal = |t: usize| matches!(parsed.token(t).pos(), Pos::Noun | Pos::Propn);
        if parsed.token(by).text() != "by" || noun >= by || !is_nominal(noun) {
            return;
        }
        let tells_of_act = |t: usize| lexicon.rules.nouns.contains_key(parsed.token(t).lemma());
        let mut up = noun;
        let mut verb = None;
        for _ in 0..8 {
            let leads_up = matches!(
                self.deps[up],
                Dep::Dobj | Dep::Dative | Dep::Oprd | Dep::Prep | Dep::Pobj
            );
            // "Was told of an attack by Graustark"
            if !leads_up || is_nominal(up) && tells_of_act(up) {
                return;
            }
            up = self.heads[up] as usize;
            if matches!(parsed.token(up).pos(), Pos::Verb | Pos::Aux) {
                verb = Some(up);
                break;
            }
        }
        let Some(verb) = verb.filter(|verb| *verb < by) else {
            return;
        };
        let near = || verb.saturating_sub(8)..self.heads.len().min(by + 12);
        let has = |of: usize, is: &dyn Fn(Dep) -> bool| {
            near().any(|t| t != of && self.heads[t] as usize == of && is(self.deps[t]))
        };
        let is_passive =
            has(verb, &|dep| dep == Dep::Auxpass) && !has(verb, &|dep| dep == Dep::Agent);
        let doer = (by + 1..self.heads.len().min(by + 12))
            .find(|t| self.heads[*t] as usize == by && self.deps[*t] == Dep::Pobj);
        let acts = |t: usize| {
            let kind = parsed.token(t).entity_kind();
            let measures = matches!(
                kind,
                Some(
                    EntityKind::Date
                        | EntityKind::Time
                        | EntityKind::Percent
                        | EntityKind::Money
                        | EntityKind::Quantity
                        | EntityKind::Cardinal
                )
            );
            is_nominal(t) && !measures
        };
        if is_passive && doer.is_some_and(acts) {
            self.link(by, verb, Dep::Agent);
        }
    }

    /// "Called the claim a lie": the claim is called one.
    fn find_lost_object(&mut self, parsed: &Parsed, object: usize) {
        let verb = self.heads[object] as usize;
        let near = verb..self.heads.len().min(object + 12);
        let under = |head: usize, dep: Dep| {
            let mut found = near.clone();
            found.find(|t| self.heads[*t] as usize == head && self.deps[*t] == dep)
        };
        let Some(said) = under(object, Dep::Appos) else {
            return;
        };
        let parted = (object..said).any(|t| parsed.token(t).text() == ",");
        if object > verb && said > object && !parted && under(verb, Dep::Dobj).is_none() {
            self.link(object, verb, Dep::Dobj);
            self.link(said, verb, Dep::Oprd);
        }
    }

    /// "Drones, which Graustark called a hostile act": what they are called, and no second
    /// object.
    fn tell_what_it_is_called(&mut self, parsed: &Parsed, lexicon: &Lexicon, noun: usize) {
        let verb = self.heads[noun] as usize;
        let names = lexicon
            .rules
            .in_set("names-what", parsed.token(verb).lemma());
        let relative = |t: usize| {
            self.heads[t] as usize == verb
                && self.deps[t] == Dep::Dobj
                && matches!(self.tags[t], Tag::Wdt | Tag::Wp)
        };
        if names && noun > verb && (verb.saturating_sub(12)..verb).any(relative) {
            self.link(noun, verb, Dep::Oprd);
        }
    }

    /// "Also signed were two agreements": these were signed.
    fn find_subject_behind(&mut self, parsed: &Parsed, subject: usize) {
        let copula = self.heads[subject] as usize;
        let verb = self.heads[copula] as usize;
        let inverted = self.deps[copula] == Dep::Auxpass
            && verb < copula
            && copula < subject
            && parsed.token(verb).tag() == Tag::Vbn
            && !self.has_subject(verb);
        if inverted {
            self.link(subject, verb, Dep::Nsubjpass);
        }
    }

    /// "The premier, Rudolf Rassendyll, called it a lie": the verb of a sentence that was
    /// taken for a participle beside the name. Participles have no object.
    fn raise_main_verb(&mut self, parsed: &Parsed, verb: usize) {
        let name = self.heads[verb] as usize;
        let is_participle =
            self.deps[verb] == Dep::Acl && self.tags[verb] == Tag::Vbn && verb > 0 && name < verb;
        if !is_participle || parsed.token(verb - 1).text() != "," {
            return;
        }
        let noun = match self.deps[name] {
            Dep::Appos => self.heads[name] as usize,
            _ => name,
        };
        let is_root = self.heads[noun] as usize == noun && noun < verb;
        let is_nominal = matches!(parsed.token(noun).pos(), Pos::Noun | Pos::Propn);
        let sentence = parsed.token(verb).sentence().tokens();
        let takes = |t: usize| {
            t > verb
                && self.heads[t] as usize == verb
                && matches!(
                    self.deps[t],
                    Dep::Dobj | Dep::Oprd | Dep::Ccomp | Dep::Xcomp
                )
        };
        if !is_root || !is_nominal || !sentence.clone().any(takes) {
            return;
        }
        self.link(verb, verb, Dep::Root);
        self.link(noun, verb, Dep::Nsubj);
        self.tags[verb] = Tag::Vbd;
        for t in sentence.filter(|t| *t > verb) {
            let above = self.heads[t] as usize;
            if above == noun || above == name && above < verb {
                self.heads[t] = verb as u32;
            }
        }
    }

    /// "Met visiting Ruritanian Minister Rudolf Rassendyll": whoever is visiting was met,
    /// and nobody visits him.
    fn join_visiting(&mut self, parsed: &Parsed, lexicon: &Lexicon, visiting: usize) {
        let word = parsed.token(visiting).text().to_lowercase();
        if self.tags[visiting] != Tag::Vbg || !lexicon.rules.in_set("visiting", &word) {
            return;
        }
        let end = self.heads.len().min(visiting + 16);
        let visitor = (visiting + 1..end)
            .find(|t| self.heads[*t] as usize == visiting && self.deps[*t] == Dep::Dobj);
        let Some(visitor) = visitor else { return };
        let before = (visiting + 1..visitor).rev();
        let mut before = before.take_while(|t| parsed.token(*t).text() != ",");
        let is_person = parsed.token(visitor).pos() == Pos::Propn
            && before.any(|t| super::fronted::is_title(lexicon, parsed.token(t).text()));
        // "While visiting": a journey.
        let bare = (visiting.saturating_sub(2)..visiting)
            .all(|t| self.heads[t] as usize != visiting || self.deps[t] == Dep::Punct);
        if !is_person || !bare {
            return;
        }
        let above = self.heads[visiting] as usize;
        match self.deps[visiting] {
            Dep::Advcl | Dep::Xcomp if above + 1 == visiting => {
                self.link(visitor, above, Dep::Dobj);
            }
            Dep::Pcomp if above + 1 == visiting => self.link(visitor, above, Dep::Pobj),
            Dep::Csubj | Dep::Advcl if above > visitor && !self.has_subject(above) => {
                self.link(visitor, above, Dep::Nsubj);
            }
            _ => return,
        }
        self.link(visiting, visitor, Dep::Amod);
    }
}
