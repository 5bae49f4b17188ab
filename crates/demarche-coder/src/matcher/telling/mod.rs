//! Acts that the rules leave, by weights: which words tell one, and who its sides are.
//!
//! Two linear classifiers that were trained on passages of our own, every act of which is
//! marked. The first names the type of what a word tells, if it tells an act; the second
//! says for each actor of the sentence whether it acts, is acted upon, or is only
//! mentioned beside that word.

mod marked; // what the classifiers learn from
mod side; // what is looked at of an actor beside a word
mod word; // what is looked at of a word

pub use marked::{Mark, MarkedSide};
pub(crate) use marked::{SIDES, Teacher};

use super::fitness::{can_act, is_envoy, one_government, same_actor, same_country};
use super::{Draft, Matcher, TriggerKind};
use crate::actor::ActorPhrase;
use crate::classify::{Bag, Classifier, Feature};
use crate::discourse::Discourse;
use crate::frame::Frame;
use crate::lexicon::Slot;
use demarche_event::{EventType, Quad, Status};
use demarche_lang::{Pos, Question};
use std::ops::Range;

/// The classes of the sides of an act.
pub(crate) const SOURCE: &str = "source";
pub(crate) const TARGET: &str = "target";
pub(crate) const PARTY: &str = "party";

/// The share of all acts that a word must have by itself for what is around it to be looked
/// at.
const MIN_SHARE_TO_LOOK: f64 = 0.1;

/// The share of all acts that a word must have to be looked into.
const MIN_SHARE_OF_WORD: f64 = 0.28;

/// The share of what is right that an act must have to be written down.
const MIN_SHARE: f64 = 0.43;

/// The shares of what may be right at which the transformer, which takes longer, is asked.
const IN_DOUBT: Range<f64> = 0.38..0.5;

/// The acts of a sentence that it is asked about at the most.
const MAX_ASKED: usize = 1;

/// What no reader is surer of than this counts as if one were.
const FLOOR: f64 = 0.02;

/// Words before the first and after the last of a word and its sides that the transformer
/// reads.
const WORDS_BEFORE: usize = 4;
const WORDS_AFTER: usize = 8;

/// The two classifiers of what the rules leave.
#[derive(Debug, Clone)]
pub struct ActClassifier {
    /// Which type of act a word tells.
    pub words: Classifier,
    /// Which side of it an actor is.
    pub sides: Classifier,
    /// Whether what comes of both may be right.
    pub likely: Classifier,
    /// Whether it is, when the transformer is heard too.
    pub right: Classifier,
}

impl ActClassifier {
    /// The share of what is right, for an act as the linear classifiers see it.
    fn likely(&self, features: &[Feature]) -> f64 {
        1.0 - self.likely.shares(features).last().copied().unwrap_or(1.0)
    }

    /// The same for an act as the transformer sees it too.
    fn right(&self, features: &[Feature]) -> f64 {
        1.0 - self.right.shares(features).last().copied().unwrap_or(1.0)
    }
}

/// Sentences over which somebody who isn't named again may still be meant.
const MAX_AGO: usize = 3;

/// How many of those spoken of before are looked at.
const MAX_BEFORE: usize = 3;

/// About which acts the transformer is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hear {
    Nobody,
    Everybody,
    WhereInDoubt,
}

/// Somebody who may be a side of an act.
struct Party {
    actor: ActorPhrase,
    /// Where, if the sentence itself names nobody of the country.
    before: Option<Before>,
}

/// How somebody was spoken of before.
struct Before {
    /// How many others of other countries were spoken of since.
    rank: usize,
    /// Sentences.
    ago: usize,
    as_subject: bool,
    /// Whether the document is about that country.
    leads: bool,
}

/// A word that may tell an act.
pub(super) struct Telling {
    word: usize,
    /// The share of each type.
    types: Vec<f64>,
    /// The share of all acts.
    pub(super) share: f64,
}

/// An act with the sides that it most likely has.
struct Sided {
    telling: Telling,
    source: ActorPhrase,
    target: ActorPhrase,
    mutual: bool,
    /// The share of these sides.
    share: f64,
    /// What passes between the two as the readers of pairs see it: the share of each class.
    between: Vec<f64>,
}

