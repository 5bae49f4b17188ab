use crate::encode::{REACH, Row};
use crate::kernel::WIDTH;
use crate::lemma::Lemmas;
use crate::lexeme::Lexicon;
use crate::parse::State;
use crate::parsed::TokenData;
use crate::ruler::{Look, Ruled, RulerCache};
use crate::token::{Runs, Tokens};
use crate::transition::Shares;
use crate::tree::Tree;
use crate::{EntityKind, Model, Parsed, Stage, Tag};
use std::ops::Range;

/// A word that is to be parsed as if another stood there, as the model knows that one
/// better: a name that came up after it was trained, or that is a word as well. Where it
/// only begins a token, it becomes one of its own: "X" of "X." that ends a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn<'w> {
    /// The word's bytes in the text.
    pub bytes: Range<usize>,
    /// The word that it is read as. Text and lemma stay its own.
    pub word: &'w str,
}

/// One thread's use of a [`Model`], with what it has learnt of words.
///
/// Memory is bounded: what is kept of words is forgotten when it grows past some
/// tens of megabytes. Results never depend on what is kept.
pub struct Session<'m> {
    model: &'m Model,
    scratch: Scratch,
}

/// Tokens after which a batch is full.
const BATCH: usize = 2000;
/// Tokens that are encoded at once.
const CHUNK: usize = 1000;
/// Lexemes, runs of characters and base forms that are kept between batches.
const MAX_KEPT: usize = 40_000;
/// Words of each embedding cache; 4 kB each.
const MAX_ROWS: usize = 10_000;

/// No row of an embedding cache.
const NONE: u32 = u32::MAX;

/// Caches and buffers.
#[derive(Default)]
pub(crate) struct Scratch {
    lexicon: Lexicon,
    runs: Runs,
    lemmas: Lemmas,
    rules: RulerCache,
    shared: Vectors,
    entity: Vectors,
    tokens: Tokens,
    input: Vec<f32>,
    spare: Vec<f32>,
    rows: Vec<Row>,
    words: Vec<Option<u32>>,
    from: Vec<u32>,
    scores: Vec<f32>,
    tags: Vec<Tag>,
    hidden: Vec<f32>,
    shares: Shares,
    state: State,
    tree: Tree,
    looks: Vec<Look>,
    ruled: Vec<Ruled>,
    lemma_at: Vec<(u32, u32)>,
    heads: Vec<u32>,
    starts: Vec<bool>,
    entities: Vec<Option<(EntityKind, bool)>>,
}

/// Mixed embeddings by lexeme, and their shares in the first layer above.
#[derive(Default)]
struct Vectors {
    /// Row of each lexeme, without and with a space after it.
    row_of: Vec<[u32; 2]>,
    rows: Vec<f32>,
    shares: Vec<f32>,
    gathered: Vec<f32>,
}

impl<'m> Session<'m> {
    pub(crate) fn new(model: &'m Model, scratch: Scratch) -> Session<'m> {
        Session { model, scratch }
    }

    /// The model.
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// Parses one text.
    pub fn parse(&mut self, text: &str) -> Parsed {
        self.parse_batch(&[text])
            .pop()
            .expect("one text gives one parse")
    }

    /// Parses texts, in order.
    ///
    /// # Panics
    ///
    /// If a text has 4 GiB or more.
    pub fn parse_batch(&mut self, texts: &[&str]) -> Vec<Parsed> {
        self.parse_batch_watched(texts, &mut |_| {})
    }

    /// As [`Session::parse_batch`]; `stand_ins` gives the words of a text, in order, that
    /// are to be parsed as if others stood there. One with which no token begins changes
    /// nothing.
    pub fn parse_batch_with<'w>(
        &mut self,
        texts: &[&str],
        stand_ins: impl Fn(&str) -> Vec<StandIn<'w>>,
    ) -> Vec<Parsed> {
        self.parse_all(texts, &stand_ins, &mut |_| {})
    }

    /// As [`Session::parse_batch`]; `watch` is called when a stage begins, several
    /// times for many texts, so that a caller with a clock can time the stages.
    pub fn parse_batch_watched(
        &mut self,
        texts: &[&str],
        watch: &mut dyn FnMut(Stage),
    ) -> Vec<Parsed> {
        self.parse_all(texts, &|_| Vec::new(), watch)
    }

