//! Stopping a run from another thread: by the caller's token, or at a deadline.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use ort::session::{NoSelectedOutputs, RunOptions};

use super::failed;
use crate::control::{CancelGuard, Control};
use crate::error::{Error, ErrorCode, Result};

/// Run options that stop the run when `control` says so, for as long as this lives.
pub(super) struct Interrupt {
    options: Arc<RunOptions<NoSelectedOutputs>>,
    _cancel: Option<CancelGuard>,
    _deadline: Option<AlarmGuard>,
}

impl Interrupt {
    pub(super) fn new(control: &Control) -> Result<Self> {
        let options = Arc::new(RunOptions::new().map_err(|error| failed("prepare a run", error))?);
        let cancel = control.cancel().map(|token| token.on_cancel(terminate(&options)));
        let deadline = control.deadline().map(|at| alarms()?.set(at, terminate(&options))).transpose()?;
        Ok(Self { options, _cancel: cancel, _deadline: deadline })
    }

    pub(super) fn options(&self) -> &RunOptions<NoSelectedOutputs> {
        &self.options
    }
}

/// Termination takes effect between two nodes of the graph.
fn terminate(options: &Arc<RunOptions<NoSelectedOutputs>>) -> Box<dyn Fn() + Send> {
    let options = Arc::clone(options);
    Box::new(move || {
        if let Err(error) = options.terminate() {
            log::warn!("a run could not be stopped: {}", error.message());
        }
    })
}

/// Deadlines of the process, watched by one thread that is started with the first of them.
struct Alarms {
    pending: Mutex<Pending>,
    changed: Condvar,
}

#[derive(Default)]
struct Pending {
    next_id: u64,
    alarms: BTreeMap<(Instant, u64), Box<dyn Fn() + Send>>,
}

/// Takes the alarm back when dropped.
struct AlarmGuard {
    alarms: &'static Alarms,
    key: (Instant, u64),
}

impl Drop for AlarmGuard {
    fn drop(&mut self) {
        self.alarms.lock().alarms.remove(&self.key);
    }
}

fn alarms() -> Result<&'static Alarms> {
    static ALARMS: OnceLock<Alarms> = OnceLock::new();
    static STARTED: Mutex<bool> = Mutex::new(false);
    let alarms = ALARMS.get_or_init(|| Alarms { pending: Mutex::default(), changed: Condvar::new() });
    let mut started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*started {
        let thread = std::thread::Builder::new().name("cajal-deadlines".into()).spawn(|| alarms.watch());
        thread.map_err(|cause| {
            Error::new(ErrorCode::RuntimeFailed, "no thread could be started to watch deadlines").with_source(cause)
        })?;
        *started = true;
    }
    Ok(alarms)
}

impl Alarms {
    fn set(&'static self, at: Instant, ring: Box<dyn Fn() + Send>) -> Result<AlarmGuard> {
        let mut pending = self.lock();
        let key = (at, pending.next_id);
        pending.next_id += 1;
        pending.alarms.insert(key, ring);
        self.changed.notify_one();
        Ok(AlarmGuard { alarms: self, key })
    }

    fn watch(&self) {
        let mut pending = self.lock();
        loop {
            let next = pending.alarms.keys().next().map(|key| key.0);
            pending = match next.map(|at| at.saturating_duration_since(Instant::now())) {
                None => self.changed.wait(pending).unwrap_or_else(PoisonError::into_inner),
                Some(left) if left.is_zero() => {
                    if let Some((_, ring)) = pending.alarms.pop_first() {
                        ring();
                    }
                    pending
                }
                Some(left) => self.changed.wait_timeout(pending, left).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
