//! What the classifiers of acts learn from: passages every act of which is marked.

use super::heard::may_tell;
use super::modes;
use super::side::Party;
use super::{ActClassifier, PARTY, SOURCE, TARGET};
use crate::actor::ActorPhrase;
use crate::classify::{NOTHING, Row};
use crate::discourse::Discourse;
use crate::matcher::{Draft, Matcher};
use demarche_event::{EventType, Status};
use demarche_lang::{Dep, Pos};
use std::ops::Range;

/// An act that somebody marked in a text.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Bytes of the words that tell it.
    pub trigger: Range<usize>,
    /// Its type, and others that can be defended.
    pub types: Vec<EventType>,
    /// Its mode, if it was given one.
    pub mode: Option<String>,
    /// Its status.
    pub status: Status,
    /// Who acts.
    pub source: Vec<MarkedSide>,
    /// Upon whom.
    pub target: Vec<MarkedSide>,
    /// Whether both sides act alike.
    pub mutual: bool,
    /// Whether it may as well be left out.
    pub optional: bool,
}

/// One of those who act or are acted upon.
#[derive(Debug, Clone)]
pub struct MarkedSide {
    /// Bytes of the words that name it, if its sentence does.
    pub bytes: Option<Range<usize>>,
    /// The code of its country, if it has one.
    pub country: Option<String>,
}

/// Which of a sentence's actors are the sides of an act that somebody marked in it.
#[derive(Debug, Clone)]
pub struct SidedMark {
    /// The sentence.
    pub sentence: String,
    /// The byte of it at which the word begins that tells the act.
    pub word: usize,
    /// The bytes at which its actors' own words begin, each with whether it acts, is acted
    /// upon, takes part or is none of these (0 to 3).
    pub actors: Vec<(usize, usize)>,
}

/// Collects what the classifiers learn from while a text is read.
#[derive(Debug)]
pub(crate) struct Teacher<'m> {
    /// The acts of the text.
    pub marks: &'m [Mark],
    /// The words that may tell an act.
    pub words: Vec<Row>,
    /// The actors beside words that tell one.
    pub sides: Vec<Row>,
    /// The same as a reader of words sees them.
    pub sided: Vec<SidedMark>,
    /// The acts, and which status they have.
    pub statuses: Vec<Row>,
    /// The acts, and which mode.
    pub modes: Vec<Row>,
    /// What is known already, and acts as it sees them: then these alone are learned from.
    pub known: Option<&'m ActClassifier>,
    /// Acts as the linear classifiers see them, and whether they are right.
    pub likely: Vec<Row>,
}

/// The class of a type among those of words.
pub(crate) fn class_of(event_type: EventType) -> usize {
    crate::classify::number_of(event_type)
}

/// The share of all acts that a word must have to be learned from with its sides: less than
/// in use, so that those who judge see what is wrong.
const LEAST: f64 = 0.1;

/// The class of words that tell no act.
pub(crate) const NO_ACT: usize = EventType::ALL.len();

/// The classes of sides, in their order.
pub(crate) const SIDES: [&str; 4] = [SOURCE, TARGET, PARTY, NOTHING];

