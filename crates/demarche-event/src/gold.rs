use crate::{Claim, Event, EventType, Figure};

/// An event as somebody marked it by hand in a report.
///
/// Its `event` has no confidence to speak of (1) and `by-hand` for a rule. An
/// actor whom the text only implies has no words: an empty `text`.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldEvent {
    /// What was marked. Its type is what the event is once it takes place.
    pub event: Event,
    /// Types that a careful coder could defend as well.
    pub other_types: Vec<EventType>,
    /// Modes that go with `other_types`.
    pub other_modes: Vec<String>,
    /// How sure it is that this is an event.
    pub certainty: Certainty,
}

impl GoldEvent {
    /// Whether `event_type` counts as right.
    pub fn accepts(&self, event_type: EventType) -> bool {
        self.event.event_type == event_type || self.other_types.contains(&event_type)
    }

    /// Whether `mode` counts as right; `None` if nothing is said of modes.
    pub fn accepts_mode(&self, mode: Option<&str>) -> Option<bool> {
        let mut modes = self.event.mode.iter().chain(&self.other_modes).peekable();
        modes.peek()?;
        Some(modes.any(|accepted| Some(accepted.as_str()) == mode))
    }
}

/// How sure a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// A coder may find it or not: neither counts.
    Optional,
    /// It takes some judgement.
    Judged,
    /// Nobody would say otherwise.
    Clear,
}

/// What somebody marked in one report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gold {
    /// Events, by place.
    pub events: Vec<GoldEvent>,
    /// Claims; `None` if nobody looked for any.
    pub claims: Option<Vec<Claim>>,
    /// Figures; `None` if nobody looked for any.
    pub figures: Option<Vec<Figure>>,
}
