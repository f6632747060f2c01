//! Building a graph in memory through ONNX Runtime's graph editor: weights to session with no file in between.

use half::f16;
use half::slice::HalfFloatSliceExt as _;
use ort::editor::{Graph, Model, Node, ONNX_DOMAIN, Opset};
use ort::memory::{AllocationDevice, Allocator, AllocatorType, MemoryInfo, MemoryType};
use ort::operator::Attribute;
use ort::session::builder::SessionBuilder;
use ort::value::{Outlet, Shape, SymbolicDimensions, TensorElementType, ValueType};
use ort::{AsPointer, api};
use zerocopy::{FromBytes as _, IntoBytes as _};

use super::memory::{self, Block, Numbers, Weight};
use super::operator::{MICROSOFT_DOMAIN, Operator};
use super::provider::Placement;
use super::session::{Session, SessionOptions, builder};
use super::{check, environment, failed, plain};
use crate::error::{Error, ErrorCode, Result};

/// ONNX Runtime refuses external initialisers up to this size and wants them copied (kSmallTensorExternalDataThreshold).
const SMALL_BYTES: usize = 127;

/// Which operators a graph is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// ONNX's and those that ONNX Runtime adds, each of which does the work of several.
    Fused,
    /// ONNX's alone, for providers that know no others.
    Plain,
}

impl Dialect {
    /// What a provider takes.
    pub(crate) fn of(placement: &Placement) -> Self {
        if placement.is_plain() { Self::Plain } else { Self::Fused }
    }
}

/// What the floats of a graph are: its weights, and all that is computed from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Floats {
    /// 32 bits each.
    F32,
    /// 16 bits each, 11 of them significant; none is larger than 65,504.
    F16,
}

/// An input of the graph: a vector of 64-bit integers.
pub(crate) struct GraphInput {
    pub(crate) name: &'static str,
    /// `None` for any.
    pub(crate) length: Option<usize>,
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
    /// Of all that were added.
    weights_bytes: usize,
    nodes: usize,
    dialect: Dialect,
    floats: Floats,
}

impl GraphBuilder {
    pub(crate) fn new(dialect: Dialect, floats: Floats) -> Result<Self> {
        environment()?;
        let graph = Graph::new().map_err(|error| failed("start a graph", error))?;
        Ok(Self { graph, weights: Vec::new(), weights_bytes: 0, nodes: 0, dialect, floats })
    }

    /// Adds numbers of the given shape under a name, floats as those of the graph; what is large and as the graph wants
    /// it is not copied.
    ///
    /// # Errors
    /// [`InvalidOption`](ErrorCode::InvalidOption) for a number that the floats of the graph cannot hold.
    pub(crate) fn add_weight(&mut self, name: &str, shape: &[usize], weight: Weight) -> Result<()> {
        let shape: Vec<i64> = shape.iter().map(|&size| size as i64).collect();
        self.weights_bytes += match weight.numbers() {
            Numbers::Floats(floats) if self.floats == Floats::F16 => size_of_val(floats) / 2,
            numbers => numbers.size(),
        };
        let added = match weight.numbers() {
            Numbers::Floats(floats) if self.floats == Floats::F16 => return self.add_halves(name, &shape, floats),
            Numbers::Floats(floats) if size_of_val(floats) <= SMALL_BYTES => self.add_copied(name, &shape, floats),
            Numbers::Bytes(bytes) if bytes.len() <= SMALL_BYTES => self.add_copied(name, &shape, bytes),
            _ => self.add_external(name, &shape, weight),
        };
        added.map_err(|error| failed("take a weight", error))
    }

    /// The size of all weights that were added, in bytes.
    pub(crate) fn weights_bytes(&self) -> usize {
        self.weights_bytes
    }

    /// Adds a vector of integers under a name.
    pub(crate) fn add_integers(&mut self, name: &str, integers: &[i64]) -> Result<()> {
        self.add_copied(name, &[integers.len() as i64], integers).map_err(|error| failed("take a constant", error))
    }

