//! A loaded model: configuration, weights, tokenizer and session behind one cheap handle.

mod attention;
mod checkpoint;
mod compile;
mod config;
#[cfg(feature = "embedded-models")]
mod embedded;
mod encoder;
mod engine;
mod files;
#[cfg(test)]
mod half_tests;
mod head;
mod info;
mod logits;
mod manifest;
mod precision;
mod quantize;
mod weights;

use std::path::Path;
use std::sync::Arc;

use self::config::Config;
use self::engine::{LoadedEngine, Shape};
use self::files::ModelFiles;
use self::manifest::Manifest;
use crate::control::Control;
use crate::error::{Error, ErrorCode, Result};
use crate::label::LabelSet;
use crate::runtime::{self, FreePagesReturn, Placement, SessionOptions};
use crate::tokenizer::{self, Tokenizer, TokenizerFiles};

pub use self::compile::{CompileOptions, compile};
pub(crate) use self::config::Problem;
pub(crate) use self::engine::Input;
pub use self::info::{ModelInfo, ModelOptions, Task};
pub use self::logits::Logits;
pub(crate) use self::logits::{largest, log_sum_exp, softmax};
pub use self::manifest::Verify;
pub use self::precision::Precision;

/// A loaded model. Cheap to clone; immutable.
///
/// Thread safety: may be used from any number of threads at once; the last clone frees it, and its memory goes back to the
/// system. With glibc, that and a load give back what is free in the heap of the process (malloc_trim(3)): that takes
/// milliseconds, during which threads that allocate may wait. Of what a thread other than the first had allocated, up to 64 MB
/// stay for its next load.
#[derive(Clone)]
pub struct Model {
    inner: Arc<Inner>,
}

struct Inner {
    info: ModelInfo,
    config: Config,
    tokenizer: Tokenizer,
    labels: LabelSet,
    shape: Shape,
    engine: engine::Engine,
    // Last: fields are dropped in order, and this returns the pages of those before it.
    _pages: FreePagesReturn,
}

impl Model {
    /// Loads a model folder: a hub checkpoint as downloaded, or an ONNX export.
    ///
    /// The first load of the process loads ONNX Runtime too: see [`runtime::load`].
    ///
    /// # Errors
    /// Each fault of the folder has its own [`ErrorCode`]; the message names the file, what is wrong and what to do.
    pub fn load(folder: impl AsRef<Path>, options: &ModelOptions) -> Result<Self> {
        Self::from_files(&ModelFiles::Folder(folder.as_ref().to_path_buf()), options)
    }

    /// Loads a model compiled into this library: see [`embedded_names`](Self::embedded_names).
    ///
    /// # Errors
    /// [`ModelNotFound`](ErrorCode::ModelNotFound) if there is none of that name, and those of [`load`](Self::load).
    #[cfg(feature = "embedded-models")]
    pub fn embedded(name: &str, options: &ModelOptions) -> Result<Self> {
        Self::from_files(&embedded::files(name)?, options)
    }