impl Teacher<'_> {
    /// Learns from a sentence in which `known` is read.
    pub(crate) fn learn(
        &mut self,
        matcher: &Matcher<'_, '_>,
        sentence: &Range<usize>,
        known: &[Draft],
        discourse: &Discourse,
    ) {
        if !may_tell(matcher.tree, sentence) {
            return;
        }
        if let Some(classifier) = self.known {
            self.learn_likely(classifier, matcher, sentence, known, discourse);
            return;
        }
        let tree = matcher.tree;
        let bytes = |t: usize| {
            let own = tree.parsed.bytes(t..t + 1);
            own.start + matcher.actors.offset..own.end + matcher.actors.offset
        };
        let inside = |t: usize, span: &Range<usize>| {
            let own = bytes(t);
            own.start < span.end && span.start < own.end
        };
        let here: Vec<&Mark> = self
            .marks
            .iter()
            .filter(|m| sentence.clone().any(|t| inside(t, &m.trigger)))
            .collect();
        // The word of each mark on which its others hang.
        let root = |mark: &Mark| {
            let words: Vec<usize> = sentence
                .clone()
                .filter(|t| inside(*t, &mark.trigger))
                .collect();
            let tells = |t: &usize| matches!(tree.pos(*t), Pos::Noun | Pos::Verb);
            let top = words
                .iter()
                .copied()
                .filter(tells)
                .find(|t| tree.head(*t).is_none_or(|h| !words.contains(&h)))
                .or_else(|| words.iter().copied().find(tells));
            (top, words)
        };
        let rooted: Vec<(&Mark, Option<usize>, Vec<usize>)> = here
            .iter()
            .map(|m| {
                let (top, words) = root(m);
                (*m, top, words)
            })
            .collect();
        for (mark, top, _) in &rooted {
            let drafted = |word: &usize| known.iter().any(|d| d.trigger == *word);
            if let Some(word) = top.filter(|_| !mark.optional) {
                self.learn_status(matcher, mark, word, known, sentence);
                self.learn_mode(matcher, mark, word, sentence);
            }
            if let Some(word) = *top {
                let parties = matcher.parties_of(sentence.clone(), discourse);
                self.learn_sided(matcher, mark, word, &parties, sentence, &bytes);
            }
            if let Some(word) = top.filter(drafted).filter(|_| !mark.optional) {
                let parties = matcher.parties_of(sentence.clone(), discourse);
                self.learn_sides(matcher, mark, word, &parties, sentence, &bytes);
            }
        }
        let countries = crate::figure::countries(matcher, sentence.clone(), &[]).len();
        let parties = matcher.parties_of(sentence.clone(), discourse);
        for word in matcher.words_left(sentence, known) {
            let told: Vec<&Mark> = rooted
                .iter()
                .filter(|(_, top, _)| *top == Some(word))
                .map(|(m, _, _)| *m)
                .collect();
            let beside = || {
                rooted
                    .iter()
                    .any(|(_, top, words)| *top != Some(word) && words.contains(&word))
                    || rooted.iter().any(|(_, top, _)| {
                        top.is_some_and(|top| {
                            tree.dep(top) == Dep::Dobj && tree.head(top) == Some(word)
                        })
                    })
            };
            let optional = told.iter().any(|m| m.optional);
            if optional || told.is_empty() && beside() {
                continue;
            }
            // What a rule reads already in other words.
            let read = |mark: &&Mark| {
                known.iter().any(|d| {
                    let of = matcher.lexicon.rules.rules[d.rule].event_type;
                    mark.types.contains(&of) && touches(matcher, d, mark)
                })
            };
            if !told.is_empty() && told.iter().all(read) {
                continue;
            }
            let mut allowed: Vec<usize> = told
                .iter()
                .flat_map(|m| m.types.iter().map(|e| class_of(*e)))
                .collect();
            allowed.sort_unstable();
            allowed.dedup();
            if allowed.is_empty() {
                allowed.push(NO_ACT);
            }
            self.words.push(Row {
                features: matcher.features_of_word(word, sentence, countries, known),
                allowed,
                weight: 1.0,
            });
            for mark in told {
                self.learn_sides(matcher, mark, word, &parties, sentence, &bytes);
            }
        }
    }

    /// Learns which acts that the classifiers of words and sides find are likely.
    fn learn_likely(
        &mut self,
        classifier: &ActClassifier,
        matcher: &Matcher<'_, '_>,
        sentence: &Range<usize>,
        known: &[Draft],
        discourse: &Discourse,
    ) {
        let bytes = matcher.tree.parsed.bytes(sentence.clone());
        let offset = matcher.actors.offset;
        let here = bytes.start + offset..bytes.end + offset;
        for weighed in matcher.weighed(classifier, None, sentence, known, LEAST, discourse) {
            let rules = &matcher.lexicon.rules.rules;
            let fits = |mark: &&Mark| {
                here.contains(&mark.trigger.start)
                    && mark.types.contains(&weighed.event_type)
                    && pairs(matcher, &weighed.source, &weighed.target, mark)
                    && !known.iter().any(|d| {
                        mark.types.contains(&rules[d.rule].event_type) && touches(matcher, d, mark)
                    })
            };
            let right: Vec<&Mark> = self.marks.iter().filter(fits).collect();
            if !right.is_empty() && right.iter().all(|m| m.optional) {
                continue;
            }
            self.likely.push(Row {
                features: weighed.features,
                allowed: vec![usize::from(right.is_empty())],
                weight: 1.0,
            });
        }
    }

    /// Learns the status of a marked act, beside what rules say of it.
    fn learn_status(
        &mut self,
        matcher: &Matcher<'_, '_>,
        mark: &Mark,
        word: usize,
        known: &[Draft],
        sentence: &Range<usize>,
    ) {
        let Some(first) = mark.types.first() else {
            return;
        };
        let rules = &matcher.lexicon.rules.rules;
        let drafted = known.iter().find(|d| {
            (d.trigger == word || d.carrier == Some(word))
                && mark.types.contains(&rules[d.rule].event_type)
        });
        let features = match drafted {
            Some(d) => matcher.features_of_status(
                d.trigger,
                d.carrier.unwrap_or(d.trigger),
                rules[d.rule].event_type,
                &d.frame,
                sentence,
            ),
            None => {
                let frame = match matcher.tree.pos(word) {
                    Pos::Noun => matcher.frames.of_noun(word),
                    _ => matcher.frames.of_verb(word),
                };
                matcher.features_of_status(word, word, *first, &frame, sentence)
            }
        };
        let class = Status::ALL.iter().position(|s| *s == mark.status);
        self.statuses.push(Row {
            features,
            allowed: class.into_iter().collect(),
            weight: 1.0,
        });
    }

    /// Learns the mode of a marked act.
    fn learn_mode(
        &mut self,
        matcher: &Matcher<'_, '_>,
        mark: &Mark,
        word: usize,
        sentence: &Range<usize>,
    ) {
        let Some(first) = mark.types.first() else {
            return;
        };
        let is_own = |class: &(EventType, Option<&str>)| *class == (*first, mark.mode.as_deref());
        if let Some(class) = modes().iter().position(is_own) {
            self.modes.push(Row {
                features: matcher.features_of_mode(word, *first, sentence),
                allowed: vec![class],
                weight: 1.0,
            });
        }
    }

    /// Learns which of the sentence's own actors are sides.
    fn learn_sided(
        &mut self,
        matcher: &Matcher<'_, '_>,
        mark: &Mark,
        word: usize,
        parties: &[Party],
        sentence: &Range<usize>,
        bytes: &impl Fn(usize) -> Range<usize>,
    ) {
        let parsed = matcher.tree.parsed;
        let whole = parsed.bytes(sentence.clone());
        let begin = |t: usize| parsed.bytes(t..t + 1).start - whole.start;
        let roles = roles(matcher, mark, word, parties, bytes);
        let here = parties
            .iter()
            .zip(roles)
            .filter(|(party, _)| party.before.is_none());
        self.sided.push(SidedMark {
            sentence: parsed.text()[whole.clone()].to_owned(),
            word: begin(word),
            actors: here
                .filter_map(|(party, role)| {
                    Some((begin(party.actor.head), class_of_role(role?, mark)))
                })
                .collect(),
        });
    }

    fn learn_sides(
        &mut self,
        matcher: &Matcher<'_, '_>,
        mark: &Mark,
        word: usize,
        parties: &[Party],
        sentence: &Range<usize>,
        bytes: &impl Fn(usize) -> Range<usize>,
    ) {
        let Some(event_type) = mark.types.first() else {
            return;
        };
        let roles = roles(matcher, mark, word, parties, bytes);
        for (party, role) in parties.iter().zip(roles) {
            if let Some(role) = role {
                self.sides.push(Row {
                    features: matcher.features_of_side(party, parties, word, *event_type, sentence),
                    allowed: vec![class_of_role(role, mark)],
                    weight: 1.0,
                });
            }
        }
    }
}

