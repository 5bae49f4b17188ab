//! Which actors may be a side of an event.

use super::Matcher;
use crate::actor::{ActorKind, ActorPhrase};
use crate::lexicon::{AgentKind, SourceIs, TargetIs};
use demarche_event::Sector;

impl Matcher<'_, '_> {
    /// A paper of the state or of the ruling party, in an editorial of its own.
    pub(super) fn speaks_for_state(&self, actor: &ActorPhrase, t: usize) -> bool {
        let tree = self.tree;
        let owned = || {
            let known = (actor.name.as_ref()).is_some_and(|name| self.set("state-press", name));
            let words = tree.base_phrase(actor.head);
            known
                || words
                    .clone()
                    .any(|w| self.set("state-owned", &tree.text(w).to_ascii_lowercase()))
                || self
                    .actors
                    .mentions
                    .within(words)
                    .any(|m| self.set("state-press", &tree.parsed.text()[m.bytes.clone()]))
        };
        actor.sector == Some(Sector::Med)
            && actor.country.is_some()
            && tree
                .token(t)
                .sentence()
                .tokens()
                .any(|w| self.set("editorial", tree.lemma(w)))
            && owned()
    }
}

pub(crate) fn can_act(actor: &ActorPhrase) -> bool {
    !actor.only_comments() && actor.kind != ActorKind::Place
}

/// Somebody whose journey is a political act: not a private person or a crowd.
pub(super) fn is_envoy(actor: &ActorPhrase) -> bool {
    use demarche_event::Sector as S;
    let private = matches!(
        actor.sector,
        Some(S::Cvl | S::Soc | S::Rel | S::Ref | S::Crm | S::Edu | S::Lab | S::Agr | S::Hea)
    );
    !private && (actor.country.is_some() || actor.sector.is_some_and(|s| s != S::Unk))
}

pub(super) fn source_fits(actor: &ActorPhrase, source_is: SourceIs) -> bool {
    use demarche_event::Sector as S;
    let human = matches!(
        actor.kind,
        ActorKind::Person
            | ActorKind::Agent(AgentKind::Person | AgentKind::Group | AgentKind::People)
    );
    let at_work = matches!(
        actor.sector,
        Some(S::Lab | S::Hea | S::Edu | S::Agr | S::Rel | S::Med)
    );
    match source_is {
        SourceIs::Any => true,
        SourceIs::Human | SourceIs::OfficialAbroad => human,
        SourceIs::Force => {
            matches!(
                actor.sector,
                Some(S::Mil | S::Reb | S::Prm | S::Uaf | S::Cop)
            ) || !human && !at_work
                // "The Ruritanian drill"
                || actor.sector == Some(S::Gov)
        }
        SourceIs::Crowd => {
            matches!(
                actor.sector,
                Some(
                    S::Cvl
                        | S::Soc
                        | S::Lab
                        | S::Rel
                        | S::Opp
                        | S::Agr
                        | S::Hea
                        | S::Edu
                        | S::Ref
                        | S::Bus
                        | S::Ngo
                        | S::Pty
                        | S::Unk
                )
            ) || matches!(
                actor.kind,
                ActorKind::Agent(AgentKind::People | AgentKind::Group)
            )
        }
        SourceIs::Named => !actor.anaphoric,
        SourceIs::Body => actor.sector == Some(S::Igo),
        SourceIs::Able => actor.country.is_some() || human || actor.sector.is_some(),
    }
}

pub(super) fn fits(actor: &ActorPhrase, target_is: TargetIs) -> bool {
    match target_is {
        TargetIs::Any => !actor.only_comments(),
        TargetIs::Place => {
            actor.country.is_some()
                && matches!(
                    actor.kind,
                    ActorKind::State | ActorKind::Seat | ActorKind::Place
                )
        }
        TargetIs::Person => {
            !actor.only_comments() && actor.is_single_person() && actor.country.is_some()
        }
    }
}

/// Bodies of one country and sector, such as its ministries.
pub(super) fn one_government(actor: &ActorPhrase, others: &[ActorPhrase]) -> bool {
    same_country(actor, others)
        && actor.is_body()
        && others.iter().all(|o| o.former == actor.former)
        && others
            .iter()
            .all(|o| o.is_body() && o.sector == actor.sector)
}

pub(super) fn same_country(actor: &ActorPhrase, others: &[ActorPhrase]) -> bool {
    others
        .iter()
        .any(|o| o.country.is_some() && o.country == actor.country)
}

pub(super) fn same_actor(actor: &ActorPhrase, others: &[ActorPhrase]) -> bool {
    others.iter().any(|o| {
        o.bytes == actor.bytes
            || (o.name.is_some() && o.name == actor.name)
            || (o.country.is_some()
                && o.country == actor.country
                && o.sector == actor.sector
                && o.sector == Some(Sector::Gov)
                && o.former == actor.former
                && (o.kind != ActorKind::Person || actor.kind != ActorKind::Person))
    })
}

pub(super) fn dedup(actors: &mut Vec<ActorPhrase>) {
    let mut kept: Vec<ActorPhrase> = Vec::new();
    for actor in actors.drain(..) {
        let twice = kept.iter().any(|k| {
            k.bytes == actor.bytes && k.country == actor.country
                || (k.name.is_some() && k.name == actor.name)
        });
        if !twice {
            kept.push(actor);
        }
    }
    *actors = kept;
}
