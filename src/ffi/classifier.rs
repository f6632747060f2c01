//! Sequence classification: a model and a text in, `cajal_classifications` out.

use std::ffi::c_char;
use std::mem::{offset_of, size_of};

use super::cancel::cajal_cancel;
use super::error::cajal_error;
use super::guard::{guard, guard_or};
use super::model::{MODELS, cajal_model};
use super::options::cajal_options;
use super::out::{Out, array, free};
use super::status::cajal_status;
use super::text::{Text, document, document_utf16};
use crate::classify::{Classification, Classifier};
use crate::control::Control;
use crate::error::Result;
use crate::text::Document;

/// One label of a whole text.
#[repr(C)]
pub struct cajal_classification {
    /// Its label, as an index for `cajal_classifications_label` of the same result.
    pub label: u32,
    /// Softmax over the labels (sigmoid for multi-label and one-label models), 0 to 1; regression gives the bare number.
    pub score: f32,
}

const _: () = assert!(size_of::<cajal_classification>() == 8);
const _: () = assert!(offset_of!(cajal_classification, score) == 4);

/// All labels of a model for one text, the best first.
pub struct cajal_classifications {
    classifications: Vec<cajal_classification>,
    labels: Vec<Text>,
}

impl From<Vec<Classification>> for cajal_classifications {
    fn from(answer: Vec<Classification>) -> Self {
        let classifications = (0..).zip(&answer).map(|(label, one)| cajal_classification { label, score: one.score });
        Self {
            classifications: classifications.collect(),
            labels: answer.iter().map(|one| Text::new(&one.label)).collect(),
        }
    }
}

/// One call without its text, all pointers turned into values.
struct Run {
    classifier: Classifier,
    control: Control,
}

impl Run {
    /// # Safety
    /// `options` is NULL or live and not changed during the call.
    unsafe fn new(
        model: *const cajal_model,
        options: *const cajal_options,
        cancel: *const cajal_cancel,
    ) -> Result<Self> {
        // SAFETY: the caller's promise.
        let options = unsafe { cajal_options::at(options) };
        options.for_classify()?;
        Ok(Self { control: options.control(cancel)?, classifier: Classifier::new(MODELS.get(model)?)? })
    }

    fn on(&self, document: &Document) -> Result<cajal_classifications> {
        self.classifier.run(document, &self.control).map(cajal_classifications::from)
    }
}

/// Gives every label of a sequence-classification model its score for a UTF-8 text.
///
/// Options: timeout_ms; NULL for defaults. `cancel` may be NULL.
///
/// Ownership: the caller frees `*classifications` with `cajal_classifications_free`. Borrows everything else during the
/// call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT` also if the text has more tokens than the model holds: nothing is cut in
/// silence. `CAJAL_ERROR_INVALID_UTF8`, `CAJAL_ERROR_TASK_MISMATCH`, `CAJAL_ERROR_CANCELLED`,
/// `CAJAL_ERROR_DEADLINE_EXCEEDED`, `CAJAL_ERROR_RUNTIME_FAILED`, and those of bad options and handles.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_classifier_run(
    model: *const cajal_model,
    text: *const c_char,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    classifications: *mut *mut cajal_classifications,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a readable text, live options or NULL, and a writable result.
        let (out, run, document) =
            unsafe { (Out::new(classifications)?, Run::new(model, options, cancel)?, document(text, text_length)?) };
        out.put(run.on(&document)?)
    })
}

/// As `cajal_classifier_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units. A lone
/// surrogate is read as U+FFFD.
///
/// Ownership: the caller frees `*classifications` with `cajal_classifications_free`. Borrows everything else during the
/// call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: as `cajal_classifier_run`, without `CAJAL_ERROR_INVALID_UTF8`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_classifier_run_utf16(
    model: *const cajal_model,
    text: *const u16,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    classifications: *mut *mut cajal_classifications,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a readable text, live options or NULL, and a writable result.
        let (out, run, text) = unsafe {
            (Out::new(classifications)?, Run::new(model, options, cancel)?, document_utf16(text, text_length)?)
        };
        out.put(run.on(&text)?)
    })
}

/// The labels with their scores as one array, the best first. NULL if `classifications` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `classifications` and lives until `cajal_classifications_free`.
/// Thread safety: any thread, while no thread frees `classifications`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_classifications_data(
    classifications: *const cajal_classifications,
    count: *mut usize,
) -> *const cajal_classification {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(classifications.as_ref().map(|result| result.classifications.as_slice()), count) }
    })
}

/// The label with `index`: UTF-8, NUL-terminated. NULL if there is none.
///
/// `length`, if not NULL, receives the length in bytes without the terminator.
///
/// Ownership: the string belongs to `classifications` and lives until `cajal_classifications_free`.
/// Thread safety: any thread, while no thread frees `classifications`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_classifications_label(
    classifications: *const cajal_classifications,
    index: u32,
    length: *mut usize,
) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable length.
        unsafe { Text::give(classifications.as_ref().and_then(|result| result.labels.get(index as usize)), length) }
    })
}

/// Frees a result. NULL is legal.
///
/// Ownership: takes `classifications`; it, its array and its strings are invalid afterwards.
/// Thread safety: any thread; not while another thread uses `classifications`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_classifications_free(classifications: *mut cajal_classifications) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or a result of this library that was not freed.
        unsafe { free(classifications) }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_classification_finds_its_label() {
        let answer = ["positivo", "negativo"].map(|label| Classification { label: label.to_owned(), score: 0.5 });
        let result = cajal_classifications::from(answer.to_vec());
        let labels: Vec<&str> =
            result.classifications.iter().map(|one| result.labels[one.label as usize].as_str()).collect();
        assert_eq!(labels, ["positivo", "negativo"]);
    }
}
