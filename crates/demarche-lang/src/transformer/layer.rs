use super::Shape;
use crate::ModelError;
use crate::file::{File, damaged};
use crate::kernel::{Found, Panels, Restored, Row};
use std::borrow::Cow;

/// One layer of the encoder: what each row attends to, then a small network for each
/// row, both added to it.
pub(super) struct Layer {
    qkv: Rounded,
    out: Rounded,
    norm_out: Norm,
    up: Rounded,
    down: Rounded,
    norm_down: Norm,
}

/// Buffers of one reading, kept for the next.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// A row for each piece.
    pub(super) rows: Vec<f32>,
    wide: Vec<f32>,
    seen: Vec<f32>,
    rounded: Vec<u8>,
    sums: Vec<i32>,
}

/// Those of one linear layer.
struct Rounding<'a> {
    rounded: &'a mut Vec<u8>,
    sums: &'a mut Vec<i32>,
}

/// Scale and shift after rows were brought to mean 0, variance 1.
pub(super) struct Norm {
    scale: Cow<'static, [f32]>,
    shift: Cow<'static, [f32]>,
}

/// A linear layer with weights in whole numbers.
struct Rounded {
    panels: Panels,
    /// What an output's weights are multiplied with.
    scale: Cow<'static, [f32]>,
    bias: Cow<'static, [f32]>,
    /// The sum of an output's weights.
    sum: Vec<i32>,
}

/// Added to rounded inputs, so that they are unsigned.
const SHIFT: f32 = 128.0;
/// Largest rounded input before the shift.
const LARGEST: f32 = 127.0;

impl Layer {
    pub(super) fn load(file: &File, name: &str, shape: Shape) -> Result<Layer, ModelError> {
        let Shape { width, inner, .. } = shape;
        let linear = |part: &str, inputs: usize, outputs: usize| {
            Rounded::load(file, &format!("{name}.{part}"), inputs, outputs)
        };
        Ok(Layer {
            qkv: linear("qkv", width, 3 * width)?,
            out: linear("out", width, width)?,
            norm_out: Norm::load(file, &format!("{name}.norm_out"), width)?,
            up: linear("up", width, inner)?,
            down: linear("down", inner, width)?,
            norm_down: Norm::load(file, &format!("{name}.norm_down"), width)?,
        })
    }

    /// Changes the rows of `scratch`.
    pub(super) fn run(&self, kernel: Found, shape: Shape, scratch: &mut Scratch) {
        let width = shape.width;
        let Scratch {
            rows,
            wide,
            seen,
            rounded,
            sums,
        } = scratch;
        let n = rows.len() / width;
        let mut work = Rounding { rounded, sums };
        wide.resize(n * 3 * width, 0.0);
        self.qkv.run(kernel, rows, false, wide, &mut work);
        seen.resize(rows.len(), 0.0);
        kernel.attend(wide, width, shape.heads, seen);
        self.out.run(kernel, seen, true, rows, &mut work);
        kernel.rows(self.norm_out.as_row(), width, rows);
        wide.resize(n * shape.inner, 0.0);
        self.up.run(kernel, rows, false, wide, &mut work);
        kernel.rows(Row::Gelu, shape.inner, wide);
        self.down.run(kernel, wide, true, rows, &mut work);
        kernel.rows(self.norm_down.as_row(), width, rows);
    }
}

impl Norm {
    pub(super) fn load(file: &File, name: &str, width: usize) -> Result<Norm, ModelError> {
        Ok(Norm {
            scale: file.floats_of(&format!("{name}.scale"), width)?,
            shift: file.floats_of(&format!("{name}.shift"), width)?,
        })
    }

    pub(super) fn as_row(&self) -> Row<'_> {
        Row::Norm {
            scale: &self.scale,
            shift: &self.shift,
        }
    }
}

impl Rounded {
    fn load(file: &File, name: &str, inputs: usize, outputs: usize) -> Result<Rounded, ModelError> {
        let part = |part: &str| format!("{name}.{part}");
        let weights = file.bytes_of(&part("panels"), inputs * outputs)?;
        let panels = Panels::new(inputs, outputs, weights)
            .ok_or_else(|| damaged(&part("panels"), "has weights that don't fit"))?;
        let sum: Vec<i32> = file
            .u32(&part("sum"))?
            .into_iter()
            .map(u32::cast_signed)
            .collect();
        if sum.len() != outputs {
            return Err(damaged(&part("sum"), "has the wrong length"));
        }
        Ok(Rounded {
            panels,
            scale: file.floats_of(&part("scale"), outputs)?,
            bias: file.floats_of(&part("bias"), outputs)?,
            sum,
        })
    }

    /// Rounds each row to 8 bits and multiplies it; `out` is replaced, or added to.
    fn run(&self, kernel: Found, rows: &[f32], adds: bool, out: &mut [f32], work: &mut Rounding) {
        let (inputs, outputs) = (self.panels.inputs, self.panels.outputs);
        work.rounded.resize(rows.len(), 0);
        work.sums.resize(out.len(), 0);
        let rounded = work.rounded.chunks_exact_mut(inputs);
        let steps: Vec<f32> = rows
            .chunks_exact(inputs)
            .zip(rounded)
            .map(|(row, to)| kernel.round(row, LARGEST, SHIFT, to))
            .collect();
        kernel.dot(self.panels, work.rounded, work.sums);
        let weights = Restored {
            shift: SHIFT as i32,
            sum: &self.sum,
            scale: &self.scale,
            bias: &self.bias,
        };
        let sums = work.sums.chunks_exact(outputs);
        for ((sums, out), step) in sums.zip(out.chunks_exact_mut(outputs)).zip(steps) {
            kernel.restore(sums, weights, step, adds, out);
        }
    }
}
