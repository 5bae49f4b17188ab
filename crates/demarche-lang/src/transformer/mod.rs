//! A transformer that names what a text says of two marked spans.

mod layer; // attention and what comes after it
mod wordpiece; // words into pieces
mod words; // what each word says

pub use words::{WordAnswer, WordQuestion, WordReader};

use crate::ModelError;
use crate::file::{File, Strings, damaged};
use crate::kernel::{Found, Kernel};
use layer::{Layer, Norm, Scratch};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use wordpiece::{WordPieces, words};

/// Names what a text says of two marked spans, from a closed set of labels.
///
/// An encoder (Vaswani et al. 2017; Devlin et al. 2019; Wang et al. 2020) over pieces of
/// words, each of which also carries whether it is in the first span, in the second or
/// in none; over the means of all pieces and of the spans' a layer of labels. The quick
/// layers take the mean of all pieces before the last of them. Weights
/// are whole numbers of 7 bits, what they are multiplied with has 8 bits a row. A result
/// depends on the text and the spans alone, to the last bit on any [`Kernel`].
pub struct PairReader {
    kernel: Found,
    pieces: WordPieces,
    rows: &'static [i8],
    row_scale: Cow<'static, [f32]>,
    position: Cow<'static, [f32]>,
    mark: Cow<'static, [f32]>,
    norm: Norm,
    whole: Depth,
    quick: Depth,
    labels: Strings,
    shape: Shape,
    checksum: u64,
    /// Buffers of readings that have ended, for the next ones.
    idle: Mutex<Vec<Scratch>>,
}

/// A text and the two spans that are asked about, in bytes; either may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question<'t> {
    /// The text.
    pub text: &'t str,
    /// The first span.
    pub first: Option<Range<usize>>,
    /// The second span.
    pub second: Option<Range<usize>>,
}

/// Layers one after the other, and what is made of the last.
struct Depth {
    layers: Vec<Layer>,
    /// How many layers have been passed where the mean of all pieces is taken: all of
    /// them, or all but the last, which is then run for the marked pieces alone.
    mean_after: usize,
    head: Cow<'static, [f32]>,
    bias: Cow<'static, [f32]>,
}

/// Sizes of an encoder.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) width: usize,
    pub(crate) heads: usize,
    /// Width inside the second half of a layer.
    pub(crate) inner: usize,
    layers: usize,
    quick_layers: usize,
    quick_mean_after: usize,
    /// Pieces that it can take at once, its two special ones among them.
    positions: usize,
}

/// Pieces of questions that are read together, so that their rows stay in a near cache.
const TOGETHER: usize = 256;
/// Buffers that are kept for later.
const MAX_IDLE: usize = 64;
/// Pieces before the first mark that are kept of a text that is too long.
const BEFORE: usize = 20;