    fn parse_all<'w>(
        &mut self,
        texts: &[&str],
        stand_ins: &dyn Fn(&str) -> Vec<StandIn<'w>>,
        watch: &mut dyn FnMut(Stage),
    ) -> Vec<Parsed> {
        let mut out = Vec::with_capacity(texts.len());
        let mut rest = texts;
        while !rest.is_empty() {
            watch(Stage::Token);
            let ranges = self.tokenize(rest, stand_ins);
            let (batch, later) = rest.split_at(ranges.len());
            rest = later;
            watch(Stage::Tag);
            self.tag(&ranges);
            watch(Stage::Parse);
            self.find_heads(&ranges);
            watch(Stage::Lemma);
            self.find_lemmas(&ranges);
            watch(Stage::Entity);
            self.find_entities(&ranges);
            watch(Stage::Collect);
            out.extend(
                batch
                    .iter()
                    .zip(&ranges)
                    .map(|(text, range)| self.collect(text, range.clone())),
            );
        }
        out
    }

    /// Splits texts until the batch is full; the result has one range of tokens
    /// a text.
    fn tokenize<'w>(
        &mut self,
        texts: &[&str],
        stand_ins: &dyn Fn(&str) -> Vec<StandIn<'w>>,
    ) -> Vec<Range<usize>> {
        let scratch = &mut self.scratch;
        scratch.forget();
        scratch.tokens.truncate(0);
        let mut ranges = Vec::new();
        for text in texts {
            assert!(
                u32::try_from(text.len()).is_ok(),
                "a text has less than 4 GiB"
            );
            let start = scratch.tokens.len();
            self.model.tokenizer.tokenize(
                (&self.model.lexemes, &self.model.ruler),
                &mut scratch.lexicon,
                &mut scratch.runs,
                text,
                &mut scratch.tokens,
            );
            for stand_in in stand_ins(text) {
                scratch.put(self.model, text, start, &stand_in);
            }
            ranges.push(start..scratch.tokens.len());
            if scratch.tokens.len() >= BATCH {
                break;
            }
        }
        ranges
    }

    fn tag(&mut self, texts: &[Range<usize>]) {
        let model = self.model;
        let scratch = &mut self.scratch;
        scratch.tags.clear();
        scratch.hidden.clear();
        for chunk in chunks(texts) {
            scratch.lay(model, &chunk, false);
            model.encoder.encode(
                model.kernel,
                (&scratch.rows, &scratch.words),
                &scratch.shared.shares,
                &mut scratch.input,
                &mut scratch.spare,
            );
            scratch.find_rows();
            model.tagger.tag(
                model.kernel,
                &scratch.input,
                &scratch.from,
                &mut scratch.scores,
                &mut scratch.tags,
            );
            model.parser.scorer.hidden(
                model.kernel,
                &scratch.input,
                &scratch.from,
                &mut scratch.hidden,
            );
        }
    }

    fn find_heads(&mut self, texts: &[Range<usize>]) {
        let model = self.model;
        let scratch = &mut self.scratch;
        scratch.shares.clear();
        scratch.heads.clear();
        scratch.starts.clear();
        scratch.looks.clear();
        for text in texts {
            model.parser.parse(
                model.kernel,
                (&scratch.hidden, &mut scratch.shares),
                (text.start, text.len()),
                &mut scratch.state,
                &mut scratch.tree,
            );
            let (lexicon, tokens) = (&scratch.lexicon, &scratch.tokens);
            let lexeme = |at: usize| &lexicon.lexemes[tokens.lexeme[text.start + at] as usize];
            let tree = &mut scratch.tree;
            tree.finish(|at| lexeme(at).space);
            scratch.heads.extend_from_slice(&tree.heads);
            scratch.starts.extend_from_slice(&tree.starts);
            scratch.looks.extend((0..text.len()).map(|at| Look {
                tag: scratch.tags[text.start + at],
                dep: tree.dep(at),
                word: lexeme(at).lower,
                space: lexeme(at).space,
            }));
        }
    }

    fn find_lemmas(&mut self, texts: &[Range<usize>]) {
        let model = self.model;
        let Scratch {
            lexicon,
            lemmas,
            rules,
            tokens,
            looks,
            ruled,
            lemma_at,
            ..
        } = &mut self.scratch;
        ruled.clear();
        for text in texts {
            model.ruler.apply(rules, &looks[text.clone()], ruled);
        }
        lemma_at.clear();
        lemma_at.extend(
            ruled
                .iter()
                .zip(&tokens.lexeme)
                .map(|(rule, number)| match rule.lemma {
                    Some(_) => (0, 0),
                    None => {
                        let word = (*number, lexicon.text(*number));
                        model.lemmatizer.lemma(
                            &model.lexemes.characters,
                            lemmas,
                            word,
                            rule.pos,
                            rule.morph,
                        )
                    }
                }),
        );
    }

    fn find_entities(&mut self, texts: &[Range<usize>]) {
        let model = self.model;
        let scratch = &mut self.scratch;
        scratch.hidden.clear();
        for chunk in chunks(texts) {
            scratch.lay(model, &chunk, true);
            model.entity_encoder.encode(
                model.kernel,
                (&scratch.rows, &scratch.words),
                &scratch.entity.shares,
                &mut scratch.input,
                &mut scratch.spare,
            );
            scratch.find_rows();
            model.entities.scorer.hidden(
                model.kernel,
                &scratch.input,
                &scratch.from,
                &mut scratch.hidden,
            );
        }
        scratch.shares.clear();
        scratch.entities.clear();
        for text in texts {
            model.entities.find(
                model.kernel,
                (&scratch.hidden, &mut scratch.shares),
                (text.start, text.len()),
                |at| scratch.looks[text.start + at].space,
                &scratch.starts[text.clone()],
                &mut scratch.entities,
            );
        }
    }

    fn collect(&self, text: &str, range: Range<usize>) -> Parsed {
        let Scratch {
            lemmas,
            tokens,
            ruled,
            lemma_at,
            heads,
            starts,
            entities,
            ..
        } = &self.scratch;
        let morphs = self.model.ruler.morphs.clone();
        let mut builder = Parsed::builder(text.to_owned(), morphs, range.len());
        for at in range {
            let rule = &ruled[at];
            builder
                .push(TokenData {
                    start: tokens.start[at] as usize,
                    end: tokens.end[at] as usize,
                    tag: rule.tag,
                    pos: rule.pos,
                    dep: rule.dep,
                    head: heads[at] as usize,
                    lemma: rule.lemma.unwrap_or_else(|| lemmas.text(lemma_at[at])),
                    morph: rule.morph,
                    sentence_start: starts[at],
                    entity: entities[at],
                })
                .expect("tokens are in order and lie in the text");
        }
        builder.finish().expect("heads lie in the text")
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.model.keep(std::mem::take(&mut self.scratch));
        }
    }
}

