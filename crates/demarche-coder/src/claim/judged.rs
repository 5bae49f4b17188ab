//! Acts that a sentence only judges: what an analyst foresees, what nobody sees a sign
//! of, a thaw that is called fragile. They are claims, and no events.

use super::assess::{is, is_open_question};
use super::claimant::{Claimant, Standing};
use super::view::in_marks;
use crate::matcher::{Draft, Matcher};
use demarche_event::{EventType, Quad, Status};
use demarche_lang::{Dep, Tag};

/// Whether a draft is no act but part of what somebody judges.
pub(crate) fn is_only_judged(
    matcher: &Matcher<'_, '_>,
    draft: &Draft,
    claimant: Option<&Claimant>,
) -> bool {
    is_unseen(matcher, draft) || claimant.is_some_and(|c| is_judged_by(matcher, draft, c))
}

fn is_judged_by(matcher: &Matcher<'_, '_>, draft: &Draft, claimant: &Claimant) -> bool {
    let tree = matcher.tree;
    // "Concede that", and a scholar who "says that it undermines": the saying itself.
    if draft.trigger == claimant.verb {
        let says =
            tree.clauses(claimant.verb).next().is_some() || tree.head(claimant.verb).is_none();
        // A rule for names of scorn knows an accusation from a judgement.
        let by_classifier = &matcher.lexicon.rules.by_classifier;
        // "Called him “a liar”" is said, whoever finds it.
        let unsure = by_classifier.contains(&Some(draft.rule)) && !in_marks(matcher, claimant.verb);
        let unruled = claimant.only_judges() || unsure;
        let calls = unruled && is(matcher, "regards", claimant.verb);
        let reports = is(matcher, "report", claimant.verb);
        return says && claimant.concedes || calls || says && reports && claimant.only_judges();
    }
    if !covers(matcher, claimant, draft.trigger) {
        return false;
    }
    if is_goal(matcher, draft.trigger) {
        return true;
    }
    let happened = draft.frame.status == Status::Happened;
    let believed = claimant.standing == Standing::Official
        && is(matcher, "convinced", claimant.verb)
        && !happened;
    let told = is_fact(matcher, draft) || super::is_since(matcher, draft.trigger, claimant.verb);
    !told && (claimant.only_judges() || believed)
}

/// What stays an event whoever mentions it: talks, deeds that were done, and what was
/// done in so many words, "signed the declaration".
pub(crate) fn is_fact(matcher: &Matcher<'_, '_>, draft: &Draft) -> bool {
    let rules = &matcher.lexicon.rules;
    let event_type = rules.rules[draft.rule].event_type;
    let material = matches!(
        event_type.quad(),
        Quad::MaterialConflict | Quad::MaterialCooperation
    );
    let told = || {
        matcher.tree.tag(draft.trigger) == Tag::Vbd
            && !rules.by_classifier.contains(&Some(draft.rule))
            && !is(matcher, "claim-intent", draft.trigger)
    };
    event_type == EventType::Consult
        || draft.frame.status == Status::Happened && (material || told())
}

/// Whether a claimant says what a token says.
fn covers(matcher: &Matcher<'_, '_>, claimant: &Claimant, token: usize) -> bool {
    let tree = matcher.tree;
    let above = |t: usize| {
        let mut up = t;
        for _ in 0..60 {
            match tree.head(up) {
                Some(head) => up = head,
                None => break,
            }
        }
        up
    };
    if claimant.words.contains(&token) {
        return false;
    }
    let whole = matches!(
        tree.dep(claimant.verb),
        Dep::Parataxis | Dep::Prep | Dep::Pobj | Dep::Ccomp | Dep::Advcl
    );
    is_said(matcher, claimant.verb, token) || whole && above(token) == above(claimant.verb)
}

/// Whether a token is part of what a verb says, not of how or when it was said:
/// "despite efforts to improve relations, she said".
fn is_said(matcher: &Matcher<'_, '_>, verb: usize, token: usize) -> bool {
    let tree = matcher.tree;
    let mut up = token;
    for _ in 0..60 {
        let Some(head) = tree.head(up) else {
            return false;
        };
        if head == verb {
            return matches!(
                tree.dep(up),
                Dep::Ccomp | Dep::Xcomp | Dep::Parataxis | Dep::Dobj | Dep::Oprd
            ) || tree.dep(up) == Dep::Prep && (tree.is(up, "as") || tree.is(up, "that"));
        }
        up = head;
    }
    false
}

/// "A step towards a summit", "the chance of a summit": none has been held.
fn is_goal(matcher: &Matcher<'_, '_>, trigger: usize) -> bool {
    let tree = matcher.tree;
    let mut up = trigger;
    for _ in 0..3 {
        let Some(head) = tree.head(up) else {
            return false;
        };
        if tree.is_nominal(head)
            && (is(matcher, "claim-steps", head) || is(matcher, "chance", head))
        {
            return tree.dep(up) == Dep::Prep;
        }
        up = head;
    }
    false
}

/// "There is no sign that Graustark is ready to": what nobody sees.
fn is_unseen(matcher: &Matcher<'_, '_>, draft: &Draft) -> bool {
    let tree = matcher.tree;
    let mut up = draft.trigger;
    for _ in 0..20 {
        let Some(head) = tree.head(up) else {
            return false;
        };
        if tree.dep(up) == Dep::Acl && is(matcher, "evidence", head) {
            return is_open_question(matcher, head);
        }
        up = head;
    }
    false
}
