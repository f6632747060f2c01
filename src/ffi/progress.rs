//! Progress of runs: a callback that options carry to the call.

use std::ffi::c_void;

use super::error::cajal_error;
use super::guard::guard;
use super::options::cajal_options;
use super::status::cajal_status;
use crate::control::{Control, Progress};
use crate::error::{Error, ErrorCode};

/// Receives how far a call has come: UTF-8 bytes of text whose windows have run, and bytes of the whole call. A text that
/// several models read counts once for each. `bytes_done` never falls, and stays below `bytes_total` where a text ends
/// with white space; that of a batch reaches it.
///
/// It runs on the thread that makes the call, after every few windows of a text and as windows and texts of a batch are done,
/// and may cancel the call's token. It must return: no exception, no longjmp.
pub type cajal_progress_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, bytes_done: u64, bytes_total: u64)>;

/// A callback with its data.
#[derive(Clone, Copy)]
pub(super) struct Watcher {
    callback: unsafe extern "C" fn(*mut c_void, u64, u64),
    user_data: *mut c_void,
}

// SAFETY: the header asks for a callback that may be called, with its user data, from every thread that uses the options.
unsafe impl Send for Watcher {}
// SAFETY: as above, and from several at once.
unsafe impl Sync for Watcher {}

impl Watcher {
    /// `control` with this watcher.
    pub(super) fn watch(self, control: Control) -> Control {
        control.with_progress(move |progress| self.tell(progress))
    }

    fn tell(&self, progress: Progress) {
        let Progress { bytes_done, bytes_total } = progress;
        // SAFETY: the header asks that the callback and its data stay valid while calls use the options.
        unsafe { (self.callback)(self.user_data, bytes_done as u64, bytes_total as u64) };
    }
}

/// Has the calls on entities and masks (`cajal_ner_…`, `cajal_fill_mask_…`) that use `options` report their progress to `callback` with `user_data`. Replaces
/// the callback before; NULL reports no more.
///
/// Ownership: `user_data` stays the caller's, and must live as long as a call uses these options.
/// Thread safety: one thread at a time for the same options, and not while a call uses them. Calls on several threads with
/// the same options call the callback from all of them.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_options_set_progress(
    options: *mut cajal_options,
    callback: cajal_progress_callback,
    user_data: *mut c_void,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for live options that only this thread uses now.
        let options = unsafe { options.as_mut() };
        let options = options.ok_or_else(|| Error::new(ErrorCode::InvalidArgument, "the options are NULL"))?;
        options.watcher = callback.map(|callback| Watcher { callback, user_data });
        Ok(())
    })
}
