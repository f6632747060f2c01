//! Formats that other programs read and write: JSON, brat standoff, CoNLL and a page of HTML.
//!
//! Everything here turns values into text and back; no file is touched. Exports hold text of the document: they are as
//! confidential as the document is.

pub mod brat;
pub mod conll;

use crate::ner::NerAnswer;
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
