//! ONNX Runtime: find, validate, load, report.

pub(crate) mod file_map;

use std::path::{Path, PathBuf};

use crate::error::Result;

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

/// Loads ONNX Runtime once for the process; later calls return what is loaded.
///
/// With a path, only that file is tried. Without, in this order: beside our own library, then the file that
/// `CAJAL_ONNXRUNTIME` names. A failed call may be repeated with another path.
pub fn load(path: Option<&Path>) -> Result<RuntimeInfo> {
    let _ = path;
    todo!()
}

/// The runtime in use, or `None` before the first load.
pub fn info() -> Option<RuntimeInfo> {
    None
}
