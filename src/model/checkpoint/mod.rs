//! Weights files as data: safetensors and PyTorch's formats, whole or in shards. Nothing in a file is executed.
//!
//! Files are mapped, tensors are slices of them. Everything a file says about itself (lengths, offsets, shapes) is
//! checked when the checkpoint is opened; the numbers themselves are read only when asked for.

mod convert;
#[cfg(test)]
mod damage_tests;
mod dtype;
mod pytorch;
mod safetensors;
mod shards;
mod strided;
mod tensor;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::Arc;

use self::dtype::{DType, element_count};
use self::tensor::Data;
pub(crate) use self::tensor::Tensor;
use super::files::{FileBytes, ModelFiles};
use crate::error::{Error, ErrorCode, Result};

/// How a weights file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Safetensors,
    Pytorch,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Safetensors => "safetensors",
            Self::Pytorch => "pytorch",
        }
    }

    fn read(self, file: &Arc<WeightsFile>) -> Result<Tensors> {
        match self {
            Self::Safetensors => safetensors::read(file),
            Self::Pytorch => pytorch::read(file),
        }
    }
}

/// Where an ONNX export lies, best first: in the folder itself, and as the hub's folders have it. One is looked for where
/// there are no weights, and read by ONNX Runtime alone.
pub(crate) const EXPORTS: [&str; 2] = ["model.onnx", "onnx/model.onnx"];

/// The files that can hold weights, best first: the name, whether it is an index of shards, and the format.
const SOURCES: [(&str, Layout, Format); 4] = [
    ("model.safetensors", Layout::Whole, Format::Safetensors),
    ("model.safetensors.index.json", Layout::Shards, Format::Safetensors),
    ("pytorch_model.bin", Layout::Whole, Format::Pytorch),
    ("pytorch_model.bin.index.json", Layout::Shards, Format::Pytorch),
];

#[derive(Debug, Clone, Copy)]
enum Layout {
    Whole,
    Shards,
}

/// Tensors by name.
type Tensors = BTreeMap<Arc<str>, Stored>;

/// A tensor as it lies in its file.
#[derive(Debug)]
struct Stored {
    tensor: Tensor,
    /// How far apart neighbours of each dimension lie, in numbers, where they are not in the order of the shape.
    strides: Option<Vec<usize>>,
}

impl Stored {
    /// The tensor with its numbers in the order of its shape.
    fn in_order(&self) -> Result<Tensor> {
        self.strides.as_ref().map_or_else(|| Ok(self.tensor.clone()), |strides| self.tensor.gather(strides))
    }
}

/// A weights file and its name in messages.
#[derive(Debug)]
struct WeightsFile {
    path: String,
    bytes: FileBytes,
}

impl WeightsFile {
    fn open(files: &ModelFiles, name: &str) -> Result<Option<Arc<Self>>> {
        let Some(bytes) = files.open(name)? else {
            return Ok(None);
        };
        let file = Self { path: files.path_of(name), bytes };
        if file.bytes.starts_with(b"version https://git-lfs") {
            return Err(file.invalid("this is a Git LFS pointer, not the weights; run `git lfs pull` in the folder"));
        }
        Ok(Some(Arc::new(file)))
    }

    fn invalid(&self, what: impl fmt::Display) -> Error {
        Error::new(ErrorCode::WeightsInvalid, format!("{}: {what}", self.path))
    }
}

/// The weights of a model.
///
/// Thread safety: may be read from any number of threads at once.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    format: Format,
    files: Vec<Arc<WeightsFile>>,
    tensors: Tensors,
    weights_type: DType,
}

impl Checkpoint {
    /// Opens the weights among a model's files: `model.safetensors` or `pytorch_model.bin`, whole or in shards.
    pub(crate) fn open(files: &ModelFiles) -> Result<Self> {
        for (name, layout, format) in SOURCES {
            let Some(file) = WeightsFile::open(files, name)? else {
                continue;
            };
            let (parts, tensors) = match layout {
                Layout::Whole => (vec![file.clone()], format.read(&file)?),
                Layout::Shards => shards::read(files, &file, format)?,
            };
            let tensors = join_scales(unwrap(tensors))?;
            let weights_type = weights_type(&tensors)
                .ok_or_else(|| file.invalid("there are no weights in it; download the file again"))?;
            return Ok(Self { format, files: parts, tensors, weights_type });
        }
        Err(no_weights(files))
    }

    /// The tensor of that name, or `None` where there is none.
    pub(crate) fn tensor(&self, name: &str) -> Result<Option<Tensor>> {
        self.tensors.get(name).map(Stored::in_order).transpose()
    }

    /// Whether the files of a model hold weights in one of these formats.
    pub(crate) fn exists(files: &ModelFiles) -> bool {
        SOURCES.iter().any(|(name, ..)| files.exists(name))
    }

    /// Whether there is a tensor of that name.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// The weights file as messages name it; the first of several.
    pub(crate) fn path(&self) -> &str {
        self.files.first().map_or("the weights", |file| &file.path)
    }

