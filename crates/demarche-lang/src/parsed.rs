use crate::{Dep, EntityKind, Pos, Tag};
use std::ops::Range;
use std::sync::Arc;

/// One text with its tokens, as parallel arrays.
///
/// Tokens and sentences are numbered from 0. All offsets are bytes into
/// [`Parsed::text`] and lie on character boundaries. Sentences tile the tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    text: String,
    start: Vec<u32>,
    end: Vec<u32>,
    tag: Vec<Tag>,
    pos: Vec<Pos>,
    dep: Vec<Dep>,
    head: Vec<u32>,
    lemma_end: Vec<u32>,
    lemmas: String,
    morph: Vec<u16>,
    morphs: Arc<[Box<str>]>,
    sentence_of: Vec<u32>,
    sentences: Vec<Range<u32>>,
    entity_of: Vec<Option<u32>>,
    entities: Vec<Entity>,
}

/// What is known of one token, to build a [`Parsed`] from.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenData<'a> {
    /// First byte in the text.
    pub start: usize,
    /// End in the text, excluded.
    pub end: usize,
    /// Fine-grained tag.
    pub tag: Tag,
    /// Part of speech.
    pub pos: Pos,
    /// Relation to the head.
    pub dep: Dep,
    /// The head's number; a root is its own head.
    pub head: usize,
    /// Base form.
    pub lemma: &'a str,
    /// Position of the morphological features in the table of [`Parsed::build`].
    pub morph: u16,
    /// Whether a sentence starts here.
    pub sentence_start: bool,
    /// Entity kind, and whether the entity begins here.
    pub entity: Option<(EntityKind, bool)>,
}

/// Token data that don't fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("token {token}: {reason}")]
pub struct ParsedError {
    /// The token.
    pub token: usize,
    /// What is wrong.
    pub reason: &'static str,
}

/// A named entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// First token.
    pub first: u32,
    /// End, excluded.
    pub end: u32,
}

impl Parsed {
    /// Puts a parse together. `morphs` is the table that `TokenData::morph`
    /// points into, each entry like `Number=Sing|Person=3`.
    ///
    /// # Errors
    ///
    /// [`ParsedError`] if offsets are out of order or off a character boundary,
    /// a head is out of range, or `morph` is.
    pub fn build<'a>(
        text: String,
        morphs: Arc<[Box<str>]>,
        tokens: impl IntoIterator<Item = TokenData<'a>>,
    ) -> Result<Parsed, ParsedError> {
        let tokens = tokens.into_iter();
        let mut builder = Parsed::builder(text, morphs, tokens.size_hint().0);
        for token in tokens {
            builder.push(token)?;
        }
        builder.finish()
    }

    /// The parse of a text from parses of its parts. Each part has the byte of `text`
    /// where it starts and how many of its bytes stand there: tokens after these, such as a
    /// full stop that the text lacks, are left out. Each part is one sentence or more.
    ///
    /// # Errors
    ///
    /// [`ParsedError`] if parts are out of order, or of different models.
    pub fn joined(text: String, parts: &[(usize, usize, Parsed)]) -> Result<Parsed, ParsedError> {
        let morphs = match parts.first() {
            Some((_, _, first)) => Arc::clone(&first.morphs),
            None => Arc::from([Box::from("")]),
        };
        let mut builder = Parsed::builder(text, Arc::clone(&morphs), 0);
        let mut base = 0;
        for (offset, length, part) in parts {
            if part.morphs != morphs {
                return Err(ParsedError {
                    token: base,
                    reason: "the parts are of different models",
                });
            }
            let kept = part.end.partition_point(|end| *end as usize <= *length);
            for token in part.tokens().take(kept) {
                let number = token.number();
                let head = token.head().number();
                builder.push(TokenData {
                    start: offset + token.start(),
                    end: offset + token.end(),
                    tag: token.tag(),
                    pos: token.pos(),
                    dep: token.dep(),
                    head: base + if head < kept { head } else { number },
                    lemma: token.lemma(),
                    morph: part.morph[number],
                    sentence_start: token.sentence().tokens().start == number,
                    entity: token.entity().map(|entity| {
                        let entity = &part.entities[entity];
                        (entity.kind, entity.first as usize == number)
                    }),
                })?;
            }
            base += kept;
        }
        builder.finish()
    }

    pub(crate) fn builder(text: String, morphs: Arc<[Box<str>]>, n: usize) -> Builder {
        Builder(Parsed {
            lemmas: String::with_capacity(text.len()),
            text,
            start: Vec::with_capacity(n),
            end: Vec::with_capacity(n),
            tag: Vec::with_capacity(n),
            pos: Vec::with_capacity(n),
            dep: Vec::with_capacity(n),
            head: Vec::with_capacity(n),
            lemma_end: Vec::with_capacity(n),
            morph: Vec::with_capacity(n),
            morphs,
            sentence_of: Vec::with_capacity(n),
            sentences: Vec::new(),
            entity_of: Vec::with_capacity(n),
            entities: Vec::new(),
        })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.start.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.start.is_empty()
    }

    /// A token.
    ///
    /// # Panics
    ///
    /// If there is no such token.
    pub fn token(&self, number: usize) -> Token<'_> {
        assert!(number < self.len(), "token {number} of {}", self.len());
        Token {
            parsed: self,
            number,
        }
    }

    /// All tokens, in order.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = Token<'_>> + DoubleEndedIterator {
        (0..self.len()).map(|number| Token {
            parsed: self,
            number,
        })
    }

    /// All sentences, in order.
    pub fn sentences(&self) -> impl ExactSizeIterator<Item = Sentence<'_>> {
        (0..self.sentences.len()).map(|number| Sentence {
            parsed: self,
            number,
        })
    }

    /// All entities, in order.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The words from the first token to the last, as the text has them.
    pub fn words(&self, tokens: Range<usize>) -> &str {
        if tokens.is_empty() {
            return "";
        }
        &self.text[self.start[tokens.start] as usize..self.end[tokens.end - 1] as usize]
    }

    /// Bytes of the text that the tokens cover.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        if tokens.is_empty() {
            return 0..0;
        }
        self.start[tokens.start] as usize..self.end[tokens.end - 1] as usize
    }
}

