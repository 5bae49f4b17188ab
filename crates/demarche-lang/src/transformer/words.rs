//! A transformer that names what each word of a text says.

use super::layer::Layer;
use super::wordpiece::words;
use super::{PairReader, Shape, TOGETHER};
use crate::ModelError;
use crate::file::{File, Strings, damaged};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Names what each word of a text says where it stands, from a closed set of labels.
///
/// Layers over the pieces of a [`PairReader`], which cuts the words for it as well, and a
/// layer of labels over the first piece of each word asked about. As with that one, a result
/// depends on the text and the words alone, to the last bit on any
/// [`Kernel`](crate::Kernel).
pub struct WordReader {
    pairs: Arc<PairReader>,
    layers: Vec<Layer>,
    head: Cow<'static, [f32]>,
    bias: Cow<'static, [f32]>,
    labels: Strings,
    shape: Shape,
    checksum: u64,
}

/// A text and the words of it that are asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordQuestion<'t> {
    /// The text.
    pub text: &'t str,
    /// The bytes at which the words begin.
    pub begin: Vec<usize>,
}

/// A question cut into pieces.
struct Cut {
    pieces: Vec<u32>,
    /// The first piece of each word asked about, if it is there.
    asked: Vec<Option<usize>>,
    /// The same, each once and in order.
    marked: Vec<usize>,
}

impl WordReader {
    /// Reads a model that was trained over the pieces of `pairs`.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if the bytes aren't such a model, whole and unchanged, or it goes with
    /// another [`PairReader`].
    pub fn from_bytes(
        bytes: &'static [u8],
        pairs: &Arc<PairReader>,
    ) -> Result<WordReader, ModelError> {
        let file = File::open(bytes)?;
        let wrong = || damaged("shape", "has sizes that don't fit together");
        let [layers] = file.u32("shape")?.try_into().map_err(|_| wrong())?;
        if !(1..=64).contains(&layers) {
            return Err(wrong());
        }
        let own = pairs.checksum();
        if file.u32("pairs")? != [own as u32, (own >> 32) as u32] {
            return Err(damaged("pairs", "was made for other pieces of words"));
        }
        let shape = pairs.shape;
        let labels = file.strings("labels")?;
        let layer = |n| Layer::load(&file, &format!("layer.{n}"), shape);
        Ok(WordReader {
            pairs: Arc::clone(pairs),
            layers: (0..layers).map(layer).collect::<Result<_, _>>()?,
            head: file.floats_of("head.w", labels.len() * shape.width)?,
            bias: file.floats_of("head.b", labels.len())?,
            labels,
            shape,
            checksum: file.checksum(),
        })
    }

    /// The labels, in the order of [`WordReader::shares`].
    pub fn labels(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.labels.iter()
    }

    /// Tells this model from others.
    pub fn checksum(&self) -> u64 {
        self.checksum
    }

    /// The share of each label, together 1, for the words of some texts that begin at the
    /// bytes asked about; `None` where no word begins, or more than about 100 words into the
    /// text. Texts that are asked about together are read faster, as each weight is fetched
    /// once for several; an answer depends on its text alone.
    pub fn shares(&self, questions: &[WordQuestion<'_>]) -> Vec<Vec<Option<Vec<f64>>>> {
        let cut: Vec<Cut> = questions
            .iter()
            .map(|question| self.cut(question))
            .collect();
        let mut answers = Vec::with_capacity(cut.len());
        let mut rest = &cut[..];
        while !rest.is_empty() {
            let mut pieces = 0;
            let fits = |cut: &&Cut| {
                pieces += cut.pieces.len();
                pieces <= TOGETHER
            };
            let (some, later) = rest.split_at(rest.iter().take_while(fits).count().max(1));
            rest = later;
            self.read(some, &mut answers);
        }
        answers
    }

    fn cut(&self, question: &WordQuestion<'_>) -> Cut {
        let (mut pieces, mut starts) = (vec![self.pairs.pieces.first], Vec::new());
        for word in words(question.text) {
            starts.push((word.start, pieces.len()));
            self.pairs.pieces.split(&question.text[word], &mut pieces);
        }
        pieces.truncate(self.shape.positions - 1);
        pieces.push(self.pairs.pieces.last);
        let piece_at = |begin: &usize| {
            let found = starts.binary_search_by_key(begin, |(start, _)| *start);
            let (_, piece) = starts[found.ok()?];
            (piece + 1 < pieces.len()).then_some(piece)
        };
        let asked: Vec<Option<usize>> = question.begin.iter().map(piece_at).collect();
        let mut marked: Vec<usize> = asked.iter().flatten().copied().collect();
        marked.sort_unstable();
        marked.dedup();
        Cut {
            pieces,
            asked,
            marked,
        }
    }

    /// Reads some texts at once.
    fn read(&self, texts: &[Cut], answers: &mut Vec<Vec<Option<Vec<f64>>>>) {
        let pairs = &self.pairs;
        let width = self.shape.width;
        let mut scratch = pairs.borrow();
        scratch.lengths.clear();
        scratch
            .lengths
            .extend(texts.iter().map(|cut| cut.pieces.len()));
        let pieces: usize = scratch.lengths.iter().sum();
        scratch.rows.resize(pieces * width, 0.0);
        let laid = texts.iter().flat_map(|cut| cut.pieces.iter().enumerate());
        for ((at, piece), row) in laid.zip(scratch.rows.chunks_exact_mut(width)) {
            pairs.lay(*piece, at, 0, row);
        }
        let kernel = pairs.kernel;
        kernel.center(pairs.norm.scaled(), width, &mut scratch.rows);
        let (last, before) = self.layers.split_last().expect("there is a layer");
        for layer in before {
            layer.run(kernel, self.shape, &mut scratch);
        }
        scratch.marked_lengths.clear();
        scratch
            .marked_lengths
            .extend(texts.iter().map(|cut| cut.marked.len()));
        let mut first = 0;
        let marked: Vec<usize> = texts
            .iter()
            .flat_map(|cut| {
                let own = first;
                first += cut.pieces.len();
                cut.marked.iter().map(move |at| own + at)
            })
            .collect();
        last.run_for(kernel, self.shape, marked.into_iter(), &mut scratch);
        let mut rows = &scratch.marked[..];
        for cut in texts {
            let (its, later) = rows.split_at(cut.marked.len() * width);
            rows = later;
            let answer = |piece: &Option<usize>| {
                let at = cut.marked.binary_search(&(*piece)?).ok()?;
                Some(pairs.label(&self.head, &self.bias, &its[at * width..][..width]))
            };
            answers.push(cut.asked.iter().map(answer).collect());
        }
        pairs.give_back(scratch);
    }
}

impl fmt::Debug for WordReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WordReader")
            .field("layers", &self.layers.len())
            .field("labels", &self.labels.len())
            .finish_non_exhaustive()
    }
}