impl Scratch {
    /// Empties the caches if they have grown too large.
    fn forget(&mut self) {
        if self.lexicon.len() > MAX_KEPT || self.runs.len() > MAX_KEPT {
            self.lexicon.clear();
            self.runs.clear();
            self.lemmas.clear();
            self.shared.clear();
            self.entity.clear();
        }
    }

    /// Makes the token that a stand-in is for look like it, parted from what follows. `first` is the first token of
    /// the text.
    fn put(&mut self, model: &Model, text: &str, first: usize, stand_in: &StandIn<'_>) {
        let StandIn { bytes, word } = stand_in;
        let at =
            self.tokens.start[first..].partition_point(|start| (*start as usize) < bytes.start);
        let at = first + at;
        let (lexemes, ruler, tokens) = (&model.lexemes, &model.ruler, &mut self.tokens);
        if tokens.start.get(at) != Some(&(bytes.start as u32)) {
            return;
        }
        let end = tokens.end[at];
        if (end as usize) < bytes.end || bytes.is_empty() {
            return;
        }
        if end as usize > bytes.end {
            let rest = &text[bytes.end..end as usize];
            let rest = self.lexicon.number(lexemes, ruler, rest, None);
            tokens.part(at, bytes.end as u32, rest);
        }
        let looks = self
            .lexicon
            .number_as(lexemes, ruler, &text[bytes.clone()], word);
        tokens.lexeme[at] = looks;
    }

