//! Fill-mask: a model and a text with masks in, `cajal_predictions` out.

use std::ffi::c_char;
use std::mem::{offset_of, size_of};

use super::cancel::cajal_cancel;
use super::error::cajal_error;
use super::guard::{guard, guard_or};
use super::model::{MODELS, cajal_model};
use super::offsets::cajal_offsets;
use super::options::cajal_options;
use super::out::{Out, array, free};
use super::status::cajal_status;
use super::text::{document, document_utf16};
use crate::control::Control;
use crate::error::Result;
use crate::fill_mask::{FillMask, FillMaskOptions, Mask, Prediction};
use crate::text::Document;

/// One mask of a text.
#[repr(C)]
pub struct cajal_mask {
    /// Where the mask token stands in the text.
    pub offsets: cajal_offsets,
    /// Index of its first prediction in the array of `cajal_predictions_data`.
    pub first_prediction: u64,
    /// Number of its predictions.
    pub prediction_count: u64,
}

const _: () = assert!(size_of::<cajal_mask>() == 64);
const _: () = assert!(offset_of!(cajal_mask, first_prediction) == 48);

/// The flag of a prediction that starts a word. Without it, the token continues the word before the mask.
pub const CAJAL_PREDICTION_STARTS_WORD: u32 = 1;

/// One candidate for a mask.
#[repr(C)]
pub struct cajal_prediction {
    /// Where its text starts in the pool of `cajal_predictions_text`. A NUL follows it there.
    pub text_start: u64,
    /// Length of its text in bytes, without the NUL and without a leading space.
    pub text_length: u32,
    /// Its mask, as an index into the array of `cajal_predictions_masks`.
    pub mask: u32,
    /// Its id in the model's vocabulary.
    pub token_id: u32,
    /// Its `CAJAL_PREDICTION_` flags; unknown bits are to be ignored.
    pub flags: u32,
    /// Softmax over the whole vocabulary, 0 to 1.
    pub score: f32,
    /// Always 0.
    pub reserved: u32,
}

const _: () = assert!(size_of::<cajal_prediction>() == 32);
const _: () = assert!(offset_of!(cajal_prediction, mask) == 12);
const _: () = assert!(offset_of!(cajal_prediction, score) == 24);

/// The candidates for every mask of one text: mask by mask, the best first.
#[derive(Default)]
pub struct cajal_predictions {
    masks: Vec<cajal_mask>,
    predictions: Vec<cajal_prediction>,
    text: Vec<u8>,
}

impl cajal_predictions {
    fn new(masks: &[Mask]) -> Self {
        let mut result = Self::default();
        for mask in masks {
            result.push_mask(mask);
        }
        result
    }

    fn push_mask(&mut self, mask: &Mask) {
        let index = self.masks.len() as u32;
        self.masks.push(cajal_mask {
            offsets: mask.offsets.into(),
            first_prediction: self.predictions.len() as u64,
            prediction_count: mask.predictions.len() as u64,
        });
        for prediction in &mask.predictions {
            self.push_prediction(index, prediction);
        }
    }

    fn push_prediction(&mut self, mask: u32, prediction: &Prediction) {
        self.predictions.push(cajal_prediction {
            text_start: self.text.len() as u64,
            text_length: prediction.text.len() as u32,
            mask,
            token_id: prediction.token_id,
            flags: if prediction.starts_word { CAJAL_PREDICTION_STARTS_WORD } else { 0 },
            score: prediction.score,
            reserved: 0,
        });
        self.text.extend_from_slice(prediction.text.as_bytes());
        self.text.push(0);
    }
}

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
        let masks = self.fill_mask.run(document, self.options, &self.control)?;
        Ok(cajal_predictions::new(&masks))
    }
}

/// Tells which words could stand at each mask of a UTF-8 text. The mask token is the model's (`<mask>` or `[MASK]`):
/// see `mask_token` of `cajal_model_info`.
///
/// Options: top_k, timeout_ms; NULL for defaults. `cancel` may be NULL.
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

/// The masks of the text, in its order, as one array. NULL if `predictions` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_masks(
    predictions: *const cajal_predictions,
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
/// Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_data(
    predictions: *const cajal_predictions,
    count: *mut usize,
) -> *const cajal_prediction {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(predictions.as_ref().map(|result| result.predictions.as_slice()), count) }
    })
}

/// The pool that holds the predictions' texts, UTF-8, each with a NUL after it. NULL if `predictions` is NULL.
///
/// `length`, if not NULL, receives the pool's length in bytes.
///
/// Ownership: the pool belongs to `predictions` and lives until `cajal_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_text(
    predictions: *const cajal_predictions,
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
pub unsafe extern "C" fn cajal_predictions_free(predictions: *mut cajal_predictions) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or a result of this library that was not freed.
        unsafe { free(predictions) }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Offsets;

    fn prediction(text: &str, starts_word: bool) -> Prediction {
        Prediction { token_id: 7, text: text.to_owned(), starts_word, score: 0.25 }
    }

    fn texts(result: &cajal_predictions, mask: usize) -> Vec<String> {
        let mask = &result.masks[mask];
        let first = mask.first_prediction as usize;
        let predictions = &result.predictions[first..first + mask.prediction_count as usize];
        predictions
            .iter()
            .map(|prediction| {
                let start = prediction.text_start as usize;
                let end = start + prediction.text_length as usize;
                assert_eq!(result.text[end], 0);
                String::from_utf8(result.text[start..end].to_vec()).unwrap()
            })
            .collect()
    }

    #[test]
    fn each_mask_finds_its_predictions_and_their_texts() {
        let masks = [
            Mask {
                offsets: Offsets::default(),
                predictions: vec![prediction("hipertensión", true), prediction("ción", false)],
            },
            Mask { offsets: Offsets::default(), predictions: vec![prediction("TAC", true)] },
        ];
        let result = cajal_predictions::new(&masks);
        assert_eq!(texts(&result, 0), ["hipertensión", "ción"]);
        assert_eq!(texts(&result, 1), ["TAC"]);
        let flags: Vec<(u32, u32)> = result.predictions.iter().map(|p| (p.mask, p.flags)).collect();
        assert_eq!(flags, [(0, CAJAL_PREDICTION_STARTS_WORD), (0, 0), (1, CAJAL_PREDICTION_STARTS_WORD)]);
    }
}
