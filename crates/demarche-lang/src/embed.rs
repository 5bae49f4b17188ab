use crate::ModelError;
use crate::file::{File, damaged};
use crate::hash;
use crate::kernel::{Dense, Found, Norm, WIDTH};
use std::borrow::Cow;

/// Hash tables of vectors, one for each feature, and the layer that mixes them.
///
/// Source: Serrà and Karatzoglou (2017), "Getting deep recommenders fit: Bloom
/// embeddings", RecSys: a feature's vector is the sum of four rows.
pub(crate) struct Embedding {
    tables: Vec<Cow<'static, [f32]>>,
    mix: (Dense, Norm),
}

/// Seed of the first table; the others count on.
const FIRST_SEED: u32 = 8;

impl Embedding {
    pub(crate) fn load(
        file: &File,
        name: &str,
        features: usize,
        kernel: Found,
    ) -> Result<Embedding, ModelError> {
        let mut tables = Vec::new();
        for number in 0..features {
            let section = format!("{name}.embed.{number}");
            let table = file.floats(&section)?;
            if table.is_empty() || table.len() % WIDTH != 0 {
                return Err(damaged(&section, "doesn't hold whole rows"));
            }
            tables.push(table);
        }
        let mix = maxout(file, &format!("{name}.mix"), features * WIDTH, kernel)?;
        Ok(Embedding { tables, mix })
    }

    /// Floats in a row of [`Embedding::gather`].
    pub(crate) fn inputs(&self) -> usize {
        self.tables.len() * WIDTH
    }

    /// Appends the vectors of the features, one after the other.
    pub(crate) fn gather(&self, features: &[u64], out: &mut Vec<f32>) {
        for ((number, table), feature) in self.tables.iter().enumerate().zip(features) {
            let rows = table.as_chunks::<WIDTH>().0;
            let [a, b, c, d] = hash::four(*feature, FIRST_SEED + number as u32)
                .map(|row| &rows[row as usize % rows.len()]);
            out.extend((0..WIDTH).map(|at| a[at] + b[at] + c[at] + d[at]));
        }
    }

    /// Mixes gathered rows; row `i` is written at `to[i]`.
    pub(crate) fn mix(&self, kernel: Found, gathered: &[f32], out: &mut [f32], to: &[u32]) {
        let from: Vec<u32> = (0..to.len())
            .map(|row| (row * self.inputs()) as u32)
            .collect();
        kernel.maxout(
            (&self.mix.0, &self.mix.1),
            (gathered, &from),
            None,
            (out, to),
        );
    }
}

/// A maxout layer of three pieces and its norm.
pub(crate) fn maxout(
    file: &File,
    name: &str,
    inputs: usize,
    kernel: Found,
) -> Result<(Dense, Norm), ModelError> {
    let weights = file.floats_of(&format!("{name}.w"), WIDTH * 3 * inputs)?;
    let bias = file.floats_of(&format!("{name}.b"), WIDTH * 3)?;
    let row = |part: &str| -> Result<[f32; WIDTH], ModelError> {
        let row = file.floats_of(&format!("{name}.{part}"), WIDTH)?;
        Ok(row.as_ref().try_into().expect("the length was checked"))
    };
    let norm = Norm {
        scale: row("scale")?,
        shift: row("shift")?,
    };
    Ok((Dense::maxout(kernel, inputs, &weights, &bias), norm))
}
