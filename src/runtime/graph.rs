//! Building a graph in memory through ONNX Runtime's graph editor: weights to session with no file in between.

use ort::editor::{Graph, Model, Node, ONNX_DOMAIN, Opset};
use ort::memory::{AllocationDevice, Allocator, AllocatorType, MemoryInfo, MemoryType};
use ort::operator::Attribute;
use ort::value::{Outlet, Shape, SymbolicDimensions, TensorElementType, ValueType};
use ort::{AsPointer, api};

use super::session::{Session, SessionOptions, builder};
use super::{environment, failed};
use crate::error::Result;

const MICROSOFT_DOMAIN: &str = "com.microsoft";

/// ONNX Runtime refuses external initialisers up to this size and wants them copied (kSmallTensorExternalDataThreshold).
const SMALL_BYTES: usize = 127;

/// Memory that a graph may point into instead of copying it.
///
/// An implementation returns the same memory on every call and never changes it: a session reads it for as long as
/// both live.
pub(crate) trait Lend: Send + Sync {
    /// The numbers.
    fn floats(&self) -> &[f32];
}

/// Numbers that a graph holds.
pub(crate) enum Weight {
    /// In memory of their own.
    Owned(Vec<f32>),
    /// Lent, without a copy.
    Lent(Box<dyn Lend>),
}

impl Weight {
    fn floats(&self) -> &[f32] {
        match self {
            Self::Owned(floats) => floats,
            Self::Lent(lender) => lender.floats(),
        }
    }
}

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
    MultiHeadAttention {
        heads: i64,
    },
    /// With the error function.
    Gelu,
    /// With tanh.
    FastGelu,
    Relu,
    Tanh,
}

impl Operator {
    fn name(self) -> &'static str {
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
        }
    }

    fn domain(self) -> &'static str {
        match self {
            Self::SkipLayerNormalization { .. } | Self::MultiHeadAttention { .. } | Self::Gelu | Self::FastGelu => {
                MICROSOFT_DOMAIN
            }
            _ => ONNX_DOMAIN,
        }
    }

    fn attributes(self) -> ort::Result<Vec<Attribute>> {
        Ok(match self {
            Self::Linear => vec![Attribute::new("transB", 1_i64)?],
            Self::LayerNormalization { epsilon } | Self::SkipLayerNormalization { epsilon } => {
                vec![Attribute::new("epsilon", epsilon)?]
            }
            Self::MultiHeadAttention { heads } => vec![Attribute::new("num_heads", heads)?],
            _ => Vec::new(),
        })
    }
}

/// An input of the graph: a vector of 64-bit integers of any length.
pub(crate) struct GraphInput {
    pub(crate) name: &'static str,
}

/// Whose memory the numbers of an initialiser lie in.
enum Memory {
    /// The tensor's own.
    Own,
    /// Ours, which must outlive the session.
    Lent,
}

/// A graph under construction. Values are named; every node makes one.
pub(crate) struct GraphBuilder {
    graph: Graph,
    /// Kept until the session is gone: its initialisers point into them.
    weights: Vec<Weight>,
    nodes: usize,
}

impl GraphBuilder {
    pub(crate) fn new() -> Result<Self> {
        environment()?;
        let graph = Graph::new().map_err(|error| failed("start a graph", error))?;
        Ok(Self { graph, weights: Vec::new(), nodes: 0 })
    }

    /// Adds numbers of the given shape under a name; what is large is not copied.
    pub(crate) fn add_weight(&mut self, name: &str, shape: &[usize], weight: Weight) -> Result<()> {
        let shape: Vec<i64> = shape.iter().map(|&size| size as i64).collect();
        let added = if size_of_val(weight.floats()) <= SMALL_BYTES {
            self.add_copied(name, &shape, weight.floats())
        } else {
            self.add_external(name, &shape, weight)
        };
        added.map_err(|error| failed("take a weight", error))
    }

    /// Adds a vector of integers under a name.
    pub(crate) fn add_integers(&mut self, name: &str, integers: &[i64]) -> Result<()> {
        self.add_copied(name, &[integers.len() as i64], integers).map_err(|error| failed("take a constant", error))
    }

    /// Adds a node; returns the name of the value it makes.
    pub(crate) fn add_node(&mut self, operator: Operator, inputs: &[&str]) -> Result<String> {
        self.nodes += 1;
        let output = format!("{}_{}", operator.name(), self.nodes);
        self.add_named_node(operator, inputs, &output)?;
        Ok(output)
    }

