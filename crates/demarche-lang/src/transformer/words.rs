//! A transformer that names what each word of a text says, and what others are in it.

use super::layer::Layer;
use super::wordpiece::words;
use super::{PairReader, Shape, TOGETHER};
use crate::ModelError;
use crate::file::{File, Strings, damaged};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Names what each word of a text says where it stands, from a closed set of labels, and
/// what other words are in what it says, from a closed set of roles.
///
/// Layers over the pieces of a [`PairReader`], which cuts the words for it as well, a
/// layer of labels over the first piece of each word asked about, and a biaffine layer of
/// roles over it and those of the words beside it (Dozat and Manning 2017). As with that one,
/// a result depends on the text and the words alone, to the last bit on any
/// [`Kernel`](crate::Kernel).
pub struct WordReader {
    pairs: Arc<PairReader>,
    layers: Vec<Layer>,
    head: Cow<'static, [f32]>,
    bias: Cow<'static, [f32]>,
    labels: Strings,
    teller: Dense,
    beside: Dense,
    /// For each role, a row for each number of a word that says something and one for 1, of
    /// as many for one beside it.
    roles: Cow<'static, [f32]>,
    role_names: Strings,
    shape: Shape,
    checksum: u64,
}

/// A layer over one row, with nothing below 0.
struct Dense {
    weights: Cow<'static, [f32]>,
    bias: Cow<'static, [f32]>,
}

/// A text and the words of it that are asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordQuestion<'t> {
    /// The text.
    pub text: &'t str,
    /// The bytes at which the words begin.
    pub begin: Vec<usize>,
    /// The bytes at which the words begin whose roles are asked for.
    pub beside: Vec<usize>,
}

/// What is said of a word asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct WordAnswer {
    /// The share of each label, together 1, in the order of [`WordReader::labels`].
    pub shares: Vec<f64>,
    /// For each word beside it the share of each role, together 1, in the order of
    /// [`WordReader::roles`]: `None` where no word begins. Empty where the last label, which
    /// says nothing, has too large a share.
    pub roles: Vec<Option<Vec<f64>>>,
}

/// A question cut into pieces.
struct Cut {
    pieces: Vec<u32>,
    /// The first piece of each word asked about, if it is there.
    asked: Vec<Option<usize>>,
    /// The same of the words beside them.
    beside: Vec<Option<usize>>,
    /// All of them, each once and in order.
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
        let [layers, inner] = file.u32("shape")?.try_into().map_err(|_| wrong())?;
        if !(1..=64).contains(&layers) || !(16..=1 << 16).contains(&inner) || inner % 16 != 0 {
            return Err(wrong());
        }
        let own = pairs.checksum();
        if file.u32("pairs")? != [own as u32, (own >> 32) as u32] {
            return Err(damaged("pairs", "was made for other pieces of words"));
        }
        let shape = Shape {
            inner: inner as usize,
            ..pairs.shape
        };
        let labels = file.strings("labels")?;
        let role_names = file.strings("roles")?;
        let teller = Dense::load(&file, "teller", shape)?;
        let beside = Dense::load(&file, "actor", shape)?;
        let looks = (teller.bias.len() + 1) * (beside.bias.len() + 1);
        let layer = |n| Layer::load(&file, &format!("layer.{n}"), shape);
        Ok(WordReader {
            pairs: Arc::clone(pairs),
            layers: (0..layers).map(layer).collect::<Result<_, _>>()?,
            head: file.floats_of("head.w", labels.len() * shape.width)?,
            bias: file.floats_of("head.b", labels.len())?,
            labels,
            roles: file.floats_of("roles.w", role_names.len() * looks)?,
            role_names,
            teller,
            beside,
            shape,
            checksum: file.checksum(),
        })
    }

    /// The labels, in the order of [`WordAnswer::shares`]; the last says nothing.
    pub fn labels(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.labels.iter()
    }

    /// The roles, in the order of [`WordAnswer::roles`]; the last is none.
    pub fn roles(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.role_names.iter()
    }

    /// Tells this model from others.
    pub fn checksum(&self) -> u64 {
        self.checksum
    }

    /// What the words of some texts say that begin at the bytes asked about, and the roles of
    /// the words beside them where all labels but the last have at least `least` together;
    /// `None` where no word begins, or more than about 100 words into the text. Texts that
    /// are asked about together are read faster, as each weight is fetched once for several;
    /// an answer depends on its text alone.
    pub fn read(&self, questions: &[WordQuestion<'_>], least: f64) -> Vec<Vec<Option<WordAnswer>>> {
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
            self.answer(some, least, &mut answers);
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
        let beside: Vec<Option<usize>> = question.beside.iter().map(piece_at).collect();
        let mut marked: Vec<usize> = asked.iter().chain(&beside).flatten().copied().collect();
        marked.sort_unstable();
        marked.dedup();
        Cut {
            pieces,
            asked,
            beside,
            marked,
        }
    }

    /// Reads some texts at once.
    fn answer(&self, texts: &[Cut], least: f64, answers: &mut Vec<Vec<Option<WordAnswer>>>) {
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
            answers.push(self.answers_of(cut, its, least));
        }
        pairs.give_back(scratch);
    }
}

