use super::Shape;
use crate::ModelError;
use crate::file::{File, damaged};
use crate::kernel::{Attention, Found, GROUPED, Out, Panels, Restored, Scaled};
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
    /// A row for each piece, question after question.
    pub(super) rows: Vec<f32>,
    /// Pieces of each question.
    pub(super) lengths: Vec<usize>,
    wide: Vec<f32>,
    seen: Vec<f32>,
    attention: Attention,
    rounding: Rounding,
}

/// Those of one linear layer. They only grow, as clearing them takes time.
#[derive(Debug, Default)]
struct Rounding {
    rounded: Vec<u8>,
    steps: Vec<f32>,
    sums: Vec<i32>,
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
            lengths,
            wide,
            seen,
            attention,
            rounding,
        } = scratch;
        let n = rows.len() / width;
        let qkv = first(wide, n * 3 * width);
        self.qkv.run(kernel, rows, Out::Replaces, qkv, rounding);
        let seen = first(seen, n * width);
        let mut rest = (&*qkv, &mut *seen);
        for length in lengths {
            let (qkv, later) = rest.0.split_at(*length * 3 * width);
            let (its, others) = rest.1.split_at_mut(*length * width);
            kernel.attend(qkv, width, shape.heads, attention, its);
            rest = (later, others);
        }
        self.out.run(kernel, seen, Out::Adds, rows, rounding);
        kernel.center(self.norm_out.scaled(), width, rows);
        let inner = first(wide, n * shape.inner);
        self.up.run(kernel, rows, Out::Gelu, inner, rounding);
        self.down.run(kernel, inner, Out::Adds, rows, rounding);
        kernel.center(self.norm_down.scaled(), width, rows);
    }
}

/// The first `n` of a buffer, which grows if it is shorter.
fn first<T: Copy + Default>(buffer: &mut Vec<T>, n: usize) -> &mut [T] {
    if buffer.len() < n {
        buffer.resize(n, T::default());
    }
    &mut buffer[..n]
}

impl Norm {
    pub(super) fn load(file: &File, name: &str, width: usize) -> Result<Norm, ModelError> {
        Ok(Norm {
            scale: file.floats_of(&format!("{name}.scale"), width)?,
            shift: file.floats_of(&format!("{name}.shift"), width)?,
        })
    }

    pub(super) fn scaled(&self) -> Scaled<'_> {
        Scaled {
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

    /// Rounds each row to 8 bits and multiplies it. Group of outputs by group, so that
    /// their sums are still in the nearest cache when they become floats.
    fn run(&self, kernel: Found, rows: &[f32], how: Out, out: &mut [f32], work: &mut Rounding) {
        let (inputs, outputs) = (self.panels.inputs, self.panels.outputs);
        let n = rows.len() / inputs;
        let rounded = first(&mut work.rounded, rows.len());
        let steps = first(&mut work.steps, n);
        kernel.round(rows, inputs, LARGEST, SHIFT, rounded, steps);
        let sums = first(&mut work.sums, n * GROUPED);
        let groups = (self.sum.as_chunks().0.iter())
            .zip(self.scale.as_chunks().0)
            .zip(self.bias.as_chunks().0);
        for (group, ((sum, scale), bias)) in groups.enumerate() {
            kernel.dot(self.panels, group, rounded, sums);
            let weights = Restored {
                shift: SHIFT as i32,
                sum,
                scale,
                bias,
            };
            let out = &mut out[group * GROUPED..];
            kernel.restore(sums, weights, steps, how, outputs, out);
        }
    }
}
