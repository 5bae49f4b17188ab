use crate::ModelError;
use crate::embed::maxout;
use crate::file::File;
use crate::kernel::{Dense, Found, Norm, WIDTH};

/// Layers that see a token's neighbours; each reads one token to either side.
pub(crate) struct Encoder {
    layers: Vec<(Dense, Norm)>,
    /// What the first layer makes of three empty rows.
    empty: [f32; WIDTH],
}

/// Number of layers, and so of tokens to either side that matter.
pub(crate) const REACH: usize = 4;

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
        let layers = (0..REACH)
            .map(|number| maxout(file, &format!("{name}.encode.{number}"), 3 * WIDTH, kernel))
            .collect::<Result<Vec<_>, _>>()?;
        let mut empty = [0.0; WIDTH];
        kernel.maxout(
            (&layers[0].0, &layers[0].1),
            (&[0.0; 3 * WIDTH], &[0]),
            None,
            (&mut empty, &[0]),
        );
        Ok(Encoder { layers, empty })
    }

    /// Encodes the rows in place. Row `i` of `input` and `spare` is at
    /// `(i + 1) * WIDTH`, so that the first and the last have neighbours.
    ///
    /// Rows of a gap take part like tokens: they begin as zeros, and stop being
    /// so after the first layer. Those too far away to matter are left out.
    pub(crate) fn encode(
        &self,
        kernel: Found,
        rows: &[Row],
        input: &mut Vec<f32>,
        spare: &mut Vec<f32>,
    ) {
        assert_eq!(input.len(), (rows.len() + 2) * WIDTH);
        spare.clear();
        spare.resize(input.len(), 0.0);
        let mut from = Vec::with_capacity(rows.len());
        let mut to = Vec::with_capacity(rows.len());
        for (number, (layer, norm)) in self.layers.iter().enumerate() {
            // Rows at this distance still matter to the layers that follow.
            let left = (REACH - 1 - number) as u8;
            from.clear();
            to.clear();
            for (at, row) in rows.iter().enumerate() {
                let wanted = match *row {
                    Row::Token => true,
                    Row::Beside(distance) => distance <= left,
                    // Only the outer two see a token in the first layer.
                    Row::Gap(place) => {
                        let distance = place.min(REACH as u8 + 1 - place);
                        distance <= left && (number > 0 || distance == 1)
                    }
                };
                if wanted {
                    from.push((at * WIDTH) as u32);
                    to.push(((at + 1) * WIDTH) as u32);
                } else if number == 0 && matches!(row, Row::Gap(_)) {
                    spare[(at + 1) * WIDTH..(at + 2) * WIDTH].copy_from_slice(&self.empty);
                }
            }
            kernel.maxout((layer, norm), (input, &from), Some(input), (spare, &to));
            std::mem::swap(input, spare);
        }
    }
}