/// The class among [`SIDES`] of one that is source, target, both or neither.
fn class_of_role([is_source, is_target]: [bool; 2], mark: &Mark) -> usize {
    match (is_source, is_target) {
        (true, _) | (_, true) if mark.mutual => 2,
        (true, _) => 0,
        (_, true) => 1,
        _ => 3,
    }
}

/// Of each party whether it is the source, and the target, of a marked act; none of those that
/// are of a side's country, which is named elsewhere.
fn roles(
    matcher: &Matcher<'_, '_>,
    mark: &Mark,
    word: usize,
    parties: &[Party],
    bytes: &impl Fn(usize) -> Range<usize>,
) -> Vec<Option<[bool; 2]>> {
    let country = |a: &ActorPhrase| a.country.map(|c| matcher.lexicon.code(c));
    let is = |side: &[MarkedSide], party: &Party| -> Option<bool> {
        let a = &party.actor;
        // Some(true): this mention; Some(false): the same country, elsewhere.
        let own = party.before.is_none().then(|| bytes(a.head));
        let named = side.iter().any(|s| {
            let own = own.as_ref().zip(s.bytes.as_ref());
            own.is_some_and(|(own, b)| own.start < b.end && b.start < own.end)
                && (a.country.is_none() || s.country.as_deref() == country(a))
        });
        if named {
            return Some(true);
        }
        let same = side
            .iter()
            .any(|s| s.country.is_some() && s.country.as_deref() == country(a));
        same.then_some(false)
    };
    let all: Vec<[Option<bool>; 2]> = parties
        .iter()
        .map(|a| [is(&mark.source, a), is(&mark.target, a)])
        .collect();
    // Where no mention is the marked one, the nearest of its country is.
    let nearest = |side: usize| {
        if all.iter().any(|p| p[side] == Some(true)) {
            return None;
        }
        let same = (0..parties.len()).filter(|n| all[*n][side] == Some(false));
        same.min_by_key(|n| {
            parties[*n]
                .before
                .as_ref()
                .map_or(parties[*n].actor.head.abs_diff(word), |_| 0)
        })
    };
    let nearest = [nearest(0), nearest(1)];
    let role = |(n, of): (usize, &[Option<bool>; 2])| {
        let is = [0, 1].map(|side| of[side] == Some(true) || nearest[side] == Some(n));
        let is_known = is[0] || is[1] || of[0].is_none() && of[1].is_none();
        is_known.then_some(is)
    };
    all.iter().enumerate().map(role).collect()
}

