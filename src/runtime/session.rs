//! A session: a graph ready to run, from any number of threads at once.

use std::ffi::CString;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::ptr::NonNull;
use std::sync::Arc;

use ort::memory::Allocator;
use ort::session::builder::{GraphOptimizationLevel, SessionBuilder};
use ort::session::{Session as OrtSession, SharedSessionInner};
use ort::value::{DynValue, TensorElementType, TensorRef, ValueType};
use ort::{AsPointer, api};

use super::interrupt::Interrupt;
use super::memory::Weight;
use super::provider::{NodeCount, Placement, count_nodes, expect_nodes_on};
use super::turns::{Turn, Turns};
use super::{check, check_process, environment, failed, threads};
use crate::control::Control;
use crate::error::{Error, ErrorCode, Result};

/// How a session runs.
#[derive(Debug, Clone)]
pub(crate) struct SessionOptions {
    /// Threads that all runs of a call may use, its own among them.
    pub(crate) threads: usize,
    /// Threads that one run may use, its own among them.
    pub(crate) run_threads: usize,
    /// What it runs on.
    pub(crate) placement: Placement,
}

/// Numbers that came out of a run, row by row.
pub(crate) struct Output {
    pub(crate) shape: Vec<usize>,
    pub(crate) data: Vec<f32>,
}

/// A graph ready to run.
///
/// Thread safety: ONNX Runtime's `Run` may be called by many threads at once on the CPU provider (its documentation,
/// and onnxruntime issue 114), so no lock is held around it; on CUDA runs take turns, first come, first served.
pub(crate) struct Session {
    // Dropped before the weights that its initialisers point into.
    session: ManuallyDrop<Arc<SharedSessionInner>>,
    weights: ManuallyDrop<Vec<Weight>>,
    inputs: Vec<String>,
    outputs: Vec<String>,
    nodes: Vec<NodeCount>,
    /// Taken for a run where two must not overlap.
    device: Option<Arc<Turns>>,
    process: u32,
}

impl Session {
    pub(super) fn new(session: OrtSession, weights: Vec<Weight>, placement: &Placement) -> Result<Self> {
        // What fails here drops these in reverse: the session before what its initialisers point into.
        let (weights, session) = (weights, session);
        let nodes = count_nodes(&session)?;
        expect_nodes_on(placement, &nodes)?;
        Ok(Self {
            inputs: session.inputs().iter().map(|input| input.name().to_owned()).collect(),
            outputs: session.outputs().iter().map(|output| output.name().to_owned()).collect(),
            session: ManuallyDrop::new(session.inner()),
            weights: ManuallyDrop::new(weights),
            nodes,
            device: placement.is_exclusive().then(|| Turns::new(1)),
            process: std::process::id(),
        })
    }

    /// A session of an ONNX file; external data is found beside it.
    pub(crate) fn from_file(path: &Path, options: &SessionOptions) -> Result<Self> {
        let session = builder(options)?.commit_from_file(path).map_err(|error| {
            let message = format!("ONNX Runtime cannot load {}: {}", path.display(), error.message());
            Error::new(ErrorCode::WeightsInvalid, message).with_cause_code(super::error_code(error.code()))
        })?;
        Self::new(session, Vec::new(), &options.placement)
    }

    /// How many nodes of the graph run where.
    pub(crate) fn nodes(&self) -> &[NodeCount] {
        &self.nodes
    }

    /// Names of the inputs.
    pub(crate) fn inputs(&self) -> &[String] {
        &self.inputs
    }

    /// Names of the outputs.
    pub(crate) fn outputs(&self) -> &[String] {
        &self.outputs
    }

    /// Runs the graph on vectors or matrices of integers; returns the named output as f32.
    pub(crate) fn run(&self, inputs: &[(&str, &[usize], &[i64])], output: &str, control: &Control) -> Result<Output> {
        check_process(self.process)?;
        control.check()?;
        // The device's before the process's, which others could use while this one waits.
        let _device = self.device.as_ref().map(|device| device.wait(control)).transpose()?;
        let _turn = Turn::wait(control)?;
        let interrupt = Interrupt::new(control)?;
        self.run_raw(inputs, output, &interrupt).or_else(|error| {
            // A run that was stopped fails with a general code; the reason is the caller's.
            control.check()?;
            Err(failed("run the model", error))
        })
    }

