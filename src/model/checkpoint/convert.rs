//! Stored numbers to 32-bit floats, and the search for numbers that are not finite.
//!
//! Weights are hundreds of megabytes, so the loops are written to be vectorised: whole blocks, no early exit within.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::dtype::DType;

/// Numbers handled at a time where a loop needs a buffer or may stop between blocks.
const BLOCK: usize = 4096;

/// Writes the numbers of `bytes` to `out`; false where the type does not hold floats.
pub(super) fn floats_into(dtype: DType, bytes: &[u8], out: &mut [f32]) -> bool {
    match dtype {
        DType::F32 => each_into(bytes, out, f32::from_le_bytes),
        DType::F64 => each_into(bytes, out, |number| f64::from_le_bytes(number) as f32),
        DType::BF16 => each_into(bytes, out, |number| f32::from_bits(u32::from(u16::from_le_bytes(number)) << 16)),
        DType::F16 => halves_into(bytes, out),
        DType::I64 | DType::I32 | DType::I16 | DType::I8 | DType::U8 | DType::Bool => return false,
    }
    true
}

/// Writes rows of 8-bit numbers to `out`, each row times its scale. Rows are not empty.
pub(super) fn scaled_rows_into(bytes: &[u8], scales: &[f32], out: &mut [f32]) {
    let width = out.len() / scales.len().max(1);
    if width == 0 {
        return;
    }
    for ((row, out), scale) in bytes.chunks_exact(width).zip(out.chunks_exact_mut(width)).zip(scales) {
        for (out, &number) in out.iter_mut().zip(row) {
            *out = f32::from(number.cast_signed()) * scale;
        }
    }
}

/// Whether every number is finite as a 32-bit float; integers always are.
pub(super) fn all_finite(dtype: DType, bytes: &[u8]) -> bool {
    match dtype {
        DType::F32 => each_finite(bytes, |number| f32::from_le_bytes(number).is_finite()),
        DType::F64 => each_finite(bytes, |number| (f64::from_le_bytes(number) as f32).is_finite()),
        DType::BF16 => each_finite(bytes, |number| u16::from_le_bytes(number) & 0x7F80 != 0x7F80),
        DType::F16 => each_finite(bytes, |number| u16::from_le_bytes(number) & 0x7C00 != 0x7C00),
        DType::I64 | DType::I32 | DType::I16 | DType::I8 | DType::U8 | DType::Bool => true,
    }
}

fn each_into<const SIZE: usize>(bytes: &[u8], out: &mut [f32], convert: impl Fn([u8; SIZE]) -> f32) {
    for (out, number) in out.iter_mut().zip(bytes.as_chunks().0) {
        *out = convert(*number);
    }
}

/// In blocks through a buffer, because the processor's own conversion wants aligned halves.
fn halves_into(bytes: &[u8], out: &mut [f32]) {
    let mut halves = [f16::ZERO; BLOCK];
    for (out, bytes) in out.chunks_mut(BLOCK).zip(bytes.chunks(2 * BLOCK)) {
        let halves = &mut halves[..out.len()];
        for (half, number) in halves.iter_mut().zip(bytes.as_chunks().0) {
            *half = f16::from_le_bytes(*number);
        }
        halves.convert_to_f32_slice(out);
    }
}

fn each_finite<const SIZE: usize>(bytes: &[u8], is_finite: impl Fn([u8; SIZE]) -> bool) -> bool {
    let blocks = bytes.as_chunks().0.chunks(BLOCK);
    blocks.into_iter().all(|block| block.iter().fold(true, |all, &number| all & is_finite(number)))
}
