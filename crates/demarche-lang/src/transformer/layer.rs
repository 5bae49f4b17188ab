use super::Shape;
use crate::ModelError;
use crate::file::{File, damaged};
use crate::kernel::{Attention, Found, GROUPED, Out, Panels, Restored, Scaled};
use std::borrow::Cow;
use std::ops::Range;

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
    /// The rows of the marked pieces, where a last layer is run for these alone.
    pub(super) marked: Vec<f32>,
    /// Marked pieces of each question.
    pub(super) marked_lengths: Vec<usize>,
    queries: Vec<f32>,
    wide: Vec<f32>,
    seen: Vec<f32>,
    attention: Attention,
    rounding: Rounding,
}

/// Those of one linear layer. They only grow, as clearing them takes time.
#[derive(Debug, Default)]
struct Rounding {
    /// How many rows are rounded.
    n: usize,
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
        let Scratch {
            rows,
            lengths,
            queries,
            wide,
            seen,
            attention,
            rounding,
            ..
        } = scratch;
        let (width, n) = (shape.width, rows.len() / shape.width);
        let kv = first(wide, n * 2 * width);
        let queries = first(queries, n * width);
        rounding.round(kernel, rows, width);
        self.qkv.queries(kernel, rounding, queries);
        self.qkv.keys_and_values(kernel, rounding, kv);
        let seen = first(seen, n * width);
        attend(
            kernel,
            shape,
            [queries, kv],
            [&lengths[..]; 2],
            attention,
            seen,
        );
        self.pass_on(kernel, shape, seen, wide, rounding, rows);
    }

    /// Changes the marked rows of `scratch`, which are those of its rows at `marked`, and
    /// leaves the rest as it was.
    pub(super) fn run_for(
        &self,
        kernel: Found,
        shape: Shape,
        marked: impl Iterator<Item = usize>,
        scratch: &mut Scratch,
    ) {
        let Scratch {
            rows,
            lengths,
            marked: asking,
            marked_lengths,
            queries,
            wide,
            seen,
            attention,
            rounding,
        } = scratch;
        let (width, n) = (shape.width, rows.len() / shape.width);
        gather(rows, width, marked, asking);
        let kv = first(wide, n * 2 * width);
        let queries = first(queries, asking.len());
        rounding.round(kernel, rows, width);
        self.qkv.keys_and_values(kernel, rounding, kv);
        rounding.round(kernel, asking, width);
        self.qkv.queries(kernel, rounding, queries);
        let seen = first(seen, asking.len());
        let lengths = [&marked_lengths[..], &lengths[..]];
        attend(kernel, shape, [queries, kv], lengths, attention, seen);
        self.pass_on(kernel, shape, seen, wide, rounding, asking);
    }

    /// What comes after attention: `rows` and what each has seen become their sum, and
    /// go through the small network.
    fn pass_on(
        &self,
        kernel: Found,
        shape: Shape,
        seen: &[f32],
        wide: &mut Vec<f32>,
        rounding: &mut Rounding,
        rows: &mut [f32],
    ) {
        let Shape { width, inner, .. } = shape;
        rounding.round(kernel, seen, width);
        self.out.run(kernel, Out::Adds, rounding, rows);
        kernel.center(self.norm_out.scaled(), width, rows);
        let between = first(wide, rows.len() / width * inner);
        rounding.round(kernel, rows, width);
        self.up.run(kernel, Out::Gelu, rounding, between);
        rounding.round(kernel, between, inner);
        self.down.run(kernel, Out::Adds, rounding, rows);
        kernel.center(self.norm_down.scaled(), width, rows);
    }
}

/// What each query attends to in its question. `lengths` are the queries and the pieces
/// of each question.
fn attend(
    kernel: Found,
    shape: Shape,
    [mut queries, mut kv]: [&[f32]; 2],
    [asking, lengths]: [&[usize]; 2],
    work: &mut Attention,
    mut seen: &mut [f32],
) {
    let Shape { width, heads, .. } = shape;
    for (asking, length) in asking.iter().zip(lengths) {
        let (its, its_kv, its_seen);
        (its, queries) = queries.split_at(asking * width);
        (its_kv, kv) = kv.split_at(length * 2 * width);
        (its_seen, seen) = seen.split_at_mut(asking * width);
        kernel.attend(its, its_kv, width, heads, work, its_seen);
    }
}

impl Scratch {
    /// Sets aside the rows at `marked`.
    pub(super) fn gather(&mut self, width: usize, marked: impl Iterator<Item = usize>) {
        gather(&self.rows, width, marked, &mut self.marked);
    }
}

fn gather(rows: &[f32], width: usize, which: impl Iterator<Item = usize>, to: &mut Vec<f32>) {
    to.clear();
    for row in which {
        to.extend_from_slice(&rows[row * width..][..width]);
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

    /// Multiplies the rounded rows.
    fn run(&self, kernel: Found, how: Out, work: &mut Rounding, out: &mut [f32]) {
        self.groups(kernel, 0..self.panels.outputs / GROUPED, how, work, out);
    }

    /// The first of three equal parts of the outputs.
    fn queries(&self, kernel: Found, work: &mut Rounding, out: &mut [f32]) {
        let groups = self.panels.outputs / GROUPED;
        self.groups(kernel, 0..groups / 3, Out::Replaces, work, out);
    }

    /// The other two.
    fn keys_and_values(&self, kernel: Found, work: &mut Rounding, out: &mut [f32]) {
        let groups = self.panels.outputs / GROUPED;
        self.groups(kernel, groups / 3..groups, Out::Replaces, work, out);
    }

    /// Multiplies the rounded rows. Group of outputs by group, so that their sums are
    /// still in the nearest cache when they become floats.
    fn groups(
        &self,
        kernel: Found,
        groups: Range<usize>,
        how: Out,
        work: &mut Rounding,
        out: &mut [f32],
    ) {
        if work.n == 0 {
            return;
        }
        let rounded = &work.rounded[..work.n * self.panels.inputs];
        let steps = &work.steps[..work.n];
        let sums = first(&mut work.sums, work.n * GROUPED);
        let stride = groups.len() * GROUPED;
        let (all, _) = self.sum.as_chunks();
        let ((scale, _), (bias, _)) = (self.scale.as_chunks(), self.bias.as_chunks());
        for (at, group) in groups.enumerate() {
            kernel.dot(self.panels, group, rounded, sums);
            let weights = Restored {
                shift: SHIFT as i32,
                sum: &all[group],
                scale: &scale[group],
                bias: &bias[group],
            };
            let out = &mut out[at * GROUPED..];
            kernel.restore(sums, weights, steps, how, stride, out);
        }
    }
}

impl Rounding {
    /// Rounds rows of `width` floats to 8 bits.
    fn round(&mut self, kernel: Found, rows: &[f32], width: usize) {
        self.n = rows.len() / width;
        let rounded = first(&mut self.rounded, rows.len());
        let steps = first(&mut self.steps, self.n);
        kernel.round(rows, width, LARGEST, SHIFT, rounded, steps);
    }
}
