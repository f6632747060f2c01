//! Formats that other programs read and write: JSON, brat standoff, CoNLL and a page of HTML.
//!
//! Everything here turns values into text and back; no file is touched. Exports hold text of the document: they are as
//! confidential as the document is.

pub mod brat;
pub mod conll;
pub mod html;
pub mod json;

use crate::error::Error;
use crate::ner::{Entity, NerAnswer};
use crate::text::Document;

/// What the models found in one document, under the names that an export shows.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// What the document is called.
    pub name: &'a str,
    /// What the models are called, in the order of [`Entity::model`](crate::Entity::model).
    pub models: &'a [String],
    /// The document.
    pub document: &'a Document,
    /// What was found in it.
    pub answer: &'a NerAnswer,
}

/// A document that there is no answer about.
#[derive(Debug, Clone, Copy)]
pub struct Failed<'a> {
    /// What the document is called.
    pub name: &'a str,
    /// Why. Errors hold no text of a document.
    pub error: &'a Error,
}

impl<'a> Found<'a> {
    /// The text of an entity.
    pub fn text_of(&self, entity: &Entity) -> &'a str {
        let span = entity.offsets.utf8;
        self.document.text().get(span.start..span.end).unwrap_or_default()
    }

    /// The name of the model that found an entity.
    pub fn model_of(&self, entity: &Entity) -> &'a str {
        self.models.get(entity.model).map_or("", String::as_str)
    }
}