    /// Names of the models compiled into this library: `fill-mask`, `pharmaconer`, `cantemist`, `meddocan`.
    #[cfg(feature = "embedded-models")]
    pub fn embedded_names() -> &'static [&'static str] {
        &embedded::NAMES
    }

    /// Facts about the model.
    pub fn info(&self) -> &ModelInfo {
        &self.inner.info
    }

    /// The head's raw scores for one window.
    ///
    /// `ids` are token ids with the family's special tokens around them, as the tokenizer of the model makes them;
    /// `rows` are the positions in `ids` that logits are wanted for (for sequence classification, position 0).
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorCode::InvalidArgument) for an empty window, one longer than
    /// [`max_tokens`](ModelInfo::max_tokens), an id beyond the vocabulary or a row beyond the window;
    /// [`Cancelled`](ErrorCode::Cancelled), [`DeadlineExceeded`](ErrorCode::DeadlineExceeded),
    /// [`RuntimeFailed`](ErrorCode::RuntimeFailed).
    pub fn logits(&self, ids: &[u32], rows: &[usize], control: &Control) -> Result<Logits> {
        self.logits_of_windows(&[Input { ids, rows }], control)
    }

    /// The rows of logits of several windows, one window after the other, of which each is as in [`logits`](Self::logits).
    ///
    /// In one run where the model can, which reads every weight once. A row can differ in its last digits from that of its
    /// window alone: with 8-bit numbers since the windows share their scales, else since the sums of a matrix product
    /// may come out in another order.
    pub(crate) fn logits_of_windows(&self, windows: &[Input<'_>], control: &Control) -> Result<Logits> {
        windows.iter().try_for_each(|window| self.check_window(window.ids, window.rows))?;
        self.inner.engine.run(windows, &self.inner.shape, control)
    }

    /// How many tokens a run of several windows of a text should have at most, each window counted as long as the longest;
    /// `None` where every window is a run of its own.
    pub(crate) fn tokens_of_a_run(&self) -> Option<usize> {
        self.inner.engine.tokens_of_a_run()
    }

    pub(crate) fn tokenizer(&self) -> &Tokenizer {
        &self.inner.tokenizer
    }

    pub(crate) fn labels(&self) -> &LabelSet {
        &self.inner.labels
    }

    /// `id2label` as it is written.
    pub(crate) fn raw_labels(&self) -> &[String] {
        &self.inner.config.labels
    }

    pub(crate) fn problem(&self) -> Problem {
        self.inner.config.problem
    }

    /// Longest run of text tokens: the model's limit less the two special ones.
    pub(crate) fn max_text_tokens(&self) -> usize {
        self.inner.info.max_tokens - 2
    }

    /// Fails unless the model's head does `task`.
    pub(crate) fn expect_task(&self, task: Task) -> Result<()> {
        let info = self.info();
        if info.task == task {
            return Ok(());
        }
        let message =
            format!("the model at {} does {}, not {}; load one that does", info.source, info.task.name(), task.name());
        Err(Error::new(ErrorCode::TaskMismatch, message))
    }

    fn from_files(files: &ModelFiles, options: &ModelOptions) -> Result<Self> {
        Self::placed(files, options, |precision| Placement::find(&options.provider, precision.arithmetic()))
    }

    /// Loads a model onto what `place` finds for a precision, once the runtime is there.
    fn placed(
        files: &ModelFiles,
        options: &ModelOptions,
        place: impl FnOnce(Precision) -> Result<Placement>,
    ) -> Result<Self> {
        // The cheap and telling checks come first: most mistakes are a wrong folder.
        let manifest = Manifest::load(files, options.verify)?;
        let precision = precision_of(files, manifest.as_ref(), options)?;
        let config = Config::load(files)?;
        let tokenizer = load_tokenizer(files, &config)?;
        runtime::load(options.runtime_path.as_deref())?;
        let placement = place(precision)?;
        let threads = check_threads(options.threads)?;
        let run_threads = check_run_threads(options.run_threads, threads, config.hidden_size)?;
        let session = SessionOptions { threads, run_threads, placement };
        let loaded = {
            // Those of the checkpoint and of the graph's making: up to as much as the model itself.
            let _pages = FreePagesReturn;
            LoadedEngine::load(files, &config, precision, &session)?
        };
        let tags: &[String] = if loaded.task == Task::TokenClassification { &config.labels } else { &[] };
        let labels = LabelSet::new(tags);
        let columns = if loaded.task == Task::FillMask { config.vocabulary } else { config.labels.len() };
        let mut info = info::describe(files, &config, &loaded, &tokenizer, options, &session);
        if let Some(manifest) = manifest {
            info.take_over(manifest);
        }
        let (source, task) = (&info.source, info.task.name());
        log::info!("model {source} loaded: {task}, {}, threads {}", info.precision, session.threads);
        if !tags.is_empty() && !labels.has_outside() {
            log::warn!("model {source}: none of its labels is \"O\", so every word is part of an entity");
        }
        let shape =
            Shape { columns, hidden: config.hidden_size, first_position: config.first_position, task: loaded.task };
        let engine = loaded.engine;
        Ok(Self { inner: Arc::new(Inner { info, config, tokenizer, labels, shape, engine, _pages: FreePagesReturn }) })
    }

    fn check_window(&self, ids: &[u32], rows: &[usize]) -> Result<()> {
        let info = self.info();
        let wrong = |what: String| Err(Error::new(ErrorCode::InvalidArgument, what));
        if ids.is_empty() || ids.len() > info.max_tokens {
            return wrong(format!("a window of {} tokens; the model takes 1 to {}", ids.len(), info.max_tokens));
        }
        if ids.iter().any(|&id| id as usize >= info.vocabulary) {
            return wrong(format!("a token id is beyond the model's vocabulary of {}", info.vocabulary));
        }
        if rows.is_empty() || rows.iter().any(|&row| row >= ids.len()) {
            return wrong(format!("rows must name positions of the window, 0 to {}", ids.len() - 1));
        }
        Ok(())
    }
}

