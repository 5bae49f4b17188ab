use crate::{DocumentMeta, InForce, Quote, When};
use std::sync::Arc;

/// What a matter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatterKind {
    /// A law that is passed or amended.
    Law,
    /// A paper in which a government lays down a policy.
    Strategy,
    /// A building or work that is planned.
    Project,
    /// A war.
    War,
    /// An election.
    Election,
    /// One government, or its head, that takes over from another.
    ChangeOfGovernment,
    /// To belong to an alliance or union, or to be an ally.
    Membership,
    /// A name under which somebody acts.
    Slogan,
}

impl MatterKind {
    /// All kinds.
    pub const ALL: [MatterKind; 8] = [
        MatterKind::Law,
        MatterKind::Strategy,
        MatterKind::Project,
        MatterKind::War,
        MatterKind::Election,
        MatterKind::ChangeOfGovernment,
        MatterKind::Membership,
        MatterKind::Slogan,
    ];

    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            MatterKind::Law => "law",
            MatterKind::Strategy => "strategy",
            MatterKind::Project => "project",
            MatterKind::War => "war",
            MatterKind::Election => "election",
            MatterKind::ChangeOfGovernment => "change-of-government",
            MatterKind::Membership => "membership",
            MatterKind::Slogan => "slogan",
        }
    }
}

/// What a report names that is neither an act towards somebody nor an assessment: a law,
/// a war, an election ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct Matter {
    /// Made from the document's id and the words.
    pub id: String,
    /// The document.
    pub document: Arc<DocumentMeta>,
    /// The sentence.
    pub sentence: Quote,
    /// What it is.
    pub kind: MatterKind,
    /// What it is called, in the text's words.
    pub name: String,
    /// Whose it is: who passed the law, issued the paper, plans the building, began the
    /// war, votes, belongs, uses the slogan. Of a war whose beginner the text doesn't
    /// tell, both sides, and `towards` is empty.
    pub countries: Vec<String>,
    /// Whom it is aimed at or bound to: the host of a building, who was attacked, the
    /// alliance that a member belongs to.
    pub towards: Vec<String>,
    /// When the law is passed or the paper published, when a vote or change takes place,
    /// on which day somebody is said to belong.
    pub date: Option<When>,
    /// From when and until when the law has force, the war or membership lasts.
    pub in_force: Option<InForce>,
    /// What it waits for: "Zenda has yet to approve the plans".
    pub condition: Option<String>,
}
