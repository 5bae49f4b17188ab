use super::calendar::{self, YEARS};
use super::words::{Item, Role, TimeWords};
use demarche_lang::{EntityKind, Parsed, Pos, Tag};
use std::ops::Range;

/// A token, a part of one ("mid-2023"), or a phrase of several, with what it
/// means for the grammar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) item: Item,
    /// First token.
    pub(super) first: u32,
    /// End token, excluded.
    pub(super) end: u32,
}

/// The sentence as pieces; `None` if no word of it names a time.
pub(super) fn pieces(
    words: &TimeWords,
    parsed: &Parsed,
    sentence: Range<usize>,
) -> Option<Vec<Piece>> {
    let mut pieces = Vec::with_capacity(sentence.len());
    let mut any = false;
    let mut token = sentence.start;
    let mut buffer = Lower::default();
    while token < sentence.end {
        let text = parsed.token(token).text();
        let (item, length) = if text.as_bytes()[0].is_ascii_digit() {
            (number(text), 1)
        } else {
            match buffer.lower(text) {
                Some(lower) => words
                    .find(lower, |n, word| {
                        token + n < sentence.end
                            && parsed.token(token + n).text().eq_ignore_ascii_case(word)
                    })
                    .map_or_else(
                        || (Some(lettered(lower)), 1),
                        |(item, length)| (Some(item), length),
                    ),
                None => (Some(Item::Other), 1),
            }
        };
        let whole = |item| Piece {
            item,
            first: token as u32,
            end: (token + length) as u32,
        };
        match item {
            Some(Item::Other) | None if text.len() > 3 => {
                let before = pieces.len();
                if !split(words, text, token as u32, &mut pieces) {
                    pieces.truncate(before);
                    pieces.push(whole(Item::Other));
                }
            }
            Some(item) => pieces.push(whole(item)),
            None => pieces.push(whole(Item::Other)),
        }
        any |= pieces.last().is_some_and(|piece| names_time(piece.item));
        token += length;
    }
    if !any {
        return None;
    }
    join_ordinals(&mut pieces);
    guard(words, parsed, sentence.start, &mut pieces);
    Some(pieces)
}

/// "Twenty-second" is one ordinal, with or without its hyphen.
fn join_ordinals(pieces: &mut Vec<Piece>) {
    let mut i = 0;
    while i < pieces.len() {
        let dash = usize::from(matches!(
            pieces.get(i + 1).map(|p| p.item),
            Some(Item::Role(Role::Dash))
        ));
        if let Item::Number(tens @ (20 | 30), most) = pieces[i].item
            && tens == most
            && let Some(Piece {
                item: Item::Ordinal(ones @ 1..=9),
                end,
                ..
            }) = pieces.get(i + 1 + dash).copied()
        {
            pieces[i].item = Item::Ordinal(tens + ones);
            pieces[i].end = end;
            pieces.drain(i + 1..i + 2 + dash);
        }
        i += 1;
    }
}

/// Whether an expression of time may rest on this.
fn names_time(item: Item) -> bool {
    !matches!(
        item,
        Item::Other | Item::Part(_) | Item::Number(..) | Item::Clock | Item::Name | Item::HalfOf(_)
    ) && !matches!(item, Item::Role(role) if !matches!(role, Role::Weekend | Role::Fiscal))
        && !matches!(item, Item::Digits { digits, .. } if digits != 4)
}

/// Lower-cases a word without allocating, as far as the words of time go.
#[derive(Default)]
struct Lower {
    bytes: [u8; 24],
    other: String,
}

impl Lower {
    fn lower(&mut self, text: &str) -> Option<&str> {
        if text.len() > self.bytes.len() {
            return None;
        }
        if text.is_ascii() {
            let bytes = &mut self.bytes[..text.len()];
            bytes.copy_from_slice(text.as_bytes());
            bytes.make_ascii_lowercase();
            return std::str::from_utf8(bytes).ok();
        }
        self.other.clear();
        self.other.push_str(text);
        Some(&self.other)
    }
}

