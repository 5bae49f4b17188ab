use crate::{Comparison, DocumentMeta, Event, Matter, Quote, When};
use std::sync::Arc;

/// Where a claim says that a relation is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimDirection {
    /// Warmer.
    Cooperative,
    /// Colder.
    Conflictual,
    /// As before.
    Unchanged,
    /// Warmer in appearance, for a purpose.
    Tactical,
}

impl ClaimDirection {
    /// All of them.
    pub const ALL: [ClaimDirection; 4] = [
        ClaimDirection::Cooperative,
        ClaimDirection::Conflictual,
        ClaimDirection::Unchanged,
        ClaimDirection::Tactical,
    ];

    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            ClaimDirection::Cooperative => "cooperative",
            ClaimDirection::Conflictual => "conflictual",
            ClaimDirection::Unchanged => "unchanged",
            ClaimDirection::Tactical => "tactical",
        }
    }
}

/// An assessment that somebody makes; never an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Made from the document's id and the words.
    pub id: String,
    /// The document.
    pub document: Arc<DocumentMeta>,
    /// The sentence.
    pub sentence: Quote,
    /// Who says so; `None` is the narrator.
    pub speaker: Option<String>,
    /// Whom the speaker speaks for or works for.
    pub affiliation: Option<String>,
    /// Pairs of countries; the first is the one spoken of.
    pub about: Vec<(String, Option<String>)>,
    /// Where the relation is said to go.
    pub direction: Option<ClaimDirection>,
    /// Whether the words are inside quotation marks.
    pub quoted: bool,
    /// The hedging word, if any.
    pub hedge: Option<String>,
    /// How sure the classifier is that the sentence assesses, 0 to 1, where no known turn
    /// of judging tells it.
    pub confidence: Option<f64>,
    /// What is said to have brought about what it judges, in the text's words.
    pub cause: Option<String>,
    /// Why somebody is said to want what they want: "its economy shrinking".
    pub motive: Option<String>,
    /// By what somebody is said to bring something about: "its friendship with Zenda".
    pub means: Option<String>,
    /// What they are said to bring about with it: "block the sanctions".
    pub effect: Option<String>,
    /// The years that the judgement is about: "during Rassendyll's reign".
    pub period: Option<When>,
}

/// A number that the text states about actors.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Made from the document's id and the words.
    pub id: String,
    /// The document.
    pub document: Arc<DocumentMeta>,
    /// The sentence.
    pub sentence: Quote,
    /// What is counted, in the text's words.
    pub quantity: String,
    /// The number; `None` for vague words such as "several".
    pub value: Option<f64>,
    /// `percent`, `usd`, `minutes`, `years`, or the noun counted.
    pub unit: Option<String>,
    /// `exact`, `at-most`, `at-least`, `about`, `vague`.
    pub bound: String,
    /// The period it is stated for, in the text's words.
    pub period: Option<String>,
    /// Countries concerned.
    pub countries: Vec<String>,
    /// Said to be a `record`.
    pub comparison: Option<Comparison>,
}

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Something may have been read wrongly.
    Warning,
}

impl Severity {
    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
        }
    }
}

/// A defect of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// The document.
    pub document: Arc<DocumentMeta>,
    /// Name of the defect, such as `no-date-line`.
    pub kind: String,
    /// Where it is: code points, end excluded.
    pub start_char: usize,
    /// End, excluded.
    pub end_char: usize,
    /// What is wrong, in a sentence.
    pub message: String,
    /// How much it matters.
    pub severity: Severity,
}

/// Anything that a document yields.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "most records are events")]
pub enum Record {
    /// An event.
    Event(Event),
    /// A claim.
    Claim(Claim),
    /// A figure.
    Figure(Figure),
    /// A matter.
    Matter(Matter),
    /// A notice.
    Notice(Notice),
}
