//! A draft and its day to the event that is written down.

use super::Narrative;
use super::dated::Dated;
use crate::actor::ActorPhrase;
use crate::attribution::attribution;
use crate::day;
use crate::discourse::{Affront, TalksTold};
use crate::explain::explain;
use crate::lexicon::Slot;
use crate::matcher::{Draft, Matcher, split};
use crate::place::place_of;
use crate::when::Expression;
use crate::when::quantity::quantities;
use crate::{
    agenda, announcer, circumstance, claim, companion, context, detail, force, identity, setting,
};
use demarche_event::{
    Actor, Circumstances, DateBasis, Event, EventType, Quad, Record, Status, When,
};
use std::ops::Range;
use std::sync::Arc;

impl Narrative<'_, '_> {
    pub(super) fn event(
        &mut self,
        draft: Draft,
        date: Option<Dated>,
        times: &[Expression],
        tokens: &Range<usize>,
        matcher: &Matcher<'_, '_>,
        voice: Option<&claim::Voice>,
    ) {
        let lexicon = self.lexicon;
        let rule = &lexicon.rules.rules[draft.rule];
        let offset = matcher.actors.offset;
        let at = |bytes: Range<usize>| {
            self.positions
                .quote(bytes.start + offset..bytes.end + offset)
        };
        let mut sentence_tokens = tokens.clone();
        while sentence_tokens.len() > 1
            && matcher.tree.pos(sentence_tokens.start) == demarche_lang::Pos::Space
        {
            sentence_tokens.start += 1;
        }
        while sentence_tokens.len() > 1
            && matcher.tree.pos(sentence_tokens.end - 1) == demarche_lang::Pos::Space
        {
            sentence_tokens.end -= 1;
        }
        let sentence = at(matcher.tree.parsed.bytes(sentence_tokens.clone()));
        let trigger = at(matcher.tree.parsed.bytes(draft.trigger..draft.trigger + 1));
        let Dated {
            when: date,
            step: date_step,
        } = date.unwrap_or_else(|| {
            let silent = self.silent(&draft, matcher);
            match day::is_going_on(&draft, matcher) {
                true => silent.lengthened(&draft, times, matcher),
                false => silent,
            }
        });
        let is_undated = date.basis == DateBasis::Published
            && date.days.is_some_and(|days| days.length() == 2)
            && date.days != self.meta.published.days;
        let mode = draft_mode(&draft, matcher, tokens);
        let own = draft.carrier.unwrap_or(draft.trigger);
        let had_happened = day::had_happened(own, matcher);
        self.keep_in_mind(&draft, mode.as_deref(), &date, had_happened);
        let cameo = rule
            .cameo
            .as_deref()
            .filter(|_| mode.as_deref() == rule.mode)
            .and_then(|code| lexicon.cameo.get(code))
            .or_else(|| lexicon.cameo.closest(rule.event_type, mode.as_deref()));
        let attribution = voice
            .filter(|v| v.verb != draft.trigger && v.covers(matcher, draft.trigger))
            .and_then(|v| {
                let actor = v.actor.as_ref();
                let acts = |a: &ActorPhrase| actor.is_some_and(|w| w.bytes == a.bytes);
                let said = attribution(v, draft.trigger, tokens.clone(), matcher, self.positions);
                // Who tells of their own acts needs no mention, but for where they do.
                let of_self = draft.source.iter().any(acts);
                (!of_self || said.medium.is_some()).then_some(said)
            })
            .or_else(|| {
                let accuser = claim::accuser(draft.trigger, matcher, &self.discourse)?;
                let trigger = draft.trigger;
                Some(attribution(
                    &accuser,
                    trigger,
                    tokens.clone(),
                    matcher,
                    self.positions,
                ))
            });
        let quantities = quantities(
            &lexicon.quantity_words,
            matcher.tree.parsed,
            tokens.clone(),
            times,
        );
        let explanation = explain(&draft, matcher, self.positions, date_step);
        let actor = |a: &ActorPhrase| self.actor(a);
        let source: Vec<Actor> = draft.source.iter().map(actor).collect();
        let target: Vec<Actor> = draft.target.iter().map(actor).collect();
        let place = place_of(&draft, matcher).map(|(t, p)| demarche_event::Place {
            text: t.to_owned(),
            country: p.country.map(|c| lexicon.code(c).to_owned()),
            lat: p.lat,
            lon: p.lon,
        });
        let in_force = force::in_force(&draft, &date, times, matcher);
        let start = trigger.start_char.to_string();
        let number = draft.occasion.map(|o| o.number.to_string());
        let mut parts = vec![
            self.meta.id.as_str(),
            start.as_str(),
            rule.event_type.as_str(),
            rule.id.as_str(),
        ];
        parts.extend(number.as_deref());
        let event = Event {
            id: identity::of(&parts),
            document: Arc::clone(&self.meta),
            contexts: context::contexts(lexicon, matcher.tree.parsed, sentence_tokens),
            sentence,
            trigger,
            event_type: rule.event_type,
            mode,
            cameo: cameo.map(|c| c.code.clone()),
            goldstein: cameo.and_then(|c| c.goldstein),
            status: draft.frame.status,
            reciprocal: draft.reciprocal,
            source,
            target,
            date,
            place,
            about: circumstance::about(&draft, times, matcher),
            magnitude: detail::magnitude(&draft, &quantities, times, matcher),
            attribution,
            comparison: detail::comparison(&draft, times, matcher),
            circumstances: Circumstances {
                companions: companion::companions(&draft, &self.discourse, matcher)
                    .iter()
                    .map(actor)
                    .collect(),
                announced_by: announcer::announced_by(&draft, matcher, &self.discourse),
                in_force,
                ..circumstance::circumstances(&draft, tokens.clone(), times, matcher)
            },
            confidence: (draft.confidence * 100.0).round() / 100.0,
            explanation,
        };
        if agenda::is_foreseen(&draft, matcher) {
            self.foreseen = Some((self.records.len(), self.discourse.sentence));
        }
        if event.event_type == EventType::Accuse {
            self.accused
                .push((self.records.len(), self.discourse.sentence));
        }
        if is_undated && self.news.is_none() {
            self.before_news.push(self.records.len());
        }
        self.records.push(Record::Event(event));
    }