fn load_tokenizer(files: &ModelFiles, config: &Config) -> Result<Tokenizer> {
    let read = |name: &str| Ok(files.open(name)?.map(|bytes| bytes.to_vec()));
    let family = match config.family {
        config::Family::Roberta => tokenizer::Family::Roberta,
        config::Family::XlmRoberta => tokenizer::Family::XlmRoberta,
        config::Family::Bert => tokenizer::Family::Bert,
    };
    let tokenizer = Tokenizer::load(&TokenizerFiles::read(&files.source(), read)?, family)?;
    tokenizer.check_vocabulary(config.vocabulary)?;
    Ok(tokenizer)
}

/// The precision asked for, as far as a compiled folder has it.
fn precision_of(files: &ModelFiles, manifest: Option<&Manifest>, options: &ModelOptions) -> Result<Precision> {
    let Some(manifest) = manifest else { return Ok(options.precision.unwrap_or(Precision::F32)) };
    let compiled = manifest.precision(files)?;
    match options.precision {
        Some(asked) if compiled == Precision::F32 => Ok(asked),
        None | Some(Precision::Auto) => Ok(compiled),
        Some(asked) if asked == compiled => Ok(asked),
        Some(asked) => {
            let (source, asked, compiled) = (files.source(), asked.name(), compiled.name());
            let message =
                format!("{source} was compiled for {compiled} and cannot run in {asked}; load its source for that");
            Err(Error::new(ErrorCode::InvalidOption, message))
        }
    }
}

/// Columns of the narrowest model whose runs end sooner on several threads. At 256 a sentence took 0.7 ms on one thread and 1.2 ms
/// on two in 8-bit numbers, 1.7 and 2.3 ms in 32-bit floats; at 768 it took 12.2 and 11.5 ms, 39 and 25 ms.
const LEAST_HIDDEN_TO_SHARE: usize = 512;

/// Threads as they were asked for, or as many as there are.
fn check_threads(threads: Option<usize>) -> Result<usize> {
    match threads {
        Some(0) => {
            Err(Error::new(ErrorCode::InvalidOption, "threads is 0; give 1 or more, or leave it out for all there are"))
        }
        // ONNX Runtime keeps the number in 32 bits; no machine has more.
        Some(threads) if threads > 1024 => {
            Err(Error::new(ErrorCode::InvalidOption, format!("threads is {threads}; give 1 to 1024")))
        }
        Some(threads) => Ok(threads),
        None => Ok(runtime::available_threads()),
    }
}

/// Threads of a run as they were asked for, or as many as are of use.
fn check_run_threads(run_threads: Option<usize>, threads: usize, hidden: usize) -> Result<usize> {
    match run_threads {
        Some(asked) if asked == 0 || asked > threads => {
            let message = format!("run_threads is {asked}; give 1 to {threads}, the threads of a call");
            Err(Error::new(ErrorCode::InvalidOption, message))
        }
        Some(asked) => Ok(asked),
        None => Ok(if hidden < LEAST_HIDDEN_TO_SHARE { 1 } else { threads }),
    }
}
