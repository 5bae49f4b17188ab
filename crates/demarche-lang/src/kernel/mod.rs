//! Dense layers over rows of floats, for several instruction sets.
//!
//! Every output is summed in one order, over the inputs from first to last, so
//! a row's result depends on neither its neighbours nor the size of the batch.

#![allow(unsafe_code)]

mod aligned;
#[cfg(target_arch = "x86_64")]
mod amx;
mod attention;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod panel;
mod portable;

pub(crate) use aligned::Aligned;
pub(crate) use attention::{Attention, Out, Restored, Scaled};
pub(crate) use panel::{GROUPED, Panels};

use std::fmt;

/// Width of the vectors that run through the encoders.
pub(crate) const WIDTH: usize = 96;
/// The three pieces of a maxout layer of that width, one after the other.
pub(crate) const PIECES: usize = 3 * WIDTH;
/// Width of a transition state's hidden layer.
pub(crate) const HIDDEN: usize = 64;

/// The instructions to compute with. All give the same decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kernel {
    /// Plain Rust, on any machine.
    Portable,
    /// AVX2 with fused multiply-add (x86-64).
    Avx2,
    /// AVX-512 F (x86-64).
    Avx512,
}

impl Kernel {
    /// All of them, slowest first.
    pub const ALL: [Kernel; 3] = [Kernel::Portable, Kernel::Avx2, Kernel::Avx512];

    /// The fastest that this machine has.
    pub fn best() -> Kernel {
        let mut kernels = Kernel::ALL.into_iter().rev();
        kernels
            .find(|kernel| kernel.is_available())
            .unwrap_or(Kernel::Portable)
    }

    /// Whether this machine has it.
    pub fn is_available(self) -> bool {
        match self {
            Kernel::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => is_x86_feature_detected!("avx512f"),
            #[cfg(not(target_arch = "x86_64"))]
            _ => false,
        }
    }

    /// Floats in a register; three registers make a panel.
    fn lanes(self) -> usize {
        match self {
            Kernel::Avx512 => 16,
            Kernel::Avx2 | Kernel::Portable => 8,
        }
    }
}

impl fmt::Display for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Kernel::Portable => "portable",
            Kernel::Avx2 => "avx2",
            Kernel::Avx512 => "avx512",
        })
    }
}

/// A kernel that was found on this machine: the only way to call one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found(Kernel);

/// A matrix in panels: for each panel, for each input, three registers.
#[derive(Debug)]
pub(crate) struct Dense {
    inputs: usize,
    panels: usize,
    lanes: usize,
    weights: Aligned,
    bias: Aligned,
}

/// Scale and shift after a layer's outputs were brought to mean 0, variance 1.
#[derive(Debug)]
pub(crate) struct Norm {
    pub(crate) scale: [f32; WIDTH],
    pub(crate) shift: [f32; WIDTH],
}

/// The last layer of a transition system, one row of moves for each input.
///
/// `starts` holds one row for each set of valid moves: the bias, or minus
/// infinity where a move is not valid.
#[derive(Debug)]
pub(crate) struct Upper {
    stride: usize,
    weights: Aligned,
    starts: Aligned,
}

impl Dense {
    /// Packs a matrix whose columns are given by `weight(column, input)`.
    fn pack(
        kernel: Found,
        inputs: usize,
        panels: usize,
        column: impl Fn(usize, usize, usize) -> Option<usize>,
        weights: &[f32],
        bias: Option<&[f32]>,
    ) -> Dense {
        let lanes = kernel.0.lanes();
        let mut packed = Aligned::new(0.0, panels * inputs * 3 * lanes);
        let mut packed_bias = Aligned::new(0.0, panels * 3 * lanes);
        let to = &mut packed[..];
        for panel in 0..panels {
            for vector in 0..3 {
                for lane in 0..lanes {
                    let Some(from) = column(panel, vector, lane) else {
                        continue;
                    };
                    let at = vector * lanes + lane;
                    packed_bias[panel * 3 * lanes + at] = bias.map_or(0.0, |bias| bias[from]);
                    let row = &weights[from * inputs..(from + 1) * inputs];
                    let base = panel * inputs * 3 * lanes + at;
                    for (k, weight) in row.iter().enumerate() {
                        to[base + k * 3 * lanes] = *weight;
                    }
                }
            }
        }
        Dense {
            inputs,
            panels,
            lanes,
            weights: packed,
            bias: packed_bias,
        }
    }

