//! ONNX Runtime's own threads: one pool for all sessions of the process that use as many as there are.

use std::sync::OnceLock;

use ort::environment::GlobalThreadPoolOptions;
use ort::session::builder::SessionBuilder;
use ort::{AsPointer, api};

use super::provider::{Arithmetic, Placement, Provider};
use super::session::{SessionOptions, builder};
use super::{available_threads, check, failed, graph};
use crate::error::Result;

/// The pool, which comes with the environment.
pub(super) fn pool() -> ort::Result<GlobalThreadPoolOptions> {
    GlobalThreadPoolOptions::default()
        .with_intra_threads(available_threads())?
        .with_inter_threads(1)?
        // Spinning cost three times the processor time for 10 to 20 % of speed; a host has other work to do.
        .with_spin_control(false)
}

/// Has a session's runs use this many threads, their callers' own among them: those of the pool, or, for another number, some
/// that only this session has.
pub(super) fn give(builder: SessionBuilder, threads: usize) -> Result<SessionBuilder> {
    if threads > 1 && threads == available_threads() && has_pool() {
        return share(builder);
    }
    let prepare = |error: ort::Error<SessionBuilder>| failed("prepare a session", error);
    builder.with_intra_threads(threads).map_err(prepare)?.with_intra_op_spinning(false).map_err(prepare)
}

/// Whether the environment has our pool. It has not where the host started the same library before us: then it is the
/// host's environment, and ONNX Runtime tells only by refusing a session.
fn has_pool() -> bool {
    static HAS_POOL: OnceLock<bool> = OnceLock::new();
    let mut refusal = None;
    let has_pool = *HAS_POOL.get_or_init(|| {
        refusal = try_out_pool().err();
        refusal.is_none()
    });
    if let Some(error) = refusal {
        log::info!("ONNX Runtime was started by the host, so every model has its own threads: {}", error.message());
    }
    has_pool
}

fn try_out_pool() -> Result<()> {
    let options =
        SessionOptions { threads: 1, run_threads: 1, placement: Placement::find(&Provider::Cpu, Arithmetic::F32)? };
    graph::try_out(share(builder(&options)?)?, &options.placement)
}

fn share(mut builder: SessionBuilder) -> Result<SessionBuilder> {
    // SAFETY: the options are valid, and nobody else has them.
    let status = unsafe { (api().DisablePerSessionThreads)(builder.ptr_mut()) };
    check(status).map_err(|error| failed("prepare a session", error))?;
    Ok(builder)
}