impl PairReader {
    /// Reads a model, to run with the best instructions that the machine has.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if the bytes aren't such a model, whole and unchanged.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<PairReader, ModelError> {
        PairReader::with_kernel(bytes, Kernel::best())
    }

    /// Reads a model, to run with the instructions named.
    ///
    /// # Errors
    ///
    /// As [`PairReader::from_bytes`], and [`ModelError::Kernel`].
    pub fn with_kernel(bytes: &'static [u8], kernel: Kernel) -> Result<PairReader, ModelError> {
        let kernel = Found::new(kernel).ok_or(ModelError::Kernel { kernel })?;
        let file = File::open(bytes)?;
        let shape = Shape::load(&file)?;
        let width = shape.width;
        let pieces = WordPieces::load(&file)?;
        let labels = file.strings("labels")?;
        let quick = [shape.quick_layers, shape.quick_mean_after];
        Ok(PairReader {
            kernel,
            rows: file.bytes_of("piece.rows", pieces.len() * width)?,
            row_scale: file.floats_of("piece.scale", pieces.len())?,
            position: file.floats_of("position", shape.positions * width)?,
            mark: file.floats_of("mark", 3 * width)?,
            norm: Norm::load(&file, "norm", width)?,
            whole: Depth::load(&file, "", [shape.layers; 2], shape, labels.len())?,
            quick: Depth::load(&file, "quick.", quick, shape, labels.len())?,
            labels,
            pieces,
            shape,
            checksum: file.checksum(),
            idle: Mutex::new(Vec::new()),
        })
    }

    /// The labels, in the order of [`PairReader::shares`].
    pub fn labels(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.labels.iter()
    }

    /// Tells this model from others.
    pub fn checksum(&self) -> u64 {
        self.checksum
    }

    /// The share of each label, together 1, for what a text says of the first span and
    /// the second: bytes of the text, either of which may be missing. Of a text of more
    /// than about 100 words it reads a window around the spans.
    pub fn shares(
        &self,
        text: &str,
        first: Option<&Range<usize>>,
        second: Option<&Range<usize>>,
    ) -> Vec<f64> {
        let question = Question {
            text,
            first: first.cloned(),
            second: second.cloned(),
        };
        self.read(&self.whole, &[question])
            .pop()
            .expect("one question has one answer")
    }

    /// The same for several questions from fewer layers, in about a third of the time and
    /// somewhat less well. Questions that are asked together are read faster, as each
    /// weight is fetched once for all; an answer depends on its question alone.
    pub fn quick_shares(&self, questions: &[Question<'_>]) -> Vec<Vec<f64>> {
        self.read(&self.quick, questions)
    }

    /// What words mean by themselves, without what stands around them: the mean of the rows
    /// of their pieces, a vector of length 1; all 0 if there are no words. Each word counts
    /// alike.
    pub fn meaning<'w>(&self, words: impl Iterator<Item = &'w str>) -> Vec<f32> {
        let width = self.shape.width;
        let mut sum = vec![0.0f32; width];
        let mut pieces = Vec::new();
        for word in words {
            pieces.clear();
            self.pieces.split(word, &mut pieces);
            for piece in &pieces {
                let piece = *piece as usize;
                let scale = self.row_scale[piece] / pieces.len() as f32;
                let row = &self.rows[piece * width..][..width];
                for (sum, x) in sum.iter_mut().zip(row) {
                    *sum += scale * f32::from(*x);
                }
            }
        }
        let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length > 0.0 {
            sum.iter_mut().for_each(|x| *x /= length);
        }
        sum
    }

    fn read(&self, depth: &Depth, questions: &[Question<'_>]) -> Vec<Vec<f64>> {
        let mut scratch = self.borrow();
        let cut: Vec<_> = questions.iter().map(|q| self.cut(q)).collect();
        let mut answers = Vec::with_capacity(questions.len());
        let mut rest = &cut[..];
        while !rest.is_empty() {
            let mut pieces = 0;
            let fits = |(its, _): &&(Vec<u32>, Vec<u8>)| {
                pieces += its.len();
                pieces <= TOGETHER
            };
            let (some, later) = rest.split_at(rest.iter().take_while(fits).count().max(1));
            rest = later;
            self.encode(depth, some, &mut scratch);
            let width = self.shape.width;
            let (mut rows, mut marked) = (&scratch.rows[..], &scratch.marked[..]);
            for (pieces, marks) in some {
                let (its, its_marked);
                (its, rows) = rows.split_at(pieces.len() * width);
                (its_marked, marked) = marked.split_at(n_marked(marks) * width);
                answers.push(self.answer(depth, &self.means(its, its_marked, marks)));
            }
        }
        self.give_back(scratch);
        answers
    }

    /// Buffers of a reading that has ended, or new ones.
    fn borrow(&self) -> Scratch {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.pop().unwrap_or_default()
    }

    /// Keeps buffers for the next reading.
    fn give_back(&self, scratch: Scratch) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MAX_IDLE {
            idle.push(scratch);
        }
    }

    /// The share of each label.
    fn answer(&self, depth: &Depth, means: &[f32]) -> Vec<f64> {
        self.label(&depth.head, &depth.bias, means)
    }

    /// The share of each label of a last layer.
    fn label(&self, head: &[f32], bias: &[f32], row: &[f32]) -> Vec<f64> {
        let mut sums = vec![0.0; bias.len()];
        self.kernel.products(head, row, &mut sums);
        let biased = sums.iter().zip(bias);
        let mut shares: Vec<f64> = biased.map(|(sum, bias)| f64::from(sum + bias)).collect();
        let top = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        shares.iter_mut().for_each(|s| *s = (*s - top).exp());
        let total: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|s| *s /= total);
        shares
    }

    /// The pieces, and the mark of each: 1 in the first span, 2 in the second, else 0.
    fn cut(&self, question: &Question<'_>) -> (Vec<u32>, Vec<u8>) {
        let text = question.text;
        let (mut pieces, mut marks) = (vec![], vec![]);
        for word in words(text) {
            let inside = |span: &Option<Range<usize>>| {
                span.as_ref().is_some_and(|s| s.contains(&word.start))
            };
            let mark = match (inside(&question.first), inside(&question.second)) {
                (true, _) => 1,
                (false, true) => 2,
                (false, false) => 0,
            };
            self.pieces.split(&text[word], &mut pieces);
            marks.resize(pieces.len(), mark);
        }
        let room = self.shape.positions - 2;
        let mut window = 0..pieces.len();
        if pieces.len() > room {
            let first = marks.iter().position(|mark| *mark > 0).unwrap_or(0);
            let start = first.saturating_sub(BEFORE).min(pieces.len() - room);
            window = start..start + room;
        }
        let pieces = [self.pieces.first]
            .into_iter()
            .chain(pieces[window.clone()].iter().copied())
            .chain([self.pieces.last])
            .collect();
        let marks = [0]
            .into_iter()
            .chain(marks[window].iter().copied())
            .chain([0])
            .collect();
        (pieces, marks)
    }

    /// The row of a piece before the first layer: what it is, where, and how it is marked.
    fn lay(&self, piece: u32, at: usize, mark: u8, row: &mut [f32]) {
        let (piece, width) = (piece as usize, self.shape.width);
        let scale = self.row_scale[piece];
        let mark = &self.mark[usize::from(mark) * width..][..width];
        let position = &self.position[at * width..][..width];
        let whole = &self.rows[piece * width..][..width];
        for k in 0..width {
            row[k] = f32::from(whole[k]) * scale + position[k] + mark[k];
        }
    }

    /// A row for each piece of some questions, aware of all others of its question.
    fn encode(&self, depth: &Depth, questions: &[(Vec<u32>, Vec<u8>)], scratch: &mut Scratch) {
        let width = self.shape.width;
        let Scratch { rows, lengths, .. } = scratch;
        lengths.clear();
        lengths.extend(questions.iter().map(|(pieces, _)| pieces.len()));
        rows.resize(lengths.iter().sum::<usize>() * width, 0.0);
        let marked = questions.iter().flat_map(|(pieces, marks)| {
            let marked = pieces.iter().zip(marks);
            marked.enumerate()
        });
        for ((at, (piece, mark)), row) in marked.zip(rows.chunks_exact_mut(width)) {
            self.lay(*piece, at, *mark, row);
        }
        self.kernel.center(self.norm.scaled(), width, rows);
        let (before, last) = depth.layers.split_at(depth.mean_after);
        for layer in before {
            layer.run(self.kernel, self.shape, scratch);
        }
        let marks = questions.iter().flat_map(|(_, marks)| marks);
        let marked = marks.enumerate().filter(|(_, mark)| **mark > 0);
        let marked = marked.map(|(row, _)| row);
        let lengths = questions.iter().map(|(_, marks)| n_marked(marks));
        scratch.marked_lengths.clear();
        scratch.marked_lengths.extend(lengths);
        match last {
            [last] => last.run_for(self.kernel, self.shape, marked, scratch),
            _ => scratch.gather(width, marked),
        }
    }

    /// Means of all rows, of those of the first span and of the second's. `marked` are
    /// the rows of both spans.
    fn means(&self, rows: &[f32], marked: &[f32], marks: &[u8]) -> Vec<f32> {
        let width = self.shape.width;
        let mut means = vec![0.0f32; 3 * width];
        let (whole, spans) = means.split_at_mut(width);
        let add = |sum: &mut [f32], row: &[f32]| {
            for (sum, x) in sum.iter_mut().zip(row) {
                *sum += *x;
            }
        };
        for row in rows.chunks_exact(width) {
            add(whole, row);
        }
        let its = |mark: u8| marks.iter().copied().filter(move |m| *m == mark);
        let in_spans = marks.iter().filter(|mark| **mark > 0);
        for (row, mark) in marked.chunks_exact(width).zip(in_spans) {
            add(&mut spans[usize::from(*mark - 1) * width..][..width], row);
        }
        let counts = [marks.len(), its(1).count(), its(2).count()];
        for (mean, n) in means.chunks_exact_mut(width).zip(counts) {
            mean.iter_mut().for_each(|x| *x /= n.max(1) as f32);
        }
        means
    }
}

