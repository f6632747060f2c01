//! De-identification: entities and their text in, `cajal_deidentified` out.

use std::ffi::c_char;
use std::mem::{offset_of, size_of};

use super::error::cajal_error;
use super::guard::{guard, guard_or};
use super::labels::Labels;
use super::ner::cajal_entities;
use super::offsets::cajal_offsets;
use super::options::cajal_options;
use super::out::{Out, array, free};
use super::status::cajal_status;
use super::text::{Text, document, document_utf16};
use crate::deidentify::{Deidentified, Replacement, deidentify};
use crate::error::{Error, ErrorCode, Result};
use crate::text::Document;

/// The label of a segment that was kept as it was.
pub const CAJAL_SEGMENT_KEPT: u32 = u32::MAX;

/// A stretch of a text that was kept whole or replaced whole.
#[repr(C)]
pub struct cajal_segment {
    /// Where it stood in the text.
    pub from: cajal_offsets,
    /// Where it stands in the new text.
    pub to: cajal_offsets,
    /// The label of what was replaced, as an index for `cajal_deidentified_label`; `CAJAL_SEGMENT_KEPT` for none.
    pub label: u32,
    /// Always 0.
    pub reserved: u32,
}

const _: () = assert!(size_of::<cajal_segment>() == 104);
const _: () = assert!(offset_of!(cajal_segment, to) == 48);
const _: () = assert!(offset_of!(cajal_segment, label) == 96);

/// A text with its entities replaced.
pub struct cajal_deidentified {
    text: Text,
    segments: Vec<cajal_segment>,
    labels: Vec<Text>,
    pseudonyms: Text,
}

impl From<&Deidentified> for cajal_deidentified {
    fn from(answer: &Deidentified) -> Self {
        let mut labels = Labels::default();
        let segments = answer.segments.iter().map(|segment| cajal_segment {
            from: segment.from.into(),
            to: segment.to.into(),
            label: segment.replaced.as_ref().map_or(CAJAL_SEGMENT_KEPT, |label| labels.index(label)),
            reserved: 0,
        });
        Self {
            text: Text::new(answer.document.text()),
            segments: segments.collect(),
            labels: labels.into_texts(),
            pseudonyms: Text::new(&answer.pseudonyms_to_json()),
        }
    }
}

/// One call without its text, all pointers turned into values.
struct Run<'a> {
    entities: &'a cajal_entities,
    replacement: Replacement,
}

impl Run<'_> {
    /// # Safety
    /// `entities` is NULL or live, `options` NULL or live and not changed during the call.
    unsafe fn new(entities: *const cajal_entities, options: *const cajal_options) -> Result<Self> {
        // SAFETY: the caller's promise.
        let (entities, options) = unsafe { (entities.as_ref(), cajal_options::at(options)) };
        let entities = entities.ok_or_else(|| Error::new(ErrorCode::InvalidArgument, "the entities are NULL"))?;
        Ok(Self { entities, replacement: options.for_deidentify()? })
    }

    fn on(&self, document: &Document) -> Result<cajal_deidentified> {
        let answer = self.entities.answer(document)?;
        Ok((&deidentify(document, &answer.entities, self.replacement)).into())
    }
}

/// Replaces entities in a UTF-8 text; they must have been found in exactly this text.
///
/// A model misses things: what it did not find stays in the text, and the new text is not anonymous. Entities that overlap
/// are replaced as one, under the label of the longest. Options: replacement, mask_length; NULL for defaults.
///
/// Ownership: the caller frees `*deidentified` with `cajal_deidentified_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same entities.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT` if the entities are of another text; `CAJAL_ERROR_INVALID_UTF8`, and those of
/// bad options.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_deidentify_run(
    entities: *const cajal_entities,
    text: *const c_char,
    text_length: usize,
    options: *const cajal_options,
    deidentified: *mut *mut cajal_deidentified,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for live entities and options or NULL, a readable text and a writable result.
        let (out, run, document) =
            unsafe { (Out::new(deidentified)?, Run::new(entities, options)?, document(text, text_length)?) };
        out.put(run.on(&document)?)
    })
}

/// As `cajal_deidentify_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units.
///
/// Ownership: the caller frees `*deidentified` with `cajal_deidentified_free`. Borrows everything else during the call.
/// Thread safety: any thread, any number at once on the same entities.
/// Errors: as `cajal_deidentify_run`, without `CAJAL_ERROR_INVALID_UTF8`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_deidentify_run_utf16(
    entities: *const cajal_entities,
    text: *const u16,
    text_length: usize,
    options: *const cajal_options,
    deidentified: *mut *mut cajal_deidentified,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for live entities and options or NULL, a readable text and a writable result.
        let (out, run, document) =
            unsafe { (Out::new(deidentified)?, Run::new(entities, options)?, document_utf16(text, text_length)?) };
        out.put(run.on(&document)?)
    })
}

