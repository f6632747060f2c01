//! Turns: no more runs at a time than the process has threads for, or a device takes, first come, first served.
//!
//! A turn lasts for one run, so that a short text waits for one run of a long one and no more.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::available_threads;
use crate::control::Control;
use crate::error::Result;

/// The right to run; given back when dropped.
pub(super) struct Turn {
    turns: Arc<Turns>,
}

impl Turn {
    /// Waits for a turn in the process.
    ///
    /// # Errors
    /// Those of a stopped call.
    pub(super) fn wait(control: &Control) -> Result<Self> {
        static TURNS: LazyLock<Arc<Turns>> = LazyLock::new(|| Turns::new(available_threads()));
        TURNS.wait(control)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.lock().running -= 1;
        self.turns.changed.notify_all();
    }
}

/// What turns are taken at.
pub(super) struct Turns {
    most: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    running: usize,
    next_ticket: u64,
    /// Tickets in order.
    waiting: VecDeque<u64>,
}

impl Turns {
    /// Turns of which `most` may be taken at once.
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, state: Mutex::default(), changed: Condvar::new() })
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// Those of a stopped call.
    pub(super) fn wait(self: &Arc<Self>, control: &Control) -> Result<Turn> {
        let mut state = self.lock();
        if state.running < self.most && state.waiting.is_empty() {
            return Ok(self.begin(&mut state));
        }
        let ticket = state.next_ticket;
        state.next_ticket += 1;
        state.waiting.push_back(ticket);
        drop(state);
        let turn = self.wait_in_line(ticket, control);
        // Whoever is next may have a turn too, or has moved up.
        self.changed.notify_all();
        turn
    }

    fn wait_in_line(self: &Arc<Self>, ticket: u64, control: &Control) -> Result<Turn> {
        // Not under the lock: a token that is cancelled at this moment calls back at once.
        let _wake = control.cancel().map(|token| token.on_cancel(self.waker()));
        let mut state = self.lock();
        loop {
            let stopped = control.check();
            let is_next = state.running < self.most && state.waiting.front() == Some(&ticket);
            if is_next || stopped.is_err() {
                state.waiting.retain(|waiting| *waiting != ticket);
                return stopped.map(|()| self.begin(&mut state));
            }
            state = match control.deadline().map(|at| at.saturating_duration_since(Instant::now())) {
                Some(left) => self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn begin(self: &Arc<Self>, state: &mut State) -> Turn {
        state.running += 1;
        Turn { turns: Arc::clone(self) }
    }

    /// Lets all that wait look at their calls again.
    fn waker(self: &Arc<Self>) -> Box<dyn Fn() + Send> {
        let turns = Arc::clone(self);
        Box::new(move || {
            drop(turns.lock());
            turns.changed.notify_all();
        })
    }

    /// How many wait.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.lock().waiting.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::*;
    use crate::control::Cancel;
    use crate::error::ErrorCode;

    #[test]
    fn no_more_have_a_turn_at_once_than_there_may_be() {
        let turns = Turns::new(3);
        let (now, peak) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let _turn = turns.wait(&Control::new()).unwrap();
                        peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        thread::yield_now();
                        now.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!((1..=3).contains(&peak.into_inner()));
        assert!(turns.waiting() == 0 && turns.lock().running == 0);
    }

    #[test]
    fn turns_are_given_in_the_order_of_asking() {
        let turns = Turns::new(1);
        let first = turns.wait(&Control::new()).unwrap();
        let order = Arc::new(Mutex::new(Vec::new()));
        let threads: Vec<_> = (0..8)
            .map(|number| {
                let thread = thread::spawn({
                    let (turns, order) = (Arc::clone(&turns), Arc::clone(&order));
                    move || {
                        let _turn = turns.wait(&Control::new()).unwrap();
                        order.lock().unwrap().push(number);
                    }
                });
                while turns.waiting() <= number {
                    thread::yield_now();
                }
                thread
            })
            .collect();
        drop(first);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn a_call_is_cancelled_or_late_while_it_waits_for_its_turn() {
        let turns = Turns::new(1);
        let held = turns.wait(&Control::new()).unwrap();
        let late = turns.wait(&Control::new().with_timeout(Duration::from_millis(1)));
        assert_eq!(late.err().unwrap().code(), ErrorCode::DeadlineExceeded);
        let cancel = Cancel::new();
        let waiting = thread::spawn({
            let (turns, control) = (Arc::clone(&turns), Control::new().with_cancel(cancel.clone()));
            move || turns.wait(&control).err().unwrap().code()
        });
        while turns.waiting() == 0 {
            thread::yield_now();
        }
        cancel.cancel();
        assert_eq!(waiting.join().unwrap(), ErrorCode::Cancelled);
        drop(held);
        assert!(turns.wait(&Control::new()).is_ok());
    }
}
