//! Fill-mask: a model and a text with masks in, `cajal_predictions` out.

use std::ffi::c_char;

use super::batch::{Found, cajal_batch, documents};
use super::cancel::cajal_cancel;
use super::error::cajal_error;
use super::guard::guard;
use super::model::{MODELS, cajal_model};
use super::options::cajal_options;
use super::out::Out;
use super::predictions::cajal_predictions;
use super::status::cajal_status;
use super::text::{document, document_utf16};
use crate::control::Control;
use crate::error::Result;
use crate::fill_mask::{FillMask, FillMaskAnswer, FillMaskOptions};
use crate::text::Document;

/// One call without its text, all pointers turned into values.
struct Run<'a> {
    fill_mask: FillMask,
    options: &'a FillMaskOptions,
    control: Control,
}

impl Run<'_> {
    /// # Safety
    /// `options` is NULL or live and not changed during the call.
    unsafe fn new(
        model: *const cajal_model,
        options: *const cajal_options,
        cancel: *const cajal_cancel,
    ) -> Result<Self> {
        // SAFETY: the caller's promise.
        let options = unsafe { cajal_options::at(options) };
        let (control, model) = (options.control(cancel)?, MODELS.get(model)?);
        Ok(Self { control, options: options.for_fill_mask()?, fill_mask: FillMask::new(model)? })
    }

    fn on(&self, document: &Document) -> Result<cajal_predictions> {
        self.fill_mask.run(document, self.options, &self.control).map(cajal_predictions::new)
    }

    fn on_batch(&self, documents: &[Document]) -> Result<Vec<Result<Found>>> {
        let answers = self.fill_mask.run_batch(documents, self.options, &self.control)?;
        let found = |answer: FillMaskAnswer| Found::Predictions(cajal_predictions::new(answer));
        Ok(answers.into_iter().map(|answer| answer.map(found)).collect())
    }
}

/// Tells which words could stand at each mask of a UTF-8 text. The mask token is the model's (`<mask>` or `[MASK]`):
/// see `mask_token` of `cajal_model_info`.
///
/// Options: top_k, targets, beam_width, after_mask, timeout_ms; NULL for defaults. `cancel` may be NULL.
///
/// Ownership: the caller frees `*predictions` with `cajal_predictions_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: `CAJAL_ERROR_MASK_MISSING`, `CAJAL_ERROR_MASK_FOREIGN`, `CAJAL_ERROR_INVALID_UTF8`,
/// `CAJAL_ERROR_TASK_MISMATCH`, `CAJAL_ERROR_CANCELLED`, `CAJAL_ERROR_DEADLINE_EXCEEDED`,
/// `CAJAL_ERROR_RUNTIME_FAILED`, and those of bad arguments, options and handles.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_fill_mask_run(
    model: *const cajal_model,
    text: *const c_char,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    predictions: *mut *mut cajal_predictions,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a readable text, live options or NULL, and a writable result.
        let (out, run, document) =
            unsafe { (Out::new(predictions)?, Run::new(model, options, cancel)?, document(text, text_length)?) };
        out.put(run.on(&document)?)
    })
}

/// As `cajal_fill_mask_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units.
///
/// A lone surrogate is read as U+FFFD: UTF-16 and code point offsets stay those of `text`, UTF-8 offsets are those of
/// the text converted so.
///
/// Ownership: the caller frees `*predictions` with `cajal_predictions_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: as `cajal_fill_mask_run`, without `CAJAL_ERROR_INVALID_UTF8`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_fill_mask_run_utf16(
    model: *const cajal_model,
    text: *const u16,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    predictions: *mut *mut cajal_predictions,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a readable text, live options or NULL, and a writable result.
        let (out, run, document) =
            unsafe { (Out::new(predictions)?, Run::new(model, options, cancel)?, document_utf16(text, text_length)?) };
        out.put(run.on(&document)?)
    })
}

/// Fills the masks of many UTF-8 texts: `texts` and `text_lengths` hold `text_count` items each. A text's answer is the one
/// that `cajal_fill_mask_run` gives for it alone; `cajal_batch_predictions` gives it.
///
/// A text that fails (one without a mask, say) has an error of its own and the others are done. A cancellation, and a
/// `timeout_ms`, which counts for the whole call, leave the texts done before it their predictions and give all others its
/// error. Options as for `cajal_fill_mask_run`; `cajal_options_set_progress` watches the bytes of the whole batch.
///
/// Ownership: the caller frees `*batch` with `cajal_batch_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: `CAJAL_ERROR_TASK_MISMATCH` and those of bad arguments, options and handles, which fail the call as a whole; all
/// others of `cajal_fill_mask_run` are those of a text.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_fill_mask_run_batch(
    model: *const cajal_model,
    texts: *const *const c_char,
    text_lengths: *const usize,
    text_count: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    batch: *mut *mut cajal_batch,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for live options or NULL, and a writable result.
        let (out, run) = unsafe { (Out::new(batch)?, Run::new(model, options, cancel)?) };
        // SAFETY: the header asks for readable arrays and texts.
        let texts = unsafe { documents(texts, text_lengths, text_count, document) }?;
        out.put(cajal_batch::new(texts, |texts| run.on_batch(texts))?)
    })
}

/// As `cajal_fill_mask_run_batch`, for texts in UTF-16 of the machine's byte order; `text_lengths` count code units. See
/// `cajal_fill_mask_run_utf16`.
///
/// Ownership: the caller frees `*batch` with `cajal_batch_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: as `cajal_fill_mask_run_batch`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_fill_mask_run_batch_utf16(
    model: *const cajal_model,
    texts: *const *const u16,
    text_lengths: *const usize,
    text_count: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    batch: *mut *mut cajal_batch,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for live options or NULL, and a writable result.
        let (out, run) = unsafe { (Out::new(batch)?, Run::new(model, options, cancel)?) };
        // SAFETY: the header asks for readable arrays and texts.
        let texts = unsafe { documents(texts, text_lengths, text_count, document_utf16) }?;
        out.put(cajal_batch::new(texts, |texts| run.on_batch(texts))?)
    })
}
