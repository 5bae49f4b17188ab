use crate::Magnitude;
use jiff::civil::Date;

/// A happening that stays in force: a tariff, a ban, a listing, a law.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// `m` and the smallest id of the events that impose it; if nothing told of
    /// that, of the one that lifts it.
    pub id: String,
    /// What it is, such as `tariff`: one of the kinds that the knowledge names,
    /// or `measure`.
    pub kind: String,
    /// Who imposes it: codes of countries and organisations.
    pub imposers: Vec<String>,
    /// Whom it is meant for.
    pub targets: Vec<String>,
    /// The goods or entities that it meets, in the text's words.
    pub goods: Option<String>,
    /// How high: the rate of a tariff.
    pub rate: Option<Magnitude>,
    /// What it rests on, in the text's words: an act, a section.
    pub legal_basis: Option<String>,
    /// First day in force; `None` if nothing tells.
    pub since: Option<Date>,
    /// The day after the last; `None` while nothing says that it ended.
    pub until: Option<Date>,
    /// Announced alone: no report says that it came into force.
    pub announced: bool,
    /// The words that say that it answers something.
    pub answer_text: Option<String>,
    /// The measure that it answers.
    pub answers: Option<String>,
    /// Ids of the events that impose, confirm or mention it, sorted.
    pub events: Vec<String>,
    /// Ids of the events that lift it, sorted.
    pub lifted_by: Vec<String>,
    /// Lifting is announced, for this day if one is told.
    pub to_be_lifted: Option<Date>,
}

impl Measure {
    /// Whether it is in force on a day, as far as is known: begun, or of unknown
    /// beginning, and not ended.
    pub fn in_force(&self, day: Date) -> bool {
        (self.since.is_some() || self.until.is_some())
            && self.since.is_none_or(|since| since <= day)
            && self.until.is_none_or(|until| day < until)
    }
}