/// A word that begins with a digit; `None` if it may be several in one.
fn number(text: &str) -> Option<Item> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (head, tail) = text.split_at(digits);
    let value = head.parse::<i32>().ok();
    match (tail, value) {
        ("", Some(value)) if digits <= 4 => Some(Item::Digits {
            value,
            digits: digits as u8,
        }),
        ("st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH", Some(value)) if digits <= 2 => {
            Some(Item::Ordinal(value))
        }
        ("s" | "S", Some(value)) if value % 10 == 0 && (digits == 4 || digits == 2) => {
            let short = digits == 2;
            let year = if short { 1900 + value } else { value };
            YEARS.contains(&(year as i16)).then_some(Item::Decade {
                year: year as i16,
                short,
            })
        }
        ("h" | "H", Some(value @ 1..=2)) => Some(Item::HalfOf(value as i8)),
        ("q" | "Q", Some(value @ 1..=4)) => Some(Item::QuarterOf(value as i8)),
        ("am" | "pm" | "AM" | "PM" | "a.m." | "p.m." | "a.m" | "p.m" | "hrs" | "GMT", Some(_)) => {
            Some(Item::Clock)
        }
        _ if tail.starts_with(':') => Some(Item::Clock),
        _ if tail.starts_with(',') => {
            let value = text.replace(',', "").parse().ok();
            value.map(|value| Item::Digits { value, digits: 0 })
        }
        _ => numeric(text),
    }
}

/// A date in digits: "2024-03-12", "25/03/2024", "12.03.2024". `None` if it
/// isn't one.
fn numeric(text: &str) -> Option<Item> {
    let separator = *text.as_bytes().iter().find(|byte| !byte.is_ascii_digit())?;
    if !matches!(separator, b'-' | b'/' | b'.') {
        return None;
    }
    let mut fields = [0i16; 3];
    let mut widths = [0; 3];
    let mut count = 0;
    for field in text.split(char::from(separator)) {
        if count == 3
            || field.is_empty()
            || field.len() > 4
            || !field.bytes().all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        fields[count] = field.parse().ok()?;
        widths[count] = field.len();
        count += 1;
    }
    let small = |value: i16| i8::try_from(value).ok();
    let valid = |year, month: i16, day: i16| {
        YEARS.contains(&year)
            && calendar::new(year, small(month).unwrap_or(0), small(day).unwrap_or(0)).is_some()
    };
    let [a, b, c] = fields;
    if count != 3 {
        return None;
    }
    if widths[0] == 4 && valid(a, b, c) {
        return Some(Item::Numeric(Some((a, b as i8, c as i8))));
    }
    if widths[2] != 4 {
        return None;
    }
    match (valid(c, b, a), valid(c, a, b)) {
        (true, true) if a != b => Some(Item::Numeric(None)),
        (true, _) => Some(Item::Numeric(Some((c, b as i8, a as i8)))),
        (_, true) => Some(Item::Numeric(Some((c, a as i8, b as i8)))),
        _ => None,
    }
}

/// A word that begins with a letter and that the vocabulary lacks.
fn lettered(lower: &str) -> Item {
    let letters = lower.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (head, tail) = lower.split_at(letters);
    let Ok(value) = tail.parse::<i16>() else {
        return Item::Other;
    };
    match (head, value) {
        ("q", 1..=4) => Item::QuarterOf(value as i8),
        ("h", 1..=2) => Item::HalfOf(value as i8),
        ("fy", 0..=99) if tail.len() == 2 => Item::Fiscal(2000 + value),
        ("fy", _) if YEARS.contains(&value) => Item::Fiscal(value),
        _ => Item::Other,
    }
}

