//! A transformer that names what each word of a text says.

use super::layer::Layer;
use super::wordpiece::words;
use super::{PairReader, Shape};
use crate::ModelError;
use crate::file::{File, Strings, damaged};
use std::borrow::Cow;
use std::fmt;

/// Names what each word of a text says where it stands, from a closed set of labels.
///
/// Layers over the pieces of a [`PairReader`], which cuts the words for it as well, and a
/// layer of labels over the first piece of each word asked about. As with that one, a result
/// depends on the text and the words alone, to the last bit on any
/// [`Kernel`](crate::Kernel).
pub struct WordReader {
    layers: Vec<Layer>,
    head: Cow<'static, [f32]>,
    bias: Cow<'static, [f32]>,
    labels: Strings,
    shape: Shape,
    checksum: u64,
}

impl WordReader {
    /// Reads a model that was trained over the pieces of `pairs`.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if the bytes aren't such a model, whole and unchanged, or it goes with
    /// another [`PairReader`].
    pub fn from_bytes(bytes: &'static [u8], pairs: &PairReader) -> Result<WordReader, ModelError> {
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

    /// The share of each label, together 1, for the words of a text that begin at some of
    /// its bytes; `None` where no word begins, or more than about 100 words into the text.
    /// `pairs` is the reader that it was made for.
    pub fn shares(&self, pairs: &PairReader, text: &str, begin: &[usize]) -> Vec<Option<Vec<f64>>> {
        let (mut pieces, mut starts) = (vec![pairs.pieces.first], Vec::new());
        for word in words(text) {
            starts.push((word.start, pieces.len()));
            pairs.pieces.split(&text[word], &mut pieces);
        }
        pieces.truncate(self.shape.positions - 1);
        pieces.push(pairs.pieces.last);
        let piece_at = |begin: &usize| {
            let found = starts.binary_search_by_key(begin, |(start, _)| *start);
            let (_, piece) = starts[found.ok()?];
            (piece + 1 < pieces.len()).then_some(piece)
        };
        let asked: Vec<Option<usize>> = begin.iter().map(piece_at).collect();
        let mut marked: Vec<usize> = asked.iter().flatten().copied().collect();
        marked.sort_unstable();
        marked.dedup();
        if marked.is_empty() {
            return vec![None; begin.len()];
        }
        let mut scratch = pairs.borrow();
        let width = self.shape.width;
        scratch.lengths.clear();
        scratch.lengths.push(pieces.len());
        scratch.rows.resize(pieces.len() * width, 0.0);
        let rows = scratch.rows.chunks_exact_mut(width);
        for ((at, piece), row) in pieces.iter().enumerate().zip(rows) {
            pairs.lay(*piece, at, 0, row);
        }
        let kernel = pairs.kernel;
        kernel.center(pairs.norm.scaled(), width, &mut scratch.rows);
        let (last, before) = self.layers.split_last().expect("there is a layer");
        for layer in before {
            layer.run(kernel, self.shape, &mut scratch);
        }
        scratch.marked_lengths.clear();
        scratch.marked_lengths.push(marked.len());
        last.run_for(kernel, self.shape, marked.iter().copied(), &mut scratch);
        let answers = asked
            .into_iter()
            .map(|piece| {
                let at = marked.binary_search(&piece?).ok()?;
                let row = &scratch.marked[at * width..][..width];
                Some(pairs.label(&self.head, &self.bias, row))
            })
            .collect();
        pairs.give_back(scratch);
        answers
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
