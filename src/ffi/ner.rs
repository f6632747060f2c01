//! Named-entity recognition: models and a text in, `cajal_entities` out.

use std::ffi::c_char;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::{offset_of, size_of};
use std::path::Path;
use std::sync::Arc;

use super::batch::Found;
use super::cancel::cajal_cancel;
use super::error::cajal_error;
use super::guard::{guard, guard_or};
use super::labels::Labels;
use super::model::{cajal_model, models_at};
use super::offsets::cajal_offsets;
use super::options::cajal_options;
use super::out::{Out, array, free};
use super::status::cajal_status;
use super::text::{Text, document, document_utf16};
use crate::control::Control;
use crate::error::{Error, ErrorCode, Result};
use crate::ner::{Entity, Ner, NerAnswer, NerOptions};
use crate::text::Document;

/// One entity of a text.
#[repr(C)]
pub struct cajal_entity {
    /// Where it stands in the text.
    pub offsets: cajal_offsets,
    /// Its label, as an index for `cajal_entities_label` of the same result.
    pub label: u32,
    /// Mean of its words' scores, 0 to 1.
    pub score: f32,
    /// Which of the models given found it, from 0.
    pub model: u32,
    /// Always 0.
    pub reserved: u32,
}

const _: () = assert!(size_of::<cajal_entity>() == 64);
const _: () = assert!(offset_of!(cajal_entity, label) == 48);
const _: () = assert!(offset_of!(cajal_entity, reserved) == 60);

/// The entities of one text, in order of start, then end, then model.
pub struct cajal_entities {
    entities: Vec<cajal_entity>,
    labels: Vec<Text>,
    words: u64,
    windows: u64,
    shortened_words: u64,
    /// What the models are called.
    models: Vec<String>,
    /// Of the text, to know it again: a result does not keep the text itself.
    fingerprint: u64,
}

impl cajal_entities {
    fn new(document: &Document, models: Vec<String>, answer: &NerAnswer) -> Self {
        let mut labels = Labels::default();
        let entities = answer.entities.iter().map(|entity| cajal_entity {
            offsets: entity.offsets.into(),
            label: labels.index(&entity.label),
            score: entity.score,
            model: entity.model as u32,
            reserved: 0,
        });
        Self {
            entities: entities.collect(),
            labels: labels.into_texts(),
            words: answer.words as u64,
            windows: answer.windows as u64,
            shortened_words: answer.shortened_words as u64,
            models,
            fingerprint: fingerprint(document),
        }
    }

    /// What the models are called.
    pub(super) fn models(&self) -> &[String] {
        &self.models
    }

    /// The answer that the result was made of.
    ///
    /// # Errors
    /// `InvalidArgument` if it was found in another text than `document`.
    pub(super) fn answer(&self, document: &Document) -> Result<NerAnswer> {
        check_text(self.fingerprint, document)?;
        let labels: Vec<Arc<str>> = self.labels.iter().map(|label| label.as_str().into()).collect();
        let entities = self.entities.iter().map(|entity| Entity {
            label: labels.get(entity.label as usize).cloned().unwrap_or_default(),
            score: entity.score,
            offsets: entity.offsets.into(),
            model: entity.model as usize,
        });
        Ok(NerAnswer {
            entities: entities.collect(),
            words: self.words as usize,
            windows: self.windows as usize,
            shortened_words: self.shortened_words as usize,
        })
    }
}

/// The last part of a model's path.
/// What the models of a recogniser are called: their folders.
pub(crate) fn names_of(ner: &Ner) -> Vec<String> {
    ner.models().iter().map(|model| folder_of(&model.info().source)).collect()
}

