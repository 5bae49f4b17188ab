//! What one sentence tells, read into records.

use super::Narrative;
use super::dated::Dated;
use super::left_out::leave_out;
use super::spoken_of::{commented_on, is_judged};
use super::twice::merge;
use crate::actor::ActorPhrase;
use crate::discourse::{TalksTold, Told};
use crate::figure::{Telling, figures};
use crate::lexicon::{CodeId, Slot};
use crate::matcher::{Draft, Matcher};
use crate::setting::Setting;
use crate::when::{Anchor, Expression, Tense, expressions};
use crate::{anniversary, claim, day, force, link, notice, putting_off, setting};
use demarche_event::{Days, EventType, Record, Status};
use demarche_lang::Tag;
use std::ops::Range;

impl Narrative<'_, '_> {
    pub(super) fn sentence(&mut self, tokens: Range<usize>, matcher: &Matcher<'_, '_>) {
        self.discourse.sentence += 1;
        let voice = claim::speaker(matcher, tokens.clone(), &self.discourse);
        if let Some(voice) = &voice {
            self.discourse.speaker = voice.actor.clone();
        }
        let times = self.times(&tokens, matcher);
        let dated = day::only_past(&times, self.now(), matcher);
        matcher.actors.dated.set(dated);
        let mut drafts: Vec<Draft> = tokens
            .clone()
            .filter_map(|t| matcher.at(t, &self.discourse))
            .collect();
        // What somebody calls it is an accusation and a claim.
        let rules = &self.lexicon.rules.rules;
        let told: Vec<usize> = drafts
            .iter()
            .filter(|d| rules[d.rule].complement.is_empty())
            .flat_map(|d| [Some(d.trigger), d.carrier])
            .flatten()
            .collect();
        self.add_unknown(&mut drafts, &tokens, matcher);
        putting_off::keep_plans(&mut drafts, &times, matcher);
        leave_out(&mut drafts, &tokens, &times, matcher);
        if let Some(voice) = &voice
            && voice.only_comments
        {
            drafts.retain(|d| !claim::is_only_opinion(matcher, d, voice));
        }
        let claimant = self
            .claims
            .claimant(matcher, tokens.clone(), &self.discourse);
        drafts.retain(|d| !claim::judged::is_only_judged(matcher, d, claimant.as_ref()));
        let acted: Vec<usize> = drafts
            .iter()
            .filter(|d| !claim::standing::is_course(matcher, d.trigger, d.carrier))
            .flat_map(|d| [Some(d.trigger), d.carrier])
            .flatten()
            .collect();
        let standing = claim::standing::find(matcher, tokens.clone(), &acted, &self.discourse);
        // A thaw that is called fragile is no act of today.
        drafts.retain(|d| standing.as_ref().is_none_or(|s| s.noun != d.trigger));
        let records = self.records.len();
        self.foretold(&mut drafts, &tokens, matcher);
        let foretold = self.records.len() > records;
        self.contacts(&drafts, &tokens, &times, matcher);
        self.settle(&mut drafts, &tokens, matcher);
        merge(&mut drafts, matcher);
        let dates: Vec<Option<Dated>> = drafts
            .iter()
            .map(|d| self.own_date(d, &times, matcher))
            .collect();
        let dates = self.under_dated(&drafts, dates, &times, matcher);
        let dated = drafts.iter().zip(dates);
        let dates = dated.map(|(d, date)| date.or_else(|| self.of_entry(d, matcher)));
        let dates: Vec<Option<Dated>> = dates.collect();
        self.status_by_day(&mut drafts, &dates, &times, matcher);
        matcher.weigh_statuses(&mut drafts, &tokens);
        let acts = !drafts.is_empty();
        // What the classifier takes for an act may as well be judged.
        let by_classifier = &self.lexicon.rules.by_classifier;
        let told_now: Vec<usize> = drafts
            .iter()
            .filter(|d| !by_classifier.contains(&Some(d.rule)))
            .flat_map(|d| [Some(d.trigger), d.carrier])
            .flatten()
            .collect();
        let ties = link::ties(&drafts, tokens.clone(), &times, matcher);
        let told_acts = self.events(drafts, dates, &times, &tokens, matcher, voice.as_ref());
        self.link(&told_acts, ties, matcher);
        self.add_agenda(&tokens, &times, matcher);
        self.add_denials(&tokens, matcher);
        self.add_readouts(&tokens, &times, matcher, voice.as_ref());
        let mut claims = self.claims.read(
            matcher,
            tokens.clone(),
            claimant.clone(),
            standing.as_ref(),
            &told_now,
            acts,
            &self.discourse,
            &self.leading,
            &self.meta,
            self.positions,
        );
        if foretold {
            claims.clear();
        }
        if claims.is_empty() {
            let (voice, meta) = (voice.as_ref(), &self.meta);
            let how = standing.map(|standing| {
                let tokens = tokens.clone();
                claim::standing::claim(matcher, tokens, standing, voice, meta, self.positions)
            });
            let pending = || {
                let (tokens, positions) = (tokens.clone(), self.positions);
                claim::pending::claim(matcher, tokens, &self.discourse, meta, positions)
            };
            claims.extend(how.or_else(pending));
        }
        if claims.is_empty() {
            claims = claim::label::claims(
                matcher,
                tokens.clone(),
                &told,
                &self.discourse,
                &self.meta,
                self.positions,
            );
        }
        if !foretold {
            self.weigh(&mut claims, tokens.clone(), claimant, &told_now, matcher);
        }
        let cause = claim::cause::cause(tokens.clone(), &times, matcher);
        for claim in &mut claims {
            claim.cause.clone_from(&cause);
        }
        claim::ground::add(
            &mut claims,
            tokens.clone(),
            &times,
            &self.discourse,
            matcher,
        );
        self.records.extend(claims.into_iter().map(Record::Claim));
        self.matters(&tokens, &times, matcher);
        self.figures_and_notices(&tokens, &times, acts, voice.as_ref(), matcher);
        self.remember(tokens, matcher, &times);
    }

