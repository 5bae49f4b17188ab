//! Who has been spoken of so far, for later mentions: "the premier", "she",
//! "both sides".

mod antecedent; // whom a later mention means: "she", "the bloc", "the premier"
mod pair; // whom a word for several means: "both sides", "the two foreign ministers"
mod told; // what the narration has told of: talks, journeys, affronts, days

pub(crate) use pair::Group;
pub(crate) use told::{Affront, Occasion, Spoken, TalksTold, Told};

use crate::actor::{ActorKind, ActorPhrase};
use crate::lexicon::{CodeId, plain};
use demarche_event::Days;
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeMap;

/// An actor as it was mentioned somewhere before.
#[derive(Debug, Clone)]
pub(crate) struct Remembered {
    pub phrase: ActorPhrase,
    /// Number of the sentence in the document.
    pub sentence: usize,
    /// The verb whose subject it was, alone or joined to others.
    pub subject_of: Option<usize>,
    /// Its verb is that of the sentence, not of a clause inside it.
    pub is_main: bool,
    /// Somebody between the sides, as a mediator is.
    pub is_between: bool,
}

/// No later mention points back further than so many sentences.
const FORGOTTEN_AFTER: usize = 100;

/// What the narration has said up to here.
#[derive(Debug, Default)]
pub(crate) struct Discourse {
    remembered: Vec<Remembered>,
    index: Index,
    /// The two countries that the document names most.
    pub leading: Vec<CodeId>,
    pub talks: Vec<TalksTold>,
    /// The last sentence that tells what was said in talks told before, and theirs.
    pub said_in: Option<(usize, usize)>,
    /// Latest last.
    pub affronts: Vec<Affront>,
    /// The talks that were broken off last.
    pub halted: Option<TalksTold>,
    pub speaker: Option<ActorPhrase>,
    pub spoken: Option<Spoken>,
    pub narrated: Option<Days>,
    /// Whether that date was told in passing, of years long past.
    pub aside: bool,
    /// The last date told, of whatever length up to a year.
    pub before: Option<Days>,
    pub told: Option<Told>,
    /// The last visit or talks of which the text said when.
    pub occasion: Option<Occasion>,
    /// The last date told, if it lies far back.
    pub past: Option<Told>,
    pub sentence: usize,
    pub paragraph: usize,
    /// The first sentence under the last heading.
    pub section: usize,
    /// The first sentence under the day, month or year that now stands over the text.
    pub entry: usize,
}

impl Discourse {
    pub(crate) fn remember(&mut self, mention: Remembered) {
        self.index.add(&mention.phrase, self.remembered.len());
        self.remembered.push(mention);
    }

    /// A story ends here: what follows points back to nobody before, by a pronoun or as
    /// "the two leaders". Names stay known.
    pub(crate) fn close(&mut self) {
        self.sentence += FORGOTTEN_AFTER;
        self.speaker = None;
    }

    /// All mentions so far, in order.
    pub(crate) fn mentions(&self) -> &[Remembered] {
        &self.remembered
    }

    /// Whether somebody of the name was mentioned.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.index.names.contains(name)
    }

    /// Whether somebody was the last to be called by the family name alone.
    pub(crate) fn is_called(&self, family: &str, name: &str) -> bool {
        self.index.called.get(family).is_some_and(|n| n == name)
    }

    /// Whether somebody of the country was mentioned.
    pub(crate) fn has_country(&self, country: CodeId) -> bool {
        self.index.countries.contains(&country)
    }

    /// Whether somebody who has the office was mentioned.
    pub(crate) fn has_office(&self, office: &str) -> bool {
        self.index.offices.contains(office)
    }

    /// Mentions of earlier sentences, latest sentence first; in a sentence,
    /// subjects first, those of its main clause before others, then in order.
    pub(crate) fn earlier(&self) -> impl Iterator<Item = &Remembered> {
        let mut list: Vec<&Remembered> = self
            .remembered
            .iter()
            .rev()
            .take(60)
            .filter(|r| r.sentence < self.sentence)
            .collect();
        list.sort_by_key(|r| {
            let is_subject = r.subject_of.is_some();
            (
                std::cmp::Reverse(r.sentence),
                !is_subject,
                is_subject && !r.is_main,
            )
        });
        list.into_iter()
    }
}

/// Where to look among the mentions, which are many in a long text.
#[derive(Debug, Default)]
struct Index {
    names: HashSet<String>,
    countries: HashSet<CodeId>,
    offices: HashSet<String>,
    /// Who was last called by each family name alone.
    called: HashMap<String, String>,
    /// The last mention of a person with each family name.
    by_family: HashMap<String, usize>,
    /// The last mention of each country's actors by number, lemma and role, the latter
    /// in lower case.
    described: BTreeMap<Description, usize>,
}

impl Index {
    /// Adds mention `number`.
    fn add(&mut self, phrase: &ActorPhrase, number: usize) {
        let known = |set: &mut HashSet<String>, name: &Option<String>| {
            if let Some(name) = name
                && !set.contains(name)
            {
                set.insert(name.clone());
            }
        };
        known(&mut self.names, &phrase.name);
        known(&mut self.offices, &phrase.office);
        if phrase.kind == ActorKind::Person
            && let Some(family) = &phrase.family
        {
            self.by_family.insert(family_key(family), number);
            // Papers may take the last word of a name for that of the family.
            if let Some(name) = &phrase.name {
                let last = family_key(name);
                if last.len() > 3 {
                    self.by_family.insert(last, number);
                }
            }
            let title = phrase.role.as_ref().map_or(0, |role| role.len() + 1);
            if let Some(name) = &phrase.name
                && phrase.bytes.len() <= family.len() + title
            {
                self.called.insert(family.clone(), name.clone());
            }
        }
        if let Some(country) = phrase.country {
            self.countries.insert(country);
            let role = phrase.role.as_ref().map(|role| role.to_lowercase());
            let description = (country, phrase.plural, phrase.lemma.clone(), role);
            self.described.insert(description, number);
        }
    }
}

/// The last word of a family name without accents, as papers often write it:
/// "Bertrand-Élphberg" keeps its hyphen, "Rassendyll Elphberg" is "Elphberg" later.
fn family_key(family: &str) -> String {
    let last = family.rsplit(' ').next().unwrap_or(family);
    let letters = plain(last);
    // Letters that only modify others are often left out: "Rassendy'll".
    let modifies = |c: &char| ('\u{2b0}'..='\u{2ff}').contains(c);
    letters
        .chars()
        .filter(|c| (c.is_alphanumeric() && !modifies(c)) || *c == '-')
        .collect()
}

/// Country, whether several, lemma and role.
type Description = (CodeId, bool, String, Option<String>);
