//! Reads numbers with what they measure: percent, money, things counted.

use super::Expression;
use demarche_lang::{EntityKind, Parsed, Pos};
use hashbrown::HashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// The English words of number and measure.
pub(crate) struct QuantityWords {
    /// By first word; longest phrase first.
    entries: HashMap<Box<str>, Vec<Phrase>>,
    ordinals: Ordinals,
}

/// A vocabulary of number that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("words of number: {0}")]
pub(crate) struct QuantityWordsError(#[from] toml::de::Error);

/// A number with its unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quantity {
    /// Its tokens, from the bounding words through the unit.
    pub(crate) tokens: Range<usize>,
    /// The number, the lower one of a range; `None` for "several" and its kin.
    pub(crate) value: Option<f64>,
    /// The upper one of a range: "10 to 15 percent".
    pub(crate) upper: Option<f64>,
    /// `percent`, a currency's code in lower case, another measure's name, or
    /// the noun counted as the text has it, in lower case.
    pub(crate) unit: String,
    /// How the number bounds what it measures.
    pub(crate) bound: Bound,
    /// The last token of what is counted; `None` for measures and money.
    pub(crate) noun: Option<usize>,
}

/// How a number bounds what it measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Bound {
    /// As it stands.
    Exact,
    /// "up to", "less than".
    AtMost,
    /// "at least", "more than".
    AtLeast,
    /// "about", "nearly".
    About,
    /// No number at all: "several".
    Vague,
}

impl Bound {
    /// The word in the record.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Bound::Exact => "exact",
            Bound::AtMost => "at-most",
            Bound::AtLeast => "at-least",
            Bound::About => "about",
            Bound::Vague => "vague",
        }
    }
}

/// The words after the first, and what they mean.
type Phrase = (Box<[Box<str>]>, Word);

#[derive(Debug, Clone, Default)]
struct Word {
    number: Option<f64>,
    scale: Option<f64>,
    vague: bool,
    bound: Option<Bound>,
    sign: Option<Box<str>>,
    unit: Option<Box<str>>,
}

impl QuantityWords {
    /// Reads the vocabulary from TOML. A word may have several roles.
    ///
    /// # Errors
    ///
    /// [`QuantityWordsError`] if the text isn't of the expected form.
    pub(crate) fn parse(text: &str) -> Result<QuantityWords, QuantityWordsError> {
        let file: File = toml::from_str(text)?;
        let mut words = QuantityWords {
            entries: HashMap::new(),
            ordinals: file.ordinals,
        };
        for (word, &number) in &file.numbers {
            words.entry(word).number = Some(number);
        }
        for (word, &scale) in &file.scales {
            words.entry(word).scale = Some(scale);
        }
        for word in &file.vague.words {
            words.entry(word).vague = true;
        }
        for (&bound, list) in &file.bounds {
            list.iter()
                .for_each(|word| words.entry(word).bound = Some(bound));
        }
        for (unit, list) in &file.units {
            list.iter()
                .for_each(|word| words.entry(word).unit = Some(unit.as_str().into()));
        }
        for currency in &file.currency {
            let code: Box<str> = currency.code.as_str().into();
            currency
                .signs
                .iter()
                .for_each(|word| words.entry(word).sign = Some(code.clone()));
            currency
                .words
                .iter()
                .for_each(|word| words.entry(word).unit = Some(code.clone()));
        }
        Ok(words)
    }

    /// The number of a series that a word says: 4 for "fourth" and "4th".
    pub(crate) fn ordinal(&self, word: &str) -> Option<u32> {
        let lower = word.to_lowercase();
        if let Some(number) = self.ordinals.words.get(&lower) {
            return Some(*number);
        }
        let ending = |ending: &String| lower.strip_suffix(ending.as_str())?.parse().ok();
        self.ordinals.endings.iter().find_map(ending)
    }

    fn entry(&mut self, phrase: &str) -> &mut Word {
        let mut tokens = phrase.split(' ').map(Box::<str>::from);
        let phrases = self
            .entries
            .entry(tokens.next().unwrap_or_default())
            .or_default();
        let rest: Box<[Box<str>]> = tokens.collect();
        let at = match phrases.iter().position(|(other, _)| *other == rest) {
            Some(at) => at,
            None => {
                let at = phrases.partition_point(|(other, _)| other.len() >= rest.len());
                phrases.insert(at, (rest, Word::default()));
                at
            }
        };
        &mut phrases[at].1
    }
}

/// Finds the numbers with a unit in a sentence, in order. What `times` covers is
/// left out: those numbers are dates and lengths of time.
pub(crate) fn quantities(
    words: &QuantityWords,
    parsed: &Parsed,
    sentence: Range<usize>,
    times: &[Expression],
) -> Vec<Quantity> {
    let end = sentence.end.min(parsed.len());
    let reader = Reader {
        words,
        parsed,
        end,
        times,
    };
    let mut found = Vec::new();
    let mut token = sentence.start;
    while token < end {
        match reader.quantity(token) {
            Some(quantity) => {
                token = quantity.tokens.end;
                found.push(quantity);
            }
            None => token += 1,
        }
    }
    found
}