fn folder_of(source: &str) -> String {
    Path::new(source).file_name().map_or_else(|| source.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Tells texts apart.
pub(crate) fn fingerprint(document: &Document) -> u64 {
    let mut hasher = DefaultHasher::new();
    document.text().hash(&mut hasher);
    hasher.finish()
}

/// An error unless `document` is the text with this fingerprint.
pub(crate) fn check_text(found_in: u64, document: &Document) -> Result<()> {
    if fingerprint(document) == found_in {
        return Ok(());
    }
    let message = "the entities were found in another text; give exactly the text of their run";
    Err(Error::new(ErrorCode::InvalidArgument, message))
}

/// One call without its text, all pointers turned into values.
pub(super) struct Run<'a> {
    ner: Ner,
    options: &'a NerOptions,
    control: Control,
}

impl Run<'_> {
    /// # Safety
    /// `models` is NULL or points to `count` pointers; `options` is NULL or live and not changed during the call.
    pub(super) unsafe fn new(
        models: *const *const cajal_model,
        count: usize,
        options: *const cajal_options,
        cancel: *const cajal_cancel,
    ) -> Result<Self> {
        // SAFETY: the caller's promise.
        let (options, models) = unsafe { (cajal_options::at(options), models_at(models, count)?) };
        Ok(Self { control: options.control(cancel)?, options: options.for_ner()?, ner: Ner::new(models)? })
    }

    fn on(&self, document: &Document) -> Result<cajal_entities> {
        self.ner.run(document, self.options, &self.control).map(|answer| self.result(document, &answer))
    }

    pub(super) fn on_batch(&self, documents: &[Document]) -> Result<Vec<Result<Found>>> {
        let answers = self.ner.run_batch(documents, self.options, &self.control)?;
        let results = documents.iter().zip(answers);
        let found = |(document, answer): (&Document, Result<NerAnswer>)| {
            answer.map(|answer| Found::Entities(self.result(document, &answer)))
        };
        Ok(results.map(found).collect())
    }

    fn result(&self, document: &Document, answer: &NerAnswer) -> cajal_entities {
        cajal_entities::new(document, names_of(&self.ner), answer)
    }
}

/// Finds the entities of a UTF-8 text of any length with one or more token-classification models.
///
/// Offsets refer to `text` exactly as given. NUL is a character like any other; NULL with length 0 is the empty text.
/// Options: window_tokens, overlap_tokens, threshold, labels, timeout_ms; NULL for defaults. `cancel` may be NULL.
///
/// Ownership: the caller frees `*entities` with `cajal_entities_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same models.
/// Errors: `CAJAL_ERROR_INVALID_UTF8`, `CAJAL_ERROR_TASK_MISMATCH`, `CAJAL_ERROR_CANCELLED`,
/// `CAJAL_ERROR_DEADLINE_EXCEEDED`, `CAJAL_ERROR_RUNTIME_FAILED`, and those of bad arguments, options and handles.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_ner_run(
    models: *const *const cajal_model,
    model_count: usize,
    text: *const c_char,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    entities: *mut *mut cajal_entities,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for readable arrays, live options or NULL, and a writable result.
        let (out, run, document) = unsafe {
            (Out::new(entities)?, Run::new(models, model_count, options, cancel)?, document(text, text_length)?)
        };
        out.put(run.on(&document)?)
    })
}

/// As `cajal_ner_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units.
///
/// A lone surrogate is read as U+FFFD: UTF-16 and code point offsets stay those of `text`, UTF-8 offsets are those of
/// the text converted so.
///
/// Ownership: the caller frees `*entities` with `cajal_entities_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same models.
/// Errors: as `cajal_ner_run`, without `CAJAL_ERROR_INVALID_UTF8`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_ner_run_utf16(
    models: *const *const cajal_model,
    model_count: usize,
    text: *const u16,
    text_length: usize,
    options: *const cajal_options,
    cancel: *const cajal_cancel,
    entities: *mut *mut cajal_entities,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for readable arrays, live options or NULL, and a writable result.
        let (out, run, document) = unsafe {
            (Out::new(entities)?, Run::new(models, model_count, options, cancel)?, document_utf16(text, text_length)?)
        };
        out.put(run.on(&document)?)
    })
}

/// The entities as one array. NULL if there are none, or `entities` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `entities` and lives until `cajal_entities_free`.
/// Thread safety: any thread, while no thread frees `entities`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_entities_data(
    entities: *const cajal_entities,
    count: *mut usize,
) -> *const cajal_entity {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(entities.as_ref().map(|result| result.entities.as_slice()), count) }
    })
}

/// The number of different labels among the entities; they have the indices from 0 up.
///
/// Ownership: borrows `entities`.
/// Thread safety: any thread, while no thread frees `entities`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_entities_label_count(entities: *const cajal_entities) -> usize {
    guard_or(0, || {
        // SAFETY: the header asks for NULL or a live result.
        unsafe { entities.as_ref() }.map_or(0, |result| result.labels.len())
    })
}

