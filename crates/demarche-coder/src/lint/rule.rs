use super::file::Entry;
use super::{Finding, Gravity};
use crate::lexicon::{Lexicon, Need, Rule, SourceIs, TargetIs, Trigger, Words};
use std::collections::{BTreeMap, BTreeSet};

/// Checks the rules against each other and against the cases.
pub(super) fn check(
    lexicon: &Lexicon,
    entries: &[Entry<'_>],
    exercised: Option<&BTreeSet<String>>,
    findings: &mut Vec<Finding>,
) {
    let by_id: BTreeMap<&str, &Entry<'_>> = entries
        .iter()
        .filter(|entry| entry.kind == "rule")
        .filter_map(|entry| Some((entry.str("id")?, entry)))
        .collect();
    let rules = &lexicon.rules.rules;
    for rule in rules {
        if let Some(entry) = by_id.get(rule.id.as_str()) {
            for (field, yes, no) in [
                ("object", &rule.object, &rule.object_not),
                ("clause", &rule.clause, &rule.clause_not),
                ("modifier", &rule.modifier, &rule.modifier_not),
            ] {
                if !yes.is_empty() && yes.iter_sorted().iter().all(|word| no.has(word)) {
                    findings.push(entry.finding_at(
                        field,
                        "never-matches",
                        Gravity::Error,
                        format!("`{field}_not` excludes all that `{field}` asks for"),
                    ));
                }
            }
        }
    }
    let triggers = triggers(lexicon);
    unreachable(rules, &triggers, &by_id, findings);
    overlapping(rules, &triggers, &by_id, findings);
    if let Some(exercised) = exercised {
        for (id, entry) in &by_id {
            if !exercised.contains(*id) {
                findings.push(
                    entry.finding(
                        "no-case",
                        Gravity::Warning,
                        "no case exercises it; write one that it makes pass, and a near miss"
                            .to_owned(),
                    ),
                );
            }
        }
    }
}

/// The rules under each trigger in the order in which they are tried, with the
/// words of the trigger.
fn triggers(lexicon: &Lexicon) -> Vec<(String, &[Trigger])> {
    let rules = &lexicon.rules;
    let mut all: Vec<(String, &[Trigger])> = Vec::new();
    for (kind, index) in [
        ("verb", &rules.verbs),
        ("noun", &rules.nouns),
        ("adjective", &rules.adjectives),
    ] {
        #[allow(clippy::iter_over_hash_type)] // put in order below
        for (lemma, triggers) in index {
            all.push((format!("{kind} \"{lemma}\""), triggers.as_slice()));
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// Rules before which, under each of their words, stands another that asks for
/// no more.
fn unreachable(
    rules: &[Rule],
    triggers: &[(String, &[Trigger])],
    by_id: &BTreeMap<&str, &Entry<'_>>,
    findings: &mut Vec<Finding>,
) {
    let mut free: BTreeSet<&str> = BTreeSet::new();
    let mut behind: BTreeMap<&str, &str> = BTreeMap::new();
    for (_, list) in triggers {
        for (at, trigger) in list.iter().enumerate() {
            let rule = &rules[trigger.rule];
            let taker = list[..at].iter().find(|earlier| {
                rules[earlier.rule].id != rule.id
                    && (earlier.particle.is_none() || earlier.particle == trigger.particle)
                    && asks_no_more(&rules[earlier.rule], rule)
            });
            match taker {
                Some(taker) => {
                    behind.insert(&rule.id, &rules[taker.rule].id);
                }
                None => {
                    free.insert(&rule.id);
                }
            }
        }
    }
    for (id, taker) in behind {
        if !free.contains(id)
            && let Some(entry) = by_id.get(id)
        {
            findings.push(entry.finding(
                "unreachable",
                Gravity::Warning,
                format!(
                    "rule {taker} takes all that it could match; ask for more, or less in the other"
                ),
            ));
        }
    }
}

/// Whether whatever fits `other` fits `rule`.
fn asks_no_more(rule: &Rule, other: &Rule) -> bool {
    let within = |rule: &Words, other: &Words| {
        rule.is_empty()
            || (!other.is_empty() && other.iter_sorted().iter().all(|word| rule.has(word)))
    };
    let excludes_no_more =
        |rule: &Words, other: &Words| rule.iter_sorted().iter().all(|word| other.has(word));
    let with = rule.with.iter().all(|(preposition, words)| {
        let same = other.with.iter().find(|(p, _)| p == preposition);
        same.is_some_and(|(_, others)| within(words, others))
    });
    let slots = rule.source == other.source && rule.target == other.target;
    let parties = rule.need == other.need
        && (rule.target_is == TargetIs::Any || rule.target_is == other.target_is)
        && (rule.source_is == SourceIs::Any || rule.source_is == other.source_is);
    with && slots
        && parties
        && within(&rule.object, &other.object)
        && within(&rule.subject, &other.subject)
        && within(&rule.clause, &other.clause)
        && within(&rule.clause_modal, &other.clause_modal)
        && within(&rule.complement, &other.complement)
        && within(&rule.modifier, &other.modifier)
        && excludes_no_more(&rule.object_not, &other.object_not)
        && excludes_no_more(&rule.clause_not, &other.clause_not)
        && excludes_no_more(&rule.modifier_not, &other.modifier_not)
        && (rule.voice.is_none() || rule.voice == other.voice)
        && (!rule.negated || other.negated)
}

/// Pairs of rules of different types that the same words fit, and of which
/// neither asks for more than the other: the order of the files decides.
fn overlapping(
    rules: &[Rule],
    triggers: &[(String, &[Trigger])],
    by_id: &BTreeMap<&str, &Entry<'_>>,
    findings: &mut Vec<Finding>,
) {
    let mut pairs: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (words, list) in triggers {
        for (at, trigger) in list.iter().enumerate() {
            let rule = &rules[trigger.rule];
            for earlier in &list[..at] {
                let other = &rules[earlier.rule];
                if other.event_type != rule.event_type
                    && earlier.particle == trigger.particle
                    && other.specificity() == rule.specificity()
                    && both_fit(rule, other)
                {
                    let pair = (rule.id.as_str(), other.id.as_str());
                    pairs.entry(pair).or_default().push(words);
                }
            }
        }
    }
    for ((id, other), words) in pairs {
        let Some(entry) = by_id.get(id) else { continue };
        let shown: Vec<&str> = words.iter().copied().take(4).collect();
        let more = if words.len() > 4 { ", …" } else { "" };
        let (a, b) = (rule_type(rules, id), rule_type(rules, other));
        findings.push(entry.finding(
            "overlapping-rules",
            Gravity::Warning,
            format!(
                "{}{more} may be {a} by it and {b} by rule {other}, which asks for as much and is tried first; ask for more in one",
                shown.join(", ")
            ),
        ));
    }
}

fn rule_type(rules: &[Rule], id: &str) -> &'static str {
    let rule = rules.iter().rfind(|rule| rule.id == id);
    rule.map_or("", |rule| rule.event_type.as_str())
}

/// Whether there are words that fit both.
fn both_fit(one: &Rule, other: &Rule) -> bool {
    let meet = |a: &Words, b: &Words| {
        a.is_empty() || b.is_empty() || a.iter_sorted().iter().any(|word| b.has(word))
    };
    let spared = |yes: &Words, no: &Words| {
        yes.is_empty() || yes.iter_sorted().iter().any(|word| !no.has(word))
    };
    let with = one.with.iter().all(|(preposition, words)| {
        let same = other.with.iter().find(|(p, _)| p == preposition);
        // Both phrases may stand there, but hardly ever do.
        match same {
            Some((_, others)) => meet(words, others),
            None => other.with.is_empty(),
        }
    });
    let needs = |rule: &Rule| matches!(rule.need, Need::Both);
    let voices = one.voice.is_none() || other.voice.is_none() || one.voice == other.voice;
    with && voices
        && (needs(one) == needs(other))
        && one.source == other.source
        && one.target == other.target
        && meet(&one.object, &other.object)
        && meet(&one.subject, &other.subject)
        && meet(&one.clause, &other.clause)
        && meet(&one.clause_modal, &other.clause_modal)
        && meet(&one.complement, &other.complement)
        && meet(&one.modifier, &other.modifier)
        && [(one, other), (other, one)].iter().all(|(a, b)| {
            spared(&a.object, &b.object_not)
                && spared(&a.clause, &b.clause_not)
                && spared(&a.modifier, &b.modifier_not)
        })
}