/// Whether a draft has the countries of a mark.
fn touches(matcher: &Matcher<'_, '_>, draft: &Draft, mark: &Mark) -> bool {
    let has = |side: &[ActorPhrase], marked: &[MarkedSide]| {
        marked.is_empty()
            || side.iter().any(|a| {
                let code = a.country.map(|c| matcher.lexicon.code(c));
                marked.iter().any(|m| m.country.as_deref() == code)
            })
    };
    has(&draft.source, &mark.source) && has(&draft.target, &mark.target)
        || has(&draft.target, &mark.source) && has(&draft.source, &mark.target)
}

/// Whether two have the countries of a mark's sides, whichever way.
fn pairs(
    matcher: &Matcher<'_, '_>,
    source: &ActorPhrase,
    target: &ActorPhrase,
    mark: &Mark,
) -> bool {
    let code = |a: &ActorPhrase| a.country.map(|c| matcher.lexicon.code(c).to_owned());
    let (one, other) = (code(source), code(target));
    let fits = |side: &[MarkedSide], code: &Option<String>| {
        let known: Vec<&String> = side.iter().filter_map(|s| s.country.as_ref()).collect();
        known.is_empty() || code.as_ref().is_none_or(|code| known.contains(&code))
    };
    fits(&mark.source, &one) && fits(&mark.target, &other)
        || mark.mutual && fits(&mark.source, &other) && fits(&mark.target, &one)
}