/// An act as all who are heard see it.
pub(super) struct Weighed {
    word: usize,
    source: ActorPhrase,
    target: ActorPhrase,
    mutual: bool,
    event_type: EventType,
    /// What is looked at of it.
    features: Vec<Feature>,
    /// How sure it is, 0 to 1.
    share: f64,
    rule: usize,
}

impl Party {
    /// The actor as a side of what a word tells: at its own word, if it has one here.
    fn placed(&self, word: usize) -> ActorPhrase {
        let head = if self.before.is_some() {
            word
        } else {
            self.actor.head
        };
        ActorPhrase {
            head,
            ..self.actor.clone()
        }
    }
}

impl Matcher<'_, '_> {
    /// The acts of a sentence that `known` leaves.
    pub(crate) fn left(
        &self,
        sentence: Range<usize>,
        known: &[Draft],
        discourse: &Discourse,
    ) -> Vec<Draft> {
        let Some(classifier) = &self.lexicon.act_classifier else {
            return Vec::new();
        };
        let weighed = self.weighed(
            classifier,
            &sentence,
            known,
            MIN_SHARE_OF_WORD,
            Hear::WhereInDoubt,
            discourse,
        );
        let mut found: Vec<(f64, Weighed)> = weighed
            .into_iter()
            .map(|weighed| (weighed.share, weighed))
            .filter(|(share, _)| *share >= MIN_SHARE)
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut drafts: Vec<Draft> = Vec::new();
        for (share, weighed) in found {
            if !self.is_read(&weighed, &drafts)
                && let Some(draft) = self.draft_of(weighed, share, discourse)
            {
                drafts.push(draft);
            }
        }
        drafts
    }

    /// What may be told beside `known`, as all who are heard see it.
    fn weighed(
        &self,
        classifier: &ActClassifier,
        sentence: &Range<usize>,
        known: &[Draft],
        least: f64,
        hear: Hear,
        discourse: &Discourse,
    ) -> Vec<Weighed> {
        if !self.may_tell(sentence) || self.lexicon.classifier.is_none() {
            return Vec::new();
        }
        let countries = crate::figure::countries(self, sentence.clone(), &[]).len();
        let telling: Vec<Telling> = self
            .words_left(sentence, known)
            .into_iter()
            .map(|t| self.telling(classifier, t, sentence, countries, known))
            .filter(|telling| telling.share >= least)
            .collect();
        if telling.is_empty() {
            return Vec::new();
        }
        let parties = self.parties_of(sentence.clone(), discourse);
        let sided: Vec<Sided> = telling
            .into_iter()
            .filter_map(|telling| self.sided(classifier, telling, &parties, sentence))
            .collect();
        let apart = |weighed: &Weighed| !self.is_read(weighed, known);
        let mut heard: Vec<Weighed> = Vec::new();
        let mut asked: Vec<(f64, Sided)> = Vec::new();
        for sided in sided {
            let Some(mut weighed) = self.weigh(&sided, None, known, sentence) else {
                continue;
            };
            weighed.share = classifier.likely(&weighed.features);
            match hear {
                Hear::Everybody => asked.push((weighed.share, sided)),
                Hear::WhereInDoubt if IN_DOUBT.contains(&weighed.share) => {
                    asked.push((weighed.share, sided));
                }
                _ => heard.push(weighed),
            }
        }
        if hear == Hear::WhereInDoubt {
            asked.sort_by(|a, b| b.0.total_cmp(&a.0));
            asked.truncate(MAX_ASKED);
        }
        let asked: Vec<Sided> = asked.into_iter().map(|(_, sided)| sided).collect();
        let read = self.read_between(&asked, sentence);
        for (sided, read) in asked.iter().zip(read) {
            if let Some(mut weighed) = self.weigh(sided, Some(&read), known, sentence) {
                weighed.share = classifier.right(&weighed.features);
                heard.push(weighed);
            }
        }
        heard.retain(apart);
        heard
    }

