//! Answers for many texts in one call: `cajal_batch`.

use std::ffi::c_char;

use super::cancel::cajal_cancel;
use super::error::cajal_error;
use super::guard::{guard, guard_or};
use super::model::cajal_model;
use super::ner::{Run, cajal_entities};
use super::options::cajal_options;
use super::out::{Out, free};
use super::predictions::cajal_predictions;
use super::status::cajal_status;
use super::text::{document, document_utf16, slice};
use crate::error::Result;
use crate::text::Document;

/// The answers for many texts, each with what was found in it or an error of its own, in the order of the texts.
pub struct cajal_batch {
    answers: Vec<std::result::Result<Found, cajal_error>>,
}

/// What was found in one text.
pub(super) enum Found {
    Entities(cajal_entities),
    Predictions(cajal_predictions),
}

impl cajal_batch {
    /// The answers that `run` gives for documents of which some may be none.
    pub(super) fn new(
        documents: Vec<Result<Document>>,
        run: impl FnOnce(&[Document]) -> Result<Vec<Result<Found>>>,
    ) -> Result<Self> {
        let mut failures: Vec<Option<cajal_error>> = Vec::with_capacity(documents.len());
        let mut readable = Vec::with_capacity(documents.len());
        for document in documents {
            match document {
                Ok(document) => {
                    failures.push(None);
                    readable.push(document);
                }
                Err(error) => failures.push(Some(error.into())),
            }
        }
        let mut answers = run(&readable)?.into_iter();
        let answer = |failure: Option<cajal_error>| match failure {
            Some(error) => Some(Err(error)),
            None => answers.next().map(|answer| answer.map_err(cajal_error::from)),
        };
        Ok(Self { answers: failures.into_iter().filter_map(answer).collect() })
    }

    fn found(&self, index: usize) -> Option<&Found> {
        self.answers.get(index)?.as_ref().ok()
    }
}

/// The texts whose starts and lengths stand in two arrays, each read by `read`.
///
/// # Safety
/// Both arrays are NULL or hold `count` items; each text is as `read` asks.
pub(super) unsafe fn documents<T>(
    starts: *const *const T,
    lengths: *const usize,
    count: usize,
    read: unsafe fn(*const T, usize) -> Result<Document>,
) -> Result<Vec<Result<Document>>> {
    // SAFETY: the caller's promise.
    let (starts, lengths) =
        unsafe { (slice(starts, count, "array of texts")?, slice(lengths, count, "array of lengths")?) };
    // SAFETY: the caller's promise, for each text.
    Ok(starts.iter().zip(lengths).map(|(&start, &length)| unsafe { read(start, length) }).collect())
}

/// Finds the entities of many UTF-8 texts: `texts` and `text_lengths` hold `text_count` items each. A text's answer is the
/// one that `cajal_ner_run` gives for it alone.
///
/// A text that fails (one that is no UTF-8, say) has an error of its own and the others are done. A cancellation, and a
/// `timeout_ms`, which counts for the whole call, leave the texts done before it their entities and give all others its
/// error. Options as for `cajal_ner_run`; `cajal_options_set_progress` watches the bytes of the whole batch.
///
/// Ownership: the caller frees `*batch` with `cajal_batch_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same models.
/// Errors: `CAJAL_ERROR_TASK_MISMATCH` and those of bad arguments, options and handles, which fail the call as a whole; all
/// others of `cajal_ner_run` are those of a text.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_ner_run_batch(
    models: *const *const cajal_model,
    model_count: usize,
    texts: *const *const c_char,
    text_lengths: *const usize,
    text_count: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    batch: *mut *mut cajal_batch,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for readable arrays and texts, live options or NULL, and a writable result.
        let (out, run) = unsafe { (Out::new(batch)?, Run::new(models, model_count, options, cancel)?) };
        // SAFETY: as above.
        let texts = unsafe { documents(texts, text_lengths, text_count, document) }?;
        out.put(cajal_batch::new(texts, |texts| run.on_batch(texts))?)
    })
}

/// As `cajal_ner_run_batch`, for texts in UTF-16 of the machine's byte order; `text_lengths` count code units. See
/// `cajal_ner_run_utf16`.
///
/// Ownership: the caller frees `*batch` with `cajal_batch_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same models.
/// Errors: as `cajal_ner_run_batch`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_ner_run_batch_utf16(
    models: *const *const cajal_model,
    model_count: usize,
    texts: *const *const u16,
    text_lengths: *const usize,
    text_count: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    batch: *mut *mut cajal_batch,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for readable arrays and texts, live options or NULL, and a writable result.
        let (out, run) = unsafe { (Out::new(batch)?, Run::new(models, model_count, options, cancel)?) };
        // SAFETY: as above.
        let texts = unsafe { documents(texts, text_lengths, text_count, document_utf16) }?;
        out.put(cajal_batch::new(texts, |texts| run.on_batch(texts))?)
    })
}

/// The number of texts. 0 if `batch` is NULL.
///
/// Ownership: borrows `batch`.
/// Thread safety: any thread, while no thread frees `batch`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_batch_count(batch: *const cajal_batch) -> usize {
    guard_or(0, || {
        // SAFETY: the header asks for NULL or a live result.
        unsafe { batch.as_ref() }.map_or(0, |batch| batch.answers.len())
    })
}

/// The entities of the text with `index`. NULL if that text failed, there is none, or the batch is of another call.
///
/// Ownership: they belong to `batch` and live until `cajal_batch_free`; do not free them.
/// Thread safety: any thread, while no thread frees `batch`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_batch_entities(batch: *const cajal_batch, index: usize) -> *const cajal_entities {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result.
        match unsafe { batch.as_ref() }.and_then(|batch| batch.found(index)) {
            Some(Found::Entities(entities)) => entities,
            _ => std::ptr::null(),
        }
    })
}

/// The predictions for the text with `index`. NULL if that text failed, there is none, or the batch is of another call.
///
/// Ownership: they belong to `batch` and live until `cajal_batch_free`; do not free them.
/// Thread safety: any thread, while no thread frees `batch`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_batch_predictions(batch: *const cajal_batch, index: usize) -> *const cajal_predictions {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result.
        match unsafe { batch.as_ref() }.and_then(|batch| batch.found(index)) {
            Some(Found::Predictions(predictions)) => predictions,
            _ => std::ptr::null(),
        }
    })
}

/// What went wrong with the text with `index`. NULL if nothing did, or there is none: `cajal_error_code` of it is the text's
/// status.
///
/// Ownership: it belongs to `batch` and lives until `cajal_batch_free`; do not free it.
/// Thread safety: any thread, while no thread frees `batch`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_batch_error(batch: *const cajal_batch, index: usize) -> *const cajal_error {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result.
        let answer = unsafe { batch.as_ref() }.and_then(|batch| batch.answers.get(index));
        answer.and_then(|answer| answer.as_ref().err()).map_or(std::ptr::null(), std::ptr::from_ref)
    })
}

/// Frees a batch with all its answers and errors. NULL is legal.
///
/// Ownership: takes `batch`; it and all that came out of it are invalid afterwards.
/// Thread safety: any thread; not while another thread uses `batch`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_batch_free(batch: *mut cajal_batch) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or a result of this library that was not freed.
        unsafe { free(batch) }
    });
}
