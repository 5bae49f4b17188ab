use super::calendar::Unit;
use hashbrown::{HashMap, HashSet};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The English words of time, by their place in the grammar: months, weekdays,
/// seasons, units, numbers, and the small words that hold them together.
pub(crate) struct TimeWords {
    entries: HashMap<Box<str>, Entry>,
    guarded: HashSet<Box<str>>,
    comparison: HashSet<Box<str>>,
    parts: Vec<Part>,
}

/// A vocabulary of time that can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TimeWordsError {
    /// The text isn't the TOML that is expected.
    #[error("words of time: {0}")]
    Toml(#[from] toml::de::Error),
    /// A word has two meanings.
    #[error("words of time: `{0}` stands in two places; a word has one")]
    Twice(String),
    /// A number is out of range.
    #[error("words of time: `{word}` is {value}; it should lie in {least}..={most}")]
    Range {
        /// The word.
        word: String,
        /// Its number.
        value: i32,
        /// Smallest that would do.
        least: i32,
        /// Largest that would do.
        most: i32,
    },
}

/// What a word, or a phrase, means for the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// Nothing to do with time.
    Other,
    /// A month, from 1; short forms are marked.
    Month { number: i8, short: bool },
    /// A weekday, from Monday as 1.
    Weekday { number: i8, short: bool },
    /// "Mondays".
    Weekdays,
    /// A season, by its first month.
    Season(i8),
    /// A unit, how many of it the word means, and whether it is plural.
    Unit {
        unit: Unit,
        times: i32,
        several: Option<(i32, i32)>,
        plural: bool,
    },
    /// "daily".
    Often(Unit),
    /// Position in the table of parts.
    Part(u8),
    /// A number in words, from the least to the most it may mean.
    Number(i32, i32),
    /// A number in digits; `digits` is 0 if it can't be a year or a day.
    Digits { value: i32, digits: u8 },
    /// "12th", "second".
    Ordinal(i32),
    /// "1990s"; short for "90s".
    Decade { year: i16, short: bool },
    /// "Q3".
    QuarterOf(i8),
    /// "H1".
    HalfOf(i8),
    /// "FY2024".
    Fiscal(i16),
    /// 2024-03-12 in one word: day, month, year; `None` if it can be read twice.
    Numeric(Option<(i16, i8, i8)>),
    /// "10:30", "5pm".
    Clock,
    /// Days from the day of publication.
    Today(i32, i32),
    /// Days from what was told just before, or from the event named after.
    Told {
        days: Option<(i32, i32)>,
        event: bool,
    },
    /// A day of the year with a name: month, day.
    Holiday(i8, i8),
    /// A time that nobody can place.
    Vague,
    /// From an undated event on.
    SinceEvent,
    /// From a time on that was told before.
    SinceTold,
    /// A name with a word of time in it.
    Name,
    /// A small word.
    Role(Role),
}

/// What a small word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Role {
    The,
    A,
    Of,
    In,
    On,
    At,
    During,
    Over,
    Within,
    For,
    By,
    Until,
    Before,
    Pre,
    After,
    Post,
    Since,
    From,
    To,
    And,
    Between,
    Last,
    Past,
    Previous,
    Next,
    Coming,
    Following,
    This,
    Same,
    That,
    Recent,
    Earlier,
    Later,
    Ago,
    Hence,
    Every,
    Times,
    Old,
    Long,
    Straight,
    More,
    Half,
    Time,
    TimeOfDay,
    Weekend,
    Fiscal,
    About,
    Above,
    Below,
    Only,
    Possessive,
    Apostrophe,
    Comma,
    Dash,
    Slash,
    Open,
    Close,
}

/// A part of a longer time: months of a year, days of a month and of a week,
/// first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) struct Part {
    /// Whether it is also a word of its own: "end", "start".
    #[serde(default)]
    pub(super) noun: bool,
    pub(super) year: (i8, i8),
    pub(super) month: (i8, i8),
    pub(super) week: (i8, i8),
}

#[derive(Default)]
struct Entry {
    alone: Option<Item>,
    /// Longest first.
    phrases: Vec<(Box<[Box<str>]>, Item)>,
}

