//! Drafts that the sentence takes back: what is no act, or no act of its own.

use crate::actor::{ActorKind, ActorPhrase};
use crate::lexicon::CodeId;
use crate::matcher::{Draft, Matcher, absorbs};
use crate::when::Expression;
use crate::{cause, claim, putting_off};
use demarche_event::{EventType, Quad, Status};
use demarche_lang::{Dep, Tag};
use std::collections::BTreeSet;
use std::ops::Range;

/// Leaves out what a sentence takes back.
pub(super) fn leave_out(
    drafts: &mut Vec<Draft>,
    tokens: &Range<usize>,
    times: &[Expression],
    matcher: &Matcher<'_, '_>,
) {
    absorb(drafts, times, matcher);
    drafts.retain(|d| !d.frame.absorbed);
    drop_lifted(drafts, matcher);
    drop_kept(drafts, matcher);
    drop_deeds(drafts, matcher);
    drop_opinions(drafts, matcher);
    drop_own_course(drafts, matcher);
    drop_stationed(drafts, matcher);
    drop_agreed(drafts, matcher);
    drop_games(drafts, tokens, matcher);
    drop_objects(drafts, matcher);
    drop_calls_to_oppose(drafts, matcher);
    drop_venues(drafts, matcher);
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
    let alleged: Vec<Draft> = drafts
        .iter()
        .filter(|d| rules[d.rule].event_type == EventType::Accuse)
        .cloned()
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
                    && !alleged
                        .iter()
                        .any(|accused| is_alleged(d, accused, matcher))
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

/// Whether an act is what a charge says that the accused did to others: "accused Graustark
/// of arming the rebels in Zenda".
fn is_alleged(act: &Draft, charge: &Draft, matcher: &Matcher<'_, '_>) -> bool {
    let countries = |actors: &[ActorPhrase]| -> BTreeSet<CodeId> {
        actors.iter().filter_map(|a| a.country).collect()
    };
    let event_type = matcher.lexicon.rules.rules[act.rule].event_type;
    let (doers, suffering) = (countries(&act.source), countries(&act.target));
    claim::charge(act.trigger, matcher) == Some(charge.trigger)
        && matches!(
            event_type.quad(),
            Quad::MaterialConflict | Quad::MaterialCooperation
        )
        && !doers.is_empty()
        && !suffering.is_empty()
        && doers.is_subset(&countries(&charge.target))
        && suffering.is_disjoint(&doers)
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

/// "Should oppose hegemonism": nobody is accused, and nobody has accused.
fn drop_calls_to_oppose(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    drafts.retain(|d| {
        let accuses = matcher.lexicon.rules.rules[d.rule].event_type == EventType::Accuse;
        let told = matches!(d.frame.status, Status::Happened | Status::Ongoing);
        !accuses || told || !d.target.is_empty()
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
        // "Efforts to restore communications": nobody has communicated yet.
        let ahead = event_type == EventType::Support && d.frame.status != Status::Happened;
        Some((
            event_type,
            matcher.content(object),
            countries(&d.source),
            countries(&d.target),
            ahead,
        ))
    };
    let told: Vec<_> = drafts.iter().filter_map(object).collect();
    drafts.retain(|d| {
        let (source, target) = (countries(&d.source), countries(&d.target));
        !told.iter().any(|(event_type, noun, doers, others, ahead)| {
            let sides: BTreeSet<CodeId> = doers.union(others).copied().collect();
            let same_doer = d.source.is_empty()
                || source.is_subset(&sides)
                    && (doers.is_subset(&source) || doers.is_subset(&target));
            let own = rules[d.rule].event_type;
            let told_done = own == EventType::Consult && d.frame.status == Status::Happened;
            (*event_type == kind(own) || *ahead && told_done) && *noun == d.trigger && same_doer
        })
    });
}

/// "Agreed to deepen ties and expand cooperation": what two agree to do together, without
/// more, is what their agreement says. That flights resume is more.
fn drop_agreed(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    let tree = matcher.tree;
    let rules = &matcher.lexicon.rules.rules;
    let agreed: Vec<(usize, BTreeSet<CodeId>)> = drafts
        .iter()
        .filter(|d| {
            rules[d.rule].event_type == EventType::Agree && d.frame.status == Status::Happened
        })
        .map(|d| {
            let sides = d.source.iter().chain(&d.target).filter_map(|a| a.country);
            (d.trigger, sides.collect())
        })
        .collect();
    drafts.retain(|d| {
        let vague = matches!(
            rules[d.rule].event_type,
            EventType::Cooperate | EventType::Agree
        ) && d.frame.status == Status::Planned
            && !matcher.actors.set("resumes", tree.lemma(d.trigger));
        !vague
            || !agreed.iter().any(|(trigger, sides)| {
                *trigger != d.trigger
                    && tree.clauses(*trigger).any(|c| d.trigger == c)
                    && d.source
                        .iter()
                        .all(|a| a.country.is_some_and(|c| sides.contains(&c)))
            })
    });
}

/// "Met on the sidelines of the league's summit": where they met, and no event of its own.
fn drop_venues(drafts: &mut Vec<Draft>, matcher: &Matcher<'_, '_>) {
    let tree = matcher.tree;
    let rules = &matcher.lexicon.rules.rules;
    let consults: Vec<usize> = drafts
        .iter()
        .filter(|d| rules[d.rule].event_type == EventType::Consult)
        .flat_map(|d| [Some(d.trigger), d.carrier])
        .flatten()
        .collect();
    drafts.retain(|d| {
        let gathering = tree.is_nominal(d.trigger) && rules[d.rule].mode == Some("multilateral");
        let other = |t: &usize| *t != d.trigger && d.carrier != Some(*t);
        !gathering
            || !consults
                .iter()
                .filter(|t| other(t))
                .any(|t| tree.is_under(d.trigger, *t))
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
        ) && !(d.source.is_empty() || d.target.is_empty());
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
