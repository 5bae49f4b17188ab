//! What a sentence says that one marked actor does to another.

use crate::actor::ActorReader;
use crate::classify::{Feature, features, number_of};
use crate::frame::FrameReader;
use crate::lexicon::Lexicon;
use crate::matcher::{Heard, Matcher, TriggerKind};
use crate::mention::Mentions;
use crate::tree::Tree;
use demarche_event::{EventType, Explanation, Quad, Status};
use demarche_lang::{Dep, Parsed};
use std::ops::Range;

/// The weight of the transformer against the linear classifier.
const WEIGHT_OF_TRANSFORMER: f64 = 0.6;

/// The likeliest type of what passes between two marked actors.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The likeliest type.
    pub event_type: EventType,
    /// Its mode, if the words give one.
    pub mode: Option<&'static str>,
    /// Whether it happened.
    pub status: Status,
    /// Share of the score that the type has, 0 to 1.
    pub confidence: f64,
    /// The share of each type, highest first; together 1.
    pub scores: Vec<(EventType, f64)>,
    /// The word and the rule.
    pub explanation: Explanation,
}

/// Names what the source does to the target. Both are bytes of the parsed text;
/// one may be missing. It always names a type.
///
/// With a classifier in the lexicon, its shares decide, the rules being among its features;
/// without one, the rule whose words stand closest to both actors does. Where no
/// rule and no classifier speaks, the types share the score evenly but for a
/// small lead of talks, and the confidence says so.
pub fn relate(
    lexicon: &Lexicon,
    parsed: &Parsed,
    source: Option<Range<usize>>,
    target: Option<Range<usize>>,
) -> Relation {
    let classifier = lexicon.classifier.as_ref();
    let tree = Tree::new(parsed, lexicon);
    let bytes = (source.clone(), target.clone());
    let (source, target) = (locate(&tree, source), locate(&tree, target));
    let (scores, readings) = rule_scores(lexicon, &tree, source.as_ref(), target.as_ref());
    let shares: Vec<f64> = match classifier {
        Some(classifier) => {
            let features = features(
                &tree,
                0..parsed.len(),
                source.as_ref(),
                target.as_ref(),
                &scores,
            );
            let mut shares = classifier.shares(&features);
            if let Some(reader) = &lexicon.pair_reader {
                let read = reader.shares(parsed.text(), bytes.0.as_ref(), bytes.1.as_ref());
                classifier.hear(
                    &mut shares,
                    WEIGHT_OF_TRANSFORMER,
                    reader.labels().zip(read),
                );
            }
            let mut acts = vec![0.0; EventType::ALL.len()];
            for (name, share) in classifier.classes().iter().zip(shares) {
                if let Some(class) = lexicon.classes.iter().find(|c| c.name == *name) {
                    acts[number_of(class.crosswalk)] += share;
                }
            }
            let total: f64 = acts.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            acts.into_iter().map(|share| share / total).collect()
        }
        None => {
            let weights: Vec<f64> = scores
                .iter()
                .zip(EventType::ALL)
                .map(|(score, e)| {
                    (1.2 * score).exp() + if *e == EventType::Consult { 0.1 } else { 0.0 }
                })
                .collect();
            let total: f64 = weights.iter().sum();
            weights.into_iter().map(|w| w / total).collect()
        }
    };
    let mut ranked: Vec<(EventType, f64)> = EventType::ALL.iter().copied().zip(shares).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let (event_type, confidence) = ranked[0];
    let reading = readings
        .into_iter()
        .filter(|r| r.event_type == event_type)
        .max_by(|a, b| a.score.total_cmp(&b.score));
    let (mode, status, rule, step) = match reading {
        Some(reading) => (
            reading.mode.filter(|m| event_type.modes().contains(m)),
            reading.status,
            reading.rule,
            format!(
                "\u{201c}{}\u{201d} reports {event_type}",
                tree.text(reading.trigger)
            ),
        ),
        None if classifier.is_some() => (
            None,
            Status::Happened,
            "classifier".to_owned(),
            "no rule knows the words; the classifier finds them closest to this type".to_owned(),
        ),
        None => (
            None,
            Status::Happened,
            "none".to_owned(),
            "no word of the sentence reports an act that a rule knows".to_owned(),
        ),
    };
    Relation {
        event_type,
        mode,
        status,
        confidence,
        scores: ranked,
        explanation: Explanation {
            rule,
            steps: vec![step],
        },
    }
}

