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
    /// What the holder is called: "president", "supreme leader".
    pub title: Option<String>,
    pub code: Option<CodeId>,
    pub sector: Option<Sector>,
    pub since: Option<Date>,
    pub until: Option<Date>,
    /// How high its holders rank, 0 to 5; 0 if nobody said.
    pub rank: f32,
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
    /// The office held on the days: of several, one of government first, then the
    /// highest, then the last; without days, or out of office, the last one.
    pub(crate) fn office_on(&self, days: Option<&Days>) -> Option<&OfficeHeld> {
        let governs = |o: &OfficeHeld| {
            let sector = o.sector.or(self.sector);
            sector.is_none_or(|sector| sector == Sector::Gov)
        };
        let held = days.and_then(|days| {
            let held = self.offices.iter().filter(|o| o.held(days));
            held.max_by(|a, b| governs(a).cmp(&governs(b)).then(a.rank.total_cmp(&b.rank)))
        });
        held.or_else(|| self.offices.last())
    }

    /// The ranks of all offices held on the days, together.
    pub(crate) fn rank_on(&self, days: Option<&Days>) -> f32 {
        let held = |o: &&OfficeHeld| days.is_some_and(|days| o.held(days));
        self.offices.iter().filter(held).map(|o| o.rank).sum()
    }

    /// Whether some office was held on the days.
    pub(crate) fn in_office(&self, days: Option<&Days>) -> bool {
        days.is_some_and(|days| self.offices.iter().any(|o| o.held(days)))
    }
}
