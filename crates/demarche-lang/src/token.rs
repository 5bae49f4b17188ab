use crate::ModelError;
use crate::affix::Affixes;
use crate::file::{File, damaged};
use crate::lexeme::{Lexemes, Lexicon};
use crate::ruler::Ruler;
use hashbrown::HashMap;
use std::ops::Range;

/// Splits text into tokens.
///
/// Source: the rules of spaCy's tokenizer: runs of non-space, from which affixes
/// are stripped one by one until an exception remains or nothing matches.
pub(crate) struct Tokenizer {
    affixes: Affixes,
    exceptions: HashMap<&'static str, Range<usize>>,
    /// Text and norm of the exceptions' tokens.
    pieces: Vec<(&'static str, Option<&'static str>)>,
    /// Exceptions that affix splitting breaks, by the number of their first word.
    broken: Vec<Vec<Vec<&'static str>>>,
}

/// Tokens of several texts, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) lexeme: Vec<u32>,
    /// First byte in its text.
    pub(crate) start: Vec<u32>,
    /// End in its text.
    pub(crate) end: Vec<u32>,
    /// Whether a space follows.
    pub(crate) spaced: Vec<bool>,
}

/// How runs were split: ranges of lexemes with their lengths in bytes.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    known: HashMap<Box<str>, (u32, u32)>,
    parts: Vec<(u32, u32)>,
}

/// One token of a text that is being put together again.
type Part = (u32, u32, u32, bool);

impl Tokenizer {
    pub(crate) fn load(file: &File, lexemes: &mut Lexemes) -> Result<Tokenizer, ModelError> {
        let texts = file.strings("token.exceptions")?;
        let counts = file.u32("token.exceptions.n")?;
        let words = file.strings("token.pieces")?;
        let norms = file.strings("token.pieces.norm")?;
        let norms = norms
            .iter()
            .map(|norm| Some(norm).filter(|norm| !norm.is_empty()));
        let pieces: Vec<_> = words.iter().zip(norms).collect();
        let mut exceptions = HashMap::new();
        let mut at = 0;
        for (text, n) in texts.iter().zip(counts) {
            let end = at + n as usize;
            let joined = pieces
                .get(at..end)
                .map(|pieces| pieces.iter().map(|(word, _)| *word).collect());
            if joined != Some(text.to_owned()) {
                return Err(damaged("token.pieces", "doesn't spell the exceptions"));
            }
            exceptions.insert(text, at..end);
            at = end;
        }
        let parts: Vec<&str> = file.strings("token.broken.pieces")?.iter().collect();
        let mut broken = vec![Vec::new()];
        let mut at = 0;
        for n in file.u32("token.broken.n")? {
            let end = at + n as usize;
            let parts = parts.get(at..end).filter(|parts| !parts.is_empty());
            let parts = parts.ok_or_else(|| damaged("token.broken.pieces", "is too short"))?;
            let first = usize::from(lexemes.add_first(parts[0]));
            broken.resize_with(broken.len().max(first + 1), Vec::new);
            broken[first].push(parts.to_vec());
            at = end;
        }
        Ok(Tokenizer {
            affixes: Affixes::load(file)?,
            exceptions,
            pieces,
            broken,
        })
    }

    /// Appends the tokens of a text.
    pub(crate) fn tokenize(
        &self,
        (lexemes, ruler): (&Lexemes, &Ruler),
        lexicon: &mut Lexicon,
        runs: &mut Runs,
        text: &str,
        tokens: &mut Tokens,
    ) {
        let first = tokens.lexeme.len();
        let space = &lexemes.characters.space;
        let Some(mut in_space) = text.chars().next().map(|c| space.has(c)) else {
            return;
        };
        let mut start = 0;
        let mut broken = false;
        let mut push = |run: Range<usize>, tokens: &mut Tokens| {
            let (at, n) = match runs.known.get(&text[run.clone()]) {
                Some(known) => *known,
                None => {
                    let at = runs.parts.len();
                    self.split(&text[run.clone()], |word, norm| {
                        let number = lexicon.number(lexemes, ruler, word, norm);
                        runs.parts.push((number, word.len() as u32));
                    });
                    let known = (at as u32, (runs.parts.len() - at) as u32);
                    runs.known.insert(text[run.clone()].into(), known);
                    known
                }
            };
            let mut start = run.start as u32;
            for (number, length) in &runs.parts[at as usize..(at + n) as usize] {
                tokens.lexeme.push(*number);
                tokens.start.push(start);
                start += length;
                tokens.end.push(start);
                tokens.spaced.push(false);
                broken |= lexicon.lexemes[*number as usize].first != 0;
            }
        };
        for (at, c) in text.char_indices() {
            if space.has(c) == in_space {
                continue;
            }
            if start < at {
                push(start..at, tokens);
            }
            start = at;
            if c == ' ' {
                if let Some(spaced) = tokens.spaced[first..].last_mut() {
                    *spaced = true;
                }
                start = at + 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            push(start..text.len(), tokens);
        }
        if broken {
            self.mend((lexemes, ruler), lexicon, text, tokens, first);
        }
    }

    /// Calls `out` with the words of a run and the norms that exceptions give them.
    fn split<'t>(&self, run: &'t str, mut out: impl FnMut(&'t str, Option<&'static str>)) {
        let mut rest = run;
        let mut suffixes = Vec::new();
        while !rest.is_empty() && !self.exceptions.contains_key(rest) {
            let prefix = self.affixes.prefix(rest);
            if prefix > 0 && self.exceptions.contains_key(&rest[prefix..]) {
                out(&rest[..prefix], None);
                rest = &rest[prefix..];
                break;
            }
            let suffix = self.affixes.suffix(&rest[prefix..]);
            let end = rest.len() - suffix;
            if suffix > 0 && self.exceptions.contains_key(&rest[..end]) {
                suffixes.push(&rest[end..]);
                rest = &rest[..end];
                break;
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
            if prefix > 0 {
                out(&rest[..prefix], None);
            }
            if suffix > 0 {
                suffixes.push(&rest[end..]);
            }
            rest = &rest[prefix..end];
        }
        if let Some(pieces) = self.exceptions.get(rest) {
            let mut at = 0;
            for (word, norm) in &self.pieces[pieces.clone()] {
                out(&rest[at..at + word.len()], *norm);
                at += word.len();
            }
        } else if !rest.is_empty() {
            self.split_inside(rest, &mut out);
        }
        for suffix in suffixes.into_iter().rev() {
            out(suffix, None);
        }
    }

    /// A web address stays whole; other words are split at infixes.
    fn split_inside<'t>(&self, word: &'t str, out: &mut impl FnMut(&'t str, Option<&'static str>)) {
        let mut start = 0;
        if !self.affixes.is_url(word) {
            for infix in self.affixes.infixes(word) {
                if infix.start == 0 {
                    continue;
                }
                if start < infix.start {
                    out(&word[start..infix.start], None);
                }
                if infix.start < infix.end {
                    out(&word[infix.start..infix.end], None);
                }
                start = infix.end;
            }
        }
        if start < word.len() {
            out(&word[start..], None);
        }
    }

