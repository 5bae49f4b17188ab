use jiff::civil::Date;

/// An interval of days: `since` is included, `until` excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Days {
    /// First day.
    pub since: Date,
    /// The day after the last.
    pub until: Date,
}

impl Days {
    /// The interval from `since` to `until`; `None` unless it holds a day.
    pub fn new(since: Date, until: Date) -> Option<Days> {
        (since < until).then_some(Days { since, until })
    }

    /// A single day. At the end of the calendar (9999-12-31) the interval
    /// can't be closed and the day before is used.
    pub fn day(day: Date) -> Days {
        match day.tomorrow() {
            Ok(until) => Days { since: day, until },
            Err(_) => Days {
                since: day.yesterday().unwrap_or(day),
                until: day,
            },
        }
    }

    /// Number of days, at least 1.
    pub fn length(&self) -> i32 {
        (self.until - self.since).get_days()
    }

    /// The last day, included.
    pub fn last(&self) -> Date {
        self.until.yesterday().unwrap_or(self.until)
    }

    /// Whether the two share a day.
    pub fn overlaps(&self, other: &Days) -> bool {
        self.since < other.until && other.since < self.until
    }
}

/// How the day of an event was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateBasis {
    /// An expression in the text, resolved.
    Stated,
    /// The text is silent: from the news of its opening to the publication, or that day, with
    /// the day before for what is told as past.
    Published,
    /// An expression that can't be placed, or no day to count from.
    Unplaced,
}

impl DateBasis {
    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            DateBasis::Stated => "stated",
            DateBasis::Published => "published",
            DateBasis::Unplaced => "unplaced",
        }
    }
}

/// When an event happened, and how that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct When {
    /// The interval; `None` when nothing places it.
    pub days: Option<Days>,
    /// How it was found.
    pub basis: DateBasis,
    /// The expression, as the text has it.
    pub text: Option<String>,
}

impl When {
    /// A day that nothing places.
    pub fn unplaced(text: Option<String>) -> When {
        When {
            days: None,
            basis: DateBasis::Unplaced,
            text,
        }
    }
}