impl WordReader {
    /// The answers to the words of a text, from the rows of its marked pieces.
    fn answers_of(&self, cut: &Cut, rows: &[f32], least: f64) -> Vec<Option<WordAnswer>> {
        let pairs = &self.pairs;
        let width = self.shape.width;
        let row = |piece: &Option<usize>| {
            let at = cut.marked.binary_search(&(*piece)?).ok()?;
            Some(&rows[at * width..][..width])
        };
        let mut beside: Option<Vec<Option<Vec<f32>>>> = None;
        let mut answer = |piece| {
            let own = row(piece)?;
            let shares = pairs.label(&self.head, &self.bias, own);
            let says = 1.0 - shares.last().copied().unwrap_or(1.0);
            if says < least || cut.beside.is_empty() {
                let roles = Vec::new();
                return Some(WordAnswer { shares, roles });
            }
            let seen = |piece| Some(self.beside.of(pairs, row(piece)?));
            let beside = beside.get_or_insert_with(|| cut.beside.iter().map(seen).collect());
            let roles = self.roles_of(&self.teller.of(pairs, own), beside);
            Some(WordAnswer { shares, roles })
        };
        cut.asked.iter().map(&mut answer).collect()
    }

    /// The roles of those beside a word, each as its layer sees it.
    fn roles_of(&self, teller: &[f32], beside: &[Option<Vec<f32>>]) -> Vec<Option<Vec<f64>>> {
        let looks = self.beside.bias.len() + 1;
        // Of each role what each number of one beside it counts: the rows of the layer, each
        // with its number of the word, one upon the other.
        let mut counts = vec![0.0f32; self.role_names.len() * looks];
        let layers = self.roles.chunks_exact(teller.len() * looks);
        for (counts, layer) in counts.chunks_exact_mut(looks).zip(layers) {
            for (number, row) in teller.iter().zip(layer.chunks_exact(looks)) {
                if *number != 0.0 {
                    for (count, weight) in counts.iter_mut().zip(row) {
                        *count += number * weight;
                    }
                }
            }
        }
        let nothing = vec![0.0; self.role_names.len()];
        let of = |one: &Option<Vec<f32>>| {
            one.as_ref()
                .map(|one| self.pairs.label(&counts, &nothing, one))
        };
        beside.iter().map(of).collect()
    }
}

impl Dense {
    fn load(file: &File, name: &str, shape: Shape) -> Result<Dense, ModelError> {
        let bias = file.floats(&format!("{name}.b"))?;
        let weights = file.floats_of(&format!("{name}.w"), bias.len() * shape.width)?;
        Ok(Dense { weights, bias })
    }

    /// What the layer makes of a row, and 1 after it.
    fn of(&self, pairs: &PairReader, row: &[f32]) -> Vec<f32> {
        let mut seen = vec![0.0; self.bias.len()];
        pairs.kernel.products(&self.weights, row, &mut seen);
        for (number, bias) in seen.iter_mut().zip(&*self.bias) {
            *number = (*number + bias).max(0.0);
        }
        seen.push(1.0);
        seen
    }
}

impl fmt::Debug for WordReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WordReader")
            .field("layers", &self.layers.len())
            .field("labels", &self.labels.len())
            .field("roles", &self.role_names.len())
            .finish_non_exhaustive()
    }
}
