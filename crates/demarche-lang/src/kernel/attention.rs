use super::panel::GROUPED;
use super::{Found, Kernel};

/// Floats that are added up side by side, in one order on every machine.
const LANES: usize = 16;
/// Queries that are answered side by side.
const QUERIES: usize = 4;
/// Added and taken away, it leaves the nearest whole number.
const ROUND: f32 = 12_582_912.0;

/// Scale and shift after rows were brought to mean 0, variance 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scaled<'a> {
    pub(crate) scale: &'a [f32],
    pub(crate) shift: &'a [f32],
}

/// What becomes of the outputs of a linear layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Out {
    /// They take the place of what is there.
    Replaces,
    /// They are added to it.
    Adds,
    /// As [`Out::Replaces`], each x as x times the logistic function of 1.702 x.
    Gelu,
}

/// A function of this file for each instruction set, and the choice among them.
macro_rules! compiled {
    ($(#[$doc:meta])* $name:ident, $avx2:ident, $avx512:ident, $plain:ident,
     ($($argument:ident: $type:ty),*) $(-> $result:ty)?) => {
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2")]
        fn $avx2($($argument: $type),*) $(-> $result)? {
            $plain($($argument),*)
        }

        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx512f,avx512bw")]
        fn $avx512($($argument: $type),*) $(-> $result)? {
            $plain($($argument),*)
        }

        impl Found {
            $(#[$doc])*
            pub(crate) fn $name(self, $($argument: $type),*) $(-> $result)? {
                match self.0 {
                    Kernel::Portable => $plain($($argument),*),
                    // SAFETY: the machine has the instructions, as it was just asked.
                    #[cfg(target_arch = "x86_64")]
                    Kernel::Avx512 if is_x86_feature_detected!("avx512bw") => unsafe {
                        $avx512($($argument),*)
                    },
                    // SAFETY: a `Found` is only made for instructions that this machine
                    // has; one with AVX-512 has AVX2.
                    #[cfg(target_arch = "x86_64")]
                    Kernel::Avx2 | Kernel::Avx512 => unsafe { $avx2($($argument),*) },
                    #[cfg(not(target_arch = "x86_64"))]
                    _ => unreachable!("only found kernels are called"),
                }
            }
        }
    };
}

compiled!(
    /// Brings each row, `width` floats long, to mean 0 and variance 1, then scales and
    /// shifts it.
    center, center_avx2, center_avx512, center,
    (scaled: Scaled<'_>, width: usize, rows: &mut [f32])
);
compiled!(
    /// Rounds rows of `width` floats to whole numbers: of each row, the farthest from 0
    /// becomes `largest`, and `shift` is added to all. `steps` gets what one step of a
    /// row is worth.
    round, round_avx2, round_avx512, round,
    (rows: &[f32], width: usize, largest: f32, shift: f32, to: &mut [u8], steps: &mut [f32])
);
compiled!(
    /// Turns the sums of products of rows that were rounded back into floats, for the
    /// outputs of a group: takes `shift` times the sum of an output's weights away,
    /// multiplies with the row's step and the output's scale, and adds the bias. `out`
    /// begins with the group's outputs of the first row; those of the next stand
    /// `stride` farther.
    restore, restore_avx2, restore_avx512, restore,
    (sums: &[i32], weights: Restored<'_>, steps: &[f32], how: Out, stride: usize, out: &mut [f32])
);
compiled!(
    /// What each query attends to (Vaswani et al. 2017). `queries` has `width` floats
    /// each, `kv` a key and a value of as many, in `heads` parts of equal size, a
    /// multiple of 16; `out` gets `width` floats a query.
    attend, attend_avx2, attend_avx512, attend,
    (queries: &[f32], kv: &[f32], width: usize, heads: usize, work: &mut Attention, out: &mut [f32])
);
compiled!(
    /// The sum of products of each row of weights with `x`, as long as it.
    products, products_avx2, products_avx512, products,
    (weights: &[f32], x: &[f32], out: &mut [f32])
);

/// Buffers of [`Found::attend`], kept for the next.
#[derive(Debug, Default)]
pub(crate) struct Attention {
    /// Keys turned, so that a query's scores with 16 of them stand side by side.
    keys: Vec<[f32; LANES]>,
    /// Values in parts of 16, so that a part of all rows does.
    values: Vec<[f32; LANES]>,
    /// A row of scores for each query.
    scores: Vec<[f32; LANES]>,
}

/// What is known of a group's outputs beside their weights.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Restored<'a> {
    pub(crate) shift: i32,
    /// The sum of an output's weights.
    pub(crate) sum: &'a [i32; GROUPED],
    /// What an output's weights are multiplied with.
    pub(crate) scale: &'a [f32; GROUPED],
    pub(crate) bias: &'a [f32; GROUPED],
}

#[inline(always)]
fn restore(
    sums: &[i32],
    weights: Restored<'_>,
    steps: &[f32],
    how: Out,
    stride: usize,
    out: &mut [f32],
) {
    let Restored {
        shift,
        sum: all,
        scale,
        bias,
    } = weights;
    let (sums, _) = sums.as_chunks::<GROUPED>();
    let shifts: [i32; GROUPED] = std::array::from_fn(|k| shift * all[k]);
    for ((sums, step), out) in sums.iter().zip(steps).zip(out.chunks_mut(stride)) {
        let (outs, _) = out.as_chunks_mut::<GROUPED>();
        let restored = |k: usize| (sums[k] - shifts[k]) as f32 * step * scale[k] + bias[k];
        let out = &mut outs[0];
        match how {
            Out::Replaces => (0..GROUPED).for_each(|k| out[k] = restored(k)),
            Out::Adds => (0..GROUPED).for_each(|k| out[k] += restored(k)),
            Out::Gelu => (0..GROUPED).for_each(|k| out[k] = gelu(restored(k))),
        }
    }
}

#[inline(always)]
fn gelu(x: f32) -> f32 {
    x * rough_reciprocal(1.0 + rough_power(-1.702 * std::f32::consts::LOG2_E * x))
}

/// One over a number of 1 or more to about 4 digits, with the same bits on every machine: a
/// guess from the bits, and Newton's step twice. A division takes several times as long.
#[inline(always)]
fn rough_reciprocal(x: f32) -> f32 {
    let mut guess = f32::from_bits(0x7EF3_11C3_u32.wrapping_sub(x.to_bits()));
    for _ in 0..2 {
        guess *= 2.0 - x * guess;
    }
    guess
}

#[inline(always)]
fn products(weights: &[f32], x: &[f32], out: &mut [f32]) {
    // Four sums side by side, since each addition waits for the one before it.
    const ROWS: usize = 4;
    let n = x.len();
    let (parts, last) = x.as_chunks::<LANES>();
    for (rows, out) in weights.chunks(ROWS * n).zip(out.chunks_mut(ROWS)) {
        // A row that isn't there is the first once more, and its sum goes nowhere.
        let row = |at: usize| {
            if at < out.len() {
                &rows[at * n..][..n]
            } else {
                &rows[..n]
            }
        };
        let rows: [_; ROWS] = std::array::from_fn(|at| row(at).as_chunks::<LANES>());
        let mut sums = [[0.0f32; LANES]; ROWS];
        for (at, part) in parts.iter().enumerate() {
            for (sums, (row, _)) in sums.iter_mut().zip(&rows) {
                for lane in 0..LANES {
                    sums[lane] += row[at][lane] * part[lane];
                }
            }
        }
        for ((sums, (_, rest)), out) in sums.iter_mut().zip(&rows).zip(out) {
            for ((sum, weight), x) in sums.iter_mut().zip(*rest).zip(last) {
                *sum += weight * x;
            }
            *out = sums.iter().sum();
        }
    }
}

#[inline(always)]
fn round(rows: &[f32], width: usize, largest: f32, shift: f32, to: &mut [u8], steps: &mut [f32]) {
    let rows = rows.chunks_exact(width).zip(to.chunks_exact_mut(width));
    for ((row, to), step) in rows.zip(steps) {
        let top = farthest(row).max(1e-12);
        let factor = largest / top;
        for (x, to) in row.iter().zip(to) {
            // The sum has the whole number in its last bits.
            *to = (x * factor + (ROUND + shift)).to_bits() as u8;
        }
        *step = top / largest;
    }
}

/// How far the farthest of some numbers lies from 0. Four lists run side by side, since each
/// step waits for the one before it.
#[inline(always)]
fn farthest(row: &[f32]) -> f32 {
    const SIDE: usize = 4 * LANES;
    let mut tops = [0.0f32; SIDE];
    let (parts, rest) = row.as_chunks::<SIDE>();
    for part in parts {
        for (top, x) in tops.iter_mut().zip(part) {
            let x = x.abs();
            *top = if x > *top { x } else { *top };
        }
    }
    tops.iter().chain(rest).fold(0.0f32, |a, b| a.max(b.abs()))
}

#[inline(always)]
fn center(scaled: Scaled<'_>, width: usize, rows: &mut [f32]) {
    for row in rows.chunks_exact_mut(width) {
        let mean = sum(row, |x| x) / width as f32;
        let variance = sum(row, |x| (x - mean) * (x - mean)) / width as f32;
        let factor = 1.0 / (variance + 1e-12).sqrt();
        for ((x, scale), shift) in row.iter_mut().zip(scaled.scale).zip(scaled.shift) {
            *x = (*x - mean) * factor * scale + shift;
        }
    }
}

#[inline(always)]
fn attend(
    queries: &[f32],
    kv: &[f32],
    width: usize,
    heads: usize,
    work: &mut Attention,
    out: &mut [f32],
) {
    let n = kv.len() / (2 * width);
    let asked = queries.len() / width;
    let size = width / heads;
    let scale = std::f32::consts::LOG2_E / (size as f32).sqrt();
    let blocks = n.div_ceil(LANES);
    let Attention {
        keys,
        values,
        scores,
    } = work;
    keys.clear();
    keys.resize(blocks * size, [0.0; LANES]);
    values.resize(n * size / LANES, [0.0; LANES]);
    scores.resize(QUERIES * blocks, [0.0; LANES]);
    for head in 0..heads {
        for (row, kv) in kv.chunks_exact(2 * width).enumerate() {
            let block = &mut keys[row / LANES * size..][..size];
            let its = &kv[head * size..][..size];
            for (key, x) in block.iter_mut().zip(its) {
                key[row % LANES] = *x;
            }
            let its = &kv[width + head * size..][..size];
            for (at, value) in its.as_chunks::<LANES>().0.iter().enumerate() {
                values[at * n + row] = *value;
            }
        }
        for first in (0..asked).step_by(QUERIES) {
            // A query that isn't there is the last once more, with the same result.
            let row = |q: usize| (first + q).min(asked - 1);
            let queries = std::array::from_fn(|q| &queries[row(q) * width + head * size..][..size]);
            let mut tops = [[f32::NEG_INFINITY; LANES]; QUERIES];
            for (block, keys) in keys.chunks_exact(size).enumerate() {
                let weighed = weighed(queries, keys);
                for (q, weighed) in weighed.into_iter().enumerate() {
                    for (top, score) in tops[q].iter_mut().zip(weighed) {
                        *top = if score > *top { score } else { *top };
                    }
                    scores[q * blocks + block] = weighed;
                }
            }
            let mut factors = [0.0; QUERIES];
            let shares = scores.chunks_exact_mut(blocks).zip(tops);
            for ((scores, tops), factor) in shares.zip(&mut factors) {
                // Scores with keys that aren't there are 0, and raise the top at most.
                let top = highest(tops);
                for score in scores.as_flattened_mut() {
                    *score = rough_power((*score - top) * scale);
                }
                *factor = 1.0 / sum(&scores.as_flattened()[..n], |x| x);
            }
            let shares = std::array::from_fn(|q| &scores[q * blocks..].as_flattened()[..n]);
            for (part, values) in values.chunks_exact(n).enumerate() {
                let weighed = weighed(shares, values);
                for (q, (weighed, factor)) in weighed.into_iter().zip(factors).enumerate() {
                    let out = &mut out[row(q) * width + head * size + part * LANES..][..LANES];
                    for lane in 0..LANES {
                        out[lane] = weighed[lane] * factor;
                    }
                }
            }
        }
    }
}

/// The sum of rows, each times its weight, for several lists of weights. Sums run side
/// by side, two for each list, since each addition waits for the one before it.
#[inline(always)]
fn weighed(weights: [&[f32]; QUERIES], rows: &[[f32; LANES]]) -> [[f32; LANES]; QUERIES] {
    let mut even = [[0.0f32; LANES]; QUERIES];
    let mut odd = [[0.0f32; LANES]; QUERIES];
    let weights = weights.map(|weights| &weights[..rows.len()]);
    let (pairs, rest) = rows.as_chunks::<2>();
    for (at, [first, second]) in pairs.iter().enumerate() {
        for q in 0..QUERIES {
            let (one, other) = (weights[q][2 * at], weights[q][2 * at + 1]);
            for lane in 0..LANES {
                even[q][lane] += one * first[lane];
            }
            for lane in 0..LANES {
                odd[q][lane] += other * second[lane];
            }
        }
    }
    for q in 0..QUERIES {
        for row in rest {
            let weight = weights[q][rows.len() - 1];
            for lane in 0..LANES {
                even[q][lane] += weight * row[lane];
            }
        }
        for lane in 0..LANES {
            even[q][lane] += odd[q][lane];
        }
    }
    even
}

/// The largest of some numbers, found by halves.
#[inline(always)]
fn highest(mut numbers: [f32; LANES]) -> f32 {
    for half in [8, 4, 2, 1] {
        for at in 0..half {
            let (one, other) = (numbers[at], numbers[at + half]);
            numbers[at] = if other > one { other } else { one };
        }
    }
    numbers[0]
}

#[inline(always)]
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0f32; LANES];
    let (parts, rest) = row.as_chunks::<LANES>();
    for part in parts {
        for (sum, x) in sums.iter_mut().zip(part) {
            *sum += of(*x);
        }
    }
    for (sum, x) in sums.iter_mut().zip(rest) {
        *sum += of(*x);
    }
    sums.iter().sum()
}

/// A power of two to about 4 digits, which are more than the 8 bits that its users
/// keep; the same bits on every machine.
#[inline(always)]
fn rough_power(x: f32) -> f32 {
    let x = x.clamp(-125.0, 125.0);
    let shifted = x + ROUND;
    let rest = x - (shifted - ROUND);
    // The first terms of the series of exp(rest ln 2).
    let mut sum = 9.618_129e-3;
    for coefficient in [5.550_411e-2, 0.240_226_5, std::f32::consts::LN_2, 1.0] {
        sum = sum * rest + coefficient;
    }
    sum * f32::from_bits(shifted.to_bits().wrapping_add(127) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rough_power_is_close_to_the_exact_one() {
        for n in -12_000..=12_000 {
            let x = n as f32 / 100.0;
            let exact = f64::from(x).exp2();
            let error = (f64::from(rough_power(x)) - exact).abs() / exact;
            assert!(error < 1e-4, "{x}: {error}");
        }
    }

    #[test]
    fn a_rough_reciprocal_is_close_to_the_exact_one() {
        for n in 0..12_500 {
            let x = (f64::from(n) / 100.0).exp2() as f32;
            let off = f64::from(rough_reciprocal(x)) * f64::from(x) - 1.0;
            assert!(off.abs() < 4e-4, "{x}: {off}");
        }
    }

    #[test]
    fn kernels_give_the_same_bits() {
        let (width, heads, n) = (96, 3, 13);
        let number = |k: usize| (k as f32 * 0.37).sin() * 3.0;
        let queries: Vec<f32> = (0..n * width).map(number).collect();
        let kv: Vec<f32> = (n * width..n * 3 * width).map(number).collect();
        let scale: Vec<f32> = (0..width).map(number).collect();
        let found: Vec<Found> = Kernel::ALL.into_iter().filter_map(Found::new).collect();
        let results: Vec<Vec<f32>> = found
            .into_iter()
            .map(|found| {
                let mut out = vec![0.0; n * width];
                let mut work = Attention::default();
                found.attend(&queries, &kv, width, heads, &mut work, &mut out);
                let (last, few) = (&queries[(n - 2) * width..], &mut vec![0.0; 2 * width]);
                found.attend(last, &kv, width, heads, &mut work, few);
                assert_eq!(*few, out[(n - 2) * width..]);
                let scaled = Scaled {
                    scale: &scale,
                    shift: &scale,
                };
                found.center(scaled, width, &mut out);
                let (mut rounded, mut steps) = (vec![0; out.len()], vec![0.0; n]);
                found.round(&out, width, 127.0, 128.0, &mut rounded, &mut steps);
                let sums: Vec<i32> = (0..n * GROUPED).map(|k| rounded[k].into()).collect();
                let group = Restored {
                    shift: 128,
                    sum: &std::array::from_fn(|k| k as i32 % 5 - 2),
                    scale: &std::array::from_fn(number),
                    bias: &std::array::from_fn(number),
                };
                for how in [Out::Replaces, Out::Adds, Out::Gelu] {
                    found.restore(&sums, group, &steps, how, width, &mut out);
                }
                let mut products = vec![0.0; n];
                found.products(&kv[..n * 50], &out[..50], &mut products);
                out.extend(products);
                out
            })
            .collect();
        assert!(results[0].iter().all(|x| x.is_finite()));
        for other in &results[1..] {
            assert_eq!(&results[0], other);
        }
    }
}
