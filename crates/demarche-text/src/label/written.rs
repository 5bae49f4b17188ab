/// A date as a line has it, with what it leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WrittenDate {
    /// The year, or the first of several.
    pub year: Option<i16>,
    /// The last year of several.
    pub last_year: Option<i16>,
    /// The month, or the first of several, from 1.
    pub month: Option<i8>,
    /// The last month of several.
    pub last_month: Option<i8>,
    /// The day, or the first of several.
    pub day: Option<i8>,
    /// The last day of several.
    pub last_day: Option<i8>,
    /// The weekday, from Monday as 1.
    pub weekday: Option<i8>,
}

/// Months by their first three letters, and how long they are in full.
const MONTHS: [(&str, usize); 12] = [
    ("jan", 7),
    ("feb", 8),
    ("mar", 5),
    ("apr", 5),
    ("may", 3),
    ("jun", 4),
    ("jul", 4),
    ("aug", 6),
    ("sep", 9),
    ("oct", 7),
    ("nov", 8),
    ("dec", 8),
];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Years of living print and of plans.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// The date that a text begins with, and where it ends.
pub(super) fn read(text: &str) -> Option<(WrittenDate, usize)> {
    let mut at = Cursor { text, at: 0 };
    at.word(|word| matches!(word, "In" | "On").then_some(()));
    let mut date = WrittenDate {
        weekday: at.word(weekday),
        ..WrittenDate::default()
    };
    if date.weekday.is_some() {
        at.sign(&[',']);
    }
    let before = at.at;
    let read = at.dated(&mut date);
    if !read {
        at.at = before;
    }
    let ends = !text[at.at..].starts_with(char::is_alphanumeric);
    ((read || date.weekday.is_some()) && ends).then_some((date, at.at))
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl Cursor<'_> {
    /// A day, month or year, in any of their orders.
    fn dated(&mut self, date: &mut WrittenDate) -> bool {
        if let Some(year) = self.number(4, |n| YEARS.contains(&n).then_some(n)) {
            date.year = Some(year);
            return self.after_year(year, date);
        }
        if let Some(day) = self.day() {
            date.day = Some(day);
            let joint = self.at;
            if self.joins() {
                match self.day() {
                    Some(last) => date.last_day = Some(last),
                    None => self.at = joint,
                }
            }
            self.word(|word| (word == "of").then_some(()));
            date.month = self.month();
            if date.month.is_none() {
                return false;
            }
            let joint = self.at;
            if date.last_day.is_none() && self.joins() {
                let last = self.day();
                match last.and_then(|last| Some((last, self.month()?))) {
                    Some((last, month)) => {
                        (date.last_day, date.last_month) = (Some(last), Some(month));
                    }
                    None => self.at = joint,
                }
            }
            self.year(date);
            return true;
        }
        date.month = self.month();
        if date.month.is_none() {
            return false;
        }
        date.day = self.day();
        if date.day.is_some() && self.day_to_day(date) {
            return true;
        }
        let joint = self.at;
        if self.joins() {
            let month = self.month();
            let day = date.day.and_then(|_| self.day());
            match (date.day, month, day) {
                (Some(_), month, Some(day)) => {
                    (date.last_month, date.last_day) = (month, Some(day));
                }
                (None, Some(month), _) => date.last_month = Some(month),
                _ => self.at = joint,
            }
        }
        self.year(date);
        true
    }

    /// The rest of "Oct. 14, 2006 - Dec. 22, 2017".
    fn day_to_day(&mut self, date: &mut WrittenDate) -> bool {
        let (before, mut first, mut last) = (self.at, *date, WrittenDate::default());
        self.year(&mut first);
        if first.year.is_some() && self.joins() {
            (last.month, last.day) = (self.month(), self.day());
            self.year(&mut last);
            if last.month.is_some() && last.day.is_some() && last.year > first.year {
                (date.year, date.last_year) = (first.year, last.year);
                (date.last_month, date.last_day) = (last.month, last.day);
                return true;
            }
        }
        self.at = before;
        false
    }

    /// "2019-20", "2019-03-12".
    fn after_year(&mut self, year: i16, date: &mut WrittenDate) -> bool {
        let joint = self.at;
        if !self.joins() {
            return true;
        }
        if let Some(last) = self.number(4, |n| YEARS.contains(&n).then_some(n)) {
            date.last_year = Some(last);
            return last > year;
        }
        let Some(next) = self.number(2, Some) else {
            self.at = joint;
            return true;
        };
        let middle = self.at;
        let day = self.sign(&['-']).then(|| self.day()).flatten();
        match day {
            Some(day) => {
                let month = i8::try_from(next).ok().filter(|n| (1..=12).contains(n));
                (date.month, date.day) = (month, Some(day));
                month.is_some()
            }
            None => {
                self.at = middle;
                date.last_year = Some(year / 100 * 100 + next);
                year / 100 * 100 + next > year
            }
        }
    }

    fn year(&mut self, date: &mut WrittenDate) {
        let before = self.at;
        self.sign(&[',']);
        date.year = self.number(4, |n| YEARS.contains(&n).then_some(n));
        if date.year.is_none() {
            self.at = before;
        }
    }

    fn day(&mut self) -> Option<i8> {
        let day = |n: i16| i8::try_from(n).ok().filter(|n| (1..=31).contains(n));
        let found = self.number(2, day).or_else(|| self.number(1, day))?;
        for suffix in ["st", "nd", "rd", "th"] {
            if self.rest().starts_with(suffix) {
                self.at += suffix.len();
            }
        }
        Some(found)
    }

    fn month(&mut self) -> Option<i8> {
        let month = self.word(month)?;
        if self.rest().starts_with('.') {
            self.at += 1;
        }
        Some(month)
    }

    /// A number of so many digits.
    fn number<T>(&mut self, digits: usize, take: impl Fn(i16) -> Option<T>) -> Option<T> {
        let rest = self.rest().trim_start_matches(is_space);
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let found = (length == digits).then(|| rest[..length].parse().ok())?;
        let found = found.and_then(take)?;
        self.at = self.text.len() - rest.len() + length;
        Some(found)
    }

    fn word<T>(&mut self, take: impl Fn(&str) -> Option<T>) -> Option<T> {
        let rest = self.rest().trim_start_matches(is_space);
        let length = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let found = take(&rest[..length])?;
        self.at = self.text.len() - rest.len() + length;
        Some(found)
    }

    /// A dash, or "to", "and".
    fn joins(&mut self) -> bool {
        self.sign(&['-', '–', '—', '/'])
            || self
                .word(|word| matches!(word, "to" | "and").then_some(()))
                .is_some()
    }

    fn sign(&mut self, signs: &[char]) -> bool {
        let rest = self.rest().trim_start_matches(is_space);
        let Some(sign) = rest.chars().next().filter(|c| signs.contains(c)) else {
            return false;
        };
        self.at = self.text.len() - rest.len() + sign.len_utf8();
        true
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\t')
}

/// A month that begins with a capital: "may" and "march" are verbs.
fn month(word: &str) -> Option<i8> {
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) || !word.is_ascii() {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let fits = |(short, long): &(&str, usize)| {
        lower.starts_with(short) && (lower.len() == 3 || lower == "sept" || lower.len() == *long)
    };
    let number = MONTHS.iter().position(fits)?;
    i8::try_from(number + 1).ok()
}

fn weekday(word: &str) -> Option<i8> {
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let number = WEEKDAYS.iter().position(|weekday| *weekday == lower)?;
    i8::try_from(number + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn days(text: &str) -> (Option<i16>, Option<i8>, Option<i8>, Option<i8>) {
        let (date, end) = read(text).expect(text);
        assert_eq!(end, text.len(), "{text}");
        (date.year, date.month, date.day, date.last_day)
    }

    #[test]
    fn dates_are_read_in_their_orders() {
        assert_eq!(days("2019"), (Some(2019), None, None, None));
        assert_eq!(days("In 2019"), (Some(2019), None, None, None));
        assert_eq!(days("2019-20"), (Some(2019), None, None, None));
        assert_eq!(days("2019-03-12"), (Some(2019), Some(3), Some(12), None));
        assert_eq!(days("March 2018"), (Some(2018), Some(3), None, None));
        assert_eq!(days("12 Sept. 2018"), (Some(2018), Some(9), Some(12), None));
        assert_eq!(days("FRIDAY 3 MAY"), (None, Some(5), Some(3), None));
        assert_eq!(
            days("Friday, May 3, 2019"),
            (Some(2019), Some(5), Some(3), None)
        );
        assert_eq!(days("3rd-5th May"), (None, Some(5), Some(3), Some(5)));
        assert_eq!(days("26 May–4 June"), (None, Some(5), Some(26), Some(4)));
        assert_eq!(days("Aug. 18-19"), (None, Some(8), Some(18), Some(19)));
        assert_eq!(
            days("Aug. 30 - Sept. 2, 2019"),
            (Some(2019), Some(8), Some(30), Some(2))
        );
        assert_eq!(
            days("Oct. 3, 2006 – Dec. 20, 2017"),
            (Some(2006), Some(10), Some(3), Some(20))
        );
        let (span, _) = read("Oct. 3, 2006 – Dec. 20, 2017").expect("a span");
        assert_eq!((span.last_year, span.last_month), (Some(2017), Some(12)));
    }

    #[test]
    fn other_words_and_numbers_are_no_dates() {
        for text in [
            "may",
            "Marching",
            "Mayor",
            "31",
            "3 soldiers",
            "20:15 KST",
            "1234",
            "Mondays",
        ] {
            assert!(read(text).is_none(), "{text}: {:?}", read(text));
        }
    }
}
