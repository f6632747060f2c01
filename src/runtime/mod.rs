//! ONNX Runtime: find, validate, load, report; build graphs in memory and run them.
//!
//! The only room besides the C and Java interfaces that holds unsafe code. It knows nothing of models or texts.

#![allow(unsafe_code)]

mod crew;
mod environment;
pub(crate) mod file_map;
mod graph;
mod interrupt;
mod library;
mod locate;
mod memory;
mod operator;
mod plain;
mod provider;
mod session;
mod threads;
mod turns;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use ort::environment::Environment;

use crate::error::{Error, ErrorCode, Result};

pub(crate) use crew::Crew;
pub(crate) use graph::{Dialect, Floats, GraphBuilder, GraphInput};
pub(crate) use memory::{Block, FreePagesReturn, Lend, Numbers, Weight};
pub(crate) use operator::Operator;
pub(crate) use provider::{Arithmetic, Placement, VALID_PROVIDERS};
pub use provider::{NodeCount, Provider};
pub(crate) use session::{Session, SessionOptions};

/// How the runtime in use was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuntimeSource {
    /// The host gave the path.
    Given,
    /// It lay beside our own library or executable.
    Beside,
    /// `CAJAL_ONNXRUNTIME` names it.
    Environment,
}

impl RuntimeSource {
    /// A word for reports: `given`, `beside`, `environment`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Beside => "beside",
            Self::Environment => "environment",
        }
    }
}

/// The ONNX Runtime library in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuntimeInfo {
    /// Its version: `1.28.0`.
    pub version: String,
    /// Its absolute path.
    pub path: PathBuf,
    /// How it was found.
    pub source: RuntimeSource,
}

/// What stays for the life of the process once a library was loaded.
struct Loaded {
    info: RuntimeInfo,
    environment: Environment,
    /// The process that loaded it: ONNX Runtime's threads do not survive a fork.
    process: u32,
}

static LOADED: OnceLock<Loaded> = OnceLock::new();
static LOADING: Mutex<()> = Mutex::new(());

/// Loads ONNX Runtime once for the process; later calls return what is loaded.
///
/// With a path (a file, or the folder that holds it; absolute), only that is tried. Without, in this order: beside our
/// own library, then what `CAJAL_ONNXRUNTIME` names. A failed call may be repeated with another path.
///
/// Thread safety: may be called from any thread; concurrent first calls wait for one another.
///
/// # Errors
/// [`RuntimeNotFound`](ErrorCode::RuntimeNotFound), [`RuntimeInvalid`](ErrorCode::RuntimeInvalid) (not a library for
/// this machine, or truncated), [`RuntimeTooOld`](ErrorCode::RuntimeTooOld);
/// [`InvalidArgument`](ErrorCode::InvalidArgument) if another library than the one at `path` is loaded already.
pub fn load(path: Option<&Path>) -> Result<RuntimeInfo> {
    let one_at_a_time = LOADING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(loaded) = LOADED.get() {
        return already_loaded(&loaded.info, path);
    }
    let (path, source) = locate::find(path)?;
    let version = library::load(&path)?;
    let environment = environment::create()?;
    let info = RuntimeInfo { version, path, source };
    let info = LOADED.get_or_init(|| Loaded { info, environment, process: std::process::id() }).info.clone();
    // Told outside the lock, for what takes the message may hold up this thread as long as it likes.
    drop(one_at_a_time);
    log::info!("ONNX Runtime {} from {} ({})", info.version, info.path.display(), info.source.name());
    Ok(info)
}

/// The runtime in use, or `None` before the first load.
///
/// Thread safety: may be called from any thread.
pub fn info() -> Option<RuntimeInfo> {
    LOADED.get().map(|loaded| loaded.info.clone())
}

fn already_loaded(info: &RuntimeInfo, path: Option<&Path>) -> Result<RuntimeInfo> {
    match path {
        Some(wanted) if locate::resolve(wanted).ok().as_ref() != Some(&info.path) => Err(Error::new(
            ErrorCode::InvalidArgument,
            format!(
                "ONNX Runtime {} is already loaded from {}; a process holds one, so start a new process to use {}",
                info.version,
                info.path.display(),
                wanted.display()
            ),
        )),
        _ => Ok(info.clone()),
    }
}

/// The one environment, in the process that made it.
fn environment() -> Result<&'static Environment> {
    let loaded = LOADED.get().ok_or_else(|| {
        Error::new(ErrorCode::RuntimeNotFound, "ONNX Runtime is not loaded; call runtime::load or load a model first")
    })?;
    check_process(loaded.process)?;
    Ok(&loaded.environment)
}

fn check_process(process: u32) -> Result<()> {
    if process == std::process::id() {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::RuntimeForked,
        "this process was forked after ONNX Runtime was loaded, and its threads are not here; load models after the fork",
    ))
}

/// Whether this is the child of a process that had loaded the runtime.
fn is_forked() -> bool {
    LOADED.get().is_some_and(|loaded| loaded.process != std::process::id())
}

/// Threads that the container lets this process use (affinity and cgroup quota), at least 1.
pub(crate) fn available_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// ONNX Runtime's error as ours.
fn failed<R>(what: &str, error: ort::Error<R>) -> Error {
    Error::new(ErrorCode::RuntimeFailed, format!("ONNX Runtime could not {what}: {}", error.message()))
        .with_cause_code(error_code(error.code()))
}

/// The result that a status of ONNX Runtime's C API stands for.
fn check(status: ort::sys::OrtStatusPtr) -> ort::Result<()> {
    // SAFETY: every status comes from one call and is passed here once.
    unsafe { ort::Error::result_from_status(status) }
}

/// The number that ONNX Runtime's C API gives the code.
fn error_code(code: ort::ErrorCode) -> i32 {
    ort::sys::OrtErrorCode::from(code) as i32
}