/// The new text: UTF-8, NUL-terminated. NULL if `deidentified` is NULL.
///
/// `length`, if not NULL, receives the length in bytes without the terminator.
///
/// Ownership: the string belongs to `deidentified` and lives until `cajal_deidentified_free`.
/// Thread safety: any thread, while no thread frees `deidentified`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_deidentified_text(
    deidentified: *const cajal_deidentified,
    length: *mut usize,
) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable length.
        unsafe { Text::give(deidentified.as_ref().map(|result| &result.text), length) }
    })
}

/// The whole of both texts in order, as one array of stretches. NULL if there are none, or `deidentified` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `deidentified` and lives until `cajal_deidentified_free`.
/// Thread safety: any thread, while no thread frees `deidentified`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_deidentified_segments(
    deidentified: *const cajal_deidentified,
    count: *mut usize,
) -> *const cajal_segment {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(deidentified.as_ref().map(|result| result.segments.as_slice()), count) }
    })
}

/// The label with `index`: UTF-8, NUL-terminated. NULL if there is none.
///
/// `length`, if not NULL, receives the length in bytes without the terminator.
///
/// Ownership: the string belongs to `deidentified` and lives until `cajal_deidentified_free`.
/// Thread safety: any thread, while no thread frees `deidentified`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_deidentified_label(
    deidentified: *const cajal_deidentified,
    index: u32,
    length: *mut usize,
) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable length.
        unsafe { Text::give(deidentified.as_ref().and_then(|result| result.labels.get(index as usize)), length) }
    })
}

/// What the tags of the replacement `pseudonym` stand for: UTF-8, NUL-terminated. NULL if `deidentified` is NULL.
///
/// A JSON array, empty for other replacements: `[{"tag": "[FECHAS_1]", "label": "FECHAS", "spellings": ["3/5/2019"],
/// "count": 2}]`. Whoever has it can undo the de-identification: keep it apart from the text.
/// `length`, if not NULL, receives the length in bytes without the terminator.
///
/// Ownership: the string belongs to `deidentified` and lives until `cajal_deidentified_free`.
/// Thread safety: any thread, while no thread frees `deidentified`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_deidentified_pseudonyms(
    deidentified: *const cajal_deidentified,
    length: *mut usize,
) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable length.
        unsafe { Text::give(deidentified.as_ref().map(|result| &result.pseudonyms), length) }
    })
}

/// Frees a result. NULL is legal.
///
/// Ownership: takes `deidentified`; it, its array and its strings are invalid afterwards.
/// Thread safety: any thread; not while another thread uses `deidentified`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_deidentified_free(deidentified: *mut cajal_deidentified) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or a result of this library that was not freed.
        unsafe { free(deidentified) }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ner::Entity;
    use crate::text::{Span, offsets_of};

    #[test]
    fn segments_keep_both_places_and_share_labels() {
        let text = "Ana y Gil, 54";
        let entity = |label: &str, start, end| {
            let offsets = offsets_of(text, &[Span { start, end }])[0];
            Entity { label: label.into(), score: 1.0, offsets, model: 0 }
        };
        let entities = [entity("N", 0, 3), entity("N", 6, 9), entity("EDAD", 11, 13)];
        let result: cajal_deidentified = (&deidentify(&Document::new(text), &entities, Replacement::Pseudonym)).into();
        assert_eq!(result.text.as_str(), "[N_1] y [N_2], [EDAD_1]");
        let labels: Vec<u32> = result.segments.iter().map(|segment| segment.label).collect();
        assert_eq!(labels, [0, CAJAL_SEGMENT_KEPT, 0, CAJAL_SEGMENT_KEPT, 1]);
        assert_eq!(result.labels.iter().map(Text::as_str).collect::<Vec<_>>(), ["N", "EDAD"]);
        let (from, to) = (result.segments[2].from, result.segments[2].to);
        assert_eq!((from.utf8_start, from.utf16_end, to.utf8_start, to.codepoint_end), (6, 9, 8, 13));
        assert!(
            result.pseudonyms.as_str().starts_with(r#"[{"tag":"[N_1]","label":"N","spellings":["Ana"],"count":1}"#)
        );
    }
}
