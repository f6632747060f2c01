//! The ONNX Runtime library in use.

use std::ffi::c_char;
use std::path::Path;

use super::error::cajal_error;
use super::guard::guard;
use super::info::cajal_info;
use super::out::Out;
use super::status::cajal_status;
use super::text::utf8;
use crate::runtime;

/// Loads ONNX Runtime for the whole process, once; a later call with NULL or the same path changes nothing, and one with
/// another path is `CAJAL_ERROR_INVALID_ARGUMENT`. Loading a model does this too, so it is needed only to choose the
/// library, or to know early that it is there.
///
/// `path` is the library's absolute path in UTF-8, and then only that file is tried. NULL and 0 searches: beside this
/// library, then the file that the environment variable CAJAL_ONNXRUNTIME names. A failed call may be repeated.
///
/// Ownership: borrows `path`.
/// Thread safety: any thread.
/// Errors: the `CAJAL_ERROR_RUNTIME_` numbers, `CAJAL_ERROR_INVALID_ARGUMENT`, `CAJAL_ERROR_INVALID_UTF8`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_runtime_load(
    path: *const c_char,
    path_length: usize,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a readable path.
        let path = unsafe { utf8(path, path_length, "path") }?;
        runtime::load(Some(path).filter(|path| !path.is_empty()).map(Path::new)).map(drop)
    })
}

/// Facts about ONNX Runtime: version, path, source (`given`, `beside` or `environment`). None before its first load.
///
/// Ownership: the caller frees `*info` with `cajal_info_free`.
/// Thread safety: any thread.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_runtime_info(info: *mut *mut cajal_info, error: *mut *mut cajal_error) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a writable result.
        let info = unsafe { Out::new(info) }?;
        info.put(cajal_info::of_runtime(runtime::info().as_ref()))
    })
}
