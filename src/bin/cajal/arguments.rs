//! Arguments that several verbs share.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use cajal::{Control, ModelOptions, NerOptions, Precision, Provider, Verify};
use clap::{Args, ValueEnum};

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables for people
    Text,
    /// One JSON object per document, each on its own line
    Json,
}

/// How models are loaded and results written.
#[derive(Debug, Args)]
pub struct CommonArguments {
    /// How results are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    #[command(flatten)]
    pub load: LoadArguments,
}

/// How models are loaded.
#[derive(Debug, Args)]
pub struct LoadArguments {
    /// Threads that one call may use [default: the processors that this process may use]
    #[arg(long, value_name = "N", value_parser = positive)]
    threads: Option<NonZeroUsize>,

    /// Threads that one run of a model may use; with 1, many texts take less time [default: all, or 1 for a small model]
    #[arg(long, value_name = "N", value_parser = positive)]
    run_threads: Option<NonZeroUsize>,

    /// What runs the models: cpu, cuda:N, openvino, auto, or the absolute path of a provider plugin library
    #[arg(long, value_name = "NAME|FILE", default_value = "cpu", value_parser = provider)]
    provider: Provider,

    /// What models compute with; auto is int8 where the processor is made for it [default: f32, or what the folder was
    /// compiled for]
    #[arg(long, value_name = "f32|f16|int8|bf16|auto", value_parser = precision)]
    precision: Option<Precision>,

    /// How a folder of `cajal compile` is checked: its files' sizes, or the hash of each [default: sizes]
    #[arg(long, value_name = "sizes|strict", value_parser = verify)]
    verify: Option<Verify>,

    /// The ONNX Runtime library to load; only this file is tried
    #[arg(long, value_name = "FILE")]
    runtime: Option<PathBuf>,
}

impl LoadArguments {
    /// What the arguments say about loading.
    pub fn model_options(&self) -> ModelOptions {
        // The library takes no relative path: it may serve a host that changes its folder.
        let runtime_path = self.runtime.as_ref().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
        ModelOptions {
            threads: self.threads.map(NonZeroUsize::get),
            run_threads: self.run_threads.map(NonZeroUsize::get),
            provider: self.provider.clone(),
            precision: self.precision,
            verify: self.verify.unwrap_or_default(),
            runtime_path,
        }
    }
}

/// How entities are found.
#[derive(Debug, Args)]
pub struct RecognitionArguments {
    /// Find only entities of this label; may be repeated
    #[arg(long = "label", value_name = "LABEL")]
    labels: Vec<String>,

    /// Find only entities with at least this score, 0 to 1
    #[arg(long, value_name = "SCORE", default_value = "0", value_parser = score)]
    threshold: f32,

    /// Longest window in tokens [default: 48, or the model's limit if smaller]
    #[arg(long, value_name = "N", value_parser = positive)]
    window_tokens: Option<NonZeroUsize>,

    /// Tokens that windows share where a sentence is longer than a window [default: a quarter of the window]
    #[arg(long, value_name = "N")]
    overlap_tokens: Option<usize>,
}

impl RecognitionArguments {
    /// The options of the library.
    pub fn options(&self) -> NerOptions {
        NerOptions {
            window_tokens: self.window_tokens.map(NonZeroUsize::get),
            overlap_tokens: self.overlap_tokens,
            threshold: self.threshold,
            labels: (!self.labels.is_empty()).then(|| self.labels.clone()),
        }
    }
}

/// What may end the work on a document early.
#[derive(Debug, Args)]
pub struct TimeArguments {
    /// Longest time for one document, in milliseconds [default: no limit]
    #[arg(long, value_name = "MS")]
    timeout_ms: Option<u64>,
}

impl TimeArguments {
    /// A control for a document that is begun now.
    pub fn control(&self) -> Control {
        match self.timeout_ms {
            Some(timeout_ms) => Control::new().with_timeout(Duration::from_millis(timeout_ms)),
            None => Control::new(),
        }
    }
}

/// A whole number from 1.
pub fn positive(value: &str) -> Result<NonZeroUsize, String> {
    value.parse().map_err(|_| "give a whole number from 1".to_owned())
}

fn provider(value: &str) -> Result<Provider, String> {
    value.parse().map_err(|error: cajal::Error| error.message().to_owned())
}

fn verify(value: &str) -> Result<Verify, String> {
    Verify::from_name(value).ok_or_else(|| "give sizes or strict".to_owned())
}

pub fn precision(value: &str) -> Result<Precision, String> {
    Precision::from_name(value).ok_or_else(|| "give f32, f16, int8, bf16 or auto".to_owned())
}

/// A score from 0 to 1.
pub fn score(value: &str) -> Result<f32, String> {
    match value.parse::<f32>() {
        Ok(score) if (0.0..=1.0).contains(&score) => Ok(score),
        _ => Err("give a number from 0 to 1".to_owned()),
    }
}