    /// The expressions of time of a sentence.
    fn times(&self, tokens: &Range<usize>, matcher: &Matcher<'_, '_>) -> Vec<Expression> {
        let anchor = Anchor {
            published: self.now(),
            narrated: self.discourse.narrated,
            aside: self.discourse.aside,
            before: self.discourse.before,
            over: self.scope.as_ref().map(|scope| scope.days),
        };
        expressions(
            &self.lexicon.time_words,
            matcher.tree.parsed,
            tokens.clone(),
            &anchor,
            |t| match matcher.frames.tense(t) {
                _ if putting_off::is_new_window(t, matcher) => Tense::Future,
                _ if force::lies_ahead(t, matcher) => Tense::Future,
                Tense::Present if day::is_on_the_calendar(t, matcher) => Tense::Future,
                Tense::Future if day::is_of_told_talks(t, matcher) => Tense::Past,
                Tense::Past if day::is_of_the_background(t, matcher) => Tense::Earlier,
                tense => tense,
            },
        )
    }

    /// Adds acts that no rule reads: clear ones in clauses that report nothing else, and what
    /// is left then.
    fn add_unknown(
        &mut self,
        drafts: &mut Vec<Draft>,
        tokens: &Range<usize>,
        matcher: &Matcher<'_, '_>,
    ) {
        let tree = matcher.tree;
        let known: Vec<usize> = drafts
            .iter()
            .flat_map(|d| [Some(d.trigger), d.carrier])
            .flatten()
            .collect();
        let taken = |verb: usize| {
            known
                .iter()
                .any(|t| tree.verb_above(*t) == Some(verb) || *t == verb)
        };
        // "Kept buying gas" is told by what the clause tells.
        let says_more = |verb: usize| {
            matcher.actors.set("keeps-on", tree.lemma(verb))
                && tree
                    .clauses(verb)
                    .any(|clause| known.iter().any(|t| tree.is_under(*t, clause)))
        };
        let verbs = tokens
            .clone()
            .filter(|t| tree.is_verb(*t) && !taken(*t) && !says_more(*t));
        // Where words are heard, the reader of pairs would find a little more for a sixth of the
        // time; what weighs them learns without it.
        if self.lexicon.word_reader.is_none() && self.teacher.is_none() {
            let found = matcher.by_classifier(verbs, tokens.clone(), drafts, &self.discourse);
            drafts.extend(found);
        }
        if let Some(teacher) = &mut self.teacher {
            teacher.learn(matcher, tokens, drafts, &self.discourse);
        }
        let left = matcher.left(tokens.clone(), drafts, &self.discourse);
        drafts.extend(left);
        drafts.sort_by_key(|d| d.trigger);
    }

