//! What the narration has told of: talks, journeys, affronts, days.

use super::Discourse;
use crate::actor::{ActorKind, ActorPhrase};
use crate::lexicon::CodeId;
use demarche_event::{Days, Sector, Status};

/// Talks that the narration has told of.
#[derive(Debug, Clone)]
pub(crate) struct TalksTold {
    pub mode: Option<&'static str>,
    /// Whether a journey was told of, not only talks of one who has come.
    pub journey: bool,
    pub status: Status,
    /// For a visit, the visitor's country.
    pub visitor: CodeId,
    /// For a visit, the host's country.
    pub host: CodeId,
    /// Named persons who took part.
    pub names: Vec<String>,
    pub days: Option<Days>,
    pub expression: Option<String>,
    pub sentence: usize,
    /// Visitor and host, or both sides in the order of the text.
    pub sides: [Vec<ActorPhrase>; 2],
    /// They are on a day after the publication.
    pub lie_ahead: bool,
}

/// What somebody was told to have done to somebody else, or asked of them.
#[derive(Debug, Clone)]
pub(crate) struct Affront {
    pub source: Vec<ActorPhrase>,
    pub target: Vec<ActorPhrase>,
    /// Whether more than words.
    pub material: bool,
    pub sentence: usize,
}

/// A day on which somebody did or said something.
#[derive(Debug, Clone)]
pub(crate) struct Spoken {
    pub family: Option<String>,
    pub days: Days,
    pub sentence: usize,
}

/// A day of which an account told last.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub days: Days,
    /// Whether the day opened its sentence.
    pub fronted: bool,
    /// Those whose sentence it was.
    pub countries: Vec<CodeId>,
    /// Those of them that did something there.
    pub doers: Vec<CodeId>,
    pub sentence: usize,
    pub paragraph: usize,
}

/// A visit or talks of which the text said when.
#[derive(Debug, Clone)]
pub(crate) struct Occasion {
    pub is_visit: bool,
    pub days: Days,
    pub text: String,
    pub sentence: usize,
}

impl Discourse {
    /// Keeps talks in mind. What had been before others of the same sentence stands before
    /// them: "met on Friday, a day after he had seen the king".
    pub(crate) fn tell_talks(&mut self, told: TalksTold, had_happened: bool) {
        let same = |talks: &&TalksTold| talks.sentence == told.sentence;
        let last = self.talks.iter().rev().take_while(same).count();
        match had_happened {
            true => self.talks.insert(self.talks.len() - last, told),
            false => self.talks.push(told),
        }
    }

    /// The latest talks told of in the last sentences that don't lie ahead.
    pub(crate) fn latest_talks_held(&self, visits: bool, within: usize) -> Option<&TalksTold> {
        self.talks
            .iter()
            .rev()
            .take_while(|t| self.sentence - t.sentence <= within)
            .find(|t| !t.lie_ahead && (!visits || t.mode == Some("visit")))
    }

    /// The latest visit told of in the last sentences that was made or is under way.
    pub(crate) fn latest_visit_made(&self, within: usize) -> Option<&TalksTold> {
        let near = self.talks.iter().rev();
        let mut near = near.take_while(|t| self.sentence - t.sentence <= within);
        near.find(|t| {
            t.mode == Some("visit") && matches!(t.status, Status::Happened | Status::Ongoing)
        })
    }

    /// The days of the latest talks told of in the last sentences that have any.
    pub(crate) fn latest_dated_talks(&self, within: usize) -> Option<Days> {
        let near = self.talks.iter().rev();
        let mut near = near.take_while(|t| self.sentence - t.sentence <= within);
        near.find_map(|t| t.days)
    }

    /// The latest talks told of in the last sentences.
    pub(crate) fn latest_talks(&self, visits: bool, within: usize) -> Option<&TalksTold> {
        self.talks
            .iter()
            .rev()
            .take_while(|t| self.sentence - t.sentence <= within)
            .find(|t| !visits || t.mode == Some("visit"))
    }

    /// Who last turned against the countries of some actors, or asked them for something,
    /// at most three sentences ago.
    pub(crate) fn last_against(&self, actors: &[ActorPhrase]) -> &[ActorPhrase] {
        let is_one =
            |a: &ActorPhrase| a.country.is_some() && actors.iter().any(|b| a.country == b.country);
        self.affronts
            .iter()
            .rev()
            .take_while(|act| self.sentence - act.sentence <= 3)
            .find(|act| act.target.iter().any(is_one) && !act.source.iter().any(is_one))
            .map_or(&[], |act| &act.source)
    }