    /// Adds a node that makes the value of the given name.
    pub(crate) fn add_named_node(&mut self, operator: Operator, inputs: &[&str], output: &str) -> Result<()> {
        let node = operator.attributes().and_then(|attributes| {
            let node_name = format!("node_{output}");
            Node::new(operator.name(), operator.domain(), node_name, inputs, [output], attributes)
        });
        node.and_then(|node| self.graph.add_node(node)).map_err(|error| failed("take an operator", error))
    }

    /// Makes the session that computes `output` (f32) from the inputs.
    pub(crate) fn finish(mut self, inputs: &[GraphInput], output: &str, options: &SessionOptions) -> Result<Session> {
        let inputs = inputs.iter().map(|input| outlet(input.name, TensorElementType::Int64, 1));
        let model = self
            .graph
            .set_inputs(inputs)
            .and_then(|()| self.graph.set_outputs([outlet(output, TensorElementType::Float32, 2)]))
            .and_then(|()| Model::new([Opset::new(ONNX_DOMAIN, 17)?, Opset::new(MICROSOFT_DOMAIN, 1)?]))
            .and_then(|mut model| model.set_graph(self.graph).map(|()| model))
            .map_err(|error| failed("close the graph", error))?;
        let session = model.into_session(&builder(options)?).map_err(|error| failed("make a session", error))?;
        Ok(Session::new(session, self.weights))
    }

    /// Not through ort's `add_initializer`: its 2.0.0-rc.15 leaks a handle for each graph that becomes a model.
    fn add_copied<T>(&mut self, name: &str, shape: &[i64], data: &[T]) -> ort::Result<()>
    where
        T: ort::value::PrimitiveTensorElementType + Copy,
    {
        if shape.iter().product::<i64>() != data.len() as i64 {
            return Err(ort::Error::new("the shape of an initialiser does not fit its data"));
        }
        let element = T::into_tensor_element_type().into();
        let (mut value, mut place) = (std::ptr::null_mut(), std::ptr::null_mut());
        let allocator = Allocator::default().ptr().cast_mut();
        // SAFETY: the default allocator lives as long as the runtime; `shape` is valid for its length.
        check(unsafe { (api().CreateTensorAsOrtValue)(allocator, shape.as_ptr(), shape.len(), element, &mut value) })?;
        // SAFETY: `value` is a tensor, made just now.
        check(unsafe { (api().GetTensorMutableData)(value, &mut place) })?;
        // SAFETY: the tensor has room for as many `T` as its shape says, which is `data.len()`.
        unsafe { place.cast::<T>().copy_from_nonoverlapping(data.as_ptr(), data.len()) };
        self.hand_over(name, value, Memory::Own)
    }

    fn add_external(&mut self, name: &str, shape: &[i64], weight: Weight) -> ort::Result<()> {
        let memory = MemoryInfo::new(AllocationDevice::CPU, 0, AllocatorType::Device, MemoryType::Default)?;
        let floats = weight.floats();
        let mut value = std::ptr::null_mut();
        // SAFETY: `floats` is valid for its length, and stays so, at the same address, until the session is released:
        // `self.weights` holds it, the session keeps those, and a lender's memory stays (see `Lend`). Initialisers are
        // only read.
        let status = unsafe {
            (api().CreateTensorWithDataAsOrtValue)(
                memory.ptr(),
                floats.as_ptr().cast_mut().cast(),
                size_of_val(floats),
                shape.as_ptr(),
                shape.len(),
                ort::sys::ONNXTensorElementDataType::ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT,
                &mut value,
            )
        };
        check(status)?;
        self.weights.push(weight);
        self.hand_over(name, value, Memory::Lent)
    }

    /// Gives the graph a value that nothing else uses.
    fn hand_over(&mut self, name: &str, value: *mut ort::sys::OrtValue, memory: Memory) -> ort::Result<()> {
        let name = std::ffi::CString::new(name)?;
        let editor = ort::editor::editor_api()?;
        let external = matches!(memory, Memory::Lent);
        // SAFETY: graph, name and value are valid; the graph takes the value over.
        check(unsafe { (editor.AddInitializerToGraph)(self.graph.ptr().cast_mut(), name.as_ptr(), value, external) })
    }
}

/// The result that a status of ONNX Runtime's C API stands for.
fn check(status: ort::sys::OrtStatusPtr) -> ort::Result<()> {
    // SAFETY: every status comes from one call and is passed here once.
    unsafe { ort::Error::result_from_status(status) }
}

fn outlet(name: &str, ty: TensorElementType, rank: usize) -> Outlet {
    let shape = Shape::new(vec![-1; rank]);
    Outlet::new(name, ValueType::Tensor { ty, shape, dimension_symbols: SymbolicDimensions::empty(rank) })
}