/// The label with `index`, without its tagging prefix (`PROTEINAS`): UTF-8, NUL-terminated. NULL if there is none.
///
/// `length`, if not NULL, receives the length in bytes without the terminator.
///
/// Ownership: the string belongs to `entities` and lives until `cajal_entities_free`.
/// Thread safety: any thread, while no thread frees `entities`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_entities_label(
    entities: *const cajal_entities,
    index: u32,
    length: *mut usize,
) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable length.
        unsafe { Text::give(entities.as_ref().and_then(|result| result.labels.get(index as usize)), length) }
    })
}

/// The number of words in the text.
///
/// Ownership: borrows `entities`.
/// Thread safety: any thread, while no thread frees `entities`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_entities_words(entities: *const cajal_entities) -> u64 {
    guard_or(0, || {
        // SAFETY: the header asks for NULL or a live result.
        unsafe { entities.as_ref() }.map_or(0, |result| result.words)
    })
}

/// The number of windows that were run, over all models.
///
/// Ownership: borrows `entities`.
/// Thread safety: any thread, while no thread frees `entities`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_entities_windows(entities: *const cajal_entities) -> u64 {
    guard_or(0, || {
        // SAFETY: the header asks for NULL or a live result.
        unsafe { entities.as_ref() }.map_or(0, |result| result.windows)
    })
}

/// The number of words with more tokens than a window holds, whose label was decided from their first tokens.
///
/// Ownership: borrows `entities`.
/// Thread safety: any thread, while no thread frees `entities`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_entities_shortened_words(entities: *const cajal_entities) -> u64 {
    guard_or(0, || {
        // SAFETY: the header asks for NULL or a live result.
        unsafe { entities.as_ref() }.map_or(0, |result| result.shortened_words)
    })
}

/// Frees a result. NULL is legal.
///
/// Ownership: takes `entities`; it, its array and its strings are invalid afterwards.
/// Thread safety: any thread; not while another thread uses `entities`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_entities_free(entities: *mut cajal_entities) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or a result of this library that was not freed.
        unsafe { free(entities) }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Offsets, Span};

    fn entity(label: &str, start: usize) -> Entity {
        let span = |start| Span { start, end: start + 3 };
        let offsets = Offsets { utf8: span(start + 2), utf16: span(start + 1), codepoint: span(start) };
        Entity { label: label.into(), score: 0.5, offsets, model: 1 }
    }

    #[test]
    fn entities_keep_their_offsets_and_share_labels() {
        let entities = vec![entity("PROTEINAS", 0), entity("UNCLEAR", 10), entity("PROTEINAS", 20)];
        let answer = NerAnswer { entities, words: 9, windows: 2, shortened_words: 1 };
        let result = cajal_entities::new(&Document::new("nota"), Vec::new(), &answer);
        let labels: Vec<&str> = result.labels.iter().map(Text::as_str).collect();
        assert_eq!(labels, ["PROTEINAS", "UNCLEAR"]);
        let indices: Vec<u32> = result.entities.iter().map(|entity| entity.label).collect();
        assert_eq!(indices, [0, 1, 0]);
        let offsets = result.entities[1].offsets;
        assert_eq!((offsets.utf8_start, offsets.utf16_start, offsets.codepoint_start), (12, 11, 10));
        assert_eq!((offsets.utf8_end, offsets.utf16_end, offsets.codepoint_end), (15, 14, 13));
        assert_eq!((result.words, result.windows, result.shortened_words), (9, 2, 1));
        assert_eq!(result.answer(&Document::new("nota")).unwrap(), answer);
    }

    #[test]
    fn a_result_knows_its_text_without_keeping_it() {
        let result = cajal_entities::new(&Document::new("nota"), Vec::new(), &NerAnswer::default());
        let refused = result.answer(&Document::new("nota ")).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::InvalidArgument);
        assert!(result.answer(&Document::new("nota")).is_ok());
    }

    #[test]
    fn models_are_called_like_their_folders() {
        assert_eq!(folder_of("/modelos/bsc-bio-ehr-es-pharmaconer/"), "bsc-bio-ehr-es-pharmaconer");
        assert_eq!(folder_of("uno"), "uno");
    }
}
