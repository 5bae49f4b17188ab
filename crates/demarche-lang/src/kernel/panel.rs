#[cfg(target_arch = "x86_64")]
use super::amx;
use super::{Found, Kernel};

/// Outputs that stand side by side in a panel.
pub(crate) const OUTPUTS: usize = 16;
/// Inputs that a dot product takes at once.
pub(crate) const INPUTS: usize = 4;
/// Weights stay within plus or minus this, so that the sum of two of their products
/// with unsigned bytes fits into 16 bits, as [`Kernel::Avx2`] needs it.
pub(crate) const LARGEST: i8 = 63;
/// Panels that are computed together.
pub(super) const GROUP: usize = 4;
/// Outputs of a group of panels.
pub(crate) const GROUPED: usize = OUTPUTS * GROUP;

/// Whole-number weights in panels: for each 16 outputs, for each 4 inputs, 16 times 4
/// bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Panels {
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    pub(crate) weights: &'static [i8],
}

impl Panels {
    /// Panels of these sizes, if the weights are as many, within [`LARGEST`], and come
    /// in whole groups.
    pub(crate) fn new(inputs: usize, outputs: usize, weights: &'static [i8]) -> Option<Panels> {
        let whole = inputs.is_multiple_of(INPUTS) && outputs.is_multiple_of(OUTPUTS * GROUP);
        let fits = inputs.checked_mul(outputs) == Some(weights.len());
        // A fold, not a search: this looks at many millions.
        let largest = || weights.iter().fold(0u8, |a, w| a.max(w.unsigned_abs()));
        let small = || largest() <= LARGEST.unsigned_abs();
        (whole && fits && small()).then_some(Panels {
            inputs,
            outputs,
            weights,
        })
    }
}

impl Found {
    /// Sums of products of unsigned bytes and the weights of a group of panels: `sums`
    /// gets [`GROUPED`] outputs for each row of `input`. They are exact, so all kernels
    /// give the same.
    ///
    /// # Panics
    ///
    /// If `input` isn't made of whole rows, `sums` isn't as long as the result, or the
    /// layer has no such group.
    pub(crate) fn dot(self, layer: Panels, group: usize, input: &[u8], sums: &mut [i32]) {
        let rows = input.len() / layer.inputs;
        assert_eq!(rows * layer.inputs, input.len());
        assert_eq!(rows * GROUPED, sums.len());
        assert!((group + 1) * GROUPED <= layer.outputs);
        match self.0 {
            Kernel::Portable => portable(layer, group, input, sums),
            // SAFETY: the sizes were just compared, those of the weights by `Panels::new`.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 if amx::fits(layer) && amx::is_available() => unsafe {
                amx::dot(layer, group, input, sums);
            },
            // SAFETY: as above; a `Found` is only made for instructions that this machine
            // has.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 if is_x86_feature_detected!("avx512vnni") => unsafe {
                x86::avx512(layer, group, input, sums);
            },
            // SAFETY: as above; a machine with AVX-512 has AVX2.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 | Kernel::Avx512 => unsafe { x86::avx2(layer, group, input, sums) },
            #[cfg(not(target_arch = "x86_64"))]
            _ => unreachable!("only found kernels are called"),
        }
    }
}

