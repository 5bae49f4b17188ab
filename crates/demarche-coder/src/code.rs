//! A document and knowledge to records: the one way in.

use crate::actor::{ActorKind, ActorPhrase, ActorReader};
use crate::attribution::attribution;
use crate::claim::reader::ClaimReader;
use crate::denial::denials;
use crate::detail;
use crate::discourse::{Affront, Discourse, Spoken, TalksTold, Told};
use crate::explain::{explain, quoted};
use crate::figure::{Telling, figures};
use crate::frame::FrameReader;
use crate::lexicon::{CodeId, Lexicon, Slot};
use crate::matcher::{Draft, Matcher, absorbs, split};
use crate::mention::Mentions;
use crate::notice;
use crate::notice::altered::Altered;
use crate::place::place_of;
use crate::putting_off;
use crate::recase::recased;
use crate::scene::scenes;
use crate::setting::{self, Setting};
use crate::tree::Tree;
use crate::when::quantity::quantities;
use crate::when::{Anchor, Expression, Grain, Kind, Tense, expressions};
use crate::{
    agenda, anniversary, announcer, cause, circumstance, claim, companion, contact, context, day,
    force, forecast, identity,
};
use demarche_event::{
    Actor, Circumstances, DateBasis, Days, DocumentMeta, Event, EventType, Notice, Published,
    PublishedBasis, Quad, Quote, Record, Severity, Status, When,
};
use demarche_lang::{Dep, Parsed, Tag};
use demarche_text::Document;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// What a document yields.
#[derive(Debug, Clone)]
pub struct Coded {
    /// What is known of the document beside its text.
    pub document: Arc<DocumentMeta>,
    /// Events, claims and notices, in the order of the text.
    pub records: Vec<Record>,
}

/// Reads a document: never fails, and gives the same records for the same
/// document and lexicon.
///
/// `parse` turns paragraphs, [`recased`] where they stand in capitals, into parses,
/// one each, in order; it is the language
/// model's `parse_batch`, or anything else that keeps its promises.
pub fn code(
    lexicon: &Lexicon,
    document: &Document,
    mut parse: impl FnMut(&[&str]) -> Vec<Parsed>,
) -> Coded {
    let meta = Arc::new(meta_of(document));
    let positions = Positions::new(&document.text);
    let ranges: Vec<Range<usize>> = document.coded_paragraphs().collect();
    let paragraphs: Vec<Cow<'_, str>> = ranges
        .iter()
        .map(|r| recased(lexicon, document.text_of(r.clone())))
        .collect();
    let paragraphs: Vec<&str> = paragraphs.iter().map(AsRef::as_ref).collect();
    let parses = parse(&paragraphs);
    let mut narrative = Narrative {
        lexicon,
        meta: Arc::clone(&meta),
        positions: &positions,
        discourse: Discourse::default(),
        leading: Vec::new(),
        claims: ClaimReader::default(),
        altered: Vec::new(),
        foreseen: None,
        accused: Vec::new(),
        records: Vec::new(),
    };
    let says = |lemma: &str| lexicon.rules.in_set("report", lemma);
    let trees: Vec<Tree<'_>> = parses.iter().map(|p| Tree::mended(p, says)).collect();
    let mentions: Vec<Mentions<'_>> = trees.iter().map(|t| Mentions::find(lexicon, t)).collect();
    narrative.leading = leading(lexicon, &mentions);
    narrative.discourse.leading = narrative.leading.clone();
    let scenes = scenes(lexicon, &trees, &mentions);
    let paragraphs = ranges.iter().zip(&trees).zip(&mentions).zip(&scenes);
    for (((range, tree), mentions), scenes) in paragraphs {
        narrative.paragraph(range.start, tree, mentions, scenes);
    }
    narrative.share_dates();
    let mut records: Vec<Record> = document
        .notices
        .iter()
        .map(|n| {
            Record::Notice(Notice {
                document: Arc::clone(&meta),
                kind: n.kind.to_owned(),
                start_char: positions.char_at(n.bytes.start),
                end_char: positions.char_at(n.bytes.end),
                message: n.message.clone(),
                severity: match n.severity {
                    demarche_text::Severity::Info => Severity::Info,
                    demarche_text::Severity::Warning => Severity::Warning,
                },
            })
        })
        .collect();
    let paraphrased = notice::altered::paraphrased(&narrative.altered, &meta);
    records.extend(paraphrased.into_iter().map(Record::Notice));
    records.append(&mut narrative.records);
    Coded {
        document: meta,
        records,
    }
}

