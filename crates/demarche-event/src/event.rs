use crate::{Actor, DocumentMeta, EventLink, EventType, Quad, Status, When};
use std::sync::Arc;

/// Words of a document and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// First code point.
    pub start_char: usize,
    /// End, excluded.
    pub end_char: usize,
}

/// Where an event took place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The words.
    pub text: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

/// A number that belongs to an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Magnitude {
    /// The number.
    pub value: f64,
    /// What it counts: `percent`, `minutes`, `missiles`.
    pub unit: String,
    /// What it is said of: `tariff`, `summit`.
    pub of: Option<String>,
    /// `exact`, `at-most`, `at-least`, `about`.
    pub bound: String,
}

/// "The first in six years" and its kin.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// `first-in`, `first-since`, `first-ever`, `first-of-tenure`, `nth`,
    /// `anniversary`; of a figure, `record`.
    pub kind: String,
    /// The number of a series: 4 for "the fourth round".
    pub number: Option<u32>,
    /// Years spoken of.
    pub years: Option<f64>,
    /// Year spoken of.
    pub since: Option<i16>,
    /// The words.
    pub text: String,
}

/// Who says that an event took place, when it isn't the narrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The words for who speaks.
    pub text: String,
    /// First code point.
    pub start_char: usize,
    /// End, excluded.
    pub end_char: usize,
    /// The network, paper or agency in which the speaker spoke, in the text's words.
    pub medium: Option<String>,
    /// From whom the speaker has it, nearest first, in the text's words.
    pub via: Vec<String>,
}

/// From when and until when a law or measure has force, where that isn't the day of
/// the act; or a war or membership lasts.
#[derive(Debug, Clone, PartialEq)]
pub struct InForce {
    /// When it takes or took effect, or begins; an interval, as words like "in July" leave it open.
    pub from: Option<When>,
    /// When it ends or ended.
    pub to: Option<When>,
}

/// What belongs to an event beside its parties and days: what hedges it in, what it is
/// for, who else is by. Words are the text's.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Circumstances {
    /// What has to be so first: "if the permit is granted", "in return for grain".
    pub condition: Option<String>,
    /// The word that makes it uncertain: "might".
    pub hedge: Option<String>,
    /// What it is meant to do: "to mend ties".
    pub purpose: Option<String>,
    /// What it refuses or denies is put off, not given up; or, of a plan, it is put off
    /// to its days.
    pub put_off: bool,
    /// Of what is to come: countries whose officials give their word for it, sorted.
    pub announced_by: Vec<String>,
    /// Who came along, and is no side of it: "with a group of shipowners".
    pub companions: Vec<Actor>,
    /// The ceremony, anniversary or gathering that it takes place for.
    pub occasion: Option<String>,
    /// What it answers or follows from: "the tariffs", after "in response to".
    pub cause: Option<String>,
    /// Of talks to come: the subjects that they are expected to deal with.
    pub agenda: Option<String>,
    /// From when and until when what it decides has force.
    pub in_force: Option<InForce>,
    /// Who denies what it alleges.
    pub denied_by: Vec<Actor>,
    /// How the text ties it to other acts, in the order of the words.
    pub links: Vec<EventLink>,
    /// Of talks: what each side says that they dealt with.
    pub readouts: Vec<Readout>,
    /// The law or treaty on which it rests: "its Mining Act".
    pub legal_basis: Option<String>,
}

/// What one side of talks says that they dealt with.
#[derive(Debug, Clone, PartialEq)]
pub struct Readout {
    /// Whose readout it is.
    pub speaker: Actor,
    /// What the talks dealt with, as the speaker has it, in the text's words.
    pub about: String,
}

/// Why the coder wrote an event down: enough for a reader to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Name of the rule or model.
    pub rule: String,
    /// The words and entries that led here, in order.
    pub steps: Vec<String>,
}

/// One report, in one sentence, that someone did, does, will do or demands
/// something political towards someone.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Made from the document's id, the words and the type.
    pub id: String,
    /// The document.
    pub document: Arc<DocumentMeta>,
    /// The sentence.
    pub sentence: Quote,
    /// The word or words that report the event.
    pub trigger: Quote,
    /// One of PLOVER's 16.
    pub event_type: EventType,
    /// PLOVER's mode for that type.
    pub mode: Option<String>,
    /// The closest CAMEO code.
    pub cameo: Option<String>,
    /// Goldstein (1992) value of the CAMEO code, -10 to +10.
    pub goldstein: Option<f64>,
    /// Whether it happened.
    pub status: Status,
    /// Both sides act alike; the first named is the source.
    pub reciprocal: bool,
    /// Who did it.
    pub source: Vec<Actor>,
    /// To whom.
    pub target: Vec<Actor>,
    /// When.
    pub date: When,
    /// Where, if the text says so.
    pub place: Option<Place>,
    /// PLOVER's contexts.
    pub contexts: Vec<String>,
    /// What it is about, in the text's words.
    pub about: Option<String>,
    /// A number that belongs to it.
    pub magnitude: Option<Magnitude>,
    /// Who says so, when it isn't the narrator.
    pub attribution: Option<Attribution>,
    /// "First in six years" and its kin.
    pub comparison: Option<Comparison>,
    /// Under which condition, with what doubt, to what end, with whom and why.
    pub circumstances: Circumstances,
    /// 0 to 1.
    pub confidence: f64,
    /// Why.
    pub explanation: Explanation,
}

impl Event {
    /// The quad class of the type.
    pub fn quad(&self) -> Quad {
        self.event_type.quad()
    }
}