    /// The journey that somebody was told to make, in the last sentences.
    pub(crate) fn told_journey(&self, visitor: &[ActorPhrase]) -> Option<&TalksTold> {
        let is_visitor = |talks: &&TalksTold| {
            visitor.iter().any(|a| {
                let name = a.name.as_ref().or(a.family.as_ref());
                a.country == Some(talks.visitor)
                    && (talks.names.is_empty() || name.is_none_or(|n| talks.names.contains(n)))
            })
        };
        let near = self.talks.iter().rev();
        let visits = near
            .take_while(|talks| self.sentence - talks.sentence <= 12)
            .filter(|talks| talks.mode == Some("visit"))
            .filter(is_visitor)
            .collect::<Vec<_>>();
        let is_on = |talks: &&&TalksTold| talks.journey && talks.status == Status::Ongoing;
        let journey = visits
            .iter()
            .find(is_on)
            .or_else(|| visits.iter().find(|talks| talks.journey));
        journey.or(visits.first()).copied()
    }

    /// The state or place that somebody was told to visit.
    pub(crate) fn told_host(&self, visitor: &[ActorPhrase]) -> Option<&ActorPhrase> {
        let talks = self.told_journey(visitor)?;
        talks.sides.iter().flatten().find(|a| {
            a.country == Some(talks.host)
                && matches!(
                    a.kind,
                    ActorKind::State | ActorKind::Seat | ActorKind::Place
                )
        })
    }

    /// The state to which the last visit told of in some sentences went, whoever made it,
    /// if it isn't that of some actors.
    pub(crate) fn last_host(&self, visitor: &[ActorPhrase], within: usize) -> Option<&ActorPhrase> {
        let is_own = |code: CodeId| visitor.iter().any(|a| a.country == Some(code));
        let near = self.talks.iter().rev();
        let mut near = near.take_while(|talks| self.sentence - talks.sentence <= within);
        let visit = near.find(|talks| talks.mode == Some("visit") && !is_own(talks.host))?;
        self.state(visit.host)
    }

    /// The other side of the last visit told of in some sentences between some actors and
    /// somebody else: where those who were hosts go in their turn.
    pub(crate) fn last_guest(&self, visitor: &[ActorPhrase], within: usize) -> Option<ActorPhrase> {
        let is_own = |code: CodeId| visitor.iter().any(|a| a.country == Some(code));
        let near = self.talks.iter().rev();
        let mut near = near.take_while(|talks| self.sentence - talks.sentence <= within);
        let visit = near.find(|talks| talks.mode == Some("visit") && is_own(talks.host))?;
        if is_own(visit.visitor) {
            return None;
        }
        let of_guest = |a: &&ActorPhrase| a.country == Some(visit.visitor);
        let guest = visit.sides.iter().flatten().find(of_guest)?;
        Some(ActorPhrase {
            kind: ActorKind::State,
            name: None,
            family: None,
            gender: None,
            sector: Some(Sector::Gov),
            office: None,
            role: None,
            plural: false,
            ..guest.clone()
        })
    }

    /// The only state beside that of some actors that the last sentences name.
    pub(crate) fn only_other(&self, actors: &[ActorPhrase], within: usize) -> Option<&ActorPhrase> {
        let is_own = |a: &ActorPhrase| actors.iter().any(|o| o.country == a.country);
        let is_state = |a: &ActorPhrase| matches!(a.kind, ActorKind::State | ActorKind::Seat);
        let near = self.remembered.iter().rev();
        let near = near.take_while(|r| self.sentence - r.sentence <= within);
        let mut others = near
            .map(|r| &r.phrase)
            .filter(|a| a.country.is_some() && !is_own(a));
        let first = others.next()?;
        let alone = others.all(|a| a.country == first.country);
        alone
            .then(|| self.state(first.country?))
            .flatten()
            .filter(|a| is_state(a))
    }

    /// The last mention of a state.
    fn state(&self, code: CodeId) -> Option<&ActorPhrase> {
        let mentions = self.remembered.iter().rev().map(|r| &r.phrase);
        mentions
            .filter(|a| a.country == Some(code))
            .find(|a| matches!(a.kind, ActorKind::State | ActorKind::Seat))
    }

    /// The state that the document is about beside that of some actors.
    pub(crate) fn opposite(&self, actors: &[ActorPhrase]) -> Option<&ActorPhrase> {
        let ours = |code: &CodeId| actors.iter().any(|a| a.country == Some(*code));
        let [one, other] = self.leading[..] else {
            return None;
        };
        let code = match (ours(&one), ours(&other)) {
            (true, false) => other,
            (false, true) => one,
            _ => return None,
        };
        self.state(code)
    }

    /// Who last did, or else said, something against somebody, at most two sentences ago.
    pub(crate) fn last_affront(&self, material: bool) -> Option<&Affront> {
        self.affronts
            .iter()
            .rev()
            .take_while(|act| self.sentence - act.sentence <= 2)
            .find(|act| act.material == material)
    }
}
