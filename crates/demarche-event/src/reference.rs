use crate::Days;

/// A visit abroad, as a reference record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    /// The record's own name for it, unique in its chronology.
    pub id: String,
    /// Who travelled, in the record's words.
    pub person: String,
    /// Canonical name of a known person; `None` until it is found, or if nobody
    /// known is meant.
    pub name: Option<String>,
    /// Office, by its code in the knowledge, such as `foreign-minister`.
    pub office: Option<String>,
    /// Whence, in the record's words.
    pub from_text: String,
    /// Whence, as ISO 3166 alpha-3: the country whose office it is.
    pub from: Option<String>,
    /// Whither, in the record's words.
    pub to_text: String,
    /// Whither, as ISO 3166 alpha-3.
    pub to: Option<String>,
    /// Cities and the like, in the record's words.
    pub place: Option<String>,
    /// When.
    pub days: Days,
    /// What for, in the record's words.
    pub purpose: Option<String>,
}

/// Where a reference record means to be complete: a trip that fits and isn't in
/// it didn't take place, as far as its makers know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Whose trips; `None` is anybody's.
    pub from: Option<String>,
    /// Trips to which country; `None` is any.
    pub to: Option<String>,
    /// Trips of holders of which office; `None` is any.
    pub office: Option<String>,
    /// Trips of which days.
    pub days: Days,
}

/// A reference record: trips, and where it means to be complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chronology {
    /// What it is called; a store keeps one of a name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Under which terms.
    pub licence: Option<String>,
    /// Its trips, in its order.
    pub trips: Vec<Trip>,
    /// Where it means to be complete; empty if nothing is declared.
    pub coverage: Vec<Coverage>,
}

/// What is odd about a reference record, or had to be concluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// Two rows tell of the same trip.
    Duplicate,
    /// A name is taken for a known person's that is spelt otherwise.
    NameSpeltOtherwise,
    /// The traveller is nobody known.
    TravellerUnknown,
    /// The name of a country names no known state.
    CountryUnknown,
}

impl FindingKind {
    /// All of them.
    pub const ALL: [FindingKind; 4] = [
        FindingKind::Duplicate,
        FindingKind::NameSpeltOtherwise,
        FindingKind::TravellerUnknown,
        FindingKind::CountryUnknown,
    ];

    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            FindingKind::Duplicate => "duplicate",
            FindingKind::NameSpeltOtherwise => "name-spelt-otherwise",
            FindingKind::TravellerUnknown => "traveller-unknown",
            FindingKind::CountryUnknown => "country-unknown",
        }
    }
}

/// Something that the import of a reference record reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub kind: FindingKind,
    /// Id of the trip.
    pub trip: String,
    /// The words in question; of a duplicate, the id of the other trip.
    pub words: String,
    /// What they are taken for.
    pub taken_for: Option<String>,
}
