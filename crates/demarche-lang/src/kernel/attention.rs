use super::{Found, Kernel};

/// Floats that are added up side by side, in one order on every machine.
const LANES: usize = 16;
/// Added and taken away, it leaves the nearest whole number.
const ROUND: f32 = 12_582_912.0;

/// What a layer does to rows of floats outside its products.
///
/// Written once, compiled for each instruction set; no sum depends on it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Row<'a> {
    /// Brings each row to mean 0 and variance 1, then scales and shifts it.
    Norm { scale: &'a [f32], shift: &'a [f32] },
    /// x times the logistic function of 1.702 x, for each number.
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
    /// Changes each row, `width` floats long.
    rows, each_avx2, each_avx512, each,
    (row: Row<'_>, width: usize, rows: &mut [f32])
);
compiled!(
    /// Rounds a row to whole numbers: the farthest from 0 becomes `largest`, and `shift`
    /// is added to all. Returns what one step of them is worth.
    round, round_avx2, round_avx512, round,
    (row: &[f32], largest: f32, shift: f32, to: &mut [u8]) -> f32
);
compiled!(
    /// Turns the sums of products of a row that was rounded back into floats: takes
    /// `shift` times the sum of an output's weights away, multiplies with `step` and the
    /// output's scale, and adds the bias. `out` is replaced, or added to.
    restore, restore_avx2, restore_avx512, restore,
    (sums: &[i32], weights: Restored<'_>, step: f32, adds: bool, out: &mut [f32])
);
compiled!(
    /// What each row attends to (Vaswani et al. 2017). `qkv` has, for each row, its
    /// query, key and value, `width` floats each, in `heads` parts of equal size, a multiple of 16; `out`
    /// gets `width` floats a row.
    attend, attend_avx2, attend_avx512, attend,
    (qkv: &[f32], width: usize, heads: usize, out: &mut [f32])
);
compiled!(
    /// The sum of products of each row of weights with `x`, as long as it.
    products, products_avx2, products_avx512, products,
    (weights: &[f32], x: &[f32], out: &mut [f32])
);

/// What is known of a layer's outputs beside its weights.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Restored<'a> {
    pub(crate) shift: i32,
    /// The sum of an output's weights.
    pub(crate) sum: &'a [i32],
    /// What an output's weights are multiplied with.
    pub(crate) scale: &'a [f32],
    pub(crate) bias: &'a [f32],
}

#[inline(always)]
fn restore(sums: &[i32], weights: Restored<'_>, step: f32, adds: bool, out: &mut [f32]) {
    let n = out.len();
    let (sums, all) = (&sums[..n], &weights.sum[..n]);
    let (scale, bias) = (&weights.scale[..n], &weights.bias[..n]);
    if adds {
        for k in 0..n {
            let sum = (sums[k] - weights.shift * all[k]) as f32;
            out[k] += sum * step * scale[k] + bias[k];
        }
    } else {
        for k in 0..n {
            let sum = (sums[k] - weights.shift * all[k]) as f32;
            out[k] = sum * step * scale[k] + bias[k];
        }
    }
}

#[inline(always)]
fn products(weights: &[f32], x: &[f32], out: &mut [f32]) {
    for (row, out) in weights.chunks_exact(x.len()).zip(out) {
        let mut sums = [0.0f32; LANES];
        let (rows, rest) = row.as_chunks::<LANES>();
        let (parts, last) = x.as_chunks::<LANES>();
        for (row, part) in rows.iter().zip(parts) {
            for ((sum, weight), x) in sums.iter_mut().zip(row).zip(part) {
                *sum += weight * x;
            }
        }
        for ((sum, weight), x) in sums.iter_mut().zip(rest).zip(last) {
            *sum += weight * x;
        }
        *out = sums.iter().sum();
    }
}

#[inline(always)]
fn round(row: &[f32], largest: f32, shift: f32, to: &mut [u8]) -> f32 {
    let mut tops = [1e-12f32; LANES];
    let (parts, rest) = row.as_chunks::<LANES>();
    for part in parts {
        for (top, x) in tops.iter_mut().zip(part) {
            *top = top.max(x.abs());
        }
    }
    let top = tops.iter().chain(rest).fold(0.0f32, |a, b| a.max(b.abs()));
    let factor = largest / top;
    for (x, to) in row.iter().zip(to) {
        // The sum has the whole number in its last bits.
        *to = (x * factor + (ROUND + shift)).to_bits() as u8;
    }
    top / largest
}

#[inline(always)]
fn each(row: Row<'_>, width: usize, rows: &mut [f32]) {
    match row {
        Row::Norm { scale, shift } => {
            for row in rows.chunks_exact_mut(width) {
                let mean = sum(row, |x| x) / width as f32;
                let variance = sum(row, |x| (x - mean) * (x - mean)) / width as f32;
                let factor = 1.0 / (variance + 1e-12).sqrt();
                for ((x, scale), shift) in row.iter_mut().zip(scale).zip(shift) {
                    *x = (*x - mean) * factor * scale + shift;
                }
            }
        }
        Row::Gelu => {
            for x in rows {
                *x /= 1.0 + rough_power(-1.702 * std::f32::consts::LOG2_E * *x);
            }
        }
    }
}

