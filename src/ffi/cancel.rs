//! `cajal_cancel`: stops calls from another thread.

use super::error::cajal_error;
use super::guard::{guard, guard_or};
use super::handles::Handles;
use super::status::cajal_status;
use crate::control::Cancel;

/// A token that stops the calls it was given to. A handle: it is checked at every use, and may be freed at any time.
pub struct cajal_cancel {
    _opaque: [u8; 0],
}

pub(crate) static CANCELS: Handles<Cancel> = Handles::new("cancel token");

/// A token that is not cancelled. NULL only after a fault of the library itself.
///
/// Ownership: the caller frees it with `cajal_cancel_free`.
/// Thread safety: any thread.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn cajal_cancel_new() -> *mut cajal_cancel {
    guard_or(std::ptr::null_mut(), || CANCELS.add(Cancel::new()))
}

/// Stops every call that holds this token, now and in future, with `CAJAL_ERROR_CANCELLED`. It cannot be taken back;
/// a second request changes nothing. Returns at once, before those calls have.
///
/// Ownership: borrows `cancel`.
/// Thread safety: any thread, before, during and after a call. Not from a signal handler.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT` for NULL, `CAJAL_ERROR_INVALID_HANDLE`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_cancel_request(
    cancel: *const cajal_cancel,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || CANCELS.get(cancel).map(|cancel| cancel.cancel()))
}

/// Frees a token. NULL is legal. Calls that hold it go on, and can no longer be cancelled.
///
/// Ownership: takes `cancel`; any later use of it is `CAJAL_ERROR_INVALID_HANDLE`.
/// Thread safety: any thread, also while calls that hold it run.
/// Errors: returns `CAJAL_ERROR_INVALID_HANDLE` for a token that was freed already.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_cancel_free(cancel: *mut cajal_cancel) -> cajal_status {
    guard(std::ptr::null_mut(), || CANCELS.remove(cancel))
}
