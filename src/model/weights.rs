//! A checkpoint's tensors under the names that a family gives them, checked and handed to a graph.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::checkpoint::{Checkpoint, Tensor};
use super::config::Config;
use super::precision::{self, Precision};
use super::quantize::{Layout, Quantized};
use crate::error::{Error, ErrorCode, Result};
use crate::runtime::{Floats, GraphBuilder, Lend, Numbers, Weight, available_threads};

/// Prefixes of the encoder's tensors: in a model with a head, and in a bare encoder.
const PREFIXES: [&str; 3] = ["roberta.", "bert.", ""];

const WORD_EMBEDDINGS: &str = "embeddings.word_embeddings.weight";

impl Lend for Tensor {
    fn numbers(&self) -> Numbers<'_> {
        match self.as_i8_slice() {
            Some(bytes) => Numbers::Bytes(bytes),
            None => Numbers::Floats(self.as_f32_slice().unwrap_or_default()),
        }
    }
}

/// The tensors of one model.
pub(super) struct Weights<'a> {
    checkpoint: &'a Checkpoint,
    prefix: &'static str,
    precision: Precision,
    /// Matrices that the graph names and that are still to be quantized: all of them at once, on all threads.
    queue: RefCell<Vec<Queued>>,
    /// Names of the others that the graph holds, as a family names them.
    used: RefCell<BTreeMap<String, Tensor>>,
}

/// A tensor as a compiled folder holds it.
pub(super) struct CompiledTensor {
    pub(super) shape: Vec<usize>,
    pub(super) weight: Weight,
}

/// A matrix to be quantized.
struct Queued {
    name: String,
    shape: [usize; 2],
    layout: Layout,
}

impl<'a> Weights<'a> {
    /// The tensors for a graph of this precision, which is not `Auto`.
    pub(super) fn new(checkpoint: &'a Checkpoint, config: &Config, precision: Precision) -> Result<Self> {
        let has = |prefix: &&&str| checkpoint.contains(&format!("{prefix}{WORD_EMBEDDINGS}"));
        let prefix = PREFIXES.iter().find(has).ok_or_else(|| {
            let message = format!(
                "{} holds no {WORD_EMBEDDINGS} under any of the prefixes of {} models; is it the weights of another model?",
                checkpoint.path(),
                config.family.name()
            );
            Error::new(ErrorCode::WeightsInvalid, message)
        })?;
        Ok(Self { checkpoint, prefix, precision, queue: RefCell::default(), used: RefCell::default() })
    }

