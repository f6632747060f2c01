//! OpenVINO: where its plugin lies, and what it is told.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::placement::Arithmetic;
use crate::error::{Error, ErrorCode, Result};
use crate::runtime::available_threads;

/// ONNX Runtime's name for it.
pub(super) const EXECUTION_PROVIDER: &str = "OpenVINOExecutionProvider";
/// The plugin's file name.
pub(super) const PLUGIN: &str = "libonnxruntime_providers_openvino_plugin.so";
/// The PyPI package that holds the plugin and OpenVINO itself, and the version tried with ONNX Runtime 1.28.0.
pub(super) const PACKAGE: &str = "onnxruntime-ep-openvino 1.8.1";

const VARIABLE: &str = "CAJAL_OPENVINO";

/// The plugin in its folder beside the runtime, in the runtime's own, or where the environment says.
pub(super) fn find_plugin(runtime: &Path) -> Result<PathBuf> {
    let folder = runtime.parent().unwrap_or(runtime);
    let folders = [folder.join("openvino"), folder.to_path_buf()];
    let named = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
    let beside = folders.iter().map(|folder| folder.join(PLUGIN)).find(|path| path.is_file());
    let named = named.map(|path| if path.is_dir() { path.join(PLUGIN) } else { path });
    beside.or(named).ok_or_else(|| not_found(&folders))
}

fn not_found(folders: &[PathBuf; 2]) -> Error {
    let message = format!(
        "OpenVINO is not installed: the ONNX Runtime in use has none built in, {PLUGIN} lies neither in {} nor in {}, and \
         {VARIABLE} is not set; unpack the PyPI package {PACKAGE} there (scripts/setup.sh openvino does), or set \
         {VARIABLE} to the absolute path of the plugin",
        folders[0].display(),
        folders[1].display(),
    );
    Error::new(ErrorCode::ProviderUnavailable, message)
}

/// What a machine without a device for the plugin can do.
pub(super) fn processor_advice() -> String {
    "OpenVINO's plugin serves processors of Intel alone: on others give the ONNX Runtime of the PyPI package \
     onnxruntime-openvino 1.24.1 as the runtime's path, which has OpenVINO built in, or use the provider cpu"
        .to_owned()
}

/// OpenVINO's own settings. It has as many threads as the process may use, in groups for runs side by side, and none is tied
/// to a core: the process is the host's.
pub(super) fn configuration(arithmetic: Arithmetic, run_threads: usize) -> String {
    let threads = available_threads().max(run_threads);
    let precision = match arithmetic {
        Arithmetic::Bf16 => "bf16",
        Arithmetic::F32 | Arithmetic::F16 | Arithmetic::Int8 => "f32",
    };
    json!({ "CPU": {
        "INFERENCE_PRECISION_HINT": precision,
        "INFERENCE_NUM_THREADS": threads.to_string(),
        "NUM_STREAMS": (threads / run_threads).to_string(),
        "ENABLE_CPU_PINNING": "NO",
    } })
    .to_string()
}

/// An error where the processor has no arithmetic for it.
pub(super) fn check_arithmetic(arithmetic: Arithmetic) -> Result<()> {
    if arithmetic != Arithmetic::Bf16 || has_bf16() {
        return Ok(());
    }
    let message = "the precision bf16 needs a processor with AVX-512 BF16 or AMX, which this one has not; use f32";
    Err(Error::new(ErrorCode::ProviderUnavailable, message))
}

#[cfg(target_arch = "x86_64")]
pub(super) fn has_bf16() -> bool {
    // Every processor with AMX has these instructions too.
    std::is_x86_feature_detected!("avx512bf16")
}

#[cfg(not(target_arch = "x86_64"))]
pub(super) fn has_bf16() -> bool {
    false
}
