//! Parity mode: transformers' token-classification pipeline, `cajal_parity`.

use std::ffi::c_char;
use std::mem::{offset_of, size_of};

use super::cancel::cajal_cancel;
use super::error::cajal_error;
use super::guard::{guard, guard_or};
use super::labels::Labels;
use super::model::{MODELS, cajal_model};
use super::offsets::cajal_offsets;
use super::options::cajal_options;
use super::out::{Out, array, free, write};
use super::status::cajal_status;
use super::text::{Text, document, document_utf16};
use crate::control::Control;
use crate::error::Result;
use crate::ner::{ParityAnswer, ParityNer, ParityOptions};
use crate::text::Document;

/// One entity as transformers gives it; with aggregation none, one token.
#[repr(C)]
pub struct cajal_parity_entity {
    /// Where it stands in the text; may be empty, or hold a leading space, as with transformers.
    pub offsets: cajal_offsets,
    /// Its label, as an index for `cajal_parity_label` of the same result.
    pub label: u32,
    /// Its score, 0 to 1.
    pub score: f32,
    /// The token's position in its window, from 1; 0 with any other aggregation than none.
    pub token: u32,
    /// Always 0.
    pub reserved: u32,
}

const _: () = assert!(size_of::<cajal_parity_entity>() == 64);
const _: () = assert!(offset_of!(cajal_parity_entity, label) == 48);
const _: () = assert!(offset_of!(cajal_parity_entity, reserved) == 60);

/// What transformers' token-classification pipeline answers for one text, in its order.
pub struct cajal_parity {
    entities: Vec<cajal_parity_entity>,
    words: Vec<Text>,
    labels: Vec<Text>,
    windows: u64,
    unread: Option<cajal_offsets>,
}

impl From<ParityAnswer> for cajal_parity {
    fn from(answer: ParityAnswer) -> Self {
        let mut labels = Labels::default();
        let entities = answer.entities.iter().map(|entity| cajal_parity_entity {
            offsets: entity.offsets.into(),
            label: labels.index(&entity.label),
            score: entity.score,
            token: entity.index.unwrap_or(0) as u32,
            reserved: 0,
        });
        Self {
            entities: entities.collect(),
            words: answer.entities.iter().map(|entity| Text::new(&entity.word)).collect(),
            labels: labels.into_texts(),
            windows: answer.windows as u64,
            unread: answer.unread.map(cajal_offsets::from),
        }
    }
}

/// One call without its text, all pointers turned into values.
struct Run<'a> {
    ner: ParityNer,
    options: &'a ParityOptions,
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
        let ner = ParityNer::new(MODELS.get(model)?)?;
        Ok(Self { ner, control: options.control(cancel)?, options: options.for_parity()? })
    }

    fn on(&self, document: &Document) -> Result<cajal_parity> {
        self.ner.run(document, self.options, &self.control).map(cajal_parity::from)
    }
}

/// Answers what transformers' token-classification pipeline answers for a UTF-8 text, its faults included: for those who
/// compare. `cajal_ner_run` is the call that finds entities.
///
/// Options: aggregation, stride, ignore_labels, window_tokens, timeout_ms; NULL for transformers' defaults. `cancel` may be
/// NULL. Without a stride one window is run, and `cajal_parity_unread` says what was cut off.
///
/// Ownership: the caller frees `*parity` with `cajal_parity_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: `CAJAL_ERROR_INVALID_UTF8`, `CAJAL_ERROR_TASK_MISMATCH`, `CAJAL_ERROR_CANCELLED`,
/// `CAJAL_ERROR_DEADLINE_EXCEEDED`, `CAJAL_ERROR_RUNTIME_FAILED`, and those of bad arguments, options and handles.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_ner_parity_run(
    model: *const cajal_model,
    text: *const c_char,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    parity: *mut *mut cajal_parity,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a readable text, live options or NULL, and a writable result.
        let (out, run, document) =
            unsafe { (Out::new(parity)?, Run::new(model, options, cancel)?, document(text, text_length)?) };
        out.put(run.on(&document)?)
    })
}

/// As `cajal_ner_parity_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units. A lone
/// surrogate is read as U+FFFD.
///
/// Ownership: the caller frees `*parity` with `cajal_parity_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same model.
/// Errors: as `cajal_ner_parity_run`, without `CAJAL_ERROR_INVALID_UTF8`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_ner_parity_run_utf16(
    model: *const cajal_model,
    text: *const u16,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    parity: *mut *mut cajal_parity,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a readable text, live options or NULL, and a writable result.
        let (out, run, document) =
            unsafe { (Out::new(parity)?, Run::new(model, options, cancel)?, document_utf16(text, text_length)?) };
        out.put(run.on(&document)?)
    })
}

