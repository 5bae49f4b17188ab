use crate::ModelError;
use crate::embed::maxout;
use crate::file::File;
use crate::kernel::{Dense, Found, Norm, PIECES, WIDTH};

/// Layers that see a token's neighbours; each reads one token to either side.
pub(crate) struct Encoder {
    first: First,
    later: Vec<(Dense, Norm)>,
    /// What the first layer makes of three empty rows.
    empty: [f32; WIDTH],
}

/// The first layer reads vectors that depend on the word alone. A word's share in
/// the sums of its own and its neighbours' rows is the same everywhere, so it is
/// computed once for each word that is kept.
struct First {
    shares: Dense,
    bias: [f32; PIECES],
    norm: Norm,
}

/// Number of layers, and so of tokens to either side that matter.
pub(crate) const REACH: usize = 4;

/// Floats of a word's shares: as the token before, the token itself, the one after.
pub(crate) const SHARES: usize = 3 * PIECES;

/// Shares of an empty row.
static NOTHING: [f32; SHARES] = [0.0; SHARES];

/// What a row of an [`Encoder`]'s input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Row {
    /// A token to encode.
    Token,
    /// A token beside those to encode, at this distance from them.
    Beside(u8),
    /// One of the [`REACH`] empty rows between two texts, counted from 1.
    Gap(u8),
}

impl Encoder {
    pub(crate) fn load(file: &File, name: &str, kernel: Found) -> Result<Encoder, ModelError> {
        let later = (1..REACH)
            .map(|number| maxout(file, &format!("{name}.encode.{number}"), 3 * WIDTH, kernel))
            .collect::<Result<Vec<_>, _>>()?;
        let first = First::load(file, &format!("{name}.encode.0"), kernel)?;
        let nothing = shares_at(&NOTHING, 0);
        let mut empty = [0.0; WIDTH];
        kernel.add_up(
            [&first.bias, nothing, nothing, nothing],
            &first.norm,
            &[0.0; WIDTH],
            &mut empty,
        );
        Ok(Encoder {
            first,
            later,
            empty,
        })
    }

    /// Appends the shares of the words whose vectors follow each other in `words`.
    pub(crate) fn share(&self, kernel: Found, words: &[f32], shares: &mut Vec<f32>) {
        let from: Vec<u32> = (0..words.len() / WIDTH)
            .map(|row| (row * WIDTH) as u32)
            .collect();
        let layer = &self.first.shares;
        let at = shares.len();
        assert_eq!(layer.stride(), SHARES);
        shares.resize(at + from.len() * SHARES, 0.0);
        let (panels, _) = layer.panels_of(0..SHARES);
        kernel.linear(layer, panels, (words, &from), &mut shares[at..]);
    }

    /// Encodes the rows in place. Row `i` of `input` and `spare` is at
    /// `(i + 1) * WIDTH`, so that the first and the last have neighbours;
    /// `words[i]` is the number of its word in `shares`, if it has one.
    ///
    /// Rows of a gap take part like tokens: they begin as zeros, and stop being
    /// so after the first layer. Those too far away to matter are left out.
    pub(crate) fn encode(
        &self,
        kernel: Found,
        (rows, words): (&[Row], &[Option<u32>]),
        shares: &[f32],
        input: &mut Vec<f32>,
        spare: &mut Vec<f32>,
    ) {
        assert_eq!(input.len(), (rows.len() + 2) * WIDTH);
        assert_eq!(words.len(), rows.len());
        spare.clear();
        spare.resize(input.len(), 0.0);
        let share = |row: Option<usize>, part: usize| {
            let word = row.and_then(|row| *words.get(row)?);
            word.map_or(shares_at(&NOTHING, 0), |word| {
                shares_at(shares, word as usize * SHARES + part * PIECES)
            })
        };
        for (at, row) in rows.iter().enumerate() {
            let place = (at + 1) * WIDTH..(at + 2) * WIDTH;
            let out: &mut [f32; WIDTH] = (&mut spare[place.clone()])
                .try_into()
                .expect("the slice has that length");
            if matches!(row, Row::Gap(2 | 3)) {
                // Only the outer two rows of a gap see a token.
                *out = self.empty;
            } else if is_wanted(*row, REACH - 1) {
                let parts = [
                    &self.first.bias,
                    share(at.checked_sub(1), 0),
                    share(Some(at), 1),
                    share(Some(at + 1), 2),
                ];
                let residual = input[place].try_into().expect("the slice has that length");
                kernel.add_up(parts, &self.first.norm, residual, out);
            }
        }
        std::mem::swap(input, spare);
        let mut from = Vec::with_capacity(rows.len());
        let mut to = Vec::with_capacity(rows.len());
        for (number, (layer, norm)) in self.later.iter().enumerate() {
            from.clear();
            to.clear();
            let wanted = rows
                .iter()
                .enumerate()
                .filter(|(_, row)| is_wanted(**row, REACH - 2 - number));
            for (at, _) in wanted {
                from.push((at * WIDTH) as u32);
                to.push(((at + 1) * WIDTH) as u32);
            }
            kernel.maxout((layer, norm), (input, &from), Some(input), (spare, &to));
            std::mem::swap(input, spare);
        }
    }
}

/// Whether a row matters to a token with as many layers to follow.
fn is_wanted(row: Row, left: usize) -> bool {
    match row {
        Row::Token => true,
        Row::Beside(distance) => usize::from(distance) <= left,
        Row::Gap(place) => usize::from(place).min(REACH + 1 - usize::from(place)) <= left,
    }
}

impl First {
    fn load(file: &File, name: &str, kernel: Found) -> Result<First, ModelError> {
        let (_, norm) = maxout(file, name, 3 * WIDTH, kernel)?;
        let weights = file.floats_of(&format!("{name}.w"), PIECES * 3 * WIDTH)?;
        let bias = file.floats_of(&format!("{name}.b"), PIECES)?;
        // In the file the pieces of an output are side by side, and the inputs
        // from three tokens; here each token has all its outputs together, and
        // in these each piece.
        let source = |column: usize| (column % WIDTH) * 3 + column % PIECES / WIDTH;
        let mut turned = Vec::with_capacity(SHARES * WIDTH);
        for column in 0..SHARES {
            let start = source(column) * 3 * WIDTH + column / PIECES * WIDTH;
            turned.extend_from_slice(&weights[start..start + WIDTH]);
        }
        let shares = Dense::linear(kernel, WIDTH, &turned, None);
        Ok(First {
            shares,
            bias: std::array::from_fn(|column| bias[source(column)]),
            norm,
        })
    }
}

fn shares_at(shares: &[f32], at: usize) -> &[f32; PIECES] {
    shares[at..at + PIECES]
        .try_into()
        .expect("the slice has that length")
}
