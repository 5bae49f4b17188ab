use super::CodeId;
use demarche_event::{Days, Sector};
use jiff::civil::Date;

/// Grammatical gender of the pronouns that stand for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
}

/// An office that somebody held.
#[derive(Debug, Clone)]
pub(crate) struct OfficeHeld {
    pub office: String,
    pub code: Option<CodeId>,
    pub sector: Option<Sector>,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

impl OfficeHeld {
    /// Whether it was held on one of the days.
    pub(crate) fn held(&self, days: &Days) -> bool {
        self.since.is_none_or(|since| since < days.until)
            && self.until.is_none_or(|until| days.since < until)
    }
}

/// Somebody known by name.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub name: String,
    pub family: Option<String>,
    pub gender: Option<Gender>,
    pub country: Option<CodeId>,
    pub sector: Option<Sector>,
    pub offices: Vec<OfficeHeld>,
}

impl Person {
    /// The office held on the days; without days, or out of office, the last one.
    pub(crate) fn office_on(&self, days: Option<&Days>) -> Option<&OfficeHeld> {
        let held = days.and_then(|days| self.offices.iter().rev().find(|o| o.held(days)));
        held.or_else(|| self.offices.last())
    }

    /// Whether some office was held on the days.
    pub(crate) fn in_office(&self, days: Option<&Days>) -> bool {
        days.is_some_and(|days| self.offices.iter().any(|o| o.held(days)))
    }
}
