//! What the narrator judges of states without a word of judgement: what they ought to
//! do or can't, what they are after, what they may do next, how the wind has turned.

use super::assess::{is, is_negated};
use super::meaning::meaning;
use super::verdict::is_verdict;
use crate::discourse::Discourse;
use crate::figure::countries;
use crate::matcher::Matcher;
use demarche_event::{ClaimDirection, Sector};
use demarche_lang::{Dep, Pos, Tag};
use std::ops::Range;

/// Where a judgement leans whose words lean nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Narrated {
    pub direction: Option<ClaimDirection>,
    /// The word that names the side that is after something.
    pub by: Option<usize>,
}

/// What the narrator judges in the main clauses of a sentence, but for those that tell
/// one of the acts in `told` and those that give what `speaker`, a verb, has somebody say.
pub(super) fn narrated(
    matcher: &Matcher<'_, '_>,
    tokens: Range<usize>,
    speaker: Option<usize>,
    told: &[usize],
    discourse: &Discourse,
) -> Option<Narrated> {
    let tree = matcher.tree;
    let last = tokens.clone().next_back()?;
    if (tokens.start..=last).rev().take(2).any(|t| tree.is(t, "?")) {
        return None;
    }
    let clause = Clause {
        matcher,
        told,
        discourse,
    };
    let own =
        |t: &usize| tree.is_verb(*t) && speaker.is_none_or(|speaker| is_own(matcher, *t, speaker));
    let says = |t: &usize| tree.is_main(*t) || before_colon(matcher, *t) || is_reason(matcher, *t);
    let main = tokens.clone().filter(own).filter(says);
    let beside = tokens.filter(own).filter(|t| !says(t));
    let mut judged = main.filter_map(|verb| clause.judges(verb));
    judged
        .next()
        .or_else(|| beside.filter_map(|verb| clause.strives_beside(verb)).next())
}

/// "There are three reasons why the visit is a success": what the reasons are for.
fn is_reason(matcher: &Matcher<'_, '_>, verb: usize) -> bool {
    let tree = matcher.tree;
    let why = |c: usize| is(matcher, "asks-why", c);
    tree.dep(verb) == Dep::Relcl && tree.children(verb).any(why)
}

/// "It has hedged: in May it signed": what stands before a colon or semicolon may be read
/// as what the verb after it says.
fn before_colon(matcher: &Matcher<'_, '_>, verb: usize) -> bool {
    let tree = matcher.tree;
    let Some(head) = tree.head(verb).filter(|head| tree.is_main(*head)) else {
        return false;
    };
    let parts = |t: &usize| matches!(tree.text(*t), ":" | ";");
    let says = |t: usize| tree.is_verb(t) && is(matcher, "report", t);
    let end = (verb..head).find(parts);
    tree.dep(verb) == Dep::Ccomp && end.is_some_and(|end| !(verb..end).any(says)) && !says(head)
}

/// Whether a main clause is the narrator's beside one in which somebody speaks.
fn is_own(matcher: &Matcher<'_, '_>, verb: usize, speaker: usize) -> bool {
    let tree = matcher.tree;
    // "The thaw is fragile, said X": the saying hangs on what is said.
    let closes = tree.is_under(speaker, verb) && !tree.is_main(speaker);
    tree.is_verb(speaker) && verb != speaker && !closes && !tree.is_under(verb, speaker)
}

/// "Both", "none of the three"
fn own_is_pair(matcher: &Matcher<'_, '_>, t: usize) -> bool {
    let of = matcher.tree.prepositional(t, "of");
    let several = |o: &usize| matcher.actors.is_pair_word(*o) || is(matcher, "number-of-sides", *o);
    matcher.actors.is_pair_word(t) || of.iter().any(several)
}

/// A main clause, with what is known of the sentence it stands in.
struct Clause<'c, 'a, 'l> {
    matcher: &'c Matcher<'a, 'l>,
    told: &'c [usize],
    discourse: &'c Discourse,
}