/// The entities as one array. NULL if there are none, or `parity` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `parity` and lives until `cajal_parity_free`.
/// Thread safety: any thread, while no thread frees `parity`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_parity_data(
    parity: *const cajal_parity,
    count: *mut usize,
) -> *const cajal_parity_entity {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(parity.as_ref().map(|result| result.entities.as_slice()), count) }
    })
}

/// The `word` of the entity with `index`: its pieces joined by the tokenizer, with aggregation none the vocabulary's own
/// spelling. Not the text at its offsets. UTF-8, NUL-terminated. NULL if there is none.
///
/// `length`, if not NULL, receives the length in bytes without the terminator.
///
/// Ownership: the string belongs to `parity` and lives until `cajal_parity_free`.
/// Thread safety: any thread, while no thread frees `parity`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_parity_word(
    parity: *const cajal_parity,
    index: usize,
    length: *mut usize,
) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable length.
        unsafe { Text::give(parity.as_ref().and_then(|result| result.words.get(index)), length) }
    })
}

/// The number of different labels among the entities; they have the indices from 0 up.
///
/// Ownership: borrows `parity`.
/// Thread safety: any thread, while no thread frees `parity`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_parity_label_count(parity: *const cajal_parity) -> usize {
    guard_or(0, || {
        // SAFETY: the header asks for NULL or a live result.
        unsafe { parity.as_ref() }.map_or(0, |result| result.labels.len())
    })
}

/// The label with `index`: transformers' `entity_group`, with aggregation none its `entity` (`B-PROTEINAS`). UTF-8,
/// NUL-terminated. NULL if there is none.
///
/// `length`, if not NULL, receives the length in bytes without the terminator.
///
/// Ownership: the string belongs to `parity` and lives until `cajal_parity_free`.
/// Thread safety: any thread, while no thread frees `parity`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_parity_label(
    parity: *const cajal_parity,
    index: u32,
    length: *mut usize,
) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable length.
        unsafe { Text::give(parity.as_ref().and_then(|result| result.labels.get(index as usize)), length) }
    })
}

/// The number of windows that were run.
///
/// Ownership: borrows `parity`.
/// Thread safety: any thread, while no thread frees `parity`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_parity_windows(parity: *const cajal_parity) -> u64 {
    guard_or(0, || {
        // SAFETY: the header asks for NULL or a live result.
        unsafe { parity.as_ref() }.map_or(0, |result| result.windows)
    })
}

/// Whether the text was cut off: 1 if its end was not read, and then `unread`, if not NULL, receives where it stands; else
/// 0.
///
/// Ownership: borrows `parity`.
/// Thread safety: any thread, while no thread frees `parity`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_parity_unread(parity: *const cajal_parity, unread: *mut cajal_offsets) -> i32 {
    guard_or(0, || {
        // SAFETY: the header asks for NULL or a live result.
        let Some(offsets) = unsafe { parity.as_ref() }.and_then(|result| result.unread) else { return 0 };
        // SAFETY: the header asks for NULL or writable offsets.
        unsafe { write(unread, offsets) };
        1
    })
}

/// Frees a result. NULL is legal.
///
/// Ownership: takes `parity`; it, its array and its strings are invalid afterwards.
/// Thread safety: any thread; not while another thread uses `parity`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_parity_free(parity: *mut cajal_parity) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or a result of this library that was not freed.
        unsafe { free(parity) }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ner::ParityEntity;
    use crate::text::{Offsets, Span};

    fn entity(label: &str, word: &str, index: Option<usize>) -> ParityEntity {
        ParityEntity { label: label.into(), score: 0.5, word: word.to_owned(), index, offsets: Offsets::default() }
    }

    #[test]
    fn entities_keep_their_words_share_labels_and_say_what_was_not_read() {
        let entities =
            vec![entity("B-X", "\u{120}cal", Some(3)), entity("X", " calcio", None), entity("B-X", "", None)];
        let unread = Offsets { codepoint: Span { start: 7, end: 9 }, ..Offsets::default() };
        let result = cajal_parity::from(ParityAnswer { entities, windows: 2, unread: Some(unread) });
        let strings = |texts: &[Text]| texts.iter().map(|text| text.as_str().to_owned()).collect::<Vec<_>>();
        assert_eq!(strings(&result.labels), ["B-X", "X"]);
        assert_eq!(strings(&result.words), ["\u{120}cal", " calcio", ""]);
        let facts: Vec<(u32, u32)> = result.entities.iter().map(|entity| (entity.label, entity.token)).collect();
        assert_eq!(facts, [(0, 3), (1, 0), (0, 0)]);
        let mut unread = cajal_offsets::from(Offsets::default());
        // SAFETY: both are local variables.
        assert_eq!(unsafe { cajal_parity_unread(&result, &mut unread) }, 1);
        assert_eq!((unread.codepoint_start, unread.codepoint_end, result.windows), (7, 9, 2));
    }
}