    /// What later sentences may point back to: who wronged whom, and the talks told of.
    fn keep_in_mind(&mut self, draft: &Draft, mode: Option<&str>, date: &When, had_happened: bool) {
        let rule = &self.lexicon.rules.rules[draft.rule];
        let affronts = matches!(
            rule.event_type.quad(),
            Quad::VerbalConflict | Quad::MaterialConflict
        );
        if affronts && draft.frame.status != Status::Negated {
            self.discourse.affronts.push(Affront {
                source: draft.source.clone(),
                target: draft.target.clone(),
                material: rule.event_type.quad() == Quad::MaterialConflict,
                sentence: self.discourse.sentence,
            });
        }
        let sides = match rule.mode == Some("third-party") && !draft.reciprocal {
            // Whoever mediates is no side.
            true => split(draft.target.clone()).into(),
            false => [draft.source.clone(), draft.target.clone()],
        };
        let halts = rule.event_type == EventType::Sanction && mode == Some("withdraw");
        // What only weights tell isn't what a later word points back to.
        let by_weights = draft.source_slot == Some(Slot::Other)
            && self.lexicon.rules.by_classifier.contains(&Some(draft.rule));
        if (rule.event_type == EventType::Consult || halts)
            && !by_weights
            && let Some((visitor, host)) = setting::pair(&sides[0], &sides[1])
        {
            let published = self.meta.published.days;
            let days = date.days.filter(|_| date.basis == DateBasis::Stated);
            let told = TalksTold {
                mode: draft.mode.or(rule.mode),
                journey: rule.mode == Some("visit"),
                status: draft.frame.status,
                visitor,
                host,
                names: setting::names_of(draft),
                lie_ahead: days.zip(published).is_some_and(|(d, p)| d.since >= p.until),
                days,
                expression: date.text.clone(),
                sentence: self.discourse.sentence,
                sides,
            };
            match halts {
                true => self.discourse.halted = Some(told),
                false => self.discourse.tell_talks(told, had_happened),
            }
        }
    }

    pub(super) fn actor(&self, phrase: &ActorPhrase) -> Actor {
        let words = self.positions.quote(phrase.bytes.clone());
        Actor {
            text: words.text,
            start_char: words.start_char,
            end_char: words.end_char,
            name: phrase.name.clone(),
            country: phrase.country.map(|c| self.lexicon.code(c).to_owned()),
            sector: phrase.sector,
            role: phrase.role.clone(),
        }
    }
}

/// The mode: where the talks took place decides it for meetings, else the rule, else weights.
fn draft_mode(draft: &Draft, matcher: &Matcher<'_, '_>, sentence: &Range<usize>) -> Option<String> {
    let rules = &matcher.lexicon.rules;
    let of_rule = rules.rules[draft.rule].mode;
    let weighed = || matcher.likely_mode(draft, sentence);
    let mode = match rules.by_classifier.contains(&Some(draft.rule)) {
        _ if draft.mode.is_some() => draft.mode,
        true => weighed().or(of_rule),
        false => of_rule.or_else(weighed),
    };
    mode.map(str::to_owned)
}
