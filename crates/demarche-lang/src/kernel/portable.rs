use super::{Dense, HIDDEN, Norm, PIECES, WIDTH};
use std::ops::Range;

const LANES: usize = 8;

pub(super) fn maxout(layer: &Dense, input: &[f32], from: &[u32], out: &mut [[f32; WIDTH]; 8]) {
    for (start, out) in from.iter().zip(out) {
        let row = &input[*start as usize..][..layer.inputs];
        for (panel, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let sums = sums(layer, panel, row);
            for (lane, out) in out.iter_mut().enumerate() {
                *out = sums[0][lane].max(sums[1][lane]).max(sums[2][lane]);
            }
        }
    }
}

pub(super) fn linear(
    layer: &Dense,
    panels: Range<usize>,
    input: &[f32],
    from: &[u32],
    out: &mut [f32],
) {
    let mut out = out.as_chunks_mut::<{ 3 * LANES }>().0.iter_mut();
    for start in from {
        let row = &input[*start as usize..][..layer.inputs];
        for (panel, out) in panels.clone().zip(&mut out) {
            out.copy_from_slice(sums(layer, panel, row).as_flattened());
        }
    }
}

fn sums(layer: &Dense, panel: usize, row: &[f32]) -> [[f32; LANES]; 3] {
    let bias = layer.bias.as_chunks::<LANES>().0;
    let mut sums = [bias[panel * 3], bias[panel * 3 + 1], bias[panel * 3 + 2]];
    let weights = layer.weights.as_chunks::<{ 3 * LANES }>().0;
    let weights = &weights[panel * layer.inputs..][..layer.inputs];
    for (x, weights) in row.iter().zip(weights) {
        for (sum, weight) in sums.as_flattened_mut().iter_mut().zip(weights) {
            *sum += *x * *weight;
        }
    }
    sums
}

#[inline(always)]
pub(super) fn norm(
    row: &[f32; WIDTH],
    norm: &Norm,
    residual: Option<&[f32; WIDTH]>,
    out: &mut [f32; WIDTH],
) {
    let mut sums = [0.0f32; 16];
    for part in row.as_chunks::<16>().0 {
        for (sum, x) in sums.iter_mut().zip(part) {
            *sum += *x;
        }
    }
    let mean = total(sums) / WIDTH as f32;
    let mut squares = [0.0f32; 16];
    for part in row.as_chunks::<16>().0 {
        for (sum, x) in squares.iter_mut().zip(part) {
            *sum += (*x - mean) * (*x - mean);
        }
    }
    let variance = total(squares) / WIDTH as f32 + 1e-8;
    let inverse = 1.0 / variance.sqrt();
    for at in 0..WIDTH {
        out[at] = (row[at] - mean) * inverse * norm.scale[at] + norm.shift[at];
    }
    if let Some(residual) = residual {
        for at in 0..WIDTH {
            out[at] += residual[at];
        }
    }
}

#[inline(always)]
pub(super) fn add_up(
    [bias, a, b, c]: [&[f32; PIECES]; 4],
    scaled: &Norm,
    residual: &[f32; WIDTH],
    out: &mut [f32; WIDTH],
) {
    let mut row = [f32::NEG_INFINITY; WIDTH];
    for piece in 0..3 {
        for (at, best) in row.iter_mut().enumerate() {
            let from = piece * WIDTH + at;
            let sum = bias[from] + a[from] + b[from] + c[from];
            *best = if sum > *best { sum } else { *best };
        }
    }
    norm(&row, scaled, Some(residual), out);
}

/// Halves are added until one number is left.
#[inline(always)]
fn total(mut sums: [f32; 16]) -> f32 {
    for half in [8, 4, 2, 1] {
        for at in 0..half {
            sums[at] += sums[at + half];
        }
    }
    sums[0]
}

pub(super) fn step(
    slots: &[&[f32; 2 * HIDDEN]],
    bias: &[f32; 2 * HIDDEN],
    weights: &[f32],
    start: &[f32],
    scores: &mut [f32],
) {
    let hidden = hidden(slots, bias);
    scores.copy_from_slice(start);
    for (x, weights) in hidden.iter().zip(weights.chunks_exact(start.len())) {
        for (score, weight) in scores.iter_mut().zip(weights) {
            *score += *x * *weight;
        }
    }
}

#[inline(always)]
pub(super) fn hidden(slots: &[&[f32; 2 * HIDDEN]], bias: &[f32; 2 * HIDDEN]) -> [f32; HIDDEN] {
    let mut sums = [0.0; 2 * HIDDEN];
    for slot in slots {
        for (sum, x) in sums.iter_mut().zip(slot.iter()) {
            *sum += *x;
        }
    }
    let mut hidden = [0.0; HIDDEN];
    for at in 0..HIDDEN {
        hidden[at] = (sums[at] + bias[at]).max(sums[at + HIDDEN] + bias[at + HIDDEN]);
    }
    hidden
}
