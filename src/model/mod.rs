//! A loaded model: configuration, weights, tokenizer and session behind one cheap handle.

mod checkpoint;
mod files;

use std::path::Path;
use std::sync::Arc;

use crate::error::Result;

/// What a model's head computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Scores for the masked positions of a text.
    FillMask,
    /// One label per word.
    TokenClassification,
    /// Labels for the whole text.
    SequenceClassification,
}

impl Task {
    /// The task's name on the hub: `fill-mask`, `token-classification`, `text-classification`.
    pub fn name(self) -> &'static str {
        match self {
            Self::FillMask => "fill-mask",
            Self::TokenClassification => "token-classification",
            Self::SequenceClassification => "text-classification",
        }
    }
}

/// Options of a load.
#[derive(Debug, Clone, Default)]
pub struct ModelOptions {
    /// Threads that one run may use; `None` is what the container may use.
    pub threads: Option<usize>,
    /// Where ONNX Runtime lies, for the first load of the process; `None` searches (see [`crate::runtime`]).
    pub runtime_path: Option<std::path::PathBuf>,
}

/// Facts about a loaded model.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelInfo {
    /// The folder, or `embedded:NAME`.
    pub source: String,
    /// `roberta`, `xlm-roberta` or `bert`.
    pub family: String,
    /// What the head computes.
    pub task: Task,
    /// `safetensors`, `pytorch` or `onnx`.
    pub format: String,
    /// The weights' type in the file: `f32`, `f16`, `bf16`, `i8`.
    pub weights_type: String,
    /// Trained numbers in the weights.
    pub parameters: u64,
    /// Layers of the encoder.
    pub layers: usize,
    /// Width of the encoder.
    pub hidden_size: usize,
    /// Pieces of the vocabulary.
    pub vocabulary: usize,
    /// Longest window in tokens, special ones included.
    pub max_tokens: usize,
    /// The mask token, for fill-mask models.
    pub mask_token: Option<String>,
    /// Entity or class labels without tagging prefixes, in order of first id; empty for fill-mask.
    pub labels: Vec<String>,
    /// The provider that runs it: `cpu`.
    pub provider: String,
    /// Threads that one run may use.
    pub threads: usize,
}

/// A loaded model. Cheap to clone; immutable.
///
/// Thread safety: may be used from any number of threads at once; the last clone frees it.
#[derive(Clone)]
pub struct Model {
    inner: Arc<Inner>,
}

struct Inner {
    info: ModelInfo,
}

impl Model {
    /// Loads a model folder: a hub checkpoint as downloaded, or an ONNX export.
    pub fn load(folder: impl AsRef<Path>, options: &ModelOptions) -> Result<Self> {
        let _ = (folder.as_ref(), options);
        todo!()
    }

    /// Loads a model compiled into this library: see [`embedded_names`](Self::embedded_names).
    #[cfg(feature = "embedded-models")]
    pub fn embedded(name: &str, options: &ModelOptions) -> Result<Self> {
        let _ = (name, options);
        todo!()
    }

    /// Names of the models compiled into this library: `fill-mask`, `pharmaconer`, `cantemist`, `meddocan`.
    #[cfg(feature = "embedded-models")]
    pub fn embedded_names() -> &'static [&'static str] {
        &["fill-mask", "pharmaconer", "cantemist", "meddocan"]
    }

    /// Facts about the model.
    pub fn info(&self) -> &ModelInfo {
        &self.inner.info
    }
}