/// The features of a sentence, as the classifier sees it.
pub(crate) fn question(
    lexicon: &Lexicon,
    parsed: &Parsed,
    source: Option<Range<usize>>,
    target: Option<Range<usize>>,
) -> Vec<Feature> {
    let tree = Tree::new(parsed, lexicon);
    let (source, target) = (locate(&tree, source), locate(&tree, target));
    let (scores, _) = rule_scores(lexicon, &tree, source.as_ref(), target.as_ref());
    features(
        &tree,
        0..parsed.len(),
        source.as_ref(),
        target.as_ref(),
        &scores,
    )
}

fn locate(tree: &Tree<'_>, bytes: Option<Range<usize>>) -> Option<Range<usize>> {
    bytes.and_then(|bytes| span(tree, &bytes))
}

/// How strongly the rules speak for each type, and what each rule reads.
fn rule_scores(
    lexicon: &Lexicon,
    tree: &Tree<'_>,
    source: Option<&Range<usize>>,
    target: Option<&Range<usize>>,
) -> (Vec<f64>, Vec<Reading>) {
    let mentions = Mentions::find(lexicon, tree);
    let actors = ActorReader::alone(lexicon, tree, &mentions, 0);
    let frames = FrameReader { lexicon, tree };
    let matcher = Matcher {
        lexicon,
        tree,
        actors: &actors,
        frames: &frames,
        heard: &Heard::default(),
    };
    scores_within(&matcher, 0..tree.parsed.len(), source, target)
}

/// The same for the words of one sentence.
pub(crate) fn scores_within(
    matcher: &Matcher<'_, '_>,
    sentence: Range<usize>,
    source: Option<&Range<usize>>,
    target: Option<&Range<usize>>,
) -> (Vec<f64>, Vec<Reading>) {
    let (lexicon, tree, frames) = (matcher.lexicon, matcher.tree, matcher.frames);
    let mut scores = vec![0.0f64; EventType::ALL.len()];
    let mut readings = Vec::new();
    for t in sentence {
        let inside = |span: Option<&Range<usize>>| span.is_some_and(|s| s.contains(&t));
        let Some((kind, triggers)) = matcher.triggers(t) else {
            continue;
        };
        if kind == TriggerKind::Noun && matcher.is_inside_name(t) {
            continue;
        }
        let Some(trigger) = triggers
            .iter()
            .find(|trigger| matcher.words_fit(trigger, t, kind).is_some())
        else {
            continue;
        };
        let rule = &lexicon.rules.rules[trigger.rule];
        let carrier = if kind == TriggerKind::Noun {
            frames.carrier(t)
        } else {
            None
        };
        let frame = match kind {
            TriggerKind::Noun => frames.of_noun(t),
            _ => frames.of_verb(
                tree.verb_above(t)
                    .filter(|_| kind == TriggerKind::Adjective)
                    .unwrap_or(t),
            ),
        };
        let link = Link {
            matcher,
            trigger: t,
            carrier,
        };
        let mut score = rule.confidence * (link.source(source) + link.target(target));
        if frame.absorbed {
            score *= 0.5;
        }
        if inside(source) || inside(target) {
            score *= 0.6;
        }
        // What is asked, promised or refused is the act between the two; what it
        // is about hangs under it.
        let speaks = matches!(rule.event_type.quad(), Quad::VerbalConflict)
            || rule.event_type == EventType::Agree;
        if speaks {
            score *= 1.2;
        }
        let status = rule.status.unwrap_or(frame.status);
        let event_type = foreseen(rule.event_type, status);
        let class = number_of(event_type);
        scores[class] = scores[class].max(score);
        readings.push(Reading {
            event_type,
            score,
            mode: rule.mode,
            status,
            trigger: t,
            rule: rule.id.clone(),
        });
    }
    (scores, readings)
}

