/// How an act stands to another, as the text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventLinkKind {
    /// It came after the other; nothing says that it came of it.
    After,
    /// It came, or is to come, before the other.
    Before,
    /// The other is what it answers or follows from.
    CausedBy,
    /// The other stood in its way.
    InSpiteOf,
    /// It ends the other, which was in force.
    Ends,
    /// Both are one: the text tells of it again.
    Same,
}

impl EventLinkKind {
    /// All kinds.
    pub const ALL: [EventLinkKind; 6] = [
        EventLinkKind::After,
        EventLinkKind::Before,
        EventLinkKind::CausedBy,
        EventLinkKind::InSpiteOf,
        EventLinkKind::Ends,
        EventLinkKind::Same,
    ];

    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            EventLinkKind::After => "after",
            EventLinkKind::Before => "before",
            EventLinkKind::CausedBy => "caused-by",
            EventLinkKind::InSpiteOf => "in-spite-of",
            EventLinkKind::Ends => "ends",
            EventLinkKind::Same => "same",
        }
    }
}

/// An act that the text ties an event to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventLink {
    /// How the event stands to it.
    pub kind: EventLinkKind,
    /// The words for it.
    pub text: String,
    /// Id of the event of the same document that tells of it; `None` where only the
    /// words are known.
    pub event: Option<String>,
}
