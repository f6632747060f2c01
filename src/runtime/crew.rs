//! The threads of a call: its caller's own, and those of the process's one pool that have nothing else to do.
//!
//! The caller works too, so a call never waits for the pool: with no helper free it does all by itself. It takes what others
//! have not begun, in order, and waits for nothing but work that some thread is at, which is why nested work cannot
//! block itself.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::control::Meter;
use crate::error::{Error, ErrorCode, Result};

/// How many items a call keeps begun or waiting, for each of its threads: enough that a helper finds the next one, and few,
/// since each is memory.
const AHEAD: usize = 2;

/// The threads that one call may use. Clones are the same call.
///
/// Thread safety: may be used from any thread of the call.
#[derive(Clone)]
pub(crate) struct Crew {
    call: Arc<Call>,
    /// How deep in the work of the call: what is inside an item stands deeper than the item.
    depth: usize,
}

struct Call {
    threads: usize,
    meter: Arc<Meter>,
    /// Helpers at work for the call; changed under the pool's lock only.
    helpers: AtomicUsize,
}

impl Crew {
    /// A call that may use `threads` threads, its own among them. The caller tells its watcher
    /// how far the others are while it waits for them.
    pub(crate) fn new(threads: usize, meter: &Arc<Meter>) -> Self {
        // In a forked child there are no helpers, and the pool's lock may be held for ever.
        let threads = if super::is_forked() { 1 } else { threads };
        Self { call: Arc::new(Call { threads, meter: Arc::clone(meter), helpers: AtomicUsize::new(0) }), depth: 0 }
    }

    /// The same call, for work inside an item.
    pub(crate) fn inside(&self) -> Self {
        Self { call: Arc::clone(&self.call), depth: self.depth + 1 }
    }

    /// Does `work` on every item, on the threads of the call, and gives the results to `take` on this thread, in order.
    ///
    /// Items are made on this thread, no further ahead than the threads need. The first item or result that `take`
    /// refuses, or that could not be made, ends it: what has not begun is left undone, and what has begun is waited for.
    ///
    /// # Errors
    /// That of the item that could not be made, or that of `take`.
    pub(crate) fn in_order<I, T>(
        &self,
        items: impl Iterator<Item = Result<I>>,
        work: impl Fn(I) -> Result<T> + Send + Sync + 'static,
        mut take: impl FnMut(Result<T>) -> Result<()>,
    ) -> Result<()>
    where
        I: Send + 'static,
        T: Send + 'static,
    {
        let mut items = items.fuse();
        let mut begun = Begun { crew: self, work: Arc::new(work), items: VecDeque::new() };
        loop {
            while begun.items.len() < self.ahead() && !begun.is_cut_short() {
                let Some(item) = items.next() else { break };
                begun.push(item);
            }
            match begun.pop() {
                Some(result) => take(result?)?,
                None => return Ok(()),
            }
        }
    }

    /// Does `work` on every document of a batch: each one's own result, in order. The watcher is told after each.
    ///
    /// # Errors
    /// None of `work`'s: these are results.
    pub(crate) fn batch<I, T>(
        &self,
        documents: &[I],
        work: impl Fn(I) -> Result<T> + Send + Sync + 'static,
    ) -> Result<Vec<Result<T>>>
    where
        I: Clone + Send + 'static,
        T: Send + 'static,
    {
        let mut results = Vec::with_capacity(documents.len());
        self.in_order(documents.iter().cloned().map(Ok), work, |result| {
            self.call.meter.report();
            results.push(result);
            Ok(())
        })?;
        Ok(results)
    }

    fn ahead(&self) -> usize {
        if self.call.threads == 1 { 1 } else { AHEAD * self.call.threads }
    }

    fn may_run(&self, task: &Task) -> bool {
        Arc::ptr_eq(&self.call, &task.crew.call) && task.crew.depth >= self.depth
    }
}

/// Items of a call between their making and their taking, in order.
struct Begun<'a, I, T, W> {
    crew: &'a Crew,
    work: Arc<W>,
    items: VecDeque<Item<I, T>>,
}

enum Item<I, T> {
    /// For this thread alone: nothing stands before it.
    Own(I),
    /// For whoever comes first.
    Shared(u64, Arc<Slot<T>>),
    /// Could not be made.
    Failed(Error),
}

/// Where a result is put.
type Slot<T> = Mutex<Option<Result<T>>>;

impl<I, T, W> Begun<'_, I, T, W>
where
    I: Send + 'static,
    T: Send + 'static,
    W: Fn(I) -> Result<T> + Send + Sync + 'static,
{
    /// Whether an item could not be made: there is none after it.
    fn is_cut_short(&self) -> bool {
        matches!(self.items.back(), Some(Item::Failed(_)))
    }

    fn push(&mut self, item: Result<I>) {
        let item = match item {
            Err(error) => Item::Failed(error),
            Ok(item) if self.items.is_empty() => Item::Own(item),
            Ok(item) => self.share(item),
        };
        self.items.push_back(item);
    }

    fn share(&self, item: I) -> Item<I, T> {
        let slot = Arc::new(Slot::new(None));
        let (work, place) = (Arc::clone(&self.work), Arc::clone(&slot));
        let job = Box::new(move || {
            // Unwind safe: what a panicking item leaves half done is dropped with it.
            let result = catch_unwind(AssertUnwindSafe(|| work(item))).unwrap_or_else(|payload| {
                // Dropping a payload may panic again.
                std::mem::forget(payload);
                Err(internal_fault())
            });
            // Before the call can end: a model that its host frees then is free.
            drop(work);
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        });
        Item::Shared(POOL.offer(Task { crew: self.crew.clone(), job }), slot)
    }

    /// The result of the first item; what could not be made is the outer error.
    fn pop(&mut self) -> Option<Result<Result<T>>> {
        Some(match self.items.pop_front()? {
            Item::Own(item) => Ok((self.work)(item)),
            Item::Shared(id, slot) => Ok(POOL.result(self.crew, id, &slot)),
            Item::Failed(error) => Err(error),
        })
    }
}