    /// What the quick layers of the transformer read between the sides of each act.
    fn read_between(&self, sided: &[Sided], sentence: &Range<usize>) -> Vec<Vec<f64>> {
        let (Some(classifier), Some(reader)) =
            (&self.lexicon.classifier, &self.lexicon.pair_reader)
        else {
            return vec![Vec::new(); sided.len()];
        };
        let parsed = self.tree.parsed;
        let question = |s: &Sided| {
            let heads = [s.source.head, s.target.head, s.telling.word];
            let first = heads.iter().copied().fold(s.telling.word, usize::min);
            let last = heads.iter().copied().fold(s.telling.word, usize::max);
            let first = first.saturating_sub(WORDS_BEFORE).max(sentence.start);
            let last = (last + WORDS_AFTER).min(sentence.end);
            let within = parsed.bytes(first..last);
            let inside = |actor: &ActorPhrase| {
                let bytes = parsed.bytes(actor.head..actor.head + 1);
                (actor.head != s.telling.word)
                    .then(|| bytes.start - within.start..bytes.end - within.start)
            };
            Question {
                text: &parsed.text()[within.clone()],
                first: inside(&s.source),
                second: inside(&s.target),
            }
        };
        let questions: Vec<Question<'_>> = sided.iter().map(question).collect();
        let answers = reader.quick_shares(&questions).into_iter();
        answers
            .map(|answer| {
                let mut shares = vec![0.0; classifier.classes().len()];
                classifier.hear(&mut shares, 1.0, reader.labels().zip(answer));
                shares
            })
            .collect()
    }

