use demarche_event::{
    Announcer, ClaimDirection, DateBasis, EventLinkKind, LinkKind, MatterKind, PublishedBasis,
    Severity, UnknownCode,
};

/// The variant that a word of the record stands for.
fn variant<T: Copy>(
    what: &'static str,
    all: &[T],
    as_str: fn(T) -> &'static str,
    word: &str,
) -> Result<T, UnknownCode> {
    all.iter()
        .copied()
        .find(|variant| as_str(*variant) == word)
        .ok_or_else(|| UnknownCode {
            code: word.to_owned(),
            what,
            known: all.iter().map(|variant| as_str(*variant)).collect(),
        })
}

/// How a publication day was found.
pub(crate) fn published_basis(word: &str) -> Result<PublishedBasis, UnknownCode> {
    use PublishedBasis::*;
    variant(
        "basis of a publication day",
        &[Given, Stated, Inferred, Unknown],
        PublishedBasis::as_str,
        word,
    )
}

/// How the day of an event was found.
pub(crate) fn date_basis(word: &str) -> Result<DateBasis, UnknownCode> {
    use DateBasis::*;
    variant(
        "basis of a date",
        &[Stated, Published, Unplaced],
        DateBasis::as_str,
        word,
    )
}

/// How an act stands to another.
pub(crate) fn event_link_kind(word: &str) -> Result<EventLinkKind, UnknownCode> {
    variant(
        "kind of a link between events",
        &EventLinkKind::ALL,
        EventLinkKind::as_str,
        word,
    )
}

/// Where a claim says that a relation is going.
pub(crate) fn claim_direction(word: &str) -> Result<ClaimDirection, UnknownCode> {
    use ClaimDirection::*;
    variant(
        "direction of a claim",
        &[Cooperative, Conflictual, Unchanged, Tactical],
        ClaimDirection::as_str,
        word,
    )
}

/// How much a notice matters.
pub(crate) fn severity(word: &str) -> Result<Severity, UnknownCode> {
    variant(
        "severity",
        &[Severity::Info, Severity::Warning],
        Severity::as_str,
        word,
    )
}

/// What a matter is.
pub(crate) fn matter_kind(word: &str) -> Result<MatterKind, UnknownCode> {
    variant("matter", &MatterKind::ALL, MatterKind::as_str, word)
}

/// Whose word a plan is.
pub(crate) fn announcer(word: &str) -> Result<Announcer, UnknownCode> {
    use Announcer::*;
    variant(
        "announcer",
        &[Source, Target, Both, ThirdParty, Unnamed],
        Announcer::as_str,
        word,
    )
}

/// How two happenings belong together.
pub(crate) fn link_kind(word: &str) -> Result<LinkKind, UnknownCode> {
    variant("link", &LinkKind::ALL, LinkKind::as_str, word)
}
