use crate::character::Characters;
use crate::file::{File, damaged};
use crate::ruler::Ruler;
use crate::{ModelError, hash};
use hashbrown::HashMap;

/// What is known of a word whatever its context.
#[derive(Debug, Clone)]
pub(crate) struct Lexeme {
    /// Where its text is in [`Lexicon::texts`].
    pub(crate) text: (u32, u32),
    /// Number of the norm, prefix, suffix and shape: what is embedded.
    pub(crate) features: [u64; 4],
    /// Whether it is white space.
    pub(crate) space: bool,
    /// The ruler's number for its lower case.
    pub(crate) lower: u16,
    /// Number of the exceptions that begin with it once affixes are split off.
    pub(crate) first: u16,
}

impl Lexeme {
    /// A word's lexeme, whose text isn't kept yet. `norm` overrides the word's own norm.
    fn new(lexemes: &Lexemes, ruler: &Ruler, word: &str, norm: Option<u64>) -> Lexeme {
        let lower = word.to_lowercase();
        let mut shape = String::new();
        lexemes.shape(word, &mut shape);
        let prefix = word.chars().next().map_or(0, char::len_utf8);
        let suffix = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        Lexeme {
            text: (0, 0),
            features: [
                norm.unwrap_or_else(|| lexemes.norm(lexemes.number(word), word, &lower)),
                lexemes.number(&word[..prefix]),
                lexemes.number(&word[suffix..]),
                lexemes.number(&shape),
            ],
            space: word.chars().all(|c| lexemes.characters.space.has(c)),
            lower: ruler.lower(&lower),
            first: lexemes.firsts.get(word).copied().unwrap_or(0),
        }
    }
}

/// How words become lexemes.
pub(crate) struct Lexemes {
    pub(crate) characters: Characters,
    /// Names with small numbers, by the hash of the name.
    symbols: HashMap<u64, u32>,
    norms: HashMap<u64, &'static str>,
    base_norms: HashMap<&'static str, &'static str>,
    firsts: HashMap<&'static str, u16>,
}

/// The lexemes met so far, by number.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) lexemes: Vec<Lexeme>,
    texts: String,
    numbers: HashMap<(u64, u64), u32>,
}

impl Lexemes {
    pub(crate) fn load(file: &File) -> Result<Lexemes, ModelError> {
        let names = file.strings("symbols")?;
        let numbers = file.u32("symbols.id")?;
        let keys = file.u64("norm.key")?;
        let values = file.strings("norm.value")?;
        let base_keys = file.strings("norm.base.key")?;
        let base_values = file.strings("norm.base.value")?;
        if names.len() != numbers.len()
            || keys.len() != values.len()
            || base_keys.len() != base_values.len()
        {
            return Err(damaged("norm.value", "doesn't match its keys"));
        }
        Ok(Lexemes {
            characters: Characters::load(file)?,
            symbols: names
                .iter()
                .map(|name| hash::of_bytes(name.as_bytes()))
                .zip(numbers)
                .collect(),
            norms: keys.into_iter().zip(values.iter()).collect(),
            base_norms: base_keys.iter().zip(base_values.iter()).collect(),
            firsts: HashMap::new(),
        })
    }

    /// A number above 0 for a word that begins a broken exception.
    pub(crate) fn add_first(&mut self, word: &'static str) -> u16 {
        let next = self.firsts.len() as u16 + 1;
        *self.firsts.entry(word).or_insert(next)
    }

    /// The number of a string: a symbol's own, else its hash, and 0 if empty.
    pub(crate) fn number(&self, string: &str) -> u64 {
        if string.is_empty() {
            return 0;
        }
        let hash = hash::of_bytes(string.as_bytes());
        self.symbols
            .get(&hash)
            .map_or(hash, |symbol| u64::from(*symbol))
    }

    fn norm(&self, orth: u64, text: &str, lower: &str) -> u64 {
        if let Some(norm) = self.norms.get(&orth) {
            return self.number(norm);
        }
        self.number(self.base_norms.get(text).unwrap_or(&lower))
    }

    /// The word's shape: X, x and d for letters and digits, at most four alike in
    /// a row.
    fn shape(&self, text: &str, shape: &mut String) {
        shape.clear();
        if text.chars().nth(99).is_some() {
            shape.push_str("LONG");
            return;
        }
        let mut last = None;
        let mut run = 0;
        for c in text.chars() {
            let kind = if self.characters.alpha.has(c) {
                if self.characters.upper.has(c) {
                    'X'
                } else {
                    'x'
                }
            } else if self.characters.digit.has(c) {
                'd'
            } else {
                c
            };
            run = if last == Some(kind) { run + 1 } else { 0 };
            last = Some(kind);
            if run < 4 {
                shape.push(kind);
            }
        }
    }
}

impl Lexicon {
    /// The number of a word, made known if it is new. `norm` overrides the
    /// word's own norm.
    pub(crate) fn number(
        &mut self,
        lexemes: &Lexemes,
        ruler: &Ruler,
        text: &str,
        norm: Option<&str>,
    ) -> u32 {
        let own = norm.map_or(0, |norm| lexemes.number(norm));
        self.numbered(lexemes, text, own, || {
            Lexeme::new(lexemes, ruler, text, norm.is_some().then_some(own))
        })
    }

    /// The number of a word that looks to the model as another does.
    pub(crate) fn number_as(
        &mut self,
        lexemes: &Lexemes,
        ruler: &Ruler,
        text: &str,
        other: &str,
    ) -> u32 {
        // No norm has this number.
        let own = !lexemes.number(other);
        self.numbered(lexemes, text, own, || {
            Lexeme::new(lexemes, ruler, other, None)
        })
    }

    fn numbered(
        &mut self,
        lexemes: &Lexemes,
        text: &str,
        own: u64,
        lexeme: impl FnOnce() -> Lexeme,
    ) -> u32 {
        let new = self.lexemes.len() as u32;
        let key = (lexemes.number(text), own);
        let number = *self.numbers.entry(key).or_insert(new);
        if number == new {
            let start = self.texts.len() as u32;
            self.texts.push_str(text);
            self.lexemes.push(Lexeme {
                text: (start, self.texts.len() as u32),
                ..lexeme()
            });
        }
        number
    }

    pub(crate) fn text(&self, number: u32) -> &str {
        let (start, end) = self.lexemes[number as usize].text;
        &self.texts[start as usize..end as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.lexemes.len()
    }

    pub(crate) fn clear(&mut self) {
        self.lexemes.clear();
        self.texts.clear();
        self.numbers.clear();
    }
}