    /// `weights` is outputs x inputs.
    pub(crate) fn linear(
        kernel: Found,
        inputs: usize,
        weights: &[f32],
        bias: Option<&[f32]>,
    ) -> Dense {
        let outputs = weights.len() / inputs;
        let lanes = kernel.0.lanes();
        let column = |panel: usize, vector: usize, lane: usize| {
            Some((panel * 3 + vector) * lanes + lane).filter(|column| *column < outputs)
        };
        Dense::pack(
            kernel,
            inputs,
            outputs.div_ceil(3 * lanes),
            column,
            weights,
            bias,
        )
    }

    /// `weights` is outputs x 3 pieces x inputs; the largest piece wins.
    pub(crate) fn maxout(kernel: Found, inputs: usize, weights: &[f32], bias: &[f32]) -> Dense {
        let outputs = weights.len() / inputs / 3;
        let lanes = kernel.0.lanes();
        let column = |panel: usize, vector: usize, lane: usize| {
            let output = panel * lanes + lane;
            (output < outputs).then_some(output * 3 + vector)
        };
        Dense::pack(
            kernel,
            inputs,
            outputs.div_ceil(lanes),
            column,
            weights,
            Some(bias),
        )
    }

    /// Floats in a row of [`Found::linear`]'s output.
    pub(crate) fn stride(&self) -> usize {
        self.panels * 3 * self.lanes
    }

    /// The panels that hold these columns, and the first column of the first.
    pub(crate) fn panels_of(
        &self,
        columns: std::ops::Range<usize>,
    ) -> (std::ops::Range<usize>, usize) {
        let width = 3 * self.lanes;
        let first = columns.start / width;
        (first..columns.end.div_ceil(width), first * width)
    }
}

impl Upper {
    /// `weights` is moves x [`HIDDEN`]; `valid(set, move)` tells the sets.
    pub(crate) fn new(
        weights: &[f32],
        bias: &[f32],
        sets: usize,
        valid: impl Fn(usize, usize) -> bool,
    ) -> Upper {
        let moves = bias.len();
        let stride = moves.next_multiple_of(16);
        let mut turned = Aligned::new(0.0, HIDDEN * stride);
        for (at, row) in weights.chunks_exact(HIDDEN).enumerate() {
            for (k, weight) in row.iter().enumerate() {
                turned[k * stride + at] = *weight;
            }
        }
        let mut starts = Aligned::new(f32::NEG_INFINITY, sets * stride);
        for (set, row) in starts.chunks_exact_mut(stride).enumerate() {
            for (at, start) in row.iter_mut().enumerate().take(moves) {
                if valid(set, at) {
                    *start = bias[at];
                }
            }
        }
        Upper {
            stride,
            weights: turned,
            starts,
        }
    }
}

impl Found {
    /// The kernel, if this machine has it.
    pub(crate) fn new(kernel: Kernel) -> Option<Found> {
        kernel.is_available().then_some(Found(kernel))
    }

    pub(crate) fn kernel(self) -> Kernel {
        self.0
    }