    /// Puts exceptions together again that were broken in splitting: the longest
    /// first, then the leftmost; those that touch one already seen are dropped.
    fn mend(
        &self,
        (lexemes, ruler): (&Lexemes, &Ruler),
        lexicon: &mut Lexicon,
        text: &str,
        tokens: &mut Tokens,
        first: usize,
    ) {
        let n = tokens.lexeme.len() - first;
        let mut found: Vec<(usize, usize)> = Vec::new();
        for at in 0..n {
            let number = lexicon.lexemes[tokens.lexeme[first + at] as usize].first;
            for parts in &self.broken[usize::from(number)] {
                let whole = parts.len() <= n - at
                    && parts
                        .iter()
                        .zip(&tokens.lexeme[first + at..])
                        .all(|(part, lexeme)| lexicon.text(*lexeme) == *part);
                if whole {
                    found.push((parts.len(), at));
                }
            }
        }
        found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut seen = vec![false; n];
        let mut kept: Vec<(usize, usize)> = Vec::new();
        for (length, at) in found {
            if !seen[at] && !seen[at + length - 1] {
                kept.push((at, length));
            }
            seen[at..at + length].fill(true);
        }
        kept.sort_unstable();
        let mut mended: Vec<Part> = Vec::new();
        let mut done = first;
        let part = |tokens: &Tokens, at: usize| {
            (
                tokens.lexeme[at],
                tokens.start[at],
                tokens.end[at],
                tokens.spaced[at],
            )
        };
        for (at, length) in kept {
            let (at, end) = (first + at, first + at + length);
            mended.extend((done..at).map(|at| part(tokens, at)));
            done = end;
            let whole = &text[tokens.start[at] as usize..tokens.end[end - 1] as usize];
            let Some(pieces) = self.exceptions.get(whole) else {
                mended.extend((at..end).map(|at| part(tokens, at)));
                continue;
            };
            let mut start = tokens.start[at];
            for (word, norm) in &self.pieces[pieces.clone()] {
                let number = lexicon.number(lexemes, ruler, word, *norm);
                mended.push((number, start, start + word.len() as u32, false));
                start += word.len() as u32;
            }
            if let Some(last) = mended.last_mut() {
                last.3 = tokens.spaced[end - 1];
            }
        }
        mended.extend((done..first + n).map(|at| part(tokens, at)));
        tokens.truncate(first);
        for (lexeme, start, end, spaced) in mended {
            tokens.lexeme.push(lexeme);
            tokens.start.push(start);
            tokens.end.push(end);
            tokens.spaced.push(spaced);
        }
    }
}

impl Tokens {
    pub(crate) fn len(&self) -> usize {
        self.lexeme.len()
    }

    /// Parts a token: from `start` on it is another, with that lexeme.
    pub(crate) fn part(&mut self, token: usize, start: u32, lexeme: u32) {
        let (end, spaced) = (self.end[token], self.spaced[token]);
        self.end[token] = start;
        self.spaced[token] = false;
        self.lexeme.insert(token + 1, lexeme);
        self.start.insert(token + 1, start);
        self.end.insert(token + 1, end);
        self.spaced.insert(token + 1, spaced);
    }

    pub(crate) fn truncate(&mut self, n: usize) {
        self.lexeme.truncate(n);
        self.start.truncate(n);
        self.end.truncate(n);
        self.spaced.truncate(n);
    }
}

impl Runs {
    pub(crate) fn clear(&mut self) {
        self.known.clear();
        self.parts.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.known.len()
    }
}
