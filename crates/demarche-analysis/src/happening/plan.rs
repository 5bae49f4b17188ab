use super::mention::number;
use demarche_event::{Announcer, Happening, Link, LinkKind, Status};
use jiff::civil::Date;

/// Days after the end of its window for which a plan may still come true before
/// it has lapsed.
pub const GRACE_DAYS: i32 = 30;

/// How a plan stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlanState {
    /// One side, or a report, says so.
    Announced,
    /// Both sides say so.
    Confirmed,
    /// It depends on something.
    Conditional,
    /// It was put off, and its window isn't long over.
    Postponed,
    /// It was called off.
    Cancelled,
    /// It took place.
    Fulfilled,
    /// Its window has been over for [`GRACE_DAYS`], and nothing tells that it
    /// took place. A plan without a window doesn't lapse.
    Lapsed,
}

impl PlanState {
    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            PlanState::Announced => "announced",
            PlanState::Confirmed => "confirmed",
            PlanState::Conditional => "conditional",
            PlanState::Postponed => "postponed",
            PlanState::Cancelled => "cancelled",
            PlanState::Fulfilled => "fulfilled",
            PlanState::Lapsed => "lapsed",
        }
    }
}

/// How a plan stands on a day, as far as what was known by then tells. `links`
/// are those to the plan, each with the happening that it comes from.
///
/// `None` if the happening is no plan, or was announced only later.
pub fn plan_state(plan: &Happening, links: &[(Link, Happening)], on: Date) -> Option<PlanState> {
    let announced = plan.plan.as_ref()?;
    if announced.announced.is_some_and(|day| day > on) {
        return None;
    }
    let begun = |happening: &Happening| happening.date.days.is_none_or(|days| days.since <= on);
    // The last word counts; of one day, that it was put off.
    let undone = links
        .iter()
        .filter(|(link, other)| {
            matches!(link.kind, LinkKind::Postpones | LinkKind::Cancels) && begun(other)
        })
        .max_by_key(|(link, other)| {
            let since = other.date.days.map(|days| days.since);
            (since, link.kind == LinkKind::Postpones)
        });
    let fulfilled = links
        .iter()
        .any(|(link, other)| link.kind == LinkKind::Fulfils && begun(other));
    let over = plan
        .date
        .days
        .is_some_and(|days| number(days.until) + GRACE_DAYS <= number(on));
    Some(if fulfilled {
        PlanState::Fulfilled
    } else if let Some((link, _)) = undone
        && link.kind == LinkKind::Cancels
    {
        PlanState::Cancelled
    } else if over {
        PlanState::Lapsed
    } else if undone.is_some() {
        PlanState::Postponed
    } else if announced.conditional || plan.status == Status::Hypothetical {
        PlanState::Conditional
    } else if announced.announcer == Announcer::Both {
        PlanState::Confirmed
    } else {
        PlanState::Announced
    })
}
