//! Where the nodes of a session's graph really run.

use std::collections::BTreeMap;
use std::ffi::CStr;

use ort::{AsPointer, api};

use super::placement::Placement;
use crate::error::{Error, ErrorCode, Result};
use crate::runtime::{check, failed};

/// How many nodes of a model's graph run on one execution provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeCount {
    /// ONNX Runtime's name of the provider: `CPUExecutionProvider`.
    pub provider: String,
    /// Nodes of the graph as ONNX Runtime gave it to the provider.
    pub nodes: usize,
}

/// The nodes of a session by provider, in the order of the providers' names.
pub(in crate::runtime) fn count_nodes(session: &ort::session::Session) -> Result<Vec<NodeCount>> {
    let counts = read_counts(session).map_err(|error| failed("tell where the model runs", error))?;
    Ok(counts.into_iter().map(|(provider, nodes)| NodeCount { provider, nodes }).collect())
}

/// An error unless the provider took nodes of the graph; a warning where it left some to the CPU provider.
pub(in crate::runtime) fn expect_nodes_on(placement: &Placement, nodes: &[NodeCount]) -> Result<()> {
    let Some(expected) = placement.execution_provider() else { return Ok(()) };
    let others = || nodes.iter().filter(|count| count.provider != expected);
    if !nodes.iter().any(|count| count.provider == expected) {
        let message = format!(
            "the provider {} took no part of this model: its operators are not among those it runs; use the provider cpu",
            placement.name()
        );
        return Err(Error::new(ErrorCode::ProviderUnavailable, message));
    }
    for other in others() {
        log::warn!(
            "{} nodes of the model run on {}, which the provider {} left to it",
            other.nodes,
            other.provider,
            placement.name()
        );
    }
    Ok(())
}

fn read_counts(session: &ort::session::Session) -> ort::Result<BTreeMap<String, usize>> {
    let (mut subgraphs, mut length) = (std::ptr::null(), 0);
    // SAFETY: the session is alive; the array is the session's own.
    check(unsafe { (api().Session_GetEpGraphAssignmentInfo)(session.ptr(), &mut subgraphs, &mut length) })?;
    let mut counts = BTreeMap::new();
    for index in 0..length {
        let (mut name, mut nodes, mut count) = (std::ptr::null(), std::ptr::null(), 0);
        // SAFETY: the array has `length` elements, and lives as long as the session.
        let subgraph = unsafe { *subgraphs.add(index) };
        // SAFETY: as above; the name and the nodes are the session's own too.
        check(unsafe { (api().EpAssignedSubgraph_GetEpName)(subgraph, &mut name) })?;
        // SAFETY: as above.
        check(unsafe { (api().EpAssignedSubgraph_GetNodes)(subgraph, &mut nodes, &mut count) })?;
        // SAFETY: the call succeeded, so `name` is a NUL-terminated string of the session.
        let name = unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned();
        *counts.entry(name).or_default() += count;
    }
    Ok(counts)
}
