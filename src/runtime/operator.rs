//! The operators of the graphs that are built here, as ONNX and ONNX Runtime name them.

use ort::editor::ONNX_DOMAIN;
use ort::operator::Attribute;

pub(super) const MICROSOFT_DOMAIN: &str = "com.microsoft";

/// Types as ONNX numbers them (TensorProto.DataType).
const ONNX_FLOAT: i64 = 1;
const ONNX_UINT8: i64 = 2;
const ONNX_INT32: i64 = 6;

/// The operators that encoder graphs are made of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Operator {
    Add,
    /// Rows of the first input at the positions of the second.
    Gather,
    /// `x · wᵀ + b`, with the weight as PyTorch's `Linear` stores it: `[out, in]`.
    Linear,
    MatMul,
    Transpose,
    Reshape,
    LayerNormalization {
        epsilon: f32,
    },
    /// `LayerNormalization(input + skip)`.
    SkipLayerNormalization {
        epsilon: f32,
    },
    /// Of queries, keys and values, each `[windows, rows, width]`; for windows of several lengths then an input left out, and
    /// what [`add_keys`](super::graph::GraphBuilder::add_keys) makes.
    MultiHeadAttention {
        heads: i64,
        /// Width of each head.
        size: i64,
    },
    /// With the error function.
    Gelu,
    /// With tanh.
    FastGelu,
    Relu,
    Tanh,
    /// `x · w + b` on 8-bit numbers, with the weight `[in, out]` and a scale for each of its columns. The input gets one
    /// scale, from its smallest and largest number.
    QuantizedLinear,
    /// A product of 8-bit matrices less their zero points, as 32-bit integers.
    IntegerMatMul,
    /// To 32-bit floats.
    ToFloat,
    /// To 32-bit integers.
    ToInteger,
    /// To unsigned 8-bit numbers.
    ToUnsignedByte,
    Mul,
    Div,
    Abs,
    Max,
    /// To the nearest whole number, halves to the even one.
    Round,
    /// The largest number of each row, `[rows, 1]`.
    RowMax,
}

impl Operator {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Gather => "Gather",
            Self::Linear => "Gemm",
            Self::MatMul => "MatMul",
            Self::Transpose => "Transpose",
            Self::Reshape => "Reshape",
            Self::LayerNormalization { .. } => "LayerNormalization",
            Self::SkipLayerNormalization { .. } => "SkipLayerNormalization",
            Self::MultiHeadAttention { .. } => "MultiHeadAttention",
            Self::Gelu => "Gelu",
            Self::FastGelu => "FastGelu",
            Self::Relu => "Relu",
            Self::Tanh => "Tanh",
            Self::QuantizedLinear => "DynamicQuantizeMatMul",
            Self::IntegerMatMul => "MatMulInteger",
            Self::ToFloat | Self::ToInteger | Self::ToUnsignedByte => "Cast",
            Self::Mul => "Mul",
            Self::Div => "Div",
            Self::Abs => "Abs",
            Self::Max => "Max",
            Self::Round => "Round",
            Self::RowMax => "ReduceMax",
        }
    }

    pub(super) fn domain(self) -> &'static str {
        match self {
            Self::SkipLayerNormalization { .. }
            | Self::MultiHeadAttention { .. }
            | Self::Gelu
            | Self::FastGelu
            | Self::QuantizedLinear => MICROSOFT_DOMAIN,
            _ => ONNX_DOMAIN,
        }
    }

    pub(super) fn attributes(self) -> ort::Result<Vec<Attribute>> {
        Ok(match self {
            Self::Linear => vec![Attribute::new("transB", 1_i64)?],
            Self::LayerNormalization { epsilon } | Self::SkipLayerNormalization { epsilon } => {
                vec![Attribute::new("epsilon", epsilon)?]
            }
            Self::MultiHeadAttention { heads, .. } => vec![Attribute::new("num_heads", heads)?],
            Self::ToFloat => vec![Attribute::new("to", ONNX_FLOAT)?],
            Self::ToInteger => vec![Attribute::new("to", ONNX_INT32)?],
            Self::ToUnsignedByte => vec![Attribute::new("to", ONNX_UINT8)?],
            Self::RowMax => vec![Attribute::new("axes", vec![1_i64])?],
            _ => Vec::new(),
        })
    }
}