impl TimeWords {
    /// Reads the vocabulary from TOML.
    ///
    /// # Errors
    ///
    /// [`TimeWordsError`] if the text isn't of the expected form, a word stands
    /// in two places, or a number is out of range.
    pub(crate) fn parse(text: &str) -> Result<TimeWords, TimeWordsError> {
        let file: File = toml::from_str(text)?;
        let mut words = TimeWords {
            entries: HashMap::new(),
            guarded: file.guarded.into_iter().map(Into::into).collect(),
            comparison: file.comparison.words.into_iter().map(Into::into).collect(),
            parts: Vec::new(),
        };
        words.add_all(&file.names, Item::Name)?;
        words.add_all(&file.vague, Item::Vague)?;
        words.add_all(&file.since, Item::SinceEvent)?;
        words.add_all(&file.since_told, Item::SinceTold)?;
        for told in &file.told {
            let item = Item::Told {
                days: told.from.zip(told.to),
                event: told.event,
            };
            words.add_all(&told.words, item)?;
        }
        for today in &file.today {
            words.add_all(&today.words, Item::Today(today.from, today.to))?;
        }
        for holiday in &file.holiday {
            within(&holiday.words, holiday.month.into(), 1, 12)?;
            within(&holiday.words, holiday.day.into(), 1, 31)?;
            words.add_all(&holiday.words, Item::Holiday(holiday.month, holiday.day))?;
        }
        for month in &file.month {
            let number = month.number;
            within(&month.words, number.into(), 1, 12)?;
            words.add_all(
                &month.words,
                Item::Month {
                    number,
                    short: false,
                },
            )?;
            words.add_all(
                &month.short,
                Item::Month {
                    number,
                    short: true,
                },
            )?;
        }
        for weekday in &file.weekday {
            let number = weekday.number;
            within(&weekday.words, number.into(), 1, 7)?;
            words.add_all(
                &weekday.words,
                Item::Weekday {
                    number,
                    short: false,
                },
            )?;
            words.add_all(
                &weekday.short,
                Item::Weekday {
                    number,
                    short: true,
                },
            )?;
            words.add_all(&weekday.plural, Item::Weekdays)?;
        }
        for season in &file.season {
            within(&season.words, season.first_month.into(), 1, 12)?;
            words.add_all(&season.words, Item::Season(season.first_month))?;
        }
        for entry in &file.unit {
            within(&entry.one, entry.times, 1, 100)?;
            let (unit, times, several) = (entry.unit, entry.times, entry.several);
            words.add_all(
                &entry.one,
                Item::Unit {
                    unit,
                    times,
                    several,
                    plural: false,
                },
            )?;
            words.add_all(
                &entry.many,
                Item::Unit {
                    unit,
                    times,
                    several,
                    plural: true,
                },
            )?;
        }
        for often in &file.often {
            words.add_all(&often.words, Item::Often(often.unit))?;
        }
        for (number, part) in file.part.iter().enumerate() {
            within(&part.words, part.shares.year.0.into(), 1, 12)?;
            within(
                &part.words,
                part.shares.year.1.into(),
                part.shares.year.0.into(),
                12,
            )?;
            within(&part.words, part.shares.month.0.into(), 1, 28)?;
            within(
                &part.words,
                part.shares.month.1.into(),
                part.shares.month.0.into(),
                31,
            )?;
            within(&part.words, part.shares.week.0.into(), 1, 7)?;
            within(
                &part.words,
                part.shares.week.1.into(),
                part.shares.week.0.into(),
                7,
            )?;
            words.parts.push(part.shares);
            words.add_all(&part.words, Item::Part(number as u8))?;
        }
        for (word, &(least, most)) in &file.numbers {
            within(std::slice::from_ref(word), least, 0, 1000)?;
            within(std::slice::from_ref(word), most, least, 1000)?;
            words.add(word, Item::Number(least, most))?;
        }
        for (word, &number) in &file.ordinals {
            within(std::slice::from_ref(word), number, 1, 100)?;
            words.add(word, Item::Ordinal(number))?;
        }
        for (&role, list) in &file.roles {
            words.add_all(list, Item::Role(role))?;
        }
        for entry in words.entries.values_mut().collect::<Vec<_>>() {
            entry
                .phrases
                .sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        Ok(words)
    }

    /// What a lower-case word means alone.
    pub(super) fn alone(&self, lower: &str) -> Option<Item> {
        self.entries.get(lower).and_then(|entry| entry.alone)
    }

    /// What the phrase means that starts with `lower`, and how many tokens it
    /// has; `matches(n, word)` tells whether the n-th token after it is `word`.
    pub(super) fn find(
        &self,
        lower: &str,
        matches: impl Fn(usize, &str) -> bool,
    ) -> Option<(Item, usize)> {
        let entry = self.entries.get(lower)?;
        for (rest, item) in &entry.phrases {
            if rest
                .iter()
                .enumerate()
                .all(|(n, word)| matches(n + 1, word))
            {
                return Some((*item, rest.len() + 1));
            }
        }
        entry.alone.map(|item| (item, 1))
    }

    /// Whether a word is a month or a weekday.
    pub(crate) fn is_month_or_weekday(&self, lower: &str) -> bool {
        let entry = self.entries.get(lower);
        matches!(
            entry.and_then(|entry| entry.alone),
            Some(Item::Month { .. } | Item::Weekday { .. })
        )
    }

    /// Whether a word is a weekday.
    pub(crate) fn is_weekday(&self, lower: &str) -> bool {
        let entry = self.entries.get(lower);
        matches!(
            entry.and_then(|entry| entry.alone),
            Some(Item::Weekday { .. })
        )
    }

    /// Whether a word of time also means something else.
    pub(super) fn is_guarded(&self, lower: &str) -> bool {
        self.guarded.contains(lower)
    }

    /// Whether a word makes what follows a comparison.
    pub(super) fn compares(&self, lower: &str) -> bool {
        self.comparison.contains(lower)
    }

    /// A part of a longer time.
    pub(super) fn part(&self, number: u8) -> Part {
        self.parts[usize::from(number)]
    }

    fn add_all(&mut self, words: &[String], item: Item) -> Result<(), TimeWordsError> {
        words.iter().try_for_each(|word| self.add(word, item))
    }

    fn add(&mut self, word: &str, item: Item) -> Result<(), TimeWordsError> {
        let mut tokens = word.split(' ').map(Box::<str>::from);
        let entry = self
            .entries
            .entry(tokens.next().unwrap_or_default())
            .or_default();
        let rest: Box<[Box<str>]> = tokens.collect();
        let twice = if rest.is_empty() {
            entry.alone.replace(item).is_some()
        } else {
            let twice = entry.phrases.iter().any(|(other, _)| *other == rest);
            entry.phrases.push((rest, item));
            twice
        };
        if twice {
            Err(TimeWordsError::Twice(word.to_owned()))
        } else {
            Ok(())
        }
    }
}

fn within(words: &[String], value: i32, least: i32, most: i32) -> Result<(), TimeWordsError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(TimeWordsError::Range {
        word: words.first().cloned().unwrap_or_default(),
        value,
        least,
        most,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    guarded: Vec<String>,
    names: Vec<String>,
    vague: Vec<String>,
    since: Vec<String>,
    #[serde(rename = "since-told", default)]
    since_told: Vec<String>,
    told: Vec<ToldWords>,
    today: Vec<TodayWords>,
    holiday: Vec<HolidayWords>,
    month: Vec<MonthWords>,
    weekday: Vec<WeekdayWords>,
    season: Vec<SeasonWords>,
    unit: Vec<UnitWords>,
    often: Vec<OftenWords>,
    part: Vec<PartWords>,
    comparison: ComparisonWords,
    numbers: BTreeMap<String, (i32, i32)>,
    ordinals: BTreeMap<String, i32>,
    roles: BTreeMap<Role, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldWords {
    words: Vec<String>,
    #[serde(default)]
    event: bool,
    from: Option<i32>,
    to: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TodayWords {
    words: Vec<String>,
    from: i32,
    to: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayWords {
    words: Vec<String>,
    month: i8,
    day: i8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MonthWords {
    number: i8,
    words: Vec<String>,
    short: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeekdayWords {
    number: i8,
    words: Vec<String>,
    short: Vec<String>,
    plural: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SeasonWords {
    words: Vec<String>,
    first_month: i8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitWords {
    unit: Unit,
    #[serde(default = "one")]
    times: i32,
    one: Vec<String>,
    many: Vec<String>,
    several: Option<(i32, i32)>,
}

fn one() -> i32 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OftenWords {
    words: Vec<String>,
    unit: Unit,
}

#[derive(Deserialize)]
struct PartWords {
    words: Vec<String>,
    #[serde(flatten)]
    shares: Part,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComparisonWords {
    words: Vec<String>,
}
