use crate::Sector;

/// Somebody who takes part in an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// The words that name the actor; for a pronoun or "the two sides", the
    /// words that it refers to.
    pub text: String,
    /// Where `text` stands, in code points.
    pub start_char: usize,
    /// Where `text` ends, in code points, excluded.
    pub end_char: usize,
    /// Canonical name of a known person or organisation.
    pub name: Option<String>,
    /// ISO 3166 alpha-3, or a CAMEO organisation code such as `IGOUNO`.
    pub country: Option<String>,
    /// What part of state or society the actor is.
    pub sector: Option<Sector>,
    /// The office as the text has it.
    pub role: Option<String>,
}
