//! Cancellation, deadlines and progress of one call.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use crate::error::{Error, ErrorCode, Result};

/// A token that stops the calls it was given to. Clones are the same token.
///
/// Thread safety: all methods may be called from any thread, before, during and after a call.
#[derive(Clone, Default)]
pub struct Cancel {
    shared: Arc<CancelShared>,
}

#[derive(Default)]
struct CancelShared {
    requested: AtomicBool,
    waiters: Mutex<Waiters>,
}

#[derive(Default)]
struct Waiters {
    next_id: u64,
    active: Vec<(u64, Box<dyn Fn() + Send>)>,
}

impl Cancel {
    /// A token that is not cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops every call that holds this token, now and in future. It cannot be taken back.
    pub fn cancel(&self) {
        self.shared.requested.store(true, Ordering::SeqCst);
        for (_, stop) in &self.lock().active {
            stop();
        }
    }

    /// Whether [`cancel`](Self::cancel) was called.
    pub fn is_cancelled(&self) -> bool {
        self.shared.requested.load(Ordering::SeqCst)
    }

    /// Calls `stop` when the token is cancelled, until the guard is dropped; at once if it already is.
    pub(crate) fn on_cancel(&self, stop: Box<dyn Fn() + Send>) -> CancelGuard {
        let mut waiters = self.lock();
        // Checked under the lock: a cancel either sees the new waiter or is seen here.
        if self.is_cancelled() {
            stop();
        }
        let id = waiters.next_id;
        waiters.next_id += 1;
        waiters.active.push((id, stop));
        CancelGuard { token: self.clone(), id }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiters> {
        self.shared.waiters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a waiter off its token when dropped.
pub(crate) struct CancelGuard {
    token: Cancel,
    id: u64,
}

impl Drop for CancelGuard {
    fn drop(&mut self) {
        self.token.lock().active.retain(|(id, _)| *id != self.id);
    }
}

/// How far a call has come, in UTF-8 bytes of text; a text that several models read counts once for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes whose windows have run.
    pub bytes_done: usize,
    /// Bytes of the whole call.
    pub bytes_total: usize,
}

type ProgressFn = Arc<dyn Fn(Progress) + Send + Sync>;

/// What may stop or watch a call. The default stops never and watches nothing.
#[derive(Clone, Default)]
pub struct Control {
    cancel: Option<Cancel>,
    deadline: Option<Instant>,
    progress: Option<ProgressFn>,
}

impl Control {
    /// No cancellation, no deadline, no progress.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops when `cancel` is cancelled: between windows, and inside a run.
    pub fn with_cancel(mut self, cancel: Cancel) -> Self {
        self.cancel = Some(cancel);
        self
    }

    /// Stops `timeout` after now. A timeout of zero stops before the first window.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        // A timeout beyond what the clock can hold is no deadline.
        self.deadline = Instant::now().checked_add(timeout);
        self
    }

    /// Reports progress, from the thread that makes the call: after every few windows of a document, and as windows and documents
    /// of a batch are done.
    pub fn with_progress(mut self, progress: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    /// An error if the call must stop now.
    pub(crate) fn check(&self) -> Result<()> {
        if self.cancel.as_ref().is_some_and(Cancel::is_cancelled) {
            return Err(Error::new(ErrorCode::Cancelled, "the call was cancelled by its caller"));
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(Error::new(
                ErrorCode::DeadlineExceeded,
                "the call took longer than its timeout; give it more time (timeout_ms) or a shorter text",
            ));
        }
        Ok(())
    }

    /// The cancel token, if any.
    pub(crate) fn cancel(&self) -> Option<&Cancel> {
        self.cancel.as_ref()
    }

    /// The deadline, if any.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Tells the watcher, if any.
    pub(crate) fn report(&self, progress: Progress) {
        if let Some(watch) = &self.progress {
            watch(progress);
        }
    }
}

/// How far a call has come on all its threads.
///
/// Thread safety: may be used from any thread; the watcher is told on the thread that made it, and on no other.
pub(crate) struct Meter {
    control: Control,
    caller: ThreadId,
    bytes_done: AtomicUsize,
    /// What the watcher knows.
    bytes_told: AtomicUsize,
    bytes_total: usize,
}

impl Meter {
    /// For a call that this thread makes, over `bytes_total` bytes.
    pub(crate) fn new(control: &Control, bytes_total: usize) -> Self {
        Self {
            control: control.clone(),
            caller: thread::current().id(),
            bytes_done: AtomicUsize::new(0),
            bytes_told: AtomicUsize::new(0),
            bytes_total,
        }
    }

    /// What may stop the call.
    pub(crate) fn control(&self) -> &Control {
        &self.control
    }

    /// The share of one document in it.
    pub(crate) fn share(&self, bytes: usize) -> Share<'_> {
        Share { meter: self, bytes, reached: Cell::new(0) }
    }

    /// Tells the watcher what is new, if this is the thread that made the call.
    pub(crate) fn report(&self) {
        if thread::current().id() != self.caller {
            return;
        }
        let bytes_done = self.bytes_done.load(Ordering::Relaxed);
        if self.bytes_told.swap(bytes_done, Ordering::Relaxed) != bytes_done {
            self.control.report(Progress { bytes_done, bytes_total: self.bytes_total });
        }
    }

    fn add(&self, bytes: usize) {
        self.bytes_done.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// One document of a call. When it is dropped, the document counts as done, whatever became of it.
pub(crate) struct Share<'a> {
    meter: &'a Meter,
    bytes: usize,
    reached: Cell<usize>,
}

impl Share<'_> {
    /// The document is done up to `bytes`.
    pub(crate) fn reach(&self, bytes: usize) {
        let before = self.reached.replace(bytes);
        self.meter.add(bytes.saturating_sub(before));
        self.meter.report();
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.meter.add(self.bytes.saturating_sub(self.reached.get()));
    }
}
