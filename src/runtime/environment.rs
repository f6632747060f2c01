//! ONNX Runtime's environment: one per process, for ever.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ort::environment::Environment;
use ort::logging::LogLevel;

use super::{failed, threads};
use crate::error::Result;

/// Makes the environment: telemetry off, warnings and worse to the `log` facade, nothing to stdout or stderr.
pub(super) fn create() -> Result<Environment> {
    let environment = ort::init()
        .with_name("cajal")
        .with_telemetry(false)
        .with_global_thread_pool(threads::pool().map_err(|error| failed("start its threads", error))?)
        .with_logger(Arc::new(|level, _category, _id, location, message| forward(level, location, message)))
        .build()
        .map_err(|error| failed("start", error))?;
    // A custom logger makes ort ask for everything.
    environment.set_log_level(LogLevel::Warning);
    Ok(environment)
}

fn forward(level: LogLevel, location: &str, message: &str) {
    let level = match level {
        LogLevel::Verbose => log::Level::Trace,
        LogLevel::Info => log::Level::Debug,
        LogLevel::Warning => log::Level::Warn,
        LogLevel::Error | LogLevel::Fatal => log::Level::Error,
    };
    // A panic in the host's logger must not unwind into C++ code, where it would abort.
    let _ = catch_unwind(AssertUnwindSafe(|| log::log!(target: "cajal::onnxruntime", level, "{location}: {message}")));
}
