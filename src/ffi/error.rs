//! `cajal_error`: what went wrong in one call.

use std::ffi::c_char;

use super::guard::guard_or;
use super::out::write;
use super::status::{CAJAL_OK, cajal_status, of};
use super::text::Text;
use crate::error::Error;

/// What went wrong in one call: a status, a message with the next step, and the cause's own code. No message ever
/// holds text of a document.
pub struct cajal_error {
    code: cajal_status,
    cause_code: i32,
    message: Text,
}

impl From<Error> for cajal_error {
    fn from(failure: Error) -> Self {
        let (code, cause_code) = (of(failure.code()), failure.cause_code());
        Self { code, cause_code, message: Text::new(failure.message()) }
    }
}

impl cajal_error {
    /// Sets `*out` to a new error, or to NULL for none. Does nothing if `out` is NULL.
    ///
    /// # Safety
    /// `out` is NULL or writable.
    pub(super) unsafe fn put(out: *mut *mut Self, failure: Option<Error>) {
        let failure = failure.filter(|_| !out.is_null());
        let value = failure.map_or(std::ptr::null_mut(), |failure| Box::into_raw(Box::new(Self::from(failure))));
        // SAFETY: the caller's promise.
        unsafe { write(out, value) };
    }

    #[cfg(test)]
    pub(super) fn code(&self) -> cajal_status {
        self.code
    }

    #[cfg(test)]
    pub(super) fn cause_code(&self) -> i32 {
        self.cause_code
    }

    #[cfg(test)]
    pub(super) fn message(&self) -> &str {
        self.message.as_str()
    }
}

/// The status that the failed call returned. `CAJAL_OK` if `error` is NULL.
///
/// Ownership: borrows `error`.
/// Thread safety: any thread, while no thread frees `error`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_error_code(error: *const cajal_error) -> cajal_status {
    guard_or(CAJAL_OK, || {
        // SAFETY: the header asks for NULL or a live error.
        unsafe { error.as_ref() }.map_or(CAJAL_OK, |error| error.code)
    })
}

/// The message: what went wrong, where, and what to do about it. UTF-8, NUL-terminated. NULL if `error` is NULL.
///
/// `length`, if not NULL, receives the length in bytes without the terminator.
///
/// Ownership: the string belongs to `error` and lives until `cajal_error_free`.
/// Thread safety: any thread, while no thread frees `error`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_error_message(error: *const cajal_error, length: *mut usize) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live error, and NULL or a writable length.
        unsafe { Text::give(error.as_ref().map(|error| &error.message), length) }
    })
}

/// The cause's own code: errno where a file could not be read, ONNX Runtime's code where a run failed, 0 where there
/// is none or `error` is NULL.
///
/// Ownership: borrows `error`.
/// Thread safety: any thread, while no thread frees `error`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_error_cause_code(error: *const cajal_error) -> i32 {
    guard_or(0, || {
        // SAFETY: the header asks for NULL or a live error.
        unsafe { error.as_ref() }.map_or(0, |error| error.cause_code)
    })
}

/// Frees an error. NULL is legal.
///
/// Ownership: takes `error`; it and its message are invalid afterwards.
/// Thread safety: any thread; not while another thread uses `error`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_error_free(error: *mut cajal_error) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or an error of this library that was not freed.
        unsafe { super::out::free(error) }
    });
}
