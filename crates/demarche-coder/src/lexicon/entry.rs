//! The entries of the knowledge files, as they are written there.

use super::day::written;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KnowledgeFile {
    #[serde(default)]
    pub state: Vec<StateEntry>,
    #[serde(default)]
    pub place: Vec<PlaceEntry>,
    #[serde(default)]
    pub organisation: Vec<OrganisationEntry>,
    #[serde(default)]
    pub agent: Vec<AgentEntry>,
    #[serde(default)]
    pub person: Vec<PersonEntry>,
    #[serde(default)]
    pub rule: Vec<RuleEntry>,
    #[serde(default)]
    pub set: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub context: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub office: BTreeMap<String, OfficeEntry>,
    #[serde(default)]
    pub alteration: Vec<AlterationEntry>,
    #[serde(default)]
    pub restoration: Vec<RestorationEntry>,
    #[serde(default)]
    pub meeting: Vec<MeetingEntry>,
    #[serde(default)]
    pub alias: Vec<AliasEntry>,
    #[serde(default)]
    pub remove: Vec<RemoveEntry>,
}

/// What becomes of a fixed expression when a machine swaps its words, and gives the machine
/// away.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlterationEntry {
    pub of: String,
    pub words: Vec<String>,
    /// The first word of either is a verb, in any form.
    #[serde(default)]
    pub verb: bool,
    /// Some do write so, if seldom: it takes more of them.
    #[serde(default)]
    pub weak: bool,
    /// It comes of translation, and says something of quotations alone.
    #[serde(default)]
    pub translation: bool,
    /// Words one of which stands right before it, right after it; and which don't.
    #[serde(default)]
    pub after: Vec<String>,
    #[serde(default)]
    pub before: Vec<String>,
    #[serde(default)]
    pub not_after: Vec<String>,
    #[serde(default)]
    pub not_before: Vec<String>,
}

/// What a word is read as in a text whose words a machine swapped: elsewhere it is English.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RestorationEntry {
    pub of: String,
    pub words: Vec<String>,
    /// The first word of either is a verb, in any form.
    #[serde(default)]
    pub verb: bool,
    /// With a capital inside a sentence too.
    #[serde(default)]
    pub title: bool,
    #[serde(default)]
    pub after: Vec<String>,
    #[serde(default)]
    pub before: Vec<String>,
    #[serde(default)]
    pub not_after: Vec<String>,
    #[serde(default)]
    pub not_before: Vec<String>,
    /// Words one of which stands in the same sentence, a few words away at the most.
    #[serde(default)]
    pub near: Vec<String>,
}

/// A meeting with a name of its own.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeetingEntry {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// More names for an entry of any file.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AliasEntry {
    /// A state by code or name, an organisation or person by name.
    pub of: String,
    pub names: Vec<String>,
}

/// An entry of an earlier file that shall not count.
#[derive(Debug, PartialEq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RemoveEntry {
    /// By code or name.
    pub state: Option<String>,
    pub place: Option<String>,
    pub organisation: Option<String>,
    pub person: Option<String>,
    /// One of its words; the others stay.
    pub agent: Option<String>,
    /// By id.
    pub rule: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize, Default)]
pub(super) struct OfficeEntry {
    /// PLOVER sector of holders.
    pub sector: Option<String>,
    /// How high its holders rank when courtesy is measured, 0 to 5.
    pub rank: Option<f32>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct StateEntry {
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub adjectives: Vec<String>,
    #[serde(default)]
    pub people: Vec<String>,
    pub capital: Option<PlaceEntry>,
    #[serde(default)]
    pub capitals: Vec<PlaceEntry>,
    #[serde(default)]
    pub seats: Vec<String>,
    #[serde(default)]
    pub places: Vec<PlaceEntry>,
    /// Names of the entry that often mean something else.
    #[serde(default)]
    pub ambiguous: Vec<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

#[derive(Debug, PartialEq, Deserialize, Clone)]
pub(super) struct PlaceEntry {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    #[serde(default)]
    pub ambiguous: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct OrganisationEntry {
    pub name: String,
    pub code: Option<String>,
    pub country: Option<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub sector: String,
    #[serde(default)]
    pub seats: Vec<String>,
    pub family: Option<String>,
    #[serde(default)]
    pub ambiguous: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct AgentEntry {
    pub words: Vec<String>,
    pub sector: Option<String>,
    pub kind: String,
    pub office: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct PersonEntry {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub family: Option<String>,
    pub gender: Option<String>,
    pub country: Option<String>,
    pub code: Option<String>,
    pub sector: Option<String>,
    #[serde(default)]
    pub offices: Vec<OfficeHeldEntry>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct OfficeHeldEntry {
    pub office: String,
    pub title: Option<String>,
    pub code: Option<String>,
    pub country: Option<String>,
    pub sector: Option<String>,
    #[serde(default, deserialize_with = "day")]
    pub since: Option<String>,
    #[serde(default, deserialize_with = "day")]
    pub until: Option<String>,
}

/// A day as the file has it, quoted or not.
fn day<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    let value = Option::<toml::Value>::deserialize(value)?;
    Ok(value.as_ref().map(written))
}

/// A rule, as written.
#[derive(Debug, PartialEq, Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleEntry {
    pub id: String,
    #[serde(rename = "type")]
    pub event_type: String,
    pub mode: Option<String>,
    pub cameo: Option<String>,
    /// Verb lemmas, `@set`s, or "call off" (a verb with a particle or preposition).
    #[serde(default)]
    pub verb: Vec<String>,
    #[serde(default)]
    pub noun: Vec<String>,
    #[serde(default)]
    pub adjective: Vec<String>,
    /// What the verb's object must be: noun lemmas or `@set`s.
    #[serde(default)]
    pub object: Vec<String>,
    /// What the object must not be.
    #[serde(default)]
    pub object_not: Vec<String>,
    /// What the verb's subject must be (for verbs such as "talks resumed").
    #[serde(default)]
    pub subject: Vec<String>,
    /// What must stand in a prepositional phrase, by preposition.
    #[serde(default)]
    pub with: BTreeMap<String, Vec<String>>,
    /// What must head the clause or infinitive under the verb.
    #[serde(default)]
    pub clause: Vec<String>,
    /// What must not.
    #[serde(default)]
    pub clause_not: Vec<String>,
    /// An auxiliary that the clause must have, beside a subject of its own: "should".
    #[serde(default)]
    pub clause_modal: Vec<String>,
    /// What the verb must say its object is: "called it a provocation".
    #[serde(default)]
    pub complement: Vec<String>,
    /// What must stand before the noun, as a modifier.
    #[serde(default)]
    pub modifier: Vec<String>,
    #[serde(default)]
    pub modifier_not: Vec<String>,
    #[serde(default)]
    pub source: Vec<String>,
    #[serde(default)]
    pub target: Vec<String>,
    /// `both`, `source`, `target`, `either`.
    pub need: Option<String>,
    /// `place`: the target must be a state, capital or place. `person`, `actor`.
    pub target_is: Option<String>,
    /// `any`, `human`, `official-abroad`, `force`, `crowd`, `able`.
    pub source_is: Option<String>,
    #[serde(default)]
    pub reciprocal: bool,
    pub status: Option<String>,
    /// What becomes of event words in the object or clause: `keep`, `absorb`.
    pub inner: Option<String>,
    /// `passive`, `active`.
    pub voice: Option<String>,
    /// The verb must be negated, and not doing it is the act: "does not recognise".
    #[serde(default)]
    pub negated: bool,
    /// 0 to 1.
    pub confidence: Option<f64>,
}