    /// `safetensors` or `pytorch`.
    pub(crate) fn format(&self) -> &'static str {
        self.format.name()
    }

    /// How most of the weights are stored, `i8` where any are 8-bit numbers with scales.
    pub(crate) fn weights_type(&self) -> &'static str {
        self.weights_type.name()
    }

    /// Trained numbers; those that tensors share are counted once, and scales and integer tables not at all.
    pub(crate) fn parameters(&self) -> u64 {
        let mut seen = HashSet::new();
        let tensors = self.tensors.values().map(|stored| &stored.tensor).filter(|tensor| is_weight(tensor));
        let own = tensors.filter(|tensor| match &tensor.data {
            Data::InFile(range) => seen.insert((Arc::as_ptr(&tensor.file), range.clone())),
            Data::Copied(_) => true,
        });
        own.map(|tensor| tensor.len() as u64).sum()
    }

    /// Gives the pages of the files back to the system, once the weights were copied elsewhere.
    pub(crate) fn release_pages(&self) {
        self.files.iter().for_each(|file| file.bytes.release_pages());
    }
}

/// Takes off what `torch.nn.DataParallel` puts before the names of all tensors of a model that it wraps.
fn unwrap(tensors: Tensors) -> Tensors {
    const WRAPPED: &str = "module.";
    if !tensors.keys().all(|name| name.starts_with(WRAPPED)) {
        return tensors;
    }
    let unwrapped = tensors.into_iter().map(|(name, mut stored)| {
        stored.tensor.name = name.strip_prefix(WRAPPED).unwrap_or(&name).into();
        (stored.tensor.name.clone(), stored)
    });
    unwrapped.collect()
}

/// Moves the scales of 8-bit tensors, `NAME_scale`, into their tensors: the naming of compressed-tensors.
fn join_scales(mut tensors: Tensors) -> Result<Tensors> {
    let quantized = tensors.values().filter(|stored| stored.tensor.dtype == DType::I8);
    for name in quantized.map(|stored| stored.tensor.name.clone()).collect::<Vec<_>>() {
        if let Some(offset) = tensors.get(format!("{name}_zero_point").as_str()) {
            check_zero_point(&offset.in_order()?)?;
        }
        if let Some(scale) = tensors.remove(format!("{name}_scale").as_str())
            && let Some(mut stored) = tensors.remove(&name)
        {
            stored.tensor = stored.tensor.with_scale(scale.in_order()?)?;
            tensors.insert(name, stored);
        }
    }
    Ok(tensors)
}

fn check_zero_point(offset: &Tensor) -> Result<()> {
    if offset.bytes().iter().all(|&byte| byte == 0) {
        return Ok(());
    }
    let name = shown(offset.name());
    Err(offset.file.invalid(format_args!("{name} holds zero points; only symmetric quantization is read")))
}

/// The type that most numbers have, or 8-bit where any tensor has scales; `None` where nothing is a weight.
fn weights_type(tensors: &Tensors) -> Option<DType> {
    let mut counts = BTreeMap::<DType, usize>::new();
    for tensor in tensors.values().map(|stored| &stored.tensor).filter(|tensor| is_weight(tensor)) {
        if tensor.scale.is_some() {
            return Some(DType::I8);
        }
        let count = counts.entry(tensor.dtype).or_default();
        *count = count.saturating_add(tensor.len());
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(dtype, _)| dtype)
}

fn is_weight(tensor: &Tensor) -> bool {
    tensor.dtype.is_float() || tensor.scale.is_some()
}

/// Says what was looked for, and how to convert what is there instead.
fn no_weights(files: &ModelFiles) -> Error {
    let names = match files.names() {
        Ok(names) => names,
        Err(error) => return error,
    };
    let found = names.iter().find_map(|name| other_framework(name).map(|(maker, option)| (name, maker, option)));
    let looked_for = SOURCES.map(|(name, ..)| name).join(", ");
    let source = files.source();
    let message = match found {
        Some((name, maker, option)) => format!(
            "{source} holds the weights only as {name}, made by {maker}, which is not read here; load the folder with \
             transformers 4 and {option}, and save it with save_pretrained, which writes model.safetensors"
        ),
        None => format!(
            "there are no weights in {source}: looked for {looked_for}, and for an ONNX export ({}); download one of them \
             into it",
            EXPORTS.join(", ")
        ),
    };
    Error::new(ErrorCode::WeightsMissing, message)
}

/// The framework that wrote a weights file, and the option of transformers that reads it.
fn other_framework(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "tf_model.h5" => Some(("TensorFlow", "from_tf=True")),
        "flax_model.msgpack" => Some(("Flax", "from_flax=True")),
        _ if name.contains(".ckpt") => Some(("TensorFlow", "from_tf=True")),
        _ => None,
    }
}

/// A name out of a file, fit for a message: escaped and of bounded length.
fn shown(name: &str) -> String {
    const LONGEST: usize = 120;
    let mut shown: String = name.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if name.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}
