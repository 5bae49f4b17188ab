use super::{Dense, HIDDEN, Norm, PIECES, WIDTH, portable};
use std::arch::x86_64::*;
use std::ops::Range;

const LANES: usize = 8;

/// # Safety
///
/// AVX2 and FMA; each row lies within `input`; `layer` was packed for 8 lanes.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn maxout(
    layer: &Dense,
    input: &[f32],
    from: &[u32],
    out: &mut [[f32; WIDTH]; 8],
) {
    for panel in 0..WIDTH / LANES {
        // SAFETY: the caller's promises; row and panel are within `out`.
        unsafe {
            sums(layer, panel, input, from, |row, [a, b, c]| {
                let to = out[row].as_mut_ptr().add(panel * LANES);
                _mm256_storeu_ps(to, _mm256_max_ps(_mm256_max_ps(a, b), c));
            });
        }
    }
}

/// # Safety
///
/// AVX2 and FMA; each row lies within `input`, the panels within `layer`, which was
/// packed for 8 lanes, and `out` has room for all panels of each row.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn linear(
    layer: &Dense,
    panels: Range<usize>,
    input: &[f32],
    from: &[u32],
    out: &mut [f32],
) {
    let stride = panels.len() * 3 * LANES;
    let first = panels.start;
    for panel in panels {
        // SAFETY: the caller's promises.
        unsafe {
            let to = out.as_mut_ptr().add((panel - first) * 3 * LANES);
            sums(layer, panel, input, from, |row, [a, b, c]| {
                let to = to.add(row * stride);
                _mm256_storeu_ps(to, a);
                _mm256_storeu_ps(to.add(LANES), b);
                _mm256_storeu_ps(to.add(2 * LANES), c);
            });
        }
    }
}

/// # Safety
///
/// As [`linear`].
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn sums(
    layer: &Dense,
    panel: usize,
    input: &[f32],
    from: &[u32],
    mut store: impl FnMut(usize, [__m256; 3]),
) {
    // Nine sums, three weights and an input fill the registers; with four rows
    // they would spill.
    for (number, from) in from.chunks(3).enumerate() {
        let store = |row: usize, sum| store(number * 3 + row, sum);
        // SAFETY: the caller's promises; the number of rows is that of `from`.
        unsafe {
            match from.len() {
                3 => tile::<3>(layer, panel, input, from, store),
                2 => tile::<2>(layer, panel, input, from, store),
                _ => tile::<1>(layer, panel, input, from, store),
            }
        }
    }
}

/// # Safety
///
/// As [`linear`], and `from` has `ROWS` entries.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn tile<const ROWS: usize>(
    layer: &Dense,
    panel: usize,
    input: &[f32],
    from: &[u32],
    mut store: impl FnMut(usize, [__m256; 3]),
) {
    // SAFETY: the caller's promises; a panel has `inputs` times three registers.
    unsafe {
        let mut weights = layer.weights.as_ptr().add(panel * layer.inputs * 3 * LANES);
        let bias = layer.bias.as_ptr().add(panel * 3 * LANES);
        let bias = [
            _mm256_loadu_ps(bias),
            _mm256_loadu_ps(bias.add(LANES)),
            _mm256_loadu_ps(bias.add(2 * LANES)),
        ];
        let mut sums = [bias; ROWS];
        let mut rows = [input.as_ptr(); ROWS];
        for (row, start) in rows.iter_mut().zip(from) {
            *row = row.add(*start as usize);
        }
        for k in 0..layer.inputs {
            let a = _mm256_loadu_ps(weights);
            let b = _mm256_loadu_ps(weights.add(LANES));
            let c = _mm256_loadu_ps(weights.add(2 * LANES));
            weights = weights.add(3 * LANES);
            for (sum, row) in sums.iter_mut().zip(rows) {
                let x = _mm256_set1_ps(*row.add(k));
                sum[0] = _mm256_fmadd_ps(x, a, sum[0]);
                sum[1] = _mm256_fmadd_ps(x, b, sum[1]);
                sum[2] = _mm256_fmadd_ps(x, c, sum[2]);
            }
        }
        for (row, sum) in sums.into_iter().enumerate() {
            store(row, sum);
        }
    }
}

/// # Safety
///
/// AVX2 and FMA.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn norm(
    row: &[f32; WIDTH],
    norm: &Norm,
    residual: Option<&[f32; WIDTH]>,
    out: &mut [f32; WIDTH],
) {
    portable::norm(row, norm, residual, out);
}

/// # Safety
///
/// AVX2 and FMA; `weights` has [`HIDDEN`] rows as long as `start`, a multiple of 16
/// and at most 128; `scores` is as long.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn step(
    slots: &[&[f32; 2 * HIDDEN]],
    bias: &[f32; 2 * HIDDEN],
    weights: &[f32],
    start: &[f32],
    scores: &mut [f32],
) {
    let hidden = portable::hidden(slots, bias);
    // SAFETY: the caller's promises; the number of registers is that of `start`.
    unsafe {
        match start.len() / LANES {
            10 => moves::<10>(&hidden, weights, start, scores),
            14 => moves::<14>(&hidden, weights, start, scores),
            _ => portable::step(slots, bias, weights, start, scores),
        }
    }
}

/// # Safety
///
/// As [`step`], with `start` of `N` registers.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn moves<const N: usize>(
    hidden: &[f32; HIDDEN],
    weights: &[f32],
    start: &[f32],
    scores: &mut [f32],
) {
    // SAFETY: the caller's promises.
    unsafe {
        let mut sums = [_mm256_setzero_ps(); N];
        for (at, sum) in sums.iter_mut().enumerate() {
            *sum = _mm256_loadu_ps(start.as_ptr().add(at * LANES));
        }
        let mut row = weights.as_ptr();
        for x in hidden {
            let x = _mm256_set1_ps(*x);
            for (at, sum) in sums.iter_mut().enumerate() {
                *sum = _mm256_fmadd_ps(x, _mm256_loadu_ps(row.add(at * LANES)), *sum);
            }
            row = row.add(N * LANES);
        }
        for (at, sum) in sums.into_iter().enumerate() {
            _mm256_storeu_ps(scores.as_mut_ptr().add(at * LANES), sum);
        }
    }
}

/// # Safety
///
/// AVX2 and FMA.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn add_up(
    parts: [&[f32; PIECES]; 4],
    norm: &Norm,
    residual: &[f32; WIDTH],
    out: &mut [f32; WIDTH],
) {
    portable::add_up(parts, norm, residual, out);
}