    /// Lays out the rows of a chunk with the embeddings of its tokens.
    fn lay(&mut self, model: &Model, chunk: &Chunk, entity: bool) {
        self.rows.clear();
        let gap = |rows: &mut Vec<Row>| rows.extend((1..=REACH as u8).map(Row::Gap));
        let mut tokens = Vec::new();
        if chunk.before {
            self.rows.extend((1..=REACH as u8).rev().map(Row::Beside));
            tokens.push((0, chunk.texts[0].start - REACH..chunk.texts[0].start));
        }
        for (number, text) in chunk.texts.iter().enumerate() {
            if number > 0 || !chunk.before {
                gap(&mut self.rows);
            }
            tokens.push((self.rows.len(), text.clone()));
            self.rows.resize(self.rows.len() + text.len(), Row::Token);
        }
        if chunk.after {
            let end = chunk.texts[chunk.texts.len() - 1].end;
            tokens.push((self.rows.len(), end..end + REACH));
            self.rows.extend((1..=REACH as u8).map(Row::Beside));
        } else {
            gap(&mut self.rows);
        }
        self.input.clear();
        self.input.resize((self.rows.len() + 2) * WIDTH, 0.0);
        self.words.clear();
        self.words.resize(self.rows.len(), None);
        let (vectors, embedding, encoder) = if entity {
            (
                &mut self.entity,
                &model.entity_embedding,
                &model.entity_encoder,
            )
        } else {
            (&mut self.shared, &model.embedding, &model.encoder)
        };
        if vectors.rows.len() >= MAX_ROWS * WIDTH {
            vectors.clear();
        }
        vectors.row_of.resize(self.lexicon.len(), [NONE; 2]);
        vectors.gathered.clear();
        let known = vectors.rows.len() / WIDTH;
        let mut next = known;
        for (row, range) in tokens {
            for (row, at) in (row..).zip(range) {
                let number = self.tokens.lexeme[at] as usize;
                let spaced = self.tokens.spaced[at] && !entity;
                let word = &mut vectors.row_of[number][usize::from(spaced)];
                if *word == NONE {
                    *word = next as u32;
                    next += 1;
                    let lexeme = &self.lexicon.lexemes[number];
                    let [norm, prefix, suffix, shape] = lexeme.features;
                    let features = [
                        norm,
                        prefix,
                        suffix,
                        shape,
                        u64::from(spaced),
                        u64::from(lexeme.space),
                    ];
                    embedding.gather(&features, &mut vectors.gathered);
                }
                self.words[row] = Some(*word);
            }
        }
        let to: Vec<u32> = (known..next).map(|row| (row * WIDTH) as u32).collect();
        vectors.rows.resize(next * WIDTH, 0.0);
        embedding.mix(model.kernel, &vectors.gathered, &mut vectors.rows, &to);
        encoder.share(
            model.kernel,
            &vectors.rows[known * WIDTH..],
            &mut vectors.shares,
        );
        for (row, word) in self.words.iter().enumerate() {
            if let Some(word) = word {
                let (to, from) = ((row + 1) * WIDTH, *word as usize * WIDTH);
                self.input[to..to + WIDTH].copy_from_slice(&vectors.rows[from..from + WIDTH]);
            }
        }
    }

    /// Where the rows of tokens begin in the input.
    fn find_rows(&mut self) {
        self.from.clear();
        let rows = self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| **row == Row::Token);
        self.from
            .extend(rows.map(|(at, _)| ((at + 1) * WIDTH) as u32));
    }
}

impl Vectors {
    fn clear(&mut self) {
        self.row_of.clear();
        self.rows.clear();
        self.shares.clear();
    }
}

/// Texts that are encoded together, or a part of one.
struct Chunk {
    texts: Vec<Range<usize>>,
    /// Whether the text goes on before.
    before: bool,
    /// Whether it goes on after.
    after: bool,
}

/// Texts in groups of about [`CHUNK`] tokens; a longer text is cut.
fn chunks(texts: &[Range<usize>]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut filled = CHUNK;
    for text in texts.iter().filter(|text| !text.is_empty()) {
        let mut start = text.start;
        while text.end - start > CHUNK + CHUNK / 2 {
            let end = start + CHUNK;
            let part = start..end;
            chunks.push(Chunk {
                texts: vec![part],
                before: start > text.start,
                after: true,
            });
            start = end;
            filled = CHUNK;
        }
        let before = start > text.start;
        if before || filled + text.len() > CHUNK {
            chunks.push(Chunk {
                texts: Vec::new(),
                before,
                after: false,
            });
            filled = 0;
        }
        if let Some(chunk) = chunks.last_mut() {
            chunk.texts.push(start..text.end);
        }
        filled += text.end - start;
    }
    chunks
}
