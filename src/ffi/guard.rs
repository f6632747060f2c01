//! The guard that every export runs in: errors become a status and an error object, panics become `Internal`.
//!
//! A caught panic alone is not enough: Rust's default hook prints the panic's message, and a bad slice prints the
//! sentence that it sliced. The hook installed here prints nothing and keeps the place only.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::sync::Once;

use super::error::cajal_error;
use super::status::{CAJAL_OK, cajal_status, of};
use crate::error::{Error, ErrorCode, Result};

thread_local! {
    /// Where this thread last panicked: the hook's note to the guard above it on the same stack.
    static PANIC_PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs a call that can fail. `error` may be NULL; otherwise it is set to NULL or to the new error.
pub(super) fn guard(error: *mut *mut cajal_error, body: impl FnOnce() -> Result<()>) -> cajal_status {
    install_hook();
    settle(error, body)
}

fn settle(error: *mut *mut cajal_error, body: impl FnOnce() -> Result<()>) -> cajal_status {
    match caught(body).and_then(|result| result) {
        Ok(()) => {
            // SAFETY: the header asks that `error` is NULL or writable.
            unsafe { cajal_error::put(error, None) };
            CAJAL_OK
        }
        Err(failure) => {
            let status = of(failure.code());
            // SAFETY: as above.
            unsafe { cajal_error::put(error, Some(failure)) };
            status
        }
    }
}

/// Runs a call that cannot fail but returns a value; `fallback` is returned after a panic.
pub(super) fn guard_or<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    install_hook();
    caught(body).unwrap_or(fallback)
}

/// Runs a call of another interface over the same library: an error stays one, a panic becomes one.
#[cfg(feature = "jni")]
pub(crate) fn guarded<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    install_hook();
    caught(body).and_then(|result| result)
}

fn caught<T>(body: impl FnOnce() -> T) -> Result<T> {
    // Unwind safe: what a panicking call may leave half done is dropped here, and shared state (the registry, the log
    // sink) is only ever changed by single assignments under its lock.
    catch_unwind(AssertUnwindSafe(body)).map_err(|payload| {
        // Dropping a payload may panic again; forgetting it costs a few bytes in a case that should never happen.
        std::mem::forget(payload);
        let place = PANIC_PLACE.take().unwrap_or_else(|| "an unknown place".to_owned());
        Error::new(
            ErrorCode::Internal,
            format!("internal fault at {place}; the call had no effect: please report it with this line"),
        )
    })
}

fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| set_hook(Box::new(note_place)));
}

/// The hook: keeps and logs the place. Never the payload, which may hold text of a document.
fn note_place(info: &PanicHookInfo<'_>) {
    let Some(location) = info.location() else { return };
    let place = format!("{}:{}:{}", location.file(), location.line(), location.column());
    log::error!("internal fault at {place}");
    PANIC_PLACE.set(Some(place));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ffi::status::{CAJAL_ERROR_INTERNAL, CAJAL_ERROR_MODEL_NOT_FOUND};
    use std::process::Command;
    use std::ptr;

    // Only the child process calls `guard` itself: its hook would silence the failures of every other test here.
    const MARK: &str = "Paciente-Marcada-7731";

    #[test]
    fn an_error_becomes_its_status_and_an_error_object() {
        let mut error = ptr::null_mut();
        let status = settle(&mut error, || Err(Error::new(ErrorCode::ModelNotFound, "no folder").with_cause_code(2)));
        assert_eq!(status, CAJAL_ERROR_MODEL_NOT_FOUND);
        // SAFETY: the guard has just made it.
        let error = unsafe { Box::from_raw(error) };
        assert_eq!((error.code(), error.cause_code(), error.message()), (status, 2, "no folder"));
    }

    #[test]
    fn success_clears_the_error() {
        let mut error = ptr::dangling_mut();
        assert_eq!(settle(&mut error, || Ok(())), CAJAL_OK);
        assert!(error.is_null());
    }

    #[test]
    fn the_error_pointer_may_be_null() {
        let status = settle(ptr::null_mut(), || Err(Error::new(ErrorCode::ModelNotFound, "no folder")));
        assert_eq!(status, CAJAL_ERROR_MODEL_NOT_FOUND);
    }

    /// Runs in a process of its own (see the next test): the hook and standard error belong to the whole process.
    #[test]
    #[ignore = "the body of a_panic_becomes_internal_and_its_message_is_never_printed"]
    fn child_that_panics_with_marked_text() {
        let mut error = ptr::null_mut();
        let text = format!("{MARK} ñ");
        let status = guard(&mut error, || {
            let _ = &text[..MARK.len() + 2];
            Ok(())
        });
        // SAFETY: the guard has just made it.
        let error = unsafe { Box::from_raw(error) };
        assert!(error.message().contains("guard.rs:") && !error.message().contains(MARK));
        assert_eq!(guard_or(7, || panic!("{MARK}")), 7);
        std::process::exit(status);
    }

    #[test]
    fn a_panic_becomes_internal_and_its_message_is_never_printed() {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "ffi::guard::tests::child_that_panics_with_marked_text", "--ignored", "--nocapture"])
            .output()
            .unwrap();
        assert_eq!(child.status.code(), Some(CAJAL_ERROR_INTERNAL));
        let printed = [child.stdout, child.stderr].concat();
        assert!(!String::from_utf8_lossy(&printed).contains(MARK));
    }
}
