//! Logits: the numbers that a head gives, a row per position asked for.

use crate::error::{Error, ErrorCode, Result};

/// Raw scores, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Logits {
    columns: usize,
    data: Vec<f32>,
}

impl Logits {
    /// Rows of `columns` numbers each, checked to be finite.
    pub(super) fn new(columns: usize, data: Vec<f32>) -> Result<Self> {
        if columns == 0 || !data.len().is_multiple_of(columns) || !data.iter().all(|x| x.is_finite()) {
            let message = "the model gave numbers that are not finite or not as many as it should; are its weights \
                           those of the configuration beside them?";
            return Err(Error::new(ErrorCode::RuntimeFailed, message));
        }
        Ok(Self { columns, data })
    }

    /// The rows of several logits as one.
    pub(super) fn concat(columns: usize, parts: impl Iterator<Item = Result<Self>>) -> Result<Self> {
        let mut data = Vec::new();
        for part in parts {
            data.extend(part?.data);
        }
        Ok(Self { columns, data })
    }

    /// Numbers per row: pieces of the vocabulary, or labels.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The rows, in the order asked for.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.data.chunks_exact(self.columns)
    }
}

/// Softmax in f32, shifted by the maximum so that it cannot overflow; the sum runs in f64 for large vocabularies.
pub(crate) fn softmax(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = logits.iter().map(|x| (x - largest).exp()).collect();
    let sum: f64 = powers.iter().map(|&x| f64::from(x)).sum();
    powers.iter().map(|&x| (f64::from(x) / sum) as f32).collect()
}

/// The natural logarithm of the sum of exponentials, as [`softmax`] computes it.
pub(crate) fn log_sum_exp(logits: &[f32]) -> f64 {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f64 = logits.iter().map(|x| f64::from((x - largest).exp())).sum();
    f64::from(largest) + sum.ln()
}

/// The place and value of the largest number; the first of equals.
pub(crate) fn largest(numbers: &[f32]) -> Option<(usize, f32)> {
    let numbers = numbers.iter().copied().enumerate();
    numbers.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softmax_of_equal_logits_is_even_and_large_ones_do_not_overflow() {
        assert_eq!(softmax(&[1000.0, 1000.0]), [0.5, 0.5]);
        assert_eq!(softmax(&[-1000.0, 0.0]), [0.0, 1.0]);
    }

    #[test]
    fn softmax_agrees_with_hand_worked_numbers() {
        // exp(0), exp(1), exp(2) = 1, 2.718282, 7.389056; their sum 11.107338.
        let expected = [0.090_030_57, 0.244_728_48, 0.665_240_94];
        for (ours, theirs) in softmax(&[0.0, 1.0, 2.0]).iter().zip(expected) {
            assert!((ours - theirs).abs() < 1e-7, "{ours} {theirs}");
        }
    }

    #[test]
    fn the_first_of_equal_numbers_is_the_largest() {
        assert_eq!(largest(&[1.0, 3.0, 3.0]), Some((1, 3.0)));
        assert_eq!(largest(&[]), None);
    }

    #[test]
    fn numbers_that_are_not_finite_are_an_error() {
        assert_eq!(Logits::new(2, vec![0.0, f32::NAN]).unwrap_err().code(), ErrorCode::RuntimeFailed);
    }
}
