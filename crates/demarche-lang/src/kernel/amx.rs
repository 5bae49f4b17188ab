//! Tiles of whole numbers (AMX, x86-64): the sums of products of 16 rows with 16 outputs at
//! once. A panel's weights already lie as a tile wants them: four inputs of 16 outputs a row.

use super::panel::{GROUP, GROUPED, INPUTS, OUTPUTS, Panels};
use std::arch::asm;
use std::arch::x86_64::{__cpuid, __cpuid_count};
use std::sync::OnceLock;

/// Rows of a tile.
const ROWS: usize = 16;
/// Bytes of a tile's row.
const BYTES: usize = 64;

/// Whether this machine has tiles of bytes and the system lets this process use them.
pub(super) fn is_available() -> bool {
    static AVAILABLE: OnceLock<bool> = OnceLock::new();
    *AVAILABLE.get_or_init(|| has_instructions() && may_use())
}

#[allow(unused_unsafe, reason = "older compilers ask for it")]
fn has_instructions() -> bool {
    const TILES: u32 = 1 << 24;
    const OF_BYTES: u32 = 1 << 25;
    // SAFETY: every x86-64 has the instruction.
    let (leaves, features) = unsafe { (__cpuid(0).eax, __cpuid_count(7, 0).edx) };
    leaves >= 7 && features & (TILES | OF_BYTES) == TILES | OF_BYTES
}

/// Asks the system, which keeps space for tiles only for those who ask.
#[cfg(target_os = "linux")]
fn may_use() -> bool {
    const ARCH_PRCTL: i64 = 158;
    const REQUEST: u64 = 0x1023;
    const TILE_DATA: u64 = 18;
    let answer: i64;
    // SAFETY: the call changes nothing but what this process may use; it keeps to the
    // registers named.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") ARCH_PRCTL => answer,
            in("rdi") REQUEST,
            in("rsi") TILE_DATA,
            lateout("rcx") _,
            lateout("r11") _,
            options(nostack),
        );
    }
    answer == 0
}

#[cfg(not(target_os = "linux"))]
fn may_use() -> bool {
    false
}

/// Whether a layer's inputs come in whole tiles.
pub(super) fn fits(layer: Panels) -> bool {
    layer.inputs.is_multiple_of(BYTES)
}

/// The shapes of the eight tiles, as `ldtilecfg` reads them.
#[repr(C, align(64))]
struct Shapes {
    palette: u8,
    start_row: u8,
    reserved: [u8; 14],
    bytes: [u16; 16],
    rows: [u8; 16],
}

impl Shapes {
    /// Tiles 0 to 3 for sums, 4 and 5 for inputs, 6 and 7 for weights. The even ones of the
    /// first six take `first` rows, the others `second`.
    fn new(first: usize, second: usize) -> Shapes {
        let mut shapes = Shapes {
            palette: 1,
            start_row: 0,
            reserved: [0; 14],
            bytes: [0; 16],
            rows: [0; 16],
        };
        let rows = [first, first, second, second, first, second, ROWS, ROWS];
        for (tile, rows) in rows.into_iter().enumerate() {
            shapes.bytes[tile] = BYTES as u16;
            // A tile has a row at least.
            shapes.rows[tile] = rows.max(1) as u8;
        }
        shapes
    }
}

/// # Safety
///
/// Tiles are available and [`fits`] says so; `input` and `sums` have whole rows, equally
/// many, and the layer has the group.
pub(super) unsafe fn dot(layer: Panels, group: usize, input: &[u8], sums: &mut [i32]) {
    let rows = input.len() / layer.inputs;
    let size = OUTPUTS * layer.inputs;
    let mut row = 0;
    let mut shaped = (0, 0);
    let mut spare = [0i32; 2 * OUTPUTS];
    while row < rows {
        let first = (rows - row).min(ROWS);
        let second = (rows - row - first).min(ROWS);
        // SAFETY: the caller's promises; `row + first + second` is at most `rows`, and two
        // panels follow from each even one of a group.
        unsafe {
            if shaped != (first, second) {
                let shapes = Shapes::new(first, second);
                asm!("ldtilecfg [{}]", in(reg) &raw const shapes, options(nostack, readonly));
                shaped = (first, second);
            }
            for panel in (0..GROUP).step_by(2) {
                let weights = layer.weights.as_ptr().add((group * GROUP + panel) * size);
                let from = input.as_ptr().add(row * layer.inputs);
                let to = sums.as_mut_ptr().add(row * GROUPED + panel * OUTPUTS);
                // Where no rows are left for the second tile, it takes the first again.
                let next = match second {
                    0 => (from, spare.as_mut_ptr()),
                    _ => (from.add(ROWS * layer.inputs), to.add(ROWS * GROUPED)),
                };
                two_by_two(layer.inputs, weights, [(from, to), next]);
            }
        }
        row += first + second;
    }
    if rows > 0 {
        // SAFETY: gives the tiles back; nobody else uses them.
        unsafe { asm!("tilerelease", options(nostack, nomem)) };
    }
}

/// Bytes between a row of sums and the next.
const SUMS: usize = GROUPED * size_of::<i32>();

/// The rows of two tiles with two panels, from where they are read to where their sums go.
///
/// # Safety
///
/// The tiles are shaped for the rows that are there to read and to write.
unsafe fn two_by_two(
    inputs: usize,
    weights: *const i8,
    [(from, to), (next_from, next_to)]: [(*const u8, *mut i32); 2],
) {
    // SAFETY: the caller's promises; a panel has 16 bytes an input.
    unsafe {
        asm!(
            "tilezero tmm0",
            "tilezero tmm1",
            "tilezero tmm2",
            "tilezero tmm3",
            "2:",
            "tileloadd tmm6, [{weights} + {row}]",
            "tileloadd tmm4, [{from} + {inputs}]",
            "tdpbusd tmm0, tmm4, tmm6",
            "tileloadd tmm7, [{next_weights} + {row}]",
            "tdpbusd tmm1, tmm4, tmm7",
            "tileloadd tmm5, [{next_from} + {inputs}]",
            "tdpbusd tmm2, tmm5, tmm6",
            "tdpbusd tmm3, tmm5, tmm7",
            "add {weights}, {tile}",
            "add {next_weights}, {tile}",
            "add {from}, {bytes}",
            "add {next_from}, {bytes}",
            "dec {steps}",
            "jnz 2b",
            "tilestored [{to} + {sums}], tmm0",
            "tilestored [{to} + {sums} + {bytes}], tmm1",
            "tilestored [{next_to} + {sums}], tmm2",
            "tilestored [{next_to} + {sums} + {bytes}], tmm3",
            weights = inout(reg) weights => _,
            next_weights = inout(reg) weights.add(OUTPUTS * inputs) => _,
            from = inout(reg) from => _,
            next_from = inout(reg) next_from => _,
            to = in(reg) to,
            next_to = in(reg) next_to,
            inputs = in(reg) inputs,
            row = in(reg) BYTES,
            sums = in(reg) SUMS,
            steps = inout(reg) inputs / BYTES => _,
            tile = const OUTPUTS * BYTES,
            bytes = const BYTES,
            out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
            out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
            options(nostack),
        );
    }
}

// A row of a weights' tile is four inputs of 16 outputs.
const _: () = assert!(OUTPUTS * INPUTS == BYTES);
