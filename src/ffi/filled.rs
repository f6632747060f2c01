//! `cajal_filled`: a text with words in place of its masks.

use std::ffi::c_char;

use super::error::cajal_error;
use super::guard::{guard, guard_or};
use super::offsets::cajal_offsets;
use super::out::{Out, array, free};
use super::predictions::cajal_predictions;
use super::status::cajal_status;
use super::text::Text;
use crate::error::{Error, ErrorCode, Result};
use crate::fill_mask::Filled;

/// A text with words put in.
pub struct cajal_filled {
    text: Text,
    insertions: Vec<cajal_offsets>,
}

impl cajal_filled {
    fn new(filled: Option<Filled>, what: &str) -> Result<Self> {
        let filled = filled.ok_or_else(|| {
            let message = format!("there is no {what} of this number; count from 0, as in the array");
            Error::new(ErrorCode::InvalidArgument, message)
        })?;
        let insertions = filled.insertions.into_iter().map(cajal_offsets::from).collect();
        Ok(Self { text: Text::new(&filled.text), insertions })
    }
}

/// Puts one prediction into the text that was asked about; other masks stay.
///
/// `index` is the prediction's place among those of the mask with the number `mask`, both from 0. Nothing else of the text
/// changes, except that spaces are left out between the word before the mask and a prediction that continues it.
///
/// Ownership: the caller frees `*filled` with `cajal_filled_free`. Borrows `predictions` during the call.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_fill(
    predictions: *const cajal_predictions,
    mask: usize,
    index: usize,
    filled: *mut *mut cajal_filled,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for NULL or a live result, and a writable place for the new one.
        let (out, result) = unsafe { (Out::new(filled)?, answer(predictions)?) };
        out.put(cajal_filled::new(result.answer.filled(mask, index), "mask or prediction")?)
    })
}

/// Puts a whole filling into the text that was asked about; `index` is its place in the array of
/// `cajal_predictions_fillings`. Otherwise as `cajal_predictions_fill`.
///
/// Ownership: the caller frees `*filled` with `cajal_filled_free`. Borrows `predictions` during the call.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_fill_together(
    predictions: *const cajal_predictions,
    index: usize,
    filled: *mut *mut cajal_filled,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for NULL or a live result, and a writable place for the new one.
        let (out, result) = unsafe { (Out::new(filled)?, answer(predictions)?) };
        out.put(cajal_filled::new(result.answer.filled_together(index), "filling")?)
    })
}

/// # Safety
/// `predictions` is NULL or live for `'a`.
unsafe fn answer<'a>(predictions: *const cajal_predictions) -> Result<&'a cajal_predictions> {
    // SAFETY: the caller's promise.
    let predictions = unsafe { predictions.as_ref() };
    predictions.ok_or_else(|| Error::new(ErrorCode::InvalidArgument, "the predictions are NULL"))
}

/// The filled text, UTF-8 with a NUL after it. NULL if `filled` is NULL.
///
/// `length`, if not NULL, receives the length in bytes without the NUL.
///
/// Ownership: the string belongs to `filled` and lives until `cajal_filled_free`.
/// Thread safety: any thread, while no thread frees `filled`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_filled_text(filled: *const cajal_filled, length: *mut usize) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live object, and NULL or a writable length.
        unsafe { Text::give(filled.as_ref().map(|filled| &filled.text), length) }
    })
}

/// Where the words that were put in stand in the filled text, in its order, as one array. NULL if `filled` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `filled` and lives until `cajal_filled_free`.
/// Thread safety: any thread, while no thread frees `filled`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_filled_insertions(
    filled: *const cajal_filled,
    count: *mut usize,
) -> *const cajal_offsets {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live object, and NULL or a writable count.
        unsafe { array(filled.as_ref().map(|filled| filled.insertions.as_slice()), count) }
    })
}

/// Frees a filled text. NULL is legal.
///
/// Ownership: takes `filled`; it and what it handed out are invalid afterwards.
/// Thread safety: any thread; not while another thread uses `filled`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_filled_free(filled: *mut cajal_filled) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or an object of this library that was not freed.
        unsafe { free(filled) }
    });
}
