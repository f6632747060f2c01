//! Export: entities and their texts in, JSON, brat, CoNLL or HTML out.

use std::ffi::c_char;

use super::error::cajal_error;
use super::guard::{guard, guard_or};
use super::ner::cajal_entities;
use super::out::{Out, free};
use super::status::cajal_status;
use super::text::{Text, document, document_utf16, utf8};
use crate::error::{Error, ErrorCode, Result};
use crate::export::{Found, brat, conll, html, json};
use crate::ner::NerAnswer;
use crate::text::Document;

/// Documents with their entities, in a format of other programs.
///
/// | format | what it gives |
/// |---|---|
/// | json | one object for each document, each on its own line: `document` (its name), `models`, `entities` (each with `label`, `score`, `text`, `model`, and `start` and `end` under `utf8`, `utf16` and `codepoint`), `words`, `windows`, `shortened_words` |
/// | brat | an .ann file: `T1`, a tab, label, start and end in code points, a tab, the text; for one document |
/// | conll | one word a line with its document, its place in code points and an IOB2 tag for each model |
/// | html | one page for all documents, whole in itself, with filters by label, model and score |
///
/// Models have the names of their folders. An export holds text of the documents.
pub struct cajal_export {
    format: Format,
    documents: Vec<Added>,
    pub(crate) left_out: u64,
    text: Option<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Brat,
    Conll,
    Html,
}

const FORMATS: [(&str, Format); 4] =
    [("json", Format::Json), ("brat", Format::Brat), ("conll", Format::Conll), ("html", Format::Html)];

/// A document with what was found in it.
pub(crate) struct Added {
    pub(crate) name: String,
    pub(crate) models: Vec<String>,
    pub(crate) document: Document,
    pub(crate) answer: NerAnswer,
}

impl Added {
    fn found(&self) -> Found<'_> {
        Found { name: &self.name, models: &self.models, document: &self.document, answer: &self.answer }
    }
}

impl cajal_export {
    /// An export without documents; an error for a format that is not known.
    pub(crate) fn new(format: &str) -> Result<Self> {
        let known = FORMATS.into_iter().find(|(name, _)| *name == format);
        let (_, format) = known.ok_or_else(|| {
            let names = FORMATS.map(|(name, _)| name).join(", ");
            Error::new(ErrorCode::InvalidArgument, format!("no format has this name; there are {names}"))
        })?;
        Ok(Self { format, documents: Vec::new(), left_out: 0, text: None })
    }

    /// Adds a document; an error if the format cannot hold it beside the others.
    pub(crate) fn add(&mut self, added: Added) -> Result<()> {
        if let (Format::Brat | Format::Conll, Some(first)) = (self.format, self.documents.first()) {
            if self.format == Format::Brat {
                let message = "brat has a file for each document; make a new export for this one";
                return Err(Error::new(ErrorCode::InvalidArgument, message));
            }
            if first.models.len() != added.models.len() {
                let message = "CoNLL has a column for each model; all documents of an export need as many models";
                return Err(Error::new(ErrorCode::InvalidArgument, message));
            }
        }
        self.documents.push(added);
        self.text = None;
        Ok(())
    }

    /// The text of the whole export, and with it `left_out`.
    pub(crate) fn write(&mut self) -> String {
        let found = || self.documents.iter().map(Added::found);
        match self.format {
            Format::Json => found().map(|found| json::write(&found) + "\n").collect(),
            Format::Brat => found().map(|found| brat::write(found.document, &found.answer.entities)).collect(),
            Format::Html => html::page("Entities", &found().collect::<Vec<_>>(), &[]),
            Format::Conll => {
                let parts: Vec<conll::Conll> = found().map(|found| conll::write(&found)).collect();
                self.left_out = parts.iter().map(|part| part.left_out as u64).sum();
                parts.into_iter().map(|part| part.text).collect()
            }
        }
    }
}

/// One call to add a document, all pointers but the text turned into values.
struct Add<'a> {
    export: &'a mut cajal_export,
    entities: &'a cajal_entities,
    name: &'a str,
}

impl<'a> Add<'a> {
    /// # Safety
    /// `export` is NULL or live and used by no other thread, `name` readable, `entities` NULL or live.
    unsafe fn new(
        export: *mut cajal_export,
        name: *const c_char,
        name_length: usize,
        entities: *const cajal_entities,
    ) -> Result<Self> {
        // SAFETY: the caller's promise.
        let (export, entities, name) =
            unsafe { (export.as_mut(), entities.as_ref(), utf8(name, name_length, "document's name")?) };
        let null = |what: &str| Error::new(ErrorCode::InvalidArgument, format!("the {what} are NULL"));
        Ok(Self {
            export: export.ok_or_else(|| Error::new(ErrorCode::InvalidArgument, "the export is NULL"))?,
            entities: entities.ok_or_else(|| null("entities"))?,
            name,
        })
    }

    fn of(self, document: Document) -> Result<()> {
        let answer = self.entities.answer(&document)?;
        let (name, models) = (self.name.to_owned(), self.entities.models().to_vec());
        self.export.add(Added { name, models, document, answer })
    }
}

