use crate::{Actor, EventType, Place, Quad, Status, When};

/// What took place in the world, or is to: all events that report the same
/// thing, in one document or many, merged.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// `h` and the smallest id of its events: it doesn't depend on the order in
    /// which they came.
    pub id: String,
    /// One of PLOVER's 16.
    pub event_type: EventType,
    /// PLOVER's mode for that type.
    pub mode: Option<String>,
    /// What most of the events say; the surer one if they are even.
    pub status: Status,
    /// Both sides act alike; the first named is the source.
    pub reciprocal: bool,
    /// Who did it.
    pub source: Vec<Actor>,
    /// To whom.
    pub target: Vec<Actor>,
    /// When: the days that most events state; the narrower ones if they are even.
    pub date: When,
    /// Where, as most events say.
    pub place: Option<Place>,
    /// Ids of the events that tell of it, sorted: its evidence.
    pub events: Vec<String>,
    /// How many documents tell of it.
    pub documents: usize,
    /// How many of them are independent: documents of one publisher count once,
    /// and so do copies of one text.
    pub publishers: usize,
    /// It puts off what it refuses or denies, or, of a plan, is put off to its days, as
    /// an event that tells of it says.
    pub put_off: bool,
    /// What is announced, if it is to come.
    pub plan: Option<Plan>,
}

impl Happening {
    /// The quad class of the type.
    pub fn quad(&self) -> Quad {
        self.event_type.quad()
    }
}

/// What is announced of a happening that is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Whose word it is.
    pub announcer: Announcer,
    /// Whether it depends on something.
    pub conditional: bool,
    /// On what, in the words of the first event that says so; the sentence, where
    /// no words of it are the condition.
    pub condition: Option<String>,
    /// First day on which a document told of it; `None` if no day is known.
    pub announced: Option<jiff::civil::Date>,
}

/// Who announced a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Announcer {
    /// The side that is to act.
    Source,
    /// The other side.
    Target,
    /// Both sides.
    Both,
    /// The officials of another state.
    ThirdParty,
    /// The reports don't say.
    Unnamed,
}

impl Announcer {
    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Announcer::Source => "source",
            Announcer::Target => "target",
            Announcer::Both => "both",
            Announcer::ThirdParty => "third-party",
            Announcer::Unnamed => "unnamed",
        }
    }
}

/// How two happenings belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkKind {
    /// A meeting or call is a part of a visit.
    PartOf,
    /// A happening is what a plan announced.
    Fulfils,
    /// A happening puts a plan off.
    Postpones,
    /// A happening calls a plan off.
    Cancels,
}

impl LinkKind {
    /// All kinds.
    pub const ALL: [LinkKind; 4] = [
        LinkKind::PartOf,
        LinkKind::Fulfils,
        LinkKind::Postpones,
        LinkKind::Cancels,
    ];

    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            LinkKind::PartOf => "part-of",
            LinkKind::Fulfils => "fulfils",
            LinkKind::Postpones => "postpones",
            LinkKind::Cancels => "cancels",
        }
    }
}

/// One happening belongs to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// How.
    pub kind: LinkKind,
    /// Id of the part, or of what fulfils, puts off or calls off.
    pub from: String,
    /// Id of the whole, or of the plan.
    pub to: String,
    /// Of `fulfils`: days after the last day of the plan's window; 0 within it,
    /// negative before it. `None` if the plan has no window.
    pub delay_days: Option<i32>,
}
