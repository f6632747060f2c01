//! Parity mode of fill-mask: transformers' pipeline, `cajal_parity_predictions`.

use std::ffi::c_char;
use std::mem::{offset_of, size_of};

use super::cancel::cajal_cancel;
use super::error::cajal_error;
use super::guard::{guard, guard_or};
use super::model::{MODELS, cajal_model};
use super::options::cajal_options;
use super::out::{Out, array, free};
use super::predictions::cajal_mask;
use super::status::cajal_status;
use super::text::{document, document_utf16};
use crate::control::Control;
use crate::error::Result;
use crate::fill_mask::{ParityFillMask, ParityFillMaskOptions, ParityMask, ParityPrediction};
use crate::text::Document;

/// One candidate as transformers gives it.
#[repr(C)]
pub struct cajal_parity_prediction {
    /// Where its `token_str` starts in the pool of `cajal_parity_predictions_text`. A NUL follows it there.
    pub text_start: u64,
    /// Where its `sequence` starts in the same pool. A NUL follows it there.
    pub sequence_start: u64,
    /// Length of its `sequence` in bytes, without the NUL.
    pub sequence_length: u64,
    /// Length of its `token_str` in bytes, leading space and all, without the NUL.
    pub text_length: u32,
    /// Its mask, as an index into the array of `cajal_parity_predictions_masks`.
    pub mask: u32,
    /// `token`: its id in the model's vocabulary.
    pub token_id: u32,
    /// Its softmax over the whole vocabulary, 0 to 1.
    pub score: f32,
}

const _: () = assert!(size_of::<cajal_parity_prediction>() == 40);
const _: () = assert!(offset_of!(cajal_parity_prediction, text_length) == 24);

/// What transformers' fill-mask pipeline answers for one text: mask by mask, the best first.
#[derive(Default)]
pub struct cajal_parity_predictions {
    masks: Vec<cajal_mask>,
    predictions: Vec<cajal_parity_prediction>,
    text: Vec<u8>,
}

impl cajal_parity_predictions {
    fn new(masks: &[ParityMask]) -> Self {
        let mut result = Self::default();
        for (index, mask) in (0..).zip(masks) {
            result.masks.push(cajal_mask {
                offsets: mask.offsets.into(),
                first_prediction: result.predictions.len() as u64,
                prediction_count: mask.predictions.len() as u64,
            });
            mask.predictions.iter().for_each(|prediction| result.push(index, prediction));
        }
        result
    }

    fn push(&mut self, mask: u32, prediction: &ParityPrediction) {
        let text_start = self.push_text(&prediction.token_str);
        let sequence_start = self.push_text(&prediction.sequence);
        self.predictions.push(cajal_parity_prediction {
            text_start,
            sequence_start,
            sequence_length: prediction.sequence.len() as u64,
            text_length: prediction.token_str.len() as u32,
            mask,
            token_id: prediction.token_id,
            score: prediction.score,
        });
    }

    /// Adds a text and its NUL to the pool; says where it starts.
    fn push_text(&mut self, text: &str) -> u64 {
        let start = self.text.len() as u64;
        self.text.extend_from_slice(text.as_bytes());
        self.text.push(0);
        start
    }
}

/// One call without its text, all pointers turned into values.
struct Run<'a> {
    fill_mask: ParityFillMask,
    options: &'a ParityFillMaskOptions,
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
        let fill_mask = ParityFillMask::new(MODELS.get(model)?)?;
        Ok(Self { fill_mask, control: options.control(cancel)?, options: options.for_fill_mask_parity()? })
    }

    fn on(&self, document: &Document) -> Result<cajal_parity_predictions> {
        let masks = self.fill_mask.run(document, self.options, &self.control)?;
        Ok(cajal_parity_predictions::new(&masks))
    }
}

/// Answers what transformers' fill-mask pipeline answers for a UTF-8 text, its faults included: for those who compare.
/// `cajal_fill_mask_run` is the call that fills masks. Text that spells a special token (`<s>`, `[SEP]`) is that token here.
///
/// Options: top_k, targets, timeout_ms; NULL for transformers' defaults. A target that is no token is cut to its first one,
/// as there. `cancel` may be NULL.
///
/// Ownership: the caller frees `*predictions` with `cajal_parity_predictions_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT` for a text of more tokens than the model takes, where transformers fails too;
/// otherwise as `cajal_fill_mask_run`, without `CAJAL_ERROR_MASK_FOREIGN`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_fill_mask_parity_run(
    model: *const cajal_model,
    text: *const c_char,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    predictions: *mut *mut cajal_parity_predictions,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a readable text, live options or NULL, and a writable result.
        let (out, run, document) =
            unsafe { (Out::new(predictions)?, Run::new(model, options, cancel)?, document(text, text_length)?) };
        out.put(run.on(&document)?)
    })
}

/// As `cajal_fill_mask_parity_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units. See
/// `cajal_fill_mask_run_utf16`.
///
/// Ownership: the caller frees `*predictions` with `cajal_parity_predictions_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: as `cajal_fill_mask_parity_run`, without `CAJAL_ERROR_INVALID_UTF8`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_fill_mask_parity_run_utf16(
    model: *const cajal_model,
    text: *const u16,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    predictions: *mut *mut cajal_parity_predictions,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a readable text, live options or NULL, and a writable result.
        let (out, run, document) =
            unsafe { (Out::new(predictions)?, Run::new(model, options, cancel)?, document_utf16(text, text_length)?) };
        out.put(run.on(&document)?)
    })
}

/// The masks of the text, in its order, as one array. NULL if `predictions` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `predictions` and lives until `cajal_parity_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_parity_predictions_masks(
    predictions: *const cajal_parity_predictions,
    count: *mut usize,
) -> *const cajal_mask {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(predictions.as_ref().map(|result| result.masks.as_slice()), count) }
    })
}

/// The predictions for all masks as one array, mask by mask, the best first. NULL if `predictions` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `predictions` and lives until `cajal_parity_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_parity_predictions_data(
    predictions: *const cajal_parity_predictions,
    count: *mut usize,
) -> *const cajal_parity_prediction {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(predictions.as_ref().map(|result| result.predictions.as_slice()), count) }
    })
}

/// The pool that holds the texts of the predictions, UTF-8, each with a NUL after it. NULL if `predictions` is NULL.
///
/// `length`, if not NULL, receives the pool's length in bytes.
///
/// Ownership: the pool belongs to `predictions` and lives until `cajal_parity_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_parity_predictions_text(
    predictions: *const cajal_parity_predictions,
    length: *mut usize,
) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable length.
        unsafe { array(predictions.as_ref().map(|result| result.text.as_slice()), length) }.cast()
    })
}

/// Frees a result. NULL is legal.
///
/// Ownership: takes `predictions`; it and its arrays are invalid afterwards.
/// Thread safety: any thread; not while another thread uses `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_parity_predictions_free(predictions: *mut cajal_parity_predictions) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or a result of this library that was not freed.
        unsafe { free(predictions) }
    });
}