    /// Adds a node; returns the name of the value it makes.
    pub(crate) fn add_node(&mut self, operator: Operator, inputs: &[&str]) -> Result<String> {
        let output = self.new_name(operator.name());
        self.add_named_node(operator, inputs, &output)?;
        Ok(output)
    }

    /// Adds a node that makes the value of the given name.
    pub(crate) fn add_named_node(&mut self, operator: Operator, inputs: &[&str], output: &str) -> Result<()> {
        if self.dialect == Dialect::Plain && plain::add(self, operator, inputs, output)? {
            return Ok(());
        }
        let attributes = operator.attributes().map_err(|error| failed("take an attribute", error))?;
        self.add_raw_node([operator.name(), operator.domain()], attributes, inputs, output)
    }

    /// Adds what [`MultiHeadAttention`](Operator::MultiHeadAttention) takes as the keys of windows with these `lengths`, of
    /// which the `shape` is laid out: windows, rows of each, width.
    pub(crate) fn add_keys(&mut self, lengths: &str, shape: &str, output: &str) -> Result<()> {
        match self.dialect {
            Dialect::Fused => self.add_named_node(Operator::ToInteger, &[lengths], output),
            Dialect::Plain => plain::add_keys(self, lengths, shape, output),
        }
    }

    /// A name for a value that no other has.
    pub(super) fn new_name(&mut self, operator: &str) -> String {
        self.nodes += 1;
        format!("{operator}_{}", self.nodes)
    }

    /// Adds a node of any operator, given by its name and domain.
    pub(super) fn add_raw_node(
        &mut self,
        [name, domain]: [&str; 2],
        attributes: Vec<Attribute>,
        inputs: &[&str],
        output: &str,
    ) -> Result<()> {
        Node::new(name, domain, format!("node_{output}"), inputs, [output], attributes)
            .and_then(|node| self.graph.add_node(node))
            .map_err(|error| failed("take an operator", error))
    }

    /// Makes the session that computes `output` from the inputs.
    pub(crate) fn finish(self, inputs: &[GraphInput], output: &str, options: &SessionOptions) -> Result<Session> {
        self.commit(inputs, output, builder(options)?, &options.placement)
    }

    fn commit(
        mut self,
        inputs: &[GraphInput],
        output: &str,
        builder: SessionBuilder,
        placement: &Placement,
    ) -> Result<Session> {
        let inputs = inputs.iter().map(|input| {
            let length = input.length.map_or(-1, |length| length as i64);
            outlet(input.name, TensorElementType::Int64, &[length])
        });
        let floats = match self.floats {
            Floats::F32 => TensorElementType::Float32,
            Floats::F16 => TensorElementType::Float16,
        };
        let model = self
            .graph
            .set_inputs(inputs)
            .and_then(|()| self.graph.set_outputs([outlet(output, floats, &[-1, -1])]))
            .and_then(|()| Model::new([Opset::new(ONNX_DOMAIN, 17)?, Opset::new(MICROSOFT_DOMAIN, 1)?]))
            .and_then(|mut model| model.set_graph(self.graph).map(|()| model))
            .map_err(|error| failed("close the graph", error))?;
        let session = model.into_session(&builder).map_err(|error| placement.failed("make a session", error))?;
        Session::new(session, self.weights, placement)
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
        let value = match weight {
            Weight::Given(block) => given_tensor(block, shape, TensorElementType::Int8)?,
            kept => {
                let value = lent_tensor(kept.numbers(), shape)?;
                self.weights.push(kept);
                value
            }
        };
        self.hand_over(name, value, Memory::Lent)
    }