/// Splits a token such as "mid-2023", "18–19" or "Feb.12" into its pieces;
/// false if some of them mean nothing.
fn split(words: &TimeWords, text: &str, token: u32, pieces: &mut Vec<Piece>) -> bool {
    let is_joint = |c: char| matches!(c, '-' | '–' | '/');
    let joined = text.contains(is_joint);
    let pointed = text.contains('.') && text.ends_with(|c: char| c.is_ascii_digit());
    if !joined && !pointed {
        return false;
    }
    let begin = pieces.len();
    let mut rest = text;
    let mut buffer = Lower::default();
    while !rest.is_empty() {
        let length = if rest.starts_with(is_joint) {
            rest.chars().next().map_or(1, char::len_utf8)
        } else if joined {
            rest.find(is_joint).unwrap_or(rest.len())
        } else {
            rest.find('.').map_or(rest.len(), |dot| dot + 1)
        };
        let (part, after) = rest.split_at(length);
        let item = if part.as_bytes()[0].is_ascii_digit() {
            number(part)
        } else {
            buffer.lower(part).and_then(|lower| words.alone(lower))
        };
        match item {
            None | Some(Item::Other | Item::Name) => return false,
            Some(item) => pieces.push(Piece {
                item,
                first: token,
                end: token + 1,
            }),
        }
        rest = after;
    }
    pieces.len() > begin + 1
}

/// Takes the meaning from words of time that stand for something else: "may"
/// the verb, "April" the person, "Sun" the newspaper, "Weekly" the magazine.
fn guard(words: &TimeWords, parsed: &Parsed, start: usize, pieces: &mut [Piece]) {
    for i in 0..pieces.len() {
        let Piece { item, first, .. } = pieces[i];
        let short = match item {
            Item::Month { short, .. } | Item::Weekday { short, .. } => short,
            Item::Often(_) => {
                let token = parsed.token(first as usize);
                if token.pos() == Pos::Propn && first as usize > start {
                    pieces[i].item = Item::Name;
                }
                continue;
            }
            _ => continue,
        };
        let token = parsed.token(first as usize);
        let lower = token.text().to_ascii_lowercase();
        let month = matches!(item, Item::Month { .. });
        let is_number = |item: Item| {
            matches!(
                item,
                Item::Digits {
                    value: 1..=31,
                    digits: 1..=2
                } | Item::Digits { digits: 4, .. }
                    | Item::Ordinal(1..=31)
            )
        };
        let before = i.checked_sub(1).map(|i| pieces[i].item);
        let after = pieces.get(i + 1).map(|piece| piece.item);
        let beside_number =
            month && (before.is_some_and(is_number) || after.is_some_and(is_number));
        let led = before.is_some_and(|item| match item {
            Item::Role(role) => matches!(
                role,
                Role::In
                    | Role::By
                    | Role::Since
                    | Role::Until
                    | Role::From
                    | Role::To
                    | Role::Of
                    | Role::Between
                    | Role::During
                    | Role::Before
                    | Role::After
                    | Role::Last
                    | Role::Next
                    | Role::This
                    | Role::Past
                    | Role::Coming
                    | Role::Every
                    | Role::Dash
                    | Role::Slash
                    | Role::On
                    | Role::Earlier
            ),
            Item::Part(_) => true,
            _ => false,
        });
        let joined = matches!(before, Some(Item::Role(Role::And)))
            && i >= 2
            && matches!(
                pieces[i - 2].item,
                Item::Month { .. } | Item::Weekday { .. } | Item::Digits { digits: 4, .. }
            );
        let person = token.entity_kind() == Some(EntityKind::Person);
        let dated = token.entity_kind() == Some(EntityKind::Date);
        let next = pieces.get(i + 1).filter(|next| next.item == Item::Other);
        let named = next.is_some_and(|next| parsed.token(next.first as usize).pos() == Pos::Propn);
        let keep = if words.is_guarded(&lower) {
            let verb = matches!(
                token.tag(),
                Tag::Md | Tag::Vb | Tag::Vbd | Tag::Vbp | Tag::Vbz
            );
            let capital = token.text().starts_with(|c: char| c.is_uppercase());
            capital && !verb && (beside_number || !person && (dated || !named && (led || joined)))
        } else if short {
            beside_number || led || joined || dated
        } else {
            !(person && named)
        };
        if !keep {
            pieces[i].item = Item::Other;
        }
    }
}
