//! Drafts that are claims and figures, not events.

use super::Narrative;
use crate::claim::claimant::Claimant;
use crate::claim::weighed::weigh;
use crate::matcher::{Draft, Matcher};
use crate::when::Expression;
use crate::when::quantity::quantities;
use crate::{contact, forecast};
use demarche_event::{Claim, Record};
use std::ops::Range;

impl Narrative<'_, '_> {
    /// What a party says will come is what it claims.
    pub(super) fn foretold(
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

    /// Talks that took place several times are a figure beside the one event that says so.
    pub(super) fn contacts(
        &mut self,
        drafts: &[Draft],
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
        for draft in drafts {
            let Some(quantity) = contact::times_of(draft, &quantities, matcher) else {
                continue;
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
        }
    }

    /// Asks the classifier for a claim where no turn of judging tells one, and where one
    /// leans whose words lean nowhere.
    pub(super) fn weigh(
        &self,
        claims: &mut Vec<Claim>,
        tokens: Range<usize>,
        claimant: Option<Claimant>,
        told: &[usize],
        matcher: &Matcher<'_, '_>,
    ) {
        let open = claims.iter().any(|c| c.direction.is_none());
        if !claims.is_empty() && !open {
            return;
        }
        let Some(weighed) = weigh(matcher, &tokens, claimant.as_ref()) else {
            return;
        };
        for claim in claims.iter_mut() {
            claim.direction = claim.direction.or(weighed.direction);
        }
        if claims.is_empty() {
            claims.extend(self.claims.weighed(
                matcher,
                tokens,
                claimant,
                weighed,
                told,
                &self.discourse,
                &self.leading,
                &self.meta,
                self.positions,
            ));
        }
    }
}