    /// Says where talks took place, and who visited whom.
    fn settle(&self, drafts: &mut [Draft], tokens: &Range<usize>, matcher: &Matcher<'_, '_>) {
        stand_between(drafts, matcher);
        let setting = Setting::read(matcher, tokens.clone());
        let visits: Vec<(CodeId, CodeId)> = drafts.iter().filter_map(setting::visit_of).collect();
        for draft in drafts {
            // "Carney's visit", of one who is still there.
            if draft.target_slot == Some(Slot::ToldHost)
                && draft.frame.status == Status::Happened
                && let Some(told) = self.discourse.told_journey(&draft.source)
                && told.status == Status::Ongoing
            {
                draft.frame.status = Status::Ongoing;
            }
            if self.is_of_journey_ahead(draft, matcher) {
                draft.frame.status = Status::Planned;
            }
            setting::settle(draft, &setting, &visits, matcher, &self.discourse);
            setting::call_at_host(draft, &self.discourse);
        }
    }

    /// Whether a noun points to a journey that was told to be planned, and no tense of its
    /// clause says that it is over: "the visit marks a first".
    fn is_of_journey_ahead(&self, draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
        let tree = matcher.tree;
        let is_journey = tree.is_nominal(draft.trigger)
            && matcher.actors.set("visit", tree.lemma(draft.trigger));
        let told = |journey: &TalksTold| {
            journey.status == Status::Planned
                && draft.target.iter().any(|a| a.country == Some(journey.host))
        };
        is_journey
            && draft.frame.status == Status::Happened
            && draft.frame.because.is_none()
            && matcher.frames.tense(draft.trigger) == Tense::Present
            && self.discourse.told_journey(&draft.source).is_some_and(told)
    }

    /// What its day shows to be still to come, or still to go on.
    fn status_by_day(
        &self,
        drafts: &mut [Draft],
        dates: &[Option<Dated>],
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) {
        for (draft, date) in drafts.iter_mut().zip(dates) {
            let days = date.as_ref().and_then(|dated| dated.when.days);
            if day::is_foreseen(draft, days, self.meta.published.days, matcher) {
                draft.frame.status = Status::Planned;
            }
            if day::is_under_way(draft, days, times, self.meta.published.days, matcher) {
                draft.frame.status = Status::Ongoing;
            }
        }
        // "Travels to Strelsau next week to meet her": they haven't met.
        let foreseen = |d: &&Draft| d.frame.status == Status::Planned;
        let ahead: Vec<usize> = drafts.iter().filter(foreseen).map(|d| d.trigger).collect();
        let tree = matcher.tree;
        for draft in drafts.iter_mut() {
            let purpose = tree.children(draft.trigger).any(|c| tree.tag(c) == Tag::To);
            let above = tree.head(draft.trigger).filter(|_| purpose);
            let told = matches!(draft.frame.status, Status::Happened | Status::Ongoing);
            if told && above.is_some_and(|above| ahead.contains(&above)) {
                draft.frame.status = Status::Planned;
            }
        }
    }

