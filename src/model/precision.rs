//! What numbers a model's matrix products are computed with.

use crate::runtime::{Arithmetic, Placement};

/// The numbers that the encoder's matrix products are computed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Precision {
    /// 32-bit floats.
    F32,
    /// 8-bit integers: weights with a scale for each output, inputs with one scale for each product of a run.
    ///
    /// A third of the time and of the memory; scores differ a little from those of 32-bit floats. Only windows of one text
    /// share a run, so that no answer depends on what else is asked. Processors without VNNI (x86-64) would overflow on
    /// 8-bit weights, so these get 7 bits there.
    Int8,
    /// 16-bit floats (IEEE 754: 11 significant bits, up to 65,504) for weights and all that is computed from them. Goes with
    /// [`Cuda`](crate::Provider::Cuda) alone. Half of the memory of 32-bit floats; scores differ a little from theirs.
    F16,
    /// Products of bfloat16, summed in 32-bit floats. Of all providers only OpenVINO computes in it.
    Bf16,
    /// [`Int8`](Self::Int8) where the processor has instructions for it (AVX-512 VNNI or AVX-VNNI on x86-64, the dot
    /// product on Arm), else [`F32`](Self::F32); other
    /// providers than the processor's compute in `F32`.
    Auto,
}

impl Precision {
    /// The name in options and reports: `f32`, `f16`, `int8`, `bf16`, `auto`.
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Int8 => "int8",
            Self::Bf16 => "bf16",
            Self::Auto => "auto",
        }
    }

    /// The precision of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::F32, Self::F16, Self::Int8, Self::Bf16, Self::Auto].into_iter().find(|known| known.name() == name)
    }

    /// What a provider for it must compute with.
    pub(super) fn arithmetic(self) -> Arithmetic {
        match self {
            Self::F32 | Self::Auto => Arithmetic::F32,
            Self::F16 => Arithmetic::F16,
            Self::Int8 => Arithmetic::Int8,
            Self::Bf16 => Arithmetic::Bf16,
        }
    }

    /// What it means on a provider: never `Auto`.
    pub(super) fn on(self, placement: &Placement) -> Self {
        match self {
            Self::Auto if placement.is_cpu() && is_fast() => Self::Int8,
            Self::Auto => Self::F32,
            fixed => fixed,
        }
    }
}

/// The largest 8-bit weight that this processor multiplies exactly.
///
/// ONNX Runtime multiplies unsigned inputs, up to 255, with signed weights. Without VNNI, x86-64 adds two such products
/// in 16 bits and cuts what does not fit; 2 × 255 × 64 does.
pub(super) fn largest_weight() -> f32 {
    if cfg!(target_arch = "x86_64") && !is_fast() { 64.0 } else { 127.0 }
}

#[cfg(target_arch = "x86_64")]
fn is_fast() -> bool {
    std::is_x86_feature_detected!("avx512vnni") || std::is_x86_feature_detected!("avxvnni")
}

#[cfg(target_arch = "aarch64")]
fn is_fast() -> bool {
    std::arch::is_aarch64_feature_detected!("dotprod")
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn is_fast() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_precision_is_found_by_its_name() {
        for precision in [Precision::F32, Precision::F16, Precision::Int8, Precision::Bf16, Precision::Auto] {
            assert_eq!(Precision::from_name(precision.name()), Some(precision));
        }
        assert_eq!(Precision::from_name("INT8"), None);
    }

    #[test]
    fn weights_have_all_8_bits_exactly_where_their_products_are_exact() {
        assert_eq!(largest_weight(), if is_fast() || cfg!(not(target_arch = "x86_64")) { 127.0 } else { 64.0 });
    }
}