/// A [`Parsed`] that is being put together, token by token.
pub(crate) struct Builder(Parsed);

impl Builder {
    pub(crate) fn push(&mut self, data: TokenData<'_>) -> Result<(), ParsedError> {
        let parsed = &mut self.0;
        let token = parsed.start.len();
        let error = |reason| Err(ParsedError { token, reason });
        let last_end = parsed.end.last().map_or(0, |end| *end as usize);
        if data.start < last_end || data.end <= data.start || data.end > parsed.text.len() {
            return error("offsets are out of order");
        }
        if !parsed.text.is_char_boundary(data.start) || !parsed.text.is_char_boundary(data.end) {
            return error("offsets cut a character");
        }
        if usize::from(data.morph) >= parsed.morphs.len() {
            return error("no such morphological entry");
        }
        let number = token as u32;
        if data.sentence_start || token == 0 {
            parsed.sentences.push(number..number);
        }
        if let Some(sentence) = parsed.sentences.last_mut() {
            sentence.end = number + 1;
        }
        let entity = data.entity.map(|(kind, begins)| {
            match parsed.entities.last_mut() {
                Some(last) if !begins && last.end == number && last.kind == kind => {
                    last.end = number + 1
                }
                _ => parsed.entities.push(Entity {
                    kind,
                    first: number,
                    end: number + 1,
                }),
            }
            parsed.entities.len() as u32 - 1
        });
        parsed.entity_of.push(entity);
        parsed.sentence_of.push(parsed.sentences.len() as u32 - 1);
        parsed.start.push(data.start as u32);
        parsed.end.push(data.end as u32);
        parsed.tag.push(data.tag);
        parsed.pos.push(data.pos);
        parsed.dep.push(data.dep);
        parsed.head.push(data.head as u32);
        parsed.lemmas.push_str(data.lemma);
        parsed.lemma_end.push(parsed.lemmas.len() as u32);
        parsed.morph.push(data.morph);
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<Parsed, ParsedError> {
        let n = self.0.start.len();
        match self.0.head.iter().position(|head| *head as usize >= n) {
            Some(token) => Err(ParsedError {
                token,
                reason: "the head is out of range",
            }),
            None => Ok(self.0),
        }
    }
}

/// One token of a [`Parsed`].
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    parsed: &'a Parsed,
    number: usize,
}

impl<'a> Token<'a> {
    /// Its number in the text, from 0.
    pub fn number(self) -> usize {
        self.number
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.parsed.start[self.number] as usize
    }

    /// End byte, excluded.
    pub fn end(self) -> usize {
        self.parsed.end[self.number] as usize
    }

    /// The word as it stands.
    pub fn text(self) -> &'a str {
        &self.parsed.text[self.start()..self.end()]
    }

    /// Base form.
    pub fn lemma(self) -> &'a str {
        let start = match self.number {
            0 => 0,
            n => self.parsed.lemma_end[n - 1] as usize,
        };
        &self.parsed.lemmas[start..self.parsed.lemma_end[self.number] as usize]
    }

    /// Fine-grained tag.
    pub fn tag(self) -> Tag {
        self.parsed.tag[self.number]
    }

    /// Part of speech.
    pub fn pos(self) -> Pos {
        self.parsed.pos[self.number]
    }

    /// Relation to the head.
    pub fn dep(self) -> Dep {
        self.parsed.dep[self.number]
    }

    /// The head; a root is its own.
    pub fn head(self) -> Token<'a> {
        Token {
            parsed: self.parsed,
            number: self.parsed.head[self.number] as usize,
        }
    }

    /// Whether it is the root of its sentence.
    pub fn is_root(self) -> bool {
        self.parsed.head[self.number] as usize == self.number
    }

    /// Morphological features, such as `Number=Sing|Person=3`; may be empty.
    pub fn morph(self) -> &'a str {
        &self.parsed.morphs[usize::from(self.parsed.morph[self.number])]
    }

    /// The sentence that holds it.
    pub fn sentence(self) -> Sentence<'a> {
        Sentence {
            parsed: self.parsed,
            number: self.parsed.sentence_of[self.number] as usize,
        }
    }

    /// The entity that holds it, by its number in [`Parsed::entities`].
    pub fn entity(self) -> Option<usize> {
        self.parsed.entity_of[self.number].map(|n| n as usize)
    }

    /// Kind of the entity that holds it.
    pub fn entity_kind(self) -> Option<EntityKind> {
        self.entity().map(|n| self.parsed.entities[n].kind)
    }
}

/// One sentence of a [`Parsed`].
#[derive(Debug, Clone, Copy)]
pub struct Sentence<'a> {
    parsed: &'a Parsed,
    number: usize,
}

impl<'a> Sentence<'a> {
    /// Its number in the text, from 0.
    pub fn number(self) -> usize {
        self.number
    }

    /// Its tokens.
    pub fn tokens(self) -> Range<usize> {
        let range = &self.parsed.sentences[self.number];
        range.start as usize..range.end as usize
    }

    /// Its words.
    pub fn text(self) -> &'a str {
        self.parsed.words(self.tokens())
    }
}
