//! Documents, spans in three offset units, words and sentences. Pure: knows nothing of models.

mod offsets;
mod sentences;
mod words;

use std::sync::Arc;

use serde::Serialize;

pub(crate) use offsets::{bytes_of, offsets_of};
pub(crate) use words::{Word, is_joining, sentence_words, words};

/// A half-open range `start..end` of positions; the unit is the field's that holds it (UTF-8 bytes inside the library).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize)]
pub struct Span {
    /// First position inside.
    pub start: usize,
    /// First position after.
    pub end: usize,
}

/// One range of a document in the three units that hosts use, all half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Offsets {
    /// In UTF-8 bytes (Rust, Go, C, C++).
    pub utf8: Span,
    /// In UTF-16 code units (Java, C#, JavaScript).
    pub utf16: Span,
    /// In Unicode code points (Python, brat).
    pub codepoint: Span,
}

/// A whole text, immutable. Positions refer to it exactly as it was given. Clones share the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    text: Arc<String>,
}

impl Document {
    /// A document over `text`, kept byte for byte.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Arc::new(text.into()) }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }
}