    fn run_raw(&self, inputs: &[(&str, &[usize], &[i64])], output: &str, interrupt: &Interrupt) -> ort::Result<Output> {
        let names = inputs.iter().map(|(name, ..)| CString::new(*name)).collect::<std::result::Result<Vec<_>, _>>()?;
        let name_pointers: Vec<_> = names.iter().map(|name| name.as_ptr()).collect();
        let values = inputs
            .iter()
            .map(|&(_, shape, data)| TensorRef::from_array_view((shape.to_vec(), data)))
            .collect::<ort::Result<Vec<_>>>()?;
        let value_pointers: Vec<_> = values.iter().map(|value| value.ptr()).collect();
        let output = CString::new(output)?;
        let mut result = std::ptr::null_mut();
        // SAFETY: every pointer is to a local that outlives the call and the counts are their lengths. Run is safe to
        // call from many threads on one session; `ort` wants `&mut` only to be careful with other providers.
        let status = unsafe {
            (api().Run)(
                self.session.ptr().cast_mut(),
                interrupt.options().ptr(),
                name_pointers.as_ptr(),
                value_pointers.as_ptr(),
                value_pointers.len(),
                &output.as_ptr(),
                1,
                &mut result,
            )
        };
        check(status)?;
        let Some(result) = NonNull::new(result) else {
            return Err(ort::Error::new("the run gave no output"));
        };
        // SAFETY: `result` is a value that Run made for us; nobody else holds it.
        copy_out(unsafe { DynValue::from_ptr(result, Some(&Allocator::default())) })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // In a forked child, releasing a session hangs or crashes: its threads were left behind. Leak it there.
        if self.process != std::process::id() {
            return;
        }
        // SAFETY: both are dropped once, here, and not used after; the session goes before what it points into.
        unsafe {
            ManuallyDrop::drop(&mut self.session);
            ManuallyDrop::drop(&mut self.weights);
        }
    }
}

/// Options common to all sessions.
pub(super) fn builder(options: &SessionOptions) -> Result<SessionBuilder> {
    let placement = &options.placement;
    let prepare = |error: ort::Error<SessionBuilder>| failed("prepare a session", error);
    let builder = OrtSession::builder(environment()?)
        .map_err(|error| failed("prepare a session", error))?
        .with_optimization_level(GraphOptimizationLevel::Level1)
        .map_err(prepare)?
        // Whether it shares the process's threads is decided below.
        .with_independent_thread_pool()
        .map_err(prepare)?
        .with_inter_threads(1)
        .map_err(prepare)?
        .with_inter_op_spinning(false)
        .map_err(prepare)?
        // Windows differ in length, so patterns of one run do not fit the next and only hold memory.
        .with_memory_pattern(false)
        .map_err(prepare)?
        // Tells afterwards what ran where.
        .with_config_entry("session.record_ep_graph_assignment_info", "1")
        .map_err(prepare)?;
    let builder = threads::give(builder, placement.own_threads(options.run_threads))?;
    placement.attach(builder, options.run_threads)
}

fn copy_out(value: DynValue) -> ort::Result<Output> {
    if matches!(value.dtype(), ValueType::Tensor { ty: TensorElementType::Float16, .. }) {
        let (shape, data) = value.try_extract_tensor::<half::f16>()?;
        return Ok(Output { shape: sizes(shape), data: data.iter().map(|x| x.to_f32()).collect() });
    }
    let (shape, data) = value.try_extract_tensor::<f32>()?;
    Ok(Output { shape: sizes(shape), data: data.to_vec() })
}

fn sizes(shape: &[i64]) -> Vec<usize> {
    shape.iter().map(|&size| usize::try_from(size).unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::control::Cancel;
    use crate::runtime::{self, Arithmetic, Dialect, Floats, GraphBuilder, GraphInput, Operator, Provider, Weight};

    /// A graph that picks rows of a table, on a device that takes one run at a time.
    fn exclusive() -> Session {
        runtime::load(None).unwrap();
        let mut graph = GraphBuilder::new(Dialect::Fused, Floats::F32).unwrap();
        graph.add_weight("table", &[2, 1], Weight::Owned(vec![3.0, 4.0])).unwrap();
        graph.add_named_node(Operator::Gather, &["table", "rows"], "out").unwrap();
        let placement = Placement::find(&Provider::Cpu, Arithmetic::F32).unwrap();
        let inputs = [GraphInput { name: "rows", length: None }];
        let mut session =
            graph.finish(&inputs, "out", &SessionOptions { threads: 1, run_threads: 1, placement }).unwrap();
        session.device = Some(Turns::new(1));
        session
    }

    fn run(session: &Session, control: &Control) -> Result<Vec<f32>> {
        session.run(&[("rows", &[2], &[1, 0])], "out", control).map(|output| output.data)
    }

    #[test]
    fn a_run_that_waits_for_its_device_ends_with_its_deadline_or_its_cancellation() {
        let session = exclusive();
        let device = session.device.as_ref().unwrap();
        let held = device.wait(&Control::new()).unwrap();
        let late = run(&session, &Control::new().with_timeout(Duration::from_millis(1)));
        assert_eq!(late.unwrap_err().code(), ErrorCode::DeadlineExceeded);
        let cancel = Cancel::new();
        let control = Control::new().with_cancel(cancel.clone());
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| run(&session, &control));
            while device.waiting() == 0 {
                std::thread::yield_now();
            }
            cancel.cancel();
            assert_eq!(waiting.join().unwrap().unwrap_err().code(), ErrorCode::Cancelled);
        });
        drop(held);
        assert_eq!(run(&session, &Control::new()).unwrap(), [4.0, 3.0]);
    }
}