    /// A maxout layer, then its norm; `out[to..]` becomes the result plus
    /// `residual[to..]` where there is one. Row `i` is read at `from[i]` and
    /// written at `to[i]`, both counted in floats.
    ///
    /// # Panics
    ///
    /// If a row isn't within its slice.
    pub(crate) fn maxout(
        self,
        (layer, norm): (&Dense, &Norm),
        (input, from): (&[f32], &[u32]),
        residual: Option<&[f32]>,
        (out, to): (&mut [f32], &[u32]),
    ) {
        assert_eq!(from.len(), to.len());
        assert_eq!(layer.panels * layer.lanes, WIDTH);
        assert_eq!(layer.lanes, self.0.lanes());
        let mut scratch = [[0.0; WIDTH]; 8];
        for (from, to) in from.chunks(8).zip(to.chunks(8)) {
            for start in from {
                assert!(*start as usize + layer.inputs <= input.len());
            }
            match self.0 {
                Kernel::Portable => portable::maxout(layer, input, from, &mut scratch),
                // SAFETY: a `Found` is only made for instructions that this machine has; the
                // rows are within `input` and the packed slices have the sizes of `Dense::pack`.
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx2 => unsafe { avx2::maxout(layer, input, from, &mut scratch) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx512 => unsafe { avx512::maxout(layer, input, from, &mut scratch) },
                #[cfg(not(target_arch = "x86_64"))]
                _ => unreachable!("only found kernels are called"),
            }
            for (row, to) in scratch.iter().zip(to) {
                let to = *to as usize;
                let residual = residual.map(|residual| row_at(residual, to));
                let out: &mut [f32; WIDTH] = (&mut out[to..to + WIDTH])
                    .try_into()
                    .expect("the slice has that length");
                match self.0 {
                    Kernel::Portable => portable::norm(row, norm, residual, out),
                    // SAFETY: as above.
                    #[cfg(target_arch = "x86_64")]
                    Kernel::Avx2 => unsafe { avx2::norm(row, norm, residual, out) },
                    // SAFETY: as above.
                    #[cfg(target_arch = "x86_64")]
                    Kernel::Avx512 => unsafe { avx512::norm(row, norm, residual, out) },
                    #[cfg(not(target_arch = "x86_64"))]
                    _ => unreachable!("only found kernels are called"),
                }
            }
        }
    }

    /// A maxout layer whose sums are known in three parts, then its norm; `out`
    /// becomes the result plus `residual`.
    pub(crate) fn add_up(
        self,
        parts: [&[f32; PIECES]; 4],
        norm: &Norm,
        residual: &[f32; WIDTH],
        out: &mut [f32; WIDTH],
    ) {
        match self.0 {
            Kernel::Portable => portable::add_up(parts, norm, residual, out),
            // SAFETY: a `Found` is only made for instructions that this machine has.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => unsafe { avx2::add_up(parts, norm, residual, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => unsafe { avx512::add_up(parts, norm, residual, out) },
            #[cfg(not(target_arch = "x86_64"))]
            _ => unreachable!("only found kernels are called"),
        }
    }

    /// Some panels of a linear layer. Row `i` is read at `from[i]`; rows of the
    /// output follow each other.
    ///
    /// # Panics
    ///
    /// If a row isn't within its slice.
    pub(crate) fn linear(
        self,
        layer: &Dense,
        panels: std::ops::Range<usize>,
        (input, from): (&[f32], &[u32]),
        out: &mut [f32],
    ) {
        assert!(panels.end <= layer.panels);
        assert_eq!(layer.lanes, self.0.lanes());
        let stride = panels.len() * 3 * layer.lanes;
        assert!(out.len() >= from.len() * stride);
        for (from, out) in from.chunks(8).zip(out.chunks_mut(8 * stride)) {
            for start in from {
                assert!(*start as usize + layer.inputs <= input.len());
            }
            let panels = panels.clone();
            match self.0 {
                Kernel::Portable => portable::linear(layer, panels, input, from, out),
                // SAFETY: a `Found` is only made for instructions that this machine has; the
                // rows are within `input`, the panels within the layer, and `out` holds them.
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx2 => unsafe { avx2::linear(layer, panels, input, from, out) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx512 => unsafe { avx512::linear(layer, panels, input, from, out) },
                #[cfg(not(target_arch = "x86_64"))]
                _ => unreachable!("only found kernels are called"),
            }
        }
    }

    /// The best move of a transition state: the slots' vectors and the bias are
    /// added, the larger half wins, and the upper layer scores the moves of a set.
    pub(crate) fn step(
        self,
        slots: &[&[f32; 2 * HIDDEN]],
        bias: &[f32; 2 * HIDDEN],
        upper: &Upper,
        set: usize,
    ) -> usize {
        let start = &upper.starts[set * upper.stride..(set + 1) * upper.stride];
        let mut scores = [f32::NEG_INFINITY; 128];
        let scores = &mut scores[..upper.stride];
        assert_eq!(upper.weights.len(), HIDDEN * start.len());
        match self.0 {
            Kernel::Portable => portable::step(slots, bias, &upper.weights, start, scores),
            // SAFETY: a `Found` is only made for instructions that this machine has.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => unsafe { avx2::step(slots, bias, &upper.weights, start, scores) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => unsafe { avx512::step(slots, bias, &upper.weights, start, scores) },
            #[cfg(not(target_arch = "x86_64"))]
            _ => unreachable!("only found kernels are called"),
        }
        largest(scores)
    }
}

/// Position of the largest, the first if several are.
pub(crate) fn largest(scores: &[f32]) -> usize {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = at;
        }
    }
    best
}

fn row_at(rows: &[f32], at: usize) -> &[f32; WIDTH] {
    rows[at..at + WIDTH]
        .try_into()
        .expect("the slice has that length")
}