#[inline(always)]
fn attend(qkv: &[f32], width: usize, heads: usize, out: &mut [f32]) {
    let n = qkv.len() / (3 * width);
    let size = width / heads;
    let scale = 1.0 / (size as f32).sqrt();
    let blocks = n.div_ceil(LANES);
    // Keys turned, so that a query's scores with 16 of them stand side by side; values
    // in parts of 16, so that a part of all rows does.
    let mut keys = vec![[0.0f32; LANES]; blocks * size];
    let mut values = vec![[0.0f32; LANES]; n * size / LANES];
    let mut scores = vec![[0.0f32; LANES]; blocks];
    for head in 0..heads {
        for (row, qkv) in qkv.chunks_exact(3 * width).enumerate() {
            let block = &mut keys[row / LANES * size..][..size];
            let its = &qkv[width + head * size..][..size];
            for (key, x) in block.iter_mut().zip(its) {
                key[row % LANES] = *x;
            }
            let its = &qkv[2 * width + head * size..][..size];
            for (at, value) in its.as_chunks::<LANES>().0.iter().enumerate() {
                values[at * n + row] = *value;
            }
        }
        for (qkv, out) in qkv.chunks_exact(3 * width).zip(out.chunks_exact_mut(width)) {
            let query = &qkv[head * size..][..size];
            let mut top = [f32::NEG_INFINITY; LANES];
            for (scores, keys) in scores.iter_mut().zip(keys.chunks_exact(size)) {
                *scores = weighed(query, keys);
                for lane in 0..LANES {
                    top[lane] = if scores[lane] > top[lane] {
                        scores[lane]
                    } else {
                        top[lane]
                    };
                }
            }
            // Scores with keys that aren't there are 0, and raise the top at most.
            let top = top.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
            for scores in &mut scores {
                for score in scores.iter_mut() {
                    *score = exp((*score - top) * scale);
                }
            }
            let shares = &scores.as_flattened()[..n];
            let total = sum(shares, |x| x);
            let out = &mut out[head * size..][..size];
            for (out, values) in out
                .as_chunks_mut::<LANES>()
                .0
                .iter_mut()
                .zip(values.chunks_exact(n))
            {
                let sums = weighed(shares, values);
                for lane in 0..LANES {
                    out[lane] = sums[lane] / total;
                }
            }
        }
    }
}

/// The sum of rows, each times its weight. Two sums run side by side, since each
/// addition waits for the one before it.
#[inline(always)]
fn weighed(weights: &[f32], rows: &[[f32; LANES]]) -> [f32; LANES] {
    let (mut even, mut odd) = ([0.0f32; LANES], [0.0f32; LANES]);
    let (pairs, last) = weights.as_chunks::<2>();
    let (twos, rest) = rows.as_chunks::<2>();
    for ([one, other], [first, second]) in pairs.iter().zip(twos) {
        for lane in 0..LANES {
            even[lane] += one * first[lane];
        }
        for lane in 0..LANES {
            odd[lane] += other * second[lane];
        }
    }
    for (weight, row) in last.iter().zip(rest) {
        for lane in 0..LANES {
            even[lane] += weight * row[lane];
        }
    }
    for lane in 0..LANES {
        even[lane] += odd[lane];
    }
    even
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

/// The exponential function to about 7 digits, with the same bits on every machine:
/// a power of two times a polynomial (Cephes, Moshier 1992).
#[inline(always)]
fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let power = shifted - ROUND;
    let rest = x - power * 0.693_359_4 - power * -2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4;
    for coefficient in [
        1.398_199_9e-3,
        8.333_452e-3,
        4.166_579_6e-2,
        1.666_666_5e-1,
        0.5,
    ] {
        sum = sum * rest + coefficient;
    }
    let fraction = sum * rest * rest + rest + 1.0;
    // The power stands in the last bits of the shifted number.
    fraction * f32::from_bits(shifted.to_bits().wrapping_add(127) << 23)
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
    fn exp_is_close_to_the_exact_one() {
        for n in -8_000..=8_000 {
            let x = n as f32 / 100.0;
            let exact = f64::from(x).exp();
            let error = (f64::from(exp(x)) - exact).abs() / exact;
            assert!(error < 3e-7, "{x}: {error}");
        }
    }

    #[test]
    fn kernels_give_the_same_bits() {
        let (width, heads, n) = (96, 3, 13);
        let number = |k: usize| (k as f32 * 0.37).sin() * 3.0;
        let qkv: Vec<f32> = (0..n * 3 * width).map(number).collect();
        let scale: Vec<f32> = (0..width).map(number).collect();
        let found: Vec<Found> = Kernel::ALL.into_iter().filter_map(Found::new).collect();
        let results: Vec<Vec<f32>> = found
            .into_iter()
            .map(|found| {
                let mut out = vec![0.0; n * width];
                found.attend(&qkv, width, heads, &mut out);
                found.rows(
                    Row::Norm {
                        scale: &scale,
                        shift: &scale,
                    },
                    width,
                    &mut out,
                );
                found.rows(Row::Gelu, width, &mut out);
                out
            })
            .collect();
        assert!(results[0].iter().all(|x| x.is_finite()));
        for other in &results[1..] {
            assert_eq!(&results[0], other);
        }
    }
}