/// A new export without documents. `format` is json, brat, conll or html.
///
/// Ownership: the caller frees `*export_` with `cajal_export_free`. Borrows `format` during the call.
/// Thread safety: any thread.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT` for another format, naming those there are.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_export_new(
    format: *const c_char,
    format_length: usize,
    export_: *mut *mut cajal_export,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a readable string and a writable result.
        let (out, format) = unsafe { (Out::new(export_)?, utf8(format, format_length, "format")?) };
        out.put(cajal_export::new(format)?)
    })
}

/// Adds a document: its name, its UTF-8 text, and the entities found in exactly this text.
///
/// Ownership: borrows everything; what is needed is copied.
/// Thread safety: one thread at a time for the same export.
/// Errors: `CAJAL_ERROR_INVALID_ARGUMENT` if the entities are of another text, for a second document in brat, and for
/// another number of models in CoNLL; `CAJAL_ERROR_INVALID_UTF8`. The export stays as it was.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_export_add(
    export_: *mut cajal_export,
    name: *const c_char,
    name_length: usize,
    text: *const c_char,
    text_length: usize,
    entities: *const cajal_entities,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a live export that only this thread uses now, readable strings, live entities.
        let (add, document) =
            unsafe { (Add::new(export_, name, name_length, entities)?, document(text, text_length)?) };
        add.of(document)
    })
}

/// As `cajal_export_add`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units.
///
/// Ownership: borrows everything; what is needed is copied.
/// Thread safety: one thread at a time for the same export.
/// Errors: as `cajal_export_add`.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_export_add_utf16(
    export_: *mut cajal_export,
    name: *const c_char,
    name_length: usize,
    text: *const u16,
    text_length: usize,
    entities: *const cajal_entities,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for a live export that only this thread uses now, readable strings, live entities.
        let (add, document) =
            unsafe { (Add::new(export_, name, name_length, entities)?, document_utf16(text, text_length)?) };
        add.of(document)
    })
}

/// The whole export: UTF-8, NUL-terminated. NULL if `export_` is NULL.
///
/// `length`, if not NULL, receives the length in bytes without the terminator.
///
/// Ownership: the string belongs to `export_` and lives until a document is added or `cajal_export_free`.
/// Thread safety: one thread at a time for the same export.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_export_text(export_: *mut cajal_export, length: *mut usize) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live export that only this thread uses now.
        let text = unsafe { export_.as_mut() }.map(|export| {
            let text = export.text.take().unwrap_or_else(|| Text::new(&export.write()));
            &*export.text.insert(text)
        });
        // SAFETY: the header asks for NULL or a writable length.
        unsafe { Text::give(text, length) }
    })
}

/// The number of entities that the text of the export could not hold: CoNLL has one tag a word for each model, so of
/// entities of one model that share a word the later ones are left out. 0 before `cajal_export_text`, and in other formats.
///
/// Ownership: borrows `export_`.
/// Thread safety: any thread, while no thread changes or frees `export_`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_export_left_out(export_: *const cajal_export) -> u64 {
    guard_or(0, || {
        // SAFETY: the header asks for NULL or a live export.
        unsafe { export_.as_ref() }.map_or(0, |export| export.left_out)
    })
}

/// Frees an export. NULL is legal.
///
/// Ownership: takes `export_`; it and its text are invalid afterwards.
/// Thread safety: any thread; not while another thread uses it.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_export_free(export_: *mut cajal_export) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or an export of this library that was not freed.
        unsafe { free(export_) }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ner::Entity;
    use crate::text::{Span, offsets_of};

    fn added(models: usize) -> Added {
        let document = Document::new("PTH");
        let offsets = offsets_of("PTH", &[Span { start: 0, end: 3 }])[0];
        let entity = |label: &str| Entity { label: label.into(), score: 1.0, offsets, model: 0 };
        let answer = NerAnswer { entities: vec![entity("X"), entity("Y")], words: 1, windows: 1, shortened_words: 0 };
        Added { name: "nota".to_owned(), models: vec!["uno".to_owned(); models], document, answer }
    }

    fn export(format: &str, documents: usize) -> cajal_export {
        let mut export = cajal_export::new(format).unwrap();
        (0..documents).for_each(|_| export.add(added(1)).unwrap());
        export
    }

    #[test]
    fn json_has_a_line_for_each_document() {
        let text = export("json", 2).write();
        assert_eq!(text.lines().count(), 2);
        assert!(text.ends_with("\"shortened_words\":0}\n"), "{text}");
    }

    #[test]
    fn brat_has_one_document() {
        let mut export = export("brat", 1);
        assert_eq!(export.write(), "T1\tX 0 3\tPTH\nT2\tY 0 3\tPTH\n");
        assert_eq!(export.add(added(1)).map_err(|error| error.code()), Err(ErrorCode::InvalidArgument));
    }

    #[test]
    fn conll_says_how_many_entities_it_left_out_and_wants_as_many_models() {
        let mut export = export("conll", 2);
        assert_eq!(export.write(), "PTH\tnota\t0_3\tB-X\n\n".repeat(2));
        assert_eq!(export.left_out, 2);
        assert_eq!(export.add(added(2)).map_err(|error| error.code()), Err(ErrorCode::InvalidArgument));
    }

    #[test]
    fn html_is_one_page() {
        assert_eq!(export("html", 3).write().matches("<section class=\"document\">").count(), 3);
    }

    #[test]
    fn another_format_is_refused_with_the_names_there_are() {
        let error = cajal_export::new("xml").map(drop).unwrap_err();
        assert!(error.message().contains("json, brat, conll, html"), "{error}");
    }
}
