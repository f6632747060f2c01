//! The one error type of the library: a frozen code, a message that says what to do, and the cause.
//!
//! Messages name files, options, labels and sizes. They never hold text of a document.

use std::error::Error as StdError;
use std::fmt;

/// What went wrong, as a number that never changes its meaning.
///
/// The numbers are part of the C ABI (`cajal_status`); new ones are added, old ones are never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum ErrorCode {
    /// An argument is out of its range, NULL where it may not be, or of the wrong kind.
    InvalidArgument = 1,
    /// Bytes that should be UTF-8 are not.
    InvalidUtf8 = 2,
    /// An option's name is not known; the message lists the valid ones.
    UnknownOption = 3,
    /// An option's value does not parse or is out of range; the message says what is valid.
    InvalidOption = 4,
    /// A handle was freed already or never came from this library.
    InvalidHandle = 5,
    /// The model folder, or the built-in model of that name, does not exist.
    ModelNotFound = 10,
    /// The folder has no `config.json`.
    ConfigMissing = 11,
    /// `config.json` does not parse, or a value in it is missing or contradicts another.
    ConfigInvalid = 12,
    /// The family (`model_type`), head or activation is not one this library runs.
    ModelUnsupported = 13,
    /// The model's head does not do the task that was asked.
    TaskMismatch = 14,
    /// The folder has no weights file.
    WeightsMissing = 15,
    /// A weights file is truncated or damaged, or a tensor is missing, misshaped or not finite.
    WeightsInvalid = 16,
    /// A `pytorch_model.bin` asks for something other than plain tensors. Nothing was executed.
    WeightsUnsafe = 17,
    /// The folder has no tokenizer files.
    TokenizerMissing = 18,
    /// The tokenizer files do not parse, or give ids beyond the model's vocabulary.
    TokenizerInvalid = 19,
    /// `id2label` is missing, has gaps, or does not match the classifier's rows.
    LabelsInvalid = 20,
    /// No ONNX Runtime library was found; the message lists the places looked at.
    RuntimeNotFound = 30,
    /// The file is not an ONNX Runtime library for this machine, or is truncated.
    RuntimeInvalid = 31,
    /// The ONNX Runtime library is older than this library needs.
    RuntimeTooOld = 32,
    /// ONNX Runtime reported an error.
    RuntimeFailed = 33,
    /// The execution provider that was asked for cannot run here.
    ProviderUnavailable = 34,
    /// The process was forked after the library was loaded, and this is the child.
    RuntimeForked = 35,
    /// The text for fill-mask has no mask token; the message names the right one.
    MaskMissing = 40,
    /// The text holds the mask token of another model family; the message names the right one.
    MaskForeign = 41,
    /// The caller cancelled.
    Cancelled = 50,
    /// The deadline passed.
    DeadlineExceeded = 51,
    /// Reading or writing a file failed.
    Io = 60,
    /// A fault of the library itself. The call had no effect; please report it.
    Internal = 99,
}

impl ErrorCode {
    /// The name of the code as the C header spells it after `CAJAL_ERROR_`, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidArgument => "invalid_argument",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::UnknownOption => "unknown_option",
            Self::InvalidOption => "invalid_option",
            Self::InvalidHandle => "invalid_handle",
            Self::ModelNotFound => "model_not_found",
            Self::ConfigMissing => "config_missing",
            Self::ConfigInvalid => "config_invalid",
            Self::ModelUnsupported => "model_unsupported",
            Self::TaskMismatch => "task_mismatch",
            Self::WeightsMissing => "weights_missing",
            Self::WeightsInvalid => "weights_invalid",
            Self::WeightsUnsafe => "weights_unsafe",
            Self::TokenizerMissing => "tokenizer_missing",
            Self::TokenizerInvalid => "tokenizer_invalid",
            Self::LabelsInvalid => "labels_invalid",
            Self::RuntimeNotFound => "runtime_not_found",
            Self::RuntimeInvalid => "runtime_invalid",
            Self::RuntimeTooOld => "runtime_too_old",
            Self::RuntimeFailed => "runtime_failed",
            Self::ProviderUnavailable => "provider_unavailable",
            Self::RuntimeForked => "runtime_forked",
            Self::MaskMissing => "mask_missing",
            Self::MaskForeign => "mask_foreign",
            Self::Cancelled => "cancelled",
            Self::DeadlineExceeded => "deadline_exceeded",
            Self::Io => "io",
            Self::Internal => "internal",
        }
    }
}

/// An error: code, message with the next step, and the cause where there is one.
#[derive(Debug)]
pub struct Error {
    code: ErrorCode,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
    cause_code: i32,
}

/// The result of every call that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with a message. The message must hold no text of a document.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), source: None, cause_code: 0 }
    }

    /// The same error with its cause.
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same error with the cause's own code (errno, or ONNX Runtime's code).
    pub fn with_cause_code(mut self, code: i32) -> Self {
        self.cause_code = code;
        self
    }

    /// A failure to read or write `what`, with errno as the cause's code.
    pub fn io(what: impl fmt::Display, source: std::io::Error) -> Self {
        let cause = source.raw_os_error().unwrap_or(0);
        Self::new(ErrorCode::Io, format!("{what}: {source}")).with_cause_code(cause).with_source(source)
    }

    /// The code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The message: what went wrong, where, and what to do.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The cause's own code: errno for files, ONNX Runtime's code for runs, 0 where there is none.
    pub fn cause_code(&self) -> i32 {
        self.cause_code
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}