fn portable(layer: Panels, group: usize, input: &[u8], sums: &mut [i32]) {
    const LANES: usize = OUTPUTS * INPUTS;
    let size = OUTPUTS * layer.inputs;
    let weights = &layer.weights[group * GROUP * size..][..GROUP * size];
    // Each four of inputs, repeated for the outputs of a panel.
    let mut repeated = vec![[0i16; LANES]; layer.inputs / INPUTS];
    let rows = input.chunks_exact(layer.inputs);
    for (row, sums) in rows.zip(sums.chunks_exact_mut(GROUPED)) {
        for (x, repeated) in row.as_chunks::<INPUTS>().0.iter().zip(&mut repeated) {
            for four in repeated.as_chunks_mut::<INPUTS>().0 {
                *four = x.map(i16::from);
            }
        }
        let panels = weights.chunks_exact(size);
        for (panel, sums) in panels.zip(sums.as_chunks_mut::<OUTPUTS>().0) {
            let mut lanes = [0i32; LANES];
            for (x, weights) in repeated.iter().zip(panel.as_chunks::<LANES>().0) {
                for ((sum, x), weight) in lanes.iter_mut().zip(x).zip(weights) {
                    // 255 times the largest weight fits into 16 bits.
                    *sum += i32::from(x.wrapping_mul(i16::from(*weight)));
                }
            }
            for (sum, lanes) in sums.iter_mut().zip(lanes.as_chunks::<INPUTS>().0) {
                *sum = lanes.iter().sum();
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{GROUP, GROUPED, INPUTS, OUTPUTS, Panels};
    use std::arch::x86_64::*;

    /// # Safety
    ///
    /// AVX-512 F with VNNI; `input` and `sums` have whole rows, equally many, and the
    /// layer has the group.
    #[target_feature(enable = "avx512f,avx512vnni")]
    pub(super) unsafe fn avx512(layer: Panels, group: usize, input: &[u8], sums: &mut [i32]) {
        const ROWS: usize = 6;
        let rows = input.len() / layer.inputs;
        let mut row = 0;
        while row < rows {
            let n = (rows - row).min(ROWS);
            // SAFETY: the caller's promises; `row + n` is at most `rows`.
            unsafe {
                match n {
                    6 => tile512::<6>(layer, group, row, input, sums),
                    5 => tile512::<5>(layer, group, row, input, sums),
                    4 => tile512::<4>(layer, group, row, input, sums),
                    3 => tile512::<3>(layer, group, row, input, sums),
                    2 => tile512::<2>(layer, group, row, input, sums),
                    _ => tile512::<1>(layer, group, row, input, sums),
                }
            }
            row += n;
        }
    }

    /// # Safety
    ///
    /// As [`avx512`]; `ROWS` rows from `row` on, and the group of panels, exist.
    #[inline]
    #[target_feature(enable = "avx512f,avx512vnni")]
    unsafe fn tile512<const ROWS: usize>(
        layer: Panels,
        group: usize,
        row: usize,
        input: &[u8],
        sums: &mut [i32],
    ) {
        // SAFETY: the caller's promises; a panel has 16 bytes for each input.
        unsafe {
            let size = OUTPUTS * layer.inputs;
            let weights = layer.weights.as_ptr().add(group * GROUP * size);
            let mut x = [input.as_ptr(); ROWS];
            for (r, x) in x.iter_mut().enumerate() {
                *x = x.add((row + r) * layer.inputs);
            }
            let mut tile = [[_mm512_setzero_si512(); GROUP]; ROWS];
            for k in 0..layer.inputs / INPUTS {
                let at = weights.add(k * OUTPUTS * INPUTS);
                let w: [__m512i; GROUP] =
                    std::array::from_fn(|panel| _mm512_loadu_si512(at.add(panel * size).cast()));
                for (sums, x) in tile.iter_mut().zip(x) {
                    let x = _mm512_set1_epi32(x.add(k * INPUTS).cast::<i32>().read_unaligned());
                    for (sum, w) in sums.iter_mut().zip(w) {
                        *sum = _mm512_dpbusd_epi32(*sum, x, w);
                    }
                }
            }
            for (r, tile) in tile.into_iter().enumerate() {
                let to = sums.as_mut_ptr().add((row + r) * GROUPED);
                for (panel, sum) in tile.into_iter().enumerate() {
                    _mm512_storeu_si512(to.add(panel * OUTPUTS).cast(), sum);
                }
            }
        }
    }

    /// # Safety
    ///
    /// AVX2; `input` and `sums` have whole rows, equally many, and the layer has the
    /// group.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn avx2(layer: Panels, group: usize, input: &[u8], sums: &mut [i32]) {
        let rows = input.len() / layer.inputs;
        for panel in group * GROUP..(group + 1) * GROUP {
            let mut row = 0;
            while row < rows {
                let n = (rows - row).min(4);
                // SAFETY: the caller's promises; `row + n` is at most `rows`.
                unsafe {
                    match n {
                        4 => tile256::<4>(layer, panel, row, input, sums),
                        3 => tile256::<3>(layer, panel, row, input, sums),
                        2 => tile256::<2>(layer, panel, row, input, sums),
                        _ => tile256::<1>(layer, panel, row, input, sums),
                    }
                }
                row += n;
            }
        }
    }

    /// # Safety
    ///
    /// As [`avx2`]; `ROWS` rows from `row` on, and the panel, exist.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn tile256<const ROWS: usize>(
        layer: Panels,
        panel: usize,
        row: usize,
        input: &[u8],
        sums: &mut [i32],
    ) {
        // SAFETY: the caller's promises; a panel has 16 bytes for each input.
        unsafe {
            let weights = layer.weights.as_ptr().add(panel * OUTPUTS * layer.inputs);
            let mut x = [input.as_ptr(); ROWS];
            for (r, x) in x.iter_mut().enumerate() {
                *x = x.add((row + r) * layer.inputs);
            }
            let ones = _mm256_set1_epi16(1);
            let mut tile = [[_mm256_setzero_si256(); 2]; ROWS];
            for k in 0..layer.inputs / INPUTS {
                let at = weights.add(k * OUTPUTS * INPUTS);
                let w = [
                    _mm256_loadu_si256(at.cast()),
                    _mm256_loadu_si256(at.add(32).cast()),
                ];
                for (sums, x) in tile.iter_mut().zip(x) {
                    let x = _mm256_set1_epi32(x.add(k * INPUTS).cast::<i32>().read_unaligned());
                    for (sum, w) in sums.iter_mut().zip(w) {
                        let two = _mm256_maddubs_epi16(x, w);
                        *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(two, ones));
                    }
                }
            }
            for (r, tile) in tile.into_iter().enumerate() {
                let to = sums.as_mut_ptr().add((row + r) * GROUPED);
                for (half, sum) in tile.into_iter().enumerate() {
                    let to = to.add(panel % GROUP * OUTPUTS + half * 8);
                    _mm256_storeu_si256(to.cast(), sum);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kernels_agree_with_plain_sums() {
        // Inputs that fill tiles, and such that don't; rows that fill none, one, two, more.
        for inputs in [32, 64, 384] {
            for rows in [1, 11, 16, 19, 32, 48, 77] {
                kernels_agree(inputs, 128, rows);
            }
        }
    }

    fn kernels_agree(inputs: usize, outputs: usize, rows: usize) {
        let weight = |o: usize, i: usize| ((o * 37 + i * 11) % 127) as i8 - LARGEST;
        let mut packed = vec![0i8; inputs * outputs];
        for o in 0..outputs {
            for i in 0..inputs {
                let (panel, four) = (o / OUTPUTS, i / INPUTS);
                let at = panel * OUTPUTS * inputs
                    + four * OUTPUTS * INPUTS
                    + o % OUTPUTS * INPUTS
                    + i % INPUTS;
                packed[at] = weight(o, i);
            }
        }
        let layer = Panels::new(inputs, outputs, packed.leak()).expect("sizes fit");
        let input: Vec<u8> = (0..rows * inputs).map(|n| (255 - n % 256) as u8).collect();
        let mut expected = Vec::new();
        for row in input.chunks_exact(inputs) {
            for o in 0..outputs {
                let products = row.iter().enumerate();
                expected.push(
                    products
                        .map(|(i, x)| i32::from(*x) * i32::from(weight(o, i)))
                        .sum::<i32>(),
                );
            }
        }
        for kernel in Kernel::ALL {
            let Some(found) = Found::new(kernel) else {
                continue;
            };
            for group in 0..outputs / GROUPED {
                let mut sums = vec![0; rows * GROUPED];
                found.dot(layer, group, &input, &mut sums);
                let expected = expected.chunks_exact(outputs);
                let expected: Vec<i32> = expected
                    .flat_map(|row| row[group * GROUPED..][..GROUPED].iter().copied())
                    .collect();
                assert_eq!(sums, expected, "{kernel}, {rows} rows of {inputs}");
            }
        }
    }

    #[test]
    fn weights_that_would_overflow_are_refused() {
        let mut weights = vec![0i8; 4 * 64];
        weights[7] = LARGEST + 1;
        assert!(Panels::new(4, 64, weights.leak()).is_none());
        assert!(Panels::new(4, 64, vec![0; 4 * 64].leak()).is_some());
        assert!(Panels::new(4, 48, vec![0; 4 * 48].leak()).is_none());
    }
}
