//! What a caller can say of a load and learn of a model.

use std::path::PathBuf;

use super::config::Config;
use super::engine::LoadedEngine;
use super::files::ModelFiles;
use super::manifest::{Manifest, Verify};
use super::precision::Precision;
use crate::label::LabelSet;
use crate::runtime::{NodeCount, Provider, SessionOptions};
use crate::tokenizer::Tokenizer;

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
    /// Threads that one call may use, its caller's own among them, 1 to 1024; `None` is what the container may use
    /// (affinity and cgroup quota). The others come from one pool of the process, as they are free; however many
    /// threads call at once, no more runs go at a time than the container may use threads. No answer depends on it.
    pub threads: Option<usize>,
    /// Threads that one run of the model may use, 1 to `threads`; `None` is all of them, and 1 for a model of less than 512
    /// columns, whose runs are over before others could help. With 1 a short text by itself takes longer and many texts
    /// take less, since runs go side by side without sharing anything. No answer depends on it.
    pub run_threads: Option<usize>,
    /// What runs it; the default is ONNX Runtime's own processor code.
    pub provider: Provider,
    /// What the model computes with; `None` is what a compiled folder was compiled for, and 32-bit floats for others.
    pub precision: Option<Precision>,
    /// How closely a compiled folder is compared with its manifest.
    pub verify: Verify,
    /// Where ONNX Runtime lies, for the first load of the process; `None` searches (see [`crate::runtime::load`]).
    pub runtime_path: Option<PathBuf>,
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
    /// `safetensors`, `pytorch` or `onnx`; `compiled` for a folder that [`compile`](fn@crate::model::compile) wrote.
    pub format: String,
    /// The weights' type in the file, or in the one that a folder was compiled from: `f32`, `f16`, `bf16`, `i8`; `onnx` for an export, which keeps its own.
    pub weights_type: String,
    /// Numbers in the weights file; 0 for an ONNX export, which is not read by this library.
    pub parameters: u64,
    /// Bytes of the weights as they were loaded, in the model's precision: about what it takes in memory as long as it is
    /// loaded. For an ONNX export, the size of its files.
    pub weights_bytes: u64,
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
    /// Labels in order of first id: without tagging prefixes for token classification; empty for fill-mask.
    pub labels: Vec<String>,
    /// The provider that runs it, as [`Provider`] shows it; never `auto`.
    pub provider: String,
    /// The provider that was asked for.
    pub provider_asked: String,
    /// How many nodes of the graph ONNX Runtime gave to which of its providers.
    pub nodes: Vec<NodeCount>,
    /// Threads that one call may use.
    pub threads: usize,
    /// Threads that one run of the model may use.
    pub run_threads: usize,
    /// What its matrix products are computed with: `f32`, `f16`, `int8`, `bf16`, or `exported` for an ONNX export, which keeps its own.
    pub precision: String,
}

impl ModelInfo {
    /// What only the manifest of a compiled folder knows.
    pub(super) fn take_over(&mut self, manifest: Manifest) {
        self.format = "compiled".to_owned();
        self.weights_type = manifest.weights_type;
        self.parameters = manifest.parameters;
    }
}

/// The facts of a model that has just been loaded.
pub(super) fn describe(
    files: &ModelFiles,
    config: &Config,
    loaded: &LoadedEngine,
    tokenizer: &Tokenizer,
    options: &ModelOptions,
    session: &SessionOptions,
) -> ModelInfo {
    let labels = match loaded.task {
        Task::FillMask => Vec::new(),
        Task::TokenClassification => {
            LabelSet::new(&config.labels).names().iter().map(|name| name.to_string()).collect()
        }
        Task::SequenceClassification => config.labels.clone(),
    };
    ModelInfo {
        source: files.source(),
        family: config.family.name().to_owned(),
        task: loaded.task,
        format: loaded.format.to_owned(),
        weights_type: loaded.weights_type.clone(),
        parameters: loaded.parameters,
        weights_bytes: loaded.weights_bytes,
        layers: config.layers,
        hidden_size: config.hidden_size,
        vocabulary: config.vocabulary,
        max_tokens: config.max_tokens(),
        mask_token: tokenizer.mask().filter(|_| loaded.task == Task::FillMask).map(|mask| mask.text.clone()),
        labels,
        provider: session.placement.name(),
        provider_asked: options.provider.to_string(),
        nodes: loaded.engine.nodes().to_vec(),
        threads: session.threads,
        run_threads: session.run_threads,
        precision: loaded.precision.to_owned(),
    }
}