    /// An act of the type that all who are heard find likeliest.
    fn weigh(
        &self,
        sided: &Sided,
        read: Option<&[f64]>,
        known: &[Draft],
        sentence: &Range<usize>,
    ) -> Option<Weighed> {
        let of_pair = self.shares_of_types(&sided.between);
        let of_read = read.map(|read| self.shares_of_types(read));
        let weight = |n: usize| {
            let read = of_read.as_ref().map_or(of_pair[n], |read| read[n]);
            sided.telling.types[n] * ((of_pair[n] + FLOOR) * (read + FLOOR)).sqrt()
        };
        let most = (0..EventType::ALL.len()).max_by(|a, b| weight(*a).total_cmp(&weight(*b)))?;
        let event_type = EventType::ALL[most];
        let mut mixed = sided.between.clone();
        let read_too = read.into_iter().flatten();
        mixed
            .iter_mut()
            .zip(read_too)
            .for_each(|(own, read)| *own += read);
        let rule = self.rule_of(event_type, &mixed)?;
        let odds = |share: f64| {
            let share = share.clamp(0.005, 0.995);
            (share / (1.0 - share)).ln() as f32
        };
        let log = |share: f64| (share + FLOOR).ln() as f32;
        let nothing = |shares: &[f64]| shares.last().copied().unwrap_or(0.0);
        let word = sided.telling.word;
        let mut bag = Bag::default();
        bag.add(&["word"], odds(sided.telling.share));
        bag.add(&["sides"], odds(sided.share));
        bag.add(
            &["type"],
            log(sided.telling.types[most] / sided.telling.share),
        );
        bag.add(&["pair"], log(of_pair[most]));
        bag.add(&["pair-nothing"], odds(nothing(&sided.between)));
        let bin = |share: f64| ((share * 6.0) as usize).min(5).to_string();
        let mut bins = vec![
            ("word", bin(sided.telling.share)),
            ("sides", bin(sided.share.sqrt())),
            ("pair", bin(of_pair[most])),
            ("pair-nothing", bin(nothing(&sided.between))),
        ];
        if let (Some(read), Some(of_read)) = (read, &of_read) {
            bag.add(&["read"], log(of_read[most]));
            bag.add(&["read-nothing"], odds(nothing(read)));
            bins.push(("read", bin(of_read[most])));
            bins.push(("read-nothing", bin(nothing(read))));
        }
        for (n, (name, value)) in bins.iter().enumerate() {
            bag.add(&["bin", name, value], 1.0);
            for (other, its) in &bins[n + 1..] {
                bag.add(&["bins", name, value, other, its], 0.7);
            }
            bag.add(&["bin-of", name, value, event_type.as_str()], 0.7);
        }
        let kind = match self.tree.pos(sided.telling.word) {
            Pos::Noun => "noun",
            _ => "verb",
        };
        bag.add(&["of", event_type.as_str()], 1.0);
        bag.add(&["of", event_type.as_str(), kind], 1.0);
        let home = sided.source.country.is_some() && sided.source.country == sided.target.country;
        bag.add(&["home", if home { "y" } else { "n" }], 1.0);
        let known_sides =
            [&sided.source, &sided.target].map(|a| match (a.country.is_some(), a.head == word) {
                (_, true) => "before",
                (true, _) => "here",
                (false, _) => "nobody",
            });
        bag.add(&["source", known_sides[0]], 1.0);
        bag.add(&["target", known_sides[1]], 1.0);
        bag.add(&["mutual", if sided.mutual { "y" } else { "n" }], 1.0);
        bag.add(&["known", &known.len().min(3).to_string()], 1.0);
        let rules = &self.lexicon.rules.rules;
        for draft in known {
            let of = rules[draft.rule].event_type;
            if is_of_pair(draft, &sided.source, &sided.target) {
                let quad = if of.quad() == event_type.quad() {
                    "same"
                } else {
                    "other"
                };
                bag.add(&["pair-known"], 1.0);
                bag.add(&["pair-known", quad], 1.0);
                if self.tree.is_under(word, draft.trigger) {
                    bag.add(&["pair-known-under"], 1.0);
                }
            }
            if of == event_type {
                bag.add(&["type-known"], 1.0);
            }
        }
        let frame = match self.tree.pos(word) {
            Pos::Noun => self.frames.of_noun(word),
            _ => self.frames.of_verb(word),
        };
        bag.add(&["status", frame.status.as_str()], 1.0);
        bag.add(&["absorbed", if frame.absorbed { "y" } else { "n" }], 1.0);
        if let Some((_, triggers)) = self.triggers(word) {
            let of_type = triggers
                .iter()
                .any(|t| rules[t.rule].event_type == event_type);
            bag.add(&["rules-know", if of_type { "y" } else { "n" }], 1.0);
        }
        let order = |a: &ActorPhrase| match a.head.cmp(&word) {
            std::cmp::Ordering::Less => "before",
            std::cmp::Ordering::Equal => "at",
            std::cmp::Ordering::Greater => "after",
        };
        bag.add(
            &["order", order(&sided.source), order(&sided.target), kind],
            1.0,
        );
        let steps = |a: &ActorPhrase| {
            let steps = self.steps_between(a.head, word);
            steps.min(8).to_string()
        };
        bag.add(&["steps-source", &steps(&sided.source)], 1.0);
        bag.add(&["steps-target", &steps(&sided.target)], 1.0);
        bag.add(&["dep", self.tree.dep(word).as_str(), kind], 1.0);
        let long = match sentence.len() {
            0..=15 => "0",
            16..=30 => "1",
            31..=45 => "2",
            _ => "3",
        };
        bag.add(&["long", long], 1.0);
        Some(Weighed {
            word,
            source: sided.source.clone(),
            target: sided.target.clone(),
            mutual: sided.mutual,
            event_type,
            rule,
            features: bag.into_features(),
            share: 0.0,
        })
    }

    /// The share of each type among those of classes.
    fn shares_of_types(&self, shares: &[f64]) -> Vec<f64> {
        let rules = &self.lexicon.rules;
        let mut of_types = vec![0.0; EventType::ALL.len()];
        for (rule, share) in rules.by_classifier.iter().zip(shares) {
            if let Some(rule) = rule {
                of_types[crate::classify::number_of(rules.rules[*rule].event_type)] += share;
            }
        }
        of_types
    }

    /// Whether a sentence names a state or a body, so that it may tell an act at all.
    fn may_tell(&self, sentence: &Range<usize>) -> bool {
        let tells = |t: usize| matches!(self.tree.pos(t), Pos::Verb | Pos::Noun);
        sentence.len() > 3 && sentence.clone().any(tells)
    }

