//! Buildings and works that a state plans abroad, and what they wait for.

use super::{MatterReader, Named};
use demarche_event::MatterKind;
use demarche_lang::{Dep, Tag};
use std::ops::Range;

impl MatterReader<'_, '_, '_> {
    /// "Wants to build an embassy in Zenda", "Graustark's planned embassy in Zenda".
    pub(super) fn project(&self, t: usize) -> Option<Named> {
        let tree = self.matcher.tree;
        let (owner, work) = match tree.is_verb(t) {
            true => self.builds(t)?,
            false => self.planned(t)?,
        };
        let by = self.official(owner)?;
        let country = self.code_of(&by)?;
        let mut towards = self.countries(work + 1..self.phrase(work).end);
        towards.extend(self.joined(t, &["in", "on", "near"]));
        towards.dedup();
        let condition = self.pending();
        let named = Named {
            countries: vec![country],
            towards,
            date: self.date_on(&[t]).filter(|_| tree.is_verb(t)),
            condition,
            ..Named::new(MatterKind::Project, t, self.phrase(work))
        }
        .apart();
        (!named.towards.is_empty() || named.condition.is_some()).then_some(named)
    }

    /// Who is to build what: "wants to build an embassy", "will build a port".
    fn builds(&self, verb: usize) -> Option<(usize, usize)> {
        let tree = self.matcher.tree;
        if !self.is("builds", verb) || tree.has_child(verb, Dep::Neg) {
            return None;
        }
        let work = tree.object(verb).filter(|o| self.is("works", *o))?;
        let will = tree.children(verb).any(|c| tree.tag(c) == Tag::Md);
        let wants = tree.head(verb).is_some_and(|above| {
            let under = matches!(tree.dep(verb), Dep::Xcomp | Dep::Acl | Dep::Pcomp);
            under && self.is("plans-works", above)
        });
        (will || wants).then_some(())?;
        // "The plan of Graustark to build an embassy"
        let owner = tree.actor_subject(verb)?;
        Some((owner, work))
    }

    /// "Graustark's planned embassy", "plans by Graustark for an embassy".
    fn planned(&self, noun: usize) -> Option<(usize, usize)> {
        let tree = self.matcher.tree;
        if !tree.is_nominal(noun) {
            return None;
        }
        if self.is("works", noun) && self.described_by(noun, "planned").is_some() {
            return Some((tree.child(noun, Dep::Poss)?, noun));
        }
        let work = *tree.prepositional(noun, "for").first()?;
        let plans = self.is("plans-works", noun) && self.is("works", work);
        let owner = tree.child(noun, Dep::Poss)?;
        plans.then_some((owner, work))
    }

    /// What is yet to be decided: "Zenda has yet to approve the plans", "pending a permit".
    fn pending(&self) -> Option<Range<usize>> {
        let tree = self.matcher.tree;
        self.tokens.clone().find_map(|t| {
            if tree.is_verb(t) && self.is("permits-works", t) {
                // "has yet to approve", "has not approved"
                let above = tree.head(t).filter(|above| {
                    tree.dep(t) == Dep::Xcomp && tree.children(*above).any(|c| self.is("yet", c))
                });
                let yet = tree.children(t).any(|c| self.is("yet", c));
                let open = above.is_some() || yet || tree.has_child(t, Dep::Neg);
                let top = above.unwrap_or(t);
                return open.then(|| self.clause(top));
            }
            if self.is("awaits", t) {
                let below = tree.left(t)..tree.end(t);
                let permit = below.clone().any(|w| w > t && self.is("works-permits", w));
                return permit.then_some(t..below.end);
            }
            None
        })
    }

    /// The words of a clause, without what joins it to another.
    fn clause(&self, verb: usize) -> Range<usize> {
        let tree = self.matcher.tree;
        let joins =
            |c: &usize| *c > verb && matches!(tree.dep(*c), Dep::Cc | Dep::Conj | Dep::Punct);
        let end = tree
            .children(verb)
            .find(joins)
            .map_or(tree.end(verb), |c| tree.left(c));
        let mut start = tree.left(verb);
        while start < verb && matches!(tree.dep(start), Dep::Cc | Dep::Mark | Dep::Punct) {
            start += 1;
        }
        start..end
    }
}

/// What a later sentence says that a project waits for.
pub(crate) fn permit_told_later(reader: &MatterReader<'_, '_, '_>) -> Option<String> {
    let clause = reader.pending()?;
    let tree = reader.matcher.tree;
    let points_back = clause.clone().any(|t| {
        let definite = |c| tree.dep(c) == Dep::Det && reader.is("definite", c);
        let thing = reader.is("works", t) || reader.is("plans-works", t);
        tree.is_nominal(t) && thing && tree.children(t).any(definite)
    });
    points_back.then(|| crate::circumstance::words(clause, reader.matcher))
}
