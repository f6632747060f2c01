//! One tensor: its name, shape and bytes, and its numbers as 32-bit floats.

use std::ops::Range;
use std::sync::Arc;

use super::WeightsFile;
use super::dtype::{DType, element_count};
use super::{convert, strided};
use crate::error::{Error, ErrorCode, Result};

/// A tensor of a checkpoint. It keeps its file mapped for as long as it lives.
///
/// A tensor of 8-bit numbers with a scale per row reads as floats like any other: number × scale of its row.
#[derive(Debug, Clone)]
pub(crate) struct Tensor {
    pub(super) name: Arc<str>,
    pub(super) file: Arc<WeightsFile>,
    pub(super) dtype: DType,
    pub(super) shape: Vec<usize>,
    pub(super) data: Data,
    /// The scale of each row, for 8-bit numbers.
    pub(super) scale: Option<Box<Tensor>>,
}

/// Where a tensor's bytes are, in order of the shape.
#[derive(Debug, Clone)]
pub(super) enum Data {
    /// A range of the file.
    InFile(Range<usize>),
    /// Copied, because the file holds them in another order.
    Copied(Arc<[u8]>),
}

impl Tensor {
    /// The name in the file.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The size of each dimension, outermost first.
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// How many numbers it holds.
    pub(crate) fn len(&self) -> usize {
        element_count(&self.shape).unwrap_or_default()
    }

    /// The stored bytes, little-endian, last dimension fastest.
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.data {
            Data::InFile(range) => self.file.bytes.get(range.clone()).unwrap_or_default(),
            Data::Copied(bytes) => bytes,
        }
    }

    /// Whether it is stored as the same numbers of the same shape as another.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.bytes(), other.bytes());
        // Of one place in the file, as torch writes tied tensors, nothing is read.
        let same_bytes = std::ptr::eq(mine, theirs) || mine == theirs;
        let same_scales = match (&self.scale, &other.scale) {
            (Some(mine), Some(theirs)) => mine.is_same_as(theirs),
            (mine, theirs) => mine.is_none() && theirs.is_none(),
        };
        self.dtype == other.dtype && self.shape == other.shape && same_bytes && same_scales
    }

    /// The numbers in place, where they are stored as 32-bit floats and lie aligned.
    pub(crate) fn as_f32_slice(&self) -> Option<&[f32]> {
        if self.dtype != DType::F32 || cfg!(target_endian = "big") {
            return None;
        }
        zerocopy::FromBytes::ref_from_bytes(self.bytes()).ok()
    }

    /// The 8-bit numbers in place, with the tensor of their scales, one for each row.
    pub(crate) fn as_i8(&self) -> Option<(&[i8], &Tensor)> {
        self.as_i8_slice().zip(self.scale.as_deref())
    }

    /// The 8-bit numbers in place, whatever they mean.
    pub(crate) fn as_i8_slice(&self) -> Option<&[i8]> {
        if self.dtype != DType::I8 {
            return None;
        }
        zerocopy::FromBytes::ref_from_bytes(self.bytes()).ok()
    }

    /// The numbers as 32-bit floats.
    pub(crate) fn to_f32(&self) -> Result<Vec<f32>> {
        let mut numbers = vec![0.0; self.len()];
        self.copy_f32_into(&mut numbers)?;
        Ok(numbers)
    }

    /// Writes the numbers as 32-bit floats to `out`, which must be as long as the tensor.
    pub(crate) fn copy_f32_into(&self, out: &mut [f32]) -> Result<()> {
        if out.len() != self.len() {
            let message = format!("{} numbers of tensor {} do not fit {} places", self.len(), self.name, out.len());
            return Err(Error::new(ErrorCode::Internal, message));
        }
        if let Some(scale) = &self.scale {
            convert::scaled_rows_into(self.bytes(), &scale.to_f32()?, out);
            return Ok(());
        }
        if convert::floats_into(self.dtype, self.bytes(), out) {
            return Ok(());
        }
        Err(self.invalid(match self.dtype {
            DType::I8 => format!("holds 8-bit numbers, but there is no tensor {}_scale", self.name),
            dtype => format!("holds {dtype} numbers where floats are expected"),
        }))
    }

    /// Fails where the tensor has another shape, naming both.
    pub(crate) fn expect_shape(&self, expected: &[usize]) -> Result<()> {
        if self.shape == expected {
            return Ok(());
        }
        Err(self.invalid(format!("has the shape {:?}; config.json asks for {expected:?}", self.shape)))
    }

    /// Fails where a number is NaN or infinite, or becomes so as a 32-bit float.
    pub(crate) fn check_finite(&self) -> Result<()> {
        let stored = convert::all_finite(self.dtype, self.bytes());
        if !stored {
            return Err(self.invalid("holds numbers that are not finite (NaN or infinity); download the file again"));
        }
        self.scale.as_deref().map_or(Ok(()), Self::check_finite)
    }

    /// Joins 8-bit numbers with their scales: one for each row.
    pub(super) fn with_scale(mut self, scale: Tensor) -> Result<Self> {
        let rows = self.shape.first().copied().unwrap_or(1);
        let per_row = matches!(scale.shape.as_slice(), [count] | [count, 1] if *count == rows);
        if !per_row || !scale.dtype.is_float() {
            let found = format!("has the shape {:?} of {} numbers", scale.shape, scale.dtype);
            return Err(
                scale.invalid(format!("{found}; scales must be [{rows}] or [{rows}, 1] floats, one for each row"))
            );
        }
        self.scale = Some(Box::new(scale));
        Ok(self)
    }

    /// A copy in the order of the shape of a tensor whose neighbours lie `strides` numbers apart.
    pub(super) fn gather(&self, strides: &[usize]) -> Result<Self> {
        let bytes = strided::gather(self.bytes(), self.dtype.size(), &self.shape, strides)
            .ok_or_else(|| self.invalid("reaches beyond its storage"))?;
        Ok(Self { data: Data::Copied(bytes.into()), ..self.clone() })
    }

    fn invalid(&self, what: impl std::fmt::Display) -> Error {
        self.file.invalid(format_args!("tensor {} {what}", super::shown(&self.name)))
    }
}