/// The one or two countries that a document names most, each at least twice.
fn leading(lexicon: &Lexicon, mentions: &[Mentions<'_>]) -> Vec<CodeId> {
    let mut counts: BTreeMap<CodeId, usize> = BTreeMap::new();
    for mention in mentions.iter().flat_map(Mentions::iter) {
        if let Some(code) = lexicon.country_of_name(mention.refs) {
            *counts.entry(code).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, CodeId)> = counts.into_iter().map(|(code, n)| (n, code)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked
        .into_iter()
        .filter(|(n, _)| *n >= 2)
        .map(|(_, code)| code)
        .take(2)
        .collect()
}

fn meta_of(document: &Document) -> DocumentMeta {
    let basis = match document.published.basis {
        demarche_text::PublishedBasis::Given => PublishedBasis::Given,
        demarche_text::PublishedBasis::Stated => PublishedBasis::Stated,
        demarche_text::PublishedBasis::Inferred => PublishedBasis::Inferred,
        demarche_text::PublishedBasis::Unknown => PublishedBasis::Unknown,
    };
    DocumentMeta {
        id: document.id.clone(),
        path: document.path.clone(),
        title: document.title.clone(),
        publisher: document.publisher.clone(),
        url: document.url.clone(),
        published: Published {
            days: document
                .published
                .days
                .and_then(|(since, until)| Days::new(since, until)),
            basis,
            reason: document.published.reason.clone(),
        },
    }
}

/// From bytes to code points.
pub(crate) struct Positions<'a> {
    text: &'a str,
    /// Code points before every 64th byte; empty for ASCII.
    marks: Vec<u32>,
}

impl<'a> Positions<'a> {
    pub(crate) fn new(text: &'a str) -> Positions<'a> {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut count = 0u32;
            for (at, byte) in text.bytes().enumerate() {
                if at % 64 == 0 {
                    marks.push(count);
                }
                count += u32::from(byte & 0xC0 != 0x80);
            }
        }
        Positions { text, marks }
    }

    /// Code points before a byte that starts a character.
    pub(crate) fn char_at(&self, byte: usize) -> usize {
        if self.marks.is_empty() {
            return byte;
        }
        let mark = (byte / 64).min(self.marks.len() - 1);
        let rest = &self.text.as_bytes()[mark * 64..byte];
        self.marks[mark] as usize + rest.iter().filter(|b| **b & 0xC0 != 0x80).count()
    }

    pub(crate) fn quote(&self, bytes: Range<usize>) -> Quote {
        Quote {
            text: self.text[bytes.clone()].to_owned(),
            start_char: self.char_at(bytes.start),
            end_char: self.char_at(bytes.end),
        }
    }
}

/// The reading of one document, sentence after sentence.
struct Narrative<'d> {
    lexicon: &'d Lexicon,
    meta: Arc<DocumentMeta>,
    positions: &'d Positions<'d>,
    discourse: Discourse,
    /// The one or two countries that it names most.
    leading: Vec<CodeId>,
    claims: ClaimReader,
    /// Fixed expressions in altered words, outside quotations.
    altered: Vec<Altered>,
    /// The last event that foresees talks: its number among the records, and its sentence.
    foreseen: Option<(usize, usize)>,
    /// Accusations of this sentence and the last: their numbers among the records, and
    /// their sentences.
    accused: Vec<(usize, usize)>,
    records: Vec<Record>,
}

impl Narrative<'_> {
    fn paragraph(
        &mut self,
        offset: usize,
        tree: &Tree<'_>,
        mentions: &Mentions<'_>,
        scenes: &[Option<CodeId>],
    ) {
        let actors = ActorReader {
            lexicon: self.lexicon,
            tree,
            mentions,
            offset,
            published: self.meta.published.days,
            dated: Cell::new(None),
            scenes,
            depth: Cell::new(0),
            budget: Cell::new(0),
        };
        let frames = FrameReader {
            lexicon: self.lexicon,
            tree,
        };
        let matcher = Matcher {
            lexicon: self.lexicon,
            tree,
            actors: &actors,
            frames: &frames,
        };
        self.discourse.paragraph += 1;
        // An account of long ago ends with its paragraph: what follows is of the reader's
        // time, unless it says otherwise.
        let anchor = Anchor {
            published: self.meta.published.days,
            narrated: None,
        };
        self.discourse.narrated = self.discourse.narrated.filter(|days| !anchor.is_far(*days));
        for sentence in tree.parsed.sentences() {
            self.sentence(sentence.tokens(), &matcher);
        }
        self.discourse.speaker = None;
    }

    fn sentence(&mut self, tokens: Range<usize>, matcher: &Matcher<'_, '_>) {
        let tree = matcher.tree;
        self.discourse.sentence += 1;
        let voice = claim::speaker(matcher, tokens.clone(), &self.discourse);
        if let Some(voice) = &voice {
            self.discourse.speaker = voice.actor.clone();
        }
        let anchor = Anchor {
            published: self.meta.published.days,
            narrated: self.discourse.narrated,
        };
        let times = expressions(
            &self.lexicon.time_words,
            tree.parsed,
            tokens.clone(),
            &anchor,
            |t| match matcher.frames.tense(t) {
                _ if putting_off::is_new_window(t, matcher) => Tense::Future,
                _ if force::lies_ahead(t, matcher) => Tense::Future,
                Tense::Past if day::is_of_the_background(t, matcher) => Tense::Earlier,
                tense => tense,
            },
        );
        let dated = day::only_past(&times, self.meta.published.days, matcher);
        matcher.actors.dated.set(dated);
        let mut drafts: Vec<Draft> = tokens
            .clone()
            .filter_map(|t| matcher.at(t, &self.discourse))
            .collect();
        // Clear acts that no rule knows, in clauses that report nothing else.
        let known: Vec<usize> = drafts
            .iter()
            .flat_map(|d| [Some(d.trigger), d.carrier])
            .flatten()
            .collect();
        // What somebody calls it is an accusation and a claim.
        let rules = &self.lexicon.rules.rules;
        let told: Vec<usize> = drafts
            .iter()
            .filter(|d| rules[d.rule].complement.is_empty())
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
        drafts.extend(matcher.by_classifier(verbs, tokens.clone(), &self.discourse));
        drafts.sort_by_key(|d| d.trigger);
        putting_off::keep_plans(&mut drafts, &times, matcher);
        absorb(&mut drafts, &times, matcher);
        drafts.retain(|d| !d.frame.absorbed);
        drop_lifted(&mut drafts, matcher);
        drop_kept(&mut drafts, matcher);
        drop_deeds(&mut drafts, matcher);
        drop_opinions(&mut drafts, matcher);
        drop_own_course(&mut drafts, matcher);
        drop_stationed(&mut drafts, matcher);
        drop_games(&mut drafts, &tokens, matcher);
        drop_objects(&mut drafts, matcher);
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
        self.contacts(&mut drafts, &tokens, &times, matcher);
        let setting = Setting::read(matcher, tokens.clone());
        let visits: Vec<(CodeId, CodeId)> = drafts.iter().filter_map(setting::visit_of).collect();
        for draft in &mut drafts {
            // "Carney's visit", of one who is still there.
            if draft.target_slot == Some(Slot::ToldHost)
                && draft.frame.status == Status::Happened
                && let Some(told) = self.discourse.told_journey(&draft.source)
                && told.status == Status::Ongoing
            {
                draft.frame.status = Status::Ongoing;
            }
            setting::settle(draft, &setting, &visits, matcher, &self.discourse);
            setting::call_at_host(draft, &self.discourse);
        }
        merge(&mut drafts, matcher);
        let dates: Vec<Option<Dated>> = drafts
            .iter()
            .map(|d| self.own_date(d, &times, matcher))
            .collect();
        let dates = self.under_dated(&drafts, dates, matcher);
        for (draft, date) in drafts.iter_mut().zip(&dates) {
            let days = date.as_ref().and_then(|dated| dated.when.days);
            if day::is_foreseen(draft, days, self.meta.published.days, matcher) {
                draft.frame.status = Status::Planned;
            }
            if day::is_under_way(draft, days, &times, self.meta.published.days, matcher) {
                draft.frame.status = Status::Ongoing;
            }
        }
        let occasion = self.occasion(&drafts, &dates, &tokens, matcher);
        let acts = !drafts.is_empty();
        for (draft, date) in drafts.into_iter().zip(dates) {
            let date = date
                .or_else(|| occasion.clone())
                .or_else(|| self.told_day(&draft))
                .or_else(|| self.spoken_day(&draft))
                .or_else(|| self.narrated_day(&draft, &times, matcher))
                .or_else(|| self.planned_day(&draft, &tokens, matcher))
                .map(|dated| dated.lengthened(&draft, &times, matcher));
            let spoken_of = || {
                commented_on(&draft, matcher)
                    || voice
                        .as_ref()
                        .is_some_and(|v| v.only_comments && is_judged(&draft, v, matcher))
            };
            let date = date.or_else(|| spoken_of().then(Dated::nowhere));
            self.event(draft, date, &times, &tokens, matcher, voice.as_ref());
        }
        self.add_agenda(&tokens, &times, matcher);
        self.add_denials(&tokens, matcher);
        let claim = self.claims.read(
            matcher,
            tokens.clone(),
            claimant,
            standing.as_ref(),
            acts,
            &self.discourse,
            &self.leading,
            &self.meta,
            self.positions,
        );
        let claim = claim.filter(|_| !foretold).or_else(|| {
            let (voice, meta) = (voice.as_ref(), &self.meta);
            let standing = standing?;
            let tokens = tokens.clone();
            Some(claim::standing::claim(
                matcher,
                tokens,
                standing,
                voice,
                meta,
                self.positions,
            ))
        });
        let claim = claim.or_else(|| {
            let (meta, positions) = (&self.meta, self.positions);
            claim::pending::claim(matcher, tokens.clone(), &self.discourse, meta, positions)
        });
        let labels = match &claim {
            Some(_) => Vec::new(),
            None => claim::label::claims(
                matcher,
                tokens.clone(),
                &told,
                &self.discourse,
                &self.meta,
                self.positions,
            ),
        };
        self.records
            .extend(claim.into_iter().chain(labels).map(Record::Claim));
        let ages =
            anniversary::figures(matcher, tokens.clone(), &times, &self.meta, self.positions);
        self.records.extend(ages.into_iter().map(Record::Figure));
        let figures = figures(
            matcher,
            tokens.clone(),
            &times,
            &Telling {
                leading: &self.leading,
                acts,
                voice: voice.as_ref(),
            },
            &self.meta,
            self.positions,
        );
        self.records.extend(figures.into_iter().map(Record::Figure));
        let found = notice::notices(
            matcher,
            tokens.clone(),
            &times,
            &self.discourse,
            &self.meta,
            self.positions,
        );
        self.records.extend(found.into_iter().map(Record::Notice));
        let altered = notice::altered::outside_quotations(matcher, tokens.clone(), self.positions);
        self.altered.extend(altered);
        self.remember(tokens, matcher, &times);
    }

    /// What a party says will come is what it claims.
    fn foretold(
        &mut self,
        drafts: &mut Vec<Draft>,
        tokens: &Range<usize>,
        matcher: &Matcher<'_, '_>,
    ) {
        drafts.retain(|draft| !forecast::is_agenda(draft, matcher));
        drafts.retain(|draft| {
            let Some(verb) = forecast::verb(draft, matcher) else {
                return true;
            };
            let claim = forecast::claim(
                draft,
                verb,
                tokens.clone(),
                matcher,
                &self.discourse,
                &self.meta,
                self.positions,
            );
            if let Some(claim) = claim {
                self.records.push(Record::Claim(claim));
                return false;
            }
            true
        });
    }

    /// Talks that took place several times are a figure.
    fn contacts(
        &mut self,
        drafts: &mut Vec<Draft>,
        tokens: &Range<usize>,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) {
        let quantities = quantities(
            &self.lexicon.quantity_words,
            matcher.tree.parsed,
            tokens.clone(),
            times,
        );
        drafts.retain(|draft| {
            let Some(quantity) = contact::times_of(draft, &quantities, matcher) else {
                return true;
            };
            self.records.push(Record::Figure(contact::figure(
                draft,
                quantity,
                tokens.clone(),
                times,
                matcher,
                &self.meta,
                self.positions,
            )));
            false
        });
    }

    fn remember(&mut self, tokens: Range<usize>, matcher: &Matcher<'_, '_>, times: &[Expression]) {
        let tree = matcher.tree;
        let mut found: Vec<(ActorPhrase, Option<usize>)> = Vec::new();
        for t in tokens {
            let counts = tree.is_nominal(t)
                && tree.pos(t) != demarche_lang::Pos::Pron
                && !matches!(
                    tree.dep(t),
                    Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Nummod
                );
            if !counts {
                continue;
            }
            let subject = tree.subject_of(t);
            let actors = match subject.is_some() && matcher.actors.is_pair_word(t) {
                true => matcher.actors.actors(t, &self.discourse),
                false => matcher.actors.phrase(t, &self.discourse),
            };
            for phrase in actors {
                if phrase.kind != ActorKind::Place {
                    found.push((phrase, subject));
                }
            }
        }
        for (phrase, subject) in &found {
            let is_between = is_between(phrase, *subject, matcher);
            self.discourse.remember(phrase, *subject, is_between);
        }
        let days: Vec<Days> = times
            .iter()
            .filter(|e| matches!(e.kind, Kind::Date | Kind::Relative) && e.grain <= Grain::Day)
            .filter(|e| !day::is_aside(e, self.meta.published.days, matcher))
            .filter_map(|e| e.days)
            .collect();
        if let [days] = days[..]
            && self
                .meta
                .published
                .days
                .is_none_or(|p| days.since < p.until && days.until != p.until)
        {
            self.discourse.told = Some(Told {
                days,
                sentence: self.discourse.sentence,
                paragraph: self.discourse.paragraph,
            });
        } else if !days.is_empty() {
            self.discourse.told = None;
        }
        if let [days] = days[..]
            && self
                .meta
                .published
                .days
                .is_none_or(|p| days.since < p.until)
            && let Some((speaker, _)) = found
                .iter()
                .find(|(p, subject)| subject.is_some() && p.kind == ActorKind::Person)
            && let Some(family) = speaker.family.clone()
        {
            self.discourse.spoken = Some(Spoken {
                family: Some(family),
                days,
                sentence: self.discourse.sentence,
            });
        }
        // The last of the finest: "met on Saturday, for the first time since he took
        // office in June".
        let anchor = Anchor {
            published: self.meta.published.days,
            narrated: None,
        };
        let last = times
            .iter()
            .filter(|e| matches!(e.kind, Kind::Date | Kind::Relative) && e.grain <= Grain::Month)
            .filter_map(|e| Some((e, e.days?)))
            .filter(|(e, days)| {
                !anchor.is_far(*days) || !day::is_of_the_background(e.tokens.start, matcher)
            })
            .map(|(e, days)| (e.grain, days))
            .rev()
            .min_by_key(|(grain, _)| *grain)
            .map(|(_, days)| days);
        if last.is_some() {
            self.discourse.narrated = last;
        }
    }

    fn event(
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
        } = date.unwrap_or_else(|| self.silent(&draft));
        let mode = draft_mode(&draft, lexicon);
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
        let halts = rule.event_type == EventType::Sanction && mode.as_deref() == Some("withdraw");
        if (rule.event_type == EventType::Consult || halts)
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
                names: setting::names_of(&draft),
                lie_ahead: days.zip(published).is_some_and(|(d, p)| d.since >= p.until),
                days,
                expression: date.text.clone(),
                sentence: self.discourse.sentence,
                sides,
            };
            match halts {
                true => self.discourse.halted = Some(told),
                false => self.discourse.talks.push(told),
            }
        }
        let cameo = rule
            .cameo
            .as_deref()
            .filter(|_| mode.as_deref() == rule.mode)
            .and_then(|code| lexicon.cameo.get(code))
            .or_else(|| lexicon.cameo.closest(rule.event_type, mode.as_deref()));
        let attribution = voice
            .filter(|v| v.verb != draft.trigger && v.covers(matcher, draft.trigger))
            .filter(|v| {
                !draft
                    .source
                    .iter()
                    .any(|a| v.actor.as_ref().is_some_and(|w| w.bytes == a.bytes))
            })
            .map(|v| attribution(v, draft.trigger, tokens.clone(), matcher, self.positions));
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
        let event = Event {
            id: identity::of(&[
                &self.meta.id,
                &trigger.start_char.to_string(),
                rule.event_type.as_str(),
                &rule.id,
            ]),
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
            confidence: (calibrated(draft.confidence) * 100.0).round() / 100.0,
            explanation,
        };
        if agenda::is_foreseen(&draft, matcher) {
            self.foreseen = Some((self.records.len(), self.discourse.sentence));
        }
        if event.event_type == EventType::Accuse {
            self.accused
                .push((self.records.len(), self.discourse.sentence));
        }
        self.records.push(Record::Event(event));
    }

    /// What a sentence says of the agenda of talks that the one before foresaw.
    fn add_agenda(
        &mut self,
        tokens: &Range<usize>,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) {
        let Some((number, sentence)) = self.foreseen else {
            return;
        };
        let near = sentence < self.discourse.sentence && self.discourse.sentence - sentence <= 2;
        if !near {
            return;
        }
        let Some(agenda) = agenda::agenda(tokens.clone(), times, matcher) else {
            return;
        };
        if agenda.points_back(matcher)
            && let Some(Record::Event(event)) = self.records.get_mut(number)
            && event.circumstances.agenda.is_none()
        {
            let subjects = circumstance::words(agenda.subjects, matcher);
            event.circumstances.agenda = Some(subjects);
        }
    }

    fn actor(&self, phrase: &ActorPhrase) -> Actor {
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

    /// Whoever is accused, in this sentence or the last, and denies it.
    fn add_denials(&mut self, tokens: &Range<usize>, matcher: &Matcher<'_, '_>) {
        let sentence = self.discourse.sentence;
        self.accused.retain(|(_, told)| sentence - told <= 1);
        if self.accused.is_empty() {
            return;
        }
        for denier in denials(matcher, tokens.clone(), &self.discourse) {
            let actor = self.actor(&denier);
            for (number, _) in &self.accused {
                let Some(Record::Event(event)) = self.records.get_mut(*number) else {
                    continue;
                };
                let of = |side: &[Actor]| side.iter().any(|a| a.country == actor.country);
                let known = &mut event.circumstances.denied_by;
                let is_new = known.iter().all(|k| k.country != actor.country);
                if actor.country.is_some() && of(&event.target) && !of(&event.source) && is_new {
                    known.push(actor.clone());
                }
            }
        }
    }

    /// The day that the words give: the expression that stands closest, or that of
    /// the talks which these are.
    fn own_date(
        &self,
        draft: &Draft,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Option<Dated> {
        let base = self.discourse.narrated.or(self.meta.published.days);
        if let Some(days) = day::anniversary(draft, times, base, matcher) {
            return Some(Dated {
                when: When {
                    days: Some(days),
                    basis: DateBasis::Stated,
                    text: None,
                },
                step: format!(
                    "date: counted back from the anniversary: {} to {}, end excluded",
                    days.since, days.until
                ),
            });
        }
        // "Macron's visit eased tensions": the visit that was told of.
        if draft.target_slot == Some(Slot::ToldHost)
            && let Some(told) = self.discourse.told_journey(&draft.source)
        {
            let under_way = told.status == Status::Ongoing;
            let dated = Dated::of_told(told);
            if let Some(dated) = dated.or_else(|| under_way.then(|| self.silent(draft))) {
                return Some(dated);
            }
        }
        if let Some(window) = putting_off::new_window(draft, times, matcher)
            && let Some(days) = putting_off::days(window)
        {
            let text = matcher.tree.parsed.words(window.tokens.clone()).to_owned();
            return Some(Dated::stated(
                days,
                format!(
                    "date: put off, {}: {} to {}, end excluded",
                    quoted(&text),
                    days.since,
                    days.until
                ),
                text,
            ));
        }
        if let Some((counted, days)) = day::counted_from_clause(draft, times, matcher) {
            let text = matcher.tree.parsed.words(counted.tokens.clone()).to_owned();
            return Some(Dated::stated(
                days,
                format!(
                    "date: {} what the clause tells is {} to {}, end excluded",
                    quoted(&text),
                    days.since,
                    days.until
                ),
                text,
            ));
        }
        if let Some(best) = day::closest(draft, times, self.meta.published.days, matcher) {
            let text = matcher.tree.parsed.words(best.tokens.clone()).to_owned();
            // "A day after the summit": counted from the talks told of last.
            let counted = || best.counted_from(self.discourse.latest_talks(false, 6)?.days?);
            // "..., a day after the crowd had stormed the house": counted back.
            let counted_back = || {
                let of_clause = matcher.tree.is_verb(draft.trigger)
                    && day::leads_clause_of(best, draft.trigger, matcher)
                    && draft.frame.status == Status::Happened;
                let dated = || {
                    let stated = times
                        .iter()
                        .find(|e| e.kind == Kind::Date && e.grain <= Grain::Day);
                    let told = self.discourse.told.as_ref();
                    let told = told.filter(|t| t.paragraph == self.discourse.paragraph);
                    stated
                        .and_then(|e| e.days)
                        .or(told.map(|t| t.days))
                        .or(self.meta.published.days)
                };
                of_clause
                    .then(dated)
                    .flatten()
                    .and_then(|d| best.counted_to(d))
            };
            let days = best
                .days
                .map(|days| day::lengthen(days, draft, times, matcher))
                .map(|days| day::within(days, best, draft, matcher))
                .or_else(counted_back)
                .or_else(counted)
                // What has happened isn't to come.
                .filter(|days| {
                    best.kind != Kind::Relative
                        || draft.frame.status != Status::Happened
                        || (self.meta.published.days).is_none_or(|p| days.since < p.until)
                });
            let step = match days {
                Some(days) => format!(
                    "date: {} is {} to {}, end excluded",
                    quoted(&text),
                    days.since,
                    days.until
                ),
                None => format!("date: {} can't be placed", quoted(&text)),
            };
            let basis = if days.is_some() {
                DateBasis::Stated
            } else {
                DateBasis::Unplaced
            };
            return Some(Dated {
                when: When {
                    days,
                    basis,
                    text: Some(text),
                },
                step,
            });
        }
        if self.lexicon.rules.rules[draft.rule].event_type != EventType::Consult {
            return None;
        }
        let told = setting::told_before(draft, &self.discourse, matcher)?;
        // What is still to come isn't on a day that is over.
        let over = told.days.zip(self.meta.published.days);
        let over = over.is_some_and(|(days, published)| days.until <= published.since);
        if over && future(draft.frame.status) == 1 {
            return None;
        }
        Dated::of_told(told)
    }

    /// "Travelled on Monday to mend ties": an aim is pursued on the day of the act
    /// that serves it.
    fn under_dated(
        &self,
        drafts: &[Draft],
        dates: Vec<Option<Dated>>,
        matcher: &Matcher<'_, '_>,
    ) -> Vec<Option<Dated>> {
        let tree = matcher.tree;
        let above = |draft: &Draft| -> Option<Dated> {
            let mut up = draft.carrier.unwrap_or(draft.trigger);
            for _ in 0..12 {
                let (dep, below) = (tree.dep(up), up);
                up = tree.head(up)?;
                let at = drafts
                    .iter()
                    .position(|d| d.trigger == up || d.carrier == Some(up));
                if let Some(at) = at {
                    // "Began after he had left": not on the same day.
                    let before = day::follows(below, matcher);
                    return (!before && matches!(dep, Dep::Advcl | Dep::Relcl | Dep::Prep))
                        .then(|| dates[at].clone())
                        .flatten();
                }
            }
            None
        };
        drafts
            .iter()
            .zip(&dates)
            .map(|(draft, date)| date.clone().or_else(|| above(draft)))
            .collect()
    }

    /// Words that follow the account of a dated meeting were said there, if one
    /// who took part says them.
    fn told_day(&self, draft: &Draft) -> Option<Dated> {
        let rule = &self.lexicon.rules.rules[draft.rule];
        let verbal = matches!(
            rule.event_type.quad(),
            Quad::VerbalConflict | Quad::VerbalCooperation
        ) && rule.event_type != EventType::Consult;
        if !verbal || !matches!(draft.frame.status, Status::Happened | Status::Ongoing) {
            return None;
        }
        let takes_part = |told: &TalksTold| {
            draft.source.iter().any(|a| match (&a.name, &a.family) {
                (None, None) => a.country == Some(told.visitor) || a.country == Some(told.host),
                (name, family) => told
                    .names
                    .iter()
                    .any(|n| Some(n) == name.as_ref() || Some(n) == family.as_ref()),
            })
        };
        let told = self
            .discourse
            .talks
            .iter()
            .rev()
            .take_while(|t| self.discourse.sentence - t.sentence <= 4)
            .find(|t| takes_part(t) && !t.lie_ahead && t.days.is_some_and(|d| d.length() <= 7))?;
        Dated::of_told(told)
    }

    /// "He also warned": what somebody goes on to say is said on the day that the
    /// sentences before give for his words.
    fn spoken_day(&self, draft: &Draft) -> Option<Dated> {
        let rule = &self.lexicon.rules.rules[draft.rule];
        let verbal = matches!(
            rule.event_type.quad(),
            Quad::VerbalConflict | Quad::VerbalCooperation
        ) && rule.event_type != EventType::Consult;
        if !verbal || !matches!(draft.frame.status, Status::Happened | Status::Ongoing) {
            return None;
        }
        let spoken = self.discourse.spoken.as_ref()?;
        let near = self.discourse.sentence - spoken.sentence <= 2;
        let same = draft.source.iter().any(|a| {
            a.kind == ActorKind::Person && a.family.is_some() && a.family == spoken.family
        });
        (near && same).then(|| Dated {
            when: When {
                days: Some(spoken.days),
                basis: DateBasis::Stated,
                text: None,
            },
            step: format!(
                "date: that of what the same person said before: {} to {}, end excluded",
                spoken.days.since, spoken.days.until
            ),
        })
    }

    /// In an account that goes on in the past tense, what isn't dated anew happened
    /// on the day told of last.
    fn narrated_day(
        &self,
        draft: &Draft,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Option<Dated> {
        // "Protested after a plane had crossed the line on May 3": on that day or soon after,
        // not on the day told before.
        if let Some(days) = day::of_its_reason(draft, times, matcher) {
            return Some(Dated {
                when: When {
                    days: Some(days),
                    basis: DateBasis::Stated,
                    text: None,
                },
                step: format!(
                    "date: soon after what it follows: {} to {}, end excluded",
                    days.since, days.until
                ),
            });
        }
        let told = self.discourse.told.as_ref()?;
        let tree = matcher.tree;
        // What is vowed in answer is vowed after it.
        let answers = tree
            .clauses(draft.trigger)
            .any(|c| matcher.actors.set("answers", tree.lemma(c)));
        if answers {
            return None;
        }
        let verb = tree.verb_above(draft.carrier.unwrap_or(draft.trigger))?;
        let simple_past = tree.tag(verb) == Tag::Vbd
            || tree
                .children(verb)
                .any(|c| matches!(tree.dep(c), Dep::Aux | Dep::Auxpass) && tree.tag(c) == Tag::Vbd);
        let near = self.discourse.sentence - told.sentence <= NARRATED_FOR
            && told.paragraph == self.discourse.paragraph;
        (draft.frame.status == Status::Happened && simple_past && near).then(|| Dated {
            when: When {
                days: Some(told.days),
                basis: DateBasis::Stated,
                text: None,
            },
            step: format!(
                "date: the account is of {} to {}, end excluded",
                told.days.since, told.days.until
            ),
        })
    }

    /// "The trip could be put off": what may come of a foreseen visit has the
    /// days of the visit.
    fn planned_day(
        &self,
        draft: &Draft,
        tokens: &Range<usize>,
        matcher: &Matcher<'_, '_>,
    ) -> Option<Dated> {
        let tree = matcher.tree;
        let ahead = matches!(
            draft.frame.status,
            Status::Planned | Status::Proposed | Status::Hypothetical
        );
        let published = self.meta.published.days?;
        let of_visit = |t: usize| {
            matcher.actors.set("visit", tree.lemma(t))
                && tree.children(t).any(|c| {
                    matches!(tree.dep(c), Dep::Det | Dep::Poss)
                        && matcher
                            .actors
                            .set("definite", &tree.text(c).to_ascii_lowercase())
                })
        };
        if !ahead || !tokens.clone().any(of_visit) {
            return None;
        }
        let told = self.discourse.latest_talks(true, 2)?;
        told.days
            .filter(|days| days.until > published.until)
            .and_then(|_| Dated::of_told(told))
    }

    /// "During the visit", "at their meeting": the day of what the sentence is
    /// set in.
    fn occasion(
        &self,
        drafts: &[Draft],
        dates: &[Option<Dated>],
        tokens: &Range<usize>,
        matcher: &Matcher<'_, '_>,
    ) -> Option<Dated> {
        let tree = matcher.tree;
        let set_in = |t: usize| {
            tree.dep(t) == Dep::Pobj
                && tree.head(t).is_some_and(|p| {
                    matcher
                        .actors
                        .set("during", &tree.text(p).to_ascii_lowercase())
                })
        };
        if let Some(at) = drafts.iter().position(|d| set_in(d.trigger)) {
            return dates[at].clone();
        }
        let noun = tokens.clone().find(|t| {
            set_in(*t)
                && (matcher.actors.set("visit", tree.lemma(*t))
                    || matcher.actors.set("talks", tree.lemma(*t)))
        })?;
        let is_visit = matcher.actors.set("visit", tree.lemma(noun));
        // What is told of as past wasn't at talks to come.
        let told = match matcher.frames.tense(noun) {
            Tense::Past | Tense::Earlier => self.discourse.latest_talks_held(is_visit, 4),
            _ => self.discourse.latest_talks(is_visit, 4),
        };
        Dated::of_told(told?)
    }

    /// The day of an event of which the text doesn't say when.
    fn silent(&self, draft: &Draft) -> Dated {
        let future = matches!(
            draft.frame.status,
            Status::Planned | Status::Proposed | Status::Demanded | Status::Hypothetical
        );
        let (when, step) = match self.meta.published.days {
            Some(days) if !future => (
                When {
                    days: Some(days),
                    basis: DateBasis::Published,
                    text: None,
                },
                "date: the text is silent; the publication day",
            ),
            Some(_) => (
                When::unplaced(None),
                "date: it lies ahead; the text doesn't say when",
            ),
            None => (
                When::unplaced(None),
                "date: neither the text nor a publication day tells",
            ),
        };
        Dated {
            when,
            step: step.to_owned(),
        }
    }

    /// Where one sentence says when, another that tells the same talks needn't:
    /// the lead sums up what the body dates.
    fn share_dates(&mut self) {
        let key = |e: &Event| {
            let mut countries: Vec<&str> = e
                .source
                .iter()
                .chain(&e.target)
                .filter_map(|a| a.country.as_deref())
                .collect();
            // Two delegations that go either way are on two trips.
            if e.mode.as_deref() != Some("visit") {
                countries.sort_unstable();
            }
            countries.dedup();
            (
                e.event_type,
                e.mode.clone(),
                future(e.status),
                countries.join(" "),
            )
        };
        let stated: Vec<(_, Days, Option<String>)> = self
            .records
            .iter()
            .filter_map(|r| match r {
                Record::Event(e) if e.date.basis == DateBasis::Stated => {
                    e.date.days.map(|d| (key(e), d, e.date.text.clone()))
                }
                _ => None,
            })
            .collect();
        for record in &mut self.records {
            let Record::Event(event) = record else {
                continue;
            };
            let silent = event.date.text.is_none() && event.date.basis != DateBasis::Stated;
            if !silent || event.event_type != EventType::Consult || event.mode.is_none() {
                continue;
            }
            let own = key(event);
            let mut same = stated.iter().filter(|(k, _, _)| *k == own);
            let Some((_, days, text)) = same.next() else {
                continue;
            };
            if same.all(|(_, other, _)| other.overlaps(days)) {
                event.date = When {
                    days: Some(*days),
                    basis: DateBasis::Stated,
                    text: text.clone(),
                };
                if let Some(step) = event.explanation.steps.last_mut() {
                    *step = format!(
                        "date: another sentence dates the same talks: {} to {}, end excluded",
                        days.since, days.until
                    );
                }
            }
        }
    }
}

/// Sentences for which an account stays on the day told of last.
const NARRATED_FOR: usize = 2;

/// A day and how it was found.
#[derive(Debug, Clone)]
struct Dated {
    when: When,
    step: String,
}

impl Dated {
    fn nowhere() -> Dated {
        Dated {
            when: When::unplaced(None),
            step: "date: talks that are only spoken of; the text doesn't say when".to_owned(),
        }
    }

    /// Through the days that the event's own words give it: "a five-day visit".
    fn lengthened(
        mut self,
        draft: &Draft,
        times: &[Expression],
        matcher: &Matcher<'_, '_>,
    ) -> Dated {
        if let Some(days) = self.when.days {
            let longer = day::lengthen(days, draft, times, matcher);
            if longer != days {
                self.step = format!(
                    "{}; it lasts until {}, end excluded",
                    self.step, longer.until
                );
                self.when.days = Some(longer);
            }
        }
        self
    }

    /// Days that words of the text give.
    fn stated(days: Days, step: String, text: String) -> Dated {
        Dated {
            when: When {
                days: Some(days),
                basis: DateBasis::Stated,
                text: Some(text),
            },
            step,
        }
    }

    fn of_told(told: &TalksTold) -> Option<Dated> {
        let days = told.days?;
        Some(Dated {
            when: When {
                days: Some(days),
                basis: DateBasis::Stated,
                text: told.expression.clone(),
            },
            step: format!(
                "date: that of the talks told of before: {} to {}, end excluded",
                days.since, days.until
            ),
        })
    }
}

/// "Declined to comment on the talks": what is spoken of took place on some other day.
fn commented_on(draft: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let told = matches!(draft.frame.status, Status::Happened | Status::Ongoing);
    let definite = || {
        tree.children(draft.trigger).any(|c| {
            tree.dep(c) == Dep::Det
                && matcher
                    .actors
                    .set("definite", &tree.text(c).to_ascii_lowercase())
        })
    };
    told && draft.carrier.is_none()
        && tree.is_nominal(draft.trigger)
        && tree.dep(draft.trigger) == Dep::Pobj
        && tree
            .head(draft.trigger)
            .and_then(|preposition| tree.head(preposition))
            .is_some_and(|verb| {
                tree.is_verb(verb) && matcher.actors.set("speaks-of", tree.lemma(verb))
            })
        && definite()
}

/// "The summit was good optics, a scholar said": what somebody who took no part looks
/// back on took place on some other day.
fn is_judged(draft: &Draft, voice: &claim::Voice, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let noun = draft.trigger;
    let copula = tree.head(noun).is_some_and(|verb| {
        tree.lemma(verb) == "be"
            && tree
                .children(verb)
                .any(|c| matches!(tree.dep(c), Dep::Attr | Dep::Acomp))
    });
    tree.is_nominal(noun)
        && tree.dep(noun) == Dep::Nsubj
        && copula
        && (voice.covers(matcher, noun) || tree.dep(voice.verb) == Dep::Conj)
}

/// Whether somebody stands between the sides: a mediator, or who mediates.
fn is_between(phrase: &ActorPhrase, subject: Option<usize>, matcher: &Matcher<'_, '_>) -> bool {
    let tree = matcher.tree;
    let mediates = |verb: usize| matcher.actors.set("mediates", tree.lemma(verb));
    let agent_of = || {
        let preposition = tree.head(phrase.head)?;
        (tree.dep(phrase.head) == Dep::Pobj && tree.is(preposition, "by"))
            .then(|| tree.head(preposition))
            .flatten()
    };
    matcher.actors.set("mediators", &phrase.lemma)
        || subject.is_some_and(|verb| mediates(verb) && !tree.is_passive(verb))
        || agent_of().is_some_and(mediates)
}

/// The mode: where the talks took place decides it for meetings.
fn draft_mode(draft: &Draft, lexicon: &Lexicon) -> Option<String> {
    draft
        .mode
        .or(lexicon.rules.rules[draft.rule].mode)
        .map(str::to_owned)
}

/// Events inside another's object or clause belong to it where its rule says so.
fn absorb(drafts: &mut Vec<Draft>, times: &[Expression], matcher: &Matcher<'_, '_>) {
    let tree = matcher.tree;
    let rules = &matcher.lexicon.rules.rules;
    let takers: Vec<usize> = drafts
        .iter()
        .filter(|d| absorbs(&rules[d.rule]))
        .map(|d| d.trigger)
        .collect();
    let says_more: Vec<usize> = drafts
        .iter()
        .filter(|d| absorbs(&rules[d.rule]) && rules[d.rule].event_type != EventType::Consult)
        .map(|d| d.trigger)
        .collect();
    drafts.retain(|d| {
        // "Was put off until autumn": it is off, and it is to be in autumn.
        if putting_off::new_window(d, times, matcher).is_some() {
            return true;
        }
        // "Talks came to a halt": the verb that carries them says it all.
        let carried = d
            .carrier
            .is_some_and(|c| c != d.trigger && says_more.contains(&c));
        !carried
            && !takers.iter().any(|taker| {
                *taker != d.trigger
                    && tree.is_under(d.trigger, *taker)
                    && tree
                        .children(*taker)
                        .filter(|c| tree.is_under(d.trigger, *c))
                        .all(|c| {
                            // "broke off talks over a visit to Strelsau"
                            let beside = tree.dep(c) == Dep::Prep
                                && matcher.actors.set("beside", &tree.lower_text(c));
                            !beside
                                && !matches!(
                                    tree.dep(c),
                                    Dep::Advcl | Dep::Conj | Dep::Nsubj | Dep::Parataxis
                                )
                        })
            })
    });
}

/// What is lifted isn't imposed as well: "lifted its ban on beef" ends the ban. A
/// ban that is only asked or promised to be lifted is in force.
fn drop_lifted(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    let tree = matcher.tree;
    let type_of = |d: &Draft| matcher.lexicon.rules.rules[d.rule].event_type;
    let lifting: Vec<usize> = drafts
        .iter()
        .filter(|d| type_of(d) == EventType::Retreat)
        .filter(|d| matches!(d.frame.status, Status::Happened | Status::Ongoing))
        .map(|d| d.trigger)
        .collect();
    drafts.retain(|d| {
        let is_noun = type_of(d) == EventType::Sanction && tree.is_nominal(d.trigger);
        let verb = tree.verb_above(d.trigger);
        !is_noun
            || !lifting.iter().any(|lift| {
                let near = tree.steps_up(d.trigger, *lift).is_some_and(|s| s <= 4);
                near && (verb == Some(*lift) || !tree.is_verb(*lift))
            })
    });
}

/// "Listed a firm for selling arms": what is held against somebody is the cause of the
/// act, and nothing that who punishes them did.
fn drop_deeds(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    let deeds: Vec<usize> = drafts
        .iter()
        .filter(|d| {
            let event_type = matcher.lexicon.rules.rules[d.rule].event_type;
            matches!(event_type, EventType::Sanction | EventType::Coerce)
        })
        .flat_map(|d| cause::deeds(d, matcher))
        .collect();
    drafts.retain(|d| !deeds.contains(&d.trigger));
}

/// Who agrees that something is so promises nothing by it: "agreed that the winter was
/// long". What two agree on together may be their course.
fn drop_opinions(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    let tree = matcher.tree;
    drafts.retain(|d| {
        let agrees = matcher.lexicon.rules.rules[d.rule].event_type == EventType::Agree
            && tree.is_verb(d.trigger)
            && matcher.actors.set("agrees", tree.lemma(d.trigger));
        let is_fact = |clause: usize| {
            let finite = |t: usize| matches!(tree.tag(t), Tag::Vbd | Tag::Vbz | Tag::Vbp);
            let modal = |c: usize| tree.tag(c) == Tag::Md;
            let helper = |c: usize| tree.dep(c) == Dep::Aux && finite(c);
            let own = |subject: usize| {
                tree.pos(subject) == demarche_lang::Pos::Pron
                    || d.source.iter().any(|a| a.head == subject)
            };
            tree.dep(clause) == Dep::Ccomp
                && (finite(clause) || tree.children(clause).any(helper))
                && !tree.children(clause).any(modal)
                && !tree.surface_subject(clause).is_some_and(own)
        };
        !(agrees && !d.reciprocal && tree.clauses(d.trigger).any(is_fact))
    });
}

/// Sanctions that somebody complies with were imposed by others, at other times.
fn drop_kept(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    let tree = matcher.tree;
    drafts.retain(|d| {
        let measure = matcher.lexicon.rules.rules[d.rule].event_type == EventType::Sanction;
        let kept = tree
            .verb_above(d.trigger)
            .is_some_and(|verb| matcher.actors.set("keeps-measure", tree.lemma(verb)));
        !(measure && kept && tree.is_nominal(d.trigger))
    });
}

/// Whoever praises or defends a policy of their own supports nobody by it.
fn drop_own_course(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    let tree = matcher.tree;
    drafts.retain(|d| {
        let supports = matcher.lexicon.rules.rules[d.rule].event_type == EventType::Support;
        let own = tree.object(d.trigger).is_some_and(|object| {
            matcher.actors.set("course", tree.lemma(object))
                && tree
                    .child(object, Dep::Poss)
                    .is_some_and(|owner| tree.tag(owner) == Tag::Prps)
        });
        !(supports && own && tree.is_verb(d.trigger))
    });
}

/// Troops that are stationed somewhere stand there; that they came is no news.
fn drop_stationed(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    let tree = matcher.tree;
    let is = |set: &str, t: usize| matcher.actors.set(set, tree.lemma(t));
    let stands = |t: usize| {
        let present = tree.is_passive(t)
            && tree.children(t).all(|c| {
                !matches!(tree.dep(c), Dep::Aux | Dep::Auxpass)
                    || matches!(tree.tag(c), Tag::Vbz | Tag::Vbp)
            });
        is("stations", t) && (tree.dep(t) == Dep::Acl || present)
    };
    // "keeps 3,000 soldiers in the north"
    let keeps = |t: usize| {
        is("keeps-stationed", t)
            && tree.object(t).is_some_and(|object| {
                let object = matcher.content(object);
                is("troops", object) || is("base-nouns", object)
            })
    };
    drafts.retain(|d| {
        let material = matches!(
            matcher.lexicon.rules.rules[d.rule].event_type,
            EventType::Mobilize | EventType::Aid | EventType::Cooperate | EventType::Support
        );
        let told = matches!(d.frame.status, Status::Happened | Status::Ongoing);
        let stood = material && told && tree.is_verb(d.trigger);
        !(stood && (stands(d.trigger) || keeps(d.trigger)))
    });
}

/// "Doubles tariffs on Ruritanian goods" is one act: the noun that is the object of a verb
/// that reports the same type tells of no other, unless it has a doer of its own.
fn drop_objects(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    let rules = &matcher.lexicon.rules.rules;
    // What is signed is agreed on.
    let kind = |event_type: EventType| match event_type {
        EventType::Agree => EventType::Support,
        other => other,
    };
    let countries = |actors: &[ActorPhrase]| -> BTreeSet<CodeId> {
        actors.iter().filter_map(|a| a.country).collect()
    };
    let object = |d: &Draft| {
        let object = matcher.tree.object(d.trigger).filter(|o| *o > d.trigger)?;
        let event_type = kind(rules[d.rule].event_type);
        Some((
            event_type,
            matcher.content(object),
            countries(&d.source),
            countries(&d.target),
        ))
    };
    let told: Vec<_> = drafts.iter().filter_map(object).collect();
    drafts.retain(|d| {
        let (source, target) = (countries(&d.source), countries(&d.target));
        !told.iter().any(|(event_type, noun, doers, others)| {
            let sides: BTreeSet<CodeId> = doers.union(others).copied().collect();
            let same_doer = d.source.is_empty()
                || source.is_subset(&sides)
                    && (doers.is_subset(&source) || doers.is_subset(&target));
            *event_type == kind(rules[d.rule].event_type) && *noun == d.trigger && same_doer
        })
    });
}

/// Where a game is told of, states and towns stand for their teams: "Graustark beat
/// Ruritania in the last sixteen". Bans from a cup and boycotts of one stay.
fn drop_games(drafts: &mut Vec<Draft>, tokens: &Range<usize>, matcher: &Matcher<'_, '_>) {
    let tree = matcher.tree;
    let count = |set: &str| {
        let words = tokens
            .clone()
            .filter(|t| tree.pos(*t) != demarche_lang::Pos::Adp);
        let words = words.map(|t| tree.lemma(t).to_lowercase());
        let hints: BTreeSet<String> = words.filter(|word| matcher.actors.set(set, word)).collect();
        hints.len()
    };
    if drafts.is_empty() || count("game") == 0 && count("game-hints") < 2 {
        return;
    }
    drafts.retain(|d| {
        let stays = matches!(
            matcher.lexicon.rules.rules[d.rule].event_type,
            EventType::Sanction | EventType::Coerce | EventType::Reject | EventType::Agree
        );
        let team = |a: &ActorPhrase| {
            let stands_for = matches!(
                a.kind,
                ActorKind::State | ActorKind::Seat | ActorKind::Place | ActorKind::Agent(_)
            );
            stands_for && a.name.is_none()
        };
        stays || !d.source.iter().chain(&d.target).all(team)
    });
}

/// One record for an act that a sentence tells twice: "held talks" under "met
/// for talks".
fn merge(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    let rules = &matcher.lexicon.rules.rules;
    let key = |d: &Draft| {
        let countries = |actors: &[ActorPhrase]| {
            let mut all: Vec<Option<CodeId>> = actors.iter().map(|a| a.country).collect();
            all.sort();
            all.dedup();
            all
        };
        let to_place = !d.target.is_empty()
            && d.target.iter().all(|a| {
                matches!(
                    a.kind,
                    ActorKind::State | ActorKind::Seat | ActorKind::Place
                )
            });
        let mut sides = [countries(&d.source), countries(&d.target)];
        let mutual = matches!(
            rules[d.rule].event_type,
            EventType::Cooperate | EventType::Support | EventType::Agree
        );
        if d.reciprocal || mutual {
            sides.sort();
        }
        (
            rules[d.rule].event_type,
            sides,
            to_place,
            future(d.frame.status),
        )
    };
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts.drain(..) {
        let same = kept
            .iter()
            .position(|k| key(k) == key(&draft) && !other_persons(k, &draft));
        match same {
            Some(at) if kept[at].confidence < draft.confidence => kept[at] = draft,
            Some(_) => {}
            None => kept.push(draft),
        }
    }
    *drafts = kept;
}

/// The share of events of such a confidence, set by rules or mixed by the classifier,
/// that are right: a line through those of the development half of `gold/`. Events of
/// reports that nobody has tuned to are right more alike than rules believe.
fn calibrated(confidence: f64) -> f64 {
    (0.44 + 0.4 * confidence).clamp(0.0, 1.0)
}

/// Whether two drafts name different persons as those who act, or as those whom they meet.
fn other_persons(one: &Draft, other: &Draft) -> bool {
    let differ = |side: &dyn Fn(&Draft) -> Vec<ActorPhrase>| {
        let names = |draft: &Draft| {
            setting::names_of(&Draft {
                source: side(draft),
                target: Vec::new(),
                ..draft.clone()
            })
        };
        let (one, other) = (names(one), names(other));
        !one.is_empty() && !other.is_empty() && !one.iter().any(|n| other.contains(n))
    };
    differ(&|draft| draft.source.clone()) || differ(&|draft| draft.target.clone())
}

fn future(status: Status) -> u8 {
    match status {
        Status::Happened | Status::Ongoing => 0,
        Status::Negated => 2,
        _ => 1,
    }
}