    /// Whether the checkpoint has a tensor of that full name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.checkpoint.contains(name)
    }

    /// Whether the checkpoint has a tensor `name` that is not the same numbers as `other`.
    pub(super) fn differ(&self, name: &str, other: &str) -> Result<bool> {
        let (Some(one), Some(other)) = (self.checkpoint.tensor(name)?, self.checkpoint.tensor(other)?) else {
            return Ok(self.has(name));
        };
        Ok(!one.is_same_as(&other))
    }

    /// The full name of a tensor of the encoder.
    pub(super) fn encoder_name(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// The name of the word embeddings, which a masked-LM head shares.
    pub(super) fn word_embeddings(&self) -> String {
        self.encoder_name(WORD_EMBEDDINGS)
    }

    /// Whether the graph's large matrices are 8-bit numbers.
    pub(super) fn is_quantized(&self) -> bool {
        self.precision == Precision::Int8
    }

    /// What the graph's floats are.
    pub(super) fn floats(&self) -> Floats {
        if self.precision == Precision::F16 { Floats::F16 } else { Floats::F32 }
    }

    /// The checked tensor of that full name.
    pub(super) fn tensor(&self, name: &str, shape: &[usize]) -> Result<Tensor> {
        let tensor = find(self.checkpoint, name, shape)?;
        self.used.borrow_mut().insert(name.to_owned(), tensor.clone());
        Ok(tensor)
    }

    /// Fails where a classifier has not one row per label.
    pub(super) fn check_label_count(&self, name: &str, labels: usize) -> Result<()> {
        let rows = self.checkpoint.tensor(name)?.and_then(|tensor| tensor.shape().first().copied());
        match rows {
            Some(rows) if rows != labels => Err(Error::new(
                ErrorCode::LabelsInvalid,
                format!(
                    "{}: tensor {name} has {rows} rows, but config.json names {labels} labels; id2label must name one \
                     label for each row",
                    self.checkpoint.path()
                ),
            )),
            _ => Ok(()),
        }
    }

    /// Adds a tensor that runs read in place: a table or a vector. It is copied, so that a file which changes while
    /// the model is loaded cannot take the process down.
    pub(super) fn add_table(&self, graph: &mut GraphBuilder, name: &str, shape: &[usize]) -> Result<()> {
        let floats = self.tensor(name, shape)?.to_f32()?;
        graph.add_weight(name, shape, Weight::Owned(floats))
    }

    /// Adds the weight of a [`Linear`](crate::runtime::Operator::Linear), `[out, in]`. It is lent from the file's map
    /// where it is f32: ONNX Runtime repacks it for the processor as the session is made, and reads only that after.
    pub(super) fn add_linear(&self, graph: &mut GraphBuilder, name: &str, shape: &[usize]) -> Result<()> {
        let weight = floats(self.tensor(name, shape)?)?;
        graph.add_weight(name, shape, weight)
    }

    /// Has the matrix of that name added as 8-bit numbers, by [`add_queued`](Self::add_queued); returns the name of its
    /// scales. They are `[rows, 1]` beside rows, `[rows]` beside columns.
    pub(super) fn queue(&self, name: &str, shape: [usize; 2], layout: Layout) -> String {
        let mut queue = self.queue.borrow_mut();
        if !queue.iter().any(|queued| queued.name == name) {
            queue.push(Queued { name: name.to_owned(), shape, layout });
        }
        scales_of(name)
    }

    /// Quantizes what was queued, on this many threads, and adds it.
    pub(super) fn add_queued(&self, graph: &mut GraphBuilder, threads: usize) -> Result<()> {
        for (queued, quantized) in self.quantize_queued(threads) {
            let [(scales_name, scales), (name, numbers)] = in_graph(&queued, quantized?);
            graph.add_weight(&scales_name, &scales.shape, scales.weight)?;
            graph.add_weight(&name, &numbers.shape, numbers.weight)?;
        }
        Ok(())
    }

    /// All tensors of the graph that was built with these weights, as a compiled folder holds them.
    pub(super) fn compiled(&self, threads: usize) -> Result<BTreeMap<String, CompiledTensor>> {
        let mut compiled = BTreeMap::new();
        for (queued, quantized) in self.quantize_queued(threads) {
            let [(_, scales), (_, numbers)] = in_graph(&queued, quantized?);
            let [name, scales_name] = in_file(&queued);
            compiled.extend([(name, numbers), (scales_name, scales)]);
        }
        for (name, tensor) in self.used.take() {
            let shape = tensor.shape().to_vec();
            compiled.insert(name, CompiledTensor { shape, weight: floats(tensor)? });
        }
        Ok(compiled)
    }

    fn quantize_queued(&self, threads: usize) -> Vec<(Queued, Result<Quantized>)> {
        let mut queue = self.queue.take();
        // The last is taken first: the largest, so that no thread ends long after the others.
        queue.sort_by_key(|queued| queued.shape[0] * queued.shape[1]);
        let threads = threads.min(queue.len()).min(available_threads());
        let (queue, done) = (Mutex::new(queue), Mutex::new(Vec::new()));
        let checkpoint = self.checkpoint;
        let work = || {
            while let Some(queued) = next(&queue) {
                let quantized = quantize(checkpoint, &queued);
                lock(&done).push((queued, quantized));
            }
        };
        thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        done.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn next(queue: &Mutex<Vec<Queued>>) -> Option<Queued> {
    lock(queue).pop()
}

fn quantize(checkpoint: &Checkpoint, queued: &Queued) -> Result<Quantized> {
    let largest = precision::largest_weight();
    let [name, scales] = in_file(queued);
    if queued.layout == Layout::Columns && checkpoint.contains(&name) {
        let [rows, width] = queued.shape;
        let (columns, scales) = (find(checkpoint, &name, &[width, rows])?, find(checkpoint, &scales, &[rows])?);
        return Quantized::from_columns(columns, &scales, largest);
    }
    Quantized::new(&find(checkpoint, &queued.name, &queued.shape)?, largest, queued.layout)
}

/// The scales and the numbers of a matrix, with their names in the graph.
fn in_graph(queued: &Queued, quantized: Quantized) -> [(String, CompiledTensor); 2] {
    let [rows, width] = queued.shape;
    let (shape, scales_shape) = match queued.layout {
        Layout::Rows => (vec![rows, width], vec![rows, 1]),
        Layout::Columns => (vec![width, rows], vec![rows]),
    };
    let scales = CompiledTensor { shape: scales_shape, weight: Weight::Owned(quantized.scales) };
    let numbers = CompiledTensor { shape, weight: quantized.numbers };
    [(scales_of(&queued.name), scales), (queued.name.clone(), numbers)]
}

/// The names in a compiled folder of a matrix's numbers and scales. Rows are named as compressed-tensors does; it has no
/// columns.
fn in_file(queued: &Queued) -> [String; 2] {
    let name = &queued.name;
    match queued.layout {
        Layout::Rows => [name.clone(), scales_of(name)],
        Layout::Columns => [format!("{name}_columns"), format!("{name}_column_scales")],
    }
}

fn scales_of(name: &str) -> String {
    format!("{name}_scale")
}

/// A tensor as 32-bit floats, without a copy where it is that.
fn floats(tensor: Tensor) -> Result<Weight> {
    Ok(if tensor.as_f32_slice().is_some() { Weight::Lent(Box::new(tensor)) } else { Weight::Owned(tensor.to_f32()?) })
}

/// The tensor of that full name, checked.
fn find(checkpoint: &Checkpoint, name: &str, shape: &[usize]) -> Result<Tensor> {
    let tensor = match checkpoint.tensor(name)? {
        Some(tensor) => Some(tensor),
        None => old_name(name).map_or(Ok(None), |old| checkpoint.tensor(&old))?,
    };
    let Some(tensor) = tensor else {
        let message = format!(
            "{} has no tensor {name}, which config.json asks for; is config.json that of another model?",
            checkpoint.path()
        );
        return Err(Error::new(ErrorCode::WeightsInvalid, message));
    };
    tensor.expect_shape(shape)?;
    tensor.check_finite()?;
    Ok(tensor)
}

/// The name that BERT checkpoints converted from TensorFlow give a LayerNorm tensor.
fn old_name(name: &str) -> Option<String> {
    let base = name.strip_suffix("LayerNorm.weight").map(|base| (base, "gamma"));
    let (base, old) = base.or_else(|| name.strip_suffix("LayerNorm.bias").map(|base| (base, "beta")))?;
    Some(format!("{base}LayerNorm.{old}"))
}
