use crate::ModelError;
use crate::file::File;
use crate::kernel::{Aligned, Dense, Found, HIDDEN, Upper, WIDTH};

/// Scores the moves of a transition system from the tokens in a state's slots.
///
/// Each token's share of the hidden layer is computed once for every slot; a
/// state then only adds up vectors.
pub(crate) struct Scorer {
    hidden: Dense,
    lower: Dense,
    slots: usize,
    bias: [f32; 2 * HIDDEN],
    /// For each slot, the vector of "no token".
    missing: Vec<[f32; 2 * HIDDEN]>,
    upper: Upper,
}

/// A token's share of the hidden layer, for the last tokens of a long row.
#[derive(Debug, Default)]
pub(crate) struct Shares {
    rows: Aligned,
    /// Tokens whose share is known: this one excluded, and as many before as fit.
    end: usize,
    start: usize,
    old: Vec<Vec<f32>>,
    from: Vec<u32>,
}

/// Tokens whose shares are computed at once.
const BLOCK: usize = 128;
/// Tokens whose shares are kept, a multiple of [`BLOCK`]: about 1 MB.
const KEPT: usize = 2 * BLOCK;

impl Scorer {
    /// `sets` and `valid(set, move)` tell which moves each set of moves holds.
    pub(crate) fn load(
        file: &File,
        name: &str,
        kernel: Found,
        slots: usize,
        moves: usize,
        sets: usize,
        valid: impl Fn(usize, usize) -> bool,
    ) -> Result<Scorer, ModelError> {
        let floats = |part: &str, n| file.floats_of(&format!("{name}.{part}"), n);
        let hidden = Dense::linear(
            kernel,
            WIDTH,
            &floats("hidden.w", HIDDEN * WIDTH)?,
            Some(&floats("hidden.b", HIDDEN)?),
        );
        // The file has the two pieces of an output side by side; here each
        // piece has a half of its own.
        let halves = |source: &[f32], width: usize| -> Vec<f32> {
            let rows = source.chunks_exact(2 * width);
            let half = |piece: usize| {
                rows.clone()
                    .flat_map(move |row| row[piece * width..(piece + 1) * width].iter().copied())
            };
            half(0).chain(half(1)).collect()
        };
        let weights = floats("lower.w", slots * HIDDEN * 2 * HIDDEN)?;
        let weights: Vec<f32> = weights
            .chunks_exact(2 * HIDDEN * HIDDEN)
            .flat_map(|slot| halves(slot, HIDDEN))
            .collect();
        let lower = Dense::linear(kernel, HIDDEN, &weights, None);
        let array =
            |row: &[f32]| -> [f32; 2 * HIDDEN] { halves(row, 1).try_into().expect("two halves") };
        let bias = array(&floats("lower.b", 2 * HIDDEN)?);
        let missing = floats("lower.pad", slots * 2 * HIDDEN)?
            .chunks_exact(2 * HIDDEN)
            .map(array)
            .collect();
        let upper = Upper::new(
            &floats("upper.w", moves * HIDDEN)?,
            &floats("upper.b", moves)?,
            sets,
            valid,
        );
        Ok(Scorer {
            hidden,
            lower,
            slots,
            bias,
            missing,
            upper,
        })
    }

    /// Appends the hidden vectors of the tokens whose vectors begin at `from`.
    pub(crate) fn hidden(&self, kernel: Found, input: &[f32], from: &[u32], hidden: &mut Vec<f32>) {
        let stride = self.hidden.stride();
        let at = hidden.len();
        hidden.resize(at + from.len() * stride, 0.0);
        let (panels, _) = self.hidden.panels_of(0..HIDDEN);
        kernel.linear(&self.hidden, panels, (input, from), &mut hidden[at..]);
    }

    /// The best of a set's moves; `tokens` has one token a slot, or none.
    pub(crate) fn best(
        &self,
        kernel: Found,
        hidden: &[f32],
        shares: &mut Shares,
        tokens: &[Option<usize>],
        set: usize,
    ) -> usize {
        let newest = tokens.iter().flatten().max();
        while newest.is_some_and(|newest| *newest >= shares.end) {
            self.extend(kernel, hidden, shares);
        }
        shares.old.clear();
        for (slot, token) in tokens.iter().enumerate() {
            if let Some(token) = token
                && *token < shares.start
            {
                let (panels, first) = self.lower.panels_of(self.columns(slot));
                let width = self.lower.panels_of(0..self.lower.stride()).0.len();
                let mut row = vec![0.0; panels.len() * self.lower.stride() / width];
                kernel.linear(
                    &self.lower,
                    panels,
                    (hidden, &[(token * self.hidden.stride()) as u32]),
                    &mut row,
                );
                row.drain(..slot * 2 * HIDDEN - first);
                shares.old.push(row);
            }
        }
        let mut old = shares.old.iter();
        let mut vectors = [&self.bias; 8];
        for (slot, (token, vector)) in tokens.iter().zip(&mut vectors).enumerate() {
            *vector = match token {
                None => &self.missing[slot],
                Some(token) if *token < shares.start => {
                    array_at(old.next().expect("one for each old token"), 0)
                }
                Some(token) => {
                    let row = token % KEPT * self.lower.stride();
                    array_at(&shares.rows, row + slot * 2 * HIDDEN)
                }
            };
        }
        kernel.step(&vectors[..self.slots], &self.bias, &self.upper, set)
    }

    fn extend(&self, kernel: Found, hidden: &[f32], shares: &mut Shares) {
        let stride = self.lower.stride();
        if shares.rows.len() != KEPT * stride {
            shares.rows = Aligned::new(0.0, KEPT * stride);
        }
        let first = shares.end;
        let n = BLOCK.min(hidden.len() / self.hidden.stride() - first);
        assert!(n > 0, "only tokens with a hidden vector are asked for");
        shares.from.clear();
        shares
            .from
            .extend((first..first + n).map(|token| (token * self.hidden.stride()) as u32));
        let (panels, _) = self.lower.panels_of(0..stride);
        let at = first % KEPT * stride;
        kernel.linear(
            &self.lower,
            panels,
            (hidden, &shares.from),
            &mut shares.rows[at..at + n * stride],
        );
        shares.end = first + n;
        shares.start = (first + BLOCK).saturating_sub(KEPT);
    }

    fn columns(&self, slot: usize) -> std::ops::Range<usize> {
        slot * 2 * HIDDEN..(slot + 1) * 2 * HIDDEN
    }
}

impl Shares {
    /// Forgets all shares, for another row of tokens.
    pub(crate) fn clear(&mut self) {
        self.start = 0;
        self.end = 0;
    }
}

fn array_at(floats: &[f32], at: usize) -> &[f32; 2 * HIDDEN] {
    floats[at..at + 2 * HIDDEN]
        .try_into()
        .expect("the slice has that length")
}