impl Clause<'_, '_, '_> {
    fn judges(&self, verb: usize) -> Option<Narrated> {
        let leaning = |direction| {
            Some(Narrated {
                direction,
                by: None,
            })
        };
        if self.is_quoted(verb) {
            return None;
        }
        if self.turns(verb) {
            return leaning(self.turn(verb));
        }
        if let Some(direction) = meaning(self.matcher, verb) {
            return leaning(direction);
        }
        if self.is_needed(verb)
            || self.comes(verb)
            || is_verdict(self.matcher, verb, &[])
            || self.foretells(verb)
            || self.nobody_thought(verb)
        {
            return leaning(None);
        }
        let tree = self.matcher.tree;
        let subject = tree
            .actor_subject(verb)
            .or_else(|| tree.surface_subject(verb))?;
        if self.cannot(verb) && is(self.matcher, "narrated-course", subject) {
            return leaning(None);
        }
        if !self.is_state(subject) || !self.is_of_another(subject) {
            return None;
        }
        if self.ought(verb) || self.cannot(verb) || self.may(verb) || self.shifts(verb) {
            return leaning(None);
        }
        self.strives(verb).then_some(Narrated {
            direction: Some(ClaimDirection::Tactical),
            by: Some(subject),
        })
    }

    /// "…, as Graustark looks to widen its influence": what a state is after is told in
    /// passing too.
    fn strives_beside(&self, verb: usize) -> Option<Narrated> {
        let tree = self.matcher.tree;
        let aside = match tree.dep(verb) {
            Dep::Relcl => true,
            Dep::Advcl => tree.has_child(verb, Dep::Nsubj),
            // "By courting the islands"
            Dep::Pcomp => {
                is(self.matcher, "narrated-plays", verb)
                    && tree.head(verb).is_some_and(|by| tree.is(by, "by"))
            }
            _ => false,
        };
        let above = tree.head(verb).and_then(|head| tree.verb_above(head));
        let said = above.is_some_and(|t| is(self.matcher, "report", t));
        if !aside || said || self.is_quoted(verb) {
            return None;
        }
        let subject = tree.surface_subject(verb)?;
        let after = self.is_state(subject) && self.is_of_another(subject) && self.strives(verb);
        after.then_some(Narrated {
            direction: Some(ClaimDirection::Tactical),
            by: Some(subject),
        })
    }

    /// A state, or whoever acts for one.
    fn is_state(&self, t: usize) -> bool {
        let matcher = self.matcher;
        let named = matcher.actors.actors(t, self.discourse);
        own_is_pair(matcher, t)
            || named.iter().any(|a| {
                let acts = matches!(
                    a.sector,
                    None | Some(Sector::Gov | Sector::Mil | Sector::Igo)
                );
                a.country.is_some() && acts && !a.only_comments()
            })
    }

    /// Whether the sentence names a state beside the one that a subject stands for.
    fn is_of_another(&self, subject: usize) -> bool {
        let matcher = self.matcher;
        let own = matcher.actors.actors(subject, self.discourse);
        let own = |code: &String| {
            own.iter()
                .filter_map(|a| a.country)
                .any(|c| matcher.lexicon.code(c) == code)
        };
        let sentence = matcher.tree.token(subject).sentence().tokens();
        let named = countries(matcher, sentence, &[]);
        own_is_pair(matcher, subject) || named.iter().any(|code| !own(code))
    }

    fn modal(&self, verb: usize, set: &str) -> bool {
        let tree = self.matcher.tree;
        tree.children(verb)
            .any(|c| tree.dep(c) == Dep::Aux && c < verb && is(self.matcher, set, c))
    }

    /// Whether a verb, or what hangs on it, is an act that was read.
    fn is_told(&self, verb: usize) -> bool {
        let tree = self.matcher.tree;
        let goal = |c: &usize| matches!(tree.dep(*c), Dep::Xcomp | Dep::Dobj | Dep::Ccomp);
        let within = |c: usize| self.told.iter().any(|t| tree.is_under(*t, c));
        self.told.contains(&verb) || tree.children(verb).filter(goal).any(within)
    }

    /// "Graustark should not take sides", "Ruritania needs to consult Graustark".
    fn ought(&self, verb: usize) -> bool {
        let tree = self.matcher.tree;
        // "Has to"; not "has yet to".
        let has_to = || is(self.matcher, "have", verb) && tree.is(verb + 1, "to");
        let needs = is(self.matcher, "narrated-needs", verb) || has_to();
        self.modal(verb, "modal-ought") || needs && tree.has_child(verb, Dep::Xcomp)
    }

    /// Whether somebody is named after it who said so: "…, he said".
    fn is_quoted(&self, verb: usize) -> bool {
        let tree = self.matcher.tree;
        tree.children(verb).any(|c| {
            c > verb
                && tree.is_verb(c)
                && matches!(tree.dep(c), Dep::Parataxis | Dep::Ccomp)
                && is(self.matcher, "report", c)
        })
    }

    /// "Graustark cannot bully its neighbours".
    fn cannot(&self, verb: usize) -> bool {
        self.modal(verb, "narrated-can") && self.matcher.tree.has_child(verb, Dep::Neg)
    }

    /// "Graustark may use its ties to loosen the alliance".
    fn may(&self, verb: usize) -> bool {
        self.modal(verb, "narrated-may") && !self.is_told(verb)
    }

    /// "Graustark wants a neighbour that abstains", "has courted the islands".
    fn strives(&self, verb: usize) -> bool {
        let tree = self.matcher.tree;
        let goal = tree.has_child(verb, Dep::Xcomp) || tree.has_child(verb, Dep::Dobj);
        let plays = |t: usize| is(self.matcher, "narrated-plays", t);
        let subject = tree.surface_subject(verb);
        let of_states = || {
            subject.is_some_and(|s| own_is_pair(self.matcher, s))
                || tree.children(verb).any(|c| {
                    matches!(tree.dep(c), Dep::Xcomp | Dep::Dobj) && self.concerns_states(c)
                })
        };
        let after = is(self.matcher, "narrated-strives", verb)
            && goal
            && of_states()
            && (!self.is_told(verb) || tree.child(verb, Dep::Xcomp).is_some_and(plays));
        (after || plays(verb)) && !tree.is_passive(verb)
    }

    /// Whether what is wanted is another state or a course with it, and no building
    /// in its capital.
    fn concerns_states(&self, goal: usize) -> bool {
        let tree = self.matcher.tree;
        (tree.left(goal)..tree.end(goal)).any(|t| {
            let within = tree
                .head(t)
                .is_some_and(|head| tree.dep(t) == Dep::Pobj && is(self.matcher, "in", head));
            is(self.matcher, "narrated-course", t)
                || is(self.matcher, "narrated-stakes", t)
                || self.matcher.actors.mentions.at(t).is_some() && !within
        })
    }

    /// "Graustark has moved from neutrality to a policy of alliance", "has seen changes in
    /// its relationship with Ruritania".
    fn shifts(&self, verb: usize) -> bool {
        let tree = self.matcher.tree;
        let course = |c: usize| {
            (tree.left(c)..tree.end(c)).any(|t| {
                tree.is_nominal(t)
                    && (is(self.matcher, "narrated-course", t)
                        || is(self.matcher, "narrated-line", t))
            })
        };
        let moves = is(self.matcher, "narrated-shifts", verb)
            && tree.children(verb).any(|c| {
                tree.dep(c) == Dep::Prep && is(self.matcher, "to-or-from", c) && course(c)
            });
        let sees = is(self.matcher, "sees", verb)
            && tree
                .object(verb)
                .is_some_and(|o| is(self.matcher, "narrated-shift", o) && course(o));
        (moves || sees) && !self.told.contains(&verb)
    }

    /// "There is a need to consult Graustark".
    fn is_needed(&self, verb: usize) -> bool {
        let tree = self.matcher.tree;
        let needed = |c: usize| {
            is(self.matcher, "narrated-needs", c)
                && tree.is_nominal(c)
                && tree.has_child(c, Dep::Acl)
        };
        let sentence = tree.token(verb).sentence().tokens();
        tree.child(verb, Dep::Attr).is_some_and(needed)
            && !countries(self.matcher, sentence, &[]).is_empty()
    }

    /// "The turning point came in May".
    fn comes(&self, verb: usize) -> bool {
        let tree = self.matcher.tree;
        is(self.matcher, "narrated-comes", verb)
            && tree.child(verb, Dep::Nsubj).is_some_and(|s| {
                tree.children(s).any(|m| {
                    matches!(tree.dep(m), Dep::Amod | Dep::Compound)
                        && is(self.matcher, "verdict-words", m)
                })
            })
    }

    /// "Expect the critics to fall silent."
    fn foretells(&self, verb: usize) -> bool {
        let tree = self.matcher.tree;
        is(self.matcher, "narrated-expect", verb)
            && matches!(tree.tag(verb), Tag::Vb | Tag::Vbp)
            && tree.surface_subject(verb).is_none()
            && (tree.clauses(verb).next().is_some() || tree.has_child(verb, Dep::Xcomp))
    }

    /// "Few would have predicted that".
    fn nobody_thought(&self, verb: usize) -> bool {
        let tree = self.matcher.tree;
        is(self.matcher, "assess", verb)
            && self.modal(verb, "narrated-would")
            && tree
                .surface_subject(verb)
                .is_some_and(|s| is(self.matcher, "claim-nobody", s))
    }

    /// "The ice broke", "the mood turned", "the door was opened".
    fn turns(&self, verb: usize) -> bool {
        let tree = self.matcher.tree;
        let subject = tree
            .children(verb)
            .find(|c| matches!(tree.dep(*c), Dep::Nsubj | Dep::Nsubjpass));
        subject.is_some_and(|s| {
            tree.pos(s) == Pos::Noun
                && is(self.matcher, "narrated-weather", s)
                && ["narrated-turns", "narrated-opens", "narrated-closes"]
                    .iter()
                    .any(|set| is(self.matcher, set, verb))
        })
    }

    fn turn(&self, verb: usize) -> Option<ClaimDirection> {
        let opens = is(self.matcher, "narrated-opens", verb);
        let closes = is(self.matcher, "narrated-closes", verb);
        match (opens, closes, is_negated(self.matcher, verb)) {
            (true, false, false) | (false, true, true) => Some(ClaimDirection::Cooperative),
            (false, true, false) | (true, false, true) => Some(ClaimDirection::Conflictual),
            _ => None,
        }
    }
}
