//! The log callback: forwards the `log` facade to the host. Silent until one is set.

use std::cell::Cell;
use std::ffi::{c_char, c_void};
use std::sync::{Once, PoisonError, RwLock};

use log::{LevelFilter, Log, Metadata, Record};

use super::error::cajal_error;
use super::guard::guard;
use super::status::cajal_status;
use super::text::Text;
use crate::error::{Error, ErrorCode, Result};

/// No messages.
pub const CAJAL_LOG_OFF: i32 = 0;
/// What failed.
pub const CAJAL_LOG_ERROR: i32 = 1;
/// What a person should look at.
pub const CAJAL_LOG_WARNING: i32 = 2;
/// What the library did: one or two lines for each load.
pub const CAJAL_LOG_INFO: i32 = 3;
/// How it did it.
pub const CAJAL_LOG_DEBUG: i32 = 4;
/// Everything.
pub const CAJAL_LOG_TRACE: i32 = 5;

/// Receives one message: its `CAJAL_LOG_` level and its text, UTF-8, NUL-terminated, `length` bytes without the
/// terminator, valid until the callback returns. No message holds text of a document.
///
/// It runs on the thread that logs, on several threads at once. It must return: no exception, no longjmp. It may call
/// the library, but not load, compile or run a model, nor wait for a thread that does: it may be called from inside those.
/// What the library would log during a callback on the same thread is left out.
pub type cajal_log_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, level: i32, message: *const c_char, length: usize)>;

/// Where messages go. It runs on the thread that logs.
pub(crate) trait Sink: Send + Sync {
    /// Takes one message: its `CAJAL_LOG_` level and its text.
    fn deliver(&self, level: i32, message: &str);
}

struct Callback {
    callback: unsafe extern "C" fn(*mut c_void, i32, *const c_char, usize),
    user_data: *mut c_void,
}

// SAFETY: the header asks for a callback that may be called, with its user data, from any thread.
unsafe impl Send for Callback {}
// SAFETY: as above, and from several at once.
unsafe impl Sync for Callback {}

impl Sink for Callback {
    fn deliver(&self, level: i32, message: &str) {
        let message = Text::new(message);
        let mut length = 0;
        // SAFETY: `length` is a local variable; the callback and its data are valid while the sink is set, which the
        // lock held by the caller ensures.
        unsafe {
            let start = Text::give(Some(&message), &mut length);
            (self.callback)(self.user_data, level, start, length);
        }
    }
}

static SINK: RwLock<Option<Box<dyn Sink>>> = RwLock::new(None);

thread_local! {
    /// Whether this thread is inside a callback.
    static IN_CALLBACK: Cell<bool> = const { Cell::new(false) };
}

/// Ends, when it is dropped, what `IN_CALLBACK` says: also if a message cannot be written.
struct InCallback;

impl Drop for InCallback {
    fn drop(&mut self) {
        IN_CALLBACK.set(false);
    }
}

struct Forward;

impl Log for Forward {
    /// Only our own messages: what a dependency logs might hold text of a document.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().split("::").next() == Some("cajal")
    }

    fn log(&self, record: &Record<'_>) {
        // A nested message would take the lock twice, which blocks once a writer waits in between.
        if self.enabled(record.metadata()) && !IN_CALLBACK.replace(true) {
            let _left = InCallback;
            deliver(record);
        }
    }

    fn flush(&self) {}
}

fn deliver(record: &Record<'_>) {
    let sink = SINK.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(sink) = sink.as_ref() {
        sink.deliver(record.level() as i32, &record.args().to_string());
    }
}

pub(crate) fn filter(level: i32) -> Result<LevelFilter> {
    match level {
        CAJAL_LOG_OFF => Ok(LevelFilter::Off),
        CAJAL_LOG_ERROR => Ok(LevelFilter::Error),
        CAJAL_LOG_WARNING => Ok(LevelFilter::Warn),
        CAJAL_LOG_INFO => Ok(LevelFilter::Info),
        CAJAL_LOG_DEBUG => Ok(LevelFilter::Debug),
        CAJAL_LOG_TRACE => Ok(LevelFilter::Trace),
        _ => Err(Error::new(
            ErrorCode::InvalidArgument,
            "the log level is none of the CAJAL_LOG_ numbers, 0 (off) to 5 (trace)",
        )),
    }
}

