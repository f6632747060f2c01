//! Pseudo-perplexity: a model and a text in, numbers out.

use std::ffi::c_char;
use std::mem::{offset_of, size_of};

use super::cancel::cajal_cancel;
use super::error::cajal_error;
use super::guard::guard;
use super::model::{MODELS, cajal_model};
use super::options::cajal_options;
use super::status::cajal_status;
use super::text::{document, document_utf16};
use crate::error::{Error, ErrorCode, Result};
use crate::fill_mask::FillMask;
use crate::text::Document;

/// How expected a text is to a model. Each token is masked by itself, and the model guesses it.
#[derive(Default)]
#[repr(C)]
pub struct cajal_perplexity {
    /// Tokens of the text, without special ones.
    pub tokens: u64,
    /// The sum over all tokens of the natural logarithm of the softmax of the right one.
    pub log_likelihood: f64,
    /// The pseudo-perplexity, `exp(-log_likelihood / tokens)`: 1 for a text that the model guesses for sure.
    pub value: f64,
}

const _: () = assert!(size_of::<cajal_perplexity>() == 24);
const _: () = assert!(offset_of!(cajal_perplexity, value) == 16);

/// Computes the pseudo-perplexity of a UTF-8 text of any length with a fill-mask model. Only values of models with the same
/// vocabulary compare. A text that spells a special token, the mask among them, is text.
///
/// Options: window_tokens, timeout_ms; NULL for defaults. `cancel` may be NULL. The call runs one window for each token.
///
/// Ownership: writes `*perplexity`, all 0 after a failure. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT` for a text without tokens, `CAJAL_ERROR_INVALID_UTF8`,
/// `CAJAL_ERROR_TASK_MISMATCH`, `CAJAL_ERROR_CANCELLED`, `CAJAL_ERROR_DEADLINE_EXCEEDED`, `CAJAL_ERROR_RUNTIME_FAILED`, and
/// those of bad arguments, options and handles.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_fill_mask_perplexity(
    model: *const cajal_model,
    text: *const c_char,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    perplexity: *mut cajal_perplexity,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a writable result, a readable text, and live options or NULL.
        let (out, text, options) =
            unsafe { (cleared(perplexity)?, document(text, text_length), cajal_options::at(options)) };
        *out = run(model, &text?, options, cancel)?;
        Ok(())
    })
}

/// As `cajal_fill_mask_perplexity`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units. A
/// lone surrogate is read as U+FFFD.
///
/// Ownership: writes `*perplexity`, all 0 after a failure. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: as `cajal_fill_mask_perplexity`, without `CAJAL_ERROR_INVALID_UTF8`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_fill_mask_perplexity_utf16(
    model: *const cajal_model,
    text: *const u16,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    perplexity: *mut cajal_perplexity,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a writable result, a readable text, and live options or NULL.
        let (out, text, options) =
            unsafe { (cleared(perplexity)?, document_utf16(text, text_length), cajal_options::at(options)) };
        *out = run(model, &text?, options, cancel)?;
        Ok(())
    })
}

/// The place of the result, all 0.
///
/// # Safety
/// `place` is NULL, or writable for `'a`.
unsafe fn cleared<'a>(place: *mut cajal_perplexity) -> Result<&'a mut cajal_perplexity> {
    if place.is_null() {
        return Err(Error::new(ErrorCode::InvalidArgument, "the pointer that receives the result is NULL"));
    }
    // SAFETY: not NULL, and writable by the caller's promise; nothing is read of what stands there.
    unsafe { place.write(cajal_perplexity::default()) };
    // SAFETY: written just now.
    Ok(unsafe { &mut *place })
}

fn run(
    model: *const cajal_model,
    document: &Document,
    options: &cajal_options,
    cancel: *const cajal_cancel,
) -> Result<cajal_perplexity> {
    let (control, model) = (options.control(cancel)?, MODELS.get(model)?);
    let found = FillMask::new(model)?.perplexity(document, options.for_perplexity()?, &control)?;
    Ok(cajal_perplexity { tokens: found.tokens as u64, log_likelihood: found.log_likelihood, value: found.value() })
}