impl<I, T, W> Drop for Begun<'_, I, T, W> {
    fn drop(&mut self) {
        let shared = self.items.iter().filter_map(|item| match item {
            Item::Shared(id, slot) => Some((*id, slot)),
            Item::Own(_) | Item::Failed(_) => None,
        });
        POOL.withdraw(shared);
    }
}

fn internal_fault() -> Error {
    Error::new(
        ErrorCode::Internal,
        "internal fault while a part of the text was run; please report it with the log's line",
    )
}

/// An item that waits for a thread.
struct Task {
    crew: Crew,
    job: Box<dyn FnOnce() + Send>,
}

/// The helpers of the process, started as they are needed and never ended, and what waits for them.
struct Pool {
    state: Mutex<State>,
    /// Something waits, or a call may have a helper again.
    offered: Condvar,
    /// Something was done or offered: for calls that wait for a result.
    moved: Condvar,
}

struct State {
    next_id: u64,
    /// In order of their ids: first come, first served.
    waiting: BTreeMap<u64, Task>,
    helpers: usize,
    /// Helpers without work.
    idle: usize,
}

static POOL: Pool = Pool {
    state: Mutex::new(State { next_id: 0, waiting: BTreeMap::new(), helpers: 0, idle: 0 }),
    offered: Condvar::new(),
    moved: Condvar::new(),
};

impl Pool {
    /// Lets any thread of the task's call have it; returns its id.
    fn offer(&'static self, task: Task) -> u64 {
        let most = task.crew.call.threads - 1;
        let mut state = self.lock();
        let id = state.next_id;
        state.next_id += 1;
        state.waiting.insert(id, task);
        let started = if state.waiting.len() > state.idle && state.helpers < most {
            self.start_helper(&mut state)
        } else {
            Ok(())
        };
        drop(state);
        self.offered.notify_one();
        self.moved.notify_all();
        if let Err(error) = started {
            // The call goes on with the threads that are there.
            log::warn!("no thread could be started to help: {error}");
        }
        id
    }

    fn start_helper(&'static self, state: &mut State) -> std::io::Result<()> {
        std::thread::Builder::new().name("cajal-worker".into()).spawn(|| self.help())?;
        state.helpers += 1;
        Ok(())
    }

    /// The life of a helper.
    fn help(&self) {
        let mut state = self.lock();
        loop {
            let Some(task) = state.take(|task| task.crew.call.wants_helper()) else {
                state.idle += 1;
                state = self.offered.wait(state).unwrap_or_else(PoisonError::into_inner);
                state.idle -= 1;
                continue;
            };
            let call = Arc::clone(&task.crew.call);
            call.helpers.fetch_add(1, Ordering::Relaxed);
            drop(state);
            (task.job)();
            drop(task.crew);
            state = self.lock();
            call.helpers.fetch_sub(1, Ordering::Relaxed);
            self.moved.notify_all();
        }
    }

    /// The result of a task: done here if nobody has begun it. While others are at it, this thread does what else there is
    /// for the call.
    fn result<T>(&self, crew: &Crew, id: u64, slot: &Slot<T>) -> Result<T> {
        loop {
            crew.call.meter.report();
            let mut state = self.lock();
            if let Some(result) = slot.lock().unwrap_or_else(PoisonError::into_inner).take() {
                return result;
            }
            match state.take_id(id).or_else(|| state.take(|task| crew.may_run(task))) {
                Some(task) => {
                    drop(state);
                    (task.job)();
                    // It may be another thread of the call that waits for it.
                    drop(self.lock());
                    self.moved.notify_all();
                }
                None => drop(self.moved.wait(state).unwrap_or_else(PoisonError::into_inner)),
            }
        }
    }

    /// Takes back what nobody has begun, and waits for the rest.
    fn withdraw<'a, T: 'a>(&self, tasks: impl Iterator<Item = (u64, &'a Arc<Slot<T>>)>) {
        for (id, slot) in tasks {
            let mut state = self.lock();
            let withdrawn = state.take_id(id);
            while withdrawn.is_none() && slot.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
                state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take(&mut self, suits: impl Fn(&Task) -> bool) -> Option<Task> {
        let id = self.waiting.iter().find(|(_, task)| suits(task)).map(|(id, _)| *id)?;
        self.take_id(id)
    }

    fn take_id(&mut self, id: u64) -> Option<Task> {
        self.waiting.remove(&id)
    }
}

impl Call {
    fn wants_helper(&self) -> bool {
        self.helpers.load(Ordering::Relaxed) + 1 < self.threads
    }
}

#[cfg(test)]
mod tests;
