//! Matrices as 8-bit numbers with a scale for each row: number × scale is the weight.
//!
//! Symmetric: the largest weight of a row is the largest number, and 0 is 0. Loops are written to be vectorised.

use super::checkpoint::Tensor;
use crate::error::{Error, ErrorCode, Result};
use crate::runtime::{Block, Weight};

/// Adding it leaves a whole number, rounded to even, in the last bits of a float (1.5 × 2²³).
const ROUNDER: f32 = 12_582_912.0;

/// The largest number in files.
const STORED: f32 = 127.0;

/// Rows that are turned into columns together, so that what they write lies together.
const TILE: usize = 64;

/// How the numbers of a matrix `[rows, width]` lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Row by row, as tables are read.
    Rows,
    /// Column by column, `[width, rows]`: how ONNX Runtime wants the weight of a product.
    Columns,
}

/// A matrix of 8-bit numbers.
pub(super) struct Quantized {
    pub(super) numbers: Weight,
    /// One for each row of the matrix, whatever the layout.
    pub(super) scales: Vec<f32>,
}

impl Quantized {
    /// The matrix in a tensor of two dimensions, none of them 0, with numbers up to `largest`.
    pub(super) fn new(tensor: &Tensor, largest: f32, layout: Layout) -> Result<Self> {
        let mut numbers = Block::new(tensor.len())?;
        let [rows, width] = [0, 1].map(|dimension| tensor.shape().get(dimension).copied().unwrap_or(1));
        let mut out = Placer { out: &mut numbers, rows, width, layout, tile: vec![0; TILE * width] };
        // Stored 8-bit numbers stay as they are.
        if let Some((stored, scales)) = tensor.as_i8().filter(|_| largest >= STORED) {
            out.place(stored, |row, tile| tile.copy_from_slice(row));
            return Ok(Self { numbers: Weight::Given(numbers), scales: scales.to_f32()? });
        }
        let mut scales = Vec::with_capacity(rows);
        let mut convert = |row: &[f32], tile: &mut [i8]| scales.push(quantize_row(row, largest, tile));
        match tensor.as_f32_slice() {
            Some(floats) => out.place(floats, &mut convert),
            None => out.place(&tensor.to_f32()?, &mut convert),
        }
        Ok(Self { numbers: Weight::Given(numbers), scales })
    }

    /// Columns as a compiled folder holds them: lent, unless this processor takes smaller numbers only.
    pub(super) fn from_columns(columns: Tensor, scales: &Tensor, largest: f32) -> Result<Self> {
        let mut scales = scales.to_f32()?;
        let Some(stored) = columns.as_i8_slice() else {
            let message = format!("tensor {} is not of 8-bit integers; compile the model again", columns.name());
            return Err(Error::new(ErrorCode::WeightsInvalid, message));
        };
        if largest >= STORED {
            return Ok(Self { numbers: Weight::Lent(Box::new(columns)), scales });
        }
        let mut numbers = Block::new(columns.len())?;
        narrow(stored, largest, &mut numbers);
        scales.iter_mut().for_each(|scale| *scale *= STORED / largest);
        Ok(Self { numbers: Weight::Given(numbers), scales })
    }
}

/// Numbers of up to 127 as numbers of up to `largest`.
fn narrow(numbers: &[i8], largest: f32, out: &mut [i8]) {
    for (out, &number) in out.iter_mut().zip(numbers) {
        *out = (f32::from(number) * (largest / STORED)).round_ties_even() as i8;
    }
}

/// Writes rows where the layout wants them.
struct Placer<'a> {
    out: &'a mut [i8],
    rows: usize,
    width: usize,
    layout: Layout,
    tile: Vec<i8>,
}

impl Placer<'_> {
    /// Converts row after row of `matrix`.
    fn place<T>(&mut self, matrix: &[T], mut convert: impl FnMut(&[T], &mut [i8])) {
        if self.layout == Layout::Rows {
            let rows = matrix.chunks_exact(self.width).zip(self.out.chunks_exact_mut(self.width));
            return rows.for_each(|(row, out)| convert(row, out));
        }
        for (first, tile) in matrix.chunks(TILE * self.width).enumerate() {
            for (row, out) in tile.chunks_exact(self.width).zip(self.tile.chunks_exact_mut(self.width)) {
                convert(row, out);
            }
            self.turn(first * TILE, tile.len() / self.width);
        }
    }

    /// Writes the tile's `count` rows as parts of columns, beginning at place `first` of each.
    fn turn(&mut self, first: usize, count: usize) {
        for (column, out) in self.out.chunks_exact_mut(self.rows).enumerate() {
            let numbers = self.tile.iter().skip(column).step_by(self.width);
            out.iter_mut().skip(first).take(count).zip(numbers).for_each(|(out, number)| *out = *number);
        }
    }
}

/// Writes a row of finite floats as numbers of at most `largest`; returns their scale.
fn quantize_row(row: &[f32], largest: f32, out: &mut [i8]) -> f32 {
    // Without their sign, floats are in the order of their bits.
    let most = f32::from_bits(row.iter().fold(0, |most, x| most.max(x.to_bits() & 0x7FFF_FFFF)));
    // A row of zeros has no largest weight, and the scale of one of almost nothing would be no float: any scale will do.
    let scale = most / largest;
    if !scale.is_normal() {
        out.fill(0);
        return 1.0;
    }
    for (out, x) in out.iter_mut().zip(row) {
        *out = (x / scale + ROUNDER).to_bits() as i8;
    }
    scale
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantized(row: &[f32], largest: f32) -> (Vec<i8>, f32) {
        let mut out = vec![0; row.len()];
        let scale = quantize_row(row, largest, &mut out);
        (out, scale)
    }

    #[test]
    fn a_row_is_numbers_of_its_largest_weight() {
        // 127 steps of 0.5; halves of a step go to the even number: 1.25/0.5 = 2.5 → 2, -1.75/0.5 = -3.5 → -4.
        let row = [63.5, -63.5, 0.0, 1.25, -1.75, 0.24, -0.26, 0.5];
        assert_eq!(quantized(&row, 127.0), (vec![127, -127, 0, 2, -4, 0, -1, 1], 0.5));
        // 64 steps of 1.
        assert_eq!(quantized(&[64.0, -32.4, 0.5], 64.0), (vec![64, -32, 0], 1.0));
    }

    #[test]
    fn a_row_of_zeros_or_of_almost_nothing_is_zeros() {
        assert_eq!(quantized(&[0.0, -0.0], 127.0), (vec![0, 0], 1.0));
        assert_eq!(quantized(&[1e-40, 0.0], 127.0), (vec![0, 0], 1.0));
    }

    #[test]
    fn stored_numbers_are_narrowed_in_proportion() {
        let mut out = [0; 5];
        narrow(&[127, -127, 0, 1, -63], 64.0, &mut out);
        // -63 × 64 / 127 = -31.7.
        assert_eq!(out, [64, -64, 0, 1, -32]);
    }

    #[test]
    fn columns_are_the_rows_turned() {
        let (rows, width) = (TILE + 3, 5);
        let matrix: Vec<i8> = (0..rows * width).map(|at| (at % 251) as i8).collect();
        let mut out = vec![0; matrix.len()];
        Placer { out: &mut out, rows, width, layout: Layout::Columns, tile: vec![0; TILE * width] }
            .place(&matrix, |row, tile| tile.copy_from_slice(row));
        for (row, column) in (0..rows).flat_map(|row| (0..width).map(move |column| (row, column))) {
            assert_eq!(out[column * rows + row], matrix[row * width + column]);
        }
    }
}