/// How many pieces are in a span.
fn n_marked(marks: &[u8]) -> usize {
    marks.iter().filter(|mark| **mark > 0).count()
}

impl Depth {
    fn load(
        file: &File,
        prefix: &str,
        [layers, mean_after]: [usize; 2],
        shape: Shape,
        labels: usize,
    ) -> Result<Depth, ModelError> {
        let layer = |n| Layer::load(file, &format!("{prefix}layer.{n}"), shape);
        Ok(Depth {
            layers: (0..layers).map(layer).collect::<Result<_, _>>()?,
            mean_after,
            head: file.floats_of(&format!("{prefix}head.w"), labels * 3 * shape.width)?,
            bias: file.floats_of(&format!("{prefix}head.b"), labels)?,
        })
    }
}

impl fmt::Debug for PairReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PairReader")
            .field("shape", &self.shape)
            .field("labels", &self.labels.len())
            .finish_non_exhaustive()
    }
}

impl Shape {
    fn load(file: &File) -> Result<Shape, ModelError> {
        let wrong = || damaged("shape", "has sizes that don't fit together");
        let [
            width,
            heads,
            inner,
            layers,
            quick_layers,
            positions,
            quick_mean_after,
        ] = file.u32("shape")?.try_into().map_err(|_| wrong())?;
        let shape = Shape {
            width: width as usize,
            heads: heads as usize,
            inner: inner as usize,
            layers: layers as usize,
            quick_layers: quick_layers as usize,
            quick_mean_after: quick_mean_after as usize,
            positions: positions as usize,
        };
        let sound = (1..=4096).contains(&width)
            && (1..=width).contains(&heads)
            && width.is_multiple_of(16 * heads)
            && (1..=16_384).contains(&inner)
            && (1..=64).contains(&layers)
            && (1..=layers).contains(&quick_layers)
            && (quick_layers - 1..=quick_layers).contains(&quick_mean_after)
            && (3..=4096).contains(&positions);
        sound.then_some(shape).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(kernel: Kernel) -> Option<PairReader> {
        match PairReader::with_kernel(demarche_models::PAIRS, kernel) {
            Ok(reader) => Some(reader),
            Err(ModelError::Kernel { .. }) => None,
            Err(error) => panic!("the embedded model is whole: {error}"),
        }
    }

    #[test]
    fn kernels_give_the_same_bits() {
        let text = "On Monday the Maltese envoy, a former judge, was expelled by Tuvalu.";
        let (one, other) = (61..67, 10..28);
        let shares: Vec<[Vec<f64>; 2]> = Kernel::ALL
            .into_iter()
            .filter_map(reader)
            .map(|reader| {
                let whole = reader.shares(text, Some(&one), Some(&other));
                let question = Question {
                    text,
                    first: Some(one.clone()),
                    second: Some(other.clone()),
                };
                let quick = reader.quick_shares(&[question]).remove(0);
                [whole, quick]
            })
            .collect();
        for others in &shares[1..] {
            assert_eq!(&shares[0], others);
        }
    }

    #[test]
    fn answers_together_are_those_alone() {
        let long = "word ".repeat(200);
        let texts = [
            "Mali jailed Togo's envoy.",
            "",
            &long,
            "Talks began",
            &long,
            "Tuvalu!",
        ];
        let questions: Vec<Question<'_>> = texts
            .into_iter()
            .zip([Some(0..4), None, Some(40..50), Some(0..5), None, Some(0..6)])
            .map(|(text, first)| Question {
                text,
                first,
                second: Some(12..16),
            })
            .collect();
        for reader in Kernel::ALL.into_iter().filter_map(reader) {
            let together = reader.quick_shares(&questions);
            let alone: Vec<_> = questions
                .iter()
                .flat_map(|q| reader.quick_shares(std::slice::from_ref(q)))
                .collect();
            assert_eq!(together, alone);
            assert!(reader.quick_shares(&[]).is_empty());
        }
    }

    #[test]
    fn any_text_has_shares() {
        let reader = reader(Kernel::best()).expect("the best is there");
        let long = "word ".repeat(3_000);
        let strange = "\u{0}\u{fffd}e\u{301}\u{4e2d}\u{200d}🇲🇹 ".repeat(5);
        for text in ["", " ", "?", &long, &strange, &"x".repeat(500)] {
            for span in [
                None,
                Some(0..1),
                Some(7..9_000),
                Some(text.len()..text.len()),
            ] {
                let shares = reader.shares(text, span.as_ref(), None);
                assert_eq!(shares.len(), reader.labels().count());
                let total: f64 = shares.iter().sum();
                assert!((total - 1.0).abs() < 1e-9, "{text:?}: {total}");
            }
        }
    }

    #[test]
    fn words_are_cut_as_the_vocabulary_has_them() {
        let reader = reader(Kernel::best()).expect("the best is there");
        let pieces = |text: &str| -> Vec<&str> {
            let (pieces, _) = reader.cut(&Question {
                text,
                first: None,
                second: None,
            });
            let names = pieces.iter().map(|p| reader.pieces.name(*p));
            names.collect()
        };
        assert_eq!(
            pieces("Nîmes’ Ürümqi-born envoy…"),
            [
                "[CLS]", "ni", "##mes", "’", "ur", "##um", "##qi", "-", "born", "envoy", "…",
                "[SEP]"
            ]
        );
        assert_eq!(pieces("中文"), ["[CLS]", "[UNK]", "[SEP]"]);
    }

    #[test]
    fn marks_follow_the_spans() {
        let reader = reader(Kernel::best()).expect("the best is there");
        let (_, marks) = reader.cut(&Question {
            text: "Mali jailed Togo's envoy",
            first: Some(0..4),
            second: Some(12..16),
        });
        // [CLS] mali jailed togo ' s envoy [SEP]
        assert_eq!(marks, [0, 1, 0, 2, 0, 0, 0, 0]);
    }
}
