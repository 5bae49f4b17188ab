use demarche_lang::{Dep, EntityKind, Parsed, Pos, Tag, TokenData};
use std::sync::Arc;

/// Splits a sentence as the language model's tokeniser would, and tags what the
/// reading of times asks for. A word with `~` hangs on the next one as its
/// attribute; a word with `@` is part of a person's name.
pub(super) fn sentence(marked: &str) -> Parsed {
    let mut text = String::new();
    let mut tokens: Vec<(usize, usize, bool, bool)> = Vec::new();
    for word in marked.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        let attached = word.contains('~');
        let person = word.contains('@');
        let word: String = word.chars().filter(|c| !matches!(c, '~' | '@')).collect();
        let start = text.len();
        text.push_str(&word);
        for (from, to) in split(&word) {
            tokens.push((start + from, start + to, attached, person));
        }
    }
    let lower: Vec<String> = tokens
        .iter()
        .map(|token| text[token.0..token.1].to_lowercase())
        .collect();
    let data: Vec<TokenData<'_>> = tokens
        .iter()
        .enumerate()
        .map(|(n, &(start, end, attached, person))| {
            let (tag, pos) = tagged(&text[start..end], n == 0);
            let head = if attached && n + 1 < tokens.len() {
                n + 1
            } else {
                n
            };
            let dep = if head == n { Dep::Root } else { Dep::Compound };
            let entity = person.then_some((EntityKind::Person, n == 0 || !tokens[n - 1].3));
            TokenData {
                start,
                end,
                tag,
                pos,
                dep,
                head,
                lemma: &lower[n],
                morph: 0,
                sentence_start: n == 0,
                entity,
            }
        })
        .collect();
    Parsed::build(text.clone(), Arc::from([Box::from("")]), data).expect("tokens in order")
}

const SHORT: &[&str] = &[
    "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.",
    "Dec.", "Mon.", "Tue.", "Sun.", "a.m.", "p.m.",
];

fn split(word: &str) -> Vec<(usize, usize)> {
    let mut from = 0;
    let mut to = word.len();
    let mut spans = Vec::new();
    while let Some(c) = word[from..to]
        .chars()
        .next()
        .filter(|c| matches!(c, '(' | '"' | '\'' | '‘' | '’' | '$' | '€'))
    {
        if word[from..to].starts_with("'s") || word[from..to].starts_with("’s") {
            break;
        }
        spans.push((from, from + c.len_utf8()));
        from += c.len_utf8();
    }
    let mut tail = Vec::new();
    while !SHORT.contains(&&word[from..to]) {
        let Some(c) = word[from..to].chars().next_back() else {
            break;
        };
        let length = if matches!(
            c,
            ',' | '.' | ';' | ':' | '?' | '!' | ')' | '"' | '%' | '\''
        ) {
            c.len_utf8()
        } else if word[from..to].ends_with("'s") {
            2
        } else if word[from..to].ends_with("’s") {
            4
        } else {
            break;
        };
        tail.push((to - length, to));
        to -= length;
    }
    // Hyphens split between letters, between digits, and from digit to letter.
    let body = &word[from..to];
    let mut begin = 0;
    for (at, c) in body.char_indices().filter(|(_, c)| matches!(c, '-' | '–')) {
        let before = body[..at].chars().next_back();
        let after = body[at + c.len_utf8()..].chars().next();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let joint = letter(before) && letter(after)
            || c == '-' && digit(before) && (digit(after) || letter(after));
        if joint && at > begin {
            spans.push((from + begin, from + at));
            spans.push((from + at, from + at + c.len_utf8()));
            begin = at + c.len_utf8();
        }
    }
    if begin < body.len() {
        spans.push((from + begin, to));
    }
    spans.extend(tail.into_iter().rev());
    spans
}

fn tagged(word: &str, first: bool) -> (Tag, Pos) {
    let number = word.starts_with(|c: char| c.is_ascii_digit());
    match word {
        "may" => (Tag::Md, Pos::Aux),
        "May" if first => (Tag::Md, Pos::Aux),
        "march" | "fall" => (Tag::Vb, Pos::Verb),
        "$" => (Tag::Dollar, Pos::Sym),
        "." | "," => (Tag::Stop, Pos::Punct),
        "troops" | "protests" | "villages" | "people" => (Tag::Nns, Pos::Noun),
        "summit" | "visit" | "talks" | "deal" | "floor" | "anniversary" | "session" | "water"
        | "spring" | "autumn" | "winter" | "summer" => (Tag::Nn, Pos::Noun),
        _ if number => (Tag::Cd, Pos::Num),
        _ if !first && word.starts_with(char::is_uppercase) => (Tag::Nnp, Pos::Propn),
        _ => (Tag::Xx, Pos::X),
    }
}