/// What a rule reads in a word.
pub(crate) struct Reading {
    event_type: EventType,
    score: f64,
    mode: Option<&'static str>,
    status: Status,
    trigger: usize,
    rule: String,
}

/// PLOVER's manual (1.3, section 3.1) takes foreseen cooperation for a promise.
fn foreseen(event_type: EventType, status: Status) -> EventType {
    let ahead = matches!(status, Status::Planned | Status::Proposed);
    match event_type {
        EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid
            if ahead =>
        {
            EventType::Agree
        }
        other => other,
    }
}

/// The tokens that bytes touch.
fn span(tree: &Tree<'_>, bytes: &Range<usize>) -> Option<Range<usize>> {
    let tokens: Vec<usize> = tree
        .parsed
        .tokens()
        .filter(|t| t.start() < bytes.end && bytes.start < t.end())
        .map(|t| t.number())
        .collect();
    Some(*tokens.first()?..tokens.last()? + 1)
}

/// How closely the marked actors hang on a trigger, each from 0 to 3.
struct Link<'m, 'a, 'l> {
    matcher: &'m Matcher<'a, 'l>,
    trigger: usize,
    carrier: Option<usize>,
}

impl Link<'_, '_, '_> {
    fn head(&self, span: &Range<usize>) -> usize {
        let tree = self.matcher.tree;
        span.clone()
            .find(|t| tree.head(*t).is_none_or(|h| !span.contains(&h)))
            .unwrap_or(span.start)
    }

    fn source(&self, span: Option<&Range<usize>>) -> f64 {
        let Some(span) = span else { return 1.0 };
        let tree = self.matcher.tree;
        let head = self.head(span);
        let t = self.trigger;
        let is = |found: Option<usize>| {
            found.is_some_and(|f| span.contains(&f) || tree.conjuncts(f).contains(&head))
        };
        if tree.is_verb(t) {
            if is(tree.actor_subject(t)) {
                return 3.0;
            }
            if is(tree.object(t)) {
                return 0.7;
            }
        } else {
            let owners = [
                tree.child(t, Dep::Poss),
                self.carrier.and_then(|v| tree.actor_subject(v)),
            ];
            if owners.into_iter().any(is) {
                return 3.0;
            }
            if ["by", "of", "from"]
                .iter()
                .any(|p| tree.prepositional(t, p).into_iter().any(|o| is(Some(o))))
            {
                return 2.5;
            }
            if tree.base_phrase(t).any(|w| span.contains(&w)) {
                return 2.3;
            }
        }
        // The subject of a clause above speaks or acts through the trigger.
        if let Some(verb) = tree.verb_above(t)
            && is(tree.actor_subject(verb))
        {
            return 2.0;
        }
        2.0 / (1.0 + self.distance(head))
    }

    fn target(&self, span: Option<&Range<usize>>) -> f64 {
        let Some(span) = span else { return 1.0 };
        let tree = self.matcher.tree;
        let head = self.head(span);
        let t = self.trigger;
        let is = |found: Option<usize>| {
            found.is_some_and(|f| span.contains(&f) || tree.conjuncts(f).contains(&head))
        };
        if tree.is_verb(t) && is(tree.object(t)) {
            return 3.0;
        }
        let under = tree
            .steps_up(head, t)
            .or_else(|| self.carrier.and_then(|c| tree.steps_up(head, c)));
        match under {
            Some(steps) => 2.8 - 0.25 * (steps.min(8) as f64),
            None => 1.5 / (1.0 + self.distance(head)),
        }
    }

    /// Steps through the tree between a token and the trigger.
    fn distance(&self, token: usize) -> f64 {
        let tree = self.matcher.tree;
        let mut up = token;
        for steps in 0..40 {
            if let Some(down) = tree.steps_up(self.trigger, up) {
                return (steps + down) as f64;
            }
            match tree.head(up) {
                Some(head) => up = head,
                None => break,
            }
        }
        20.0
    }
}
