//! `cajal_model`: loads models, compiles their folders, and tells facts about them.

use std::ffi::c_char;

use super::error::cajal_error;
use super::guard::guard;
use super::handles::Handles;
use super::info::cajal_info;
use super::options::cajal_options;
use super::out::Out;
use super::status::cajal_status;
use super::text::{slice, utf8};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{Model, ModelOptions, compile};

/// A loaded model, immutable. A handle: it is checked at every use, and may be freed while calls run.
pub struct cajal_model {
    _opaque: [u8; 0],
}

pub(crate) static MODELS: Handles<Model> = Handles::new("model");

/// The models behind an array of handles.
///
/// # Safety
/// `models` is NULL or points to `count` readable pointers.
pub(super) unsafe fn models_at(models: *const *const cajal_model, count: usize) -> Result<Vec<Model>> {
    if count == 0 {
        return Err(Error::new(ErrorCode::InvalidArgument, "no model was given"));
    }
    // SAFETY: the caller's promise.
    unsafe { slice(models, count, "array of models") }?.iter().map(|model| MODELS.get(*model)).collect()
}

/// Loads a model folder, or with `embedded:NAME` a model that this build of the library carries.
pub(crate) fn load(path: &str, options: &ModelOptions) -> Result<Model> {
    match path.strip_prefix("embedded:") {
        Some(name) => embedded(name, options),
        None => Model::load(path, options),
    }
}

#[cfg(feature = "embedded-models")]
fn embedded(name: &str, options: &ModelOptions) -> Result<Model> {
    Model::embedded(name, options)
}

#[cfg(not(feature = "embedded-models"))]
fn embedded(_: &str, _: &ModelOptions) -> Result<Model> {
    Err(Error::new(ErrorCode::ModelNotFound, "this build carries no models; pass the path of a model folder"))
}

/// Loads a model: the folder of a hub checkpoint as downloaded, or of an ONNX export. `path` is UTF-8 on every system.
/// `embedded:NAME` is a model inside this library, if `cajal_feature` knows `embedded-models`.
///
/// Loads ONNX Runtime first if nothing has; see `cajal_runtime_load`. Options: threads, run_threads, provider, precision, verify,
/// runtime_path; NULL for defaults.
///
/// Ownership: the caller frees `*model` with `cajal_model_free`. Borrows everything else.
/// Thread safety: any thread; the model may be used from any number of threads at once.
/// Errors: the `CAJAL_ERROR_` numbers from `MODEL_NOT_FOUND` to `RUNTIME_FORKED`, `IO`, and those of bad arguments.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_model_load(
    path: *const c_char,
    path_length: usize,
    options: *const cajal_options,
    model: *mut *mut cajal_model,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a readable path, NULL or live options, and a writable result.
        let (model, path, options) =
            unsafe { (Out::new(model)?, utf8(path, path_length, "path")?, cajal_options::at(options).for_load()?) };
        model.put_pointer(MODELS.add(load(path, options)?))
    })
}

/// Compiles a model: writes the folder `source` of a hub checkpoint to the folder `out`, which loads faster and into less
/// memory, and answers to the bit as `source` does in the same precision. Both paths are UTF-8 on every system.
///
/// `out` must not exist, or be empty. It holds the weights as a load wants them, `config.json`, the tokenizer's files, and
/// `cajal.json` with the size and SHA-256 hash of each, which the option verify of `cajal_model_load` compares. It appears whole,
/// after it was loaded once to see that it works, or not at all. Loads ONNX Runtime first if nothing has. Options: threads,
/// precision, runtime_path; NULL for defaults.
///
/// Ownership: borrows everything.
/// Thread safety: any thread.
/// Errors: those of `cajal_model_load`; `CAJAL_ERROR_INVALID_OPTION` for a precision other than f32 and int8, and for a `source`
/// that is compiled already or an ONNX export; `CAJAL_ERROR_IO` if `out` is not empty or cannot be written.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_model_compile(
    source: *const c_char,
    source_length: usize,
    out: *const c_char,
    out_length: usize,
    options: *const cajal_options,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for two readable paths, and NULL or live options.
        let (source, out, options) = unsafe {
            (utf8(source, source_length, "path")?, utf8(out, out_length, "path to write")?, cajal_options::at(options))
        };
        compile(source, out, &options.for_compile()?)
    })
}

/// Facts about a model: source, family, task, format, weights_type, parameters, weights_bytes (of the weights as loaded: about
/// what it takes in memory), layers, hidden_size, vocabulary, max_tokens, mask_token, labels, provider, provider_asked, nodes
/// (how many of the graph run on which provider of ONNX Runtime), threads, run_threads, precision. See `cajal_info`.
///
/// Ownership: the caller frees `*info` with `cajal_info_free`; it may outlive the model.
/// Thread safety: any thread.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT`, `CAJAL_ERROR_INVALID_HANDLE`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_model_info(
    model: *const cajal_model,
    info: *mut *mut cajal_info,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a writable result.
        let info = unsafe { Out::new(info) }?;
        info.put(cajal_info::of_model(MODELS.get(model)?.info()))
    })
}

/// Frees a model. NULL is legal. Calls that run on it finish undisturbed; its memory goes with the last of them, back to the
/// system. With glibc, this and a load give back what is free in the heap of the process (malloc_trim(3)): that takes
/// milliseconds, during which threads that allocate may wait. Of what a thread other than the first had allocated, up to 64 MB
/// stay for its next load.
///
/// Ownership: takes `model`; any later use of it is `CAJAL_ERROR_INVALID_HANDLE`.
/// Thread safety: any thread, also while other threads use it.
/// Errors: returns `CAJAL_ERROR_INVALID_HANDLE` for a model that was freed already.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_model_free(model: *mut cajal_model) -> cajal_status {
    guard(std::ptr::null_mut(), || MODELS.remove(model))
}