    /// The words that may tell an act and report none yet.
    fn words_left(&self, sentence: &Range<usize>, known: &[Draft]) -> Vec<usize> {
        let tree = self.tree;
        let taken = |t: usize| {
            known.iter().any(|d| {
                d.trigger == t
                    || d.carrier == Some(t)
                    || tree.dep(d.trigger) == demarche_lang::Dep::Dobj
                        && tree.head(d.trigger) == Some(t)
            })
        };
        sentence
            .clone()
            .filter(|t| {
                matches!(tree.pos(*t), Pos::Noun | Pos::Verb)
                    && tree.token(*t).entity_kind().is_none()
                    && tree.text(*t).len() > 2
                    && !self.is_inside_name(*t)
                    && !taken(*t)
            })
            .collect()
    }

    pub(super) fn telling(
        &self,
        classifier: &ActClassifier,
        word: usize,
        sentence: &Range<usize>,
        countries: usize,
        known: &[Draft],
    ) -> Telling {
        let mut features = self.first_features_of_word(word, countries);
        let mut shares = classifier.words.shares(&features);
        if 1.0 - shares[EventType::ALL.len()] >= MIN_SHARE_TO_LOOK {
            features.extend(self.further_features_of_word(word, sentence, known));
            shares = classifier.words.shares(&features);
        }
        // Nothing is always the last class; before it stand the types in their order.
        let (types, nothing) = shares.split_at(EventType::ALL.len());
        let share = 1.0 - nothing[0];
        Telling {
            word,
            types: types.to_vec(),
            share,
        }
    }

    /// The actors that may be sides of an act: those of its sentence, each at its own word,
    /// and those last spoken of whose countries it doesn't name.
    fn parties_of(&self, sentence: Range<usize>, discourse: &Discourse) -> Vec<Party> {
        let mut found: Vec<Party> = Vec::new();
        for t in sentence {
            if !matches!(
                self.tree.pos(t),
                Pos::Noun | Pos::Propn | Pos::Adj | Pos::Pron | Pos::Det
            ) {
                continue;
            }
            for actor in self.actors.actors(t, discourse) {
                let is_somebody = actor.country.is_some() || actor.sector.is_some();
                let again = |f: &Party| f.actor.head == t && f.actor.country == actor.country;
                if actor.head == t && is_somebody && can_act(&actor) && !found.iter().any(again) {
                    found.push(Party {
                        actor,
                        before: None,
                    });
                }
            }
        }
        let mut rank = 0;
        for remembered in discourse.earlier() {
            let ago = discourse.sentence - remembered.sentence;
            let phrase = &remembered.phrase;
            let known = found.iter().any(|f| f.actor.country == phrase.country);
            if phrase.country.is_none() || known || !can_act(phrase) || phrase.by_scene {
                continue;
            }
            let leads = phrase
                .country
                .is_some_and(|c| discourse.leading.contains(&c));
            if ago > MAX_AGO && !leads {
                continue;
            }
            found.push(Party {
                actor: ActorPhrase {
                    anaphoric: true,
                    ..phrase.clone()
                },
                before: Some(Before {
                    rank,
                    ago,
                    as_subject: remembered.subject_of.is_some(),
                    leads,
                }),
            });
            rank += 1;
            if rank == MAX_BEFORE {
                break;
            }
        }
        found
    }

    /// The likeliest sides of an act, of two countries.
    fn sided(
        &self,
        classifier: &ActClassifier,
        telling: Telling,
        parties: &[Party],
        sentence: &Range<usize>,
    ) -> Option<Sided> {
        let most = (0..telling.types.len())
            .max_by(|a, b| telling.types[*a].total_cmp(&telling.types[*b]))?;
        let event_type = EventType::ALL[most];
        let class = |name: &str| classifier.sides.classes().iter().position(|c| c == name);
        let (source, target, party) = (class(SOURCE)?, class(TARGET)?, class(PARTY)?);
        let shares: Vec<[f64; 3]> = parties
            .iter()
            .map(|one| {
                let features =
                    self.features_of_side(one, parties, telling.word, event_type, sentence);
                let shares = classifier.sides.shares(&features);
                [shares[source], shares[target], shares[party]]
            })
            .collect();
        let mut best: Option<(f64, usize, usize, bool)> = None;
        for one in 0..parties.len() {
            for other in 0..parties.len() {
                if one == other || !self.are_apart(&parties[one].actor, &parties[other].actor) {
                    continue;
                }
                let acts = shares[one][0] * shares[other][1];
                let alike = shares[one][2] * shares[other][2];
                let (share, mutual) = if alike > acts {
                    (alike, true)
                } else {
                    (acts, false)
                };
                if best.is_none_or(|(most, ..)| share > most) {
                    best = Some((share, one, other, mutual));
                }
            }
        }
        let (share, one, other, mutual) = best?;
        let source = parties[one].placed(telling.word);
        let target = parties[other].placed(telling.word);
        let between = self.shares_between(&source, &target, sentence.clone())?;
        Some(Sided {
            share,
            source,
            target,
            between,
            mutual,
            telling,
        })
    }