/// Finds the numbers that stand without what they count: "at least 38 dead", "by
/// 351 votes to 153", "44 of the members". Their unit is empty.
pub(crate) fn bare_numbers(
    words: &QuantityWords,
    parsed: &Parsed,
    sentence: Range<usize>,
    times: &[Expression],
    taken: &[Quantity],
) -> Vec<Quantity> {
    let end = sentence.end.min(parsed.len());
    let reader = Reader {
        words,
        parsed,
        end,
        times,
    };
    let is_taken = |token: usize| {
        times.iter().any(|time| time.tokens.contains(&token))
            || taken.iter().any(|other| other.tokens.contains(&token))
    };
    let mut found = Vec::new();
    let mut token = sentence.start;
    while token < end {
        let number = (!is_taken(token)).then(|| reader.bare(token)).flatten();
        match number {
            Some(quantity) if !quantity.tokens.clone().any(is_taken) => {
                token = quantity.tokens.end;
                found.push(quantity);
            }
            _ => token += 1,
        }
    }
    found
}

struct Reader<'a> {
    words: &'a QuantityWords,
    parsed: &'a Parsed,
    end: usize,
    times: &'a [Expression],
}

impl Reader<'_> {
    fn quantity(&self, first: usize) -> Option<Quantity> {
        let mut token = first;
        let mut bound = Bound::Exact;
        while let Some((end, found)) = self.word(token, |word| word.bound) {
            // "up to about 50" is still at most.
            bound = if bound == Bound::Exact { found } else { bound };
            token = end;
        }
        if let Some((mut end, ())) = self.word(token, |word| word.vague.then_some(())) {
            // "several hundred people", "hundreds of millions of euros"
            while let Some((after, ())) = self.word(end, |word| {
                (word.scale.is_some() || word.vague).then_some(())
            }) {
                end = after;
            }
            if let Some((end, unit)) = self.word(end, |word| word.unit.clone()) {
                return Some(Quantity {
                    tokens: first..end,
                    value: None,
                    upper: None,
                    unit: unit.into_string(),
                    bound: Bound::Vague,
                    noun: None,
                });
            }
            let (end, noun) = self.noun(end)?;
            let unit = self.parsed.token(noun).text().to_lowercase();
            return Some(Quantity {
                tokens: first..end,
                value: None,
                upper: None,
                unit,
                bound: Bound::Vague,
                noun: Some(noun),
            });
        }
        let sign = self.word(token, |word| {
            word.sign
                .clone()
                .or_else(|| word.unit.clone().filter(|_| self.digit(token + 1)))
        });
        let (token, sign) = match sign {
            Some((end, sign)) => (end, Some(sign)),
            None => (token, None),
        };
        let (mut token, mut value) = self.number(token)?;
        let mut upper = None;
        let joint = self.text(token);
        if matches!(joint, "-" | "–" | "to" | "and") {
            let other = match &sign {
                Some(sign) => self
                    .word(token + 1, |word| {
                        word.sign.clone().filter(|other| other == sign)
                    })
                    .map_or(token + 1, |(end, _)| end),
                None => token + 1,
            };
            if let Some((end, high)) = self
                .number(other)
                .filter(|(_, high)| *high > value && joint != "and")
            {
                // "10 to 15 million": the scale is said once.
                let scale = self.scale_before(end);
                if value * scale <= high {
                    value *= scale;
                }
                (token, upper) = (end, Some(high));
            }
        }
        let dash = if self.text(token) == "-" {
            token + 1
        } else {
            token
        };
        let unit = self.word(dash, |word| word.unit.clone());
        let (end, unit, noun) = match (sign, unit) {
            (Some(sign), _) => (token, sign.into_string(), None),
            (None, Some((end, unit))) => (end, unit.into_string(), None),
            (None, None) => {
                let (end, noun) = self.noun(token)?;
                (
                    end,
                    self.parsed.token(noun).text().to_lowercase(),
                    Some(noun),
                )
            }
        };
        let timed = |time: &&Expression| time.tokens.start < end && first < time.tokens.end;
        if self.times.iter().any(|time| timed(&time)) {
            return None;
        }
        Some(Quantity {
            tokens: first..end,
            value: Some(value),
            upper,
            unit,
            bound,
            noun,
        })
    }

    fn bare(&self, first: usize) -> Option<Quantity> {
        let mut token = first;
        let mut bound = Bound::Exact;
        while let Some((end, found)) = self.word(token, |word| word.bound) {
            bound = if bound == Bound::Exact { found } else { bound };
            token = end;
        }
        let number = self.parsed.token(token.min(self.parsed.len() - 1));
        if token >= self.end || number.pos() != Pos::Num {
            return None;
        }
        let (end, value) = self.number(token)?;
        // "Article 5", "Boeing 747", "2-1"
        let named = |t: usize| {
            let before = self.parsed.token(t);
            before.pos() == Pos::Propn && number.head().number() == before.number()
                || matches!(before.text(), "-" | "–" | "/" | ":" | "No." | "#")
        };
        let joined = matches!(self.text(end), "-" | "–" | "/" | ":");
        let inside = number.entity_kind().is_some_and(|kind| {
            !matches!(
                kind,
                EntityKind::Cardinal | EntityKind::Quantity | EntityKind::Money
            )
        });
        if inside || joined || token.checked_sub(1).is_some_and(named) {
            return None;
        }
        Some(Quantity {
            tokens: first..end,
            value: Some(value),
            upper: None,
            unit: String::new(),
            bound,
            noun: None,
        })
    }

    /// A number in digits or words, with its scale.
    fn number(&self, first: usize) -> Option<(usize, f64)> {
        let mut token = first;
        let mut value = None;
        if matches!(self.text(token), "a" | "an")
            && self
                .word(token + 1, |word| word.scale.or(word.number))
                .is_some()
        {
            token += 1;
            value = Some(1.0);
        } else if self.text(token).eq_ignore_ascii_case("half")
            && matches!(self.text(token + 1), "a" | "an")
        {
            token += 2;
            value = Some(0.5);
            self.word(token, |word| word.scale)?;
        }
        if value.is_none() {
            let (end, found) = match digits(self.text(token)) {
                Some(found) => (token + 1, found),
                None => self.word(token, |word| word.number)?,
            };
            (token, value) = (end, Some(found));
            let tens = (20.0..100.0).contains(&found) && found % 10.0 == 0.0;
            let ones = self
                .word(token + 1, |word| word.number.filter(|ones| *ones < 10.0))
                .filter(|_| tens && self.text(token) == "-");
            if let Some((end, ones)) = ones {
                (token, value) = (end, Some(found + ones));
            }
        } else if let Some((end, found)) = self.word(token, |word| word.number) {
            (token, value) = (end, Some(found));
        }
        let mut value = value?;
        // "3.2 million", "two hundred thousand", "$5bn"
        loop {
            let dash = if self.text(token) == "-" {
                token + 1
            } else {
                token
            };
            let Some((end, scale)) = self.word(dash, |word| word.scale) else {
                break;
            };
            value *= scale;
            token = end;
        }
        value.is_finite().then_some((token, value))
    }

    /// The scale said just before a token, or 1.
    fn scale_before(&self, token: usize) -> f64 {
        let before = token
            .checked_sub(1)
            .filter(|before| digits(self.text(*before)).is_none());
        before
            .and_then(|before| self.word(before, |word| word.scale))
            .map_or(1.0, |(_, scale)| scale)
    }

    /// The noun that a number counts: the last of the nouns that follow, past
    /// adjectives.
    fn noun(&self, first: usize) -> Option<(usize, usize)> {
        let mut token = first;
        if self.text(token) == "-" {
            token += 1;
        }
        let mut noun = None;
        // "600,000 Haitians", "a thousand French"
        let mut people = None;
        while token < self.end && token < first + 6 {
            let this = self.parsed.token(token);
            match this.pos() {
                Pos::Noun => noun = Some(token),
                Pos::Adj | Pos::Propn if noun.is_none() => people = Some(token),
                Pos::Punct if this.text() == "-" && noun.is_none() => {}
                _ => break,
            }
            token += 1;
        }
        let proper = |t: &usize| {
            self.parsed.token(*t).pos() == Pos::Propn
                || self.parsed.token(*t).text().starts_with(char::is_uppercase)
        };
        let noun = noun.or(people.filter(proper));
        noun.map(|noun| (noun + 1, noun))
    }

    fn text(&self, token: usize) -> &str {
        if token < self.end {
            self.parsed.token(token).text()
        } else {
            ""
        }
    }

    fn digit(&self, token: usize) -> bool {
        digits(self.text(token)).is_some()
    }

    /// The longest phrase at a token that has what is asked for.
    fn word<T>(&self, token: usize, ask: impl Fn(&Word) -> Option<T>) -> Option<(usize, T)> {
        let text = self.text(token);
        if text.is_empty() || text.len() > 16 {
            return None;
        }
        let phrases = match self.words.entries.get(text) {
            Some(phrases) => phrases,
            None if text.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                self.words.entries.get(text.to_ascii_lowercase().as_str())?
            }
            None => return None,
        };
        phrases.iter().find_map(|(rest, word)| {
            let fits = rest
                .iter()
                .enumerate()
                .all(|(n, word)| self.text(token + 1 + n).eq_ignore_ascii_case(word));
            let answer = if fits { ask(word) } else { None };
            answer.map(|answer| (token + 1 + rest.len(), answer))
        })
    }
}

/// "45.3", "2,023".
fn digits(text: &str) -> Option<f64> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    if !plain || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match text.contains(',') {
        true => text.replace(',', "").parse().ok(),
        false => text.parse().ok(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    numbers: BTreeMap<String, f64>,
    scales: BTreeMap<String, f64>,
    vague: VagueWords,
    bounds: BTreeMap<Bound, Vec<String>>,
    units: BTreeMap<String, Vec<String>>,
    currency: Vec<Currency>,
    ordinals: Ordinals,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ordinals {
    endings: Vec<String>,
    words: BTreeMap<String, u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VagueWords {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Currency {
    code: String,
    signs: Vec<String>,
    words: Vec<String>,
}