/// Sends messages of `level` and graver to `sink`, in place of the one before.
pub(crate) fn set(sink: Option<Box<dyn Sink>>, level: LevelFilter) -> Result<()> {
    static INSTALLED: Once = Once::new();
    if IN_CALLBACK.get() {
        let message = "cajal_log_set was called by the log callback; call it from elsewhere";
        return Err(Error::new(ErrorCode::InvalidArgument, message));
    }
    // Fails only where a Rust host links this crate and has a logger of its own, which then gets the messages.
    INSTALLED.call_once(|| log::set_logger(&Forward).unwrap_or_default());
    let mut current = SINK.write().unwrap_or_else(PoisonError::into_inner);
    // Under the lock, so that of two calls at once one has its way with both.
    log::set_max_level(if sink.is_some() { level } else { LevelFilter::Off });
    let before = std::mem::replace(&mut *current, sink);
    drop(current);
    drop(before);
    Ok(())
}

/// Sends the library's messages of `level` and graver, from the whole process, to `callback` with `user_data`. Replaces
/// the callback before. NULL, or `CAJAL_LOG_OFF`, is silence, as from the start.
///
/// When it returns, the callback before is not running any more and will not be called again: its data may be freed.
/// So it waits for callbacks that run; hold no lock that they take.
///
/// Ownership: `user_data` stays the caller's, and must live until another callback is set.
/// Thread safety: any thread, also while others log; not from inside the callback.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT` for a level that does not exist, or from inside the callback.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_log_set(
    callback: cajal_log_callback,
    user_data: *mut c_void,
    level: i32,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        let level = filter(level)?;
        set(callback.map(|callback| Box::new(Callback { callback, user_data }) as Box<dyn Sink>), level)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    /// The sink belongs to the whole process.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

    /// What a callback counts: only messages of these tests, since other tests log meanwhile.
    #[derive(Default)]
    struct Heard {
        messages: AtomicUsize,
        closed: AtomicBool,
        after_close: AtomicUsize,
    }

    const OURS: &str = "a message of the log tests";

    unsafe extern "C" fn hear(user_data: *mut c_void, _level: i32, message: *const c_char, length: usize) {
        // SAFETY: the tests set this callback with a `Heard` that they free after unsetting it.
        let (heard, bytes) =
            unsafe { (&*user_data.cast::<Heard>(), std::slice::from_raw_parts(message.cast::<u8>(), length)) };
        if bytes == OURS.as_bytes() {
            heard.messages.fetch_add(1, Ordering::SeqCst);
            heard.after_close.fetch_add(heard.closed.load(Ordering::SeqCst).into(), Ordering::SeqCst);
            log_ours("cajal::nested");
        }
    }

    fn log_ours(target: &str) {
        Forward.log(&Record::builder().target(target).level(log::Level::Info).args(format_args!("{OURS}")).build());
    }

    fn listen(heard: &Heard) {
        let user_data = std::ptr::from_ref(heard).cast_mut().cast();
        set(Some(Box::new(Callback { callback: hear, user_data })), LevelFilter::Info).unwrap();
    }

    #[test]
    fn our_messages_reach_the_callback_once_and_those_of_others_do_not() {
        let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = Heard::default();
        listen(&heard);
        log_ours("cajal::model");
        log_ours("tokenizers::models");
        log_ours("cajaltoo");
        set(None, LevelFilter::Off).unwrap();
        log_ours("cajal::model");
        assert_eq!(heard.messages.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_replaced_callback_is_not_called_again_whoever_logs_meanwhile() {
        let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let done = AtomicBool::new(false);
        let callbacks: Vec<Heard> = std::iter::repeat_with(Heard::default).take(50).collect();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !done.load(Ordering::SeqCst) {
                        log_ours("cajal");
                    }
                });
            }
            for heard in &callbacks {
                listen(heard);
                while heard.messages.load(Ordering::SeqCst) == 0 {
                    std::thread::yield_now();
                }
                set(None, LevelFilter::Off).unwrap();
                heard.closed.store(true, Ordering::SeqCst);
            }
            done.store(true, Ordering::SeqCst);
        });
        assert!(callbacks.iter().all(|heard| heard.after_close.load(Ordering::SeqCst) == 0));
    }

    #[test]
    fn levels_beyond_the_constants_are_invalid() {
        assert_eq!(filter(CAJAL_LOG_TRACE).unwrap(), LevelFilter::Trace);
        assert!(filter(-1).is_err() && filter(6).is_err());
    }

    #[test]
    fn the_levels_of_messages_are_the_constants() {
        let levels = log::Level::iter().map(|level| level as i32);
        let constants = [CAJAL_LOG_ERROR, CAJAL_LOG_WARNING, CAJAL_LOG_INFO, CAJAL_LOG_DEBUG, CAJAL_LOG_TRACE];
        assert!(levels.eq(constants));
    }
}