    /// Adds floats as those of 16 bits. Many are given away, so that none stay here once a device has its own.
    fn add_halves(&mut self, name: &str, shape: &[i64], floats: &[f32]) -> Result<()> {
        let added = if floats.len() * size_of::<f16>() <= SMALL_BYTES {
            let mut halves = vec![f16::ZERO; floats.len()];
            narrow(name, floats, &mut halves)?;
            self.add_copied(name, shape, &halves)
        } else {
            let mut block = Block::new(floats.len() * size_of::<f16>())?;
            narrow(name, floats, <[f16]>::mut_from_bytes(block.as_mut_bytes()).unwrap_or_default())?;
            given_tensor(block, shape, TensorElementType::Float16)
                .and_then(|value| self.hand_over(name, value, Memory::Lent))
        };
        added.map_err(|error| failed("take a weight", error))
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

/// Makes a session of one node with a builder, and forgets it.
pub(super) fn try_out(builder: SessionBuilder, placement: &Placement) -> Result<()> {
    let mut graph = GraphBuilder::new(Dialect::of(placement), Floats::F32)?;
    graph.add_weight("table", &[2, 1], Weight::Owned(vec![0.0, 1.0]))?;
    graph.add_named_node(Operator::Gather, &["table", "rows"], "out")?;
    graph.commit(&[GraphInput { name: "rows", length: None }], "out", builder, placement).map(drop)
}

/// Writes floats, each as the nearest of 16 bits, to as many places.
fn narrow(name: &str, floats: &[f32], halves: &mut [f16]) -> Result<()> {
    halves.convert_from_f32_slice(floats);
    if halves.iter().all(|half| half.is_finite()) {
        return Ok(());
    }
    let message = format!(
        "the weight {name} holds numbers beyond 65504, the largest of the precision f16; use the precision f32"
    );
    Err(Error::new(ErrorCode::InvalidOption, message))
}

/// A tensor that points to numbers which must stay, at the same address, until the session is released: the caller keeps
/// them beside it, and a lender's memory stays (see [`Lend`](super::memory::Lend)). Initialisers are only read.
fn lent_tensor(numbers: Numbers<'_>, shape: &[i64]) -> ort::Result<*mut ort::sys::OrtValue> {
    let memory = MemoryInfo::new(AllocationDevice::CPU, 0, AllocatorType::Device, MemoryType::Default)?;
    let (place, element) = match numbers {
        Numbers::Floats(floats) => (floats.as_ptr().cast_mut().cast(), TensorElementType::Float32),
        Numbers::Bytes(bytes) => (bytes.as_ptr().cast_mut().cast(), TensorElementType::Int8),
    };
    let mut value = std::ptr::null_mut();
    // SAFETY: `place` is valid for as many bytes as `numbers` has, and `shape` for its length.
    check(unsafe {
        (api().CreateTensorWithDataAsOrtValue)(
            memory.ptr(),
            place,
            numbers.size(),
            shape.as_ptr(),
            shape.len(),
            element.into(),
            &mut value,
        )
    })?;
    Ok(value)
}

/// A tensor that frees its numbers as soon as ONNX Runtime has no more use for them: once it has repacked them, or
/// has them on a device.
fn given_tensor(block: Block, shape: &[i64], element: TensorElementType) -> ort::Result<*mut ort::sys::OrtValue> {
    let (length, place) = (block.len(), memory::give(block));
    let mut value = std::ptr::null_mut();
    // SAFETY: `place` is valid for `length` bytes until the allocator is asked to free it; the allocator is static.
    let status = unsafe {
        (api().CreateTensorWithDataAndDeleterAsOrtValue)(
            memory::freeing_allocator(),
            place,
            length,
            shape.as_ptr(),
            shape.len(),
            element.into(),
            &mut value,
        )
    };
    check(status).inspect_err(|_| memory::take_back(place))?;
    Ok(value)
}

fn outlet(name: &str, ty: TensorElementType, shape: &[i64]) -> Outlet {
    let (rank, shape) = (shape.len(), Shape::new(shape.to_vec()));
    Outlet::new(name, ValueType::Tensor { ty, shape, dimension_symbols: SymbolicDimensions::empty(rank) })
}