    /// Writes the events down, each on its day; gives each draft with the number of its
    /// record.
    fn events(
        &mut self,
        drafts: Vec<Draft>,
        dates: Vec<Option<Dated>>,
        times: &[Expression],
        tokens: &Range<usize>,
        matcher: &Matcher<'_, '_>,
        voice: Option<&claim::Voice>,
    ) -> Vec<(Draft, usize)> {
        let mut told_acts = Vec::new();
        let occasion = self.occasion(&drafts, &dates, tokens, matcher);
        let mut set_in: Option<Told> = None;
        for (mut draft, date) in drafts.into_iter().zip(dates) {
            let others = self.enumerated(&mut draft, times, matcher);
            if date.is_none() && draft.frame.status == Status::Happened {
                let days = occasion.as_ref().and_then(|dated| dated.when.days);
                set_in = set_in.or(days.map(|days| self.told_of(&draft, days)));
            }
            let said = match date.is_none() && occasion.is_none() {
                true => self.told_day(&draft, matcher),
                false => None,
            };
            if let Some((_, talks)) = said {
                self.discourse.said_in = Some((talks, self.discourse.sentence));
            }
            let date = date
                .or_else(|| occasion.clone())
                .or_else(|| said.map(|(said, _)| said))
                .or_else(|| self.spoken_day(&draft, matcher))
                .or_else(|| self.narrated_day(&draft, times, matcher))
                .or_else(|| self.past_day(&draft, matcher))
                .or_else(|| self.planned_day(&draft, tokens, matcher))
                .map(|dated| dated.lengthened(&draft, times, matcher));
            let spoken_of = || {
                commented_on(&draft, matcher)
                    || voice.is_some_and(|v| v.only_comments && is_judged(&draft, v, matcher))
            };
            let date = date.or_else(|| spoken_of().then(Dated::nowhere));
            told_acts.push((draft.clone(), self.records.len()));
            self.event(draft, date, times, tokens, matcher, voice);
            for (other, date) in others {
                self.event(other, Some(date), times, tokens, matcher, voice);
            }
        }
        if set_in.is_some() {
            self.discourse.told = set_in;
        }
        told_acts
    }

    /// What the account has come to with an act.
    fn told_of(&self, draft: &Draft, days: Days) -> Told {
        let countries = |actors: &[ActorPhrase]| -> Vec<CodeId> {
            actors.iter().filter_map(|a| a.country).collect()
        };
        let doers = countries(&draft.source);
        let mut all = countries(&draft.target);
        all.extend(&doers);
        Told {
            days,
            fronted: false,
            doers,
            countries: all,
            sentence: self.discourse.sentence,
            paragraph: self.discourse.paragraph,
        }
    }

    /// What the sentence tells beside events and claims, and what is wrong with it.
    fn figures_and_notices(
        &mut self,
        tokens: &Range<usize>,
        times: &[Expression],
        acts: bool,
        voice: Option<&claim::Voice>,
        matcher: &Matcher<'_, '_>,
    ) {
        let ages = anniversary::figures(matcher, tokens.clone(), times, &self.meta, self.positions);
        self.records.extend(ages.into_iter().map(Record::Figure));
        let figures = figures(
            matcher,
            tokens.clone(),
            times,
            &Telling {
                leading: &self.leading,
                acts,
                voice,
            },
            &self.meta,
            self.positions,
        );
        self.records.extend(figures.into_iter().map(Record::Figure));
        let found = notice::notices(
            matcher,
            tokens.clone(),
            times,
            &self.discourse,
            &self.meta,
            self.positions,
        );
        self.records.extend(found.into_iter().map(Record::Notice));
    }
}

/// Who mediates stands between both sides of the talks that the sentence tells of.
fn stand_between(drafts: &mut [Draft], matcher: &Matcher<'_, '_>) {
    let rules = &matcher.lexicon.rules.rules;
    let has = |sides: &[ActorPhrase], actor: &ActorPhrase| {
        sides.iter().any(|side| side.country == actor.country)
    };
    let talks: Vec<Vec<ActorPhrase>> = drafts
        .iter()
        .filter(|d| rules[d.rule].event_type == EventType::Consult && d.reciprocal)
        .map(|d| d.source.iter().chain(&d.target).cloned().collect())
        .collect();
    for draft in drafts {
        let finds_one =
            draft.rule_mode == Some("third-party") && draft.target_slot == Some(Slot::Other);
        let between = talks.iter().find(|sides| {
            draft.target.iter().all(|a| has(sides, a))
                && !draft.source.iter().any(|a| has(sides, a))
        });
        if let Some(sides) = between.filter(|_| finds_one) {
            draft.target.clone_from(sides);
        }
    }
}