    /// Whether one may act on the other: they are of two countries, or of two sorts in one.
    fn are_apart(&self, one: &ActorPhrase, other: &ActorPhrase) -> bool {
        let others = std::slice::from_ref(other);
        let known = one.country.is_some() || other.country.is_some();
        known
            && !same_actor(one, others)
            && !one_government(one, others)
            && (one.country != other.country || one.sector != other.sector)
    }

    /// Whether an act of the same type between the same two is read already.
    fn is_read(&self, weighed: &Weighed, known: &[Draft]) -> bool {
        let rules = &self.lexicon.rules.rules;
        known.iter().any(|d| {
            rules[d.rule].event_type == weighed.event_type
                && is_of_pair(d, &weighed.source, &weighed.target)
        })
    }

    fn draft_of(&self, weighed: Weighed, share: f64, discourse: &Discourse) -> Option<Draft> {
        let Weighed {
            word,
            source,
            target,
            mutual,
            event_type,
            rule,
            ..
        } = weighed;
        if event_type == EventType::Consult && !is_envoy(&source) {
            return None;
        }
        let kind = match self.tree.pos(word) {
            Pos::Noun => TriggerKind::Noun,
            _ => TriggerKind::Verb,
        };
        let frame = match kind {
            TriggerKind::Noun => self.frames.of_noun(word),
            _ => self.frames.of_verb(word),
        };
        let rules = &self.lexicon.rules.rules;
        let status = match rules[rule].status {
            Some(status) if frame.status == Status::Happened => status,
            _ => frame.status,
        };
        let is_told = matches!(status, Status::Happened | Status::Ongoing);
        if event_type.quad() == Quad::VerbalConflict && !is_told {
            return None;
        }
        let all = |actor: ActorPhrase, apart: &ActorPhrase| {
            if actor.head == word {
                return vec![actor];
            }
            let mut all = self.actors.actors(actor.head, discourse);
            all.retain(|a| can_act(a) && self.are_apart(a, apart));
            if all.iter().any(|a| a.head == actor.head) {
                all
            } else {
                vec![actor]
            }
        };
        let mut sources = all(source.clone(), &target);
        let mut targets = all(target, &source);
        self.actors.set_in_scene(&mut sources, &mut targets);
        Some(Draft {
            rule,
            trigger: word,
            carrier: None,
            source: sources,
            target: targets,
            frame: Frame { status, ..frame },
            reciprocal: mutual,
            mode: None,
            rule_mode: rules[rule].mode,
            source_slot: Some(Slot::Other),
            target_slot: Some(Slot::Other),
            occasion: None,
            confidence: (share * 0.7 * 100.0).round() / 100.0,
        })
    }
}

/// Whether a draft is of the same two, whichever way.
fn is_of_pair(draft: &Draft, one: &ActorPhrase, other: &ActorPhrase) -> bool {
    let has = |side: &[ActorPhrase], actor: &ActorPhrase| {
        side.iter().any(|a| same_actor_or_country(a, actor))
    };
    has(&draft.source, one) && has(&draft.target, other)
        || has(&draft.source, other) && has(&draft.target, one)
}

fn same_actor_or_country(one: &ActorPhrase, other: &ActorPhrase) -> bool {
    one.head == other.head || same_country(one, std::slice::from_ref(other))
}
